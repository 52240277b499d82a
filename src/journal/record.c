/* Records: their canonical form, their hashes, and JSON. */
#include <time.h>
#include "base/file.h"
#include "journal/record.h"

static const struct { const char *name; } kinds[] = {
#define KIND(sym, name, text) { name },
#include "journal/record_kinds.def"
#undef KIND
};

const char *st_record_kind_name(st_record_kind k) { return kinds[k].name; }

st_record_kind st_record_kind_of(st_str name) {
    for (unsigned k = 0; k < ST_REC_KINDS; k++)
        if (st_str_is(name, kinds[k].name)) return (st_record_kind)k;
    return ST_REC_KINDS;
}

/* ---- the canonical form: each field behind its length, as eight bytes, the highest first -------------------------------------------------------------- */

enum { CANONICAL_MOST = 1 << 30 };
#define FORMAT ST_STR("strait journal 1")

static void field(st_buf *b, st_str s) {
    uint8_t n[8];
    for (unsigned i = 0; i < 8; i++) n[i] = (uint8_t)((uint64_t)s.n >> (56 - 8 * i));
    st_buf_add(b, n, sizeof n);
    st_buf_str(b, s);
}

static void number(st_buf *b, uint64_t v) {
    char text[24];
    const int n = snprintf(text, sizeof text, "%llu", (unsigned long long)v);
    field(b, (st_str){ text, (size_t)n });
}

static void bytes(st_buf *b, const uint8_t *p, size_t n) { field(b, (st_str){ (const char *)p, n }); }

static bool end(st_buf *b, uint8_t out[ST_HASH]) {
    const bool ok = !b->failed;
    if (ok) st_sha256_of(b->p, b->n, out);
    st_buf_free(b);
    return ok;
}

bool st_record_commit_to(const st_record *r, uint8_t out[ST_HASH]) {
    st_buf b = ST_BUF_INIT(CANONICAL_MOST);
    field(&b, FORMAT);
    field(&b, r->salt);
    field(&b, r->subject);
    field(&b, r->input);
    field(&b, r->result);
    field(&b, r->entries);
    return end(&b, out);
}

bool st_record_body(const st_record *r, uint64_t seq, uint8_t out[ST_HASH]) {
    st_buf b = ST_BUF_INIT(CANONICAL_MOST);
    field(&b, FORMAT);
    number(&b, seq);
    number(&b, r->time);
    field(&b, r->kind);
    field(&b, r->actor);
    field(&b, r->engine);
    field(&b, r->index);
    field(&b, r->rules);
    field(&b, r->params);
    number(&b, r->ref);
    bytes(&b, r->commitment, ST_HASH);
    return end(&b, out);
}

bool st_record_link(const uint8_t prev[ST_HASH], const uint8_t body[ST_HASH], uint8_t out[ST_HASH]) {
    st_buf b = ST_BUF_INIT(256);
    field(&b, FORMAT);
    bytes(&b, prev, ST_HASH);
    bytes(&b, body, ST_HASH);
    return end(&b, out);
}

bool st_record_genesis(st_str id, uint8_t out[ST_HASH]) {
    st_buf b = ST_BUF_INIT(1 << 16);
    field(&b, FORMAT);
    field(&b, id);
    return end(&b, out);
}

/* ---- texts --------------------------------------------------------------------------------------------------------------------------------------------- */

void st_hex(const uint8_t *p, size_t n, char *out) {
    static const char digit[] = "0123456789abcdef";
    for (size_t i = 0; i < n; i++) {
        out[2 * i] = digit[p[i] >> 4];
        out[2 * i + 1] = digit[p[i] & 15];
    }
    out[2 * n] = 0;
}

static int digit_of(char c) { return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1; }

bool st_unhex(st_str hex, uint8_t *out, size_t n) {
    if (hex.n != 2 * n) return false;
    for (size_t i = 0; i < n; i++) {
        const int high = digit_of(hex.p[2 * i]), low = digit_of(hex.p[2 * i + 1]);
        if (high < 0 || low < 0) return false;
        out[i] = (uint8_t)(high << 4 | low);
    }
    return true;
}

void st_time_text(uint64_t ms, char out[32]) {
    const time_t s = (time_t)(ms / 1000);
    struct tm tm;
    if (ms / 1000 > 253402300799u || !gmtime_r(&s, &tm)) {   /* past the year 9999 nobody wrote it */
        snprintf(out, 32, "%llu ms", (unsigned long long)ms);
        return;
    }
    char day[24];
    strftime(day, sizeof day, "%Y-%m-%dT%H:%M:%S", &tm);
    snprintf(out, 32, "%s.%03uZ", day, (unsigned)(ms % 1000));
}

