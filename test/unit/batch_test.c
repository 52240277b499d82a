/* Customer files: columns and keys, bad rows, the same bytes for any number of threads, what is carried through, stopping, memory. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <jansson.h>
#include "engine/batch.h"
#include "engine/row.h"
#include "screen_fixture.h"

static st_engine *engine;

static int set_up(void **state) {
    (void)state;
    st_err err = { 0 };
    engine = fx_engine(&err);
    return engine ? 0 : -1;
}

static int tear_down(void **state) {
    (void)state;
    st_engine_free(engine);
    return 0;
}

typedef struct sink { st_buf out; st_buf bad; uint64_t stop_after; } sink;

static st_code take(void *user, st_str lines, st_err *err) {
    sink *s = user;
    st_buf_str(&s->out, lines);
    return s->out.failed ? st_fail(err, s->out.failed, "out of memory in the test") : ST_OK;
}

static void take_bad(void *user, uint32_t line, st_str why) { st_buf_printf(&((sink *)user)->bad, "%u: %.*s\n", line, ST_FMT(why)); }
static bool go_on(void *user, const st_batch_stats *so_far) { return ((sink *)user)->stop_after == 0 || so_far->rows < ((sink *)user)->stop_after; }
static const st_batch_sink sinks = { take, take_bad, go_on };

static st_code run(const char *text, size_t n, unsigned threads, sink *s, st_batch_stats *stats, st_err *err) {
    char path[] = "/tmp/strait-batch-XXXXXX";
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, text, n), (ssize_t)n);
    close(fd);
    s->out = s->bad = (st_buf)ST_BUF_INIT(1 << 26);
    st_search_options o = { .threshold = ST_THRESHOLD, .limit = ST_LIMIT };
    st_code code = st_batch_run(engine, path, &o, threads, &sinks, s, stats, err);
    unlink(path);
    return code;
}

static void drop(sink *s) {
    st_buf_free(&s->out);
    st_buf_free(&s->bad);
}

/* Line k (from 0) of the output as JSON. */
static json_t *line(const sink *s, unsigned k) {
    const char *p = s->out.p;
    while (p && k--) p = strchr(p, '\n') ? strchr(p, '\n') + 1 : NULL;
    const char *end = p ? strchr(p, '\n') : NULL;
    assert_non_null(end);
    json_error_t e;
    json_t *v = json_loadb(p, (size_t)(end - p), JSON_ALLOW_NUL, &e);
    if (!v) fail_msg("%s: %.*s", e.text, (int)(end - p), p);
    return v;
}

static const char *text_at(json_t *v, const char *object, const char *key) {
    const char *s = json_string_value(json_object_get(json_object_get(v, object), key));
    return s ? s : "";
}

static const char *first_hit(json_t *v) {
    const char *s = json_string_value(json_object_get(json_array_get(json_object_get(v, "hits"), 0), "id"));
    return s ? s : "";
}

static void csv_rows(void **state) {
    (void)state;
    static const char text[] = "\xEF\xBB\xBF" "Customer No;Full Name;Date-of-Birth;Aliases;nationality\r\n"
                               "1;Vasily Quartz Examplov;1961-03-12;;Russia\r\n"
                               "2;\"Nobody; Atall\";;\"Zz Yy|Sandstone; Qq\";\r\n"
                               "3;Heron Shipping Ltd;31.02.1999;;\r\n"
                               "4;too;few\r\n"
                               "5;;;;\r\n"
                               "6;Caf\xE9 Owner;;;\r\n";
    sink s = { 0 };
    st_batch_stats stats;
    st_err err = { 0 };
    assert_int_equal(run(text, sizeof text - 1, 2, &s, &stats, &err), ST_OK);
    assert_int_equal(stats.rows, 6);
    assert_int_equal(stats.bad, 3);
    assert_int_equal(stats.rows_with_hits, 2);
    assert_string_equal(s.bad.p, "4: the birth date \"31.02.1999\" cannot be read\n5: 3 fields where the header has 5\n6: the query has neither a name nor a number\n");
    json_t *v = line(&s, 0);
    assert_string_equal(first_hit(v), "P-1");
    assert_string_equal(text_at(v, "query", "Customer No"), "1");
    assert_string_equal(text_at(v, "query", "Full Name"), "Vasily Quartz Examplov");
    json_decref(v);
    v = line(&s, 1);
    assert_string_equal(first_hit(v), "P-2");
    assert_string_equal(text_at(v, "query", "Aliases"), "Zz Yy|Sandstone; Qq");
    assert_string_equal(json_string_value(json_object_get(json_array_get(json_object_get(v, "hits"), 0), "asked")), "Sandstone");
    json_decref(v);
    v = line(&s, 2);
    assert_int_equal(json_integer_value(json_object_get(v, "line")), 4);
    assert_non_null(json_object_get(v, "error"));
    assert_null(json_object_get(v, "hits"));
    assert_string_equal(text_at(v, "query", "Full Name"), "Heron Shipping Ltd");
    json_decref(v);
    v = line(&s, 5);
    assert_string_equal(text_at(v, "query", "Full Name"), "Caf\xC3\xA9 Owner");
    assert_int_equal(json_array_size(json_object_get(v, "hits")), 0);
    json_decref(v);
    drop(&s);
}

