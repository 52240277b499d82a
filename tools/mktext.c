/* Makes the text tables: mktext OUT DATADIR UNIHAN. Runs at build time, with ICU; the same ICU and the same data give the same bytes.
 *
 * What a code point folds to is decided in this order: data/names/romanisation.txt; its case folding; its canonical decomposition; its
 * compatibility decomposition; its category; for letters ICU's reading of Han, the sound in the letter's Unicode name (Indic scripts, kana,
 * syllabaries), ICU's Any-Latin. Words, months and places are folded with src/text/fold.c itself, which is linked in. */
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/uscript.h>
#include <unicode/ustring.h>
#include <unicode/utrans.h>
#include <unicode/utf16.h>
#include <ctype.h>
#include "mktext.h"

cell *mk_cells;
#define cells mk_cells
static uint32_t own = ST_CP_OWN;  /* next number of a sequence */
static st_pair *pairs; static size_t n_pairs, cap_pairs;
static const UNormalizer2 *nfc, *nfd, *nfkd;
static UTransliterator *han, *any, *ascii;

static void check(UErrorCode e, const char *what) { if (U_FAILURE(e)) mk_die(what, u_errorName(e)); }

void mk_set(cell *c, const char *text, size_t n, st_fold_class class) {
    if (n > TEXT_MAX) mk_die("a folded form is too long", text);
    memcpy(c->text, text, n);
    c->text[n] = 0;
    c->n = (uint8_t)n;
    c->class = (uint8_t)class;
    c->done = true;
}

static void add_pair(uint32_t a, uint32_t b, uint32_t c) {
    for (size_t i = 0; i < n_pairs; i++)
        if (pairs[i].a == a && pairs[i].b == b) return;
    if (st_grow(pairs, cap_pairs, n_pairs + 1) != 0) mk_die("pairs", "out of memory");
    pairs[n_pairs++] = (st_pair){ a, b, c };
    cells[a].pairs = true;
}

/* One-level canonical decomposition; the number of code points, 0 for none. Hangul is not our business. */
int mk_raw_decomposition(UChar32 cp, UChar32 out[2]) {
    UChar u[8];
    UErrorCode e = U_ZERO_ERROR;
    if (cp >= 0xAC00 && cp <= 0xD7A3) return 0;
    const int32_t n = unorm2_getRawDecomposition(nfc, cp, u, 8, &e);
    if (n < 0) return 0;
    check(e, "raw decomposition");
    UChar32 all[8];
    int32_t k;
    u_strToUTF32(all, 8, &k, u, n, &e);
    check(e, "raw decomposition");
    for (int32_t i = 0; i < k && i < 2; i++) out[i] = all[i];
    return k;
}

/* ---- scripts ------------------------------------------------------------------------------------------------------------------------- */
static bool brahmic(UScriptCode s) {
    switch ((int)s) {
    case USCRIPT_DEVANAGARI: case USCRIPT_BENGALI: case USCRIPT_GURMUKHI: case USCRIPT_GUJARATI: case USCRIPT_ORIYA: case USCRIPT_TAMIL:
    case USCRIPT_TELUGU: case USCRIPT_KANNADA: case USCRIPT_MALAYALAM: case USCRIPT_SINHALA: case USCRIPT_MYANMAR: case USCRIPT_KHMER:
    case USCRIPT_TIBETAN: return true;
    default: return false;
    }
}

static st_fold_class brahmic_class(UChar32 cp) {
    UErrorCode e = U_ZERO_ERROR;
    const UScriptCode s = uscript_getScript(cp, &e);
    const bool northern = s == USCRIPT_DEVANAGARI || s == USCRIPT_BENGALI || s == USCRIPT_GURMUKHI || s == USCRIPT_GUJARATI;
    switch (u_getIntPropertyValue(cp, UCHAR_INDIC_SYLLABIC_CATEGORY)) {
    case U_INSC_CONSONANT: case U_INSC_CONSONANT_WITH_STACKER: case U_INSC_CONSONANT_PREFIXED:
        return northern ? ST_FOLD_NORTHERN : s == USCRIPT_KHMER ? ST_FOLD_TEXT : ST_FOLD_CONSONANT;   /* Khmer shows its vowels, nearly all of them */
    case U_INSC_CONSONANT_MEDIAL: case U_INSC_CONSONANT_SUBJOINED: return ST_FOLD_MEDIAL;
    case U_INSC_VOWEL_DEPENDENT: return ST_FOLD_VOWEL;
    case U_INSC_VIRAMA: case U_INSC_PURE_KILLER: case U_INSC_INVISIBLE_STACKER: return ST_FOLD_KILLER;
    default: return ST_FOLD_TEXT;
    }
}

