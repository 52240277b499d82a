/* Secrets: random bytes, slow and keyed hashes, comparison in constant time. libcrypto, which sha256.c alone knows. */
#ifndef ST_SECRET_H
#define ST_SECRET_H
#include "base/base.h"

bool st_random(void *p, size_t n);
/* scrypt (RFC 7914) with N 16384, r 8, p 1: 16 MB and some tens of milliseconds. */
bool st_scrypt(st_str secret, const uint8_t *salt, size_t salt_n, uint8_t *out, size_t n);
/* HMAC-SHA-256 (RFC 2104). */
bool st_hmac(const uint8_t *key, size_t key_n, st_str s, uint8_t out[32]);
bool st_same_secret(const uint8_t *a, const uint8_t *b, size_t n);
#endif
