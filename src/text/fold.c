/* Folding. A run of ASCII goes through a table of 128 bytes; everything else through the cells of the blob, one code point at a time:
 * compatibility forms are expanded, letters are joined with their marks and with letters that they are read together with, and the few
 * scripts where a letter's sound depends on its neighbours hold one letter back until the next one is known. */
#include "text/text.h"
#include "text/text_blob.h"

/* Where reading stands; copied to look ahead. */
typedef struct reader { const unsigned char *p, *end, *in, *in_end; } reader;   /* in: the expansion that is being read */

typedef enum hold { HOLD_NONE, HOLD_INHERENT, HOLD_SILENT, HOLD_FINAL, HOLD_SEMI, HOLD_VOICED, HOLD_SOKUON } hold;

typedef struct folder {
    const uint16_t *page;
    const uint32_t *cell;
    const char *pool;
    const st_pair *pair;
    size_t pairs;
    st_buf *out;
    hold held;
    char held_as[2];          /* SEMI: consonant, vowel; FINAL: the letters */
    st_fold_class last;       /* of the last letter, for jamo */
    bool own_part;            /* the last letter was a part of its own */
    char prev;                /* last byte written, ' ' at the start */
    char *to;                 /* n bytes of at most cap; given to `out` when they are many */
    size_t n, cap;
    bool full;                /* there is no `out` and cap is passed */
} folder;

enum { CP_END = -1, CP_BAD = -2 };

/* The code point at *p, CP_BAD (one byte passed over) when there is none. p < end. Unicode 15, table 3-7. */
static int32_t decode(const unsigned char **p, const unsigned char *end) {
    const unsigned char *s = *p;
    const unsigned c = *s;
    const size_t left = (size_t)(end - s);
    *p = s + 1;
    if (c < 0x80) return (int32_t)c;
    if (c < 0xC2 || c > 0xF4 || left < 2 || (s[1] & 0xC0) != 0x80) return CP_BAD;
    if (c < 0xE0) { *p = s + 2; return (int32_t)((c & 0x1F) << 6 | (s[1] & 0x3Fu)); }
    if (left < 3 || (s[2] & 0xC0) != 0x80) return CP_BAD;
    if (c < 0xF0) {
        const uint32_t cp = (c & 0x0F) << 12 | (s[1] & 0x3Fu) << 6 | (s[2] & 0x3Fu);
        if (cp < 0x800 || (cp >= 0xD800 && cp <= 0xDFFF)) return CP_BAD;
        *p = s + 3;
        return (int32_t)cp;
    }
    if (left < 4 || (s[3] & 0xC0) != 0x80) return CP_BAD;
    const uint32_t cp = (c & 0x07) << 18 | (s[1] & 0x3Fu) << 12 | (s[2] & 0x3Fu) << 6 | (s[3] & 0x3Fu);
    if (cp < 0x10000 || cp > 0x10FFFF) return CP_BAD;
    *p = s + 4;
    return (int32_t)cp;
}

static uint32_t cell_of(const folder *f, int32_t cp) {
    if (cp < 0) return ST_CELL(0, 0, ST_FOLD_GAP);
    return f->cell[(size_t)f->page[(uint32_t)cp >> 7] << 7 | ((uint32_t)cp & 127)];
}

/* The next code point, expansions read in place. */
static int32_t next_raw(const folder *f, reader *r, uint32_t *cell) {
    for (;;) {
        const bool inside = r->in < r->in_end;
        if (!inside && r->p == r->end) { *cell = ST_CELL(0, 0, ST_FOLD_GAP); return CP_END; }
        const int32_t cp = inside ? decode(&r->in, r->in_end) : decode(&r->p, r->end);
        *cell = cell_of(f, cp);
        if (ST_CELL_CLASS(*cell) != ST_FOLD_EXPAND || inside) return cp;
        r->in = (const unsigned char *)f->pool + ST_CELL_AT(*cell);
        r->in_end = r->in + ST_CELL_N(*cell);
    }
}

static int32_t pair_of(const folder *f, int32_t a, int32_t b) {
    size_t lo = 0, hi = f->pairs;
    if (b < 0) return CP_END;
    while (lo < hi) {
        const size_t mid = (lo + hi) / 2;
        const st_pair *p = f->pair + mid;
        if (p->a < (uint32_t)a || (p->a == (uint32_t)a && p->b < (uint32_t)b)) lo = mid + 1; else hi = mid;
    }
    return lo < f->pairs && f->pair[lo].a == (uint32_t)a && f->pair[lo].b == (uint32_t)b ? (int32_t)f->pair[lo].c : CP_END;
}

