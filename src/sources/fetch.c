/* One run over a folder, and the way of one list through it: found, downloaded aside, compared, read, judged, kept. */
#include "base/file.h"
#include "sources/fetch_int.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

struct st_fetch { st_fetch_options o; int lock; st_http *http; char today[16]; };

/* One list on its way. */
typedef struct trip {
    st_fetch *f;
    const st_feed *feed;
    st_kept kept;
    char incoming[ST_FETCH_PATH];   /* INTO/LIST/.incoming/NAME, where the download lies */
    char name[256];                 /* the name it had where it came from */
    char url[2048];                 /* whence; empty from a folder */
    char sha256[65];
    bool not_modified;
    st_http_answer answer;
    st_out *out;
    st_sha256 *hash;
    uint64_t bytes;
} trip;

const char *st_fetch_status_name(st_fetch_status s) {
    static const char *const name[] = { "new", "unchanged", "refused", "failed" };
    return (unsigned)s < ST_LEN(name) ? name[s] : "unknown";
}

/* ---- the run --------------------------------------------------------------------------------------------------------------------------------- */

static bool is_day(const char *z) {
    for (int i = 0; i < 10; i++) if (i == 4 || i == 7 ? z[i] != '-' : z[i] < '0' || z[i] > '9') return false;
    return z[10] == 0;
}

static st_code set_today(st_fetch *f, st_err *err) {
    struct tm tm;
    const time_t now = time(NULL);
    if (f->o.today && is_day(f->o.today)) snprintf(f->today, sizeof f->today, "%s", f->o.today);
    else if (f->o.today) return st_fail(err, ST_E_USAGE, "\"%s\" is no day: it is written 2026-01-31", f->o.today);
    else if (!gmtime_r(&now, &tm) || !strftime(f->today, sizeof f->today, "%Y-%m-%d", &tm)) return st_fail(err, ST_E_SYSTEM, "the clock cannot be read");
    return ST_OK;
}

static st_code take_folder(st_fetch *f, st_err *err) {
    char path[ST_FETCH_PATH];
    ST_TRY(st_fetch_join(path, f->o.into, ".fetch.lock", err));
    if (mkdir(f->o.into, 0755) != 0 && errno != EEXIST) {
        st_fail(err, ST_E_SYSTEM, "cannot make the folder: %s", strerror(errno));
        st_err_where(err, "%s", f->o.into);
        return ST_E_SYSTEM;
    }
    f->lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0644);
    if (f->lock < 0) {
        st_fail(err, ST_E_SYSTEM, "cannot write into the folder: %s", strerror(errno));
        st_err_where(err, "%s", path);
        return ST_E_SYSTEM;
    }
    if (flock(f->lock, LOCK_EX | LOCK_NB) == 0) return ST_OK;
    if (errno == EWOULDBLOCK) {
        st_fail(err, ST_E_SYSTEM, "another fetch into this folder is running");
        st_err_hint(err, "wait for it to end; the lock goes with its process");
    } else st_fail(err, ST_E_SYSTEM, "cannot lock the folder: %s", strerror(errno));
    st_err_where(err, "%s", f->o.into);
    return ST_E_SYSTEM;
}

st_fetch *st_fetch_open(const st_fetch_options *o, st_err *err) {
    st_err local;
    if (!err) err = &local;
    if (!o->into || !o->into[0]) {
        st_fail(err, ST_E_USAGE, "no folder to fetch into is given");
        return NULL;
    }
    st_fetch *f = st_calloc(1, sizeof *f);
    if (!f) {
        st_fail(err, ST_E_NOMEM, "out of memory");
        return NULL;
    }
    f->o = *o;
    f->lock = -1;
    if (!f->o.timeout_s) f->o.timeout_s = ST_FETCH_TIMEOUT;
    if (!f->o.max_bytes) f->o.max_bytes = ST_FETCH_MAX_BYTES;
    if (!set_today(f, err) && !take_folder(f, err)) return f;
    st_fetch_close(f);
    return NULL;
}

void st_fetch_close(st_fetch *f) {
    if (!f) return;
    st_http_close(f->http);
    if (f->lock >= 0) close(f->lock);
    st_free(f);
}

