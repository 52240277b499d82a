/* Japan's export control lists of organisations in Russia, Belarus and third countries: official notices in PDF, read as the text of the PDF.
 *
 * "12 name in Japanese / name in English, a.k.a. the following two aliases: / -A; and / -B. / place: address; and address". Numbers go up by one, and
 * that is how records are told apart, for a page may end within a line. Full-width letters and digits count as ASCII. Key: the number. */
#include "sources/facts.h"
#include "sources/jp.h"

#define PLACE "\xE6\x89\x80\xE5\x9C\xA8\xE5\x9C\xB0"                    /* place */
#define DESIGNATED "\xE6\x8C\x87\xE5\xAE\x9A\xE6\x97\xA5"               /* day of designation */
#define UPDATED "\xE6\x9C\x80\xE7\xB5\x82\xE6\x9B\xB4\xE6\x96\xB0\xE6\x97\xA5"   /* day of the last update */
#define OTHER_NAME "\xE5\x88\xA5\xE7\xA7\xB0"
#define BAN "\xE7\xA6\x81\xE6\xAD\xA2\xE6\x8E\xAA\xE7\xBD\xAE"          /* prohibition */
#define BELARUS "\xE3\x83\x99\xE3\x83\xA9\xE3\x83\xAB\xE3\x83\xBC"
#define BEYOND "\xE4\xBB\xA5\xE5\xA4\x96\xE3\x81\xAE\xE5\x9B\xBD"       /* countries other than */
enum { MAX_TEXT = 16 << 20 };

typedef struct reader { st_model *m; st_facts f; const char *programme; char listed[32], amended[32]; st_buf native; } reader;

static int probe(const st_probe *p) {
    const st_str head = st_str_sub(p->head, 0, p->head.n < 2000 ? p->head.n : 2000);
    return st_str_find(head, BAN) != SIZE_MAX && st_str_find(head, DESIGNATED) != SIZE_MAX && st_str_find(p->head, PLACE) != SIZE_MAX && head.p[0] != '<' ? 2 : 0;
}

/* ---- records ------------------------------------------------------------------------------------------------------------------------------------ */
static bool is_digit(char c) { return c >= '0' && c <= '9'; }

static bool japanese_line(st_str s) {
    const size_t end = st_str_chr(s, '\n');
    const st_str line = st_str_sub(s, 0, end == SIZE_MAX ? s.n : end);
    const char *script = st_script(line);
    if (strcmp(script, "Latn") != 0 && strcmp(script, "Zyyy") != 0) return true;
    for (size_t i = 0; i + 2 < line.n; i++) if ((unsigned char)line.p[i] >= 0xE3 && (unsigned char)line.p[i] <= 0xE9) return true;
    return false;
}

/* Where "N " begins with a line in Japanese behind it, at a line's beginning or right behind a word or full stop; SIZE_MAX when nowhere. */
static size_t record_at(st_str text, size_t from, unsigned number) {
    char want[16];
    snprintf(want, sizeof want, "%u ", number);
    const size_t n = strlen(want);
    for (size_t i = from; i + n < text.n; i++) {
        if (text.p[i] != want[0] || memcmp(text.p + i, want, n) != 0) continue;
        const char before = i ? text.p[i - 1] : '\n';
        if (is_digit(before) || before == ' ' || before == ',' || before == '-') continue;
        if (japanese_line(st_str_sub(text, i + n, text.n))) return i;
    }
    return SIZE_MAX;
}

/* Text of several lines on one: between Latin words the line end is a blank, between Japanese signs nothing. */
static st_str joined(reader *r, st_str s, st_buf *out) {
    st_buf_clear(out);
    for (st_str line; st_split(&s, "\n", &line);) {
        if (out->n && line.n && ((unsigned char)out->p[out->n - 1] < 0x80 || (unsigned char)line.p[0] < 0x80)) st_buf_char(out, ' ');
        st_buf_str(out, line);
    }
    if (out->failed < 0) r->f.failed = out->failed;
    return st_str_trim(st_buf_view(out));
}

