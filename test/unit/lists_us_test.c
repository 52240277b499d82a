/* Tables of the United States: the Consolidated Screening List, and the lists of Commerce and State in their own files. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "source_read.h"

static void screening_list(void **state) {
    (void)state;
    reads_file("test/corpus/csl/csl_2022.csv",
        "us_csl|| parties 4 orphans 0 bad 0 warnings 0\n"
        "  Capta List (CAP) - Treasury Department 1\n"
        "  Entity List (EL) - Bureau of Industry and Security 1\n"
        "  Specially Designated Nationals (SDN) - Treasury Department 3\n"
        "  records 5\n"
        "  source_information_url http://bit.ly/1L47xrV 1\n"
        "  source_information_url http://bit.ly/1MLgpye 3\n"
        "  source_information_url http://bit.ly/2PqohAD 1\n"
        "  source_list_url http://bit.ly/1I7ipyR 3\n"
        "  source_list_url http://bit.ly/1L47xrV 1\n"
        "  source_list_url https://bit.ly/1QWTIfE 1\n",
        "35096 person\n"
        "  name: PUTIN, Vladimir Vladimirovich (family_name PUTIN) (given Vladimir Vladimirovich)\n"
        "  alias: PUTIN, Vladimir (family_name PUTIN) (given Vladimir)\n"
        "  alias: PUTIN, V. (family_name PUTIN) (given V.)\n"
        "  position: President of the Russian Federation\n"
        "  address: Kremlin, Moscow, RU (in_country RU)\n"
        "  address:  (in_country RU)\n"
        "  birth_date: 1952-10-07\n"
        "  birth_date: 1952~\n"
        "  birth_place: Leningrad, Russia (in_country RU)\n"
        "  nationality: RU\n"
        "  citizenship: RU\n"
        "  passport: SAMPLE1234 (type Passport) (in_country RU) (issued 2010-01-01) (expires 2020-01-01)\n"
        "  gender: male\n"
        "  remark: Subject to Secondary Sanctions (type Additional Sanctions Information)\n"
        "  linked_to:  (target_name A)\n"
        "  linked_to:  (target_name B)\n"
        "  listing: RUSSIA-EO14024 (authority Specially Designated Nationals (SDN) - Treasury Department) (reference 35096)\n"
        "18760 organisation\n"
        "  name: BANK EXAMPLE\n"
        "  address: Moscow, RU (in_country RU)\n"
        "  registration: 1027700067328 (type Registration ID)\n"
        "  inn: 7728168971 (type Tax ID No.) (in_country RU)\n"
        "  id_number: X9 (type Unheard-of Number)\n"
        "  remark: All offices worldwide\n"
        "  listing: UKRAINE-EO13662 (authority Capta List (CAP) - Treasury Department) (reference 18760)\n"
        "  listing: RUSSIA-EO14024 (authority Specially Designated Nationals (SDN) - Treasury Department) (reference 18760)\n"
        "9ca4683241cd867676ea42b540a00a4117fd5ac0 unknown\n"
        "  name: Razryad, JSC\n"
        "  alias: OAO Razryad\n"
        "  alias: Razryad AO\n"
        "  address: 233 Kosta Avenue, Vladikavkaz, 362035, RU (in_country RU)\n"
        "  listing: Entity List (EL) - Bureau of Industry and Security (authority Entity List (EL) - Bureau of Industry and Security) (instrument 87 FR 20299) (listed_on 2022-04-07) (measure For all items subject to the EAR.) (detail Policy of denial.)\n"
        "15036 vessel\n"
        "  name: HORSE\n"
        "  call_sign: EQKH\n"
        "  vessel_type: Crude Oil Tanker\n"
        "  tonnage: 317356 (type gross tonnage)\n"
        "  tonnage: 160576 (type gross registered tonnage)\n"
        "  flag: IR\n"
        "  ship_owner:  (target_name NITC)\n"
        "  imo: 7406784 (type Vessel Registration Identification)\n"
        "  mmsi: 422143000 (type MMSI)\n"
        "  listing: IRAN (authority Specially Designated Nationals (SDN) - Treasury Department) (reference 15036)\n");
    reads_file("test/corpus/csl/csl_2019.csv",
        "us_csl|| parties 2 orphans 0 bad 0 warnings 0\n"
        "  Denied Persons List (DPL) - Bureau of Industry and Security 1\n"
        "  Specially Designated Nationals (SDN) - Treasury Department 1\n"
        "  notes 1\n"
        "  records 2\n"
        "  repeated headers 1\n",
        "MAHAN AIRWAYS unknown\n"
        "  name: MAHAN AIRWAYS\n"
        "  address: Mahan Tower, Tehran, IR (in_country IR)\n"
        "  remark: FR NOTICE ADDED\n"
        "  listing: Denied Persons List (DPL) - Bureau of Industry and Security (authority Denied Persons List (DPL) - Bureau of Industry and Security) (instrument 73 FR 15130) (listed_on 2008-03-17) (ends_on 2020-01-01)\n"
        "  note: N (field standard_order)\n"
        "16000:MAHAN AIR organisation\n"
        "  name: MAHAN AIR\n"
        "  address:  (in_country IR)\n"
        "  tax_id: 411111111 (type Tax ID No.) (in_country IR)\n"
        "  passport: 002301585 (type Passport) (in_country PY)\n"
        "  listing: SDGT (authority Specially Designated Nationals (SDN) - Treasury Department) (reference 16000)\n"
        "  listing: IFSR (authority Specially Designated Nationals (SDN) - Treasury Department) (reference 16000)\n");
}

static void commerce(void **state) {
    (void)state;
    reads_file("test/corpus/bis/dpl.txt",
        "us_bis_dpl|| parties 2 orphans 0 bad 0 warnings 0\n"
        "  Standard_Order N 2\n"
        "  Standard_Order Y 1\n"
        "  notes 3\n"
        "  records without header 3\n",
        "MAHAN AIRWAYS:03/21/2008 unknown\n"
        "  name: MAHAN AIRWAYS\n"
        "  remark: FR NOTICE ADDED\n"
        "  note: N (field Standard_Order)\n"
        "  address:  (street MAHAN TOWER, NO. 21) (city TEHRAN) (in_country IR)\n"
        "  listing: Denied Persons List (authority Bureau of Industry and Security) (listed_on 2008-03-21) (ends_on 2029-12-31) (amended_on 2018-12-20) (instrument 73 F.R. 15130 3/21/08)\n"
        "  address:  (street P.O. BOX 14515411) (city TEHRAN) (in_country IR)\n"
        "KAL TEK LABS:8/26/1988 unknown\n"
        "  name: KAL TEK LABS\n"
        "  remark: NAME CORRECTED\n"
        "  note: Y (field Standard_Order)\n"
        "  address:  (street 250 BONITA GLEN DRIVE, #3D) (city CHULA VISTA) (region CA) (in_country US)\n"
        "  listing: Denied Persons List (authority Bureau of Industry and Security) (listed_on 1988-08-26) (ends_on 2008-08-26) (amended_on 2007-08-14) (instrument 65 FR 42664 7/11/00)\n");
    reads_file("test/corpus/bis/el.csv",
        "us_bis_el|| parties 1 orphans 0 bad 0 warnings 0\n"
        "  Source List EL 2\n"
        "  Web Link http://www.bis.doc.gov/entities/default.htm 2\n"
        "  records 2\n",
        "Huawei Technologies Co., Ltd.:China unknown\n"
        "  name: Huawei Technologies Co., Ltd.\n"
        "  alias: Shenzhen Huawei Technologies\n"
        "  address:  (street Bantian Huawei Base) (city Shenzhen) (postcode 518129) (in_country CN)\n"
        "  listing: Entity List (authority Bureau of Industry and Security) (instrument 84 FR 22961) (listed_on 2019-05-21) (measure For all items subject to the EAR.) (detail Presumption of denial.)\n"
        "  alias: Huawei Technology\n");
    reads_file("test/corpus/bis/meu.csv",
        "us_bis_meu|| parties 1 orphans 0 bad 0 warnings 0\n"
        "  Source List MEU 2\n"
        "  Web Link http://www.bis.doc.gov/entities/default.htm 2\n"
        "  records 2\n",
        "Shenyang Aircraft Corporation:China unknown\n"
        "  name: Shenyang Aircraft Corporation\n"
        "  address:  (street Lingbei Street No. 1) (city Shenyang) (in_country CN)\n"
        "  listing: Military End User List (authority Bureau of Industry and Security) (instrument 84 FR 22961) (listed_on 2019-05-21) (measure For all items subject to the EAR.) (detail Presumption of denial.)\n"
        "  alias: SAC\n");
    reads_file("test/corpus/bis/uvl.csv",
        "us_bis_uvl|| parties 1 orphans 0 bad 0 warnings 0\n"
        "  records 2\n",
        "Brilliance Technology Ltd:Hong Kong unknown\n"
        "  name: Brilliance Technology Ltd\n"
        "  address:  (street Flat A, 11/F, Adolfo Mansion, 114-116 Austin Road, Tsim Sha Tsui, Kowloon) (in_country HK)\n"
        "  listing: Unverified List (authority Bureau of Industry and Security)\n"
        "  address:  (street Rm 1203, 12/F, Hip Kwan Commercial Bldg, 38 Pitt Street, Yau Ma Tei) (in_country HK)\n");
}

static void state_department(void **state) {
    (void)state;
    reads_file("test/corpus/bis/isn.csv",
        "us_isn|| parties 1 orphans 0 bad 0 warnings 0\n"
        "  Source List ISN 2\n"
        "  Web Link http://www.state.gov/t/isn/c15231.htm 2\n"
        "  records 2\n",
        "Rainbow Technologies:Iran unknown\n"
        "  name: Rainbow Technologies\n"
        "  alias: Rainstar Ltd.\n"
        "  alias: Foo Co., Ltd.\n"
        "  alias: RT\n"
        "  country: IR\n"
        "  listing: E.O. 13382 (authority Department of State) (instrument Vol. 78, No. 38, 02/26/13) (listed_on 2012-12-13)\n"
        "  remark: A remark\n"
        "  listing: INKSNA (authority Department of State) (instrument Vol. 81, No. 128, 07/05/16) (listed_on 2016-06-28)\n");
    reads_file("test/corpus/bis/dtc.csv",
        "us_dtc|| parties 3 orphans 0 bad 0 warnings 0\n"
        "  records 3\n",
        "Far East Trading Company, Inc. (a.k.a. FETCO, Inc.) organisation\n"
        "  name: Far East Trading Company, Inc.\n"
        "  alias: FETCO, Inc.\n"
        "  listing: AECA statutory debarment (authority Department of State) (instrument 67 FR 10033) (listed_on 2002-03-05)\n"
        "Rocky Mountain Instrument Company organisation\n"
        "  name: Rocky Mountain Instrument Company\n"
        "  listing: AECA statutory debarment (authority Department of State) (instrument 75 FR 54692) (listed_on 2010-09-08) (detail 81 FR 28113) (amended_on 2016-05-09)\n"
        "Myles, Jr., George Frank (a.k.a. George Miles):September, 1948 person\n"
        "  name: Myles, Jr., George Frank (family_name Myles) (given Jr., George Frank)\n"
        "  alias: George Miles\n"
        "  birth_date: 1948-09\n"
        "  listing: AECA statutory debarment (authority Department of State) (instrument 76 FR 70805) (listed_on 2011-11-15)\n");
}

static void refuses(const char *format, const char *text, const char *why) {
    st_err err = { 0 };
    st_model *m = st_model_new(&err);
    assert_true(read_text(m, format, st_str_of(text), "x", &err) < 0);
    if (!strstr(err.what, why)) fail_msg("%s", err.what);
    assert_int_equal(st_model_lists(m), 0);
    st_model_free(m);
}

/* Numbers of documents: which word is the number, the country, the label. */
static void screening_list_ids(void **state) {
    (void)state;
#define HEADER "_id,source,entity_number,name,federal_register_notice,alt_names,ids\n"
    reads("us-csl", ST_STR(HEADER "1,S,,A,,,\"Ukraine-/Russia-Related Sanctions Regulations, 31 CFR 589.201, Secondary sanctions risk:; 2010-01-01, X12345, Passport; one\"\n"), "x", NULL,
          "1 unknown\n  name: A\n  remark: Ukraine-/Russia-Related Sanctions Regulations, 31 CFR 589.201 (type Secondary sanctions risk)\n"
          "  passport: X12345 (type Passport) (detail 2010-01-01)\n  note: one (field ids)\n  listing: S (authority S)\n");
}

