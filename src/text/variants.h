/* The forms in which one name is asked and indexed: its romanisations, and what typing habits make of them. */
#ifndef ST_VARIANTS_H
#define ST_VARIANTS_H
#include "text/text.h"

#define ST_VARIANTS_MOST (ST_READINGS_MOST + 4)
/* Appends the folded forms of a name to `out`, separated by '\n', the plain one first, equal ones left out: all readings of its script (st_readings);
 * words with a capital inside taken apart (SergeiLavrov); letters with dots between put together (A.B.C.: abc); an article written with its word taken off (alassad: al assad); digits read as the letters that they look like (Sech1n). How many there are, at most
 * ST_VARIANTS_MOST. Failures stay in `out`. O(length). */
size_t st_variants(st_str name, st_buf *out);
/* Appends the name without the dots and slashes between single letters: A.B.C. Company is ABC. Company. So the names of organisations are indexed. False, and nothing is
 * appended, when there are none. */
bool st_join_dotted(st_str name, st_buf *out);
#endif
