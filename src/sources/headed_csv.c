/* Lists that publishers print as web pages or PDF and that circulate as small tables: one layout each. */
#include "sources/sheet.h"

/* ---- Cuba Restricted List (State) ----------------------------------------------------------------------------------------------------------- */
static const st_rule cuba_rules[] = {
    { .column = "Id", .how = ST_H_SKIP, .key = true },
    { .column = "Company", .how = ST_H_NAME, .prop = ST_P_NAME },
    { .column = "Acronym", .how = ST_H_NAME, .prop = ST_P_ALIAS, .sep = "/" },
    { .column = "Alias", .how = ST_H_NAME, .prop = ST_P_ALIAS, .sep = ";" },
    { .column = "Sector", .how = ST_H_TEXT, .prop = ST_P_SECTOR },
    { .column = "Category", .how = ST_H_LISTED, .prop = ST_Q_NOTE },
    { .column = "Parent", .how = ST_H_LINK_KEY, .prop = ST_P_OWNED_BY },
    { .column = "EffectiveDate", .how = ST_H_LISTED_ON, .prop = ST_Q_LISTED_ON },
    { .column = "SourceURL", .how = ST_H_TALLY },
};
static const char *const cuba_signature[] = { "Id", "Company", "Acronym", "EffectiveDate", "SourceURL", NULL };
static const st_layout cuba = { .list = "us_state_cuba", .signature = cuba_signature, .rule = cuba_rules, .rules = ST_LEN(cuba_rules),
    .programme = "Cuba Restricted List", .authority = "Department of State", .kind = ST_KIND_ORGANISATION };

/* ---- lists that Congress ordered: Sections 353 and 1286 in one shape ------------------------------------------------------------------------- */
static const st_rule section_rules[] = {
    { .column = "schema", .how = ST_H_KIND },
    { .column = "name", .how = ST_H_NAME, .prop = ST_P_NAME, .key = true },
    { .column = "aliases", .how = ST_H_NAME, .prop = ST_P_ALIAS, .sep = ";" },
    { .column = "topics", .how = ST_H_COUNTED },
    { .column = "program", .how = ST_H_PROGRAMME },
    { .column = "authority", .how = ST_H_LISTED, .prop = ST_Q_AUTHORITY },
    { .column = "report-date", .how = ST_H_LISTED_ON, .prop = ST_Q_LISTED_ON },
    { .column = "start-date", .how = ST_H_LISTED_ON, .prop = ST_Q_SINCE },
    { .column = "end-date", .how = ST_H_LISTED_ON, .prop = ST_Q_ENDS_ON },
    { .column = "source_url", .how = ST_H_LISTED, .prop = ST_Q_SOURCE },
    { .column = "reason", .how = ST_H_TEXT, .prop = ST_P_REASON },
    { .column = "country", .how = ST_H_COUNTRY, .prop = ST_P_COUNTRY },
    { .column = "notes", .how = ST_H_TEXT, .prop = ST_P_REMARK },
};
static const char *const section_signature[] = { "schema", "name", "program", "authority", "report-date", "source_url", NULL };
#define SECTION(id, text) { .list = id, .signature = section_signature, .mark = text, .rule = section_rules, .rules = ST_LEN(section_rules), .merge = true }
static const st_layout section_353 = SECTION("us_state_353", "Section 353"), section_1286 = SECTION("us_dod_1286", "Section 1286"),
                       section_any = SECTION("us_section_other", NULL);

/* ---- Chinese military companies, Section 1260H (Department of Defense) ------------------------------------------------------------------------ */
static const st_rule dod_rules[] = {
    { .column = "Clean Name", .how = ST_H_NAME, .prop = ST_P_NAME, .key = true },
    { .column = "Alias", .how = ST_H_NAME, .prop = ST_P_ALIAS, .sep = ";" },
    { .column = "Previous Name", .how = ST_H_NAME, .prop = ST_P_FORMER_NAME, .sep = ";" },
    { .column = "Parent Name", .how = ST_H_LINK, .prop = ST_P_OWNED_BY },
    { .column = "Note", .how = ST_H_TEXT, .prop = ST_P_REASON },
    { .column = "Start date", .how = ST_H_LISTED_ON, .prop = ST_Q_LISTED_ON },
    { .column = "End date", .how = ST_H_LISTED_ON, .prop = ST_Q_ENDS_ON },
    { .column = "Source Url", .how = ST_H_LISTED, .prop = ST_Q_SOURCE },
};
static const char *const dod_signature[] = { "Name", "Clean Name", "Previous Name", "Parent Name", "Start date", NULL };
static const st_layout dod = { .list = "us_dod_1260h", .signature = dod_signature, .rule = dod_rules, .rules = ST_LEN(dod_rules),
    .programme = "Section 1260H: Chinese military companies", .authority = "Department of Defense", .kind = ST_KIND_ORGANISATION, .merge = true };

