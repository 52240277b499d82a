/* Errors that a person can act on: what is wrong, where, and what to do.
 *
 * A function that can fail returns an st_code (0 or negative) or a handle (NULL on failure) and takes an st_err last.
 * The callee fills it once, at the place that knows most; callers add only the place. Nothing here is thread-local. */
#ifndef ST_ERR_H
#define ST_ERR_H
#include <stdarg.h>
#include <stddef.h>

typedef enum st_code {
#define ERR(sym, value, exit_status, text) sym = (value),
#include "base/errors.def"
#undef ERR
} st_code;

typedef struct st_err {
    st_code code;
    char what[768];   /* the problem, without a full stop: "the file ends inside an element" */
    char where[512];  /* file:line, record key, or empty */
    char hint[512];   /* what to do about it, or empty */
} st_err;

#define ST_PRINTF(a, b) __attribute__((format(printf, a, b)))
#define ST_NODISCARD __attribute__((warn_unused_result))

/* Fills err (which may be NULL), place and hint emptied, and returns code, so that `return st_fail(...)` reads well. All three texts are valid
 * UTF-8 without control characters, whatever was quoted in them. */
st_code st_fail(st_err *err, st_code code, const char *fmt, ...) ST_PRINTF(3, 4);
/* Adds the place or the hint. A place or hint that is already there stays: the innermost knows best. */
void st_err_where(st_err *err, const char *fmt, ...) ST_PRINTF(2, 3);
void st_err_hint(st_err *err, const char *fmt, ...) ST_PRINTF(2, 3);
/* The exit status that the command line gives for a code. */
int st_code_exit(st_code code);
const char *st_code_name(st_code code);

#define ST_TRY(call) do { st_code st_try_ = (call); if (st_try_ < 0) return st_try_; } while (0)
#endif
