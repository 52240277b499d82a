/* Tables of ships: the register of Ukraine's Defence Intelligence, Annex XLII as lines and as a graph, the ships of the SDN list, and a tracker of fleets.
 *
 * A designation is what an authority decided. The tracker decides nothing: of the sources that it names for a ship, those that are authorities become listings
 * with that authority, and the others (who watches the ship) are notes. Its own score is a note too. */
#include "sources/sheet.h"

static const st_rule as_name = { .how = ST_H_NAME, .prop = ST_P_NAME }, as_alias = { .how = ST_H_NAME, .prop = ST_P_ALIAS }, as_number = { .how = ST_H_NUMBER, .prop = ST_P_IMO },
                     as_day = { .how = ST_H_AS_OF };

/* ---- what all of them share --------------------------------------------------------------------------------------------------------------------- */
/* "unknown" says that the publisher does not know the flag: no country of that name. */
static void flag(st_sheet *s, st_str cell) {
    static const char *const none[] = { "unknown", "none identified", "not known" };
    for (size_t i = 0; i < ST_LEN(none); i++) if (st_str_iis(cell, none[i])) { st_note(s->m, ST_STR("flag"), cell); return; }
    st_facts_country(&s->f, ST_P_FLAG, cell);
}

static void former_flag(st_sheet *s, st_str cell) {
    st_facts_country(&s->f, ST_P_FLAG, cell);
    st_qual(s->m, ST_Q_STATUS, ST_STR("former"));
}

/* ---- Ukraine: the portal "War and Sanctions" ---------------------------------------------------------------------------------------------------- */
/* Where the portal's page has no value the table holds the label of the next field. Such a cell is empty; it is counted. */
static bool is_label(st_sheet *s, const char *column, st_str cell) {
    static const char *const labels[] = { "Vessel name", "Vessel Type", "Call sign", "Flag", "Flag (Current)", "Flags (former)", "MMSI", "IMO", "Build year", "Former names" };
    size_t i = 0;
    while (i < ST_LEN(labels) && !st_str_iis(cell, labels[i])) i++;
    if (i == ST_LEN(labels)) return false;
    st_model_count2(s->m, "label in place of a value", st_str_of(column), 1);
    return true;
}

static void gur_put(st_sheet *s, const char *column, const st_rule *r, st_str cell) { if (!is_label(s, column, cell)) st_sheet_put(s, r, cell); }

