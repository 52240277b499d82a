/* The consolidated list of the UN Security Council, XML. Rules by the names of elements, never by their order: the feed does not keep its schema's.
 *
 * Key: DATAID, which the UN keeps for the life of an entry; the permanent reference number (QDi.001) is the listing's reference. Comments name
 * other entries by that number, and those become LINKED_TO. */
#include "sources/facts.h"
#include "sources/refs.h"
#include "sources/source.h"
#include "sources/tree.h"

enum { T_ROOT = 1, T_PERSON, T_ENTITY, T_ID, T_NAME1, T_NAME2, T_NAME3, T_NAME4, T_LIST, T_REFERENCE, T_LISTED, T_GENDER, T_COMMENTS, T_ORIGINAL,
       T_TITLE, T_POSITION, T_NATIONALITY, T_LIST_TYPE, T_UPDATED, T_ALIAS, T_QUALITY, T_ALIAS_NAME, T_ALIAS_BORN, T_ALIAS_CITY, T_ALIAS_COUNTRY,
       T_NOTE, T_ADDRESS, T_STREET, T_CITY, T_REGION, T_ZIP, T_COUNTRY, T_BIRTH, T_BIRTH_TYPE, T_DATE, T_YEAR, T_FROM, T_TO, T_PLACE, T_DOCUMENT,
       T_DOC_TYPE, T_DOC_TYPE2, T_NUMBER, T_DOC_COUNTRY, T_DOC_DATE, T_DOC_CITY, T_DOC_COUNTRY2 };
#define P "CONSOLIDATED_LIST/INDIVIDUALS/INDIVIDUAL"
#define E "CONSOLIDATED_LIST/ENTITIES/ENTITY"
#define BOTH(path, tag) { P "/" path, tag, 0 }, { E "/" path, tag, 0 }
#define PART(path, tag) { P "/INDIVIDUAL_" path, tag, 0 }, { E "/ENTITY_" path, tag, 0 }
#define PERSON(path, tag) { P "/INDIVIDUAL_" path, tag, 0 }
#define NONE(path) { P "/" path, ST_TREE_SKIP, ST_XML_SILENT }, { E "/" path, ST_TREE_SKIP, ST_XML_SILENT }
static const st_xml_rule rules[] = {
    { "CONSOLIDATED_LIST", T_ROOT, 0 }, { P, T_PERSON, 0 }, { E, T_ENTITY, 0 },
    BOTH("DATAID", T_ID), BOTH("FIRST_NAME", T_NAME1), BOTH("SECOND_NAME", T_NAME2), BOTH("THIRD_NAME", T_NAME3), BOTH("FOURTH_NAME", T_NAME4),
    BOTH("UN_LIST_TYPE", T_LIST), BOTH("REFERENCE_NUMBER", T_REFERENCE), BOTH("LISTED_ON", T_LISTED), BOTH("GENDER", T_GENDER),
    BOTH("COMMENTS1", T_COMMENTS), BOTH("NAME_ORIGINAL_SCRIPT", T_ORIGINAL), BOTH("TITLE/VALUE", T_TITLE), BOTH("DESIGNATION/VALUE", T_POSITION),
    BOTH("NATIONALITY/VALUE", T_NATIONALITY), BOTH("LIST_TYPE/VALUE", T_LIST_TYPE), BOTH("LAST_DAY_UPDATED/VALUE", T_UPDATED),
    PART("ALIAS", T_ALIAS), PART("ALIAS/QUALITY", T_QUALITY), PART("ALIAS/ALIAS_NAME", T_ALIAS_NAME), PART("ALIAS/DATE_OF_BIRTH", T_ALIAS_BORN),
    PART("ALIAS/CITY_OF_BIRTH", T_ALIAS_CITY), PART("ALIAS/COUNTRY_OF_BIRTH", T_ALIAS_COUNTRY), PART("ALIAS/NOTE", T_NOTE),
    PART("ADDRESS", T_ADDRESS), PART("ADDRESS/STREET", T_STREET), PART("ADDRESS/CITY", T_CITY), PART("ADDRESS/STATE_PROVINCE", T_REGION),
    PART("ADDRESS/ZIP_CODE", T_ZIP), PART("ADDRESS/COUNTRY", T_COUNTRY), PART("ADDRESS/NOTE", T_NOTE),
    PERSON("DATE_OF_BIRTH", T_BIRTH), PERSON("DATE_OF_BIRTH/TYPE_OF_DATE", T_BIRTH_TYPE), PERSON("DATE_OF_BIRTH/DATE", T_DATE),
    PERSON("DATE_OF_BIRTH/YEAR", T_YEAR), PERSON("DATE_OF_BIRTH/FROM_YEAR", T_FROM), PERSON("DATE_OF_BIRTH/TO_YEAR", T_TO),
    PERSON("DATE_OF_BIRTH/NOTE", T_NOTE), PERSON("PLACE_OF_BIRTH", T_PLACE), PERSON("PLACE_OF_BIRTH/STREET", T_STREET),
    PERSON("PLACE_OF_BIRTH/CITY", T_CITY), PERSON("PLACE_OF_BIRTH/STATE_PROVINCE", T_REGION), PERSON("PLACE_OF_BIRTH/ZIP_CODE", T_ZIP),
    PERSON("PLACE_OF_BIRTH/COUNTRY", T_COUNTRY), PERSON("PLACE_OF_BIRTH/NOTE", T_NOTE), PERSON("DOCUMENT", T_DOCUMENT),
    PERSON("DOCUMENT/TYPE_OF_DOCUMENT", T_DOC_TYPE), PERSON("DOCUMENT/TYPE_OF_DOCUMENT2", T_DOC_TYPE2), PERSON("DOCUMENT/NUMBER", T_NUMBER),
    PERSON("DOCUMENT/ISSUING_COUNTRY", T_DOC_COUNTRY), PERSON("DOCUMENT/DATE_OF_ISSUE", T_DOC_DATE), PERSON("DOCUMENT/CITY_OF_ISSUE", T_DOC_CITY),
    PERSON("DOCUMENT/COUNTRY_OF_ISSUE", T_DOC_COUNTRY2), PERSON("DOCUMENT/NOTE", T_NOTE),
    NONE("VERSIONNUM"), NONE("SORT_KEY"), NONE("SORT_KEY_LAST_MOD"),
};
#undef P
#undef E
#undef BOTH
#undef PART
#undef PERSON
#undef NONE

