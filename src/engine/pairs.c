/* Files of pairs. */
#include "engine/pairs.h"
#include "base/csv.h"
#include "base/json.h"
#include "engine/batch.h"

enum { OUT_MOST = 64 << 20 };

typedef struct job {
    st_pairs_score score; void *scorer;
    uint32_t threshold;
    const st_pairs_sink *sink; void *user;
    st_pairs_stats *stats;
    st_buf out;
} job;

static void bad(job *j, uint32_t line, const char *why) {
    j->stats->bad++;
    if (j->sink->bad) j->sink->bad(j->user, line, st_str_of(why));
}

/* *score SIZE: 10001 for a row that could not be compared. */
enum { NO_SCORE = 10001 };
static st_code score_row(job *j, uint32_t line, st_str type, st_str a, st_str b, uint32_t *score, st_err *err) {
    st_err own = { 0 };
    st_kind kind = type.n ? st_kind_of(type) : ST_KIND_UNKNOWN;
    j->stats->rows++;
    *score = NO_SCORE;
    st_code code = j->score(j->scorer, kind, a, b, score, &own);
    if (code == ST_E_USAGE || code == ST_E_LIMIT) {
        *score = NO_SCORE;
        bad(j, line, own.what);
        return ST_OK;
    }
    if (code < 0 && err) *err = own;
    j->stats->matches += *score <= 10000 && *score >= j->threshold;
    return code;
}

static st_code flush(job *j, st_err *err) {
    if (j->out.failed) return st_fail(err, j->out.failed, "a row that is too long, or no memory for it");
    st_code code = j->sink->write(j->user, st_buf_view(&j->out), err);
    st_buf_clear(&j->out);
    return code;
}

/* ---- CSV ---------------------------------------------------------------------------------------------------------------------------------------- */

static void put_field(st_buf *b, st_str s, char sep, bool first) {
    if (!first) st_buf_char(b, sep);
    bool quote = false;
    for (size_t i = 0; i < s.n && !quote; i++) quote = s.p[i] == '"' || s.p[i] == '\n' || s.p[i] == '\r' || s.p[i] == sep;
    if (!quote) { st_buf_str(b, s); return; }
    st_buf_char(b, '"');
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '"') st_buf_char(b, '"');
        st_buf_char(b, s.p[i]);
    }
    st_buf_char(b, '"');
}

typedef struct columns { size_t n, type, name1, name2, score, match; } columns;

static columns find_columns(const st_csv_row *r) {
    columns c = { r->n, SIZE_MAX, SIZE_MAX, SIZE_MAX, SIZE_MAX, SIZE_MAX };
    for (size_t i = 0; i < r->n; i++) {
        st_str s = st_str_trim(r->field[i]);
        if (st_str_iis(s, "type")) c.type = i;
        if (st_str_iis(s, "name1")) c.name1 = i;
        if (st_str_iis(s, "name2")) c.name2 = i;
        if (st_str_iis(s, "score")) c.score = i;
        if (st_str_iis(s, "match")) c.match = i;
    }
    return c;
}

static void put_row(job *j, const columns *c, const st_csv_row *r, char sep, st_str score, st_str match) {
    bool first = true;
    for (size_t i = 0; i < r->n; i++) {
        if (i == c->score || i == c->match) continue;
        put_field(&j->out, r->field[i], sep, first);
        first = false;
    }
    put_field(&j->out, score, sep, first);
    put_field(&j->out, match, sep, false);
    st_buf_char(&j->out, '\n');
}

static st_code csv_row(job *j, const columns *c, const st_csv_row *r, char sep, st_err *err) {
    uint32_t score = NO_SCORE;
    char text[16] = "";
    if (r->bad || r->n != c->n) {   /* which field is which is not known: all are kept */
        static const columns any = { .score = SIZE_MAX, .match = SIZE_MAX };
        j->stats->rows++;
        bad(j, r->line, r->bad ? r->bad : "not as many fields as the header has");
        c = &any;
    } else {
        ST_TRY(score_row(j, r->line, c->type == SIZE_MAX ? ST_STR_NONE : st_str_trim(r->field[c->type]), r->field[c->name1], r->field[c->name2], &score, err));
    }
    if (score != NO_SCORE) snprintf(text, sizeof text, "%u.%04u", score / 10000, score % 10000);
    put_row(j, c, r, sep, st_str_of(text), score == NO_SCORE ? ST_STR_NONE : score >= j->threshold ? ST_STR("true") : ST_STR("false"));
    return flush(j, err);
}

