/* Inside text/: the calendar. Proleptic Gregorian, years 1500 to 9999: what lists print as 13xx or 14xx is a year of the Iranian or
 * the Hijri calendar, and to take it for one of ours would be a wrong date. */
#ifndef ST_CALENDAR_H
#define ST_CALENDAR_H
#include "base/base.h"

/* A date of which year, or year and month, or all are known: month and day 0 when not. */
typedef struct st_ymd { int32_t year, month, day; bool circa; } st_ymd;

bool st_ymd_valid(st_ymd d);
/* Days since 1970-01-01 of a whole date. Howard Hinnant, chrono-Compatible Low-Level Date Algorithms. */
int32_t st_ymd_days(int32_t year, int32_t month, int32_t day);
st_ymd st_ymd_of_days(int32_t days);
int32_t st_month_length(int32_t year, int32_t month);
/* First and last day that it can mean. */
void st_ymd_range(st_ymd d, int32_t *first, int32_t *last);
/* Writes "1961", "1961-03", "1961-03-12", each with "~" when circa; the number of bytes, at most 11. */
size_t st_ymd_write(st_ymd d, char *out);
/* Reads what st_ymd_write writes, nothing else. */
bool st_ymd_read(st_str s, st_ymd *d);
#endif
