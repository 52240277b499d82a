/* Conditions asked. */
#include "rules/ask.h"

/* Are all roles of the party such that it is no side of the deal? One without a role is a side. */
static bool is_aside(const st_rules *r, const st_cell *role) {
    for (size_t i = 0; i < role->n; i++) {
        bool aside = false;
        for (size_t k = 0; k < r->aside.n && !aside; k++) aside = st_str_ieq(role->value[i].text, r->aside.item[k]);
        if (!aside) return false;
    }
    return role->n > 0;
}

void st_ask_begin(st_ask *q, const st_rules *r, const st_case *c, const st_registry *registry, st_instant at, st_arena *a) {
    static const char *const goods[] = { "goods.hs", "goods.control", "goods.description" };
    *q = (st_ask){ .rules = r, .c = c, .registry = registry, .at = at, .arena = a };
    for (size_t i = 0; i < ST_SCOPES; i++) q->item[i] = -1;
    q->item[ST_IN_CASE] = 0;
    for (size_t i = 0; i < ST_LEN(goods); i++) q->goods[i] = st_rules_fact(r, st_str_of(goods[i]));
    const st_fact_def *role = r->aside.n ? st_rules_fact(r, ST_STR("party.role")) : NULL;
    bool *aside = role ? st_arena_calloc(a, c->items[ST_IN_PARTY] + 1) : NULL;
    if (role && !aside) q->failed = true;
    for (size_t i = 0; aside && i < c->items[ST_IN_PARTY]; i++) aside[i] = is_aside(r, st_case_cell(r, c, role, i));
    q->aside = aside;
}

bool st_ask_takes(const st_ask *q, st_scope s, size_t item) { return s != ST_IN_PARTY || !q->aside || !q->aside[item]; }

static const st_cell *cell_at_hand(const st_ask *q, const st_fact_def *f) {
    static const st_cell nothing = { 0 };
    return q->item[f->scope] < 0 ? &nothing : st_case_cell(q->rules, q->c, f, (size_t)q->item[f->scope]);
}

/* ---- leaves ---------------------------------------------------------------------------------------------------------------------------------------- */

/* Is one of the cell's values such? An unknown cell may have one. */
static st_tri any_value(const st_cell *c, const st_cond *cond, st_tri (*test)(const st_cond *, const st_value *)) {
    if (!c->known) return ST_MAYBE;
    st_tri all = ST_NO;
    for (size_t i = 0; i < c->n && all != ST_YES; i++) all = st_tri_or(all, test(cond, &c->value[i]));
    return all;
}

static st_tri is_one_of(const st_cond *c, const st_value *v) {
    for (size_t i = 0; i < c->values; i++)
        if (st_str_ieq(c->value[i], v->text)) return ST_YES;
    return ST_NO;
}

static st_tri has_prefix(const st_cond *c, const st_value *v) {
    for (size_t i = 0; i < c->values; i++)
        if (c->value[i].n <= v->text.n && st_str_ieq(c->value[i], st_str_sub(v->text, 0, c->value[i].n))) return ST_YES;
    return ST_NO;
}

static bool in_places(const st_places *s, st_str code, st_instant at) {
    for (size_t i = 0; i < s->n; i++)
        if (st_span_has(s->item[i].valid, at) && st_str_ieq(s->item[i].code, code)) return true;
    return false;
}

static st_tri places(const st_ask *q, const st_cond *c, const st_cell *cell) {
    if (!cell->known) return ST_MAYBE;
    for (size_t i = 0; i < cell->n; i++)
        if (in_places(c->places, cell->value[i].text, q->at)) return ST_YES;
    return ST_NO;
}

static st_tri compare(st_op op, int64_t lo, int64_t hi, int64_t bound) {
    bool first, last;
    switch (op) {
    case ST_GT: first = lo > bound; last = hi > bound; break;
    case ST_GE: case ST_FROM: first = lo >= bound; last = hi >= bound; break;
    case ST_LT: case ST_BEFORE: first = lo < bound; last = hi < bound; break;
    case ST_LE: case ST_ALL: case ST_ANY: case ST_NOT: case ST_SOME: case ST_EVERY: case ST_IS: case ST_IN_PLACES: case ST_IN_GOODS: case ST_WITHIN: case ST_KNOWN: case ST_PREFIX:
    case ST_LISTED: case ST_OWNED: case ST_CONTROLLED: case ST_SUM: case ST_RATIO: case ST_WORLD: case ST_OPS: default: first = lo <= bound; last = hi <= bound; break;
    }
    return first == last ? st_tri_of(first) : ST_MAYBE;
}

