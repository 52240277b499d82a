/* The choice of pairs: what a side weighs, what costs what, sums that add up, the best of all choices. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "match/score.h"

static st_pair pair(unsigned q, unsigned qn, unsigned c, unsigned cn, int gain) {
    return (st_pair){ (uint8_t)q, (uint8_t)qn, (uint8_t)c, (uint8_t)cn, ST_PAIR_SAME, 0, (int16_t)gain, 0 };
}

/* n parts of no class, with these worths. */
static st_side side(st_view view, const uint16_t *worth, size_t n) {
    st_side s = { .n = 0 };
    for (size_t i = 0; i < n; i++) st_side_part(&s, view, worth[i], ST_WORD_NONE, 5);
    return s;
}

static void sums_add_up(const st_sums *u) { assert_int_equal(u->total, u->pairs - u->miss_query - u->miss_list - u->against - u->order - u->need); }

/* Evidence of nq and nc parts, of which the first `same` agree with the lesser worth of the two. */
static int32_t agree(st_view view, const uint16_t *qw, size_t nq, const uint16_t *cw, size_t nc, size_t same) {
    st_side q = side(view, qw, nq), c = side(view, cw, nc);
    st_pair p[8];
    st_sums u;
    for (size_t i = 0; i < same; i++) p[i] = pair((unsigned)i, 1, (unsigned)i, 1, qw[i] < cw[i] ? qw[i] : cw[i]);
    assert_int_equal(st_score(view, &q, &c, p, same, &u), same);
    assert_false(u.cut);
    sums_add_up(&u);
    return u.total;
}

static void sides(void **state) {
    (void)state;
    for (unsigned v = 0; v < ST_VIEWS; v++) {
        const st_weights *w = &st_weights_of[v];
        st_side s = { .n = 0 };
        st_side_part(&s, (st_view)v, 100, ST_WORD_NONE, 6);
        st_side_part(&s, (st_view)v, 20, ST_WORD_NONE, 1);
        st_side_part(&s, (st_view)v, 10, ST_WORD_TITLE, 2);
        assert_int_equal(s.n, 3);
        assert_int_equal(s.weight[0], 100);
        assert_int_equal(s.against[0], w->against[ST_WORD_NONE]);
        assert_int_equal(s.against[1], w->against_letter);
        assert_int_equal(s.against[2], w->against[ST_WORD_TITLE]);
        assert_int_equal(s.anywhere, 1u << 2);   /* where a title stands says nothing */
        const uint16_t a[] = { 50, 50 }, b[] = { 50, 100 }, many[] = { 112, 112, 112, 112, 112, 112, 112, 112 };
        st_side few = side((st_view)v, a, 2), more = side((st_view)v, b, 2), most = side((st_view)v, many, 8);
        assert_true(st_need((st_view)v, &few) > 0 && st_need((st_view)v, &few) < 100);
        assert_true(st_need((st_view)v, &few) < st_need((st_view)v, &more));
        assert_int_equal(st_need((st_view)v, &most), w->need_most);
    }
}

static void what_costs_what(void **state) {
    (void)state;
    const uint16_t w[] = { 100, 100, 100 };
    for (unsigned v = 0; v < ST_VIEWS; v++) {
        int32_t all = agree((st_view)v, w, 3, w, 3, 3), list_more = agree((st_view)v, w, 2, w, 3, 2), query_more = agree((st_view)v, w, 3, w, 2, 2);
        int32_t against = agree((st_view)v, w, 3, w, 3, 2), none = agree((st_view)v, w, 3, w, 3, 0);
        assert_true(all > list_more && all > query_more);
        assert_true(list_more > against && query_more > against && against > none);
        assert_true(all > 0 && none < 0);
        const uint16_t rare[] = { 50, 112 }, common[] = { 112, 50 };   /* the rare part agrees, or the common one */
        assert_true(agree((st_view)v, common, 2, common, 2, 1) > agree((st_view)v, rare, 2, rare, 2, 1));
    }
}

