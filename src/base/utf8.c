/* Is it UTF-8? Every byte of every list and of every index is asked, so this is made to run at the speed of memory where the machine can.
 *
 * The vector form is the method of Keiser and Lemire, "Validating UTF-8 in less than one instruction per byte", Software: Practice and Experience
 * 51(5), 2021: every ill-formed sequence of table 3-7 shows within two neighbouring bytes, except missing third and fourth bytes. Three look-ups,
 * by the high and the low half of a byte and by the high half of the next, each give the set of errors that are still possible; what is left in all
 * three is an error. One bit, two continuation bytes in a row, is right exactly where a third or fourth byte is due. */
#include "base/base.h"

#if defined(__x86_64__)
#include <immintrin.h>

enum {
    TOO_SHORT = 1,          /* a lead byte, then no continuation */
    TOO_LONG = 2,           /* ASCII, then a continuation */
    OVERLONG_3 = 4,         /* E0 80..9F */
    TOO_LARGE = 8,          /* F4 90..BF, or F5..FF 90..BF */
    SURROGATE = 16,         /* ED A0..BF */
    OVERLONG_2 = 32,        /* C0 or C1 */
    OVERLONG_4 = 64,        /* F0 80..8F; and F5..FF 80..8F, too large as well */
    TWO_CONTS = 128,        /* continuations in a row */
    ANY_LOW = TOO_SHORT | TOO_LONG | TWO_CONTS
};

#define BOTH(...) { __VA_ARGS__, __VA_ARGS__ }
static const uint8_t first_high[32] = BOTH(TOO_LONG, TOO_LONG, TOO_LONG, TOO_LONG, TOO_LONG, TOO_LONG, TOO_LONG, TOO_LONG,
    TWO_CONTS, TWO_CONTS, TWO_CONTS, TWO_CONTS, TOO_SHORT | OVERLONG_2, TOO_SHORT, TOO_SHORT | OVERLONG_3 | SURROGATE,
    TOO_SHORT | TOO_LARGE | OVERLONG_4);
static const uint8_t first_low[32] = BOTH(ANY_LOW | OVERLONG_2 | OVERLONG_3 | OVERLONG_4, ANY_LOW | OVERLONG_2, ANY_LOW, ANY_LOW, ANY_LOW | TOO_LARGE,
    ANY_LOW | TOO_LARGE | OVERLONG_4, ANY_LOW | TOO_LARGE | OVERLONG_4, ANY_LOW | TOO_LARGE | OVERLONG_4, ANY_LOW | TOO_LARGE | OVERLONG_4,
    ANY_LOW | TOO_LARGE | OVERLONG_4, ANY_LOW | TOO_LARGE | OVERLONG_4, ANY_LOW | TOO_LARGE | OVERLONG_4, ANY_LOW | TOO_LARGE | OVERLONG_4,
    ANY_LOW | TOO_LARGE | OVERLONG_4 | SURROGATE, ANY_LOW | TOO_LARGE | OVERLONG_4, ANY_LOW | TOO_LARGE | OVERLONG_4);
static const uint8_t second_high[32] = BOTH(TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT,
    TOO_LONG | TWO_CONTS | OVERLONG_2 | OVERLONG_3 | OVERLONG_4, TOO_LONG | TWO_CONTS | OVERLONG_2 | OVERLONG_3 | TOO_LARGE,
    TOO_LONG | TWO_CONTS | OVERLONG_2 | SURROGATE | TOO_LARGE, TOO_LONG | TWO_CONTS | OVERLONG_2 | SURROGATE | TOO_LARGE,
    TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT);

#define AVX2 __attribute__((target("avx2")))

AVX2 static inline __m256i load(const void *p) { return _mm256_loadu_si256(p); }
AVX2 static inline __m256i high_half(__m256i x) { return _mm256_and_si256(_mm256_srli_epi16(x, 4), _mm256_set1_epi8(0x0f)); }

/* What is wrong in block x, given the block before it; zeros for nothing. */
AVX2 static inline __m256i block_errors(__m256i x, __m256i before) {
    __m256i across = _mm256_permute2x128_si256(before, x, 0x21);
    __m256i back1 = _mm256_alignr_epi8(x, across, 15), back2 = _mm256_alignr_epi8(x, across, 14), back3 = _mm256_alignr_epi8(x, across, 13);
    __m256i a = _mm256_shuffle_epi8(load(first_high), high_half(back1));
    __m256i b = _mm256_shuffle_epi8(load(first_low), _mm256_and_si256(back1, _mm256_set1_epi8(0x0f)));
    __m256i c = _mm256_shuffle_epi8(load(second_high), high_half(x));
    __m256i errors = _mm256_and_si256(_mm256_and_si256(a, b), c);
    __m256i third = _mm256_subs_epu8(back2, _mm256_set1_epi8(0xE0 - 0x80)), fourth = _mm256_subs_epu8(back3, _mm256_set1_epi8(0xF0 - 0x80));
    __m256i due = _mm256_and_si256(_mm256_or_si256(third, fourth), _mm256_set1_epi8((char)0x80));
    return _mm256_xor_si256(errors, due);
}

AVX2 static bool valid_avx2(const char *p, size_t n) {
    char last[64] = { 0 };
    __m256i before = _mm256_setzero_si256(), errors = before;
    size_t i = 0;
    for (; i + 64 <= n; i += 64) {
        __m256i x = load(p + i), y = load(p + i + 32);
        if (_mm256_movemask_epi8(_mm256_or_si256(_mm256_or_si256(x, y), before)) != 0) {
            errors = _mm256_or_si256(errors, _mm256_or_si256(block_errors(x, before), block_errors(y, x)));
            if (!_mm256_testz_si256(errors, errors)) return false;
        }
        before = y;
    }
    if (n > i) memcpy(last, p + i, n - i);   /* with zeros behind, before which a sequence cannot be left open */
    errors = _mm256_or_si256(block_errors(load(last), before), block_errors(load(last + 32), load(last)));
    return _mm256_testz_si256(errors, errors) != 0;
}

bool st_utf8_valid_any(const char *p, size_t n) {
    if (n >= 64 && __builtin_cpu_supports("avx2")) return valid_avx2(p, n);
    return st_utf8_bad((st_str){ p, n }) == SIZE_MAX;
}
#else
bool st_utf8_valid_any(const char *p, size_t n) { return st_utf8_bad((st_str){ p, n }) == SIZE_MAX; }
#endif
