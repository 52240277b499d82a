/* Long bodies. */
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>
#include "http/spool.h"

enum { IN_MEMORY = 1 << 20 };

struct st_spool { st_buf b; int fd; };

st_spool *st_spool_new(st_err *err) {
    st_spool *s = st_calloc(1, sizeof *s);
    if (!s) {
        st_fail(err, ST_E_NOMEM, "out of memory for a body");
        return NULL;
    }
    s->b = (st_buf)ST_BUF_INIT(2 * IN_MEMORY);
    s->fd = -1;
    return s;
}

static st_code put(st_spool *s, const char *p, size_t n, st_err *err) {
    while (n) {
        const ssize_t k = write(s->fd, p, n);
        if (k < 0 && errno == EINTR) continue;
        if (k <= 0) return st_fail(err, ST_E_SYSTEM, "no room for the body: %s", strerror(errno));
        p += k;
        n -= (size_t)k;
    }
    return ST_OK;
}

/* What lies in memory goes into the file. */
static st_code spill(st_spool *s, st_err *err) {
    const char *folder = getenv("TMPDIR");
    if (s->fd < 0) s->fd = open(folder && folder[0] ? folder : "/tmp", O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (s->fd < 0) return st_fail(err, ST_E_SYSTEM, "no file for a long body: %s", strerror(errno));
    ST_TRY(put(s, s->b.p, s->b.n, err));
    st_buf_clear(&s->b);
    return ST_OK;
}

st_code st_spool_add(st_spool *s, const void *p, size_t n, st_err *err) {
    if (s->b.n + n > IN_MEMORY) ST_TRY(spill(s, err));
    if (n > IN_MEMORY) return put(s, p, n, err);
    st_buf_add(&s->b, p, n);
    return s->b.failed ? st_fail(err, s->b.failed, "out of memory for a body") : ST_OK;
}

st_input *st_spool_input(st_spool *s, st_err *err) {
    if (s->fd < 0) return st_input_open_memory(s->b.p ? s->b.p : "", s->b.n, "body", NULL, err);
    char path[40];
    if (s->b.n && spill(s, err) < 0) return NULL;
    snprintf(path, sizeof path, "/proc/self/fd/%d", s->fd);
    return st_input_open(path, NULL, err);
}

void st_spool_free(st_spool *s) {
    if (!s) return;
    if (s->fd >= 0) close(s->fd);
    st_buf_free(&s->b);
    st_free(s);
}
