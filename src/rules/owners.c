/* The least fixpoint of a 50 percent rule. See owners.h.
 *
 * One spread starts from some roots and goes in rounds: what entered the set in the last round adds its stakes to the parties it holds, and those that
 * meet a ground enter in this one. So every stake is counted once, a party's round is the length of its shortest chain, and the order of stakes leaves
 * no trace. A rule that aggregates is one spread from all roots, one that does not is a spread for each. */
#include "rules/owners.h"

const char *st_hold_name(st_hold h) {
    static const char *const names[] = { "shares", "votes", "board", "control" };
    return (unsigned)h < ST_LEN(names) ? names[h] : "";
}

const char *st_ground_name(st_ground g) {
    static const char *const names[] = { "none", "listed", "shares", "votes", "board", "control" };
    return (unsigned)g < ST_LEN(names) ? names[g] : "";
}

typedef struct sums { uint64_t min[ST_HOLDS], max[ST_HOLDS]; } sums;

struct st_owners {
    uint32_t nodes, stakes;         /* stakes: those that count */
    st_owned *node;
    uint32_t *carried;              /* by in-edge: each party has room for all of its own */
};

typedef struct close {
    st_owners *o;
    const st_stake *stake;
    const st_tri *listed;
    const st_owner_rule *rule;
    uint32_t *in, *in_first;        /* stakes by owned, kind, joint, owner; in_first[nodes + 1] */
    uint32_t *out, *out_first;      /* places in `in` by owner */
    sums *total, *held;             /* of a party: what all hold of it, and what the set holds */
    uint32_t *counted;              /* by in-edge: the spread that counted it */
    uint32_t *run, *opened;         /* by in-edge: the first of its joint arrangement; by that: the spread that counted all of it */
    uint32_t *entered, *round;      /* by party: the spread in whose set it is, and since which round */
    uint32_t *touched_in;           /* by party: the spread that has touched it */
    uint32_t *queue, *touched;      /* parties in the order in which they entered; were touched */
    uint32_t *fresh; uint64_t fresh_round, *fresh_at;   /* touched in this round */
    uint32_t spread;
    bool most;                      /* of the two worlds */
    uint64_t steps;
} close_t;

/* ---- the graph ------------------------------------------------------------------------------------------------------------------------------- */

/* By what they say first; the number comes last and decides between equal ones only. */
static int order(const st_stake *s, uint32_t a, uint32_t b) {
    const st_stake *x = &s[a], *y = &s[b];
    const uint32_t p[] = { x->owned, (uint32_t)x->kind, x->joint, x->owner, x->min_bp, x->max_bp, a },
                   q[] = { y->owned, (uint32_t)y->kind, y->joint, y->owner, y->min_bp, y->max_bp, b };
    for (size_t i = 0; i < ST_LEN(p); i++)
        if (p[i] != q[i]) return p[i] < q[i] ? -1 : 1;
    return 0;
}

static int by_order(const void *a, const void *b, void *stakes) { return order(stakes, *(const uint32_t *)a, *(const uint32_t *)b); }

static st_code check(uint32_t nodes, const st_stake *s, uint32_t i, st_err *err) {
    if (s->owner >= nodes || s->owned >= nodes) return st_fail(err, ST_E_DATA, "stake %u is of a party that is not there", i);
    if (s->min_bp > s->max_bp || s->max_bp > ST_WHOLE_BP) return st_fail(err, ST_E_DATA, "stake %u is from %u to %u basis points", i, s->min_bp, s->max_bp);
    if ((unsigned)s->kind >= ST_HOLDS) return st_fail(err, ST_E_DATA, "stake %u is of no known kind", i);
    return ST_OK;
}

static bool counts(const st_stake *s, int32_t day) { return s->owner != s->owned && s->since <= day && day <= s->until; }

static void *array(size_t n, size_t size, bool *ok) {
    void *p = st_calloc(n + 1, size);
    if (!p) *ok = false;
    return p;
}

