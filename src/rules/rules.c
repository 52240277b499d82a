/* Understanding a bundle: first every object gets its place, so that all can refer to all, then each is read. */
#include "rules/rules_int.h"

static const char *const verdict_names[] = { "NOT_BOUND", "ALLOWED", "ALLOWED_UNDER_EXCEPTION", "ALLOWED_WITH_OBLIGATIONS", "LICENCE_REQUIRED", "ESCALATE", "PROHIBITED" };
const char *st_verdict_name(st_verdict v) { return (unsigned)v < ST_LEN(verdict_names) ? verdict_names[v] : "?"; }
bool st_verdict_of(st_str name, st_verdict *out) {
    for (size_t i = 0; i < ST_LEN(verdict_names); i++)
        if (st_str_is(name, verdict_names[i])) return (void)(*out = (st_verdict)i), true;
    return false;
}

/* ---- complaints and memory -------------------------------------------------------------------------------------------------------------------- */

__attribute__((format(printf, 4, 0))) static void say(st_reading *x, bool error, uint32_t line, const char *fmt, va_list ap) {
    char text[480];
    vsnprintf(text, sizeof text, fmt, ap);
    if (error && !x->failed) {
        x->failed = st_fail(x->err, ST_E_DATA, "%.*s: %s", x->o ? (int)x->o->id.n : 0, x->o ? x->o->id.p : "", text);
        if (x->o) st_err_where(x->err, "%s:%u", x->o->file, line ? line : x->o->line);
        st_err_hint(x->err, "strait rules check finds all that is wrong with a set of rules");
    }
    st_problem(x->p, error, x->o ? x->o->file : "", line ? line : x->o ? x->o->line : 0, "%.*s: %s", x->o ? (int)x->o->id.n : 0, x->o ? x->o->id.p : "", text);
}

void st_wrong(st_reading *x, uint32_t line, const char *fmt, ...) {
    va_list ap;
    va_start(ap, fmt);
    say(x, true, line, fmt, ap);
    va_end(ap);
}

void st_doubtful(st_reading *x, uint32_t line, const char *fmt, ...) {
    va_list ap;
    va_start(ap, fmt);
    say(x, false, line, fmt, ap);
    va_end(ap);
}

void *st_room(st_reading *x, size_t n) {
    void *p = st_arena_calloc(&x->r->arena, n ? n : 1);
    if (!p) x->failed = st_fail(x->err, ST_E_NOMEM, "out of memory for the rules");
    return p;
}

/* ---- members ------------------------------------------------------------------------------------------------------------------------------------ */

st_str st_text_member(st_reading *x, const st_json *o, const char *key, bool needed) {
    const st_json *v = st_json_get(o, key);
    if (v && v->type == ST_JSON_STRING) return v->text;
    if (v && v->type != ST_JSON_NULL) st_wrong(x, v->line, "%s is not a text", key);
    else if (needed) st_wrong(x, o->line, "%s is missing", key);
    return ST_STR_NONE;
}

bool st_yes_member(st_reading *x, const st_json *o, const char *key, bool otherwise) {
    const st_json *v = st_json_get(o, key);
    if (!v) return otherwise;
    if (st_str_is(v->text, "yes") || st_str_is(v->text, "true")) return true;
    if (!st_str_is(v->text, "no") && !st_str_is(v->text, "false")) st_wrong(x, v->line, "%s is yes or no", key);
    return false;
}

bool st_span_of_node(st_reading *x, const st_json *o, st_span *out) {
    *out = (st_span){ ST_BEGINNING, ST_FOREVER };
    const st_json *from = st_json_get(o, "from"), *to = st_json_get(o, "to");
    if (from && from->type != ST_JSON_NULL && !st_instant_of(from->text, &out->from)) return (void)st_wrong(x, from->line, "from is no instant, as 2022-02-26T00:00+01:00"), false;
    if (to && to->type != ST_JSON_NULL && !st_instant_of(to->text, &out->to)) return (void)st_wrong(x, to->line, "to is no instant, as 2022-02-26T00:00+01:00"), false;
    if (out->from >= out->to) return (void)st_wrong(x, o->line, "it ends before it begins"), false;
    return true;
}

st_span st_span_member(st_reading *x, const st_json *o, const char *key, st_span otherwise) {
    static const char *const members[] = { "from", "to" };
    const st_json *v = st_json_get(o, key);
    st_span s = otherwise;
    if (!v) return otherwise;
    if (v->type != ST_JSON_OBJECT) return (void)st_wrong(x, v->line, "%s is not {from: INSTANT, to: INSTANT}", key), otherwise;
    st_only(x, v, members, ST_LEN(members));
    return st_span_of_node(x, v, &s) ? s : otherwise;
}

