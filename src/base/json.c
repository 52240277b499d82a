/* JSON in, over libyajl, which this file alone knows.
 *
 * libyajl splits the text and keeps numbers as written; what it lets pass and RFC 8259 does not is checked here first (json_check.c): UTF-8,
 * halves of surrogate pairs, vertical tabs and form feeds as blanks. It also assumes that memory never runs out: its allocator is ours, and
 * leaves by longjmp, which crosses only libyajl's own frames and loses nothing, since all it holds is in one arena. */
#include <setjmp.h>
#include <yajl/yajl_parse.h>
#include "base/json.h"
#include "base/json_check.h"

enum { MAX_DEPTH = 64, MAX_NODES = 200000, MAX_SEGMENTS = 8 };
#define MAX_BYTES ((size_t)64 << 20)
#define KEEP_BYTES ((size_t)1 << 20)   /* a handle that has grown past this is given back */

typedef struct parser {
    yajl_handle h;
    st_arena mem;                /* all that libyajl allocates */
    jmp_buf out_of_memory;
    st_code failed;              /* why a call-back or the allocator stopped */
    const char *why;
    st_arena *tree;
    const char *text;            /* the slice that is being read; strings inside it are borrowed when `borrow` is set */
    size_t n, end;               /* end: offset behind the value that was finished last */
    bool borrow;
    unsigned depth, tree_depth;  /* open containers: of the text, of the tree */
    st_json *open[MAX_DEPTH], *last[MAX_DEPTH];
    st_str key;
    size_t nodes, bytes, roots;
    st_json *root;
    /* path mode: a document of which only the elements of one array become trees */
    bool path, hit, inside, found, whole;   /* whole: the document's own container is closed */
    st_str segment[MAX_SEGMENTS];
    unsigned segments, level, array_depth;
    st_json_fn fn;
    void *user;
    st_err *err;
    uint32_t line, root_line;    /* line at offset `counted` of the slice; where the open tree begins */
    size_t counted;
} parser;

/* ---- libyajl's memory ------------------------------------------------------------------------------------------------------------------ */
typedef struct chunk { size_t n, pad; } chunk;   /* in front of each allocation, for realloc; keeps it 16-byte aligned */

static void *mem_get(void *ctx, size_t n) {
    parser *p = ctx;
    bool large = n > 4 * MAX_BYTES;
    chunk *c = large ? NULL : st_arena_alloc(&p->mem, sizeof *c + n);
    if (!c) {
        p->failed = large ? ST_E_LIMIT : ST_E_NOMEM;
        p->why = large ? "a string is longer than strait reads" : "out of memory";
        longjmp(p->out_of_memory, 1);
    }
    c->n = n;
    return c + 1;
}

static void mem_free(void *ctx, void *ptr) { (void)ctx; (void)ptr; }

static void *mem_resize(void *ctx, void *ptr, size_t n) {
    char *fresh = mem_get(ctx, n);
    size_t old = ptr ? ((const chunk *)ptr - 1)->n : 0;
    if (old) memcpy(fresh, ptr, old < n ? old : n);
    return fresh;
}

/* ---- the tree -------------------------------------------------------------------------------------------------------------------------- */
static int stop(parser *p, st_code code, const char *why) {
    p->failed = code;
    p->why = why;
    return 0;
}

/* The line of the token that was read last. Tokens hold no line ends. */
static uint32_t line_now(parser *p) {
    size_t to = yajl_get_bytes_consumed(p->h);
    if (to > p->n) to = p->n;
    while (p->counted < to) {
        const char *e = memchr(p->text + p->counted, '\n', to - p->counted);
        if (!e) break;
        p->line++;
        p->counted = (size_t)(e - p->text) + 1;
    }
    if (p->counted < to) p->counted = to;
    return p->line;
}

static bool keep(parser *p, const unsigned char *s, size_t n, st_str *out) {
    st_str in = { (const char *)s, n };
    p->bytes += n;
    if (p->bytes > MAX_BYTES) return stop(p, ST_E_LIMIT, "a value has more than 64 MiB of text") != 0;
    uintptr_t at = (uintptr_t)in.p, from = (uintptr_t)p->text;
    if (p->borrow && at >= from && at < from + p->n) { *out = in; return true; }
    *out = st_str_copy(p->tree, in);
    if (!out->p) return stop(p, ST_E_NOMEM, "out of memory") != 0;
    return true;
}

