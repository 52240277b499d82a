/* Measures, exceptions, tables and flags into verdicts. */
#include "rules/judge.h"

typedef struct judging { st_ask *q; const st_judge_options *o; st_judgement *j; st_tri *nexus; bool *nexus_known; st_err *err;
                         st_finding *found; size_t n, alloc, n_exposed, alloc_exposed; st_finding *exposed; } judging;

static st_code no_memory(judging *g) { return st_fail(g->err, ST_E_NOMEM, "out of memory while judging"); }

/* Does it bind? Each nexus is asked once for a case. */
static st_tri nexus_of(judging *g, const st_nexus *n) {
    if (!n) return ST_YES;
    const size_t i = (size_t)(n - g->q->rules->nexus);
    if (!g->nexus_known[i]) {
        g->nexus[i] = st_ask_cond(g->q, n->when, NULL);
        g->nexus_known[i] = true;
    }
    return g->nexus[i];
}

/* ---- exceptions ------------------------------------------------------------------------------------------------------------------------------------- */

static st_verdict outcome(const st_exception *e) { return e->kind == ST_BY_DEROGATION ? ST_LICENCE_REQUIRED : ST_UNDER_EXCEPTION; }

static st_code try_exceptions(judging *g, st_finding *f) {
    const st_law *m = f->measure;
    size_t n = 0;
    for (const st_exception *e = m->exception; e; e = e->next) n++;
    f->tried = st_arena_calloc(g->q->arena, (n ? n : 1) * sizeof *f->tried);
    if (!f->tried) return no_memory(g);
    for (const st_exception *e = m->exception; e; e = e->next) {
        st_tried *t = &f->tried[f->n_tried];
        if (!st_span_has(e->valid, g->q->at)) continue;
        *t = (st_tried){ .exception = e, .value = st_ask_cond(g->q, e->when, &t->proof) };
        t->unsure = t->value == ST_YES && (e->confidence == ST_UNSURE || (g->o->require_approved && e->review != ST_APPROVED));
        if (t->unsure) t->value = ST_MAYBE;   /* what we are not sure of softens nothing */
        f->n_tried++;
    }
    return ST_OK;
}

/* The true exception of the highest level decides; two of one level that differ are an error of the rules, not luck. */
static bool excepted(st_finding *f) {
    const st_exception *best = NULL;
    for (size_t i = 0; i < f->n_tried; i++) {
        const st_exception *e = f->tried[i].exception;
        if (f->tried[i].value != ST_YES) continue;
        if (best && e->level == best->level && outcome(e) != outcome(best)) f->clash = true;
        if (!best || e->level > best->level) {
            best = e;
            f->clash = false;
        }
    }
    if (!best) return false;
    f->exception = best;
    f->verdict = outcome(best);
    for (size_t i = 0; i < f->n_tried; i++) {   /* an unknown one above it could still be worse */
        const st_exception *e = f->tried[i].exception;
        if (f->tried[i].value == ST_MAYBE && e->level > best->level && outcome(e) > f->verdict) f->verdict = outcome(e);
    }
    if (f->clash) {
        f->verdict = ST_ESCALATE;
        f->why = ST_STR("two exceptions of one level hold and differ: the rules are to be mended");
    }
    return true;
}

/* ---- measures ---------------------------------------------------------------------------------------------------------------------------------------- */

static void plain_verdict(judging *g, st_finding *f) {
    const st_law *m = f->measure;
    static const st_verdict of[] = { [ST_PROHIBIT] = ST_PROHIBITED, [ST_LICENCE_NEEDED] = ST_LICENCE_REQUIRED, [ST_OBLIGE] = ST_PROHIBITED, [ST_ESCALATES] = ST_ESCALATE, [ST_EXPOSE] = ST_ALLOWED };
    f->verdict = f->value == ST_YES ? of[m->effect] : ST_ESCALATE;
    if (m->effect == ST_OBLIGE) {
        f->fulfilled = st_ask_cond(g->q, m->requires, &f->requires_proof);
        if (f->fulfilled == ST_YES) f->verdict = ST_WITH_OBLIGATIONS;
        else if (f->fulfilled == ST_MAYBE) f->verdict = ST_ESCALATE;
        else f->curable = f->value == ST_YES;
    }
    if (m->effect == ST_EXPOSE || f->verdict <= ST_WITH_OBLIGATIONS) return;
    f->unsure = m->confidence == ST_UNSURE;
    f->unapproved = g->o->require_approved && m->review != ST_APPROVED;
    if (f->unsure || f->unapproved) {
        f->verdict = ST_ESCALATE;
        f->why = f->unsure ? ST_STR("our reading of this measure is marked unsure: a person decides") : ST_STR("this measure is not approved, and the policy asks for approved rules");
    }
}

