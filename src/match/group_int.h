/* Inside of grouping: shared by group.c and group_names.c only. */
#ifndef ST_GROUP_INT_H
#define ST_GROUP_INT_H
#include "match/group.h"

struct st_grouper {
    const st_matcher *m;
    st_asked *asked;
    st_listed listed;
    st_buf text;
    st_pair pair[ST_PAIRS];
};

/* A fact that grouping looks at: of a number, text is the normal form and value as printed. */
typedef struct st_group_fact { st_prop prop; st_str text, value; } st_group_fact;
typedef struct st_facts { uint32_t party, list; st_kind kind; char gender; st_str id, key; st_group_fact *item; size_t n; } st_facts;

/* How far two names agree. PARTLY: one has a word that the other lacks, or they are but one word of a person; WHOLLY: none has, legal forms, titles, particles and filler apart; EQUALLY: wholly,
 * and each part is the same. */
typedef enum st_agreement { ST_AGREE_NONE, ST_AGREE_PARTLY, ST_AGREE_WHOLLY, ST_AGREE_EQUALLY } st_agreement;

/* The two names of two parties that make the best case: bits, the lesser of the two directions, and in out the names and the reasons. */
st_code st_group_names(st_grouper *g, uint32_t one, uint32_t other, st_member *out, int32_t *bits, st_agreement *how, st_err *err);
/* What a pair of names that agree so far has to show, together with what else is known. */
static inline int32_t st_group_bar(st_agreement how, st_view view) {
    return how != ST_AGREE_EQUALLY ? ST_GROUP_BITS : view == ST_VIEW_PERSON ? ST_GROUP_PERSON : ST_GROUP_EQUAL;
}
#endif
