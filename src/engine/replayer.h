/* Recorded answers, computed again and compared byte by byte. */
#ifndef ST_REPLAYER_H
#define ST_REPLAYER_H
#include "engine/recorder.h"

typedef enum st_replayed {
    ST_REPLAY_SAME,
    ST_REPLAY_DIFFERS,
    ST_REPLAY_ERASED,          /* the input is gone by order */
    ST_REPLAY_OTHER_INDEX, ST_REPLAY_OTHER_RULES,   /* another one is needed; detail names it */
    ST_REPLAY_NOT_ANSWERED,    /* a row that could not be asked: there was nothing to compute */
    ST_REPLAY_NO_ANSWER,       /* a decision, an order, a mark */
    ST_REPLAY_OUTCOMES
} st_replayed;
const char *st_replayed_name(st_replayed r);   /* "same"; static */

typedef struct st_replayer st_replayer;
/* e may be NULL (checks without lists), bundle too (screens alone). Both are borrowed. engine: the version of this program. */
st_replayer *st_replayer_new(const st_engine *e, const st_bundle *bundle, const char *engine, st_err *err);
void st_replayer_free(st_replayer *p);
/* detail: the hash that is needed, or where the answers part ("byte 17: ..."); cleared first. Damaged parameters or input are ST_REPLAY_DIFFERS. */
st_code st_replay(st_replayer *p, const st_record *r, st_replayed *out, st_buf *detail, st_err *err);
#endif
