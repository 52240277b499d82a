/* Memory: the one gate to malloc, and the arena. */
#include <malloc.h>
#include <stdatomic.h>
#include "base/base.h"

#ifdef ST_FAULT
static _Atomic uint64_t fault_count, fault_at;
static _Atomic int fault_all;

uint64_t st_fault_alloc(uint64_t nth, int all) {
    uint64_t n = atomic_exchange(&fault_count, 0);
    atomic_store(&fault_all, all);
    atomic_store(&fault_at, nth);
    return n;
}

static bool fault_now(void) {
    uint64_t n = atomic_fetch_add(&fault_count, 1) + 1, at = atomic_load(&fault_at);
    return at != 0 && (n == at || (n > at && atomic_load(&fault_all)));
}
#else
uint64_t st_fault_alloc(uint64_t nth, int all) { (void)nth; (void)all; return 0; }
static inline bool fault_now(void) { return false; }
#endif

void *st_alloc(size_t n) { return fault_now() ? NULL : malloc(n ? n : 1); }
void *st_calloc(size_t n, size_t size) { return fault_now() ? NULL : calloc(n ? n : 1, size ? size : 1); }
void *st_realloc(void *p, size_t n) { return fault_now() ? NULL : realloc(p, n ? n : 1); }
void st_free(void *p) { free(p); }
void st_mem_trim(void) { malloc_trim(0); }

/* Blocks double from 4 KiB to 1 MiB: small arenas stay small, large ones make few calls. */
struct st_arena_block { struct st_arena_block *next; size_t size, used; };
enum { BLOCK_MIN = 4096, BLOCK_MAX = 1 << 20, ALIGN = 16 };
#define HEADER ((sizeof(struct st_arena_block) + ALIGN - 1) & ~(size_t)(ALIGN - 1))

static struct st_arena_block *block_new(st_arena *a, size_t n) {
    size_t size = a->head ? a->head->size * 2 : BLOCK_MIN;
    if (size > BLOCK_MAX) size = BLOCK_MAX;
#ifdef ST_SANITIZED
    size = n;   /* one malloc per object, so that an overrun leaves its own block */
#endif
    if (size < n) size = n;
    struct st_arena_block *b = st_alloc(HEADER + size);
    if (!b) return NULL;
    b->size = size;
    b->used = 0;
    b->next = a->head;
    a->head = b;
    return b;
}

void *st_arena_alloc(st_arena *a, size_t n) {
    if (n > SIZE_MAX / 2) return NULL;
    n = (n + ALIGN - 1) & ~(size_t)(ALIGN - 1);
    if (n == 0) n = ALIGN;
    if (a->limit && (n > a->limit || a->used > a->limit - n)) return NULL;
    struct st_arena_block *b = a->head;
    if (!b || b->size - b->used < n) {
        b = block_new(a, n);
        if (!b) return NULL;
    }
    void *p = (char *)b + HEADER + b->used;
    b->used += n;
    a->used += n;
    return p;
}

void *st_arena_calloc(st_arena *a, size_t n) {
    void *p = st_arena_alloc(a, n);
    if (p) memset(p, 0, n);
    return p;
}

void st_arena_reset(st_arena *a) {
    struct st_arena_block *keep = a->head;
    if (!keep) return;
#ifdef ST_SANITIZED
    st_arena_free(a);
#else
    for (struct st_arena_block *b = keep->next, *next; b; b = next) { next = b->next; st_free(b); }
    keep->next = NULL;
    keep->used = 0;
    a->used = 0;
#endif
}

void st_arena_free(st_arena *a) {
    for (struct st_arena_block *b = a->head, *next; b; b = next) { next = b->next; st_free(b); }
    a->head = NULL;
    a->used = 0;
}

int st_grow_(void **p, size_t *cap, size_t need, size_t size) {
    if (need <= *cap) return 0;
    size_t want = *cap ? *cap : 16;
    while (want < need) {
        if (want > SIZE_MAX / 2) return -1;
        want *= 2;
    }
    if (size && want > SIZE_MAX / size) return -1;
    void *q = st_realloc(*p, want * size);
    if (!q) return -1;
    *p = q;
    *cap = want;
    return 0;
}
