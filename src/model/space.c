/* The growing byte space and the string table over it. Interning is what a build spends most of its time on: a new text costs one cache miss
 * (its slot), a known one three (slot, handle, text); in steps those of one record are waited for together. */
#include <sys/random.h>
#include "model/space.h"
#include "base/hash.h"

#define CHUNK ((size_t)1 << ST_SPACE_SHIFT)
#define SPACE_MAX (UINT64_C(4) << 32)

uint8_t *st_space_add(st_space *s, size_t n, uint32_t *handle) {
    if (n > SPACE_MAX) return NULL;
    n = (n + 3) & ~(size_t)3;
    uint64_t at = s->used, room = (uint64_t)s->n * CHUNK - at;
    if (n > room) {   /* begin in fresh chunks: one block, so that an item of any size lies in a row */
        size_t k = (n + CHUNK - 1) / CHUNK;
        at = (uint64_t)s->n * CHUNK;
        if (at + k * CHUNK > SPACE_MAX || st_grow(s->v, s->cap, s->n + k)) return NULL;
        uint8_t *p = st_alloc(k * CHUNK);
        if (!p) return NULL;
        for (size_t i = 0; i < k; i++) s->v[s->n + i] = (st_chunk){ p + i * CHUNK, i == 0 };
        s->n += k;
    }
    s->used = at + n;
    *handle = (uint32_t)(at >> 2);
    return st_space_at(s, *handle);
}

void st_space_cut(st_space *s, uint64_t used) {
    size_t keep = (size_t)((used + CHUNK - 1) >> ST_SPACE_SHIFT);
    while (s->n > keep)
        if (s->v[--s->n].own) st_free(s->v[s->n].p);
    s->used = used;
}

void st_space_free(st_space *s) {
    st_space_cut(s, 0);
    st_free(s->v);
    *s = (st_space){ 0 };
}

st_code st_strings_init(st_strings *t) {
    *t = (st_strings){ .n = 1, .slots = 1024 };
    t->slot = st_calloc(t->slots, sizeof *t->slot);
    if (!t->slot || st_grow(t->at, t->at_cap, 1)) { st_strings_free(t); return ST_E_NOMEM; }
    t->at[0] = 0;
    /* A secret seed, so that no list can be written to collide. Nothing that is written depends on it. */
    if (getrandom(&t->seed, sizeof t->seed, GRND_NONBLOCK) != (ssize_t)sizeof t->seed) t->seed = (uint64_t)(uintptr_t)t->slot;
    return ST_OK;
}

void st_strings_free(st_strings *t) {
    st_space_free(&t->text);
    st_free(t->at);
    st_free(t->slot);
    *t = (st_strings){ 0 };
}

static void slot_put(st_slot *slot, size_t slots, st_slot s) {
    size_t i = s.tag & (slots - 1);
    while (slot[i].id) i = (i + 1) & (slots - 1);
    slot[i] = s;
}

static bool rehash(st_strings *t) {
    size_t slots = t->slots * 2;
    st_slot *fresh = st_calloc(slots, sizeof *fresh);
    if (!fresh) return false;
    for (size_t i = 0; i < t->slots; i++)
        if (t->slot[i].id) slot_put(fresh, slots, t->slot[i]);
    st_free(t->slot);
    t->slot = fresh;
    t->slots = slots;
    return true;
}

/* The slot that holds s, or the free one where it belongs. */
static size_t slot_find(const st_strings *t, st_str s, uint32_t tag) {
    size_t mask = t->slots - 1, i = tag & mask;
    for (; t->slot[i].id; i = (i + 1) & mask)
        if (t->slot[i].tag == tag && st_str_eq(st_strings_get(t, t->slot[i].id), s)) break;
    return i;
}

uint32_t st_strings_tag(const st_strings *t, st_str s) {
    if (s.n == 0) return 0;
    uint32_t tag = (uint32_t)st_hash64(s.p, s.n, t->seed);
    __builtin_prefetch(&t->slot[tag & (t->slots - 1)]);
    return tag;
}

uint32_t st_strings_guess(const st_strings *t, uint32_t tag) {
    size_t mask = t->slots - 1, i = tag & mask;
    while (t->slot[i].id && t->slot[i].tag != tag) i = (i + 1) & mask;
    st_strings_touch(t, t->slot[i].id);
    return t->slot[i].id;
}

uint32_t st_strings_add_guessed(st_strings *t, st_str s, uint32_t tag, uint32_t guess) {
    if (s.n == 0) return 0;
    if (guess && st_str_eq(st_strings_get(t, guess), s)) return guess;
    size_t i = slot_find(t, s, tag);
    if (t->slot[i].id) return t->slot[i].id;
    if (t->n >= UINT32_MAX - 1 || st_grow(t->at, t->at_cap, t->n + 1)) return UINT32_MAX;
    if (t->n >= t->slots - t->slots / 4) {
        if (!rehash(t)) return UINT32_MAX;
        i = slot_find(t, s, tag);
    }
    uint8_t *p = st_space_add(&t->text, st_varint_size(s.n) + s.n, &t->at[t->n]);
    if (!p) return UINT32_MAX;
    memcpy(st_varint_put(p, s.n), s.p, s.n);
    t->slot[i] = (st_slot){ (uint32_t)t->n, tag };
    return (uint32_t)t->n++;
}

uint32_t st_strings_add(st_strings *t, st_str s) { return st_strings_add_guessed(t, s, st_strings_tag(t, s), 0); }

uint32_t st_strings_find(const st_strings *t, st_str s) {
    if (s.n == 0) return 0;
    size_t i = slot_find(t, s, (uint32_t)st_hash64(s.p, s.n, t->seed));
    return t->slot[i].id ? t->slot[i].id : UINT32_MAX;
}

void st_strings_cut(st_strings *t, size_t n, uint64_t used) {
    if (n == t->n) return;
    t->n = n;
    st_space_cut(&t->text, used);
    memset(t->slot, 0, t->slots * sizeof *t->slot);
    for (uint32_t id = 1; id < n; id++) {
        st_str s = st_strings_get(t, id);
        slot_put(t->slot, t->slots, (st_slot){ id, (uint32_t)st_hash64(s.p, s.n, t->seed) });
    }
}
