/* Fuzz target: the lists of Commerce and State in their own files. */
#include "reader_fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const char *const format[] = { "us-bis" };
    fuzz_formats(data, size, format, ST_LEN(format), "un_sc");
    return 0;
}
