/* A file of customers, screened: rows in, one JSON line a row out, in the order of the rows, with any number of threads.
 *
 * The file is CSV (the separator is told from its header) or JSON lines (told by its first character), plain or compressed. Memory does not grow
 * with it. A row that cannot be asked becomes a line {"query":...,"line":N,"error":"..."}, is reported and counted, and stops nothing. */
#ifndef ST_BATCH_H
#define ST_BATCH_H
#include "engine/row.h"
#include "engine/screen.h"

typedef struct st_batch_stats {
    uint64_t rows, bad, rows_with_hits, hits;
    uint64_t converted;             /* rows that were not UTF-8 and were read as Windows-1252 */
    uint64_t bytes_read, bytes;     /* bytes: of the file; 0 when it is compressed */
} st_batch_stats;

typedef struct st_batch_sink {
    st_code (*write)(void *user, st_str lines, st_err *err);                 /* whole lines; not called where `scored` is set */
    void (*bad)(void *user, uint32_t line, st_str why);                      /* may be NULL */
    bool (*progress)(void *user, const st_batch_stats *so_far);              /* after each row; false stops with ST_E_STOPPED; may be NULL */
    void (*ask)(void *user, st_query *q);                                    /* may change a query before it is asked; from any thread; may be NULL */
    void (*scored)(void *user, const st_row *row);                           /* takes row->hit[0..hits-1] of each row that was answered; may be NULL */
    st_code (*keep)(void *user, const st_row *row, st_err *err);              /* takes each row, with row->party and its line in row->out, instead of `write`; may be NULL */
} st_batch_sink;

/* threads: 1 to 256. All calls of the sink but `ask` come from the caller's thread. ST_E_DATA when the file is no customer file (no column is understood),
 * else the failures of file, memory and sink. */
st_code st_batch_run(const st_engine *e, const char *path, const st_search_options *o, unsigned threads, const st_batch_sink *sink, void *user,
                     st_batch_stats *stats, st_err *err);
/* The same over an open input, which stays the caller's and is read to its end. */
st_code st_batch_input(const st_engine *e, st_input *in, const st_search_options *o, unsigned threads, const st_batch_sink *sink, void *user,
                       st_batch_stats *stats, st_err *err);
#endif
