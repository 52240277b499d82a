/* From a query to its hits. */
#include "match/search.h"
#include "model/ident.h"

enum { MAX_VARIANTS = ST_ALIASES_MOST + 1, NUMBER_BYTES = 64 << 10 };

/* A number of the query that a listed party carries: its st_best is marked with 1 + the place of this. */
typedef struct equal { st_prop prop; st_str value; } equal;

struct st_search {
    const st_matcher *m;
    st_scan *scan;
    equal *equals; size_t n_equal, cap_equal;
};

st_search *st_search_new(const st_matcher *m, st_err *err) {
    st_search *s = st_calloc(1, sizeof *s);
    if (!s) {
        st_fail(err, ST_E_NOMEM, "out of memory for a search");
        return NULL;
    }
    s->m = m;
    s->scan = st_scan_new(m, err);
    if (s->scan) return s;
    st_free(s);
    return NULL;
}

void st_search_free(st_search *s) {
    if (!s) return;
    st_scan_free(s->scan);
    st_free(s->equals);
    st_free(s);
}

/* A running search. */
typedef struct run {
    st_search *s;
    const st_query *q;
    st_arena *a;
    st_claims claims;
    st_str name[MAX_VARIANTS]; size_t names;
    size_t parts, numbers;   /* parts of all names, and numbers, that can be compared */
    st_err *err;
} run;

static st_code no_memory(run *r) { return st_fail(r->err, ST_E_NOMEM, "out of memory while searching"); }

static st_code whole_name(run *r, st_str *out) {
    st_str part[3] = { r->q->first, r->q->middle, r->q->last };
    *out = st_str_trim(r->q->name);
    if (out->n) return ST_OK;
    size_t length = part[0].n + part[1].n + part[2].n + 2, at = 0;
    char *p = st_arena_alloc(r->a, length);
    if (!p) return no_memory(r);
    for (size_t i = 0; i < ST_LEN(part); i++) {
        if (part[i].n == 0) continue;
        if (at) p[at++] = ' ';
        memcpy(p + at, part[i].p, part[i].n);
        at += part[i].n;
    }
    *out = (st_str){ p, at };
    return ST_OK;
}

static st_code gather_names(run *r) {
    ST_TRY(whole_name(r, &r->name[0]));
    r->names = 1;
    if (r->q->aliases > ST_ALIASES_MOST) return st_fail(r->err, ST_E_LIMIT, "%zu aliases; at most %u are taken", r->q->aliases, ST_ALIASES_MOST);
    for (size_t i = 0; i < r->q->aliases; i++) r->name[r->names++] = r->q->alias[i];
    return ST_OK;
}

/* An IMO number is looked for among the numbers of ships and their owners, a wallet among wallets; a number of no stated kind among all. */
static bool may_be(st_prop asked, st_prop listed) {
    if (listed == ST_P_ID_NUMBER || asked == ST_P_ID_NUMBER) return true;
    return asked == ST_P_IMO ? listed == ST_P_IMO || listed == ST_P_IMO_COMPANY : listed == asked;
}

static st_code add_equal(run *r, st_ident_hit hit, st_str value) {
    st_search *s = r->s;
    st_best *b = st_scan_party(s->scan, hit.party);
    if (!b || st_grow(s->equals, s->cap_equal, s->n_equal + 1) < 0) return no_memory(r);
    if (b->mark) return ST_OK;
    s->equals[s->n_equal++] = (equal){ hit.prop, value };
    b->mark = (uint32_t)s->n_equal;
    return ST_OK;
}

static bool has_substance(st_str s) {
    bool any = false;
    for (size_t i = 0; i < s.n && !any; i++) {
        unsigned char c = (unsigned char)s.p[i], small = c | 32;
        any = c >= 0x80 || (c >= '0' && c <= '9') || (small >= 'a' && small <= 'z');
    }
    return any;
}

static st_code look_up(run *r, st_prop asked, st_prop form, st_str value) {
    if (value.n == 0) return ST_OK;
    if (value.n > NUMBER_BYTES) return st_fail(r->err, ST_E_LIMIT, "a number of %zu bytes; at most %d are taken", value.n, NUMBER_BYTES);
    st_buf normal = ST_BUF_INIT(NUMBER_BYTES);
    st_ident_normal(form, value, &normal);
    st_code code = normal.failed ? no_memory(r) : ST_OK;
    size_t least = r->parts ? ST_IDENT_LEAST : 1;
    bool real = code == ST_OK && has_substance(st_buf_view(&normal));
    r->numbers += real;
    size_t n = real && normal.n >= least ? st_index_ident(r->s->m->ix, st_buf_view(&normal), NULL, 0) : 0;
    st_ident_hit *hit = n ? st_arena_alloc(r->a, n * sizeof *hit) : NULL;
    if (n && !hit) code = no_memory(r);
    if (hit) st_index_ident(r->s->m->ix, st_buf_view(&normal), hit, n);
    for (size_t i = 0; i < n && code == ST_OK; i++)
        if (may_be(asked, hit[i].prop)) code = add_equal(r, hit[i], value);
    st_buf_free(&normal);
    return code;
}

