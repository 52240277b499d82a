/* Gzip by zlib, member after member. */
#include "base/gunzip.h"
#define ZLIB_CONST
#include <zlib.h>

enum { GZIP_ONLY = 15 + 16, STEP = 1 << 30 };
struct st_gunzip { z_stream z; const unsigned char *p; size_t left; bool ended; };   /* left: behind what zlib was given */

static void *alloc(void *user, unsigned n, unsigned size) {
    (void)user;
    return st_calloc(n, size);
}
static void release(void *user, void *p) {
    (void)user;
    st_free(p);
}

st_gunzip *st_gunzip_new(const void *p, size_t n) {
    st_gunzip *g = st_calloc(1, sizeof *g);
    if (!g) return NULL;
    g->p = p;
    g->left = n;
    g->z.zalloc = alloc;
    g->z.zfree = release;
    if (inflateInit2(&g->z, GZIP_ONLY) == Z_OK) return g;
    st_free(g);
    return NULL;
}

void st_gunzip_free(st_gunzip *g) {
    if (!g) return;
    (void)inflateEnd(&g->z);
    st_free(g);
}

static void feed(st_gunzip *g) {
    if (g->z.avail_in || g->left == 0) return;
    const size_t n = g->left < STEP ? g->left : STEP;
    g->z.next_in = g->p;
    g->z.avail_in = (unsigned)n;
    g->p += n;
    g->left -= n;
}

/* Behind a member: another one, the end, or what should not be there. */
static st_code next_member(st_gunzip *g, const char **why) {
    const unsigned char *rest = g->z.next_in;   /* up to the end of the file: the pieces lie in a row */
    const size_t n = g->z.avail_in + g->left;
    if (n > 1 && rest[0] == 0x1f && rest[1] == 0x8b) return inflateReset(&g->z) == Z_OK ? ST_OK : ST_E_NOMEM;
    for (size_t i = 0; i < n; i++) {
        if (rest[i] == 0) continue;
        *why = "something else stands behind the compressed data";
        return ST_E_DATA;
    }
    g->ended = true;
    return ST_OK;
}

st_code st_gunzip_read(st_gunzip *g, void *to, size_t cap, size_t *n, const char **why) {
    const unsigned room = cap < STEP ? (unsigned)cap : STEP;
    *n = 0;
    g->z.next_out = to;
    g->z.avail_out = room;
    while (!g->ended && g->z.avail_out == room) {
        feed(g);
        const int r = inflate(&g->z, Z_NO_FLUSH);
        if (r == Z_STREAM_END) {
            ST_TRY(next_member(g, why));
            continue;
        }
        if (r == Z_OK) continue;
        if (r == Z_MEM_ERROR) return ST_E_NOMEM;
        *why = r == Z_BUF_ERROR ? "it ends too early" : g->z.msg ? g->z.msg : "no reason given";
        return ST_E_DATA;
    }
    *n = room - g->z.avail_out;
    return ST_OK;
}
