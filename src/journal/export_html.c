/* A printable page. */
#include "journal/export.h"

typedef struct page { st_journal *j; const st_record *r; st_buf *out; st_arena a; } page;

static void escaped(st_buf *b, st_str s) {
    for (size_t i = 0; i < s.n; i++) {
        const char c = s.p[i];
        if (c == '<') st_buf_z(b, "&lt;");
        else if (c == '>') st_buf_z(b, "&gt;");
        else if (c == '&') st_buf_z(b, "&amp;");
        else if (c == '"') st_buf_z(b, "&quot;");
        else if (c == '\'') st_buf_z(b, "&#39;");
        else if ((unsigned char)c >= 0x20 || c == '\n' || c == '\t') st_buf_char(b, c);
    }
}

static void tag(st_buf *b, const char *name, st_str s) {
    st_buf_printf(b, "<%s dir=\"auto\">", name);
    escaped(b, s);
    st_buf_printf(b, "</%s>", name);
}

static void line(st_buf *b, const char *key, st_str s) {
    if (!s.n) return;
    st_buf_printf(b, "<tr><th>%s</th>", key);
    tag(b, "td", s);
    st_buf_z(b, "</tr>\n");
}

void st_html_head(st_buf *b, st_str title) {
    st_buf_z(b, "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\n"
                "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n<title>");
    escaped(b, title);
    st_buf_z(b, "</title>\n<style>\n"
                ":root{color-scheme:light dark}body{font:15px/1.45 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}\n"
                "h1{font-size:1.5rem}h2{font-size:1.2rem;border-top:2px solid;padding-top:.8rem;margin-top:2.5rem}h3{font-size:1rem;margin:1.4rem 0 .3rem}\n"
                "table{border-collapse:collapse;margin:.3rem 0 1rem;width:100%}th,td{text-align:start;vertical-align:top;padding:.2rem .6rem .2rem 0;border-bottom:1px solid #8884;overflow-wrap:anywhere}\n"
                "th{font-weight:600;white-space:nowrap;width:1%}.grid th{width:auto}.grid td{white-space:nowrap}.grid td:last-child{white-space:normal;width:60%}.two{display:grid;grid-template-columns:1fr 1fr;gap:1.5rem}.n{text-align:end;font-variant-numeric:tabular-nums}\n"
                ".hash{font-family:monospace;font-size:.8rem}@media(max-width:40rem){.two{grid-template-columns:1fr}}\n"
                "@media print{body{margin:0;font-size:10pt}h2{break-before:page}h1+h2,.first{break-before:auto}section{break-inside:avoid}}\n</style></head>\n<body>\n<h1>");
    escaped(b, title);
    st_buf_z(b, "</h1>\n");
}

void st_html_end(st_buf *b) { st_buf_z(b, "</body></html>\n"); }

/* ---- the parts of a record --------------------------------------------------------------------------------------------------------------------------------- */

/* An object's members as rows; what is not a text is shown as JSON. */
static void members(page *p, const st_json *v) {
    st_buf_z(p->out, "<table>\n");
    for (const st_json *c = v && v->type == ST_JSON_OBJECT ? v->child : NULL; c; c = c->next) {
        st_buf value = ST_BUF_INIT(1 << 24);
        st_jw w = { &value, false };
        if (c->type == ST_JSON_ARRAY || c->type == ST_JSON_OBJECT) st_jw_tree(&w, c);
        st_buf_z(p->out, "<tr>");
        tag(p->out, "th", c->key);
        tag(p->out, "td", value.n ? st_buf_view(&value) : st_json_text(c));
        st_buf_z(p->out, "</tr>\n");
        st_buf_free(&value);
    }
    st_buf_z(p->out, "</table>\n");
}

static void fact_row(page *p, const st_json *name, const st_json *value) {
    st_buf_z(p->out, "<tr>");
    tag(p->out, "th", st_json_text(name));
    st_buf_z(p->out, "<td dir=\"auto\">");
    escaped(p->out, st_json_text(value));
    for (const st_json *q = value->next; q; q = q->next) {
        st_buf_z(p->out, q == value->next ? " (" : ", ");
        escaped(p->out, st_json_text(q->child));
        st_buf_z(p->out, " ");
        escaped(p->out, q->child ? st_json_text(q->child->next) : ST_STR_NONE);
        if (!q->next) st_buf_z(p->out, ")");
    }
    st_buf_z(p->out, "</td></tr>\n");
}

