/* Switzerland's consolidated list (SECO), XML: programmes with sets of sanctions, targets, and the places that targets refer to.
 *
 * Key: the target's ssid, which relations use as well. De-listed targets stay in the feed and their newest modification says so: they are kept,
 * with the day in ends_on and status "de-listed" on the listing. A modification nests whole old copies of identities under added and removed;
 * those are history, not facts, and are counted only. Places stand behind the targets in the feed, so addresses wait for them. */
#include "sources/ch.h"

enum { T_ROOT = 1, T_PROGRAM, T_KEY, T_NAME_OF, T_SET, T_ORIGIN, T_PLACE, T_LOCATION, T_AREA, T_COUNTRY, T_VARIANT, T_TARGET, T_SET_ID, T_FOREIGN, T_PERSON,
       T_ENTITY, T_OBJECT, T_IDENTITY, T_NAME, T_PART, T_VALUE, T_SPELLING, T_DATE, T_ADDRESS, T_CO, T_DETAILS, T_BOX, T_ZIP, T_REMARK, T_NATIONALITY,
       T_NATION, T_BIRTH_PLACE, T_DOCUMENT, T_NUMBER, T_ISSUER, T_ISSUED, T_EXPIRES, T_REASON, T_OTHER, T_RELATION, T_CHANGE, T_ADDED, T_REMOVED };
#define S "swiss-sanctions-list"
#define BODY(b, tag) \
    { S "/target/" b, tag, 0 }, { S "/target/" b "/identity", T_IDENTITY, 0 }, { S "/target/" b "/identity/name", T_NAME, 0 }, \
    { S "/target/" b "/identity/name/name-part", T_PART, 0 }, { S "/target/" b "/identity/name/name-part/value", T_VALUE, 0 }, \
    { S "/target/" b "/identity/name/name-part/spelling-variant", T_SPELLING, 0 }, { S "/target/" b "/identity/day-month-year", T_DATE, 0 }, \
    { S "/target/" b "/identity/address", T_ADDRESS, 0 }, { S "/target/" b "/identity/address/c-o", T_CO, 0 }, \
    { S "/target/" b "/identity/address/address-details", T_DETAILS, 0 }, { S "/target/" b "/identity/address/p-o-box", T_BOX, 0 }, \
    { S "/target/" b "/identity/address/zip-code", T_ZIP, 0 }, { S "/target/" b "/identity/address/remark", T_REMARK, 0 }, \
    { S "/target/" b "/identity/nationality", T_NATIONALITY, 0 }, { S "/target/" b "/identity/nationality/country", T_NATION, 0 }, \
    { S "/target/" b "/identity/place-of-birth", T_BIRTH_PLACE, 0 }, { S "/target/" b "/identity/identification-document", T_DOCUMENT, 0 }, \
    { S "/target/" b "/identity/identification-document/number", T_NUMBER, 0 }, \
    { S "/target/" b "/identity/identification-document/issuer", T_ISSUER, 0 }, \
    { S "/target/" b "/identity/identification-document/date-of-issue", T_ISSUED, 0 }, \
    { S "/target/" b "/identity/identification-document/expiry-date", T_EXPIRES, 0 }, \
    { S "/target/" b "/identity/identification-document/remark", T_REMARK, 0 }, \
    { S "/target/" b "/justification", T_REASON, 0 }, { S "/target/" b "/other-information", T_OTHER, 0 }, \
    { S "/target/" b "/relation", T_RELATION, 0 }, { S "/target/" b "/relation/remark", T_REMARK, 0 }
