/* Fuzz target: OFAC's flat files in their four dialects; aliases, addresses and comments join a list that is there. */
#include "reader_fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const char *const format[] = { "ofac-csv" };
    fuzz_formats(data, size, format, ST_LEN(format), "us_ofac_sdn");
    return 0;
}
