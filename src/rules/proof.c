/* Proofs in words, and what would change them. */
#include "rules/ask.h"

static bool is_leaf(const st_proof *p) { return p->cond->op >= ST_IS; }

/* ---- what would change it ----------------------------------------------------------------------------------------------------------------------------- */

/* A conjunction falls with any of its true members, and rises when its only member that is not true does; a disjunction is the same upside down. */
void st_proof_flips(const st_proof *p, st_tri to, st_flip_fn fn, void *user) {
    if (!p || p->value == to) return;
    if (is_leaf(p)) {
        fn(user, p, to);
        return;
    }
    if (p->cond->op == ST_NOT) {
        st_proof_flips(p->child, st_tri_not(to), fn, user);
        return;
    }
    const bool conjunction = p->cond->op == ST_ALL || p->cond->op == ST_EVERY;
    const st_tri easy = conjunction ? ST_NO : ST_YES;
    size_t against = 0;
    for (const st_proof *c = p->child; c; c = c->next) against += c->value != to;
    for (const st_proof *c = p->child; c; c = c->next)
        if (c->value != to && (to == easy || against == 1)) st_proof_flips(c, to, fn, user);
}

void st_proof_missing(const st_proof *p, void (*fn)(void *, const st_proof *), void *user) {
    if (!p || p->value != ST_MAYBE) return;
    if (is_leaf(p)) fn(user, p);
    for (const st_proof *c = p->child; c; c = c->next) st_proof_missing(c, fn, user);
}

/* ---- words --------------------------------------------------------------------------------------------------------------------------------------------- */

static void number_text(const st_fact_def *f, int64_t v, st_buf *out) {
    char text[32];
    if (f && f->type == ST_FACT_DATE) st_instant_print(v, text);
    else st_decimal_print(v, text);
    st_buf_z(out, text);
}

void st_cell_text(const st_fact_def *f, const st_cell *c, st_buf *out) {
    if (!c->known) st_buf_z(out, "unknown");
    else if (!c->n) st_buf_z(out, "none");
    for (size_t i = 0; c->known && i < c->n; i++) {
        if (i) st_buf_z(out, ", ");
        if (c->value[i].text.n) st_buf_str(out, c->value[i].text);
        else number_text(f, c->value[i].lo, out);
    }
}

static void values_text(const st_cond *c, st_buf *out) {
    for (size_t i = 0; i < c->values && i < 6; i++) {
        if (i) st_buf_z(out, i + 1 == c->values ? " or " : ", ");
        st_buf_str(out, c->value[i]);
    }
    if (c->values > 6) st_buf_printf(out, " or %zu others", c->values - 6);
}

static void bound_text(const st_proof *p, st_buf *out) {
    if (p->cond->other) st_buf_str(out, p->cond->other->id);
    else if (p->has_bound || !p->cond->param) number_text(p->cond->fact, p->has_bound ? p->bound : p->cond->number, out);
    else st_buf_printf(out, "$%.*s", ST_FMT(p->cond->param->name));
}

static void arithmetic_text(const st_proof *p, st_buf *out) {
    static const char *const sign[] = { [ST_GT] = " > ", [ST_GE] = " >= ", [ST_LT] = " < ", [ST_LE] = " <= " };
    for (size_t i = 0; i < p->cond->n_of; i++) {
        if (i) st_buf_z(out, p->cond->op == ST_SUM ? " + " : " / ");
        st_buf_str(out, p->cond->of[i]->id);
    }
    for (const st_cond *t = p->cond->child; t; t = t->next) {
        st_buf_z(out, t->op >= ST_GT && t->op <= ST_LE ? sign[t->op] : " ? ");
        if (t->param) st_buf_printf(out, "$%.*s", ST_FMT(t->param->name));
        else number_text(NULL, t->number, out);
    }
}

/* Comparisons have opposites; the rest is denied. */
static st_op opposite(st_op op) {
    static const st_op of[ST_OPS] = { [ST_GT] = ST_LE, [ST_LE] = ST_GT, [ST_GE] = ST_LT, [ST_LT] = ST_GE, [ST_BEFORE] = ST_FROM, [ST_FROM] = ST_BEFORE };
    return of[op] ? of[op] : op;
}

static void subject_text(const st_ask *q, const st_proof *p, st_buf *out) {
    const st_cond *c = p->cond;
    const st_scope s = c->fact ? c->fact->scope : c->scope;
    const bool item = c->fact ? s != ST_IN_CASE : (c->op >= ST_LISTED && c->op <= ST_CONTROLLED) || c->op == ST_IN_GOODS;
    if (item && p->item >= 0) st_case_label(q->rules, q->c, s, (size_t)p->item, out);
    else if (item) st_buf_z(out, st_scope_name(s));
    if (c->fact && item) st_buf_z(out, ": ");
    if (c->fact) st_buf_str(out, c->fact->name);
}

