/* Dates out of text. The text is cut into numbers and folded words; a few patterns over these are dates, anything else is none. */
#include "text/calendar.h"
#include "text/text.h"
#include "text/text_blob.h"

enum { TEXT_MAX = 200, WORDS_MAX = 24, WORD_MAX_BYTES = 24 };
enum { SEP_DASH = 1, SEP_SLASH = 2, SEP_DOT = 4, SEP_OTHER = 8 };   /* what stands between a token and the one before it */

typedef enum kind { WORD, NUMBER, MONTH, ERA, YEAR_SIGN, MONTH_SIGN, DAY_SIGN } kind;
typedef struct token { kind kind; uint8_t n, seps; int32_t value; char word[WORD_MAX_BYTES]; } token;
typedef struct tokens { token t[WORDS_MAX]; size_t n; bool circa; } tokens;

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

static bool one_of(const token *t, const char *const *list, size_t n) {
    if (t->kind != WORD) return false;
    for (size_t i = 0; i < n; i++)
        if (strcmp(t->word, list[i]) == 0) return true;
    return false;
}
#define ONE_OF(t, list) one_of(t, list, ST_LEN(list))

/* Folded forms. */
static const char *const circa_words[] = { "circa", "ca", "c", "cca", "approx", "approximately", "approximate", "approximative", "approximatif", "approximativement", "about", "around", "abt", "est", "estimated", "possibly", "probably", "presumed", "presumably",
    "vers", "environ", "env", "etwa", "ungefahr", "um", "hacia", "aprox", "aproximadamente", "alrededor", "intorno", "cerca", "okolo", "priblizitelno",
    "orientirovochno", "yaklasik", "omstreeks", "ok" };
static const char *const filler_words[] = { "th", "st", "nd", "rd", "of", "de", "del", "di", "the", "g", "god", "goda", "r", "rik", "roku", "rok", "year", "in", "er", "on", "dob", "born", "established", "founded", "incorporated" };
static const char *const vague_words[] = { "the", "early", "mid", "middle", "late", "in", "of", "born" };
static const char *const to_words[] = { "to", "until", "till", "through", "thru", "bis", "a", "au", "hasta", "do", "po", "tot", "til" };
static const char *const and_words[] = { "and", "to", "und", "et", "y", "e", "i", "ta", "en" };
static const char *const between_words[] = { "between", "zwischen", "entre", "tra", "fra", "mezhdu", "mizh", "tussen" };
static const char *const from_words[] = { "from", "von", "s", "z", "od", "du", "dal", "van", "desde" };
static const char *const unknown_words[] = { "dd", "mm", "xx" };
static const char *const roman[] = { "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii" };

/* Japanese eras as their two characters fold: the year before the first, and how many years they had (Gregorian since 1873). */
static const struct { const char *first, *second; int32_t before, years; } eras[] = {
    { "ming", "zhi", 1867, 45 }, { "da", "zheng", 1911, 15 }, { "zhao", "he", 1925, 64 }, { "ping", "cheng", 1988, 31 }, { "ling", "he", 2018, 99 } };

static bool add_token(tokens *ts, const char *p, size_t n, unsigned seps) {
    if (ts->n == WORDS_MAX || n >= WORD_MAX_BYTES) return false;
    token *t = &ts->t[ts->n++];
    *t = (token){ .kind = is_digit(p[0]) ? NUMBER : WORD, .n = (uint8_t)n, .seps = (uint8_t)seps };
    memcpy(t->word, p, n);
    t->word[n] = 0;
    if (t->kind == NUMBER) {
        if (n > 8) return false;
        for (size_t i = 0; i < n; i++) t->value = t->value * 10 + (p[i] - '0');
    }
    return true;
}

/* A stretch of text without separators, folded, then cut where digits and letters meet. */
static bool add_stretch(tokens *ts, st_str s, unsigned seps) {
    char space[TEXT_MAX * 2 + 128];
    const size_t n = st_fold_short(s, space, sizeof space);
    if (n == SIZE_MAX) return false;
    for (size_t i = 0; i < n;) {
        if (space[i] == ' ') { i++; continue; }
        size_t k = i + 1;
        while (k < n && space[k] != ' ' && is_digit(space[k]) == is_digit(space[i])) k++;
        if (!add_token(ts, space + i, k - i, seps)) return false;
        seps = 0;
        i = k;
    }
    return true;
}