static void replace_all(char *s, const char *from, const char *to) {   /* to is not longer than from */
    const size_t n = strlen(from), k = strlen(to);
    for (char *p; (p = strstr(s, from));) { memcpy(p, to, k); memmove(p + k, p + n, strlen(p + n) + 1); }
}

/* The sound in a letter's name: its last word before WITH, in small letters. Empty when there is none. */
static void sound_of_name(UChar32 cp, char out[64]) {
    char name[256];
    UErrorCode e = U_ZERO_ERROR;
    out[0] = 0;
    if (u_charName(cp, U_EXTENDED_CHAR_NAME, name, sizeof name, &e) <= 0 || name[0] == '<') return;
    check(e, "name");
    char *with = strstr(name, " WITH ");
    if (with) *with = 0;
    const bool thai_name = strncmp(name, "THAI CHARACTER ", 15) == 0, lao_name = strncmp(name, "LAO LETTER ", 11) == 0;
    const char *thai = thai_name ? name + 15 : lao_name ? name + 11 : NULL, *last = strrchr(name, ' ');
    const bool vowel = thai && strncmp(thai, "SARA ", 5) == 0;
    if (vowel) thai += 5;
    const char *from = thai ? thai : last ? last + 1 : name;
    size_t n = strcspn(from, strncmp(name, "HENTAIGANA", 10) == 0 ? " -" : " ");
    if (n > 8 || n == 0) return;
    for (size_t i = 0; i < n; i++) {
        if (!isupper((unsigned char)from[i])) { out[0] = 0; return; }
        out[i] = (char)tolower((unsigned char)from[i]);
    }
    if (thai && !vowel && n > 1 && out[n - 1] == 'o') n--;   /* KO KAI: k */
    out[n] = 0;
    static const char *const same[][2] = { { "aa", "a" }, { "ii", "i" }, { "uu", "u" }, { "ee", "e" }, { "oo", "o" } };
    for (size_t i = 0; i < ST_LEN(same); i++) replace_all(out, same[i][0], same[i][1]);
}

/* Letters whose names are syllables, in alphabets where they aren't, and Ethiopic: first order e, fourth a, sixth without vowel. */
static void name_to_spelling(UScriptCode s, UChar32 cp, char out[64]) {
    char name[256];
    UErrorCode e = U_ZERO_ERROR;
    const size_t n = strlen(out);
    u_charName(cp, U_EXTENDED_CHAR_NAME, name, sizeof name, &e);
    if (n == 0 || U_FAILURE(e)) return;
    const size_t k = strlen(name);
    if (s == USCRIPT_MONGOLIAN && n > 1) {
        if (out[n - 1] == 'a') out[n - 1] = 0;
        else if (strcmp(out, "ang") == 0) snprintf(out, 64, "ng");
    } else if (s == USCRIPT_ETHIOPIC && n > 1 && !strstr(name, "GLOTTAL") && !strstr(name, "PHARYNGEAL")) {
        if (out[n - 1] == 'a') out[n - 1] = k > 2 && name[k - 2] == 'A' ? 'a' : 'e';
        else if (out[n - 1] == 'e' && name[k - 2] != 'E') out[n - 1] = 0;
    }
}

