/* The contract of a store, and of the journal over it: the same tests on SQLite and on a PostgreSQL server of the test's own. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <pthread.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>
#include "journal_fixture.h"

static char folder[64], pg_url[512], why_not[512];
static const char *url;     /* of the journal of the test that runs */
static char url_text[512];
static st_err err;

#define OK(call) do { err = (st_err){ 0 }; if ((call) != ST_OK) fail_msg("%s:%d: %s (%s)", __FILE__, __LINE__, err.what, err.where); } while (0)
#define REFUSED(code, call) do { err = (st_err){ 0 }; assert_int_equal((call), (code)); assert_true(err.what[0] != 0); } while (0)

static st_journal *open_journal(bool create) {
    err = (st_err){ 0 };
    return st_journal_open(url, "9.9.9", create, &err);
}
static st_journal *opened(void) {
    st_journal *j = open_journal(true);
    if (!j) fail_msg("%s (%s)", err.what, err.where);
    return j;
}

/* ---- two databases ------------------------------------------------------------------------------------------------------------------------------------------ */

static bool shell(const char *verb, const char *more, char *out, size_t room) {
    char command[512], line[512] = "";
    snprintf(command, sizeof command, "sh test/script/lib/postgres.sh %s %s/pg %s", verb, folder, more);
    FILE *p = popen(command, "r");
    if (!p) return false;
    if (fgets(line, sizeof line, p)) line[strcspn(line, "\n")] = 0;
    const int status = pclose(p);
    snprintf(out, room, "%s", line);
    return status == 0;
}

static int group_begin(void **state) {
    (void)state;
    snprintf(folder, sizeof folder, "/tmp/strait-store-XXXXXX");
    if (!mkdtemp(folder) || chmod(folder, 0755) != 0) return -1;
    char said[512];
    if (shell("start", "", said, sizeof said)) snprintf(pg_url, sizeof pg_url, "%s", said);
    else snprintf(why_not, sizeof why_not, "%s", said[0] ? said : "the server does not start");
    return 0;
}

static int group_end(void **state) {
    char said[512], command[128];
    (void)state;
    if (pg_url[0]) (void)shell("stop", "", said, sizeof said);
    snprintf(command, sizeof command, "rm -rf %s", folder);
    return system(command);
}

static int on_sqlite(void **state) {
    static unsigned n;
    (void)state;
    snprintf(url_text, sizeof url_text, "sqlite:%s/%u.db", folder, n++);
    url = url_text;
    return 0;
}

static int on_postgres(void **state) {
    char said[512];
    (void)state;
    url = NULL;
    if (!pg_url[0]) return 0;
    snprintf(url_text, sizeof url_text, "%s", pg_url);
    url = url_text;
    return shell("sql", "'DROP SCHEMA IF EXISTS strait CASCADE'", said, sizeof said) ? 0 : -1;
}

#define NEEDS_SERVER() do { if (!url) { print_message("%s\n", why_not); skip(); } } while (0)

/* ---- the contract ------------------------------------------------------------------------------------------------------------------------------------------- */

static void a_new_journal(void **state) {
    NEEDS_SERVER();
    (void)state;
    uint8_t genesis[ST_HASH];
    char id[33];
    st_head head;
    assert_null(open_journal(false));   /* nothing is made unasked */
    assert_int_equal(err.code, ST_E_USAGE);
    st_journal *j = opened();
    st_store *s = st_journal_store(j);
    assert_int_equal(strlen(s->id), 32);
    memcpy(id, s->id, sizeof id);
    OK(s->ops->head(s, &head, &err));
    assert_true(st_record_genesis(st_str_of(id), genesis));
    assert_int_equal(head.seq, 0);
    assert_memory_equal(head.hash, genesis, ST_HASH);
    st_journal_close(j);
    if (!(j = open_journal(false))) fail_msg("%s", err.what);
    assert_string_equal(st_journal_store(j)->id, id);
    st_journal_close(j);
}

static void same_text(st_str a, st_str b) {
    assert_int_equal(a.n, b.n);
    if (a.n) assert_memory_equal(a.p, b.p, a.n);
}

