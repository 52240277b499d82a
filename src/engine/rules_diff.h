/* What changed between two sets of rules, or between two times of knowledge of one. */
#ifndef ST_RULES_DIFF_H
#define ST_RULES_DIFF_H
#include "base/json.h"
#include "rules/bundle.h"

/* One object added (old NULL), removed (now NULL), or one member of an object changed: path "when.destination", its texts before and after (JSON; empty where there was none). */
typedef struct st_rule_change { const st_object *old, *now; st_str path, before, after; } st_rule_change;
typedef st_code (*st_rule_change_fn)(void *user, const st_rule_change *c, st_err *err);
/* In the order of ids. Comments and the order of members are no change; the order of lists is. */
st_code st_rules_diff(const st_bundle *old, st_instant old_known, const st_bundle *now, st_instant now_known, st_rule_change_fn fn, void *user, st_err *err);
#endif