static const st_xml_rule rules[] = {
    { S, T_ROOT, 0 }, { S "/sanctions-program", T_PROGRAM, 0 }, { S "/sanctions-program/program-key", T_KEY, 0 },
    { S "/sanctions-program/program-name", T_NAME_OF, 0 }, { S "/sanctions-program/sanctions-set", T_SET, 0 },
    { S "/sanctions-program/origin", T_ORIGIN, 0 }, { S "/place", T_PLACE, 0 }, { S "/place/location", T_LOCATION, 0 },
    { S "/place/location-variant", T_VARIANT, 0 }, { S "/place/area", T_AREA, 0 }, { S "/place/area-variant", T_VARIANT, 0 },
    { S "/place/country", T_COUNTRY, 0 }, { S "/target", T_TARGET, 0 }, { S "/target/sanctions-set-id", T_SET_ID, 0 },
    { S "/target/foreign-identifier", T_FOREIGN, 0 }, BODY("individual", T_PERSON), BODY("entity", T_ENTITY), BODY("object", T_OBJECT),
    { S "/target/modification", T_CHANGE, 0 }, { S "/target/modification/added", T_ADDED, ST_XML_SILENT },
    { S "/target/modification/removed", T_REMOVED, ST_XML_SILENT },
};
#undef S
#undef BODY

typedef struct reader {
    st_model *m;
    st_facts f;
    st_ch_store s;
    st_str key;           /* of the target at hand */
    bool root;
} reader;

static int probe(const st_probe *p) { return st_str_find(p->head, "<swiss-sanctions-list") != SIZE_MAX ? 2 : 0; }

/* ---- names ---------------------------------------------------------------------------------------------------------------------------- */
enum { MAX_PARTS = 32, MAX_SPELLINGS = 64 };
typedef struct part { size_t item; uint64_t order; st_prop role; } part;

static st_prop role_of(st_str type) {
    static const struct { const char *type; st_prop role; } roles[] = { { "given-name", ST_Q_GIVEN }, { "further-given-name", ST_Q_MIDDLE },
        { "family-name", ST_Q_FAMILY }, { "father-name", ST_Q_PATRONYMIC }, { "grand-father-name", ST_Q_GRANDFATHER }, { "maiden-name", ST_Q_MAIDEN },
        { "tribal-name", ST_Q_TRIBAL }, { "title", ST_Q_TITLE }, { "suffix", ST_Q_SUFFIX } };
    for (size_t i = 0; i < ST_LEN(roles); i++) if (st_str_is(type, roles[i].type)) return roles[i].role;
    return ST_Q_OTHER_PART;
}

/* The parts of a name by their order attribute; those that are equal stay as they stand. */
static size_t parts_of(const st_tree *t, size_t name, part out[MAX_PARTS]) {
    size_t n = 0;
    for (size_t i = name + 1; i < t->item[name].end && n < MAX_PARTS; i = t->item[i].end) {
        if (t->item[i].tag != T_PART) continue;
        part p = { i, 0, role_of(st_item_get(&t->item[i], "name-part-type")) };
        (void)st_parse_u64(st_item_get(&t->item[i], "order"), &p.order);
        size_t k = n++;
        for (; k && out[k - 1].order > p.order; k--) out[k] = out[k - 1];
        out[k] = p;
    }
    return n;
}

/* The k-th spelling of a part in this language and script, else its value. *own tells whether there was one. */
static st_str spelling(const st_tree *t, const part *p, const st_item *like, size_t k, bool *own) {
    st_str found = ST_STR_NONE;
    size_t n = 0;
    for (size_t i = p->item + 1; i < t->item[p->item].end; i++) {
        const st_item *it = &t->item[i];
        if (it->tag != T_SPELLING || !st_str_eq(st_item_get(it, "lang"), st_item_get(like, "lang"))
            || !st_str_eq(st_item_get(it, "script"), st_item_get(like, "script"))) continue;
        found = it->text;
        if (n++ == k) break;
    }
    *own = found.n != 0;
    return found.n ? found : st_tree_text(t, p->item, T_VALUE);
}

