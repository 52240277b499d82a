/* Emulation of OFAC's Sanctions List Search: two scores, the higher counts. */
#include "match/ofac_score.h"

enum { PREFIX = 5, SHORTEST = 3, DIGITS = ST_SOUNDEX_LEN - 1 };

/* Capital of a code point in the alphabets whose capitals stand a fixed step away; others stay. OFAC's own lists are printed in ASCII. */
static uint32_t capital(uint32_t c) {
    if (c < 0x80) return c >= 'a' && c <= 'z' ? c - 32 : c;
    if ((c >= 0xe0 && c <= 0xfe && c != 0xf7) || (c >= 0x3b1 && c <= 0x3c9 && c != 0x3c2) || (c >= 0x430 && c <= 0x44f)) return c - 32;
    if (c >= 0x450 && c <= 0x45f) return c - 80;
    if ((c >= 0x100 && c <= 0x12f) || (c >= 0x132 && c <= 0x137) || (c >= 0x14a && c <= 0x177)) return c & ~UINT32_C(1);
    if ((c >= 0x139 && c <= 0x148) || (c >= 0x179 && c <= 0x17e)) return c - (c % 2 == 0);
    return c;
}

typedef enum kind { LETTER, HYPHEN, NOTHING, BLANK } kind;

static kind kind_of(uint32_t c) {
    if ((c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')) return LETTER;
    if (c == '-' || c == 0x2010 || c == 0x2011) return HYPHEN;
    if (c == '\'' || c == '.' || c == '`' || c == 0xb4 || (c >= 0x2bb && c <= 0x2bd) || (c >= 0x2018 && c <= 0x201b)) return NOTHING;
    if (c < 0xc0 || c == 0xd7 || c == 0xf7 || (c >= 0x2000 && c <= 0x206f) || (c >= 0x3000 && c <= 0x303f)) return BLANK;
    return LETTER;
}

void st_ofac_prepare(st_str raw, st_ofac_name *out) {
    st_str s = raw;
    if (s.n > ST_OFAC_BYTES) s.n = ST_OFAC_BYTES;
    const size_t bad = st_utf8_bad(s);
    if (bad != SIZE_MAX) s.n = bad;
    out->raw = raw;
    out->cut = s.n < raw.n;
    out->n = 0;
    out->parts = 0;
    st_ofac_part *now = NULL, beyond;
    for (size_t i = 0; i < s.n;) {
        const size_t at = i;
        const uint32_t c = capital(st_utf8_next(s, &i));
        const kind k = kind_of(c);
        if (k == HYPHEN || k == BLANK) now = NULL;
        if (k == LETTER && !now) {
            const bool room = out->parts < ST_OFAC_PARTS;
            if (!room) out->cut = true;
            now = room ? &out->part[out->parts++] : &beyond;
            *now = (st_ofac_part){ .at = out->n, .from = (uint16_t)at };
        }
        if (k == LETTER) {
            now->n++;
            now->to = (uint16_t)i;
        }
        if (k == HYPHEN) out->text[out->n++] = '-';
        else if (k == LETTER) out->text[out->n++] = c;
    }
}

st_str st_ofac_part_text(const st_ofac_name *name, size_t i) { return st_str_sub(name->raw, name->part[i].from, name->part[i].to); }

/* The prefilter, cheapest test first. */
static bool may_pair(const uint32_t *a, size_t na, const uint32_t *b, size_t nb) {
    if (a[0] != b[0]) return false;
    const size_t longer = na > nb ? na : nb, shorter = na + nb - longer;
    return 2 * (longer - shorter) <= longer && 2 * st_levenshtein(a, na, b, nb) <= longer;
}

/* How many digits two Soundex codes share: all when equal; two when the last two or the first two of the query's code stand together in the
 * other; else those that the other holds in whatever place. */
static unsigned shared_digits(const char query[ST_SOUNDEX_LEN], const char listed[ST_SOUNDEX_LEN]) {
    const char *q = query + 1, *l = listed + 1;
    if (memcmp(q, l, DIGITS) == 0) return DIGITS;
    if (memmem(l, DIGITS, q + 1, 2) || memmem(l, DIGITS, q, 2)) return 2;
    unsigned n = 0;
    for (size_t i = 0; i < DIGITS; i++) n += memchr(l, q[i], DIGITS) != NULL;
    return n;
}

/* Likeness of a part of the query and one of the listed name, in ST_CLASSIC_ONE. They begin with the same letter, so that of the codes only the
 * digits are left to compare; where nothing in a part has a digit (numbers, other scripts), they are noughts. */
static uint32_t likeness(const uint32_t *a, size_t na, const uint32_t *b, size_t nb, uint8_t *sound) {
    const uint64_t letters = st_jaro_winkler(a, na, b, nb, PREFIX);
    char ca[ST_SOUNDEX_LEN], cb[ST_SOUNDEX_LEN];
    st_soundex(a, na, ca);
    st_soundex(b, nb, cb);
    *sound = (uint8_t)shared_digits(ca, cb);
    return (uint32_t)((letters * letters / ST_CLASSIC_ONE + (uint64_t)ST_CLASSIC_ONE * *sound / DIGITS + 1) / 2);
}

/* The best partner of part q; the first of equals. */
static uint32_t best_pair(const st_ofac_name *query, uint8_t q, const st_ofac_name *listed, st_ofac_pair *out) {
    const st_ofac_part *a = &query->part[q];
    uint32_t best = 0;
    *out = (st_ofac_pair){ .query = q, .listed = ST_OFAC_NONE };
    for (uint8_t l = 0; l < listed->parts; l++) {
        const st_ofac_part *b = &listed->part[l];
        if (!may_pair(query->text + a->at, a->n, listed->text + b->at, b->n)) continue;
        uint8_t sound;
        const uint32_t like = likeness(query->text + a->at, a->n, listed->text + b->at, b->n, &sound);
        if (like <= best) continue;
        best = like;
        out->listed = l;
        out->sound = sound;
    }
    out->like = (uint16_t)((best + ST_CLASSIC_ONE / 20000) / (ST_CLASSIC_ONE / 10000));
    return best;
}

/* Mean of n likenesses in whole points, halves to the even one. */
static uint32_t points(uint64_t sum, uint64_t n) {
    const uint64_t point = n * (ST_CLASSIC_ONE / 100), whole = sum / point, rest = 2 * (sum % point);
    return (uint32_t)(whole + (rest > point || (rest == point && whole % 2 == 1)));
}

uint32_t st_ofac_compare(const st_ofac_name *query, const st_ofac_name *listed, st_ofac_why *why) {
    st_ofac_why unasked;
    if (!why) why = &unasked;
    why->rule = ST_OFAC_NOT_RETURNED;
    why->whole = why->composite = 0;
    why->pairs = 0;
    size_t shortest = 1;
    for (size_t q = 0; q < query->parts; q++)
        if (query->part[q].n >= SHORTEST) shortest = SHORTEST;
    uint64_t sum = 0;
    for (uint8_t q = 0; q < query->parts; q++)
        if (query->part[q].n >= shortest) sum += best_pair(query, q, listed, &why->pair[why->pairs++]);
    if (sum == 0) return 0;
    why->composite = points(sum, why->pairs);
    why->whole = points(st_jaro_winkler(query->text, query->n, listed->text, listed->n, PREFIX), 1);
    why->rule = why->whole > why->composite ? ST_OFAC_WHOLE : ST_OFAC_COMPOSITE;
    const uint32_t score = why->rule == ST_OFAC_WHOLE ? why->whole : why->composite;
    return score ? score : 1;   /* one weak pair among 64 parts is still a pair */
}

uint32_t st_ofac_score(st_str query, st_str listed) {
    st_ofac_name q, l;
    st_ofac_prepare(query, &q);
    st_ofac_prepare(listed, &l);
    return st_ofac_compare(&q, &l, NULL);
}
