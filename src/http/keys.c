/* API keys. */
#include <pthread.h>
#include <sys/stat.h>
#include "base/file.h"
#include "base/input.h"
#include "base/secret.h"
#include "http/keys.h"

enum { NAME_MOST = 40, SALT = 16, HASH = 32, FILE_MOST = 1 << 20 };

typedef struct key { st_str name; st_role role; uint8_t salt[SALT], hash[HASH], seen[HASH]; bool known; } key;
struct st_keys { st_arena arena; key *item; size_t n, alloc; uint8_t secret[HASH]; pthread_mutex_t lock; };

static bool unhex(st_str s, uint8_t *out, size_t n) {
    if (s.n != 2 * n) return false;
    for (size_t i = 0; i < s.n; i++) {
        const char c = s.p[i];
        const int v = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
        if (v < 0) return false;
        out[i / 2] = (uint8_t)(i % 2 ? out[i / 2] | v : v << 4);
    }
    return true;
}

static void hex(st_buf *b, const uint8_t *p, size_t n) {
    for (size_t i = 0; i < n; i++) st_buf_printf(b, "%02x", p[i]);
}

static bool name_fits(st_str s) {
    for (size_t i = 0; i < s.n; i++) {
        const char c = s.p[i];
        if (!((c | 32) >= 'a' && (c | 32) <= 'z') && !(c >= '0' && c <= '9') && c != '-' && c != '_') return false;
    }
    return s.n > 0 && s.n <= NAME_MOST;
}

static key *find(const st_keys *k, st_str name) {
    for (size_t i = 0; i < k->n; i++)
        if (st_str_eq(k->item[i].name, name)) return &k->item[i];
    return NULL;
}

static st_code read_line(st_keys *k, st_str line, unsigned number, st_err *err) {
    st_str word[5] = { { 0 } };
    size_t n = 0;
    for (size_t i = 0; i < line.n;) {
        while (i < line.n && (line.p[i] == ' ' || line.p[i] == '\t')) i++;
        const size_t from = i;
        while (i < line.n && line.p[i] != ' ' && line.p[i] != '\t') i++;
        if (i > from && n < ST_LEN(word)) word[n++] = st_str_sub(line, from, i);
    }
    key one = { .name = word[0], .role = st_role_named(word[1]) };
    const bool right = n == 4 && name_fits(word[0]) && one.role != ST_ROLES && unhex(word[2], one.salt, SALT) && unhex(word[3], one.hash, HASH) && !find(k, word[0]);
    if (!right) {
        st_fail(err, ST_E_DATA, find(k, word[0]) ? "a name that stands twice" : "not a key: name, role, salt and hash are meant");
        st_err_where(err, "line %u", number);
        st_err_hint(err, "strait serve --new-key NAME:ROLE makes a line");
        return ST_E_DATA;
    }
    if (st_grow(k->item, k->alloc, k->n + 1) != 0) return st_fail(err, ST_E_NOMEM, "out of memory for keys");
    k->item[k->n++] = one;
    return ST_OK;
}

static st_code read_all(st_keys *k, const char *path, st_err *err) {
    struct stat st;
    st_str text, line;
    if (stat(path, &st) == 0 && (st.st_mode & (S_IWGRP | S_IWOTH | S_IROTH))) {
        st_fail(err, ST_E_DATA, "others than its owner may read or write the file of keys");
        st_err_hint(err, "chmod 600 it");
        return ST_E_DATA;
    }
    st_input *in = st_input_open(path, NULL, err);
    if (!in) return err->code;
    st_code code = st_input_all(in, FILE_MOST, &k->arena, &text, err);
    unsigned number = 0;
    while (code == ST_OK && st_split(&text, "\n", &line)) {
        number++;
        if (line.n && line.p[0] != '#') code = read_line(k, line, number, err);
    }
    st_input_close(in);
    if (code == ST_OK && !k->n) code = st_fail(err, ST_E_DATA, "the file of keys holds none");
    return code;
}

st_keys *st_keys_open(const char *path, st_err *err) {
    st_keys *k = st_calloc(1, sizeof *k);
    if (!k) {
        st_fail(err, ST_E_NOMEM, "out of memory for keys");
        return NULL;
    }
    pthread_mutex_init(&k->lock, NULL);
    st_code code = st_random(k->secret, sizeof k->secret) ? ST_OK : st_fail(err, ST_E_SYSTEM, "the system gives no random bytes");
    if (code == ST_OK) code = read_all(k, path, err);
    if (code == ST_OK) return k;
    char where[512];
    snprintf(where, sizeof where, "%.300s%s%.200s", path, err->where[0] && strcmp(err->where, path) ? ": " : "", strcmp(err->where, path) ? err->where : "");
    memcpy(err->where, where, sizeof where);
    st_keys_free(k);
    return NULL;
}

void st_keys_free(st_keys *k) {
    if (!k) return;
    pthread_mutex_destroy(&k->lock);
    st_arena_free(&k->arena);
    st_free(k->item);
    st_free(k);
}

/* The lock makes who guesses at a known name wait for who guessed before. */
static bool right(st_keys *k, key *one, st_str secret) {
    uint8_t seen[HASH], hash[HASH];
    bool good = st_hmac(k->secret, sizeof k->secret, secret, seen);
    pthread_mutex_lock(&k->lock);
    if (good && one->known && st_same_secret(seen, one->seen, HASH)) {}
    else if (good) {
        good = st_scrypt(secret, one->salt, SALT, hash, HASH) && st_same_secret(hash, one->hash, HASH);
        if (good) {
            memcpy(one->seen, seen, HASH);
            one->known = true;
        }
    }
    pthread_mutex_unlock(&k->lock);
    return good;
}

st_role st_keys_role(const st_keys *keys, st_str authorization, st_str *name) {
    st_keys *k = (st_keys *)(uintptr_t)keys;   /* what is remembered of it changes no answer */
    if (!st_str_istarts(authorization, "bearer ")) return ST_ROLE_PUBLIC;
    const st_str given = st_str_trim(st_str_sub(authorization, 7, authorization.n));
    const size_t dot = st_str_chr(given, '.');
    key *one = dot == SIZE_MAX ? NULL : find(k, st_str_sub(given, 0, dot));
    if (!one || given.n - dot - 1 != 2 * HASH || !right(k, one, st_str_sub(given, dot + 1, given.n))) return ST_ROLE_PUBLIC;
    *name = one->name;
    return one->role;
}

st_code st_keys_make(const char *name, st_role role, st_buf *out, st_buf *line, st_err *err) {
    uint8_t secret[HASH], salt[SALT], hash[HASH];
    if (!name_fits(st_str_of(name))) return st_fail(err, ST_E_USAGE, "the name of a key is up to %d letters, digits, - and _", NAME_MOST);
    if (!st_random(secret, HASH) || !st_random(salt, SALT)) return st_fail(err, ST_E_SYSTEM, "the system gives no random bytes");
    st_buf_z(out, name);
    st_buf_char(out, '.');
    hex(out, secret, HASH);
    if (out->failed || !st_scrypt(st_str_sub(st_buf_view(out), strlen(name) + 1, out->n), salt, SALT, hash, HASH)) return st_fail(err, ST_E_NOMEM, "out of memory for a key");
    st_buf_printf(line, "%s %s ", name, st_role_name(role));
    hex(line, salt, SALT);
    st_buf_char(line, ' ');
    hex(line, hash, HASH);
    return line->failed ? st_fail(err, line->failed, "out of memory for a key") : ST_OK;
}
