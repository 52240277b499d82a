/* OFAC's ENHANCED_XML, the present format: one entity a party, texts in place, relations between entities by id.
 *
 * What stands under an entity comes in groups (a name with translations with parts); a group's own tag closes it, so that its fields are the
 * parts between the previous group and itself. Elements of presentation (ids of rows and reference values) are known and left out. */
#include "base/xml.h"
#include "sources/ofac.h"
#include "sources/ofac_remarks.h"
#include "text/text.h"

enum tag { T_NONE, AS_OF, FILTER_LIST, FILTER_PROGRAM, REFERENCE, SKIP,
           ENTITY, ENTITY_ID, KIND, TITLE, REMARKS, LIST, LIST_DATE, PROGRAM, MEASURE, AUTHORITY,
           NAME, NAME_PRIMARY, NAME_TYPE, NAME_LOW, NAME_TR, TR_SCRIPT, TR_FIRST, TR_LAST, TR_FULL, NAME_PART, NP_TYPE, NP_VALUE,
           ADDRESS, ADDR_COUNTRY, ADDR_TR, ADDR_SCRIPT, ADDR_PART, AP_TYPE, AP_VALUE,
           FEATURE, F_TYPE, F_VALUE, F_FROM, F_TO, F_CIRCA, F_RELIABLE, F_COMMENT,
           DOCUMENT, D_NAME, D_TYPE, D_NUMBER, D_COUNTRY, D_PLACE, D_AUTHORITY, D_VALID, D_COMMENT, D_FEATURE,
           D_ISSUED_FROM, D_ISSUED_TO, D_EXPIRES_FROM, D_EXPIRES_TO,
           RELATION, R_TYPE, R_ENTITY, R_ENTITY_ID, R_QUALITY, R_COMMENT, OTHER_PATH, OTHER, LAST_TAG };

