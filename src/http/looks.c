/* What can be looked up: records, lists, rules, the state of the service, the page. */
#include <time.h>
#include "engine/matrix.h"
#include "engine/party_json.h"
#include "http/answers.h"
#include "match/score.h"

static st_code missing(st_job *j, const char *what, st_str name) {
    j->status = 404;
    return st_fail(j->err, ST_E_USAGE, "%s %.*s", what, (int)(name.n < 100 ? name.n : 100), name.n ? name.p : "");
}

/* ---- records -------------------------------------------------------------------------------------------------------------------------------------------- */

static void relation(st_jw *w, const st_index *ix, bool out, st_prop prop, uint32_t party) {
    st_party_view p;
    st_list_view l;
    st_index_party(ix, party, &p);
    st_index_list(ix, p.list, &l);
    const struct { const char *key; st_str value; } text[] = { { "direction", out ? ST_STR("to") : ST_STR("from") }, { "relation", st_str_of(st_prop_name(prop)) },
        { "id", p.key }, { "list", l.field[ST_LIST_ID] }, { "type", st_str_of(st_kind_name(p.kind)) }, { "name", st_party_name(ix, party) } };
    st_jw_open(w, '{');
    for (size_t i = 0; i < ST_LEN(text); i++) {
        st_jw_key(w, text[i].key);
        st_jw_str(w, text[i].value);
    }
    st_jw_close(w, '}');
}

static void relations(st_jw *w, const st_index *ix, uint32_t party) {
    const st_edge *from;
    const uint32_t *to;
    const size_t n = st_index_edges_from(ix, party, &from), m = st_index_edges_to(ix, party, &to);
    st_jw_key(w, "relations");
    st_jw_open(w, '[');
    for (size_t i = 0; i < n; i++) relation(w, ix, true, from[i].prop, from[i].to);
    for (size_t i = 0; i < m; i++) {
        const st_edge *e = st_index_edge(ix, to[i]);
        relation(w, ix, false, e->prop, e->from);
    }
    st_jw_close(w, ']');
}

st_code st_answer_entity(st_job *j) {
    const st_index *ix = j->t->screener->e->ix;
    st_str list, key;
    bool known = false;
    ST_TRY(st_percent_decode(&j->t->arena, j->call->arg[0], &list, j->err));
    ST_TRY(st_percent_decode(&j->t->arena, j->call->arg[1], &key, j->err));
    for (uint32_t i = 0; i < st_index_lists(ix); i++) {
        st_list_view l;
        st_index_list(ix, i, &l);
        if (!st_str_eq(l.field[ST_LIST_ID], list)) continue;
        known = true;
        const uint32_t party = st_index_find(ix, i, key);
        if (party == UINT32_MAX) continue;
        st_jw w = { &j->out->body, false };
        st_jw_open(&w, '{');
        st_party_members(&w, ix, party);
        relations(&w, ix, party);
        st_record_json(&w, ix, party);
        const struct { const char *key; st_str value; } about[] = { { "list_title", l.field[ST_LIST_TITLE] }, { "publisher", l.field[ST_LIST_PUBLISHER] }, { "list_date", l.field[ST_LIST_DATE] },
            { "index", st_str_of(st_index_hash(ix)) } };
        for (size_t k = 0; k < ST_LEN(about); k++) {
            if (!about[k].value.n) continue;
            st_jw_key(&w, about[k].key);
            st_jw_str(&w, about[k].value);
        }
        st_jw_close(&w, '}');
        st_buf_char(&j->out->body, '\n');
        return ST_OK;
    }
    return known ? missing(j, "this list has no record", key) : missing(j, "this index has no list", list);
}

st_code st_answer_lists(st_job *j) {
    st_buf_str(&j->out->body, st_edition_manifest(j->t->edition));
    return ST_OK;
}

st_code st_answer_scores(st_job *j) {
    st_jw w = { &j->out->body, false };
    st_jw_open(&w, '{');
    st_jw_key(&w, "scores");
    st_jw_open(&w, '[');
    for (uint32_t score = 100; score < ST_SCORE_MAX; score += 100) {
        st_jw_open(&w, '{');
        st_jw_key(&w, "score");
        st_jw_fixed(&w, score, 4);
        st_jw_key(&w, "bits");
        st_jw_bits(&w, st_bits_of_score(score));
        st_jw_close(&w, '}');
    }
    st_jw_close(&w, ']');
    st_jw_close(&w, '}');
    st_buf_char(&j->out->body, '\n');
    return ST_OK;
}