static st_json *add(parser *p, st_json_type type, const unsigned char *s, size_t n) {
    if (++p->nodes > MAX_NODES) { stop(p, ST_E_LIMIT, "a value has more than 200,000 parts"); return NULL; }
    st_json *v = st_arena_alloc(p->tree, sizeof *v);
    if (!v) { stop(p, ST_E_NOMEM, "out of memory"); return NULL; }
    *v = (st_json){ .type = type };
    if (s && !keep(p, s, n, &v->text)) return NULL;
    if (p->tree_depth == 0) {
        p->root = v;
        if (p->path) p->root_line = line_now(p);
        return v;
    }
    unsigned d = p->tree_depth - 1;
    if (p->open[d]->type == ST_JSON_OBJECT) v->key = p->key;
    if (p->last[d]) p->last[d]->next = v;
    else p->open[d]->child = v;
    p->last[d] = v;
    return v;
}

/* The value in p->root is whole. */
static int finish(parser *p) {
    p->roots++;
    p->end = yajl_get_bytes_consumed(p->h);
    if (!p->path) return 1;
    st_code c = p->fn(p->user, p->root, p->root_line, p->err);
    st_arena_reset(p->tree);
    p->nodes = p->bytes = 0;
    p->root = NULL;
    return c < 0 ? stop(p, c, NULL) : 1;
}

/* ---- call-backs ------------------------------------------------------------------------------------------------------------------------ */
static int value(parser *p, st_json_type type, const unsigned char *s, size_t n) {
    if (p->path && !p->inside) { p->hit = false; return 1; }
    if (!add(p, type, s, n)) return 0;
    return p->tree_depth ? 1 : finish(p);
}

static int on_null(void *ctx) { return value(ctx, ST_JSON_NULL, NULL, 0); }
static int on_boolean(void *ctx, int is) {
    static const unsigned char word[2][6] = { "false", "true" };
    return value(ctx, is ? ST_JSON_TRUE : ST_JSON_FALSE, word[is != 0], is ? 4 : 5);
}
static int on_number(void *ctx, const char *s, size_t n) { return value(ctx, ST_JSON_NUMBER, (const unsigned char *)s, n); }
static int on_string(void *ctx, const unsigned char *s, size_t n) { return value(ctx, ST_JSON_STRING, s, n); }

static int begin(parser *p, st_json_type type) {
    bool top = p->depth == 0, hit = p->hit;
    if (p->depth == MAX_DEPTH) return stop(p, ST_E_LIMIT, "nested deeper than 64");
    p->depth++;
    if (p->path && !p->inside) {
        p->hit = false;
        if (!top && !hit) return 1;
        if (type == ST_JSON_OBJECT && p->level < p->segments) p->level++;
        if (type == ST_JSON_ARRAY && p->level == p->segments) { p->inside = p->found = true; p->array_depth = p->depth; }
        return 1;
    }
    st_json *v = add(p, type, NULL, 0);
    if (!v) return 0;
    p->open[p->tree_depth] = v;
    p->last[p->tree_depth++] = NULL;
    return 1;
}

static int finish_container(parser *p) {
    unsigned was = p->depth--;
    if (p->path && !p->depth) { p->whole = true; p->end = yajl_get_bytes_consumed(p->h); }
    if (p->path && p->inside && was == p->array_depth) { p->inside = false; return 1; }
    if (p->path && !p->inside) {
        if (was == p->level) p->level--;
        return 1;
    }
    return --p->tree_depth ? 1 : finish(p);
}

static int on_open_object(void *ctx) { return begin(ctx, ST_JSON_OBJECT); }
static int on_open_array(void *ctx) { return begin(ctx, ST_JSON_ARRAY); }
static int on_close(void *ctx) { return finish_container(ctx); }

static int on_key(void *ctx, const unsigned char *s, size_t n) {
    parser *p = ctx;
    if (p->path && !p->inside) {
        p->hit = p->level && p->depth == p->level && st_str_eq((st_str){ (const char *)s, n }, p->segment[p->level - 1]);
        return 1;
    }
    return keep(p, s, n, &p->key);
}

/* ---- a handle -------------------------------------------------------------------------------------------------------------------------- */
static const yajl_callbacks callbacks = { on_null, on_boolean, NULL, NULL, on_number, on_string, on_open_object, on_key, on_close, on_open_array,
                                          on_close };