#define E "sanctionsData/entities/entity/"
#define N E "names/name/"
#define A E "addresses/address/"
#define F E "features/feature/"
#define D E "identityDocuments/identityDocument/"
#define R E "relationships/relationship/"
static const st_xml_rule rules[] = {
    { "sanctionsData", SKIP, 0 }, { "sanctionsData/publicationInfo/dataAsOf", AS_OF, 0 },
    { "sanctionsData/publicationInfo/filters/sanctionsLists/sanctionsList", FILTER_LIST, 0 },
    { "sanctionsData/publicationInfo/filters/sanctionsPrograms/sanctionsProgram", FILTER_PROGRAM, 0 },
    { "sanctionsData/referenceValues", SKIP, ST_XML_SILENT }, { "sanctionsData/referenceValues/referenceValue", REFERENCE, ST_XML_SILENT },
    { "sanctionsData/featureTypes", SKIP, ST_XML_SILENT },
    { "sanctionsData/entities/entity", ENTITY, 0 }, { E "generalInfo/identityId", SKIP, 0 }, { E "generalInfo/entityType", KIND, 0 },
    { E "generalInfo/title", TITLE, 0 }, { E "generalInfo/remarks", REMARKS, 0 },
    { E "sanctionsLists/sanctionsList", LIST, 0 }, { E "sanctionsPrograms/sanctionsProgram", PROGRAM, 0 },
    { E "sanctionsTypes/sanctionsType", MEASURE, 0 }, { E "legalAuthorities/legalAuthority", AUTHORITY, 0 },
    { E "names/name", NAME, 0 }, { N "isPrimary", NAME_PRIMARY, 0 }, { N "aliasType", NAME_TYPE, 0 }, { N "isLowQuality", NAME_LOW, 0 },
    { N "translations/translation", NAME_TR, 0 }, { N "translations/translation/isPrimary", SKIP, 0 },
    { N "translations/translation/script", TR_SCRIPT, 0 }, { N "translations/translation/formattedFirstName", TR_FIRST, 0 },
    { N "translations/translation/formattedLastName", TR_LAST, 0 }, { N "translations/translation/formattedFullName", TR_FULL, 0 },
    { N "translations/translation/nameParts/namePart", NAME_PART, 0 }, { N "translations/translation/nameParts/namePart/type", NP_TYPE, 0 },
    { N "translations/translation/nameParts/namePart/value", NP_VALUE, 0 },
    { E "addresses/address", ADDRESS, 0 }, { A "country", ADDR_COUNTRY, 0 }, { A "translations/translation", ADDR_TR, 0 },
    { A "translations/translation/isPrimary", SKIP, 0 }, { A "translations/translation/script", ADDR_SCRIPT, 0 },
    { A "translations/translation/addressParts/addressPart", ADDR_PART, 0 },
    { A "translations/translation/addressParts/addressPart/type", AP_TYPE, 0 },
    { A "translations/translation/addressParts/addressPart/value", AP_VALUE, 0 },
    { E "features/feature", FEATURE, 0 }, { F "type", F_TYPE, 0 }, { F "versionId", SKIP, 0 }, { F "value", F_VALUE, 0 }, { F "valueRefId", SKIP, 0 },
    { F "isPrimary", SKIP, 0 }, { F "reliability", F_RELIABLE, 0 }, { F "comments", F_COMMENT, 0 }, { F "valueDate", SKIP, ST_XML_SILENT },
    { F "valueDate/fromDateBegin", F_FROM, 0 }, { F "valueDate/toDateEnd", F_TO, 0 }, { F "valueDate/isApproximate", F_CIRCA, 0 },
    { E "identityDocuments/identityDocument", DOCUMENT, 0 }, { D "type", D_TYPE, 0 }, { D "name", D_NAME, 0 }, { D "documentNumber", D_NUMBER, 0 },
    { D "isValid", D_VALID, 0 }, { D "issuingLocation", D_PLACE, 0 }, { D "issuingAuthority", D_AUTHORITY, 0 }, { D "issuingCountry", D_COUNTRY, 0 },
    { D "comments", D_COMMENT, 0 }, { D "idFeatures/idFeature", D_FEATURE, 0 }, { D "issueDate", SKIP, ST_XML_SILENT },
    { D "expirationDate", SKIP, ST_XML_SILENT },
    { D "issueDate/fromDateBegin", D_ISSUED_FROM, 0 }, { D "issueDate/toDateEnd", D_ISSUED_TO, 0 },
    { D "expirationDate/fromDateBegin", D_EXPIRES_FROM, 0 }, { D "expirationDate/toDateEnd", D_EXPIRES_TO, 0 },
    { E "relationships/relationship", RELATION, 0 }, { R "type", R_TYPE, 0 }, { R "relatedEntity", R_ENTITY, 0 }, { R "quality", R_QUALITY, 0 },
    { R "comments", R_COMMENT, 0 },
};
#undef E
#undef N
#undef A
#undef F
#undef D
#undef R

/* Counted under the publisher's element names, wherever the element stands. */
static const char *const counted[LAST_TAG] = {
    [FILTER_PROGRAM] = "sanctionsProgram", [PROGRAM] = "sanctionsProgram", [REFERENCE] = "referenceValue", [ENTITY] = "entity", [NAME] = "name",
    [D_NAME] = "name", [NAME_TR] = "translation", [ADDR_TR] = "translation", [ADDRESS] = "address", [FEATURE] = "feature",
    [DOCUMENT] = "identityDocument", [RELATION] = "relationship",
};

typedef struct reader {
    st_model *m;
    const st_probe *probe;
    ofac_record rec;
    uint32_t line;
    bool filter_sdn, filter_cons;
    unsigned lists;   /* of the open entity */
} reader;
enum { MAX_LISTS = 32 };   /* there are eight; the measures are repeated for no more than these, or their number would grow with the square */

static st_str get(const reader *r, size_t from, size_t to, uint16_t tag) { return ofac_record_get(&r->rec, from, to, tag); }
static bool is_true(st_str s) { return st_str_iis(s, "true") || st_str_is(s, "1"); }

/* ---- the groups of an entity: parts [from, to) ----------------------------------------------------------------------------------------- */
static st_prop name_part(st_str type) {
    static const struct { const char *type; st_prop qual; } parts[] = {
        { "Last Name", ST_Q_FAMILY }, { "First Name", ST_Q_GIVEN }, { "Middle Name", ST_Q_MIDDLE }, { "Maiden Name", ST_Q_MAIDEN },
        { "Patronymic", ST_Q_PATRONYMIC }, { "Matronymic", ST_Q_OTHER_PART }, { "Nickname", ST_Q_OTHER_PART }, { "Suffix", ST_Q_SUFFIX },
    };
    for (size_t i = 0; i < ST_LEN(parts); i++)
        if (st_str_iis(type, parts[i].type)) return parts[i].qual;
    return ST_PROP_NONE;
}