static st_code allocate(close_t *c, uint32_t nodes, uint32_t stakes, st_err *err) {
    bool ok = true;
    c->o->node = array(nodes, sizeof *c->o->node, &ok);
    c->o->carried = array(stakes, sizeof(uint32_t), &ok);
    c->in = array(stakes, sizeof(uint32_t), &ok);
    c->in_first = array((size_t)nodes + 1, sizeof(uint32_t), &ok);
    c->out = array(stakes, sizeof(uint32_t), &ok);
    c->out_first = array((size_t)nodes + 1, sizeof(uint32_t), &ok);
    c->total = array(nodes, sizeof(sums), &ok);
    c->held = array(nodes, sizeof(sums), &ok);
    c->counted = array(stakes, sizeof(uint32_t), &ok);
    c->run = array(stakes, sizeof(uint32_t), &ok);
    c->opened = array(stakes, sizeof(uint32_t), &ok);
    c->entered = array(nodes, sizeof(uint32_t), &ok);
    c->round = array(nodes, sizeof(uint32_t), &ok);
    c->touched_in = array(nodes, sizeof(uint32_t), &ok);
    c->queue = array(nodes, sizeof(uint32_t), &ok);
    c->touched = array(nodes, sizeof(uint32_t), &ok);
    c->fresh = array(nodes, sizeof(uint32_t), &ok);
    c->fresh_at = array(nodes, sizeof(uint64_t), &ok);
    return ok ? ST_OK : st_fail(err, ST_E_NOMEM, "out of memory");
}

static void release(close_t *c) {
    void *all[] = { c->in, c->in_first, c->out, c->out_first, c->total, c->held, c->counted, c->entered, c->round, c->touched_in, c->queue, c->touched,
                    c->fresh, c->fresh_at, c->run, c->opened };
    for (size_t i = 0; i < ST_LEN(all); i++) st_free(all[i]);
}

static void index_stakes(close_t *c, uint32_t nodes, uint32_t stakes, int32_t day) {
    uint32_t n = 0;
    for (uint32_t i = 0; i < stakes; i++)
        if (counts(&c->stake[i], day)) c->in[n++] = i;
    c->o->stakes = n;
    if (n) qsort_r(c->in, n, sizeof *c->in, by_order, (void *)(uintptr_t)c->stake);
    for (uint32_t i = 0; i < n; i++) {
        const st_stake *s = &c->stake[c->in[i]];
        const st_stake *before = i ? &c->stake[c->in[i - 1]] : NULL;
        c->run[i] = before && s->joint && s->joint == before->joint && s->kind == before->kind && s->owned == before->owned ? c->run[i - 1] : i;
        c->in_first[s->owned + 1]++;
        c->out_first[s->owner + 1]++;
        c->total[s->owned].min[s->kind] += s->min_bp;
        c->total[s->owned].max[s->kind] += s->max_bp;
    }
    for (uint32_t i = 0; i < nodes; i++) {
        c->in_first[i + 1] += c->in_first[i];
        c->out_first[i + 1] += c->out_first[i];
    }
    for (uint32_t i = 0; i < n; i++) c->out[c->out_first[c->stake[c->in[i]].owner]++] = i;
    for (uint32_t i = nodes; i > 0; i--) c->out_first[i] = c->out_first[i - 1];   /* each was moved to where the next begins */
    c->out_first[0] = 0;
}

/* ---- grounds --------------------------------------------------------------------------------------------------------------------------------- */

static uint32_t least(const close_t *c, uint32_t n, st_hold k) {
    return c->held[n].min[k] < ST_WHOLE_BP ? (uint32_t)c->held[n].min[k] : ST_WHOLE_BP;
}

/* The set can hold no more than what the others leave; where the sources give out more than the whole, that says nothing. */
static uint32_t at_most(const close_t *c, uint32_t n, st_hold k) {
    const uint64_t all = c->total[n].min[k], others = all - c->held[n].min[k], most = c->held[n].max[k];
    const uint64_t left = all <= ST_WHOLE_BP ? ST_WHOLE_BP - others : ST_WHOLE_BP;
    return (uint32_t)(most < left ? most : left);
}

static bool meets(const close_t *c, uint32_t n, st_hold k) {
    const uint32_t bp = c->most ? at_most(c, n, k) : least(c, n, k), need = c->rule->threshold_bp;
    return bp && (c->rule->at_least ? bp >= need : bp > need);
}

static bool has(const close_t *c, uint32_t n, st_hold k) { return (c->most ? c->held[n].max[k] : c->held[n].min[k]) > 0; }

static bool usable(const close_t *c, st_use u) { return u == ST_USE_GROUND || (u == ST_USE_DOUBT && c->most); }

