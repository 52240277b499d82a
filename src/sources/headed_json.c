/* Lists that are published, or circulate, as JSON objects: the World Bank's debarred parties, the registers of New Zealand and Türkiye, the export
 * control registers of Japan and China, and the lists of Australia, Canada and Switzerland as JSON lines. */
#include "sources/sheet.h"

static const st_rule as_name = { .how = ST_H_NAME, .prop = ST_P_NAME }, as_alias = { .how = ST_H_NAME, .prop = ST_P_ALIAS };

/* ---- World Bank -------------------------------------------------------------------------------------------------------------------------------- */
/* Are the letters the initials of the words in front, in order? "SOCIÉTÉ GRANDS TRAVAUX MGHAIETH" and "GTM". */
static bool are_initials(st_str letters, st_str words) {
    size_t k = 0;
    if (letters.n < 2 || letters.n > 8) return false;
    for (size_t i = 0; i < words.n && k < letters.n; i++)
        if ((i == 0 || words.p[i - 1] == ' ' || words.p[i - 1] == '-') && words.p[i] == letters.p[k]) k++;
    return k == letters.n;
}

static void wb_name(st_sheet *s, st_str cell) {
    static const st_rule with_others = { .how = ST_H_AKA, .prop = ST_P_NAME };
    const size_t open = st_str_chr(cell, '(');
    if (open != SIZE_MAX && open > 1 && st_str_chr(cell, ')') == cell.n - 1) {
        const st_str in = st_str_sub(cell, open + 1, cell.n - 1), front = st_str_trim(st_str_sub(cell, 0, open));
        if (are_initials(in, front)) {
            st_sheet_put(s, &as_name, front);
            st_qual(s->m, ST_Q_RAW, cell);
            st_sheet_put(s, &as_alias, in);
            return;
        }
    }
    st_sheet_put(s, &with_others, cell);
}

static void wb_piece(st_sheet *s, st_str in) {
    static const char *const labels[] = { "AKA", "A.K.A", "F.K.A", "FKA", "FORMERLY", "D/B/A", "NOW KNOWN AS" };
    static const struct { const char *word; st_prop prop; } numbers[] = { { "reg", ST_P_REGISTRATION }, { "tin", ST_P_TAX_ID }, { "cnpj", ST_P_TAX_ID },
        { "tax", ST_P_TAX_ID }, { "national id", ST_P_NATIONAL_ID }, { "passport", ST_P_PASSPORT } };
    const char *script = st_script(in);
    if (in.n == 0) return;
    for (size_t i = 0; i < ST_LEN(labels); i++) if (st_str_istarts(in, labels[i])) { st_sheet_others(s, in); return; }
    for (size_t i = 0; i < ST_LEN(numbers); i++) if (st_str_istarts(in, numbers[i].word)) { st_facts_document(&s->f, numbers[i].prop, in); return; }
    if (strcmp(script, "Latn") != 0 && strcmp(script, "Zyyy") != 0) st_facts_original(&s->f, in, ST_STR_NONE, ST_STR_NONE);
    else st_facts_text(&s->f, ST_P_REMARK, in);
}

/* "(MUE Group) (Reg. No. 1163) *662": pieces in brackets, and the number of a footnote on the bank's page. */
static void wb_more(st_sheet *s, st_str cell) {
    size_t star = cell.n;
    while (star && ((cell.p[star - 1] >= '0' && cell.p[star - 1] <= '9') || cell.p[star - 1] == ' ')) star--;
    if (star && cell.p[star - 1] == '*') {
        st_note(s->m, ST_STR("footnote"), st_str_sub(cell, star, cell.n));
        cell = st_str_trim(st_str_sub(cell, 0, star - 1));
    }
    while (cell.n) {
        const size_t open = st_str_chr(cell, '('), from = open == 0 ? 1 : 0;
        size_t end = 0;
        int depth = 0;
        if (from) do { depth += cell.p[end] == '('; depth -= cell.p[end] == ')'; end++; } while (end < cell.n && depth);
        else end = open == SIZE_MAX || !st_str_starts(st_str_sub(cell, open, cell.n), "(Reg") ? cell.n : open;
        wb_piece(s, st_str_trim(st_str_sub(cell, from, from && depth == 0 ? end - 1 : end)));
        cell = st_str_trim(st_str_sub(cell, end, cell.n));
    }
}

static void wb_kind(st_sheet *s, st_str cell) {
    if (st_str_is(cell, "I")) s->kind = ST_KIND_PERSON;
    else if (st_str_is(cell, "F") || st_str_is(cell, "C")) s->kind = ST_KIND_ORGANISATION;
    else st_note(s->m, ST_STR("SUPP_TYPE_CODE"), cell);
}

