/* Accounts: reasons with their facts, what was not compared, and the JSON. */
#include "engine/account.h"
#include "model/ident.h"

const char *st_stance_name(st_stance s) {
    static const char *const name[] = { "for", "against", "missing", "rule" };
    return name[s];
}

st_stance st_stance_of(const st_reason *r) {
    switch ((int)r->why) {
    case ST_WHY_AGAINST: return ST_STANCE_COUNTER;
    case ST_WHY_ONLY_QUERY: case ST_WHY_ONLY_LIST: case ST_WHY_LEFT_OUT: return ST_STANCE_MISSING;
    case ST_WHY_NEED: case ST_WHY_ORDER: case ST_WHY_WEAK: return ST_STANCE_RULE;
    default: return r->points < 0 ? ST_STANCE_COUNTER : ST_STANCE_FOR;
    }
}

/* ---- the facts behind the reasons --------------------------------------------------------------------------------------------------------------- */

/* Is this the number that the reason speaks of? It names the property, and the query's spelling of the number. */
static bool same_number(const st_fact_view *f, const st_reason *r) {
    if (!st_str_is(r->list, st_prop_name(f->prop))) return false;
    st_buf x = ST_BUF_INIT(1 << 17), y = ST_BUF_INIT(1 << 17);
    st_ident_normal(f->prop, f->value, &x);
    st_ident_normal(f->prop, r->query, &y);
    bool same = !x.failed && !y.failed && st_str_eq(st_buf_view(&x), st_buf_view(&y));
    st_buf_free(&x);
    st_buf_free(&y);
    return same;
}

/* Does the reason rest on this fact? head: the fact that a qualifier belongs to. */
static bool rests_on(const st_reason *r, const st_fact_view *f, st_prop head) {
    switch ((int)r->why) {
    case ST_WHY_BIRTH: return f->prop == ST_P_BIRTH_DATE && st_str_eq(f->value, r->list);
    case ST_WHY_COUNTRY: return st_prop_is_country(f->prop, head) && st_str_eq(f->value, r->list);
    case ST_WHY_GENDER: return f->prop == ST_P_GENDER && st_str_eq(f->value, r->list);
    case ST_WHY_PLACE: return f->prop == ST_P_BIRTH_PLACE && st_str_eq(f->value, r->list);
    case ST_WHY_ADDRESS: return f->prop == ST_P_ADDRESS && st_str_eq(f->value, r->list);
    case ST_WHY_IDENTIFIER: return same_number(f, r);
    default: return false;
    }
}

static st_known fact_of(const st_index *ix, const st_hit *h, const st_reason *r) {
    if (r->why <= ST_WHY_LEFT_OUT && r->why != ST_WHY_NEED && h->name != ST_NO_NAME) {
        st_name_view v;
        st_index_name(ix, h->name, &v);
        return (st_known){ (st_prop)v.prop, st_index_name_text(ix, h->name) };
    }
    st_known address = { ST_PROP_NONE, ST_STR_NONE };
    st_prop head = ST_PROP_NONE;
    st_cursor c = st_index_facts(ix, h->party);
    for (st_fact_view f; st_cursor_next(&c, &f);) {
        if (st_prop_is_head(f.prop)) head = f.prop;
        if (f.prop == ST_P_ADDRESS) address = (st_known){ f.prop, f.value };
        if (rests_on(r, &f, head)) return f.prop == ST_Q_COUNTRY ? address : (st_known){ f.prop, f.value };
    }
    return (st_known){ ST_PROP_NONE, ST_STR_NONE };
}

/* ---- silence on either side ----------------------------------------------------------------------------------------------------------------------- */

/* Is what this property says asked about in the query? Properties that no query can speak of count as asked. */
static bool asked(const st_query *q, st_prop p) {
    if (st_prop_is_country(p, p)) return q->nationality.n || q->country.n;
    if (st_prop_is_head(p) && st_prop_class(p) == ST_CLASS_ID) return q->id_number.n || (p == ST_P_IMO && q->imo.n) || (p == ST_P_WALLET && q->wallet.n);
    switch ((int)p) {
    case ST_P_BIRTH_DATE: return q->birth_date.n != 0;
    case ST_P_BIRTH_PLACE: return q->birth_place.n != 0;
    case ST_P_GENDER: return q->gender.n != 0;
    case ST_P_ADDRESS: return q->address.n != 0;
    default: return true;
    }
}

static size_t silent(const st_index *ix, uint32_t party, const st_query *q, st_known *out) {
    size_t n = 0;
    st_cursor c = st_index_facts(ix, party);
    for (st_fact_view f; st_cursor_next(&c, &f);) {
        if (!st_prop_is_head(f.prop) || f.value.n == 0 || asked(q, f.prop)) continue;
        if (out) out[n] = (st_known){ f.prop, f.value };
        n++;
    }
    return n;
}