static st_ground ground(const close_t *c, uint32_t n) {
    const st_owner_rule *r = c->rule;
    if (meets(c, n, ST_HOLD_SHARES)) return ST_GROUND_SHARES;
    if (usable(c, r->votes) && meets(c, n, ST_HOLD_VOTES)) return ST_GROUND_VOTES;
    if (usable(c, r->board) && has(c, n, ST_HOLD_BOARD)) return ST_GROUND_BOARD;
    if (usable(c, r->control) && has(c, n, ST_HOLD_CONTROL)) return ST_GROUND_CONTROL;
    return ST_GROUND_NONE;
}

/* ---- a spread --------------------------------------------------------------------------------------------------------------------------------- */

static void touch(close_t *c, uint32_t n, size_t *n_touched, size_t *n_fresh) {
    if (c->touched_in[n] != c->spread) {
        c->touched_in[n] = c->spread;
        c->held[n] = (sums){ { 0 }, { 0 } };
        c->touched[(*n_touched)++] = n;
    }
    if (c->fresh_at[n] != c->fresh_round) {
        c->fresh_at[n] = c->fresh_round;
        c->fresh[(*n_fresh)++] = n;
    }
}

static void count(close_t *c, uint32_t edge) {
    const st_stake *s = &c->stake[c->in[edge]];
    if (c->counted[edge] == c->spread) return;
    c->counted[edge] = c->spread;
    c->held[s->owned].min[s->kind] += s->min_bp;
    c->held[s->owned].max[s->kind] += s->max_bp;
    c->steps++;
}

static bool has_part(const close_t *c, const st_stake *s) { return (c->most ? s->max_bp : s->min_bp) > 0; }

/* With a part in a joint arrangement all of it counts, where one person is asked about. Its stakes stand side by side. */
static void count_all(close_t *c, uint32_t edge) {
    const st_stake *s = &c->stake[c->in[edge]];
    const uint32_t first = c->run[edge], end = c->in_first[s->owned + 1];
    count(c, edge);
    if (!s->joint || c->rule->aggregate || !has_part(c, s) || c->opened[first] == c->spread) return;
    c->opened[first] = c->spread;
    for (uint32_t i = first; i < end && c->run[i] == first; i++) count(c, i);
}

static st_hold hold_of(st_ground g) {
    return g == ST_GROUND_VOTES ? ST_HOLD_VOTES : g == ST_GROUND_BOARD ? ST_HOLD_BOARD : g == ST_GROUND_CONTROL ? ST_HOLD_CONTROL : ST_HOLD_SHARES;
}

/* A party has entered: it is told with the shortest chain that there is, and MAYBE never replaces YES. */
static void tell(close_t *c, uint32_t n, st_ground g, uint32_t root) {
    st_owned *out = &c->o->node[n];
    const st_tri now = c->most ? ST_MAYBE : ST_YES;
    if (out->blocked == ST_YES && (now == ST_MAYBE || out->step <= c->round[n])) return;
    if (out->blocked == ST_MAYBE && now == ST_MAYBE && out->step <= c->round[n]) return;
    out->blocked = now;
    out->ground = g;
    out->step = c->round[n];
    out->root = root;
    out->carried = 0;
    for (uint32_t i = c->in_first[n]; g != ST_GROUND_LISTED && i < c->in_first[n + 1]; i++) {
        const st_stake *s = &c->stake[c->in[i]];
        if (c->counted[i] == c->spread && s->kind == hold_of(g) && has_part(c, s)) c->o->carried[out->first + out->carried++] = c->in[i];
    }
}

static void enter(close_t *c, uint32_t n, uint32_t round, size_t *n_queue) {
    c->entered[n] = c->spread;
    c->round[n] = round;
    c->queue[(*n_queue)++] = n;
}

static void take_sums(close_t *c, size_t n_touched) {
    for (size_t i = 0; i < n_touched; i++) {
        const uint32_t n = c->touched[i];
        st_owned *o = &c->o->node[n];
        uint32_t *const into[2] = { c->most ? &o->hi_bp : &o->lo_bp, c->most ? &o->votes_hi_bp : &o->votes_lo_bp };
        for (unsigned k = 0; k < 2; k++) {
            const uint32_t bp = c->most ? at_most(c, n, k ? ST_HOLD_VOTES : ST_HOLD_SHARES) : least(c, n, k ? ST_HOLD_VOTES : ST_HOLD_SHARES);
            if (bp > *into[k]) *into[k] = bp;
        }
    }
}

