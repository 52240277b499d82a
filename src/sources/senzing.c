/* Senzing JSON lines: one record a line, its attributes flat ("PRIMARY_NAME_LAST"), in lists ("NAMES": [{}]) or as FEATURES. Attributes of one feature
 * are gathered by their object and their usage prefix, and become one fact. Names of attributes after the vendor's public entity specification. */
#include "base/json.h"
#include "sources/columns.h"
#include "sources/facts.h"
#include "sources/own.h"

enum { MAX_FEATURES = 400, MAX_LINES = 6 };

typedef enum feature_class { NAME, BIRTH, DEATH, FOUNDED, NATIONALITY, CITIZENSHIP, BIRTHPLACE, LAND, SEX, ADDR, PHONE, EMAIL, SITE, PASSPORT, LICENCE, SSN, NATIONAL,
                             TAX, OTHER, ACCOUNT, DUNS, NPI, LEI, IMO, MMSI, CALLSIGN, EMPLOYER, GROUP, ANCHOR, POINTER, KIND, CLASSES } feature_class;
typedef enum feature_role { VALUE, TYPE, COUNTRY, ISSUER, FIRST, MIDDLE, LAST, BEFORE, AFTER, ORG, LINE1, LINE2, LINE3, LINE4, LINE5, LINE6, CITY, STATE, POSTCODE, FROM,
                    THRU, DOMAIN_OF, ROLE_OF, ROLES } feature_role;

/* The property of a feature that is one value with its qualifiers, and what to call its type when the record doesn't. */
static const struct { st_prop prop; const char *type; } simple[CLASSES] = {
    [PHONE] = { ST_P_PHONE, NULL }, [EMAIL] = { ST_P_EMAIL, NULL }, [SITE] = { ST_P_WEBSITE, NULL }, [PASSPORT] = { ST_P_PASSPORT, NULL },
    [LICENCE] = { ST_P_LICENCE, "driving licence" }, [SSN] = { ST_P_SSN, NULL }, [NATIONAL] = { ST_P_NATIONAL_ID, NULL }, [TAX] = { ST_P_TAX_ID, NULL },
    [OTHER] = { ST_P_ID_NUMBER, NULL }, [ACCOUNT] = { ST_P_ACCOUNT, NULL }, [DUNS] = { ST_P_ID_NUMBER, "DUNS" }, [NPI] = { ST_P_ID_NUMBER, "NPI" },
    [LEI] = { ST_P_LEI, NULL }, [IMO] = { ST_P_IMO, NULL }, [MMSI] = { ST_P_MMSI, NULL }, [CALLSIGN] = { ST_P_CALL_SIGN, NULL },
    [BIRTHPLACE] = { ST_P_BIRTH_PLACE, NULL },
};

