/* The 50 percent rules that strait knows, by name and by the day from which each form of them binds. */
#ifndef ST_OWNER_RULES_H
#define ST_OWNER_RULES_H
#include "rules/owners.h"

typedef struct st_owner_row {
    st_owner_rule rule;
    int32_t from, until;         /* first and last day; ST_SINCE_EVER, ST_UNTIL_EVER when unbounded */
    bool unsure;                 /* whether it is in force cannot be said: what it blocks is MAYBE */
    const char *title, *source;
} st_owner_row;
extern const st_owner_row st_owner_rules[];
extern const size_t st_owner_rules_n;
/* The form of this rule on a day, or NULL: there is no rule of this id, or (*known) none of its forms binds that day. */
const st_owner_row *st_owner_rule_of(st_str id, int32_t day, bool *known);
#endif