/* 2999-12-31 is how the bank writes "for good". */
static void wb_finish(st_sheet *s) {
    st_fact(s->m, ST_P_LISTING, ST_STR("World Bank debarment"));
    st_qual(s->m, ST_Q_AUTHORITY, ST_STR("World Bank"));
    st_qual(s->m, ST_Q_INSTRUMENT, st_sheet_cell(s, "DEBAR_REASON"));
    st_qual(s->m, ST_Q_STATUS, st_sheet_cell(s, "INELIGIBLY_STATUS"));
    const st_str from = st_sheet_cell(s, "DEBAR_FROM_DATE"), to = st_sheet_cell(s, "DEBAR_TO_DATE");
    if (from.n) st_qual_date(s->m, ST_Q_LISTED_ON, st_day_of(from), ST_DATE_DMY);
    if (st_str_starts(to, "2999")) st_qual(s->m, ST_Q_MEASURE, ST_STR("permanent"));
    else if (to.n) st_qual_date(s->m, ST_Q_ENDS_ON, st_day_of(to), ST_DATE_DMY);
}

static const st_rule wb_rules[] = {
    { .column = "SUPP_ID", .how = ST_H_SKIP, .key = true },
    { .column = "SUPP_TYPE_CODE", .how = ST_H_CALL, .call = wb_kind },
    { .column = "SUPP_NAME", .how = ST_H_CALL, .call = wb_name },
    { .column = "ADD_SUPP_INFO", .how = ST_H_CALL, .call = wb_more },
    { .column = "SUPP_ADDR", .how = ST_H_PLACE, .prop = ST_Q_STREET },
    { .column = "SUPP_CITY", .how = ST_H_PLACE, .prop = ST_Q_CITY },
    { .column = "SUPP_STATE_CODE", .how = ST_H_PLACE, .prop = ST_Q_REGION },
    { .column = "SUPP_PROV_NAME", .how = ST_H_PLACE, .prop = ST_Q_REGION },
    { .column = "SUPP_POST_CODE", .how = ST_H_PLACE, .prop = ST_Q_POSTCODE },
    { .column = "SUPP_ZIP_CODE", .how = ST_H_PLACE, .prop = ST_Q_POSTCODE },
    { .column = "LAND1", .how = ST_H_PLACE, .prop = ST_Q_COUNTRY },
    { .column = "COUNTRY_NAME", .how = ST_H_COUNTRY, .prop = ST_P_COUNTRY },
    { .column = "DEBAR_FROM_DATE", .how = ST_H_SKIP }, { .column = "DEBAR_TO_DATE", .how = ST_H_SKIP },
    { .column = "DEBAR_REASON", .how = ST_H_SKIP }, { .column = "INELIGIBLY_STATUS", .how = ST_H_SKIP },   /* all in wb_finish */
    { .column = "REGISTER_ID", .how = ST_H_NUMBER, .prop = ST_P_REGISTRATION },
    { .column = "LAST_REFRESH_DATE", .how = ST_H_AS_OF },
    { .column = "MANDT", .how = ST_H_TALLY }, { .column = "LEGACY_FLG", .how = ST_H_TALLY }, { .column = "UN_SUPP_FLG", .how = ST_H_TALLY },
    { .column = "INELIG_FLG", .how = ST_H_TALLY }, { .column = "SUPP_ELIG_STAT", .how = ST_H_TALLY }, { .column = "CRPD_MATCH", .how = ST_H_TALLY },
    { .column = "CRPD_STAT", .how = ST_H_TALLY }, { .column = "ELIG_STAT", .how = ST_H_TALLY }, { .column = "CRIS_SUPP_ID", .how = ST_H_TALLY },
    { .column = "RECHK_IND", .how = ST_H_TALLY }, { .column = "DEBAR_TYPE", .how = ST_H_TALLY }, { .column = "AML_ENTR_IND", .how = ST_H_TALLY },
};
static const char *const wb_signature[] = { "ZPROCSUPP", "SUPP_ID", "SUPP_NAME", "DEBAR_FROM_DATE", NULL };
static const st_layout wb = { .list = "wb_debarred", .signature = wb_signature, .rule = wb_rules, .rules = ST_LEN(wb_rules), .finish = wb_finish };

