/* The ownership graph around some parties. See holdings.h. Nodes may turn out to be one while the graph grows, so they point to each other as in a
 * union of disjoint sets; what is found is kept as said, by source, and becomes stakes when all of it is there (stakes.c). */
#include "rules/holdings_int.h"
#include "base/hash.h"
#include "model/ident.h"

enum { PARTIES = 20000, SHOWN = 500, SAME_NUMBER = 32 };   /* a number that more parties carry tells nobody apart */
enum { UP = 1, DOWN = 2 };

static st_code no_memory(st_err *err) { return st_fail(err, ST_E_NOMEM, "out of memory"); }

/* ---- a map from numbers to numbers ------------------------------------------------------------------------------------------------------------------ */

static st_map_slot *find_slot(const st_map *m, uint64_t key) {
    size_t i = (size_t)st_hash64(&key, sizeof key, 0) & (m->cap - 1);
    while (m->slot[i].used && m->slot[i].key != key) i = (i + 1) & (m->cap - 1);
    return &m->slot[i];
}

uint32_t *st_map_at(st_map *m, uint64_t key, bool *fresh) {
    if (2 * (m->n + 1) > m->cap) {
        st_map wide = { .cap = m->cap ? 2 * m->cap : 64, .n = m->n };
        if (!(wide.slot = st_calloc(wide.cap, sizeof *wide.slot))) return NULL;
        for (size_t i = 0; i < m->cap; i++)
            if (m->slot[i].used) *find_slot(&wide, m->slot[i].key) = m->slot[i];
        st_free(m->slot);
        *m = wide;
    }
    st_map_slot *s = find_slot(m, key);
    *fresh = !s->used;
    if (*fresh) {
        *s = (st_map_slot){ key, 0, true };
        m->n++;
    }
    return &s->value;
}

static uint32_t map_get(const st_map *m, uint64_t key) {
    const st_map_slot *s = m->cap ? find_slot(m, key) : NULL;
    return s && s->used ? s->value : UINT32_MAX;
}

/* ---- nodes ------------------------------------------------------------------------------------------------------------------------------------------ */

uint32_t st_root(const st_holdings *h, uint32_t node) {
    while (h->node[node].parent != node) node = h->node[node].parent;
    return node;
}

static uint32_t new_node(st_holdings *h, st_err *err) {
    if (st_grow(h->node, h->cap_node, h->nodes + 1)) { no_memory(err); return UINT32_MAX; }
    h->node[h->nodes] = (st_proto){ .parent = (uint32_t)h->nodes, .first = UINT32_MAX };
    return (uint32_t)h->nodes++;
}

static st_code enqueue(st_holdings *h, uint32_t node, unsigned want, st_err *err) {
    st_proto *p = &h->node[node = st_root(h, node)];
    const unsigned more = want & ~(unsigned)p->want;
    p->want |= (uint8_t)want;
    if ((!more && !p->grown) || p->queued) return ST_OK;
    if (st_grow(h->queue, h->cap_queue, h->queued + 1)) return no_memory(err);
    h->queue[h->queued++] = node;
    p->queued = true;
    p->grown = false;
    return ST_OK;
}

static st_code unite(st_holdings *h, uint32_t a, uint32_t b, uint32_t *one, st_err *err) {
    a = st_root(h, a);
    b = st_root(h, b);
    if (a == b) { *one = a; return ST_OK; }
    if (b < a) { const uint32_t t = a; a = b; b = t; }
    st_proto *to = &h->node[a], *from = &h->node[b];
    uint32_t *last = &to->first;
    while (*last != UINT32_MAX) last = &h->member[*last].next;
    *last = from->first;
    from->parent = a;
    if (!to->label.n) to->label = from->label;
    to->asked |= from->asked;
    to->grown = true;
    *one = a;
    return enqueue(h, a, to->want | from->want, err);
}

/* ---- who is one -------------------------------------------------------------------------------------------------------------------------------------- */

