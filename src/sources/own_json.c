/* strait's own JSON lines, for in-house lists (doc/LISTS.md): the facts of own_csv.c, one object a party, and what `strait info --party` prints. */
#include "base/json.h"
#include "sources/own.h"

typedef struct reader { st_own own; st_buf text; uint32_t line; bool named; char list[80]; } reader;

/* ---- telling it apart ------------------------------------------------------------------------------------------------------------------ */
static bool is_banner(const st_json *v) { return st_str_is(st_json_get_text(v, "strait"), "list"); }

/* Like a table, an object with an id and a name is anybody's: a list has listings, or says of which list each party is. */
static bool is_party(const st_json *v) {
    bool key = false, name = false, list = false;
    if (!v || v->type != ST_JSON_OBJECT || st_json_get(v, "properties")) return false;
    for (const st_json *p = v->child; p; p = p->next) {
        const st_own_field f = st_own_field_of(p->key);
        key |= f.role == ST_OWN_KEY && st_json_text(p).n;
        name |= f.role == ST_OWN_NAME_PART || st_prop_class(f.prop) == ST_CLASS_NAME;
        list |= f.role == ST_OWN_LIST || (f.role == ST_OWN_PROP && f.prop == ST_P_LISTING);
    }
    return key && name && list;
}

static int probe(const st_probe *p) {
    const st_str s = st_str_trim(p->head);
    if (!s.n || s.p[0] != '{') return 0;
    const size_t end = st_str_chr(s, '\n');
    st_arena a = ST_ARENA_INIT;
    const st_json *v = st_json_parse(&a, st_str_sub(s, 0, end == SIZE_MAX ? s.n : end), 1, NULL);
    const bool yes = is_banner(v) || is_party(v);
    st_arena_free(&a);
    return yes ? 2 : 0;
}

/* ---- facts -------------------------------------------------------------------------------------------------------------------------------- */
static void qualify(reader *r, const st_json *object) {
    for (const st_json *q = object->child; q; q = q->next) {
        if (st_str_is(q->key, "value")) continue;
        const st_prop p = st_prop_of(q->key);
        for (const st_json *v = q->type == ST_JSON_ARRAY ? q->child : q; v; v = q->type == ST_JSON_ARRAY ? v->next : NULL) {
            const st_str text = st_json_text(v);
            if (p != ST_PROP_NONE && !st_prop_is_head(p)) { st_own_qual(&r->own, p, text); continue; }
            if (!text.n) continue;
            st_buf_clear(&r->text);   /* a qualifier that strait does not know */
            st_buf_str(&r->text, q->key);
            st_buf_z(&r->text, ": ");
            st_buf_str(&r->text, text);
            if (r->text.failed) r->own.f.failed = r->text.failed;
            else st_own_qual(&r->own, ST_Q_NOTE, st_buf_view(&r->text));
        }
    }
}

static void fact(reader *r, st_own_field f, const st_json *v) {
    const bool object = v->type == ST_JSON_OBJECT;
    const st_str text = object ? st_json_get_text(v, "value") : st_json_text(v);
    if (!object && !st_str_trim(text).n) return;
    if (f.prop == ST_P_NAME && !r->named) { st_own_name(&r->own, text); r->named = true; }
    else st_own_fact(&r->own, f, text);
    if (object) qualify(r, v);
    if (f.prop == ST_P_LISTING && (!object || !st_json_get(v, "source"))) st_own_cite(&r->own);
}

/* A member that strait does not know: its texts as notes, and what is built of more as its JSON. */
static void note(reader *r, const st_json *p) {
    for (const st_json *v = p->type == ST_JSON_ARRAY ? p->child : p; v; v = p->type == ST_JSON_ARRAY ? v->next : NULL) {
        if (v->type != ST_JSON_ARRAY && v->type != ST_JSON_OBJECT) { st_own_note(&r->own, p->key, st_json_text(v)); continue; }
        st_buf_clear(&r->text);
        st_jw w = { &r->text, false };
        st_jw_tree(&w, v);
        if (r->text.failed) r->own.f.failed = r->text.failed;
        else st_own_note(&r->own, p->key, st_buf_view(&r->text));
    }
}

static const st_json *first(const st_json *p) { return p->type == ST_JSON_ARRAY ? p->child : p; }

