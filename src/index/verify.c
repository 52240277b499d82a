/* What checksums cannot prove, since whoever forges a file forges them too: that every number in the file leads to where it may. After this the
 * accessors of read.c check nothing.
 *
 * Three passes over three parts of the file, each forwards: the text (UTF-8, in bulk); the facts, beside which the text positions, the names and
 * the edges advance in step, since each of them must be exactly what the facts say; names, tokens and identifiers. What is proved for text:
 * all of TEXT is UTF-8, and no slice begins or ends within a character. */
#include "index/layout.h"
#include "text/text.h"

void st_prop_bits(uint8_t bits[256]) {
    memset(bits, 0, 256);
    for (unsigned i = 1; i < ST_PROP_COUNT; i++) {
        st_prop p = (st_prop)i;
        st_class c = st_prop_class(p);
        bits[i] = (uint8_t)(ST_K_VALID | (st_prop_is_head(p) ? ST_K_HEAD : 0) | (c == ST_CLASS_NAME ? ST_K_NAME : 0) | (c == ST_CLASS_ID ? ST_K_ID : 0) |
                            (c == ST_CLASS_LINK ? ST_K_LINK : 0));
    }
}

static st_code bad(st_err *err, const char *what, const char *of, uint64_t number) {
    st_fail(err, ST_E_DATA, "the index contradicts itself: %s", what);
    st_err_where(err, "%s %llu", of, (unsigned long long)number);
    st_err_hint(err, "build it again: its checksums hold, so it was not damaged by chance");
    return ST_E_DATA;
}

static st_code check_shared(const st_index *ix, uint32_t *text, const uint8_t bits[256], st_err *err) {
    uint64_t n = ix->section[ST_S_TEXT].n;
    uint32_t end = 0;
    if (ix->section[ST_S_SHARED_PROP].n != ix->shared) return bad(err, "shared strings and their properties differ in number", "shared string", ix->shared);
    for (uint32_t i = 0; i < ix->shared; i++) {
        uint32_t e = ix->shared_end[i];
        if (e <= end || e > n || (e < n && (ix->text[e] & 0xC0) == 0x80)) return bad(err, "a text is not where it must be", "shared string", i);
        if (!(bits[ix->shared_prop[i]] & ST_K_VALID)) return bad(err, "there is no such property", "shared string", i);
        end = e;
    }
    *text = end;
    return ST_OK;
}

/* ---- facts -------------------------------------------------------------------------------------------------------------------------------- */

typedef struct walk {
    const st_index *ix;
    uint8_t bits[256];
    const uint8_t *p, *end;           /* in FACTS */
    uint64_t text, text_size;
    uint32_t party, first, parties;   /* the list's first party and their number */
    uint32_t name, edge;              /* the next of each */
    int64_t line;
    st_str key;                       /* of the party before in this list; .p NULL for none */
} walk;

static inline bool inside(const walk *w, uint64_t at) { return at < w->text_size && (w->ix->text[at] & 0xC0) == 0x80; }

/* One fact; NULL for a good one, else what is wrong. */
static inline const char *check_fact(walk *w, const uint8_t *end, uint64_t text_end, uint8_t *bits_out) {
    const st_index *ix = w->ix;
    uint64_t v = *w->p++;
    if (v & 0x80) {
        w->p = st_number_checked(w->p - 1, end, &v);
        if (!w->p) return "a number has no end";
    }
    if (v & 1) {
        if (v >> 1 >= ix->shared) return "there is no such shared string";
        *bits_out = w->bits[ix->shared_prop[v >> 1]];
        return NULL;
    }
    if (w->p == end) return "a fact has no end";
    uint8_t prop = *w->p++;
    *bits_out = w->bits[prop];
    if (!(*bits_out & ST_K_VALID)) return "there is no such property";
    if ((v & 3) == ST_F_OWN) {
        if (v >> 2 > text_end - w->text) return "a text goes past its party's";
        w->text += v >> 2;
        return inside(w, w->text) ? "a text ends within a character" : NULL;
    }
    if ((v & 7) == ST_F_SHARED) return v >> 3 >= ix->shared ? "there is no such shared string" : NULL;
    if (v >> 3 >= w->parties || !(*bits_out & ST_K_LINK)) return "a relation leads nowhere";
    if (w->edge == ix->edges) return "a relation is not among the edges";
    const st_edge *e = &ix->edge[w->edge++];
    return e->from != w->party || e->to != w->first + (uint32_t)(v >> 3) || (unsigned)e->prop != prop ? "a relation and its edge differ" : NULL;
}

