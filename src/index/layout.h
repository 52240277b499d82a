/* Inside index/: the file as structures, as doc/FORMAT.md describes it, and the handle over it.
 *
 * All numbers are little-endian; the file is read in place, so a big-endian machine is refused at compile time. */
#ifndef ST_LAYOUT_H
#define ST_LAYOUT_H
#include "base/hash.h"
#include "index/index.h"

_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "the index file is little-endian and is read in place");

#define ST_INDEX_MAGIC "\x89STX\r\n\x1a\n"   /* like PNG's: a transfer that changes line ends or strips the eighth bit shows at once */
enum { ST_INDEX_FORMAT = 4, ST_INDEX_ALIGN = 64, ST_BLOCK = 16, ST_TEXT_VERSION_BYTES = 16, ST_ID_BYTES = 16, ST_SHORT = UINT8_MAX };   /* ST_SHORT: bytes of a short string */

/* Every section, in the order in which it stands in the file: symbol, four letters, bytes of an element, what it holds. */
#define ST_SECTIONS(X) \
    X(LISTS,       "LIST", 1,  "manifest: fields, files, measures and messages of every list") \
    X(TEXT,        "TEXT", 1,  "text: shared strings by rank, then each party's key and own strings in the order of its facts") \
    X(SHARED,      "SHAR", 1,  "bytes of each short shared string, most used first") \
    X(SHARED_AT,   "SHAT", 4,  "where every 16th short shared string begins in TEXT") \
    X(SHARED_LONG, "SHLO", 4,  "where each long shared string begins in TEXT, after the short ones; last, where they end") \
    X(SHARED_PROP, "SHPR", 1,  "the property that each shared string has most often") \
    X(BLOCKS,      "BLOK", 8,  "where every 16th party begins in FACTS and TEXT") \
    X(FACTS,       "FACT", 1,  "parties and facts as variable-length numbers") \
    X(EDGES,       "EDGE", 12, "relations that lead to a party of the same list, in the order of the facts") \
    X(EDGES_TO,    "EDTO", 4,  "numbers of edges, ordered by the party they lead to") \
    X(TOKENS,      "TOKE", 4,  "end of each token in TOKEN_TEXT") \
    X(TOKEN_TEXT,  "TOTX", 1,  "the tokens, sorted") \
    X(NAMES,       "NAME", 12, "every name: its party, its form") \
    X(FORMS,       "FORM", 8,  "every form: where its tokens and its names begin; last, where they end") \
    X(FORM_TOKENS, "FOTO", 4,  "token numbers of all forms, one form after the other") \
    X(FORM_NAMES,  "FONA", 4,  "names of all forms, one form after the other") \
    X(IDENTS,      "IDNT", 16, "identifiers by the hash of their normal form") \
    X(TOKEN_INFO,  "TOIN", 12, "what matching needs to know of each token") \
    X(SPELLS_AT,   "SPAT", 4,  "where each bucket of SPELLS begins; last, where they end") \
    X(SPELLS,      "SPEL", 1,  "tokens by the strings that are left when letters are dropped") \
    X(KEYS_AT,     "KEAT", 4,  "where each bucket of KEYS begins; last, where they end") \
    X(KEYS,        "KEYS", 1,  "tokens by their text, their sound and the word that they are a form of") \
    X(JOINS_AT,    "JOAT", 4,  "where each bucket of JOINS begins; last, where they end") \
    X(JOINS,       "JOIN", 1,  "forms by what their parts spell when they are written together") \
    X(POSTS_AT,    "POAT", 4,  "for each token and view, where its forms begin in POSTS; last, where they end") \
    X(POSTS,       "POST", 4,  "the forms that hold each token, those of most parts first") \
    X(SKETCHES,    "SKET", 8,  "for each of POSTS, a sketch of the other tokens of the form")
typedef enum st_section_id {
#define X(sym, letters, size, text) ST_S_##sym,
    ST_SECTIONS(X)
#undef X
    ST_S_COUNT
} st_section_id;

