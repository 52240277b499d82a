/* Fuzz target: the UN's consolidated list, XML. */
#include "reader_fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const char *const format[] = { "un-xml" };
    fuzz_formats(data, size, format, ST_LEN(format), "eu_fsf");
    return 0;
}
