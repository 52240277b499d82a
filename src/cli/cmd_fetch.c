/* strait fetch: official lists, downloaded, checked and kept. */
#include "base/file.h"
#include "base/json.h"
#include "cli/cli.h"
#include "sources/fetch.h"
#include "sources/source.h"

typedef struct call {
    const char *into, *mirror, *sources;
    bool force, list, json;
    uint64_t keep, timeout, max_shrink;
    const char **arg; size_t n_arg;
    st_arena arena;
    st_map map;
    st_feeds all;
    const st_feed **feed; size_t n;    /* those that are asked for */
    uint64_t count[4];                 /* by status */
} call;

enum { MAX_OUTPUT = 64 << 20, MAX_LINE = 4096, MAX_TIMEOUT = 86400 };

/* ---- what to fetch --------------------------------------------------------------------------------------------------------------------------- */

static st_code load_feeds(call *c, st_err *err) {
    if (!c->sources) return st_feeds_builtin(&c->arena, &c->all, err);
    ST_TRY(st_map_open(c->sources, &c->map, err));
    return st_feeds_parse((st_str){ c->map.p, c->map.n }, c->sources, &c->arena, &c->all, err);
}

static st_code choose(call *c, st_err *err) {
    c->n = 0;
    c->feed = st_arena_calloc(&c->arena, (c->n_arg ? c->n_arg : c->all.n) * sizeof *c->feed);
    if (!c->feed) return st_fail(err, ST_E_NOMEM, "out of memory");
    for (size_t i = 0; i < (c->n_arg ? c->n_arg : c->all.n); i++) {
        const st_feed *f = c->n_arg ? st_feeds_find(&c->all, st_str_of(c->arg[i])) : &c->all.feed[i];
        bool twice = false;
        if (!f) {
            st_fail(err, ST_E_USAGE, "no source is known for the list %.100s", c->arg[i]);
            st_err_hint(err, "strait fetch --list shows the lists that are known; --sources adds your own");
            return ST_E_USAGE;
        }
        if (!st_source_by_name(f->format)) {
            st_fail(err, ST_E_USAGE, "no format is called %.*s", ST_FMT(f->format));
            st_err_where(err, "%.*s", ST_FMT(f->list));
            st_err_hint(err, "strait build --help lists the formats");
            return ST_E_USAGE;
        }
        for (size_t k = 0; k < c->n; k++) twice = twice || c->feed[k] == f;
        if (!twice) c->feed[c->n++] = f;
    }
    return ST_OK;
}

/* ---- the table of sources ------------------------------------------------------------------------------------------------------------------------ */

static void list_json(const call *c, st_jw *w) {
    st_jw_open(w, '{');
    st_jw_key(w, "sources");
    st_jw_open(w, '[');
    for (size_t i = 0; i < c->n; i++) {
        const st_feed *f = c->feed[i];
        const struct { const char *key; st_str value; } text[] = {
            { "list", f->list }, { "publisher", f->publisher }, { "title", f->title }, { "page", f->page },
            { "url", f->url }, { "file", f->file }, { "format", f->format }, { "licence", f->licence },
        };
        st_jw_open(w, '{');
        for (size_t k = 0; k < ST_LEN(text); k++) {
            st_jw_key(w, text[k].key);
            st_jw_str(w, text[k].value);
        }
        st_jw_key(w, "min_bytes");
        st_jw_u64(w, f->min_bytes);
        st_jw_key(w, "min_parties");
        st_jw_u64(w, f->min_parties);
        st_jw_close(w, '}');
    }
    st_jw_close(w, ']');
    st_jw_close(w, '}');
}

static void list_table(const call *c) {
    st_table *t = st_table_new(5);
    static const char *const head[] = { "LIST", "PUBLISHER", "FORMAT", "LICENCE", "URL" };
    for (size_t k = 0; k < ST_LEN(head); k++) st_table_cell(t, st_str_of(head[k]));
    for (size_t i = 0; i < c->n; i++) {
        const st_feed *f = c->feed[i];
        const st_str cell[] = { f->list, f->publisher, f->format, f->licence, f->url };
        for (size_t k = 0; k < ST_LEN(cell); k++) st_table_cell(t, cell[k]);
    }
    st_table_print(t, stdout);
}

/* ---- the report ------------------------------------------------------------------------------------------------------------------------------------- */

/* Foreign bytes may be in a reason: what is no text, or would move the cursor, becomes a question mark. */
static void print_line(const char *line) {
    st_str s = st_str_of(line);
    for (size_t i = 0; i < s.n;) {
        const size_t bad = st_utf8_bad(st_str_sub(s, i, s.n));
        const size_t end = bad == SIZE_MAX ? s.n : i + bad;
        for (; i < end; i++) putchar((unsigned char)s.p[i] < ' ' || s.p[i] == 0x7f ? '?' : s.p[i]);
        if (bad != SIZE_MAX) { putchar('?'); i++; }
    }
    putchar('\n');
    fflush(stdout);   /* a run may take minutes: each line when it is true */
}

