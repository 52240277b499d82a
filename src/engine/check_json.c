/* Verdicts as JSON. */
#include "engine/check.h"

typedef struct out { st_jw *w; const st_checker *k; const st_checked *a; bool proofs; } out;

static void member(st_jw *w, const char *key, st_str s) {
    st_jw_key(w, key);
    st_jw_str(w, s);
}

static void member_if(st_jw *w, const char *key, st_str s) {
    if (s.n) member(w, key, s);
}

static void instant(st_jw *w, const char *key, st_instant t) {
    char text[32];
    if (t == ST_BEGINNING || t == ST_FOREVER) return;
    st_instant_print(t, text);
    member(w, key, st_str_of(text));
}

static void line_item(void *user, st_str line) { st_jw_str(user, line); }

static void texts(st_jw *w, const char *key, st_texts t) {
    if (!t.n) return;
    st_jw_key(w, key);
    st_jw_open(w, '[');
    for (size_t i = 0; i < t.n; i++) st_jw_str(w, t.item[i]);
    st_jw_close(w, ']');
}

static void lines(out *o, const char *key, const st_finding *f, void (*of)(const st_checked *, const st_finding *, st_line_fn, void *)) {
    st_jw_key(o->w, key);
    st_jw_open(o->w, '[');
    of(o->a, f, line_item, o->w);
    st_jw_close(o->w, ']');
}

static void items(out *o, const int32_t item[ST_SCOPES]) {
    st_buf b = ST_BUF_INIT(1 << 16);
    for (size_t s = ST_IN_PARTY; s < ST_SCOPES; s++) {
        if (item[s] < 0) continue;
        st_buf_clear(&b);
        st_case_label(o->k->rules, &o->a->c, (st_scope)s, (size_t)item[s], &b);
        member(o->w, st_scope_name((st_scope)s), st_buf_view(&b));
    }
    st_buf_free(&b);
}

/* ---- proofs ------------------------------------------------------------------------------------------------------------------------------------------ */

static void proof(out *o, const st_proof *p) {
    st_buf b = ST_BUF_INIT(1 << 16);
    st_jw *w = o->w;
    st_proof_text(&o->a->ask, p, false, &b);
    st_jw_open(w, '{');
    member(w, "that", st_buf_view(&b));
    member(w, "is", st_str_of(st_tri_name(p->value)));
    if (p->cond->fact && p->item >= 0) {
        st_buf_clear(&b);
        st_cell_text(p->cond->fact, st_case_cell(o->k->rules, &o->a->c, p->cond->fact, (size_t)p->item), &b);
        member(w, "fact", p->cond->fact->id);
        member(w, "value", st_buf_view(&b));
    }
    member_if(w, "note", p->note);
    if (p->cond->line) {
        st_jw_key(w, "line");
        st_jw_u64(w, p->cond->line);
    }
    if (p->child) {
        st_jw_key(w, "of");
        st_jw_open(w, '[');
        for (const st_proof *c = p->child; c; c = c->next) proof(o, c);
        st_jw_close(w, ']');
    }
    st_jw_close(w, '}');
    st_buf_free(&b);
}

static void proof_member(out *o, const char *key, const st_proof *p) {
    if (!p || !o->proofs) return;
    st_jw_key(o->w, key);
    proof(o, p);
}

/* ---- findings ---------------------------------------------------------------------------------------------------------------------------------------- */

static void exception_json(out *o, const st_exception *e) {
    static const char *const kinds[] = { "scope", "derogation", "general_licence", "grandfather" };
    st_jw_open(o->w, '{');
    member(o->w, "id", e->id);
    member(o->w, "kind", st_str_of(kinds[e->kind]));
    member_if(o->w, "text", e->text);
    texts(o->w, "needs", e->needs);
    instant(o->w, "until", e->valid.to);
    st_jw_close(o->w, '}');
}

