/* The table of known lists: read where it lies, since a build asks once per file. */
#include "sources/catalog.h"

extern const char st_catalog_text[];
extern const uint64_t st_catalog_text_size;

/* The row of this list, or an empty slice. Lines that begin with # are remarks; the header's first cell is no list's id. */
static st_str row_of(st_str id) {
    st_str rest = { st_catalog_text, (size_t)st_catalog_text_size }, line;
    while (st_split(&rest, "\n", &line))
        if (line.n > id.n && line.p[0] != '#' && line.p[id.n] == '\t' && memcmp(line.p, id.p, id.n) == 0) return line;
    return ST_STR_NONE;
}

void st_catalog_fill(st_model *m) {
    static const st_list_field column[] = { ST_LIST_ID, ST_LIST_TITLE, ST_LIST_PUBLISHER, ST_LIST_URL, ST_LIST_LICENCE };
    st_str id = st_model_list_get(m, ST_LIST_ID), row = id.n ? row_of(id) : ST_STR_NONE, cell;
    for (size_t i = 0; i < ST_LEN(column) && st_split(&row, "\t", &cell); i++)
        if (i && cell.n && st_model_list_get(m, column[i]).n == 0) st_model_list_set(m, column[i], cell);
}
