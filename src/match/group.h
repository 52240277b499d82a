/* One party, several lists: which hits of an answer are the same party, and why.
 *
 * Two parties of different lists are taken for one when
 *
 *     an identifier of theirs is equal that is given once (IMO, LEI, INN, OGRN, wallet, ISIN, the UN's reference number), or another one that is theirs
 *     alone (passport, tax number...) and their names are alike; or
 *     two of their names agree wholly, no word being left over on either side, with ST_GROUP_NAME of evidence, and all evidence is at least ST_GROUP_BITS, or
 *     where the names are equal part by part ST_GROUP_PERSON for persons and ST_GROUP_EQUAL for others; or
 *     two of their names agree but for words that one of them lacks, all evidence is at least ST_GROUP_BITS, and they are born on one day or in one month,
 *
 * and nothing contradicts: another kind, another gender, dates of birth more than five years apart, two IMO, LEI, INN, OGRN or UN reference numbers. Names are
 * compared by the kernel of the search, in both directions, of which the lesser counts; countries, dates and place of birth, gender by evidence.h. Two entries of one
 * list are never one party, unless they are one record on two dates.
 *
 * The best hit that is in no group begins one. Each later hit that is the same party as this best hit joins, the strongest evidence first, unless its list is
 * there already or it contradicts a member. So no chain of weak links can form, and the groups hang on the answer alone: they are a view of it, nothing in
 * the index is merged. */
#ifndef ST_GROUP_H
#define ST_GROUP_H
#include "match/search.h"

#define ST_GROUP_BITS (8 * ST_BIT)
#define ST_GROUP_PERSON (6 * ST_BIT)
#define ST_GROUP_EQUAL (5 * ST_BIT)
#define ST_GROUP_NAME (3 * ST_BIT)
enum { ST_GROUP_HITS = 100,    /* so many hits take part; those behind them stand alone */
       ST_GROUP_NAMES = 24,    /* names of a party that are compared: of each reading, the first ones of the record */
       ST_GROUP_PAIRS = 6 };   /* pairs of names that are scored: those that share most and differ least, letter by letter */

/* A hit that is the same party as the best hit of its group. name, with: the names of the index that say so, with: of the best hit; ST_NO_NAME when an
 * identifier alone does. The points of why add up to bits. */
typedef struct st_member { size_t hit; int32_t bits; uint32_t name, with; st_reasons why; } st_member;
typedef struct st_hit_group { size_t best; st_member *member; size_t n; } st_hit_group;
/* of: the group of each hit. */
typedef struct st_groups { st_hit_group *item; size_t n; size_t *of; } st_groups;

typedef struct st_grouper st_grouper;   /* one a thread */
st_grouper *st_grouper_new(const st_matcher *m, st_err *err);
void st_grouper_free(st_grouper *g);
/* Groups by their best hit, so in the order of the hits; in the arena. ST_E_NOMEM. Deterministic. */
st_code st_group_hits(st_grouper *g, const st_hit *hit, size_t n, st_arena *a, st_groups *out, st_err *err);
/* The same for two parties: whether they are one, and the evidence. The reasons read from the side that says less; those
 * of attributes from `one` to `other`. */
st_code st_group_same(st_grouper *g, uint32_t one, uint32_t other, st_arena *a, bool *same, st_member *out, st_err *err);
#endif
