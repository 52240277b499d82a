/* Customer files through the pool. */
#include "base/pool.h"
#include "engine/batch.h"

enum { PER_THREAD = 8, MAX_COLUMNS = 1024 };   /* rows in flight a thread: enough that none waits for the slowest */

typedef struct batch {
    const st_engine *e;
    const st_search_options *o;
    const st_batch_sink *sink;
    void *user;
    st_batch_stats *stats;
    st_input *in;
    st_pool *pool;
    st_screener **worker; size_t workers;
    st_row *row; size_t rows;
} batch;

/* ---- one row, in a worker ------------------------------------------------------------------------------------------------------------------ */

static void answer(st_row *r, const st_engine *e, const st_hits *hits) {
    st_jw w = { &r->out, false };
    st_jw_open(&w, '{');
    st_jw_key(&w, "query");
    if (r->echo.n) st_jw_raw(&w, st_buf_view(&r->echo));
    else st_jw_null(&w);
    if (r->bad.n) {
        st_jw_key(&w, "line");
        st_jw_u64(&w, r->line);
        st_jw_key(&w, "error");
        st_jw_str(&w, r->bad);
    } else st_answer_json(&w, e, hits);
    st_jw_close(&w, '}');
    st_buf_char(&r->out, '\n');
}

/* Scores alone: what a hit's party is, and how much it scores. */
static st_code keep_scores(st_row *r, const st_engine *e, const st_hits *hits) {
    r->hit = st_arena_calloc(&r->arena, hits->n * sizeof *r->hit);
    for (size_t i = 0; r->hit && i < hits->n; i++) {
        st_party_view p;
        st_index_party(e->ix, hits->item[i].party, &p);
        r->hit[i] = (st_row_hit){ p.list, hits->item[i].score, p.kind };
    }
    return r->hit ? ST_OK : ST_E_NOMEM;
}

static st_code keep_parties(st_row *r, const st_hits *hits) {
    r->party = st_arena_alloc(&r->arena, (hits->n ? hits->n : 1) * sizeof *r->party);
    for (size_t i = 0; r->party && i < hits->n; i++) r->party[i] = hits->item[i].party;
    return r->party ? ST_OK : ST_E_NOMEM;
}

static st_code work(void *user, void *worker, void *item, st_err *err) {
    batch *b = user;
    st_row *r = item;
    st_hits hits = { 0 };
    if (r->bad.n == 0) {
        st_err own = { 0 };
        if (b->sink->ask) b->sink->ask(b->user, &r->q);
        st_code code = st_screener_run(worker, &r->q, b->o, &hits, &own);
        if (code == ST_E_USAGE || code == ST_E_LIMIT) st_row_bad(r, "%s", own.what);   /* of this row alone */
        else if (code < 0) {
            if (err) *err = own;
            return code;
        }
    }
    r->hits = (uint32_t)hits.n;
    if (b->sink->scored) return keep_scores(r, b->e, &hits) ? st_fail(err, ST_E_NOMEM, "out of memory for the scores of a row") : ST_OK;
    if (b->sink->keep && keep_parties(r, &hits)) return st_fail(err, ST_E_NOMEM, "out of memory for the hits of a row");
    answer(r, b->e, &hits);
    return r->out.failed ? st_fail(err, r->out.failed, "an answer that is too long, or no memory for it") : ST_OK;
}

static st_code write_row(void *user, void *item, st_err *err) {
    batch *b = user;
    st_row *r = item;
    b->stats->rows++;
    b->stats->hits += r->hits;
    b->stats->rows_with_hits += r->hits > 0;
    if (r->bad.n) {
        b->stats->bad++;
        if (b->sink->bad) b->sink->bad(b->user, r->line, r->bad);
    }
    if (b->sink->keep) ST_TRY(b->sink->keep(b->user, r, err));
    else if (!b->sink->scored) ST_TRY(b->sink->write(b->user, st_buf_view(&r->out), err));
    else if (r->bad.n == 0) b->sink->scored(b->user, r);
    b->stats->bytes_read = st_input_expanded(b->in);
    if (b->sink->progress && !b->sink->progress(b->user, b->stats)) return st_fail(err, ST_E_STOPPED, "stopped after %llu rows", (unsigned long long)b->stats->rows);
    return ST_OK;
}

/* ---- reading, in the caller's thread --------------------------------------------------------------------------------------------------------- */

static st_row *next_row(batch *b, uint32_t line) {
    st_row *r = st_pool_take(b->pool);   /* NULL: a row before this one failed, and closing the pool says how */
    if (r) st_row_begin(r, line);
    return r;
}

static st_code json_row(void *user, const st_json *v, uint32_t line, st_err *err) {
    batch *b = user;
    st_row *r = next_row(b, line);
    if (!r) return ST_E_STOPPED;
    if (v) ST_TRY(st_row_json(r, v, err));
    else st_row_bad(r, "%s", err && err->what[0] ? err->what : "the line is not JSON");
    st_pool_put(b->pool);
    return ST_OK;
}

static st_code read_header(const st_csv_row *record, st_arena *a, st_str **header, st_err *err) {
    *header = st_arena_alloc(a, record->n * sizeof **header);
    bool known = false;
    for (size_t i = 0; *header && i < record->n; i++) {
        (*header)[i] = st_str_copy(a, st_str_trim(record->field[i]));
        if (!(*header)[i].p) *header = NULL;
        else known = known || st_row_knows((*header)[i]);
    }
    if (!*header) return st_fail(err, ST_E_NOMEM, "out of memory for the header");
    if (known && !record->bad) return ST_OK;
    st_fail(err, ST_E_DATA, "the first line is not the header of a customer file: %s", record->bad ? record->bad : "no column is understood");
    st_err_hint(err, "columns that are understood: id, type, name, aliases, first_name, middle_name, last_name, birth_date, birth_place, gender, "
                     "nationality, country, address, id_number, imo, wallet");
    return ST_E_DATA;
}

