/* Properties of the 50 percent rules over random graphs with cycles, intervals, joint arrangements and parties that may be listed: the answer is that of
 * a fixpoint by brute force; every world that the intervals allow lies between the two that decide; the order of stakes and the numbers of parties
 * leave no trace; more shares, or more listed parties, free nobody; and every chain ends at a listed party. Seeds are fixed; STRAIT_ROUNDS sets the rounds. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "rules/owners.h"

enum { MOST_NODES = 9, MOST_STAKES = 24, WORLDS = 12 };
typedef struct graph { uint32_t nodes, stakes; st_stake stake[MOST_STAKES]; st_tri listed[MOST_NODES]; st_owner_rule rule; } graph;

static uint64_t state = UINT64_C(0x9E3779B97F4A7C15);
static uint32_t rnd(uint32_t below) {   /* xorshift64*, Vigna 2016 */
    state ^= state >> 12;
    state ^= state << 25;
    state ^= state >> 27;
    return (uint32_t)((state * UINT64_C(2685821657736338717)) >> 33) % below;
}
static unsigned rounds(unsigned otherwise) {
    const char *z = getenv("STRAIT_ROUNDS");
    uint64_t n;
    return z && st_parse_u64(st_str_of(z), &n) && n > 0 && n < 10000000 ? (unsigned)n : otherwise;
}

static uint32_t some_bp(void) {
    static const uint32_t often[] = { 0, 1000, 2500, 4000, 4999, 5000, 5001, 6000, 10000 };
    return rnd(3) ? often[rnd((uint32_t)ST_LEN(often))] : rnd(10001);
}

static graph random_graph(void) {
    graph g = { .nodes = 2 + rnd(MOST_NODES - 1), .stakes = rnd(MOST_STAKES + 1) };
    for (uint32_t i = 0; i < g.stakes; i++) {
        st_stake *s = &g.stake[i];
        *s = (st_stake){ .owner = rnd(g.nodes), .owned = rnd(g.nodes), .kind = rnd(3) ? ST_HOLD_SHARES : (st_hold)rnd(ST_HOLDS), .joint = rnd(4) ? 0 : 1 + rnd(3),
                         .since = rnd(8) ? ST_SINCE_EVER : (int32_t)rnd(3), .until = rnd(8) ? ST_UNTIL_EVER : (int32_t)rnd(3), .source = i };
        s->min_bp = some_bp();
        s->max_bp = rnd(2) ? s->min_bp : s->min_bp + rnd(10001 - s->min_bp);
        if (rnd(2)) { s->min_bp /= 2; s->max_bp /= 2; }
    }
    for (uint32_t n = 0; n < g.nodes; n++) g.listed[n] = rnd(3) ? ST_NO : rnd(3) ? ST_YES : ST_MAYBE;
    g.rule = (st_owner_rule){ "random", rnd(2) ? 5000 : some_bp(), rnd(2) != 0, rnd(2) != 0, (st_use)rnd(3), (st_use)rnd(3), (st_use)rnd(3) };
    return g;
}

static st_owners *close_of(const graph *g) {
    st_err err = { 0 };
    st_owners *o = st_owners_close(g->nodes, g->stake, g->stakes, g->listed, &g->rule, 1, &err);
    if (!o) fail_msg("%s", err.what);
    return o;
}

/* ---- by brute force ---------------------------------------------------------------------------------------------------------------------------- */

static bool counts(const st_stake *s) { return s->owner != s->owned && s->since <= 1 && 1 <= s->until; }

/* Is this stake the set's? Of a joint arrangement all is, when one member with a part in it is in the set and the rule asks about one person. */
static bool is_sets(const graph *g, uint32_t i, const bool *in, bool most) {
    const st_stake *s = &g->stake[i];
    if (in[s->owner]) return true;
    for (uint32_t k = 0; k < g->stakes && s->joint && !g->rule.aggregate; k++) {
        const st_stake *t = &g->stake[k];
        if (counts(t) && t->owned == s->owned && t->kind == s->kind && t->joint == s->joint && in[t->owner] && (most ? t->max_bp : t->min_bp)) return true;
    }
    return false;
}

