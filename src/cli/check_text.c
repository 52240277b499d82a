/* Verdicts for people. */
#include "cli/check_text.h"
#include "cli/cli.h"

typedef struct printing { const st_checker *k; const st_checked *a; FILE *out; const char *label; bool proofs; size_t shown; st_buf said; } printing;

enum { LINES_MOST = 8 };   /* of one kind under a finding; the JSON has all */

/* A line under its label; one that was said already is not said again. */
static void line(void *user, st_str s) {
    printing *p = user;
    for (st_str rest = st_buf_view(&p->said), before; st_split(&rest, "\n", &before);)
        if (st_str_eq(before, s)) return;
    st_buf_str(&p->said, s);
    st_buf_char(&p->said, '\n');
    if (++p->shown > LINES_MOST) return;
    fprintf(p->out, "    %-9s %.*s\n", p->shown == 1 ? p->label : "", ST_FMT(s));
}

static void begin_lines(printing *p, const char *label) {
    p->label = label;
    p->shown = 0;
    st_buf_clear(&p->said);
}

static void end_lines(printing *p) {
    if (p->shown > LINES_MOST) fprintf(p->out, "    %-9s and %zu more (--json has them)\n", "", p->shown - LINES_MOST);
}

/* ---- the table of regimes -------------------------------------------------------------------------------------------------------------------------- */

static void decisive(const printing *p, const st_regime_answer *r, st_buf *b) {
    st_str before = ST_STR_NONE;
    size_t n = 0;
    for (size_t i = 0; i < p->a->j.findings; i++) {
        const st_finding *f = &p->a->j.finding[i];
        const st_str id = f->exception ? f->exception->id : st_finding_id(f);
        if (f->regime != r->regime || (f->verdict != r->verdict && !r->raised) || st_str_eq(id, before)) continue;
        if (n++ < 3) st_buf_printf(b, "%s%.*s%s", n > 1 ? ", " : "", ST_FMT(id), f->curable ? " (can be cured)" : "");
        before = id;
    }
    if (n > 3) st_buf_printf(b, " and %zu more", n - 3);
    if (r->raised) st_buf_z(b, n ? "; red flags" : "red flags");
    if (!b->n && r->nexus == ST_MAYBE) st_buf_z(b, "whether it binds is not known");
    else if (!b->n) st_buf_z(b, "no measure of this set applies");
}

static void regimes(const printing *p) {
    st_table *t = st_table_new(4);
    st_buf b = ST_BUF_INIT(1 << 14), unbound = ST_BUF_INIT(1 << 14);
    for (size_t i = 0; i < p->a->j.regimes; i++) {
        const st_regime_answer *r = &p->a->j.regime[i];
        if (r->verdict == ST_NOT_BOUND) {
            st_buf_printf(&unbound, "%s%.*s%s", unbound.n ? ", " : "", ST_FMT(r->regime->id), r->stance ? " (imposes none)" : "");
            continue;
        }
        st_buf_clear(&b);
        decisive(p, r, &b);
        st_table_cellf(t, "  %.*s", ST_FMT(r->regime->id));
        st_table_cell(t, r->regime->title);
        st_table_cell(t, st_str_of(st_verdict_name(r->verdict)));
        st_table_cell(t, st_buf_view(&b));
    }
    st_table_print(t, p->out);
    if (unbound.n) fprintf(p->out, "  NOT_BOUND: %.*s\n", ST_FMT(st_buf_view(&unbound)));
    st_buf_free(&b);
    st_buf_free(&unbound);
}

/* ---- findings ---------------------------------------------------------------------------------------------------------------------------------------- */

