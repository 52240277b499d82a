/* What must hold for any query over a small index: a party's own name ranks first; the scan finds exactly what asking for each name in turn
 * gives; the points of the reasons add up; more evidence of agreement never lowers, and disagreement never raises, a score. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "screen_fixture.h"

static st_engine *engine;
static st_screener *screener;
static st_scan *scan;

static int set_up(void **state) {
    (void)state;
    st_err err = { 0 };
    engine = fx_engine(&err);
    screener = engine ? st_screener_new(engine, &err) : NULL;
    scan = engine ? st_scan_new(engine->m, &err) : NULL;
    return screener && scan ? 0 : -1;
}

static int tear_down(void **state) {
    (void)state;
    st_scan_free(scan);
    st_screener_free(screener);
    st_engine_free(engine);
    return 0;
}

static uint64_t seed = 42;
static uint32_t below(uint32_t n) {
    seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)(seed >> 33) % n;
}

static void own_name_first(void **state) {
    (void)state;
    unsigned asked = 0;
    for (uint32_t i = 0; i < st_index_names(engine->ix); i++) {
        st_name_view v;
        st_index_name(engine->ix, i, &v);
        st_query q = { .name = st_index_name_text(engine->ix, i) };
        st_search_options o = { 7000, 0 };
        st_hits hits;
        st_err err = { 0 };
        assert_int_equal(st_screener_run(screener, &q, &o, &hits, &err), ST_OK);
        assert_true(hits.n > 0);
        bool first = false;
        for (size_t k = 0; k < hits.n && hits.item[k].score == hits.item[0].score && !first; k++) first = hits.item[k].party == v.party;
        if (!first) fail_msg("%.*s does not rank first", ST_FMT(q.name));
        assert_int_equal(hits.item[0].score, v.prop == ST_P_WEAK_ALIAS ? 9700 : 10000);
        asked++;
    }
    assert_true(asked > 90);
}

/* A query made of parts of listed names, some of them damaged, joined, cut or swapped. */
static st_str made_up(char *p, size_t size) {
    size_t n = 0;
    for (uint32_t k = 1 + below(4); k > 0; k--) {
        st_str t = st_index_token(engine->ix, below(st_index_tokens(engine->ix)));
        if (n + t.n + 4 > size) break;
        if (n && below(5)) p[n++] = ' ';
        size_t from = n;
        memcpy(p + n, t.p, t.n);
        n += t.n;
        switch (below(6)) {
        case 0: p[from + below((uint32_t)t.n)] = (char)('a' + (int)below(26)); break;
        case 1: if (t.n > 2) n--; break;
        case 2: p[n++] = (char)('a' + (int)below(26)); break;
        case 3: if (t.n > 3) p[from + 2] = ' '; break;
        case 4: n = from + 1; break;
        default: break;
        }
    }
    return (st_str){ p, n };
}

/* The scan against asking for each name on its own: the same parties, the same best names and scores, none above 0 left out. */
static void scan_is_exhaustive(void **state) {
    (void)state;
    uint32_t parties = st_index_parties(engine->ix), above = 0;
    uint32_t *best = st_calloc(parties, sizeof *best), *name = st_calloc(parties, sizeof *name);
    st_arena arena = ST_ARENA_INIT;
    for (int round = 0; round < 4000; round++) {
        char text[256];
        st_err err = { 0 };
        st_scan_clear(scan);
        assert_int_equal(st_scan_name(scan, made_up(text, sizeof text), 0, &err), ST_OK);
        memset(best, 0, parties * sizeof *best);
        for (uint32_t i = 0; i < st_index_names(engine->ix); i++) {
            st_name_view v;
            uint32_t score;
            st_reasons why = { .arena = &arena };
            st_index_name(engine->ix, i, &v);
            assert_int_equal(st_scan_one(scan, i, &why, &score, &err), ST_OK);
            assert_int_equal(st_reason_sum(&why), score);
            assert_in_range(score, 0, ST_SCORE_MAX);
            if (score <= best[v.party]) continue;
            best[v.party] = score;
            name[v.party] = i;
        }
        st_arena_reset(&arena);
        size_t n, want = 0;
        const st_best *found = st_scan_found(scan, &n);
        for (uint32_t p = 0; p < parties; p++) want += best[p] > 0;
        assert_int_equal(n, want);
        for (size_t k = 0; k < n; k++) {
            assert_int_equal(found[k].score, best[found[k].party]);
            assert_int_equal(found[k].name, name[found[k].party]);
            above += found[k].score >= ST_THRESHOLD;
        }
    }
    assert_true(above > 300);
    st_arena_free(&arena);
    st_free(best);
    st_free(name);
}

/* With a threshold, what st_search drops by its bound is what would have stayed below anyway. */
static void bound_loses_nothing(void **state) {
    (void)state;
    static const char *const birth[] = { "", "1961-03-12", "1961", "1970-05-05", "1920" }, *const country[] = { "", "RU", "PA", "BR" }, *const gender[] = { "", "m", "f" };
    for (int round = 0; round < 4000; round++) {
        char text[256];
        st_query q = { .name = made_up(text, sizeof text), .birth_date = st_str_of(birth[below(5)]), .country = st_str_of(country[below(4)]),
                       .gender = st_str_of(gender[below(3)]), .birth_place = below(2) ? ST_STR("Exampleville") : ST_STR_NONE };
        st_hits all, some;
        st_err err = { 0 };
        st_search_options every = { 0, 0 }, high = { 1000 * (5 + below(5)), 0 };
        assert_int_equal(st_screener_run(screener, &q, &high, &some, &err), ST_OK);
        uint32_t party[256], score[256];
        size_t n = some.n;
        assert_true(n <= 256);
        for (size_t i = 0; i < n; i++) { party[i] = some.item[i].party; score[i] = some.item[i].score; }
        assert_int_equal(st_screener_run(screener, &q, &every, &all, &err), ST_OK);
        size_t at = 0;
        for (size_t i = 0; i < all.n && all.item[i].score >= high.threshold; i++, at++) {
            assert_true(at < n);
            assert_int_equal(all.item[i].party, party[at]);
            assert_int_equal(all.item[i].score, score[at]);
        }
        assert_int_equal(at, n);
        for (size_t i = 0; i < all.n; i++) assert_int_equal(st_reason_sum(&all.item[i].why), all.item[i].score);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = { cmocka_unit_test(own_name_first), cmocka_unit_test(scan_is_exhaustive), cmocka_unit_test(bound_loses_nothing) };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
