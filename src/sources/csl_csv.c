/* The Consolidated Screening List of the United States, CSV of 29 columns: the lists of Treasury, Commerce and State in one table.
 *
 * Key: _id. A party that stands on several lists (the lists of Treasury share their numbers) has a row for each with the same _id, and is one
 * party with several listings here. Cells hold several values divided by semicolons. */
#include "sources/ofac.h"
#include "sources/ofac_remarks.h"
#include "sources/sheet.h"

/* ---- ids ------------------------------------------------------------------------------------------------------------------------------------ */
enum { MAX_WORDS = 24 };

static bool is_day(st_str s) { return s.n == 10 && s.p[4] == '-' && s.p[7] == '-' && st_date_valid(s); }

static bool is_country_code(st_str s) {
    return s.n == 2 && s.p[0] >= 'A' && s.p[0] <= 'Z' && s.p[1] >= 'A' && s.p[1] <= 'Z' && st_country(s).n;
}

static bool is_label(st_str s, const struct ofac_term **term) {
    const size_t n = ofac_label(s, term);
    const st_str rest = n ? st_str_trim(st_str_sub(s, n, s.n)) : ST_STR_NONE;
    return n && (rest.n == 0 || rest.p[0] == ':' || rest.p[0] == '-' || rest.p[0] == '(');
}

static bool has_digit(st_str s) {
    for (size_t i = 0; i < s.n; i++) if (s.p[i] >= '0' && s.p[i] <= '9') return true;
    return false;
}

/* "CA, BC166787, Passport" (2022), "Passport, BC166787, CA" (2019); with dates "MM, 2016-09-05, 2011-09-06, OM003624, Passport". The words come
 * in an order of their own, so they are known by their form: the label is the last or the first, a code of two capitals is the country, ISO days are
 * expiry and issue, and what is left is the number. */
static void id(st_sheet *s, st_str cell) {
    st_str word[MAX_WORDS], rest = cell, day[2] = { { NULL, 0 }, { NULL, 0 } };
    size_t n = 0, days = 0;
    while (n < MAX_WORDS && st_split(&rest, ", ", &word[n])) n++;
    if (n == MAX_WORDS || n < 2) { st_note(s->m, ST_STR("ids"), cell); return; }
    const struct ofac_term *at_end, *in_front = NULL;
    const bool last = is_label(word[n - 1], &at_end) || (!is_label(word[0], &in_front) && !has_digit(word[n - 1]) && !is_country_code(word[n - 1]));
    ofac_item it = { .type = last ? word[n - 1] : word[0], .term = last ? at_end : in_front, .kind = s->kind };
    const size_t from = last ? 0 : 1, to = last ? n - 1 : n;
    st_buf_clear(&s->scratch);
    for (size_t i = from; i < to; i++) {
        if (to - from > 1 && !it.country.n && (i == from || i + 1 == to) && is_country_code(word[i])) { it.country = word[i]; continue; }
        if (to - from > 1 && days < 2 && is_day(word[i])) { day[days++] = word[i]; continue; }
        if (s->scratch.n) st_buf_z(&s->scratch, ", ");
        st_buf_str(&s->scratch, word[i]);
    }
    if (s->scratch.failed < 0) { s->f.failed = s->scratch.failed; return; }
    it.value = st_buf_view(&s->scratch);
    if (days == 2) {
        const bool order = st_str_cmp(day[0], day[1]) < 0;
        it.issued = day[order ? 0 : 1];
        it.expires = day[order ? 1 : 0];
    } else if (days) it.detail = day[0];   /* issue or expiry: the list does not say which */
    if (it.value.n == 0) { st_note(s->m, ST_STR("ids"), cell); return; }
    if (!ofac_item_add(s->m, &it)) ofac_item_unknown_id(s->m, &it);
}

/* ---- other cells ---------------------------------------------------------------------------------------------------------------------------- */
static bool of_treasury(const st_sheet *s) { return st_str_find(st_sheet_cell(s, "source"), "Treasury") != SIZE_MAX; }

static void remarks(st_sheet *s, st_str cell) {
    /* "(Linked To: A; Linked To: B)": one pair of brackets around all of them */
    if (st_str_starts(cell, "(Linked To") && st_str_ends(cell, ")") && st_str_find(cell, "; Linked To") != SIZE_MAX) cell = st_str_sub(cell, 1, cell.n - 1);
    if (of_treasury(s)) ofac_remarks_add(s->m, s->kind, ST_STR_NONE, cell, NULL);
    else st_facts_text(&s->f, ST_P_REMARK, cell);
}

static void title(st_sheet *s, st_str cell) { ofac_title(s->m, cell); }