static st_code read_csv(job *j, st_input *in, char sep, st_err *err) {
    st_csv_dialect d = { .sep = sep, .quote = '"', .cp1252 = true };
    st_csv *csv = st_csv_open(in, &d, err);
    if (!csv) return err->code;
    st_csv_row r;
    int more = st_csv_next(csv, &r, err);
    columns c = more > 0 ? find_columns(&r) : (columns){ 0 };
    st_code code = more < 0 ? (st_code)more : ST_OK;
    if (code == ST_OK && (more == 0 || c.name1 == SIZE_MAX || c.name2 == SIZE_MAX)) {
        code = st_fail(err, ST_E_DATA, "the first line is not the header of a file of pairs: columns name1 and name2 are wanted, type is taken");
    }
    if (code == ST_OK) {
        put_row(j, &c, &r, sep, ST_STR("score"), ST_STR("match"));
        code = flush(j, err);
    }
    while (code == ST_OK && (more = st_csv_next(csv, &r, err)) != 0) code = more < 0 ? (st_code)more : csv_row(j, &c, &r, sep, err);
    st_csv_close(csv);
    return code;
}

/* ---- JSON lines ---------------------------------------------------------------------------------------------------------------------------------- */

static st_str member(const st_json *v, const char *key) {
    for (const st_json *c = v->type == ST_JSON_OBJECT ? v->child : NULL; c; c = c->next)
        if (st_str_is(c->key, key)) return st_json_text(c);
    return ST_STR_NONE;
}

static st_code json_row(void *user, const st_json *v, uint32_t line, st_err *err) {
    job *j = user;
    uint32_t score = NO_SCORE;
    if (!v || v->type != ST_JSON_OBJECT) {
        j->stats->rows++;
        bad(j, line, "the line is not a JSON object");
    } else ST_TRY(score_row(j, line, member(v, "type"), member(v, "name1"), member(v, "name2"), &score, err));
    st_jw w = { &j->out, false };
    st_jw_open(&w, '{');
    for (const st_json *c = v && v->type == ST_JSON_OBJECT ? v->child : NULL; c; c = c->next) {
        if (st_str_is(c->key, "score") || st_str_is(c->key, "match")) continue;
        st_jw_keys(&w, c->key);
        st_jw_tree(&w, c);
    }
    st_jw_key(&w, "score");
    if (score == NO_SCORE) st_jw_null(&w);
    else st_jw_fixed(&w, score, 4);
    st_jw_key(&w, "match");
    if (score == NO_SCORE) st_jw_null(&w);
    else st_jw_bool(&w, score >= j->threshold);
    st_jw_close(&w, '}');
    st_buf_char(&j->out, '\n');
    return flush(j, err);
}

st_code st_pairs_run(const char *path, st_pairs_score score, void *scorer, uint32_t threshold, const st_pairs_sink *sink, void *user, st_pairs_stats *stats, st_err *err) {
    st_err own = { 0 };
    if (!err) err = &own;
    *stats = (st_pairs_stats){ 0 };
    st_input *in = st_input_open(path, NULL, err);
    if (!in) return err->code;
    job j = { score, scorer, threshold, sink, user, stats, ST_BUF_INIT(OUT_MOST) };
    st_str head;
    st_code code = st_input_peek(in, 64 << 10, &head, err);
    if (code == ST_OK) {
        st_str body = st_str_trim(head);
        code = body.n && body.p[0] == '{' ? st_json_stream(in, "", json_row, &j, err) : read_csv(&j, in, st_csv_separator(body), err);
    }
    if (code < 0) st_err_where(err, "%s", path);
    st_buf_free(&j.out);
    st_input_close(in);
    return code;
}
