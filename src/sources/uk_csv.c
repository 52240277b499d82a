/* The United Kingdom's CSV files: the UK Sanctions List (58 columns) and OFSI's consolidated list (29 columns until 2021, 36 since 2022). A banner
 * with the date, a header, then one row per name, or per name, address and date; the facts of all rows of a key are one record's.
 *
 * Keys: Unique ID on the UK Sanctions List, Group ID on the consolidated list. */
#include "sources/columns.h"
#include "sources/refs.h"
#include "sources/source.h"
#include "sources/uk.h"

enum { C_FIELD = 0,   /* the columns that uk.c knows come first, by st_uk_field */
       C_UPDATED = ST_UK_FIELDS, C_ID, C_GROUP, C_UN, C_NAME1, C_NAME2, C_NAME3, C_NAME4, C_NAME5, C_NAME6, C_TYPE, C_STRENGTH, C_FOREIGN, C_SCRIPT,
       C_LANGUAGE, C_REGIME, C_KIND, C_SOURCE, C_IMPOSED, C_LINE1, C_LINE2, C_LINE3, C_LINE4, C_LINE5, C_LINE6, C_ZIP, C_COUNTRY, C_DESIGNATED,
       C_LISTED, C_NATIONAL, C_NATIONAL_MORE, C_NI, C_PASSPORT, C_PASSPORT_MORE, C_TOWN, C_BIRTH_COUNTRY, C_END };
static const char *const columns[C_END] = {
    [ST_UK_TITLE] = "Title", [ST_UK_PHONE] = "Phone number", [ST_UK_EMAIL] = "Email address", [ST_UK_WEBSITE] = "Website", [ST_UK_DOB] = "D.O.B|DOB",
    [ST_UK_NATIONALITY] = "Nationality(/ies)|Nationality", [ST_UK_POSITION] = "Position", [ST_UK_GENDER] = "Gender", [ST_UK_ENTITY_TYPE] = "Type of entity",
    [ST_UK_SUBSIDIARY] = "Subsidiaries", [ST_UK_PARENT] = "Parent company", [ST_UK_BUSINESS] = "Business registration number (s)|Business registration number(s)",
    [ST_UK_IMO] = "IMO number", [ST_UK_OWNER] = "Current owner/operator (s)|Current owner/operator(s)",
    [ST_UK_OWNER_BEFORE] = "Previous owner/operator (s)|Previous owner/operator(s)", [ST_UK_FLAG] = "Current believed flag of ship",
    [ST_UK_FLAG_BEFORE] = "Previous flags", [ST_UK_SHIP_TYPE] = "Type of ship", [ST_UK_TONNAGE] = "Tonnage of ship", [ST_UK_LENGTH] = "Length of ship",
    [ST_UK_BUILT] = "Year Built", [ST_UK_HULL] = "Hull identification number (HIN)", [ST_UK_OTHER] = "Other Information",
    [ST_UK_REASONS] = "UK Statement of Reasons",
    [C_UPDATED] = "Last Updated", [C_ID] = "Unique ID", [C_GROUP] = "OFSI Group ID|Group ID", [C_UN] = "UN Reference Number", [C_NAME1] = "Name 1",
    [C_NAME2] = "Name 2", [C_NAME3] = "Name 3", [C_NAME4] = "Name 4", [C_NAME5] = "Name 5", [C_NAME6] = "Name 6", [C_TYPE] = "Name type|Alias Type",
    [C_STRENGTH] = "Alias strength|Alias Quality", [C_FOREIGN] = "Name non-latin script", [C_SCRIPT] = "Non-latin script type",
    [C_LANGUAGE] = "Non-latin script language", [C_REGIME] = "Regime Name|Regime", [C_KIND] = "Designation Type|Group Type",
    [C_SOURCE] = "Designation source", [C_IMPOSED] = "Sanctions Imposed", [C_LINE1] = "Address Line 1|Address 1", [C_LINE2] = "Address Line 2|Address 2",
    [C_LINE3] = "Address Line 3|Address 3", [C_LINE4] = "Address Line 4|Address 4", [C_LINE5] = "Address Line 5|Address 5",
    [C_LINE6] = "Address Line 6|Address 6", [C_ZIP] = "Address Postal Code|Post/Zip Code", [C_COUNTRY] = "Address Country|Country",
    [C_DESIGNATED] = "Date Designated|UK Sanctions List Date Designated", [C_LISTED] = "Listed On",
    [C_NATIONAL] = "National Identifier number|National Identification Number", [C_NATIONAL_MORE] = "National Identifier additional information|National Identification Details",
    [C_NI] = "NI Number", [C_PASSPORT] = "Passport number", [C_PASSPORT_MORE] = "Passport additional information|Passport Details",
    [C_TOWN] = "Town of birth", [C_BIRTH_COUNTRY] = "Country of birth",
};

