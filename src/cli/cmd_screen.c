/* strait screen: one query, or a file of customers. */
#include <signal.h>
#include <unistd.h>
#include "base/file.h"
#include "cli/journal_args.h"
#include "cli/party.h"
#include "cli/query_args.h"
#include "cli/sift_args.h"
#include "engine/batch.h"

enum { BAD_SHOWN = 20, LARGE_FILE = 4 << 20 };

typedef struct screen_args {
    st_query_args query;
    st_sift sift;
    st_journal_args journal;
    const char *index, *threshold, *in, *out;
    uint64_t limit, threads;
    const char *method;
    bool json, text, exhaustive, ungrouped;
} screen_args;

/* ---- one query ------------------------------------------------------------------------------------------------------------------------------ */

static void print_hit(const st_index *ix, const st_hit *h, bool ofac) {
    st_party_view p;
    st_list_view list;
    st_index_party(ix, h->party, &p);
    st_index_list(ix, p.list, &list);
    st_str name = st_party_name(ix, h->party), matched = h->name == ST_NO_NAME ? ST_STR_NONE : st_index_name_text(ix, h->name);
    printf("%u.%04u  ", h->score / 10000, h->score % 10000);
    if (!ofac) printf("%5.1f bits  ", (double)h->bits / ST_BIT);
    st_print_clean(name, stdout);
    printf("  (%s)  ", st_kind_name(p.kind));
    st_print_clean(list.field[ST_LIST_ID], stdout);
    printf(" ");
    st_print_clean(p.key, stdout);
    printf("\n");
    if (matched.n && !st_str_eq(matched, name)) {
        printf("    by its name ");
        st_print_clean(matched, stdout);
        printf("\n");
    }
    st_print_reasons(&h->why);
}

/* The same party on another list, in a line. */
static void print_member(const st_index *ix, const st_hits *h, const st_member *m) {
    const st_hit *hit = &h->item[m->hit];
    st_party_view p;
    st_list_view list;
    st_index_party(ix, hit->party, &p);
    st_index_list(ix, p.list, &list);
    printf("    also %u.%04u  ", hit->score / 10000, hit->score % 10000);
    st_print_clean(list.field[ST_LIST_ID], stdout);
    printf(" ");
    st_print_clean(p.key, stdout);
    printf("  ");
    st_print_clean(st_party_name(ix, hit->party), stdout);
    printf("  (the same party: %.1f bits", (double)m->bits / ST_BIT);
    for (size_t i = 0; i < m->why.n; i++)
        if (m->why.item[i].why > ST_WHY_LEFT_OUT) printf(", %.*s", ST_FMT(m->why.item[i].text));
    printf(")\n");
}

static void print_groups(const st_engine *e, const st_hits *h) {
    for (size_t i = 0; i < h->groups->n; i++) {
        const st_hit_group *g = &h->groups->item[i];
        if (i) printf("\n");
        print_hit(e->ix, &h->item[g->best], false);
        for (size_t k = 0; k < g->n; k++) print_member(e->ix, h, &g->member[k]);
    }
}

static void print_words(const st_engine *e, const st_hits *h, uint32_t threshold) {
    for (size_t i = 0; i < h->n && !h->groups; i++) {
        if (i) printf("\n");
        print_hit(e->ix, &h->item[i], h->options && h->options->ofac);
    }
    if (h->groups) print_groups(e, h);
    if (h->n == 0)
        printf("No listed party%s reaches %u.%04u, of %u parties with %u names.\n", h->options->filter ? " that passes the filter" : "",
               threshold / 10000, threshold % 10000, st_index_parties(e->ix), st_index_printed_names(e->ix));
    if (h->above > h->n) printf("\n%zu more reach the threshold; --limit shows them.\n", h->above - h->n);
    if (h->options->filter) printf("\nThis is an answer from a part of the lists: the filter kept %zu %s back.\n", h->kept_back, h->kept_back == 1 ? "hit" : "hits");
}

