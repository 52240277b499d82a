/* One row of a customer file, as CSV record or JSON object, as a query; what is not understood is carried through. */
#ifndef ST_ROW_H
#define ST_ROW_H
#include "base/csv.h"
#include "base/json.h"
#include "match/query.h"

/* A hit of a row, where only scores are asked for (batch.h). */
typedef struct st_row_hit { uint32_t list, score; st_kind kind; } st_row_hit;

typedef struct st_row {
    st_arena arena;      /* of the texts below; emptied by st_row_begin */
    uint32_t line;
    st_query q;
    st_buf echo;         /* the row as a JSON object: all its columns, in their order */
    st_str bad;          /* why the row cannot be asked, or empty */
    st_buf out;          /* the answer, filled by the batch */
    uint32_t hits;
    st_row_hit *hit;     /* in the arena; NULL when answers are written */
    uint32_t *party;     /* in the arena: the hits' parties; NULL unless they are kept */
} st_row;

void st_row_init(st_row *r);
void st_row_free(st_row *r);
void st_row_begin(st_row *r, uint32_t line);
/* Why the row is bad; the first reason stays. */
void st_row_bad(st_row *r, const char *fmt, ...) ST_PRINTF(2, 3);

/* Keys are those of query_fields.def in any case, with blanks or hyphens for underscores, and `aliases` (or alias, aka), separated by ; or |.
 * Faults of the data make the row bad: a column given twice, several values where one is taken. Negative only when memory is out. */
st_code st_row_csv(st_row *r, const st_str *header, size_t columns, const st_csv_row *record, st_err *err);
st_code st_row_json(st_row *r, const st_json *object, st_err *err);
/* Is this a column that is understood? */
bool st_row_knows(st_str key);
#endif