/* "RS 150443", for ships that have none, is the number in the Russian register. */
static void gur_imo(st_sheet *s, st_str cell) {
    static const st_rule other = { .how = ST_H_NUMBER, .prop = ST_P_REGISTRATION, .type = "RS" };
    const bool russian = st_str_istarts(cell, "RS ");
    gur_put(s, "imo", russian ? &other : &as_number, russian ? st_str_trim(st_str_sub(cell, 3, cell.n)) : cell);
}
static void gur_mmsi(st_sheet *s, st_str cell) {
    static const st_rule mmsi = { .how = ST_H_NUMBER, .prop = ST_P_MMSI };
    gur_put(s, "mmsi_current", &mmsi, cell);
}
/* The number of an earlier look at the portal, mostly the same. */
static void gur_old_mmsi(st_sheet *s, st_str cell) {
    static const st_rule mmsi = { .how = ST_H_NUMBER, .prop = ST_P_MMSI, .type = "legacy" };
    if (!st_str_eq(cell, st_sheet_cell(s, "mmsi_current"))) gur_put(s, "mmsi_legacy", &mmsi, cell);
}
static void gur_call_sign(st_sheet *s, st_str cell) {
    static const st_rule sign = { .how = ST_H_NUMBER, .prop = ST_P_CALL_SIGN };
    gur_put(s, "callsign", &sign, cell);
}
static void gur_type(st_sheet *s, st_str cell) {
    static const st_rule type = { .how = ST_H_TEXT, .prop = ST_P_VESSEL_TYPE };
    gur_put(s, "vessel_type", &type, cell);
}
static void gur_flag(st_sheet *s, st_str cell) { if (!is_label(s, "flag", cell)) flag(s, cell); }
static void gur_former(st_sheet *s, st_str cell) {
    static const st_rule former = { .how = ST_H_NAME, .prop = ST_P_FORMER_NAME };
    gur_put(s, "former_names", &former, cell);
}
/* A ship that the register dropped is none of its ships any more: it stays findable, with a note that says so, and has no listing. */
static void gur_finish(st_sheet *s) {
    const st_str status = st_sheet_cell(s, "status"), id = st_sheet_cell(s, "gur_id");
    if (st_str_istarts(status, "delisted")) { st_note(s->m, ST_STR("status"), status); st_note(s->m, ST_STR("gur_id"), id); return; }
    st_fact(s->m, ST_P_LISTING, ST_STR("War and Sanctions"));
    st_qual(s->m, ST_Q_AUTHORITY, ST_STR("Defence Intelligence of Ukraine"));
    st_qual(s->m, ST_Q_REFERENCE, id);
    st_qual(s->m, ST_Q_STATUS, status);
}
static const st_rule gur_rules[] = {
    { .column = "gur_id", .how = ST_H_SKIP, .key = true }, { .column = "status", .how = ST_H_SKIP },   /* in gur_finish */
    { .column = "name", .how = ST_H_NAME, .prop = ST_P_NAME },
    { .column = "imo", .how = ST_H_CALL, .call = gur_imo, .key = true },
    { .column = "mmsi_current", .how = ST_H_CALL, .call = gur_mmsi },
    { .column = "mmsi_legacy", .how = ST_H_CALL, .call = gur_old_mmsi },
    { .column = "flag", .how = ST_H_CALL, .call = gur_flag },
    { .column = "former_flags|flags_former", .how = ST_H_CALL, .call = former_flag, .sep = " / " },
    { .column = "vessel_type", .how = ST_H_CALL, .call = gur_type },
    { .column = "callsign", .how = ST_H_CALL, .call = gur_call_sign },
    { .column = "former_names", .how = ST_H_CALL, .call = gur_former, .sep = " / " },
    { .column = "build_year", .how = ST_H_DATE, .prop = ST_P_BUILT },
};
static const char *const gur_signature[] = { "gur_id", "name", "imo", "mmsi_current", "former_names", "status", NULL };
static const st_layout gur = { .list = "ua_gur_vessels", .signature = gur_signature, .rule = gur_rules, .rules = ST_LEN(gur_rules), .kind = ST_KIND_VESSEL,
    .key_first = true, .measure = "rows", .finish = gur_finish };

/* ---- the ships of the SDN list -------------------------------------------------------------------------------------------------------------------- */
/* SDN.XML has no days of designation: what this table calls so is the day on which the list was published, the same in every row. */
static void sdn_day(st_sheet *s, st_str cell) {
    st_model_count2(s->m, "designation_date", cell, 1);
    st_sheet_put(s, &as_day, cell);
}
static const st_rule sdn_rules[] = {
    { .column = "imo", .how = ST_H_NUMBER, .prop = ST_P_IMO, .key = true },
    { .column = "name", .how = ST_H_NAME, .prop = ST_P_NAME, .key = true },
    { .column = "programs", .how = ST_H_PROGRAMME },
    { .column = "designation_date", .how = ST_H_CALL, .call = sdn_day },
    { .column = "list_name", .how = ST_H_LISTED, .prop = ST_Q_AUTHORITY },
    { .column = "vessel_info.vessel_type", .how = ST_H_TEXT, .prop = ST_P_VESSEL_TYPE },
    { .column = "vessel_info.dwt", .how = ST_H_TEXT, .prop = ST_P_TONNAGE, .type = "deadweight" },
    { .column = "vessel_info.gross_tonnage", .how = ST_H_TEXT, .prop = ST_P_TONNAGE, .type = "gross tonnage" },
    { .column = "vessel_info.flag", .how = ST_H_CALL, .call = flag },
    { .column = "vessel_info.call_sign", .how = ST_H_NUMBER, .prop = ST_P_CALL_SIGN },
    { .column = "vessel_info.mmsi", .how = ST_H_NUMBER, .prop = ST_P_MMSI },
    { .column = "vessel_info.owner", .how = ST_H_LINK, .prop = ST_P_SHIP_OWNER },
    { .column = "addresses", .how = ST_H_ADDRESS, .prop = ST_P_ADDRESS },
};
static const char *const sdn_signature[] = { "vessels", "imo", "programs", "designation_date", "list_name", "vessel_info", NULL };
static const st_layout sdn = { .list = "us_ofac_sdn_vessels", .signature = sdn_signature, .rule = sdn_rules, .rules = ST_LEN(sdn_rules), .kind = ST_KIND_VESSEL,
    .order = ST_DATE_MDY, .key_first = true, .merge = true, .measure = "rows" };

