/* Where the parties, ships and places of a case stand: on which list objects they are, and by whom they are owned. The case's own statements come first, then the index.
 *
 * A hit of `same` or more is the party, one of `possible` or more may be (the rules' policy "match"); names are compared by the same search that `strait screen` uses. */
#ifndef ST_STANDING_H
#define ST_STANDING_H
#include "match/compare.h"
#include "match/search.h"
#include "rules/ask.h"

typedef struct st_standing_of_case st_standing_of_case;
/* comparer: for bodies that a list object means by name. search NULL: nobody was asked; every list that the case does not speak of is UNKNOWN, or with `closed` NO. Memory from the arena, which must outlive it. NULL when it is out. */
st_standing_of_case *st_standing_begin(const st_rules *r, const st_case *c, const st_index *ix, st_search *search, st_comparer *comparer, bool closed, st_arena *a);
st_registry st_standing_registry(st_standing_of_case *s);
/* Who is owned and controlled is asked there from now on (owned.h); without it only who is listed counts. */
struct st_owned_of_case;
/* Lists that the index does not hold are taken for empty from now on, and st_standing_skipped tells which those were. */
void st_standing_partial(st_standing_of_case *s);
bool st_standing_skipped(const st_standing_of_case *s, const st_list_object *l);
/* The note of a list that the index does not hold. */
extern const char st_note_not_held[];
void st_standing_owned(st_standing_of_case *s, struct st_owned_of_case *owned);
/* The first failure of a search since the beginning: the answers since are not to be used. */
st_code st_standing_failed(const st_standing_of_case *s, st_err *err);

/* What an item was found to be, best first: parties of the index that it is or may be. Searched at the first call. */
typedef struct st_found { uint32_t party, score; } st_found;
size_t st_standing_found(st_standing_of_case *s, st_scope scope, size_t item, const st_found **out);
/* Is there any list in the index that the object selects from, other than one that holds only a part of it? */
bool st_list_is_loaded(const st_index *ix, const st_list_object *l);
/* Does the party of the index belong to the list object at that time? */
st_tri st_list_holds(const st_index *ix, const st_list_object *l, uint32_t party, st_instant at);
#endif