typedef struct reader { st_model *m; st_facts f; st_refs refs; bool root; } reader;

enum { NOTED = 32 };   /* facts that get a copy of the note they share: a bound, so that no feed makes notes times names */

static int probe(const st_probe *p) { return st_str_find(p->head, "<CONSOLIDATED_LIST") != SIZE_MAX ? 2 : 0; }

/* Notes hold a name in its own script behind a label: "original script: ...", "In Arabic: ...". */
static void original_in(reader *r, st_str note) {
    static const char *const cues[] = { "original script:", "in Arabic:", "in Arabic script:", "in Persian:", "in Russian:" };
    for (size_t i = 0; i < ST_LEN(cues); i++) {
        const size_t at = st_str_ifind(note, cues[i]);
        if (at == SIZE_MAX) continue;
        st_str rest = st_str_trim(st_str_sub(note, at + strlen(cues[i]), note.n));
        size_t n = 0;   /* up to the next Latin letter, digit or stop */
        while (n < rest.n && !strchr(";.()", rest.p[n]) && !(rest.p[n] >= '0' && rest.p[n] <= '9')
               && !((rest.p[n] | 32) >= 'a' && (rest.p[n] | 32) <= 'z')) n++;
        rest = st_str_trim(st_str_sub(rest, 0, n));
        if (rest.n > 1) st_facts_original(&r->f, rest, ST_STR_NONE, ST_STR_NONE);
        return;
    }
}

/* "DOB: 11 Apr. 1963", "born in 1971": a date of birth that goes with an alias. */
static void birth_in(reader *r, st_str note) {
    static const char *const cues[] = { "DOB:", "born in", "born on", "born" };
    for (size_t i = 0; i < ST_LEN(cues); i++) {
        const size_t at = st_str_ifind(note, cues[i]);
        if (at == SIZE_MAX) continue;
        st_counted dates = { .rest = st_str_sub(note, at + strlen(cues[i]), note.n) };
        char d[32];
        size_t n = 0;
        for (st_str part; n < NOTED && st_counted_next(&dates, &part) && st_prose_date(part, d); n++) {
            st_fact(r->m, ST_P_BIRTH_DATE, st_str_of(d));
            st_qual(r->m, ST_Q_NOTE, note);
        }
        return;
    }
}

