/* A case under the ownership rules: its parties and ships, what it says of their shareholdings, and what the index knows of them, in one graph; closed
 * under a rule for a list object, once for each that is asked. */
#ifndef ST_OWNED_H
#define ST_OWNED_H
#include "rules/chain.h"
#include "rules/standing.h"

/* The arithmetic of a rule of data/regimes. A majority of votes where votes do not count as shares, and the board where control counts, leave a doubt that a
 * person must settle; so does control that is only presumed. */
st_owner_rule st_owner_rule_of(const st_owner_terms *t);

typedef struct st_owned_of_case st_owned_of_case;
/* registry: of the case, asked for who is listed. ix and search may be NULL. All are borrowed and must outlive it. NULL when memory is out. */
st_owned_of_case *st_owned_begin(const st_rules *r, const st_case *c, const st_index *ix, st_search *search, st_standing_of_case *standing, const st_registry *registry);
void st_owned_end(st_owned_of_case *o);
/* The first failure since the beginning: the answers since are MAYBE and not to be used. */
st_code st_owned_failed(const st_owned_of_case *o, st_err *err);

/* A graph closed under one rule. Lives until st_owned_end. */
typedef struct st_closure { const st_list_object *list; st_owner_rule rule; st_instant at; const st_holdings *h; const st_tri *listed; const st_owners *o; } st_closure;
/* list NULL: those that the case calls listed, and whoever is under any listing of the index. NULL on failure. */
const st_closure *st_owned_close(st_owned_of_case *o, const st_list_object *list, const st_owner_rule *rule, st_instant at);
/* The node of an item in its graph; UINT32_MAX for items that are neither parties nor ships. */
uint32_t st_owned_node(st_owned_of_case *o, const st_closure *c, st_scope scope, size_t item);

/* Answers for the registry. note: the chain, in the memory of o. */
st_tri st_owned_ask(st_owned_of_case *o, st_scope scope, size_t item, const st_list_object *list, const st_owner_terms *terms, st_instant at, st_str *note);
st_tri st_controlled_ask(st_owned_of_case *o, st_scope scope, size_t item, const st_list_object *list, st_instant at, st_str *note);
#endif
