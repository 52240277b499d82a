/* Screening: an open index and the answers it gives. What the command line, the library and later surfaces call. */
#ifndef ST_SCREEN_H
#define ST_SCREEN_H
#include "base/json.h"
#include "match/search.h"

#define ST_THRESHOLD 7000u   /* default of every surface */
#define ST_LIMIT 20u

/* An index, opened and prepared for matching; immutable, for any number of threads. */
typedef struct st_engine { st_index *ix; st_matcher *m; } st_engine;
st_engine *st_engine_load(const char *path, st_err *err);
/* Memory stays the caller's; 64-byte aligned. */
st_engine *st_engine_load_memory(const void *p, size_t n, st_err *err);
void st_engine_free(st_engine *e);

/* One thread's means to answer. */
typedef struct st_screener { const st_engine *e; st_search *search; st_arena arena; } st_screener;
st_screener *st_screener_new(const st_engine *e, st_err *err);
void st_screener_free(st_screener *s);
/* Answers a query; the hits live until the next call. Errors: those of st_search_run, and ST_E_USAGE for text that is not UTF-8. */
st_code st_screener_run(st_screener *s, const st_query *q, const st_search_options *o, st_hits *out, st_err *err);

/* The answer as JSON, the same on every surface:
 * {"query":{...},"index":"<hash>","hits":[{"id","list","name","matched","score","explain":[{"why","query","list","points","text"}],"type","list_date","asked"}]}
 * and "more" with the number of hits that the limit kept back, when there are some. */
void st_query_json(st_jw *w, const st_query *q);                            /* an object of the fields that are given */
void st_answer_json(st_jw *w, const st_engine *e, const st_hits *h);        /* the members "index" and "hits" of the open object */
/* A party's own name: its first primary name, else its first name, else empty. */
st_str st_party_name(const st_index *ix, uint32_t party);
#endif