/* How many spellings of the same language and script as item `like` stand in a part before item `end`. */
static size_t rank(const st_tree *t, size_t p, size_t end, size_t like) {
    const st_str lang = st_item_get(&t->item[like], "lang"), script = st_item_get(&t->item[like], "script");
    size_t n = 0;
    for (size_t i = p + 1; i < end; i++)
        n += t->item[i].tag == T_SPELLING && st_str_eq(st_item_get(&t->item[i], "lang"), lang) && st_str_eq(st_item_get(&t->item[i], "script"), script);
    return n;
}

static void spelt(reader *r, const st_tree *t, const part *p, size_t n, const st_item *like, size_t k, st_prop head) {
    static const struct { const char *seco, *iso; } scripts[] = { { "LATN", "Latn" }, { "CYRL", "Cyrl" }, { "ARAB", "Arab" }, { "HANI", "Hani" }, { "HANS", "Hans" },
        { "HANT", "Hant" }, { "HANG", "Hang" }, { "KORE", "Kore" }, { "HEBR", "Hebr" }, { "GREK", "Grek" }, { "GEOR", "Geor" }, { "MYMR", "Mymr" } };
    const st_str script = st_item_get(like, "script"), lang = st_item_get(like, "lang");
    const bool latin = script.n == 0 || st_str_iis(script, "LATN");
    st_name_part name[MAX_PARTS];
    size_t used = 0;
    for (size_t i = 0; i < n; i++) {
        bool own;
        const st_str text = spelling(t, &p[i], like, k, &own);
        if (own || latin) name[used++] = (st_name_part){ p[i].role, text };   /* no Latin part within a Cyrillic name */
    }
    if (!st_facts_name(&r->f, latin ? head : ST_P_ORIGINAL_NAME, ST_STR_NONE, name, used)) return;
    for (size_t i = 0; i < ST_LEN(scripts); i++) if (st_str_iis(script, scripts[i].seco)) st_qual(r->m, ST_Q_SCRIPT, st_str_of(scripts[i].iso));
    if (lang.n) st_qual(r->m, ST_Q_LANGUAGE, lang);
}

/* A name has spellings part by part: the first of each part make one name, the second of each another, within a language and script. More than
 * MAX_SPELLINGS of them are no spellings but noise, and become notes. */
static void spellings(reader *r, const st_tree *t, size_t at, const part *p, size_t n, st_prop head) {
    size_t all = 0;
    for (size_t k = at + 1; k < t->item[at].end; k++) all += t->item[k].tag == T_SPELLING;
    if (all == 0) return;
    for (size_t k = at + 1; k < t->item[at].end && all > MAX_SPELLINGS; k++)
        if (t->item[k].tag == T_SPELLING) st_note(r->m, ST_STR("spelling-variant"), t->item[k].text);
    for (size_t i = 0; i < n && all <= MAX_SPELLINGS; i++) {
        for (size_t k = p[i].item + 1; k < t->item[p[i].item].end; k++) {
            if (t->item[k].tag != T_SPELLING) continue;
            const size_t order = rank(t, p[i].item, k, k);
            bool before = false;   /* the first part that has a spelling of this rank makes the name */
            for (size_t j = 0; j < i && !before; j++) before = rank(t, p[j].item, t->item[p[j].item].end, k) > order;
            if (!before) spelt(r, t, p, n, &t->item[k], order, head);
        }
    }
}

static void name(reader *r, const st_tree *t, size_t at, bool main_identity) {
    const st_item *it = &t->item[at];
    const st_str type = st_item_get(it, "name-type"), quality = st_item_get(it, "quality");
    const bool weak = st_str_iis(quality, "low"), primary = st_str_is(type, "primary-name") && main_identity;
    const st_prop alias = weak ? ST_P_WEAK_ALIAS : ST_P_ALIAS, head = primary ? ST_P_NAME : st_str_is(type, "formerly-known-as") ? ST_P_FORMER_NAME : alias;
    part p[MAX_PARTS];
    st_name_part whole[MAX_PARTS];
    const size_t n = parts_of(t, at, p);
    for (size_t i = 0; i < n; i++) whole[i] = (st_name_part){ p[i].role, st_tree_text(t, p[i].item, T_VALUE) };
    st_facts_name(&r->f, head, ST_STR_NONE, whole, n);
    if (primary && weak) st_qual(r->m, ST_Q_STATUS, ST_STR("low quality"));
    spellings(r, t, at, p, n, alias);
}