static const struct attribute { const char *name; feature_class cls; feature_role role; } attributes[] = {
    { "RECORD_TYPE", KIND, VALUE }, { "NAME_FULL", NAME, VALUE }, { "NAME_ORG", NAME, ORG }, { "NAME_LAST", NAME, LAST }, { "NAME_FIRST", NAME, FIRST },
    { "NAME_MIDDLE", NAME, MIDDLE }, { "NAME_PREFIX", NAME, BEFORE }, { "NAME_SUFFIX", NAME, AFTER }, { "NAME_TYPE", NAME, TYPE },
    { "DATE_OF_BIRTH", BIRTH, VALUE }, { "DATE_OF_DEATH", DEATH, VALUE }, { "REGISTRATION_DATE", FOUNDED, VALUE }, { "NATIONALITY", NATIONALITY, VALUE },
    { "CITIZENSHIP", CITIZENSHIP, VALUE }, { "PLACE_OF_BIRTH", BIRTHPLACE, VALUE }, { "REGISTRATION_COUNTRY", LAND, VALUE }, { "GENDER", SEX, VALUE },
    { "ADDR_TYPE", ADDR, TYPE }, { "ADDR_FULL", ADDR, VALUE }, { "ADDR_LINE1", ADDR, LINE1 }, { "ADDR_LINE2", ADDR, LINE2 }, { "ADDR_LINE3", ADDR, LINE3 },
    { "ADDR_LINE4", ADDR, LINE4 }, { "ADDR_LINE5", ADDR, LINE5 }, { "ADDR_LINE6", ADDR, LINE6 }, { "ADDR_CITY", ADDR, CITY }, { "ADDR_STATE", ADDR, STATE },
    { "ADDR_POSTAL_CODE", ADDR, POSTCODE }, { "ADDR_COUNTRY", ADDR, COUNTRY }, { "ADDR_FROM_DATE", ADDR, FROM }, { "ADDR_THRU_DATE", ADDR, THRU },
    { "PHONE_TYPE", PHONE, TYPE }, { "PHONE_NUMBER", PHONE, VALUE }, { "PHONE_FROM_DATE", PHONE, FROM }, { "PHONE_THRU_DATE", PHONE, THRU },
    { "EMAIL_ADDRESS", EMAIL, VALUE }, { "WEBSITE_ADDRESS", SITE, VALUE }, { "PASSPORT_NUMBER", PASSPORT, VALUE }, { "PASSPORT_COUNTRY", PASSPORT, COUNTRY },
    { "DRIVERS_LICENSE_NUMBER", LICENCE, VALUE }, { "DRIVERS_LICENSE_STATE", LICENCE, ISSUER }, { "SSN_NUMBER", SSN, VALUE },
    { "NATIONAL_ID_NUMBER", NATIONAL, VALUE }, { "NATIONAL_ID_TYPE", NATIONAL, TYPE }, { "NATIONAL_ID_COUNTRY", NATIONAL, COUNTRY },
    { "TAX_ID_NUMBER", TAX, VALUE }, { "TAX_ID_TYPE", TAX, TYPE }, { "TAX_ID_COUNTRY", TAX, COUNTRY }, { "OTHER_ID_NUMBER", OTHER, VALUE },
    { "OTHER_ID_TYPE", OTHER, TYPE }, { "OTHER_ID_COUNTRY", OTHER, COUNTRY }, { "ACCOUNT_NUMBER", ACCOUNT, VALUE }, { "ACCOUNT_DOMAIN", ACCOUNT, TYPE },
    { "DUNS_NUMBER", DUNS, VALUE }, { "NPI_NUMBER", NPI, VALUE }, { "LEI_NUMBER", LEI, VALUE }, { "IMO_NUMBER", IMO, VALUE }, { "MMSI_NUMBER", MMSI, VALUE },
    { "CALL_SIGN", CALLSIGN, VALUE }, { "EMPLOYER", EMPLOYER, VALUE }, { "EMPLOYER_NAME", EMPLOYER, VALUE }, { "GROUP_ASSOCIATION_ORG_NAME", GROUP, VALUE },
    { "GROUP_ASSOCIATION_TYPE", GROUP, TYPE }, { "REL_ANCHOR_DOMAIN", ANCHOR, DOMAIN_OF }, { "REL_ANCHOR_KEY", ANCHOR, VALUE },
    { "REL_POINTER_DOMAIN", POINTER, DOMAIN_OF }, { "REL_POINTER_KEY", POINTER, VALUE }, { "REL_POINTER_ROLE", POINTER, ROLE_OF },
};

typedef struct feature { size_t scope; feature_class cls; st_str prefix, at[ROLES]; } feature;
typedef struct pointer { st_str target, party, role; uint32_t line; } pointer;

typedef struct reader {
    st_model *m;
    st_facts f;
    st_buf text, key;
    uint32_t line;
    feature feature[MAX_FEATURES]; size_t features;
    size_t scope;
    st_arena arena;      /* of what is kept until the end: relations point at anchors that may come later */
    st_str source;       /* DATA_SOURCE of the first record */
    st_keyset anchors; st_str *anchored; size_t n_anchored, cap_anchored;
    pointer *pointer; size_t pointers, pointers_cap;
} reader;

/* ---- gathering ------------------------------------------------------------------------------------------------------------------------------ */
/* The attribute that the key is, or ends with behind a usage ("HOME_ADDR_CITY"); the longest one. */
static const struct attribute *attribute_of(st_str key, st_str *prefix) {
    const struct attribute *best = NULL;
    size_t longest = 0;
    for (size_t i = 0; i < ST_LEN(attributes); i++) {
        const size_t n = strlen(attributes[i].name);
        if (n > key.n || n <= longest || !st_str_ieq(st_str_sub(key, key.n - n, key.n), st_str_of(attributes[i].name))) continue;
        if (n < key.n && key.p[key.n - n - 1] != '_') continue;
        best = &attributes[i];
        longest = n;
        *prefix = st_str_sub(key, 0, n < key.n ? key.n - n - 1 : 0);
    }
    return best;
}

