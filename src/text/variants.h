/* The forms in which one name is asked and indexed: its romanisations, and what typing habits make of them. */
#ifndef ST_VARIANTS_H
#define ST_VARIANTS_H
#include "text/meaning.h"

#define ST_VARIANTS_MOST (ST_READINGS_MOST + 9 + ST_MEANINGS_MOST)
/* Appends the folded forms of a name to `out`, separated by '\n', the plain one first, equal ones left out: all readings of its script (st_readings);
 * words with a capital inside taken apart (SergeiLavrov); letters with dots between put together (A.B.C.: abc); an article written with its word taken off (alassad: al assad); digits read as the letters that they look like (Sech1n); the ends of Baltic names taken off (Vladimirs Putins); a word that stands twice left out; two capitals taken for initials (JC Juncker); what its words mean (st_meanings). How many there are, at most
 * ST_VARIANTS_MOST. Failures stay in `out`. O(length). */
size_t st_variants(st_str name, st_buf *out);
/* Appends the name without the dots and slashes between single letters: A.B.C. Company is ABC. Company. So the names of organisations are indexed. False, and nothing is
 * appended, when there are none. */
bool st_join_dotted(st_str name, st_buf *out);
/* Appends the folded forms under which a listed name is found, separated by '\n', the plain one first: all its readings; of an organisation, without the dots between
 * letters, and what its words mean. How many there are, 1 to ST_LISTED_MOST. scratch is cleared and used. Failures stay in `out`. O(length). */
#define ST_LISTED_MOST (ST_READINGS_MOST + ST_MEANINGS_MOST + 1)
size_t st_listed_forms(st_str name, bool organisation, st_buf *scratch, st_buf *out);
size_t st_listed_forms_by(st_memo *m, st_str name, bool organisation, st_buf *scratch, st_buf *out);   /* the same, with the memo of st_readings_by */
#endif
