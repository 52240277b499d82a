/* The tables behind matching, made at open. */
#include "match/matcher.h"

static st_code typed_add(st_matcher *m, uint32_t token, st_word_class cls, st_str canon) {
    if (st_grow(m->typed, m->cap_typed, m->n_typed + 1) < 0) return ST_E_NOMEM;
    m->typed[m->n_typed++] = (st_typed){ token, cls, canon };
    return ST_OK;
}

static st_code fill(st_matcher *m) {
    for (uint32_t t = 0; t < m->tokens; t++) {
        st_str text = st_index_token(m->ix, t), canon = ST_STR_NONE;
        st_word_class cls = st_word(text, &canon);
        m->cls[t] = (uint8_t)cls;
        m->weight[t] = st_part_weight(st_index_token_df(m->ix, t), m->names, text.n, cls);
        if (cls != ST_WORD_NONE) ST_TRY(typed_add(m, t, cls, canon));
        if (text.n <= ST_EDIT_MAX) m->first[text.n + 1]++;   /* counts first, starts below */
    }
    for (size_t n = 1; n < ST_LEN(m->first); n++) m->first[n] += m->first[n - 1];
    uint32_t next[ST_EDIT_MAX + 2];
    memcpy(next, m->first, sizeof next);
    for (uint32_t t = 0; t < m->tokens; t++) {
        st_str text = st_index_token(m->ix, t);
        if (text.n > ST_EDIT_MAX) continue;
        uint32_t at = next[text.n]++;
        m->by_length[at] = t;
        m->letters[at] = st_letters(text);
    }
    return ST_OK;
}

st_matcher *st_matcher_new(const st_index *ix, st_err *err) {
    st_matcher *m = st_calloc(1, sizeof *m);
    if (m) {
        m->ix = ix;
        m->tokens = st_index_tokens(ix);
        m->names = st_index_names(ix);
        m->parties = st_index_parties(ix);
        m->weight = st_alloc(m->tokens);
        m->cls = st_alloc(m->tokens);
        m->by_length = st_calloc(m->tokens, sizeof *m->by_length);
        m->letters = st_calloc(m->tokens, sizeof *m->letters);
    }
    if (m && m->weight && m->cls && m->by_length && m->letters && fill(m) == ST_OK) return m;
    st_fail(err, ST_E_NOMEM, "out of memory while preparing the index for matching");
    st_matcher_free(m);
    return NULL;
}

void st_matcher_free(st_matcher *m) {
    if (!m) return;
    st_free(m->weight);
    st_free(m->cls);
    st_free(m->by_length);
    st_free(m->letters);
    st_free(m->typed);
    st_free(m);
}

uint32_t st_matcher_lower(const st_matcher *m, st_str text) {
    uint32_t lo = 0, hi = m->tokens;
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (st_str_cmp(st_index_token(m->ix, mid), text) < 0) lo = mid + 1;
        else hi = mid;
    }
    return lo;
}

uint32_t st_matcher_token(const st_matcher *m, st_str text) {
    uint32_t t = st_matcher_lower(m, text);
    return t < m->tokens && st_str_eq(st_index_token(m->ix, t), text) ? t : UINT32_MAX;
}
