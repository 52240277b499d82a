/* The search: which lists of names to read, and which of their names to score, so that none is missed that reaches the evidence wanted.
 *
 * The bound (doc/MATCHING.md has the proof). Let net(e) = gain(e) + what its query parts would cost if they were missing, shared out over the parts that
 * it covers. A name with evidence `least` or more has a choice of pairs with
 *
 *     sum over query parts i of share(i)  >=  T  =  least + need + the cost of missing every part
 *
 * since missing parts of the list, contradictions, order and a weak alias only take away. Choose a level r(i) for each part with sum r(i) < T. Then some
 * pair of that choice has share(i) > r(i) for a part i: the name is in the list of its token. Only such lists are read, and in a list only names
 * whose other tokens can, by their sketch, bring the rest (bound.h). A name stands in them as its form, with all names that look the same. Names that spell a query part together are looked up by themselves. */
#include "match/scan_int.h"

enum { MASKS = 8, ROUNDING = 2, AHEAD = 6 };   /* AHEAD: lists that are called for before they are read */

/* What a part of the query can get as one of a run: an entry for each likeness of the run, the best first. Those of the part itself are in scan.near. */
typedef struct gain { int32_t share; uint32_t to_read, near; } gain;
typedef struct asked_part {
    int32_t most;                    /* best share */
    int32_t open_ended;              /* of a letter, the share of any word that it begins: there are no lists for that, so it is never ruled out */
    size_t first, n;                 /* into plan.gain */
} asked_part;

/* Letters of the query, by st_matcher_first: which parts they are, and what a token that begins with one may bring to each. */
typedef struct letter_part { uint32_t parts; int32_t share; } letter_part;

typedef struct plan {
    st_scan *s;
    int32_t want;                    /* T */
    size_t n;
    asked_part part[ST_PARTS];
    gain *gain;
    int32_t skip[ST_PARTS];          /* r */
    uint8_t twin[ST_PARTS];          /* the first part with this text */
    letter_part letter[ST_FIRST_LETTERS + 1];
} plan;

/* The part of a pair's net that falls to query part q: by worth, rounded up. */
static int32_t share_of(const st_asked *a, const st_segment *g, int32_t gain_of_pair, size_t q) {
    int32_t net = gain_of_pair;
    for (size_t i = g->q; i < (size_t)g->q + g->qn; i++) net += st_missing(a, i);
    if (net <= 0 || g->qn == 1) return net;
    return (net * a->side.weight[q] + g->part.weight - 1) / (g->part.weight ? g->part.weight : 1);
}

static int by_share(const void *x, const void *y) {
    const gain *a = x, *b = y;
    if (a->share != b->share) return a->share > b->share ? -1 : 1;
    return (a->near > b->near) - (a->near < b->near);
}

static uint32_t parts_of(const st_segment *g) { return (g->qn >= 32 ? ~UINT32_C(0) : (UINT32_C(1) << g->qn) - 1) << g->q; }

static int32_t against_of(const st_asked *a, uint32_t parts) {
    int32_t sum = 0;
    for (size_t q = 0; q < a->n; q++) sum += parts >> q & 1 ? a->side.against[q] : 0;
    return sum;
}

static void begin_part(plan *p, size_t q) {
    const st_scan *s = p->s;
    const st_asked *a = s->asked;
    int32_t open_ended = a->part[q].n == 1 ? st_weights_of[a->view].letter / 2 + st_missing(a, q) : 0;
    p->part[q] = (asked_part){ .open_ended = open_ended, .most = open_ended };
    if (s->partners[q].n && s->near[s->partners[q].first].net > open_ended) p->part[q].most = s->near[s->partners[q].first].net;
    p->twin[q] = 0;
    while (!st_str_eq(a->part[p->twin[q]], a->part[q])) p->twin[q]++;
    st_bounds_lane(&p->s->bounds, q, UINT32_C(1) << q, a->side.against[q]);
    if (a->part[q].n == 1) {
        letter_part *l = &p->letter[st_matcher_letter(a->part[q].p[0])];
        int32_t share = st_weights_of[a->view].letter + st_missing(a, q);
        l->parts |= UINT32_C(1) << q;
        if (share > l->share) l->share = share;
    }
    if (open_ended) st_bounds_put_letter(&p->s->bounds, q, a->part[q].p[0], open_ended);
}

