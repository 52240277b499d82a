/* OFAC's SDN.XML and CONSOLIDATED.XML: one sdnEntry a party. Old and new namespace, both spellings of the header element.
 *
 * The header states how many entries there are. A file with another number was cut or tampered with, and a list that is smaller than its
 * publisher says must never replace a whole one: so that is an error, not a warning. */
#include <inttypes.h>
#include "base/xml.h"
#include "sources/ofac.h"
#include "sources/ofac_remarks.h"
#include "text/text.h"

enum tag { T_NONE, ROOT, PUBLISHED, COUNT, ENTRY, UID, FIRST, LAST, TITLE, TYPE, REMARKS, PROGRAM,
           ID, ID_UID, ID_TYPE, ID_NUMBER, ID_COUNTRY, ID_ISSUED, ID_EXPIRES,
           AKA, AKA_UID, AKA_TYPE, AKA_CATEGORY, AKA_LAST, AKA_FIRST,
           ADDRESS, ADDR_UID, ADDR_1, ADDR_2, ADDR_3, ADDR_CITY, ADDR_STATE, ADDR_POST, ADDR_COUNTRY,
           NATIONALITY, NATION_UID, NATION_COUNTRY, NATION_MAIN, CITIZENSHIP, CITIZEN_UID, CITIZEN_COUNTRY, CITIZEN_MAIN,
           BORN, BORN_UID, BORN_DATE, BORN_MAIN, PLACE, PLACE_UID, PLACE_TEXT, PLACE_MAIN,
           CALL_SIGN, VESSEL_TYPE, VESSEL_FLAG, VESSEL_OWNER, TONNAGE, GRT, OTHER_PATH, OTHER, LAST_TAG };

#define E "sdnList/sdnEntry/"
static const st_xml_rule rules[] = {
    { "sdnList", ROOT, 0 },
    { "sdnList/publshInformation/Publish_Date", PUBLISHED, 0 }, { "sdnList/publishInformation/Publish_Date", PUBLISHED, 0 },
    { "sdnList/publshInformation/Record_Count", COUNT, 0 }, { "sdnList/publishInformation/Record_Count", COUNT, 0 },
    { "sdnList/sdnEntry", ENTRY, 0 }, { E "uid", UID, 0 }, { E "firstName", FIRST, 0 }, { E "lastName", LAST, 0 }, { E "title", TITLE, 0 },
    { E "sdnType", TYPE, 0 }, { E "nspType", TYPE, 0 }, { E "remarks", REMARKS, 0 }, { E "programList/program", PROGRAM, 0 },
    { E "idList/id", ID, 0 }, { E "idList/id/uid", ID_UID, 0 }, { E "idList/id/idType", ID_TYPE, 0 }, { E "idList/id/idNumber", ID_NUMBER, 0 },
    { E "idList/id/idCountry", ID_COUNTRY, 0 }, { E "idList/id/issueDate", ID_ISSUED, 0 }, { E "idList/id/expirationDate", ID_EXPIRES, 0 },
    { E "akaList/aka", AKA, 0 }, { E "akaList/aka/uid", AKA_UID, 0 }, { E "akaList/aka/type", AKA_TYPE, 0 },
    { E "akaList/aka/category", AKA_CATEGORY, 0 }, { E "akaList/aka/lastName", AKA_LAST, 0 }, { E "akaList/aka/firstName", AKA_FIRST, 0 },
    { E "addressList/address", ADDRESS, 0 }, { E "addressList/address/uid", ADDR_UID, 0 }, { E "addressList/address/address1", ADDR_1, 0 },
    { E "addressList/address/address2", ADDR_2, 0 }, { E "addressList/address/address3", ADDR_3, 0 }, { E "addressList/address/city", ADDR_CITY, 0 },
    { E "addressList/address/stateOrProvince", ADDR_STATE, 0 }, { E "addressList/address/postalCode", ADDR_POST, 0 },
    { E "addressList/address/country", ADDR_COUNTRY, 0 },
    { E "nationalityList/nationality", NATIONALITY, 0 }, { E "nationalityList/nationality/uid", NATION_UID, 0 },
    { E "nationalityList/nationality/country", NATION_COUNTRY, 0 }, { E "nationalityList/nationality/mainEntry", NATION_MAIN, 0 },
    { E "citizenshipList/citizenship", CITIZENSHIP, 0 }, { E "citizenshipList/citizenship/uid", CITIZEN_UID, 0 },
    { E "citizenshipList/citizenship/country", CITIZEN_COUNTRY, 0 }, { E "citizenshipList/citizenship/mainEntry", CITIZEN_MAIN, 0 },
    { E "dateOfBirthList/dateOfBirthItem", BORN, 0 }, { E "dateOfBirthList/dateOfBirthItem/uid", BORN_UID, 0 },
    { E "dateOfBirthList/dateOfBirthItem/dateOfBirth", BORN_DATE, 0 }, { E "dateOfBirthList/dateOfBirthItem/mainEntry", BORN_MAIN, 0 },
    { E "placeOfBirthList/placeOfBirthItem", PLACE, 0 }, { E "placeOfBirthList/placeOfBirthItem/uid", PLACE_UID, 0 },
    { E "placeOfBirthList/placeOfBirthItem/placeOfBirth", PLACE_TEXT, 0 }, { E "placeOfBirthList/placeOfBirthItem/mainEntry", PLACE_MAIN, 0 },
    { E "vesselInfo/callSign", CALL_SIGN, 0 }, { E "vesselInfo/vesselType", VESSEL_TYPE, 0 }, { E "vesselInfo/vesselFlag", VESSEL_FLAG, 0 },
    { E "vesselInfo/vesselOwner", VESSEL_OWNER, 0 }, { E "vesselInfo/tonnage", TONNAGE, 0 }, { E "vesselInfo/grossRegisteredTonnage", GRT, 0 },
};
#undef E