static void order(void **state) {
    (void)state;
    const uint16_t w[] = { 90, 80 };
    st_side s = side(ST_VIEW_PERSON, w, 2);
    st_pair straight[] = { pair(0, 1, 0, 1, 80), pair(1, 1, 1, 1, 80) }, swapped[] = { pair(0, 1, 1, 1, 80), pair(1, 1, 0, 1, 80) };
    st_sums a, b;
    st_score(ST_VIEW_PERSON, &s, &s, straight, 2, &a);
    st_score(ST_VIEW_PERSON, &s, &s, swapped, 2, &b);
    assert_int_equal(a.order, 0);
    assert_int_equal(b.order, st_weights_of[ST_VIEW_PERSON].order);
    assert_int_equal(a.total - b.total, b.order);
    st_pair one = pair(0, 1, 1, 1, 80);   /* a single pair has no order */
    st_score(ST_VIEW_PERSON, &s, &s, &one, 1, &b);
    assert_int_equal(b.order, 0);
}

static void better_not_taken(void **state) {
    (void)state;
    const uint16_t w[] = { 100, 100 };
    st_side s = side(ST_VIEW_PERSON, w, 2);
    st_pair p[] = { pair(0, 1, 0, 1, 90), pair(0, 1, 1, 1, 85), pair(1, 1, 0, 1, 88) };   /* the greedy choice leaves two parts alone */
    st_sums u;
    assert_int_equal(st_score(ST_VIEW_PERSON, &s, &s, p, 3, &u), 2);
    assert_int_equal(u.pairs, 85 + 88);
    assert_true(p[0].q == 0 && p[0].c == 1 && p[1].q == 1 && p[1].c == 0);
}

static uint32_t seed = 7;
static uint32_t below(uint32_t n) {
    seed = seed * 1664525u + 1013904223u;
    return (seed >> 8) % n;
}

static st_side random_side(st_view view, size_t n) {
    st_side s = { .n = 0 };
    for (size_t i = 0; i < n; i++) st_side_part(&s, view, 1 + below(200), below(3) ? ST_WORD_NONE : below(ST_WORD_CLASSES), 1 + below(6));
    return s;
}

static size_t random_pairs(st_pair *p, size_t n, size_t nq, size_t nc) {
    for (size_t k = 0; k < n; k++) {
        unsigned q = below((uint32_t)nq), c = below((uint32_t)nc), qn = 1, cn = 1;
        if (below(4) == 0) { if (below(2)) qn = 1 + below(3); else cn = 1 + below(3); }
        if (q + qn > nq) qn = 1;
        if (c + cn > nc) cn = 1;
        p[k] = pair(q, qn, c, cn, (int)below(220) - 10);
        p[k].kind = (uint8_t)below(ST_PAIR_JOINED + 1);
    }
    return n;
}

static void shuffled(const st_pair *p, size_t n, st_pair *out) {
    memcpy(out, p, n * sizeof *p);
    for (size_t k = n; k > 1; k--) {
        size_t r = below((uint32_t)k);
        st_pair x = out[k - 1];
        out[k - 1] = out[r];
        out[r] = x;
    }
}

/* Whatever the candidates and their order: each part once, the same result, the masks right, sums that add up. */
static void any_candidates(void **state) {
    (void)state;
    static st_pair p[300], again[300];
    unsigned long_ones = 0, cut = 0;
    for (int round = 0; round < 6000; round++) {
        size_t nq = 1 + below(ST_PARTS), nc = 1 + below(ST_PARTS), n = random_pairs(p, below(round % 50 ? 20 : 300), nq, nc);
        st_view view = (st_view)below(ST_VIEWS);
        st_side q = random_side(view, nq), c = random_side(view, nc);
        shuffled(p, n, again);
        st_sums a, b;
        size_t chosen = st_score(view, &q, &c, p, n, &a), other = st_score(view, &q, &c, again, n, &b);
        long_ones += n > 192;
        cut += a.cut;
        assert_true(n <= 192 || a.cut);
        sums_add_up(&a);
        assert_int_equal(chosen, other);
        assert_int_equal(a.total, b.total);
        assert_int_equal(a.need, st_need(view, &q));
        uint32_t uq = 0, uc = 0;
        int32_t gain = 0;
        for (size_t k = 0; k < chosen; k++) {
            gain += p[k].gain;
            assert_true(p[k].q == again[k].q && p[k].qn == again[k].qn && p[k].c == again[k].c && p[k].cn == again[k].cn && p[k].kind == again[k].kind);
            for (unsigned i = 0; i < p[k].qn; i++) { assert_false(uq >> (p[k].q + i) & 1); uq |= UINT32_C(1) << (p[k].q + i); }
            for (unsigned j = 0; j < p[k].cn; j++) { assert_false(uc >> (p[k].c + j) & 1); uc |= UINT32_C(1) << (p[k].c + j); }
            assert_true(k == 0 || p[k].q > p[k - 1].q);
        }
        assert_int_equal(gain, a.pairs);
        assert_int_equal(uq, a.used_query);
        assert_int_equal(uc, a.used_list);
    }
    assert_true(long_ones > 20);
    assert_true(cut < 2000);
}

