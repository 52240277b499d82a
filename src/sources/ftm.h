/* FollowTheMoney: entities with a schema and properties, all of whose values are arrays of strings. What each schema and property becomes is in
 * ftm_tables.c; method and names after the ontology's schema files (followthemoney.tech, licence MIT, facts only). */
#ifndef ST_FTM_H
#define ST_FTM_H
#include "base/json.h"
#include "sources/columns.h"
#include "sources/facts.h"
#include "sources/source.h"

typedef enum ftm_role {
    FTM_THING,       /* a party */
    FTM_ADDRESS,     /* an address that parties point to */
    FTM_SANCTION,    /* a listing of the parties it points to */
    FTM_DOCUMENT,    /* an identity document of the parties it points to */
    FTM_RELATION     /* a relation between two parties */
} ftm_role;

typedef struct ftm_schema {
    const char *name;
    ftm_role role;
    st_kind kind;
    const char *from, *to;   /* properties with the ends of a relation; of a sanction or document only from */
    st_prop head;            /* fact of the party at `from` whose value is the party at `to` */
    const char *type;        /* qualifier type when the entity names no role of its own */
} ftm_schema;

typedef enum ftm_act { FTM_NOTE, FTM_FACT, FTM_DATE, FTM_COUNTRY, FTM_GENDER, FTM_LINK, FTM_PART, FTM_HAS_ADDRESS } ftm_act;
typedef struct ftm_prop {
    const char *name;
    ftm_act act;
    st_prop prop;
    const char *type;        /* qualifier type of the fact; NULL for none */
    st_kind kind;            /* only for parties of this kind; rows for one kind stand before the row for all */
    const char *status;
} ftm_prop;

extern const ftm_schema st_ftm_schemas[];
extern const size_t st_ftm_n_schemas;
extern const ftm_prop st_ftm_props[];
/* How the properties of sanctions and of relations and documents qualify the fact; NONE: kept in the detail with the property's name. */
st_prop st_ftm_sanction_qual(st_str property);
st_prop st_ftm_relation_qual(st_str property);

enum { FTM_SLOTS = 1024 };
typedef struct ftm_address { st_place place; st_str id, full, detail; uint32_t line; bool used; } ftm_address;
typedef struct ftm_use { st_str address, party; } ftm_use;

typedef struct ftm {
    st_model *m;
    st_facts f;
    st_buf text;
    uint32_t line;
    uint16_t schema_slot[FTM_SLOTS], prop_slot[FTM_SLOTS];   /* 1 + number of the row; 0 is free */
    uint64_t *schema_count;
    st_str currency;                       /* of the open party when it is a wallet; p NULL when it is none */
    st_str dataset;                        /* the one dataset of the file, or empty */
    char dataset_text[64], seen[32], changed[32];
    st_arena arena;                        /* of addresses and their uses, which may come in any order */
    st_keyset address_of;
    ftm_address *address; size_t addresses, addresses_cap;
    ftm_use *use; size_t uses, uses_cap;
    uint64_t links, deleted;
} ftm;

void st_ftm_index(ftm *r);
const ftm_schema *st_ftm_schema_of(const ftm *r, st_str name);
/* The row for this property of a party of this kind, or NULL. */
const ftm_prop *st_ftm_prop_of(const ftm *r, st_str name, st_kind kind);

/* The text of a value; of a nested entity its id. */
st_str st_ftm_value(const st_json *v);
/* First value of a property and the next one, so that a lone string reads like an array of one. */
const st_json *st_ftm_first(const st_json *property);
const st_json *st_ftm_next(const st_json *property, const st_json *v);

/* Country codes of the ontology: ISO 3166-1 and -3 in small letters, and subdivisions ("ua-cri"). */
void st_ftm_country(ftm *r, st_prop head_or_qual, st_str code);
void st_ftm_date(ftm *r, st_prop head_or_qual, st_str date);
/* "name: value" into the detail of the fact before. */
void st_ftm_detail(ftm *r, st_str name, st_str value);

/* Entities that are no parties. `parent` stands for an end that the entity does not name (nested entities leave it out). *done is false when the
 * ends are missing: the entity is then read as a party, so that nothing is lost. */
st_code st_ftm_sanction(ftm *r, const ftm_schema *s, const st_json *entity, st_str parent, bool *done, st_err *err);
st_code st_ftm_document(ftm *r, const ftm_schema *s, const st_json *entity, st_str parent, bool *done, st_err *err);
st_code st_ftm_relation(ftm *r, const ftm_schema *s, const st_json *entity, st_str parent, bool *done, st_err *err);
/* A wallet's or security's number for the party that holds or issued it. */
st_code st_ftm_holder(ftm *r, const ftm_schema *s, const st_json *entity, st_err *err);

/* An address comes, a party has an address, and the end of the file: what was not known when it was needed is staged now. */
st_code st_ftm_address(ftm *r, st_str id, const st_json *entity, st_err *err);
st_code st_ftm_has_address(ftm *r, st_str party, const st_json *value, st_err *err);
st_code st_ftm_addresses_end(ftm *r, st_err *err);
#endif
