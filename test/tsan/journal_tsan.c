/* Many threads over one journal, for ThreadSanitizer: those that wait are committed together, decisions take turns with them. A race ends the program. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <pthread.h>
#include "journal_fixture.h"

enum { THREADS = 8, EACH = 100 };
typedef struct worker { st_journal *j; unsigned n, failed; } worker;

static void *work(void *arg) {
    worker *w = arg;
    for (unsigned i = 0; i < EACH; i++) {
        st_record r[2] = { fx_screen("C-1"), fx_screen("C-2") };
        st_err err = { 0 };
        st_mark mark;
        w->failed += st_journal_append(w->j, r, 1 + i % 2, &err) < 0;
        w->failed += i % 2 && r[1].seq != r[0].seq + 1;
        if (i % 25 == w->n % 25) w->failed += st_journal_mark(w->j, "ann", &mark, &err) < 0;
        if (i % 25 == (w->n + 5) % 25) w->failed += st_journal_policy(w->j, w->n & 7, "ann", "why", &err) < 0;
        if (i % 25 == (w->n + 10) % 25) w->failed += st_journal_erase(w->j, &r[0].seq, 1, "ann", "why", &err) < 0;
    }
    return NULL;
}

static void together(void **state) {
    (void)state;
    char folder[] = "/tmp/strait-tsan-XXXXXX", path[64], command[64];
    st_err err = { 0 };
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/j.db", folder);
    st_journal *j = st_journal_open(path, "9.9.9", true, &err);
    assert_non_null(j);
    worker w[THREADS];
    pthread_t id[THREADS];
    for (unsigned i = 0; i < THREADS; i++) {
        w[i] = (worker){ .j = j, .n = i };
        assert_int_equal(pthread_create(&id[i], NULL, work, &w[i]), 0);
    }
    for (unsigned i = 0; i < THREADS; i++) pthread_join(id[i], NULL);
    for (unsigned i = 0; i < THREADS; i++) assert_int_equal(w[i].failed, 0);
    st_audit_report r;
    assert_int_equal(st_audit(j, NULL, 0, &r, &err), ST_OK);
    assert_int_equal(r.damage, ST_CHAIN_WHOLE);
    assert_int_equal(r.records, THREADS * (EACH + EACH / 2 + 3 * 4));
    st_journal_close(j);
    snprintf(command, sizeof command, "rm -rf %s", folder);
    assert_int_equal(system(command), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = { cmocka_unit_test(together) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
