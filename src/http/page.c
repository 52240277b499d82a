/* The files of the page, which are inside the binary: each behind a line with its name and size. */
#include "base/hash.h"
#include "http/routes.h"

extern const char st_page_text[];
extern const uint64_t st_page_text_size;

static const char *type_of(st_str name) {
    static const struct { const char *end, *type; } types[] = { { ".html", "text/html; charset=utf-8" }, { ".css", "text/css; charset=utf-8" },
        { ".js", "text/javascript; charset=utf-8" }, { ".svg", "image/svg+xml" }, { ".json", ST_JSON_TYPE } };
    for (size_t i = 0; i < ST_LEN(types); i++)
        if (st_str_ends(name, types[i].end)) return types[i].type;
    return "application/octet-stream";
}

bool st_page_file(st_str name, st_str *bytes, const char **type, char etag[20]) {
    st_str rest = { st_page_text, st_page_text_size };
    while (rest.n) {
        const size_t line = st_str_chr(rest, '\n');
        const st_str head = st_str_sub(rest, 0, line);
        const size_t blank = st_str_chr(head, ' ');
        uint64_t n = 0;
        if (!st_parse_u64(st_str_sub(head, blank + 1, head.n), &n)) return false;
        rest = st_str_sub(rest, line + 1, rest.n);
        if (st_str_eq(st_str_sub(head, 0, blank), name)) {
            *bytes = st_str_sub(rest, 0, n);
            *type = type_of(name);
            snprintf(etag, 20, "\"%016llx\"", (unsigned long long)st_hash64(bytes->p, bytes->n, 0));
            return true;
        }
        rest = st_str_sub(rest, n, rest.n);
    }
    return false;
}
