/* The scoring kernel: weights, choice of pairs, what costs more than what. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "match/score.h"

static st_pair pair(unsigned q, unsigned qn, unsigned c, unsigned cn, unsigned like) {
    return (st_pair){ (uint8_t)q, (uint8_t)qn, (uint8_t)c, (uint8_t)cn, like == 1000 ? ST_PAIR_SAME : ST_PAIR_EDIT, (uint16_t)like, 0 };
}

/* Score of nq and nc parts of these weights, of which the first `same` are equal. */
static uint32_t equal_parts(const uint8_t *qw, size_t nq, const uint8_t *cw, size_t nc, size_t same) {
    st_pair p[8];
    st_sums u;
    for (size_t i = 0; i < same; i++) p[i] = pair((unsigned)i, 1, (unsigned)i, 1, 1000);
    st_score(qw, nq, cw, nc, p, same, &u);
    return u.score;
}

static void weights(void **state) {
    (void)state;
    assert_int_equal(st_part_weight(1, 100000, 5, ST_WORD_NONE), 255);
    assert_int_equal(st_part_weight(0, 100000, 5, ST_WORD_NONE), 255);
    assert_in_range(st_part_weight(100000, 100000, 5, ST_WORD_NONE), 32, 33);
    assert_int_equal(st_part_weight(1, 1, 5, ST_WORD_NONE), 255);
    assert_int_equal(st_part_weight(1, 100000, 1, ST_WORD_NONE), ST_WEIGHT_INITIAL);
    assert_int_equal(st_part_weight(1, 100000, 3, ST_WORD_LEGAL_FORM), 255 / 8);
    for (uint32_t n = 1; n < 5000000; n *= 7) {
        uint8_t last = 255;
        for (uint32_t df = 1; df <= n; df += 1 + df / 5) {
            uint8_t w = st_part_weight(df, n, 5, ST_WORD_NONE);
            assert_true(w <= last && w >= 32);
            last = w;
        }
    }
    assert_int_equal(st_part_weight(316, 100000, 5, ST_WORD_NONE), 143);   /* half of the way: 32 + 223 / 2, by the square root of the names */
}

static void what_costs_what(void **state) {
    (void)state;
    const uint8_t w[] = { 200, 200, 200 };
    uint32_t all = equal_parts(w, 3, w, 3, 3), list_more = equal_parts(w, 2, w, 3, 2), query_more = equal_parts(w, 3, w, 2, 2);
    uint32_t against = equal_parts(w, 3, w, 3, 2), none = equal_parts(w, 3, w, 3, 0);
    assert_int_equal(all, 10000);
    assert_int_equal(none, 0);
    assert_true(all > list_more && list_more > query_more && query_more > against && against > 0);
    const uint8_t rare[] = { 100, 255 }, common[] = { 255, 100 };   /* the rare part agrees, or the common one */
    assert_true(equal_parts(common, 2, common, 2, 1) > equal_parts(rare, 2, rare, 2, 1));
    const uint8_t thin[] = { 100, 100 }, enough[] = { 200, 200 };
    assert_true(equal_parts(enough, 1, enough, 2, 1) > equal_parts(thin, 1, thin, 2, 1));
    assert_int_equal(equal_parts(thin, 1, thin, 1, 1), 10000);      /* a whole name may be common */
}

static void unlike_parts(void **state) {
    (void)state;
    const uint8_t w[] = { 200, 200 };
    uint32_t last = 10001;
    for (unsigned like = 1000; like >= 400; like -= 100) {
        st_pair p[] = { pair(0, 1, 0, 1, 1000), pair(1, 1, 1, 1, like) };
        st_sums u;
        assert_int_equal(st_score(w, 2, w, 2, p, 2, &u), 2);
        assert_true(u.score < last);
        assert_int_equal(u.score, u.agreed);
        last = u.score;
    }
    st_pair swapped[] = { pair(0, 1, 1, 1, 1000), pair(1, 1, 0, 1, 1000) };
    st_sums u;
    st_score(w, 2, w, 2, swapped, 2, &u);
    assert_true(u.order);
    assert_int_equal(u.plain, 10000);
    assert_int_equal(u.score, 9900);
    const uint8_t rare[] = { 255 }, common[] = { 60 };   /* a pair weighs what its lesser side does */
    st_pair p = pair(0, 1, 0, 1, 800);
    st_score(rare, 1, common, 1, &p, 1, &u);
    assert_int_equal(p.weight, 60);
}

