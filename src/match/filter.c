/* Filters and thresholds. */
#include "match/filter.h"

/* ---- filters ------------------------------------------------------------------------------------------------------------------------------------ */

static bool one_is(const st_words *w, st_str value) {
    for (size_t i = 0; i < w->n; i++)
        if (st_str_iis(value, w->item[i])) return true;
    return false;
}

static bool one_in(const st_words *w, st_str value) {
    for (size_t i = 0; i < w->n; i++)
        if (st_str_ifind(value, w->item[i]) != SIZE_MAX) return true;
    return false;
}

static bool is_regime(st_prop p, st_prop head) {
    return p == ST_P_LISTING || (head == ST_P_LISTING && (p == ST_Q_INSTRUMENT || p == ST_Q_AUTHORITY));
}

/* What one listing has shown so far. */
typedef struct listing { bool open, programme, regime, dated, since; } listing;

static bool suits(const st_filter *f, const listing *l) {
    return l->open && (!f->programme.n || l->programme) && (!f->regime.n || l->regime) && (!f->since || l->since || !l->dated);
}

static void see(const st_filter *f, listing *l, st_prop head, const st_fact_view *v) {
    int32_t first, last;
    if (v->prop == ST_P_LISTING) *l = (listing){ .open = true, .programme = one_is(&f->programme, v->value) };
    if (is_regime(v->prop, head)) l->regime = l->regime || one_in(&f->regime, v->value);
    if (head != ST_P_LISTING || (v->prop != ST_Q_LISTED_ON && v->prop != ST_Q_SINCE) || !st_date_range(v->value, &first, &last)) return;
    l->dated = true;
    l->since = l->since || last >= f->since_day;
}

static bool facts_pass(const st_filter *f, const st_index *ix, uint32_t party) {
    bool listings = f->programme.n || f->regime.n || f->since, listed = !listings, any = false, country = !f->country.n;
    listing l = { .open = false };
    st_prop head = ST_PROP_NONE;
    st_cursor c = st_index_facts(ix, party);
    for (st_fact_view v; st_cursor_next(&c, &v) && !(listed && country);) {
        if (st_prop_is_head(v.prop)) {
            listed = listed || suits(f, &l);
            l.open = false;
            head = v.prop;
        }
        any = any || v.prop == ST_P_LISTING;
        if (listings) see(f, &l, head, &v);
        country = country || (st_prop_is_country(v.prop, head) && one_is(&f->country, v.value));
    }
    listed = listed || suits(f, &l);
    if (!any && !f->programme.n && !f->regime.n) listed = true;   /* the list says nothing of its listings: no date, then */
    return listed && country;
}

bool st_filter_passes(const st_filter *f, const st_index *ix, uint32_t party) {
    st_party_view p;
    st_list_view list;
    st_index_party(ix, party, &p);
    if (f->kinds && !(f->kinds >> p.kind & 1)) return false;
    if (f->list.n) {
        st_index_list(ix, p.list, &list);
        if (!one_is(&f->list, list.field[ST_LIST_ID])) return false;
    }
    return !(f->programme.n || f->regime.n || f->country.n || f->since) || facts_pass(f, ix, party);
}

st_code st_filter_since(st_filter *f, const char *date, st_err *err) {
    int32_t last;
    f->since = date;
    if (st_date_range(st_str_of(date), &f->since_day, &last)) return ST_OK;
    st_fail(err, ST_E_USAGE, "\"%.100s\" is no date", date);
    st_err_hint(err, "write 2022-02-24, 2022-02 or 2022");
    return ST_E_USAGE;
}

/* ---- words that nothing answers to ---------------------------------------------------------------------------------------------------------------- */

static bool has_list(const st_index *ix, const char *id) {
    for (uint32_t i = 0; i < st_index_lists(ix); i++) {
        st_list_view l;
        st_index_list(ix, i, &l);
        if (st_str_iis(l.field[ST_LIST_ID], id)) return true;
    }
    return false;
}

typedef bool (*hears)(const st_words *one, const st_fact_view *v, st_prop head);
static bool hears_programme(const st_words *one, const st_fact_view *v, st_prop head) { (void)head; return v->prop == ST_P_LISTING && one_is(one, v->value); }
static bool hears_regime(const st_words *one, const st_fact_view *v, st_prop head) { return is_regime(v->prop, head) && one_in(one, v->value); }
static bool hears_country(const st_words *one, const st_fact_view *v, st_prop head) { return st_prop_is_country(v->prop, head) && one_is(one, v->value); }

