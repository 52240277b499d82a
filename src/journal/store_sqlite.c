/* The journal in a SQLite file; libsqlite3 is known here alone.
 *
 * WAL with synchronous=FULL: a commit returns when the log is on the disk. The lock that BEGIN IMMEDIATE takes is the one that all writers share. */
#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>
#include "journal/store.h"

enum { APPLICATION = 0x53744a31, WAIT_MS = 30000 };   /* "StJ1" */

typedef struct sqlite_store {
    st_store base;
    sqlite3 *db;
    sqlite3_stmt *begin, *commit, *rollback, *head, *put, *put_entry, *erase, *set_head;
    char *path;
} sqlite_store;

/* Each brings the schema from the number before it to its own. */
static const char *const migrations[] = {
    "CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;"
    "CREATE TABLE head (one INTEGER PRIMARY KEY CHECK (one = 1), seq INTEGER NOT NULL, hash BLOB NOT NULL) STRICT;"
    "CREATE TABLE record (seq INTEGER PRIMARY KEY, time INTEGER NOT NULL, ref INTEGER NOT NULL, kind TEXT NOT NULL, actor TEXT NOT NULL, engine TEXT NOT NULL,"
    " index_hash TEXT NOT NULL, rules_hash TEXT NOT NULL, params TEXT NOT NULL, salt BLOB, subject TEXT, input TEXT, result TEXT, entries TEXT,"
    " commitment BLOB NOT NULL, prev BLOB NOT NULL, hash BLOB NOT NULL) STRICT;"
    "CREATE INDEX record_ref ON record (ref) WHERE ref > 0;"
    "CREATE INDEX record_subject ON record (subject) WHERE subject > '';"
    "CREATE INDEX record_kind ON record (kind) WHERE kind NOT IN ('screen', 'check');"
    "CREATE TABLE entry (version BLOB PRIMARY KEY, list TEXT NOT NULL, key TEXT NOT NULL, body TEXT NOT NULL) STRICT, WITHOUT ROWID;",
};

static sqlite_store *of(st_store *s) { return (sqlite_store *)(void *)s; }

static st_code failed(const sqlite_store *s, const char *doing, st_err *err) {
    const int rc = s->db ? sqlite3_errcode(s->db) : SQLITE_NOMEM;
    const bool data = rc == SQLITE_CORRUPT || rc == SQLITE_NOTADB || rc == SQLITE_CONSTRAINT || rc == SQLITE_MISMATCH || rc == SQLITE_ERROR;
    const st_code code = rc == SQLITE_NOMEM ? ST_E_NOMEM : data ? ST_E_DATA : ST_E_SYSTEM;
    st_fail(err, code, "cannot %s the journal: %s", doing, s->db ? sqlite3_errmsg(s->db) : "out of memory");
    st_err_where(err, "%s", s->path);
    if (rc == SQLITE_FULL || rc == SQLITE_IOERR) st_err_hint(err, "see that there is room on the disk; nothing is answered that the journal does not hold, and what it held is whole");
    else if (rc == SQLITE_BUSY) st_err_hint(err, "another program has been writing for %d seconds", WAIT_MS / 1000);
    else if (rc == SQLITE_READONLY || rc == SQLITE_CANTOPEN) st_err_hint(err, "the file, and the folder that it is in, must be writable");
    else if (rc == SQLITE_CORRUPT) st_err_hint(err, "strait journal verify says how far the records are whole; take the rest from a backup");
    return code;
}

static st_code run(sqlite_store *s, sqlite3_stmt *q, const char *doing, st_err *err) {
    const int rc = sqlite3_step(q);
    const st_code code = rc == SQLITE_DONE || rc == SQLITE_ROW ? ST_OK : failed(s, doing, err);
    sqlite3_reset(q);
    return code;
}

/* ---- values ---------------------------------------------------------------------------------------------------------------------------------------------- */

static int bind_text(sqlite3_stmt *q, int i, st_str s) { return sqlite3_bind_text64(q, i, s.n ? s.p : "", s.n, SQLITE_STATIC, SQLITE_UTF8); }
static int bind_number(sqlite3_stmt *q, int i, uint64_t v) { return sqlite3_bind_int64(q, i, v > INT64_MAX ? INT64_MAX : (sqlite3_int64)v); }
static int bind_bytes(sqlite3_stmt *q, int i, const void *p, size_t n) { return sqlite3_bind_blob64(q, i, n ? p : "", n, SQLITE_STATIC); }

