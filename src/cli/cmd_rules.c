/* strait rules: what the rules are, whether they are sound, who sanctions whom. */
#include <time.h>
#include <unistd.h>
#include "base/file.h"
#include "cli/cli.h"
#include "cli/rules_args.h"
#include "engine/matrix.h"
#include "engine/rules_diff.h"
#include "engine/vectors.h"

typedef struct rules_args { const char *rules, *known, *index, *at, *target, *svg; bool json, table, quiet; } rules_args;
typedef st_code (*verb_fn)(const rules_args *a, const char **args, size_t n, int *status, st_err *err);

/* ---- check ----------------------------------------------------------------------------------------------------------------------------------------------- */

static st_code verb_check(const rules_args *a, const char **args, size_t n, int *status, st_err *err) {
    if (n > 1) return st_fail(err, ST_E_USAGE, "one folder or file of rules is checked at a time");
    st_problems p = { st_problem_print, stdout, 0, 0 };
    st_bundle *b = st_rules_bundle(n ? args[0] : a->rules, &p, err);
    if (!b) return err->code;
    /* The rules as they were known on each day on which something changed, and today. */
    size_t times = 0, measures = 0;
    st_instant done = ST_BEGINNING;
    for (;;) {
        st_instant next = ST_FOREVER;
        for (size_t i = 0; i < b->n; i++) {
            const st_instant t[] = { b->object[i].recorded.from, b->object[i].recorded.to };
            for (size_t k = 0; k < 2; k++)
                if (t[k] > done && t[k] < next) next = t[k];
        }
        if (next == ST_FOREVER && times) break;
        done = next;
        times++;
        st_err bad = { 0 };
        st_rules *r = st_rules_of(b, next == ST_FOREVER ? 0 : next, &p, &bad);
        if (!r && bad.code == ST_E_NOMEM) *err = bad;
        if (!r) break;
        measures = r->measures;
        st_rules_free(r);
    }
    printf("%zu files, %zu objects, %zu measures: %zu errors, %zu to look at\n", b->files, b->n, measures, p.errors, p.warnings);
    *status = p.errors ? st_code_exit(ST_E_DATA) : 0;
    st_bundle_free(b);
    return err->code;
}

/* ---- test ------------------------------------------------------------------------------------------------------------------------------------------------- */

enum { TIMES_MOST = 64 };
typedef struct testing { st_bundle *b; st_instant known[TIMES_MOST]; st_rules *rules[TIMES_MOST]; size_t n; const char *path; bool quiet; } testing;

static const st_rules *rules_at(void *user, bool has_known, st_instant known, st_err *err) {
    testing *t = user;
    if (!has_known) known = (st_instant)time(NULL);
    for (size_t i = 0; i < t->n; i++)
        if (t->known[i] == known) return t->rules[i];
    if (t->n == TIMES_MOST) {
        st_fail(err, ST_E_LIMIT, "vectors at more than %d times of knowledge", TIMES_MOST);
        return NULL;
    }
    st_problems p = { 0 };
    t->rules[t->n] = st_rules_of(t->b, known, &p, err);
    t->known[t->n] = known;
    return t->rules[t->n] ? t->rules[t->n++] : NULL;
}

static void tested(void *user, st_str id, uint32_t line, st_str differences) {
    const testing *t = user;
    if (!differences.n && t->quiet) return;
    printf("%s %.*s%s", differences.n ? "FAIL" : "ok  ", ST_FMT(id), differences.n ? "" : "\n");
    if (!differences.n) return;
    printf(" (%s:%u)\n", t->path, line);
    for (st_str rest = differences, one; st_split(&rest, "\n", &one);) printf("       %.*s\n", ST_FMT(one));
}

static st_code verb_test(const rules_args *a, const char **args, size_t n, int *status, st_err *err) {
    if (n == 0) return st_fail(err, ST_E_USAGE, "which files of vectors? strait rules test FILE...");
    st_problems p = { st_problem_print, stderr, 0, 0 };
    testing t = { .b = st_rules_bundle(a->rules, &p, err), .quiet = a->quiet };
    st_engine *e = NULL;
    st_vectors_stats stats = { 0 };
    if (!t.b) return err->code;
    if (a->index && !(e = st_engine_load(a->index, err))) {
        st_bundle_free(t.b);
        return err->code;
    }
    st_code code = ST_OK;
    for (size_t i = 0; code == ST_OK && i < n; i++) {
        t.path = args[i];
        code = st_vectors_run(args[i], rules_at, e, tested, &t, &stats, err);
    }
    if (code == ST_OK) printf("%llu vectors: %llu passed, %llu failed\n", (unsigned long long)stats.vectors, (unsigned long long)stats.passed, (unsigned long long)stats.failed);
    *status = stats.failed ? 1 : 0;
    for (size_t i = 0; i < t.n; i++) st_rules_free(t.rules[i]);
    st_engine_free(e);
    st_bundle_free(t.b);
    return code;
}

