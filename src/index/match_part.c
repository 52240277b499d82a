/* The matching part of the index: names folded into tokens, tokens numbered in sorted order, identifiers by the hash of their normal form. */
#include "index/write.h"
#include "model/ident.h"
#include "text/text.h"

static st_code nomem(st_err *err) { return st_fail(err, ST_E_NOMEM, "out of memory"); }

st_code st_match_init(st_match_part *mp, st_err *err) {
    *mp = (st_match_part){ 0 };
    if (st_strings_init(&mp->tokens)) return nomem(err);
    return st_grow(mp->df, mp->df_cap, 1) ? nomem(err) : ST_OK;
}

void st_match_free(st_match_part *mp) {
    st_strings_free(&mp->tokens);
    st_free(mp->df);
    st_pile_free(&mp->names);
    st_pile_free(&mp->name_tokens);
    st_free(mp->ident);
    st_buf_free(&mp->folded);
}

st_code st_match_name(st_match_part *mp, uint32_t party, uint32_t ordinal, st_prop prop, st_str name, st_err *err) {
    st_str part[ST_MAX_TOKENS];
    uint32_t token[ST_MAX_TOKENS], tag[ST_MAX_TOKENS];
    if (ordinal > UINT16_MAX) return st_fail(err, ST_E_LIMIT, "one party has more than %u names", UINT16_MAX + 1u);
    if (mp->n_names == UINT32_MAX - 1 || mp->n_name_tokens > UINT32_MAX - ST_MAX_TOKENS) return st_fail(err, ST_E_LIMIT, "there are too many names");
    st_buf_clear(&mp->folded);
    st_fold(name, &mp->folded);
    if (mp->folded.failed) return nomem(err);
    size_t n = st_tokens(st_buf_view(&mp->folded), part, ST_MAX_TOKENS);
    if (n > ST_MAX_TOKENS) n = ST_MAX_TOKENS;
    for (size_t i = 0; i < n; i++) tag[i] = st_strings_tag(&mp->tokens, part[i]);
    for (size_t i = 0; i < n; i++) token[i] = st_strings_guess(&mp->tokens, tag[i]);
    for (size_t i = 0; i < n; i++) st_strings_touch_text(&mp->tokens, token[i]);
    for (size_t i = 0; i < n; i++) {
        size_t had = mp->tokens.n;
        token[i] = st_strings_add_guessed(&mp->tokens, part[i], tag[i], token[i]);
        if (token[i] == UINT32_MAX) return nomem(err);
        if (mp->tokens.n > had) {
            if (st_grow(mp->df, mp->df_cap, mp->tokens.n)) return nomem(err);
            mp->df[token[i]] = 0;
        }
        size_t k = 0;
        while (token[k] != token[i]) k++;
        if (k == i) mp->df[token[i]]++;
    }
    st_name v = { party, (uint32_t)mp->n_name_tokens, (uint16_t)ordinal, (uint8_t)prop, (uint8_t)n };
    if (!st_pile_add(&mp->names, &v, sizeof v) || !st_pile_add(&mp->name_tokens, token, n * sizeof *token)) return nomem(err);
    mp->n_names++;
    mp->n_name_tokens += n;
    return ST_OK;
}

st_code st_match_ident(st_match_part *mp, uint32_t party, st_prop prop, st_str value, st_err *err) {
    st_buf_clear(&mp->folded);
    st_ident_normal(prop, value, &mp->folded);
    if (mp->folded.failed || st_grow(mp->ident, mp->ident_cap, mp->idents + 1)) return nomem(err);
    if (mp->folded.n) mp->ident[mp->idents++] = (st_ident){ st_hash64(mp->folded.p, mp->folded.n, 0), party, (uint32_t)prop };
    return ST_OK;
}

/* ---- writing ------------------------------------------------------------------------------------------------------------------------------ */

typedef struct ranked { uint64_t prefix; uint32_t token; } ranked;   /* the first eight bytes decide most comparisons */

