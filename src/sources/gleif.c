/* GLEIF's golden copies: legal entities (level 1), who consolidates whom (level 2, relationship records) and why none is reported (exceptions), as XML
 * or CSV. All files of a build make one list; the key is the LEI, so that a relationship finds its entities.
 *
 * A parent is one in the sense of accounting: it consolidates. That is control, and no number of shares; so CONTROLLED_BY without a share. A branch is
 * the entity itself abroad. Funds and their managers, umbrellas and masters are linked and no more.
 *
 * Source: LEI-CDF 3.1, RR-CDF 2.1, Reporting Exceptions 2.1; www.gleif.org, golden copy. */
#include "sources/columns.h"
#include "sources/interest.h"
#include "sources/tree.h"

enum { NAMES = 10 };
typedef struct lei_address { st_str line[5], city, region, country, postcode; } lei_address;
typedef struct lei_entity {
    st_str lei, name, other[NAMES], other_type[NAMES], authority, number, jurisdiction, category, form, other_form, status, created, registration;
    lei_address legal, seat;
    size_t others;
} lei_entity;
typedef struct lei_relation { st_str start, start_type, end, end_type, type, status, registration, from, to, amount, units; } lei_relation;

typedef struct reader { st_model *m; st_facts f; char day[32]; } reader;

/* ---- facts ------------------------------------------------------------------------------------------------------------------------------------- */

static void address(reader *r, const lei_address *a, const char *type) {
    st_buf *b = &r->f.buf;
    st_buf_clear(b);
    for (size_t i = 0; i < ST_LEN(a->line); i++) {
        if (!a->line[i].n) continue;
        if (b->n) st_buf_z(b, ", ");
        st_buf_str(b, a->line[i]);
    }
    if (b->failed) { r->f.failed = b->failed; return; }
    st_arena keep = ST_ARENA_INIT;   /* the scratch buffer is the place's as well */
    const st_str street = b->n ? st_str_copy(&keep, st_buf_view(b)) : ST_STR_NONE;
    const st_place p = { .street = street, .city = a->city, .region = a->region, .postcode = a->postcode, .country = a->country };
    if (b->n && !street.p) r->f.failed = ST_E_NOMEM;
    else if (st_facts_place(&r->f, ST_P_ADDRESS, &p)) st_qual(r->m, ST_Q_TYPE, st_str_of(type));
    st_arena_free(&keep);
}

static st_prop name_prop(st_str type) { return st_str_ifind(type, "previous") != SIZE_MAX ? ST_P_FORMER_NAME : ST_P_ALIAS; }

static void entity_facts(reader *r, const lei_entity *e) {
    st_fact(r->m, ST_P_NAME, e->name);
    for (size_t i = 0; i < e->others; i++) st_fact(r->m, name_prop(e->other_type[i]), e->other[i]);
    st_fact(r->m, ST_P_LEI, e->lei);
    st_str land = st_str_sub(e->jurisdiction, 0, e->jurisdiction.n < 2 ? e->jurisdiction.n : 2);
    if (e->number.n) {
        st_fact(r->m, ST_P_REGISTRATION, e->number);
        if (land.n) st_qual_country(r->m, land);
        if (e->authority.n) st_qual(r->m, ST_Q_ISSUER, e->authority);
    }
    if (e->jurisdiction.n) {
        st_fact_jurisdiction(r->m, ST_P_COUNTRY, e->jurisdiction);
        st_qual(r->m, ST_Q_TYPE, ST_STR("jurisdiction"));
    }
    address(r, &e->legal, "legal");
    address(r, &e->seat, "headquarters");
    if (e->created.n) st_fact_date(r->m, ST_P_FOUNDED, st_day_of(e->created), ST_DATE_DMY);
    st_fact(r->m, ST_P_LEGAL_FORM, e->other_form.n ? e->other_form : e->form);
    if (e->form.n && !st_str_is(e->form, "8888") && !st_str_is(e->form, "9999") && !e->other_form.n) st_qual(r->m, ST_Q_TYPE, ST_STR("ELF"));
    if (e->category.n && !st_str_is(e->category, "GENERAL")) st_note(r->m, ST_STR("EntityCategory"), e->category);
    if (e->status.n && !st_str_is(e->status, "ACTIVE")) st_note(r->m, ST_STR("EntityStatus"), e->status);
    if (e->registration.n && !st_str_is(e->registration, "ISSUED")) st_note(r->m, ST_STR("RegistrationStatus"), e->registration);
}