/* One translation of a name, which is its own fact. */
static void name_translation(reader *r, size_t from, size_t to, st_prop head, st_str keep) {
    st_str full = get(r, from, to, TR_FULL), script = get(r, from, to, TR_SCRIPT);
    bool latin = ofac_is_latin(script);
    st_fact(r->m, latin ? head : ST_P_ORIGINAL_NAME, full);
    if (!full.n) return;
    st_str type = ST_STR_NONE;
    for (size_t i = from; i < to; i++) {
        if (r->rec.part[i].tag == NP_TYPE) type = r->rec.part[i].text;
        st_prop qual = r->rec.part[i].tag == NP_VALUE ? name_part(type) : ST_PROP_NONE;
        if (qual != ST_PROP_NONE) st_qual(r->m, qual, r->rec.part[i].text);
    }
    if (!latin) ofac_script(r->m, script, full);
    if (keep.n) st_qual(r->m, ST_Q_TYPE, keep);
}

static void name(reader *r, size_t from, size_t to) {
    st_str keep = ST_STR_NONE;
    st_prop head = ST_P_NAME;
    if (!is_true(get(r, from, to, NAME_PRIMARY)))
        head = ofac_alias_head(get(r, from, to, NAME_TYPE), is_true(get(r, from, to, NAME_LOW)), &keep);
    size_t start = from;
    for (size_t i = from; i < to; i++) {
        if (r->rec.part[i].tag != NAME_TR) continue;
        name_translation(r, start, i, head, keep);
        start = i + 1;
    }
}

/* The parts of one translation of an address; false when it has none. */
static bool address_translation(reader *r, size_t from, size_t to, st_str country) {
    static const struct { const char *type; st_prop qual; } parts[] = {
        { "CITY", ST_Q_CITY }, { "STATE/PROVINCE", ST_Q_REGION }, { "REGION", ST_Q_REGION }, { "POSTAL CODE", ST_Q_POSTCODE },
    };
    if (!get(r, from, to, AP_VALUE).n && !country.n) return false;
    st_fact(r->m, ST_P_ADDRESS, ST_STR_NONE);
    st_buf street = ST_BUF_INIT(1 << 16);
    st_str type = ST_STR_NONE, script = get(r, from, to, ADDR_SCRIPT);
    for (size_t i = from; i < to; i++) {
        st_str text = r->rec.part[i].text;
        if (r->rec.part[i].tag == AP_TYPE) type = text;
        if (r->rec.part[i].tag != AP_VALUE || !text.n) continue;
        st_prop qual = st_str_istarts(type, "ADDRESS") ? ST_Q_STREET : ST_Q_NOTE;
        for (size_t k = 0; k < ST_LEN(parts); k++)
            if (st_str_iis(type, parts[k].type)) qual = parts[k].qual;
        if (qual != ST_Q_STREET) { st_qual(r->m, qual, text); continue; }
        if (street.n) st_buf_z(&street, ", ");
        st_buf_str(&street, text);
    }
    if (street.n || street.failed) st_qual(r->m, ST_Q_STREET, ofac_text(r->m, &street));
    st_buf_free(&street);
    if (country.n) st_qual_country(r->m, country);
    if (!ofac_is_latin(script)) ofac_script(r->m, script, get(r, from, to, AP_VALUE));
    return true;
}

static void address(reader *r, size_t from, size_t to) {
    st_str country = get(r, from, to, ADDR_COUNTRY);
    size_t start = from, n = 0;
    for (size_t i = from; i < to; i++) {
        if (r->rec.part[i].tag != ADDR_TR) continue;
        bool empty = !get(r, start, i, AP_VALUE).n;
        if (!empty || n == 0) n += address_translation(r, start, i, country);
        start = i + 1;
    }
    if (!n) address_translation(r, from, from, country);
}

