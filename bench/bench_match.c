/* How long does a screening take, inside the process?  bench_match INDEX QUERIES [-p PASSES] [-t THRESHOLD] [-l LIMIT] [-j THREADS] [-e]
 *
 * QUERIES: one a line, name TAB type TAB birth date; the last two may be missing. Prints one line of JSON. Each query is timed alone in the processor time of
 * its thread, the least of the passes over the whole file; from these the percentiles. With -j the file is divided among that many threads, each with
 * its session, and the rate is counted over wall and processor time. With -e a line for each query: microseconds, hits above the threshold, and the
 * error when it was refused. Only include/strait.h is used. */
#include <errno.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include "strait.h"

enum { MAX_THREADS = 64 };

typedef struct query { char *name, *type, *birth; double us; size_t above; bool refused; char why[128]; } query;
typedef struct job {
    const st_engine *engine;
    query *q; size_t n;
    st_options options;
    double cpu;                 /* seconds of this thread's processor time */
    bool failed;
} job;

static double clock_of(clockid_t id) {
    struct timespec t;
    clock_gettime(id, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static int die(const char *what, const char *where) {
    fprintf(stderr, "bench_match: %s: %s\n", where, what);
    exit(3);
}

static query *read_queries(const char *path, size_t *n) {
    FILE *f = fopen(path, "r");
    if (!f) die(strerror(errno), path);
    query *out = NULL;
    char *line = NULL;
    size_t room = 0, size = 0;
    ssize_t got;
    *n = 0;
    while ((got = getline(&line, &size, f)) > 0) {
        if (line[got - 1] == '\n') line[--got] = 0;
        if (*n == room) {
            room = room ? 2 * room : 1024;
            out = realloc(out, room * sizeof *out);
            if (!out) die("out of memory", path);
        }
        char *rest = strdup(line);
        if (!rest) die("out of memory", path);
        query *q = &out[(*n)++];
        *q = (query){ .us = 1e30 };   /* none yet */
        q->name = strsep(&rest, "\t");
        q->type = strsep(&rest, "\t");
        q->birth = strsep(&rest, "\t");
    }
    free(line);
    fclose(f);
    if (!*n) die("no queries", path);
    return out;
}

/* One screening; a query that is refused is timed as well, and says why. */
static bool ask(st_session *session, query *q, const st_options *o, size_t *above) {
    st_error err = { 0 };
    st_subject s = ST_SUBJECT_INIT;
    s.name = q->name;
    s.type = q->type;
    s.birth_date = q->birth;
    const st_result *r = st_session_screen(session, &s, o, &err);
    *above = r ? st_result_above(r) : 0;
    if (r) return true;
    q->refused = true;
    snprintf(q->why, sizeof q->why, "%.120s", err.what);
    return err.code == ST_ERROR_USAGE || err.code == ST_ERROR_LIMIT;
}

static void one_by_one(const st_engine *e, query *q, size_t n, int passes, const st_options *o) {
    st_error err = { 0 };
    st_session *s = st_session_new(e, &err);
    if (!s) die(err.what, "session");
    for (int p = 0; p < passes; p++)
        for (size_t i = 0; i < n; i++) {
            double from = clock_of(CLOCK_THREAD_CPUTIME_ID);
            if (!ask(s, &q[i], o, &q[i].above)) die(q[i].why, "query");
            double us = (clock_of(CLOCK_THREAD_CPUTIME_ID) - from) * 1e6;
            if (us < q[i].us) q[i].us = us;
        }
    st_session_end(s);
}

static void *share(void *arg) {
    job *j = arg;
    st_session *s = st_session_new(j->engine, NULL);
    j->failed = !s;
    double from = clock_of(CLOCK_THREAD_CPUTIME_ID);
    for (size_t i = 0; s && i < j->n && !j->failed; i++) {
        size_t above;
        j->failed = !ask(s, &j->q[i], &j->options, &above);
    }
    j->cpu = clock_of(CLOCK_THREAD_CPUTIME_ID) - from;
    if (s) st_session_end(s);
    return NULL;
}

/* Queries a second of wall time, and of processor time times the threads. */
static void in_batch(const st_engine *e, query *q, size_t n, size_t threads, const st_options *o, double *wall, double *cpu) {
    static job jobs[MAX_THREADS];
    pthread_t id[MAX_THREADS];
    double from = clock_of(CLOCK_MONOTONIC);
    for (size_t t = 0; t < threads; t++) {
        size_t a = n * t / threads, b = n * (t + 1) / threads;
        jobs[t] = (job){ .engine = e, .q = q + a, .n = b - a, .options = *o };
        if (pthread_create(&id[t], NULL, share, &jobs[t])) die("no thread", "batch");
    }
    double used = 0;
    for (size_t t = 0; t < threads; t++) {
        pthread_join(id[t], NULL);
        if (jobs[t].failed) die("a query failed", "batch");
        used += jobs[t].cpu;
    }
    *wall = (double)n / (clock_of(CLOCK_MONOTONIC) - from);
    *cpu = (double)n / used;
}

static int by_time(const void *a, const void *b) {
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void percentiles(const query *q, size_t n, int passes, double wall, double cpu, size_t threads) {
    double *us = malloc(n * sizeof *us), sum = 0;
    size_t hit = 0, refused = 0;
    if (!us) die("out of memory", "percentiles");
    for (size_t i = 0; i < n; i++) {
        us[i] = q[i].us;
        sum += us[i];
        hit += q[i].above > 0;
        refused += q[i].refused;
    }
    qsort(us, n, sizeof *us, by_time);
    printf("{\"queries\":%zu,\"passes\":%d,\"with_hits\":%zu,\"refused\":%zu,\"mean\":%.3f", n, passes, hit, refused, sum / (double)n);
    const struct { const char *key; double at; } p[] = { { "p50", .5 }, { "p90", .9 }, { "p99", .99 }, { "p999", .999 } };
    for (size_t k = 0; k < sizeof p / sizeof *p; k++) printf(",\"%s\":%.3f", p[k].key, us[(size_t)(p[k].at * (double)(n - 1))]);
    printf(",\"max\":%.3f", us[n - 1]);
    if (threads) printf(",\"threads\":%zu,\"per_second\":%.1f,\"per_cpu_second\":%.1f", threads, wall, cpu);
    printf("}\n");
    free(us);
}

int main(int argc, char **argv) {
    int passes = 3, c;
    bool each = false;
    size_t threads = 0, n = 0;
    st_options o = ST_OPTIONS_INIT;
    while ((c = getopt(argc, argv, "p:t:l:j:e")) != -1) {
        if (c == 'p') passes = atoi(optarg);
        else if (c == 't') o.threshold = (uint32_t)(atof(optarg) * 10000 + .5);
        else if (c == 'l') o.limit = (uint32_t)atoi(optarg);
        else if (c == 'j') threads = (size_t)atoi(optarg);
        else each = c == 'e';
    }
    if (argc - optind != 2 || passes < 0 || (passes == 0 && !threads) || threads > MAX_THREADS) {
        fprintf(stderr, "usage: bench_match INDEX QUERIES [-p PASSES] [-t THRESHOLD] [-l LIMIT] [-j THREADS] [-e]\n");
        return 2;
    }
    st_error err = { 0 };
    st_engine *e = st_engine_open(argv[optind], &err);
    if (!e) die(err.what, argv[optind]);
    query *q = read_queries(argv[optind + 1], &n);
    double wall = 0, cpu = 0;
    if (passes) one_by_one(e, q, n, passes, &o);
    else for (size_t i = 0; i < n; i++) q[i].us = 0;
    if (threads) in_batch(e, q, n, threads, &o, &wall, &cpu);
    if (each)
        for (size_t i = 0; i < n; i++) printf("%.1f\t%zu\t%s\n", q[i].us, q[i].above, q[i].why);
    else percentiles(q, n, passes, wall, cpu, threads);
    st_engine_close(e);
    return 0;
}
