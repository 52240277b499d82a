/* Appending: one at a time, or all that wait together. */
#include <errno.h>
#include <pthread.h>
#include <sys/random.h>
#include <time.h>
#include "journal/journal.h"

/* Somebody who waits for his records to be durable. */
typedef struct waiting { st_record *r; size_t n; st_code code; st_err err; bool done; pthread_cond_t turn; struct waiting *next; } waiting;

struct st_journal {
    st_store *store;
    const char *engine;
    pthread_mutex_t lock;
    pthread_cond_t turned;       /* the writer has finished, for those of st_journal_write */
    unsigned exclusive;          /* how many of these wait */
    bool writing;
    waiting *first, **last;
};

st_journal *st_journal_over(st_store *store, const char *engine, st_err *err) {
    st_journal *j = st_calloc(1, sizeof *j);
    if (!j) {
        st_fail(err, ST_E_NOMEM, "out of memory for the journal");
        store->ops->close(store);
        return NULL;
    }
    *j = (st_journal){ .store = store, .engine = engine, .last = &j->first };
    pthread_mutex_init(&j->lock, NULL);
    pthread_cond_init(&j->turned, NULL);
    return j;
}

st_journal *st_journal_open(const char *url, const char *engine, bool create, st_err *err) {
    st_store *store = st_store_open(url, create, err);
    return store ? st_journal_over(store, engine, err) : NULL;
}

void st_journal_close(st_journal *j) {
    if (!j) return;
    j->store->ops->close(j->store);
    pthread_mutex_destroy(&j->lock);
    pthread_cond_destroy(&j->turned);
    st_free(j);
}

st_store *st_journal_store(st_journal *j) { return j->store; }

/* ---- one transaction ------------------------------------------------------------------------------------------------------------------------------------- */

static uint64_t now_ms(void) {
    struct timespec t;
    clock_gettime(CLOCK_REALTIME, &t);
    return (uint64_t)t.tv_sec * 1000 + (uint64_t)t.tv_nsec / 1000000;
}

st_code st_writing_add(st_writing *w, st_record *r, st_err *err) {
    uint8_t body[ST_HASH];
    st_store *s = w->j->store;
    if (getrandom(r->own_salt, ST_SALT, 0) != ST_SALT) return st_fail(err, ST_E_SYSTEM, "no random numbers: %s", strerror(errno));
    r->salt = (st_str){ (const char *)r->own_salt, ST_SALT };
    r->erased = false;
    r->seq = w->head.seq + 1;
    r->time = w->now;
    r->engine = st_str_of(w->j->engine);
    memcpy(r->prev, w->head.hash, ST_HASH);
    if (!st_record_commit_to(r, r->commitment) || !st_record_body(r, r->seq, body) || !st_record_link(r->prev, body, r->hash)) return st_fail(err, ST_E_NOMEM, "out of memory for a record");
    for (size_t i = 0; i < r->n_entries; i++) ST_TRY(s->ops->put_entry(s, &r->entry[i], err));
    ST_TRY(s->ops->put(s, r, err));
    w->head.seq = r->seq;
    memcpy(w->head.hash, r->hash, ST_HASH);
    return ST_OK;
}

static st_code transaction(st_journal *j, st_writing_fn fn, void *user, st_err *err) {
    st_store *s = j->store;
    st_writing w = { .j = j, .now = now_ms() };
    st_code code = s->ops->begin(s, &w.head, err);
    if (code == ST_OK) code = fn(user, &w, err);
    if (code == ST_OK) code = s->ops->commit(s, &w.head, err);
    if (code < 0) s->ops->rollback(s);
    return code;
}

/* ---- taking turns ---------------------------------------------------------------------------------------------------------------------------------------- */

static void take_turn(st_journal *j) {
    pthread_mutex_lock(&j->lock);
    j->exclusive++;
    while (j->writing) pthread_cond_wait(&j->turned, &j->lock);
    j->exclusive--;
    j->writing = true;
    pthread_mutex_unlock(&j->lock);
}