/* A likeness of a run: what it brings to each of its parts. */
static void add_gains(plan *p, uint32_t e) {
    st_scan *s = p->s;
    const st_near *near = &s->near[e];
    const st_segment *g = &s->asked->segment[near->segment];
    const uint32_t *forms;
    const uint64_t *sketches;
    size_t count = st_index_posts(s->m->ix, near->token, s->asked->view, &forms, &sketches);
    st_bounds_lane(&s->bounds, near->segment, parts_of(g), against_of(s->asked, parts_of(g)));
    for (size_t q = g->q; q < (size_t)g->q + g->qn; q++) {
        asked_part *part = &p->part[q];
        int32_t share = share_of(s->asked, g, near->gain, q);
        if (share <= 0) continue;
        p->gain[part->first + part->n++] = (gain){ share, (uint32_t)count + ST_LIST_COST, e };
        if (share > part->most) part->most = share;
    }
}

/* The rows of the bounds are zero again. */
static void take_back(plan *p) {
    st_scan *s = p->s;
    for (size_t q = 0; q < p->n; q++)
        if (p->part[q].open_ended) st_bounds_put_letter(&s->bounds, q, s->asked->part[q].p[0], 0);
    for (size_t e = 0; e < s->n_near; e++)
        if (s->bounds.lane_of[s->near[e].segment]) st_bounds_put(&s->bounds, s->near[e].segment, s->near[e].print, 0);
}

static st_code gather(plan *p) {
    st_scan *s = p->s;
    const st_asked *a = s->asked;
    size_t all = 0;
    int32_t most = 2 * st_weights_of[a->view].letter + UINT8_MAX;
    for (size_t e = 0; e < s->n_near; e++)
        if (s->near[e].net > most) most = s->near[e].net;
    ST_TRY(st_bounds_begin(&s->bounds, a->n_segment, p->want, st_weights_of[a->view].against[ST_WORD_NONE], most));
    for (size_t q = 0; q < p->n; q++) begin_part(p, q);
    for (size_t e = s->n_parts_near; e < s->n_near; e++) {
        const st_segment *g = &a->segment[s->near[e].segment];
        for (size_t q = g->q; q < (size_t)g->q + g->qn; q++) p->part[q].n++;
    }
    for (size_t q = 0; q < p->n; q++) {
        p->part[q].first = all;
        all += p->part[q].n;
        p->part[q].n = 0;
    }
    p->gain = st_alloc(all * sizeof *p->gain);
    if (!p->gain) return ST_E_NOMEM;
    for (size_t e = s->n_parts_near; e < s->n_near; e++) add_gains(p, (uint32_t)e);
    for (size_t q = 0; q < p->n; q++)
        if (p->part[q].n > 1) qsort(p->gain + p->part[q].first, p->part[q].n, sizeof *p->gain, by_share);
    for (size_t e = 0; e < s->n_near; e++) {
        const st_near *near = &s->near[e];
        if (near->kind != NEAR_BEGINS) st_bounds_put(&s->bounds, near->segment, near->print, st_one_at_least(near->net));
    }
    st_bounds_end(&s->bounds);
    return ST_OK;
}

/* How many of the part's own likenesses, the best first, have a share above r. */
static size_t partners_above(const plan *p, size_t q, int32_t r) {
    const st_near *near = p->s->near;   /* NULL where nothing is alike */
    const size_t first = p->s->partners[q].first;
    size_t lo = 0, hi = p->s->partners[q].n;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (near[first + mid].net > r) lo = mid + 1;
        else hi = mid;
    }
    return lo;
}

/* What it costs to follow only likenesses with a share above r: the names to read. */
static uint64_t cost_above(const plan *p, size_t q, int32_t r) {
    size_t n = partners_above(p, q, r);
    uint64_t names = n ? p->s->near[p->s->partners[q].first + n - 1].to_read : 0;
    const gain *g = p->gain + p->part[q].first;
    for (size_t i = 0; i < p->part[q].n && g[i].share > r; i++) names += g[i].to_read;
    return names;
}

/* What can be left of the wish when these parts are not read at all; negative when they alone could fulfil it. */
static int32_t slack(const plan *p, const bool open[ST_PARTS]) {
    int32_t left = p->want - 1;
    for (size_t q = 0; q < p->n; q++)
        left -= open[q] ? p->part[q].open_ended : p->part[q].most;
    return left;
}

