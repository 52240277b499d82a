/* Keys of a folded part: what it is found by when it is spelt otherwise. The index stores them, the search computes those of the query. */
#ifndef ST_KEY_H
#define ST_KEY_H
#include "text/text.h"

/* How a name is read: as a person's, or as that of anything else. Decides which words are typed, and how rare a part is. */
typedef enum st_view { ST_VIEW_PERSON, ST_VIEW_OTHER, ST_VIEWS } st_view;

#define ST_WORD_CLASSES ((unsigned)ST_WORD_GENERIC + 1)

/* The parts of a folded name that take part in matching: those of st_tokens, with what st_phrase knows as one word put together (not for persons).
 * How many there are, also when more than max, which is at most ST_PARTS. */
#define ST_PARTS 32u
size_t st_name_parts(st_str folded, st_view view, st_str *out, size_t max);

/* May parts from..from+count-1 of a listed name, of these lengths, be written together as one? Two neighbours, the whole name, or letters that stand
 * among words (A. B. C. Company). */
bool st_run_joins(const uint8_t *length, size_t n, size_t from, size_t count);

/* How many edits are allowed between parts of which the shorter has n letters: 0 for a letter, 1 below 5, else 2. */
static inline unsigned st_edit_budget(size_t n) { return n < 2 ? 0 : n < 5 ? 1 : 2; }

/* Which letters a folded part holds: bits 1 to 26 for a to z, the top five for digits, bit 0 for anything else. Each edit changes at most one
 * letter on each side, which gives the test below: when it says no, the distance is above the budget. */
uint32_t st_letters(st_str s);
#define ST_LETTERS_DIGIT 0xF8000000u
static inline unsigned st_bits(uint32_t x) {   /* that are set; in line: the baseline machine has no instruction for it */
    x = x - (x >> 1 & 0x55555555u);
    x = (x & 0x33333333u) + (x >> 2 & 0x33333333u);
    return (((x + (x >> 4)) & 0x0f0f0f0fu) * 0x01010101u) >> 24;
}
static inline bool st_letters_near(uint32_t a, uint32_t b, unsigned budget) { return st_bits(a & ~b) <= budget && st_bits(b & ~a) <= budget; }

/* What a part sounds like, as a number: the hash of its consonant skeleton (st_skeleton), with its length in the low two bits: 2, 3, 4, or 5 and more
 * consonants. 0 when it has fewer than two, or the part has digits. Two parts sound alike when these are equal and not 0. */
uint32_t st_sound(st_str part);
static inline unsigned st_sound_length(uint32_t sound) { return sound & 3u; }   /* 0 to 3 */

/* Is a part written with few of its vowels, or none, as Arabic and Hebrew are? */
bool st_bare(st_str part);
/* Two parts that sound alike may be apart by a vowel for each consonant, and two more where one side is bare: so many edits that each cost a vowel. */
static inline unsigned st_sound_most(uint32_t sound, bool bare) { return st_sound_length(sound) + (bare ? 4 : 2); }

/* A fingerprint of a part: in the low five bits its first letter (a to z, then anything else), in three its length (1 to 6, up to 8, more), then four of a
 * hash of all of it. The low ST_FINGERPRINT_SHORT bits are a fingerprint too. Equal parts have equal ones. */
enum { ST_FINGERPRINT_BITS = 12, ST_FINGERPRINT_SHORT = 8, ST_FINGERPRINT_LETTER = 5 };
uint16_t st_fingerprint(st_str part);

/* The hash of each distinct string that is left of the part's first ST_KEY_PREFIX letters when up to `edits` of them are dropped, into out; how many.
 * Complete: for parts a and b within k edits (optimal string alignment), k at most `edits` of both calls, one hash is common to both. For an
 * alignment of a and b with k edits gives a common subsequence of their prefixes of length p that lacks at most k letters of either: cut to p, a
 * side loses only what the surplus of insertions of the other has pushed past p. (Deletion neighbourhoods: T. Bocek et al. 2007, FastSS; the cut
 * to a prefix as in W. Garbe's SymSpell; the proof is ours.) */
enum { ST_KEY_PREFIX = 7, ST_DELETIONS_MOST = 1 + 7 + 21 };
size_t st_deletions(st_str part, unsigned edits, uint64_t out[ST_DELETIONS_MOST]);
#endif
