/* Jaro-Winkler, Soundex, Levenshtein. */
#include "match/classic.h"

static size_t least(size_t a, size_t b) { return a < b ? a : b; }
static size_t most(size_t a, size_t b) { return a > b ? a : b; }

/* Letters that match, and how many of them stand in another order. */
static size_t matches(const uint32_t *a, size_t na, const uint32_t *b, size_t nb, size_t *displaced) {
    const size_t half = most(na, nb) / 2, reach = half ? half - 1 : 0;
    uint32_t found[ST_CLASSIC_MAX];
    bool taken[ST_CLASSIC_MAX];
    memset(taken, 0, nb);
    size_t m = 0;
    for (size_t i = 0; i < na; i++) {
        const size_t to = least(i + reach + 1, nb);
        for (size_t j = i > reach ? i - reach : 0; j < to; j++) {
            if (taken[j] || a[i] != b[j]) continue;
            taken[j] = true;
            found[m++] = a[i];
            break;
        }
    }
    *displaced = 0;
    for (size_t j = 0, k = 0; k < m; j++)
        if (taken[j]) *displaced += b[j] != found[k++];
    return m;
}

uint32_t st_jaro_winkler(const uint32_t *a, size_t na, const uint32_t *b, size_t nb, unsigned prefix) {
    na = least(na, ST_CLASSIC_MAX);
    nb = least(nb, ST_CLASSIC_MAX);
    size_t displaced;
    const uint64_t m = matches(a, na, b, nb, &displaced);
    if (m == 0) return 0;
    /* Jaro = (m/na + m/nb + (m - displaced/2)/m) / 3 = won / all. With 1024 letters a side nothing below leaves 64 bits. */
    const uint64_t all = 6 * m * na * nb, won = 2 * m * m * (na + nb) + (2 * m - displaced) * na * nb;
    uint64_t p = 0;
    while (p < prefix && p < na && p < nb && a[p] == b[p]) p++;
    return (uint32_t)((ST_CLASSIC_ONE * (10 * won + p * (all - won)) + 5 * all) / (10 * all));
}

bool st_soundex(const uint32_t *s, size_t n, char code[ST_SOUNDEX_LEN]) {
    /* of A to Z: the digit of its group, 0 for what has none */
    static const char group[] = "01230120022455012623010202";
    memset(code, '0', ST_SOUNDEX_LEN);
    size_t k = 0;
    char last = 0;
    for (size_t i = 0; i < n && k < ST_SOUNDEX_LEN; i++) {
        if (s[i] < 'A' || s[i] > 'Z') continue;
        const char g = group[s[i] - 'A'];
        if (k == 0) code[k++] = (char)s[i];
        else if (s[i] == 'H' || s[i] == 'W') continue;
        else if (g != '0' && g != last) code[k++] = g;
        last = g;
    }
    return k > 0;
}

size_t st_levenshtein(const uint32_t *a, size_t na, const uint32_t *b, size_t nb) {
    na = least(na, ST_CLASSIC_MAX);
    nb = least(nb, ST_CLASSIC_MAX);
    uint16_t row[ST_CLASSIC_MAX + 1];
    for (size_t j = 0; j <= nb; j++) row[j] = (uint16_t)j;
    for (size_t i = 0; i < na; i++) {
        size_t diagonal = row[0];
        row[0] = (uint16_t)(i + 1);
        for (size_t j = 0; j < nb; j++) {
            const size_t kept = diagonal + (a[i] != b[j]), edited = least(row[j], row[j + 1]) + 1u;
            diagonal = row[j + 1];
            row[j + 1] = (uint16_t)least(kept, edited);
        }
    }
    return row[nb];
}