static st_code entity(reader *r, const lei_entity *e, uint32_t line, const st_tree *t, st_err *err) {
    st_model_party(r->m, e->lei.n ? e->lei : ST_STR("?"), line);
    if (!e->lei.n) { st_model_bad(r->m, line, "the record has no LEI"); return ST_OK; }
    st_model_main(r->m);
    st_model_kind(r->m, ST_KIND_ORGANISATION);
    st_model_count(r->m, "LEIRecord", 1);
    entity_facts(r, e);
    if (t) st_tree_note_unknown(t, r->m);
    ST_TRY(st_facts_ok(&r->f, err));
    return st_model_commit(r->m, err);
}

/* An end of a relationship has at least its number. */
static st_code end(reader *r, st_str lei, st_str type, uint32_t line, st_err *err) {
    st_model_party(r->m, lei, line);
    st_model_supplement(r->m);
    st_model_kind(r->m, ST_KIND_ORGANISATION);
    if (!type.n || st_str_iis(type, "LEI")) st_fact(r->m, ST_P_LEI, lei);
    else {
        st_fact(r->m, ST_P_ID_NUMBER, lei);
        st_qual(r->m, ST_Q_TYPE, type);
    }
    return st_model_commit(r->m, err);
}

static st_code relation(reader *r, const lei_relation *x, uint32_t line, const st_tree *t, st_err *err) {
    const bool consolidated = st_str_find(x->type, "CONSOLIDATED_BY") != SIZE_MAX, branch = st_str_find(x->type, "BRANCH_OF") != SIZE_MAX;
    if (!x->start.n || !x->end.n || !x->type.n) {
        st_model_party(r->m, ST_STR("?"), line);
        st_model_bad(r->m, line, "the relationship lacks an end or a type");
        return ST_OK;
    }
    st_model_count2(r->m, "RelationshipRecord", x->type, 1);
    ST_TRY(end(r, x->start, x->start_type, line, err));
    ST_TRY(end(r, x->end, x->end_type, line, err));
    st_model_party(r->m, x->start, line);
    if (st_str_is(x->registration, "ANNULLED") || st_str_is(x->registration, "DUPLICATE")) st_note(r->m, x->type, x->end);   /* never was, or stands twice */
    else st_fact(r->m, consolidated ? ST_P_CONTROLLED_BY : branch ? ST_P_OWNED_BY : ST_P_LINKED_TO, x->end);
    if (branch) st_qual(r->m, ST_Q_SHARE, ST_STR("100%"));
    st_qual(r->m, ST_Q_TYPE, x->type);
    if (x->status.n && !st_str_is(x->status, "ACTIVE")) st_qual(r->m, ST_Q_STATUS, ST_STR("former"));
    if (x->from.n) st_qual_date(r->m, ST_Q_SINCE, st_day_of(x->from), ST_DATE_DMY);
    if (x->to.n) st_qual_date(r->m, ST_Q_UNTIL, st_day_of(x->to), ST_DATE_DMY);
    if (x->registration.n && !st_str_is(x->registration, "PUBLISHED")) st_qual(r->m, ST_Q_NOTE, x->registration);
    if (x->amount.n) {
        st_buf_clear(&r->f.buf);
        st_buf_printf(&r->f.buf, "%.*s %.*s", ST_FMT(x->amount), ST_FMT(x->units));
        if (r->f.buf.failed) r->f.failed = r->f.buf.failed;
        else st_qual(r->m, ST_Q_NOTE, st_buf_view(&r->f.buf));
    }
    if (t) st_tree_note_unknown(t, r->m);
    ST_TRY(st_facts_ok(&r->f, err));
    return st_model_commit(r->m, err);
}

