/* Records made up for the tests of the journal, and a store that lies in memory. */
#ifndef ST_JOURNAL_FIXTURE_H
#define ST_JOURNAL_FIXTURE_H
#include "journal/audit.h"
#include "journal/decide.h"

/* An answer about a customer, with one hit that shows version 1111... of demo:P-1. */
#define FX_VERSION "1111111111111111111111111111111111111111111111111111111111111111"
static inline st_record fx_screen(const char *customer) {
    return (st_record){ .kind = ST_STR("screen"), .actor = ST_STR("ann"), .index = ST_STR("aa00"), .params = ST_STR("{\"threshold\":7000}"), .subject = st_str_of(customer),
                        .input = ST_STR("{\"name\":\"Vasily Examplov\"}"),
                        .result = ST_STR("{\"query\":{},\"hits\":[{\"id\":\"P-1\",\"list\":\"demo\",\"name\":\"Vasily \\\"Q\\\" Examplov\",\"score\":0.9123}]}"),
                        .entries = ST_STR("[{\"list\":\"demo\",\"id\":\"P-1\",\"version\":\"" FX_VERSION "\"}]") };
}

/* ---- a store in memory: every record is its own copy, which a test may change ------------------------------------------------------------------------------ */

typedef struct fx_row { st_arena arena; st_record r; } fx_row;
typedef struct fx_memory { st_store base; fx_row *row; size_t n, cap, committed; st_head head; bool open; } fx_memory;

static inline fx_memory *fx_of(st_store *s) { return (fx_memory *)(void *)s; }

static inline void fx_drop(fx_memory *m, size_t i) { st_arena_free(&m->row[i].arena); }
static inline void fx_close(st_store *s) {
    fx_memory *m = fx_of(s);
    for (size_t i = 0; i < m->n; i++) fx_drop(m, i);
    st_free(m->row);
    st_free(m);
}
static inline st_code fx_begin(st_store *s, st_head *head, st_err *err) {
    (void)err;
    *head = fx_of(s)->head;
    return ST_OK;
}
static inline st_code fx_put(st_store *s, const st_record *r, st_err *err) {
    fx_memory *m = fx_of(s);
    if (st_grow(m->row, m->cap, m->n + 1)) return st_fail(err, ST_E_NOMEM, "out of memory");
    m->row[m->n] = (fx_row){ .arena = ST_ARENA_INIT };
    ST_TRY(st_record_copy(&m->row[m->n].arena, r, &m->row[m->n].r, err));
    m->n++;
    return ST_OK;
}
static inline st_code fx_put_entry(st_store *s, const st_entry *e, st_err *err) { (void)s; (void)e; (void)err; return ST_OK; }
static inline st_code fx_erase(st_store *s, uint64_t seq, st_err *err) {
    fx_memory *m = fx_of(s);
    for (size_t i = 0; i < m->n; i++) {
        st_record *r = &m->row[i].r;
        if (r->seq != seq) continue;
        r->erased = true;
        r->salt = r->subject = r->input = r->result = r->entries = ST_STR_NONE;
        return ST_OK;
    }
    return st_fail(err, ST_E_USAGE, "there is no record %llu", (unsigned long long)seq);
}
static inline st_code fx_commit(st_store *s, const st_head *head, st_err *err) {
    (void)err;
    fx_of(s)->head = *head;
    fx_of(s)->committed = fx_of(s)->n;
    return ST_OK;
}
static inline void fx_rollback(st_store *s) {
    fx_memory *m = fx_of(s);
    while (m->n > m->committed) fx_drop(m, --m->n);
}
static inline st_code fx_scrub(st_store *s, st_err *err) { (void)s; (void)err; return ST_OK; }
static inline st_code fx_head(st_store *s, st_head *out, st_err *err) { (void)err; *out = fx_of(s)->head; return ST_OK; }
static inline bool fx_passes(const st_record *r, const st_record_filter *f) {
    return r->seq >= f->from && (!f->to || r->seq <= f->to) && r->time >= f->since && (!f->until || r->time <= f->until) && (!f->ref || r->ref == f->ref) &&
           (!f->kind.n || st_str_eq(f->kind, r->kind)) && (!f->actor.n || st_str_eq(f->actor, r->actor)) && (!f->subject.n || st_str_eq(f->subject, r->subject));
}
static inline st_code fx_read(st_store *s, const st_record_filter *f, st_record_fn fn, void *user, st_err *err) {
    fx_memory *m = fx_of(s);
    uint64_t given = 0;
    for (size_t i = 0; i < m->n && (!f->limit || given < f->limit); i++) {
        const st_record *r = &m->row[f->backwards ? m->n - 1 - i : i].r;
        if (!fx_passes(r, f)) continue;
        given++;
        const st_code code = fn(user, r, err);
        if (code < 0) return code == ST_E_STOPPED ? ST_OK : code;
    }
    return ST_OK;
}
static inline st_code fx_entry(st_store *s, const uint8_t *v, st_entry_fn fn, void *user, st_err *err) { (void)s; (void)v; (void)fn; (void)user; (void)err; return ST_OK; }
static inline st_code fx_check(st_store *s, st_err *err) { (void)s; (void)err; return ST_OK; }

static const st_store_ops fx_ops = { "memory", fx_close, fx_begin, fx_put, fx_put_entry, fx_erase, fx_commit, fx_rollback, fx_scrub, fx_head, fx_read, fx_entry, fx_check };
static inline fx_memory *fx_memory_new(void) {
    fx_memory *m = st_calloc(1, sizeof *m);
    if (!m) abort();
    m->base = (st_store){ .ops = &fx_ops, .id = "00112233445566778899aabbccddeeff" };
    if (!st_record_genesis(st_str_of(m->base.id), m->head.hash)) abort();
    return m;
}
#endif