static int by_text(const void *a, const void *b, void *strings) {
    const ranked *x = a, *y = b;
    if (x->prefix != y->prefix) return x->prefix < y->prefix ? -1 : 1;
    return st_str_cmp(st_strings_get(strings, x->token), st_strings_get(strings, y->token));
}

static st_code write_tokens(st_match_part *mp, const ranked *v, size_t n, st_sink *s) {
    uint64_t end = 0;
    ST_TRY(st_sink_begin(s));
    for (size_t i = 0; i < n; i++) {
        end += st_strings_get(&mp->tokens, v[i].token).n;
        if (end > UINT32_MAX) return st_fail(s->err, ST_E_LIMIT, "the tokens of all names are more than 4 GiB");
        uint32_t e = (uint32_t)end;
        ST_TRY(st_sink_put(s, &e, sizeof e));
    }
    ST_TRY(st_sink_end(s));
    ST_TRY(st_sink_begin(s));
    for (size_t i = 0; i < n; i++) ST_TRY(st_sink_put(s, &mp->df[v[i].token], sizeof *mp->df));
    ST_TRY(st_sink_end(s));
    ST_TRY(st_sink_begin(s));
    for (size_t i = 0; i < n; i++) {
        st_str t = st_strings_get(&mp->tokens, v[i].token);
        ST_TRY(st_sink_put(s, t.p, t.n));
    }
    return st_sink_end(s);
}

static st_code write_names(st_match_part *mp, const uint32_t *number, st_sink *s) {
    ST_TRY(st_sink_pile(s, &mp->names));
    ST_TRY(st_sink_begin(s));
    for (const st_pile_block *b = mp->name_tokens.first; b; b = b->next)
        for (size_t i = 0; i < b->n; i += sizeof(uint32_t)) {
            uint32_t t;
            memcpy(&t, b->p + i, sizeof t);
            ST_TRY(st_sink_put(s, &number[t], sizeof *number));
        }
    return st_sink_end(s);
}

static int by_hash(const void *a, const void *b) {
    const st_ident *x = a, *y = b;
    if (x->hash != y->hash) return x->hash < y->hash ? -1 : 1;
    if (x->party != y->party) return x->party < y->party ? -1 : 1;
    return (x->prop > y->prop) - (x->prop < y->prop);
}

static st_code write_idents(st_match_part *mp, st_sink *s) {
    size_t n = 0;
    if (mp->idents) qsort(mp->ident, mp->idents, sizeof *mp->ident, by_hash);
    for (size_t i = 0; i < mp->idents; i++)   /* a party may carry a number twice, with other qualifiers */
        if (n == 0 || by_hash(&mp->ident[n - 1], &mp->ident[i]) != 0) mp->ident[n++] = mp->ident[i];
    mp->idents = n;
    return st_sink_section(s, mp->ident, n * sizeof *mp->ident);
}

st_code st_match_write(st_match_part *mp, st_sink *s, st_err *err) {
    size_t n = mp->tokens.n - 1;
    ranked *v = st_alloc(n * sizeof *v);
    uint32_t *number = st_alloc(mp->tokens.n * sizeof *number);
    st_code code = v && number ? ST_OK : nomem(err);
    if (!code) {
        for (uint32_t i = 0; i < n; i++) {
            st_str t = st_strings_get(&mp->tokens, i + 1);
            v[i] = (ranked){ 0, i + 1 };
            for (size_t k = 0; k < 8; k++) v[i].prefix = v[i].prefix << 8 | (k < t.n ? (uint8_t)t.p[k] : 0);
        }
        qsort_r(v, n, sizeof *v, by_text, &mp->tokens);
        for (uint32_t i = 0; i < n; i++) number[v[i].token] = i;
        code = write_tokens(mp, v, n, s);
    }
    st_free(v);
    if (!code) code = write_names(mp, number, s);
    st_free(number);
    return code ? code : write_idents(mp, s);
}
