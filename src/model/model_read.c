/* Reading the model back: lists and parties in their lasting order, facts without duplicates.
 *
 * To read a party is to gather it: its segments in the order of their files, the groups (a head with its qualifiers) that are not there yet.
 * The last gathered party is kept, so that a walk costs one gathering. */
#include "model/model_int.h"
#include "base/hash.h"

size_t st_model_lists(const st_model *m) { return m->lists - (m->list_open && !m->joined); }

void st_model_list(const st_model *m, size_t i, st_list_view *out) { *out = m->list[m->sorted[i]].view; }

size_t st_model_parties(const st_model *m) {
    size_t n = st_model_lists(m);
    if (n == 0) return 0;
    const st_list_view *v = &m->list[m->sorted[n - 1]].view;
    return (size_t)v->first_party + v->parties;
}

uint32_t st_model_strings(const st_model *m) { return (uint32_t)m->strings.n; }
st_str st_model_string(const st_model *m, uint32_t string) { return st_strings_get(&m->strings, string); }

/* Rank of the list that holds this party: mostly that of the party gathered last. */
static size_t list_of(const st_model *m, uint32_t party) {
    size_t lo = m->scratch->list, hi = st_model_lists(m);
    if (lo < hi && m->base[lo] <= party && (lo + 1 == hi || party < m->base[lo + 1])) return lo;
    lo = 0;
    while (hi - lo > 1) {
        size_t mid = lo + (hi - lo) / 2;
        if (m->base[mid] <= party) lo = mid;
        else hi = mid;
    }
    return lo;
}

static const st_segment *segment(const st_model *m, uint32_t at) { return (const st_segment *)(void *)st_space_at(&m->facts, at); }

static int by_file(const void *a, const void *b) {
    const st_segment_ref *x = a, *y = b;
    if (x->rank != y->rank) return x->rank < y->rank ? -1 : 1;
    return (x->order > y->order) - (x->order < y->order);
}

static void sort_segments(st_segment_ref *v, size_t n) {
    enum { FEW = 32 };   /* mostly one of each file: one step past each other */
    if (n > FEW) { qsort(v, n, sizeof *v, by_file); return; }
    for (size_t i = 1; i < n; i++) {
        const st_segment_ref x = v[i];
        size_t k = i;
        for (; k && by_file(&v[k - 1], &x) > 0; k--) v[k] = v[k - 1];
        v[k] = x;
    }
}

/* The segments of a party in the order of their files. */
static bool gather_segments(const st_model *m, st_scratch *c, uint32_t party) {
    bool sorted = true;
    c->segs = 0;
    for (uint32_t at = m->party[party].first; at != ST_NONE;) {
        const st_segment *s = segment(m, at);
        if (st_grow(c->seg, c->seg_cap, c->segs + 1)) return false;
        c->seg[c->segs] = (st_segment_ref){ s, m->file[s->file].rank, (uint32_t)c->segs };
        sorted &= c->segs == 0 || c->seg[c->segs - 1].rank <= c->seg[c->segs].rank;
        c->segs++;
        at = s->next;
    }
    if (!sorted) sort_segments(c->seg, c->segs);
    return true;
}

static bool same_group(const st_group *a, const st_group *b) { return a->head == b->head && a->n == b->n && memcmp(a->p, b->p, a->n) == 0; }

/* Keeps the group if there is none like it: pair by pair while there are few, by hash when there are many. */
enum { FEW_GROUPS = 16 };
static bool add_group(st_scratch *c, st_group g) {
    if (c->groups <= FEW_GROUPS) {
        for (size_t i = 0; i < c->groups; i++)
            if (same_group(&c->group[i], &g)) return true;
    }
    if (c->groups >= FEW_GROUPS) {
        if (c->groups == FEW_GROUPS || c->groups * 2 >= c->slots) {   /* make the table, or double it */
            size_t slots = c->groups == FEW_GROUPS ? 4 * FEW_GROUPS : c->slots * 2;
            uint32_t *slot = st_realloc(c->slot, slots * sizeof *slot);
            if (!slot) return false;
            c->slot = slot;
            c->slots = slots;
            memset(slot, 0, slots * sizeof *slot);
            for (uint32_t i = 0; i < c->groups; i++) {
                size_t at = (size_t)st_hash64(c->group[i].p, c->group[i].n, 0) & (slots - 1);
                while (slot[at]) at = (at + 1) & (slots - 1);
                slot[at] = i + 1;
            }
        }
        size_t at = (size_t)st_hash64(g.p, g.n, 0) & (c->slots - 1);
        for (; c->slot[at]; at = (at + 1) & (c->slots - 1))
            if (same_group(&c->group[c->slot[at] - 1], &g)) return true;
        c->slot[at] = (uint32_t)c->groups + 1;
    }
    if (st_grow(c->group, c->group_cap, c->groups + 1)) return false;
    c->group[c->groups++] = g;
    return true;
}

static bool gather_groups(const st_model *m, st_scratch *c) {
    c->groups = 0;
    if (!gather_segments(m, c, c->party)) return false;
    for (size_t i = 0; i < c->segs; i++) {
        const uint8_t *p = st_segment_facts(c->seg[i].s), *end = st_segment_end(c->seg[i].s);
        while (p < end) {
            const uint8_t *from = p;
            do p += ST_FACT; while (p < end && !st_prop_is_head((st_prop)*p));
            if (!add_group(c, (st_group){ from, (uint32_t)(p - from), st_fact_string(from) << 8 | *from })) return false;
        }
    }
    return true;
}

