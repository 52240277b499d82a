/* Japan's asset freeze list (Ministry of Finance), a workbook of one sheet per regime.
 *
 * Cells are Japanese and English: names in katakana and in Latin letters, counted "(a)... (b)..." in either kind of brackets, days as 1976年8月25日.
 * Full-width letters, digits and brackets become ASCII first. Key: number of the regime and number of the designation, "2:301". */
#include "sources/jp.h"

#define UNKNOWN "\xE4\xB8\x8D\xE6\x98\x8E"          /* unknown */
#define DELETED "\xE5\x89\x8A\xE9\x99\xA4"          /* struck off */
#define OR      "\xE5\x8F\x88\xE3\x81\xAF"          /* or */
#define OR_KANA "\xE3\x81\xBE\xE3\x81\x9F\xE3\x81\xAF"   /* the same in kana */
#define ABOUT   "\xE3\x81\x8A\xE3\x81\x8A\xE3\x82\x88\xE3\x81\x9D"   /* about, in front */
#define FORMER  "\xE6\x97\xA7\xE7\xA7\xB0"
#define BORN    "\xE7\x94\x9F"
#define AROUND  "\xE9\xA0\x83"                      /* about */
#define FROM    "\xE3\x81\x8B\xE3\x82\x89"          /* from ... to */
#define YEAR    "\xE5\xB9\xB4"
#define MONTH   "\xE6\x9C\x88"
#define DAY     "\xE6\x97\xA5"
#define COMMA   "\xE3\x80\x81"
#define PERSON  "\xE5\x80\x8B\xE4\xBA\xBA"
#define GROUP   "\xE5\x9B\xA3\xE4\xBD\x93"
#define BANK    "\xE9\x8A\x80\xE8\xA1\x8C"

/* ---- cells -------------------------------------------------------------------------------------------------------------------------------------- */
/* Full-width forms of ASCII (U+FF01 to U+FF5E) and the wide blank as ASCII; everything else as it is. */
void st_jp_narrow(st_str s, st_buf *out) {
    for (size_t i = 0; i < s.n;) {
        const size_t at = i;
        const uint32_t cp = st_utf8_next(s, &i);
        if (cp >= 0xFF01 && cp <= 0xFF5E) st_buf_char(out, (char)(cp - 0xFF01 + '!'));
        else if (cp == 0x3000 || cp == 0xA0) st_buf_char(out, ' ');
        else st_buf_add(out, s.p + at, i - at);
    }
}

/* ---- names -------------------------------------------------------------------------------------------------------------------------------------- */
/* Words in front of a name that say what follows. */
static st_str without_label(st_str s) {
    static const char *const labels[] = { "a.k.a.", "a.k.a", "aka", "f.k.a.", "f.k.a", "n.k.a.", ":", ".", "and ", "\xE5\x88\xA5\xE7\xA7\xB0", "\xE5\x88\xA5\xE5\x90\x8D",
        "\xE6\x97\xA7\xE7\xA7\xB0", "\xE5\x8F\x8A\xE3\x81\xB3" };
    for (bool again = true; again;) {
        again = false;
        for (size_t i = 0; i < ST_LEN(labels); i++) {
            if (!st_str_istarts(s, labels[i])) continue;
            s = st_str_trim(st_str_sub(s, strlen(labels[i]), s.n));
            again = s.n != 0;
        }
    }
    return s;
}

/* "f.k.a. X", and the same in Japanese. */
static bool labelled_former(st_str s) { return st_str_istarts(s, "f.k.a") || (st_str_starts(s, FORMER) && s.n > strlen(FORMER)); }

