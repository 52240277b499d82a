/* strait tune: recall against alerts, by threshold. */
#include <unistd.h>
#include "base/file.h"
#include "cli/cli.h"
#include "cli/party.h"
#include "engine/tune.h"

enum { BAD_SHOWN = 20 };

typedef struct tune_args { const char *index, *customers, *svg; uint64_t sample, threads; bool json, text; } tune_args;
typedef struct watcher { const char *file, *what; uint64_t bad; st_progress bar; } watcher;

static void bad_row(void *user, uint32_t line, st_str why) {
    watcher *w = user;
    if (w->bad++ < BAD_SHOWN) fprintf(stderr, "strait: %s:%u: %.*s\n", w->file, line, ST_FMT(why));
}

static void progress(void *user, const char *what, uint64_t done) {
    watcher *w = user;
    if (w->what != what) {
        if (w->what) st_progress_end(&w->bar);
        st_progress_start(&w->bar, what, 0);
        w->what = what;
    }
    st_progress_show(&w->bar, done);
}

static double share(uint64_t n, uint64_t of, double whole) { return of ? whole * (double)n / (double)of : 0; }
static double per_cent(const st_recall *r, size_t i) { return share(r->found[i], r->asked, 100); }

/* ---- words ------------------------------------------------------------------------------------------------------------------------------------------- */

static void print_main(const st_tuning *t) {
    st_table *b = st_table_new(ST_ALTERATIONS + 4);
    st_table_cell(b, ST_STR("threshold"));
    for (unsigned k = 0; k < ST_ALTERATIONS; k++) st_table_cell(b, st_str_of(st_alteration_name((st_alteration)k)));
    st_table_cell(b, ST_STR("all altered"));
    st_table_cell(b, ST_STR("alerts/1000"));
    st_table_cell(b, ST_STR("without dates"));
    for (size_t c = 0; c < ST_ALTERATIONS + 4; c++) st_table_right(b, c);
    for (size_t i = 0; i < ST_TUNE_POINTS; i++) {
        uint32_t threshold = st_tune_threshold(i);
        st_table_cellf(b, "%s.%02u", threshold == ST_THRESHOLD ? "* " : "", threshold / 100);
        for (unsigned k = 0; k < ST_ALTERATIONS; k++) st_table_cellf(b, "%.1f %%", per_cent(&t->by_way[k], i));
        st_table_cellf(b, "%.1f %%", per_cent(&t->altered, i));
        st_table_cellf(b, "%.2f", share(t->with_dates.customers[i], t->customers, 1000));
        st_table_cellf(b, "%.2f", share(t->without_dates.customers[i], t->customers, 1000));
    }
    st_table_cell(b, ST_STR("names"));
    for (unsigned k = 0; k < ST_ALTERATIONS; k++) st_table_cellf(b, "%llu", (unsigned long long)t->by_way[k].asked);
    st_table_cellf(b, "%llu", (unsigned long long)t->altered.asked);
    st_table_cellf(b, "of %llu", (unsigned long long)t->customers);
    st_table_cellf(b, "of %llu", (unsigned long long)t->customers);
    st_table_print(b, stdout);
}

/* One row a list or type: found of the altered names, and alerts, at some thresholds. */
static void print_slices(const char *title, const st_slice *s, const st_str *name, size_t n, uint64_t customers) {
    static const size_t at[] = { 0, 2, 4, 6, 8 };   /* .50 .70 .90 .93 .95 */
    st_table *b = st_table_new(2 + ST_LEN(at));
    st_table_cell(b, st_str_of(title));
    st_table_cell(b, ST_STR("names"));
    for (size_t k = 0; k < ST_LEN(at); k++) st_table_cellf(b, ".%02u", st_tune_threshold(at[k]) / 100);
    for (size_t c = 1; c < 2 + ST_LEN(at); c++) st_table_right(b, c);
    for (size_t i = 0; i < n; i++) {
        if (s[i].recall.asked == 0 && s[i].alerts.customers[0] == 0) continue;
        st_table_cell(b, name[i]);
        st_table_cellf(b, "%llu", (unsigned long long)s[i].recall.asked);
        for (size_t k = 0; k < ST_LEN(at); k++) {
            double alerts = share(s[i].alerts.customers[at[k]], customers, 1000);
            if (s[i].recall.asked) st_table_cellf(b, "%.0f %% / %.2f", per_cent(&s[i].recall, at[k]), alerts);
            else st_table_cellf(b, "- / %.2f", alerts);
        }
    }
    printf("\n");
    st_table_print(b, stdout);
}

static void names_of(const st_index *ix, st_str *list, st_str *kind) {
    for (uint32_t i = 0; i < st_index_lists(ix); i++) {
        st_list_view l;
        st_index_list(ix, i, &l);
        list[i] = l.field[ST_LIST_ID];
    }
    for (unsigned k = 0; k < ST_KIND_COUNT; k++) kind[k] = st_str_of(st_kind_name((st_kind)k));
}

