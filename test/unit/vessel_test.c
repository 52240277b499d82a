/* Numbers of ships: IMO ship and company numbers and MMSI with what they are worth, against published numbers, numbers with one digit changed, and placeholders. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "rules/vessel.h"
#include "text/text.h"

static const struct { const char *text, *status, *normal; } ships[] = {
    { "9074729", "ok", "9074729" }, { "9179842", "ok", "9179842" }, { "9290397", "ok", "9290397" }, { "9876543", "ok", "9876543" },
    { "IMO 9074729", "ok", "9074729" }, { "IMO9074729.", "ok", "9074729" }, { "imo: 9074729", "ok", "9074729" }, { " 9074729 ", "ok", "9074729" },
    { "1234567", "placeholder", "1234567" }, { "0000000", "bad", "" }, { "000000", "bad", "" }, { "9074728", "bad", "" }, { "9407295", "bad", "" },
    { "907472", "bad", "" }, { "9074729A", "bad", "" }, { "90747290", "bad", "" }, { "", "bad", "" }, { "IMO", "bad", "" },
    { "\xd9\xa9\xd9\xa0\xd9\xa7\xd9\xa4\xd9\xa7\xd9\xa2\xd9\xa9", "bad", "" },   /* Arabic-Indic digits */
};

static void ship_numbers(void **state) {
    (void)state;
    for (size_t i = 0; i < ST_LEN(ships); i++) {
        st_buf b = ST_BUF_INIT(100);
        const st_str got = st_imo_status(st_str_of(ships[i].text), &b);
        if (!st_str_is(got, ships[i].status) || !st_str_is(st_buf_view(&b), ships[i].normal))
            fail_msg("%s: %.*s %.*s, want %s", ships[i].text, ST_FMT(got), ST_FMT(st_buf_view(&b)), ships[i].status);
        st_buf_free(&b);
    }
    assert_true(st_str_is(st_imo_status(ST_STR("9074729"), NULL), "ok"));
}

/* The scheme finds every single wrong digit but those whose weight shares a factor with ten; at least eight in ten of all. */
static void a_wrong_digit(void **state) {
    (void)state;
    static const char *const good[] = { "9074729", "9179842", "9290397" };
    unsigned found = 0, all = 0;
    for (size_t i = 0; i < ST_LEN(good); i++)
        for (size_t k = 0; k < 7; k++)
            for (char c = '0'; c <= '9'; c++) {
                if (c == good[i][k]) continue;
                char text[8];
                memcpy(text, good[i], 8);
                text[k] = c;
                all++;
                found += st_str_is(st_imo_status(st_str_of(text), NULL), "bad");
            }
    assert_true(found * 10 >= all * 8);
    assert_true(found < all);   /* and it is known to miss some */
}

static void company_numbers(void **state) {
    (void)state;
    /* weights 8 6 4 2 9 7: 1 2 3 4 5 6 gives 8+12+12+8+45+42 = 127, 127 mod 11 = 6, (11 - 6) mod 10 = 5 */
    st_buf b = ST_BUF_INIT(100);
    assert_true(st_str_is(st_imo_company_status(ST_STR("IMO 1234565"), &b), "ok"));
    assert_true(st_str_is(st_buf_view(&b), "1234565"));
    st_buf_free(&b);
    assert_true(st_str_is(st_imo_company_status(ST_STR("1234567"), NULL), "bad"));
    assert_true(st_str_is(st_imo_status(ST_STR("1234565"), NULL), "bad"));
    assert_true(st_str_is(st_imo_company_status(ST_STR("9074729"), NULL), "bad"));   /* a ship's */
}

static const struct { const char *text, *status, *country; } stations[] = {
    { "271000123", "ok", "TR" }, { "273456780", "ok", "RU" }, { "626123000", "ok", "GA" }, { "970123456", "not_ship", "" }, { "12345678", "bad", "" },
    { "111273501", "not_ship", "RU" }, { "000000000", "placeholder", "" }, { "123456789", "placeholder", "" }, { "999999999", "placeholder", "" },
    { "299123456", "unassigned", "" }, { "002711000", "not_ship", "TR" }, { "027312345", "not_ship", "RU" }, { "827112345", "not_ship", "TR" },
    { "982731234", "not_ship", "RU" }, { "992731234", "not_ship", "RU" }, { "972123456", "not_ship", "" }, { "974123456", "not_ship", "" },
    { "306123456", "ok", "" },   /* three countries share it */
    { "MMSI 273456780", "bad", "" }, { "273 456 780", "ok", "RU" }, { "2734567801", "bad", "" }, { "", "bad", "" }, { "100123456", "unassigned", "" },
    { "215123456", "ok", "MT" }, { "351123456", "ok", "PA" }, { "636012345", "ok", "LR" }, { "477123456", "ok", "HK" }, { "511101234", "ok", "PW" },
    { "613003456", "ok", "CM" }, { "620123456", "ok", "KM" }, { "518998123", "ok", "CK" }, { "445123000", "ok", "KP" }, { "272123000", "ok", "UA" },
};

static void stations_of_the_world(void **state) {
    (void)state;
    for (size_t i = 0; i < ST_LEN(stations); i++) {
        st_str country;
        const st_str got = st_mmsi_status(st_str_of(stations[i].text), &country);
        if (!st_str_is(got, stations[i].status) || !st_str_is(country, stations[i].country))
            fail_msg("%s: %.*s %.*s, want %s %s", stations[i].text, ST_FMT(got), ST_FMT(country), stations[i].status, stations[i].country);
    }
    assert_true(st_str_is(st_mmsi_status(ST_STR("271000123"), NULL), "ok"));
}

/* Every row of the table is asked through the function: its country is one that strait knows by name. */
static void every_country_has_a_name(void **state) {
    (void)state;
    unsigned assigned = 0;
    for (unsigned mid = 200; mid < 800; mid++) {
        char text[16];
        snprintf(text, sizeof text, "%u000001", mid);
        st_str country;
        const st_str status = st_mmsi_status(st_str_of(text), &country);
        assert_true(st_str_is(status, "ok") || st_str_is(status, "unassigned"));
        if (country.n && !st_country_name(country).n) fail_msg("%u: no country %.*s", mid, ST_FMT(country));
        assigned += st_str_is(status, "ok");
    }
    assert_true(assigned > 280 && assigned < 320);
}

int main(void) {
    const struct CMUnitTest tests[] = { cmocka_unit_test(ship_numbers), cmocka_unit_test(a_wrong_digit), cmocka_unit_test(company_numbers),
                                        cmocka_unit_test(stations_of_the_world), cmocka_unit_test(every_country_has_a_name) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
