/* strait's own formats: facts of the fixtures in test/data, quirks of cells, damage, what is taken for a list, and every allocation failing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "source_read.h"
#include "sources/own.h"

#define S(lit) ST_STR(lit)

static void refuses(const char *format, st_str text, const char *why) {
    st_err err = { 0 };
    st_model *m = st_model_new(&err);
    assert_true(read_text(m, format, text, "x.csv", &err) < 0);
    if (!strstr(err.what, why)) fail_msg("%s", err.what);
    assert_int_equal(st_model_lists(m), 0);
    st_model_free(m);
}

static void csv_fixture(void **state) {
    (void)state;
    reads_file("test/data/own.csv",
        "house_watch|2025-03-03|House watch list parties 4 orphans 0 bad 0 warnings 0\n"
        "  columns without a property 1\n  notes 3\n  records 5\n  type company 1\n  type hovercraft 1\n  type person 2\n  type vessel 1\n",
        "P-1 person\n"
        "  name: Example Person (given Example) (family_name Person)\n  alias: Person of Example\n  alias: E. P. (type short)\n"
        "  birth_date: 1961~\n  birth_date: 1962-03-12\n  nationality: RU\n  country: RU\n  country: CY\n"
        "  position: Head; and founder (since 2014) (until 2019-05)\n  passport: AB123456 (in_country DE) (expires 2030-01-31)\n"
        "  listing: Board decision (listed_on 2024-02-01) (measure no business) (source un_sc QDi.001)\n"
        "  owned_by: O-2 (share 51 %)\n  owned_by:  (target_name Someone {else})\n  remark: first; second\n  note: high (field risk class)\n"
        "  address:  (street Main Street 1) (city Limassol) (postcode 3030) (in_country CY)\n  alias: Later Alias\n"
        "O-2 organisation\n  name: Example {Holding} Ltd\n  listing: Board decision\n"
        "V-3 vessel\n  name: EXAMPLE STAR\n"
        "N-4 unknown\n  note: hovercraft (field type)\n  name: Example Craft\n  note: no date (field birth_date)\n");
}

static void simple_fixture(void **state) {
    (void)state;
    reads_file("test/data/targets.simple.csv", NULL,
        "NK-a person\n  name: Example; Person\n  alias: Alias; with semicolon\n  alias: Second \"Alias\"\n  birth_date: 1970\n  birth_date: 1971-02-03\n"
        "  country: RU\n  address: Street 1; Moscow\n  inn: 500100732259\n  id_number: X-1 (type identifier)\n"
        "  reason: A reason that is given; with a semicolon\n  phone: +7 1\n  email: a@example.org\n"
        "  listing: XX-PROG (authority List One) (authority List Two)\n  note: 2024-01-01T00:00:00 (field first_seen)\n"
        "  note: 2024-05-06T01:02:03 (field last_seen)\n  note: 2024-02-02T00:00:00 (field last_change)\n"
        "NK-b vessel\n  name: EXAMPLE STAR\n  country: PA\n  imo: IMO9074729\n  mmsi: 273214080\n  id_number: ABCD1 (type identifier)\n"
        "  note: 2024-01-01T00:00:00 (field first_seen)\n  note: 2024-05-05T01:02:03 (field last_seen)\n"
        "  note: 2024-02-02T00:00:00 (field last_change)\n  listing: List One\n"
        "NK-c unknown\n  note: LegalEntity (field type)\n  name: Example Works\n  country: RU\n  inn: 7707083893\n  ogrn: 1027700132195\n  listing: Order 7\n"
        "  note: 2024-01-01T00:00:00 (field first_seen)\n  note: 2024-05-05T01:02:03 (field last_seen)\n  note: 2024-02-02T00:00:00 (field last_change)\n");
}

static void json_fixture(void **state) {
    (void)state;
    reads_file("test/data/own.jsonl",
        "house_json|2025-03-03|House list parties 2 orphans 0 bad 4 warnings 1\n"
        "  notes 4\n  records 3\n  type organisation 1\n  type person 1\n"
        "  line 1: the list's \"colour\" is not known\n  line 5: the record has no id\n  line 6: a text holds the character U+0000\n"
        "  line 7: the line is no JSON object\n  line 8: the line ends inside a JSON value\n",
        "P-1 person\n"
        "  name: Example Person (given Example) (family_name Person)\n  name: Person Example (script Latn)\n  birth_date: 1961~\n  birth_date: 1962-03-12\n"
        "  country: RU\n  passport: AB123456 (in_country DE) (detail colour: red)\n"
        "  listing: Board decision (listed_on 2024-02-01) (measure freeze) (measure no business) (source un_sc QDi.001)\n"
        "  owned_by: O-2 (share 51 %)\n  linked_to:  (target_name Somebody)\n  note: {\"class\":[1,\"high\"]} (field risk)\n  note: true (field seen)\n"
        "  gender: unknown\n"
        "O-2 organisation\n  note: other_list (field list)\n  name: Example Holding\n  note: kept (field origin)\n"
        "  address:  (street Main Street 1) (city Limassol)\n");
}

static void cells(void **state) {
    (void)state;
    /* escapes, braces that are text, qualifiers that are not known, quotes */
    reads("strait-csv", S("id,name,alias\n1,A\\;B\\{x=1\\},C {x=1};D{note};E{script=Latn|x=2|=};F\\\\G\\n\n"), "c.csv", NULL,
          "1 unknown\n  name: A;B{x=1}\n  alias: C {x=1}\n  alias: D{note}\n  alias: E (script Latn) (detail x=2) (detail =)\n  alias: F\\G\\n\n");
    /* another separator, a byte order mark, a quoted line end */
    reads("strait-csv", S("\xef\xbb\xbfid;surname;given name;remark\r\n1;Person;Example;\"two\nlines\"\r\n"), "c.csv", NULL,
          "1 unknown\n  name: Example Person (given Example) (family_name Person)\n  remark: two\nlines\n");
    reads("strait-csv", S("id\tname\tcountry\n1\tX\tAtlantis;de\n"), "c.tsv", NULL, "1 unknown\n  name: X\n  country: Atlantis\n  country: DE\n");
    /* sources without a listing are notes; a second id or type column is one as well */
    reads("strait-csv", S("id,uid,name,source\n1,2,X,a;b\n"), "c.csv", NULL,
          "1 unknown\n  note: 2 (field uid)\n  name: X\n  note: a (field source)\n  note: b (field source)\n");
}

