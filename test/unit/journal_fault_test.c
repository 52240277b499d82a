/* The journal when the disk fails: every write and sync failing in turn, everything that was not synced lost, every allocation failing. What was acknowledged is
 * there afterwards, what was not may be or not, and the chain is whole. SQLite's file system is replaced by one that counts, fails and forgets. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <sqlite3.h>
#include <unistd.h>
#include "journal_fixture.h"

static char folder[64], path[160];
static st_err err;
#define OK(call) do { err = (st_err){ 0 }; if ((call) != ST_OK) fail_msg("%s:%d: %s (%s)", __FILE__, __LINE__, err.what, err.where); } while (0)

/* ---- a file system that fails ------------------------------------------------------------------------------------------------------------------------------- */

static uint64_t operations, fail_at;
static bool fail_on;      /* and all after it: a disk that is full stays full */
static int fail_with;

/* What is durable of a file: its bytes at its last sync. */
typedef struct durable { char name[200]; char *p; size_t n; bool there; } durable;
static durable disk[8];

static durable *durable_of(const char *name) {
    for (size_t i = 0; i < ST_LEN(disk); i++) {
        if (disk[i].name[0] && strcmp(disk[i].name, name) != 0) continue;
        if (!disk[i].name[0]) snprintf(disk[i].name, sizeof disk[i].name, "%s", name);
        return &disk[i];
    }
    fail_msg("more files than the test knows");
    return NULL;
}

static bool fails(void) {
    operations++;
    return fail_at && (operations == fail_at || (fail_on && operations > fail_at));
}

typedef struct shim_file { sqlite3_file base; durable *durable; sqlite3_file *real; } shim_file;
static sqlite3_vfs shim, *real_vfs;
static sqlite3_file *real_of(sqlite3_file *f) { return ((shim_file *)(void *)f)->real; }

#define PASS(name, args) { sqlite3_file *r = real_of(f); return r->pMethods->name args; }
static int x_close(sqlite3_file *f) PASS(xClose, (r))
static int x_read(sqlite3_file *f, void *p, int n, sqlite3_int64 at) PASS(xRead, (r, p, n, at))
static int x_write(sqlite3_file *f, const void *p, int n, sqlite3_int64 at) {
    sqlite3_file *r = real_of(f);
    if (!fails()) return r->pMethods->xWrite(r, p, n, at);
    if (n > 1) (void)r->pMethods->xWrite(r, p, n / 2, at);   /* half of it came through */
    return fail_with;
}
static int x_truncate(sqlite3_file *f, sqlite3_int64 n) {
    sqlite3_file *r = real_of(f);
    return fails() ? SQLITE_IOERR_TRUNCATE : r->pMethods->xTruncate(r, n);
}
static int x_sync(sqlite3_file *f, int flags) {
    sqlite3_file *r = real_of(f);
    durable *d = ((shim_file *)(void *)f)->durable;
    sqlite3_int64 n = 0;
    if (fails()) return SQLITE_IOERR_FSYNC;
    if (r->pMethods->xFileSize(r, &n) != SQLITE_OK) return SQLITE_IOERR;
    d->p = realloc(d->p, (size_t)n + 1);
    d->n = (size_t)n;
    d->there = true;
    if (n && r->pMethods->xRead(r, d->p, (int)n, 0) != SQLITE_OK) return SQLITE_IOERR;
    return r->pMethods->xSync(r, flags);
}
static int x_size(sqlite3_file *f, sqlite3_int64 *n) PASS(xFileSize, (r, n))
static int x_lock(sqlite3_file *f, int l) PASS(xLock, (r, l))
static int x_unlock(sqlite3_file *f, int l) PASS(xUnlock, (r, l))
static int x_reserved(sqlite3_file *f, int *out) PASS(xCheckReservedLock, (r, out))
static int x_control(sqlite3_file *f, int op, void *arg) PASS(xFileControl, (r, op, arg))
static int x_sector(sqlite3_file *f) PASS(xSectorSize, (r))
static int x_device(sqlite3_file *f) { (void)f; return 0; }   /* a disk that promises nothing */
static int x_shm_map(sqlite3_file *f, int page, int size, int extend, void volatile **p) PASS(xShmMap, (r, page, size, extend, p))
static int x_shm_lock(sqlite3_file *f, int at, int n, int flags) PASS(xShmLock, (r, at, n, flags))
static void x_shm_barrier(sqlite3_file *f) {
    sqlite3_file *r = real_of(f);
    r->pMethods->xShmBarrier(r);
}
static int x_shm_unmap(sqlite3_file *f, int gone) PASS(xShmUnmap, (r, gone))

