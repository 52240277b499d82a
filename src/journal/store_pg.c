/* The journal in a PostgreSQL database, in a schema of its own, "strait"; libpq is known here alone.
 *
 * All values travel in binary, so that lengths count and nothing is quoted. Writes of a transaction are pipelined: their answers are waited for together. The lock on
 * the head's row is the one that all writers share. */
#include <endian.h>
#include <libpq-fe.h>
#include "journal/store.h"

enum { INT8 = 20, TEXT = 25, BYTEA = 17, PIPELINED = 128, PAGE = 64, LOCK = 0x53744a31 };

typedef struct pg_store { st_store base; PGconn *c; size_t sent; } pg_store;

static const char *const migrations[] = {
    "CREATE TABLE head (one integer PRIMARY KEY CHECK (one = 1), seq bigint NOT NULL, hash bytea NOT NULL);"
    "CREATE TABLE record (seq bigint PRIMARY KEY, time bigint NOT NULL, ref bigint NOT NULL, kind text NOT NULL, actor text NOT NULL, engine text NOT NULL,"
    " index_hash text NOT NULL, rules_hash text NOT NULL, params text NOT NULL, salt bytea, subject text, input text, result text, entries text,"
    " commitment bytea NOT NULL, prev bytea NOT NULL, hash bytea NOT NULL);"
    "CREATE INDEX record_ref ON record (ref) WHERE ref > 0;"
    "CREATE INDEX record_subject ON record (subject) WHERE subject > '';"
    "CREATE INDEX record_kind ON record (kind) WHERE kind NOT IN ('screen', 'check');"
    "CREATE TABLE entry (version bytea PRIMARY KEY, list text NOT NULL, key text NOT NULL, body text NOT NULL);",
};

static pg_store *of(st_store *s) { return (pg_store *)(void *)s; }

/* ---- failures -------------------------------------------------------------------------------------------------------------------------------------------- */

static st_code failed(const pg_store *s, const PGresult *res, const char *doing, st_err *err) {
    const char *state = res ? PQresultErrorField(res, PG_DIAG_SQLSTATE) : NULL, *said = res ? PQresultErrorField(res, PG_DIAG_MESSAGE_PRIMARY) : NULL;
    const bool data = state && (!strncmp(state, "23", 2) || !strncmp(state, "22", 2) || !strncmp(state, "42", 2) || !strncmp(state, "XX", 2));
    if (!said || !*said) said = PQerrorMessage(s->c);
    const st_str text = st_str_trim(st_str_of(said));
    st_fail(err, data ? ST_E_DATA : ST_E_SYSTEM, "cannot %s the journal: %.*s", doing, ST_FMT(text));
    if (PQdb(s->c)) st_err_where(err, "PostgreSQL database %.100s", PQdb(s->c));   /* not the URL: it may hold a password */
    if (state && !strncmp(state, "53", 2)) st_err_hint(err, "see that the server has room; nothing is answered that the journal does not hold, and what it held is whole");
    return data ? ST_E_DATA : ST_E_SYSTEM;
}

static bool good(const PGresult *res) {
    const ExecStatusType t = PQresultStatus(res);
    return t == PGRES_COMMAND_OK || t == PGRES_TUPLES_OK;
}

static st_code execute(pg_store *s, const char *sql, const char *doing, st_err *err) {
    PGresult *res = PQexec(s->c, sql);
    const st_code code = good(res) ? ST_OK : failed(s, res, doing, err);
    PQclear(res);
    return code;
}

/* ---- values ---------------------------------------------------------------------------------------------------------------------------------------------- */

enum { VALUES_MOST = 17 };
typedef struct values { const char *p[VALUES_MOST]; int n[VALUES_MOST], format[VALUES_MOST]; Oid type[VALUES_MOST]; uint64_t number[VALUES_MOST]; int count; } values;

static void add(values *v, Oid type, const void *p, size_t n) {
    v->p[v->count] = p ? p : "";
    v->n[v->count] = (int)n;
    v->format[v->count] = 1;
    v->type[v->count++] = type;
}

static void add_number(values *v, uint64_t x) {
    v->number[v->count] = htobe64(x > INT64_MAX ? INT64_MAX : x);
    add(v, INT8, &v->number[v->count], 8);
}

