/* The reasons for a name's score, from the same pairs and sums that gave it. */
#include "match/scan_int.h"

/* Parts i..i+n-1 with blanks between, in the arena. */
static st_str words(st_reasons *r, const st_str *part, uint64_t which, size_t n) {
    size_t length = 0, at = 0;
    for (size_t i = 0; i < n; i++)
        if (which >> i & 1) length += part[i].n + 1;
    if (length == 0) return ST_STR_NONE;
    char *p = st_arena_alloc(r->arena, length);
    if (!p) {
        r->failed = true;
        return ST_STR_NONE;
    }
    for (size_t i = 0; i < n; i++) {
        if (!(which >> i & 1)) continue;
        if (at) p[at++] = ' ';
        memcpy(p + at, part[i].p, part[i].n);
        at += part[i].n;
    }
    return (st_str){ p, at };
}

static uint64_t run(size_t from, size_t n) { return ((UINT64_C(1) << n) - 1) << from; }

static void pair_reason(st_scan *s, st_reasons *r, const st_pair *p, const st_str *list, size_t nc, uint32_t df, int32_t points) {
    st_str a = words(r, s->q, run(p->q, p->qn), s->nq), b = words(r, list, run(p->c, p->cn), nc);
    unsigned held = df, alike = p->like + (p->kind == ST_PAIR_JOINED ? (unsigned)JOIN_LOSS : 0);
    switch ((st_pair_kind)p->kind) {
    case ST_PAIR_SAME:
        st_reason_add(r, ST_WHY_SAME, points, a, b, "the same part, in %u of %u listed names", held, s->m->names);
        break;
    case ST_PAIR_FORM: st_reason_add(r, ST_WHY_FORM, points, a, b, "two forms of the same word, which weighs little"); break;
    case ST_PAIR_EDIT:
        st_reason_add(r, ST_WHY_SPELLING, points, a, b, "spelt differently, %u.%u%% alike", alike / 10, alike % 10);
        break;
    case ST_PAIR_JOINED:
        st_reason_add(r, ST_WHY_JOINED, points, a, b, "written %s, %u.%u%% alike", p->qn > 1 ? "apart in the query" : "apart on the list",
                      alike / 10, alike % 10);
        break;
    case ST_PAIR_INITIAL: st_reason_add(r, ST_WHY_INITIAL, points, a, b, "the initial fits; that says little"); break;
    }
}

/* Shares `total` among the pairs by weight and likeness; what rounding leaves goes to the first. */
static void pair_reasons(st_scan *s, st_reasons *r, size_t n, const st_name_view *v, const st_str *list, size_t nc, uint32_t total) {
    uint64_t all = 0, given = 0;
    for (size_t i = 0; i < n; i++) all += (uint64_t)s->pair[i].weight * s->pair[i].like;
    if (all == 0) return;
    for (size_t i = 1; i < n; i++) given += total * ((uint64_t)s->pair[i].weight * s->pair[i].like) / all;
    for (size_t i = 0; i < n; i++) {
        uint64_t points = i ? total * ((uint64_t)s->pair[i].weight * s->pair[i].like) / all : total - given;
        pair_reason(s, r, &s->pair[i], list, nc, st_index_token_df(s->m->ix, v->token[s->pair[i].c]), (int32_t)points);
    }
}

static void loss_reasons(st_scan *s, st_reasons *r, const st_sums *u, const st_str *list, size_t nc) {
    uint64_t loss = u->agreed - u->plain, all = u->loss_rest + u->loss_thin;
    int32_t thin = all ? (int32_t)(loss * u->loss_thin / all) : 0, rest = (int32_t)loss - thin;
    st_str a = words(r, s->q, ~u->used_query, s->nq), b = words(r, list, ~u->used_list, nc);
    if (a.n && b.n) st_reason_add(r, ST_WHY_AGAINST, -rest, a, b, "these parts stand against each other");
    else if (a.n) st_reason_add(r, ST_WHY_ONLY_QUERY, -rest, a, b, "the listed name does not have it");
    else if (b.n) st_reason_add(r, ST_WHY_ONLY_LIST, -rest, a, b, "the query does not have it");
    else if (rest) st_reason_add(r, ST_WHY_INITIAL, -rest, a, b, "an initial leaves the rest of the name open");
    if (u->loss_thin) st_reason_add(r, ST_WHY_THIN, -thin, ST_STR_NONE, ST_STR_NONE, "what agrees is too common to stand for a whole name");
    if (u->order) st_reason_add(r, ST_WHY_ORDER, (int32_t)u->score - (int32_t)u->plain, ST_STR_NONE, ST_STR_NONE, "the parts stand in another order");
}

st_code st_scan_one(st_scan *s, uint32_t name, st_reasons *why, uint32_t *score, st_err *err) {
    st_name_view v;
    st_index_name(s->m->ix, name, &v);
    uint8_t cw[ST_MAX_TOKENS];
    size_t nc, n = st_scan_pairs(s, &v, cw, &nc);
    if (n == SIZE_MAX) return st_fail(err, ST_E_NOMEM, "out of memory while scoring");
    st_sums u;
    n = st_score(s->qw, s->nq, cw, nc, s->pair, n, &u);
    *score = st_scan_weak(u.score, v.prop);
    if (!why) return ST_OK;
    st_str list[ST_MAX_TOKENS];
    for (size_t j = 0; j < nc; j++) list[j] = st_index_token(s->m->ix, v.token[j]);
    pair_reasons(s, why, n, &v, list, nc, u.agreed);
    loss_reasons(s, why, &u, list, nc);
    if (v.prop == ST_P_WEAK_ALIAS)
        st_reason_add(why, ST_WHY_WEAK, (int32_t)*score - (int32_t)u.score, ST_STR_NONE, ST_STR_NONE, "the list itself calls this alias weak");
    if (s->parts > s->nq)
        st_reason_add(why, ST_WHY_LEFT_OUT, 0, ST_STR_NONE, ST_STR_NONE, "only the first %u of %zu parts of the query name took part", ST_QUERY_PARTS, s->parts);
    return why->failed ? st_fail(err, ST_E_NOMEM, "out of memory while explaining") : ST_OK;
}
