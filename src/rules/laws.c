/* Regimes, nexus, measures and what lifts them, tables, flags, stances. */
#include "rules/rules_int.h"

#define ALWAYS ((st_span){ ST_BEGINNING, ST_FOREVER })

static const char *const classes[] = { "freeze", "travel", "debt_equity", "correspondent", "messaging", "central_bank", "broadcast", "export", "import", "transit", "services", "vessel", "port", "airspace",
                                       "investment", "price_cap", "clause", "due_diligence", "report", "secondary", "treaty_passage", "arms", "procurement", "crypto", "deposits", "humanitarian", "circumvention",
                                       "tanker_sale", "refined_oil", "oil_import", "embargo", "practice", "conflict_of_law" };
static const char *const confidences[] = { "V", "S", "M", "U" }, *const reviews[] = { "unreviewed", "draft", "approved", "withdrawn" }, *const effects[] = { "prohibit", "licence", "oblige", "escalate", "expose" },
                  *const exception_kinds[] = { "scope", "derogation", "general_licence", "grandfather" };

static size_t word_of(st_reading *x, const st_json *o, const char *key, const char *const *word, size_t n, const char *otherwise) {
    st_str text = st_text_member(x, o, key, !otherwise);
    if (!text.n && otherwise) text = st_str_of(otherwise);
    for (size_t i = 0; i < n; i++)
        if (st_str_is(text, word[i])) return i;
    if (text.n) {
        char all[300] = "";
        for (size_t i = 0, at = 0; i < n && at < sizeof all - 20; i++) at += (size_t)snprintf(all + at, sizeof all - at, "%s%s", i ? ", " : "", word[i]);
        st_wrong(x, 0, "%s is none of %s", key, all);
    }
    return 0;
}

static st_review review_of(st_reading *x, const st_json *o) {
    static const char *const members[] = { "status", "drafted_by", "approved_by", "at", "note" };
    const st_json *r = st_json_get(o, "review");
    if (!r) return ST_UNREVIEWED;
    st_only(x, r, members, ST_LEN(members));
    const st_review status = (st_review)word_of(x, r, "status", reviews, ST_LEN(reviews), NULL);
    const st_str by = st_json_get_text(r, "drafted_by"), approved = st_json_get_text(r, "approved_by");
    if (status == ST_APPROVED && (!by.n || !approved.n || st_str_eq(by, approved))) st_wrong(x, r->line, "approved takes drafted_by and approved_by, two different persons");
    return status;
}

static void common(st_reading *x, const st_json *o) {
    const st_str published = st_text_member(x, o, "published", false);
    st_instant t;
    if (published.n && !st_instant_of(published, &t)) st_wrong(x, 0, "published is a day, as 2022-02-25");
    const st_json *cite = st_json_get(o, "cite");
    if (cite && cite->type != ST_JSON_ARRAY && cite->type != ST_JSON_STRING) st_wrong(x, cite->line, "cite is a list of sources");
    for (const st_json *c = cite && cite->type == ST_JSON_ARRAY ? cite->child : NULL; c; c = c->next)
        if (st_json_get_text(c, "quote").n > 200) st_wrong(x, c->line, "a quote has at most 200 characters");
}

/* ---- params -------------------------------------------------------------------------------------------------------------------------------------- */

static void read_param(st_reading *x, const st_json *v, st_param *out) {
    static const char *const members[] = { "from", "to", "value", "cite", "note", "confidence", "source" };
    size_t n = 0;
    out->name = v->key;
    const st_json scalar = { .type = ST_JSON_OBJECT, .line = v->line };
    if (v->type == ST_JSON_OBJECT) {
        st_wrong(x, v->line, "a param is a value, or a list of {from, to, value}");
        return;
    }
    for (const st_json *i = v->child; i; i = i->next) n++;
    st_param_value *item = st_room(x, (n ? n : 1) * sizeof *item);
    if (!item) return;
    out->item = item;
    for (const st_json *i = v->type == ST_JSON_ARRAY ? v->child : v; i; i = v->type == ST_JSON_ARRAY ? i->next : NULL) {
        const st_json *o = i->type == ST_JSON_OBJECT ? i : &scalar;
        const st_str text = i->type == ST_JSON_OBJECT ? st_text_member(x, i, "value", true) : i->text;
        st_param_value *p = &item[out->n++];
        if (i->type == ST_JSON_OBJECT) st_only(x, i, members, ST_LEN(members));
        if (!st_span_of_node(x, o, &p->valid)) return;
        const bool date = !st_decimal_of(text, &p->number);
        if (date && !st_instant_of(text, &p->number)) st_wrong(x, i->line, "\"%.*s\" is neither a number of at most four decimals nor an instant", ST_FMT(text));
        if (out->n > 1 && out->is_date != date) st_wrong(x, i->line, "the values of a param are of one type");
        out->is_date = date;
        if (out->n < 2) continue;
        st_param_value *before = &item[out->n - 2];
        if (before->valid.from >= p->valid.from) st_wrong(x, i->line, "values stand in the order of their time");
        else if (before->valid.to == ST_FOREVER) before->valid.to = p->valid.from;   /* until the next */
        else if (before->valid.to > p->valid.from) st_wrong(x, i->line, "it begins before the value above ends");
        else if (before->valid.to < p->valid.from) st_doubtful(x, i->line, "%.*s has no value between the one above and this one", ST_FMT(v->key));
    }
}

