/* The bound of a name by its sketch.
 *
 * Each segment of the query that takes part has a token of its own. So a name brings no more than the best of each lane over its tokens, and no more than
 * the best of each token over the lanes. Each pair takes one plain word at most: plain words beyond that stand against the parts of the query that found
 * nothing. doc/MATCHING.md has the proof. */
#include "match/bound.h"
#include <string.h>
#if defined(__SSE2__)
#include <emmintrin.h>
#endif

st_code st_bounds_begin(st_bounds *b, size_t segments, int32_t want, int32_t plain, int32_t most) {
    b->n = 0;
    b->want = want;
    b->plain = plain;
    b->shift = 0;
    while (most >> b->shift > UINT8_MAX - 1) b->shift++;
    memset(b->lane_of, 0, segments * sizeof *b->lane_of);
    memset(b->made, 0, segments * sizeof *b->made);
    size_t groups = (segments + ST_BOUND_LANES - 1) / ST_BOUND_LANES;
    if (groups <= b->groups) return ST_OK;
    st_free(b->row);
    b->row = st_calloc(groups * ST_BOUND_ROWS, sizeof *b->row);
    b->groups = b->row ? groups : 0;
    return b->row ? ST_OK : ST_E_NOMEM;
}

void st_bounds_free(st_bounds *b) { st_free(b->row); }

void st_bounds_lane(st_bounds *b, size_t segment, uint32_t parts, int32_t against) {
    if (b->lane_of[segment]) return;
    b->lane[b->n++] = (st_lane){ .parts = parts, .against = against, .least = INT32_MAX };
    b->lane_of[segment] = (uint8_t)b->n;
}

static void put(uint64_t *row, size_t lane, unsigned value) {
    unsigned at = 8 * (unsigned)(lane % ST_BOUND_LANES);
    if (value && (*row >> at & UINT8_MAX) >= value) return;
    *row = (*row & ~((uint64_t)UINT8_MAX << at)) | (uint64_t)value << at;
}

static unsigned steps(const st_bounds *b, int32_t net) { return (unsigned)(net + (1 << b->shift) - 1) >> b->shift; }

void st_bounds_put(st_bounds *b, size_t segment, unsigned fingerprint, int32_t net) {
    size_t lane = b->lane_of[segment] - 1u;
    uint64_t *row = b->row + lane / ST_BOUND_LANES * ST_BOUND_ROWS;
    if (net > b->lane[lane].most) b->lane[lane].most = net;
    if (net < b->lane[lane].least) b->lane[lane].least = net;
    put(&row[fingerprint], lane, steps(b, net));
    put(&row[ST_BOUND_WIDE + (fingerprint & ((1u << ST_FINGERPRINT_SHORT) - 1))], lane, steps(b, net));
}

void st_bounds_put_letter(st_bounds *b, size_t segment, char letter, int32_t net) {
    unsigned first = st_fingerprint((st_str){ &letter, 1 }) & ((1u << ST_FINGERPRINT_LETTER) - 1);
    for (unsigned f = first; f < ST_BOUND_WIDE; f += 1u << ST_FINGERPRINT_LETTER) st_bounds_put(b, segment, f, net);
}

void st_bounds_end(st_bounds *b) {
    memset(b->cap, UINT8_MAX, sizeof b->cap);
    for (size_t g = 0; g * ST_BOUND_LANES < b->n; g++) {
        size_t lanes = b->n - g * ST_BOUND_LANES < ST_BOUND_LANES ? b->n - g * ST_BOUND_LANES : ST_BOUND_LANES;
        int32_t *of = b->against[g];
        of[0] = 0;
        for (unsigned set = 1; set < 1u << lanes; set++) of[set] = of[set & (set - 1)] + b->lane[g * ST_BOUND_LANES + (unsigned)__builtin_ctz(set)].against;
    }
}

void st_bounds_cap(st_bounds *b, size_t segment, int32_t most) {
    if (!b->lane_of[segment]) return;
    size_t lane = b->lane_of[segment] - 1u;
    st_lane *l = &b->lane[lane];
    if (most < l->least && l->least > 1) most = 0;   /* no partner brings so little; but where one brings nothing it is as 1 here, and stays */
    else if (most < 1) most = 1;
    if (most >= l->most) return;
    l->most = most;
    unsigned at = 8 * (unsigned)(lane % ST_BOUND_LANES);
    uint64_t *cap = &b->cap[lane / ST_BOUND_LANES];
    *cap = (*cap & ~((uint64_t)UINT8_MAX << at)) | (uint64_t)steps(b, most) << at;
    memset(b->made, 0, sizeof b->made);
}