/* ---- New Zealand ---------------------------------------------------------------------------------------------------------------------------------- */
static const st_rule nz_rules[] = {
    { .column = "unique_identifier", .how = ST_H_LISTED, .prop = ST_Q_REFERENCE, .key = true },
    { .column = "type", .how = ST_H_KIND },
    { .column = "name", .how = ST_H_NAME, .prop = ST_P_NAME },
    { .column = "first_name", .how = ST_H_PART, .prop = ST_Q_GIVEN },
    { .column = "middle_names", .how = ST_H_PART, .prop = ST_Q_MIDDLE },
    { .column = "last_name", .how = ST_H_PART, .prop = ST_Q_FAMILY },
    { .column = "alias_alternate_spellings", .how = ST_H_NAME, .prop = ST_P_ALIAS, .sep = ";" },
    { .column = "dob", .how = ST_H_DATE, .prop = ST_P_BIRTH_DATE },
    { .column = "place_of_birth", .how = ST_H_ADDRESS, .prop = ST_P_BIRTH_PLACE },
    { .column = "title", .how = ST_H_TEXT, .prop = ST_P_POSITION },
    { .column = "citizenship|citizenship_2|citizenship_3", .how = ST_H_COUNTRY, .prop = ST_P_CITIZENSHIP },
    { .column = "passport_number", .how = ST_H_NUMBER, .prop = ST_P_PASSPORT, .sep = ";" },
    { .column = "imo_number", .how = ST_H_NUMBER, .prop = ST_P_IMO },
    { .column = "address", .how = ST_H_ADDRESS, .prop = ST_P_ADDRESS },
    { .column = "associates_relatives", .how = ST_H_TEXT, .prop = ST_P_REMARK },
    { .column = "general_rationale_for_sanction", .how = ST_H_TEXT, .prop = ST_P_REASON },
    { .column = "date_of_sanction", .how = ST_H_LISTED_ON, .prop = ST_Q_LISTED_ON },
    { .column = "date_of_additional_sanction", .how = ST_H_LISTED_ON, .prop = ST_Q_AMENDED_ON },
    { .column = "sanction_status", .how = ST_H_LISTED, .prop = ST_Q_STATUS },
    { .column = "travel_ban", .how = ST_H_MEASURE, .type = "travel ban" },
    { .column = "asset_freeze", .how = ST_H_MEASURE, .type = "asset freeze" },
    { .column = "aircraft_ban", .how = ST_H_MEASURE, .type = "aircraft ban" },
    { .column = "ship_ban", .how = ST_H_MEASURE, .type = "ship ban" },
    { .column = "service_prohibition", .how = ST_H_MEASURE, .type = "service prohibition" },
    { .column = "dealing_with_securities", .how = ST_H_MEASURE, .type = "dealing with securities" },
};
static const char *const nz_signature[] = { "unique_identifier", "sanction_status", "date_of_sanction", NULL };
static const st_layout nz = { .list = "nz_russia", .signature = nz_signature, .rule = nz_rules, .rules = ST_LEN(nz_rules), .programme = "Russia Sanctions Act 2022",
    .authority = "New Zealand MFAT" };

/* ---- Türkiye ---------------------------------------------------------------------------------------------------------------------------------------- */
/* The feed says "person" of many a company, so only "organization" tells something. */
static void tr_kind(st_sheet *s, st_str cell) { if (!st_str_is(cell, "person")) s->kind = st_kind_of(cell); }

/* Counted or short: other names. A sentence: the reasons. */
static void tr_remarks(st_sheet *s, st_str cell) {
    st_counted c = { .rest = cell };
    st_str part;
    if (!st_str_istarts(cell, "a)") && (cell.n > 60 || st_str_chr(cell, '.') != SIZE_MAX)) { st_facts_text(&s->f, ST_P_REASON, cell); return; }
    while (st_counted_next(&c, &part)) st_sheet_put(s, &as_alias, part);
}

static void tr_address(st_sheet *s, st_str cell) {
    static const st_rule address = { .how = ST_H_ADDRESS, .prop = ST_P_ADDRESS };
    st_counted c = { .rest = cell };
    for (st_str part; st_counted_next(&c, &part);) st_sheet_put(s, &address, part);
}

static void tr_number(st_sheet *s, st_str cell) {
    const size_t imo = st_str_ifind(cell, "IMO number:");
    if (imo != SIZE_MAX) {   /* of a shipping company: the list names no ships */
        const st_str rest = st_str_trim(st_str_sub(cell, imo + 11, cell.n));
        size_t n = 0;
        while (n < rest.n && rest.p[n] >= '0' && rest.p[n] <= '9') n++;
        st_fact(s->m, ST_P_IMO_COMPANY, st_str_sub(rest, 0, n));
        if (imo || n < rest.n) st_qual(s->m, ST_Q_NOTE, cell);
        return;
    }
    if (st_facts_numbers(&s->f, cell, ST_PROP_NONE) == 0) st_facts_document(&s->f, ST_P_PASSPORT, cell);
}

