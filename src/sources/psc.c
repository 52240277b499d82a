/* The register of people with significant control that UK companies keep at Companies House: the snapshot, one JSON object a line, and single records.
 *
 * A line says who controls a company and how; shares and votes are bands. The company is a party by its number, without a name, for the snapshot has
 * none. A controller that is itself on a UK register is the party of its own number, so that chains hold together; any other is a party of its own in
 * each company, since the register does not say who is the same person.
 *
 * Source: Companies House, People with significant control snapshot; enumerations of natures of control (psc_descriptions.yml). */
#include "sources/interest.h"

enum { NUMBER = 8, KEY = 24, WHOLE_MAX = 8 << 20 };

typedef struct reader { st_model *m; st_facts f; st_buf key; uint32_t line; char day[32]; } reader;

static int probe(const st_probe *p) {
    const st_str s = st_str_trim(p->head);
    if (!s.n || (s.p[0] != '{' && s.p[0] != '[')) return 0;
    return st_str_find(s, "\"company_number\"") != SIZE_MAX && st_str_find(s, "\"data\"") != SIZE_MAX
        && (st_str_find(s, "with-significant-control") != SIZE_MAX || st_str_find(s, "\"natures_of_control\"") != SIZE_MAX
            || st_str_find(s, "\"exemptions\"") != SIZE_MAX) ? 2 : 0;
}

/* ---- companies ---------------------------------------------------------------------------------------------------------------------------------- */

/* "GB-COH-01234567"; numbers of figures only have eight of them. Empty when it is no number of a UK company. */
static st_str company_key(st_str number, char out[KEY]) {
    char plain[NUMBER];
    size_t n = 0, figures = 0;
    for (size_t i = 0; i < number.n; i++) {
        const char c = number.p[i] >= 'a' && number.p[i] <= 'z' ? (char)(number.p[i] - 32) : number.p[i];
        const bool figure = c >= '0' && c <= '9';
        if (c == ' ') continue;
        if ((!figure && !(c >= 'A' && c <= 'Z')) || n == NUMBER) return ST_STR_NONE;
        plain[n++] = c;
        figures += figure;
    }
    if (figures < 4 || (n < NUMBER && figures < n)) return ST_STR_NONE;
    const int k = snprintf(out, KEY, "GB-COH-%.*s%.*s", (int)(NUMBER - n), "00000000", (int)n, plain);
    return (st_str){ out, (size_t)k };
}

static bool in_uk(const st_json *id) {
    static const char *const parts[] = { "england", "wales", "scotland", "northern ireland" };
    const st_str country = st_json_get_text(id, "country_registered"), place = st_json_get_text(id, "place_registered");
    if (st_str_is(st_country(country), "GB")) return true;
    for (size_t i = 0; i < ST_LEN(parts); i++) if (st_str_istarts(country, parts[i])) return true;
    return !country.n && (st_str_ifind(place, "companies house") != SIZE_MAX || st_str_ifind(place, "england") != SIZE_MAX);
}

static void company_facts(reader *r, st_str key) {
    st_model_kind(r->m, ST_KIND_ORGANISATION);
    st_fact(r->m, ST_P_REGISTRATION, st_str_sub(key, strlen("GB-COH-"), key.n));
    st_qual(r->m, ST_Q_COUNTRY, ST_STR("GB"));
    st_qual(r->m, ST_Q_TYPE, ST_STR("GB-COH"));
    st_fact(r->m, ST_P_COUNTRY, ST_STR("GB"));
    st_qual(r->m, ST_Q_TYPE, ST_STR("jurisdiction"));
}

/* ---- controllers --------------------------------------------------------------------------------------------------------------------------------- */

