/* Who owns whom, answered. See owner_answer.h. */
#include "engine/owner_answer.h"

enum { NAMED = 10, DAY = 86400 };

st_code st_owner_terms_of(const st_rules *r, st_str id, st_instant at, const st_owner_terms **out, st_err *err) {
    char known[400] = "";
    size_t n = 0;
    bool any = false;
    for (size_t i = 0; i < r->n_terms; i++) {
        const st_owner_terms *t = &r->terms[i];
        const bool binds = st_span_has(t->valid, at);
        any |= st_str_eq(t->id, id);
        if (st_str_eq(t->id, id) && binds) { *out = t; return ST_OK; }
        if (binds && n + t->id.n + 2 < sizeof known) n += (size_t)snprintf(known + n, sizeof known - n, "%s%.*s", n ? " " : "", ST_FMT(t->id));
    }
    st_fail(err, ST_E_USAGE, any ? "the rule %.*s does not bind on that day" : "there is no ownership rule %.*s", (int)(id.n < 80 ? id.n : 80), id.p);
    st_err_hint(err, "those that do: %s", known);
    return ST_E_USAGE;
}

static int32_t day_of(st_instant t) { return (int32_t)((t >= 0 ? t : t - (DAY - 1)) / DAY); }

/* ---- who is listed --------------------------------------------------------------------------------------------------------------------------------- */

static bool has_list(const st_engine *e, st_str id) {
    for (uint32_t i = 0; e && i < st_index_lists(e->ix); i++) {
        st_list_view v;
        st_index_list(e->ix, i, &v);
        if (st_str_eq(v.field[ST_LIST_ID], id)
            || (st_str_ends(id, "*") && v.field[ST_LIST_ID].n >= id.n - 1 && memcmp(v.field[ST_LIST_ID].p, id.p, id.n - 1) == 0))
            return true;
    }
    return false;
}

/* One list object out of all that were named; what a case says of the first of them counts. */
static st_code gather_lists(st_owner_answer *a, st_err *err) {
    const st_owner_query *q = a->q;
    size_t n = 0, at = 0;
    for (size_t i = 0; i < q->lists; i++) {
        const st_list_object *object = NULL;
        for (size_t k = 0; k < q->rules->lists; k++) if (st_str_eq(q->rules->list[k].id, q->list[i])) object = &q->rules->list[k];
        if (!object && !has_list(a->e, q->list[i])) {
            st_fail(err, ST_E_USAGE, "neither the index nor the rules know a list %.*s", (int)(q->list[i].n < 80 ? q->list[i].n : 80), q->list[i].p);
            st_err_hint(err, "strait info INDEX shows its lists, strait rules show those of the rules");
            return ST_E_USAGE;
        }
        n += object ? object->n : 1;
    }
    st_select *select = st_arena_calloc(&a->arena, (n + 1) * sizeof *select);
    if (!select) return st_fail(err, ST_E_NOMEM, "out of memory");
    a->object = (st_list_object){ .id = q->lists ? q->list[0] : ST_STR_NONE, .select = select, .n = n, .number = (uint32_t)q->rules->lists };
    for (size_t i = 0; i < q->lists; i++) {
        const st_list_object *object = NULL;
        for (size_t k = 0; k < q->rules->lists; k++) if (st_str_eq(q->rules->list[k].id, q->list[i])) object = &q->rules->list[k];
        for (size_t k = 0; object && k < object->n; k++) select[at++] = object->select[k];
        if (!object) select[at++] = (st_select){ .list = q->list[i] };
    }
    return ST_OK;
}

static st_tri is_listed(void *user, uint32_t party) {
    const st_owner_answer *a = user;
    if (a->q->lists) return st_list_holds(a->e->ix, &a->object, party, a->at);
    return st_party_listed(a->e->ix, party, NULL, 0, day_of(a->at));
}

/* ---- a name ------------------------------------------------------------------------------------------------------------------------------------------- */

static st_code ask_party(st_owner_answer *a, uint32_t party, size_t limit, st_err *err) {
    if (a->n_asked >= limit) return ST_OK;
    const uint32_t node = st_holdings_party(a->own_h, party, err);
    if (node == UINT32_MAX) return err->code;
    a->asked[a->n_asked++] = node;
    return ST_OK;
}

