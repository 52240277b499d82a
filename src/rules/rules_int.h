/* What the files that understand rules share. */
#ifndef ST_RULES_INT_H
#define ST_RULES_INT_H
#include "rules/rules.h"

/* While a bundle is understood. */
typedef struct st_reading { st_rules *r; st_problems *p; st_err *err; st_code failed; const st_object *o; } st_reading;

/* Says what is wrong with the object at hand. */
void st_wrong(st_reading *x, uint32_t line, const char *fmt, ...) ST_PRINTF(3, 4);
void st_doubtful(st_reading *x, uint32_t line, const char *fmt, ...) ST_PRINTF(3, 4);
/* Zeroed memory of the rules; NULL, and x->failed is set, when it is out. */
void *st_room(st_reading *x, size_t n);

/* Members, each with a complaint when it is not what it should be. */
st_str st_text_member(st_reading *x, const st_json *o, const char *key, bool needed);
bool st_yes_member(st_reading *x, const st_json *o, const char *key, bool otherwise);
st_span st_span_member(st_reading *x, const st_json *o, const char *key, st_span otherwise);     /* {from, to} */
bool st_span_of_node(st_reading *x, const st_json *o, st_span *out);     /* from and to beside other members */
/* One text, or a list of texts. */
st_texts st_texts_of(st_reading *x, const st_json *v);
/* The members may only be these; others are wrong, with the nearest. */
void st_only(st_reading *x, const st_json *o, const char *const *known, size_t n);

/* The compiled object of a kind with this id, NULL with a complaint when there is none. */
const void *st_resolve(st_reading *x, st_kind_of_rule kind, st_str id, uint32_t line);

/* A condition. bound: scopes of which one item is at hand. params: those of the object, may be NULL. strict: known is not allowed. NULL when it is wrong, or node is NULL. */
typedef struct st_binding { unsigned bound; const st_param *param; size_t params; bool strict; } st_binding;
const st_cond *st_cond_of(st_reading *x, const st_json *node, const st_binding *b);
bool st_scope_of(st_str name, st_scope *out);

/* The parts, in the order in which they can refer to each other. */
void st_read_facts(st_reading *x);
void st_read_sets(st_reading *x);
void st_read_laws(st_reading *x);
/* Finds what is questionable in rules that were understood: gaps and overlaps of dated values, exceptions that may clash. */
void st_review_rules(st_reading *x);
#endif
