/* Replay. */
#include "engine/replayer.h"

static const char *const names[] = { "same", "differs", "erased", "other_index", "other_rules", "not_answered", "no_answer" };
_Static_assert(ST_LEN(names) == ST_REPLAY_OUTCOMES, "each outcome has a name");
const char *st_replayed_name(st_replayed r) { return names[r]; }

struct st_replayer {
    const st_engine *e; const st_bundle *bundle; const char *engine;
    st_screener *screener;
    st_checker *checker; st_rules *rules;      /* as known at the time that the last record named */
    st_arena arena;
    st_row row;
    st_buf out;
};

st_replayer *st_replayer_new(const st_engine *e, const st_bundle *bundle, const char *engine, st_err *err) {
    st_replayer *p = st_calloc(1, sizeof *p);
    if (!p) {
        st_fail(err, ST_E_NOMEM, "out of memory for replaying");
        return NULL;
    }
    *p = (st_replayer){ .e = e, .bundle = bundle, .engine = engine, .arena = ST_ARENA_INIT, .out = ST_BUF_INIT((size_t)1 << 30) };
    st_row_init(&p->row);
    if (!e || (p->screener = st_screener_new(e, err))) return p;
    st_replayer_free(p);
    return NULL;
}

void st_replayer_free(st_replayer *p) {
    if (!p) return;
    st_checker_free(p->checker);
    st_rules_free(p->rules);
    st_screener_free(p->screener);
    st_row_free(&p->row);
    st_arena_free(&p->arena);
    st_buf_free(&p->out);
    st_free(p);
}

/* ---- parameters back --------------------------------------------------------------------------------------------------------------------------------------- */

static bool flag(const st_json *v, const char *key) {
    const st_json *m = st_json_get(v, key);
    return m && m->type == ST_JSON_TRUE;
}

static st_code wrong(st_err *err, const char *key) { return st_fail(err, ST_E_DATA, "the parameter %s is missing or damaged", key); }

static bool number(const st_json *v, const char *key, uint32_t *out) {
    uint64_t x;
    if (!st_parse_u64(st_json_get_text(v, key), &x) || x > UINT32_MAX) return false;
    *out = (uint32_t)x;
    return true;
}

static const char *text_z(st_arena *a, st_str s) {
    char *z = st_arena_alloc(a, s.n + 1);
    if (!z) return NULL;
    if (s.n) memcpy(z, s.p, s.n);
    z[s.n] = 0;
    return z;
}

static st_code words_of(const st_json *v, const char *key, st_arena *a, st_words *out, st_err *err) {
    const st_json *list = st_json_get(v, key);
    size_t n = 0;
    for (const st_json *c = list ? list->child : NULL; c; c = c->next) n++;
    const char **item = st_arena_alloc(a, (n ? n : 1) * sizeof *item);
    *out = (st_words){ item, 0 };
    for (const st_json *c = list ? list->child : NULL; item && c; c = c->next)
        if ((item[out->n++] = text_z(a, st_json_text(c))) == NULL) item = NULL;
    return item ? ST_OK : st_fail(err, ST_E_NOMEM, "out of memory for a filter");
}

static st_code filter_of(const st_json *v, st_arena *a, st_filter *f, st_err *err) {
    *f = (st_filter){ 0 };
    ST_TRY(words_of(v, "list", a, &f->list, err));
    ST_TRY(words_of(v, "programme", a, &f->programme, err));
    ST_TRY(words_of(v, "regime", a, &f->regime, err));
    ST_TRY(words_of(v, "list_country", a, &f->country, err));
    if (st_json_get(v, "list_type") && !number(v, "list_type", &f->kinds)) return wrong(err, "list_type");
    const st_json *since = st_json_get(v, "listed_since");
    if (!since) return ST_OK;
    const char *day = text_z(a, st_json_text(since));
    return day ? st_filter_since(f, day, err) : st_fail(err, ST_E_NOMEM, "out of memory for a filter");
}

static st_code profile_of(const st_json *v, const st_index *ix, st_profile *p, st_err *err) {
    ST_PROFILE_INIT(p);
    for (const st_json *c = v->child; c; c = c->next) {
        uint64_t x;
        if (!st_parse_u64(st_json_text(c), &x) || x > 10000) return wrong(err, "thresholds");
        ST_TRY(st_profile_set(p, ix, c->key, (uint32_t)x, err));
    }
    return ST_OK;
}

