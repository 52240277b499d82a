/* Writing the look-ups: everything by counting, then filling, so that nothing is sorted and the same names give the same bytes. */
#include "index/write.h"

static st_code nomem(st_err *err) { return st_fail(err, ST_E_NOMEM, "out of memory"); }

static st_str token_text(const st_lookup_input *in, uint32_t t) {
    const uint32_t from = t ? in->end[t - 1] : 0;
    return (st_str){ in->text + from, in->end[t] - from };
}

/* ---- what is known of a token ------------------------------------------------------------------------------------------------------------------- */

/* log2 in 1/16, by squaring: no floating point, so that every machine agrees. x >= 1. */
static unsigned log2_sixteenths(uint64_t x) {
    unsigned whole = 63u - (unsigned)__builtin_clzll(x), result = whole << 4;
    uint64_t m = whole >= 31 ? x >> (whole - 31) : x << (31 - whole);   /* 1.0 to 2.0 with 31 binary places */
    for (unsigned bit = 8; bit; bit >>= 1) {
        m = (m * m) >> 31;
        if (m >> 32) {
            m >>= 1;
            result |= bit;
        }
    }
    return result;
}

/* A part that is common on these lists is worth less than elsewhere, whatever the world says; one that is rare here may still be common there. Below
 * COMMON names the lists are no sample. */
enum { COMMON = 64, HERE = 32 };
static uint8_t rarity_here(unsigned world, uint32_t df, uint64_t names) {
    unsigned here = df < COMMON ? UINT8_MAX : log2_sixteenths(names / df + 1) + HERE;
    unsigned r = world < here ? world : here;
    return (uint8_t)(r > UINT8_MAX ? UINT8_MAX : r);
}

static st_token_info info_of(st_str text, uint32_t df, uint64_t names) {
    st_token_info t = { .letters = st_letters(text), .sound = st_sound(text), .length = (uint8_t)(text.n < UINT8_MAX ? text.n : UINT8_MAX) };
    for (unsigned v = 0; v < ST_VIEWS; v++) {
        t.rarity[v] = rarity_here(st_rarity(text, v == ST_VIEW_OTHER), df, names);
        t.cls = (uint8_t)(t.cls | (unsigned)st_word_as(text, v == ST_VIEW_OTHER, NULL) << 4 * v);
    }
    return t;
}

static st_code write_info(const st_lookup_input *in, st_sink *s) {
    for (uint32_t t = 0; t < in->tokens; t++) in->info[t] = info_of(token_text(in, t), in->df[t], in->names);
    return st_sink_section(s, in->info, in->tokens * sizeof *in->info);
}

/* ---- buckets -------------------------------------------------------------------------------------------------------------------------------------- */

/* Entries as they come: a hash, which decides the bucket, with a number below `numbers` in place of its lowest bits. What the file holds is the number
 * beside those bits of the hash that follow the bucket's. */
typedef struct table { uint64_t *entry; size_t n, cap; uint32_t numbers, mask; bool failed; } table;
typedef void (*each_fn)(const st_lookup_input *in, table *t);

static void add(table *t, uint64_t hash, uint32_t number) {
    if (t->failed || st_grow(t->entry, t->cap, t->n + 1) < 0) t->failed = true;
    else t->entry[t->n++] = (hash & ~(uint64_t)t->mask) | number;
}

/* Where each bucket begins and one more, into at (buckets + 2 of them, all 0). */
static void count(const table *t, uint32_t bits, uint32_t *at) {
    const size_t buckets = (size_t)1 << bits;
    for (size_t i = 0; i < t->n; i++) at[st_bucket(t->entry[i], bits) + 1]++;
    for (size_t i = 1; i <= buckets; i++) at[i] += at[i - 1];
}

/* The entries in the order of the buckets, and within one as they came. Each beginning moves to its end, the next one's. */
static void fill(const table *t, uint32_t bits, uint32_t *at, uint8_t *out) {
    const size_t bytes = st_number_bytes(t->numbers);
    for (size_t i = 0; i < t->n; i++) {
        const uint64_t hash = t->entry[i];
        const uint32_t v = st_number_check(hash, bits, t->numbers) | ((uint32_t)hash & t->mask);
        memcpy(out + at[st_bucket(hash, bits)]++ * bytes, &v, bytes);
    }
    memmove(at + 1, at, ((size_t)1 << bits) * sizeof *at);
    at[0] = 0;
}