/* What the set holds at the least, or the most: all others are given their least, then the set takes what is left, one basis point after another. */
static uint32_t sets_part(const graph *g, uint32_t n, st_hold kind, const bool *in, bool most) {
    uint64_t all = 0, sets = 0, room = 0;
    for (uint32_t i = 0; i < g->stakes; i++) {
        const st_stake *s = &g->stake[i];
        if (!counts(s) || s->owned != n || s->kind != kind) continue;
        all += s->min_bp;
        if (!is_sets(g, i, in, most)) continue;
        sets += s->min_bp;
        room += s->max_bp - s->min_bp;
    }
    if (!most) return (uint32_t)(sets < 10000 ? sets : 10000);
    if (all > 10000) return (uint32_t)(sets + room < 10000 ? sets + room : 10000);
    while (room && all < 10000) { room--; sets++; all++; }
    return (uint32_t)sets;
}

static bool holds_any(const graph *g, uint32_t n, st_hold kind, const bool *in, bool most) {
    for (uint32_t i = 0; i < g->stakes; i++) {
        const st_stake *s = &g->stake[i];
        if (counts(s) && s->owned == n && s->kind == kind && is_sets(g, i, in, most) && (most ? s->max_bp : s->min_bp)) return true;
    }
    return false;
}

static bool meets(const graph *g, uint32_t bp) { return bp && (g->rule.at_least ? bp >= g->rule.threshold_bp : bp > g->rule.threshold_bp); }
static bool use(st_use u, bool most) { return u == ST_USE_GROUND || (most && u == ST_USE_DOUBT); }

static bool falls(const graph *g, uint32_t n, const bool *in, bool most) {
    return meets(g, sets_part(g, n, ST_HOLD_SHARES, in, most)) || (use(g->rule.votes, most) && meets(g, sets_part(g, n, ST_HOLD_VOTES, in, most)))
        || (use(g->rule.board, most) && holds_any(g, n, ST_HOLD_BOARD, in, most)) || (use(g->rule.control, most) && holds_any(g, n, ST_HOLD_CONTROL, in, most));
}

static void saturate(const graph *g, bool *in, bool most) {
    for (bool more = true; more;) {
        more = false;
        for (uint32_t n = 0; n < g->nodes; n++)
            if (!in[n] && falls(g, n, in, most)) in[n] = more = true;
    }
}

static void brute(const graph *g, bool most, bool *blocked, uint32_t *part) {
    bool any = false;
    memset(blocked, 0, MOST_NODES);
    memset(part, 0, MOST_NODES * sizeof *part);
    for (uint32_t root = 0; root <= g->nodes; root++) {   /* the last round: nobody in particular */
        const bool last = root == g->nodes;
        bool in[MOST_NODES] = { false };
        if (last ? !g->rule.aggregate && any : g->rule.aggregate || g->listed[root] != ST_YES) continue;
        for (uint32_t n = 0; n < g->nodes; n++)
            in[n] = n == root || (most && g->listed[n] == ST_MAYBE) || (last && g->rule.aggregate && g->listed[n] == ST_YES);
        any = true;
        saturate(g, in, most);
        for (uint32_t n = 0; n < g->nodes; n++) {
            const uint32_t p = sets_part(g, n, ST_HOLD_SHARES, in, most);
            blocked[n] |= in[n];
            if (p > part[n]) part[n] = p;
        }
    }
}

static void as_by_brute_force(void **unused) {
    (void)unused;
    for (unsigned r = rounds(20000); r > 0; r--) {
        const graph g = random_graph();
        bool least[MOST_NODES], most[MOST_NODES];
        uint32_t lo[MOST_NODES], hi[MOST_NODES];
        brute(&g, false, least, lo);
        brute(&g, true, most, hi);
        st_owners *o = close_of(&g);
        for (uint32_t n = 0; n < g.nodes; n++) {
            const st_owned *w = st_owners_of(o, n);
            assert_int_equal(w->blocked, least[n] ? ST_YES : most[n] ? ST_MAYBE : ST_NO);
            assert_int_equal(w->lo_bp, lo[n]);
            assert_int_equal(w->hi_bp, hi[n]);
            assert_int_equal(w->ground == ST_GROUND_NONE, w->blocked == ST_NO);
        }
        st_owners_free(o);
    }
}

