/* A query in, hits out: names by scan, numbers by look-up, attributes as evidence. One search object per thread; the matcher is shared. */
#ifndef ST_SEARCH_H
#define ST_SEARCH_H
#include "match/evidence.h"
#include "match/scan.h"

typedef struct st_search st_search;
st_search *st_search_new(const st_matcher *m, st_err *err);
void st_search_free(st_search *s);

typedef struct st_search_options {
    uint32_t threshold;   /* 0..10000: hits score at least this */
    uint32_t limit;       /* at most so many hits; 0: all */
} st_search_options;

typedef struct st_hit {
    uint32_t party, score;
    uint32_t name;        /* of the index: the one that scored best; ST_NO_NAME when only a number was equal */
    uint16_t variant;     /* which name of the query: 0 the name, k alias k */
    st_str asked;         /* that name of the query */
    st_reasons why;       /* their points add up to score */
} st_hit;

typedef struct st_hits { st_hit *item; size_t n, above; /* above: how many reach the threshold, listed or not */ } st_hits;

/* Hits by score descending, then list, then record key; in the arena, as are the reasons. ST_E_USAGE: neither a name nor a number, or none with
 * a letter or digit in it; a type or date that cannot be read; ST_E_LIMIT: a name or number that is too long. Deterministic. O(names of the index) per name of the query. */
st_code st_search_run(st_search *s, const st_query *q, const st_search_options *o, st_arena *a, st_hits *out, st_err *err);
/* Beside a name, numbers shorter than this, in normal form, are not looked up: they would decide by themselves, and too many customers have them.
 * Asked alone, any number is. */
#define ST_IDENT_LEAST 4u
#endif
