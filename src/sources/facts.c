/* Names, places and dates that readers put together from the fields of a list. The prose half is in prose.c. */
#include "sources/facts.h"

st_code st_facts_ok(const st_facts *f, st_err *err) {
    if (f->failed >= 0) return ST_OK;
    return st_fail(err, f->failed, f->failed == ST_E_NOMEM ? "out of memory in a record" : "a text of a record is longer than 1 MiB");
}

bool st_is_none(st_str s) {
    static const char *const words[] = { "na", "n/a", "n.a.", "-", "--", ".", "null", "none" };
    if (s.n > 4) return false;
    if (st_str_is(s, "NA")) return false;   /* a Korean or Chinese syllable when in capitals: feeds write "na" for none small */
    for (size_t i = 0; i < ST_LEN(words); i++) if (st_str_iis(s, words[i])) return true;
    return s.n == 0;
}

/* Is there no control character and no blank behind a blank? Eight bytes at a time; may say no where it is (a blank before a '!'), never yes where it
 * is not. */
static bool is_squashed(st_str s) {
    const uint64_t ones = UINT64_C(0x0101010101010101), highs = ones << 7, blanks = ones * ' ';
    size_t i = 0;
    for (; i + 9 <= s.n; i += 8) {
        uint64_t x, next;
        memcpy(&x, s.p + i, sizeof x);
        memcpy(&next, s.p + i + 1, sizeof next);
        const uint64_t control = (x - blanks) & ~x, a = x ^ blanks, b = next ^ blanks;
        if ((control | ((a - ones) & ~a & (b - ones) & ~b)) & highs) return false;
    }
    for (; i < s.n; i++)
        if ((unsigned char)s.p[i] < ' ' || (s.p[i] == ' ' && i + 1 < s.n && s.p[i + 1] == ' ')) return false;
    return true;
}

/* Appends with each run of white space as one blank. */
static void add_squashed(st_buf *b, st_str s) {
    s = st_str_trim(s);
    size_t from = is_squashed(s) ? s.n : 0;
    if (from) st_buf_add(b, s.p, s.n);
    for (size_t i = from; i < s.n; i++) {
        if ((unsigned char)s.p[i] > ' ') continue;
        size_t j = i + 1;
        while (j < s.n && (unsigned char)s.p[j] <= ' ') j++;
        if (j == i + 1 && s.p[i] == ' ') continue;
        st_buf_add(b, s.p + from, i - from);
        st_buf_char(b, ' ');
        from = j;
        i = j - 1;
    }
    if (from < s.n) st_buf_add(b, s.p + from, s.n - from);
}

static st_str view(st_facts *f) {
    if (f->buf.failed < 0 && f->failed >= 0) f->failed = f->buf.failed;
    return f->buf.failed < 0 ? ST_STR_NONE : st_buf_view(&f->buf);
}

static st_str squashed(st_facts *f, st_str s) {
    s = st_str_trim(s);
    if (s.n <= ST_FACTS_MAX_TEXT && is_squashed(s)) return s;
    st_buf_clear(&f->buf);
    add_squashed(&f->buf, s);
    return view(f);
}

void st_facts_text(st_facts *f, st_prop head, st_str text) {
    if (text.n) st_fact(f->m, head, squashed(f, text));
}

bool st_facts_name(st_facts *f, st_prop head, st_str whole, const st_name_part *parts, size_t n_parts) {
    size_t used = 0;
    st_buf_clear(&f->buf);
    if (!st_is_none(st_str_trim(whole))) add_squashed(&f->buf, whole);
    const bool joined = f->buf.n == 0;
    for (size_t i = 0; i < n_parts; i++) {
        const st_str part = st_str_trim(parts[i].text);
        if (st_is_none(part)) continue;
        used++;
        if (!joined) continue;
        if (f->buf.n) st_buf_char(&f->buf, ' ');
        add_squashed(&f->buf, part);
    }
    const st_str name = view(f);
    if (name.n == 0) return false;
    if (used > 1 || !st_facts_other_names(f, head, name)) st_fact(f->m, head, name);
    for (size_t i = 0; i < n_parts && used > 1; i++) {
        const st_str part = st_str_trim(parts[i].text);
        if (!st_is_none(part)) st_qual(f->m, parts[i].role, squashed(f, part));
    }
    return true;
}

/* Words that lists use for scripts and languages, with their ISO 15924 and ISO 639 codes. */
static const struct word { const char *word, *code; } scripts[] = {
    { "arabic", "Arab" }, { "cyrillic", "Cyrl" }, { "latin", "Latn" }, { "chinese", "Hani" }, { "hebrew", "Hebr" }, { "burmese", "Mymr" },
    { "korean", "Hang" }, { "hangul", "Hang" }, { "persian", "Arab" }, { "farsi", "Arab" }, { "georgian", "Geor" }, { "greek", "Grek" },
    { "armenian", "Armn" }, { "thai", "Thai" }, { "devanagari", "Deva" }, { "japanese", "Jpan" }, { "bengali", "Beng" },
}, languages[] = {
    { "arabic", "ar" }, { "russian", "ru" }, { "ukrainian", "uk" }, { "belarusian", "be" }, { "persian", "fa" }, { "farsi", "fa" },
    { "dari", "prs" }, { "pashto", "ps" }, { "urdu", "ur" }, { "chinese", "zh" }, { "mandarin", "zh" }, { "korean", "ko" }, { "burmese", "my" },
    { "hebrew", "he" }, { "georgian", "ka" }, { "turkish", "tr" }, { "serbian", "sr" }, { "tajik", "tg" }, { "kurdish", "ku" }, { "thai", "th" },
    { "japanese", "ja" }, { "armenian", "hy" }, { "uzbek", "uz" }, { "kazakh", "kk" }, { "kyrgyz", "ky" }, { "bosnian", "bs" },
};