static bool same_bytes(sqlite3_stmt *q, int i, uint8_t *out, size_t n) {
    const void *p = sqlite3_column_blob(q, i);
    if (sqlite3_column_bytes(q, i) != (int)n || !p) return false;
    memcpy(out, p, n);
    return true;
}

static st_str column(sqlite3_stmt *q, int i) {
    const void *p = sqlite3_column_type(q, i) == SQLITE_BLOB ? sqlite3_column_blob(q, i) : (const void *)sqlite3_column_text(q, i);
    const int n = sqlite3_column_bytes(q, i);
    return (st_str){ p ? p : "", p ? (size_t)n : 0 };
}

/* ---- writing --------------------------------------------------------------------------------------------------------------------------------------------- */

static st_code read_head(sqlite_store *s, st_head *out, st_err *err) {
    const int rc = sqlite3_step(s->head);
    st_code code = ST_OK;
    if (rc != SQLITE_ROW) code = rc == SQLITE_DONE ? st_fail(err, ST_E_DATA, "the journal has lost its head row") : failed(s, "read", err);
    else if (!same_bytes(s->head, 1, out->hash, ST_HASH)) code = st_fail(err, ST_E_DATA, "the head of the journal is damaged");
    else out->seq = (uint64_t)sqlite3_column_int64(s->head, 0);
    sqlite3_reset(s->head);
    return code;
}

static st_code op_begin(st_store *base, st_head *head, st_err *err) {
    sqlite_store *s = of(base);
    ST_TRY(run(s, s->begin, "write to", err));
    return read_head(s, head, err);
}

static st_code op_put(st_store *base, const st_record *r, st_err *err) {
    sqlite_store *s = of(base);
    sqlite3_stmt *q = s->put;
    int bad = bind_number(q, 1, r->seq) | bind_number(q, 2, r->time) | bind_number(q, 3, r->ref) | bind_text(q, 4, r->kind) | bind_text(q, 5, r->actor) | bind_text(q, 6, r->engine) |
              bind_text(q, 7, r->index) | bind_text(q, 8, r->rules) | bind_text(q, 9, r->params);
    if (r->erased) for (int i = 10; i <= 14; i++) bad |= sqlite3_bind_null(q, i);
    else bad |= bind_bytes(q, 10, r->salt.p, r->salt.n) | bind_text(q, 11, r->subject) | bind_text(q, 12, r->input) | bind_text(q, 13, r->result) | bind_text(q, 14, r->entries);
    bad |= bind_bytes(q, 15, r->commitment, ST_HASH) | bind_bytes(q, 16, r->prev, ST_HASH) | bind_bytes(q, 17, r->hash, ST_HASH);
    return bad ? failed(s, "write to", err) : run(s, q, "write to", err);
}

static st_code op_put_entry(st_store *base, const st_entry *e, st_err *err) {
    sqlite_store *s = of(base);
    sqlite3_stmt *q = s->put_entry;
    const int bad = bind_bytes(q, 1, e->version, ST_HASH) | bind_text(q, 2, e->list) | bind_text(q, 3, e->key) | bind_text(q, 4, e->body);
    return bad ? failed(s, "write to", err) : run(s, q, "write to", err);
}

static st_code op_erase(st_store *base, uint64_t seq, st_err *err) {
    sqlite_store *s = of(base);
    if (bind_number(s->erase, 1, seq)) return failed(s, "erase from", err);
    ST_TRY(run(s, s->erase, "erase from", err));
    return sqlite3_changes(s->db) == 1 ? ST_OK : st_fail(err, ST_E_USAGE, "there is no record %llu", (unsigned long long)seq);
}

static st_code op_commit(st_store *base, const st_head *head, st_err *err) {
    sqlite_store *s = of(base);
    if (bind_number(s->set_head, 1, head->seq) | bind_bytes(s->set_head, 2, head->hash, ST_HASH)) return failed(s, "write to", err);
    ST_TRY(run(s, s->set_head, "write to", err));
    return run(s, s->commit, "write to", err);
}

