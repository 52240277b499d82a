/* Errors: filled once, where most is known. */
#include "base/base.h"

st_code st_fail(st_err *err, st_code code, const char *fmt, ...) {
    if (!err) return code;
    err->code = code;
    err->where[0] = err->hint[0] = 0;
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(err->what, sizeof err->what, fmt, ap);
    va_end(ap);
    return code;
}

static void ST_PRINTF(3, 0) fill_once(char *to, size_t size, const char *fmt, va_list ap) {
    if (to[0] == 0) vsnprintf(to, size, fmt, ap);
}

void st_err_where(st_err *err, const char *fmt, ...) {
    if (!err) return;
    va_list ap;
    va_start(ap, fmt);
    fill_once(err->where, sizeof err->where, fmt, ap);
    va_end(ap);
}

void st_err_hint(st_err *err, const char *fmt, ...) {
    if (!err) return;
    va_list ap;
    va_start(ap, fmt);
    fill_once(err->hint, sizeof err->hint, fmt, ap);
    va_end(ap);
}

int st_code_exit(st_code code) {
    switch (code) {
#define ERR(sym, value, exit_status, text) case sym: return exit_status;
#include "base/errors.def"
#undef ERR
    }
    return 4;
}

const char *st_code_name(st_code code) {
    switch (code) {
#define ERR(sym, value, exit_status, text) case sym: return text;
#include "base/errors.def"
#undef ERR
    }
    return "unknown code";
}
