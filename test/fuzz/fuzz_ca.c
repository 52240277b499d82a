/* Fuzz target: Canada's list, XML. */
#include "reader_fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const char *const format[] = { "ca-sema" };
    fuzz_formats(data, size, format, ST_LEN(format), "un_sc");
    return 0;
}
