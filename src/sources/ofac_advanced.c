/* OFAC's SDN_ADVANCED.XML and CONS_ADVANCED.XML: a relational export. Reference values, locations and documents come first and are stored
 * (ofac_advanced_store.c); then the profiles, which are resolved against them; then relations and sanctions entries, which add to the parties.
 * Schema: sdn_advanced.xsd of the publisher, which is that of the United Nations' ASM. */
#include <inttypes.h>
#include "base/xml.h"
#include "sources/ofac_advanced.h"
#include "sources/ofac_remarks.h"
#include "text/text.h"

/* Reference values have the tags REF + adv_set. */
enum tag { T_NONE, SKIP, REF, REF_END = REF + ADV_SETS, ISSUE_Y, ISSUE_M, ISSUE_D,
           LOCATION, L_COUNTRY, L_PART, L_PART_TYPE, L_VALUE,
           DOCUMENT, D_NUMBER, D_AUTHORITY, D_COMMENT, D_DATE, D_DATE_TYPE, D_TYPE, D_IDENTITY, D_COUNTRY, D_VALIDITY,
           FROM_Y, FROM_M, FROM_D, TO_Y, TO_M, TO_D, BOUND, BOUND_APPROX,
           PARTY, P_COMMENT, PROFILE, P_ID, P_SUBTYPE, IDENTITY, I_ID, ALIAS, A_TYPE, A_PRIMARY, A_LOW, DOC_NAME, N_VALUE, N_GROUP, N_SCRIPT,
           GROUP, G_ID, G_TYPE, FEATURE, F_TYPE, VERSION, V_RELIABLE, V_COMMENT, V_DETAIL, V_DETAIL_REF, V_PLACE,
           RELATION, R_FROM, R_TO, R_TYPE, R_QUALITY, R_FORMER, R_COMMENT,
           ENTRY, E_PROFILE, E_LIST, E_COMMENT, E_LIMIT, EVENT, EV_LEGAL, EV_Y, EV_M, EV_D, MEASURE, M_TYPE, M_COMMENT, OTHER_PATH, OTHER };

#define V "Sanctions/ReferenceValueSets/"
#define L "Sanctions/Locations/Location"
#define D "Sanctions/IDRegDocuments/IDRegDocument"
#define P "Sanctions/DistinctParties/DistinctParty"
#define F P "/Profile/Feature/FeatureVersion"
#define R "Sanctions/ProfileRelationships/ProfileRelationship"
#define E "Sanctions/SanctionsEntries/SanctionsEntry"
#define PERIOD(base) { base "/DatePeriod", SKIP, ST_XML_SILENT }, { base "/DatePeriod/Start", BOUND, ST_XML_SILENT }, \
    { base "/DatePeriod/Start/From/Year", FROM_Y, 0 }, { base "/DatePeriod/Start/From/Month", FROM_M, 0 }, { base "/DatePeriod/Start/From/Day", FROM_D, 0 }, \
    { base "/DatePeriod/End/To/Year", TO_Y, 0 }, { base "/DatePeriod/End/To/Month", TO_M, 0 }, { base "/DatePeriod/End/To/Day", TO_D, 0 }
