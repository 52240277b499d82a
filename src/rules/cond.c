/* Conditions out of mappings. The grammar is closed: what is not in doc/RULES.md is wrong, with its line. */
#include "rules/rules_int.h"
#include "text/text.h"

typedef struct maker { st_reading *x; const st_binding *b; unsigned bound, depth; } maker;

enum { DEPTH_MOST = 24 };

static const struct { const char *word; st_op op; } words[] = { { "gt", ST_GT }, { "ge", ST_GE }, { "lt", ST_LT }, { "le", ST_LE }, { "before", ST_BEFORE }, { "from", ST_FROM },
                                                                 { "within", ST_WITHIN }, { "known", ST_KNOWN }, { "prefix", ST_PREFIX }, { "in", ST_IN_PLACES } };

static st_cond *new_cond(maker *m, st_op op, const st_json *at) {
    st_cond *c = st_room(m->x, sizeof *c);
    if (c) {
        c->op = op;
        c->line = at->line;
    }
    return c;
}

static st_cond *mapping(maker *m, const st_json *o);

static bool check_bound(maker *m, const st_fact_def *f, uint32_t line) {
    if (f->scope == ST_IN_CASE || (m->bound >> f->scope & 1u)) return true;
    st_wrong(m->x, line, "%.*s: of which %s? put it under some %s: or every %s:, or say each: %s", ST_FMT(f->id), st_scope_name(f->scope), st_scope_name(f->scope), st_scope_name(f->scope), st_scope_name(f->scope));
    return false;
}

/* A value as cases are read: countries as codes, the rest as it is; compared without case. */
static st_str normal_value(maker *m, const st_fact_def *f, const st_json *v) {
    if (v->type != ST_JSON_STRING) {
        st_wrong(m->x, v->line, "a value is a text");
        return ST_STR_NONE;
    }
    if (!f) return v->text;
    if (f->type == ST_FACT_YES_NO) {
        if (st_str_is(v->text, "yes") || st_str_is(v->text, "true")) return ST_STR("yes");
        if (st_str_is(v->text, "no") || st_str_is(v->text, "false")) return ST_STR("no");
        st_wrong(m->x, v->line, "%.*s is yes or no", ST_FMT(f->id));
    } else if (f->type == ST_FACT_COUNTRY) {
        const st_str code = st_country(v->text);
        if (!code.n) st_wrong(m->x, v->line, "%.*s is no country", ST_FMT(v->text));
        return code;
    } else if (f->type == ST_FACT_TEXT) {
        st_str word;
        if (!st_fact_takes(f, v->text, &word)) st_wrong(m->x, v->line, "%.*s is none of the values of %.*s%s%.*s", ST_FMT(v->text), ST_FMT(f->id), word.n ? "; did you mean " : "", ST_FMT(word));
        return word;
    } else if (f->type == ST_FACT_NUMBER || f->type == ST_FACT_DATE) st_wrong(m->x, v->line, "%.*s is a %s: compare it with gt, ge, lt, le, before, from", ST_FMT(f->id), f->type == ST_FACT_DATE ? "date" : "number");
    return v->text;
}

static st_cond *values(maker *m, st_op op, const st_fact_def *f, const st_json *v) {
    st_cond *c = new_cond(m, op, v);
    if (!c) return NULL;
    const st_json *first = v->type == ST_JSON_ARRAY ? v->child : v;
    size_t n = 0;
    for (const st_json *i = first; i; i = v->type == ST_JSON_ARRAY ? i->next : NULL) n++;
    st_str *value = st_room(m->x, n * sizeof *value);
    if (!value) return NULL;
    if (n == 0) st_wrong(m->x, v->line, "an empty list of values holds for nothing");
    for (const st_json *i = first; i; i = v->type == ST_JSON_ARRAY ? i->next : NULL) value[c->values++] = normal_value(m, f, i);
    c->fact = f;
    c->value = value;
    return c;
}

static const st_param *param_of(maker *m, const st_json *v) {
    const st_str name = st_str_sub(v->text, 1, v->text.n);
    for (size_t i = 0; i < m->b->params; i++)
        if (st_str_eq(m->b->param[i].name, name)) return &m->b->param[i];
    st_wrong(m->x, v->line, "there is no param %.*s here", ST_FMT(name));
    return NULL;
}

