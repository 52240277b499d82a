/* Ordered work with threads: one lock, two conditions, a ring. */
#include <pthread.h>
#include "base/pool.h"

typedef enum state { FREE, FILLED, BUSY, DONE } state;
typedef struct slot { void *item; state state; st_code code; st_err err; } slot;
typedef struct thread { struct st_pool *pool; void *worker; pthread_t id; } thread;

struct st_pool {
    st_pool_ops ops;
    void *user;
    pthread_mutex_t lock;
    pthread_cond_t filled, done;      /* something to work on, or the end; something to write */
    slot *slot; size_t slots;
    uint64_t put, begun, written;     /* items handed over, taken up by a worker, written: written <= begun <= put <= written + slots */
    thread *thread; size_t threads;   /* 0: the caller does the work */
    void *own_worker;
    bool end;
    st_err err;                       /* of the caller's thread: the first failure in order */
};

static void *loop(void *arg) {
    thread *t = arg;
    st_pool *p = t->pool;
    pthread_mutex_lock(&p->lock);
    for (;;) {
        while (!p->end && p->begun == p->put) pthread_cond_wait(&p->filled, &p->lock);
        if (p->end) break;
        slot *s = &p->slot[p->begun++ % p->slots];
        s->state = BUSY;
        pthread_mutex_unlock(&p->lock);
        st_code code = p->ops.work(p->user, t->worker, s->item, &s->err);
        pthread_mutex_lock(&p->lock);
        s->code = code;
        s->state = DONE;
        pthread_cond_signal(&p->done);
    }
    pthread_mutex_unlock(&p->lock);
    return NULL;
}

static void end_threads(st_pool *p) {
    pthread_mutex_lock(&p->lock);
    p->end = true;
    pthread_cond_broadcast(&p->filled);
    pthread_mutex_unlock(&p->lock);
    for (size_t i = 0; i < p->threads; i++) pthread_join(p->thread[i].id, NULL);
}

static void release(st_pool *p) {
    pthread_cond_destroy(&p->filled);
    pthread_cond_destroy(&p->done);
    pthread_mutex_destroy(&p->lock);
    st_free(p->slot);
    st_free(p->thread);
    st_free(p);
}

static st_code start_threads(st_pool *p, void *const *worker, size_t threads, st_err *err) {
    for (size_t i = 0; i < threads; i++) {
        p->thread[i] = (thread){ .pool = p, .worker = worker[i] };
        int failed = pthread_create(&p->thread[i].id, NULL, loop, &p->thread[i]);
        if (!failed) {
            p->threads = i + 1;
            continue;
        }
        if (i > 0) return ST_OK;   /* fewer threads than asked for give the same answers, later */
        st_fail(err, ST_E_SYSTEM, "a thread cannot be started: error %d", failed);
        st_err_hint(err, "try --threads 1");
        return ST_E_SYSTEM;
    }
    return ST_OK;
}

st_pool *st_pool_new(const st_pool_ops *ops, void *user, void *const *worker, size_t threads, void *const *item, size_t items, st_err *err) {
    if (threads == 0 || items == 0 || threads > 256) {
        st_fail(err, ST_E_USAGE, "%zu threads for %zu items in flight; 1 to 256 threads and at least one item are needed", threads, items);
        return NULL;
    }
    if (threads > items) threads = items;
    st_pool *p = st_calloc(1, sizeof *p);
    slot *s = st_calloc(items, sizeof *s);
    thread *t = st_calloc(threads, sizeof *t);
    if (!p || !s || !t) {
        st_free(p);
        st_free(s);
        st_free(t);
        st_fail(err, ST_E_NOMEM, "out of memory for %zu threads", threads);
        return NULL;
    }
    *p = (st_pool){ .ops = *ops, .user = user, .slot = s, .slots = items, .thread = t, .own_worker = worker[0] };
    for (size_t i = 0; i < items; i++) s[i].item = item[i];
    pthread_mutex_init(&p->lock, NULL);   /* with default attributes these three cannot fail on Linux */
    pthread_cond_init(&p->filled, NULL);
    pthread_cond_init(&p->done, NULL);
    if (threads == 1 || start_threads(p, worker, threads, err) == ST_OK) return p;
    release(p);
    return NULL;
}

/* Waits for the oldest item in flight and writes it. */
static void write_oldest(st_pool *p) {
    slot *s = &p->slot[p->written % p->slots];
    pthread_mutex_lock(&p->lock);
    while (s->state != DONE) pthread_cond_wait(&p->done, &p->lock);
    s->state = FREE;
    p->written++;
    pthread_mutex_unlock(&p->lock);
    if (p->err.code < 0) return;
    if (s->code < 0) p->err = s->err;
    if (s->code < 0) p->err.code = s->code;   /* also where the work gave a code but no message */
    else {
        st_code code = p->ops.write(p->user, s->item, &p->err);
        if (code < 0) p->err.code = code;
    }
}

void *st_pool_take(st_pool *p) {
    if (p->put - p->written == p->slots) write_oldest(p);
    if (p->err.code < 0) return NULL;
    return p->slot[p->put % p->slots].item;
}

void st_pool_put(st_pool *p) {
    slot *s = &p->slot[p->put % p->slots];
    s->err = (st_err){ 0 };
    s->code = ST_OK;
    if (p->threads == 0) {
        s->code = p->ops.work(p->user, p->own_worker, s->item, &s->err);
        s->state = DONE;
        p->put++;
        p->begun++;
        return;
    }
    pthread_mutex_lock(&p->lock);
    s->state = FILLED;
    p->put++;
    pthread_cond_signal(&p->filled);
    pthread_mutex_unlock(&p->lock);
}

st_code st_pool_close(st_pool *p, bool stop, st_err *err) {
    if (!p) return ST_OK;
    while (!stop && p->err.code >= 0 && p->written < p->put) write_oldest(p);
    if (p->threads) end_threads(p);
    st_code code = p->err.code;
    if (code < 0 && err) *err = p->err;
    release(p);
    return code < 0 ? code : ST_OK;
}