static void report_line(const st_feed *f, const st_fetch_result *r) {
    char line[MAX_LINE], what[128] = "", more[MAX_LINE / 2] = "";
    if (r->now.bytes)
        snprintf(what, sizeof what, " %-10s %9llu parties %11llu bytes", r->now.date[0] ? r->now.date : "-", (unsigned long long)r->now.parties,
                 (unsigned long long)r->now.bytes);
    if (r->status == ST_FETCH_NEW && r->before.file[0])
        snprintf(more, sizeof more, "%s, before: %s, %llu parties", r->now.file, r->before.date[0] ? r->before.date : r->before.file,
                 (unsigned long long)r->before.parties);
    else if (r->status == ST_FETCH_NEW) snprintf(more, sizeof more, "%s", r->now.file);
    else if (r->why.what[0])
        snprintf(more, sizeof more, "%s%s%s%s%s%s", r->why.what, r->why.where[0] ? " (" : "", r->why.where, r->why.where[0] ? ")" : "",
                 r->why.hint[0] ? "; " : "", r->why.hint);
    snprintf(line, sizeof line, "%-14.*s %-9s%s%s%s", ST_FMT(f->list), st_fetch_status_name(r->status), what, more[0] ? "  " : "", more);
    print_line(line);
}

/* A string that may hold foreign bytes, as valid UTF-8. */
static void json_text(st_jw *w, const char *key, const char *z) {
    char clean[ST_LEN(((st_err *)0)->what)];
    snprintf(clean, sizeof clean, "%s", z);
    for (size_t bad; (bad = st_utf8_bad(st_str_of(clean))) != SIZE_MAX;) clean[bad] = '?';
    st_jw_key(w, key);
    if (clean[0]) st_jw_z(w, clean);
    else st_jw_null(w);
}

static void json_version(st_jw *w, const st_fetch_version *v) {
    st_jw_key(w, "bytes");
    st_jw_u64(w, v->bytes);
    st_jw_key(w, "parties");
    st_jw_u64(w, v->parties);
    json_text(w, "date", v->date);
    json_text(w, "sha256", v->sha256);
    json_text(w, "file", v->file);
}

static void report_json(st_jw *w, const st_feed *f, const st_fetch_result *r) {
    st_jw_open(w, '{');
    st_jw_key(w, "list");
    st_jw_str(w, f->list);
    st_jw_key(w, "status");
    st_jw_z(w, st_fetch_status_name(r->status));
    json_text(w, "reason", r->why.what);
    json_text(w, "where", r->why.where);
    json_text(w, "hint", r->why.hint);
    json_version(w, &r->now);
    st_jw_key(w, "before");
    if (r->before.file[0]) {
        st_jw_open(w, '{');
        json_version(w, &r->before);
        st_jw_close(w, '}');
    } else st_jw_null(w);
    st_jw_close(w, '}');
}

/* ---- the run ---------------------------------------------------------------------------------------------------------------------------------------------- */

typedef struct gauge { st_progress p; char label[96]; } gauge;

static bool on_progress(void *user, uint64_t done, uint64_t total) {
    gauge *g = user;
    g->p.total = total;
    st_progress_show(&g->p, done);
    return true;
}

static st_code fetch_all(call *c, st_jw *w, st_err *err) {
    gauge g = { 0 };
    const st_fetch_options o = { .into = c->into, .mirror = c->mirror, .force = c->force, .keep = (uint32_t)c->keep, .timeout_s = (uint32_t)c->timeout,
                                 .max_shrink = (uint32_t)c->max_shrink, .progress = on_progress, .user = &g };
    st_fetch *f = st_fetch_open(&o, err);
    if (!f) return err->code;
    for (size_t i = 0; i < c->n; i++) {
        st_fetch_result r;
        snprintf(g.label, sizeof g.label, "%.*s, bytes", ST_FMT(c->feed[i]->list));
        st_progress_start(&g.p, g.label, 0);
        st_fetch_list(f, c->feed[i], &r);
        st_progress_end(&g.p);
        c->count[r.status]++;
        if (c->json) report_json(w, c->feed[i], &r);
        else report_line(c->feed[i], &r);
    }
    st_fetch_close(f);
    return ST_OK;
}

static st_code print_json(const st_buf *b, st_err *err) {
    if (b->failed) return st_fail(err, b->failed, "the report is too long, or memory is out");
    fwrite(b->p, 1, b->n, stdout);
    putchar('\n');
    return ST_OK;
}

