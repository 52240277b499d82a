/* The bit-parallel edit distance against the recurrence from the textbook, over pairs that are near each other. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "match/edit.h"

static uint64_t seed = 20261124;
static uint32_t below(uint32_t n) {   /* xorshift64*: Vigna 2016 */
    seed ^= seed >> 12;
    seed ^= seed << 25;
    seed ^= seed >> 27;
    return (uint32_t)((seed * UINT64_C(2685821657736338717)) >> 33) % n;
}

static unsigned least(unsigned a, unsigned b) { return a < b ? a : b; }

/* Optimal string alignment by full table. */
static unsigned textbook(st_str a, st_str b) {
    static unsigned d[130][130];
    for (size_t i = 0; i <= a.n; i++) d[i][0] = (unsigned)i;
    for (size_t j = 0; j <= b.n; j++) d[0][j] = (unsigned)j;
    for (size_t i = 1; i <= a.n; i++) {
        for (size_t j = 1; j <= b.n; j++) {
            unsigned same = a.p[i - 1] == b.p[j - 1] ? 0 : 1;
            d[i][j] = least(least(d[i - 1][j] + 1, d[i][j - 1] + 1), d[i - 1][j - 1] + same);
            if (i > 1 && j > 1 && a.p[i - 1] == b.p[j - 2] && a.p[i - 2] == b.p[j - 1]) d[i][j] = least(d[i][j], d[i - 2][j - 2] + 1);
        }
    }
    return d[a.n][b.n];
}

static size_t random_text(char *p, size_t max, uint32_t alphabet) {
    size_t n = below((uint32_t)max + 1);
    for (size_t i = 0; i < n; i++) p[i] = (char)('a' + (int)below(alphabet));
    return n;
}

/* A few random edits of a, so that small distances are common. */
static size_t mutate(const char *a, size_t n, char *out, size_t max, uint32_t alphabet) {
    memcpy(out, a, n);
    for (uint32_t k = below(5); k > 0; k--) {
        size_t at = n ? below((uint32_t)n) : 0;
        switch (below(4)) {
        case 0:
            if (n < max) { memmove(out + at + 1, out + at, n - at); out[at] = (char)('a' + (int)below(alphabet)); n++; }
            break;
        case 1:
            if (n) { memmove(out + at, out + at + 1, n - at - 1); n--; }
            break;
        case 2:
            if (n) out[at] = (char)('a' + (int)below(alphabet));
            break;
        default:
            if (at + 1 < n) { char c = out[at]; out[at] = out[at + 1]; out[at + 1] = c; }
            break;
        }
    }
    return n;
}

static void same_as_textbook(void **state) {
    (void)state;
    static st_pattern p;
    char a[128], b[128];
    unsigned near = 0;
    for (int round = 0; round < 100000; round++) {
        uint32_t alphabet = round % 3 == 0 ? 2 : round % 3 == 1 ? 5 : 26;
        size_t long_one = round % 50 == 0 ? ST_EDIT_MAX : 14;
        st_str x = { a, random_text(a, long_one, alphabet) }, y = { b, 0 };
        y.n = round % 4 ? mutate(a, x.n, b, sizeof b, alphabet) : random_text(b, long_one * 2, alphabet);
        st_pattern_set(&p, x);
        unsigned want = textbook(x, y), got = st_edit(&p, y);
        if (want != got) fail_msg("%.*s | %.*s: %u, not %u", ST_FMT(x), ST_FMT(y), got, want);
        if (want <= 3) near++;
        if (want <= 3 && !st_letters_near(st_letters(x), st_letters(y), want)) fail_msg("%.*s | %.*s: dropped by letters", ST_FMT(x), ST_FMT(y));
    }
    assert_true(near > 30000);
}

static void known_pairs(void **state) {
    (void)state;
    static const struct { const char *a, *b; unsigned d; } pair[] = {
        { "", "", 0 }, { "", "abc", 3 }, { "abc", "", 3 }, { "putin", "putin", 0 }, { "putin", "puten", 1 }, { "vladimir", "vladmir", 1 },
        { "ca", "abc", 3 },   /* 2 without the restriction */
        { "ab", "ba", 1 }, { "gaddafi", "qadhafi", 2 }, { "mohammed", "muhammad", 2 },
    };
    static st_pattern p;
    for (size_t i = 0; i < ST_LEN(pair); i++) {
        st_pattern_set(&p, st_str_of(pair[i].a));
        assert_int_equal(st_edit(&p, st_str_of(pair[i].b)), pair[i].d);
    }
}

static void likeness_falls(void **state) {
    (void)state;
    assert_int_equal(st_edit_likeness(0, 5), 1000);
    for (size_t n = 4; n < 64; n++)
        for (unsigned d = 1; d <= st_edit_budget(n); d++) {
            assert_true(st_edit_likeness(d, n) < st_edit_likeness(d - 1, n));
            assert_true(st_edit_likeness(d, n) <= st_edit_likeness(d, n + 1));
            assert_true(st_edit_likeness(d, n) >= 500);
        }
    assert_int_equal(st_edit_likeness(1, 3), 450);
    assert_int_equal(st_edit_budget(2), 0);
    assert_int_equal(st_edit_budget(7), 1);
    assert_int_equal(st_edit_budget(8), 2);
    assert_int_equal(st_edit_budget(12), 3);
}

int main(void) {
    const struct CMUnitTest tests[] = { cmocka_unit_test(same_as_textbook), cmocka_unit_test(known_pairs), cmocka_unit_test(likeness_falls) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
