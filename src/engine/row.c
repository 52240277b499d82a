/* Customer rows as queries. */
#include "engine/row.h"

enum { KEY_LONGEST = 32, ECHO_MOST = 64 << 20 };

void st_row_init(st_row *r) {
    *r = (st_row){ 0 };
    r->echo = r->out = (st_buf)ST_BUF_INIT(ECHO_MOST);
}

void st_row_free(st_row *r) {
    st_arena_free(&r->arena);
    st_buf_free(&r->echo);
    st_buf_free(&r->out);
}

void st_row_begin(st_row *r, uint32_t line) {
    st_arena_reset(&r->arena);
    st_buf_clear(&r->echo);
    st_buf_clear(&r->out);
    r->line = line;
    r->q = (st_query){ 0 };
    r->bad = ST_STR_NONE;
    r->hits = 0;
    r->hit = NULL;
    r->party = NULL;
}

void st_row_bad(st_row *r, const char *fmt, ...) {
    if (r->bad.n) return;
    char text[768];
    va_list ap;
    va_start(ap, fmt);
    int n = vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    size_t length = n < 0 ? 0 : (size_t)n < sizeof text ? (size_t)n : sizeof text - 1;
    while (!st_utf8_valid(text, length)) length--;   /* a cut may fall inside of a sign */
    r->bad = st_str_copy(&r->arena, (st_str){ text, length });
    if (!r->bad.p) r->bad = ST_STR("the row is bad, and there is no memory to say why");
}

/* The key in small letters with underscores. */
static st_str plain_key(st_str key, char out[KEY_LONGEST]) {
    key = st_str_trim(key);
    if (key.n > KEY_LONGEST) return ST_STR_NONE;
    for (size_t i = 0; i < key.n; i++) {
        char c = key.p[i];
        out[i] = c >= 'A' && c <= 'Z' ? (char)(c + 32) : c == ' ' || c == '-' ? '_' : c;
    }
    return (st_str){ out, key.n };
}

static bool is_aliases(st_str key) { return st_str_is(key, "aliases") || st_str_is(key, "alias") || st_str_is(key, "aka"); }

/* The member of the query that a plain key stands for, or NULL. */
static st_str *member_of(st_query *q, st_str key) {
#define FIELD(member, name, other) if (st_str_is(key, name) || st_str_is(key, other)) return &q->member;
#include "engine/query_fields.def"
#undef FIELD
    return NULL;
}

bool st_row_knows(st_str key) {
    st_query q;
    char text[KEY_LONGEST];
    st_str k = plain_key(key, text);
    return k.n && (is_aliases(k) || member_of(&q, k));
}

static st_code no_memory(st_err *err) { return st_fail(err, ST_E_NOMEM, "out of memory while reading a row"); }

static st_code add_alias(st_row *r, st_str value, st_err *err) {
    st_str bar, part;
    while (st_split(&value, "|", &bar)) {
        while (st_split(&bar, ";", &part)) {
            if (part.n == 0) continue;
            size_t n = r->q.aliases;
            if (n == ST_ALIASES_MOST) {
                st_row_bad(r, "more than %u aliases", ST_ALIASES_MOST);
                return ST_OK;
            }
            st_str copy = st_str_copy(&r->arena, part), *more = st_arena_alloc(&r->arena, (n + 1) * sizeof *more);
            if (!copy.p || !more) return no_memory(err);
            if (n) memcpy(more, r->q.alias, n * sizeof *more);
            more[n] = copy;
            r->q.alias = more;
            r->q.aliases++;
        }
    }
    return ST_OK;
}

static st_code set(st_row *r, st_str key, st_str value, st_err *err) {
    char text[KEY_LONGEST];
    st_str k = plain_key(key, text);
    value = st_str_trim(value);
    if (value.n == 0 || k.n == 0) return ST_OK;
    if (is_aliases(k)) return add_alias(r, value, err);
    st_str *member = member_of(&r->q, k);
    if (!member) return ST_OK;
    if (member->n) {
        st_row_bad(r, "%.*s is given twice", ST_FMT(k));
        return ST_OK;
    }
    *member = st_str_copy(&r->arena, value);
    return member->p ? ST_OK : no_memory(err);
}

static st_code echo_failed(const st_row *r, st_err *err) {
    if (r->echo.failed == ST_OK) return ST_OK;
    return st_fail(err, r->echo.failed, r->echo.failed == ST_E_LIMIT ? "a row of more than %d bytes" : "out of memory for a row of up to %d bytes", ECHO_MOST);
}

st_code st_row_csv(st_row *r, const st_str *header, size_t columns, const st_csv_row *record, st_err *err) {
    if (record->bad) st_row_bad(r, "%s", record->bad);
    else if (record->n != columns) st_row_bad(r, "%zu fields where the header has %zu", record->n, columns);
    st_jw w = { &r->echo, false };
    st_jw_open(&w, '{');
    for (size_t i = 0; i < record->n && i < columns; i++) {
        if (record->field[i].n == 0 || !st_utf8_valid(record->field[i].p, record->field[i].n)) continue;   /* a damaged record is bad already */
        st_jw_keys(&w, header[i]);
        st_jw_str(&w, record->field[i]);
        ST_TRY(set(r, header[i], record->field[i], err));
    }
    st_jw_close(&w, '}');
    return echo_failed(r, err);
}

static st_code set_json(st_row *r, const st_json *member, st_err *err) {
    char text[KEY_LONGEST];
    st_str k = plain_key(member->key, text);
    const st_json *v = member;
    if (!st_row_knows(member->key)) return ST_OK;
    bool list = v->type == ST_JSON_ARRAY;
    if (list && is_aliases(k)) {
        for (v = v->child; v; v = v->next) ST_TRY(set(r, k, st_json_text(v), err));
        return ST_OK;
    }
    if (list && v->child && v->child->next) st_row_bad(r, "%.*s has several values, and one is taken", ST_FMT(k));
    if (list) v = v->child;
    if (v && v->type == ST_JSON_OBJECT) st_row_bad(r, "%.*s is an object, and a text is taken", ST_FMT(k));
    return set(r, k, st_json_text(v), err);
}

st_code st_row_json(st_row *r, const st_json *object, st_err *err) {
    st_jw w = { &r->echo, false };
    st_jw_tree(&w, object);
    if (object->type != ST_JSON_OBJECT) st_row_bad(r, "the line is not a JSON object");
    for (const st_json *c = object->type == ST_JSON_OBJECT ? object->child : NULL; c; c = c->next) ST_TRY(set_json(r, c, err));
    return echo_failed(r, err);
}
