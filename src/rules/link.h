/* A relation of the index as holdings: what "owned by", "controlled by" and the publisher's own words make of it under a 50 percent rule. */
#ifndef ST_LINK_H
#define ST_LINK_H
#include "index/index.h"
#include "rules/owners.h"

/* A LINK fact with the qualifiers that matter. */
typedef struct st_link { st_prop prop; st_str value, target_name, share, type, since, until, status; uint32_t ordinal; /* of the fact in its party */ } st_link;
typedef struct st_links { st_cursor c; st_fact_view next; bool more; uint32_t ordinal; } st_links;
st_links st_links_of(const st_index *ix, uint32_t party);
/* The next fact that is a holding or an office, of either direction; false at the end. */
bool st_links_next(st_links *l, st_link *out);
/* Is the party at hand the owner (OWNS, OFFICER_OF), not the owned? */
static inline bool st_link_of_owner(st_prop p) { return p == ST_P_OWNS || p == ST_P_OFFICER_OF; }
bool st_link_is_holding(st_prop p);

/* What it comes to. soft: it may be another way to say what the party's own stakes say (held through others, rights to a surplus): its least counts only
 * where the owned one has no other stakes. */
typedef struct st_link_stake { st_hold kind; uint32_t min_bp, max_bp; bool soft; } st_link_stake;
enum { ST_LINK_STAKES = 2 };
/* On a day; owners: how many facts of this property the owned party has, where a ship has several. Returns how many were written: 0 when it does not count. */
size_t st_link_stakes(const st_link *l, unsigned owners, int32_t day, st_link_stake out[ST_LINK_STAKES]);
/* Does the period hold on the day? MAYBE where its dates are not told to the day, or cannot be read. */
st_tri st_period_holds(st_str since, st_str until, int32_t day);
#endif
