/* Shares as texts: what each form means in basis points, what is refused, and that what is written is read again. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "rules/share.h"

static void texts(void **state) {
    (void)state;
    static const struct { const char *text; uint32_t lo, hi; } rows[] = {
        { "50%", 5000, 5000 }, { "50", 5000, 5000 }, { " 50 % ", 5000, 5000 }, { "49.99", 4999, 4999 }, { "49,99 %", 4999, 4999 }, { "100", 10000, 10000 }, { "0", 0, 0 },
        { "25-50%", 2500, 5000 }, { "25 - 50 %", 2500, 5000 }, { "25\xE2\x80\x93" "50", 2500, 5000 }, { "25% to 50%", 2500, 5000 }, { "between 25 and 50 percent", 2500, 5000 },
        { "more than 50", 5001, 10000 }, { "over 50%", 5001, 10000 }, { ">50", 5001, 10000 }, { "at least 50 %", 5000, 10000 }, { ">=50", 5000, 10000 },
        { "\xE2\x89\xA5 50", 5000, 10000 }, { "less than 25", 0, 2499 }, { "<25%", 0, 2499 }, { "up to 25", 0, 2500 }, { "<= 25", 0, 2500 }, { "not more than 25", 0, 2500 },
        { ">25 <=50%", 2501, 5000 }, { ">50 <75%", 5001, 7499 }, { ">=75 <=100%", 7500, 10000 }, { "more than 25% but not more than 50%", 2501, 5000 },
        { "26.150000000000002%", 2615, 2615 }, { "26.149999999999999", 2615, 2615 }, { "33.3333", 3333, 3334 }, { "49.999", 4999, 5000 }, { ">49.995", 5000, 10000 },
        { "<50.005", 0, 5000 }, { "1/3", 3333, 3334 }, { "1/6", 1666, 1667 }, { "1/2", 5000, 5000 }, { "~33.33", 3332, 3334 }, { "about 33.3 %", 3325, 3335 }, { "c. 33", 3250, 3350 },
        { "approximately 50%", 4950, 5050 }, { "~100", 9950, 10000 }, { "majority", 5001, 10000 }, { "Majority shareholder", 5001, 10000 }, { "minority stake", 1, 4999 },
        { "wholly owned", 10000, 10000 }, { "half", 5000, 5000 }, { "51% of ordinary shares", 5100, 5100 }, { "50% plus one share", 5001, 5001 }, { "50 % + 1", 5001, 5001 },
        { "50% minus one share", 4999, 4999 }, { "75,5 Prozent", 7550, 7550 },
    };
    for (size_t i = 0; i < ST_LEN(rows); i++) {
        uint32_t lo = 77777, hi = 77777;
        if (!st_share_parse(st_str_of(rows[i].text), &lo, &hi) || lo != rows[i].lo || hi != rows[i].hi)
            fail_msg("\"%s\": %u to %u instead of %u to %u", rows[i].text, lo, hi, rows[i].lo, rows[i].hi);
    }
}

static void refused(void **state) {
    (void)state;
    static const char *const rows[] = { "", "unknown", "n/a", "101", "250%", "50 51", "10 20 30", "99999999999999999999", "50-25%", ">100", "<0", "2/1", "1/0", "overall" };
    for (size_t i = 0; i < ST_LEN(rows); i++) {
        uint32_t lo = 7, hi = 8;
        if (st_share_parse(st_str_of(rows[i]), &lo, &hi)) fail_msg("\"%s\" is read as %u to %u", rows[i], lo, hi);
        assert_true(lo == 7 && hi == 8);
    }
}

static void written_and_read(void **state) {
    (void)state;
    st_buf b = ST_BUF_INIT(100);
    for (uint32_t lo = 0; lo <= 10000; lo += lo % 97 == 0 ? 1 : 13)
        for (uint32_t hi = lo; hi <= 10000; hi += 1 + hi % 991) {
            uint32_t l, h;
            st_buf_clear(&b);
            st_share_write(lo, hi, &b);
            assert_true(st_share_parse(st_buf_view(&b), &l, &h) && l == lo && h == hi);
        }
    st_buf_clear(&b);
    st_share_write(2501, 4990, &b);
    assert_string_equal(b.p, "25.01-49.9 %");
    st_buf_free(&b);
}

int main(void) {
    const struct CMUnitTest tests[] = { cmocka_unit_test(texts), cmocka_unit_test(refused), cmocka_unit_test(written_and_read) };
    return cmocka_run_group_tests_name("shares", tests, NULL, NULL);
}
