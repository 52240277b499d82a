/* Fuzz target: the UK's lists: XML, CSV, and the consolidated list with 29 and 36 columns. */
#include "reader_fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const char *const format[] = { "uk-xml", "uk-csv", "uk-conlist" };
    fuzz_formats(data, size, format, ST_LEN(format), "un_sc");
    return 0;
}
