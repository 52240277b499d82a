/* Fuzz target: ownership data: beneficial ownership statements, GLEIF's golden copies, the UK's register of people with significant control. */
#include "reader_fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const char *const format[] = { "bods", "gleif", "uk-psc" };
    fuzz_formats(data, size, format, ST_LEN(format), "own_bods");
    return 0;
}
