/* Values of facts: instants, decimals, spans of time. Integers throughout, so that every machine gives the same answer. */
#ifndef ST_VALUE_H
#define ST_VALUE_H
#include "rules/logic.h"

/* Seconds since 1970-01-01T00:00Z. */
typedef int64_t st_instant;
#define ST_BEGINNING INT64_MIN
#define ST_FOREVER INT64_MAX
typedef struct st_span { st_instant from, to; } st_span;   /* [from, to) */
static inline bool st_span_has(st_span s, st_instant t) { return s.from <= t && t < s.to; }

/* "2022-02-26T00:00+01:00", "...:30Z", or "2022-02-26", which is 00:00Z. False when it is neither. Years 1800 to 2999. */
bool st_instant_of(st_str text, st_instant *out);
/* A date as cases give it: an instant; a day, which is its noon in UTC; or a partial date (EDTF: 2022-05, 2022, 2022~, 2022/2023), which is any time from *first to *last. */
bool st_instants_of(st_str text, st_instant *first, st_instant *last);
/* "2022-02-26" where it is midnight or noon in UTC, else "2022-02-25T23:00Z". */
void st_instant_print(st_instant t, char out[32]);

/* Decimals in ten-thousandths: "44.10" is 441000; an optional minus sign, at most four decimals, at most 14 digits before them. */
#define ST_ONE INT64_C(10000)
bool st_decimal_of(st_str text, int64_t *out);
/* The shortest text of a decimal: 441000 is 44.1. */
void st_decimal_print(int64_t v, char out[32]);
#endif
