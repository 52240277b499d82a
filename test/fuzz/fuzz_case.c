/* Cases, JSON or YAML, under the rules inside the program: refused with a place and a reason, or answered with JSON that can be read. */
#include <assert.h>
#include "engine/check.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static st_bundle *bundle;
    static st_rules *rules;
    static st_checker *checker;
    st_err err = { 0 };
    if (!checker) {
        st_problems p = { 0 };
        bundle = st_bundle_built_in(&p, &err);
        rules = bundle ? st_rules_of(bundle, INT64_C(1798675200), &p, &err) : NULL;
        checker = rules ? st_checker_new(rules, NULL, &err) : NULL;
        assert(checker);
    }
    if (size > 1 << 15) return 0;
    st_arena a = ST_ARENA_INIT;
    const st_json *tree = st_case_parse(&a, (st_str){ (const char *)data, size }, "fuzz", &err);
    if (tree) {
        const st_check_options o = { .now = 1700000000, .closed = size & 1 };
        st_checked c;
        const st_code code = st_checker_run(checker, tree, &o, &c, &err);
        if (code == ST_OK) {
            st_buf b = ST_BUF_INIT((size_t)1 << 28);
            st_jw w = { &b, false };
            st_arena mem = ST_ARENA_INIT;
            st_checked_json(&w, checker, &c, true);
            assert(!b.failed && st_json_parse(&mem, st_buf_view(&b), 1, &err));
            st_arena_free(&mem);
            st_buf_free(&b);
        } else assert(err.what[0]);
    } else assert(err.code < 0 && err.what[0]);
    st_arena_free(&a);
    return 0;
}
