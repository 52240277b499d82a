/* Files of rules into objects. */
#include <dirent.h>
#include <errno.h>
#include <sys/stat.h>
#include "base/file.h"
#include "base/input.h"
#include "base/yaml.h"
#include "rules/bundle.h"

extern const char st_rules_text[];          /* rules_data.S: "path size\n" and the bytes, file after file */
extern const uint64_t st_rules_text_size;

enum { FILES_MOST = 4096, DEPTH_MOST = 8, FILE_MOST = 8 << 20 };

static const char *const kind_names[] = {
#define KIND(sym, key) key,
#include "rules/kinds.def"
#undef KIND
};
const char *st_rule_kind_name(st_kind_of_rule k) { return (unsigned)k < ST_RULE_KINDS ? kind_names[k] : "?"; }

void st_problem(st_problems *p, bool error, const char *file, uint32_t line, const char *fmt, ...) {
    char text[600];
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    if (error) p->errors++;
    else p->warnings++;
    if (p->fn) p->fn(p->user, error, file, line, text);
}

/* ---- objects ------------------------------------------------------------------------------------------------------------------------------- */

static bool is_id(st_str s) {
    if (s.n == 0 || s.n > 80) return false;
    for (size_t i = 0; i < s.n; i++) {
        const char c = s.p[i];
        if (!((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (i && (c == '.' || c == '-' || c == '_')))) return false;
    }
    return true;
}

static bool recorded_of(const st_json *node, st_span *out, st_problems *p, const char *file) {
    *out = (st_span){ ST_BEGINNING, ST_FOREVER };
    const st_json *r = st_json_get(node, "recorded");
    if (!r) return true;
    const st_json *from = st_json_get(r, "from"), *to = st_json_get(r, "to");
    if (r->type == ST_JSON_OBJECT && (!from || st_instant_of(from->text, &out->from)) && (!to || st_instant_of(to->text, &out->to)) && out->from < out->to) return true;
    st_problem(p, true, file, r->line, "recorded is not {from: DATE, to: DATE}");
    return false;
}

static st_code add_object(st_bundle *b, st_kind_of_rule kind, const st_json *node, const char *file, st_problems *p, st_err *err) {
    const st_str id = st_json_get_text(node, "id");
    st_span recorded;
    if (node->type != ST_JSON_OBJECT) return (void)st_problem(p, true, file, node->line, "%s is a list of mappings with an id", kind_names[kind]), ST_OK;
    if (!is_id(id))
        return (void)st_problem(p, true, file, node->line, "%s without a proper id: letters, digits, . - _, at most 80: \"%.*s\"", kind_names[kind], ST_FMT(st_str_sub(id, 0, id.n < 90 ? id.n : 90))), ST_OK;
    if (!recorded_of(node, &recorded, p, file)) return ST_OK;
    if (st_grow(b->object, b->alloc, b->n + 1)) return st_fail(err, ST_E_NOMEM, "out of memory for the rules");
    b->object[b->n++] = (st_object){ kind, id, file, node->line, node, recorded };
    return ST_OK;
}

static st_code add_file(st_bundle *b, const char *name, st_str text, st_problems *p, st_err *err) {
    st_err bad = { 0 };
    b->files++;
    const st_str kept = st_str_copy(&b->arena, st_str_of(name));
    if (!kept.p) return st_fail(err, ST_E_NOMEM, "out of memory for the rules");
    st_json *root = st_yaml_parse(&b->arena, text, kept.p, &bad);
    if (!root && bad.code == ST_E_NOMEM) return (void)(*err = bad), bad.code;
    if (!root) {
        const char *colon = strrchr(bad.where, ':');
        return (void)st_problem(p, true, kept.p, colon ? (uint32_t)strtoul(colon + 1, NULL, 10) : 0, "%s%s%s", bad.what, bad.hint[0] ? "; " : "", bad.hint), ST_OK;
    }
    if (root->type != ST_JSON_OBJECT) return (void)st_problem(p, true, kept.p, root->line, "a file of rules is a mapping of kinds, as measures: or lists:"), ST_OK;
    for (const st_json *k = root->child; k; k = k->next) {
        size_t kind = 0;
        while (kind < ST_RULE_KINDS && !st_str_is(k->key, kind_names[kind])) kind++;
        if (kind == ST_RULE_KINDS) st_problem(p, true, kept.p, k->line, "there is no kind \"%.*s\" of rules", ST_FMT(k->key));
        else if (k->type != ST_JSON_ARRAY && k->type != ST_JSON_NULL) st_problem(p, true, kept.p, k->line, "%s is not a list", kind_names[kind]);
        else
            for (const st_json *o = k->child; o; o = o->next) ST_TRY(add_object(b, (st_kind_of_rule)kind, o, kept.p, p, err));
    }
    return ST_OK;
}

static int by_id(const void *x, const void *y) {
    const st_object *a = x, *b = y;
    const int c = st_str_cmp(a->id, b->id);
    if (c) return c;
    if (a->kind != b->kind) return a->kind < b->kind ? -1 : 1;
    if (a->recorded.from != b->recorded.from) return a->recorded.from < b->recorded.from ? -1 : 1;
    const int f = strcmp(a->file, b->file);
    return f ? f : a->line < b->line ? -1 : a->line > b->line;
}

/* In order of id; what stands twice at one time is said. */
static void arrange(st_bundle *b, st_problems *p) {
    if (b->n == 0) return;
    qsort(b->object, b->n, sizeof *b->object, by_id);
    size_t kept = 1;
    for (size_t i = 1; i < b->n; i++) {
        const st_object *before = &b->object[kept - 1], *o = &b->object[i];
        if (st_str_eq(before->id, o->id) && before->kind == o->kind && before->recorded.to > o->recorded.from) {
            st_problem(p, true, o->file, o->line, "%.*s stands already at %s:%u; versions of one object need times of record that do not overlap", ST_FMT(o->id), before->file, before->line);
            continue;
        }
        b->object[kept++] = *o;
    }
    b->n = kept;
}

/* ---- where the files are ----------------------------------------------------------------------------------------------------------------------- */

typedef struct path_list { char **path; size_t n, alloc; } path_list;

static int by_path(const void *x, const void *y) { return strcmp(*(char *const *)x, *(char *const *)y); }

static void free_paths(path_list *l) {
    for (size_t i = 0; i < l->n; i++) st_free(l->path[i]);
    st_free(l->path);
}

static st_code add_path(path_list *l, const char *folder, const char *name, st_err *err) {
    const size_t n = strlen(folder) + strlen(name) + 2;
    if (st_grow(l->path, l->alloc, l->n + 1)) return st_fail(err, ST_E_NOMEM, "out of memory for the names of files");
    char *path = st_alloc(n);
    if (!path) return st_fail(err, ST_E_NOMEM, "out of memory for the names of files");
    if (*name) snprintf(path, n, "%s/%s", folder, name);
    else snprintf(path, n, "%s", folder);
    l->path[l->n++] = path;
    return l->n > FILES_MOST ? st_fail(err, ST_E_LIMIT, "%s holds more than %d files", folder, FILES_MOST) : ST_OK;
}

static st_code collect(path_list *l, const char *path, unsigned depth, st_err *err) {
    struct stat st;
    if (stat(path, &st) != 0) return st_fail(err, ST_E_SYSTEM, "cannot read %s: %s", path, strerror(errno));
    if (!S_ISDIR(st.st_mode)) return add_path(l, path, "", err);
    if (depth > DEPTH_MOST) return st_fail(err, ST_E_LIMIT, "%s lies deeper than %d folders", path, DEPTH_MOST);
    DIR *d = opendir(path);
    if (!d) return st_fail(err, ST_E_SYSTEM, "cannot read the folder %s: %s", path, strerror(errno));
    st_code code = ST_OK;
    for (const struct dirent *e; code == ST_OK && (e = readdir(d));) {
        const st_str name = st_str_of(e->d_name);
        if (name.p[0] == '.') continue;
        path_list one = { 0 };
        code = add_path(&one, path, e->d_name, err);
        if (code == ST_OK && stat(one.path[0], &st) == 0 && (S_ISDIR(st.st_mode) || st_str_ends(name, ".yaml"))) code = collect(l, one.path[0], depth + 1, err);
        free_paths(&one);
    }
    closedir(d);
    return code;
}

/* ---- bundles ------------------------------------------------------------------------------------------------------------------------------------- */

static st_bundle *bundle_new(const char *origin, st_err *err) {
    st_bundle *b = st_calloc(1, sizeof *b);
    const size_t n = strlen(origin) + 1;
    if (b && (b->origin = st_alloc(n))) {
        memcpy(b->origin, origin, n);
        return b;
    }
    st_free(b);
    st_fail(err, ST_E_NOMEM, "out of memory for the rules");
    return NULL;
}

void st_bundle_free(st_bundle *b) {
    if (!b) return;
    st_arena_free(&b->arena);
    st_free(b->object);
    st_free(b->origin);
    st_free(b);
}

static void hash_file(st_sha256 *h, st_str path, st_str text) {
    char size[32];
    const int n = snprintf(size, sizeof size, " %zu\n", text.n);
    st_sha256_add(h, path.p, path.n);
    st_sha256_add(h, size, (size_t)n);
    st_sha256_add(h, text.p, text.n);
}

static st_bundle *finish(st_bundle *b, st_sha256 *h, st_code code, st_problems *p) {
    st_sha256_end(h, b->hash);
    if (code < 0) {
        st_bundle_free(b);
        return NULL;
    }
    arrange(b, p);
    return b;
}

st_bundle *st_bundle_of_text(st_str text, const char *name, st_problems *p, st_err *err) {
    st_bundle *b = bundle_new(name, err);
    st_sha256 *h = b ? st_sha256_new() : NULL;
    if (!h) {
        st_bundle_free(b);
        st_fail(err, ST_E_NOMEM, "out of memory for the rules");
        return NULL;
    }
    hash_file(h, st_str_of(name), text);
    return finish(b, h, add_file(b, name, text, p, err), p);
}

static st_code each_built_in(st_rule_file_fn fn, void *user, st_err *err) {
    st_code code = ST_OK;
    for (size_t at = 0; code == ST_OK && at < st_rules_text_size;) {
        char name[256];
        unsigned long size;
        const char *line = st_rules_text + at, *end = memchr(line, '\n', st_rules_text_size - at);
        if (!end || sscanf(line, "%255s %lu", name, &size) != 2) break;
        at = (size_t)(end + 1 - st_rules_text);
        if (size > st_rules_text_size - at) break;
        code = fn(user, name, name, (st_str){ st_rules_text + at, size }, err);
        at += size;
    }
    return code;
}

static st_code each_mapped(const char *path, const char *name, st_rule_file_fn fn, void *user, st_err *err) {
    struct stat st;
    if (stat(path, &st) == 0 && st.st_size == 0) return ST_OK;   /* an empty file says nothing */
    st_map m;
    ST_TRY(st_map_open(path, &m, err));
    const st_code code = m.n > FILE_MOST ? st_fail(err, ST_E_LIMIT, "%s has more than %d MiB", path, FILE_MOST >> 20) : fn(user, path, name, (st_str){ m.p, m.n }, err);
    st_map_close(&m);
    return code;
}

st_code st_rules_files(const char *path, st_rule_file_fn fn, void *user, st_err *err) {
    if (!path) return each_built_in(fn, user, err);
    path_list l = { 0 };
    st_code code = collect(&l, path, 0, err);
    if (code == ST_OK && !l.n) code = st_fail(err, ST_E_DATA, "%s holds no .yaml file", path);
    if (l.n) qsort(l.path, l.n, sizeof *l.path, by_path);
    const size_t skip = l.n && strcmp(l.path[0], path) != 0 ? strlen(path) + 1 : 0;   /* names within the folder: the same rules elsewhere have the same hash */
    for (size_t i = 0; code == ST_OK && i < l.n; i++) code = each_mapped(l.path[i], l.path[i] + skip, fn, user, err);
    free_paths(&l);
    return code;
}

typedef struct loading { st_bundle *b; st_sha256 *h; st_problems *p; } loading;

static st_code load_file(void *user, const char *path, const char *name, st_str text, st_err *err) {
    loading *l = user;
    hash_file(l->h, st_str_of(name), text);
    return add_file(l->b, path, text, l->p, err);
}

static st_bundle *load(const char *path, st_problems *p, st_err *err) {
    loading l = { .b = bundle_new(path ? path : "built in", err), .p = p };
    if (l.b && (l.h = st_sha256_new())) return finish(l.b, l.h, st_rules_files(path, load_file, &l, err), p);
    st_fail(err, ST_E_NOMEM, "out of memory for the rules");
    st_bundle_free(l.b);
    return NULL;
}

st_bundle *st_bundle_built_in(st_problems *p, st_err *err) { return load(NULL, p, err); }
st_bundle *st_bundle_open(const char *path, st_problems *p, st_err *err) { return load(path, p, err); }

/* ---- look-ups -------------------------------------------------------------------------------------------------------------------------------------- */

const st_object *st_bundle_find(const st_bundle *b, st_str id, st_instant known, const st_object *after) {
    size_t lo = 0, hi = b->n;
    while (lo < hi) {
        const size_t mid = lo + (hi - lo) / 2;
        if (st_str_cmp(b->object[mid].id, id) < 0) lo = mid + 1;
        else hi = mid;
    }
    for (; lo < b->n && st_str_eq(b->object[lo].id, id); lo++)
        if (st_span_has(b->object[lo].recorded, known) && (!after || &b->object[lo] > after)) return &b->object[lo];
    return NULL;
}

st_instant st_bundle_first_day(const st_bundle *b) {
    st_instant first = ST_FOREVER;
    for (size_t i = 0; i < b->n; i++)
        if (b->object[i].recorded.from != ST_BEGINNING && b->object[i].recorded.from < first) first = b->object[i].recorded.from;
    return first == ST_FOREVER ? ST_BEGINNING : first;
}

void st_object_json(st_jw *w, const st_object *o) {
    st_jw_open(w, '{');
    st_jw_key(w, "kind");
    st_jw_z(w, st_rule_kind_name(o->kind));
    st_jw_key(w, "file");
    st_jw_z(w, o->file);
    st_jw_key(w, "line");
    st_jw_u64(w, o->line);
    st_jw_key(w, "object");
    st_jw_tree(w, o->node);
    st_jw_close(w, '}');
}
