/* The remarks of OFAC's flat files and of the remarks element: items divided by "; ", the whole closed by ".". */
#ifndef ST_SOURCES_OFAC_REMARKS_H
#define ST_SOURCES_OFAC_REMARKS_H
#include "sources/ofac.h"

/* What was met, for the counts that the reader reports. */
typedef struct ofac_remarks { uint32_t births, imos, wallets; } ofac_remarks;

/* Stages the facts of every item for the open party of this kind. What no rule knows becomes a NOTE with field "remarks". title: the titles of
 * the party, which the flat files repeat among the remarks, or nothing. `seen` may be NULL and is added to. */
void ofac_remarks_add(st_model *m, st_kind kind, st_str title, st_str text, ofac_remarks *seen);
/* Flat files cut the remarks at 1000 bytes, in the middle of a word, and go on in the comments file. Length of the part of a cut text that ends
 * with a whole item: what follows it belongs to the next item, together with the beginning of the comment. */
size_t ofac_remarks_whole(st_str cut);
#define OFAC_REMARKS_MAX 1000u
#endif
