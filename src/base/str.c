/* Strings: slices, UTF-8, the growing buffer. */
#include "base/base.h"
#if defined(__SSE2__)
#include <emmintrin.h>
#endif

static char lower(char c) { return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c; }

static bool same_folded(const char *a, const char *b, size_t n) {
    for (size_t i = 0; i < n; i++)
        if (lower(a[i]) != lower(b[i])) return false;
    return true;
}

bool st_str_ieq(st_str a, st_str b) { return a.n == b.n && same_folded(a.p, b.p, a.n); }

bool st_str_istarts_rest(st_str s, const char *prefix) {
    size_t n = strlen(prefix);
    return s.n >= n && same_folded(s.p, prefix, n);
}

bool st_str_ends(st_str s, const char *suffix) {
    size_t n = strlen(suffix);
    return s.n >= n && memcmp(s.p + s.n - n, suffix, n) == 0;
}

/* Bytes of the blank that begins at p, 0 for none: ASCII blanks, U+00A0, U+2007, U+202F, U+3000, U+FEFF. */
static size_t blank_at(const char *p, size_t n) {
    unsigned char c = (unsigned char)p[0];
    if (c < 0x80) return c == ' ' || (c >= '\t' && c <= '\r');
    if (n >= 2 && memcmp(p, "\xc2\xa0", 2) == 0) return 2;
    if (n >= 3 && (memcmp(p, "\xe3\x80\x80", 3) == 0 || memcmp(p, "\xef\xbb\xbf", 3) == 0 || memcmp(p, "\xe2\x80\xaf", 3) == 0 ||
                   memcmp(p, "\xe2\x80\x87", 3) == 0))
        return 3;
    return 0;
}

st_str st_str_trim_blanks(st_str s) {
    for (size_t k; s.n && (k = blank_at(s.p, s.n)); s.p += k, s.n -= k) {}
    for (size_t k; s.n; s.n -= k) {
        const char *end = s.p + s.n;
        const size_t most = (unsigned char)end[-1] < 0x80 ? 1 : s.n < 3 ? s.n : 3;   /* no blank of several bytes ends in ASCII */
        for (k = 1; k <= most && blank_at(end - k, k) != k; k++) {}
        if (k > most) break;
    }
    return s;
}

/* The first place where n bytes of `needle` stand, n > 0. Texts are short and so are needles: a table made for each search, as memmem makes one, costs
 * more than the search. Where the machine can, 16 places at a time are asked for the first and the last byte of the needle (Mula, "SIMD-friendly
 * algorithms for substring searching", 2016). */
#define CASE ((char)0xdf)   /* two ASCII letters that differ in nothing else are one */
static inline bool stands(const char *at, const char *needle, size_t n, bool fold) {
    const char bits = fold ? CASE : (char)0xff;
    if (((at[0] ^ needle[0]) | (at[n - 1] ^ needle[n - 1])) & bits) return false;
    return fold ? same_folded(at, needle, n) : memcmp(at, needle, n) == 0;
}

static inline size_t find(st_str s, const char *needle, size_t n, bool fold) {
    if (s.n < n) return SIZE_MAX;
    const size_t places = s.n - n + 1;
    size_t i = 0;
#if defined(__SSE2__)
    const __m128i bits = _mm_set1_epi8(fold ? CASE : (char)0xff), zero = _mm_setzero_si128();
    const __m128i first = _mm_set1_epi8(needle[0]), last = _mm_set1_epi8(needle[n - 1]);
    while (places - i >= 16) {
        const __m128i a = _mm_loadu_si128((const void *)(s.p + i)), b = _mm_loadu_si128((const void *)(s.p + i + n - 1));
        const __m128i differ = _mm_and_si128(_mm_or_si128(_mm_xor_si128(a, first), _mm_xor_si128(b, last)), bits);
        for (unsigned hits = (unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(differ, zero)); hits; hits &= hits - 1) {
            const size_t at = i + (size_t)__builtin_ctz(hits);
            if (stands(s.p + at, needle, n, fold)) return at;
        }
        i += 16;
    }
#endif
    for (; i < places; i++)
        if (stands(s.p + i, needle, n, fold)) return i;
    return SIZE_MAX;
}

