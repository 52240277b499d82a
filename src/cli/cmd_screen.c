/* strait screen: one query, or a file of customers. */
#include <signal.h>
#include <unistd.h>
#include "base/file.h"
#include "cli/cli.h"
#include "cli/party.h"
#include "engine/batch.h"

enum { BAD_SHOWN = 20, LARGE_FILE = 4 << 20 };

typedef struct screen_args {
    const char *index, *type, *threshold, *birth, *birth_place, *country, *nationality, *gender, *address, *id, *imo, *wallet, *in, *out;
    st_opt_list aliases;
    uint64_t limit, threads;
    bool json, text;
} screen_args;

/* "0.7" as 7000; at most four decimals, 0 to 1. */
static st_code parse_threshold(const char *text, uint32_t *out, st_err *err) {
    st_str s = st_str_of(text);
    size_t dot = st_str_chr(s, '.');
    st_str whole = dot == SIZE_MAX ? s : st_str_sub(s, 0, dot), part = dot == SIZE_MAX ? ST_STR_NONE : st_str_sub(s, dot + 1, s.n);
    uint64_t w = 0, p = 0;
    bool ok = (whole.n == 0 ? part.n > 0 : st_parse_u64(whole, &w)) && w <= 1 && part.n <= 4 && (part.n == 0 || st_parse_u64(part, &p));
    for (size_t i = part.n; i < 4; i++) p *= 10;
    if (!ok || w * ST_SCORE_MAX + p > ST_SCORE_MAX) return st_fail(err, ST_E_USAGE, "--threshold wants a number from 0 to 1 with at most four decimals, not \"%.40s\"", text);
    *out = (uint32_t)(w * ST_SCORE_MAX + p);
    return ST_OK;
}

/* ---- one query ------------------------------------------------------------------------------------------------------------------------------ */

static void print_json(const st_engine *e, const st_query *q, const st_hits *h, st_buf *b) {
    st_jw w = { b, false };
    st_jw_open(&w, '{');
    st_jw_key(&w, "query");
    st_query_json(&w, q);
    st_answer_json(&w, e, h);
    st_jw_close(&w, '}');
    st_buf_char(b, '\n');
}

static void print_reason(const st_reason *r) {
    printf("    %c%u.%04u  ", r->points < 0 ? '-' : '+', (unsigned)(r->points < 0 ? -r->points : r->points) / 10000,
           (unsigned)(r->points < 0 ? -r->points : r->points) % 10000);
    st_print_clean(r->query, stdout);
    if (r->query.n && r->list.n) printf(r->why == ST_WHY_SAME ? " = " : " / ");
    st_print_clean(r->list, stdout);
    if (r->query.n || r->list.n) printf(": ");
    st_print_clean(r->text, stdout);
    printf("\n");
}

static void print_hit(const st_index *ix, const st_hit *h) {
    st_party_view p;
    st_list_view list;
    st_index_party(ix, h->party, &p);
    st_index_list(ix, p.list, &list);
    st_str name = st_party_name(ix, h->party), matched = h->name == ST_NO_NAME ? ST_STR_NONE : st_index_name_text(ix, h->name);
    printf("%u.%04u  ", h->score / 10000, h->score % 10000);
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
    for (size_t i = 0; i < h->why.n; i++) print_reason(&h->why.item[i]);
}

