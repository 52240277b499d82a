/* What changed between two indexes. Both hold their lists by id and their parties by key, so one walk beside the other is enough: O(facts). */
#include "index/layout.h"

/* The facts of a party as a set: groups (a head and its qualifiers), each group's qualifiers and the groups themselves in order. */
typedef struct group { size_t from, n; } group;
typedef struct fact_set { st_fact_view *fact; size_t facts, fact_cap; group *g; size_t groups, group_cap; } fact_set;

static int fact_order(const void *a, const void *b) {
    const st_fact_view *x = a, *y = b;
    return x->prop != y->prop ? (x->prop < y->prop ? -1 : 1) : st_str_cmp(x->value, y->value);
}

static int compare_groups(const fact_set *s, const group *x, const fact_set *t, const group *y) {
    for (size_t i = 0; i < x->n && i < y->n; i++) {
        int c = fact_order(&s->fact[x->from + i], &t->fact[y->from + i]);
        if (c) return c;
    }
    return (x->n > y->n) - (x->n < y->n);
}

static int group_order(const void *a, const void *b, void *set) { return compare_groups(set, a, set, b); }

static bool gather(fact_set *s, const st_index *ix, uint32_t party) {
    st_cursor c = st_index_facts(ix, party);
    s->facts = s->groups = 0;
    for (st_fact_view f; st_cursor_next(&c, &f); s->facts++) {
        if (st_grow(s->fact, s->fact_cap, s->facts + 1)) return false;
        s->fact[s->facts] = f;
        if (st_prop_is_head(f.prop)) {
            if (st_grow(s->g, s->group_cap, s->groups + 1)) return false;
            s->g[s->groups++] = (group){ s->facts, 0 };
        }
        s->g[s->groups - 1].n++;
    }
    for (size_t i = 0; i < s->groups; i++) qsort(s->fact + s->g[i].from + 1, s->g[i].n - 1, sizeof *s->fact, fact_order);
    if (s->groups == 0) return true;
    qsort_r(s->g, s->groups, sizeof *s->g, group_order, s);
    size_t n = 1;
    for (size_t i = 1; i < s->groups; i++)
        if (compare_groups(s, &s->g[n - 1], s, &s->g[i]) != 0) s->g[n++] = s->g[i];
    s->groups = n;
    return true;
}

typedef struct differ { const st_index *old, *now; st_diff_fn fn; void *user; st_err *err; fact_set a, b; } differ;

static bool same_sequence(const differ *d, uint32_t p, uint32_t q) {
    st_cursor a = st_index_facts(d->old, p), b = st_index_facts(d->now, q);
    for (st_fact_view f, g;;) {
        bool more = st_cursor_next(&a, &f), also = st_cursor_next(&b, &g);
        if (!more || !also) return more == also;
        if (f.prop != g.prop || !st_str_eq(f.value, g.value)) return false;
    }
}

static st_code compare_parties(differ *d, uint32_t p, uint32_t q) {
    st_party_view v, w;
    st_index_party(d->old, p, &v);
    st_index_party(d->now, q, &w);
    bool same = v.kind == w.kind;
    if (same && !same_sequence(d, p, q)) {
        if (!gather(&d->a, d->old, p) || !gather(&d->b, d->now, q)) return st_fail(d->err, ST_E_NOMEM, "out of memory");
        same = d->a.groups == d->b.groups;
        for (size_t i = 0; same && i < d->a.groups; i++) same = compare_groups(&d->a, &d->a.g[i], &d->b, &d->b.g[i]) == 0;
    }
    return same ? ST_OK : d->fn(d->user, d->old, d->now, &(st_diff_entry){ ST_CHANGED, p, q }, d->err);
}

static st_code one_sided(differ *d, st_change change, uint32_t party) {
    st_diff_entry e = { change, change == ST_REMOVED ? party : UINT32_MAX, change == ST_ADDED ? party : UINT32_MAX };
    return d->fn(d->user, d->old, d->now, &e, d->err);
}

/* Two versions of a list; NULL for one that is not there. */
static st_code compare_lists(differ *d, const st_list_view *a, const st_list_view *b) {
    uint32_t p = a ? a->first_party : 0, p_end = a ? p + a->parties : 0, q = b ? b->first_party : 0, q_end = b ? q + b->parties : 0;
    while (p < p_end || q < q_end) {
        st_party_view v, w;
        int c = p == p_end ? 1 : q == q_end ? -1 : 0;
        if (c == 0) {
            st_index_party(d->old, p, &v);
            st_index_party(d->now, q, &w);
            c = st_str_cmp(v.key, w.key);
        }
        if (c < 0) ST_TRY(one_sided(d, ST_REMOVED, p++));
        else if (c > 0) ST_TRY(one_sided(d, ST_ADDED, q++));
        else { ST_TRY(compare_parties(d, p, q)); p++; q++; }
    }
    return ST_OK;
}

/* The newest of the lists that share the id of list i: the last of them. */
static uint32_t newest(const st_index *ix, uint32_t i) {
    while (i + 1 < ix->lists && st_str_eq(ix->list[i].field[ST_LIST_ID], ix->list[i + 1].field[ST_LIST_ID])) i++;
    return i;
}

static st_code compare_all(differ *d) {
    for (uint32_t i = 0, k = 0; i < d->old->lists || k < d->now->lists;) {
        if (i < d->old->lists) i = newest(d->old, i);
        if (k < d->now->lists) k = newest(d->now, k);
        const st_list_view *a = i < d->old->lists ? &d->old->list[i] : NULL, *b = k < d->now->lists ? &d->now->list[k] : NULL;
        int c = !a ? 1 : !b ? -1 : st_str_cmp(a->field[ST_LIST_ID], b->field[ST_LIST_ID]);
        ST_TRY(compare_lists(d, c <= 0 ? a : NULL, c >= 0 ? b : NULL));
        i += c <= 0;
        k += c >= 0;
    }
    return ST_OK;
}

st_code st_index_diff(const st_index *old, const st_index *now, st_diff_fn fn, void *user, st_err *err) {
    differ d = { .old = old, .now = now, .fn = fn, .user = user, .err = err };
    st_code code = compare_all(&d);
    st_free(d.a.fact);
    st_free(d.a.g);
    st_free(d.b.fact);
    st_free(d.b.g);
    return code;
}
