/* What checksums cannot prove, since whoever forges a file forges them too: that every number in the file leads to where it may. After this the
 * accessors of read.c check nothing.
 *
 * Each part of the file is passed once, forwards: the facts, beside which text, names and edges advance in step, since each of them must be exactly
 * what the facts say; then tokens, names and identifiers. What is proved for text: all of TEXT is UTF-8, and no slice begins or ends within a
 * character. TEXT is most of the file and memory is slower than all that is done here, so its checksum is taken in the same pass, a piece
 * at a time just ahead of the facts: structure is then checked on bytes that are not proved yet, which it is made for, and the checksum has
 * the last word on what is reported. */
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

/* st_str_cmp(a, b) < 0 for texts that lie in one section of n bytes from base: the first eight bytes decide most, and are read at once. */
static inline bool in_order(const char *base, uint64_t n, st_str a, st_str b) {
    uint64_t x, y, m = a.n < b.n ? a.n : b.n;
    if (m >= 1 && (uint64_t)(a.p - base) + 8 <= n && (uint64_t)(b.p - base) + 8 <= n) {
        memcpy(&x, a.p, 8);
        memcpy(&y, b.p, 8);
        uint64_t differ = x ^ y;
        unsigned same = differ ? (unsigned)__builtin_ctzll(differ) / 8 : 8;
        if (same < m && same < 8) return (uint8_t)(x >> 8 * same) < (uint8_t)(y >> 8 * same);
    }
    return st_str_cmp(a, b) < 0;
}

static st_code bad(st_err *err, const char *what, const char *of, uint64_t number) {
    st_fail(err, ST_E_DATA, "the index contradicts itself: %s", what);
    st_err_where(err, "%s %llu", of, (unsigned long long)number);
    st_err_hint(err, "build it again: its checksums hold, so it was not damaged by chance");
    return ST_E_DATA;
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
    uint64_t ready;                   /* TEXT up to here is hashed and looked through */
    st_hash128 *hash;
    bool utf8;
} walk;

static inline bool inside(const walk *w, uint64_t at) { return at < w->text_size && (w->ix->text[at] & 0xC0) == 0x80; }

/* Hashes and looks through TEXT up to `upto` or further, in pieces that stay in the cache until the facts have come by. */
enum { PIECE = 1 << 17 };
static void feed(walk *w, uint64_t upto) {
    while (w->ready < upto) {
        uint64_t end = w->text_size - w->ready > PIECE ? w->ready + PIECE : w->text_size;
        for (unsigned i = 0; i < 3 && inside(w, end); i++) end--;   /* cut between characters */
        st_hash128_add(w->hash, w->ix->text + w->ready, (size_t)(end - w->ready));
        w->utf8 = w->utf8 && st_utf8_valid(w->ix->text + w->ready, (size_t)(end - w->ready));
        w->ready = end;
    }
}

static st_code check_shared_one(walk *w, uint32_t i, uint64_t end, st_err *err) {
    if (end <= w->text || end > w->text_size) return bad(err, "a text is not where it must be", "shared string", i);
    if (end > w->ready) feed(w, end);
    if (inside(w, end)) return bad(err, "a text ends within a character", "shared string", i);
    if (!(w->bits[w->ix->shared_prop[i]] & ST_K_VALID)) return bad(err, "there is no such property", "shared string", i);
    w->text = end;
    return ST_OK;
}

static st_code check_shared(walk *w, st_err *err) {
    const st_index *ix = w->ix;
    uint64_t blocks = ((uint64_t)ix->shared_short + ST_BLOCK - 1) / ST_BLOCK;
    if (ix->section[ST_S_SHARED_LONG].n == 0 || ix->section[ST_S_SHARED_AT].n / sizeof(uint32_t) != blocks ||
        ix->section[ST_S_SHARED_PROP].n != (uint64_t)ix->shared_short + ix->section[ST_S_SHARED_LONG].n / sizeof(uint32_t) - 1)
        return bad(err, "the tables of shared strings differ in length", "shared string", ix->shared);
    for (uint32_t i = 0; i < ix->shared_short; i++) {
        if (i % ST_BLOCK == 0 && ix->shared_at[i / ST_BLOCK] != w->text) return bad(err, "a text is not where it must be", "shared string", i);
        ST_TRY(check_shared_one(w, i, w->text + ix->shared_len[i], err));
    }
    if (ix->shared_long[0] != w->text) return bad(err, "a text is not where it must be", "shared string", ix->shared_short);
    for (uint32_t i = ix->shared_short; i < ix->shared; i++) ST_TRY(check_shared_one(w, i, ix->shared_long[i - ix->shared_short + 1], err));
    return ST_OK;
}