/* ---- show --------------------------------------------------------------------------------------------------------------------------------------------------- */

static bool piped(const rules_args *a) { return a->json || !isatty(STDOUT_FILENO); }

static bool plain(st_str s) {
    if (!s.n || s.n > 100) return false;
    for (size_t i = 0; i < s.n; i++)
        if (strchr(":#{}[],&*!|>'\"%@`\n", s.p[i])) return false;
    return s.p[0] != ' ' && s.p[0] != '-' && s.p[0] != '?';
}

static void scalar(const st_json *v) {
    if (v->type == ST_JSON_NULL) printf("null");
    else if (plain(v->text)) printf("%.*s", ST_FMT(v->text));
    else {
        st_buf b = ST_BUF_INIT(1 << 20);
        st_jw w = { &b, false };
        st_jw_str(&w, v->text);   /* a JSON text is a YAML text */
        printf("%.*s", ST_FMT(st_buf_view(&b)));
        st_buf_free(&b);
    }
}

/* The object as it could stand in a file. */
static void dump(const st_json *v, int indent) {
    for (const st_json *m = v->child; m; m = m->next) {
        printf("%*s", indent, "");
        if (v->type == ST_JSON_ARRAY) printf("- ");
        else printf("%.*s: ", ST_FMT(m->key));
        if (m->type != ST_JSON_OBJECT && m->type != ST_JSON_ARRAY) scalar(m);
        putchar('\n');
        if (m->type == ST_JSON_OBJECT || m->type == ST_JSON_ARRAY) dump(m, indent + 2);
    }
}

static st_code print_json(st_buf *b, st_err *err) {
    st_buf_char(b, '\n');
    const bool ok = !b->failed && fwrite(b->p, 1, b->n, stdout) == b->n;
    st_buf_free(b);
    return ok ? ST_OK : st_fail(err, ST_E_SYSTEM, "cannot write the output");
}

static st_code show_one(const rules_args *a, const st_object *o, st_err *err) {
    if (!piped(a)) {
        printf("# %s:%u, one of %s\n", o->file, o->line, st_rule_kind_name(o->kind));
        dump(o->node, 0);
        return ST_OK;
    }
    st_buf b = ST_BUF_INIT(1 << 24);
    st_jw w = { &b, false };
    st_object_json(&w, o);
    return print_json(&b, err);
}

static st_code verb_show(const rules_args *a, const char **args, size_t n, int *status, st_err *err) {
    st_rules_taken t;
    ST_TRY(st_rules_take(a->rules, a->known, &t, err));
    st_code code = n ? ST_OK : st_fail(err, ST_E_USAGE, "which rule? strait rules show ID...");
    for (size_t i = 0; code == ST_OK && i < n; i++) {
        const st_object *o = NULL;
        size_t shown = 0;
        const st_str id = st_str_of(args[i]);
        while (code == ST_OK && (o = st_bundle_find(t.bundle, id, t.rules->known, o))) {
            code = show_one(a, o, err);
            shown++;
        }
        for (size_t k = 0; code == ST_OK && !shown && k < ST_RULE_KINDS; k++) {
            const st_str near = st_rules_nearest(t.rules, (st_kind_of_rule)k, id);
            if (near.n && !err->hint[0]) {
                st_fail(err, ST_E_USAGE, "there is no rule %.80s", args[i]);
                st_err_hint(err, "did you mean %.*s?", ST_FMT(near));
            }
        }
        if (code == ST_OK && !shown) code = err->code ? err->code : st_fail(err, ST_E_USAGE, "there is no rule %.80s", args[i]);
    }
    (void)status;
    st_rules_give_back(&t);
    return code;
}

/* ---- diff --------------------------------------------------------------------------------------------------------------------------------------------------- */

typedef struct differing { const rules_args *a; size_t changes; const st_object *last; } differing;

