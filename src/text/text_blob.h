/* Inside text/: the embedded tables. tools/mktext.c writes them, blob.c finds them, nobody else knows the layout.
 *
 * Little-endian, 64-byte aligned, read in place. Everything behind the header is covered by the version hash. */
#ifndef ST_TEXT_BLOB_H
#define ST_TEXT_BLOB_H
#include "base/base.h"

#define ST_BLOB_MAGIC "STTEXT2\n"

typedef struct st_span { uint32_t at, n; } st_span;   /* byte offset in the blob, number of elements */

/* A dictionary: open addressing with linear probing over `slot` (a power of two; entry + 1, or 0), FNV-1a of the key. */
typedef struct st_dict { st_span slot, entry; } st_dict;
typedef struct st_dict_entry { uint32_t key, value; uint16_t key_n, value_n; uint16_t kind, parts; } st_dict_entry;   /* key, value: offsets in `text` */

typedef struct st_pair { uint32_t a, b, c; } st_pair;               /* sorted by a, then b: a followed by b reads as c */
typedef struct st_script_range { uint32_t first; uint32_t script; } st_script_range;   /* up to the next range; script UINT32_MAX: no letters */
typedef struct st_country_row { char alpha2[4]; uint32_t name, name_n; } st_country_row;   /* sorted by alpha2; name: offset in `text` */

typedef struct st_text { uint32_t at, n; } st_text;                  /* a slice of `text` */
/* One way of reading a script beside st_fold's: slot 1 to ST_READINGS_MOST - 1 is the table of cells that it reads with. when, unless: letters
 * (UTF-8) of which a name must have one, or may have none. The rules work on the folded parts. */
typedef struct st_system { char script[4]; uint32_t slot, key, flags; st_text name, covers, when, unless; uint32_t rule, rules; } st_system;
typedef struct st_rule { uint32_t from, to; uint16_t from_n, to_n; } st_rule;   /* offsets in `text`; ^ and $ are the ends of a part */
enum {
    ST_READS_VOWELS = 1,   /* puts in vowels that are not written */
    ST_READS_NAME = 2,     /* begins with a surname, which `spoken` may know */
    ST_READS_JOINED = 4,   /* Arabic compounds are one part, Abdolrahman; so are the characters behind a surname, Jinping */
    ST_READS_SUN = 8,      /* and the article's l becomes the letter behind it: Abdurrahman */
    ST_READS_E = 16,       /* the vowel of Khaled, not of Khalid */
    ST_READS_WORDS = 64,   /* `spoken` is asked for every run of characters, not for the first one only */
    ST_READS_WHOLE = 128,  /* no blank between the letters of a piece: foreign names in syllables */
    ST_READS_CLUSTERS = 256,   /* with VOWELS: none between a consonant and r or l at the beginning: Praphat, Fridman */
    ST_READS_SCHWA = 512,  /* the inherent a falls silent inside a part too, "aa" being the long one: Manmohan */
    ST_READS_KEY = 32      /* no reading: tells letters apart, for the keys of `spoken` */
};

typedef struct st_blob_head {
    char magic[8], version[16];
    uint32_t size, pad;
    st_span page;      /* uint16_t: block of 128 cells for each code point >> 7; ST_READINGS_MOST such tables, the first is st_fold's */
    st_span cell;      /* uint32_t: what a code point folds to, ST_CELL_* */
    st_span pool;      /* bytes that cells point into */
    st_span pair;      /* st_pair */
    st_span range;     /* st_script_range */
    st_span script;    /* char[8]: ISO 15924 code, NUL */
    st_span country;   /* st_country_row */
    st_span text;      /* bytes that dictionaries and countries point into */
    st_span system;    /* st_system: by script, then slot; `key` is the slot that makes the keys of `spoken` */
    st_span rule;      /* st_rule */
    st_dict word, place, month;
    st_dict spoken;    /* how names are said: script, blank, the key (Han: the name itself) -> a form for each slot from 1 on, with , between */
    st_dict meaning;   /* words of native names in English: script, a blank, the word; script, -, the beginning of words (meanings.txt) */
    st_dict term;      /* words of organisations; kind: st_word_class */
    st_dict phrase;    /* parts joined by blanks; kind: st_word_class. First parts alone too, kind 0, parts: of their longest phrase */
    st_dict rarity;    /* kind: persons, organisations << 8, in 1/16 bits */
    st_dict alike;     /* equivalent parts; value, value_n: a run of `neighbour` */
    st_span neighbour; /* uint16_t: ST_ALIKE_*, the strongest first */
} st_blob_head;

