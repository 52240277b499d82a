/* Dates as lists print them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "text/calendar.h"
#include "text/text.h"

typedef struct example { const char *in, *want; } example;   /* want NULL: no date */

static void reads(const example *e, size_t n, st_date_order order) {
    int bad = 0;
    for (size_t i = 0; i < n; i++) {
        char out[32];
        memset(out, 'x', sizeof out);
        const bool ok = st_date(st_str_of(e[i].in), order, out);
        const bool good = e[i].want ? ok && strcmp(out, e[i].want) == 0 && st_date_valid(st_str_of(out)) : !ok && out[0] == 'x' && out[31] == 'x';
        if (!good) { bad++; printf("# \"%s\" reads as %.*s, not %s\n", e[i].in, ok ? 31 : 1, ok ? out : "-", e[i].want ? e[i].want : "-"); }
    }
    assert_int_equal(bad, 0);
}

static void usual(void **state) {
    static const example e[] = {
        { "12 Mar 1961", "1961-03-12" }, { "Mar 1961", "1961-03" }, { "1961", "1961" }, { " 1961 ", "1961" }, { "1961-03-12", "1961-03-12" }, { "1961-03", "1961-03" }, { "1961-3-2", "1961-03-02" },
        { "19610312", "1961-03-12" }, { "12/03/1961", "1961-03-12" }, { "1/2/2020", "2020-02-01" }, { "12.03.1961", "1961-03-12" }, { "12-03-1961", "1961-03-12" }, { "1961/03/12", "1961-03-12" },
        { "March 12, 1961", "1961-03-12" }, { "12 March 1961", "1961-03-12" }, { "12th of March 1961", "1961-03-12" }, { "Sept. 1961", "1961-09" }, { "12-Mar-1961", "1961-03-12" }, { "12Mar1961", "1961-03-12" },
        { "1961 Mar 12", "1961-03-12" }, { "MAY 5, 2000", "2000-05-05" }, { "03/1961", "1961-03" }, { "12.III.1961", "1961-03-12" }, { "31/12/1961 00:00:00", "1961-12-31" },
        { "2020-01-02T00:00:00Z", "2020-01-02" }, { "2020-01-02T23:59:59.123+02:00", "2020-01-02" }, { "2020-01-02 10:00", "2020-01-02" }, { "1/2/2020 12:00:00 AM", "2020-02-01" },
        { "2020-01-02Z", "2020-01-02" }, { "2020-01-02+01:00", "2020-01-02" }, { "9999-12-31", "9999-12-31" }, { "29 Feb 2000", "2000-02-29" }, { "12/31/1961", "1961-12-31" },
        { "１９６１年３月１２日", "1961-03-12" } };
    reads(e, ST_LEN(e), ST_DATE_DMY);
}

static void partial_and_vague(void **state) {
    static const example e[] = {
        { "00/00/1980", "1980" }, { "00/05/1980", "1980-05" }, { "dd/mm/1957", "1957" }, { "DD/03/1957", "1957-03" }, { "2001-00-00", "2001" }, { "2001-05-00", "2001-05" }, { "00 Mar 1961", "1961-03" },
        { "circa 1961", "1961~" }, { "Circa 1961", "1961~" }, { "c. 1961", "1961~" }, { "c1961", "1961~" }, { "ca. 1961", "1961~" }, { "1961 (approx)", "1961~" }, { "approximately 1961", "1961~" }, { "1958 - 1963 (approximative)", "1958~/1963~" }, { "about Mar 1961", "1961-03~" },
        { "~1961", "1961~" }, { "1961~", "1961~" }, { "1961?", "1961~" }, { "vers 1961", "1961~" }, { "около 1961", "1961~" },
        { "1960 to 1962", "1960/1962" }, { "1960-1962", "1960/1962" }, { "1960 – 1962", "1960/1962" }, { "1960/1962", "1960/1962" }, { "Between 1960 and 1962", "1960/1962" }, { "between circa 1960 and 1962", "1960~/1962~" },
        { "from 1960 to 1962", "1960/1962" }, { "entre 1960 et 1962", "1960/1962" }, { "circa 1960 to 1962", "1960~/1962~" }, { "1960~/1962", "1960~/1962" }, { "01 Jan 1960 to 31 Dec 1962", "1960-01-01/1962-12-31" },
        { "Jan 1960 - Mar 1961", "1960-01/1961-03" }, { "1961-03-12 - 1962-03-12", "1961-03-12/1962-03-12" }, { "1960s", "1960/1969" }, { "the 1960s", "1960/1969" }, { "born in the early 1970s", "1970/1979" }, { "middle of the 1940s", "1940/1949" }, { "established 2001", "2001" }, { "1980 (presumed)", "1980~" }, { "circa 1960s", "1960~/1969~" } };
    reads(e, ST_LEN(e), ST_DATE_DMY);
}