size_t st_str_find_part(st_str s, st_str part) {
    enum { LONG = 64 };   /* from here on time that is linear in any case is worth a table */
    if (part.n == 0) return 0;
    if (part.n == 1) return st_str_chr(s, part.p[0]);
    if (part.n < LONG) return find(s, part.p, part.n, false);
    const char *p = s.n < part.n ? NULL : memmem(s.p, s.n, part.p, part.n);
    return p ? (size_t)(p - s.p) : SIZE_MAX;
}

size_t st_str_ifind(st_str s, const char *needle) {
    const size_t n = strlen(needle);
    return n ? find(s, needle, n, true) : 0;
}

size_t st_str_chr(st_str s, char c) {
    const char *p = s.n ? memchr(s.p, c, s.n) : NULL;
    return p ? (size_t)(p - s.p) : SIZE_MAX;
}

int st_str_cmp(st_str a, st_str b) {
    size_t n = a.n < b.n ? a.n : b.n;
    int c = n ? memcmp(a.p, b.p, n) : 0;
    return c ? c : (a.n > b.n) - (a.n < b.n);
}

bool st_split(st_str *rest, const char *sep, st_str *part) {
    if (!rest->p) return false;
    size_t at = st_str_find(*rest, sep);
    if (at == SIZE_MAX) {
        *part = st_str_trim(*rest);
        *rest = ST_STR_NONE;
        return part->n > 0;   /* nothing behind the last separator is no part */
    }
    size_t k = strlen(sep);
    *part = st_str_trim(st_str_sub(*rest, 0, at));
    *rest = st_str_sub(*rest, at + k, rest->n);
    return true;
}

bool st_parse_u64(st_str s, uint64_t *out) {
    if (s.n == 0) return false;
    uint64_t v = 0;
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] < '0' || s.p[i] > '9') return false;
        if (__builtin_mul_overflow(v, (uint64_t)10, &v) || __builtin_add_overflow(v, (uint64_t)(s.p[i] - '0'), &v)) return false;
    }
    *out = v;
    return true;
}

/* Length of the well-formed sequence at p (Unicode 15, table 3-7), 0 when it is not. */
static size_t utf8_sequence(const unsigned char *p, size_t n) {
    unsigned c = p[0];
    if (c < 0x80) return 1;
    if (c < 0xC2 || c > 0xF4) return 0;
    size_t k = c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;
    if (n < k) return 0;
    unsigned lo = 0x80, hi = 0xBF;
    if (c == 0xE0) lo = 0xA0;
    if (c == 0xED) hi = 0x9F;
    if (c == 0xF0) lo = 0x90;
    if (c == 0xF4) hi = 0x8F;
    if (p[1] < lo || p[1] > hi) return 0;
    for (size_t i = 2; i < k; i++)
        if ((p[i] & 0xC0) != 0x80) return 0;
    return k;
}

size_t st_utf8_bad(st_str s) {
    const unsigned char *p = (const unsigned char *)s.p;
    if (st_str_is_ascii(s)) return SIZE_MAX;   /* most text is, and short */
    for (size_t i = 0; i < s.n;) {
        uint64_t eight[4];
        while (i + sizeof eight <= s.n) {   /* and of the rest most: 32 bytes at a time */
            memcpy(eight, p + i, sizeof eight);
            if ((eight[0] | eight[1] | eight[2] | eight[3]) & UINT64_C(0x8080808080808080)) break;
            i += sizeof eight;
        }
        size_t stop = i + sizeof eight < s.n ? i + sizeof eight : s.n;
        while (i < stop) {
            size_t k = utf8_sequence(p + i, s.n - i);
            if (!k) return i;
            i += k;
        }
    }
    return SIZE_MAX;
}

