/* Names of the index against a query name: the object, the scoring of one name, and the scan of all. */
#include "match/scan_int.h"
#include "text/variants.h"

st_scan *st_scan_new(const st_matcher *m, st_err *err) {
    st_scan *s = st_calloc(1, sizeof *s);
    if (s) {
        s->m = m;
        s->forms = (st_buf)ST_BUF_INIT(ST_VARIANTS_MOST * 16 * ST_NAME_BYTES);
        s->asked = st_asked_new();
        s->slot = st_calloc(m->tokens, sizeof *s->slot);
        s->seen = st_calloc(m->forms / 64 + 1, sizeof *s->seen);
        s->token_seen = st_calloc(m->tokens / 64 + 1, sizeof *s->token_seen);
        s->at = st_calloc(m->parties, sizeof *s->at);
        s->looked_up_at = st_calloc(2 * ST_KEEP_TEXTS, sizeof *s->looked_up_at);
    }
    if (s && s->asked && s->slot && s->seen && s->token_seen && s->at && s->looked_up_at) return s;
    st_fail(err, ST_E_NOMEM, "out of memory for a scan");
    st_scan_free(s);
    return NULL;
}

void st_scan_free(st_scan *s) {
    if (!s) return;
    st_buf_free(&s->forms);
    st_asked_free(s->asked);
    st_arena_free(&s->texts);
    st_free(s->looked_up);
    st_free(s->looked_up_at);
    st_free(s->maybe);
    st_free(s->like);
    st_free(s->kept);
    st_bounds_free(&s->bounds);
    st_free(s->slot);
    st_free(s->near);
    st_free(s->seen);
    st_free(s->token_seen);
    st_free(s->scored);
    st_free(s->at);
    st_free(s->found);
    st_free(s);
}

void st_scan_clear(st_scan *s) {
    for (size_t i = 0; i < s->n_found; i++) s->at[s->found[i].party] = 0;
    s->n_found = 0;
}

size_t st_scan_parts(const st_scan *s, size_t *used) {
    *used = s->used;
    return s->parts;
}

const st_scan_stats *st_scan_last(const st_scan *s) { return &s->stats; }

st_best *st_scan_found(st_scan *s, size_t *n) {
    *n = s->n_found;
    return s->found;
}

st_best *st_scan_party(st_scan *s, uint32_t party) {
    if (s->at[party]) return &s->found[s->at[party] - 1];
    if (st_grow(s->found, s->cap_found, s->n_found + 1) < 0) return NULL;
    s->found[s->n_found] = (st_best){ .party = party, .name = ST_NO_NAME, .bits = INT32_MIN };
    s->at[party] = (uint32_t)++s->n_found;
    return &s->found[s->n_found - 1];
}

/* ---- one name ----------------------------------------------------------------------------------------------------------------------------------- */

/* How many parts of the name, from `from` on, spell q when written together; 0 when none do, or may not. */
static size_t spelt(const st_scan *s, st_str q, const st_form_view *v, size_t from) {
    uint8_t length[ST_PARTS];
    size_t at = 0, j = from;
    for (; j < v->n_tokens && at < q.n; j++) {
        st_str t = st_index_token(s->m->ix, v->token[j]);
        if (t.n > q.n - at || memcmp(q.p + at, t.p, t.n) != 0) return 0;
        at += t.n;
    }
    if (at != q.n) return 0;
    for (size_t i = 0; i < v->n_tokens; i++) length[i] = st_index_token_info(s->m->ix, v->token[i])->length;
    return st_run_joins(length, v->n_tokens, from, j - from) ? j - from : 0;
}

static size_t push(st_scan *s, size_t n, st_pair p) {
    if (n < ST_PAIRS) s->pair[n++] = p;
    return n;
}

/* Part q of the query begins with token j of the name: does it go on with those behind it? */
static size_t push_run(st_scan *s, size_t n, size_t q, const st_form_view *v, const st_side *c, size_t j) {
    size_t parts = s->asked->part[q].n > ST_EDIT_MAX ? 0 : spelt(s, s->asked->part[q], v, j);
    return parts ? push(s, n, st_pair_run(s->asked, q, c, j, parts)) : n;
}

