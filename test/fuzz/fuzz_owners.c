/* Fuzz target: a text as a share; and the bytes as an ownership graph under a rule: what is blocked stays so in the world of most, sums are in order, chains
 * end, and the order of the stakes leaves no trace. */
#include <assert.h>
#include "rules/owners.h"
#include "rules/share.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { NODES = 12, STAKE = 6, MOST = 200 };

static void text(const uint8_t *data, size_t size) {
    uint32_t lo = 1, hi = 0;
    st_buf b = ST_BUF_INIT(64);
    if (st_share_parse((st_str){ (const char *)data, size }, &lo, &hi)) {
        uint32_t l, h;
        assert(lo <= hi && hi <= ST_WHOLE_BP);
        st_share_write(lo, hi, &b);
        assert(st_share_parse(st_buf_view(&b), &l, &h) && l == lo && h == hi);
    } else assert(lo == 1 && hi == 0);
    st_buf_free(&b);
}

static void chains(const st_owners *o, const st_stake *s, const st_owner_rule *r) {
    for (uint32_t n = 0; n < NODES; n++) {
        const st_owned *w = st_owners_of(o, n);
        const uint32_t *c;
        const size_t k = st_owners_carried(o, n, &c);
        bool earlier = k == 0;
        assert(w->lo_bp <= w->hi_bp && w->hi_bp <= ST_WHOLE_BP && w->votes_lo_bp <= w->votes_hi_bp);
        assert((w->blocked == ST_NO) == (w->ground == ST_GROUND_NONE) && (k == 0) == (w->ground == ST_GROUND_NONE || w->ground == ST_GROUND_LISTED));
        for (size_t i = 0; i < k; i++) {
            const st_owned *by = st_owners_of(o, s[c[i]].owner);
            const bool firm = by->blocked != ST_NO && (by->step < w->step || (w->blocked == ST_MAYBE && by->blocked == ST_YES));
            assert(s[c[i]].owned == n && (firm || (s[c[i]].joint && !r->aggregate)));
            earlier |= firm;
        }
        assert(earlier);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const st_tri tris[] = { ST_NO, ST_NO, ST_YES, ST_MAYBE };
    st_stake s[MOST], back[MOST];
    st_tri listed[NODES];
    uint32_t n = 0;
    text(data, size < 64 ? size : 64);
    if (size < 8) return 0;
    const st_owner_rule r = { .threshold_bp = (uint32_t)data[0] * 39, .at_least = data[1] & 1, .aggregate = data[1] >> 1 & 1, .control = (st_use)(data[2] % 3), .votes = (st_use)(data[3] % 3),
                              .board = (st_use)(data[4] % 3) };
    for (uint32_t i = 0; i < NODES; i++) listed[i] = tris[data[5 + i / 4 % 3] >> 2 * (i % 4) & 3];
    for (size_t i = 8; i + STAKE <= size && n < MOST; i += STAKE) {
        const uint32_t a = (uint32_t)data[i + 2] * 40, b = (uint32_t)data[i + 3] * 40, lo = a < b ? a : b, hi = a < b ? b : a;
        s[n++] = (st_stake){ data[i] % NODES, data[i + 1] % NODES, lo < 10000 ? lo : 10000, hi < 10000 ? hi : 10000, (st_hold)(data[i + 4] % ST_HOLDS), data[i + 5] % 3, ST_SINCE_EVER, ST_UNTIL_EVER, 0 };
    }
    for (uint32_t i = 0; i < n; i++) back[i] = s[n - 1 - i];
    st_owners *o = st_owners_close(NODES, s, n, listed, &r, 0, NULL), *p = st_owners_close(NODES, back, n, listed, &r, 0, NULL);
    assert(o && p);
    chains(o, s, &r);
    for (uint32_t i = 0; i < NODES; i++) {
        const st_owned *x = st_owners_of(o, i), *y = st_owners_of(p, i);
        assert(x->blocked == y->blocked && x->ground == y->ground && x->step == y->step && x->lo_bp == y->lo_bp && x->hi_bp == y->hi_bp && x->carried == y->carried);
    }
    st_owners_free(o);
    st_owners_free(p);
    return 0;
}
