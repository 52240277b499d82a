/* Queries answered, and answers written. */
#include "engine/screen.h"

static st_engine *engine_of(st_index *ix, st_err *err) {
    if (!ix) return NULL;
    st_engine *e = st_calloc(1, sizeof *e);
    if (!e) {
        st_fail(err, ST_E_NOMEM, "out of memory while opening the index");
        st_index_close(ix);
        return NULL;
    }
    e->ix = ix;
    e->m = st_matcher_new(ix, err);
    if (e->m) return e;
    st_engine_free(e);
    return NULL;
}

st_engine *st_engine_load(const char *path, st_err *err) { return engine_of(st_index_open(path, err), err); }
st_engine *st_engine_load_memory(const void *p, size_t n, st_err *err) { return engine_of(st_index_parse(p, n, err), err); }

void st_engine_free(st_engine *e) {
    if (!e) return;
    st_matcher_free(e->m);
    st_index_close(e->ix);
    st_free(e);
}

st_screener *st_screener_new(const st_engine *e, st_err *err) {
    st_screener *s = st_calloc(1, sizeof *s);
    if (!s) {
        st_fail(err, ST_E_NOMEM, "out of memory for a screening session");
        return NULL;
    }
    s->e = e;
    s->search = st_search_new(e->m, err);
    s->grouper = s->search ? st_grouper_new(e->m, err) : NULL;
    if (s->grouper) return s;
    st_screener_free(s);
    return NULL;
}

void st_screener_free(st_screener *s) {
    if (!s) return;
    st_search_free(s->search);
    st_grouper_free(s->grouper);
    st_arena_free(&s->arena);
    st_free(s);
}

static st_code check_text(st_str s, const char *field, st_err *err) {
    size_t bad = st_utf8_bad(s);
    if (bad == SIZE_MAX) return ST_OK;
    st_fail(err, ST_E_USAGE, "the %s of the query is not UTF-8, at byte %zu", field, bad + 1);
    st_err_hint(err, "convert it, as with iconv -f WINDOWS-1252 -t UTF-8");
    return ST_E_USAGE;
}

st_code st_query_check(const st_query *q, st_err *err) {
#define FIELD(member, key, other) ST_TRY(check_text(q->member, key, err));
#include "engine/query_fields.def"
#undef FIELD
    for (size_t i = 0; i < q->aliases; i++) ST_TRY(check_text(q->alias[i], "aliases", err));
    return ST_OK;
}

st_code st_screener_run(st_screener *s, const st_query *q, const st_search_options *o, st_hits *out, st_err *err) {
    *out = (st_hits){ 0 };
    st_arena_reset(&s->arena);
    ST_TRY(st_query_check(q, err));
    ST_TRY(st_search_run(s->search, q, o, &s->arena, out, err));
    if (!o->group) return ST_OK;
    st_groups *groups = st_arena_alloc(&s->arena, sizeof *groups);
    if (!groups) return st_fail(err, ST_E_NOMEM, "out of memory while grouping");
    out->groups = groups;
    return st_group_hits(s->grouper, out->item, out->n, &s->arena, groups, err);
}

static void text_member(st_jw *w, const char *key, st_str s) {
    st_jw_key(w, key);
    st_jw_str(w, s);
}

void st_query_json(st_jw *w, const st_query *q) {
    st_jw_open(w, '{');
#define FIELD(member, key, other) if (q->member.n) text_member(w, key, q->member);
#include "engine/query_fields.def"
#undef FIELD
    if (q->aliases) {
        st_jw_key(w, "aliases");
        st_jw_open(w, '[');
        for (size_t i = 0; i < q->aliases; i++) st_jw_str(w, q->alias[i]);
        st_jw_close(w, ']');
    }
    st_jw_close(w, '}');
}