static st_str bare(st_str s) {
    static const char *const ends[] = { "; and", ", and", " and", ";", "," };
    for (bool again = true; again;) {
        again = false;
        for (size_t i = 0; i < ST_LEN(ends); i++)
            if (st_str_ends(s, ends[i])) { s = st_str_trim(st_str_sub(s, 0, s.n - strlen(ends[i]))); again = true; }
    }
    return s;
}

static void put_name(reader *r, st_prop head, st_str name) {
    const char *script = st_script(name);
    name = bare(name);
    if (name.n && name.p[name.n - 1] == '.' && head == ST_P_ALIAS) {   /* the full stop of the sentence, not that of "Ltd." */
        st_str rest = st_str_sub(name, 0, name.n - 1);
        size_t word = rest.n;
        while (word && rest.p[word - 1] != ' ') word--;
        if (rest.n - word > 4 || (rest.n > word && rest.p[word] >= 'A' && rest.p[word] <= 'Z' && rest.p[rest.n - 1] < 'a')) name = rest;
    }
    if (name.n < 2) return;
    if (strcmp(script, "Latn") != 0 && strcmp(script, "Zyyy") != 0) st_facts_original(&r->f, name, ST_STR_NONE, ST_STR("japanese"));
    else st_facts_name(&r->f, head, name, NULL, 0);
}

/* Where the list of other names begins: "-A" on a line of its own, or behind the word for other names; else the end. */
static size_t aliases_at(st_str s) {
    static const char *const dashes[] = { "-", "\xE2\x80\x93", "\xE2\x80\x94" };
    for (size_t i = 0; i < s.n; i++) {
        if (i && s.p[i - 1] != '\n') continue;
        const st_str line = st_str_sub(s, i, s.n);
        for (size_t k = 0; k < ST_LEN(dashes); k++) if (st_str_starts(line, dashes[k])) return i;
        if (st_str_starts(line, OTHER_NAME)) return i;
    }
    return s.n;
}

static void aliases(reader *r, st_str s, st_buf *line) {
    if (st_str_starts(s, OTHER_NAME)) {   /* "other names: A; B; C", the Japanese ones first */
        s = st_str_sub(s, strlen(OTHER_NAME), s.n);
        while (s.n && (s.p[0] == ':' || s.p[0] == ' ')) s = st_str_sub(s, 1, s.n);
        for (st_str part; st_split(&s, ";", &part);) {
            size_t latin = part.n;   /* Japanese lines before the Latin ones belong to no semicolon */
            for (size_t i = 0; i < part.n && latin == part.n; i++)
                if (i && part.p[i - 1] == '\n' && !japanese_line(st_str_sub(part, i, part.n))) latin = i;
            if (latin < part.n) put_name(r, ST_P_ALIAS, joined(r, st_str_sub(part, 0, latin), line));
            put_name(r, ST_P_ALIAS, joined(r, latin < part.n ? st_str_sub(part, latin, part.n) : part, line));
        }
        return;
    }
    for (size_t from = 0; from < s.n;) {
        while (from < s.n && (s.p[from] == '-' || s.p[from] == ' ' || (unsigned char)s.p[from] == 0xE2)) from += (unsigned char)s.p[from] == 0xE2 ? 3 : 1;
        if (from >= s.n) return;
        if (st_str_starts(st_str_sub(s, from, s.n), OTHER_NAME)) { aliases(r, st_str_sub(s, from, s.n), line); return; }
        const size_t next = aliases_at(st_str_sub(s, from, s.n)), end = next < s.n - from ? from + next : s.n;
        put_name(r, ST_P_ALIAS, joined(r, st_str_sub(s, from, end), line));
        from = end;
    }
}

static void address(reader *r, st_str s) {
    for (st_str part; st_split(&s, ";", &part);) {
        if (st_str_istarts(part, "and ")) part = st_str_trim(st_str_sub(part, 4, part.n));
        while (part.n && part.p[part.n - 1] == '.') part.n--;
        size_t comma = part.n;
        while (comma && part.p[comma - 1] != ',') comma--;
        const st_str country = st_country(st_str_trim(st_str_sub(part, comma, part.n)));
        if (part.n == 0) continue;
        st_fact(r->m, ST_P_ADDRESS, part);
        if (country.n) st_qual(r->m, ST_Q_COUNTRY, country);
    }
}

