/* What must hold for any query over a small index: no name says more than a party's own; the scan finds exactly what asking for each name in turn
 * gives; the points of the reasons add up; a threshold cuts the answer off and changes nothing else. */
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

static st_view view_of(uint32_t name) {
    st_name_view v;
    st_index_name(engine->ix, name, &v);
    return v.view;
}

/* Asked by its own name, a party has no less than any other party of which the name is read in the same way; but for what a weak alias costs. */
static void own_name_first(void **state) {
    (void)state;
    unsigned asked = 0;
    for (uint32_t i = 0; i < st_index_names(engine->ix); i++) {
        st_name_view v;
        st_index_name(engine->ix, i, &v);
        st_query q = { .name = st_index_name_text(engine->ix, i) };
        st_search_options o = { .threshold = ST_THRESHOLD };
        st_hits hits;
        st_err err = { 0 };
        assert_int_equal(st_screener_run(screener, &q, &o, &hits, &err), ST_OK);
        const st_hit *own = NULL;
        for (size_t k = 0; k < hits.n && !own; k++)
            if (hits.item[k].party == v.party) own = &hits.item[k];
        if (!own) fail_msg("%.*s does not find itself", ST_FMT(q.name));
        int32_t bits = (own ? own->bits : 0) + (v.prop == ST_P_WEAK_ALIAS ? st_weights_of[v.view].weak : 0);
        for (size_t k = 0; k < hits.n; k++)
            if (view_of(hits.item[k].name) == v.view && hits.item[k].bits > bits) fail_msg("%.*s: another party is likelier", ST_FMT(q.name));
        asked++;
    }
    assert_true(asked > 90);
}

/* A query made of parts of one listed name, or of several, some of them damaged, joined, cut or swapped. */
static st_str made_up(char *p, size_t size) {
    st_name_view v;
    st_index_name(engine->ix, below(st_index_names(engine->ix)), &v);
    bool of_one = below(2) && v.n_tokens;
    size_t n = 0;
    for (uint32_t k = of_one ? v.n_tokens : 1 + below(4); k > 0; k--) {
        st_str t = st_index_token(engine->ix, of_one ? v.token[k - 1] : below(st_index_tokens(engine->ix)));
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

/* The best that a name of the index has for any form of the query. */
static int32_t best_of(st_str query, size_t forms, uint32_t name, st_arena *arena) {
    int32_t best = INT32_MIN;
    for (unsigned form = 0; form < forms; form++) {
        int32_t bits;
        st_err err = { 0 };
        st_reasons why = { .arena = arena };
        assert_int_equal(st_scan_one(scan, query, form, name, &why, &bits, NULL, &err), ST_OK);
        assert_int_equal(st_reason_sum(&why), bits);
        if (bits > best) best = bits;
    }
    return best;
}

/* The scan, by search and of all names, against asking for each name on its own: the same parties, the same best names and evidence. (A name with
 * nothing in common with the query has less than none: so from none on, all must be found.) */
static void scan_is_exhaustive(void **state) {
    (void)state;
    uint32_t parties = st_index_parties(engine->ix), names = st_index_names(engine->ix);
    size_t above = 0;
    int32_t *best = st_calloc(names, sizeof *best), *of_party = st_calloc(parties, sizeof *of_party);
    st_arena arena = ST_ARENA_INIT;
    for (int round = 0; round < 2000; round++) {
        char text[256];
        st_err err = { 0 };
        size_t forms, n, want = 0;
        st_str query = made_up(text, sizeof text);
        int32_t least = (int32_t)below(4) * 24;
        assert_int_equal(st_scan_forms(scan, query, &forms, &err), ST_OK);
        for (uint32_t p = 0; p < parties; p++) of_party[p] = INT32_MIN;
        for (uint32_t i = 0; i < names; i++) {
            st_name_view v;
            st_index_name(engine->ix, i, &v);
            best[i] = best_of(query, forms, i, &arena);
            if (best[i] > of_party[v.party]) of_party[v.party] = best[i];
        }
        st_arena_reset(&arena);
        for (uint32_t p = 0; p < parties; p++) want += of_party[p] >= least;
        for (int all = 0; all < 2; all++) {
            st_scan_clear(scan);
            assert_int_equal(st_scan_name(scan, query, 0, least, all, &err), ST_OK);
            const st_best *found = st_scan_found(scan, &n);
            if (n != want) fail_msg("%.*s: %zu parties, not %zu", ST_FMT(query), n, want);
            for (size_t k = 0; k < n; k++) {
                assert_int_equal(found[k].bits, of_party[found[k].party]);
                assert_int_equal(found[k].bits, best[found[k].name]);
            }
        }
        above += n;
    }
    assert_true(above > 300);
    st_arena_free(&arena);
    st_free(best);
    st_free(of_party);
}

/* A threshold cuts the answer off, and changes nothing of what is above it. */
static void bound_loses_nothing(void **state) {
    (void)state;
    static const char *const birth[] = { "", "1961-03-12", "1961", "1970-05-05", "1920" }, *const country[] = { "", "RU", "PA", "BR" }, *const gender[] = { "", "m", "f" };
    for (int round = 0; round < 4000; round++) {
        char text[256];
        st_query q = { .name = made_up(text, sizeof text), .birth_date = st_str_of(birth[below(5)]), .country = st_str_of(country[below(4)]),
                       .gender = st_str_of(gender[below(3)]), .birth_place = below(2) ? ST_STR("Exampleville") : ST_STR_NONE };
        st_hits all, some;
        st_err err = { 0 };
        st_search_options every = { 0 }, high = { .threshold = 1000 * (5 + below(5)) };
        assert_int_equal(st_screener_run(screener, &q, &high, &some, &err), ST_OK);
        uint32_t party[256];
        int32_t bits[256];
        size_t n = some.n;
        assert_true(n <= 256);
        for (size_t i = 0; i < n; i++) { party[i] = some.item[i].party; bits[i] = some.item[i].bits; }
        assert_int_equal(st_screener_run(screener, &q, &every, &all, &err), ST_OK);
        size_t at = 0;
        for (size_t i = 0; i < all.n && all.item[i].score >= high.threshold; i++, at++) {
            assert_true(at < n);
            assert_int_equal(all.item[i].party, party[at]);
            assert_int_equal(all.item[i].bits, bits[at]);
        }
        assert_int_equal(at, n);
        for (size_t i = 0; i < all.n; i++) {
            assert_int_equal(st_reason_sum(&all.item[i].why), all.item[i].bits);
            assert_int_equal(st_score_of_bits(all.item[i].bits), all.item[i].score);
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = { cmocka_unit_test(own_name_first), cmocka_unit_test(scan_is_exhaustive), cmocka_unit_test(bound_loses_nothing) };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
