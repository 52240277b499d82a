/* Requests without sockets: the bytes of the engine, the right status for what is wrong, what is handed to the journal, keys, and the description of the routes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <sys/stat.h>
#include "service_fixture.h"
#include "engine/check.h"
#include "http/keys.h"

static fx_service f;
static struct { unsigned calls; bool fail; char kind[16], params[256], input[512]; size_t result; } last;

static st_code given(void *user, const st_given *g, st_err *err) {
    (void)user;
    last.calls++;
    snprintf(last.kind, sizeof last.kind, "%s", g->kind);
    snprintf(last.params, sizeof last.params, "%.*s", ST_FMT(g->params));
    snprintf(last.input, sizeof last.input, "%.*s", ST_FMT(g->input));
    last.result = g->result.n;
    assert_int_equal(g->index.n, 32);
    return last.fail ? st_fail(err, ST_E_SYSTEM, "the disk is full") : ST_OK;
}

static int set_up(void **state) {
    (void)state;
    return fx_service_open(&f, given, NULL) ? 0 : -1;
}

static int tear_down(void **state) {
    (void)state;
    fx_service_close(&f);
    return 0;
}

static st_response ask(st_method method, const char *target, const char *type, const char *body) {
    const st_request q = { .method = method, .target = st_str_of(target), .type = st_str_of(type), .body = st_str_of(body), .id = ST_STR("r-1"), .role = ST_ROLE_ADMIN };
    st_response r = ST_RESPONSE_INIT;
    st_http_answer(f.service, &q, &r);
    return r;
}

static void screen_is_the_engine_s(void **state) {
    (void)state;
    st_engine *e = fx_engine(NULL);
    st_screener *s = st_screener_new(e, NULL);
    const st_query q = { .name = ST_STR("Vasily Exampl\xC3\xB6v"), .birth_date = ST_STR("1961-03-12") };
    const st_search_options o = { .threshold = ST_THRESHOLD, .limit = ST_LIMIT, .group = true };
    st_hits h;
    assert_int_equal(st_screener_run(s, &q, &o, &h, NULL), ST_OK);
    assert_true(h.n > 0);
    st_buf b = ST_BUF_INIT(1 << 24);
    st_jw w = { &b, false };
    st_screened_json(&w, e, &q, &h);
    st_buf_char(&b, '\n');
    last.calls = 0;
    st_response get = ask(ST_GET, "/v1/screen?name=Vasily+Exampl%C3%B6v&birth_date=1961-03-12", "", "");
    st_response post = ask(ST_POST, "/v1/screen?limit=20", "application/json; charset=utf-8", "{\"name\":\"Vasily Exampl\\u00f6v\",\"birth_date\":\"1961-03-12\",\"threshold\":0.7}");
    assert_int_equal(get.status, 200);
    assert_int_equal(post.status, 200);
    assert_string_equal(get.body.p, b.p);
    assert_string_equal(post.body.p, b.p);
    assert_int_equal(last.calls, 2);
    assert_string_equal(last.kind, "screen");
    assert_string_equal(last.params, "{\"threshold\":0.7,\"limit\":\"20\"}");
    assert_string_equal(last.input, "{\"name\":\"Vasily Exampl\xC3\xB6v\",\"birth_date\":\"1961-03-12\"}");
    assert_int_equal(last.result, b.n - 1);
    st_response_free(&get);
    st_response_free(&post);
    st_buf_free(&b);
    st_screener_free(s);
    st_engine_free(e);
}

static void check_is_the_engine_s(void **state) {
    (void)state;
    static const char text[] = "{\"date\":\"2024-04-02\",\"activity\":[\"sell\",\"export\"],\"from\":\"DE\",\"destination\":\"RU\",\"parties\":[{\"role\":\"seller\",\"country\":\"DE\"}],\"goods\":[{\"hs\":\"8542.31\"}]}";
    st_arena a = ST_ARENA_INIT;
    st_engine *e = fx_engine(NULL);
    st_checker *k = st_checker_new(f.rules, e, NULL);
    const st_json *tree = st_json_parse(&a, st_str_of(text), 1, NULL);
    const st_check_options o = { .closed = true, .now = 1 };
    st_checked c;
    assert_int_equal(st_checker_run(k, tree, &o, &c, NULL), ST_OK);
    assert_int_equal(c.j.overall, ST_PROHIBITED);
    for (int proof = 0; proof < 2; proof++) {
        st_buf b = ST_BUF_INIT(1 << 24);
        st_jw w = { &b, false };
        st_checked_json(&w, k, &c, proof);
        st_buf_char(&b, '\n');
        st_response r = ask(ST_POST, proof ? "/v1/check?no_lists=true" : "/v1/check?no_lists=yes&proof=false", "application/json", text);
        assert_int_equal(r.status, 200);
        assert_string_equal(r.body.p, b.p);
        assert_string_equal(last.input, text);
        st_response_free(&r);
        st_buf_free(&b);
    }
    st_checker_free(k);
    st_engine_free(e);
    st_arena_free(&a);
}

static void wrong_requests_have_their_status(void **state) {
    (void)state;
    static const struct { st_method method; const char *target, *type, *body; unsigned status; const char *says; } rows[] = {
        { ST_GET, "/", "", "", 200, NULL }, { ST_GET, "/healthz", "", "", 200, "ok" }, { ST_GET, "/readyz", "", "", 200, "ready" },
        { ST_HEAD, "/v1/lists", "", "", 200, NULL }, { ST_OPTIONS, "/v1/check", "", "", 204, NULL },
        { ST_GET, "/v1/lists/", "", "", 404, "/openapi.json" }, { ST_GET, "", "", "", 404, "nothing" }, { ST_GET, "/v1/entities/xx-a/", "", "", 404, "nothing" },
        { ST_GET, "/v1/entities/xx-a/P-1", "", "", 200, "Examplov" }, { ST_GET, "/v1/entities/xx%2da/P%2D1", "", "", 200, "Examplov" },
        { ST_GET, "/v1/entities/xx-a/P-77", "", "", 404, "no record" }, { ST_GET, "/v1/entities/zz/P-1", "", "", 404, "no list" }, { ST_GET, "/v1/entities/x%00/P-1", "", "", 400, "zero byte" },
        { ST_GET, "/v1/scores", "", "", 200, "{\"score\":0.7000,\"bits\":1.2500}" }, { ST_GET, "/v1/rules/EU.833.12g", "", "", 200, "12g" }, { ST_GET, "/v1/rules/EU.833.12gg", "", "", 404, "did you mean" },
        { ST_GET, "/v1/rules/matrix?target=BY&at=2024-01-01", "", "", 200, "classes" }, { ST_GET, "/v1/rules/matrix?at=soon", "", "", 400, "soon" },
        { ST_POST, "/v1/lists", "application/json", "{}", 405, "GET, HEAD" }, { ST_OTHER, "/v1/screen", "", "", 405, "POST" }, { ST_GET, "/v1/check", "", "", 405, "POST" },
        { ST_POST, "/v1/check", "text/plain", "{}", 415, "application/json" }, { ST_POST, "/v1/screen/batch", "application/xml", "", 415, "csv" }, { ST_POST, "/v1/screen", "", "{}", 415, NULL },
        { ST_POST, "/v1/screen", "application/json", "{\"name\":", 400, NULL }, { ST_POST, "/v1/screen", "application/json", "[]", 400, "object" }, { ST_POST, "/v1/screen", "application/json", "", 400, NULL },
        { ST_POST, "/v1/screen", "application/json", "{\"name\":{\"a\":1}}", 400, "an object" }, { ST_POST, "/v1/screen", "application/json", "{\"name\":\"a\",\"full_name\":\"b\"}", 400, "twice" },
        { ST_GET, "/v1/screen?nane=x", "", "", 400, "nane" }, { ST_GET, "/v1/screen?name=%", "", "", 400, "%" }, { ST_GET, "/v1/screen?name=%C3", "", "", 400, "UTF-8" },
        { ST_GET, "/v1/screen?name=Ali&threshold=2", "", "", 400, "0 to 1" }, { ST_GET, "/v1/screen?name=Ali&limit=x", "", "", 400, "whole" }, { ST_GET, "/v1/screen?name=Ali&grouped=x", "", "", 400, "true or false" },
        { ST_GET, "/v1/screen?name=Ali&list=zz", "", "", 400, "zz" }, { ST_GET, "/v1/screen?name=Vasily+Examplov&list=xx-b&threshold_for=person=0.1", "", "", 200, "kept_back" },
        { ST_POST, "/v1/check", "application/json", "date: 2024-04-02", 400, NULL }, { ST_POST, "/v1/check?as_of=never", "application/json", "{}", 400, "never" },
        { ST_POST, "/v1/check?no_lists=1", "application/json", "{\"datum\":\"2024\"}", 422, "datum" }, { ST_GET, "/page/nothing.js", "", "", 404, "no file" },
    };
    for (size_t i = 0; i < ST_LEN(rows); i++) {
        st_response r = ask(rows[i].method, rows[i].target, rows[i].type, rows[i].body);
        if (r.status != rows[i].status) fail_msg("%s: %u, not %u: %s", rows[i].target, r.status, rows[i].status, r.body.p ? r.body.p : "");
        if (rows[i].says && !strstr(r.body.p, rows[i].says)) fail_msg("%s does not say %s: %s", rows[i].target, rows[i].says, r.body.p);
        if (r.status == 405 || r.status == 204) assert_non_null(r.allow);
        if (r.status >= 400) {
            assert_string_equal(r.type, ST_PROBLEM_TYPE);
            assert_non_null(strstr(r.body.p, "\"request_id\":\"r-1\""));
        }
        st_response_free(&r);
    }
}

static void batch_gives_a_line_a_row(void **state) {
    (void)state;
    last.calls = 0;
    st_response r = ask(ST_POST, "/v1/screen/batch?limit=1", "application/x-ndjson", "{\"id\":7,\"name\":\"Vasily Examplov\",\"branch\":\"x\"}\n{\"name\":\"Nobody Whatever\"}\nnot json\n");
    assert_int_equal(r.status, 200);
    assert_string_equal(r.type, ST_LINES_TYPE);
    size_t lines = 0;
    for (size_t i = 0; i < r.body.n; i++) lines += r.body.p[i] == '\n';
    assert_int_equal(lines, 3);
    assert_int_equal(last.calls, 3);
    assert_non_null(strstr(r.body.p, "\"branch\":\"x\""));
    assert_non_null(strstr(r.body.p, "\"line\":3"));
    st_response_free(&r);
}

/* An answer that could not be recorded is not sent. */
static void nothing_is_sent_without_its_record(void **state) {
    (void)state;
    last.fail = true;
    st_response one = ask(ST_GET, "/v1/screen?name=Vasily+Examplov", "", ""), many = ask(ST_POST, "/v1/screen/batch", "text/csv", "name\nVasily Examplov\n"), check = ask(ST_POST, "/v1/check?no_lists=1", "application/json", "{\"date\":\"2024-01-01\"}");
    last.fail = false;
    assert_int_equal(one.status, 503);
    assert_int_equal(check.status, 503);
    assert_true(many.status >= 500);
    assert_non_null(strstr(one.body.p, "the disk is full"));
    assert_null(strstr(one.body.p, "Examplov"));
    assert_null(strstr(many.body.p, "Examplov"));
    st_response_free(&one);
    st_response_free(&many);
    st_response_free(&check);
}

