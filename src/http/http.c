/* Words for methods, roles, statuses; problems. */
#include "http/http.h"

st_method st_method_named(const char *name) {
    static const struct { const char *name; st_method method; } known[] = { { "GET", ST_GET }, { "POST", ST_POST }, { "HEAD", ST_HEAD }, { "OPTIONS", ST_OPTIONS } };
    for (size_t i = 0; i < ST_LEN(known); i++)
        if (!strcmp(name, known[i].name)) return known[i].method;
    return ST_OTHER;
}

static const char *const roles[ST_ROLES] = { "public", "reader", "screener", "decider", "approver", "admin" };
const char *st_role_name(st_role r) { return roles[r]; }

st_role st_role_named(st_str name) {
    for (unsigned i = ST_ROLE_READER; i < ST_ROLES; i++)
        if (st_str_is(name, roles[i])) return (st_role)i;
    return ST_ROLES;
}

void st_response_free(st_response *r) { st_buf_free(&r->body); }

const char *st_status_text(unsigned status) {
    static const struct { unsigned status; const char *text; } known[] = {
        { 200, "OK" }, { 204, "No Content" }, { 304, "Not Modified" }, { 400, "Bad Request" }, { 401, "Unauthorized" }, { 403, "Forbidden" }, { 404, "Not Found" },
        { 405, "Method Not Allowed" }, { 408, "Request Timeout" }, { 413, "Content Too Large" }, { 415, "Unsupported Media Type" }, { 421, "Misdirected Request" },
        { 422, "Unprocessable Content" }, { 500, "Internal Server Error" }, { 503, "Service Unavailable" } };
    for (size_t i = 0; i < ST_LEN(known); i++)
        if (known[i].status == status) return known[i].text;
    return "Error";
}

unsigned st_status_of(st_code code) {
    switch (code) {
    case ST_OK: return 200;
    case ST_E_USAGE: return 400;
    case ST_E_DATA: case ST_E_LIMIT: return 422;
    case ST_E_NOMEM: case ST_E_STOPPED: return 503;
    case ST_E_SYSTEM: return 500;
    }
    return 500;
}

static void member_if(st_jw *w, const char *key, const char *text) {
    if (!text[0]) return;
    st_jw_key(w, key);
    st_jw_z(w, text);
}

void st_problem_answer(st_response *r, unsigned status, const st_err *err, st_str request_id) {
    st_buf_clear(&r->body);
    r->status = status;
    r->type = ST_PROBLEM_TYPE;
    r->still = ST_STR_NONE;
    r->etag[0] = 0;
    r->keeps = false;
    st_jw w = { &r->body, false };
    st_jw_open(&w, '{');
    member_if(&w, "type", "about:blank");
    member_if(&w, "title", st_status_text(status));
    st_jw_key(&w, "status");
    st_jw_u64(&w, status);
    member_if(&w, "detail", err->what);
    member_if(&w, "where", err->where);
    member_if(&w, "hint", err->hint);
    if (request_id.n) {
        st_jw_key(&w, "request_id");
        st_jw_str(&w, request_id);
    }
    st_jw_close(&w, '}');
    st_buf_char(&r->body, '\n');
}