/* st_number_checked, with the short numbers in line: nearly all are. */
static inline const uint8_t *number(const uint8_t *p, const uint8_t *end, uint64_t *v) {
    if (p < end && p[0] < 0x80) { *v = p[0]; return p + 1; }
    if (end - p >= 2 && p[1] < 0x80) { *v = (p[0] & 0x7fu) | (uint64_t)p[1] << 7; return p + 2; }
    if (end - p >= 3 && p[2] < 0x80) { *v = (p[0] & 0x7fu) | (p[1] & 0x7fu) << 7 | (uint64_t)p[2] << 14; return p + 3; }
    return st_number_checked(p, end, v);
}

static const char *check_name(walk *w, uint32_t ordinal, uint8_t prop) {
    if (w->name == w->ix->names) return "a name is not among the names";
    const st_name *n = &w->ix->name[w->name++];
    return n->party != w->party || n->ordinal != ordinal || n->prop != prop ? "a name differs from its fact" : NULL;
}

static const char *check_edge(walk *w, uint64_t to, uint8_t prop) {
    if (to >= w->parties || !(w->bits[prop] & ST_K_LINK)) return "a relation leads nowhere";
    if (w->edge == w->ix->edges) return "a relation is not among the edges";
    const st_edge *e = &w->ix->edge[w->edge++];
    return e->from != w->party || e->to != w->first + (uint32_t)to || (unsigned)e->prop != prop ? "a relation and its edge differ" : NULL;
}

/* The text that the parts of the facts at hand are taken from: told by its code, looked up only when a part asks. */
typedef struct head { uint64_t code, own; st_str text; int64_t part; bool known; } head;

static const char *check_part(const walk *w, head *h, uint64_t v, uint64_t n) {
    if (!h->known) {
        h->known = true;
        h->part = 0;
        if (h->code & 1) h->text = st_shared_string(w->ix, h->code >> 1);
        else if ((h->code & 3) == ST_F_OWN) h->text = (st_str){ w->ix->text + h->own, (size_t)(h->code >> 2) };
        else if ((h->code & 7) == ST_F_SHARED) h->text = st_shared_string(w->ix, h->code >> 3);
        else h->text = h->code >> 4 ? ST_STR_NONE : w->key;
    }
    int64_t from = h->part + st_unzigzag(v >> 4);
    if (from < 0 || (uint64_t)from > h->text.n || n > h->text.n - (uint64_t)from) return "a part goes past its text";
    const char *p = h->text.p + from;
    size_t left = h->text.n - (size_t)from;
    if ((left && (p[0] & 0xC0) == 0x80) || (n < left && (p[n] & 0xC0) == 0x80)) return "a part begins or ends within a character";
    h->part = from + (int64_t)n + 1;
    return NULL;
}

/* The facts of a party, up to `end`; NULL, or what is wrong. This is where opening spends its time. (Told apart without branches, since the kinds of
 * facts follow one another without order, it was a quarter slower: where the next fact begins is then known late, not guessed early.) */
