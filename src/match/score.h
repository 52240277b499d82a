/* The evidence of one name for another, from the pairs that their parts could form. One kernel: what it returns is also what gets explained.
 *
 * Additive, in 1/16 bits (weights.h, doc/MATCHING.md):
 *
 *     total = sum of pair gains - missing(query) - missing(list) - against - order - need(query)
 *
 * maximised over all choices of pairs in which no part is used twice. `need` hangs on the query alone; missing and against on what is left over on
 * each side. No list, no text and no memory of its own. */
#ifndef ST_SCORE_H
#define ST_SCORE_H
#include "match/weights.h"

#define ST_SCORE_MAX 10000u
#define ST_RUN_MAX 3u              /* neighbouring parts of a query that may stand as one on the list; of a listed name: st_run_joins */
#define ST_CHOICES 256u           /* choices of pairs that are tried before the best so far is taken; then st_sums.cut is set */

typedef enum st_pair_kind { ST_PAIR_SAME, ST_PAIR_FORM, ST_PAIR_EDIT, ST_PAIR_SOUND, ST_PAIR_EQUIVALENT, ST_PAIR_INITIAL, ST_PAIR_JOINED } st_pair_kind;

/* Parts q..q+qn-1 of the query against parts c..c+cn-1 of the listed name; qn or cn is 1. cost: as st_likeness has it. */
typedef struct st_pair { uint8_t q, qn, c, cn, kind; uint16_t cost; int16_t gain; int32_t net; } st_pair;

/* One side of a comparison: the worth of each part and what it weighs against another one. */
typedef struct st_side {
    uint16_t weight[ST_PARTS], against[ST_PARTS];
    uint32_t anywhere;             /* bit i: where part i stands says nothing: legal forms, titles, particles */
    size_t n;
} st_side;
void st_side_part(st_side *s, st_view view, unsigned weight, unsigned cls, size_t letters);   /* appends a part */

typedef struct st_sums {
    int32_t total;                 /* all of it, need included */
    int32_t need, pairs, miss_query, miss_list, against, order;   /* as positive numbers */
    uint32_t used_query, used_list;/* bit i: part i found a partner */
    bool cut;                      /* not every choice was tried */
} st_sums;

/* What a query name must show: a share of its worth, up to the most that is asked of any. */
int32_t st_need(st_view view, const st_side *q);
/* Chooses and sums. On return pair[0..chosen-1] are the chosen ones in the order of the query; `chosen` is returned. Deterministic, and the same
 * for any order of the candidates. O(choices x n). */
size_t st_score(st_view view, const st_side *q, const st_side *c, st_pair *pair, size_t n, st_sums *out);
#endif
