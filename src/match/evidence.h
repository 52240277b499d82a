/* What a query says besides names, against the facts of a listed party: each comparison adds or takes bits (weights.h). What the list does not say
 * is no evidence. */
#ifndef ST_EVIDENCE_H
#define ST_EVIDENCE_H
#include "index/index.h"
#include "match/query.h"
#include "match/reason.h"

typedef struct st_claims {
    st_kind kind;
    bool birth; int32_t birth_first, birth_last;   /* days since 1970-01-01 */
    char birth_date[32];                           /* EDTF */
    st_str country[2]; size_t countries;           /* alpha-2, or as given */
    bool strange_country;                          /* one of them is no country that is known: then none on a list is taken for another one */
    char gender;                                   /* 'm', 'f' or 0 */
    st_str birth_place, address;                   /* folded */
    const st_query *query;
} st_claims;

/* Reads the query's attributes; slices go to the arena or stay the query's. ST_E_USAGE for a type or a birth date that cannot be read, so that a
 * mistyped date is not silently without effect; ST_E_NOMEM. */
st_code st_claims_read(const st_query *q, st_arena *a, st_claims *out, st_err *err);
/* No party can gain more from these claims, in 1/16 bits. */
int32_t st_claims_most(const st_claims *c);
/* 'm', 'f', or 0 for what says neither. */
char st_gender_of(st_str text);
/* Adds what all comparisons say to *bits; reasons are added when why is not NULL. ST_E_NOMEM. O(facts of the party). */
st_code st_evidence(const st_index *ix, uint32_t party, const st_claims *c, int32_t *bits, st_reasons *why, st_err *err);
#endif
