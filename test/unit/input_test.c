/* Foreign bytes in: plain, compressed, archives; peeking; limits; damage. The compressed fixtures are made here, with libarchive, from our own bytes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <archive.h>
#include <archive_entry.h>
#include <unistd.h>
#include "base/input.h"

typedef struct member { const char *name, *text; size_t n; } member;

/* An archive in memory: zip of the members, or the one member under a filter. */
static size_t pack(char *out, size_t room, int filter, const member *m, size_t n) {
    struct archive *a = archive_write_new();
    size_t used = 0;
    if (filter) { archive_write_add_filter(a, filter); archive_write_set_format_raw(a); }
    else archive_write_set_format_zip(a);
    archive_write_set_bytes_in_last_block(a, 1);
    assert_int_equal(archive_write_open_memory(a, out, room, &used), ARCHIVE_OK);
    for (size_t i = 0; i < n; i++) {
        struct archive_entry *e = archive_entry_new();
        archive_entry_set_pathname(e, m[i].name);
        archive_entry_set_filetype(e, AE_IFREG);
        archive_entry_set_perm(e, 0644);
        archive_entry_set_size(e, (la_int64_t)m[i].n);
        assert_int_equal(archive_write_header(a, e), ARCHIVE_OK);
        assert_int_equal(archive_write_data(a, m[i].text, m[i].n), (la_ssize_t)m[i].n);
        archive_entry_free(e);
    }
    archive_write_close(a);
    archive_write_free(a);
    return used;
}

static st_code slurp(const void *p, size_t n, const st_input_limits *l, st_buf *out, st_err *err) {
    *err = (st_err){ 0 };
    st_input *in = st_input_open_memory(p, n, "folder/mem", l, err);
    if (!in) return err->code;
    st_str block;
    st_code code = st_input_peek(in, 3, &block, err);
    while (!code && !(code = st_input_block(in, &block, err)) && block.n) st_buf_str(out, block);
    if (!code && !out->failed) assert_int_equal(st_input_expanded(in), out->n);
    st_input_close(in);
    return code;
}

static void plain_bytes(void **state) {
    (void)state;
    st_err err;
    st_str s;
    st_input *in = st_input_open_memory("hello", 5, "folder/name.txt", NULL, &err);
    assert_non_null(in);
    assert_true(st_str_is(st_input_member(in), "name.txt"));
    assert_false(st_input_is_archive(in));
    assert_int_equal(st_input_peek(in, 4, &s, &err), ST_OK);
    assert_true(st_str_is(s, "hell"));
    assert_int_equal(st_input_block(in, &s, &err), ST_OK);
    assert_true(st_str_is(s, "hello"));
    assert_int_equal(st_input_block(in, &s, &err), ST_OK);
    assert_int_equal(s.n, 0);
    assert_int_equal(st_input_next(in, &err), 0);
    char hex[65];
    assert_int_equal(st_input_sha256(in, hex, &err), ST_OK);
    assert_string_equal(hex, "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824");
    st_input_close(in);
    assert_null(st_input_open_memory("", 0, "empty", NULL, &err));
    assert_int_equal(err.code, ST_E_DATA);
    assert_null(st_input_open("/nonexistent/strait", NULL, &err));
    assert_int_equal(err.code, ST_E_SYSTEM);
    assert_null(st_input_open("/tmp", NULL, &err));
    assert_int_equal(err.code, ST_E_USAGE);
}

static void compressed(void **state) {
    (void)state;
    static const int filters[] = { ARCHIVE_FILTER_GZIP, ARCHIVE_FILTER_ZSTD, ARCHIVE_FILTER_XZ, ARCHIVE_FILTER_BZIP2 };
    size_t n = 900000;
    char *text = malloc(n), *packed = malloc(n + 4096);
    assert_true(text && packed);
    uint32_t seed = 1;
    for (size_t i = 0; i < n; i++) { seed = seed * 1664525 + 1013904223; text[i] = (char)('a' + (seed >> 28)); }
    for (size_t i = 0; i < ST_LEN(filters); i++) {
        member m = { "data", text, n };
        size_t k = pack(packed, n + 4096, filters[i], &m, 1);
        st_buf out = ST_BUF_INIT(4u << 20);
        st_err err;
        if (slurp(packed, k, NULL, &out, &err)) fail_msg("filter %d: %s", filters[i], err.what);
        assert_true(out.n == n && memcmp(out.p, text, n) == 0);
        st_buf_clear(&out);
        assert_int_equal(slurp(packed, k / 2, NULL, &out, &err), ST_E_DATA);   /* cut off */
        assert_non_null(strstr(err.what, "cut off"));
        st_buf_free(&out);
    }
    free(text);
    free(packed);
}