static const sqlite3_io_methods methods = { 2, x_close, x_read, x_write, x_truncate, x_sync, x_size, x_lock, x_unlock, x_reserved, x_control, x_sector, x_device, x_shm_map, x_shm_lock, x_shm_barrier, x_shm_unmap, NULL, NULL };

static int x_open(sqlite3_vfs *v, const char *name, sqlite3_file *f, int flags, int *out) {
    shim_file *s = (shim_file *)(void *)f;
    (void)v;
    s->real = (sqlite3_file *)(void *)(s + 1);
    s->durable = durable_of(name ? name : "temporary");
    const int rc = real_vfs->xOpen(real_vfs, name, s->real, flags, out);
    s->base.pMethods = rc == SQLITE_OK ? &methods : NULL;
    return rc;
}

static int group_begin(void **state) {
    (void)state;
    snprintf(folder, sizeof folder, "/tmp/strait-fault-XXXXXX");
    real_vfs = sqlite3_vfs_find(NULL);
    if (!mkdtemp(folder) || !real_vfs) return -1;
    shim = *real_vfs;
    shim.zName = "shim";
    shim.szOsFile = (int)sizeof(shim_file) + real_vfs->szOsFile;
    shim.xOpen = x_open;
    return sqlite3_vfs_register(&shim, 1) == SQLITE_OK ? 0 : -1;
}

static int group_end(void **state) {
    char command[128];
    (void)state;
    for (size_t i = 0; i < ST_LEN(disk); i++) free(disk[i].p);
    snprintf(command, sizeof command, "rm -rf %s", folder);
    return system(command);
}

static void forget(size_t from) {
    for (size_t i = from; i < ST_LEN(disk); i++) {
        free(disk[i].p);
        disk[i] = (durable){ 0 };
    }
}

static void fresh(void) {
    static unsigned n;
    forget(0);
    fail_at = operations = 0;
    snprintf(path, sizeof path, "%s/%u.db", folder, n++);
}

/* ---- what must hold ----------------------------------------------------------------------------------------------------------------------------------------- */

typedef struct acknowledged { uint64_t seq[64]; uint8_t hash[64][ST_HASH]; size_t n; } acknowledged;

static void whole(const char *file, const acknowledged *k) {
    st_journal *j = st_journal_open(file, "9.9.9", false, &err);
    if (!j) fail_msg("%s (%s)", err.what, err.where);
    st_audit_report r;
    st_arena a = ST_ARENA_INIT;
    st_record back;
    OK(st_audit(j, NULL, 0, &r, &err));
    if (r.damage) fail_msg("%s: %s", st_damage_name(r.damage), r.text);
    for (size_t i = 0; i < k->n; i++) {
        OK(st_journal_get(j, k->seq[i], &a, &back, &err));
        assert_memory_equal(back.hash, k->hash[i], ST_HASH);
    }
    st_arena_free(&a);
    st_journal_close(j);
}

static bool append(st_journal *j, acknowledged *k) {
    st_record r[3] = { fx_screen("C-1"), fx_screen("C-2"), fx_screen("C-3") };
    err = (st_err){ 0 };
    if (st_journal_append(j, r, 3, &err) < 0) {
        assert_true(err.code == ST_E_SYSTEM || err.code == ST_E_NOMEM || err.code == ST_E_DATA);
        assert_true(err.what[0] != 0);
        return false;
    }
    for (size_t i = 0; i < 3; i++) {
        k->seq[k->n] = r[i].seq;
        memcpy(k->hash[k->n++], r[i].hash, ST_HASH);
    }
    return true;
}

