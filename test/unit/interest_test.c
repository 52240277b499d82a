/* Readers of ownership data: BODS of all versions, GLEIF's golden copies, the UK's register of people with significant control. Small files of ours; no
 * party of them is listed. Damage, versions that replace others, chains across files, and every allocation failing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "source_read.h"

#define S(lit) ST_STR(lit)

/* ---- BODS ------------------------------------------------------------------------------------------------------------------------------------------ */

static const char bods_04[] =
    "[{\"statementId\":\"s1\",\"statementDate\":\"2024-05-01\",\"publicationDetails\":{\"publicationDate\":\"2024-06-01\",\"bodsVersion\":\"0.4\"},\n"
    " \"recordId\":\"c1\",\"recordStatus\":\"new\",\"recordType\":\"entity\",\"recordDetails\":{\"isComponent\":false,\"entityType\":{\"type\":\"registeredEntity\"},\n"
    "  \"name\":\"Example Holding Ltd\",\"alternateNames\":[\"EHL\"],\"jurisdiction\":{\"name\":\"Cyprus\",\"code\":\"CY\"},\"foundingDate\":\"2019-09-03\",\n"
    "  \"identifiers\":[{\"scheme\":\"CY-DRCOR\",\"id\":\"HE12345\"},{\"scheme\":\"XI-LEI\",\"id\":\"529900T8BM49AURSDO55\"}],\n"
    "  \"addresses\":[{\"type\":\"registered\",\"address\":\"1 Main Street\",\"postCode\":\"3030\",\"country\":{\"code\":\"CY\"}}]}},\n"
    "{\"statementId\":\"s2\",\"recordId\":\"p1\",\"recordStatus\":\"new\",\"recordType\":\"person\",\"recordDetails\":{\"isComponent\":false,\"personType\":\"knownPerson\",\n"
    "  \"names\":[{\"type\":\"legal\",\"fullName\":\"Ann Example\",\"givenName\":\"Ann\",\"familyName\":\"Example\"},{\"type\":\"alternative\",\"fullName\":\"A. Example\"}],\n"
    "  \"nationalities\":[{\"code\":\"MT\"}],\"birthDate\":\"1978-07\"}},\n"
    "{\"statementId\":\"s3\",\"statementDate\":\"2024-05-01\",\"recordId\":\"r1\",\"recordStatus\":\"new\",\"recordType\":\"relationship\",\"recordDetails\":{\"isComponent\":false,\n"
    "  \"subject\":\"c1\",\"interestedParty\":\"p1\",\"interests\":[{\"type\":\"shareholding\",\"share\":{\"exact\":60}}]}},\n"
    "{\"statementId\":\"s4\",\"statementDate\":\"2024-05-20\",\"recordId\":\"r1\",\"recordStatus\":\"updated\",\"recordType\":\"relationship\",\"recordDetails\":{\"isComponent\":false,\n"
    "  \"subject\":\"c1\",\"interestedParty\":\"p1\",\"interests\":[{\"type\":\"shareholding\",\"directOrIndirect\":\"direct\",\"share\":{\"exclusiveMinimum\":25,\"maximum\":50},\n"
    "   \"startDate\":\"2024-05-10\"},{\"type\":\"votingRights\",\"directOrIndirect\":\"indirect\",\"share\":{\"exact\":51.5}},{\"type\":\"seniorManagingOfficial\"}]}},\n"
    "{\"statementId\":\"s5\",\"recordId\":\"r2\",\"recordStatus\":\"new\",\"recordType\":\"relationship\",\"recordDetails\":{\"isComponent\":false,\n"
    "  \"subject\":\"c1\",\"interestedParty\":{\"reason\":\"informationUnknownToPublisher\"},\"interests\":[{\"type\":\"shareholding\",\"share\":{\"exact\":10}}]}},\n"
    "{\"statementId\":\"s6\",\"statementDate\":\"2024-05-21\",\"recordId\":\"r3\",\"recordStatus\":\"closed\",\"recordType\":\"relationship\",\"recordDetails\":{\"isComponent\":false,\n"
    "  \"subject\":\"c1\",\"interestedParty\":\"p2\",\"interests\":[{\"type\":\"appointmentOfBoard\"}]}},\n"
    "{\"statementId\":\"s7\",\"recordId\":\"r4\",\"recordStatus\":\"new\",\"recordType\":\"relationship\",\"recordDetails\":{\"isComponent\":false,\"componentRecords\":[\"r1\"],\n"
    "  \"subject\":\"c1\",\"interestedParty\":\"p2\",\"interests\":[{\"type\":\"shareholding\",\"directOrIndirect\":\"indirect\",\"share\":{\"exact\":30}}]}}]";