static st_code exception(reader *r, st_str lei, st_str category, st_str reason, uint32_t line, st_err *err) {
    st_model_party(r->m, lei.n ? lei : ST_STR("?"), line);
    if (!lei.n) { st_model_bad(r->m, line, "the exception has no LEI"); return ST_OK; }
    st_model_count2(r->m, "Exception", reason, 1);
    st_model_kind(r->m, ST_KIND_ORGANISATION);
    st_fact(r->m, ST_P_LEI, lei);
    if (category.n) st_note(r->m, category, reason);
    return st_model_commit(r->m, err);
}

/* ---- XML ---------------------------------------------------------------------------------------------------------------------------------------- */

enum { T_DATE = 1, T_LEI, T_ENTITY_LEI, T_NAME, T_OTHER, T_LEGAL, T_SEAT, T_LINE, T_CITY, T_REGION, T_COUNTRY, T_POSTCODE, T_AUTHORITY, T_NUMBER, T_JURISDICTION,
       T_CATEGORY, T_FORM, T_OTHER_FORM, T_STATUS, T_CREATED, T_REGISTRATION, T_RELATION, T_START, T_END, T_NODE, T_NODE_TYPE, T_TYPE, T_PERIOD, T_FROM, T_TO,
       T_PERIOD_TYPE, T_RELATION_STATUS, T_AMOUNT, T_UNITS, T_EXCEPTION, T_EXCEPTION_LEI, T_EXCEPTION_KIND, T_REASON, T_NONE };
#define L "LEIData/LEIRecords/LEIRecord"
#define R "RelationshipData/RelationshipRecords/RelationshipRecord"
#define X "ReportingExceptionData/ReportingExceptions/Exception"
#define PLACE(p, tag) { L "/Entity/" p, tag, 0 }, { L "/Entity/" p "/FirstAddressLine", T_LINE, 0 }, { L "/Entity/" p "/AdditionalAddressLine", T_LINE, 0 }, \
    { L "/Entity/" p "/City", T_CITY, 0 }, { L "/Entity/" p "/Region", T_REGION, 0 }, { L "/Entity/" p "/Country", T_COUNTRY, 0 }, \
    { L "/Entity/" p "/PostalCode", T_POSTCODE, 0 }
