/* Strings: slices for reading, one capped buffer for writing. A slice is not NUL-terminated and, past the boundary, valid UTF-8. */
#ifndef ST_STR_H
#define ST_STR_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include "base/err.h"
#include "base/mem.h"

typedef struct st_str { const char *p; size_t n; } st_str;
#define ST_STR(lit) ((st_str){ "" lit, sizeof(lit) - 1 })
#define ST_STR_NONE ((st_str){ NULL, 0 })
#define ST_FMT(s) (int)(s).n, (s).n ? (s).p : ""     /* for "%.*s" */

static inline st_str st_str_of(const char *z) { return (st_str){ z, z ? strlen(z) : 0 }; }
static inline st_str st_str_sub(st_str s, size_t from, size_t to) { return (st_str){ from ? s.p + from : s.p, to - from }; }   /* NULL + 0 is undefined */
static inline bool st_str_eq(st_str a, st_str b) { return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0); }
bool st_str_ieq(st_str a, st_str b);                     /* ASCII case folded */
/* A text is compared with tables of words everywhere: the first byte tells most of them apart, before their length is asked for. */
static inline bool st_str_is(st_str a, const char *z) { return a.n ? a.p[0] == z[0] && st_str_eq(a, st_str_of(z)) : !z[0]; }
static inline bool st_str_iis(st_str a, const char *z) { return a.n ? !((a.p[0] ^ z[0]) & 0xdf) && st_str_ieq(a, st_str_of(z)) : !z[0]; }
static inline bool st_str_starts(st_str s, const char *prefix) {
    if (!s.n || s.p[0] != prefix[0]) return !prefix[0];
    const size_t n = strlen(prefix);
    return s.n >= n && memcmp(s.p, prefix, n) == 0;
}
bool st_str_istarts_rest(st_str s, const char *prefix);
static inline bool st_str_istarts(st_str s, const char *prefix) {   /* ASCII case folded */
    return s.n && !((s.p[0] ^ prefix[0]) & 0xdf) ? st_str_istarts_rest(s, prefix) : !prefix[0];
}
bool st_str_ends(st_str s, const char *suffix);
st_str st_str_trim_blanks(st_str s);
/* Without ASCII blanks, no-break spaces, line ends on both sides. Most texts have none, which their first and last byte tell. */
static inline st_str st_str_trim(st_str s) {
    return s.n && s.p[0] > ' ' && s.p[s.n - 1] > ' ' && s.p[0] < 0x7f && s.p[s.n - 1] < 0x7f ? s : st_str_trim_blanks(s);
}
/* Where part or needle begins in s, or SIZE_MAX. The i-form folds ASCII case. */
size_t st_str_find_part(st_str s, st_str part);
static inline size_t st_str_find(st_str s, const char *needle) { return st_str_find_part(s, st_str_of(needle)); }
size_t st_str_ifind(st_str s, const char *needle);
size_t st_str_chr(st_str s, char c);
int st_str_cmp(st_str a, st_str b);                      /* bytewise, shorter first */
/* Cuts the part before the separator off *rest, trimmed; false when nothing is left. An empty part is returned as such.
 *   st_str rest = cell, part; while (st_split(&rest, ";", &part)) ... */
bool st_split(st_str *rest, const char *sep, st_str *part);
/* Decimal digits only, whole slice; false on anything else or overflow. */
bool st_parse_u64(st_str s, uint64_t *out);
static inline bool st_ascii8(const char *p) {   /* are these eight bytes? */
    uint64_t eight;
    memcpy(&eight, p, sizeof eight);
    return !(eight & UINT64_C(0x8080808080808080));
}
/* No byte above 0x7F. */
static inline bool st_str_is_ascii(st_str s) {
    size_t i = 0;
    for (; i + 8 <= s.n; i += 8)
        if (!st_ascii8(s.p + i)) return false;
    if (s.n >= 8) return st_ascii8(s.p + s.n - 8);
    unsigned char all = 0;
    for (; i < s.n; i++) all |= (unsigned char)s.p[i];
    return all < 0x80;
}
/* Valid UTF-8 per Unicode 15 table 3-7 (no surrogates, no overlong forms). st_utf8_bad gives the offset of the first bad byte or SIZE_MAX. */
bool st_utf8_valid_any(const char *p, size_t n);
static inline bool st_utf8_valid(const char *p, size_t n) {   /* most texts are short and ASCII */
    return (n < 64 && st_str_is_ascii((st_str){ p, n })) || st_utf8_valid_any(p, n);
}
size_t st_utf8_bad(st_str s);
/* Decodes the code point at *i and moves on; the slice must be valid. */
uint32_t st_utf8_next(st_str s, size_t *i);
/* Copies into the arena, NUL-terminated behind its end for debuggers; .p NULL when memory is out. */
st_str st_str_copy(st_arena *a, st_str s);

/* The one growing buffer. It never grows past its cap; the first failure sticks in `failed` (ST_E_NOMEM or ST_E_LIMIT), further writes are
 * no-ops, so that callers check once at the end. p is always NUL-terminated when not NULL. */
typedef struct st_buf { char *p; size_t n, alloc, cap; st_code failed; } st_buf;
#define ST_BUF_INIT(cap_bytes) { NULL, 0, 0, (cap_bytes), ST_OK }
void st_buf_add(st_buf *b, const void *p, size_t n);
static inline void st_buf_str(st_buf *b, st_str s) { st_buf_add(b, s.p, s.n); }
static inline void st_buf_z(st_buf *b, const char *z) { st_buf_add(b, z, strlen(z)); }
static inline void st_buf_char(st_buf *b, char c) {
    if (b->n + 1 < b->alloc && b->n < b->cap && !b->failed) {
        b->p[b->n++] = c;
        b->p[b->n] = 0;
    } else st_buf_add(b, &c, 1);
}
void st_buf_utf8(st_buf *b, uint32_t cp);
void st_buf_printf(st_buf *b, const char *fmt, ...) ST_PRINTF(2, 3);
static inline void st_buf_clear(st_buf *b) { b->n = 0; b->failed = ST_OK; if (b->p) b->p[0] = 0; }
static inline st_str st_buf_view(const st_buf *b) { return (st_str){ b->p, b->n }; }
void st_buf_free(st_buf *b);
#endif
