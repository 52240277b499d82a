/* The UK Sanctions List, XML. Key: UniqueID (RUS0251). */
#include "sources/refs.h"
#include "sources/source.h"
#include "sources/tree.h"
#include "sources/uk.h"

enum { T_ROOT = 1, T_DATE, T_RECORD, T_UPDATED, T_DESIGNATED, T_ID, T_GROUP, T_UN, T_NAME, T_NAME1, T_NAME2, T_NAME3, T_NAME4, T_NAME5, T_NAME6,
       T_TYPE, T_STRENGTH, T_FOREIGN, T_FOREIGN_NAME, T_FOREIGN_SCRIPT, T_FOREIGN_LANGUAGE, T_REGIME, T_KIND, T_SOURCE, T_IMPOSED, T_ADDRESS, T_LINE1,
       T_LINE2, T_LINE3, T_LINE4, T_LINE5, T_LINE6, T_ZIP, T_COUNTRY, T_PASSPORT, T_NATIONAL, T_NUMBER, T_DETAIL, T_BIRTH, T_TOWN, T_BIRTH_COUNTRY,
       T_FIELD };   /* T_FIELD + st_uk_field: what uk.c knows */
#define D "Designations/Designation/"
#define I D "IndividualDetails/Individual/"
#define E D "EntityDetails/Entity/"
#define S D "ShipDetails/Ship/"
#define FIELD(path, field) { path, T_FIELD + ST_UK_##field, 0 }, { path "/*", T_FIELD + ST_UK_##field, 0 }
static const st_xml_rule rules[] = {
    { "Designations", T_ROOT, 0 }, { "Designations/DateGenerated", T_DATE, 0 }, { "Designations/Designation", T_RECORD, 0 },
    { D "LastUpdated", T_UPDATED, 0 }, { D "DateDesignated", T_DESIGNATED, 0 }, { D "UniqueID", T_ID, 0 }, { D "OFSIGroupID", T_GROUP, 0 },
    { D "UNReferenceNumber", T_UN, 0 }, { D "Names/Name", T_NAME, 0 }, { D "Names/Name/Name1", T_NAME1, 0 }, { D "Names/Name/Name2", T_NAME2, 0 },
    { D "Names/Name/Name3", T_NAME3, 0 }, { D "Names/Name/Name4", T_NAME4, 0 }, { D "Names/Name/Name5", T_NAME5, 0 }, { D "Names/Name/Name6", T_NAME6, 0 },
    { D "Names/Name/NameType", T_TYPE, 0 }, { D "Names/Name/AliasStrength", T_STRENGTH, 0 }, { D "NonLatinNames/NonLatinName", T_FOREIGN, 0 },
    { D "NonLatinNames/NonLatinName/NameNonLatinScript", T_FOREIGN_NAME, 0 }, { D "NonLatinNames/NonLatinName/NonLatinScriptType", T_FOREIGN_SCRIPT, 0 },
    { D "NonLatinNames/NonLatinName/NonLatinScriptLanguage", T_FOREIGN_LANGUAGE, 0 }, { D "RegimeName", T_REGIME, 0 },
    { D "IndividualEntityShip", T_KIND, 0 }, { D "DesignationSource", T_SOURCE, 0 }, { D "SanctionsImposed", T_IMPOSED, 0 },
    { D "SanctionsImposedIndicators", ST_TREE_SKIP, ST_XML_SILENT },   /* the same as SanctionsImposed, one yes or no for each measure */
    { D "Addresses/Address", T_ADDRESS, 0 }, { D "Addresses/Address/AddressLine1", T_LINE1, 0 }, { D "Addresses/Address/AddressLine2", T_LINE2, 0 },
    { D "Addresses/Address/AddressLine3", T_LINE3, 0 }, { D "Addresses/Address/AddressLine4", T_LINE4, 0 }, { D "Addresses/Address/AddressLine5", T_LINE5, 0 },
    { D "Addresses/Address/AddressLine6", T_LINE6, 0 }, { D "Addresses/Address/AddressPostalCode", T_ZIP, 0 }, { D "Addresses/Address/AddressCountry", T_COUNTRY, 0 },
    { I "PassportDetails/Passport", T_PASSPORT, 0 }, { I "PassportDetails/Passport/PassportNumber", T_NUMBER, 0 },
    { I "PassportDetails/Passport/PassportAdditionalInformation", T_DETAIL, 0 }, { I "NationalIdentifierDetails/NationalIdentifier", T_NATIONAL, 0 },
    { I "NationalIdentifierDetails/NationalIdentifier/NationalIdentifierNumber", T_NUMBER, 0 },
    { I "NationalIdentifierDetails/NationalIdentifier/NationalIdentifierAdditionalInformation", T_DETAIL, 0 },
    { I "BirthDetails/Location", T_BIRTH, 0 }, { I "BirthDetails/Location/TownOfBirth", T_TOWN, 0 }, { I "BirthDetails/Location/CountryOfBirth", T_BIRTH_COUNTRY, 0 },
    FIELD(D "Titles", TITLE), FIELD(D "PhoneNumbers", PHONE), FIELD(D "EmailAddresses", EMAIL), FIELD(D "Websites", WEBSITE),
    FIELD(D "OtherInformation", OTHER), FIELD(D "UKStatementofReasons", REASONS), FIELD(I "DOBs", DOB), FIELD(I "Nationalities", NATIONALITY),
    FIELD(I "Positions", POSITION), FIELD(I "Genders", GENDER), FIELD(I "Gender", GENDER), FIELD(E "TypeOfEntities", ENTITY_TYPE),
    FIELD(E "Subsidiaries", SUBSIDIARY), FIELD(E "ParentCompanies", PARENT), FIELD(E "ParentCompany", PARENT), FIELD(E "BusinessRegistrationNumbers", BUSINESS),
    FIELD(S "IMONumbers", IMO), FIELD(S "CurrentOwnerOperators", OWNER), FIELD(S "PreviousOwnerOperators", OWNER_BEFORE),
    FIELD(S "CurrentBelievedFlagOfShips", FLAG), FIELD(S "PreviousFlags", FLAG_BEFORE), FIELD(S "TypeOfShipDetails", SHIP_TYPE),
    FIELD(S "TonnageOfShipDetails", TONNAGE), FIELD(S "LengthOfShipDetails", LENGTH), FIELD(S "YearsBuilt", BUILT), FIELD(S "YearBuilt", BUILT),
    FIELD(S "HullIdentificationNumbers", HULL),
};
#undef D
#undef I
#undef E
#undef S
#undef FIELD