static void bods_newest(void **state) {
    (void)state;
    reads(NULL, st_str_of(bods_04), "statements.json",
        "own_bods|2024-06-01| parties 3 orphans 1 bad 0 warnings 0\n"
        "  interests 6\n  interests of earlier statements 1\n  notes 1\n  statements entity 1\n  statements person 1\n  statements relationship 5\n",
        "c1 organisation\n  name: Example Holding Ltd\n  alias: EHL\n  country: CY (type jurisdiction)\n  founded: 2019-09-03\n"
        "  address:  (street 1 Main Street) (postcode 3030) (in_country CY) (type registered)\n"
        "  registration: HE12345 (in_country CY) (type CY-DRCOR)\n  lei: 529900T8BM49AURSDO55 (type XI-LEI)\n"
        "  owned_by: p1 (share >25 <=50%) (type shareholding) (since 2024-05-10) (source s4)\n"
        "  controlled_by: p1 (share 51.5%) (type votingRights) (status indirect) (source s4)\n"
        "  owned_by: r2#unnamed (share 10%) (type shareholding) (source s5)\n"
        "  controlled_by: p2 (type appointmentOfBoard) (until 2024-05-21) (source s6)\n"
        "  owned_by: p2 (share 30%) (type shareholding) (status indirect, parts stated) (source s7)\n"
        "p1 person\n  name: Ann Example (given Ann) (family_name Example)\n  alias: A. Example\n  nationality: MT\n  birth_date: 1978-07\n"
        "  officer_of: c1 (type seniorManagingOfficial) (source s4)\n"
        "r2#unnamed unknown orphan\n  note: informationUnknownToPublisher (field interestedParty.reason)\n");
}

/* 0.2 and 0.3: flat, by statement ids; a statement may replace another, of a party too. */
static void bods_older(void **state) {
    (void)state;
    reads(NULL, S("{\"statementID\":\"e1\",\"statementType\":\"entityStatement\",\"statementDate\":\"2020-01-01\",\"entityType\":\"registeredEntity\",\"name\":\"Old Name Ltd\","
        "\"incorporatedInJurisdiction\":{\"code\":\"GB-SCT\"}}\n"
        "{\"statementID\":\"o1\",\"statementType\":\"ownershipOrControlStatement\",\"subject\":{\"describedByEntityStatement\":\"e1\"},"
        "\"interestedParty\":{\"describedByPersonStatement\":\"p1\"},\"interests\":[{\"type\":\"shareholding\",\"share\":{\"minimum\":50,\"maximum\":75,\"exclusiveMinimum\":true}}]}\n"
        "{\"statementID\":\"p1\",\"statementType\":\"personStatement\",\"personType\":\"knownPerson\",\"names\":[{\"type\":\"individual\",\"fullName\":\"Bo Example\"}],"
        "\"placeOfBirth\":{\"address\":\"Oslo\",\"country\":\"NO\"},\"hasPepStatus\":true}\n"
        "{\"statementID\":\"e2\",\"statementType\":\"entityStatement\",\"entityType\":\"registeredEntity\",\"name\":\"New Name Ltd\",\"replacesStatements\":[\"e1\"]}\n"
        "{\"statementID\":\"o2\",\"statementType\":\"ownershipOrControlStatement\",\"subject\":{\"describedByEntityStatement\":\"e1\"},"
        "\"interestedParty\":{\"describedByPersonStatement\":\"p1\"},\"interests\":[{\"type\":\"voting-rights\",\"interestLevel\":\"indirect\"}],\"replacesStatements\":[\"o1\"]}\n"
        "{\"statementID\":\"o3\",\"statementType\":\"ownershipOrControlStatement\",\"subject\":{\"describedByEntityStatement\":\"e2\"},"
        "\"interestedParty\":{\"unspecified\":{\"reason\":\"no-beneficial-owners\"}},\"interests\":[]}\n"
        "{\"statementID\":\"o4\",\"statementType\":\"somethingElse\"}\nno json\n"), "old.json",
        "own_bods|2020-01-01| parties 3 orphans 0 bad 2 warnings 0\n"
        "  interests 1\n  interests of earlier statements 1\n  notes 2\n  statements entityStatement 2\n  statements ownershipOrControlStatement 3\n"
        "  statements personStatement 1\n  line 7: the statement is of no known type\n  line 8: the line is not JSON: invalid string in json text. (byte 1)\n",
        "e1 organisation\n  name: Old Name Ltd\n  country: GB (raw GB-SCT) (type jurisdiction)\n"
        "p1 person\n  name: Bo Example\n  birth_place: Oslo (in_country NO)\n  note: true (field hasPepStatus)\n"
        "e2 organisation\n  name: New Name Ltd\n  note: {\"reason\":\"no-beneficial-owners\"} (field interestedParty.unspecified)\n"
        "  controlled_by: p1 (type voting-rights) (status indirect) (source o2)\n");
}

