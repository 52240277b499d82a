/* The search: which lists of names to read, and which of their names to score, so that none is missed that reaches the evidence wanted.
 *
 * The bound (doc/MATCHING.md has the proof). Let net(e) = gain(e) + what its query parts would cost if they were missing, shared out over the parts that
 * it covers. A name with evidence `least` or more has a choice of pairs with
 *
 *     sum over query parts i of share(i)  >=  T  =  least + need + the cost of missing every part
 *
 * since missing parts of the list, contradictions, order and a weak alias only take away. Choose a level r(i) for each part with sum r(i) < T. Then some
 * pair of that choice has share(i) > r(i) for a part i: the name is in the list of its token. Only such lists are read, and in a list only names
 * whose other tokens can, by their sketch, bring the rest. A name stands in them as its form, with all names that look the same. Names that spell a query part together are looked up by themselves. */
#include "match/scan_int.h"

enum { MASKS = 8, SKETCH_LEVELS = 40, ROUNDING = 2 };

/* What a part of the query can get: an entry for each of its likenesses, the best first. */
typedef struct gain { int32_t share; uint32_t names, near; } gain;
typedef struct asked_part {
    int32_t most;                    /* best share */
    int32_t open_ended;              /* of a letter, the share of any word that it begins: there are no lists for that, so it is never ruled out */
    size_t first, n;                 /* into plan.gain */
    uint64_t sketch;
    int32_t initial;                 /* the best share of a likeness to a single letter */
    uint64_t first_letter;
    int32_t level[SKETCH_LEVELS];    /* of others, the best share of one whose token lacks so many letters of the part, or more */
} asked_part;

typedef struct plan {
    st_scan *s;
    int32_t want;                    /* T */
    size_t n;
    asked_part part[ST_PARTS];
    gain *gain;
    int32_t skip[ST_PARTS];          /* r */
} plan;

static int32_t missing(const st_asked *a, size_t q) { return (a->side.weight[q] * st_weights_of[a->view].miss_query + 999) / 1000; }

/* The part of a pair's net that falls to query part q: by worth, rounded up. */
static int32_t share_of(const st_asked *a, const st_segment *g, int32_t gain_of_pair, size_t q) {
    int32_t net = gain_of_pair;
    for (size_t i = g->q; i < (size_t)g->q + g->qn; i++) net += missing(a, i);
    if (net <= 0 || g->qn == 1) return net;
    return (net * a->side.weight[q] + g->part.weight - 1) / (g->part.weight ? g->part.weight : 1);
}

static int by_share(const void *x, const void *y) {
    const gain *a = x, *b = y;
    if (a->share != b->share) return a->share > b->share ? -1 : 1;
    return (a->near > b->near) - (a->near < b->near);
}

static inline __attribute__((always_inline)) unsigned lacking(uint64_t part, uint64_t others) {
    unsigned n = (unsigned)__builtin_popcountll(part & ~others);
    return n < SKETCH_LEVELS ? n : SKETCH_LEVELS - 1;
}

static void add_gain(plan *p, size_t q, uint32_t e) {
    const st_scan *s = p->s;
    const st_near *near = &s->near[e];
    asked_part *part = &p->part[q];
    int32_t share = share_of(s->asked, &s->asked->segment[near->segment], near->gain, q);
    if (share <= 0) return;
    const uint32_t *forms;
    const uint64_t *sketches;
    size_t count = st_index_posts(s->m->ix, near->token, s->asked->view, &forms, &sketches);
    if (count == 0) return;
    p->gain[part->first + part->n++] = (gain){ share, (uint32_t)count, e };
    uint64_t sketch = st_sketch(st_index_token(s->m->ix, near->token));
    unsigned m = lacking(part->sketch, sketch);
    if (near->kind == ST_PAIR_INITIAL) part->initial = share > part->initial ? share : part->initial;   /* not of 7 for seven */
    else if (share > part->level[m]) part->level[m] = share;
    if (share > part->most) part->most = share;
}