/* ---- the rest of an identity ------------------------------------------------------------------------------------------------------------ */
static void date(reader *r, const st_item *it, bool person) {
    const st_str year = st_item_get(it, "year"), calendar = st_item_get(it, "calendar");
    static const char *const known[] = { "ssid", "day", "month", "year", "calendar", "quality", NULL };
    char d[32];
    const bool gregorian = calendar.n == 0 || st_str_iis(calendar, "gregorian");
    if (gregorian && st_date_parts(year, st_item_get(it, "month"), st_item_get(it, "day"), false, d)) {
        st_fact(r->m, person ? ST_P_BIRTH_DATE : ST_P_FOUNDED, st_str_of(d));
        if (st_str_iis(st_item_get(it, "quality"), "low")) st_qual(r->m, ST_Q_STATUS, ST_STR("low quality"));
    } else {   /* of another calendar, without a year, or no day at all: as it stands */
        static const char *const parts[] = { "day", "month", "year", "calendar" };
        for (size_t i = 0; i < ST_LEN(parts); i++) {
            char field[32];
            snprintf(field, sizeof field, "day-month-year@%s", parts[i]);
            st_note(r->m, st_str_of(field), st_item_get(it, parts[i]));
        }
    }
    st_item_note_attributes(it, "day-month-year", known, r->m);
}

static void document(reader *r, const st_tree *t, size_t i) {
    static const char *const known[] = { "ssid", "document-type", NULL };
    const st_str type = st_item_get(&t->item[i], "document-type"), number = st_tree_text(t, i, T_NUMBER), issuer = st_tree_text(t, i, T_ISSUER),
                 remark = st_tree_text(t, i, T_REMARK), issued = st_tree_text(t, i, T_ISSUED), expires = st_tree_text(t, i, T_EXPIRES);
    if (number.n) st_fact(r->m, st_document_prop(type, ST_P_ID_NUMBER), number);
    else if (remark.n) { st_facts_document(&r->f, st_document_prop(type, ST_P_ID_NUMBER), remark); return; }
    else return;
    if (type.n) st_qual(r->m, ST_Q_TYPE, type);
    if (issuer.n && st_country(issuer).n) st_qual_country(r->m, issuer);
    else if (issuer.n) st_qual(r->m, ST_Q_ISSUER, issuer);
    if (issued.n) st_qual_date(r->m, ST_Q_ISSUED, issued, ST_DATE_DMY);
    if (expires.n) st_qual_date(r->m, ST_Q_EXPIRES, expires, ST_DATE_DMY);
    if (remark.n) st_qual(r->m, ST_Q_NOTE, remark);
    st_item_note_attributes(&t->item[i], "identification-document", known, r->m);
}

static st_code place(reader *r, const st_tree *t, size_t i, st_err *err) {
    const st_ch_address a = { .key = r->key, .place = st_item_get(&t->item[i], "place-id"), .co = st_tree_text(t, i, T_CO),
        .details = st_tree_text(t, i, T_DETAILS), .box = st_tree_text(t, i, T_BOX), .zip = st_tree_text(t, i, T_ZIP), .remark = st_tree_text(t, i, T_REMARK),
        .line = t->item[i].line, .birth = t->item[i].tag == T_BIRTH_PLACE };
    return st_ch_address_fact(&r->s, &r->f, &a, err);
}

