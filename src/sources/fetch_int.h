/* Between the files of fetch: the folder of one list on disk. */
#ifndef ST_FETCH_INT_H
#define ST_FETCH_INT_H
#include "sources/fetch.h"
#include "sources/fetch_http.h"

enum { ST_FETCH_PATH = 4096 };

/* What is kept of one list, and how to ask whether it still holds. */
typedef struct st_kept {
    char folder[ST_FETCH_PATH];                 /* INTO/LIST */
    st_fetch_version v;                         /* v.file empty: nothing */
    char url[2048], etag[ST_HTTP_ETAG], last_modified[ST_HTTP_DATE];   /* empty when not known */
} st_kept;

/* Makes the folders of the list, removes what killed runs left, and finds the current version: by .state where that agrees with the file (name,
 * size, hash), else by reading the file anew. A current file that cannot be read any more counts as none. */
st_code st_kept_open(st_kept *k, const char *into, const st_feed *feed, st_err *err);
/* Makes the checked file at `path` the current version (v.file is its name to be), in this order: the file into the folder, `current` onto it,
 * .state. Each step is atomic and synced; killed between two of them, the next st_kept_open sets it right. */
st_code st_kept_replace(st_kept *k, const char *path, const st_fetch_version *v, st_err *err);
/* Writes .state: after a change of etag, last_modified or url. */
st_code st_kept_save(const st_kept *k, st_err *err);
/* Removes the oldest versions down to `keep`, never the current one; 0: none. What cannot be removed stays. */
void st_kept_prune(const st_kept *k, uint32_t keep);
/* FOLDER/NAME; ST_E_USAGE when it is too long. */
st_code st_fetch_join(char out[ST_FETCH_PATH], const char *folder, const char *name, st_err *err);

/* Reads a file as a list, into a model of its own: bytes, parties, date, hash; list and format in `a`, whose slices lie in the arena. */
st_code st_fetch_read(const char *path, st_arena *arena, st_fetch_arrival *a, st_err *err);
/* The name under which a version is kept: date or today, start of the hash, the ends of `name` that tell its type ("xml", "csv.gz"). */
void st_fetch_name(st_fetch_version *v, const char *today, const char *name);
#endif
