/* Rules: what is refused and where, conditions in three values, composition. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "rules_fixture.h"

static const char base[] = RULES_FACTS RULES_SETS;

static char *with(const char *more) {
    const size_t n = sizeof base + strlen(more) + 64;
    char *p = malloc(n);
    assert_non_null(p);
    snprintf(p, n, "%s%s", base, more);
    return p;
}

/* ---- what is refused ----------------------------------------------------------------------------------------------------------------------------------- */

static void refused(void **state) {
    static const struct { const char *rules, *says; } bad[] = {
        { "measures: 5\n", "measures is not a list" },
        { "laws: []\n", "there is no kind \"laws\"" },
        { "measures:\n- {title: x}\n", "without a proper id" },
        { "measures:\n" RULES_MEASURE("A") "  effect: prohibit\n  when: {destination: RU}\n" RULES_MEASURE("A") "  effect: prohibit\n  when: {destination: RU}\n", "A stands already at" },
        { "measures:\n" RULES_MEASURE("A") "  effect: prohibit\n", "when is missing" },
        { "measures:\n" RULES_MEASURE("A") "  effect: forbid\n  when: {destination: RU}\n", "effect is none of prohibit" },
        { "measures:\n" RULES_MEASURE("A") "  effect: prohibit\n  when: {region: crimae}\n", "crimae is none of the values of region; did you mean crimea" },
        { "measures:\n" RULES_MEASURE("A") "  effect: prohibit\n  when: {destinaton: RU}\n", "facts has no destinaton; did you mean destination" },
        { "measures:\n" RULES_MEASURE("A") "  effect: prohibit\n  when: {destination: Ruritania}\n", "Ruritania is no country" },
        { "measures:\n" RULES_MEASURE("A") "  effect: prohibit\n  when: {party.country: RU}\n", "party.country: of which party?" },
        { "measures:\n" RULES_MEASURE("A") "  effect: prohibit\n  each: goods\n  when: {goods: {in: CHIP}}\n", "goods has no CHIP; did you mean CHIPS" },
        { "measures:\n" RULES_MEASURE("A") "  effect: prohibit\n  each: goods\n  when: {goods.price: {gt: $cap}}\n", "there is no param cap" },
        { "measures:\n" RULES_MEASURE("A") "  effect: prohibit\n  each: goods\n  when: {goods.price: {gt: 1.23456}}\n", "no number of at most four decimals" },
        { "measures:\n" RULES_MEASURE("A") "  effect: prohibit\n  each: goods\n  when: {goods.price: {before: 2022-01-01}}\n", "goods.price is of type number" },
        { "measures:\n" RULES_MEASURE("A") "  effect: prohibit\n  each: goods\n  when: {goods.price: 5}\n", "goods.price is a number: compare it" },
        { "measures:\n" RULES_MEASURE("A") "  effect: prohibit\n  when: {destination: {known: yes}}\n", "known is for flags and tables only" },
        { "measures:\n" RULES_MEASURE("A") "  effect: prohibit\n  when: {}\n", "a condition is a mapping that is not empty" },
        { "measures:\n" RULES_MEASURE("A") "  effect: prohibit\n  when: {any: []}\n", "any takes a list of conditions" },
        { "measures:\n" RULES_MEASURE("A") "  effect: prohibit\n  each: party\n  when: {party: {owned: L}}\n", "owned by which rule" },
        { "measures:\n" RULES_MEASURE("A") "  effect: prohibit\n  each: party\n  when: {party: {owned: L, rule: halb}}\n", "ownership has no halb; did you mean half" },
        { "measures:\n" RULES_MEASURE("A") "  effect: oblige\n  when: {destination: RU}\n", "requires belongs to effect oblige" },
        { "measures:\n" RULES_MEASURE("A") "  effect: prohibit\n  wen: {destination: RU}\n  when: {destination: RU}\n", "there is no member \"wen\" here; did you mean when" },
        { "measures:\n" RULES_MEASURE("A") "  effect: prohibit\n  params: {cap: [{from: 2023-01-01T00:00Z, value: 5}, {from: 2022-01-01T00:00Z, value: 6}]}\n  when: {destination: RU}\n", "values stand in the order of their time" },
        { "licences:\n- {id: G, title: t, regime: US, kind: general_licence, lifts: [A], when: {destination: RU}, valid: {from: 2022-01-01T00:00Z}}\nmeasures:\n" RULES_MEASURE("A") "  effect: prohibit\n  when: {destination: RU}\n", "is of another imposer" },
        { "measures:\n- &x {id: A}\n", "an anchor" }, { "measures: [*x]\n", "an alias" }, { "measures: !!set {}\n", "an anchor or a tag" }, { "measures: []\nmeasures: []\n", "measures stands twice" },
        { "goods:\n- {id: R1, title: t, include: [R2]}\n- {id: R2, title: t, include: [R1]}\n", "the set includes itself" }, { "goods:\n- {id: R1, title: t, hs: [\"85.4x\"]}\n", "an HS code has 2 to 10 digits" },
        { "places:\n- {id: P, title: t, members: [{code: GB, from: 2022-01-01T00:00Z, to: 2020-01-01T00:00Z}]}\n", "it ends before it begins" },
        { "measures:\n" RULES_MEASURE("A") "  effect: prohibit\n  review: {status: approved, drafted_by: x, approved_by: x}\n  when: {destination: RU}\n", "two different persons" } };
    for (size_t i = 0; i < ST_LEN(bad); i++) {
        const bool again = !strncmp(bad[i].rules, "goods:", 6) || !strncmp(bad[i].rules, "places:", 7);
        char *text = again ? with("") : with(bad[i].rules);
        rules_fixture f;
        if (again) {   /* a kind stands once in a file: put these before the others of their kind */
            char *at = strstr(text, bad[i].rules[0] == 'g' ? "goods:\n" : "places:\n");
            const size_t skip = strlen(bad[i].rules[0] == 'g' ? "goods:\n" : "places:\n"), before = (size_t)(at - text);
            const size_t size = strlen(text) + strlen(bad[i].rules) + 1;
            char *joined = malloc(size);
            assert_non_null(joined);
            snprintf(joined, size, "%.*s%s%s", (int)before, text, bad[i].rules, at + skip);
            free(text);
            text = joined;
        }
        fixture_load(&f, text);
        if (f.r) fail_msg("accepted: %s", bad[i].rules);
        if (!strstr(f.said, bad[i].says)) fail_msg("says \"%s\", not \"%s\"", f.said, bad[i].says);
        fixture_free(&f);
        free(text);
    }
}

