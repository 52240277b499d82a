/* Queries of any bytes over a small index: no crash, evidence in order, scores that follow from it, reasons that add up, text that is UTF-8, and the
 * same answer by search as by scoring all names. Lines of the input are the fields of the query in the order of query_fields.def, then aliases. */
#include "screen_fixture.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(const st_hits *h) {
    for (size_t i = 0; i < h->n; i++) {
        const st_hit *x = &h->item[i];
        if (x->score > ST_SCORE_MAX || x->score != st_score_of_bits(x->bits) || st_reason_sum(&x->why) != x->bits) abort();
        if (i && x->bits > h->item[i - 1].bits) abort();
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
    st_hits h;
    st_err err = { 0 };
    st_buf answer[2] = { ST_BUF_INIT(64 << 20), ST_BUF_INIT(64 << 20) };
    for (int all = 0; all < 2; all++) {
        st_search_options o = { .exhaustive = all };
        st_code code = st_screener_run(s, &q, &o, &h, &err);
        if (code < 0 && (!err.what[0] || h.n)) abort();
        if (code < 0) break;
        check(&h);
        st_jw w = { &answer[all], false };
        st_jw_open(&w, '{');
        st_answer_json(&w, e, &h);
        st_jw_close(&w, '}');
        if (answer[all].failed || !st_utf8_valid(answer[all].p, answer[all].n)) abort();
    }
    if (answer[0].n != answer[1].n || (answer[0].n && memcmp(answer[0].p, answer[1].p, answer[0].n) != 0)) abort();
    st_buf_free(&answer[0]);
    st_buf_free(&answer[1]);
    return 0;
}