static void damage(void **state) {
    (void)state;
    reads("strait-csv", S("id,name\n1,A\n,B\n3,C,D\n4,\"E\n5,\xff\n6,F,\n,\n"), "d.csv",
          "d|| parties 2 orphans 0 bad 4 warnings 0\n  records 2\n  line 3: the record has no id\n  line 4: 2 columns expected, 3 found\n"
          "  line 5: a quote opens on this line and never closes\n  line 6: the text is not valid UTF-8\n", NULL);
}

static void what_is_a_list(void **state) {
    (void)state;
    static const char *const lists[] = {
        "# list: x\nid,name\n1,A\n", "id,type,name,listing\n1,person,A,P\n",
        "{\"strait\":\"list\",\"id\":\"x\"}\n{\"id\":\"1\",\"name\":\"A\"}\n", "{\"id\":\"1\",\"list\":\"x\",\"name\":\"A\"}\n",
    };
    for (size_t i = 0; i < ST_LEN(lists); i++) reads(NULL, st_str_of(lists[i]), "x", NULL, NULL);
    /* a file of customers has ids and names too */
    refuses(NULL, S("id,type,name,birth_date,country\n1,person,A,1961,RU\n"), "no known format");
    refuses(NULL, S("{\"id\":\"1\",\"name\":\"A\",\"birth_date\":\"1961\"}\n"), "no known format");
    refuses("strait-csv", S("type,name\nperson,A\n"), "no column id");
    refuses("strait-csv", S("# only a remark\n"), "no header row");
}

/* What `strait info --party` prints is read back as it was. */
static void round_trip(void **state) {
    (void)state;
    reads(NULL, S("{\"id\":\"7\",\"list\":\"un_sc\",\"type\":\"person\",\"orphan\":true,\"name\":[{\"value\":\"A B\",\"given\":\"A\",\"family_name\":\"B\"}],"
                  "\"birth_date\":[\"1960/1962\",\"1963~\"],\"nationality\":[\"SU\",\"Atlantis\"],\"wallet\":[{\"value\":\"abc\",\"currency\":\"XBT\",\"check\":\"fails\"}],"
                  "\"listing\":[{\"value\":\"P\",\"listed_on\":\"2001-02\",\"source\":\"s 1\"}],\"family\":[{\"value\":\"8\",\"type\":\"sister\"}]}\n"), "p.jsonl",
          "un_sc|| parties 1 orphans 1 bad 0 warnings 0\n  records 1\n  type person 1\n",
          "7 person orphan\n  name: A B (given A) (family_name B)\n  birth_date: 1960/1962\n  birth_date: 1963~\n  nationality: SU\n  nationality: Atlantis\n"
          "  wallet: abc (currency XBT) (check fails)\n  listing: P (listed_on 2001-02) (source s 1)\n  family: 8 (type sister)\n");
}

