/* strait build: lists in, one index out. */
#include <sys/stat.h>
#include <time.h>
#include "base/json.h"
#include "cli/cli.h"
#include "engine/build.h"

typedef struct shown { st_progress bar; } shown;

static void progress(void *user, const char *path, uint64_t done, uint64_t total) {
    shown *s = user;
    (void)path;
    (void)total;
    st_progress_show(&s->bar, done);
}

/* Formats for --help, from the one table. */
static void print_formats(void) {
    printf("\nformats (told by content; force one with format:path):\n");
    for (size_t i = 0; st_sources[i]; i++) printf("  %-16s %s\n", st_sources[i]->format, st_sources[i]->text);
    printf("\nAny of them may be compressed: .gz, .zst, .xz, .bz2, or the one list in a .zip.\n");
}

static double megabytes(uint64_t n) { return (double)n / 1e6; }

/* The same in figures: what was read and what the parts of the file take. */
static int report_json(const st_build_options *o, const st_build_report *r) {
    st_err err = { 0 };
    st_index *ix = st_index_open(o->out, &err);
    if (!ix) return st_cli_fail(&err);
    const struct { const char *key; uint64_t n; } figure[] = {
        { "bytes", r->stats.bytes }, { "read_bytes", r->read }, { "lists", st_index_lists(ix) }, { "parties", r->stats.parties },
        { "names", r->stats.names }, { "tokens", r->stats.tokens }, { "identifiers", r->stats.identifiers },
        { "facts_bytes", r->stats.facts_bytes }, { "text_bytes", r->stats.text_bytes }, { "match_bytes", r->stats.match_bytes },
    };
    st_buf b = ST_BUF_INIT(1u << 16);
    st_jw w = { &b, false };
    st_jw_open(&w, '{');
    st_jw_key(&w, "index");
    st_jw_z(&w, st_index_hash(ix));
    for (size_t i = 0; i < ST_LEN(figure); i++) {
        st_jw_key(&w, figure[i].key);
        st_jw_u64(&w, figure[i].n);
    }
    st_jw_close(&w, '}');
    int status = 0;
    if (b.failed) { st_fail(&err, b.failed, "out of memory"); status = st_cli_fail(&err); }
    else printf("%s\n", b.p);
    st_buf_free(&b);
    st_index_close(ix);
    return status;
}

/* One line a list, from the index that was just written, which is thereby opened and verified. */
static int report(const st_build_options *o, const st_build_report *r, double seconds) {
    st_err err = { 0 };
    st_index *ix = st_index_open(o->out, &err);
    if (!ix) return st_cli_fail(&err);
    uint64_t orphans = 0, bad = 0;
    st_table *t = st_table_new(6);
    static const char *const head[] = { "list", "date", "parties", "orphans", "bad", "file" };
    for (size_t i = 0; i < ST_LEN(head); i++) st_table_cell(t, st_str_of(head[i]));
    for (size_t i = 2; i < 5; i++) st_table_right(t, i);
    for (uint32_t i = 0; i < st_index_lists(ix); i++) {
        st_list_view l;
        st_index_list(ix, i, &l);
        st_table_cell(t, l.field[ST_LIST_ID]);
        st_table_cell(t, l.field[ST_LIST_DATE]);
        st_table_cellf(t, "%u", l.parties - l.orphans);
        st_table_cellf(t, "%u", l.orphans);
        st_table_cellf(t, "%u", l.bad);
        st_table_cell(t, l.field[ST_LIST_FILE]);
        orphans += l.orphans;
        bad += l.bad;
    }
    st_table_print(t, stdout);
    printf("%s: %llu parties, %llu names, %llu identifiers, %.1f MB, index %s\n", o->out, (unsigned long long)(r->stats.parties - orphans),
           (unsigned long long)r->stats.names, (unsigned long long)r->stats.identifiers, megabytes(r->stats.bytes), st_index_hash(ix));
    printf("read %.1f MB in %.2f s\n", megabytes(r->read), seconds);
    if (orphans) fprintf(stderr, "note: %llu parties are known only from alias or address rows whose main record is not there; they are kept and searched\n", (unsigned long long)orphans);
    if (bad) fprintf(stderr, "note: %llu records were damaged and left out; strait info %s --messages tells which\n", (unsigned long long)bad, o->out);
    st_index_close(ix);
    return 0;
}

