/* Senzing JSON lines: flat attributes, lists and FEATURES, relations through anchors, damage, and every allocation failing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "source_read.h"

static void fixture(void **state) {
    (void)state;
    reads_file("test/data/senzing.jsonl",
        "senzing_watch|| parties 3 orphans 0 bad 3 warnings 0\n"
        "  DATA_SOURCE OTHER 1\n"
        "  DATA_SOURCE WATCH 2\n"
        "  RECORD_TYPE ORGANIZATION 1\n"
        "  RECORD_TYPE PERSON 1\n"
        "  notes 5\n"
        "  records 3\n"
        "  relations 2\n"
        "  line 4: the record has no RECORD_ID\n"
        "  line 5: a text holds the character U+0000\n"
        "  line 6: the line is not JSON: invalid string in json text. (byte 1)\n",
        "1 person\n"
        "  note: Active (field STATUS)\n"
        "  note: 100 (field AMOUNT)\n"
        "  name: Example Q Person Jr (given Example) (middle Q) (family_name Person) (suffix Jr)\n"
        "  alias: E. Person (type AKA)\n"
        "  birth_date: 1978-12-11\n"
        "  gender: female\n"
        "  address:  (street Main Street 1, Flat 2) (city Limassol) (postcode 3030) (type HOME) (in_country CY)\n"
        "  passport: AB123 (in_country DE)\n"
        "  licence: 112233 (type driving licence) (issuer NV)\n"
        "  national_id: N1 (type UEN) (in_country SG)\n"
        "  officer_of:  (target_name Example Works) (type employer)\n"
        "  owns: 2 (type Owns 60.5%) (share 60.5%)\n"
        "  linked_to: OTHER:9 (type friend)\n"
        "2 organisation\n"
        "  name: Example Works (type PRIMARY)\n"
        "  alias: Works of Example (type SECONDARY)\n"
        "  address: Main Street 9, Limassol (type BUSINESS)\n"
        "  phone: +357 1 (type HOME)\n"
        "  phone: +357 2 (type WORK)\n"
        "  lei: 5493001KJTIIGC8Y1R12\n"
        "  tax_id: T1 (type VAT)\n"
        "  founded: 2001-02-03\n"
        "  country: CY (type registration)\n"
        "  website: example.org\n"
        "OTHER:9 unknown\n"
        "  note: odd (field NAMES)\n"
        "  note: this (field OF)\n"
        "  name: Ninth Person\n"
        "  former_name: Nine (type FORMER)\n"
        "  ssn: 000-00-0001\n"
        "  id_number: 77 (type club)\n"
        "  note: not known (field birth_date)\n");
}

static void roles(void **state) {
    (void)state;
    static const struct { const char *role, *fact; } t[] = {
        { "Owns 100%", "owns: b (type Owns 100%) (share 100%)" }, { "Owned by", "owned_by: b (type Owned by)" }, { "Global Parent", "controlled_by: b (type Global Parent)" },
        { "President", "officer_of: b (type President)" }, { "Sister", "family: b (type Sister)" }, { "%", "linked_to: b (type %)" }, { "", "linked_to: b" },
        { "Agent", "acts_for: b (type Agent)" },
    };
    for (size_t i = 0; i < ST_LEN(t); i++) {
        char text[256], want[256];
        snprintf(text, sizeof text, "{\"DATA_SOURCE\":\"D\",\"RECORD_ID\":\"a\",\"NAME_FULL\":\"A\",\"REL_POINTER_KEY\":\"b\",\"REL_POINTER_ROLE\":\"%s\"}\n", t[i].role);
        snprintf(want, sizeof want, "a unknown\n  name: A\n  %s\n", t[i].fact);
        reads(NULL, st_str_of(text), "s.jsonl", NULL, want);
    }
}

static void names(void **state) {
    (void)state;
    static const struct { const char *attributes, *want; } t[] = {
        { "\"NAME_ORG\":\"Works\",\"NAME_FULL\":\"The Works\"", "a organisation\n  name: The Works\n  alias: Works\n" },
        { "\"NAME_FULL\":\"A B\",\"NAME_FIRST\":\"A\",\"NAME_LAST\":\"B\"", "a person\n  name: A B (given A) (family_name B)\n" },
        { "\"NATIVE_NAME_FULL\":\"\xd0\x90\"", "a unknown\n  original_name: \xd0\x90 (type NATIVE)\n" },
        { "\"RECORD_TYPE\":\"robot\",\"NAME_FULL\":\"R\"", "a unknown\n  note: robot (field RECORD_TYPE)\n  name: R\n" },
        { "\"name_full\":\"low\",\"NAME_FULL\":\"second\"", "a unknown\n  note: second (field NAME_FULL)\n  name: low\n" },
        { "\"SURNAME_LAST\":\"x\",\"NAME_LAST\":\"B\"", "a person\n  note: x (field SURNAME_LAST)\n  name: B\n" },
    };
    for (size_t i = 0; i < ST_LEN(t); i++) {
        char text[256];
        snprintf(text, sizeof text, "{\"DATA_SOURCE\":\"D\",\"RECORD_ID\":\"a\",%s}\n", t[i].attributes);
        reads("senzing", st_str_of(text), "s.jsonl", NULL, t[i].want);
    }
}

static st_code whole(void) {
    static const char text[] =
        "{\"DATA_SOURCE\":\"D\",\"RECORD_ID\":\"1\",\"NAME_FIRST\":\"A\",\"NAME_LAST\":\"B\",\"ADDR_LINE1\":\"S\",\"ADDR_LINE2\":\"T\",\"REL_POINTER_DOMAIN\":\"E\","
        "\"REL_POINTER_KEY\":\"x\",\"REL_POINTER_ROLE\":\"Owns 5%\",\"NOTE\":\"n\"}\n"
        "{\"DATA_SOURCE\":\"E\",\"RECORD_ID\":\"2\",\"NAMES\":[{\"NAME_ORG\":\"C\"}],\"REL_ANCHOR_DOMAIN\":\"E\",\"REL_ANCHOR_KEY\":\"x\"}\n{\n";
    st_err err = { 0 };
    st_model *m = st_model_new(&err);
    if (!m) return ST_E_NOMEM;
    st_code c = read_text(m, "senzing", st_str_of(text), "x", &err);
    if (!c) assert_int_equal(st_model_parties(m), 2);
    st_model_free(m);
    return c;
}

static void every_allocation_fails(void **state) {
    (void)state;
    fails_each_allocation(whole);
}

int main(void) {
    const struct CMUnitTest tests[] = { cmocka_unit_test(fixture), cmocka_unit_test(roles), cmocka_unit_test(names), cmocka_unit_test(every_allocation_fails) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