/* Gathers the party with this number among all; false when memory is out. */
static bool gather(const st_model *m, uint32_t number) {
    st_scratch *c = m->scratch;
    if (c->number == number) return true;
    c->number = ST_NONE;
    c->list = (uint32_t)list_of(m, number);
    c->party = m->list[m->sorted[c->list]].party[number - m->base[c->list]];
    if (!gather_groups(m, c)) {
        c->failed = ST_E_NOMEM;
        return false;
    }
    c->number = number;
    return true;
}

/* Calls for the handles or, when those are there, for the texts of all strings of a party. */
static void expect_strings(const st_model *m, const st_party *party, bool texts) {
    for (uint32_t at = party->first; at != ST_NONE; at = segment(m, at)->next) {
        const uint8_t *p = st_segment_facts(segment(m, at)), *end = st_segment_end(segment(m, at));
        for (; p < end; p += ST_FACT) {
            if (texts) st_strings_touch_text(&m->strings, st_fact_string(p));
            else st_strings_touch(&m->strings, st_fact_string(p));
        }
    }
    if (texts) st_strings_touch_text(&m->strings, party->key);
    else st_strings_touch(&m->strings, party->key);
}

void st_model_expect(const st_model *m, uint32_t party, unsigned step) {
    const size_t list = list_of(m, party);
    const st_party *p = &m->party[m->list[m->sorted[list]].party[party - m->base[list]]];
    if (step) { expect_strings(m, p, step > 1); return; }
    const uint8_t *first = st_space_at(&m->facts, p->first);
    __builtin_prefetch(first);
    __builtin_prefetch(first + 64);
}

void st_model_party_view(const st_model *m, uint32_t party, st_party_view *out) {
    *out = (st_party_view){ 0 };
    if (!gather(m, party)) return;
    const st_scratch *c = m->scratch;
    const st_party *p = &m->party[c->party];
    *out = (st_party_view){ .key = st_strings_get(&m->strings, p->key), .key_string = p->key, .list = c->list, .orphan = !p->main };
    bool main_line = false;
    for (size_t i = 0; i < c->segs; i++) {   /* kind: the first that is told; line: the first main record's, else the first */
        const st_segment *s = c->seg[i].s;
        if (out->kind == ST_KIND_UNKNOWN) out->kind = (st_kind)s->kind;
        if (i == 0 || (s->main && !main_line)) out->line = s->line;
        main_line |= s->main;
    }
}

/* The state is the number of the group and, below, where in it the fact begins. */
bool st_model_fact(const st_model *m, uint32_t party, uint64_t *state, st_fact_view *out) {
    const st_scratch *c = m->scratch;
    if (c->number != party && !gather(m, party)) return false;
    const uint32_t group = (uint32_t)(*state >> 32), at = (uint32_t)*state;
    if (group >= c->groups) return false;
    const st_group *g = &c->group[group];
    const uint8_t *p = g->p + at;
    *state = at + ST_FACT < g->n ? *state + ST_FACT : (uint64_t)(group + 1) << 32;
    *out = (st_fact_view){ (st_prop)*p, st_strings_get(&m->strings, st_fact_string(p)), st_fact_string(p) };
    return true;
}

/* ---- while a list is open ---------------------------------------------------------------------------------------------------------------- */

/* The value of the note with this field in one segment's facts. */
static bool noted_in(const st_model *m, const st_segment *s, st_str field, st_str *out) {
    st_str note = ST_STR_NONE;
    for (const uint8_t *p = st_segment_facts(s); p < st_segment_end(s); p += ST_FACT) {
        const st_prop prop = (st_prop)*p;
        const st_str text = st_strings_get(&m->strings, st_fact_string(p));
        if (prop == ST_P_NOTE) note = text;
        else if (st_prop_is_head(prop)) note = ST_STR_NONE;
        else if (prop == ST_Q_FIELD && note.n && st_str_eq(text, field)) { *out = note; return true; }
    }
    return false;
}

/* The party of the open list with the open record's key, if it was committed before. */
static const st_party *open_known(const st_model *m) {
    if (m->err.code || !m->party_open || !m->key.n) return NULL;
    uint32_t key = st_strings_find(&m->strings, st_staged_text(m, &m->key));
    if (key == ST_NONE) return NULL;
    for (size_t at = st_key_slot(m, m->cur, key); m->slot[at]; at = (at + 1) & (m->slots - 1)) {
        const st_party *party = &m->party[m->slot[at] - 1];
        if (party->key == key && party->list == m->cur) return party;
    }
    return NULL;
}

bool st_model_has_main(const st_model *m) {
    const st_party *party = open_known(m);
    return party && party->main;
}

st_str st_model_noted(const st_model *m, st_str field) {
    st_str out = ST_STR_NONE;
    unsigned seen = 0;
    const st_party *party = open_known(m);
    if (!party) return out;
    for (uint32_t h = party->first; h != ST_NONE && seen < ST_NOTED_COMMITS; h = segment(m, h)->next, seen++)
        if (noted_in(m, segment(m, h), field, &out)) break;
    return out;
}
