/* Memory. Four lifetimes: process, index (the mapped file), request, build. Small things live in arenas and are never freed one by one.
 *
 * Every allocation goes through st_alloc or st_realloc, so that tests can fail the n-th one (ST_FAULT builds). */
#ifndef ST_MEM_H
#define ST_MEM_H
#include <stddef.h>
#include <stdint.h>

/* NULL when memory is out; n may be 0. Memory of st_alloc is not cleared, that of st_calloc is. */
void *st_alloc(size_t n);
void *st_calloc(size_t n, size_t size);
void *st_realloc(void *p, size_t n);
void st_free(void *p);
/* Gives what has been freed back to the system, where the allocator would keep it: between two large pieces of work. */
void st_mem_trim(void);

/* Tests only: the n-th allocation from now on fails (0: none), and all after it too when `all` is set. Returns how many were made
 * since the last call. Counts are process-wide and atomic. */
uint64_t st_fault_alloc(uint64_t nth, int all);

/* An arena: memory that is given back all at once. Under AddressSanitizer each block is its own malloc, so that overruns show. */
typedef struct st_arena { struct st_arena_block *head; size_t used, limit; } st_arena;
#define ST_ARENA_INIT { NULL, 0, 0 }
/* 16-byte aligned; NULL when memory is out or `limit` (bytes, 0 for none) would be passed. */
void *st_arena_alloc(st_arena *a, size_t n);
void *st_arena_calloc(st_arena *a, size_t n);
/* Empties the arena but keeps its first block for reuse. */
void st_arena_reset(st_arena *a);
void st_arena_free(st_arena *a);

/* Makes room for `need` elements in a growable array {p, cap}; 0, or -1 when memory is out (p stays valid). Doubling. */
int st_grow_(void **p, size_t *cap, size_t need, size_t size);
#define st_grow(vec_p, vec_cap, need) ((need) <= (vec_cap) ? 0 : st_grow_((void **)&(vec_p), &(vec_cap), (need), sizeof *(vec_p)))
#endif
