/* The Beneficial Ownership Data Standard, 0.1 to 0.4: statements about entities, persons, and who holds what of whom, as JSON lines or one array.
 *
 * Keys are record ids (0.4), or statement ids, by which the older versions refer to parties. Relationships wait for the end of the file: only then is it
 * known which statement of a record is its last, and which were replaced. Statements about a party add up: what an earlier one said of it stays. All
 * files of a build make one list, for publishers split them by kind.
 *
 * Source: standard.openownership.org, schema and codelists of 0.1 to 0.4. */
#include "sources/columns.h"
#include "sources/interest.h"

#define ARENA_MAX ((size_t)1 << 30)   /* relationships that wait: some five million */

/* One interest of one relationship statement. */
typedef struct interest {
    st_str record, statement, owner, owned, type, share, since, until, detail;
    st_prop prop;
    uint32_t line, version;     /* version: number of the statement in the file */
    const char *status;
    bool reverse;               /* a fact of the owner: officers */
} interest;
typedef struct version { st_str date; uint32_t number; } version;

typedef struct reader {
    st_model *m;
    st_facts f;
    st_arena arena;
    interest *interest; size_t interests, cap_interests;
    version *newest; size_t newests, cap_newests;      /* of each record that is a relationship */
    st_str *heir; size_t heirs, cap_heirs;
    st_keyset record, replaced, heir_of;               /* record id to newest; replaced statement ids; party's old id to heir */
    uint32_t line, statements;
    char day[32];
} reader;

static int probe(const st_probe *p) {
    const st_str s = st_str_trim(p->head);
    if (!s.n || (s.p[0] != '{' && s.p[0] != '[')) return 0;
    const bool older = st_str_find(s, "\"statementID\"") != SIZE_MAX && st_str_find(s, "\"statementType\"") != SIZE_MAX,
               newer = st_str_find(s, "\"statementId\"") != SIZE_MAX && st_str_find(s, "\"recordType\"") != SIZE_MAX;
    return older || newer ? 2 : 0;
}

/* ---- parties ----------------------------------------------------------------------------------------------------------------------------------- */

/* "GB" of "GB", {"code":"GB","name":...} or {"name":...}. */
static st_str country_text(const st_json *v) {
    if (!v || v->type != ST_JSON_OBJECT) return st_json_text(v);
    const st_str code = st_json_get_text(v, "code");
    return code.n ? code : st_json_get_text(v, "name");
}

static void countries(reader *r, const st_json *p, st_prop head, const char *type) {
    for (const st_json *v = st_json_first(p); v; v = st_json_after(p, v)) {
        const st_str text = country_text(v);
        if (!text.n) continue;
        st_fact_jurisdiction(r->m, head, text);
        if (type) st_qual(r->m, ST_Q_TYPE, st_str_of(type));
    }
}

static void address(reader *r, st_prop head, const st_json *v, const char *type) {
    if (!v) return;
    if (v->type != ST_JSON_OBJECT) { st_fact(r->m, head, st_json_text(v)); return; }
    if (head == ST_P_BIRTH_PLACE) {   /* in one text, and its country */
        const st_str land = country_text(st_json_get(v, "country")), place = st_json_get_text(v, "address");
        st_fact(r->m, head, place.n ? place : land);
        if (land.n) st_qual_country(r->m, land);
        return;
    }
    const st_str code = st_json_get_text(v, "postCode"), kind = st_json_get_text(v, "type");
    const st_place p = { .street = st_json_get_text(v, "address"), .postcode = code.n ? code : st_json_get_text(v, "postcode"),
                         .country = country_text(st_json_get(v, "country")) };
    if (st_facts_place(&r->f, head, &p) && (kind.n || type)) st_qual(r->m, ST_Q_TYPE, kind.n ? kind : st_str_of(type));
}

static void addresses(reader *r, const st_json *p) {
    for (const st_json *v = st_json_first(p); v; v = st_json_after(p, v)) address(r, ST_P_ADDRESS, v, NULL);
}

