/* Fuzz target: the smaller lists: tables, JSON, wallets, texts of pages and notices. */
#include "reader_fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const char *const format[] = { "list-csv", "list-json", "list-jsonl", "wallets", "ru-mfa", "jp-meti-notice" };
    fuzz_formats(data, size, format, ST_LEN(format), "un_sc");
    return 0;
}
