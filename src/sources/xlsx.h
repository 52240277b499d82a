/* Workbooks (Office Open XML spreadsheets, ECMA-376): the rows of every sheet as text cells, in the order of the workbook.
 *
 * A workbook is a zip of XML members that come in any order, and cells refer to strings and styles in other members; so the sheets' bytes are held
 * until the archive has been read. Shared, inline and formula strings, booleans and numbers become text; numbers whose style is a date become ISO
 * days, by the date system of the workbook. Phonetic runs (furigana) are left out: they repeat a cell's text in another script. */
#ifndef ST_XLSX_H
#define ST_XLSX_H
#include "base/csv.h"
#include "base/xml.h"

#define ST_XLSX_MAX_SHEET (128u << 20)   /* bytes of one sheet's XML */
#define ST_XLSX_MAX_BYTES (512u << 20)   /* of all sheets, and of all shared strings */
#define ST_XLSX_MAX_COLUMNS 1024u
#define ST_XLSX_MAX_SHEETS 1000u

typedef struct st_xlsx_sheet { st_str name; size_t number; } st_xlsx_sheet;   /* from 1, in the order of the workbook */
/* A row: line is its number in the sheet; cells up to the last that is not empty, valid during the call. Return negative to stop. */
typedef st_code (*st_xlsx_fn)(void *user, const st_xlsx_sheet *sheet, const st_csv_row *row, st_err *err);
/* Reads the archive that is open, from its current member on. ST_E_DATA when it holds no sheet or one is damaged; ST_E_LIMIT past the bounds. Linear
 * in the size of the workbook. */
st_code st_xlsx_read(st_input *in, st_xlsx_fn fn, void *user, st_err *err);
#endif