#define SET(name, set) { V name, REF + set, ST_XML_SILENT }
static const st_xml_rule rules[] = {
    { "Sanctions", SKIP, 0 }, { "Sanctions/DateOfIssue", SKIP, 0 }, { "Sanctions/DateOfIssue/Year", ISSUE_Y, 0 },
    { "Sanctions/DateOfIssue/Month", ISSUE_M, 0 }, { "Sanctions/DateOfIssue/Day", ISSUE_D, 0 }, { "Sanctions/ReferenceValueSets", SKIP, ST_XML_SILENT },
    SET("AliasTypeValues/AliasType", ADV_ALIAS_TYPE), SET("CountryValues/Country", ADV_COUNTRY), SET("DetailReferenceValues/DetailReference", ADV_DETAIL),
    SET("FeatureTypeValues/FeatureType", ADV_FEATURE_TYPE), SET("IDRegDocDateTypeValues/IDRegDocDateType", ADV_DOC_DATE),
    SET("IDRegDocTypeValues/IDRegDocType", ADV_DOC_TYPE), SET("LegalBasisValues/LegalBasis", ADV_LEGAL_BASIS), SET("ListValues/List", ADV_LIST),
    SET("LocPartTypeValues/LocPartType", ADV_LOC_PART), SET("NamePartTypeValues/NamePartType", ADV_NAME_PART),
    SET("PartySubTypeValues/PartySubType", ADV_PARTY_SUBTYPE), SET("PartyTypeValues/PartyType", ADV_PARTY_TYPE),
    SET("RelationTypeValues/RelationType", ADV_RELATION), SET("RelationQualityValues/RelationQuality", ADV_QUALITY),
    SET("ReliabilityValues/Reliability", ADV_RELIABILITY), SET("SanctionsTypeValues/SanctionsType", ADV_MEASURE), SET("ScriptValues/Script", ADV_SCRIPT),
    SET("ValidityValues/Validity", ADV_VALIDITY),
    { L, LOCATION, ST_XML_SILENT }, { L "/LocationCountry", L_COUNTRY, 0 }, { L "/LocationPart", L_PART, 0 },
    { L "/LocationPart/LocationPartValue", SKIP, 0 }, { L "/LocationPart/LocationPartValue/Value", L_VALUE, 0 },
    { D, DOCUMENT, ST_XML_SILENT }, { D "/IDRegistrationNo", D_NUMBER, 0 }, { D "/IssuingAuthority", D_AUTHORITY, 0 }, { D "/Comment", D_COMMENT, 0 },
    { D "/DocumentDate", D_DATE, 0 }, PERIOD(D "/DocumentDate"),
    { P, PARTY, 0 }, { P "/Comment", P_COMMENT, 0 }, { P "/Profile", PROFILE, 0 }, { P "/Profile/Comment", P_COMMENT, 0 },
    { P "/Profile/SanctionsEntryReference", SKIP, 0 }, { P "/Profile/Identity", IDENTITY, 0 }, { P "/Profile/Identity/IDRegDocumentReference", SKIP, 0 },
    { P "/Profile/Identity/Alias", ALIAS, 0 }, { P "/Profile/Identity/Alias/DocumentedName", DOC_NAME, 0 },
    { P "/Profile/Identity/Alias/DocumentedName/IDRegDocumentReference", SKIP, 0 },
    { P "/Profile/Identity/Alias/DocumentedName/DocumentedNamePart/NamePartValue", N_VALUE, 0 },
    { P "/Profile/Identity/NamePartGroups/MasterNamePartGroup/NamePartGroup", GROUP, 0 },
    { P "/Profile/Feature", FEATURE, 0 }, { P "/Profile/Feature/IdentityReference", SKIP, 0 }, { F, VERSION, 0 }, { F "/Comment", V_COMMENT, 0 },
    { F "/VersionDetail", V_DETAIL, 0 }, { F "/VersionLocation", V_PLACE, 0 }, { F "/IDRegDocumentReference", SKIP, 0 }, PERIOD(F),
    { R, RELATION, ST_XML_SILENT }, { R "/Comment", R_COMMENT, 0 },
    { E, ENTRY, 0 }, { E "/Comment", E_COMMENT, 0 }, { E "/LimitationsToListing", E_LIMIT, 0 }, { E "/EntryEvent", EVENT, 0 }, { E "/EntryEvent/Date", SKIP, 0 },
    { E "/EntryEvent/Date/Year", EV_Y, 0 }, { E "/EntryEvent/Date/Month", EV_M, 0 }, { E "/EntryEvent/Date/Day", EV_D, 0 },
    { E "/SanctionsMeasure", MEASURE, 0 }, { E "/SanctionsMeasure/Comment", M_COMMENT, 0 },
    { "Sanctions/SanctionsEntryLinks", SKIP, ST_XML_SILENT },
};
#undef V
#undef L
#undef D
#undef P
#undef F
#undef R
#undef E

