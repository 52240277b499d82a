/* Who sanctions whom: imposers by class of measure, with the first day of effect, and NONE where a state says that it imposes nothing. */
#ifndef ST_MATRIX_H
#define ST_MATRIX_H
#include "base/json.h"
#include "rules/rules.h"

typedef enum st_matrix_state { ST_CELL_UNKNOWN, ST_CELL_NONE, ST_CELL_IN_FORCE, ST_CELL_ENDED } st_matrix_state;   /* UNKNOWN: no measure in this set, and no claim that there is none */
/* first, last: the measure that began first, the one that ended last. */
typedef struct st_matrix_cell { st_matrix_state state; const st_law *first, *last; size_t measures; bool unsure; } st_matrix_cell;
typedef struct st_matrix { st_str target; st_instant at; st_str *imposer; size_t imposers; st_str *klass; size_t classes; st_matrix_cell *cell; /* class * imposers + imposer */ } st_matrix;

/* Memory from the arena. Classes that no imposer has are left out. ST_E_NOMEM. */
st_code st_matrix_of(const st_rules *r, st_str target, st_instant at, st_arena *a, st_matrix *out, st_err *err);
void st_matrix_json(st_jw *w, const st_rules *r, const st_matrix *m);
/* A picture of its own: no script, no font that must be loaded. */
void st_matrix_svg(const st_rules *r, const st_matrix *m, st_buf *out);
#endif
