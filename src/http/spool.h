/* A long body, kept until it is read: in memory while it is short, then in a file without a name, which nobody else can open and which ends with us. */
#ifndef ST_SPOOL_H
#define ST_SPOOL_H
#include "base/input.h"

typedef struct st_spool st_spool;
st_spool *st_spool_new(st_err *err);
st_code st_spool_add(st_spool *s, const void *p, size_t n, st_err *err);
/* Reads what was added, from its beginning; the spool must outlive it. */
st_input *st_spool_input(st_spool *s, st_err *err);
void st_spool_free(st_spool *s);   /* NULL is allowed */
#endif