static void alias(reader *r, const st_tree *t, size_t i) {
    st_str names = st_tree_text(t, i, T_ALIAS_NAME), name;
    const st_str all = names, quality = st_str_trim(st_tree_text(t, i, T_QUALITY)), note = st_tree_text(t, i, T_NOTE);
    const bool person = t->item[0].tag == T_PERSON;
    st_model_count(r->m, names.n ? person ? "INDIVIDUAL_ALIAS with ALIAS_NAME" : "ENTITY_ALIAS with ALIAS_NAME"
                                 : person ? "INDIVIDUAL_ALIAS empty" : "ENTITY_ALIAS empty", 1);
    const st_prop prop = st_str_iis(quality, "low") ? ST_P_WEAK_ALIAS : st_str_iis(quality, "f.k.a.") ? ST_P_FORMER_NAME : ST_P_ALIAS;
    size_t n = 0;
    while (st_split(&names, ";", &name))
        if (st_facts_name(&r->f, prop, name, NULL, 0) && note.n && n++ < NOTED) st_qual(r->m, ST_Q_NOTE, note);
    original_in(r, note);
    birth_in(r, note);
    birth_in(r, all);   /* "X born in 1963" */
    const st_str born = st_tree_text(t, i, T_ALIAS_BORN);
    if (born.n) {
        st_fact_date(r->m, ST_P_BIRTH_DATE, st_day_of(born), ST_DATE_DMY);
        if (all.n) st_qual(r->m, ST_Q_NOTE, all);
    }
    const st_place place = { .city = st_tree_text(t, i, T_ALIAS_CITY), .country = st_tree_text(t, i, T_ALIAS_COUNTRY) };
    if (st_facts_place(&r->f, ST_P_BIRTH_PLACE, &place) && all.n) st_qual(r->m, ST_Q_NOTE, all);
}

static void birth_date(reader *r, const st_tree *t, size_t i) {
    const st_str type = st_tree_text(t, i, T_BIRTH_TYPE), date = st_day_of(st_tree_text(t, i, T_DATE)), year = st_tree_text(t, i, T_YEAR),
                 from = st_tree_text(t, i, T_FROM), to = st_tree_text(t, i, T_TO), note = st_tree_text(t, i, T_NOTE);
    st_model_count2(r->m, "TYPE_OF_DATE", type.n ? type : ST_STR("(none)"), 1);
    const bool circa = st_str_istarts(type, "approx") || st_str_istarts(note, "approx") || st_str_istarts(note, "circa");
    char a[32], b[32], out[72];
    if (date.n == 10 && st_date_parts(st_str_sub(date, 0, 4), st_str_sub(date, 5, 7), st_str_sub(date, 8, 10), circa, a)) snprintf(out, sizeof out, "%s", a);
    else if (st_date_parts(from, ST_STR_NONE, ST_STR_NONE, false, a) && st_date_parts(to, ST_STR_NONE, ST_STR_NONE, false, b)) snprintf(out, sizeof out, "%s/%s", a, b);
    else if (st_date_parts(year, ST_STR_NONE, ST_STR_NONE, circa, a)) snprintf(out, sizeof out, "%s", a);
    else {
        const st_str rest[] = { date, year, from, to, note };
        for (size_t k = 0; k < ST_LEN(rest); k++) if (rest[k].n) st_facts_dates(&r->f, ST_P_BIRTH_DATE, rest[k]);
        return;
    }
    st_fact(r->m, ST_P_BIRTH_DATE, st_str_of(out));
    if (note.n) st_qual(r->m, ST_Q_NOTE, note);
}

static void place(reader *r, const st_tree *t, size_t i, st_prop head) {
    const st_str note = st_tree_text(t, i, T_NOTE);
    const st_place p = { .street = st_tree_text(t, i, T_STREET), .city = st_tree_text(t, i, T_CITY), .region = st_tree_text(t, i, T_REGION),
                         .postcode = st_tree_text(t, i, T_ZIP), .country = st_tree_text(t, i, T_COUNTRY) };
    if (!st_facts_place(&r->f, head, &p)) {
        if (note.n == 0) return;
        st_fact(r->m, head, head == ST_P_ADDRESS ? ST_STR_NONE : note);
    }
    if (note.n) st_qual(r->m, ST_Q_NOTE, note);
}