uint32_t st_utf8_next(st_str s, size_t *i) {
    const unsigned char *p = (const unsigned char *)s.p + *i;
    uint32_t c = p[0];
    if (c < 0x80) { *i += 1; return c; }
    if (c < 0xE0) { *i += 2; return (c & 0x1Fu) << 6 | (p[1] & 0x3Fu); }
    if (c < 0xF0) { *i += 3; return (c & 0x0Fu) << 12 | (p[1] & 0x3Fu) << 6 | (p[2] & 0x3Fu); }
    *i += 4;
    return (c & 0x07u) << 18 | (p[1] & 0x3Fu) << 12 | (p[2] & 0x3Fu) << 6 | (p[3] & 0x3Fu);
}

st_str st_str_copy(st_arena *a, st_str s) {
    char *p = st_arena_alloc(a, s.n + 1);
    if (!p) return ST_STR_NONE;
    if (s.n) memcpy(p, s.p, s.n);
    p[s.n] = 0;
    return (st_str){ p, s.n };
}

static bool buf_room(st_buf *b, size_t n) {
    if (b->failed) return false;
    if (b->cap && (n > b->cap || b->n > b->cap - n)) { b->failed = ST_E_LIMIT; return false; }
    if (b->n + n + 1 > b->alloc) {
        if (st_grow_((void **)&b->p, &b->alloc, b->n + n + 1, 1) != 0) { b->failed = ST_E_NOMEM; return false; }
    }
    return true;
}

void st_buf_add(st_buf *b, const void *p, size_t n) {
    if (!buf_room(b, n)) return;
    if (n) memcpy(b->p + b->n, p, n);
    b->n += n;
    b->p[b->n] = 0;
}

void st_buf_utf8(st_buf *b, uint32_t cp) {
    unsigned char t[4];
    size_t n;
    if (cp < 0x80) { t[0] = (unsigned char)cp; n = 1; }
    else if (cp < 0x800) { t[0] = (unsigned char)(0xC0 | cp >> 6); t[1] = (unsigned char)(0x80 | (cp & 0x3F)); n = 2; }
    else if (cp < 0x10000) {
        if (cp >= 0xD800 && cp < 0xE000) cp = 0xFFFD;
        t[0] = (unsigned char)(0xE0 | cp >> 12); t[1] = (unsigned char)(0x80 | (cp >> 6 & 0x3F)); t[2] = (unsigned char)(0x80 | (cp & 0x3F)); n = 3;
    } else {
        if (cp > 0x10FFFF) { st_buf_utf8(b, 0xFFFD); return; }
        t[0] = (unsigned char)(0xF0 | cp >> 18); t[1] = (unsigned char)(0x80 | (cp >> 12 & 0x3F));
        t[2] = (unsigned char)(0x80 | (cp >> 6 & 0x3F)); t[3] = (unsigned char)(0x80 | (cp & 0x3F)); n = 4;
    }
    st_buf_add(b, t, n);
}

void st_buf_printf(st_buf *b, const char *fmt, ...) {
    char small[256];
    va_list ap;
    va_start(ap, fmt);
    int n = vsnprintf(small, sizeof small, fmt, ap);
    va_end(ap);
    if (n < 0) { b->failed = ST_E_SYSTEM; return; }
    if ((size_t)n < sizeof small) { st_buf_add(b, small, (size_t)n); return; }
    if (!buf_room(b, (size_t)n)) return;
    va_start(ap, fmt);
    vsnprintf(b->p + b->n, (size_t)n + 1, fmt, ap);
    va_end(ap);
    b->n += (size_t)n;
}

void st_buf_free(st_buf *b) {
    st_free(b->p);
    *b = (st_buf){ NULL, 0, 0, b->cap, ST_OK };
}
