/* Three-valued logic (Kleene 1952, strong): what is not known may hold or not, and only that which both ways agree on is known. */
#ifndef ST_LOGIC_H
#define ST_LOGIC_H
#include "base/base.h"

typedef enum st_tri { ST_NO, ST_YES, ST_MAYBE } st_tri;

static inline st_tri st_tri_of(bool b) { return b ? ST_YES : ST_NO; }
static inline st_tri st_tri_not(st_tri a) { return a == ST_MAYBE ? ST_MAYBE : a == ST_YES ? ST_NO : ST_YES; }
static inline st_tri st_tri_and(st_tri a, st_tri b) { return a == ST_NO || b == ST_NO ? ST_NO : a == ST_YES && b == ST_YES ? ST_YES : ST_MAYBE; }
static inline st_tri st_tri_or(st_tri a, st_tri b) { return st_tri_not(st_tri_and(st_tri_not(a), st_tri_not(b))); }
static inline const char *st_tri_name(st_tri a) { return a == ST_YES ? "yes" : a == ST_NO ? "no" : "unknown"; }
#endif