static void print_words(const st_tuning *t, const st_str *list, const st_str *kind) {
    print_main(t);
    printf("\nhow the names of %u listed parties were altered:\n", t->parties);
    for (unsigned k = 0; k < ST_ALTERATIONS; k++) printf("  %-10s %s\n", st_alteration_name((st_alteration)k), st_alteration_text((st_alteration)k));
    printf("A name counts as found when the very record it was taken from is a hit. %llu of %llu customers have a date of birth. * is the default.\n",
           (unsigned long long)t->dated, (unsigned long long)t->customers);
    printf("\naltered names found / customers with a hit on it, of 1,000, by threshold (screen --threshold-for sets one for a list or type):\n");
    print_slices("type", t->by_type, kind, ST_KIND_COUNT, t->customers);
    print_slices("list", t->by_list, list, t->lists, t->customers);
}

/* ---- JSON -------------------------------------------------------------------------------------------------------------------------------------------- */

static void number(st_jw *w, const char *key, uint64_t n) {
    st_jw_key(w, key);
    st_jw_u64(w, n);
}

/* n of `of` times `whole`, with four decimals, rounded to the nearest. */
static void ratio(st_jw *w, const char *key, uint64_t n, uint64_t of, uint32_t whole) {
    st_jw_key(w, key);
    st_jw_fixed(w, of ? (uint32_t)((n * whole * 10000 + of / 2) / of) : 0, 4);
}

static void recall_json(st_jw *w, const st_tuning *t, size_t i) {
    st_jw_key(w, "recall");
    st_jw_open(w, '{');
    for (unsigned k = 0; k < ST_ALTERATIONS; k++) ratio(w, st_alteration_name((st_alteration)k), t->by_way[k].found[i], t->by_way[k].asked, 1);
    ratio(w, "altered", t->altered.found[i], t->altered.asked, 1);
    st_jw_close(w, '}');
}

static void slices_json(st_jw *w, const char *key, const st_slice *s, const st_str *name, size_t n, uint64_t customers) {
    st_jw_key(w, key);
    st_jw_open(w, '[');
    for (size_t i = 0; i < n; i++) {
        if (s[i].recall.asked == 0 && s[i].alerts.customers[0] == 0) continue;
        st_jw_open(w, '{');
        st_jw_key(w, "name");
        st_jw_str(w, name[i]);
        number(w, "names", s[i].recall.asked);
        st_jw_key(w, "thresholds");
        st_jw_open(w, '[');
        for (size_t k = 0; k < ST_TUNE_POINTS; k++) {
            st_jw_open(w, '{');
            st_jw_key(w, "threshold");
            st_jw_fixed(w, st_tune_threshold(k), 4);
            ratio(w, "recall", s[i].recall.found[k], s[i].recall.asked, 1);
            ratio(w, "alerts_per_1000", s[i].alerts.customers[k], customers, 1000);
            st_jw_close(w, '}');
        }
        st_jw_close(w, ']');
        st_jw_close(w, '}');
    }
    st_jw_close(w, ']');
}

static st_code print_json(const st_tuning *t, const st_index *ix, const st_str *list, const st_str *kind, st_err *err) {
    st_buf b = ST_BUF_INIT(ST_LINE_MOST);
    st_jw w = { &b, false };
    st_jw_open(&w, '{');
    st_jw_key(&w, "index");
    st_jw_z(&w, st_index_hash(ix));
    number(&w, "parties", t->parties);
    st_jw_key(&w, "names");
    st_jw_open(&w, '{');
    for (unsigned k = 0; k < ST_ALTERATIONS; k++) number(&w, st_alteration_name((st_alteration)k), t->by_way[k].asked);
    number(&w, "altered", t->altered.asked);
    st_jw_close(&w, '}');
    number(&w, "customers", t->customers);
    number(&w, "with_birth_date", t->dated);
    number(&w, "not_answered", t->bad);
    st_jw_key(&w, "default");
    st_jw_fixed(&w, ST_THRESHOLD, 4);
    st_jw_key(&w, "thresholds");
    st_jw_open(&w, '[');
    for (size_t i = 0; i < ST_TUNE_POINTS; i++) {
        st_jw_open(&w, '{');
        st_jw_key(&w, "threshold");
        st_jw_fixed(&w, st_tune_threshold(i), 4);
        recall_json(&w, t, i);
        ratio(&w, "alerts_per_1000", t->with_dates.customers[i], t->customers, 1000);
        ratio(&w, "alerts_per_1000_without_dates", t->without_dates.customers[i], t->customers, 1000);
        st_jw_close(&w, '}');
    }
    st_jw_close(&w, ']');
    slices_json(&w, "types", t->by_type, kind, ST_KIND_COUNT, t->customers);
    slices_json(&w, "lists", t->by_list, list, t->lists, t->customers);
    st_jw_close(&w, '}');
    return st_print_line(&b, err);
}