/* Schemes are those of org-id.guide ("GB-COH": a country, then its register), of persons "GBR-PASSPORT", or only named. */
static st_prop scheme_prop(st_str scheme, st_str name, bool person, st_str *country) {
    *country = ST_STR_NONE;
    const size_t dash = st_str_chr(scheme, '-');
    const st_str land = dash == 2 || dash == 3 ? st_country(st_str_sub(scheme, 0, dash)) : ST_STR_NONE;
    if (st_str_ends(scheme, "-LEI") || st_str_ifind(name, "legal entity identifier") != SIZE_MAX || st_str_ifind(name, "LEI code") != SIZE_MAX) return ST_P_LEI;
    if (st_str_iis(scheme, "RU-INN")) return ST_P_INN;
    if (st_str_iis(scheme, "RU-OGRN")) return ST_P_OGRN;
    if (land.n) *country = land;
    if (st_str_ends(scheme, "PASSPORT")) return ST_P_PASSPORT;
    if (st_str_ends(scheme, "IDCARD")) return ST_P_NATIONAL_ID;
    if (st_str_ends(scheme, "TAXID") || st_str_ends(scheme, "-VAT")) return ST_P_TAX_ID;
    if (st_str_ifind(name, "companies house") != SIZE_MAX && !person) { *country = ST_STR("GB"); return ST_P_REGISTRATION; }
    return land.n && !person ? ST_P_REGISTRATION : ST_P_ID_NUMBER;
}

static void identifiers(reader *r, const st_json *p, bool person) {
    for (const st_json *v = st_json_first(p); v; v = st_json_after(p, v)) {
        const st_str scheme = st_json_get_text(v, "scheme"), name = st_json_get_text(v, "schemeName"), uri = st_json_get_text(v, "uri");
        st_str country, id = st_json_get_text(v, "id");
        if (!id.n) id = uri;
        if (!id.n) continue;
        st_fact(r->m, scheme_prop(scheme, name, person, &country), id);
        if (country.n) st_qual(r->m, ST_Q_COUNTRY, country);
        if (scheme.n || name.n) st_qual(r->m, ST_Q_TYPE, scheme.n ? scheme : name);
        if (scheme.n && name.n) st_qual(r->m, ST_Q_NOTE, name);
        if (uri.n && !st_str_eq(uri, id)) st_qual(r->m, ST_Q_SOURCE, uri);
    }
}

static st_prop name_prop(st_str type, bool first) {
    if (st_str_ifind(type, "former") != SIZE_MAX || st_str_iis(type, "birth")) return ST_P_FORMER_NAME;
    if (!type.n || st_str_iis(type, "legal") || st_str_iis(type, "individual")) return first ? ST_P_NAME : ST_P_ALIAS;
    return ST_P_ALIAS;
}

static void person_names(reader *r, const st_json *names) {
    bool first = true;
    for (const st_json *v = st_json_first(names); v; v = st_json_after(names, v)) {
        const st_prop head = name_prop(st_json_get_text(v, "type"), first);
        const st_name_part part[] = { { ST_Q_GIVEN, st_json_get_text(v, "givenName") }, { ST_Q_PATRONYMIC, st_json_get_text(v, "patronymicName") },
                                      { ST_Q_FAMILY, st_json_get_text(v, "familyName") } };
        if (!st_facts_name(&r->f, head, st_json_get_text(v, "fullName"), part, ST_LEN(part))) continue;
        if (head == ST_P_NAME) first = false;
    }
}

static void date_of(reader *r, st_prop head, const st_json *d, const char *key) {
    const st_str day = st_day_of(st_json_get_text(d, key));
    if (day.n) st_fact_date(r->m, head, day, ST_DATE_DMY);
}

static void person(reader *r, const st_json *d) {
    static const char *const known[] = { "names", "nationalities", "birthDate", "deathDate", "placeOfBirth", "placeOfResidence", "taxResidencies", "addresses",
        "identifiers", "personType", "statementID", "statementType", "statementDate", "isComponent", "publicationDetails", "replacesStatements", "annotations",
        "source", NULL };
    person_names(r, st_json_get(d, "names"));
    countries(r, st_json_get(d, "nationalities"), ST_P_NATIONALITY, NULL);
    countries(r, st_json_get(d, "taxResidencies"), ST_P_COUNTRY, "tax residency");
    date_of(r, ST_P_BIRTH_DATE, d, "birthDate");
    date_of(r, ST_P_DEATH_DATE, d, "deathDate");
    address(r, ST_P_BIRTH_PLACE, st_json_get(d, "placeOfBirth"), NULL);
    address(r, ST_P_ADDRESS, st_json_get(d, "placeOfResidence"), "residence");
    addresses(r, st_json_get(d, "addresses"));
    identifiers(r, st_json_get(d, "identifiers"), true);
    const st_str type = st_json_get_text(d, "personType");
    if (type.n && !st_str_is(type, "knownPerson")) st_note(r->m, ST_STR("personType"), type);
    st_note_members(&r->f, "", d, known);
}