/* Records by key: on every list that has it, or on the one in front of the colon. */
static st_code by_key(st_owner_answer *a, st_str name, size_t limit, st_err *err) {
    for (uint32_t i = 0; i < st_index_lists(a->e->ix); i++) {
        st_list_view v;
        st_index_list(a->e->ix, i, &v);
        const st_str id = v.field[ST_LIST_ID];
        const bool prefixed = name.n > id.n + 1 && memcmp(name.p, id.p, id.n) == 0 && name.p[id.n] == ':';
        uint32_t party = st_index_find(a->e->ix, i, name);
        if (party == UINT32_MAX && prefixed) party = st_index_find(a->e->ix, i, st_str_sub(name, id.n + 1, name.n));
        if (party != UINT32_MAX) ST_TRY(ask_party(a, party, limit, err));
    }
    return ST_OK;
}

static st_code by_name(st_owner_answer *a, st_str name, size_t limit, st_err *err) {
    st_screener *s = st_screener_new(a->e, err);
    if (!s) return err->code;
    const st_query q = { .name = name };
    const st_search_options o = { .threshold = a->q->rules->possible, .limit = (uint32_t)limit };
    st_hits hits;
    st_code code = st_screener_run(s, &q, &o, &hits, err);
    for (size_t i = 0; code == ST_OK && i < hits.n; i++)   /* a common name says less: then the best that there are */
        if (hits.item[i].score >= a->q->rules->same || hits.item[i].score == hits.item[0].score) code = ask_party(a, hits.item[i].party, limit, err);
    st_screener_free(s);
    return code;
}

static st_code close_own(st_owner_answer *a, st_err *err) {
    ST_TRY(st_holdings_follow(a->own_h, err));
    const st_owner_rule rule = st_owner_rule_of(a->terms);
    const uint32_t nodes = st_holdings_nodes(a->own_h);
    a->own_listed = st_calloc((size_t)nodes + 1, sizeof *a->own_listed);
    if (!a->own_listed) return st_fail(err, ST_E_NOMEM, "out of memory");
    st_holdings_listed(a->own_h, is_listed, a, a->own_listed);
    a->stakes = st_holdings_stakes(a->own_h, &a->stake);
    a->own_o = st_owners_close(nodes, a->stake, a->stakes, a->own_listed, &rule, 0, err);
    if (!a->own_o) return err->code;
    size_t n = 0;
    for (size_t i = 0; i < a->n_asked; i++) {   /* parties of several lists may be one */
        const uint32_t node = st_holdings_now(a->own_h, a->asked[i]);
        bool again = false;
        for (size_t k = 0; k < n; k++) again |= a->asked[k] == node;
        if (!again) a->asked[n++] = node;
    }
    a->n_asked = n;
    a->h = a->own_h;
    a->o = a->own_o;
    a->listed = a->own_listed;
    return ST_OK;
}

st_code st_owner_answer_name(const st_engine *e, const st_owner_query *q, st_str name, st_owner_answer *out, st_err *err) {
    const size_t limit = q->limit ? q->limit : NAMED;
    *out = (st_owner_answer){ .q = q, .e = e, .at = q->at };
    ST_TRY(st_owner_terms_of(q->rules, q->rule, out->at, &out->terms, err));
    ST_TRY(gather_lists(out, err));
    out->own_h = st_holdings_new(e->ix, day_of(out->at), NULL, err);
    out->asked = st_arena_calloc(&out->arena, (limit + 1) * sizeof *out->asked);
    if (!out->own_h || !out->asked) return st_fail(err, ST_E_NOMEM, "out of memory");
    ST_TRY(by_key(out, name, limit, err));
    if (out->n_asked == 0) ST_TRY(by_name(out, name, limit, err));
    if (out->n_asked == 0) {
        st_fail(err, ST_E_USAGE, "no party of the index is called %.*s", (int)(name.n < 200 ? name.n : 200), name.p);
        st_err_hint(err, "strait screen shows who comes near; a record is given as LIST:KEY");
        return ST_E_USAGE;
    }
    return close_own(out, err);
}

/* ---- a case -------------------------------------------------------------------------------------------------------------------------------------------- */

