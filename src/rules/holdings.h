/* Who holds what: the ownership graph around some parties, out of the relations of an index and what a case says itself, as stakes that the 50 percent
 * rules (owners.h) add up.
 *
 * A node is one party of the world: a party of the index, with those of other lists that carry the same LEI, INN, OGRN, IMO number or registration number
 * of the same country; or a party of the case; or somebody of whom a list gives only the name. The graph is followed up, to all who may own a node, since
 * the answer hangs on that, and down from the parties asked about, to show what they own.
 *
 * A list or the case is a source. What one source says of one owner's stake in one party adds up (two blocks of shares); what several say is one stake:
 * what they agree on, and when they contradict each other all that lies between. Dates are heeded: what ended before the day or begins after it does not
 * count, what may have (a bare year) counts from nothing up. */
#ifndef ST_HOLDINGS_H
#define ST_HOLDINGS_H
#include "index/index.h"
#include "rules/owners.h"

typedef struct st_holdings st_holdings;
typedef struct st_holdings_limits {
    uint32_t parties;        /* parties of the index in the graph; 0: 20,000. Owners beyond it are unknown, so that what they hold makes MAYBE of NO */
    uint32_t shown;          /* of them for being owned by a party asked about, directly or not; 0: 500 */
} st_holdings_limits;

/* A holding that a case states. Labels are ids of its parties or names of others; "", "?" or "unknown" is an owner that nobody knows, each time another one. */
typedef struct st_claim {
    st_str owner, owned;
    st_hold kind;
    uint32_t min_bp, max_bp; /* as in st_stake */
    st_str joint;            /* a name that joint holders share, or empty */
    st_str since, until;     /* EDTF, or empty */
} st_claim;

/* ix may be NULL: only what the case says. limits may be NULL. Texts and the index must outlive it. */
st_holdings *st_holdings_new(const st_index *ix, int32_t day, const st_holdings_limits *limits, st_err *err);
void st_holdings_free(st_holdings *h);

/* The node of a party of the index, asked about; made with all that are one with it. UINT32_MAX on failure (ST_E_NOMEM). */
uint32_t st_holdings_party(st_holdings *h, uint32_t party, st_err *err);
/* The node of a party of the case. UINT32_MAX on failure. Labels are compared with their outer blanks off, case folded. */
uint32_t st_holdings_label(st_holdings *h, st_str label, st_err *err);
/* The node goes by this label too. */
st_code st_holdings_alias(st_holdings *h, uint32_t node, st_str label, st_err *err);
/* They are one, whatever the lists say: a party of the case was found in the index. */
st_code st_holdings_same(st_holdings *h, uint32_t node, uint32_t party, st_err *err);
st_code st_holdings_claim(st_holdings *h, const st_claim *claim, st_err *err);
/* Follows the relations of the index from the parties named so far and makes the stakes. Once; node numbers change: ask st_holdings_now for each. */
st_code st_holdings_follow(st_holdings *h, st_err *err);
uint32_t st_holdings_now(const st_holdings *h, uint32_t node);

/* After st_holdings_follow: nodes 0..n-1. */
typedef struct st_holder {
    st_str name;             /* for people: label, or the party's name, or its key */
    st_kind kind;
    const uint32_t *party; size_t parties;   /* of the index */
    bool asked;              /* one of those named before */
    bool named_only;         /* known by a name on a list, and no party of it */
    bool unnamed;            /* nobody says who it is, nor who stands behind it */
    bool cut;                /* its owners were not looked at: the limit */
} st_holder;
uint32_t st_holdings_nodes(const st_holdings *h);
const st_holder *st_holdings_node(const st_holdings *h, uint32_t node);
uint32_t st_holdings_stakes(const st_holdings *h, const st_stake **stakes);   /* source: number of the first list of the index that says so; UINT32_MAX: the case */
/* The limit of the index was met somewhere. */
bool st_holdings_cut(const st_holdings *h);

/* Is a party of the index under a listing on that day? On one of the lists, or any when n is 0; a listing whose first or last day is not told to the day may be MAYBE. */
st_tri st_party_listed(const st_index *ix, uint32_t party, const st_str *list, size_t n, int32_t day);
/* Writes for each node whether it is listed: YES when one of its parties is by fn, MAYBE when nobody knows who it is or its owners were not looked at. fn NULL: NO for all others. */
typedef st_tri (*st_listed_fn)(void *user, uint32_t party);
void st_holdings_listed(const st_holdings *h, st_listed_fn fn, void *user, st_tri *listed);
#endif
