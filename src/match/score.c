/* The scoring kernel: the best choice of pairs by branch and bound. */
#include "match/score.h"

void st_side_part(st_side *s, st_view view, unsigned weight, unsigned cls, size_t letters) {
    const st_weights *w = &st_weights_of[view];
    if (s->n == 0) s->anywhere = 0;
    if (cls == ST_WORD_LEGAL_FORM || cls == ST_WORD_TITLE || cls == ST_WORD_PARTICLE || cls == ST_WORD_VESSEL_PREFIX) s->anywhere |= UINT32_C(1) << s->n;
    s->weight[s->n] = (uint16_t)weight;
    s->against[s->n++] = (uint16_t)(letters == 1 && cls == ST_WORD_NONE ? w->against_letter : w->against[cls]);
}

static int32_t worth(const st_side *s) {
    int32_t sum = 0;
    for (size_t i = 0; i < s->n; i++) sum += s->weight[i];
    return sum;
}

int32_t st_need(st_view view, const st_side *q) {
    const st_weights *w = &st_weights_of[view];
    int32_t share = worth(q) * w->need_share / 1000;
    return share < w->need_most ? share : w->need_most;
}

static uint32_t bits(size_t from, size_t n) { return (n >= 32 ? ~UINT32_C(0) : (UINT32_C(1) << n) - 1) << from; }
static uint32_t query_bits(const st_pair *p) { return bits(p->q, p->qn); }
static uint32_t list_bits(const st_pair *p) { return bits(p->c, p->cn); }

