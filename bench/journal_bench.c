/* How many records a second the journal makes durable: one by one, in groups, and from many threads that each wait for their own.
 *   make build/release/bench/journal_bench && build/release/bench/journal_bench [URL]        URL: where; without it a file in the current folder, removed afterwards */
#include <pthread.h>
#include <time.h>
#include <unistd.h>
#include "journal/audit.h"

enum { RESULT = 2000, GROUP = 512, THREADS = 64 };
static char result[RESULT + 16];

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static st_record sample(void) {
    return (st_record){ .kind = ST_STR("screen"), .actor = ST_STR("bench"), .index = ST_STR("a1e027eafd62912beb11ddffa4e40193"), .params = ST_STR("{\"form\":\"row\",\"threshold\":7000,\"limit\":20}"),
                        .subject = ST_STR("C-1042"), .input = ST_STR("{\"id\":\"C-1042\",\"name\":\"Vasily Examplov\",\"birth_date\":\"1961-03-12\"}"), .result = { result, RESULT }, .entries = ST_STR("[]") };
}

static void stop(const st_err *err) {
    fprintf(stderr, "journal_bench: %s %s\n", err->what, err->where);
    exit(4);
}

static void groups(st_journal *j, size_t n, size_t group, const char *what) {
    st_record *r = st_calloc(group, sizeof *r);
    st_err err = { 0 };
    const double from = now();
    size_t done = 0;
    for (; done < n && now() - from < 10; done += group) {
        for (size_t i = 0; i < group; i++) r[i] = sample();
        if (st_journal_append(j, r, group, &err) < 0) stop(&err);
    }
    const double took = now() - from;
    printf("%-44s %8.0f records/s  (%zu in %.2f s)\n", what, (double)done / took, done, took);
    st_free(r);
}

typedef struct asker { st_journal *j; size_t n; } asker;
static void *ask(void *arg) {
    const asker *a = arg;
    st_err err = { 0 };
    for (size_t i = 0; i < a->n; i++) {
        st_record r = sample();
        if (st_journal_append(a->j, &r, 1, &err) < 0) stop(&err);
    }
    return NULL;
}

static void threads(st_journal *j, size_t each) {
    pthread_t id[THREADS];
    asker a = { j, each };
    const double from = now();
    for (size_t i = 0; i < THREADS; i++)
        if (pthread_create(&id[i], NULL, ask, &a)) exit(4);
    for (size_t i = 0; i < THREADS; i++) pthread_join(id[i], NULL);
    const double took = now() - from;
    printf("%-44s %8.0f records/s  (%zu in %.2f s)\n", "64 threads, each waits for its own", (double)(THREADS * each) / took, THREADS * each, took);
}

int main(int argc, char **argv) {
    const char *url = argc > 1 ? argv[1] : "journal_bench.db";
    st_err err = { 0 };
    st_audit_report r;
    memset(result, 'x', RESULT);
    st_journal *j = st_journal_open(url, "bench", true, &err);
    if (!j) stop(&err);
    groups(j, 2000, 1, "one by one, each durable");
    groups(j, 200000, GROUP, "groups of 512, each durable");
    threads(j, 1500);
    const double from = now();
    if (st_audit(j, NULL, 0, &r, &err) < 0) stop(&err);
    printf("%-44s %8.0f records/s  (%s)\n", "verify", (double)r.records / (now() - from), st_damage_name(r.damage));
    st_journal_close(j);
    if (argc > 1) return 0;
    unlink("journal_bench.db");
    return 0;
}