typedef struct reader {
    st_model *m;
    st_facts f;
    st_columns c;
    st_keyset keys;
    st_refs refs;
    bool uksl;                        /* the UK Sanctions List; else the consolidated list */
    st_str uk_reference, un_reference;  /* of the row at hand, from its Other Information */
} reader;
#define CELL(x) st_cell(&r->c, row, x)

static bool has(st_str head, const char *text) { return st_str_ifind(head, text) != SIZE_MAX; }
static int probe_uksl(const st_probe *p) { return has(p->head, "Unique ID") && has(p->head, "Name 6") && has(p->head, "Designation Type") ? 2 : 0; }
static int probe_conlist(const st_probe *p) { return has(p->head, "Name 6,") && has(p->head, "Group Type") && has(p->head, "Regime") ? 2 : 0; }

/* ---- Other Information ------------------------------------------------------------------------------------------------------------------ */
enum { K_UK_REFERENCE = ST_UK_FIELDS, K_UN_REFERENCE };
static const struct { const char *key; int field; } keys[] = {   /* first that begins like the key */
    { "uk sanctions list ref", K_UK_REFERENCE }, { "un ref", K_UN_REFERENCE }, { "uk statement of reasons", ST_UK_REASONS }, { "gender", ST_UK_GENDER },
    { "email", ST_UK_EMAIL }, { "phone", ST_UK_PHONE }, { "website", ST_UK_WEBSITE }, { "type of entity", ST_UK_ENTITY_TYPE },
    { "parent", ST_UK_PARENT }, { "subsidiar", ST_UK_SUBSIDIARY }, { "business reg", ST_UK_BUSINESS }, { "imo number", ST_UK_IMO },
    { "current owner", ST_UK_OWNER }, { "previous owner", ST_UK_OWNER_BEFORE }, { "current believed flag", ST_UK_FLAG }, { "previous flag", ST_UK_FLAG_BEFORE },
    { "type of ship", ST_UK_SHIP_TYPE }, { "tonnage", ST_UK_TONNAGE }, { "length", ST_UK_LENGTH }, { "year built", ST_UK_BUILT },
    { "hull identification", ST_UK_HULL }, { "further identif", ST_UK_OTHER }, { "other information", ST_UK_OTHER }, { "title", ST_UK_TITLE },
};

/* Finds "(Key):" at or behind from: its opening parenthesis and the end of the colon. Keys are short and may hold parentheses of their own. */
static bool key_from(st_str s, size_t from, size_t *open, size_t *end) {
    for (size_t i = from; i + 1 < s.n; i++) {
        if (s.p[i] != ')' || s.p[i + 1] != ':') continue;
        int depth = 0;
        for (size_t j = i + 1; j-- > from && i - j < 80;) {
            depth += s.p[j] == ')';
            depth -= s.p[j] == '(';
            if (depth == 0) { *open = j; *end = i + 2; return true; }
        }
    }
    return false;
}

