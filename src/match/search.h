/* A query in, hits out: names by scan, numbers by look-up, attributes as evidence. One search object per thread; the matcher is shared. */
#ifndef ST_SEARCH_H
#define ST_SEARCH_H
#include "match/evidence.h"
#include "match/filter.h"
#include "match/scan.h"

typedef struct st_search st_search;
st_search *st_search_new(const st_matcher *m, st_err *err);
void st_search_free(st_search *s);

typedef struct st_search_options {
    uint32_t threshold;   /* 0..10000: hits score at least this */
    uint32_t limit;       /* at most so many hits; 0: all */
    bool exhaustive;      /* score every name: the same answer, slowly */
    bool ofac;            /* names only, by the scores of OFAC's public search (ofac_score.h); evidence has no say */
    bool group;           /* hits that are one party on several lists are put together (st_screener_run) */
    const st_filter *filter;     /* only these parties; may be NULL */
    const st_profile *profile;   /* thresholds of single lists and types; may be NULL */
} st_search_options;

typedef struct st_hit {
    uint32_t party, score;
    int32_t bits;         /* the evidence, in 1/16 bits */
    uint32_t name;        /* of the index: the one that scored best; ST_NO_NAME when only a number was equal */
    uint16_t variant;     /* which name of the query: 0 the name, k alias k */
    st_str asked;         /* that name of the query */
    st_reasons why;       /* their points add up to bits */
} st_hit;

typedef struct st_hits {
    st_hit *item; size_t n;
    size_t above;                       /* how many reach their threshold and pass the filter, listed or not */
    size_t kept_back;                   /* how many reach it and do not pass */
    const st_search_options *options;   /* those it was asked with, borrowed */
    const struct st_groups *groups;     /* group.h; NULL when none were asked for */
    const char *partial;                /* why the answer may lack something (a name of more parts than take part), or NULL */
} st_hits;

/* Hits by score descending, then list, then record key; in the arena, as are the reasons. ST_E_USAGE: neither a name nor a number, or none with
 * a letter or digit in it; a type or date that cannot be read; ST_E_LIMIT: a name or number that is too long. Deterministic. O(names of the index) per name of the query. */
st_code st_search_run(st_search *s, const st_query *q, const st_search_options *o, st_arena *a, st_hits *out, st_err *err);

/* The names of a query: the name, or its parts together, then the aliases; empty ones included. The text of the first may lie in the arena. ST_E_NOMEM, ST_E_LIMIT. */
enum { ST_QUERY_NAMES = ST_ALIASES_MOST + 1 };
st_code st_query_names(const st_query *q, st_arena *a, st_str name[ST_QUERY_NAMES], size_t *names, st_err *err);

/* One name of a party and the best that the query's names say for it: which of them, in which form; alike: they have a part in common. */
typedef struct st_named { uint32_t name; int32_t bits; uint16_t variant; uint8_t form; bool alike; } st_named;
/* A party under a query whether it is a hit or not: what st_search_run says of it when it is. */
typedef struct st_standing {
    st_hit hit;
    uint32_t threshold;                 /* the one that counts for it */
    uint8_t form;                       /* of the query name in hit.asked */
    bool reaches;                       /* st_search_run gives it, limit and filter apart */
    bool partial;                       /* as in st_hits */
    st_named *name; size_t names;       /* all its names, in the order of the index */
} st_standing;
/* The same kernel, for this one party. Errors: those of st_search_run. O(names of the party x forms of the query's names). */
st_code st_search_party(st_search *s, const st_query *q, const st_search_options *o, uint32_t party, st_arena *a, st_standing *out, st_err *err);

/* Beside a name, numbers shorter than this, in normal form, are not looked up: they would decide by themselves, and too many customers have them.
 * Asked alone, any number is. */
#define ST_IDENT_LEAST 4u
#endif
