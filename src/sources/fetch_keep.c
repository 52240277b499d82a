/* The folder of one list: versions, the link to the current one, and the note of what it is.
 *
 * `current` is the truth; .state only saves work. So the order of changes is file, link, note, and a note that disagrees with the link or the
 * file is not believed. */
#include "base/file.h"
#include "sources/fetch_int.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#define STATE ".state"
#define CURRENT "current"
#define NEW_CURRENT ".current.tmp"
#define INCOMING ".incoming"
enum { MAX_STATE = 1 << 16 };

st_code st_fetch_join(char out[ST_FETCH_PATH], const char *folder, const char *name, st_err *err) {
    const int n = snprintf(out, ST_FETCH_PATH, "%s/%s", folder, name);
    if (n > 0 && n < ST_FETCH_PATH) return ST_OK;
    st_fail(err, ST_E_USAGE, "the path is longer than %d bytes", ST_FETCH_PATH - 1);
    st_err_where(err, "%.200s...", folder);
    return ST_E_USAGE;
}

static st_code system_fail(const char *doing, const char *path, st_err *err) {
    const int e = errno;
    st_fail(err, ST_E_SYSTEM, "cannot %s: %s", doing, strerror(e));
    st_err_where(err, "%s", path);
    if (e == ENOSPC) st_err_hint(err, "free some disk space; the kept version was left as it was");
    return ST_E_SYSTEM;
}

static st_code make_folder(const char *path, st_err *err) {
    if (mkdir(path, 0755) == 0 || errno == EEXIST) return ST_OK;
    return system_fail("make the folder", path, err);
}

/* The link and the renamed file only last once the folder does. A file system that cannot sync folders says EINVAL, which is let pass. */
static st_code sync_folder(const char *path, st_err *err) {
    const int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0) return ST_OK;   /* may be written but not read */
    const int bad = fsync(fd);
    const int e = errno;
    close(fd);
    errno = e;
    return bad && e != EINVAL ? system_fail("sync the folder", path, err) : ST_OK;
}

/* ---- leftovers --------------------------------------------------------------------------------------------------------------------------------- */

/* Removes the files of a folder whose names begin with one of the prefixes; NULL ends them, "" stands for every name. */
static void remove_files(const char *folder, const char *const *prefix) {
    DIR *d = opendir(folder);
    if (!d) return;
    for (struct dirent *e; (e = readdir(d)) != NULL;) {
        if (!strcmp(e->d_name, ".") || !strcmp(e->d_name, "..")) continue;
        for (const char *const *p = prefix; *p; p++) {
            if (!st_str_starts(st_str_of(e->d_name), *p)) continue;
            unlinkat(dirfd(d), e->d_name, 0);   /* what cannot be removed is in nobody's way */
            break;
        }
    }
    closedir(d);
}

static st_code clean(const char *folder, st_err *err) {
    static const char *const ours[] = { STATE ".tmp-", NEW_CURRENT, NULL }, *const all[] = { "", NULL };
    char incoming[ST_FETCH_PATH];
    ST_TRY(st_fetch_join(incoming, folder, INCOMING, err));
    ST_TRY(make_folder(incoming, err));
    remove_files(incoming, all);
    remove_files(folder, ours);
    return ST_OK;
}

/* ---- the note ------------------------------------------------------------------------------------------------------------------------------------- */

typedef struct note { st_fetch_version v; char url[2048], etag[ST_HTTP_ETAG], last_modified[ST_HTTP_DATE]; } note;

static bool put(char *to, size_t size, st_str value) {
    if (value.n >= size || memchr(value.p, 0, value.n)) return false;
    memcpy(to, value.p, value.n);
    to[value.n] = 0;
    return true;
}

static bool note_line(note *n, st_str key, st_str value) {
    if (st_str_is(key, "file")) return put(n->v.file, sizeof n->v.file, value);
    if (st_str_is(key, "sha256")) return put(n->v.sha256, sizeof n->v.sha256, value);
    if (st_str_is(key, "date")) return put(n->v.date, sizeof n->v.date, value);
    if (st_str_is(key, "disk")) return st_parse_u64(value, &n->v.disk);
    if (st_str_is(key, "bytes")) return st_parse_u64(value, &n->v.bytes);
    if (st_str_is(key, "parties")) return st_parse_u64(value, &n->v.parties);
    if (st_str_is(key, "url")) return put(n->url, sizeof n->url, value);
    if (st_str_is(key, "etag")) return put(n->etag, sizeof n->etag, value);
    if (st_str_is(key, "last_modified")) return put(n->last_modified, sizeof n->last_modified, value);
    return true;   /* of a later version of the program */
}