static void lines_are_right(void **state) {
    rules_fixture f;
    fixture_load(&f, "facts:\n- {id: date, type: date, text: a}\nmeasures:\n- id: A\n  title: t\n  when:\n    any:\n    - nothing: 5\n");
    assert_null(f.r);
    assert_non_null(strstr(f.said, "t.yaml:8: A: facts has no nothing"));
    fixture_free(&f);
}

/* ---- composition ------------------------------------------------------------------------------------------------------------------------------------------ */

typedef struct want { const char *yaml, *at; st_verdict verdict; } want;

static void check(const char *rules, const want *w, size_t n) {
    char *text = with(rules);
    rules_fixture f;
    fixture_load(&f, text);
    if (!f.r) fail_msg("%s", f.said);
    for (size_t i = 0; i < n; i++) {
        judged j;
        if (fixture_judge(&f, w[i].yaml, w[i].at ? w[i].at : "2024-01-01", &j) != ST_OK) fail_msg("%s: %s %s", w[i].yaml, f.err.where, f.err.what);
        if (fixture_verdict(&j, "EU") != w[i].verdict) fail_msg("%s: %s, not %s", w[i].yaml, st_verdict_name(fixture_verdict(&j, "EU")), st_verdict_name(w[i].verdict));
    }
    fixture_free(&f);
    free(text);
}

#define DE "parties: [{role: seller, country: DE}]\n"