static bool is_strong(st_prop p) {
    return p == ST_P_LEI || p == ST_P_INN || p == ST_P_OGRN || p == ST_P_IMO || p == ST_P_IMO_COMPANY || p == ST_P_REGISTRATION;
}

/* An identifier fact of a party with what else is needed to compare it. */
typedef struct number { st_prop prop; st_str value, country; bool fails; } number;

/* Walks the facts of a party to its next strong identifier. The cursor stands one fact behind. */
static bool next_number(st_cursor *c, st_fact_view *f, bool *more, number *out) {
    while (*more) {
        *out = (number){ .prop = f->prop, .value = f->value };
        const bool wanted = is_strong(f->prop);
        while ((*more = st_cursor_next(c, f)) && !st_prop_is_head(f->prop)) {
            if (wanted && f->prop == ST_Q_CHECK) out->fails = true;
            if (wanted && f->prop == ST_Q_COUNTRY) out->country = f->value;
        }
        if (wanted && !out->fails) return true;
    }
    return false;
}

static st_str normal_of(st_buf *b, const number *n) {
    st_buf_clear(b);
    st_ident_normal(n->prop, n->value, b);
    return b->failed ? ST_STR_NONE : st_buf_view(b);
}

/* Is the party of this country: the number's own, else one that it is tied to? */
static bool has_country(const st_index *ix, uint32_t party, const number *n, st_str country) {
    st_fact_view f;
    if (n->country.n) return st_str_eq(n->country, country);
    for (st_cursor c = st_index_facts(ix, party); st_cursor_next(&c, &f);)
        if (f.prop == ST_P_COUNTRY && st_str_eq(f.value, country)) return true;
    return false;
}

/* A registration number is one of its country; those of a party without any tell nobody apart. */
static bool same_registration(st_holdings *h, uint32_t a, const number *of_a, uint32_t b) {
    number n;
    st_fact_view f, g;
    st_cursor c = st_index_facts(h->ix, b);
    bool more = st_cursor_next(&c, &f);
    char mine[64];
    const st_str normal = normal_of(&h->text, of_a);
    if (normal.n < 4 || normal.n > sizeof mine) return false;
    memcpy(mine, normal.p, normal.n);
    while (next_number(&c, &f, &more, &n)) {
        if (n.prop != ST_P_REGISTRATION || !st_str_eq(normal_of(&h->text, &n), (st_str){ mine, normal.n })) continue;
        if (of_a->country.n) { if (has_country(h->ix, b, &n, of_a->country)) return true; }
        else if (n.country.n) { if (has_country(h->ix, a, of_a, n.country)) return true; }
        else
            for (st_cursor k = st_index_facts(h->ix, a); st_cursor_next(&k, &g);)
                if (g.prop == ST_P_COUNTRY && has_country(h->ix, b, &n, g.value)) return true;
    }
    return false;
}

static bool are_one(st_holdings *h, uint32_t a, const number *of_a, uint32_t b, st_prop prop_of_b) {
    st_party_view x, y;
    if (a == b || prop_of_b != of_a->prop) return false;
    st_index_party(h->ix, a, &x);
    st_index_party(h->ix, b, &y);
    if (x.list == y.list || (x.kind != y.kind && x.kind != ST_KIND_UNKNOWN && y.kind != ST_KIND_UNKNOWN)) return false;
    return of_a->prop != ST_P_REGISTRATION || same_registration(h, a, of_a, b);
}

static st_code add_member(st_holdings *h, uint32_t node, uint32_t party, st_err *err) {
    bool fresh;
    uint32_t *at = st_map_at(&h->node_of, party, &fresh);
    if (!at || st_grow(h->member, h->cap_member, h->members + 1)) return no_memory(err);
    *at = node;
    h->member[h->members] = (st_member){ party, h->node[node].first, 0 };
    h->node[node].first = (uint32_t)h->members++;
    return ST_OK;
}

