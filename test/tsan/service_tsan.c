/* The service for ThreadSanitizer: threads that ask by all routes while the index is swapped beneath them. A race ends the program. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <pthread.h>
#include "service_fixture.h"

enum { THREADS = 5, ROUNDS = 30, SWAPS = 8 };
static st_service *service;
static atomic_uint given;

static st_code count(void *user, const st_given *g, st_err *err) {
    (void)user;
    (void)g;
    (void)err;
    atomic_fetch_add(&given, 1);
    return ST_OK;
}

typedef struct asker { unsigned wrong; } asker;

static void *ask(void *user) {
    static const struct { st_method method; const char *target, *type, *body, *says; } rows[] = {
        { ST_GET, "/v1/screen?name=Vasily+Exampolv", "", "", "\"hits\":[{" },
        { ST_POST, "/v1/screen/batch", "text/csv", "name\nVasily Exampolv\nZzyzx\n", "\"hits\":[]" },
        { ST_POST, "/v1/check?no_lists=1", "application/json", "{\"date\":\"2024-04-02\",\"activity\":\"sell\",\"from\":\"DE\",\"destination\":\"RU\",\"goods\":[{\"hs\":\"8542.31\"}]}", "\"verdict\"" },
        { ST_GET, "/v1/entities/xx-a/P-1", "", "", "relations" },
        { ST_GET, "/metrics", "", "", "strait_index_info" },
    };
    asker *a = user;
    for (unsigned round = 0; round < ROUNDS; round++)
        for (size_t i = 0; i < ST_LEN(rows); i++) {
            const st_request q = { .method = rows[i].method, .target = st_str_of(rows[i].target), .type = st_str_of(rows[i].type), .body = st_str_of(rows[i].body), .role = ST_ROLE_ADMIN };
            st_response r = ST_RESPONSE_INIT;
            st_http_answer(service, &q, &r);
            a->wrong += r.status != 200 || !strstr(r.body.p, rows[i].says);
            st_service_count(service, i, r.status, round);
            st_response_free(&r);
        }
    return NULL;
}

static void swaps(void **state) {
    (void)state;
    char path[] = "/tmp/strait-service-XXXXXX";
    const int fd = mkstemp(path);
    assert_true(fd >= 0);
    close(fd);
    st_err err = { 0 };
    st_problems p = { 0 };
    assert_int_equal(fx_write(path, &err), ST_OK);
    st_bundle *bundle = st_bundle_built_in(&p, &err);
    st_rules *rules = st_rules_of(bundle, FX_KNOWN, &p, &err);
    const st_service_options o = { .index = path, .rules = rules, .threads = 3, .version = "0", .given = count };   /* fewer than ask: some wait */
    service = st_service_new(&o, &err);
    if (!service) fail_msg("%s", err.what);
    static asker a[THREADS];
    pthread_t id[THREADS];
    for (size_t i = 0; i < THREADS; i++) assert_int_equal(pthread_create(&id[i], NULL, ask, &a[i]), 0);
    for (unsigned i = 0; i < SWAPS; i++) assert_int_equal(st_service_reload(service, &err), ST_OK);
    st_service_drain(service);
    for (size_t i = 0; i < THREADS; i++) pthread_join(id[i], NULL);
    for (size_t i = 0; i < THREADS; i++) assert_int_equal(a[i].wrong, 0);
    assert_int_equal(atomic_load(&given), THREADS * ROUNDS * 4);
    st_service_free(service);
    st_rules_free(rules);
    st_bundle_free(bundle);
    unlink(path);
}

int main(void) {
    const struct CMUnitTest tests[] = { cmocka_unit_test(swaps) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