typedef struct st_header {
    char magic[8];
    uint32_t format, sections;
    uint64_t size;                               /* of the whole file */
    char text_version[ST_TEXT_VERSION_BYTES];
    uint8_t id[ST_ID_BYTES];                     /* XXH3-128 of what stands above and of the section table: so of every byte */
    uint64_t check;                              /* XXH3-64 of the 56 bytes above */
} st_header;
_Static_assert(sizeof(st_header) == 64, "the header is 64 bytes");
enum { ST_HEADER_ID_SPAN = 40, ST_HEADER_CHECK_SPAN = 56 };

typedef struct st_section { char letters[4]; uint32_t zero; uint64_t offset, size; uint8_t hash[16]; } st_section;
_Static_assert(sizeof(st_section) == 40, "a section table entry is 40 bytes");

typedef struct st_block { uint32_t facts, text; } st_block;
typedef struct st_name { uint32_t party, form; uint16_t ordinal; uint8_t prop, zero; } st_name;
typedef struct st_form { uint32_t token, name; } st_form;
typedef struct st_ident { uint64_t hash; uint32_t party, prop; } st_ident;
/* Of an st_form, in token: where, then the view, then whether the name has more parts than take part. */
#define ST_FORM_AT    UINT32_C(0x3fffffff)
#define ST_FORM_OTHER UINT32_C(0x40000000)
#define ST_FORM_MORE  UINT32_C(0x80000000)
_Static_assert(sizeof(st_block) == 8 && sizeof(st_name) == 12 && sizeof(st_form) == 8 && sizeof(st_ident) == 16 && sizeof(st_edge) == 12 &&
               sizeof(st_token_info) == 12, "as in the file");

struct st_index {
    const uint8_t *map;
    uint64_t size;
    char hash[33];
    struct { const uint8_t *p; uint64_t n; } section[ST_S_COUNT];
    /* the same, typed */
    const char *text, *token_text;
    uint32_t shared, shared_short, parties, edges, tokens, names, forms, idents;   /* shared: short ones and long ones */
    const uint32_t *shared_at, *shared_long, *edges_to, *token_end, *form_token, *form_name;
    const uint8_t *shared_len, *shared_prop, *facts;
    const st_block *block;
    const st_edge *edge;
    const st_name *name;
    const st_form *form;
    const st_ident *ident;
    const st_token_info *token_info;
    uint32_t spell_bits, key_bits, join_bits;    /* log2 of the buckets */
    const uint32_t *spell_at, *key_at, *join_at, *post_at, *post;
    const uint8_t *spell, *key, *join;
    const uint64_t *sketch;
    st_list_view *list;                          /* in the arena */
    uint32_t lists;
    st_arena arena;
    void *mapped;                                /* the st_map of st_index_open, or NULL */
};

/* ---- a fact in FACTS --------------------------------------------------------------------------------------------------------------------- *
 * A number v, then for all but the first kind the property as a byte:
 *   v & 1        shared string v >> 1, with the property of SHARED_PROP
 *   v & 3 == 0   own string of v >> 2 bytes, the next in TEXT
 *   v & 7 == 2   shared string v >> 3
 *   v & 15 == 6  a key of the same list: of this party when v >> 4 is 0, else of the list's party number (v >> 4) - 1. For a relation there is an edge
 *   v & 15 == 14 a part of the text of the head before; its length follows as a number, before the property. It begins zigzag^-1(v >> 4) bytes
 *                behind the end of the part before it, plus one for the blank between; the first one of a head, at that of the text */
enum { ST_F_OWN = 0, ST_F_SHARED = 2, ST_F_KEY = 6, ST_F_PART = 14 };
/* A party in FACTS: bytes of its facts; bytes of its text (key included); line, orphan and kind; bytes of its key; facts.
 * line: zigzag(line - line of the party before in the block) << 4 | orphan << 3 | kind */

static inline uint64_t st_zigzag(int64_t v) { return (uint64_t)v << 1 ^ (uint64_t)(v >> 63); }
static inline int64_t st_unzigzag(uint64_t v) { return (int64_t)(v >> 1) ^ -(int64_t)(v & 1); }