/* ---- against every choice ---- */

typedef struct trial { st_view view; const st_side *q, *c; const st_pair *pair; size_t n; int32_t best; } trial;

static int32_t total_of(const trial *t, uint32_t taken) {
    const st_weights *w = &st_weights_of[t->view];
    uint32_t uq = 0, uc = 0, last = 0;
    int32_t gain = 0, pairs = 0, mq = 0, mc = 0, aq = 0, ac = 0, at[ST_PARTS];
    bool crossed = false;
    for (size_t i = 0; i < ST_PARTS; i++) at[i] = -1;
    for (size_t k = 0; k < t->n; k++) {
        if (!(taken >> k & 1)) continue;
        const st_pair *p = &t->pair[k];
        for (unsigned i = 0; i < p->qn; i++) { if (uq >> (p->q + i) & 1) return INT32_MIN; uq |= UINT32_C(1) << (p->q + i); }
        for (unsigned j = 0; j < p->cn; j++) { if (uc >> (p->c + j) & 1) return INT32_MIN; uc |= UINT32_C(1) << (p->c + j); }
        gain += p->gain;
        pairs++;
        at[p->q] = p->c;
    }
    for (size_t i = 0; i < ST_PARTS; i++) {
        if (at[i] < 0 || t->q->anywhere >> i & 1) continue;
        crossed |= (uint32_t)at[i] < last;
        last = (uint32_t)at[i];
    }
    for (size_t i = 0; i < t->q->n; i++) if (!(uq >> i & 1)) { mq += t->q->weight[i]; aq += t->q->against[i]; }
    for (size_t j = 0; j < t->c->n; j++) if (!(uc >> j & 1)) { mc += t->c->weight[j]; ac += t->c->against[j]; }
    return gain - mq * w->miss_query / 1000 - mc * w->miss_list / 1000 - (aq < ac ? aq : ac) - (pairs > 1 && crossed ? w->order : 0) - st_need(t->view, t->q);
}

static void the_best_of_all(void **state) {
    (void)state;
    unsigned several = 0;
    for (int round = 0; round < 2000; round++) {
        st_pair p[10], was[10];
        size_t nq = 1 + below(5), nc = 1 + below(5), n = random_pairs(p, below(11), nq, nc);
        st_view view = (st_view)below(ST_VIEWS);
        st_side q = random_side(view, nq), c = random_side(view, nc);
        memcpy(was, p, sizeof p);
        st_sums u;
        size_t chosen = st_score(view, &q, &c, p, n, &u);
        trial t = { view, &q, &c, was, n, INT32_MIN };
        for (uint32_t taken = 0; taken < UINT32_C(1) << n; taken++) {
            int32_t total = total_of(&t, taken);
            if (total > t.best) t.best = total;
        }
        assert_false(u.cut);
        assert_int_equal(u.total, t.best);
        several += chosen > 1;
    }
    assert_true(several > 500);
}

int main(void) {
    const struct CMUnitTest tests[] = { cmocka_unit_test(sides),            cmocka_unit_test(what_costs_what), cmocka_unit_test(order),
                                        cmocka_unit_test(better_not_taken), cmocka_unit_test(any_candidates),  cmocka_unit_test(the_best_of_all) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
