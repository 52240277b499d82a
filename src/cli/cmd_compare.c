/* strait compare: two names, or a file of pairs. */
#include <unistd.h>
#include "base/file.h"
#include "base/json.h"
#include "cli/cli.h"
#include "cli/party.h"
#include "engine/pairs.h"
#include "engine/screen.h"
#include "match/ofac_search.h"

enum { BAD_SHOWN = 20 };

typedef struct compare_args { const char *type, *threshold, *in, *out, *method; bool json, text; } compare_args;

static st_code score_names(void *scorer, st_kind kind, st_str a, st_str b, uint32_t *score, st_err *err) {
    int32_t bits;
    if (st_utf8_bad(a) != SIZE_MAX || st_utf8_bad(b) != SIZE_MAX) return st_fail(err, ST_E_USAGE, "a name is not UTF-8");
    ST_TRY(st_compare(scorer, kind, a, b, NULL, &bits, err));
    *score = bits == INT32_MIN ? 0 : st_score_of_bits(bits);
    return ST_OK;
}

static st_code score_ofac(void *scorer, st_kind kind, st_str a, st_str b, uint32_t *score, st_err *err) {
    (void)scorer;
    (void)kind;
    if (st_utf8_bad(a) != SIZE_MAX || st_utf8_bad(b) != SIZE_MAX) return st_fail(err, ST_E_USAGE, "a name is not UTF-8");
    *score = 100 * st_ofac_score(a, b);
    return ST_OK;
}

static st_code explain_ofac(st_str x, st_str y, uint32_t *score, st_reasons *why, st_err *err) {
    st_ofac_name *name = st_arena_alloc(why->arena, 2 * sizeof *name);
    st_ofac_why w;
    if (!name) return st_fail(err, ST_E_NOMEM, "out of memory while comparing");
    st_ofac_prepare(x, &name[0]);
    st_ofac_prepare(y, &name[1]);
    *score = 100 * st_ofac_compare(&name[0], &name[1], &w);
    st_ofac_explain(&name[0], &name[1], &w, why);
    return why->failed ? st_fail(err, ST_E_NOMEM, "out of memory while explaining") : ST_OK;
}

static void json_answer(st_jw *w, const compare_args *a, st_str x, st_str y, uint32_t score, uint32_t threshold, int32_t bits, const st_reasons *why) {
    st_jw_open(w, '{');
    if (a->type) { st_jw_key(w, "type"); st_jw_z(w, a->type); }
    st_jw_key(w, "name1"); st_jw_str(w, x);
    st_jw_key(w, "name2"); st_jw_str(w, y);
    st_jw_key(w, "score"); st_jw_fixed(w, score, 4);
    st_jw_key(w, "match"); st_jw_bool(w, score >= threshold);
    if (bits != INT32_MIN) { st_jw_key(w, "bits"); st_jw_bits(w, bits); }
    st_jw_key(w, "explain");
    st_reasons_json(w, why);
    st_jw_close(w, '}');
}

static st_code compare_two(const compare_args *a, st_comparer *c, bool ofac, uint32_t threshold, const char **args, bool *match, st_err *err) {
    st_str x = st_str_of(args[0]), y = st_str_of(args[1]);
    st_kind kind = ST_KIND_UNKNOWN;
    if (a->type && (kind = st_kind_of(st_str_of(a->type))) == ST_KIND_UNKNOWN) {
        st_fail(err, ST_E_USAGE, "the type \"%s\" is not known", a->type);
        st_err_hint(err, "one of person, organisation, vessel, aircraft, wallet, security, other; or leave it out");
        return ST_E_USAGE;
    }
    if (st_utf8_bad(x) != SIZE_MAX || st_utf8_bad(y) != SIZE_MAX) return st_fail(err, ST_E_USAGE, "a name is not UTF-8");
    st_arena arena = ST_ARENA_INIT;
    st_reasons why = { .arena = &arena };
    int32_t bits = INT32_MIN;
    uint32_t score = 0;
    st_code code = ofac ? explain_ofac(x, y, &score, &why, err) : st_compare(c, kind, x, y, &why, &bits, err);
    if (code == ST_OK) {
        if (bits != INT32_MIN) score = st_score_of_bits(bits);
        *match = score >= threshold;
        if (a->json || (!a->text && !isatty(STDOUT_FILENO))) {
            st_buf b = ST_BUF_INIT(SIZE_MAX / 2);
            st_jw w = { &b, false };
            json_answer(&w, a, x, y, score, threshold, bits, &why);
            code = st_print_line(&b, err);
        } else {
            printf("%u.%04u  %s\n", score / 10000, score % 10000, *match ? "match" : "no match");
            st_print_reasons(&why);
        }
    }
    st_arena_free(&arena);
    return code;
}

/* ---- a file ----------------------------------------------------------------------------------------------------------------------------------- */

