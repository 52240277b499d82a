/* Facts that publishers write as sentences: numbers behind a label, documents, dates of issue and expiry, counted lists in one cell. */
#include "model/ident.h"
#include "sources/facts.h"

static bool is_digit(char c) { return c >= '0' && c <= '9'; }
static bool is_alpha(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
static bool is_word(char c) { return is_digit(c) || is_alpha(c) || (unsigned char)c >= 0x80; }

/* ---- dates -------------------------------------------------------------------------------------------------------------------------- */
bool st_prose_date(st_str text, char out[32]) {
    text = st_str_trim(text);
    bool found = false;
    size_t i = 0;
    for (int words = 0; words < 4 && i < text.n; words++) {
        while (i < text.n && text.p[i] == ' ') i++;
        while (i < text.n && (unsigned char)text.p[i] > ' ' && text.p[i] != ';' && text.p[i] != ')' && text.p[i] != '(') i++;
        size_t n = i;
        while (n && (text.p[n - 1] == ',' || text.p[n - 1] == '.')) n--;
        char d[32];
        if (n && st_date(st_str_sub(text, 0, n), ST_DATE_DMY, d)) { memcpy(out, d, sizeof d); found = true; }
        if (i < text.n && text.p[i] != ' ' && text.p[i] != '\n') break;
        if (i < text.n) i++;
    }
    return found;
}

/* "Approximately 1958", "1958 (approximative)", "circa 1958": the words for it, which are cut off in front. */
static bool cut_circa(st_str *s) {
    static const char *const words[] = { "approximately", "approx.", "circa", "around", "about", "c.", "ca.", "(probably)", "probably", "possibly", "late", "early" };
    for (size_t i = 0; i < ST_LEN(words); i++)
        if (st_str_istarts(*s, words[i])) { *s = st_str_trim(st_str_sub(*s, strlen(words[i]), s->n)); return true; }
    return false;
}

/* "1963/1964", "15.4.1957, 22.2.1958": several dates when every part is one. */
static bool listed_dates(st_facts *f, st_prop head, st_str s) {
    static const char *const seps[] = { " / ", "/", ", " };
    for (size_t i = 0; i < ST_LEN(seps); i++) {
        st_str rest = s, part;
        char d[32];
        size_t n = 0;
        while (st_split(&rest, seps[i], &part) && st_date(part, ST_DATE_DMY, d)) n++;
        if (n < 2 || rest.n || !st_date(part, ST_DATE_DMY, d)) continue;
        for (rest = s; st_split(&rest, seps[i], &part);) if (st_date(part, ST_DATE_DMY, d)) st_fact(f->m, head, st_str_of(d));
        return true;
    }
    return false;
}

static void one_date(st_facts *f, st_prop head, const st_str text) {
    st_str s = text, detail = ST_STR_NONE;
    bool circa = cut_circa(&s);
    const size_t open = st_str_chr(s, '(');
    if (open != SIZE_MAX && open > 0) {
        detail = st_str_sub(s, open, s.n);
        s = st_str_trim(st_str_sub(s, 0, open));
        circa = circa || st_str_ifind(detail, "approx") != SIZE_MAX || st_str_ifind(detail, "circa") != SIZE_MAX;
    }
    while (s.n && (s.p[s.n - 1] == '.' || s.p[s.n - 1] == ',')) s = st_str_trim(st_str_sub(s, 0, s.n - 1));
    char a[32], b[32], out[72];
    const bool between = st_str_istarts(s, "between ");
    const char *const sep = between ? " and " : st_str_find(s, " - ") != SIZE_MAX ? " - " : "-";
    const size_t at = st_str_find(s, sep), from = between ? strlen("between ") : 0;
    if (!between && st_date(s, ST_DATE_DMY, a)) snprintf(out, sizeof out, "%s", a);
    else if (at != SIZE_MAX && at >= from && st_date(st_str_trim(st_str_sub(s, from, at)), ST_DATE_DMY, a)
             && st_date(st_str_trim(st_str_sub(s, at + strlen(sep), s.n)), ST_DATE_DMY, b) && !strchr(a, '/') && !strchr(b, '/') && strcmp(a, b) < 0) {
        snprintf(out, sizeof out, "%s/%s", a, b);
        circa = false;
    } else if (listed_dates(f, head, s)) return;
    else if (st_prose_date(s, a)) { snprintf(out, sizeof out, "%s", a); detail = text; }   /* "1.12.1997 as ..." */
    else { st_note(f->m, st_str_of(st_prop_name(head)), text); return; }
    if (circa && !strpbrk(out, "/~")) snprintf(out, sizeof out, "%s~", a);
    st_fact(f->m, head, st_str_of(out));
    if (detail.n) st_qual(f->m, ST_Q_NOTE, detail);
}

void st_facts_dates(st_facts *f, st_prop head, st_str cell) {
    st_counted c = { .rest = cell };
    for (st_str part; st_counted_next(&c, &part);) {
        for (size_t at; (at = st_str_ifind(part, " or ")) != SIZE_MAX; part = st_str_trim(st_str_sub(part, at + 4, part.n)))
            one_date(f, head, st_str_trim(st_str_sub(part, 0, at)));
        one_date(f, head, part);
    }
}

/* Behind a cue such as "expires", words like "on" or "date:" may stand before the date. */
static bool date_behind(st_str text, const char *cue, char out[32]) {
    const size_t at = st_str_ifind(text, cue);
    if (at == SIZE_MAX) return false;
    st_str rest = st_str_sub(text, at + strlen(cue), text.n);
    while (rest.n && is_alpha(rest.p[0])) rest = st_str_sub(rest, 1, rest.n);   /* expire|d, expir|es, issue|d */
    for (int words = 0; words < 3; words++) {
        while (rest.n && (rest.p[0] == ' ' || rest.p[0] == ':' || rest.p[0] == '\n')) rest = st_str_sub(rest, 1, rest.n);
        if (st_prose_date(rest, out)) return true;
        size_t i = 0;
        while (i < rest.n && is_alpha(rest.p[i])) i++;
        if (i == 0) return false;
        rest = st_str_sub(rest, i, rest.n);
    }
    return false;
}

void st_prose_validity(st_model *m, st_str text) {
    static const char *const ends[] = { "expir", "valid until" }, *const begins[] = { "date of issue", "issue date", "issued" };
    char d[32];
    for (size_t i = 0; i < ST_LEN(begins); i++)
        if (date_behind(text, begins[i], d)) { st_qual(m, ST_Q_ISSUED, st_str_of(d)); break; }
    for (size_t i = 0; i < ST_LEN(ends); i++)
        if (date_behind(text, ends[i], d)) { st_qual(m, ST_Q_EXPIRES, st_str_of(d)); break; }
}

/* ---- kinds of documents --------------------------------------------------------------------------------------------------------------- */
/* The first word that occurs decides, so narrower words come before wider ones. */
static const struct { const char *word; st_prop prop; } documents[] = {
    { "passport", ST_P_PASSPORT }, { "passeport", ST_P_PASSPORT }, { "pasaporte", ST_P_PASSPORT }, { "travel", ST_P_PASSPORT },
    { "social security", ST_P_SSN }, { "ssn", ST_P_SSN }, { "fiscal", ST_P_TAX_ID }, { "tax", ST_P_TAX_ID }, { "vat", ST_P_TAX_ID },
    { "driv", ST_P_LICENCE }, { "residen", ST_P_LICENCE }, { "licen", ST_P_LICENCE }, { "permit", ST_P_LICENCE },
    { "ration", ST_P_ID_NUMBER }, { "birth", ST_P_ID_NUMBER }, { "certificate", ST_P_ID_NUMBER }, { "military", ST_P_ID_NUMBER },
    { "serviceman", ST_P_ID_NUMBER }, { "student", ST_P_ID_NUMBER }, { "voter", ST_P_ID_NUMBER }, { "other", ST_P_ID_NUMBER },
    { "swift", ST_P_BIC }, { "imo", ST_P_IMO }, { "mmsi", ST_P_MMSI }, { "registration", ST_P_REGISTRATION },
    { "tazkira", ST_P_NATIONAL_ID }, { "national", ST_P_NATIONAL_ID }, { "identi", ST_P_NATIONAL_ID }, { "personalausweis", ST_P_NATIONAL_ID },
    { "civil", ST_P_NATIONAL_ID }, { "id card", ST_P_NATIONAL_ID }, { "bpa", ST_P_NATIONAL_ID },
};

st_prop st_document_prop(st_str type, st_prop otherwise) {
    for (size_t i = 0; i < ST_LEN(documents); i++)
        if (st_str_ifind(type, documents[i].word) != SIZE_MAX) return documents[i].prop;
    return otherwise;
}

st_prop st_russian_prop(st_prop prop, st_str number) {
    if (prop != ST_P_TAX_ID && prop != ST_P_REGISTRATION && prop != ST_P_ID_NUMBER) return prop;
    for (size_t i = 0; i < number.n; i++) if (!is_digit(number.p[i])) return prop;
    if ((number.n == 10 || number.n == 12) && st_ident_check(ST_P_INN, number, ST_STR_NONE) == ST_IDENT_HOLDS) return ST_P_INN;
    if ((number.n == 13 || number.n == 15) && st_ident_check(ST_P_OGRN, number, ST_STR_NONE) == ST_IDENT_HOLDS) return ST_P_OGRN;
    return prop;
}

/* A token that is a year or a day and so no number of a document: 1974, 2.10.2015, 2015-10-02. */
static bool is_date(st_str t) {
    size_t digits = 0;
    for (size_t i = 0; i < t.n; i++) {
        if (is_digit(t.p[i])) digits++;
        else if (t.p[i] != '.' && t.p[i] != '/' && t.p[i] != '-') return false;
    }
    if (t.n < 4) return false;
    const char *const first = t.p, *const last = t.p + t.n - 4;
    const bool year = (!memcmp(first, "19", 2) || !memcmp(first, "20", 2) || !memcmp(last, "19", 2) || !memcmp(last, "20", 2));
    return year && (digits == 4 || (digits < 9 && digits + 2 == t.n));
}

static bool only_digits(st_str s) {
    for (size_t i = 0; i < s.n; i++) if (!is_digit(s.p[i]) && s.p[i] != ' ') return false;
    return true;
}

void st_facts_document(st_facts *f, st_prop prop, st_str text) {
    text = st_str_trim(text);
    if (text.n && only_digits(text)) { st_fact(f->m, prop, text); return; }   /* "1 149 102 007 933" */
    size_t i = 0, before = SIZE_MAX;   /* a short word of capitals right before the number belongs to it: "D 0001203" */
    while (i < text.n) {
        while (i < text.n && !is_word(text.p[i])) i++;
        size_t from = i, digits = 0;
        while (i < text.n && (is_word(text.p[i]) || ((text.p[i] == '-' || text.p[i] == '/' || text.p[i] == '.') && i + 1 < text.n && is_word(text.p[i + 1]))))
            digits += is_digit(text.p[i++]);
        const st_str token = st_str_sub(text, from, i);
        if ((digits < 4 || is_date(token)) && token.n < text.n) {
            const bool capitals = token.n && token.n <= 2 && token.p[0] >= 'A' && token.p[0] <= 'Z' && token.p[token.n - 1] >= 'A' && token.p[token.n - 1] <= 'Z';
            before = capitals && i < text.n && text.p[i] == ' ' ? from : SIZE_MAX;
            continue;
        }
        if (before != SIZE_MAX && from - before <= 3) from = before;
        st_fact(f->m, prop, st_str_sub(text, from, i));
        if (i - from == text.n) return;
        st_qual(f->m, ST_Q_NOTE, text);
        st_prose_validity(f->m, st_str_sub(text, i, text.n));
        const size_t open = st_str_chr(text, '('), close = st_str_chr(text, ')');
        if (open != SIZE_MAX && close != SIZE_MAX && open < close) {
            const st_str country = st_country(st_str_trim(st_str_sub(text, open + 1, close)));
            if (country.n) st_qual(f->m, ST_Q_COUNTRY, country);
        }
        return;
    }
    if (text.n) st_note(f->m, st_str_of(st_prop_name(prop)), text);
}

/* ---- labelled numbers ------------------------------------------------------------------------------------------------------------------ */
/* alnum: the number may hold letters; otherwise digits only, which is what separates "INN: 7700000000KPP: 770001001". sizes: the lengths that
 * the property has, as bits; other lengths become `odd` (a Kyrgyz INN has 14 digits and is no Russian one). */
static const struct label { const char *word; st_prop prop, odd; bool alnum; uint32_t sizes; const char *type; } labels[] = {
    { "inn", ST_P_INN, ST_P_TAX_ID, false, 1u << 10 | 1u << 12, "INN" },
    { "\xd0\x98\xd0\x9d\xd0\x9d", ST_P_INN, ST_P_TAX_ID, false, 1u << 10 | 1u << 12, "INN" },
    { "ogrn", ST_P_OGRN, ST_P_REGISTRATION, false, 1u << 13 | 1u << 15, "OGRN" },
    { "\xd0\x9e\xd0\x93\xd0\xa0\xd0\x9d", ST_P_OGRN, ST_P_REGISTRATION, false, 1u << 13 | 1u << 15, "OGRN" },
    { "kpp", ST_P_REGISTRATION, ST_P_REGISTRATION, false, 0, "KPP" },
    { "okpo", ST_P_REGISTRATION, ST_P_REGISTRATION, false, 0, "OKPO" },
    { "tin", ST_P_TAX_ID, ST_P_TAX_ID, false, 0, "TIN" },
    { "tax id", ST_P_TAX_ID, ST_P_TAX_ID, true, 0, "Tax ID" },
    { "tax number", ST_P_TAX_ID, ST_P_TAX_ID, true, 0, "Tax number" },
    { "tax identification", ST_P_TAX_ID, ST_P_TAX_ID, true, 0, "Tax identification number" },
    { "taxpayer", ST_P_TAX_ID, ST_P_TAX_ID, true, 0, "Taxpayer ID" },
    { "uscc", ST_P_REGISTRATION, ST_P_REGISTRATION, true, 0, "Unified Social Credit Code" },
    { "unified social credit code", ST_P_REGISTRATION, ST_P_REGISTRATION, true, 0, "Unified Social Credit Code" },
    { "swift/bic", ST_P_BIC, ST_P_ID_NUMBER, true, 1u << 8 | 1u << 11, "SWIFT/BIC" },
    { "bic", ST_P_BIC, ST_P_ID_NUMBER, true, 1u << 8 | 1u << 11, "BIC" },
    { "swift", ST_P_BIC, ST_P_ID_NUMBER, true, 1u << 8 | 1u << 11, "SWIFT" },
    { "lei", ST_P_LEI, ST_P_ID_NUMBER, true, 1u << 20, "LEI" },
    { "imo", ST_P_IMO, ST_P_ID_NUMBER, false, 1u << 7, "IMO" },
    { "mmsi", ST_P_MMSI, ST_P_ID_NUMBER, false, 1u << 9, "MMSI" },
    { "registration n", ST_P_REGISTRATION, ST_P_REGISTRATION, true, 0, "Registration number" },
    { "company n", ST_P_REGISTRATION, ST_P_REGISTRATION, true, 0, "Company number" },
    { "bin", ST_P_REGISTRATION, ST_P_REGISTRATION, false, 0, "BIN" },
    { "crn", ST_P_REGISTRATION, ST_P_REGISTRATION, false, 0, "CRN" },
};

enum { NUMBER_NEAR = 160 };   /* bytes between a label and its number: without an end a text of labels would take the square of its length */

static const struct label *label_at(st_str text, size_t i);

/* "91131181MA07MANB7G": do capitals and more digits go on with the number, and no label? */
static bool goes_on(st_str text, size_t i) {
    if (!(text.p[i] >= 'A' && text.p[i] <= 'Z') || label_at(text, i)) return false;
    bool digit = false;
    for (; i < text.n && (is_digit(text.p[i]) || (text.p[i] >= 'A' && text.p[i] <= 'Z')); i++) digit |= is_digit(text.p[i]);
    return digit && (i == text.n || !is_alpha(text.p[i]));
}

/* The number behind a label: separators, "no", "number", "code", "id" and a second label may stand between, other words may not. */
static bool number_at(st_str text, size_t *i, bool alnum, st_str *out) {
    const size_t far = *i + NUMBER_NEAR;
    static const char *const fillers[] = { "numbers", "number", "nos", "no", "code", "id", "n", "umber", "o", "ion", "ation" };
    for (;;) {
        while (*i < text.n && *i <= far && !is_digit(text.p[*i]) && !is_alpha(text.p[*i])) {
            if (text.p[*i] == ';') return false;
            if (text.p[*i] == '(') {   /* "TIN (Taxpayer Identification Number) 77..." */
                const size_t close = st_str_chr(st_str_sub(text, *i, text.n - *i > 60 ? *i + 60 : text.n), ')');
                if (close == SIZE_MAX) return false;
                *i += close;
            }
            ++*i;
        }
        if (*i > far) return false;
        size_t j = *i;
        bool digit = false, mixed = false;
        while (j < text.n && (is_digit(text.p[j]) || (is_alpha(text.p[j]) && (alnum || !digit || mixed || (mixed = goes_on(text, j)))) || (alnum && digit && (text.p[j] == '-' || text.p[j] == '/'))))
        {
            if (digit && is_alpha(text.p[j]) && j + 1 < text.n && text.p[j + 1] >= 'a' && text.p[j + 1] <= 'z') break;   /* "...638Tax number" */
            digit |= is_digit(text.p[j++]);
        }
        const st_str word = st_str_sub(text, *i, j);
        if (word.n == 0) return false;
        if (digit && (alnum || is_digit(word.p[0]))) { *out = word; *i = j; return word.n >= 4; }
        if (alnum && !digit && (word.n == 8 || word.n == 11) && word.p[0] >= 'A' && word.p[0] <= 'Z' && word.p[1] <= 'Z') { *out = word; *i = j; return true; }
        size_t k = 0;
        while (k < ST_LEN(fillers) && !st_str_iis(word, fillers[k])) k++;
        if (k == ST_LEN(fillers)) return false;
        *i = j;
    }
}

static const struct label *label_at(st_str text, size_t i) {
    if (i && is_alpha(text.p[i - 1])) return NULL;
    const st_str rest = st_str_sub(text, i, text.n);
    for (size_t k = 0; k < ST_LEN(labels); k++) {
        if (!st_str_istarts(rest, labels[k].word)) continue;
        const size_t n = strlen(labels[k].word);
        if (n < rest.n && is_alpha(rest.p[n]) && is_alpha(labels[k].word[n - 1]) && strchr(labels[k].word, ' ') == NULL) continue;
        return &labels[k];
    }
    return NULL;
}

size_t st_facts_numbers(st_facts *f, st_str text, st_prop otherwise) {
    size_t found = 0;
    text = st_str_trim(text);
    for (size_t i = 0; i < text.n;) {
        const struct label *l = is_alpha(text.p[i]) || (unsigned char)text.p[i] >= 0x80 ? label_at(text, i) : NULL;
        if (!l) { i++; continue; }
        size_t j = i + strlen(l->word);
        st_str number;
        if (!number_at(text, &j, l->alnum, &number)) { i += strlen(l->word); continue; }
        const bool fits = l->sizes == 0 || (number.n < 32 && (l->sizes >> number.n & 1u));
        const st_prop prop = fits ? l->prop : l->odd;
        st_fact(f->m, prop == ST_P_IMO && f->kind == ST_KIND_ORGANISATION ? ST_P_IMO_COMPANY : prop, number);
        if (l->sizes == 0 || !fits) st_qual(f->m, ST_Q_TYPE, st_str_of(l->type));
        if (found++ == 0 && otherwise != ST_PROP_NONE && text.n > number.n + 20) st_qual(f->m, ST_Q_NOTE, text);   /* what else the text says is not lost */
        i = j;
    }
    if (found || otherwise == ST_PROP_NONE) return found;
    st_facts_document(f, otherwise, text);
    return 0;
}

/* ---- counted cells ------------------------------------------------------------------------------------------------------------------- */
/* Length of the marker for value `at` at i, or 0: "(1)", "1)", "(a)", "a)", "(i)", "i)". */
static size_t marker(st_str s, size_t i, unsigned at, char style) {
    static const char *const roman[] = { "i)", "ii)", "iii)", "iv)", "v)", "vi)", "vii)", "viii)", "ix)", "x)", "xi)", "xii)" };
    const size_t open = i < s.n && s.p[i] == '(';
    const st_str rest = st_str_sub(s, i + open, s.n);
    if (style == 'i') return at <= ST_LEN(roman) && st_str_istarts(rest, roman[at - 1]) ? strlen(roman[at - 1]) + open : 0;
    size_t n = 0;
    if (style == 'a') n = at <= 26 && rest.n && (unsigned)(rest.p[0] | 0x20) == 'a' + at - 1;
    else {   /* the digits of the number and no others: "01)" is no marker */
        unsigned v = 0;
        while (n < rest.n && n < 9 && is_digit(rest.p[n]) && !(n == 0 && rest.p[0] == '0')) v = v * 10 + (unsigned)(rest.p[n++] - '0');
        if (v != at) return 0;
    }
    return n && n < rest.n && rest.p[n] == ')' ? n + 1 + open : 0;
}

static char style_of(st_str s) {
    static const char styles[] = { '1', 'a', 'i' };
    for (size_t i = 0; i < sizeof styles; i++) if (marker(s, 0, 1, styles[i])) return styles[i];
    return '-';
}

bool st_counted_next(st_counted *c, st_str *part) {
    for (;;) {
        c->rest = st_str_trim(c->rest);
        if (c->rest.n == 0) return false;
        if (!c->style) c->style = style_of(c->rest);
        const size_t skip = c->style == '-' ? 0 : marker(c->rest, 0, c->at + 1, c->style);
        size_t end = c->rest.n;
        if (skip) {
            c->at++;
            for (size_t i = skip; i < c->rest.n; i++) {
                if (is_word(c->rest.p[i - 1])) continue;
                if (c->rest.p[i] != '(' && !is_digit(c->rest.p[i]) && !is_alpha(c->rest.p[i])) continue;
                if (marker(c->rest, i, c->at + 1, c->style)) { end = i; break; }
            }
        }
        st_str p = st_str_trim(st_str_sub(c->rest, skip, end));
        while (p.n && (p.p[p.n - 1] == ',' || p.p[p.n - 1] == ';')) p = st_str_trim(st_str_sub(p, 0, p.n - 1));
        c->rest = st_str_sub(c->rest, end, c->rest.n);
        bool any = false;
        for (size_t i = 0; i < p.n && !any; i++) any = is_word(p.p[i]);
        if (!any || st_str_iis(p, "to") || st_str_iis(p, "and")) continue;
        *part = p;
        return true;
    }
}