/* Writes a text to a file that is replaced as a whole, or to stdout. */
static st_code put_out(const char *path, st_str text, st_err *err) {
    if (!path) {
        if (text.n && fwrite(text.p, 1, text.n, stdout) != text.n) return st_fail(err, ST_E_SYSTEM, "cannot write the output");
        return ST_OK;
    }
    st_out *o = st_out_begin(path, 0644, err);
    if (!o) return err->code;
    st_code code = st_out_write(o, text.p, text.n, err);
    if (code < 0) st_out_abort(o);
    return code < 0 ? code : st_out_commit(o, err);
}

static st_code keep_one(st_recorder *r, const st_query *q, const st_search_options *o, const st_hits *h, st_str line, st_err *err) {
    if (!r) return ST_OK;
    ST_TRY(st_record_screen(r, q, o, h, st_str_sub(line, 0, line.n - 1), ST_STR_NONE, err));
    return st_recorder_flush(r, err);
}

static st_code screen_one(const screen_args *a, const st_engine *e, st_recorder *r, const st_search_options *o, const st_query *q, bool *found, st_err *err) {
    st_screener *s = st_screener_new(e, err);
    if (!s) return err->code;
    st_hits h;
    st_code code = st_screener_run(s, q, o, &h, err);
    const bool json = a->json || a->out || (!a->text && !isatty(STDOUT_FILENO));
    if (code == ST_OK && (json || r)) {
        st_buf b = ST_BUF_INIT(SIZE_MAX / 2);
        st_jw w = { &b, false };
        st_screened_json(&w, e, q, &h);
        st_buf_char(&b, '\n');
        code = b.failed ? st_fail(err, b.failed, "out of memory for the answer") : keep_one(r, q, o, &h, st_buf_view(&b), err);
        if (code == ST_OK && json) code = put_out(a->out, st_buf_view(&b), err);
        st_buf_free(&b);
    }
    if (code == ST_OK && !json) print_words(e, &h, o->threshold);
    *found = code == ST_OK && h.n > 0;
    st_screener_free(s);
    return code;
}

/* ---- a file ----------------------------------------------------------------------------------------------------------------------------------- */

typedef struct batch_job { const char *in; st_out *out; uint64_t bad; st_progress progress; st_recorder *recorder; const st_search_options *o; } batch_job;

static st_code write_lines(void *user, st_str lines, st_err *err) {
    batch_job *j = user;
    if (j->out) return st_out_write(j->out, lines.p, lines.n, err);
    return fwrite(lines.p, 1, lines.n, stdout) == lines.n ? ST_OK : st_fail(err, ST_E_SYSTEM, "cannot write the output");
}

/* With a journal: a row is written out when its record is durable. */
static st_code keep_row(void *user, const st_row *row, st_err *err) {
    batch_job *j = user;
    return st_record_row(j->recorder, row, j->o, err);
}

static void bad_row(void *user, uint32_t line, st_str why) {
    batch_job *j = user;
    if (j->bad++ < BAD_SHOWN) fprintf(stderr, "strait: %s:%u: %.*s\n", j->in, line, ST_FMT(why));
    else if (j->bad == BAD_SHOWN + 1) fprintf(stderr, "strait: more rows like these; each has its line in the output\n");
}

/* Answers about customers must not stay behind in a temporary file when the caller gives up: the first such signal ends the batch in order, the
 * second one as it would anyway. */
static volatile sig_atomic_t stopped;
static void stop(int number) { stopped = number; }

static void stop_in_order(void) {
    static const int number[] = { SIGINT, SIGTERM, SIGHUP };
    struct sigaction was, act = { .sa_handler = stop, .sa_flags = (int)SA_RESETHAND };
    sigemptyset(&act.sa_mask);
    for (size_t i = 0; i < ST_LEN(number); i++)   /* what the caller has told to ignore stays ignored, as under nohup */
        if (sigaction(number[i], NULL, &was) == 0 && was.sa_handler != SIG_IGN) (void)sigaction(number[i], &act, NULL);
}

static bool show_progress(void *user, const st_batch_stats *s) {
    batch_job *j = user;
    if (stopped) return false;
    /* How many rows there will be is guessed from the share of the file that has been read; that runs ahead by a block, so small files get no guess. */
    bool guess = s->bytes > LARGE_FILE && s->bytes_read > 0 && s->bytes_read <= s->bytes;
    j->progress.total = guess ? (uint64_t)((double)s->rows * (double)s->bytes / (double)s->bytes_read) : 0;
    st_progress_show(&j->progress, s->rows);
    return true;
}

