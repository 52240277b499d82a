/* The reasons for a name's evidence, from the same pairs and sums that gave it. */
#include "match/name.h"

/* The parts whose bits are set, with blanks between, in the arena. */
static st_str words(st_reasons *r, const st_str *part, uint32_t which, size_t n) {
    size_t length = 0, at = 0;
    for (size_t i = 0; i < n; i++)
        if (which >> i & 1) length += part[i].n + 1;
    if (length == 0) return ST_STR_NONE;
    char *p = st_arena_alloc(r->arena, length);
    if (!p) {
        r->failed = true;
        return ST_STR_NONE;
    }
    for (size_t i = 0; i < n; i++) {
        if (!(which >> i & 1)) continue;
        if (at) p[at++] = ' ';
        memcpy(p + at, part[i].p, part[i].n);
        at += part[i].n;
    }
    return (st_str){ p, at };
}

static uint32_t run(size_t from, size_t n) { return (n >= 32 ? ~UINT32_C(0) : (UINT32_C(1) << n) - 1) << from; }

static void pair_reason(const st_asked *a, st_reasons *r, const st_pair *p, const st_str *list, size_t nc) {
    static const char *const same_name[] = { "", "short or pet form of one name", "one name in two languages", "two spellings of one name" };
    st_str x = words(r, a->part, run(p->q, p->qn), a->n), y = words(r, list, run(p->c, p->cn), nc);
    unsigned whole = p->cost / 16u, tenth = p->cost % 16u * 10 / 16;
    switch ((st_pair_kind)p->kind) {
    case ST_PAIR_SAME: st_reason_add(r, ST_WHY_SAME, p->gain, x, y, "the same part"); break;
    case ST_PAIR_FORM: st_reason_add(r, ST_WHY_FORM, p->gain, x, y, "two forms of the same word"); break;
    case ST_PAIR_EDIT: st_reason_add(r, ST_WHY_SPELLING, p->gain, x, y, "spelt differently: %u.%u edits", whole, tenth); break;
    case ST_PAIR_SOUND: st_reason_add(r, ST_WHY_SOUND, p->gain, x, y, "the same consonants by their sound: %u.%u edits", whole, tenth); break;
    case ST_PAIR_EQUIVALENT: st_reason_add(r, ST_WHY_EQUIVALENT, p->gain, x, y, "%s", same_name[p->cost & 3]); break;
    case ST_PAIR_INITIAL: st_reason_add(r, ST_WHY_INITIAL, p->gain, x, y, "the initial fits; that says little"); break;
    case ST_PAIR_JOINED:
        if (p->cost == 0) st_reason_add(r, ST_WHY_JOINED, p->gain, x, y, "written %s", p->qn > 1 ? "apart in the query" : "apart on the list");
        else st_reason_add(r, ST_WHY_JOINED, p->gain, x, y, "written %s, %u.%u edits", p->qn > 1 ? "apart in the query" : "apart on the list", whole, tenth);
        break;
    }
}

void st_explain(const st_asked *a, const st_str *list, size_t nc, const st_pair *chosen, size_t pairs, const st_sums *u, st_reasons *r) {
    for (size_t i = 0; i < pairs; i++) pair_reason(a, r, &chosen[i], list, nc);
    st_str x = words(r, a->part, ~u->used_query, a->n), y = words(r, list, ~u->used_list, nc);
    if (u->against) st_reason_add(r, ST_WHY_AGAINST, -u->against, x, y, "these parts stand against each other");
    if (x.n) st_reason_add(r, ST_WHY_ONLY_QUERY, -u->miss_query, x, ST_STR_NONE, "the listed name does not have it");
    if (y.n) st_reason_add(r, ST_WHY_ONLY_LIST, -u->miss_list, ST_STR_NONE, y, "the query does not have it");
    if (u->order) st_reason_add(r, ST_WHY_ORDER, -u->order, ST_STR_NONE, ST_STR_NONE, "the parts stand in another order");
    st_reason_add(r, ST_WHY_NEED, -u->need, ST_STR_NONE, ST_STR_NONE, "what a name of this rarity has to show before it counts");
    if (u->cut) st_reason_add(r, ST_WHY_LEFT_OUT, 0, ST_STR_NONE, ST_STR_NONE, "more ways to pair the parts than were tried");
    if (a->parts > a->n) st_reason_add(r, ST_WHY_LEFT_OUT, 0, ST_STR_NONE, ST_STR_NONE, "only the first %u of %zu parts of the query name took part", ST_PARTS, a->parts);
}
