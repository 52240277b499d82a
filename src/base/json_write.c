/* JSON out. See json.h. */
#include "base/json.h"

static void before_value(st_jw *w) {
    if (w->comma) st_buf_char(w->b, ',');
    w->comma = true;
}

static void quoted(st_buf *b, st_str s) {
    static const char digit[] = "0123456789abcdef", letter[] = "btn?fr";
    st_buf_char(b, '"');
    size_t from = 0;
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if (c >= 0x20 && c != '"' && c != '\\') continue;
        st_buf_add(b, s.p + from, i - from);
        from = i + 1;
        if (c == '"' || c == '\\') { char e[2] = { '\\', (char)c }; st_buf_add(b, e, 2); }
        else if (c >= 8 && c <= 13 && c != 11) { char e[2] = { '\\', letter[c - 8] }; st_buf_add(b, e, 2); }
        else { char e[6] = { '\\', 'u', '0', '0', digit[c >> 4], digit[c & 15] }; st_buf_add(b, e, 6); }
    }
    if (s.n) st_buf_add(b, s.p + from, s.n - from);
    st_buf_char(b, '"');
}

void st_jw_open(st_jw *w, char brace) {
    before_value(w);
    st_buf_char(w->b, brace);
    w->comma = false;
}

void st_jw_close(st_jw *w, char brace) {
    st_buf_char(w->b, brace);
    w->comma = true;
}

void st_jw_keys(st_jw *w, st_str key) {
    before_value(w);
    quoted(w->b, key);
    st_buf_char(w->b, ':');
    w->comma = false;
}

void st_jw_key(st_jw *w, const char *key) { st_jw_keys(w, st_str_of(key)); }

void st_jw_str(st_jw *w, st_str s) {
    before_value(w);
    quoted(w->b, s);
}

void st_jw_z(st_jw *w, const char *z) { st_jw_str(w, st_str_of(z)); }

void st_jw_u64(st_jw *w, uint64_t v) {
    before_value(w);
    st_buf_printf(w->b, "%llu", (unsigned long long)v);
}

void st_jw_bool(st_jw *w, bool v) {
    before_value(w);
    st_buf_z(w->b, v ? "true" : "false");
}

void st_jw_null(st_jw *w) {
    before_value(w);
    st_buf_z(w->b, "null");
}

void st_jw_fixed(st_jw *w, uint32_t value, unsigned decimals) {
    uint32_t unit = 1;
    if (decimals > 9) decimals = 9;
    for (unsigned i = 0; i < decimals; i++) unit *= 10;
    before_value(w);
    if (decimals == 0) st_buf_printf(w->b, "%u", value);
    else st_buf_printf(w->b, "%u.%0*u", value / unit, (int)decimals, value % unit);
}

void st_jw_raw(st_jw *w, st_str json) {
    before_value(w);
    st_buf_str(w->b, json);
}

void st_jw_tree(st_jw *w, const st_json *v) {
    switch (v->type) {
    case ST_JSON_NULL: st_jw_null(w); break;
    case ST_JSON_FALSE: case ST_JSON_TRUE: st_jw_bool(w, v->type == ST_JSON_TRUE); break;
    case ST_JSON_NUMBER: before_value(w); st_buf_str(w->b, v->text); break;
    case ST_JSON_STRING: st_jw_str(w, v->text); break;
    case ST_JSON_ARRAY: case ST_JSON_OBJECT:
        st_jw_open(w, v->type == ST_JSON_ARRAY ? '[' : '{');
        for (const st_json *c = v->child; c; c = c->next) {
            if (v->type == ST_JSON_OBJECT) st_jw_keys(w, c->key);
            st_jw_tree(w, c);
        }
        st_jw_close(w, v->type == ST_JSON_ARRAY ? ']' : '}');
        break;
    }
}