static void json_rows(void **state) {
    (void)state;
    static const char text[] = "{\"name\":\"Vasily Quartz Examplov\",\"n\":1.50e2,\"deep\":{\"a\":[null,true,\"\\u0000x\"]}}\n"
                               "\n"
                               "{\"first_name\":\"Vasily\",\"last_name\":[\"Examplov\"],\"aliases\":[\"Blue Heron\",\"Sandstone\"]}\n"
                               "{\"name\":\"broken\"\n"
                               "{\"name\":[\"two\",\"names\"]}\n"
                               "[1]\n"
                               "{\"name\":\"a\",\"full_name\":\"b\"}\n"
                               "{\"name\":{\"text\":\"a\"}}\n"
                               "{\"imo\":9074729}";
    sink s = { 0 };
    st_batch_stats stats;
    st_err err = { 0 };
    assert_int_equal(run(text, sizeof text - 1, 3, &s, &stats, &err), ST_OK);
    assert_int_equal(stats.rows, 8);
    assert_int_equal(stats.bad, 5);
    json_t *v = line(&s, 0);
    assert_string_equal(first_hit(v), "P-1");
    json_decref(v);
    assert_non_null(strstr(s.out.p, "\"n\":1.50e2,\"deep\":{\"a\":[null,true,\"\\u0000x\"]}}"));
    v = line(&s, 1);
    assert_int_equal(json_array_size(json_object_get(v, "hits")), 5);   /* the ship and its firm, the stone, and the person on both lists */
    json_decref(v);
    v = line(&s, 2);
    assert_true(json_is_null(json_object_get(v, "query")));
    assert_int_equal(json_integer_value(json_object_get(v, "line")), 4);
    json_decref(v);
    v = line(&s, 7);
    assert_string_equal(first_hit(v), "V-1");
    json_decref(v);
    assert_non_null(strstr(s.bad.p, "5: name has several values"));
    assert_non_null(strstr(s.bad.p, "6: the line is not a JSON object"));
    assert_non_null(strstr(s.bad.p, "7: full_name is given twice"));
    assert_non_null(strstr(s.bad.p, "8: name is an object"));
    drop(&s);
}

/* Some thousand rows, among them bad ones. */
static char *many_rows(size_t *n) {
    st_buf b = ST_BUF_INIT(1 << 24);
    st_buf_z(&b, "id,name,birth_date\n");
    static const char *const name[] = { "Vasily Examplov", "Bargan Kelgan", "Ali Hassan", "Heron Shipping", "Zzyzx", "Tal Dor Mish Hassan", "Blue Heron" };
    for (unsigned i = 0; i < 3000; i++) st_buf_printf(&b, "c%u,%s%s,%s\n", i, name[i % 7], i % 3 ? "" : " Ltd", i % 11 ? "" : i % 2 ? "1961" : "never");
    *n = b.n;
    return b.p;
}

