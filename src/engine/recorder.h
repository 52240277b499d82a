/* Answers into records of the journal: written and durable first, given out then. */
#ifndef ST_RECORDER_H
#define ST_RECORDER_H
#include "engine/check.h"
#include "engine/row.h"
#include "journal/journal.h"

/* Takes lines that are in the journal. */
typedef st_code (*st_release_fn)(void *user, st_str lines, st_err *err);

/* Answers wait until some hundreds are together, or a tenth of a second has passed when the next one comes; then all are committed at once and released in their
 * order. For one thread; several recorders may share a journal. */
typedef struct st_recorder st_recorder;
/* e may be NULL (checks without an index). actor is borrowed. release may be NULL. */
st_recorder *st_recorder_new(st_journal *j, const st_engine *e, const char *actor, st_release_fn release, void *user, st_err *err);
void st_recorder_free(st_recorder *r);
/* Commits and releases what waits. What has not been flushed when an error is returned was never given out. */
st_code st_recorder_flush(st_recorder *r, st_err *err);
uint64_t st_recorder_last(const st_recorder *r);    /* the sequence of the last record that was committed */

/* One query and its answer (the JSON object, without a line end). line: what to release, or empty. */
st_code st_record_screen(st_recorder *r, const st_query *q, const st_search_options *o, const st_hits *h, st_str answer, st_str line, st_err *err);
/* A row of a batch with `party` kept; its line is released. Rows that could not be asked are recorded as such. */
st_code st_record_row(st_recorder *r, const st_row *row, const st_search_options *o, st_err *err);
/* A case. k, a: as they were answered. */
st_code st_record_check(st_recorder *r, st_checker *k, const st_json *tree, const st_check_options *o, bool proofs, st_checked *a, st_str answer, st_str line, st_err *err);

/* Parameters as JSON and back (replayer.c). */
void st_options_json(st_jw *w, const st_search_options *o);
st_code st_options_of_json(const st_json *v, const st_index *ix, st_arena *a, st_search_options *out, st_err *err);
/* The query that st_query_json wrote. */
st_code st_query_of_json(const st_json *v, st_arena *a, st_query *out, st_err *err);
#endif