/* Indic letters: the name without its inherent a, in the spelling that English uses. */
static void brahmic_sound(UChar32 cp, st_fold_class class, char out[64]) {
    char name[256];
    UErrorCode e = U_ZERO_ERROR;
    u_charName(cp, U_EXTENDED_CHAR_NAME, name, sizeof name, &e);
    check(e, "name");
    if (class == ST_FOLD_KILLER || strstr(name, "LENGTH MARK")) { out[0] = 0; return; }
    if (strstr(name, "ANUSVARA") || strstr(name, "BINDU") || strstr(name, "BINDI") || strstr(name, "TIPPI")) { snprintf(out, 64, "n"); return; }
    if (strstr(name, "NIKAHIT")) { snprintf(out, 64, "m"); return; }
    if (strstr(name, "MYANMAR SIGN VISARGA")) { out[0] = 0; return; }   /* a tone */
    if (strstr(name, "VISARGA") || strstr(name, "REAHMUK")) { snprintf(out, 64, "h"); return; }
    if (strstr(name, "VOCALIC ")) { snprintf(out, 64, "%s", strstr(name, "VOCALIC L") ? "li" : "ri"); return; }
    const int gc = u_charType(cp);
    if (class == ST_FOLD_TEXT && (gc == U_NON_SPACING_MARK || gc == U_COMBINING_SPACING_MARK)) { out[0] = 0; return; }
    sound_of_name(cp, out);
    size_t n = strlen(out);
    const bool consonant = class == ST_FOLD_CONSONANT || class == ST_FOLD_NORTHERN || class == ST_FOLD_MEDIAL || (strncmp(name, "KHMER LETTER", 12) == 0);
    if (consonant && n > 1 && (out[n - 1] == 'a' || (out[n - 1] == 'o' && strncmp(name, "KHMER", 5) == 0))) out[--n] = 0;
    static const char *const spelling[][2] = { { "tth", "th" }, { "tt", "t" }, { "ddh", "dh" }, { "dd", "d" }, { "nnn", "n" }, { "nn", "n" }, { "lll", "zh" },
        { "ll", "l" }, { "rrr", "r" }, { "rr", "r" }, { "bb", "b" }, { "gg", "g" }, { "jj", "j" } };
    if (consonant || strstr(name, "CHILLU")) {
        for (size_t i = 0; i < ST_LEN(spelling); i++) if (strcmp(out, spelling[i][0]) == 0) { snprintf(out, 64, "%s", spelling[i][1]); return; }
        if (strcmp(out, "ch") == 0) snprintf(out, 64, "chh");
        if (strcmp(out, "c") == 0) snprintf(out, 64, "ch");
        if (strcmp(out, "ss") == 0) snprintf(out, 64, "sh");
    }
    if (!consonant && out[0] == 'q' && n > 1) memmove(out, out + 1, n);   /* Khmer QAA */
}

/* Through ICU, then only a-z 0-9. */
static void transliterated(UTransliterator *t, UChar32 cp, char out[64]) {
    UChar u[128];
    int32_t n = 0, limit;
    UErrorCode e = U_ZERO_ERROR;
    U16_APPEND_UNSAFE(u, n, cp);
    limit = n;
    utrans_transUChars(t, u, &n, 128, 0, &limit, &e);
    limit = n;
    utrans_transUChars(ascii, u, &n, 128, 0, &limit, &e);
    check(e, "transliterate");
    size_t k = 0;
    for (int32_t i = 0; i < n && k < 60; i++) {
        const UChar32 c = u_tolower(u[i]);
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) out[k++] = (char)c;
    }
    out[k] = 0;
}

/* ---- one code point ------------------------------------------------------------------------------------------------------------------- */
static const cell *compute(UChar32 cp);

static void letter(UChar32 cp, cell *c) {
    char text[64] = "";
    UErrorCode e = U_ZERO_ERROR;
    const UScriptCode s = uscript_getScript(cp, &e);
    const st_fold_class insc = brahmic(s) ? brahmic_class(cp) : ST_FOLD_TEXT;
    if (s == USCRIPT_HAN) {
        transliterated(han, cp, text);
        mk_set(c, text, strlen(text), text[0] ? ST_FOLD_PART : ST_FOLD_CODE);
        return;
    }
    if (brahmic(s)) {
        brahmic_sound(cp, insc, text);
        mk_set(c, text, strlen(text), insc);
        if (!text[0] && insc == ST_FOLD_VOWEL) mk_set(c, "", 0, ST_FOLD_MARK);   /* length marks */
        if (!text[0] && insc == ST_FOLD_TEXT) mk_set(c, "", 0, U_GET_GC_MASK(cp) & U_GC_M_MASK ? ST_FOLD_MARK : ST_FOLD_NOTHING);
        return;
    }
    if (s == USCRIPT_HIRAGANA || s == USCRIPT_KATAKANA) {
        sound_of_name(cp, text);
        mk_set(c, text, strlen(text), strcmp(text, "tu") == 0 ? ST_FOLD_SOKUON : ST_FOLD_KANA);   /* full-size TU is in romanisation.txt */
        return;
    }
    const bool by_name = s == USCRIPT_THAI || s == USCRIPT_LAO || s == USCRIPT_ETHIOPIC || s == USCRIPT_BOPOMOFO || s == USCRIPT_YI ||
                         s == USCRIPT_MONGOLIAN;
    if (!by_name) transliterated(any, cp, text);
    if (!text[0]) {
        sound_of_name(cp, text);
        name_to_spelling(s, cp, text);
    }
    if (text[0]) mk_set(c, text, strlen(text), s == USCRIPT_YI ? ST_FOLD_PART : ST_FOLD_TEXT);
    else mk_set(c, "", 0, u_charType(cp) == U_MODIFIER_LETTER ? ST_FOLD_NOTHING : ST_FOLD_CODE);
}