void st_proof_text(const st_ask *q, const st_proof *p, bool denied, st_buf *out) {
    const st_cond *c = p->cond;
    const st_op op = denied ? opposite(c->op) : c->op;
    const char *is = denied && op == c->op ? " is not" : " is";
    subject_text(q, p, out);
    switch (op) {
    case ST_IS: st_buf_printf(out, "%s ", is); values_text(c, out); break;
    case ST_PREFIX: st_buf_z(out, denied ? " does not begin with " : " begins with "); values_text(c, out); break;
    case ST_IN_PLACES: st_buf_printf(out, "%s in %.*s", is, ST_FMT(c->places->id)); break;
    case ST_IN_GOODS: st_buf_printf(out, "%s in %.*s", is, ST_FMT(c->goods->id)); break;
    case ST_GT: st_buf_z(out, " is more than "); bound_text(p, out); break;
    case ST_GE: st_buf_z(out, " is at least "); bound_text(p, out); break;
    case ST_LT: st_buf_z(out, " is less than "); bound_text(p, out); break;
    case ST_LE: st_buf_z(out, " is at most "); bound_text(p, out); break;
    case ST_BEFORE: st_buf_z(out, " is before "); bound_text(p, out); break;
    case ST_FROM: st_buf_z(out, " is at or after "); bound_text(p, out); break;
    case ST_WITHIN: st_buf_printf(out, "%s within %lld days of %.*s", is, (long long)(c->number / 86400), ST_FMT(c->other->id)); break;
    case ST_KNOWN: st_buf_z(out, c->wanted != denied ? " is known" : " is not known"); break;
    case ST_LISTED: st_buf_printf(out, "%s on %.*s", is, ST_FMT(c->list->id)); break;
    case ST_OWNED: st_buf_printf(out, "%s on %.*s or owned by those who are (%.*s)", is, ST_FMT(c->list->id), ST_FMT(c->terms->id)); break;
    case ST_CONTROLLED: st_buf_printf(out, "%s controlled by one on %.*s", is, ST_FMT(c->list->id)); break;
    case ST_SUM: case ST_RATIO: st_buf_z(out, denied ? "not: " : ""); arithmetic_text(p, out); break;
    case ST_WORLD: st_buf_printf(out, "world.%.*s%s ", ST_FMT(c->world->id), is); values_text(c, out); break;
    case ST_ALL: st_buf_z(out, "all of these"); break;
    case ST_ANY: st_buf_z(out, "one of these"); break;
    case ST_NOT: st_buf_z(out, "not this"); break;
    case ST_SOME: st_buf_printf(out, "some %s", st_scope_name(c->scope)); break;
    case ST_EVERY: st_buf_printf(out, "every %s", st_scope_name(c->scope)); break;
    case ST_OPS: default: break;
    }
}

void st_proof_because(const st_ask *q, const st_proof *p, st_buf *out) {
    const st_cond *c = p->cond;
    const bool yes = p->value == ST_YES;
    if (!c->fact || p->item < 0 || c->op == ST_KNOWN) {
        st_proof_text(q, p, !yes, out);
        return;
    }
    const st_cell *cell = st_case_cell(q->rules, q->c, c->fact, (size_t)p->item);
    subject_text(q, p, out);
    st_buf_z(out, " is ");
    st_cell_text(c->fact, cell, out);
    if (c->op == ST_IS && yes) return;
    st_buf_z(out, yes ? ", " : ", not ");
    switch (c->op) {
    case ST_IS: values_text(c, out); break;
    case ST_PREFIX: st_buf_z(out, "begun with "); values_text(c, out); break;
    case ST_IN_PLACES: st_buf_printf(out, "in %.*s", ST_FMT(c->places->id)); break;
    case ST_IN_GOODS: st_buf_printf(out, "in %.*s", ST_FMT(c->goods->id)); break;
    case ST_GT: st_buf_z(out, "more than "); bound_text(p, out); break;
    case ST_GE: st_buf_z(out, "at least "); bound_text(p, out); break;
    case ST_LT: st_buf_z(out, "less than "); bound_text(p, out); break;
    case ST_LE: st_buf_z(out, "at most "); bound_text(p, out); break;
    case ST_BEFORE: st_buf_z(out, "before "); bound_text(p, out); break;
    case ST_FROM: st_buf_z(out, "at or after "); bound_text(p, out); break;
    case ST_WITHIN: st_buf_printf(out, "within %lld days of %.*s", (long long)(c->number / 86400), ST_FMT(c->other->id)); break;
    case ST_ALL: case ST_ANY: case ST_NOT: case ST_SOME: case ST_EVERY: case ST_KNOWN: case ST_LISTED: case ST_OWNED: case ST_CONTROLLED: case ST_SUM: case ST_RATIO: case ST_WORLD: case ST_OPS: default: break;
    }
}
