/* Ownership: the 50 percent rules as arithmetic over a graph of holdings. No law, no names, no files: a rule is six parameters, a share is an
 * interval of basis points, and the answer is a least fixpoint.
 *
 * Who owns what is rarely known exactly, so every world is possible in which each stake lies in its interval and the stakes in one party come to no
 * more than the whole. A party is blocked (YES) when it is in each of these worlds, perhaps (MAYBE) when it is in some, and else not. Because more
 * shares, more listed parties and more grounds never free anybody, two worlds decide: the one where everything is at its least and the one where
 * everything blocked is at its most. In each, a party is blocked when it is listed, or when what blocked parties hold of it meets the threshold; stakes
 * are added, never multiplied down the chain, and parties that hold one another (a cycle) are not blocked by believing it of each other.
 *
 * Sources: OFAC FAQ 398-402 (50 percent or more, in the aggregate, through blocked persons only, ownership and not control); EU Best Practices on
 * restrictive measures (50 % or more since 3 July 2024, more than 50 % before, control as a ground of its own); UK Russia (Sanctions) (EU Exit)
 * Regulations 2019, reg. 7 and sch. 1 (more than 50 % of shares or votes, or the board, or control; of one person or a joint arrangement). */
#ifndef ST_OWNERS_H
#define ST_OWNERS_H
#include "rules/logic.h"

enum { ST_WHOLE_BP = 10000 };   /* all of it, in basis points */

typedef enum st_hold { ST_HOLD_SHARES, ST_HOLD_VOTES, ST_HOLD_BOARD, ST_HOLD_CONTROL, ST_HOLDS } st_hold;
const char *st_hold_name(st_hold h);   /* "shares", "votes", "board", "control"; static */

/* A holding. min_bp and max_bp: of shares and votes, the least and the most that it can be, 0 to 10000. Of board and control there is no part: 10000 is
 * that the owner has it, min_bp 0 that it may. Several stakes of one owner in one party add up. */
typedef struct st_stake {
    uint32_t owner, owned;
    uint32_t min_bp, max_bp;
    st_hold kind;
    uint32_t joint;              /* those of one number are exercised together (rules that do not aggregate); 0: alone */
    int32_t since, until;        /* first and last day, days since 1970-01-01; ST_SINCE_EVER, ST_UNTIL_EVER when unbounded */
    uint32_t source;             /* the caller's */
} st_stake;
#define ST_SINCE_EVER INT32_MIN
#define ST_UNTIL_EVER INT32_MAX

/* What a ground other than shares is good for: nothing, as good as shares, or a doubt that a person must settle (a presumption that can be rebutted). */
typedef enum st_use { ST_USE_NO, ST_USE_GROUND, ST_USE_DOUBT } st_use;

typedef struct st_owner_rule {
    const char *id;
    uint32_t threshold_bp;       /* of shares, and of votes where they count */
    bool at_least;               /* the threshold itself is enough */
    bool aggregate;              /* the stakes of all blocked parties add up; else those of one person, direct and through what it owns */
    st_use control, votes, board;
} st_owner_rule;

typedef enum st_ground { ST_GROUND_NONE, ST_GROUND_LISTED, ST_GROUND_SHARES, ST_GROUND_VOTES, ST_GROUND_BOARD, ST_GROUND_CONTROL } st_ground;
const char *st_ground_name(st_ground g);   /* "none", "listed", "shares", ...; static */

/* What a rule says of one party. */
typedef struct st_owned {
    st_tri blocked;
    st_ground ground;            /* the first that holds, of blocked parties; of MAYBE the first that may */
    uint32_t step;               /* of the chain: 0 listed, 1 held by listed ones, ... */
    uint32_t root;               /* of a rule that does not aggregate: the listed party at the chain's end; UINT32_MAX otherwise */
    uint32_t lo_bp, hi_bp;       /* shares that blocked parties hold at least, and that they and perhaps blocked ones can hold at most (of one person
                                    where the rule does not aggregate: the most of any) */
    uint32_t votes_lo_bp, votes_hi_bp;
    uint32_t first, carried;     /* st_owners_carried */
} st_owned;

typedef struct st_owners st_owners;
/* Applies a rule on a day. listed: one for each node: NO, YES, or MAYBE for a party that may be a listed one, be it unnamed or not told apart; where
 * holdings do not aggregate such a party may be each listed person. Stakes in oneself, and those of other days, count for nothing. The same
 * answer for every order of the stakes, but for the numbers of stakes in it. O(stakes log stakes), and for a rule that does not aggregate, that for
 * each listed party and what can be reached from it. NULL on failure: a stake out of range (ST_E_DATA), more than ST_OWNER_STEPS (ST_E_LIMIT), ST_E_NOMEM.
 * The caller frees; NULL is allowed there. */
#define ST_OWNER_STEPS (UINT64_C(1) << 28)
st_owners *st_owners_close(uint32_t nodes, const st_stake *stake, uint32_t stakes, const st_tri *listed, const st_owner_rule *rule, int32_t day, st_err *err);
void st_owners_free(st_owners *o);
const st_owned *st_owners_of(const st_owners *o, uint32_t node);
/* The stakes that carried a party over the threshold when it was decided, numbers into the caller's array, in order of kind, then owner. Their owners
 * are blocked by a smaller step, or blocked where the party is MAYBE, so that a chain ends; others are there as members of a joint arrangement only. */
size_t st_owners_carried(const st_owners *o, uint32_t node, const uint32_t **stakes);
#endif