static void feature(reader *r, size_t from, size_t to, st_kind kind) {
    st_str reliable = get(r, from, to, F_RELIABLE);
    ofac_item it = { .type = get(r, from, to, F_TYPE), .value = get(r, from, to, F_VALUE), .detail = get(r, from, to, F_COMMENT), .kind = kind };
    if (st_str_iis(reliable, "Reported")) it.status = "reported";
    if (st_str_iis(reliable, "False")) it.status = "false";
    char edtf[32];
    st_str first = get(r, from, to, F_FROM);
    bool dated = first.n && !st_date(it.value, ST_DATE_DMY, edtf) && ofac_period(first, get(r, from, to, F_TO), is_true(get(r, from, to, F_CIRCA)), edtf);
    if (dated) it.value = st_str_of(edtf);
    if (!ofac_item_add(r->m, &it)) st_note(r->m, it.type, it.value);
}

static void document(reader *r, size_t from, size_t to, st_kind kind) {
    char issued[32], expires[32];
    ofac_item it = { .type = get(r, from, to, D_TYPE), .value = get(r, from, to, D_NUMBER), .country = get(r, from, to, D_COUNTRY),
                     .issuer = get(r, from, to, D_AUTHORITY), .detail = get(r, from, to, D_COMMENT), .kind = kind };
    if (!it.issuer.n) it.issuer = get(r, from, to, D_PLACE);
    if (!it.detail.n) it.detail = get(r, from, to, D_FEATURE);
    if (st_str_iis(get(r, from, to, D_VALID), "false")) it.status = "invalid";
    if (ofac_period(get(r, from, to, D_ISSUED_FROM), get(r, from, to, D_ISSUED_TO), false, issued)) it.issued = st_str_of(issued);
    if (ofac_period(get(r, from, to, D_EXPIRES_FROM), get(r, from, to, D_EXPIRES_TO), false, expires)) it.expires = st_str_of(expires);
    if (!ofac_item_add(r->m, &it)) ofac_item_unknown_id(r->m, &it);
}

static void relation(reader *r, size_t from, size_t to) {
    st_str type = get(r, from, to, R_TYPE), comment = get(r, from, to, R_COMMENT), quality = get(r, from, to, R_QUALITY);
    st_fact(r->m, ofac_relation(type), get(r, from, to, R_ENTITY_ID));
    st_qual(r->m, ST_Q_TARGET_NAME, get(r, from, to, R_ENTITY));
    st_qual(r->m, ST_Q_TYPE, type);
    if (st_str_iis(quality, "Low")) st_qual(r->m, ST_Q_STATUS, ST_STR("low quality"));
    if (comment.n) st_qual(r->m, ST_Q_NOTE, comment);
}

/* The lists that the entity stands on, with the authorities and measures, which the format gives for the entity as a whole. */
static void listing(reader *r, size_t from, size_t to) {
    st_fact(r->m, ST_P_LISTING, get(r, from, to, LIST));
    st_qual(r->m, ST_Q_AUTHORITY, ST_STR("OFAC"));
    st_qual_date(r->m, ST_Q_LISTED_ON, get(r, from, to, LIST_DATE), ST_DATE_DMY);
    if (r->lists++ >= MAX_LISTS) return;
    for (size_t i = 0; i < r->rec.n; i++) {
        if (r->rec.part[i].tag == AUTHORITY) st_qual(r->m, ST_Q_INSTRUMENT, r->rec.part[i].text);
        if (r->rec.part[i].tag == MEASURE) st_qual(r->m, ST_Q_MEASURE, r->rec.part[i].text);
    }
}

static void group(reader *r, size_t from, size_t to, st_kind kind) {
    st_str text = r->rec.part[to].text;
    switch (r->rec.part[to].tag) {
    case TITLE: ofac_title(r->m, text); break;
    case REMARKS: ofac_remarks_add(r->m, kind, get(r, 0, r->rec.n, TITLE), text, NULL); break;
    case LIST: listing(r, from, to + 1); break;
    case PROGRAM: ofac_programmes(r->m, text); break;
    case NAME: name(r, from, to); break;
    case ADDRESS: address(r, from, to); break;
    case FEATURE: feature(r, from, to, kind); break;
    case DOCUMENT: document(r, from, to, kind); break;
    case RELATION: relation(r, from, to); break;
    case OTHER: st_note(r->m, r->rec.part[to - 1].text, text); break;
    default: break;
    }
}

