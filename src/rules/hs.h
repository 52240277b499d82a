/* Codes of goods: HS and the national codes that begin with it (CN, TARIC, HTS, TN VED, GTIP). Pure functions; the rules ask them for goods.hs and goods.hs_status. */
#ifndef ST_HS_H
#define ST_HS_H
#include "rules/logic.h"

#define ST_HS_MOST 12      /* digits of the longest national code */
#define ST_HS_TARGETS 16   /* codes of 2022 that one old code can have become */

typedef struct st_hs { char digit[ST_HS_MOST + 1]; uint8_t n; } st_hs;   /* digits alone, NUL-ended */

/* Normal form of a code: "8542.31", "85 42 31", "8542-31-00" are 854231 and 85423100. 4, 6 and 8 to 12 ASCII digits with dots, blanks or hyphens between.
 * 5 and 7 digits are refused: a spreadsheet took a zero from one end or the other, and nobody can tell which. False for anything else; out is then empty. */
bool st_hs_normal(st_str text, st_hs *out);
/* Is the code within the set that a prefix (2 to 12 digits, dots allowed) stands for? MAYBE when the code is shorter than the prefix and begins it: 8542 may
 * be 8542.31. NO for a prefix that is none. */
st_tri st_hs_within(const st_hs *code, st_str prefix);

/* What the code is called in HS 2022. edition: 2012, 2017, 2022, or empty when nobody said: a code that HS 2022 does not have is taken for what it was.
 * Returns ok (it is the same; out gets the code itself), mapped (out gets all that it became, without the national digits, which do not carry over), or
 * bad (no code, or no such edition; *n is 0). Of an old heading of four digits, the headings of today that hold its goods, its own first.
 * Table: data/regimes/goods/hs_editions.tsv, from the WCO's correlation tables. Static storage. */
st_str st_hs_2022(st_str text, st_str edition, st_hs out[ST_HS_TARGETS], size_t *n);
#endif