/* Compatibility decomposition: expanded when it is read. True when there is one. */
static bool compatible(UChar32 cp, cell *c) {
    UChar u[4], c1[64], d[64];
    char utf8[TEXT_MAX + 1];
    int32_t n = 0, k = 0;
    UErrorCode e = U_ZERO_ERROR;
    U16_APPEND_UNSAFE(u, n, cp);
    const int32_t dn = unorm2_normalize(nfkd, u, n, d, 64, &e);
    const int32_t cn = unorm2_normalize(nfd, u, n, c1, 64, &e);
    if (u_strCompare(c1, cn, d, dn, false) == 0) return false;
    u_strToUTF8(utf8, sizeof utf8, &k, d, dn, &e);
    check(e, "NFKD");
    bool plain = true;
    for (int32_t i = 0; i < dn; i++) plain = plain && ((d[i] >= 'a' && d[i] <= 'z') || (d[i] >= '0' && d[i] <= '9'));
    if (dn == 1 && d[0] == ' ') mk_set(c, "", 0, ST_FOLD_GAP);
    else mk_set(c, utf8, (size_t)k, plain ? ST_FOLD_TEXT : ST_FOLD_EXPAND);
    return true;
}

static void by_category(UChar32 cp, cell *c) {
    const uint32_t gc = U_GET_GC_MASK(cp);
    char text[32];
    if (gc & U_GC_ND_MASK) mk_set(c, text, (size_t)snprintf(text, sizeof text, "%d", u_charDigitValue(cp)), ST_FOLD_TEXT);
    else if (gc & U_GC_M_MASK) {
        UErrorCode e = U_ZERO_ERROR;
        if (brahmic(uscript_getScript(cp, &e))) letter(cp, c);
        else if (uscript_getScript(cp, &e) == USCRIPT_THAI || uscript_getScript(cp, &e) == USCRIPT_LAO) {
            char name[256], sound[64] = "";
            u_charName(cp, U_EXTENDED_CHAR_NAME, name, sizeof name, &e);
            if (strstr(name, "SARA ") || strstr(name, "VOWEL SIGN ") || strstr(name, "NIGGAHITA")) sound_of_name(cp, sound);
            if (strstr(name, "NIGGAHITA")) snprintf(sound, sizeof sound, "m");
            mk_set(c, sound, strlen(sound), sound[0] ? ST_FOLD_TEXT : ST_FOLD_MARK);
        } else mk_set(c, "", 0, ST_FOLD_MARK);
    } else if (u_hasBinaryProperty(cp, UCHAR_DEFAULT_IGNORABLE_CODE_POINT) || gc & U_GC_CF_MASK) mk_set(c, "", 0, ST_FOLD_NOTHING);
    else if (gc & U_GC_L_MASK) letter(cp, c);
    else if (gc & (U_GC_NL_MASK | U_GC_NO_MASK) && u_getNumericValue(cp) >= 0 && u_getNumericValue(cp) < 1e6 &&
             u_getNumericValue(cp) - (int)u_getNumericValue(cp) < 1e-9)
        mk_set(c, text, (size_t)snprintf(text, sizeof text, "%d", (int)u_getNumericValue(cp)), ST_FOLD_TEXT);
    else mk_set(c, "", 0, ST_FOLD_GAP);
}