static st_code write_table(const st_lookup_input *in, each_fn each, unsigned per_bucket, uint32_t numbers, st_sink *s, st_err *err) {
    table t = { .numbers = numbers, .mask = st_number_mask(numbers) };
    const size_t bytes = st_number_bytes(numbers);
    each(in, &t);
    st_code code = t.failed ? nomem(err) : t.n >= UINT32_MAX ? st_fail(err, ST_E_LIMIT, "there are too many names to index") : ST_OK;
    uint32_t bits = st_bucket_bits(t.n, per_bucket), *at = code ? NULL : st_calloc(((size_t)1 << bits) + 2, sizeof *at);
    uint8_t *out = code ? NULL : st_alloc(t.n * bytes);
    if (!code && (!at || !out)) code = nomem(err);
    if (!code) {
        count(&t, bits, at);
        fill(&t, bits, at, out);
        code = st_sink_section(s, at, (((size_t)1 << bits) + 1) * sizeof *at);
    }
    st_free(t.entry);
    st_free(at);
    if (!code) code = st_sink_section(s, out, t.n * bytes);
    st_free(out);
    return code;
}

static void each_spelling(const st_lookup_input *in, table *t) {
    uint64_t hash[ST_DELETIONS_MOST];
    for (uint32_t i = 0; i < in->tokens; i++) {
        st_str text = token_text(in, i);
        unsigned budget = st_edit_budget(text.n);
        if (budget == 0 || (in->info[i].letters & ST_LETTERS_DIGIT)) continue;
        size_t n = st_deletions(text, budget, hash);
        for (size_t k = 0; k < n; k++) add(t, hash[k], i);
    }
}

static void each_key(const st_lookup_input *in, table *t) {
    for (uint32_t i = 0; i < in->tokens; i++) {
        st_str text = token_text(in, i), canon;
        add(t, st_key_of_text(text), i);
        if (in->info[i].sound) add(t, st_key_of_sound(in->info[i].sound), i);
        for (unsigned v = 0; v < ST_VIEWS; v++) {
            if (st_token_class(&in->info[i], (st_view)v) == ST_WORD_NONE) continue;
            st_word_class cls = st_word_as(text, v == ST_VIEW_OTHER, &canon);
            add(t, st_key_of_word((st_view)v, cls, canon), i);
        }
    }
}

/* The tokens of a form; how many. */
static size_t tokens_of(const st_lookup_input *in, uint32_t form, const uint32_t **token) {
    const uint32_t at = in->form[form].token & ST_FORM_AT;
    *token = in->token + at;
    return (in->form[form + 1].token & ST_FORM_AT) - at;
}

/* The text of tokens from..from+n-1 of a form, written together; 0 when it has no place. */
static size_t together(const st_lookup_input *in, const uint32_t *token, size_t n, char out[ST_JOIN_MOST]) {
    size_t at = 0;
    for (size_t j = 0; j < n; j++) {
        st_str s = token_text(in, token[j]);
        if (s.n > ST_JOIN_MOST - at) return 0;
        memcpy(out + at, s.p, s.n);
        at += s.n;
    }
    return at;
}

/* Each run that st_run_joins lets be one. */
static void each_join(const st_lookup_input *in, table *t) {
    char text[ST_JOIN_MOST];
    for (uint32_t i = 0; i < in->forms; i++) {
        const uint32_t *token;
        size_t n = tokens_of(in, i, &token), length;
        uint8_t lengths[ST_PARTS];
        for (size_t j = 0; j < n; j++) lengths[j] = in->info[token[j]].length;
        for (size_t j = 0; j + 1 < n; j++) {
            size_t letters = 0;
            while (j + letters < n && lengths[j + letters] == 1) letters++;
            if ((length = together(in, token + j, 2, text)) != 0) add(t, st_hash64(text, length, 0), i);
            if (letters > 2 && letters < n && st_run_joins(lengths, n, j, letters) && (length = together(in, token + j, letters, text)) != 0)
                add(t, st_hash64(text, length, 0), i);
        }
        if (n > 2 && (length = together(in, token, n, text)) != 0) add(t, st_hash64(text, length, 0), i);
    }
}

/* ---- forms by token -------------------------------------------------------------------------------------------------------------------------------- */

static bool first_in_form(const uint32_t *token, size_t j) {
    for (size_t k = 0; k < j; k++)
        if (token[k] == token[j]) return false;
    return true;
}

static st_view view_of(const st_form *form) { return form->token & ST_FORM_OTHER ? ST_VIEW_OTHER : ST_VIEW_PERSON; }

/* What a token brings to the sketch of a form: its fingerprint, and above it, by view, whether it is a plain word there: of no class, and more than a letter. */
static uint16_t own_of(const st_lookup_input *in, uint32_t token) {
    st_str text = token_text(in, token);
    unsigned v = st_fingerprint(text);
    for (unsigned view = 0; view < ST_VIEWS; view++)
        if (text.n > 1 && st_token_class(&in->info[token], (st_view)view) == ST_WORD_NONE) v |= 1u << (ST_FINGERPRINT_BITS + view);
    return (uint16_t)v;
}