static void document(reader *r, const st_tree *t, size_t i) {
    const st_str type = st_tree_text(t, i, T_DOC_TYPE), type2 = st_tree_text(t, i, T_DOC_TYPE2), number = st_tree_text(t, i, T_NUMBER),
                 note = st_tree_text(t, i, T_NOTE), issued = st_tree_text(t, i, T_DOC_DATE), city = st_tree_text(t, i, T_DOC_CITY);
    st_str country = st_tree_text(t, i, T_DOC_COUNTRY), country2 = st_tree_text(t, i, T_DOC_COUNTRY2);
    if (country.n == 0) { country = country2; country2 = ST_STR_NONE; }
    if (number.n == 0) {   /* the number may stand in the prose; a document without one is a remark */
        const st_prop prop = st_document_prop(type2, st_document_prop(type, ST_PROP_NONE)), said = st_document_prop(note, prop);
        if (type2.n) { if (prop) st_facts_document(&r->f, prop, type2); else st_note(r->m, ST_STR("INDIVIDUAL_DOCUMENT/TYPE_OF_DOCUMENT2"), type2); }
        if (note.n) { if (said) st_facts_document(&r->f, said, note); else st_note(r->m, ST_STR("INDIVIDUAL_DOCUMENT/NOTE"), note); }
        return;
    }
    st_model_count(r->m, "INDIVIDUAL_DOCUMENT with NUMBER", 1);
    st_fact(r->m, st_document_prop(type2, st_document_prop(type, ST_P_ID_NUMBER)), number);
    if (type.n || type2.n) st_qual(r->m, ST_Q_TYPE, type2.n ? type2 : type);
    if (country.n) st_qual_country(r->m, country);
    if (issued.n) st_qual_date(r->m, ST_Q_ISSUED, st_day_of(issued), ST_DATE_DMY);
    else st_prose_validity(r->m, note);
    if (city.n) st_qual(r->m, ST_Q_ISSUER, city);
    if (country2.n && !st_str_eq(country, country2)) st_qual(r->m, ST_Q_ISSUER, country2);   /* issued abroad, by a consulate */
    if (note.n) st_qual(r->m, ST_Q_NOTE, note);
}

static void names(reader *r, const st_tree *t) {
    const st_name_part part[] = { { ST_Q_OTHER_PART, st_tree_text(t, 0, T_NAME1) }, { ST_Q_OTHER_PART, st_tree_text(t, 0, T_NAME2) },
                                  { ST_Q_OTHER_PART, st_tree_text(t, 0, T_NAME3) }, { ST_Q_OTHER_PART, st_tree_text(t, 0, T_NAME4) } };
    st_facts_name(&r->f, ST_P_NAME, ST_STR_NONE, part, ST_LEN(part));
}

static void listing(reader *r, const st_tree *t) {
    st_str updated = ST_STR_NONE;
    for (size_t i = 1; i < t->n; i++)   /* ISO days: the greatest is the last */
        if (t->item[i].tag == T_UPDATED && st_str_cmp(t->item[i].text, updated) > 0) updated = t->item[i].text;
    const st_str list = st_tree_text(t, 0, T_LIST), authority = st_tree_text(t, 0, T_LIST_TYPE), listed = st_tree_text(t, 0, T_LISTED);
    st_fact(r->m, ST_P_LISTING, list.n ? list : ST_STR("UN Security Council"));
    st_qual(r->m, ST_Q_REFERENCE, st_tree_text(t, 0, T_REFERENCE));
    if (authority.n) st_qual(r->m, ST_Q_AUTHORITY, authority);
    if (listed.n) st_qual_date(r->m, ST_Q_LISTED_ON, st_day_of(listed), ST_DATE_DMY);
    if (updated.n) st_qual_date(r->m, ST_Q_AMENDED_ON, st_day_of(updated), ST_DATE_DMY);
    for (size_t i = 1; i < t->n; i++)   /* the model has a place for the last amendment only */
        if (t->item[i].tag == T_UPDATED && t->item[i].text.n && !st_str_eq(st_day_of(t->item[i].text), st_day_of(updated)))
            st_note(r->m, ST_STR("LAST_DAY_UPDATED"), st_day_of(t->item[i].text));
}