/* ---- FCC Covered List -------------------------------------------------------------------------------------------------------------------------- */
/* The list names equipment and services by who makes them: "... produced by Huawei Technologies Company, including ...". What is produced in a
 * foreign country by whomever is no party and stands under its own words. */
static void covered(st_sheet *s, st_str cell) {
    static const char *const cues[] = { "produced or provided by ", "directly or indirectly, by ", "produced by ", "provided by " };
    static const char *const ends[] = { ", including", ", to the extent", ", subject to", " subject to", " or any of its", "." };
    static const st_rule name = { .how = ST_H_NAME, .prop = ST_P_NAME };
    st_str found = ST_STR_NONE;
    st_facts_text(&s->f, ST_P_REASON, cell);
    for (size_t i = 0; i < ST_LEN(cues) && found.n == 0; i++) {
        const size_t at = st_str_find(cell, cues[i]);
        if (at != SIZE_MAX) found = st_str_sub(cell, at + strlen(cues[i]), cell.n);
    }
    s->kind = found.n ? ST_KIND_ORGANISATION : ST_KIND_OTHER;
    if (found.n == 0) { st_sheet_put(s, &name, st_str_sub(cell, 0, st_str_chr(cell, ',') < cell.n ? st_str_chr(cell, ',') : cell.n)); return; }
    for (size_t i = 0; i + 1 < ST_LEN(ends); i++) {
        const size_t at = st_str_find(found, ends[i]);
        if (at != SIZE_MAX) found = st_str_sub(found, 0, at);
    }
    const size_t and = st_str_find(found, " and its wholly-owned subsidiary ");
    st_sheet_put(s, &name, st_str_trim(st_str_sub(found, 0, and == SIZE_MAX ? found.n : and)));
    if (and == SIZE_MAX) return;
    st_fact(s->m, ST_P_OWNS, ST_STR_NONE);
    st_qual(s->m, ST_Q_TARGET_NAME, st_str_trim(st_str_sub(found, and + 33, found.n)));
}
static const st_rule fcc_rules[] = {
    { .column = "covered_equipment_or_services", .how = ST_H_CALL, .call = covered, .key = true },
    { .column = "date_of_inclusion_on_covered_list", .how = ST_H_LISTED_ON, .prop = ST_Q_LISTED_ON },
};
static const char *const fcc_signature[] = { "covered_equipment_or_services", "date_of_inclusion_on_covered_list", NULL };
static const st_layout fcc = { .list = "us_fcc_covered", .signature = fcc_signature, .rule = fcc_rules, .rules = ST_LEN(fcc_rules),
    .programme = "Covered List", .authority = "Federal Communications Commission", .order = ST_DATE_MDY };

/* ---- FinCEN special measures (Section 311) ------------------------------------------------------------------------------------------------------ */
static void relationship(st_sheet *s, st_str cell) {
    static const struct { const char *word; st_prop prop; } kinds[] = { { "subsidiary", ST_P_OWNED_BY }, { "owner", ST_P_OWNS }, { "related", ST_P_LINKED_TO } };
    for (size_t i = 0; i < ST_LEN(kinds); i++) {
        if (!st_str_iis(cell, kinds[i].word)) continue;
        st_fact(s->m, kinds[i].prop, ST_STR_NONE);
        st_qual(s->m, ST_Q_TARGET_NAME, st_sheet_cell(s, "Measure"));
        st_qual(s->m, ST_Q_TYPE, cell);
    }
}
static const st_rule fincen_rules[] = {
    { .column = "Measure", .how = ST_H_PROGRAMME, .key = true },
    { .column = "Name", .how = ST_H_NAME, .prop = ST_P_NAME, .key = true },
    { .column = "Type", .how = ST_H_KIND },
    { .column = "Alias", .how = ST_H_NAME, .prop = ST_P_ALIAS, .sep = ";" },
    { .column = "Country", .how = ST_H_COUNTRY, .prop = ST_P_COUNTRY, .sep = ";" },
    { .column = "Address", .how = ST_H_ADDRESS, .prop = ST_P_ADDRESS, .sep = ";" },
    { .column = "Registration number", .how = ST_H_NUMBER, .prop = ST_P_REGISTRATION },
    { .column = "Topics", .how = ST_H_COUNTED },
    { .column = "Notes", .how = ST_H_TEXT, .prop = ST_P_REMARK },
    { .column = "Relationship", .how = ST_H_CALL, .call = relationship },
    { .column = "Source URL", .how = ST_H_LISTED, .prop = ST_Q_SOURCE },
};
static const char *const fincen_signature[] = { "Measure", "Relationship", "Type", "Name", "Registration number", NULL };
static const st_layout fincen = { .list = "us_fincen_311", .signature = fincen_signature, .rule = fincen_rules, .rules = ST_LEN(fincen_rules),
    .authority = "Financial Crimes Enforcement Network", .merge = true };