static void tried_json(out *o, const st_finding *f) {
    if (!f->n_tried || !o->proofs) return;
    st_jw_key(o->w, "exceptions");
    st_jw_open(o->w, '[');
    for (size_t i = 0; i < f->n_tried; i++) {
        st_jw_open(o->w, '{');
        member(o->w, "id", f->tried[i].exception->id);
        member(o->w, "holds", st_str_of(st_tri_name(f->tried[i].value)));
        if (f->tried[i].unsure) member(o->w, "why", ST_STR("it is marked unsure, or not approved, and softens nothing"));
        if (f->tried[i].proof) proof_member(o, "proof", f->tried[i].proof);
        st_jw_close(o->w, '}');
    }
    st_jw_close(o->w, ']');
}

static void law_members(out *o, const st_finding *f) {
    static const char *const sure[] = { "V", "S", "M", "U" }, *const review[] = { "unreviewed", "draft", "approved", "withdrawn" };
    st_jw *w = o->w;
    const st_law *m = f->measure;
    if (!m) {
        member_if(w, "act", f->table->act);
        if (!f->row) return;
        member(w, "article", f->row->article);
        member(w, "result", f->row->result);
        member_if(w, "text", f->row->text);
        member(w, "confidence", st_str_of(sure[f->row->confidence]));
        return;
    }
    member(w, "act", m->act);
    member_if(w, "article", m->article);
    member(w, "class", m->klass);
    member_if(w, "note", m->note);
    st_jw_key(w, "valid");
    st_jw_open(w, '{');
    member_if(w, "from", st_json_get_text(st_json_get(m->object->node, "valid"), "from"));
    member_if(w, "to", st_json_get_text(st_json_get(m->object->node, "valid"), "to"));
    st_jw_close(w, '}');
    if (m->lapse_pending) member(w, "renewal", ST_STR("lapse_pending: past due, and nobody has confirmed that it was renewed or ended"));
    member(w, "confidence", st_str_of(sure[m->confidence]));
    member(w, "review", st_str_of(review[m->review]));
    const st_json *cite = st_json_get(m->object->node, "cite");
    if (cite) {
        st_jw_key(w, "cite");
        st_jw_tree(w, cite);
    }
}

static void finding(out *o, const st_finding *f, bool exposure) {
    st_jw *w = o->w;
    st_jw_open(w, '{');
    member(w, "rule", st_finding_id(f));
    member(w, "regime", f->regime->id);
    member(w, "title", f->measure ? f->measure->title : f->table->title);
    if (exposure) member(w, "exposed", st_str_of(f->value == ST_YES ? "yes" : "possibly"));
    else member(w, "verdict", st_str_of(st_verdict_name(f->verdict)));
    member(w, "holds", st_str_of(st_tri_name(f->value)));
    items(o, f->item);
    law_members(o, f);
    member_if(w, "why", f->why);
    if (f->curable) {
        st_jw_key(w, "curable");
        st_jw_bool(w, true);
        member_if(w, "cure", f->measure->cure);
    }
    if (f->exception) {
        st_jw_key(w, "exception");
        exception_json(o, f->exception);
    }
    texts(w, "obligations", st_finding_obligations(f));
    lines(o, "missing", f, st_finding_missing);
    lines(o, "would_change", f, st_finding_changes);
    proof_member(o, "proof", f->proof);
    proof_member(o, "nexus_proof", f->nexus_proof);
    proof_member(o, "requires_proof", f->requires_proof);
    tried_json(o, f);
    st_jw_close(w, '}');
}

static void findings(out *o, const char *key, const st_finding *f, size_t n, bool exposure) {
    st_jw_key(o->w, key);
    st_jw_open(o->w, '[');
    for (size_t i = 0; i < n; i++) finding(o, &f[i], exposure);
    st_jw_close(o->w, ']');
}