/* A number of no stated kind may be a wallet, whose normal form keeps the case, or an IMO number with its prefix. */
static st_code look_up_all(run *r) {
    r->s->n_equal = 0;
    ST_TRY(look_up(r, ST_P_ID_NUMBER, ST_P_ID_NUMBER, r->q->id_number));
    ST_TRY(look_up(r, ST_P_ID_NUMBER, ST_P_WALLET, r->q->id_number));
    ST_TRY(look_up(r, ST_P_ID_NUMBER, ST_P_IMO, r->q->id_number));
    ST_TRY(look_up(r, ST_P_IMO, ST_P_IMO, r->q->imo));
    return look_up(r, ST_P_WALLET, ST_P_WALLET, r->q->wallet);
}

typedef struct candidate { uint32_t score, list; st_str key; st_best best; } candidate;

static int by_rank(const void *a, const void *b) {
    const candidate *x = a, *y = b;
    if (x->score != y->score) return x->score > y->score ? -1 : 1;
    if (x->list != y->list) return x->list < y->list ? -1 : 1;
    int c = st_str_cmp(x->key, y->key);
    return c ? c : (x->best.party > y->best.party) - (x->best.party < y->best.party);
}

static st_code rank(run *r, uint32_t threshold, candidate **out, size_t *n) {
    size_t found;
    const st_best *best = st_scan_found(r->s->scan, &found);
    candidate *c = st_arena_alloc(r->a, (found ? found : 1) * sizeof *c);
    if (!c) return no_memory(r);
    *n = 0;
    for (size_t i = 0; i < found; i++) {
        uint32_t score = best[i].score;
        bool equal_number = best[i].mark != 0;
        if (!equal_number && st_claims_most(&r->claims, score) < threshold) continue;
        if (!equal_number) ST_TRY(st_evidence(r->s->m->ix, best[i].party, &r->claims, &score, NULL, r->err));
        if (equal_number) score = ST_SCORE_MAX;
        if (score < threshold) continue;
        st_party_view p;
        st_index_party(r->s->m->ix, best[i].party, &p);
        c[(*n)++] = (candidate){ score, p.list, p.key, best[i] };
    }
    qsort(c, *n, sizeof *c, by_rank);
    *out = c;
    return ST_OK;
}

/* Fills the hits whose best name is this name of the query. */
static st_code explain_variant(run *r, uint16_t variant, const candidate *c, st_hit *hit, size_t n, bool prepared) {
    for (size_t i = 0; i < n; i++) {
        if (c[i].best.variant != variant) continue;
        st_hit *h = &hit[i];
        *h = (st_hit){ .party = c[i].best.party, .score = c[i].score, .name = c[i].best.name, .variant = variant, .why = { .arena = r->a } };
        uint32_t score = 0;
        if (h->name != ST_NO_NAME) {
            h->asked = r->name[variant];
            if (!prepared) ST_TRY(st_scan_prepare(r->s->scan, r->name[variant], r->err));
            prepared = true;
            ST_TRY(st_scan_one(r->s->scan, h->name, &h->why, &score, r->err));
        }
        ST_TRY(st_evidence(r->s->m->ix, h->party, &r->claims, &score, &h->why, r->err));
        const equal *e = c[i].best.mark ? &r->s->equals[c[i].best.mark - 1] : NULL;
        if (e)
            st_reason_add(&h->why, ST_WHY_IDENTIFIER, (int32_t)(ST_SCORE_MAX - score), e->value, st_str_of(st_prop_name(e->prop)),
                          "the number is that of the listed party, as %s: that decides by itself", st_prop_text(e->prop));
        if (h->why.failed) return no_memory(r);
    }
    return ST_OK;
}

/* All names scanned, all numbers looked up. */
static st_code find(run *r) {
    size_t used;
    st_scan_clear(r->s->scan);
    for (size_t i = 0; i < r->names; i++) {
        if (r->name[i].n == 0) continue;
        ST_TRY(st_scan_name(r->s->scan, r->name[i], (uint16_t)i, r->err));
        r->parts += st_scan_parts(r->s->scan, &used);
    }
    ST_TRY(look_up_all(r));
    if (r->parts || r->numbers) return ST_OK;
    st_fail(r->err, ST_E_USAGE, "nothing in the query can be compared: no name or number of it has a letter or a digit");
    st_err_hint(r->err, "a name like ??? has lost its letters on the way: convert its source to UTF-8 again");
    return ST_E_USAGE;
}

st_code st_search_run(st_search *s, const st_query *q, const st_search_options *o, st_arena *a, st_hits *out, st_err *err) {
    *out = (st_hits){ 0 };
    run r = { .s = s, .q = q, .a = a, .err = err };
    ST_TRY(st_claims_read(q, a, &r.claims, err));
    ST_TRY(gather_names(&r));
    size_t asked = q->id_number.n + q->imo.n + q->wallet.n;
    for (size_t i = 0; i < r.names; i++) asked += r.name[i].n;
    if (asked == 0) {
        st_fail(err, ST_E_USAGE, "the query has neither a name nor a number");
        st_err_hint(err, "give name, or first_name and last_name, or one of id_number, imo, wallet");
        return ST_E_USAGE;
    }
    ST_TRY(find(&r));
    candidate *c = NULL;
    size_t n = 0;
    ST_TRY(rank(&r, o->threshold, &c, &n));
    out->above = n;
    if (o->limit && n > o->limit) n = o->limit;
    out->item = st_arena_calloc(a, n * sizeof *out->item);
    if (!out->item) return no_memory(&r);
    for (size_t i = 0; i < r.names; i++) {
        bool current = i + 1 == r.names && r.name[i].n;
        ST_TRY(explain_variant(&r, (uint16_t)i, c, out->item, n, current && i == 0));
    }
    out->n = n;
    return ST_OK;
}