static void op_rollback(st_store *base) {
    sqlite_store *s = of(base);
    if (!sqlite3_get_autocommit(s->db)) (void)run(s, s->rollback, "undo in", NULL);
}

/* secure_delete has overwritten the old bytes in the pages; the log still has them. */
static st_code op_scrub(st_store *base, st_err *err) {
    sqlite_store *s = of(base);
    return sqlite3_wal_checkpoint_v2(s->db, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL) == SQLITE_OK ? ST_OK : failed(s, "scrub", err);
}

/* ---- reading --------------------------------------------------------------------------------------------------------------------------------------------- */

static st_code op_head(st_store *base, st_head *out, st_err *err) { return read_head(of(base), out, err); }

static st_code ended(st_code code) { return code == ST_E_STOPPED ? ST_OK : code; }

static st_code row(sqlite3_stmt *q, st_record_fn fn, void *user, st_err *err) {
    st_str c[ST_RECORD_COLUMN_COUNT];
    bool null[ST_RECORD_COLUMN_COUNT];
    st_record r;
    for (int i = 0; i < ST_RECORD_COLUMN_COUNT; i++) {
        null[i] = sqlite3_column_type(q, i) == SQLITE_NULL;
        c[i] = column(q, i);
    }
    ST_TRY(st_store_take(&r, c, null, err));
    return fn(user, &r, err);
}

static st_code op_read(st_store *base, const st_record_filter *f, st_record_fn fn, void *user, st_err *err) {
    sqlite_store *s = of(base);
    st_buf sql = ST_BUF_INIT(4096);
    st_sql_value v[ST_SQL_VALUES];
    sqlite3_stmt *q = NULL;
    const size_t n = st_store_select(f, &sql, v);
    int bad = sql.failed || sqlite3_prepare_v2(s->db, sql.p, (int)sql.n, &q, NULL) != SQLITE_OK;
    for (size_t i = 0; !bad && i < n; i++) bad = v[i].is_text ? bind_text(q, (int)i + 1, v[i].text) : bind_number(q, (int)i + 1, v[i].number);
    st_code code = bad ? failed(s, "read", err) : ST_OK;
    for (int rc; code == ST_OK && (rc = sqlite3_step(q)) != SQLITE_DONE;) code = rc == SQLITE_ROW ? row(q, fn, user, err) : failed(s, "read", err);
    sqlite3_finalize(q);
    st_buf_free(&sql);
    return ended(code);
}

static st_code op_entry(st_store *base, const uint8_t *version, st_entry_fn fn, void *user, st_err *err) {
    sqlite_store *s = of(base);
    sqlite3_stmt *q = NULL;
    const char *sql = version ? "SELECT version, list, key, body FROM entry WHERE version = $1" : "SELECT version, list, key, body FROM entry ORDER BY version";
    int bad = sqlite3_prepare_v2(s->db, sql, -1, &q, NULL) != SQLITE_OK || (version && bind_bytes(q, 1, version, ST_HASH));
    st_code code = bad ? failed(s, "read", err) : ST_OK;
    for (int rc; code == ST_OK && (rc = sqlite3_step(q)) != SQLITE_DONE;) {
        st_entry e = { .list = column(q, 1), .key = column(q, 2), .body = column(q, 3) };
        if (rc != SQLITE_ROW) code = failed(s, "read", err);
        else if (!same_bytes(q, 0, e.version, ST_HASH)) code = st_fail(err, ST_E_DATA, "an entry whose version is none");
        else code = fn(user, &e, err);
    }
    sqlite3_finalize(q);
    return ended(code);
}

static st_code op_check(st_store *base, st_err *err) {
    sqlite_store *s = of(base);
    sqlite3_stmt *q = NULL;
    st_code code = sqlite3_prepare_v2(s->db, "PRAGMA integrity_check(1)", -1, &q, NULL) == SQLITE_OK && sqlite3_step(q) == SQLITE_ROW ? ST_OK : failed(s, "check", err);
    const st_str said = code == ST_OK ? column(q, 0) : ST_STR_NONE;
    if (code == ST_OK && !st_str_is(said, "ok")) {
        code = st_fail(err, ST_E_DATA, "the database file is damaged: %.*s", ST_FMT(said));
        st_err_where(err, "%s", s->path);
    }
    sqlite3_finalize(q);
    return code;
}