/* A world: each stake at some value of its interval, none of the stakes in one party past the whole where that can be; doubts settled. */
static graph random_world(const graph *from) {
    graph g = *from;
    uint64_t sum[MOST_NODES][ST_HOLDS] = { { 0 } };
    for (uint32_t i = 0; i < g.stakes; i++) if (counts(&g.stake[i])) sum[g.stake[i].owned][g.stake[i].kind] += g.stake[i].min_bp;
    for (uint32_t i = 0; i < g.stakes; i++) {
        st_stake *s = &g.stake[i];
        uint64_t room = s->max_bp - s->min_bp, *all = &sum[s->owned][s->kind];
        const bool parts = s->kind == ST_HOLD_SHARES || s->kind == ST_HOLD_VOTES;
        if (parts && *all <= 10000 && room > 10000 - *all) room = 10000 - *all;
        const uint32_t add = room ? (rnd(2) ? (uint32_t)room : rnd((uint32_t)room + 1)) : 0;
        if (counts(s) && *all <= 10000) *all += add;
        s->min_bp = s->max_bp = s->min_bp + add;
    }
    for (uint32_t n = 0; n < g.nodes; n++) if (g.listed[n] == ST_MAYBE) g.listed[n] = rnd(2) ? ST_YES : ST_NO;
    st_use *const doubt[] = { &g.rule.control, &g.rule.votes, &g.rule.board };
    for (size_t i = 0; i < ST_LEN(doubt); i++) if (*doubt[i] == ST_USE_DOUBT) *doubt[i] = rnd(2) ? ST_USE_GROUND : ST_USE_NO;
    return g;
}

static void worlds_lie_between(void **unused) {
    (void)unused;
    for (unsigned r = rounds(4000); r > 0; r--) {
        const graph g = random_graph();
        st_owners *o = close_of(&g);
        for (unsigned k = 0; k < WORLDS; k++) {
            const graph world = random_world(&g);
            bool blocked[MOST_NODES];
            uint32_t part[MOST_NODES];
            brute(&world, false, blocked, part);
            for (uint32_t n = 0; n < g.nodes; n++) {
                const st_owned *w = st_owners_of(o, n);
                if (w->blocked == ST_YES) assert_true(blocked[n]);
                if (w->blocked == ST_NO) assert_false(blocked[n]);
                assert_true(w->lo_bp <= part[n] && part[n] <= w->hi_bp);
            }
        }
        st_owners_free(o);
    }
}

static void order_leaves_no_trace(void **unused) {
    (void)unused;
    for (unsigned r = rounds(4000); r > 0; r--) {
        const graph g = random_graph();
        graph h = g;
        uint32_t name[MOST_NODES];
        for (uint32_t n = 0; n < g.nodes; n++) name[n] = n;
        for (uint32_t n = g.nodes - 1; n > 0; n--) { const uint32_t k = rnd(n + 1), t = name[n]; name[n] = name[k]; name[k] = t; }
        for (uint32_t i = h.stakes; i > 1; i--) { const uint32_t k = rnd(i); const st_stake t = h.stake[i - 1]; h.stake[i - 1] = h.stake[k]; h.stake[k] = t; }
        for (uint32_t i = 0; i < h.stakes; i++) { h.stake[i].owner = name[h.stake[i].owner]; h.stake[i].owned = name[h.stake[i].owned]; }
        for (uint32_t n = 0; n < g.nodes; n++) h.listed[name[n]] = g.listed[n];
        st_owners *a = close_of(&g), *b = close_of(&h);
        for (uint32_t n = 0; n < g.nodes; n++) {
            const st_owned *x = st_owners_of(a, n), *y = st_owners_of(b, name[n]);
            assert_int_equal(x->blocked, y->blocked);
            assert_int_equal(x->step, y->step);
            assert_true(x->lo_bp == y->lo_bp && x->hi_bp == y->hi_bp && x->votes_lo_bp == y->votes_lo_bp && x->votes_hi_bp == y->votes_hi_bp);
            if (g.rule.aggregate) assert_true(x->ground == y->ground && x->carried == y->carried);
        }
        st_owners_free(a);
        st_owners_free(b);
    }
}