/* The bound of a comparison: written, a param at its date, or another date. False when it is not known. */
static bool bound_of(const st_ask *q, const st_cond *c, int64_t *lo, int64_t *hi) {
    if (c->other) {
        const st_cell *o = cell_at_hand(q, c->other);
        if (!o->known || !o->n) return false;
        *lo = o->value[0].lo;
        *hi = o->value[0].hi;
        return true;
    }
    *lo = *hi = c->number;
    if (!c->param) return true;
    st_instant at = q->at;
    const st_cell *when = q->params_at ? cell_at_hand(q, q->params_at) : NULL;
    if (when && when->known && when->n) at = when->value[0].lo;
    for (size_t i = 0; i < c->param->n; i++)
        if (st_span_has(c->param->item[i].valid, at)) return (void)(*lo = *hi = c->param->item[i].number), true;
    return false;
}

static st_tri compared(const st_ask *q, const st_cond *c, const st_cell *cell, st_proof *p) {
    int64_t lo, hi;
    if (!bound_of(q, c, &lo, &hi)) return ST_MAYBE;
    if (p) {
        p->bound = lo;
        p->has_bound = true;
    }
    if (!cell->known) return ST_MAYBE;
    if (!cell->n) return ST_NO;
    st_tri all = ST_NO;
    for (size_t i = 0; i < cell->n; i++) {
        const st_tri a = compare(c->op, cell->value[i].lo, cell->value[i].hi, lo), b = compare(c->op, cell->value[i].lo, cell->value[i].hi, hi);
        all = st_tri_or(all, a == b ? a : ST_MAYBE);
    }
    return all;
}

static st_tri within(const st_ask *q, const st_cond *c, const st_cell *cell) {
    const st_cell *o = cell_at_hand(q, c->other);
    if (!cell->known || !o->known) return ST_MAYBE;
    if (!cell->n || !o->n) return ST_NO;
    const int64_t least = cell->value[0].lo - o->value[0].hi, most = cell->value[0].hi - o->value[0].lo;
    const st_tri after = least >= 0 ? ST_YES : most < 0 ? ST_NO : ST_MAYBE, soon = most <= c->number ? ST_YES : least > c->number ? ST_NO : ST_MAYBE;
    return st_tri_and(after, soon);
}

static st_tri world(const st_ask *q, const st_cond *c, st_str *note) {
    for (size_t i = 0; i < c->world->n; i++) {
        const st_world_value *v = &c->world->item[i];
        if (!st_span_has(v->valid, q->at)) continue;
        if (st_str_is(v->value, "unknown")) return ST_MAYBE;
        *note = v->value;
        return is_one_of(c, &(st_value){ v->value, 0, 0 });
    }
    return ST_NO;   /* the world's facts are dated claims; none for this time says that it is not so */
}

/* ---- goods ----------------------------------------------------------------------------------------------------------------------------------------- */

/* Does the set hold this code? A heading of which it holds only a part is MAYBE: a longer code would settle it. */
static st_tri code_in(const st_goods *s, st_code_kind kind, st_str have, st_str *note) {
    st_tri in = ST_NO;
    for (size_t i = 0; i < s->n; i++) {
        const st_str code = s->code[i].code;
        const size_t n = have.n < code.n ? have.n : code.n;
        if (s->code[i].kind != kind || !st_str_ieq(st_str_sub(have, 0, n), st_str_sub(code, 0, n))) continue;
        *note = code;
        if (have.n >= code.n) return ST_YES;
        in = ST_MAYBE;
    }
    return in;
}

/* Of several control codes one suffices. Several HS codes are what one code of an older edition became: goods of it are in the set for sure when all of them are. */
static st_tri codes_in(const st_goods *s, st_code_kind kind, const st_cell *cell, st_str *note) {
    if (!cell->known) return ST_MAYBE;
    st_tri all = ST_NO;
    for (size_t k = 0; k < cell->n; k++) {
        const st_tri one = code_in(s, kind, cell->value[k].text, note);
        if (kind == ST_CONTROL_CODE) all = st_tri_or(all, one);
        else all = k == 0 || one == all ? one : ST_MAYBE;
    }
    return all;
}