/* A row that is cut short, one with a name alone, one without a name, a lost quote. */
static void damage(void **state) {
    (void)state;
    reads("us-bis", ST_STR("COUNTRY,NAME,ADDRESS,,\nChina,One\n,Two,\nChina,,Street\nChina,\"Three\n"), "x",
          "us_bis_uvl|| parties 2 orphans 0 bad 2 warnings 0\n  records 3\n  line 4: the row has no name\n  line 5: a quote opens on this line and never closes\n",
          "One:China unknown\n  name: One\n  address:  (in_country CN)\n  listing: Unverified List (authority Bureau of Industry and Security)\n"
          "Two unknown\n  name: Two\n  listing: Unverified List (authority Bureau of Industry and Security)\n");
    refuses("us-bis", "a,b\n1,2\n", "none of the lists");
    refuses(NULL, "country,name,address\nChina,One,Street\n", "no known format");   /* not in capitals: any file may have these columns */
    refuses(NULL, "COUNTRY,NAME,ADDRESS,PHONE\nChina,One,Street,1\n", "no known format");
}

/* Reads these texts with every allocation failing in turn: out of memory is said, or what was read is whole. */
static const char *const small[] = { 
    HEADER "1,S,7,A,,B;C,\"RU, 2010-01-01, 2020-01-01, 1234567, Passport\"\n",
    "COUNTRY,NAME,ADDRESS,,\nChina,One,Street\nChina,One,Road\n",
    "Source List,Programs,Name,Alternative Names,Country,Federal Register Notice,Effective Date,Remarks/Notes,Web Link\nISN,P,N,\"A, B Co., Ltd.\",Iran,F,6/28/2016,R,W\n",
 };

static st_code all_small(void) {
    for (size_t i = 0; i < ST_LEN(small); i++) {
        st_err err = { 0 };
        st_model *m = st_model_new(&err);
        if (!m) return ST_E_NOMEM;
        const st_code c = read_text(m, i == 0 ? "us-csl" : "us-bis", st_str_of(small[i]), "x", &err);
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
        cmocka_unit_test(screening_list),
        cmocka_unit_test(commerce),
        cmocka_unit_test(state_department),
        cmocka_unit_test(screening_list_ids),
        cmocka_unit_test(damage),
        cmocka_unit_test(every_allocation_fails),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
