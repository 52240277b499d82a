/* JSON in and out: trees, what is no JSON, lines, paths through a document, limits, and every allocation failing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "base/json.h"
#include "base/json_check.h"

#define S(lit) ST_STR(lit)

/* Parses and writes again, as what stands in `want`. */
static void reads(const char *text, const char *want) {
    st_arena a = ST_ARENA_INIT;
    st_err err = { 0 };
    st_json *v = st_json_parse(&a, st_str_of(text), 1, &err);
    if (!v) fail_msg("%s: %s", text, err.what);
    st_buf b = ST_BUF_INIT(1 << 20);
    st_jw w = { &b, false };
    st_jw_tree(&w, v);
    assert_int_equal(b.failed, ST_OK);
    assert_string_equal(b.p, want);
    st_buf_free(&b);
    st_arena_free(&a);
}

static void refuses(st_str text, const char *why, const char *where) {
    st_arena a = ST_ARENA_INIT;
    st_err err = { 0 };
    assert_null(st_json_parse(&a, text, 1, &err));
    assert_true(err.code == ST_E_DATA || err.code == ST_E_LIMIT);
    if (!strstr(err.what, why)) fail_msg("\"%.*s\" gives: %s", ST_FMT(text), err.what);
    assert_string_equal(err.where, where);
    st_arena_free(&a);
}

static void trees(void **state) {
    (void)state;
    reads("{}", "{}");
    reads(" [ ] ", "[]");
    reads("\xef\xbb\xbfnull", "null");
    reads("-0.50E+10", "-0.50E+10");
    reads("123456789012345678901234567890.5", "123456789012345678901234567890.5");
    reads("{\"a\":1,\"a\":[true,false,null,\"x\"],\"\":{}}", "{\"a\":1,\"a\":[true,false,null,\"x\"],\"\":{}}");
    reads("\"\\u0041\\n\\/\\\"\\\\ \\ud83d\\ude00 \\u00e9\"", "\"A\\n/\\\"\\\\ \xf0\x9f\x98\x80 \xc3\xa9\"");
    reads("\"a\\u0000b\\u001f\\t\\r\\b\\f\"", "\"a\\u0000b\\u001f\\t\\r\\b\\f\"");
    reads("\"\xd0\x98\xd0\xb2\xd0\xb0\xd0\xbd\"", "\"\xd0\x98\xd0\xb2\xd0\xb0\xd0\xbd\"");
}

static void no_json(void **state) {
    (void)state;
    refuses(S(""), "EOF", "line 1");
    refuses(S("{\"a\":1,}"), "not JSON", "line 1");
    refuses(S("{\"a\" 1}"), "not JSON", "line 1");
    refuses(S("[1,\n2,\n3 4]"), "not JSON", "line 3");
    refuses(S("{} {}"), "trailing garbage", "line 1");
    refuses(S("[01]"), "not JSON", "line 1");
    refuses(S("[1.]"), "not JSON", "line 1");
    refuses(S("[NaN]"), "not JSON", "line 1");
    refuses(S("'a'"), "not JSON", "line 1");
    refuses(S("\"a"), "EOF", "line 1");
    refuses(S("\"a\tb\""), "not JSON", "line 1");
    refuses(S("\n\n\"a\xff\""), "UTF-8", "line 3");
    refuses(S("\"\xed\xa0\x80\""), "UTF-8", "line 1");
    refuses(S("\"\xc0\x80\""), "UTF-8", "line 1");
    refuses(S("\"\xd0"), "UTF-8", "line 1");
    refuses(S("\"\\ud800\""), "surrogate", "line 1");
    refuses(S("\"\\udc00\""), "surrogate", "line 1");
    refuses(S("\"\\ud800\\u0041\""), "surrogate", "line 1");
    refuses(S("\"\\ud800\\n\""), "surrogate", "line 1");
    refuses(S("\"\\uD83"), "not JSON", "line 1");
    refuses(S("\"\\x41\""), "not JSON", "line 1");
    refuses(S("[1,\v2]"), "control character", "line 1");
    refuses(S("[1,\0 2]"), "not JSON", "line 1");
    refuses(S("// a\n1"), "not JSON", "line 1");
}

