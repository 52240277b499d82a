/* What strait's own formats have in common, the CSV and the JSON lines for in-house lists (doc/LISTS.md): columns and keys are the property names
 * of props.def and a few everyday words for them. */
#ifndef ST_OWN_H
#define ST_OWN_H
#include "sources/facts.h"
#include "sources/source.h"

typedef enum st_own_role { ST_OWN_UNKNOWN, ST_OWN_PROP, ST_OWN_KEY, ST_OWN_KIND, ST_OWN_LIST, ST_OWN_SOURCE, ST_OWN_NAME_PART, ST_OWN_PLACE_PART,
                           ST_OWN_IDENTIFIERS, ST_OWN_SANCTIONS, ST_OWN_DATASET } st_own_role;
/* What a column or key stands for. prop: the head, or the qualifier of a part. type: kept as the qualifier type, or NULL. */
typedef struct st_own_field { st_own_role role; st_prop prop; const char *type; } st_own_field;
/* By name: case, blanks and hyphens are ignored ("Date of birth" is date_of_birth is birth_date). */
st_own_field st_own_field_of(st_str name);

#define ST_OWN_PARTS 24
typedef struct st_own {
    st_model *m;
    st_facts f;
    st_kind kind;
    st_str source[8]; size_t sources;                   /* of the open record; qualify its listings, else they are notes */
    st_name_part part[ST_OWN_PARTS]; size_t parts;      /* of its name */
    st_place place; bool placed;                        /* parts of its address */
    bool cited, nul, orphan;                            /* orphan: the next record is no main one; set before st_own_begin */
} st_own;
static inline st_own st_own_new(st_model *m) { return (st_own){ .m = m, .f = st_facts_new(m) }; }
static inline void st_own_free(st_own *o) { st_facts_free(&o->f); }

/* Begins a record: party, main record, kind. False (and the record is reported as bad) when it has no key. */
bool st_own_begin(st_own *o, st_str key, st_str kind, uint32_t line);
/* Stages one fact or qualifier as its class asks: countries and dates are read, EDTF and ISO codes stay. */
void st_own_fact(st_own *o, st_own_field field, st_str value);
void st_own_qual(st_own *o, st_prop qual, st_str value);
/* Takes a part of a name or of an address; they become facts at st_own_end. */
void st_own_part(st_own *o, st_own_field field, st_str value);
/* Stages the name: `whole` where the record has one, with the parts, or the parts joined. Call when the record's first name comes, or without
 * one. Later names are staged by st_own_fact. */
void st_own_name(st_own *o, st_str whole);
/* Takes a record of a public list that this one was taken from. The slice must live until st_own_end. */
void st_own_source(st_own *o, st_str value);
/* What has no place of its own. */
void st_own_note(st_own *o, st_str field, st_str value);
/* Qualifies the fact before with the record's sources. */
void st_own_cite(st_own *o);
st_code st_own_end(st_own *o, st_err *err);

/* A line or pair that tells of the list: list (or id), title, publisher, date, url, licence, notice. False for any other key. */
bool st_own_banner(st_model *m, st_str key, st_str value);
/* A list id out of a file name: without folder and endings, in small letters and digits joined by "_", without a date at its end. The slice is
 * in buf. "in-house 2024-05.csv.gz" gives "in_house". */
st_str st_own_stem(st_str file, char buf[64]);
#endif
