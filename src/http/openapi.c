/* The description of the routes, OpenAPI 3.1, from the tables that also route. */
#include "http/answers.h"

static void text(st_jw *w, const char *key, const char *value) {
    st_jw_key(w, key);
    st_jw_z(w, value);
}

static void open(st_jw *w, const char *key, char brace) {
    st_jw_key(w, key);
    st_jw_open(w, brace);
}

static void parameter(st_jw *w, const char *in, st_str name, const char *type, bool many, const char *about) {
    st_jw_open(w, '{');
    st_jw_key(w, "name");
    st_jw_str(w, name);
    text(w, "in", in);
    if (about[0]) text(w, "description", about);
    if (!strcmp(in, "path")) {
        st_jw_key(w, "required");
        st_jw_bool(w, true);
    }
    open(w, "schema", '{');
    text(w, "type", many ? "array" : type);
    if (many) {
        open(w, "items", '{');
        text(w, "type", type);
        st_jw_close(w, '}');
    }
    st_jw_close(w, '}');
    st_jw_close(w, '}');
}

static const struct { const char *key; bool many; } fields[] = {
#define FIELD(member, key, other) { key, false },
#include "engine/query_fields.def"
#undef FIELD
    { "aliases", true },
};

static void parameters(st_jw *w, const st_route *r, bool get) {
    open(w, "parameters", '[');
    st_str rest = st_str_of(r->path);
    for (size_t at; (at = st_str_chr(rest, '{')) != SIZE_MAX;) {
        const size_t end = st_str_chr(rest, '}');
        parameter(w, "path", st_str_sub(rest, at + 1, end), "string", false, "");
        rest = st_str_sub(rest, end + 1, rest.n);
    }
    for (size_t i = 0; r->id == ST_ROUTE_screen && get && i < ST_LEN(fields); i++) parameter(w, "query", st_str_of(fields[i].key), "string", fields[i].many, "a field of the query");
    const st_route_id of = r->id == ST_ROUTE_batch ? ST_ROUTE_screen : r->id;
    for (size_t i = 0; i < st_param_count_all; i++) {
        const st_param_def *d = &st_param_table[i];
        if (d->route == of) parameter(w, "query", st_str_of(d->name), d->type, d->many, d->text);
    }
    st_jw_close(w, ']');
}

static void content(st_jw *w, const char *type, const char *schema) {
    open(w, type, '{');
    open(w, "schema", '{');
    if (schema) text(w, "$ref", schema);
    st_jw_close(w, '}');
    st_jw_close(w, '}');
}

static const struct { st_route_id id; const char *type, *schema, *body; } shapes[ST_ROUTES] = {
    [ST_ROUTE_screen] = { ST_ROUTE_screen, ST_JSON_TYPE, "#/components/schemas/Answer", "#/components/schemas/Query" },
    [ST_ROUTE_batch] = { ST_ROUTE_batch, ST_LINES_TYPE, "#/components/schemas/Answer", "#/components/schemas/Query" },
    [ST_ROUTE_check] = { ST_ROUTE_check, ST_JSON_TYPE, "#/components/schemas/Checked", "#/components/schemas/Case" },
    [ST_ROUTE_entity] = { ST_ROUTE_entity, ST_JSON_TYPE, "#/components/schemas/Entity", NULL },
    [ST_ROUTE_metrics] = { ST_ROUTE_metrics, "text/plain", NULL, NULL },
    [ST_ROUTE_page] = { ST_ROUTE_page, "text/html", NULL, NULL },
    [ST_ROUTE_asset] = { ST_ROUTE_asset, "application/octet-stream", NULL, NULL },
};

static void operation(st_jw *w, const st_route *r, bool get) {
    open(w, get ? "get" : "post", '{');
    st_buf id = ST_BUF_INIT(256);
    st_buf_printf(&id, "%s%s", r->name, get ? "" : "_post");
    st_jw_key(w, "operationId");
    st_jw_str(w, st_buf_view(&id));
    st_buf_free(&id);
    text(w, "summary", r->text);
    text(w, "x-role", st_role_name(r->role));
    if (r->role > ST_ROLE_PUBLIC) {
        open(w, "security", '[');
        st_jw_open(w, '{');
        open(w, "key", '[');
        st_jw_close(w, ']');
        st_jw_close(w, '}');
        st_jw_open(w, '{');   /* or nothing: without --keys nobody is asked for one */
        st_jw_close(w, '}');
        st_jw_close(w, ']');
    }
    parameters(w, r, get);
    if (!get) {
        open(w, "requestBody", '{');
        st_jw_key(w, "required");
        st_jw_bool(w, true);
        open(w, "content", '{');
        if (r->body == ST_BODY_ROWS) {
            content(w, ST_LINES_TYPE, shapes[r->id].body);
            content(w, "text/csv", NULL);
        } else content(w, ST_JSON_TYPE, shapes[r->id].body);
        st_jw_close(w, '}');
        st_jw_close(w, '}');
    }
    open(w, "responses", '{');
    open(w, "200", '{');
    text(w, "description", "the answer");
    open(w, "content", '{');
    content(w, shapes[r->id].type ? shapes[r->id].type : ST_JSON_TYPE, shapes[r->id].schema);
    st_jw_close(w, '}');
    st_jw_close(w, '}');
    open(w, "default", '{');
    text(w, "description", "a problem, as RFC 9457 has it");
    open(w, "content", '{');
    content(w, ST_PROBLEM_TYPE, "#/components/schemas/Problem");
    st_jw_close(w, '}');
    st_jw_close(w, '}');
    st_jw_close(w, '}');
    st_jw_close(w, '}');
}

