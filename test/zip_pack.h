/* For tests and fuzz targets of workbooks: members as text ("== name", a line end, the bytes up to the next such line) into a zip that only stores.
 * So a seed is readable, and a mutation reaches the XML instead of dying at a checksum. */
#ifndef ST_TEST_ZIP_PACK_H
#define ST_TEST_ZIP_PACK_H
#include "base/base.h"

static inline uint32_t zip_crc(st_str s) {
    uint32_t crc = 0xFFFFFFFFu;
    for (size_t i = 0; i < s.n; i++) {
        crc ^= (unsigned char)s.p[i];
        for (int k = 0; k < 8; k++) crc = crc >> 1 ^ (crc & 1 ? 0xEDB88320u : 0);
    }
    return ~crc;
}

static inline void zip_number(st_buf *b, uint32_t n, int bytes) {
    for (int i = 0; i < bytes; i++) st_buf_char(b, (char)(n >> (8 * i) & 255));
}

/* Both headers have these fields in common. */
static inline void zip_fields(st_buf *b, st_str name, st_str data) {
    zip_number(b, 20, 2);            /* version needed */
    zip_number(b, 0x800, 2);         /* names are UTF-8 */
    zip_number(b, 0, 2);             /* stored */
    zip_number(b, 0, 4);             /* time and date */
    zip_number(b, zip_crc(data), 4);
    zip_number(b, (uint32_t)data.n, 4);
    zip_number(b, (uint32_t)data.n, 4);
    zip_number(b, (uint32_t)name.n, 2);
    zip_number(b, 0, 2);             /* extra */
}

/* Cuts the next member off; false at the end. */
static inline bool zip_member(st_str *rest, st_str *name, st_str *data) {
    const size_t at = st_str_find(*rest, "== ");
    if (at == SIZE_MAX) return false;
    st_str s = st_str_sub(*rest, at + 3, rest->n);
    const size_t line = st_str_chr(s, '\n');
    if (line == SIZE_MAX || line == 0 || line > 200) return false;
    *name = st_str_sub(s, 0, line);
    s = st_str_sub(s, line + 1, s.n);
    const size_t end = st_str_find(s, "\n== ");
    *data = st_str_sub(s, 0, end == SIZE_MAX ? s.n : end);
    *rest = end == SIZE_MAX ? ST_STR_NONE : st_str_sub(s, end + 1, s.n);
    return true;
}

static inline void zip_pack(st_str text, st_buf *out) {
    st_buf central = ST_BUF_INIT(8u << 20);
    uint32_t n = 0;
    for (st_str name, data; zip_member(&text, &name, &data) && n < 60; n++) {
        const uint32_t at = (uint32_t)out->n;
        st_buf_z(out, "PK\x03\x04");
        zip_fields(out, name, data);
        st_buf_str(out, name);
        st_buf_str(out, data);
        st_buf_z(&central, "PK\x01\x02");
        zip_number(&central, 20, 2);
        zip_fields(&central, name, data);
        zip_number(&central, 0, 2);      /* comment */
        zip_number(&central, 0, 2);      /* disk */
        zip_number(&central, 0, 2);
        zip_number(&central, 0, 4);
        zip_number(&central, at, 4);
        st_buf_str(&central, name);
    }
    const uint32_t at = (uint32_t)out->n;
    st_buf_str(out, st_buf_view(&central));
    st_buf_z(out, "PK\x05\x06");
    zip_number(out, 0, 4);
    zip_number(out, n, 2);
    zip_number(out, n, 2);
    zip_number(out, (uint32_t)central.n, 4);
    zip_number(out, at, 4);
    zip_number(out, 0, 2);
    if (central.failed < 0 && out->failed >= 0) out->failed = central.failed;
    st_buf_free(&central);
}
#endif