/* Attributes that become parts of the record when their element begins. */
static const struct { uint16_t element; const char *name; uint16_t tag; } attributes[] = {
    { L_COUNTRY, "CountryID", L_COUNTRY }, { L_PART, "LocPartTypeID", L_PART_TYPE },
    { DOCUMENT, "IDRegDocTypeID", D_TYPE }, { DOCUMENT, "IdentityID", D_IDENTITY }, { DOCUMENT, "IssuedBy-CountryID", D_COUNTRY },
    { DOCUMENT, "ValidityID", D_VALIDITY }, { D_DATE, "IDRegDocDateTypeID", D_DATE_TYPE }, { BOUND, "Approximate", BOUND_APPROX },
    { PROFILE, "ID", P_ID }, { PROFILE, "PartySubTypeID", P_SUBTYPE }, { IDENTITY, "ID", I_ID },
    { ALIAS, "AliasTypeID", A_TYPE }, { ALIAS, "Primary", A_PRIMARY }, { ALIAS, "LowQuality", A_LOW },
    { N_VALUE, "NamePartGroupID", N_GROUP }, { N_VALUE, "ScriptID", N_SCRIPT }, { GROUP, "ID", G_ID }, { GROUP, "NamePartTypeID", G_TYPE },
    { FEATURE, "FeatureTypeID", F_TYPE }, { VERSION, "ReliabilityID", V_RELIABLE }, { V_DETAIL, "DetailReferenceID", V_DETAIL_REF },
    { V_PLACE, "LocationID", V_PLACE },
    { RELATION, "From-ProfileID", R_FROM }, { RELATION, "To-ProfileID", R_TO }, { RELATION, "RelationTypeID", R_TYPE },
    { RELATION, "RelationQualityID", R_QUALITY }, { RELATION, "Former", R_FORMER },
    { ENTRY, "ProfileID", E_PROFILE }, { ENTRY, "ListID", E_LIST }, { EVENT, "LegalBasisID", EV_LEGAL }, { MEASURE, "SanctionsTypeID", M_TYPE },
};

static const struct { uint16_t element; const char *name; } counted[] = {
    { LOCATION, "Location" }, { DOCUMENT, "IDRegDocument" }, { PARTY, "DistinctParty" }, { PROFILE, "Profile" }, { ALIAS, "Alias" },
    { FEATURE, "Feature" }, { RELATION, "ProfileRelationship" }, { ENTRY, "SanctionsEntry" }, { MEASURE, "SanctionsMeasure" },
};

typedef struct name_group { uint64_t id; st_str type; } name_group;
typedef struct reader {
    st_model *m;
    adv_store store;
    ofac_record rec;
    uint32_t line;
    st_str id;            /* of the open reference value or location */
    char id_text[24];
    st_str extra;
    char extra_text[160];
    uint64_t sdn, cons;   /* entries on the SDN list, and on the others */
    uint64_t issue[3];
    name_group *group; size_t groups, group_cap;   /* of the open profile, by id */
} reader;

static st_str get(const reader *r, size_t from, size_t to, uint16_t tag) { return ofac_record_get(&r->rec, from, to, tag); }
static uint16_t tag_at(const reader *r, size_t i) { return r->rec.part[i].tag; }
static st_str text_at(const reader *r, size_t i) { return r->rec.part[i].text; }
static bool is_true(st_str s) { return st_str_iis(s, "true") || st_str_is(s, "1"); }

/* ---- dates ----------------------------------------------------------------------------------------------------------------------------- */
static bool iso(st_str y, st_str m, st_str d, bool last, char out[16]) {
    uint64_t year, month = last ? 12 : 1, day = 0;
    if (!st_parse_u64(y, &year) || year > 9999) return false;
    if (m.n && (!st_parse_u64(m, &month) || month < 1 || month > 12)) return false;
    if (d.n && (!st_parse_u64(d, &day) || day < 1 || day > 31)) return false;
    static const uint8_t days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    if (!day) day = last ? days[month - 1] : 1;
    return snprintf(out, 16, "%04" PRIu64 "-%02" PRIu64 "-%02" PRIu64, year, month, day) == 10;
}

/* The DatePeriod among the parts: from the first day that its start may be to the last that its end may be. */
static bool period(const reader *r, size_t from, size_t to, char out[32]) {
    char first[16], last[16];
    if (!iso(get(r, from, to, FROM_Y), get(r, from, to, FROM_M), get(r, from, to, FROM_D), false, first)) return false;
    if (!iso(get(r, from, to, TO_Y), get(r, from, to, TO_M), get(r, from, to, TO_D), true, last)) memcpy(last, first, sizeof last);
    return ofac_period(st_str_of(first), st_str_of(last), is_true(get(r, from, to, BOUND_APPROX)), out);
}

