/* Shared by the files of mktext. */
#ifndef ST_MKTEXT_H
#define ST_MKTEXT_H
#include "text/text.h"
#include "text/text_blob.h"

extern st_blob_head mk_head;

_Noreturn void mk_die(const char *what, const char *detail);
/* The whole file dir/name, valid UTF-8; the caller frees. */
char *mk_read_file(const char *dir, const char *name, size_t *n);
/* Begins the blob with room for its head, appends a section at a multiple of 64, writes it all with head and version hash. */
void mk_begin(void);
st_span mk_section(const void *p, size_t n, size_t size);
void mk_write(const char *path);
/* Where a text is in the pool, added when it is new. */
uint32_t mk_intern(st_buf *pool, const char *p, size_t n);
/* Words, months, places: after the folding tables, which they use. */
void mk_names(const char *dir);
#endif
