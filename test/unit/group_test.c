/* Grouping: what makes two parties of two lists one, what keeps them apart, that groups hang on the best hit and not on chains, and every allocation failing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <unistd.h>
#include "engine/screen.h"

static st_engine *engine;
static st_screener *screener;
static st_grouper *grouper;
static st_arena arena;

/* A party of the open list. facts: pairs of property and value, ended by ST_PROP_NONE. */
typedef struct fact { st_prop prop; const char *value; } fact;
static void party(st_model *m, const char *key, st_kind kind, const char *name, const fact *facts) {
    st_model_party(m, st_str_of(key), 1);
    st_model_main(m);
    st_model_kind(m, kind);
    st_fact(m, ST_P_NAME, st_str_of(name));
    for (; facts && facts->prop != ST_PROP_NONE; facts++) {
        if (st_prop_is_head(facts->prop)) st_fact(m, facts->prop, st_str_of(facts->value));
        else st_qual(m, facts->prop, st_str_of(facts->value));
    }
    assert_int_equal(st_model_commit(m, NULL), ST_OK);
}
#define FACTS(...) (const fact[]){ __VA_ARGS__, { ST_PROP_NONE, NULL } }

static void open_list(st_model *m, const char *id, const char *date) {
    assert_int_equal(st_model_list_begin(m, st_str_of(id), NULL), ST_OK);
    st_model_list_set(m, ST_LIST_DATE, st_str_of(date));
}

static void close_list(st_model *m) { assert_int_equal(st_model_list_end(m, 1000, NULL), ST_OK); }

static void lists(st_model *m) {
    open_list(m, "l1", "2026-01-01");
    party(m, "same", ST_KIND_PERSON, "Vasily Quartzov Examplovsky", FACTS({ ST_P_BIRTH_DATE, "1961-03-12" }, { ST_P_NATIONALITY, "RU" }, { ST_P_GENDER, "male" }));
    party(m, "young", ST_KIND_PERSON, "Pyotr Graniteov Sampledze", FACTS({ ST_P_BIRTH_DATE, "1990" }));
    party(m, "gender", ST_KIND_PERSON, "Robin Feldspathov Specimenko", FACTS({ ST_P_GENDER, "female" }));
    party(m, "kind", ST_KIND_VESSEL, "Basaltine Gneissia", NULL);
    party(m, "child", ST_KIND_PERSON, "Olivia Pyroxenov Amphibolov Mineralsky", NULL);
    party(m, "child2", ST_KIND_PERSON, "Olivin Gabbronov Doleritov Rocksky", FACTS({ ST_P_BIRTH_DATE, "1971-02-03" }));
    party(m, "passport", ST_KIND_PERSON, "Anton Schistov", FACTS({ ST_P_PASSPORT, "AB 123-4567" }));
    party(m, "ship", ST_KIND_VESSEL, "Old Name", FACTS({ ST_P_IMO, "9074729" }));
    party(m, "ship2", ST_KIND_VESSEL, "Marblewave Sealimestone", FACTS({ ST_P_IMO, "9176187" }));
    party(m, "un", ST_KIND_PERSON, "Xyz Abc", FACTS({ ST_P_LISTING, "Regime" }, { ST_Q_REFERENCE, "QDi.999" }));
    party(m, "korean", ST_KIND_PERSON, "Kim Song Chol", FACTS({ ST_P_NATIONALITY, "KP" }));
    party(m, "twin-a", ST_KIND_PERSON, "Doubletov Repeatovsky Duplikatov", NULL);
    party(m, "twin-b", ST_KIND_PERSON, "Doubletov Repeatovsky Duplikatov", NULL);
    party(m, "link-a", ST_KIND_PERSON, "Chainov Alphalink Betalink", NULL);
    close_list(m);
    open_list(m, "l2", "2026-01-01");
    party(m, "same", ST_KIND_PERSON, "EXAMPLOVSKY, Vasily Quartzov", FACTS({ ST_P_BIRTH_DATE, "1961-03-12" }, { ST_P_CITIZENSHIP, "RU" }, { ST_P_GENDER, "m" }));
    party(m, "young", ST_KIND_PERSON, "Pyotr Graniteov Sampledze", FACTS({ ST_P_BIRTH_DATE, "1961" }));
    party(m, "gender", ST_KIND_PERSON, "Robin Feldspathov Specimenko", FACTS({ ST_P_GENDER, "male" }));
    party(m, "kind", ST_KIND_ORGANISATION, "Basaltine Gneissia", NULL);
    party(m, "child", ST_KIND_PERSON, "Pyroxenov Amphibolov Mineralsky", NULL);
    party(m, "child2", ST_KIND_PERSON, "Gabbronov Doleritov Rocksky", FACTS({ ST_P_BIRTH_DATE, "1971-02-03" }));
    party(m, "passport", ST_KIND_PERSON, "Antoni Schistov", FACTS({ ST_P_PASSPORT, "ab1234567" }));
    party(m, "ship", ST_KIND_VESSEL, "Wholly Renamed", FACTS({ ST_P_IMO, "IMO 9074729" }));
    party(m, "ship2", ST_KIND_VESSEL, "Marblewave Sealimestone", FACTS({ ST_P_IMO, "9321483" }));
    party(m, "un", ST_KIND_PERSON, "Someone Else Entirely", FACTS({ ST_P_LISTING, "National" }, { ST_Q_REFERENCE, "QDi.999" }));
    party(m, "korean", ST_KIND_PERSON, "Kim Tong Chol", FACTS({ ST_P_NATIONALITY, "KP" }));
    party(m, "twin", ST_KIND_PERSON, "Doubletov Repeatovsky Duplikatov", NULL);
    party(m, "link-b", ST_KIND_PERSON, "Chainov Alphalink Betalink", FACTS({ ST_P_ALIAS, "Gammalink Deltalink Epsilonov" }));
    close_list(m);
    open_list(m, "l3", "2026-01-01");
    party(m, "link-c", ST_KIND_PERSON, "Gammalink Deltalink Epsilonov", NULL);
    close_list(m);
    open_list(m, "l1", "2025-01-01");
    party(m, "same", ST_KIND_PERSON, "Vassily Formerly Otherwise", NULL);
    close_list(m);
}

