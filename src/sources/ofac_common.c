/* What the OFAC readers share besides the vocabulary: names, programme tags, titles, places, and telling the SDN list from the others. */
#include "sources/ofac.h"
#include "text/text.h"

st_kind ofac_kind(st_str type) {
    if (!type.n || st_str_starts(type, "-0-")) return ST_KIND_ORGANISATION;
    return st_kind_of(type);
}

void ofac_name(st_model *m, st_prop head, st_str printed, st_kind kind, st_str type) {
    st_fact(m, head, printed);
    size_t comma = st_str_chr(printed, ',');
    if (kind == ST_KIND_PERSON && comma != SIZE_MAX) {
        st_qual(m, ST_Q_FAMILY, st_str_sub(printed, 0, comma));
        st_qual(m, ST_Q_GIVEN, st_str_sub(printed, comma + 1, printed.n));
    }
    if (type.n) st_qual(m, ST_Q_TYPE, type);
}

/* "a.k.a.", "AKA", "A.K.A." begin with the letter that tells. */
st_prop ofac_alias_head(st_str type, bool weak, st_str *keep) {
    char c = type.n ? type.p[0] : 0;
    *keep = ST_STR_NONE;
    if (c == 'f' || c == 'F') {
        if (weak) *keep = ST_STR("f.k.a., weak");
        return ST_P_FORMER_NAME;
    }
    if (c == 'n' || c == 'N') *keep = ST_STR("n.k.a.");
    return weak ? ST_P_WEAK_ALIAS : ST_P_ALIAS;
}

/* A tag that ends with the number of an executive order names its instrument: "RUSSIA-EO14024". */
static void instrument(st_model *m, st_str tag) {
    size_t at = st_str_find(tag, "EO");
    if (at == SIZE_MAX || tag.n - at != 7) return;
    char text[32];
    int n = snprintf(text, sizeof text, "Executive Order %.*s", 5, tag.p + at + 2);
    uint64_t number;
    if (n > 0 && st_parse_u64(st_str_sub(tag, at + 2, tag.n), &number)) st_qual(m, ST_Q_INSTRUMENT, (st_str){ text, (size_t)n });
}

size_t ofac_programmes(st_model *m, st_str tags) {
    st_str rest = tags, tag;
    size_t n = 0;
    while (st_split(&rest, "] [", &tag)) {
        if (st_str_starts(tag, "[")) tag = st_str_sub(tag, 1, tag.n);
        if (st_str_ends(tag, "]")) tag.n--;
        if (!tag.n) continue;
        st_fact(m, ST_P_LISTING, tag);
        st_qual(m, ST_Q_AUTHORITY, ST_STR("OFAC"));
        instrument(m, tag);
        n++;
    }
    return n;
}

void ofac_title(st_model *m, st_str title) {
    st_str rest = title, part;
    while (st_split(&rest, ";", &part)) {
        unsigned blanks = 0;
        for (size_t i = 0; i < part.n; i++) blanks += part.p[i] == ' ';
        st_fact(m, blanks > 1 ? ST_P_POSITION : ST_P_TITLE, part);
    }
}

/* The longest tail that begins after one of the last commas and is a country: "Pyongyang, Korea, North" ends with one of two parts. */
void ofac_place(st_model *m, st_prop head, st_str printed) {
    enum { LONGEST = 80, MOST_COMMAS = 4 };
    size_t from = printed.n > LONGEST ? printed.n - LONGEST : 0, commas = 0;
    st_str country = from == 0 && st_country(printed).n ? printed : ST_STR_NONE;
    bool whole = country.n > 0;
    st_fact(m, head, printed);
    for (size_t i = printed.n; i > from && !whole && commas < MOST_COMMAS; i--) {
        if (printed.p[i - 1] != ',') continue;
        commas++;
        st_str tail = st_str_trim(st_str_sub(printed, i, printed.n));
        if (st_country(tail).n) country = tail;
    }
    if (country.n) st_qual_country(m, country);
}

void ofac_link_name(st_model *m, st_prop head, st_str name, st_str type) {
    if (!name.n) return;
    st_fact(m, head, ST_STR_NONE);
    st_qual(m, ST_Q_TARGET_NAME, name);
    if (type.n) st_qual(m, ST_Q_TYPE, type);
}

st_str ofac_clip(st_str s) {
    if (s.n <= 40) return s;
    size_t n = 40;
    while (n > 0 && ((unsigned char)s.p[n] & 0xC0) == 0x80) n--;
    return st_str_sub(s, 0, n);
}

static bool first_of_month(const char *day) { return strcmp(day + 8, "01") == 0; }

static bool last_of_month(const char *day) {
    static const char last[] = "312831303130313130313031";
    unsigned month = (unsigned)(day[5] - '0') * 10 + (unsigned)(day[6] - '0');
    return memcmp(day + 8, last + 2 * (month - 1), 2) == 0 || strcmp(day + 5, "02-29") == 0;
}

/* "1962-01-01" and "1962-12-31" are the year 1962: both ends are cut to years or months where the days say no more than that. */
bool ofac_period(st_str a, st_str b, bool approximate, char out[32]) {
    char first[32], end[32];
    a.n = a.n < 10 ? a.n : 10;
    b.n = b.n < 10 ? b.n : 10;
    if (!b.n) b = a;
    if (!st_date(a, ST_DATE_DMY, first) || !st_date(b, ST_DATE_DMY, end) || strlen(first) != 10 || strlen(end) != 10) return false;
    int n = 10;
    if (strcmp(first + 5, "01-01") == 0 && strcmp(end + 5, "12-31") == 0) n = 4;
    else if (strcmp(first, end) != 0 && first_of_month(first) && last_of_month(end)) n = 7;
    if (memcmp(first, end, (size_t)n) == 0) (void)snprintf(out, 32, "%.*s%s", n, first, approximate ? "~" : "");
    else (void)snprintf(out, 32, "%.*s/%.*s", n, first, n, end);
    return st_date_valid(st_str_of(out));
}

