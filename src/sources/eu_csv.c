/* The EU's consolidated financial sanctions list, CSV 1.1: one row per name, address, birth, document or citizenship, the entity's columns on
 * each. Columns are taken by name: files with 118, 113 and 21 of them are about. */
#include "sources/columns.h"
#include "sources/eu.h"
#include "sources/source.h"

enum { C_DATE, C_LOGICAL, C_REFERENCE, C_UN, C_DESIGNATED, C_DETAILS, C_REMARK, C_KIND, C_CLASS, C_REG_TYPE, C_REG_ORG, C_REG_PUBLISHED, C_REG_FORCE,
       C_REG_TITLE, C_REG_PROGRAMME, C_REG_URL,
       N_LAST, N_FIRST, N_MIDDLE, N_WHOLE, N_LANGUAGE, N_GENDER, N_TITLE, N_FUNCTION, N_REMARK, N_STRONG,
       A_CITY, A_STREET, A_POBOX, A_ZIP, A_REGION, A_PLACE, A_LISTED, A_CONTACT, A_ISO2, A_COUNTRY, A_REMARK,
       B_DATE, B_DAY, B_MONTH, B_YEAR, B_FROM, B_TO, B_CIRCA, B_CALENDAR, B_ZIP, B_REGION, B_PLACE, B_CITY, B_ISO2, B_COUNTRY, B_REMARK,
       I_NUMBER, I_DIPLOMATIC, I_EXPIRED, I_FALSE, I_LOST, I_REVOKED, I_ISSUER, I_ISSUED, I_FROM, I_TO, I_LATIN, I_NAME, I_TYPE, I_TYPE_TEXT, I_REGION,
       I_ISO2, I_COUNTRY, I_REMARK, Z_REGION, Z_ISO2, Z_COUNTRY, Z_REMARK,
       N_ACT, A_ACT = N_ACT + 3, B_ACT = A_ACT + 3, I_ACT = B_ACT + 3, Z_ACT = I_ACT + 3, C_SILENT = Z_ACT + 3, C_END };