/* Gives the slack to the parts that gain most by it, a step of a part's gains at a time. */
static uint64_t levels(const plan *p, const bool open[ST_PARTS], int32_t skip[ST_PARTS]) {
    int32_t left = slack(p, open);
    uint64_t total = 0;
    size_t best = SIZE_MAX;
    uint64_t best_saved = 0;
    for (size_t q = 0; q < p->n; q++) {
        skip[q] = open[q] ? p->part[q].open_ended : p->part[q].most;
        if (!open[q]) continue;
        uint64_t all = cost_above(p, q, skip[q]), some = cost_above(p, q, skip[q] + left);
        total += all;
        if (all - some > best_saved || best == SIZE_MAX) {
            best = q;
            best_saved = all - some;
        }
    }
    if (best != SIZE_MAX) {
        skip[best] += left;
        total -= best_saved;
    }
    return total;
}

/* The cheapest choice of parts to read. False when none is enough: all names must be scored then. */
static bool choose(plan *p) {
    bool open[ST_PARTS] = { false };
    size_t able[ST_PARTS], n = 0;
    for (size_t q = 0; q < p->n; q++)
        if (p->part[q].most > p->part[q].open_ended) able[n++] = q;
    uint64_t best = UINT64_MAX;
    if (n <= MASKS) {
        for (size_t mask = 0; mask < (size_t)1 << n; mask++) {
            int32_t skip[ST_PARTS];
            for (size_t i = 0; i < n; i++) open[able[i]] = mask >> i & 1;
            if (slack(p, open) < 0) continue;
            uint64_t cost = levels(p, open, skip);
            if (cost >= best) continue;
            best = cost;
            memcpy(p->skip, skip, sizeof skip);
        }
        return best != UINT64_MAX;
    }
    while (slack(p, open) < 0) {   /* the cheapest by what it brings, one after the other */
        size_t next = SIZE_MAX;
        for (size_t i = 0; i < n; i++) {
            size_t q = able[i];
            if (open[q] || p->part[q].most == 0) continue;
            if (next == SIZE_MAX || cost_above(p, q, 0) * (uint64_t)p->part[next].most < cost_above(p, next, 0) * (uint64_t)p->part[q].most) next = q;
        }
        if (next == SIZE_MAX) return false;
        open[next] = true;
    }
    levels(p, open, p->skip);
    return true;
}

/* ---- reading ---------------------------------------------------------------------------------------------------------------------------------------- */

/* The most that a token brings as the partner of a segment; 0 when it is like none. A token that begins with a letter of the query may be its initial, whatever
 * else it is like. */
static int32_t most_of(const plan *p, uint32_t token) {
    const st_scan *s = p->s;
    int32_t letter = s->asked->letters ? p->letter[st_matcher_first(s->m, token)].share : 0, most = s->slot[token] ? s->near[s->slot[token] - 1].most : 0;
    return letter > most ? letter : most;
}

static void keep_most(int32_t *most, int32_t share) { *most = share > *most ? share : *most; }

/* The most that it brings to each part of the query. */
static void add_token(const plan *p, uint32_t token, int32_t best[ST_PARTS]) {
    const st_scan *s = p->s;
    const st_asked *a = s->asked;
    if (a->letters) {
        const letter_part *l = &p->letter[st_matcher_first(s->m, token)];
        for (uint32_t parts = l->parts; parts; parts &= parts - 1) keep_most(&best[__builtin_ctz(parts)], l->share);
    }
    for (uint32_t e = s->slot[token]; e; e = s->near[e - 1].next) {
        const st_near *near = &s->near[e - 1];
        const st_segment *g = &a->segment[near->segment];
        if (near->kind == NEAR_BEGINS) continue;   /* names in which it spells a part together with others are looked up by themselves */
        for (size_t q = g->q; q < (size_t)g->q + g->qn; q++) keep_most(&best[q], st_one_at_least(g->qn == 1 ? near->net : share_of(a, g, near->gain, q)));
    }
}

/* Can a form reach what is wanted, by the best that each part of the query finds among its tokens, and each token among the segments, less what then
 * stands against each other? */
