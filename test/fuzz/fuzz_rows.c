/* Customer files of any bytes, over a small index: each answer is one line of JSON, the counts agree, two threads answer what one does. */
#include "engine/batch.h"
#include "screen_fixture.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static st_code take(void *user, st_str lines, st_err *err) {
    st_buf_str(user, lines);
    return ((st_buf *)user)->failed ? st_fail(err, ST_E_LIMIT, "long output") : ST_OK;
}

static st_code run(const st_engine *e, const uint8_t *data, size_t size, unsigned threads, st_buf *out, st_batch_stats *stats) {
    static const st_batch_sink sink = { take, NULL, NULL };
    st_search_options o = { .threshold = ST_THRESHOLD, .limit = 2 };
    st_err err = { 0 };
    st_input_limits limits = { .max_bytes = 1 << 20 };
    *out = (st_buf)ST_BUF_INIT(64 << 20);
    st_input *in = st_input_open_memory(data, size, "rows", &limits, &err);
    if (!in) return err.code;
    st_code code = st_batch_input(e, in, &o, threads, &sink, out, stats, &err);
    if (code < 0 && !err.what[0]) abort();   /* a failure says why */
    st_input_close(in);
    return code;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static st_engine *e;
    if (!e) e = fx_engine(NULL);
    if (!e) abort();
    if (size > 1 << 16) return 0;
    st_buf one, two;
    st_batch_stats a = { 0 }, b = { 0 };
    st_code code = run(e, data, size, 1, &one, &a);
    if (run(e, data, size, 2, &two, &b) != code || one.n != two.n || (one.n && memcmp(one.p, two.p, one.n) != 0)) abort();
    uint64_t lines = 0;
    for (size_t i = 0; i < one.n; i++) lines += one.p[i] == '\n';
    if (lines != a.rows || a.bad > a.rows || !st_utf8_valid(one.p ? one.p : "", one.n)) abort();
    st_arena arena = ST_ARENA_INIT;
    st_str rest = st_buf_view(&one), line;
    while (st_split(&rest, "\n", &line)) {
        st_err err = { 0 };
        const st_json *v = st_json_parse(&arena, line, 1, &err);
        if (!v && err.code != ST_E_LIMIT) abort();   /* a row of the greatest depth stands one deeper in its answer */
        st_arena_reset(&arena);
    }
    st_arena_free(&arena);
    st_buf_free(&one);
    st_buf_free(&two);
    return 0;
}
