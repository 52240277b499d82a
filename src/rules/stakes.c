/* The ownership graph, settled: nodes that are one become one, and what the sources say becomes one stake for each owner, owned, and kind. */
#include "rules/holdings_int.h"
#include "text/text.h"

/* ---- nodes ---------------------------------------------------------------------------------------------------------------------------------------- */

/* A party's own name: its first primary one, else its first of any kind. */
static st_str name_of(const st_index *ix, uint32_t party) {
    st_str any = ST_STR_NONE;
    st_fact_view f;
    for (st_cursor c = st_index_facts(ix, party); st_cursor_next(&c, &f);) {
        if (f.prop == ST_P_NAME && f.value.n) return f.value;
        if (!any.n && st_prop_is_head(f.prop) && st_prop_class(f.prop) == ST_CLASS_NAME) any = f.value;
    }
    return any;
}

static bool has_number(const st_index *ix, uint32_t party) {
    st_fact_view f;
    for (st_cursor c = st_index_facts(ix, party); st_cursor_next(&c, &f);)
        if (st_prop_is_head(f.prop) && st_prop_class(f.prop) == ST_CLASS_ID) return true;
    return false;
}

static int by_number(const void *a, const void *b) {
    const uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return x < y ? -1 : x > y;
}

/* The parties of a node in the order of the index, and from them its name and kind. */
static void fill(const st_holdings *h, const st_proto *p, st_holder *out, uint32_t *party, size_t n) {
    bool numbered = false;
    qsort(party, n, sizeof *party, by_number);
    *out = (st_holder){ .name = p->label, .party = party, .parties = n, .asked = p->asked, .cut = p->cut };
    for (size_t i = 0; i < n; i++) {
        st_party_view v;
        st_index_party(h->ix, party[i], &v);
        if (!out->name.n) out->name = name_of(h->ix, party[i]);
        if (out->kind == ST_KIND_UNKNOWN) out->kind = v.kind;
        numbered = numbered || has_number(h->ix, party[i]);
    }
    out->unnamed = p->nobody || (!out->name.n && !numbered && n);
    out->named_only = p->named_only && n == 0;
    if (!out->name.n && n) {
        st_party_view v;
        st_index_party(h->ix, party[0], &v);
        out->name = v.key;
    }
}

static st_code settle_nodes(st_holdings *h, st_err *err) {
    uint32_t n = 0;
    for (uint32_t i = 0; i < h->nodes; i++) n += h->node[i].parent == i;
    h->now = st_calloc(h->nodes + 1, sizeof *h->now);
    h->holder = st_calloc((size_t)n + 1, sizeof *h->holder);
    h->party = st_calloc(h->members + 1, sizeof *h->party);
    if (!h->now || !h->holder || !h->party) return st_fail(err, ST_E_NOMEM, "out of memory");
    uint32_t at = 0;
    for (uint32_t i = 0, k = 0; i < h->nodes; i++) {
        if (h->node[i].parent != i) continue;
        uint32_t parties = 0;
        for (uint32_t m = h->node[i].first; m != UINT32_MAX; m = h->member[m].next) h->party[at + parties++] = h->member[m].party;
        fill(h, &h->node[i], &h->holder[k], h->party + at, parties);
        h->now[i] = k++;
        at += parties;
    }
    for (uint32_t i = 0; i < h->nodes; i++) h->now[i] = h->now[st_root(h, i)];   /* a root keeps its own */
    h->n_holder = n;
    return ST_OK;
}

/* ---- stakes ---------------------------------------------------------------------------------------------------------------------------------------- */

static int compare(uint32_t a, uint32_t b) { return a < b ? -1 : a > b; }
static int by_stake(const void *a, const void *b) {
    const st_said *x = a, *y = b;
    int c = compare(x->owned, y->owned);
    if (!c) c = compare(x->owner, y->owner);
    if (!c) c = compare((uint32_t)x->kind, (uint32_t)y->kind);
    if (!c) c = compare(x->joint, y->joint);
    if (!c) c = compare(x->source, y->source);
    if (!c) c = compare(x->min_bp, y->min_bp);
    return c ? c : compare(x->max_bp, y->max_bp);
}

static bool same_stake(const st_said *a, const st_said *b) {
    return a->owned == b->owned && a->owner == b->owner && a->kind == b->kind && a->joint == b->joint;
}

static uint32_t whole(uint64_t bp) { return bp < ST_WHOLE_BP ? (uint32_t)bp : ST_WHOLE_BP; }

/* What another way of saying it may repeat has no least where plain stakes are known in that party. */
static void soften(st_holdings *h) {
    for (size_t i = 0, end; i < h->n_said; i = end) {
        bool plain = false;
        for (end = i; end < h->n_said && h->said[end].owned == h->said[i].owned; end++)
            plain |= !h->said[end].soft && h->said[end].kind == ST_HOLD_SHARES && h->said[end].min_bp > 0;
        for (size_t k = i; k < end && plain; k++) if (h->said[k].soft) h->said[k].min_bp = 0;
    }
}

