/* Foreign bytes in. A plain file is mapped and handed out as it lies; what is compressed goes through libarchive, which only this file knows, but for
 * gzip (gunzip.h). */
#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include "base/file.h"
#include "base/gunzip.h"
#include "base/input.h"

enum { BLOCK = 256 << 10, PEEK_MAX = 64 << 10, RATIO_FROM = 16 << 20, NAME_MAX_BYTES = 1024 };

struct st_input {
    st_map map;                 /* .p NULL when the memory is the caller's */
    const char *data;           /* the bytes on disk */
    size_t size, pos;           /* pos: how far a plain file has been handed out */
    struct archive *ar;         /* NULL for a plain file and for gzip */
    st_gunzip *gz;
    bool archive, at_end;       /* archive: has members (zip), and is not just compressed */
    char *buf;                  /* of what is compressed: what was peeked and not yet handed out; NULL for a plain file */
    size_t have, from;
    st_err broken;              /* the first failure of what is compressed: it stays, or a second attempt would find the end of a whole file */
    uint64_t expanded;
    uint32_t members;
    st_input_limits limits;
    char sha[65];
    char *path;
    char member[NAME_MAX_BYTES + 1];
};

static st_code fail(const st_input *in, st_code code, const char *what, st_err *err) {
    st_fail(err, code, "%s", what);
    if (in->archive && in->member[0]) st_err_where(err, "%s(%s)", in->path, in->member);
    else st_err_where(err, "%s", in->path);
    return code;
}

static st_code damaged(const st_input *in, const char *why, st_err *err) {
    char text[400];
    snprintf(text, sizeof text, "the compressed data is damaged or cut off: %s", why ? why : "no reason given");
    fail(in, ST_E_DATA, text, err);
    st_err_hint(err, "download the file again");
    return ST_E_DATA;
}

static st_code archive_fail(const st_input *in, st_err *err) {
    if (archive_errno(in->ar) == ENOMEM) return fail(in, ST_E_NOMEM, "out of memory", err);
    return damaged(in, archive_error_string(in->ar), err);
}

/* What the first bytes say: 0 plain, 1 compressed, 2 an archive with members, 3 gzip. */
static int packed(const char *p, size_t n) {
    static const struct { const char *magic; size_t n; int kind; } known[] = {
        { "\x1f\x8b", 2, 3 }, { "\x28\xb5\x2f\xfd", 4, 1 }, { "\xfd" "7zXZ", 5, 1 }, { "BZh", 3, 1 }, { "PK\x03\x04", 4, 2 }, { "PK\x05\x06", 4, 2 },
    };
    for (size_t i = 0; i < ST_LEN(known); i++)
        if (n >= known[i].n && memcmp(p, known[i].magic, known[i].n) == 0) return known[i].kind;
    return 0;
}

static void set_member(st_input *in, const char *name) {
    size_t n = 0;
    for (; name && name[n] && n < NAME_MAX_BYTES; n++) in->member[n] = (unsigned char)name[n] < ' ' ? '?' : name[n];
    in->member[n] = 0;
    for (size_t bad; (bad = st_utf8_bad((st_str){ in->member, n })) != SIZE_MAX;) in->member[bad] = '?';
}

static st_code still_broken(const st_input *in, st_err *err) {
    if (err && in->broken.code) *err = in->broken;
    return in->broken.code;
}

/* To the next member that is a file: 1, 0 at the end, negative on error. */
static int next_header(st_input *in, st_err *err) {
    for (;;) {
        struct archive_entry *e = NULL;
        int r = archive_read_next_header(in->ar, &e);
        if (r == ARCHIVE_EOF) { in->at_end = true; return 0; }
        if (r < ARCHIVE_WARN) return archive_fail(in, err);
        if (++in->members > in->limits.max_members) {
            fail(in, ST_E_LIMIT, "the archive has too many members", err);
            st_err_hint(err, "unpack it and give the one file that holds the list");
            return ST_E_LIMIT;
        }
        if (!in->archive) return 1;
        const char *name = archive_entry_pathname(e);
        if (archive_entry_filetype(e) != AE_IFREG || (name && strncmp(name, "__MACOSX/", 9) == 0)) continue;
        set_member(in, name);
        if (archive_entry_is_encrypted(e)) {
            fail(in, ST_E_DATA, "the archive is encrypted", err);
            st_err_hint(err, "unpack it with its password first");
            return ST_E_DATA;
        }
        in->have = in->from = 0;
        in->at_end = false;
        return 1;
    }
}