static void print_words(const st_engine *e, const st_hits *h, uint32_t threshold) {
    for (size_t i = 0; i < h->n; i++) {
        if (i) printf("\n");
        print_hit(e->ix, &h->item[i]);
    }
    if (h->n == 0)
        printf("No listed party reaches %u.%04u, of %u parties with %u names.\n", threshold / 10000, threshold % 10000, st_index_parties(e->ix), st_index_names(e->ix));
    if (h->above > h->n) printf("\n%zu more reach the threshold; --limit shows them.\n", h->above - h->n);
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

static st_code screen_one(const screen_args *a, const st_engine *e, const st_search_options *o, const st_query *q, bool *found, st_err *err) {
    st_screener *s = st_screener_new(e, err);
    if (!s) return err->code;
    st_hits h;
    st_code code = st_screener_run(s, q, o, &h, err);
    if (code == ST_OK && (a->json || a->out || (!a->text && !isatty(STDOUT_FILENO)))) {
        st_buf b = ST_BUF_INIT(SIZE_MAX / 2);
        print_json(e, q, &h, &b);
        code = b.failed ? st_fail(err, b.failed, "out of memory for the answer") : put_out(a->out, st_buf_view(&b), err);
        st_buf_free(&b);
    } else if (code == ST_OK) print_words(e, &h, o->threshold);
    *found = code == ST_OK && h.n > 0;
    st_screener_free(s);
    return code;
}

/* ---- a file ----------------------------------------------------------------------------------------------------------------------------------- */

typedef struct batch_job { const char *in; st_out *out; uint64_t bad; st_progress progress; } batch_job;

static st_code write_lines(void *user, st_str lines, st_err *err) {
    batch_job *j = user;
    if (j->out) return st_out_write(j->out, lines.p, lines.n, err);
    return fwrite(lines.p, 1, lines.n, stdout) == lines.n ? ST_OK : st_fail(err, ST_E_SYSTEM, "cannot write the output");
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

static st_code screen_file(const screen_args *a, const st_engine *e, const st_search_options *o, st_batch_stats *stats, st_err *err) {
    static const st_batch_sink sink = { write_lines, bad_row, show_progress };
    batch_job j = { .in = a->in };
    if (a->out && !(j.out = st_out_begin(a->out, 0644, err))) return err->code;
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    uint64_t threads = a->threads ? a->threads : cores > 0 ? (uint64_t)cores : 1;
    stop_in_order();
    st_progress_start(&j.progress, "screening rows", 0);
    st_code code = st_batch_run(e, a->in, o, threads > 256 ? 256 : (unsigned)threads, &sink, &j, stats, err);
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

/* The words of the name, with blanks between. */
static st_code join(const char **args, size_t n, st_buf *name, st_err *err) {
    for (size_t i = 0; i < n; i++) {
        if (i) st_buf_char(name, ' ');
        st_buf_z(name, args[i]);
    }
    return name->failed ? st_fail(err, name->failed, "a name that is too long, or no memory for it") : ST_OK;
}

static st_code run(const screen_args *a, const char **args, size_t n_args, int *status, st_err *err) {
    st_search_options o = { .limit = (uint32_t)(a->limit > UINT32_MAX ? UINT32_MAX : a->limit) };
    ST_TRY(parse_threshold(a->threshold, &o.threshold, err));
    if (!a->index) {
        st_fail(err, ST_E_USAGE, "which index?");
        st_err_hint(err, "give -i INDEX; strait build makes one from lists");
        return ST_E_USAGE;
    }
    if (a->in && n_args) return st_fail(err, ST_E_USAGE, "a name and --in at once: one or the other");
    st_engine *e = st_engine_load(a->index, err);
    if (!e) return err->code;
    st_str alias[ST_LEN(a->aliases.item)];
    for (size_t i = 0; i < a->aliases.n; i++) alias[i] = st_str_of(a->aliases.item[i]);
    st_buf name = ST_BUF_INIT(1 << 20);
    st_code code = join(args, n_args, &name, err);
    bool found = false;
    st_batch_stats stats = { 0 };
    if (code == ST_OK && a->in) code = screen_file(a, e, &o, &stats, err);
    else if (code == ST_OK) {
        st_query q = { .type = st_str_of(a->type), .name = st_str_trim(st_buf_view(&name)), .alias = alias, .aliases = a->aliases.n,
                       .birth_date = st_str_of(a->birth), .birth_place = st_str_of(a->birth_place), .gender = st_str_of(a->gender),
                       .nationality = st_str_of(a->nationality), .country = st_str_of(a->country), .address = st_str_of(a->address),
                       .id_number = st_str_of(a->id), .imo = st_str_of(a->imo), .wallet = st_str_of(a->wallet) };
        code = screen_one(a, e, &o, &q, &found, err);
    }
    *status = found ? 1 : stats.bad ? st_code_exit(ST_E_DATA) : 0;
    st_buf_free(&name);
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
        { 't', "type", ST_OPT_TEXT, &a.type, "TYPE", "person, organisation, vessel, aircraft, wallet, security, other" },
        { 0, "threshold", ST_OPT_TEXT, &a.threshold, "X", "show what scores at least X, from 0 to 1 (0.70)" },
        { 'n', "limit", ST_OPT_COUNT, &a.limit, "N", "at most N hits for a query; 0 for all (20)" },
        { 'b', "birth", ST_OPT_TEXT, &a.birth, "DATE", "date of birth: 1961-03-12, 1961-03, 1961, 1961~ (about), 1960/1962" },
        { 0, "birth-place", ST_OPT_TEXT, &a.birth_place, "PLACE", "place of birth" },
        { 'c', "country", ST_OPT_TEXT, &a.country, "COUNTRY", "a country the party is tied to, by name or code" },
        { 0, "nationality", ST_OPT_TEXT, &a.nationality, "COUNTRY", "nationality" },
        { 0, "gender", ST_OPT_TEXT, &a.gender, "GENDER", "male or female" },
        { 0, "address", ST_OPT_TEXT, &a.address, "TEXT", "address" },
        { 0, "alias", ST_OPT_LIST, &a.aliases, "NAME", "another name of the party; may be repeated" },
        { 0, "id", ST_OPT_TEXT, &a.id, "NUMBER", "a number of any kind: passport, tax, registration, wallet, IMO" },
        { 0, "imo", ST_OPT_TEXT, &a.imo, "NUMBER", "an IMO number of a ship or its owner" },
        { 0, "wallet", ST_OPT_TEXT, &a.wallet, "ADDRESS", "a digital currency address" },
        { 0, "in", ST_OPT_TEXT, &a.in, "FILE", "screen a file of customers: CSV or JSON lines, plain or compressed" },
        { 'o', "out", ST_OPT_TEXT, &a.out, "FILE", "write JSON lines there instead of to the standard output" },
        { 'j', "threads", ST_OPT_COUNT, &a.threads, "N", "threads for --in (as many as there are cores)" },
        { 0, "json", ST_OPT_FLAG, &a.json, NULL, "JSON also on a terminal" },
        { 0, "text", ST_OPT_FLAG, &a.text, NULL, "words also in a pipe" },
    };
    const st_usage u = {
        "screen -i INDEX [OPTION...] NAME | --in FILE",
        "Compares a name, a number or a file of customers with every name and number of the index. Each hit has a score from 0 to 1 and the\n"
        "reasons whose points add up to it: doc/MATCHING.md. On a terminal the answer is in words, otherwise one JSON object per query.\n"
        "A file needs a header; columns that are understood: id, type, name, aliases, first_name, middle_name, last_name, birth_date,\n"
        "birth_place, gender, nationality, country, address, id_number, imo, wallet. All other columns are carried through.\n"
        "Exit status: 0 no hit (or, with --in, every row was answered), 1 hits, 2 a wrong call, 3 bad data (also: some row was not answered).",
        "  strait screen -i today.stx \"Jane Example\" --birth 1961-03-12\n"
        "  strait screen -i today.stx --imo 9074729\n"
        "  strait screen -i today.stx --in customers.csv --out hits.jsonl",
        opt, ST_LEN(opt),
    };
    st_err err = { 0 };
    size_t n_args = 0;
    const char **args = st_calloc((size_t)argc + 1, sizeof *args);
    if (!args) {
        st_fail(&err, ST_E_NOMEM, "out of memory for the arguments");
        return st_cli_fail(&err);
    }
    int status = 0, parsed = st_opt_parse(&u, argc, argv, args, (size_t)argc, &n_args, &err);
    if (parsed > 0) print_reasons();
    st_code code = parsed < 0 ? (st_code)parsed : parsed > 0 ? ST_OK : run(&a, args, n_args, &status, &err);
    st_free(args);
    return code < 0 ? st_cli_fail(&err) : status;
}
