/* What the formats of the EU's consolidated financial sanctions list have in common: the facts, as every format carries them under other names.
 *
 * Key: the EU reference number (EU.27.28), which every format since 2018 prints and which is unique; the logical id stands in where a format
 * (the global XML of 2016) or a record has none. It is kept with the listing in either case, so that records of all dates can be joined. */
#ifndef ST_EU_H
#define ST_EU_H
#include "sources/facts.h"

typedef struct st_eu_entity { st_str logical_id, reference, un_reference, designated, details, remark, kind; } st_eu_entity;   /* kind: P, E, person, enterprise */
typedef struct st_eu_regulation { st_str type, organisation, published, in_force, title, programme, url; } st_eu_regulation;
typedef struct st_eu_name { st_str whole, first, middle, last, function, gender, title, language, remark; bool main, weak; } st_eu_name;
typedef struct st_eu_birth { st_str date, day, month, year, from, to, circa, calendar, place, city, region, postcode, iso2, country, remark; } st_eu_birth;
typedef struct st_eu_address { st_str street, city, po_box, postcode, region, place, iso2, country, as_listed, remark; } st_eu_address;
typedef struct st_eu_id { st_str number, type, type_text, diplomatic, expired, fake, lost, revoked, issuer, issued, from, to, latin, name, region, iso2,
                                 country, remark; } st_eu_id;

st_str st_eu_key(const st_eu_entity *e);
/* Opens the party and stages what concerns it as a whole. */
void st_eu_open(st_facts *f, const st_eu_entity *e, uint32_t line);
void st_eu_listing(st_facts *f, const st_eu_entity *e, const st_eu_regulation *r);
/* The act that added a single fact, as a note, unless it is the entity's own (whose title is `own`) and so stands in the listing. */
void st_eu_act(st_facts *f, st_str own, st_str title, st_str published, st_str url);
bool st_eu_name_fact(st_facts *f, const st_eu_name *n);
void st_eu_birth_fact(st_facts *f, const st_eu_birth *b);
void st_eu_address_fact(st_facts *f, const st_eu_address *a);
void st_eu_id_fact(st_facts *f, const st_eu_id *d);
void st_eu_citizenship(st_facts *f, st_str iso2, st_str country, st_str region, st_str remark);
/* One contact by its key (PHONE, FAX, EMAIL, WEB), or a run of them as the CSV prints it: PHONE[...] EMAIL[...]. */
void st_eu_contact(st_facts *f, st_str key, st_str value);
void st_eu_contacts(st_facts *f, st_str run);
/* A remark without the parentheses that the CSV puts around it; empty for "none", "Null" and the like. */
st_str st_eu_remark(st_str s);
#endif
