/* Which parties an answer may show, and from which score on: by list, programme, regime, country, type, date; thresholds by list and type.
 *
 * Both look at a party after it has been scored: they keep parties back and never change a score. An answer says what was kept back. */
#ifndef ST_FILTER_H
#define ST_FILTER_H
#include "index/index.h"

typedef struct st_words { const char *const *item; size_t n; } st_words;

/* A party passes when it passes each part that is set; of several words in one part one is enough. programme, regime and since must hold of one
 * listing of the party. Slices are borrowed. */
typedef struct st_filter {
    st_words list;                  /* ids of lists */
    st_words programme;             /* the value of the listing, whole, ASCII case folded */
    st_words regime;                /* stands in the listing's value, instrument or authority, ASCII case folded */
    st_words country;               /* nationality, citizenship, country, flag, country of an address: alpha-2, or as the list prints it */
    uint32_t kinds;                 /* bit k: st_kind k; 0: all */
    const char *since;              /* EDTF, or NULL: listed on this day or later. A listing without a date passes: it may be new. */
    int32_t since_day;              /* its first day */
} st_filter;
/* Sets since; ST_E_USAGE when it is no date. */
st_code st_filter_since(st_filter *f, const char *date, st_err *err);
/* A word that nothing in this index answers to is a slip of the pen, and would give an empty answer that looks clean: ST_E_USAGE. O(facts of the index)
 * with programmes, regimes or countries. */
st_code st_filter_check(const st_filter *f, const st_index *ix, st_err *err);
bool st_filter_passes(const st_filter *f, const st_index *ix, uint32_t party);

/* Thresholds of single lists and types. The specific one takes the place of the general one, be it higher or lower; where the party's list and its type
 * both have one, the higher of the two counts. */
#define ST_NO_THRESHOLD UINT32_MAX
typedef struct st_profile {
    uint32_t kind[ST_KIND_COUNT];           /* 0..10000 or ST_NO_THRESHOLD */
    st_str list[64]; uint32_t of_list[64]; size_t lists;
} st_profile;
#define ST_PROFILE_INIT(p) do { (p)->lists = 0; for (size_t i_ = 0; i_ < ST_KIND_COUNT; i_++) (p)->kind[i_] = ST_NO_THRESHOLD; } while (0)
/* name: the id of a list of this index, or a type. ST_E_USAGE otherwise; ST_E_LIMIT past 64 lists. The last one given for a name counts. */
st_code st_profile_set(st_profile *p, const st_index *ix, st_str name, uint32_t threshold, st_err *err);
/* profile may be NULL. */
uint32_t st_profile_threshold(const st_profile *p, uint32_t general, const st_index *ix, uint32_t party);
uint32_t st_profile_least(const st_profile *p, uint32_t general);   /* no party has a lower one */
#endif
