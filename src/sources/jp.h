/* Workbooks of Japan's ministries: the asset freeze list (MOF) and the Foreign End User List (METI). And of Australia (DFAT). */
#ifndef ST_JP_H
#define ST_JP_H
#include "sources/sheet.h"
#include "sources/xlsx.h"

extern const st_layout st_jp_mof_layout, st_jp_meti_layout, st_au_layout;

/* What the asset freeze list says per sheet: one sheet is one regime. Zeroed to begin with; user of its st_sheet. */
typedef struct st_jp_mof { char regime[256], number[16]; st_kind kind; st_arena arena; st_str *cell; size_t cap; } st_jp_mof;
/* A new sheet: its name is the regime, with a number in front. */
void st_jp_mof_sheet(st_jp_mof *j, st_str name);
/* Stages and commits a row: full-width forms become ASCII, "unknown" becomes empty, lifted designations are counted. */
st_code st_jp_mof_row(st_jp_mof *j, st_sheet *s, const st_csv_row *row, st_err *err);
/* Full-width forms of ASCII and the wide blank as ASCII; appends to out. The text must be valid UTF-8. */
void st_jp_narrow(st_str s, st_buf *out);
void st_jp_mof_free(st_jp_mof *j);
#endif