static void what_was_put_is_read(void **state) {
    NEEDS_SERVER();
    (void)state;
    st_journal *j = opened();
    st_arena a = ST_ARENA_INIT;
    char *big = malloc(3 << 20);
    assert_non_null(big);
    memset(big, 'x', 3 << 20);
    st_record r[3] = { fx_screen("C-1"), fx_screen(""), fx_screen("\xD0\x98\xD0\xB2\xD0\xB0\xD0\xBD '; DROP TABLE record; --") }, back;
    r[1].result = (st_str){ big, 3 << 20 };
    r[1].params = ST_STR("{\"it's\":\"\\\\x41\"}");
    r[2].rules = ST_STR("bb11");
    r[2].ref = 1;
    OK(st_journal_append(j, r, 3, &err));
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(r[i].seq, i + 1);
        OK(st_journal_get(j, i + 1, &a, &back, &err));
        const st_str *x = &r[i].kind, *y = &back.kind;
        for (size_t k = 0; k < 6; k++) same_text(x[k], y[k]);   /* kind, actor, engine, index, rules, params */
        same_text(r[i].salt, back.salt);
        same_text(r[i].subject, back.subject);
        same_text(r[i].input, back.input);
        same_text(r[i].result, back.result);
        same_text(r[i].entries, back.entries);
        assert_int_equal(back.time, r[i].time);
        assert_int_equal(back.ref, r[i].ref);
        assert_false(back.erased);
        assert_memory_equal(back.hash, r[i].hash, ST_HASH);
        assert_memory_equal(back.prev, r[i].prev, ST_HASH);
        assert_memory_equal(back.commitment, r[i].commitment, ST_HASH);
        same_text(back.engine, ST_STR("9.9.9"));
    }
    assert_memory_equal(r[1].prev, r[0].hash, ST_HASH);
    REFUSED(ST_E_USAGE, st_journal_get(j, 4, &a, &back, &err));
    REFUSED(ST_E_USAGE, st_journal_get(j, 0, &a, &back, &err));
    st_arena_free(&a);
    st_journal_close(j);
    free(big);
}

typedef struct seqs { uint64_t v[512]; size_t n; size_t stop_at; st_code stop_with; } seqs;
static st_code note(void *user, const st_record *r, st_err *e) {
    seqs *s = user;
    (void)e;
    s->v[s->n++] = r->seq;
    return s->stop_at && s->n == s->stop_at ? s->stop_with : ST_OK;
}
static size_t matching(st_journal *j, st_record_filter f, seqs *s) {
    *s = (seqs){ 0 };
    OK(st_journal_store(j)->ops->read(st_journal_store(j), &f, note, s, &err));
    for (size_t i = 1; i < s->n; i++) assert_true(f.backwards ? s->v[i] < s->v[i - 1] : s->v[i] > s->v[i - 1]);
    return s->n;
}

static void filters(void **state) {
    NEEDS_SERVER();
    (void)state;
    st_journal *j = opened();
    st_store *st = st_journal_store(j);
    seqs s;
    for (unsigned i = 0; i < 200; i++) {   /* more than a page */
        char customer[16];
        snprintf(customer, sizeof customer, "C-%u", i % 7);
        st_record r = fx_screen(customer);
        if (i % 2) r.actor = ST_STR("bob");
        if (i % 10 == 9) {
            r.kind = ST_STR("decision");
            r.ref = i;   /* the one before it */
        }
        OK(st_journal_append(j, &r, 1, &err));
    }
    assert_int_equal(matching(j, (st_record_filter){ 0 }, &s), 200);
    assert_int_equal(s.v[199], 200);
    assert_int_equal(matching(j, (st_record_filter){ .backwards = true }, &s), 200);
    assert_int_equal(s.v[0], 200);
    assert_int_equal(matching(j, (st_record_filter){ .from = 30, .to = 131 }, &s), 102);
    assert_int_equal(s.v[0], 30);
    assert_int_equal(matching(j, (st_record_filter){ .from = 30, .limit = 70 }, &s), 70);
    assert_int_equal(matching(j, (st_record_filter){ .backwards = true, .to = 130, .limit = 70 }, &s), 70);
    assert_int_equal(s.v[69], 61);
    assert_int_equal(matching(j, (st_record_filter){ .kind = ST_STR("decision") }, &s), 20);
    assert_int_equal(matching(j, (st_record_filter){ .actor = ST_STR("bob") }, &s), 100);
    assert_int_equal(matching(j, (st_record_filter){ .subject = ST_STR("C-3") }, &s), 29);
    assert_int_equal(matching(j, (st_record_filter){ .ref = 49, .kind = ST_STR("decision") }, &s), 1);
    assert_int_equal(s.v[0], 50);
    assert_int_equal(matching(j, (st_record_filter){ .actor = ST_STR("ann"), .subject = ST_STR("C-3"), .from = 100 }, &s), 7);
    assert_int_equal(matching(j, (st_record_filter){ .actor = ST_STR("' OR 1=1 --") }, &s), 0);
    assert_int_equal(matching(j, (st_record_filter){ .until = 1 }, &s), 0);
    assert_int_equal(matching(j, (st_record_filter){ .since = 1 }, &s), 200);
    s = (seqs){ .stop_at = 70, .stop_with = ST_E_STOPPED };
    OK(st->ops->read(st, &(st_record_filter){ 0 }, note, &s, &err));
    assert_int_equal(s.n, 70);
    s = (seqs){ .stop_at = 3, .stop_with = ST_E_LIMIT };
    assert_int_equal(st->ops->read(st, &(st_record_filter){ 0 }, note, &s, &err), ST_E_LIMIT);
    st_journal_close(j);
}

