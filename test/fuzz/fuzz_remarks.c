/* Fuzz target: OFAC's remarks and the prose of the other lists, straight into an open record. The first byte says how the rest is read. */
#include "reader_fuzz.h"
#include "sources/facts.h"
#include "sources/ofac_remarks.h"

/* Facts out of one text in every way that some reader uses. */
static void prose(st_facts *f, st_str s) {
    char date[32];
    if (st_prose_date(s, date)) FUZZ_MUST(st_date_valid(st_str_of(date)));
    st_facts_text(f, ST_P_REMARK, s);
    st_facts_texts(f, ST_P_POSITION, s);
    st_facts_countries(f, ST_P_NATIONALITY, s);
    st_facts_dates(f, ST_P_BIRTH_DATE, s);
    st_facts_numbers(f, s, ST_P_ID_NUMBER);
    st_facts_document(f, st_document_prop(s, ST_P_PASSPORT), s);
    st_prose_validity(f->m, s);
    st_facts_gender(f, s);
    st_facts_original(f, s, s, s);
    st_list_date(f->m, s);
    st_str rest = s, name;
    for (size_t n = 0; st_names_next(f, &rest, &name); n++) FUZZ_MUST(name.n > 0 && n <= s.n);
    st_counted c = { .rest = s };
    st_str part;
    for (size_t n = 0; st_counted_next(&c, &part); n++) FUZZ_MUST(n <= s.n);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size < 2) return 0;
    st_err err = { 0 };
    uint8_t hash[16];
    st_str s = { (const char *)data + 1, size - 1 };
    if (!st_utf8_valid(s.p, s.n)) return 0;   /* what reaches the prose has been checked */
    st_model *m = fuzz_model("un_sc");
    FUZZ_MUST(st_model_list_begin(m, ST_STR("us_ofac_sdn"), &err) == ST_OK);
    st_model_file(m, ST_STR("fuzz"), ST_STR("0"), size, ST_STR("fuzz"));
    st_model_party(m, ST_STR("1"), 1);
    st_model_main(m);
    if (data[0] % 2) {
        st_facts f = st_facts_new(m);
        prose(&f, s);
        st_facts_free(&f);
    } else {
        ofac_remarks seen = { 0, 0, 0 };
        size_t whole = ofac_remarks_whole(s);
        FUZZ_MUST(whole <= s.n);
        ofac_remarks_add(m, (st_kind)(data[0] / 2 % ST_KIND_COUNT), st_str_sub(s, 0, whole), s, &seen);
    }
    FUZZ_MUST(st_model_commit(m, &err) == ST_OK && st_model_list_end(m, 1000, &err) == ST_OK);
    fuzz_walk(m, hash);
    st_model_free(m);
    return 0;
}