/* ---- the download: begun, filled, ended -------------------------------------------------------------------------------------------------------- */

static st_code begin(trip *t, st_err *err) {
    t->bytes = 0;
    t->hash = st_sha256_new();
    if (!t->hash) return st_fail(err, ST_E_NOMEM, "out of memory");
    t->out = st_out_begin(t->incoming, 0644, err);
    return t->out ? ST_OK : err->code;
}

static st_code on_body(void *user, const void *p, size_t n, st_err *err) {
    trip *t = user;
    st_sha256_add(t->hash, p, n);
    t->bytes += n;
    return st_out_write(t->out, p, n, err);
}

static bool on_progress(void *user, uint64_t done, uint64_t total) {
    const trip *t = user;
    return !t->f->o.progress || t->f->o.progress(t->f->o.user, done, total);
}

/* Keeps the download in its own folder when code is 0, else throws it away. */
static st_code finish(trip *t, st_code code, st_err *err) {
    if (t->hash) st_sha256_end(t->hash, t->sha256);
    if (t->out && code) st_out_abort(t->out);
    else if (t->out) code = st_out_commit(t->out, err);
    t->hash = NULL;
    t->out = NULL;
    return code;
}

/* ---- over the network ---------------------------------------------------------------------------------------------------------------------------- */

static st_code get(trip *t, st_err *err) {
    st_fetch *f = t->f;
    if (!f->http && !(f->http = st_http_open(err))) return err->code;
    const bool same = !f->o.force && t->kept.v.file[0] && strcmp(t->url, t->kept.url) == 0;
    const st_http_request r = { .url = t->url, .etag = same ? t->kept.etag : NULL, .last_modified = same ? t->kept.last_modified : NULL,
                                .timeout_s = f->o.timeout_s, .max_bytes = f->o.max_bytes, .body = on_body, .progress = on_progress, .user = t };
    st_code code = begin(t, err);
    if (!code) code = st_http_get(f->http, &r, &t->answer, err);
    t->not_modified = !code && t->answer.status == 304;
    if (t->not_modified) {
        finish(t, ST_E_STOPPED, NULL);   /* nothing came */
        return ST_OK;
    }
    return finish(t, code, err);
}

static bool set_url(trip *t, const char *base, st_str name) {
    const st_str b = st_str_of(base);
    const char *slash = base && !st_str_ends(b, "/") ? "/" : "";
    const int n = snprintf(t->url, sizeof t->url, "%s%s%.*s", base ? base : "", slash, ST_FMT(name));
    return n > 0 && (size_t)n < sizeof t->url;
}

/* The type at the end of the publisher's file name, with its dot; empty when there is none. */
static st_str dot_type(st_str file) {
    for (size_t i = file.n; i > 0; i--) if (file.p[i - 1] == '.') return st_str_sub(file, i - 1, file.n);
    return ST_STR_NONE;
}

/* A mirror on the network has the file as LIST.type, or under the publisher's name, or is a folder of ours. */
static st_code get_mirror(trip *t, st_err *err) {
    char named[128], ours[128];
    snprintf(named, sizeof named, "%.*s%.*s", ST_FMT(t->feed->list), ST_FMT(dot_type(t->feed->file)));
    snprintf(ours, sizeof ours, "%.*s/current", ST_FMT(t->feed->list));
    const st_str tried[] = { st_str_of(named), t->feed->file, st_str_of(ours) };
    st_code code = ST_E_SYSTEM;
    for (size_t i = 0; i < ST_LEN(tried); i++) {
        if (!set_url(t, t->f->o.mirror, tried[i])) return st_fail(err, ST_E_USAGE, "the mirror's address is too long");
        code = get(t, err);
        if (!code || (t->answer.status != 403 && t->answer.status != 404 && t->answer.status != 410)) return code;
    }
    st_fail(err, ST_E_SYSTEM, "the mirror has none of %s, %.*s, %s", named, ST_FMT(t->feed->file), ours);
    st_err_where(err, "%s", t->f->o.mirror);
    return code;
}

/* ---- from a folder ---------------------------------------------------------------------------------------------------------------------------------- */