static bool word_in(st_str text, st_str word) {
    if (word.n == 0) return false;
    for (size_t i = 0; i + word.n <= text.n; i++) {
        const bool begins = i == 0 || !((text.p[i - 1] | 32) >= 'a' && (text.p[i - 1] | 32) <= 'z');
        if (begins && st_str_ieq(st_str_sub(text, i, i + word.n), word)) return true;
    }
    return false;
}

static st_tri goods_in(const st_goods *s, st_instant at, const st_cell *hs, const st_cell *control, const st_cell *description, unsigned depth, st_str *note) {
    if (!st_span_has(s->valid, at) || depth > 16) return ST_NO;
    bool has[ST_CODE_KINDS] = { false };
    for (size_t i = 0; i < s->n; i++) has[s->code[i].kind] = true;
    const bool hs_given = hs->known && hs->n, control_given = control->known && control->n;
    st_tri in = ST_NO;
    /* Codes of either kind put goods into a set. Customs codes describe goods, control codes performance: a candidate's customs code asks for the other. */
    if (hs_given) in = codes_in(s, ST_HS_CODE, hs, note);
    if (control_given && in != ST_YES) in = st_tri_or(in, codes_in(s, ST_CONTROL_CODE, control, note));
    if (!control_given && hs_given && in == ST_NO && codes_in(s, ST_HS_CANDIDATE, hs, note) != ST_NO) in = ST_MAYBE;
    const bool asked = (has[ST_HS_CODE] && hs_given) || (has[ST_CONTROL_CODE] && control_given);
    /* A description never decides: its words make goods possible, and without any code nothing clears them. */
    if (!asked && in == ST_NO) {
        if (s->n && !hs_given) in = ST_MAYBE;
        for (size_t i = 0; description->known && description->n && i < s->words && !note->n; i++)
            if (word_in(description->value[0].text, s->word[i])) {
                in = ST_MAYBE;
                *note = s->word[i];
            }
    }
    for (size_t i = 0; i < s->includes && in != ST_YES; i++) in = st_tri_or(in, goods_in(s->include[i], at, hs, control, description, depth + 1, note));
    return in;
}

st_tri st_ask_goods(st_ask *q, const st_goods *set, size_t item, st_str *note) {
    static const st_cell nothing = { 0 };
    const st_cell *cell[3] = { &nothing, &nothing, &nothing };
    for (size_t i = 0; i < 3; i++)
        if (q->goods[i]) cell[i] = st_case_cell(q->rules, q->c, q->goods[i], item);
    return goods_in(set, q->at, cell[0], cell[1], cell[2], 0, note);
}

/* ---- numbers ------------------------------------------------------------------------------------------------------------------------------------------ */

__extension__ typedef __int128 wide;

static st_tri arithmetic(const st_ask *q, const st_cond *c) {
    int64_t v[8] = { 0 }, bound, same;
    if (c->n_of > ST_LEN(v)) return ST_MAYBE;
    for (size_t i = 0; i < c->n_of; i++) {
        const st_cell *cell = cell_at_hand(q, c->of[i]);
        if (!cell->known || !cell->n) return ST_MAYBE;
        v[i] = cell->value[0].lo;
    }
    st_tri all = ST_YES;
    for (const st_cond *t = c->child; t; t = t->next) {
        if (!bound_of(q, t, &bound, &same)) return ST_MAYBE;
        wide have = 0, limit = bound;
        if (c->op == ST_SUM)
            for (size_t i = 0; i < c->n_of; i++) have += v[i];
        else {
            if (v[1] <= 0) return ST_MAYBE;
            have = (wide)v[0] * ST_ONE;   /* v0 / v1 against bound / ONE, without a division */
            limit = (wide)bound * v[1];
        }
        const int64_t sign = have < limit ? -1 : have > limit;
        all = st_tri_and(all, compare(t->op, sign, sign, 0));
    }
    return all;
}

/* ---- subjects --------------------------------------------------------------------------------------------------------------------------------------- */

static st_tri subject(st_ask *q, const st_cond *c, st_str *note) {
    const int32_t item = q->item[c->scope];
    const st_registry *g = q->registry;
    if (item < 0) return ST_MAYBE;
    if (c->op == ST_IN_GOODS) return st_ask_goods(q, c->goods, (size_t)item, note);
    if (c->op == ST_LISTED) return g->listed(g->self, c->scope, (size_t)item, c->list, q->at, note);
    if (c->op == ST_OWNED) return g->owned(g->self, c->scope, (size_t)item, c->list, c->terms, q->at, note);
    return g->controlled(g->self, c->scope, (size_t)item, c->list, q->at, note);
}

