/* What the words of an organisation's name mean: a native name put into English, since lists print bank and institute where the native name has 银行
 * and معهد. */
#ifndef ST_MEANING_H
#define ST_MEANING_H
#include "text/text.h"

#define ST_MEANINGS_MOST 2
/* Appends the folded English forms of a native name, each behind a '\n': words that data/names/meanings.txt knows in English, what is between them as it is
 * read; of Chinese names two forms, with what is between them as one part and as several. How many there are, at most ST_MEANINGS_MOST; 0 for names
 * in Latin letters, of ST_READINGS_BYTES and more, and when no word is known. Failures stay in `out`. O(length). */
size_t st_meanings(st_str name, st_buf *out);
#endif
