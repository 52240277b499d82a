/* What an index holds: its lists with dates, hashes, counts by type, and what each reader counted. */
#ifndef ST_MANIFEST_H
#define ST_MANIFEST_H
#include "base/json.h"
#include "index/index.h"

typedef struct st_counts { uint64_t names, identifiers, parties, kind[ST_KIND_COUNT]; } st_counts;
/* Of one list: names and identifiers as listed; orphans are no parties. O(facts of the list). */
st_counts st_counts_of_list(const st_index *ix, const st_list_view *l);
void st_counts_add(st_counts *sum, const st_counts *n);
/* What `strait info --json` prints. messages: with what the readers had to say. O(facts of the index). */
void st_manifest_json(st_jw *w, const st_index *ix, bool messages);
#endif