static bool answered(const st_index *ix, const char *word, hears fn) {
    const st_words one = { &word, 1 };
    for (uint32_t i = 0; i < st_index_parties(ix); i++) {
        st_prop head = ST_PROP_NONE;
        st_cursor c = st_index_facts(ix, i);
        for (st_fact_view v; st_cursor_next(&c, &v);) {
            if (st_prop_is_head(v.prop)) head = v.prop;
            if (fn(&one, &v, head)) return true;
        }
    }
    return false;
}

st_code st_filter_check(const st_filter *f, const st_index *ix, st_err *err) {
    const struct { const st_words *w; hears fn; const char *what; } part[] = {
        { &f->programme, hears_programme, "no listing of this index has the programme" }, { &f->regime, hears_regime, "no listing of this index speaks of" },
        { &f->country, hears_country, "no party of this index is tied to the country" },
    };
    for (size_t i = 0; i < f->list.n; i++) {
        if (has_list(ix, f->list.item[i])) continue;
        st_fail(err, ST_E_USAGE, "this index has no list %.200s", f->list.item[i]);
        st_err_hint(err, "strait info INDEX shows its lists by their ids");
        return ST_E_USAGE;
    }
    for (size_t k = 0; k < ST_LEN(part); k++) {
        for (size_t i = 0; i < part[k].w->n; i++) {
            if (answered(ix, part[k].w->item[i], part[k].fn)) continue;
            st_fail(err, ST_E_USAGE, "%s %.200s", part[k].what, part[k].w->item[i]);
            st_err_hint(err, "strait info INDEX --party ID shows how the lists write it");
            return ST_E_USAGE;
        }
    }
    return ST_OK;
}

/* ---- thresholds -------------------------------------------------------------------------------------------------------------------------------------- */

static size_t place_of(const st_profile *p, st_str list) {
    size_t i = 0;
    while (i < p->lists && !st_str_eq(p->list[i], list)) i++;
    return i;
}

st_code st_profile_set(st_profile *p, const st_index *ix, st_str name, uint32_t threshold, st_err *err) {
    for (uint32_t i = 0; i < st_index_lists(ix); i++) {
        st_list_view l;
        st_index_list(ix, i, &l);
        if (!st_str_eq(l.field[ST_LIST_ID], name)) continue;
        size_t k = place_of(p, name);
        if (k == ST_LEN(p->list)) return st_fail(err, ST_E_LIMIT, "thresholds for more than %zu lists", ST_LEN(p->list));
        p->list[k] = l.field[ST_LIST_ID];
        p->of_list[k] = threshold;
        if (k == p->lists) p->lists++;
        return ST_OK;
    }
    st_kind kind = st_kind_of(name);
    if (kind != ST_KIND_UNKNOWN || st_str_is(name, "unknown")) {
        p->kind[kind] = threshold;
        return ST_OK;
    }
    st_fail(err, ST_E_USAGE, "a threshold for %.*s, which is neither a list of this index nor a type", ST_FMT(name));
    st_err_hint(err, "strait info INDEX shows its lists; types are person, organisation, vessel, aircraft, wallet, security, other, unknown");
    return ST_E_USAGE;
}

uint32_t st_profile_threshold(const st_profile *p, uint32_t general, const st_index *ix, uint32_t party) {
    if (!p) return general;
    st_party_view v;
    st_list_view l;
    st_index_party(ix, party, &v);
    st_index_list(ix, v.list, &l);
    size_t k = place_of(p, l.field[ST_LIST_ID]);
    uint32_t kind = p->kind[v.kind], list = k < p->lists ? p->of_list[k] : ST_NO_THRESHOLD;
    if (kind == ST_NO_THRESHOLD) return list == ST_NO_THRESHOLD ? general : list;
    return list == ST_NO_THRESHOLD || list < kind ? kind : list;
}

uint32_t st_profile_least(const st_profile *p, uint32_t general) {
    for (size_t i = 0; p && i < ST_KIND_COUNT; i++)
        if (p->kind[i] < general) general = p->kind[i];
    for (size_t i = 0; p && i < p->lists; i++)
        if (p->of_list[i] < general) general = p->of_list[i];
    return general;
}