/* ---- locations and documents ----------------------------------------------------------------------------------------------------------- */
static st_code add_location(reader *r, st_err *err) {
    adv_location loc = { .country = adv_text(&r->store, ADV_COUNTRY, get(r, 0, r->rec.n, L_COUNTRY)) };
    st_buf street = ST_BUF_INIT(1 << 16);
    st_str type = ST_STR_NONE;
    if (!st_parse_u64(r->id, &loc.id)) return ST_OK;
    for (size_t i = 0; i < r->rec.n; i++) {
        st_str text = text_at(r, i);
        if (tag_at(r, i) == L_PART_TYPE) type = adv_text(&r->store, ADV_LOC_PART, text);
        if (tag_at(r, i) != L_VALUE || !text.n) continue;
        if (st_str_istarts(type, "ADDRESS")) {
            if (street.n) st_buf_z(&street, ", ");
            st_buf_str(&street, text);
        } else if (st_str_iis(type, "CITY")) loc.city = text;
        else if (st_str_istarts(type, "STATE") || st_str_iis(type, "REGION")) loc.region = text;
        else if (st_str_istarts(type, "POSTAL")) loc.postcode = text;
        else loc.other = text;
    }
    loc.street = st_buf_view(&street);
    st_code code = street.failed ? st_fail(err, street.failed, "the address of location %.*s", ST_FMT(r->id)) : adv_add_location(&r->store, &loc, err);
    st_buf_free(&street);
    return code;
}

static st_code add_document(reader *r, st_err *err) {
    size_t n = r->rec.n, from = 0;
    uint64_t identity;
    char issued[32], expires[32];
    ofac_item it = { .type = adv_text(&r->store, ADV_DOC_TYPE, get(r, 0, n, D_TYPE)), .value = get(r, 0, n, D_NUMBER),
                     .country = adv_text(&r->store, ADV_COUNTRY, get(r, 0, n, D_COUNTRY)), .issuer = get(r, 0, n, D_AUTHORITY),
                     .detail = get(r, 0, n, D_COMMENT) };
    if (!st_parse_u64(get(r, 0, n, D_IDENTITY), &identity)) return ST_OK;
    if (st_str_iis(adv_text(&r->store, ADV_VALIDITY, get(r, 0, n, D_VALIDITY)), "Invalid")) it.status = "invalid";
    for (size_t i = 0; i < n; i++) {
        if (tag_at(r, i) != D_DATE) continue;
        bool issue = st_str_istarts(adv_text(&r->store, ADV_DOC_DATE, get(r, from, i, D_DATE_TYPE)), "Issue");
        if (issue && period(r, from, i, issued)) it.issued = st_str_of(issued);
        if (!issue && period(r, from, i, expires)) it.expires = st_str_of(expires);
        from = i + 1;
    }
    return adv_add_document(&r->store, identity, &it, err);
}

/* ---- a profile ------------------------------------------------------------------------------------------------------------------------- */
/* The sub-type says Vessel or Aircraft; for persons and organisations it is "Unknown", and its party type tells. */
static st_kind kind_of(reader *r) {
    const adv_ref *sub = adv_find(&r->store, ADV_PARTY_SUBTYPE, get(r, 0, r->rec.n, P_SUBTYPE));
    if (!sub) return ST_KIND_UNKNOWN;
    st_kind k = sub->text.n ? ofac_kind(sub->text) : ST_KIND_UNKNOWN;
    return k != ST_KIND_UNKNOWN ? k : st_kind_of(adv_text(&r->store, ADV_PARTY_TYPE, sub->extra));
}

/* The type of a name part is that of its group. The groups stand behind the names, so they are gathered before the names are read. */
static int cmp_group(const void *a, const void *b) {
    const name_group *x = a, *y = b;
    return x->id < y->id ? -1 : x->id > y->id;
}

static st_code gather_groups(reader *r, st_err *err) {
    r->groups = 0;
    for (size_t i = 0; i + 1 < r->rec.n; i++) {
        name_group g = { 0, ST_STR_NONE };
        if (tag_at(r, i) != G_ID || tag_at(r, i + 1) != G_TYPE || !st_parse_u64(text_at(r, i), &g.id)) continue;
        g.type = adv_text(&r->store, ADV_NAME_PART, text_at(r, i + 1));
        if (st_grow(r->group, r->group_cap, r->groups + 1)) return st_fail(err, ST_E_NOMEM, "out of memory");
        r->group[r->groups++] = g;
    }
    if (r->groups) qsort(r->group, r->groups, sizeof *r->group, cmp_group);
    return ST_OK;
}

