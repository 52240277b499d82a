/* A journal that somebody has been at: each way of changing it is found, named, and placed at the first bad record. With SQL in the database, as whoever holds the
 * file would; with bytes in its pages; with a chain that was hashed anew. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>
#include "base/file.h"
#include "journal_fixture.h"

enum { RECORDS = 12 };
static char folder[64], path[160];
static st_err err;
static st_mark mark;      /* of record RECORDS */
#define OK(call) do { err = (st_err){ 0 }; if ((call) != ST_OK) fail_msg("%s:%d: %s (%s)", __FILE__, __LINE__, err.what, err.where); } while (0)

static int group_begin(void **state) {
    (void)state;
    snprintf(folder, sizeof folder, "/tmp/strait-audit-XXXXXX");
    return mkdtemp(folder) ? 0 : -1;
}
static int group_end(void **state) {
    char command[128];
    (void)state;
    snprintf(command, sizeof command, "rm -rf %s", folder);
    return system(command);
}

/* A journal of RECORDS records, the last of them a checkpoint; record 3 is erased, by record 11. */
static int fresh(void **state) {
    static unsigned n;
    (void)state;
    snprintf(path, sizeof path, "%s/%u.db", folder, n++);
    st_journal *j = st_journal_open(path, "9.9.9", true, &err);
    if (!j) return -1;
    const uint64_t third[] = { 3 };
    for (unsigned i = 0; i < RECORDS - 2; i++) {
        char customer[16];
        st_entry e = { .list = ST_STR("demo"), .key = ST_STR("P-1"), .body = ST_STR("{}") };
        st_sha256_of(e.body.p, e.body.n, e.version);
        snprintf(customer, sizeof customer, "C-%u", i);
        st_record r = fx_screen(customer);
        r.entry = &e;
        r.n_entries = 1;
        OK(st_journal_append(j, &r, 1, &err));
    }
    OK(st_journal_erase(j, third, 1, "bob", "order", &err));
    OK(st_journal_mark(j, "ann", &mark, &err));
    st_journal_close(j);
    return 0;
}