static feature *feature_of(reader *r, feature_class c, st_str prefix) {
    for (size_t i = 0; i < r->features; i++) {
        feature *f = &r->feature[i];
        if (f->scope == r->scope && f->cls == c && st_str_ieq(f->prefix, prefix)) return f;
    }
    if (r->features == MAX_FEATURES) return NULL;
    feature *f = &r->feature[r->features++];
    *f = (feature){ .scope = r->scope, .cls = c, .prefix = prefix };
    return f;
}

/* The members of one object. Lists of objects within are features of their own. */
static void gather(reader *r, const st_json *object, bool top) {
    const size_t scope = r->scope;
    for (const st_json *p = object->child; p; p = p->next) {
        if (top && (st_str_iis(p->key, "DATA_SOURCE") || st_str_iis(p->key, "RECORD_ID") || st_str_iis(p->key, "LOAD_ID"))) continue;
        if (p->type == ST_JSON_ARRAY) {
            for (const st_json *v = p->child; v; v = v->next) {
                r->scope++;
                if (v->type == ST_JSON_OBJECT) gather(r, v, false);
                else st_note(r->m, p->key, st_json_text(v));
            }
            continue;
        }
        if (p->type == ST_JSON_OBJECT) { r->scope++; gather(r, p, false); continue; }
        const size_t deeper = r->scope;
        r->scope = scope;
        const st_str text = st_str_trim(st_json_text(p));
        st_str prefix = ST_STR_NONE;
        const struct attribute *a = text.n ? attribute_of(p->key, &prefix) : NULL;
        feature *f = a ? feature_of(r, a->cls, prefix) : NULL;
        if (f && !f->at[a->role].n) f->at[a->role] = text;
        else if (text.n) st_note(r->m, p->key, text);
        r->scope = deeper;
    }
}

/* ---- facts ---------------------------------------------------------------------------------------------------------------------------------- */
static st_prop name_head(st_str type, bool first) {
    static const struct { const char *type; st_prop head; } heads[] = {
        { "PRIMARY", ST_P_NAME }, { "LEGAL", ST_P_NAME }, { "AKA", ST_P_ALIAS }, { "DBA", ST_P_ALIAS }, { "ALIAS", ST_P_ALIAS }, { "SECONDARY", ST_P_ALIAS },
        { "FORMER", ST_P_FORMER_NAME }, { "FKA", ST_P_FORMER_NAME }, { "MAIDEN", ST_P_FORMER_NAME }, { "NATIVE", ST_P_ORIGINAL_NAME }, { "WEAK", ST_P_WEAK_ALIAS },
    };
    for (size_t i = 0; i < ST_LEN(heads); i++)
        if (st_str_iis(type, heads[i].type)) return heads[i].head;
    return first ? ST_P_NAME : ST_P_ALIAS;
}

static bool name(reader *r, const feature *f, bool first) {
    const st_str type = f->at[TYPE].n ? f->at[TYPE] : f->prefix, whole = f->at[VALUE].n ? f->at[VALUE] : f->at[ORG];
    const st_name_part part[] = { { ST_Q_TITLE, f->at[BEFORE] }, { ST_Q_GIVEN, f->at[FIRST] }, { ST_Q_MIDDLE, f->at[MIDDLE] }, { ST_Q_FAMILY, f->at[LAST] },
                                  { ST_Q_SUFFIX, f->at[AFTER] } };
    if (!st_facts_name(&r->f, name_head(type, first), whole, part, ST_LEN(part))) return false;
    if (type.n) st_qual(r->m, ST_Q_TYPE, type);
    if (f->at[VALUE].n && f->at[ORG].n && !st_str_eq(f->at[VALUE], f->at[ORG])) st_fact(r->m, ST_P_ALIAS, f->at[ORG]);
    return true;
}

/* What qualifies a fact of any class. */
static void qualify(reader *r, const feature *f, const char *type) {
    if (f->at[TYPE].n) st_qual(r->m, ST_Q_TYPE, f->at[TYPE]);
    else if (f->prefix.n) st_qual(r->m, ST_Q_TYPE, f->prefix);
    else if (type) st_qual(r->m, ST_Q_TYPE, st_str_of(type));
    if (f->at[COUNTRY].n) st_qual_country(r->m, f->at[COUNTRY]);
    st_qual(r->m, ST_Q_ISSUER, f->at[ISSUER]);
    st_qual_date(r->m, ST_Q_SINCE, f->at[FROM], ST_DATE_MDY);
    st_qual_date(r->m, ST_Q_UNTIL, f->at[THRU], ST_DATE_MDY);
}

