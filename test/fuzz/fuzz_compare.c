/* Two names of any bytes: no crash, reasons that add up to the evidence, the same when asked again, and, where both have one form of few parts (so that
 * all choices of pairs are tried), a name that says of itself no less than of another one. The first byte is the kind; the names are what stands before
 * and behind the first line end. */
#include "match/compare.h"
#include "text/variants.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int32_t evidence(st_comparer *c, st_kind kind, st_str a, st_str b) {
    st_arena arena = ST_ARENA_INIT;
    st_reasons why = { .arena = &arena };
    st_err err = { 0 };
    int32_t with, without;
    st_code code = st_compare(c, kind, a, b, &why, &with, &err);
    if (st_compare(c, kind, a, b, NULL, &without, NULL) != code || (code == ST_OK && with != without)) abort();
    if (code < 0 && (code != ST_E_LIMIT || !err.what[0])) abort();
    if (code == ST_OK && st_reason_sum(&why) != (with == INT32_MIN ? 0 : with)) abort();
    for (size_t i = 0; code == ST_OK && i < why.n; i++)
        if (!st_utf8_valid(why.item[i].text.p, why.item[i].text.n) || why.item[i].why >= ST_WHY_COUNT) abort();
    st_arena_free(&arena);
    return code == ST_OK ? with : INT32_MIN;
}

enum { FEW = 5 };
static bool one_form(st_str name) {
    st_buf b = ST_BUF_INIT(1 << 24);
    st_str part[FEW];
    bool one = st_variants(name, &b) == 1 && st_tokens(st_buf_view(&b), part, FEW) <= FEW;
    st_buf_free(&b);
    return one;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static st_comparer *c;
    if (!c) c = st_comparer_new(NULL);
    if (!c) abort();
    if (size == 0) return 0;
    st_str all = { (const char *)data + 1, size - 1 };
    size_t end = st_str_chr(all, '\n');
    st_str a = st_str_sub(all, 0, end == SIZE_MAX ? all.n : end), b = end == SIZE_MAX ? ST_STR_NONE : st_str_sub(all, end + 1, all.n);
    st_kind kind = (st_kind)(data[0] % ST_KIND_COUNT);
    int32_t bits = evidence(c, kind, a, b);
    if (kind != ST_KIND_UNKNOWN && a.n < 4096 && b.n < 4096 && one_form(a) && one_form(b) && bits > evidence(c, kind, a, a)) abort();
    return 0;
}