/* A neighbour: its entry in `alike` and the strength of st_equivalent. */
#define ST_ALIKE_ENTRIES     0x4000u
#define ST_ALIKE(entry, strength) ((uint16_t)((entry) | (uint32_t)(strength) << 14))
#define ST_ALIKE_ENTRY(x)    ((x) & 0x3FFFu)
#define ST_ALIKE_STRENGTH(x) ((unsigned)(x) >> 14)
enum { ST_WORD_ALSO_NAME = 1 };   /* in `parts` of a title: it is a common name too */
enum { ST_PHRASE_PARTS = 12, ST_PHRASE_BYTES = 128 };   /* no phrase is longer */

/* A cell: offset in the pool (20 bits), length (6), class (5), and whether the code point may begin a pair (1). */
#define ST_CELL_AT(c)    ((c) & 0xFFFFFu)
#define ST_CELL_N(c)     ((c) >> 20 & 0x3Fu)
#define ST_CELL_CLASS(c) ((st_fold_class)((c) >> 26 & 0x1Fu))
#define ST_CELL_PAIRS    0x80000000u
#define ST_CELL(at, n, class) ((uint32_t)(at) | (uint32_t)(n) << 20 | (uint32_t)(class) << 26)
/* Sequences without a code point of their own ("ου") get numbers from here on. */
#define ST_CP_OWN   0x110000u
#define ST_CP_PAGES ((ST_CP_OWN >> 7) + 16)

typedef enum st_fold_class {
    ST_FOLD_TEXT,      /* letters and digits, as they are */
    ST_FOLD_GAP,       /* separates parts */
    ST_FOLD_NOTHING,   /* vanishes */
    ST_FOLD_MARK,      /* vanishes; its cell has its combining class in place of an offset, since a letter may be read with a later mark */
    ST_FOLD_EXPAND,    /* UTF-8 to read in its place: compatibility forms */
    ST_FOLD_PART,      /* a part of its own: Han */
    ST_FOLD_HANGUL, ST_FOLD_JAMO_L, ST_FOLD_JAMO_V, ST_FOLD_JAMO_T,
    ST_FOLD_ALEF,      /* text before which a half-vowel is a consonant */
    ST_FOLD_SEMI,      /* two letters: as consonant, as vowel */
    ST_FOLD_VOICED,    /* text ending in v that turns to f before unvoiced letters and at the end */
    ST_FOLD_CONSONANT, /* an inherent a may follow: Brahmic scripts */
    ST_FOLD_NORTHERN,  /* the same where that a falls silent at the end of a part, but for groups of consonants: Hindi, Bengali, Panjabi ... */
    ST_FOLD_FINAL,     /* text of which only the last letter counts at the end of a part */
    ST_FOLD_MEDIAL,    /* a consonant below another one, whose inherent a it takes over */
    ST_FOLD_VOWEL,     /* takes the place of an inherent a */
    ST_FOLD_KILLER,    /* removes an inherent a; its cell has its combining class too */
    ST_FOLD_KANA,
    ST_FOLD_SOKUON,    /* doubles the next kana's consonant */
    ST_FOLD_CODE       /* a letter that nobody romanises: "u" and its number in hex, a part of its own */
} st_fold_class;

const st_blob_head *st_blob(void);

/* st_fold into the caller's memory (at least 128 bytes), without allocating. The length, or SIZE_MAX when it may not fit: cap - 128 bytes always do. */
size_t st_fold_short(st_str s, char *out, size_t cap);

/* The same with the table of a slot; slot 0 is st_fold. */
void st_fold_as(st_str s, unsigned slot, st_buf *out);
size_t st_fold_as_short(st_str s, unsigned slot, char *out, size_t cap);

static inline const void *st_blob_at(const st_blob_head *h, st_span s) { return (const char *)h + s.at; }
static inline st_str st_blob_text(const st_blob_head *h, uint32_t at, uint32_t n) { return (st_str){ (const char *)h + h->text.at + at, n }; }

static inline uint32_t st_dict_hash(st_str key) {
    uint32_t h = 2166136261u;
    for (size_t i = 0; i < key.n; i++) h = (h ^ (unsigned char)key.p[i]) * 16777619u;
    return h ^ h >> 15;
}
/* The entry with this key, or NULL. */
const st_dict_entry *st_dict_find(const st_dict *d, st_str key);
#endif
