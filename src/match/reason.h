/* Why a score is what it is: entries whose points add up to it. */
#ifndef ST_REASON_H
#define ST_REASON_H
#include "base/base.h"

typedef enum st_why {
#define REASON(sym, name, text) ST_WHY_##sym,
#include "match/reasons.def"
#undef REASON
    ST_WHY_COUNT
} st_why;
const char *st_why_name(st_why w);   /* as in JSON; static */
const char *st_why_text(st_why w);   /* its meaning; static */

typedef struct st_reason {
    st_why why;
    int32_t points;                  /* in 1/16 bits of evidence, may be negative or 0 */
    st_str query, list;              /* the parts or values compared; either may be empty */
    st_str text;                     /* one sentence without a full stop */
} st_reason;

/* A list of reasons in an arena. The first failure to get memory sticks. */
typedef struct st_reasons { st_arena *arena; st_reason *item; size_t n, cap; bool failed; } st_reasons;
/* Appends; slices that do not live as long as the arena must be copied by the caller (st_reason_copy). text is formatted. */
void st_reason_add(st_reasons *r, st_why why, int32_t points, st_str query, st_str list, const char *fmt, ...) ST_PRINTF(6, 7);
st_str st_reason_copy(st_reasons *r, st_str s);
/* Sum of points. */
int32_t st_reason_sum(const st_reasons *r);
#endif
