/* Query strings and JSON objects into parameters. */
#include "http/params.h"

enum { PARAMS_MOST = 256 };

static int hex(char c) { return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1; }

static st_code decode(st_arena *a, st_str s, bool plus, st_str *out, st_err *err) {
    char *p = st_arena_alloc(a, s.n + 1);
    if (!p) return st_fail(err, ST_E_NOMEM, "out of memory for a parameter");
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++) {
        int c = (unsigned char)s.p[i];
        if (c == '%') {
            const int high = i + 2 < s.n ? hex(s.p[i + 1]) : -1, low = high >= 0 ? hex(s.p[i + 2]) : -1;
            if (low < 0) return st_fail(err, ST_E_USAGE, "a %% without two hexadecimal digits behind it");
            c = high * 16 + low;
            i += 2;
        } else if (c == '+' && plus) c = ' ';
        if (c == 0) return st_fail(err, ST_E_USAGE, "a zero byte in a parameter");
        p[n++] = (char)c;
    }
    p[n] = 0;
    *out = (st_str){ p, n };
    return st_utf8_valid(p, n) ? ST_OK : st_fail(err, ST_E_USAGE, "a parameter that is not UTF-8");
}

st_code st_percent_decode(st_arena *a, st_str s, st_str *out, st_err *err) { return decode(a, s, false, out, err); }

static st_json *node(st_arena *a, st_json_type type, st_str key, st_str text) {
    st_json *v = st_arena_calloc(a, sizeof *v);
    if (v) *v = (st_json){ .type = type, .key = key, .text = text };
    return v;
}

/* A second value of a name makes an array of both. */
static bool add(st_arena *a, st_json *object, st_str key, st_str value) {
    st_json **tail = &object->child, *one = node(a, ST_JSON_STRING, ST_STR_NONE, value);
    if (!one) return false;
    for (; *tail && !st_str_eq((*tail)->key, key); tail = &(*tail)->next) {}
    st_json *v = *tail;
    if (!v) {
        one->key = key;
        *tail = one;
        return true;
    }
    if (v->type == ST_JSON_STRING) {
        v->child = node(a, ST_JSON_STRING, ST_STR_NONE, v->text);
        if (!v->child) return false;
        v->type = ST_JSON_ARRAY;
        v->text = ST_STR_NONE;
    }
    for (tail = &v->child; *tail; tail = &(*tail)->next) {}
    *tail = one;
    return true;
}

st_code st_params_of_query(st_arena *a, st_str query, st_json **out, st_err *err) {
    *out = node(a, ST_JSON_OBJECT, ST_STR_NONE, ST_STR_NONE);
    bool ok = *out != NULL;
    for (size_t from = 0, n = 0; ok && from < query.n;) {
        st_str part = st_str_sub(query, from, query.n), key, value;
        const size_t end = st_str_chr(part, '&');
        if (end != SIZE_MAX) part.n = end;
        from += part.n + 1;
        if (!part.n) continue;
        if (++n > PARAMS_MOST) return st_fail(err, ST_E_LIMIT, "more than %d parameters", PARAMS_MOST);
        const size_t eq = st_str_chr(part, '=');
        ST_TRY(decode(a, st_str_sub(part, 0, eq == SIZE_MAX ? part.n : eq), true, &key, err));
        ST_TRY(decode(a, eq == SIZE_MAX ? ST_STR("") : st_str_sub(part, eq + 1, part.n), true, &value, err));
        ok = add(a, *out, key, value);
    }
    return ok ? ST_OK : st_fail(err, ST_E_NOMEM, "out of memory for the parameters");
}

/* A text of one value, NUL-terminated. */
static st_code text_of(const st_json *v, const char *key, const char **out, st_arena *a, st_err *err) {
    if (v->type == ST_JSON_OBJECT || v->type == ST_JSON_ARRAY || v->type == ST_JSON_NULL) return st_fail(err, ST_E_USAGE, "%s is one text or number", key);
    const st_str s = st_json_text(v), copy = st_str_copy(a, s);
    if (!copy.p) return st_fail(err, ST_E_NOMEM, "out of memory for the parameters");
    if (s.n && memchr(s.p, 0, s.n)) return st_fail(err, ST_E_USAGE, "a zero byte in %s", key);
    *out = copy.p;
    return ST_OK;
}

st_code st_param_text(const st_json *p, const char *key, const char **out, st_arena *a, st_err *err) {
    const st_json *v = st_json_get(p, key);
    return v && v->type != ST_JSON_NULL ? text_of(v, key, out, a, err) : ST_OK;
}

st_code st_param_bool(const st_json *p, const char *key, bool *out, st_err *err) {
    const st_json *v = st_json_get(p, key);
    if (!v) return ST_OK;
    const st_str s = st_json_text(v);
    static const char *const yes[] = { "true", "yes", "1" }, *const no[] = { "false", "no", "0" };
    for (size_t i = 0; i < ST_LEN(yes); i++) {
        if (!st_str_is(s, yes[i]) && !st_str_is(s, no[i])) continue;
        *out = st_str_is(s, yes[i]);
        return ST_OK;
    }
    return st_fail(err, ST_E_USAGE, "%s is true or false", key);
}

st_code st_param_count(const st_json *p, const char *key, uint64_t *out, st_err *err) {
    const st_json *v = st_json_get(p, key);
    if (!v || st_parse_u64(st_json_text(v), out)) return ST_OK;
    return st_fail(err, ST_E_USAGE, "%s is a whole number", key);
}

st_code st_param_texts(const st_json *p, const char *key, const char **item, size_t most, size_t *n, st_arena *a, st_err *err) {
    const st_json *v = st_json_get(p, key);
    if (!v || v->type == ST_JSON_NULL) return ST_OK;
    const bool many = v->type == ST_JSON_ARRAY;
    for (v = many ? v->child : v; v; v = many ? v->next : NULL) {
        if (*n == most) return st_fail(err, ST_E_LIMIT, "%s is given more than %zu times", key, most);
        ST_TRY(text_of(v, key, &item[*n], a, err));
        ++*n;
    }
    return ST_OK;
}
