/* What checksums cannot prove, since whoever forges a file forges them too: that every number in the file leads to where it may. After this the
 * accessors of read.c check nothing.
 *
 * Proved are: the facts, and with them text, names and edges (verify_facts.c); tokens, the tokens of names with their counts, edges by target,
 * identifiers (here); for text: all of TEXT is UTF-8, and no slice begins or ends within a character. The parts do not need one another, so a
 * large file is verified by several threads; what is reported does not depend on their number: the checksum of TEXT first, then its encoding,
 * then the first contradiction in the order of the file. */
#include <pthread.h>
#include <stdatomic.h>
#include <unistd.h>
#include "index/verify.h"
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

static st_code check_edges_to(const st_index *ix, st_err *err) {
    if (ix->section[ST_S_EDGES_TO].n / sizeof(uint32_t) != ix->edges) return st_verify_bad(err, "edges differ in number", "edge", ix->edges);
    for (uint32_t i = 0; i < ix->edges; i++) {
        uint32_t id = ix->edges_to[i];
        if (id >= ix->edges) return st_verify_bad(err, "there is no such edge", "edge", i);
        if (i == 0) continue;
        uint32_t before = ix->edges_to[i - 1], a = ix->edge[before].to, b = ix->edge[id].to;
        if (a > b || (a == b && before >= id)) return st_verify_bad(err, "edges are not in order", "edge", i);
    }
    return ST_OK;
}

/* ---- the matching part --------------------------------------------------------------------------------------------------------------------- */

static st_code check_tokens(const st_index *ix, st_err *err) {
    uint64_t n = ix->section[ST_S_TOKEN_TEXT].n;
    uint32_t end = 0;
    st_str before = ST_STR_NONE;
    if (!st_utf8_valid(ix->token_text, (size_t)n)) return st_verify_bad(err, "tokens are not UTF-8", "token", 0);
    for (uint32_t i = 0; i < ix->tokens; i++) {
        uint32_t e = ix->token_end[i];
        if (e <= end || e > n) return st_verify_bad(err, "a token is not where it must be", "token", i);
        st_str t = { ix->token_text + end, e - end };
        if ((t.p[0] & 0xC0) == 0x80) return st_verify_bad(err, "a token begins within a character", "token", i);
        if (i && !st_in_order(ix->token_text, n, before, t)) return st_verify_bad(err, "tokens are not in order", "token", i);
        before = t;
        end = e;
    }
    return end == n ? ST_OK : st_verify_bad(err, "text belongs to no token", "token", ix->tokens);
}

/* How many forms hold each token. The low bytes of the counts are an array of their own, which fits into a cache where whole counts do not. */
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

/* Takes back what was counted twice for tokens that occur twice in a form. */
static void count_once(const uint32_t *t, unsigned n, const uint32_t *end, const tally *df) {
    if (n <= 8 && end - t >= 8 && !repeats(t, n)) return;
    for (unsigned i = 1; i < n; i++)
        for (unsigned k = 0; k < i; k++)
            if (t[k] == t[i]) {
                if (df->low[t[i]]-- == 0) df->high[t[i]]--;
                break;
            }
}

/* All tokens are counted first, in one run that never waits for the length of a form. */
static st_code check_forms(const st_index *ix, const tally *df, st_err *err) {
    uint64_t n = ix->section[ST_S_FORM_TOKENS].n / sizeof(uint32_t);
    for (uint64_t i = 0; i < n; i++) {
        uint32_t t = ix->form_token[i];
        if (t >= ix->tokens) return st_verify_bad(err, "there is no such token", "token of a form", i);
        if (++df->low[t] == 0) df->high[t]++;
    }
    if (ix->section[ST_S_FORMS].n == 0 || (ix->form[0].token & ST_FORM_AT) != 0 || ix->form[ix->forms].token != n)
        return st_verify_bad(err, "its tokens are not where they must be", "form", ix->forms);
    for (uint32_t i = 0; i < ix->forms; i++) {
        const uint32_t at = ix->form[i].token & ST_FORM_AT, next = ix->form[i + 1].token & ST_FORM_AT;
        if (next < at || next - at > ST_PARTS || next > n) return st_verify_bad(err, "its tokens are not where they must be", "form", i);
        count_once(ix->form_token + at, next - at, ix->form_token + n, df);
    }
    return ST_OK;
}

/* Party, ordinal and property were checked with the facts. Each name is among those of its form, and so each once. */
static st_code check_names(const st_index *ix, st_err *err) {
    if (ix->form[0].name != 0 || ix->form[ix->forms].name != ix->names || ix->section[ST_S_FORM_NAMES].n / sizeof(uint32_t) != ix->names)
        return st_verify_bad(err, "its names are not where they must be", "form", ix->forms);
    for (uint32_t i = 0; i < ix->forms; i++) {
        const uint32_t from = ix->form[i].name, to = ix->form[i + 1].name;
        if (from >= to || to > ix->names) return st_verify_bad(err, "its names are not where they must be", "form", i);
        for (uint32_t k = from; k < to; k++) {
            const uint32_t name = ix->form_name[k];
            if (name >= ix->names || ix->name[name].form != i || (k > from && ix->form_name[k - 1] >= name)) return st_verify_bad(err, "it has names of others", "form", i);
        }
    }
    return ST_OK;
}

