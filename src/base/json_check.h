/* What must hold for the bytes of a JSON text before it is split: UTF-8, surrogates in pairs, and no blanks that JSON does not know.
 *
 * The text may come in pieces, cut anywhere. For json.c alone. */
#ifndef ST_JSON_CHECK_H
#define ST_JSON_CHECK_H
#include "base/base.h"

typedef struct st_json_check {
    unsigned char held[4];   /* the beginning of a UTF-8 sequence that the last piece cut */
    unsigned n_held, n_want;
    unsigned escape;         /* 0 outside an escape, 1 behind a backslash, 2..5 hex digits to come behind \u */
    unsigned code;           /* hex digits so far */
    bool high;               /* a high surrogate was read: a low one must follow at once */
    const char *why;
} st_json_check;

/* Offset of the first fault in this piece, with `why` set, or SIZE_MAX. Wrong escapes other than surrogates are left to the parser. Linear. */
size_t st_json_check_add(st_json_check *c, st_str piece);
/* False when the text ends inside a sequence or behind half a pair. */
bool st_json_check_end(st_json_check *c);
#endif