static st_code open_archive(st_input *in, int kind, st_err *err) {
    in->archive = kind == 2;
    in->buf = st_alloc(BLOCK);
    if (kind == 3) {
        in->gz = st_gunzip_new(in->data, in->size);
        return in->gz && in->buf ? ST_OK : fail(in, ST_E_NOMEM, "out of memory", err);
    }
    in->ar = archive_read_new();
    if (!in->ar || !in->buf) return fail(in, ST_E_NOMEM, "out of memory", err);
    if (kind == 2) archive_read_support_format_zip(in->ar);
    else {
        archive_read_support_filter_zstd(in->ar);
        archive_read_support_filter_xz(in->ar);
        archive_read_support_filter_bzip2(in->ar);
        archive_read_support_format_raw(in->ar);
        archive_read_support_format_empty(in->ar);
    }
    if (archive_read_open_memory(in->ar, in->data, in->size) != ARCHIVE_OK) return archive_fail(in, err);
    int r = next_header(in, err);
    return r < 0 ? (st_code)r : r == 0 ? fail(in, ST_E_DATA, "the archive holds no file", err) : ST_OK;
}

/* Starts on the bytes that in->data points to. Frees `in` on failure. */
static st_input *begin(st_input *in, const char *path, const st_input_limits *limits, st_err *err) {
    st_code code = ST_OK;
    size_t n = strlen(path);
    in->path = st_alloc(n + 1);
    if (!in->path) {
        st_fail(err, ST_E_NOMEM, "out of memory");
        st_input_close(in);
        return NULL;
    }
    memcpy(in->path, path, n + 1);
    if (limits) in->limits = *limits;
    if (!in->limits.max_bytes) in->limits.max_bytes = ST_INPUT_MAX_BYTES;
    if (!in->limits.max_ratio) in->limits.max_ratio = ST_INPUT_MAX_RATIO;
    if (!in->limits.max_members) in->limits.max_members = ST_INPUT_MAX_MEMBERS;
    const char *slash = strrchr(path, '/');
    set_member(in, slash ? slash + 1 : path);
    if (in->size == 0) {
        code = fail(in, ST_E_DATA, "the file is empty", err);
        st_err_hint(err, "download it again");
    } else {
        int kind = packed(in->data, in->size);
        if (kind) code = open_archive(in, kind, err);
    }
    if (code) { st_input_close(in); return NULL; }
    return in;
}

st_input *st_input_open(const char *path, const st_input_limits *limits, st_err *err) {
    st_input *in = st_calloc(1, sizeof *in);
    if (!in) { st_fail(err, ST_E_NOMEM, "out of memory"); return NULL; }
    if (st_map_open(path, &in->map, err)) { st_input_close(in); return NULL; }
    in->data = in->map.p;
    in->size = in->map.n;
    return begin(in, path, limits, err);
}

st_input *st_input_open_memory(const void *p, size_t n, const char *name, const st_input_limits *limits, st_err *err) {
    st_input *in = st_calloc(1, sizeof *in);
    if (!in) { st_fail(err, ST_E_NOMEM, "out of memory"); return NULL; }
    in->data = p;
    in->size = n;
    return begin(in, name, limits, err);
}

void st_input_close(st_input *in) {
    if (!in) return;
    if (in->ar) archive_read_free(in->ar);
    st_gunzip_free(in->gz);
    st_map_close(&in->map);
    st_free(in->buf);
    st_free(in->path);
    st_free(in);
}

int st_input_next(st_input *in, st_err *err) {
    if (!in->archive) return 0;
    if (in->broken.code) return still_broken(in, err);
    const int r = next_header(in, &in->broken);
    return r < 0 ? still_broken(in, err) : r;
}
st_str st_input_member(const st_input *in) { return st_str_of(in->member); }
const char *st_input_path(const st_input *in) { return in->path; }
bool st_input_is_archive(const st_input *in) { return in->archive; }
uint64_t st_input_expanded(const st_input *in) { return in->expanded; }
uint64_t st_input_size(const st_input *in) { return in->size; }

