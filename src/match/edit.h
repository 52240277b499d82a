/* How far two parts are apart, in letters.
 *
 * The distance is the optimal string alignment distance (Damerau 1964 in the restricted form): insertions, deletions, substitutions and swaps of
 * two neighbours, no piece edited twice. It is computed bit-parallel, one machine word a column: H. Hyyro, "A bit-vector algorithm for computing
 * Levenshtein and Damerau edit distances", Nordic Journal of Computing 10 (2003). */
#ifndef ST_EDIT_H
#define ST_EDIT_H
#include "text/key.h"

#define ST_EDIT_MAX 64u   /* bytes; a longer part is only ever compared for equality */

typedef struct st_pattern {
    uint64_t mask[256];   /* bit i of mask[c]: byte i of the pattern is c */
    char text[ST_EDIT_MAX];
    size_t n;
} st_pattern;

/* Prepares a pattern of at most ST_EDIT_MAX bytes. O(n). The text is copied. The first use needs a cleared struct,
 * after that it may be set again and again. */
void st_pattern_set(st_pattern *p, st_str text);
/* The distance to t, of any length. O(t.n). */
unsigned st_edit(const st_pattern *p, st_str t);

#define ST_SHORT_PART 3u      /* a run that holds a part of at most so many letters may be misspelt as a whole */
#endif
