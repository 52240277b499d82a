/* How a party came to be blocked, in words. See chain.h. */
#include "rules/chain.h"
#include "rules/share.h"

enum { DEEP = 10, WIDE = 8, LONG = 8192 };   /* steps, stakes of one step, bytes that are told */

void st_stake_text(const st_stake *s, st_buf *out) {
    const bool parts = s->kind == ST_HOLD_SHARES || s->kind == ST_HOLD_VOTES;
    if (parts && s->min_bp <= 1 && s->max_bp == ST_WHOLE_BP) st_buf_z(out, s->min_bp ? "an unknown part" : "perhaps a part");
    else if (parts) st_share_write(s->min_bp, s->max_bp, out);
    if (s->kind == ST_HOLD_VOTES) st_buf_z(out, " of the votes");
    if (!parts) st_buf_printf(out, "%s%s", s->min_bp ? "" : "perhaps ", s->kind == ST_HOLD_BOARD ? "the board" : "control");
}

static void standing(const st_holder *p, st_tri listed, st_buf *out) {
    if (listed == ST_YES) st_buf_z(out, ", who is listed");
    else if (p->unnamed) st_buf_z(out, ", of whom nothing is known");
    else if (p->cut) st_buf_z(out, ", whose owners were not looked at");
    else st_buf_z(out, ", who may be listed");
}

static void tell(const st_holdings *h, const st_owners *o, const st_tri *listed, uint32_t node, unsigned depth, st_buf *out) {
    const st_stake *stake;
    const uint32_t *carried;
    const st_owned *w = st_owners_of(o, node);
    const size_t n = st_owners_carried(o, node, &carried);
    const bool sum = n > 1 && (w->ground == ST_GROUND_SHARES || w->ground == ST_GROUND_VOTES);
    uint64_t lo = 0, hi = 0;
    st_holdings_stakes(h, &stake);
    for (size_t i = 0; i < n; i++) { lo += stake[carried[i]].min_bp; hi += stake[carried[i]].max_bp; }
    if (sum && w->blocked == ST_MAYBE) {   /* what holds for certain, and what may */
        const bool votes = w->ground == ST_GROUND_VOTES;
        lo = votes ? w->votes_lo_bp : w->lo_bp;
        hi = votes ? w->votes_hi_bp : w->hi_bp;
    }
    if (sum) {
        st_share_write(lo < ST_WHOLE_BP ? (uint32_t)lo : ST_WHOLE_BP, hi < ST_WHOLE_BP ? (uint32_t)hi : ST_WHOLE_BP, out);
        st_buf_z(out, " = ");
    }
    for (size_t i = 0; i < n; i++) {
        const st_stake *s = &stake[carried[i]];
        const st_holder *by = st_holdings_node(h, s->owner);
        const st_owned *owner = st_owners_of(o, s->owner);
        if (i) st_buf_z(out, sum ? " + " : "; ");
        if (i == WIDE || out->n > LONG) { st_buf_z(out, "..."); return; }
        st_stake_text(s, out);
        st_buf_printf(out, " by %.*s", by->unnamed && !by->parties ? 7 : (int)(by->name.n < 200 ? by->name.n : 200), by->unnamed && !by->parties ? "unknown" : by->name.p);
        if (owner->ground == ST_GROUND_LISTED) standing(by, listed[s->owner], out);
        else if (owner->blocked == ST_NO || (owner->step >= w->step && owner->blocked == w->blocked)) st_buf_z(out, " jointly");
        else if (depth == DEEP) st_buf_z(out, " (...)");
        else {
            st_buf_z(out, " (");
            tell(h, o, listed, s->owner, depth + 1, out);
            st_buf_char(out, ')');
        }
    }
}

void st_chain_text(const st_holdings *h, const st_owners *o, const st_tri *listed, uint32_t node, st_buf *out) {
    const st_owned *w = st_owners_of(o, node);
    if (w->blocked == ST_NO) return;
    if (w->ground == ST_GROUND_LISTED) {
        const st_holder *p = st_holdings_node(h, node);
        st_buf_z(out, listed[node] == ST_YES ? "listed" : p->unnamed ? "nothing is known of it" : p->cut ? "its owners were not looked at" : "it may be listed");
    } else tell(h, o, listed, node, 0, out);
}
