/* Files: mapped for reading; replaced, never changed, for writing. */
#include "base/file.h"
#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#ifdef ST_FAULT
static _Atomic uint64_t write_count, write_fault;
uint64_t st_fault_write(uint64_t nth) {
    atomic_store(&write_fault, nth);
    return atomic_exchange(&write_count, 0);
}
static bool fault_now(void) {
    uint64_t n = atomic_fetch_add(&write_count, 1) + 1;
    if (n != atomic_load(&write_fault)) return false;
    errno = ENOSPC;
    return true;
}
#else
uint64_t st_fault_write(uint64_t nth) { (void)nth; return 0; }
static bool fault_now(void) { return false; }
#endif

st_code st_map_open(const char *path, st_map *m, st_err *err) {
    *m = (st_map){ NULL, 0 };
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) {
        st_fail(err, ST_E_SYSTEM, "cannot open the file: %s", strerror(errno));
        st_err_where(err, "%s", path);
        return ST_E_SYSTEM;
    }
    struct stat st;
    st_code code = ST_OK;
    if (fstat(fd, &st) != 0) code = st_fail(err, ST_E_SYSTEM, "cannot read the file's size: %s", strerror(errno));
    else if (S_ISDIR(st.st_mode)) code = st_fail(err, ST_E_USAGE, "this is a folder, not a file");
    else if (!S_ISREG(st.st_mode)) code = st_fail(err, ST_E_USAGE, "this is not a regular file");
    else if (st.st_size == 0) code = st_fail(err, ST_E_DATA, "the file is empty");
    else {
        void *p = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE | MAP_POPULATE, fd, 0);
        if (p == MAP_FAILED) code = st_fail(err, ST_E_SYSTEM, "cannot map the file: %s", strerror(errno));
        else *m = (st_map){ p, (size_t)st.st_size };
    }
    close(fd);
    if (code) st_err_where(err, "%s", path);
    if (code == ST_E_DATA) st_err_hint(err, "download it again");
    if (code == ST_E_USAGE) st_err_hint(err, "give a file as it was downloaded");
    return code;
}

void st_map_close(st_map *m) {
    if (!m->p) return;
    void *p;
    memcpy(&p, &m->p, sizeof p);   /* munmap takes it without const */
    munmap(p, m->n);
    *m = (st_map){ NULL, 0 };
}

enum { OUT_BUFFER = 1 << 18 };
struct st_out {
    int fd;
    char *path, *temp;
    uint64_t flushed;
    size_t n;
    char buf[OUT_BUFFER];
};

static void out_free(st_out *o) {
    if (o->fd >= 0) close(o->fd);
    st_free(o->path);
    st_free(o->temp);
    st_free(o);
}

static st_code out_fail(const st_out *o, const char *doing, st_err *err) {
    int e = errno;
    st_fail(err, ST_E_SYSTEM, "cannot %s: %s", doing, strerror(e));
    st_err_where(err, "%s", o->path);
    st_err_hint(err, e == ENOSPC ? "free some disk space; the old file was left as it was" : "the old file was left as it was");
    return ST_E_SYSTEM;
}

/* What stands at the path would be replaced by the rename, also a folder's entry for a device or a pipe. 0 where nothing stands. */
static st_code look_at_old(const char *path, mode_t *mode, st_err *err) {
    struct stat st;
    *mode = 0;
    if (stat(path, &st) != 0) return ST_OK;   /* creating the new file beside it says what is wrong, if anything is */
    *mode = st.st_mode & 0777;
    if (S_ISREG(st.st_mode)) return ST_OK;
    st_fail(err, ST_E_USAGE, S_ISDIR(st.st_mode) ? "this is a folder, not a file" : "this is not a regular file, and would be replaced by one");
    st_err_where(err, "%s", path);
    st_err_hint(err, S_ISDIR(st.st_mode) ? "name a file in it" : "name a file");
    return ST_E_USAGE;
}