/* Elements that are counted under the publisher's own names. */
static const char *const counted[LAST_TAG] = {
    [ENTRY] = "sdnEntry", [PROGRAM] = "program", [ID] = "id", [AKA] = "aka", [ADDRESS] = "address", [NATIONALITY] = "nationality",
    [CITIZENSHIP] = "citizenship", [BORN] = "dateOfBirthItem", [PLACE] = "placeOfBirthItem",
};

typedef struct reader {
    st_model *m;
    ofac_record rec;
    uint32_t line;
    uint64_t entries, stated;
    bool has_count;
} reader;

/* ---- an entry: its parts in the order of their ends, so that the fields of a group stand before the group's own tag -------------------- */
static st_str get(const reader *r, size_t from, size_t to, uint16_t tag) { return ofac_record_get(&r->rec, from, to, tag); }

/* "LAST, First" as the flat files print it, with both parts as qualifiers. */
static void name(reader *r, st_prop head, st_str first, st_str last, st_str type) {
    st_buf b = ST_BUF_INIT(1 << 16);
    st_buf_str(&b, last);
    if (last.n && first.n) st_buf_z(&b, ", ");
    st_buf_str(&b, first);
    st_str whole = ofac_text(r->m, &b);
    st_fact(r->m, head, whole);
    if (first.n && whole.n) {
        st_qual(r->m, ST_Q_FAMILY, last);
        st_qual(r->m, ST_Q_GIVEN, first);
    }
    if (type.n && whole.n) st_qual(r->m, ST_Q_TYPE, type);
    st_buf_free(&b);
}

