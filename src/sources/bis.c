/* Lists of the US departments of Commerce and State in their own files: Denied Persons List (tab-separated), Entity List (the layout of 31 columns
 * that the lists shared before the Consolidated Screening List), Unverified List, nonproliferation sanctions (ISN), debarred parties under the
 * Arms Export Control Act (DTC). None has ids: a row's key is its name with what tells namesakes apart, and rows with one key are one party with
 * several addresses, aliases or notices. */
#include "sources/sheet.h"

#define BIS "Bureau of Industry and Security"
#define STATE "Department of State"

/* ---- Denied Persons List --------------------------------------------------------------------------------------------------------------------- */
static const st_rule dpl_rules[] = {
    { .column = "Name", .how = ST_H_NAME, .prop = ST_P_NAME, .key = true },
    { .column = "Street_Address", .how = ST_H_PLACE, .prop = ST_Q_STREET },
    { .column = "City", .how = ST_H_PLACE, .prop = ST_Q_CITY },
    { .column = "State", .how = ST_H_PLACE, .prop = ST_Q_REGION },
    { .column = "Country", .how = ST_H_PLACE, .prop = ST_Q_COUNTRY },
    { .column = "Postal_Code", .how = ST_H_PLACE, .prop = ST_Q_POSTCODE },
    { .column = "Effective_Date", .how = ST_H_LISTED_ON, .prop = ST_Q_LISTED_ON, .key = true },
    { .column = "Expiration_Date", .how = ST_H_LISTED_ON, .prop = ST_Q_ENDS_ON },
    { .column = "Last_Update", .how = ST_H_LISTED_ON, .prop = ST_Q_AMENDED_ON },
    { .column = "FR_Citation", .how = ST_H_LISTED, .prop = ST_Q_INSTRUMENT },
    { .column = "Action", .how = ST_H_TEXT, .prop = ST_P_REMARK },
    { .column = "Standard_Order", .how = ST_H_COUNTED },
};
static const char *const dpl_signature[] = { "Name", "Street_Address", "Effective_Date", "Standard_Order", "FR_Citation", NULL };
static const st_layout dpl = { .list = "us_bis_dpl", .signature = dpl_signature, .rule = dpl_rules, .rules = ST_LEN(dpl_rules), .sep = '\t',
    .programme = "Denied Persons List", .authority = BIS, .measure = "records without header", .order = ST_DATE_MDY, .merge = true };

/* ---- Entity List ------------------------------------------------------------------------------------------------------------------------------- */
static const st_rule el_rules[] = {
    { .column = "Source List", .how = ST_H_TALLY },
    { .column = "Name", .how = ST_H_NAME, .prop = ST_P_NAME, .key = true },
    { .column = "SDN Type", .how = ST_H_KIND },
    { .column = "Programs", .how = ST_H_PROGRAMME, .sep = ";" },
    { .column = "Entity Number", .how = ST_H_LISTED, .prop = ST_Q_REFERENCE },
    { .column = "Alternate Name", .how = ST_H_NAME, .prop = ST_P_ALIAS },
    { .column = "Title", .how = ST_H_TEXT, .prop = ST_P_POSITION },
    { .column = "Address", .how = ST_H_PLACE, .prop = ST_Q_STREET },
    { .column = "City", .how = ST_H_PLACE, .prop = ST_Q_CITY },
    { .column = "State/Province", .how = ST_H_PLACE, .prop = ST_Q_REGION },
    { .column = "Postal Code", .how = ST_H_PLACE, .prop = ST_Q_POSTCODE },
    { .column = "Country", .how = ST_H_PLACE, .prop = ST_Q_COUNTRY, .key = true },
    { .column = "Federal Register Notice", .how = ST_H_LISTED, .prop = ST_Q_INSTRUMENT },
    { .column = "Effective Date", .how = ST_H_LISTED_ON, .prop = ST_Q_LISTED_ON },
    { .column = "Date Lifted/Waived/Expired", .how = ST_H_LISTED_ON, .prop = ST_Q_ENDS_ON },
    { .column = "License Requirement", .how = ST_H_LISTED, .prop = ST_Q_MEASURE },
    { .column = "License Policy", .how = ST_H_LISTED, .prop = ST_Q_NOTE },
    { .column = "Call Sign", .how = ST_H_NUMBER, .prop = ST_P_CALL_SIGN },
    { .column = "Vessel Type", .how = ST_H_TEXT, .prop = ST_P_VESSEL_TYPE },
    { .column = "Gross Tonnage", .how = ST_H_TEXT, .prop = ST_P_TONNAGE, .type = "gross tonnage" },
    { .column = "Gross Register Tonnage", .how = ST_H_TEXT, .prop = ST_P_TONNAGE, .type = "gross register tonnage" },
    { .column = "Vessel Flag", .how = ST_H_COUNTRY, .prop = ST_P_FLAG },
    { .column = "Vessel Owner", .how = ST_H_LINK, .prop = ST_P_SHIP_OWNER },
    { .column = "Remarks/Notes", .how = ST_H_TEXT, .prop = ST_P_REMARK },
    { .column = "Address Remarks", .how = ST_H_TEXT, .prop = ST_P_REMARK },
    { .column = "Alternate Remarks", .how = ST_H_TEXT, .prop = ST_P_REMARK },
    { .column = "Web Link", .how = ST_H_TALLY },
};
static const char *const el_signature[] = { "Source List", "Entity Number", "License Requirement", "License Policy", "Alternate Name", NULL };
static const st_layout el = { .list = "us_bis_el", .signature = el_signature, .rule = el_rules, .rules = ST_LEN(el_rules), .programme = "Entity List",
    .authority = BIS, .order = ST_DATE_MDY, .merge = true };