/* Appends with the n-th operation failing, all after it too when `on`; then the disk is good again. False when n is past the end. */
static bool one_failure(uint64_t n, bool on, int with) {
    acknowledged k = { .n = 0 };
    bool told = false;
    fresh();
    st_journal *j = st_journal_open(path, "9.9.9", true, &err);
    if (!j) fail_msg("%s", err.what);
    assert_true(append(j, &k));
    fail_at = operations + n;
    fail_on = on;
    fail_with = with;
    for (unsigned i = 0; i < 4; i++) {
        if (append(j, &k)) continue;
        told = true;
        assert_true(strstr(err.what, "full") || strstr(err.what, "I/O error"));
        assert_true(err.hint[0] != 0);
    }
    const bool reached = operations >= fail_at;
    assert_true(told || !on || !reached);
    fail_at = 0;
    assert_true(append(j, &k));   /* it goes on when there is room again */
    st_journal_close(j);
    whole(path, &k);
    return reached;
}

static void every_write_fails(void **state) {
    uint64_t n = 1;
    (void)state;
    while (one_failure(n, false, SQLITE_IOERR_WRITE)) n++;
    assert_true(n > 20);   /* it was more than a few */
}

static void a_full_disk(void **state) {
    uint64_t n = 1;
    (void)state;
    while (one_failure(n, true, SQLITE_FULL)) n++;
    assert_true(n > 20);
}

static void a_journal_that_cannot_be_made(void **state) {
    (void)state;
    unsigned failed = 0;
    for (uint64_t n = 1; n < 400; n++) {
        fresh();
        fail_at = n;
        fail_on = true;
        fail_with = SQLITE_FULL;
        st_journal *j = st_journal_open(path, "9.9.9", true, &err);
        const bool reached = operations >= fail_at;
        if (!j) assert_true(err.what[0] != 0 && err.where[0] != 0);
        failed += !j;
        fail_at = 0;
        st_journal_close(j);
        if (!(j = st_journal_open(path, "9.9.9", true, &err))) fail_msg("%s", err.what);   /* what is left there is no hindrance */
        acknowledged k = { .n = 0 };
        assert_true(append(j, &k));
        st_journal_close(j);
        whole(path, &k);
        if (!reached) break;
    }
    assert_true(failed > 3);
}

/* The power goes: of each file there is what it was at its last sync. */
static void lose_power(const acknowledged *k, unsigned n) {
    char name[200];
    snprintf(name, sizeof name, "%s/lost-%u.db", folder, n);
    for (unsigned i = 0; i < 2; i++) {
        char from[200], to[210];
        snprintf(from, sizeof from, "%s%s", path, i ? "-wal" : "");
        snprintf(to, sizeof to, "%s%s", name, i ? "-wal" : "");
        const durable *d = durable_of(from);
        if (!d->there) continue;
        FILE *f = fopen(to, "w");
        assert_non_null(f);
        assert_int_equal(fwrite(d->p, 1, d->n, f), d->n);
        fclose(f);
        assert_int_equal(truncate(to, (off_t)d->n), 0);
        char mode[256];
        snprintf(mode, sizeof mode, "chmod 600 %s", to);
        assert_int_equal(system(mode), 0);
    }
    uint64_t at = fail_at;
    fail_at = 0;
    whole(name, k);
    fail_at = at;
}

static void what_was_not_synced_is_lost(void **state) {
    acknowledged k = { .n = 0 };
    (void)state;
    fresh();
    st_journal *j = st_journal_open(path, "9.9.9", true, &err);
    if (!j) fail_msg("%s", err.what);
    for (unsigned i = 0; i < 12; i++) {
        assert_true(append(j, &k));
        lose_power(&k, i);
        forget(2);   /* the files of the copy; the journal's own were the first two */
    }
    st_journal_close(j);
}

static void every_allocation_fails(void **state) {
    acknowledged k = { .n = 0 };
    (void)state;
#ifndef ST_FAULT
    skip();
#endif
    fresh();
    st_journal *j = st_journal_open(path, "9.9.9", true, &err);
    if (!j) fail_msg("%s", err.what);
    unsigned failed = 0;
    for (uint64_t n = 1; n < 200 && k.n < 50; n++) {
        st_fault_alloc(n, 0);
        failed += !append(j, &k);
        st_fault_alloc(0, 0);
    }
    assert_true(failed > 3);
    st_journal_close(j);
    whole(path, &k);
}

int main(void) {
    const struct CMUnitTest tests[] = { cmocka_unit_test(every_write_fails), cmocka_unit_test(a_full_disk), cmocka_unit_test(a_journal_that_cannot_be_made), cmocka_unit_test(what_was_not_synced_is_lost), cmocka_unit_test(every_allocation_fails) };
    return cmocka_run_group_tests(tests, group_begin, group_end);
}
