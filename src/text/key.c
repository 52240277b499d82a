/* Keys of parts. */
#include "text/key.h"
#include "base/hash.h"

uint32_t st_letters(st_str s) {
    uint32_t bits = 0;
    for (size_t i = 0; i < s.n; i++) {
        unsigned c = (unsigned char)s.p[i];
        bits |= UINT32_C(1) << (c >= 'a' && c <= 'z' ? c - 'a' + 1 : c >= '0' && c <= '9' ? 27 + (c - '0') % 5 : 0);
    }
    return bits;
}

uint32_t st_sound(st_str part) {
    char skeleton[64];
    if (st_letters(part) & ST_LETTERS_DIGIT) return 0;
    size_t n = st_skeleton(part, skeleton, sizeof skeleton);
    if (n < 2) return 0;
    uint32_t h = (uint32_t)st_hash64(skeleton, n, 0) | 4u;
    return (h & ~3u) | (n < 5 ? (uint32_t)n - 2 : 3u);
}

/* A phrase of letters (A.B., a Swedish share company) that is cut out of more letters (A.B.C. Company) is none. */
static bool cut_letters(const st_str *part, size_t n, size_t from, size_t count) {
    for (size_t i = from; i < from + count; i++)
        if (part[i].n != 1) return false;
    return (from > 0 && part[from - 1].n == 1) || (from + count < n && part[from + count].n == 1);
}

size_t st_name_parts(st_str folded, st_view view, st_str *out, size_t max) {
    st_str part[ST_MAX_TOKENS], canon;
    st_word_class cls;
    size_t all = st_tokens(folded, part, ST_MAX_TOKENS), n = 0, i = 0, seen = all < ST_MAX_TOKENS ? all : ST_MAX_TOKENS, beyond = all - seen;
    while (i < seen) {
        size_t taken = view == ST_VIEW_PERSON ? 0 : st_phrase(part + i, seen - i, &cls, &canon);
        if (taken && cut_letters(part, seen, i, taken)) taken = 0;
        if (n < max) out[n] = taken ? canon : part[i];
        n++;
        i += taken ? taken : 1;
    }
    return n + beyond;
}

bool st_run_joins(const uint8_t *length, size_t n, size_t from, size_t count) {
    if (count < 2 || from + count > n) return false;
    if (count == 2 || count == n) return true;
    for (size_t i = from; i < from + count; i++)
        if (length[i] != 1) return false;
    return (from == 0 || length[from - 1] != 1) && (from + count == n || length[from + count] != 1);
}

bool st_bare(st_str part) {
    size_t vowels = 0;
    for (size_t i = 0; i < part.n; i++) vowels += st_is_vowel(part.p[i]);
    return 2 * vowels < part.n - vowels;
}

uint16_t st_fingerprint(st_str part) {
    unsigned first = part.n && part.p[0] >= 'a' && part.p[0] <= 'z' ? (unsigned)(part.p[0] - 'a') : 26;
    unsigned length = part.n < 2 ? 0 : part.n < 7 ? (unsigned)part.n - 1 : part.n < 9 ? 6 : 7;
    return (uint16_t)(first | length << ST_FINGERPRINT_LETTER | (unsigned)(st_hash64(part.p, part.n, 0) >> 60) << ST_FINGERPRINT_SHORT);
}

/* Up to seven letters as a number, and a number as a hash: the finaliser of MurmurHash3 (A. Appleby, public domain), a bijection. */
static uint64_t mix(uint64_t x) {
    x = (x ^ x >> 33) * UINT64_C(0xff51afd7ed558ccd);
    x = (x ^ x >> 33) * UINT64_C(0xc4ceb9fe1a85ec53);
    return x ^ x >> 33;
}

/* x without its letter i, the first letter being the lowest byte. */
static uint64_t drop(uint64_t x, unsigned i) {
    uint64_t low = x & ((UINT64_C(1) << 8 * i) - 1);
    return low | (x >> 8 * (i + 1)) << 8 * i;
}

/* The distinct hashes so far; seen: a bit for the upper six bits of each, so that most new ones are told without a look at the others. */
typedef struct distinct { uint64_t *v, seen; size_t n; } distinct;

static void add(distinct *d, uint64_t x) {
    const uint64_t hash = mix(x), bit = UINT64_C(1) << (hash >> 58);
    for (size_t i = 0; i < d->n && d->seen & bit; i++)
        if (d->v[i] == hash) return;
    d->seen |= bit;
    d->v[d->n++] = hash;
}

size_t st_deletions(st_str part, unsigned edits, uint64_t out[ST_DELETIONS_MOST]) {
    unsigned length = part.n < ST_KEY_PREFIX ? (unsigned)part.n : ST_KEY_PREFIX;
    uint64_t x = 0;
    for (unsigned i = 0; i < length; i++) x |= (uint64_t)(unsigned char)part.p[i] << 8 * i;
    distinct d = { out, 0, 0 };
    add(&d, x);
    for (unsigned i = 0; i < length && edits; i++) add(&d, drop(x, i));
    for (unsigned i = 0; i < length && edits > 1; i++)
        for (unsigned j = 0; j < i; j++) add(&d, drop(drop(x, i), j));
    return d.n;
}
