/* Shares as people and registers print them. See share.h. Numbers are read to a hundred-millionth of a percent; what a binary fraction leaves behind
 * (26.150000000000002) is less. */
#include "rules/share.h"

enum { WHOLE = 10000 };
#define UNIT INT64_C(1000000)     /* of a basis point: 1e-8 percent each */
#define SNAP 2                    /* a number so near to a basis point is meant to be it */

typedef enum side { AT, ABOVE, FROM, BELOW, TO } side;   /* how a number bounds the share: exactly, > >= < <= */
typedef struct value { int64_t units; unsigned decimals; side side; } value;
typedef struct scan { value v[2]; unsigned n; side next; bool about, range, plus, minus; int word; } scan;
enum { WORD_NONE = -1, WORD_ALL, WORD_HALF, WORD_MAJORITY, WORD_MINORITY };

static bool is_digit(char c) { return c >= '0' && c <= '9'; }
static bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

/* "49.99", "49,99", "1/3"; *i behind it. */
static bool number(st_str s, size_t *i, scan *c) {
    int64_t whole = 0, part = 0, scale = 100 * UNIT;
    unsigned decimals = 0;
    for (; *i < s.n && is_digit(s.p[*i]); (*i)++) {
        if (whole > 100000) return false;
        whole = whole * 10 + (s.p[*i] - '0');
    }
    if (*i + 1 < s.n && (s.p[*i] == '.' || s.p[*i] == ',') && is_digit(s.p[*i + 1]))
        for ((*i)++; *i < s.n && is_digit(s.p[*i]); (*i)++, decimals++)
            if (decimals < 8) part += (s.p[*i] - '0') * (scale /= 10);
    int64_t units = whole * 100 * UNIT + part;
    size_t k = *i;
    while (k < s.n && s.p[k] == ' ') k++;
    if (!decimals && k + 1 < s.n && s.p[k] == '/' && is_digit(s.p[k + 1])) {
        int64_t under = 0;
        for (k++; k < s.n && is_digit(s.p[k]) && under < 100000; k++) under = under * 10 + (s.p[k] - '0');
        if (under == 0 || whole > under) return false;
        units = whole * WHOLE * UNIT / under;
        if (whole * WHOLE % under) units += units % UNIT ? 0 : 1;   /* not whole, however it was cut */
        *i = k;
    }
    if (units > WHOLE * UNIT || c->n == 2) return false;
    const int64_t off = units % UNIT;
    if (off && off <= SNAP && decimals > 8) units -= off;
    if (off && UNIT - off <= SNAP && decimals > 8) units += UNIT - off;
    c->v[c->n++] = (value){ units, decimals < 8 ? decimals : 8, c->next };
    c->next = AT;
    return true;
}

static bool starts(st_str s, size_t i, const char *phrase) {
    const size_t n = strlen(phrase);
    if (i + n > s.n || !st_str_istarts(st_str_sub(s, i, s.n), phrase)) return false;
    return !is_letter(phrase[n - 1]) || i + n == s.n || !is_letter(s.p[i + n]);
}

/* A word or sign at *i, longer ones first; others are passed over letter by letter. */
static bool word(st_str s, size_t *i, scan *c) {
    static const struct { const char *words; side side; } bounds[] = {
        { "not more than", TO }, { "no more than", TO }, { "not less than", FROM }, { "no less than", FROM }, { "not exceeding", TO }, { "more than", ABOVE },
        { "greater than", ABOVE }, { "less than", BELOW }, { "at least", FROM }, { "at most", TO }, { "up to", TO }, { "exceeding", ABOVE }, { "minimum", FROM },
        { "maximum", TO }, { "over", ABOVE }, { "above", ABOVE }, { "under", BELOW }, { "below", BELOW }, { ">=", FROM }, { "<=", TO }, { "\xE2\x89\xA5", FROM },
        { "\xE2\x89\xA4", TO }, { ">", ABOVE }, { "<", BELOW },
    };
    static const char *const about[] = { "approximately", "approx", "about", "around", "circa", "c.", "ca.", "rounded", "~", "\xE2\x89\x88" },
                      *const range[] = { "to", "and", "-", "\xE2\x80\x93", "\xE2\x80\x94", "..", "but" };
    static const struct { const char *words; int word; } whole[] = { { "wholly", WORD_ALL }, { "fully", WORD_ALL }, { "all", WORD_ALL }, { "half", WORD_HALF },
        { "majority", WORD_MAJORITY }, { "minority", WORD_MINORITY } };
    for (size_t k = 0; k < ST_LEN(bounds); k++)
        if (starts(s, *i, bounds[k].words)) { c->next = bounds[k].side; *i += strlen(bounds[k].words); return true; }
    for (size_t k = 0; k < ST_LEN(about); k++)
        if (starts(s, *i, about[k])) { c->about = true; *i += strlen(about[k]); return true; }
    for (size_t k = 0; k < ST_LEN(range); k++)
        if (starts(s, *i, range[k])) { c->range = true; *i += strlen(range[k]); return true; }
    for (size_t k = 0; k < ST_LEN(whole); k++)
        if (starts(s, *i, whole[k].words)) { c->word = whole[k].word; *i += strlen(whole[k].words); return true; }
    return false;
}

