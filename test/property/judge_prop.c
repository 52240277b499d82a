/* What must hold of verdicts whatever the rules and the case (doc/RULES.md): over the rules inside the program and random cases about what they speak of. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "engine/check.h"
#include "base/yaml.h"

enum { CASES = 8000 };

static st_bundle *bundle;
static st_rules *rules;
static st_checker *checker;
static uint64_t seed = 20261126;

static uint32_t rnd(uint32_t n) {
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return (uint32_t)(seed >> 33) % n;
}
static const char *one_of(const char *const *list, size_t n) { return list[rnd((uint32_t)n)]; }
#define ONE(list) one_of(list, ST_LEN(list))

static const char *const countries[] = { "DE", "FR", "PL", "US", "GB", "CH", "TR", "RU", "BY", "KG", "KZ", "AE", "CN", "UA", "CA", "JP", "AU", "IR", "KP", "SY", "BR" };
static const char *const activities[] = { "sell", "export", "import", "purchase", "transit", "broker", "finance", "insure", "carry", "pay", "provide_service", "technical_assistance", "port_access", "new_debt", "lend", "invest", "broadcast", "travel", "overflight", "sts", "sell_vessel", "correspondent_account" };
static const char *const codes[] = { "8542.31", "8541.10", "8457.10", "2709.00", "2710.19", "1001.99", "3004.90", "7208.10", "8703.23", "7108.12", "7102.39", "2701.12", "8802.40", "9301.90", "6403.99", "8901.20", "2711.11" };
static const char *const kinds[] = { "bank", "central_bank", "oil_company", "defence", "forwarder", "broadcaster", "state_owned", "ngo", "port" };
static const char *const roles[] = { "seller", "buyer", "consignee", "end_user", "bank", "insurer", "carrier", "payer", "payee", "broker", "forwarder", "shipowner" };
static const char *const dates[] = { "2013-05-01", "2014-09-20", "2018-03-01", "2022-02-23", "2022-03-20", "2022-12-10", "2023-02-20", "2023-07-01", "2024-01-15", "2024-04-02", "2024-07-05", "2025-03-01", "2025-09-10", "2026-02-10", "2026-04-20", "2026-08-01", "2026-11-20" };
static const char *const purposes[] = { "humanitarian", "medical", "agri_food_trade", "diplomacy", "energy", "civil_nuclear", "wind_down", "personal_use" };
static const char *const papers[] = { "no_re_export_clause", "end_user_statement", "due_diligence_file", "price_attestation", "itemised_costs", "certificate_of_origin", "export_licence" };

static void random_party(st_buf *b, size_t i) {
    st_buf_printf(b, "%s{\"id\":\"p%zu\",\"role\":\"%s\",\"type\":\"%s\",\"country\":\"%s\"", i ? "," : "", i, ONE(roles), rnd(4) ? "organisation" : "person", ONE(countries));
    if (!rnd(3)) st_buf_printf(b, ",\"kind\":\"%s\"", ONE(kinds));
    if (!rnd(4)) st_buf_printf(b, ",\"incorporated\":\"%s\"", ONE(dates));
    if (!rnd(4)) st_buf_printf(b, ",\"nationality\":\"%s\"", ONE(countries));
    if (rules->lists && !rnd(4)) {
        const st_str list = rules->list[rnd((uint32_t)rules->lists)].id;
        st_buf_printf(b, ",\"listed\":\"%.*s\"", ST_FMT(list));
    }
    st_buf_char(b, '}');
}

static void random_goods(st_buf *b, size_t i) {
    st_buf_printf(b, "%s{\"hs\":\"%s\"", i ? "," : "", ONE(codes));
    if (rnd(2)) st_buf_printf(b, ",\"origin\":\"%s\"", ONE(countries));
    if (!rnd(3)) st_buf_printf(b, ",\"price_per_bbl\":%u.%02u", 30 + rnd(50), rnd(100));
    if (!rnd(3)) st_buf_printf(b, ",\"us_content\":%u", rnd(60));
    if (!rnd(4)) st_buf_printf(b, ",\"unit_value_eur\":%u", rnd(600));
    if (!rnd(3)) st_buf_printf(b, ",\"seaborne\":%s", rnd(2) ? "true" : "false");
    if (!rnd(4)) st_buf_printf(b, ",\"end_use\":\"%s\"", rnd(2) ? "military" : "medical");
    st_buf_char(b, '}');
}

static void random_case(st_buf *b) {
    st_buf_clear(b);
    st_buf_printf(b, "{\"date\":\"%s\",\"activity\":[\"%s\",\"%s\"]", ONE(dates), ONE(activities), ONE(activities));
    if (rnd(4)) st_buf_printf(b, ",\"destination\":\"%s\"", ONE(countries));
    if (!rnd(3)) st_buf_printf(b, ",\"from\":\"%s\"", ONE(countries));
    if (!rnd(3)) st_buf_printf(b, ",\"via\":\"%s\"", ONE(countries));
    if (!rnd(3)) st_buf_printf(b, ",\"use_in\":\"%s\"", ONE(countries));
    if (!rnd(3)) st_buf_printf(b, ",\"contract_date\":\"%s\"", ONE(dates));
    if (rnd(2)) st_buf_printf(b, ",\"purpose\":\"%s\"", ONE(purposes));
    if (rnd(2)) st_buf_printf(b, ",\"documents\":[\"%s\",\"%s\"]", ONE(papers), ONE(papers));
    if (!rnd(6)) st_buf_z(b, ",\"region\":\"crimea\"");
    st_buf_z(b, ",\"parties\":[");
    for (size_t i = 0, n = 1 + rnd(4); i < n; i++) random_party(b, i);
    st_buf_z(b, "],\"goods\":[");
    for (size_t i = 0, n = rnd(3); i < n; i++) random_goods(b, i);
    st_buf_z(b, "]");
    if (!rnd(3)) st_buf_printf(b, ",\"payment\":{\"currency\":\"%s\",\"amount\":%u,\"maturity_days\":%u,\"cleared_in\":\"%s\"}", rnd(2) ? "USD" : "EUR", rnd(200000), rnd(100), ONE(countries));
    if (!rnd(3)) st_buf_printf(b, ",\"vessel\":{\"imo\":\"9074729\",\"flag\":\"%s\",\"type\":\"tanker\"}", ONE(countries));
    if (!rnd(6)) st_buf_printf(b, ",\"facility\":{\"name\":\"x\",\"kind\":\"port\",\"role\":\"load\",\"country\":\"%s\"}", ONE(countries));
    st_buf_char(b, '}');
}

static st_code ask(st_json *tree, st_checked *out) {
    static const st_check_options o = { .closed = true };
    st_err err = { 0 };
    const st_code code = st_checker_run(checker, tree, &o, out, &err);
    if (code < 0) fail_msg("%s: %s", err.where, err.what);
    return code;
}

static void verdicts_of(const st_checked *a, st_verdict *v) {
    for (size_t i = 0; i < a->j.regimes; i++) v[i] = a->j.regime[i].verdict;
}

static bool hard(st_verdict v) { return v >= ST_LICENCE_REQUIRED; }   /* PROHIBITED, ESCALATE, LICENCE_REQUIRED */