static void entity(reader *r, const st_json *d) {
    static const char *const known[] = { "name", "alternateNames", "foundingDate", "jurisdiction", "incorporatedInJurisdiction", "addresses", "identifiers",
        "entityType", "uri", "isComponent", "statementID", "statementType", "statementDate", "publicationDetails", "replacesStatements", "annotations", "source",
        NULL };
    const st_json *others = st_json_get(d, "alternateNames"), *type = st_json_get(d, "entityType");
    st_fact(r->m, ST_P_NAME, st_json_get_text(d, "name"));
    for (const st_json *v = st_json_first(others); v; v = st_json_after(others, v)) st_fact(r->m, ST_P_ALIAS, st_json_text(v));
    countries(r, st_json_get(d, "jurisdiction"), ST_P_COUNTRY, "jurisdiction");
    countries(r, st_json_get(d, "incorporatedInJurisdiction"), ST_P_COUNTRY, "jurisdiction");
    date_of(r, ST_P_FOUNDED, d, "foundingDate");
    st_fact(r->m, ST_P_WEBSITE, st_json_get_text(d, "uri"));
    addresses(r, st_json_get(d, "addresses"));
    identifiers(r, st_json_get(d, "identifiers"), false);
    const st_str word = type && type->type == ST_JSON_OBJECT ? st_json_get_text(type, "type") : st_json_text(type);
    if (word.n && !st_str_is(word, "registeredEntity")) st_note(r->m, ST_STR("entityType"), word);
    static const char *const of_type[] = { "type", NULL };
    st_note_members(&r->f, "entityType", type, of_type);
    st_note_members(&r->f, "", d, known);
}

/* ---- relationships ------------------------------------------------------------------------------------------------------------------------------- */

static st_str keep(reader *r, st_str s) {
    if (!s.n) return ST_STR_NONE;
    const st_str copy = st_str_copy(&r->arena, s);
    if (!copy.p) r->f.failed = r->arena.used + s.n >= ARENA_MAX ? ST_E_LIMIT : ST_E_NOMEM;
    return copy.p ? copy : ST_STR_NONE;
}

/* A word of a codelist without hyphens and capitals: 0.2 writes "voting-rights", 0.4 "votingRights". */
static bool is_word(st_str s, const char *z) {
    for (size_t i = 0; i < s.n; i++) {
        const char c = s.p[i] >= 'A' && s.p[i] <= 'Z' ? (char)(s.p[i] + 32) : s.p[i];
        if (c == '-' || c == '_' || c == ' ') continue;
        if (c != *z++) return false;
    }
    return !*z;
}

static st_prop interest_prop(st_str type, bool *reverse) {
    static const struct { const char *word; st_prop prop; bool reverse; } words[] = {
        { "shareholding", ST_P_OWNED_BY, false }, { "rightstosurplusassetsondissolution", ST_P_OWNED_BY, false }, { "rightstoprofitorincome", ST_P_OWNED_BY, false },
        { "beneficiaryoflegalarrangement", ST_P_OWNED_BY, false }, { "beneficiaryoftrust", ST_P_OWNED_BY, false }, { "unknowninterest", ST_P_OWNED_BY, false },
        { "unpublishedinterest", ST_P_OWNED_BY, false }, { "", ST_P_OWNED_BY, false },
        { "seniormanagingofficial", ST_P_OFFICER_OF, true }, { "boardmember", ST_P_OFFICER_OF, true }, { "boardchair", ST_P_OFFICER_OF, true },
        { "nominee", ST_P_LINKED_TO, false }, { "nominator", ST_P_LINKED_TO, false }, { "enjoymentanduseofassets", ST_P_LINKED_TO, false },
    };
    for (size_t i = 0; i < ST_LEN(words); i++)
        if (is_word(type, words[i].word)) { *reverse = words[i].reverse; return words[i].prop; }
    *reverse = false;
    return ST_P_CONTROLLED_BY;   /* votes, the board, influence, contracts, articles, trusts */
}

