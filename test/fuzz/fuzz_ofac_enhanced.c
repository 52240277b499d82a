/* Fuzz target: OFAC's SDN_ENHANCED.XML. */
#include "reader_fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const char *const format[] = { "ofac-enhanced" };
    fuzz_formats(data, size, format, ST_LEN(format), "us_ofac_cons");
    return 0;
}
