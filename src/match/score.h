/* The score of one name against another, from the pairs that their parts could form. One kernel: what it returns is also what gets explained.
 *
 * doc/MATCHING.md gives the formula and says what it cannot do. Everything is integer: weights 1 to 255 a part, likeness 0 to 1000, scores 0 to
 * 10000. No list, no text and no memory of its own: the callers (scan.c) know which parts are alike. */
#ifndef ST_SCORE_H
#define ST_SCORE_H
#include "text/text.h"

#define ST_SCORE_MAX 10000u
#define ST_QUERY_PARTS 64u         /* parts of a query name that take part, as many as of a listed one; more are left out and the explanation says so */
#define ST_RUN_MAX 3u              /* parts that may be written together as one */

typedef enum st_pair_kind { ST_PAIR_SAME, ST_PAIR_FORM, ST_PAIR_EDIT, ST_PAIR_JOINED, ST_PAIR_INITIAL } st_pair_kind;

/* Parts q..q+qn-1 of the query against parts c..c+cn-1 of the listed name; qn or cn is 1. */
typedef struct st_pair { uint8_t q, qn, c, cn; uint8_t kind; uint16_t like; uint32_t weight; } st_pair;

typedef struct st_sums {
    uint32_t score;                /* 0..10000, the order of parts counted */
    uint32_t plain;                /* before the order was counted */
    uint32_t agreed;               /* what the pairs alone would give: 10000 when all are equal */
    uint64_t rest_query, rest_list;/* weights of the parts that found no partner */
    uint64_t loss_rest, loss_thin; /* their cost, and that of thin evidence, in the units of the formula */
    uint64_t used_query, used_list;/* bit i: part i found a partner */
    bool order;                    /* the pairs stand in another order */
} st_sums;

/* Chooses from n candidate pairs those that count, each part at most once, the weightiest first (ties: likeness, then position), and scores
 * them. On return pair[0..chosen-1] are the chosen ones in the order of the query, and `chosen` is returned. weight is filled in here.
 * nq <= ST_QUERY_PARTS, nc <= ST_MAX_TOKENS. Deterministic. O(n log n). */
size_t st_score(const uint8_t *qw, size_t nq, const uint8_t *cw, size_t nc, st_pair *pair, size_t n, st_sums *out);

/* Weight of a part that df of n names hold: 32 for one that all hold to 255 for one that at most one name holds, logarithmic. A single letter
 * weighs 40, a legal form, title, particle or vessel prefix an eighth. */
uint8_t st_part_weight(uint32_t df, uint32_t n, size_t letters, st_word_class cls);
#define ST_WEIGHT_INITIAL 40u
#endif