static void add_text(values *v, st_str s) { add(v, TEXT, s.p, s.n); }
static void add_null(values *v, Oid type) {
    add(v, type, "", 0);
    v->p[v->count - 1] = NULL;
}

static st_str cell(const PGresult *res, int row, int i) { return (st_str){ PQgetvalue(res, row, i), (size_t)PQgetlength(res, row, i) }; }

static uint64_t cell_number(const PGresult *res, int row, int i) {
    uint64_t x = 0;
    if (PQgetlength(res, row, i) == 8) memcpy(&x, PQgetvalue(res, row, i), 8);
    return be64toh(x);
}

/* ---- the pipeline ---------------------------------------------------------------------------------------------------------------------------------------- */

/* Waits for what was sent. The first failure counts: the server skips what came after it. */
static st_code drain(pg_store *s, st_err *err) {
    if (PQpipelineStatus(s->c) == PQ_PIPELINE_OFF) return ST_OK;
    st_code code = PQpipelineSync(s->c) ? ST_OK : failed(s, NULL, "write to", err);
    for (bool synced = code < 0; !synced;) {
        PGresult *res = PQgetResult(s->c);
        if (!res) {
            if (PQstatus(s->c) != CONNECTION_OK) {
                if (code == ST_OK) code = failed(s, NULL, "write to", err);
                break;
            }
            continue;   /* between two commands */
        }
        const ExecStatusType t = PQresultStatus(res);
        synced = t == PGRES_PIPELINE_SYNC;
        if (!synced && !good(res) && code == ST_OK) code = failed(s, res, "write to", err);
        PQclear(res);
    }
    s->sent = 0;
    PQexitPipelineMode(s->c);
    return code;
}

static st_code send(pg_store *s, const char *statement, const values *v, st_err *err) {
    if (PQpipelineStatus(s->c) == PQ_PIPELINE_OFF && !PQenterPipelineMode(s->c)) return failed(s, NULL, "write to", err);
    if (!PQsendQueryPrepared(s->c, statement, v->count, v->p, v->n, v->format, 1)) return failed(s, NULL, "write to", err);
    return ++s->sent >= PIPELINED ? drain(s, err) : ST_OK;
}

/* ---- writing --------------------------------------------------------------------------------------------------------------------------------------------- */

static st_code read_head(pg_store *s, const char *sql, st_head *out, st_err *err) {
    ST_TRY(drain(s, err));
    PGresult *res = PQexecParams(s->c, sql, 0, NULL, NULL, NULL, NULL, 1);
    st_code code = good(res) ? ST_OK : failed(s, res, "read", err);
    if (code == ST_OK && (PQntuples(res) != 1 || PQgetlength(res, 0, 1) != ST_HASH)) code = st_fail(err, ST_E_DATA, "the journal has lost its head row");
    if (code == ST_OK) {
        out->seq = cell_number(res, 0, 0);
        memcpy(out->hash, PQgetvalue(res, 0, 1), ST_HASH);
    }
    PQclear(res);
    return code;
}

static st_code op_begin(st_store *base, st_head *head, st_err *err) {
    ST_TRY(execute(of(base), "BEGIN", "write to", err));
    return read_head(of(base), "SELECT seq, hash FROM head WHERE one = 1 FOR UPDATE", head, err);
}

static st_code op_put(st_store *base, const st_record *r, st_err *err) {
    values v = { .count = 0 };
    add_number(&v, r->seq);
    add_number(&v, r->time);
    add_number(&v, r->ref);
    const st_str open[] = { r->kind, r->actor, r->engine, r->index, r->rules, r->params }, personal[] = { r->subject, r->input, r->result, r->entries };
    for (size_t i = 0; i < ST_LEN(open); i++) add_text(&v, open[i]);
    if (r->erased) add_null(&v, BYTEA);
    else add(&v, BYTEA, r->salt.p, r->salt.n);
    for (size_t i = 0; i < ST_LEN(personal); i++)
        if (r->erased) add_null(&v, TEXT);
        else add_text(&v, personal[i]);
    add(&v, BYTEA, r->commitment, ST_HASH);
    add(&v, BYTEA, r->prev, ST_HASH);
    add(&v, BYTEA, r->hash, ST_HASH);
    return send(of(base), "put", &v, err);
}