static void stems(void **state) {
    (void)state;
    static const struct { const char *file, *stem; } t[] = {
        { "/a/b/In-house 2024-05.csv.gz", "in_house" }, { "x_20240517.jsonl", "x" }, { "os_ua_war_sanctions_targets_2026-03.csv", "os_ua_war_sanctions_targets" },
        { "list_12.csv", "list_12" }, { "2024.csv", "2024" }, { "entities.ftm.json", "entities" }, { ".csv", "csv" }, { "___.csv", "list" }, { "", "list" },
        { "a_2024_05_17.zip", "a" }, { "a_9999.csv", "a_9999" },
    };
    for (size_t i = 0; i < ST_LEN(t); i++) {
        char buf[64];
        const st_str s = st_own_stem(st_str_of(t[i].file), buf);
        if (!st_str_is(s, t[i].stem)) fail_msg("%s gives %.*s", t[i].file, ST_FMT(s));
    }
}

static void field_names(void **state) {
    (void)state;
    static const struct { const char *name; st_own_role role; int prop; } t[] = {
        { "ID", ST_OWN_KEY, ST_PROP_NONE }, { "Date Of-Birth", ST_OWN_PROP, ST_P_BIRTH_DATE }, { "birth_date", ST_OWN_PROP, ST_P_BIRTH_DATE },
        { "imo_company", ST_OWN_PROP, ST_P_IMO_COMPANY }, { "family_name", ST_OWN_NAME_PART, ST_Q_FAMILY }, { "check", ST_OWN_UNKNOWN, ST_PROP_NONE },
        { "", ST_OWN_UNKNOWN, ST_PROP_NONE }, { "a column with a name that is much longer than any word", ST_OWN_UNKNOWN, ST_PROP_NONE },
    };
    for (size_t i = 0; i < ST_LEN(t); i++) {
        const st_own_field f = st_own_field_of(st_str_of(t[i].name));
        if (f.role != t[i].role || (int)f.prop != t[i].prop) fail_msg("%s", t[i].name);
    }
    for (unsigned p = 1; p < ST_PROP_COUNT; p++)   /* no everyday word hides a property's own name */
        if (st_prop_is_head((st_prop)p)) assert_int_equal(st_own_field_of(st_str_of(st_prop_name((st_prop)p))).prop, p);
}

static st_code both(void) {
    static const char csv[] = "# list: x\nid,type,name,alias,first_name,city,listing,source,odd\n1,person,A,B\\;C;D{type=x},E,F,P,s,t\n,x,y\n";
    static const char json[] = "{\"strait\":\"list\",\"id\":\"x\"}\n{\"id\":1,\"name\":[\"A\",{\"value\":\"B\",\"odd\":\"c\"}],\"city\":\"D\",\"x\":{\"y\":[1]},\"listing\":\"P\"}\n[]\n";
    for (int i = 0; i < 2; i++) {
        st_err err = { 0 };
        st_model *m = st_model_new(&err);
        if (!m) return ST_E_NOMEM;
        const char *text = i ? json : csv;
        st_code c = read_text(m, i ? "strait-json" : "strait-csv", st_str_of(text), "x", &err);
        if (!c) assert_int_equal(st_model_parties(m), 1);
        st_model_free(m);
        if (c) return c;
    }
    return ST_OK;
}

static void every_allocation_fails(void **state) {
    (void)state;
    fails_each_allocation(both);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(csv_fixture), cmocka_unit_test(simple_fixture), cmocka_unit_test(json_fixture), cmocka_unit_test(cells), cmocka_unit_test(damage),
        cmocka_unit_test(what_is_a_list), cmocka_unit_test(round_trip), cmocka_unit_test(stems), cmocka_unit_test(field_names),
        cmocka_unit_test(every_allocation_fails),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