static st_finding *room(judging *g, bool exposure) {
    st_finding **p = exposure ? &g->exposed : &g->found;
    size_t *n = exposure ? &g->n_exposed : &g->n, *alloc = exposure ? &g->alloc_exposed : &g->alloc;
    if (*n >= ST_FINDINGS_MOST) {
        st_fail(g->err, ST_E_LIMIT, "more than %d findings in one case", ST_FINDINGS_MOST);
        return NULL;
    }
    if (*n == *alloc) {
        const size_t more = *alloc ? *alloc * 2 : 32;
        st_finding *grown = st_arena_alloc(g->q->arena, more * sizeof *grown);
        if (!grown) {
            no_memory(g);
            return NULL;
        }
        if (*n) memcpy(grown, *p, *n * sizeof *grown);
        *p = grown;
        *alloc = more;
    }
    st_finding *f = &(*p)[(*n)++];
    *f = (st_finding){ 0 };
    memcpy(f->item, g->q->item, sizeof f->item);
    return f;
}

/* The measure with these items at hand. */
static st_code ask_measure(judging *g, const st_law *m, st_tri nexus) {
    const st_tri when = st_ask_cond(g->q, m->when, NULL), value = st_tri_and(nexus, when);
    if (value == ST_NO) return ST_OK;
    st_finding *f = room(g, m->effect == ST_EXPOSE);
    if (!f) return g->err->code;
    f->measure = m;
    f->regime = m->regime;
    f->value = value;
    f->nexus = nexus;
    st_ask_cond(g->q, m->when, &f->proof);
    if (nexus == ST_MAYBE) st_ask_cond(g->q, m->nexus->when, &f->nexus_proof);
    ST_TRY(try_exceptions(g, f));
    if (!excepted(f)) plain_verdict(g, f);
    else if (m->effect == ST_EXPOSE) g->n_exposed--;   /* an exposure that an exception lifts is none */
    return g->q->failed ? no_memory(g) : ST_OK;
}

/* Calls fn for each choice of items of the scopes. */
static st_code each_item(judging *g, const st_scope *each, size_t n, st_code (*fn)(judging *, const void *), const void *what) {
    if (n == 0) return fn(g, what);
    st_code code = ST_OK;
    for (size_t i = 0; code == ST_OK && i < g->q->c->items[each[0]]; i++) {
        if (!st_ask_takes(g->q, each[0], i)) continue;
        g->q->item[each[0]] = (int32_t)i;
        code = each_item(g, each + 1, n - 1, fn, what);
    }
    g->q->item[each[0]] = -1;
    return code;
}

static st_code measure_here(judging *g, const void *what) {
    const st_law *m = what;
    return ask_measure(g, m, nexus_of(g, m->nexus));
}

static st_code ask_measures(judging *g) {
    const st_rules *r = g->q->rules;
    for (size_t i = 0; i < r->measures; i++) {
        const st_law *m = &r->measure[i];
        if (m->review == ST_WITHDRAWN || !st_span_has(m->valid, g->q->at) || nexus_of(g, m->nexus) == ST_NO) continue;
        g->q->param = m->param;
        g->q->params_at = m->params_at;
        ST_TRY(each_item(g, m->each, m->n_each, measure_here, m));
    }
    g->q->param = NULL;
    g->q->params_at = NULL;
    return ST_OK;
}

/* ---- tables ----------------------------------------------------------------------------------------------------------------------------------------- */

static st_code ask_table(judging *g, const void *what) {
    const st_law_table *t = what;
    const st_law_row *yes = NULL, *maybe = NULL;
    size_t n_yes = 0;
    for (size_t i = 0; i < t->n; i++) {
        if (!st_span_has(t->row[i].valid, g->q->at)) continue;
        const st_tri v = st_ask_cond(g->q, t->row[i].when, NULL);
        if (v == ST_YES) {
            yes = &t->row[i];
            n_yes++;
        } else if (v == ST_MAYBE && !maybe) maybe = &t->row[i];
    }
    if (!yes && !maybe) return ST_OK;
    st_finding *f = room(g, false);
    if (!f) return g->err->code;
    f->table = t;
    f->regime = t->regime;
    f->value = n_yes == 1 ? ST_YES : ST_MAYBE;
    f->nexus = nexus_of(g, t->nexus);
    f->clash = n_yes > 1;
    f->row = f->clash ? NULL : yes ? yes : maybe;
    f->verdict = f->row && f->value == ST_YES && f->nexus == ST_YES && f->row->confidence != ST_UNSURE ? f->row->verdict : ST_ESCALATE;
    if (f->clash) f->why = ST_STR("two rows fit where one was meant: the table is to be mended");
    else if (!yes) f->why = ST_STR("no row fits for sure: facts are missing");
    else if (f->row && f->row->confidence == ST_UNSURE) f->why = ST_STR("our reading of this row is marked unsure: a person decides");
    if (f->row) st_ask_cond(g->q, f->row->when, &f->proof);
    return g->q->failed ? no_memory(g) : ST_OK;
}

static st_code ask_tables(judging *g) {
    for (size_t i = 0; i < g->q->rules->tables; i++) {
        const st_law_table *t = &g->q->rules->table[i];
        if (!st_span_has(t->valid, g->q->at) || nexus_of(g, t->nexus) == ST_NO) continue;
        g->q->param = t->param;
        ST_TRY(each_item(g, &t->each, 1, ask_table, t));
    }
    g->q->param = NULL;
    return ST_OK;
}

