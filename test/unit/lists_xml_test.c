/* The lists of Switzerland and Canada: facts of the samples in test/corpus, what is refused, every allocation failing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "source_read.h"

static void switzerland(void **state) {
    (void)state;
    reads_file("test/corpus/ch/sample.xml",
        "ch_seco|2024-02-01| parties 3 orphans 0 bad 1 warnings 0\n"
        "  de-listed 1\n"
        "  entity 1\n"
        "  individual 1\n"
        "  notes 4\n"
        "  object 2\n"
        "  sanctions-program 1\n"
        "  superseded copies 1\n"
        "  target 4\n"
        "  line 54: target 5300 has no name\n",
        "5000 person\n"
        "  gender: male\n"
        "  name: Lukashenka Aliaksandr (family_name Lukashenka) (given Aliaksandr)\n"
        "  alias: Lukashenko Aleksandr (family_name Lukashenko) (given Aleksandr) (script Latn) (language RUS)\n"
        "  original_name: Лукашенко Александр (family_name Лукашенко) (given Александр) (script Cyrl) (language RUS)\n"
        "  weak_alias: Batka\n"
        "  birth_date: 1954-08-30\n"
        "  note: 1333 (field day-month-year@year)\n"
        "  note: Islamic (field day-month-year@calendar)\n"
        "  nationality: BY\n"
        "  passport: SAMPLE-0001 (type passport) (in_country BY) (issued 2010-05-01)\n"
        "  alias: President of Belarus\n"
        "  reason: President of Belarus.\n"
        "  linked_to: 5100 (type related-to) (detail directs)\n"
        "  listing: Belarus (instrument Ordinance of 16 March 2022 on measures against Belarus) (measure Financial sanctions) (authority EU) (reference 5000) (reference EU.1.2) (listed_on 2020-12-11) (amended_on 2022-03-16)\n"
        "  note: kept (field swiss-sanctions-list/target/individual/odd-element)\n"
        "  birth_place: Kopys, Vitebsk, Belarus (city Kopys) (region Vitebsk) (in_country BY)\n"
        "  address:  (street Karl Marx Street 38) (city Minsk) (postcode 220016) (in_country BY) (detail Office of the President) (raw Мінск)\n"
        "  address:  (street Nowhere 1)\n"
        "  note: 7999 (field place-id)\n"
        "5100 organisation\n"
        "  name: Belagroprombank\n"
        "  remark: INN: 7707083893\n"
        "  inn: 7707083893\n"
        "  listing: Belarus (instrument Ordinance of 16 March 2022 on measures against Belarus) (measure Financial sanctions) (authority EU) (reference 5100) (listed_on 2022-03-16) (ends_on 2023-06-01) (status de-listed)\n"
        "5200 vessel\n"
        "  name: Hui Chon\n"
        "  remark: IMO Number: 8405270\n"
        "  imo: 8405270\n"
        "  listing: Swiss sanctions (detail 9999) (reference 5200)\n");
}

static void canada(void **state) {
    (void)state;
    reads_file("test/corpus/ca/sema_2025.xml",
        "ca_sema|| parties 4 orphans 0 bad 1 warnings 0\n"
        "  elements Aliases 2\n"
        "  elements Country 5\n"
        "  elements DateOfBirthOrShipBuildDate 2\n"
        "  elements DateOfListing 2\n"
        "  elements EntityOrShip 3\n"
        "  elements GivenName 1\n"
        "  elements Item 5\n"
        "  elements LastName 1\n"
        "  elements Schedule 5\n"
        "  elements ShipIMONumber 1\n"
        "  elements TitleOrShip 1\n"
        "  notes 1\n"
        "  record 5\n"
        "  line 38: the record has no name\n",
        "Belarus / Bélarus:1, Part 1:8 person\n"
        "  name: Aleksandr Grigoryevich Lukashenko (given Aleksandr Grigoryevich) (family_name Lukashenko)\n"
        "  alias: Alyaksandr Ryhoravich Lukashenka\n"
        "  weak_alias: Batka\n"
        "  original_name: Аляксандр Лукашэнка (language be)\n"
        "  original_name: Александр Лукашенко (language ru)\n"
        "  birth_date: 1954-08-30\n"
        "  birth_date: 1954-08-31\n"
        "  listing: Belarus (instrument Schedule 1, Part 1) (reference 8) (listed_on 2020-09-28)\n"
        "Russia / Russie:N/A:9 organisation\n"
        "  name: Islamic Revolutionary Guard Corps (raw Islamic Revolutionary Guard Corps/Corps des Gardiens de la Révolution islamique)\n"
        "  alias: Corps des Gardiens de la Révolution islamique (language fr)\n"
        "  alias: Pasdaran Trading Co., Ltd.\n"
        "  alias: Sepah\n"
        "  listing: Russia (reference 9) (listed_on 2012-01-31)\n"
        "  note: kept (field data-set/record/Novelty)\n"
        "Russia / Russie:1.1:6 vessel\n"
        "  name: Bodhi\n"
        "  vessel_type: Oil Tanker\n"
        "  built: 1997\n"
        "  imo: 9144782\n"
        "  listing: Russia (instrument Schedule 1.1) (reference 6)\n"
        "Russia / Russie:1.1:6#2 organisation\n"
        "  name: Another ship\n"
        "  listing: Russia (instrument Schedule 1.1) (reference 6)\n");
    reads_file("test/corpus/ca/sema_2020.xml",
        "ca_sema|| parties 2 orphans 0 bad 0 warnings 0\n"
        "  elements Aliases 1\n"
        "  elements Country 2\n"
        "  elements DateOfBirth 1\n"
        "  elements Entity 1\n"
        "  elements GivenName 1\n"
        "  elements Item 2\n"
        "  elements LastName 1\n"
        "  elements Schedule 1\n"
        "  elements Title 1\n"
        "  record 2\n",
        "Burma / Birmanie:1:1 organisation\n"
        "  name: Air Bagan\n"
        "  alias: Air Bagan Holdings Pte. Ltd.\n"
        "  alias: Air Bagan Limited\n"
        "  listing: Burma (instrument Schedule 1) (reference 1)\n"
        "Burma / Birmanie::27 person\n"
        "  name: Than Shwe (given Than) (family_name Shwe)\n"
        "  title: Major General/major-général\n"
        "  birth_date: 1933-02-02\n"
        "  listing: Burma (reference 27)\n");
}

static void refuses(const char *format, const char *text, const char *why) {
    st_err err = { 0 };
    st_model *m = st_model_new(&err);
    assert_true(read_text(m, format, st_str_of(text), "x", &err) < 0);
    if (!strstr(err.what, why)) fail_msg("%s", err.what);
    assert_int_equal(st_model_lists(m), 0);
    st_model_free(m);
}

static void refused(void **state) {
    (void)state;
    refuses("ch-seco", "<other/>", "not swiss-sanctions-list");
    refuses("ca-sema", "<other/>", "not data-set");
    refuses("ch-seco", "<swiss-sanctions-list><target ssid=\"1\">", "not well-formed");
}

/* An address before its place, and a place before its address. */
static void places_in_any_order(void **state) {
    (void)state;
#define PLACE "<place ssid=\"7\"><location>Bern</location><country iso-code=\"CH\"/></place>"
#define TARGET "<target ssid=\"1\"><entity><identity><name name-type=\"primary-name\"><name-part><value>Example</value></name-part></name>" \
               "<address place-id=\"7\"/></identity></entity></target>"
    static const char facts[] = "1 organisation\n  name: Example\n  address:  (city Bern) (in_country CH)\n";
    reads("ch-seco", ST_STR("<swiss-sanctions-list>" PLACE TARGET "</swiss-sanctions-list>"), "x", NULL, facts);
    reads("ch-seco", ST_STR("<swiss-sanctions-list>" TARGET PLACE "</swiss-sanctions-list>"), "x", NULL, facts);
}