/* ---- opening --------------------------------------------------------------------------------------------------------------------------------------------- */

static void op_close(st_store *base) {
    if (!base) return;
    sqlite_store *s = of(base);
    sqlite3_stmt *all[] = { s->begin, s->commit, s->rollback, s->head, s->put, s->put_entry, s->erase, s->set_head };
    for (size_t i = 0; i < ST_LEN(all); i++) sqlite3_finalize(all[i]);
    sqlite3_close(s->db);
    st_free(s->path);
    st_free(s);
}

static const st_store_ops ops = { "sqlite", op_close, op_begin, op_put, op_put_entry, op_erase, op_commit, op_rollback, op_scrub, op_head, op_read, op_entry, op_check };

/* Answers about customers are for nobody else's eyes. SQLite gives its log the mode of the file. */
static st_code look_at_file(const char *path, bool create, st_err *err) {
    struct stat st;
    const int fd = open(path, O_RDWR | O_CLOEXEC | (create ? O_CREAT : 0), 0600);
    if (fd < 0 || fstat(fd, &st) != 0) {
        const int e = errno;
        if (fd >= 0) close(fd);
        st_fail(err, e == ENOENT ? ST_E_USAGE : ST_E_SYSTEM, "cannot open the journal: %s", strerror(e));
        st_err_where(err, "%s", path);
        if (e == ENOENT && !create) st_err_hint(err, "strait screen or check with --journal makes it");
        return err ? err->code : ST_E_SYSTEM;
    }
    close(fd);
    const char *bad = !S_ISREG(st.st_mode) ? "this is not a regular file" : st.st_mode & 077 ? "the journal can be read or written by others" : NULL;
    if (!bad) return ST_OK;
    st_fail(err, ST_E_USAGE, "%s", bad);
    st_err_where(err, "%s", path);
    st_err_hint(err, st.st_mode & 077 ? "chmod 600 %s" : "name another file than %s", path);
    return ST_E_USAGE;
}

static st_code sql_number(sqlite_store *s, const char *sql, int64_t *out, st_err *err) {
    sqlite3_stmt *q = NULL;
    st_code code = sqlite3_prepare_v2(s->db, sql, -1, &q, NULL) == SQLITE_OK && sqlite3_step(q) == SQLITE_ROW ? ST_OK : failed(s, "open", err);
    if (code == ST_OK) *out = sqlite3_column_int64(q, 0);
    sqlite3_finalize(q);
    return code;
}

static st_code execute(sqlite_store *s, const char *sql, st_err *err) { return sqlite3_exec(s->db, sql, NULL, NULL, NULL) == SQLITE_OK ? ST_OK : failed(s, "open", err); }

/* A new journal gets its id, and the head that its first record links to. */
static st_code found(sqlite_store *s, st_err *err) {
    uint8_t genesis[ST_HASH];
    char hex[2 * ST_HASH + 1], sql[512];
    ST_TRY(st_store_new_id(s->base.id, err));
    if (!st_record_genesis(st_str_of(s->base.id), genesis)) return st_fail(err, ST_E_NOMEM, "out of memory");
    st_hex(genesis, ST_HASH, hex);
    snprintf(sql, sizeof sql, "PRAGMA application_id = %d; INSERT INTO meta VALUES ('id', '%s'); INSERT INTO head VALUES (1, 0, x'%s')", APPLICATION, s->base.id, hex);
    return execute(s, sql, err);
}

static st_code migrate(sqlite_store *s, bool create, st_err *err) {
    int64_t version = 0, application = 0;
    char sql[64];
    ST_TRY(execute(s, "BEGIN IMMEDIATE", err));
    ST_TRY(sql_number(s, "PRAGMA user_version", &version, err));
    ST_TRY(sql_number(s, "PRAGMA application_id", &application, err));
    if (version > (int64_t)ST_LEN(migrations) && application == APPLICATION) {
        st_fail(err, ST_E_DATA, "the journal was written by a newer strait (schema %lld, this one knows %zu)", (long long)version, ST_LEN(migrations));
        return ST_E_DATA;
    }
    int64_t tables = 0;
    ST_TRY(sql_number(s, "SELECT count(*) FROM sqlite_master", &tables, err));
    if (tables && application != APPLICATION) return st_fail(err, ST_E_DATA, "this is no journal of strait");
    if (!tables && !create) return st_fail(err, ST_E_USAGE, "the journal is empty: making it was not finished");
    for (int64_t v = version < 0 ? 0 : version; v < (int64_t)ST_LEN(migrations); v++) ST_TRY(execute(s, migrations[v], err));
    if (!tables) ST_TRY(found(s, err));
    snprintf(sql, sizeof sql, "PRAGMA user_version = %zu", ST_LEN(migrations));
    if (version != (int64_t)ST_LEN(migrations)) ST_TRY(execute(s, sql, err));
    return execute(s, "COMMIT", err);
}

