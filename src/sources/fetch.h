/* Fetching official lists: downloaded aside, checked, and only then kept. Nothing bad ever takes the place of a good version.
 *
 * Under the folder that the user names:
 *   LIST/2025-12-01_1a2b3c4d.xml   the kept versions: date of the list (of the download when it states none), start of the SHA-256
 *   LIST/current                   a link to the one that holds, replaced atomically
 *   LIST/.state                    what it was: address, ETag, Last-Modified, hash, size, parties, date
 *   LIST/.incoming/                downloads under way; what a killed run left there is removed by the next one
 *   .fetch.lock                    held by the run
 * A run that is killed at any point leaves `current` on a version that was whole and checked. */
#ifndef ST_FETCH_H
#define ST_FETCH_H
#include "sources/feeds.h"

typedef enum st_fetch_status {
    ST_FETCH_NEW,         /* a new version is kept, and current */
    ST_FETCH_UNCHANGED,   /* the publisher has what is kept */
    ST_FETCH_REFUSED,     /* what came is bad, and was thrown away */
    ST_FETCH_FAILED       /* nothing came, or it could not be kept: network, server, disk */
} st_fetch_status;
const char *st_fetch_status_name(st_fetch_status s);   /* "new", "unchanged", "refused", "failed" */

typedef struct st_fetch_version {
    char file[96];        /* name in the list's folder; empty: there is no version */
    char sha256[65];      /* lower-case hex of the file as downloaded */
    char date[32];        /* the list's own date, EDTF; empty when it states none */
    uint64_t disk;        /* bytes of the file */
    uint64_t bytes;       /* of what it holds, unpacked: what is compared, since a publisher may pack the same list in another way */
    uint64_t parties;
} st_fetch_version;

typedef struct st_fetch_result {
    st_fetch_status status;
    st_fetch_version now;      /* what came, if anything could be told of it; with UNCHANGED the kept version */
    st_fetch_version before;   /* the version kept so far */
    st_err why;                /* of REFUSED and FAILED */
} st_fetch_result;

enum { ST_FETCH_KEEP = 10, ST_FETCH_TIMEOUT = 600, ST_FETCH_SHRINK = 20 };
#define ST_FETCH_MAX_BYTES (UINT64_C(2) << 30)

typedef struct st_fetch_options {
    const char *into;         /* the folder; it is made when only its last part is missing */
    const char *mirror;       /* an http(s) address or a folder to use instead of the publishers; NULL: the publishers */
    bool force;               /* ask without condition, and keep a list that shrank, is implausibly small, older or dated ahead */
    uint32_t keep;            /* versions kept for each list, the current one among them; 0: all */
    uint32_t timeout_s;       /* for each download; 0: ST_FETCH_TIMEOUT */
    uint32_t max_shrink;      /* percent, of bytes and of parties against the kept version; 100 and more: any */
    uint64_t max_bytes;       /* of a download; 0: ST_FETCH_MAX_BYTES */
    const char *today;        /* "2026-01-31"; NULL: the day by the system's clock, UTC */
    bool (*progress)(void *user, uint64_t done, uint64_t total);   /* total 0: unknown; false stops the download; may be NULL */
    void *user;
} st_fetch_options;

typedef struct st_fetch st_fetch;
/* Takes the folder for this run. The options are copied, the strings in them borrowed. NULL: ST_E_USAGE for wrong options, ST_E_SYSTEM when the
 * folder cannot be used or another run holds it. */
st_fetch *st_fetch_open(const st_fetch_options *o, st_err *err);
void st_fetch_close(st_fetch *f);
/* Fetches one list. What went wrong is in the result; a list never affects another one. */
void st_fetch_list(st_fetch *f, const st_feed *feed, st_fetch_result *out);

/* ---- the judgement alone, without disk or network ------------------------------------------------------------------------------------------ */
typedef struct st_fetch_arrival {
    st_fetch_version v;
    st_str list, format;      /* as the reader found them */
} st_fetch_arrival;
/* 0 when what came may take the place of `before` (an empty file name: nothing is kept yet). ST_E_DATA with the reason in err: wrong format or
 * list always; too small, shrunken, older or dated after the day after today unless o->force. */
st_code st_fetch_judge(const st_feed *feed, const st_fetch_options *o, const st_fetch_arrival *a, const st_fetch_version *before, const char *today,
                       st_err *err);
#endif
