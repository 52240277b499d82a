/* The public header: memory and files, wrong calls, what a result shows, what stays valid, every allocation failing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "base/file.h"
#include "screen_fixture.h"
#include "strait.h"

static char path[] = "/tmp/strait-api-XXXXXX";
static void *memory;   /* the index file, aligned */
static size_t bytes;

static int set_up(void **state) {
    (void)state;
    int fd = mkstemp(path);
    if (fd < 0) return -1;
    close(fd);
    st_err err = { 0 };
    st_map map;
    if (fx_write(path, &err) != ST_OK || st_map_open(path, &map, &err) != ST_OK) return -1;
    bytes = map.n;
    memory = aligned_alloc(64, (bytes + 63) / 64 * 64);
    if (memory) memcpy(memory, map.p, bytes);
    st_map_close(&map);
    return memory ? 0 : -1;
}

static int tear_down(void **state) {
    (void)state;
    unlink(path);
    free(memory);
    return 0;
}

static void file_and_memory(void **state) {
    (void)state;
    st_error e;
    st_engine *a = st_engine_open(path, &e), *b = st_engine_open_memory(memory, bytes, &e);
    assert_non_null(a);
    assert_non_null(b);
    assert_string_equal(st_engine_hash(a), st_engine_hash(b));
    assert_int_equal(strlen(st_engine_hash(a)), 32);
    assert_int_equal(st_engine_parties(a), 91);
    assert_true(st_engine_names(b) > st_engine_parties(b));
    st_session *s = st_session_new(a, &e), *t = st_session_new(b, &e);
    st_subject q = ST_SUBJECT_INIT;
    q.name = "Vasily Exampolv";
    const st_result *r = st_session_screen(s, &q, NULL, &e), *u = st_session_screen(t, &q, NULL, &e);
    assert_non_null(r);
    assert_non_null(u);
    assert_string_equal(st_result_json(r), st_result_json(u));
    st_session_end(s);
    st_session_end(t);
    st_engine_close(a);
    st_engine_close(b);
    st_session_end(NULL);
    st_engine_close(NULL);
    assert_string_equal(st_version(), STRAIT_VERSION);
}

static void what_a_result_shows(void **state) {
    (void)state;
    st_error e;
    st_engine *engine = st_engine_open(path, &e);
    st_session *s = st_session_new(engine, &e);
    const char *aliases[] = { "Nobody Atall", "Sandstone" };
    st_subject q = ST_SUBJECT_INIT;
    st_options o = ST_OPTIONS_INIT;
    q.id = "c-7";
    q.id_number = "AB 1234567";
    const st_result *r = st_session_screen(s, &q, &o, &e);
    assert_non_null(r);
    assert_int_equal(st_result_count(r), 1);
    assert_string_equal(st_result_match(r, 0)->matched, "");
    assert_string_equal(st_result_match(r, 0)->asked, "");
    q.aliases = aliases;
    q.n_aliases = 2;
    r = st_session_screen(s, &q, &o, &e);
    assert_non_null(r);
    assert_int_equal(e.code, 0);
    assert_int_equal(st_result_count(r), 2);
    const st_match *m = st_result_match(r, 0);
    assert_string_equal(m->id, "P-1");
    assert_string_equal(m->list, "xx-a");
    assert_string_equal(m->list_date, "2026-01-02");
    assert_string_equal(m->type, "person");
    assert_string_equal(m->name, "Vasily Quartz Examplov");
    assert_true(m->score >= 9000);
    assert_int_equal(st_result_complete(r), 1);
    const st_point *p = st_result_reason(r, 0, m->reasons - 1);
    assert_string_equal(p->kind, "identifier");
    assert_string_equal(p->query, "AB 1234567");
    m = st_result_match(r, 1);
    assert_string_equal(m->matched, "Sandstone");
    assert_string_equal(m->asked, "Sandstone");
    int32_t sum = 0;
    for (size_t k = 0; k < m->reasons; k++) sum += st_result_reason(r, 1, k)->points;
    assert_int_equal(sum, m->bits);
    assert_null(st_result_match(r, 2));
    assert_null(st_result_reason(r, 1, m->reasons));
    assert_null(st_result_reason(r, 2, 0));
    assert_non_null(strstr(st_result_json(r), "{\"query\":{\"id\":\"c-7\",\"id_number\":\"AB 1234567\",\"aliases\":[\"Nobody Atall\",\"Sandstone\"]},\"index\":\""));
    o.limit = 1;
    o.threshold = 0;
    q.name = "Hassan";
    r = st_session_screen(s, &q, &o, &e);
    assert_int_equal(st_result_count(r), 1);
    assert_true(st_result_above(r) > 2);
    char *want = strdup(st_result_json(r));
    o.exhaustive = 1;
    r = st_session_screen(s, &q, &o, &e);
    assert_string_equal(st_result_json(r), want);
    free(want);
    char many[400] = "";
    for (unsigned i = 0; i < 40; i++) snprintf(many + strlen(many), 8, "zq%u ", i);
    q.name = many;
    r = st_session_screen(s, &q, &o, &e);
    assert_int_equal(st_result_complete(r), 0);
    assert_non_null(strstr(st_result_json(r), "\"complete\":false"));
    st_session_end(s);
    st_engine_close(engine);
}