static void same_for_any_threads(void **state) {
    (void)state;
    size_t n;
    char *text = many_rows(&n);
    sink want = { 0 };
    st_batch_stats first, stats;
    st_err err = { 0 };
    assert_int_equal(run(text, n, 1, &want, &first, &err), ST_OK);
    assert_int_equal(first.rows, 3000);
    assert_true(first.bad > 100 && first.rows_with_hits > 1000);
    for (unsigned threads = 2; threads <= 8; threads += 3) {
        sink s = { 0 };
        assert_int_equal(run(text, n, threads, &s, &stats, &err), ST_OK);
        assert_int_equal(s.out.n, want.out.n);
        assert_memory_equal(s.out.p, want.out.p, want.out.n);
        assert_string_equal(s.bad.p, want.bad.p);
        assert_int_equal(stats.hits, first.hits);
        drop(&s);
    }
    sink s = { .stop_after = 500 };
    assert_int_equal(run(text, n, 4, &s, &stats, &err), ST_E_STOPPED);
    assert_int_equal(stats.rows, 500);
    drop(&s);
    drop(&want);
    st_free(text);
}

static void wrong_files(void **state) {
    (void)state;
    static const struct { const char *text; st_code code; const char *what; } wrong[] = {
        { "a,b\n1,2\n", ST_E_DATA, "no column is understood" },
        { "\n\n\n", ST_E_DATA, "no row" },
        { "", ST_E_DATA, "" },
    };
    for (size_t i = 0; i < ST_LEN(wrong); i++) {
        sink s = { 0 };
        st_batch_stats stats;
        st_err err = { 0 };
        assert_int_equal(run(wrong[i].text, strlen(wrong[i].text), 2, &s, &stats, &err), wrong[i].code);
        if (!strstr(err.what, wrong[i].what) || !err.where[0]) fail_msg("%zu: %s (%s)", i, err.what, err.where);
        drop(&s);
    }
    st_batch_stats stats;
    st_err err = { 0 };
    st_search_options o = { .threshold = ST_THRESHOLD, .limit = ST_LIMIT };
    sink s = { 0 };
    assert_int_equal(st_batch_run(engine, "/no/such/file", &o, 2, &sinks, &s, &stats, &err), ST_E_SYSTEM);
    st_input *in = st_input_open_memory("name\nx\n", 7, "rows", NULL, &err);
    assert_non_null(in);
    assert_int_equal(st_batch_input(engine, in, &o, 0, &sinks, &s, &stats, &err), ST_E_USAGE);
    st_input_close(in);
}

static void columns(void **state) {
    (void)state;
    static const char *const known[] = { "id", "type", "name", "full_name", "Full Name", "ALIASES", "aka", "first_name", "middle-name", "last name", "birth_date", "Date of Birth",
                                         "birth_place", "gender", "nationality", "country", "address", "id_number", "imo", "wallet" };
    for (size_t i = 0; i < ST_LEN(known); i++)
        if (!st_row_knows(st_str_of(known[i]))) fail_msg("%s", known[i]);
    assert_false(st_row_knows(ST_STR("names")));
    assert_false(st_row_knows(ST_STR("")));
    assert_false(st_row_knows(ST_STR("a_column_with_a_name_longer_than_any_that_is_understood")));
}

/* Every allocation fails in turn: a failure that says so, a row that is told as bad, or the same lines. */
static void out_of_memory(void **state) {
    (void)state;
#ifdef ST_FAULT
    static const char text[] = "id,name,aliases\n1,Vasily Examplov,a|b\n2,Blue Heron,\n";
    sink want = { 0 };
    uint64_t all = 1, refused = 0;
    for (uint64_t n = 0; n <= all; n++) {
        sink s = { 0 };
        st_batch_stats stats;
        st_err err = { 0 };
        (void)st_fault_alloc(n, 0);
        st_code code = run(text, sizeof text - 1, 1, &s, &stats, &err);
        uint64_t made = st_fault_alloc(0, 0);
        if (n == 0) {
            assert_int_equal(code, ST_OK);
            all = made;
            want = s;
            continue;
        }
        if (code == ST_OK && stats.bad == 0) assert_string_equal(s.out.p, want.out.p);
        else if (code != ST_E_NOMEM) fail_msg("%llu: %d %s; %llu bad", (unsigned long long)n, code, err.what, (unsigned long long)stats.bad);
        else refused++;
        drop(&s);
    }
    assert_true(refused > 30);
    drop(&want);
#endif
}

int main(void) {
    const struct CMUnitTest tests[] = { cmocka_unit_test(csv_rows), cmocka_unit_test(json_rows), cmocka_unit_test(same_for_any_threads),
                                        cmocka_unit_test(wrong_files), cmocka_unit_test(columns), cmocka_unit_test(out_of_memory) };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
