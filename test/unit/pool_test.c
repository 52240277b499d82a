/* The pool: order, bounds, failures in order, any number of threads, every allocation failing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "base/pool.h"

enum { ITEMS = 13, MAX_THREADS = 8 };
typedef struct item { uint32_t number, square; } item;
typedef struct worker { uint32_t done; } worker;
typedef struct job { st_buf out; uint32_t fail_work, fail_write, written; } job;

static st_code work(void *user, void *own, void *of, st_err *err) {
    job *j = user;
    item *it = of;
    ((worker *)own)->done++;
    uint32_t spin = it->number * 2654435761u % 5000;   /* uneven work, so that items end out of order */
    volatile uint32_t sink = 0;
    for (uint32_t i = 0; i < spin; i++) sink = sink + i;
    it->square = it->number * it->number;
    return j->fail_work && it->number >= j->fail_work ? st_fail(err, ST_E_DATA, "item %u", it->number) : ST_OK;
}

static st_code write_item(void *user, void *of, st_err *err) {
    job *j = user;
    const item *it = of;
    if (j->fail_write && it->number == j->fail_write) return st_fail(err, ST_E_SYSTEM, "disk full at %u", it->number);
    st_buf_printf(&j->out, "%u=%u\n", it->number, it->square);
    j->written++;
    return ST_OK;
}

static const st_pool_ops ops = { work, write_item };

static st_code run(job *j, size_t threads, size_t items, uint32_t n, bool stop, st_err *err, uint32_t *done) {
    item ring[ITEMS] = { 0 };
    worker own[MAX_THREADS] = { 0 };
    void *item_of[ITEMS], *worker_of[MAX_THREADS];
    for (size_t i = 0; i < ITEMS; i++) item_of[i] = &ring[i];
    for (size_t i = 0; i < MAX_THREADS; i++) worker_of[i] = &own[i];
    st_pool *p = st_pool_new(&ops, j, worker_of, threads, item_of, items, err);
    if (!p) return err->code;
    for (uint32_t i = 1; i <= n; i++) {
        item *it = st_pool_take(p);
        if (!it) break;
        it->number = i;
        it->square = 0;
        st_pool_put(p);
    }
    st_code code = st_pool_close(p, stop, err);
    *done = 0;
    for (size_t i = 0; i < MAX_THREADS; i++) *done += own[i].done;
    return code;
}

static void same_for_any_threads(void **state) {
    (void)state;
    st_buf want = ST_BUF_INIT(1 << 20);
    for (uint32_t i = 1; i <= 3000; i++) st_buf_printf(&want, "%u=%u\n", i, i * i);
    for (size_t threads = 1; threads <= MAX_THREADS; threads++) {
        job j = { .out = ST_BUF_INIT(1 << 20) };
        st_err err = { 0 };
        uint32_t done;
        assert_int_equal(run(&j, threads, threads == 3 ? 3 : ITEMS, 3000, false, &err, &done), ST_OK);
        assert_int_equal(done, 3000);
        assert_string_equal(j.out.p, want.p);
        st_buf_free(&j.out);
    }
    st_buf_free(&want);
}

static void more_threads_than_items(void **state) {
    (void)state;
    job j = { .out = ST_BUF_INIT(1 << 20) };
    st_err err = { 0 };
    uint32_t done;
    assert_int_equal(run(&j, 8, 1, 50, false, &err, &done), ST_OK);
    assert_int_equal(j.written, 50);
    st_buf_free(&j.out);
    assert_int_equal(run(&j, 0, 4, 5, false, &err, &done), ST_E_USAGE);
    assert_int_equal(run(&j, 1, 0, 5, false, &err, &done), ST_E_USAGE);
}

/* All items from 40 on fail; whichever thread is first, item 40 is what is reported, and all before it are written. */
static void first_failure_in_order(void **state) {
    (void)state;
    for (size_t threads = 1; threads <= MAX_THREADS; threads++) {
        job j = { .out = ST_BUF_INIT(1 << 20), .fail_work = 40 };
        st_err err = { 0 };
        uint32_t done;
        assert_int_equal(run(&j, threads, ITEMS, 500, false, &err, &done), ST_E_DATA);
        assert_string_equal(err.what, "item 40");
        assert_int_equal(j.written, 39);
        assert_true(done <= 39 + ITEMS);
        st_buf_free(&j.out);
        job w = { .out = ST_BUF_INIT(1 << 20), .fail_write = 7 };
        err = (st_err){ 0 };
        assert_int_equal(run(&w, threads, ITEMS, 500, false, &err, &done), ST_E_SYSTEM);
        assert_string_equal(err.what, "disk full at 7");
        assert_int_equal(w.written, 6);
        st_buf_free(&w.out);
    }
}

static void stopping(void **state) {
    (void)state;
    for (size_t threads = 1; threads <= 4; threads++) {
        job j = { .out = ST_BUF_INIT(1 << 20) };
        st_err err = { 0 };
        uint32_t done;
        assert_int_equal(run(&j, threads, ITEMS, 100, true, &err, &done), ST_OK);
        assert_int_equal(j.written, 100 - ITEMS);   /* what was in flight at the end stays unwritten */
        st_buf_free(&j.out);
    }
    assert_int_equal(st_pool_close(NULL, false, NULL), ST_OK);
}

static void out_of_memory(void **state) {
    (void)state;
#ifdef ST_FAULT
    uint64_t n = 1;
    for (;; n++) {
        job j = { .out = ST_BUF_INIT(1 << 20) };
        st_err err = { 0 };
        uint32_t done;
        st_fault_alloc(n, 0);
        st_code code = run(&j, 2, ITEMS, 0, false, &err, &done);
        st_fault_alloc(0, 0);
        if (code == ST_OK) break;
        assert_int_equal(code, ST_E_NOMEM);
        assert_true(err.what[0] != 0);
    }
    assert_int_equal(n, 4);   /* three allocations, each failed once */
#endif
}

int main(void) {
    const struct CMUnitTest tests[] = { cmocka_unit_test(same_for_any_threads), cmocka_unit_test(more_threads_than_items),
                                        cmocka_unit_test(first_failure_in_order), cmocka_unit_test(stopping), cmocka_unit_test(out_of_memory) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