static int by_net(const void *a, const void *b) {
    const st_pair *x = a, *y = b;
    if (x->net != y->net) return x->net > y->net ? -1 : 1;
    if (x->gain != y->gain) return x->gain > y->gain ? -1 : 1;
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

/* Few pairs as a rule, so insertion; a name of many equal parts can form hundreds. Both give the same order, since it is total. */
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

enum { MAX_DEPTH = ST_PARTS };   /* no choice has more pairs than a side has parts */

typedef struct chooser {
    const st_weights *w;
    const st_side *q, *c;
    const st_pair *pair; size_t n;
    int32_t *rest;               /* rest[i]: the sum of what pair i and those behind it could add, at most */
    size_t picked[MAX_DEPTH], depth;
    uint32_t used_q, used_c;
    int32_t net;
    size_t best[MAX_DEPTH], best_n;
    st_sums sums;                /* of the best choice */
    int32_t base;                /* missing all parts, and need */
    unsigned tried;
    bool any;
} chooser;

static int32_t left(const uint16_t *v, size_t n, uint32_t used) {
    int32_t sum = 0;
    for (size_t i = 0; i < n; i++)
        if (!(used >> i & 1)) sum += v[i];
    return sum;
}

/* In the order of the query, do the partners stand in another order? */
static bool other_order(const chooser *s) {
    uint8_t at[ST_PARTS];
    memset(at, UINT8_MAX, sizeof at);
    for (size_t i = 0; i < s->depth; i++) at[s->pair[s->picked[i]].q] = s->pair[s->picked[i]].c;
    int last = -1;
    for (size_t i = 0; i < s->q->n; i++) {
        if (at[i] == UINT8_MAX || s->q->anywhere >> i & 1) continue;
        if (at[i] < last) return true;
        last = at[i];
    }
    return false;
}

static void leaf(chooser *s) {
    const st_weights *w = s->w;
    st_sums u = { .used_query = s->used_q, .used_list = s->used_c };
    for (size_t i = 0; i < s->depth; i++) u.pairs += s->pair[s->picked[i]].gain;
    u.miss_query = left(s->q->weight, s->q->n, s->used_q) * w->miss_query / 1000;
    u.miss_list = left(s->c->weight, s->c->n, s->used_c) * w->miss_list / 1000;
    int32_t against_q = left(s->q->against, s->q->n, s->used_q), against_c = left(s->c->against, s->c->n, s->used_c);
    u.against = against_q < against_c ? against_q : against_c;
    u.order = s->depth > 1 && other_order(s) ? w->order : 0;
    u.need = s->sums.need;
    u.total = u.pairs - u.miss_query - u.miss_list - u.against - u.order - u.need;
    s->tried++;
    if (s->any && u.total <= s->sums.total) return;
    s->any = true;
    s->sums = u;
    s->best_n = s->depth;
    memcpy(s->best, s->picked, s->depth * sizeof *s->picked);
}

/* Takes or leaves pair i. What is left to add is never more than rest[i]: against and order only take away, and rounding is in the slack of 2. */
static void choose(chooser *s, size_t i) {
    if (s->tried >= ST_CHOICES) return;
    if (s->any && s->base + s->net + s->rest[i] + 2 <= s->sums.total) return;
    while (i < s->n && ((s->used_q & query_bits(&s->pair[i])) || (s->used_c & list_bits(&s->pair[i])))) i++;
    if (i == s->n) {
        leaf(s);
        return;
    }
    const st_pair *p = &s->pair[i];
    s->picked[s->depth++] = i;
    s->used_q |= query_bits(p);
    s->used_c |= list_bits(p);
    s->net += p->net;
    choose(s, i + 1);
    s->net -= p->net;
    s->used_q &= ~query_bits(p);
    s->used_c &= ~list_bits(p);
    s->depth--;
    choose(s, i + 1);
}

/* Where no part is in two pairs, all that add something are taken: leaving one out only loses, except perhaps that it mends the order. */
static bool take_all(chooser *s) {
    if (s->n > MAX_DEPTH) return false;
    for (size_t i = 0; i < s->n; i++) {
        const st_pair *p = &s->pair[i];
        if (p->net <= 2 || (s->used_q & query_bits(p)) || (s->used_c & list_bits(p))) break;
        s->used_q |= query_bits(p);
        s->used_c |= list_bits(p);
        s->picked[s->depth++] = i;
    }
    bool all = s->depth == s->n;
    if (all) leaf(s);
    if (all && s->sums.order && s->n && s->pair[s->n - 1].net <= s->sums.order + 2) all = false;
    if (all) return true;
    s->any = false;
    s->depth = s->used_q = s->used_c = 0;
    s->tried = 0;
    return false;
}

static int32_t run_worth(const uint16_t *w, size_t from, size_t n) {
    int32_t sum = 0;
    for (size_t i = from; i < from + n; i++) sum += w[i];
    return sum;
}

size_t st_score(st_view view, const st_side *q, const st_side *c, st_pair *pair, size_t n, st_sums *out) {
    const st_weights *w = &st_weights_of[view];
    int32_t rest_space[193], *rest = rest_space;
    for (size_t i = 0; i < n; i++)   /* rounded up: a bound */
        pair[i].net = pair[i].gain + (run_worth(q->weight, pair[i].q, pair[i].qn) * w->miss_query + 999) / 1000
                      + (run_worth(c->weight, pair[i].c, pair[i].cn) * w->miss_list + 999) / 1000;
    sort(pair, n, by_net);
    bool many = n > ST_LEN(rest_space) - 1;
    if (many) n = ST_LEN(rest_space) - 1;   /* the weakest of very many are left out */
    rest[n] = 0;
    for (size_t i = n; i > 0; i--) rest[i - 1] = rest[i] + (pair[i - 1].net > 0 ? pair[i - 1].net : 0);
    chooser s = { .w = w, .q = q, .c = c, .pair = pair, .n = n, .rest = rest };
    s.sums.need = st_need(view, q);
    s.base = -s.sums.need - worth(q) * w->miss_query / 1000 - worth(c) * w->miss_list / 1000;
    if (!take_all(&s)) choose(&s, 0);
    *out = s.sums;
    out->cut = many || s.tried >= ST_CHOICES;
    st_pair chosen[MAX_DEPTH];
    for (size_t i = 0; i < s.best_n; i++) chosen[i] = pair[s.best[i]];
    sort(chosen, s.best_n, by_position);
    if (s.best_n) memcpy(pair, chosen, s.best_n * sizeof *chosen);
    return s.best_n;
}
