/* Columns, keys and facts of strait's own formats. See own.h. */
#include "sources/own.h"
#include "model/ident.h"

/* Everyday words for properties, without blanks, hyphens and underscores. Property and qualifier names themselves need no entry. */
static const struct word { const char *word; st_own_field field; } words[] = {
    { "id", { ST_OWN_KEY, ST_PROP_NONE, NULL } }, { "key", { ST_OWN_KEY, ST_PROP_NONE, NULL } }, { "uid", { ST_OWN_KEY, ST_PROP_NONE, NULL } },
    { "type", { ST_OWN_KIND, ST_PROP_NONE, NULL } }, { "kind", { ST_OWN_KIND, ST_PROP_NONE, NULL } }, { "schema", { ST_OWN_KIND, ST_PROP_NONE, NULL } },
    { "list", { ST_OWN_LIST, ST_PROP_NONE, NULL } },
    { "source", { ST_OWN_SOURCE, ST_Q_SOURCE, NULL } },
    { "fullname", { ST_OWN_PROP, ST_P_NAME, NULL } }, { "names", { ST_OWN_PROP, ST_P_NAME, NULL } }, { "caption", { ST_OWN_PROP, ST_P_NAME, NULL } },
    { "aliases", { ST_OWN_PROP, ST_P_ALIAS, NULL } }, { "aka", { ST_OWN_PROP, ST_P_ALIAS, NULL } }, { "alsoknownas", { ST_OWN_PROP, ST_P_ALIAS, NULL } },
    { "weakaliases", { ST_OWN_PROP, ST_P_WEAK_ALIAS, NULL } }, { "formernames", { ST_OWN_PROP, ST_P_FORMER_NAME, NULL } },
    { "previousname", { ST_OWN_PROP, ST_P_FORMER_NAME, NULL } }, { "fka", { ST_OWN_PROP, ST_P_FORMER_NAME, NULL } },
    { "nativename", { ST_OWN_PROP, ST_P_ORIGINAL_NAME, NULL } },
    { "firstname", { ST_OWN_NAME_PART, ST_Q_GIVEN, NULL } }, { "givenname", { ST_OWN_NAME_PART, ST_Q_GIVEN, NULL } },
    { "middlename", { ST_OWN_NAME_PART, ST_Q_MIDDLE, NULL } }, { "secondname", { ST_OWN_NAME_PART, ST_Q_MIDDLE, NULL } },
    { "lastname", { ST_OWN_NAME_PART, ST_Q_FAMILY, NULL } }, { "surname", { ST_OWN_NAME_PART, ST_Q_FAMILY, NULL } },
    { "fathername", { ST_OWN_NAME_PART, ST_Q_PATRONYMIC, NULL } }, { "maidenname", { ST_OWN_NAME_PART, ST_Q_MAIDEN, NULL } },
    { "namesuffix", { ST_OWN_NAME_PART, ST_Q_SUFFIX, NULL } },
    { "dateofbirth", { ST_OWN_PROP, ST_P_BIRTH_DATE, NULL } }, { "dob", { ST_OWN_PROP, ST_P_BIRTH_DATE, NULL } },
    { "placeofbirth", { ST_OWN_PROP, ST_P_BIRTH_PLACE, NULL } }, { "pob", { ST_OWN_PROP, ST_P_BIRTH_PLACE, NULL } },
    { "dateofdeath", { ST_OWN_PROP, ST_P_DEATH_DATE, NULL } }, { "sex", { ST_OWN_PROP, ST_P_GENDER, NULL } },
    { "nationalities", { ST_OWN_PROP, ST_P_NATIONALITY, NULL } }, { "citizenships", { ST_OWN_PROP, ST_P_CITIZENSHIP, NULL } },
    { "countries", { ST_OWN_PROP, ST_P_COUNTRY, NULL } }, { "jurisdiction", { ST_OWN_PROP, ST_P_COUNTRY, "jurisdiction" } },
    { "positions", { ST_OWN_PROP, ST_P_POSITION, NULL } }, { "function", { ST_OWN_PROP, ST_P_POSITION, NULL } },
    { "addresses", { ST_OWN_PROP, ST_P_ADDRESS, NULL } }, { "addressfull", { ST_OWN_PROP, ST_P_ADDRESS, NULL } },
    { "street", { ST_OWN_PLACE_PART, ST_Q_STREET, NULL } }, { "city", { ST_OWN_PLACE_PART, ST_Q_CITY, NULL } },
    { "region", { ST_OWN_PLACE_PART, ST_Q_REGION, NULL } }, { "state", { ST_OWN_PLACE_PART, ST_Q_REGION, NULL } },
    { "postcode", { ST_OWN_PLACE_PART, ST_Q_POSTCODE, NULL } }, { "postalcode", { ST_OWN_PLACE_PART, ST_Q_POSTCODE, NULL } },
    { "zip", { ST_OWN_PLACE_PART, ST_Q_POSTCODE, NULL } }, { "pobox", { ST_OWN_PLACE_PART, ST_Q_PO_BOX, NULL } },
    { "addresscountry", { ST_OWN_PLACE_PART, ST_Q_COUNTRY, NULL } },
    { "phones", { ST_OWN_PROP, ST_P_PHONE, NULL } }, { "phonenumber", { ST_OWN_PROP, ST_P_PHONE, NULL } }, { "telephone", { ST_OWN_PROP, ST_P_PHONE, NULL } },
    { "emails", { ST_OWN_PROP, ST_P_EMAIL, NULL } }, { "emailaddress", { ST_OWN_PROP, ST_P_EMAIL, NULL } },
    { "websites", { ST_OWN_PROP, ST_P_WEBSITE, NULL } }, { "incorporationdate", { ST_OWN_PROP, ST_P_FOUNDED, NULL } },
    { "passports", { ST_OWN_PROP, ST_P_PASSPORT, NULL } }, { "passportnumber", { ST_OWN_PROP, ST_P_PASSPORT, NULL } },
    { "taxnumber", { ST_OWN_PROP, ST_P_TAX_ID, NULL } }, { "vat", { ST_OWN_PROP, ST_P_TAX_ID, "VAT" } },
    { "registrationnumber", { ST_OWN_PROP, ST_P_REGISTRATION, NULL } }, { "swift", { ST_OWN_PROP, ST_P_BIC, NULL } },
    { "imonumber", { ST_OWN_PROP, ST_P_IMO, NULL } }, { "iban", { ST_OWN_PROP, ST_P_ACCOUNT, NULL } }, { "license", { ST_OWN_PROP, ST_P_LICENCE, NULL } },
    { "identifiers", { ST_OWN_IDENTIFIERS, ST_P_ID_NUMBER, NULL } }, { "sanctions", { ST_OWN_SANCTIONS, ST_P_LISTING, NULL } },
    { "program", { ST_OWN_PROP, ST_P_LISTING, NULL } }, { "programme", { ST_OWN_PROP, ST_P_LISTING, NULL } }, { "programs", { ST_OWN_PROP, ST_P_LISTING, NULL } },
    { "programids", { ST_OWN_PROP, ST_P_LISTING, NULL } }, { "regime", { ST_OWN_PROP, ST_P_LISTING, NULL } }, { "dataset", { ST_OWN_DATASET, ST_P_LISTING, NULL } },
    { "remarks", { ST_OWN_PROP, ST_P_REMARK, NULL } }, { "comments", { ST_OWN_PROP, ST_P_REMARK, NULL } }, { "reasons", { ST_OWN_PROP, ST_P_REASON, NULL } },
    { "callsign", { ST_OWN_PROP, ST_P_CALL_SIGN, NULL } }, { "flags", { ST_OWN_PROP, ST_P_FLAG, NULL } },
};