#define SKIP(path) { path, ST_TREE_SKIP, ST_XML_SILENT }
static const st_xml_rule rules[] = {
    { "LEIData/LEIHeader/ContentDate", T_DATE, 0 }, { "RelationshipData/Header/ContentDate", T_DATE, 0 }, { "ReportingExceptionData/Header/ContentDate", T_DATE, 0 },
    { L, T_LEI, 0 }, { L "/LEI", T_ENTITY_LEI, 0 }, { L "/Entity/LegalName", T_NAME, 0 }, { L "/Entity/OtherEntityNames/OtherEntityName", T_OTHER, 0 },
    { L "/Entity/TransliteratedOtherEntityNames/TransliteratedOtherEntityName", T_OTHER, 0 }, PLACE("LegalAddress", T_LEGAL), PLACE("HeadquartersAddress", T_SEAT),
    { L "/Entity/RegistrationAuthority/RegistrationAuthorityID", T_AUTHORITY, 0 }, { L "/Entity/RegistrationAuthority/OtherRegistrationAuthorityID", T_AUTHORITY, 0 },
    { L "/Entity/RegistrationAuthority/RegistrationAuthorityEntityID", T_NUMBER, 0 }, { L "/Entity/LegalJurisdiction", T_JURISDICTION, 0 },
    { L "/Entity/EntityCategory", T_CATEGORY, 0 }, { L "/Entity/LegalForm/EntityLegalFormCode", T_FORM, 0 }, { L "/Entity/LegalForm/OtherLegalForm", T_OTHER_FORM, 0 },
    { L "/Entity/EntityStatus", T_STATUS, 0 }, { L "/Entity/EntityCreationDate", T_CREATED, 0 }, { L "/Registration/RegistrationStatus", T_REGISTRATION, 0 },
    SKIP(L "/Entity/OtherAddresses"), SKIP(L "/Entity/TransliteratedOtherAddresses"), SKIP(L "/Entity/LegalEntityEvents"), { L "/Registration", T_NONE, ST_XML_SILENT }, SKIP(L "/Extension"),
    { R, T_RELATION, 0 }, { R "/Relationship/StartNode", T_START, 0 }, { R "/Relationship/StartNode/NodeID", T_NODE, 0 },
    { R "/Relationship/StartNode/NodeIDType", T_NODE_TYPE, 0 }, { R "/Relationship/EndNode", T_END, 0 }, { R "/Relationship/EndNode/NodeID", T_NODE, 0 },
    { R "/Relationship/EndNode/NodeIDType", T_NODE_TYPE, 0 }, { R "/Relationship/RelationshipType", T_TYPE, 0 },
    { R "/Relationship/RelationshipPeriods/RelationshipPeriod", T_PERIOD, 0 }, { R "/Relationship/RelationshipPeriods/RelationshipPeriod/StartDate", T_FROM, 0 },
    { R "/Relationship/RelationshipPeriods/RelationshipPeriod/EndDate", T_TO, 0 },
    { R "/Relationship/RelationshipPeriods/RelationshipPeriod/PeriodType", T_PERIOD_TYPE, 0 }, { R "/Relationship/RelationshipStatus", T_RELATION_STATUS, 0 },
    { R "/Relationship/RelationshipQuantifiers/RelationshipQuantifier/QuantifierAmount", T_AMOUNT, 0 },
    { R "/Relationship/RelationshipQuantifiers/RelationshipQuantifier/QuantifierUnits", T_UNITS, 0 },
    { R "/Registration/RegistrationStatus", T_REGISTRATION, 0 }, SKIP(R "/Relationship/RelationshipQualifiers"),
    SKIP(R "/Relationship/RelationshipQuantifiers/RelationshipQuantifier/MeasurementMethod"), { R "/Registration", T_NONE, ST_XML_SILENT }, SKIP(R "/Extension"),
    { X, T_EXCEPTION, 0 }, { X "/LEI", T_EXCEPTION_LEI, 0 }, { X "/ExceptionCategory", T_EXCEPTION_KIND, 0 }, { X "/ExceptionReason", T_REASON, 0 },
    { X "/Exception.Category", T_EXCEPTION_KIND, 0 }, { X "/Exception.Reason", T_REASON, 0 }, SKIP(X "/ExceptionReference"), SKIP(X "/Extension"),
};
#undef L
#undef R
#undef X
#undef PLACE
#undef SKIP

static lei_address tree_address(const st_tree *t, uint16_t tag) {
    lei_address a = { .city = ST_STR_NONE };
    size_t i = 0, n = 0;
    while (i < t->n && t->item[i].tag != tag) i++;
    if (i == t->n) return a;
    for (size_t k = i + 1; k < t->item[i].end; k++)
        if (t->item[k].tag == T_LINE && n < ST_LEN(a.line)) a.line[n++] = t->item[k].text;
    a.city = st_tree_text(t, i, T_CITY);
    a.region = st_tree_text(t, i, T_REGION);
    a.country = st_tree_text(t, i, T_COUNTRY);
    a.postcode = st_tree_text(t, i, T_POSTCODE);
    return a;
}

static st_code tree_entity(reader *r, const st_tree *t, st_err *err) {
    lei_entity e = { .lei = st_tree_text(t, 0, T_ENTITY_LEI), .name = st_tree_text(t, 0, T_NAME), .authority = st_tree_text(t, 0, T_AUTHORITY),
        .number = st_tree_text(t, 0, T_NUMBER), .jurisdiction = st_tree_text(t, 0, T_JURISDICTION), .category = st_tree_text(t, 0, T_CATEGORY),
        .form = st_tree_text(t, 0, T_FORM), .other_form = st_tree_text(t, 0, T_OTHER_FORM), .status = st_tree_text(t, 0, T_STATUS),
        .created = st_tree_text(t, 0, T_CREATED), .registration = st_tree_text(t, 0, T_REGISTRATION), .legal = tree_address(t, T_LEGAL),
        .seat = tree_address(t, T_SEAT) };
    for (size_t i = 1; i < t->n && e.others < NAMES; i++) {
        if (t->item[i].tag != T_OTHER) continue;
        e.other[e.others] = t->item[i].text;
        e.other_type[e.others++] = st_item_get(&t->item[i], "type");
    }
    return entity(r, &e, t->item[0].line, t, err);
}

