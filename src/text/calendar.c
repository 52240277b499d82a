/* The calendar, and EDTF (ISO 8601-2) as strait writes it. */
#include "text/calendar.h"
#include "text/text.h"

static bool leap(int32_t y) { return y % 4 == 0 && (y % 100 != 0 || y % 400 == 0); }

int32_t st_month_length(int32_t year, int32_t month) {
    static const int32_t length[12] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    return month == 2 && leap(year) ? 29 : length[month - 1];
}

bool st_ymd_valid(st_ymd d) {
    if (d.year < 1500 || d.year > 9999 || d.month < 0 || d.month > 12 || d.day < 0) return false;
    return d.month == 0 ? d.day == 0 : d.day <= st_month_length(d.year, d.month);
}

int32_t st_ymd_days(int32_t year, int32_t month, int32_t day) {
    const int32_t y = month <= 2 ? year - 1 : year, era = y / 400, yoe = y - era * 400;
    const int32_t doy = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    return era * 146097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719468;
}

st_ymd st_ymd_of_days(int32_t days) {
    const int32_t z = days + 719468, era = z / 146097, doe = z - era * 146097;
    const int32_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365, doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    const int32_t mp = (5 * doy + 2) / 153, month = mp < 10 ? mp + 3 : mp - 9;
    return (st_ymd){ yoe + era * 400 + (month <= 2 ? 1 : 0), month, doy - (153 * mp + 2) / 5 + 1, false };
}

static int32_t clamped_days(int32_t year, int32_t month, int32_t day) {
    const int32_t most = st_month_length(year, month);
    return st_ymd_days(year, month, day > most ? most : day);
}

void st_ymd_range(st_ymd d, int32_t *first, int32_t *last) {
    const int32_t wide = d.circa ? 1 : 0;
    *first = clamped_days(d.year - wide, d.month ? d.month : 1, d.day ? d.day : 1);
    *last = clamped_days(d.year + wide, d.month ? d.month : 12, d.day ? d.day : 31);
}

static char digit(int32_t v) { return (char)('0' + v % 10); }

size_t st_ymd_write(st_ymd d, char *out) {
    char *o = out;
    *o++ = digit(d.year / 1000); *o++ = digit(d.year / 100); *o++ = digit(d.year / 10); *o++ = digit(d.year);
    if (d.month) { *o++ = '-'; *o++ = digit(d.month / 10); *o++ = digit(d.month); }
    if (d.day) { *o++ = '-'; *o++ = digit(d.day / 10); *o++ = digit(d.day); }
    if (d.circa) *o++ = '~';
    return (size_t)(o - out);
}

static bool number(st_str s, size_t at, size_t n, int32_t *out) {
    *out = 0;
    if (s.n < at + n) return false;
    for (size_t i = at; i < at + n; i++) {
        if (s.p[i] < '0' || s.p[i] > '9') return false;
        *out = *out * 10 + (s.p[i] - '0');
    }
    return true;
}

bool st_ymd_read(st_str s, st_ymd *d) {
    *d = (st_ymd){ 0, 0, 0, false };
    if (s.n && s.p[s.n - 1] == '~') { d->circa = true; s.n--; }
    if ((s.n != 4 && s.n != 7 && s.n != 10) || !number(s, 0, 4, &d->year)) return false;
    if (s.n >= 7 && (s.p[4] != '-' || !number(s, 5, 2, &d->month) || d->month == 0)) return false;
    if (s.n == 10 && (s.p[7] != '-' || !number(s, 8, 2, &d->day) || d->day == 0)) return false;
    return st_ymd_valid(*d);
}

bool st_date_range(st_str edtf, int32_t *first, int32_t *last) {
    st_ymd a, b;
    int32_t from, to, skip;
    const size_t slash = st_str_chr(edtf, '/');
    if (!st_ymd_read(slash == SIZE_MAX ? edtf : st_str_sub(edtf, 0, slash), &a)) return false;
    st_ymd_range(a, &from, &to);
    if (slash != SIZE_MAX) {
        if (!st_ymd_read(st_str_sub(edtf, slash + 1, edtf.n), &b)) return false;
        st_ymd_range(b, &skip, &to);
        if (from > to || skip < from) return false;   /* an interval does not begin after its end began */
    }
    *first = from;
    *last = to;
    return true;
}

bool st_date_valid(st_str edtf) {
    int32_t first, last;
    return st_date_range(edtf, &first, &last);
}

bool st_date_excel(st_str serial, char out[32]) {
    const st_str s = st_str_trim(serial);
    const size_t dot = st_str_chr(s, '.');
    uint64_t v, fraction;
    if (!st_parse_u64(dot == SIZE_MAX ? s : st_str_sub(s, 0, dot), &v)) return false;
    if (dot != SIZE_MAX && (s.n - dot > 18 || !st_parse_u64(st_str_sub(s, dot + 1, s.n), &fraction))) return false;   /* the time of day */
    if (v == 0 || v == 60 || v > 2958465) return false;   /* day 60 is 29 February 1900, which was not; 2958465 is 9999-12-31 */
    const size_t n = st_ymd_write(st_ymd_of_days((int32_t)v + st_ymd_days(1899, 12, 30) + (v < 60 ? 1 : 0)), out);
    out[n] = 0;
    return true;
}