static void initials(void **state) {
    (void)state;
    const uint8_t q[] = { 40, 200 }, c[] = { 150, 200 };
    st_pair p[] = { { 0, 1, 0, 1, ST_PAIR_INITIAL, 600, 0 }, pair(1, 1, 1, 1, 1000) };
    st_sums u;
    st_score(q, 2, c, 2, p, 2, &u);
    uint32_t with = u.score;
    assert_int_equal(u.rest_list, 55);                                 /* half of what the letter leaves open */
    const uint8_t last_only[] = { 200 };
    st_pair only = pair(0, 1, 1, 1, 1000);
    st_score(last_only, 1, c, 2, &only, 1, &u);
    assert_true(with > u.score);                                       /* an initial that fits is worth something */
    st_pair no = pair(1, 1, 1, 1, 1000);
    st_score(q, 2, c, 2, &no, 1, &u);
    assert_true(u.score < with);                                       /* and one that does not fit costs */
}

static uint32_t seed = 7;
static uint32_t below(uint32_t n) {
    seed = seed * 1664525u + 1013904223u;
    return (seed >> 8) % n;
}

/* Whatever the candidates and their order: each part once, the same result, the masks right, the score within bounds. */
static void any_candidates(void **state) {
    (void)state;
    static st_pair p[300], again[300];
    unsigned long_ones = 0;
    for (int round = 0; round < 20000; round++) {
        uint8_t qw[ST_QUERY_PARTS], cw[ST_MAX_TOKENS];
        size_t nq = 1 + below(ST_QUERY_PARTS), nc = 1 + below(ST_MAX_TOKENS), n = below(round % 10 ? 20 : 300);
        for (size_t i = 0; i < nq; i++) qw[i] = (uint8_t)(1 + below(255));
        for (size_t j = 0; j < nc; j++) cw[j] = (uint8_t)(1 + below(255));
        for (size_t k = 0; k < n; k++) {
            unsigned q = below((uint32_t)nq), c = below((uint32_t)nc), qn = 1, cn = 1;
            if (below(4) == 0) { if (below(2)) qn = 1 + below(3); else cn = 1 + below(3); }
            if (q + qn > nq) qn = 1;
            if (c + cn > nc) cn = 1;
            p[k] = pair(q, qn, c, cn, 400 + below(7) * 100);
        }
        memcpy(again, p, sizeof p);
        for (size_t k = n; k > 1; k--) {
            size_t r = below((uint32_t)k);
            st_pair x = again[k - 1];
            again[k - 1] = again[r];
            again[r] = x;
        }
        st_sums a, b;
        size_t chosen = st_score(qw, nq, cw, nc, p, n, &a), other = st_score(qw, nq, cw, nc, again, n, &b);
        long_ones += n > 24;
        assert_int_equal(chosen, other);
        assert_int_equal(a.score, b.score);
        uint64_t uq = 0, uc = 0;
        for (size_t k = 0; k < chosen; k++) {
            assert_memory_equal(&p[k], &again[k], offsetof(st_pair, like));
            for (unsigned i = 0; i < p[k].qn; i++) { assert_false(uq >> (p[k].q + i) & 1); uq |= UINT64_C(1) << (p[k].q + i); }
            for (unsigned j = 0; j < p[k].cn; j++) { assert_false(uc >> (p[k].c + j) & 1); uc |= UINT64_C(1) << (p[k].c + j); }
            assert_true(k == 0 || p[k].q > p[k - 1].q);
        }
        assert_int_equal(uq, a.used_query);
        assert_int_equal(uc, a.used_list);
        assert_true(a.score <= a.plain && a.plain <= a.agreed && a.agreed <= ST_SCORE_MAX);
        assert_true((a.score > 0) == (chosen > 0) || a.plain == 0);
    }
    assert_true(long_ones > 1000);
}

int main(void) {
    const struct CMUnitTest tests[] = { cmocka_unit_test(weights), cmocka_unit_test(what_costs_what), cmocka_unit_test(unlike_parts),
                                        cmocka_unit_test(initials), cmocka_unit_test(any_candidates) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