st_str st_party_name(const st_index *ix, uint32_t party) {
    st_str any = ST_STR_NONE;
    st_cursor c = st_index_facts(ix, party);
    for (st_fact_view f; st_cursor_next(&c, &f);) {
        if (f.prop == ST_P_NAME) return f.value;
        if (any.n == 0 && st_prop_is_head(f.prop) && st_prop_class(f.prop) == ST_CLASS_NAME) any = f.value;
    }
    return any;
}

void st_jw_bits(st_jw *w, int32_t v) {
    if (v < 0) st_buf_char(w->b, '-');
    st_jw_fixed(w, (uint32_t)(v < 0 ? -v : v) * (10000 / ST_BIT), 4);
}

void st_reason_members(st_jw *w, const st_reason *r) {
    st_jw_key(w, "why");
    st_jw_z(w, st_why_name(r->why));
    if (r->query.n) text_member(w, "query", r->query);
    if (r->list.n) text_member(w, "list", r->list);
    st_jw_key(w, "bits");
    st_jw_bits(w, r->points);
    text_member(w, "text", r->text);
}

void st_reasons_json(st_jw *w, const st_reasons *r) {
    st_jw_open(w, '[');
    for (size_t i = 0; i < r->n; i++) {
        st_jw_open(w, '{');
        st_reason_members(w, &r->item[i]);
        st_jw_close(w, '}');
    }
    st_jw_close(w, ']');
}

void st_record_json(st_jw *w, const st_index *ix, uint32_t party) {
    st_party_view p;
    st_list_view list;
    st_index_party(ix, party, &p);
    st_index_list(ix, p.list, &list);
    st_jw_key(w, "record");
    st_jw_open(w, '{');
    text_member(w, "list", list.field[ST_LIST_ID]);
    text_member(w, "id", p.key);
    text_member(w, "file", list.field[ST_LIST_FILE]);
    if (p.line) {
        st_jw_key(w, "line");
        st_jw_u64(w, p.line);
    }
    st_jw_close(w, '}');
}

static void hit_json(st_jw *w, const st_index *ix, const st_hits *all, size_t i) {
    const st_hit *h = &all->item[i];
    st_party_view p;
    st_list_view list;
    st_index_party(ix, h->party, &p);
    st_index_list(ix, p.list, &list);
    st_jw_open(w, '{');
    text_member(w, "id", p.key);
    text_member(w, "list", list.field[ST_LIST_ID]);
    text_member(w, "name", st_party_name(ix, h->party));
    text_member(w, "matched", h->name == ST_NO_NAME ? ST_STR_NONE : st_index_name_text(ix, h->name));
    st_jw_key(w, "score");
    st_jw_fixed(w, h->score, 4);
    st_jw_key(w, "bits");
    st_jw_bits(w, h->bits);
    st_jw_key(w, "explain");
    st_reasons_json(w, &h->why);
    text_member(w, "type", st_str_of(st_kind_name(p.kind)));
    if (list.field[ST_LIST_DATE].n) text_member(w, "list_date", list.field[ST_LIST_DATE]);
    if (h->variant) text_member(w, "asked", h->asked);
    st_record_json(w, ix, h->party);
    if (all->groups) {
        st_jw_key(w, "group");
        st_jw_u64(w, all->groups->of[i]);
    }
    st_jw_close(w, '}');
}

static void member_json(st_jw *w, const st_index *ix, const st_member *m) {
    st_jw_open(w, '{');
    st_jw_key(w, "hit");
    st_jw_u64(w, m->hit);
    if (m->name != ST_NO_NAME) {
        text_member(w, "name", st_index_name_text(ix, m->name));
        text_member(w, "best_name", st_index_name_text(ix, m->with));
    }
    st_jw_key(w, "bits");
    st_jw_bits(w, m->bits);
    st_jw_key(w, "explain");
    st_reasons_json(w, &m->why);
    st_jw_close(w, '}');
}

