/* Facts that follow from others by arithmetic that no state's law changes: whether a number's own check holds, what age a ship has, whether a warship goes home. */
#ifndef ST_DERIVE_H
#define ST_DERIVE_H
#include "rules/case.h"

/* Fills the cells of the schema's computed facts that the case does not state. ST_E_NOMEM. */
st_code st_case_derive(const st_rules *r, st_case *c, st_arena *a, st_err *err);
/* Has the party this role? */
bool st_case_has_role(const st_rules *r, const st_case *c, size_t party, st_str role);
#endif
