/* Names of an index that are like a query name: every one with at least so much evidence, by search or by scoring all of them.
 *
 * Both ways share the kernel (part.h, score.h) and give the same answer, byte for byte: doc/MATCHING.md states and proves it, the tests compare. One
 * scan object per thread; the matcher is shared. */
#ifndef ST_SCAN_H
#define ST_SCAN_H
#include "match/matcher.h"
#include "match/reason.h"

typedef struct st_scan st_scan;
st_scan *st_scan_new(const st_matcher *m, st_err *err);
void st_scan_free(st_scan *s);

/* The best name of a party so far: 1/16 bits; the name of the query by its number and the form of it (variants.h); mark: the caller's, 0 until set. */
typedef struct st_best { uint32_t party, name; int32_t bits; uint16_t variant; uint8_t form, view; uint32_t mark; } st_best;
#define ST_NO_NAME UINT32_MAX

/* Of the last name: read, scored, whether all names were; pairs: what the parts of the last st_scan_one could form. */
typedef struct st_scan_stats { uint64_t postings, scored; bool all; size_t pairs; } st_scan_stats;

/* Forgets what was found. */
void st_scan_clear(st_scan *s);
/* Finds all parties with a name that has at least `least` evidence for one of the forms of this name, in addition to what was found since
 * st_scan_clear; each party keeps its best (ties: the earlier name of the query, its earlier form, the person's view, the earlier name of the index). A name that
 * folds to nothing is fine: it finds nothing. exhaustive: score all names. ST_E_NOMEM, ST_E_LIMIT (a name of more than ST_NAME_BYTES). */
st_code st_scan_name(st_scan *s, st_str name, uint16_t variant, int32_t least, bool exhaustive, st_err *err);
/* Adds a party that was found in another way, with no name, unless it is there. Returns its entry; NULL when memory is out. */
st_best *st_scan_party(st_scan *s, uint32_t party);
/* What was found. Valid until the next call. */
st_best *st_scan_found(st_scan *s, size_t *n);
/* Parts of the longest form of the last name, and how many of them took part. */
size_t st_scan_parts(const st_scan *s, size_t *used);
const st_scan_stats *st_scan_last(const st_scan *s);

/* A form of a query name against one name of the index: the evidence, and its reasons (may be NULL), whose points add up to it. cut: not every
 * choice of pairs was tried, or the listed name has parts that took no part; may be NULL. */
st_code st_scan_one(st_scan *s, st_str name, unsigned form, uint32_t listed, st_reasons *why, int32_t *bits, bool *cut, st_err *err);
/* How many forms a name has. */
st_code st_scan_forms(st_scan *s, st_str name, size_t *forms, st_err *err);
#endif