st_code st_owner_answer_case(const st_engine *e, st_search *search, st_comparer *comparer, const st_owner_query *q, const st_json *tree, st_owner_answer *out, st_err *err) {
    *out = (st_owner_answer){ .q = q, .e = e, .at = q->at };
    ST_TRY(st_case_read(q->rules, tree, &out->arena, &out->c, err));
    if (!q->dated) (void)st_case_date(q->rules, &out->c, &out->at);
    ST_TRY(st_owner_terms_of(q->rules, q->rule, out->at, &out->terms, err));
    ST_TRY(gather_lists(out, err));
    out->standing = st_standing_begin(q->rules, &out->c, e ? e->ix : NULL, search, comparer, !e, &out->arena);
    if (!out->standing) return st_fail(err, ST_E_NOMEM, "out of memory");
    out->registry = st_standing_registry(out->standing);
    out->owned = st_owned_begin(q->rules, &out->c, e ? e->ix : NULL, search, out->standing, &out->registry);
    const size_t parties = out->c.items[ST_IN_PARTY], ships = out->c.items[ST_IN_VESSEL];
    out->asked = st_arena_calloc(&out->arena, (parties + ships + 1) * sizeof *out->asked);
    if (!out->owned || !out->asked) return st_fail(err, ST_E_NOMEM, "out of memory");
    const st_owner_rule rule = st_owner_rule_of(out->terms);
    const st_closure *c = st_owned_close(out->owned, q->lists ? &out->object : NULL, &rule, out->at);
    if (!c) {
        if (st_owned_failed(out->owned, err) == ST_OK) st_fail(err, ST_E_NOMEM, "out of memory");
        return err->code;
    }
    for (size_t i = 0; i < parties + ships; i++) {
        const uint32_t node = st_owned_node(out->owned, c, i < parties ? ST_IN_PARTY : ST_IN_VESSEL, i < parties ? i : i - parties);
        bool again = node == UINT32_MAX;
        for (size_t k = 0; k < out->n_asked; k++) again |= out->asked[k] == node;
        if (!again) out->asked[out->n_asked++] = node;
    }
    out->h = c->h;
    out->o = c->o;
    out->listed = c->listed;
    out->stakes = st_holdings_stakes(c->h, &out->stake);
    return st_standing_failed(out->standing, err);
}

void st_owner_answer_free(st_owner_answer *a) {
    st_owned_end(a->owned);
    st_owners_free(a->own_o);
    st_holdings_free(a->own_h);
    st_free(a->own_listed);
    st_arena_free(&a->arena);
    *a = (st_owner_answer){ 0 };
}

/* ---- JSON --------------------------------------------------------------------------------------------------------------------------------------------- */

static void interval(st_jw *w, const char *key, uint32_t lo, uint32_t hi) {
    st_jw_key(w, key);
    st_jw_open(w, '{');
    st_jw_key(w, "min");
    st_jw_fixed(w, lo, 2);
    st_jw_key(w, "max");
    st_jw_fixed(w, hi, 2);
    st_jw_close(w, '}');
}

static void records_json(st_jw *w, const st_owner_answer *a, const st_holder *p) {
    st_jw_key(w, "records");
    st_jw_open(w, '[');
    for (size_t i = 0; i < p->parties; i++) {
        st_party_view v;
        st_list_view l;
        st_index_party(a->e->ix, p->party[i], &v);
        st_index_list(a->e->ix, v.list, &l);
        st_jw_open(w, '{');
        st_jw_key(w, "list");
        st_jw_str(w, l.field[ST_LIST_ID]);
        st_jw_key(w, "id");
        st_jw_str(w, v.key);
        st_jw_close(w, '}');
    }
    st_jw_close(w, ']');
}

static void party_json(st_jw *w, const st_owner_answer *a, uint32_t n) {
    const st_holder *p = st_holdings_node(a->h, n);
    const st_owned *x = st_owners_of(a->o, n);
    const uint32_t *carried;
    const size_t k = st_owners_carried(a->o, n, &carried);
    st_buf chain = ST_BUF_INIT(1u << 16);
    st_jw_open(w, '{');
    st_jw_key(w, "node");
    st_jw_u64(w, n);
    st_jw_key(w, "name");
    if (p->unnamed && !p->parties) st_jw_null(w);
    else st_jw_str(w, p->name);
    st_jw_key(w, "type");
    st_jw_z(w, st_kind_name(p->kind));
    records_json(w, a, p);
    st_jw_key(w, "blocked");
    st_jw_z(w, st_tri_name(x->blocked));
    st_jw_key(w, "ground");
    st_jw_z(w, st_ground_name(x->ground));
    st_jw_key(w, "step");
    st_jw_u64(w, x->step);
    interval(w, "shares", x->lo_bp, x->hi_bp);
    interval(w, "votes", x->votes_lo_bp, x->votes_hi_bp);
    st_chain_text(a->h, a->o, a->listed, n, &chain);
    st_jw_key(w, "chain");
    st_jw_str(w, st_buf_view(&chain));
    if (chain.failed) w->b->failed = chain.failed;
    st_buf_free(&chain);
    st_jw_key(w, "carried");
    st_jw_open(w, '[');
    for (size_t i = 0; i < k; i++) st_jw_u64(w, carried[i]);
    st_jw_close(w, ']');
    st_jw_close(w, '}');
}

