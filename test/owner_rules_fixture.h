/* For tests of ownership: the rules inside the program, by name and day. Include cmocka.h first. */
#ifndef ST_OWNER_RULES_FIXTURE_H
#define ST_OWNER_RULES_FIXTURE_H
#include "rules/owned.h"

static inline void fx_problem(void *user, bool error, const char *file, uint32_t line, const char *text) {
    (void)user;
    if (error) fprintf(stderr, "%s:%u: %s\n", file, line, text);
}

static inline st_rules *fx_rules(void) {
    static st_bundle *bundle;
    static st_rules *rules;
    st_problems problems = { .fn = fx_problem };
    st_err err = { 0 };
    if (rules) return rules;
    bundle = st_bundle_built_in(&problems, &err);
    if (bundle) rules = st_rules_of(bundle, (st_instant)1800000000, &problems, &err);
    if (!rules) fail_msg("%s", err.what);
    return rules;
}

/* "eu50" is the form of it that binds on that day (days since 1970-01-01). */
static inline const st_owner_terms *fx_terms(const char *id, int32_t day) {
    const st_rules *r = fx_rules();
    if (!strcmp(id, "eu50") && day < 19907) id = "eu50_before_2024";
    for (size_t i = 0; i < r->n_terms; i++)
        if (st_str_is(r->terms[i].id, id)) return &r->terms[i];
    fail_msg("there is no rule %s", id);
    return NULL;
}
#endif
