/* The public header over the modules: copies texts out, so that callers get NUL-terminated strings, and errors over. */
#include <stddef.h>
#include "engine/screen.h"
#include "strait.h"

_Static_assert(ST_ERROR_USAGE == (int)ST_E_USAGE && ST_ERROR_DATA == (int)ST_E_DATA && ST_ERROR_SYSTEM == (int)ST_E_SYSTEM &&
               ST_ERROR_MEMORY == (int)ST_E_NOMEM && ST_ERROR_LIMIT == (int)ST_E_LIMIT, "the public error codes are the internal ones");

typedef struct st_shown { st_match match; st_point *point; } st_shown;

struct st_result { st_shown *hit; size_t n, above; bool complete; const char *json; };

struct st_session {
    st_screener *screener;
    st_arena arena;      /* what the result shows */
    st_result result;
    st_buf json;
};

const char *st_version(void) { return STRAIT_VERSION; }

/* Fills the public error from the inner one and gives `result` back. */
static void *give(void *result, const st_err *from, st_error *to) {
    if (!to) return result;
    memset(to, 0, sizeof *to);
    if (result) return result;
    to->code = from->code;
    memcpy(to->what, from->what, sizeof to->what);
    memcpy(to->where, from->where, sizeof to->where);
    memcpy(to->hint, from->hint, sizeof to->hint);
    return NULL;
}

st_engine *st_engine_open(const char *path, st_error *error) {
    st_err err = { 0 };
    if (!path) st_fail(&err, ST_E_USAGE, "no path was given");
    return give(path ? st_engine_load(path, &err) : NULL, &err, error);
}

st_engine *st_engine_open_memory(const void *memory, size_t bytes, st_error *error) {
    st_err err = { 0 };
    if (!memory || (uintptr_t)memory % 64) {
        st_fail(&err, ST_E_USAGE, "the memory of an index must be aligned to 64 bytes");
        return give(NULL, &err, error);
    }
    return give(st_engine_load_memory(memory, bytes, &err), &err, error);
}

void st_engine_close(st_engine *engine) { st_engine_free(engine); }
const char *st_engine_hash(const st_engine *engine) { return st_index_hash(engine->ix); }
uint32_t st_engine_parties(const st_engine *engine) { return st_index_parties(engine->ix); }
uint32_t st_engine_names(const st_engine *engine) { return st_index_printed_names(engine->ix); }

st_session *st_session_new(const st_engine *engine, st_error *error) {
    st_err err = { 0 };
    st_session *s = st_calloc(1, sizeof *s);
    if (!s) {
        st_fail(&err, ST_E_NOMEM, "out of memory for a session");
        return give(NULL, &err, error);
    }
    s->json = (st_buf)ST_BUF_INIT(SIZE_MAX / 2);
    s->screener = st_screener_new(engine, &err);
    if (!s->screener) {
        st_session_end(s);
        s = NULL;
    }
    return give(s, &err, error);
}

void st_session_end(st_session *session) {
    if (!session) return;
    st_screener_free(session->screener);
    st_arena_free(&session->arena);
    st_buf_free(&session->json);
    st_free(session);
}

static st_code query_of(const st_subject *u, st_arena *a, st_query *q, st_err *err) {
    if (!u || u->size != sizeof *u) return st_fail(err, ST_E_USAGE, "the subject does not begin with its size: set it up with ST_SUBJECT_INIT");
    if (u->n_aliases > ST_ALIASES_MOST) return st_fail(err, ST_E_LIMIT, "%zu aliases; at most %u are taken", u->n_aliases, ST_ALIASES_MOST);
    if (u->n_aliases && !u->aliases) return st_fail(err, ST_E_USAGE, "%zu aliases are announced, and none is given", u->n_aliases);
    st_str *alias = st_arena_alloc(a, u->n_aliases * sizeof *alias);
    if (!alias) return st_fail(err, ST_E_NOMEM, "out of memory for a query");
    for (size_t i = 0; i < u->n_aliases; i++) alias[i] = st_str_of(u->aliases[i]);
    *q = (st_query){
        .id = st_str_of(u->id), .type = st_str_of(u->type), .name = st_str_of(u->name), .alias = alias, .aliases = u->n_aliases,
        .first = st_str_of(u->first_name), .middle = st_str_of(u->middle_name), .last = st_str_of(u->last_name),
        .birth_date = st_str_of(u->birth_date), .birth_place = st_str_of(u->birth_place), .gender = st_str_of(u->gender),
        .nationality = st_str_of(u->nationality), .country = st_str_of(u->country), .address = st_str_of(u->address),
        .id_number = st_str_of(u->id_number), .imo = st_str_of(u->imo), .wallet = st_str_of(u->wallet),
    };
    return ST_OK;
}

