/* Delimited text: the first byte chooses the dialect. Whatever comes, rows are valid text, lines rise, and reading ends. */
#include "base/csv.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size < 2) return 0;
    static const char seps[] = ",;\t|@,";
    st_csv_dialect d = { .sep = seps[data[0] % 6], .quote = data[0] & 64 ? 0 : '"', .cp1252 = data[0] & 128, .max_record = data[0] & 32 ? 64 : 0 };
    st_err err = { 0 };
    st_input *in = st_input_open_memory(data + 1, size - 1, "fuzz", NULL, &err);
    if (!in) return 0;
    st_csv *csv = st_csv_open(in, &d, &err);
    uint32_t line = 0;
    size_t rows = 0;
    for (st_csv_row row; csv && st_csv_next(csv, &row, &err) > 0; rows++) {
        if (row.line <= line || rows > size) abort();
        line = row.line;
        for (size_t i = 0; i < row.n; i++)
            if (!st_utf8_valid(row.field[i].p, row.field[i].n) && !row.bad) abort();
    }
    st_csv_close(csv);
    st_input_close(in);
    return 0;
}