/* The bound of a comparison: a number or an instant, a $param, or (dates) another fact. */
static bool read_bound(maker *m, st_cond *c, const st_json *v) {
    const bool date = c->op == ST_BEFORE || c->op == ST_FROM;
    if (v->type != ST_JSON_STRING) return (void)st_wrong(m->x, v->line, "a bound is a text"), false;
    if (st_str_starts(v->text, "$")) {
        c->param = param_of(m, v);
        if (c->param && c->param->is_date != date) return (void)st_wrong(m->x, v->line, "%.*s is %s", ST_FMT(v->text), date ? "no date" : "a date"), false;
        return c->param;
    }
    if (!date) return st_decimal_of(v->text, &c->number) || ((void)st_wrong(m->x, v->line, "\"%.*s\" is no number of at most four decimals", ST_FMT(v->text)), false);
    if (st_instant_of(v->text, &c->number)) return true;
    c->other = st_resolve(m->x, ST_RULE_FACT, v->text, v->line);
    if (c->other && c->other->type != ST_FACT_DATE) st_wrong(m->x, v->line, "%.*s is no date", ST_FMT(v->text));
    return c->other && check_bound(m, c->other, v->line);
}

static bool read_within(maker *m, st_cond *c, const st_json *test, const st_json *v) {
    int64_t days;
    const st_json *of = st_json_get(test, "of");
    if (!st_decimal_of(v->text, &days) || days < 0 || days > 100000 * ST_ONE) return (void)st_wrong(m->x, v->line, "within is a number of days"), false;
    if (!of) return (void)st_wrong(m->x, v->line, "within N of which fact? of: FACT"), false;
    c->number = days / ST_ONE * 86400 + days % ST_ONE * 86400 / ST_ONE;
    c->other = st_resolve(m->x, ST_RULE_FACT, of->text, of->line);
    if (c->other && c->other->type != ST_FACT_DATE) st_wrong(m->x, of->line, "%.*s is no date", ST_FMT(of->text));
    return c->other && check_bound(m, c->other, of->line);
}

static bool type_fits(maker *m, const st_cond *c, const st_json *v) {
    const st_fact_type t = c->fact ? c->fact->type : ST_FACT_NUMBER;
    bool fits = true;
    if (c->op >= ST_GT && c->op <= ST_LE) fits = t == ST_FACT_NUMBER;
    else if (c->op == ST_BEFORE || c->op == ST_FROM || c->op == ST_WITHIN) fits = t == ST_FACT_DATE;
    else if (c->op == ST_PREFIX) fits = t == ST_FACT_CODE || t == ST_FACT_HS || t == ST_FACT_TEXT;
    if (!fits) st_wrong(m->x, v->line, "%.*s is of type %s and is not compared so", ST_FMT(c->fact->id), t == ST_FACT_DATE ? "date" : t == ST_FACT_NUMBER ? "number" : "text");
    return fits;
}

/* FACT in SET: a set of places, or of goods for an HS code. */
static void read_in(maker *m, st_cond *c, const st_json *v) {
    if (c->fact && c->fact->type == ST_FACT_HS) {
        c->op = ST_IN_GOODS;
        c->goods = st_resolve(m->x, ST_RULE_GOODS, v->text, v->line);
        c->scope = c->fact->scope;
    } else c->places = st_resolve(m->x, ST_RULE_PLACES, v->text, v->line);
}

/* One operator of a test, or NULL when the word is none. */
static st_cond *test_of(maker *m, const st_fact_def *f, const st_json *test, const st_json *v) {
    size_t i = 0;
    while (i < ST_LEN(words) && !st_str_is(v->key, words[i].word)) i++;
    if (i == ST_LEN(words)) return NULL;
    if (words[i].op == ST_PREFIX) return values(m, ST_PREFIX, f, v);
    st_cond *c = new_cond(m, words[i].op, v);
    if (!c) return NULL;
    c->fact = f;
    if (!type_fits(m, c, v)) return c;
    switch (c->op) {
    case ST_WITHIN: read_within(m, c, test, v); break;
    case ST_KNOWN:
        c->wanted = st_yes_member(m->x, test, "known", true);
        if (m->b->strict) st_wrong(m->x, v->line, "known is for flags and tables only: less knowledge must never allow more");
        break;
    case ST_IN_PLACES: read_in(m, c, v); break;
    case ST_ALL: case ST_ANY: case ST_NOT: case ST_SOME: case ST_EVERY: case ST_IS: case ST_IN_GOODS: case ST_GT: case ST_GE: case ST_LT: case ST_LE: case ST_BEFORE: case ST_FROM:
    case ST_PREFIX: case ST_LISTED: case ST_OWNED: case ST_CONTROLLED: case ST_SUM: case ST_RATIO: case ST_WORLD: case ST_OPS: default: read_bound(m, c, v); break;
    }
    return c;
}

