/* A file of pairs of names, compared: rows in, the same rows with score and match out.
 *
 * CSV (the separator is told from its header): columns name1, name2 and, if it is there, type; score and match are added behind, in place of columns
 * of these names. JSON lines: members of these names, added likewise. Plain or compressed. */
#ifndef ST_PAIRS_H
#define ST_PAIRS_H
#include "base/input.h"
#include "match/compare.h"

typedef struct st_pairs_stats { uint64_t rows, bad, matches; } st_pairs_stats;
typedef struct st_pairs_sink {
    st_code (*write)(void *user, st_str text, st_err *err);      /* whole lines */
    void (*bad)(void *user, uint32_t line, st_str why);          /* may be NULL; the row is written with both columns empty */
} st_pairs_sink;
/* How two names are scored; kind: of the type column. */
typedef st_code (*st_pairs_score)(void *scorer, st_kind kind, st_str name1, st_str name2, uint32_t *score, st_err *err);
/* threshold: 0..10000, of `match`. ST_E_DATA when a column is missing; else the failures of file, memory and sink. */
st_code st_pairs_run(const char *path, st_pairs_score score, void *scorer, uint32_t threshold, const st_pairs_sink *sink, void *user, st_pairs_stats *stats, st_err *err);
#endif