static st_code op_put_entry(st_store *base, const st_entry *e, st_err *err) {
    values v = { .count = 0 };
    add(&v, BYTEA, e->version, ST_HASH);
    add_text(&v, e->list);
    add_text(&v, e->key);
    add_text(&v, e->body);
    return send(of(base), "put_entry", &v, err);
}

static st_code op_erase(st_store *base, uint64_t seq, st_err *err) {
    pg_store *s = of(base);
    values v = { .count = 0 };
    ST_TRY(drain(s, err));
    add_number(&v, seq);
    PGresult *res = PQexecPrepared(s->c, "erase", v.count, v.p, v.n, v.format, 1);
    st_code code = good(res) ? ST_OK : failed(s, res, "erase from", err);
    if (code == ST_OK && strcmp(PQcmdTuples(res), "1") != 0) code = st_fail(err, ST_E_USAGE, "there is no record %llu", (unsigned long long)seq);
    PQclear(res);
    return code;
}

static st_code op_commit(st_store *base, const st_head *head, st_err *err) {
    pg_store *s = of(base);
    values v = { .count = 0 };
    add_number(&v, head->seq);
    add(&v, BYTEA, head->hash, ST_HASH);
    ST_TRY(send(s, "set_head", &v, err));
    ST_TRY(drain(s, err));
    return execute(s, "COMMIT", "write to", err);
}

static void op_rollback(st_store *base) {
    pg_store *s = of(base);
    (void)drain(s, NULL);
    if (PQtransactionStatus(s->c) != PQTRANS_IDLE) (void)execute(s, "ROLLBACK", "undo in", NULL);
    if (PQstatus(s->c) == CONNECTION_BAD) PQreset(s->c);   /* prepared statements are gone: what comes next says so, and a new journal must be opened */
}

static st_code op_scrub(st_store *base, st_err *err) { return execute(of(base), "VACUUM record", "scrub", err); }

/* ---- reading --------------------------------------------------------------------------------------------------------------------------------------------- */

static st_code op_head(st_store *base, st_head *out, st_err *err) { return read_head(of(base), "SELECT seq, hash FROM head WHERE one = 1", out, err); }

static st_code row(const PGresult *res, int k, st_record_fn fn, void *user, uint64_t *seq, st_err *err) {
    st_str c[ST_RECORD_COLUMN_COUNT];
    bool null[ST_RECORD_COLUMN_COUNT];
    char number[3][24];
    st_record r;
    for (int i = 0; i < ST_RECORD_COLUMN_COUNT; i++) {
        null[i] = PQgetisnull(res, k, i);
        c[i] = cell(res, k, i);
        if (i >= 3) continue;
        snprintf(number[i], sizeof number[i], "%llu", (unsigned long long)cell_number(res, k, i));
        c[i] = st_str_of(number[i]);
    }
    ST_TRY(st_store_take(&r, c, null, err));
    *seq = r.seq;
    return fn(user, &r, err);
}

/* One page: a statement of its own, so that fn may ask as well. rows: how many there were. */
static st_code page(pg_store *s, const st_record_filter *f, st_record_fn fn, void *user, uint64_t *last, int *rows, st_err *err) {
    st_buf sql = ST_BUF_INIT(4096);
    st_sql_value x[ST_SQL_VALUES];
    values v = { .count = 0 };
    const size_t n = st_store_select(f, &sql, x);
    for (size_t i = 0; i < n; i++) {
        if (x[i].is_text) add_text(&v, x[i].text);
        else add_number(&v, x[i].number);
    }
    PGresult *res = sql.failed ? NULL : PQexecParams(s->c, sql.p, v.count, v.type, v.p, v.n, v.format, 1);
    st_code code = good(res) ? ST_OK : failed(s, res, "read", err);
    *rows = code == ST_OK ? PQntuples(res) : 0;
    for (int k = 0; code == ST_OK && k < *rows; k++) code = row(res, k, fn, user, last, err);
    PQclear(res);
    st_buf_free(&sql);
    return code;
}