static bool has_reason(const st_reasons *r, st_why why) {
    for (size_t i = 0; i < r->n; i++)
        if (r->item[i].why == why) return true;
    return false;
}

/* What the query says, besides names and kind, that gave no reason. */
static size_t unheard(const st_query *q, const st_reasons *r, st_known *out) {
    const struct { st_str value; st_prop prop; st_why why; } claim[] = {
        { q->birth_date, ST_P_BIRTH_DATE, ST_WHY_BIRTH }, { q->birth_place, ST_P_BIRTH_PLACE, ST_WHY_PLACE }, { q->gender, ST_P_GENDER, ST_WHY_GENDER },
        { q->nationality, ST_P_NATIONALITY, ST_WHY_COUNTRY }, { q->country, ST_P_COUNTRY, ST_WHY_COUNTRY }, { q->address, ST_P_ADDRESS, ST_WHY_ADDRESS },
        { q->id_number, ST_P_ID_NUMBER, ST_WHY_IDENTIFIER }, { q->imo, ST_P_IMO, ST_WHY_IDENTIFIER }, { q->wallet, ST_P_WALLET, ST_WHY_IDENTIFIER },
    };
    size_t n = 0;
    for (size_t i = 0; i < ST_LEN(claim); i++)
        if (claim[i].value.n && !has_reason(r, claim[i].why)) out[n++] = (st_known){ claim[i].prop, claim[i].value };
    return n;
}

/* ---- other names ---------------------------------------------------------------------------------------------------------------------------------- */

static int by_evidence(const void *a, const void *b) {
    const st_named *x = a, *y = b;
    if (x->bits != y->bits) return x->bits > y->bits ? -1 : 1;
    return (x->name > y->name) - (x->name < y->name);
}

/* Each name once, however many readings it has in the index; the one that scored best is not among them. */
static size_t other_names(const st_index *ix, const st_standing *s, st_named *out) {
    size_t n = 0;
    uint64_t best = UINT64_MAX;
    st_name_view v;
    if (s->hit.name != ST_NO_NAME) {
        st_index_name(ix, s->hit.name, &v);
        best = v.ordinal;
    }
    for (size_t i = 0; i < s->names; i++) {
        st_index_name(ix, s->name[i].name, &v);
        if (v.ordinal == best) continue;
        st_name_view last = { .ordinal = UINT16_MAX };
        if (n) st_index_name(ix, out[n - 1].name, &last);
        if (n == 0 || last.ordinal != v.ordinal) out[n++] = s->name[i];   /* readings of one name stand together */
        else if (s->name[i].bits > out[n - 1].bits) out[n - 1] = s->name[i];
    }
    qsort(out, n, sizeof *out, by_evidence);
    return n;
}

/* ---- the account ------------------------------------------------------------------------------------------------------------------------------------ */

enum { CLAIMS = 9 };

st_code st_account_make(st_screener *s, const st_query *q, const st_search_options *o, uint32_t party, st_arena *a, st_account *out, st_err *err) {
    const st_index *ix = s->e->ix;
    *out = (st_account){ .party = party };
    ST_TRY(st_query_check(q, err));
    ST_TRY(st_search_party(s->search, q, o, party, a, &out->standing, err));
    const st_hit *h = &out->standing.hit;
    out->fact = st_arena_calloc(a, h->why.n * sizeof *out->fact);
    out->silent = st_arena_calloc(a, silent(ix, party, q, NULL) * sizeof *out->silent);
    out->unheard = st_arena_calloc(a, CLAIMS * sizeof *out->unheard);
    out->other = st_arena_calloc(a, out->standing.names * sizeof *out->other);
    if (!out->fact || !out->silent || !out->unheard || !out->other) return st_fail(err, ST_E_NOMEM, "out of memory for an explanation");
    for (size_t i = 0; i < h->why.n; i++) out->fact[i] = fact_of(ix, h, &h->why.item[i]);
    out->n_silent = silent(ix, party, q, out->silent);
    out->n_unheard = unheard(q, &h->why, out->unheard);
    out->n_other = other_names(ix, &out->standing, out->other);
    return st_counters(s, q, o, a, out, err);
}

/* ---- JSON ------------------------------------------------------------------------------------------------------------------------------------------- */

static void text_member(st_jw *w, const char *key, st_str s) {
    st_jw_key(w, key);
    st_jw_str(w, s);
}