/* root: the one person asked about, or UINT32_MAX for all that are listed; those that may be listed go with either in the world of most. */
static st_code spread(close_t *c, uint32_t root, st_err *err) {
    size_t n_queue = 0, n_touched = 0, at = 0;
    c->spread++;
    for (uint32_t n = 0; n < c->o->nodes; n++)
        if (n == root || (c->listed[n] == ST_YES && root == UINT32_MAX) || (c->listed[n] == ST_MAYBE && c->most)) {
            enter(c, n, 0, &n_queue);
            tell(c, n, ST_GROUND_LISTED, root);
        }
    c->steps += c->o->nodes;
    for (uint32_t round = 1; at < n_queue; round++) {
        size_t n_fresh = 0;
        c->fresh_round++;
        for (const size_t end = n_queue; at < end; at++) {
            const uint32_t owner = c->queue[at];
            for (uint32_t i = c->out_first[owner]; i < c->out_first[owner + 1]; i++) {
                touch(c, c->stake[c->in[c->out[i]]].owned, &n_touched, &n_fresh);
                count_all(c, c->out[i]);
            }
        }
        for (size_t i = 0; i < n_fresh; i++) {
            const uint32_t n = c->fresh[i];
            const st_ground g = c->entered[n] == c->spread ? ST_GROUND_NONE : ground(c, n);
            if (g == ST_GROUND_NONE) continue;
            enter(c, n, round, &n_queue);
            tell(c, n, g, root);
        }
        if (c->steps > ST_OWNER_STEPS) {
            st_fail(err, ST_E_LIMIT, "the ownership graph takes more than %llu steps", (unsigned long long)ST_OWNER_STEPS);
            st_err_hint(err, "ask about fewer parties, or a smaller part of the graph");
            return ST_E_LIMIT;
        }
    }
    take_sums(c, n_touched);
    return ST_OK;
}

static st_code world(close_t *c, bool most, st_err *err) {
    bool any = false;
    c->most = most;
    if (c->rule->aggregate) return spread(c, UINT32_MAX, err);
    for (uint32_t n = 0; n < c->o->nodes; n++) {
        if (c->listed[n] != ST_YES) continue;
        any = true;
        ST_TRY(spread(c, n, err));
    }
    /* nobody is known to be listed, and those who may be can be one */
    for (uint32_t n = 0; n < c->o->nodes && most && !any; n++)
        if (c->listed[n] == ST_MAYBE) return spread(c, n, err);
    return ST_OK;
}

/* ---- the answer --------------------------------------------------------------------------------------------------------------------------------- */

static st_code compute(close_t *c, uint32_t nodes, uint32_t stakes, int32_t day, st_err *err) {
    for (uint32_t i = 0; i < stakes; i++) ST_TRY(check(nodes, &c->stake[i], i, err));
    c->o->nodes = nodes;
    ST_TRY(allocate(c, nodes, stakes, err));
    index_stakes(c, nodes, stakes, day);
    for (uint32_t n = 0; n < nodes; n++) c->o->node[n] = (st_owned){ .blocked = ST_NO, .root = UINT32_MAX, .first = c->in_first[n] };
    ST_TRY(world(c, false, err));
    return world(c, true, err);
}

st_owners *st_owners_close(uint32_t nodes, const st_stake *stake, uint32_t stakes, const st_tri *listed, const st_owner_rule *rule, int32_t day, st_err *err) {
    close_t c = { .o = st_calloc(1, sizeof(st_owners)), .stake = stake, .listed = listed, .rule = rule };
    if (!c.o) {
        st_fail(err, ST_E_NOMEM, "out of memory");
        return NULL;
    }
    const st_code code = compute(&c, nodes, stakes, day, err);
    release(&c);
    if (code == ST_OK) return c.o;
    st_owners_free(c.o);
    return NULL;
}

void st_owners_free(st_owners *o) {
    if (!o) return;
    st_free(o->node);
    st_free(o->carried);
    st_free(o);
}

const st_owned *st_owners_of(const st_owners *o, uint32_t node) { return &o->node[node]; }

size_t st_owners_carried(const st_owners *o, uint32_t node, const uint32_t **stakes) {
    *stakes = o->carried + o->node[node].first;
    return o->node[node].carried;
}