static const cell *compute(UChar32 cp) {
    cell *c = &cells[cp];
    if (c->done) return c;
    if (cp >= 0xAC00 && cp <= 0xD7A3) { mk_set(c, "", 0, ST_FOLD_HANGUL); return c; }
    const int32_t jamo = u_getIntPropertyValue(cp, UCHAR_HANGUL_SYLLABLE_TYPE);
    if (jamo == U_HST_LEADING_JAMO || jamo == U_HST_VOWEL_JAMO || jamo == U_HST_TRAILING_JAMO) {
        char sound[64];
        sound_of_name(cp, sound);
        mk_set(c, sound, strlen(sound), jamo == U_HST_LEADING_JAMO ? ST_FOLD_JAMO_L : jamo == U_HST_VOWEL_JAMO ? ST_FOLD_JAMO_V : ST_FOLD_JAMO_T);
        if (!sound[0] && cp != 0x110B) mk_set(c, sound, (size_t)snprintf(sound, sizeof sound, "u%x", (unsigned)cp), (st_fold_class)c->class);   /* old letters */
        if (cp == 0x115F || cp == 0x1160) mk_set(c, "", 0, ST_FOLD_NOTHING);
        return c;
    }
    UChar32 part[2];
    const UChar32 small = U_GET_GC_MASK(cp) & U_GC_M_MASK ? cp : u_foldCase(cp, U_FOLD_CASE_DEFAULT);   /* the iota below a letter is a mark */
    const int parts = mk_raw_decomposition(cp, part);
    UErrorCode e = U_ZERO_ERROR;
    const bool indic = brahmic(uscript_getScript(cp, &e)) && brahmic_class(cp) != ST_FOLD_TEXT;
    const cell *from = NULL;
    if (small != cp) from = compute(small);
    else if (parts == 1) from = compute(part[0]);
    else if (parts == 2 && !indic && part[1] != 0x3099 && part[1] != 0x309A && compute(part[1])->class == ST_FOLD_MARK) from = compute(part[0]);
    if (from && from->class == ST_FOLD_EXPAND && parts == 2) from = NULL;   /* its mark belongs into the expansion */
    if (from && from->class == ST_FOLD_CODE) {   /* named by its own number: of all that are the same, one */
        st_buf b = ST_BUF_INIT(64);
        st_buf_utf8(&b, (uint32_t)(small != cp ? small : part[0]));
        if (b.failed) mk_die("folding", "out of memory");
        mk_set(c, b.p, b.n, ST_FOLD_EXPAND);
        st_buf_free(&b);
        return c;
    }
    if (from) { mk_set(c, from->text, from->n, (st_fold_class)from->class); return c; }
    if (!compatible(cp, c)) by_category(cp, c);
    return c;
}

/* ---- romanisation.txt ----------------------------------------------------------------------------------------------------------------- */
st_fold_class mk_class_of_entry(UChar32 cp, st_str value, char out[64], size_t *n) {
    UErrorCode e = U_ZERO_ERROR;
    const UScriptCode s = uscript_getScript(cp, &e);
    const size_t slash = st_str_chr(value, '/');
    *n = value.n;
    if (value.n >= 64) mk_die("romanisation.txt", "an entry is too long");
    memcpy(out, value.p, value.n);
    if (value.n == 0) return brahmic(s) && brahmic_class(cp) != ST_FOLD_TEXT ? ST_FOLD_KILLER : u_charType(cp) == U_NON_SPACING_MARK ? ST_FOLD_MARK : ST_FOLD_NOTHING;
    if (st_str_is(value, "|")) { *n = 0; return ST_FOLD_GAP; }
    if (value.p[value.n - 1] == '!') { *n = value.n - 1; return ST_FOLD_ALEF; }
    if (slash != SIZE_MAX && s == USCRIPT_CYRILLIC) { *n = slash; return ST_FOLD_FINAL; }
    if (slash != SIZE_MAX && s == USCRIPT_GREEK) { *n = slash; return ST_FOLD_VOICED; }
    if (slash != SIZE_MAX) { out[1] = value.p[slash + 1]; *n = 2; return ST_FOLD_SEMI; }
    if (s == USCRIPT_HIRAGANA || s == USCRIPT_KATAKANA) return ST_FOLD_KANA;
    return brahmic(s) ? brahmic_class(cp) : ST_FOLD_TEXT;
}

