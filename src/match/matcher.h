/* What matching needs to know of an index beyond what the file holds: weight, class, length and letters of each distinct part.
 *
 * Made once per open index, then immutable: any number of threads may use it, each with its own scan. */
#ifndef ST_MATCHER_H
#define ST_MATCHER_H
#include "index/index.h"
#include "match/edit.h"
#include "match/score.h"

typedef struct st_typed { uint32_t token; st_word_class cls; st_str canon; } st_typed;

typedef struct st_matcher {
    const st_index *ix;                     /* borrowed */
    uint32_t tokens, names, parties;
    uint8_t *weight;                        /* by token */
    uint8_t *cls;                           /* by token: st_word_class */
    uint32_t *by_length;                    /* tokens of 1 to ST_EDIT_MAX bytes by length, then in order */
    uint32_t *letters;                      /* of by_length[i], so that a scan reads one array in order */
    uint32_t first[ST_EDIT_MAX + 2];        /* tokens of length n are by_length[first[n]] .. by_length[first[n + 1] - 1] */
    st_typed *typed; size_t n_typed, cap_typed;
} st_matcher;

/* The index stays the caller's and must outlive the matcher. NULL when memory is out. O(tokens). */
st_matcher *st_matcher_new(const st_index *ix, st_err *err);
void st_matcher_free(st_matcher *m);
/* Number of the part with this text, UINT32_MAX when the index has none. O(log tokens). */
uint32_t st_matcher_token(const st_matcher *m, st_str text);
/* First token that is not before text, bytewise. */
uint32_t st_matcher_lower(const st_matcher *m, st_str text);
#endif
