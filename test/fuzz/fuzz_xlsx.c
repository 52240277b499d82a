/* Fuzz target: workbooks. The bytes are members as text, which become a zip (zip_pack.h); what begins as a zip is taken as it is. */
#include "../zip_pack.h"
#include "reader_fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    const st_str text = { (const char *)data, size };
    const st_source *s = st_source_by_name(ST_STR("list-xlsx"));
    st_buf zip = ST_BUF_INIT(8u << 20);
    FUZZ_MUST(s);
    if (st_str_starts(text, "PK")) { fuzz_read(s, data, size, "un_sc", "fuzz.xlsx"); return 0; }
    zip_pack(text, &zip);
    /* fuzz_read drops what has an odd size: the size of the text decides, by a byte behind the archive */
    if (zip.n % 2 != size % 2) st_buf_char(&zip, 0);
    if (!zip.failed) fuzz_read(s, (const uint8_t *)zip.p, zip.n, "un_sc", "fuzz.xlsx");
    st_buf_free(&zip);
    return 0;
}