typedef struct sequence { UChar32 a, b; st_str value; } sequence;

static uint32_t own_number(const char *text, size_t n, st_fold_class class) {
    if (own == CPS) mk_die("romanisation.txt", "too many pairs");
    mk_set(&cells[own], text, n, class);
    return own++;
}

/* A pair followed by a diaeresis: its two letters. */
static void read_apart(uint32_t pair, const cell *a, const cell *b) {
    char text[2 * TEXT_MAX + 1];
    for (size_t i = 0; i < n_pairs; i++)
        if (pairs[i].a == pair && pairs[i].b == 0x308) return;
    memcpy(text, a->text, a->n);
    memcpy(text + a->n, b->text, b->n);
    add_pair(pair, 0x308, own_number(text, (size_t)a->n + b->n, ST_FOLD_TEXT));
}

uint32_t mk_find_pair(uint32_t a, uint32_t b) {
    for (size_t i = 0; i < n_pairs; i++)
        if (pairs[i].a == a && pairs[i].b == b) return pairs[i].c;
    mk_die("romanisation.txt", "a pair with an accented letter needs the pair without the accent before it");
}

/* All capitals and accents of a pair. An accented second letter gives a number of its own, which no diaeresis can follow. */
static void register_sequence(const sequence *s) {
    char text[64];
    size_t n;
    const st_fold_class class = mk_class_of_entry(s->a, s->value, text, &n);
    const uint32_t plain = own_number(text, n, class), accented = own_number(text, n, class);
    UChar32 parts[2];
    if (mk_raw_decomposition(s->b, parts) == 2) add_pair(mk_find_pair((uint32_t)s->a, (uint32_t)parts[0]), (uint32_t)parts[1], plain);
    for (UChar32 x = 0; x < 0x20000; x++) {
        if (u_foldCase(x, U_FOLD_CASE_DEFAULT) != s->a) continue;
        for (UChar32 y = 0; y < 0x20000; y++) {
            UChar32 base = u_foldCase(y, U_FOLD_CASE_DEFAULT), d[2];
            const UChar32 top = base;
            bool apart = false;   /* a diaeresis says that the letters are read one by one */
            while (base != s->b && mk_raw_decomposition(base, d) == 2) { base = d[0]; apart = apart || (d[1] == 0x308 && s->b < 0x400); }
            if (base != s->b) continue;
            if (!apart && strcmp(cells[y].text, cells[s->b].text) == 0 && cells[y].class == cells[s->b].class)
                add_pair((uint32_t)x, (uint32_t)y, top == s->b ? plain : accented);
            if (apart && x == s->a && mk_raw_decomposition(top, d) == 2 && d[1] == 0x308 && cells[s->a].class == ST_FOLD_TEXT) read_apart(plain, &cells[s->a], &cells[s->b]);
        }
    }
}

/* Single letters first, since what a sequence means depends on them. */
static void romanisation(const char *dir) {
    size_t n;
    char *file = mk_read_file(dir, "names/romanisation.txt", &n);
    static sequence seq[256];
    size_t seqs = 0;
    st_str rest = { file, n }, line, entry;
    while (st_split(&rest, "\n", &line) || rest.n) {
        if (!line.n || line.p[0] == '#') continue;
        for (st_str r = line; st_split(&r, " ", &entry) || r.n;) {
            if (!entry.n) continue;
            const size_t eq = st_str_chr(st_str_sub(entry, 1, entry.n), '=');
            if (eq == SIZE_MAX) mk_die("romanisation.txt: no = in", entry.p);
            const st_str key = st_str_sub(entry, 0, eq + 1), value = st_str_sub(entry, eq + 2, entry.n);
            size_t i = 0;
            const UChar32 a = (UChar32)st_utf8_next(key, &i), b = i < key.n ? (UChar32)st_utf8_next(key, &i) : 0;
            if (i < key.n) mk_die("romanisation.txt: three letters", key.p);
            if (b) { if (seqs == ST_LEN(seq)) mk_die("romanisation.txt", "too many pairs"); seq[seqs++] = (sequence){ a, b, value }; continue; }
            char text[64]; size_t tn;
            const st_fold_class class = mk_class_of_entry(a, value, text, &tn);
            mk_set(&cells[a], text, tn, class);
            cells[a].fixed = true;
        }
    }
    for (UChar32 cp = 0; cp < 0x110000; cp++) compute(cp);
    for (size_t i = 0; i < seqs; i++) register_sequence(&seq[i]);
    free(file);
}