/* Not mkostemp, which takes no mode: so the umask counts, as for any file that a program makes. */
static int create_beside(st_out *o, size_t n, mode_t mode) {
    enum { TRIES = 1000 };
    memcpy(o->temp, o->path, n);
    for (unsigned i = 0; i < TRIES; i++) {
        snprintf(o->temp + n, 16, ".tmp-%06x", ((unsigned)getpid() * TRIES + i) & 0xffffff);
        int fd = open(o->temp, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, mode);
        if (fd >= 0 || errno != EEXIST) return fd;
    }
    return -1;
}

st_out *st_out_begin(const char *path, unsigned mode, st_err *err) {
    mode_t old;
    if (look_at_old(path, &old, err)) return NULL;
    st_out *o = st_alloc(sizeof *o);
    size_t n = strlen(path);
    if (o) {
        o->fd = -1;
        o->flushed = 0;
        o->n = 0;
        o->path = st_alloc(n + 1);
        o->temp = st_alloc(n + 16);
    }
    if (!o || !o->path || !o->temp) {
        st_fail(err, ST_E_NOMEM, "out of memory");
        if (o) out_free(o);
        return NULL;
    }
    memcpy(o->path, path, n + 1);
    o->fd = fault_now() ? -1 : create_beside(o, n, (mode_t)mode);
    if (o->fd < 0 || (old && fchmod(o->fd, old) != 0)) {   /* a file that was closed to others stays so */
        out_fail(o, "create a file beside it", err);
        if (o->fd >= 0) unlink(o->temp);
        out_free(o);
        return NULL;
    }
    return o;
}

static st_code write_all(st_out *o, const char *p, size_t n, st_err *err) {
    while (n) {
        ssize_t k = fault_now() ? -1 : write(o->fd, p, n);
        if (k < 0 && errno == EINTR) continue;
        if (k < 0) return out_fail(o, "write", err);
        p += k;
        n -= (size_t)k;
        o->flushed += (uint64_t)k;
    }
    return ST_OK;
}

static st_code out_flush(st_out *o, st_err *err) {
    size_t n = o->n;
    o->n = 0;
    return write_all(o, o->buf, n, err);
}

st_code st_out_write(st_out *o, const void *p, size_t n, st_err *err) {
    if (n > sizeof o->buf - o->n) ST_TRY(out_flush(o, err));
    if (n >= sizeof o->buf) return write_all(o, p, n, err);
    if (n) memcpy(o->buf + o->n, p, n);
    o->n += n;
    return ST_OK;
}

st_code st_out_patch(st_out *o, uint64_t at, const void *p, size_t n, st_err *err) {
    ST_TRY(out_flush(o, err));
    const char *c = p;
    while (n) {
        ssize_t k = fault_now() ? -1 : pwrite(o->fd, c, n, (off_t)at);
        if (k < 0 && errno == EINTR) continue;
        if (k < 0) return out_fail(o, "write", err);
        c += k;
        at += (uint64_t)k;
        n -= (size_t)k;
    }
    return ST_OK;
}

uint64_t st_out_tell(const st_out *o) { return o->flushed + o->n; }

/* The rename is only durable once the folder is. A file system that cannot sync folders says EINVAL, which is let pass. */
static st_code sync_folder(st_out *o, st_err *err) {
    char *slash = strrchr(o->temp, '/');
    if (slash) slash[slash == o->temp ? 1 : 0] = 0;
    int fd = open(slash ? o->temp : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0) return ST_OK;   /* a folder that may be written but not read */
    int bad = fault_now() ? -1 : fsync(fd);
    int e = errno;
    close(fd);
    errno = e;
    return bad && e != EINVAL ? out_fail(o, "sync the folder", err) : ST_OK;
}

st_code st_out_commit(st_out *o, st_err *err) {
    st_code code = out_flush(o, err);
    if (!code && (fault_now() || fsync(o->fd) != 0)) code = out_fail(o, "sync", err);
    int fd = o->fd;
    o->fd = -1;
    if (close(fd) != 0 && !code) code = out_fail(o, "close", err);
    if (!code && (fault_now() || rename(o->temp, o->path) != 0)) code = out_fail(o, "put the new file in place", err);
    if (code) unlink(o->temp);
    else code = sync_folder(o, err);
    out_free(o);
    return code;
}

void st_out_abort(st_out *o) {
    if (!o) return;
    unlink(o->temp);
    out_free(o);
}
