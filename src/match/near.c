/* Which parts of the index are like the parts of the query: each kind of likeness has its own complete look-up. */
#include "match/scan_int.h"

static st_code add(st_scan *s, uint32_t token, size_t segment, unsigned kind, unsigned like) {
    if (st_grow(s->near, s->cap_near, s->n_near + 1) < 0) return ST_E_NOMEM;
    s->near[s->n_near] = (st_near){ token, s->slot[token], (uint16_t)like, (uint8_t)segment, (uint8_t)kind };
    s->slot[token] = (uint32_t)++s->n_near;
    return ST_OK;
}

/* A run is like a part only when its first or last part stands there letter by letter: "al assad" is alassad, and alasad, but not palassad. */
static bool anchored(const st_scan *s, const st_segment *g, st_str t) {
    st_str first = s->q[g->q], last = s->q[g->q + g->qn - 1];
    if (t.n >= first.n && memcmp(t.p, first.p, first.n) == 0) return true;
    return t.n >= last.n && memcmp(t.p + t.n - last.n, last.p, last.n) == 0;
}

static st_code near_spelling(st_scan *s, size_t k) {
    const st_segment *g = &s->segment[k];
    const st_matcher *m = s->m;
    size_t n = g->text.n, least = n > 3 ? n - 3 : 1, most = n + 3 < ST_EDIT_MAX ? n + 3 : ST_EDIT_MAX;
    for (size_t length = least; length <= most; length++) {
        unsigned budget = st_edit_budget(n < length ? n : length);
        if ((n > length ? n - length : length - n) > budget || budget == 0) continue;
        for (uint32_t i = m->first[length]; i < m->first[length + 1]; i++) {
            if (!st_letters_near(m->letters[i], g->letters, budget) || (m->letters[i] & ST_LETTERS_DIGIT)) continue;
            uint32_t token = m->by_length[i];
            if (m->cls[token] != ST_WORD_NONE) continue;
            st_str t = st_index_token(m->ix, token);
            unsigned d = st_edit(&g->pattern, t);
            if (d == 0 || d > budget || (g->qn > 1 && !anchored(s, g, t))) continue;
            unsigned like = st_edit_likeness(d, n > length ? n : length);
            ST_TRY(add(s, token, k, g->qn > 1 ? ST_PAIR_JOINED : ST_PAIR_EDIT, g->qn > 1 ? like - JOIN_LOSS : like));
        }
    }
    return ST_OK;
}

static st_code near_initial(st_scan *s, size_t k) {
    const st_segment *g = &s->segment[k];
    const st_matcher *m = s->m;
    if (g->text.n > 1) {
        uint32_t t = st_matcher_token(m, st_str_sub(g->text, 0, 1));
        return t == UINT32_MAX ? ST_OK : add(s, t, k, ST_PAIR_INITIAL, LIKE_INITIAL);
    }
    for (uint32_t t = st_matcher_lower(m, g->text); t < m->tokens; t++) {
        st_str text = st_index_token(m->ix, t);
        if (text.n == 0 || text.p[0] != g->text.p[0]) break;
        if (text.n > 1 && m->cls[t] == ST_WORD_NONE) ST_TRY(add(s, t, k, ST_PAIR_INITIAL, LIKE_INITIAL));
    }
    return ST_OK;
}

static st_code near_forms(st_scan *s, size_t k, uint32_t self) {
    const st_segment *g = &s->segment[k];
    st_str canon = ST_STR_NONE;
    st_word_class cls = st_word(g->text, &canon);
    for (size_t i = 0; i < s->m->n_typed; i++) {
        const st_typed *t = &s->m->typed[i];
        if (t->cls == cls && t->token != self && st_str_eq(t->canon, canon)) ST_TRY(add(s, t->token, k, ST_PAIR_FORM, LIKE_FORM));
    }
    return ST_OK;
}

static st_code near_pieces(st_scan *s, size_t k) {
    st_str t = s->segment[k].text;
    for (size_t cut = 1; cut < t.n; cut++) {
        uint32_t head = st_matcher_token(s->m, st_str_sub(t, 0, cut)), tail = st_matcher_token(s->m, st_str_sub(t, cut, t.n));
        if (head != UINT32_MAX) ST_TRY(add(s, head, k, NEAR_BEGINS, 0));
        if (tail != UINT32_MAX) ST_TRY(add(s, tail, k, NEAR_ENDS, 0));
    }
    return ST_OK;
}

static st_code near_segment(st_scan *s, size_t k) {
    const st_segment *g = &s->segment[k];
    uint32_t self = st_matcher_token(s->m, g->text);
    if (self != UINT32_MAX) ST_TRY(add(s, self, k, g->qn > 1 ? ST_PAIR_JOINED : ST_PAIR_SAME, g->qn > 1 ? 1000 - JOIN_LOSS : 1000));
    if (g->text.n > ST_EDIT_MAX) return ST_OK;
    if (g->qn == 1) ST_TRY(near_pieces(s, k));
    if (g->qn == 1 && g->cls != ST_WORD_NONE) return near_forms(s, k, self);   /* a typed word is never misspelt into another one */
    if (g->digits) return ST_OK;                                               /* nor a number into another number */
    if (g->qn == 1) ST_TRY(near_initial(s, k));
    return near_spelling(s, k);
}

static void add_segment(st_scan *s, size_t q, size_t qn, st_str text) {
    st_segment *g = &s->segment[s->n_segment++];
    st_str canon;
    g->q = (uint8_t)q;
    g->qn = (uint8_t)qn;
    g->text = text;
    g->letters = st_letters(text);
    g->digits = (g->letters & ST_LETTERS_DIGIT) != 0;
    g->cls = qn == 1 ? st_word(text, &canon) : ST_WORD_NONE;
    st_pattern_set(&g->pattern, text);
}

/* Runs are spelt one after the other into `joined`, whose size is known beforehand: slices into it stay good. */
static st_code make_segments(st_scan *s) {
    s->n_segment = 0;
    st_buf_clear(&s->joined);
    size_t at[SEGMENTS], runs = 0;
    for (size_t qn = 2; qn <= ST_RUN_MAX; qn++) {
        for (size_t q = 0; q + qn <= s->nq; q++) {
            at[runs++] = s->joined.n;
            for (size_t i = q; i < q + qn; i++) st_buf_str(&s->joined, s->q[i]);
        }
    }
    if (s->joined.failed) return s->joined.failed;
    for (size_t q = 0; q < s->nq; q++) add_segment(s, q, 1, s->q[q]);
    size_t k = 0;
    for (size_t qn = 2; qn <= ST_RUN_MAX; qn++) {
        for (size_t q = 0; q + qn <= s->nq; q++, k++) {
            size_t end = k + 1 < runs ? at[k + 1] : s->joined.n;
            add_segment(s, q, qn, (st_str){ s->joined.p + at[k], end - at[k] });
        }
    }
    return ST_OK;
}

st_code st_scan_near(st_scan *s) {
    for (size_t i = 0; i < s->n_near; i++) s->slot[s->near[i].token] = 0;
    s->n_near = 0;
    ST_TRY(make_segments(s));
    for (size_t k = 0; k < s->n_segment; k++) ST_TRY(near_segment(s, k));
    return ST_OK;
}