static const st_param *params_of(st_reading *x, const st_json *o, size_t *count) {
    const st_json *v = st_json_get(o, "params");
    *count = 0;
    if (!v) return NULL;
    if (v->type != ST_JSON_OBJECT) return (void)st_wrong(x, v->line, "params is a mapping of names"), NULL;
    size_t n = 0;
    for (const st_json *i = v->child; i; i = i->next) n++;
    st_param *p = st_room(x, n * sizeof *p);
    for (const st_json *i = v->child; p && i; i = i->next) read_param(x, i, &p[(*count)++]);
    return p;
}

static unsigned each_of(st_reading *x, const st_json *o, st_scope each[2], size_t *n) {
    const st_texts t = st_texts_of(x, st_json_get(o, "each"));
    unsigned bound = 0;
    for (size_t i = 0; i < t.n; i++) {
        st_scope s;
        if (i == 2) st_wrong(x, 0, "each takes at most two kinds of items");
        else if (!st_scope_of(t.item[i], &s) || s == ST_IN_CASE || (bound >> s & 1u)) st_wrong(x, 0, "each: party, goods, vessel, facility, payment or passage");
        else {
            bound |= 1u << s;
            each[(*n)++] = s;
        }
    }
    return bound;
}

/* ---- exceptions ---------------------------------------------------------------------------------------------------------------------------------- */

static void exception_terms(st_reading *x, const st_json *o, const st_binding *b, st_exception *e) {
    e->text = st_text_member(x, o, "text", false);
    if (!e->text.n) e->text = st_text_member(x, o, "title", false);
    e->kind = (st_exception_kind)word_of(x, o, "kind", exception_kinds, ST_LEN(exception_kinds), NULL);
    e->needs = st_texts_of(x, st_json_get(o, "needs"));
    e->confidence = (st_confidence)word_of(x, o, "confidence", confidences, ST_LEN(confidences), "M");
    const st_json *when = st_json_get(o, "when");
    if (!when) st_wrong(x, o->line, "%.*s: when is missing", ST_FMT(e->id));
    e->when = st_cond_of(x, when, b);
    int64_t level = ST_ONE;
    const st_str text = st_text_member(x, o, "level", false);
    if (text.n && (!st_decimal_of(text, &level) || level < ST_ONE || level > 99 * ST_ONE || level % ST_ONE)) st_wrong(x, o->line, "level is a whole number from 1 to 99");
    e->level = (uint32_t)(level / ST_ONE);
    e->valid = st_span_member(x, o, "valid", ALWAYS);
}

static void read_exceptions(st_reading *x, st_law *m, const st_binding *b) {
    static const char *const members[] = { "id", "kind", "level", "when", "needs", "valid", "text", "title", "confidence", "cite", "note", "published" };
    const st_json *list = st_json_get(m->object->node, "exceptions");
    st_exception **tail = &m->exception;
    if (list && list->type != ST_JSON_ARRAY && list->type != ST_JSON_NULL) st_wrong(x, list->line, "exceptions is a list");
    for (const st_json *o = list ? list->child : NULL; o; o = o->next) {
        st_exception *e = st_room(x, sizeof *e);
        if (!e) return;
        if (o->type != ST_JSON_OBJECT) {
            st_wrong(x, o->line, "an exception is a mapping");
            return;
        }
        st_only(x, o, members, ST_LEN(members));
        common(x, o);
        e->id = st_text_member(x, o, "id", true);
        e->object = m->object;
        e->review = m->review;
        exception_terms(x, o, b, e);
        for (const st_exception *before = m->exception; before; before = before->next)
            if (st_str_eq(before->id, e->id)) st_wrong(x, o->line, "%.*s stands twice", ST_FMT(e->id));
        *tail = e;
        tail = &e->next;
    }
}

