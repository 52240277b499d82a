/* The matching part of the index: names folded into tokens, tokens numbered in sorted order, identifiers by the hash of their normal form. */
#include "index/write.h"
#include "model/ident.h"
#include "text/variants.h"

static st_code nomem(st_err *err) { return st_fail(err, ST_E_NOMEM, "out of memory"); }

st_code st_match_init(st_match_part *mp, st_err *err) {
    *mp = (st_match_part){ .seen_slots = 1024 };
    mp->seen = st_calloc(mp->seen_slots, sizeof *mp->seen);
    mp->memo = st_memo_new();
    return mp->seen && mp->memo && !st_strings_init(&mp->tokens) && !st_strings_init(&mp->forms) ? ST_OK : nomem(err);
}

void st_match_free(st_match_part *mp) {
    st_strings_free(&mp->tokens);
    st_strings_free(&mp->forms);
    st_pile_free(&mp->names);
    st_free(mp->form);
    st_free(mp->seen);
    st_free(mp->ident);
    st_buf_free(&mp->folded);
    st_buf_free(&mp->dotted);
    st_memo_free(mp->memo);
}

/* The form of one reading of a name; UINT32_MAX when memory is out. */
static uint32_t form_of(st_match_part *mp, st_view view, st_str folded) {
    st_str part[ST_PARTS];
    uint32_t number[1 + ST_PARTS], tag[ST_PARTS], *token = number + 1;
    size_t all = st_name_parts(folded, view, part, ST_PARTS), n = all < ST_PARTS ? all : ST_PARTS, had = mp->forms.n;
    for (size_t i = 0; i < n; i++) tag[i] = st_strings_tag(&mp->tokens, part[i]);
    for (size_t i = 0; i < n; i++) token[i] = st_strings_guess(&mp->tokens, tag[i]);
    for (size_t i = 0; i < n; i++) st_strings_touch_text(&mp->tokens, token[i]);
    for (size_t i = 0; i < n; i++) {
        token[i] = st_strings_add_guessed(&mp->tokens, part[i], tag[i], token[i]);
        if (token[i] == UINT32_MAX) return UINT32_MAX;
    }
    number[0] = (view == ST_VIEW_OTHER ? ST_FORM_OTHER : 0) | (all > n ? ST_FORM_MORE : 0);
    uint32_t form = st_strings_add(&mp->forms, (st_str){ (const char *)number, (1 + n) * sizeof *number });
    if (mp->forms.n > had) mp->n_tokens += n;
    return form;
}

/* Where a text that was read in this view has its place in `seen`, or where it belongs. */
static size_t seen_at(const st_match_part *mp, uint32_t string, st_view view) {
    const size_t mask = mp->seen_slots - 1;
    size_t i = (size_t)((((uint64_t)string << 1 | (uint64_t)view) * UINT64_C(0x9E3779B97F4A7C15)) >> 32) & mask;
    for (; mp->seen[i]; i = (i + 1) & mask) {
        const uint32_t *f = mp->form + mp->seen[i] - 1;
        if (f[0] == string && (f[1] & 1u) == (uint32_t)view) break;
    }
    return i;
}

static bool more_seen(st_match_part *mp) {
    uint32_t *fresh = st_calloc(2 * mp->seen_slots, sizeof *fresh);
    if (!fresh) return false;
    st_free(mp->seen);
    mp->seen = fresh;
    mp->seen_slots *= 2;
    for (size_t at = 0; at < mp->n_form; at += 2 + (mp->form[at + 1] >> 1)) mp->seen[seen_at(mp, mp->form[at], (st_view)(mp->form[at + 1] & 1u))] = (uint32_t)at + 1;
    return true;
}

