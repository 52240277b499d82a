/* Errors: filled once, where most is known. */
#include "base/base.h"

/* Errors quote file names and what stands in files: bytes that are no text, and control characters that a terminal might obey, become "?". */
static void clean(char *text) {
    st_str s = st_str_of(text);
    for (size_t bad; (bad = st_utf8_bad(s)) != SIZE_MAX;) text[bad] = '?';
    for (size_t i = 0; i < s.n; i++) {
        const unsigned char b = (unsigned char)text[i], next = (unsigned char)text[i + 1];
        if (b < ' ' || b == 0x7f) text[i] = '?';
        if (b == 0xc2 && next < 0xa0) text[i] = text[i + 1] = '?';   /* U+0080 to U+009F */
    }
}

st_code st_fail(st_err *err, st_code code, const char *fmt, ...) {
    if (!err) return code;
    err->code = code;
    err->where[0] = err->hint[0] = 0;
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(err->what, sizeof err->what, fmt, ap);
    va_end(ap);
    clean(err->what);
    return code;
}

static void ST_PRINTF(3, 0) fill_once(char *to, size_t size, const char *fmt, va_list ap) {
    if (to[0]) return;
    vsnprintf(to, size, fmt, ap);
    clean(to);
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