static st_code identity(reader *r, const st_tree *t, size_t at, bool person, st_err *err) {
    const bool main_identity = !st_str_iis(st_item_get(&t->item[at], "main"), "false");
    for (size_t i = at + 1; i < t->item[at].end; i = t->item[i].end) {
        const uint16_t tag = t->item[i].tag;
        if (tag == T_NAME) name(r, t, i, main_identity);
        else if (tag == T_DATE) date(r, &t->item[i], person);
        else if (tag == T_DOCUMENT) document(r, t, i);
        else if (tag == T_ADDRESS || tag == T_BIRTH_PLACE) ST_TRY(place(r, t, i, err));
        else if (tag == T_NATIONALITY) {
            for (size_t k = i + 1; k < t->item[i].end; k++)
                if (t->item[k].tag == T_NATION)
                    st_facts_country(&r->f, ST_P_NATIONALITY, t->item[k].text.n ? t->item[k].text : st_item_get(&t->item[k], "iso-code"));
        }
    }
    return ST_OK;
}

/* ---- targets ---------------------------------------------------------------------------------------------------------------------------- */
static st_prop relation_of(st_str type) {
    static const struct { const char *word; st_prop prop; } kinds[] = { { "owned", ST_P_OWNED_BY }, { "owner", ST_P_OWNS }, { "control", ST_P_CONTROLLED_BY },
        { "behalf", ST_P_ACTS_FOR }, { "acts", ST_P_ACTS_FOR }, { "family", ST_P_FAMILY }, { "spouse", ST_P_FAMILY }, { "parent", ST_P_FAMILY },
        { "child", ST_P_FAMILY }, { "sibling", ST_P_FAMILY }, { "support", ST_P_SUPPORTS } };
    for (size_t i = 0; i < ST_LEN(kinds); i++) if (st_str_ifind(type, kinds[i].word) != SIZE_MAX) return kinds[i].prop;
    return ST_P_LINKED_TO;
}

static st_str day_of_change(const st_item *it) {
    static const char *const names[] = { "effective-date", "publication-date", "enactment-date" };
    for (size_t i = 0; i < ST_LEN(names); i++) {
        const st_str day = st_item_get(it, names[i]);
        if (day.n) return day;
    }
    return ST_STR_NONE;
}

/* A change that the listing's dates do not tell in full: an earlier amendment, or a day of enactment that is not the day it took effect. */
static void earlier_change(reader *r, const st_item *it, bool told) {
    static const char *const names[] = { "effective-date", "publication-date", "enactment-date" };
    const st_str type = st_item_get(it, "modification-type"), day = day_of_change(it);
    bool more = !told;
    r->f.buf.n = 0;
    st_buf_str(&r->f.buf, type);
    for (size_t i = 0; i < ST_LEN(names); i++) {
        const st_str d = st_item_get(it, names[i]);
        if (d.n == 0) continue;
        more = more || !st_str_eq(d, day);
        st_buf_printf(&r->f.buf, "%s%s %.*s", r->f.buf.n ? ", " : "", names[i], ST_FMT(d));
    }
    if (r->f.buf.failed) r->f.failed = r->f.buf.failed;
    else if (more && day.n) st_note(r->m, ST_STR("modification"), st_buf_view(&r->f.buf));
}

