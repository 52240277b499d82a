/* What the fuzz targets of the readers share: the bytes are read as a file of one format into a model that already holds a list, as a build does it.
 *
 * Whatever comes: a failure says why; a fact is UTF-8 and stands behind a head; names and counts agree; and a file that is dropped leaves the model
 * as it was. Half of the files (those of odd size) are dropped though they could be read. */
#ifndef ST_TEST_READER_FUZZ_H
#define ST_TEST_READER_FUZZ_H
#include "base/hash.h"
#include "sources/catalog.h"
#include "sources/source.h"

#define FUZZ_MUST(x) do { if (!(x)) { fprintf(stderr, "a reader breaks: %s (line %d)\n", #x, __LINE__); abort(); } } while (0)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static inline void fuzz_text(st_hash128 *h, st_str s) {
    FUZZ_MUST(st_utf8_valid(s.p, s.n));
    st_hash128_add(h, &s.n, sizeof s.n);
    if (s.n) st_hash128_add(h, s.p, s.n);
}

static inline void fuzz_number(st_hash128 *h, uint64_t n) { st_hash128_add(h, &n, sizeof n); }

static inline void fuzz_list(const st_model *m, size_t i, st_hash128 *h) {
    st_list_view v;
    uint32_t bad = 0;
    uint64_t records = 0;
    st_model_list(m, i, &v);
    for (size_t f = 0; f < ST_LIST_FIELDS; f++) fuzz_text(h, v.field[f]);
    for (size_t k = 0; k < v.measures; k++) {
        fuzz_text(h, v.measure[k].name);
        fuzz_number(h, v.measure[k].n);
        FUZZ_MUST(k == 0 || st_str_cmp(v.measure[k - 1].name, v.measure[k].name) < 0);
    }
    for (size_t k = 0; k < v.messages; k++) fuzz_text(h, v.message[k].text);
    for (size_t k = 0; k < v.files; k++) {
        fuzz_text(h, v.file[k].file);
        bad += v.file[k].bad;
        records += v.file[k].records;
    }
    FUZZ_MUST(v.field[ST_LIST_ID].n > 0 && v.files > 0 && v.orphans <= v.parties && bad == v.bad && records == v.records && bad <= records);
    fuzz_number(h, records);
}

static inline void fuzz_party(const st_model *m, uint32_t party, st_hash128 *h) {
    st_party_view v;
    st_fact_view f = { ST_PROP_NONE, ST_STR_NONE, 0 };
    uint64_t state = 0;
    bool first = true;
    st_model_party_view(m, party, &v);
    FUZZ_MUST(v.list < st_model_lists(m) && v.kind < ST_KIND_COUNT && v.key.n > 0);
    fuzz_text(h, v.key);
    fuzz_number(h, v.kind);
    for (; st_model_fact(m, party, &state, &f); first = false) {
        FUZZ_MUST(f.prop > ST_PROP_NONE && f.prop < ST_PROP_COUNT && (!first || st_prop_is_head(f.prop)));
        FUZZ_MUST(st_str_eq(st_model_string(m, f.string), f.value));
        fuzz_number(h, f.prop);
        fuzz_text(h, f.value);
    }
}

/* Walks the whole model; the hash stands for all that it holds. */
static inline void fuzz_walk(const st_model *m, uint8_t out[16]) {
    st_hash128 *h = st_hash128_new();
    FUZZ_MUST(h);
    for (size_t i = 0; i < st_model_lists(m); i++) fuzz_list(m, i, h);
    for (uint32_t p = 0; p < st_model_parties(m); p++) fuzz_party(m, p, h);
    FUZZ_MUST(st_model_ok(m, NULL) == ST_OK);
    st_hash128_end_bytes(h, out);
}

/* A list that stands in the model before: a companion file finds its records 36 and 173 there. */
static inline st_model *fuzz_model(const char *list) {
    static const char *const key[] = { "36", "173" };
    st_err err = { 0 };
    st_model *m = st_model_new(&err);
    FUZZ_MUST(m && st_model_list_begin(m, st_str_of(list), &err) == ST_OK);
    for (size_t i = 0; i < ST_LEN(key); i++) {
        st_model_party(m, st_str_of(key[i]), (uint32_t)i + 1);
        st_model_main(m);
        st_fact(m, ST_P_NAME, ST_STR("SAMPLE TRADING"));
        FUZZ_MUST(st_model_commit(m, &err) == ST_OK);
    }
    FUZZ_MUST(st_model_list_end(m, 10, &err) == ST_OK);
    return m;
}

/* What a reader gets to see, without asking all formats whose file it is: that has a target of its own. */
static inline st_probe fuzz_probe(st_input *in, const char *name) {
    st_str head;
    if (st_input_peek(in, 64 << 10, &head, NULL)) return (st_probe){ .path = name };
    if (st_str_starts(head, "\xef\xbb\xbf")) head = st_str_sub(head, 3, head.n);
    return (st_probe){ head, st_input_member(in), name, st_input_is_archive(in) };
}

static inline void fuzz_read(const st_source *s, const uint8_t *data, size_t size, const char *list, const char *name) {
    st_err err = { 0 };
    st_input_limits limits = { 64u << 20, 0, 20 };
    uint8_t before[16], after[16];
    st_input *in = st_input_open_memory(data, size, name, &limits, &err);
    if (!in) { FUZZ_MUST(err.code < 0 && err.what[0]); return; }
    st_model *m = fuzz_model(list);
    fuzz_walk(m, before);
    st_probe probe = fuzz_probe(in, name);
    FUZZ_MUST(st_model_list_begin(m, ST_STR("unnamed"), &err) == ST_OK);
    st_model_file(m, st_str_of(name), ST_STR("0"), size, st_str_of(s->format));
    st_code code = s->read(in, &probe, m, &err);
    FUZZ_MUST(code <= 0 && (code == ST_OK || err.what[0]));
    if (!code) st_catalog_fill(m);
    bool kept = !code && size % 2 == 0 && st_model_list_end(m, 1000, &err) == ST_OK;
    FUZZ_MUST(kept || code || size % 2 || err.what[0]);
    if (!kept) st_model_list_drop(m);
    fuzz_walk(m, after);
    FUZZ_MUST(kept || memcmp(before, after, sizeof before) == 0);
    st_model_free(m);
    st_input_close(in);
}

/* Reads the bytes with each of these formats that takes them for its own; when none does, with one that the size chooses, as if it were forced. */
static inline void fuzz_formats(const uint8_t *data, size_t size, const char *const *format, size_t n, const char *list) {
    st_input *in = size ? st_input_open_memory(data, size, "fuzz", NULL, NULL) : NULL;
    if (!in) return;
    st_probe probe = fuzz_probe(in, "fuzz");
    unsigned took = 0;
    for (size_t i = 0; i < n; i++) {
        const st_source *s = st_source_by_name(st_str_of(format[i]));
        FUZZ_MUST(s);
        if (!s->probe(&probe)) continue;
        fuzz_read(s, data, size, list, "fuzz");
        took++;
    }
    st_input_close(in);
    if (!took) fuzz_read(st_source_by_name(st_str_of(format[size / 2 % n])), data, size, list, "fuzz");
}
#endif