static st_code print_change(void *user, const st_rule_change *c, st_err *err) {
    differing *d = user;
    const st_object *o = c->now ? c->now : c->old;
    d->changes++;
    if (!piped(d->a)) {
        if (!c->old || !c->now) printf("%s %.*s (%s, %s:%u)\n", c->now ? "added  " : "removed", ST_FMT(o->id), st_rule_kind_name(o->kind), o->file, o->line);
        else {
            if (d->last != o) printf("changed %.*s (%s, %s:%u)\n", ST_FMT(o->id), st_rule_kind_name(o->kind), o->file, o->line);
            printf("        %.*s: %.*s -> %.*s\n", ST_FMT(c->path), ST_FMT(c->before.n ? c->before : ST_STR("nothing")), ST_FMT(c->after.n ? c->after : ST_STR("nothing")));
        }
        d->last = o;
        return ST_OK;
    }
    st_buf b = ST_BUF_INIT(1 << 24);
    st_jw w = { &b, false };
    st_jw_open(&w, '{');
    st_jw_key(&w, "id");
    st_jw_str(&w, o->id);
    st_jw_key(&w, "kind");
    st_jw_z(&w, st_rule_kind_name(o->kind));
    st_jw_key(&w, "change");
    st_jw_z(&w, !c->old ? "added" : !c->now ? "removed" : "changed");
    if (c->old && c->now) {
        st_jw_key(&w, "path");
        st_jw_str(&w, c->path);
        if (c->before.n) { st_jw_key(&w, "before"); st_jw_raw(&w, c->before); }
        if (c->after.n) { st_jw_key(&w, "after"); st_jw_raw(&w, c->after); }
    }
    st_jw_close(&w, '}');
    return print_json(&b, err);
}

/* A side of a comparison: a day (these rules as they were known then), a folder or file, or "built-in". */
static st_code side(const rules_args *a, const char *text, st_bundle **b, st_instant *known, st_err *err) {
    st_problems p = { st_problem_print, stderr, 0, 0 };
    st_instant last;
    const bool day = st_instants_of(st_str_of(text), known, &last);
    if (!day) *known = (st_instant)time(NULL);
    *b = st_rules_bundle(day ? a->rules : !strcmp(text, "built-in") ? NULL : text, &p, err);
    return *b ? ST_OK : err->code;
}

static st_code verb_diff(const rules_args *a, const char **args, size_t n, int *status, st_err *err) {
    st_bundle *old = NULL, *now = NULL;
    st_instant old_known, now_known;
    differing d = { .a = a };
    if (n != 2) {
        st_fail(err, ST_E_USAGE, "two sets are compared");
        st_err_hint(err, "strait rules diff OLD NEW; each a folder, a file, built-in, or a day: the rules as they were known then");
        return ST_E_USAGE;
    }
    st_code code = side(a, args[0], &old, &old_known, err);
    if (code == ST_OK) code = side(a, args[1], &now, &now_known, err);
    if (code == ST_OK) code = st_rules_diff(old, old_known, now, now_known, print_change, &d, err);
    *status = d.changes ? 1 : 0;
    st_bundle_free(old);
    st_bundle_free(now);
    return code;
}

/* ---- matrix ------------------------------------------------------------------------------------------------------------------------------------------------- */

static void matrix_table(const st_matrix *m) {
    st_table *t = st_table_new(m->imposers + 1);
    st_table_cell(t, ST_STR(""));
    for (size_t p = 0; p < m->imposers; p++) st_table_cell(t, m->imposer[p]);
    for (size_t k = 0; k < m->classes; k++) {
        st_table_cell(t, m->klass[k]);
        for (size_t p = 0; p < m->imposers; p++) {
            const st_matrix_cell *c = &m->cell[k * m->imposers + p];
            if (c->state >= ST_CELL_IN_FORCE) st_table_cellf(t, "%.*s%s", ST_FMT(st_law_day(c->first, "from")), c->state == ST_CELL_ENDED ? " ended" : c->unsure ? " ?" : "");
            else st_table_cell(t, c->state == ST_CELL_NONE ? ST_STR("NONE") : ST_STR("-"));
        }
    }
    st_table_print(t, stdout);
    printf("the first day of each class of measure; NONE: the state says that it imposes none; -: no measure in this set; ?: our reading is unsure\n");
}

static st_code write_svg(const rules_args *a, const st_rules *r, const st_matrix *m, st_err *err) {
    st_buf b = ST_BUF_INIT(1 << 24);
    st_matrix_svg(r, m, &b);
    st_out *out = b.failed ? NULL : st_out_begin(a->svg, 0644, err);
    st_code code = b.failed ? st_fail(err, b.failed, "the picture does not fit into memory") : out ? st_out_write(out, b.p, b.n, err) : err->code;
    if (out && code == ST_OK) code = st_out_commit(out, err);
    else if (out) st_out_abort(out);
    st_buf_free(&b);
    return code;
}