/* Reads a number that verify.c has passed. */
static inline const uint8_t *st_number(const uint8_t *p, uint64_t *v) {
    uint64_t x = *p & 0x7f;
    for (unsigned shift = 7; *p++ & 0x80; shift += 7) x |= (uint64_t)(*p & 0x7f) << shift;
    *v = x;
    return p;
}
/* Reads a number of up to six bytes that may be anything; NULL when it does not end in time. */
static inline const uint8_t *st_number_checked(const uint8_t *p, const uint8_t *end, uint64_t *v) {
    uint64_t x = 0;
    for (unsigned shift = 0; shift < 42 && p < end; shift += 7) {
        uint8_t c = *p++;
        x |= (uint64_t)(c & 0x7f) << shift;
        if (!(c & 0x80)) { *v = x; return p; }
    }
    return NULL;
}

static inline st_str st_shared_string(const st_index *ix, uint64_t rank) {
    uint32_t from, n;
    if (rank < ix->shared_short) {
        from = ix->shared_at[rank / ST_BLOCK];
        for (uint64_t i = rank & ~(uint64_t)(ST_BLOCK - 1); i < rank; i++) from += ix->shared_len[i];
        n = ix->shared_len[rank];
    } else {
        from = ix->shared_long[rank - ix->shared_short];
        n = ix->shared_long[rank - ix->shared_short + 1] - from;
    }
    return (st_str){ ix->text + from, n };
}

/* What open knows of a property, one byte each: valid, head, name, id, link. */
enum { ST_K_VALID = 1, ST_K_HEAD = 2, ST_K_NAME = 4, ST_K_ID = 8, ST_K_LINK = 16 };
void st_prop_bits(uint8_t bits[256]);

/* Buckets: entries in each, on average, at most; how many (a power of two) for n entries, and the one that a hash belongs to. */
enum { ST_PER_SPELL = 32, ST_PER_KEY = 16, ST_PER_JOIN = 16 };
static inline uint32_t st_bucket_bits(uint64_t n, unsigned per_bucket) {
    uint32_t bits = 0;
    while (bits < 31 && (UINT64_C(1) << bits) * per_bucket < n) bits++;
    return bits;
}
static inline uint32_t st_bucket(uint64_t hash, uint32_t bits) { return bits ? (uint32_t)(hash >> (64 - bits)) : 0; }
/* Entries of SPELLS, KEYS and JOINS are a number below n and, in the bits that no such number needs, those of the hash behind the ones that give the bucket:
 * three bytes, if that leaves four bits, or four. */
static inline uint32_t st_number_mask(uint64_t n) { return n > 1 ? UINT32_MAX >> __builtin_clz((uint32_t)(n - 1)) : 1; }
static inline size_t st_number_bytes(uint64_t n) { return n <= UINT64_C(1) << 20 ? 3 : 4; }
static inline uint32_t st_number_check(uint64_t hash, uint32_t bucket_bits, uint64_t n) {
    return (uint32_t)(hash << bucket_bits >> (st_number_bytes(n) == 3 ? 40 : 32)) & ~st_number_mask(n);
}

/* verify.c: everything that checksums cannot prove, and the checksum of TEXT. ix has its sections and lists. */
st_code st_index_verify(const st_index *ix, const uint8_t text_hash[16], st_err *err);
/* A file that chance has damaged: says so, where (a section's letters, or NULL), and what to do. */
st_code st_index_damaged(st_err *err, const char *what, const char *section);
/* lists.c: the manifest as bytes and back. */
st_code st_lists_encode(const st_model *m, st_buf *out, st_err *err);
st_code st_lists_decode(st_index *ix, st_err *err);
/* The number of the list that holds this party. */
uint32_t st_index_list_of(const st_index *ix, uint32_t party);
/* Fills in the text version, the id and the checksum of a header whose other fields and whose section table are final. */
void st_index_seal(st_header *h, const st_section *table);
/* Tests only: makes all checksums, the id and the text version of a damaged file hold again, as far as its section table makes sense. */
void st_index_reseal(void *map, size_t n);
#endif
