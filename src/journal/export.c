/* CSV. */
#include "journal/export.h"

void st_csv_cell(st_buf *out, st_str s, bool first) {
    static const char formula[] = "=+-@\t\r\n";
    const bool guarded = s.n && memchr(formula, s.p[0], sizeof formula - 1);
    bool quoted = guarded;
    for (size_t i = 0; !quoted && i < s.n; i++) quoted = s.p[i] == ',' || s.p[i] == '"' || s.p[i] == '\n' || s.p[i] == '\r' || s.p[i] == ';';
    if (!first) st_buf_char(out, ',');
    if (quoted) st_buf_char(out, '"');
    if (guarded) st_buf_char(out, '\'');
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '"') st_buf_char(out, '"');
        st_buf_char(out, s.p[i]);
    }
    if (quoted) st_buf_char(out, '"');
}

static const char *const columns[] = { "sequence", "time", "kind", "actor", "about", "subject", "list", "id", "name", "score", "verdict", "decision", "state", "decided_by", "confirmed_by", "reason",
                                       "index", "rules", "engine", "hash" };

void st_csv_head(st_buf *out) {
    for (size_t i = 0; i < ST_LEN(columns); i++) st_csv_cell(out, st_str_of(columns[i]), i == 0);
    st_buf_z(out, "\r\n");
}

/* What stands between subject and index. */
typedef struct middle { st_str list, id, name, score, verdict, decision, state, by, confirmed, reason; } middle;

static void row(const st_record *r, const middle *m, st_buf *out) {
    char seq[24], when[32], about[24] = "", hash[2 * ST_HASH + 1];
    snprintf(seq, sizeof seq, "%llu", (unsigned long long)r->seq);
    if (r->ref) snprintf(about, sizeof about, "%llu", (unsigned long long)r->ref);
    st_time_text(r->time, when);
    st_hex(r->hash, ST_HASH, hash);
    const st_str cell[] = { st_str_of(seq), st_str_of(when), r->kind, r->actor, st_str_of(about), r->subject, m->list, m->id, m->name, m->score, m->verdict, m->decision, m->state, m->by, m->confirmed, m->reason,
                            r->index, r->rules, r->engine, st_str_of(hash) };
    _Static_assert(ST_LEN(cell) == ST_LEN(columns), "a cell for each column");
    for (size_t i = 0; i < ST_LEN(cell); i++) st_csv_cell(out, cell[i], i == 0);
    st_buf_z(out, "\r\n");
}

static st_code decided(st_journal *j, const st_record *r, st_str hit, st_arena *a, middle *m, st_err *err) {
    st_alert alert;
    ST_TRY(st_alert_of(j, r->seq, hit, a, &alert, err));
    m->state = st_str_of(st_alert_state_name(alert.state));
    if (alert.as != ST_AS_COUNT) m->decision = st_str_of(st_decided_name(alert.as));
    m->by = alert.by;
    m->confirmed = alert.confirmed;
    return ST_OK;
}

static st_code screen_rows(st_journal *j, const st_record *r, const st_json *v, st_arena *a, st_buf *out, st_err *err) {
    const st_json *hits = st_json_get(v, "hits");
    if (!hits || !hits->child) row(r, &(middle){ .verdict = st_json_get(v, "error") ? ST_STR("not answered") : ST_STR("no hit"), .reason = st_json_get_text(v, "error") }, out);
    for (const st_json *h = hits ? hits->child : NULL; h; h = h->next) {
        middle m = { .list = st_json_get_text(h, "list"), .id = st_json_get_text(h, "id"), .name = st_json_get_text(h, "name"), .score = st_json_get_text(h, "score"), .verdict = ST_STR("hit") };
        st_buf hit = ST_BUF_INIT(1 << 20);
        st_buf_printf(&hit, "%.*s:%.*s", ST_FMT(m.list), ST_FMT(m.id));
        const st_code code = decided(j, r, st_buf_view(&hit), a, &m, err);
        st_buf_free(&hit);
        ST_TRY(code);
        row(r, &m, out);
    }
    return ST_OK;
}

st_code st_csv_record(st_journal *j, const st_record *r, st_buf *out, st_err *err) {
    st_arena a = ST_ARENA_INIT;
    const st_record_kind kind = st_record_kind_of(r->kind);
    const bool answer = kind == ST_REC_SCREEN || kind == ST_REC_CHECK;
    const st_json *v = r->erased ? NULL : st_json_parse(&a, answer ? r->result : r->input, 1, NULL), *params = st_json_parse(&a, r->params, 1, NULL);
    middle m = { .verdict = r->erased ? ST_STR("erased") : st_json_get_text(v, "verdict"), .decision = st_json_get_text(params, "as"), .reason = st_json_get_text(v, "reason") };
    st_code code = ST_OK;
    if (!r->erased && kind == ST_REC_SCREEN) code = screen_rows(j, r, v, &a, out, err);
    else {
        if (kind == ST_REC_CHECK) code = decided(j, r, ST_STR_NONE, &a, &m, err);
        row(r, &m, out);
    }
    st_arena_free(&a);
    return code == ST_OK && out->failed ? st_fail(err, out->failed, "out of memory for the export") : code;
}
