/* What matching knows of an open index; immutable, so that any number of threads may use it, each with its own search. */
#ifndef ST_MATCHER_H
#define ST_MATCHER_H
#include "index/index.h"
#include "match/name.h"

enum { ST_FIRST_LETTERS = 36 };
typedef struct st_matcher {
    const st_index *ix;                     /* borrowed; must outlive the matcher */
    uint32_t tokens, names, forms, parties;
    uint32_t first[ST_FIRST_LETTERS];       /* the first token that begins with this letter, or one behind it: digits, then a to z */
} st_matcher;

/* NULL when memory is out. */
st_matcher *st_matcher_new(const st_index *ix, st_err *err);
void st_matcher_free(st_matcher *m);
/* Number of the part with this text, UINT32_MAX when the index has none. O(1). */
uint32_t st_matcher_token(const st_matcher *m, st_str text);
/* The first name of the index that is this fact of class NAME (by its ordinal) of this party or one behind it; m->names when there is none. O(log names). */
uint32_t st_matcher_name(const st_matcher *m, uint32_t party, uint32_t ordinal);
/* Which letter a token begins with, if it begins with one of them, by its number alone: 0 to 9, then a to z. And the number of a letter; ST_FIRST_LETTERS: none. */
unsigned st_matcher_first(const st_matcher *m, uint32_t token);
unsigned st_matcher_letter(char letter);
/* A token as a part in a view. */
void st_matcher_part(const st_matcher *m, uint32_t token, st_view view, st_part *out);
static inline unsigned st_matcher_worth(const st_matcher *m, uint32_t token, st_view view) {
    const st_token_info *t = st_index_token_info(m->ix, token);
    return st_part_worth(view, t->rarity[view], st_token_class(t, view), t->length);
}
/* Rarity as this index knows it: of its tokens what it says, of others that of the background population. */
st_rarity_of st_matcher_rarity(const st_matcher *m);
#endif