static void a_prohibition(void **state) {
    static const want w[] = {
        { DE "destination: RU\ngoods: [{hs: 8542.31}]\n", NULL, ST_PROHIBITED },
        { DE "destination: Russian Federation\ngoods: [{hs: 85423190}]\n", NULL, ST_PROHIBITED },
        { DE "destination: KZ\ngoods: [{hs: 8542.31}]\n", NULL, ST_ALLOWED },
        { DE "destination: RU\ngoods: [{hs: 1001.99}]\n", NULL, ST_ALLOWED },
        { DE "destination: RU\ngoods: [{hs: 1001.99}, {hs: 854231}]\n", NULL, ST_PROHIBITED },
        { DE "destination: unknown\ngoods: [{hs: 8542.31}]\n", NULL, ST_ESCALATE },
        { DE "destination: RU\ngoods: [{hs: 8542}]\n", NULL, ST_ESCALATE },          /* too coarse to tell */
        { DE "destination: RU\ngoods: [{description: an integrated circuit}]\n", NULL, ST_ESCALATE },
        { DE "destination: RU\ngoods: [{description: spare parts}]\n", NULL, ST_ESCALATE },   /* no description clears */
        { DE "destination: RU\ngoods: [{hs: 8542.31}]\n", "2021-12-31", ST_ALLOWED },
        { DE "destination: RU\ngoods: [{hs: 8542.31}]\n", "2022-01-01", ST_PROHIBITED },
        { "parties: [{role: seller, country: TR}]\ndestination: RU\ngoods: [{hs: 8542.31}]\n", NULL, ST_NOT_BOUND },
        { "parties: [{role: seller}]\ndestination: RU\ngoods: [{hs: 8542.31}]\n", NULL, ST_ESCALATE } };
    check("measures:\n" RULES_MEASURE("A") "  effect: prohibit\n  each: goods\n  when: {destination: RU, goods: {in: CHIPS}}\n", w, ST_LEN(w));
}

static void exceptions(void **state) {
    static const want w[] = {
        { DE "destination: RU\npurpose: medical\n", NULL, ST_UNDER_EXCEPTION },
        { DE "destination: RU\npurpose: []\n", NULL, ST_PROHIBITED },
        { DE "destination: RU\n", NULL, ST_PROHIBITED },                              /* an unknown exception keeps the verdict */
        { DE "destination: RU\npurpose: energy\n", NULL, ST_LICENCE_REQUIRED },
        { DE "destination: RU\npurpose: [medical, energy]\n", NULL, ST_ESCALATE },    /* one level, two outcomes */
        { DE "destination: RU\npurpose: [medical, evacuation]\n", NULL, ST_LICENCE_REQUIRED },   /* the higher level decides */
        { DE "destination: RU\npurpose: wind_down\n", "2022-06-30", ST_UNDER_EXCEPTION },
        { DE "destination: RU\npurpose: wind_down\n", "2022-07-01", ST_PROHIBITED },
        { DE "destination: RU\npurpose: diplomacy\n", NULL, ST_PROHIBITED },          /* what we are unsure of softens nothing */
        { DE "destination: RU\npurpose: []\ncontract_date: 2021-06-01\n", NULL, ST_UNDER_EXCEPTION } };
    check("measures:\n" RULES_MEASURE("A") "  effect: prohibit\n  when: {destination: RU}\n  exceptions:\n"
          "  - {id: e1, kind: scope, when: {purpose: medical}}\n  - {id: e2, kind: derogation, when: {purpose: energy}}\n"
          "  - {id: e3, kind: derogation, level: 2, when: {purpose: evacuation}}\n  - {id: e4, kind: scope, when: {purpose: diplomacy}, confidence: U}\n"
          "  - {id: e6, kind: grandfather, when: {contract_date: {before: 2021-07-01}}}\n"
          "licences:\n- {id: e5, title: t, regime: EU, kind: general_licence, lifts: [A], when: {purpose: wind_down}, valid: {from: 2022-01-01T00:00Z, to: 2022-07-01T00:00Z}}\n",
          w, ST_LEN(w));
}

static void obligations(void **state) {
    static const want w[] = { { DE "destination: KZ\ndocuments: [clause]\n", NULL, ST_WITH_OBLIGATIONS }, { DE "destination: KZ\ndocuments: []\n", NULL, ST_PROHIBITED }, { DE "destination: KZ\n", NULL, ST_ESCALATE },
                              { DE "destination: CH\ndocuments: []\n", NULL, ST_ALLOWED }, { DE "destination: GB\ndocuments: []\n", NULL, ST_ALLOWED } };
    check("measures:\n" RULES_MEASURE("A") "  effect: oblige\n  when: {not: {destination: {in: PARTNERS}}}\n  requires: {documents: clause}\n  cure: add it\n", w, ST_LEN(w));
}

