/* Folding, dates, countries and scripts on any bytes: nothing crashes, and what comes out is what text.h promises. */
#include "text/text.h"
#include "text/text_blob.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool ok) { if (!ok) abort(); }

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    const st_str in = { (const char *)data, size };
    st_buf a = ST_BUF_INIT((size_t)64 << 20), b = ST_BUF_INIT((size_t)64 << 20);
    st_fold(in, &a);
    must(a.failed == ST_OK);
    const st_str x = st_buf_view(&a);
    for (size_t i = 0; i < x.n; i++)
        must((x.p[i] >= 'a' && x.p[i] <= 'z') || (x.p[i] >= '0' && x.p[i] <= '9') || (x.p[i] == ' ' && i > 0 && i + 1 < x.n && x.p[i - 1] != ' '));
    st_fold(x, &b);
    must(st_str_eq(x, st_buf_view(&b)));
    char space[512], date[32];
    const size_t n = st_fold_short(in, space, sizeof space);
    must(n == SIZE_MAX ? x.n + 128 > sizeof space : st_str_eq(x, (st_str){ space, n }));
    st_str part[ST_MAX_TOKENS], canon;
    const size_t parts = st_tokens(x, part, ST_MAX_TOKENS);
    for (size_t i = 0; i < parts && i < ST_MAX_TOKENS; i++) must(part[i].n > 0 && (st_word(part[i], &canon) == ST_WORD_NONE) == (canon.n == 0));
    for (int order = 0; order < 2; order++)
        if (st_date(in, order ? ST_DATE_MDY : ST_DATE_DMY, date)) {
            char again[32];
            must(st_date_valid(st_str_of(date)) && st_date(st_str_of(date), ST_DATE_DMY, again) && strcmp(date, again) == 0);
        }
    if (st_date_excel(in, date)) must(st_date_valid(st_str_of(date)) && strlen(date) == 10);
    int32_t first = 0, last = 0;
    if (st_date_range(in, &first, &last)) must(first <= last);
    const st_str country = st_country(in);
    must(country.n == 0 || (country.n == 2 && st_country_name(country).n > 0));
    must(strlen(st_script(in)) == 4);
    st_buf_free(&a);
    st_buf_free(&b);
    return 0;
}
