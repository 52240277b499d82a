/* Consonant skeletons. A part is read from left to right, the longest known spelling first; each spelling gives the letters of its class. The
 * classes follow what the same sound is written as by English, French, German, Turkish, Persian, Malay and Slavic hands, not phonetics. */
#include "text/text.h"

typedef struct spelling { char text[8], gives[4]; } spelling;

/* Spellings of several letters, by their first one; where two begin alike the longer one stands first. ^ is the beginning of the part, $ its end. */
static const spelling
    in_a[] = { { "auna$", "fn" }, { "ausk", "fsk" } },
    in_b[] = { { "bh", "b" } },
    in_c[] = { { "ch", "s" }, { "ck", "k" }, { "cz", "s" } },
    in_d[] = { { "djev", "df" }, { "djew", "df" }, { "dj", "s" }, { "dzh", "s" }, { "dzi", "d" }, { "dzm", "dm" }, { "dz", "z" }, { "dsch", "s" }, { "dh", "d" } },
    in_e[] = { { "ewitsch", "fs" }, { "ewits", "fs" }, { "ewicz", "fs" }, { "ewic", "fs" }, { "ewna", "fn" }, { "ewa$", "f" }, { "euna$", "fn" }, { "eusk", "fsk" } },   /* Andrejewna, Andreeuna */
    in_g[] = { { "gh", "k" } },
    in_j[] = { { "^jek", "k" }, { "^jel", "l" }, { "^jeg", "k" }, { "^jer", "r" }, { "^jur", "r" }, { "jev", "f" }, { "jew", "f" } },   /* Jekaterina, Jurij: the half-vowel */
    in_k[] = { { "kh", "h" } },
    in_o[] = { { "owitsch", "fs" }, { "owits", "fs" }, { "owicz", "fs" }, { "owic", "fs" }, { "owna", "fn" }, { "owa$", "f" }, { "ousk", "fsk" } },
    in_p[] = { { "ph", "f" } },
    in_s[] = { { "shch", "s" }, { "sch", "s" }, { "sh", "s" }, { "sj", "s" }, { "sz", "s" } },
    in_t[] = { { "tsch", "s" }, { "tch", "s" }, { "tja", "t" }, { "tju", "t" }, { "ts", "s" }, { "tz", "s" }, { "tj", "s" }, { "th", "t" } },
    in_z[] = { { "zh", "z" }, { "zj", "z" } };
static const struct { const spelling *of; size_t n; } several[26] = { ['a' - 'a'] = { in_a, ST_LEN(in_a) }, ['b' - 'a'] = { in_b, ST_LEN(in_b) }, ['c' - 'a'] = { in_c, ST_LEN(in_c) },
    ['d' - 'a'] = { in_d, ST_LEN(in_d) }, ['e' - 'a'] = { in_e, ST_LEN(in_e) }, ['g' - 'a'] = { in_g, ST_LEN(in_g) }, ['j' - 'a'] = { in_j, ST_LEN(in_j) }, ['k' - 'a'] = { in_k, ST_LEN(in_k) },
    ['o' - 'a'] = { in_o, ST_LEN(in_o) }, ['p' - 'a'] = { in_p, ST_LEN(in_p) },
    ['s' - 'a'] = { in_s, ST_LEN(in_s) }, ['t' - 'a'] = { in_t, ST_LEN(in_t) }, ['z' - 'a'] = { in_z, ST_LEN(in_z) } };
/* What a letter alone gives: a to z. A blank: nothing. */
static const char single[26] = { ' ', 'b', 'k', 'd', ' ', 'f', 'k', 'h', ' ', 's', 'k', 'l', 'm', 'n', ' ', 'p', 'k', 'r', 's', 't', ' ', 'f', ' ', 's', ' ', 'z' };