/* ---- measures ---------------------------------------------------------------------------------------------------------------------------------- */

static st_binding binding_of(const st_law *m) {
    st_binding b = { 0, m->param, m->params, true };
    for (size_t i = 0; i < m->n_each; i++) b.bound |= 1u << m->each[i];
    return b;
}

static void read_instrument(st_reading *x, const st_json *o, st_str *act, st_str *article) {
    static const char *const members[] = { "act", "celex", "article", "annex", "eo", "si", "cfr", "resolution", "section", "directive", "law", "treaty" };
    const st_json *i = st_json_get(o, "instrument");
    if (!i || i->type != ST_JSON_OBJECT) {
        st_wrong(x, i ? i->line : 0, "instrument is {act: ..., article: ...}");
        return;
    }
    st_only(x, i, members, ST_LEN(members));
    *act = st_text_member(x, i, "act", true);
    *article = st_text_member(x, i, "article", false);
}

static void read_renewal(st_reading *x, const st_json *o, st_law *m) {
    static const char *const members[] = { "due", "status", "note" };
    const st_json *r = st_json_get(o, "renewal");
    if (!r) return;
    st_only(x, r, members, ST_LEN(members));
    st_instant due;
    const st_str text = st_text_member(x, r, "due", true);
    if (text.n && !st_instant_of(text, &due)) st_wrong(x, r->line, "due is a day");
    m->lapse_pending = st_str_is(st_text_member(x, r, "status", false), "lapse_pending");
}

static void read_measure(st_reading *x, st_law *m) {
    static const char *const members[] = { "id", "title", "regime", "imposer", "target", "instrument", "class", "effect", "nexus", "each", "when", "params", "params_at", "exceptions", "requires", "cure", "obligations",
                                           "note", "valid", "renewal", "published", "recorded", "cite", "confidence", "review", "supersedes" };
    const st_json *o = m->object->node;
    st_only(x, o, members, ST_LEN(members));
    common(x, o);
    m->title = st_text_member(x, o, "title", true);
    m->note = st_text_member(x, o, "note", false);
    m->cure = st_text_member(x, o, "cure", false);
    m->klass = st_str_of(classes[word_of(x, o, "class", classes, ST_LEN(classes), NULL)]);
    m->effect = (st_effect)word_of(x, o, "effect", effects, ST_LEN(effects), NULL);
    m->confidence = (st_confidence)word_of(x, o, "confidence", confidences, ST_LEN(confidences), NULL);
    m->review = review_of(x, o);
    read_instrument(x, o, &m->act, &m->article);
    read_renewal(x, o, m);
    m->target = st_texts_of(x, st_json_get(o, "target"));
    m->obligations = st_texts_of(x, st_json_get(o, "obligations"));
    if (!st_json_get(o, "valid")) st_wrong(x, 0, "valid is missing: from when does it bind?");
    m->valid = st_span_member(x, o, "valid", ALWAYS);
    m->regime = st_resolve(x, ST_RULE_REGIME, st_text_member(x, o, "regime", true), 0);
    const st_str nexus = st_text_member(x, o, "nexus", false);
    m->nexus = nexus.n ? st_resolve(x, ST_RULE_NEXUS, nexus, 0) : m->regime ? m->regime->nexus : NULL;
    m->param = params_of(x, o, &m->params);
    const st_str at = st_text_member(x, o, "params_at", false);
    if (at.n && (m->params_at = st_resolve(x, ST_RULE_FACT, at, 0)) && (m->params_at->type != ST_FACT_DATE || m->params_at->scope != ST_IN_CASE)) st_wrong(x, 0, "params_at is a date of the case");
    each_of(x, o, m->each, &m->n_each);
    const st_binding b = binding_of(m);
    if (!st_json_get(o, "when")) st_wrong(x, 0, "when is missing");
    m->when = st_cond_of(x, st_json_get(o, "when"), &b);
    m->requires = st_cond_of(x, st_json_get(o, "requires"), &b);
    if ((m->effect == ST_OBLIGE) != (m->requires != NULL) && !x->failed) st_wrong(x, 0, "requires belongs to effect oblige, and only there");
    read_exceptions(x, m, &b);
}