/* ---- a tracker of fleets ---------------------------------------------------------------------------------------------------------------------------- */
/* One of the sources that the tracker names for the ship. */
static void tracked_source(st_sheet *s, st_str cell) {
    static const struct { const char *word, *authority; } authorities[] = {
        { "ofac", "OFAC" }, { "ofac_sdn", "OFAC" }, { "us", "OFAC" }, { "eu", "European Union" }, { "uk", "United Kingdom" }, { "ofsi", "United Kingdom" }, { "un", "United Nations Security Council" },
        { "ch", "Switzerland" }, { "seco", "Switzerland" }, { "ca", "Canada" }, { "canada", "Canada" }, { "au", "Australia" }, { "australia", "Australia" }, { "dfat", "Australia" },
        { "nz", "New Zealand" }, { "new_zealand", "New Zealand" }, { "jp", "Japan" }, { "ua", "Ukraine" }, { "ukraine", "Ukraine" } };
    st_model_count2(s->m, "sanctions_sources", cell, 1);
    for (size_t i = 0; i < ST_LEN(authorities); i++) {
        if (!st_str_iis(cell, authorities[i].word)) continue;
        st_fact(s->m, ST_P_LISTING, cell);
        st_qual(s->m, ST_Q_AUTHORITY, st_str_of(authorities[i].authority));
        st_qual(s->m, ST_Q_NOTE, ST_STR("as the tracker says"));
        return;
    }
    st_note(s->m, ST_STR("sanctions_sources"), cell);
}
static const st_rule tracker_rules[] = {
    { .column = "imo", .how = ST_H_NUMBER, .prop = ST_P_IMO, .key = true },
    { .column = "name", .how = ST_H_NAME, .prop = ST_P_NAME, .key = true },
    { .column = "mmsi", .how = ST_H_NUMBER, .prop = ST_P_MMSI },
    { .column = "call_sign", .how = ST_H_NUMBER, .prop = ST_P_CALL_SIGN },
    { .column = "flag", .how = ST_H_CALL, .call = flag },
    { .column = "vessel_type", .how = ST_H_TEXT, .prop = ST_P_VESSEL_TYPE },
    { .column = "built_year", .how = ST_H_DATE, .prop = ST_P_BUILT },
    { .column = "owner", .how = ST_H_LINK, .prop = ST_P_SHIP_OWNER },
    { .column = "manager", .how = ST_H_LINK, .prop = ST_P_SHIP_MANAGER },
    { .column = "dwt", .how = ST_H_TEXT, .prop = ST_P_TONNAGE, .type = "deadweight" },
    { .column = "sanctions_sources", .how = ST_H_CALL, .call = tracked_source },
    { .column = "is_sanctioned", .how = ST_H_COUNTED },
};
static const char *const tracker_signature[] = { "vessels", "imo", "vessel_type", "risk_score", "is_sanctioned", "sanctions_sources", NULL };
static const st_layout tracker = { .list = "ships_tracked", .signature = tracker_signature, .rule = tracker_rules, .rules = ST_LEN(tracker_rules), .kind = ST_KIND_VESSEL,
    .key_first = true, .measure = "rows" };

/* ---- Annex XLII to Regulation (EU) 833/2014, as lines ----------------------------------------------------------------------------------------------- */
#define ANNEX_XLII .programme = "833/2014 XLII", .authority = "European Union", .kind = ST_KIND_VESSEL, .merge = true