static void address(reader *r, const feature *f) {
    st_buf_clear(&r->text);
    for (unsigned i = LINE1; i <= LINE6; i++) {
        if (!f->at[i].n) continue;
        if (r->text.n) st_buf_z(&r->text, ", ");
        st_buf_str(&r->text, f->at[i]);
    }
    st_fact(r->m, ST_P_ADDRESS, f->at[VALUE]);
    if (r->text.failed) r->f.failed = r->text.failed;
    else if (r->text.n) st_qual(r->m, ST_Q_STREET, st_buf_view(&r->text));
    st_qual(r->m, ST_Q_CITY, f->at[CITY]);
    st_qual(r->m, ST_Q_REGION, f->at[STATE]);
    st_qual(r->m, ST_Q_POSTCODE, f->at[POSTCODE]);
    qualify(r, f, NULL);
}

static void organisation(reader *r, const feature *f, st_prop head, const char *type) {
    if (!f->at[VALUE].n) return;
    st_fact(r->m, head, ST_STR_NONE);
    st_qual(r->m, ST_Q_TARGET_NAME, f->at[VALUE]);
    qualify(r, f, type);
}

static st_str key_of(reader *r, st_str domain, st_str key) {
    if (!domain.n || st_str_eq(domain, r->source)) return key;
    st_buf_clear(&r->text);
    st_buf_str(&r->text, domain);
    st_buf_char(&r->text, ':');
    st_buf_str(&r->text, key);
    if (r->text.failed) r->f.failed = r->text.failed;
    return r->text.failed ? ST_STR_NONE : st_buf_view(&r->text);
}

static st_code anchor(reader *r, const feature *f, st_str party, st_err *err) {
    const st_str key = key_of(r, f->at[DOMAIN_OF], f->at[VALUE]);
    if (!key.n || st_str_eq(key, party)) return ST_OK;
    bool fresh;
    struct st_key *k = st_keyset_of(&r->anchors, key, &fresh);
    const st_str copy = st_str_copy(&r->arena, party);
    if (!k || !copy.p || st_grow(r->anchored, r->cap_anchored, r->n_anchored + 1)) return st_fail(err, ST_E_NOMEM, "out of memory for the relations");
    r->anchored[r->n_anchored++] = copy;
    if (fresh) k->mark = (uint32_t)r->n_anchored;
    return ST_OK;
}

static st_code point(reader *r, const feature *f, st_str party, st_err *err) {
    const st_str key = key_of(r, f->at[DOMAIN_OF], f->at[VALUE]);
    if (!key.n) return ST_OK;
    pointer p = { st_str_copy(&r->arena, key), st_str_copy(&r->arena, party), st_str_copy(&r->arena, f->at[ROLE_OF]), r->line };
    if (!p.target.p || !p.party.p || !p.role.p || st_grow(r->pointer, r->pointers_cap, r->pointers + 1))
        return st_fail(err, ST_E_NOMEM, "out of memory for the relations");
    r->pointer[r->pointers++] = p;
    return ST_OK;
}

static st_code stage(reader *r, const feature *f, st_str party, bool *named, st_err *err) {
    const st_str v = f->at[VALUE];
    switch (f->cls) {
    case KIND: break;
    case NAME: *named |= name(r, f, !*named); break;
    case BIRTH: st_fact_date(r->m, ST_P_BIRTH_DATE, v, ST_DATE_MDY); break;
    case DEATH: st_fact_date(r->m, ST_P_DEATH_DATE, v, ST_DATE_MDY); break;
    case FOUNDED: st_fact_date(r->m, ST_P_FOUNDED, v, ST_DATE_MDY); break;
    case NATIONALITY: st_fact_country(r->m, ST_P_NATIONALITY, v); break;
    case CITIZENSHIP: st_fact_country(r->m, ST_P_CITIZENSHIP, v); break;
    case LAND: st_fact_country(r->m, ST_P_COUNTRY, v); qualify(r, f, "registration"); break;
    case SEX: st_facts_gender(&r->f, v); break;
    case ADDR: address(r, f); break;
    case EMPLOYER: organisation(r, f, ST_P_OFFICER_OF, "employer"); break;
    case GROUP: organisation(r, f, ST_P_LINKED_TO, NULL); break;
    case ANCHOR: return anchor(r, f, party, err);
    case POINTER: return point(r, f, party, err);
    case BIRTHPLACE: case PHONE: case EMAIL: case SITE: case PASSPORT: case LICENCE: case SSN: case NATIONAL: case TAX: case OTHER: case ACCOUNT: case DUNS:
    case NPI: case LEI: case IMO: case MMSI: case CALLSIGN: case CLASSES:
        st_fact(r->m, simple[f->cls].prop, v);
        if (v.n) qualify(r, f, simple[f->cls].type);
        break;
    }
    return ST_OK;
}