/* One end of a relationship: a key (0.4), or an object that names a statement or says why it names none. */
static st_str end_key(const st_json *v) {
    static const char *const refs[] = { "describedByEntityStatement", "describedByPersonStatement" };
    if (!v || v->type != ST_JSON_OBJECT) return st_json_text(v);
    for (size_t i = 0; i < ST_LEN(refs); i++) {
        const st_str key = st_json_get_text(v, refs[i]);
        if (key.n) return key;
    }
    return ST_STR_NONE;
}

/* "60%", ">25 <=50%"; empty when the statement gives no number. In 0.2 and 0.3 exclusive bounds are marked by true, in 0.4 they are numbers. */
static st_str share_text(reader *r, const st_json *share) {
    const st_str exact = st_json_get_text(share, "exact");
    st_str low = st_json_get_text(share, "minimum"), high = st_json_get_text(share, "maximum");
    const st_json *above = st_json_get(share, "exclusiveMinimum"), *below = st_json_get(share, "exclusiveMaximum");
    bool past = above && above->type == ST_JSON_TRUE, under = below && below->type == ST_JSON_TRUE;
    if (above && above->type == ST_JSON_NUMBER) { low = above->text; past = true; }
    if (below && below->type == ST_JSON_NUMBER) { high = below->text; under = true; }
    st_buf *b = &r->f.buf;
    st_buf_clear(b);
    if (exact.n) st_buf_str(b, exact);
    else {
        if (low.n) st_buf_printf(b, "%s%.*s", past ? ">" : ">=", ST_FMT(low));
        if (high.n) st_buf_printf(b, "%s%s%.*s", low.n ? " " : "", under ? "<" : "<=", ST_FMT(high));
    }
    if (b->n) st_buf_char(b, '%');
    if (b->failed) r->f.failed = b->failed;
    return b->failed ? ST_STR_NONE : keep(r, st_buf_view(b));
}

static const char *status_of(const st_json *relation, const st_json *i) {
    const st_str how = st_json_get_text(i, "directOrIndirect"), level = st_json_get_text(i, "interestLevel");
    if (!st_str_iis(how, "indirect") && !st_str_iis(level, "indirect")) return NULL;
    const st_json *parts = st_json_get(relation, "componentRecords"), *older = st_json_get(relation, "componentStatementIDs");
    return (parts && parts->child) || (older && older->child) ? "indirect, parts stated" : "indirect";
}

static st_code add_interest(reader *r, const interest *like, const st_json *relation, const st_json *i, st_str closed, st_err *err) {
    if (st_grow(r->interest, r->cap_interests, r->interests + 1)) return st_fail(err, ST_E_NOMEM, "out of memory");
    interest *x = &r->interest[r->interests++];
    *x = *like;
    const st_str until = st_json_get_text(i, "endDate");
    x->type = keep(r, st_json_get_text(i, "type"));
    x->prop = interest_prop(x->type, &x->reverse);
    x->share = share_text(r, st_json_get(i, "share"));
    x->since = keep(r, st_day_of(st_json_get_text(i, "startDate")));
    x->until = keep(r, st_day_of(until.n ? until : closed));
    x->detail = keep(r, st_json_get_text(i, "details"));
    x->status = status_of(relation, i);
    return ST_OK;
}

/* Someone of whom the statement does not say who it is: a party without a name. */
static st_code nobody_named(reader *r, const st_json *end, st_str statement, interest *x, st_err *err) {
    static const char *const none[] = { NULL };
    st_buf_clear(&r->f.buf);
    st_buf_printf(&r->f.buf, "%.*s#unnamed", ST_FMT(statement));
    if (r->f.buf.failed) return st_fail(err, r->f.buf.failed, "no memory for a key");
    x->owner = keep(r, st_buf_view(&r->f.buf));
    st_model_party(r->m, x->owner, r->line);
    st_model_supplement(r->m);
    st_note_members(&r->f, "interestedParty", end, none);
    return st_model_commit(r->m, err);
}