static const char *const names[C_END] = {
    [C_DATE] = "fileGenerationDate", [C_LOGICAL] = "Entity_LogicalId", [C_REFERENCE] = "Entity_EU_ReferenceNumber", [C_UN] = "Entity_UnitedNationId",
    [C_DESIGNATED] = "Entity_DesignationDate", [C_DETAILS] = "Entity_DesignationDetails", [C_REMARK] = "Entity_Remark", [C_KIND] = "Entity_SubjectType",
    [C_CLASS] = "Entity_SubjectType_ClassificationCode", [C_REG_TYPE] = "Entity_Regulation_Type", [C_REG_ORG] = "Entity_Regulation_OrganisationType",
    [C_REG_PUBLISHED] = "Entity_Regulation_PublicationDate", [C_REG_FORCE] = "Entity_Regulation_EntryIntoForceDate",
    [C_REG_TITLE] = "Entity_Regulation_NumberTitle", [C_REG_PROGRAMME] = "Entity_Regulation_Programme", [C_REG_URL] = "Entity_Regulation_PublicationUrl",
    [N_LAST] = "NameAlias_LastName", [N_FIRST] = "NameAlias_FirstName", [N_MIDDLE] = "NameAlias_MiddleName", [N_WHOLE] = "NameAlias_WholeName",
    [N_LANGUAGE] = "NameAlias_NameLanguage", [N_GENDER] = "NameAlias_Gender", [N_TITLE] = "NameAlias_Title", [N_FUNCTION] = "NameAlias_Function",
    [N_REMARK] = "NameAlias_Remark", [N_STRONG] = "NameAlias_Strong",
    [A_CITY] = "Address_City", [A_STREET] = "Address_Street", [A_POBOX] = "Address_PoBox", [A_ZIP] = "Address_ZipCode", [A_REGION] = "Address_Region",
    [A_PLACE] = "Address_Place", [A_LISTED] = "Address_AsAtListingTime", [A_CONTACT] = "Address_ContactInfo", [A_ISO2] = "Address_CountryIso2Code",
    [A_COUNTRY] = "Address_CountryDescription", [A_REMARK] = "Address_Remark",
    [B_DATE] = "BirthDate_BirthDate", [B_DAY] = "BirthDate_Day", [B_MONTH] = "BirthDate_Month", [B_YEAR] = "BirthDate_Year",
    [B_FROM] = "BirthDate_YearRangeFrom", [B_TO] = "BirthDate_YearRangeTo", [B_CIRCA] = "BirthDate_Circa", [B_CALENDAR] = "BirthDate_CalendarType",
    [B_ZIP] = "BirthDate_ZipCode", [B_REGION] = "BirthDate_Region", [B_PLACE] = "BirthDate_Place", [B_CITY] = "BirthDate_City",
    [B_ISO2] = "BirthDate_CountryIso2Code", [B_COUNTRY] = "BirthDate_CountryDescription", [B_REMARK] = "BirthDate_Remark",
    [I_NUMBER] = "Identification_Number", [I_DIPLOMATIC] = "Identification_Diplomatic", [I_EXPIRED] = "Identification_KnownExpired",
    [I_FALSE] = "Identification_KnownFalse", [I_LOST] = "Identification_ReportedLost", [I_REVOKED] = "Identification_RevokedByIssuer",
    [I_ISSUER] = "Identification_IssuedBy", [I_ISSUED] = "Identification_IssuedDate", [I_FROM] = "Identification_ValidFrom",
    [I_TO] = "Identification_ValidTo", [I_LATIN] = "Identification_LatinNumber", [I_NAME] = "Identification_NameOnDocument",
    [I_TYPE] = "Identification_TypeCode", [I_TYPE_TEXT] = "Identification_TypeDescription", [I_REGION] = "Identification_Region",
    [I_ISO2] = "Identification_CountryIso2Code", [I_COUNTRY] = "Identification_CountryDescription", [I_REMARK] = "Identification_Remark",
    [Z_REGION] = "Citizenship_Region", [Z_ISO2] = "Citizenship_CountryIso2Code", [Z_COUNTRY] = "Citizenship_CountryDescription",
    [Z_REMARK] = "Citizenship_Remark",
    /* The acts that added the single facts: title, day, address for each block. */
    [N_ACT] = "NameAlias_Regulation_NumberTitle", [N_ACT + 1] = "NameAlias_Regulation_PublicationDate",
    [N_ACT + 2] = "NameAlias_Regulation_PublicationUrl",
    [A_ACT] = "Address_Regulation_NumberTitle", [A_ACT + 1] = "Address_Regulation_PublicationDate",
    [A_ACT + 2] = "Address_Regulation_PublicationUrl",
    [B_ACT] = "BirthDate_Regulation_NumberTitle", [B_ACT + 1] = "BirthDate_Regulation_PublicationDate",
    [B_ACT + 2] = "BirthDate_Regulation_PublicationUrl",
    [I_ACT] = "Identification_Regulation_NumberTitle", [I_ACT + 1] = "Identification_Regulation_PublicationDate",
    [I_ACT + 2] = "Identification_Regulation_PublicationUrl",
    [Z_ACT] = "Citizenship_Regulation_NumberTitle", [Z_ACT + 1] = "Citizenship_Regulation_PublicationDate",
    [Z_ACT + 2] = "Citizenship_Regulation_PublicationUrl",
    /* More of those acts, and numbers inside the publisher's database: known, and not facts about the party. */
    [C_SILENT] = "NameAlias_LogicalId|NameAlias_RegulationLanguage|NameAlias_Regulation_Type|NameAlias_Regulation_OrganisationType|"
        "NameAlias_Regulation_EntryIntoForceDate|NameAlias_Regulation_Programme|Address_LogicalId|Address_RegulationLanguage|"
        "Address_Regulation_Type|Address_Regulation_OrganisationType|Address_Regulation_EntryIntoForceDate|"
        "Address_Regulation_Programme|BirthDate_LogicalId|BirthDate_RegulationLanguage|BirthDate_Regulation_Type|"
        "BirthDate_Regulation_OrganisationType|BirthDate_Regulation_EntryIntoForceDate|BirthDate_Regulation_Programme|"
        "Identification_LogicalId|Identification_RegulationLanguage|Identification_Regulation_Type|"
        "Identification_Regulation_OrganisationType|Identification_Regulation_EntryIntoForceDate|"
        "Identification_Regulation_Programme|Citizenship_LogicalId|Citizenship_RegulationLanguage|Citizenship_Regulation_Type|"
        "Citizenship_Regulation_OrganisationType|Citizenship_Regulation_EntryIntoForceDate|Citizenship_Regulation_Programme",
};

