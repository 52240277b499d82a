/* Codes of goods: forms in which they are written, prefixes, and what codes of HS 2012 and 2017 became in HS 2022. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "rules/hs.h"

static void forms(void **state) {
    (void)state;
    static const struct { const char *text, *normal; } form[] = {
        { "8542.31", "854231" }, { "85 42 31", "854231" }, { " 854231 ", "854231" }, { "8542", "8542" }, { "85423190", "85423190" }, { "8542.31.90.00", "8542319000" },
        { "8542-31", "854231" }, { "854231900012", "854231900012" }, { "85423100 0", "854231000" }, { "0101.21", "010121" },
        { "8542319", "" }, { "85423", "" }, { "854", "" }, { "85", "" }, { "", "" }, { "8542319000123", "" }, { "8542.3A", "" }, { "HS 854231", "" },
        { "\xd9\xa8\xd9\xa5\xd9\xa4\xd9\xa2", "" }, { "\xef\xbc\x98\xef\xbc\x95\xef\xbc\x94\xef\xbc\x92", "" },   /* Arabic-Indic, fullwidth */
        { "8542,31", "" }, { "8542/31", "" }, { "+854231", "" }, { "-854231", "" }, { "8542.31.", "" },
    };
    for (size_t i = 0; i < ST_LEN(form); i++) {
        st_hs code;
        const bool good = st_hs_normal(st_str_of(form[i].text), &code);
        if (good != (form[i].normal[0] != 0) || !st_str_is((st_str){ code.digit, code.n }, form[i].normal)) fail_msg("'%s': '%s'", form[i].text, code.digit);
    }
}

static void prefixes(void **state) {
    (void)state;
    static const struct { const char *code, *prefix; st_tri want; } row[] = {
        { "854231", "8542.31", ST_YES }, { "85423190", "8542.31", ST_YES }, { "8542", "8542.31", ST_MAYBE }, { "854232", "8542.31", ST_NO }, { "854231", "85", ST_YES },
        { "854231", "8", ST_NO }, { "854231", "", ST_NO }, { "854231", "85x", ST_NO }, { "854231", "85423190", ST_MAYBE }, { "870323", "85", ST_NO },
    };
    for (size_t i = 0; i < ST_LEN(row); i++) {
        st_hs code;
        assert_true(st_hs_normal(st_str_of(row[i].code), &code));
        if (st_hs_within(&code, st_str_of(row[i].prefix)) != row[i].want) fail_msg("%s in %s", row[i].code, row[i].prefix);
    }
}

static void becomes(const char *text, const char *edition, const char *status, const char *const *want, size_t n_want) {
    st_hs out[ST_HS_TARGETS];
    size_t n;
    const st_str got = st_hs_2022(st_str_of(text), st_str_of(edition), out, &n);
    if (!st_str_is(got, status) || n < n_want || (n_want == 0 && n)) fail_msg("%s of %s: %.*s, %zu codes", text, edition, ST_FMT(got), n);
    for (size_t i = 0; i < n_want; i++) {
        bool found = false;
        for (size_t k = 0; k < n; k++) found |= st_str_is((st_str){ out[k].digit, out[k].n }, want[i]);
        if (!found) fail_msg("%s of %s: no %s", text, edition, want[i]);
    }
}
#define BECOMES(text, edition, status, ...) do { static const char *const want_[] = { __VA_ARGS__ }; becomes(text, edition, status, want_, ST_LEN(want_)); } while (0)

static void editions(void **state) {
    (void)state;
    BECOMES("8541.40", "2017", "mapped", "854141", "854142", "854143", "854149");
    BECOMES("8541.50", "2017", "mapped", "854151", "854159");
    BECOMES("8525.80", "2012", "mapped", "852581", "852582", "852583", "852589");
    BECOMES("8803.30", "2017", "mapped", "880730");
    BECOMES("8548.90", "2017", "mapped", "854800");
    BECOMES("8803.30.00", "2017", "mapped", "880730");            /* national digits do not carry over */
    BECOMES("8803.30", "", "mapped", "880730");                   /* HS 2022 has no such code: it is an old one */
    BECOMES("8803.30", "2022", "mapped", "880730");
    BECOMES("8803", "2017", "mapped", "8803", "8807");
    BECOMES("8542.31", "2017", "ok", "854231");
    BECOMES("8542.31.90", "2017", "ok", "85423190");
    BECOMES("8542.31", "", "ok", "854231");
    BECOMES("8807.30", "", "ok", "880730");
    BECOMES("8541.41", "2022", "ok", "854141");
    becomes("8542319", "2017", "bad", NULL, 0);
    becomes("8542.31", "1996", "bad", NULL, 0);
    becomes("8542.31", "new", "bad", NULL, 0);
}

static uint64_t seed = 20261126;
static uint32_t below(uint32_t n) {   /* xorshift64*, Vigna 2016 */
    seed ^= seed >> 12;
    seed ^= seed << 25;
    seed ^= seed >> 27;
    return (uint32_t)((seed * UINT64_C(2685821657736338717)) >> 33) % n;
}

/* Laws: the normal form of a normal form is itself, whatever separators were in it; a code is within each of its own prefixes, and a prefix that it is within is
 * one of its own; what HS 2022 calls a code it calls so again. */
static void laws(void **state) {
    (void)state;
    for (int round = 0; round < 20000; round++) {
        char digits[ST_HS_MOST + 1] = "", text[64];
        const size_t n = 4 + below(9);
        size_t k = 0;
        static const char *const heads[] = { "8541", "8525", "8548", "8803", "85" };
        const char *head = round % 2 ? heads[below(ST_LEN(heads))] : "";
        for (size_t i = 0; i < n; i++) {
            digits[i] = i < strlen(head) ? head[i] : (char)('0' + (int)below(10));
            if (i && below(3) == 0) text[k++] = ". -"[below(3)];
            text[k++] = digits[i];
        }
        st_hs a, b;
        const bool good = st_hs_normal((st_str){ text, k }, &a);
        assert_int_equal(good, n != 5 && n != 7);
        if (!good) continue;
        assert_true(st_hs_normal((st_str){ a.digit, a.n }, &b) && st_str_eq((st_str){ a.digit, a.n }, (st_str){ b.digit, b.n }) && !memcmp(a.digit, digits, n));
        for (size_t i = 2; i <= n; i++) assert_int_equal(st_hs_within(&a, (st_str){ digits, i }), ST_YES);
        st_hs out[ST_HS_TARGETS], again[ST_HS_TARGETS];
        size_t targets, same;
        const st_str status = st_hs_2022((st_str){ text, k }, ST_STR("2017"), out, &targets);
        assert_true(targets >= 1 && (st_str_is(status, "ok") ? targets == 1 : st_str_is(status, "mapped")));
        for (size_t i = 0; i < targets; i++) {
            assert_true(st_str_is(st_hs_2022((st_str){ out[i].digit, out[i].n }, ST_STR("2022"), again, &same), "ok"));
            assert_int_equal(same, 1);
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = { cmocka_unit_test(forms), cmocka_unit_test(prefixes), cmocka_unit_test(editions), cmocka_unit_test(laws) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
