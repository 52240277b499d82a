/* Files that are replaced: what stands at the path is kept, refused or replaced, with the right to read that it had. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/file.h"

static char folder[] = "/tmp/strait-file-XXXXXX";
static char path[64];

static int set_up(void **state) {
    (void)state;
    if (!mkdtemp(folder)) return -1;
    snprintf(path, sizeof path, "%s/out", folder);
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    unlink(path);
    return rmdir(folder);   /* fails when a temporary file was left */
}

static st_code put(const char *text, unsigned mode) {
    st_err err = { 0 };
    st_out *o = st_out_begin(path, mode, &err);
    if (!o) return err.code;
    assert_int_equal(st_out_write(o, text, strlen(text), &err), ST_OK);
    return st_out_commit(o, &err);
}

static unsigned mode_of(void) {
    struct stat st;
    assert_int_equal(stat(path, &st), 0);
    return st.st_mode & 0777;
}

static void holds(const char *text) {
    st_map m;
    st_err err = { 0 };
    assert_int_equal(st_map_open(path, &m, &err), ST_OK);
    assert_int_equal(m.n, strlen(text));
    assert_memory_equal(m.p, text, m.n);
    st_map_close(&m);
}

static void who_may_read(void **state) {
    (void)state;
    mode_t was = umask(077);
    assert_int_equal(put("first", 0644), ST_OK);
    assert_int_equal(mode_of(), 0600);
    umask(022);
    assert_int_equal(put("second", 0644), ST_OK);   /* what was closed to others stays so */
    assert_int_equal(mode_of(), 0600);
    holds("second");
    unlink(path);
    assert_int_equal(put("third", 0644), ST_OK);
    assert_int_equal(mode_of(), 0644);
    umask(was);
    unlink(path);
}

static void no_files(void **state) {
    (void)state;
    st_err err = { 0 };
    assert_int_equal(mkdir(path, 0700), 0);
    assert_int_equal(put("x", 0644), ST_E_USAGE);
    assert_int_equal(rmdir(path), 0);
    assert_int_equal(mkfifo(path, 0600), 0);
    assert_null(st_out_begin(path, 0644, &err));
    assert_int_equal(err.code, ST_E_USAGE);
    assert_non_null(strstr(err.what, "not a regular file"));
    struct stat st;
    assert_int_equal(stat(path, &st), 0);
    assert_true(S_ISFIFO(st.st_mode));
    unlink(path);
}

static void given_up(void **state) {
    (void)state;
    st_err err = { 0 };
    assert_int_equal(put("old", 0644), ST_OK);
    st_out *a = st_out_begin(path, 0644, &err), *b = st_out_begin(path, 0644, &err);   /* two at once do not meet */
    assert_non_null(a);
    assert_non_null(b);
    assert_int_equal(st_out_write(a, "aa", 2, &err), ST_OK);
    assert_int_equal(st_out_write(b, "b", 1, &err), ST_OK);
    st_out_abort(a);
    holds("old");
    assert_int_equal(st_out_commit(b, &err), ST_OK);
    holds("b");
}

#ifdef ST_FAULT
static void each_write_failing(void **state) {
    (void)state;
    static char much[300000];
    memset(much, 'm', sizeof much);
    unlink(path);
    assert_int_equal(put("old", 0644), ST_OK);
    uint64_t n = 1;
    for (bool done = false; !done; n++) {
        st_err err = { 0 };
        st_fault_write(n);
        st_out *o = st_out_begin(path, 0644, &err);
        bool written = o && st_out_write(o, much, sizeof much, &err) == ST_OK && st_out_patch(o, 0, "n", 1, &err) == ST_OK;
        if (o && !written) st_out_abort(o);
        done = written && st_out_commit(o, &err) == ST_OK;
        st_fault_write(0);
        if (done) break;
        assert_int_equal(err.code, ST_E_SYSTEM);
        if (!strstr(err.what, "sync the folder")) holds("old");   /* by then the new one is in its place */
    }
    assert_true(n > 5);
}
#endif

int main(void) {
    const struct CMUnitTest tests[] = { cmocka_unit_test(who_may_read), cmocka_unit_test(no_files), cmocka_unit_test(given_up),
#ifdef ST_FAULT
                                        cmocka_unit_test(each_write_failing),
#endif
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