/* ---- GLEIF ----------------------------------------------------------------------------------------------------------------------------------------- */

#define A_LEI "529900T8BM49AURSDO55"
#define B_LEI "5493001KJTIIGC8Y1R12"
static const char lei_xml[] =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<lei:LEIData xmlns:lei=\"http://www.gleif.org/data/schema/leidata/2016\">\n"
    "<lei:LEIHeader><lei:ContentDate>2024-06-05T08:20:51Z</lei:ContentDate><lei:RecordCount>1</lei:RecordCount></lei:LEIHeader><lei:LEIRecords>\n"
    "<lei:LEIRecord><lei:LEI>" A_LEI "</lei:LEI><lei:Entity><lei:LegalName xml:lang=\"en\">Example Bank</lei:LegalName>"
    "<lei:OtherEntityNames><lei:OtherEntityName type=\"PREVIOUS_LEGAL_NAME\">Example Savings</lei:OtherEntityName></lei:OtherEntityNames>"
    "<lei:LegalAddress><lei:FirstAddressLine>1 Main St</lei:FirstAddressLine><lei:AdditionalAddressLine>Floor 2</lei:AdditionalAddressLine><lei:City>Boston</lei:City>"
    "<lei:Country>US</lei:Country></lei:LegalAddress>"
    "<lei:RegistrationAuthority><lei:RegistrationAuthorityID>RA000665</lei:RegistrationAuthorityID><lei:RegistrationAuthorityEntityID>S5</lei:RegistrationAuthorityEntityID>"
    "</lei:RegistrationAuthority><lei:LegalJurisdiction>US-MA</lei:LegalJurisdiction><lei:EntityCategory>FUND</lei:EntityCategory><lei:EntityStatus>ACTIVE</lei:EntityStatus>"
    "<lei:LegalForm><lei:EntityLegalFormCode>T91T</lei:EntityLegalFormCode></lei:LegalForm></lei:Entity>"
    "<lei:Registration><lei:RegistrationStatus>LAPSED</lei:RegistrationStatus><lei:ManagingLOU>X</lei:ManagingLOU></lei:Registration></lei:LEIRecord>\n"
    "<lei:LEIRecord><lei:Entity><lei:LegalName>Nobody</lei:LegalName></lei:Entity></lei:LEIRecord></lei:LEIRecords></lei:LEIData>\n";
#define RELATION(start, end, type, more, status, registration) \
    "<rr:RelationshipRecord><rr:Relationship><rr:StartNode><rr:NodeID>" start "</rr:NodeID><rr:NodeIDType>LEI</rr:NodeIDType></rr:StartNode>" \
    "<rr:EndNode><rr:NodeID>" end "</rr:NodeID><rr:NodeIDType>LEI</rr:NodeIDType></rr:EndNode><rr:RelationshipType>" type "</rr:RelationshipType>" more \
    "<rr:RelationshipStatus>" status "</rr:RelationshipStatus></rr:Relationship><rr:Registration><rr:RegistrationStatus>" registration \
    "</rr:RegistrationStatus></rr:Registration></rr:RelationshipRecord>\n"
