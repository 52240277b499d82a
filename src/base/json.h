/* JSON in and out. libyajl is known to json.c alone; it streams and keeps numbers as text.
 *
 * In: small trees in an arena, one per value at a path: the whole line of a JSON-lines file, or each element of a long array, so that a
 * file of any size is read in constant memory. Depth, nodes and bytes per value are limited. */
#ifndef ST_JSON_H
#define ST_JSON_H
#include "base/input.h"

typedef enum st_json_type { ST_JSON_NULL, ST_JSON_FALSE, ST_JSON_TRUE, ST_JSON_NUMBER, ST_JSON_STRING, ST_JSON_ARRAY, ST_JSON_OBJECT } st_json_type;

typedef struct st_json {
    st_json_type type;
    uint32_t line;                  /* where it stands in its text, from 1; 0 when it is not known, as of JSON */
    st_str key;                     /* within an object */
    st_str text;                    /* string (may hold U+0000), or number as written */
    struct st_json *child, *next;   /* first child; next sibling */
} st_json;

/* One text into a tree. NULL on failure, err.where "line N" counted from first_line. */
st_json *st_json_parse(st_arena *a, st_str text, uint32_t first_line, st_err *err);

/* Calls fn for each value of a stream. path "" : every line of the current member is a value (blank lines pass; a damaged line is handed over
 * with v NULL and the reason in err, and reading goes on when fn returns 0). path "a.b[]" : every element of that array in one document;
 * a document that is not well-formed fails as a whole. The arena of v is reset after each call. */
typedef st_code (*st_json_fn)(void *user, const st_json *v, uint32_t line, st_err *err);
st_code st_json_stream(st_input *in, const char *path, st_json_fn fn, void *user, st_err *err);

/* Look-ups that accept NULL. */
const st_json *st_json_get(const st_json *object, const char *key);
st_str st_json_text(const st_json *v);              /* string or number or true/false as text; empty for anything else */
st_str st_json_get_text(const st_json *object, const char *key);

/* Out: appends to a buffer; commas are placed by the writer. Strings must be valid UTF-8; control characters, quotes and backslashes are escaped. */
typedef struct st_jw { st_buf *b; bool comma; } st_jw;
void st_jw_open(st_jw *w, char brace);              /* '{' or '[' */
void st_jw_close(st_jw *w, char brace);             /* '}' or ']' */
void st_jw_key(st_jw *w, const char *key);
void st_jw_keys(st_jw *w, st_str key);
void st_jw_str(st_jw *w, st_str s);
void st_jw_z(st_jw *w, const char *z);
void st_jw_u64(st_jw *w, uint64_t v);
void st_jw_bool(st_jw *w, bool v);
void st_jw_null(st_jw *w);
void st_jw_fixed(st_jw *w, uint32_t value, unsigned decimals);  /* 9123 with 4 decimals is 0.9123 */
void st_jw_tree(st_jw *w, const st_json *v);        /* a value as it was read, numbers as written */
void st_jw_raw(st_jw *w, st_str json);              /* a value that is JSON already */
#endif