/* ---- rules ------------------------------------------------------------------------------------------------------------------------------------------------- */

st_code st_answer_matrix(st_job *j) {
    const st_rules *r = st_service_with(j->service)->rules;
    const char *target = "RU", *day = NULL;
    st_instant at = (st_instant)time(NULL), last;
    st_json *p;
    st_matrix m;
    ST_TRY(st_params_of_query(&j->t->arena, j->call->query, &p, j->err));
    ST_TRY(st_params_known(p, ST_ROUTE_matrix, false, j->err));
    ST_TRY(st_param_text(p, "target", &target, &j->t->arena, j->err));
    ST_TRY(st_param_text(p, "at", &day, &j->t->arena, j->err));
    if (day && (!st_instants_of(st_str_of(day), &at, &last) || at != last)) return st_fail(j->err, ST_E_USAGE, "at %.60s is no day", day);
    ST_TRY(st_matrix_of(r, st_str_of(target), at, &j->t->arena, &m, j->err));
    st_jw w = { &j->out->body, false };
    st_matrix_json(&w, r, &m);
    st_buf_char(&j->out->body, '\n');
    return ST_OK;
}

st_code st_answer_rule(st_job *j) {
    const st_rules *r = st_service_with(j->service)->rules;
    const st_object *o = NULL;
    st_str id;
    ST_TRY(st_percent_decode(&j->t->arena, j->call->arg[0], &id, j->err));
    st_jw w = { &j->out->body, false };
    st_jw_open(&w, '{');
    st_jw_key(&w, "id");
    st_jw_str(&w, id);
    st_jw_key(&w, "rules");
    st_jw_z(&w, r->bundle->hash);
    st_jw_key(&w, "objects");
    st_jw_open(&w, '[');
    size_t n = 0;
    for (; (o = st_bundle_find(r->bundle, id, r->known, o)); n++) st_object_json(&w, o);
    st_jw_close(&w, ']');
    st_jw_close(&w, '}');
    st_buf_char(&j->out->body, '\n');
    if (n) return ST_OK;
    for (size_t k = 0; k < ST_RULE_KINDS && !j->err->hint[0]; k++) {
        const st_str near = st_rules_nearest(r, (st_kind_of_rule)k, id);
        if (near.n) st_err_hint(j->err, "did you mean %.*s?", ST_FMT(near));
    }
    st_err near = *j->err;
    missing(j, "there is no rule", id);
    if (near.hint[0]) st_err_hint(j->err, "%s", near.hint);
    return ST_E_USAGE;
}

/* ---- the service ----------------------------------------------------------------------------------------------------------------------------------------------- */

st_code st_answer_healthz(st_job *j) {
    st_buf_z(&j->out->body, "{\"status\":\"ok\"}\n");
    return ST_OK;
}

st_code st_answer_readyz(st_job *j) {
    if (st_service_draining(j->service)) return st_with(j, 503, st_fail(j->err, ST_E_STOPPED, "shutting down"));
    st_buf_printf(&j->out->body, "{\"status\":\"ready\",\"index\":\"%s\"}\n", st_index_hash(j->t->screener->e->ix));
    return ST_OK;
}

st_code st_answer_metrics(st_job *j) {
    j->out->type = "text/plain; version=0.0.4; charset=utf-8";
    st_metrics_write(j->service, &j->out->body);
    return ST_OK;
}

st_code st_answer_openapi(st_job *j) {
    st_openapi_write(st_service_with(j->service)->version, &j->out->body);
    return ST_OK;
}

static st_code page_file(st_job *j, st_str name) {
    j->out->keeps = true;
    if (!st_page_file(name, &j->out->still, &j->out->type, j->out->etag)) return missing(j, "the page has no file", name);
    return ST_OK;
}

st_code st_answer_page(st_job *j) { return page_file(j, ST_STR("index.html")); }
st_code st_answer_asset(st_job *j) { return page_file(j, j->call->arg[0]); }
