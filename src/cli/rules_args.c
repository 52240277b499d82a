/* Options that name rules. */
#include <time.h>
#include "cli/rules_args.h"

st_bundle *st_rules_bundle(const char *path, st_problems *p, st_err *err) { return path ? st_bundle_open(path, p, err) : st_bundle_built_in(p, err); }

void st_problem_print(void *user, bool error, const char *file, uint32_t line, const char *text) {
    fprintf(user, "%s:%u: %s%s\n", file, line, error ? "" : "look: ", text);
}

st_code st_opt_time(const char *name, const char *text, bool *has, st_instant *out, st_err *err) {
    st_instant last;
    *has = text != NULL;
    if (!text || (st_instants_of(st_str_of(text), out, &last) && *out == last)) return ST_OK;
    st_fail(err, ST_E_USAGE, "--%s %.60s is no day", name, text);
    st_err_hint(err, "as 2024-04-02, or 2024-04-02T00:01-04:00 where the hour decides");
    return ST_E_USAGE;
}

st_code st_rules_take(const char *path, const char *known, st_rules_taken *out, st_err *err) {
    bool has;
    st_instant at = 0;
    *out = (st_rules_taken){ 0 };
    ST_TRY(st_opt_time("known-at", known, &has, &at, err));
    if (!has) at = (st_instant)time(NULL);
    st_problems p = { 0 };
    out->bundle = st_rules_bundle(path, &p, err);
    if (!out->bundle) return err->code;
    if (p.errors) {
        st_problems again = { st_problem_print, stderr, 0, 0 };   /* say what it is */
        st_bundle_free(out->bundle);
        out->bundle = st_rules_bundle(path, &again, err);
        st_rules_give_back(out);
        return st_fail(err, ST_E_DATA, "the rules are not sound: %zu errors", p.errors);
    }
    if (has && st_bundle_first_day(out->bundle) != ST_BEGINNING && at < st_bundle_first_day(out->bundle)) {
        char day[32];
        st_instant_print(st_bundle_first_day(out->bundle), day);
        st_rules_give_back(out);
        st_fail(err, ST_E_USAGE, "--known-at %.60s: no rule of this set was recorded by then", known);
        st_err_hint(err, "the first was recorded on %s", day);
        return ST_E_USAGE;
    }
    out->rules = st_rules_of(out->bundle, at, &p, err);
    if (out->rules) {
        out->rules->now = !has;
        return ST_OK;
    }
    st_rules_give_back(out);
    return err->code;
}

void st_rules_give_back(st_rules_taken *t) {
    st_rules_free(t->rules);
    st_bundle_free(t->bundle);
    *t = (st_rules_taken){ 0 };
}