static st_code relationship(reader *r, const st_json *s, const st_json *d, st_str record, st_str statement, st_err *err) {
    const st_json *by = st_json_get(d, "interestedParty"), *interests = st_json_get(d, "interests");
    const st_str owned = end_key(st_json_get(d, "subject")), owner = end_key(by), date = st_json_get_text(s, "statementDate");
    const bool some = interests && interests->child;
    bool fresh;
    interest x = { .record = keep(r, record), .statement = keep(r, statement), .owned = keep(r, owned), .line = r->line, .version = r->statements };
    struct st_key *k = st_keyset_of(&r->record, record, &fresh);
    if (!k || st_grow(r->newest, r->cap_newests, r->newests + 1)) return st_fail(err, ST_E_NOMEM, "out of memory");
    if (fresh) { k->mark = (uint32_t)r->newests++; r->newest[k->mark] = (version){ ST_STR_NONE, 0 }; }
    version *v = &r->newest[k->mark];
    if (fresh || st_str_cmp(date, v->date) >= 0) *v = (version){ keep(r, date), r->statements };
    if (!owned.n) { st_model_count(r->m, "relationships without a subject", 1); return ST_OK; }
    if (!owner.n && !some) {   /* nobody, and why: a note on the subject */
        static const char *const none[] = { NULL };
        st_model_party(r->m, owned, r->line);
        st_note_members(&r->f, "interestedParty", by, none);
        ST_TRY(st_facts_ok(&r->f, err));
        return st_model_commit(r->m, err);
    }
    if (owner.n) x.owner = keep(r, owner);
    else ST_TRY(nobody_named(r, by, record, &x, err));
    const st_str closed = st_str_iis(st_json_get_text(s, "recordStatus"), "closed") ? date : ST_STR_NONE;
    if (!some) return add_interest(r, &x, d, NULL, closed, err);
    for (const st_json *i = interests->child; i; i = i->next) ST_TRY(add_interest(r, &x, d, i, closed, err));
    return ST_OK;
}

/* ---- statements ------------------------------------------------------------------------------------------------------------------------------------ */

static st_code replaces(reader *r, const st_json *s, st_str key, bool party, st_err *err) {
    const st_json *p = st_json_get(s, "replacesStatements");
    for (const st_json *v = st_json_first(p); v; v = st_json_after(p, v)) {
        const st_str old = st_json_text(v);
        bool fresh;
        if (!old.n || st_str_eq(old, key)) continue;
        struct st_key *k = st_keyset_of(party ? &r->heir_of : &r->replaced, old, &fresh);
        if (!k || (party && st_grow(r->heir, r->cap_heirs, r->heirs + 1))) return st_fail(err, ST_E_NOMEM, "out of memory");
        if (!party || !fresh) continue;
        k->mark = (uint32_t)r->heirs;
        r->heir[r->heirs++] = keep(r, key);
    }
    return ST_OK;
}

static st_code bad(reader *r, const char *why) {
    st_model_party(r->m, ST_STR("?"), r->line);
    st_model_bad(r->m, r->line, "%s", why);
    return ST_OK;
}

static st_code party(reader *r, const st_json *s, const st_json *d, st_str key, bool is_person, st_err *err) {
    st_model_party(r->m, key, r->line);
    st_model_main(r->m);
    st_model_kind(r->m, is_person ? ST_KIND_PERSON : ST_KIND_ORGANISATION);
    if (is_person) person(r, d);
    else entity(r, d);
    if (st_str_iis(st_json_get_text(s, "recordStatus"), "closed")) st_note(r->m, ST_STR("recordStatus"), ST_STR("closed"));
    ST_TRY(st_facts_ok(&r->f, err));
    return st_model_commit(r->m, err);
}

