/* Readings and skeletons of the names on standard input, one a line, for bench/readings.py: the readings with | between them, and in each the
 * parts with a blank between, every part followed by / and its skeleton. With -t: how fast both are, processor time, the best of many rounds over the
 * same lines. */
#include <time.h>
#include "text/text.h"

static void show(st_str name) {
    st_buf out = ST_BUF_INIT(1 << 20);
    st_readings(name, &out);
    st_str rest = st_buf_view(&out), reading, part[ST_MAX_TOKENS];
    const char *between = "";
    while (st_split(&rest, "\n", &reading)) {
        const size_t n = st_tokens(reading, part, ST_MAX_TOKENS);
        fputs(between, stdout);
        between = "|";
        for (size_t i = 0; i < n && i < ST_MAX_TOKENS; i++) {
            char s[64];
            printf("%s%.*s/%.*s", i ? " " : "", ST_FMT(part[i]), (int)st_skeleton(part[i], s, sizeof s), s);
        }
    }
    putchar('\n');
    st_buf_free(&out);
}

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

enum { LINES = 20000, ROUNDS = 30 };
static char line[8192], text[LINES * 100];
static st_str names[LINES];

static void timed(size_t n) {
    double fold = 1e9, read = 1e9, bones = 1e9;
    size_t readings = 0, parts = 0, letters = 0;
    st_buf out = ST_BUF_INIT(1 << 20);
    st_str part[ST_MAX_TOKENS];
    char s[64];
    for (int round = 0; round < ROUNDS; round++) {
        double from = now(), spent = 0;
        for (size_t i = 0; i < n; i++) { st_buf_clear(&out); st_fold(names[i], &out); }
        if (now() - from < fold) fold = now() - from;
        from = now();
        readings = parts = letters = 0;
        for (size_t i = 0; i < n; i++) { st_buf_clear(&out); readings += st_readings(names[i], &out); }
        if (now() - from < read) read = now() - from;
        for (size_t i = 0; i < n; i++) {
            st_buf_clear(&out);
            st_fold(names[i], &out);
            const size_t k = st_tokens(st_buf_view(&out), part, ST_MAX_TOKENS);
            from = now();
            for (size_t j = 0; j < k && j < ST_MAX_TOKENS; j++) letters += st_skeleton(part[j], s, sizeof s);
            spent += now() - from;
            parts += k;
        }
        if (spent < bones) bones = spent;
    }
    if (n && parts)
        printf("%zu names, %.2f readings a name: fold %.0f ns, readings %.0f ns a name; skeleton %.0f ns a part of %.1f letters\n", n, (double)readings / (double)n,
               fold / (double)n * 1e9, read / (double)n * 1e9, bones / (double)parts * 1e9, (double)letters / (double)parts);
    st_buf_free(&out);
}

int main(int argc, char **argv) {
    const bool time_it = argc > 1 && strcmp(argv[1], "-t") == 0;
    size_t n = 0, at = 0;
    while (fgets(line, sizeof line, stdin)) {
        const st_str name = { line, strcspn(line, "\r\n") };
        if (!time_it) { show(name); continue; }
        if (n == LINES || at + name.n > sizeof text) break;
        memcpy(text + at, name.p, name.n);
        names[n++] = (st_str){ text + at, name.n };
        at += name.n;
    }
    if (time_it) timed(n);
    return 0;
}