static st_code nested(void *user, const st_record *r, st_err *e) {
    st_journal *j = user;
    st_arena a = ST_ARENA_INIT;
    st_record other;
    const st_code code = st_journal_get(j, 101 - r->seq, &a, &other, e);
    assert_int_equal(other.seq, 101 - r->seq);
    st_arena_free(&a);
    return code;
}

static void reading_while_reading(void **state) {
    NEEDS_SERVER();
    (void)state;
    st_journal *j = opened();
    st_record r[100];
    for (size_t i = 0; i < 100; i++) r[i] = fx_screen("C");
    OK(st_journal_append(j, r, 100, &err));
    OK(st_journal_store(j)->ops->read(st_journal_store(j), &(st_record_filter){ 0 }, nested, j, &err));
    st_journal_close(j);
}

static st_code add_and_fail(void *user, st_writing *w, st_err *e) {
    st_record r = fx_screen("C");
    (void)user;
    OK(st_writing_add(w, &r, e));
    st_record back;   /* what was put is seen within */
    st_arena a = ST_ARENA_INIT;
    OK(st_journal_get(w->j, r.seq, &a, &back, e));
    st_arena_free(&a);
    return st_fail(e, ST_E_LIMIT, "no further");
}

static void all_or_nothing(void **state) {
    NEEDS_SERVER();
    (void)state;
    st_journal *j = opened();
    st_store *st = st_journal_store(j);
    st_head before, after;
    st_record r = fx_screen("C");
    st_audit_report report;
    OK(st_journal_append(j, &r, 1, &err));
    OK(st->ops->head(st, &before, &err));
    REFUSED(ST_E_LIMIT, st_journal_write(j, add_and_fail, NULL, &err));
    OK(st->ops->head(st, &after, &err));
    assert_memory_equal(&before, &after, sizeof before);
    OK(st->ops->begin(st, &after, &err));
    st_record twice = r;   /* the same number again: the store refuses, and the transaction is lost */
    const st_code put = st->ops->put(st, &twice, &err);
    const st_code code = put < 0 ? put : st->ops->commit(st, &after, &err);
    assert_int_equal(code, ST_E_DATA);
    st->ops->rollback(st);
    OK(st_journal_append(j, &r, 1, &err));
    assert_int_equal(r.seq, 2);
    OK(st_audit(j, NULL, 0, &report, &err));
    assert_int_equal(report.damage, ST_CHAIN_WHOLE);
    assert_int_equal(report.records, 2);
    st_journal_close(j);
}

static st_code count_entry(void *user, const st_entry *e, st_err *x) {
    size_t *n = user;
    (void)x;
    assert_true(e->body.n > 0 && e->version[0] == (uint8_t)(*n + 1));   /* by version */
    ++*n;
    return ST_OK;
}
static st_code take_entry(void *user, const st_entry *e, st_err *x) {
    (void)x;
    *(size_t *)user += 1;
    same_text(e->body, ST_STR("{\"list\":\"demo\",\"id\":\"P-'9'\"}"));
    same_text(e->key, ST_STR("P-'9'"));
    return ST_OK;
}

