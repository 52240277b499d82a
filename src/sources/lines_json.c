/* The lists of Australia, Canada and Switzerland as JSON lines: the publishers' records with their fields under other names, as they circulate next to the
 * publishers' own files. Ids and keys are those of the publishers' files, so the same record has the same key in either form. */
#include "sources/sheet.h"

static const st_rule as_name = { .how = ST_H_NAME, .prop = ST_P_NAME }, as_alias = { .how = ST_H_NAME, .prop = ST_P_ALIAS },
                     as_weak = { .how = ST_H_NAME, .prop = ST_P_WEAK_ALIAS }, as_former = { .how = ST_H_NAME, .prop = ST_P_FORMER_NAME };

/* ---- Australia ------------------------------------------------------------------------------------------------------------------------------------ */
static void au_names(st_sheet *s, const st_json *v) {
    bool any = false;   /* where none is marked as primary, the first stands in */
    for (const st_json *n = v->child; n; n = n->next) any = any || st_str_istarts(st_json_get_text(n, "name_type"), "primary");
    if (!any && v->child) st_sheet_put(s, &as_name, st_str_trim(st_json_get_text(v->child, "text")));
    for (const st_json *n = v->child; n; n = n->next) {
        const st_str text = st_str_trim(st_json_get_text(n, "text")), type = st_json_get_text(n, "name_type"), strength = st_json_get_text(n, "alias_strength");
        if (st_str_istarts(type, "original")) {
            st_facts_original(&s->f, text, ST_STR_NONE, ST_STR_NONE);
            st_qual(s->m, ST_Q_SCRIPT, st_json_get_text(n, "script"));
        }
        else st_sheet_put(s, st_str_istarts(type, "primary") ? &as_name : st_str_iis(strength, "weak") ? &as_weak : &as_alias, text);
    }
}

/* "raw_value" of each, or year, month and day. */
static void au_births(st_sheet *s, const st_json *v) {
    for (const st_json *n = v->child; n; n = n->next) {
        const st_str raw = st_json_get_text(n, "raw_value");
        char d[32];
        if (raw.n) st_facts_dates(&s->f, ST_P_BIRTH_DATE, raw);
        else if (st_date_parts(st_json_get_text(n, "year"), st_json_get_text(n, "month"), st_json_get_text(n, "day"),
                               st_str_is(st_json_get_text(n, "circa"), "true"), d)) st_fact(s->m, ST_P_BIRTH_DATE, st_str_of(d));
    }
}

/* One place was cut at its commas: put together again. */
static void au_places(st_sheet *s, const st_json *v) {
    static const st_rule place = { .how = ST_H_ADDRESS, .prop = ST_P_BIRTH_PLACE };
    st_buf b = ST_BUF_INIT(1u << 16);
    for (const st_json *n = v->child; n; n = n->next) {
        if (b.n) st_buf_z(&b, ", ");
        st_buf_str(&b, st_json_get_text(n, "raw_value"));
    }
    if (b.failed < 0) s->f.failed = b.failed; else st_sheet_put(s, &place, st_buf_view(&b));
    st_buf_free(&b);
}

static void au_address(st_sheet *s, st_str cell) {
    static const st_rule address = { .how = ST_H_ADDRESS, .prop = ST_P_ADDRESS };
    st_counted c = { .rest = cell };
    for (st_str part; st_counted_next(&c, &part);) st_sheet_put(s, &address, part);
}

static const st_rule au_rules[] = {
    { .column = "reference", .how = ST_H_LISTED, .prop = ST_Q_REFERENCE, .key = true },
    { .column = "entity_type", .how = ST_H_KIND },
    { .column = "names", .how = ST_H_CALL, .tree = au_names },
    { .column = "previous_names", .how = ST_H_NAME, .prop = ST_P_FORMER_NAME },
    { .column = "dates_of_birth", .how = ST_H_CALL, .tree = au_births },
    { .column = "places_of_birth", .how = ST_H_CALL, .tree = au_places },
    { .column = "citizenships", .how = ST_H_COUNTRY, .prop = ST_P_CITIZENSHIP },
    { .column = "address", .how = ST_H_CALL, .call = au_address },
    { .column = "imo_number", .how = ST_H_NUMBER, .prop = ST_P_IMO },
    { .column = "additional_info", .how = ST_H_PROSE, .prop = ST_P_REMARK },
    { .column = "sanction.committees", .how = ST_H_PROGRAMME },
    { .column = "sanction.instrument", .how = ST_H_LISTED, .prop = ST_Q_INSTRUMENT },
    { .column = "sanction.listing_information", .how = ST_H_LISTED, .prop = ST_Q_NOTE },
    { .column = "sanction.control_date", .how = ST_H_LISTED_ON, .prop = ST_Q_AMENDED_ON },
    { .column = "sanction.targeted_financial_sanction", .how = ST_H_MEASURE, .type = "targeted financial sanction" },
    { .column = "sanction.travel_ban", .how = ST_H_MEASURE, .type = "travel ban" },
    { .column = "sanction.arms_embargo", .how = ST_H_MEASURE, .type = "arms embargo" },
    { .column = "sanction.maritime_restriction", .how = ST_H_MEASURE, .type = "maritime restriction" },
};
static const char *const au_signature[] = { "reference", "names", "name_type", "sanction", NULL };
static const st_layout au = { .list = "au_dfat", .signature = au_signature, .rule = au_rules, .rules = ST_LEN(au_rules), .authority = "DFAT" };

