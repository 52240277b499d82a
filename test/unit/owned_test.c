/* A case under the ownership rules, against an index: the record that a party is, records that it may be, what the case clears, owners known by name only,
 * ships through their owners, and every allocation failing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <unistd.h>
#include "engine/owner_answer.h"
#include "owner_rules_fixture.h"
#include "source_read.h"

static char path[64];
static st_engine *engine;
static st_search *searcher;
static st_comparer *comparer;

static int begin(void **state) {
    (void)state;
    static const char house[] = "# list: house\nid,type,name,registration,country,owned_by\nh1,organisation,Blue Heron Quartzware,,CY,q{share=60}\n"
        "h2,organisation,Grey Pelican Stonecraft,,CY,q{share=70}\nh3,organisation,Grey Pelican Stonecraft,,MT,\n"
        "q,organisation,Quartz Top,,CY,{target_name=Xenopolis Quartz Holding|share=100}\n";
    static const char *const text[] = {
        house, "# list: watch\nid,type,name,listing\nW-1,organisation,Xenopolis Quartz Holding,Order 1{listed_on=2021-03-01}\nW-2,person,Ignatius Vorobyov Quartzmann,Order 1\n",
        "# list: two\nid,type,name,lei,owned_by\nt1,organisation,Marble Kingfisher Works,529900T8BM49AURSDO55,w{share=80}\nw,organisation,Something Else,,\n",
        "# list: three\nid,type,name,lei,listing\nL,organisation,Marble King Fisher,529900T8BM49AURSDO55,\n" };
    st_err err = { 0 };
    st_model *m = st_model_new(&err);
    for (size_t i = 0; i < ST_LEN(text); i++)
        if (read_text(m, NULL, st_str_of(text[i]), "x.csv", &err)) fail_msg("%s", err.what);
    if (st_index_write(m, path, NULL, &err)) fail_msg("%s", err.what);
    st_model_free(m);
    engine = st_engine_load(path, &err);
    searcher = engine ? st_search_new(engine->m, &err) : NULL;
    comparer = st_comparer_new(&err);
    unlink(path);
    return engine && searcher && comparer ? 0 : -1;
}

static int finish(void **state) {
    (void)state;
    st_search_free(searcher);
    st_comparer_free(comparer);
    st_engine_free(engine);
    return 0;
}

static st_code ask_as_of(const char *rule, const char *list, const char *json, const char *name, st_tri *out, st_err *err) {
    const st_str lists[] = { st_str_of(list) };
    const st_owner_query q = { .rules = fx_rules(), .rule = st_str_of(rule), .list = lists, .lists = list ? 1 : 0 };
    st_owner_answer a = { 0 };
    st_arena arena = ST_ARENA_INIT;
    const st_json *tree = st_case_parse(&arena, st_str_of(json), "case", err);
    const st_code code = tree ? st_owner_answer_case(engine, searcher, comparer, &q, tree, &a, err) : err->code;
    *out = ST_NO;
    bool found = false;
    for (size_t i = 0; code == ST_OK && i < a.n_asked; i++)
        if (st_str_eq(st_holdings_node(a.h, a.asked[i])->name, st_str_of(name))) { *out = st_owners_of(a.o, a.asked[i])->blocked; found = true; }
    st_owner_answer_free(&a);
    st_arena_free(&arena);
    if (code == ST_OK) assert_true(found);
    return code;
}

static void expect(const char *rule, const char *list, const char *json, const char *name, st_tri want) {
    st_err err = { 0 };
    st_tri got;
    if (ask_as_of(rule, list, json, name, &got, &err)) fail_msg("%s: %s", json, err.what);
    if (got != want) fail_msg("%s of %s under %s: %s instead of %s", name, json, rule, st_tri_name(got), st_tri_name(want));
}

#define CASE(parties, ownership) "{\"date\":\"2025-01-10\",\"parties\":[" parties "],\"ownership\":[" ownership "]}"

static void by_records(void **state) {
    (void)state;
    /* the owner of its owner is on a list by a name only, which the register prints: the name is looked up */
    expect("ofac50", "watch", CASE("{\"id\":\"b\",\"name\":\"Blue Heron Quartzware\",\"country\":\"CY\"}", ""), "Blue Heron Quartzware", ST_YES);
    expect("ofac50", NULL, CASE("{\"id\":\"b\",\"name\":\"Blue Heron Quartzware\",\"country\":\"CY\"}", ""), "Blue Heron Quartzware", ST_YES);
    expect("ofac50", "two", CASE("{\"id\":\"b\",\"name\":\"Blue Heron Quartzware\",\"country\":\"CY\"}", ""), "Blue Heron Quartzware", ST_NO);
    expect("ofac50", "three", CASE("{\"id\":\"b\",\"name\":\"M\",\"lei\":\"529900T8BM49AURSDO55\"}", ""), "M", ST_YES);   /* listed, by its number */
    /* two records of one list bear its name, and one of them is blocked */
    expect("ofac50", "watch", CASE("{\"id\":\"b\",\"name\":\"Grey Pelican Stonecraft\"}", ""), "Grey Pelican Stonecraft", ST_MAYBE);
}

