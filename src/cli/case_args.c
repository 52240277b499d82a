/* Options into a case: the same tree that a file gives. */
#include "cli/case_args.h"

typedef struct maker { st_arena *a; st_err *err; } maker;

/* A member or item of the parent; a member that is there already is said anew. */
static st_json *node(maker *m, st_json *parent, st_json_type type, st_str key, st_str text) {
    for (st_json *old = parent->child; key.n && old; old = old->next)
        if (st_str_eq(old->key, key)) {
            old->type = type;
            old->text = text;
            old->child = NULL;
            return old;
        }
    st_json *v = st_arena_calloc(m->a, sizeof *v);
    if (!v) {
        st_fail(m->err, ST_E_NOMEM, "out of memory for the case");
        return NULL;
    }
    v->type = type;
    v->key = key;
    v->text = text;
    st_json **tail = &parent->child;
    while (*tail) tail = &(*tail)->next;
    *tail = v;
    return v;
}

/* FACT=VALUE, several values with + between. */
static bool member(maker *m, st_json *object, st_str text, const char *option) {
    const size_t eq = st_str_chr(text, '=');
    if (eq == SIZE_MAX || eq == 0) {
        st_fail(m->err, ST_E_USAGE, "--%s %.*s: FACT=VALUE is meant", option, ST_FMT(st_str_sub(text, 0, text.n < 60 ? text.n : 60)));
        st_err_hint(m->err, "strait check --facts lists what a case can state");
        return false;
    }
    const st_str key = st_str_trim(st_str_sub(text, 0, eq)), value = st_str_trim(st_str_sub(text, eq + 1, text.n));
    if (value.n && st_str_chr(value, '+') == SIZE_MAX) return node(m, object, ST_JSON_STRING, key, value);
    st_json *list = node(m, object, ST_JSON_ARRAY, key, ST_STR_NONE);
    st_str rest = value, one;
    while (list && st_split(&rest, "+", &one))
        if (one.n && !node(m, list, ST_JSON_STRING, ST_STR_NONE, one)) return false;
    return list;
}

/* One item: members with commas between; \, is a comma of the value. */
static bool item(maker *m, st_json *list, const char *text, const char *option) {
    st_json *object = node(m, list, ST_JSON_OBJECT, ST_STR_NONE, ST_STR_NONE);
    char *copy = st_arena_alloc(m->a, strlen(text) + 1);
    if (!object || !copy) return (void)st_fail(m->err, ST_E_NOMEM, "out of memory for the case"), false;
    size_t n = 0, from = 0;
    for (const char *p = text;; p++) {
        if (p[0] == '\\' && p[1] == ',') {
            copy[n++] = *++p;
            continue;
        }
        if (*p == ',' || !*p) {
            const st_str one = st_str_trim((st_str){ copy + from, n - from });
            if (one.n && !member(m, object, one, option)) return false;
            from = n;
            if (!*p) return true;
            continue;
        }
        copy[n++] = *p;
    }
}

/* The list of that key; a file may have one object in its place, which becomes the first of the list. */
static st_json *list_of(maker *m, st_json *tree, const char *key) {
    for (st_json *v = tree->child; v; v = v->next) {
        if (!st_str_is(v->key, key)) continue;
        if (v->type == ST_JSON_ARRAY) return v;
        if (v->type != ST_JSON_OBJECT) break;
        st_json *only = node(m, &(st_json){ 0 }, ST_JSON_OBJECT, ST_STR_NONE, ST_STR_NONE);
        if (!only) return NULL;
        only->child = v->child;
        only->line = v->line;
        v->type = ST_JSON_ARRAY;
        v->child = only;
        return v;
    }
    return node(m, tree, ST_JSON_ARRAY, st_str_of(key), ST_STR_NONE);
}

bool st_case_args_given(const st_case_args *a) {
    return a->set.n + a->party.n + a->goods.n + a->vessel.n + a->facility.n + a->payment.n + a->passage.n + a->stake.n > 0;
}

st_json *st_case_args_tree(const st_case_args *a, st_json *tree, st_arena *arena, st_err *err) {
    const struct { const char *option, *key; const st_opt_list *given; } lists[] = { { "party", "parties", &a->party }, { "goods", "goods", &a->goods }, { "vessel", "vessels", &a->vessel },
        { "facility", "facilities", &a->facility }, { "payment", "payments", &a->payment }, { "passage", "passages", &a->passage }, { "stake", "ownership", &a->stake } };
    maker m = { arena, err };
    st_json root = { 0 };
    if (!tree) tree = node(&m, &root, ST_JSON_OBJECT, ST_STR_NONE, ST_STR_NONE);
    for (size_t i = 0; tree && i < a->set.n; i++)
        if (!member(&m, tree, st_str_of(a->set.item[i]), "set")) return NULL;
    for (size_t k = 0; tree && k < ST_LEN(lists); k++)
        for (size_t i = 0; i < lists[k].given->n; i++) {
            st_json *list = list_of(&m, tree, lists[k].key);
            if (!list || !item(&m, list, lists[k].given->item[i], lists[k].option)) return NULL;
        }
    return tree;
}