static void address(reader *r, size_t from, size_t to) {
    st_buf street = ST_BUF_INIT(1 << 16);
    for (uint16_t t = ADDR_1; t <= ADDR_3; t++) {
        st_str line = get(r, from, to, t);
        if (street.n && line.n) st_buf_z(&street, ", ");
        st_buf_str(&street, line);
    }
    st_fact(r->m, ST_P_ADDRESS, ST_STR_NONE);
    if (street.n || street.failed) st_qual(r->m, ST_Q_STREET, ofac_text(r->m, &street));
    st_buf_free(&street);
    static const struct { uint16_t tag; st_prop qual; } rest[] = { { ADDR_CITY, ST_Q_CITY }, { ADDR_STATE, ST_Q_REGION }, { ADDR_POST, ST_Q_POSTCODE } };
    for (size_t i = 0; i < ST_LEN(rest); i++) {
        st_str text = get(r, from, to, rest[i].tag);
        if (text.n) st_qual(r->m, rest[i].qual, text);
    }
    st_str country = get(r, from, to, ADDR_COUNTRY);
    if (country.n) st_qual_country(r->m, country);
}

static void id(reader *r, size_t from, size_t to, st_kind kind) {
    ofac_item it = { .type = get(r, from, to, ID_TYPE), .value = get(r, from, to, ID_NUMBER), .country = get(r, from, to, ID_COUNTRY),
                     .issued = get(r, from, to, ID_ISSUED), .expires = get(r, from, to, ID_EXPIRES), .kind = kind };
    if (!ofac_item_add(r->m, &it)) ofac_item_unknown_id(r->m, &it);
}

/* Stages the group that ends at part `to` with its own tag. */
static void group(reader *r, size_t from, size_t to, st_kind kind) {
    st_str text = r->rec.part[to].text, keep;
    switch (r->rec.part[to].tag) {
    case TITLE: ofac_title(r->m, text); break;
    case REMARKS: ofac_remarks_add(r->m, kind, get(r, 0, r->rec.n, TITLE), text, NULL); break;
    case PROGRAM: ofac_programmes(r->m, text); break;
    case ID: id(r, from, to, kind); break;
    case AKA: {
        st_prop head = ofac_alias_head(get(r, from, to, AKA_TYPE), st_str_iis(get(r, from, to, AKA_CATEGORY), "weak"), &keep);
        name(r, head, get(r, from, to, AKA_FIRST), get(r, from, to, AKA_LAST), keep);
        break;
    }
    case ADDRESS: address(r, from, to); break;
    case NATIONALITY: st_fact_country(r->m, ST_P_NATIONALITY, get(r, from, to, NATION_COUNTRY)); break;
    case CITIZENSHIP: st_fact_country(r->m, ST_P_CITIZENSHIP, get(r, from, to, CITIZEN_COUNTRY)); break;
    case BORN: st_fact_date(r->m, ST_P_BIRTH_DATE, get(r, from, to, BORN_DATE), ST_DATE_DMY); break;
    case PLACE: ofac_place(r->m, ST_P_BIRTH_PLACE, get(r, from, to, PLACE_TEXT)); break;
    case CALL_SIGN: st_fact(r->m, ST_P_CALL_SIGN, text); break;
    case VESSEL_TYPE: st_fact(r->m, ST_P_VESSEL_TYPE, text); break;
    case VESSEL_FLAG: st_fact_country(r->m, ST_P_FLAG, text); break;
    case VESSEL_OWNER: ofac_link_name(r->m, ST_P_SHIP_OWNER, text, ST_STR_NONE); break;
    case TONNAGE:
    case GRT:
        if (!text.n) break;
        st_fact(r->m, ST_P_TONNAGE, text);
        st_qual(r->m, ST_Q_TYPE, r->rec.part[to].tag == GRT ? ST_STR("gross registered tonnage") : ST_STR("tonnage"));
        break;
    case OTHER: st_note(r->m, to ? r->rec.part[to - 1].text : ST_STR_NONE, text); break;
    default: break;
    }
}

