/* Inside of a scan: shared by scan.c, near.c and retrieve.c only. */
#ifndef ST_SCAN_INT_H
#define ST_SCAN_INT_H
#include "match/bound.h"
#include "match/scan.h"

/* One likeness between a segment of the query and a token of the index, in a chain for each token. BEGINS: the token begins the part, and together
 * with its neighbours in a name it may spell the whole of it. */
enum { NEAR_BEGINS = ST_PAIR_JOINED + 1, ST_LIST_COST = 8 };   /* to begin a list costs as much as so many of its names */
/* Of those that were looked up also: net, gain and what its query parts would cost if they were missing; print, the token's fingerprint; most, the best net in the
 * chain from this one on, where there is one 1 at least; to_read, of the partners of a part, what reading the names of this one and of all before it costs. */
typedef struct st_near { uint32_t token, next; int16_t gain, net; uint16_t cost, print; uint8_t segment, kind; int16_t most; uint32_t to_read; } st_near;

/* What the look-ups found for a text, whatever the view: forms of a name and the two views share most of their parts, and customers their given names.
 * begins: the token begins the text. Kept from name to name until there is too much of it. */
typedef struct st_maybe { uint32_t token; uint8_t strength; bool always; } st_maybe;   /* strength, always: as consider() takes them */
typedef struct st_found { uint32_t token; st_affinity affinity; uint16_t print; bool begins; } st_found;
/* The likenesses that become of it in a view, when the text is a part: into kept, those with the best net first, then tokens that begin it. Tokens that no name of
 * the view has are left out. */
typedef struct st_kept { bool made; size_t first, n, partners; } st_kept;
typedef struct st_looked_up { uint64_t hash; st_str text; bool part, loose; size_t first, n; st_kept view[ST_VIEWS]; } st_looked_up;
enum { ST_KEEP_TEXTS = 1 << 15, ST_KEEP_FOUND = 1 << 19 };

struct st_scan {
    const st_matcher *m;
    st_arena texts;                    /* of looked_up */
    st_looked_up *looked_up; size_t n_looked_up, cap_looked_up;
    uint32_t *looked_up_at;            /* 2 * ST_KEEP_TEXTS slots, open addressing: 1 + the entry, or 0 */
    st_found *like; size_t n_like, cap_like;
    st_near *kept; size_t n_kept, cap_kept;
    st_buf forms;
    st_asked *asked;
    uint32_t *slot;                    /* by token: 1 + its first entry in near, 0 for none */
    st_near *near; size_t n_near, cap_near;
    struct { size_t first, n; } partners[ST_PARTS];   /* in near: of each part, the best first; of a name that was looked up */
    size_t n_parts_near;               /* where those of runs begin */
    uint64_t *token_seen;              /* by token, a bit: looked at already, or its names read already */
    st_maybe *maybe; size_t n_maybe, cap_maybe;   /* while looking up: what may be like the text; seen */
    uint64_t *seen;                    /* by form of the index, a bit: scored already, for this form and view of the query */
    uint32_t *scored; size_t n_scored, cap_scored;
    uint32_t waiting[64]; size_t n_waiting;
    st_bounds bounds;
    st_pair pair[ST_PAIRS];
    uint32_t *at;                      /* by party: 1 + its entry in found */
    st_best *found; size_t n_found, cap_found;
    size_t parts, used;
    st_scan_stats stats;
    int32_t least;                     /* evidence that a name must have */
    uint16_t variant; uint8_t form;
};

/* What part q of the asked name costs when it is missing, rounded up. */
static inline int32_t st_missing(const st_asked *a, size_t q) { return (a->side.weight[q] * st_weights_of[a->view].miss_query + 999) / 1000; }

/* A pair that brings nothing may still take a contradiction away. */
static inline int32_t st_one_at_least(int32_t net) { return net > 0 ? net : 1; }

/* near.c: fills near for the asked name; of one token, of all of them, or through the index's look-ups: the same entries, in another order. */
st_code st_near_token(st_scan *s, uint32_t token);
st_code st_near_all(st_scan *s);
st_code st_near_look_up(st_scan *s);
void st_near_clear(st_scan *s);
void st_near_trim(st_scan *s);       /* forgets what was looked up when it is much; not while a name is asked */

/* scan.c: scores a form of the index and keeps the names that have it if it reaches s->least. */
st_code st_scan_score(st_scan *s, uint32_t form);
/* retrieve.c: scores every form that can reach s->least, and perhaps others. */
st_code st_scan_search(st_scan *s);
#endif