typedef struct reader { st_model *m; st_facts f; st_columns c; st_keyset keys; bool dated; } reader;

static int probe(const st_probe *p) { return st_str_starts(p->head, "fileGenerationDate;") || st_str_starts(p->head, "\"fileGenerationDate\";") ? 2 : 0; }

/* The facts of one block of columns when any of them is filled. */
static bool any(const reader *r, const st_csv_row *row, unsigned from, unsigned to) {
    for (unsigned i = from; i <= to; i++) if (st_cell(&r->c, row, i).n) return true;
    return false;
}

static bool name(reader *r, const st_csv_row *row, bool main) {
#define CELL(x) st_cell(&r->c, row, x)
    const st_eu_name n = { .whole = CELL(N_WHOLE), .first = CELL(N_FIRST), .middle = CELL(N_MIDDLE), .last = CELL(N_LAST), .function = CELL(N_FUNCTION),
        .gender = CELL(N_GENDER), .title = CELL(N_TITLE), .language = CELL(N_LANGUAGE), .remark = CELL(N_REMARK), .main = main,
        .weak = st_str_iis(CELL(N_STRONG), "false") };
    st_model_count(r->m, "nameAlias", 1);
    return st_eu_name_fact(&r->f, &n);
}

static void facts(reader *r, const st_csv_row *row) {
    if (any(r, row, A_CITY, A_REMARK)) {
        const st_eu_address a = { .street = CELL(A_STREET), .city = CELL(A_CITY), .po_box = CELL(A_POBOX), .postcode = CELL(A_ZIP), .region = CELL(A_REGION),
            .place = CELL(A_PLACE), .iso2 = CELL(A_ISO2), .country = CELL(A_COUNTRY), .as_listed = CELL(A_LISTED), .remark = CELL(A_REMARK) };
        st_model_count(r->m, "address", 1);
        st_eu_address_fact(&r->f, &a);
        st_eu_contacts(&r->f, CELL(A_CONTACT));
    }
    if (any(r, row, B_DATE, B_REMARK)) {
        const st_eu_birth b = { .date = CELL(B_DATE), .day = CELL(B_DAY), .month = CELL(B_MONTH), .year = CELL(B_YEAR), .from = CELL(B_FROM), .to = CELL(B_TO),
            .circa = CELL(B_CIRCA), .calendar = CELL(B_CALENDAR), .place = CELL(B_PLACE), .city = CELL(B_CITY), .region = CELL(B_REGION),
            .postcode = CELL(B_ZIP), .iso2 = CELL(B_ISO2), .country = CELL(B_COUNTRY), .remark = CELL(B_REMARK) };
        st_model_count(r->m, "birthdate", 1);
        st_eu_birth_fact(&r->f, &b);
    }
    if (any(r, row, I_NUMBER, I_REMARK)) {
        const st_eu_id d = { .number = CELL(I_NUMBER), .type = CELL(I_TYPE), .type_text = CELL(I_TYPE_TEXT), .diplomatic = CELL(I_DIPLOMATIC),
            .expired = CELL(I_EXPIRED), .fake = CELL(I_FALSE), .lost = CELL(I_LOST), .revoked = CELL(I_REVOKED), .issuer = CELL(I_ISSUER),
            .issued = CELL(I_ISSUED), .from = CELL(I_FROM), .to = CELL(I_TO), .latin = CELL(I_LATIN), .name = CELL(I_NAME), .region = CELL(I_REGION),
            .iso2 = CELL(I_ISO2), .country = CELL(I_COUNTRY), .remark = CELL(I_REMARK) };
        st_model_count(r->m, "identification", 1);
        st_eu_id_fact(&r->f, &d);
    }
    if (any(r, row, Z_REGION, Z_REMARK)) {
        st_model_count(r->m, "citizenship", 1);
        st_eu_citizenship(&r->f, CELL(Z_ISO2), CELL(Z_COUNTRY), CELL(Z_REGION), CELL(Z_REMARK));
    }
}

