/* What an answer may show and from which score on, as a caller words it: options of a command, parameters of a request. */
#ifndef ST_SIFT_H
#define ST_SIFT_H
#include "match/search.h"

typedef struct st_texts64 { const char *item[64]; size_t n; } st_texts64;   /* NUL-terminated, borrowed */

typedef struct st_sift {
    st_texts64 list, programme, regime, country, type, threshold_for;
    const char *since;
    st_filter filter;      /* of the search */
    st_profile profile;    /* of the search */
    char code[64][3];      /* countries by their codes */
} st_sift;

/* Fills o->filter and o->profile, where there is something to fill in, with what lives in *a. ST_E_USAGE for a list, programme, regime, country or type that
 * this index does not have. */
st_code st_sift_make(st_sift *a, const st_index *ix, st_search_options *o, st_err *err);
/* "0.7" as 7000; at most four decimals, 0 to 1. ST_E_USAGE otherwise. */
st_code st_threshold_of(const char *text, uint32_t *out, st_err *err);
/* "evidence", "ofac", or NULL for the default. ST_E_USAGE otherwise. */
st_code st_method_of(const char *text, bool *ofac, st_err *err);
#endif
