/* Screening: an open index and the answers it gives. What the command line, the library and later surfaces call. */
#ifndef ST_SCREEN_H
#define ST_SCREEN_H
#include "base/json.h"
#include "match/group.h"

#define ST_THRESHOLD 7000u   /* default of every surface */
#define ST_LIMIT 20u

/* An index, opened and prepared for matching; immutable, for any number of threads. */
typedef struct st_engine { st_index *ix; st_matcher *m; } st_engine;
st_engine *st_engine_load(const char *path, st_err *err);
/* Memory stays the caller's; 64-byte aligned. */
st_engine *st_engine_load_memory(const void *p, size_t n, st_err *err);
void st_engine_free(st_engine *e);

/* One thread's means to answer. */
typedef struct st_screener { const st_engine *e; st_search *search; st_grouper *grouper; st_arena arena; } st_screener;
st_screener *st_screener_new(const st_engine *e, st_err *err);
void st_screener_free(st_screener *s);
/* Answers a query; the hits live until the next call. Errors: those of st_search_run, and ST_E_USAGE for text that is not UTF-8. */
st_code st_screener_run(st_screener *s, const st_query *q, const st_search_options *o, st_hits *out, st_err *err);

/* Is all of its text UTF-8? ST_E_USAGE otherwise, with the field. */
st_code st_query_check(const st_query *q, st_err *err);

/* The answer as JSON, the same on every surface:
 * {"query":{...},"index":"<hash>","hits":[{"id","list","name","matched","score","bits","explain":[{"why","query","list","bits","text"}],"type",
 * "list_date","asked","record":{"list","id","file","line"}}]}
 * and "more" with the number of hits that the limit kept back, when there are some; with a filter "filter":{its words,"kept_back"}, with thresholds of
 * single lists and types "thresholds":{"default",...}; with groups "group" in each hit, the place of its group in "groups":[{"hits":[places of hits,
 * the best first],"why":[{"hit","name","best_name","bits","explain"}]}]. */
/* Evidence as a number of bits with four decimals, which 1/16 needs; reasons as an array. */
void st_jw_bits(st_jw *w, int32_t sixteenths);
void st_reasons_json(st_jw *w, const st_reasons *r);
void st_reason_members(st_jw *w, const st_reason *r);                       /* the members of one, into the open object */
void st_record_json(st_jw *w, const st_index *ix, uint32_t party);          /* the member "record": where the party stands in its list's file */
void st_query_json(st_jw *w, const st_query *q);                            /* an object of the fields that are given */
void st_answer_json(st_jw *w, const st_engine *e, const st_hits *h);        /* the members "index" and "hits" of the open object */
/* The whole answer to one query, without a line end. */
void st_screened_json(st_jw *w, const st_engine *e, const st_query *q, const st_hits *h);
/* A party's own name: its first primary name, else its first name, else empty. */
st_str st_party_name(const st_index *ix, uint32_t party);
#endif