static const st_rule tr_rules[] = {
    { .column = "name", .how = ST_H_NAME, .prop = ST_P_NAME, .key = true },
    { .column = "entity_type", .how = ST_H_CALL, .call = tr_kind },
    { .column = "program", .how = ST_H_PROGRAMME },
    { .column = "listed_date", .how = ST_H_LISTED_ON, .prop = ST_Q_LISTED_ON },
    { .column = "reference_number", .how = ST_H_LISTED, .prop = ST_Q_REFERENCE },
    { .column = "remarks", .how = ST_H_CALL, .call = tr_remarks },
    { .column = "address", .how = ST_H_CALL, .call = tr_address },
    { .column = "passport_number", .how = ST_H_CALL, .call = tr_number },
    { .column = "place_of_birth", .how = ST_H_ADDRESS, .prop = ST_P_BIRTH_PLACE },
};
static const char *const tr_signature[] = { "name", "entity_type", "program", "listed_date", NULL };
static const st_layout tr = { .list = "tr_masak", .signature = tr_signature, .rule = tr_rules, .rules = ST_LEN(tr_rules), .authority = "MASAK" };

/* ---- export control registers of Japan and China ------------------------------------------------------------------------------------------------------ */
/* Where a cell of the printed table was wide, the register has "People's Republic of China 23rd Research Institute" as an address and no name: the
 * longest beginning that is a country is cut off, and the rest is the name. */
static void registry_address(st_sheet *s, st_str cell) {
    static const st_rule address = { .how = ST_H_ADDRESS, .prop = ST_P_ADDRESS };
    if (st_sheet_cell(s, "entity_name").n || s->named) { st_sheet_put(s, &address, cell); return; }
    for (size_t i = cell.n; i-- > 0;) {
        if (cell.p[i] != ' ' || i > 80 || !st_country(st_str_sub(cell, 0, i)).n) continue;
        st_sheet_put(s, &address, st_str_sub(cell, 0, i));
        st_sheet_put(s, &as_name, st_str_trim(st_str_sub(cell, i, cell.n)));
        return;
    }
    st_sheet_put(s, &address, cell);
}

static const st_rule registry_rules[] = {
    { .column = "id", .how = ST_H_LISTED, .prop = ST_Q_REFERENCE, .key = true },
    { .column = "entity_type", .how = ST_H_KIND },
    { .column = "entity_name", .how = ST_H_NAME, .prop = ST_P_NAME },
    { .column = "aliases", .how = ST_H_NAME, .prop = ST_P_ALIAS },
    { .column = "addresses", .how = ST_H_CALL, .call = registry_address },
    { .column = "reason", .how = ST_H_TEXT, .prop = ST_P_REASON },
    { .column = "source_list_name", .how = ST_H_PROGRAMME },
    { .column = "source_url", .how = ST_H_LISTED, .prop = ST_Q_SOURCE },
    { .column = "date_added", .how = ST_H_LISTED_ON, .prop = ST_Q_LISTED_ON },
    { .column = "last_verified", .how = ST_H_AS_OF },
    { .column = "country", .how = ST_H_TALLY }, { .column = "list_id", .how = ST_H_TALLY },
};
static const char *const registry_signature[] = { "entity_name", "list_id", "last_verified", "source_list_name", NULL };
#define REGISTRY(id, text) { .list = id, .signature = registry_signature, .mark = text, .rule = registry_rules, .rules = ST_LEN(registry_rules) }
static const st_layout registry_jp = REGISTRY("jp_meti_eul", "\"jp-end-user-list\""), registry_cn = REGISTRY("cn_mofcom", "\"cn-"), registry = REGISTRY("xx_export_control", NULL);

static const st_layout *const objects[] = { &wb }, *const arrays[] = { &registry_jp, &registry_cn, &registry }, *const lines[] = { &nz, &tr };

static int probe(const st_probe *p) {
    const st_str head = st_str_trim(p->head);
    const bool array = head.n && head.p[0] == '[';
    return st_sheet_find_json(head, objects, ST_LEN(objects)) || (array && st_sheet_find_json(head, arrays, ST_LEN(arrays)))
           || (!array && st_sheet_find_json(head, lines, ST_LEN(lines))) ? 2 : 0;
}

static st_code read_headed(st_input *in, const st_probe *p, st_model *m, st_err *err) {
    const st_layout *l = st_sheet_find_json(p->head, objects, ST_LEN(objects));
    if (l) return st_sheet_read_json(in, "response.ZPROCSUPP[]", l, m, err);
    l = st_sheet_find_json(p->head, arrays, ST_LEN(arrays));
    if (l) return st_sheet_read_json(in, "[]", l, m, err);
    l = st_sheet_find_json(p->head, lines, ST_LEN(lines));
    return l ? st_sheet_read_json(in, "", l, m, err) : st_fail(err, ST_E_DATA, "JSON of no list that is known");
}

const st_source st_source_headed_json = { .format = "list-json", .probe = probe, .read = read_headed,
    .text = "World Bank debarments, New Zealand, T\xC3\xBCrkiye, export control registers of Japan and China, JSON" };
