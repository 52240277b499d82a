/* The matching part of the index: names folded into tokens, tokens numbered in sorted order, identifiers by the hash of their normal form. */
#include "index/write.h"
#include "model/ident.h"
#include "text/variants.h"

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
    st_buf_free(&mp->dotted);
}

/* One reading of a name. */
static st_code add_reading(st_match_part *mp, st_name v, st_view view, st_str folded, st_err *err) {
    st_str part[ST_PARTS];
    uint32_t token[ST_PARTS], tag[ST_PARTS];
    if (mp->n_names == UINT32_MAX - 1 || mp->n_name_tokens > UINT32_MAX - ST_PARTS) return st_fail(err, ST_E_LIMIT, "there are too many names");
    size_t all = st_name_parts(folded, view, part, ST_PARTS), n = all < ST_PARTS ? all : ST_PARTS;
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
    v.token = (uint32_t)mp->n_name_tokens;
    v.n_tokens = (uint8_t)(n | (view == ST_VIEW_OTHER ? ST_N_OTHER : 0u) | (all > n ? ST_N_MORE : 0u));
    if (!st_pile_add(&mp->names, &v, sizeof v) || !st_pile_add(&mp->name_tokens, token, n * sizeof *token)) return nomem(err);
    mp->n_names++;
    mp->n_name_tokens += n;
    return ST_OK;
}

st_code st_match_name(st_match_part *mp, uint32_t party, uint32_t ordinal, st_prop prop, st_view view, st_str name, st_err *err) {
    if (ordinal > UINT16_MAX) return st_fail(err, ST_E_LIMIT, "one party has more than %u names", UINT16_MAX + 1u);
    st_name v = { .party = party, .ordinal = (uint16_t)ordinal, .prop = (uint8_t)prop };
    st_buf_clear(&mp->folded);
    st_buf_clear(&mp->dotted);
    if (view == ST_VIEW_OTHER && st_join_dotted(name, &mp->dotted)) name = st_buf_view(&mp->dotted);
    if (mp->dotted.failed) return nomem(err);
    st_readings(name, &mp->folded);
    if (mp->folded.failed) return nomem(err);
    st_str rest = st_buf_view(&mp->folded);
    for (size_t end = 0; end != SIZE_MAX; rest = end == SIZE_MAX ? rest : st_str_sub(rest, end + 1, rest.n)) {   /* also of a name that folds to nothing */
        end = st_str_chr(rest, '\n');
        ST_TRY(add_reading(mp, v, view, end == SIZE_MAX ? rest : st_str_sub(rest, 0, end), err));
    }
    mp->n_printed++;
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

/* What lay in a pile, as one array; NULL when memory is out. */
static void *flat(const st_pile *p) {
    uint8_t *all = st_alloc((size_t)p->n);
    size_t at = 0;
    for (const st_pile_block *b = p->first; all && b; b = b->next) {
        memcpy(all + at, b->p, b->n);
        at += b->n;
    }
    return all;
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

static st_code write_all(st_match_part *mp, const ranked *v, uint32_t *string, uint32_t *number, st_sink *s, st_err *err) {
    size_t n = mp->tokens.n - 1;
    for (uint32_t i = 0; i < n; i++) {
        string[i] = v[i].token;
        number[v[i].token] = i;
    }
    ST_TRY(write_tokens(mp, v, n, s));
    st_name *name = flat(&mp->names);
    uint32_t *token = flat(&mp->name_tokens);
    st_pile_free(&mp->names);
    st_pile_free(&mp->name_tokens);
    st_code code = name && token ? ST_OK : nomem(err);
    for (uint64_t i = 0; i < mp->n_name_tokens && !code; i++) token[i] = number[token[i]];
    if (!code) code = st_sink_section(s, name, mp->n_names * sizeof *name);
    if (!code) code = st_sink_section(s, token, (size_t)mp->n_name_tokens * sizeof *token);
    if (!code) code = write_idents(mp, s);
    st_lookup_input in = { &mp->tokens, string, mp->df, (uint32_t)n, mp->n_names, name, token };
    if (!code) code = st_lookup_write(&in, s, err);
    st_free(name);
    st_free(token);
    return code;
}

st_code st_match_write(st_match_part *mp, st_sink *s, st_err *err) {
    size_t n = mp->tokens.n - 1;
    ranked *v = st_alloc(n * sizeof *v);
    uint32_t *number = st_alloc(mp->tokens.n * sizeof *number), *string = st_alloc(n * sizeof *string);
    st_code code = v && number && string ? ST_OK : nomem(err);
    if (!code) {
        for (uint32_t i = 0; i < n; i++) {
            st_str t = st_strings_get(&mp->tokens, i + 1);
            v[i] = (ranked){ 0, i + 1 };
            for (size_t k = 0; k < 8; k++) v[i].prefix = v[i].prefix << 8 | (k < t.n ? (uint8_t)t.p[k] : 0);
        }
        qsort_r(v, n, sizeof *v, by_text, &mp->tokens);
        code = write_all(mp, v, string, number, s, err);
    }
    st_free(v);
    st_free(number);
    st_free(string);
    return code;
}