/* "ERA; and FGAU VIT ERA": the last of several may be led by a word that is none of the name. */
static void alias(st_sheet *s, st_str cell) {
    static const st_rule name = { .how = ST_H_NAME, .prop = ST_P_ALIAS };
    st_sheet_put(s, &name, st_str_istarts(cell, "and ") ? st_str_trim(st_str_sub(cell, 4, cell.n)) : cell);
}

/* Until 2019 the table had no _id: the number that the list gives, if it does, and the name are the key then. */
#define RULES(by_id) { \
    { .column = "_id", .how = ST_H_SKIP, .key = true }, \
    { .column = "source", .how = ST_H_LISTED, .prop = ST_Q_AUTHORITY }, \
    { .column = "entity_number", .how = ST_H_LISTED, .prop = ST_Q_REFERENCE, .key = !(by_id) }, \
    { .column = "type", .how = ST_H_KIND }, \
    { .column = "programs", .how = ST_H_PROGRAMME, .sep = ";" }, \
    { .column = "name", .how = ST_H_NAME, .prop = ST_P_NAME, .key = !(by_id) }, \
    { .column = "alt_names", .how = ST_H_CALL, .sep = ";", .call = alias }, \
    { .column = "title", .how = ST_H_CALL, .call = title }, \
    { .column = "addresses", .how = ST_H_ADDRESS, .prop = ST_P_ADDRESS, .sep = ";" }, \
    { .column = "federal_register_notice", .how = ST_H_LISTED, .prop = ST_Q_INSTRUMENT }, \
    { .column = "start_date", .how = ST_H_LISTED_ON, .prop = ST_Q_LISTED_ON }, \
    { .column = "end_date", .how = ST_H_LISTED_ON, .prop = ST_Q_ENDS_ON }, \
    { .column = "license_requirement", .how = ST_H_LISTED, .prop = ST_Q_MEASURE }, \
    { .column = "license_policy", .how = ST_H_LISTED, .prop = ST_Q_NOTE }, \
    { .column = "call_sign", .how = ST_H_NUMBER, .prop = ST_P_CALL_SIGN }, \
    { .column = "vessel_type", .how = ST_H_TEXT, .prop = ST_P_VESSEL_TYPE }, \
    { .column = "gross_tonnage", .how = ST_H_TEXT, .prop = ST_P_TONNAGE, .type = "gross tonnage" }, \
    { .column = "gross_registered_tonnage", .how = ST_H_TEXT, .prop = ST_P_TONNAGE, .type = "gross registered tonnage" }, \
    { .column = "vessel_flag", .how = ST_H_COUNTRY, .prop = ST_P_FLAG }, \
    { .column = "vessel_owner", .how = ST_H_LINK, .prop = ST_P_SHIP_OWNER }, \
    { .column = "dates_of_birth", .how = ST_H_DATE, .prop = ST_P_BIRTH_DATE, .sep = ";" }, \
    { .column = "places_of_birth", .how = ST_H_ADDRESS, .prop = ST_P_BIRTH_PLACE, .sep = ";" }, \
    { .column = "nationalities", .how = ST_H_COUNTRY, .prop = ST_P_NATIONALITY, .sep = ";" }, \
    { .column = "citizenships", .how = ST_H_COUNTRY, .prop = ST_P_CITIZENSHIP, .sep = ";" }, \
    { .column = "ids", .how = ST_H_CALL, .sep = ";", .call = id }, \
    { .column = "remarks", .how = ST_H_CALL, .call = remarks }, \
    { .column = "source_list_url", .how = ST_H_TALLY }, \
    { .column = "source_information_url", .how = ST_H_TALLY }, \
}
static const st_rule rules[] = RULES(true), rules_old[] = RULES(false);
static const char *const signature[] = { "_id", "source", "entity_number", "alt_names", "federal_register_notice", NULL };
static const char *const signature_old[] = { "source", "entity_number", "alt_names", "federal_register_notice", NULL };
#define LAYOUT(sig, r) { .list = "us_csl", .signature = sig, .rule = r, .rules = ST_LEN(r), .programme_from = "source", .count_by = "source", \
                         .order = ST_DATE_MDY, .merge = true }
static const st_layout layout = LAYOUT(signature, rules), layout_old = LAYOUT(signature_old, rules_old);
static const st_layout *const layouts[] = { &layout, &layout_old };

static int probe(const st_probe *p) { return st_sheet_find(p->head, layouts, ST_LEN(layouts)) ? 2 : 0; }

static st_code read_csl(st_input *in, const st_probe *p, st_model *m, st_err *err) {
    const st_layout *l = st_sheet_find(p->head, layouts, ST_LEN(layouts));
    return st_sheet_read_csv(in, l ? l : &layout, m, err);
}

const st_source st_source_csl_csv = { "us-csl", "US Consolidated Screening List, CSV", probe, read_csl, .archive = false };