static void flags(out *o) {
    st_jw *w = o->w;
    st_buf b = ST_BUF_INIT(1 << 16);
    st_jw_key(w, "flags");
    st_jw_open(w, '[');
    for (size_t i = 0; i < o->a->j.flags; i++) {
        const st_flag_raised *r = &o->a->j.flag[i];
        st_jw_open(w, '{');
        member(w, "flag", r->flag->id);
        member(w, "title", r->flag->title);
        items(o, r->item);
        st_jw_key(w, "inputs");
        st_jw_open(w, '{');
        for (size_t k = 0; k < r->flag->inputs; k++) {
            const st_fact_def *f = r->flag->input[k];
            st_buf_clear(&b);
            if (f->scope != ST_IN_CASE && r->item[f->scope] < 0) continue;
            st_cell_text(f, st_case_cell(o->k->rules, &o->a->c, f, f->scope == ST_IN_CASE ? 0 : (size_t)r->item[f->scope]), &b);
            st_jw_keys(w, f->id);
            st_jw_str(w, st_buf_view(&b));
        }
        st_jw_close(w, '}');
        member(w, "threshold", r->flag->threshold);
        member(w, "source", r->flag->source);
        st_jw_key(w, "raises");
        st_jw_bool(w, r->flag->raises);
        proof_member(o, "proof", r->proof);
        st_jw_close(w, '}');
    }
    st_jw_close(w, ']');
    st_buf_free(&b);
}

static void regimes(out *o) {
    st_jw *w = o->w;
    st_jw_key(w, "regimes");
    st_jw_open(w, '[');
    for (size_t i = 0; i < o->a->j.regimes; i++) {
        const st_regime_answer *r = &o->a->j.regime[i];
        st_jw_open(w, '{');
        member(w, "regime", r->regime->id);
        member(w, "title", r->regime->title);
        member(w, "verdict", st_str_of(st_verdict_name(r->verdict)));
        member(w, "nexus", st_str_of(st_tri_name(r->nexus)));
        if (r->raised) member(w, "why", ST_STR("red flags: nothing forbids it, and it is not to pass unseen"));
        else if (r->stance && r->verdict == ST_NOT_BOUND) member(w, "why", r->stance->text);
        st_jw_close(w, '}');
    }
    st_jw_close(w, ']');
}

static void rules_member(out *o) {
    st_buf b = ST_BUF_INIT(1024);
    char day[32];
    st_jw *w = o->w;
    st_rules_day(o->k->rules, day);
    st_rules_notice(o->k->rules, &b);
    st_jw_key(w, "rules");
    st_jw_open(w, '{');
    member(w, "hash", st_str_of(o->k->rules->bundle->hash));
    member(w, "as_of", st_str_of(day));
    if (!o->k->rules->now) instant(w, "known_at", o->k->rules->known);
    st_jw_key(w, "measures");
    st_jw_u64(w, o->k->rules->measures);
    st_jw_key(w, "unreviewed");
    st_jw_u64(w, o->k->rules->unreviewed);
    member(w, "notice", st_buf_view(&b));
    st_jw_close(w, '}');
    st_buf_free(&b);
}

void st_checked_json(st_jw *w, const st_checker *k, const st_checked *a, bool proofs) {
    out o = { w, k, a, proofs };
    st_jw_open(w, '{');
    member_if(w, "case", a->c.id);
    instant(w, "legal_time", a->j.at);
    member(w, "verdict", st_str_of(st_verdict_name(a->j.overall)));
    regimes(&o);
    findings(&o, "findings", a->j.finding, a->j.findings, false);
    findings(&o, "exposure", a->j.exposure, a->j.exposures, true);
    flags(&o);
    st_jw_key(w, "assumed");
    st_jw_open(w, '[');
    st_assumed(k, a, line_item, w);
    st_jw_close(w, ']');
    rules_member(&o);
    if (k->e) member(w, "index", st_str_of(st_index_hash(k->e->ix)));
    if (a->partial) {
        st_jw_key(w, "lists_taken_for_empty");
        st_jw_open(w, '[');
        st_checked_skipped(a, line_item, w);
        st_jw_close(w, ']');
    }
    if (a->closed) member(w, "lists", ST_STR("closed: nobody is listed but who the case says"));
    if (a->c.message) {
        st_jw_key(w, "message");
        st_jw_tree(w, a->c.message);
    }
    st_jw_close(w, '}');
}