static void address(reader *r, const st_json *a, const char *type) {
    static const char *const lines[] = { "care_of", "premises", "address_line_1", "address_line_2" };
    char street[512];
    size_t n = 0;
    if (!a) return;
    for (size_t i = 0; i < ST_LEN(lines); i++) {
        const st_str s = st_str_trim(st_json_get_text(a, lines[i]));
        if (!s.n) continue;
        if (n + s.n + 2 > sizeof street) { st_note(r->m, st_str_of(lines[i]), s); continue; }
        if (n) { memcpy(street + n, ", ", 2); n += 2; }
        memcpy(street + n, s.p, s.n);
        n += s.n;
    }
    const st_place p = { .street = { street, n }, .po_box = st_json_get_text(a, "po_box"), .city = st_json_get_text(a, "locality"),
                         .region = st_json_get_text(a, "region"), .postcode = st_json_get_text(a, "postal_code"), .country = st_json_get_text(a, "country") };
    if (st_facts_place(&r->f, ST_P_ADDRESS, &p) && type) st_qual(r->m, ST_Q_TYPE, st_str_of(type));
}

static void names(reader *r, const st_json *d) {
    const st_json *e = st_json_get(d, "name_elements");
    const st_str first = st_json_get_text(e, "forename"), middle = st_json_get_text(e, "middle_name"), last = st_json_get_text(e, "surname"),
                 title = st_json_get_text(e, "title");
    const st_name_part part[] = { { ST_Q_GIVEN, first.n ? first : st_json_get_text(e, "first_name") }, { ST_Q_MIDDLE, middle.n ? middle : st_json_get_text(e, "other_forenames") },
                                  { ST_Q_FAMILY, last } };
    if (!st_facts_name(&r->f, ST_P_NAME, last.n ? ST_STR_NONE : st_json_get_text(d, "name"), part, ST_LEN(part))) return;
    if (title.n) st_qual(r->m, ST_Q_TITLE, title);
}

static void birth(reader *r, const st_json *b) {
    char date[32];
    if (b && st_date_parts(st_json_get_text(b, "year"), st_json_get_text(b, "month"), st_json_get_text(b, "day"), false, date))
        st_fact(r->m, ST_P_BIRTH_DATE, st_str_of(date));
}

static void identification(reader *r, const st_json *id, bool uk) {
    static const char *const known[] = { "registration_number", "country_registered", "legal_form", NULL };
    const st_str number = st_json_get_text(id, "registration_number"), country = st_json_get_text(id, "country_registered");
    if (!uk) {
        st_fact(r->m, ST_P_REGISTRATION, number);
        if (number.n && country.n) st_qual_country(r->m, country);
        st_fact_country(r->m, ST_P_COUNTRY, country);
    }
    st_fact(r->m, ST_P_LEGAL_FORM, st_json_get_text(id, "legal_form"));
    st_note_members(&r->f, "identification", id, known);
}

static void controller(reader *r, const st_json *d, st_kind kind, bool uk) {
    static const char *const known[] = { "etag", "kind", "name", "name_elements", "nationality", "country_of_residence", "address", "principal_office_address",
        "date_of_birth", "identification", "natures_of_control", "notified_on", "ceased_on", "ceased", "links", NULL };
    st_str rest = st_json_get_text(d, "nationality"), one;
    names(r, d);
    while (st_split(&rest, ",", &one)) st_fact_country(r->m, ST_P_NATIONALITY, one);
    if (st_json_get_text(d, "country_of_residence").n) {
        st_fact_country(r->m, ST_P_COUNTRY, st_json_get_text(d, "country_of_residence"));
        st_qual(r->m, ST_Q_TYPE, ST_STR("residence"));
    }
    birth(r, st_json_get(d, "date_of_birth"));
    address(r, st_json_get(d, "address"), kind == ST_KIND_PERSON ? "service" : NULL);
    address(r, st_json_get(d, "principal_office_address"), "principal office");
    identification(r, st_json_get(d, "identification"), uk);
    st_note_members(&r->f, "", d, known);
}

/* ---- natures of control ---------------------------------------------------------------------------------------------------------------------------- */

