/* Compressed input and archives: every member is read to its end or to an error. */
#include "base/input.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    st_err err = { 0 };
    st_input_limits l = { 4u << 20, 50, 20 };
    st_input *in = st_input_open_memory(data, size, "fuzz", &l, &err);
    if (!in) { if (!err.what[0]) abort(); return 0; }
    do {
        st_str s;
        if (st_input_peek(in, 1000, &s, &err)) break;
        while (st_input_block(in, &s, &err) == ST_OK && s.n) {}
        if (err.code) break;
    } while (st_input_next(in, &err) > 0);
    st_input_close(in);
    return 0;
}