st_texts st_texts_of(st_reading *x, const st_json *v) {
    st_texts t = { 0 };
    if (!v || v->type == ST_JSON_NULL) return t;
    if (v->type == ST_JSON_OBJECT) return (void)st_wrong(x, v->line, "%.*s is a text or a list of texts", ST_FMT(v->key)), t;
    const st_json *first = v->type == ST_JSON_ARRAY ? v->child : v;
    size_t n = 0;
    for (const st_json *i = first; i; i = v->type == ST_JSON_ARRAY ? i->next : NULL) n++;
    st_str *item = st_room(x, n * sizeof *item);
    if (!item) return t;
    for (const st_json *i = first; i; i = v->type == ST_JSON_ARRAY ? i->next : NULL) {
        if (i->type != ST_JSON_STRING) st_wrong(x, i->line, "%.*s holds something that is not a text", ST_FMT(v->key));
        else item[t.n++] = i->text;
    }
    t.item = item;
    return t;
}

/* Letters that two short words do not share, at their places and the next: enough to find the key that was meant. */
static size_t apart(st_str a, st_str b) {
    size_t row[82];
    if (a.n > 80 || b.n > 80) return SIZE_MAX;
    for (size_t j = 0; j <= b.n; j++) row[j] = j;
    for (size_t i = 1; i <= a.n; i++) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t j = 1; j <= b.n; j++) {
            const size_t above = row[j], same = diagonal + ((a.p[i - 1] | 32) != (b.p[j - 1] | 32));
            row[j] = same;
            if (above + 1 < row[j]) row[j] = above + 1;
            if (row[j - 1] + 1 < row[j]) row[j] = row[j - 1] + 1;
            diagonal = above;
        }
    }
    return row[b.n];
}

void st_only(st_reading *x, const st_json *o, const char *const *known, size_t n) {
    for (const st_json *m = o->child; m; m = m->next) {
        const char *near = "";
        size_t best = 4, i = 0;
        while (i < n && !st_str_is(m->key, known[i])) i++;
        if (i < n) continue;
        for (i = 0; i < n; i++) {
            const size_t d = apart(m->key, st_str_of(known[i]));
            if (d < best) {
                best = d;
                near = known[i];
            }
        }
        st_wrong(x, m->line, "there is no member \"%.*s\" here%s%s", ST_FMT(m->key), *near ? "; did you mean " : "", near);
    }
}

/* ---- what there is -------------------------------------------------------------------------------------------------------------------------------- */

typedef struct shelf { void *p; size_t n, size; } shelf;

/* Every compiled kind begins with its id and lies in the order of ids. */
static shelf shelf_of(const st_rules *r, st_kind_of_rule k) {
    switch (k) {
    case ST_RULE_MEASURE: return (shelf){ r->measure, r->measures, sizeof *r->measure };
    case ST_RULE_FLAG: return (shelf){ r->flag, r->flags, sizeof *r->flag };
    case ST_RULE_TABLE: return (shelf){ r->table, r->tables, sizeof *r->table };
    case ST_RULE_NEXUS: return (shelf){ r->nexus, r->n_nexus, sizeof *r->nexus };
    case ST_RULE_REGIME: return (shelf){ r->regime, r->regimes, sizeof *r->regime };
    case ST_RULE_STANCE: return (shelf){ r->stance, r->stances, sizeof *r->stance };
    case ST_RULE_LIST: return (shelf){ r->list, r->lists, sizeof *r->list };
    case ST_RULE_GOODS: return (shelf){ r->goods, r->n_goods, sizeof *r->goods };
    case ST_RULE_PLACES: return (shelf){ r->places, r->n_places, sizeof *r->places };
    case ST_RULE_WORLD: return (shelf){ r->world, r->worlds, sizeof *r->world };
    case ST_RULE_OWNERSHIP: return (shelf){ r->terms, r->n_terms, sizeof *r->terms };
    case ST_RULE_FACT: return (shelf){ r->fact, r->facts, sizeof *r->fact };
    case ST_RULE_LICENCE: case ST_RULE_POLICY: case ST_RULE_LEFT_OUT: case ST_RULE_KINDS: default: return (shelf){ 0 };
    }
}

static const void *find(shelf s, st_str id) {
    size_t lo = 0, hi = s.n;
    while (lo < hi) {
        const size_t mid = lo + (hi - lo) / 2;
        const char *at = (const char *)s.p + mid * s.size;
        st_str here;
        memcpy(&here, at, sizeof here);
        const int c = st_str_cmp(here, id);
        if (c == 0) return at;
        if (c < 0) lo = mid + 1;
        else hi = mid;
    }
    return NULL;
}

st_str st_rules_nearest(const st_rules *r, st_kind_of_rule kind, st_str id) {
    const shelf s = shelf_of(r, kind);
    st_str near = ST_STR_NONE;
    size_t best = id.n / 3 + 2;
    for (size_t i = 0; i < s.n; i++) {
        st_str here;
        memcpy(&here, (const char *)s.p + i * s.size, sizeof here);
        const size_t d = apart(here, id);
        if (d < best) {
            best = d;
            near = here;
        }
    }
    return near;
}

