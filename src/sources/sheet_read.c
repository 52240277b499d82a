/* Tables: where their rows come from, and which layout a file has. */
#include "sources/sheet.h"

enum { HEADER_LINES = 12, HEADER_CELLS = 256, MAX_DEPTH = 8, MAX_MEMBER = 512 };

/* ---- which layout ------------------------------------------------------------------------------------------------------------------------- */
/* The cells of the first record behind *at, as slices of the head: enough to know a header. False at the end. */
static size_t cells(st_str head, size_t *at, char sep, st_str *cell, size_t max) {
    size_t i = *at, n = 0, from = i;
    bool quoted = false;
    for (; i <= head.n; i++) {
        const char c = i < head.n ? head.p[i] : '\n';
        if (c == '"') { quoted = !quoted; continue; }
        if (quoted && i < head.n) continue;
        if (c != sep && c != '\n' && c != '\r') continue;
        st_str s = st_str_trim(st_str_sub(head, from, i));
        if (s.n >= 2 && s.p[0] == '"' && s.p[s.n - 1] == '"') s = st_str_sub(s, 1, s.n - 1);
        if (n < max) cell[n++] = s;
        from = i + 1;
        if (c != sep) break;
    }
    *at = i < head.n ? i + 1 : head.n;
    return n;
}

/* The first lines of a head, cut with one separator: most layouts have the same. */
typedef struct lines { char sep; size_t n; struct { st_str cell[HEADER_CELLS]; size_t n; } line[HEADER_LINES]; } lines;

static void cut(lines *l, st_str head, char sep) {
    l->sep = sep;
    l->n = 0;
    for (size_t at = 0; l->n < HEADER_LINES && at < head.n && at < 16384; l->n++)
        l->line[l->n].n = cells(head, &at, sep, l->line[l->n].cell, HEADER_CELLS);
}

const st_layout *st_sheet_find(st_str head, const st_layout *const *layouts, size_t n) {
    lines l;
    l.sep = 0;   /* the rest is filled by cut */
    for (size_t k = 0; k < n; k++) {
        const char sep = layouts[k]->sep ? layouts[k]->sep : ',';
        if (layouts[k]->mark && st_str_find(head, layouts[k]->mark) == SIZE_MAX) continue;
        if (l.sep != sep) cut(&l, head, sep);
        for (size_t i = 0; i < l.n; i++) {
            const st_csv_row row = { .field = l.line[i].cell, .n = l.line[i].n };
            if (st_sheet_is_header(layouts[k], &row)) return layouts[k];
        }
    }
    return NULL;
}

/* Is "member": in the text? */
static bool has_member(st_str s, const char *name) {
    const size_t n = strlen(name);
    for (size_t i = 0; i + n + 2 < s.n; i++) {
        if (s.p[i] != '"' || memcmp(s.p + i + 1, name, n) != 0 || s.p[i + 1 + n] != '"') continue;
        size_t k = i + n + 2;
        while (k < s.n && (unsigned char)s.p[k] <= ' ') k++;
        if (k < s.n && s.p[k] == ':') return true;
    }
    return false;
}

const st_layout *st_sheet_find_json(st_str head, const st_layout *const *layouts, size_t n) {
    const st_str text = st_str_trim(head);
    if (text.n == 0 || (text.p[0] != '{' && text.p[0] != '[')) return NULL;
    for (size_t k = 0; k < n; k++) {
        const char *const *c = layouts[k]->signature;
        if (layouts[k]->mark && st_str_find(text, layouts[k]->mark) == SIZE_MAX) continue;
        while (*c && has_member(text, *c)) c++;
        if (!*c) return layouts[k];
    }
    return NULL;
}

void st_sheet_date(st_sheet *s) {
    if (s->as_of[0]) st_model_list_set(s->m, ST_LIST_DATE, st_str_of(s->as_of));
}

/* ---- delimited text ----------------------------------------------------------------------------------------------------------------------- */
static st_code rows(st_sheet *s, st_csv *csv, st_err *err) {
    st_csv_row row;
    int got = 0;
    bool header = false;
    for (int i = 0; i < HEADER_LINES && !header && (got = st_csv_next(csv, &row, err)) > 0; i++) header = st_sheet_is_header(s->l, &row);
    if (got < 0) return err->code;
    if (!header) return st_fail(err, ST_E_DATA, "no header with the column \"%s\" in the first %d rows", s->l->signature[0], HEADER_LINES);
    ST_TRY(st_sheet_header(s, &row, err));
    while ((got = st_csv_next(csv, &row, err)) > 0) ST_TRY(st_sheet_row(s, &row, err));
    return got < 0 ? err->code : ST_OK;
}