/* ---- less knowledge never allows more -------------------------------------------------------------------------------------------------------------- */

static size_t count_leaves(const st_json *v) {
    if (!v->child) return v->type == ST_JSON_STRING || v->type == ST_JSON_NUMBER || v->type == ST_JSON_TRUE || v->type == ST_JSON_FALSE;
    size_t n = 0;
    for (const st_json *c = v->child; c; c = c->next) n += count_leaves(c);
    return n;
}

/* Makes the k-th value unknown; the name of its fact. */
static st_json *leaf_at(st_json *v, size_t *k, st_json *named) {
    if (v->key.n) named = v;
    if (!v->child) {
        if (!(v->type == ST_JSON_STRING || v->type == ST_JSON_NUMBER || v->type == ST_JSON_TRUE || v->type == ST_JSON_FALSE)) return NULL;
        return (*k)-- == 0 ? named : NULL;
    }
    for (st_json *c = v->child; c; c = c->next) {
        st_json *found = leaf_at(c, k, named);
        if (found) return found;
    }
    return NULL;
}

static void monotone(void **state) {
    st_buf b = ST_BUF_INIT(1 << 20);
    st_arena a = ST_ARENA_INIT;
    size_t asked = 0, failed = 0, prohibited = 0;
    for (size_t i = 0; i < CASES; i++) {
        random_case(&b);
        st_arena_reset(&a);
        st_json *tree = st_case_parse(&a, st_buf_view(&b), "case", NULL);
        st_checked before, after;
        st_verdict was[64], is[64];
        ask(tree, &before);
        verdicts_of(&before, was);
        st_case_date(rules, &before.c, &before.j.at);
        const st_instant at = before.j.at;
        size_t k = rnd((uint32_t)count_leaves(tree));
        st_json *fact = leaf_at(tree, &k, NULL);
        if (!fact || st_str_is(fact->key, "date") || st_str_is(fact->key, "id") || st_str_is(fact->key, "listed")) continue;   /* the time of the question, and a name, are no facts */
        const st_json kept = *fact;
        fact->type = ST_JSON_NULL;
        fact->child = NULL;
        const st_check_options o = { .closed = true, .has_at = true, .at = at };
        st_err err = { 0 };
        if (st_checker_run(checker, tree, &o, &after, &err) < 0) fail_msg("%s: %s", err.where, err.what);
        verdicts_of(&after, is);
        asked++;
        for (size_t r = 0; r < after.j.regimes; r++) {
            prohibited += was[r] == ST_PROHIBITED;
            if (was[r] != ST_PROHIBITED || hard(is[r])) continue;
            if (failed++ < 5) {
                printf("# %.*s is %s, and %s when %.*s is unknown:\n# %s\n", ST_FMT(after.j.regime[r].regime->id), st_verdict_name(was[r]), st_verdict_name(is[r]), ST_FMT(kept.key), b.p);
                *fact = kept;
                ask(tree, &before);
                for (size_t f = 0; f < before.j.findings; f++)
                    if (before.j.finding[f].verdict == ST_PROHIBITED) printf("#   %.*s\n", ST_FMT(st_finding_id(&before.j.finding[f])));
            }
        }
    }
    st_arena_free(&a);
    st_buf_free(&b);
    printf("# %zu facts taken away, %zu prohibitions\n", asked, prohibited);
    assert_true(asked > CASES / 2 && prohibited > CASES / 10);
    assert_int_equal(failed, 0);
}