/* ---- Swiss freezes under the Foreign Illicit Assets Act ----------------------------------------------------------------------------------------- */
static const st_rule fiaa_rules[] = {
    { .column = "Name", .how = ST_H_NAME, .prop = ST_P_NAME, .key = true },
    { .column = "Alias", .how = ST_H_NAME, .prop = ST_P_ALIAS, .sep = ";" },
    { .column = "Previous name", .how = ST_H_NAME, .prop = ST_P_FORMER_NAME, .sep = ";" },
    { .column = "Birth date", .how = ST_H_DATE, .prop = ST_P_BIRTH_DATE },
    { .column = "Birth place", .how = ST_H_TEXT, .prop = ST_P_BIRTH_PLACE },
    { .column = "Nationality", .how = ST_H_COUNTRY, .prop = ST_P_NATIONALITY },
    { .column = "Passport numbers", .how = ST_H_NUMBER, .prop = ST_P_PASSPORT, .sep = ";" },
    { .column = "Notes", .how = ST_H_TEXT, .prop = ST_P_REASON },
    { .column = "Country", .how = ST_H_COUNTRY, .prop = ST_P_COUNTRY },
    { .column = "Program", .how = ST_H_PROGRAMME, .key = true },
    { .column = "Listed", .how = ST_H_LISTED_ON, .prop = ST_Q_LISTED_ON },
    { .column = "Delisted", .how = ST_H_LISTED_ON, .prop = ST_Q_ENDS_ON },
    { .column = "Source URL", .how = ST_H_LISTED, .prop = ST_Q_SOURCE },
};
static const char *const fiaa_signature[] = { "Name", "Previous name", "Passport numbers", "Program", "Listed", "Delisted", NULL };
static const st_layout fiaa = { .list = "ch_fiaa", .signature = fiaa_signature, .rule = fiaa_rules, .rules = ST_LEN(fiaa_rules),
    .authority = "Swiss Federal Council", .kind = ST_KIND_PERSON };

/* ---- China's countermeasures --------------------------------------------------------------------------------------------------------------------- */
static const st_rule cn_rules[] = {
    { .column = "Type", .how = ST_H_KIND },
    { .column = "QID", .how = ST_H_NUMBER, .prop = ST_P_ID_NUMBER, .type = "Wikidata" },
    { .column = "Name", .how = ST_H_NAME, .prop = ST_P_NAME, .key = true },
    { .column = "Alias", .how = ST_H_NAME, .prop = ST_P_ALIAS, .sep = ";" },
    { .column = "Chinese name", .how = ST_H_NAME, .prop = ST_P_ALIAS, .sep = ";" },
    { .column = "Country", .how = ST_H_COUNTRY, .prop = ST_P_COUNTRY, .sep = ";" },
    { .column = "Topics", .how = ST_H_COUNTED },
    { .column = "Summary", .how = ST_H_TEXT, .prop = ST_P_REMARK },
    { .column = "Chinese summary", .how = ST_H_TEXT, .prop = ST_P_REMARK },
    { .column = "Body", .how = ST_H_LISTED, .prop = ST_Q_AUTHORITY },
    { .column = "List", .how = ST_H_PROGRAMME },
    { .column = "Date", .how = ST_H_LISTED_ON, .prop = ST_Q_LISTED_ON },
    { .column = "End date", .how = ST_H_LISTED_ON, .prop = ST_Q_ENDS_ON },
    { .column = "Source URL", .how = ST_H_LISTED, .prop = ST_Q_SOURCE },
    { .column = "Address", .how = ST_H_ADDRESS, .prop = ST_P_ADDRESS },
};
static const char *const cn_signature[] = { "QID", "Name", "Chinese name", "Chinese summary", "Body", "List", NULL };
static const st_layout cn = { .list = "cn_sanctions", .signature = cn_signature, .rule = cn_rules, .rules = ST_LEN(cn_rules),
    .programme = "Countermeasures", .merge = true };

