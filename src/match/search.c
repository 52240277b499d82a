/* From a query to its hits. */
#include "match/ofac_search.h"
#include "model/ident.h"

enum { NUMBER_BYTES = 64 << 10 };

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
    st_str name[ST_QUERY_NAMES]; size_t names;
    size_t parts, numbers;   /* parts of all names, and numbers, that can be compared */
    bool left_out;           /* a name has more parts than take part */
    st_err *err;
} run;

static st_code no_memory(run *r) { return st_fail(r->err, ST_E_NOMEM, "out of memory while searching"); }

static st_code whole_name(const st_query *q, st_arena *a, st_str *out) {
    st_str part[3] = { q->first, q->middle, q->last };
    *out = st_str_trim(q->name);
    if (out->n) return ST_OK;
    size_t length = part[0].n + part[1].n + part[2].n + 2, at = 0;
    char *p = st_arena_alloc(a, length);
    if (!p) return ST_E_NOMEM;
    for (size_t i = 0; i < ST_LEN(part); i++) {
        if (part[i].n == 0) continue;
        if (at) p[at++] = ' ';
        memcpy(p + at, part[i].p, part[i].n);
        at += part[i].n;
    }
    *out = (st_str){ p, at };
    return ST_OK;
}

st_code st_query_names(const st_query *q, st_arena *a, st_str name[ST_QUERY_NAMES], size_t *names, st_err *err) {
    if (q->aliases > ST_ALIASES_MOST) return st_fail(err, ST_E_LIMIT, "%zu aliases; at most %u are taken", q->aliases, ST_ALIASES_MOST);
    if (whole_name(q, a, &name[0]) != ST_OK) return st_fail(err, ST_E_NOMEM, "out of memory while searching");
    *names = 1;
    for (size_t i = 0; i < q->aliases; i++) name[(*names)++] = q->alias[i];
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

typedef struct candidate { int32_t bits; uint32_t list; st_str key; st_best best; } candidate;

static int by_rank(const void *a, const void *b) {
    const candidate *x = a, *y = b;
    if (x->bits != y->bits) return x->bits > y->bits ? -1 : 1;
    if (x->list != y->list) return x->list < y->list ? -1 : 1;
    int c = st_str_cmp(x->key, y->key);
    return c ? c : (x->best.party > y->best.party) - (x->best.party < y->best.party);
}

/* A number decides by itself: whatever else is said, it lifts the party so far above all that names can do. */
static int32_t with_number(int32_t bits) {
    const st_claim_weights *w = &st_claim_weights_of;
    return (bits < 2 * w->floor ? 2 * w->floor : bits) + w->identifier;
}

/* A party that was found by its number: its best name, however little that says. */
static st_code name_of_number(run *r, st_best *b) {
    for (uint32_t name = st_matcher_name(r->s->m, b->party, 0); name < r->s->m->names; name++) {
        st_name_view v;
        st_index_name(r->s->m->ix, name, &v);
        if (v.party != b->party) break;
        for (size_t i = 0; i < r->names; i++) {
            size_t forms;
            ST_TRY(st_scan_forms(r->s->scan, r->name[i], &forms, r->err));
            for (unsigned form = 0; form < forms && r->name[i].n; form++) {
                int32_t bits;
                ST_TRY(st_scan_one(r->s->scan, r->name[i], form, name, NULL, &bits, NULL, r->err));
                if (bits > b->bits) *b = (st_best){ b->party, name, bits, (uint16_t)i, (uint8_t)form, (uint8_t)v.view, b->mark };
            }
        }
    }
    return ST_OK;
}

/* The bits that this party must have. */
static int32_t threshold_of(const run *r, const st_search_options *o, uint32_t party) {
    return st_bits_of_score(st_profile_threshold(o->profile, o->threshold, r->s->m->ix, party));
}

static st_code rank(run *r, const st_search_options *o, candidate **out, size_t *n, size_t *kept_back) {
    const int32_t general = st_bits_of_score(o->threshold);
    size_t found;
    st_best *best = st_scan_found(r->s->scan, &found);
    candidate *c = st_arena_alloc(r->a, (found ? found : 1) * sizeof *c);
    if (!c) return no_memory(r);
    *n = 0;
    for (size_t i = 0; i < found; i++) {
        if (best[i].mark && best[i].name == ST_NO_NAME) ST_TRY(name_of_number(r, &best[i]));
        int32_t bits = best[i].name == ST_NO_NAME ? 0 : best[i].bits;
        ST_TRY(st_evidence(r->s->m->ix, best[i].party, &r->claims, &bits, NULL, r->err));
        if (best[i].mark) bits = with_number(bits);
        if (bits < (o->profile ? threshold_of(r, o, best[i].party) : general)) continue;
        if (o->filter && !st_filter_passes(o->filter, r->s->m->ix, best[i].party)) {
            ++*kept_back;
            continue;
        }
        st_party_view p;
        st_index_party(r->s->m->ix, best[i].party, &p);
        c[(*n)++] = (candidate){ bits, p.list, p.key, best[i] };
    }
    qsort(c, *n, sizeof *c, by_rank);
    *out = c;
    return ST_OK;
}

static st_code explain(run *r, const candidate *c, st_hit *h, bool *cut) {
    const st_best *b = &c->best;
    *h = (st_hit){ .party = b->party, .score = st_score_of_bits(c->bits), .bits = c->bits, .name = b->name, .variant = b->variant, .why = { .arena = r->a } };
    int32_t bits = 0;
    if (b->name != ST_NO_NAME) {
        h->asked = r->name[b->variant];
        ST_TRY(st_scan_one(r->s->scan, h->asked, b->form, b->name, &h->why, &bits, cut, r->err));
    }
    ST_TRY(st_evidence(r->s->m->ix, b->party, &r->claims, &bits, &h->why, r->err));
    const equal *e = b->mark ? &r->s->equals[b->mark - 1] : NULL;
    if (e)
        st_reason_add(&h->why, ST_WHY_IDENTIFIER, with_number(bits) - bits, e->value, st_str_of(st_prop_name(e->prop)),
                      "the number is that of the listed party, as %s: that decides by itself", st_prop_text(e->prop));
    return h->why.failed ? no_memory(r) : ST_OK;
}

static st_code nothing(run *r) {
    st_fail(r->err, ST_E_USAGE, "nothing in the query can be compared: no name or number of it has a letter or a digit");
    st_err_hint(r->err, "a name like ??? has lost its letters on the way: convert its source to UTF-8 again");
    return ST_E_USAGE;
}

/* All names scanned, all numbers looked up. */
static st_code find(run *r, int32_t least, bool exhaustive) {
    size_t used, parts;
    st_scan_clear(r->s->scan);
    for (size_t i = 0; i < r->names; i++) {
        if (r->name[i].n == 0) continue;
        ST_TRY(st_scan_name(r->s->scan, r->name[i], (uint16_t)i, least, exhaustive, r->err));
        parts = st_scan_parts(r->s->scan, &used);
        r->parts += parts;
        r->left_out = r->left_out || parts > used;
    }
    ST_TRY(look_up_all(r));
    return r->parts || r->numbers ? ST_OK : nothing(r);
}

/* What is asked, read; no name or number at all is a wrong call. */
static st_code begin(run *r) {
    const st_query *q = r->q;
    ST_TRY(st_claims_read(q, r->a, &r->claims, r->err));
    ST_TRY(st_query_names(q, r->a, r->name, &r->names, r->err));
    size_t asked = q->id_number.n + q->imo.n + q->wallet.n;
    for (size_t i = 0; i < r->names; i++) asked += r->name[i].n;
    if (asked) return ST_OK;
    st_fail(r->err, ST_E_USAGE, "the query has neither a name nor a number");
    st_err_hint(r->err, "give name, or first_name and last_name, or one of id_number, imo, wallet");
    return ST_E_USAGE;
}

/* What a name must show, whatever else is said, in a party that reaches the threshold. */
static int32_t least_name(const run *r, int32_t threshold) {
    int32_t least = threshold - st_claims_most(&r->claims);
    return least < st_claim_weights_of.floor ? st_claim_weights_of.floor : least;
}

st_code st_search_run(st_search *s, const st_query *q, const st_search_options *o, st_arena *a, st_hits *out, st_err *err) {
    *out = (st_hits){ .options = o };
    if (o->ofac) return st_ofac_search(s->m, q, o, a, out, err);
    run r = { .s = s, .q = q, .a = a, .err = err };
    ST_TRY(begin(&r));
    int32_t least = st_bits_of_score(st_profile_least(o->profile, o->threshold));
    ST_TRY(find(&r, least_name(&r, least), o->exhaustive));
    candidate *c = NULL;
    size_t n = 0;
    ST_TRY(rank(&r, o, &c, &n, &out->kept_back));
    out->above = n;
    if (o->limit && n > o->limit) n = o->limit;
    out->item = st_arena_calloc(a, n * sizeof *out->item);
    if (!out->item) return no_memory(&r);
    for (size_t i = 0; i < n; i++) {
        bool cut = false;
        ST_TRY(explain(&r, &c[i], &out->item[i], &cut));
        if (cut) r.left_out = true;
    }
    if (r.left_out) out->partial = "a name has more parts than take part in matching, or more ways to pair them than were tried";
    out->n = n;
    return ST_OK;
}

/* ---- one party ---------------------------------------------------------------------------------------------------------------------------------- */

/* Is x the better evidence? Its place in the query and the index decides between equals, as it does in a search. */
static bool better(const st_search *s, const st_named *x, const st_named *than) {
    if (than->name == ST_NO_NAME || x->alike != than->alike) return than->name == ST_NO_NAME || x->alike;
    if (x->bits != than->bits) return x->bits > than->bits;
    if (x->variant != than->variant) return x->variant < than->variant;
    if (x->form != than->form) return x->form < than->form;
    st_name_view v, w;
    st_index_name(s->m->ix, x->name, &v);
    st_index_name(s->m->ix, than->name, &w);
    return v.view != w.view ? v.view < w.view : x->name < than->name;
}

static st_code one_name(run *r, uint32_t name, st_named *out) {
    *out = (st_named){ .name = ST_NO_NAME };
    for (size_t i = 0; i < r->names; i++) {
        size_t forms = 0;
        if (r->name[i].n) ST_TRY(st_scan_forms(r->s->scan, r->name[i], &forms, r->err));
        for (unsigned form = 0; form < forms; form++) {
            st_named x = { .name = name, .variant = (uint16_t)i, .form = (uint8_t)form };
            ST_TRY(st_scan_one(r->s->scan, r->name[i], form, name, NULL, &x.bits, NULL, r->err));
            x.alike = st_scan_last(r->s->scan)->pairs > 0;
            if (better(r->s, &x, out)) *out = x;
        }
    }
    return ST_OK;
}

static st_code all_names(run *r, uint32_t party, st_standing *out, st_named *best) {
    uint32_t from = st_matcher_name(r->s->m, party, 0), to = st_matcher_name(r->s->m, party + 1, 0);
    out->name = st_arena_calloc(r->a, (to - from) * sizeof *out->name);
    if (!out->name) return no_memory(r);
    for (uint32_t name = from; name < to; name++) {
        st_named *n = &out->name[out->names];
        ST_TRY(one_name(r, name, n));
        if (n->name == ST_NO_NAME) continue;
        if (better(r->s, n, best)) *best = *n;
        out->names++;
    }
    return ST_OK;
}

st_code st_search_party(st_search *s, const st_query *q, const st_search_options *o, uint32_t party, st_arena *a, st_standing *out, st_err *err) {
    *out = (st_standing){ 0 };
    run r = { .s = s, .q = q, .a = a, .err = err };
    st_named best = { .name = ST_NO_NAME };
    ST_TRY(begin(&r));
    st_scan_clear(s->scan);
    for (size_t i = 0, forms; i < r.names; i++) {
        ST_TRY(st_scan_forms(s->scan, r.name[i], &forms, err));
        r.parts += forms;
    }
    ST_TRY(all_names(&r, party, out, &best));
    ST_TRY(look_up_all(&r));
    if (r.parts + r.numbers == 0) return nothing(&r);
    out->threshold = st_profile_threshold(o->profile, o->threshold, s->m->ix, party);
    int32_t threshold = st_bits_of_score(out->threshold), least = st_bits_of_score(st_profile_least(o->profile, o->threshold));
    st_best *b = st_scan_party(s->scan, party);
    if (!b) return no_memory(&r);
    bool found = best.name != ST_NO_NAME && best.alike && best.bits >= least_name(&r, least);
    if (b->mark && !found) ST_TRY(name_of_number(&r, b));
    else if (best.name != ST_NO_NAME) *b = (st_best){ party, best.name, best.bits, best.variant, best.form, 0, b->mark };
    candidate c = { .bits = b->name == ST_NO_NAME ? 0 : b->bits, .best = *b };
    ST_TRY(st_evidence(s->m->ix, party, &r.claims, &c.bits, NULL, err));
    if (b->mark) c.bits = with_number(c.bits);
    out->form = b->form;
    out->reaches = c.bits >= threshold && (b->mark || found);
    return explain(&r, &c, &out->hit, &out->partial);
}