static size_t find_item(const st_tree *t, uint16_t tag) {
    size_t i = 0;
    while (i < t->n && t->item[i].tag != tag) i++;
    return i < t->n ? i : 0;
}

static st_code tree_relation(reader *r, const st_tree *t, st_err *err) {
    const size_t start = find_item(t, T_START), stop = find_item(t, T_END);
    lei_relation x = { .start = start ? st_tree_text(t, start, T_NODE) : ST_STR_NONE, .start_type = start ? st_tree_text(t, start, T_NODE_TYPE) : ST_STR_NONE,
        .end = stop ? st_tree_text(t, stop, T_NODE) : ST_STR_NONE, .end_type = stop ? st_tree_text(t, stop, T_NODE_TYPE) : ST_STR_NONE,
        .type = st_tree_text(t, 0, T_TYPE), .status = st_tree_text(t, 0, T_RELATION_STATUS), .registration = st_tree_text(t, 0, T_REGISTRATION),
        .amount = st_tree_text(t, 0, T_AMOUNT), .units = st_tree_text(t, 0, T_UNITS) };
    for (size_t i = 1; i < t->n; i++) {
        if (t->item[i].tag != T_PERIOD || !st_str_is(st_tree_text(t, i, T_PERIOD_TYPE), "RELATIONSHIP_PERIOD")) continue;
        x.from = st_tree_text(t, i, T_FROM);
        x.to = st_tree_text(t, i, T_TO);
    }
    return relation(r, &x, t->item[0].line, t, err);
}

static st_code on_record(void *user, const st_tree *t, st_err *err) {
    reader *r = user;
    if (t->item[0].tag == T_LEI) return tree_entity(r, t, err);
    if (t->item[0].tag == T_RELATION) return tree_relation(r, t, err);
    return exception(r, st_tree_text(t, 0, T_EXCEPTION_LEI), st_tree_text(t, 0, T_EXCEPTION_KIND), st_tree_text(t, 0, T_REASON), t->item[0].line, err);
}

static st_code on_outside(void *user, const st_item *it, st_err *err) {
    reader *r = user;
    (void)err;
    if (it->tag == T_DATE && it->text.n) st_later_day(r->day, it->text);
    return ST_OK;
}

/* ---- CSV ---------------------------------------------------------------------------------------------------------------------------------------- */

#define ADDRESS(p) p ".FirstAddressLine", p ".AdditionalAddressLine.1", p ".AdditionalAddressLine.2", p ".AdditionalAddressLine.3", p ".MailRouting", p ".City", \
    p ".Region", p ".Country", p ".PostalCode"
#define OTHER(n) "Entity.OtherEntityNames.OtherEntityName." n, "Entity.OtherEntityNames.OtherEntityName." n ".type"
#define LATIN(n) "Entity.TransliteratedOtherEntityNames.TransliteratedOtherEntityName." n, \
    "Entity.TransliteratedOtherEntityNames.TransliteratedOtherEntityName." n ".type"
enum { C_LEI, C_NAME, C_AUTHORITY, C_NUMBER, C_JURISDICTION, C_CATEGORY, C_FORM, C_OTHER_FORM, C_STATUS, C_CREATED, C_REGISTRATION, C_LEGAL, C_SEAT = C_LEGAL + 9,
       C_OTHER = C_SEAT + 9, C_RELATION = C_OTHER + 2 * NAMES,
       C_START = C_RELATION, C_START_TYPE, C_END, C_END_TYPE, C_TYPE, C_RELATION_STATUS, C_AMOUNT, C_UNITS, C_PERIOD, C_EXCEPTION = C_PERIOD + 15, C_REASON, C_COLUMNS };