static void groups_json(st_jw *w, const st_index *ix, const st_groups *g) {
    st_jw_key(w, "groups");
    st_jw_open(w, '[');
    for (size_t i = 0; i < g->n; i++) {
        const st_hit_group *group = &g->item[i];
        st_jw_open(w, '{');
        st_jw_key(w, "hits");
        st_jw_open(w, '[');
        st_jw_u64(w, group->best);
        for (size_t k = 0; k < group->n; k++) st_jw_u64(w, group->member[k].hit);
        st_jw_close(w, ']');
        st_jw_key(w, "why");
        st_jw_open(w, '[');
        for (size_t k = 0; k < group->n; k++) member_json(w, ix, &group->member[k]);
        st_jw_close(w, ']');
        st_jw_close(w, '}');
    }
    st_jw_close(w, ']');
}

static void words_json(st_jw *w, const char *key, const st_words *words) {
    if (words->n == 0) return;
    st_jw_key(w, key);
    st_jw_open(w, '[');
    for (size_t i = 0; i < words->n; i++) st_jw_z(w, words->item[i]);
    st_jw_close(w, ']');
}

/* An answer from a part of the lists says so, and how much it leaves out. */
static void filter_json(st_jw *w, const st_filter *f, size_t kept_back) {
    st_jw_key(w, "filter");
    st_jw_open(w, '{');
    words_json(w, "list", &f->list);
    words_json(w, "programme", &f->programme);
    words_json(w, "regime", &f->regime);
    words_json(w, "list_country", &f->country);
    if (f->kinds) {
        st_jw_key(w, "list_type");
        st_jw_open(w, '[');
        for (unsigned k = 0; k < ST_KIND_COUNT; k++)
            if (f->kinds >> k & 1) st_jw_z(w, st_kind_name((st_kind)k));
        st_jw_close(w, ']');
    }
    if (f->since) text_member(w, "listed_since", st_str_of(f->since));
    st_jw_key(w, "kept_back");
    st_jw_u64(w, kept_back);
    st_jw_close(w, '}');
}

static void profile_json(st_jw *w, const st_profile *p, uint32_t general) {
    st_jw_key(w, "thresholds");
    st_jw_open(w, '{');
    st_jw_key(w, "default");
    st_jw_fixed(w, general, 4);
    for (unsigned k = 0; k < ST_KIND_COUNT; k++) {
        if (p->kind[k] == ST_NO_THRESHOLD) continue;
        st_jw_key(w, st_kind_name((st_kind)k));
        st_jw_fixed(w, p->kind[k], 4);
    }
    for (size_t i = 0; i < p->lists; i++) {
        st_jw_keys(w, p->list[i]);
        st_jw_fixed(w, p->of_list[i], 4);
    }
    st_jw_close(w, '}');
}

void st_answer_json(st_jw *w, const st_engine *e, const st_hits *h) {
    st_jw_key(w, "index");
    st_jw_z(w, st_index_hash(e->ix));
    if (h->options && h->options->filter) filter_json(w, h->options->filter, h->kept_back);
    if (h->options && h->options->profile) profile_json(w, h->options->profile, h->options->threshold);
    if (h->options && h->options->ofac) text_member(w, "method", ST_STR("ofac"));
    st_jw_key(w, "hits");
    st_jw_open(w, '[');
    for (size_t i = 0; i < h->n; i++) hit_json(w, e->ix, h, i);
    st_jw_close(w, ']');
    if (h->groups) groups_json(w, e->ix, h->groups);
    if (h->above > h->n) {
        st_jw_key(w, "more");
        st_jw_u64(w, h->above - h->n);
    }
    if (h->partial) {
        st_jw_key(w, "complete");
        st_jw_bool(w, false);
        text_member(w, "why_not", st_str_of(h->partial));
    }
}

void st_screened_json(st_jw *w, const st_engine *e, const st_query *q, const st_hits *h) {
    st_jw_open(w, '{');
    st_jw_key(w, "query");
    st_query_json(w, q);
    st_answer_json(w, e, h);
    st_jw_close(w, '}');
}
