/* Screening and checking over HTTP: the same bytes as the command line. */
#include <time.h>
#include "engine/batch.h"
#include "http/answers.h"

/* ---- parameters ---------------------------------------------------------------------------------------------------------------------------------------- */

const st_param_def st_param_table[] = {
#define PARAM(route, name, type, many, text) { ST_ROUTE_##route, name, type, many, text },
#include "http/params.def"
#undef PARAM
};
const size_t st_param_count_all = ST_LEN(st_param_table);

static const st_param_def *param_def(st_route_id route, st_str name) {
    for (size_t i = 0; i < ST_LEN(st_param_table); i++)
        if (st_param_table[i].route == route && st_str_is(name, st_param_table[i].name)) return &st_param_table[i];
    return NULL;
}

st_code st_params_known(const st_json *p, st_route_id route, bool fields, st_err *err) {
    for (const st_json *m = p->child; m; m = m->next) {
        if (param_def(route, m->key) || (fields && st_row_knows(m->key))) continue;
        st_fail(err, ST_E_USAGE, "there is no parameter %.*s here", (int)(m->key.n < 80 ? m->key.n : 80), m->key.n ? m->key.p : "");
        st_err_hint(err, "/openapi.json lists them");
        return ST_E_USAGE;
    }
    return ST_OK;
}

/* The options of a screening; what they point to lives in the arena and in the sift. */
static st_code screen_options(const st_json *p, const st_index *ix, st_sift *sift, st_arena *a, st_search_options *o, st_err *err) {
    const char *threshold = NULL, *method = NULL;
    bool grouped = true, ofac = false, exhaustive = false;
    uint64_t limit = ST_LIMIT;
    ST_TRY(st_param_text(p, "threshold", &threshold, a, err));
    ST_TRY(st_param_text(p, "method", &method, a, err));
    ST_TRY(st_param_text(p, "listed_since", &sift->since, a, err));
    ST_TRY(st_param_bool(p, "grouped", &grouped, err));
    ST_TRY(st_param_bool(p, "exhaustive", &exhaustive, err));
    ST_TRY(st_param_count(p, "limit", &limit, err));
    ST_TRY(st_method_of(method, &ofac, err));
    const struct { const char *key; st_texts64 *into; } lists[] = { { "list", &sift->list }, { "programme", &sift->programme }, { "regime", &sift->regime },
        { "list_country", &sift->country }, { "list_type", &sift->type }, { "threshold_for", &sift->threshold_for } };
    for (size_t i = 0; i < ST_LEN(lists); i++) ST_TRY(st_param_texts(p, lists[i].key, lists[i].into->item, ST_LEN(lists[i].into->item), &lists[i].into->n, a, err));
    *o = (st_search_options){ .threshold = ST_THRESHOLD, .exhaustive = exhaustive, .ofac = ofac, .group = grouped && !ofac, .limit = limit > UINT32_MAX ? UINT32_MAX : (uint32_t)limit };
    if (threshold) ST_TRY(st_threshold_of(threshold, &o->threshold, err));
    return st_sift_make(sift, ix, o, err);
}

/* The query's parameters and, of a POST, the members of its body as one object. */
static st_code all_params(st_job *j, st_json **out) {
    ST_TRY(st_params_of_query(&j->t->arena, j->call->query, out, j->err));
    if (j->q->method != ST_POST) return ST_OK;
    st_json *body = st_json_parse(&j->t->arena, j->q->body, 1, j->err);
    if (!body) return st_with(j, 400, j->err->code);
    if (body->type != ST_JSON_OBJECT) return st_with(j, 400, st_fail(j->err, ST_E_USAGE, "the body is one JSON object"));
    st_json **tail = &body->child;
    while (*tail) tail = &(*tail)->next;
    *tail = (*out)->child;
    *out = body;
    return ST_OK;
}