static st_code verb_matrix(const rules_args *a, const char **args, size_t n, int *status, st_err *err) {
    st_rules_taken t;
    st_matrix m;
    st_arena arena = ST_ARENA_INIT;
    bool has;
    st_instant at = (st_instant)time(NULL);
    (void)args;
    (void)status;
    if (n) return st_fail(err, ST_E_USAGE, "the matrix takes --target and --at");
    ST_TRY(st_opt_time("at", a->at, &has, &at, err));
    ST_TRY(st_rules_take(a->rules, a->known, &t, err));
    st_code code = st_matrix_of(t.rules, st_str_of(a->target ? a->target : "RU"), at, &arena, &m, err);
    if (code == ST_OK && a->svg) code = write_svg(a, t.rules, &m, err);
    if (code == ST_OK && piped(a) && !a->table) {
        st_buf b = ST_BUF_INIT(1 << 24);
        st_jw w = { &b, false };
        st_matrix_json(&w, t.rules, &m);
        code = print_json(&b, err);
    } else if (code == ST_OK) matrix_table(&m);
    st_arena_free(&arena);
    st_rules_give_back(&t);
    return code;
}

static const struct { const char *name; verb_fn run; } verbs[] = { { "check", verb_check }, { "show", verb_show }, { "diff", verb_diff }, { "matrix", verb_matrix }, { "test", verb_test } };

static st_code run(void *options, const char **args, size_t n, int *status, st_err *err) {
    for (size_t i = 0; n && i < ST_LEN(verbs); i++)
        if (!strcmp(args[0], verbs[i].name)) return verbs[i].run(options, args + 1, n - 1, status, err);
    st_fail(err, ST_E_USAGE, n ? "strait rules has no %.40s" : "what about the rules?%.0s", n ? args[0] : "");
    st_err_hint(err, "strait rules check, show, diff, matrix or test; strait rules --help explains");
    return ST_E_USAGE;
}

int st_cmd_rules(int argc, char **argv) {
    rules_args a = { 0 };
    const st_opt opt[] = {
        { 0, "rules", ST_OPT_TEXT, &a.rules, "DIR", "these rules instead of those inside the program" },
        { 0, "known-at", ST_OPT_TEXT, &a.known, "DATE", "the rules as they were known then" },
        { 'i', "index", ST_OPT_TEXT, &a.index, "INDEX", "test: ask this index who is listed" },
        { 'q', "quiet", ST_OPT_FLAG, &a.quiet, NULL, "test: only what fails" },
        { 0, "target", ST_OPT_TEXT, &a.target, "STATE", "matrix: whom the measures are aimed at (RU)" },
        { 0, "at", ST_OPT_TEXT, &a.at, "DATE", "matrix: as it was that day" },
        { 0, "svg", ST_OPT_TEXT, &a.svg, "FILE", "matrix: a picture as well" },
        { 0, "table", ST_OPT_FLAG, &a.table, NULL, "matrix: the table also in a pipe" },
        { 0, "json", ST_OPT_FLAG, &a.json, NULL, "JSON also on a terminal" },
    };
    const st_usage u = {
        "rules check [DIR] | show ID... | diff OLD NEW | matrix | test FILE...",
        "The rules that strait check applies are text files (doc/RULES.md); those of data/regimes are inside the program, and --rules takes others.\n"
        "check finds what is wrong with a set: syntax, unknown references, overlaps, gaps, exceptions that clash. show prints a rule with its place.\n"
        "diff says what changed between two sets, or two days of our knowledge. matrix is who sanctions whom: imposer by class of measure, with the first day, and NONE where a\n"
        "state imposes nothing. test asks cases (doc/CASES.md) and compares the answers.\n"
        "Exit status: 0 sound, equal, or all as expected; 1 a difference, or some vector failed; 2 a wrong call; 3 rules that are not sound.",
        "  strait rules matrix --target RU --svg matrix.svg\n"
        "  strait rules show EU.833.12g\n"
        "  strait rules diff 2026-11-01 2026-12-01\n"
        "  strait rules check data/regimes\n"
        "  strait rules test test/cases/*.yaml",
        opt, ST_LEN(opt),
    };
    return st_cli_run(&u, argc, argv, run, &a, NULL);
}