static const char rr_xml[] =
    "<rr:RelationshipData xmlns:rr=\"http://www.gleif.org/data/schema/rr/2016\"><rr:Header><rr:ContentDate>2024-06-05T09:24:22Z</rr:ContentDate></rr:Header>"
    "<rr:RelationshipRecords>\n"
    RELATION(A_LEI, B_LEI, "IS_DIRECTLY_CONSOLIDATED_BY", "<rr:RelationshipPeriods><rr:RelationshipPeriod><rr:StartDate>2012-11-29T00:00:00.000Z</rr:StartDate>"
        "<rr:EndDate>2020-01-01T00:00:00Z</rr:EndDate><rr:PeriodType>RELATIONSHIP_PERIOD</rr:PeriodType></rr:RelationshipPeriod><rr:RelationshipPeriod>"
        "<rr:StartDate>2018-01-01T00:00:00Z</rr:StartDate><rr:PeriodType>ACCOUNTING_PERIOD</rr:PeriodType></rr:RelationshipPeriod></rr:RelationshipPeriods>"
        "<rr:RelationshipQuantifiers><rr:RelationshipQuantifier><rr:MeasurementMethod>ACCOUNTING_CONSOLIDATION</rr:MeasurementMethod>"
        "<rr:QuantifierAmount>1.00</rr:QuantifierAmount><rr:QuantifierUnits>PERCENTAGE</rr:QuantifierUnits></rr:RelationshipQuantifier></rr:RelationshipQuantifiers>",
        "INACTIVE", "PUBLISHED")
    RELATION(A_LEI, B_LEI, "IS_INTERNATIONAL_BRANCH_OF", "", "ACTIVE", "LAPSED")
    RELATION(A_LEI, B_LEI, "IS_FUND-MANAGED_BY", "", "ACTIVE", "PUBLISHED")
    RELATION(A_LEI, B_LEI, "IS_ULTIMATELY_CONSOLIDATED_BY", "", "ACTIVE", "ANNULLED")
    RELATION(A_LEI, "", "IS_SUBFUND_OF", "", "ACTIVE", "PUBLISHED")
    "</rr:RelationshipRecords></rr:RelationshipData>\n";
static const char rr_facts[] =
    A_LEI " organisation orphan\n  lei: " A_LEI "\n  controlled_by: " B_LEI " (type IS_DIRECTLY_CONSOLIDATED_BY) (status former) (since 2012-11-29) (until 2020-01-01)"
    " (detail 1.00 PERCENTAGE)\n  owned_by: " B_LEI " (share 100%) (type IS_INTERNATIONAL_BRANCH_OF) (detail LAPSED)\n"
    "  linked_to: " B_LEI " (type IS_FUND-MANAGED_BY)\n  note: " B_LEI " (field IS_ULTIMATELY_CONSOLIDATED_BY) (type IS_ULTIMATELY_CONSOLIDATED_BY) (detail ANNULLED)\n"
    B_LEI " organisation orphan\n  lei: " B_LEI "\n";

