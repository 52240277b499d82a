/* The schema of a case: which facts there are. */
#include "rules/rules_int.h"

static const char *const scope_names[ST_SCOPES] = { "case", "party", "goods", "vessel", "facility", "payment", "passage" };
static const char *const type_names[ST_FACT_TYPES] = { "text", "country", "date", "number", "yes_no", "code", "hs" };

const char *st_scope_name(st_scope s) { return (unsigned)s < ST_SCOPES ? scope_names[s] : "?"; }

bool st_scope_of(st_str name, st_scope *out) {
    for (size_t i = 0; i < ST_SCOPES; i++)
        if (st_str_is(name, scope_names[i])) return (void)(*out = (st_scope)i), true;
    return false;
}

static void read_words(st_reading *x, st_fact_def *f) {
    const st_json *o = f->object->node, *synonyms = st_json_get(o, "synonyms");
    f->value = st_texts_of(x, st_json_get(o, "values"));
    f->open = st_yes_member(x, o, "open", false);
    if (f->value.n && f->type != ST_FACT_TEXT) st_wrong(x, 0, "values are words of a fact of type text");
    if (!f->value.n && (f->open || synonyms)) st_wrong(x, 0, "open and synonyms speak of values, and there are none");
    if (!synonyms) return;
    if (synonyms->type != ST_JSON_OBJECT) {
        st_wrong(x, synonyms->line, "synonyms are a mapping of words to values");
        return;
    }
    size_t n = 0;
    for (const st_json *v = synonyms->child; v; v = v->next) n++;
    st_synonym *item = st_room(x, n * sizeof *item);
    if (!item) return;
    for (const st_json *v = synonyms->child; v; v = v->next) {
        st_str means;
        if (v->type != ST_JSON_STRING || !st_fact_takes(f, v->text, &means)) st_wrong(x, v->line, "%.*s stands for none of the values", ST_FMT(v->key));
        else item[f->synonyms++] = (st_synonym){ v->key, means };
    }
    f->synonym = item;
}

static void read_fact(st_reading *x, st_fact_def *f) {
    static const char *const members[] = { "id", "type", "many", "absent", "from", "text", "values", "open", "synonyms", "recorded" };
    const st_json *o = f->object->node;
    st_only(x, o, members, ST_LEN(members));
    f->name = f->id;
    f->scope = ST_IN_CASE;
    const size_t dot = st_str_chr(f->id, '.');
    if (dot != SIZE_MAX) {
        f->name = st_str_sub(f->id, dot + 1, f->id.n);
        if (!st_scope_of(st_str_sub(f->id, 0, dot), &f->scope) || f->scope == ST_IN_CASE) st_wrong(x, 0, "a fact's name begins with party. goods. vessel. facility. payment. or passage., or has no dot");
    }
    const st_str type = st_text_member(x, o, "type", true), absent = st_text_member(x, o, "absent", false);
    size_t t = 0;
    while (t < ST_FACT_TYPES && !st_str_is(type, type_names[t])) t++;
    if (type.n && t == ST_FACT_TYPES) st_wrong(x, 0, "there is no type %.*s of facts: text, country, date, number, yes_no, code, hs", ST_FMT(type));
    f->type = t == ST_FACT_TYPES ? ST_FACT_TEXT : (st_fact_type)t;
    if (absent.n && !st_str_is(absent, "none") && !st_str_is(absent, "unknown")) st_wrong(x, 0, "absent is none or unknown");
    f->absent_none = st_str_is(absent, "none");
    f->many = st_yes_member(x, o, "many", false);
    f->text = st_text_member(x, o, "text", true);
    read_words(x, f);
    f->slot = (uint16_t)x->r->facts_of[f->scope]++;
}

static void read_fallbacks(st_reading *x, st_fact_def *f) {
    const st_texts t = st_texts_of(x, st_json_get(f->object->node, "from"));
    st_fallback *item = st_room(x, t.n * sizeof *item);
    if (!item) return;
    for (size_t i = 0; i < t.n; i++) {
        st_str rest = t.item[i], name, role = ST_STR_NONE;
        st_split(&rest, " ", &name);
        if (st_str_starts(rest, "role=")) role = st_str_sub(rest, 5, rest.n);
        else if (rest.n) st_wrong(x, 0, "from is a fact, or a fact and role=ROLE: \"%.*s\"", ST_FMT(t.item[i]));
        const st_fact_def *from = st_resolve(x, ST_RULE_FACT, name, 0);
        if (!from) continue;
        if (from->type != f->type && !(from->type == ST_FACT_COUNTRY && f->type == ST_FACT_TEXT)) st_wrong(x, 0, "%.*s is of another type", ST_FMT(name));
        if (from->scope != f->scope && from->scope != ST_IN_CASE && !role.n) st_wrong(x, 0, "%.*s belongs to another item: say of which role", ST_FMT(name));
        item[f->fallbacks++] = (st_fallback){ from, role };
    }
    f->fallback = item;
}

void st_read_facts(st_reading *x) {
    for (size_t i = 0; i < x->r->facts; i++) {
        x->o = x->r->fact[i].object;
        read_fact(x, &x->r->fact[i]);
    }
    for (size_t i = 0; i < x->r->facts && x->failed != ST_E_NOMEM; i++) {
        x->o = x->r->fact[i].object;
        read_fallbacks(x, &x->r->fact[i]);
    }
    x->o = NULL;
}