static void languages(void **state) {
    static const example e[] = {
        { "12 mars 1961", "1961-03-12" }, { "1er août 1961", "1961-08-01" }, { "12 août 1961", "1961-08-12" }, { "12. März 1961", "1961-03-12" }, { "12 de marzo de 1961", "1961-03-12" }, { "12 dicembre 1961", "1961-12-12" },
        { "12 de março de 1961", "1961-03-12" }, { "12 maart 1961", "1961-03-12" }, { "12 marca 1961 r.", "1961-03-12" }, { "12 марта 1961 г.", "1961-03-12" }, { "12 березня 1961 року", "1961-03-12" },
        { "12 Mayıs 1961", "1961-05-12" }, { "12 Ağustos 1961", "1961-08-12" }, { "12 Μαρτίου 1961", "1961-03-12" }, { "12 مارس 1961", "1961-03-12" }, { "1 كانون الثاني 1961", "1961-01-01" },
        { "١٢/٠٣/١٩٦١", "1961-03-12" }, { "1961年3月12日", "1961-03-12" }, { "1961年3月", "1961-03" }, { "1961年", "1961" }, { "昭和36年3月12日", "1961-03-12" }, { "平成元年", "1989" },
        { "令和2年1月2日", "2020-01-02" }, { "昭和65年", NULL }, { "1961년 3월 12일", "1961-03-12" }, { "12 března 1961", "1961-03-12" }, { "12 листопада 2022", "2022-11-12" } };
    reads(e, ST_LEN(e), ST_DATE_DMY);
}

static void no_dates(void **state) {
    static const example e[] = {
        { "", NULL }, { "   ", NULL }, { "unknown", NULL }, { "30 Feb 1961", NULL }, { "29 Feb 1961", NULL }, { "1961-02-30", NULL }, { "31/04/1961", NULL }, { "13/13/1961", NULL }, { "19610230", NULL },
        { "12-Mar-61", NULL }, { "12/03/61", NULL }, { "0000-00-00", NULL }, { "00/00/0000", NULL }, { "DD/MM/YYYY", NULL }, { "12/00/1961", NULL }, { "March", NULL }, { "12 Mar", NULL }, { "61", NULL }, { "0961", NULL }, { "24.6.1402", NULL }, { "1343", NULL },
        { "1962 to 1960", NULL }, { "1961, 1962", NULL }, { "1961 or 1962", NULL }, { "1960 1961 1962", NULL }, { "Passport 1961", NULL }, { "1961 Moscow", NULL }, { "house 1961", NULL }, { "2020-01-02T25:00:00", NULL },
        { "2020-01-02T00:99", NULL }, { "1961-13", NULL }, { "123456789", NULL }, { "1961-03-12-05", NULL }, { "of 1961 to", NULL }, { "circa", NULL }, { "1961 2", NULL }, { "to 1961", NULL } };
    reads(e, ST_LEN(e), ST_DATE_DMY);
}

static void month_first(void **state) {
    static const example e[] = { { "12/03/1961", "1961-12-03" }, { "3/9/2019", "2019-03-09" }, { "03-09-2019", "2019-03-09" }, { "12.03.1961", "1961-03-12" }, { "31/12/1961", "1961-12-31" }, { "02/30/1961", NULL },
                                 { "12 Mar 1961", "1961-03-12" }, { "00/00/1980", "1980" }, { "05/00/1980", "1980-05" } };
    reads(e, ST_LEN(e), ST_DATE_MDY);
}