static void by_claims(void **state) {
    (void)state;
    expect("ofac50", "watch", CASE("{\"id\":\"b\",\"name\":\"Nobody's Business\"}", "{\"owner\":\"Xenopolis Quartz Holding\",\"owned\":\"b\",\"share\":\"50\"}"), "Nobody's Business", ST_YES);
    expect("uk_gt50", "watch", CASE("{\"id\":\"b\",\"name\":\"Nobody's Business\"}", "{\"owner\":\"Xenopolis Quartz Holding\",\"owned\":\"b\",\"share\":\"50\"}"), "Nobody's Business", ST_NO);
    expect("ofac50", "watch", CASE("{\"id\":\"b\",\"name\":\"Nobody's Business\"}", "{\"owner\":\"Xenopolis Quartz Holding\",\"owned\":\"b\",\"share\":\"50\",\"until\":\"2024-12-31\"}"), "Nobody's Business", ST_NO);
    expect("ofac50", "watch", CASE("{\"id\":\"b\",\"name\":\"Nobody's Business\"},{\"id\":\"c\",\"name\":\"Daughter\"}",
        "{\"owner\":\"Xenopolis Quartz Holding\",\"owned\":\"Nobody's Business\",\"share\":\"51\"},{\"owner\":\"b\",\"owned\":\"c\",\"share_min\":\"40\",\"share_max\":\"60\"}"), "Daughter", ST_MAYBE);
    /* the day before the order */
    expect("ofac50", "watch", "{\"date\":\"2021-02-28\",\"parties\":[{\"id\":\"b\",\"name\":\"N\"}],\"ownership\":[{\"owner\":\"Xenopolis Quartz Holding\",\"owned\":\"b\",\"share\":\"50\"}]}", "N", ST_NO);
}

static void ships(void **state) {
    (void)state;
    expect("ofac50", "watch", "{\"date\":\"2025-01-10\",\"parties\":[{\"id\":\"o\",\"name\":\"Owner Firm\"}],\"vessels\":[{\"imo\":\"9074729\",\"name\":\"Example Star\",\"owner\":\"o\"}],"
        "\"ownership\":[{\"owner\":\"Xenopolis Quartz Holding\",\"owned\":\"o\",\"share\":\"50\"}]}", "Example Star", ST_YES);
    expect("eu50", "watch", "{\"date\":\"2025-01-10\",\"parties\":[{\"id\":\"o\",\"name\":\"Xenopolis Quartz Holding\"}],\"vessels\":[{\"imo\":\"9074729\",\"name\":\"Example Star\",\"manager\":\"o\"}]}",
        "Example Star", ST_MAYBE);
}

static void case_has_the_last_word(void **state) {
    (void)state;
    static const char blocked[] = CASE("{\"id\":\"x\",\"name\":\"Ex\",\"listed\":[\"OFAC.SDN\"]},{\"id\":\"b\",\"name\":\"Bee\"}", "{\"owner\":\"x\",\"owned\":\"b\",\"share\":\"50\"}");
    expect("ofac50", NULL, blocked, "Bee", ST_YES);
    expect("ofac50", "OFAC.SDN", blocked, "Bee", ST_YES);
    expect("ofac50", "watch", CASE("{\"id\":\"b\",\"name\":\"Grey Pelican Stonecraft\",\"is_not\":[\"house:h2\"]}", ""), "Grey Pelican Stonecraft", ST_NO);
}

static st_code under_faults(void) {
    st_err err = { 0 };
    st_tri got;
    return ask_as_of("ofac50", "watch", CASE("{\"id\":\"b\",\"name\":\"Blue Heron Quartzware\",\"country\":\"CY\"}", "{\"owner\":\"Zed\",\"owned\":\"b\",\"share\":\"10\"}"), "Blue Heron Quartzware", &got, &err);
}
static void no_memory(void **state) {
    (void)state;
    assert_int_equal(under_faults(), ST_OK);   /* the search keeps what it has grown to: from now on it needs as much each time */
    fails_each_allocation(under_faults);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(by_records), cmocka_unit_test(by_claims), cmocka_unit_test(ships), cmocka_unit_test(case_has_the_last_word), cmocka_unit_test(no_memory),
    };
    snprintf(path, sizeof path, "/tmp/strait-owned-%ld.stx", (long)getpid());
    return cmocka_run_group_tests_name("owned", tests, begin, finish);
}
