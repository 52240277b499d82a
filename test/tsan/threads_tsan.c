/* Several threads at once, for ThreadSanitizer: sessions over one engine through the public header, and a batch. A race ends the program. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <pthread.h>
#include "engine/batch.h"
#include "screen_fixture.h"
#include "strait.h"

enum { THREADS = 6, ROUNDS = 40 };
static st_engine *engine;

static const char *const names[] = { "Vasily Exampolv", "Ali Alexamplah", "Heron Shipping Ltd", "Bargan Hassan", "Zzyzx" };

typedef struct asker { char *answer[ST_LEN(names)]; unsigned differ, failed; } asker;

static void *ask(void *arg) {
    asker *a = arg;
    st_session *s = st_session_new(engine, NULL);
    for (unsigned round = 0; round < ROUNDS; round++) {
        for (size_t i = 0; i < ST_LEN(names); i++) {
            st_subject q = ST_SUBJECT_INIT;
            q.name = names[i];
            q.birth_date = "1961";
            const st_result *r = s ? st_session_screen(s, &q, NULL, NULL) : NULL;
            if (!r) a->failed++;
            else if (!a->answer[i]) a->answer[i] = strdup(st_result_json(r));
            else a->differ += strcmp(a->answer[i], st_result_json(r)) != 0;
        }
    }
    st_session_end(s);
    return NULL;
}

static void sessions(void **state) {
    (void)state;
    static asker a[THREADS];
    pthread_t id[THREADS];
    for (size_t i = 0; i < THREADS; i++) assert_int_equal(pthread_create(&id[i], NULL, ask, &a[i]), 0);
    for (size_t i = 0; i < THREADS; i++) pthread_join(id[i], NULL);
    for (size_t i = 0; i < THREADS; i++) {
        assert_int_equal(a[i].failed, 0);
        assert_int_equal(a[i].differ, 0);
        for (size_t k = 0; k < ST_LEN(names); k++) {
            assert_string_equal(a[i].answer[k], a[0].answer[k]);
            assert_non_null(strstr(a[i].answer[k], k == 4 ? "\"hits\":[]" : "\"score\":0."));
        }
    }
    for (size_t i = 0; i < THREADS; i++)
        for (size_t k = 0; k < ST_LEN(names); k++) free(a[i].answer[k]);
}

static st_code take(void *user, st_str lines, st_err *err) {
    st_buf_str(user, lines);
    return ((st_buf *)user)->failed ? st_fail(err, ST_E_NOMEM, "out of memory in the test") : ST_OK;
}

static void batches(void **state) {
    (void)state;
    char path[] = "/tmp/strait-tsan-XXXXXX";
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    FILE *f = fdopen(fd, "w");
    assert_non_null(f);
    fprintf(f, "name,birth_date\n");
    for (unsigned i = 0; i < 600; i++) fprintf(f, "%s,%s\n", names[i % ST_LEN(names)], i % 9 ? "1961" : "bad");
    fclose(f);
    st_buf out[2] = { ST_BUF_INIT(1 << 24), ST_BUF_INIT(1 << 24) };
    static const st_batch_sink sink = { take, NULL, NULL };
    st_search_options o = { .threshold = ST_THRESHOLD, .limit = ST_LIMIT };
    for (unsigned k = 0; k < 2; k++) {
        st_batch_stats stats;
        st_err err = { 0 };
        assert_int_equal(st_batch_run(engine, path, &o, k ? THREADS : 1, &sink, &out[k], &stats, &err), ST_OK);
        assert_int_equal(stats.rows, 600);
        assert_int_equal(stats.bad, 67);
    }
    assert_string_equal(out[0].p, out[1].p);
    st_buf_free(&out[0]);
    st_buf_free(&out[1]);
    unlink(path);
}

int main(void) {
    st_err err = { 0 };
    engine = fx_engine(&err);
    if (!engine) {
        printf("not ok 1 - %s\n", err.what);
        return 1;
    }
    const struct CMUnitTest tests[] = { cmocka_unit_test(sessions), cmocka_unit_test(batches) };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    st_engine_free(engine);
    return failed;
}