static void members(void **state) {
    (void)state;
    char packed[4096];
    const member m[] = { { "a.txt", "first", 5 }, { "__MACOSX/._a.txt", "junk", 4 }, { "f/b.txt", "second", 6 } };
    size_t k = pack(packed, sizeof packed, 0, m, ST_LEN(m));
    st_err err = { 0 };
    st_str s;
    st_arena a = ST_ARENA_INIT;
    st_input *in = st_input_open_memory(packed, k, "x.zip", NULL, &err);
    assert_non_null(in);
    assert_true(st_input_is_archive(in));
    assert_true(st_str_is(st_input_member(in), "a.txt"));
    assert_int_equal(st_input_all(in, 100, &a, &s, &err), ST_OK);
    assert_true(st_str_is(s, "first"));
    assert_int_equal(st_input_next(in, &err), 1);
    assert_true(st_str_is(st_input_member(in), "f/b.txt"));
    assert_int_equal(st_input_all(in, 3, &a, &s, &err), ST_E_LIMIT);
    assert_int_equal(st_input_next(in, &err), 0);
    st_input_close(in);
    st_arena_free(&a);
    st_input_limits two = { 0, 0, 2 };
    in = st_input_open_memory(packed, k, "x.zip", &two, &err);
    assert_non_null(in);
    assert_int_equal(st_input_next(in, &err), ST_E_LIMIT);
    st_input_close(in);
}

static void bombs(void **state) {
    (void)state;
    size_t n = 64u << 20;
    char *zeros = calloc(1, n), *packed = malloc(1u << 20);
    assert_true(zeros && packed);
    member m = { "data", zeros, n };
    size_t k = pack(packed, 1u << 20, ARCHIVE_FILTER_GZIP, &m, 1);
    st_buf out = ST_BUF_INIT(128u << 20);
    st_err err;
    assert_int_equal(slurp(packed, k, NULL, &out, &err), ST_E_LIMIT);
    assert_true(out.n < 20u << 20);
    st_buf_clear(&out);
    st_input_limits little = { 1000, 0, 0 };
    assert_int_equal(slurp(zeros, 2000, &little, &out, &err), ST_E_LIMIT);
    st_buf_free(&out);
    free(zeros);
    free(packed);
}

/* What comes out is an error or the text; or the file itself, where the flip makes it another kind of file. */
static void every_byte_flipped(void **state) {
    (void)state;
    static const int filters[] = { 0, ARCHIVE_FILTER_GZIP, ARCHIVE_FILTER_ZSTD, ARCHIVE_FILTER_XZ, ARCHIVE_FILTER_BZIP2 };
    /* zstd's checksum is optional: libarchive writes none, the zstd program, of which this is the output, does. */
    static const unsigned char zstd[] = {
        0x28, 0xb5, 0x2f, 0xfd, 0x04, 0x58, 0x05, 0x01, 0x00, 0xd0, 0x69, 0x64, 0x2c, 0x6e, 0x61, 0x6d, 0x65, 0x0a, 0x31, 0x2c, 0x73, 0x6f, 0x6d, 0x65,
        0x62, 0x6f, 0x64, 0x79, 0x0a, 0x32, 0x20, 0x65, 0x6c, 0x73, 0x65, 0x0a, 0x01, 0x00, 0x5c, 0x14, 0x26, 0xbf, 0xb9, 0xfb, 0x1d,
    };
    char packed[1024];
    member m = { "a.csv", "id,name\n1,somebody\n2,somebody else\n", 35 };
    for (size_t f = 0; f < ST_LEN(filters); f++) {
        size_t k = pack(packed, sizeof packed, filters[f], &m, 1);
        if (filters[f] == ARCHIVE_FILTER_ZSTD) memcpy(packed, zstd, k = sizeof zstd);
        for (size_t i = 0; i < k * 2; i++) {
            char with = i % 2 ? 0x55 : 0x01;
            packed[i / 2] ^= with;
            st_buf out = ST_BUF_INIT(1u << 20);
            st_err err;
            st_code code = slurp(packed, k, NULL, &out, &err);
            bool same = out.n == m.n && memcmp(out.p, m.text, m.n) == 0, plain = out.n == k && memcmp(out.p, packed, k) == 0;
            if (code == ST_OK ? !same && !plain : !err.what[0]) fail_msg("filter %d: byte %zu of %zu flipped gives %zu other bytes", filters[f], i / 2, k, out.n);
            st_buf_free(&out);
            packed[i / 2] ^= with;
        }
    }
}

