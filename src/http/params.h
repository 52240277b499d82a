/* Parameters of a request as a JSON object, whether they came in the query or in the body. */
#ifndef ST_PARAMS_H
#define ST_PARAMS_H
#include "base/json.h"

/* Percent-decoded, + left as it is; UTF-8 without U+0000, else ST_E_USAGE. */
st_code st_percent_decode(st_arena *a, st_str s, st_str *out, st_err *err);
/* "a=1&b=2&a=3" as {"a":["1","3"],"b":"2"}: every value a text, + a blank. At most 256 of them. */
st_code st_params_of_query(st_arena *a, st_str query, st_json **out, st_err *err);

/* Look-ups in such an object, whose members may be of any type when it was a body. Absent: the value that is there stays. ST_E_USAGE names the parameter. */
st_code st_param_text(const st_json *p, const char *key, const char **out, st_arena *a, st_err *err);
st_code st_param_bool(const st_json *p, const char *key, bool *out, st_err *err);
st_code st_param_count(const st_json *p, const char *key, uint64_t *out, st_err *err);
/* Several texts; at most 64. */
st_code st_param_texts(const st_json *p, const char *key, const char **item, size_t most, size_t *n, st_arena *a, st_err *err);
#endif
