/* The table of routes, and the way of a request through it. */
#include "http/answers.h"

#define GET ST_GET
#define POST ST_POST
const st_route st_route_table[ST_ROUTES] = {
#define ROUTE(id, path, methods, role, body, text) { ST_ROUTE_##id, #id, path, text, (methods), ST_ROLE_##role, ST_BODY_##body },
#include "http/routes.def"
#undef ROUTE
};
#undef GET
#undef POST

static const st_answer_fn answers[ST_ROUTES] = {
#define ROUTE(id, path, methods, role, body, text) [ST_ROUTE_##id] = st_answer_##id,
#include "http/routes.def"
#undef ROUTE
};

size_t st_route_body_most(const st_route *r) { return r->body == ST_BODY_NONE ? 16 << 10 : r->body == ST_BODY_JSON ? 4 << 20 : 0; }

/* Does the path have the shape of the pattern? A segment in braces stands for any that is not empty. */
static bool fits(st_str pattern, st_str path, st_str arg[2]) {
    size_t n = 0;
    while (pattern.n && path.n) {
        if (pattern.p[0] != '{') {
            if (pattern.p[0] != path.p[0]) return false;
            pattern = st_str_sub(pattern, 1, pattern.n);
            path = st_str_sub(path, 1, path.n);
            continue;
        }
        size_t name = st_str_chr(pattern, '}') + 1, end = st_str_chr(path, '/');
        if (end == SIZE_MAX) end = path.n;
        if (end == 0) return false;
        arg[n++] = st_str_sub(path, 0, end);
        pattern = st_str_sub(pattern, name, pattern.n);
        path = st_str_sub(path, end, path.n);
    }
    return !pattern.n && !path.n;
}

static const char *allowed(unsigned methods) {
    switch (methods) {
    case ST_GET: return "GET, HEAD, OPTIONS";
    case ST_POST: return "POST, OPTIONS";
    default: return "GET, HEAD, POST, OPTIONS";
    }
}

/* Is the media type (without its parameters) one that the body may have? */
static bool type_fits(st_body body, st_str type) {
    const size_t end = st_str_chr(type, ';');
    if (end != SIZE_MAX) type.n = end;
    type = st_str_trim(type);
    if (st_str_iis(type, ST_JSON_TYPE)) return true;
    static const char *const rows[] = { ST_LINES_TYPE, "application/jsonl", "application/x-jsonlines", "text/csv" };
    for (size_t i = 0; body == ST_BODY_ROWS && i < ST_LEN(rows); i++)
        if (st_str_iis(type, rows[i])) return true;
    return false;
}

static bool refuse(const st_request *q, st_response *out, unsigned status, const char *what, const char *hint) {
    st_err err = { 0 };
    st_fail(&err, ST_E_USAGE, "%s", what);
    if (hint) st_err_hint(&err, "%s", hint);
    st_problem_answer(out, status, &err, q->id);
    return false;
}

bool st_route_admit(const st_request *q, st_call *call, st_response *out) {
    *call = (st_call){ 0 };
    st_str path = q->target;
    const size_t mark = st_str_chr(path, '?');
    if (mark != SIZE_MAX) {
        call->query = st_str_sub(path, mark + 1, path.n);
        path.n = mark;
    }
    for (size_t i = 0; !call->route && i < ST_ROUTES; i++)
        if (fits(st_str_of(st_route_table[i].path), path, call->arg)) call->route = &st_route_table[i];
    const st_route *r = call->route;
    if (!r) return refuse(q, out, 404, "there is nothing at this path", "/openapi.json lists what there is");
    out->allow = allowed(r->methods);
    if (q->method == ST_OPTIONS) {
        out->status = 204;
        return false;
    }
    if (!((q->method == ST_HEAD ? ST_GET : q->method) & r->methods)) return refuse(q, out, 405, "this path does not take this method", out->allow);
    out->allow = NULL;
    if (q->role < r->role && q->role == ST_ROLE_PUBLIC) return refuse(q, out, 401, "this path wants a key", "Authorization: Bearer KEY");
    if (q->role < r->role) return refuse(q, out, 403, "the role of this key does not reach so far", st_role_name(r->role));
    if (q->method == ST_POST && !type_fits(r->body, q->type))
        return refuse(q, out, 415, "the body is of a type that this path does not take",
                      r->body == ST_BODY_ROWS ? "Content-Type: application/x-ndjson, or text/csv" : "Content-Type: application/json");
    return true;
}

void st_route_answer(st_service *s, const st_call *call, const st_request *q, st_response *out) {
    st_err err = { 0 };
    st_job j = { .service = s, .call = call, .q = q, .out = out, .err = &err };
    j.t = st_desk_take(s);
    st_code code = answers[call->route->id](&j);
    if (code == ST_OK && out->body.failed) {
        j.status = out->body.failed == ST_E_LIMIT ? 422 : 503;
        code = st_fail(&err, out->body.failed, "an answer that is too long, or no memory for it");
    }
    if (code < 0) st_problem_answer(out, j.status ? j.status : st_status_of(code), &err, q->id);
    else if (out->etag[0] && st_str_is(q->none_match, out->etag)) {
        out->status = 304;
        st_buf_clear(&out->body);
        out->still = ST_STR_NONE;
    }
    st_desk_give(j.t);
}

void st_http_answer(st_service *s, const st_request *q, st_response *out) {
    st_call call;
    if (st_route_admit(q, &call, out)) st_route_answer(s, &call, q, out);
}