/* Japanese name, then the English one with what it is also known as. */
static void names(reader *r, st_str s, st_buf *line) {
    size_t english = 0;
    while (english < s.n && japanese_line(st_str_sub(s, english, s.n))) {
        const size_t end = st_str_chr(st_str_sub(s, english, s.n), '\n');
        english = end == SIZE_MAX ? s.n : english + end + 1;
    }
    st_str native = joined(r, st_str_sub(s, 0, english), &r->native);
    const st_str rest = st_str_sub(s, english, s.n);
    const size_t more = aliases_at(rest);
    st_str name = joined(r, st_str_sub(rest, 0, more), line);
    if (name.n == 0) {   /* both on one line, where a page ended: the English name is what follows the last Japanese sign */
        size_t tail = native.n;
        while (tail && (unsigned char)native.p[tail - 1] < 0x80 && native.p[tail - 1] != ')') tail--;
        if (native.n - tail > 3) {
            name = st_str_trim(st_str_sub(native, tail, native.n));
            native = st_str_sub(native, 0, tail);
        }
    }
    const size_t bracket = st_str_find(native, "(" OTHER_NAME);
    if (bracket != SIZE_MAX) native = st_str_trim(st_str_sub(native, 0, bracket));
    if (native.n > 1) st_facts_original(&r->f, native, ST_STR_NONE, ST_STR("japanese"));
    const size_t close = st_str_chr(name, ')');
    if (close != SIZE_MAX && close < st_str_chr(name, '(')) name = st_str_trim(st_str_sub(name, close + 1, name.n));   /* the end of brackets that opened above */
    const size_t aka = st_str_ifind(name, "a.k.a");
    if (aka != SIZE_MAX) name = st_str_sub(name, 0, aka);
    name = bare(st_str_trim(name));
    if (name.n) st_facts_name(&r->f, ST_P_NAME, name, NULL, 0); else if (native.n) st_facts_name(&r->f, ST_P_NAME, native, NULL, 0);
    aliases(r, st_str_sub(rest, more, rest.n), line);
}

static st_code record(reader *r, st_str s, unsigned number, uint32_t at, st_buf *line, st_err *err) {
    char key[16];
    snprintf(key, sizeof key, "%u", number);
    s = st_str_trim(st_str_sub(s, strlen(key), s.n));
    const size_t place = st_str_find(s, PLACE);
    st_model_party(r->m, st_str_of(key), at);
    st_model_kind(r->m, ST_KIND_ORGANISATION);
    st_model_main(r->m);
    st_model_count(r->m, "records", 1);
    names(r, st_str_sub(s, 0, place == SIZE_MAX ? s.n : place), line);
    if (place != SIZE_MAX) {
        st_str rest = st_str_sub(s, place + strlen(PLACE), s.n);
        while (rest.n && (rest.p[0] == ':' || rest.p[0] == ' ')) rest = st_str_sub(rest, 1, rest.n);
        address(r, joined(r, rest, line));
    }
    st_fact(r->m, ST_P_LISTING, st_str_of(r->programme));
    st_qual(r->m, ST_Q_AUTHORITY, ST_STR("Japan METI"));
    st_qual(r->m, ST_Q_REFERENCE, st_str_of(key));
    ST_TRY(st_facts_ok(&r->f, err));
    return st_model_commit(r->m, err);
}

/* ---- the file ------------------------------------------------------------------------------------------------------------------------------------ */
/* "2025 year 09 month 12 day" behind a label, blanks anywhere. */
static void day_behind(st_str text, const char *label, char out[32]) {
    const size_t at = st_str_find(text, label);
    char compact[64];
    size_t n = 0;
    for (size_t i = at == SIZE_MAX ? text.n : at + strlen(label); i < text.n && text.p[i] != '\n' && n + 1 < sizeof compact; i++)
        if (text.p[i] != ' ' && text.p[i] != ':') compact[n++] = text.p[i];
    if (!st_date((st_str){ compact, n }, ST_DATE_DMY, out)) out[0] = 0;
}

