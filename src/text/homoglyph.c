/* Words typed with letters of two scripts that look alike: МЕЛЬНIК with a Latin I, Рutin with a Cyrillic Р. The lists have them, and so do those
 * who would not be found. */
#include "text/text.h"
#include "text/text_blob.h"
#include "text/reading.h"

typedef struct twin { const char *latin, *cyrillic, *greek; } twin;   /* letters that look alike, empty where a script has none */
static const twin twins[] = {
    { "A", "А", "Α" }, { "B", "В", "Β" }, { "C", "С", "" }, { "E", "Е", "Ε" }, { "H", "Н", "Η" }, { "I", "І", "Ι" }, { "J", "Ј", "" }, { "K", "К", "Κ" }, { "M", "М", "Μ" },
    { "N", "", "Ν" }, { "O", "О", "Ο" }, { "P", "Р", "Ρ" }, { "S", "Ѕ", "" }, { "T", "Т", "Τ" }, { "X", "Х", "Χ" }, { "Y", "У", "Υ" }, { "Z", "", "Ζ" }, { "ĸ", "к", "κ" },
    { "a", "а", "α" }, { "c", "с", "" }, { "e", "е", "" }, { "i", "і", "ι" }, { "ï", "ї", "ϊ" }, { "j", "ј", "" }, { "o", "о", "ο" }, { "p", "р", "ρ" }, { "s", "ѕ", "" },
    { "u", "", "υ" }, { "v", "", "ν" }, { "x", "х", "χ" }, { "y", "у", "" }, { "ë", "ё", "" }, { "Ë", "Ё", "" }, { "Ï", "Ї", "Ϊ" },
};
enum { SCRIPTS = 3 };

/* The script in whose block a letter stands, SCRIPTS for another one. */
static int block_of(uint32_t c) { return c < 0x370 ? 0 : c < 0x400 ? 2 : c < 0x530 ? 1 : SCRIPTS; }

static const char *form(const twin *t, int script) { return script == 0 ? t->latin : script == 1 ? t->cyrillic : t->greek; }

/* Are all letters of one block? Then nothing is mixed, which is told sooner than the script. */
static bool of_one_block(st_str word) {
    size_t i = 0;
    const int first = word.n ? block_of(st_utf8_next(word, &i)) : 0;
    bool one = first < SCRIPTS;
    while (one && i < word.n) one = block_of(st_utf8_next(word, &i)) == first;
    return one;
}

bool st_unmix(st_str word, char *out, size_t cap, size_t *n) {
    if (of_one_block(word)) return false;
    static const char *const codes[SCRIPTS] = { "Latn", "Cyrl", "Grek" };
    const char *script = st_script(word);
    int to = 0;
    while (to < SCRIPTS && memcmp(codes[to], script, 4) != 0) to++;
    bool changed = false;
    *n = 0;
    for (size_t i = 0; to < SCRIPTS && i < word.n;) {
        const size_t from = i;
        const bool other = block_of(st_utf8_next(word, &i)) != to;
        st_str letter = st_str_sub(word, from, i);
        for (size_t k = 0; other && k < ST_LEN(twins); k++)
            for (int s = 0; s < SCRIPTS; s++) {
                if (s == to || !st_str_is(letter, form(&twins[k], s)) || !form(&twins[k], to)[0]) continue;
                letter = st_str_of(form(&twins[k], to));
                changed = true;
                k = ST_LEN(twins) - 1;
                break;
            }
        if (*n + letter.n > cap) return false;
        memcpy(out + *n, letter.p, letter.n);
        *n += letter.n;
    }
    return changed;
}