enum { MAX_WORD = 40 };

static size_t plain(st_str name, char out[MAX_WORD]) {
    size_t n = 0;
    for (size_t i = 0; i < name.n; i++) {
        char c = name.p[i];
        if (c == ' ' || c == '-' || c == '_' || c == '.' || c == '/') continue;
        if (n == MAX_WORD) return 0;
        out[n++] = c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
    }
    return n;
}

/* A qualifier that stands in a column of its own: parts of a name, the others are parts of no fact. */
static st_own_field qualifier_column(st_prop p) {
    switch ((int)p) {
    case ST_Q_GIVEN: case ST_Q_MIDDLE: case ST_Q_PATRONYMIC: case ST_Q_GRANDFATHER: case ST_Q_FAMILY: case ST_Q_MAIDEN: case ST_Q_TRIBAL:
    case ST_Q_SUFFIX: case ST_Q_TITLE: case ST_Q_OTHER_PART: return (st_own_field){ ST_OWN_NAME_PART, p, NULL };
    default: return (st_own_field){ ST_OWN_UNKNOWN, ST_PROP_NONE, NULL };
    }
}

st_own_field st_own_field_of(st_str name) {
    char a[MAX_WORD], b[MAX_WORD];
    const size_t n = plain(st_str_trim(name), a);
    if (!n) return (st_own_field){ ST_OWN_UNKNOWN, ST_PROP_NONE, NULL };
    for (size_t i = 0; i < ST_LEN(words); i++)
        if (st_str_is((st_str){ a, n }, words[i].word)) return words[i].field;
    for (unsigned p = 1; p < ST_PROP_COUNT; p++) {
        const size_t k = plain(st_str_of(st_prop_name((st_prop)p)), b);
        if (k != n || memcmp(a, b, n) != 0) continue;
        if (st_prop_is_head((st_prop)p)) return (st_own_field){ ST_OWN_PROP, (st_prop)p, NULL };
        return qualifier_column((st_prop)p);
    }
    return (st_own_field){ ST_OWN_UNKNOWN, ST_PROP_NONE, NULL };
}

