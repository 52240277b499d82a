/* A build in which every allocation and every write fails in turn: a code and a reason, nothing leaked, no temporary file, and the index that stood
 * there before is byte for byte what it was. Where an allocation could be done without, the new index is the one that is written without faults. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <dirent.h>
#include <unistd.h>
#include "base/file.h"
#include "engine/build.h"

static char folder[64], out[96];
static const char OLD[] = "an index from yesterday";

static void put(const char *path, const void *p, size_t n) {
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(p, 1, n, f), n);
    assert_int_equal(fclose(f), 0);
}

/* The bytes of the index file, as one allocation outside of the faults. */
static char *whole(size_t *n) {
    FILE *f = fopen(out, "rb");
    assert_non_null(f);
    assert_int_equal(fseek(f, 0, SEEK_END), 0);
    *n = (size_t)ftell(f);
    rewind(f);
    char *p = malloc(*n + 1);
    assert_non_null(p);
    assert_int_equal(fread(p, 1, *n, f), *n);
    fclose(f);
    return p;
}

static bool holds(const void *want, size_t n) {
    size_t k;
    char *p = whole(&k);
    bool same = k == n && memcmp(p, want, n) == 0;
    free(p);
    return same;
}

static unsigned files_in_folder(void) {
    unsigned n = 0;
    DIR *d = opendir(folder);
    assert_non_null(d);
    for (struct dirent *e; (e = readdir(d));) n += e->d_name[0] != '.';
    closedir(d);
    return n;
}

static st_code build(const char *const *source, size_t n, st_err *err) {
    st_build_options o = { .source = source, .n_sources = n, .out = out, .max_bad_permille = 1000 };
    st_build_report report;
    st_code code = st_build(&o, &report, err);
    st_build_report_free(&report);
    return code;
}

/* Fails each allocation, or each write, of a build of these files. */
static void fail_each(const char *const *source, size_t n, bool writes) {
    st_err err;
    assert_int_equal(build(source, n, &err), ST_OK);
    size_t size;
    char *good = whole(&size);
    if (writes) st_fault_write(0); else st_fault_alloc(0, 0);
    assert_int_equal(build(source, n, &err), ST_OK);
    const uint64_t count = writes ? st_fault_write(0) : st_fault_alloc(0, 0);
    if (count == 0) { free(good); skip(); }   /* a build without fault injection */
    put(out, OLD, sizeof OLD);
    uint64_t survived = 0;
    for (uint64_t i = 1; i <= count; i++) {
        if (writes) st_fault_write(i); else st_fault_alloc(i, 0);
        st_code code = build(source, n, &err);
        if (writes) st_fault_write(0); else st_fault_alloc(0, 0);
        if (code && !err.what[0]) fail_msg("%s: fault %llu of %llu: no reason", source[0], (unsigned long long)i, (unsigned long long)count);
        if (code && code != (writes ? ST_E_SYSTEM : ST_E_NOMEM))
            fail_msg("%s: fault %llu of %llu: %s (%s)", source[0], (unsigned long long)i, (unsigned long long)count, st_code_name(code), err.what);
        /* The last step syncs the folder: by then the new file stands whole in the place of the old one. */
        bool renamed = writes && i == count && holds(good, size);
        if (code && !renamed && !holds(OLD, sizeof OLD)) fail_msg("%s: fault %llu: the old index was touched", source[0], (unsigned long long)i);
        if (!code && !holds(good, size)) fail_msg("%s: fault %llu passed, but the index is another one", source[0], (unsigned long long)i);
        if (files_in_folder() != 1) fail_msg("%s: fault %llu: files are left behind", source[0], (unsigned long long)i);
        if (!code || renamed) put(out, OLD, sizeof OLD);
        survived += !code;
    }
    print_message("# %s: %llu faults, %llu without consequence\n", source[0], (unsigned long long)count, (unsigned long long)survived);
    free(good);
}

static const char *const flat[] = { "test/corpus/ofac_csv/sdn.csv", "test/corpus/ofac_csv/alt.csv", "test/corpus/ofac_csv/add.csv", "test/corpus/ofac_csv/comments.csv" }, *const own[] = { "data/sample/sample_us.csv" };
/* The seeds of the fuzz targets are whole small lists of every format. */
static const char *const seeds[] = { "ofac_xml", "ofac_enhanced", "ofac_advanced", "un", "eu", "uk", "ca", "ch", "csl", "bis", "headed", "ftm", "senzing" };

static void every_write_fails(void **state) {
    (void)state;
    fail_each(flat, ST_LEN(flat), true);
}

static void every_allocation_fails_with_four_files(void **state) {
    (void)state;
    fail_each(flat, ST_LEN(flat), false);
    fail_each(own, ST_LEN(own), false);
}

static int by_text(const void *a, const void *b) { return strcmp(*(char *const *)a, *(char *const *)b); }

static size_t names_in(const char *path, char **name, size_t max) {
    size_t n = 0;
    DIR *d = opendir(path);
    for (struct dirent *e; d && n < max && (e = readdir(d));) {
        if (e->d_name[0] == '.') continue;
        name[n] = malloc(300);
        assert_non_null(name[n]);
        snprintf(name[n++], 300, "%.40s/%.250s", path, e->d_name);
    }
    if (d) closedir(d);
    if (n) qsort(name, n, sizeof *name, by_text);
    return n;
}

static void every_allocation_fails_in_each_format(void **state) {
    (void)state;
    size_t tried = 0;
    for (size_t i = 0; i < ST_LEN(seeds); i++) {
        char path[64], *name[200];
        snprintf(path, sizeof path, "test/corpus/%s", seeds[i]);
        size_t n = names_in(path, name, ST_LEN(name)), lists = 0;
        for (size_t k = 0; k < n; k++) {
            const char *const source = name[k];
            st_err err;
            if (lists < 4 && build(&source, 1, &err) == ST_OK) {   /* a seed may be damaged on purpose */
                fail_each(&source, 1, false);
                lists++;
            }
            free(name[k]);
        }
        if (n && !lists) fail_msg("no file of %s is a list", path);
        tried += lists;
    }
    assert_true(tried > 20);
}

static int set_up(void **state) {
    (void)state;
    snprintf(folder, sizeof folder, "/tmp/strait-fault-XXXXXX");
    if (!mkdtemp(folder)) return -1;
    snprintf(out, sizeof out, "%s/index.stx", folder);
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    unlink(out);
    return rmdir(folder);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_write_fails),
        cmocka_unit_test(every_allocation_fails_with_four_files),
        cmocka_unit_test(every_allocation_fails_in_each_format),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
