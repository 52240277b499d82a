/* The EU's consolidated financial sanctions list, XML 1.1. Facts are attributes, an empty attribute is none; the first nameAlias is the name. */
#include "sources/eu.h"
#include "sources/refs.h"
#include "sources/source.h"
#include "sources/tree.h"

enum { T_ROOT = 1, T_ENTITY, T_REMARK, T_REGULATION, T_URL, T_SUBJECT, T_NAME, T_CITIZENSHIP, T_BIRTH, T_ADDRESS, T_CONTACT, T_IDENTIFICATION,
       T_FACT_REMARK, T_SUMMARY };
#define R "export/sanctionEntity/"
#define FACT(name, tag) { R name, tag, 0 }, { R name "/remark", T_FACT_REMARK, 0 }, { R name "/regulationSummary", T_SUMMARY, 0 }, \
                        { R name "/corrigendum", ST_TREE_SKIP, ST_XML_SILENT }
static const st_xml_rule rules[] = {
    { "export", T_ROOT, 0 }, { "export/sanctionEntity", T_ENTITY, 0 }, { R "remark", T_REMARK, 0 }, FACT("regulation", T_REGULATION),
    { R "regulation/publicationUrl", T_URL, 0 }, { R "subjectType", T_SUBJECT, 0 }, FACT("nameAlias", T_NAME), FACT("citizenship", T_CITIZENSHIP),
    FACT("birthdate", T_BIRTH), FACT("address", T_ADDRESS), { R "address/contactInfo", T_CONTACT, 0 }, FACT("identification", T_IDENTIFICATION),
};
#undef R
#undef FACT

typedef struct reader { st_model *m; st_facts f; st_refs refs; bool root; } reader;

static int probe(const st_probe *p) {
    return st_str_find(p->head, "<sanctionEntity") != SIZE_MAX || (st_str_find(p->head, "<export") != SIZE_MAX && st_str_find(p->head, "/fsd/export") != SIZE_MAX) ? 2 : 0;
}

static const char *const entity_known[] = { "designationDetails", "designationDate", "unitedNationId", "euReferenceNumber", "logicalId", NULL };
static const char *const regulation_known[] = { "regulationType", "organisationType", "publicationDate", "entryIntoForceDate", "numberTitle", "programme", "logicalId", NULL };
static const char *const name_known[] = { "firstName", "middleName", "lastName", "wholeName", "function", "gender", "title", "nameLanguage", "strong",
                                          "regulationLanguage", "logicalId", NULL };
static const char *const citizenship_known[] = { "region", "countryIso2Code", "countryDescription", "regulationLanguage", "logicalId", NULL };
static const char *const birth_known[] = { "circa", "calendarType", "birthdate", "dayOfMonth", "monthOfYear", "year", "yearRangeFrom", "yearRangeTo",
                                           "city", "place", "region", "zipCode", "countryIso2Code", "countryDescription", "regulationLanguage", "logicalId", NULL };
static const char *const address_known[] = { "street", "city", "poBox", "zipCode", "region", "place", "asAtListingTime", "countryIso2Code",
                                             "countryDescription", "regulationLanguage", "logicalId", NULL };
static const char *const id_known[] = { "number", "identificationTypeCode", "identificationTypeDescription", "diplomatic", "knownExpired", "knownFalse",
                                        "reportedLost", "revokedByIssuer", "issuedBy", "issueDate", "issuedDate", "validFrom", "validTo", "latinNumber",
                                        "nameOnDocument", "region", "countryIso2Code", "countryDescription", "regulationLanguage", "logicalId", NULL };

static bool name(reader *r, const st_tree *t, size_t i, bool first) {
    const st_item *it = &t->item[i];
    const st_eu_name n = { .whole = st_item_get(it, "wholeName"), .first = st_item_get(it, "firstName"), .middle = st_item_get(it, "middleName"),
        .last = st_item_get(it, "lastName"), .function = st_item_get(it, "function"), .gender = st_item_get(it, "gender"), .title = st_item_get(it, "title"),
        .language = st_item_get(it, "nameLanguage"), .remark = st_tree_text(t, i, T_FACT_REMARK), .main = first,
        .weak = st_str_iis(st_item_get(it, "strong"), "false") };
    const bool any = st_eu_name_fact(&r->f, &n);
    st_item_note_attributes(it, "nameAlias", name_known, r->m);
    return any;
}

