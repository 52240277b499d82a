/* Columns by name: publishers add, drop and reorder columns, so a reader names what it wants and the header says where it is. */
#ifndef ST_COLUMNS_H
#define ST_COLUMNS_H
#include "base/csv.h"
#include "model/model.h"

#define ST_COLUMNS_MAX 160
#define ST_COLUMN_NONE UINT16_MAX

typedef struct st_columns {
    uint16_t at[ST_COLUMNS_MAX];      /* by the reader's own numbering */
    struct st_unknown { uint16_t at; st_str name; } *unknown;
    size_t n_unknown, width;          /* width: of the header row, without empty names at its end */
    st_arena arena;
} st_columns;

/* Maps names ("D.O.B|DOB": either; case is ignored; NULL entries are passed over) to the columns of a header row; of two columns with one name
 * the first counts. *found gets how many names were there. Columns without a name become `unknown`. Fails only when memory is out. */
st_code st_columns_map(st_columns *c, const st_csv_row *header, const char *const *names, size_t n, size_t *found, st_err *err);
void st_columns_free(st_columns *c);
/* The trimmed cell, empty when the column or the cell is missing. */
st_str st_cell(const st_columns *c, const st_csv_row *row, size_t column);
/* Notes the cells of unknown columns with the column's name, and those behind the last column, which say that the row is out of step: with a warning.
 * Warns as well of a last row without a line end. */
void st_columns_note_unknown(const st_columns *c, const st_csv_row *row, st_model *m);

/* A set of keys, for lists that spread one record over many rows. */
typedef struct st_keyset { struct st_key { st_str key; uint64_t hash; uint32_t mark; uint32_t line; } *slot; size_t n, cap; st_arena arena; } st_keyset;
/* The entry of this key, made when it is new (*fresh). NULL when memory is out. Valid until the next call. */
struct st_key *st_keyset_of(st_keyset *s, st_str key, bool *fresh);
/* The entry of this key, or NULL when there is none. */
const struct st_key *st_keyset_get(const st_keyset *s, st_str key);
void st_keyset_free(st_keyset *s);
#endif
