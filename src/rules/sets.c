/* Sets that conditions ask: places, goods, lists, the world's dated facts, ownership rules, policies. */
#include "rules/rules_int.h"

static const st_json *list_member(st_reading *x, const st_json *o, const char *key, bool needed, size_t *n) {
    const st_json *v = st_json_get(o, key);
    *n = 0;
    if (!v || v->type == ST_JSON_NULL) {
        if (needed) st_wrong(x, 0, "%s is missing", key);
        return NULL;
    }
    if (v->type != ST_JSON_ARRAY) {
        st_wrong(x, v->line, "%s is not a list", key);
        return NULL;
    }
    for (const st_json *i = v->child; i; i = i->next) ++*n;
    return v->child;
}

/* ---- places ------------------------------------------------------------------------------------------------------------------------------------- */

static void read_places(st_reading *x, st_places *s) {
    static const char *const members[] = { "id", "title", "members", "recorded", "cite", "confidence", "note", "review" }, *const of_member[] = { "code", "from", "to", "cite", "note", "confidence" };
    const st_json *o = s->object->node;
    size_t n;
    st_only(x, o, members, ST_LEN(members));
    s->title = st_text_member(x, o, "title", true);
    const st_json *m = list_member(x, o, "members", true, &n);
    st_place *item = st_room(x, n * sizeof *item);
    for (; item && m; m = m->next) {
        st_place *p = &item[s->n];
        *p = (st_place){ m->text, { ST_BEGINNING, ST_FOREVER } };
        if (m->type == ST_JSON_OBJECT) {
            st_only(x, m, of_member, ST_LEN(of_member));
            p->code = st_text_member(x, m, "code", true);
            st_span_of_node(x, m, &p->valid);
        } else if (m->type != ST_JSON_STRING) st_wrong(x, m->line, "a member is a code, or {code, from, to}");
        s->n++;
    }
    s->item = item;
}

/* ---- goods -------------------------------------------------------------------------------------------------------------------------------------- */

static void read_hs(st_reading *x, const st_json *v, st_goods_code *out) {
    static const char *const members[] = { "hs", "tier", "text", "note" };
    st_str text = v->text;
    if (v->type == ST_JSON_OBJECT) {
        st_only(x, v, members, ST_LEN(members));
        text = st_text_member(x, v, "hs", true);
        out->tier = st_text_member(x, v, "tier", false);
    }
    char *p = st_room(x, text.n + 1);
    if (!p) return;
    size_t n = 0;
    bool odd = false;
    for (size_t i = 0; i < text.n; i++) {
        if (text.p[i] >= '0' && text.p[i] <= '9') p[n++] = text.p[i];
        else if (text.p[i] != '.' && text.p[i] != ' ') odd = true;
    }
    out->code = (st_str){ p, n };
    if (odd || n < 2 || n > 10) st_wrong(x, v->line, "an HS code has 2 to 10 digits, with dots if you like: \"%.*s\"", ST_FMT(text));
}

static void read_goods(st_reading *x, st_goods *s) {
    static const char *const members[] = { "id", "title", "hs", "candidates", "control", "words", "include", "valid", "recorded", "cite", "confidence", "note", "review" };
    const st_json *o = s->object->node;
    size_t n_hs, n_candidates;
    st_only(x, o, members, ST_LEN(members));
    s->title = st_text_member(x, o, "title", true);
    s->valid = st_span_member(x, o, "valid", (st_span){ ST_BEGINNING, ST_FOREVER });
    const st_json *hs = list_member(x, o, "hs", false, &n_hs), *candidate = list_member(x, o, "candidates", false, &n_candidates);
    const st_texts control = st_texts_of(x, st_json_get(o, "control")), words = st_texts_of(x, st_json_get(o, "words")), include = st_texts_of(x, st_json_get(o, "include"));
    st_goods_code *code = st_room(x, (n_hs + n_candidates + control.n) * sizeof *code);
    const st_goods **in = st_room(x, include.n * sizeof *in);
    if (!code || !in) return;
    for (; hs; hs = hs->next) read_hs(x, hs, &code[s->n++]);
    for (; candidate; candidate = candidate->next) {
        code[s->n].kind = ST_HS_CANDIDATE;
        read_hs(x, candidate, &code[s->n++]);
    }
    for (size_t i = 0; i < control.n; i++) code[s->n++] = (st_goods_code){ .code = control.item[i], .kind = ST_CONTROL_CODE };
    for (size_t i = 0; i < include.n; i++) {
        const st_goods *g = st_resolve(x, ST_RULE_GOODS, include.item[i], 0);
        if (g) in[s->includes++] = g;
    }
    s->code = code;
    s->word = words.item;
    s->words = words.n;
    s->include = in;
    if (s->n + s->words + s->includes == 0) st_wrong(x, 0, "a set of goods without hs, candidates, control, words or include");
}

