/* Stores by URL, and what both databases have in common. */
#include <errno.h>
#include <sys/random.h>
#include "journal/store.h"

st_store *st_store_open(const char *url, bool create, st_err *err) {
    const st_str u = st_str_of(url);
    if (st_str_starts(u, "postgres://") || st_str_starts(u, "postgresql://")) return st_store_open_pg(url, create, err);
    const char *path = st_str_starts(u, "sqlite:") ? u.p + strlen("sqlite:") : u.p;
    if (path && *path && !strstr(path, "://")) return st_store_open_sqlite(path, create, err);
    st_fail(err, ST_E_USAGE, "the journal's URL \"%.100s\" is none that is known", url);   /* no password: only the two above have one */
    st_err_hint(err, "sqlite:strait.db, or postgres://user@host/database");
    return NULL;
}

static void number_value(size_t *n, st_sql_value *value, st_buf *sql, const char *test, uint64_t v) {
    if (!v) return;
    value[*n] = (st_sql_value){ .number = v };
    st_buf_printf(sql, "%s %s $%zu", *n ? " AND" : " WHERE", test, *n + 1);
    ++*n;
}

static void text_value(size_t *n, st_sql_value *value, st_buf *sql, const char *test, st_str v) {
    if (!v.n) return;
    value[*n] = (st_sql_value){ .is_text = true, .text = v };
    st_buf_printf(sql, "%s %s $%zu", *n ? " AND" : " WHERE", test, *n + 1);
    ++*n;
}

size_t st_store_select(const st_record_filter *f, st_buf *sql, st_sql_value value[ST_SQL_VALUES]) {
    size_t n = 0;
    st_buf_z(sql, "SELECT " ST_RECORD_COLUMNS " FROM record");
    number_value(&n, value, sql, "seq >=", f->from);
    number_value(&n, value, sql, "seq <=", f->to);
    number_value(&n, value, sql, "time >=", f->since);
    number_value(&n, value, sql, "time <=", f->until);
    number_value(&n, value, sql, "ref =", f->ref);
    text_value(&n, value, sql, "kind =", f->kind);
    text_value(&n, value, sql, "actor =", f->actor);
    text_value(&n, value, sql, "subject =", f->subject);
    st_buf_z(sql, f->backwards ? " ORDER BY seq DESC" : " ORDER BY seq");
    if (f->limit) {
        value[n] = (st_sql_value){ .number = f->limit };
        st_buf_printf(sql, " LIMIT $%zu", ++n);
    }
    return n;
}

st_code st_store_new_id(char out[33], st_err *err) {
    uint8_t raw[16];
    if (getrandom(raw, sizeof raw, 0) != (ssize_t)sizeof raw) return st_fail(err, ST_E_SYSTEM, "no random numbers: %s", strerror(errno));
    st_hex(raw, sizeof raw, out);
    return ST_OK;
}

/* In the order of ST_RECORD_COLUMNS. */
st_code st_store_take(st_record *r, const st_str c[ST_RECORD_COLUMN_COUNT], const bool null[ST_RECORD_COLUMN_COUNT], st_err *err) {
    enum { SEQ, TIME, REF, KIND, ACTOR, ENGINE, INDEX, RULES, PARAMS, SALT, SUBJECT, INPUT, RESULT, ENTRIES, COMMITMENT, PREV, HASH };
    *r = (st_record){ .kind = c[KIND], .actor = c[ACTOR], .engine = c[ENGINE], .index = c[INDEX], .rules = c[RULES], .params = c[PARAMS] };
    if (!st_parse_u64(c[SEQ], &r->seq) || !r->seq || !st_parse_u64(c[TIME], &r->time) || !st_parse_u64(c[REF], &r->ref)) return st_fail(err, ST_E_DATA, "a record whose numbers are none");
    r->erased = null[SALT] && null[SUBJECT] && null[INPUT] && null[RESULT] && null[ENTRIES];
    if (!r->erased) {
        r->salt = c[SALT];
        r->subject = c[SUBJECT];
        r->input = c[INPUT];
        r->result = c[RESULT];
        r->entries = c[ENTRIES];
    }
    bool ok = r->erased || r->salt.n == ST_SALT;
    for (unsigned i = COMMITMENT; i <= HASH; i++) ok = ok && c[i].n == ST_HASH;
    for (unsigned i = KIND; i < COMMITMENT; i++) ok = ok && (i == SALT || st_utf8_bad(c[i]) == SIZE_MAX);
    if (!ok) {
        st_fail(err, ST_E_DATA, "record %llu is damaged: a hash of another size, or text that is not UTF-8", (unsigned long long)r->seq);
        return ST_E_DATA;
    }
    memcpy(r->commitment, c[COMMITMENT].p, ST_HASH);
    memcpy(r->prev, c[PREV].p, ST_HASH);
    memcpy(r->hash, c[HASH].p, ST_HASH);
    return ST_OK;
}