/* False when there is no note, or it is damaged: it ends with a line "end", so that a part of one is told. */
static bool read_note(const char *path, note *n) {
    st_map map;
    st_err ignored;
    bool good = true, end = false;
    *n = (note){ 0 };
    if (st_map_open(path, &map, &ignored)) return false;
    st_str rest = { map.p, map.n < MAX_STATE ? map.n : MAX_STATE };
    while (good && !end && rest.n) {
        const size_t stop = st_str_chr(rest, '\n');
        if (stop == SIZE_MAX) break;
        const st_str line = st_str_sub(rest, 0, stop);
        const size_t tab = st_str_chr(line, '\t');
        rest = st_str_sub(rest, stop + 1, rest.n);
        if (st_str_is(line, "end")) end = true;
        else good = tab != SIZE_MAX && note_line(n, st_str_sub(line, 0, tab), st_str_sub(line, tab + 1, line.n));
    }
    st_map_close(&map);
    return good && end;
}

st_code st_kept_save(const st_kept *k, st_err *err) {
    char path[ST_FETCH_PATH];
    ST_TRY(st_fetch_join(path, k->folder, STATE, err));
    st_buf b = ST_BUF_INIT(MAX_STATE);
    st_buf_printf(&b, "file\t%s\nsha256\t%s\ndate\t%s\ndisk\t%llu\nbytes\t%llu\nparties\t%llu\n", k->v.file, k->v.sha256, k->v.date,
                  (unsigned long long)k->v.disk, (unsigned long long)k->v.bytes, (unsigned long long)k->v.parties);
    st_buf_printf(&b, "url\t%s\netag\t%s\nlast_modified\t%s\nend\n", k->url, k->etag, k->last_modified);
    st_code code = b.failed ? st_fail(err, b.failed, "out of memory") : ST_OK;
    st_out *o = code ? NULL : st_out_begin(path, 0644, err);
    if (!code && !o) code = err->code;
    if (o) {
        code = st_out_write(o, b.p, b.n, err);
        if (code) st_out_abort(o);
        else code = st_out_commit(o, err);
    }
    st_buf_free(&b);
    return code;
}

/* ---- the current version ------------------------------------------------------------------------------------------------------------------------------ */

/* The name that `current` leads to; false when there is no link, or it leads out of the folder. */
static bool current_name(const char *folder, char name[96]) {
    char path[ST_FETCH_PATH];
    if (st_fetch_join(path, folder, CURRENT, NULL)) return false;
    const ssize_t n = readlink(path, name, 96);
    if (n <= 0 || n >= 96) return false;
    name[n] = 0;
    return strchr(name, '/') == NULL && name[0] != '.';
}

static bool hash_is(const char *path, const char *sha256) {
    st_map map;
    st_err ignored;
    char hex[65] = "";
    if (st_map_open(path, &map, &ignored)) return false;
    st_sha256 *h = st_sha256_new();
    if (h) {
        st_sha256_add(h, map.p, map.n);
        st_sha256_end(h, hex);
    }
    st_map_close(&map);
    return strcmp(hex, sha256) == 0;
}

/* The note, when it is about this file as it is. */
static bool trust_note(st_kept *k, const char *name, const char *path) {
    char state[ST_FETCH_PATH];
    note n;
    struct stat st;
    if (st_fetch_join(state, k->folder, STATE, NULL) || !read_note(state, &n) || strcmp(n.v.file, name) != 0) return false;
    if (stat(path, &st) != 0 || (uint64_t)st.st_size != n.v.disk || strlen(n.v.sha256) != 64 || !hash_is(path, n.v.sha256)) return false;
    k->v = n.v;
    memcpy(k->url, n.url, sizeof k->url);
    memcpy(k->etag, n.etag, sizeof k->etag);
    memcpy(k->last_modified, n.last_modified, sizeof k->last_modified);
    return true;
}