static st_str part_type(const reader *r, st_str group_id) {
    name_group key = { 0, ST_STR_NONE };
    if (!r->groups || !st_parse_u64(group_id, &key.id)) return ST_STR_NONE;
    const name_group *g = bsearch(&key, r->group, r->groups, sizeof *r->group, cmp_group);
    return g ? g->type : ST_STR_NONE;
}

typedef struct name_parts { st_buf family, given, middle, full; st_str script; } name_parts;

static void join_word(st_buf *b, st_str word) {
    if (b->n) st_buf_char(b, ' ');
    st_buf_str(b, word);
}

static void gather_name(reader *r, size_t from, size_t to, name_parts *p) {
    st_str group = ST_STR_NONE;
    for (size_t i = from; i < to; i++) {
        st_str text = text_at(r, i);
        if (tag_at(r, i) == N_GROUP) group = text;
        if (tag_at(r, i) == N_SCRIPT) p->script = adv_text(&r->store, ADV_SCRIPT, text);
        if (tag_at(r, i) != N_VALUE || !text.n) continue;
        st_str type = part_type(r, group);
        join_word(st_str_iis(type, "Last Name") ? &p->family : st_str_iis(type, "Middle Name") ? &p->middle : &p->given, text);
    }
    st_buf_str(&p->full, st_buf_view(&p->family));
    if (p->family.n && (p->given.n || p->middle.n)) st_buf_char(&p->full, ',');
    if (p->given.n) join_word(&p->full, st_buf_view(&p->given));
    if (p->middle.n) join_word(&p->full, st_buf_view(&p->middle));
}

static void documented_name(reader *r, size_t from, size_t to, st_prop head, st_str keep) {
    name_parts p = { ST_BUF_INIT(1 << 16), ST_BUF_INIT(1 << 16), ST_BUF_INIT(1 << 16), ST_BUF_INIT(1 << 17), ST_STR_NONE };
    gather_name(r, from, to, &p);
    bool latin = ofac_is_latin(p.script);
    const st_buf *const part[] = { &p.family, &p.given, &p.middle, &p.full };
    bool whole = true;
    for (size_t i = 0; i < ST_LEN(part) && whole; i++) {
        whole = !part[i]->failed;
        (void)ofac_text(r->m, part[i]);
    }
    if (whole && p.full.n) {
        st_fact(r->m, latin ? head : ST_P_ORIGINAL_NAME, st_buf_view(&p.full));
        if (p.family.n) {
            st_qual(r->m, ST_Q_FAMILY, st_buf_view(&p.family));
            if (p.given.n) st_qual(r->m, ST_Q_GIVEN, st_buf_view(&p.given));
            if (p.middle.n) st_qual(r->m, ST_Q_MIDDLE, st_buf_view(&p.middle));
        }
        if (!latin) ofac_script(r->m, p.script, st_buf_view(&p.full));
        if (keep.n) st_qual(r->m, ST_Q_TYPE, keep);
    }
    st_buf_free(&p.family);
    st_buf_free(&p.given);
    st_buf_free(&p.middle);
    st_buf_free(&p.full);
}

static void alias(reader *r, size_t from, size_t to) {
    st_str type = adv_text(&r->store, ADV_ALIAS_TYPE, get(r, from, to, A_TYPE)), keep = ST_STR_NONE;
    st_prop head = ST_P_NAME;
    if (!is_true(get(r, from, to, A_PRIMARY))) head = ofac_alias_head(type, is_true(get(r, from, to, A_LOW)), &keep);
    size_t start = from;
    for (size_t i = from; i < to; i++) {
        if (tag_at(r, i) != DOC_NAME) continue;
        documented_name(r, start, i, head, keep);
        start = i + 1;
    }
}

static void address(reader *r, const adv_location *loc) {
    st_fact(r->m, ST_P_ADDRESS, ST_STR_NONE);
    if (loc->street.n) st_qual(r->m, ST_Q_STREET, loc->street);
    if (loc->city.n) st_qual(r->m, ST_Q_CITY, loc->city);
    if (loc->region.n) st_qual(r->m, ST_Q_REGION, loc->region);
    if (loc->postcode.n) st_qual(r->m, ST_Q_POSTCODE, loc->postcode);
    if (loc->other.n) st_qual(r->m, ST_Q_NOTE, loc->other);
    if (loc->country.n) st_qual_country(r->m, loc->country);
}

