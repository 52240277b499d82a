/* A party of an index, shown: as JSON in the shape that strait-json reads (doc/LISTS.md), or as text for people. */
#ifndef ST_PARTY_H
#define ST_PARTY_H
#include "base/json.h"
#include "index/index.h"

/* {"id","list","type", "<property>": [value | {"value", "<qualifier>": text | [text]}]}: properties in the order of props.def. */
void st_party_json(st_jw *w, const st_index *ix, uint32_t party);
/* A heading and one line per fact. */
void st_party_text(const st_index *ix, uint32_t party, FILE *out);
/* Prints foreign text for a terminal: control characters become blanks. */
void st_print_clean(st_str s, FILE *out);
#endif