/* A licence is an exception to each of the measures that it names, asked with the same item at hand. */
static void read_licence(st_reading *x) {
    static const char *const members[] = { "id", "title", "regime", "kind", "lifts", "when", "needs", "valid", "text", "level", "instrument", "published", "recorded", "cite", "confidence", "review", "note" };
    const st_json *o = x->o->node;
    st_only(x, o, members, ST_LEN(members));
    common(x, o);
    const st_regime *regime = st_resolve(x, ST_RULE_REGIME, st_text_member(x, o, "regime", true), 0);
    const st_texts lifts = st_texts_of(x, st_json_get(o, "lifts"));
    const st_review review = review_of(x, o);
    st_text_member(x, o, "title", true);
    if (lifts.n == 0) st_wrong(x, 0, "lifts is missing: which measures?");
    if (!st_json_get(o, "valid")) st_wrong(x, 0, "valid is missing: from when to when?");
    if (review == ST_WITHDRAWN) return;
    for (size_t i = 0; i < lifts.n; i++) {
        const st_law *found = st_resolve(x, ST_RULE_MEASURE, lifts.item[i], 0);
        st_law *m = found ? &x->r->measure[found - x->r->measure] : NULL;
        st_exception *e = m ? st_room(x, sizeof *e) : NULL;
        if (!e) continue;
        if (regime && m->regime && !st_str_eq(regime->imposer, m->regime->imposer)) st_wrong(x, 0, "%.*s is of another imposer: a licence lifts only its own state's measures", ST_FMT(m->id));
        const st_binding b = binding_of(m);
        e->id = x->o->id;
        e->object = x->o;
        e->review = review;
        exception_terms(x, o, &b, e);
        st_exception **tail = &m->exception;
        while (*tail) tail = &(*tail)->next;
        *tail = e;
    }
}

/* ---- the rest ------------------------------------------------------------------------------------------------------------------------------------ */

static void read_nexus(st_reading *x, st_nexus *n) {
    static const char *const members[] = { "id", "title", "when", "recorded", "cite", "note", "confidence", "review" };
    const st_binding b = { .strict = true };
    st_only(x, n->object->node, members, ST_LEN(members));
    n->title = st_text_member(x, n->object->node, "title", true);
    n->when = st_cond_of(x, st_json_get(n->object->node, "when"), &b);   /* none: always */
}

static void read_regime(st_reading *x, st_regime *r) {
    static const char *const members[] = { "id", "title", "imposer", "authority", "nexus", "autonomous", "recorded", "note", "cite" };
    const st_json *o = r->object->node;
    st_only(x, o, members, ST_LEN(members));
    r->number = (uint32_t)(r - x->r->regime);
    r->title = st_text_member(x, o, "title", true);
    r->imposer = st_text_member(x, o, "imposer", true);
    r->authority = st_text_member(x, o, "authority", false);
    r->autonomous = st_yes_member(x, o, "autonomous", true);
    r->nexus = st_resolve(x, ST_RULE_NEXUS, st_text_member(x, o, "nexus", true), 0);
}

static void read_flag(st_reading *x, st_flag *f) {
    static const char *const members[] = { "id", "title", "each", "when", "params", "inputs", "threshold", "raises", "source", "valid", "recorded", "confidence", "note", "cite", "review" };
    const st_json *o = f->object->node;
    st_only(x, o, members, ST_LEN(members));
    f->title = st_text_member(x, o, "title", true);
    f->threshold = st_text_member(x, o, "threshold", true);
    f->source = st_text_member(x, o, "source", true);
    f->raises = st_yes_member(x, o, "raises", true);
    f->valid = st_span_member(x, o, "valid", ALWAYS);
    f->param = params_of(x, o, &f->params);
    const st_binding b = { each_of(x, o, f->each, &f->n_each), f->param, f->params, false };
    if (!st_json_get(o, "when")) st_wrong(x, 0, "when is missing");
    f->when = st_cond_of(x, st_json_get(o, "when"), &b);
    const st_texts inputs = st_texts_of(x, st_json_get(o, "inputs"));
    const st_fact_def **input = st_room(x, inputs.n * sizeof *input);
    for (size_t i = 0; input && i < inputs.n; i++)
        if ((input[f->inputs] = st_resolve(x, ST_RULE_FACT, inputs.item[i], 0))) f->inputs++;
    f->input = input;
}