static int set_up(void **state) {
    (void)state;
    st_err err = { 0 };
    char path[] = "/tmp/strait-group-XXXXXX";
    int fd = mkstemp(path);
    st_model *m = st_model_new(&err);
    if (fd < 0 || !m) return -1;
    close(fd);
    lists(m);
    if (st_index_write(m, path, NULL, &err) == ST_OK) engine = st_engine_load(path, &err);
    st_model_free(m);
    unlink(path);
    if (!engine) print_error("%s\n", err.what);
    screener = engine ? st_screener_new(engine, &err) : NULL;
    grouper = engine ? st_grouper_new(engine->m, &err) : NULL;
    return screener && grouper ? 0 : -1;
}

static int tear_down(void **state) {
    (void)state;
    st_arena_free(&arena);
    st_grouper_free(grouper);
    st_screener_free(screener);
    st_engine_free(engine);
    return 0;
}

static uint32_t find(const char *list, const char *date, const char *key) {
    for (uint32_t i = 0; i < st_index_lists(engine->ix); i++) {
        st_list_view l;
        st_index_list(engine->ix, i, &l);
        if (st_str_is(l.field[ST_LIST_ID], list) && st_str_is(l.field[ST_LIST_DATE], date)) return st_index_find(engine->ix, i, st_str_of(key));
    }
    return UINT32_MAX;
}

static bool one_way(uint32_t a, uint32_t b, st_member *m) {
    st_err err = { 0 };
    bool same;
    if (st_group_same(grouper, a, b, &arena, &same, m, &err) != ST_OK) fail_msg("%s", err.what);
    assert_int_equal(st_reason_sum(&m->why), m->bits);
    return same;
}

/* Are they one party? Asked from both sides, which must agree. */
static bool same(const char *key, const char *other) {
    st_member m, n;
    uint32_t a = find("l1", "2026-01-01", key), b = find("l2", "2026-01-01", other);
    assert_true(a != UINT32_MAX && b != UINT32_MAX);
    bool there = one_way(a, b, &m), back = one_way(b, a, &n);
    assert_int_equal(there, back);
    return there;
}

static void names_and_attributes(void **state) {
    (void)state;
    assert_true(same("same", "same"));
    assert_false(same("same", "young"));
    assert_false(same("young", "young"));      /* born thirty years apart */
    assert_false(same("gender", "gender"));
    assert_false(same("kind", "kind"));
}

static void words_left_over(void **state) {
    (void)state;
    assert_false(same("child", "child"));      /* Olivia may be the daughter */
    assert_true(same("child2", "child2"));     /* born on the same day */
    assert_false(same("korean", "korean"));
}

static void numbers(void **state) {
    (void)state;
    st_member m;
    assert_true(same("passport", "passport"));
    assert_true(same("ship", "ship"));
    assert_false(same("ship2", "ship2"));      /* two ships of one name */
    assert_true(same("un", "un"));
    assert_true(one_way(find("l1", "2026-01-01", "ship"), find("l2", "2026-01-01", "ship"), &m));
    assert_int_equal(m.name, ST_NO_NAME);
    assert_int_equal(m.why.item[m.why.n - 1].why, ST_WHY_IDENTIFIER);
}

static void one_list(void **state) {
    (void)state;
    st_member m;
    assert_false(one_way(find("l1", "2026-01-01", "twin-a"), find("l1", "2026-01-01", "twin-b"), &m));
    assert_true(one_way(find("l1", "2026-01-01", "same"), find("l1", "2025-01-01", "same"), &m));   /* its record of another date */
}

