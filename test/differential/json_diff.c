/* JSON against jansson: thousands of texts, good ones made at random and bad ones made from them, must be taken or refused alike, and a text
 * that is taken must give the same tree. What is meant to differ is said in `excused`. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <jansson.h>
#include "base/json.h"

static uint64_t seed;
static uint32_t rnd(uint32_t below) {   /* splitmix64 */
    uint64_t z = (seed += UINT64_C(0x9E3779B97F4A7C15));
    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return (uint32_t)((z ^ (z >> 31)) >> 32) % below;
}

static void put_one(st_buf *b, const char *const *of, size_t n) { st_buf_z(b, of[rnd((uint32_t)n)]); }

static void put_string(st_buf *b) {
    static const char *const piece[] = { "a", "Ivan ", "\\n", "\\\"", "\\\\", "\\/", "\\u0041", "\\u00e9", "\\ud83d\\ude00", "\xd0\x98", "\xe2\x82\xac",
                                         "\xf0\x9f\x98\x80", "\\u0000", "\\b\\f\\r\\t", "0", "{", "]", "\x7f", "\\uFFFF", "\xef\xbf\xbf" };
    st_buf_char(b, '"');
    for (uint32_t i = rnd(6); i; i--) put_one(b, piece, ST_LEN(piece));
    st_buf_char(b, '"');
}

static void put_value(st_buf *b, int depth) {
    static const char *const scalar[] = { "0", "-0", "1", "-12.5", "1e3", "1E-2", "0.5e+7", "2147483648", "true", "false", "null", "123.000" };
    static const char *const space[] = { "", "", "", " ", "\n", "\t", "\r\n" };
    uint32_t k = rnd(depth > 5 ? 2 : 4);
    put_one(b, space, ST_LEN(space));
    if (k == 0) put_one(b, scalar, ST_LEN(scalar));
    else if (k == 1) put_string(b);
    else {
        st_buf_char(b, k == 2 ? '[' : '{');
        for (uint32_t i = 0, n = rnd(4); i < n; i++) {
            if (i) st_buf_char(b, ',');
            if (k == 3) { st_buf_printf(b, "\"%u\\u0061\"", i); put_one(b, space, ST_LEN(space)); st_buf_char(b, ':'); }
            put_value(b, depth + 1);
        }
        put_one(b, space, ST_LEN(space));
        st_buf_char(b, k == 2 ? ']' : '}');
    }
    put_one(b, space, ST_LEN(space));
}

/* Spoils a text: a byte changed, dropped, doubled or put in, or the end cut off. */
static void spoil(st_buf *b) {
    static const char byte[] = "\"\\{}[],:01-+.eEuntf\n\t \x01\x80\xff\xc0\xed/d8cD";
    for (uint32_t n = 1 + rnd(2); n && b->n; n--) {
        size_t at = rnd((uint32_t)b->n);
        switch (rnd(4)) {
        case 0: b->p[at] = byte[rnd(sizeof byte - 1)]; break;
        case 1: memmove(b->p + at, b->p + at + 1, b->n - at); b->n--; break;
        case 2:
            st_buf_char(b, ' ');
            memmove(b->p + at + 1, b->p + at, b->n - at - 1);
            b->p[at] = byte[rnd(sizeof byte - 1)];
            break;
        default: b->n = at; b->p[at] = 0; break;
        }
    }
}

static bool same(const st_json *a, const json_t *b) {
    switch (json_typeof(b)) {
    case JSON_NULL: return a->type == ST_JSON_NULL;
    case JSON_TRUE: return a->type == ST_JSON_TRUE && st_str_is(a->text, "true");
    case JSON_FALSE: return a->type == ST_JSON_FALSE && st_str_is(a->text, "false");
    case JSON_STRING: return a->type == ST_JSON_STRING && st_str_eq(a->text, (st_str){ json_string_value(b), json_string_length(b) });
    case JSON_INTEGER: case JSON_REAL: {
        char z[64];
        snprintf(z, sizeof z, "%.*s", ST_FMT(a->text));
        double x = strtod(z, NULL), y = json_number_value(b);
        return a->type == ST_JSON_NUMBER && a->text.n < sizeof z && x >= y && x <= y;
    }
    case JSON_ARRAY: {
        size_t i = 0;
        const st_json *c = a->child;
        for (; c && i < json_array_size(b) && same(c, json_array_get(b, i)); c = c->next) i++;
        return a->type == ST_JSON_ARRAY && !c && i == json_array_size(b);
    }
    case JSON_OBJECT: {
        size_t n = 0;
        for (const st_json *c = a->child; c; c = c->next, n++) {
            char key[64];
            snprintf(key, sizeof key, "%.*s", ST_FMT(c->key));
            const json_t *o = json_object_get(b, key);
            if (!o || !same(c, o)) return false;
        }
        return a->type == ST_JSON_OBJECT && n == json_object_size(b);
    }
    }
    return false;
}