/* ---- order does not matter ------------------------------------------------------------------------------------------------------------------------- */

static void turn(st_json *v) {   /* the members and items of every list the other way round */
    st_json *turned = NULL;
    for (st_json *c = v->child; c;) {
        st_json *next = c->next;
        turn(c);
        c->next = turned;
        turned = c;
        c = next;
    }
    v->child = turned;
}

static void order_independent(void **state) {
    st_buf b = ST_BUF_INIT(1 << 20);
    st_arena a = ST_ARENA_INIT;
    for (size_t i = 0; i < CASES / 3; i++) {
        random_case(&b);
        st_arena_reset(&a);
        st_json *tree = st_case_parse(&a, st_buf_view(&b), "case", NULL);
        st_checked one, two;
        st_verdict v[64], w[64];
        ask(tree, &one);
        verdicts_of(&one, v);
        const size_t findings = one.j.findings, flags = one.j.flags, exposures = one.j.exposures;
        turn(tree);
        ask(tree, &two);
        verdicts_of(&two, w);
        /* a fact that is taken from the first party with a role is the one thing that order decides: only where two parties have that role */
        if (one.c.assumed != two.c.assumed) fail_msg("assumed: %s", b.p);
        for (size_t r = 0; r < two.j.regimes; r++)
            if (v[r] != w[r] && one.c.assumed == 0) fail_msg("%.*s: %s and %s: %s", ST_FMT(two.j.regime[r].regime->id), st_verdict_name(v[r]), st_verdict_name(w[r]), b.p);
        if (one.c.assumed == 0 && (findings != two.j.findings || flags != two.j.flags || exposures != two.j.exposures)) fail_msg("findings: %s", b.p);
    }
    st_arena_free(&a);
    st_buf_free(&b);
}

