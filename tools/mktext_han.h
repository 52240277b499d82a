/* How Han is read, from Unihan. */
#ifndef ST_MKTEXT_HAN_H
#define ST_MKTEXT_HAN_H
#include "mktext.h"

/* Reads the text of Unihan_Readings and Unihan_Variants. */
void mk_han_begin(const char *path);
/* Changes the cells of all Han to a reading: "wadegiles", "cantonese", "on", "kun", "korean". */
void mk_han(st_str field);
/* Changes a cell: a part of its own, or written together with its neighbours. */
void mk_read_as(uint32_t cp, const char *text, size_t n, bool part);
#endif
