/* The terminal: progress, tables. */
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>
#include "cli/cli.h"
#include "cli/party.h"

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

void st_progress_start(st_progress *p, const char *label, uint64_t total) {
    *p = (st_progress){ label, total, now(), 0, isatty(STDERR_FILENO) };
}

void st_progress_show(st_progress *p, uint64_t done) {
    if (!p->on) return;
    double t = now();
    if (t - p->shown < 0.1) return;
    p->shown = t;
    double spent = t - p->started, rate = spent > 0 ? (double)done / spent : 0;
    if (p->total && done <= p->total && rate > 0)
        fprintf(stderr, "\r%s %3.0f %%  %.0f/s  %.0f s left \033[K", p->label, 100.0 * (double)done / (double)p->total, rate, (double)(p->total - done) / rate);
    else fprintf(stderr, "\r%s %llu  %.0f/s \033[K", p->label, (unsigned long long)done, rate);
    fflush(stderr);
}

void st_progress_end(st_progress *p) {
    if (p->on && p->shown > 0) fprintf(stderr, "\r\033[K");
    p->on = false;
}

/* ---- tables ------------------------------------------------------------------------------------------------------------------------------- */

enum { MAX_COLUMNS = 32, GAP = 2, NARROWEST = 8 };
struct st_table {
    size_t columns;
    bool right[MAX_COLUMNS];
    st_arena arena;
    st_str *cell; size_t n, cap;
    bool failed;
};

/* Columns that a code point takes on a terminal: none for marks and format characters, two for East Asian wide ones (Unicode annex 11). */
static size_t width_of(uint32_t c) {
    static const struct { uint32_t from, to; } none[] = {
        { 0x300, 0x36f }, { 0x483, 0x489 }, { 0x591, 0x5bd }, { 0x610, 0x61a }, { 0x64b, 0x65f }, { 0x670, 0x670 }, { 0x6d6, 0x6dc }, { 0x200b, 0x200f },
        { 0x202a, 0x202e }, { 0x2060, 0x2064 }, { 0x20d0, 0x20f0 }, { 0xfe00, 0xfe0f }, { 0xfe20, 0xfe2f }, { 0xfeff, 0xfeff },
    };
    static const struct { uint32_t from, to; } two[] = {
        { 0x1100, 0x115f }, { 0x2e80, 0x303e }, { 0x3041, 0xa4cf }, { 0xac00, 0xd7a3 }, { 0xf900, 0xfaff }, { 0xfe30, 0xfe6f }, { 0xff00, 0xff60 },
        { 0xffe0, 0xffe6 }, { 0x1f300, 0x1faff }, { 0x20000, 0x3fffd },
    };
    if (c < 0x300) return c >= 0x20 && c != 0x7f;
    for (size_t i = 0; i < ST_LEN(none); i++)
        if (c >= none[i].from && c <= none[i].to) return 0;
    for (size_t i = 0; i < ST_LEN(two); i++)
        if (c >= two[i].from && c <= two[i].to) return 2;
    return 1;
}

static size_t width(st_str s) {
    size_t w = 0;
    for (size_t i = 0; i < s.n;) w += width_of(st_utf8_next(s, &i));
    return w;
}

st_table *st_table_new(size_t columns) {
    st_table *t = st_calloc(1, sizeof *t);
    if (t) t->columns = columns < MAX_COLUMNS ? columns : MAX_COLUMNS;
    return t;
}

/* Control characters of foreign text must not reach a terminal: they become blanks. */
void st_table_cell(st_table *t, st_str s) {
    if (!t || t->failed) return;
    st_str copy = st_str_copy(&t->arena, s);
    t->failed = !copy.p || st_grow(t->cell, t->cap, t->n + 1) != 0;
    if (t->failed) return;
    if (copy.n) st_clean((char *)(uintptr_t)copy.p, copy.n);
    t->cell[t->n++] = copy;
}

void st_table_cellf(st_table *t, const char *fmt, ...) {
    char text[512];
    va_list ap;
    va_start(ap, fmt);
    int n = vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    st_str s = { text, n < 0 ? 0 : (size_t)n < sizeof text ? (size_t)n : sizeof text - 1 };
    size_t bad = st_utf8_bad(s);
    if (bad != SIZE_MAX) s.n = bad;
    st_table_cell(t, s);
}

void st_table_right(st_table *t, size_t column) {
    if (t && column < MAX_COLUMNS) t->right[column] = true;
}

/* As much of s as fits into w columns; what is cut ends in an ellipsis. Returns the columns used. */
static size_t put(st_str s, size_t w, FILE *out) {
    size_t used = 0, i = 0;
    bool cut = width(s) > w;
    while (i < s.n) {
        size_t next = i, k = width_of(st_utf8_next(s, &next));
        if (used + k > (cut ? w - 1 : w)) break;
        fwrite(s.p + i, 1, next - i, out);
        used += k;
        i = next;
    }
    if (cut) { fputs("…", out); used++; }
    return used;
}

void st_table_print(st_table *t, FILE *out) {
    if (!t) return;
    if (t->failed) fprintf(stderr, "strait: out of memory while printing\n");
    size_t w[MAX_COLUMNS] = { 0 }, total = 0;
    for (size_t i = 0; i < t->n; i++) {
        size_t k = width(t->cell[i]);
        if (k > w[i % t->columns]) w[i % t->columns] = k;
    }
    for (size_t c = 0; c < t->columns; c++) total += w[c] + (c ? GAP : 0);
    struct winsize ws;
    if (isatty(fileno(out)) && ioctl(fileno(out), TIOCGWINSZ, &ws) == 0 && ws.ws_col > 40) {   /* on a terminal the widest columns give way */
        while (total > ws.ws_col) {
            size_t widest = 0;
            for (size_t c = 1; c < t->columns; c++)
                if (w[c] > w[widest]) widest = c;
            if (w[widest] <= NARROWEST) break;
            w[widest]--;
            total--;
        }
    }
    for (size_t i = 0; i < t->n; i++) {
        size_t c = i % t->columns, have = width(t->cell[i]);
        bool last = c + 1 == t->columns || i + 1 == t->n;
        if (t->right[c])
            for (size_t k = have; k < w[c]; k++) fputc(' ', out);
        size_t used = put(t->cell[i], w[c], out);
        if (!t->right[c] && !last)
            for (size_t k = used; k < w[c]; k++) fputc(' ', out);
        if (last) fputc('\n', out);
        else fputs("  ", out);
    }
    st_arena_free(&t->arena);
    st_free(t->cell);
    st_free(t);
}
