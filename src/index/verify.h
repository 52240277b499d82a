/* Inside index/: the parts of verification that can be done side by side. */
#ifndef ST_VERIFY_H
#define ST_VERIFY_H
#include "index/layout.h"

/* Parties [from, to), from a block's beginning, checked by themselves. What joins them to their neighbours is kept, and checked when all are done. */
typedef struct st_span {
    uint32_t from, to;
    uint64_t text_from;                       /* where its text begins: for the first span only, the others go by their block */
    uint32_t name_from, name_to, edge_from, edge_to;
    st_str first_key, last_key;
    st_code code;
    st_err err;
} st_span;

/* The shared strings, which all facts point to: checked before any span. shared_at (ix->shared + 1 of them) gets where each begins and the last one
 * ends, *text where the parties' text begins. */
st_code st_verify_shared(const st_index *ix, const uint8_t bits[256], uint32_t *shared_at, uint64_t *text, st_err *err);
/* Fills code and err of the span. shared_at is only read. */
void st_verify_span(const st_index *ix, const uint8_t bits[256], uint32_t *shared_at, st_span *s);
/* The spans in their order, each verified: do they join without gaps, and do their ends lie where the sections end? The first failure of any. */
st_code st_verify_joints(const st_index *ix, const st_span *span, size_t n, st_err *err);

/* "the index contradicts itself: ..." at a numbered place. */
st_code st_verify_bad(st_err *err, const char *what, const char *of, uint64_t number);

/* st_str_cmp(a, b) < 0 for texts that lie in one section of n bytes from base: the first eight bytes decide most, and are read at once. */
static inline bool st_in_order(const char *base, uint64_t n, st_str a, st_str b) {
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
#endif