#define PERIOD(n) "Relationship.Period." n ".startDate", "Relationship.Period." n ".endDate", "Relationship.Period." n ".periodType"
static const char *const columns[C_COLUMNS] = {
    "LEI", "Entity.LegalName", "Entity.RegistrationAuthority.RegistrationAuthorityID", "Entity.RegistrationAuthority.RegistrationAuthorityEntityID",
    "Entity.LegalJurisdiction", "Entity.EntityCategory", "Entity.LegalForm.EntityLegalFormCode", "Entity.LegalForm.OtherLegalForm", "Entity.EntityStatus",
    "Entity.EntityCreationDate", "Registration.RegistrationStatus", ADDRESS("Entity.LegalAddress"), ADDRESS("Entity.HeadquartersAddress"),
    OTHER("1"), OTHER("2"), OTHER("3"), OTHER("4"), OTHER("5"), LATIN("1"), LATIN("2"), LATIN("3"), LATIN("4"), LATIN("5"),
    "Relationship.StartNode.NodeID", "Relationship.StartNode.NodeIDType", "Relationship.EndNode.NodeID", "Relationship.EndNode.NodeIDType",
    "Relationship.RelationshipType", "Relationship.RelationshipStatus", "Relationship.Quantifiers.1.QuantifierAmount", "Relationship.Quantifiers.1.QuantifierUnits",
    PERIOD("1"), PERIOD("2"), PERIOD("3"), PERIOD("4"), PERIOD("5"), "Exception.Category|ExceptionCategory", "Exception.Reason.1|ExceptionReason|Exception.Reason",
};
#undef ADDRESS
#undef OTHER
#undef LATIN
#undef PERIOD

typedef struct table { st_columns c; const st_csv_row *row; } table;
static st_str cell(const table *t, size_t column) { return st_cell(&t->c, t->row, column); }

static lei_address cell_address(const table *t, size_t at) {
    lei_address a = { .city = cell(t, at + 5), .region = cell(t, at + 6), .country = cell(t, at + 7), .postcode = cell(t, at + 8) };
    for (size_t i = 0; i < ST_LEN(a.line); i++) a.line[i] = cell(t, at + i);
    return a;
}

static st_code row_entity(reader *r, const table *t, st_err *err) {
    lei_entity e = { .lei = cell(t, C_LEI), .name = cell(t, C_NAME), .authority = cell(t, C_AUTHORITY), .number = cell(t, C_NUMBER),
        .jurisdiction = cell(t, C_JURISDICTION), .category = cell(t, C_CATEGORY), .form = cell(t, C_FORM), .other_form = cell(t, C_OTHER_FORM),
        .status = cell(t, C_STATUS), .created = cell(t, C_CREATED), .registration = cell(t, C_REGISTRATION), .legal = cell_address(t, C_LEGAL),
        .seat = cell_address(t, C_SEAT) };
    for (size_t i = 0; i < NAMES; i++) {
        if (!cell(t, C_OTHER + 2 * i).n) continue;
        e.other[e.others] = cell(t, C_OTHER + 2 * i);
        e.other_type[e.others++] = cell(t, C_OTHER + 2 * i + 1);
    }
    return entity(r, &e, t->row->line, NULL, err);
}

static st_code row_relation(reader *r, const table *t, st_err *err) {
    lei_relation x = { .start = cell(t, C_START), .start_type = cell(t, C_START_TYPE), .end = cell(t, C_END), .end_type = cell(t, C_END_TYPE),
        .type = cell(t, C_TYPE), .status = cell(t, C_RELATION_STATUS), .registration = cell(t, C_REGISTRATION), .amount = cell(t, C_AMOUNT), .units = cell(t, C_UNITS) };
    for (size_t i = 0; i < 5; i++) {
        if (!st_str_is(cell(t, C_PERIOD + 3 * i + 2), "RELATIONSHIP_PERIOD")) continue;
        x.from = cell(t, C_PERIOD + 3 * i);
        x.to = cell(t, C_PERIOD + 3 * i + 1);
    }
    return relation(r, &x, t->row->line, NULL, err);
}