static st_code read_id(sqlite_store *s, st_err *err) {
    sqlite3_stmt *q = NULL;
    const int rc = sqlite3_prepare_v2(s->db, "SELECT value FROM meta WHERE key = 'id'", -1, &q, NULL) == SQLITE_OK ? sqlite3_step(q) : SQLITE_ERROR;
    st_code code = rc == SQLITE_ROW ? ST_OK : rc == SQLITE_DONE ? st_fail(err, ST_E_DATA, "the journal has lost its id") : failed(s, "open", err);
    const st_str id = code == ST_OK ? column(q, 0) : ST_STR_NONE;
    if (code == ST_OK && id.n >= sizeof s->base.id) code = st_fail(err, ST_E_DATA, "the id of the journal is damaged");
    if (code == ST_OK) {
        memcpy(s->base.id, id.p, id.n);
        s->base.id[id.n] = 0;
    }
    sqlite3_finalize(q);
    return code;
}

static st_code prepare(sqlite_store *s, st_err *err) {
    const struct { sqlite3_stmt **q; const char *sql; } all[] = {
        { &s->begin, "BEGIN IMMEDIATE" }, { &s->commit, "COMMIT" }, { &s->rollback, "ROLLBACK" },
        { &s->head, "SELECT seq, hash FROM head WHERE one = 1" }, { &s->set_head, "UPDATE head SET seq = ?1, hash = ?2 WHERE one = 1" },
        { &s->put, "INSERT INTO record (" ST_RECORD_COLUMNS ") VALUES (?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13,?14,?15,?16,?17)" },
        { &s->put_entry, "INSERT OR IGNORE INTO entry (version, list, key, body) VALUES (?1,?2,?3,?4)" },
        { &s->erase, "UPDATE record SET salt = NULL, subject = NULL, input = NULL, result = NULL, entries = NULL WHERE seq = ?1" },
    };
    for (size_t i = 0; i < ST_LEN(all); i++)
        if (sqlite3_prepare_v3(s->db, all[i].sql, -1, SQLITE_PREPARE_PERSISTENT, all[i].q, NULL) != SQLITE_OK) return failed(s, "open", err);
    return ST_OK;
}

static st_code open_all(sqlite_store *s, const char *path, bool create, st_err *err) {
    ST_TRY(look_at_file(path, create, err));
    if (sqlite3_open_v2(path, &s->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, NULL) != SQLITE_OK) return failed(s, "open", err);
    sqlite3_extended_result_codes(s->db, 0);
    sqlite3_busy_timeout(s->db, WAIT_MS);
    sqlite3_db_config(s->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    ST_TRY(execute(s, "PRAGMA page_size = 8192; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON; PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON;"
                      "PRAGMA wal_autocheckpoint = 2000", err));
    ST_TRY(migrate(s, create, err));
    ST_TRY(read_id(s, err));
    return prepare(s, err);
}

st_store *st_store_open_sqlite(const char *path, bool create, st_err *err) {
    sqlite_store *s = st_calloc(1, sizeof *s);
    const size_t n = strlen(path) + 1;
    if (s && (s->path = st_alloc(n))) memcpy(s->path, path, n);
    st_err own = { 0 };
    if (!err) err = &own;
    if (!s || !s->path) st_fail(err, ST_E_NOMEM, "out of memory for the journal");
    else {
        s->base.ops = &ops;
        if (open_all(s, path, create, err) == ST_OK) return &s->base;
        st_err_where(err, "%s", path);
    }
    if (s) op_close(&s->base);
    return NULL;
}
