/* Values of facts out of text. */
#include "rules/value.h"
#include "text/text.h"

enum { DAY = 86400 };

static bool digits(st_str s, size_t at, size_t n, int64_t *out) {
    if (at + n > s.n) return false;
    *out = 0;
    for (size_t i = at; i < at + n; i++) {
        if (s.p[i] < '0' || s.p[i] > '9') return false;
        *out = *out * 10 + (s.p[i] - '0');
    }
    return true;
}

static bool is(st_str s, size_t at, char c) { return at < s.n && s.p[at] == c; }

/* Days since 1970-01-01 of a day of the Gregorian calendar (H. Hinnant, days_from_civil: years of 400, begun in March). */
static int64_t days_of(int64_t y, int64_t m, int64_t d) {
    y -= m <= 2;
    const int64_t era = y / 400, yoe = y - era * 400, doy = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + d - 1;
    return era * 146097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719468;
}

static bool day_of(st_str s, int64_t *days) {
    static const int month[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    int64_t y, m, d;
    if (!digits(s, 0, 4, &y) || !is(s, 4, '-') || !digits(s, 5, 2, &m) || !is(s, 7, '-') || !digits(s, 8, 2, &d)) return false;
    if (y < 1800 || y > 2999 || m < 1 || m > 12 || d < 1) return false;
    const bool leap = (y % 4 == 0 && y % 100 != 0) || y % 400 == 0;
    if (d > month[m - 1] + (m == 2 && leap)) return false;
    *days = days_of(y, m, d);
    return true;
}

/* The zone at `at`, to the end of the text. */
static bool zone_of(st_str s, size_t at, int64_t *seconds) {
    int64_t h, m;
    if (is(s, at, 'Z') && at + 1 == s.n) return (void)(*seconds = 0), true;
    if ((!is(s, at, '+') && !is(s, at, '-')) || at + 6 != s.n || !digits(s, at + 1, 2, &h) || !is(s, at + 3, ':') || !digits(s, at + 4, 2, &m) || h > 14 || m > 59) return false;
    *seconds = (h * 3600 + m * 60) * (s.p[at] == '-' ? -1 : 1);
    return true;
}

bool st_instant_of(st_str s, st_instant *out) {
    int64_t days, h, m, sec = 0, zone;
    if (!day_of(s, &days)) return false;
    if (s.n == 10) return (void)(*out = days * DAY), true;
    if (!is(s, 10, 'T') || !digits(s, 11, 2, &h) || !is(s, 13, ':') || !digits(s, 14, 2, &m) || h > 24 || m > 59) return false;
    size_t at = 16;
    if (is(s, at, ':')) {
        if (!digits(s, 17, 2, &sec) || sec > 59) return false;
        at = 19;
    }
    if (!zone_of(s, at, &zone)) return false;
    *out = days * DAY + h * 3600 + m * 60 + sec - zone;
    return true;
}

bool st_instants_of(st_str s, st_instant *first, st_instant *last) {
    int32_t a, b;
    if (st_instant_of(s, first)) {
        if (s.n == 10) *first += DAY / 2;
        *last = *first;
        return true;
    }
    if (!st_date_range(s, &a, &b)) return false;
    *first = (int64_t)a * DAY;
    *last = (int64_t)b * DAY + DAY - 1;
    return true;
}

void st_instant_print(st_instant t, char out[32]) {
    int64_t days = t / DAY, rest = t % DAY;
    if (rest < 0) {
        rest += DAY;
        days--;
    }
    const int64_t z = days + 719468, era = (z >= 0 ? z : z - 146096) / 146097, doe = z - era * 146097;
    const int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365, doy = doe - (365 * yoe + yoe / 4 - yoe / 100), mp = (5 * doy + 2) / 153;
    const int d = (int)(doy - (153 * mp + 2) / 5 + 1), m = (int)(mp < 10 ? mp + 3 : mp - 9), y = (int)(yoe + era * 400 + (m <= 2));
    if (rest == 0 || rest == DAY / 2) snprintf(out, 32, "%04d-%02d-%02d", y, m, d);
    else snprintf(out, 32, "%04d-%02d-%02dT%02d:%02dZ", y, m, d, (int)(rest / 3600), (int)(rest / 60 % 60));
}

bool st_decimal_of(st_str s, int64_t *out) {
    size_t i = is(s, 0, '-') ? 1 : 0, whole = 0, decimals = 0;
    int64_t v = 0;
    for (; i < s.n && s.p[i] >= '0' && s.p[i] <= '9'; i++) {
        if (++whole > 14) return false;
        v = v * 10 + (s.p[i] - '0');
    }
    if (whole == 0) return false;
    if (is(s, i, '.'))
        for (i++; i < s.n && s.p[i] >= '0' && s.p[i] <= '9'; i++) {
            if (++decimals > 4) return false;
            v = v * 10 + (s.p[i] - '0');
        }
    if (i != s.n) return false;
    while (decimals++ < 4) v *= 10;
    *out = is(s, 0, '-') ? -v : v;
    return true;
}

void st_decimal_print(int64_t v, char out[32]) {
    const uint64_t a = v < 0 ? (uint64_t)0 - (uint64_t)v : (uint64_t)v;
    int n = snprintf(out, 32, "%s%llu.%04llu", v < 0 ? "-" : "", (unsigned long long)(a / 10000), (unsigned long long)(a % 10000));
    while (out[n - 1] == '0') out[--n] = 0;
    if (out[n - 1] == '.') out[n - 1] = 0;
}
