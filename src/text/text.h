/* Text: what a name looks like once script, case, diacritics and punctuation are out of the way.
 *
 * The tables come from ICU and Unicode data at build time (tools/mktext.c), plus the plain-text files in data/names and data/places. They are
 * embedded in the binary and identified by a hash: an index folded by other tables must not be asked. ICU is not needed at run time; it is the
 * oracle in the tests. */
#ifndef ST_TEXT_H
#define ST_TEXT_H
#include "base/base.h"

/* First 16 hex digits of the SHA-256 of the embedded tables. */
st_str st_text_version(void);

/* Folds a name: NFKD, case folded, marks removed, every script romanised to a-z 0-9; whatever separates parts becomes one blank; apostrophes,
 * soft hyphens, zero-width and direction marks vanish. Appends to out. Total: any UTF-8 gives an answer, invalid bytes count as blanks.
 * Properties (tested): fold(fold(x)) = fold(x); output is [a-z0-9 ] without double or outer blanks. */
void st_fold(st_str s, st_buf *out);

/* A vowel of a folded name; y is one. */
static inline bool st_is_vowel(char c) { return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u' || c == 'y'; }

/* The parts of a folded name. */
#define ST_MAX_TOKENS 64
size_t st_tokens(st_str folded, st_str *out, size_t max);   /* how many there are, also when more than max */

/* Readings: the folded forms of a name, one for each romanisation in use for its scripts (data/names/readings.txt), since one spelling for a
 * script is not enough: х is kh in passports, h in Zagreb, ch in Berlin. Appends them to out with '\n' between them and returns how many there
 * are, 1 to ST_READINGS_MOST. The first is exactly st_fold's; equal ones are left out, so a name in Latin letters has one. Each has the
 * properties of st_fold's output. Total and deterministic; takes time linear in the length of the name; a name longer than
 * ST_READINGS_BYTES gets its first reading only. As always, what failed for want of memory or by the cap is in out->failed. */
#define ST_READINGS_MOST 8
#define ST_READINGS_BYTES 1024
size_t st_readings(st_str name, st_buf *out);
/* The same, for many names: what their words were read as is remembered. One memo a thread, some 4 MB; NULL when memory is out. */
typedef struct st_memo st_memo;
st_memo *st_memo_new(void);
void st_memo_free(st_memo *m);
size_t st_readings_by(st_memo *m, st_str name, st_buf *out);   /* m may be NULL */

/* What the readings cover, for people: the i-th system's script (ISO 15924), short name, and what it stands for. False behind the last. Static
 * storage. */
bool st_reading_system(size_t i, st_str *script, st_str *system, st_str *covers);

/* Consonant skeleton of one folded part: vowels and half-vowels (a e i o u w y) dropped, spellings that stand for one sound in the usual Latin
 * spellings merged into one letter, the same letter twice in a row written once, also across vowels, since Arabic and Hebrew do not show which
 * of the two it is. So a part whose vowels were not written and its Latin spellings have, mostly, one skeleton: mhmd, Muhammad, Mehmet.
 * Digits stand for themselves. Writes at most cap bytes of [a-z0-9], no NUL; returns the length, 0 when there is no consonant. A longer
 * skeleton is cut off at cap. */
size_t st_skeleton(st_str part, char *out, size_t cap);

/* ISO 15924 code of the script that most letters belong to ("Latn", "Cyrl", "Arab", ...), "Zyyy" when there are none. Static storage. */
const char *st_script(st_str s);

/* Typed words. Tables: data/names/<class>.txt, one canonical form a line, "canonical: form, form". */
typedef enum st_word_class {
    ST_WORD_NONE, ST_WORD_LEGAL_FORM, ST_WORD_TITLE, ST_WORD_PARTICLE, ST_WORD_VESSEL_PREFIX,
    ST_WORD_DOMAIN,    /* what a body does or is: trading, bank, brigade, ministry; canonical across languages and abbreviations */
    ST_WORD_PLACE,     /* countries and their adjectives, large cities, directions */
    ST_WORD_NUMBER,    /* a number in words, ordinals, Roman or Arabic digits; canonical in decimal digits without leading zeros */
    ST_WORD_GENERIC    /* filler: group, international, general, number */
} st_word_class;
/* Class of one folded part among the first four classes, whatever the party is; canon (may be NULL) gets the canonical form (static). */
st_word_class st_word(st_str token, st_str *canon);
/* The same for a party of known kind. An organisation (or vessel) has no titles, so that "General" is filler and "Prince" a word like others; a
 * person has titles and particles only, less those titles that are common names as well (King, Bay: marked ~ in title.txt), and numbers in digits
 * and from ii to iv. canon (may be NULL) is static, or for a number in digits a slice of token; empty when the class is ST_WORD_NONE. */
st_word_class st_word_as(st_str token, bool organisation, st_str *canon);
/* The longest typed phrase of two parts or more that begins at part[0] (of n): "limited liability company", "g m b h", "forty four", "saudi arabia".
 * How many parts it takes, 0 for none; cls and canon as above, the canonical form the one its single words have ("llc", "44"). The caller decides
 * whether its class counts for the party. Tables: data/names/phrases.txt, the letters of short legal forms, the numbers to 99. Allocates nothing. */
size_t st_phrase(const st_str *part, size_t n, st_word_class *cls, st_str *canon);
/* Whether a folded part ends like a patronymic: -ovich, -evna, -oglu, -qizi ... Some family names do too (Abramovich). */
bool st_is_patronymic(st_str part);

/* Rarity of a folded part: -log2 of the share of names that have it, in 1/16 bits, 0 to 255 (15.9 bits: one name in 65,000 or fewer), in a background
 * population of persons or of organisations of the world (data/names/rarity.tsv; made by tools/rarity.py, which says how). It is what two names say
 * by agreeing on the part. Parts that the table lacks get the cap from five letters on, less when short, since few letters agree by chance. */
unsigned st_rarity(st_str part, bool organisation);

/* Names of persons that stand for each other though neither edits nor sounds need show it. 0 none; 3 spellings of one name in several languages and
 * romanisations (Mohammed, Muhammad, Mehmet; Lee, Li); 2 one name across languages (Ivan, John); 1 a name and its short forms (Robert, Bob).
 * Symmetric, not transitive (Sasha is Alexander or Alexandra); nothing is equivalent to itself. Tables: data/names/variants.txt, syllables.txt
 * (Chinese and Korean), cognates.txt, nicknames.txt. */
unsigned st_equivalent(st_str a, st_str b);
/* All parts for which st_equivalent(part, x) is not 0, the strongest first, then by alphabet, into out (static text); how many there are, also when more than max. */
size_t st_equivalents(st_str part, st_str *out, size_t max);

/* How easily one letter or digit (a-z, 0-9) is put for another: 1 they sound or look alike (c k, o 0), 2 their keys are neighbours on QWERTY
 * (a s), 0 neither or the same. Symmetric. */
unsigned st_confusable(char a, char b);

/* Country by name, demonym, ISO 3166-1 alpha-2, alpha-3 or an old or official form in the languages of the lists: alpha-2 in capitals, or an
 * empty slice when it is not known. Former states have the codes they had: SU, YU, CS (Serbia and Montenegro), DD, TP, AN; user-assigned are
 * XC (Czechoslovakia, whose CS was given away) and XK (Kosovo). Codes count in capitals, alpha-2 also in small letters. Allocates nothing. */
st_str st_country(st_str text);
st_str st_country_name(st_str alpha2);   /* English short name, or empty */

/* Dates as the lists print them, into EDTF (ISO 8601-2): "12 Mar 1961", "Mar 1961", "1961", "circa 1961" (1961~), "1960 to 1962" (1960/1962),
 * "12/03/1961" (dmy or mdy as told), "00/00/1980", "dd/mm/1957", "1961-03-12", Excel serials when asked, Japanese eras and year-month-day signs,
 * month names in the languages of the lists. Partial dates stay partial. False when the text is no date; out is then untouched.
 * A date that no calendar has (30 February) is no date; so are years of two digits and years before 1500, which are of another calendar. An
 * order of day and month that no calendar allows (31st month) gives way to the other order; dots are day first everywhere. Allocates nothing. */
typedef enum st_date_order { ST_DATE_DMY, ST_DATE_MDY } st_date_order;
bool st_date(st_str text, st_date_order order, char out[32]);
bool st_date_excel(st_str serial, char out[32]);            /* 1900 system: 45000 is 2023-03-15 */
bool st_date_valid(st_str edtf);                            /* is this EDTF as strait writes it */
/* First and last day that an EDTF date can mean, as days since 1970-01-01; circa widens it by one year on both sides. False, and nothing is
 * written, when it is no EDTF as strait writes it. */
bool st_date_range(st_str edtf, int32_t *first, int32_t *last);
#endif