/* The node of a party, made with all that are one with it. */
static st_code node_of_party(st_holdings *h, uint32_t party, uint32_t *node, st_err *err) {
    *node = map_get(&h->node_of, party);
    if (*node != UINT32_MAX) { *node = st_root(h, *node); return ST_OK; }
    *node = new_node(h, err);
    if (*node == UINT32_MAX) return err->code;
    size_t at = h->members;
    ST_TRY(add_member(h, *node, party, err));
    for (; at < h->members; at++) {
        const uint32_t p = h->member[at].party;
        number n;
        st_fact_view f;
        st_cursor c = st_index_facts(h->ix, p);
        bool more = st_cursor_next(&c, &f);
        while (next_number(&c, &f, &more, &n)) {
            st_ident_hit hit[SAME_NUMBER];
            const st_str normal = normal_of(&h->text, &n);
            const size_t hits = normal.n ? st_index_ident(h->ix, normal, hit, SAME_NUMBER) : 0;
            if (h->text.failed) return no_memory(err);
            for (size_t i = 0; hits <= SAME_NUMBER && i < hits; i++) {
                if (!are_one(h, p, &n, hit[i].party, hit[i].prop)) continue;
                const uint32_t other = map_get(&h->node_of, hit[i].party);
                if (other == UINT32_MAX) ST_TRY(add_member(h, *node, hit[i].party, err));
                else if (st_root(h, other) != st_root(h, *node)) ST_TRY(unite(h, other, *node, node, err));
            }
        }
    }
    *node = st_root(h, *node);
    return ST_OK;
}

/* ---- what is asked ------------------------------------------------------------------------------------------------------------------------------------ */

st_holdings *st_holdings_new(const st_index *ix, int32_t day, const st_holdings_limits *limits, st_err *err) {
    st_holdings *h = st_calloc(1, sizeof *h);
    if (!h) { no_memory(err); return NULL; }
    h->ix = ix;
    h->day = day;
    h->limits = limits ? *limits : (st_holdings_limits){ 0, 0 };
    if (!h->limits.parties) h->limits.parties = PARTIES;
    if (!h->limits.shown) h->limits.shown = SHOWN;
    h->text = (st_buf)ST_BUF_INIT(1u << 20);
    return h;
}

void st_holdings_free(st_holdings *h) {
    if (!h) return;
    void *all[] = { h->node, h->member, h->queue, h->said, h->node_of.slot, h->label_of.slot, h->text_of.slot, h->fact.slot, h->joint_of.slot, h->now, h->holder,
                    h->party, h->stake };
    for (size_t i = 0; i < ST_LEN(all); i++) st_free(all[i]);
    st_arena_free(&h->arena);
    st_buf_free(&h->text);
    st_free(h);
}

uint32_t st_holdings_party(st_holdings *h, uint32_t party, st_err *err) {
    uint32_t node;
    if (node_of_party(h, party, &node, err)) return UINT32_MAX;
    h->node[node].asked = true;
    return enqueue(h, node, UP | DOWN, err) ? UINT32_MAX : node;
}

/* The node of a text, kept by its hash; two texts of one hash are told apart. list: whose key it is, or UINT32_MAX for a name. */
static uint32_t by_text(st_holdings *h, st_map *map, st_str text, uint32_t list, st_err *err) {
    bool fresh;
    st_buf_clear(&h->text);
    for (size_t i = 0; i < text.n; i++) st_buf_char(&h->text, text.p[i] >= 'A' && text.p[i] <= 'Z' ? (char)(text.p[i] + 32) : text.p[i]);
    if (h->text.failed) { no_memory(err); return UINT32_MAX; }
    for (uint64_t key = st_hash64(h->text.p, h->text.n, list);; key++) {
        uint32_t *at = st_map_at(map, key, &fresh);
        if (!at) { no_memory(err); return UINT32_MAX; }
        if (!fresh && (h->node[*at].list != list || !st_str_ieq(h->node[*at].own_label, text))) continue;
        if (!fresh) return st_root(h, *at);
        const uint32_t node = new_node(h, err);
        if (node == UINT32_MAX) return node;
        *at = node;
        h->node[node].label = h->node[node].own_label = text;
        h->node[node].list = list;
        return node;
    }
}