static st_tri leaf(st_ask *q, const st_cond *c, st_proof *p) {
    st_str note = ST_STR_NONE;
    st_tri v;
    switch (c->op) {
    case ST_IS: v = any_value(cell_at_hand(q, c->fact), c, is_one_of); break;
    case ST_PREFIX: v = any_value(cell_at_hand(q, c->fact), c, has_prefix); break;
    case ST_IN_PLACES: v = places(q, c, cell_at_hand(q, c->fact)); break;
    case ST_WITHIN: v = within(q, c, cell_at_hand(q, c->fact)); break;
    case ST_KNOWN: v = st_tri_of(cell_at_hand(q, c->fact)->known == c->wanted); break;
    case ST_SUM: case ST_RATIO: v = arithmetic(q, c); break;
    case ST_WORLD: v = world(q, c, &note); break;
    case ST_LISTED: case ST_OWNED: case ST_CONTROLLED: case ST_IN_GOODS: v = subject(q, c, &note); break;
    case ST_GT: case ST_GE: case ST_LT: case ST_LE: case ST_BEFORE: case ST_FROM: v = compared(q, c, cell_at_hand(q, c->fact), p); break;
    case ST_ALL: case ST_ANY: case ST_NOT: case ST_SOME: case ST_EVERY: case ST_OPS: default: v = ST_MAYBE; break;
    }
    if (p) {
        p->note = note;
        p->item = c->fact ? q->item[c->fact->scope] : c->n_of ? q->item[c->of[0]->scope] : q->item[c->scope];
    }
    return v;
}

/* ---- trees --------------------------------------------------------------------------------------------------------------------------------------------- */

static st_proof *new_proof(st_ask *q, const st_cond *c) {
    st_proof *p = st_arena_calloc(q->arena, sizeof *p);
    if (!p) q->failed = true;
    else {
        p->cond = c;
        p->item = -1;
    }
    return p;
}

/* All, or (any) one of the conditions. With a proof all are asked, in their order; without one the first that decides ends it, and what takes a search is asked last. */
static st_tri several(st_ask *q, const st_cond *c, bool any, st_proof *p) {
    const st_tri end = any ? ST_YES : ST_NO;
    st_tri v = any ? ST_NO : ST_YES;
    st_proof **tail = p ? &p->child : NULL;
    for (int dear = 0; dear < (p || !c->dear ? 1 : 2); dear++)
        for (const st_cond *k = c->child; k; k = k->next) {
            if (!p && k->dear != dear) continue;
            const st_tri one = st_ask_cond(q, k, tail);
            v = any ? st_tri_or(v, one) : st_tri_and(v, one);
            if (tail && *tail) tail = &(*tail)->next;
            else if (!p && v == end) return v;
        }
    return v;
}

static st_tri quantified(st_ask *q, const st_cond *c, st_proof *p) {
    const bool some = c->op == ST_SOME;
    const int32_t before = q->item[c->scope];
    st_tri v = some ? ST_NO : ST_YES;
    st_proof **tail = p ? &p->child : NULL;
    for (size_t i = 0; i < q->c->items[c->scope]; i++) {
        if (!st_ask_takes(q, c->scope, i)) continue;
        q->item[c->scope] = (int32_t)i;
        const st_tri one = st_ask_cond(q, c->child, tail);
        v = some ? st_tri_or(v, one) : st_tri_and(v, one);
        if (tail && *tail) tail = &(*tail)->next;
        else if (!p && v == (some ? ST_YES : ST_NO)) break;
    }
    q->item[c->scope] = before;
    return v;
}

st_tri st_ask_cond(st_ask *q, const st_cond *c, st_proof **proof) {
    if (!c) return ST_YES;
    st_proof *p = proof ? new_proof(q, c) : NULL;
    if (proof) *proof = p;
    if (proof && !p) return ST_MAYBE;
    st_tri v;
    if (c->op == ST_ALL || c->op == ST_ANY) v = several(q, c, c->op == ST_ANY, p);
    else if (c->op == ST_NOT) v = st_tri_not(st_ask_cond(q, c->child, p ? &p->child : NULL));
    else if (c->op == ST_SOME || c->op == ST_EVERY) v = quantified(q, c, p);
    else v = leaf(q, c, p);
    if (p) p->value = v;
    return v;
}
