/* Two names against each other, without an index: the kernel of the search, with the background population for rarity. */
#ifndef ST_COMPARE_H
#define ST_COMPARE_H
#include "match/name.h"
#include "model/model.h"

typedef struct st_comparer st_comparer;
st_comparer *st_comparer_new(st_err *err);
void st_comparer_free(st_comparer *c);
/* Evidence in 1/16 bits that a party of this kind (ST_KIND_UNKNOWN: the better of both views) asked as `asked` is the one listed as `listed`: the best
 * over their forms (variants.h), ties the first. why may be NULL; its points add up to the evidence. ST_E_NOMEM; ST_E_LIMIT for a name of more than
 * ST_NAME_BYTES. *evidence is INT32_MIN when one of the names has nothing to compare. */
st_code st_compare(st_comparer *c, st_kind kind, st_str asked, st_str listed, st_reasons *why, int32_t *evidence, st_err *err);
#endif