static st_code run(call *c, st_err *err) {
    ST_TRY(load_feeds(c, err));
    ST_TRY(choose(c, err));
    if (c->list && !c->json) { list_table(c); return ST_OK; }
    st_buf b = ST_BUF_INIT(MAX_OUTPUT);
    st_jw w = { &b, false };
    st_code code = ST_OK;
    if (c->list) list_json(c, &w);
    else {
        st_jw_open(&w, '{');
        st_jw_key(&w, "lists");
        st_jw_open(&w, '[');
        code = fetch_all(c, &w, err);
        st_jw_close(&w, ']');
        for (unsigned s = 0; s < ST_LEN(c->count); s++) {
            st_jw_key(&w, st_fetch_status_name((st_fetch_status)s));
            st_jw_u64(&w, c->count[s]);
        }
        st_jw_close(&w, '}');
    }
    if (!code && c->json) code = print_json(&b, err);
    st_buf_free(&b);
    return code;
}

static st_code check_call(const call *c, st_err *err) {
    if (!c->list && !c->into) {
        st_fail(err, ST_E_USAGE, "where should the lists be kept?");
        st_err_hint(err, "strait fetch --into FOLDER");
        return ST_E_USAGE;
    }
    if (c->max_shrink > 100) return st_fail(err, ST_E_USAGE, "--max-shrink wants a percentage, 0 to 100");
    if (c->timeout == 0 || c->timeout > MAX_TIMEOUT) return st_fail(err, ST_E_USAGE, "--timeout wants seconds, 1 to %d", MAX_TIMEOUT);
    if (c->keep > UINT32_MAX) return st_fail(err, ST_E_USAGE, "--keep wants a smaller number");
    return ST_OK;
}

int st_cmd_fetch(int argc, char **argv) {
    call c = { .keep = ST_FETCH_KEEP, .timeout = ST_FETCH_TIMEOUT, .max_shrink = ST_FETCH_SHRINK };
    const st_opt opt[] = {
        { 0, "into", ST_OPT_TEXT, &c.into, "FOLDER", "where the lists are kept; made if it is not there" },
        { 0, "list", ST_OPT_FLAG, &c.list, NULL, "show the sources that are known, and fetch nothing" },
        { 0, "mirror", ST_OPT_TEXT, &c.mirror, "URL|FOLDER", "take the files from here: LIST.xml, the publisher's name, or a folder of strait fetch" },
        { 0, "sources", ST_OPT_TEXT, &c.sources, "FILE", "a table of sources in place of the one built in (the form of data/sources.tsv)" },
        { 0, "keep", ST_OPT_COUNT, &c.keep, "N", "versions kept of each list (10); 0: all" },
        { 0, "max-shrink", ST_OPT_COUNT, &c.max_shrink, "PERCENT", "refuse a list that lost more of its bytes or parties (20)" },
        { 0, "timeout", ST_OPT_COUNT, &c.timeout, "SECONDS", "for each download (600)" },
        { 0, "force", ST_OPT_FLAG, &c.force, NULL, "ask anew, and keep also what is small, shrank, or is older" },
        { 0, "json", ST_OPT_FLAG, &c.json, NULL, "the report as JSON" },
    };
    const st_usage usage = {
        "fetch [LIST...] --into FOLDER",
        "Downloads official lists from their publishers (all that are known, or those named) and keeps what is good:\n"
        "FOLDER/LIST/DATE_HASH.xml, with FOLDER/LIST/current leading to the version that holds. A download takes its place\n"
        "only when it came whole, is of the expected format and list, can be read, is not implausibly small, did not shrink\n"
        "too much, and is not older than what is kept. Anything else is thrown away and reported; the kept version stays.\n"
        "One line for each list: new, unchanged, refused (bad data) or failed (network, server, disk).\n"
        "Exit status: 0 all new or unchanged; 2 wrong call; 3 something refused; 4 something failed.",
        "  strait fetch --into lists\n"
        "  strait build -o today.stx lists\n"
        "  strait fetch un_sc eu_fsf --into lists --mirror https://mirror.example/sanctions/\n"
        "  strait fetch --into lists --sources our-sources.tsv --max-shrink 5",
        opt, ST_LEN(opt),
    };
    st_err err = { 0 };
    c.arg = st_alloc((size_t)argc * sizeof *c.arg);
    int done = c.arg ? st_opt_parse(&usage, argc, argv, c.arg, (size_t)argc, &c.n_arg, &err) : (int)st_fail(&err, ST_E_NOMEM, "out of memory");
    st_code code = done < 0 ? err.code : done > 0 ? ST_OK : check_call(&c, &err);
    if (!code && done == 0) code = run(&c, &err);
    st_map_close(&c.map);
    st_arena_free(&c.arena);
    st_free(c.arg);
    if (code) return st_cli_fail(&err);
    return c.count[ST_FETCH_FAILED] ? 4 : c.count[ST_FETCH_REFUSED] ? 3 : 0;
}
