/* How Han is read outside Mandarin, from Unihan: Cantonese in the customary spelling of Hong Kong, Japanese in Hepburn, Korean; and Mandarin after
 * Wade and Giles, from pinyin. A character without a reading of its own has that of its traditional form, else it keeps its pinyin. */
#include <ctype.h>
#include "mktext_han.h"

enum { HAN_CPS = 0x33000 };
typedef struct han { const char *cantonese, *on, *kun, *hangul; uint32_t traditional; } han;
static han *of;

void mk_han_begin(const char *path) {
    FILE *f = fopen(path, "rb");
    char line[4096];
    of = calloc(HAN_CPS, sizeof *of);
    if (!f || !of) mk_die("cannot open (Debian's unicode-data has it)", path);
    while (fgets(line, sizeof line, f)) {
        uint32_t cp, other;
        char field[32];
        int at = 0;
        if (sscanf(line, "U+%X %31s %n", &cp, field, &at) != 2 || !at || cp >= HAN_CPS) continue;
        char *value = line + at;
        value[strcspn(value, "\r\n")] = 0;
        if (strcmp(field, "kTraditionalVariant") == 0 && sscanf(value, "U+%X", &other) == 1 && other < HAN_CPS && other != cp && !of[cp].traditional) of[cp].traditional = other;
        const char **to = strcmp(field, "kCantonese") == 0 ? &of[cp].cantonese : strcmp(field, "kJapaneseOn") == 0 ? &of[cp].on
                        : strcmp(field, "kJapaneseKun") == 0 ? &of[cp].kun : strcmp(field, "kHangul") == 0 ? &of[cp].hangul : NULL;
        if (to) *to = strdup(value);
    }
    fclose(f);
    if (!of[0x5F35].cantonese) mk_die("no Unihan readings in", path);
}

/* The first word of a value, in small letters. */
static size_t first_word(const char *value, char out[64]) {
    size_t n = 0;
    for (; value && value[n] && value[n] != ' ' && n < 60; n++) out[n] = (char)tolower((unsigned char)value[n]);
    out[n] = 0;
    return n;
}

/* What stands at the beginning of s of a table of beginnings; how many bytes it took. */
typedef struct sound { const char *from, *to; } sound;
static size_t initial(const sound *table, size_t n, const char *s, const char **to) {
    for (size_t i = 0; i < n; i++)
        if (strncmp(s, table[i].from, strlen(table[i].from)) == 0) { *to = table[i].to; return strlen(table[i].from); }
    *to = "";
    return 0;
}

/* ---- Wade-Giles without its apostrophes and marks: ch for zh, ch, j, q ------------------------------------------------------------------- */
static const sound whole_wg[] = { { "zhi", "chih" }, { "chi", "chih" }, { "shi", "shih" }, { "ri", "jih" }, { "zi", "tzu" }, { "ci", "tzu" }, { "si", "szu" }, { "er", "erh" },
    { "ge", "ko" }, { "ke", "ko" }, { "he", "ho" }, { "e", "o" }, { "gui", "kuei" }, { "kui", "kuei" }, { "yi", "i" }, { "you", "yu" }, { "yan", "yen" }, { "ye", "yeh" },
    { "yong", "yung" }, { "guo", "kuo" }, { "kuo", "kuo" }, { "huo", "huo" }, { "shuo", "shuo" }, { "wen", "wen" } };
static const sound initial_wg[] = { { "zh", "ch" }, { "ch", "ch" }, { "sh", "sh" }, { "b", "p" }, { "p", "p" }, { "d", "t" }, { "t", "t" }, { "g", "k" }, { "k", "k" }, { "j", "ch" },
    { "q", "ch" }, { "x", "hs" }, { "z", "ts" }, { "c", "ts" }, { "r", "j" }, { "h", "h" }, { "l", "l" }, { "m", "m" }, { "n", "n" }, { "f", "f" }, { "s", "s" }, { "w", "w" }, { "y", "y" } };