/* A file that states no date is as old as its youngest entry. */
static void xlii_finish(st_sheet *s) { st_sheet_put(s, &as_day, st_sheet_cell(s, "date_of_application")); }

static const st_rule xlii_rules[] = {
    { .column = "imo_number", .how = ST_H_NUMBER, .prop = ST_P_IMO, .key = true },
    { .column = "vessel_name", .how = ST_H_NAME, .prop = ST_P_NAME, .key = true },
    { .column = "date_of_application", .how = ST_H_LISTED_ON, .prop = ST_Q_LISTED_ON },
};
static const char *const xlii_signature[] = { "vessel_name", "imo_number", "date_of_application", NULL };
static const st_layout xlii = { .list = "eu_xlii_vessels", .signature = xlii_signature, .rule = xlii_rules, .rules = ST_LEN(xlii_rules), ANNEX_XLII, .key_first = true,
    .measure = "rows", .finish = xlii_finish };

/* ---- the same annex as the Danish Maritime Authority shows it, as a graph ------------------------------------------------------------------------- */
static void graph_names(st_sheet *s, const st_json *v) {
    for (const st_json *n = v->child; n; n = n->next) {
        const st_json *primary = st_json_get(n, "is_primary");
        st_sheet_put(s, primary && primary->type == ST_JSON_FALSE ? &as_alias : &as_name, st_str_trim(st_json_get_text(n, "full_name")));
        for (const st_json *o = n->child; o; o = o->next)
            if (!st_str_is(o->key, "full_name") && !st_str_is(o->key, "is_primary")) st_note(s->m, o->key, st_json_text(o));
    }
}
static void graph_number(st_sheet *s, st_str cell) { if (!st_str_eq(cell, st_sheet_cell(s, "imo_number"))) st_note(s->m, ST_STR("reference_number"), cell); }
static const st_rule ship_rules[] = {
    { .column = "id", .how = ST_H_SKIP, .key = true },
    { .column = "names", .how = ST_H_CALL, .tree = graph_names },
    { .column = "imo_number", .how = ST_H_NUMBER, .prop = ST_P_IMO },
    { .column = "mmsi", .how = ST_H_NUMBER, .prop = ST_P_MMSI },
    { .column = "flag", .how = ST_H_CALL, .call = flag },
    { .column = "source_references.reference_number", .how = ST_H_CALL, .call = graph_number },
    { .column = "entity_type", .how = ST_H_TALLY }, { .column = "source_references.source_code", .how = ST_H_TALLY }, { .column = "@context", .how = ST_H_TALLY },
};
static const char *const ship_signature[] = { "@graph", "entity_type", "source_references", NULL };
static const st_layout graph_ship = { .list = "eu_dma_vessels", .signature = ship_signature, .mark = "\"eu_vessels\"", .rule = ship_rules, .rules = ST_LEN(ship_rules),
    .kind = ST_KIND_VESSEL, .merge = true, .key_tail = '/', .nameless = true, .measure = "ships" };

static void entry_finish(st_sheet *s) { st_sheet_put(s, &as_day, st_sheet_cell(s, "period.listed_date")); }

/* The collector gives all ships the same effects, a freeze among them, which is no measure of Annex XLII: counted, and no measure of the listing. */
static const st_rule entry_rules[] = {
    { .column = "entity_id", .how = ST_H_SKIP, .key = true },
    { .column = "id", .how = ST_H_LISTED, .prop = ST_Q_SOURCE },
    { .column = "status", .how = ST_H_LISTED, .prop = ST_Q_STATUS },
    { .column = "period.listed_date", .how = ST_H_LISTED_ON, .prop = ST_Q_LISTED_ON },
    { .column = "period.end_date|period.delisted_date", .how = ST_H_LISTED_ON, .prop = ST_Q_ENDS_ON },
    { .column = "period.is_indefinite", .how = ST_H_TALLY }, { .column = "regime.@id", .how = ST_H_TALLY }, { .column = "effects.effect_type", .how = ST_H_TALLY },
    { .column = "effects.scope", .how = ST_H_TALLY }, { .column = "@context", .how = ST_H_TALLY },
};
static const char *const entry_signature[] = { "entity_id", "period", NULL };
static const st_layout graph_entry = { .list = "eu_dma_vessels", .signature = entry_signature, .rule = entry_rules, .rules = ST_LEN(entry_rules), ANNEX_XLII, .key_tail = '/',
    .adds = true, .measure = "entries", .finish = entry_finish };

