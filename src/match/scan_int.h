/* Inside of a scan: shared by scan.c, near.c and explain.c only. */
#ifndef ST_SCAN_INT_H
#define ST_SCAN_INT_H
#include "match/scan.h"

enum { JOIN_LOSS = 30,                 /* per mille off for parts written together on one side */
       LIKE_FORM = 990, LIKE_INITIAL = 600,
       WEAK_LOSS = 300,                /* in 1/10000, off a name that the list itself calls weak */
       SEGMENTS = 3 * ST_QUERY_PARTS };

/* A part of the query, or a run of up to ST_RUN_MAX parts written together. */
typedef struct st_segment { uint8_t q, qn; bool digits; st_word_class cls; uint32_t letters; st_str text; st_pattern pattern; } st_segment;

/* One likeness between a segment and a part of the index. The two marks say that the part begins or ends the segment: together with its
 * neighbours in a name it may spell the whole. */
enum { NEAR_BEGINS = 16, NEAR_ENDS = 17 };
typedef struct st_near { uint32_t token, next; uint16_t like; uint8_t segment, kind; } st_near;

struct st_scan {
    const st_matcher *m;
    st_buf folded, joined;
    st_str q[ST_QUERY_PARTS];
    uint8_t qw[ST_QUERY_PARTS];
    size_t parts, nq;                  /* parts of the query name; those that take part */
    st_segment *segment; size_t n_segment;
    uint32_t *slot;                    /* by token: 1 + its first entry in near, 0 for none */
    st_near *near; size_t n_near, cap_near;
    st_pair *pair; size_t cap_pair;
    uint32_t *at;                      /* by party: 1 + its entry in found */
    st_best *found; size_t n_found, cap_found;
};

/* near.c: fills segments and near for the parts in q. */
st_code st_scan_near(st_scan *s);
/* scan.c: candidate pairs of a name into s->pair, weights of its parts into cw. SIZE_MAX when memory is out. */
size_t st_scan_pairs(st_scan *s, const st_name_view *v, uint8_t cw[ST_MAX_TOKENS], size_t *nc);
static inline uint32_t st_scan_weak(uint32_t score, uint8_t prop) {
    return prop == ST_P_WEAK_ALIAS ? score - score * WEAK_LOSS / ST_SCORE_MAX : score;
}
#endif
