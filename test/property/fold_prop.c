/* Laws of folding, over random bytes and random code points: it answers every input, with [a-z0-9 ] and single inner blanks only, folding twice
 * is folding once, it appends, and the short form agrees. Dates, countries and scripts take the same inputs without a complaint. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "text/text.h"
#include "text/text_blob.h"

static uint64_t seed = 42;
static uint32_t rnd(uint32_t n) {
    seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)((seed >> 33) % n);
}

static void check(st_str in) {
    st_buf a = ST_BUF_INIT(1 << 20), b = ST_BUF_INIT(1 << 20);
    st_fold(in, &a);
    const st_str x = st_buf_view(&a);
    for (size_t i = 0; i < x.n; i++) {
        const char c = x.p[i];
        assert_true((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c == ' ' && i > 0 && i + 1 < x.n && x.p[i + 1] != ' '));
    }
    st_fold(x, &b);
    assert_true(st_str_eq(x, st_buf_view(&b)));
    st_buf_clear(&b);
    st_buf_z(&b, "before ");
    st_fold(in, &b);
    assert_true(st_str_starts(st_buf_view(&b), "before ") && st_str_eq(x, st_str_sub(st_buf_view(&b), 7, b.n)));
    char space[8192];
    const size_t n = st_fold_short(in, space, sizeof space);
    if (x.n + 128 <= sizeof space) assert_true(st_str_eq(x, (st_str){ space, n }));
    st_str part[ST_MAX_TOKENS];
    const size_t parts = st_tokens(x, part, ST_MAX_TOKENS);
    size_t bytes = 0;
    for (size_t i = 0; i < parts && i < ST_MAX_TOKENS; i++) bytes += part[i].n + 1;
    if (parts <= ST_MAX_TOKENS) assert_int_equal(bytes, x.n ? x.n + 1 : 0);
    char date[32];
    if (st_date(in, ST_DATE_DMY, date)) assert_true(st_date_valid(st_str_of(date)));
    const st_str country = st_country(in);
    assert_true(country.n == 0 || (country.n == 2 && st_country_name(country).n > 0));
    assert_int_equal(strlen(st_script(in)), 4);
    st_buf_free(&a);
    st_buf_free(&b);
}

static void random_bytes(void **state) {
    char in[700];
    for (int t = 0; t < 40000; t++) {
        const size_t n = rnd(rnd(20) ? 24 : sizeof in);
        for (size_t i = 0; i < n; i++) in[i] = rnd(2) ? (char)rnd(256) : "abz AZ09'-.\xC3\xA9\xE4"[rnd(14)];
        check((st_str){ in, n });
    }
}

static void random_code_points(void **state) {
    static const uint32_t start[] = { 0x20, 0x300, 0x370, 0x400, 0x530, 0x590, 0x600, 0x900, 0xE00, 0x1100, 0x1780, 0x2000, 0x3040, 0x30A0, 0x4E00, 0xAC00, 0xF900, 0xFB50, 0xFE00, 0xFF00, 0x1F600 };
    for (int t = 0; t < 40000; t++) {
        st_buf in = ST_BUF_INIT(8192);
        const uint32_t base = start[rnd(ST_LEN(start))], k = rnd(rnd(30) ? 12 : 300);
        for (uint32_t i = 0; i < k; i++) {
            uint32_t cp = rnd(8) ? base + rnd(256) : rnd(0x110000);
            if (cp >= 0xD800 && cp <= 0xDFFF) cp = 0x20;
            st_buf_utf8(&in, cp);
        }
        check(st_buf_view(&in));
        st_buf_free(&in);
    }
}

/* Every prefix and suffix of texts that look ahead: nothing is read past the end. */
static void cut_anywhere(void **state) {
    static const char *const texts[] = { "Ελευθέριος Ουρανός αὐτός", "きょうと ホッカイドウ ｶﾞﾝﾀﾞﾑ っ", "नरेन्द्र मोदी क़", "한국 \xe1\x84\x92\xe1\x85\xa1\xe1\x86\xab", "أحمد عليّ يوسف ﷺ ﻻ",
                                         "И\xcc\x86горь Й 12 марта 1961 г.", "㈱ ½ Ａｂｃ", "昭和36年3月12日", "between 1 Jan 1960 and 1962-03-04T00:00:00Z" };
    for (size_t t = 0; t < ST_LEN(texts); t++)
        for (size_t i = 0, n = strlen(texts[t]); i <= n; i++) {
            char *exact = malloc(n - i + 1), *head = malloc(i + 1);   /* so that AddressSanitizer sees one byte too far */
            assert_non_null(exact);
            assert_non_null(head);
            memcpy(exact, texts[t] + i, n - i);
            memcpy(head, texts[t], i);
            check((st_str){ exact, n - i });
            check((st_str){ head, i });
            free(exact);
            free(head);
        }
}

/* Marks without end, and an output far larger than any buffer inside. */
static void long_texts(void **state) {
    st_buf in = ST_BUF_INIT(1 << 22), out = ST_BUF_INIT(1 << 22);
    st_buf_z(&in, "и");
    for (int i = 0; i < 100000; i++) st_buf_utf8(&in, 0x0301);
    st_buf_utf8(&in, 0x0306);
    st_fold(st_buf_view(&in), &out);
    assert_true(st_str_is(st_buf_view(&out), "i"));
    st_buf_clear(&in);
    for (int i = 0; i < 20000; i++) st_buf_utf8(&in, 0xFDFA);
    st_buf_clear(&out);
    st_fold(st_buf_view(&in), &out);
    assert_true(out.failed == ST_OK && out.n > 200000);
    st_buf small = ST_BUF_INIT(100);
    st_fold(st_buf_view(&in), &small);
    assert_int_equal(small.failed, ST_E_LIMIT);
    st_buf_free(&small);
    st_buf_free(&in);
    st_buf_free(&out);
}

int main(void) {
    const struct CMUnitTest tests[] = { cmocka_unit_test(random_bytes), cmocka_unit_test(random_code_points), cmocka_unit_test(cut_anywhere), cmocka_unit_test(long_texts) };
    return cmocka_run_group_tests_name("laws of folding", tests, NULL, NULL);
}
