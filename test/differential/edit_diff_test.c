/* The bit-parallel edit distance against the recurrence from the textbook, over pairs that are near each other. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "match/edit.h"
#include "textbook.h"

static uint64_t seed = 20261124;
static uint32_t below(uint32_t n) {   /* xorshift64*: Vigna 2016 */
    seed ^= seed >> 12;
    seed ^= seed << 25;
    seed ^= seed >> 27;
    return (uint32_t)((seed * UINT64_C(2685821657736338717)) >> 33) % n;
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
        unsigned want = textbook_osa(x, y), got = st_edit(&p, y);
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

/* A letter is never edited into another one, and a budget never falls as parts grow. */
static void budgets(void **state) {
    (void)state;
    assert_int_equal(st_edit_budget(0), 0);
    assert_int_equal(st_edit_budget(1), 0);
    for (size_t n = 2; n < ST_EDIT_MAX; n++) {
        assert_true(st_edit_budget(n) >= st_edit_budget(n - 1));
        assert_in_range(st_edit_budget(n), 1, 2);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = { cmocka_unit_test(same_as_textbook), cmocka_unit_test(known_pairs), cmocka_unit_test(budgets) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