bool st_fact_takes(const st_fact_def *f, st_str word, st_str *out) {
    size_t best = SIZE_MAX;
    *out = word;
    if (!f->value.n) return true;
    for (size_t i = 0; i < f->value.n; i++)
        if (st_str_ieq(f->value.item[i], word)) return (void)(*out = f->value.item[i]), true;
    for (size_t i = 0; i < f->synonyms; i++)
        if (st_str_ieq(f->synonym[i].word, word)) return (void)(*out = f->synonym[i].means), true;
    st_str near = ST_STR_NONE;
    const size_t most = f->open ? (word.n < 8 ? 2 : 3) : word.n / 3 + 2;
    for (size_t i = 0; i < f->value.n; i++) {
        const size_t d = apart(f->value.item[i], word);
        if (d < best && d < most) {
            best = d;
            near = f->value.item[i];
        }
    }
    if (f->open && !near.n) return true;
    *out = near;
    return false;
}

const void *st_resolve(st_reading *x, st_kind_of_rule kind, st_str id, uint32_t line) {
    const void *p = find(shelf_of(x->r, kind), id);
    if (p) return p;
    const st_str near = st_rules_nearest(x->r, kind, id);
    st_wrong(x, line, "%s has no %.*s%s%.*s", st_rule_kind_name(kind), ST_FMT(st_str_sub(id, 0, id.n < 80 ? id.n : 80)), near.n ? "; did you mean " : "", ST_FMT(near));
    return NULL;
}

st_str st_law_day(const st_law *m, const char *end) {
    const st_str text = st_json_get_text(st_json_get(m->object->node, "valid"), end);
    return st_str_sub(text, 0, text.n < 10 ? text.n : 10);
}

const st_fact_def *st_rules_fact(const st_rules *r, st_str id) { return find(shelf_of(r, ST_RULE_FACT), id); }
const st_list_object *st_rules_list(const st_rules *r, st_str id) { return find(shelf_of(r, ST_RULE_LIST), id); }
const st_regime *st_rules_regime(const st_rules *r, st_str id) { return find(shelf_of(r, ST_RULE_REGIME), id); }

/* ---- reading ---------------------------------------------------------------------------------------------------------------------------------------- */

/* A place for every object of a kind that was recorded then, its id and origin filled in. */
static void *declare(st_reading *x, st_kind_of_rule kind, size_t size, size_t at_object, size_t *count) {
    const st_bundle *b = x->r->bundle;
    size_t n = 0;
    for (size_t i = 0; i < b->n; i++) n += b->object[i].kind == kind && st_span_has(b->object[i].recorded, x->r->known);
    char *p = st_room(x, n * size);
    *count = 0;
    if (!p) return NULL;
    for (size_t i = 0; i < b->n; i++) {
        const st_object *o = &b->object[i];
        if (o->kind != kind || !st_span_has(o->recorded, x->r->known)) continue;
        char *at = p + *count * size;
        memcpy(at, &o->id, sizeof o->id);
        memcpy(at + at_object, &o, sizeof o);
        ++*count;
    }
    return p;
}

static void declare_all(st_reading *x) {
    st_rules *r = x->r;
#define DECLARE(KIND, member, count, type) r->member = declare(x, ST_RULE_##KIND, sizeof(type), offsetof(type, object), &r->count)
    DECLARE(FACT, fact, facts, st_fact_def);
    DECLARE(PLACES, places, n_places, st_places);
    DECLARE(GOODS, goods, n_goods, st_goods);
    DECLARE(LIST, list, lists, st_list_object);
    DECLARE(WORLD, world, worlds, st_world);
    DECLARE(OWNERSHIP, terms, n_terms, st_owner_terms);
    DECLARE(NEXUS, nexus, n_nexus, st_nexus);
    DECLARE(REGIME, regime, regimes, st_regime);
    DECLARE(MEASURE, measure, measures, st_law);
    DECLARE(FLAG, flag, flags, st_flag);
    DECLARE(TABLE, table, tables, st_law_table);
    DECLARE(STANCE, stance, stances, st_stance);
#undef DECLARE
}

st_rules *st_rules_of(const st_bundle *b, st_instant known, st_problems *p, st_err *err) {
    st_rules *r = st_calloc(1, sizeof *r);
    if (!r) {
        st_fail(err, ST_E_NOMEM, "out of memory for the rules");
        return NULL;
    }
    *r = (st_rules){ .bundle = b, .known = known, .same = 9235, .possible = 7000 };
    st_reading x = { .r = r, .p = p, .err = err };
    declare_all(&x);
    if (x.failed != ST_E_NOMEM) st_read_facts(&x);
    if (x.failed != ST_E_NOMEM) st_read_sets(&x);
    if (x.failed != ST_E_NOMEM) st_read_laws(&x);
    if (!x.failed) st_review_rules(&x);
    if (!x.failed) return r;
    st_rules_free(r);
    return NULL;
}

void st_rules_free(st_rules *r) {
    if (!r) return;
    st_arena_free(&r->arena);
    st_free(r);
}
