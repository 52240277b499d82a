/* Consonant skeletons. A part is read from left to right, the longest known spelling first; each spelling gives the letters of its class. The
 * classes follow what the same sound is written as by English, French, German, Turkish, Persian, Malay and Slavic hands, not phonetics. */
#include "text/text.h"

typedef struct spelling { char text[6], gives[3]; } spelling;

/* Spellings of several letters; where two begin alike the longer one stands first. The others are single letters. */
static const spelling spellings[] = {
    { "tsch", "s" }, { "shch", "s" }, { "dsch", "j" }, { "dzh", "j" }, { "tch", "s" }, { "sch", "s" }, { "sh", "s" }, { "ch", "s" }, { "cz", "s" }, { "sz", "s" },
    { "ts", "s" }, { "tz", "s" }, { "tj", "s" }, { "zh", "j" }, { "dj", "j" }, { "dz", "z" }, { "kh", "h" }, { "gh", "g" }, { "th", "t" }, { "dh", "d" }, { "bh", "b" },
    { "ph", "f" }, { "ck", "k" }, { "rh", "r" }, { "lj", "l" }, { "nj", "n" }, { "nb", "mb" }, { "np", "mp" },
};
/* What a letter alone gives: a to z. A blank: nothing. */
static const char single[26] = { ' ', 'b', 'k', 'd', ' ', 'f', 'g', 'h', ' ', 'j', 'k', 'l', 'm', 'n', ' ', 'p', 'k', 'r', 's', 't', ' ', 'f', ' ', 's', ' ', 'z' };

static bool vowel(char c) { return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u' || c == 'y'; }

/* Letters whose class hangs on their neighbours. `gives` gets the class or a blank. False: not such a letter. */
static bool by_place(st_str s, size_t i, char gives[2]) {
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
    case 'j':   /* Sergej, Dmitrij, Tatjana: the half-vowel */
        gives[0] = (after == 0 && (before == 'e' || before == 'i' || before == 'o' || before == 'y')) || (before && after && !vowel(before) && vowel(after)) ? ' ' : 'j';
        return true;
    case 'w':   /* Iwanow, Wladimir: v in German and Polish */
        gives[0] = (after == 0 && i > 2 && (before == 'o' || before == 'e')) || (after && !vowel(after) && i == 0) ? 'f' : ' ';
        return true;
    case 'x':   /* Xi, Xavier; but Alexander */
        gives[0] = i == 0 ? 's' : 'k';
        gives[1] = i == 0 ? 0 : 's';
        return true;
    default: return false;
    }
}

static const spelling *longest(st_str rest) {
    for (size_t k = 0; k < ST_LEN(spellings); k++)
        if (st_str_starts(rest, spellings[k].text)) return &spellings[k];
    return NULL;
}

size_t st_skeleton(st_str part, char *out, size_t cap) {
    size_t n = 0;
    char last = 0;
    for (size_t i = 0; i < part.n;) {
        char gives[3] = { 0, 0, 0 };
        const char c = part.p[i];
        const spelling *s = longest(st_str_sub(part, i, part.n));
        size_t took = 1;
        if (s) {
            memcpy(gives, s->gives, sizeof s->gives);
            took = strlen(s->text);
        } else if (!by_place(part, i, gives)) {
            gives[0] = c >= 'a' && c <= 'z' ? single[c - 'a'] : c >= '0' && c <= '9' ? c : ' ';
        }
        i += took;
        for (size_t k = 0; k < 2 && gives[k]; k++) {
            if (gives[k] == ' ' || (gives[k] == last && (gives[k] < '0' || gives[k] > '9'))) continue;
            last = gives[k];
            if (n < cap) out[n++] = last;
        }
    }
    return n;
}