/* With the lock. One of each sort is woken, and the first to come writes; no herd. */
static void give_turn(st_journal *j) {
    j->writing = false;
    if (j->exclusive) pthread_cond_signal(&j->turned);
    if (j->first) pthread_cond_signal(&j->first->turn);
}

static void end_turn(st_journal *j) {
    pthread_mutex_lock(&j->lock);
    give_turn(j);
    pthread_mutex_unlock(&j->lock);
}

st_code st_journal_write(st_journal *j, st_writing_fn fn, void *user, st_err *err) {
    st_err own = { 0 };
    take_turn(j);
    const st_code code = transaction(j, fn, user, err ? err : &own);
    end_turn(j);
    return code;
}

static st_code add_waiting(void *user, st_writing *w, st_err *err) {
    for (waiting *one = user; one; one = one->next)
        for (size_t i = 0; i < one->n; i++) ST_TRY(st_writing_add(w, &one->r[i], err));
    return ST_OK;
}

/* Whoever finds nobody writing commits for all that wait; then each finds its own result. */
st_code st_journal_append(st_journal *j, st_record *r, size_t n, st_err *err) {
    waiting mine = { .r = r, .n = n, .turn = PTHREAD_COND_INITIALIZER };
    if (!n) return ST_OK;
    pthread_mutex_lock(&j->lock);
    *j->last = &mine;
    j->last = &mine.next;
    while (!mine.done && j->writing) pthread_cond_wait(&mine.turn, &j->lock);
    if (!mine.done) {
        waiting *group = j->first;
        j->first = NULL;
        j->last = &j->first;
        j->writing = true;
        pthread_mutex_unlock(&j->lock);
        st_err failure = { 0 };
        const st_code code = transaction(j, add_waiting, group, &failure);
        pthread_mutex_lock(&j->lock);
        for (waiting *one = group, *next; one; one = next) {
            next = one->next;   /* it may be gone as soon as it is done */
            one->code = code;
            if (code < 0) one->err = failure;
            one->done = true;
            if (one != &mine) pthread_cond_signal(&one->turn);
        }
        give_turn(j);
    }
    pthread_mutex_unlock(&j->lock);
    pthread_cond_destroy(&mine.turn);
    if (mine.code < 0 && err) *err = mine.err;
    return mine.code;
}

/* ---- single records -------------------------------------------------------------------------------------------------------------------------------------- */

st_code st_record_copy(st_arena *a, const st_record *r, st_record *out, st_err *err) {
    *out = *r;
    st_str *slice[] = { &out->kind, &out->actor, &out->engine, &out->index, &out->rules, &out->params, &out->salt, &out->subject, &out->input, &out->result, &out->entries };
    for (size_t i = 0; i < ST_LEN(slice); i++) {
        *slice[i] = st_str_copy(a, *slice[i]);
        if (!slice[i]->p) return st_fail(err, ST_E_NOMEM, "out of memory for a record");
    }
    return ST_OK;
}

typedef struct getting { st_arena *a; st_record *out; bool found; } getting;

static st_code keep_one(void *user, const st_record *r, st_err *err) {
    getting *g = user;
    g->found = true;
    return st_record_copy(g->a, r, g->out, err);
}

st_code st_journal_get(st_journal *j, uint64_t seq, st_arena *a, st_record *out, st_err *err) {
    getting g = { a, out, false };
    if (seq) ST_TRY(j->store->ops->read(j->store, &(st_record_filter){ .from = seq, .to = seq }, keep_one, &g, err));
    return g.found ? ST_OK : st_fail(err, ST_E_USAGE, "the journal has no record %llu", (unsigned long long)seq);
}

/* ---- erasing --------------------------------------------------------------------------------------------------------------------------------------------- */

typedef struct order { const uint64_t *seq; size_t n; const char *actor, *reason; } order;

