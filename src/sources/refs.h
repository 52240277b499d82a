/* References between records: "(QDi.001)" in the comments of one record names another record of the same list.
 *
 * A feed is read as a stream and refers forward, so the references are collected and become LINKED_TO facts when the list has been read:
 * the value is the other record's key when the list holds it; else the value is empty and target_name says which number was named. */
#ifndef ST_REFS_H
#define ST_REFS_H
#include "model/model.h"

typedef struct st_refs {
    st_arena arena;
    struct st_ref { st_str number, key; uint32_t line; } *known, *used;
    size_t n_known, cap_known, n_used, cap_used;
    st_code failed;
} st_refs;
#define ST_REFS_INIT { { NULL, 0, 256u << 20 }, NULL, NULL, 0, 0, 0, 0, ST_OK }

/* The record with this key has this reference number. */
void st_refs_define(st_refs *r, st_str number, st_str key);
/* Looks for reference numbers in the text of the record with this key: UN permanent numbers (QDi.001), UK unique ids (RUS0251). The record's own
 * numbers are passed over by the caller's define. */
void st_refs_scan(st_refs *r, st_str text, st_str key, uint32_t line);
/* Commits the links. */
st_code st_refs_commit(st_refs *r, st_model *m, st_err *err);
void st_refs_free(st_refs *r);
#endif