static st_code check_idents(const st_index *ix, const uint8_t bits[256], st_err *err) {
    for (uint32_t i = 0; i < ix->idents; i++) {
        const st_ident *b = &ix->ident[i];
        if (b->party >= ix->parties || b->prop > UINT8_MAX || !(bits[b->prop] & ST_K_ID)) return st_verify_bad(err, "there is no such identifier", "identifier", i);
        if (i == 0) continue;
        const st_ident *a = b - 1;
        bool less = a->hash != b->hash ? a->hash < b->hash : a->party != b->party ? a->party < b->party : a->prop < b->prop;
        if (!less) return st_verify_bad(err, "identifiers are not in order", "identifier", i);
    }
    return ST_OK;
}

/* ---- the look-ups ----------------------------------------------------------------------------------------------------------------------------- */

/* Where buckets begin: one more number than there are buckets, rising from 0 to the number of entries. */
static bool rises(const uint32_t *at, uint64_t have, uint64_t buckets, uint64_t entries) {
    if (have != buckets + 1 || at[0] != 0 || at[buckets] != entries) return false;
    bool falls = false;
    for (uint64_t i = 0; i < buckets; i++) falls |= at[i] > at[i + 1];
    return !falls;
}

/* The greatest number among entries that hold numbers below n, or should. Reads a byte behind the last of three: another section follows. */
static uint32_t greatest(const uint8_t *entries, uint64_t count, uint64_t n) {
    const uint32_t mask = st_number_mask(n);
    const size_t bytes = st_number_bytes(n);
    uint32_t most = 0;
    for (uint64_t i = 0; i < count; i++) {
        uint32_t e;
        memcpy(&e, entries + i * bytes, sizeof e);
        most = (e & mask) > most ? e & mask : most;
    }
    return most;
}

#define ENTRIES(ix, sym, size) ((ix)->section[ST_S_##sym].n / (size))
static st_code check_lookups(const st_index *ix, const tally *df, st_err *err) {
    uint64_t spells = ENTRIES(ix, SPELLS, st_number_bytes(ix->tokens)), keys = ENTRIES(ix, KEYS, st_number_bytes(ix->tokens)), joins = ENTRIES(ix, JOINS, st_number_bytes(ix->forms)), posts = ENTRIES(ix, POSTS, 4);
    if (ix->section[ST_S_SPELLS].n % st_number_bytes(ix->tokens) || ix->section[ST_S_KEYS].n % st_number_bytes(ix->tokens) || ix->section[ST_S_JOINS].n % st_number_bytes(ix->forms))
        return st_verify_bad(err, "an entry is cut off", "spelling, key or joined parts", 0);
    if (ENTRIES(ix, TOKEN_INFO, sizeof(st_token_info)) != ix->tokens) return st_verify_bad(err, "tokens and what is known of them differ in number", "token", ix->tokens);
    if (!rises(ix->spell_at, ENTRIES(ix, SPELLS_AT, 4), UINT64_C(1) << ix->spell_bits, spells)) return st_verify_bad(err, "buckets are not where they must be", "spelling", 0);
    if (!rises(ix->key_at, ENTRIES(ix, KEYS_AT, 4), UINT64_C(1) << ix->key_bits, keys)) return st_verify_bad(err, "buckets are not where they must be", "key", 0);
    if (!rises(ix->join_at, ENTRIES(ix, JOINS_AT, 4), UINT64_C(1) << ix->join_bits, joins)) return st_verify_bad(err, "buckets are not where they must be", "joined name", 0);
    if (!rises(ix->post_at, ENTRIES(ix, POSTS_AT, 4), (uint64_t)ix->tokens * ST_VIEWS, posts)) return st_verify_bad(err, "the forms of tokens are not where they must be", "token", 0);
    if (ENTRIES(ix, SKETCHES, 8) != posts) return st_verify_bad(err, "forms and their sketches differ in number", "form of a token", posts);
    for (uint32_t i = 0; i < ix->tokens; i++) {
        const uint32_t forms = ix->post_at[((size_t)i + 1) * ST_VIEWS] - ix->post_at[(size_t)i * ST_VIEWS];
        if (forms == 0 || forms != ((uint64_t)df->high[i] << 8 | df->low[i])) return st_verify_bad(err, "the count of its forms is wrong", "token", i);
    }
    uint32_t bad = 0;   /* gathered, so that each loop is one run */
    for (uint32_t i = 0; i < ix->tokens; i++) bad |= (ix->token_info[i].cls & 15) >= ST_WORD_CLASSES || ix->token_info[i].cls >> 4 >= ST_WORD_CLASSES;
    if (bad) return st_verify_bad(err, "there is no such class of words", "token", 0);
    bad |= greatest(ix->spell, spells, ix->tokens) >= ix->tokens && spells;
    bad |= greatest(ix->key, keys, ix->tokens) >= ix->tokens && keys;
    if (bad) return st_verify_bad(err, "there is no such token", "spelling or key", 0);
    bad |= greatest(ix->join, joins, ix->forms) >= ix->forms && joins;
    for (uint64_t i = 0; i < posts; i++) bad |= ix->post[i] >= ix->forms;
    return bad ? st_verify_bad(err, "there is no such form", "joined parts or form of a token", 0) : ST_OK;
}