static void proof(printing *p, const st_proof *n, unsigned depth) {
    st_buf b = ST_BUF_INIT(1 << 14);
    st_proof_text(&p->a->ask, n, false, &b);
    fprintf(p->out, "    %-7s %*s%.*s", st_tri_name(n->value), (int)(2 * depth), "", ST_FMT(st_buf_view(&b)));
    if (n->cond->fact && n->item >= 0) {
        st_buf_clear(&b);
        st_cell_text(n->cond->fact, st_case_cell(p->k->rules, &p->a->c, n->cond->fact, (size_t)n->item), &b);
        fprintf(p->out, " [%.*s]", ST_FMT(st_buf_view(&b)));
    }
    if (n->note.n) fprintf(p->out, " (%.*s)", ST_FMT(n->note));
    fputc('\n', p->out);
    st_buf_free(&b);
    for (const st_proof *c = n->child; c; c = c->next) proof(p, c, depth + 1);
}

static void texts(printing *p, const char *label, st_texts t) {
    begin_lines(p, label);
    for (size_t i = 0; i < t.n; i++) line(p, t.item[i]);
    end_lines(p);
}

/* Findings of one rule with one verdict are told together. */
static bool alike(const st_finding *a, const st_finding *b) {
    return st_str_eq(st_finding_id(a), st_finding_id(b)) && a->verdict == b->verdict && a->value == b->value && a->exception == b->exception;
}

typedef struct group { const st_finding *f; size_t n, first; } group;   /* those of f[first..n) that are like f[first] */
#define EACH_OF(g, x) for (const st_finding *x = (g)->f + (g)->first; x < (g)->f + (g)->n; x++) if (alike(x, (g)->f + (g)->first))

static void items(printing *p, const group *g) {
    st_buf b = ST_BUF_INIT(1 << 16);
    begin_lines(p, "about");
    EACH_OF(g, x) {
        st_buf_clear(&b);
        st_items_text(p->a, x->item, &b);
        if (b.n) line(p, st_buf_view(&b));
    }
    end_lines(p);
    st_buf_free(&b);
}

static void heading(printing *p, const group *g, const char *verdict) {
    const st_finding *f = g->f + g->first;
    const st_str article = f->measure ? f->measure->article : f->row ? f->row->article : ST_STR_NONE;
    fprintf(p->out, "\n%s  %.*s  %.*s\n", verdict, ST_FMT(st_finding_id(f)), ST_FMT(f->measure ? f->measure->title : f->row && f->row->text.n ? f->row->text : f->table->title));
    fprintf(p->out, "    %-9s %.*s%s%.*s\n", "law", ST_FMT(f->measure ? f->measure->act : f->table->act), article.n ? ", article " : "", ST_FMT(article));
    items(p, g);
    if (f->row) fprintf(p->out, "    %-9s %.*s\n", "result", ST_FMT(f->row->result));
    if (f->why.n) fprintf(p->out, "    %-9s %.*s\n", "note", ST_FMT(f->why));
    if (f->measure && f->measure->note.n) fprintf(p->out, "    %-9s %.*s\n", "note", ST_FMT(f->measure->note));
    if (f->exception) fprintf(p->out, "    %-9s %.*s: %.*s\n", "exception", ST_FMT(f->exception->id), ST_FMT(f->exception->text));
}

static void findings(printing *p, const group *g, bool exposure) {
    const st_finding *f = g->f + g->first;
    heading(p, g, exposure ? f->value == ST_YES ? "EXPOSED" : "POSSIBLY EXPOSED" : st_verdict_name(f->verdict));
    begin_lines(p, "because");
    EACH_OF(g, x) {
        st_finding_because(p->a, x->proof, line, p);
        for (size_t i = 0; x->exception && i < x->n_tried; i++)
            if (x->tried[i].exception == x->exception) st_finding_because(p->a, x->tried[i].proof, line, p);
    }
    end_lines(p);
    begin_lines(p, "missing");
    EACH_OF(g, x) st_finding_missing(p->a, x, line, p);
    end_lines(p);
    begin_lines(p, "change");
    EACH_OF(g, x) st_finding_changes(p->a, x, line, p);
    end_lines(p);
    texts(p, "do", st_finding_obligations(f));
    EACH_OF(g, x) if (p->proofs && x->proof) proof(p, x->proof, 0);
}