/* "plus one share", "+ 1", "minus one share": the last things a text says. */
static bool one_share(st_str s, size_t *i, scan *c) {
    const bool plus = starts(s, *i, "plus") || s.p[*i] == '+', minus = starts(s, *i, "minus");
    if (!c->n || (!plus && !minus)) return false;
    c->plus = plus;
    c->minus = minus;
    *i = s.n;
    return true;
}

static int64_t floor_bp(int64_t units) { return units / UNIT; }
static int64_t ceil_bp(int64_t units) { return (units + UNIT - 1) / UNIT; }

/* From which and up to which basis point a bound lets the share be. */
static void bound(const value *v, int64_t slack, int64_t *lo, int64_t *hi) {
    const int64_t low = v->units > slack ? v->units - slack : 0, high = v->units + slack;
    switch (v->side) {
    case AT: *lo = floor_bp(low); *hi = ceil_bp(high); break;
    case ABOVE: *lo = floor_bp(low) + 1; break;
    case FROM: *lo = floor_bp(low); break;
    case BELOW: *hi = ceil_bp(high) - 1; break;
    case TO: *hi = ceil_bp(high); break;
    }
}

static int64_t half_of_last(unsigned decimals) {
    int64_t unit = 100 * UNIT;
    while (decimals-- > 0) unit /= 10;
    return unit / 2;
}

static bool settle(const scan *c, uint32_t *min_bp, uint32_t *max_bp) {
    static const int64_t words[][2] = { { WHOLE, WHOLE }, { WHOLE / 2, WHOLE / 2 }, { WHOLE / 2 + 1, WHOLE }, { 1, WHOLE / 2 - 1 } };
    int64_t lo = 0, hi = WHOLE, slack = 0;
    if (c->n == 0 && c->word == WORD_NONE) return false;
    if (c->n == 0) { lo = words[c->word][0]; hi = words[c->word][1]; }
    for (unsigned i = 0; i < c->n; i++) {
        int64_t l = 0, h = WHOLE;
        if (c->about) slack = half_of_last(c->v[i].decimals);
        bound(&c->v[i], slack, &l, &h);
        if (c->n == 2 && c->v[0].side == AT && c->v[1].side == AT) { if (i == 0) lo = l; else hi = h; }
        else { if (l > lo) lo = l; if (h < hi) hi = h; }
    }
    if (c->n == 2 && c->v[0].side == AT && c->v[1].side == AT && !c->range) return false;
    if (c->plus) { lo = floor_bp(c->v[0].units) + 1; hi = lo; }
    if (c->minus) { hi = ceil_bp(c->v[0].units) - 1; lo = hi; }
    if (hi > WHOLE) hi = WHOLE;
    if (lo > hi || hi < 0) return false;
    *min_bp = (uint32_t)lo;
    *max_bp = (uint32_t)hi;
    return true;
}

bool st_share_parse(st_str text, uint32_t *min_bp, uint32_t *max_bp) {
    scan c = { .word = WORD_NONE };
    const st_str s = st_str_trim(text);
    for (size_t i = 0; i < s.n;) {
        if (is_digit(s.p[i])) { if (!number(s, &i, &c)) return false; }
        else if (one_share(s, &i, &c) || word(s, &i, &c)) continue;
        else if (is_letter(s.p[i])) while (i < s.n && is_letter(s.p[i])) i++;
        else i++;
    }
    return settle(&c, min_bp, max_bp);
}

static void write_bp(uint32_t bp, st_buf *out) {
    st_buf_printf(out, "%u", bp / 100);
    if (bp % 100) st_buf_printf(out, ".%u", bp % 100 / 10);
    if (bp % 10) st_buf_printf(out, "%u", bp % 10);
}

void st_share_write(uint32_t min_bp, uint32_t max_bp, st_buf *out) {
    write_bp(min_bp, out);
    if (max_bp != min_bp) {
        st_buf_char(out, '-');
        write_bp(max_bp, out);
    }
    st_buf_z(out, " %");
}
