/* Readings and skeletons of the names on standard input, one a line, for bench/readings.py: the readings with | between them, and in each the
 * parts with a blank between, every part followed by / and its skeleton. With -t: how fast both are, over the same lines. */
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
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

int main(int argc, char **argv) {
    const bool timed = argc > 1 && strcmp(argv[1], "-t") == 0;
    char line[8192], s[64];
    st_buf out = ST_BUF_INIT(1 << 20);
    st_str part[ST_MAX_TOKENS];
    double fold = 0, read = 0, skeleton = 0;
    size_t names = 0, readings = 0, parts = 0, sink = 0;
    while (fgets(line, sizeof line, stdin)) {
        const st_str name = { line, strcspn(line, "\r\n") };
        if (!timed) { show(name); continue; }
        st_buf_clear(&out);
        const double a = now();
        st_fold(name, &out);
        const double b = now();
        const size_t n = st_tokens(st_buf_view(&out), part, ST_MAX_TOKENS);
        const double c = now();
        for (size_t i = 0; i < n && i < ST_MAX_TOKENS; i++) sink += st_skeleton(part[i], s, sizeof s);
        const double d = now();
        st_buf_clear(&out);
        readings += st_readings(name, &out);
        const double e = now();
        fold += b - a; skeleton += d - c; read += e - d;
        names++;
        parts += n;
    }
    if (timed && names && parts)
        printf("%zu names, %.2f readings a name: fold %.0f ns, readings %.0f ns a name; skeleton %.0f ns a part (%zu letters)\n", names, (double)readings / (double)names,
               fold / (double)names * 1e9, read / (double)names * 1e9, skeleton / (double)parts * 1e9, sink);
    st_buf_free(&out);
    return 0;
}
