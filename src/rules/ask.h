/* Asking a condition of a case: TRUE, FALSE or UNKNOWN, with the tree of why. Total: every condition of every case has an answer, in time linear in the condition times the items it speaks of. */
#ifndef ST_ASK_H
#define ST_ASK_H
#include "rules/case.h"

/* Who is on which list, and who is owned by whom: answered from an index and the case's own statements (standing.h), or from a stand-in in tests.
 * note: in the arena or static; why it is so, or what is missing. */
typedef struct st_registry {
    void *self;
    st_tri (*listed)(void *self, st_scope scope, size_t item, const st_list_object *list, st_instant at, st_str *note);
    st_tri (*owned)(void *self, st_scope scope, size_t item, const st_list_object *list, const st_owner_terms *terms, st_instant at, st_str *note);
    st_tri (*controlled)(void *self, st_scope scope, size_t item, const st_list_object *list, st_instant at, st_str *note);
} st_registry;

/* One node of a proof: a condition and what came of it. item: of the scope that it speaks of, or -1. bound: what $param stood for. */
typedef struct st_proof { const st_cond *cond; st_tri value; int32_t item; int64_t bound; bool has_bound; st_str note; struct st_proof *child, *next; } st_proof;

typedef struct st_ask {
    const st_rules *rules; const st_case *c;
    const st_registry *registry;
    st_instant at;                        /* legal time */
    int32_t item[ST_SCOPES];              /* which item of a scope is at hand; -1 none */
    const st_param *param; const st_fact_def *params_at;   /* params of the object at hand; params_at NULL: the legal time */
    const st_fact_def *goods[3];          /* goods.hs, goods.control, goods.description: asked often */
    const bool *aside;                    /* of each party: it is no side of the deal */
    st_arena *arena;                      /* for proofs */
    bool failed;                          /* memory is out: the answers since are not to be used */
} st_ask;
void st_ask_begin(st_ask *q, const st_rules *r, const st_case *c, const st_registry *registry, st_instant at, st_arena *a);

/* NULL condition: TRUE. proof may be NULL, and is then not made. */
st_tri st_ask_cond(st_ask *q, const st_cond *c, st_proof **proof);
/* Is the item one of those that measures ask about? Not a party all of whose roles the rules' policy sets aside: an owner is named for his holdings, and is no side of the deal. */
bool st_ask_takes(const st_ask *q, st_scope s, size_t item);
/* Is the goods item in the set? By HS code (prefix, either way: a coarse code is UNKNOWN), control code; words of the description make it UNKNOWN where no code is given. */
st_tri st_ask_goods(st_ask *q, const st_goods *set, size_t item, st_str *note);

/* A leaf in words: "destination is RU", "goods 8542.31 is in EU.833.VII", or denied: "destination is not RU", "price is at most 44.1" for one that is more. */
void st_proof_text(const st_ask *q, const st_proof *p, bool denied, st_buf *out);
/* A leaf whose value is known, with what the case says: "destination is KG, not in EU.833.VIII". */
void st_proof_because(const st_ask *q, const st_proof *p, st_buf *out);
/* A leaf's fact as it stands in the case: "RU", "44.1", "unknown". */
void st_cell_text(const st_fact_def *f, const st_cell *c, st_buf *out);

/* The leaves that alone would turn a proof's value into `to`, each by its own change: a counterfactual that holds by construction. fn is called for each with how the leaf would have to be. */
typedef void (*st_flip_fn)(void *user, const st_proof *leaf, st_tri to);
void st_proof_flips(const st_proof *p, st_tri to, st_flip_fn fn, void *user);
/* The leaves that are UNKNOWN and on which an UNKNOWN value hangs. */
void st_proof_missing(const st_proof *p, void (*fn)(void *user, const st_proof *leaf), void *user);
#endif