st_str ofac_text(st_model *m, const st_buf *b) {
    if (!b->failed) return st_buf_view(b);
    if (b->failed == ST_E_NOMEM) st_model_nomem(m);
    else st_model_bad(m, 0, "a text is longer than %zu bytes", b->cap);
    return ST_STR_NONE;
}

bool ofac_is_latin(st_str script) { return !script.n || st_str_iis(script, "Latin"); }

void ofac_script(st_model *m, st_str script, st_str text) {
    static const struct { const char *name, *code; } codes[] = {
        { "Arabic", "Arab" }, { "Armenian", "Armn" }, { "Chinese Simplified", "Hans" }, { "Chinese Traditional", "Hant" }, { "Cyrillic", "Cyrl" },
        { "Georgian", "Geor" }, { "Greek", "Grek" }, { "Hangul", "Hang" }, { "Hebrew", "Hebr" }, { "Japanese", "Jpan" }, { "Korean", "Kore" },
    };
    const char *code = st_script(text);
    for (size_t i = 0; i < ST_LEN(codes); i++)
        if (st_str_iis(script, codes[i].name)) code = codes[i].code;
    st_qual(m, ST_Q_SCRIPT, st_str_of(code));
}

st_prop ofac_relation(st_str type) {
    static const struct { const char *type; st_prop head; } relations[] = {
        { "Owned or Controlled By", ST_P_CONTROLLED_BY }, { "Acting for or on behalf of", ST_P_ACTS_FOR }, { "Providing support to", ST_P_SUPPORTS },
        { "Leader or official of", ST_P_OFFICER_OF }, { "Principal Executive Officer", ST_P_OFFICER_OF }, { "Family member of", ST_P_FAMILY },
        { "Owns, controls, or operates", ST_P_OWNS },
    };
    for (size_t i = 0; i < ST_LEN(relations); i++)
        if (st_str_iis(type, relations[i].type)) return relations[i].head;
    return ST_P_LINKED_TO;
}

st_code ofac_record_add(ofac_record *r, uint16_t tag, st_str text, st_err *err) {
    ofac_part p = { tag, ST_STR_NONE };
    if (text.n) p.text = st_str_copy(&r->arena, text);
    if ((text.n && !p.text.p) || st_grow(r->part, r->cap, r->n + 1)) return st_fail(err, ST_E_NOMEM, "out of memory");
    r->part[r->n++] = p;
    return ST_OK;
}

st_str ofac_record_get(const ofac_record *r, size_t from, size_t to, uint16_t tag) {
    for (size_t i = from; i < to && i < r->n; i++)
        if (r->part[i].tag == tag) return r->part[i].text;
    return ST_STR_NONE;
}

void ofac_record_reset(ofac_record *r) {
    r->n = 0;
    st_arena_reset(&r->arena);
}

void ofac_record_free(ofac_record *r) {
    st_arena_free(&r->arena);
    st_free(r->part);
    *r = (ofac_record){ .arena = ST_ARENA_INIT };
}

bool ofac_named_cons(const st_probe *p) {
    st_str name = p->member.n ? p->member : st_str_of(p->path);
    for (size_t i = name.n; i > 0; i--)
        if (name.p[i - 1] == '/') { name = st_str_sub(name, i, name.n); break; }
    return st_str_istarts(name, "cons") || st_str_ifind(name, "non_sdn") != SIZE_MAX || st_str_ifind(name, "non-sdn") != SIZE_MAX;
}

static unsigned hits(st_str head, const char *const *words, size_t n) {
    unsigned total = 0;
    for (size_t i = 0; i < n; i++) {
        st_str rest = head;
        for (size_t at; (at = st_str_find(rest, words[i])) != SIZE_MAX; total++) rest = st_str_sub(rest, at + strlen(words[i]), rest.n);
    }
    return total;
}

/* Tags and phrases that stand on one side only in every published file of both lists, but for a handful of SDNs: so the majority decides. */
const char *ofac_list_id(const st_probe *p) {
    static const char *const cons[] = { "NS-PLC", "NS-MBS", "NS-ISA", "NS-CMIC", "FSE-", "CMIC-", "561List", "561-Related", "EO13645", "CAPTA",
                                        "Directive Determination", "Not on the SDN List", "Non-SDN", "Sectoral Sanctions Identifications" };
    static const char *const sdn[] = { "CUBA", "SDNT", "SDGT", "NPWMD", "BALKANS", "IRAQ", "LEBANON", "SYRIA", "TCO", "DPRK", "IRGC", "GLOMAG",
                                       "CYBER", "DRCONGO", "ZIMBABWE", ">SDN List<", "EO14024", "VENEZUELA" };
    unsigned c = hits(p->head, cons, ST_LEN(cons)), s = hits(p->head, sdn, ST_LEN(sdn));
    if (c != s) return c > s ? OFAC_CONS : OFAC_SDN;
    return ofac_named_cons(p) ? OFAC_CONS : OFAC_SDN;
}
