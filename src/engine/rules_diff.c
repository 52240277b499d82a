/* Rules compared, object by object, member by member. */
#include "engine/rules_diff.h"

typedef struct work { st_rule_change_fn fn; void *user; st_rule_change at; st_buf path, before, after; st_err *err; } work;

static st_str text_of(st_buf *b, const st_json *v) {
    st_jw w = { b, false };
    st_buf_clear(b);
    if (v) st_jw_tree(&w, v);
    return st_buf_view(b);
}

static st_code tell(work *w, const st_json *a, const st_json *b) {
    w->at.path = st_buf_view(&w->path);
    w->at.before = text_of(&w->before, a);
    w->at.after = text_of(&w->after, b);
    if (st_str_eq(w->at.before, w->at.after)) return ST_OK;
    if (w->before.failed || w->after.failed || w->path.failed) return st_fail(w->err, ST_E_NOMEM, "out of memory while comparing");
    return w->fn(w->user, &w->at, w->err);
}

static st_code members(work *w, const st_json *a, const st_json *b);

static st_code member(work *w, st_str key, const st_json *a, const st_json *b) {
    const size_t before = w->path.n;
    st_buf_printf(&w->path, "%s%.*s", before ? "." : "", ST_FMT(key));
    const bool both = a && b && a->type == ST_JSON_OBJECT && b->type == ST_JSON_OBJECT;
    const st_code code = both ? members(w, a, b) : tell(w, a, b);
    if (w->path.p) w->path.p[w->path.n = before] = 0;
    return code;
}

static const st_json *named(const st_json *o, st_str key) {
    const st_json *v = o->child;
    while (v && !st_str_eq(v->key, key)) v = v->next;
    return v;
}

static st_code members(work *w, const st_json *a, const st_json *b) {
    for (const st_json *v = a->child; v; v = v->next) ST_TRY(member(w, v->key, v, named(b, v->key)));
    for (const st_json *v = b->child; v; v = v->next)
        if (!named(a, v->key)) ST_TRY(member(w, v->key, NULL, v));
    return ST_OK;
}

static const st_object *next_known(const st_bundle *b, size_t *i, st_instant known) {
    while (*i < b->n && !st_span_has(b->object[*i].recorded, known)) ++*i;
    return *i < b->n ? &b->object[*i] : NULL;
}

static int compare(const st_object *a, const st_object *b) {
    if (!a || !b) return a ? -1 : 1;
    const int c = st_str_cmp(a->id, b->id);
    return c ? c : (int)a->kind - (int)b->kind;
}

static st_code merge(work *w, const st_bundle *old, st_instant old_known, const st_bundle *now, st_instant now_known) {
    size_t i = 0, k = 0;
    for (;;) {
        const st_object *a = next_known(old, &i, old_known), *b = next_known(now, &k, now_known);
        if (!a && !b) return ST_OK;
        const int c = compare(a, b);
        w->at = (st_rule_change){ .old = c <= 0 ? a : NULL, .now = c >= 0 ? b : NULL };
        if (c == 0) ST_TRY(members(w, a->node, b->node));
        else ST_TRY(w->fn(w->user, &w->at, w->err));
        i += c <= 0;
        k += c >= 0;
    }
}

st_code st_rules_diff(const st_bundle *old, st_instant old_known, const st_bundle *now, st_instant now_known, st_rule_change_fn fn, void *user, st_err *err) {
    work w = { .fn = fn, .user = user, .path = ST_BUF_INIT(1 << 16), .before = ST_BUF_INIT(1 << 24), .after = ST_BUF_INIT(1 << 24), .err = err };
    const st_code code = merge(&w, old, old_known, now, now_known);
    st_buf_free(&w.path);
    st_buf_free(&w.before);
    st_buf_free(&w.after);
    return code;
}