/* ---- one segment ------------------------------------------------------------------------------------------------------------------------------- */

static int32_t lesser(int32_t a, int32_t b) { return a < b ? a : b; }

/* Keeps the best values of those that are put in, falling. */
static void keep_best(int32_t top[ST_POST_MOST], int32_t value) {
    for (size_t i = 0; i < ST_POST_MOST && value > 0; i++) {
        if (value <= top[i]) continue;
        int32_t held = top[i];
        top[i] = value;
        value = held;
    }
}

const st_bound *st_bound_of(st_bounds *b, size_t segment, uint32_t parts, int32_t total, bool alone) {
    st_bound *of = &b->of[segment];
    if (b->made[segment]) return of;
    int32_t best[ST_POST_MOST] = { 0 }, against[ST_POST_MOST] = { 0 }, all = 0, sum = 0;
    size_t n = 0;
    memset(of->rest, 0, sizeof of->rest);
    for (size_t i = 0; i < b->n; i++) {
        const st_lane *l = &b->lane[i];
        if (l->most == 0 || i + 1 == b->lane_of[segment] || (!alone && (l->parts & parts))) continue;
        of->rest[i / ST_BOUND_LANES] |= (uint64_t)UINT8_MAX << 8 * (i % ST_BOUND_LANES);
        all += l->most;
        n++;
        keep_best(best, l->most);
        keep_best(against, l->against);
    }
    for (size_t g = 0; g < ST_BOUND_GROUPS; g++) of->cap[g] = of->rest[g] & b->cap[g];
    of->total = of->least_left[0] = total;
    for (size_t k = 0; k < ST_POST_MOST; k++) of->least_left[k + 1] = of->least_left[k] > against[k] ? of->least_left[k] - against[k] : 0;
    for (size_t k = 0; k <= ST_POST_MOST; k++) {
        bool any = k == ST_POST_MOST;   /* seven tokens, or more */
        size_t taken = any || k > n ? n : k;
        for (size_t plain = 0; plain < 8; plain++) {
            int32_t words = plain > taken ? (int32_t)(plain - taken) * b->plain : 0;
            of->most[k << 3 | plain] = (any ? all : sum) - (any ? 0 : lesser(words, of->least_left[taken]));
        }
        if (!any) sum += best[k];
    }
    b->made[segment] = true;
    return of;
}

/* ---- eight lanes at once ----------------------------------------------------------------------------------------------------------------------- */

#if defined(__SSE2__)
typedef __m128i lanes;
static inline lanes lanes_of(uint64_t x) { return _mm_cvtsi64_si128((long long)x); }
static inline lanes most_of(lanes a, lanes b) { return _mm_max_epu8(a, b); }
static inline lanes least_of(lanes a, lanes b) { return _mm_min_epu8(a, b); }
static inline int32_t sum_of(lanes a) { return _mm_cvtsi128_si32(_mm_sad_epu8(a, _mm_setzero_si128())); }
static inline unsigned set_of(lanes a) { return ~(unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(a, _mm_setzero_si128())) & 0xffu; }   /* those that are not 0 */
static inline int32_t best_of(lanes a) {
    a = _mm_max_epu8(a, _mm_srli_epi64(a, 32));
    a = _mm_max_epu8(a, _mm_srli_epi64(a, 16));
    return _mm_cvtsi128_si32(_mm_max_epu8(a, _mm_srli_epi64(a, 8))) & 0xff;
}
/* Which of 64 numbers are at least so much, as bits. */
static inline uint64_t at_least(const int32_t v[64], int32_t least) {
    const __m128i below = _mm_set1_epi32(least - 1);
    uint64_t bits = 0;
    for (unsigned i = 0; i < 64; i += 4) {
        __m128i above = _mm_cmpgt_epi32(_mm_loadu_si128((const __m128i *)(const void *)(v + i)), below);
        bits |= (uint64_t)(unsigned)_mm_movemask_ps(_mm_castsi128_ps(above)) << i;
    }
    return bits;
}
#else
typedef uint64_t lanes;
static inline lanes lanes_of(uint64_t x) { return x; }
static inline lanes most_of(lanes a, lanes b) {
    lanes most = 0;
    for (unsigned i = 0; i < 64; i += 8) most |= ((a >> i & 0xff) > (b >> i & 0xff) ? a : b) & (UINT64_C(0xff) << i);
    return most;
}
static inline lanes least_of(lanes a, lanes b) { return a ^ b ^ most_of(a, b); }
static inline int32_t sum_of(lanes a) {
    int32_t sum = 0;
    for (unsigned i = 0; i < 64; i += 8) sum += (int32_t)(a >> i & 0xff);
    return sum;
}
static inline unsigned set_of(lanes a) {
    unsigned set = 0;
    for (unsigned i = 0; i < 8; i++) set |= (a >> 8 * i & 0xff ? 1u : 0u) << i;
    return set;
}
static inline int32_t best_of(lanes a) {
    int32_t best = 0;
    for (unsigned i = 0; i < 64; i += 8) best = (int32_t)(a >> i & 0xff) > best ? (int32_t)(a >> i & 0xff) : best;
    return best;
}
static inline uint64_t at_least(const int32_t v[64], int32_t least) {
    uint64_t bits = 0;
    for (unsigned i = 0; i < 64; i++) bits |= (uint64_t)(v[i] >= least) << i;
    return bits;
}
#endif

