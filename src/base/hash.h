/* Hashes that are fast and not secret: XXH3 of the xxhash library, which hash.c alone knows. */
#ifndef ST_HASH_H
#define ST_HASH_H
#include "base/base.h"

/* XXH3, 64 bits, seeded. The same on every machine. */
uint64_t st_hash64(const void *p, size_t n, uint64_t seed);
/* XXH3, 128 bits over several pieces, as 32 lower-case hex digits and NUL. */
typedef struct st_hash128 st_hash128;
st_hash128 *st_hash128_new(void);
void st_hash128_add(st_hash128 *h, const void *p, size_t n);
void st_hash128_end(st_hash128 *h, char hex[33]);   /* frees h; NULL hex only frees */
void st_hash128_end_bytes(st_hash128 *h, uint8_t out[16]);   /* the same as 16 bytes, most significant first; frees h; NULL only frees */
/* ... of one piece at once. */
void st_hash128_of(const void *p, size_t n, uint8_t out[16]);
#endif