/* Days are ISO, so the greatest text is the last; of equal days the first in the feed, which is written newest first. */
static void listing(reader *r, const st_tree *t) {
    st_str listed = ST_STR_NONE, amended = ST_STR_NONE, last = ST_STR_NONE, last_type = ST_STR_NONE;
    for (size_t i = 1; i < t->n; i++) {
        if (t->item[i].tag != T_CHANGE) continue;
        const st_str type = st_item_get(&t->item[i], "modification-type"), day = day_of_change(&t->item[i]);
        if (st_str_is(type, "listed") && (listed.n == 0 || st_str_cmp(day, listed) < 0)) listed = day;
        if (st_str_is(type, "amended") && st_str_cmp(day, amended) > 0) amended = day;
        if (last_type.n == 0 || st_str_cmp(day, last) > 0) { last = day; last_type = type; }
    }
    const bool ended = st_str_is(last_type, "de-listed");
    if (ended) st_model_count(r->m, "de-listed", 1);
    for (size_t i = 1; i < t->n; i++) {
        if (t->item[i].tag != T_SET_ID) continue;
        st_ch_listing_fact(&r->s, r->m, t->item[i].text);
        st_qual(r->m, ST_Q_REFERENCE, r->key);
        const st_str foreign = st_tree_text(t, 0, T_FOREIGN);
        if (foreign.n) st_qual(r->m, ST_Q_REFERENCE, foreign);
        if (listed.n) st_qual_date(r->m, ST_Q_LISTED_ON, listed, ST_DATE_DMY);
        if (amended.n) st_qual_date(r->m, ST_Q_AMENDED_ON, amended, ST_DATE_DMY);
        if (ended && last.n) st_qual_date(r->m, ST_Q_ENDS_ON, last, ST_DATE_DMY);
        if (ended) st_qual(r->m, ST_Q_STATUS, ST_STR("de-listed"));
    }
    for (size_t i = 1; i < t->n; i++) {
        if (t->item[i].tag != T_CHANGE) continue;
        const st_str day = day_of_change(&t->item[i]);
        const st_str type = st_item_get(&t->item[i], "modification-type");
        earlier_change(r, &t->item[i], (st_str_is(type, "listed") && st_str_eq(day, listed)) || (st_str_is(type, "amended") && st_str_eq(day, amended))
                                       || (ended && st_str_is(type, "de-listed") && st_str_eq(day, last)));
    }
}

static st_kind kind_of(const st_item *body) {
    if (body->tag == T_PERSON) return ST_KIND_PERSON;
    if (body->tag == T_ENTITY) return ST_KIND_ORGANISATION;
    const st_str type = st_item_get(body, "object-type");
    if (st_str_ifind(type, "vessel") != SIZE_MAX || st_str_ifind(type, "ship") != SIZE_MAX) return ST_KIND_VESSEL;
    return st_str_ifind(type, "aircraft") != SIZE_MAX ? ST_KIND_AIRCRAFT : ST_KIND_OTHER;
}

static st_code body(reader *r, const st_tree *t, size_t at, st_err *err) {
    const bool person = t->item[at].tag == T_PERSON;
    st_model_count(r->m, person ? "individual" : t->item[at].tag == T_ENTITY ? "entity" : "object", 1);
    r->f.kind = kind_of(&t->item[at]);
    st_model_kind(r->m, r->f.kind);
    if (person) st_facts_gender(&r->f, st_item_get(&t->item[at], "sex"));
    for (size_t i = at + 1; i < t->item[at].end; i = t->item[i].end) {
        const st_str text = t->item[i].text;
        switch (t->item[i].tag) {
        case T_IDENTITY: ST_TRY(identity(r, t, i, person, err)); break;
        case T_REASON: st_facts_text(&r->f, ST_P_REASON, text); break;
        case T_OTHER:
            st_facts_text(&r->f, ST_P_REMARK, text);
            st_facts_numbers(&r->f, text, ST_PROP_NONE);
            break;
        case T_RELATION: {
            const st_str type = st_item_get(&t->item[i], "relation-type"), remark = st_tree_text(t, i, T_REMARK), to = st_item_get(&t->item[i], "target-id");
            if (to.n == 0) break;
            st_fact(r->m, relation_of(type), to);
            if (type.n) st_qual(r->m, ST_Q_TYPE, type);
            if (remark.n) st_qual(r->m, ST_Q_NOTE, remark);
            break;
        }
        default: break;
        }
    }
    return ST_OK;
}

