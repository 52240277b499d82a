/* The two forms of the UTF-8 check, bytewise and by vectors, must agree on everything: all pairs of bytes with what may follow them, at the places
 * where blocks of the vector form meet and where the text ends, and on texts with random damage. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "base/base.h"

static bool bytewise(const char *p, size_t n) { return st_utf8_bad((st_str){ p, n }) == SIZE_MAX; }

static void sequences(void **unused) {
    (void)unused;
    static const uint8_t third[] = { 0x41, 0x80, 0xBF, 0xC3 }, fourth[] = { 0x7F, 0x80, 0xE2 };
    static const size_t at[] = { 29, 62, 124 };   /* across 32 bytes, across 64, up to the end */
    char text[128];
    unsigned valid = 0;
    for (size_t k = 0; k < ST_LEN(at); k++) {
        memset(text, 'x', sizeof text);
        for (unsigned pair = 0; pair < 65536; pair++)
            for (size_t i = 0; i < ST_LEN(third); i++)
                for (size_t j = 0; j < ST_LEN(fourth); j++) {
                    const uint8_t s[4] = { (uint8_t)(pair >> 8), (uint8_t)pair, third[i], fourth[j] };
                    memcpy(text + at[k], s, 4);
                    bool want = bytewise(text, sizeof text);
                    if (st_utf8_valid(text, sizeof text) != want) fail_msg("%02x %02x %02x %02x at %zu", s[0], s[1], s[2], s[3], at[k]);
                    valid += want;
                }
    }
    assert_true(valid > 10000);
}

/* Every length from none to three blocks, cut out of a text of all kinds of sequences: most cuts fall inside one. */
static void cuts(void **unused) {
    (void)unused;
    char text[400];
    size_t n = 0;
    while (n + 10 < sizeof text) { memcpy(text + n, "\xF0\x9F\x9A\xA2\xE6\x97\xA5\xD0\xA6z", 10); n += 10; }
    unsigned valid = 0;
    for (size_t from = 0; from < 20; from++)
        for (size_t k = 0; k <= 200; k++) {
            char *exact = malloc(k ? k : 1);   /* so that a read past the end is seen */
            assert_non_null(exact);
            memcpy(exact, text + from, k);
            bool want = bytewise(exact, k);
            assert_int_equal(st_utf8_valid(exact, k), want);
            valid += want;
            free(exact);
        }
    assert_true(valid > 300);
}

static void random_damage(void **unused) {
    (void)unused;
    uint64_t s = 88172645463325252u;
    char text[300];
    unsigned valid = 0;
    for (unsigned round = 0; round < 200000; round++) {
        size_t n = 0;
        while (n < 280) {
            s ^= s << 13; s ^= s >> 7; s ^= s << 17;
            static const char *const piece[] = { "a", "plain ascii text of some length ", "\xD0\xB0", "\xE0\xA0\x80", "\xED\x9F\xBF", "\xF4\x8F\xBF\xBF", "\xF0\x90\x80\x80" };
            const char *w = piece[s % ST_LEN(piece)];
            memcpy(text + n, w, strlen(w));
            n += strlen(w);
            if (n > 260) break;
        }
        if (s >> 40 & 1) text[(s >> 41) % n] = (char)(s >> 56);
        bool want = bytewise(text, n);
        if (st_utf8_valid(text, n) != want) fail_msg("round %u", round);
        valid += want;
    }
    assert_true(valid > 50000 && valid < 199000);
}

int main(void) {
    const struct CMUnitTest tests[] = { cmocka_unit_test(sequences), cmocka_unit_test(cuts), cmocka_unit_test(random_damage) };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