/* Is this the name of the list's file in a mirror: LIST, LIST.anything, or the publisher's? */
static bool is_mirror_name(const st_feed *feed, st_str name) {
    if (st_str_eq(name, feed->file) || st_str_eq(name, feed->list)) return true;
    return name.n > feed->list.n && name.p[feed->list.n] == '.' && st_str_eq(st_str_sub(name, 0, feed->list.n), feed->list);
}

/* Two files for one list are refused: to take the wrong one would be to keep an old list in silence. */
static st_code find_in_folder(trip *t, char path[ST_FETCH_PATH], st_err *err) {
    const char *folder = t->f->o.mirror;
    DIR *d = opendir(folder);
    if (!d) return st_fail(err, ST_E_SYSTEM, "cannot open the mirror's folder: %s", strerror(errno));
    st_code code = ST_OK;
    for (struct dirent *e; !code && (e = readdir(d)) != NULL;) {
        struct stat st;
        if (!is_mirror_name(t->feed, st_str_of(e->d_name)) || fstatat(dirfd(d), e->d_name, &st, 0) != 0 || !S_ISREG(st.st_mode)) continue;
        if (t->name[0]) code = st_fail(err, ST_E_USAGE, "the mirror has two files for this list: %.100s and %.100s", t->name, e->d_name);
        snprintf(t->name, sizeof t->name, "%.255s", e->d_name);
    }
    closedir(d);
    if (code) return code;
    if (t->name[0]) return st_fetch_join(path, folder, t->name, err);
    char ours[128], link[ST_FETCH_PATH];
    snprintf(ours, sizeof ours, "%.*s/current", ST_FMT(t->feed->list));
    ST_TRY(st_fetch_join(link, folder, ours, err));
    if (realpath(link, path)) {   /* a folder that strait fetch made */
        const char *slash = strrchr(path, '/');
        snprintf(t->name, sizeof t->name, "%.255s", slash ? slash + 1 : path);
        return ST_OK;
    }
    return st_fail(err, ST_E_SYSTEM, "the mirror has none of %.*s.*, %.*s, %s", ST_FMT(t->feed->list), ST_FMT(t->feed->file), ours);
}

static st_code copy_file(trip *t, const char *path, st_err *err) {
    char block[1 << 16];
    struct stat st;
    const int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0 || fstat(fd, &st) != 0) {
        st_fail(err, ST_E_SYSTEM, "cannot open the mirror's file: %s", strerror(errno));
        if (fd >= 0) close(fd);
        return ST_E_SYSTEM;
    }
    st_code code = S_ISREG(st.st_mode) ? ST_OK : st_fail(err, ST_E_SYSTEM, "the mirror's file is no regular file");
    while (!code) {
        const ssize_t n = read(fd, block, sizeof block);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) code = st_fail(err, ST_E_SYSTEM, "cannot read the mirror's file: %s", strerror(errno));
        if (n <= 0) break;
        if (t->bytes + (uint64_t)n > t->f->o.max_bytes)
            code = st_fail(err, ST_E_LIMIT, "the file is larger than %llu bytes", (unsigned long long)t->f->o.max_bytes);
        else code = on_body(t, block, (size_t)n, err);
        if (!code && !on_progress(t, t->bytes, (uint64_t)st.st_size)) code = st_fail(err, ST_E_STOPPED, "stopped");
    }
    close(fd);
    return code;
}

static st_code copy_mirror(trip *t, st_err *err) {
    char path[ST_FETCH_PATH];
    t->name[0] = 0;
    st_code code = find_in_folder(t, path, err);
    if (code) {
        st_err_where(err, "%s", t->f->o.mirror);
        return code;
    }
    code = begin(t, err);
    if (!code) code = copy_file(t, path, err);
    code = finish(t, code, err);
    if (code) st_err_where(err, "%s", path);
    return code;
}

/* ---- the way of one list ------------------------------------------------------------------------------------------------------------------------------- */