/* ---- UN human rights office: business enterprises and settlements --------------------------------------------------------------------------------- */
static const st_rule ohchr_rules[] = {
    { .column = "no", .how = ST_H_LISTED, .prop = ST_Q_REFERENCE },
    { .column = "business_enterprise", .how = ST_H_NAME, .prop = ST_P_NAME, .key = true },
    { .column = "listed_activity_subparagraph_of_paragraph_96", .how = ST_H_LISTED, .prop = ST_Q_NOTE },
    { .column = "home_state", .how = ST_H_COUNTRY, .prop = ST_P_COUNTRY, .sep = ";" },
};
static const char *const ohchr_signature[] = { "no", "business_enterprise", "listed_activity_subparagraph_of_paragraph_96", NULL };
static const st_layout ohchr = { .list = "un_ohchr_settlements", .signature = ohchr_signature, .rule = ohchr_rules, .rules = ST_LEN(ohchr_rules),
    .programme = "Human Rights Council resolution 31/36", .authority = "OHCHR", .kind = ST_KIND_ORGANISATION };

/* ---- Australia, the table that circulates without references ------------------------------------------------------------------------------------ */
/* "None" and "Unknown" stand for nothing. The columns Alias and Source were cut out of the prose by machine and hold fragments: notes. */
static void au_text(st_sheet *s, st_str cell) {
    static const st_rule text = { .how = ST_H_COUNT, .prop = ST_P_POSITION };
    if (!st_str_iis(cell, "unknown")) st_sheet_put(s, &text, cell);
}
static void au_note(st_sheet *s, st_str cell) {
    if (!st_is_none(cell) && !st_str_is(cell, "Australia")) st_note(s->m, ST_STR("Alias, Source"), cell);
}
static const st_rule au_rules[] = {
    { .column = "Name", .how = ST_H_NAME, .prop = ST_P_NAME, .key = true },
    { .column = "Nationality", .how = ST_H_COUNTRY, .prop = ST_P_NATIONALITY },
    { .column = "Designation", .how = ST_H_CALL, .call = au_text },
    { .column = "Sanction Type", .how = ST_H_PROGRAMME, .key = true },
    { .column = "Alias", .how = ST_H_CALL, .call = au_note },
    { .column = "Source", .how = ST_H_CALL, .call = au_note },
};
static const char *const au_signature[] = { "Name", "Alias", "Nationality", "Designation", "Sanction Type", "Source", NULL };
static const st_layout au = { .list = "au_dfat", .signature = au_signature, .exact = true, .rule = au_rules, .rules = ST_LEN(au_rules), .authority = "DFAT",
    .measure = "rows" };

