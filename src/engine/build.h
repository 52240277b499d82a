/* Building: files and folders of lists in, one index out.
 *
 * All files are read before anything is written, so a bad list never replaces a good index. */
#ifndef ST_BUILD_H
#define ST_BUILD_H
#include "index/index.h"
#include "sources/source.h"

typedef struct st_build_options {
    const char *const *source;      /* [format:]path, a file or a folder (read with all below it, except names that begin with a dot; of a
                                     * folder in which `current` is a link to a file beside it, as strait fetch makes them, only that file) */
    size_t n_sources;
    const char *out;                /* the index file */
    bool history;                   /* several dates of one list may stand side by side */
    bool skip_unknown;              /* files of a folder that no format knows are passed over, whatever their names */
    uint32_t max_bad_permille;      /* damaged records that a file may have; 0: 10 */
    st_input_limits limits;
    /* Called before each file with the bytes on disk read so far and in all. May be NULL. */
    void (*progress)(void *user, const char *path, uint64_t done, uint64_t total);
    void *user;
} st_build_options;

typedef struct st_build_report {
    st_build_stats stats;
    uint64_t read;                              /* expanded bytes */
    struct st_skipped { char *path, *why; } *skipped;   /* files of folders that were passed over */
    size_t n_skipped, cap_skipped;
} st_build_report;

/* Fails with the first file that cannot be read as a list, with two dates of one list (unless history), or with one list given twice; the index
 * at `out` is then as it was. In a folder a file that no format knows fails the build when its name ends like a list's (.xml, .csv, .json, .gz ...)
 * and is passed over otherwise. The report is to be freed in either case. */
st_code st_build(const st_build_options *o, st_build_report *report, st_err *err);
void st_build_report_free(st_build_report *r);
#endif