/* ---- Canada ---------------------------------------------------------------------------------------------------------------------------------------- */
static void ca_entity(st_sheet *s, st_str cell) {
    s->kind = ST_KIND_ORGANISATION;   /* until a date of build says otherwise */
    st_sheet_put(s, &as_name, cell);
}
static void ca_born(st_sheet *s, st_str cell) {
    const bool person = st_sheet_cell(s, "last_name").n || st_sheet_cell(s, "given_name").n;
    s->kind = person ? ST_KIND_PERSON : ST_KIND_VESSEL;   /* of what is no person, ships alone have a date */
    st_facts_dates(&s->f, person ? ST_P_BIRTH_DATE : ST_P_BUILT, cell);
}
static void ca_finish(st_sheet *s) {
    const st_str country = st_sheet_cell(s, "country"), listed = st_sheet_cell(s, "date_of_listing"), schedule = st_sheet_cell(s, "schedule");
    const size_t cut = st_str_find(country, " / ");
    if (st_sheet_cell(s, "last_name").n || st_sheet_cell(s, "given_name").n) s->kind = ST_KIND_PERSON;
    st_fact(s->m, ST_P_LISTING, cut == SIZE_MAX ? country : st_str_trim(st_str_sub(country, 0, cut)));
    st_qual(s->m, ST_Q_REFERENCE, st_sheet_cell(s, "item"));
    if (schedule.n) st_qual(s->m, ST_Q_INSTRUMENT, schedule);
    if (listed.n) st_qual_date(s->m, ST_Q_LISTED_ON, listed, ST_DATE_DMY);
}
static const st_rule ca_rules[] = {
    { .column = "country", .how = ST_H_SKIP, .key = true }, { .column = "schedule", .how = ST_H_SKIP, .key = true },   /* in ca_finish */
    { .column = "item", .how = ST_H_SKIP, .key = true }, { .column = "date_of_listing", .how = ST_H_SKIP },
    { .column = "given_name", .how = ST_H_PART, .prop = ST_Q_GIVEN },
    { .column = "last_name", .how = ST_H_PART, .prop = ST_Q_FAMILY },
    { .column = "entity_or_ship", .how = ST_H_CALL, .call = ca_entity },
    { .column = "date_of_birth_or_ship_build_date", .how = ST_H_CALL, .call = ca_born },
};
static const char *const ca_signature[] = { "country", "item", "schedule", "date_of_listing", NULL };
static const st_layout ca = { .list = "ca_sema", .signature = ca_signature, .rule = ca_rules, .rules = ST_LEN(ca_rules), .measure = "record", .finish = ca_finish };

/* ---- Switzerland ------------------------------------------------------------------------------------------------------------------------------------ */
enum { MAX_PARTS = 32 };