static st_code stage(reader *r, st_err *err) {
    size_t n = r->rec.n, from = 0;
    st_str uid = get(r, 0, n, UID), last = get(r, 0, n, LAST), first = get(r, 0, n, FIRST), type = get(r, 0, n, TYPE);
    st_kind kind = ofac_kind(type);
    st_model_party(r->m, uid.n ? uid : ST_STR("?"), r->line);
    if (!uid.n || !(last.n || first.n)) {
        st_model_bad(r->m, r->line, uid.n ? "the sdnEntry has no name" : "the sdnEntry has no uid");
        return ST_OK;
    }
    st_model_main(r->m);
    st_model_kind(r->m, kind);
    name(r, ST_P_NAME, first, last, ST_STR_NONE);
    for (size_t i = 0; i < n; i++) {
        uint16_t tag = r->rec.part[i].tag;
        bool field = (tag > ID && tag < AKA) || (tag > AKA && tag < ADDRESS) || (tag > ADDRESS && tag < NATIONALITY);
        if (field) continue;
        group(r, from, i, kind);
        if (counted[tag]) from = i + 1;
    }
    if (type.n) st_model_count2(r->m, "type", type, 1);
    return st_model_commit(r->m, err);
}

/* ---- call-backs ------------------------------------------------------------------------------------------------------------------------ */
static st_code begin(void *user, st_xml *x, uint16_t tag, const st_xml_attr *attr, size_t n_attr, st_err *err) {
    reader *r = user;
    (void)attr; (void)n_attr; (void)err;
    if (tag == ENTRY) {
        ofac_record_reset(&r->rec);
        r->line = st_xml_line(x);
    }
    return ST_OK;
}

/* "MM/DD/YYYY" */
static void published(reader *r, st_str text) {
    char edtf[32];
    if (st_date(text, ST_DATE_MDY, edtf)) st_model_list_set(r->m, ST_LIST_DATE, st_str_of(edtf));
    else st_model_warn(r->m, 0, "Publish_Date \"%.*s\" is no date", ST_FMT(ofac_clip(text)));
}

static st_code end(void *user, st_xml *x, uint16_t tag, st_str text, st_err *err) {
    reader *r = user;
    if (tag < LAST_TAG && counted[tag]) st_model_count(r->m, counted[tag], 1);
    switch (tag) {
    case ROOT: return ST_OK;
    case PUBLISHED: published(r, text); return ST_OK;
    case COUNT:
        r->has_count = st_parse_u64(text, &r->stated);
        if (!r->has_count) st_model_warn(r->m, st_xml_line(x), "Record_Count is not a number");
        else st_model_count(r->m, "Record_Count header", r->stated);
        return ST_OK;
    case ENTRY:
        r->entries++;
        return stage(r, err);
    default: return ofac_record_add(&r->rec, tag, text, err);
    }
}

/* An element that this reader has no rule for: kept with the entry. */
static st_code other(void *user, st_xml *x, st_str path, st_str text, st_err *err) {
    reader *r = user;
    (void)x;
    if (!st_str_starts(path, "sdnList/sdnEntry/")) return ST_OK;
    ST_TRY(ofac_record_add(&r->rec, OTHER_PATH, path, err));
    return ofac_record_add(&r->rec, OTHER, text, err);
}

static st_code read(st_input *in, const st_probe *p, st_model *m, st_err *err) {
    static const st_xml_handler handler = { begin, end, other };
    reader r = { .m = m, .rec = { .arena = ST_ARENA_INIT } };
    st_model_list_set(m, ST_LIST_ID, st_str_of(ofac_list_id(p)));
    st_code code = st_xml_parse(in, rules, ST_LEN(rules), &handler, &r, err);
    ofac_record_free(&r.rec);
    ST_TRY(code);
    if (r.has_count && r.stated != r.entries) {
        st_fail(err, ST_E_DATA, "the header says %" PRIu64 " records, but the file holds %" PRIu64, r.stated, r.entries);
        st_err_hint(err, "the file was cut short or changed, or is an excerpt: download it again");
        return ST_E_DATA;
    }
    return st_model_ok(m, err);
}

static int probe(const st_probe *p) { return st_str_find(p->head, "<sdnList") != SIZE_MAX ? 2 : 0; }

const st_source st_source_ofac_xml = { "ofac-xml", "OFAC SDN.XML and CONSOLIDATED.XML", probe, read };
