/* JSON: the first byte says how the rest is read: as one text, line by line, or down a path. A tree that comes out is written and must be read back
 * as the same text. */
#include <assert.h>
#include "base/json.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void again(const st_json *v) {
    st_buf a = ST_BUF_INIT(0), b = ST_BUF_INIT(0);
    st_jw w = { &a, false };
    st_jw_tree(&w, v);
    st_arena mem = ST_ARENA_INIT;
    const st_json *back = st_json_parse(&mem, st_buf_view(&a), 1, NULL);
    assert(back);
    w = (st_jw){ &b, false };
    st_jw_tree(&w, back);
    assert(st_str_eq(st_buf_view(&a), st_buf_view(&b)));
    st_arena_free(&mem);
    st_buf_free(&a);
    st_buf_free(&b);
}

static st_code each(void *user, const st_json *v, uint32_t line, st_err *err) {
    (void)user; (void)line;
    if (v) again(v);
    else assert(err->code < 0 && err->what[0]);
    return ST_OK;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size < 2) return 0;
    static const char *const path[] = { "", "[]", "a[]", "a.b[]" };
    st_str text = { (const char *)data + 1, size - 1 };
    unsigned way = (data[0] + 2u) % 5u;   /* "0" to "4" */
    st_err err = { 0 };
    if (way == 4) {
        st_arena mem = ST_ARENA_INIT;
        const st_json *v = st_json_parse(&mem, text, 1, &err);
        if (v) again(v);
        else assert(err.code < 0 && err.what[0]);
        st_arena_free(&mem);
        return 0;
    }
    st_input *in = st_input_open_memory(text.p, text.n, "fuzz.json", NULL, &err);
    if (!in) return 0;
    st_code c = st_json_stream(in, path[way], each, NULL, &err);
    assert(c >= 0 || err.what[0]);
    st_input_close(in);
    return 0;
}