static bool promising(const plan *p, uint32_t form) {
    const st_scan *s = p->s;
    const st_asked *a = s->asked;
    int32_t best[ST_PARTS], sum = 0, left = 0, words = 0, by_token = 0;
    uint32_t strange = 0;   /* tokens that are like nothing in the query */
    st_form_view v;
    st_index_form(s->m->ix, form, &v);
    for (size_t j = 0; j < v.n_tokens; j++) {
        int32_t most = most_of(p, v.token[j]);
        by_token += most;
        strange |= most ? 0 : UINT32_C(1) << j;
    }
    if (by_token < p->want) return false;
    memset(best, 0, p->n * sizeof *best);
    for (size_t j = 0; j < v.n_tokens; j++)
        if (!(strange >> j & 1)) add_token(p, v.token[j], best);
    for (size_t q = 0; q < p->n; q++) {
        sum += best[q];
        left += best[q] ? 0 : a->side.against[q];
    }
    if (by_token < sum) sum = by_token;
    if (sum < p->want) return false;
    for (; strange; strange &= strange - 1) {
        const st_token_info *t = st_index_token_info(s->m->ix, v.token[__builtin_ctz(strange)]);
        words += t->length > 1 && st_token_class(t, a->view) == ST_WORD_NONE;
    }
    int32_t against = words * st_weights_of[a->view].against[ST_WORD_NONE];
    return sum - (against < left ? against : left) >= p->want;
}

/* sure: without asking whether it is promising. */
static st_code score_once(plan *p, uint32_t form, bool sure) {
    st_scan *s = p->s;
    uint64_t bit = UINT64_C(1) << (form & 63);
    if (s->seen[form >> 6] & bit) return ST_OK;
    if (!sure && !promising(p, form)) return ST_OK;
    if (st_grow(s->scored, s->cap_scored, s->n_scored + 1) < 0) return ST_E_NOMEM;
    s->seen[form >> 6] |= bit;
    s->scored[s->n_scored++] = form;
    return st_scan_score(s, form);
}

/* Forms that passed a list's filter wait until there are some: they lie far apart in memory, and are called for together. */
static st_code score_waiting(plan *p) {
    st_scan *s = p->s;
    for (size_t i = 0; i < s->n_waiting; i++) st_index_form_soon(s->m->ix, s->waiting[i], false);
    for (size_t i = 0; i < s->n_waiting; i++) st_index_form_soon(s->m->ix, s->waiting[i], true);
    for (size_t i = 0; i < s->n_waiting; i++) ST_TRY(score_once(p, s->waiting[i], false));
    s->n_waiting = 0;
    return ST_OK;
}

/* The list of a token, its token as the partner of one segment. */
static st_code read_as(plan *p, const st_near *near, bool alone, const uint32_t *forms, const uint64_t *sketches, size_t n) {
    enum { BLOCK = 1024 };
    st_scan *s = p->s;
    uint32_t mine = parts_of(&s->asked->segment[near->segment]), passed[BLOCK];
    if (near->net <= 0) return ST_OK;
    const st_bound *b = st_bound_of(&s->bounds, near->segment, mine, against_of(s->asked, ~mine), alone);
    for (size_t from = 0; from < n; from += BLOCK) {
        size_t m = st_bound_pass(&s->bounds, b, near->net, sketches + from, n - from < BLOCK ? n - from : BLOCK, passed);
        for (size_t i = 0; i < m; i++) {
            s->waiting[s->n_waiting++] = forms[from + passed[i]];
            if (s->n_waiting == ST_LEN(s->waiting)) ST_TRY(score_waiting(p));
        }
    }
    return ST_OK;
}

/* A token may be like several segments: as the partner of each in turn, but for equal parts of the query, which say the same. Then runs with either of
 * them stay in. */
static st_code read_list(plan *p, uint32_t token) {
    const st_scan *s = p->s;
    const uint32_t *forms;
    const uint64_t *sketches;
    size_t n = st_index_posts(s->m->ix, token, s->asked->view, &forms, &sketches);
    bool alone = false;
    p->s->stats.postings += n;
    for (uint32_t e = s->slot[token]; e; e = s->near[e - 1].next) {
        unsigned k = s->near[e - 1].segment;
        alone = alone || (k < p->n && p->twin[k] != k);
    }
    for (uint32_t e = s->slot[token]; e; e = s->near[e - 1].next) {
        const st_near *near = &s->near[e - 1];
        if (near->kind == NEAR_BEGINS || (near->segment < p->n && p->twin[near->segment] != near->segment)) continue;
        ST_TRY(read_as(p, near, alone, forms, sketches, n));
    }
    return ST_OK;
}

static st_code read_list_once(plan *p, uint32_t token) {
    st_scan *s = p->s;
    uint64_t bit = UINT64_C(1) << (token & 63);
    if (s->token_seen[token >> 6] & bit) return ST_OK;
    s->token_seen[token >> 6] |= bit;
    return read_list(p, token);
}