/* Its names, then the rest, in the order of the entry's text. */
static st_code entry_rows(void *user, const st_entry *e, st_err *err) {
    page *p = user;
    (void)err;
    st_arena a = ST_ARENA_INIT;
    const st_json *v = st_json_parse(&a, e->body, 1, NULL), *facts = st_json_get(v, "facts");
    st_buf_z(p->out, "<table>\n");
    line(p->out, "list", e->list);
    line(p->out, "id", e->key);
    line(p->out, "type", st_json_get_text(v, "type"));
    for (unsigned pass = 0; pass < 2; pass++)
        for (const st_json *f = facts ? facts->child : NULL; f; f = f->next) {
            const st_json *name = f->child, *value = name ? name->next : NULL;
            if (value && st_str_is(st_json_text(name), "name") == (pass == 0)) fact_row(p, name, value);
        }
    st_buf_z(p->out, "</table>\n");
    st_arena_free(&a);
    return ST_OK;
}

static void reasons(page *p, const st_json *h) {
    const st_json *list = st_json_get(h, "explain");
    st_buf_z(p->out, "<h3>Why</h3>\n<table class=\"grid\"><tr><th class=\"n\">bits</th><th>customer</th><th>list</th><th>reason</th></tr>\n");
    for (const st_json *e = list ? list->child : NULL; e; e = e->next) {
        st_buf_z(p->out, "<tr><td class=\"n\">");
        escaped(p->out, st_json_get_text(e, "bits"));
        st_buf_z(p->out, "</td>");
        tag(p->out, "td", st_json_get_text(e, "query"));
        tag(p->out, "td", st_json_get_text(e, "list"));
        tag(p->out, "td", st_json_get_text(e, "text"));
        st_buf_z(p->out, "</tr>\n");
    }
    st_buf_z(p->out, "</table>\n");
}

typedef struct history { page *p; st_str hit; size_t n; } history;

static st_code decision_row(void *user, const st_record *r, st_err *err) {
    history *h = user;
    st_arena a = ST_ARENA_INIT;
    char when[32];
    (void)err;
    const st_json *input = r->erased ? NULL : st_json_parse(&a, r->input, 1, NULL), *params = st_json_parse(&a, r->params, 1, NULL);
    const st_record_kind kind = st_record_kind_of(r->kind);
    if (kind == ST_REC_ERASE || r->erased || st_str_eq(st_json_get_text(input, "hit"), h->hit)) {
        if (!h->n++) st_buf_z(h->p->out, "<h3>Decided</h3>\n<table class=\"grid\"><tr><th>record</th><th>time</th><th>actor</th><th>decision</th><th>reason</th></tr>\n");
        st_time_text(r->time, when);
        st_buf_printf(h->p->out, "<tr><td>%llu</td><td>%s</td>", (unsigned long long)r->seq, when);
        tag(h->p->out, "td", r->actor);
        tag(h->p->out, "td", kind == ST_REC_DECISION ? st_json_get_text(params, "as") : r->kind);
        tag(h->p->out, "td", r->erased ? ST_STR("(erased)") : st_json_get_text(input, "reason"));
        st_buf_z(h->p->out, "</tr>\n");
    }
    st_arena_free(&a);
    return ST_OK;
}

static st_code decisions(page *p, st_str hit, st_err *err) {
    history h = { p, hit, 0 };
    st_store *s = st_journal_store(p->j);
    ST_TRY(s->ops->read(s, &(st_record_filter){ .ref = p->r->seq }, decision_row, &h, err));
    st_buf_z(p->out, h.n ? "</table>\n" : "<p>Nothing is decided.</p>\n");
    return ST_OK;
}

static st_code alert(page *p, const st_json *input, const st_json *h, st_err *err) {
    const st_str list = st_json_get_text(h, "list"), id = st_json_get_text(h, "id");
    st_store *s = st_journal_store(p->j);
    st_buf hit = ST_BUF_INIT(1 << 20);
    char hex[2 * ST_HASH + 1];
    uint8_t version[ST_HASH];
    st_buf_printf(&hit, "%.*s:%.*s", ST_FMT(list), ST_FMT(id));
    st_buf_z(p->out, "<section><h3>Alert: ");
    escaped(p->out, st_json_get_text(h, "name"));
    st_buf_z(p->out, ", ");
    escaped(p->out, st_json_get_text(h, "score"));
    st_buf_z(p->out, "</h3>\n<div class=\"two\"><div><strong>Customer</strong>\n");
    members(p, input);
    st_buf_z(p->out, "</div><div><strong>Listed party</strong>\n");
    st_code code = ST_OK;
    if (st_record_shows(p->r, st_buf_view(&hit), hex) && st_unhex(st_str_of(hex), version, ST_HASH)) code = s->ops->entry(s, version, entry_rows, p, err);
    st_buf_z(p->out, "</div></div>\n");
    reasons(p, h);
    if (code == ST_OK) code = decisions(p, st_buf_view(&hit), err);
    st_buf_z(p->out, "</section>\n");
    st_buf_free(&hit);
    return code;
}

