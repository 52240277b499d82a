/* Where the journal's records lie: SQLite or PostgreSQL, behind one table of functions. A store keeps bytes; it knows nothing of hashes and decisions.
 *
 * test/unit/store_test.c is the contract, and runs on both. A store is for one thread at a time. */
#ifndef ST_STORE_H
#define ST_STORE_H
#include "journal/record.h"

typedef struct st_store st_store;

/* Which records; what is 0 or empty does not narrow. */
typedef struct st_record_filter {
    uint64_t from, to;               /* sequence, both included; to 0: the last */
    uint64_t since, until;           /* time, both included */
    uint64_t ref, limit;
    bool backwards;                  /* the newest first */
    st_str kind, actor, subject;
} st_record_filter;

/* Slices live until it returns; another negative than ST_E_STOPPED is an error, that one ends the reading. */
typedef st_code (*st_record_fn)(void *user, const st_record *r, st_err *err);
typedef st_code (*st_entry_fn)(void *user, const st_entry *e, st_err *err);

typedef struct st_store_ops {
    const char *name;                                                                  /* "sqlite" */
    void (*close)(st_store *s);
    /* A transaction that writes: takes the lock that all writers of all processes share, and gives the head. What follows is kept as a whole by commit, which
     * returns when it is durable, or not at all. After a failure of any of these: rollback. Reading within it sees what was put. */
    st_code (*begin)(st_store *s, st_head *head, st_err *err);
    st_code (*put)(st_store *s, const st_record *r, st_err *err);
    st_code (*put_entry)(st_store *s, const st_entry *e, st_err *err);                 /* of one version there is one; putting it again is no error */
    st_code (*erase)(st_store *s, uint64_t seq, st_err *err);                          /* the personal part; ST_E_USAGE when there is no such record */
    st_code (*commit)(st_store *s, const st_head *head, st_err *err);
    void (*rollback)(st_store *s);
    /* After erasing: what was erased leaves the files as well, as far as the store can see to it. */
    st_code (*scrub)(st_store *s, st_err *err);
    st_code (*head)(st_store *s, st_head *out, st_err *err);
    /* Records in rising sequence. fn may read from the same store. */
    st_code (*read)(st_store *s, const st_record_filter *f, st_record_fn fn, void *user, st_err *err);
    /* The entry of a version (version NULL: all, by version); no call of fn when there is none. */
    st_code (*entry)(st_store *s, const uint8_t *version, st_entry_fn fn, void *user, st_err *err);
    /* The database's own look at its pages and tables. ST_E_DATA with what it found. */
    st_code (*check)(st_store *s, st_err *err);
} st_store_ops;

struct st_store { const st_store_ops *ops; char id[33]; /* the journal's own, made at random with it */ };

/* sqlite:PATH, a path, postgres://... or postgresql://... create: make it when it is not there. Brings an older schema up to date; ST_E_DATA for one that is newer
 * than this program. Free with ops->close. */
st_store *st_store_open(const char *url, bool create, st_err *err);

/* ---- for the stores ------------------------------------------------------------------------------------------------------------------------------------- */
st_store *st_store_open_sqlite(const char *path, bool create, st_err *err);
st_store *st_store_open_pg(const char *url, bool create, st_err *err);
#define ST_RECORD_COLUMNS "seq, time, ref, kind, actor, engine, index_hash, rules_hash, params, salt, subject, input, result, entries, commitment, prev, hash"
enum { ST_RECORD_COLUMN_COUNT = 17 };
/* "SELECT ... WHERE ... ORDER BY seq LIMIT": with parameters $1 to $n in the order of the values. */
typedef struct st_sql_value { bool is_text; st_str text; uint64_t number; } st_sql_value;
enum { ST_SQL_VALUES = 9 };
size_t st_store_select(const st_record_filter *f, st_buf *sql, st_sql_value value[ST_SQL_VALUES]);
/* 32 random hex digits. */
st_code st_store_new_id(char out[33], st_err *err);
/* A record as it came from a database: sizes of hashes and UTF-8 are looked at, so that what is behind the store can rely on them. */
st_code st_store_take(st_record *r, const st_str c[ST_RECORD_COLUMN_COUNT], const bool null[ST_RECORD_COLUMN_COUNT], st_err *err);
#endif