/* Sets may include sets, but not in a circle: depth-first, with the path marked. */
static bool circular(const st_goods *s, const st_goods *const *path, size_t depth) {
    const st_goods *next[16];
    if (depth == ST_LEN(next)) return true;
    for (size_t i = 0; i < depth; i++)
        if (path[i] == s) return true;
    if (depth) memcpy(next, path, depth * sizeof *next);
    next[depth] = s;
    for (size_t i = 0; i < s->includes; i++)
        if (circular(s->include[i], next, depth + 1)) return true;
    return false;
}

/* ---- lists -------------------------------------------------------------------------------------------------------------------------------------- */

static void read_select(st_reading *x, const st_json *v, st_select *out) {
    static const char *const members[] = { "list", "programme", "measure", "authority", "act", "annex", "part" };
    if (v->type != ST_JSON_OBJECT) {
        st_wrong(x, v->line, "select is a list of mappings with list, programme, measure, authority, act, annex, part");
        return;
    }
    st_only(x, v, members, ST_LEN(members));
    *out = (st_select){ .list = st_text_member(x, v, "list", true), .act = st_text_member(x, v, "act", false), .programme = st_texts_of(x, st_json_get(v, "programme")),
                        .measure = st_texts_of(x, st_json_get(v, "measure")), .authority = st_texts_of(x, st_json_get(v, "authority")), .annex = st_texts_of(x, st_json_get(v, "annex")),
                        .part = st_yes_member(x, v, "part", false) };
}

static void read_list(st_reading *x, st_list_object *l) {
    static const char *const members[] = { "id", "title", "select", "names", "assert", "undated", "recorded", "cite", "confidence", "note", "review" };
    const st_json *o = l->object->node;
    size_t n;
    st_only(x, o, members, ST_LEN(members));
    l->number = (uint32_t)(l - x->r->list);
    l->title = st_text_member(x, o, "title", true);
    const st_json *v = list_member(x, o, "select", false, &n);
    st_select *select = st_room(x, n * sizeof *select);
    for (; select && v; v = v->next) read_select(x, v, &select[l->n++]);
    l->select = select;
    l->names = st_texts_of(x, st_json_get(o, "names"));
    st_yes_member(x, o, "assert", true);
    st_str undated = st_text_member(x, o, "undated", false);
    if (!undated.n) return;
    if (st_str_starts(undated, "since ")) undated = st_str_sub(undated, 6, undated.n);
    l->has_since = st_instant_of(undated, &l->since);
    if (!l->has_since) st_wrong(x, 0, "undated is: since INSTANT");
}

/* ---- the world, ownership, policies ----------------------------------------------------------------------------------------------------------- */