static void gleif_xml(void **state) {
    (void)state;
    reads(NULL, st_str_of(lei_xml), "lei.xml", "own_gleif|2024-06-05| parties 1 orphans 0 bad 1 warnings 0\n  LEIRecord 1\n  notes 2\n  line 5: the record has no LEI\n",
        A_LEI " organisation\n  name: Example Bank\n  former_name: Example Savings\n  lei: " A_LEI "\n  registration: S5 (in_country US) (issuer RA000665)\n"
        "  country: US (raw US-MA) (type jurisdiction)\n  address:  (street 1 Main St, Floor 2) (city Boston) (in_country US) (type legal)\n"
        "  legal_form: T91T (type ELF)\n  note: FUND (field EntityCategory)\n  note: LAPSED (field RegistrationStatus)\n");
    reads(NULL, st_str_of(rr_xml), "rr.xml", "own_gleif|2024-06-05| parties 2 orphans 2 bad 1 warnings 0\n"
        "  RelationshipRecord IS_DIRECTLY_CONSOLIDATED_BY 1\n  RelationshipRecord IS_FUND-MANAGED_BY 1\n  RelationshipRecord IS_INTERNATIONAL_BRANCH_OF 1\n"
        "  RelationshipRecord IS_ULTIMATELY_CONSOLIDATED_BY 1\n  notes 1\n  line 6: the relationship lacks an end or a type\n", rr_facts);
    reads(NULL, S("<repex:ReportingExceptionData xmlns:repex=\"http://www.gleif.org/data/schema/repex/2016\"><repex:ReportingExceptions><repex:Exception>"
        "<repex:LEI>" A_LEI "</repex:LEI><repex:ExceptionCategory>DIRECT_ACCOUNTING_CONSOLIDATION_PARENT</repex:ExceptionCategory>"
        "<repex:ExceptionReason>NON_CONSOLIDATING</repex:ExceptionReason></repex:Exception></repex:ReportingExceptions></repex:ReportingExceptionData>"), "repex.xml", NULL,
        A_LEI " organisation orphan\n  lei: " A_LEI "\n  note: NON_CONSOLIDATING (field DIRECT_ACCOUNTING_CONSOLIDATION_PARENT)\n");
}

static void gleif_csv(void **state) {
    (void)state;
    reads(NULL, S("LEI,Entity.LegalName,Entity.LegalName.xmllang,Entity.OtherEntityNames.OtherEntityName.1,Entity.OtherEntityNames.OtherEntityName.1.type,"
        "Entity.LegalAddress.FirstAddressLine,Entity.LegalAddress.City,Entity.LegalAddress.Country,Entity.RegistrationAuthority.RegistrationAuthorityEntityID,"
        "Entity.LegalJurisdiction,Entity.EntityStatus,Registration.RegistrationStatus\n"
        A_LEI ",\"Example, Bank\",en,Example Savings,PREVIOUS_LEGAL_NAME,1 Main St,Boston,US,S5,US-MA,ACTIVE,ISSUED\n,No Number,en,,,,,,,,,\n"), "lei2.csv",
        "own_gleif|| parties 1 orphans 0 bad 1 warnings 0\n  LEIRecord 1\n  line 3: the record has no LEI\n",
        A_LEI " organisation\n  name: Example, Bank\n  former_name: Example Savings\n  lei: " A_LEI "\n  registration: S5 (in_country US)\n"
        "  country: US (raw US-MA) (type jurisdiction)\n  address:  (street 1 Main St) (city Boston) (in_country US) (type legal)\n");
    reads(NULL, S("\"Relationship.StartNode.NodeID\",\"Relationship.StartNode.NodeIDType\",\"Relationship.EndNode.NodeID\",\"Relationship.EndNode.NodeIDType\","
        "\"Relationship.RelationshipType\",\"Relationship.RelationshipStatus\",\"Relationship.Period.1.startDate\",\"Relationship.Period.1.endDate\","
        "\"Relationship.Period.1.periodType\",\"Relationship.Period.2.startDate\",\"Relationship.Period.2.endDate\",\"Relationship.Period.2.periodType\","
        "\"Relationship.Quantifiers.1.QuantifierAmount\",\"Relationship.Quantifiers.1.QuantifierUnits\",\"Registration.RegistrationStatus\"\n"
        "\"" A_LEI "\",\"LEI\",\"" B_LEI "\",\"LEI\",\"IS_DIRECTLY_CONSOLIDATED_BY\",\"INACTIVE\",\"2018-01-01T00:00:00Z\",\"\",\"ACCOUNTING_PERIOD\","
        "\"2012-11-29T00:00:00Z\",\"2020-01-01T00:00:00Z\",\"RELATIONSHIP_PERIOD\",\"1.00\",\"PERCENTAGE\",\"PUBLISHED\"\n"
        "\"" A_LEI "\",\"LEI\",\"" B_LEI "\",\"LEI\",\"IS_INTERNATIONAL_BRANCH_OF\",\"ACTIVE\",\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"LAPSED\"\n"
        "\"" A_LEI "\",\"LEI\",\"" B_LEI "\",\"LEI\",\"IS_FUND-MANAGED_BY\",\"ACTIVE\",\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"PUBLISHED\"\n"
        "\"" A_LEI "\",\"LEI\",\"" B_LEI "\",\"LEI\",\"IS_ULTIMATELY_CONSOLIDATED_BY\",\"ACTIVE\",\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"ANNULLED\"\n"), "rr.csv", NULL, rr_facts);
}