static void entries(void **state) {
    NEEDS_SERVER();
    (void)state;
    st_journal *j = opened();
    st_store *st = st_journal_store(j);
    st_entry e[150];
    uint8_t none[ST_HASH] = { 0xee };
    for (unsigned i = 0; i < 150; i++) {
        e[i] = (st_entry){ .list = ST_STR("demo"), .key = ST_STR("P-'9'"), .body = ST_STR("{\"list\":\"demo\",\"id\":\"P-'9'\"}") };
        e[i].version[0] = (uint8_t)(i + 1);
    }
    st_record r = fx_screen("C");
    r.entry = e;
    r.n_entries = 150;
    OK(st_journal_append(j, &r, 1, &err));
    OK(st_journal_append(j, &r, 1, &err));   /* again: no error, and no second one */
    size_t n = 0;
    OK(st->ops->entry(st, NULL, count_entry, &n, &err));
    assert_int_equal(n, 150);
    n = 0;
    OK(st->ops->entry(st, e[7].version, take_entry, &n, &err));
    assert_int_equal(n, 1);
    OK(st->ops->entry(st, none, take_entry, &n, &err));
    assert_int_equal(n, 1);
    st_journal_close(j);
}

static void erasing(void **state) {
    NEEDS_SERVER();
    (void)state;
    st_journal *j = opened();
    st_store *st = st_journal_store(j);
    st_arena a = ST_ARENA_INIT;
    st_audit_report report;
    st_record r[3] = { fx_screen("C-1"), fx_screen("C-2"), fx_screen("C-3") }, back;
    OK(st_journal_append(j, r, 3, &err));
    const uint64_t two[] = { 2 }, order[] = { 4 }, nobody[] = { 1, 77 };
    OK(st_journal_erase(j, two, 1, "bob", "erasure request 5", &err));
    OK(st_journal_get(j, 2, &a, &back, &err));
    assert_true(back.erased);
    assert_int_equal(back.result.n + back.input.n + back.subject.n + back.salt.n + back.entries.n, 0);
    assert_memory_equal(back.commitment, r[1].commitment, ST_HASH);
    OK(st_journal_get(j, 4, &a, &back, &err));
    assert_true(st_str_is(back.kind, "erase") && back.ref == 2 && st_str_is(back.actor, "bob"));
    REFUSED(ST_E_USAGE, st_journal_erase(j, two, 1, "bob", "again", &err));
    REFUSED(ST_E_USAGE, st_journal_erase(j, order, 1, "bob", "the order itself", &err));
    REFUSED(ST_E_USAGE, st_journal_erase(j, nobody, 2, "bob", "one of them is none", &err));
    OK(st_journal_get(j, 1, &a, &back, &err));
    assert_false(back.erased);   /* all or none */
    OK(st_audit(j, NULL, 0, &report, &err));
    assert_int_equal(report.damage, ST_CHAIN_WHOLE);
    assert_int_equal(report.erased, 1);
    OK(st->ops->begin(st, &report.head, &err));   /* without an order */
    OK(st->ops->erase(st, 3, &err));
    OK(st->ops->commit(st, &report.head, &err));
    OK(st_audit(j, NULL, 0, &report, &err));
    assert_int_equal(report.damage, ST_CHAIN_EDITED);
    assert_int_equal(report.seq, 3);
    st_arena_free(&a);
    st_journal_close(j);
}

static void two_writers(void **state) {
    NEEDS_SERVER();
    (void)state;
    st_journal *a = opened(), *b = opened();
    st_audit_report report;
    for (unsigned i = 0; i < 20; i++) {
        st_record r[2] = { fx_screen("A"), fx_screen("B") };
        OK(st_journal_append(i % 2 ? a : b, r, 1 + i % 2, &err));
    }
    OK(st_audit(a, NULL, 0, &report, &err));
    assert_int_equal(report.damage, ST_CHAIN_WHOLE);
    assert_int_equal(report.records, 30);
    st_journal_close(a);
    st_journal_close(b);
}

