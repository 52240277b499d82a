/* Names as customers' files have them: a listed name with one thing altered, the same way each time. For measuring what a threshold finds. */
#ifndef ST_ALTER_H
#define ST_ALTER_H
#include "match/name.h"

typedef enum st_alteration {
#define ALTERATION(sym, name, text) ST_ALTER_##sym,
#include "engine/alterations.def"
#undef ALTERATION
    ST_ALTERATIONS
} st_alteration;
const char *st_alteration_name(st_alteration k);   /* as in JSON; static */
const char *st_alteration_text(st_alteration k);

/* Puts the altered name into out, in place of what is there; folded: as st_fold gives. person: a name of anything else has no initials. rarity: tells the
 * rare words from the common ones. False when the alteration is not possible: a name of one word has no other order. Edits fall on a letter that the
 * word itself decides, never the first. Deterministic. */
bool st_alter(st_alteration k, st_str folded, bool person, st_rarity_of rarity, st_buf *out);
#endif