static void read_row(st_reading *x, const st_json *o, const st_binding *b, st_law_row *row) {
    static const char *const members[] = { "id", "article", "when", "verdict", "result", "text", "obligations", "valid", "confidence", "note", "cite" };
    if (o->type != ST_JSON_OBJECT) {
        st_wrong(x, o->line, "a row is a mapping");
        return;
    }
    st_only(x, o, members, ST_LEN(members));
    row->line = o->line;
    row->id = st_text_member(x, o, "id", true);
    row->article = st_text_member(x, o, "article", true);
    row->result = st_text_member(x, o, "result", true);
    row->text = st_text_member(x, o, "text", false);
    row->obligations = st_texts_of(x, st_json_get(o, "obligations"));
    row->valid = st_span_member(x, o, "valid", ALWAYS);
    row->confidence = (st_confidence)word_of(x, o, "confidence", confidences, ST_LEN(confidences), "M");
    row->when = st_cond_of(x, st_json_get(o, "when"), b);
    if (!row->when && !x->failed) st_wrong(x, o->line, "when is missing");
    const st_str verdict = st_text_member(x, o, "verdict", true);
    if (verdict.n && !st_verdict_of(verdict, &row->verdict)) st_wrong(x, o->line, "there is no verdict %.*s", ST_FMT(verdict));
}

static void read_table(st_reading *x, st_law_table *t) {
    static const char *const members[] = { "id", "regime", "title", "instrument", "each", "nexus", "rows", "params", "valid", "recorded", "confidence", "review", "cite", "note" };
    const st_json *o = t->object->node, *rows = st_json_get(o, "rows");
    st_scope each[2];
    size_t n = 0, count = 0;
    st_str article;
    st_only(x, o, members, ST_LEN(members));
    t->title = st_text_member(x, o, "title", true);
    t->valid = st_span_member(x, o, "valid", ALWAYS);
    t->regime = st_resolve(x, ST_RULE_REGIME, st_text_member(x, o, "regime", true), 0);
    const st_str nexus = st_text_member(x, o, "nexus", false);
    t->nexus = nexus.n ? st_resolve(x, ST_RULE_NEXUS, nexus, 0) : t->regime ? t->regime->nexus : NULL;
    if (st_json_get(o, "instrument")) read_instrument(x, o, &t->act, &article);
    t->param = params_of(x, o, &t->params);
    const st_binding b = { each_of(x, o, each, &n), t->param, t->params, false };
    if (n != 1) {
        st_wrong(x, 0, "a table is asked for each item of one kind");
        return;
    }
    t->each = each[0];
    if (!rows || rows->type != ST_JSON_ARRAY) {
        st_wrong(x, 0, "rows is a list");
        return;
    }
    for (const st_json *i = rows->child; i; i = i->next) count++;
    st_law_row *row = st_room(x, count * sizeof *row);
    for (const st_json *i = rows->child; row && i; i = i->next) read_row(x, i, &b, &row[t->n++]);
    t->row = row;
}

static void read_stance(st_reading *x, st_stance *s) {
    static const char *const members[] = { "id", "imposer", "target", "imposes", "from", "text", "source", "recorded", "confidence", "cite", "review", "to", "note" };
    const st_json *o = s->object->node;
    st_only(x, o, members, ST_LEN(members));
    s->imposer = st_text_member(x, o, "imposer", true);
    s->target = st_text_member(x, o, "target", true);
    s->text = st_text_member(x, o, "text", true);
    s->source = st_text_member(x, o, "source", true);
    s->from = ST_BEGINNING;
    if (!st_str_is(st_text_member(x, o, "imposes", true), "none")) st_wrong(x, 0, "imposes is none: what is imposed is a measure");
    const st_str from = st_text_member(x, o, "from", false);
    if (from.n && !st_instant_of(from, &s->from)) st_wrong(x, 0, "from is an instant");
}

#define READ_ALL(member, count, read) for (size_t i = 0; i < r->count && x->failed != ST_E_NOMEM; i++) { x->o = r->member[i].object; read(x, &r->member[i]); }

void st_read_laws(st_reading *x) {
    st_rules *r = x->r;
    READ_ALL(nexus, n_nexus, read_nexus)
    READ_ALL(regime, regimes, read_regime)
    READ_ALL(measure, measures, read_measure)
    READ_ALL(flag, flags, read_flag)
    READ_ALL(table, tables, read_table)
    READ_ALL(stance, stances, read_stance)
    for (size_t i = 0; i < r->bundle->n && x->failed != ST_E_NOMEM; i++) {
        x->o = &r->bundle->object[i];
        if (x->o->kind == ST_RULE_LICENCE && st_span_has(x->o->recorded, r->known)) read_licence(x);
        if (x->o->kind != ST_RULE_MEASURE && x->o->kind != ST_RULE_LICENCE && x->o->kind != ST_RULE_TABLE) continue;
        if (st_span_has(x->o->recorded, r->known)) r->unreviewed += review_of(x, x->o->node) != ST_APPROVED;
    }
    x->o = NULL;
}