static size_t push_letters(st_scan *s, size_t n, uint32_t token, size_t j) {
    const st_asked *a = s->asked;
    st_part part = { .text = ST_STR_NONE };
    st_str text = st_index_token(s->m->ix, token);
    for (size_t q = 0; q < a->n; q++) {
        if (a->part[q].n != 1 || a->part[q].p[0] != text.p[0]) continue;
        if (!part.text.p) st_matcher_part(s->m, token, a->view, &part);
        st_likeness like;
        if (part.text.n > 1 && st_like(&a->segment[q].part, &part, NULL, a->view, &like)) n = push(s, n, st_pair_of(&a->segment[q], j, &like));
    }
    return n;
}

/* The pairs that the asked name and this one can form, into s->pair; the side of the name. */
static size_t pairs_of(st_scan *s, const st_form_view *v, st_side *c) {
    const st_asked *a = s->asked;
    size_t n = 0;
    c->n = 0;
    for (size_t j = 0; j < v->n_tokens; j++) {
        const st_token_info *t = st_index_token_info(s->m->ix, v->token[j]);
        st_side_part(c, a->view, st_matcher_worth(s->m, v->token[j], a->view), st_token_class(t, a->view), t->length);
    }
    for (size_t j = 0; j < v->n_tokens; j++) {
        for (uint32_t e = s->slot[v->token[j]]; e; e = s->near[e - 1].next) {
            const st_near *near = &s->near[e - 1];
            const st_segment *g = &a->segment[near->segment];
            if (near->kind == NEAR_BEGINS) n = push_run(s, n, g->q, v, c, j);
            else n = push(s, n, (st_pair){ g->q, g->qn, (uint8_t)j, 1, near->kind, near->cost, near->gain, 0 });
        }
        if (a->letters) n = push_letters(s, n, v->token[j], j);
    }
    return n;
}

static int32_t weak(st_view view, uint8_t prop) { return prop == ST_P_WEAK_ALIAS ? st_weights_of[view].weak : 0; }

/* A name with so much evidence: kept when it is the best of its party. */
static st_code keep(st_scan *s, uint32_t name, int32_t total) {
    st_name_view v;
    st_index_name(s->m->ix, name, &v);
    int32_t bits = total - weak(s->asked->view, v.prop);
    if (bits < s->least) return ST_OK;
    st_best *b = st_scan_party(s, v.party);
    if (!b) return ST_E_NOMEM;
    bool better = bits > b->bits;
    if (bits == b->bits && b->variant == s->variant && b->form == s->form && b->view == s->asked->view && name < b->name) better = true;
    if (better) *b = (st_best){ v.party, name, bits, s->variant, s->form, (uint8_t)s->asked->view, b->mark };
    return ST_OK;
}

st_code st_scan_score(st_scan *s, uint32_t form) {
    st_form_view v;
    st_side c;
    st_sums u;
    st_index_form(s->m->ix, form, &v);
    size_t n = pairs_of(s, &v, &c);
    if (n == 0) return ST_OK;
    s->stats.scored++;
    st_score(s->asked->view, &s->asked->side, &c, s->pair, n, &u);
    if (u.total < s->least) return ST_OK;   /* a weak alias has less, never more */
    const uint32_t *name;
    n = st_index_form_names(s->m->ix, form, &name);
    for (size_t i = 0; i < n; i++) ST_TRY(keep(s, name[i], u.total));
    return ST_OK;
}

/* ---- all of them ---------------------------------------------------------------------------------------------------------------------------------- */

static st_code scan_all(st_scan *s) {
    s->stats.all = true;
    for (uint32_t i = 0; i < s->m->forms; i++) {
        st_form_view v;
        st_index_form(s->m->ix, i, &v);
        if (v.view == s->asked->view) ST_TRY(st_scan_score(s, i));
    }
    return ST_OK;
}

static st_code no_memory(st_err *err) { return st_fail(err, ST_E_NOMEM, "out of memory while scoring"); }

static st_code make_forms(st_scan *s, st_str name, st_err *err) {
    if (name.n > ST_NAME_BYTES) return st_fail(err, ST_E_LIMIT, "a name of %zu bytes; at most %d are taken", name.n, ST_NAME_BYTES);
    st_buf_clear(&s->forms);
    st_variants(name, &s->forms);
    if (s->forms.failed == ST_E_LIMIT) return st_fail(err, ST_E_LIMIT, "a name that is too long when romanised");
    return s->forms.failed ? no_memory(err) : ST_OK;
}

