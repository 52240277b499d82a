/* SHA-256, and what is made with secrets, by OpenSSL's libcrypto, which only this file knows. */
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>
#include "base/file.h"
#include "base/secret.h"

struct st_sha256 { EVP_MD_CTX *ctx; bool ok; };

st_sha256 *st_sha256_new(void) {
    st_sha256 *h = st_alloc(sizeof *h);
    if (!h) return NULL;
    h->ctx = EVP_MD_CTX_new();
    h->ok = h->ctx && EVP_DigestInit_ex(h->ctx, EVP_sha256(), NULL) == 1;
    if (!h->ok) { EVP_MD_CTX_free(h->ctx); st_free(h); return NULL; }
    return h;
}

void st_sha256_add(st_sha256 *h, const void *p, size_t n) { h->ok = h->ok && EVP_DigestUpdate(h->ctx, p, n) == 1; }

void st_sha256_end(st_sha256 *h, char hex[65]) {
    static const char digit[] = "0123456789abcdef";
    unsigned char md[EVP_MAX_MD_SIZE];
    unsigned n = 0;
    if (!h->ok || EVP_DigestFinal_ex(h->ctx, md, &n) != 1 || n != 32) memset(md, 0, sizeof md);
    for (unsigned i = 0; i < 32; i++) { hex[2 * i] = digit[md[i] >> 4]; hex[2 * i + 1] = digit[md[i] & 15]; }
    hex[64] = 0;
    EVP_MD_CTX_free(h->ctx);
    st_free(h);
}

void st_sha256_of(const void *p, size_t n, uint8_t out[32]) {
    unsigned len = 0;
    if (EVP_Digest(p, n, out, &len, EVP_sha256(), NULL) != 1 || len != 32) memset(out, 0, 32);
}

bool st_random(void *p, size_t n) { return n <= 1024 && RAND_bytes(p, (int)n) == 1; }

bool st_scrypt(st_str secret, const uint8_t *salt, size_t salt_n, uint8_t *out, size_t n) {
    return EVP_PBE_scrypt(secret.p, secret.n, salt, salt_n, 16384, 8, 1, 32 << 20, out, n) == 1;
}

bool st_hmac(const uint8_t *key, size_t key_n, st_str s, uint8_t out[32]) {
    unsigned n = 0;
    return HMAC(EVP_sha256(), key, (int)key_n, (const unsigned char *)s.p, s.n, out, &n) && n == 32;
}

bool st_same_secret(const uint8_t *a, const uint8_t *b, size_t n) { return CRYPTO_memcmp(a, b, n) == 0; }
