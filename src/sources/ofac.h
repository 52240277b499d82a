/* What the OFAC readers share: the vocabulary of labels, names, programmes, and which of the two lists a file belongs to.
 *
 * OFAC publishes one stock of data in five shapes. The labels ("Passport", "Tax ID No.", "Digital Currency Address - XBT") are the same in all
 * of them: as prefixes of the items in the remarks of the flat files, as idType in SDN.XML, as feature and document types in the two newer XML
 * formats. So they are known in one table, ofac_terms.c, and every reader hands its labelled values to ofac_item_add. */
#ifndef ST_SOURCES_OFAC_H
#define ST_SOURCES_OFAC_H
#include "sources/source.h"

extern const st_source st_source_ofac_csv, st_source_ofac_xml, st_source_ofac_enhanced, st_source_ofac_advanced;

#define OFAC_SDN "us_ofac_sdn"
#define OFAC_CONS "us_ofac_cons"

typedef struct ofac_item {
    st_str type;             /* the label as printed, with or without its closing ':' or '-' */
    const struct ofac_term *term;   /* what ofac_label found for it, or NULL where that was not asked */
    st_str value;            /* may end with "(Country) issued DATE expires DATE" when the fields below are empty */
    st_str country, issued, expires, issuer;
    st_str detail;           /* anything else said of it */
    const char *status;      /* NULL, or "invalid", "former" ... */
    st_kind kind;            /* of the party: the "IMO 1234567" of a company is another number than that of a ship */
} ofac_item;

/* Bytes of the longest known label that text begins with, case folded, and its row of the table; 0 and NULL when there is none. */
size_t ofac_label(st_str text, const struct ofac_term **term);
/* Stages the facts of a labelled value for the open party. False, and nothing staged, when the label is not known. */
bool ofac_item_add(st_model *m, const ofac_item *it);
/* An identifier whose label is not in the table: kept as ID_NUMBER with the label as its type. */
void ofac_item_unknown_id(st_model *m, const ofac_item *it);

/* A name. For persons it is printed "FAMILY, Given": the parts become qualifiers. `type` (may be empty) is kept as qualifier. */
void ofac_name(st_model *m, st_prop head, st_str printed, st_kind kind, st_str type);
/* The head for an alias of OFAC's type ("aka", "a.k.a.", "F.K.A.", ...) and quality, and what to keep of the type. */
st_prop ofac_alias_head(st_str type, bool weak, st_str *keep);
/* "SDGT" or "SDGT] [IRGC] [IFSR": one LISTING for each tag. Returns how many. */
size_t ofac_programmes(st_model *m, st_str tags);
/* Title as printed, several divided by ';': offices become POSITION, short honorifics TITLE. */
void ofac_title(st_model *m, st_str title);
/* Qualifies the open ADDRESS or BIRTH_PLACE with the country that its last part names, where it does. */
void ofac_place(st_model *m, st_prop head, st_str printed);
/* A link of which only the other party's name is known. */
void ofac_link_name(st_model *m, st_prop head, st_str name, st_str type);
st_kind ofac_kind(st_str type);   /* "individual", "-0-" and "" (an entity), "vessel", ... */

/* A period of two ISO dates as EDTF: one day, a whole month or year, or a range; approximate ones get "~". False when they are no dates. */
bool ofac_period(st_str first, st_str last, bool approximate, char out[32]);
/* The text that was put together for a fact of the open party. Where it failed it is empty: too long makes the record bad, no memory the list. */
st_str ofac_text(st_model *m, const st_buf *b);
bool ofac_is_latin(st_str script);
/* Qualifies the open name with the ISO 15924 code for OFAC's name of a script, or for the script that the text is in. */
void ofac_script(st_model *m, st_str script, st_str text);
/* The head for OFAC's type of a relation. */
st_prop ofac_relation(st_str type);
/* At most 40 bytes of a text, for messages. */
st_str ofac_clip(st_str s);

/* The texts of one record as they come, in an arena that is emptied with each record. The XML readers gather a record first and stage its facts at
 * its end, because what the first elements mean may depend on the last ones, and the feeds do not keep to one order. */
typedef struct ofac_part { uint16_t tag; st_str text; } ofac_part;
typedef struct ofac_record { st_arena arena; ofac_part *part; size_t n, cap; } ofac_record;
st_code ofac_record_add(ofac_record *r, uint16_t tag, st_str text, st_err *err);
/* The first text with this tag in parts [from, to); empty when there is none. */
st_str ofac_record_get(const ofac_record *r, size_t from, size_t to, uint16_t tag);
void ofac_record_reset(ofac_record *r);
void ofac_record_free(ofac_record *r);

/* OFAC_SDN or OFAC_CONS, by the programme tags and phrases in the first bytes of a main file; by name where they tell nothing. */
const char *ofac_list_id(const st_probe *p);
/* Does the name (without folder) say so? "cons_prim.csv", "consolidated.xml", "CONS_ADVANCED.XML". */
bool ofac_named_cons(const st_probe *p);
#endif