/* Reads a text that was not read before: its forms at the end of `form`, behind its string. */
static st_code read_name(st_match_part *mp, st_view view, uint32_t string, st_str text, st_err *err) {
    if (mp->n_form > UINT32_MAX - 2 * ST_PARTS || mp->n_tokens > ST_FORM_AT - ST_LISTED_MOST * ST_PARTS) return st_fail(err, ST_E_LIMIT, "there are too many names");
    st_buf_clear(&mp->folded);
    st_listed_forms_by(mp->memo, text, view == ST_VIEW_OTHER, &mp->dotted, &mp->folded);
    if (mp->folded.failed || st_grow(mp->form, mp->form_cap, mp->n_form + 2 + ST_LISTED_MOST)) return nomem(err);
    uint32_t *f = mp->form + mp->n_form, n = 0;
    st_str rest = st_buf_view(&mp->folded);
    for (size_t end = 0; end != SIZE_MAX; rest = end == SIZE_MAX ? rest : st_str_sub(rest, end + 1, rest.n)) {   /* also of a name that folds to nothing */
        end = st_str_chr(rest, '\n');
        uint32_t form = form_of(mp, view, end == SIZE_MAX ? rest : st_str_sub(rest, 0, end));
        if (form == UINT32_MAX) return nomem(err);
        f[2 + n++] = form;
    }
    f[0] = string;
    f[1] = n << 1 | (uint32_t)view;
    mp->n_form += 2 + n;
    return ST_OK;
}

