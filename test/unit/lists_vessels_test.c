/* Tables of ships. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "source_read.h"

/* Labels in place of values, a number of the Russian register, a dropped ship, a wrong number. */
static void ukraine(void **state) {
    (void)state;
    reads_file("test/corpus/vessels/gur.csv",
        "ua_gur_vessels|| parties 5 orphans 0 bad 0 warnings 1\n"
        "  label in place of a value callsign 1\n"
        "  label in place of a value former_names 1\n"
        "  label in place of a value mmsi_current 1\n"
        "  notes 2\n"
        "  rows 5\n"
        "  line 6: the check of this imo fails: 9900040\n",
        "11 vessel\n"
        "  name: SAMPLE STAR\n"
        "  imo: 9900019\n"
        "  mmsi: 352990001\n"
        "  mmsi: 273990001 (type legacy)\n"
        "  flag: PA\n"
        "  vessel_type: Crude Oil Tanker\n"
        "  call_sign: 3EXX1\n"
        "  former_name: Sample Moon\n"
        "  former_name: Sample Sun\n"
        "  built: 2004\n"
        "  listing: War and Sanctions (authority Defence Intelligence of Ukraine) (reference 11) (status listed)\n"
        "12 vessel\n"
        "  name: SAMPLE RIVER\n"
        "  registration: 990002 (type RS)\n"
        "  flag: RU\n"
        "  vessel_type: General cargo ship\n"
        "  built: 1998\n"
        "  listing: War and Sanctions (authority Defence Intelligence of Ukraine) (reference 12) (status listed)\n"
        "13 vessel\n"
        "  name: SAMPLE BAY\n"
        "  imo: 9900033\n"
        "  mmsi: 273990003\n"
        "  note: unknown (field flag)\n"
        "  vessel_type: Bulk Carrier\n"
        "  built: 2010\n"
        "  listing: War and Sanctions (authority Defence Intelligence of Ukraine) (reference 13) (status listed)\n"
        "9900045 vessel\n"
        "  name: SAMPLE GONE\n"
        "  imo: 9900045\n"
        "  mmsi: 352990004 (type legacy)\n"
        "  note: delisted_from_gur (field status)\n"
        "14 vessel\n"
        "  name: SAMPLE WRONG\n"
        "  imo: 9900040 (check fails)\n"
        "  mmsi: 273990005\n"
        "  flag: GA\n"
        "  vessel_type: Tug\n"
        "  call_sign: TRX1\n"
        "  former_name: Sample; Old\n"
        "  built: 2001\n"
        "  listing: War and Sanctions (authority Defence Intelligence of Ukraine) (reference 14) (status listed)\n");
}

static void sdn(void **state) {
    (void)state;
    reads_file("test/corpus/vessels/sdn.json",
        "us_ofac_sdn_vessels|2026-03-20| parties 2 orphans 0 bad 0 warnings 0\n"
        "  designation_date 03/20/2026 3\n"
        "  notes 2\n"
        "  rows 3\n",
        "9900019 vessel\n"
        "  imo: 9900019\n"
        "  name: SAMPLE STAR\n"
        "  vessel_type: Crude Oil Tanker\n"
        "  tonnage: 105000 (type deadweight)\n"
        "  tonnage: 56000 (type gross tonnage)\n"
        "  flag: PA\n"
        "  call_sign: 3EXX1\n"
        "  listing: RUSSIA-EO14024 (authority OFAC SDN)\n"
        "  listing: UKRAINE-EO13662 (authority OFAC SDN)\n"
        "  listing: IRAN-EO13846 (authority OFAC SDN)\n"
        "9900057 vessel\n"
        "  imo: 9900057\n"
        "  name: SAMPLE QUEEN\n"
        "  vessel_type: Yacht\n"
        "  note: None Identified (field flag)\n"
        "  ship_owner:  (target_name Sample Shipping Ltd)\n"
        "  listing: DPRK4 (authority OFAC SDN)\n"
        "  note: true (field extra.seen)\n");
}