st_code st_kept_open(st_kept *k, const char *into, const st_feed *feed, st_err *err) {
    char name[96], path[ST_FETCH_PATH], id[80];
    *k = (st_kept){ 0 };
    snprintf(id, sizeof id, "%.*s", ST_FMT(feed->list));
    ST_TRY(st_fetch_join(k->folder, into, id, err));
    ST_TRY(make_folder(k->folder, err));
    ST_TRY(clean(k->folder, err));
    if (!current_name(k->folder, name)) return ST_OK;
    ST_TRY(st_fetch_join(path, k->folder, name, err));
    if (trust_note(k, name, path)) return ST_OK;
    st_arena arena = ST_ARENA_INIT;
    st_fetch_arrival a;
    st_err why = { 0 };
    const st_code code = st_fetch_read(path, &arena, &a, &why);
    if (!code) {
        k->v = a.v;
        memcpy(k->v.file, name, sizeof k->v.file);
    } else if (code != ST_E_DATA && access(path, F_OK) == 0) {   /* memory or the disk failed: nothing is known of the version */
        *err = why;
    }
    st_arena_free(&arena);
    return !code || code == ST_E_DATA || access(path, F_OK) != 0 ? ST_OK : code;
}

static st_code link_current(const st_kept *k, const char *name, st_err *err) {
    char temp[ST_FETCH_PATH], path[ST_FETCH_PATH];
    ST_TRY(st_fetch_join(temp, k->folder, NEW_CURRENT, err));
    ST_TRY(st_fetch_join(path, k->folder, CURRENT, err));
    if (symlink(name, temp) != 0) return system_fail("make a link", temp, err);
    if (rename(temp, path) != 0) {
        system_fail("put the link in place", path, err);
        unlink(temp);
        return ST_E_SYSTEM;
    }
    return sync_folder(k->folder, err);
}

st_code st_kept_replace(st_kept *k, const char *path, const st_fetch_version *v, st_err *err) {
    char to[ST_FETCH_PATH];
    ST_TRY(st_fetch_join(to, k->folder, v->file, err));
    if (rename(path, to) != 0) return system_fail("put the new version in place", to, err);
    ST_TRY(sync_folder(k->folder, err));
    ST_TRY(link_current(k, v->file, err));
    k->v = *v;
    return st_kept_save(k, err);
}

/* ---- older versions ------------------------------------------------------------------------------------------------------------------------------------ */

typedef struct version { char name[96]; int64_t mtime_s, mtime_ns; } version;

/* Is this a name of st_fetch_name: date, "_", 8 hex digits, "."? Nothing else is ever removed. */
static size_t date_length(const char *name) {
    size_t n = 0;
    while ((name[n] >= '0' && name[n] <= '9') || ((n == 4 || n == 7) && name[n] == '-')) n++;
    if ((n != 4 && n != 7 && n != 10) || name[n] != '_') return 0;
    return strspn(name + n + 1, "0123456789abcdef") == 8 && name[n + 9] == '.' ? n : 0;
}

/* Newest first: by the date in the name, then by the time of its coming, then by name. */
static int newest_first(const void *pa, const void *pb) {
    const version *a = pa, *b = pb;
    const size_t na = date_length(a->name), nb = date_length(b->name);
    const int c = st_str_cmp((st_str){ b->name, nb }, (st_str){ a->name, na });
    if (c) return c;
    if (a->mtime_s != b->mtime_s) return a->mtime_s < b->mtime_s ? 1 : -1;
    if (a->mtime_ns != b->mtime_ns) return a->mtime_ns < b->mtime_ns ? 1 : -1;
    return strcmp(b->name, a->name);
}

void st_kept_prune(const st_kept *k, uint32_t keep) {
    DIR *d = keep ? opendir(k->folder) : NULL;
    version *v = NULL;
    size_t n = 0, cap = 0;
    if (!d) return;
    for (struct dirent *e; (e = readdir(d)) != NULL;) {
        struct stat st;
        const size_t len = strlen(e->d_name);
        if (len >= sizeof v->name || !date_length(e->d_name) || !strcmp(e->d_name, k->v.file)) continue;
        if (fstatat(dirfd(d), e->d_name, &st, AT_SYMLINK_NOFOLLOW) != 0 || !S_ISREG(st.st_mode)) continue;
        if (st_grow(v, cap, n + 1)) break;   /* older versions stay: no harm done */
        v[n] = (version){ .mtime_s = st.st_mtim.tv_sec, .mtime_ns = st.st_mtim.tv_nsec };
        memcpy(v[n++].name, e->d_name, len + 1);
    }
    if (n) qsort(v, n, sizeof *v, newest_first);
    for (size_t i = keep - 1; i < n; i++) unlinkat(dirfd(d), v[i].name, 0);
    closedir(d);
    st_free(v);
}