/* The next letter together with what it is read with: what stands right behind it, or a mark behind other marks, by the rule of canonical
 * composition (UAX 15, D117): no mark of the same or a higher combining class between. What stands right behind is consumed; any other mark
 * vanishes when its turn comes. */
static int32_t next_unit(const folder *f, reader *r, uint32_t *cell) {
    int32_t cp = next_raw(f, r, cell);
    if (!(*cell & ST_CELL_PAIRS)) return cp;
    reader ahead = *r;
    uint32_t passed = 0;   /* combining class of the mark that was passed over last, 0 for none */
    while (*cell & ST_CELL_PAIRS) {
        uint32_t c2;
        const int32_t b = next_raw(f, &ahead, &c2);
        const st_fold_class class = ST_CELL_CLASS(c2);
        const uint32_t ccc = class == ST_FOLD_MARK || class == ST_FOLD_KILLER ? ST_CELL_AT(c2) : 0;
        const int32_t c = passed == 0 || ccc > passed ? pair_of(f, cp, b) : CP_END;
        if (c >= 0) {
            cp = c;
            *cell = cell_of(f, c);
            if (passed == 0) *r = ahead;
        } else if (ccc) {
            passed = ccc;
        } else {
            break;
        }
    }
    return cp;
}

static void flush(folder *f) {
    if (f->out) st_buf_add(f->out, f->to, f->n);
    else f->full = true;
    f->n = 0;
}

static void put(folder *f, const char *p, size_t n) {
    if (f->n + n + 16 > f->cap) flush(f);
    memcpy(f->to + f->n, p, n);
    f->n += n;
    f->prev = p[n - 1];
}

static void gap(folder *f) {
    if (f->prev != ' ') put(f, " ", 1);
}

/* Writes what was held back, now that `next` (class and first letter; 0 for none) is known. */
static void release(folder *f, st_fold_class next, char first) {
    const hold h = f->held;
    f->held = HOLD_NONE;
    switch (h) {
    case HOLD_NONE: break;
    case HOLD_INHERENT:
        if (next != ST_FOLD_VOWEL && next != ST_FOLD_KILLER && next != ST_FOLD_MEDIAL) put(f, "a", 1);
        break;
    case HOLD_SILENT:
        if (first && next != ST_FOLD_VOWEL && next != ST_FOLD_KILLER && next != ST_FOLD_MEDIAL) put(f, "a", 1);
        break;
    case HOLD_FINAL:
        if (first) put(f, f->held_as, 2); else put(f, f->held_as + 1, 1);
        break;
    case HOLD_SEMI:
        put(f, f->held_as + (next == ST_FOLD_ALEF || next == ST_FOLD_SEMI ? 0 : 1), 1);
        break;
    case HOLD_VOICED:   /* ELOT 743: af, ef before unvoiced consonants and at the end */
        put(f, first == 0 || memchr("cfkpstx", first, 7) ? "f" : "v", 1);
        break;
    case HOLD_SOKUON:
        if (next == ST_FOLD_KANA && first && !memchr("aiueon", first, 6)) put(f, first == 'c' ? "t" : &first, 1);
        break;
    }
}

/* Revised Romanization of Korean, sounds as they are written: no assimilation across syllables. */
static const char jamo_l[19][3] = { "g", "kk", "n", "d", "tt", "r", "m", "b", "pp", "s", "ss", "", "j", "jj", "ch", "k", "t", "p", "h" };
static const char jamo_v[21][4] = { "a", "ae", "ya", "yae", "eo", "e", "yeo", "ye", "o", "wa", "wae", "oe", "yo", "u", "wo", "we", "wi", "yu", "eu", "ui", "i" };
static const char jamo_t[28][3] = { "", "k", "k", "k", "n", "n", "n", "t", "l", "k", "m", "l", "l", "l", "p", "l", "m", "p", "p", "t", "t", "ng", "t", "t", "k",
                                    "t", "p", "t" };

static void put_z(folder *f, const char *z) {
    if (z[0]) put(f, z, strlen(z));
}