static void excel(void **state) {
    static const example e[] = { { "45000", "2023-03-15" }, { "45000.75", "2023-03-15" }, { " 22352 ", "1961-03-12" }, { "1", "1900-01-01" }, { "59", "1900-02-28" }, { "60", NULL }, { "61", "1900-03-01" },
                                 { "2958465", "9999-12-31" }, { "2958466", NULL }, { "0", NULL }, { "-5", NULL }, { "", NULL }, { "12/03/1961", NULL }, { "45000.", NULL }, { "45000.x", NULL }, { "18446744073709551616", NULL } };
    for (size_t i = 0; i < ST_LEN(e); i++) {
        char out[32] = "x";
        const bool ok = st_date_excel(st_str_of(e[i].in), out);
        assert_int_equal(ok, e[i].want != NULL);
        assert_string_equal(out, e[i].want ? e[i].want : "x");
    }
}

static void ranges(void **state) {
    static const struct { const char *edtf; int32_t first, last; } e[] = {
        { "1970-01-01", 0, 0 }, { "1970", 0, 364 }, { "1970-02", 31, 58 }, { "1972-02", 761, 789 }, { "1970~", -365, 729 }, { "1970/1971", 0, 729 }, { "1969-12-31", -1, -1 },
        { "1972-02-29~", 0, 0 }, { "1970/1970", 0, 364 }, { "2000-03-01", 11017, 11017 }, { "1970-01-31/1970-01", 30, 30 } };
    for (size_t i = 0; i < ST_LEN(e); i++) {
        int32_t first = 0, last = 0;
        const bool ok = st_date_range(st_str_of(e[i].edtf), &first, &last);
        if (i == ST_LEN(e) - 1) { assert_false(ok); continue; }   /* a month that began before the day is no end for it */
        assert_true(ok);
        if (strcmp(e[i].edtf, "1972-02-29~") == 0) { assert_int_equal(first, st_ymd_days(1971, 2, 28)); assert_int_equal(last, st_ymd_days(1973, 2, 28)); continue; }
        assert_int_equal(first, e[i].first);
        assert_int_equal(last, e[i].last);
    }
    static const char *const invalid[] = { "", "196", "19611", "1961-", "1961-00", "1961-13", "1961-02-29", "1961-3-12", "1961/", "/1961", "1962/1961", "1961~~", "~1961", "196X", "1961-03-12T", "1961/1962/1963", "0999", "../1961", "1961 " };
    int32_t first = 7, last = 7;
    for (size_t i = 0; i < ST_LEN(invalid); i++) {
        if (st_date_range(st_str_of(invalid[i]), &first, &last)) fail_msg("%s is not valid", invalid[i]);
        assert_false(st_date_valid(st_str_of(invalid[i])));
    }
    assert_int_equal(first, 7);
}

/* Every day from 1500 to 9999: the day after the day before, and what is written is read again. */
static void every_day(void **state) {
    const int32_t from = st_ymd_days(1500, 1, 1), to = st_ymd_days(9999, 12, 31);
    assert_int_equal(st_ymd_days(1970, 1, 1), 0);
    st_ymd before = { 1499, 12, 31, false };
    for (int32_t d = from; d <= to; d++) {
        const st_ymd y = st_ymd_of_days(d);
        const bool same_month = y.year == before.year && y.month == before.month && y.day == before.day + 1;
        const bool next_month = y.day == 1 && before.day == st_month_length(before.year, before.month) && (y.year - before.year) * 12 + y.month - before.month == 1;
        assert_true(same_month || next_month);
        assert_int_equal(st_ymd_days(y.year, y.month, y.day), d);
        before = y;
        if (d % 97) continue;
        char text[16], out[32];
        text[st_ymd_write(y, text)] = 0;
        assert_true(st_date(st_str_of(text), ST_DATE_DMY, out));
        assert_string_equal(text, out);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = { cmocka_unit_test(usual), cmocka_unit_test(partial_and_vague), cmocka_unit_test(languages), cmocka_unit_test(no_dates), cmocka_unit_test(month_first),
                                        cmocka_unit_test(excel), cmocka_unit_test(ranges), cmocka_unit_test(every_day) };
    return cmocka_run_group_tests_name("dates", tests, NULL, NULL);
}