/* ---- the same question, the same bytes --------------------------------------------------------------------------------------------------------------- */

static void same_bytes(void **state) {
    st_buf b = ST_BUF_INIT(1 << 20), one = ST_BUF_INIT(1 << 26), two = ST_BUF_INIT(1 << 26);
    st_arena a = ST_ARENA_INIT;
    for (size_t i = 0; i < 300; i++) {
        random_case(&b);
        st_arena_reset(&a);
        st_json *tree = st_case_parse(&a, st_buf_view(&b), "case", NULL);
        st_checked c;
        st_jw w = { &one, false };
        st_buf_clear(&one);
        ask(tree, &c);
        st_checked_json(&w, checker, &c, true);
        w = (st_jw){ &two, false };
        st_buf_clear(&two);
        st_err err = { 0 };
        st_checker *other = st_checker_new(rules, NULL, &err);
        st_check_options o = { .closed = true };
        assert_int_equal(st_checker_run(other, tree, &o, &c, &err), ST_OK);
        st_checked_json(&w, other, &c, true);
        st_checker_free(other);
        assert_true(st_str_eq(st_buf_view(&one), st_buf_view(&two)));
        st_arena mem = ST_ARENA_INIT;
        assert_non_null(st_json_parse(&mem, st_buf_view(&one), 1, &err));
        st_arena_free(&mem);
    }
    st_arena_free(&a);
    st_buf_free(&b);
    st_buf_free(&one);
    st_buf_free(&two);
}

/* ---- every measure begins and ends at its instant, and touches its own regime alone ------------------------------------------------------------------- */

static void boundaries(void **state) {
    st_buf b = ST_BUF_INIT(1 << 20);
    st_arena a = ST_ARENA_INIT;
    for (size_t i = 0; i < CASES / 3; i++) {
        random_case(&b);
        st_arena_reset(&a);
        st_json *tree = st_case_parse(&a, st_buf_view(&b), "case", NULL);
        const st_law *m = &rules->measure[rnd((uint32_t)rules->measures)];
        const st_instant edge = rnd(2) && m->valid.to != ST_FOREVER ? m->valid.to : m->valid.from;
        for (int after = -1; after <= 0; after++) {
            const st_check_options o = { .closed = true, .has_at = true, .at = edge + after };
            st_checked c;
            st_err err = { 0 };
            if (st_checker_run(checker, tree, &o, &c, &err) < 0) fail_msg("%s: %s", err.where, err.what);
            for (size_t f = 0; f < c.j.findings; f++) {
                const st_finding *x = &c.j.finding[f];
                if (x->measure && !st_span_has(x->measure->valid, edge + after)) fail_msg("%.*s fires outside its time", ST_FMT(x->measure->id));
                const st_verdict v = c.j.regime[x->regime->number].verdict;
                if (x->verdict > v) fail_msg("%.*s is worse than its regime's verdict", ST_FMT(st_finding_id(x)));
            }
            for (size_t r = 0; r < c.j.regimes; r++) {   /* a verdict has its reason in its own regime */
                st_verdict worst = ST_NOT_BOUND;
                for (size_t f = 0; f < c.j.findings; f++)
                    if (c.j.finding[f].regime == c.j.regime[r].regime && c.j.finding[f].verdict > worst) worst = c.j.finding[f].verdict;
                const st_verdict v = c.j.regime[r].verdict;
                if (v > ST_ALLOWED && v != worst && !c.j.regime[r].raised) fail_msg("%.*s is %s without a finding", ST_FMT(c.j.regime[r].regime->id), st_verdict_name(v));
                if (c.j.regime[r].raised && v != ST_ESCALATE) fail_msg("a flag does more than escalate");
            }
        }
    }
    st_arena_free(&a);
    st_buf_free(&b);
}