static void the_page_is_kept_by_its_etag(void **state) {
    (void)state;
    st_response r = ask(ST_GET, "/", "", "");
    assert_int_equal(r.status, 200);
    assert_true(r.still.n > 0 && r.keeps);
    const st_request q = { .method = ST_GET, .target = ST_STR("/"), .none_match = st_str_of(r.etag), .role = ST_ROLE_PUBLIC };
    st_response again = ST_RESPONSE_INIT;
    st_http_answer(f.service, &q, &again);
    assert_int_equal(again.status, 304);
    assert_int_equal(again.still.n, 0);
    st_response_free(&again);
    st_response_free(&r);
}

static void openapi_is_the_table(void **state) {
    (void)state;
    st_arena a = ST_ARENA_INIT;
    st_response r = ask(ST_GET, "/openapi.json", "", "");
    st_err err = { 0 };
    const st_json *doc = st_json_parse(&a, st_buf_view(&r.body), 1, &err), *paths = st_json_get(doc, "paths");
    if (!paths) fail_msg("%s", err.what);
    size_t n = 0;
    for (const st_json *p = paths->child; p; p = p->next) n++;
    assert_int_equal(n, ST_ROUTES);
    for (size_t i = 0; i < ST_ROUTES; i++) {
        const st_json *p = st_json_get(paths, st_route_table[i].path), *get = st_json_get(p, "get"), *post = st_json_get(p, "post");
        assert_non_null(p);
        assert_int_equal(get != NULL, (st_route_table[i].methods & ST_GET) != 0);
        assert_int_equal(post != NULL, (st_route_table[i].methods & ST_POST) != 0);
        assert_true(st_str_is(st_json_get_text(get ? get : post, "x-role"), st_role_name(st_route_table[i].role)));
        size_t named = 0, braces = 0;
        for (const char *c = st_route_table[i].path; *c; c++) braces += *c == '{';
        for (const st_json *q = st_json_get(get ? get : post, "parameters")->child; q; q = q->next) named += st_str_is(st_json_get_text(q, "in"), "path");
        assert_int_equal(named, braces);
    }
    st_arena_free(&a);
    st_response_free(&r);
}

