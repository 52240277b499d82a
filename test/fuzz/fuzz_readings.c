/* Readings and skeletons of any bytes: nothing crashes, and what comes out is what text.h promises. */
#include "text/meaning.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool ok) { if (!ok) abort(); }

static void folded(st_str x) {
    for (size_t i = 0; i < x.n; i++)
        must((x.p[i] >= 'a' && x.p[i] <= 'z') || (x.p[i] >= '0' && x.p[i] <= '9') || (x.p[i] == ' ' && i > 0 && i + 1 < x.n && x.p[i - 1] != ' '));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    const st_str in = { (const char *)data, size };
    st_buf a = ST_BUF_INIT((size_t)64 << 20), b = ST_BUF_INIT((size_t)64 << 20);
    const size_t n = st_readings(in, &a);
    must(a.failed == ST_OK && n >= 1 && n <= ST_READINGS_MOST);
    st_fold(in, &b);
    must(st_str_starts(st_buf_view(&a), b.n ? b.p : ""));
    st_str line[ST_READINGS_MOST], part[ST_MAX_TOKENS];
    size_t lines = 0, from = 0;
    for (size_t i = 0; i <= a.n; i++) {
        if (i < a.n && a.p[i] != '\n') continue;
        must(lines < ST_READINGS_MOST);
        line[lines++] = (st_str){ a.p + from, i - from };
        from = i + 1;
    }
    must(lines == n && st_str_eq(line[0], st_buf_view(&b)));
    for (size_t i = 0; i < n; i++) {
        folded(line[i]);
        for (size_t k = 0; k < i; k++) must(!st_str_eq(line[i], line[k]));
        const size_t parts = st_tokens(line[i], part, ST_MAX_TOKENS);
        for (size_t k = 0; k < parts && k < ST_MAX_TOKENS; k++) {
            char s[32];
            const size_t m = st_skeleton(part[k], s, sizeof s);
            must(m <= sizeof s);
            for (size_t j = 0; j < m; j++) must((s[j] >= 'a' && s[j] <= 'z') || (s[j] >= '0' && s[j] <= '9'));
        }
    }
    st_buf_clear(&a);
    const size_t meanings = st_meanings(in, &a);
    must(a.failed == ST_OK && meanings <= ST_MEANINGS_MOST && (meanings > 0) == (a.n > 0));
    st_str rest = st_str_sub(st_buf_view(&a), meanings ? 1 : 0, a.n), form;
    while (st_split(&rest, "\n", &form)) folded(form);
    st_buf_free(&a);
    st_buf_free(&b);
    return 0;
}