static void ch_names(st_sheet *s, const st_json *v) {
    static const struct { const char *type; st_prop role; } roles[] = { { "given-name", ST_Q_GIVEN }, { "further-given-name", ST_Q_MIDDLE },
        { "family-name", ST_Q_FAMILY }, { "father-name", ST_Q_PATRONYMIC }, { "grand-father-name", ST_Q_GRANDFATHER }, { "maiden-name", ST_Q_MAIDEN },
        { "tribal-name", ST_Q_TRIBAL }, { "title", ST_Q_TITLE }, { "suffix", ST_Q_SUFFIX } };
    for (const st_json *n = v->child; n; n = n->next) {
        const st_str type = st_json_get_text(n, "name_type");
        const bool primary = st_str_is(type, "primary-name"), weak = st_str_is(st_json_get_text(n, "quality"), "low");
        const st_json *list = st_json_get(n, "name_parts");
        st_name_part part[MAX_PARTS];
        size_t count = 0;
        for (const st_json *p = list ? list->child : NULL; p && count < MAX_PARTS; p = p->next) {
            const st_str role = st_json_get_text(p, "name_part_type");
            part[count] = (st_name_part){ ST_Q_OTHER_PART, st_json_get_text(p, "value") };
            for (size_t i = 0; i < ST_LEN(roles); i++) if (st_str_is(role, roles[i].type)) part[count].role = roles[i].role;
            count++;
        }
        const st_prop head = primary ? as_name.prop : st_str_is(type, "formerly-known-as") ? as_former.prop : weak ? as_weak.prop : as_alias.prop;
        s->named = (st_facts_name(&s->f, head, ST_STR_NONE, part, count) && primary) || s->named;
    }
}

static void ch_date(st_sheet *s, const st_json *v) {
    char d[32];
    if (st_date_parts(st_json_get_text(v, "year"), st_json_get_text(v, "month"), st_json_get_text(v, "day"), false, d))
        st_fact(s->m, s->kind == ST_KIND_PERSON ? ST_P_BIRTH_DATE : ST_P_FOUNDED, st_str_of(d));
    else
        for (const st_json *n = v->child; n; n = n->next) st_note(s->m, n->key, st_json_text(n));   /* a day without a year */
}

static void ch_addresses(st_sheet *s, const st_json *v) {
    for (const st_json *n = v->child; n; n = n->next) {
        const st_place p = { .street = st_json_get_text(n, "address_details"), .postcode = st_json_get_text(n, "zip_code"), .po_box = st_json_get_text(n, "p_o_box") };
        st_facts_place(&s->f, ST_P_ADDRESS, &p);
    }
}

/* The names come before the rest, so they tell the kind. */
static void ch_person(st_sheet *s, const st_json *v) { s->kind = ST_KIND_PERSON; ch_names(s, v); }
static void ch_entity(st_sheet *s, const st_json *v) { s->kind = ST_KIND_ORGANISATION; ch_names(s, v); }
static void ch_set(st_sheet *s, st_str cell) {
    st_fact(s->m, ST_P_LISTING, ST_STR("Swiss sanctions"));
    st_qual(s->m, ST_Q_NOTE, cell);
    st_qual(s->m, ST_Q_REFERENCE, st_sheet_cell(s, "ssid"));
}

static const st_rule ch_rules[] = {
    { .column = "ssid", .how = ST_H_SKIP, .key = true },
    { .column = "individual.identity.names", .how = ST_H_CALL, .tree = ch_person },
    { .column = "entity.identity.names", .how = ST_H_CALL, .tree = ch_entity },
    { .column = "individual.identity.day_month_year|entity.identity.day_month_year", .how = ST_H_CALL, .tree = ch_date },
    { .column = "individual.identity.addresses|entity.identity.addresses", .how = ST_H_CALL, .tree = ch_addresses },
    { .column = "individual.justification|entity.justification", .how = ST_H_TEXT, .prop = ST_P_REASON },
    { .column = "individual.identity.main|entity.identity.main", .how = ST_H_TALLY, .type = "identity main" },
    { .column = "sanctions_set_id", .how = ST_H_CALL, .call = ch_set },
};
static const char *const ch_signature[] = { "ssid", "sanctions_set_id", "identity", NULL };
/* Objects come without a body in this form, so without a name. */
static const st_layout ch = { .list = "ch_seco", .signature = ch_signature, .rule = ch_rules, .rules = ST_LEN(ch_rules), .measure = "target", .nameless = true };

static const st_layout *const layouts[] = { &au, &ca, &ch };

static int probe(const st_probe *p) { return st_str_starts(st_str_trim(p->head), "{") && st_sheet_find_json(p->head, layouts, ST_LEN(layouts)) ? 2 : 0; }

static st_code read_lines(st_input *in, const st_probe *p, st_model *m, st_err *err) {
    const st_layout *l = st_sheet_find_json(p->head, layouts, ST_LEN(layouts));
    return l ? st_sheet_read_json(in, "", l, m, err) : st_fail(err, ST_E_DATA, "JSON lines of no list that is known");
}

const st_source st_source_lines_json = { .format = "list-jsonl", .text = "lists of Australia, Canada and Switzerland, JSON lines", .probe = probe, .read = read_lines };