/* More of anything: what was blocked stays so, what was not free is not freed. What others hold for certain is a bound, so only the listed ones' least
 * grows; and where one person is asked about, a party that turns out to be another listed one no longer adds to the first. */
static void more_frees_nobody(void **unused) {
    (void)unused;
    for (unsigned r = rounds(8000); r > 0; r--) {
        const graph g = random_graph();
        graph h = g;
        const uint32_t n = rnd(g.nodes);
        if (rnd(2) || !g.stakes) h.listed[n] = g.listed[n] == ST_NO ? (rnd(2) ? ST_MAYBE : ST_YES) : g.rule.aggregate ? ST_YES : g.listed[n];
        else {
            st_stake *s = &h.stake[rnd(g.stakes)];
            s->max_bp += rnd(10001 - s->max_bp);
            if (g.listed[s->owner] == ST_YES && g.rule.aggregate) s->min_bp += rnd(s->max_bp - s->min_bp + 1);
        }
        st_owners *a = close_of(&g), *b = close_of(&h);
        for (uint32_t i = 0; i < g.nodes; i++) {
            const st_tri before = st_owners_of(a, i)->blocked, after = st_owners_of(b, i)->blocked;
            if (before == ST_YES) assert_int_equal(after, ST_YES);
            if (before == ST_MAYBE) assert_int_not_equal(after, ST_NO);
            assert_true(st_owners_of(b, i)->lo_bp >= st_owners_of(a, i)->lo_bp);
        }
        st_owners_free(a);
        st_owners_free(b);
    }
}

/* Every step of a chain stands on earlier ones, and what it stands on is enough by itself. */
static void chains_end(void **unused) {
    (void)unused;
    for (unsigned r = rounds(8000); r > 0; r--) {
        const graph g = random_graph();
        st_owners *o = close_of(&g);
        for (uint32_t n = 0; n < g.nodes; n++) {
            const st_owned *w = st_owners_of(o, n);
            const uint32_t *stake;
            const size_t k = st_owners_carried(o, n, &stake);
            if (w->blocked == ST_NO || w->ground == ST_GROUND_LISTED) {
                assert_int_equal(k, 0);
                if (w->blocked != ST_NO) assert_int_not_equal(g.listed[n], ST_NO);
                continue;
            }
            uint64_t least = 0;
            bool earlier = false;
            for (size_t i = 0; i < k; i++) {
                const st_stake *s = &g.stake[stake[i]];
                const st_owned *by = st_owners_of(o, s->owner);
                assert_int_equal(s->owned, n);
                const bool firm = by->blocked != ST_NO && (by->step < w->step || (w->blocked == ST_MAYBE && by->blocked == ST_YES));
                assert_true(firm || (s->joint && !g.rule.aggregate));
                earlier |= firm;
                least += s->min_bp;
            }
            assert_true(earlier);
            if (w->blocked == ST_YES && (w->ground == ST_GROUND_SHARES || w->ground == ST_GROUND_VOTES)) assert_true(meets(&g, (uint32_t)(least < 10000 ? least : 10000)));
        }
        st_owners_free(o);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(as_by_brute_force), cmocka_unit_test(worlds_lie_between), cmocka_unit_test(order_leaves_no_trace),
        cmocka_unit_test(more_frees_nobody), cmocka_unit_test(chains_end),
    };
    return cmocka_run_group_tests_name("owners", tests, NULL, NULL);
}