st_code st_options_of_json(const st_json *v, const st_index *ix, st_arena *a, st_search_options *o, st_err *err) {
    *o = (st_search_options){ .group = flag(v, "group"), .ofac = flag(v, "ofac"), .exhaustive = flag(v, "exhaustive") };
    if (!number(v, "threshold", &o->threshold) || o->threshold > 10000) return wrong(err, "threshold");
    if (!number(v, "limit", &o->limit)) return wrong(err, "limit");
    const st_json *f = st_json_get(v, "filter"), *t = st_json_get(v, "thresholds");
    if (f) {
        st_filter *filter = st_arena_alloc(a, sizeof *filter);
        if (!filter) return st_fail(err, ST_E_NOMEM, "out of memory for a filter");
        ST_TRY(filter_of(f, a, filter, err));
        o->filter = filter;
    }
    if (t) {
        st_profile *profile = st_arena_alloc(a, sizeof *profile);
        if (!profile) return st_fail(err, ST_E_NOMEM, "out of memory for thresholds");
        ST_TRY(profile_of(t, ix, profile, err));
        o->profile = profile;
    }
    return ST_OK;
}

st_code st_query_of_json(const st_json *v, st_arena *a, st_query *q, st_err *err) {
    *q = (st_query){ 0 };
    if (!v || v->type != ST_JSON_OBJECT) return st_fail(err, ST_E_DATA, "the input is no query");
#define FIELD(member, key, other) q->member = st_json_get_text(v, key);
#include "engine/query_fields.def"
#undef FIELD
    const st_json *list = st_json_get(v, "aliases");
    size_t n = 0;
    for (const st_json *c = list ? list->child : NULL; c; c = c->next) n++;
    if (!n) return ST_OK;
    st_str *alias = st_arena_alloc(a, n * sizeof *alias);
    if (!alias) return st_fail(err, ST_E_NOMEM, "out of memory for a query");
    for (const st_json *c = list->child; c; c = c->next) alias[q->aliases++] = st_json_text(c);
    q->alias = alias;
    return ST_OK;
}

/* ---- the answers again ------------------------------------------------------------------------------------------------------------------------------------- */

static st_code screen(st_replayer *p, const st_record *r, const st_json *params, st_err *err) {
    st_search_options o;
    st_query q;
    st_hits h;
    const bool row = st_str_is(st_json_get_text(params, "form"), "row");
    st_jw w = { &p->out, false };
    st_json *input = st_json_parse(&p->arena, r->input, 1, err);
    if (!input) return ST_E_DATA;
    ST_TRY(st_options_of_json(params, p->e->ix, &p->arena, &o, err));
    if (row) {
        st_row_begin(&p->row, 1);
        ST_TRY(st_row_json(&p->row, input, err));
        q = p->row.q;
    } else ST_TRY(st_query_of_json(input, &p->arena, &q, err));
    ST_TRY(st_screener_run(p->screener, &q, &o, &h, err));
    st_jw_open(&w, '{');
    st_jw_key(&w, "query");
    if (row) st_jw_raw(&w, st_buf_view(&p->row.echo));
    else st_query_json(&w, &q);
    st_answer_json(&w, p->e, &h);
    st_jw_close(&w, '}');
    return ST_OK;
}

static bool instant(const st_json *v, const char *key, st_instant *out) {
    st_str s = st_json_get_text(v, key);
    const bool minus = s.n && s.p[0] == '-';
    uint64_t x;
    if (minus) s = st_str_sub(s, 1, s.n);
    if (!st_parse_u64(s, &x) || x > INT64_MAX) return false;
    *out = minus ? -(st_instant)x : (st_instant)x;
    return true;
}

/* Rules as they were known then. Understanding them takes longer than asking; answers of one run have one time. */
static st_code rules_at(st_replayer *p, st_instant known, const st_engine *e, st_err *err) {
    if (p->rules && p->rules->known == known && p->checker->e == e) return ST_OK;
    st_problems problems = { 0 };
    st_checker_free(p->checker);
    st_rules_free(p->rules);
    p->checker = NULL;
    if (!(p->rules = st_rules_of(p->bundle, known, &problems, err))) return err->code;
    return (p->checker = st_checker_new(p->rules, e, err)) ? ST_OK : err->code;
}