static st_hits ask(const char *name, bool group) {
    static st_search_options o;
    st_err err = { 0 };
    st_hits hits;
    st_query q = { .name = st_str_of(name) };
    o = (st_search_options){ .threshold = 1000, .group = group };
    if (st_screener_run(screener, &q, &o, &hits, &err) != ST_OK) fail_msg("%s", err.what);
    return hits;
}

/* Each hit in one group, the best first, never two of a list. */
static void check(const st_hits *h) {
    size_t seen = 0;
    for (size_t i = 0; i < h->groups->n; i++) {
        const st_hit_group *g = &h->groups->item[i];
        assert_int_equal(h->groups->of[g->best], i);
        assert_true(i == 0 || g->best > h->groups->item[i - 1].best);
        seen += 1 + g->n;
        for (size_t k = 0; k < g->n; k++) {
            st_party_view p, q;
            assert_int_equal(h->groups->of[g->member[k].hit], i);
            assert_true(g->member[k].hit > (k ? g->member[k - 1].hit : g->best));
            st_index_party(engine->ix, h->item[g->member[k].hit].party, &p);
            st_index_party(engine->ix, h->item[k ? g->member[k - 1].hit : g->best].party, &q);
            assert_int_not_equal(p.list, q.list);
        }
    }
    assert_int_equal(seen, h->n);
}

static void groups(void **state) {
    (void)state;
    st_hits h = ask("Doubletov Repeatovsky Duplikatov", true);
    assert_int_equal(h.n, 3);
    check(&h);
    assert_int_equal(h.groups->n, 2);          /* the two of one list stay two */
    assert_int_equal(h.groups->item[0].n, 1);
    h = ask("Wholly Different", true);
    assert_int_equal(h.n, 0);
    assert_int_equal(h.groups->n, 0);
    assert_null(ask("Doubletov Repeatovsky Duplikatov", false).groups);
}

/* a is b by one name, b is c by another: a and c have nothing in common. */
static void no_chains(void **state) {
    (void)state;
    st_query q = { .name = ST_STR("Chainov Alphalink Betalink"), .alias = &ST_STR("Gammalink Deltalink Epsilonov"), .aliases = 1 };
    st_search_options o = { .threshold = 1000, .group = true };
    st_err err = { 0 };
    st_hits h;
    assert_int_equal(st_screener_run(screener, &q, &o, &h, &err), ST_OK);
    assert_int_equal(h.n, 3);
    check(&h);
    assert_int_equal(h.groups->n, 2);
    const st_hit_group *g = &h.groups->item[0];
    for (size_t k = 0; k < g->n; k++) {        /* whoever stands with the best hit is the best hit's party, not a friend's */
        st_member m;
        assert_true(one_way(h.item[g->best].party, h.item[g->member[k].hit].party, &m));
    }
}

static void same_every_time(void **state) {
    (void)state;
    st_buf first = ST_BUF_INIT(1 << 20);
    for (int i = 0; i < 3; i++) {
        st_hits h = ask("Vasily Examplovsky", true);
        assert_true(h.n > 1);
        check(&h);
        st_buf b = ST_BUF_INIT(1 << 20);
        st_jw w = { &b, false };
        st_jw_open(&w, '{');
        st_answer_json(&w, engine, &h);
        st_jw_close(&w, '}');
        assert_true(st_str_find(st_buf_view(&b), "\"groups\":[{\"hits\":[0,") != SIZE_MAX);
        if (i == 0) first = b;
        else {
            assert_true(st_str_eq(st_buf_view(&b), st_buf_view(&first)));
            st_buf_free(&b);
        }
    }
    st_buf_free(&first);
}

static void every_allocation(void **state) {
    (void)state;
#ifndef ST_FAULT
    skip();
#else
    for (uint64_t nth = 1; nth < 4000; nth++) {
        st_err err = { 0 };
        st_hits h;
        st_query q = { .name = ST_STR("Doubletov Repeatovsky Duplikatov") };
        st_search_options o = { .threshold = 1000, .group = true };
        st_fault_alloc(nth, 1);
        st_screener *s = st_screener_new(engine, &err);
        st_code code = s ? st_screener_run(s, &q, &o, &h, &err) : ST_E_NOMEM;
        st_fault_alloc(0, 0);
        if (code == ST_OK) check(&h);
        st_screener_free(s);
        if (code == ST_OK) return;
        assert_int_equal(code, ST_E_NOMEM);
    }
    fail_msg("it never had enough");
#endif
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_and_attributes), cmocka_unit_test(words_left_over), cmocka_unit_test(numbers), cmocka_unit_test(one_list),
        cmocka_unit_test(groups), cmocka_unit_test(no_chains), cmocka_unit_test(same_every_time), cmocka_unit_test(every_allocation),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