/* A fresh handle; values: several may follow each other. */
static st_code handle_new(parser *p, bool values, st_err *err) {
    yajl_alloc_funcs mem = { mem_get, mem_resize, mem_free, p };
    if (p->mem.used < KEEP_BYTES) st_arena_reset(&p->mem);
    else st_arena_free(&p->mem);
    p->depth = p->tree_depth = 0;
    p->failed = ST_OK;
    if (setjmp(p->out_of_memory)) return st_fail(err, p->failed, "%s", p->why);
    p->h = yajl_alloc(&callbacks, &mem, p);
    yajl_config(p->h, yajl_dont_validate_strings, 1);   /* it knows neither overlong forms nor surrogates: json_check.c does */
    if (values) yajl_config(p->h, yajl_allow_multiple_values, 1);
    return ST_OK;
}

static yajl_status feed(parser *p, const char *text, size_t n) {
    if (setjmp(p->out_of_memory)) return yajl_status_client_canceled;
    return yajl_parse(p->h, (const unsigned char *)text, n);
}

static yajl_status feed_end(parser *p) {
    if (setjmp(p->out_of_memory)) return yajl_status_client_canceled;
    return yajl_complete_parse(p->h);
}

/* libyajl takes the beginning of a second value behind the first, as long as it is cut off: what follows must be blank. */
static bool blank(const char *p, size_t n) {
    for (size_t i = 0; i < n; i++)
        if (p[i] != ' ' && p[i] != '\t' && p[i] != '\r' && p[i] != '\n') return false;
    return true;
}

/* libyajl's reason without its prefix and line end. False when memory is out. */
static bool reason(parser *p, char out[160]) {
    if (setjmp(p->out_of_memory)) return false;
    const unsigned char *z = yajl_get_error(p->h, 0, NULL, 0);
    st_str s = st_str_trim(st_str_of((const char *)z));
    size_t colon = st_str_find(s, "error: ");
    if (colon != SIZE_MAX) s = st_str_sub(s, colon + 7, s.n);
    snprintf(out, 160, "%.*s", ST_FMT(s));
    return true;
}

/* Fills err for a parse that stopped: our own reason, or libyajl's with the byte. */
static st_code parse_failed(parser *p, yajl_status s, const char *of, st_err *err) {
    if (s == yajl_status_client_canceled) {
        if (!p->why) return p->failed;   /* a caller's fn, which has filled err */
        st_fail(err, p->failed, "%s", p->why);
        if (p->failed == ST_E_LIMIT) st_err_hint(err, "split the value, or check that the file is what it should be");
        return p->failed;
    }
    char why[160];
    if (!reason(p, why)) return st_fail(err, ST_E_NOMEM, "out of memory");
    return st_fail(err, ST_E_DATA, "the %s is not JSON: %s (byte %zu)", of, why, yajl_get_bytes_consumed(p->h));
}

/* ---- one text -------------------------------------------------------------------------------------------------------------------------- */
static void where_line(st_err *err, st_str text, size_t to, uint32_t first_line) {
    uint32_t line = first_line;
    for (size_t i = 0; i < to && i < text.n; i++) line += text.p[i] == '\n';
    st_err_where(err, "line %u", line);
}

st_json *st_json_parse(st_arena *a, st_str text, uint32_t first_line, st_err *err) {
    if (text.n >= 3 && memcmp(text.p, "\xef\xbb\xbf", 3) == 0) text = st_str_sub(text, 3, text.n);
    st_json_check check = { 0 };
    size_t bad = st_json_check_add(&check, text);
    if (bad == SIZE_MAX && !st_json_check_end(&check)) bad = text.n;
    if (bad != SIZE_MAX) {
        st_fail(err, ST_E_DATA, "%s (byte %zu)", check.why, bad);
        where_line(err, text, bad, first_line);
        return NULL;
    }
    parser p = { .tree = a, .text = text.p, .n = text.n };
    st_json *root = NULL;
    if (handle_new(&p, false, err) == ST_OK) {
        yajl_status s = feed(&p, text.n ? text.p : "", text.n);
        const size_t at = yajl_get_bytes_consumed(p.h);
        const bool ended = p.roots > 0;
        if (s == yajl_status_ok) s = feed_end(&p);
        if (!ended) p.end = text.n;   /* a number ends with the text */
        if (s == yajl_status_ok && (p.end >= text.n || blank(text.p + p.end, text.n - p.end))) root = p.root;
        else if (s == yajl_status_ok) {
            st_fail(err, ST_E_DATA, "something stands behind the JSON value");
            where_line(err, text, text.n, first_line);
        } else {
            parse_failed(&p, s, "text", err);
            where_line(err, text, at, first_line);
        }
    }
    st_arena_free(&p.mem);
    return root;
}

