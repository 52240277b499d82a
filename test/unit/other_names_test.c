/* Names that hold other names or a remark, and the notes of what has no place: changes, acts, days without a year. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "source_read.h"
#include "sources/facts.h"

/* The facts of one name, or NULL when memory ran out. The caller frees. *allocations: those of the reading, which is over before the printing. */
static char *facts_of(const char *name, uint64_t *allocations) {
    st_err err = { 0 };
    st_model *m = st_model_new(&err);
    if (!m) return NULL;
    st_facts f = st_facts_new(m);
    char *out = NULL;
    if (!st_model_list_begin(m, ST_STR("t"), &err)) {
        st_model_party(m, ST_STR("1"), 1);
        st_model_main(m);
        st_facts_name(&f, ST_P_NAME, st_str_of(name), NULL, 0);
        const bool kept = !st_facts_ok(&f, &err) && !st_model_commit(m, &err) && !st_model_list_end(m, 0, &err);
        *allocations = st_fault_alloc(0, 0);
        if (kept) out = dump_parties(m); else st_model_list_drop(m);
    }
    st_facts_free(&f);
    st_model_free(m);
    return out;
}

static void names(void **state) {
    (void)state;
    static const struct { const char *name, *facts; } t[] = {
        { "Acme Ltd", "  name: Acme Ltd\n" },
        { "Aka Bank", "  name: Aka Bank\n" },
        { "Acme Ltd a.k.a. Emca", "  alias: Emca\n  name: Acme Ltd\n" },
        { "Acme Ltd, f.k.a. Old Acme, a.k.a. Emca", "  former_name: Old Acme\n  alias: Emca\n  name: Acme Ltd\n" },
        { "Acme Ltd (a.k.a. Emca; Meca)", "  alias: Emca\n  alias: Meca\n  name: Acme Ltd\n" },
        { "Acme Ltd (formerly known as Old (North) Acme)", "  former_name: Old (North) Acme\n  name: Acme Ltd\n" },
        { "a.k.a. Emca", "  name: Emca\n" },
        { "Pearl (A.K.A. Nei Chien) Li", "  alias: Nei Chien Li\n  name: Pearl Li\n" },
        { "Mohamed (a.k.a. Mohammed, Muhammad) Heikmat (a.k.a. Hikmat) Ibrahim",
          "  alias: Mohammed Heikmat Ibrahim\n  alias: Muhammad Heikmat Ibrahim\n  alias: Mohamed Hikmat Ibrahim\n  name: Mohamed Heikmat Ibrahim\n" },
        { "Free Movement (a.k.a. Movement) Движение", "  alias: Movement\n  name: Free Movement Движение\n" },
        { "Ann Bee (born Cee)", "  name: Ann Bee (maiden Cee)\n" },
        { "Ann Bee (formerly listed as)", "  name: Ann Bee (detail formerly listed as)\n" },
        { "Ann Bee born in 1963", "  name: Ann Bee (detail born in 1963)\n" },
        { "Ann Bee, born 1 Jan. 1953 (Oman passport no 03825239)", "  name: Ann Bee (detail born 1 Jan. 1953 (Oman passport no 03825239))\n" },
        { "(a.k.a.", "  name: (a.k.a.\n" },
        { "A (a.k.a. B", "  alias: B\n  name: A\n" },
    };
    for (size_t i = 0; i < ST_LEN(t); i++) {
        uint64_t n;
        char *got = facts_of(t[i].name, &n), want[512];
        snprintf(want, sizeof want, "1 unknown\n%s", t[i].facts);
        assert_string_equal(got, want);
        st_free(got);
    }
}

static void ship_names(void **state) {
    (void)state;
    reads("uk-xml", ST_STR("<Designations><Designation><UniqueID>R1</UniqueID><Names><Name><Name6>IMO 9249128 (\"SAKHALIN\")</Name6>"
                           "<NameType>Primary Name</NameType></Name></Names><IndividualEntityShip>Ship</IndividualEntityShip></Designation></Designations>"),
          "uk.xml", NULL, "R1 vessel\n  imo: 9249128\n  name: SAKHALIN\n  listing: UK sanctions (reference R1)\n");
}