static const char *check_facts(walk *w, const uint8_t *end, uint64_t text_end) {
    const st_index *ix = w->ix;
    const uint8_t *p = w->p, *shared_prop = ix->shared_prop;
    const uint32_t shared = ix->shared;
    uint64_t text = w->text, v = 0, n = 0;
    uint8_t need = ST_K_HEAD;
    uint32_t ordinal = 0;
    head h = { .known = true };
    while (p < end) {
        uint8_t prop;
        uint64_t own = text;
        const char *wrong = NULL;
        p = number(p, end, &v);
        if (!p) return "a number has no end";
        if (v & 1) {
            if (v >> 1 >= shared) return "there is no such shared string";
            prop = shared_prop[v >> 1];
        } else {
            if ((v & 15) == ST_F_PART && !(p = number(p, end, &n))) return "a number has no end";
            if (p == end) return "a fact has no end";
            prop = *p++;
            if ((v & 3) == ST_F_OWN) {
                text += v >> 2;
                if (text > text_end) return "a text goes past its party's";
                if (inside(w, text)) return "a text ends within a character";
            } else if ((v & 7) == ST_F_SHARED) {
                if (v >> 3 >= shared) return "there is no such shared string";
            } else if ((v & 15) == ST_F_PART) wrong = w->bits[prop] & ST_K_HEAD ? "a fact is a part of another" : check_part(w, &h, v, n);
            else if (v >> 4 || (w->bits[prop] & ST_K_LINK)) wrong = check_edge(w, (v >> 4) - 1, prop);
        }
        uint8_t bits = w->bits[prop];
        if (!(bits & need)) return bits ? "a qualifier comes before any fact" : "there is no such property";
        need = ST_K_VALID;
        if (bits & ST_K_HEAD) { h.code = v; h.own = own; h.known = false; }
        if (!wrong && (bits & ST_K_NAME)) wrong = check_name(w, ordinal++, prop);
        if (wrong) return wrong;
    }
    w->p = p;
    w->text = text;
    return text != text_end ? "its facts have less text than it says" : NULL;
}

static const char *check_party(walk *w) {
    const st_index *ix = w->ix;
    uint64_t facts, text, about, key;
    if (w->party % ST_BLOCK == 0) {
        const st_block *b = &ix->block[w->party / ST_BLOCK];
        if (b->facts != w->p - ix->facts || b->text != w->text) return "a block of parties is not where it must be";
        w->line = 0;
    }
    if (!(w->p = number(w->p, w->end, &facts)) || !(w->p = number(w->p, w->end, &text)) || !(w->p = number(w->p, w->end, &about)) ||
        !(w->p = number(w->p, w->end, &key)))
        return "a number has no end";
    if (facts > (uint64_t)(w->end - w->p) || text > w->text_size - w->text || key > text) return "it goes past the end";
    w->line += st_unzigzag(about >> 4);
    if (w->line < 0 || w->line > UINT32_MAX) return "it has no line";
    if ((about & 7) >= ST_KIND_COUNT) return "it has no kind";
    uint64_t text_end = w->text + text;
    if (text_end > w->ready) feed(w, text_end);
    for (uint64_t at = w->text + PIECE; at < text_end + PIECE && at < w->text_size; at += 64) __builtin_prefetch(ix->text + at);
    st_str k = { ix->text + w->text, (size_t)key };
    if (w->key.p && !in_order(ix->text, w->text_size, w->key, k)) return "keys are not in order";
    w->key = k;
    w->text += key;
    if (inside(w, w->text)) return "a key ends within a character";
    const uint8_t *end = w->p + facts;
    return check_facts(w, end, text_end);
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
        if (i && !in_order(ix->token_text, n, before, t)) return bad(err, "tokens are not in order", "token", i);
        before = t;
        end = e;
    }
    return end == n ? ST_OK : bad(err, "text belongs to no token", "token", ix->tokens);
}

/* How many names hold each token. The low bytes of the counts are an array of their own, which fits into a cache where whole counts do not. */
typedef struct tally { uint8_t *low; uint32_t *high; } tally;

/* Is a token among the first n (up to 8) of t twice? All pairs at once: each half with itself turned, and with the other half turned. Places past the
 * n-th hold numbers that no token has. */
