/* Sources: from a file of a publisher to parties of the model. One entry per format in sources.def; a reader is a table over a base reader.
 *
 * A format is told by content (the first bytes), never by its name alone; where content cannot tell (an OFAC alias row looks the same on the SDN
 * and on the non-SDN list) the name helps, and the report says so. */
#ifndef ST_SOURCE_H
#define ST_SOURCE_H
#include "base/input.h"
#include "model/model.h"

/* What a reader gets to see when asked whether a file is its own. */
typedef struct st_probe {
    st_str head;      /* up to 64 KiB of the first member, decompressed, BOM removed */
    st_str member;    /* name of that member or file */
    const char *path; /* as given by the user */
    bool zip;         /* an archive: xlsx is one with member "[Content_Types].xml" or "xl/..." */
} st_probe;

typedef struct st_source {
    const char *format;    /* "ofac-csv", "un-xml": the name for format:path on the command line */
    const char *text;      /* what it is, for --help */
    /* 0 no, 1 by file name only, 2 by content. The highest wins; order in sources.def breaks ties. */
    int (*probe)(const st_probe *p);
    /* Reads the whole input into the list that is open in m (begun by the driver with a provisional id; the reader sets ST_LIST_ID, ST_LIST_DATE
     * and what else the file says of itself). Damaged records are reported by st_model_bad; a return below 0 fails the file. */
    st_code (*read)(st_input *in, const st_probe *p, st_model *m, st_err *err);
    bool archive;          /* read() wants the whole archive (.xlsx): the driver does not go through its members */
    bool (*companion)(const st_probe *p);   /* may be NULL. Is this an alias or address file that joins another one? It is then read after it. */
    bool may_be_empty;     /* a file of this format without records is right: an act whose annex was repealed */
} st_source;

#define SOURCE(name) extern const st_source st_source_##name;
#include "sources/sources.def"
#undef SOURCE
/* All formats, in the order of sources.def; NULL ends. */
extern const st_source *const st_sources[];
const st_source *st_source_by_name(st_str format);
/* The format of a file by its content, or NULL with err saying what the file looks like instead (HTML page, PDF, empty, UTF-16, binary, ...). */
const st_source *st_source_detect(st_input *in, st_probe *probe, st_err *err);

typedef struct st_read_options {
    const char *format;         /* forced format name, or NULL */
    uint32_t max_bad_permille;  /* default 10: the file fails when more than 1 % of its records are damaged */
    st_input_limits limits;
    uint64_t *expanded;         /* NULL, or what gets the expanded bytes of the file added */
} st_read_options;
/* Reads one file as (a part of) a list. ST_E_DATA leaves the model as it was. With `known` not NULL a file that no format knows is no error:
 * *known is then false and nothing is read. A list that states no date gets the one in its path (2025-04 or 2025-04-17 in the name of the file
 * or of its folder), and the report says so. */
/* A look at a file before a build: *s is its format (NULL when no format knows it, with the reason in err), *companion whether it joins another.
 * Negative when it cannot be read at all. format may be NULL. */
st_code st_source_look(const char *path, const st_read_options *o, const st_source **s, bool *companion, st_err *err);
st_code st_source_read(const char *path, const st_read_options *o, st_model *m, bool *known, st_err *err);
#endif