static void version(reader *r, size_t from, size_t to, st_str type, st_kind kind) {
    const adv_location *loc = adv_location_of(&r->store, get(r, from, to, V_PLACE));
    st_str reliable = adv_text(&r->store, ADV_RELIABILITY, get(r, from, to, V_RELIABLE));
    ofac_item it = { .type = type, .value = get(r, from, to, V_DETAIL), .detail = get(r, from, to, V_COMMENT), .kind = kind };
    char edtf[32];
    st_buf place = ST_BUF_INIT(1 << 16);
    if (st_str_iis(reliable, "Reported")) it.status = "reported";
    if (st_str_iis(reliable, "False")) it.status = "false";
    if (!it.value.n) it.value = adv_text(&r->store, ADV_DETAIL, get(r, from, to, V_DETAIL_REF));
    if (!it.value.n && period(r, from, to, edtf)) it.value = st_str_of(edtf);
    if (loc && (st_str_iis(type, "Location") || st_str_iis(type, "Address"))) {
        address(r, loc);
        st_buf_free(&place);
        return;
    }
    if (!it.value.n && loc) {
        adv_print(loc, &place);
        it.value = ofac_text(r->m, &place);
    }
    if (!it.value.n) { it.value = it.detail; it.detail = ST_STR_NONE; }
    if (st_str_iis(type, "Title")) ofac_title(r->m, it.value);
    else if (!ofac_item_add(r->m, &it)) st_note(r->m, type.n ? type : ST_STR("Feature"), it.value);
    st_buf_free(&place);
}

static void feature(reader *r, size_t from, size_t to, st_kind kind) {
    st_str type = adv_text(&r->store, ADV_FEATURE_TYPE, get(r, from, to, F_TYPE));
    size_t start = from;
    for (size_t i = from; i < to; i++) {
        if (tag_at(r, i) != VERSION) continue;
        version(r, start, i, type, kind);
        start = i + 1;
    }
}

static void documents(reader *r, st_str identity, st_kind kind) {
    const adv_document *d = NULL;
    size_t n = adv_documents_of(&r->store, identity, &d);
    for (size_t i = 0; i < n; i++) {
        ofac_item it = d[i].item;
        it.kind = kind;
        if (!ofac_item_add(r->m, &it)) ofac_item_unknown_id(r->m, &it);
    }
}

static st_code profile(reader *r, st_err *err) {
    size_t n = r->rec.n, from = 0;
    st_str id = get(r, 0, n, P_ID);
    st_kind kind = kind_of(r);
    st_model_party(r->m, id.n ? id : ST_STR("?"), r->line);
    if (!id.n || !get(r, 0, n, N_VALUE).n) {
        st_model_bad(r->m, r->line, id.n ? "the profile has no name" : "the profile has no ID");
        return ST_OK;
    }
    ST_TRY(gather_groups(r, err));
    st_model_main(r->m);
    st_model_kind(r->m, kind);
    for (size_t i = 0; i < n; i++) {
        switch (tag_at(r, i)) {
        case P_COMMENT: ofac_remarks_add(r->m, kind, ST_STR_NONE, text_at(r, i), NULL); break;
        case I_ID: documents(r, text_at(r, i), kind); break;
        case ALIAS: alias(r, from, i); break;
        case FEATURE: feature(r, from, i, kind); break;
        case OTHER: st_note(r->m, text_at(r, i - 1), text_at(r, i)); break;
        default: continue;
        }
        from = i + 1;
    }
    return st_model_commit(r->m, err);
}

