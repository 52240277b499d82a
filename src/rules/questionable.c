/* What is not wrong in a set of rules but deserves a look. */
#include "rules/rules_int.h"

/* Can two conditions never be true together? Only what is plain is proven: one fact, single-valued, that must have two different values, or two dates that exclude each other. */
static bool exclude(const st_cond *a, const st_cond *b) {
    if (!a || !b) return false;
    if (a->op == ST_ALL) {
        for (const st_cond *c = a->child; c; c = c->next)
            if (exclude(c, b)) return true;
        return false;
    }
    if (b->op == ST_ALL) return exclude(b, a);
    if (a->op == ST_NOT && b->op == ST_IS && a->child && a->child->op == ST_IS && a->child->fact == b->fact && !b->fact->many) {
        for (size_t j = 0; j < b->values; j++) {
            bool among = false;
            for (size_t i = 0; i < a->child->values; i++) among |= st_str_ieq(a->child->value[i], b->value[j]);
            if (!among) return false;
        }
        return true;
    }
    if (b->op == ST_NOT && a->op == ST_IS) return exclude(b, a);
    if (a->op == ST_IS && b->op == ST_IS && a->fact == b->fact && !a->fact->many) {
        for (size_t i = 0; i < a->values; i++)
            for (size_t j = 0; j < b->values; j++)
                if (st_str_ieq(a->value[i], b->value[j])) return false;
        return true;
    }
    if (a->op == ST_BEFORE && b->op == ST_FROM && a->fact == b->fact && !a->other && !b->other && !a->param && !b->param) return a->number <= b->number;
    if (a->op == ST_FROM && b->op == ST_BEFORE) return exclude(b, a);
    return false;
}

static bool overlap(st_span a, st_span b) { return a.from < b.to && b.from < a.to; }

/* Two exceptions of one level that give different outcomes, and that nothing keeps apart. */
static void clashes(st_reading *x, const st_law *m) {
    for (const st_exception *a = m->exception; a; a = a->next)
        for (const st_exception *b = a->next; b; b = b->next) {
            const bool differ = (a->kind == ST_BY_DEROGATION) != (b->kind == ST_BY_DEROGATION);
            if (differ && a->level == b->level && overlap(a->valid, b->valid) && !exclude(a->when, b->when))
                st_doubtful(x, 0, "exceptions %.*s and %.*s have one level and different outcomes; if both can be true, give one a higher level", ST_FMT(a->id), ST_FMT(b->id));
        }
}

static void gaps(st_reading *x, const st_law *m) {
    for (size_t i = 0; i < m->params; i++)
        if (m->param[i].n && (m->param[i].item[0].valid.from > m->valid.from || m->param[i].item[m->param[i].n - 1].valid.to < m->valid.to))
            st_doubtful(x, 0, "param %.*s has no value for some of the time in which the measure is valid: UNKNOWN then", ST_FMT(m->param[i].name));
    for (const st_exception *e = m->exception; e; e = e->next)
        if (!overlap(e->valid, m->valid)) st_doubtful(x, 0, "exception %.*s is never valid while the measure is", ST_FMT(e->id));
}

void st_review_rules(st_reading *x) {
    for (size_t i = 0; i < x->r->measures; i++) {
        const st_law *m = &x->r->measure[i];
        x->o = m->object;
        clashes(x, m);
        gaps(x, m);
    }
    x->o = NULL;
}
