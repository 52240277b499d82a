/* Delimited text: one scanner for every dialect that the lists use, streaming, with line numbers that match an editor's.
 *
 * Quotes follow RFC 4180; a bare quote inside an unquoted field is taken literally; a record may span lines only inside quotes and only up to
 * max_record bytes, so that one lost quote cannot swallow the file: such a record is reported as damaged and reading goes on at the next line
 * after the one where the record began. Nor can it swallow the next line: a bare quote at the beginning of a field further down says that the open
 * one was lost, even where the record would close after it. A byte order mark, CRLF, a lone CR, a missing last line end and a final 0x1A are taken as they come. */
#ifndef ST_CSV_H
#define ST_CSV_H
#include "base/input.h"

typedef struct st_csv st_csv;

typedef struct st_csv_dialect {
    char sep;             /* ',' ';' '\t' '|' '@' */
    char quote;           /* '"', or 0 for none */
    bool cp1252;          /* a record that is not UTF-8 is read as Windows-1252; otherwise it is damaged */
    uint32_t max_record;  /* bytes; 0: 1 MiB */
    uint32_t max_fields;  /* 0: 1024 */
} st_csv_dialect;

typedef struct st_csv_row {
    const st_str *field;  /* n fields, unquoted, not trimmed; valid until the next call */
    size_t n;
    uint32_t line;        /* line on which the record begins, from 1 */
    const char *bad;      /* NULL, or why the record is damaged: its fields are then as far as could be read */
    bool converted;       /* it was not UTF-8, and was read as Windows-1252 */
    bool open;            /* the file ends behind it without a line end or 0x1A: it may have been cut off, in the last field */
} st_csv_row;

/* Reads the current member of the input, which stays the caller's. */
st_csv *st_csv_open(st_input *in, const st_csv_dialect *d, st_err *err);
/* 1 a record, 0 the end, negative on error (of the input, not of a record). Empty lines are passed over. A file that ends without a line end in a
 * damaged record, or in one with fewer fields than the record before it, was cut off: ST_E_DATA. */
int st_csv_next(st_csv *csv, st_csv_row *row, st_err *err);
void st_csv_close(st_csv *csv);
/* The separator that the first line of a text has most of, outside quotes: one of , ; tab |. The comma where it has none. */
char st_csv_separator(st_str head);
#endif