st_code st_match_name(st_match_part *mp, const st_name *name, st_view view, uint32_t string, st_str text, st_err *err) {
    const bool once = string == ST_ONCE;
    const size_t slot = once ? 0 : seen_at(mp, string, view);
    size_t at = once || !mp->seen[slot] ? mp->n_form : mp->seen[slot] - 1;
    if (at == mp->n_form) {
        ST_TRY(read_name(mp, view, string, text, err));
        if (once) mp->n_form = at;   /* what lies there is good until the next name */
        else {
            mp->seen[slot] = (uint32_t)at + 1;
            if (++mp->n_seen > mp->seen_slots / 2 && !more_seen(mp)) return nomem(err);
        }
    }
    const uint32_t *f = mp->form + at, n = f[1] >> 1;
    if (mp->n_names > UINT32_MAX - 1 - n) return st_fail(err, ST_E_LIMIT, "there are too many names");
    for (uint32_t i = 0; i < n; i++) {
        st_name v = *name;
        v.form = f[2 + i];
        if (!st_pile_add(&mp->names, &v, sizeof v)) return nomem(err);
    }
    mp->n_names += n;
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

/* The tokens as the file has them. */
typedef struct tokens { uint32_t *end; char *text; uint64_t n; } tokens;

static st_code write_tokens(st_match_part *mp, const ranked *v, size_t n, tokens *t, st_sink *s) {
    for (size_t i = 0; i < n; i++) t->n += st_strings_get(&mp->tokens, v[i].token).n;
    if (t->n > UINT32_MAX) return st_fail(s->err, ST_E_LIMIT, "the tokens of all names are more than 4 GiB");
    t->end = st_alloc(n * sizeof *t->end);
    t->text = st_alloc((size_t)t->n);
    if (!t->end || !t->text) return nomem(s->err);
    uint32_t end = 0;
    for (size_t i = 0; i < n; i++) {
        st_str one = st_strings_get(&mp->tokens, v[i].token);
        memcpy(t->text + end, one.p, one.n);
        t->end[i] = end += (uint32_t)one.n;
    }
    ST_TRY(st_sink_section(s, t->end, n * sizeof *t->end));
    return st_sink_section(s, t->text, (size_t)t->n);
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

/* The forms as the file has them. names: of all forms, one form after the other; df: by token. */
typedef struct forms { st_form *form; uint32_t n, *token, *names, *df; } forms;

static void count_tokens(const uint32_t *token, uint32_t n, uint32_t names, uint32_t *df) {
    for (uint32_t i = 0; i < n; i++) {
        uint32_t k = 0;
        while (token[k] != token[i]) k++;
        if (k == i) df[token[i]] += names;
    }
}

/* number: by string of mp->tokens. The names lose the empty form that is number 0. */
static void fill_forms(st_match_part *mp, st_name *name, const uint32_t *number, forms *f) {
    for (size_t i = 0; i < mp->n_names; i++) f->form[name[i].form--].name++;   /* one place on, where the next form's names begin */
    uint32_t at = 0;
    for (uint32_t i = 0; i < f->n; i++) {
        uint32_t bits, n;
        st_str s = st_strings_get(&mp->forms, i + 1);
        memcpy(&bits, s.p, sizeof bits);
        f->form[i].token = at | bits;
        memcpy(f->token + at, s.p + sizeof bits, s.n - sizeof bits);
        for (n = 0; n < s.n / sizeof bits - 1; n++) f->token[at + n] = number[f->token[at + n]];
        count_tokens(f->token + at, n, f->form[i + 1].name, f->df);
        f->form[i + 1].name += f->form[i].name;
        at += n;
    }
    f->form[f->n].token = at;
    for (uint32_t i = 0; i < mp->n_names; i++) f->names[f->form[name[i].form].name++] = i;   /* each beginning moves to its end, the next one's */
    for (uint32_t i = f->n; i > 0; i--) f->form[i].name = f->form[i - 1].name;
    f->form[0].name = 0;
}

static st_code write_names(st_match_part *mp, const st_name *name, const forms *f, st_sink *s) {
    ST_TRY(st_sink_section(s, name, mp->n_names * sizeof *name));
    ST_TRY(st_sink_section(s, f->form, ((size_t)f->n + 1) * sizeof *f->form));
    ST_TRY(st_sink_section(s, f->token, (size_t)mp->n_tokens * sizeof *f->token));
    return st_sink_section(s, f->names, mp->n_names * sizeof *f->names);
}

static st_code write_forms(st_match_part *mp, const uint32_t *number, const tokens *t, size_t n, st_sink *s, st_err *err) {
    st_name *name = flat(&mp->names);
    st_pile_free(&mp->names);
    forms f = { .n = (uint32_t)(mp->forms.n - 1) };
    f.form = st_calloc((size_t)f.n + 1, sizeof *f.form);
    f.token = st_alloc((size_t)mp->n_tokens * sizeof *f.token);
    f.names = st_alloc(mp->n_names * sizeof *f.names);
    f.df = st_calloc(n, sizeof *f.df);
    st_code code = name && f.form && f.token && f.names && f.df ? ST_OK : nomem(err);
    if (!code) fill_forms(mp, name, number, &f);
    st_strings_free(&mp->forms);
    if (!code) code = write_names(mp, name, &f, s);
    st_free(name);
    st_free(f.names);
    if (!code) code = write_idents(mp, s);
    st_lookup_input in = { t->text, t->end, f.df, (uint32_t)n, mp->n_names, f.n, f.form, f.token, NULL };
    if (!code) code = st_lookup_write(&in, s, err);
    st_free(f.form);
    st_free(f.token);
    st_free(f.df);
    return code;
}

st_code st_match_write(st_match_part *mp, st_sink *s, st_err *err) {
    size_t n = mp->tokens.n - 1;
    tokens t = { 0 };
    ranked *v = st_alloc(n * sizeof *v);
    uint32_t *number = st_alloc((n + 1) * sizeof *number);
    st_code code = v && number ? ST_OK : nomem(err);
    if (!code) {
        for (uint32_t i = 0; i < n; i++) {
            st_str text = st_strings_get(&mp->tokens, i + 1);
            v[i] = (ranked){ 0, i + 1 };
            for (size_t k = 0; k < 8; k++) v[i].prefix = v[i].prefix << 8 | (k < text.n ? (uint8_t)text.p[k] : 0);
        }
        qsort_r(v, n, sizeof *v, by_text, &mp->tokens);
        for (uint32_t i = 0; i < n; i++) number[v[i].token] = i;
        code = write_tokens(mp, v, n, &t, s);
    }
    st_free(v);
    if (!code) code = write_forms(mp, number, &t, n, s, err);
    st_free(number);
    st_free(t.end);
    st_free(t.text);
    return code;
}