/* The recorder is made here, since it releases lines to this job. */
static st_code run_batch(const screen_args *a, const st_engine *e, st_journal *journal, const char *actor, batch_job *j, unsigned threads, st_batch_stats *stats, st_err *err) {
    const st_batch_sink sink = { write_lines, bad_row, show_progress, .keep = journal ? keep_row : NULL };
    if (journal && !(j->recorder = st_recorder_new(journal, e, actor, write_lines, j, err))) return err->code;
    st_code code = st_batch_run(e, a->in, j->o, threads, &sink, j, stats, err);
    st_err late = { 0 };   /* rows before a failure are answered, and kept */
    if (journal && st_recorder_flush(j->recorder, &late) < 0 && code == ST_OK) {
        *err = late;
        code = late.code;
    }
    st_recorder_free(j->recorder);
    return code;
}

static st_code screen_file(const screen_args *a, const st_engine *e, st_journal *journal, const char *actor, const st_search_options *o, st_batch_stats *stats, st_err *err) {
    batch_job j = { .in = a->in, .o = o };
    if (a->out && !(j.out = st_out_begin(a->out, 0644, err))) return err->code;
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    uint64_t threads = a->threads ? a->threads : cores > 0 ? (uint64_t)cores : 1;
    stop_in_order();
    st_progress_start(&j.progress, "screening rows", 0);
    st_code code = run_batch(a, e, journal, actor, &j, threads > 256 ? 256 : (unsigned)threads, stats, err);
    st_progress_end(&j.progress);
    if (j.out && code < 0) st_out_abort(j.out);
    else if (j.out) code = st_out_commit(j.out, err);
    if (code < 0) return code;
    fprintf(stderr, "%llu rows: %llu with hits (%llu hits), %llu without, %llu not answered\n", (unsigned long long)stats->rows,
            (unsigned long long)stats->rows_with_hits, (unsigned long long)stats->hits,
            (unsigned long long)(stats->rows - stats->rows_with_hits - stats->bad), (unsigned long long)stats->bad);
    if (stats->converted) fprintf(stderr, "note: %llu rows are not UTF-8 and were read as Windows-1252; if that is wrong, convert the file with iconv first\n", (unsigned long long)stats->converted);
    return ST_OK;
}

/* ---- the command -------------------------------------------------------------------------------------------------------------------------------- */

static st_code answer(const screen_args *a, const st_engine *e, st_journal *journal, const char *actor, const st_search_options *o, const st_query *q, bool *found, st_batch_stats *stats, st_err *err) {
    if (a->in) return screen_file(a, e, journal, actor, o, stats, err);
    st_recorder *r = journal ? st_recorder_new(journal, e, actor, NULL, NULL, err) : NULL;
    if (journal && !r) return err->code;
    const st_code code = screen_one(a, e, r, o, q, found, err);
    st_recorder_free(r);
    return code;
}

static st_code run(void *options, const char **args, size_t n_args, int *status, st_err *err) {
    screen_args *a = options;
    bool ofac = false;
    ST_TRY(st_method_of(a->method, &ofac, err));
    st_search_options o = { .exhaustive = a->exhaustive, .ofac = ofac, .group = !a->ungrouped && !ofac, .limit = (uint32_t)(a->limit > UINT32_MAX ? UINT32_MAX : a->limit) };
    ST_TRY(st_threshold_of(a->threshold, &o.threshold, err));
    if (!a->index) {
        st_fail(err, ST_E_USAGE, "which index?");
        st_err_hint(err, "give -i INDEX; strait build makes one from lists");
        return ST_E_USAGE;
    }
    if (a->in && n_args) return st_fail(err, ST_E_USAGE, "a name and --in at once: one or the other");
    st_engine *e = st_engine_load(a->index, err);
    if (!e) return err->code;
    st_query q;
    st_journal *journal = NULL;
    const char *actor = NULL;
    st_code code = st_query_of_args(&a->query, args, n_args, &q, err);
    if (code == ST_OK) code = st_sift_make(&a->sift, e->ix, &o, err);
    bool found = false;
    st_batch_stats stats = { 0 };
    if (code == ST_OK) code = st_journal_of_args(&a->journal, false, true, &journal, err);
    if (code == ST_OK) code = st_journal_actor(&a->journal, &actor, err);
    if (code == ST_OK) code = answer(a, e, journal, actor, &o, &q, &found, &stats, err);
    st_journal_close(journal);
    *status = found ? 1 : stats.bad ? st_code_exit(ST_E_DATA) : 0;
    st_query_args_free(&a->query);
    st_engine_free(e);
    return code;
}