static const char *band(st_str nature) {
    static const struct { const char *words, *share; } bands[] = { { "25-to-50-percent", ">25 <=50%" }, { "50-to-75-percent", ">50 <75%" },
        { "75-to-100-percent", ">=75 <=100%" }, { "more-than-25-percent", ">25 <=100%" } };
    for (size_t i = 0; i < ST_LEN(bands); i++) if (st_str_find(nature, bands[i].words) != SIZE_MAX) return bands[i].share;
    return NULL;
}

static void nature(reader *r, st_str nature_of, st_str owner, const st_json *d) {
    const bool shares = st_str_find(nature_of, "ownership-of-shares") != SIZE_MAX || st_str_find(nature_of, "surplus-assets") != SIZE_MAX || !nature_of.n;
    const char *share = band(nature_of);
    const st_str since = st_json_get_text(d, "notified_on"), until = st_json_get_text(d, "ceased_on");
    st_fact(r->m, shares ? ST_P_OWNED_BY : ST_P_CONTROLLED_BY, owner);
    if (share) st_qual(r->m, ST_Q_SHARE, st_str_of(share));
    st_qual(r->m, ST_Q_TYPE, nature_of.n ? nature_of : ST_STR("unknown nature of control"));
    if (since.n) st_qual_date(r->m, ST_Q_SINCE, since, ST_DATE_DMY);
    if (until.n) st_qual_date(r->m, ST_Q_UNTIL, until, ST_DATE_DMY);
    else if (st_str_is(st_json_get_text(d, "ceased"), "true")) st_qual(r->m, ST_Q_STATUS, ST_STR("former"));
    if (nature_of.n) st_model_count2(r->m, "nature", nature_of, 1);
}

/* ---- lines ----------------------------------------------------------------------------------------------------------------------------------------- */

static st_code bad(reader *r, const char *why) {
    st_model_party(r->m, ST_STR("?"), r->line);
    st_model_bad(r->m, r->line, "%s", why);
    return ST_OK;
}

/* "GB-COH-01234567/abcdef": the register's own name for the entry, within its company. */
static st_str entry_key(reader *r, st_str company, const st_json *d) {
    st_str self = st_json_get_text(st_json_get(d, "links"), "self");
    for (size_t at; (at = st_str_chr(self, '/')) != SIZE_MAX;) self = st_str_sub(self, at + 1, self.n);
    if (!self.n) self = st_json_get_text(d, "etag");
    st_buf_clear(&r->key);
    st_buf_printf(&r->key, "%.*s/%.*s", ST_FMT(company), ST_FMT(self));
    if (r->key.failed) r->f.failed = r->key.failed;
    return self.n && !r->key.failed ? st_buf_view(&r->key) : ST_STR_NONE;
}

static st_code control(reader *r, st_str company, const st_json *d, st_str kind, st_err *err) {
    char uk_key[KEY];
    const bool person = st_str_istarts(kind, "individual"), secret = st_str_istarts(kind, "super-secure");
    const st_json *id = st_json_get(d, "identification"), *natures = st_json_get(d, "natures_of_control");
    const st_str uk = id && in_uk(id) ? company_key(st_json_get_text(id, "registration_number"), uk_key) : ST_STR_NONE;
    const st_str key = uk.n ? uk : entry_key(r, company, d);
    if (!key.n) return bad(r, "the entry has neither a link to itself nor an etag");
    st_model_party(r->m, key, r->line);
    st_model_main(r->m);
    st_model_kind(r->m, person ? ST_KIND_PERSON : secret ? ST_KIND_UNKNOWN : ST_KIND_ORGANISATION);
    if (uk.n) company_facts(r, key);
    controller(r, d, person ? ST_KIND_PERSON : ST_KIND_ORGANISATION, uk.n > 0);
    if (secret) st_note(r->m, ST_STR("kind"), kind);
    ST_TRY(st_facts_ok(&r->f, err));
    ST_TRY(st_model_commit(r->m, err));
    st_model_party(r->m, company, r->line);
    st_model_supplement(r->m);
    company_facts(r, company);
    if (!natures || !natures->child) nature(r, ST_STR_NONE, key, d);
    for (const st_json *v = natures ? natures->child : NULL; v; v = v->next) nature(r, st_json_text(v), key, d);
    return st_model_commit(r->m, err);
}