/* U+0000 is text in JSON and an end of text elsewhere: a record with it is damaged. */
static bool has_nul(st_own *o, st_str s) {
    const bool yes = s.n && memchr(s.p, 0, s.n) != NULL;
    o->nul |= yes;
    return yes;
}

/* ---- a record ---------------------------------------------------------------------------------------------------------------------------- */
bool st_own_begin(st_own *o, st_str key, st_str kind, uint32_t line) {
    o->sources = o->parts = 0;
    o->place = (st_place){ .street = ST_STR_NONE };
    o->placed = o->cited = o->nul = false;
    o->kind = st_str_iis(kind, "LegalEntity") ? ST_KIND_UNKNOWN : st_kind_of(kind);   /* a person or a company */
    st_model_party(o->m, key.n ? key : ST_STR("?"), line);
    if (!key.n) { st_model_bad(o->m, line, "the record has no id"); return false; }
    if (!o->orphan) st_model_main(o->m);
    st_model_kind(o->m, o->kind);
    if (kind.n && o->kind == ST_KIND_UNKNOWN && !st_str_iis(kind, "unknown")) st_note(o->m, ST_STR("type"), kind);
    if (kind.n) st_model_count2(o->m, "type", kind, 1);
    return true;
}

static void date(st_own *o, st_prop p, st_str v) {
    const bool head = st_prop_is_head(p);
    if (st_date_valid(v)) { if (head) st_fact(o->m, p, v); else st_qual(o->m, p, v); }
    else if (head) st_facts_dates(&o->f, p, v);
    else st_qual_date(o->m, p, v, ST_DATE_DMY);
}

void st_own_fact(st_own *o, st_own_field field, st_str value) {
    value = st_str_trim(value);
    if (has_nul(o, value)) return;
    const st_class c = st_prop_class(field.prop);
    if (c == ST_CLASS_DATE) date(o, field.prop, value);
    else if (c == ST_CLASS_COUNTRY) st_fact_country(o->m, field.prop, value);
    else if (field.prop == ST_P_GENDER && value.n) {
        st_facts_gender(&o->f, value);
        if (!st_str_iis(value, "m") && !st_str_iis(value, "f") && !st_str_iis(value, "male") && !st_str_iis(value, "female")) st_fact(o->m, ST_P_GENDER, value);
    } else st_fact(o->m, field.prop, value);
    if (field.type) st_qual(o->m, ST_Q_TYPE, st_str_of(field.type));
}

void st_own_qual(st_own *o, st_prop qual, st_str value) {
    value = st_str_trim(value);
    if (has_nul(o, value)) return;
    switch ((int)qual) {
    case ST_Q_COUNTRY: st_qual_country(o->m, value); break;
    case ST_Q_ISSUED: case ST_Q_EXPIRES: case ST_Q_LISTED_ON: case ST_Q_AMENDED_ON: case ST_Q_ENDS_ON: case ST_Q_SINCE: case ST_Q_UNTIL:
        date(o, qual, value);
        break;
    default: st_qual(o->m, qual, value);
    }
}

void st_own_part(st_own *o, st_own_field field, st_str value) {
    if (!value.n || has_nul(o, value)) return;
    if (field.role == ST_OWN_NAME_PART && o->parts < ST_OWN_PARTS) o->part[o->parts++] = (st_name_part){ field.prop, value };
    if (field.role != ST_OWN_PLACE_PART) return;
    o->placed = true;
    st_place *p = &o->place;
    st_str *at = field.prop == ST_Q_STREET ? &p->street : field.prop == ST_Q_CITY ? &p->city : field.prop == ST_Q_REGION ? &p->region
               : field.prop == ST_Q_POSTCODE ? &p->postcode : field.prop == ST_Q_PO_BOX ? &p->po_box : &p->country;
    if (at->n == 0) *at = value;
    else st_note(o->m, st_str_of(st_prop_name(field.prop)), value);
}

/* Surname first is common in tables; a name is spoken in this order. */
static int spoken(st_prop p) {
    static const st_prop order[] = { ST_Q_TITLE, ST_Q_GIVEN, ST_Q_MIDDLE, ST_Q_PATRONYMIC, ST_Q_GRANDFATHER, ST_Q_OTHER_PART, ST_Q_MAIDEN, ST_Q_FAMILY,
                                     ST_Q_TRIBAL, ST_Q_SUFFIX };
    int i = 0;
    while (i < (int)ST_LEN(order) && order[i] != p) i++;
    return i;
}

