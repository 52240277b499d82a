/* Relations as holdings. The publisher's words are read as far as they decide: registers and lists use few. */
#include "rules/link.h"
#include "rules/share.h"
#include "text/text.h"

st_links st_links_of(const st_index *ix, uint32_t party) {
    st_links l = { .c = st_index_facts(ix, party) };
    l.more = st_cursor_next(&l.c, &l.next);
    return l;
}

bool st_link_is_holding(st_prop p) {
    return p == ST_P_OWNED_BY || p == ST_P_OWNS || p == ST_P_CONTROLLED_BY || p == ST_P_OFFICER_OF || p == ST_P_SHIP_OWNER || p == ST_P_SHIP_MANAGER;
}

static void take_qualifier(st_link *out, const st_fact_view *f) {
    switch ((int)f->prop) {
    case ST_Q_TARGET_NAME: out->target_name = f->value; break;
    case ST_Q_SHARE: out->share = f->value; break;
    case ST_Q_TYPE: out->type = f->value; break;
    case ST_Q_SINCE: out->since = f->value; break;
    case ST_Q_UNTIL: out->until = f->value; break;
    case ST_Q_STATUS: out->status = f->value; break;
    default: break;
    }
}

bool st_links_next(st_links *l, st_link *out) {
    while (l->more) {
        const st_fact_view head = l->next;
        *out = (st_link){ .prop = head.prop, .value = head.value, .ordinal = l->ordinal++ };
        const bool wanted = st_link_is_holding(head.prop);
        while ((l->more = st_cursor_next(&l->c, &l->next)) && !st_prop_is_head(l->next.prop))
            if (wanted) take_qualifier(out, &l->next);
        if (wanted) return true;
    }
    return false;
}

/* ---- time ---------------------------------------------------------------------------------------------------------------------------------------- */

st_tri st_period_holds(st_str since, st_str until, int32_t day) {
    int32_t first, last;
    st_tri begun = ST_YES, lasts = ST_YES;
    if (since.n) begun = !st_date_range(since, &first, &last) ? ST_MAYBE : day < first ? ST_NO : day >= last ? ST_YES : ST_MAYBE;
    if (until.n) lasts = !st_date_range(until, &first, &last) ? ST_MAYBE : day > last ? ST_NO : day <= first ? ST_YES : ST_MAYBE;
    return st_tri_and(begun, lasts);
}

/* ---- words --------------------------------------------------------------------------------------------------------------------------------------- */

static bool says(st_str s, const char *word) { return st_str_ifind(s, word) != SIZE_MAX; }
static bool says_any(st_str s, const char *const *word) {
    for (; *word; word++) if (says(s, *word)) return true;
    return false;
}

/* An office from which a party may be run; a deputy's is not one. */
static bool leads(st_str type) {
    static const char *const leading[] = { "chief", "ceo", "director", "president", "chair", "head", "leader", "manag", "senior", "executive", NULL },
                      *const not_leading[] = { "deputy", "vice", "former", "assistant", NULL };
    return says_any(type, leading) && !says_any(type, not_leading);
}

/* Power that may or may not amount to control. */
static bool is_doubtful(st_str type) {
    static const char *const words[] = { "trust", "settlor", "protector", "contract", "manager", "operator", "nominee", "conditional", "-as-firm", "unknown", "consolidated",
                                        NULL };
    return says_any(type, words);
}

/* ---- stakes -------------------------------------------------------------------------------------------------------------------------------------- */

static st_link_stake part(const st_link *l, st_hold kind, uint32_t least, uint32_t most) {
    st_link_stake s = { kind, least, most, false };
    if (l->share.n) (void)st_share_parse(l->share, &s.min_bp, &s.max_bp);   /* an unreadable share is an unknown one */
    return s;
}

static size_t owned(const st_link *l, st_link_stake *out) {
    static const char *const instead[] = { "surplus", "profit", "beneficiary", NULL }, *const nothing[] = { "unknown", "unpublished", NULL };
    if (says(l->type, "vot")) { out[0] = part(l, ST_HOLD_VOTES, 1, ST_WHOLE_BP); return 1; }
    out[0] = part(l, ST_HOLD_SHARES, says_any(l->type, nothing) ? 0 : 1, ST_WHOLE_BP);
    out[0].soft = says_any(l->type, instead);
    if (!says_any(l->type, nothing)) return 1;
    out[1] = (st_link_stake){ ST_HOLD_CONTROL, 0, ST_WHOLE_BP, false };
    return 2;
}

/* "Owned or controlled by", and control of an unnamed kind, may be ownership; so may what a parent consolidates. */
static size_t controlled(const st_link *l, st_link_stake *out) {
    if (says(l->type, "vot")) { out[0] = part(l, ST_HOLD_VOTES, 1, ST_WHOLE_BP); return 1; }
    if (says(l->type, "appoint") || says(l->type, "board")) { out[0] = (st_link_stake){ ST_HOLD_BOARD, ST_WHOLE_BP, ST_WHOLE_BP, false }; return 1; }
    out[0] = (st_link_stake){ ST_HOLD_CONTROL, is_doubtful(l->type) ? 0 : ST_WHOLE_BP, ST_WHOLE_BP, false };
    if (!l->share.n && l->type.n && !says(l->type, "own") && !says(l->type, "consolidated") && !says(l->type, "parent")) return 1;
    out[1] = part(l, ST_HOLD_SHARES, 0, ST_WHOLE_BP);
    return 2;
}

size_t st_link_stakes(const st_link *l, unsigned owners, int32_t day, st_link_stake out[ST_LINK_STAKES]) {
    const st_tri now = st_period_holds(l->since, l->until, day);
    if (now == ST_NO || says(l->status, "former") || says(l->status, "invalid") || says(l->status, "parts stated")) return 0;
    size_t n = 0;
    switch ((int)l->prop) {
    case ST_P_OWNED_BY: case ST_P_OWNS: n = owned(l, out); break;
    case ST_P_CONTROLLED_BY: n = controlled(l, out); break;
    case ST_P_SHIP_OWNER: out[n++] = part(l, ST_HOLD_SHARES, owners > 1 ? 1 : ST_WHOLE_BP, ST_WHOLE_BP); break;
    case ST_P_SHIP_MANAGER: out[n++] = (st_link_stake){ ST_HOLD_CONTROL, 0, ST_WHOLE_BP, false }; break;
    case ST_P_OFFICER_OF: if (leads(l->type)) out[n++] = (st_link_stake){ ST_HOLD_CONTROL, 0, ST_WHOLE_BP, false }; break;
    default: break;
    }
    const bool unsure = now == ST_MAYBE || says(l->status, "believed") || says(l->type, "-as-trust") || says(l->type, "-as-firm");
    for (size_t i = 0; i < n; i++) {
        if (unsure) out[i].min_bp = 0;
        out[i].soft |= says(l->status, "indirect");
    }
    return n;
}