static void field(reader *r, const st_tree *t, size_t i) {
    const st_str text = t->item[i].text;
    switch (t->item[i].tag) {
    case T_ORIGINAL:
        if (text.n) st_model_count(r->m, "NAME_ORIGINAL_SCRIPT not empty", 1);
        for (st_str rest = text, part; st_split(&rest, ";", &part);) st_facts_original(&r->f, part, ST_STR_NONE, ST_STR_NONE);
        break;
    case T_TITLE: st_facts_texts(&r->f, ST_P_TITLE, text); break;
    case T_POSITION: st_facts_texts(&r->f, ST_P_POSITION, text); break;
    case T_NATIONALITY: st_facts_countries(&r->f, ST_P_NATIONALITY, text); break;
    case T_GENDER: st_facts_gender(&r->f, text); break;
    case T_COMMENTS: st_facts_text(&r->f, ST_P_REMARK, text); break;
    case T_ALIAS: alias(r, t, i); break;
    case T_ADDRESS: place(r, t, i, ST_P_ADDRESS); break;
    case T_PLACE: place(r, t, i, ST_P_BIRTH_PLACE); break;
    case T_BIRTH: birth_date(r, t, i); break;
    case T_DOCUMENT: document(r, t, i); break;
    default: break;
    }
}

static st_code on_record(void *user, const st_tree *t, st_err *err) {
    reader *r = user;
    const bool person = t->item[0].tag == T_PERSON;
    const uint32_t line = t->item[0].line;
    const st_str key = st_tree_text(t, 0, T_ID), list = st_tree_text(t, 0, T_LIST), reference = st_tree_text(t, 0, T_REFERENCE);
    st_model_count(r->m, person ? "INDIVIDUAL" : "ENTITY", 1);
    if (list.n) st_model_count2(r->m, "UN_LIST_TYPE", list, 1);
    st_model_party(r->m, key.n ? key : ST_STR("?"), line);
    names(r, t);
    for (size_t i = 1; i < t->n; i++) field(r, t, i);
    if (key.n == 0) { st_model_bad(r->m, line, "the entry has no DATAID"); return st_model_ok(r->m, err); }
    if (st_tree_text(t, 0, T_NAME1).n == 0 && st_tree_text(t, 0, T_NAME2).n == 0) {
        st_model_bad(r->m, line, "entry %.*s has no name", ST_FMT(key));
        return st_model_ok(r->m, err);
    }
    st_model_kind(r->m, person ? ST_KIND_PERSON : ST_KIND_ORGANISATION);
    st_model_main(r->m);
    listing(r, t);
    st_tree_note_unknown(t, r->m);
    st_refs_define(&r->refs, reference, key);
    st_refs_scan(&r->refs, st_tree_text(t, 0, T_COMMENTS), key, line);
    ST_TRY(st_facts_ok(&r->f, err));
    return st_model_commit(r->m, err);
}

static st_code on_outside(void *user, const st_item *it, st_err *err) {
    reader *r = user;
    (void)err;
    const st_str date = st_item_get(it, "dateGenerated");
    if (it->tag != T_ROOT) return ST_OK;
    r->root = true;
    if (date.n) st_model_list_set(r->m, ST_LIST_DATE, st_day_of(date));
    return ST_OK;
}

static st_code read_un(st_input *in, const st_probe *p, st_model *m, st_err *err) {
    (void)p;
    static const st_tree_handler h = { T_PERSON, T_ENTITY, on_record, on_outside };
    reader r = { m, st_facts_new(m), ST_REFS_INIT, false };
    st_model_list_set(m, ST_LIST_ID, ST_STR("un_sc"));
    st_code code = st_tree_parse(in, rules, ST_LEN(rules), &h, &r, err);
    if (code >= 0 && !r.root) code = st_fail(err, ST_E_DATA, "the root element is not CONSOLIDATED_LIST");
    if (code >= 0) code = st_refs_commit(&r.refs, m, err);
    st_refs_free(&r.refs);
    st_facts_free(&r.f);
    return code < 0 ? code : st_model_ok(m, err);
}

const st_source st_source_un_xml = { "un-xml", "UN Security Council consolidated list, XML", probe, read_un };
