/* For tests of readers: a text or a file read into a fresh model, and the model as text. Include cmocka.h first, except in fuzz targets. */
#ifndef ST_TEST_SOURCE_READ_H
#define ST_TEST_SOURCE_READ_H
#include "sources/source.h"

#define TEST_MAYBE __attribute__((unused))

/* All parties, each fact on a line of its own, qualifiers in parentheses. The caller frees. */
TEST_MAYBE static char *dump_parties(const st_model *m) {
    st_buf b = ST_BUF_INIT(1 << 20);
    for (uint32_t p = 0; p < st_model_parties(m); p++) {
        st_party_view v;
        st_model_party_view(m, p, &v);
        st_buf_printf(&b, "%.*s %s%s\n", ST_FMT(v.key), st_kind_name(v.kind), v.orphan ? " orphan" : "");
        st_fact_view f;
        bool open = false;
        for (uint64_t state = 0; st_model_fact(m, p, &state, &f);) {
            if (st_prop_is_head(f.prop)) st_buf_printf(&b, "%s  %s: %.*s", open ? "\n" : "", st_prop_name(f.prop), ST_FMT(f.value));
            else st_buf_printf(&b, " (%s %.*s)", st_prop_name(f.prop), ST_FMT(f.value));
            open = true;
        }
        if (open) st_buf_char(&b, '\n');
    }
    if (!b.failed && b.p) return b.p;
    st_buf_free(&b);
    return st_calloc(1, 1);
}

/* The lists: id, date, title, and their measures. */
TEST_MAYBE static char *dump_lists(const st_model *m) {
    st_buf b = ST_BUF_INIT(1 << 20);
    for (size_t i = 0; i < st_model_lists(m); i++) {
        st_list_view v;
        st_model_list(m, i, &v);
        st_buf_printf(&b, "%.*s|%.*s|%.*s parties %u orphans %u bad %u warnings %u\n", ST_FMT(v.field[ST_LIST_ID]), ST_FMT(v.field[ST_LIST_DATE]),
                      ST_FMT(v.field[ST_LIST_TITLE]), v.parties, v.orphans, v.bad, v.warnings);
        for (size_t k = 0; k < v.measures; k++) st_buf_printf(&b, "  %.*s %llu\n", ST_FMT(v.measure[k].name), (unsigned long long)v.measure[k].n);
        for (size_t k = 0; k < v.messages; k++) st_buf_printf(&b, "  line %u: %.*s\n", v.message[k].line, ST_FMT(v.message[k].text));
    }
    if (!b.failed && b.p) return b.p;
    st_buf_free(&b);
    return st_calloc(1, 1);
}

/* Reads a text as a list of its own. format NULL: by its content. The model is the caller's, also after a failure, when the list has been dropped. */
TEST_MAYBE static st_code read_text(st_model *m, const char *format, st_str text, const char *name, st_err *err) {
    st_input *in = st_input_open_memory(text.p, text.n, name, NULL, err);
    if (!in) return err->code;
    st_probe probe = { .path = NULL };
    const st_source *found = st_source_detect(in, &probe, err), *s = found;
    if (format && probe.path) s = st_source_by_name(st_str_of(format));   /* without a path the input could not even be looked at */
    st_code c = s ? ST_OK : err->code;
    if (s) *err = (st_err){ 0 };
    if (!c) c = st_model_list_begin(m, ST_STR("unnamed"), err);
    if (!c) {
        c = s->read(in, &probe, m, err);
        if (!c) c = st_model_list_end(m, 1000, err);
        if (c) st_model_list_drop(m);
    }
    st_input_close(in);
    return c;
}
#ifdef CMOCKA_H_
/* Calls fn with every allocation failing in turn, once or from there on: it must say that memory is out, or have come to a whole answer. */
TEST_MAYBE static void fails_each_allocation(st_code (*fn)(void)) {
    st_fault_alloc(0, 0);
    assert_int_equal(fn(), ST_OK);
    const uint64_t n = st_fault_alloc(0, 0);
    if (n == 0) skip();   /* this build cannot inject faults */
    for (uint64_t i = 1; i <= n; i++)
        for (int all = 0; all < 2; all++) {
            st_fault_alloc(i, all);
            const st_code c = fn();
            st_fault_alloc(0, 0);
            if (c != ST_E_NOMEM && !(c == ST_OK && !all)) fail_msg("allocation %llu: %d", (unsigned long long)i, (int)c);
        }
}

/* Reads a text (or a file) and compares the lists and the parties, either of which may be NULL. */
TEST_MAYBE static void reads(const char *format, st_str text, const char *name, const char *lists, const char *parties) {
    st_err err = { 0 };
    st_model *m = st_model_new(&err);
    assert_non_null(m);
    if (read_text(m, format, text, name, &err)) fail_msg("%s: %s", name, err.what);
    char *l = dump_lists(m), *p = dump_parties(m);
    if (lists) assert_string_equal(l, lists);
    if (parties) assert_string_equal(p, parties);
    st_free(l);
    st_free(p);
    st_model_free(m);
}

TEST_MAYBE static void reads_file(const char *path, const char *lists, const char *parties) {
    st_err err = { 0 };
    st_arena a = ST_ARENA_INIT;
    st_input *in = st_input_open(path, NULL, &err);
    st_str text = ST_STR_NONE;
    if (!in || st_input_all(in, 1 << 20, &a, &text, &err)) fail_msg("%s: %s", path, err.what);
    st_input_close(in);
    reads(NULL, text, path, lists, parties);
    st_arena_free(&a);
}
#endif
#endif