static void wrong_calls(void **state) {
    (void)state;
    st_error e;
    assert_null(st_engine_open(NULL, &e));
    assert_int_equal(e.code, ST_ERROR_USAGE);
    assert_null(st_engine_open("/no/such/index", &e));
    assert_int_equal(e.code, ST_ERROR_SYSTEM);
    assert_true(e.what[0] != 0);
    assert_null(st_engine_open_memory(NULL, 10, &e));
    assert_null(st_engine_open_memory((char *)memory + 8, bytes - 8, &e));
    assert_int_equal(e.code, ST_ERROR_USAGE);
    assert_null(st_engine_open_memory(memory, bytes - 1, &e));
    assert_int_equal(e.code, ST_ERROR_DATA);
    assert_null(st_engine_open_memory(memory, 0, NULL));
    st_engine *engine = st_engine_open_memory(memory, bytes, &e);
    st_session *s = st_session_new(engine, &e);
    st_subject q = ST_SUBJECT_INIT, old = { 0 };
    st_options o = ST_OPTIONS_INIT, no_size = { 0 };
    assert_null(st_session_screen(s, &q, NULL, &e));
    assert_int_equal(e.code, ST_ERROR_USAGE);
    assert_true(e.hint[0] != 0);
    assert_null(st_session_screen(s, NULL, NULL, &e));
    assert_null(st_session_screen(s, &old, NULL, &e));
    q.name = "Sandstone";
    assert_null(st_session_screen(s, &q, &no_size, &e));
    assert_int_equal(e.code, ST_ERROR_USAGE);
    o.threshold = 10001;
    assert_null(st_session_screen(s, &q, &o, NULL));
    o = (st_options)ST_OPTIONS_INIT;
    o.size++;                     /* a later version's, of which nothing is known */
    assert_null(st_session_screen(s, &q, &o, NULL));
    o.size = offsetof(st_options, exhaustive);   /* that of a program compiled before the field was there: what stands behind is not read */
    memset(&o.exhaustive, 0xAA, sizeof o.exhaustive);
    assert_non_null(st_session_screen(s, &q, &o, NULL));
    q.n_aliases = SIZE_MAX / 8;   /* too many for any memory, and none there */
    assert_null(st_session_screen(s, &q, NULL, &e));
    assert_int_equal(e.code, ST_ERROR_LIMIT);
    q.n_aliases = 2;
    assert_null(st_session_screen(s, &q, NULL, &e));
    assert_int_equal(e.code, ST_ERROR_USAGE);
    q.n_aliases = 0;
    q.gender = "\xff";
    assert_null(st_session_screen(s, &q, NULL, &e));
    assert_non_null(strstr(e.what, "gender"));
    q.gender = "";
    const st_result *r = st_session_screen(s, &q, NULL, &e);   /* the session is none the worse */
    assert_non_null(r);
    assert_int_equal(st_result_count(r), 1);
    st_session_end(s);
    st_engine_close(engine);
}

/* Every allocation fails in turn: the call fails and says so, or, where it could be done without, the answer is the same. */
static void out_of_memory(void **state) {
    (void)state;
#ifdef ST_FAULT
    const char *aliases[] = { "Ali Al Examplah" };
    st_subject q = ST_SUBJECT_INIT;
    q.name = "Vasily Exampolv";
    q.aliases = aliases;
    q.n_aliases = 1;
    char *want = NULL;
    uint64_t all = 1, refused = 0;
    for (uint64_t n = 0; n <= all; n++) {
        st_error e;
        (void)st_fault_alloc(n, 0);
        st_engine *engine = st_engine_open_memory(memory, bytes, &e);
        st_session *s = engine ? st_session_new(engine, &e) : NULL;
        const st_result *r = s ? st_session_screen(s, &q, NULL, &e) : NULL;
        uint64_t made = st_fault_alloc(0, 0);
        if (n == 0) {
            all = made;
            assert_true(st_result_count(r) >= 2);
            want = strdup(st_result_json(r));
        } else if (r) {
            assert_string_equal(st_result_json(r), want);
        } else {
            assert_int_equal(e.code, ST_ERROR_MEMORY);
            assert_true(e.what[0] != 0);
            refused++;
        }
        st_session_end(s);
        st_engine_close(engine);
    }
    assert_true(refused > 30);
    free(want);
#endif
}

int main(void) {
    const struct CMUnitTest tests[] = { cmocka_unit_test(file_and_memory), cmocka_unit_test(what_a_result_shows), cmocka_unit_test(wrong_calls),
                                        cmocka_unit_test(out_of_memory) };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
