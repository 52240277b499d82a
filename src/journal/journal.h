/* The journal: every answer and every decision, appended to a chain of hashes before it is given out.
 *
 * st_journal_append may be called from any number of threads: those that wait while one of them commits are committed together by the next. */
#ifndef ST_JOURNAL_H
#define ST_JOURNAL_H
#include "journal/store.h"

typedef struct st_journal st_journal;
/* url: see st_store_open. engine: the version that records carry; borrowed. Free with st_journal_close. */
st_journal *st_journal_open(const char *url, const char *engine, bool create, st_err *err);
/* Over a store of the caller's, which the journal closes, also on failure. */
st_journal *st_journal_over(st_store *store, const char *engine, st_err *err);
void st_journal_close(st_journal *j);
/* For reading; not while another thread appends. */
st_store *st_journal_store(st_journal *j);

/* Appends n records in their order, in one transaction, and returns when they are durable: all or none. Fills what record.h marks *. On failure no answer that
 * they stand for may be given out. */
st_code st_journal_append(st_journal *j, st_record *r, size_t n, st_err *err);

/* A piece of work that reads, decides and adds, while nobody else writes. What fn adds is kept when it returns ST_OK, else nothing is. */
typedef struct st_writing { st_journal *j; st_head head; uint64_t now; } st_writing;
typedef st_code (*st_writing_fn)(void *user, st_writing *w, st_err *err);
st_code st_journal_write(st_journal *j, st_writing_fn fn, void *user, st_err *err);
st_code st_writing_add(st_writing *w, st_record *r, st_err *err);

/* One record. ST_E_USAGE when there is none. The slices live in the arena. */
st_code st_journal_get(st_journal *j, uint64_t seq, st_arena *a, st_record *out, st_err *err);
/* Copies what a record's slices point to. ST_E_NOMEM. */
st_code st_record_copy(st_arena *a, const st_record *r, st_record *out, st_err *err);

/* Erases the personal parts of records by an order, whose reason is recorded. ST_E_USAGE for a record that has none (an order, a checkpoint, a policy) or is erased. */
st_code st_journal_erase(st_journal *j, const uint64_t *seq, size_t n, const char *actor, const char *reason, st_err *err);

/* A mark to be stored elsewhere: the journal up to and with `seq` has this hash. */
typedef struct st_mark { char id[33]; uint64_t seq, time; uint8_t hash[ST_HASH]; } st_mark;
/* Appends a checkpoint record and gives its mark. */
st_code st_journal_mark(st_journal *j, const char *actor, st_mark *out, st_err *err);
void st_mark_json(st_jw *w, const st_mark *m);
st_code st_mark_of_json(const st_json *v, st_mark *out, st_err *err);
#endif