/* Counts n more expanded bytes against the limits. */
static st_code expand(st_input *in, size_t n, st_err *err) {
    in->expanded += n;
    bool ratio = in->buf && in->expanded > RATIO_FROM && in->expanded / in->limits.max_ratio > in->size;
    if (!ratio && in->expanded <= in->limits.max_bytes) return ST_OK;
    fail(in, ST_E_LIMIT, ratio ? "the compressed file unpacks to far more than a list would" : "the file is larger than the limit", err);
    st_err_hint(err, "the limits are %u bytes for each byte on disk and %llu bytes in all", in->limits.max_ratio, (unsigned long long)in->limits.max_bytes);
    return ST_E_LIMIT;
}

static st_code fill_once(st_input *in, st_err *err) {
    if (in->from) {
        memmove(in->buf, in->buf + in->from, in->have - in->from);
        in->have -= in->from;
        in->from = 0;
    }
    if (in->at_end || in->have == BLOCK) return ST_OK;
    size_t n = 0;
    if (in->gz) {
        const char *why = NULL;
        st_code code = st_gunzip_read(in->gz, in->buf + in->have, BLOCK - in->have, &n, &why);
        if (code) return code == ST_E_DATA ? damaged(in, why, err) : fail(in, code, "out of memory", err);
    } else {
        la_ssize_t k = archive_read_data(in->ar, in->buf + in->have, BLOCK - in->have);
        if (k < 0) return archive_fail(in, err);
        n = (size_t)k;
    }
    if (n == 0) in->at_end = true;
    in->have += n;
    return expand(in, n, err);
}

/* Reads more of the current member behind what is buffered. Sets at_end at its end. */
static st_code fill(st_input *in, st_err *err) {
    if (!in->broken.code) (void)fill_once(in, &in->broken);
    return still_broken(in, err);
}

st_code st_input_peek(st_input *in, size_t want, st_str *head, st_err *err) {
    if (want > PEEK_MAX) want = PEEK_MAX;
    if (!in->buf) {
        size_t left = in->size - in->pos;
        *head = (st_str){ in->data + in->pos, left < want ? left : want };
        return ST_OK;
    }
    ST_TRY(still_broken(in, err));
    while (in->have - in->from < want && !in->at_end) ST_TRY(fill(in, err));
    *head = (st_str){ in->buf + in->from, in->have - in->from < want ? in->have - in->from : want };
    return ST_OK;
}

st_code st_input_block(st_input *in, st_str *block, st_err *err) {
    if (!in->buf) {
        size_t n = in->size - in->pos < BLOCK ? in->size - in->pos : BLOCK;
        *block = (st_str){ in->data + in->pos, n };
        in->pos += n;
        return expand(in, n, err);
    }
    ST_TRY(still_broken(in, err));
    if (in->from == in->have) ST_TRY(fill(in, err));
    *block = (st_str){ in->buf + in->from, in->have - in->from };
    in->from = in->have;
    return ST_OK;
}

st_code st_input_all(st_input *in, size_t max, st_arena *a, st_str *out, st_err *err) {
    st_buf b = ST_BUF_INIT(max);
    st_str block;
    st_code code;
    while (!(code = st_input_block(in, &block, err)) && block.n) st_buf_str(&b, block);
    if (!code && b.failed) {
        char text[96];
        snprintf(text, sizeof text, "more than %zu bytes where that many are the limit", max);
        code = fail(in, b.failed, b.failed == ST_E_NOMEM ? "out of memory" : text, err);
    }
    if (!code) {
        *out = st_str_copy(a, st_buf_view(&b));
        if (!out->p) code = fail(in, ST_E_NOMEM, "out of memory", err);
    }
    st_buf_free(&b);
    return code;
}

st_code st_input_sha256(st_input *in, char hex[65], st_err *err) {
    if (!in->sha[0]) {
        st_sha256 *h = st_sha256_new();
        if (!h) return fail(in, ST_E_NOMEM, "out of memory", err);
        st_sha256_add(h, in->data, in->size);
        st_sha256_end(h, in->sha);
    }
    memcpy(hex, in->sha, 65);
    return ST_OK;
}
