/* Countries as lists print them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "text/text.h"

typedef struct example { const char *in, *want; } example;

static void names(void **state) {
    static const example e[] = {
        { "Russian Federation", "RU" }, { "RUSSIA", "RU" }, { "the Russian Federation", "RU" }, { "Russia / Russie", "RU" }, { "Россия", "RU" }, { "Российская Федерация", "RU" }, { "Russian", "RU" }, { "RUS", "RU" }, { "RU", "RU" },
        { "ru", "RU" }, { " RU ", "RU" }, { "俄罗斯", "RU" }, { "ロシア", "RU" }, { "Rusya", "RU" }, { "Russian citizenship", "RU" },
        { "DPRK", "KP" }, { "Korea, North", "KP" }, { "North Korea", "KP" }, { "Democratic People's Republic of Korea", "KP" }, { "Democratic People’s Republic of Korea", "KP" }, { "Korea (Democratic People's Republic of)", "KP" },
        { "북한", "KP" }, { "South Korea", "KR" }, { "Korea, Republic of", "KR" }, { "Korea", "KR" }, { "한국", "KR" },
        { "Türkiye", "TR" }, { "Turkiye", "TR" }, { "TURKEY", "TR" }, { "Турция", "TR" }, { "UAE", "AE" }, { "U.A.E.", "AE" }, { "United Arab Emirates", "AE" }, { "Emirati", "AE" }, { "الإمارات العربية المتحدة", "AE" },
        { "Côte d'Ivoire", "CI" }, { "Cote d’Ivoire", "CI" }, { "Ivory Coast", "CI" }, { "Iran (Islamic Republic of)", "IR" }, { "Iran, Islamic Republic of", "IR" }, { "Iran", "IR" }, { "ایران", "IR" }, { "Syrian Arab Republic", "SY" },
        { "Syria", "SY" }, { "سوريا", "SY" }, { "Deutschland", "DE" }, { "Allemagne", "DE" }, { "Niemcy", "DE" }, { "日本", "JP" }, { "中国", "CN" }, { "Hong Kong", "HK" }, { "China (Hong Kong)", "HK" }, { "Taiwan, Province of China", "TW" },
        { "Congo, Democratic Republic of the", "CD" }, { "Congo, Republic of the", "CG" }, { "Niger", "NE" }, { "Nigeria", "NG" }, { "Guinea-Bissau", "GW" }, { "Guinea", "GN" }, { "Equatorial Guinea", "GQ" },
        { "Dominica", "DM" }, { "Dominican Republic", "DO" }, { "Georgia", "GE" }, { "Jordan", "JO" }, { "West Bank", "PS" }, { "Kosovo", "XK" }, { "UK", "GB" }, { "GB", "GB" }, { "England", "GB" }, { "USA", "US" }, { "U.S.", "US" },
        { "USSR", "SU" }, { "U.S.S.R.", "SU" }, { "СССР", "SU" }, { "Yugoslavia", "YU" }, { "Serbia and Montenegro", "CS" }, { "Czechoslovakia", "XC" }, { "East Germany", "DD" }, { "GDR", "DD" }, { "East Timor", "TP" }, { "Timor-Leste", "TL" },
        { "Burma / Birmanie", "MM" }, { "Україна", "UA" }, { "Белоруссия", "BY" }, { "Ελλάδα", "GR" }, { "The Bahamas", "BS" }, { "Sudan, South", "SS" }, { "EU", "EU" } };
    int bad = 0;
    for (size_t i = 0; i < ST_LEN(e); i++) {
        const st_str code = st_country(st_str_of(e[i].in));
        if (!st_str_is(code, e[i].want)) { bad++; printf("# %s: [%.*s], not %s\n", e[i].in, ST_FMT(code), e[i].want); }
    }
    assert_int_equal(bad, 0);
}

static void no_names(void **state) {
    static const char *const e[] = { "", " ", "-0-", "00", "house", "bank", "Moscow", "unknown", "ZZ", "XX", "Ru", "rU", "and", "are", "Can", "Russia / Ukraine", "Russian and Ukrainian", "/", "N/A", "\xff\xfe", "citizen", "the", "Per",
                                     "A country whose name is longer than any country's name has ever been, so that it cannot be one, and which therefore must not be folded, looked up or believed in by anyone" };
    for (size_t i = 0; i < ST_LEN(e); i++)
        if (st_country(st_str_of(e[i])).n) fail_msg("%s is %.*s", e[i], ST_FMT(st_country(st_str_of(e[i]))));
}

/* Every pair of capitals that is a code has a name, and the name leads back to it. */
static void round_trip(void **state) {
    size_t codes = 0;
    for (char a = 'A'; a <= 'Z'; a++)
        for (char b = 'A'; b <= 'Z'; b++) {
            const char text[2] = { a, b };
            const st_str code = { text, 2 }, name = st_country_name(code);
            if (!name.n) continue;
            codes++;
            assert_true(st_str_eq(st_country(code), code));
            assert_true(st_str_eq(st_country(name), code));
        }
    assert_int_equal(codes, 258);
    assert_true(st_str_is(st_country_name(ST_STR("TR")), "Türkiye"));
    assert_int_equal(st_country_name(ST_STR("tr")).n, 0);
    assert_int_equal(st_country_name(ST_STR("")).n, 0);
    assert_int_equal(st_country_name(ST_STR("TUR")).n, 0);
}

/* Looking a country up allocates nothing, so it cannot fail. */
static void no_memory(void **state) {
    (void)st_fault_alloc(0, 0);
    assert_true(st_str_is(st_country(ST_STR("Российская Федерация")), "RU"));
    assert_true(st_str_is(st_country(ST_STR("Russia / Russie")), "RU"));
    char date[32];
    assert_true(st_date(ST_STR("12 марта 1961 г."), ST_DATE_DMY, date));
    assert_int_equal(st_fault_alloc(0, 0), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = { cmocka_unit_test(names), cmocka_unit_test(no_names), cmocka_unit_test(round_trip), cmocka_unit_test(no_memory) };
    return cmocka_run_group_tests_name("countries", tests, NULL, NULL);
}