/* Takes the members that are fields of a query (or, fields false, the others) into an object of their own. */
static st_json *members(st_arena *a, const st_json *p, st_route_id route, bool fields) {
    st_json *object = st_arena_calloc(a, sizeof *object), **tail;
    if (!object) return NULL;
    object->type = ST_JSON_OBJECT;
    tail = &object->child;
    for (const st_json *m = p->child; m; m = m->next) {
        if ((param_def(route, m->key) == NULL) != fields) continue;
        st_json *copy = st_arena_alloc(a, sizeof *copy);
        if (!copy) return NULL;
        *copy = *m;
        copy->next = NULL;
        *tail = copy;
        tail = &copy->next;
    }
    return object;
}

/* ---- what is about to be sent ---------------------------------------------------------------------------------------------------------------------------- */

static st_code give(st_job *j, const char *kind, const st_json *params, st_str input, st_str result, bool rules) {
    const st_service_options *o = st_service_with(j->service);
    if (!o->given) return ST_OK;
    st_buf b = ST_BUF_INIT(8 << 20);
    st_jw w = { &b, false };
    st_jw_tree(&w, params);
    const st_given g = { kind, j->q->actor, j->q->id, st_str_of(st_index_hash(j->t->screener->e->ix)), rules ? st_str_of(o->rules->bundle->hash) : ST_STR_NONE,
                         st_buf_view(&b), input, result };
    st_code code = b.failed ? st_fail(j->err, b.failed, "out of memory for the record of the answer") : o->given(o->user, &g, j->err);
    if (code < 0) j->status = 503;
    st_buf_free(&b);
    return code;
}

/* ---- screen -------------------------------------------------------------------------------------------------------------------------------------------------- */

st_code st_answer_screen(st_job *j) {
    st_desk *t = j->t;
    st_json *p;
    st_search_options o;
    ST_TRY(all_params(j, &p));
    ST_TRY(st_params_known(p, ST_ROUTE_screen, true, j->err));
    ST_TRY(screen_options(p, t->screener->e->ix, &t->sift, &t->arena, &o, j->err));
    const st_json *fields = members(&t->arena, p, ST_ROUTE_screen, true), *options = members(&t->arena, p, ST_ROUTE_screen, false);
    if (!fields || !options) return st_fail(j->err, ST_E_NOMEM, "out of memory for the query");
    st_row_begin(&t->row, 0);
    ST_TRY(st_row_json(&t->row, fields, j->err));
    if (t->row.bad.n) return st_fail(j->err, ST_E_USAGE, "%.*s", ST_FMT(t->row.bad));
    st_hits h;
    ST_TRY(st_screener_run(t->screener, &t->row.q, &o, &h, j->err));
    st_jw w = { &j->out->body, false };
    st_screened_json(&w, t->screener->e, &t->row.q, &h);
    if (j->out->body.failed) return ST_OK;
    ST_TRY(give(j, "screen", options, st_buf_view(&t->row.echo), st_buf_view(&j->out->body), false));
    st_buf_char(&j->out->body, '\n');
    return ST_OK;
}

/* ---- batch ---------------------------------------------------------------------------------------------------------------------------------------------------- */

typedef struct sending { st_service *service; const st_edition *d; const st_request *q; st_lines_fn write; void *user; st_str params; } sending;

/* One row is one line, as the batch writes them. */
static st_code send_line(void *user, st_str line, st_err *err) {
    const sending *s = user;
    const st_service_options *o = st_service_with(s->service);
    if (o->given) {
        const st_given g = { "screen", s->q->actor, s->q->id, st_str_of(st_index_hash(st_edition_engine(s->d)->ix)), ST_STR_NONE, s->params, ST_STR_NONE,
                             st_str_sub(line, 0, line.n ? line.n - 1 : 0) };
        ST_TRY(o->given(o->user, &g, err));
    }
    return s->write(s->user, line, err);
}