/* More spellings than a name can have are kept as notes. */
static void many_spellings(void **state) {
    (void)state;
    st_buf b = ST_BUF_INIT(1 << 20);
    st_err err = { 0 };
    st_buf_z(&b, "<swiss-sanctions-list><target ssid=\"1\"><entity><identity><name name-type=\"primary-name\"><name-part><value>Example</value>");
    for (int i = 0; i < 65; i++) st_buf_printf(&b, "<spelling-variant lang=\"ENG\">Spelling %d</spelling-variant>", i);
    st_buf_z(&b, "</name-part></name></identity></entity></target></swiss-sanctions-list>");
    st_model *m = st_model_new(&err);
    assert_int_equal(read_text(m, "ch-seco", st_buf_view(&b), "x", &err), ST_OK);
    st_list_view v;
    st_model_list(m, 0, &v);
    bool noted = false;
    for (size_t i = 0; i < v.measures; i++) noted = noted || (st_str_is(v.measure[i].name, "notes") && v.measure[i].n == 65);
    assert_true(noted);
    st_model_free(m);
    st_buf_free(&b);
}

/* Reads these texts with every allocation failing in turn: out of memory is said, or what was read is whole. */
static const char *const small[] = { 
    "<swiss-sanctions-list date=\"2024-01-01\"><sanctions-program><program-key lang=\"eng\">P</program-key><sanctions-set ssid=\"4\" lang=\"eng\">S</sanctions-set>"
    "</sanctions-program><target ssid=\"1\"><sanctions-set-id>4</sanctions-set-id><individual><identity><name name-type=\"primary-name\"><name-part><value>A</value>"
    "<spelling-variant lang=\"RUS\" script=\"CYRL\">\xD0\x90</spelling-variant></name-part></name><address place-id=\"7\"><zip-code>1</zip-code></address></identity>"
    "</individual></target><place ssid=\"7\"><location>B</location></place></swiss-sanctions-list>",
    "<data-set><record><Country>A / B</Country><LastName>C</LastName><Aliases>D E, F</Aliases><Schedule>1</Schedule><Item>2</Item></record></data-set>",
 };

static st_code all_small(void) {
    for (size_t i = 0; i < ST_LEN(small); i++) {
        st_err err = { 0 };
        st_model *m = st_model_new(&err);
        if (!m) return ST_E_NOMEM;
        const st_code c = read_text(m, i == 0 ? "ch-seco" : "ca-sema", st_str_of(small[i]), "x", &err);
        if (!c) assert_true(st_model_parties(m) > 0);
        st_model_free(m);
        if (c) return c;
    }
    return ST_OK;
}

static void every_allocation_fails(void **state) {
    (void)state;
    fails_each_allocation(all_small);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(switzerland),
        cmocka_unit_test(canada),
        cmocka_unit_test(refused),
        cmocka_unit_test(places_in_any_order),
        cmocka_unit_test(many_spellings),
        cmocka_unit_test(every_allocation_fails),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