static st_code statement(void *user, const st_json *s, uint32_t line, st_err *err) {
    reader *r = user;
    r->line = line;
    if (!s) return bad(r, err->what);
    if (s->type != ST_JSON_OBJECT) return bad(r, "the statement is no JSON object");
    if (st_json_has_nul(s)) return bad(r, "a text holds the character U+0000");
    const st_json *d = st_json_get(s, "recordDetails"), *details = d ? d : s;
    const st_str type = st_json_get_text(s, d ? "recordType" : "statementType"), new_id = st_json_get_text(s, "statementId"),
                 id = new_id.n ? new_id : st_json_get_text(s, "statementID"), key = d ? st_json_get_text(s, "recordId") : id;
    if (!key.n) return bad(r, "the statement has no id");
    const bool relation = is_word(type, "relationship") || is_word(type, "ownershiporcontrolstatement"),
               human = is_word(type, "person") || is_word(type, "personstatement");
    if (!relation && !human && !is_word(type, "entity") && !is_word(type, "entitystatement")) return bad(r, "the statement is of no known type");
    r->statements++;
    st_model_count2(r->m, "statements", type, 1);
    const st_str day = st_json_get_text(st_json_get(s, "publicationDetails"), "publicationDate");
    st_later_day(r->day, day.n ? day : st_json_get_text(s, "statementDate"));
    ST_TRY(replaces(r, s, key, !relation, err));
    ST_TRY(relation ? relationship(r, s, details, key, id, err) : party(r, s, details, key, human, err));
    if (r->f.failed == ST_E_LIMIT) return st_fail(err, ST_E_LIMIT, "the relationships of the file take more than %zu MiB", ARENA_MAX >> 20);
    return st_facts_ok(&r->f, err);
}

/* ---- the end of the file ------------------------------------------------------------------------------------------------------------------------- */

static st_str heir(const reader *r, st_str key) {
    for (unsigned n = 0; n < 64; n++) {
        const struct st_key *k = st_keyset_get(&r->heir_of, key);
        if (!k) break;
        key = r->heir[k->mark];
    }
    return key;
}

static void qualify(st_model *m, st_prop qual, st_str text) { if (text.n) st_qual(m, qual, text); }
static void date_qual(st_model *m, st_prop qual, st_str text) { if (text.n) st_qual_date(m, qual, text, ST_DATE_DMY); }

static st_code interests(reader *r, st_err *err) {
    for (size_t i = 0; i < r->interests; i++) {
        const interest *x = &r->interest[i];
        const struct st_key *k = st_keyset_get(&r->record, x->record);
        if ((k && r->newest[k->mark].number != x->version) || st_keyset_get(&r->replaced, x->statement)) {
            st_model_count(r->m, "interests of earlier statements", 1);
            continue;
        }
        const st_str owner = heir(r, x->owner), owned = heir(r, x->owned);
        st_model_party(r->m, x->reverse ? owner : owned, x->line);
        st_fact(r->m, x->prop, x->reverse ? owned : owner);
        qualify(r->m, ST_Q_SHARE, x->share);
        qualify(r->m, ST_Q_TYPE, x->type);
        if (x->status) st_qual(r->m, ST_Q_STATUS, st_str_of(x->status));
        date_qual(r->m, ST_Q_SINCE, x->since);
        date_qual(r->m, ST_Q_UNTIL, x->until);
        qualify(r->m, ST_Q_NOTE, x->detail);
        qualify(r->m, ST_Q_SOURCE, x->statement);
        ST_TRY(st_model_commit(r->m, err));
        st_model_count(r->m, "interests", 1);
    }
    return ST_OK;
}

static st_code read(st_input *in, const st_probe *p, st_model *m, st_err *err) {
    reader r = { .m = m, .f = st_facts_new(m), .arena = { .limit = ARENA_MAX } };
    st_code c = st_model_list_join(m, ST_STR("own_bods"), NULL, err);
    if (!c) c = st_json_stream(in, st_is_array(p->head) ? "[]" : "", statement, &r, err);
    if (!c) c = interests(&r, err);
    if (!c) c = st_facts_ok(&r.f, err);
    if (!c && r.day[0]) st_model_list_set(m, ST_LIST_DATE, st_str_of(r.day));
    st_facts_free(&r.f);
    st_arena_free(&r.arena);
    st_keyset_free(&r.record);
    st_keyset_free(&r.replaced);
    st_keyset_free(&r.heir_of);
    st_free(r.interest);
    st_free(r.newest);
    st_free(r.heir);
    return c ? c : st_model_ok(m, err);
}

const st_source st_source_bods = { "bods", "beneficial ownership statements (BODS 0.1 to 0.4), JSON lines or an array", probe, read, false, NULL };
