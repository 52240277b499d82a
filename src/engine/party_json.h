/* A party of an index as JSON, in the shape that strait-json reads (doc/LISTS.md). */
#ifndef ST_PARTY_JSON_H
#define ST_PARTY_JSON_H
#include "base/json.h"
#include "index/index.h"

/* {"id","list","type", "<property>": [value | {"value", "<qualifier>": text | [text]}]}: properties in the order of props.def. */
void st_party_json(st_jw *w, const st_index *ix, uint32_t party);
/* The members of that object, into the open one. */
void st_party_members(st_jw *w, const st_index *ix, uint32_t party);
#endif
