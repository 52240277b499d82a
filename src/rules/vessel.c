/* Numbers of ships. Check digits are model/ident.c's; what a number that fulfils them is worth is said here. */
#include "model/ident.h"
#include "rules/vessel.h"

extern const char st_mid_text[];
extern const uint64_t st_mid_text_size;

enum { MMSI_DIGITS = 9 };
static const st_str ok = { "ok", 2 }, bad = { "bad", 3 }, placeholder = { "placeholder", 11 };

/* The digits of a written number, at most n; false when anything else is in it (letters, digits of other scripts, too many). */
static bool digits_of(st_prop prop, st_str text, char *digits, size_t most, size_t *n) {
    st_buf b = ST_BUF_INIT(128);
    st_ident_normal(prop, text, &b);
    bool good = !b.failed && b.n > 0 && b.n <= most;
    for (size_t i = 0; good && i < b.n; i++) good = b.p[i] >= '0' && b.p[i] <= '9';
    if (good) memcpy(digits, b.p, *n = b.n);
    st_buf_free(&b);
    return good;
}

static bool one_digit(const char *p, size_t n) {
    for (size_t i = 1; i < n; i++)
        if (p[i] != p[0]) return false;
    return true;
}

/* Seven digits that hold; a number of six may have lost its zero to a spreadsheet. */
static bool seven(st_prop prop, st_str text, char d[8]) {
    size_t n = 0;
    if (!digits_of(prop, text, d, 7, &n) || n < 6) return false;
    if (n == 6) { memmove(d + 1, d, 6); d[0] = '0'; }
    return !(d[0] == '0' && one_digit(d, 7)) && st_ident_check(prop, (st_str){ d, 7 }, ST_STR_NONE) == ST_IDENT_HOLDS;
}

st_str st_imo_status(st_str text, st_buf *normal) {
    char d[8];
    if (!seven(ST_P_IMO, text, d)) return bad;
    if (normal) st_buf_add(normal, d, 7);
    return memcmp(d, "1234567", 7) == 0 || one_digit(d, 7) ? placeholder : ok;
}

st_str st_imo_company_status(st_str text, st_buf *normal) {
    char d[8];
    if (!seven(ST_P_IMO_COMPANY, text, d)) return bad;
    if (normal) st_buf_add(normal, d, 7);
    return one_digit(d, 7) ? placeholder : ok;
}

/* Whether the three digits are assigned; *alpha2 gets the country when it is one alone. */
static bool assigned(const char *mid, st_str *alpha2) {
    st_str rest = { st_mid_text, (size_t)st_mid_text_size }, line;
    while (st_split(&rest, "\n", &line)) {
        if (line.n < 6 || memcmp(line.p, mid, 3) != 0 || line.p[3] != '\t') continue;
        if (line.n == 6) *alpha2 = st_str_sub(line, 4, 6);
        return true;
    }
    return false;
}

st_str st_mmsi_status(st_str text, st_str *alpha2) {
    static const struct { const char *prefix; uint8_t mid; } other[] = {   /* mid: where the country's digits stand, 0 for none */
        { "111", 3 }, { "00", 2 }, { "0", 1 }, { "8", 1 }, { "98", 2 }, { "99", 2 }, { "970", 0 }, { "972", 0 }, { "974", 0 }, { "979", 0 } };
    st_str country = ST_STR_NONE, none;
    if (!alpha2) alpha2 = &none;
    *alpha2 = ST_STR_NONE;
    char d[MMSI_DIGITS];
    size_t n = 0;
    if (!digits_of(ST_P_MMSI, text, d, sizeof d, &n) || n != MMSI_DIGITS) return bad;
    if (one_digit(d, n) || memcmp(d, "123456789", n) == 0 || memcmp(d, "987654321", n) == 0) return placeholder;
    for (size_t i = 0; i < ST_LEN(other); i++) {
        if (!st_str_starts((st_str){ d, n }, other[i].prefix)) continue;
        if (other[i].mid && assigned(d + other[i].mid, &country)) *alpha2 = country;
        return ST_STR("not_ship");
    }
    if (d[0] < '2' || d[0] > '7' || !assigned(d, &country)) return ST_STR("unassigned");
    *alpha2 = country;
    return ok;
}