/* All of them, told once for each group. waits: those that only wait for lists that the index does not hold are told together, at the end. */
static void all(printing *p, const st_finding *f, size_t n, st_verdict v, bool exposure) {
    for (size_t i = 0; i < n; i++) {
        bool told = f[i].verdict != v && !exposure;
        for (size_t k = 0; k < i && !told; k++) told = alike(&f[k], &f[i]);
        if (!told && !st_finding_waits(&f[i])) findings(p, &(group){ f, n, i }, exposure);
    }
}

/* Measures that nobody could ask, because their lists are not there. */
static void waiting(printing *p) {
    st_buf b = ST_BUF_INIT(1 << 16);
    begin_lines(p, "for");
    size_t n = 0;
    for (size_t i = 0; i < p->a->j.findings; i++) {
        const st_finding *f = &p->a->j.finding[i];
        if (!st_finding_waits(f) || f->verdict != ST_ESCALATE) continue;
        if (n++ == 0) fprintf(p->out, "\nESCALATE  measures whose lists the index does not hold\n");
        st_buf_clear(&b);
        st_buf_printf(&b, "%.*s  %.*s", ST_FMT(st_finding_id(f)), ST_FMT(f->measure ? f->measure->title : f->table->title));
        line(p, st_buf_view(&b));
    }
    end_lines(p);
    if (n) fprintf(p->out, "    %-9s build the index with those lists (strait rules show ID says from what), say in the case who is listed, or take them for empty with --partial\n", "do");
    st_buf_free(&b);
}

static void skipped(void *user, st_str s) {
    st_buf *b = user;
    st_buf_printf(b, "%s%.*s", b->n ? ", " : "", ST_FMT(s));
}

static void flags(printing *p) {
    if (!p->a->j.flags) return;
    fprintf(p->out, "\nred flags (they ask for a look; none prohibits, none clears)\n");
    for (size_t i = 0; i < p->a->j.flags; i++) {
        const st_flag_raised *r = &p->a->j.flag[i];
        st_buf b = ST_BUF_INIT(1 << 14);
        st_items_text(p->a, r->item, &b);
        fprintf(p->out, "  %.*s  %.*s%s%.*s: %.*s\n", ST_FMT(r->flag->id), ST_FMT(r->flag->title), b.n ? ", " : "", ST_FMT(st_buf_view(&b)), ST_FMT(r->flag->threshold));
        st_buf_free(&b);
    }
}

void st_checked_print(const st_checker *k, const st_checked *a, bool proofs, FILE *out) {
    printing p = { .k = k, .a = a, .out = out, .proofs = proofs, .said = ST_BUF_INIT(1 << 24) };
    st_buf empty = ST_BUF_INIT(1 << 16);
    char day[32];
    st_buf notice = ST_BUF_INIT(1024);
    st_instant_print(a->j.at, day);
    st_rules_notice(k->rules, &notice);
    fprintf(out, "%.*s%son %s: %s\n", ST_FMT(a->c.id), a->c.id.n ? " " : "", day, st_verdict_name(a->j.overall));
    regimes(&p);
    for (st_verdict v = ST_PROHIBITED; v > ST_ALLOWED; v--) all(&p, a->j.finding, a->j.findings, v, false);   /* the worst first */
    waiting(&p);
    all(&p, a->j.exposure, a->j.exposures, ST_ALLOWED, true);
    flags(&p);
    fputc('\n', out);
    begin_lines(&p, "assumed");
    st_assumed(k, a, line, &p);
    end_lines(&p);
    st_checked_skipped(a, skipped, &empty);
    if (empty.n) fprintf(out, "taken for empty, since the index does not hold them: %.*s\n", ST_FMT(st_buf_view(&empty)));
    fprintf(out, "%.*s (set %.16s%s%.16s%s)\n", ST_FMT(st_buf_view(&notice)), k->rules->bundle->hash, k->e ? ", index " : "", k->e ? st_index_hash(k->e->ix) : "",
            a->closed ? ", lists closed: nobody is listed but who the case says" : "");
    st_buf_free(&notice);
    st_buf_free(&empty);
    st_buf_free(&p.said);
}