/* A piece that tells about a name and is none: where and when someone was born, which document shows it, that it was listed before. */
static bool is_remark(st_str s) {
    const size_t year = st_str_find(s, YEAR);
    if (year != SIZE_MAX && year && s.p[year - 1] >= '0' && s.p[year - 1] <= '9') return true;   /* not the sign in "youth" */
    static const char *const words[] = { "\xE5\x87\xBA\xE7\x94\x9F", "\xE6\x97\x85\xE5\x88\xB8", "\xE6\x8E\xB2\xE8\xBC\x89", "born ", "passport",
        "previously listed", "formerly listed", "dob:", "pob:", "\xE7\x94\x9F\xE5\xB9\xB4\xE6\x9C\x88\xE6\x97\xA5:", "\xE5\x9B\xBD\xE7\xB1\x8D:", "\xE3\x82\xA2\xE3\x83\xA9\xE3\x83\x93\xE3\x82\xA2\xE8\xAA\x9E\xE8\xA1\xA8\xE8\xA8\x98" };
    for (size_t i = 0; i < ST_LEN(words); i++) if (st_str_ifind(s, words[i]) != SIZE_MAX) return true;
    char day[32];
    return s.n && s.p[0] >= '0' && s.p[0] <= '9' && st_prose_date(s, day);
}

/* Length of the divider at s: a line end, a semicolon, a Japanese comma, brackets, a circled number. 0 when there is none. */
static size_t divider(st_str s) {
    static const char *const wide[] = { COMMA, "\xE3\x80\x90", "\xE3\x80\x91", "\xE3\x80\x8C", "\xE3\x80\x8D", "\xEF\xBD\xA4", "\xE3\x80\x82",
                                         "\xE5\x8F\x8A\xE3\x81\xB3" };
    if (s.p[0] == '\n' || s.p[0] == ';' || s.p[0] == '(' || s.p[0] == ')') return 1;
    for (size_t i = 0; i < ST_LEN(wide); i++) if (st_str_starts(s, wide[i])) return strlen(wide[i]);
    return s.n >= 3 && (unsigned char)s.p[0] == 0xE2 && ((unsigned char)s.p[1] == 0x91 || (unsigned char)s.p[1] == 0x92) ? 3 : 0;   /* U+2460 .. U+24BF */
}

/* "ii", "12", "iv": a number in front of a name; "RGB" is a name. */
static bool counts(st_str s) {
    for (size_t i = 0; i < s.n; i++)
        if (!(s.p[i] >= '0' && s.p[i] <= '9') && !(s.p[i] >= 'a' && s.p[i] <= 'z')) return false;
    return s.n < 4;
}

static void names(st_sheet *s, st_prop head, st_str cell) {
    const st_rule name = { .how = ST_H_NAME, .prop = head }, before = { .how = ST_H_NAME, .prop = ST_P_FORMER_NAME };
    for (size_t i = 0, from = 0; i <= cell.n;) {
        const size_t n = i < cell.n ? divider(st_str_sub(cell, i, cell.n)) : 1;
        if (n == 0) { i++; continue; }
        st_str piece = without_label(st_str_trim(st_str_sub(cell, from, i)));
        const size_t dob = st_str_ifind(piece, ", dob:");
        if (dob != SIZE_MAX && dob) {
            st_note(s->m, ST_STR("names"), piece);
            piece = st_str_trim(st_str_sub(piece, 0, dob));
        }
        if (piece.n > 1 && is_remark(piece)) st_note(s->m, ST_STR("names"), piece);
        else if (piece.n > 1 && !counts(piece)) st_sheet_put(s, labelled_former(st_str_trim(st_str_sub(cell, from, i))) ? &before : &name, piece);
        i += n;
        from = i;
    }
}
static void aliases(st_sheet *s, st_str cell) { names(s, ST_P_ALIAS, cell); }
static void weak(st_sheet *s, st_str cell) { names(s, ST_P_WEAK_ALIAS, cell); }
static void former(st_sheet *s, st_str cell) { names(s, ST_P_FORMER_NAME, cell); }