/* What gzip promises beyond the text: several members are one text, NUL bytes may stand behind it, anything else may not, and the checksum is kept. */
static void gzip_members(void **state) {
    (void)state;
    char packed[1024];
    member a = { "a", "id,name\n", 8 }, b = { "b", "1,somebody\n", 11 };
    size_t n = pack(packed, sizeof packed, ARCHIVE_FILTER_GZIP, &a, 1), k = n + pack(packed + n, sizeof packed - n, ARCHIVE_FILTER_GZIP, &b, 1);
    st_buf out = ST_BUF_INIT(1u << 20);
    st_err err;
    assert_int_equal(slurp(packed, k, NULL, &out, &err), ST_OK);
    assert_true(out.n == 19 && memcmp(out.p, "id,name\n1,somebody\n", 19) == 0);
    memset(packed + k, 0, 20);
    st_buf_clear(&out);
    assert_int_equal(slurp(packed, k + 20, NULL, &out, &err), ST_OK);
    assert_int_equal(out.n, 19);
    packed[k + 19] = 'x';
    st_buf_clear(&out);
    assert_int_equal(slurp(packed, k + 20, NULL, &out, &err), ST_E_DATA);
    assert_non_null(strstr(err.what, "something else stands behind"));
    for (size_t i = 1; i < k; i++) {
        st_buf_clear(&out);
        assert_true(slurp(packed, i, NULL, &out, &err) == (i == n ? ST_OK : i < 2 ? ST_OK : ST_E_DATA));
    }
    st_buf_free(&out);
}

/* Whoever goes on after a failure must not be told that the file ends there. */
static void a_failure_stays(void **state) {
    (void)state;
    char packed[2048];
    const member m[] = { { "a.csv", "id,name\n1,somebody\n2,somebody else\n", 35 }, { "b.csv", "id,name\n3,another\n", 18 } };
    for (int filter = 0; filter < 2; filter++) {
        size_t n = pack(packed, sizeof packed, filter ? ARCHIVE_FILTER_GZIP : 0, m, filter ? 1 : 2);
        for (size_t i = 20; i < n; i++) {
            packed[i] ^= 0x10;
            st_err err = { 0 }, again = { 0 };
            st_str s;
            st_input *in = st_input_open_memory(packed, n, "mem", NULL, &err);
            if (in && st_input_peek(in, 65536, &s, &err)) {
                assert_int_equal(st_input_peek(in, 10, &s, &again), err.code);
                assert_string_equal(again.what, err.what);
                assert_int_equal(st_input_block(in, &s, NULL), err.code);
                if (!filter) assert_int_equal(st_input_next(in, &again), (int)err.code);
            }
            st_input_close(in);
            packed[i] ^= 0x10;
        }
    }
}

static void every_allocation_fails(void **state) {
    (void)state;
    char packed[1024];
    member m = { "a.csv", "id,name\n", 8 };
    size_t k = pack(packed, sizeof packed, ARCHIVE_FILTER_GZIP, &m, 1);
    st_fault_alloc(0, 0);
    st_buf out = ST_BUF_INIT(1u << 20);
    st_err err;
    assert_int_equal(slurp(packed, k, NULL, &out, &err), ST_OK);
    uint64_t n = st_fault_alloc(0, 0);
    st_buf_free(&out);
    if (n == 0) skip();
    for (uint64_t i = 1; i <= n; i++) {
        out = (st_buf)ST_BUF_INIT(1u << 20);
        st_fault_alloc(i, 0);
        st_code code = slurp(packed, k, NULL, &out, &err);
        st_fault_alloc(0, 0);
        assert_true(code == ST_E_NOMEM || out.failed == ST_E_NOMEM);
        st_buf_free(&out);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plain_bytes), cmocka_unit_test(compressed), cmocka_unit_test(members), cmocka_unit_test(bombs),
        cmocka_unit_test(every_byte_flipped), cmocka_unit_test(gzip_members), cmocka_unit_test(a_failure_stays), cmocka_unit_test(every_allocation_fails),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