int st_cmd_build(int argc, char **argv) {
    st_err err = { 0 };
    st_build_options o = { 0 };
    uint64_t max_bad = 10, max_gb = 16;
    bool quiet = false, json = false;
    const st_opt opt[] = {
        { 'o', "output", ST_OPT_TEXT, &o.out, "INDEX", "the index file to write; it is replaced only when all went well" },
        { 0, "history", ST_OPT_FLAG, &o.history, NULL, "keep several dates of one list side by side" },
        { 0, "skip-unknown", ST_OPT_FLAG, &o.skip_unknown, NULL, "in folders, pass over files of no known format" },
        { 0, "max-bad", ST_OPT_COUNT, &max_bad, "N", "damaged records a file may have, in a thousand (default 10)" },
        { 0, "max-size", ST_OPT_COUNT, &max_gb, "GB", "largest expanded size of one file (default 16)" },
        { 0, "json", ST_OPT_FLAG, &json, NULL, "print one JSON object with the sizes of what was read and written" },
        { 'q', "quiet", ST_OPT_FLAG, &quiet, NULL, "print nothing when all went well" },
    };
    const st_usage usage = { "build -o INDEX SOURCE...",
        "Reads sanctions lists as their publishers print them and writes one index: a single file,\n"
        "verified whenever it is opened, the same bytes for the same lists. A SOURCE is a file, or a\n"
        "folder that is read with all below it. A damaged record is left out and reported; a file with\n"
        "too many of them, a file that is cut off, or two dates of one list fail the build, and the old\n"
        "index stays.",
        "  strait build -o today.stx lists/\n"
        "  strait build -o today.stx sdn.csv alt.csv add.csv consolidated.xml.gz strait-csv:watchlist.csv\n"
        "  strait build -o today.stx un-xml:feed.dat", opt, ST_LEN(opt) };
    const char **args = st_calloc((size_t)argc, sizeof *args);
    if (!args) { st_fail(&err, ST_E_NOMEM, "out of memory"); return st_cli_fail(&err); }
    size_t n = 0;
    int parsed = st_opt_parse(&usage, argc, argv, args, (size_t)argc, &n, &err);
    int status = 0;
    if (parsed == 0 && (!o.out || n == 0)) {
        st_fail(&err, ST_E_USAGE, !o.out ? "no index file is named" : "no list is given");
        st_err_hint(&err, "strait build -o INDEX SOURCE...");
        parsed = ST_E_USAGE;
    }
    if (parsed == 1) print_formats();
    else if (parsed < 0) status = st_cli_fail(&err);
    else {
        shown s;
        struct timespec from, to;
        st_build_report r;
        o.source = args;
        o.n_sources = n;
        o.max_bad_permille = (uint32_t)(max_bad > 1000 ? 1000 : max_bad);
        o.limits.max_bytes = max_gb > UINT64_MAX >> 30 ? UINT64_MAX : max_gb << 30;
        o.progress = progress;
        o.user = &s;
        clock_gettime(CLOCK_MONOTONIC, &from);
        st_progress_start(&s.bar, "reading, bytes", 0);
        st_code code = st_build(&o, &r, &err);
        st_progress_end(&s.bar);
        clock_gettime(CLOCK_MONOTONIC, &to);
        for (size_t i = 0; i < r.n_skipped && !quiet; i++) fprintf(stderr, "note: passed over %s: %s\n", r.skipped[i].path, r.skipped[i].why);
        if (code) status = st_cli_fail(&err);
        else if (json) status = report_json(&o, &r);
        else if (!quiet) status = report(&o, &r, (double)(to.tv_sec - from.tv_sec) + (double)(to.tv_nsec - from.tv_nsec) / 1e9);
        st_build_report_free(&r);
    }
    st_free(args);
    return status;
}