static st_kind kind_of(reader *r) {
    st_kind guess = ST_KIND_UNKNOWN;
    for (size_t i = 0; i < r->features; i++) {
        const feature *f = &r->feature[i];
        if (f->cls == KIND) {
            st_model_count2(r->m, "RECORD_TYPE", f->at[VALUE], 1);
            if (st_kind_of(f->at[VALUE]) != ST_KIND_UNKNOWN) return st_kind_of(f->at[VALUE]);
            st_note(r->m, ST_STR("RECORD_TYPE"), f->at[VALUE]);
        }
        if (f->cls == NAME && f->at[ORG].n) guess = ST_KIND_ORGANISATION;
        if (f->cls == NAME && f->at[LAST].n) guess = ST_KIND_PERSON;
    }
    return guess;
}

/* ---- records -------------------------------------------------------------------------------------------------------------------------------- */
static bool has_nul(const st_json *v) {
    for (; v; v = v->next)
        if ((v->key.n && memchr(v->key.p, 0, v->key.n)) || (v->text.n && memchr(v->text.p, 0, v->text.n)) || has_nul(v->child)) return true;
    return false;
}

static st_code bad(reader *r, const char *why) {
    st_model_party(r->m, ST_STR("?"), r->line);
    st_model_bad(r->m, r->line, "%s", why);
    return ST_OK;
}

static st_code first_source(reader *r, st_str source, st_err *err) {
    if (r->source.p) return ST_OK;
    char stem[64], id[80];
    r->source = st_str_copy(&r->arena, source);
    if (!r->source.p) return st_fail(err, ST_E_NOMEM, "out of memory");
    if (!source.n) return ST_OK;
    const int n = snprintf(id, sizeof id, "senzing_%.*s", ST_FMT(st_own_stem(source, stem)));
    st_model_list_set(r->m, ST_LIST_ID, (st_str){ id, (size_t)n });
    return ST_OK;
}

static st_code line(void *user, const st_json *v, uint32_t number, st_err *err) {
    reader *r = user;
    r->line = number;
    if (!v) return bad(r, err->what);
    if (v->type != ST_JSON_OBJECT) return bad(r, "the line is no JSON object");
    if (has_nul(v)) return bad(r, "a text holds the character U+0000");
    const st_str source = st_str_trim(st_json_get_text(v, "DATA_SOURCE")), id = st_str_trim(st_json_get_text(v, "RECORD_ID"));
    if (!id.n) return bad(r, "the record has no RECORD_ID");
    ST_TRY(first_source(r, source, err));
    st_buf_clear(&r->key);
    st_buf_str(&r->key, key_of(r, source, id));
    if (r->key.failed) return st_fail(err, r->key.failed, "out of memory for a key, or a key longer than 1 MiB");
    const st_str party = st_buf_view(&r->key);
    r->features = r->scope = 0;
    st_model_party(r->m, party, number);
    st_model_main(r->m);
    st_model_count(r->m, "records", 1);
    st_model_count2(r->m, "DATA_SOURCE", source, source.n > 0);
    gather(r, v, true);
    st_model_kind(r->m, kind_of(r));
    bool named = false;
    for (size_t i = 0; i < r->features; i++) ST_TRY(stage(r, &r->feature[i], party, &named, err));
    ST_TRY(st_facts_ok(&r->f, err));
    return st_model_commit(r->m, err);
}