static st_code check(st_replayer *p, const st_record *r, const st_json *params, st_err *err) {
    st_instant known;
    st_checked a;
    st_check_options o = { .partial = flag(params, "partial"), .closed = flag(params, "closed"), .judge.require_approved = flag(params, "require_approved") };
    if (!instant(params, "known", &known)) return wrong(err, "known");
    if (!instant(params, "now", &o.now)) return wrong(err, "now");
    o.has_at = instant(params, "at", &o.at);
    st_json *tree = st_json_parse(&p->arena, r->input, 1, err);
    if (!tree) return ST_E_DATA;
    ST_TRY(rules_at(p, known, r->index.n ? p->e : NULL, err));
    p->rules->now = !flag(params, "known_asked");
    ST_TRY(st_checker_run(p->checker, tree, &o, &a, err));
    st_jw w = { &p->out, false };
    st_checked_json(&w, p->checker, &a, flag(params, "proofs"));
    return ST_OK;
}

static void compare(const st_replayer *p, const st_record *r, st_replayed *out, st_buf *detail) {
    const st_str now = st_buf_view(&p->out);
    *out = st_str_eq(now, r->result) ? ST_REPLAY_SAME : ST_REPLAY_DIFFERS;
    if (*out == ST_REPLAY_SAME) return;
    size_t i = 0;
    while (i < now.n && i < r->result.n && now.p[i] == r->result.p[i]) i++;
    st_buf_printf(detail, "the answers part at byte %zu of %zu", i + 1, r->result.n);
    if (!st_str_is(r->engine, p->engine)) st_buf_printf(detail, "; it was answered by strait %.*s, and this is %s", ST_FMT(r->engine), p->engine);
}

/* Can it be replayed with what we have? */
static bool ready(const st_replayer *p, const st_record *r, st_record_kind kind, st_replayed *out, st_buf *detail) {
    const char *index = p->e ? st_index_hash(p->e->ix) : "", *rules = p->bundle ? p->bundle->hash : "";
    if (kind != ST_REC_SCREEN && kind != ST_REC_CHECK) *out = ST_REPLAY_NO_ANSWER;
    else if (r->erased) *out = ST_REPLAY_ERASED;
    else if ((r->index.n || kind == ST_REC_SCREEN) && (!p->e || !st_str_is(r->index, index))) {
        *out = ST_REPLAY_OTHER_INDEX;
        st_buf_printf(detail, "needs the index %.*s", ST_FMT(r->index));
    } else if (kind == ST_REC_CHECK && (!p->bundle || !st_str_is(r->rules, rules))) {
        *out = ST_REPLAY_OTHER_RULES;
        st_buf_printf(detail, "needs the rules %.*s", ST_FMT(r->rules));
    } else return true;
    return false;
}

st_code st_replay(st_replayer *p, const st_record *r, st_replayed *out, st_buf *detail, st_err *err) {
    const st_record_kind kind = st_record_kind_of(r->kind);
    st_err own = { 0 };
    st_buf_clear(detail);
    st_buf_clear(&p->out);
    st_arena_reset(&p->arena);
    if (!ready(p, r, kind, out, detail)) return ST_OK;
    st_json *params = st_json_parse(&p->arena, r->params, 1, &own);
    if (params && kind == ST_REC_SCREEN && st_json_get(params, "line")) {
        *out = ST_REPLAY_NOT_ANSWERED;
        return ST_OK;
    }
    st_code code = !params ? ST_E_DATA : kind == ST_REC_SCREEN ? screen(p, r, params, &own) : check(p, r, params, &own);
    if (code == ST_OK && p->out.failed) code = st_fail(&own, p->out.failed, "out of memory for an answer");
    if (code == ST_E_NOMEM || code == ST_E_SYSTEM) {
        if (err) *err = own;
        return code;
    }
    if (code == ST_OK) {
        compare(p, r, out, detail);
        return ST_OK;
    }
    *out = ST_REPLAY_DIFFERS;   /* it was answered then */
    st_buf_printf(detail, "it cannot be answered now: %s", own.what);
    return ST_OK;
}