uint32_t st_holdings_label(st_holdings *h, st_str label, st_err *err) {
    const uint32_t node = by_text(h, &h->label_of, st_str_trim(label), UINT32_MAX, err);
    if (node != UINT32_MAX) h->node[node].asked = true;
    return node;
}

st_code st_holdings_alias(st_holdings *h, uint32_t node, st_str label, st_err *err) {
    const uint32_t other = st_holdings_label(h, label, err);
    uint32_t one;
    return other == UINT32_MAX ? err->code : unite(h, node, other, &one, err);
}

st_code st_holdings_same(st_holdings *h, uint32_t node, uint32_t party, st_err *err) {
    uint32_t other, one;
    ST_TRY(node_of_party(h, party, &other, err));
    ST_TRY(unite(h, node, other, &one, err));
    return enqueue(h, one, UP | DOWN, err);
}

static st_code say(st_holdings *h, const st_said *said, st_err *err) {
    if (st_grow(h->said, h->cap_said, h->n_said + 1)) return no_memory(err);
    h->said[h->n_said++] = *said;
    return ST_OK;
}

st_code st_holdings_claim(st_holdings *h, const st_claim *c, st_err *err) {
    const st_tri now = st_period_holds(c->since, c->until, h->day);
    const st_str owner = st_str_trim(c->owner);
    uint32_t joint = 0;
    if (now == ST_NO) return ST_OK;
    if (c->joint.n) {
        bool fresh;
        uint32_t *at = st_map_at(&h->joint_of, st_hash64(c->joint.p, c->joint.n, 0), &fresh);
        if (!at) return no_memory(err);
        if (fresh) *at = (uint32_t)h->joint_of.n;
        joint = *at;
    }
    const bool nobody = !owner.n || st_str_is(owner, "?") || st_str_iis(owner, "unknown");
    const uint32_t by = nobody ? new_node(h, err) : st_holdings_label(h, owner, err), of = by == UINT32_MAX ? by : st_holdings_label(h, c->owned, err);
    if (of == UINT32_MAX) return err->code;
    if (nobody) h->node[by].nobody = true;
    return say(h, &(st_said){ by, of, c->kind, joint, UINT32_MAX, now == ST_YES ? c->min_bp : 0, c->max_bp, false }, err);
}

/* ---- what the index knows -------------------------------------------------------------------------------------------------------------------------------- */

static uint32_t list_of(const st_holdings *h, uint32_t party) {
    st_party_view p;
    st_index_party(h->ix, party, &p);
    return p.list;
}

/* The node at the other end of a relation: a party of the list, or a name and no more. */
static st_code other_end(st_holdings *h, uint32_t party, const st_link *l, uint32_t *node, st_err *err) {
    const uint32_t found = l->value.n ? st_index_find(h->ix, list_of(h, party), l->value) : UINT32_MAX;
    if (found != UINT32_MAX) return node_of_party(h, found, node, err);
    const st_str name = l->target_name.n ? l->target_name : l->value;
    *node = name.n ? by_text(h, &h->text_of, name, l->target_name.n ? UINT32_MAX : list_of(h, party), err) : new_node(h, err);
    if (*node == UINT32_MAX) return err->code;
    if (name.n) h->node[*node].named_only = true;
    else h->node[*node].nobody = true;
    return ST_OK;
}

/* A relation of the party becomes what its list says; once, whichever end led to it. want: how the owner is to be followed, and the owned. */
static st_code add_link(st_holdings *h, uint32_t party, const st_link *l, unsigned owners, unsigned want_owner, unsigned want_owned, st_err *err) {
    st_link_stake s[ST_LINK_STAKES];
    const size_t n = st_link_stakes(l, owners, h->day, s);
    bool fresh = false;
    uint32_t end, self = st_root(h, map_get(&h->node_of, party));
    if (n == 0) return ST_OK;
    if (!st_map_at(&h->fact, (uint64_t)party << 32 | l->ordinal, &fresh)) return no_memory(err);
    ST_TRY(other_end(h, party, l, &end, err));
    self = st_root(h, self);
    const uint32_t owner = st_link_of_owner(l->prop) ? self : end, owned = st_link_of_owner(l->prop) ? end : self;
    if (want_owner) ST_TRY(enqueue(h, owner, want_owner, err));
    if (want_owned) ST_TRY(enqueue(h, owned, want_owned, err));
    for (size_t i = 0; i < n && fresh; i++)
        ST_TRY(say(h, &(st_said){ owner, owned, s[i].kind, 0, list_of(h, party), s[i].min_bp, s[i].max_bp, s[i].soft }, err));
    return ST_OK;
}