static st_code op_read(st_store *base, const st_record_filter *f, st_record_fn fn, void *user, st_err *err) {
    pg_store *s = of(base);
    st_record_filter part = *f;
    uint64_t left = f->limit ? f->limit : UINT64_MAX, last = 0;
    ST_TRY(drain(s, err));
    for (int rows = PAGE; rows == PAGE && left;) {
        part.limit = left < PAGE ? left : PAGE;
        const st_code code = page(s, &part, fn, user, &last, &rows, err);
        if (code < 0) return code == ST_E_STOPPED ? ST_OK : code;
        left -= (uint64_t)rows;
        if (f->backwards && last <= 1) break;
        if (f->backwards) part.to = last - 1;
        else part.from = last + 1;
    }
    return ST_OK;
}

/* All of them: again by pages, each from the version behind the last. */
static st_code op_entry(st_store *base, const uint8_t *version, st_entry_fn fn, void *user, st_err *err) {
    pg_store *s = of(base);
    uint8_t after[ST_HASH] = { 0 };
    ST_TRY(drain(s, err));
    if (version) memcpy(after, version, ST_HASH);
    const char *sql = version ? "SELECT version, list, key, body FROM entry WHERE version = $1" : "SELECT version, list, key, body FROM entry WHERE version > $1 ORDER BY version LIMIT 64";
    st_code code = ST_OK;
    for (int rows = PAGE; code == ST_OK && rows == PAGE;) {
        values v = { .count = 0 };
        add(&v, BYTEA, after, ST_HASH);
        PGresult *res = PQexecParams(s->c, sql, v.count, v.type, v.p, v.n, v.format, 1);
        code = good(res) ? ST_OK : failed(s, res, "read", err);
        rows = code == ST_OK ? PQntuples(res) : 0;
        for (int k = 0; code == ST_OK && k < rows; k++) {
            st_entry e = { .list = cell(res, k, 1), .key = cell(res, k, 2), .body = cell(res, k, 3) };
            if (PQgetlength(res, k, 0) != ST_HASH) code = st_fail(err, ST_E_DATA, "an entry whose version is none");
            else {
                memcpy(e.version, PQgetvalue(res, k, 0), ST_HASH);
                memcpy(after, e.version, ST_HASH);
                code = fn(user, &e, err);
            }
        }
        PQclear(res);
    }
    return code == ST_E_STOPPED ? ST_OK : code;
}

/* The server checks its pages when it reads them, if it was made with checksums. */
static st_code op_check(st_store *base, st_err *err) { return execute(of(base), "SELECT count(*) FROM record; SELECT count(*) FROM entry", "check", err); }

/* ---- opening --------------------------------------------------------------------------------------------------------------------------------------------- */

static void op_close(st_store *base) {
    if (!base) return;
    PQfinish(of(base)->c);
    st_free(base);
}

static const st_store_ops ops = { "postgresql", op_close, op_begin, op_put, op_put_entry, op_erase, op_commit, op_rollback, op_scrub, op_head, op_read, op_entry, op_check };

/* One text, or empty when there is no row. */
static st_code ask(pg_store *s, const char *sql, char *out, size_t room, st_err *err) {
    PGresult *res = PQexec(s->c, sql);
    const st_code code = good(res) ? ST_OK : failed(s, res, "open", err);
    snprintf(out, room, "%s", code == ST_OK && PQntuples(res) ? PQgetvalue(res, 0, 0) : "");
    PQclear(res);
    return code;
}

static st_code found(pg_store *s, st_err *err) {
    uint8_t genesis[ST_HASH];
    char hex[2 * ST_HASH + 1], sql[512];
    ST_TRY(st_store_new_id(s->base.id, err));
    if (!st_record_genesis(st_str_of(s->base.id), genesis)) return st_fail(err, ST_E_NOMEM, "out of memory");
    st_hex(genesis, ST_HASH, hex);
    snprintf(sql, sizeof sql, "INSERT INTO meta VALUES ('id', '%s'); INSERT INTO head VALUES (1, 0, '\\x%s')", s->base.id, hex);
    return execute(s, sql, "open", err);
}