static void limits(void **state) {
    (void)state;
    st_buf b = ST_BUF_INIT(1 << 24);
    for (int i = 0; i < 64; i++) st_buf_char(&b, '[');
    for (int i = 0; i < 64; i++) st_buf_char(&b, ']');
    st_arena a = ST_ARENA_INIT;
    st_err err = { 0 };
    assert_non_null(st_json_parse(&a, st_buf_view(&b), 1, &err));
    st_arena_free(&a);
    st_buf_clear(&b);
    for (int i = 0; i < 65; i++) st_buf_char(&b, '[');
    refuses(st_buf_view(&b), "nested deeper", "line 1");
    st_buf_clear(&b);
    st_buf_char(&b, '[');
    for (int i = 0; i < 200000; i++) st_buf_z(&b, i ? ",0" : "0");
    st_buf_char(&b, ']');
    refuses(st_buf_view(&b), "200,000", "line 1");
    st_buf_free(&b);
}

/* ---- streams ------------------------------------------------------------------------------------------------------------------------- */
typedef struct seen { st_buf b; st_code answer; unsigned n, stop_at; } seen;

static st_code collect(void *user, const st_json *v, uint32_t line, st_err *err) {
    seen *s = user;
    st_buf_printf(&s->b, "%u:", line);
    if (v) {
        st_jw w = { &s->b, false };
        st_jw_tree(&w, v);
    } else {
        assert_true(err->code < 0);
        assert_non_null(strstr(err->where, "t.json:"));
        st_buf_z(&s->b, "BAD");
    }
    st_buf_char(&s->b, '\n');
    if (++s->n == s->stop_at) return st_fail(err, s->answer, "enough");
    return ST_OK;
}

static st_code run(st_str text, const char *path, seen *s, st_err *err) {
    st_input *in = st_input_open_memory(text.p, text.n, "t.json", NULL, err);
    if (!in) return err->code;
    st_code c = st_json_stream(in, path, collect, s, err);
    st_input_close(in);
    return c;
}

static void streams(st_str text, const char *path, const char *want) {
    seen s = { .b = ST_BUF_INIT(1 << 24) };
    st_err err = { 0 };
    st_code c = run(text, path, &s, &err);
    if (c) fail_msg("%s", err.what);
    assert_int_equal(err.code, ST_OK);
    assert_string_equal(s.b.p ? s.b.p : "", want);
    st_buf_free(&s.b);
}

static void lines(void **state) {
    (void)state;
    streams(S("{\"a\":1}\n\n  \r\n[2]\r\n\"x\"\n7\ntrue"), "", "1:{\"a\":1}\n4:[2]\n5:\"x\"\n6:7\n7:true\n");
    streams(S("\xef\xbb\xbf{\"a\":\"\\u0000\"}\n"), "", "1:{\"a\":\"\\u0000\"}\n");
    /* a damaged line costs that line, whatever state it leaves the parser in */
    streams(S("{\"a\":1\n{\"b\":2}\n"), "", "1:BAD\n2:{\"b\":2}\n");
    streams(S("\"a\n\"b\"\n"), "", "1:BAD\n2:\"b\"\n");
    streams(S("{} \"a\n\"b\"\n"), "", "1:BAD\n2:\"b\"\n");
    streams(S("1 2\n3\n"), "", "1:BAD\n2:3\n");
    streams(S("{} tru\n3\n"), "", "1:BAD\n2:3\n");
    streams(S("[1,]\n{\"k\":\"\xff\"}\n\"\\ud800\"\n-\n[4]"), "", "1:BAD\n2:BAD\n3:BAD\n4:BAD\n5:[4]\n");
    streams(S("{\"a\":\"x\ny\"}\n3\n"), "", "1:BAD\n2:BAD\n3:3\n");
}

static void stops_when_told(void **state) {
    (void)state;
    seen s = { .b = ST_BUF_INIT(1 << 20), .answer = ST_E_STOPPED, .stop_at = 2 };
    st_err err = { 0 };
    assert_int_equal(run(S("1\n2\n3\n"), "", &s, &err), ST_E_STOPPED);
    assert_string_equal(s.b.p, "1:1\n2:2\n");
    assert_string_equal(err.what, "enough");
    st_buf_clear(&s.b);
    s.n = 0;
    assert_int_equal(run(S("[1,\n2,3]"), "[]", &s, &err), ST_E_STOPPED);
    assert_string_equal(s.b.p, "1:1\n2:2\n");
    st_buf_free(&s.b);
}