/* Ships, the entries that list them, in any order, and the regime under which all stand. */
typedef struct graph { st_sheet ship, entry; } graph;

static st_code on_node(void *user, const st_json *v, uint32_t line, st_err *err) {
    graph *g = user;
    if (st_json_get(v, "entity_id")) return st_sheet_object(&g->entry, v, line, err);
    const st_str type = st_json_get_text(v, "@type");
    if (!type.n) return st_sheet_object(&g->ship, v, line, err);
    st_model_count2(g->ship.m, type.n < 60 ? "node" : "node of a long", type.n < 60 ? type : ST_STR("type"), 1);
    return ST_OK;
}

static st_code read_graph(st_input *in, st_model *m, st_err *err) {
    graph g;
    st_code code = st_sheet_open(&g.ship, m, &graph_ship, err), other = st_sheet_open(&g.entry, m, &graph_entry, err);
    if (code >= 0) code = other;
    if (code >= 0) code = st_json_stream(in, "@graph[]", on_node, &g, err);
    if (code >= 0) st_sheet_date(&g.entry);
    st_sheet_free(&g.ship);
    st_sheet_free(&g.entry);
    return code < 0 ? code : st_model_ok(m, err);
}

/* ---- which --------------------------------------------------------------------------------------------------------------------------------------------- */
static const st_layout *const tables[] = { &gur }, *const arrays[] = { &sdn, &tracker }, *const lines[] = { &xlii }, *const graphs[] = { &graph_ship };

static int probe(const st_probe *p) {
    return st_sheet_find(p->head, tables, ST_LEN(tables)) || st_sheet_find_json(p->head, arrays, ST_LEN(arrays)) || st_sheet_find_json(p->head, lines, ST_LEN(lines))
           || st_sheet_find_json(p->head, graphs, ST_LEN(graphs)) ? 2 : 0;
}

/* The day of {"generated_at": "2026-03-22T10:49:19+00:00", ...}, which stands before the ships. */
static void generated(const st_probe *p, st_model *m) {
    const size_t at = st_str_find(p->head, "\"generated_at\"");
    if (at == SIZE_MAX) return;
    st_str rest = st_str_sub(p->head, at + 14, p->head.n);
    const size_t open = st_str_chr(rest, '"');
    if (open == SIZE_MAX || open > 8) return;
    rest = st_str_sub(rest, open + 1, rest.n);
    const size_t end = st_str_chr(rest, '"');
    if (end != SIZE_MAX && end < 64) st_list_date(m, st_str_sub(rest, 0, end));
}

static st_code read_vessels(st_input *in, const st_probe *p, st_model *m, st_err *err) {
    const st_layout *l = st_sheet_find(p->head, tables, ST_LEN(tables));
    if (l) return st_sheet_read_csv(in, l, m, err);
    if ((l = st_sheet_find_json(p->head, arrays, ST_LEN(arrays)))) {
        if (l == &tracker) generated(p, m);
        return st_sheet_read_json(in, "vessels[]", l, m, err);
    }
    if ((l = st_sheet_find_json(p->head, lines, ST_LEN(lines)))) return st_sheet_read_json(in, "", l, m, err);
    if (st_sheet_find_json(p->head, graphs, ST_LEN(graphs))) return read_graph(in, m, err);
    return st_fail(err, ST_E_DATA, "ships of no table that is known");
}

const st_source st_source_vessels = { .format = "list-vessels", .probe = probe, .read = read_vessels,
    .text = "ships: War and Sanctions (Ukraine), Annex XLII of 833/2014, of the SDN list, of a tracker, CSV and JSON" };
