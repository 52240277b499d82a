/* Hashes: the one file that knows xxhash. The library is header-only here, so nothing is linked. */
#define XXH_INLINE_ALL
#include <xxhash.h>
#include "base/hash.h"

uint64_t st_hash64(const void *p, size_t n, uint64_t seed) { return XXH3_64bits_withSeed(p, n, seed); }

struct st_hash128 { XXH3_state_t state; };

st_hash128 *st_hash128_new(void) {
    size_t size = (sizeof(st_hash128) + 63) & ~(size_t)63;
    char *raw = st_alloc(size + 64);   /* XXH3's state wants 64-byte alignment; the byte before it holds the shift */
    if (!raw) return NULL;
    size_t shift = 64 - ((uintptr_t)raw & 63);
    raw[shift - 1] = (char)shift;
    st_hash128 *h = (st_hash128 *)(void *)(raw + shift);
    XXH3_128bits_reset(&h->state);
    return h;
}

void st_hash128_add(st_hash128 *h, const void *p, size_t n) { XXH3_128bits_update(&h->state, p, n); }

void st_hash128_end_bytes(st_hash128 *h, uint8_t out[16]) {
    if (!h) return;
    if (out) {
        XXH128_canonical_t c;
        XXH128_canonicalFromHash(&c, XXH3_128bits_digest(&h->state));
        memcpy(out, c.digest, 16);
    }
    char *at = (char *)h;
    st_free(at - at[-1]);
}

void st_hash128_end(st_hash128 *h, char hex[33]) {
    uint8_t bytes[16];
    st_hash128_end_bytes(h, hex ? bytes : NULL);
    if (!h || !hex) return;
    for (size_t i = 0; i < 16; i++) snprintf(hex + 2 * i, 3, "%02x", bytes[i]);
}

void st_hash128_of(const void *p, size_t n, uint8_t out[16]) {
    XXH128_canonical_t c;
    XXH128_canonicalFromHash(&c, XXH3_128bits(p, n));
    memcpy(out, c.digest, 16);
}