/* The bit of a sketch that says that a part begins with the letter of this one. */
static uint64_t first_letter(st_str part) { return st_sketch(st_str_sub(part, 0, 1)) >> 26 << 26 & ((UINT64_C(1) << 52) - 1); }

/* The most that the rest of a name, of which this is the sketch, can bring for a part of the query. */
static inline __attribute__((always_inline)) int32_t most_of(const asked_part *part, uint64_t sketch) {
    int32_t best = part->level[lacking(part->sketch, sketch)];
    return part->initial > best && (sketch & ST_SKETCH_LETTER) && (sketch & part->first_letter) ? part->initial : best;
}

static void begin_part(plan *p, size_t q, size_t first) {
    const st_asked *a = p->s->asked;
    asked_part *part = &p->part[q];
    *part = (asked_part){ .first = first, .sketch = st_sketch(a->part[q]), .first_letter = first_letter(a->part[q]) };
    if (a->part[q].n != 1) return;
    /* a word that begins with the letter has its bits, wherever it stands, and there are no lists of such words */
    part->open_ended = part->most = part->level[0] = st_weights_of[a->view].letter / 2 + missing(a, q);
    part->sketch = part->first_letter;
}

static st_code gather(plan *p) {
    const st_scan *s = p->s;
    size_t count[ST_PARTS] = { 0 }, all = 0;
    for (size_t e = 0; e < s->n_near; e++) {
        const st_segment *g = &s->asked->segment[s->near[e].segment];
        for (size_t q = g->q; q < (size_t)g->q + g->qn && s->near[e].kind != NEAR_BEGINS; q++) count[q]++;
    }
    for (size_t q = 0; q < p->n; q++) {
        begin_part(p, q, all);
        all += count[q];
    }
    p->gain = st_alloc(all * sizeof *p->gain);
    if (!p->gain) return ST_E_NOMEM;
    for (size_t e = 0; e < s->n_near; e++) {
        const st_segment *g = &s->asked->segment[s->near[e].segment];
        for (size_t q = g->q; q < (size_t)g->q + g->qn && s->near[e].kind != NEAR_BEGINS; q++) add_gain(p, q, (uint32_t)e);
    }
    for (size_t q = 0; q < p->n; q++) {
        asked_part *part = &p->part[q];
        qsort(p->gain + part->first, part->n, sizeof *p->gain, by_share);
        for (size_t m = SKETCH_LEVELS - 1; m > 0; m--)
            if (part->level[m] > part->level[m - 1]) part->level[m - 1] = part->level[m];
    }
    return ST_OK;
}