/* The kinds of reasons for --help, from their one table. */
static void print_reasons(void) {
    printf("\nreasons (\"why\" in JSON):\n");
    for (unsigned i = 0; i < ST_WHY_COUNT; i++) printf("  %-11s  %s\n", st_why_name((st_why)i), st_why_text((st_why)i));
}

int st_cmd_screen(int argc, char **argv) {
    screen_args a = { .threshold = "0.70", .limit = ST_LIMIT };
    const st_opt opt[] = {
        { 'i', "index", ST_OPT_TEXT, &a.index, "FILE", "the index that strait build made" },
        ST_QUERY_OPTIONS(a.query),
        { 0, "threshold", ST_OPT_TEXT, &a.threshold, "X", "show what scores at least X, from 0 to 1 (0.70)" },
        ST_PROFILE_OPTIONS(a.sift),
        { 'n', "limit", ST_OPT_COUNT, &a.limit, "N", "at most N hits for a query; 0 for all (20)" },
        ST_FILTER_OPTIONS(a.sift),
        { 0, "in", ST_OPT_TEXT, &a.in, "FILE", "screen a file of customers: CSV or JSON lines, plain or compressed" },
        { 'o', "out", ST_OPT_TEXT, &a.out, "FILE", "write JSON lines there instead of to the standard output" },
        { 'j', "threads", ST_OPT_COUNT, &a.threads, "N", "threads for --in (as many as there are cores)" },
        { 0, "method", ST_OPT_TEXT, &a.method, "NAME", "evidence (the default), or ofac: the scores of OFAC's public search, of names alone" },
        { 0, "exhaustive", ST_OPT_FLAG, &a.exhaustive, NULL, "score every name of the index: the same answer, slowly; to check the search" },
        { 0, "ungrouped", ST_OPT_FLAG, &a.ungrouped, NULL, "each hit by itself, also where several lists have one party" },
        ST_JOURNAL_OPTIONS(a.journal),
        { 0, "json", ST_OPT_FLAG, &a.json, NULL, "JSON also on a terminal" },
        { 0, "text", ST_OPT_FLAG, &a.text, NULL, "words also in a pipe" },
    };
    const st_usage u = {
        "screen -i INDEX [OPTION...] NAME | --in FILE",
        "Compares a name, a number or a file of customers with every name and number of the index. Each hit has a score from 0 to 1 and the\n"
        "reasons whose points add up to it: doc/MATCHING.md. On a terminal the answer is in words, otherwise one JSON object per query.\n"
        "A file needs a header; columns that are understood: id, type, name, aliases, first_name, middle_name, last_name, birth_date,\n"
        "birth_place, gender, nationality, country, address, id_number, imo, wallet. All other columns are carried through.\n"
        "Hits that are one party on several lists stand together, with the evidence for that. A filter (--list to --listed-since) keeps parties\n"
        "back after they are scored; the answer says so, and how many. A filter or threshold for what this index does not have is a wrong call.\n"
        "With --journal every answer is in the journal, durable, before it is given out; strait journal --help.\n"
        "Exit status: 0 no hit (or, with --in, every row was answered), 1 hits, 2 a wrong call, 3 bad data (also: some row was not answered).",
        "  strait screen -i today.stx \"Jane Example\" --birth 1961-03-12\n"
        "  strait screen -i today.stx --imo 9074729\n"
        "  strait screen -i today.stx --in customers.csv --out hits.jsonl\n"
        "  strait screen -i today.stx --in customers.csv --journal sqlite:strait.db\n"
        "  strait screen -i today.stx \"Jane Example\" --list un_sc --list-type person --threshold-for person=0.80",
        opt, ST_LEN(opt),
    };
    return st_cli_run(&u, argc, argv, run, &a, print_reasons);
}