static st_code read_csv(batch *b, st_str head, st_err *err) {
    st_csv_dialect d = { .sep = st_csv_separator(st_str_trim(head)), .quote = '"', .cp1252 = true, .max_fields = MAX_COLUMNS };
    st_csv *csv = st_csv_open(b->in, &d, err);
    if (!csv) return err ? err->code : ST_E_NOMEM;
    st_arena a = ST_ARENA_INIT;
    st_csv_row record;
    st_str *header = NULL;
    int more = st_csv_next(csv, &record, err);
    size_t columns = more > 0 ? record.n : 0;
    st_code code = more < 0 ? (st_code)more : more == 0 ? st_fail(err, ST_E_DATA, "the file holds no row") : read_header(&record, &a, &header, err);
    while (code == ST_OK && (more = st_csv_next(csv, &record, err)) != 0) {
        st_row *r = more > 0 ? next_row(b, record.line) : NULL;
        if (more < 0) code = (st_code)more;
        else if (!r) code = ST_E_STOPPED;
        else code = st_row_csv(r, header, columns, &record, err);
        b->stats->converted += record.converted;
        if (code == ST_OK) st_pool_put(b->pool);
    }
    st_csv_close(csv);
    st_arena_free(&a);
    return code;
}

static st_code read_all(batch *b, st_err *err) {
    st_str head;
    ST_TRY(st_input_peek(b->in, 64 << 10, &head, err));
    if (head.n > 1 && (memcmp(head.p, "\xff\xfe", 2) == 0 || memcmp(head.p, "\xfe\xff", 2) == 0)) {
        st_fail(err, ST_E_DATA, "the file is UTF-16");
        st_err_hint(err, "convert it: iconv -f UTF-16 -t UTF-8");
        return ST_E_DATA;
    }
    st_str body = st_str_trim(head);
    if (body.n && body.p[0] == '[') {
        st_fail(err, ST_E_DATA, "the file is one JSON array, and an object a line is read");
        st_err_hint(err, "take it apart: jq -c '.[]'");
        return ST_E_DATA;
    }
    return body.n && body.p[0] == '{' ? st_json_stream(b->in, "", json_row, b, err) : read_csv(b, head, err);
}

/* ---- the whole ----------------------------------------------------------------------------------------------------------------------------- */

static st_code prepare(batch *b, unsigned threads, st_err *err) {
    b->rows = (size_t)threads * PER_THREAD;
    b->worker = st_calloc(threads, sizeof(st_screener *));
    b->row = st_calloc(b->rows, sizeof *b->row);
    void **item = st_calloc(b->rows, sizeof *item);
    void **worker = st_calloc(threads, sizeof *worker);
    st_code code = b->worker && b->row && item && worker ? ST_OK : st_fail(err, ST_E_NOMEM, "out of memory for %u threads", threads);
    for (size_t i = 0; code == ST_OK && i < b->rows; i++) {
        st_row_init(&b->row[i]);
        item[i] = &b->row[i];
    }
    for (b->workers = 0; code == ST_OK && b->workers < threads; b->workers++) {
        worker[b->workers] = b->worker[b->workers] = st_screener_new(b->e, err);
        if (!worker[b->workers]) code = ST_E_NOMEM;
    }
    static const st_pool_ops ops = { work, write_row };
    if (code == ST_OK) {
        b->pool = st_pool_new(&ops, b, worker, threads, item, b->rows, err);
        if (!b->pool) code = err ? err->code : ST_E_SYSTEM;
    }
    st_free(item);
    st_free(worker);
    return code;
}

static void release(batch *b) {
    for (size_t i = 0; b->worker && i < b->workers; i++) st_screener_free(b->worker[i]);
    for (size_t i = 0; b->row && i < b->rows; i++) st_row_free(&b->row[i]);
    st_free(b->worker);
    st_free(b->row);
}

st_code st_batch_input(const st_engine *e, st_input *in, const st_search_options *o, unsigned threads, const st_batch_sink *sink, void *user,
                       st_batch_stats *stats, st_err *err) {
    st_err own = { 0 };
    if (!err) err = &own;
    *stats = (st_batch_stats){ .bytes = st_input_is_archive(in) ? 0 : st_input_size(in) };
    if (threads < 1 || threads > 256) return st_fail(err, ST_E_USAGE, "%u threads; 1 to 256 are possible", threads);
    batch b = { .e = e, .o = o, .sink = sink, .user = user, .stats = stats, .in = in };
    st_code code = prepare(&b, threads, err);
    if (code == ST_OK) {
        st_err reading = { 0 }, writing = { 0 };
        code = read_all(&b, &reading);
        st_code later = st_pool_close(b.pool, false, &writing);   /* rows before a failure of reading are answered */
        if (later < 0) code = later;
        if (code < 0) *err = later < 0 ? writing : reading;
        if (code < 0) st_err_where(err, "%s", st_input_path(in));
    }
    release(&b);
    return code;
}

st_code st_batch_run(const st_engine *e, const char *path, const st_search_options *o, unsigned threads, const st_batch_sink *sink, void *user,
                     st_batch_stats *stats, st_err *err) {
    st_err own = { 0 };
    if (!err) err = &own;
    *stats = (st_batch_stats){ 0 };
    st_input *in = st_input_open(path, NULL, err);
    if (!in) return err->code;
    st_code code = st_batch_input(e, in, o, threads, sink, user, stats, err);
    st_input_close(in);
    return code;
}