static void keys_have_roles(void **state) {
    (void)state;
    char path[] = "/tmp/strait-keys-XXXXXX";
    st_err err = { 0 };
    st_buf key = ST_BUF_INIT(1 << 12), line = ST_BUF_INIT(1 << 12);
    assert_int_equal(st_keys_make("ann", ST_ROLE_READER, &key, &line, &err), ST_OK);
    assert_int_equal(st_keys_make("a b", ST_ROLE_READER, &key, &line, &err), ST_E_USAGE);
    assert_null(strstr(line.p, key.p + 4));
    const int fd = mkstemp(path);
    FILE *file = fdopen(fd, "w");
    fprintf(file, "# keys\n%s\n", line.p);
    fclose(file);
    st_keys *k = st_keys_open(path, &err);
    if (!k) fail_msg("%s %s", err.what, err.where);
    char header[256];
    st_str name = ST_STR_NONE;
    for (int twice = 0; twice < 2; twice++) {   /* by scrypt, then by what is remembered */
        snprintf(header, sizeof header, "Bearer %s", key.p);
        assert_int_equal(st_keys_role(k, st_str_of(header), &name), ST_ROLE_READER);
        assert_true(st_str_is(name, "ann"));
        header[strlen(header) - 1] ^= 1;
        name = ST_STR_NONE;
        assert_int_equal(st_keys_role(k, st_str_of(header), &name), ST_ROLE_PUBLIC);
        assert_int_equal(name.n, 0);
    }
    static const char *const none[] = { "", "Bearer ", "Bearer ann", "Bearer ann.", "Basic x", "Bearer bob.00" };
    for (size_t i = 0; i < ST_LEN(none); i++) assert_int_equal(st_keys_role(k, st_str_of(none[i]), &name), ST_ROLE_PUBLIC);
    st_keys_free(k);
    chmod(path, 0644);
    assert_null(st_keys_open(path, &err));
    assert_non_null(strstr(err.what, "others"));
    chmod(path, 0600);
    file = fopen(path, "a");
    fprintf(file, "%s\n", line.p);
    fclose(file);
    err = (st_err){ 0 };
    assert_null(st_keys_open(path, &err));
    assert_non_null(strstr(err.where, "line 3"));
    unlink(path);
    st_buf_free(&key);
    st_buf_free(&line);
    /* and what a role may do */
    const st_request q = { .method = ST_GET, .target = ST_STR("/v1/screen?name=Ali"), .role = ST_ROLE_READER }, nobody = { .method = ST_GET, .target = ST_STR("/v1/lists") };
    st_response r = ST_RESPONSE_INIT, s = ST_RESPONSE_INIT;
    st_http_answer(f.service, &q, &r);
    st_http_answer(f.service, &nobody, &s);
    assert_int_equal(r.status, 403);
    assert_int_equal(s.status, 401);
    st_response_free(&r);
    st_response_free(&s);
}

int main(void) {
    const struct CMUnitTest tests[] = { cmocka_unit_test(screen_is_the_engine_s), cmocka_unit_test(check_is_the_engine_s), cmocka_unit_test(wrong_requests_have_their_status),
        cmocka_unit_test(batch_gives_a_line_a_row), cmocka_unit_test(nothing_is_sent_without_its_record), cmocka_unit_test(the_page_is_kept_by_its_etag),
        cmocka_unit_test(openapi_is_the_table), cmocka_unit_test(keys_have_roles) };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