typedef struct pairs_job { const char *in; st_out *out; uint64_t bad; } pairs_job;

static st_code write_lines(void *user, st_str lines, st_err *err) {
    pairs_job *j = user;
    if (j->out) return st_out_write(j->out, lines.p, lines.n, err);
    return fwrite(lines.p, 1, lines.n, stdout) == lines.n ? ST_OK : st_fail(err, ST_E_SYSTEM, "cannot write the output");
}

static void bad_row(void *user, uint32_t line, st_str why) {
    pairs_job *j = user;
    if (j->bad++ < BAD_SHOWN) fprintf(stderr, "strait: %s:%u: %.*s\n", j->in, line, ST_FMT(why));
    else if (j->bad == BAD_SHOWN + 1) fprintf(stderr, "strait: more rows like these; they have no score\n");
}

static st_code compare_file(const compare_args *a, st_comparer *c, bool ofac, uint32_t threshold, st_pairs_stats *stats, st_err *err) {
    static const st_pairs_sink sink = { write_lines, bad_row };
    pairs_job j = { .in = a->in };
    if (a->out && !(j.out = st_out_begin(a->out, 0644, err))) return err->code;
    st_code code = st_pairs_run(a->in, ofac ? score_ofac : score_names, c, threshold, &sink, &j, stats, err);
    if (j.out && code < 0) st_out_abort(j.out);
    else if (j.out) code = st_out_commit(j.out, err);
    if (code == ST_OK)
        fprintf(stderr, "%llu pairs: %llu match, %llu not compared\n", (unsigned long long)stats->rows, (unsigned long long)stats->matches, (unsigned long long)stats->bad);
    return code;
}

static st_code run(void *options, const char **args, size_t n_args, int *status, st_err *err) {
    const compare_args *a = options;
    uint32_t threshold;
    bool ofac;
    ST_TRY(st_threshold_of(a->threshold, &threshold, err));
    ST_TRY(st_method_of(a->method, &ofac, err));
    if (a->in ? n_args != 0 : n_args != 2) {
        st_fail(err, ST_E_USAGE, a->in ? "names and --in at once: one or the other" : "two names are compared, not %zu", n_args);
        st_err_hint(err, "strait compare \"NAME1\" \"NAME2\", or strait compare --in pairs.csv");
        return ST_E_USAGE;
    }
    if (a->out && !a->in) return st_fail(err, ST_E_USAGE, "--out is for a file of pairs: two names are answered on the standard output");
    st_comparer *c = st_comparer_new(err);
    if (!c) return err->code;
    bool match = false;
    st_pairs_stats stats = { 0 };
    st_code code = a->in ? compare_file(a, c, ofac, threshold, &stats, err) : compare_two(a, c, ofac, threshold, args, &match, err);
    *status = match ? 1 : stats.bad ? st_code_exit(ST_E_DATA) : 0;
    st_comparer_free(c);
    return code;
}

int st_cmd_compare(int argc, char **argv) {
    compare_args a = { .threshold = "0.7" };
    const st_opt opt[] = {
        { 't', "type", ST_OPT_TEXT, &a.type, "TYPE", "person, organisation, vessel...; without it the better of both readings counts" },
        { 0, "threshold", ST_OPT_TEXT, &a.threshold, "X", "names match from this score on, 0 to 1 (0.7)" },
        { 0, "method", ST_OPT_TEXT, &a.method, "NAME", "evidence (the default), or ofac: the scores of OFAC's public search" },
        { 0, "in", ST_OPT_TEXT, &a.in, "FILE", "compare a file of pairs: CSV or JSON lines, plain or compressed" },
        { 'o', "out", ST_OPT_TEXT, &a.out, "FILE", "write there instead of to the standard output" },
        { 0, "json", ST_OPT_FLAG, &a.json, NULL, "JSON also on a terminal" },
        { 0, "text", ST_OPT_FLAG, &a.text, NULL, "words also in a pipe" },
    };
    const st_usage u = {
        "compare [OPTION...] NAME1 NAME2 | --in FILE",
        "How strong is the evidence that two names are one party's? The kernel is that of screen, without an index: how rare a part is comes from the\n"
        "background population alone. NAME1 is the one that is asked, NAME2 the one on the list. The score is calibrated: doc/MATCHING.md.\n"
        "A file has columns name1, name2 and, if you like, type; it is written with the columns score and match added, others are kept.\n"
        "Exit status: 0 no match (or, with --in, every row was compared), 1 match, 2 a wrong call, 3 bad data (also: some row was not compared).",
        "  strait compare --type person \"Muammar Qadhafi\" \"Moammar Gaddafi\"\n"
        "  strait compare --in pairs.csv --out scored.csv",
        opt, ST_LEN(opt),
    };
    return st_cli_run(&u, argc, argv, run, &a, NULL);
}
