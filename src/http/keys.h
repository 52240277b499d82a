/* API keys: a file with a line "name role salt hash" a key (tabs or blanks between), # before comments. The key itself is in no file.
 *
 * A key is "name.secret"; the secret is 32 random bytes in hex, and the hash is scrypt of it (RFC 7914, N 16384, r 8, p 1) with a salt of 16 bytes. A key that was right
 * once is known by its SHA-256 under a secret of the process from then on, so that a request does not cost the time of scrypt. */
#ifndef ST_KEYS_H
#define ST_KEYS_H
#include "http/http.h"

typedef struct st_keys st_keys;
/* Fails on a file that others than its owner may write, on a role or line that is none, on a name that stands twice. */
st_keys *st_keys_open(const char *path, st_err *err);
void st_keys_free(st_keys *k);
/* The role that "Bearer KEY" has, with the key's name, which lives as long as the keys; PUBLIC when it is none. Any number of threads. */
st_role st_keys_role(const st_keys *k, st_str authorization, st_str *name);
/* Makes a key: what the user is given, and the line for the file (without its end). name: letters, digits, - and _. */
st_code st_keys_make(const char *name, st_role role, st_buf *key, st_buf *line, st_err *err);
#endif