void st_own_name(st_own *o, st_str whole) {
    for (size_t i = 1; i < o->parts; i++)
        for (size_t k = i; k && spoken(o->part[k].role) < spoken(o->part[k - 1].role); k--) {
            const st_name_part t = o->part[k];
            o->part[k] = o->part[k - 1];
            o->part[k - 1] = t;
        }
    if (has_nul(o, whole)) return;
    if (!o->parts) st_fact(o->m, ST_P_NAME, whole);
    else st_facts_name(&o->f, ST_P_NAME, whole, o->part, o->parts);
    o->parts = 0;
}

void st_own_source(st_own *o, st_str value) {
    if (!value.n || has_nul(o, value)) return;
    if (o->sources < ST_LEN(o->source)) o->source[o->sources++] = value;
    else st_note(o->m, ST_STR("source"), value);
}

void st_own_note(st_own *o, st_str field, st_str value) {
    if (value.n && !has_nul(o, value) && !has_nul(o, field)) st_note(o->m, field, value);
}

void st_own_cite(st_own *o) {
    for (size_t i = 0; i < o->sources; i++) st_own_qual(o, ST_Q_SOURCE, o->source[i]);
    o->cited = true;
}

st_code st_own_end(st_own *o, st_err *err) {
    if (o->placed) st_facts_place(&o->f, ST_P_ADDRESS, &o->place);
    for (size_t i = 0; i < o->sources && !o->cited; i++) st_note(o->m, ST_STR("source"), o->source[i]);
    if (o->nul) st_model_bad(o->m, 0, "a text holds the character U+0000");
    ST_TRY(st_facts_ok(&o->f, err));
    return st_model_commit(o->m, err);
}

/* ---- a list ------------------------------------------------------------------------------------------------------------------------------ */
bool st_own_banner(st_model *m, st_str key, st_str value) {
    static const struct { const char *key; st_list_field field; } keys[] = {
        { "list", ST_LIST_ID }, { "id", ST_LIST_ID }, { "title", ST_LIST_TITLE }, { "publisher", ST_LIST_PUBLISHER }, { "date", ST_LIST_DATE },
        { "url", ST_LIST_URL }, { "licence", ST_LIST_LICENCE }, { "license", ST_LIST_LICENCE }, { "notice", ST_LIST_NOTICE },
    };
    if ((value.n && memchr(value.p, 0, value.n)) || !st_utf8_valid(value.p, value.n)) return false;
    for (size_t i = 0; i < ST_LEN(keys); i++) {
        if (!st_str_iis(key, keys[i].key)) continue;
        char edtf[32];
        if (keys[i].field == ST_LIST_DATE && !st_date_valid(value) && st_date(value, ST_DATE_DMY, edtf)) value = st_str_of(edtf);
        if (value.n) st_model_list_set(m, keys[i].field, value);
        return true;
    }
    return false;
}

/* A date at the end of a name with its separator: "_2024", "_2024_05", "_2024_05_17", "_20240517". Length without it. */
static size_t without_date(st_str s) {
    size_t n = s.n;
    for (;;) {
        size_t d = n;
        while (d && s.p[d - 1] >= '0' && s.p[d - 1] <= '9') d--;
        const size_t digits = n - d;
        if (d < 2 || s.p[d - 1] != '_' || (digits != 2 && digits != 4 && digits != 8)) return n == s.n ? n : s.n;
        if (digits != 2 && (s.p[d] == '1' || s.p[d] == '2')) return d - 1;
        if (digits != 2) return s.n;
        n = d - 1;
    }
}

st_str st_own_stem(st_str file, char buf[64]) {
    static const char *const endings[] = { ".gz", ".zst", ".zip", ".csv", ".tsv", ".txt", ".json", ".jsonl", ".ndjson", ".ijson", ".ftm", ".delta" };
    for (size_t i = file.n; i; i--)
        if (file.p[i - 1] == '/') { file = st_str_sub(file, i, file.n); break; }
    for (bool cut = true; cut;) {
        cut = false;
        for (size_t i = 0; i < ST_LEN(endings); i++) {
            const size_t k = strlen(endings[i]);
            if (file.n > k && st_str_iis(st_str_sub(file, file.n - k, file.n), endings[i])) { file.n -= k; cut = true; }
        }
    }
    size_t n = 0;
    for (size_t i = 0; i < file.n && n < 63; i++) {
        char c = file.p[i];
        c = c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) buf[n++] = c;
        else if (n && buf[n - 1] != '_') buf[n++] = '_';
    }
    while (n && buf[n - 1] == '_') n--;
    n = without_date((st_str){ buf, n });
    return n ? (st_str){ buf, n } : ST_STR("list");
}
