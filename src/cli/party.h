/* A party of an index, shown to people. */
#ifndef ST_PARTY_H
#define ST_PARTY_H
#include "engine/party_json.h"
#include "match/reason.h"

/* A heading and one line per fact. */
void st_party_text(const st_index *ix, uint32_t party, FILE *out);
/* Prints foreign text for a terminal: control characters become blanks. */
void st_print_clean(st_str s, FILE *out);
/* The same in place: each byte of a control character becomes a blank. */
void st_clean(char *p, size_t n);
/* Reasons for a terminal, a line each: bits, what was compared, why. */
void st_print_reasons(const st_reasons *r);
/* Prints the buffer and a line end, and frees it. ST_E_NOMEM or ST_E_LIMIT when something had no place in it, ST_E_SYSTEM when it cannot be
 * written: an answer that lacks a line must not look whole. */
st_code st_print_line(st_buf *b, st_err *err);
#define ST_LINE_MOST (256u << 20)
#endif
