/* Codes of goods: normal form, prefixes, editions. */
#include "rules/hs.h"

extern const char st_hs_editions_text[];
extern const uint64_t st_hs_editions_text_size;

enum { SUBHEADING = 6 };

static bool digits_of(st_str text, st_hs *out) {
    text = st_str_trim(text);
    *out = (st_hs){ .n = 0 };
    for (size_t i = 0; i < text.n; i++) {
        const char c = text.p[i];
        const bool between = i > 0 && i + 1 < text.n && (c == '.' || c == ' ' || c == '-');
        if (between) continue;
        if (c < '0' || c > '9' || out->n == ST_HS_MOST) return false;
        out->digit[out->n++] = c;
    }
    return true;
}

bool st_hs_normal(st_str text, st_hs *out) {
    if (digits_of(text, out) && (out->n == 4 || out->n == SUBHEADING || out->n >= 8)) return true;
    *out = (st_hs){ .n = 0 };
    return false;
}

st_tri st_hs_within(const st_hs *code, st_str prefix) {
    st_hs set;
    if (!digits_of(prefix, &set) || set.n < 2 || code->n < 2) return ST_NO;
    const size_t n = code->n < set.n ? code->n : set.n;
    if (memcmp(code->digit, set.digit, n) != 0) return ST_NO;
    return code->n < set.n ? ST_MAYBE : ST_YES;
}

/* ---- editions ---------------------------------------------------------------------------------------------------------------------------- */

typedef struct row { uint64_t edition; st_hs old, new; } row;

static bool next_row(st_str *rest, row *r) {
    for (st_str line; st_split(rest, "\n", &line);) {
        st_str cells = line, edition, old, new;
        if (st_split(&cells, "\t", &edition) && st_parse_u64(edition, &r->edition) && st_split(&cells, "\t", &old) && st_split(&cells, "\t", &new)
            && st_hs_normal(old, &r->old) && r->old.n == SUBHEADING && st_hs_normal(new, &r->new) && r->new.n == SUBHEADING) return true;
    }
    return false;
}

static void add_target(st_hs *out, size_t *n, const char *digit, size_t len) {
    for (size_t i = 0; i < *n; i++)
        if (out[i].n == len && memcmp(out[i].digit, digit, len) == 0) return;
    if (*n == ST_HS_TARGETS) return;
    out[*n] = (st_hs){ .n = (uint8_t)len };
    memcpy(out[(*n)++].digit, digit, len);
}

/* The rows whose old code the given one is, or holds when it is a heading. A row of a later edition serves an earlier one too: the code did not change before. */
static void targets(const st_hs *code, unsigned edition, st_hs *out, size_t *n) {
    const size_t len = code->n < SUBHEADING ? code->n : SUBHEADING;
    st_str rest = { st_hs_editions_text, (size_t)st_hs_editions_text_size };
    bool exact = false;   /* a row of the edition itself: then rows of later ones are about another code of this number */
    for (int pass = 0; pass < 2; pass++, rest = (st_str){ st_hs_editions_text, (size_t)st_hs_editions_text_size })
        for (row r; next_row(&rest, &r);) {
            if (memcmp(r.old.digit, code->digit, len) != 0) continue;
            if (pass == 0) { exact |= r.edition == edition; continue; }
            if (edition && (exact ? r.edition != edition : r.edition < edition)) continue;
            add_target(out, n, r.new.digit, len);
        }
}

/* Does HS 2022 have this subheading, as far as the table shows? What became something else and nothing became is gone. */
static bool gone(const st_hs *code) {
    bool old = false;
    st_str rest = { st_hs_editions_text, (size_t)st_hs_editions_text_size };
    for (row r; next_row(&rest, &r);) {
        if (memcmp(r.new.digit, code->digit, SUBHEADING) == 0) return false;
        old |= memcmp(r.old.digit, code->digit, SUBHEADING) == 0;
    }
    return old;
}

st_str st_hs_2022(st_str text, st_str edition, st_hs out[ST_HS_TARGETS], size_t *n) {
    *n = 0;
    st_hs code;
    uint64_t year = 0;
    edition = st_str_trim(edition);
    if (!st_hs_normal(text, &code) || (edition.n && (!st_parse_u64(edition, &year) || (year != 2012 && year != 2017 && year != 2022)))) return ST_STR("bad");
    const bool stated_old = year == 2012 || year == 2017;
    if (code.n < SUBHEADING) {
        add_target(out, n, code.digit, code.n);
        if (stated_old) targets(&code, (unsigned)year, out, n);
        return *n > 1 ? ST_STR("mapped") : ST_STR("ok");
    }
    if (stated_old || gone(&code)) targets(&code, stated_old ? (unsigned)year : 0, out, n);
    if (*n && !(*n == 1 && memcmp(out[0].digit, code.digit, SUBHEADING) == 0)) return ST_STR("mapped");
    *n = 0;
    add_target(out, n, code.digit, code.n);
    return ST_STR("ok");
}