static void paths(void **state) {
    (void)state;
    streams(S("[]"), "[]", "");
    streams(S("[1,\n {\"a\":[2,{\"b\":3}]},\n\n\"x\"]\n"), "[]", "1:1\n2:{\"a\":[2,{\"b\":3}]}\n4:\"x\"\n");
    streams(S("{\"x\":[0],\"a\":{\"c\":[9],\"b\":[1,\n2]},\"b\":[3]}"), "a.b[]", "1:1\n2:2\n");
    streams(S("{\"a\":5,\"a\":{\"b\":{},\"b\":[7],\"c\":{\"b\":[8]}},\"z\":{\"a\":{\"b\":[6]}}}"), "a.b[]", "1:7\n");
    streams(S("{\"a\":[[1],[2]]}"), "a[]", "1:[1]\n1:[2]\n");
    static const struct { const char *text, *path, *why, *where; } bad[] = {
        { "{\"a\":[1,2}", "a[]", "not JSON", "t.json:1" }, { "{\"a\":[1,\n2", "a[]", "EOF", "t.json:2" }, { "{\"b\":[1]}", "a[]", "no array at", "t.json:1" },
        { "[[1]]", "a[]", "no array at", "t.json:1" }, { "[1] 2", "[]", "behind", "t.json:1" }, { "[1]\n tru", "[]", "behind", "t.json:2" },
        { "[\n\"\\udc00\"]", "[]", "surrogate", "t.json:2" },
        { "[\n\n\"\xd0\"]", "[]", "UTF-8", "t.json:3" }, { "[1]", "a", "does not end with []", "t.json:1" },
    };
    for (size_t i = 0; i < ST_LEN(bad); i++) {
        seen s = { .b = ST_BUF_INIT(1 << 20) };
        st_err err = { 0 };
        assert_true(run(st_str_of(bad[i].text), bad[i].path, &s, &err) < 0);
        if (!strstr(err.what, bad[i].why)) fail_msg("%s gives: %s", bad[i].text, err.what);
        assert_string_equal(err.where, bad[i].where);
        st_buf_free(&s.b);
    }
}

/* Many blocks: strings, numbers, words, escapes and letters of several bytes are cut at every place. */
static void over_blocks(void **state) {
    (void)state;
    st_buf line_text = ST_BUF_INIT(1 << 24), array = ST_BUF_INIT(1 << 24), want = ST_BUF_INIT(1 << 24);
    st_buf_char(&array, '[');
    for (unsigned i = 0; i < 12000; i++) {
        static const char pad[] = "xxxxxxxxxxxxxxxxxxxxxxxxxxxxx";
        const int k = (int)(i % 29);
        st_buf_printf(&line_text, "{\"%.*s\":[%u.5e1,true,null,\"\\ud83d\\ude00\xe2\x82\xac\"]}\n", k, pad, i);
        st_buf_printf(&array, "%s{\"%.*s\":[%u.5e1,true,null,\"\\ud83d\\ude00\xe2\x82\xac\"]}", i ? ",\n" : "", k, pad, i);
        st_buf_printf(&want, "%u:{\"%.*s\":[%u.5e1,true,null,\"\xf0\x9f\x98\x80\xe2\x82\xac\"]}\n", i + 1, k, pad, i);
    }
    st_buf_z(&array, "]");
    assert_int_equal(line_text.failed | array.failed | want.failed, ST_OK);
    streams(st_buf_view(&line_text), "", want.p);
    streams(st_buf_view(&array), "[]", want.p);
    st_buf_free(&line_text); st_buf_free(&array); st_buf_free(&want);
}

/* The check of bytes gives the same answer however the text is cut. */
static void check_in_pieces(void **state) {
    (void)state;
    static const struct { const char *text; bool good; } t[] = {
        { "a\xd0\x98\xe2\x82\xac\xf0\x9f\x98\x80z", true }, { "\\ud83d\\ude00\\\\ud800\\u0041", true }, { "\xf0\x9f\x98", false }, { "\xe2\x82z", false },
        { "\\ud83d\\u0041", false }, { "\\ud83dx", false }, { "\\ud83d", false }, { "\\udE00", false }, { "a\vb", false }, { "\xf5\x80\x80\x80", false },
        { "\x80", false }, { "\xe0\x80\x80", false }, { "\\\\\\ud800\\\"", false }, { "", true },
    };
    for (size_t i = 0; i < ST_LEN(t); i++) {
        size_t n = strlen(t[i].text);
        for (size_t a = 0; a <= n; a++)
            for (size_t b = a; b <= n; b++) {
                st_json_check c = { 0 };
                const size_t cut[4] = { 0, a, b, n };
                bool good = true;
                for (int k = 0; k < 3 && good; k++)
                    good = st_json_check_add(&c, (st_str){ t[i].text + cut[k], cut[k + 1] - cut[k] }) == SIZE_MAX;
                if (good) good = st_json_check_end(&c);
                if (good != t[i].good) fail_msg("text %zu cut at %zu and %zu", i, a, b);
                if (!good) assert_non_null(c.why);
            }
    }
}

