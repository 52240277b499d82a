/* The score that OFAC's public Sanctions List Search gives to a listed name, as well as it can be told from outside.
 *
 * What is published: a name is looked at when its first letter agrees and it is at least 50 % similar by edit distance; the score is the higher of
 * two, Jaro-Winkler over the whole strings, and a composite over name parts of Jaro-Winkler and Soundex (OFAC FAQ 249); 100 is an exact match (247);
 * names below the minimum that the user sets are not shown (248); only names are compared so (246). A hit is not yet a match (5). The rest is
 * inference, from scores that the tool has given:
 *
 *   parts      what blanks, commas, hyphens and other marks part; apostrophes and full stops vanish. Parts of the query with fewer than three
 *              letters do not count, unless there are no others
 *   prefilter  of parts: a pair begins with the same letter and is apart by edits to at most half of its longer length. A name without a pair is not
 *              returned
 *   whole      Jaro-Winkler over all letters, digits and hyphens, in the order as printed
 *   composite  the mean, over the parts of the query that count, of the best pair of each, 0 for none. A pair is worth half the square of its
 *              Jaro-Winkler similarity and half the share of the three Soundex digits that agree: all when the codes are equal; two when the last two
 *              or the first two of the query's part stand together in the other's; else as many as the other's holds in whatever place.
 *              Two parts of the query may have the same partner; what else the listed name holds costs nothing
 *   both       a common prefix of up to five letters counts (Winkler 1990: four), at any similarity; whole points, halves to the even one
 *
 * As in the tool nothing is transliterated: a Cyrillic name finds no Latin one. doc/MATCHING.md says how near this comes. Deterministic, integer. */
#ifndef ST_OFAC_SCORE_H
#define ST_OFAC_SCORE_H
#include "match/classic.h"

#define ST_OFAC_BYTES ST_CLASSIC_MAX
#define ST_OFAC_PARTS 64u
#define ST_OFAC_NONE 0xffu

/* A part: letters text[at] to text[at + n - 1] of its name, printed as bytes `from` to `to` of raw. */
typedef struct st_ofac_part { uint16_t at, n, from, to; } st_ofac_part;

/* A name made ready to be compared, some 5 KB, without pointers but raw, which is borrowed. */
typedef struct st_ofac_name {
    st_str raw;
    bool cut;                       /* something of the name does not take part, see st_ofac_prepare */
    uint8_t parts;
    uint16_t n;                     /* letters of the whole */
    uint32_t text[ST_OFAC_BYTES];   /* capitals */
    st_ofac_part part[ST_OFAC_PARTS];
} st_ofac_name;

/* Any bytes will do. What lies behind the first ST_OFAC_BYTES bytes or the first byte that is no UTF-8 is left out; the parts beyond ST_OFAC_PARTS
 * stand in the whole but not among the parts. O(bytes). */
void st_ofac_prepare(st_str raw, st_ofac_name *out);
/* Part i of the name, as printed. */
st_str st_ofac_part_text(const st_ofac_name *name, size_t i);

typedef enum st_ofac_rule { ST_OFAC_NOT_RETURNED, ST_OFAC_WHOLE, ST_OFAC_COMPOSITE } st_ofac_rule;

/* What one part of the query found. */
typedef struct st_ofac_pair {
    uint8_t query, listed;          /* numbers of the parts; listed is ST_OFAC_NONE when none passed the prefilter */
    uint16_t like;                  /* 0..10000 */
    uint8_t sound;                  /* 0..3: Soundex digits that agree */
} st_ofac_pair;

/* Why a score is what it is. */
typedef struct st_ofac_why {
    st_ofac_rule rule;              /* the one that gave the score; the composite when both gave it */
    uint32_t whole, composite;      /* 0..100, both 0 when not returned */
    size_t pairs;                   /* one for each part of the query that counts, in its order */
    st_ofac_pair pair[ST_OFAC_PARTS];
} st_ofac_why;

/* The score of a listed name for a query: 1..100, or 0 when the tool would not return it. why may be NULL; it is filled in either case, and its
 * pairs then say that there is no partner. Not symmetric: parts that only the listed name has cost nothing. O(letters of the query x letters of
 * the listed name), but O(parts x parts) for most names, which no pair holds together. */
uint32_t st_ofac_compare(const st_ofac_name *query, const st_ofac_name *listed, st_ofac_why *why);
/* The same for two names as printed. */
uint32_t st_ofac_score(st_str query, st_str listed);
#endif