/* ---- relations and entries ------------------------------------------------------------------------------------------------------------- */
static st_code relation(reader *r, st_err *err) {
    size_t n = r->rec.n;
    st_str type = adv_text(&r->store, ADV_RELATION, get(r, 0, n, R_TYPE)), from = get(r, 0, n, R_FROM), comment = get(r, 0, n, R_COMMENT);
    if (!from.n || !get(r, 0, n, R_TO).n) {
        st_model_warn(r->m, r->line, "a ProfileRelationship without both of its profiles");
        return ST_OK;
    }
    st_model_party(r->m, from, r->line);
    st_fact(r->m, ofac_relation(type), get(r, 0, n, R_TO));
    st_qual(r->m, ST_Q_TYPE, type);
    if (is_true(get(r, 0, n, R_FORMER))) st_qual(r->m, ST_Q_STATUS, ST_STR("former"));
    if (st_str_iis(adv_text(&r->store, ADV_QUALITY, get(r, 0, n, R_QUALITY)), "Low")) st_qual(r->m, ST_Q_STATUS, ST_STR("low quality"));
    if (comment.n) st_qual(r->m, ST_Q_NOTE, comment);
    return st_model_commit(r->m, err);
}

static st_str legal_basis(reader *r, st_str id) {
    const adv_ref *ref = adv_find(&r->store, ADV_LEGAL_BASIS, id);
    if (!ref) return ST_STR_NONE;
    return ref->extra.n && (!ref->text.n || st_str_iis(ref->text, "Unknown")) ? ref->extra : ref->text;
}

/* One listing for the list, with authorities and measures; one for each programme, which is a measure of type Program with the tag as comment. */
static st_code entry(reader *r, st_err *err) {
    size_t n = r->rec.n, from = 0;
    st_str list = adv_text(&r->store, ADV_LIST, get(r, 0, n, E_LIST)), who = get(r, 0, n, E_PROFILE), limit = get(r, 0, n, E_LIMIT);
    char date[16];
    if (!who.n) {
        st_model_warn(r->m, r->line, "a SanctionsEntry without a profile");
        return ST_OK;
    }
    if (st_str_is(list, "SDN List")) r->sdn++; else if (list.n) r->cons++;
    st_model_party(r->m, who, r->line);
    st_fact(r->m, ST_P_LISTING, list.n ? list : ST_STR("OFAC"));
    st_qual(r->m, ST_Q_AUTHORITY, ST_STR("OFAC"));
    if (iso(get(r, 0, n, EV_Y), get(r, 0, n, EV_M), get(r, 0, n, EV_D), false, date)) st_qual_date(r->m, ST_Q_LISTED_ON, st_str_of(date), ST_DATE_DMY);
    if (limit.n) st_qual(r->m, ST_Q_NOTE, limit);
    for (size_t i = 0; i < n; i++) {
        st_str basis = tag_at(r, i) == EV_LEGAL ? legal_basis(r, text_at(r, i)) : ST_STR_NONE;
        st_str type = tag_at(r, i) == M_TYPE ? adv_text(&r->store, ADV_MEASURE, text_at(r, i)) : ST_STR_NONE;
        if (basis.n) st_qual(r->m, ST_Q_INSTRUMENT, basis);
        if (type.n && !st_str_iis(type, "Program")) st_qual(r->m, ST_Q_MEASURE, type);
    }
    for (size_t i = 0; i < n; i++) {
        if (tag_at(r, i) == E_COMMENT) st_note(r->m, ST_STR("SanctionsEntry/Comment"), text_at(r, i));
        if (tag_at(r, i) == OTHER) st_note(r->m, text_at(r, i - 1), text_at(r, i));
        if (tag_at(r, i) != MEASURE) continue;
        st_str comment = get(r, from, i, M_COMMENT);
        if (st_str_iis(adv_text(&r->store, ADV_MEASURE, get(r, from, i, M_TYPE)), "Program")) ofac_programmes(r->m, comment);
        else if (comment.n) st_note(r->m, ST_STR("SanctionsMeasure/Comment"), comment);
        from = i + 1;
    }
    return st_model_commit(r->m, err);
}

/* ---- call-backs ------------------------------------------------------------------------------------------------------------------------ */
static st_str keep(char *to, size_t size, st_str s) {
    size_t n = s.n < size ? s.n : 0;
    if (n) memcpy(to, s.p, n);
    return (st_str){ to, n };
}

