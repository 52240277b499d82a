/* A case checked. */
#include "engine/check.h"

st_checker *st_checker_new(const st_rules *r, const st_engine *e, st_err *err) {
    st_checker *k = st_calloc(1, sizeof *k);
    if (!k) {
        st_fail(err, ST_E_NOMEM, "out of memory for checking");
        return NULL;
    }
    k->rules = r;
    k->e = e;
    k->comparer = st_comparer_new(err);
    if (k->comparer && (!e || (k->search = st_search_new(e->m, err)))) return k;
    st_checker_free(k);
    return NULL;
}

void st_checker_free(st_checker *k) {
    if (!k) return;
    st_search_free(k->search);
    st_comparer_free(k->comparer);
    st_owned_end(k->owned);
    st_arena_free(&k->arena);
    st_free(k);
}

/* A list object that the rules do not have would be asked by no measure, and whoever the case says is on it would pass as not listed. */
static st_code lists_known(const st_rules *r, const st_case *c, st_err *err) {
    static const char *const facts[] = { "party.listed", "vessel.listed", "facility.listed" };
    for (size_t k = 0; k < ST_LEN(facts); k++) {
        const st_fact_def *f = st_rules_fact(r, st_str_of(facts[k]));
        for (size_t i = 0; f && i < c->items[f->scope]; i++) {
            const st_cell *cell = st_case_cell(r, c, f, i);
            for (size_t v = 0; v < cell->n; v++) {
                const st_str said = cell->value[v].text, id = st_str_starts(said, "!") ? st_str_sub(said, 1, said.n) : said;
                if (st_rules_list(r, id)) continue;
                const st_str near = st_rules_nearest(r, ST_RULE_LIST, id);
                st_fail(err, ST_E_DATA, "%s: the rules have no list object %.*s", facts[k], ST_FMT(st_str_sub(id, 0, id.n < 80 ? id.n : 80)));
                st_err_hint(err, "%s%.*s%sdata/regimes/lists and the imposers' lists.yaml have them; strait rules show ID prints one", near.n ? "did you mean " : "", ST_FMT(near), near.n ? "? " : "");
                return ST_E_DATA;
            }
        }
    }
    return ST_OK;
}

st_code st_checker_run(st_checker *k, const st_json *tree, const st_check_options *o, st_checked *out, st_err *err) {
    *out = (st_checked){ .closed = o->closed, .partial = o->partial };
    st_owned_end(k->owned);
    k->owned = NULL;
    st_arena_reset(&k->arena);
    ST_TRY(st_case_read(k->rules, tree, &k->arena, &out->c, err));
    ST_TRY(lists_known(k->rules, &out->c, err));
    st_instant at = o->at;
    if (!o->has_at && !st_case_date(k->rules, &out->c, &at)) {
        at = o->now;
        out->now_assumed = true;
    }
    out->standing = st_standing_begin(k->rules, &out->c, k->e ? k->e->ix : NULL, k->search, k->comparer, o->closed, &k->arena);
    if (!out->standing) return st_fail(err, ST_E_NOMEM, "out of memory while checking");
    out->registry = st_standing_registry(out->standing);
    k->owned = st_owned_begin(k->rules, &out->c, o->closed || !k->e ? NULL : k->e->ix, o->closed ? NULL : k->search, out->standing, &out->registry);
    if (!k->owned) return st_fail(err, ST_E_NOMEM, "out of memory while checking");
    st_standing_owned(out->standing, k->owned);
    if (o->partial) st_standing_partial(out->standing);
    st_ask_begin(&out->ask, k->rules, &out->c, &out->registry, at, &k->arena);
    const st_code code = st_judge(&out->ask, &o->judge, &out->j, err);
    ST_TRY(code);
    ST_TRY(st_owned_failed(k->owned, err));
    return st_standing_failed(out->standing, err);
}

/* ---- what a finding says ---------------------------------------------------------------------------------------------------------------------------- */