/* ---- line by line ---------------------------------------------------------------------------------------------------------------------- */
typedef struct lines { parser p; st_input *in; st_arena tree; st_buf held; bool skip; uint32_t line; bool fresh; st_json_fn fn; void *user; } lines;

/* One line into p->root, or err. A handle that may hold half a value is marked for renewal. */
static st_code line_parse(lines *l, st_str s, st_err *err) {
    parser *p = &l->p;
    st_json_check check = { 0 };
    size_t bad = st_json_check_add(&check, s);
    if (bad == SIZE_MAX && !st_json_check_end(&check)) bad = s.n;
    if (bad != SIZE_MAX) return st_fail(err, ST_E_DATA, "%s (byte %zu)", check.why, bad);
    if (!l->fresh) ST_TRY(handle_new(p, true, err));
    l->fresh = false;
    p->text = s.p; p->n = s.n; p->borrow = true; p->root = NULL; p->roots = p->nodes = p->bytes = 0; p->failed = ST_OK; p->why = NULL;
    yajl_status st = feed(p, s.p, s.n);
    if (st == yajl_status_ok && p->roots == 0 && p->depth == 0) {   /* a number ends with what follows it */
        st = feed(p, "\n", 1);
        p->end = s.n;
    }
    if (st != yajl_status_ok) return parse_failed(p, st, "line", err);
    if (p->roots == 0 || p->depth) return st_fail(err, ST_E_DATA, "the line ends inside a JSON value");
    if (p->roots > 1 || !blank(s.p + p->end, s.n - p->end)) return st_fail(err, ST_E_DATA, "the line holds more than one JSON value");
    l->fresh = p->mem.used < KEEP_BYTES;
    return ST_OK;
}

static st_code line_done(lines *l, st_str s, st_err *err) {
    if (blank(s.p, s.n)) return ST_OK;
    st_err own = { 0 }, *e = err ? err : &own;
    st_code c = line_parse(l, s, e);
    if (c == ST_E_NOMEM) return c;
    if (c < 0) st_err_where(e, "%s:%u", st_input_path(l->in), l->line);
    st_code r = l->fn(l->user, c < 0 ? NULL : l->p.root, l->line, e);
    if (c < 0 && r >= 0) *e = (st_err){ 0 };
    st_arena_reset(&l->tree);
    return r;
}

/* A line that passed the limit costs that line. */
static st_code line_too_long(lines *l, st_err *err) {
    st_err own = { 0 }, *e = err ? err : &own;
    if (l->held.failed == ST_E_NOMEM) return st_fail(err, ST_E_NOMEM, "out of memory");
    l->skip = true;
    st_buf_free(&l->held);
    st_fail(e, ST_E_LIMIT, "the line is longer than 64 MiB");
    st_err_where(e, "%s:%u", st_input_path(l->in), l->line);
    st_code r = l->fn(l->user, NULL, l->line, e);
    if (r >= 0) *e = (st_err){ 0 };
    return r;
}

static st_code lines_block(lines *l, st_str block, st_err *err) {
    while (block.n) {
        const char *e = memchr(block.p, '\n', block.n);
        size_t n = e ? (size_t)(e - block.p) + 1 : block.n;
        st_str s = { block.p, n };
        block = st_str_sub(block, n, block.n);
        if (!l->skip && (l->held.n || !e)) {
            st_buf_str(&l->held, s);
            if (l->held.failed) ST_TRY(line_too_long(l, err));
            s = st_buf_view(&l->held);
        }
        if (!e) break;
        if (!l->skip) ST_TRY(line_done(l, s, err));
        st_buf_clear(&l->held);
        l->skip = false;
        l->line++;
    }
    return ST_OK;
}

