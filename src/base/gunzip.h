/* Gzip, verified. libarchive reads gzip without looking at the checksum and the length behind each member, so that a file which was damaged on its
 * way would be read as it is. zlib is known to gunzip.c alone; for input.c alone. */
#ifndef ST_GUNZIP_H
#define ST_GUNZIP_H
#include "base/base.h"

typedef struct st_gunzip st_gunzip;
/* Over memory that stays the caller's. NULL when memory is out. */
st_gunzip *st_gunzip_new(const void *p, size_t n);
/* The next bytes, at most `cap`; *n is 0 at the end of the last member, behind which only NUL bytes may stand. ST_E_DATA with *why (static), or
 * ST_E_NOMEM. Linear in what is read and given. */
st_code st_gunzip_read(st_gunzip *g, void *to, size_t cap, size_t *n, const char **why);
void st_gunzip_free(st_gunzip *g);   /* NULL is allowed */
#endif