/* The sheets of the regime's own list have a mark behind names that stand on another list too. */
static void primary(st_sheet *s, st_str cell) {
    static const st_rule name = { .how = ST_H_NAME, .prop = ST_P_NAME };
    while (cell.n && (cell.p[cell.n - 1] == '*' || cell.p[cell.n - 1] == '#')) cell = st_str_trim(st_str_sub(cell, 0, cell.n - 1));
    const size_t at = st_str_ifind(cell, "(original script:");
    if (at != SIZE_MAX && at) {
        const st_str rest = st_str_sub(cell, at + 17, cell.n);
        const size_t close = st_str_chr(rest, ')');
        st_facts_original(&s->f, st_str_trim(st_str_sub(rest, 0, close == SIZE_MAX ? rest.n : close)), ST_STR_NONE, ST_STR_NONE);
        const st_str behind = close == SIZE_MAX ? ST_STR_NONE : st_str_trim(st_str_sub(rest, close + 1, rest.n));   /* "(Tigrinya)" */
        if (behind.n) st_qual(s->m, ST_Q_NOTE, behind);
        cell = st_str_trim(st_str_sub(cell, 0, at));
    }
    st_sheet_put(s, &name, cell);
}
static void japanese(st_sheet *s, st_str cell) {
    while (cell.n && (cell.p[cell.n - 1] == '*' || cell.p[cell.n - 1] == '#')) cell = st_str_trim(st_str_sub(cell, 0, cell.n - 1));
    st_facts_original(&s->f, cell, ST_STR_NONE, ST_STR("japanese"));
}

/* ---- dates -------------------------------------------------------------------------------------------------------------------------------------- */
/* One date, with the word for "about" before or behind it, or a period of two. *whole tells whether it is all that s says. */
static bool one_date(st_str s, char out[80], bool *whole) {
    char a[32], b[32];
    const bool about = st_str_starts(s, ABOUT);
    if (about) s = st_str_trim(st_str_sub(s, strlen(ABOUT), s.n));
    const size_t from = st_str_find(s, FROM), around = st_str_find(s, AROUND);
    *whole = true;
    if (from != SIZE_MAX) {
        st_str to = st_str_trim(st_str_sub(s, from + strlen(FROM), s.n));
        size_t end = st_str_find(to, DAY);
        if (end == SIZE_MAX) end = st_str_find(to, MONTH);
        if (end == SIZE_MAX) end = st_str_find(to, YEAR);
        if (end != SIZE_MAX) to = st_str_sub(to, 0, end + 3);
        if (!st_date(st_str_trim(st_str_sub(s, 0, from)), ST_DATE_DMY, a) || !st_date(to, ST_DATE_DMY, b) || strcmp(a, b) >= 0) return false;
        snprintf(out, 80, "%s/%s", a, b);
        return true;
    }
    if (around != SIZE_MAX) { *whole = around + strlen(AROUND) == s.n; s = st_str_trim(st_str_sub(s, 0, around)); }
    if (!st_date(s, ST_DATE_DMY, a)) {   /* "1936年生": the longest beginning that ends with a sign for day, month or year */
        size_t end = st_str_find(s, DAY);
        if (end == SIZE_MAX) end = st_str_find(s, MONTH);
        if (end == SIZE_MAX) end = st_str_find(s, YEAR);
        if (end == SIZE_MAX || !st_date(st_str_sub(s, 0, end + 3), ST_DATE_DMY, a)) return false;
        *whole = *whole && st_str_is(st_str_trim(st_str_sub(s, end + 3, s.n)), BORN);
    }
    snprintf(out, 80, "%s%s", a, (around != SIZE_MAX || about) && !strpbrk(a, "/~") ? "~" : "");
    return true;
}

