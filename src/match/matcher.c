/* Tokens of an index as parts. */
#include "match/matcher.h"

st_matcher *st_matcher_new(const st_index *ix, st_err *err) {
    st_matcher *m = st_calloc(1, sizeof *m);
    if (!m) {
        st_fail(err, ST_E_NOMEM, "out of memory while preparing the index for matching");
        return NULL;
    }
    *m = (st_matcher){ ix, st_index_tokens(ix), st_index_names(ix), st_index_forms(ix), st_index_parties(ix) };
    return m;
}

void st_matcher_free(st_matcher *m) { st_free(m); }

uint32_t st_matcher_token(const st_matcher *m, st_str text) {
    st_numbers keys = st_index_keys(m->ix, st_key_of_text(text));
    for (uint32_t token; st_numbers_next(&keys, &token);)
        if (st_str_eq(st_index_token(m->ix, token), text)) return token;
    return UINT32_MAX;
}

uint32_t st_matcher_name(const st_matcher *m, uint32_t party, uint32_t ordinal) {
    uint32_t lo = 0, hi = m->names;
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        st_name_view v;
        st_index_name(m->ix, mid, &v);
        if (v.party < party || (v.party == party && v.ordinal < ordinal)) lo = mid + 1;
        else hi = mid;
    }
    return lo;
}

void st_matcher_part(const st_matcher *m, uint32_t token, st_view view, st_part *out) {
    const st_token_info *t = st_index_token_info(m->ix, token);
    st_str text = st_index_token(m->ix, token);
    unsigned cls = st_token_class(t, view);
    *out = (st_part){ .text = text, .letters = t->letters, .sound = t->sound, .cls = (uint8_t)cls, .weight = st_part_worth(view, t->rarity[view], cls, text.n) };
}

static unsigned rarity(const void *user, st_str part, st_view view) {
    const st_matcher *m = user;
    uint32_t token = st_matcher_token(m, part);
    return token == UINT32_MAX ? st_rarity(part, view == ST_VIEW_OTHER) : st_index_token_info(m->ix, token)->rarity[view];
}

st_rarity_of st_matcher_rarity(const st_matcher *m) { return (st_rarity_of){ rarity, m }; }