static st_code scan_form(st_scan *s, st_str form, st_view view, bool exhaustive) {
    ST_TRY(st_asked_set(s->asked, form, view, st_matcher_rarity(s->m)));
    if (s->asked->parts > s->parts) {
        s->parts = s->asked->parts;
        s->used = s->asked->n;
    }
    if (s->asked->n == 0) return ST_OK;
    st_code code = exhaustive ? st_near_all(s) : st_near_look_up(s);
    if (code == ST_OK) code = exhaustive ? scan_all(s) : st_scan_search(s);
    st_near_clear(s);
    return code;
}

st_code st_scan_name(st_scan *s, st_str name, uint16_t variant, int32_t least, bool exhaustive, st_err *err) {
    ST_TRY(make_forms(s, name, err));
    s->parts = s->used = 0;
    st_near_trim(s);
    s->stats = (st_scan_stats){ 0 };
    s->least = least;
    s->variant = variant;
    s->form = 0;
    st_str rest = st_buf_view(&s->forms), form;
    for (; st_split(&rest, "\n", &form); s->form++) {
        for (unsigned view = 0; view < ST_VIEWS; view++) {
            st_code code = scan_form(s, form, (st_view)view, exhaustive);
            if (code == ST_E_LIMIT) return st_fail(err, code, "a name that is too long when romanised");
            if (code) return no_memory(err);
        }
    }
    return ST_OK;
}

/* ---- one of them, explained ------------------------------------------------------------------------------------------------------------------------- */

st_code st_scan_forms(st_scan *s, st_str name, size_t *forms, st_err *err) {
    ST_TRY(make_forms(s, name, err));
    *forms = 0;
    st_str rest = st_buf_view(&s->forms), form;
    while (st_split(&rest, "\n", &form)) ++*forms;
    return ST_OK;
}

/* All likenesses of this name's tokens only. */
static st_code near_one(st_scan *s, const st_form_view *v) {
    for (size_t j = 0; j < v->n_tokens; j++) {
        bool seen = false;
        for (size_t i = 0; i < j && !seen; i++) seen = v->token[i] == v->token[j];
        if (!seen) ST_TRY(st_near_token(s, v->token[j]));
    }
    return ST_OK;
}

st_code st_scan_one(st_scan *s, st_str name, unsigned number, uint32_t listed, st_reasons *why, int32_t *bits, bool *cut, st_err *err) {
    st_name_view named;
    st_form_view v;
    st_side c;
    st_sums u;
    st_index_name(s->m->ix, listed, &named);
    st_index_form(s->m->ix, named.form, &v);
    ST_TRY(make_forms(s, name, err));
    st_str rest = st_buf_view(&s->forms), form = ST_STR_NONE;
    for (unsigned i = 0; i <= number && st_split(&rest, "\n", &form); i++) {}
    if (st_asked_set(s->asked, form, v.view, st_matcher_rarity(s->m)) != ST_OK) return no_memory(err);
    st_code code = near_one(s, &v);
    if (code) return no_memory(err);
    size_t n = s->stats.pairs = pairs_of(s, &v, &c);
    st_near_clear(s);
    n = st_score(v.view, &s->asked->side, &c, s->pair, n, &u);
    *bits = u.total - weak(v.view, named.prop);
    if (cut) *cut = u.cut || v.more || s->asked->parts > s->asked->n;
    if (!why) return ST_OK;
    st_str part[ST_PARTS];
    for (size_t j = 0; j < v.n_tokens; j++) part[j] = st_index_token(s->m->ix, v.token[j]);
    st_explain(s->asked, part, v.n_tokens, s->pair, n, &u, why);
    if (weak(v.view, named.prop)) st_reason_add(why, ST_WHY_WEAK, -weak(v.view, named.prop), ST_STR_NONE, ST_STR_NONE, "the list itself calls this alias weak");
    return why->failed ? st_fail(err, ST_E_NOMEM, "out of memory while explaining") : ST_OK;
}
