/* The scoring kernel: greedy choice of pairs, one quotient. */
#include "match/score.h"

/* Costs per mille of the weight. A part that stands against another part (Smith, Brown) speaks against the match; one that is merely absent
 * (a second name, a patronymic) is nearly neutral, a little less so when the query has it. */
enum { COST_AGAINST = 1500, COST_QUERY = 450, COST_LIST = 250, COST_THIN = 500, COST_INEXACT = 500, COST_ORDER = 100 };
/* Below this weight in all, what agrees is too common to carry a name of which other parts are missing. */
enum { ENOUGH = 200 };

static uint64_t value(const st_pair *p) { return (uint64_t)p->weight * p->like; }

static int by_value(const void *a, const void *b) {
    const st_pair *x = a, *y = b;
    uint64_t vx = value(x), vy = value(y);
    if (vx != vy) return vx > vy ? -1 : 1;
    if (x->like != y->like) return x->like > y->like ? -1 : 1;
    if (x->q != y->q) return x->q < y->q ? -1 : 1;
    if (x->c != y->c) return x->c < y->c ? -1 : 1;
    if (x->qn != y->qn) return x->qn < y->qn ? -1 : 1;
    if (x->cn != y->cn) return x->cn < y->cn ? -1 : 1;
    return (x->kind > y->kind) - (x->kind < y->kind);
}

static int by_position(const void *a, const void *b) {
    const st_pair *x = a, *y = b;
    return (x->q > y->q) - (x->q < y->q);
}

/* Few pairs as a rule, so insertion; a name of many equal parts can form thousands. Both give the same order, since it is total. */
static void sort(st_pair *p, size_t n, int (*cmp)(const void *, const void *)) {
    if (n > 24) {
        qsort(p, n, sizeof *p, cmp);
        return;
    }
    for (size_t i = 1; i < n; i++) {
        st_pair x = p[i];
        size_t j = i;
        for (; j > 0 && cmp(&x, &p[j - 1]) < 0; j--) p[j] = p[j - 1];
        p[j] = x;
    }
}

static uint32_t run_weight(const uint8_t *w, size_t from, size_t n) {
    uint32_t sum = 0;
    for (size_t i = from; i < from + n; i++) sum += w[i];
    return sum;
}

static uint64_t bits(size_t from, size_t n) { return (n >= 64 ? ~UINT64_C(0) : (UINT64_C(1) << n) - 1) << from; }

static size_t choose(st_pair *pair, size_t n, st_sums *out) {
    size_t chosen = 0;
    for (size_t i = 0; i < n; i++) {
        uint64_t mq = bits(pair[i].q, pair[i].qn), mc = bits(pair[i].c, pair[i].cn);
        if ((out->used_query & mq) || (out->used_list & mc)) continue;
        out->used_query |= mq;
        out->used_list |= mc;
        pair[chosen++] = pair[i];
    }
    sort(pair, chosen, by_position);
    for (size_t i = 1; i < chosen; i++)
        if (pair[i].c < pair[i - 1].c) out->order = true;
    return chosen;
}

size_t st_score(const uint8_t *qw, size_t nq, const uint8_t *cw, size_t nc, st_pair *pair, size_t n, st_sums *out) {
    *out = (st_sums){ 0 };
    for (size_t i = 0; i < n; i++) {
        uint32_t wq = run_weight(qw, pair[i].q, pair[i].qn), wc = run_weight(cw, pair[i].c, pair[i].cn);
        pair[i].weight = wq < wc ? wq : wc;   /* a misspelt common part looks rare: the listed form says what it is worth, and the other way round */
    }
    sort(pair, n, by_value);
    size_t chosen = choose(pair, n, out);
    uint64_t weight = 0, won = 0;
    for (size_t i = 0; i < chosen; i++) {
        weight += pair[i].weight;
        won += value(&pair[i]);
        if (pair[i].kind != ST_PAIR_INITIAL) continue;   /* what the letter leaves open of the full name is half missing */
        out->rest_query += (run_weight(qw, pair[i].q, pair[i].qn) - pair[i].weight) / 2;
        out->rest_list += (run_weight(cw, pair[i].c, pair[i].cn) - pair[i].weight) / 2;
    }
    uint64_t open_query = 0, open_list = 0;
    for (size_t i = 0; i < nq; i++)
        if (!(out->used_query >> i & 1)) open_query += qw[i];
    for (size_t j = 0; j < nc; j++)
        if (!(out->used_list >> j & 1)) open_list += cw[j];
    uint64_t against = open_query < open_list ? open_query : open_list;
    out->rest_query += open_query;
    out->rest_list += open_list;
    if (won == 0) return chosen;
    out->loss_rest = COST_AGAINST * against + COST_QUERY * (out->rest_query - against) + COST_LIST * (out->rest_list - against);
    if (out->loss_rest && weight < ENOUGH) out->loss_thin = COST_THIN * (ENOUGH - weight);
    uint64_t base = 1000 * weight + (1000 * weight - won) * COST_INEXACT / 1000;
    out->agreed = (uint32_t)(ST_SCORE_MAX * won / base);
    out->plain = (uint32_t)(ST_SCORE_MAX * won / (base + out->loss_rest + out->loss_thin));
    out->score = out->order ? out->plain - out->plain * COST_ORDER / ST_SCORE_MAX : out->plain;
    return chosen;
}

/* log2 in 1/65536, by squaring: no floating point, so that every machine agrees. x >= 1. */
static uint32_t log2_fixed(uint64_t x) {
    unsigned whole = 63u - (unsigned)__builtin_clzll(x);
    uint64_t m = whole >= 31 ? x >> (whole - 31) : x << (31 - whole);   /* 1.0 to 2.0 with 31 binary places */
    uint32_t result = whole << 16;
    for (uint32_t bit = 1u << 15; bit; bit >>= 1) {
        m = (m * m) >> 31;
        if (m >> 32) {
            m >>= 1;
            result |= bit;
        }
    }
    return result;
}

uint8_t st_part_weight(uint32_t df, uint32_t n, size_t letters, st_word_class cls) {
    if (letters <= 1) return ST_WEIGHT_INITIAL;
    if (df < 1) df = 1;
    if (n < df) n = df;
    uint64_t all = log2_fixed((uint64_t)n + 1), this_part = log2_fixed(((uint64_t)n + 1) * 16 / df) - log2_fixed(16);
    uint64_t w = 32 + 223 * this_part / all;
    if (w > 255) w = 255;
    return (uint8_t)(cls == ST_WORD_NONE ? w : w / 8);
}