/* What must be known before the first fact. */
static void gather(reader *r, const st_json *record) {
    r->named = false;
    bool name = false;
    for (const st_json *p = record->child; p; p = p->next) {
        const st_own_field f = st_own_field_of(p->key);
        if (f.role == ST_OWN_NAME_PART || f.role == ST_OWN_PLACE_PART) st_own_part(&r->own, f, st_str_trim(st_json_text(first(p))));
        for (const st_json *v = first(p); v && f.role == ST_OWN_SOURCE; v = p->type == ST_JSON_ARRAY ? v->next : NULL) st_own_source(&r->own, st_json_text(v));
        name |= f.role == ST_OWN_PROP && f.prop == ST_P_NAME && first(p) && (first(p)->type == ST_JSON_OBJECT || st_json_text(first(p)).n);
    }
    if (!name) { st_own_name(&r->own, ST_STR_NONE); r->named = true; }
}

static void member(reader *r, const st_json *p, const st_json *key, const st_json *kind) {
    const st_own_field f = st_own_field_of(p->key);
    switch (f.role) {
    case ST_OWN_PROP: case ST_OWN_IDENTIFIERS: case ST_OWN_SANCTIONS: case ST_OWN_DATASET:
        for (const st_json *v = first(p); v; v = p->type == ST_JSON_ARRAY ? v->next : NULL) {
            if (v->type == ST_JSON_ARRAY) { st_model_warn(r->own.m, r->line, "an array within an array is kept as a note"); note(r, v); continue; }
            fact(r, f, v);
        }
        break;
    case ST_OWN_KEY: if (p != key) note(r, p); break;
    case ST_OWN_KIND: if (p != kind) note(r, p); break;
    case ST_OWN_LIST: if (!st_str_is(st_json_text(p), r->list)) note(r, p); break;
    case ST_OWN_UNKNOWN: if (!st_str_is(p->key, "orphan")) note(r, p); break;
    case ST_OWN_SOURCE: case ST_OWN_NAME_PART: case ST_OWN_PLACE_PART: break;
    }
}

static const st_json *by_role(const st_json *record, st_own_role role) {
    for (const st_json *p = record->child; p; p = p->next)
        if (st_own_field_of(p->key).role == role && st_json_text(p).n) return p;
    return NULL;
}

/* The first record's list names the list when no banner does. */
static void take_list(reader *r, const st_json *record) {
    if (r->list[0]) return;
    const st_str list = st_json_get_text(record, "list");
    if (!list.n || list.n >= sizeof r->list || !st_own_banner(r->own.m, ST_STR("list"), list)) return;
    memcpy(r->list, list.p, list.n);
}

static st_code banner(reader *r, const st_json *v) {
    for (const st_json *p = v->child; p; p = p->next)
        if (!st_str_is(p->key, "strait") && !st_own_banner(r->own.m, p->key, st_json_text(p)))
            st_model_warn(r->own.m, r->line, "the list's \"%.*s\" is not known", (int)(p->key.n < 60 ? p->key.n : 60), p->key.p);
    const st_str id = st_model_list_get(r->own.m, ST_LIST_ID);
    if (id.n && id.n < sizeof r->list) memcpy(r->list, id.p, id.n);
    return ST_OK;
}

static st_code bad(reader *r, const char *why) {
    st_model_party(r->own.m, ST_STR("?"), r->line);
    st_model_bad(r->own.m, r->line, "%s", why);
    return ST_OK;
}

static st_code line(void *user, const st_json *v, uint32_t number, st_err *err) {
    reader *r = user;
    r->line = number;
    if (!v) return bad(r, err->what);
    if (v->type != ST_JSON_OBJECT) return bad(r, "the line is no JSON object");
    if (is_banner(v)) return banner(r, v);
    const st_json *key = by_role(v, ST_OWN_KEY), *kind = by_role(v, ST_OWN_KIND);
    const st_json *orphan = st_json_get(v, "orphan");
    r->own.orphan = orphan && orphan->type == ST_JSON_TRUE;
    take_list(r, v);
    if (!st_own_begin(&r->own, st_str_trim(st_json_text(key)), st_str_trim(st_json_text(kind)), number)) return ST_OK;
    st_model_count(r->own.m, "records", 1);
    gather(r, v);
    for (const st_json *p = v->child; p; p = p->next) member(r, p, key, kind);
    return st_own_end(&r->own, err);
}

static st_code read(st_input *in, const st_probe *p, st_model *m, st_err *err) {
    char stem[64];
    reader r = { .own = st_own_new(m), .text = ST_BUF_INIT(64u << 20) };
    st_model_list_set(m, ST_LIST_ID, st_own_stem(p->member.n ? p->member : st_str_of(p->path), stem));
    st_code c = st_json_stream(in, "", line, &r, err);
    st_own_free(&r.own);
    st_buf_free(&r.text);
    return c ? c : st_model_ok(m, err);
}

const st_source st_source_own_json = { "strait-json", "strait's own JSON lines for in-house lists; what strait info --party prints", probe, read, false, NULL };