static void unsure_and_others(void **state) {
    static const want unsure[] = { { DE "destination: RU\n", NULL, ST_ESCALATE }, { DE "destination: KZ\n", NULL, ST_ALLOWED } };
    check("measures:\n- id: A\n  title: t\n  regime: EU\n  instrument: {act: a}\n  class: export\n  confidence: U\n  valid: {from: 2022-01-01T00:00Z}\n  effect: prohibit\n  when: {destination: RU}\n", unsure, ST_LEN(unsure));
    static const want licence[] = { { DE "destination: RU\n", NULL, ST_LICENCE_REQUIRED } };
    check("measures:\n" RULES_MEASURE("A") "  effect: licence\n  when: {destination: RU}\n", licence, ST_LEN(licence));
    static const want exposed[] = { { DE "destination: RU\n", NULL, ST_ALLOWED } };   /* an exposure is beside the verdict */
    check("measures:\n" RULES_MEASURE("A") "  effect: expose\n  when: {destination: RU}\n", exposed, ST_LEN(exposed));
    static const want withdrawn[] = { { DE "destination: RU\n", NULL, ST_ALLOWED } };
    check("measures:\n" RULES_MEASURE("A") "  effect: prohibit\n  review: {status: withdrawn}\n  when: {destination: RU}\n", withdrawn, ST_LEN(withdrawn));
}

static void lists_and_quantifiers(void **state) {
    static const want w[] = { { DE "destination: KZ\n", NULL, ST_ALLOWED }, { "parties: [{role: seller, country: DE}, {role: bank, country: AE, listed: L}]\n", NULL, ST_PROHIBITED },
                              { "parties: [{role: seller, country: DE}, {role: bank, country: AE, listed: \"?L\"}]\n", NULL, ST_ESCALATE }, { "parties: [{role: seller, country: DE, listed: M}]\n", NULL, ST_ALLOWED } };
    check("measures:\n" RULES_MEASURE("A") "  effect: prohibit\n  each: party\n  when: {party: {owned: L, rule: half}}\n", w, ST_LEN(w));
    static const want all[] = { { DE "goods: [{hs: 854231}, {hs: 8541}]\n", NULL, ST_PROHIBITED }, { DE "goods: [{hs: 854231}, {hs: 1001}]\n", NULL, ST_ALLOWED }, { DE "goods: []\n", NULL, ST_PROHIBITED } };
    check("measures:\n" RULES_MEASURE("A") "  effect: prohibit\n  when: {every goods: {goods: {in: CHIPS}}}\n", all, ST_LEN(all));
}

static void numbers_and_dates(void **state) {
    static const want cap[] = { { DE "goods: [{price: 60}]\n", "2022-06-30", ST_ALLOWED }, { DE "goods: [{price: 60.01}]\n", "2022-06-30", ST_PROHIBITED }, { DE "goods: [{price: 50}]\n", "2022-07-01", ST_PROHIBITED },
                                { DE "goods: [{price: 47.60}]\n", "2022-07-01", ST_ALLOWED }, { DE "goods: [{}]\n", "2022-07-01", ST_ESCALATE }, { DE "goods: [{price: 50}]\ncontract_date: 2022-05-01\n", "2022-07-01", ST_ALLOWED } };
    check("measures:\n" RULES_MEASURE("A") "  effect: prohibit\n  each: goods\n  params: {cap: [{from: 2022-01-01T00:00Z, value: 60}, {from: 2022-07-01T00:00Z, value: \"47.60\"}]}\n  params_at: contract_date\n  when: {goods.price: {gt: $cap}}\n", cap, ST_LEN(cap));
    static const want sum[] = { { DE "goods: [{price: 9200, freight: 5800}]\n", NULL, ST_ALLOWED }, { DE "goods: [{price: 9200, freight: 5800.0001}]\n", NULL, ST_PROHIBITED }, { DE "goods: [{price: 9200}]\n", NULL, ST_ESCALATE } };
    check("measures:\n" RULES_MEASURE("A") "  effect: prohibit\n  each: goods\n  when: {sum: {of: [goods.price, goods.freight], gt: 15000}}\n", sum, ST_LEN(sum));
    static const want ratio[] = { { DE "goods: [{price: 30, freight: 10}]\n", NULL, ST_ALLOWED }, { DE "goods: [{price: 31, freight: 10}]\n", NULL, ST_PROHIBITED }, { DE "goods: [{price: 31, freight: 0}]\n", NULL, ST_ESCALATE } };
    check("measures:\n" RULES_MEASURE("A") "  effect: prohibit\n  each: goods\n  when: {ratio: {of: goods.price, to: goods.freight, gt: 3}}\n", ratio, ST_LEN(ratio));
    static const want partial[] = { { "parties: [{role: seller, country: DE, incorporated: 2022}]\n", NULL, ST_ESCALATE }, { "parties: [{role: seller, country: DE, incorporated: 2022-05}]\n", NULL, ST_PROHIBITED },
                                    { "parties: [{role: seller, country: DE, incorporated: 2021}]\n", NULL, ST_ALLOWED } };
    check("measures:\n" RULES_MEASURE("A") "  effect: prohibit\n  each: party\n  when: {party.incorporated: {from: 2022-02-24}}\n", partial, ST_LEN(partial));
    static const want within[] = { { DE "contract_date: 2024-01-31\ndate: 2024-01-01\n", NULL, ST_PROHIBITED }, { DE "contract_date: 2024-02-01\ndate: 2024-01-01\n", NULL, ST_ALLOWED }, { DE "contract_date: 2023-12-31\ndate: 2024-01-01\n", NULL, ST_ALLOWED } };
    check("measures:\n" RULES_MEASURE("A") "  effect: prohibit\n  when: {contract_date: {within: 30, of: date}}\n", within, ST_LEN(within));
    static const want world[] = { { DE "destination: RU\n", "2022-02-23", ST_ALLOWED }, { DE "destination: RU\n", "2022-02-24", ST_PROHIBITED } };
    check("measures:\n" RULES_MEASURE("A") "  effect: prohibit\n  when: {world.war: war}\n", world, ST_LEN(world));
}