static void describe(reader *r, st_str head, st_buf *line) {
    const st_str title = joined(r, head, line);
    const bool third = st_str_find(title, BEYOND) != SIZE_MAX, belarus = !third && st_str_find(title, BELARUS) != SIZE_MAX;
    r->programme = third ? "Export ban: organisations in third countries" : belarus ? "Export ban: organisations in Belarus" : "Export ban: organisations in Russia";
    st_model_list_set(r->m, ST_LIST_ID, third ? ST_STR("jp_meti_third") : belarus ? ST_STR("jp_meti_by") : ST_STR("jp_meti_ru"));
    day_behind(head, DESIGNATED, r->listed);
    day_behind(head, UPDATED, r->amended);
    if (r->amended[0] || r->listed[0]) st_model_list_set(r->m, ST_LIST_DATE, st_str_of(r->amended[0] ? r->amended : r->listed));
}

/* The blanks that the setting puts into a word of three signs: "place : " is one word. */
static void unspaced(st_str s, st_buf *out) {
    static const char spaced[] = "\xE6\x89\x80 \xE5\x9C\xA8 \xE5\x9C\xB0 ";
    for (size_t i = 0; i < s.n;) {
        const st_str rest = st_str_sub(s, i, s.n);
        if (st_str_starts(rest, spaced)) { st_buf_z(out, PLACE); i += sizeof spaced - 1; }
        else { st_buf_char(out, s.p[i]); i++; }
    }
}

static st_code records(reader *r, st_str text, st_buf *line, st_err *err) {
    uint32_t at = 1;
    size_t counted = 0, from = record_at(text, 0, 1);
    const size_t dated = st_str_find(text, DESIGNATED);
    if (from == SIZE_MAX || dated == SIZE_MAX) return st_fail(err, ST_E_DATA, "the text holds no numbered organisations");
    if (from < dated) from = record_at(text, dated, 1);
    describe(r, st_str_sub(text, 0, from == SIZE_MAX ? text.n : from), line);
    for (unsigned number = 1; from != SIZE_MAX; number++) {
        const size_t next = record_at(text, from + 1, number + 1);
        for (; counted < from; counted++) at += text.p[counted] == '\n';
        ST_TRY(record(r, st_str_sub(text, from, next == SIZE_MAX ? text.n : next), number, at, line, err));
        from = next;
    }
    return ST_OK;
}

static st_code read_pdf_text(st_input *in, const st_probe *p, st_model *m, st_err *err) {
    (void)p;
    st_arena a = ST_ARENA_INIT;
    st_str raw;
    st_buf narrow = ST_BUF_INIT(MAX_TEXT), text = ST_BUF_INIT(MAX_TEXT), line = ST_BUF_INIT(MAX_TEXT);
    reader r = { .m = m, .f = st_facts_new(m), .native = ST_BUF_INIT(MAX_TEXT) };
    st_code code = st_input_all(in, MAX_TEXT, &a, &raw, err);
    if (code >= 0 && !st_utf8_valid(raw.p, raw.n)) code = st_fail(err, ST_E_DATA, "the text is not UTF-8");
    if (code >= 0) {
        st_jp_narrow(raw, &narrow);
        unspaced(st_buf_view(&narrow), &text);
        if (narrow.failed < 0 || text.failed < 0) code = st_fail(err, ST_E_NOMEM, "out of memory for the text");
    }
    if (code >= 0) code = records(&r, st_buf_view(&text), &line, err);
    st_facts_free(&r.f);
    st_buf_free(&narrow);
    st_buf_free(&r.native);
    st_buf_free(&text);
    st_buf_free(&line);
    st_arena_free(&a);
    return code < 0 ? code : st_model_ok(m, err);
}

const st_source st_source_jp_pdf = { .format = "jp-meti-notice", .text = "Japan METI, export bans for Russia, Belarus and third countries, text of the PDF", .probe = probe,
                                     .read = read_pdf_text };