st_code st_sheet_read_csv(st_input *in, const st_layout *l, st_model *m, st_err *err) {
    const st_csv_dialect dialect = { .sep = l->sep ? l->sep : ',', .quote = '"', .cp1252 = true };
    st_sheet s;
    st_err own = { .code = ST_OK };
    if (!err) err = &own;
    st_code code = st_sheet_open(&s, m, l, err);
    st_csv *csv = code < 0 ? NULL : st_csv_open(in, &dialect, err);
    if (code >= 0) code = csv ? rows(&s, csv, err) : err->code;
    if (csv) st_csv_close(csv);
    if (code >= 0) st_sheet_date(&s);
    st_sheet_free(&s);
    return code < 0 ? code : st_model_ok(m, err);
}

/* ---- JSON ----------------------------------------------------------------------------------------------------------------------------------- */
static st_code members(st_sheet *s, const st_json *v, size_t path, unsigned depth, st_err *err);

/* A value under the path that stands in s->scratch. The column's name is kept only where no rule knows it. */
static st_code member(st_sheet *s, const st_json *v, unsigned depth, st_err *err) {
    const st_str path = st_buf_view(&s->scratch);
    const uint16_t rule = st_sheet_rule(s->l, path);
    if (v->type == ST_JSON_NULL) return ST_OK;
    if (rule && s->l->rule[rule - 1].tree && (v->type == ST_JSON_OBJECT || v->type == ST_JSON_ARRAY))
        return st_sheet_add(s, rule, ST_STR_NONE, ST_STR_NONE, v, err);
    if (v->type == ST_JSON_OBJECT) return members(s, v, s->scratch.n, depth + 1, err);
    if (v->type == ST_JSON_ARRAY) {
        const size_t n = s->scratch.n;
        if (depth >= MAX_DEPTH) return st_fail(err, ST_E_LIMIT, "a record is nested more than %d deep", MAX_DEPTH);
        for (const st_json *c = v->child; c; c = c->next) {
            ST_TRY(member(s, c, depth + 1, err));
            s->scratch.n = n;
        }
        return ST_OK;
    }
    const st_str text = st_str_trim(st_json_text(v));
    if (text.n == 0) return ST_OK;
    st_str column = ST_STR_NONE;
    if (!rule) {
        column = st_str_copy(&s->arena, path);
        if (!column.p) return st_fail(err, ST_E_NOMEM, "out of memory for a record");
    }
    return st_sheet_add(s, rule, column, text, NULL, err);
}

static st_code members(st_sheet *s, const st_json *v, size_t path, unsigned depth, st_err *err) {
    if (depth >= MAX_DEPTH) return st_fail(err, ST_E_LIMIT, "a record is nested more than %d deep", MAX_DEPTH);
    for (const st_json *c = v->child; c; c = c->next) {
        s->scratch.n = path;
        if (path) st_buf_char(&s->scratch, '.');
        st_buf_add(&s->scratch, c->key.p, c->key.n < MAX_MEMBER ? c->key.n : MAX_MEMBER);
        if (s->scratch.failed < 0) return st_fail(err, ST_E_NOMEM, "out of memory for a record");
        ST_TRY(member(s, c, depth, err));
    }
    return ST_OK;
}

st_code st_sheet_object(st_sheet *s, const st_json *v, uint32_t line, st_err *err) {
    st_sheet_clear(s, line);
    st_arena_reset(&s->arena);
    st_buf_clear(&s->scratch);
    if (v->type != ST_JSON_OBJECT) return st_sheet_commit(s, "the value is no object", err);
    st_err local = { .code = ST_OK };
    const st_code code = members(s, v, 0, 0, &local);
    if (code == ST_E_LIMIT) return st_sheet_commit(s, local.what, err);
    if (code < 0) { if (err) *err = local; return code; }
    return st_sheet_commit(s, NULL, err);
}

static st_code on_value(void *user, const st_json *v, uint32_t line, st_err *err) {
    st_sheet *s = user;
    if (v) return st_sheet_object(s, v, line, err);
    st_sheet_clear(s, line);
    return st_sheet_commit(s, err->what[0] ? err->what : "the line is no JSON", err);
}

st_code st_sheet_read_json(st_input *in, const char *path, const st_layout *l, st_model *m, st_err *err) {
    st_sheet s;
    st_err own = { .code = ST_OK };
    if (!err) err = &own;
    st_code code = st_sheet_open(&s, m, l, err);
    if (code >= 0) code = st_json_stream(in, path, on_value, &s, err);
    if (code >= 0) st_sheet_date(&s);
    st_sheet_free(&s);
    return code < 0 ? code : st_model_ok(m, err);
}
