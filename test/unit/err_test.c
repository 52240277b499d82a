/* Errors are shown in terminals and JSON whatever stood in the file or in its name. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "base/base.h"

static void texts_are_clean(void **state) {
    (void)state;
    st_err e = { 0 };
    assert_int_equal(st_fail(&e, ST_E_DATA, "root is %s", "a\xff\x1b[2J\xc2\x9b" "b\n\x7f"), ST_E_DATA);
    assert_string_equal(e.what, "root is a??[2J??b??");
    st_err_where(&e, "%s:%d", "li\xe9ste.csv", 3);
    assert_string_equal(e.where, "li?ste.csv:3");
    st_err_hint(&e, "%s", "\xd0\x98\xc2\xa0ok");   /* other text stays */
    assert_string_equal(e.hint, "\xd0\x98\xc2\xa0ok");
}

static void a_cut_text_is_utf8(void **state) {
    (void)state;
    char text[2000];
    for (size_t i = 0; i + 2 < sizeof text; i += 2) memcpy(text + i, "\xd0\x98", 2);
    for (size_t shift = 0; shift < 2; shift++) {
        st_err e = { 0 };
        text[1998 - shift] = 0;
        st_fail(&e, ST_E_DATA, "%s%s", shift ? "x" : "", text);
        assert_true(st_utf8_valid(e.what, strlen(e.what)));
        assert_int_equal(strlen(e.what), sizeof e.what - 1);
    }
}

static void the_first_place_and_hint_stay(void **state) {
    (void)state;
    st_err e = { 0 };
    st_err_hint(&e, "before");
    st_fail(&e, ST_E_LIMIT, "wrong");
    assert_string_equal(e.hint, "");
    st_err_hint(&e, "first");
    st_err_hint(&e, "second");
    st_err_where(&e, "here");
    st_err_where(&e, "there");
    assert_string_equal(e.hint, "first");
    assert_string_equal(e.where, "here");
    assert_int_equal(st_code_exit(e.code), 3);
    st_err_hint(NULL, "nowhere");
    assert_int_equal(st_fail(NULL, ST_E_SYSTEM, "nobody"), ST_E_SYSTEM);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_are_clean),
        cmocka_unit_test(a_cut_text_is_utf8),
        cmocka_unit_test(the_first_place_and_hint_stay),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