static void birth(st_sheet *s, st_str cell) {
    if (s->kind == ST_KIND_UNKNOWN) s->kind = ST_KIND_PERSON;   /* sheets that mix both */
    for (size_t i = 0, from = 0; i <= cell.n;) {
        const st_str rest = st_str_sub(cell, i, cell.n);
        size_t n = i < cell.n ? divider(rest) : 1;
        if (n == 0 && st_str_starts(rest, OR)) n = strlen(OR);
        if (n == 0 && st_str_starts(rest, OR_KANA)) n = strlen(OR_KANA);
        if (n == 0) { i++; continue; }
        char d[80];
        bool whole;
        const st_str piece = st_str_trim(st_str_sub(cell, from, i));
        if (piece.n > 3 && one_date(piece, d, &whole)) {
            st_fact(s->m, ST_P_BIRTH_DATE, st_str_of(d));
            if (!whole) st_qual(s->m, ST_Q_NOTE, piece);   /* where someone was born, behind the day */
        } else if (piece.n && !counts(piece)) st_note(s->m, ST_STR("birth_date"), piece);
        i += n;
        from = i;
    }
}

/* "2008.7.8\n2012.8.24 revised": the day of the designation first. False when the piece begins with no day. */
static bool dotted(st_str s, char out[32]) {
    st_str part[3];
    size_t n = 0, i = 0;
    for (; n < 3; n++) {
        const size_t from = i;
        while (i < s.n && s.p[i] >= '0' && s.p[i] <= '9') i++;
        part[n] = st_str_sub(s, from, i);
        if (part[n].n == 0) return false;
        if (n < 2 && (i >= s.n || s.p[i] != '.')) return false;
        i++;
    }
    return st_date_parts(part[0], part[1], part[2], false, out);
}

/* ---- the rest ------------------------------------------------------------------------------------------------------------------------------------ */
/* "passport F654645 (issued 2005...)" in Japanese: the first run of Latin letters and digits that has four digits and is no year. */
static st_str number_in(st_str s) {
    size_t prefix = SIZE_MAX;   /* "SE 012820": one or two capitals and a blank before the number are part of it */
    for (size_t i = 0; i < s.n;) {
        const size_t from = i;
        size_t digits = 0;
        for (; i < s.n; i++) {
            const char c = s.p[i];
            const bool digit = c >= '0' && c <= '9', letter = (c | 32) >= 'a' && (c | 32) <= 'z';
            if (!digit && !letter && !(i > from && (c == '-' || c == '/' || c == '.'))) break;
            digits += digit;
        }
        if (i == from) { i++; continue; }
        if (digits >= 4 && !st_str_starts(st_str_sub(s, i, s.n), YEAR)) return st_str_sub(s, prefix != SIZE_MAX && from - prefix <= 3 ? prefix : from, i);
        const bool capitals = i - from <= 2 && s.p[from] >= 'A' && s.p[from] <= 'Z' && s.p[i - 1] >= 'A' && s.p[i - 1] <= 'Z';
        prefix = capitals && i < s.n && s.p[i] == ' ' ? from : SIZE_MAX;
    }
    return ST_STR_NONE;
}

/* Several documents are divided by line ends or counted. */
static void document(st_sheet *s, st_prop prop, st_str cell) {
    for (st_str rest = cell, line; st_split(&rest, "\n", &line);) {
        st_counted c = { .rest = line };
        for (st_str part; st_counted_next(&c, &part);) {
            const st_str number = number_in(part);
            if (number.n == 0) { st_note(s->m, st_str_of(st_prop_name(prop)), part); continue; }
            st_fact(s->m, prop, number);
            if (number.n < part.n) st_qual(s->m, ST_Q_NOTE, part);
        }
    }
}
static void passport(st_sheet *s, st_str cell) { document(s, ST_P_PASSPORT, cell); }
static void identity(st_sheet *s, st_str cell) { document(s, ST_P_NATIONAL_ID, cell); }

static void places(st_sheet *s, st_prop prop, st_str cell) {
    const st_rule address = { .how = ST_H_ADDRESS, .prop = prop };
    st_counted c = { .rest = cell };
    for (st_str part; st_counted_next(&c, &part);)
        for (st_str one; st_split(&part, ";", &one);) st_sheet_put(s, &address, one);
}
static void address(st_sheet *s, st_str cell) { places(s, ST_P_ADDRESS, cell); }
static void birth_place(st_sheet *s, st_str cell) { places(s, ST_P_BIRTH_PLACE, cell); }

