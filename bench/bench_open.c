/* Time to open an index with full verification, warm: bench_open INDEX [ROUNDS]. Prints the least and the median wall time in
 * milliseconds, bytes, and the least per 100 MB; on a busy machine the least is what opening costs. */
#include <time.h>
#include "index/index.h"

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static int by_value(const void *a, const void *b) {
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

int main(int argc, char **argv) {
    enum { MAX_ROUNDS = 1000 };
    static double ms[MAX_ROUNDS];
    uint64_t rounds = 21, bytes = 0;
    st_err err = { 0 };
    if (argc < 2 || (argc > 2 && !st_parse_u64(st_str_of(argv[2]), &rounds)) || rounds == 0 || rounds > MAX_ROUNDS) {
        fprintf(stderr, "usage: bench_open INDEX [ROUNDS]\n");
        return 2;
    }
    for (uint64_t i = 0; i < rounds; i++) {
        double from = now();
        st_index *ix = st_index_open(argv[1], &err);
        if (!ix) { fprintf(stderr, "%s\n", err.what); return 3; }
        ms[i] = now() - from;
        bytes = st_index_size(ix);
        st_index_close(ix);
    }
    qsort(ms, rounds, sizeof *ms, by_value);
    printf("%.3f %.3f %llu %.2f\n", ms[0], ms[rounds / 2], (unsigned long long)bytes, ms[0] * 1e8 / (double)bytes);
    return 0;
}