/* Shapes of bodies: what a client can rely on. The query's come from query_fields.def. */
static const char schemas[] =
    "\"Problem\":{\"type\":\"object\",\"required\":[\"title\",\"status\",\"detail\"],\"properties\":{\"type\":{\"type\":\"string\"},\"title\":{\"type\":\"string\"},\"status\":{\"type\":\"integer\"},"
    "\"detail\":{\"type\":\"string\"},\"where\":{\"type\":\"string\"},\"hint\":{\"type\":\"string\"},\"request_id\":{\"type\":\"string\"}}},"
    "\"Answer\":{\"type\":\"object\",\"required\":[\"query\"],\"properties\":{\"query\":{\"type\":[\"object\",\"null\"]},\"index\":{\"type\":\"string\"},\"hits\":{\"type\":\"array\",\"items\":{\"type\":\"object\","
    "\"required\":[\"id\",\"list\",\"name\",\"score\",\"explain\"],\"properties\":{\"id\":{\"type\":\"string\"},\"list\":{\"type\":\"string\"},\"name\":{\"type\":\"string\"},\"matched\":{\"type\":\"string\"},"
    "\"score\":{\"type\":\"number\",\"minimum\":0,\"maximum\":1},\"bits\":{\"type\":\"number\"},\"type\":{\"type\":\"string\"},\"explain\":{\"type\":\"array\",\"items\":{\"type\":\"object\",\"required\":[\"why\",\"bits\",\"text\"]}}}}},"
    "\"more\":{\"type\":\"integer\"},\"groups\":{\"type\":\"array\",\"items\":{\"type\":\"object\"}},\"line\":{\"type\":\"integer\"},\"error\":{\"type\":\"string\"}}},"
    "\"Case\":{\"type\":\"object\",\"description\":\"doc/CASES.md\"},"
    "\"Checked\":{\"type\":\"object\",\"required\":[\"verdict\",\"regimes\",\"findings\",\"flags\",\"rules\"],\"properties\":{\"verdict\":{\"type\":\"string\",\"enum\":[\"PROHIBITED\",\"ESCALATE\",\"LICENCE_REQUIRED\","
    "\"ALLOWED_WITH_OBLIGATIONS\",\"ALLOWED_UNDER_EXCEPTION\",\"ALLOWED\",\"NOT_BOUND\"]},\"regimes\":{\"type\":\"array\"},\"findings\":{\"type\":\"array\"},\"exposure\":{\"type\":\"array\"},\"flags\":{\"type\":\"array\"},\"rules\":{\"type\":\"object\"}}},"
    "\"Entity\":{\"type\":\"object\",\"required\":[\"id\",\"list\",\"type\",\"relations\",\"index\"]}";

static void components(st_jw *w) {
    open(w, "components", '{');
    open(w, "securitySchemes", '{');
    open(w, "key", '{');
    text(w, "type", "http");
    text(w, "scheme", "bearer");
    st_jw_close(w, '}');
    st_jw_close(w, '}');
    open(w, "schemas", '{');
    st_buf_z(w->b, schemas);
    w->comma = true;
    open(w, "Query", '{');
    text(w, "type", "object");
    open(w, "properties", '{');
    for (size_t i = 0; i < ST_LEN(fields); i++) {
        open(w, fields[i].key, '{');
        text(w, "type", fields[i].many ? "array" : "string");
        st_jw_close(w, '}');
    }
    st_jw_close(w, '}');
    st_jw_close(w, '}');
    st_jw_close(w, '}');
    st_jw_close(w, '}');
}

void st_openapi_write(const char *version, st_buf *out) {
    st_jw w = { out, false };
    st_jw_open(&w, '{');
    text(&w, "openapi", "3.1.0");
    open(&w, "info", '{');
    text(&w, "title", "strait");
    text(&w, "version", version);
    text(&w, "description", "Who is this, and may this pass? The same answers as the command line's, byte for byte. Not legal advice.");
    st_jw_close(&w, '}');
    open(&w, "paths", '{');
    for (size_t i = 0; i < ST_ROUTES; i++) {
        const st_route *r = &st_route_table[i];
        open(&w, r->path, '{');
        if (r->methods & ST_GET) operation(&w, r, true);
        if (r->methods & ST_POST) operation(&w, r, false);
        st_jw_close(&w, '}');
    }
    st_jw_close(&w, '}');
    components(&w);
    st_jw_close(&w, '}');
    st_buf_char(out, '\n');
}