static void read_world(st_reading *x, st_world *w) {
    static const char *const members[] = { "id", "title", "values", "recorded", "note" }, *const of_value[] = { "value", "from", "to", "source", "cite", "confidence", "note" };
    size_t n;
    st_only(x, w->object->node, members, ST_LEN(members));
    const st_json *v = list_member(x, w->object->node, "values", true, &n);
    st_world_value *item = st_room(x, n * sizeof *item);
    for (; item && v; v = v->next) {
        st_only(x, v, of_value, ST_LEN(of_value));
        st_world_value *i = &item[w->n++];
        i->value = st_text_member(x, v, "value", true);
        st_span_of_node(x, v, &i->valid);
        if (w->n > 1 && item[w->n - 2].valid.to > i->valid.from) st_wrong(x, v->line, "it begins before the value above ends");
    }
    w->item = item;
}

static void read_terms(st_reading *x, st_owner_terms *t) {
    static const char *const members[] = { "id", "title", "threshold", "at_least", "aggregate", "control", "votes", "board", "valid", "recorded", "cite", "confidence", "note", "review" };
    const st_json *o = t->object->node;
    int64_t percent = 0;
    st_only(x, o, members, ST_LEN(members));
    t->title = st_text_member(x, o, "title", false);
    const st_str threshold = st_text_member(x, o, "threshold", true), control = st_text_member(x, o, "control", false);
    if (threshold.n && (!st_decimal_of(threshold, &percent) || percent < 0 || percent > 100 * ST_ONE || percent % 100)) st_wrong(x, 0, "threshold is a percentage of at most two decimals");
    t->threshold_bp = (int32_t)(percent / 100);
    t->at_least = st_yes_member(x, o, "at_least", false);
    t->aggregate = st_yes_member(x, o, "aggregate", false);
    t->votes = st_yes_member(x, o, "votes", false);
    t->board = st_yes_member(x, o, "board", false);
    t->control = st_str_is(control, "ground") || st_str_is(control, "yes");
    t->presumption = st_str_is(control, "presumption");
    if (control.n && !t->control && !t->presumption && !st_str_is(control, "no")) st_wrong(x, 0, "control is no, ground or presumption");
    t->valid = st_span_member(x, o, "valid", (st_span){ ST_BEGINNING, ST_FOREVER });
}

static void score_member(st_reading *x, const st_json *values, const char *key, uint32_t *out) {
    int64_t v;
    const st_str text = st_json_get_text(values, key);
    if (!text.n) return;
    if (st_decimal_of(text, &v) && v >= 5000 && v <= ST_ONE) *out = (uint32_t)v;
    else st_wrong(x, 0, "%s is a score from 0.5 to 1", key);
}

static void read_policies(st_reading *x) {
    const st_bundle *b = x->r->bundle;
    for (size_t i = 0; i < b->n; i++) {
        x->o = &b->object[i];
        if (x->o->kind != ST_RULE_POLICY || !st_span_has(x->o->recorded, x->r->known)) continue;
        const st_json *values = st_json_get(x->o->node, "values");
        if (st_str_is(x->o->id, "sides")) x->r->aside = st_texts_of(x, st_json_get(values, "aside"));
        if (!st_str_is(x->o->id, "match")) continue;
        score_member(x, values, "same", &x->r->same);
        score_member(x, values, "possible", &x->r->possible);
        if (x->r->same < x->r->possible) st_wrong(x, 0, "same is less than possible");
    }
}

#define READ_ALL(member, count, read) for (size_t i = 0; i < r->count && x->failed != ST_E_NOMEM; i++) { x->o = r->member[i].object; read(x, &r->member[i]); }

void st_read_sets(st_reading *x) {
    st_rules *r = x->r;
    READ_ALL(places, n_places, read_places)
    READ_ALL(goods, n_goods, read_goods)
    READ_ALL(list, lists, read_list)
    READ_ALL(world, worlds, read_world)
    READ_ALL(terms, n_terms, read_terms)
    for (size_t i = 0; i < r->n_goods && x->failed != ST_E_NOMEM; i++) {
        x->o = r->goods[i].object;
        if (circular(&r->goods[i], NULL, 0)) {
            st_wrong(x, 0, "the set includes itself, or sets within sets go deeper than 16");
            break;
        }
    }
    read_policies(x);
    x->o = NULL;
}
