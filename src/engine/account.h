/* An account of one listed party under a query, hit or not: its score with each reason and the fact on the list that it rests on, what was not
 * compared, and what would follow if the query said something else. The score and the reasons are those of a search (st_search_party). */
#ifndef ST_ACCOUNT_H
#define ST_ACCOUNT_H
#include "engine/screen.h"

/* A fact of the party: its property and value as the list has them. ST_PROP_NONE: none. */
typedef struct st_known { st_prop prop; st_str value; } st_known;

/* How a reason bears on the question: FOR and COUNTER it; MISSING: one side is silent; RULE: of the measure itself, whatever the list says. */
typedef enum st_stance { ST_STANCE_FOR, ST_STANCE_COUNTER, ST_STANCE_MISSING, ST_STANCE_RULE } st_stance;
const char *st_stance_name(st_stance s);   /* "for", "against", "missing", "rule"; static */
st_stance st_stance_of(const st_reason *r);

/* The query with one thing changed, asked again of the party: WITHOUT what the query says (from), WITH what it does not (to), or to INSTEAD of from. */
typedef enum st_change_kind { ST_WITHOUT, ST_WITH, ST_INSTEAD } st_change_kind;
const char *st_change_kind_name(st_change_kind k);
typedef struct st_counter { st_change_kind change; const char *field; st_str from, to; uint32_t score; int32_t bits; bool reaches; } st_counter;

typedef struct st_account {
    uint32_t party;
    st_standing standing;
    st_known *fact;                       /* of each reason */
    st_known *silent; size_t n_silent;    /* what the list knows and the query does not say */
    st_known *unheard; size_t n_unheard;  /* what the query says and nothing came of, since the list does not know it; value: the query's */
    st_named *other; size_t n_other;      /* its other names, the best first */
    st_counter *counter; size_t n_counter;
} st_account;

/* All slices live as long as the arena, the query and the engine. Errors: those of st_search_run. Takes some dozens of st_search_party. */
st_code st_account_make(st_screener *s, const st_query *q, const st_search_options *o, uint32_t party, st_arena *a, st_account *out, st_err *err);
/* What would follow; called by st_account_make, whose standing must be there already. counter.c */
st_code st_counters(st_screener *s, const st_query *q, const st_search_options *o, st_arena *a, st_account *out, st_err *err);
/* As one object: {"list","id","name","type","list_date","record","score","bits","threshold","threshold_bits","distance","hit","matched","asked",
 * "explain":[{"why","stance","query","list","bits","text","fact"}],"not_compared","not_known","other_names","counterfactuals"}. */
void st_account_json(st_jw *w, const st_engine *e, const st_account *a);
/* Bits between the party and the threshold: 0 and more where it reaches it. */
static inline int32_t st_account_distance(const st_account *a) { return a->standing.hit.bits - st_bits_of_score(a->standing.threshold); }
#endif