st_str st_finding_id(const st_finding *f) { return f->measure ? f->measure->id : f->row ? f->row->id : f->table->id; }

st_texts st_finding_obligations(const st_finding *f) {
    if (f->exception) return f->exception->needs;
    return f->measure ? f->measure->obligations : f->row ? f->row->obligations : (st_texts){ 0 };
}

void st_items_text(const st_checked *a, const int32_t item[ST_SCOPES], st_buf *out) {
    bool first = true;
    for (size_t s = ST_IN_PARTY; s < ST_SCOPES; s++) {
        if (item[s] < 0) continue;
        if (!first) st_buf_z(out, ", ");
        st_case_label(a->ask.rules, &a->c, (st_scope)s, (size_t)item[s], out);
        first = false;
    }
}

typedef struct telling { const st_checked *a; st_line_fn fn; void *user; const st_exception *exception; st_buf said; st_buf line; } telling;

static void tell(telling *t) {
    const st_str line = st_buf_view(&t->line);
    st_str rest = st_buf_view(&t->said), before;
    bool again = false;
    while (!again && st_split(&rest, "\n", &before)) again = st_str_eq(before, line);
    if (!again && !t->line.failed) {
        st_buf_str(&t->said, line);
        st_buf_char(&t->said, '\n');
        t->fn(t->user, line);
    }
    st_buf_clear(&t->line);
}

static void missing_leaf(void *user, const st_proof *p) {
    telling *t = user;
    const st_cond *c = p->cond;
    if (c->fact) {   /* the name of the fact that the case should state */
        if (c->fact->scope != ST_IN_CASE && p->item >= 0) {
            st_case_label(t->a->ask.rules, &t->a->c, c->fact->scope, (size_t)p->item, &t->line);
            st_buf_z(&t->line, ": ");
        }
        st_buf_str(&t->line, c->fact->id);
        if (c->other) st_buf_printf(&t->line, ", %.*s", ST_FMT(c->other->id));
    } else {
        st_proof_text(&t->a->ask, p, false, &t->line);
        st_buf_z(&t->line, "?");
        if (p->note.n) st_buf_printf(&t->line, " %.*s", ST_FMT(p->note));
    }
    tell(t);
}

static telling telling_of(const st_checked *a, st_line_fn fn, void *user) { return (telling){ .a = a, .fn = fn, .user = user, .said = ST_BUF_INIT(1 << 20), .line = ST_BUF_INIT(1 << 16) }; }
static void telling_end(telling *t) {
    st_buf_free(&t->said);
    st_buf_free(&t->line);
}

void st_finding_missing(const st_checked *a, const st_finding *f, st_line_fn fn, void *user) {
    telling t = telling_of(a, fn, user);
    st_proof_missing(f->nexus_proof, missing_leaf, &t);
    st_proof_missing(f->proof, missing_leaf, &t);
    st_proof_missing(f->requires_proof, missing_leaf, &t);
    for (size_t i = 0; !f->exception && i < f->n_tried; i++) st_proof_missing(f->tried[i].proof, missing_leaf, &t);
    telling_end(&t);
}

/* The leaves that carry a value: of a disjunction those that hold, of a conjunction that fails those that fail. */
static void because(telling *t, const st_proof *p) {
    if (p->value == ST_MAYBE) return;
    if (p->cond->op >= ST_IS) {
        st_proof_because(&t->a->ask, p, &t->line);
        if (p->note.n) st_buf_printf(&t->line, " (%.*s)", ST_FMT(p->note));
        tell(t);
        return;
    }
    const bool all = p->cond->op == ST_ALL || p->cond->op == ST_EVERY || p->cond->op == ST_NOT;
    for (const st_proof *c = p->child; c; c = c->next)
        if (p->cond->op == ST_NOT || (all ? p->value == ST_YES || c->value == ST_NO : p->value == ST_NO || c->value == ST_YES)) because(t, c);
}