static uint64_t sketch_of_others(const uint16_t *own, const uint32_t *token, size_t parts, size_t but, st_view view) {
    const unsigned width = parts - 1 <= ST_POST_WIDE ? ST_FINGERPRINT_BITS : ST_FINGERPRINT_SHORT;
    uint64_t prints = 0, plain = 0, n = 0;
    for (size_t k = 0; k < parts; k++) {
        if (k == but) continue;
        if (n < ST_POST_MOST) prints |= (own[token[k]] & ((UINT64_C(1) << width) - 1)) << width * n;
        n++;
        plain += own[token[k]] >> (ST_FINGERPRINT_BITS + (unsigned)view) & 1;
    }
    uint64_t more = n > ST_POST_MOST;
    return prints | more << ST_POST_MORE_AT | (plain < ST_POST_MOST ? plain : ST_POST_MOST) << ST_POST_PLAIN_AT | (more ? ST_POST_MOST : n) << ST_POST_ALL_AT;
}

typedef struct posts { uint32_t *at, *form; uint64_t *sketch; uint16_t *own; size_t slots, n; } posts;

static void count_posts(const st_lookup_input *in, posts *p) {
    for (uint32_t i = 0; i < in->forms; i++) {
        const uint32_t *token;
        const size_t parts = tokens_of(in, i, &token), view = view_of(&in->form[i]);
        for (size_t j = 0; j < parts; j++) {
            if (!first_in_form(token, j)) continue;
            p->at[(size_t)token[j] * ST_VIEWS + view + 1]++;
            p->n++;
        }
    }
    for (size_t i = 1; i <= p->slots; i++) p->at[i] += p->at[i - 1];
}

static void fill_posts_of(posts *p, uint32_t form, const uint32_t *token, size_t parts, st_view view) {
    for (size_t j = 0; j < parts; j++) {
        if (!first_in_form(token, j)) continue;
        size_t to = p->at[(size_t)token[j] * ST_VIEWS + (size_t)view]++;
        p->form[to] = form;
        p->sketch[to] = sketch_of_others(p->own, token, parts, j, view);
    }
}

/* Each to its place, forms of many parts first; moves each beginning to its end, which is the next one's beginning. */
static void fill_posts(const st_lookup_input *in, posts *p) {
    for (size_t parts = ST_POST_MOST + 1; parts > 0; parts--) {
        for (uint32_t i = 0; i < in->forms; i++) {
            const uint32_t *token;
            size_t n = tokens_of(in, i, &token);
            if ((n < ST_POST_MOST + 1 ? n : ST_POST_MOST + 1) == parts) fill_posts_of(p, i, token, n, view_of(&in->form[i]));
        }
    }
    memmove(p->at + 1, p->at, p->slots * sizeof *p->at);
    p->at[0] = 0;
}

static st_code write_posts(const st_lookup_input *in, st_sink *s, st_err *err) {
    posts p = { .slots = (size_t)in->tokens * ST_VIEWS };
    p.at = st_calloc(p.slots + 2, sizeof *p.at);
    p.own = st_alloc((size_t)in->tokens * sizeof *p.own);
    st_code code = p.at && p.own ? ST_OK : nomem(err);
    if (!code) {
        for (uint32_t t = 0; t < in->tokens; t++) p.own[t] = own_of(in, t);
        count_posts(in, &p);
        p.form = st_alloc(p.n * sizeof *p.form);
        p.sketch = st_alloc(p.n * sizeof *p.sketch);
        if (!p.form || !p.sketch) code = nomem(err);
    }
    if (!code) {
        fill_posts(in, &p);
        code = st_sink_section(s, p.at, (p.slots + 1) * sizeof *p.at);
    }
    if (!code) code = st_sink_section(s, p.form, p.n * sizeof *p.form);
    if (!code) code = st_sink_section(s, p.sketch, p.n * sizeof *p.sketch);
    st_free(p.at);
    st_free(p.own);
    st_free(p.form);
    st_free(p.sketch);
    return code;
}

static st_code write_all(const st_lookup_input *in, st_sink *s, st_err *err) {
    ST_TRY(write_info(in, s));
    ST_TRY(write_table(in, each_spelling, ST_PER_SPELL, in->tokens, s, err));
    ST_TRY(write_table(in, each_key, ST_PER_KEY, in->tokens, s, err));
    ST_TRY(write_table(in, each_join, ST_PER_JOIN, in->forms, s, err));
    return write_posts(in, s, err);
}

st_code st_lookup_write(st_lookup_input *in, st_sink *s, st_err *err) {
    in->info = st_alloc(in->tokens * sizeof *in->info);
    st_code code = in->info ? write_all(in, s, err) : nomem(err);
    st_free(in->info);
    return code;
}