typedef uint32_t four __attribute__((vector_size(16)));
static inline bool repeats(const uint32_t *t, uint32_t n) {
    const four place = { 0, 1, 2, 3 }, count = { n, n, n, n };
    four a, b;
    memcpy(&a, t, sizeof a);
    memcpy(&b, t + 4, sizeof b);
    a = a | (four)(place >= count);
    b = b | (four)(place + 4 >= count);
    a = a - (place & (four)(place >= count));
    b = b - ((place + 4) & (four)(place + 4 >= count));
    const four a1 = __builtin_shufflevector(a, a, 1, 2, 3, 0), a2 = __builtin_shufflevector(a, a, 2, 3, 0, 1), b1 = __builtin_shufflevector(b, b, 1, 2, 3, 0),
               b2 = __builtin_shufflevector(b, b, 2, 3, 0, 1), b3 = __builtin_shufflevector(b, b, 3, 0, 1, 2);
    four same = (four)(a == a1) | (four)(a == a2) | (four)(b == b1) | (four)(b == b2) | (four)(a == b) | (four)(a == b1) | (four)(a == b2) | (four)(a == b3);
    uint64_t half[2];
    memcpy(half, &same, sizeof half);
    return (half[0] | half[1]) != 0;
}

/* Takes back what was counted twice for tokens that occur twice in a name. */
static void count_once(const uint32_t *t, unsigned n, const uint32_t *end, const tally *df) {
    if (n <= 8 && end - t >= 8 && !repeats(t, n)) return;
    for (unsigned i = 1; i < n; i++)
        for (unsigned k = 0; k < i; k++)
            if (t[k] == t[i]) {
                if (df->low[t[i]]-- == 0) df->high[t[i]]--;
                break;
            }
}

/* Party, ordinal and property were checked with the facts. All tokens are counted first, in one run that never waits for the length of a name. */
static st_code check_names(const st_index *ix, const tally *df, st_err *err) {
    uint64_t at = 0, n = ix->section[ST_S_NAME_TOKENS].n / sizeof(uint32_t);
    for (uint64_t i = 0; i < n; i++) {
        uint32_t t = ix->name_token[i];
        if (t >= ix->tokens) return bad(err, "there is no such token", "token of a name", i);
        if (++df->low[t] == 0) df->high[t]++;
    }
    for (uint32_t i = 0; i < ix->names; i++) {
        const st_name *name = &ix->name[i];
        if (name->token != at || name->n_tokens > ST_MAX_TOKENS || name->n_tokens > n - at) return bad(err, "its tokens are not where they must be", "name", i);
        count_once(ix->name_token + at, name->n_tokens, ix->name_token + n, df);
        at += name->n_tokens;
    }
    if (at != n) return bad(err, "tokens belong to no name", "name", ix->names);
    for (uint32_t i = 0; i < ix->tokens; i++)
        if (ix->token_df[i] == 0 || ((uint64_t)df->high[i] << 8 | df->low[i]) != ix->token_df[i]) return bad(err, "the count of its names is wrong", "token", i);
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

static st_code check_structure(walk *w, st_err *err) {
    const st_index *ix = w->ix;
    ST_TRY(check_shared(w, err));
    ST_TRY(check_parties(w, err));
    ST_TRY(check_edges_to(ix, err));
    ST_TRY(check_tokens(ix, err));
    ST_TRY(check_idents(ix, w->bits, err));
    tally df = { st_calloc(ix->tokens, sizeof *df.low), st_calloc(ix->tokens, sizeof *df.high) };
    st_code code = df.low && df.high ? check_names(ix, &df, err) : st_fail(err, ST_E_NOMEM, "out of memory");
    st_free(df.low);
    st_free(df.high);
    return code;
}

st_code st_index_verify(const st_index *ix, const uint8_t text_hash[16], st_err *err) {
    walk w = { .ix = ix, .p = ix->facts, .end = ix->facts + ix->section[ST_S_FACTS].n, .text_size = ix->section[ST_S_TEXT].n, .utf8 = true,
               .hash = st_hash128_new() };
    uint8_t hash[16];
    st_err own = { 0 };
    if (!w.hash) return st_fail(err, ST_E_NOMEM, "out of memory");
    st_prop_bits(w.bits);
    st_code code = check_structure(&w, &own);
    feed(&w, w.text_size);
    st_hash128_end_bytes(w.hash, hash);
    if (memcmp(hash, text_hash, sizeof hash) != 0) return st_index_damaged(err, "a section of the index does not match its checksum", "TEXT");
    if (!w.utf8) return bad(err, "its text is not UTF-8", "byte", st_utf8_bad((st_str){ ix->text, (size_t)w.text_size }));
    if (code && err) *err = own;
    return code;
}