static st_code check_matching(const st_index *ix, const uint8_t bits[256], st_err *err) {
    ST_TRY(check_edges_to(ix, err));
    ST_TRY(check_tokens(ix, err));
    ST_TRY(check_idents(ix, bits, err));
    tally df = { st_calloc(ix->tokens, sizeof *df.low), st_calloc(ix->tokens, sizeof *df.high) };
    st_code code = df.low && df.high ? check_forms(ix, &df, err) : st_fail(err, ST_E_NOMEM, "out of memory");
    if (!code) code = check_names(ix, err);
    if (!code) code = check_lookups(ix, &df, err);
    st_free(df.low);
    st_free(df.high);
    return code;
}

/* ---- side by side -------------------------------------------------------------------------------------------------------------------------- */

enum { SPANS = 8, MAX_HELPERS = 3, SMALL = 1 << 20, TASK_TEXT = 0, TASK_MATCHING, TASK_SPANS };

typedef struct work {
    const st_index *ix;
    uint8_t bits[256], hash[ST_ID_BYTES];
    bool utf8;
    uint32_t *shared_at;
    st_code matching;
    st_err matching_err;
    st_span span[SPANS];
    unsigned spans;
    atomic_uint next;
} work;

static void *run(void *user) {
    work *k = user;
    const st_index *ix = k->ix;
    for (unsigned i; (i = atomic_fetch_add(&k->next, 1)) < TASK_SPANS + k->spans;) {
        if (i == TASK_TEXT) {
            size_t n = (size_t)ix->section[ST_S_TEXT].n;
            st_hash128_of(ix->text, n, k->hash);
            k->utf8 = st_utf8_valid(ix->text, n);
        } else if (i == TASK_MATCHING) k->matching = check_matching(ix, k->bits, &k->matching_err);
        else st_verify_span(ix, k->bits, k->shared_at, &k->span[i - TASK_SPANS]);
    }
    return NULL;
}

/* The caller works too; where no thread can be had it does all. */
static void run_all(work *k) {
    pthread_t helper[MAX_HELPERS];
    unsigned n = 0;
    long cores = k->ix->size < SMALL ? 1 : sysconf(_SC_NPROCESSORS_ONLN);
    while (n < MAX_HELPERS && (long)n + 1 < cores && pthread_create(&helper[n], NULL, run, k) == 0) n++;
    run(k);
    while (n) pthread_join(helper[--n], NULL);
}

/* Spans of about as many blocks each; at least one, so that an empty index is checked to be empty. */
static void cut_spans(work *k, uint64_t text) {
    uint32_t parties = k->ix->parties, blocks = (parties + ST_BLOCK - 1) / ST_BLOCK;
    k->spans = blocks < SPANS ? 1 : SPANS;
    for (unsigned i = 0; i < k->spans; i++) {
        uint64_t from = (uint64_t)blocks * i / k->spans * ST_BLOCK, to = (uint64_t)blocks * (i + 1) / k->spans * ST_BLOCK;
        k->span[i] = (st_span){ .from = (uint32_t)from, .to = to < parties ? (uint32_t)to : parties, .text_from = text };
    }
}

st_code st_index_verify(const st_index *ix, const uint8_t text_hash[ST_ID_BYTES], st_err *err) {
    work k = { .ix = ix, .shared_at = st_alloc(((size_t)ix->shared + 1) * sizeof(uint32_t)) };
    uint64_t text = 0;
    st_err own = { 0 };
    if (!k.shared_at) return st_fail(err, ST_E_NOMEM, "out of memory");
    st_prop_bits(k.bits);
    st_code code = st_verify_shared(ix, k.bits, k.shared_at, &text, &own);
    if (!code) cut_spans(&k, text);
    run_all(&k);
    st_free(k.shared_at);
    if (memcmp(k.hash, text_hash, sizeof k.hash) != 0) return st_index_damaged(err, "a section of the index does not match its checksum", "TEXT");
    if (!k.utf8) return st_verify_bad(err, "its text is not UTF-8", "byte", st_utf8_bad((st_str){ ix->text, (size_t)ix->section[ST_S_TEXT].n }));
    if (!code) code = st_verify_joints(ix, k.span, k.spans, &own);
    if (!code && k.matching) {
        code = k.matching;
        own = k.matching_err;
    }
    if (code && err) *err = own;
    return code;
}
