/* What is asked: a party as the customer knows it. Every slice may be empty and is borrowed. */
#ifndef ST_QUERY_H
#define ST_QUERY_H
#include "model/model.h"

#define ST_ALIASES_MOST 255u

typedef struct st_query {
    st_str id;                       /* the caller's own; only carried through */
    st_str type;                     /* "person", "company", "vessel"...; as st_kind_of reads it */
    st_str name;
    const st_str *alias; size_t aliases;
    st_str first, middle, last;      /* parts of the name: used when name is empty */
    st_str birth_date;               /* as st_date reads it, day before month */
    st_str birth_place, gender, nationality, country, address;
    st_str id_number, imo, wallet;   /* identifiers: an equal one on a list is a hit by itself */
} st_query;
#endif