/* Length of a separator at p, 0 for none; *sep gets what it is. */
static size_t separator(st_str s, size_t i, unsigned *sep, bool *circa) {
    const char c = s.p[i];
    const bool dash = c == '\xe2' && s.n - i >= 3 && (memcmp(s.p + i, "\xe2\x80\x93", 3) == 0 || memcmp(s.p + i, "\xe2\x80\x94", 3) == 0 || memcmp(s.p + i, "\xe2\x88\x92", 3) == 0 ||
                                       memcmp(s.p + i, "\xe2\x80\x90", 3) == 0 || memcmp(s.p + i, "\xe2\x80\x91", 3) == 0);
    if (dash) { *sep = SEP_DASH; return 3; }
    switch (c) {
    case '-': *sep = SEP_DASH; return 1;
    case '/': *sep = SEP_SLASH; return 1;
    case '.': *sep = SEP_DOT; return 1;
    case '~': case '?': *circa = true; *sep = SEP_OTHER; return 1;
    case ' ': case ',': case '(': case ')': case '[': case ']': case '\t': case '\n': case '\r': *sep = SEP_OTHER; return 1;
    default: return 0;
    }
}

static bool cut(tokens *ts, st_str s) {
    unsigned seps = 0;
    for (size_t i = 0; i < s.n;) {
        unsigned sep = 0;
        const size_t n = separator(s, i, &sep, &ts->circa);
        if (n) { seps |= sep; i += n; continue; }
        size_t k = i, skip;
        bool dummy = false;
        for (unsigned d; k < s.n && (skip = separator(s, k, &d, &dummy)) == 0; k++) {}
        if (!add_stretch(ts, st_str_sub(s, i, k), seps)) return false;
        seps = 0;
        i = k;
    }
    return true;
}

static void drop(tokens *ts, size_t at, size_t n) {
    if (at + n < ts->n) ts->t[at + n].seps |= ts->t[at].seps;
    memmove(ts->t + at, ts->t + at + n, (ts->n - at - n) * sizeof *ts->t);
    ts->n -= n;
}

static int32_t month_of(const char *p, size_t n) {
    const st_dict_entry *e = st_dict_find(&st_blob()->month, (st_str){ p, n });
    return e ? e->kind : 0;
}

/* Tells the words apart: months (of one or two parts), eras, signs; circa is noted and dropped. */
static void name_tokens(tokens *ts) {
    for (size_t i = 0; i < ts->n; i++) {
        token *t = &ts->t[i], *next = i + 1 < ts->n ? t + 1 : NULL;
        if (t->kind != WORD) continue;
        if (next && next->kind == WORD && next->seps != 0) {
            char two[2 * WORD_MAX_BYTES + 2];
            const int n = snprintf(two, sizeof two, "%s %s", t->word, next->word);
            const int32_t m = month_of(two, (size_t)n);
            if (m) { t->kind = MONTH; t->value = m; drop(ts, i + 1, 1); continue; }
        }
        for (size_t e = 0; e < ST_LEN(eras); e++)
            if (next && strcmp(t->word, eras[e].first) == 0 && strcmp(next->word, eras[e].second) == 0) { t->kind = ERA; t->value = (int32_t)e; drop(ts, i + 1, 1); break; }
        if (t->kind == ERA) {
            if (i + 1 < ts->n && strcmp(ts->t[i + 1].word, "yuan") == 0) { t[1].kind = NUMBER; t[1].value = 1; t[1].n = 1; }   /* an era's first year */
            continue;
        }
        const int32_t m = month_of(t->word, t->n);
        if (m) { t->kind = MONTH; t->value = m; }
        else if (strcmp(t->word, "nian") == 0 || strcmp(t->word, "nyeon") == 0) t->kind = YEAR_SIGN;
        else if (strcmp(t->word, "yue") == 0 || strcmp(t->word, "wol") == 0) t->kind = MONTH_SIGN;
        else if (strcmp(t->word, "ri") == 0 || strcmp(t->word, "il") == 0) t->kind = DAY_SIGN;
        else if (ONE_OF(t, unknown_words)) { t->kind = NUMBER; t->value = 0; t->n = 2; }
        else if (ONE_OF(t, circa_words)) { ts->circa = true; drop(ts, i, 1); i--; }
    }
}

