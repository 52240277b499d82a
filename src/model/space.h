/* Inside model/: memory that only grows. A space is bytes addressed by a 32-bit handle in units of 4 (so 16 GiB), in chunks that never move:
 * pointers into it stay valid. Strings are a space with a hash table over it: each text once, numbered in order of arrival. */
#ifndef ST_SPACE_H
#define ST_SPACE_H
#include "base/base.h"

typedef struct st_chunk { uint8_t *p; bool own; } st_chunk;   /* own: p is what malloc gave; else it lies inside a larger run */
typedef struct st_space { st_chunk *v; size_t n, cap; uint64_t used; } st_space;
#define ST_SPACE_SHIFT 18   /* 256 KiB a chunk */

static inline uint8_t *st_space_at(const st_space *s, uint32_t handle) {
    return s->v[handle >> (ST_SPACE_SHIFT - 2)].p + ((size_t)(handle & ((1u << (ST_SPACE_SHIFT - 2)) - 1)) << 2);
}
/* Room for n > 0 bytes in a row, 4-byte aligned. NULL when memory is out or the space is full (16 GiB). */
uint8_t *st_space_add(st_space *s, size_t n, uint32_t *handle);
/* Gives back what came after `used` was read off the space. */
void st_space_cut(st_space *s, uint64_t used);
void st_space_free(st_space *s);

static inline uint8_t *st_varint_put(uint8_t *p, uint64_t v) {
    while (v >= 0x80) { *p++ = (uint8_t)(v | 0x80); v >>= 7; }
    *p++ = (uint8_t)v;
    return p;
}
static inline const uint8_t *st_varint_get(const uint8_t *p, uint64_t *v) {   /* of our own making, so not checked */
    uint64_t x = *p & 0x7f;
    for (unsigned shift = 7; *p++ & 0x80; shift += 7) x |= (uint64_t)(*p & 0x7f) << shift;
    *v = x;
    return p;
}
static inline size_t st_varint_size(uint64_t v) { size_t n = 1; for (; v >= 0x80; v >>= 7) n++; return n; }

typedef struct st_slot { uint32_t id, tag; } st_slot;   /* id 0: free (the empty string has no slot) */
typedef struct st_strings {
    st_space text;
    uint32_t *at; size_t n, at_cap;                      /* handle by id; id 0 is the empty string */
    st_slot *slot; size_t slots;                         /* a power of two */
    uint64_t seed;
} st_strings;
st_code st_strings_init(st_strings *t);
void st_strings_free(st_strings *t);
/* The id of s, new or known; UINT32_MAX when memory is out or ids are (2^32 - 2). */
uint32_t st_strings_add(st_strings *t, st_str s);
/* The same in steps, for many texts at once: the memory that one step needs is called for by the step before, so that the misses of all texts
 * overlap. First the tag, then a guess (an id, or 0), then the id for certain. */
uint32_t st_strings_tag(const st_strings *t, st_str s);
uint32_t st_strings_guess(const st_strings *t, uint32_t tag);
uint32_t st_strings_add_guessed(st_strings *t, st_str s, uint32_t tag, uint32_t guess);
/* The id of s if it is there, else UINT32_MAX. */
uint32_t st_strings_find(const st_strings *t, st_str s);
static inline st_str st_strings_get(const st_strings *t, uint32_t id) {
    if (id == 0) return (st_str){ "", 0 };
    uint64_t n;
    const uint8_t *p = st_varint_get(st_space_at(&t->text, t->at[id]), &n);
    return (st_str){ (const char *)p, (size_t)n };
}
static inline void st_strings_touch(const st_strings *t, uint32_t id) { __builtin_prefetch(&t->at[id]); }
static inline void st_strings_touch_text(const st_strings *t, uint32_t id) { if (id) __builtin_prefetch(st_space_at(&t->text, t->at[id])); }
/* Forgets the strings from number n on, and their text, which began at `used`. Cannot fail. */
void st_strings_cut(st_strings *t, size_t n, uint64_t used);
#endif