/* All of the tests in a mapping, one behind the other; members that qualify a test (of, rule) are passed over. */
static st_cond *tests(maker *m, const st_fact_def *f, const st_json *test, const char *pass) {
    st_cond *first = NULL, **tail = &first;
    for (const st_json *v = test->child; v; v = v->next) {
        if (st_str_is(v->key, "of") || st_str_is(v->key, pass)) continue;
        st_cond *c = test_of(m, f, test, v);
        if (!c) {
            if (m->x->failed != ST_E_NOMEM) st_wrong(m->x, v->line, "there is no test \"%.*s\": in gt ge lt le before from within known prefix", ST_FMT(v->key));
            return first;
        }
        *tail = c;
        tail = &c->next;
    }
    if (!first) st_wrong(m->x, test->line, "an empty test");
    return first;
}

static st_cond *all_of(maker *m, st_cond *first, const st_json *at) {
    if (!first || !first->next) return first;
    st_cond *c = new_cond(m, ST_ALL, at);
    if (c) c->child = first;
    return c;
}

/* ---- subjects: what the party, vessel, facility or goods at hand is ------------------------------------------------------------------------------- */

static st_cond *subject_test(maker *m, st_scope scope, const st_json *test, const st_json *v) {
    static const struct { const char *word; st_op op; } subject[] = { { "listed", ST_LISTED }, { "owned", ST_OWNED }, { "controlled", ST_CONTROLLED }, { "in", ST_IN_GOODS } };
    size_t i = 0;
    while (i < ST_LEN(subject) && !st_str_is(v->key, subject[i].word)) i++;
    const bool goods = scope == ST_IN_GOODS_ITEM;
    if (i == ST_LEN(subject) || (subject[i].op == ST_IN_GOODS) != goods) {
        st_wrong(m->x, v->line, "there is no test \"%.*s\" of a %s: %s", ST_FMT(v->key), st_scope_name(scope), goods ? "in" : "listed, owned (with rule), controlled");
        return NULL;
    }
    st_cond *c = new_cond(m, subject[i].op, v);
    if (!c) return NULL;
    c->scope = scope;
    if (c->op == ST_IN_GOODS) c->goods = st_resolve(m->x, ST_RULE_GOODS, v->text, v->line);
    else c->list = st_resolve(m->x, ST_RULE_LIST, v->text, v->line);
    const st_json *rule = st_json_get(test, "rule");
    if (c->op == ST_OWNED && !rule) st_wrong(m->x, v->line, "owned by which rule? rule: ofac50");
    if (c->op == ST_OWNED && rule) c->terms = st_resolve(m->x, ST_RULE_OWNERSHIP, rule->text, rule->line);
    return c;
}

static st_cond *subject(maker *m, st_scope scope, const st_json *v) {
    st_cond *first = NULL, **tail = &first;
    if (v->type != ST_JSON_OBJECT) {
        st_wrong(m->x, v->line, "%s: takes {in: SET}, {listed: LIST} and the like", st_scope_name(scope));
        return NULL;
    }
    if (!(m->bound >> scope & 1u)) st_wrong(m->x, v->line, "which %s? put it under some %s: or every %s:, or say each: %s", st_scope_name(scope), st_scope_name(scope), st_scope_name(scope), st_scope_name(scope));
    for (const st_json *t = v->child; t; t = t->next) {
        if (st_str_is(t->key, "rule")) continue;
        st_cond *c = subject_test(m, scope, v, t);
        if (!c) return first;
        *tail = c;
        tail = &c->next;
    }
    if (!first) st_wrong(m->x, v->line, "an empty test");
    return all_of(m, first, v);
}

/* ---- entries --------------------------------------------------------------------------------------------------------------------------------------- */

static st_cond *several(maker *m, st_op op, const st_json *v) {
    st_cond *c = new_cond(m, op, v);
    if (!c) return NULL;
    st_cond **tail = &c->child;
    if (v->type != ST_JSON_ARRAY || !v->child) {
        st_wrong(m->x, v->line, "%.*s takes a list of conditions", ST_FMT(v->key));
        return c;
    }
    for (const st_json *i = v->child; i; i = i->next)
        if ((*tail = mapping(m, i))) tail = &(*tail)->next;
    return c;
}

static st_cond *quantified(maker *m, st_op op, st_str scope, const st_json *v) {
    st_cond *c = new_cond(m, op, v);
    if (!c) return NULL;
    if (!st_scope_of(scope, &c->scope) || c->scope == ST_IN_CASE) {
        st_wrong(m->x, v->line, "%.*s: of party, goods, vessel, facility, payment or passage", ST_FMT(v->key));
        return c;
    }
    const unsigned before = m->bound;
    m->bound |= 1u << c->scope;
    c->child = mapping(m, v);
    m->bound = before;
    return c;
}