/* ---- patterns ------------------------------------------------------------------------------------------------------------------------- */
/* Parts of a date given; a day needs its month. */
static bool make(int32_t year, int32_t month, int32_t day, st_ymd *d) {
    *d = (st_ymd){ year, month, day, false };
    return st_ymd_valid(*d);
}

/* 1961年3月12日, 昭和36年3月12日, 1961년 3월 12일. */
static bool signs(const token *t, size_t n, st_ymd *d) {
    int32_t year = 0, part[2] = { 0, 0 };
    size_t i = 0;
    if (n >= 3 && t[0].kind == ERA && t[1].kind == NUMBER && t[1].value >= 1 && t[1].value <= eras[t[0].value].years) {
        year = eras[t[0].value].before + t[1].value;
        i = 2;
    } else if (n >= 2 && t[0].kind == NUMBER && t[0].n == 4) {
        year = t[0].value;
        i = 1;
    }
    if (i == 0 || t[i++].kind != YEAR_SIGN) return false;
    for (size_t k = 0; k < 2 && i < n; k++, i += 2) {
        if (i + 1 >= n || t[i].kind != NUMBER || t[i].n > 2 || t[i].value == 0 || t[i + 1].kind != (k == 0 ? MONTH_SIGN : DAY_SIGN)) return false;
        part[k] = t[i].value;
    }
    return i == n && make(year, part[0], part[1], d);
}

static bool is_year(const token *t) { return t->kind == NUMBER && t->n == 4; }
static bool is_part(const token *t) { return t->kind == NUMBER && t->n <= 2; }

/* Three numbers. Dots are day first everywhere. An order that no calendar allows gives way to the other one. */
static bool numbers(const token *t, st_date_order order, st_ymd *d) {
    if (is_year(t) && is_part(t + 1) && is_part(t + 2)) return make(t[0].value, t[1].value, t[2].value, d);
    if (!is_part(t) || !is_part(t + 1) || !is_year(t + 2)) return false;
    const bool month_first = order == ST_DATE_MDY && !(t[1].seps & SEP_DOT);
    const int32_t a = t[0].value, b = t[1].value, day = month_first ? b : a, month = month_first ? a : b;
    return make(t[2].value, month, day, d) || (month > 12 && day >= 1 && day <= 12 && make(t[2].value, day, month, d));
}

static bool single(const token *t, size_t n, st_date_order order, st_ymd *d) {
    static const st_ymd none = { 0, 0, 0, false };
    *d = none;
    if (n == 1 && t->kind == NUMBER && t->n == 4) return make(t->value, 0, 0, d);
    if (n == 1 && t->kind == NUMBER && t->n == 8) return make(t->value / 10000, t->value / 100 % 100, t->value % 100, d);
    if (n == 2 && t[0].kind == MONTH && is_year(t + 1)) return make(t[1].value, t[0].value, 0, d);
    if (n == 2 && is_year(t) && t[1].kind == MONTH) return make(t[0].value, t[1].value, 0, d);
    if (n == 2 && is_part(t) && is_year(t + 1) && t[1].seps & (SEP_SLASH | SEP_DASH | SEP_DOT)) return make(t[1].value, t[0].value, 0, d);
    if (n == 2 && is_year(t) && is_part(t + 1) && t[1].seps & (SEP_SLASH | SEP_DASH | SEP_DOT)) return make(t[0].value, t[1].value, 0, d);
    if (n == 3 && t[0].kind == NUMBER && t[1].kind == NUMBER && t[2].kind == NUMBER) return numbers(t, order, d);
    if (n == 3 && is_part(t) && t[1].kind == MONTH && is_year(t + 2)) return make(t[2].value, t[1].value, t[0].value, d);
    if (n == 3 && t[0].kind == MONTH && is_part(t + 1) && is_year(t + 2)) return make(t[2].value, t[0].value, t[1].value, d);
    if (n == 3 && is_year(t) && t[1].kind == MONTH && is_part(t + 2)) return make(t[0].value, t[1].value, t[2].value, d);
    if (n == 3 && is_part(t) && t[1].kind == WORD && is_year(t + 2))
        for (int32_t m = 0; m < 12; m++)
            if (strcmp(t[1].word, roman[m]) == 0) return make(t[2].value, m + 1, t[0].value, d);   /* 12.III.1961 */
    return signs(t, n, d);
}

