/* Fuzz target: tables of ships. */
#include "reader_fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const char *const format[] = { "list-vessels" };
    fuzz_formats(data, size, format, ST_LEN(format), "ua_gur_vessels");
    return 0;
}
