/* Shares as people and registers print them, in whole basis points. */
#ifndef ST_SHARE_H
#define ST_SHARE_H
#include "base/base.h"

/* The least and the most that the text can mean, 0 to 10000: "50%" "49,99" "25-50 %" "more than 50" ">25 <=50%" "at least 10" "up to 25" "~33.3" (rounded:
 * half of its last figure either way) "1/3" "majority" "50% plus one share". A value between two basis points gives both. Shares are percent with or
 * without the sign. False, and nothing written, when no share is found, or more than 100 percent. Allocates nothing. */
bool st_share_parse(st_str text, uint32_t *min_bp, uint32_t *max_bp);
/* "50 %", "25.01-50 %", "33.3 %": the interval in percent. */
void st_share_write(uint32_t min_bp, uint32_t max_bp, st_buf *out);
#endif
