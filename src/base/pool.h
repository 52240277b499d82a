/* Work on many items with several threads, results in the order of the items.
 *
 * One thread (the caller's) fills items and takes results; the workers do the work between. The items are a fixed ring that the caller makes:
 * when all are in flight the oldest is waited for, so memory is bounded however long the input is. Output does not depend on the number of
 * threads. With one thread everything runs in the caller's. */
#ifndef ST_POOL_H
#define ST_POOL_H
#include "base/base.h"

typedef struct st_pool st_pool;

typedef struct st_pool_ops {
    /* In a worker's thread, with that worker's own state. A failure stops the pool, at this item. */
    st_code (*work)(void *user, void *worker, void *item, st_err *err);
    /* In the caller's thread, in the order of the items. */
    st_code (*write)(void *user, void *item, st_err *err);
} st_pool_ops;

/* worker: one state per thread, 1 to 256 threads; item: at least as many as threads, else fewer threads run. All borrowed until close. NULL on
 * ST_E_NOMEM, ST_E_SYSTEM (no thread can be started), ST_E_USAGE (no thread, no item). */
st_pool *st_pool_new(const st_pool_ops *ops, void *user, void *const *worker, size_t threads, void *const *item, size_t items, st_err *err);
/* The next item to fill: writes the oldest result first where the ring is full. NULL after a failure, which st_pool_close reports. */
void *st_pool_take(st_pool *p);
/* Hands the item of the last st_pool_take over to the workers. */
void st_pool_put(st_pool *p);
/* Writes what is in flight, ends the threads, frees the pool. The first failure in the order of the items; on `stop` nothing more is written
 * and ST_OK is returned when there was no failure before. NULL is allowed. */
st_code st_pool_close(st_pool *p, bool stop, st_err *err);
#endif