enum { THREADS = 8, EACH = 40 };
typedef struct writer { st_journal *j; uint64_t seq[EACH]; st_code code; } writer;
static void *write_many(void *arg) {
    writer *w = arg;
    for (unsigned i = 0; i < EACH && w->code == ST_OK; i++) {
        st_record r = fx_screen("T");
        w->code = st_journal_append(w->j, &r, 1, NULL);
        w->seq[i] = r.seq;
    }
    return NULL;
}

static void many_threads(void **state) {
    NEEDS_SERVER();
    (void)state;
    st_journal *j = opened();
    st_audit_report report;
    static writer w[THREADS];
    pthread_t id[THREADS];
    bool seen[THREADS * EACH + 1] = { false };
    for (size_t i = 0; i < THREADS; i++) {
        w[i] = (writer){ .j = j };
        assert_int_equal(pthread_create(&id[i], NULL, write_many, &w[i]), 0);
    }
    for (size_t i = 0; i < THREADS; i++) pthread_join(id[i], NULL);
    for (size_t i = 0; i < THREADS; i++) {
        assert_int_equal(w[i].code, ST_OK);
        for (size_t k = 0; k < EACH; k++) {
            assert_true(w[i].seq[k] >= 1 && w[i].seq[k] <= THREADS * EACH && !seen[w[i].seq[k]]);
            seen[w[i].seq[k]] = true;
            assert_true(!k || w[i].seq[k] > w[i].seq[k - 1]);
        }
    }
    OK(st_audit(j, NULL, 0, &report, &err));
    assert_int_equal(report.damage, ST_CHAIN_WHOLE);
    assert_int_equal(report.records, THREADS * EACH);
    st_journal_close(j);
}

static void a_newer_schema(void **state) {
    NEEDS_SERVER();
    (void)state;
    char said[512];
    st_journal_close(opened());
    if (strncmp(url, "sqlite:", 7) == 0) {
        sqlite3 *db;
        assert_int_equal(sqlite3_open(url + 7, &db), SQLITE_OK);
        assert_int_equal(sqlite3_exec(db, "PRAGMA user_version = 99", NULL, NULL, NULL), SQLITE_OK);
        sqlite3_close(db);
    } else assert_true(shell("sql", "\"UPDATE strait.meta SET value = '99' WHERE key = 'schema'\"", said, sizeof said));
    assert_null(open_journal(true));
    assert_int_equal(err.code, ST_E_DATA);
    assert_non_null(strstr(err.what, "newer"));
}

/* ---- decisions ------------------------------------------------------------------------------------------------------------------------------------------------ */

static st_alert decided(st_journal *j, st_arena *a, const char *actor, st_decided_as as, bool two) {
    st_alert x;
    const st_decision d = { 1, "demo:P-1", "another birth date", actor, as, two };
    OK(st_journal_decide(j, &d, a, &x, &err));
    return x;
}

