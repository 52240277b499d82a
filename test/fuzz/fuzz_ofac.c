/* Two names of any bytes, parted by a line end: the OFAC emulation keeps its promises. */
#include "match/ofac_score.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool ok) { if (!ok) abort(); }

static void well_formed(const st_ofac_name *x) {
    must(x->parts <= ST_OFAC_PARTS && x->n <= ST_OFAC_BYTES);
    size_t letters = 0, bytes = 0;
    for (size_t i = 0; i < x->parts; i++) {
        const st_ofac_part *p = &x->part[i];
        must(p->n > 0 && p->at >= letters && p->from >= bytes && p->to > p->from && p->to <= x->raw.n);
        letters = (size_t)p->at + p->n;
        bytes = p->to;
    }
    must(letters <= x->n);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static st_ofac_name query, listed;
    const st_str in = { (const char *)data, size };
    const size_t end = st_str_chr(in, '\n'), cut = end == SIZE_MAX ? size : end;
    st_ofac_prepare(st_str_sub(in, 0, cut), &query);
    st_ofac_prepare(st_str_sub(in, cut < size ? cut + 1 : size, size), &listed);
    well_formed(&query);
    well_formed(&listed);
    st_ofac_why why;
    const uint32_t score = st_ofac_compare(&query, &listed, &why);
    must(score <= 100 && score == st_ofac_score(query.raw, listed.raw));
    must((score == 0) == (why.rule == ST_OFAC_NOT_RETURNED) && (score || why.whole + why.composite == 0));
    must(score <= 1 || score == (why.rule == ST_OFAC_WHOLE ? why.whole : why.composite));
    must(why.pairs <= query.parts && (why.pairs > 0) == (query.parts > 0));
    bool any = false;
    for (size_t i = 0; i < why.pairs; i++) {
        const st_ofac_pair *p = &why.pair[i];
        must(p->query < query.parts && p->like <= 10000 && (p->listed == ST_OFAC_NONE ? p->like == 0 : p->listed < listed.parts && p->like > 0));
        any |= p->listed != ST_OFAC_NONE;
    }
    must(any == (score > 0));
    must(st_ofac_compare(&query, &query, NULL) == (query.parts ? 100u : 0u));
    return 0;
}