/* Statements that there is no such person or that none was found, and exemptions: said of the company. */
static st_code remark(reader *r, st_str company, const st_json *d, st_str kind, st_err *err) {
    static const char *const known[] = { "etag", "kind", "links", NULL };
    st_model_party(r->m, company, r->line);
    company_facts(r, company);
    st_note_members(&r->f, "", d, known);
    if (!st_json_get(d, "statement") && !st_json_get(d, "exemptions")) st_note(r->m, ST_STR("kind"), kind);
    ST_TRY(st_facts_ok(&r->f, err));
    return st_model_commit(r->m, err);
}

static st_code entry(void *user, const st_json *v, uint32_t line, st_err *err) {
    reader *r = user;
    char key[KEY];
    r->line = line;
    if (!v) return bad(r, err->what);
    if (v->type != ST_JSON_OBJECT) return bad(r, "the line is no JSON object");
    if (st_json_has_nul(v)) return bad(r, "a text holds the character U+0000");
    const st_json *d = st_json_get(v, "data");
    const st_str number = st_json_get_text(v, "company_number"), kind = st_json_get_text(d, "kind");
    if (!kind.n) return bad(r, "the entry is of no kind");
    st_model_count2(r->m, "kind", kind, 1);
    if (!number.n && st_str_istarts(kind, "totals")) return ST_OK;
    const st_str company = company_key(number, key);
    if (!company.n) return bad(r, "the entry has no company number");
    st_later_day(r->day, st_json_get_text(d, "notified_on"));
    st_later_day(r->day, st_json_get_text(d, "ceased_on"));
    const bool controls = st_str_ends(kind, "person-with-significant-control") || st_str_ends(kind, "beneficial-owner");
    return controls ? control(r, company, d, kind, err) : remark(r, company, d, kind, err);
}

/* A record as the register's own service gives it: one object over many lines. */
static bool is_spread(st_str head) {
    const size_t end = st_str_chr(head, '\n');
    return end != SIZE_MAX && !st_str_ends(st_str_trim(st_str_sub(head, 0, end)), "}");
}

static st_code whole(st_input *in, reader *r, st_err *err) {
    st_arena a = ST_ARENA_INIT;
    st_str text;
    st_code c = st_input_all(in, WHOLE_MAX, &a, &text, err);
    const st_json *v = c ? NULL : st_json_parse(&a, text, 1, err);
    if (!c) c = v ? entry(r, v, 1, err) : err->code;
    st_arena_free(&a);
    return c;
}

static st_code read(st_input *in, const st_probe *p, st_model *m, st_err *err) {
    reader r = { .m = m, .f = st_facts_new(m), .key = ST_BUF_INIT(1u << 16) };
    const st_str head = st_str_trim(p->head);
    st_code c = st_model_list_join(m, ST_STR("own_psc"), NULL, err);
    if (!c) c = st_is_array(head) ? st_json_stream(in, "[]", entry, &r, err) : is_spread(head) ? whole(in, &r, err) : st_json_stream(in, "", entry, &r, err);
    if (!c && r.day[0]) st_model_list_set(m, ST_LIST_DATE, st_str_of(r.day));
    st_facts_free(&r.f);
    st_buf_free(&r.key);
    return c ? c : st_model_ok(m, err);
}

const st_source st_source_psc = { "uk-psc", "UK register of people with significant control: the snapshot's JSON lines, or single records", probe, read, false, NULL };