static void four_eyes(void **state) {
    NEEDS_SERVER();
    (void)state;
    st_journal *j = opened();
    st_arena a = ST_ARENA_INIT;
    st_alert x;
    st_record r[2] = { fx_screen("C-1"), fx_screen("C-2") };
    OK(st_journal_append(j, r, 2, &err));
    OK(st_alert_of(j, 1, ST_STR("demo:P-1"), &a, &x, &err));
    assert_int_equal(x.state, ST_ALERT_OPEN);
    st_decision d = { 1, "demo:P-2", "why", "ann", ST_AS_ESCALATE, false };
    REFUSED(ST_E_USAGE, st_journal_decide(j, &d, &a, &x, &err));   /* no such hit */
    d.hit = "";
    REFUSED(ST_E_USAGE, st_journal_decide(j, &d, &a, &x, &err));   /* a screen's hits are decided one by one */
    d = (st_decision){ 1, "demo:P-1", "  ", "ann", ST_AS_ESCALATE, false };
    REFUSED(ST_E_USAGE, st_journal_decide(j, &d, &a, &x, &err));
    x = decided(j, &a, "ann", ST_AS_ESCALATE, false);
    assert_true(x.state == ST_ALERT_DECIDED && x.as == ST_AS_ESCALATE && x.of == 3);
    OK(st_journal_policy(j, 1u << ST_AS_FALSE_POSITIVE, "head", "manual 4.2", &err));
    x = decided(j, &a, "ann", ST_AS_FALSE_POSITIVE, false);
    assert_true(x.state == ST_ALERT_PROPOSED && st_str_is(x.by, "ann"));
    d = (st_decision){ 1, "demo:P-1", "again", "ann", ST_AS_FALSE_POSITIVE, false };
    REFUSED(ST_E_USAGE, st_journal_decide(j, &d, &a, &x, &err));
    x = decided(j, &a, "bob", ST_AS_FALSE_POSITIVE, false);
    assert_true(x.state == ST_ALERT_DECIDED && st_str_is(x.by, "ann") && st_str_is(x.confirmed, "bob"));
    x = decided(j, &a, "cyd", ST_AS_TRUE_MATCH, true);   /* it asks for two itself */
    assert_true(x.state == ST_ALERT_PROPOSED && x.as == ST_AS_TRUE_MATCH);
    x = decided(j, &a, "dan", ST_AS_FALSE_POSITIVE, false);   /* he does not agree: a new proposal */
    assert_true(x.state == ST_ALERT_PROPOSED && st_str_is(x.by, "dan"));
    OK(st_alert_of(j, 2, ST_STR("demo:P-1"), &a, &x, &err));
    assert_int_equal(x.state, ST_ALERT_OPEN);   /* another record's alert is another alert */
    st_arena_free(&a);
    st_journal_close(j);
}

static void allowing(void **state) {
    NEEDS_SERVER();
    (void)state;
    st_journal *j = opened();
    st_arena a = ST_ARENA_INIT;
    uint64_t of;
    uint8_t customer[ST_HASH], changed[ST_HASH], version[ST_HASH];
    const uint64_t until = 4102444800000;
    const st_str hit = ST_STR("demo:P-1"), id = ST_STR("C-1");
    st_record r[2] = { fx_screen("C-1"), fx_screen("") };
    OK(st_journal_append(j, r, 2, &err));
    st_allowing w = { 1, "demo:P-1", "known customer", "ann", until };
    REFUSED(ST_E_USAGE, st_journal_allow(j, &w, &of, &err));   /* nothing is decided */
    (void)decided(j, &a, "ann", ST_AS_FALSE_POSITIVE, false);
    w.until = 1000;
    REFUSED(ST_E_USAGE, st_journal_allow(j, &w, &of, &err));   /* it has ended */
    w.until = until;
    OK(st_journal_allow(j, &w, &of, &err));
    assert_int_equal(of, 4);
    st_customer_version(r[0].input, customer);
    st_customer_version(ST_STR("{\"name\":\"Vasily Exampleov\"}"), changed);
    assert_true(st_unhex(ST_STR(FX_VERSION), version, ST_HASH));
    OK(st_journal_allowed(j, id, customer, hit, version, until - 1, &of, &err));
    assert_int_equal(of, 4);
    OK(st_journal_allowed(j, id, customer, hit, version, until, &of, &err));
    assert_int_equal(of, 0);   /* expired */
    OK(st_journal_allowed(j, id, changed, hit, version, 0, &of, &err));
    assert_int_equal(of, 0);   /* the customer changed */
    OK(st_journal_allowed(j, id, customer, hit, changed, 0, &of, &err));
    assert_int_equal(of, 0);   /* the entry changed */
    OK(st_journal_allowed(j, ST_STR("C-2"), customer, hit, version, 0, &of, &err));
    assert_int_equal(of, 0);
    OK(st_journal_allowed(j, id, customer, ST_STR("demo:P-2"), version, 0, &of, &err));
    assert_int_equal(of, 0);
    (void)decided(j, &a, "bob", ST_AS_TRUE_MATCH, false);
    OK(st_journal_allowed(j, id, customer, hit, version, 0, &of, &err));
    assert_int_equal(of, 0);   /* somebody has decided otherwise since */
    st_arena_free(&a);
    st_journal_close(j);
}