/* "Iran \nIran": the Japanese name of a country, its English one below. */
static void one_nationality(st_sheet *s, st_str cell) {
    static const st_rule country = { .how = ST_H_COUNTRY, .prop = ST_P_NATIONALITY };
    const size_t line = st_str_chr(cell, '\n');
    size_t latin = 0;   /* "... Indonesia" behind the Japanese name */
    while (latin < cell.n && !((cell.p[latin] | 32) >= 'a' && (cell.p[latin] | 32) <= 'z')) latin++;
    if (latin && latin < cell.n && st_country(st_str_trim(st_str_sub(cell, latin, cell.n))).n) cell = st_str_trim(st_str_sub(cell, latin, cell.n));
    else if (line != SIZE_MAX && st_country(st_str_trim(st_str_sub(cell, line, cell.n))).n) cell = st_str_trim(st_str_sub(cell, line, cell.n));
    for (st_str part; st_split(&cell, COMMA, &part);) st_sheet_put(s, &country, part);
}

static void nationality(st_sheet *s, st_str all) {
    st_counted c = { .rest = all };
    for (st_str part; st_counted_next(&c, &part);) one_nationality(s, part);
}

#define NUMBER_COLUMN "\xE5\x91\x8A\xE7\xA4\xBA\xE7\x95\xAA\xE5\x8F\xB7"
#define LISTED_COLUMN "~\xE6\x8E\xB2\xE8\xBC\x89\xE6\x97\xA5|~\xE6\x8C\x87\xE5\xAE\x9A\xE6\x97\xA5"
#define DATE_COLUMN "\xE5\x91\x8A\xE7\xA4\xBA\xE6\x97\xA5\xE4\xBB\x98"
#define JAPANESE_COLUMN "\xE6\x97\xA5\xE6\x9C\xAC\xE8\xAA\x9E\xE8\xA1\xA8\xE8\xA8\x98"
#define ENGLISH_COLUMN "\xE8\x8B\xB1\xE8\xAA\x9E\xE8\xA1\xA8\xE8\xA8\x98"

/* The model has a place for the last amendment; earlier ones are notes. */
static void earlier_change(st_sheet *s, st_str line) {
    char day[32];
    st_note(s->m, ST_STR("amended_on"), dotted(line, day) ? st_str_of(day) : line);
}

static void finish(st_sheet *s) {
    const st_jp_mof *j = s->user;
    char day[32];
    st_str rest = st_sheet_cell(s, DATE_COLUMN), line, last = ST_STR_NONE, first = ST_STR_NONE;
    if (!s->named) primary(s, st_sheet_cell(s, JAPANESE_COLUMN));   /* no Latin form is printed */
    st_fact(s->m, ST_P_LISTING, st_str_of(j->regime));
    st_qual(s->m, ST_Q_AUTHORITY, ST_STR("Japan Ministry of Finance"));
    st_qual(s->m, ST_Q_REFERENCE, st_sheet_cell(s, NUMBER_COLUMN));
    while (st_split(&rest, "\n", &line)) {
        if (first.n == 0) { first = line; continue; }
        if (last.n) earlier_change(s, last);
        last = line;
    }
    if (dotted(first, day)) st_qual(s->m, ST_Q_LISTED_ON, st_str_of(day)); else if (first.n) st_qual_date(s->m, ST_Q_LISTED_ON, first, ST_DATE_DMY);
    if (dotted(last, day)) st_qual(s->m, ST_Q_AMENDED_ON, st_str_of(day)); else if (last.n) st_qual(s->m, ST_Q_NOTE, last);
    st_qual(s->m, ST_Q_NOTE, st_sheet_cell(s, LISTED_COLUMN));
}

