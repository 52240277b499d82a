/* Who owns whom, answered: a name, a record or a case, the graph around it, and what a 50 percent rule says of each party in it. */
#ifndef ST_OWNER_ANSWER_H
#define ST_OWNER_ANSWER_H
#include "engine/check.h"

typedef struct st_owner_query {
    const st_rules *rules;
    st_str rule;                     /* its id */
    st_instant at; bool dated;       /* dated: asked for; else a case's own date goes before it */
    const st_str *list; size_t lists;   /* who is listed: ids of lists of the index (a * at the end for any rest) or list objects of the rules; none: whoever is under any listing */
    size_t limit;                    /* at most so many parties of one name; 0: 10 */
} st_owner_query;

/* Its parts live until st_owner_answer_free. */
typedef struct st_owner_answer {
    const st_owner_query *q; const st_engine *e; const st_owner_terms *terms; st_instant at;   /* the rule, and the time that it was asked at */
    const st_holdings *h; const st_owners *o; const st_tri *listed;
    const st_stake *stake; uint32_t stakes;
    uint32_t *asked; size_t n_asked; /* nodes, in the order of the question */
    /* what holds them */
    st_arena arena; st_holdings *own_h; st_owners *own_o; st_tri *own_listed;
    st_case c; st_standing_of_case *standing; st_registry registry; st_owned_of_case *owned;
    st_list_object object;
} st_owner_answer;

/* The rule of this id. ST_E_USAGE when there is none, or it does not bind at that time; the hint names those that do. */
st_code st_owner_terms_of(const st_rules *r, st_str id, st_instant at, const st_owner_terms **out, st_err *err);
/* "KEY" or "LIST:KEY" of the index, else a name: all parties that it is, by the rules' policy. ST_E_USAGE when there is none. The answer is to be freed in any case. */
st_code st_owner_answer_name(const st_engine *e, const st_owner_query *q, st_str name, st_owner_answer *out, st_err *err);
/* A case, of whose parties and ships each is asked about; e may be NULL. The tree must outlive the answer. */
st_code st_owner_answer_case(const st_engine *e, st_search *search, st_comparer *comparer, const st_owner_query *q, const st_json *tree, st_owner_answer *out, st_err *err);
void st_owner_answer_free(st_owner_answer *a);

/* {"index","rule":{...},"as_of","lists":[...],"asked":[node],"parties":[{"node","name","type","records":[{"list","id"}],"blocked":yes|no|unknown,"ground","step","shares":{"min","max"},
 * "votes":{...},"chain","carried":[stake]}],"stakes":[{"stake","owner","owned","kind","min","max","joint","source"}],"cut"}: percentages with two decimals. */
void st_owner_answer_json(st_jw *w, const st_owner_answer *a);
/* The graph as a picture: owners above, owned below, colours by what the rule says, shares on the lines. At most ST_OWNER_DRAWN parties, those nearest to the asked ones. */
enum { ST_OWNER_DRAWN = 120 };
st_code st_owner_answer_svg(const st_owner_answer *a, st_buf *out, st_err *err);
#endif