typedef struct reader { st_model *m; st_facts f; st_refs refs; bool root; } reader;

static int probe(const st_probe *p) { return st_str_find(p->head, "<Designations") != SIZE_MAX ? 2 : 0; }

static st_kind kind_of(st_str s) {
    return st_str_iis(s, "individual") ? ST_KIND_PERSON : st_str_iis(s, "entity") ? ST_KIND_ORGANISATION : st_str_iis(s, "ship") ? ST_KIND_VESSEL : ST_KIND_UNKNOWN;
}

static bool fact(reader *r, const st_tree *t, size_t i, bool person) {
    const st_item *it = &t->item[i];
#define TEXT(tag) st_tree_text(t, i, tag)
    switch (it->tag) {
    case T_NAME: {
        const st_uk_name n = { { TEXT(T_NAME1), TEXT(T_NAME2), TEXT(T_NAME3), TEXT(T_NAME4), TEXT(T_NAME5), TEXT(T_NAME6) }, TEXT(T_TYPE), TEXT(T_STRENGTH), person };
        st_model_count(r->m, "Name", 1);
        if (n.type.n) st_model_count2(r->m, "NameType", n.type, 1);
        return st_uk_name_fact(&r->f, &n);
    }
    case T_FOREIGN:
        st_model_count(r->m, "NonLatinName", 1);
        st_facts_original(&r->f, TEXT(T_FOREIGN_NAME), TEXT(T_FOREIGN_SCRIPT), TEXT(T_FOREIGN_LANGUAGE));
        break;
    case T_ADDRESS: {
        const st_uk_address a = { { TEXT(T_LINE1), TEXT(T_LINE2), TEXT(T_LINE3), TEXT(T_LINE4), TEXT(T_LINE5), TEXT(T_LINE6) }, TEXT(T_ZIP), TEXT(T_COUNTRY) };
        st_model_count(r->m, "Address", 1);
        st_uk_address_fact(&r->f, &a);
        break;
    }
    case T_PASSPORT:
        st_model_count(r->m, "Passport", 1);
        st_uk_document_fact(&r->f, ST_P_PASSPORT, TEXT(T_NUMBER), TEXT(T_DETAIL));
        break;
    case T_NATIONAL:
        st_model_count(r->m, "NationalIdentifier", 1);
        st_uk_document_fact(&r->f, ST_P_NATIONAL_ID, TEXT(T_NUMBER), TEXT(T_DETAIL));
        break;
    case T_BIRTH: st_uk_birth_place(&r->f, TEXT(T_TOWN), TEXT(T_BIRTH_COUNTRY)); break;
    default: {
        static const struct { st_uk_field field; const char *measure; } counted[] = { { ST_UK_DOB, "DOB" }, { ST_UK_NATIONALITY, "Nationality" },
            { ST_UK_IMO, "IMONumber" }, { ST_UK_BUSINESS, "BusinessRegistrationNumber" } };
        if (it->tag < T_FIELD || it->tag >= T_FIELD + ST_UK_FIELDS || it->text.n == 0) break;
        const st_uk_field field = (st_uk_field)(it->tag - T_FIELD);
        for (size_t k = 0; k < ST_LEN(counted); k++) if (counted[k].field == field) st_model_count(r->m, counted[k].measure, 1);
        st_uk_fact(&r->f, field, it->text);
    }
    }
#undef TEXT
    return false;
}