static st_code stream_lines(st_input *in, size_t bom, st_json_fn fn, void *user, st_err *err) {
    lines l = { .in = in, .held = ST_BUF_INIT(MAX_BYTES), .line = 1, .fn = fn, .user = user };
    l.p.tree = &l.tree;
    st_str block;
    st_code c;
    while ((c = st_input_block(in, &block, err)) >= 0 && block.n) {
        size_t cut = bom < block.n ? bom : block.n;
        bom -= cut;
        if ((c = lines_block(&l, st_str_sub(block, cut, block.n), err)) < 0) break;
    }
    if (c >= 0 && l.held.n && !l.skip) c = line_done(&l, st_buf_view(&l.held), err);
    st_arena_free(&l.p.mem);
    st_arena_free(&l.tree);
    st_buf_free(&l.held);
    return c < 0 ? c : ST_OK;
}

/* ---- the elements of one array --------------------------------------------------------------------------------------------------------- */
static st_code path_split(parser *p, const char *path, st_err *err) {
    st_str s = st_str_of(path), part;
    if (!st_str_ends(s, "[]")) return st_fail(err, ST_E_USAGE, "the JSON path \"%s\" does not end with []", path);
    s.n -= 2;
    while (s.n && st_split(&s, ".", &part)) {
        if (p->segments == MAX_SEGMENTS) return st_fail(err, ST_E_USAGE, "the JSON path \"%s\" has more than %d steps", path, MAX_SEGMENTS);
        p->segment[p->segments++] = part;
    }
    return ST_OK;
}

static st_code document_block(parser *p, st_json_check *check, st_str block, st_err *err) {
    size_t bad = st_json_check_add(check, block);
    p->text = block.p; p->n = bad < block.n ? bad : block.n; p->counted = p->end = 0;
    yajl_status s = feed(p, p->text, p->n);
    if (s != yajl_status_ok) return parse_failed(p, s, "document", err);
    if (p->whole && !blank(p->text + p->end, p->n - p->end)) return st_fail(err, ST_E_DATA, "something stands behind the JSON document");
    for (; p->counted < p->n; p->counted++) p->line += p->text[p->counted] == '\n';
    return bad == SIZE_MAX ? ST_OK : st_fail(err, ST_E_DATA, "%s", check->why);
}

static st_code document_end(parser *p, st_json_check *check, const char *path, st_err *err) {
    if (!st_json_check_end(check)) return st_fail(err, ST_E_DATA, "%s", check->why);
    p->text = ""; p->n = p->counted = 0;
    yajl_status s = feed_end(p);
    if (s != yajl_status_ok) return parse_failed(p, s, "document", err);
    return p->found ? ST_OK : st_fail(err, ST_E_DATA, "the JSON document has no array at %s", path);
}

static st_code stream_document(st_input *in, const char *path, size_t bom, st_json_fn fn, void *user, st_err *err) {
    st_arena tree = ST_ARENA_INIT;
    st_json_check check = { 0 };
    parser p = { .tree = &tree, .path = true, .fn = fn, .user = user, .err = err, .line = 1 };
    st_str block;
    st_code c = path_split(&p, path, err);
    if (c >= 0) c = handle_new(&p, false, err);
    while (c >= 0 && (c = st_input_block(in, &block, err)) >= 0 && block.n) {
        size_t cut = bom < block.n ? bom : block.n;
        bom -= cut;
        c = document_block(&p, &check, st_str_sub(block, cut, block.n), err);
    }
    if (c >= 0) c = document_end(&p, &check, path, err);
    if (c < 0) st_err_where(err, "%s:%u", st_input_path(in), p.h ? line_now(&p) : p.line);
    st_arena_free(&p.mem);
    st_arena_free(&tree);
    return c < 0 ? c : ST_OK;
}

st_code st_json_stream(st_input *in, const char *path, st_json_fn fn, void *user, st_err *err) {
    st_str head;
    ST_TRY(st_input_peek(in, 3, &head, err));
    size_t bom = head.n >= 3 && memcmp(head.p, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
    return *path ? stream_document(in, path, bom, fn, user, err) : stream_lines(in, bom, fn, user, err);
}

/* ---- look-ups -------------------------------------------------------------------------------------------------------------------------- */
const st_json *st_json_get(const st_json *object, const char *key) {
    if (!object || object->type != ST_JSON_OBJECT) return NULL;
    for (const st_json *v = object->child; v; v = v->next)
        if (st_str_is(v->key, key)) return v;
    return NULL;
}

st_str st_json_text(const st_json *v) {
    return v && v->type != ST_JSON_ARRAY && v->type != ST_JSON_OBJECT && v->type != ST_JSON_NULL ? v->text : ST_STR_NONE;
}

st_str st_json_get_text(const st_json *object, const char *key) { return st_json_text(st_json_get(object, key)); }