/* ---- the UK's register ------------------------------------------------------------------------------------------------------------------------------ */

static const char psc_lines[] =
    "{\"company_number\":\"1234567\",\"data\":{\"etag\":\"e\",\"kind\":\"individual-person-with-significant-control\",\"name\":\"Mr Cy Example\","
    "\"name_elements\":{\"title\":\"Mr\",\"forename\":\"Cy\",\"surname\":\"Example\"},\"nationality\":\"British,Maltese\",\"country_of_residence\":\"England\","
    "\"date_of_birth\":{\"month\":7,\"year\":1970},\"notified_on\":\"2016-04-06\",\"ceased_on\":\"2020-02-01\","
    "\"natures_of_control\":[\"ownership-of-shares-75-to-100-percent\",\"voting-rights-50-to-75-percent\",\"right-to-appoint-and-remove-directors\"],"
    "\"links\":{\"self\":\"/company/01234567/persons-with-significant-control/individual/abc\"},\"is_sanctioned\":false}}\n"
    "{\"company_number\":\"1234567\",\"data\":{\"kind\":\"corporate-entity-person-with-significant-control\",\"name\":\"Example Top Ltd\",\"notified_on\":\"2020-02-01\","
    "\"identification\":{\"country_registered\":\"Scotland\",\"registration_number\":\"SC012345\",\"legal_form\":\"Private Limited Company\"},"
    "\"natures_of_control\":[\"ownership-of-shares-25-to-50-percent\",\"significant-influence-or-control\"]}}\n"
    "{\"company_number\":\"SC012345\",\"data\":{\"kind\":\"legal-person-person-with-significant-control\",\"name\":\"Ministry of Examples\","
    "\"identification\":{\"country_registered\":\"Norway\",\"registration_number\":\"974 760 673\"},\"links\":{\"self\":\"/x/legal-person/def\"}}}\n"
    "{\"company_number\":\"SC012345\",\"data\":{\"kind\":\"super-secure-person-with-significant-control\",\"ceased\":true,\"links\":{\"self\":\"/x/super-secure/ghi\"}}}\n"
    "{\"company_number\":\"SC012345\",\"data\":{\"kind\":\"persons-with-significant-control-statement\",\"statement\":\"steps-to-find-psc-not-yet-completed\"}}\n"
    "{\"data\":{\"kind\":\"totals#persons-of-significant-control-snapshot\",\"statements_count\":1}}\n"
    "{\"company_number\":\"not a number\",\"data\":{\"kind\":\"exemptions\"}}\n";