static void known_json(st_jw *w, const char *key, const st_known *k, size_t n) {
    st_jw_key(w, key);
    st_jw_open(w, '[');
    for (size_t i = 0; i < n; i++) {
        st_jw_open(w, '{');
        text_member(w, "property", st_str_of(st_prop_name(k[i].prop)));
        text_member(w, "value", k[i].value);
        st_jw_close(w, '}');
    }
    st_jw_close(w, ']');
}

static void reasons_json(st_jw *w, const st_account *a) {
    const st_reasons *r = &a->standing.hit.why;
    st_jw_key(w, "explain");
    st_jw_open(w, '[');
    for (size_t i = 0; i < r->n; i++) {
        st_jw_open(w, '{');
        st_reason_members(w, &r->item[i]);
        text_member(w, "stance", st_str_of(st_stance_name(st_stance_of(&r->item[i]))));
        if (a->fact[i].prop != ST_PROP_NONE) {
            st_jw_key(w, "fact");
            st_jw_open(w, '{');
            text_member(w, "property", st_str_of(st_prop_name(a->fact[i].prop)));
            text_member(w, "value", a->fact[i].value);
            st_jw_close(w, '}');
        }
        st_jw_close(w, '}');
    }
    st_jw_close(w, ']');
}

static void names_json(st_jw *w, const st_index *ix, const st_account *a) {
    st_jw_key(w, "other_names");
    st_jw_open(w, '[');
    for (size_t i = 0; i < a->n_other; i++) {
        st_name_view v;
        st_index_name(ix, a->other[i].name, &v);
        st_jw_open(w, '{');
        text_member(w, "property", st_str_of(st_prop_name((st_prop)v.prop)));
        text_member(w, "value", st_index_name_text(ix, a->other[i].name));
        st_jw_key(w, "bits");
        st_jw_bits(w, a->other[i].bits);
        st_jw_close(w, '}');
    }
    st_jw_close(w, ']');
}

static void counters_json(st_jw *w, const st_account *a) {
    st_jw_key(w, "counterfactuals");
    st_jw_open(w, '[');
    for (size_t i = 0; i < a->n_counter; i++) {
        const st_counter *c = &a->counter[i];
        st_jw_open(w, '{');
        text_member(w, "change", st_str_of(st_change_kind_name(c->change)));
        text_member(w, "field", st_str_of(c->field));
        if (c->from.n) text_member(w, "query", c->from);
        if (c->to.n) text_member(w, "list", c->to);
        st_jw_key(w, "score");
        st_jw_fixed(w, c->score, 4);
        st_jw_key(w, "bits");
        st_jw_bits(w, c->bits);
        st_jw_key(w, "hit");
        st_jw_bool(w, c->reaches);
        st_jw_key(w, "crosses");
        st_jw_bool(w, c->reaches != a->standing.reaches);
        st_jw_close(w, '}');
    }
    st_jw_close(w, ']');
}

void st_account_json(st_jw *w, const st_engine *e, const st_account *a) {
    const st_hit *h = &a->standing.hit;
    st_party_view p;
    st_list_view list;
    st_index_party(e->ix, a->party, &p);
    st_index_list(e->ix, p.list, &list);
    st_jw_open(w, '{');
    text_member(w, "id", p.key);
    text_member(w, "list", list.field[ST_LIST_ID]);
    if (list.field[ST_LIST_DATE].n) text_member(w, "list_date", list.field[ST_LIST_DATE]);
    text_member(w, "name", st_party_name(e->ix, a->party));
    text_member(w, "type", st_str_of(st_kind_name(p.kind)));
    st_record_json(w, e->ix, a->party);
    st_jw_key(w, "hit");
    st_jw_bool(w, a->standing.reaches);
    st_jw_key(w, "score");
    st_jw_fixed(w, h->score, 4);
    st_jw_key(w, "bits");
    st_jw_bits(w, h->bits);
    st_jw_key(w, "threshold");
    st_jw_fixed(w, a->standing.threshold, 4);
    if (a->standing.threshold) {   /* everything reaches 0 */
        st_jw_key(w, "threshold_bits");
        st_jw_bits(w, st_bits_of_score(a->standing.threshold));
        st_jw_key(w, "distance");
        st_jw_bits(w, st_account_distance(a));
    }
    text_member(w, "matched", h->name == ST_NO_NAME ? ST_STR_NONE : st_index_name_text(e->ix, h->name));
    text_member(w, "asked", h->asked);
    reasons_json(w, a);
    known_json(w, "not_compared", a->silent, a->n_silent);
    known_json(w, "not_known", a->unheard, a->n_unheard);
    names_json(w, e->ix, a);
    counters_json(w, a);
    if (a->standing.partial) {
        st_jw_key(w, "complete");
        st_jw_bool(w, false);
    }
    st_jw_close(w, '}');
}