static void birth(reader *r, const st_tree *t, size_t i) {
    const st_item *it = &t->item[i];
    const st_eu_birth b = { .date = st_item_get(it, "birthdate"), .day = st_item_get(it, "dayOfMonth"), .month = st_item_get(it, "monthOfYear"),
        .year = st_item_get(it, "year"), .from = st_item_get(it, "yearRangeFrom"), .to = st_item_get(it, "yearRangeTo"), .circa = st_item_get(it, "circa"),
        .calendar = st_item_get(it, "calendarType"), .place = st_item_get(it, "place"), .city = st_item_get(it, "city"), .region = st_item_get(it, "region"),
        .postcode = st_item_get(it, "zipCode"), .iso2 = st_item_get(it, "countryIso2Code"), .country = st_item_get(it, "countryDescription"),
        .remark = st_tree_text(t, i, T_FACT_REMARK) };
    st_eu_birth_fact(&r->f, &b);
    st_item_note_attributes(it, "birthdate", birth_known, r->m);
}

static void address(reader *r, const st_tree *t, size_t i) {
    const st_item *it = &t->item[i];
    const st_eu_address a = { .street = st_item_get(it, "street"), .city = st_item_get(it, "city"), .po_box = st_item_get(it, "poBox"),
        .postcode = st_item_get(it, "zipCode"), .region = st_item_get(it, "region"), .place = st_item_get(it, "place"),
        .iso2 = st_item_get(it, "countryIso2Code"), .country = st_item_get(it, "countryDescription"), .as_listed = st_item_get(it, "asAtListingTime"),
        .remark = st_tree_text(t, i, T_FACT_REMARK) };
    st_eu_address_fact(&r->f, &a);
    for (size_t k = i + 1; k < it->end; k++)
        if (t->item[k].tag == T_CONTACT) st_eu_contact(&r->f, st_item_get(&t->item[k], "key"), st_item_get(&t->item[k], "value"));
    st_item_note_attributes(it, "address", address_known, r->m);
}

static void identification(reader *r, const st_tree *t, size_t i) {
    const st_item *it = &t->item[i];
    const st_str issued = st_item_get(it, "issueDate");
    const st_eu_id d = { .number = st_item_get(it, "number"), .type = st_item_get(it, "identificationTypeCode"),
        .type_text = st_item_get(it, "identificationTypeDescription"), .diplomatic = st_item_get(it, "diplomatic"), .expired = st_item_get(it, "knownExpired"),
        .fake = st_item_get(it, "knownFalse"), .lost = st_item_get(it, "reportedLost"), .revoked = st_item_get(it, "revokedByIssuer"),
        .issuer = st_item_get(it, "issuedBy"), .issued = issued.n ? issued : st_item_get(it, "issuedDate"), .from = st_item_get(it, "validFrom"),
        .to = st_item_get(it, "validTo"), .latin = st_item_get(it, "latinNumber"), .name = st_item_get(it, "nameOnDocument"), .region = st_item_get(it, "region"),
        .iso2 = st_item_get(it, "countryIso2Code"), .country = st_item_get(it, "countryDescription"), .remark = st_tree_text(t, i, T_FACT_REMARK) };
    st_eu_id_fact(&r->f, &d);
    st_item_note_attributes(it, "identification", id_known, r->m);
}

static void fact(reader *r, const st_tree *t, size_t i, const st_eu_entity *e, size_t *names) {
    static const char *const measure[] = { [T_NAME] = "nameAlias", [T_CITIZENSHIP] = "citizenship", [T_BIRTH] = "birthdate", [T_ADDRESS] = "address",
                                           [T_IDENTIFICATION] = "identification" };
    const st_item *it = &t->item[i];
    if (it->tag < ST_LEN(measure) && measure[it->tag]) st_model_count(r->m, measure[it->tag], 1);
    switch (it->tag) {
    case T_REMARK: if (st_eu_remark(it->text).n) st_facts_text(&r->f, ST_P_REMARK, st_eu_remark(it->text)); break;
    case T_REGULATION: {
        const st_eu_regulation g = { .type = st_item_get(it, "regulationType"), .organisation = st_item_get(it, "organisationType"),
            .published = st_item_get(it, "publicationDate"), .in_force = st_item_get(it, "entryIntoForceDate"), .title = st_item_get(it, "numberTitle"),
            .programme = st_item_get(it, "programme"), .url = st_tree_text(t, i, T_URL) };
        st_eu_listing(&r->f, e, &g);
        st_item_note_attributes(it, "regulation", regulation_known, r->m);
        break;
    }
    case T_NAME: *names += name(r, t, i, *names == 0); break;
    case T_CITIZENSHIP:
        st_eu_citizenship(&r->f, st_item_get(it, "countryIso2Code"), st_item_get(it, "countryDescription"), st_item_get(it, "region"), st_tree_text(t, i, T_FACT_REMARK));
        st_item_note_attributes(it, "citizenship", citizenship_known, r->m);
        break;
    case T_BIRTH: birth(r, t, i); break;
    case T_ADDRESS: address(r, t, i); break;
    case T_IDENTIFICATION: identification(r, t, i); break;
    default: break;
    }
}