static void stake_json(st_jw *w, const st_owner_answer *a, uint32_t i) {
    const st_stake *s = &a->stake[i];
    st_list_view l;
    st_jw_open(w, '{');
    const struct { const char *key; uint32_t n; } numbers[] = { { "stake", i }, { "owner", s->owner }, { "owned", s->owned } };
    for (size_t k = 0; k < ST_LEN(numbers); k++) {
        st_jw_key(w, numbers[k].key);
        st_jw_u64(w, numbers[k].n);
    }
    st_jw_key(w, "kind");
    st_jw_z(w, st_hold_name(s->kind));
    st_jw_key(w, "min");
    st_jw_fixed(w, s->min_bp, 2);
    st_jw_key(w, "max");
    st_jw_fixed(w, s->max_bp, 2);
    if (s->joint) {
        st_jw_key(w, "joint");
        st_jw_u64(w, s->joint);
    }
    st_jw_key(w, "source");
    if (s->source == UINT32_MAX) st_jw_z(w, "case");
    else {
        st_index_list(a->e->ix, s->source, &l);
        st_jw_str(w, l.field[ST_LIST_ID]);
    }
    st_jw_close(w, '}');
}

static void rule_json(st_jw *w, const st_owner_terms *t) {
    static const char *const uses[] = { "no", "ground", "doubt" };
    const st_owner_rule r = st_owner_rule_of(t);
    st_jw_key(w, "rule");
    st_jw_open(w, '{');
    st_jw_key(w, "id");
    st_jw_str(w, t->id);
    st_jw_key(w, "threshold");
    st_jw_fixed(w, r.threshold_bp, 2);
    st_jw_key(w, "at_least");
    st_jw_bool(w, r.at_least);
    st_jw_key(w, "aggregate");
    st_jw_bool(w, r.aggregate);
    const struct { const char *key; st_use use; } all[] = { { "votes", r.votes }, { "board", r.board }, { "control", r.control } };
    for (size_t i = 0; i < ST_LEN(all); i++) {
        st_jw_key(w, all[i].key);
        st_jw_z(w, uses[all[i].use]);
    }
    st_jw_close(w, '}');
}

void st_owner_answer_json(st_jw *w, const st_owner_answer *a) {
    char at[32];
    st_instant_print(a->at, at);
    st_jw_open(w, '{');
    st_jw_key(w, "index");
    if (a->e) st_jw_z(w, st_index_hash(a->e->ix));
    else st_jw_null(w);
    rule_json(w, a->terms);
    st_jw_key(w, "as_of");
    st_jw_z(w, at);
    st_jw_key(w, "lists");
    st_jw_open(w, '[');
    for (size_t i = 0; i < a->q->lists; i++) st_jw_str(w, a->q->list[i]);
    st_jw_close(w, ']');
    st_jw_key(w, "asked");
    st_jw_open(w, '[');
    for (size_t i = 0; i < a->n_asked; i++) st_jw_u64(w, a->asked[i]);
    st_jw_close(w, ']');
    st_jw_key(w, "parties");
    st_jw_open(w, '[');
    for (uint32_t n = 0; n < st_holdings_nodes(a->h); n++) party_json(w, a, n);
    st_jw_close(w, ']');
    st_jw_key(w, "stakes");
    st_jw_open(w, '[');
    for (uint32_t i = 0; i < a->stakes; i++) stake_json(w, a, i);
    st_jw_close(w, ']');
    st_jw_key(w, "cut");
    st_jw_bool(w, st_holdings_cut(a->h));
    st_jw_close(w, '}');
}