/* ---- relations -------------------------------------------------------------------------------------------------------------------------------- */
static st_prop relation_head(st_str role) {
    static const struct { const char *word; st_prop head; } words[] = {
        { "owned", ST_P_OWNED_BY }, { "own", ST_P_OWNS }, { "parent", ST_P_CONTROLLED_BY }, { "subsidiary", ST_P_CONTROLLED_BY }, { "president", ST_P_OFFICER_OF },
        { "director", ST_P_OFFICER_OF }, { "officer", ST_P_OFFICER_OF }, { "principal", ST_P_OFFICER_OF }, { "manager", ST_P_OFFICER_OF },
        { "employee", ST_P_OFFICER_OF }, { "spouse", ST_P_FAMILY }, { "wife", ST_P_FAMILY }, { "husband", ST_P_FAMILY }, { "son ", ST_P_FAMILY },
        { "daughter", ST_P_FAMILY }, { "father", ST_P_FAMILY }, { "mother", ST_P_FAMILY }, { "brother", ST_P_FAMILY }, { "sister", ST_P_FAMILY },
        { "family", ST_P_FAMILY }, { "agent", ST_P_ACTS_FOR },
    };
    for (size_t i = 0; i < ST_LEN(words); i++)
        if (st_str_ifind(role, words[i].word) != SIZE_MAX) return words[i].head;
    return ST_P_LINKED_TO;
}

/* "Owns 60%": the part from the first digit to the sign. */
static st_str share_of(st_str role) {
    const size_t end = st_str_chr(role, '%');
    if (end == SIZE_MAX) return ST_STR_NONE;
    size_t from = end;
    while (from && ((role.p[from - 1] >= '0' && role.p[from - 1] <= '9') || role.p[from - 1] == '.')) from--;
    return from < end ? st_str_sub(role, from, end + 1) : ST_STR_NONE;
}

static st_code relations(reader *r, st_err *err) {
    for (size_t i = 0; i < r->pointers; i++) {
        const pointer *p = &r->pointer[i];
        bool fresh;
        const struct st_key *k = st_keyset_of(&r->anchors, p->target, &fresh);
        if (!k) return st_fail(err, ST_E_NOMEM, "out of memory for the relations");
        st_model_party(r->m, p->party, p->line);
        st_fact(r->m, relation_head(p->role), k->mark ? r->anchored[k->mark - 1] : p->target);
        st_qual(r->m, ST_Q_TYPE, p->role);
        st_qual(r->m, ST_Q_SHARE, share_of(p->role));
        ST_TRY(st_model_commit(r->m, err));
    }
    if (r->pointers) st_model_count(r->m, "relations", r->pointers);
    return ST_OK;
}

static int probe(const st_probe *p) {
    const st_str s = st_str_trim(p->head);
    if (!s.n || s.p[0] != '{') return 0;
    const size_t end = st_str_chr(s, '\n');
    const st_str first = st_str_sub(s, 0, end == SIZE_MAX ? s.n : end);
    return st_str_find(first, "\"RECORD_ID\"") != SIZE_MAX && (st_str_find(first, "\"DATA_SOURCE\"") != SIZE_MAX || st_str_find(first, "\"FEATURES\"") != SIZE_MAX ||
           st_str_find(first, "NAME_") != SIZE_MAX) ? 2 : 0;
}

static st_code read(st_input *in, const st_probe *p, st_model *m, st_err *err) {
    char stem[64];
    reader *r = st_calloc(1, sizeof *r);
    if (!r) return st_fail(err, ST_E_NOMEM, "out of memory");
    r->m = m;
    r->f = st_facts_new(m);
    r->text = (st_buf)ST_BUF_INIT(1u << 20);
    r->key = (st_buf)ST_BUF_INIT(1u << 20);
    st_model_list_set(m, ST_LIST_ID, st_own_stem(p->member.n ? p->member : st_str_of(p->path), stem));
    st_code c = st_json_stream(in, "", line, r, err);
    if (!c) c = relations(r, err);
    st_facts_free(&r->f);
    st_buf_free(&r->text);
    st_buf_free(&r->key);
    st_arena_free(&r->arena);
    st_keyset_free(&r->anchors);
    st_free(r->anchored);
    st_free(r->pointer);
    st_free(r);
    return c ? c : st_model_ok(m, err);
}

const st_source st_source_senzing = { "senzing", "Senzing JSON lines: flat attributes, lists, or FEATURES", probe, read, false, NULL };
