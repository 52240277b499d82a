/* A listed party as a text with a hash: its version. Two versions are equal exactly when strait diff sees no difference. */
#ifndef ST_ENTRY_H
#define ST_ENTRY_H
#include "index/index.h"
#include "journal/record.h"

/* {"list","id","type","facts":[["name","Jane Example",["language","en"]],...]}: facts and their qualifiers sorted bytewise and each once, so that neither the order
 * nor the lines of the list's file count. Appended to out. O(facts log facts). */
void st_entry_body(const st_index *ix, uint32_t party, st_buf *out);
/* version, and the slices; body lives in out, which is cleared first. ST_E_NOMEM. */
st_code st_entry_of(const st_index *ix, uint32_t party, st_buf *out, st_entry *e, st_err *err);
#endif