static void text(st_jw *w, const char *key, st_str s) {
    st_jw_key(w, key);
    st_jw_str(w, s);
}

static void hex(st_jw *w, const char *key, const uint8_t *p, size_t n) {
    char t[2 * ST_HASH + 1];
    st_hex(p, n, t);
    st_jw_key(w, key);
    st_jw_z(w, t);
}

void st_record_json_line(st_jw *w, const st_record *r) {
    char when[32];
    st_time_text(r->time, when);
    st_jw_open(w, '{');
    st_jw_key(w, "sequence");
    st_jw_u64(w, r->seq);
    text(w, "at", st_str_of(when));
    st_jw_key(w, "time");
    st_jw_u64(w, r->time);
    text(w, "kind", r->kind);
    text(w, "actor", r->actor);
    text(w, "engine", r->engine);
    text(w, "index", r->index);
    text(w, "rules", r->rules);
    text(w, "parameters", r->params);
    st_jw_key(w, "about");
    st_jw_u64(w, r->ref);
    if (r->erased) {
        st_jw_key(w, "erased");
        st_jw_bool(w, true);
    } else {
        hex(w, "salt", (const uint8_t *)r->salt.p, r->salt.n < ST_SALT ? r->salt.n : ST_SALT);
        text(w, "subject", r->subject);
        text(w, "input", r->input);
        text(w, "result", r->result);
        text(w, "entries", r->entries);
    }
    hex(w, "commitment", r->commitment, ST_HASH);
    hex(w, "previous", r->prev, ST_HASH);
    hex(w, "hash", r->hash, ST_HASH);
    st_jw_close(w, '}');
}

static bool take(const st_json *v, const char *key, st_str *out) {
    const st_json *m = st_json_get(v, key);
    if (!m || m->type != ST_JSON_STRING) return false;
    *out = m->text;
    return true;
}

static bool take_number(const st_json *v, const char *key, uint64_t *out) {
    const st_json *m = st_json_get(v, key);
    return m && m->type == ST_JSON_NUMBER && st_parse_u64(m->text, out);
}

static bool take_hash(const st_json *v, const char *key, uint8_t out[ST_HASH]) { return st_unhex(st_json_get_text(v, key), out, ST_HASH); }

st_code st_record_of_json(const st_json *v, st_record *r, st_err *err) {
    *r = (st_record){ 0 };
    const char *bad = NULL;
    const st_json *erased = st_json_get(v, "erased");
    r->erased = erased && erased->type == ST_JSON_TRUE;
    if (!v || v->type != ST_JSON_OBJECT) return st_fail(err, ST_E_DATA, "a record is a JSON object");
    if (!take_number(v, "sequence", &r->seq) || r->seq == 0) bad = "sequence";
    else if (!take_number(v, "time", &r->time)) bad = "time";
    else if (!take_number(v, "about", &r->ref)) bad = "about";
    else if (!take(v, "kind", &r->kind)) bad = "kind";
    else if (!take(v, "actor", &r->actor)) bad = "actor";
    else if (!take(v, "engine", &r->engine)) bad = "engine";
    else if (!take(v, "index", &r->index)) bad = "index";
    else if (!take(v, "rules", &r->rules)) bad = "rules";
    else if (!take(v, "parameters", &r->params)) bad = "parameters";
    else if (!take_hash(v, "commitment", r->commitment)) bad = "commitment";
    else if (!take_hash(v, "previous", r->prev)) bad = "previous";
    else if (!take_hash(v, "hash", r->hash)) bad = "hash";
    else if (!r->erased) {
        if (!st_unhex(st_json_get_text(v, "salt"), r->own_salt, ST_SALT)) bad = "salt";
        else if (!take(v, "subject", &r->subject)) bad = "subject";
        else if (!take(v, "input", &r->input)) bad = "input";
        else if (!take(v, "result", &r->result)) bad = "result";
        else if (!take(v, "entries", &r->entries)) bad = "entries";
        r->salt = (st_str){ (const char *)r->own_salt, ST_SALT };
    }
    return bad ? st_fail(err, ST_E_DATA, "the record's \"%s\" is missing or no such value", bad) : ST_OK;
}