/* The property of the fact that began at p: needed for names alone. */
static uint8_t prop_at(const st_index *ix, const uint8_t *p) {
    uint64_t v;
    p = st_number(p, &v);
    return v & 1 ? ix->shared_prop[v >> 1] : *p;
}

static const char *check_facts(walk *w, const uint8_t *end, uint64_t text_end) {
    const st_index *ix = w->ix;
    uint8_t need = ST_K_HEAD, bits = 0;
    uint32_t ordinal = 0;
    while (w->p < end) {
        const uint8_t *from = w->p;
        const char *wrong = check_fact(w, end, text_end, &bits);
        if (wrong) return wrong;
        if (!(bits & need)) return "a qualifier comes before any fact";
        need = ST_K_VALID;
        if (bits & ST_K_NAME) {
            if (w->name == ix->names) return "a name is not among the names";
            const st_name *n = &ix->name[w->name++];
            if (n->party != w->party || n->ordinal != ordinal++ || n->prop != prop_at(ix, from)) return "a name differs from its fact";
        }
    }
    return NULL;
}

static const char *check_party(walk *w) {
    const st_index *ix = w->ix;
    uint64_t facts, text, about, key;
    if (w->party % ST_BLOCK == 0) {
        const st_block *b = &ix->block[w->party / ST_BLOCK];
        if (b->facts != w->p - ix->facts || b->text != w->text) return "a block of parties is not where it must be";
        w->line = 0;
    }
    if (!(w->p = st_number_checked(w->p, w->end, &facts)) || !(w->p = st_number_checked(w->p, w->end, &text)) ||
        !(w->p = st_number_checked(w->p, w->end, &about)) || !(w->p = st_number_checked(w->p, w->end, &key)))
        return "a number has no end";
    if (facts > (uint64_t)(w->end - w->p) || text > w->text_size - w->text || key > text) return "it goes past the end";
    w->line += st_unzigzag(about >> 4);
    if (w->line < 0 || w->line > UINT32_MAX) return "it has no line";
    if ((about & 7) >= ST_KIND_COUNT) return "it has no kind";
    st_str k = { ix->text + w->text, (size_t)key };
    if (w->key.p && st_str_cmp(w->key, k) >= 0) return "keys are not in order";
    w->key = k;
    uint64_t text_end = w->text + text;
    w->text += key;
    if (inside(w, w->text)) return "a key ends within a character";
    const uint8_t *end = w->p + facts;
    const char *wrong = check_facts(w, end, text_end);
    if (wrong) return wrong;
    return w->text != text_end ? "its facts have less text than it says" : NULL;
}

static st_code check_parties(walk *w, st_err *err) {
    const st_index *ix = w->ix;
    if (ix->section[ST_S_BLOCKS].n / sizeof(st_block) != ((uint64_t)ix->parties + ST_BLOCK - 1) / ST_BLOCK)
        return bad(err, "the parties of the lists and the blocks differ in number", "party", ix->parties);
    for (uint32_t l = 0; l < ix->lists; l++) {
        w->first = ix->list[l].first_party;
        w->parties = ix->list[l].parties;
        w->key = ST_STR_NONE;
        for (uint32_t i = 0; i < w->parties; i++) {
            w->party = w->first + i;
            const char *wrong = check_party(w);
            if (wrong) return bad(err, wrong, "party", w->party);
        }
    }
    if (w->p != w->end) return bad(err, "facts belong to no party", "byte", (uint64_t)(w->p - ix->facts));
    if (w->text != w->text_size) return bad(err, "text belongs to no party", "byte", w->text);
    if (w->name != ix->names) return bad(err, "a name belongs to no party", "name", w->name);
    if (w->edge != ix->edges) return bad(err, "an edge belongs to no party", "edge", w->edge);
    return ST_OK;
}

static st_code check_edges_to(const st_index *ix, st_err *err) {
    if (ix->section[ST_S_EDGES_TO].n / sizeof(uint32_t) != ix->edges) return bad(err, "edges differ in number", "edge", ix->edges);
    for (uint32_t i = 0; i < ix->edges; i++) {
        uint32_t id = ix->edges_to[i];
        if (id >= ix->edges) return bad(err, "there is no such edge", "edge", i);
        if (i == 0) continue;
        uint32_t before = ix->edges_to[i - 1], a = ix->edge[before].to, b = ix->edge[id].to;
        if (a > b || (a == b && before >= id)) return bad(err, "edges are not in order", "edge", i);
    }
    return ST_OK;
}