static st_code row_facts(reader *r, const st_csv_row *row, st_err *err) {
    st_eu_entity e = { .logical_id = CELL(C_LOGICAL), .reference = CELL(C_REFERENCE), .un_reference = CELL(C_UN), .designated = CELL(C_DESIGNATED),
                       .details = CELL(C_DETAILS), .remark = CELL(C_REMARK), .kind = CELL(C_KIND) };
    if (e.kind.n == 0) e.kind = CELL(C_CLASS);
    const st_str key = st_eu_key(&e);
    st_model_count(r->m, "rows", 1);
    st_eu_open(&r->f, &e, row->line);
    if (row->bad) { st_model_bad(r->m, row->line, "%s", row->bad); return st_model_ok(r->m, err); }
    if (key.n == 0) { st_model_bad(r->m, row->line, "the row has neither Entity_EU_ReferenceNumber nor Entity_LogicalId"); return st_model_ok(r->m, err); }
    bool fresh;
    struct st_key *k = st_keyset_of(&r->keys, key, &fresh);
    if (!k) return st_fail(err, ST_E_NOMEM, "out of memory for the keys of the list");
    if (fresh) { st_model_count(r->m, "sanctionEntity", 1); k->line = row->line; }
    const st_eu_regulation g = { .type = CELL(C_REG_TYPE), .organisation = CELL(C_REG_ORG), .published = CELL(C_REG_PUBLISHED), .in_force = CELL(C_REG_FORCE),
                                 .title = CELL(C_REG_TITLE), .programme = CELL(C_REG_PROGRAMME), .url = CELL(C_REG_URL) };
    st_eu_listing(&r->f, &e, &g);
    if (any(r, row, N_LAST, N_STRONG) && name(r, row, k->mark == 0)) k->mark = 1;
    facts(r, row);
    for (unsigned i = N_ACT; i < C_SILENT; i += 3) st_eu_act(&r->f, g.title, CELL(i), CELL(i + 1), CELL(i + 2));
    st_columns_note_unknown(&r->c, row, r->m);
    ST_TRY(st_facts_ok(&r->f, err));
    return st_model_commit(r->m, err);
#undef CELL
}

static st_code rows(reader *r, st_csv *csv, st_err *err) {
    st_csv_row row;
    int got = st_csv_next(csv, &row, err);
    if (got < 0) return err->code;
    size_t found = 0;
    if (got) ST_TRY(st_columns_map(&r->c, &row, names, ST_LEN(names), &found, err));
    if (!got || r->c.at[C_LOGICAL] == ST_COLUMN_NONE || r->c.at[N_WHOLE] == ST_COLUMN_NONE)
        return st_fail(err, ST_E_DATA, "no header with the columns Entity_LogicalId and NameAlias_WholeName");
    while ((got = st_csv_next(csv, &row, err)) > 0) {
        if (!r->dated) { st_list_date(r->m, st_cell(&r->c, &row, C_DATE)); r->dated = true; }
        ST_TRY(row_facts(r, &row, err));
    }
    for (size_t i = 0; i < r->keys.cap; i++)
        if (r->keys.slot[i].key.p && !r->keys.slot[i].mark)
            st_model_warn(r->m, r->keys.slot[i].line, "entity %.*s has no name on any row", ST_FMT(r->keys.slot[i].key));
    return got < 0 ? err->code : ST_OK;
}

static st_code read_eu_csv(st_input *in, const st_probe *p, st_model *m, st_err *err) {
    (void)p;
    static const st_csv_dialect dialect = { .sep = ';', .quote = '"' };
    reader r = { .m = m, .f = st_facts_new(m) };
    st_err own = { .code = ST_OK };
    if (!err) err = &own;
    st_model_list_set(m, ST_LIST_ID, ST_STR("eu_fsf"));
    st_csv *csv = st_csv_open(in, &dialect, err);
    const st_code code = csv ? rows(&r, csv, err) : err->code;
    if (csv) st_csv_close(csv);
    st_columns_free(&r.c);
    st_keyset_free(&r.keys);
    st_facts_free(&r.f);
    return code < 0 ? code : st_model_ok(m, err);
}

const st_source st_source_eu_csv = { "eu-csv", "EU consolidated financial sanctions list, CSV 1.1", probe, read_eu_csv };