/* What authorities decided becomes a listing; what others watch does not. */
static void tracker(void **state) {
    (void)state;
    reads_file("test/corpus/vessels/tracker.json",
        "ships_tracked|2026-03-22| parties 3 orphans 0 bad 0 warnings 1\n"
        "  is_sanctioned true 3\n"
        "  notes 12\n"
        "  rows 3\n"
        "  sanctions_sources eu 1\n"
        "  sanctions_sources ofac 1\n"
        "  sanctions_sources tankertrackers 3\n"
        "  line 42: the check of this imo fails: 1124500\n",
        "9900019 vessel\n"
        "  imo: 9900019\n"
        "  name: SAMPLE STAR\n"
        "  flag: PA\n"
        "  vessel_type: Crude Oil Tanker\n"
        "  built: 2004\n"
        "  ship_owner:  (target_name Sample Shipping Ltd)\n"
        "  tonnage: 105000 (type deadweight)\n"
        "  listing: ofac (authority OFAC) (detail as the tracker says)\n"
        "  listing: eu (authority European Union) (detail as the tracker says)\n"
        "  note: tankertrackers (field sanctions_sources)\n"
        "  note: true (field is_sanctioned)\n"
        "  note: 100 (field risk_score)\n"
        "9900069 vessel\n"
        "  imo: 9900069\n"
        "  name: SAMPLE WATCHED\n"
        "  note: Unknown (field flag)\n"
        "  note: tankertrackers (field sanctions_sources)\n"
        "  note: true (field is_sanctioned)\n"
        "  note: 40 (field risk_score)\n"
        "  note: 1.5 (field last_position.lat)\n"
        "  note: 2 (field last_position.lon)\n"
        "1124500 vessel\n"
        "  imo: 1124500 (check fails)\n"
        "  name: SAMPLE PLACEHOLDER\n"
        "  note: tankertrackers (field sanctions_sources)\n"
        "  note: true (field is_sanctioned)\n"
        "  note: 100 (field risk_score)\n");
}

static void annex_lines(void **state) {
    (void)state;
    reads_file("test/corpus/vessels/xlii.jsonl",
        "eu_xlii_vessels|2025-12-19| parties 3 orphans 0 bad 2 warnings 0\n"
        "  notes 1\n"
        "  rows 5\n"
        "  line 5: the row has no key, or one of more than 4096 bytes\n"
        "  line 6: the line is not JSON: invalid char in json text. (byte 2)\n",
        "9900019 vessel\n"
        "  imo: 9900019\n"
        "  name: Sample Star\n"
        "  listing: 833/2014 XLII (authority European Union) (listed_on 2024-06-25)\n"
        "  listing: 833/2014 XLII (authority European Union) (listed_on 2025-12-19)\n"
        "9900071 vessel\n"
        "  imo: 9900071\n"
        "  name: Sample Reef\n"
        "  listing: 833/2014 XLII (authority European Union) (listed_on 2025-05-21)\n"
        "  note: see recital 5 (field remark)\n"
        "Sample Nameless Number vessel\n"
        "  name: Sample Nameless Number\n"
        "  listing: 833/2014 XLII (authority European Union) (listed_on 2025-05-21)\n");
}