static void uk_register(void **state) {
    (void)state;
    reads(NULL, st_str_of(psc_lines), "psc.txt", "own_psc|2020-02-01| parties 5 orphans 1 bad 1 warnings 0\n"
        "  kind corporate-entity-person-with-significant-control 1\n  kind exemptions 1\n  kind individual-person-with-significant-control 1\n"
        "  kind legal-person-person-with-significant-control 1\n  kind persons-with-significant-control-statement 1\n"
        "  kind super-secure-person-with-significant-control 1\n  kind totals#persons-of-significant-control-snapshot 1\n"
        "  nature ownership-of-shares-25-to-50-percent 1\n  nature ownership-of-shares-75-to-100-percent 1\n  nature right-to-appoint-and-remove-directors 1\n"
        "  nature significant-influence-or-control 1\n  nature voting-rights-50-to-75-percent 1\n  notes 3\n  line 7: the entry has no company number\n",
        "GB-COH-01234567/abc person\n  name: Cy Example (given Cy) (family_name Example) (name_title Mr)\n  nationality: GB\n  nationality: MT\n"
        "  country: GB (type residence)\n  birth_date: 1970-07\n  note: false (field is_sanctioned)\n"
        "GB-COH-01234567 organisation orphan\n  registration: 01234567 (in_country GB) (type GB-COH)\n  country: GB (type jurisdiction)\n"
        "  owned_by: GB-COH-01234567/abc (share >=75 <=100%) (type ownership-of-shares-75-to-100-percent) (since 2016-04-06) (until 2020-02-01)\n"
        "  controlled_by: GB-COH-01234567/abc (share >50 <75%) (type voting-rights-50-to-75-percent) (since 2016-04-06) (until 2020-02-01)\n"
        "  controlled_by: GB-COH-01234567/abc (type right-to-appoint-and-remove-directors) (since 2016-04-06) (until 2020-02-01)\n"
        "  owned_by: GB-COH-SC012345 (share >25 <=50%) (type ownership-of-shares-25-to-50-percent) (since 2020-02-01)\n"
        "  controlled_by: GB-COH-SC012345 (type significant-influence-or-control) (since 2020-02-01)\n"
        "GB-COH-SC012345 organisation\n  registration: SC012345 (in_country GB) (type GB-COH)\n  country: GB (type jurisdiction)\n  name: Example Top Ltd\n"
        "  legal_form: Private Limited Company\n  owned_by: GB-COH-SC012345/def (type unknown nature of control)\n"
        "  owned_by: GB-COH-SC012345/ghi (type unknown nature of control) (status former)\n  note: steps-to-find-psc-not-yet-completed (field statement)\n"
        "GB-COH-SC012345/def organisation\n  name: Ministry of Examples\n  registration: 974 760 673 (in_country NO)\n  country: NO\n"
        "GB-COH-SC012345/ghi unknown\n  note: super-secure-person-with-significant-control (field kind)\n");
    reads(NULL, S("{\n \"company_number\": \"1234567\",\n \"data\": {\"kind\": \"exemptions\",\n  \"exemptions\": {\"x\": 1}}\n}\n"), "one.json", NULL,
        "GB-COH-01234567 organisation orphan\n  registration: 01234567 (in_country GB) (type GB-COH)\n  country: GB (type jurisdiction)\n"
        "  note: {\"x\":1} (field exemptions)\n");
}

/* ---- all ----------------------------------------------------------------------------------------------------------------------------------------------- */

static void told_by_content(void **state) {
    (void)state;
    static const struct { const char *text, *format; } files[] = { { bods_04, "bods" }, { lei_xml, "gleif" }, { rr_xml, "gleif" }, { psc_lines, "uk-psc" } };
    for (size_t i = 0; i < ST_LEN(files); i++) {
        st_err err = { 0 };
        st_probe p;
        st_input *in = st_input_open_memory(files[i].text, strlen(files[i].text), "x", NULL, &err);
        const st_source *s = st_source_detect(in, &p, &err);
        assert_non_null(s);
        assert_string_equal(s->format, files[i].format);
        assert_int_equal(s->companion && s->companion(&p), files[i].text == rr_xml);
        st_input_close(in);
    }
}

static const char *fault_text, *fault_format;
static st_code under_faults(void) {
    st_err err = { 0 };
    st_model *m = st_model_new(&err);
    if (!m) return err.code;
    const st_code c = read_text(m, fault_format, st_str_of(fault_text), "x", &err);
    st_model_free(m);
    return c;
}
static void no_memory(void **state) {
    (void)state;
    static const struct { const char *text, *format; } files[] = { { bods_04, "bods" }, { rr_xml, "gleif" }, { psc_lines, "uk-psc" } };
    for (size_t i = 0; i < ST_LEN(files); i++) {
        fault_text = files[i].text;
        fault_format = files[i].format;
        fails_each_allocation(under_faults);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bods_newest), cmocka_unit_test(bods_older), cmocka_unit_test(gleif_xml), cmocka_unit_test(gleif_csv), cmocka_unit_test(uk_register),
        cmocka_unit_test(told_by_content), cmocka_unit_test(no_memory),
    };
    return cmocka_run_group_tests_name("ownership data", tests, NULL, NULL);
}
