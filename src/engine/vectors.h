/* Vectors: cases with the answers that they must get (doc/CASES.md), asked and compared. */
#ifndef ST_VECTORS_H
#define ST_VECTORS_H
#include "engine/check.h"

typedef struct st_vectors_stats { uint64_t vectors, passed, failed; } st_vectors_stats;
/* fn is told of each vector; differences is empty when it passed, else a line for each. */
typedef void (*st_vector_fn)(void *user, st_str id, uint32_t line, st_str differences);
/* A file of vectors. rules_at gives the rules of a time of knowledge that a vector names (NULL and err when it cannot); e may be NULL. A vector that is damaged is a failed one; a file that
 * is, is an error. */
typedef const st_rules *(*st_rules_at_fn)(void *user, bool has_known, st_instant known, st_err *err);
st_code st_vectors_run(const char *path, st_rules_at_fn rules_at, const st_engine *e, st_vector_fn fn, void *user, st_vectors_stats *stats, st_err *err);
#endif