/* Ships and their entries apart: an entry whose ship is missing is an orphan, a ship without a name is kept. */
static void annex_graph(void **state) {
    (void)state;
    reads_file("test/corpus/vessels/graph.jsonld",
        "eu_dma_vessels|2025-12-19| parties 4 orphans 1 bad 0 warnings 0\n"
        "  @context https://www.ammitto.org/ontology/context.jsonld 7\n"
        "  effects.effect_type asset_freeze 4\n"
        "  effects.effect_type transport_sanction 4\n"
        "  effects.scope full 8\n"
        "  entity_type vessel 3\n"
        "  entries 4\n"
        "  node SanctionRegime 1\n"
        "  notes 2\n"
        "  period.is_indefinite true 4\n"
        "  regime.@id https://www.ammitto.org/regime/eu 4\n"
        "  ships 3\n"
        "  source_references.source_code eu_vessels 3\n"
        "  without name 1\n",
        "unknown vessel\n"
        "  listing: 833/2014 XLII (authority European Union) (source https://www.ammitto.org/entry/eu_vessels/unknown/unknown) (status active)\n"
        "9900019 vessel\n"
        "  name: Sample Star\n"
        "  alias: Sample Moon\n"
        "  note: Latn (field script)\n"
        "  imo: 9900019\n"
        "  listing: 833/2014 XLII (authority European Union) (source https://www.ammitto.org/entry/eu_vessels/unknown/9900019) (status active) (listed_on 2024-06-25)\n"
        "9900071 vessel\n"
        "  name: Sample Reef\n"
        "  imo: 9900071\n"
        "  flag: GA\n"
        "  note: X-7 (field reference_number)\n"
        "  listing: 833/2014 XLII (authority European Union) (source https://www.ammitto.org/entry/eu_vessels/unknown/9900071) (status active) (listed_on 2025-05-21)\n"
        "9900083 vessel orphan\n"
        "  listing: 833/2014 XLII (authority European Union) (source https://www.ammitto.org/entry/eu_vessels/unknown/9900083) (status active) (listed_on 2025-12-19)\n");
    static const char back[] = "{\"@graph\":[{\"entity_id\":\"x/entity/1\",\"id\":\"x/entry/1\",\"period\":{\"listed_date\":\"2024-01-02\"}},\n"
        "{\"id\":\"x/entity/1\",\"entity_type\":\"vessel\",\"source_references\":[{\"source_code\":\"eu_vessels\"}],\"names\":[{\"full_name\":\"Sample\"}]}]}";
    reads(NULL, st_str_of(back), "x", NULL, "1 vessel\n  listing: 833/2014 XLII (authority European Union) (source x/entry/1) (listed_on 2024-01-02)\n  name: Sample\n");
}

static void refused(void **state) {
    (void)state;
    static const char sightings[] = "\"MMSI\",BaseDateTime,LAT,LON,SOG,COG,Heading\n352990001,2026-01-01T00:00:00,1,2,3,4,5\n";
    static const char near[] = "mmsi_note,name\n1,2\n";
    st_err err = { 0 };
    st_model *m = st_model_new(&err);
    assert_int_equal(read_text(m, NULL, st_str_of(sightings), "x", &err), ST_E_DATA);
    assert_string_equal(err.what, "these are sightings of ships (AIS), not a list of parties");
    assert_int_equal(read_text(m, NULL, st_str_of(near), "x", &err), ST_E_DATA);
    assert_non_null(strstr(err.what, "no known format"));
    assert_int_equal(read_text(m, "list-vessels", st_str_of(near), "x", &err), ST_E_DATA);
    assert_string_equal(err.what, "ships of no table that is known");
    st_model_free(m);
}

static const char *const small[] = {
    "gur_id,name,imo,mmsi_current,mmsi_legacy,former_names,status\n1,SAMPLE,9900019,352990001,1,A / B,listed\n",
    "{\"generated_at\":\"2026-01-02T00\",\"vessels\":[{\"imo\":9900019,\"name\":\"A\",\"vessel_type\":\"x\",\"risk_score\":1,\"is_sanctioned\":true,\"sanctions_sources\":[\"eu\",\"x\"],\"owner\":\"O\"}]}",
    "{\"vessel_name\":\"A\",\"imo_number\":\"9900019\",\"date_of_application\":\"2026-01-02\"}\n",
    "{\"@graph\":[{\"id\":\"a/1\",\"entity_type\":\"vessel\",\"source_references\":[{\"source_code\":\"eu_vessels\"}],\"names\":[{\"full_name\":\"A\"}]},{\"entity_id\":\"a/1\",\"status\":\"active\"}]}",
};

static st_code all_small(void) {
    for (size_t i = 0; i < ST_LEN(small); i++) {
        st_err err = { 0 };
        st_model *m = st_model_new(&err);
        if (!m) return ST_E_NOMEM;
        const st_code c = read_text(m, "list-vessels", st_str_of(small[i]), "x", &err);
        if (!c) assert_int_equal(st_model_parties(m), 1);
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
        cmocka_unit_test(ukraine),
        cmocka_unit_test(sdn),
        cmocka_unit_test(tracker),
        cmocka_unit_test(annex_lines),
        cmocka_unit_test(annex_graph),
        cmocka_unit_test(refused),
        cmocka_unit_test(every_allocation_fails),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