static st_str bare(st_str s) {
    s = st_str_trim(s);
    while (s.n && (s.p[s.n - 1] == '.' || s.p[s.n - 1] == ',' || s.p[s.n - 1] == ';')) s = st_str_trim(st_str_sub(s, 0, s.n - 1));
    return s;
}

static void keyed(reader *r, st_str key, st_str value) {
    for (size_t i = 0; i < ST_LEN(keys); i++) {
        if (!st_str_istarts(key, keys[i].key)) continue;
        if (keys[i].field == K_UK_REFERENCE) r->uk_reference = bare(value);
        else if (keys[i].field == K_UN_REFERENCE) r->un_reference = bare(value);
        else st_uk_fact(&r->f, (st_uk_field)keys[i].field, keys[i].field == ST_UK_REASONS || keys[i].field == ST_UK_OTHER ? value : bare(value));
        return;
    }
    st_note(r->m, key, value);
}

/* "UN Ref QDe.004. Emir of ...": the reference is the word behind the label. */
static st_str un_reference(st_str text) {
    const size_t at = st_str_ifind(text, "UN Ref");
    if (at == SIZE_MAX) return ST_STR_NONE;
    size_t i = at + 6;
    while (i < text.n && strchr(" .:", text.p[i])) i++;
    const size_t from = i;
    while (i < text.n && (unsigned char)text.p[i] > ' ' && text.p[i] != ',' && text.p[i] != ';') i++;
    const st_str ref = bare(st_str_sub(text, from, i));
    return ref.n >= 5 && ref.n <= 24 && st_str_chr(ref, '.') != SIZE_MAX ? ref : ST_STR_NONE;
}

static void other_information(reader *r, st_str text) {
    size_t open, end;
    r->uk_reference = r->un_reference = ST_STR_NONE;
    if (text.n == 0) return;
    /* Lists of 29 columns have prose with "(i):" in it; keys came with the columns for other scripts. */
    if (r->uksl || r->c.at[C_FOREIGN] == ST_COLUMN_NONE || !key_from(text, 0, &open, &end)) {
        st_uk_fact(&r->f, ST_UK_OTHER, text);
        if (r->uksl) return;
        r->un_reference = un_reference(text);
        /* "IMO nos 1 and 2" are the ships of an owner; a single number is the party's own. */
        if (st_str_ifind(text, "imo nos") == SIZE_MAX) st_facts_numbers(&r->f, text, ST_PROP_NONE);
        return;
    }
    if (open) st_uk_fact(&r->f, ST_UK_OTHER, st_str_sub(text, 0, open));
    for (;;) {
        const size_t key = open + 1, value = end;
        const bool more = key_from(text, end, &open, &end);
        keyed(r, st_str_sub(text, key, value - 2), st_str_trim(st_str_sub(text, value, more ? open : text.n)));
        if (!more) return;
    }
}

/* ---- rows ---------------------------------------------------------------------------------------------------------------------------- */
static st_kind kind_of(st_str s) {
    return st_str_iis(s, "individual") ? ST_KIND_PERSON : st_str_iis(s, "entity") ? ST_KIND_ORGANISATION : st_str_iis(s, "ship") ? ST_KIND_VESSEL : ST_KIND_UNKNOWN;
}

