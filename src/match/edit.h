/* How far two parts are apart, in letters.
 *
 * The distance is the optimal string alignment distance (Damerau 1964 in the restricted form): insertions, deletions, substitutions and swaps of
 * two neighbours, no piece edited twice. It is computed bit-parallel, one machine word a column: H. Hyyro, "A bit-vector algorithm for computing
 * Levenshtein and Damerau edit distances", Nordic Journal of Computing 10 (2003). */
#ifndef ST_EDIT_H
#define ST_EDIT_H
#include "base/base.h"

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

/* How many edits are allowed between parts of which the shorter has n letters: 0 below 3, 1 below 8, 2 below 12, else 3. */
static inline unsigned st_edit_budget(size_t n) { return n < 3 ? 0 : n < 8 ? 1 : n < 12 ? 2 : 3; }
/* Likeness for d edits over `longest` letters, 0 to 1000; d within the budget. */
unsigned st_edit_likeness(unsigned d, size_t longest);

/* Which letters a folded part holds: bits 1 to 26 for a to z, the top five for digits, bit 0 for anything else. Each edit changes at most one
 * letter on each side, which gives the test below: when it says no, the distance is above the budget. */
uint32_t st_letters(st_str s);
#define ST_LETTERS_DIGIT 0xF8000000u
static inline bool st_letters_near(uint32_t a, uint32_t b, unsigned budget) {
    return (unsigned)__builtin_popcount(a & ~b) <= budget && (unsigned)__builtin_popcount(b & ~a) <= budget;
}
#endif
