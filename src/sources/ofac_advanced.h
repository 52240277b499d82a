/* What SDN_ADVANCED.XML refers to by number: reference texts, locations, documents. They come before the parties and are kept until the end. */
#ifndef ST_SOURCES_OFAC_ADVANCED_H
#define ST_SOURCES_OFAC_ADVANCED_H
#include "sources/ofac.h"

/* The sets of reference values that are used; values of several sets may share a number. */
typedef enum adv_set { ADV_ALIAS_TYPE, ADV_COUNTRY, ADV_DETAIL, ADV_FEATURE_TYPE, ADV_DOC_DATE, ADV_DOC_TYPE, ADV_LEGAL_BASIS, ADV_LIST, ADV_LOC_PART,
                       ADV_NAME_PART, ADV_PARTY_SUBTYPE, ADV_PARTY_TYPE, ADV_RELATION, ADV_QUALITY, ADV_RELIABILITY, ADV_MEASURE, ADV_SCRIPT,
                       ADV_VALIDITY, ADV_SETS } adv_set;

typedef struct adv_location { uint64_t id; st_str country, street, city, region, postcode, other; } adv_location;
typedef struct adv_document { uint64_t identity, order; ofac_item item; } adv_document;
typedef struct adv_ref { adv_set set; uint64_t id; st_str text, extra; } adv_ref;

typedef struct adv_store {
    st_arena arena;
    adv_ref *ref; size_t refs, refs_cap;
    adv_location *loc; size_t locs, locs_cap;
    adv_document *doc; size_t docs, docs_cap;
    bool sorted;
} adv_store;

/* Copies what they are given. ST_E_NOMEM. */
st_code adv_add_ref(adv_store *s, adv_set set, st_str id, st_str text, st_str extra, st_err *err);
st_code adv_add_location(adv_store *s, const adv_location *loc, st_err *err);
st_code adv_add_document(adv_store *s, uint64_t identity, const ofac_item *item, st_err *err);
/* Text of a reference value; empty when there is none. */
st_str adv_text(adv_store *s, adv_set set, st_str id);
const adv_ref *adv_find(adv_store *s, adv_set set, st_str id);
const adv_location *adv_location_of(adv_store *s, st_str id);
/* The documents of an identity: how many, the first through *first. */
size_t adv_documents_of(adv_store *s, st_str identity, const adv_document **first);
/* The location in one line, "street, city, region, postcode, country" and what has no type. */
void adv_print(const adv_location *loc, st_buf *out);
void adv_free(adv_store *s);
#endif