static void marks(void **state) {
    NEEDS_SERVER();
    (void)state;
    st_journal *j = opened();
    st_audit_report report;
    st_mark m[2], back;
    st_arena a = ST_ARENA_INIT;
    st_buf b = ST_BUF_INIT(4096);
    st_jw w = { &b, false };
    for (size_t i = 0; i < 2; i++) {
        st_record r = fx_screen("C");
        OK(st_journal_append(j, &r, 1, &err));
        OK(st_journal_mark(j, "ann", &m[i], &err));
    }
    OK(st_audit(j, m, 2, &report, &err));
    assert_int_equal(report.damage, ST_CHAIN_WHOLE);
    assert_int_equal(report.marks, 2);
    st_mark_json(&w, &m[1]);
    OK(st_mark_of_json(st_json_parse(&a, st_buf_view(&b), 1, &err), &back, &err));
    assert_int_equal(back.seq, 4);
    assert_memory_equal(back.hash, m[1].hash, ST_HASH);
    m[0].hash[5] ^= 1;
    OK(st_audit(j, m, 2, &report, &err));
    assert_true(report.damage == ST_CHAIN_REWRITTEN && report.seq == 2);
    m[1].seq = 9;
    OK(st_audit(j, &m[1], 1, &report, &err));
    assert_true(report.damage == ST_CHAIN_CUT && report.seq == 5);
    m[1].id[0] ^= 1;
    OK(st_audit(j, &m[1], 1, &report, &err));
    assert_int_equal(report.damage, ST_CHAIN_REWRITTEN);
    st_buf_free(&b);
    st_arena_free(&a);
    st_journal_close(j);
}

/* ---- SQLite alone -------------------------------------------------------------------------------------------------------------------------------------------- */

static void the_file(void **state) {
    struct stat st;
    char path[512];
    (void)state;
    st_journal *j = opened();
    st_record r = fx_screen("C");
    OK(st_journal_append(j, &r, 1, &err));
    for (unsigned i = 0; i < 3; i++) {
        snprintf(path, sizeof path, "%s%s", url + strlen("sqlite:"), i == 0 ? "" : i == 1 ? "-wal" : "-shm");
        assert_int_equal(stat(path, &st), 0);
        assert_int_equal(st.st_mode & 0777, 0600);
    }
    st_journal_close(j);
    snprintf(path, sizeof path, "%s", url + strlen("sqlite:"));
    assert_int_equal(chmod(path, 0640), 0);
    assert_null(open_journal(true));   /* others could read it */
    assert_int_equal(err.code, ST_E_USAGE);
    assert_non_null(strstr(err.hint, "chmod 600"));
}

static void other_files(void **state) {
    char path[512];
    (void)state;
    snprintf(path, sizeof path, "%s", url + strlen("sqlite:"));
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    for (unsigned i = 0; i < 5000; i++) fputs("no database at all ", f);
    fclose(f);
    assert_int_equal(chmod(path, 0600), 0);
    assert_null(open_journal(true));
    assert_int_equal(err.code, ST_E_DATA);
    url = "mysql://root:secret@host/db";
    assert_null(open_journal(true));
    assert_int_equal(err.code, ST_E_USAGE);
    url = "";
    assert_null(open_journal(true));
    assert_int_equal(err.code, ST_E_USAGE);
    url = folder;
    assert_null(open_journal(true));
    url = "postgres://nobody@/none?host=/nonexistent";
    assert_null(open_journal(true));
    assert_int_equal(err.code, ST_E_SYSTEM);
}

#define BOTH(f) { #f " (SQLite)", f, on_sqlite, NULL, NULL }, { #f " (PostgreSQL)", f, on_postgres, NULL, NULL }
int main(void) {
    const struct CMUnitTest tests[] = {
        BOTH(a_new_journal), BOTH(what_was_put_is_read), BOTH(filters), BOTH(reading_while_reading), BOTH(all_or_nothing), BOTH(entries), BOTH(erasing), BOTH(two_writers), BOTH(many_threads), BOTH(a_newer_schema),
        BOTH(four_eyes), BOTH(allowing), BOTH(marks),
        { "the_file", the_file, on_sqlite, NULL, NULL }, { "other_files", other_files, on_sqlite, NULL, NULL },
    };
    return cmocka_run_group_tests(tests, group_begin, group_end);
}