static bool closes(uint16_t tag) {
    return tag == NAME || tag == ADDRESS || tag == FEATURE || tag == DOCUMENT || tag == RELATION || tag == LIST || tag == PROGRAM || tag == TITLE ||
           tag == REMARKS || tag == MEASURE || tag == AUTHORITY || tag == KIND;
}

static st_code stage(reader *r, st_err *err) {
    size_t n = r->rec.n, from = 0;
    st_str id = get(r, 0, n, ENTITY_ID), type = get(r, 0, n, KIND);
    st_kind kind = ofac_kind(type);
    r->lists = 0;
    st_model_party(r->m, id.n ? id : ST_STR("?"), r->line);
    if (!id.n || !get(r, 0, n, TR_FULL).n) {
        st_model_bad(r->m, r->line, id.n ? "the entity has no name" : "the entity has no id");
        return ST_OK;
    }
    st_model_main(r->m);
    st_model_kind(r->m, kind);
    for (size_t i = 0; i < n; i++) {
        group(r, from, i, kind);
        if (closes(r->rec.part[i].tag)) from = i + 1;
    }
    if (type.n) st_model_count2(r->m, "entityType", type, 1);
    return st_model_commit(r->m, err);
}

/* ---- call-backs ------------------------------------------------------------------------------------------------------------------------ */
static void name_list(reader *r) {
    bool told = r->filter_sdn || r->filter_cons, cons = told ? !r->filter_sdn : ofac_named_cons(r->probe);
    st_model_list_set(r->m, ST_LIST_ID, cons ? ST_STR(OFAC_CONS) : ST_STR(OFAC_SDN));
}

static st_code begin(void *user, st_xml *x, uint16_t tag, const st_xml_attr *attr, size_t n_attr, st_err *err) {
    reader *r = user;
    switch (tag) {
    case ENTITY:
        ofac_record_reset(&r->rec);
        r->line = st_xml_line(x);
        return ofac_record_add(&r->rec, ENTITY_ID, st_xml_get(attr, n_attr, "id"), err);
    case LIST: return ofac_record_add(&r->rec, LIST_DATE, st_xml_get(attr, n_attr, "datePublished"), err);
    case R_ENTITY: return ofac_record_add(&r->rec, R_ENTITY_ID, st_xml_get(attr, n_attr, "entityId"), err);
    default: return ST_OK;
    }
}

static st_code end(void *user, st_xml *x, uint16_t tag, st_str text, st_err *err) {
    reader *r = user;
    (void)x;
    if (tag < LAST_TAG && counted[tag]) st_model_count(r->m, counted[tag], 1);
    switch (tag) {
    case SKIP: case REFERENCE: case FILTER_PROGRAM: case NAME_PART: case ADDR_PART: return ST_OK;
    case AS_OF:
        if (text.n >= 10) st_model_list_set(r->m, ST_LIST_DATE, st_str_sub(text, 0, 10));
        return ST_OK;
    case FILTER_LIST:
        r->filter_sdn |= st_str_is(text, "SDN List");
        r->filter_cons |= !st_str_is(text, "SDN List");
        return ST_OK;
    case ENTITY: return stage(r, err);
    default: return ofac_record_add(&r->rec, tag, text, err);
    }
}

static st_code other(void *user, st_xml *x, st_str path, st_str text, st_err *err) {
    reader *r = user;
    (void)x;
    if (!st_str_starts(path, "sanctionsData/entities/entity/")) return ST_OK;
    ST_TRY(ofac_record_add(&r->rec, OTHER_PATH, path, err));
    return ofac_record_add(&r->rec, OTHER, text, err);
}

static st_code read(st_input *in, const st_probe *p, st_model *m, st_err *err) {
    static const st_xml_handler handler = { begin, end, other };
    reader r = { .m = m, .probe = p, .rec = { .arena = ST_ARENA_INIT } };
    st_code code = st_xml_parse(in, rules, ST_LEN(rules), &handler, &r, err);
    if (!code) name_list(&r);
    ofac_record_free(&r.rec);
    return code ? code : st_model_ok(m, err);
}

static int probe(const st_probe *p) { return st_str_find(p->head, "<sanctionsData") != SIZE_MAX ? 2 : 0; }

const st_source st_source_ofac_enhanced = { "ofac-enhanced", "OFAC SDN_ENHANCED.XML and CONS_ENHANCED.XML", probe, read };
