/* Filters and thresholds as a caller words them. */
#include "engine/sift.h"

st_code st_threshold_of(const char *text, uint32_t *out, st_err *err) {
    st_str s = st_str_of(text);
    size_t dot = st_str_chr(s, '.');
    st_str whole = dot == SIZE_MAX ? s : st_str_sub(s, 0, dot), part = dot == SIZE_MAX ? ST_STR_NONE : st_str_sub(s, dot + 1, s.n);
    uint64_t w = 0, p = 0;
    bool ok = (whole.n == 0 ? part.n > 0 : st_parse_u64(whole, &w)) && w <= 1 && part.n <= 4 && (part.n == 0 || st_parse_u64(part, &p));
    for (size_t i = part.n; i < 4; i++) p *= 10;
    if (!ok || w * ST_SCORE_MAX + p > ST_SCORE_MAX) return st_fail(err, ST_E_USAGE, "a threshold is a number from 0 to 1 with at most four decimals, not \"%.40s\"", text);
    *out = (uint32_t)(w * ST_SCORE_MAX + p);
    return ST_OK;
}

st_code st_method_of(const char *text, bool *ofac, st_err *err) {
    *ofac = text && strcmp(text, "ofac") == 0;
    if (!text || *ofac || strcmp(text, "evidence") == 0) return ST_OK;
    st_fail(err, ST_E_USAGE, "there is no method \"%.40s\"", text);
    st_err_hint(err, "evidence, which is the default, or ofac");
    return ST_E_USAGE;
}

static st_code thresholds(st_sift *a, const st_index *ix, st_err *err) {
    ST_PROFILE_INIT(&a->profile);
    for (size_t i = 0; i < a->threshold_for.n; i++) {
        st_str s = st_str_of(a->threshold_for.item[i]);
        size_t at = st_str_chr(s, '=');
        uint32_t threshold;
        if (at == SIZE_MAX || at == 0) {
            st_fail(err, ST_E_USAGE, "threshold-for wants a list or type and a threshold, not \"%.200s\"", a->threshold_for.item[i]);
            st_err_hint(err, "as person=0.80, or un_sc=0.65");
            return ST_E_USAGE;
        }
        ST_TRY(st_threshold_of(a->threshold_for.item[i] + at + 1, &threshold, err));
        ST_TRY(st_profile_set(&a->profile, ix, st_str_trim(st_str_sub(s, 0, at)), threshold, err));
    }
    return ST_OK;
}

static st_code types(st_sift *a, st_err *err) {
    for (size_t i = 0; i < a->type.n; i++) {
        st_kind kind = st_kind_of(st_str_of(a->type.item[i]));
        if (kind == ST_KIND_UNKNOWN && strcmp(a->type.item[i], "unknown") != 0) {
            st_fail(err, ST_E_USAGE, "the type \"%.100s\" is not known", a->type.item[i]);
            st_err_hint(err, "one of person, organisation, vessel, aircraft, wallet, security, other, unknown");
            return ST_E_USAGE;
        }
        a->filter.kinds |= UINT32_C(1) << kind;
    }
    return ST_OK;
}

/* A country that strait knows by its code; another one as it is given. */
static void countries(st_sift *a) {
    for (size_t i = 0; i < a->country.n; i++) {
        st_str code = st_country(st_str_of(a->country.item[i]));
        if (code.n != 2) continue;
        memcpy(a->code[i], code.p, 2);
        a->country.item[i] = a->code[i];
    }
}

static st_words words(const st_texts64 *l) { return (st_words){ l->item, l->n }; }

static st_code check_text(const st_texts64 *l, st_err *err) {
    for (size_t i = 0; i < l->n; i++)
        if (l->item[i][0] == 0 || st_utf8_bad(st_str_of(l->item[i])) != SIZE_MAX) return st_fail(err, ST_E_USAGE, "a word of the filter is empty or not UTF-8");
    return ST_OK;
}

st_code st_sift_make(st_sift *a, const st_index *ix, st_search_options *o, st_err *err) {
    const st_texts64 *all[] = { &a->list, &a->programme, &a->regime, &a->country };
    for (size_t i = 0; i < ST_LEN(all); i++) ST_TRY(check_text(all[i], err));
    if (a->threshold_for.n) {
        ST_TRY(thresholds(a, ix, err));
        o->profile = &a->profile;
    }
    if (!(a->list.n || a->programme.n || a->regime.n || a->country.n || a->type.n || a->since)) return ST_OK;
    countries(a);
    a->filter.list = words(&a->list);
    a->filter.programme = words(&a->programme);
    a->filter.regime = words(&a->regime);
    a->filter.country = words(&a->country);
    ST_TRY(types(a, err));
    if (a->since) ST_TRY(st_filter_since(&a->filter, a->since, err));
    o->filter = &a->filter;
    return st_filter_check(&a->filter, ix, err);
}