/* ---- the matching part --------------------------------------------------------------------------------------------------------------------- */

static st_code check_tokens(const st_index *ix, st_err *err) {
    uint64_t n = ix->section[ST_S_TOKEN_TEXT].n;
    uint32_t end = 0;
    st_str before = ST_STR_NONE;
    if (ix->section[ST_S_TOKEN_DF].n / sizeof(uint32_t) != ix->tokens) return bad(err, "tokens and their counts differ in number", "token", ix->tokens);
    if (!st_utf8_valid(ix->token_text, (size_t)n)) return bad(err, "tokens are not UTF-8", "token", 0);
    for (uint32_t i = 0; i < ix->tokens; i++) {
        uint32_t e = ix->token_end[i];
        if (e <= end || e > n) return bad(err, "a token is not where it must be", "token", i);
        st_str t = { ix->token_text + end, e - end };
        if ((t.p[0] & 0xC0) == 0x80) return bad(err, "a token begins within a character", "token", i);
        if (i && st_str_cmp(before, t) >= 0) return bad(err, "tokens are not in order", "token", i);
        before = t;
        end = e;
    }
    return end == n ? ST_OK : bad(err, "text belongs to no token", "token", ix->tokens);
}

/* Party, ordinal and property were checked with the facts. */
static st_code check_names(const st_index *ix, uint32_t *df, st_err *err) {
    uint64_t at = 0, n = ix->section[ST_S_NAME_TOKENS].n / sizeof(uint32_t);
    for (uint32_t i = 0; i < ix->names; i++) {
        const st_name *name = &ix->name[i];
        if (name->token != at || name->n_tokens > ST_MAX_TOKENS || name->n_tokens > n - at) return bad(err, "its tokens are not where they must be", "name", i);
        const uint32_t *t = ix->name_token + at;
        for (unsigned k = 0; k < name->n_tokens; k++) {
            if (t[k] >= ix->tokens) return bad(err, "there is no such token", "name", i);
            unsigned j = 0;
            while (t[j] != t[k]) j++;
            df[t[k]] += j == k;
        }
        at += name->n_tokens;
    }
    if (at != n) return bad(err, "tokens belong to no name", "name", ix->names);
    for (uint32_t i = 0; i < ix->tokens; i++)
        if (df[i] != ix->token_df[i] || df[i] == 0) return bad(err, "the count of its names is wrong", "token", i);
    return ST_OK;
}

static st_code check_idents(const st_index *ix, const uint8_t bits[256], st_err *err) {
    for (uint32_t i = 0; i < ix->idents; i++) {
        const st_ident *b = &ix->ident[i];
        if (b->party >= ix->parties || b->prop > UINT8_MAX || !(bits[b->prop] & ST_K_ID)) return bad(err, "there is no such identifier", "identifier", i);
        if (i == 0) continue;
        const st_ident *a = b - 1;
        bool less = a->hash != b->hash ? a->hash < b->hash : a->party != b->party ? a->party < b->party : a->prop < b->prop;
        if (!less) return bad(err, "identifiers are not in order", "identifier", i);
    }
    return ST_OK;
}

st_code st_index_verify(const st_index *ix, st_err *err) {
    walk w = { .ix = ix, .p = ix->facts, .end = ix->facts + ix->section[ST_S_FACTS].n, .text_size = ix->section[ST_S_TEXT].n };
    uint32_t text = 0;
    st_prop_bits(w.bits);
    if (!st_utf8_valid(ix->text, (size_t)w.text_size)) return bad(err, "its text is not UTF-8", "byte", st_utf8_bad((st_str){ ix->text, (size_t)w.text_size }));
    ST_TRY(check_shared(ix, &text, w.bits, err));
    w.text = text;
    ST_TRY(check_parties(&w, err));
    ST_TRY(check_edges_to(ix, err));
    ST_TRY(check_tokens(ix, err));
    ST_TRY(check_idents(ix, w.bits, err));
    uint32_t *df = st_calloc(ix->tokens, sizeof *df);
    if (!df) return st_fail(err, ST_E_NOMEM, "out of memory");
    st_code code = check_names(ix, df, err);
    st_free(df);
    return code;
}