static st_code rows(reader *r, st_csv *csv, table *t, st_err *err) {
    st_csv_row row;
    int more;
    bool header = false;
    size_t found;
    while ((more = st_csv_next(csv, &row, err)) > 0) {
        t->row = &row;
        if (!header) {
            if (row.bad) return st_fail(err, ST_E_DATA, "the header row is damaged: %s", row.bad);
            ST_TRY(st_columns_map(&t->c, &row, columns, C_COLUMNS, &found, err));
            header = true;
            continue;
        }
        if (row.bad) {
            st_model_party(r->m, ST_STR("?"), row.line);
            st_model_bad(r->m, row.line, "%s", row.bad);
            continue;
        }
        if (t->c.at[C_START] != ST_COLUMN_NONE) ST_TRY(row_relation(r, t, err));
        else if (t->c.at[C_REASON] != ST_COLUMN_NONE) ST_TRY(exception(r, cell(t, C_LEI), cell(t, C_EXCEPTION), cell(t, C_REASON), row.line, err));
        else ST_TRY(row_entity(r, t, err));
    }
    return more < 0 ? err->code : ST_OK;
}

static st_code read_csv(st_input *in, reader *r, st_err *err) {
    static const st_csv_dialect dialect = { .sep = ',', .quote = '"', .max_fields = 1024 };
    st_csv *csv = st_csv_open(in, &dialect, err);
    if (!csv) return err->code;
    table *t = st_calloc(1, sizeof *t);
    const st_code c = t ? rows(r, csv, t, err) : st_fail(err, ST_E_NOMEM, "out of memory");
    if (t) st_columns_free(&t->c);
    st_free(t);
    st_csv_close(csv);
    return c;
}

/* ---- the file ----------------------------------------------------------------------------------------------------------------------------------- */

static bool is_xml(st_str head) { head = st_str_trim(head); return head.n && head.p[0] == '<'; }
static bool holds(st_str head, const char *word) { return st_str_find(head, word) != SIZE_MAX; }

static int probe(const st_probe *p) {
    const size_t end = st_str_chr(p->head, '\n');
    const st_str line = st_str_sub(p->head, 0, end == SIZE_MAX ? p->head.n : end);
    if (is_xml(p->head)) return holds(p->head, "gleif.org/data/schema") && (holds(p->head, "LEIData") || holds(p->head, "RelationshipData")
        || holds(p->head, "ReportingExceptionData")) ? 2 : 0;
    return holds(line, "Relationship.StartNode.NodeID") || (holds(line, "LEI") && (holds(line, "Entity.LegalName") || holds(line, "Exception.Category"))) ? 2 : 0;
}

static bool companion(const st_probe *p) { return is_xml(p->head) ? !holds(p->head, "LEIData") : !holds(p->head, "Entity.LegalName"); }

static st_code read(st_input *in, const st_probe *p, st_model *m, st_err *err) {
    reader r = { .m = m, .f = st_facts_new(m) };
    static const uint16_t records[3] = { T_LEI, T_RELATION, T_EXCEPTION };
    const bool entities = holds(p->head, "LEIData"), exceptions = holds(p->head, "ReportingExceptionData"), xml = is_xml(p->head);
    const st_tree_handler h = { records[entities ? 0 : exceptions ? 2 : 1], 0, on_record, on_outside };
    st_code c = st_model_list_join(m, ST_STR("own_gleif"), NULL, err);
    if (!c) c = xml ? st_tree_parse(in, rules, ST_LEN(rules), &h, &r, err) : read_csv(in, &r, err);
    if (!c && r.day[0]) st_model_list_set(m, ST_LIST_DATE, st_str_of(r.day));
    st_facts_free(&r.f);
    return c ? c : st_model_ok(m, err);
}

const st_source st_source_gleif = {
    "gleif", "GLEIF golden copies: legal entities, relationship records, reporting exceptions, as XML or CSV", probe, read, false, companion,
};