/* A NUL-terminated copy; *failed is set when memory is out. */
static const char *show(st_arena *a, st_str s, bool *failed) {
    if (s.n == 0) return "";
    char *p = st_arena_alloc(a, s.n + 1);
    if (!p) {
        *failed = true;
        return "";
    }
    memcpy(p, s.p, s.n);
    p[s.n] = 0;
    return p;
}

static void show_hit(st_session *s, const st_hit *h, st_shown *out, bool *failed) {
    const st_index *ix = s->screener->e->ix;
    st_arena *a = &s->arena;
    st_party_view p;
    st_list_view list;
    st_index_party(ix, h->party, &p);
    st_index_list(ix, p.list, &list);
    out->match = (st_match){
        .id = show(a, p.key, failed), .list = show(a, list.field[ST_LIST_ID], failed), .list_date = show(a, list.field[ST_LIST_DATE], failed),
        .type = st_kind_name(p.kind), .name = show(a, st_party_name(ix, h->party), failed), .score = h->score, .bits = h->bits, .reasons = h->why.n,
        .matched = h->name == ST_NO_NAME ? "" : show(a, st_index_name_text(ix, h->name), failed), .asked = show(a, h->asked, failed),
    };
    out->point = st_arena_calloc(a, h->why.n * sizeof *out->point);
    if (!out->point) {
        *failed = true;
        return;
    }
    for (size_t i = 0; i < h->why.n; i++) {
        const st_reason *r = &h->why.item[i];
        out->point[i] = (st_point){ st_why_name(r->why), show(a, r->query, failed), show(a, r->list, failed), show(a, r->text, failed), r->points };
    }
}

static st_code show_result(st_session *s, const st_query *q, const st_hits *h, st_err *err) {
    bool failed = false;
    s->result.hit = st_arena_calloc(&s->arena, h->n * sizeof *s->result.hit);
    for (size_t i = 0; s->result.hit && i < h->n; i++) show_hit(s, &h->item[i], &s->result.hit[i], &failed);
    st_buf_clear(&s->json);
    st_jw w = { &s->json, false };
    st_jw_open(&w, '{');
    st_jw_key(&w, "query");
    st_query_json(&w, q);
    st_answer_json(&w, s->screener->e, h);
    st_jw_close(&w, '}');
    if (!s->result.hit || failed || s->json.failed) return st_fail(err, ST_E_NOMEM, "out of memory for a result");
    s->result.n = h->n;
    s->result.above = h->above;
    s->result.complete = h->partial == NULL;
    s->result.json = s->json.p;
    return ST_OK;
}

/* The options of a caller that may be older than they are here: what it has not got is as the INIT macro sets it. */
enum { OPTIONS_FIRST = offsetof(st_options, exhaustive) };   /* the size they had at first */
static st_code options_of(const st_options *given, st_search_options *out, st_err *err) {
    st_options o = ST_OPTIONS_INIT;
    if (given && given->size != sizeof o && given->size != OPTIONS_FIRST)
        return st_fail(err, ST_E_USAGE, "the options do not begin with their size: set them up with ST_OPTIONS_INIT");
    if (given) memcpy(&o, given, given->size);
    if (o.threshold > ST_SCORE_MAX) return st_fail(err, ST_E_USAGE, "a threshold of %u; the most is %u", o.threshold, ST_SCORE_MAX);
    *out = (st_search_options){ .threshold = o.threshold, .limit = o.limit, .exhaustive = o.exhaustive != 0, .group = true };
    return ST_OK;
}

const st_result *st_session_screen(st_session *session, const st_subject *subject, const st_options *options, st_error *error) {
    st_err err = { 0 };
    st_search_options o;
    st_query q;
    st_hits hits;
    session->result = (st_result){ 0 };
    st_arena_reset(&session->arena);
    st_code code = query_of(subject, &session->arena, &q, &err);
    if (code == ST_OK) code = options_of(options, &o, &err);
    if (code == ST_OK) code = st_screener_run(session->screener, &q, &o, &hits, &err);
    if (code == ST_OK) code = show_result(session, &q, &hits, &err);
    return give(code == ST_OK ? &session->result : NULL, &err, error);
}

size_t st_result_count(const st_result *result) { return result->n; }
size_t st_result_above(const st_result *result) { return result->above; }
int st_result_complete(const st_result *result) { return result->complete; }
const st_match *st_result_match(const st_result *result, size_t i) { return i < result->n ? &result->hit[i].match : NULL; }

const st_point *st_result_reason(const st_result *result, size_t i, size_t k) {
    return i < result->n && k < result->hit[i].match.reasons ? &result->hit[i].point[k] : NULL;
}

const char *st_result_json(const st_result *result) { return result->json; }
