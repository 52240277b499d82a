/* Tokens of an index as parts. */
#include "match/matcher.h"

static const char first_letter[] = "0123456789abcdefghijklmnopqrstuvwxyz";

/* Tokens are sorted: the first that begins with this letter or a later one. */
static uint32_t first_from(const st_matcher *m, char letter) {
    uint32_t lo = 0, hi = m->tokens;
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        st_str text = st_index_token(m->ix, mid);
        if (text.n == 0 || (unsigned char)text.p[0] < (unsigned char)letter) lo = mid + 1;
        else hi = mid;
    }
    return lo;
}

unsigned st_matcher_first(const st_matcher *m, uint32_t token) {
    unsigned lo = 0, hi = ST_FIRST_LETTERS;   /* the last letter whose tokens begin here or before */
    while (lo < hi) {
        unsigned mid = (lo + hi) / 2;
        if (m->first[mid] <= token) lo = mid + 1;
        else hi = mid;
    }
    return lo ? lo - 1 : ST_FIRST_LETTERS;
}

unsigned st_matcher_letter(char letter) {
    const char *at = memchr(first_letter, letter, ST_FIRST_LETTERS);
    return at ? (unsigned)(at - first_letter) : ST_FIRST_LETTERS;
}

st_matcher *st_matcher_new(const st_index *ix, st_err *err) {
    st_matcher *m = st_calloc(1, sizeof *m);
    if (!m) {
        st_fail(err, ST_E_NOMEM, "out of memory while preparing the index for matching");
        return NULL;
    }
    *m = (st_matcher){ ix, st_index_tokens(ix), st_index_names(ix), st_index_forms(ix), st_index_parties(ix), { 0 } };
    for (unsigned i = 0; i < ST_FIRST_LETTERS; i++) m->first[i] = first_from(m, first_letter[i]);
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