static void sql(const char *text) {
    sqlite3 *db;
    char *said = NULL;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    if (sqlite3_exec(db, text, NULL, NULL, &said) != SQLITE_OK) fail_msg("%s: %s", text, said);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

static st_audit_report audit(const st_mark *m) {
    st_audit_report r;
    st_journal *j = st_journal_open(path, "9.9.9", false, &err);
    if (!j) fail_msg("%s", err.what);
    OK(st_audit(j, m, m ? 1 : 0, &r, &err));
    st_journal_close(j);
    if (r.damage != ST_CHAIN_WHOLE) assert_true(r.text[0] != 0);
    return r;
}

static void found(st_damage damage, uint64_t seq) {
    const st_audit_report r = audit(NULL);
    if (r.damage != damage || r.seq != seq) fail_msg("%s at %llu: %s", st_damage_name(r.damage), (unsigned long long)r.seq, r.text);
    if (seq) assert_int_equal(r.records, seq - 1);
}

static void untouched(void **state) {
    (void)state;
    found(ST_CHAIN_WHOLE, 0);
    const st_audit_report r = audit(&mark);
    assert_true(r.damage == ST_CHAIN_WHOLE && r.records == RECORDS && r.erased == 1 && r.marks == 1 && r.entries == 1);
}

static void edited(void **state) {
    static const char *const set[] = {
        "time = time + 1", "ref = 1", "kind = 'check'", "actor = 'bob'", "engine = '9.9.8'", "index_hash = 'aa01'", "rules_hash = 'x'", "params = '{\"threshold\":1000}'", "salt = zeroblob(32)",
        "subject = 'C-99'", "subject = ''", "input = input || ' '", "result = replace(result, '0.9123', '0.0123')", "entries = '[]'", "commitment = zeroblob(32)", "prev = zeroblob(32)", "hash = zeroblob(32)",
        "salt = NULL, subject = NULL, input = NULL, result = NULL, entries = NULL",
    };
    char text[256];
    (void)state;
    for (size_t i = 0; i < ST_LEN(set); i++) {
        assert_int_equal(fresh(NULL), 0);
        snprintf(text, sizeof text, "UPDATE record SET %s WHERE seq = 5", set[i]);
        sql(text);
        const st_audit_report r = audit(NULL);
        if (r.damage != ST_CHAIN_EDITED || r.seq != 5) fail_msg("%s: %s at %llu: %s", set[i], st_damage_name(r.damage), (unsigned long long)r.seq, r.text);
    }
}

static void of_another_shape(void **state) {
    (void)state;
    sql("UPDATE record SET hash = x'00' WHERE seq = 5");
    found(ST_CHAIN_UNREADABLE, 5);
}

static void moved_between_fields(void **state) {
    (void)state;   /* lengths count: what leaves one field and enters the next changes the hash */
    sql("UPDATE record SET engine = engine || 'a', index_hash = substr(index_hash, 2) WHERE seq = 6");
    found(ST_CHAIN_EDITED, 6);
}

static void removed(void **state) {
    (void)state;
    sql("DELETE FROM record WHERE seq = 4");
    found(ST_CHAIN_REMOVED, 4);
    assert_int_equal(fresh(NULL), 0);
    sql("DELETE FROM record WHERE seq BETWEEN 4 AND 6");
    found(ST_CHAIN_REMOVED, 4);
    assert_int_equal(fresh(NULL), 0);
    sql("DELETE FROM record WHERE seq = 1");
    found(ST_CHAIN_REMOVED, 1);
    assert_int_equal(fresh(NULL), 0);   /* and those behind it renumbered */
    sql("DELETE FROM record WHERE seq = 4; UPDATE record SET seq = seq - 1 WHERE seq > 4; UPDATE head SET seq = seq - 1");
    found(ST_CHAIN_REMOVED, 4);
}

static void reordered(void **state) {
    (void)state;
    sql("UPDATE record SET seq = 1000 WHERE seq = 5; UPDATE record SET seq = 5 WHERE seq = 8; UPDATE record SET seq = 8 WHERE seq = 1000");
    found(ST_CHAIN_REORDERED, 5);
    assert_int_equal(fresh(NULL), 0);
    sql("UPDATE record SET seq = 1000 WHERE seq = 7; UPDATE record SET seq = 7 WHERE seq = 8; UPDATE record SET seq = 8 WHERE seq = 1000");
    found(ST_CHAIN_REORDERED, 7);
}

#define MOVE_UP "UPDATE record SET seq = -seq - 1 WHERE seq >= 6; UPDATE record SET seq = -seq WHERE seq < 0; UPDATE head SET seq = seq + 1;"
static void inserted(void **state) {
    st_record forged = fx_screen("C-forged"), fifth;
    uint8_t body[ST_HASH];
    char text[4096], c[65], p[65], h[65];
    st_arena a = ST_ARENA_INIT;
    (void)state;
    sql(MOVE_UP "INSERT INTO record SELECT 6, time, ref, kind, actor, engine, index_hash, rules_hash, params, salt, subject, input, result, entries, commitment, prev, hash FROM record WHERE seq = 2");
    found(ST_CHAIN_REORDERED, 6);   /* a copy of record 2: it belongs elsewhere, and the one that belongs here is further on */
    assert_int_equal(fresh(NULL), 0);
    st_journal *j = st_journal_open(path, "9.9.9", false, &err);   /* one that is hashed as it should be and links to the one before it */
    OK(st_journal_get(j, 5, &a, &fifth, &err));
    st_journal_close(j);
    forged.salt = (st_str){ "0123456789abcdef0123456789abcdef", ST_SALT };
    forged.seq = 6;
    forged.time = fifth.time;
    forged.engine = ST_STR("9.9.9");
    memcpy(forged.prev, fifth.hash, ST_HASH);
    assert_true(st_record_commit_to(&forged, forged.commitment) && st_record_body(&forged, 6, body) && st_record_link(forged.prev, body, forged.hash));
    st_hex(forged.commitment, ST_HASH, c);
    st_hex(forged.prev, ST_HASH, p);
    st_hex(forged.hash, ST_HASH, h);
    snprintf(text, sizeof text, MOVE_UP "INSERT INTO record VALUES (6, %llu, 0, 'screen', 'ann', '9.9.9', 'aa00', '', '%.*s', CAST('%.*s' AS BLOB), 'C-forged', '%.*s', '%.*s', '%.*s', x'%s', x'%s', x'%s')",
             (unsigned long long)forged.time, ST_FMT(forged.params), ST_FMT(forged.salt), ST_FMT(forged.input), ST_FMT(forged.result), ST_FMT(forged.entries), c, p, h);
    sql(text);
    const st_audit_report r = audit(NULL);
    assert_true(r.damage == ST_CHAIN_INSERTED && r.seq == 6);
    st_arena_free(&a);
}

static void cut(void **state) {
    (void)state;
    sql("DELETE FROM record WHERE seq > 8");
    found(ST_CHAIN_CUT, 9);
    assert_int_equal(fresh(NULL), 0);   /* with the head set back: the chain alone cannot tell, a checkpoint does. Record 3's order is gone with the tail. */
    sql("DELETE FROM record WHERE seq > 11; UPDATE head SET seq = 11, hash = (SELECT hash FROM record WHERE seq = 11)");
    found(ST_CHAIN_WHOLE, 0);
    const st_audit_report r = audit(&mark);
    assert_true(r.damage == ST_CHAIN_CUT && r.seq == 12);
}

static void behind_the_head(void **state) {
    (void)state;
    sql("UPDATE head SET seq = 11, hash = (SELECT hash FROM record WHERE seq = 11)");
    found(ST_CHAIN_INSERTED, 12);
}

static void written_anew(void **state) {
    st_arena a = ST_ARENA_INIT;
    (void)state;
    /* All of it copied into a new journal of the same id, record 5 with another score, and everything hashed as it should be. */
    st_journal *old = st_journal_open(path, "9.9.9", false, &err), *now;
    char text[512], id[33];
    memcpy(id, st_journal_store(old)->id, sizeof id);
    snprintf(path, sizeof path, "%s/anew.db", folder);
    now = st_journal_open(path, "9.9.9", true, &err);
    st_journal_close(now);
    uint8_t genesis[ST_HASH];
    char hex[65];
    assert_true(st_record_genesis(st_str_of(id), genesis));
    st_hex(genesis, ST_HASH, hex);
    snprintf(text, sizeof text, "UPDATE meta SET value = '%s' WHERE key = 'id'; UPDATE head SET hash = x'%s'", id, hex);
    sql(text);
    now = st_journal_open(path, "9.9.9", false, &err);
    for (uint64_t i = 1; i <= RECORDS; i++) {
        st_record r;
        OK(st_journal_get(old, i, &a, &r, &err));
        if (i == 5) r.subject = ST_STR("C-other");
        if (i == 3) r.subject = r.input = r.result = r.entries = ST_STR("");
        if (st_str_is(r.kind, "erase")) r.kind = ST_STR("decision");
        OK(st_journal_append(now, &r, 1, &err));
    }
    st_journal_close(old);
    st_journal_close(now);
    found(ST_CHAIN_WHOLE, 0);
    const st_audit_report r = audit(&mark);
    assert_true(r.damage == ST_CHAIN_REWRITTEN && r.seq == mark.seq);
    st_arena_free(&a);
}

static void another_journal(void **state) {
    (void)state;
    sql("UPDATE meta SET value = 'ffffffffffffffffffffffffffffffff' WHERE key = 'id'");
    found(ST_CHAIN_EDITED, 1);   /* the first record links to the id */
    assert_int_equal(audit(&mark).damage, ST_CHAIN_REWRITTEN);
}

static void an_entry(void **state) {
    (void)state;
    sql("UPDATE entry SET body = '{\"name\":\"somebody else\"}'");
    found(ST_CHAIN_EDITED, 0);
}

static void an_erased_one_comes_back(void **state) {
    (void)state;
    sql("UPDATE record SET salt = zeroblob(32), subject = '', input = '', result = '', entries = '' WHERE seq = 3");
    found(ST_CHAIN_EDITED, 3);
}

/* Each page of the file in turn is overwritten in its middle: whatever is found, it is found, and nothing crashes. */
static void pages(void **state) {
    enum { PAGE = 8192 };
    char bytes[700];
    (void)state;
    memset(bytes, 0xa5, sizeof bytes);
    sql("PRAGMA wal_checkpoint(TRUNCATE)");
    const int fd = open(path, O_RDWR);
    const off_t size = lseek(fd, 0, SEEK_END);
    char *whole = malloc((size_t)size);
    assert_true(fd >= 0 && size >= 8 * PAGE && whole && pread(fd, whole, (size_t)size, 0) == size);
    unsigned hit = 0;
    for (off_t page = 0; page < size / PAGE; page++) {
        for (off_t at = 0; at < PAGE; at += 1300) {
            assert_int_equal(pwrite(fd, bytes, sizeof bytes, page * PAGE + at), sizeof bytes);
            st_journal *j = st_journal_open(path, "9.9.9", false, &err);
            st_audit_report r = { 0 };
            bool bad = !j;
            if (j && st_audit(j, &mark, 1, &r, &err) < 0) bad = true;
            bad = bad || r.damage != ST_CHAIN_WHOLE;
            st_journal_close(j);
            hit += bad;
            /* free bytes of a page hold nothing; those that SQLite finds whole must be as they were to us */
            assert_true(bad || (r.records == RECORDS && r.marks == 1));
            assert_int_equal(pwrite(fd, whole, (size_t)size, 0), size);
            assert_int_equal(ftruncate(fd, size), 0);
            char log[200];
            snprintf(log, sizeof log, "%s-wal", path);
            unlink(log);
            snprintf(log, sizeof log, "%s-shm", path);
            unlink(log);
        }
    }
    assert_true(hit >= size / PAGE);   /* most of them */
    free(whole);
    close(fd);
}

int main(void) {
#define T(f) { #f, f, fresh, NULL, NULL }
    const struct CMUnitTest tests[] = { T(untouched), T(edited), T(of_another_shape), T(moved_between_fields), T(removed), T(reordered), T(inserted), T(cut), T(behind_the_head), T(written_anew),
                                        T(another_journal), T(an_entry), T(an_erased_one_comes_back), T(pages) };
    return cmocka_run_group_tests(tests, group_begin, group_end);
}