static st_code download(trip *t, st_err *err) {
    const char *mirror = t->f->o.mirror;
    snprintf(t->name, sizeof t->name, "%.*s", ST_FMT(t->feed->file));
    if (!mirror) {
        if (!set_url(t, NULL, t->feed->url)) return st_fail(err, ST_E_USAGE, "the address is too long");
        return get(t, err);
    }
    const st_str m = st_str_of(mirror);
    return st_str_istarts(m, "http://") || st_str_istarts(m, "https://") ? get_mirror(t, err) : copy_mirror(t, err);
}

/* Remembers how to ask next time. */
static void note_answer(trip *t) {
    memcpy(t->kept.url, t->url, sizeof t->kept.url);
    memcpy(t->kept.etag, t->answer.etag, sizeof t->kept.etag);
    memcpy(t->kept.last_modified, t->answer.last_modified, sizeof t->kept.last_modified);
}

static st_fetch_status unchanged(trip *t, st_fetch_result *r) {
    r->now = t->kept.v;
    note_answer(t);
    return st_kept_save(&t->kept, &r->why) ? ST_FETCH_FAILED : ST_FETCH_UNCHANGED;
}

/* The place of a fault in the download is told by its name alone: the file itself will be gone. */
static void shorten_where(const trip *t, st_err *err) {
    const char *slash = strrchr(t->incoming, '/');
    const size_t folder = slash ? (size_t)(slash - t->incoming) + 1 : 0;
    if (folder && strncmp(err->where, t->incoming, folder) == 0) memmove(err->where, err->where + folder, strlen(err->where + folder) + 1);
}

static st_fetch_status keep_if_good(trip *t, st_fetch_result *r) {
    st_arena arena = ST_ARENA_INIT;
    st_fetch_arrival a;
    st_code code = st_fetch_read(t->incoming, &arena, &a, &r->why);
    r->now = a.v;
    if (!code) code = st_fetch_judge(t->feed, &t->f->o, &a, &t->kept.v, t->f->today, &r->why);
    st_arena_free(&arena);
    if (code) {
        shorten_where(t, &r->why);
        return code == ST_E_DATA || code == ST_E_LIMIT ? ST_FETCH_REFUSED : ST_FETCH_FAILED;
    }
    st_fetch_name(&r->now, t->f->today, t->name);
    note_answer(t);
    if (st_kept_replace(&t->kept, t->incoming, &r->now, &r->why)) return ST_FETCH_FAILED;
    st_kept_prune(&t->kept, t->f->o.keep);
    return ST_FETCH_NEW;
}

static st_fetch_status travel(trip *t, st_fetch_result *r) {
    char name[160];
    st_code code = st_kept_open(&t->kept, t->f->o.into, t->feed, &r->why);
    r->before = t->kept.v;
    snprintf(name, sizeof name, ".incoming/%.*s", ST_FMT(t->feed->file));
    if (!code) code = st_fetch_join(t->incoming, t->kept.folder, name, &r->why);
    if (!code) code = download(t, &r->why);
    if (code) return ST_FETCH_FAILED;
    if (t->not_modified) {
        if (!t->answer.etag[0]) memcpy(t->answer.etag, t->kept.etag, sizeof t->answer.etag);   /* a 304 may leave them out */
        if (!t->answer.last_modified[0]) memcpy(t->answer.last_modified, t->kept.last_modified, sizeof t->answer.last_modified);
        return unchanged(t, r);
    }
    const bool same = t->kept.v.file[0] && strcmp(t->sha256, t->kept.v.sha256) == 0;
    const st_fetch_status s = same ? unchanged(t, r) : keep_if_good(t, r);
    if (s != ST_FETCH_NEW) unlink(t->incoming);
    return s;
}

void st_fetch_list(st_fetch *f, const st_feed *feed, st_fetch_result *out) {
    *out = (st_fetch_result){ .status = ST_FETCH_FAILED };
    trip *t = st_calloc(1, sizeof *t);
    if (!t) {
        st_fail(&out->why, ST_E_NOMEM, "out of memory");
        return;
    }
    t->f = f;
    t->feed = feed;
    out->status = travel(t, out);
    if (out->status == ST_FETCH_NEW || out->status == ST_FETCH_UNCHANGED) out->why = (st_err){ 0 };
    st_free(t);
}
