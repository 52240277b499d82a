/* Addresses of digital currencies: Base58Check, Bech32, Ethereum's form. */
#include "model/wallet.h"
#include "base/file.h"

static const char base58[] = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
static const char bech32[] = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";

static char small(char c) { return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c; }

/* Base58Check: the number in base 58 has a version, a hash of 20 bytes and the first four bytes of the double SHA-256 of them. One byte of
 * version for most chains, two for Zcash. */
static bool base58check(st_str s) {
    uint8_t v[32] = { 0 };   /* big-endian */
    size_t zeros = 0, used = 0;
    while (zeros < s.n && s.p[zeros] == '1') zeros++;
    for (size_t i = zeros; i < s.n; i++) {
        const char *at = memchr(base58, s.p[i], sizeof base58 - 1);
        if (!at) return false;
        unsigned carry = (unsigned)(at - base58);
        size_t k = 0;
        for (; k < used || carry; k++) {
            if (k == sizeof v) return false;
            carry += 58u * v[sizeof v - 1 - k];
            v[sizeof v - 1 - k] = (uint8_t)(carry & 0xff);
            carry >>= 8;
        }
        used = k;
    }
    size_t n = zeros + used;
    if (n != 25 && n != 26) return false;
    uint8_t first[32], hash[32];
    st_sha256_of(v + sizeof v - n, n - 4, first);
    st_sha256_of(first, sizeof first, hash);
    return memcmp(hash, v + sizeof v - 4, 4) == 0;
}

static uint32_t polymod(uint32_t c, unsigned v) {
    static const uint32_t gen[5] = { 0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3 };
    uint32_t top = c >> 25;
    c = (c & 0x1ffffff) << 5 ^ v;
    for (unsigned i = 0; i < 5; i++)
        if (top >> i & 1) c ^= gen[i];
    return c;
}

/* A witness address: human part, "1", version, program, six letters of check. Version 0 ends in Bech32's constant, others in Bech32m's. */
static bool witness(st_str s) {
    size_t one = SIZE_MAX;
    bool lower = false, upper = false;
    for (size_t i = 0; i < s.n; i++) {
        lower |= s.p[i] >= 'a' && s.p[i] <= 'z';
        upper |= s.p[i] >= 'A' && s.p[i] <= 'Z';
        if (s.p[i] == '1') one = i;
    }
    if (s.n > 90 || one == SIZE_MAX || one == 0 || s.n < one + 8 || (lower && upper)) return false;
    uint32_t c = 1;
    for (size_t i = 0; i < one; i++) c = polymod(c, (unsigned char)small(s.p[i]) >> 5);
    c = polymod(c, 0);
    for (size_t i = 0; i < one; i++) c = polymod(c, (unsigned char)small(s.p[i]) & 31);
    unsigned version = 0, last = 0;
    for (size_t i = one + 1; i < s.n; i++) {
        const char *at = memchr(bech32, small(s.p[i]), sizeof bech32 - 1);
        if (!at) return false;
        unsigned v = (unsigned)(at - bech32);
        if (i == one + 1) version = v;
        if (i == s.n - 7) last = v;
        c = polymod(c, v);
    }
    size_t letters = s.n - one - 8, bytes = letters * 5 / 8, left = letters * 5 % 8;
    if (version > 16 || bytes < 2 || bytes > 40 || left >= 5 || (last & ((1u << left) - 1))) return false;
    if (version == 0 && bytes != 20 && bytes != 32) return false;
    return c == (version == 0 ? 1u : 0x2bc830a3u);
}

static bool is_witness(st_str s) { return st_str_istarts(s, "bc1") || st_str_istarts(s, "ltc1") || st_str_istarts(s, "tb1"); }
static bool is_ethereum(st_str s) { return s.n == 42 && s.p[0] == '0' && (s.p[1] == 'x' || s.p[1] == 'X'); }

bool st_wallet_caseless(st_str s) { return is_ethereum(s) || is_witness(s); }

static st_ident_result ethereum(st_str s) {
    bool lower = false, upper = false;
    for (size_t i = 2; i < s.n; i++) {
        char c = s.p[i];
        bool low = c >= 'a' && c <= 'f', up = c >= 'A' && c <= 'F';
        if (!low && !up && !(c >= '0' && c <= '9')) return ST_IDENT_FAILS;
        lower |= low;
        upper |= up;
    }
    return lower && upper ? ST_IDENT_NO_CHECK : ST_IDENT_HOLDS;
}

static bool one_of(st_str s, const char *const *names) {
    for (; *names; names++)
        if (st_str_iis(s, *names)) return true;
    return false;
}

st_ident_result st_wallet_check(st_str s, st_str currency) {
    static const char *const hex_only[] = { "ETH", "ETC", "BSC", "ARB", NULL };
    static const char *const base58_only[] = { "TRX", "DASH", "BTG", "DOGE", NULL };
    static const char *const base58_or_other[] = { "", "XBT", "BTC", "LTC", "ZEC", "BSV", "BCH", "USDT", "USDC", NULL };
    currency = st_str_trim(currency);
    if (is_ethereum(s)) return ethereum(s);
    if (one_of(currency, hex_only)) return ST_IDENT_FAILS;
    if (is_witness(s)) return witness(s) ? ST_IDENT_HOLDS : ST_IDENT_FAILS;
    bool must = one_of(currency, base58_only);
    if (!must && !one_of(currency, base58_or_other)) return ST_IDENT_NO_CHECK;
    bool form = s.n >= 26 && s.n <= 36 && s.p[0] && strchr("13LMT", s.p[0]);
    if (form || must) return base58check(s) ? ST_IDENT_HOLDS : ST_IDENT_FAILS;
    return ST_IDENT_NO_CHECK;
}
