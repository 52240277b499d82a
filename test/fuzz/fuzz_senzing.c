/* Senzing JSON lines: the whole reader on a fresh model, the result read back, or the list dropped without a trace. */
#include <assert.h>
#include "source_read.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size == 0) return 0;
    const char *f = "senzing";
    const st_str text = { (const char *)data, size };
    st_err err = { 0 };
    st_model *m = st_model_new(&err);
    if (!m) return 0;
    const st_code c = read_text(m, f, text, "fuzz", &err);
    if (c) {
        assert(c < 0 && err.what[0]);
        assert(st_model_lists(m) == 0 && st_model_parties(m) == 0);
    } else {
        assert(st_model_lists(m) == 1);
        st_free(dump_lists(m));
        st_free(dump_parties(m));
    }
    st_model_free(m);
    return 0;
}