static const st_rule rules[] = {
    { .column = NUMBER_COLUMN, .how = ST_H_SKIP, .key = true },
    { .column = DATE_COLUMN, .how = ST_H_SKIP },   /* in finish */
    { .column = JAPANESE_COLUMN, .how = ST_H_CALL, .call = japanese },
    { .column = ENGLISH_COLUMN, .how = ST_H_CALL, .call = primary },
    { .column = "~\xE7\xA2\xBA\xE5\xAE\x9A\xE3\x81\xAB\xE5\x8D\x81\xE5\x88\x86\xE3\x81\xA7\xE3\x81\xAA\xE3\x81\x84", .how = ST_H_CALL, .call = weak },   /* not enough to identify */
    { .column = "\xE6\x97\xA7\xE7\xA7\xB0|~\xE6\x97\xA7\xE7\xA7\xB0\xE3\x83\xBB|~\xE4\xBB\xA5\xE5\x89\x8D\xE3\x81\xAE|~\xE9\x81\x8E\xE5\x8E\xBB\xE3\x81\xAE",
      .how = ST_H_CALL, .call = former },                                                                                                                  /* former */
    { .column = "~\xE5\x88\xA5\xE5\x90\x8D|~\xE5\x88\xA5\xE7\xA7\xB0", .how = ST_H_CALL, .call = aliases },
    { .column = "\xE7\xA7\xB0\xE5\x8F\xB7", .how = ST_H_COUNT, .prop = ST_P_TITLE },
    { .column = "~\xE8\x82\xA9\xE6\x9B\xB8|~\xE5\xBD\xB9\xE8\x81\xB7", .how = ST_H_COUNT, .prop = ST_P_POSITION },
    { .column = "~\xE7\x94\x9F\xE5\xB9\xB4\xE6\x9C\x88\xE6\x97\xA5", .how = ST_H_CALL, .call = birth },
    { .column = "~\xE5\x87\xBA\xE7\x94\x9F\xE5\x9C\xB0", .how = ST_H_CALL, .call = birth_place },
    { .column = "~\xE5\x9B\xBD\xE7\xB1\x8D", .how = ST_H_CALL, .call = nationality },
    { .column = "~\xE6\x97\x85\xE5\x88\xB8", .how = ST_H_CALL, .call = passport },
    { .column = "~\xE8\xBA\xAB\xE5\x88\x86|~ID", .how = ST_H_CALL, .call = identity },
    { .column = "~\xE6\x89\x80\xE5\x9C\xA8\xE5\x9C\xB0|~\xE4\xBD\x8F\xE6\x89\x80", .how = ST_H_CALL, .call = address },
    { .column = "~\xE9\x9B\xBB\xE8\xA9\xB1", .how = ST_H_TEXT, .prop = ST_P_PHONE, .sep = "\n" },
    { .column = "~FAX", .how = ST_H_TEXT, .prop = ST_P_PHONE, .sep = "\n", .type = "fax" },
    { .column = "~\xE5\x9B\xBD\xE9\x80\xA3\xE5\x8F\x82\xE7\x85\xA7", .how = ST_H_NUMBER, .prop = ST_P_ID_NUMBER, .type = "UN reference" },
    { .column = LISTED_COLUMN, .how = ST_H_SKIP },   /* day of the listing by the UN: in finish */
    { .column = "~\xE6\xA0\xB9\xE6\x8B\xA0", .how = ST_H_TEXT, .prop = ST_P_REASON },
    { .column = "~\xE6\x83\x85\xE5\xA0\xB1|~\xE8\xA9\xB3\xE7\xB4\xB0", .how = ST_H_PROSE, .prop = ST_P_REMARK },
};
static const char *const signature[] = { NUMBER_COLUMN, JAPANESE_COLUMN, NULL };
const st_layout st_jp_mof_layout = { .list = "jp_mof", .signature = signature, .rule = rules, .rules = ST_LEN(rules), .order = ST_DATE_DMY, .finish = finish };

