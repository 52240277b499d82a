/* Queries of any bytes over a small index: no crash, scores in bounds and in order, reasons that add up, text that is UTF-8. Lines of the input are
 * the fields of the query in the order of query_fields.def, then aliases. */
#include "screen_fixture.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(const st_hits *h) {
    for (size_t i = 0; i < h->n; i++) {
        const st_hit *x = &h->item[i];
        if (x->score > ST_SCORE_MAX || st_reason_sum(&x->why) != (int32_t)x->score) abort();
        if (i && x->score > h->item[i - 1].score) abort();
    }
    if (h->above < h->n) abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static st_engine *e;
    static st_screener *s;
    if (!e) e = fx_engine(NULL);
    if (e && !s) s = st_screener_new(e, NULL);
    if (!s) abort();
    st_query q = { 0 };
    st_str rest = { (const char *)data, size }, alias[8];
    size_t field = 0;
    st_str *const member[] = {
#define FIELD(name, key, other) &q.name,
#include "engine/query_fields.def"
#undef FIELD
    };
    for (st_str line; st_split(&rest, "\n", &line); field++) {
        if (field < ST_LEN(member)) *member[field] = line;
        else if (q.aliases < ST_LEN(alias)) alias[q.aliases++] = line;
    }
    q.alias = alias;
    st_search_options o = { 0, 0 };
    st_hits h;
    st_err err = { 0 };
    st_code code = st_screener_run(s, &q, &o, &h, &err);
    if (code < 0 && (!err.what[0] || h.n)) abort();
    if (code < 0) return 0;
    check(&h);
    st_buf b = ST_BUF_INIT(64 << 20);
    st_jw w = { &b, false };
    st_jw_open(&w, '{');
    st_answer_json(&w, e, &h);
    st_jw_close(&w, '}');
    if (b.failed || !st_utf8_valid(b.p, b.n)) abort();
    st_buf_free(&b);
    return 0;
}