static void findings(page *p, const st_json *list) {
    for (const st_json *f = list ? list->child : NULL; f; f = f->next) {
        const st_json *missing = st_json_get(f, "missing");
        st_buf_z(p->out, "<section>");
        tag(p->out, "h3", st_json_get_text(f, "title"));
        st_buf_z(p->out, "<table>\n");
        line(p->out, "verdict", st_json_get_text(f, "verdict"));
        line(p->out, "exposed", st_json_get_text(f, "exposed"));
        line(p->out, "rule", st_json_get_text(f, "rule"));
        line(p->out, "act", st_json_get_text(f, "act"));
        line(p->out, "article", st_json_get_text(f, "article"));
        for (const st_json *m = missing ? missing->child : NULL; m; m = m->next) line(p->out, "missing", st_json_text(m));
        st_buf_z(p->out, "</table></section>\n");
    }
}

static st_code check(page *p, const st_json *input, const st_json *v, st_err *err) {
    const st_json *regimes = st_json_get(v, "regimes");
    st_buf_z(p->out, "<h3>Verdict: ");
    escaped(p->out, st_json_get_text(v, "verdict"));
    st_buf_z(p->out, "</h3>\n<table>\n");
    for (const st_json *r = regimes ? regimes->child : NULL; r; r = r->next) {
        st_buf_z(p->out, "<tr>");
        tag(p->out, "th", st_json_get_text(r, "title"));
        tag(p->out, "td", st_json_get_text(r, "verdict"));
        st_buf_z(p->out, "</tr>\n");
    }
    st_buf_z(p->out, "</table>\n<h3>Case</h3>\n");
    members(p, input);
    findings(p, st_json_get(v, "findings"));
    findings(p, st_json_get(v, "exposure"));
    return decisions(p, ST_STR_NONE, err);
}

static st_code answer(page *p, const st_json *input, st_err *err) {
    const st_json *v = st_json_parse(&p->a, p->r->result, 1, NULL), *hits = st_json_get(v, "hits");
    if (st_record_kind_of(p->r->kind) == ST_REC_CHECK) return check(p, input, v, err);
    if (!hits || !hits->child) {
        st_buf_z(p->out, "<p>No hit.</p>\n");
        members(p, input);
    }
    for (const st_json *h = hits ? hits->child : NULL; h; h = h->next) ST_TRY(alert(p, input, h, err));
    return ST_OK;
}

static void hashes(page *p) {
    char hex[2 * ST_HASH + 1];
    st_buf_z(p->out, "<table class=\"hash\">\n");
    line(p->out, "engine", p->r->engine);
    line(p->out, "index", p->r->index);
    line(p->out, "rules", p->r->rules);
    line(p->out, "parameters", p->r->params);
    st_hex(p->r->prev, ST_HASH, hex);
    line(p->out, "previous", st_str_of(hex));
    st_hex(p->r->hash, ST_HASH, hex);
    line(p->out, "hash", st_str_of(hex));
    st_buf_z(p->out, "</table>\n");
}

st_code st_html_record(st_journal *j, const st_record *r, st_buf *out, st_err *err) {
    page p = { j, r, out, ST_ARENA_INIT };
    const st_record_kind kind = st_record_kind_of(r->kind);
    char when[32];
    st_time_text(r->time, when);
    st_buf_printf(out, "<h2>Record %llu: ", (unsigned long long)r->seq);
    escaped(out, r->kind);
    if (r->subject.n) {
        st_buf_z(out, " of ");
        escaped(out, r->subject);
    }
    st_buf_printf(out, "</h2>\n<p>%s, by ", when);
    escaped(out, r->actor);
    if (r->ref) st_buf_printf(out, ", about record %llu", (unsigned long long)r->ref);
    st_buf_z(out, "</p>\n");
    const st_json *input = r->erased ? NULL : st_json_parse(&p.a, r->input, 1, NULL);
    st_code code = ST_OK;
    if (r->erased) st_buf_z(out, "<p>The personal part was erased by order.</p>\n");
    if (r->erased) code = decisions(&p, ST_STR_NONE, err);
    else if (kind == ST_REC_SCREEN || kind == ST_REC_CHECK) code = answer(&p, input, err);
    else members(&p, input);
    hashes(&p);
    st_arena_free(&p.a);
    return code == ST_OK && out->failed ? st_fail(err, out->failed, "out of memory for the export") : code;
}
