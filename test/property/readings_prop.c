/* Laws of readings and skeletons, over random bytes, code points and mixtures of scripts: the first reading is st_fold's, each is a folded text,
 * none is there twice, there are at most ST_READINGS_MOST, the same name gives the same bytes, and what is written has a bound. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "text/text.h"

static uint64_t seed = 7;
static uint32_t rnd(uint32_t n) {
    seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)((seed >> 33) % n);
}

static void folded(st_str x) {
    for (size_t i = 0; i < x.n; i++) {
        const char c = x.p[i];
        assert_true((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c == ' ' && i > 0 && i + 1 < x.n && x.p[i + 1] != ' '));
    }
}

static void bones(st_str part) {
    char s[512], t[512];
    const size_t n = st_skeleton(part, s, sizeof s), cap = rnd(8);
    assert_true(n <= 2 * part.n + 1 && n <= sizeof s);
    for (size_t i = 0; i < n; i++) assert_true((s[i] >= 'a' && s[i] <= 'z' && !strchr("aeiouwy", s[i])) || (s[i] >= '0' && s[i] <= '9'));
    const size_t m = st_skeleton(part, t, cap);
    assert_int_equal(m, n < cap ? n : cap);
    assert_memory_equal(s, t, m);
}

static void check(st_str in) {
    st_buf a = ST_BUF_INIT(1 << 22), f = ST_BUF_INIT(1 << 22);
    st_str line[ST_READINGS_MOST + 1], part[ST_MAX_TOKENS];
    const size_t n = st_readings(in, &a);
    size_t lines = 0;
    assert_int_equal(a.failed, ST_OK);
    for (size_t from = 0, i = 0; i <= a.n; i++)
        if (i == a.n || a.p[i] == '\n') {
            assert_true(lines <= ST_READINGS_MOST);
            line[lines++] = (st_str){ a.p + from, i - from };
            from = i + 1;
        }
    assert_int_equal(lines, n);
    assert_in_range(n, 1, ST_READINGS_MOST);
    st_fold(in, &f);
    assert_true(st_str_eq(line[0], st_buf_view(&f)));
    for (size_t i = 0; i < n; i++) {
        folded(line[i]);
        for (size_t k = 0; k < i; k++) assert_false(st_str_eq(line[i], line[k]));
        assert_true(line[i].n <= 128 * in.n + 16);
        st_buf_clear(&f);
        assert_int_equal(st_readings(line[i], &f), 1);   /* a reading is Latin: it has one, itself */
        assert_true(st_str_eq(line[i], st_buf_view(&f)));
        const size_t parts = st_tokens(line[i], part, ST_MAX_TOKENS);
        for (size_t k = 0; k < parts && k < ST_MAX_TOKENS; k++) bones(part[k]);
    }
    st_buf_clear(&f);
    assert_int_equal(st_readings(in, &f), n);
    assert_true(st_str_eq(st_buf_view(&a), st_buf_view(&f)));
    st_buf_free(&a);
    st_buf_free(&f);
}

static void random_bytes(void **state) {
    char in[1500];
    for (int t = 0; t < 10000; t++) {
        const size_t n = rnd(rnd(20) ? 24 : sizeof in);
        for (size_t i = 0; i < n; i++) in[i] = rnd(2) ? (char)rnd(256) : "abz AZ09'-.\xD0\xB8\xD9"[rnd(14)];
        check((st_str){ in, n });
    }
}

static void random_code_points(void **state) {
    static const uint32_t start[] = { 0x20, 0x300, 0x370, 0x400, 0x530, 0x590, 0x600, 0x900, 0x980, 0xA00, 0xB80, 0xE00, 0x10A0, 0x1100, 0x1200, 0x1780, 0x2000, 0x3040, 0x30A0, 0x4E00, 0x6700, 0xAC00, 0xFB50, 0xFDF0, 0xFF00 };
    for (int t = 0; t < 20000; t++) {
        st_buf in = ST_BUF_INIT(8192);
        const uint32_t base = start[rnd(ST_LEN(start))], k = rnd(rnd(30) ? 12 : 400);
        for (uint32_t i = 0; i < k; i++) {
            uint32_t cp = rnd(8) ? base + rnd(256) : rnd(4) ? start[rnd(ST_LEN(start))] + rnd(128) : 0x20;
            if (rnd(40) == 0) cp = rnd(0x110000);
            if (cp >= 0xD800 && cp <= 0xDFFF) cp = 0x20;
            st_buf_utf8(&in, cp);
        }
        check(st_buf_view(&in));
        st_buf_free(&in);
    }
}

/* Words with articles, compounds, surnames, cut and put together at random: what looks ahead meets every end. */
static void words(void **state) {
    static const char *const word[] = { "ال", "عبد", "عبدال", "الله", "الدين", "أبو", "ابو", "محمد", "رضا", "ا", "ل", "ه", "ﷺ", "ﺍﻟ", "习", "近平", "欧阳", "安倍", "山", "김", "이", "정은", "남궁", "ッ", "ー", "っ", "ガ", "·", "・", "IK", "МЕЛЬН",
                                        "ĸ", "ье", "ий", "ย", "เ", "ก์", "क्", "ा", "न", "'", "\"", "-", " ", " ", ",", "1" };
    for (int t = 0; t < 30000; t++) {
        st_buf in = ST_BUF_INIT(8192);
        for (uint32_t k = rnd(8); k--;) st_buf_z(&in, word[rnd(ST_LEN(word))]);
        char *exact = malloc(in.n + 1);   /* so that AddressSanitizer sees one byte too far */
        assert_non_null(exact);
        if (in.n) memcpy(exact, in.p, in.n);
        check((st_str){ exact, in.n });
        free(exact);
        st_buf_free(&in);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = { cmocka_unit_test(random_bytes), cmocka_unit_test(random_code_points), cmocka_unit_test(words) };
    return cmocka_run_group_tests_name("laws of readings", tests, NULL, NULL);
}
