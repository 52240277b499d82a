/* strait rules: what the rules are, whether they are sound, who sanctions whom. */
#include <time.h>
#include <unistd.h>
#include "cli/cli.h"
#include "cli/rules_args.h"
#include "engine/vectors.h"

typedef struct rules_args { const char *rules, *known, *index, *at, *target, *svg; bool json, quiet; } rules_args;
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

static const struct { const char *name; verb_fn run; } verbs[] = { { "check", verb_check }, { "test", verb_test } };

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
        { 0, "json", ST_OPT_FLAG, &a.json, NULL, "JSON also on a terminal" },
    };
    const st_usage u = {
        "rules check [DIR] | test FILE...",
        "The rules that strait check applies are text files (doc/RULES.md); those of data/regimes are inside the program, and --rules takes others.\n"
        "check finds what is wrong with a set: syntax, unknown references, overlaps, gaps, exceptions that clash. test asks cases and compares the answers.\n"
        "Exit status: 0 sound, or all as expected; 1 some vector failed; 2 a wrong call; 3 rules that are not sound.",
        "  strait rules check data/regimes\n"
        "  strait rules test test/cases/*.yaml",
        opt, ST_LEN(opt),
    };
    return st_cli_run(&u, argc, argv, run, &a, NULL);
}