/* What the other tokens of a name may bring, when every lane has its best one. Fills best: of each token, by lane. */
static inline __attribute__((always_inline)) int32_t by_lane(const st_bounds *b, const st_bound *of, uint64_t sketch, size_t tokens, size_t group, lanes *most, lanes best[ST_POST_MOST]) {
    const bool wide = tokens <= ST_POST_WIDE;
    const unsigned width = wide ? ST_FINGERPRINT_BITS : ST_FINGERPRINT_SHORT;
    const uint64_t *row = b->row + group * ST_BOUND_ROWS + (wide ? 0 : ST_BOUND_WIDE);
    const lanes cap = lanes_of(of->cap[group]);
    *most = lanes_of(0);
    for (size_t t = 0; t < tokens; t++, sketch >>= width) {
        lanes v = least_of(lanes_of(row[sketch & ((1u << width) - 1)]), cap);
        *most = most_of(*most, v);
        best[t] = most_of(best[t], v);
    }
    return sum_of(*most);
}

static __attribute__((noinline)) bool passes(const st_bounds *b, const st_bound *of, int32_t own, uint64_t sketch) {
    const size_t tokens = sketch >> ST_POST_ALL_AT, plain = sketch >> ST_POST_PLAIN_AT & ST_POST_MOST;
    lanes best[ST_POST_MOST], most[ST_BOUND_GROUPS];
    int32_t sum = 0, left = of->total, by_token = 0;
    size_t found = 0, matched = 0, groups = (b->n + ST_BOUND_LANES - 1) / ST_BOUND_LANES;
    for (size_t t = 0; t < ST_POST_MOST; t++) best[t] = lanes_of(0);
    for (size_t g = 0; g < groups; g++) sum += by_lane(b, of, sketch, tokens, g, &most[g], best);
    if (own + (sum << b->shift) < b->want) return false;   /* as a rule */
    for (size_t g = 0; g < groups; g++) {
        unsigned set = set_of(most[g]);
        found += st_bits(set);
        left -= b->against[g][set];
    }
    for (size_t t = 0; t < tokens; t++) {
        int32_t one = best_of(best[t]);
        by_token += one;
        matched += one > 0;
    }
    if (matched > found) matched = found;
    if (left < of->least_left[matched]) left = of->least_left[matched];
    int32_t words = plain > matched ? (int32_t)(plain - matched) * b->plain : 0;
    return own + (lesser(sum, by_token) << b->shift) - lesser(words, left) >= b->want;
}