/* ---- sheets and rows ------------------------------------------------------------------------------------------------------------------------------ */
void st_jp_mof_sheet(st_jp_mof *j, st_str name) {
    const size_t dot = st_str_chr(name, '.'), number = dot != SIZE_MAX && dot < sizeof j->number ? dot : 0;
    const st_str regime = st_str_trim(st_str_sub(name, number ? number + 1 : 0, name.n));
    snprintf(j->number, sizeof j->number, "%.*s", (int)number, name.p);
    snprintf(j->regime, sizeof j->regime, "%.*s", (int)(regime.n < 200 ? regime.n : 0), regime.p);
    const bool person = st_str_find(name, PERSON) != SIZE_MAX, group = st_str_find(name, GROUP) != SIZE_MAX || st_str_find(name, BANK) != SIZE_MAX;
    j->kind = person == group ? ST_KIND_UNKNOWN : person ? ST_KIND_PERSON : ST_KIND_ORGANISATION;
}

/* A row with nothing but prose goes on with the record above it: reasons too long for one cell. Titles and footnotes stand in the first
 * columns, those of day, number and names. */
static st_code continued(const st_jp_mof *j, st_sheet *s, size_t n, uint32_t line, st_err *err) {
    static const st_rule prose = { .how = ST_H_PROSE, .prop = ST_P_REMARK };
    if (s->key.n == 0 || s->line == 0) return ST_OK;
    for (size_t i = 0; i < n; i++) {
        const st_how how = i < s->n_column && s->rule_of[i] ? s->l->rule[s->rule_of[i] - 1].how : ST_H_SKIP;
        if (j->cell[i].n && how != ST_H_PROSE && how != ST_H_TEXT) return ST_OK;
    }
    st_model_party(s->m, st_buf_view(&s->key), line);
    st_model_supplement(s->m);
    for (size_t i = 0; i < n; i++) if (j->cell[i].n) st_sheet_put(s, &prose, j->cell[i]);
    ST_TRY(st_facts_ok(&s->f, err));
    return st_model_commit(s->m, err);
}

st_code st_jp_mof_row(st_jp_mof *j, st_sheet *s, const st_csv_row *row, st_err *err) {
    st_buf text = ST_BUF_INIT(2u << 20);
    st_code code = ST_OK;
    size_t full = 0;
    bool deleted = false;
    st_arena_reset(&j->arena);
    if (st_grow(j->cell, j->cap, row->n + 1) != 0) return st_fail(err, ST_E_NOMEM, "out of memory for a row");
    for (size_t i = 0; i < row->n && code >= 0; i++) {
        st_buf_clear(&text);
        st_jp_narrow(row->field[i], &text);
        st_str cell = st_str_trim(st_buf_view(&text));
        if (st_str_is(cell, UNKNOWN) || st_str_is(cell, "-")) cell.n = 0;
        if (i < s->n_column && s->rule_of[i] == 1 && cell.n && j->number[0]) {   /* the key is the number within its regime */
            char key[64];
            snprintf(key, sizeof key, "%s:%.*s", j->number, (int)(cell.n < 40 ? cell.n : 40), cell.p);
            j->cell[i] = st_str_copy(&j->arena, st_str_of(key));
        } else j->cell[i] = cell.n ? st_str_copy(&j->arena, cell) : (st_str){ "", 0 };
        full += cell.n != 0;
        deleted = deleted || st_str_find(cell, DELETED) != SIZE_MAX;
        if (text.failed < 0 || !j->cell[i].p) code = st_fail(err, ST_E_NOMEM, "out of memory for a row");
    }
    st_buf_free(&text);
    if (code < 0) return code;
    if (full <= 3 && deleted) { st_model_count(s->m, "struck off", 1); return ST_OK; }
    if (full <= 2) { st_model_count(s->m, "rows without a name", full != 0); return full ? continued(j, s, row->n, row->line, err) : ST_OK; }
    const st_csv_row narrowed = { .field = j->cell, .n = row->n, .line = row->line };
    s->user = j;
    s->preset = j->kind;
    return st_sheet_row(s, &narrowed, err);
}

void st_jp_mof_free(st_jp_mof *j) {
    st_arena_free(&j->arena);
    st_free(j->cell);
}
