/* What the formats of the United Kingdom's two lists have in common: the UK Sanctions List (XML, CSV of 58 columns) and OFSI's consolidated list
 * (ConList CSV of 29 and 36 columns). Each names the same fields; what a field becomes is said once here. */
#ifndef ST_UK_H
#define ST_UK_H
#include "sources/facts.h"

typedef enum st_uk_field { ST_UK_TITLE, ST_UK_PHONE, ST_UK_EMAIL, ST_UK_WEBSITE, ST_UK_DOB, ST_UK_NATIONALITY, ST_UK_POSITION, ST_UK_GENDER, ST_UK_ENTITY_TYPE,
    ST_UK_SUBSIDIARY, ST_UK_PARENT, ST_UK_BUSINESS, ST_UK_IMO, ST_UK_OWNER, ST_UK_OWNER_BEFORE, ST_UK_FLAG, ST_UK_FLAG_BEFORE, ST_UK_SHIP_TYPE,
    ST_UK_TONNAGE, ST_UK_LENGTH, ST_UK_BUILT, ST_UK_HULL, ST_UK_OTHER, ST_UK_REASONS, ST_UK_FIELDS } st_uk_field;
/* Stages a cell or element; cells that count their values or separate them by | are split. */
void st_uk_fact(st_facts *f, st_uk_field field, st_str text);

/* Names 1 to 5 are given names, 6 is the surname, or the whole name of what is no person. False when all are empty. */
typedef struct st_uk_name { st_str part[6], type, strength; bool person; } st_uk_name;
bool st_uk_name_fact(st_facts *f, const st_uk_name *n);

typedef struct st_uk_address { st_str line[6], postcode, country; } st_uk_address;   /* line 6 is the town */
void st_uk_address_fact(st_facts *f, const st_uk_address *a);
/* Numbers of passports or identity cards with what is said about them; either cell may count several. */
void st_uk_document_fact(st_facts *f, st_prop prop, st_str number, st_str details);
/* Town and country of birth; counted cells are paired when they count alike. */
void st_uk_birth_place(st_facts *f, st_str town, st_str country);

typedef struct st_uk_listing { st_str regime, source, reference[3], designated, updated, measures; } st_uk_listing;
void st_uk_listing_fact(st_facts *f, const st_uk_listing *l);
#endif