/* What one source says of a stake. A case states blocks, which add up; a register's two facts may be two blocks or one of them told twice. */
static size_t one_source(const st_said *s, size_t n, uint32_t *lo, uint32_t *hi) {
    uint64_t sum = 0, most = 0, least = 0;
    size_t k = 0;
    for (; k < n && s[k].source == s[0].source && same_stake(&s[k], s); k++) {
        sum += s[k].min_bp;
        most += s[k].max_bp;
        if (s[k].min_bp > least) least = s[k].min_bp;
    }
    *lo = whole(s[0].source == UINT32_MAX ? sum : least);
    *hi = whole(most);
    return k;
}

static st_code settle_stakes(st_holdings *h, st_err *err) {
    for (size_t i = 0; i < h->n_said; i++) {
        h->said[i].owner = h->now[h->said[i].owner];
        h->said[i].owned = h->now[h->said[i].owned];
    }
    if (h->n_said) qsort(h->said, h->n_said, sizeof *h->said, by_stake);
    soften(h);
    h->stake = st_calloc(h->n_said + 1, sizeof *h->stake);
    if (!h->stake) return st_fail(err, ST_E_NOMEM, "out of memory");
    for (size_t i = 0; i < h->n_said;) {
        const st_said *s = &h->said[i];
        uint32_t lo = 0, hi = ST_WHOLE_BP, low = ST_WHOLE_BP, high = 0;   /* what all agree on; all that any says */
        for (size_t end = i; end < h->n_said && same_stake(&h->said[end], s); i = end) {
            uint32_t l, u;
            end += one_source(&h->said[end], h->n_said - end, &l, &u);
            if (l > lo) lo = l;
            if (u < hi) hi = u;
            if (l < low) low = l;
            if (u > high) high = u;
        }
        if (lo > hi) { lo = low; hi = high; }
        if (s->owner == s->owned || !hi) continue;
        h->stake[h->n_stake++] = (st_stake){ s->owner, s->owned, lo, hi, s->kind, s->joint, ST_SINCE_EVER, ST_UNTIL_EVER, s->source };
        if (h->holder[s->owned].parties) h->holder[s->owned].unnamed = false;   /* a trust without a name, of which it is known who stands behind it */
    }
    return ST_OK;
}

st_code st_holdings_settle(st_holdings *h, st_err *err) {
    ST_TRY(settle_nodes(h, err));
    return settle_stakes(h, err);
}

/* ---- asking ----------------------------------------------------------------------------------------------------------------------------------------- */

uint32_t st_holdings_now(const st_holdings *h, uint32_t node) { return h->now[node]; }
uint32_t st_holdings_nodes(const st_holdings *h) { return h->n_holder; }
const st_holder *st_holdings_node(const st_holdings *h, uint32_t node) { return &h->holder[node]; }
bool st_holdings_cut(const st_holdings *h) { return h->cut; }
uint32_t st_holdings_stakes(const st_holdings *h, const st_stake **stakes) {
    *stakes = h->stake;
    return (uint32_t)h->n_stake;
}

/* A listing whose last day is told has ended on it. */
static st_tri in_force(st_str listed_on, st_str ends_on, int32_t day) {
    int32_t first, last;
    st_tri ended = ST_NO;
    if (ends_on.n) ended = !st_date_range(ends_on, &first, &last) ? ST_MAYBE : day >= last ? ST_YES : day < first ? ST_NO : ST_MAYBE;
    return st_tri_and(st_period_holds(listed_on, ST_STR_NONE, day), st_tri_not(ended));
}

st_tri st_party_listed(const st_index *ix, uint32_t party, const st_str *list, size_t n, int32_t day) {
    st_party_view p;
    st_list_view l;
    bool among = n == 0, any = false;
    st_tri listed = ST_NO;
    st_index_party(ix, party, &p);
    st_index_list(ix, p.list, &l);
    for (size_t i = 0; i < n; i++) {
        const bool rest = st_str_ends(list[i], "*");
        among |= rest ? l.field[ST_LIST_ID].n >= list[i].n - 1 && memcmp(l.field[ST_LIST_ID].p, list[i].p, list[i].n - 1) == 0 : st_str_eq(l.field[ST_LIST_ID], list[i]);
    }
    if (!among) return ST_NO;
    st_fact_view f;
    st_str from = ST_STR_NONE, to = ST_STR_NONE;
    bool open = false;
    for (st_cursor c = st_index_facts(ix, party);;) {
        const bool more = st_cursor_next(&c, &f);
        if (open && (!more || st_prop_is_head(f.prop))) listed = st_tri_or(listed, in_force(from, to, day));
        if (!more) break;
        if (st_prop_is_head(f.prop)) {
            open = f.prop == ST_P_LISTING;
            any |= open;
            from = to = ST_STR_NONE;
        }
        if (f.prop == ST_Q_LISTED_ON) from = f.value;
        if (f.prop == ST_Q_ENDS_ON) to = f.value;
    }
    return any || n == 0 || p.orphan ? listed : ST_YES;   /* a list that was asked for and has no listings of its own: being there is one */
}

void st_holdings_listed(const st_holdings *h, st_listed_fn fn, void *user, st_tri *listed) {
    for (uint32_t n = 0; n < h->n_holder; n++) {
        const st_holder *p = &h->holder[n];
        listed[n] = p->unnamed || p->cut ? ST_MAYBE : ST_NO;
        for (size_t i = 0; i < p->parties && fn; i++) listed[n] = st_tri_or(listed[n], fn(user, p->party[i]));
    }
}