/* Thai and Lao: a vowel written before its consonant is spoken after it, the bearer of vowels is silent beside one, a cancelled letter is silent. */
static void spoken_order(UChar32 first_vowel, UChar32 last_vowel, UChar32 first, UChar32 last, UChar32 bearer, UChar32 cancel) {
    for (UChar32 c = first; c <= last; c++) {
        if (u_charType(c) != U_OTHER_LETTER) continue;
        for (UChar32 v = first_vowel; v <= last_vowel; v++) {
            char text[2 * TEXT_MAX + 1];
            const size_t n = c == bearer ? 0 : cells[c].n;
            memcpy(text, cells[c].text, n);
            memcpy(text + n, cells[v].text, cells[v].n);
            add_pair((uint32_t)v, (uint32_t)c, own_number(text, n + cells[v].n, ST_FOLD_TEXT));
        }
        add_pair((uint32_t)c, (uint32_t)cancel, own_number("", 0, ST_FOLD_NOTHING));
    }
    for (UChar32 v = bearer + 1; v < first_vowel; v++)
        if (cells[v].class == ST_FOLD_TEXT && cells[v].n) add_pair((uint32_t)bearer, (uint32_t)v, own_number(cells[v].text, cells[v].n, ST_FOLD_TEXT));
}

/* A letter and a mark that together are more than the letter: й, が, two-part vowels. */
static void canonical_pairs(void) {
    UChar32 d[2];
    bool more = true;
    for (UChar32 cp = 0; cp < 0x110000; cp++) {
        if (mk_raw_decomposition(cp, d) != 2) continue;
        const cell *a = &cells[d[0]], *b = &cells[d[1]], *c = &cells[cp];
        if (b->class != ST_FOLD_MARK || a->class != c->class || strcmp(a->text, c->text) != 0) add_pair((uint32_t)d[0], (uint32_t)d[1], (uint32_t)cp);
    }
    while (more) {     /* what begins a pair must itself be reached from its decomposition */
        more = false;
        for (size_t i = 0; i < n_pairs; i++) {
            if (pairs[i].a >= ST_CP_OWN || mk_raw_decomposition((UChar32)pairs[i].a, d) != 2) continue;
            const size_t before = n_pairs;
            add_pair((uint32_t)d[0], (uint32_t)d[1], pairs[i].a);
            more = more || n_pairs > before;
        }
        /* All marks of a letter that begins a pair: the first one that fits must be the one that is taken. */
        for (UChar32 cp = 0; cp < 0x110000; cp++) {
            if (mk_raw_decomposition(cp, d) != 2 || !cells[d[0]].pairs) continue;
            const size_t before = n_pairs;
            add_pair((uint32_t)d[0], (uint32_t)d[1], (uint32_t)cp);
            more = more || n_pairs > before;
        }
    }
    for (int c = 0; c < 128; c++) if (cells[c].pairs) mk_die("an ASCII character begins a pair", cells[c].text);
}

static int by_pair(const void *x, const void *y) {
    const st_pair *a = x, *b = y;
    return a->a != b->a ? (a->a < b->a ? -1 : 1) : a->b != b->b ? (a->b < b->b ? -1 : 1) : 0;
}

/* ---- the blob ------------------------------------------------------------------------------------------------------------------------- */
static struct { uint32_t out[4096 * 128]; size_t blocks; uint16_t page[ST_READINGS_MOST * ST_CP_PAGES]; st_buf pool; } fold_to = { .pool = ST_BUF_INIT(1 << 20) };