/* Acts that added single facts. `own` is the title of the entity's act. */
static void acts(reader *r, const st_tree *t, st_str own) {
    st_str last = own;
    for (size_t i = 1; i < t->n; i++) {
        const st_item *it = &t->item[i];
        if (it->tag != T_SUMMARY) continue;
        const st_str title = st_item_get(it, "numberTitle");
        if (st_str_eq(title, last)) continue;
        last = title;
        st_eu_act(&r->f, own, title, st_item_get(it, "publicationDate"), st_item_get(it, "publicationUrl"));
    }
}

static st_code on_record(void *user, const st_tree *t, st_err *err) {
    reader *r = user;
    const st_item *it = &t->item[0];
    st_eu_entity e = { .logical_id = st_item_get(it, "logicalId"), .reference = st_item_get(it, "euReferenceNumber"), .un_reference = st_item_get(it, "unitedNationId"),
                       .designated = st_item_get(it, "designationDate"), .details = st_item_get(it, "designationDetails") };
    for (size_t i = 1; i < t->n; i++)
        if (t->item[i].tag == T_SUBJECT) {
            e.kind = st_item_get(&t->item[i], "code");
            const st_str class = st_item_get(&t->item[i], "classificationCode");
            if (class.n) { st_model_count2(r->m, "classification", class, 1); if (e.kind.n == 0) e.kind = class; }
        }
    st_model_count(r->m, "sanctionEntity", 1);
    st_eu_open(&r->f, &e, it->line);
    size_t names = 0;
    st_str act = ST_STR_NONE;
    for (size_t i = 1; i < t->n; i = t->item[i].end) {
        fact(r, t, i, &e, &names);
        if (t->item[i].tag == T_REGULATION) act = st_item_get(&t->item[i], "numberTitle");
    }
    acts(r, t, act);
    st_item_note_attributes(it, "sanctionEntity", entity_known, r->m);
    st_tree_note_unknown(t, r->m);
    const st_str key = st_eu_key(&e);
    if (key.n == 0) { st_model_bad(r->m, it->line, "the entity has neither euReferenceNumber nor logicalId"); return st_model_ok(r->m, err); }
    if (names == 0) { st_model_bad(r->m, it->line, "entity %.*s has no name", ST_FMT(key)); return st_model_ok(r->m, err); }
    st_refs_define(&r->refs, e.un_reference, key);
    for (size_t i = 1; i < t->n; i++)
        if (t->item[i].tag == T_REMARK) st_refs_scan(&r->refs, t->item[i].text, key, it->line);
    ST_TRY(st_facts_ok(&r->f, err));
    return st_model_commit(r->m, err);
}

static st_code on_outside(void *user, const st_item *it, st_err *err) {
    reader *r = user;
    (void)err;
    if (it->tag != T_ROOT || it->text.n) return ST_OK;
    r->root = true;
    st_list_date(r->m, st_item_get(it, "generationDate"));
    return ST_OK;
}

static st_code read_eu(st_input *in, const st_probe *p, st_model *m, st_err *err) {
    (void)p;
    static const st_tree_handler h = { T_ENTITY, 0, on_record, on_outside };
    reader r = { m, st_facts_new(m), ST_REFS_INIT, false };
    st_model_list_set(m, ST_LIST_ID, ST_STR("eu_fsf"));
    st_code code = st_tree_parse(in, rules, ST_LEN(rules), &h, &r, err);
    if (code >= 0 && !r.root) code = st_fail(err, ST_E_DATA, "the root element is not export");
    if (code >= 0) code = st_refs_commit(&r.refs, m, err);
    st_refs_free(&r.refs);
    st_facts_free(&r.f);
    return code < 0 ? code : st_model_ok(m, err);
}

const st_source st_source_eu_xml = { "eu-xml", "EU consolidated financial sanctions list, XML 1.1", probe, read_eu };