/* A number keeps its letters, and a label behind digits begins another number. */
static void numbers(void **state) {
    (void)state;
#define UK(number) "<Designations><Designation><UniqueID>R1</UniqueID><Names><Name><Name6>A</Name6><NameType>Primary Name</NameType></Name></Names>" \
    "<IndividualEntityShip>Entity</IndividualEntityShip><EntityDetails><Entity><BusinessRegistrationNumbers><BusinessRegistrationNumber>" number \
    "</BusinessRegistrationNumber></BusinessRegistrationNumbers></Entity></EntityDetails></Designation></Designations>"
    reads("uk-xml", ST_STR(UK("TIN:  91131181MA07MANB7G ")), "uk.xml", NULL,
          "R1 organisation\n  name: A\n  tax_id: 91131181MA07MANB7G (type TIN)\n  listing: UK sanctions (reference R1)\n");
    reads("uk-xml", ST_STR(UK("INN: 7707083893OGRN: 1027700132195")), "uk.xml", NULL,
          "R1 organisation\n  name: A\n  inn: 7707083893 (detail INN: 7707083893OGRN: 1027700132195)\n  ogrn: 1027700132195\n  listing: UK sanctions (reference R1)\n");
#undef UK
}

/* Earlier amendments and the acts of single facts are notes: the model has a place for the last one only. */
static void earlier_changes(void **state) {
    (void)state;
    reads("un-xml", ST_STR("<CONSOLIDATED_LIST><INDIVIDUALS><INDIVIDUAL><DATAID>1</DATAID><FIRST_NAME>A</FIRST_NAME><UN_LIST_TYPE>Iraq</UN_LIST_TYPE>"
                           "<LAST_DAY_UPDATED><VALUE>2016-10-13</VALUE><VALUE>2020-08-19</VALUE></LAST_DAY_UPDATED></INDIVIDUAL></INDIVIDUALS></CONSOLIDATED_LIST>"),
          "un.xml", NULL, "1 person\n  name: A\n  listing: Iraq (amended_on 2020-08-19)\n  note: 2016-10-13 (field LAST_DAY_UPDATED)\n");
    reads("eu-xml", ST_STR("<export><sanctionEntity euReferenceNumber=\"EU.1.1\"><regulation programme=\"P\" numberTitle=\"1/2020\"/>"
                           "<nameAlias wholeName=\"A\"><regulationSummary numberTitle=\"1/2020\"/></nameAlias>"
                           "<nameAlias wholeName=\"B\"><regulationSummary numberTitle=\"2/2021\" publicationDate=\"2021-03-04\"/></nameAlias></sanctionEntity></export>"),
          "eu.xml", NULL, "EU.1.1 unknown\n  listing: P (instrument 1/2020) (reference EU.1.1)\n  name: A\n  alias: B\n"
                          "  note: 2/2021, 2021-03-04 (field regulationSummary)\n");
}

static void every_allocation_fails(void **state) {
    (void)state;
    static const char name[] = "Mohamed (a.k.a. Mohammed) Heikmat (a.k.a. Hikmat) Ibrahim (born Cee)";
    st_fault_alloc(0, 0);
    uint64_t n = 0, unused;
    char *whole = facts_of(name, &n);
    assert_non_null(whole);
    if (n == 0) { st_free(whole); skip(); }   /* this build cannot inject faults */
    for (uint64_t i = 1; i <= n; i++) {
        st_fault_alloc(i, 0);
        char *got = facts_of(name, &unused);
        st_fault_alloc(0, 0);
        if (got) assert_string_equal(got, whole);
        st_free(got);
    }
    st_free(whole);
}

int main(void) {
    const struct CMUnitTest tests[] = { cmocka_unit_test(names), cmocka_unit_test(ship_names), cmocka_unit_test(numbers), cmocka_unit_test(earlier_changes),
                                        cmocka_unit_test(every_allocation_fails) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