/* ---- flags ------------------------------------------------------------------------------------------------------------------------------------------- */

static st_code ask_flag(judging *g, const void *what) {
    const st_flag *f = what;
    if (st_ask_cond(g->q, f->when, NULL) != ST_YES) return ST_OK;
    st_judgement *j = g->j;
    if (j->flags % 16 == 0) {
        st_flag_raised *grown = st_arena_alloc(g->q->arena, (j->flags + 16) * sizeof *grown);
        if (!grown) return no_memory(g);
        if (j->flags) memcpy(grown, j->flag, j->flags * sizeof *grown);
        j->flag = grown;
    }
    if (j->flags >= ST_FINDINGS_MOST) return st_fail(g->err, ST_E_LIMIT, "more than %d red flags in one case", ST_FINDINGS_MOST);
    st_flag_raised *raised = &j->flag[j->flags++];
    *raised = (st_flag_raised){ .flag = f };
    memcpy(raised->item, g->q->item, sizeof raised->item);
    st_ask_cond(g->q, f->when, &raised->proof);
    return g->q->failed ? no_memory(g) : ST_OK;
}

static st_code ask_flags(judging *g) {
    for (size_t i = 0; i < g->q->rules->flags; i++) {
        const st_flag *f = &g->q->rules->flag[i];
        if (!st_span_has(f->valid, g->q->at)) continue;
        g->q->param = f->param;
        ST_TRY(each_item(g, f->each, f->n_each, ask_flag, f));
    }
    g->q->param = NULL;
    return ST_OK;
}

/* ---- regimes ------------------------------------------------------------------------------------------------------------------------------------------ */

static const st_stance *stance_of(const st_rules *r, const st_regime *regime, st_instant at) {
    for (size_t i = 0; i < r->stances; i++)
        if (st_str_eq(r->stance[i].imposer, regime->imposer) && r->stance[i].from <= at) return &r->stance[i];
    return NULL;
}

static st_code verdicts(judging *g) {
    const st_rules *r = g->q->rules;
    st_judgement *j = g->j;
    j->regime = st_arena_calloc(g->q->arena, (r->regimes ? r->regimes : 1) * sizeof *j->regime);
    if (!j->regime) return no_memory(g);
    j->regimes = r->regimes;
    bool raised = false;
    for (size_t i = 0; i < j->flags; i++) raised |= j->flag[i].flag->raises;
    for (size_t i = 0; i < r->regimes; i++) {
        st_regime_answer *a = &j->regime[i];
        *a = (st_regime_answer){ .regime = &r->regime[i], .nexus = nexus_of(g, r->regime[i].nexus), .stance = r->regime[i].autonomous ? NULL : stance_of(r, &r->regime[i], g->q->at) };
        a->verdict = a->nexus == ST_NO || !a->regime->autonomous ? ST_NOT_BOUND : ST_ALLOWED;
    }
    for (size_t i = 0; i < j->findings; i++) {
        st_regime_answer *a = &j->regime[j->finding[i].regime->number];
        if (j->finding[i].verdict > a->verdict) a->verdict = j->finding[i].verdict;
    }
    for (size_t i = 0; i < j->regimes; i++) {
        st_regime_answer *a = &j->regime[i];
        if (raised && a->verdict >= ST_ALLOWED && a->verdict <= ST_WITH_OBLIGATIONS) {
            a->verdict = ST_ESCALATE;
            a->raised = true;
        }
        if (a->verdict > j->overall) j->overall = a->verdict;
    }
    return ST_OK;
}

static st_code check_size(const st_case *c, st_err *err) {
    for (size_t a = ST_IN_PARTY; a < ST_SCOPES; a++)
        for (size_t b = a + 1; b < ST_SCOPES; b++)
            if (c->items[a] * c->items[b] > ST_PAIRS_OF_ITEMS_MOST) {
                st_fail(err, ST_E_LIMIT, "%zu times %zu items: more than %d pairs in one case", c->items[a], c->items[b], ST_PAIRS_OF_ITEMS_MOST);
                st_err_hint(err, "make a case of each delivery");
                return ST_E_LIMIT;
            }
    return ST_OK;
}

st_code st_judge(st_ask *q, const st_judge_options *o, st_judgement *out, st_err *err) {
    *out = (st_judgement){ .at = q->at };
    ST_TRY(check_size(q->c, err));
    judging g = { .q = q, .o = o, .j = out, .err = err };
    const size_t n = q->rules->n_nexus ? q->rules->n_nexus : 1;
    g.nexus = st_arena_calloc(q->arena, n * sizeof *g.nexus);
    g.nexus_known = st_arena_calloc(q->arena, n * sizeof *g.nexus_known);
    if (!g.nexus || !g.nexus_known) return no_memory(&g);
    ST_TRY(ask_measures(&g));
    ST_TRY(ask_tables(&g));
    ST_TRY(ask_flags(&g));
    out->finding = g.found;
    out->findings = g.n;
    out->exposure = g.exposed;
    out->exposures = g.n_exposed;
    return q->failed ? no_memory(&g) : verdicts(&g);
}
