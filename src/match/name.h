/* Names taken apart for matching: the one that is asked, and the one that it is compared with. */
#ifndef ST_NAME_H
#define ST_NAME_H
#include "match/part.h"
#include "match/reason.h"
#include "match/score.h"

enum { ST_NAME_BYTES = 64 << 10,           /* longest name that is taken */
       ST_SEGMENTS = 3 * ST_PARTS + 1 };

/* The rarity of a part in 1/16 bits; user is what was given along. NULL for the background population alone. */
typedef struct st_rarity_of { unsigned (*get)(const void *user, st_str part, st_view view); const void *user; } st_rarity_of;

/* A part of the query, or a run of several written together. */
typedef struct st_segment { uint8_t q, qn; st_part part; st_pattern pattern; } st_segment;

/* A name that is asked, in one romanisation and one view. Slices point into its own text. */
typedef struct st_asked {
    st_view view;
    size_t parts, n;                       /* parts of the name; how many of them take part: at most ST_PARTS */
    st_side side;
    int32_t need;
    size_t letters;                        /* parts of one letter */
    st_str part[ST_PARTS];
    st_segment *segment; size_t n_segment; /* the first n are the parts, then runs */
    st_buf text, joined;
} st_asked;
st_asked *st_asked_new(void);              /* NULL when memory is out */
void st_asked_free(st_asked *a);
/* folded: as st_fold gives. ST_E_NOMEM; ST_E_LIMIT past ST_NAME_BYTES romanised. */
st_code st_asked_set(st_asked *a, st_str folded, st_view view, st_rarity_of rarity);

/* A name that is compared without an index. Slices are borrowed from the folded text. */
typedef struct st_listed { size_t parts, n; st_part part[ST_PARTS]; st_side side; } st_listed;
void st_listed_set(st_listed *l, st_str folded, st_view view, st_rarity_of rarity);

/* All pairs that two names' parts can form, into pair[0..max-1]; how many. */
enum { ST_PAIRS = 1024 };
size_t st_pairs_of(const st_asked *a, const st_listed *l, st_pair *pair, size_t max);
/* A pair by its likeness; and the pair of parts c..c+cn-1 of a listed name that, written together, are part q of the query. */
st_pair st_pair_of(const st_segment *g, size_t c, const st_likeness *like);
st_pair st_pair_run(const st_asked *a, size_t q, const st_side *c, size_t from, size_t cn);

/* The reasons for a score, from the pairs that were chosen and the sums: their points are 1/16 bits and add up to sums->total. text: the listed parts. */
void st_explain(const st_asked *a, const st_str *text, size_t n, const st_pair *chosen, size_t pairs, const st_sums *sums, st_reasons *out);
#endif
