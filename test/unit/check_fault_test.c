/* Checking without memory: each allocation failing in turn, from the text of the rules to the JSON of the answer. What fails says so; nothing is half answered. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "rules_fixture.h"
#include "engine/check.h"

#ifdef ST_FAULT
static const char rules_text[] = RULES_FACTS RULES_SETS
    "measures:\n" RULES_MEASURE("A") "  effect: prohibit\n  each: party\n  when: {party: {owned: L, rule: half}, any: [{destination: RU}, {use_in: [RU, BY]}]}\n  exceptions: [{id: e, kind: derogation, when: {purpose: medical}, needs: [x]}]\n  obligations: [freeze]\n"
    RULES_MEASURE("B") "  effect: oblige\n  each: goods\n  params: {cap: [{from: 2022-01-01T00:00Z, value: 60}]}\n  when: {goods: {in: BOTH}, goods.price: {gt: $cap}}\n  requires: {documents: clause}\n  cure: add it\n"
    RULES_MEASURE("C") "  effect: expose\n  when: {destination: RU}\n"
    "flags:\n- {id: F, title: t, each: party, when: {party.incorporated: {from: 2022-02-24}}, inputs: [party.incorporated], threshold: x, source: x}\n"
    "tables:\n- {id: T, title: t, regime: EU, each: goods, rows: [{id: T1, article: \"1\", when: {goods.price: {gt: 5}}, verdict: PROHIBITED, result: R}]}\n";
static const char case_text[] =
    "{\"id\":\"c\",\"date\":\"2024-01-01\",\"destination\":\"RU\",\"parties\":[{\"id\":\"a\",\"country\":\"DE\",\"name\":\"A\",\"role\":\"seller\"},{\"id\":\"b\",\"name\":\"B\",\"country\":\"RU\",\"incorporated\":\"2023-01-01\"},{\"id\":\"x\",\"name\":\"X\",\"listed\":\"L\"}],"
    "\"goods\":[{\"hs\":\"8542.31\",\"price\":\"70\"}],\"ownership\":[{\"owner\":\"x\",\"owned\":\"b\",\"share\":\"50\"}]}";

static st_code answer(const st_rules *r, st_err *err) {
    st_arena a = ST_ARENA_INIT;
    st_checked c;
    st_checker *k = st_checker_new(r, NULL, err);
    const st_json *tree = k ? st_case_parse(&a, st_str_of(case_text), "case", err) : NULL;
    const st_check_options o = { .closed = true };
    st_code code = tree ? st_checker_run(k, tree, &o, &c, err) : err->code;
    if (code == ST_OK) {
        st_buf b = ST_BUF_INIT(1 << 24);
        st_jw w = { &b, false };
        st_checked_json(&w, k, &c, true);
        if (b.failed) code = st_fail(err, b.failed, "the answer does not fit into memory");
        else if (c.j.overall != ST_PROHIBITED || c.j.findings < 3 || c.j.exposures != 1) fail_msg("an answer without memory: %s", b.p);
        st_buf_free(&b);
    }
    st_arena_free(&a);
    st_checker_free(k);
    return code;
}

static st_code once(st_err *err) {
    st_problems p = { 0 };
    st_bundle *b = st_bundle_of_text(st_str_of(rules_text), "t.yaml", &p, err);
    if (!b) return err->code;
    assert_int_equal(p.errors, 0);   /* want of memory is no fault of the rules */
    st_rules *r = st_rules_of(b, 0, &p, err);
    const st_code code = r ? answer(r, err) : err->code;
    st_rules_free(r);
    st_bundle_free(b);
    return code;
}
#endif

static void every_allocation(void **state) {
#ifndef ST_FAULT
    skip();
#else
    for (uint64_t nth = 1; nth < 20000; nth += nth < 600 ? 1 : 61) {
        st_err err = { 0 };
        st_fault_alloc(nth, 1);
        const st_code code = once(&err);
        st_fault_alloc(0, 0);
        if (code == ST_OK) return;
        if (code != ST_E_NOMEM || !err.what[0]) fail_msg("allocation %llu: %s", (unsigned long long)nth, err.what);
    }
    fail_msg("it never had enough");
#endif
}

int main(void) {
    const struct CMUnitTest tests[] = { cmocka_unit_test(every_allocation) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