static void hangul(folder *f, uint32_t cp) {
    const uint32_t s = cp - 0xAC00;
    gap(f);
    put_z(f, jamo_l[s / 588]);
    put_z(f, jamo_v[s % 588 / 28]);
    put_z(f, jamo_t[s % 28]);
    f->last = s % 28 ? ST_FOLD_JAMO_T : ST_FOLD_JAMO_V;
}

/* Conjoining jamo: a syllable's letters stay together, as in the composed form. */
static void jamo(folder *f, uint32_t cp, st_fold_class class, const char *text, size_t n) {
    const bool joined = f->own_part && ((class == ST_FOLD_JAMO_V && f->last == ST_FOLD_JAMO_L) || (class == ST_FOLD_JAMO_T && f->last == ST_FOLD_JAMO_V));
    if (!joined) gap(f);
    if (class == ST_FOLD_JAMO_L && cp - 0x1100 < 19) put_z(f, jamo_l[cp - 0x1100]);
    else if (class == ST_FOLD_JAMO_V && cp - 0x1161 < 21) put_z(f, jamo_v[cp - 0x1161]);
    else if (class == ST_FOLD_JAMO_T && cp - 0x11A7 < 28) put_z(f, jamo_t[cp - 0x11A7]);
    else if (n) put(f, text, n);
    f->last = class;
}

static void own_part(folder *f, uint32_t cp, st_fold_class class, const char *text, size_t n) {
    if (class == ST_FOLD_HANGUL) hangul(f, cp);
    else if (class == ST_FOLD_JAMO_L || class == ST_FOLD_JAMO_V || class == ST_FOLD_JAMO_T) jamo(f, cp, class, text, n);
    else {
        gap(f);
        if (class == ST_FOLD_CODE) {
            char hex[16];
            put(f, hex, (size_t)snprintf(hex, sizeof hex, "u%x", (unsigned)cp));
        } else if (n) put(f, text, n);
        f->last = class;
    }
    f->own_part = true;
}

static void letter(folder *f, int32_t cp, uint32_t cell) {
    const st_fold_class class = ST_CELL_CLASS(cell);
    const char *text = f->pool + ST_CELL_AT(cell);
    size_t n = ST_CELL_N(cell);
    if (class == ST_FOLD_NOTHING || class == ST_FOLD_MARK) return;
    const bool apart = class == ST_FOLD_GAP || class == ST_FOLD_PART || class == ST_FOLD_CODE || (class >= ST_FOLD_HANGUL && class <= ST_FOLD_JAMO_T);
    const bool grouped = f->held == HOLD_NONE && f->last == ST_FOLD_KILLER;   /* the letter is written below the one before */
    release(f, class, n && !apart ? text[0] : 0);
    if (class == ST_FOLD_GAP) { gap(f); f->own_part = false; f->last = class; return; }
    if (apart) { own_part(f, (uint32_t)cp, class, text, n); return; }
    if (f->own_part) { gap(f); f->own_part = false; }
    f->last = class;
    if (class == ST_FOLD_SOKUON) { f->held = HOLD_SOKUON; return; }
    if (n == 0) return;
    if (class == ST_FOLD_FINAL && n == 2) {
        f->held = HOLD_FINAL;
        memcpy(f->held_as, text, 2);
        return;
    }
    if (class == ST_FOLD_SEMI) {
        if (f->prev == ' ') { put(f, text, 1); return; }
        f->held = HOLD_SEMI;
        f->held_as[0] = text[0];
        f->held_as[1] = text[1];
        return;
    }
    if (class == ST_FOLD_VOICED) { n--; f->held = HOLD_VOICED; }
    if (class == ST_FOLD_CONSONANT || class == ST_FOLD_MEDIAL) f->held = HOLD_INHERENT;
    if (class == ST_FOLD_NORTHERN) f->held = grouped || f->prev == ' ' ? HOLD_INHERENT : HOLD_SILENT;
    put(f, text, n);
}

#define L(c) [c] = (c) + 32
#define S(c) [c] = (c)
#define TEN(X, c) X(c), X((c) + 1), X((c) + 2), X((c) + 3), X((c) + 4), X((c) + 5), X((c) + 6), X((c) + 7), X((c) + 8), X((c) + 9)
#define ALPHA(X, c) TEN(X, c), TEN(X, (c) + 10), X((c) + 20), X((c) + 21), X((c) + 22), X((c) + 23), X((c) + 24), X((c) + 25)
/* A byte of ASCII folds to this; 0 is a gap, 1 vanishes. */
static const unsigned char ascii[128] = { ALPHA(L, 'A'), ALPHA(S, 'a'), TEN(S, '0'), ['\''] = 1, ['`'] = 1 };

