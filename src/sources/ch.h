/* What the Swiss list says outside its targets: programmes with their sets of sanctions, and places; and the addresses that wait for a place. */
#ifndef ST_CH_H
#define ST_CH_H
#include "sources/columns.h"
#include "sources/facts.h"
#include "sources/source.h"
#include "sources/tree.h"

typedef struct st_ch_program { st_str key, name, set, origin; bool english; } st_ch_program;
typedef struct st_ch_address { st_str key, place, co, details, box, zip, remark; uint32_t line; bool birth; } st_ch_address;
typedef enum st_ch_part { ST_CH_LOCATION, ST_CH_AREA, ST_CH_COUNTRY, ST_CH_VARIANT, ST_CH_PARTS } st_ch_part;

/* All zero to begin with. Text is kept in the arena, at most ST_CH_MAX_BYTES. */
#define ST_CH_MAX_BYTES (256u << 20)
typedef struct st_ch_store {
    st_arena arena;
    st_keyset sets, places;                /* mark: index + 1 into the arrays */
    st_ch_program *program;
    size_t n_program, cap_program;
    struct st_ch_place { st_str part[ST_CH_PARTS]; } *place;
    size_t n_place, cap_place;
    st_ch_address *waiting;
    size_t n_waiting, cap_waiting;
} st_ch_store;

/* The set of sanctions with this ssid. A set that is there already is replaced only by its English form. */
st_code st_ch_program_add(st_ch_store *s, st_str ssid, const st_ch_program *p, st_err *err);
/* Begins a place; the parts that follow are its own. */
st_code st_ch_place_begin(st_ch_store *s, st_str ssid, st_err *err);
st_code st_ch_place_part(st_ch_store *s, st_ch_part which, st_str text, st_err *err);
/* Stages LISTING for a set: the programme as value, its ordinance, the measure and where it comes from. */
void st_ch_listing_fact(const st_ch_store *s, st_model *m, st_str set);
/* Stages an address or birth place on the open party when its place is known, else keeps it for st_ch_commit. */
st_code st_ch_address_fact(st_ch_store *s, st_facts *f, const st_ch_address *a, st_err *err);
/* Drops the waiting addresses of the target that came last. */
void st_ch_forget(st_ch_store *s, st_str key);
/* At the end of the feed: commits what waited. An address whose place is not in the feed keeps its own parts and the place's number as a note. */
st_code st_ch_commit(st_ch_store *s, st_facts *f, st_err *err);
void st_ch_free(st_ch_store *s);
#endif