/* With no more than sixteen lanes: may so many of the tokens be partners, and can the best of each lane be enough? What passes() asks first, faster. */
static inline __attribute__((always_inline)) bool may_pass(const st_bounds *b, const st_bound *of, int32_t own, uint64_t sketch, size_t tokens, size_t needed, size_t groups) {
    const bool wide = tokens <= ST_POST_WIDE;
    const unsigned width = wide ? ST_FINGERPRINT_BITS : ST_FINGERPRINT_SHORT;
    const uint64_t *row = b->row + (wide ? 0 : ST_BOUND_WIDE), *more = row + ST_BOUND_ROWS;
    uint64_t v[2][ST_POST_MOST];
    size_t n = 0;
    for (size_t t = 0; t < tokens; t++, sketch >>= width) {
        v[0][t] = row[sketch & ((1u << width) - 1)] & of->rest[0];
        v[1][t] = groups > 1 ? more[sketch & ((1u << width) - 1)] & of->rest[1] : 0;
        n += (v[0][t] | v[1][t]) != 0;
    }
    if (n < needed) return false;   /* as a rule */
    int32_t sum = 0;
    for (size_t g = 0; g < groups; g++) {
        lanes most = lanes_of(0);
        for (size_t t = 0; t < tokens; t++) most = most_of(most, lanes_of(v[g][t]));
        sum += sum_of(least_of(most, lanes_of(of->cap[g])));
    }
    return own + (sum << b->shift) >= b->want;
}

/* One list, read so far; needed: how many partners a name must have beside the list's token. */
typedef struct reading { const st_bounds *b; const st_bound *of; int32_t own; uint64_t enough; size_t needed; const uint64_t *sketch; size_t at, n; uint32_t *out; size_t passed; } reading;

/* Names with so many other tokens: they stand together. Inlined for each number of tokens. */
static inline __attribute__((always_inline)) void read_names(reading *r, size_t tokens, size_t groups) {
    for (; r->at < r->n && r->sketch[r->at] >> ST_POST_ALL_AT == tokens; r->at++) {
        const uint64_t x = r->sketch[r->at];
        if (!(r->enough >> (x >> ST_POST_PLAIN_AT) & 1)) continue;
        if (!(x >> ST_POST_MORE_AT & 1)) {
            if (groups && !may_pass(r->b, r->of, r->own, x, tokens, r->needed, groups)) continue;
            if (!passes(r->b, r->of, r->own, x)) continue;
        }
        r->out[r->passed++] = (uint32_t)r->at;
    }
}

/* Passes over names with so many other tokens, or more. */
static void pass_over(reading *r, uint64_t tokens) {
    size_t step = 8, lo = r->at, hi;
    while (lo + step < r->n && r->sketch[lo + step] >> ST_POST_ALL_AT >= tokens) {
        lo += step;
        step *= 2;
    }
    for (hi = lo + step < r->n ? lo + step : r->n; lo < hi;) {
        size_t mid = lo + (hi - lo) / 2;
        if (r->sketch[mid] >> ST_POST_ALL_AT >= tokens) lo = mid + 1;
        else hi = mid;
    }
    r->at = lo;
}

/* groups: of eight lanes, 0 for more than two. */
static inline __attribute__((always_inline)) void read_all_names(reading *r, size_t groups) {
    while (r->at < r->n) {
        uint64_t tokens = r->sketch[r->at] >> ST_POST_ALL_AT;
        if (!(r->enough & ((UINT64_C(2) << (tokens << 3 | 7)) - 1))) return;   /* those behind have fewer */
        if (!(r->enough >> (tokens << 3) & UINT8_MAX)) {
            pass_over(r, tokens);
            continue;
        }
        switch (tokens) {
        case 0: read_names(r, 0, groups); break;
        case 1: read_names(r, 1, groups); break;
        case 2: read_names(r, 2, groups); break;
        case 3: read_names(r, 3, groups); break;
        case 4: read_names(r, 4, groups); break;
        case 5: read_names(r, 5, groups); break;
        case 6: read_names(r, 6, groups); break;
        default: read_names(r, 7, groups); break;
        }
    }
}

static __attribute__((noinline)) void read_few_lanes(reading *r) { read_all_names(r, 1); }
static __attribute__((noinline)) void read_some_lanes(reading *r) { read_all_names(r, 2); }

size_t st_bound_pass(const st_bounds *b, const st_bound *of, int32_t own, const uint64_t *sketch, size_t n, uint32_t *out) {
    reading r = { .b = b, .of = of, .own = own, .sketch = sketch, .n = n, .out = out };
    r.enough = at_least(of->most, b->want - own);
    while (r.needed < ST_POST_MOST && own + of->most[r.needed << 3] < b->want) r.needed++;
    if (!r.enough) return 0;
    if (b->n <= ST_BOUND_LANES) read_few_lanes(&r);
    else if (b->n <= 2 * ST_BOUND_LANES) read_some_lanes(&r);
    else read_all_names(&r, 0);
    return r.passed;
}