static st_code erase_one(const order *o, st_writing *w, uint64_t seq, st_str input, st_err *err) {
    st_arena a = ST_ARENA_INIT;
    st_record old, r = { .kind = st_str_of(st_record_kind_name(ST_REC_ERASE)), .actor = st_str_of(o->actor), .ref = seq, .params = ST_STR("{}"), .input = input };
    st_code code = st_journal_get(w->j, seq, &a, &old, err);
    const st_record_kind kind = code == ST_OK ? st_record_kind_of(old.kind) : ST_REC_KINDS;
    if (code == ST_OK && old.erased) code = st_fail(err, ST_E_USAGE, "record %llu is erased already", (unsigned long long)seq);
    else if (code == ST_OK && (kind == ST_REC_ERASE || kind == ST_REC_POLICY || kind == ST_REC_CHECKPOINT))
        code = st_fail(err, ST_E_USAGE, "record %llu is a %s and has no personal part", (unsigned long long)seq, st_record_kind_name(kind));
    if (code == ST_OK) code = w->j->store->ops->erase(w->j->store, seq, err);
    if (code == ST_OK) code = st_writing_add(w, &r, err);
    st_arena_free(&a);
    return code;
}

static st_code erase_all(void *user, st_writing *w, st_err *err) {
    const order *o = user;
    st_buf input = ST_BUF_INIT(1 << 20);
    st_jw jw = { &input, false };
    st_jw_open(&jw, '{');
    st_jw_key(&jw, "reason");
    st_jw_z(&jw, o->reason);
    st_jw_close(&jw, '}');
    st_code code = input.failed ? st_fail(err, input.failed, "the reason is too long") : ST_OK;
    for (size_t i = 0; code == ST_OK && i < o->n; i++) code = erase_one(o, w, o->seq[i], st_buf_view(&input), err);
    st_buf_free(&input);
    return code;
}

st_code st_journal_erase(st_journal *j, const uint64_t *seq, size_t n, const char *actor, const char *reason, st_err *err) {
    order o = { seq, n, actor, reason };
    ST_TRY(st_journal_write(j, erase_all, &o, err));
    take_turn(j);
    const st_code code = j->store->ops->scrub(j->store, err);
    end_turn(j);
    return code;
}

/* ---- marks ----------------------------------------------------------------------------------------------------------------------------------------------- */

st_code st_journal_mark(st_journal *j, const char *actor, st_mark *out, st_err *err) {
    st_record r = { .kind = st_str_of(st_record_kind_name(ST_REC_CHECKPOINT)), .actor = st_str_of(actor), .params = ST_STR("{}") };
    ST_TRY(st_journal_append(j, &r, 1, err));
    *out = (st_mark){ .seq = r.seq, .time = r.time };
    memcpy(out->id, j->store->id, sizeof out->id);
    memcpy(out->hash, r.hash, ST_HASH);
    return ST_OK;
}

void st_mark_json(st_jw *w, const st_mark *m) {
    char text[2 * ST_HASH + 1];
    st_jw_open(w, '{');
    st_jw_key(w, "journal");
    st_jw_z(w, m->id);
    st_jw_key(w, "sequence");
    st_jw_u64(w, m->seq);
    st_hex(m->hash, ST_HASH, text);
    st_jw_key(w, "hash");
    st_jw_z(w, text);
    st_time_text(m->time, text);
    st_jw_key(w, "at");
    st_jw_z(w, text);
    st_jw_close(w, '}');
}

st_code st_mark_of_json(const st_json *v, st_mark *out, st_err *err) {
    *out = (st_mark){ 0 };
    const st_str id = st_json_get_text(v, "journal");
    if (id.n && id.n < sizeof out->id && st_parse_u64(st_json_get_text(v, "sequence"), &out->seq) && out->seq && st_unhex(st_json_get_text(v, "hash"), out->hash, ST_HASH)) {
        memcpy(out->id, id.p, id.n);
        return ST_OK;
    }
    st_fail(err, ST_E_DATA, "this is no checkpoint of a journal");
    st_err_hint(err, "a checkpoint is what strait journal checkpoint printed: {\"journal\":...,\"sequence\":...,\"hash\":...}");
    return ST_E_DATA;
}
