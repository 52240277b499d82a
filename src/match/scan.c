/* Every name of the index against a query name. */
#include "match/scan_int.h"

enum { NAME_BYTES = 64 << 10 };

st_scan *st_scan_new(const st_matcher *m, st_err *err) {
    st_scan *s = st_calloc(1, sizeof *s);
    if (s) {
        s->m = m;
        s->folded = s->joined = (st_buf)ST_BUF_INIT(16 * NAME_BYTES);   /* folding can lengthen: one sign may be several letters */
        s->segment = st_calloc(SEGMENTS, sizeof *s->segment);
        s->slot = st_calloc(m->tokens, sizeof *s->slot);
        s->at = st_calloc(m->parties, sizeof *s->at);
    }
    if (s && s->segment && s->slot && s->at) return s;
    st_fail(err, ST_E_NOMEM, "out of memory for a scan");
    st_scan_free(s);
    return NULL;
}

void st_scan_free(st_scan *s) {
    if (!s) return;
    st_buf_free(&s->folded);
    st_buf_free(&s->joined);
    st_free(s->segment);
    st_free(s->slot);
    st_free(s->near);
    st_free(s->pair);
    st_free(s->at);
    st_free(s->found);
    st_free(s);
}

void st_scan_clear(st_scan *s) {
    for (size_t i = 0; i < s->n_found; i++) s->at[s->found[i].party] = 0;
    s->n_found = 0;
}

static st_code no_memory(st_err *err) { return st_fail(err, ST_E_NOMEM, "out of memory while scoring"); }

st_code st_scan_prepare(st_scan *s, st_str name, st_err *err) {
    if (name.n > NAME_BYTES) return st_fail(err, ST_E_LIMIT, "a name of %zu bytes; at most %d are taken", name.n, NAME_BYTES);
    st_buf_clear(&s->folded);
    st_fold(name, &s->folded);
    if (s->folded.failed) return s->folded.failed == ST_E_LIMIT ? st_fail(err, ST_E_LIMIT, "a name that is too long when romanised") : no_memory(err);
    s->parts = st_tokens(st_buf_view(&s->folded), s->q, ST_QUERY_PARTS);
    s->nq = s->parts < ST_QUERY_PARTS ? s->parts : ST_QUERY_PARTS;
    for (size_t i = 0; i < s->nq; i++) {
        st_str canon;
        uint32_t token = st_matcher_token(s->m, s->q[i]);
        s->qw[i] = token != UINT32_MAX ? s->m->weight[token] : st_part_weight(0, s->m->names, s->q[i].n, st_word(s->q[i], &canon));
    }
    return st_scan_near(s) == ST_OK ? ST_OK : no_memory(err);
}

size_t st_scan_parts(const st_scan *s, size_t *used) {
    *used = s->nq;
    return s->parts;
}

static bool push(st_scan *s, size_t *n, const st_segment *g, size_t c, size_t cn, unsigned kind, unsigned like) {
    if (st_grow(s->pair, s->cap_pair, *n + 1) < 0) return false;
    s->pair[(*n)++] = (st_pair){ g->q, g->qn, (uint8_t)c, (uint8_t)cn, (uint8_t)kind, (uint16_t)like, 0 };
    return true;
}

/* Parts c..c+cn-1 of a name, written together, against one part of the query. */
static bool push_split(st_scan *s, size_t *n, const st_segment *g, const st_name_view *v, size_t c, size_t cn) {
    char text[ST_EDIT_MAX + 4];
    size_t length = 0;
    for (size_t j = c; j < c + cn; j++) {
        st_str t = st_index_token(s->m->ix, v->token[j]);
        if (t.n > g->text.n + 3 - length || length + t.n > sizeof text) return true;   /* longer than any budget allows */
        memcpy(text + length, t.p, t.n);
        length += t.n;
    }
    st_str joined = { text, length };
    unsigned budget = st_edit_budget(length < g->text.n ? length : g->text.n);
    if (g->cls != ST_WORD_NONE || g->digits || (st_letters(joined) & ST_LETTERS_DIGIT)) budget = 0;
    unsigned d = st_edit(&g->pattern, joined);
    return d > budget || push(s, n, g, c, cn, ST_PAIR_JOINED, st_edit_likeness(d, length > g->text.n ? length : g->text.n) - JOIN_LOSS);
}

size_t st_scan_pairs(st_scan *s, const st_name_view *v, uint8_t cw[ST_MAX_TOKENS], size_t *nc) {
    size_t n = 0, parts = v->n_tokens < ST_MAX_TOKENS ? v->n_tokens : ST_MAX_TOKENS;
    *nc = parts;
    for (size_t j = 0; j < parts; j++) {
        cw[j] = s->m->weight[v->token[j]];
        for (uint32_t e = s->slot[v->token[j]]; e; e = s->near[e - 1].next) {
            const st_near *near = &s->near[e - 1];
            const st_segment *g = &s->segment[near->segment];
            bool ok = true;
            if (near->kind < NEAR_BEGINS) ok = push(s, &n, g, j, 1, near->kind, near->like);
            for (size_t cn = 2; ok && cn <= ST_RUN_MAX; cn++) {
                if (near->kind == NEAR_BEGINS && j + cn <= parts) ok = push_split(s, &n, g, v, j, cn);
                if (near->kind == NEAR_ENDS && j + 1 >= cn) ok = push_split(s, &n, g, v, j + 1 - cn, cn);
            }
            if (!ok) return SIZE_MAX;
        }
    }
    return n;
}

st_best *st_scan_party(st_scan *s, uint32_t party) {
    if (s->at[party]) return &s->found[s->at[party] - 1];
    if (st_grow(s->found, s->cap_found, s->n_found + 1) < 0) return NULL;
    s->found[s->n_found] = (st_best){ party, ST_NO_NAME, 0, 0, 0 };
    s->at[party] = (uint32_t)++s->n_found;
    return &s->found[s->n_found - 1];
}

st_code st_scan_name(st_scan *s, st_str name, uint16_t variant, st_err *err) {
    ST_TRY(st_scan_prepare(s, name, err));
    for (uint32_t i = 0; i < s->m->names; i++) {
        st_name_view v;
        st_index_name(s->m->ix, i, &v);
        bool any = false;
        for (size_t j = 0; j < v.n_tokens && !any; j++) any = s->slot[v.token[j]] != 0;
        if (!any) continue;   /* no part is like any part of the query: the score is 0 */
        uint8_t cw[ST_MAX_TOKENS];
        size_t nc, n = st_scan_pairs(s, &v, cw, &nc);
        if (n == SIZE_MAX) return no_memory(err);
        st_sums sums;
        st_score(s->qw, s->nq, cw, nc, s->pair, n, &sums);
        uint32_t score = st_scan_weak(sums.score, v.prop);
        if (score == 0) continue;
        st_best *b = st_scan_party(s, v.party);
        if (!b) return no_memory(err);
        if (score > b->score) *b = (st_best){ v.party, i, (uint16_t)score, variant, b->mark };
    }
    return ST_OK;
}

st_best *st_scan_found(st_scan *s, size_t *n) {
    *n = s->n_found;
    return s->found;
}