/* Folds ASCII from p on, up to the first byte of something else, which is returned. */
static const unsigned char *ascii_run(folder *f, const unsigned char *p, const unsigned char *end) {
    while (p < end && *p < 0x80) {
        if (f->n + 16 + 64 > f->cap) { flush(f); continue; }
        const size_t room = f->cap - 16 - f->n, left = (size_t)(end - p);
        const unsigned char *stop = p + (left < room ? left : room);
        char *o = f->to + f->n;
        unsigned char prev = (unsigned char)f->prev;
        for (; p < stop && *p < 0x80; p++) {
            const unsigned char t = ascii[*p], c = t ? t : ' ';
            *o = (char)c;
            const bool keep = t > 1 || (t == 0 && prev != ' ');
            o += keep;
            prev = keep ? c : prev;
        }
        f->n = (size_t)(o - f->to);
        f->prev = (char)prev;
    }
    return p;
}

/* Letters of two bytes that are just text, up to the first one that is not. */
static const unsigned char *plain_run(folder *f, const unsigned char *p, const unsigned char *end) {
    while (end - p >= 2 && p[0] >= 0xC2 && p[0] < 0xE0 && (p[1] & 0xC0) == 0x80) {
        const uint32_t cell = cell_of(f, (int32_t)((p[0] & 0x1Fu) << 6 | (p[1] & 0x3Fu))), n = ST_CELL_N(cell);
        if ((cell & ~ST_CELL(0xFFFFFu, 0x3Fu, ST_FOLD_TEXT)) != 0 || n == 0 || n > 4) break;
        if (f->n + 16 > f->cap) flush(f);
        memcpy(f->to + f->n, f->pool + ST_CELL_AT(cell), 4);   /* the blob goes on behind the pool */
        f->n += n;
        f->prev = f->to[f->n - 1];
        p += 2;
    }
    return p;
}

static void fold(folder *f, st_str s, unsigned slot) {
    const st_blob_head *h = st_blob();
    f->page = (const uint16_t *)st_blob_at(h, h->page) + (size_t)slot * ST_CP_PAGES; f->cell = st_blob_at(h, h->cell); f->pool = st_blob_at(h, h->pool);
    f->pair = st_blob_at(h, h->pair); f->pairs = h->pair.n;
    f->held = HOLD_NONE; f->last = ST_FOLD_GAP; f->own_part = false; f->prev = ' '; f->n = 0; f->full = false;
    if (!s.n) return;
    reader r = { (const unsigned char *)s.p, (const unsigned char *)s.p + s.n, NULL, NULL };
    while (r.p < r.end || r.in < r.in_end) {
        if (r.in == r.in_end && f->held == HOLD_NONE && !f->own_part) {   /* no pair begins with ASCII */
            const unsigned char *from = r.p;
            r.p = plain_run(f, ascii_run(f, r.p, r.end), r.end);
            if (r.p > from) { f->last = ST_FOLD_TEXT; continue; }
        }
        uint32_t cell;
        const int32_t cp = next_unit(f, &r, &cell);
        letter(f, cp, cell);
    }
    release(f, ST_FOLD_GAP, 0);
}

void st_fold_as(st_str s, unsigned slot, st_buf *out) {
    char space[256];
    folder f;
    f.out = out; f.to = space; f.cap = sizeof space;
    const size_t start = out->n;
    fold(&f, s, slot);
    flush(&f);
    if (out->failed == ST_OK && out->n > start && out->p[out->n - 1] == ' ') out->p[--out->n] = 0;
}

size_t st_fold_as_short(st_str s, unsigned slot, char *out, size_t cap) {
    folder f;
    f.out = NULL; f.to = out; f.cap = cap;
    fold(&f, s, slot);
    if (f.full) return SIZE_MAX;
    return f.n && out[f.n - 1] == ' ' ? f.n - 1 : f.n;
}

void st_fold(st_str s, st_buf *out) { st_fold_as(s, 0, out); }
size_t st_fold_short(st_str s, char *out, size_t cap) { return st_fold_as_short(s, 0, out, cap); }