/* ---- what is said to change it does ------------------------------------------------------------------------------------------------------------------------ */

typedef struct flipping { const st_proof *leaf; st_tri to; size_t n, want; } flipping;
static void pick(void *user, const st_proof *leaf, st_tri to) {
    flipping *f = user;
    if (f->n++ == f->want) {
        f->leaf = leaf;
        f->to = to;
    }
}

/* The value of a proof with one leaf changed, computed anew. */
static st_tri again(const st_proof *p, const flipping *f) {
    if (p == f->leaf) return f->to;
    const st_op op = p->cond->op;
    if (op >= ST_IS) return p->value;
    if (op == ST_NOT) return st_tri_not(again(p->child, f));
    const bool all = op == ST_ALL || op == ST_EVERY;
    st_tri v = all ? ST_YES : ST_NO;
    for (const st_proof *c = p->child; c; c = c->next) v = all ? st_tri_and(v, again(c, f)) : st_tri_or(v, again(c, f));
    return v;
}

static void counterfactuals_hold(void **state) {
    st_buf b = ST_BUF_INIT(1 << 20);
    st_arena a = ST_ARENA_INIT;
    size_t flips = 0;
    for (size_t i = 0; i < CASES / 3; i++) {
        random_case(&b);
        st_arena_reset(&a);
        st_checked c;
        ask(st_case_parse(&a, st_buf_view(&b), "case", NULL), &c);
        for (size_t k = 0; k < c.j.findings; k++) {
            const st_finding *x = &c.j.finding[k];
            if (!x->proof) continue;
            const st_tri to = x->proof->value == ST_YES ? ST_NO : ST_YES;
            flipping count = { .want = SIZE_MAX };
            st_proof_flips(x->proof, to, pick, &count);
            for (size_t n = 0; n < count.n; n++) {
                flipping f = { .want = n };
                st_proof_flips(x->proof, to, pick, &f);
                if (again(x->proof, &f) != to) fail_msg("%.*s: a change that is said to change it does not: %s", ST_FMT(st_finding_id(x)), b.p);
                flips++;
            }
            const flipping none = { 0 };
            assert_int_equal(again(x->proof, &none), x->proof->value);   /* a proof adds up */
        }
    }
    printf("# %zu changes tried\n", flips);
    assert_true(flips > 1000);
    st_arena_free(&a);
    st_buf_free(&b);
}

static int begin(void **state) {
    st_problems p = { 0 };
    st_err err = { 0 };
    bundle = st_bundle_built_in(&p, &err);
    rules = bundle ? st_rules_of(bundle, INT64_C(1798675200), &p, &err) : NULL;   /* the last day of 2026 */
    checker = rules ? st_checker_new(rules, NULL, &err) : NULL;
    if (!checker) printf("# %s: %s\n", err.where, err.what);
    return checker ? 0 : -1;
}

static int end(void **state) {
    st_checker_free(checker);
    st_rules_free(rules);
    st_bundle_free(bundle);
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = { cmocka_unit_test(monotone), cmocka_unit_test(order_independent), cmocka_unit_test(same_bytes), cmocka_unit_test(boundaries), cmocka_unit_test(counterfactuals_hold) };
    return cmocka_run_group_tests(tests, begin, end);
}
