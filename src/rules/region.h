/* Places under an embargo of their own, in addresses and free text: Simferopol, Krym, Kırım. The table is data/places/regions.tsv, which says how its names count. */
#ifndef ST_REGION_H
#define ST_REGION_H
#include "base/base.h"

typedef struct st_region_hit {
    st_str region;   /* crimea, sevastopol, donetsk, ... (static); empty: nothing was found */
    st_str name;     /* the name that was found, folded (belongs to the table) */
    bool part;       /* the measures bind a part of that place: which part this is has to be asked */
} st_region_hit;
/* The region that the text names: a sure one before a part of one, then in the order of the text. country: alpha-2 of the address, or empty. Commas,
 * brackets and line ends part what does not belong together; a street or hotel called after a place is not the place. The time is linear in the text. The table is
 * folded once, by whoever asks first, and kept for the life of the process; any number of threads may ask.
 * ST_E_NOMEM when memory is out, ST_E_LIMIT for a text of more than ST_REGION_TEXT bytes. */
#define ST_REGION_TEXT (1u << 20)
st_code st_regions_find(st_str text, st_str country, st_region_hit *hit, st_err *err);
#endif
