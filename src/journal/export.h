/* Records for people and for other programs: CSV, and a page that can be printed. JSON lines are st_record_json_line. */
#ifndef ST_EXPORT_H
#define ST_EXPORT_H
#include "journal/decide.h"

/* One row for each hit of a screen, each check and each other record. A cell that a spreadsheet would take for a formula (it begins with = + - @, a tab or a line end)
 * gets an apostrophe in front. */
void st_csv_head(st_buf *out);
st_code st_csv_record(st_journal *j, const st_record *r, st_buf *out, st_err *err);
/* A cell with its separator in front unless it is the first. */
void st_csv_cell(st_buf *out, st_str s, bool first);

/* A page without scripts or anything from elsewhere. A screen shows each hit as an alert: customer and listed party side by side, the reasons, what was decided; a
 * check its verdicts with articles. */
void st_html_head(st_buf *out, st_str title);
st_code st_html_record(st_journal *j, const st_record *r, st_buf *out, st_err *err);
void st_html_end(st_buf *out);
#endif
