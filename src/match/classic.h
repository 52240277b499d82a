/* Three measures of likeness that regulators name in their guidance: Jaro-Winkler, Soundex, edit distance.
 *
 * The scorer of strait's own method does not use them; what emulates the tools of others does. All work on code points and compare them as they
 * are: the caller brings both sides into one case. Pure, integer, no memory of their own. At most ST_CLASSIC_MAX code points of a side count. */
#ifndef ST_CLASSIC_H
#define ST_CLASSIC_H
#include "base/base.h"

#define ST_CLASSIC_MAX 1024u
#define ST_CLASSIC_ONE 10000000u   /* the unit of a likeness: 1 */
#define ST_SOUNDEX_LEN 4u

/* Jaro-Winkler similarity, 0 to ST_CLASSIC_ONE, rounded to the nearest: 0 when nothing is shared or a side is empty, 1 for equal texts.
 * Jaro (1989): letters match when equal and at most max(na, nb) / 2 - 1 places apart, each once, the first that is free; half a transposition for
 * each that stands in another order. Winkler (1990): each letter of a common prefix, up to `prefix` of them, closes a tenth of the gap to 1, with
 * no threshold below which it would not. Winkler's own limit is 4; prefix <= 10. Not symmetric in all cases: where a letter occurs several times,
 * which of them match hangs on the side one begins with. O(na.nb). */
uint32_t st_jaro_winkler(const uint32_t *a, size_t na, const uint32_t *b, size_t nb, unsigned prefix);

/* The Soundex code: a letter and three digits, no NUL. R. C. Russell, US patent 1261167 (1918), in the form in which the US National Archives
 * index the census: letters of one group stand once when side by side or parted by H or W only, the first letter counts as one of its group, a
 * vowel between them parts them. Capitals A to Z count, all else is passed over; false, and "0000", when there is none. O(n). */
bool st_soundex(const uint32_t *s, size_t n, char code[ST_SOUNDEX_LEN]);

/* Levenshtein distance: the least number of insertions, deletions and substitutions. A swap of neighbours costs two, unlike in st_edit, since
 * that is what the guidance describes. O(na.nb) (Wagner and Fischer 1974). */
size_t st_levenshtein(const uint32_t *a, size_t na, const uint32_t *b, size_t nb);
#endif
