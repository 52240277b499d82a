/* Files of pairs of any bytes: each row comes back as one line with a score or without, the counts agree, a failure says why. */
#include <unistd.h>
#include "engine/pairs.h"
#include "match/weights.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

typedef struct sink { st_buf out; uint64_t bad; } sink;

static st_code take(void *user, st_str text, st_err *err) {
    sink *s = user;
    if (text.n == 0 || text.p[text.n - 1] != '\n') abort();   /* whole lines */
    st_buf_str(&s->out, text);
    return s->out.failed ? st_fail(err, ST_E_LIMIT, "long output") : ST_OK;
}

static void take_bad(void *user, uint32_t line, st_str why) {
    (void)line;
    if (why.n == 0) abort();
    ((sink *)user)->bad++;
}

static st_code score(void *scorer, st_kind kind, st_str a, st_str b, uint32_t *out, st_err *err) {
    int32_t bits;
    ST_TRY(st_compare(scorer, kind, a, b, NULL, &bits, err));
    *out = bits == INT32_MIN ? 0 : st_score_of_bits(bits);
    return ST_OK;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static st_comparer *c;
    static char path[64];
    static const st_pairs_sink sinks = { take, take_bad };
    if (!c) c = st_comparer_new(NULL);
    if (!c) abort();
    if (size > 1 << 14) return 0;
    if (!path[0]) snprintf(path, sizeof path, "/tmp/strait-fuzz-pairs.%d", (int)getpid());
    FILE *f = fopen(path, "wb");
    if (!f || fwrite(data, 1, size, f) != size || fclose(f) != 0) abort();
    sink s = { ST_BUF_INIT(64 << 20), 0 };
    st_pairs_stats stats;
    st_err err = { 0 };
    st_code code = st_pairs_run(path, score, c, 7000, &sinks, &s, &stats, &err);
    unlink(path);
    if (code < 0 && !err.what[0]) abort();
    if (stats.bad != s.bad || stats.bad + stats.matches > stats.rows) abort();
    uint64_t lines = 0;
    for (size_t i = 0; i < s.out.n; i++) lines += s.out.p[i] == '\n';
    if (lines < stats.rows && code == ST_OK) abort();          /* a field may hold line ends of its own */
    st_buf_free(&s.out);
    return 0;
}
