/* What closing an ownership graph costs: random graphs of N parties with five stakes each, one in a thousand parties listed. make build/release/bench/owners_bench */
#include <time.h>
#include "rules/owners.h"

static uint64_t state = 1;
static uint32_t rnd(uint32_t below) {
    state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)((state >> 33) % below);
}

static double cpu(void) { return (double)clock() / CLOCKS_PER_SEC; }

int main(void) {
    static const st_owner_rule rules[] = { { "aggregate", 5000, true, true, ST_USE_NO, ST_USE_DOUBT, ST_USE_NO }, { "one person", 5000, false, false, ST_USE_GROUND, ST_USE_GROUND, ST_USE_GROUND } };
    for (uint32_t nodes = 1000; nodes <= 100000; nodes *= 10) {
        const uint32_t n = 5 * nodes;
        st_stake *s = st_alloc(n * sizeof *s);
        st_tri *listed = st_calloc(nodes, sizeof *listed);
        if (!s || !listed) return 1;
        for (uint32_t i = 0; i < n; i++) {
            const uint32_t bp = rnd(6000);
            s[i] = (st_stake){ rnd(nodes), rnd(nodes), bp, bp + rnd(500), ST_HOLD_SHARES, 0, ST_SINCE_EVER, ST_UNTIL_EVER, 0 };
        }
        for (uint32_t i = 0; i < nodes; i++) listed[i] = rnd(1000) ? ST_NO : ST_YES;
        for (size_t r = 0; r < ST_LEN(rules); r++) {
            const double from = cpu();
            st_err err = { 0 };
            st_owners *o = st_owners_close(nodes, s, n, listed, &rules[r], 0, &err);
            uint32_t yes = 0, maybe = 0;
            for (uint32_t i = 0; o && i < nodes; i++) { yes += st_owners_of(o, i)->blocked == ST_YES; maybe += st_owners_of(o, i)->blocked == ST_MAYBE; }
            printf("%-10s %7u parties %7u stakes: %.3f s, %u blocked, %u perhaps%s%s\n", rules[r].id, nodes, n, cpu() - from, yes, maybe, o ? "" : ", ", o ? "" : err.what);
            st_owners_free(o);
        }
        st_free(s);
        st_free(listed);
    }
    return 0;
}