static unsigned ship_owners(const st_holdings *h, uint32_t party) {
    unsigned n = 0;
    st_link l;
    for (st_links links = st_links_of(h->ix, party); st_links_next(&links, &l);) n += l.prop == ST_P_SHIP_OWNER && !st_str_is(l.status, "former");
    return n;
}

/* The party's own relations of one direction. */
static st_code own_links(st_holdings *h, uint32_t party, bool of_owner, st_err *err) {
    const unsigned owners = ship_owners(h, party);
    st_link l;
    for (st_links links = st_links_of(h->ix, party); st_links_next(&links, &l);) {
        if (st_link_of_owner(l.prop) != of_owner) continue;
        if (of_owner && h->shown >= h->limits.shown) { h->cut = true; return ST_OK; }
        h->shown += of_owner;
        ST_TRY(add_link(h, party, &l, owners, of_owner ? 0 : UP, of_owner ? UP | DOWN : 0, err));
    }
    return ST_OK;
}

/* Relations that other parties have to this one: of its owners (up), or of those it owns. */
static st_code others_links(st_holdings *h, uint32_t party, bool up, st_err *err) {
    const uint32_t *edge;
    st_party_view self;
    uint32_t before = UINT32_MAX;
    st_index_party(h->ix, party, &self);
    const size_t n = st_index_edges_to(h->ix, party, &edge);
    for (size_t i = 0; i < n; i++) {
        const st_edge *e = st_index_edge(h->ix, edge[i]);
        if (!st_link_is_holding(e->prop) || st_link_of_owner(e->prop) != up || e->from == before) continue;
        if (!up && h->shown >= h->limits.shown) { h->cut = true; return ST_OK; }
        h->shown += !up;
        before = e->from;
        uint32_t node;
        st_link l;
        ST_TRY(node_of_party(h, e->from, &node, err));
        const unsigned owners = ship_owners(h, e->from);
        for (st_links links = st_links_of(h->ix, e->from); st_links_next(&links, &l);)
            if (st_link_of_owner(l.prop) == up && st_str_eq(l.value, self.key)) ST_TRY(add_link(h, e->from, &l, owners, up ? UP : 0, up ? 0 : UP | DOWN, err));
    }
    return ST_OK;
}

static st_code open_node(st_holdings *h, uint32_t node, st_err *err) {
    const unsigned want = h->node[node].want;
    for (uint32_t m = h->node[node].first; m != UINT32_MAX; m = h->member[m].next) {
        const unsigned todo = want & ~(unsigned)h->member[m].done;
        const uint32_t party = h->member[m].party;
        if (todo && h->opened >= h->limits.parties) { h->node[st_root(h, node)].cut = h->cut = true; return ST_OK; }
        h->opened += h->member[m].done == 0 && todo;
        h->member[m].done |= (uint8_t)todo;
        if (todo & UP) {
            ST_TRY(own_links(h, party, false, err));
            ST_TRY(others_links(h, party, true, err));
        }
        if (todo & DOWN) {
            ST_TRY(own_links(h, party, true, err));
            ST_TRY(others_links(h, party, false, err));
        }
    }
    return ST_OK;
}

st_code st_holdings_follow(st_holdings *h, st_err *err) {
    for (size_t at = 0; at < h->queued; at++) {
        const uint32_t node = h->queue[at];
        h->node[node].queued = false;
        if (h->node[node].parent == node) ST_TRY(open_node(h, node, err));
    }
    return st_holdings_settle(h, err);
}