/* ---- the command ------------------------------------------------------------------------------------------------------------------------------------- */

static st_code write_svg(const char *path, const st_tuning *t, st_err *err) {
    st_buf b = ST_BUF_INIT(1 << 20);
    st_tune_svg(t, ST_THRESHOLD, &b);
    st_code code = b.failed ? st_fail(err, b.failed, "out of memory for the picture") : ST_OK;
    st_out *o = code == ST_OK ? st_out_begin(path, 0644, err) : NULL;
    if (code == ST_OK && !o) code = err->code;
    if (o) {
        code = st_out_write(o, b.p, b.n, err);
        if (code < 0) st_out_abort(o);
        else code = st_out_commit(o, err);
    }
    st_buf_free(&b);
    return code;
}

static st_code answer(const tune_args *a, const st_tuning *t, const st_index *ix, st_err *err) {
    st_str kind[ST_KIND_COUNT], *list = st_calloc(t->lists, sizeof *list);
    if (!list) return st_fail(err, ST_E_NOMEM, "out of memory for the answer");
    names_of(ix, list, kind);
    st_code code = a->svg ? write_svg(a->svg, t, err) : ST_OK;
    if (code == ST_OK && (a->json || (!a->text && !isatty(STDOUT_FILENO)))) code = print_json(t, ix, list, kind, err);
    else if (code == ST_OK) print_words(t, list, kind);
    st_free(list);
    return code;
}

static st_code run(void *options, const char **args, size_t n_args, int *status, st_err *err) {
    const tune_args *a = options;
    (void)args;
    (void)status;
    if (!a->index || !a->customers || n_args) {
        st_fail(err, ST_E_USAGE, n_args ? "names are taken from the index, not from the call" : a->index ? "which customers?" : "which index?");
        st_err_hint(err, "strait tune -i INDEX --customers FILE");
        return ST_E_USAGE;
    }
    if (a->sample == 0) return st_fail(err, ST_E_USAGE, "--sample 0: no name could be found");
    st_engine *e = st_engine_load(a->index, err);
    if (!e) return err->code;
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    uint64_t threads = a->threads ? a->threads : cores > 0 ? (uint64_t)cores : 1;
    watcher w = { .file = a->customers };
    const uint32_t sample = (uint32_t)(a->sample > UINT32_MAX ? UINT32_MAX : a->sample);
    st_tune_options o = { a->customers, sample, threads > 256 ? 256 : (unsigned)threads, bad_row, progress, &w };
    st_tuning t;
    st_code code = st_tune(e, &o, &t, err);
    st_progress_end(&w.bar);
    if (code == ST_OK) code = answer(a, &t, e->ix, err);
    st_tuning_free(&t);
    st_engine_free(e);
    return code;
}

int st_cmd_tune(int argc, char **argv) {
    tune_args a = { .sample = 500 };
    const st_opt opt[] = {
        { 'i', "index", ST_OPT_TEXT, &a.index, "FILE", "the index that strait build made" },
        { 0, "customers", ST_OPT_TEXT, &a.customers, "FILE", "customers as for screen --in: people and firms that nobody takes for listed ones" },
        { 0, "sample", ST_OPT_COUNT, &a.sample, "N", "listed parties whose names are altered and looked for (500)" },
        { 0, "svg", ST_OPT_TEXT, &a.svg, "FILE", "write the curve there as a picture" },
        { 'j', "threads", ST_OPT_COUNT, &a.threads, "N", "threads (as many as there are cores)" },
        { 0, "json", ST_OPT_FLAG, &a.json, NULL, "JSON also on a terminal" },
        { 0, "text", ST_OPT_FLAG, &a.text, NULL, "tables also in a pipe" },
    };
    const st_usage u = {
        "tune -i INDEX --customers FILE [OPTION...]",
        "Shows what each threshold buys and what it costs, on your lists and your customers. Names of listed parties, taken at even distances\n"
        "through the index, are altered: misspelt, put in another order, shortened, spelt otherwise. Recall is the share of them whose own record\n"
        "is a hit, by the name alone. Alerts are the customers, of a thousand, that have a hit at all, as their rows are and without their dates\n"
        "of birth. Both again for each type and each list, so that screen --threshold-for can set what suits it. The names are altered the same\n"
        "way each time, so two runs compare.\n"
        "Recall on altered names is no promise: real mistakes are of more kinds than these.\n"
        "Exit status: 0 measured, 2 a wrong call, 3 bad data (no customer file, nothing to measure by), 4 the system failed.",
        "  strait tune -i today.stx --customers customers.csv --svg curve.svg\n"
        "  strait tune -i today.stx --customers customers.csv --json | jq -c '.thresholds[]|[.threshold,.recall.altered,.alerts_per_1000]'",
        opt, ST_LEN(opt),
    };
    return st_cli_run(&u, argc, argv, run, &a, NULL);
}