static void writer(void **state) {
    (void)state;
    st_buf b = ST_BUF_INIT(1 << 16);
    st_jw w = { &b, false };
    st_jw_open(&w, '{');
    st_jw_key(&w, "a"); st_jw_u64(&w, UINT64_MAX);
    st_jw_key(&w, "q\""); st_jw_z(&w, "\x01\x7f/\\");
    st_jw_key(&w, "l"); st_jw_open(&w, '[');
    st_jw_fixed(&w, 9123, 4); st_jw_fixed(&w, 10000, 4); st_jw_fixed(&w, 5, 0); st_jw_fixed(&w, 7, 2);
    st_jw_close(&w, ']');
    st_jw_key(&w, "n"); st_jw_null(&w);
    st_jw_key(&w, "e"); st_jw_str(&w, ST_STR_NONE);
    st_jw_key(&w, "o"); st_jw_open(&w, '{'); st_jw_close(&w, '}');
    st_jw_close(&w, '}');
    assert_string_equal(b.p, "{\"a\":18446744073709551615,\"q\\\"\":\"\\u0001\x7f/\\\\\",\"l\":[0.9123,1.0000,5,0.07],\"n\":null,\"e\":\"\",\"o\":{}}");
    st_buf_free(&b);
}

static void look_ups(void **state) {
    (void)state;
    st_arena a = ST_ARENA_INIT;
    const st_json *v = st_json_parse(&a, S("{\"a\":1.0,\"b\":true,\"c\":null,\"d\":{\"e\":\"x\"},\"a\":2}"), 1, NULL);
    assert_true(st_str_is(st_json_get_text(v, "a"), "1.0"));
    assert_true(st_str_is(st_json_get_text(v, "b"), "true"));
    assert_int_equal(st_json_get_text(v, "c").n, 0);
    assert_int_equal(st_json_get_text(v, "d").n, 0);
    assert_true(st_str_is(st_json_get_text(st_json_get(v, "d"), "e"), "x"));
    assert_null(st_json_get(v, "z"));
    assert_null(st_json_get(st_json_get(v, "a"), "z"));
    assert_null(st_json_get(NULL, "z"));
    assert_int_equal(st_json_text(NULL).n, 0);
    st_arena_free(&a);
}

/* ---- memory ---------------------------------------------------------------------------------------------------------------------------- */
static st_code count_only(void *user, const st_json *v, uint32_t line, st_err *err) {
    (void)line;
    if (!v && err->code == ST_E_NOMEM) return ST_E_NOMEM;
    ++*(unsigned *)user;
    return ST_OK;
}

static st_code all_three(void) {
    static const char good[] = "{\"a\":[1,\"x\\n\",{\"b\":null}]}\n{\"bad\n[\"\\u0041 long enough to be kept apart\"]";
    static const char array[] = "{\"a\":[1,\"x\\n\",{\"b\":null}]}";
    st_arena a = ST_ARENA_INIT;
    st_err err = { 0 };
    st_code c = st_json_parse(&a, st_str_of(array), 1, &err) ? ST_OK : err.code;
    st_arena_free(&a);
    for (int i = 0; i < 2 && c == ST_OK; i++) {
        const char *text = i ? array : good;
        unsigned n = 0;
        st_input *in = st_input_open_memory(text, strlen(text), "t.json", NULL, &err);
        c = in ? st_json_stream(in, i ? "a[]" : "", count_only, &n, &err) : err.code;
        if (c == ST_OK) assert_int_equal(n, 3);
        st_input_close(in);
    }
    if (c) assert_true(err.what[0] != 0);
    return c;
}

static void every_allocation_fails(void **state) {
    (void)state;
    st_fault_alloc(0, 0);
    assert_int_equal(all_three(), ST_OK);
    uint64_t n = st_fault_alloc(0, 0);
    if (n == 0) skip();   /* this build cannot inject faults */
    for (uint64_t i = 1; i <= n; i++)
        for (int all = 0; all < 2; all++) {
            st_fault_alloc(i, all);
            st_code c = all_three();
            st_fault_alloc(0, 0);
            assert_int_equal(c, ST_E_NOMEM);
        }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(trees), cmocka_unit_test(no_json), cmocka_unit_test(limits), cmocka_unit_test(lines), cmocka_unit_test(stops_when_told),
        cmocka_unit_test(paths), cmocka_unit_test(over_blocks), cmocka_unit_test(check_in_pieces), cmocka_unit_test(writer), cmocka_unit_test(look_ups),
        cmocka_unit_test(every_allocation_fails),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
