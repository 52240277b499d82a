/* Scores every name of an index against a query name. Nothing is skipped: what this finds is the yardstick for anything faster.
 *
 * For each distinct part of the query (and each run of two or three, written together) the parts of the index that are alike are found once;
 * then every name is walked and scored from those. One scan object per thread; the matcher is shared. */
#ifndef ST_SCAN_H
#define ST_SCAN_H
#include "match/matcher.h"
#include "match/reason.h"

typedef struct st_scan st_scan;
st_scan *st_scan_new(const st_matcher *m, st_err *err);
void st_scan_free(st_scan *s);

/* The best name of a party so far. variant: the number given to st_scan_name. mark: the caller's, 0 until it is set. */
typedef struct st_best { uint32_t party, name; uint16_t score, variant; uint32_t mark; } st_best;
#define ST_NO_NAME UINT32_MAX

/* Forgets what was found. */
void st_scan_clear(st_scan *s);
/* Makes `name` the current query name, without scoring. A name that folds to nothing is fine: it finds nothing. ST_E_NOMEM, ST_E_LIMIT (a name
 * of more than 64 KiB). */
st_code st_scan_prepare(st_scan *s, st_str name, st_err *err);
/* Prepares, and scores all names of the index; each party keeps its best (the first of equals), over all calls since st_scan_clear. */
st_code st_scan_name(st_scan *s, st_str name, uint16_t variant, st_err *err);
/* Adds a party that was found in another way, with no name and score 0, unless it is there. Returns its entry; NULL when memory is out. */
st_best *st_scan_party(st_scan *s, uint32_t party);
/* What was found: every party with a score above 0. Valid until the next call. */
st_best *st_scan_found(st_scan *s, size_t *n);

/* The current query name against one name of the index: the score, and its reasons (may be NULL), whose points add up to it. */
st_code st_scan_one(st_scan *s, uint32_t name, st_reasons *why, uint32_t *score, st_err *err);
/* Parts of the current query name, and how many of them took part. */
size_t st_scan_parts(const st_scan *s, size_t *used);
#endif