/* Names to read when only likenesses with a share above r are followed. */
static uint64_t cost_above(const plan *p, size_t q, int32_t r) {
    uint64_t names = 0;
    const gain *g = p->gain + p->part[q].first;
    for (size_t i = 0; i < p->part[q].n && g[i].share > r; i++) names += g[i].names + 8;
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

/* Letters of the query that begin the token: each may be its initial, whatever else it is like. */
static bool begins_with_letter(const plan *p, uint32_t token, int32_t best[ST_PARTS]) {
    const st_asked *a = p->s->asked;
    st_str text = st_index_token(p->s->m->ix, token);
    bool any = false;
    for (size_t q = 0; q < p->n && text.n > 1; q++) {
        if (a->part[q].n != 1 || a->part[q].p[0] != text.p[0]) continue;
        int32_t share = st_weights_of[a->view].letter + missing(a, q);
        if (share > best[q]) best[q] = share;
        any = true;
    }
    return any;
}

/* Can a name reach what is wanted, by the best that each part of the query finds among its tokens, less what then stands against each other? */
static bool promising(const plan *p, uint32_t form) {
    const st_scan *s = p->s;
    const st_asked *a = s->asked;
    int32_t best[ST_PARTS], sum = 0, left = 0, words = 0;
    st_form_view v;
    st_index_form(s->m->ix, form, &v);
    memset(best, 0, p->n * sizeof *best);
    for (size_t j = 0; j < v.n_tokens; j++) {
        bool any = a->letters && begins_with_letter(p, v.token[j], best);
        for (uint32_t e = s->slot[v.token[j]]; e; e = s->near[e - 1].next) {
            const st_near *near = &s->near[e - 1];
            const st_segment *g = &a->segment[near->segment];
            if (near->kind == NEAR_BEGINS) continue;   /* names in which it spells a part together with others are looked up by themselves */
            for (size_t q = g->q; q < (size_t)g->q + g->qn; q++) {
                int32_t share = g->qn == 1 ? near->net : share_of(a, g, near->gain, q);
                if (share > best[q]) best[q] = share;
            }
            any = true;
        }
        if (any) continue;
        const st_token_info *t = st_index_token_info(s->m->ix, v.token[j]);
        words += t->length > 1 && st_token_class(t, a->view) == ST_WORD_NONE;
    }
    for (size_t q = 0; q < p->n; q++) {
        sum += best[q];
        left += best[q] > 0 ? 0 : a->side.against[q];
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

/* What a list's own token can bring, and the parts of the query that it may be. */
typedef struct owner { int32_t net; uint32_t parts; size_t n; } owner;

static owner owner_of(const plan *p, uint32_t token) {
    const st_scan *s = p->s;
    owner o = { 0 };
    for (uint32_t e = s->slot[token]; e; e = s->near[e - 1].next) {
        const st_near *near = &s->near[e - 1];
        const st_segment *g = &s->asked->segment[near->segment];
        if (near->kind == NEAR_BEGINS) continue;
        int32_t net = near->gain;
        for (size_t i = g->q; i < (size_t)g->q + g->qn; i++) {
            net += missing(s->asked, i);
            o.parts |= UINT32_C(1) << i;
        }
        if (net > o.net) o.net = net;
        o.n++;
    }
    return o;
}

/* A part of the query that the rest of a name may bring, and what it weighs against one if it does not (0 when the list's own token may be it). */
typedef struct other { const asked_part *part; int32_t against; } other;

/* Which names of a list can reach what is wanted, into `out`; how many. Even this must be enough: the list's token, for which part of the query it may
 * be; for every other part the best that the sketch lets through; less what then stands against each other: query parts that the sketch rules out, and
 * plain words of the name beyond those that are taken (each that is taken takes one word at most, or a letter, which is none: then this is too careful). */
typedef struct filter { int32_t own, never, plain, want; size_t m; other others[ST_PARTS]; } filter;

static inline __attribute__((always_inline)) size_t pass(const filter *f, const uint64_t *sketches, size_t n, uint32_t *out) {
    size_t passed = 0;
    for (size_t i = 0; i < n; i++) {
        uint64_t sketch = sketches[i];
        int32_t sum = f->own, left = f->never, words = (int32_t)(sketch >> ST_SKETCH_BITS);
        for (size_t k = 0; k < f->m; k++) {
            int32_t best = most_of(f->others[k].part, sketch);
            sum += best;
            words -= best > 0;
            left += best > 0 ? 0 : f->others[k].against;
        }
        int32_t against = words > 0 ? words * f->plain : 0;
        out[passed] = (uint32_t)i;
        passed += sum - (against < left ? against : left) >= f->want;
    }
    return passed;
}

/* The same code for machines with and without an instruction that counts bits. */
#if defined(__x86_64__)
__attribute__((target("popcnt"))) static size_t pass_popcnt(const filter *f, const uint64_t *s, size_t n, uint32_t *out) { return pass(f, s, n, out); }
__attribute__((target("avx2,bmi,bmi2,popcnt"))) static size_t pass_avx2(const filter *f, const uint64_t *s, size_t n, uint32_t *out) { return pass(f, s, n, out); }
#endif
static size_t pass_plain(const filter *f, const uint64_t *s, size_t n, uint32_t *out) { return pass(f, s, n, out); }

static size_t pass_any(const filter *f, const uint64_t *s, size_t n, uint32_t *out) {
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx2")) return pass_avx2(f, s, n, out);
    if (__builtin_cpu_supports("popcnt")) return pass_popcnt(f, s, n, out);
#endif
    return pass_plain(f, s, n, out);
}

static st_code read_list(plan *p, uint32_t token) {
    enum { BLOCK = 1024 };
    st_scan *s = p->s;
    const st_asked *a = s->asked;
    owner own = owner_of(p, token);
    filter f = { .own = own.net, .plain = st_weights_of[a->view].against[ST_WORD_NONE], .want = p->want };
    const uint32_t *forms;
    const uint64_t *sketches;
    uint32_t passed[BLOCK];
    size_t n = st_index_posts(s->m->ix, token, a->view, &forms, &sketches);
    for (size_t q = 0; q < p->n; q++) {
        bool mine = own.parts >> q & 1;
        if (own.n == 1 && mine) continue;
        if (p->part[q].most <= 0) f.never += mine ? 0 : a->side.against[q];
        else f.others[f.m++] = (other){ &p->part[q], mine ? 0 : a->side.against[q] };
    }
    s->stats.postings += n;
    for (size_t from = 0; from < n; from += BLOCK) {
        size_t m = pass_any(&f, sketches + from, n - from < BLOCK ? n - from : BLOCK, passed);
        for (size_t i = 0; i < m; i++) ST_TRY(score_once(p, forms[from + passed[i]], false));
    }
    return ST_OK;
}

static st_code read_lists(plan *p) {
    st_scan *s = p->s;
    for (size_t q = 0; q < p->n; q++) {
        const gain *g = p->gain + p->part[q].first;
        for (size_t i = 0; i < p->part[q].n && g[i].share > p->skip[q]; i++) {
            st_near *near = &s->near[g[i].near];
            uint32_t token = near->token;
            uint64_t bit = UINT64_C(1) << (token & 63);
            if (s->token_seen[token >> 6] & bit) continue;
            s->token_seen[token >> 6] |= bit;
            ST_TRY(read_list(p, token));
        }
    }
    return ST_OK;
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
    for (size_t e = 0; e < s->n_near; e++) {
        int64_t net = s->near[e].gain;
        const st_segment *g = &s->asked->segment[s->near[e].segment];
        for (size_t q = g->q; q < (size_t)g->q + g->qn; q++) net += missing(s->asked, q);
        if (s->near[e].kind != NEAR_BEGINS && net > most) most = net;
    }
    for (size_t q = 0; q < p->n; q++)
        if (p->part[q].open_ended > most) most = p->part[q].open_ended;
    for (uint32_t i = 0; i < s->m->forms; i++) {
        st_form_view v;
        st_index_form(s->m->ix, i, &v);
        if (v.view == s->asked->view && v.n_tokens * most >= p->want) ST_TRY(score_once(p, i, false));
    }
    return read_joined(p);
}

st_code st_scan_search(st_scan *s) {
    plan p = { .s = s, .n = s->asked->n, .want = s->least + s->asked->need - ROUNDING };
    for (size_t q = 0; q < p.n; q++) p.want += s->asked->side.weight[q] * st_weights_of[s->asked->view].miss_query / 1000;
    st_code code = gather(&p);
    for (size_t e = 0; e < s->n_near; e++) {
        st_near *near = &s->near[e];
        const st_segment *g = &s->asked->segment[near->segment];
        if (near->kind != NEAR_BEGINS && g->qn == 1) near->net = (int16_t)share_of(s->asked, g, near->gain, g->q);
    }
    bool enough = code == ST_OK && p.want > 0 && choose(&p);
    if (code == ST_OK && enough) {
        code = read_lists(&p);
        if (code == ST_OK) code = read_joined(&p);
    } else if (code == ST_OK) code = read_all(&p);
    for (size_t e = 0; e < s->n_near; e++) s->token_seen[s->near[e].token >> 6] = 0;
    for (size_t i = 0; i < s->n_scored; i++) s->seen[s->scored[i] >> 6] = 0;
    s->n_scored = 0;
    st_free(p.gain);
    return code;
}
