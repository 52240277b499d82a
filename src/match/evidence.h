/* What a query says besides names, against the facts of a listed party.
 *
 * Each comparison moves the score by a share: agreement closes a share of the gap to 1, disagreement takes a share of the score. So no order of
 * them leaves 0 to 10000, nothing is cut off, and the points say what each did. */
#ifndef ST_EVIDENCE_H
#define ST_EVIDENCE_H
#include "index/index.h"
#include "match/query.h"
#include "match/reason.h"

typedef struct st_claims {
    st_kind kind;
    bool birth; int32_t birth_first, birth_last;   /* days since 1970-01-01 */
    st_str country[2]; size_t countries;           /* alpha-2, or as given */
    bool strange_country;                          /* one of them is no country that is known: then none on a list is taken for another one */
    char gender;                                   /* 'm', 'f' or 0 */
    st_str birth_place, address;                   /* folded */
    const st_query *query;
} st_claims;

/* Reads the query's attributes; slices go to the arena or stay the query's. ST_E_USAGE for a type or a birth date that cannot be read, so that a
 * mistyped date is not silently without effect; ST_E_NOMEM. */
st_code st_claims_read(const st_query *q, st_arena *a, st_claims *out, st_err *err);
/* No party can gain more from these claims: the score that a name score of this height can become at most. */
uint32_t st_claims_most(const st_claims *c, uint32_t score);
/* Moves *score by all comparisons; reasons are added when why is not NULL. ST_E_NOMEM. O(facts of the party). */
st_code st_evidence(const st_index *ix, uint32_t party, const st_claims *c, uint32_t *score, st_reasons *why, st_err *err);
#endif
