/* Places under an embargo of their own in addresses and free text: spellings, and names that mean something else. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "rules/region.h"

static const struct { const char *text, *country, *region; } row[] = {
    { "Simferopol", "", "crimea" }, { "ul. Lenina 5, Simferopol, 295000", "RU", "crimea" }, { "Kırım", "", "crimea" }, { "Kırım'da bir otel", "", "crimea" },
    { "г. Севастополь, ул. Ленина 5", "", "sevastopol" }, { "в Крыму", "", "crimea" }, { "REPUBLIC OF KRIMEA", "", "crimea" }, { "SEVASTOPOL KRYM", "", "sevastopol" },
    { "Krim, Russland", "", "crimea" }, { "Krim", "RU", "crimea" }, { "krim bok", "NO", "" }, { "Krim", "DE", "" }, { "Hafen Kertsch", "", "crimea" },
    { "KERCH STRAIT TOLL", "", "" }, { "Yalta Conference proceedings", "", "" }, { "YALTA", "", "crimea" }, { "м. Донецьк", "UA", "donetsk" }, { "DONETSK", "", "donetsk" },
    { "Donetsk, Rostovskaya oblast", "RU", "" }, { "г. Донецк, Ростовская обл.", "RU", "" }, { "Luhansk", "UA", "luhansk" }, { "LUGANSK", "", "luhansk" },
    { "Luhans'k", "", "luhansk" }, { "Mariupol port", "", "donetsk" }, { "Sievierodonetsk", "UA", "luhansk" },
    { "Sevastopol Street 12, Sofia", "BG", "" }, { "Sevastopol st. Lenina 5", "", "sevastopol" }, { "Boulevard de Sébastopol 14, Paris", "FR", "" },
    { "Sebastopol, California", "US", "" }, { "Sebastopol", "RU", "sevastopol" }, { "Sebastopol, Crimea", "", "crimea" }, { "rue de Crimée 3", "FR", "" },
    { "Balaklava", "", "" }, { "Balaklava bay, Sevastopol", "", "sevastopol" }, { "Bahcesaray, Van", "TR", "" }, { "Hotel Yalta, Praha", "CZ", "" },
    { "frozen sudak from Russia", "", "" }, { "Sudak", "UA", "crimea" }, { "DNR", "", "" }, { "coal from DNR, Russia", "", "donetsk" },
    { "Kherson", "UA", "kherson?" }, { "Nova Kakhovka", "UA", "kherson" }, { "Kherson oblast, Henichesk", "UA", "kherson" }, { "Zaporizhzhia", "UA", "zaporizhzhia?" },
    { "Melitopol, Zaporizhzhia", "UA", "zaporizhzhia" }, { "Kramatorsk, Donetsk oblast", "UA", "donetsk?" }, { "Simferopolskaya ul. 3, Moskva", "RU", "" },
    { "Crimean", "", "" }, { "", "", "" }, { "Kyiv", "UA", "" }, { "Odesa, Ukraine", "UA", "" }, { "Rostov-on-Don", "RU", "" }, { ",;()", "", "" },
    { "Akmescit", "TR", "" }, { "Akmescit, Kırım", "TR", "crimea" }, { "SIVASTOPOL", "TR", "sevastopol" }, { "cargo via Feodosiya/Kavkaz", "", "crimea" },
};

static void places(void **state) {
    (void)state;
    st_err err = { 0 };
    unsigned wrong = 0;
    for (size_t i = 0; i < ST_LEN(row); i++) {
        st_region_hit hit;
        assert_int_equal(st_regions_find(st_str_of(row[i].text), st_str_of(row[i].country), &hit, &err), ST_OK);
        char got[64];
        snprintf(got, sizeof got, "%.*s%s", ST_FMT(hit.region), hit.part ? "?" : "");
        if (strcmp(got, row[i].region) == 0) continue;
        print_message("'%s' (%s): '%s', want '%s'\n", row[i].text, row[i].country, got, row[i].region);
        wrong++;
    }
    assert_int_equal(wrong, 0);
}

static void limits(void **state) {
    (void)state;
    st_err err = { 0 };
    st_region_hit hit;
    char *text = st_alloc(ST_REGION_TEXT + 1);
    memset(text, 'a', ST_REGION_TEXT + 1);
    assert_int_equal(st_regions_find((st_str){ text, ST_REGION_TEXT + 1 }, ST_STR_NONE, &hit, &err), ST_E_LIMIT);
    for (size_t i = 0; i < ST_REGION_TEXT; i += 2) text[i] = ' ';
    memcpy(text + ST_REGION_TEXT - 6, " YALTA", 6);
    assert_int_equal(st_regions_find((st_str){ text, ST_REGION_TEXT }, ST_STR_NONE, &hit, &err), ST_OK);
    assert_true(st_str_is(hit.region, "crimea"));
    st_free(text);
}

int main(void) {
    const struct CMUnitTest tests[] = { cmocka_unit_test(places), cmocka_unit_test(limits) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
