/* Records as somebody else gives them, one JSON object a line: read, audited, exported, decided about and replayed. What comes out is UTF-8, no cell of the CSV is a
 * formula, and the page holds no markup but its own. Lines that are checkpoints are read as such. */
#include "engine/replayer.h"
#include "journal/export.h"
#include "journal_fixture.h"
#include "screen_fixture.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_csv(st_str csv) {
    bool quoted = false, begins = true;
    for (size_t i = 0; i < csv.n; i++) {
        const char c = csv.p[i];
        if (begins && strchr("=+-@\t", c)) abort();
        if (begins && c == '"' && i + 1 < csv.n && strchr("=+-@\t", csv.p[i + 1])) abort();
        begins = false;
        if (c == '"') quoted = !quoted;
        else if (!quoted && (c == ',' || c == '\n')) begins = true;
    }
    if (quoted) abort();
}

static void check_html(st_str html) {
    if (st_str_ifind(html, "<script") != SIZE_MAX || st_str_ifind(html, "<img") != SIZE_MAX || st_str_ifind(html, "<a ") != SIZE_MAX) abort();
}

typedef struct job { const char *index; st_journal *j; st_replayer *p; st_buf csv, html, detail; } job;

static st_code one(void *user, const st_record *r, st_err *err) {
    job *x = user;
    st_replayed was;
    char version[2 * ST_HASH + 1];
    (void)st_record_shows(r, ST_STR("demo:P-1"), version);
    ST_TRY(st_csv_record(x->j, r, &x->csv, err));
    ST_TRY(st_html_record(x->j, r, &x->html, err));
    st_record ours = *r;   /* the index of the test, whatever text tables it was made with */
    if (r->index.n) ours.index = st_str_of(x->index);
    ST_TRY(st_replay(x->p, &ours, &was, &x->detail, err));
    return st_replay(x->p, r, &was, &x->detail, err);
}

static void take_line(fx_memory *m, const st_json *v) {
    st_record r;
    st_mark mark;
    st_err err = { 0 };
    if (st_mark_of_json(v, &mark, &err) == ST_OK && mark.seq == 0) abort();
    if (st_record_of_json(v, &r, &err) < 0) {
        if (!err.what[0]) abort();
        return;
    }
    if (m->n >= 40 || fx_put(&m->base, &r, &err) < 0) return;
    m->head.seq = r.seq;
    memcpy(m->head.hash, r.hash, ST_HASH);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static st_engine *e;
    if (!e && !(e = fx_engine(NULL))) abort();
    if (size > 1 << 16) return 0;
    st_err err = { 0 };
    fx_memory *m = fx_memory_new();
    st_str rest = { (const char *)data, size }, line;
    while (st_split(&rest, "\n", &line)) {
        st_arena a = ST_ARENA_INIT;
        const st_json *v = st_json_parse(&a, line, 1, NULL);
        if (v) take_line(m, v);
        st_arena_free(&a);
    }
    job x = { .index = st_index_hash(e->ix), .j = st_journal_over(&m->base, "0.1.0", &err), .p = st_replayer_new(e, NULL, "0.1.0", &err), .csv = ST_BUF_INIT(1 << 24), .html = ST_BUF_INIT(1 << 24), .detail = ST_BUF_INIT(1 << 16) };
    if (!x.j || !x.p) abort();
    st_audit_report report;
    if (st_audit(x.j, NULL, 0, &report, &err) < 0) abort();
    if (st_journal_store(x.j)->ops->read(st_journal_store(x.j), &(st_record_filter){ 0 }, one, &x, &err) < 0 && !err.what[0]) abort();
    check_csv(st_buf_view(&x.csv));
    check_html(st_buf_view(&x.html));
    if ((x.csv.n && !st_utf8_valid(x.csv.p, x.csv.n)) || (x.html.n && !st_utf8_valid(x.html.p, x.html.n))) abort();
    st_replayer_free(x.p);
    st_journal_close(x.j);
    st_buf_free(&x.csv);
    st_buf_free(&x.html);
    st_buf_free(&x.detail);
    return 0;
}