static const sound final_wg[] = { { "ian", "ien" }, { "ie", "ieh" }, { "ue", "ueh" }, { "iong", "iung" }, { "ong", "ung" }, { "uo", "o" } };

static size_t wade_giles(const char *pinyin, char out[64]) {
    for (size_t i = 0; i < ST_LEN(whole_wg); i++)
        if (strcmp(pinyin, whole_wg[i].from) == 0) return (size_t)snprintf(out, 64, "%s", whole_wg[i].to);
    const char *start, *end = NULL;
    const char *rest = pinyin + initial(initial_wg, ST_LEN(initial_wg), pinyin, &start);
    for (size_t i = 0; i < ST_LEN(final_wg) && !end; i++) if (strcmp(rest, final_wg[i].from) == 0) end = final_wg[i].to;
    return (size_t)snprintf(out, 64, "%s%s", start, end ? end : rest);
}

/* ---- Jyutping as Hong Kong spells it ------------------------------------------------------------------------------------------------------ */
static const sound initial_hk[] = { { "gw", "kw" }, { "kw", "kw" }, { "ng", "ng" }, { "b", "p" }, { "p", "p" }, { "d", "t" }, { "t", "t" }, { "g", "k" }, { "k", "k" }, { "z", "ch" },
    { "c", "ch" }, { "s", "s" }, { "j", "y" }, { "h", "h" }, { "l", "l" }, { "m", "m" }, { "n", "n" }, { "f", "f" }, { "w", "w" } };
static const sound final_hk[] = { { "aa", "a" }, { "aai", "ai" }, { "aau", "au" }, { "aam", "am" }, { "aan", "an" }, { "aang", "ang" }, { "aap", "ap" }, { "aat", "at" }, { "aak", "ak" },
    { "am", "am" }, { "an", "an" }, { "ang", "ang" }, { "ap", "ap" }, { "at", "at" }, { "ak", "ak" }, { "i", "i" }, { "iu", "iu" }, { "im", "im" }, { "in", "in" }, { "ing", "ing" },
    { "ip", "ip" }, { "it", "it" }, { "ik", "ik" }, { "u", "u" }, { "ui", "ui" }, { "un", "un" }, { "ung", "ung" }, { "ut", "ut" }, { "uk", "uk" }, { "oi", "oi" }, { "on", "on" },
    { "ong", "ong" }, { "ot", "ot" }, { "ok", "ok" }, { "eoi", "ui" }, { "eon", "un" }, { "eot", "ut" }, { "oe", "eu" }, { "oeng", "eung" }, { "oek", "euk" }, { "yu", "yu" },
    { "yun", "uen" }, { "yut", "uet" }, { "ei", "ei" }, { "eng", "eng" }, { "ek", "ek" }, { "au", "au" }, { "ai", "ai" }, { "ou", "o" } };

static size_t hong_kong(const char *jyutping, char out[64]) {
    char s[64];
    size_t n = 0;
    for (; isalpha((unsigned char)jyutping[n]) && n < 60; n++) s[n] = jyutping[n];
    s[n] = 0;
    if (n == 0) return 0;
    if (strcmp(s, "ng") == 0 || strcmp(s, "m") == 0) return (size_t)snprintf(out, 64, "%s", s);
    const char *start, *end = NULL;
    const char *rest = s + initial(initial_hk, ST_LEN(initial_hk), s, &start);
    for (size_t i = 0; i < ST_LEN(final_hk) && !end; i++) if (strcmp(rest, final_hk[i].from) == 0) end = final_hk[i].to;
    if (!end) end = rest;
    if (start[0] == 's' && end[0] == 'i' && end[1] == 0) end = "ze";
    else if (start[0] == 's' && ((end[0] == 'u' && strcmp(end, "ung") != 0 && strcmp(end, "uen") != 0) || strcmp(rest, "yu") == 0 || strcmp(end, "ing") == 0 ||
                                 strcmp(end, "eung") == 0 || strcmp(end, "ek") == 0)) start = "sh";   /* Shun, Shuk, Shui, Shu, Shing, Sheung, Shek */
    if (strcmp(end, "yu") == 0) end = "u";                                                            /* Chu, Shu, Yu */
    if (strcmp(rest, "aa") == 0 && (start[0] == 'w' || start[0] == 0)) end = "ah";                    /* Wah, Ah */
    return (size_t)snprintf(out, 64, "%s%s", start, end);
}