static st_code read_part(plan *p, size_t q) {
    const st_scan *s = p->s;
    size_t n = partners_above(p, q, p->skip[q]);
    const st_near *near = n ? s->near + s->partners[q].first : NULL;   /* there is no array where nothing is alike */
    for (size_t i = 0; i < n; i++) {
        if (i + 2 * AHEAD < n) st_index_posts_soon(s->m->ix, near[i + 2 * AHEAD].token, s->asked->view, false);
        if (i + AHEAD < n) st_index_posts_soon(s->m->ix, near[i + AHEAD].token, s->asked->view, true);
        ST_TRY(read_list_once(p, near[i].token));
    }
    const gain *g = p->gain + p->part[q].first;
    for (size_t i = 0; i < p->part[q].n && g[i].share > p->skip[q]; i++) ST_TRY(read_list_once(p, s->near[g[i].near].token));
    return ST_OK;
}

/* Part after part, the one with the shortest lists first. Names in which a part that was read brings more than its level are found by then; in the lists
 * of the next part only those are looked for in which it does not. */
static st_code read_lists(plan *p) {
    st_scan *s = p->s;
    size_t order[ST_PARTS];
    uint64_t cost[ST_PARTS];
    for (size_t q = 0; q < p->n; q++) {
        size_t at = q;
        cost[q] = cost_above(p, q, p->skip[q]);
        for (; at > 0 && cost[order[at - 1]] > cost[q]; at--) order[at] = order[at - 1];
        order[at] = q;
    }
    for (size_t i = 0; i < p->n; i++) {
        size_t q = order[i];
        ST_TRY(read_part(p, q));
        st_bounds_cap(&s->bounds, q, p->skip[q]);
        for (size_t k = p->n; k < s->asked->n_segment && p->skip[q] <= 0; k++)
            if (parts_of(&s->asked->segment[k]) >> q & 1) st_bounds_cap(&s->bounds, k, 0);
    }
    return score_waiting(p);
}

static st_code read_joined(plan *p) {
    st_scan *s = p->s;
    const st_asked *a = s->asked;
    for (size_t q = 0; q < a->n; q++) {
        if (a->part[q].n < 2 || a->part[q].n > ST_EDIT_MAX) continue;
        st_numbers hits = st_index_joins(s->m->ix, a->part[q]);
        for (uint32_t form; st_numbers_next(&hits, &form);) {
            st_form_view v;
            st_index_form(s->m->ix, form, &v);
            if (v.view == a->view) ST_TRY(score_once(p, form, true));
        }
    }
    return ST_OK;
}

/* No levels are enough, as with a query of letters: every name is looked at, but for those that have too few parts, each of which can bring so much at most. */
static st_code read_all(plan *p) {
    st_scan *s = p->s;
    int64_t most = 0;
    s->stats.all = true;
    for (size_t e = 0; e < s->n_near; e++)
        if (s->near[e].kind != NEAR_BEGINS && s->near[e].net > most) most = s->near[e].net;
    for (size_t q = 0; q < p->n; q++)
        if (p->part[q].open_ended > most) most = p->part[q].open_ended;
    uint32_t form[256], from = 0;
    size_t least = p->want <= 0 ? 0 : most > 0 ? (size_t)((p->want + most - 1) / most) : SIZE_MAX;
    for (size_t n; (n = st_index_forms_of(s->m->ix, s->asked->view, least, &from, form, ST_LEN(form))) > 0;)
        for (size_t i = 0; i < n; i++) ST_TRY(score_once(p, form[i], false));
    return read_joined(p);
}

st_code st_scan_search(st_scan *s) {
    plan p = { .s = s, .n = s->asked->n, .want = s->least + s->asked->need - ROUNDING };
    for (size_t q = 0; q < p.n; q++) p.want += s->asked->side.weight[q] * st_weights_of[s->asked->view].miss_query / 1000;
    st_code code = gather(&p);
    bool enough = code == ST_OK && p.want > 0 && choose(&p);
    if (code == ST_OK && enough) {
        code = read_lists(&p);
        if (code == ST_OK) code = read_joined(&p);
    } else if (code == ST_OK) code = read_all(&p);
    for (size_t e = 0; e < s->n_near; e++) s->token_seen[s->near[e].token >> 6] = 0;
    for (size_t i = 0; i < s->n_scored; i++) s->seen[s->scored[i] >> 6] = 0;
    s->n_scored = s->n_waiting = 0;
    take_back(&p);
    st_free(p.gain);
    return code;
}