void st_finding_because(const st_checked *a, const st_proof *p, st_line_fn fn, void *user) {
    telling t = telling_of(a, fn, user);
    if (p) because(&t, p);
    telling_end(&t);
}

static void change_leaf(void *user, const st_proof *p, st_tri to) {
    telling *t = user;
    if (to == ST_MAYBE) return;
    if (t->exception) st_buf_printf(&t->line, "exception %.*s would hold if ", ST_FMT(t->exception->id));
    else st_buf_z(&t->line, "would not apply if ");
    st_proof_text(&t->a->ask, p, to == ST_NO, &t->line);
    tell(t);
}

void st_finding_changes(const st_checked *a, const st_finding *f, st_line_fn fn, void *user) {
    telling t = telling_of(a, fn, user);
    if (f->curable && f->measure->cure.n) {
        st_buf_printf(&t.line, "can be cured: %.*s", ST_FMT(f->measure->cure));
        tell(&t);
    }
    if (f->value == ST_YES && f->verdict > ST_ALLOWED) st_proof_flips(f->proof, ST_NO, change_leaf, &t);
    for (size_t i = 0; !f->exception && i < f->n_tried; i++) {
        t.exception = f->tried[i].exception;
        st_proof_flips(f->tried[i].proof, ST_YES, change_leaf, &t);
    }
    telling_end(&t);
}

static void waits_leaf(void *user, const st_proof *p) {
    bool *only = user;
    *only &= p->note.n && st_str_find(p->note, st_note_not_held) != SIZE_MAX;
}

bool st_finding_waits(const st_finding *f) {
    bool only = true;
    if (f->value != ST_MAYBE || f->exception) return false;
    st_proof_missing(f->nexus_proof, waits_leaf, &only);
    st_proof_missing(f->proof, waits_leaf, &only);
    return only;
}

void st_checked_skipped(const st_checked *a, st_line_fn fn, void *user) {
    for (size_t i = 0; i < a->ask.rules->lists; i++)
        if (st_standing_skipped(a->standing, &a->ask.rules->list[i])) fn(user, a->ask.rules->list[i].id);
}

void st_assumed(const st_checker *k, const st_checked *a, st_line_fn fn, void *user) {
    telling t = telling_of(a, fn, user);
    if (a->now_assumed) {
        st_buf_z(&t.line, "date: now, since the case states none");
        tell(&t);
    }
    for (size_t i = 0; i < k->rules->facts; i++) {
        const st_fact_def *f = &k->rules->fact[i];
        for (size_t n = 0; n < a->c.items[f->scope]; n++) {
            const st_cell *cell = st_case_cell(k->rules, &a->c, f, n);
            if (!cell->from) continue;
            if (f->scope != ST_IN_CASE) {
                st_case_label(k->rules, &a->c, f->scope, n, &t.line);
                st_buf_z(&t.line, ": ");
            }
            st_buf_printf(&t.line, "%.*s: ", ST_FMT(f->name));
            st_cell_text(f, cell, &t.line);
            st_buf_printf(&t.line, ", from %.*s", ST_FMT(cell->from->id));
            tell(&t);
        }
    }
    telling_end(&t);
}

void st_rules_day(const st_rules *r, char out[32]) {
    st_instant last = ST_BEGINNING;
    for (size_t i = 0; i < r->bundle->n; i++) {
        const st_span s = r->bundle->object[i].recorded;
        if (s.from != ST_BEGINNING && s.from <= r->known && s.from > last) last = s.from;
        if (s.to != ST_FOREVER && s.to <= r->known && s.to > last) last = s.to;
    }
    if (last == ST_BEGINNING) snprintf(out, 32, "no day");
    else st_instant_print(last, out);
}

void st_rules_notice(const st_rules *r, st_buf *out) {
    char day[32];
    st_rules_day(r, day);
    st_buf_printf(out, "not legal advice; rules as of %s; %zu unreviewed", day, r->unreviewed);
}