/* The same layout carried the military end users. */
static const st_layout meu = { .list = "us_bis_meu", .signature = el_signature, .mark = "\nMEU,", .rule = el_rules, .rules = ST_LEN(el_rules),
    .programme = "Military End User List", .authority = BIS, .order = ST_DATE_MDY, .merge = true };

/* ---- Unverified List --------------------------------------------------------------------------------------------------------------------------- */
static const st_rule uvl_rules[] = {
    { .column = "NAME", .how = ST_H_NAME, .prop = ST_P_NAME, .key = true },
    { .column = "COUNTRY", .how = ST_H_PLACE, .prop = ST_Q_COUNTRY, .key = true },
    { .column = "ADDRESS", .how = ST_H_PLACE, .prop = ST_Q_STREET },
};
static const char *const uvl_signature[] = { "COUNTRY", "NAME", "ADDRESS", NULL };
static const st_layout uvl = { .list = "us_bis_uvl", .signature = uvl_signature, .exact = true, .rule = uvl_rules, .rules = ST_LEN(uvl_rules),
    .programme = "Unverified List", .authority = BIS, .merge = true };

/* ---- nonproliferation sanctions ---------------------------------------------------------------------------------------------------------------- */
static const st_rule isn_rules[] = {
    { .column = "Source List", .how = ST_H_TALLY },
    { .column = "Programs", .how = ST_H_PROGRAMME, .sep = ";" },
    { .column = "Name", .how = ST_H_NAME, .prop = ST_P_NAME, .key = true },
    { .column = "Alternative Names", .how = ST_H_NAMES, .prop = ST_P_ALIAS },
    { .column = "Country", .how = ST_H_COUNTRY, .prop = ST_P_COUNTRY, .key = true },
    { .column = "Federal Register Notice", .how = ST_H_LISTED, .prop = ST_Q_INSTRUMENT },
    { .column = "Effective Date", .how = ST_H_LISTED_ON, .prop = ST_Q_LISTED_ON },
    { .column = "Remarks/Notes", .how = ST_H_TEXT, .prop = ST_P_REMARK },
    { .column = "Web Link", .how = ST_H_TALLY },
};
static const char *const isn_signature[] = { "Source List", "Programs", "Alternative Names", "Federal Register Notice", "Web Link", NULL };
static const st_layout isn = { .list = "us_isn", .signature = isn_signature, .rule = isn_rules, .rules = ST_LEN(isn_rules),
    .programme = "Nonproliferation sanctions", .authority = STATE, .order = ST_DATE_MDY, .merge = true };

/* ---- debarred parties -------------------------------------------------------------------------------------------------------------------------- */
/* Persons are printed "Last, First"; a company has no comma, or a legal form behind it. */
static bool is_person(st_sheet *s, st_str name) {
    if (st_sheet_cell(s, "Date of Birth").n) return true;
    const size_t bracket = st_str_chr(name, '(');
    st_str rest = st_str_sub(name, 0, bracket == SIZE_MAX ? name.n : bracket), part;
    const bool cut = st_names_next(&s->f, &rest, &part);
    return cut && st_str_trim(rest).n != 0;
}

static void debarred(st_sheet *s, st_str cell) {
    static const st_rule name = { .how = ST_H_AKA, .prop = ST_P_NAME };
    s->kind = is_person(s, cell) ? ST_KIND_PERSON : ST_KIND_ORGANISATION;
    st_sheet_put(s, &name, cell);
}

static const st_rule dtc_rules[] = {
    { .column = "Debarred Party Full Name and Alias", .how = ST_H_CALL, .call = debarred, .key = true },
    { .column = "Date of Birth", .how = ST_H_DATE, .prop = ST_P_BIRTH_DATE, .key = true },
    { .column = "Notice", .how = ST_H_LISTED, .prop = ST_Q_INSTRUMENT },
    { .column = "Notice Date", .how = ST_H_LISTED_ON, .prop = ST_Q_LISTED_ON },
    { .column = "Corrected Notice", .how = ST_H_LISTED, .prop = ST_Q_NOTE },
    { .column = "Corrected Notice Date", .how = ST_H_LISTED_ON, .prop = ST_Q_AMENDED_ON },
};
static const char *const dtc_signature[] = { "Debarred Party Full Name and Alias", "Notice", "Notice Date", NULL };
static const st_layout dtc = { .list = "us_dtc", .signature = dtc_signature, .rule = dtc_rules, .rules = ST_LEN(dtc_rules),
    .programme = "AECA statutory debarment", .authority = STATE, .order = ST_DATE_MDY, .merge = true };

/* Layouts with a mark come before those without. */
static const st_layout *const layouts[] = { &dpl, &meu, &el, &uvl, &isn, &dtc };

static int probe(const st_probe *p) { return st_sheet_find(p->head, layouts, ST_LEN(layouts)) ? 2 : 0; }

static st_code read_bis(st_input *in, const st_probe *p, st_model *m, st_err *err) {
    const st_layout *l = st_sheet_find(p->head, layouts, ST_LEN(layouts));
    return l ? st_sheet_read_csv(in, l, m, err) : st_fail(err, ST_E_DATA, "the header is of none of the lists of Commerce and State");
}

const st_source st_source_bis = { .format = "us-bis", .text = "US lists of BIS and the State Department (DPL, Entity List, UVL, ISN, DTC), CSV",
                                  .probe = probe, .read = read_bis };