static st_cond *arithmetic(maker *m, st_op op, const st_json *v) {
    st_cond *c = new_cond(m, op, v);
    if (!c) return NULL;
    st_texts of = st_texts_of(m->x, st_json_get(v, "of"));
    const st_json *to = st_json_get(v, "to");
    const st_fact_def **fact = st_room(m->x, (of.n + 1) * sizeof *fact);
    if (!fact) return NULL;
    for (size_t i = 0; i < of.n + (to ? 1 : 0); i++) {
        const st_fact_def *f = st_resolve(m->x, ST_RULE_FACT, i < of.n ? of.item[i] : to->text, v->line);
        if (!f) return c;
        if (f->type != ST_FACT_NUMBER) st_wrong(m->x, v->line, "%.*s is no number", ST_FMT(f->id));
        check_bound(m, f, v->line);
        fact[c->n_of++] = f;
    }
    if (op == ST_RATIO && c->n_of != 2) st_wrong(m->x, v->line, "ratio: {of: FACT, to: FACT, gt: X}");
    if (op == ST_SUM && (to || c->n_of == 0)) st_wrong(m->x, v->line, "sum: {of: [FACT, FACT], le: X}");
    c->of = fact;
    c->child = tests(m, NULL, v, "to");
    for (const st_cond *t = c->child; t; t = t->next)
        if (t->op < ST_GT || t->op > ST_LE) st_wrong(m->x, t->line, "a sum or ratio is compared with gt, ge, lt, le");
    return c;
}

static st_cond *of_fact(maker *m, const st_json *v) {
    const st_fact_def *f = st_resolve(m->x, ST_RULE_FACT, v->key, v->line);
    if (!f || !check_bound(m, f, v->line)) return NULL;
    return v->type == ST_JSON_OBJECT ? all_of(m, tests(m, f, v, ""), v) : values(m, ST_IS, f, v);
}

static st_cond *entry(maker *m, const st_json *v) {
    st_scope scope;
    if (st_str_is(v->key, "all")) return several(m, ST_ALL, v);
    if (st_str_is(v->key, "any")) return several(m, ST_ANY, v);
    if (st_str_is(v->key, "not")) {
        st_cond *c = new_cond(m, ST_NOT, v);
        if (c) c->child = mapping(m, v);
        return c;
    }
    if (st_str_starts(v->key, "some ")) return quantified(m, ST_SOME, st_str_sub(v->key, 5, v->key.n), v);
    if (st_str_starts(v->key, "every ")) return quantified(m, ST_EVERY, st_str_sub(v->key, 6, v->key.n), v);
    if (st_str_is(v->key, "sum")) return arithmetic(m, ST_SUM, v);
    if (st_str_is(v->key, "ratio")) return arithmetic(m, ST_RATIO, v);
    if (st_str_starts(v->key, "world.")) {
        st_cond *c = values(m, ST_WORLD, NULL, v);
        if (c) c->world = st_resolve(m->x, ST_RULE_WORLD, st_str_sub(v->key, 6, v->key.n), v->line);
        return c;
    }
    if (st_scope_of(v->key, &scope) && scope != ST_IN_CASE) return subject(m, scope, v);
    return of_fact(m, v);
}

static st_cond *mapping(maker *m, const st_json *o) {
    st_cond *first = NULL, **tail = &first;
    if (o->type != ST_JSON_OBJECT || !o->child) {
        st_wrong(m->x, o->line, "a condition is a mapping that is not empty");
        return NULL;
    }
    if (++m->depth > DEPTH_MOST) st_wrong(m->x, o->line, "conditions within conditions go deeper than %d", DEPTH_MOST);
    else
        for (const st_json *v = o->child; v; v = v->next)
            if ((*tail = entry(m, v))) tail = &(*tail)->next;
    m->depth--;
    return all_of(m, first, o);
}

/* What asks about lists or owners, itself or below it. */
static bool mark_dear(st_cond *c) {
    c->dear = c->op == ST_LISTED || c->op == ST_OWNED || c->op == ST_CONTROLLED;
    for (st_cond *k = c->child; k; k = k->next) c->dear |= mark_dear(k);
    return c->dear;
}

const st_cond *st_cond_of(st_reading *x, const st_json *node, const st_binding *b) {
    maker m = { x, b, b->bound, 0 };
    st_cond *c = node ? mapping(&m, node) : NULL;
    if (c) mark_dear(c);
    return c;
}
