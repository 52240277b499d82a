/* What answers requests: an index in its edition of the day, the rules, and the means of each thread.
 *
 * An edition is swapped for the next one while requests run: those that began with the old one end with it, and it is freed when the last of them has ended. */
#ifndef ST_SERVICE_H
#define ST_SERVICE_H
#include <stdatomic.h>
#include "engine/check.h"
#include "engine/row.h"
#include "engine/sift.h"
#include "http/http.h"

/* An answer that is about to be sent. Slices are borrowed for the call. */
typedef struct st_given {
    const char *kind;             /* "screen", "check" */
    st_str actor, request;        /* who asked; the id of the request */
    st_str index, rules;          /* hashes in hex; rules empty where none are used */
    st_str params, input, result; /* JSON: the parameters; what was asked; the answer without its line end. input is empty for a row of a batch, whose result repeats it */
} st_given;
/* Called with each answer before it is sent, from any thread. When it fails the answer is not sent, and the request ends with 503. */
typedef st_code (*st_given_fn)(void *user, const st_given *g, st_err *err);

typedef struct st_service_options {
    const char *index;            /* path; opened anew by st_service_reload */
    const st_rules *rules;        /* borrowed */
    unsigned threads;             /* desks of each edition: as many as there are threads that ask, 1 to 256 */
    bool partial;                 /* lists that the index does not hold are taken for empty unless a request says otherwise */
    const char *version;          /* of the program */
    st_given_fn given; void *user;   /* may be NULL */
} st_service_options;

typedef struct st_service st_service;
typedef struct st_edition st_edition;

/* One thread's means, for one request at a time. */
typedef struct st_desk { st_edition *edition; st_screener *screener; st_checker *checker; st_row row; st_sift sift; st_arena arena; struct st_desk *next; } st_desk;

st_service *st_service_new(const st_service_options *o, st_err *err);
/* The same over an engine that is open, which becomes the service's. For tests and fuzzing; it cannot be reloaded. */
st_service *st_service_over(st_engine *e, const st_service_options *o, st_err *err);
/* All desks and editions must have been given back. */
void st_service_free(st_service *s);
const st_service_options *st_service_with(const st_service *s);

/* Opens the index anew and makes it the edition of all requests that begin from then on. On failure the one that is there stays. From one thread. */
st_code st_service_reload(st_service *s, st_err *err);

/* A desk of the current edition; waits while all are taken. Never NULL. */
st_desk *st_desk_take(st_service *s);
void st_desk_give(st_desk *t);
/* The current edition for a longer piece of work. */
st_edition *st_edition_hold(st_service *s);
void st_edition_drop(st_edition *d);
const st_engine *st_edition_engine(const st_edition *d);
/* Its manifest, as `strait info --json` prints it; made once, since it takes a walk over all facts. */
st_str st_edition_manifest(const st_edition *d);

/* From now on /readyz says no. */
void st_service_drain(st_service *s);
bool st_service_draining(const st_service *s);

/* ---- counters ------------------------------------------------------------------------------------------------------------------------------------------ */
enum { ST_TIMES = 10 };               /* buckets of durations */
/* route: its number in routes.def, or the number of routes for what is none. us: microseconds from head to end. */
void st_service_count(st_service *s, size_t route, unsigned status, uint64_t us);
void st_metrics_write(st_service *s, st_buf *out);
#endif
