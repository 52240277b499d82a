/* Rules as the commands that take them name them. */
#ifndef ST_RULES_ARGS_H
#define ST_RULES_ARGS_H
#include "rules/rules.h"

/* The rules of a folder or file, or (path NULL) those inside the program. */
st_bundle *st_rules_bundle(const char *path, st_problems *p, st_err *err);
/* A problem as a line on the FILE that user is. */
void st_problem_print(void *user, bool error, const char *file, uint32_t line, const char *text);
/* DATE or instant of an option; NULL text: *has is false. A day is its noon. */
st_code st_opt_time(const char *name, const char *text, bool *has, st_instant *out, st_err *err);
/* Bundle and rules at once, as known at `known` (a text or NULL: now). Problems are printed on stderr. */
typedef struct st_rules_taken { st_bundle *bundle; st_rules *rules; } st_rules_taken;
st_code st_rules_take(const char *path, const char *known, st_rules_taken *out, st_err *err);
void st_rules_give_back(st_rules_taken *t);
#endif
