/* What a threshold finds and what it costs: listed names, altered, against the share of customers that it alerts on. */
#ifndef ST_TUNE_H
#define ST_TUNE_H
#include "engine/alter.h"
#include "engine/screen.h"

enum { ST_TUNE_FROM = 5000, ST_TUNE_POINTS = 10 };
/* The thresholds that are counted, from ST_TUNE_FROM on: closer where a step of the score stands for much evidence. */
static inline uint32_t st_tune_threshold(size_t i) {
    static const uint16_t at[ST_TUNE_POINTS] = { ST_TUNE_FROM, 6000, 7000, 8000, 9000, 9200, 9300, 9400, 9500, 9700 };
    return at[i];
}

/* Of how many names, and at each threshold how many found the very party they were taken from. */
typedef struct st_recall { uint64_t asked, found[ST_TUNE_POINTS]; } st_recall;
/* At each threshold, how many customers have a hit. */
typedef struct st_alerts { uint64_t customers[ST_TUNE_POINTS]; } st_alerts;
typedef struct st_slice { st_recall recall; st_alerts alerts; } st_slice;   /* of one list or type: all altered names; customers with dates */

typedef struct st_tuning {
    uint32_t parties;                          /* sampled */
    uint64_t customers, bad;                   /* rows that were answered, and not */
    uint64_t dated;                            /* customers with a date of birth */
    st_recall by_way[ST_ALTERATIONS], altered; /* altered: all ways but "as listed" together */
    st_alerts with_dates, without_dates;
    st_slice by_type[ST_KIND_COUNT];
    st_slice *by_list; size_t lists;           /* by list of the index; freed by st_tuning_free */
} st_tuning;

typedef struct st_tune_options {
    const char *customers;                     /* a file as st_batch_run reads */
    uint32_t sample;                           /* parties to take names of, at most */
    unsigned threads;
    void (*bad)(void *user, uint32_t line, st_str why);
    void (*progress)(void *user, const char *what, uint64_t done);
    void *user;
} st_tune_options;

/* Samples parties at even distances through the index, takes each one's own name, alters it in every way that is possible, and screens each name,
 * then the customers twice: as they are, and without their dates of birth. Nothing else of a listed party is given, so recall is that of names alone.
 * Deterministic, for any number of threads. Errors of st_batch_run, ST_E_NOMEM; ST_E_DATA when the index has no name or the file no customer. */
st_code st_tune(const st_engine *e, const st_tune_options *o, st_tuning *out, st_err *err);
void st_tuning_free(st_tuning *t);

/* The curve as an SVG picture in black and white: recall of altered names against alerts per 1,000 customers, with and without dates. Appends to out. */
void st_tune_svg(const st_tuning *t, uint32_t chosen, st_buf *out);
#endif