static void facts(reader *r, const st_csv_row *row) {
    const st_uk_name n = { { CELL(C_NAME1), CELL(C_NAME2), CELL(C_NAME3), CELL(C_NAME4), CELL(C_NAME5), CELL(C_NAME6) }, CELL(C_TYPE), CELL(C_STRENGTH),
                           kind_of(CELL(C_KIND)) == ST_KIND_PERSON };
    st_uk_name_fact(&r->f, &n);
    st_facts_original(&r->f, CELL(C_FOREIGN), CELL(C_SCRIPT), CELL(C_LANGUAGE));
    for (unsigned i = 0; i < ST_UK_FIELDS; i++)
        if (i != ST_UK_OTHER && CELL(i).n) st_uk_fact(&r->f, (st_uk_field)i, CELL(i));
    const st_uk_address a = { { CELL(C_LINE1), CELL(C_LINE2), CELL(C_LINE3), CELL(C_LINE4), CELL(C_LINE5), CELL(C_LINE6) }, CELL(C_ZIP), CELL(C_COUNTRY) };
    st_uk_address_fact(&r->f, &a);
    st_uk_document_fact(&r->f, ST_P_PASSPORT, CELL(C_PASSPORT), CELL(C_PASSPORT_MORE));
    st_uk_document_fact(&r->f, ST_P_NATIONAL_ID, CELL(C_NATIONAL), CELL(C_NATIONAL_MORE));
    st_uk_document_fact(&r->f, ST_P_NATIONAL_ID, ST_STR_NONE, CELL(C_NI));
    st_uk_birth_place(&r->f, CELL(C_TOWN), CELL(C_BIRTH_COUNTRY));
}

static st_code count(reader *r, const st_csv_row *row, st_str key, st_err *err) {
    bool fresh;
    if (!st_keyset_of(&r->keys, key, &fresh)) return st_fail(err, ST_E_NOMEM, "out of memory for the keys of the list");
    if (CELL(C_TYPE).n) st_model_count2(r->m, r->uksl ? "NameType" : "Alias Type", CELL(C_TYPE), 1);
    if (!fresh) return ST_OK;
    st_model_count(r->m, r->uksl ? "distinct Unique ID" : "distinct Group ID", 1);
    if (CELL(C_KIND).n) st_model_count2(r->m, r->uksl ? "kinds" : "groups by type", CELL(C_KIND), 1);
    return ST_OK;
}

static st_code row_facts(reader *r, const st_csv_row *row, st_err *err) {
    st_str key = CELL(r->uksl ? C_ID : C_GROUP);
    st_model_count(r->m, r->uksl ? "rows" : "name rows", 1);
    if (key.n == 0 && !r->uksl) {   /* a row cut short still says who it is in its Other Information */
        const st_str other = CELL(ST_UK_OTHER);
        const size_t at = st_str_ifind(other, "(UK Sanctions List Ref):");
        if (at != SIZE_MAX) {
            const st_str rest = st_str_sub(other, at + 24, other.n);
            const size_t open = st_str_chr(rest, '(');
            key = bare(st_str_sub(rest, 0, open == SIZE_MAX ? rest.n : open));
            if (key.n > 20) key = ST_STR_NONE;
            if (key.n) st_model_warn(r->m, row->line, "the row ends before its Group ID: %.*s serves as the key", ST_FMT(key));
        }
    }
    st_model_party(r->m, key.n ? key : ST_STR("?"), row->line);
    st_model_kind(r->m, kind_of(CELL(C_KIND)));
    st_model_main(r->m);
    if (row->bad) { st_model_bad(r->m, row->line, "%s", row->bad); return st_model_ok(r->m, err); }
    if (key.n == 0) { st_model_bad(r->m, row->line, "the row has no %s", r->uksl ? "Unique ID" : "Group ID"); return st_model_ok(r->m, err); }
    bool named = false;
    for (unsigned i = C_NAME1; i <= C_NAME6; i++) named = named || CELL(i).n;
    if (!named && CELL(C_FOREIGN).n == 0) { st_model_bad(r->m, row->line, "the row of %.*s has no name", ST_FMT(key)); return st_model_ok(r->m, err); }
    ST_TRY(count(r, row, key, err));
    facts(r, row);
    other_information(r, CELL(ST_UK_OTHER));
    const st_str un = CELL(C_UN).n ? CELL(C_UN) : r->un_reference, designated = CELL(C_DESIGNATED), listed = CELL(C_LISTED);
    const st_uk_listing l = { CELL(C_REGIME), CELL(C_SOURCE), { r->uksl ? key : r->uk_reference, un, CELL(C_GROUP) }, designated.n ? designated : listed,
                              CELL(C_UPDATED), CELL(C_IMPOSED) };
    st_uk_listing_fact(&r->f, &l);
    st_columns_note_unknown(&r->c, row, r->m);
    st_refs_define(&r->refs, un, key);
    if (r->uksl) st_refs_define(&r->refs, key, key);
    else if (r->uk_reference.n) st_refs_define(&r->refs, r->uk_reference, key);
    st_refs_scan(&r->refs, CELL(ST_UK_OTHER), key, row->line);
    st_refs_scan(&r->refs, CELL(ST_UK_REASONS), key, row->line);
    ST_TRY(st_facts_ok(&r->f, err));
    return st_model_commit(r->m, err);
}