static void control_codes(void **state) {
    static const want w[] = { { DE "goods: [{hs: 854231}]\n", NULL, ST_ESCALATE }, { DE "goods: [{hs: 854231, control: 3a001.a}]\n", NULL, ST_PROHIBITED }, { DE "goods: [{hs: 854231, control: EAR99}]\n", NULL, ST_ALLOWED },
                              { DE "goods: [{hs: 1001}]\n", NULL, ST_ALLOWED } };
    check("measures:\n" RULES_MEASURE("A") "  effect: prohibit\n  each: goods\n  when: {goods: {in: DUAL}}\n", w, ST_LEN(w));
}

static void red_flags_raise(void **state) {
    static const want w[] = { { "parties: [{role: seller, country: DE}, {incorporated: 2022-05-11}]\n", NULL, ST_ESCALATE }, { "parties: [{role: seller, country: DE}, {incorporated: 2020-05-11}]\n", NULL, ST_ALLOWED },
                              { "parties: [{role: seller, country: DE}, {}]\n", NULL, ST_ALLOWED }, { "parties: [{role: seller, country: TR}, {incorporated: 2022-05-11, country: KG}]\n", NULL, ST_NOT_BOUND } };
    check("flags:\n- {id: F, title: t, each: party, when: {party.incorporated: {from: 2022-02-24}}, inputs: [party.incorporated], threshold: x, source: x}\n", w, ST_LEN(w));
}

static void tables_are_unique(void **state) {
    static const want w[] = { { DE "goods: [{price: 5}]\n", NULL, ST_ALLOWED }, { DE "goods: [{price: 15}]\n", NULL, ST_PROHIBITED }, { DE "goods: [{price: 25}]\n", NULL, ST_ESCALATE }, { DE "goods: [{}]\n", NULL, ST_ESCALATE } };
    check("tables:\n- id: T\n  title: t\n  regime: EU\n  each: goods\n  rows:\n  - {id: T.1, article: \"1\", when: {goods.price: {lt: 10}}, verdict: ALLOWED, result: PASS}\n"
          "  - {id: T.2, article: \"2\", when: {goods.price: {ge: 10}}, verdict: PROHIBITED, result: REFUSE}\n  - {id: T.3, article: \"3\", when: {goods.price: {ge: 20}}, verdict: ALLOWED, result: PASS}\n", w, ST_LEN(w));
}

/* ---- cases -------------------------------------------------------------------------------------------------------------------------------------------------- */

