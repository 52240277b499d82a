/* Fuzz target: the EU's lists: XML and CSV 1.1, the two shapes before 2019, annexes of acts. */
#include "reader_fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const char *const format[] = { "eu-xml", "eu-csv", "eu-old-xml", "eu-old-csv", "eu-oj-csv" };
    fuzz_formats(data, size, format, ST_LEN(format), "un_sc");
    return 0;
}