/* ---- Israel: wallets under seizure orders (Ministry of Defense) ------------------------------------------------------------------------------------ */
/* Orders stand as rows of one cell above the rows that they cover. A wallet may be an address or the number of a customer of an exchange. */
static bool il_order(st_sheet *s, const st_csv_row *row) {
    size_t n = 0;
    for (size_t i = 0; i < row->n; i++) n += st_str_trim(row->field[i]).n != 0;
    const st_str first = row->n ? st_str_trim(row->field[0]) : ST_STR_NONE;
    bool digit = false;
    for (size_t i = 0; i < first.n; i++) digit = digit || (first.p[i] >= '0' && first.p[i] <= '9');
    if (n != 1 || first.n == 0 || !digit || st_str_chr(first, '/') == SIZE_MAX || first.n >= sizeof s->heading) return false;
    memcpy(s->heading, first.p, first.n);
    s->heading[first.n] = 0;
    st_model_count(s->m, "orders", 1);
    return true;
}
static void il_wallet(st_sheet *s, st_str cell) {
    const bool address = cell.n >= 25 && st_str_chr(cell, ' ') == SIZE_MAX;
    if (st_is_none(cell)) return;
    st_fact(s->m, address ? ST_P_WALLET : ST_P_ID_NUMBER, cell);
    if (!address) st_qual(s->m, ST_Q_TYPE, ST_STR("exchange account"));
    else if (cell.p[0] == 'T' && cell.n == 34) st_qual(s->m, ST_Q_CURRENCY, ST_STR("TRX"));
    else if (st_str_istarts(cell, "0x")) st_qual(s->m, ST_Q_CURRENCY, ST_STR("ETH"));
    else if (cell.p[0] == '1' || cell.p[0] == '3' || st_str_starts(cell, "bc1")) st_qual(s->m, ST_Q_CURRENCY, ST_STR("XBT"));
}
static void il_name(st_sheet *s, st_str cell) {
    static const st_rule name = { .how = ST_H_NAME, .prop = ST_P_NAME };
    s->kind = ST_KIND_UNKNOWN;
    st_sheet_put(s, &name, cell);
}
static void il_finish(st_sheet *s) {
    st_fact(s->m, ST_P_LISTING, ST_STR("Seizure orders under the Counter-Terrorism Law"));
    st_qual(s->m, ST_Q_AUTHORITY, ST_STR("Israel Ministry of Defense"));
    st_qual(s->m, ST_Q_REFERENCE, st_str_of(s->heading));
}
static const st_rule il_rules[] = {
    { .column = "\xD7\xA9\xD7\x9D \xD7\x9E\xD7\x9C\xD7\x90", .how = ST_H_CALL, .call = il_name, .key = true },                                   /* full name */
    { .column = "\xD7\xAA\xD7\xA2\xD7\x95\xD7\x93\xD7\xAA \xD7\x96\xD7\x94\xD7\x95\xD7\xAA", .how = ST_H_NUMBER, .prop = ST_P_NATIONAL_ID, .key = true },
    { .column = "\xD7\x93\xD7\xA8\xD7\x9B\xD7\x95\xD7\x9F", .how = ST_H_NUMBER, .prop = ST_P_PASSPORT },
    { .column = "\xD7\xAA\xD7\x90\xD7\xA8\xD7\x99\xD7\x9A \xD7\x9C\xD7\x99\xD7\x93\xD7\x94", .how = ST_H_DATE, .prop = ST_P_BIRTH_DATE },
    { .column = "~\xD7\x94\xD7\x90\xD7\xA8\xD7\xA0\xD7\xA7", .how = ST_H_CALL, .call = il_wallet, .key = true },                                    /* the wallet */
    { .column = "\xD7\x9E\xD7\x98\xD7\x91\xD7\xA2", .how = ST_H_TEXT, .prop = ST_P_REMARK, .type = "currency" },
};
static const char *const il_signature[] = { "\xD7\xA9\xD7\x9D \xD7\x9E\xD7\x9C\xD7\x90", "~\xD7\x94\xD7\x90\xD7\xA8\xD7\xA0\xD7\xA7", NULL };
static const st_layout il = { .list = "il_mod_wallets", .signature = il_signature, .rule = il_rules, .rules = ST_LEN(il_rules), .kind = ST_KIND_WALLET,
    .nameless = true, .finish = il_finish, .section = il_order };

/* Layouts with a mark come before those without. */
static const st_layout *const layouts[] = { &cuba, &section_353, &section_1286, &section_any, &dod, &fcc, &fincen, &fiaa, &cn, &ohchr, &au, &il };

static int probe(const st_probe *p) { return st_sheet_find(p->head, layouts, ST_LEN(layouts)) ? 2 : 0; }

static st_code read_headed(st_input *in, const st_probe *p, st_model *m, st_err *err) {
    const st_layout *l = st_sheet_find(p->head, layouts, ST_LEN(layouts));
    return l ? st_sheet_read_csv(in, l, m, err) : st_fail(err, ST_E_DATA, "the header is of no table that is known");
}

const st_source st_source_headed_csv = { .format = "list-csv", .probe = probe, .read = read_headed,
    .text = "smaller lists as tables (Cuba Restricted, Sections 353, 1286 and 1260H, FCC, FinCEN 311, FIAA, China, OHCHR, Australia, Israel), CSV" };
