/* Fuzz target: OFAC's SDN.XML. */
#include "reader_fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const char *const format[] = { "ofac-xml" };
    fuzz_formats(data, size, format, ST_LEN(format), "us_ofac_cons");
    return 0;
}
