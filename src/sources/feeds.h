/* The table of official sources: where each list is published, in which format, under which licence, and how small it may plausibly be.
 *
 * data/sources.tsv is inside the binary; a user may give a file of the same form instead. */
#ifndef ST_FEEDS_H
#define ST_FEEDS_H
#include "base/base.h"

typedef struct st_feed {
    st_str list;            /* id of the list, [a-z0-9_]+, also the name of its folder */
    st_str publisher, title;
    st_str page;            /* for people; may be empty */
    st_str url;             /* http or https */
    st_str file;            /* the publisher's name of the file: letters, digits, '.', '_', '-'; not beginning with a dot */
    st_str format;          /* as in sources.def */
    st_str licence;
    uint64_t min_bytes, min_parties;
} st_feed;

#define ST_FEEDS_MAX 1000u
typedef struct st_feeds { const st_feed *feed; size_t n; } st_feeds;

/* Parses a table; slices point into text, which must live as long as the arena. Columns are found by the header's names; `list`, `url`, `file`
 * and `format` must be there. ST_E_DATA with name:line for a row that cannot be right: an id twice, an address that is neither http nor https,
 * a file name that is none. The format is not looked up here. O(n log n) in the rows. */
st_code st_feeds_parse(st_str text, const char *name, st_arena *a, st_feeds *out, st_err *err);
/* The table inside the binary. */
st_code st_feeds_builtin(st_arena *a, st_feeds *out, st_err *err);
/* The feed with this id, or NULL. */
const st_feed *st_feeds_find(const st_feeds *f, st_str list);
#endif