/* Jansson refuses, as its own limits, what is JSON all the same: keys with U+0000, numbers past a double's or a long's range. And a key that comes
 * twice is an error for the flag JSON_REJECT_DUPLICATES alone; here both are kept. */
static bool excused(const json_error_t *e) {
    enum json_error_code c = json_error_code(e);
    return c == json_error_null_byte_in_key || c == json_error_numeric_overflow || c == json_error_duplicate_key;
}

static void compare(st_str text, unsigned *good, unsigned *bad) {
    st_arena a = ST_ARENA_INIT;
    st_err err = { 0 };
    json_error_t e = { 0 };
    const st_json *v = st_json_parse(&a, text, 1, &err);
    json_t *j = json_loadb(text.n ? text.p : "", text.n, JSON_DECODE_ANY | JSON_ALLOW_NUL | JSON_REJECT_DUPLICATES, &e);
    if (j && !v) fail_msg("refused though jansson takes it (%s): %.*s", err.what, ST_FMT(text));
    if (!j && v && !excused(&e)) fail_msg("taken though jansson refuses it (%s): %.*s", e.text, ST_FMT(text));
    if (j && v && !same(v, j)) fail_msg("another tree: %.*s", ST_FMT(text));
    ++*(v ? good : bad);
    json_decref(j);
    st_arena_free(&a);
}

static void random_texts(void **state) {
    (void)state;
    unsigned good = 0, bad = 0;
    st_buf b = ST_BUF_INIT(1 << 20);
    for (seed = 1; seed < 1000000; ) {
        const uint64_t from = seed;
        st_buf_clear(&b);
        put_value(&b, 0);
        compare(st_buf_view(&b), &good, &bad);
        for (int i = 0; i < 3; i++) {
            spoil(&b);
            compare(st_buf_view(&b), &good, &bad);
        }
        assert_int_equal(b.failed, ST_OK);
        if (good + bad >= 40000) break;
        seed = from + 1;
    }
    st_buf_free(&b);
    assert_true(good > 10000 && bad > 10000);
}

static void chosen_texts(void **state) {
    (void)state;
    static const char *const text[] = {
        "", " ", "[", "]", "{", "}", "{\"a\"}", "{\"a\":}", "{a:1}", "[1,,2]", "[,1]", "[1", "tru", "truee", "True", "nul", "+1", ".5", "1.", "1.e5", "1e", "1e+", "-", "--1", "0x10",
        "00", "01", "-01", "1 2", "\"", "\"\\\"", "\"\\u\"", "\"\\u12\"", "\"\\u123g\"", "\"\\ud83d\"", "\"\\ude00\"", "\"\\ud83d\\ud83d\"", "\"\\ud83dx\\ude00\"", "\"\\U0041\"",
        "\"\xc3\"", "\"\xc3\x28\"", "\"\xe2\x82\"", "\"\xf0\x9f\x98\"", "\"\xf4\x90\x80\x80\"", "\"\xed\xbf\xbf\"", "\"\xef\xbf\xbe\"", "\"a\nb\"", "[1]]", "[1]\n\n", "/**/1", "[1]//",
        "\f1", "\v1", "\xc2\xa0 1", "1 tru", "[1] \"a", "1\"", "[1]-", "{\"a\":1,\"a\":2}", "[\"\\u0000\"]", "{\"\\u0000\":1}", "1e400", "123456789012345678901234567890", "nan", "Infinity", "'a'", "[[[[[[1]]]]]]",
    };
    unsigned good = 0, bad = 0;
    for (size_t i = 0; i < ST_LEN(text); i++) compare(st_str_of(text[i]), &good, &bad);
    assert_true(good >= 5 && bad >= 40);
}

/* The writer's output is read back by jansson as it was meant. */
static void written_strings(void **state) {
    (void)state;
    st_buf b = ST_BUF_INIT(1 << 20), text = ST_BUF_INIT(1 << 16);
    for (uint32_t cp = 0; cp < 0x11000; cp++) {
        if (cp >= 0xD800 && cp < 0xE000) continue;
        st_buf_clear(&b);
        st_buf_clear(&text);
        st_buf_z(&text, "x");
        st_buf_utf8(&text, cp);
        st_jw w = { &b, false };
        st_jw_str(&w, st_buf_view(&text));
        json_t *j = json_loadb(b.p, b.n, JSON_DECODE_ANY | JSON_ALLOW_NUL, NULL);
        if (!j || !st_str_eq(st_buf_view(&text), (st_str){ json_string_value(j), json_string_length(j) })) fail_msg("U+%04X", cp);
        json_decref(j);
    }
    st_buf_free(&b);
    st_buf_free(&text);
}

int main(void) {
    const struct CMUnitTest tests[] = { cmocka_unit_test(chosen_texts), cmocka_unit_test(random_texts), cmocka_unit_test(written_strings) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