static st_code begin(void *user, st_xml *x, uint16_t tag, const st_xml_attr *attr, size_t n_attr, st_err *err) {
    reader *r = user;
    bool ref = tag >= REF && tag < REF_END;
    if (ref || tag == LOCATION) r->id = keep(r->id_text, sizeof r->id_text, st_xml_get(attr, n_attr, "ID"));
    if (tag == REF + ADV_PARTY_SUBTYPE) r->extra = keep(r->extra_text, sizeof r->extra_text, st_xml_get(attr, n_attr, "PartyTypeID"));
    else if (tag == REF + ADV_LEGAL_BASIS) r->extra = keep(r->extra_text, sizeof r->extra_text, st_xml_get(attr, n_attr, "LegalBasisShortRef"));
    else if (ref) r->extra = ST_STR_NONE;
    if (tag == LOCATION || tag == DOCUMENT || tag == PARTY || tag == RELATION || tag == ENTRY) {
        ofac_record_reset(&r->rec);
        r->line = st_xml_line(x);
    }
    for (size_t i = 0; i < ST_LEN(attributes); i++) {
        if (attributes[i].element != tag) continue;
        st_str value = st_xml_get(attr, n_attr, attributes[i].name);
        if (value.n) ST_TRY(ofac_record_add(&r->rec, attributes[i].tag, value, err));
    }
    return ST_OK;
}

static st_code end(void *user, st_xml *x, uint16_t tag, st_str text, st_err *err) {
    reader *r = user;
    (void)x;
    for (size_t i = 0; i < ST_LEN(counted); i++)
        if (counted[i].element == tag) st_model_count(r->m, counted[i].name, 1);
    if (tag >= REF && tag < REF_END) return adv_add_ref(&r->store, (adv_set)(tag - REF), r->id, text, r->extra, err);
    switch (tag) {
    case ISSUE_Y: case ISSUE_M: case ISSUE_D: (void)st_parse_u64(text, &r->issue[tag - ISSUE_Y]); return ST_OK;
    case LOCATION: return add_location(r, err);
    case DOCUMENT: return add_document(r, err);
    case PROFILE: {
        st_code code = profile(r, err);
        ofac_record_reset(&r->rec);   /* a party may have further profiles */
        return code;
    }
    case RELATION: return relation(r, err);
    case ENTRY: return entry(r, err);
    case SKIP: case PARTY: case L_COUNTRY: case L_PART: case BOUND: case IDENTITY: case GROUP: case V_PLACE: return ST_OK;
    default: return ofac_record_add(&r->rec, tag, text, err);
    }
}

static st_code other(void *user, st_xml *x, st_str path, st_str text, st_err *err) {
    reader *r = user;
    (void)x;
    if (!st_str_starts(path, "Sanctions/DistinctParties/") && !st_str_starts(path, "Sanctions/SanctionsEntries/")) return ST_OK;
    ST_TRY(ofac_record_add(&r->rec, OTHER_PATH, path, err));
    return ofac_record_add(&r->rec, OTHER, text, err);
}

static st_code read(st_input *in, const st_probe *p, st_model *m, st_err *err) {
    static const st_xml_handler handler = { begin, end, other };
    reader r = { .m = m, .store = { .arena = ST_ARENA_INIT }, .rec = { .arena = ST_ARENA_INIT } };
    st_code code = st_xml_parse(in, rules, ST_LEN(rules), &handler, &r, err);
    ofac_record_free(&r.rec);
    adv_free(&r.store);
    st_free(r.group);
    ST_TRY(code);
    bool cons = r.sdn != r.cons ? r.cons > r.sdn : ofac_named_cons(p);
    st_model_list_set(m, ST_LIST_ID, cons ? ST_STR(OFAC_CONS) : ST_STR(OFAC_SDN));
    char date[16];
    if (snprintf(date, sizeof date, "%04u-%02u-%02u", (unsigned)(r.issue[0] % 10000), (unsigned)(r.issue[1] % 100), (unsigned)(r.issue[2] % 100)) == 10 &&
        st_date_valid(st_str_of(date))) st_model_list_set(m, ST_LIST_DATE, st_str_of(date));
    return st_model_ok(m, err);
}

static int probe(const st_probe *p) {
    return st_str_find(p->head, "<Sanctions") != SIZE_MAX && (st_str_find(p->head, "<ReferenceValueSets") != SIZE_MAX ||
           st_str_find(p->head, "ADVANCED_XML") != SIZE_MAX) ? 2 : 0;
}

const st_source st_source_ofac_advanced = { "ofac-advanced", "OFAC SDN_ADVANCED.XML and CONS_ADVANCED.XML", probe, read };