/* The banner: "Last Updated,13/04/2018" or "Report Date: 08-Oct-2026". */
static void banner(reader *r, const st_csv_row *row) {
    const st_str first = st_str_trim(row->field[0]);
    if (st_str_iis(first, "last updated") && row->n > 1) st_list_date(r->m, row->field[1]);
    else if (st_str_istarts(first, "report date")) {
        const size_t colon = st_str_chr(first, ':');
        st_list_date(r->m, colon == SIZE_MAX ? row->n > 1 ? row->field[1] : ST_STR_NONE : st_str_sub(first, colon + 1, first.n));
    }
}

static st_code rows(reader *r, st_csv *csv, st_err *err) {
    st_csv_row row;
    int got;
    bool header = false;
    for (int i = 0; i < 10 && !header && (got = st_csv_next(csv, &row, err)) != 0; i++) {
        if (got < 0) return err->code;
        for (size_t k = 0; k < row.n && !header; k++) header = st_str_iis(st_str_trim(row.field[k]), "Name 6");
        if (!header && row.n) banner(r, &row);
    }
    if (!header) return st_fail(err, ST_E_DATA, "no header with the column \"Name 6\" in the first ten rows");
    size_t found = 0;
    st_model_count(r->m, "columns", row.n);
    ST_TRY(st_columns_map(&r->c, &row, columns, ST_LEN(columns), &found, err));
    r->uksl = r->c.at[C_ID] != ST_COLUMN_NONE;
    if (!r->uksl && r->c.at[C_GROUP] == ST_COLUMN_NONE) return st_fail(err, ST_E_DATA, "the header has neither a column \"Unique ID\" nor \"Group ID\"");
    st_model_list_set(r->m, ST_LIST_ID, r->uksl ? ST_STR("gb_uksl") : ST_STR("gb_conlist"));
    while ((got = st_csv_next(csv, &row, err)) > 0) ST_TRY(row_facts(r, &row, err));
    if (got < 0) return err->code;
    return st_refs_commit(&r->refs, r->m, err);
}

static st_code read_uk_csv(st_input *in, const st_probe *p, st_model *m, st_err *err) {
    (void)p;
    static const st_csv_dialect dialect = { .sep = ',', .quote = '"', .cp1252 = true };
    reader r = { .m = m, .f = st_facts_new(m), .refs = ST_REFS_INIT };
    st_err own = { .code = ST_OK };
    if (!err) err = &own;
    st_csv *csv = st_csv_open(in, &dialect, err);
    const st_code code = csv ? rows(&r, csv, err) : err->code;
    if (csv) st_csv_close(csv);
    st_columns_free(&r.c);
    st_keyset_free(&r.keys);
    st_refs_free(&r.refs);
    st_facts_free(&r.f);
    return code < 0 ? code : st_model_ok(m, err);
}

const st_source st_source_uk_csv = { "uk-csv", "UK Sanctions List, CSV", probe_uksl, read_uk_csv };
const st_source st_source_uk_conlist = { "uk-conlist", "UK consolidated list of financial sanctions targets (OFSI ConList), CSV", probe_conlist, read_uk_csv };