static st_code on_target(reader *r, const st_tree *t, st_err *err) {
    const uint32_t line = t->item[0].line;
    bool named = false;
    r->key = st_item_get(&t->item[0], "ssid");
    st_model_count(r->m, "target", 1);
    st_model_party(r->m, r->key.n ? r->key : ST_STR("?"), line);
    st_model_main(r->m);
    if (r->key.n == 0) { st_model_bad(r->m, line, "the target has no ssid"); return st_model_ok(r->m, err); }
    for (size_t i = 1; i < t->n; i++) {
        const uint16_t tag = t->item[i].tag;
        if (tag == T_PERSON || tag == T_ENTITY || tag == T_OBJECT) ST_TRY(body(r, t, i, err));
        if (tag == T_VALUE && t->item[i].text.n) named = true;
        if (tag == T_ADDED || tag == T_REMOVED) st_model_count(r->m, "superseded copies", 1);
    }
    if (!named) { st_ch_forget(&r->s, r->key); st_model_bad(r->m, line, "target %.*s has no name", ST_FMT(r->key)); return st_model_ok(r->m, err); }
    listing(r, t);
    st_tree_note_unknown(t, r->m);
    ST_TRY(st_facts_ok(&r->f, err));
    return st_model_commit(r->m, err);
}

static st_code on_program(reader *r, const st_tree *t, st_err *err) {
    st_ch_program p = { .origin = st_tree_text(t, 0, T_ORIGIN) };
    st_model_count(r->m, "sanctions-program", 1);
    for (size_t i = 1; i < t->n; i++) {   /* English where it is given, else the first language */
        const bool english = st_str_is(st_item_get(&t->item[i], "lang"), "eng");
        if (t->item[i].tag == T_KEY && (english || p.key.n == 0)) p.key = t->item[i].text;
        if (t->item[i].tag == T_NAME_OF && (english || p.name.n == 0)) p.name = t->item[i].text;
    }
    for (size_t i = 1; i < t->n; i++) {
        if (t->item[i].tag != T_SET) continue;
        p.set = t->item[i].text;
        p.english = st_str_is(st_item_get(&t->item[i], "lang"), "eng");
        ST_TRY(st_ch_program_add(&r->s, st_item_get(&t->item[i], "ssid"), &p, err));
    }
    return ST_OK;
}

static st_code on_record(void *user, const st_tree *t, st_err *err) {
    return t->item[0].tag == T_TARGET ? on_target(user, t, err) : on_program(user, t, err);
}

static st_code on_outside(void *user, const st_item *it, st_err *err) {
    reader *r = user;
    switch (it->tag) {
    case T_ROOT:
        r->root = true;
        st_list_date(r->m, st_item_get(it, "date"));
        return ST_OK;
    case T_PLACE: return it->text.n ? ST_OK : st_ch_place_begin(&r->s, st_item_get(it, "ssid"), err);
    case T_LOCATION: case T_AREA: case T_COUNTRY: case T_VARIANT:
        return st_ch_place_part(&r->s, it->tag == T_LOCATION ? ST_CH_LOCATION : it->tag == T_AREA ? ST_CH_AREA : it->tag == T_COUNTRY ? ST_CH_COUNTRY : ST_CH_VARIANT,
                                it->text.n ? it->text : st_item_get(it, "iso-code"), err);
    default: return ST_OK;
    }
}

static st_code read_ch(st_input *in, const st_probe *p, st_model *m, st_err *err) {
    (void)p;
    static const st_tree_handler h = { T_TARGET, T_PROGRAM, on_record, on_outside };
    reader r = { .m = m, .f = st_facts_new(m) };
    st_model_list_set(m, ST_LIST_ID, ST_STR("ch_seco"));
    st_code code = st_tree_parse(in, rules, ST_LEN(rules), &h, &r, err);
    if (code >= 0 && !r.root) code = st_fail(err, ST_E_DATA, "the root element is not swiss-sanctions-list");
    if (code >= 0) code = st_ch_commit(&r.s, &r.f, err);
    st_ch_free(&r.s);
    st_facts_free(&r.f);
    return code < 0 ? code : st_model_ok(m, err);
}

const st_source st_source_ch_xml = { "ch-seco", "Swiss consolidated sanctions list (SECO), XML", probe, read_ch, false };
