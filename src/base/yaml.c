/* YAML into a tree, by libyaml's events. */
#include <yaml.h>
#include "base/yaml.h"

enum { DEPTH_MOST = 32, NODES_MOST = 400000, KEYS_MOST = 512, BYTES_MOST = 8 << 20 };

typedef struct frame { st_json *node, *last; st_str key; uint32_t line, keys; bool has_key; } frame;
typedef struct reader { st_arena *a; const char *name; frame stack[DEPTH_MOST]; size_t depth; uint32_t nodes; st_json *root; st_err *err; } reader;

static st_code fail(reader *r, st_code code, size_t line, const char *what) {
    st_fail(r->err, code, "%s", what);
    st_err_where(r->err, "%s:%zu", r->name, line);
    return code;
}

static st_code no_memory(reader *r) { return st_fail(r->err, ST_E_NOMEM, "out of memory for %s", r->name); }

static st_code add_key(reader *r, frame *top, st_str key, size_t line) {
    for (const st_json *k = top->node->child; k; k = k->next) {
        if (!st_str_eq(k->key, key)) continue;
        st_fail(r->err, ST_E_DATA, "%.*s stands twice in one mapping", ST_FMT(key));
        st_err_where(r->err, "%s:%zu", r->name, line);
        st_err_hint(r->err, "the first is at line %u", k->line);
        return ST_E_DATA;
    }
    if (++top->keys > KEYS_MOST) return fail(r, ST_E_LIMIT, line, "a mapping has more than 512 keys");
    if (!key.n) return fail(r, ST_E_DATA, line, "a key is empty");
    top->key = st_str_copy(r->a, key);
    top->line = (uint32_t)line;
    top->has_key = true;
    return top->key.p ? ST_OK : no_memory(r);
}

/* A new value where the text stands now. */
static st_code add(reader *r, st_json_type type, st_str text, size_t line, st_json **out) {
    if (++r->nodes > NODES_MOST) return fail(r, ST_E_LIMIT, line, "the file has more values than are read");
    st_json *v = st_arena_calloc(r->a, sizeof *v);
    if (!v) return no_memory(r);
    v->type = type;
    v->line = (uint32_t)line;
    if (type == ST_JSON_STRING && !(v->text = st_str_copy(r->a, text)).p) return no_memory(r);
    if (r->depth == 0) r->root = v;
    else {
        frame *top = &r->stack[r->depth - 1];
        if (top->node->type == ST_JSON_OBJECT) {
            v->key = top->key;
            top->has_key = false;
        }
        if (top->last) top->last->next = v;
        else top->node->child = v;
        top->last = v;
    }
    *out = v;
    return ST_OK;
}

static st_code open_node(reader *r, st_json_type type, size_t line) {
    st_json *v;
    if (r->depth && r->stack[r->depth - 1].node->type == ST_JSON_OBJECT && !r->stack[r->depth - 1].has_key)
        return fail(r, ST_E_DATA, line, "a key must be a text");
    ST_TRY(add(r, type, ST_STR_NONE, line, &v));
    if (r->depth == DEPTH_MOST) return fail(r, ST_E_LIMIT, line, "nested deeper than 32 levels");
    r->stack[r->depth++] = (frame){ .node = v };
    return ST_OK;
}

static bool is_null(const yaml_event_t *e, st_str s) {
    return e->data.scalar.style == YAML_PLAIN_SCALAR_STYLE && (s.n == 0 || st_str_is(s, "~") || st_str_is(s, "null"));
}

static st_code scalar(reader *r, const yaml_event_t *e, size_t line) {
    const st_str s = { (const char *)e->data.scalar.value, e->data.scalar.length };
    if (e->data.scalar.anchor) return fail(r, ST_E_DATA, line, "an anchor: write the value where it is meant");
    if (e->data.scalar.tag) return fail(r, ST_E_DATA, line, "a tag: every value is a text");
    if (memchr(s.p, 0, s.n)) return fail(r, ST_E_DATA, line, "a text with a zero byte");
    frame *top = r->depth ? &r->stack[r->depth - 1] : NULL;
    if (top && top->node->type == ST_JSON_OBJECT && !top->has_key) return add_key(r, top, s, line);
    st_json *v;
    return add(r, is_null(e, s) ? ST_JSON_NULL : ST_JSON_STRING, s, line, &v);
}

static st_code event(reader *r, const yaml_event_t *e, bool *end, int *documents) {
    const size_t line = e->start_mark.line + 1;
    switch (e->type) {
    case YAML_STREAM_END_EVENT: *end = true; return ST_OK;
    case YAML_DOCUMENT_START_EVENT:
        return ++*documents > 1 ? fail(r, ST_E_DATA, line, "a second document in the file") : ST_OK;
    case YAML_ALIAS_EVENT: return fail(r, ST_E_DATA, line, "an alias: write the value where it is meant");
    case YAML_SCALAR_EVENT: return scalar(r, e, line);
    case YAML_SEQUENCE_START_EVENT:
        if (e->data.sequence_start.anchor || e->data.sequence_start.tag) return fail(r, ST_E_DATA, line, "an anchor or a tag");
        return open_node(r, ST_JSON_ARRAY, line);
    case YAML_MAPPING_START_EVENT:
        if (e->data.mapping_start.anchor || e->data.mapping_start.tag) return fail(r, ST_E_DATA, line, "an anchor or a tag");
        return open_node(r, ST_JSON_OBJECT, line);
    case YAML_SEQUENCE_END_EVENT: case YAML_MAPPING_END_EVENT: r->depth--; return ST_OK;
    case YAML_NO_EVENT: case YAML_STREAM_START_EVENT: case YAML_DOCUMENT_END_EVENT: default: return ST_OK;
    }
}

static st_code read_events(reader *r, yaml_parser_t *p) {
    int documents = 0;
    for (bool end = false; !end;) {
        yaml_event_t e;
        if (!yaml_parser_parse(p, &e)) {
            if (p->error == YAML_MEMORY_ERROR) return no_memory(r);
            st_fail(r->err, ST_E_DATA, "not YAML: %s%s%s", p->problem ? p->problem : "unreadable", p->context ? ", " : "", p->context ? p->context : "");
            st_err_where(r->err, "%s:%zu", r->name, p->problem_mark.line + 1);
            return ST_E_DATA;
        }
        const st_code code = event(r, &e, &end, &documents);
        yaml_event_delete(&e);
        ST_TRY(code);
    }
    return ST_OK;
}

st_json *st_yaml_parse(st_arena *a, st_str text, const char *name, st_err *err) {
    reader r = { .a = a, .name = name, .err = err };
    if (text.n > BYTES_MOST) {
        fail(&r, ST_E_LIMIT, 1, "more than 8 MiB");
        return NULL;
    }
    yaml_parser_t p;
    if (!yaml_parser_initialize(&p)) {
        no_memory(&r);
        return NULL;
    }
    yaml_parser_set_encoding(&p, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&p, (const unsigned char *)(text.p ? text.p : ""), text.n);
    st_code code = read_events(&r, &p);
    yaml_parser_delete(&p);
    if (code == ST_OK && !r.root) {
        r.root = st_arena_calloc(a, sizeof *r.root);
        if (!r.root) no_memory(&r);
        else r.root->type = ST_JSON_OBJECT;
    }
    return code == ST_OK ? r.root : NULL;
}
