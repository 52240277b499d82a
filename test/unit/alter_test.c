/* Altered names: each way does what it says and nothing else, the same each time, and says when it cannot. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "engine/alter.h"
#include "match/edit.h"
#include "text/text.h"

enum { WORDS = 16 };
static const char *const names[] = {
    "sergei kuzhugetovich shoigu", "muhammad abu bakr al hassan", "viktor anatolyevich bout", "joaquin archivaldo guzman loera", "abdul rahman yasin", "kim chol",
    "rosneft oil company", "heron shipping limited", "bank melli iran", "khatam al anbiya construction headquarters", "dawood ibrahim kaskar", "aleksandr lukashenko",
};

typedef struct words { st_buf text; st_str w[WORDS]; size_t n; } words;

/* Muhammad is common, and all else is rare. */
static unsigned rare(const void *user, st_str part, st_view view) {
    (void)user;
    (void)view;
    return st_str_is(part, "muhammad") ? 60 : 200;
}

static bool alter(st_alteration k, const char *name, bool person, words *out) {
    out->text = (st_buf)ST_BUF_INIT(1 << 16);
    bool done = st_alter(k, st_str_of(name), person, (st_rarity_of){ rare, NULL }, &out->text);
    assert_int_equal(out->text.failed, ST_OK);
    if (!done) st_buf_free(&out->text);
    out->n = done ? st_tokens(st_buf_view(&out->text), out->w, WORDS) : 0;
    return done;
}

static unsigned distance(st_str a, st_str b) {
    st_pattern p = { .n = 0 };
    st_pattern_set(&p, a);
    return st_edit(&p, b);
}

/* How many words differ at the same place, and the largest distance between such two. */
static size_t differ(st_str name, const words *x, unsigned *most) {
    st_str w[WORDS];
    size_t n = st_tokens(name, w, WORDS), count = 0;
    assert_int_equal(n, x->n);
    *most = 0;
    for (size_t i = 0; i < n; i++) {
        unsigned d = distance(w[i], x->w[i]);
        count += d > 0;
        if (d > *most) *most = d;
    }
    return count;
}

static void as_listed(void **state) {
    (void)state;
    words x;
    assert_true(alter(ST_ALTER_NONE, "kim chol", true, &x));
    assert_true(st_str_is(st_buf_view(&x.text), "kim chol"));
    st_buf_free(&x.text);
}

static void edits(void **state) {
    (void)state;
    for (size_t i = 0; i < ST_LEN(names); i++) {
        words x;
        unsigned most;
        assert_true(alter(ST_ALTER_EDIT, names[i], i < 6, &x));
        assert_int_equal(differ(st_str_of(names[i]), &x, &most), 1);
        assert_int_equal(most, 1);
        st_buf_free(&x.text);
        if (!alter(ST_ALTER_EDITS, names[i], i < 6, &x)) continue;
        assert_true(differ(st_str_of(names[i]), &x, &most) >= 2);
        assert_int_equal(most, 1);
        st_buf_free(&x.text);
    }
    words x;
    assert_false(alter(ST_ALTER_EDITS, "kim chol", true, &x));     /* one word of four letters: the same as EDIT */
    assert_false(alter(ST_ALTER_EDIT, "kim jo", true, &x));
    assert_false(alter(ST_ALTER_EDIT, "a380 61398", false, &x));   /* numbers are not misspelt */
}

static void rarest_word(void **state) {
    (void)state;
    words x;
    assert_true(alter(ST_ALTER_EDIT, "muhammad zxqwlkov", true, &x));
    assert_true(st_str_is(x.w[0], "muhammad"));
    assert_false(st_str_is(x.w[1], "zxqwlkov"));
    assert_int_equal(x.w[1].p[0], 'z');                            /* never the first letter */
    st_buf_free(&x.text);
}

static void order_and_words(void **state) {
    (void)state;
    words x;
    assert_true(alter(ST_ALTER_ORDER, "sergei kuzhugetovich shoigu", true, &x));
    assert_true(st_str_is(st_buf_view(&x.text), "shoigu sergei kuzhugetovich"));
    st_buf_free(&x.text);
    assert_true(alter(ST_ALTER_DROP, "zxqwlkov muhammad qrstvex", true, &x));
    assert_true(st_str_is(st_buf_view(&x.text), "zxqwlkov qrstvex"));
    st_buf_free(&x.text);
    assert_true(alter(ST_ALTER_INITIAL, "sergei shoigu", true, &x));
    assert_true(st_str_is(st_buf_view(&x.text), "s shoigu"));
    st_buf_free(&x.text);
    assert_false(alter(ST_ALTER_ORDER, "shoigu", true, &x));
    assert_false(alter(ST_ALTER_DROP, "sergei shoigu", true, &x));
    assert_false(alter(ST_ALTER_INITIAL, "heron shipping", false, &x));
    for (unsigned k = 0; k < ST_ALTERATIONS; k++) assert_false(alter((st_alteration)k, "", true, &x));
}

static void spellings(void **state) {
    (void)state;
    for (size_t i = 0; i < ST_LEN(names); i++) {
        words x;
        unsigned most;
        if (!alter(ST_ALTER_SPELLING, names[i], i < 6, &x)) continue;
        assert_int_equal(differ(st_str_of(names[i]), &x, &most), 1);
        st_buf_free(&x.text);
    }
    words x;
    assert_true(alter(ST_ALTER_SPELLING, "muhammad zxqwlkov", true, &x));
    assert_int_equal(st_equivalent(ST_STR("muhammad"), x.w[0]), 3);
    st_buf_free(&x.text);
}

static void same_every_time(void **state) {
    (void)state;
    for (size_t i = 0; i < ST_LEN(names); i++) {
        for (unsigned k = 0; k < ST_ALTERATIONS; k++) {
            words x, y;
            bool one = alter((st_alteration)k, names[i], true, &x), two = alter((st_alteration)k, names[i], true, &y);
            assert_int_equal(one, two);
            assert_true(!one || st_str_eq(st_buf_view(&x.text), st_buf_view(&y.text)));
            st_buf_free(&x.text);
            st_buf_free(&y.text);
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(as_listed), cmocka_unit_test(edits), cmocka_unit_test(rarest_word), cmocka_unit_test(order_and_words),
        cmocka_unit_test(spellings), cmocka_unit_test(same_every_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