static st_code migrate(pg_store *s, bool create, st_err *err) {
    char text[64], sql[128];
    uint64_t version = 0;
    snprintf(sql, sizeof sql, "BEGIN; SELECT pg_advisory_xact_lock(%d)", LOCK);
    ST_TRY(execute(s, sql, "open", err));
    ST_TRY(ask(s, "SELECT to_regclass('strait.meta') IS NOT NULL", text, sizeof text, err));
    const bool there = text[0] == 't';
    if (!there && !create) {
        st_fail(err, ST_E_USAGE, "the database %.100s holds no journal", PQdb(s->c));
        st_err_hint(err, "strait screen or check with --journal makes it");
        return ST_E_USAGE;
    }
    if (!there) ST_TRY(execute(s, "CREATE SCHEMA IF NOT EXISTS strait; CREATE TABLE strait.meta (key text PRIMARY KEY, value text NOT NULL); INSERT INTO strait.meta VALUES ('schema', '0')", "make", err));
    ST_TRY(execute(s, "SET search_path = strait", "open", err));
    ST_TRY(ask(s, "SELECT value FROM meta WHERE key = 'schema'", text, sizeof text, err));
    if (!st_parse_u64(st_str_of(text), &version) || version > ST_LEN(migrations)) {
        st_fail(err, ST_E_DATA, "the journal was written by a newer strait (schema %.20s, this one knows %zu)", text, ST_LEN(migrations));
        return ST_E_DATA;
    }
    for (uint64_t k = version; k < ST_LEN(migrations); k++) ST_TRY(execute(s, migrations[k], "bring up to date", err));
    snprintf(sql, sizeof sql, "UPDATE meta SET value = '%zu' WHERE key = 'schema'", ST_LEN(migrations));
    if (version != ST_LEN(migrations)) ST_TRY(execute(s, sql, "bring up to date", err));
    if (!there) ST_TRY(found(s, err));
    return execute(s, "COMMIT", "open", err);
}

static st_code prepare(pg_store *s, st_err *err) {
    static const struct { const char *name, *sql; } all[] = {
        { "put", "INSERT INTO record (" ST_RECORD_COLUMNS ") VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15,$16,$17)" },
        { "put_entry", "INSERT INTO entry (version, list, key, body) VALUES ($1,$2,$3,$4) ON CONFLICT DO NOTHING" },
        { "erase", "UPDATE record SET salt = NULL, subject = NULL, input = NULL, result = NULL, entries = NULL WHERE seq = $1" },
        { "set_head", "UPDATE head SET seq = $1, hash = $2 WHERE one = 1" },
    };
    for (size_t i = 0; i < ST_LEN(all); i++) {
        PGresult *res = PQprepare(s->c, all[i].name, all[i].sql, 0, NULL);
        const st_code code = good(res) ? ST_OK : failed(s, res, "open", err);
        PQclear(res);
        ST_TRY(code);
    }
    return ST_OK;
}

static st_code open_all(pg_store *s, bool create, st_err *err) {
    char id[64];
    if (PQstatus(s->c) != CONNECTION_OK) {
        const st_str text = st_str_trim(st_str_of(PQerrorMessage(s->c)));
        st_fail(err, ST_E_SYSTEM, "cannot reach the journal: %.*s", ST_FMT(text));
        st_err_hint(err, "postgres://user@host/database; the password is best kept in ~/.pgpass");
        return ST_E_SYSTEM;
    }
    if (PQserverVersion(s->c) < 110000) return st_fail(err, ST_E_USAGE, "PostgreSQL %d is too old; 11 or newer is needed", PQserverVersion(s->c) / 10000);
    ST_TRY(execute(s, "SET client_min_messages = warning; SET synchronous_commit = on; SET client_encoding = 'UTF8'", "open", err));
    ST_TRY(migrate(s, create, err));
    ST_TRY(ask(s, "SELECT value FROM meta WHERE key = 'id'", id, sizeof id, err));
    if (!id[0] || strlen(id) >= sizeof s->base.id) return st_fail(err, ST_E_DATA, "the journal has lost its id");
    memcpy(s->base.id, id, strlen(id) + 1);
    return prepare(s, err);
}

st_store *st_store_open_pg(const char *url, bool create, st_err *err) {
    pg_store *s = st_calloc(1, sizeof *s);
    if (s && (s->c = PQconnectdb(url))) {
        s->base.ops = &ops;
        if (open_all(s, create, err) == ST_OK) return &s->base;
        op_close(&s->base);
        return NULL;
    }
    st_free(s);
    st_fail(err, ST_E_NOMEM, "out of memory for the journal");
    return NULL;
}