static st_code on_record(void *user, const st_tree *t, st_err *err) {
    reader *r = user;
    const uint32_t line = t->item[0].line;
#define TEXT(tag) st_tree_text(t, 0, tag)
    const st_str key = TEXT(T_ID), kind = TEXT(T_KIND);
    st_model_count(r->m, "Designation", 1);
    if (kind.n) st_model_count2(r->m, "kinds", kind, 1);
    st_model_party(r->m, key.n ? key : ST_STR("?"), line);
    st_model_kind(r->m, kind_of(kind));
    st_model_main(r->m);
    size_t names = 0;
    for (size_t i = 1; i < t->n; i++) names += fact(r, t, i, kind_of(kind) == ST_KIND_PERSON);
    const st_uk_listing l = { TEXT(T_REGIME), TEXT(T_SOURCE), { key, TEXT(T_UN), TEXT(T_GROUP) }, TEXT(T_DESIGNATED), TEXT(T_UPDATED), TEXT(T_IMPOSED) };
    st_uk_listing_fact(&r->f, &l);
    st_tree_note_unknown(t, r->m);
    if (key.n == 0) { st_model_bad(r->m, line, "the designation has no UniqueID"); return st_model_ok(r->m, err); }
    if (names == 0) { st_model_bad(r->m, line, "designation %.*s has no name", ST_FMT(key)); return st_model_ok(r->m, err); }
    st_refs_define(&r->refs, key, key);
    st_refs_define(&r->refs, TEXT(T_UN), key);
    st_refs_scan(&r->refs, TEXT(T_FIELD + ST_UK_OTHER), key, line);
    st_refs_scan(&r->refs, TEXT(T_FIELD + ST_UK_REASONS), key, line);
#undef TEXT
    ST_TRY(st_facts_ok(&r->f, err));
    return st_model_commit(r->m, err);
}

static st_code on_outside(void *user, const st_item *it, st_err *err) {
    reader *r = user;
    (void)err;
    if (it->tag == T_ROOT) r->root = true;
    if (it->tag == T_DATE) st_list_date(r->m, it->text);
    return ST_OK;
}

static st_code read_uk(st_input *in, const st_probe *p, st_model *m, st_err *err) {
    (void)p;
    static const st_tree_handler h = { T_RECORD, 0, on_record, on_outside };
    reader r = { m, st_facts_new(m), ST_REFS_INIT, false };
    st_model_list_set(m, ST_LIST_ID, ST_STR("gb_uksl"));
    st_code code = st_tree_parse(in, rules, ST_LEN(rules), &h, &r, err);
    if (code >= 0 && !r.root) code = st_fail(err, ST_E_DATA, "the root element is not Designations");
    if (code >= 0) code = st_refs_commit(&r.refs, m, err);
    st_refs_free(&r.refs);
    st_facts_free(&r.f);
    return code < 0 ? code : st_model_ok(m, err);
}

const st_source st_source_uk_xml = { "uk-xml", "UK Sanctions List, XML", probe, read_uk };