st_code st_http_batch(st_service *s, const st_edition *d, const st_call *call, const st_request *q, st_input *rows, unsigned threads, st_lines_fn write, void *user, st_err *err) {
    static const st_batch_sink sink = { .write = send_line };
    const st_engine *e = st_edition_engine(d);
    st_arena a = ST_ARENA_INIT;
    st_sift sift = { 0 };
    st_search_options o;
    st_batch_stats stats;
    st_json *p;
    st_buf b = ST_BUF_INIT(8 << 20);
    st_jw w = { &b, false };
    sending out = { s, d, q, write, user, ST_STR_NONE };
    st_code code = st_params_of_query(&a, call->query, &p, err);
    if (code == ST_OK) code = st_params_known(p, ST_ROUTE_screen, false, err);
    if (code == ST_OK) code = screen_options(p, e->ix, &sift, &a, &o, err);
    if (code == ST_OK) {
        st_jw_tree(&w, p);
        out.params = st_buf_view(&b);
        code = b.failed ? st_fail(err, b.failed, "out of memory for the parameters") : st_batch_input(e, rows, &o, threads, &sink, &out, &stats, err);
    }
    st_buf_free(&b);
    st_arena_free(&a);
    return code;
}

static st_code keep_lines(void *user, st_str lines, st_err *err) {
    st_buf *b = user;
    st_buf_str(b, lines);
    return b->failed ? st_fail(err, b->failed, "an answer that is too long, or no memory for it") : ST_OK;
}

st_code st_answer_batch(st_job *j) {
    st_input *in = st_input_open_memory(j->q->body.p, j->q->body.n, "body", NULL, j->err);
    if (!in) return j->err->code;
    st_edition *d = st_edition_hold(j->service);
    j->out->type = ST_LINES_TYPE;
    const st_code code = st_http_batch(j->service, d, j->call, j->q, in, 1, keep_lines, &j->out->body, j->err);
    st_edition_drop(d);
    st_input_close(in);
    return code;
}

/* ---- check --------------------------------------------------------------------------------------------------------------------------------------------------- */

static st_code check_options(st_job *j, const st_json *p, st_check_options *o, bool *proof) {
    const char *at = NULL;
    st_instant last;
    *o = (st_check_options){ .now = (st_instant)time(NULL), .partial = st_service_with(j->service)->partial };
    ST_TRY(st_param_text(p, "as_of", &at, &j->t->arena, j->err));
    ST_TRY(st_param_bool(p, "partial", &o->partial, j->err));
    ST_TRY(st_param_bool(p, "no_lists", &o->closed, j->err));
    ST_TRY(st_param_bool(p, "require_approved", &o->judge.require_approved, j->err));
    ST_TRY(st_param_bool(p, "proof", proof, j->err));
    o->has_at = at != NULL;
    if (!at || (st_instants_of(st_str_of(at), &o->at, &last) && o->at == last)) return ST_OK;
    st_fail(j->err, ST_E_USAGE, "as_of %.60s is no day", at);
    st_err_hint(j->err, "as 2024-04-02, or 2024-04-02T00:01-04:00 where the hour decides");
    return ST_E_USAGE;
}

st_code st_answer_check(st_job *j) {
    st_desk *t = j->t;
    st_json *p;
    st_check_options o;
    st_checked a;
    bool proof = true;
    ST_TRY(st_params_of_query(&t->arena, j->call->query, &p, j->err));
    ST_TRY(st_params_known(p, ST_ROUTE_check, false, j->err));
    ST_TRY(check_options(j, p, &o, &proof));
    const st_json *tree = st_json_parse(&t->arena, j->q->body, 1, j->err);
    if (!tree) return st_with(j, 400, j->err->code);
    if (tree->type != ST_JSON_OBJECT) return st_with(j, 400, st_fail(j->err, ST_E_USAGE, "a case is one JSON object"));
    ST_TRY(st_checker_run(t->checker, tree, &o, &a, j->err));
    st_jw w = { &j->out->body, false };
    st_checked_json(&w, t->checker, &a, proof);
    if (j->out->body.failed) return ST_OK;
    ST_TRY(give(j, "check", p, j->q->body, st_buf_view(&j->out->body), true));
    st_buf_char(&j->out->body, '\n');
    return ST_OK;
}
