/* What the readers of ownership data share (BODS, GLEIF, the UK's PSC register). A party that stands in such a file is not designated by it: these
 * readers make no LISTING facts, and that is how the rules know.
 *
 * A holding is a fact of the party that is held: OWNED_BY with the share, for shares; CONTROLLED_BY for votes (with their share), the right to appoint
 * the board, and control or influence; the qualifier type keeps the publisher's word, by which rules/holdings tells them apart. The share is the
 * publisher's number, or bounds as ">25 <=50%". Status "indirect" says that it is held through others; "indirect, parts stated" that these stand in
 * the same file. Officers are OFFICER_OF, and what gives no power is LINKED_TO. */
#ifndef ST_INTEREST_H
#define ST_INTEREST_H
#include "base/json.h"
#include "sources/facts.h"
#include "sources/source.h"

/* U+0000 is text in JSON and an end of text elsewhere: a record with it is damaged. */
bool st_json_has_nul(const st_json *v);
/* A JSON array's first element, or the value itself; and the next one. */
const st_json *st_json_first(const st_json *v);
const st_json *st_json_after(const st_json *array, const st_json *v);
/* Notes each member of an object that is not among the known ones (NULL-ended), as "prefix.key"; what is built of more as its JSON. */
void st_note_members(st_facts *f, const char *prefix, const st_json *object, const char *const *known);
/* A country, or a part of one ("US-MA", with the text as raw), as a fact of this property. */
void st_fact_jurisdiction(st_model *m, st_prop head, st_str code);
/* Keeps the later of two days; what is no day is passed over. */
void st_later_day(char day[32], st_str stamp);
/* Cuts "[" from "{": is the text an array? */
static inline bool st_is_array(st_str head) { head = st_str_trim(head); return head.n && head.p[0] == '['; }
#endif