/* A date of which fillers ("12th of", "г.") are left out. */
static bool lenient(const token *t, size_t n, st_date_order order, st_ymd *d) {
    token kept[WORDS_MAX];
    size_t k = 0;
    unsigned seps = 0;
    for (size_t i = 0; i < n; i++) {
        seps |= t[i].seps;
        if (ONE_OF(&t[i], filler_words)) continue;
        kept[k] = t[i];
        kept[k++].seps = (uint8_t)seps;
        seps = 0;
    }
    return single(t, n, order, d) || (k < n && k > 0 && single(kept, k, order, d));
}

static bool write_interval(st_ymd a, st_ymd b, bool circa, char out[32]) {
    char text[32];
    a.circa = b.circa = circa;
    size_t n = st_ymd_write(a, text);
    text[n++] = '/';
    n += st_ymd_write(b, text + n);
    text[n] = 0;
    if (!st_date_valid((st_str){ text, n })) return false;
    memcpy(out, text, sizeof text);
    return true;
}

/* "1960s", "the early 1960s": any of the ten years, since what early means is not said. */
static bool decade(const token *t, size_t n, bool circa, char out[32]) {
    while (n > 2 && ONE_OF(t, vague_words)) { t++; n--; }
    if (n != 2 || !is_year(t) || t[0].value % 10 || strcmp(t[1].word, "s") != 0) return false;
    st_ymd a, b;
    return make(t[0].value, 0, 0, &a) && make(t[0].value + 9, 0, 0, &b) && write_interval(a, b, circa, out);
}

static bool interval(const tokens *ts, st_date_order order, char out[32]) {
    const token *t = ts->t;
    size_t n = ts->n;
    const bool between = n > 2 && ONE_OF(t, between_words), from = n > 2 && !between && ONE_OF(t, from_words);
    if (between || from) { t++; n--; }
    for (size_t i = 1; i < n; i++) {
        const bool word = i + 1 < n && (between ? ONE_OF(&t[i], and_words) : ONE_OF(&t[i], to_words)), sign = t[i].seps & (SEP_DASH | SEP_SLASH);
        st_ymd a, b;
        if ((word || sign) && lenient(t, i, order, &a) && lenient(t + i + (word ? 1 : 0), n - i - (word ? 1 : 0), order, &b))
            return write_interval(a, b, ts->circa, out);
    }
    return false;
}

/* Cuts off a time of day or a zone: "T00:00:00Z", " 00:00:00", " 12:30 PM", "+01:00". False when what stands there is no time. */
static bool without_time(st_str *s) {
    size_t colon = st_str_chr(*s, ':');
    if (colon == SIZE_MAX) {
        if (s->n == 11 && (s->p[10] == 'Z' || s->p[10] == 'z') && s->p[4] == '-') s->n--;
        return true;
    }
    size_t at = colon;
    while (at > 0 && is_digit(s->p[at - 1])) at--;
    if (at < 8 || colon - at == 0 || colon - at > 2 || !strchr(" Tt+-", s->p[at - 1])) return false;
    for (size_t i = colon; i < s->n; i++)
        if (!is_digit(s->p[i]) && !memchr(":.,+- TtZzAaPpMmUuCcGg", s->p[i], 22)) return false;
    const int hour = colon - at == 2 ? (s->p[at] - '0') * 10 + s->p[at + 1] - '0' : s->p[at] - '0';
    if (hour > 24 || s->n < colon + 3 || s->p[colon + 1] < '0' || s->p[colon + 1] > '5' || !is_digit(s->p[colon + 2])) return false;
    *s = st_str_trim(st_str_sub(*s, 0, at - 1));
    return true;
}

bool st_date(st_str text, st_date_order order, char out[32]) {
    st_str s = st_str_trim(text);
    st_ymd d;
    tokens ts;
    if (s.n < 4 || s.n > TEXT_MAX) return false;
    if (s.p[0] >= '0' && s.p[0] <= '9' && s.n < 24 && st_date_valid(s)) {   /* as strait writes it */
        memcpy(out, s.p, s.n);
        out[s.n] = 0;
        return true;
    }
    if (!without_time(&s)) return false;
    ts.n = 0;
    ts.circa = false;
    if (!cut(&ts, s) || ts.n == 0) return false;
    name_tokens(&ts);
    if (ts.n == 0) return false;
    if (lenient(ts.t, ts.n, order, &d)) {
        d.circa = ts.circa;
        out[st_ymd_write(d, out)] = 0;
        return true;
    }
    return decade(ts.t, ts.n, ts.circa, out) || interval(&ts, order, out);
}
