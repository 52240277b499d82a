/* Fuzz target: what is this file? Whatever comes, the same bytes get the same answer, a refusal says why, and what is told by content is read. */
#include "reader_fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    st_err err = { 0 };
    st_input_limits limits = { 16u << 20, 0, 20 };
    st_input *in = st_input_open_memory(data, size, "fuzz", &limits, &err);
    if (!in) { FUZZ_MUST(err.code < 0 && err.what[0]); return 0; }
    st_probe probe = { .path = "fuzz" };
    const st_source *s = st_source_detect(in, &probe, &err);
    FUZZ_MUST(s || (err.code < 0 && err.what[0] && st_utf8_valid(err.what, strlen(err.what))));
    FUZZ_MUST(st_source_detect(in, &probe, &err) == s);
    st_input_close(in);
    if (s) fuzz_read(s, data, size, "un_sc", "fuzz");
    return 0;
}
