/* Files: map one for reading, replace one atomically. */
#ifndef ST_FILE_H
#define ST_FILE_H
#include "base/base.h"

typedef struct st_map { const void *p; size_t n; } st_map;
/* Read-only private mapping; the descriptor is closed at once. Fails on an empty file or a folder. */
st_code st_map_open(const char *path, st_map *m, st_err *err);
void st_map_close(st_map *m);

/* Writing with replacement: a temporary file in the same folder, written, fsynced, renamed over the target, folder fsynced.
 * Until commit succeeds the old file is untouched; abort removes the temporary. Writes are buffered. mode: of a new file, less the umask; a
 * file that is replaced keeps its own. ST_E_USAGE for a path at which a folder, device or pipe stands; a link is replaced by the file. */
typedef struct st_out st_out;
st_out *st_out_begin(const char *path, unsigned mode, st_err *err);
st_code st_out_write(st_out *o, const void *p, size_t n, st_err *err);
/* Overwrites bytes already written (a header that is known last). */
st_code st_out_patch(st_out *o, uint64_t at, const void *p, size_t n, st_err *err);
uint64_t st_out_tell(const st_out *o);
st_code st_out_commit(st_out *o, st_err *err);   /* frees o, also on failure */
void st_out_abort(st_out *o);                    /* frees o; NULL is allowed */

/* SHA-256 of bytes or of a file, as 64 lower-case hex digits and NUL. libcrypto is known to sha256.c alone. */
typedef struct st_sha256 st_sha256;
st_sha256 *st_sha256_new(void);
void st_sha256_add(st_sha256 *h, const void *p, size_t n);
void st_sha256_end(st_sha256 *h, char hex[65]);  /* frees h */

/* SHA-256 of a short piece at once, as bytes. */
void st_sha256_of(const void *p, size_t n, uint8_t out[32]);

/* Tests only: the n-th write, fsync or rename from now on fails with ENOSPC (0: none). Returns how many were made since the last call. */
uint64_t st_fault_write(uint64_t nth);
#endif
