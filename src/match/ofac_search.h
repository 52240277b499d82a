/* Screening by the scores of OFAC's public search, for those whose policy names it: every listed name, as printed, and nothing but names. */
#ifndef ST_OFAC_SEARCH_H
#define ST_OFAC_SEARCH_H
#include "match/ofac_score.h"
#include "match/search.h"

/* As st_search_run, which calls it when o->ofac is set. A score is the tool's times 100; hits have no bits, and their reasons none either. Numbers of the
 * query are not looked at. O(names of the index). */
st_code st_ofac_search(const st_matcher *m, const st_query *q, const st_search_options *o, st_arena *a, st_hits *out, st_err *err);
/* The reasons for a score: the rule, and for each part of the query that counts its partner. */
void st_ofac_explain(const st_ofac_name *query, const st_ofac_name *listed, const st_ofac_why *why, st_reasons *out);
#endif