void mk_fold_table(unsigned slot) {
    uint32_t block[128];
    size_t b = 0;
    for (uint32_t p = 0; p < ST_CP_PAGES; p++) {
        for (uint32_t i = 0; i < 128; i++) {
            const cell *c = &cells[p * 128 + i];
            block[i] = ST_CELL(mk_intern(&fold_to.pool, c->text, c->n), c->n, c->done ? c->class : ST_FOLD_GAP) | (c->pairs ? ST_CELL_PAIRS : 0);
            if (c->n == 0) block[i] &= ~0xFFFFFu;   /* marks have their combining class there */
            if (c->n == 0 && c->done && p * 128 + i < ST_CP_OWN && (c->class == ST_FOLD_MARK || c->class == ST_FOLD_KILLER))
                block[i] |= u_getCombiningClass((UChar32)(p * 128 + i));
        }
        for (b = 0; b < fold_to.blocks && memcmp(fold_to.out + b * 128, block, sizeof block) != 0; b++) {}
        if (b == fold_to.blocks) {
            if (fold_to.blocks == 4096) mk_die("folding", "too many blocks");
            memcpy(fold_to.out + b * 128, block, sizeof block);
            fold_to.blocks++;
        }
        fold_to.page[slot * ST_CP_PAGES + p] = (uint16_t)b;
    }
}

static void fold_sections(void) {
    qsort(pairs, n_pairs, sizeof *pairs, by_pair);
    mk_head.page = mk_section(fold_to.page, ST_LEN(fold_to.page), sizeof *fold_to.page);
    mk_head.cell = mk_section(fold_to.out, fold_to.blocks * 128, sizeof *fold_to.out);
    mk_head.pool = mk_section(fold_to.pool.p, fold_to.pool.n, 1);
    mk_head.pair = mk_section(pairs, n_pairs, sizeof *pairs);
    st_buf_free(&fold_to.pool);
}

static void script_tables(void) {
    static st_script_range range[8192];
    static char code[256][8];
    size_t n = 0, codes = 0;
    for (UChar32 cp = 0; cp < 0x110000; cp++) {
        UErrorCode e = U_ZERO_ERROR;
        const UScriptCode s = uscript_getScript(cp, &e);
        uint32_t id = UINT32_MAX;
        if (U_GET_GC_MASK(cp) & U_GC_L_MASK && s != USCRIPT_COMMON && s != USCRIPT_INHERITED) {
            const char *z = uscript_getShortName(s);
            for (id = 0; id < codes && strcmp(code[id], z) != 0; id++) {}
            if (id == codes) snprintf(code[codes++], sizeof code[0], "%s", z);
        }
        if (n == 0 || range[n - 1].script != id) { if (n == ST_LEN(range)) mk_die("scripts", "too many ranges"); range[n++] = (st_script_range){ (uint32_t)cp, id }; }
    }
    mk_head.range = mk_section(range, n, sizeof *range);
    mk_head.script = mk_section(code, codes, sizeof code[0]);
}

int main(int argc, char **argv) {
    if (argc != 4) mk_die("usage", "mktext OUT DATADIR UNIHAN");
    UErrorCode e = U_ZERO_ERROR;
    UParseError pe;
    static const UChar han_id[] = u"Han-Latin", any_id[] = u"Any-Latin; NFKD; [:M:] Remove", ascii_id[] = u"NFKD; [:M:] Remove; Latin-ASCII; NFKD; [:M:] Remove";
    han = utrans_openU(han_id, -1, UTRANS_FORWARD, NULL, 0, &pe, &e);
    any = utrans_openU(any_id, -1, UTRANS_FORWARD, NULL, 0, &pe, &e);
    ascii = utrans_openU(ascii_id, -1, UTRANS_FORWARD, NULL, 0, &pe, &e);
    nfc = unorm2_getNFCInstance(&e);
    nfd = unorm2_getNFDInstance(&e);
    nfkd = unorm2_getNFKDInstance(&e);
    check(e, "ICU");
    cells = calloc(CPS, sizeof *cells);
    if (!cells) mk_die("cells", "out of memory");
    mk_begin();
    romanisation(argv[2]);
    spoken_order(0x0E40, 0x0E44, 0x0E01, 0x0E2E, 0x0E2D, 0x0E4C);
    spoken_order(0x0EC0, 0x0EC4, 0x0E81, 0x0EAE, 0x0EAD, 0x0ECC);
    canonical_pairs();
    mk_fold_table(0);
    mk_readings(argv[2], argv[3]);
    fold_sections();
    script_tables();
    mk_names(argv[2]);
    mk_write(argv[1]);
    return 0;
}