static void bad_cases(void **state) {
    static const struct { const char *yaml, *where, *says, *hint; } bad[] = {
        { "destinaton: RU\n", "destinaton", "there is no such fact", "did you mean destination?" }, { "parties: [{contry: DE}]\n", "parties[1].contry", "there is no such fact", "did you mean country?" },
        { "parties: [{}, {country: Ruritania}]\n", "parties[2].country", "not a country", "" }, { "goods: [{hs: 8542311}]\n", "goods[1].hs", "not an HS", "" }, { "goods: [{hs: 85x2}]\n", "goods[1].hs", "not an HS", "" },
        { "goods: [{price: 1.23456}]\n", "goods[1].price", "not a number", "" }, { "contract_date: soon\n", "contract_date", "not a date", "" }, { "destination: [RU, BY]\n", "destination", "one value is meant", "" },
        { "region: crimae\n", "region", "not a word that strait knows", "did you mean crimea?" }, { "region: elsewhere\n", "region", "not a word that strait knows", "--facts" }, { "purpose: [medcal]\n", "purpose", "not a word", "did you mean medical?" },
        { "goods: 5\n", "goods", "a list of objects", "" }, { "goods: [5]\n", "goods[1]", "an object is meant", "" }, { "ownership: [{owner: a}]\n", "ownership[1]", "owner and owned", "" },
        { "ownership: [{owner: a, owned: b, share: 101}]\n", "ownership[1]", "a share is a percentage", "" }, { "[]\n", "", "a case is an object", "" } };
    char *text = with("");
    rules_fixture f;
    fixture_load(&f, text);
    if (!f.r) fail_msg("%s", f.said);
    for (size_t i = 0; i < ST_LEN(bad); i++) {
        judged j;
        f.err = (st_err){ 0 };
        assert_int_equal(fixture_judge(&f, bad[i].yaml, "2024-01-01", &j), ST_E_DATA);
        if (!strstr(f.err.where, bad[i].where) || !strstr(f.err.what, bad[i].says) || !strstr(f.err.hint, bad[i].hint)) fail_msg("%s: %s: %s (%s)", bad[i].yaml, f.err.where, f.err.what, f.err.hint);
    }
    fixture_free(&f);
    free(text);
}

/* A synonym is the word that it stands for; an open fact takes words that look like none of its own. */
static void words_of_a_fact(void **state) {
    char *text = with("");
    rules_fixture f;
    judged j;
    fixture_load(&f, text);
    if (!f.r) fail_msg("%s", f.said);
    assert_int_equal(fixture_judge(&f, "region: Krym\npurpose: [tourism]\n", "2024-01-01", &j), ST_OK);
    assert_true(st_str_is(st_case_text(f.r, &j.c, "region", 0), "crimea"));
    assert_true(st_str_is(st_case_text(f.r, &j.c, "purpose", 0), "tourism"));
    fixture_free(&f);
    free(text);
}

/* What a case doesn't state is taken from what it does, and said. */
static void fallbacks(void **state) {
    char *text = with("");
    rules_fixture f;
    judged j;
    fixture_load(&f, text);
    assert_int_equal(fixture_judge(&f, "parties: [{role: buyer, country: KG}, {role: [bank, seller], country: DE}]\n", "2024-01-01", &j), ST_OK);
    assert_true(st_str_is(st_case_text(f.r, &j.c, "from", 0), "DE"));
    assert_int_equal(j.c.assumed, 1);
    assert_int_equal(fixture_judge(&f, "from: unknown\nparties: [{role: seller, country: DE}]\n", "2024-01-01", &j), ST_OK);
    assert_int_equal(st_case_text(f.r, &j.c, "from", 0).n, 0);
    fixture_free(&f);
    free(text);
}

int main(void) {
    const struct CMUnitTest tests[] = { cmocka_unit_test(refused), cmocka_unit_test(lines_are_right), cmocka_unit_test(a_prohibition), cmocka_unit_test(exceptions), cmocka_unit_test(obligations), cmocka_unit_test(unsure_and_others),
        cmocka_unit_test(lists_and_quantifiers), cmocka_unit_test(numbers_and_dates), cmocka_unit_test(control_codes), cmocka_unit_test(red_flags_raise), cmocka_unit_test(tables_are_unique), cmocka_unit_test(bad_cases), cmocka_unit_test(words_of_a_fact), cmocka_unit_test(fallbacks) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