/* Letters whose class hangs on their neighbours, or on the whole part. `gives` gets the class or a blank. False: not such a letter. */
static bool by_place(st_str s, size_t i, bool slavic, char gives[2]) {
    const char before = i ? s.p[i - 1] : 0, after = i + 1 < s.n ? s.p[i + 1] : 0;
    gives[1] = 0;
    switch (s.p[i]) {
    case 'c':   /* Cyril, Milosevic, but Carlos */
        gives[0] = after == 'e' || after == 'i' || after == 'y' || (after == 0 && before == 'i') ? 's' : 'k';
        return true;
    case 'd':   /* Ahmed and Ahmet */
        if (after) return false;
        gives[0] = 't';
        return true;
    case 'b':   /* Rajab and Recep */
        if (after) return false;
        gives[0] = 'p';
        return true;
    case 'h':   /* the end of Fatimah; what lengthens a vowel */
        if (after) return false;
        gives[0] = ' ';
        return true;
    case 'j':   /* the half-vowel of Sergej, Dmitrij, Tatjana, Alexejew */
        gives[0] = (before && strchr("eioy", before) && (after == 0 || after == 'e' || after == 'o')) || (before && after && !st_is_vowel(before) && st_is_vowel(after)) ||
                   (before && st_is_vowel(before) && after && !st_is_vowel(after)) ? ' ' : 's';
        return true;
    case 'u':   /* the end of Belarusian names in -au, -ou, -eu, which others write -ov and -ev */
        gives[0] = after == 0 && i > 3 && (before == 'a' || before == 'e' || (before == 'o' && i > 4)) && !st_is_vowel(s.p[i - 2]) ? 'f' : ' ';
        return true;
    case 'w':   /* v in German and Polish: Iwanow, Wladimir; else as in Walid, Dawud */
        gives[0] = slavic || (after == 0 && i > 2 && (before == 'o' || before == 'e')) || (after && !st_is_vowel(after) && i == 0) ? 'f' : ' ';
        return true;
    case 'x':   /* Xi, Xu; Xalid; but Alexander */
        gives[0] = i ? 'k' : after == 'i' || after == 'u' ? 's' : 'h';
        gives[1] = i ? 's' : 0;
        return true;
    default: return false;
    }
}

/* A Slavic name as German and Polish spell it: every w in it is a v. */
static bool is_slavic(st_str s) {
    static const char *const ends[] = { "ow", "ew", "owa", "ewa", "owitsch", "ewitsch", "owicz", "ewicz", "owski", "ewski", "owna", "ewna", "owska", "ewska" };
    if (s.n < 5 || !memchr("wahzi", s.p[s.n - 1], 5)) return false;
    for (size_t i = 0; i < ST_LEN(ends); i++) if (s.n > strlen(ends[i]) && st_str_ends(s, ends[i])) return true;
    return false;
}

/* How many letters the spelling takes at i, 0 when it does not stand there. */
static size_t stands(const char *text, st_str s, size_t i) {
    const size_t from = i;
    if (*text == '^') { if (i) return 0; text++; }
    for (; *text && *text != '$'; text++, i++) if (i == s.n || s.p[i] != *text) return 0;
    return *text == '$' && i < s.n ? 0 : i - from;
}

static const spelling *longest(st_str s, size_t i, size_t *took) {
    if (s.p[i] < 'a' || s.p[i] > 'z') return NULL;
    const size_t letter = (size_t)(s.p[i] - 'a');
    for (size_t k = 0; k < several[letter].n; k++)
        if ((*took = stands(several[letter].of[k].text, s, i))) return &several[letter].of[k];
    return NULL;
}

size_t st_skeleton(st_str part, char *out, size_t cap) {
    size_t n = 0;
    char last = 0;
    const bool slavic = is_slavic(part);
    for (size_t i = 0; i < part.n;) {
        char gives[4] = { 0 };
        const char c = part.p[i];
        size_t took;
        const spelling *s = longest(part, i, &took);
        if (s) memcpy(gives, s->gives, sizeof s->gives);
        else {
            took = 1;
            if (!by_place(part, i, slavic, gives)) gives[0] = c >= 'a' && c <= 'z' ? single[c - 'a'] : c >= '0' && c <= '9' ? c : ' ';
        }
        i += took;
        for (size_t k = 0; k < 3 && gives[k]; k++) {
            if (gives[k] == ' ' || (gives[k] == last && (gives[k] < '0' || gives[k] > '9'))) continue;
            last = gives[k];
            if (n < cap) out[n++] = last;
        }
    }
    return n;
}
