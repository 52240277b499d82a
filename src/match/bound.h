/* What a name of a token's list can reach at most, by its sketch alone: how most names of a list are passed over without being looked at. */
#ifndef ST_BOUND_H
#define ST_BOUND_H
#include "index/index.h"
#include "match/name.h"

enum { ST_BOUND_LANES = 8, ST_BOUND_GROUPS = (ST_SEGMENTS + ST_BOUND_LANES - 1) / ST_BOUND_LANES,
       ST_BOUND_WIDE = 1 << ST_FINGERPRINT_BITS, ST_BOUND_ROWS = ST_BOUND_WIDE + (1 << ST_FINGERPRINT_SHORT) };

/* A lane for each segment of the query that can have a partner. against: what its parts weigh together when they find none; parts: which, as bits. most and
 * least: of what its partners bring, those that are still looked for. */
typedef struct st_lane { uint32_t parts; int32_t most, least, against; } st_lane;

/* The lists of tokens as partners of one segment: what the other tokens of a name may bring to the rest of the query. */
typedef struct st_bound {
    uint64_t rest[ST_BOUND_GROUPS], cap[ST_BOUND_GROUPS];   /* lanes of the rest, as bytes: ones; the most steps that they may bring */
    int32_t total;                             /* what all parts of the rest weigh */
    int32_t most[(ST_POST_MOST + 1) << 3];     /* by the six bits at the top of a sketch: what so many tokens, of which so many are plain words, may bring */
    int32_t least_left[ST_POST_MOST + 1];      /* of total, when so many lanes found a partner */
} st_bound;

/* What each fingerprint of a token may bring to each lane, in steps of 2^shift, rounded up: a row of eight bytes for each wide fingerprint and then for each
 * short one, for each eight lanes. All zero between two names. */
typedef struct st_bounds {
    uint64_t *row; size_t groups;              /* there is room for so many groups */
    unsigned shift;
    int32_t want, plain;                       /* plain: what a plain word of the name weighs that found no partner */
    st_lane lane[ST_SEGMENTS]; size_t n;
    uint64_t cap[ST_BOUND_GROUPS];
    int32_t against[ST_BOUND_GROUPS][1 << ST_BOUND_LANES];   /* of each set of lanes together */
    uint8_t lane_of[ST_SEGMENTS];              /* 1 + the lane of a segment; 0: none */
    st_bound of[ST_SEGMENTS]; bool made[ST_SEGMENTS];        /* by segment */
} st_bounds;

/* For a name of which no pair brings more than `most`. ST_E_NOMEM. */
st_code st_bounds_begin(st_bounds *b, size_t segments, int32_t want, int32_t plain, int32_t most);
void st_bounds_free(st_bounds *b);
/* A lane for a segment that has none yet. */
void st_bounds_lane(st_bounds *b, size_t segment, uint32_t parts, int32_t against);
/* A token with this fingerprint brings so much to the segment; 0 takes it back. */
void st_bounds_put(st_bounds *b, size_t segment, unsigned fingerprint, int32_t net);
/* Any token that begins with this letter does. */
void st_bounds_put_letter(st_bounds *b, size_t segment, char letter, int32_t net);
/* All is put in. */
void st_bounds_end(st_bounds *b);
/* From now on partners of the segment that bring more than this are not looked for: names that have one are found. */
void st_bounds_cap(st_bounds *b, size_t segment, int32_t most);

/* The bound for lists of the segment's partners. parts: those that their token takes; total: what all other parts weigh; alone: lanes that share a part with the
 * segment stay in, but for its own. */
const st_bound *st_bound_of(st_bounds *b, size_t segment, uint32_t parts, int32_t total, bool alone);
/* Which of n names, by their sketches, can reach what is wanted when their list's token brings `own`: their places into out; how many. */
size_t st_bound_pass(const st_bounds *b, const st_bound *of, int32_t own, const uint64_t *sketch, size_t n, uint32_t *out);
#endif
