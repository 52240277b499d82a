/* Requests of any bytes over a small index and the rules inside the program: each has a status and an answer that is what its type says. The input: "METHOD target",
 * the Content-Type, then the body, with line ends between. */
#include <assert.h>
#include "service_fixture.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static st_str line(st_str *rest) {
    const size_t end = st_str_chr(*rest, '\n');
    const st_str one = st_str_sub(*rest, 0, end == SIZE_MAX ? rest->n : end);
    *rest = end == SIZE_MAX ? ST_STR_NONE : st_str_sub(*rest, end + 1, rest->n);
    return one;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static fx_service f;
    if (!f.service && !fx_service_open(&f, NULL, NULL)) abort();
    if (size > 1 << 15) return 0;
    st_str rest = { (const char *)data, size }, first = line(&rest);
    const size_t blank = st_str_chr(first, ' ');
    char method[16];
    snprintf(method, sizeof method, "%.*s", blank == SIZE_MAX ? 0 : (int)(blank < 15 ? blank : 15), first.n ? first.p : "");
    st_request q = { .method = st_method_named(method), .target = blank == SIZE_MAX ? first : st_str_sub(first, blank + 1, first.n), .id = ST_STR("fuzz"), .role = ST_ROLE_ADMIN };
    q.type = line(&rest);
    q.body = rest;
    st_response r = ST_RESPONSE_INIT;
    st_http_answer(f.service, &q, &r);
    const st_str body = r.still.n ? r.still : st_buf_view(&r.body);
    assert(r.status >= 200 && r.status < 600 && !r.body.failed && st_utf8_valid(body.p ? body.p : "", body.n));
    assert(r.status != 500);   /* no system call fails here */
    assert(r.status != 405 || r.allow);
    if (r.status != 204 && strstr(r.type, "json") && strcmp(r.type, ST_LINES_TYPE) != 0) {
        st_arena a = ST_ARENA_INIT;
        st_err err = { 0 };
        const st_json *v = st_json_parse(&a, body, 1, &err);
        assert(v && v->type == ST_JSON_OBJECT);
        assert(r.status < 400 || (strcmp(r.type, ST_PROBLEM_TYPE) == 0 && st_json_get(v, "detail")));
        st_arena_free(&a);
    }
    st_response_free(&r);
    return 0;
}