/* ---- Japanese: Unihan's spelling is Hepburn with long vowels written out ------------------------------------------------------------------- */
static size_t hepburn(const char *value, char out[64]) {
    const size_t n = first_word(value, out);
    size_t k = 0;
    for (size_t i = 0; i < n; i++) {
        if (!isalpha((unsigned char)out[i])) return 0;
        if (i && out[i] == 'u' && (out[i - 1] == 'o' || out[i - 1] == 'u')) continue;   /* long vowels as passports write them */
        if (i && out[i] == 'o' && out[i - 1] == 'o') continue;
        out[k++] = out[i];
    }
    out[k] = 0;
    return k;
}

/* What a character means, as names use it: of the native words the first short one, without the ending of an adjective (Taka from takai). */
static size_t native_word(const char *value, char out[64]) {
    for (const char *p = value; p && *p; p += strcspn(p, " "), p += *p == ' ') {
        size_t n = hepburn(p, out), beats = 0;
        if (n > 3 && out[n - 1] == 'i' && strchr("aou", out[n - 2])) out[--n] = 0;
        for (size_t i = 0; i < n; i++) beats += strchr("aiueo", out[i]) != NULL;
        if (n && (beats < 3 || (beats == 3 && out[n - 1] != 'u'))) return n;
    }
    return 0;
}

/* ---- Korean: the syllable's letters as st_fold has them, changed by the rules of the system ----------------------------------------------- */
static size_t korean(const char *value, char out[64]) {
    const size_t n = value ? strcspn(value, ":") : 0;
    if (n == 0) return 0;
    size_t i = 0;
    const uint32_t s = st_utf8_next((st_str){ value, n }, &i) - 0xAC00;
    if (s >= 11172) return 0;
    static const char l[19][3] = { "g", "kk", "n", "d", "tt", "r", "m", "b", "pp", "s", "ss", "", "j", "jj", "ch", "k", "t", "p", "h" };
    static const char v[21][4] = { "a", "ae", "ya", "yae", "eo", "e", "yeo", "ye", "o", "wa", "wae", "oe", "yo", "u", "wo", "we", "wi", "yu", "eu", "ui", "i" };
    static const char t[28][3] = { "", "k", "k", "k", "n", "n", "n", "t", "l", "k", "m", "l", "l", "l", "p", "l", "m", "p", "p", "t", "t", "ng", "t", "t", "k", "t", "p", "t" };
    return (size_t)snprintf(out, 64, "%s%s%s", l[s / 588], v[s % 588 / 28], t[s % 28]);
}

void mk_han(st_str field) {
    for (uint32_t cp = 0x3400; cp < 0xA000; cp++) {   /* what is beyond is in no name, and would double the tables */
        const han *h = &of[cp], *t = &of[h->traditional];
        char text[64] = "";
        size_t n = 0;
        bool part = true;
        if (st_str_is(field, "wadegiles")) {
            if (mk_cells[cp].class == ST_FOLD_PART && mk_cells[cp].n) n = wade_giles(mk_cells[cp].text, text);
        } else if (st_str_is(field, "cantonese")) {
            const char *value = h->cantonese ? h->cantonese : t->cantonese;
            if (value) n = hong_kong(value, text);
        } else if (st_str_is(field, "on") || st_str_is(field, "kun")) {
            part = false;
            if (st_str_is(field, "kun")) n = native_word(h->kun ? h->kun : t->kun, text);
            if (n == 0) n = hepburn(h->on ? h->on : t->on, text);
        } else if (st_str_is(field, "korean")) n = korean(h->hangul ? h->hangul : t->hangul, text);
        else mk_die("readings.txt: unknown field", field.p);
        if (n) mk_read_as(cp, text, n, part);
    }
}