static void qual_code(st_facts *f, st_prop qual, const struct word *table, size_t n, st_str text) {
    if (text.n == 0) return;
    for (size_t i = 0; i < n; i++)
        if (st_str_ifind(text, table[i].word) != SIZE_MAX) { st_qual(f->m, qual, st_str_of(table[i].code)); return; }
    st_qual(f->m, ST_Q_NOTE, text);
}

void st_facts_original(st_facts *f, st_str name, st_str script, st_str language) {
    if (st_is_none(st_str_trim(name))) return;
    st_fact(f->m, ST_P_ORIGINAL_NAME, squashed(f, name));
    qual_code(f, ST_Q_SCRIPT, scripts, ST_LEN(scripts), st_str_trim(script));
    qual_code(f, ST_Q_LANGUAGE, languages, ST_LEN(languages), st_str_trim(language));
}

void st_facts_gender(st_facts *f, st_str text) {
    text = st_str_trim(text);
    if (text.n && text.p[text.n - 1] == '.') text.n--;
    if (st_str_iis(text, "m") || st_str_iis(text, "male")) st_fact(f->m, ST_P_GENDER, ST_STR("male"));
    else if (st_str_iis(text, "f") || st_str_iis(text, "female")) st_fact(f->m, ST_P_GENDER, ST_STR("female"));
}

void st_facts_texts(st_facts *f, st_prop head, st_str cell) {
    st_counted c = { .rest = cell };
    for (st_str part; st_counted_next(&c, &part);) if (!st_is_none(part)) st_facts_text(f, head, part);
}

/* The country in front of a remark in parentheses, or empty when the whole text is one or neither is. */
static st_str country_before(st_str text) {
    const size_t open = st_str_chr(text, '(');
    if (open == SIZE_MAX || open == 0 || st_country(text).n) return ST_STR_NONE;
    const st_str front = st_str_trim(st_str_sub(text, 0, open));
    return st_country(front).n ? front : ST_STR_NONE;
}

void st_facts_country(st_facts *f, st_prop head, st_str text) {
    const st_str front = country_before(text);
    st_fact_country(f->m, head, front.n ? front : text);
    if (front.n) st_qual(f->m, ST_Q_NOTE, text);
}

void st_facts_in_country(st_facts *f, st_str text) {
    const st_str front = country_before(text);
    st_qual_country(f->m, front.n ? front : text);
    if (front.n) st_qual(f->m, ST_Q_NOTE, text);
}

void st_facts_countries(st_facts *f, st_prop head, st_str cell) {
    st_counted c = { .rest = cell };
    for (st_str part; st_counted_next(&c, &part);) if (!st_is_none(part)) st_facts_country(f, head, part);
}

bool st_facts_place(st_facts *f, st_prop head, const st_place *p) {
    const struct { st_prop role; st_str text; } part[] = {
        { ST_Q_STREET, p->street }, { ST_Q_PO_BOX, p->po_box }, { ST_Q_CITY, p->city }, { ST_Q_REGION, p->region }, { ST_Q_POSTCODE, p->postcode },
        { ST_Q_COUNTRY, p->country } };
    bool any = false;
    st_buf_clear(&f->buf);
    for (size_t i = 0; i < ST_LEN(part); i++) {
        if (st_is_none(st_str_trim(part[i].text))) continue;
        any = true;
        if (f->buf.n) st_buf_z(&f->buf, ", ");
        add_squashed(&f->buf, part[i].text);
    }
    if (!any) return false;
    st_fact(f->m, head, head == ST_P_ADDRESS ? ST_STR_NONE : view(f));
    for (size_t i = 0; i < ST_LEN(part); i++) {
        if (st_is_none(st_str_trim(part[i].text))) continue;
        if (part[i].role == ST_Q_COUNTRY) st_facts_in_country(f, st_str_trim(part[i].text));
        else st_qual(f->m, part[i].role, squashed(f, part[i].text));
    }
    return true;
}

bool st_date_parts(st_str year, st_str month, st_str day, bool circa, char out[32]) {
    uint64_t y = 0, m = 0, d = 0;
    if (!st_parse_u64(st_str_trim(year), &y) || y < 1000 || y > 9999) return false;
    if (month.n && !st_parse_u64(st_str_trim(month), &m)) return false;
    if (day.n && !st_parse_u64(st_str_trim(day), &d)) return false;
    char text[32];
    if (m && d) snprintf(text, sizeof text, "%04u-%02u-%02u%s", (unsigned)y, (unsigned)(m % 100), (unsigned)(d % 100), circa ? "~" : "");
    else if (m) snprintf(text, sizeof text, "%04u-%02u%s", (unsigned)y, (unsigned)(m % 100), circa ? "~" : "");
    else snprintf(text, sizeof text, "%04u%s", (unsigned)y, circa ? "~" : "");
    if (m > 12 || d > 31 || !st_date_valid(st_str_of(text))) return false;
    memcpy(out, text, sizeof text);
    return true;
}

void st_list_date(st_model *m, st_str date) {
    char d[32], text[32];
    date = st_day_of(st_str_trim(date));
    if (date.n == 0 || date.n >= sizeof text) return;
    for (size_t i = 0; i <= date.n; i++) text[i] = i == date.n ? 0 : date.n == 11 && date.p[i] == '-' ? ' ' : date.p[i];   /* 08-Oct-2026 */
    if (st_date(st_str_of(text), ST_DATE_DMY, d)) st_model_list_set(m, ST_LIST_DATE, st_str_of(d));
}
