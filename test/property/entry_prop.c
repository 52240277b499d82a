/* The version of a list entry: two are equal exactly when the comparison of two indexes sees no change of the party. Parties of few different facts and qualifiers, in any
 * order, some of them twice, so that near misses (a qualifier that moved to another fact, a value that became another's) are common. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <unistd.h>
#include "base/json.h"
#include "journal/entry.h"

static uint64_t seed;
static uint64_t below(uint64_t n) {
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return seed % n;
}

typedef struct fact { unsigned prop, value, quals, qual[3]; } fact;
enum { FACTS = 5 };
typedef struct party { fact f[FACTS]; size_t n; st_kind kind; } party;

static party random_party(void) {
    party p = { .n = 1 + below(FACTS), .kind = below(4) ? ST_KIND_PERSON : ST_KIND_ORGANISATION };
    for (size_t i = 0; i < p.n; i++) {
        p.f[i] = (fact){ (unsigned)below(2), (unsigned)below(2), (unsigned)below(3), { 0 } };
        for (size_t k = 0; k < 3; k++) p.f[i].qual[k] = (unsigned)below(4);
    }
    return p;
}

static party shuffled(party p) {
    for (size_t i = p.n; i > 1; i--) {
        const size_t k = below(i);
        const fact f = p.f[k];
        p.f[k] = p.f[i - 1];
        p.f[i - 1] = f;
    }
    if (p.n < FACTS && below(2)) p.f[p.n++] = p.f[0];   /* once more */
    return p;
}

static st_index *index_of(const party *p, const char *path, unsigned line) {
    static const st_prop props[] = { ST_P_NAME, ST_P_ADDRESS }, quals[] = { ST_Q_COUNTRY, ST_Q_LANGUAGE };
    static const char *const values[] = { "Example \"One\"", "Example, Two" }, *const words[] = { "RU", "AE" };
    st_err err = { 0 };
    st_model *m = st_model_new(&err);
    assert_non_null(m);
    assert_int_equal(st_model_list_begin(m, ST_STR("demo"), &err), ST_OK);
    st_model_list_set(m, ST_LIST_DATE, ST_STR("2026-01-02"));
    st_model_party(m, ST_STR("P-1"), line);
    st_model_main(m);
    st_model_kind(m, p->kind);
    for (size_t i = 0; i < p->n; i++) {
        st_fact(m, props[p->f[i].prop], st_str_of(values[p->f[i].value]));
        for (size_t k = 0; k < p->f[i].quals; k++) st_qual(m, quals[p->f[i].qual[k] / 2], st_str_of(words[p->f[i].qual[k] % 2]));
    }
    st_model_commit(m, &err);
    assert_int_equal(st_model_list_end(m, 10, &err), ST_OK);
    if (st_index_write(m, path, NULL, &err) < 0) fail_msg("%s", err.what);
    st_model_free(m);
    st_index *ix = st_index_open(path, &err);
    if (!ix) fail_msg("%s", err.what);
    return ix;
}

static st_code changed(void *user, const st_index *old, const st_index *now, const st_diff_entry *e, st_err *err) {
    (void)old; (void)now; (void)e; (void)err;
    *(bool *)user = true;
    return ST_OK;
}

static void version_and_diff_agree(void **state) {
    char folder[] = "/tmp/strait-entry-XXXXXX", a_path[64], b_path[64];
    unsigned same = 0, differing = 0;
    (void)state;
    assert_non_null(mkdtemp(folder));
    snprintf(a_path, sizeof a_path, "%s/a.stx", folder);
    snprintf(b_path, sizeof b_path, "%s/b.stx", folder);
    for (uint64_t start = 1; start <= 400; start++) {
        seed = start * UINT64_C(0x9e3779b97f4a7c15);
        const party p = random_party(), q = below(3) ? shuffled(p) : random_party();
        st_index *a = index_of(&p, a_path, 7), *b = index_of(&q, b_path, 9);
        st_buf x = ST_BUF_INIT(1 << 16), y = ST_BUF_INIT(1 << 16);
        st_entry e, f;
        st_arena arena = ST_ARENA_INIT;
        bool differ = false;
        assert_int_equal(st_entry_of(a, 0, &x, &e, NULL), ST_OK);
        assert_int_equal(st_entry_of(b, 0, &y, &f, NULL), ST_OK);
        assert_int_equal(st_index_diff(a, b, changed, &differ, NULL), ST_OK);
        if (differ == (memcmp(e.version, f.version, ST_HASH) == 0)) fail_msg("seed %llu: the indexes %s, and the versions %s\n%s\n%s", (unsigned long long)start, differ ? "differ" : "are equal", differ ? "are equal" : "differ", x.p, y.p);
        assert_non_null(st_json_parse(&arena, e.body, 1, NULL));
        same += !differ;
        differing += differ;
        st_arena_free(&arena);
        st_buf_free(&x);
        st_buf_free(&y);
        st_index_close(a);
        st_index_close(b);
    }
    assert_true(same > 50 && differing > 50);
    unlink(a_path);
    unlink(b_path);
    rmdir(folder);
}

int main(void) {
    const struct CMUnitTest tests[] = { cmocka_unit_test(version_and_diff_agree) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
