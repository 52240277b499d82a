/* The model: lists, their parties, and facts about the parties. Readers write it, index/build reads it.
 *
 * A fact is a HEAD property with a value and any number of qualifiers (props.def). A party belongs to one list and is found by the list's own
 * record key; so every fact knows its list and record. Parties of different lists are never merged here: who is the same is a question of
 * evidence, and match answers it.
 *
 * Reading is transactional per record: facts are staged, st_model_commit keeps them, st_model_bad drops and reports them. A party may be
 * committed to several times (a list with one row per alias): the union is kept, equal facts once. A key that is only ever added to, and never
 * committed as a main record, is an orphan: kept, searchable, counted apart.
 *
 * All calls after the first failure are no-ops: readers check st_model_commit's result, or st_model_ok at the end of the file. */
#ifndef ST_MODEL_H
#define ST_MODEL_H
#include "base/base.h"

typedef enum st_kind { ST_KIND_UNKNOWN, ST_KIND_PERSON, ST_KIND_ORGANISATION, ST_KIND_VESSEL, ST_KIND_AIRCRAFT, ST_KIND_WALLET, ST_KIND_SECURITY,
                       ST_KIND_OTHER, ST_KIND_COUNT } st_kind;
const char *st_kind_name(st_kind k);               /* "person", "organisation", ... ; static */
st_kind st_kind_of(st_str name);                   /* also "individual", "entity", "company", "ship"; UNKNOWN when not known */

typedef enum st_class { ST_CLASS_NAME, ST_CLASS_DATE, ST_CLASS_PLACE, ST_CLASS_COUNTRY, ST_CLASS_ID, ST_CLASS_TEXT, ST_CLASS_LISTING, ST_CLASS_LINK,
                        ST_CLASS_QUAL } st_class;

typedef enum st_prop {
    ST_PROP_NONE,
#define HEAD(sym, name, cls, text) ST_P_##sym,
#define QUAL(sym, name, text) ST_##sym,
#include "model/props.def"
    ST_PROP_COUNT
} st_prop;
typedef struct st_prop_info { const char *name, *text; st_class cls; bool head; } st_prop_info;
extern const st_prop_info st_props[ST_PROP_COUNT];   /* seen here because every fact is asked for its class, more than once */
static inline const st_prop_info *st_prop_row(st_prop p) { return &st_props[(unsigned)p < ST_PROP_COUNT ? p : ST_PROP_NONE]; }
static inline const char *st_prop_name(st_prop p) { return st_prop_row(p)->name; }   /* "birth_date"; static */
static inline const char *st_prop_text(st_prop p) { return st_prop_row(p)->text; }   /* its description; static */
static inline st_class st_prop_class(st_prop p) { return st_prop_row(p)->cls; }
static inline bool st_prop_is_head(st_prop p) { return st_prop_row(p)->head; }
/* Does it tie a party to a country? head: the fact that a qualifier belongs to; that of an address does. */
bool st_prop_is_country(st_prop p, st_prop head);
st_prop st_prop_of(st_str name);                   /* NONE when not known */

typedef struct st_model st_model;
st_model *st_model_new(st_err *err);
void st_model_free(st_model *m);

/* ---- a list -------------------------------------------------------------------------------------------------------------------------- */
/* Fields of a list: data/lists.tsv gives title, publisher, url, licence for the ids that strait knows. Set in any order between begin and end. */
typedef enum st_list_field { ST_LIST_ID, ST_LIST_TITLE, ST_LIST_PUBLISHER, ST_LIST_URL, ST_LIST_DATE, ST_LIST_FILE, ST_LIST_SHA256, ST_LIST_FORMAT,
                             ST_LIST_LICENCE, ST_LIST_NOTICE, ST_LIST_FIELDS } st_list_field;
st_code st_model_list_begin(st_model *m, st_str id, st_err *err);
void st_model_list_set(st_model *m, st_list_field f, st_str value);
st_str st_model_list_get(const st_model *m, st_list_field f);
/* Counts of the file as it stands, by the publisher's own element or column names: "records", "aka", "INDIVIDUAL"... Adds n. */
void st_model_count(st_model *m, const char *measure, uint64_t n);
/* Same, with a measure of two words: "type vessel". */
void st_model_count2(st_model *m, const char *measure, st_str value, uint64_t n);
/* Several files may make one list: a main file, its aliases, its addresses. A reader that has one of the others calls join before its first party:
 * when there are lists with this id the file becomes a part of the one with its date, else of the newest that is not younger, else of the
 * newest; records with the same key become one party, and *joined (may be NULL) is set. When there is none the open list gets this id. Main
 * files are read before their companions. What is read back is in the order of the files with the most main records first, then by file name,
 * then by hash. ST_E_USAGE when a party was committed already. */
st_code st_model_list_join(st_model *m, st_str id, bool *joined, st_err *err);
/* The date that the list gets at its end if the file states none (EDTF, from its path), with a message that says so; join goes by it. */
void st_model_list_hint_date(st_model *m, st_str date);
/* Records committed or bad so far in the open file. */
uint64_t st_model_records(const st_model *m);
/* The file that is being read: its path or name, SHA-256 in hex, size on disk, format. The driver calls this; the same as setting ST_LIST_FILE,
 * ST_LIST_SHA256 and ST_LIST_FORMAT, plus the size. */
void st_model_file(st_model *m, st_str file, st_str sha256, uint64_t bytes, st_str format);
/* Ends the list, or the file of a joined one. Fails (ST_E_DATA) when bad * 1000 > max_bad_permille * records of this file: so 10 allows one
 * damaged record in each full hundred, none in fewer than a hundred, and 1000 allows all. Fails as well with what made the model fail
 * (ST_E_NOMEM, ST_E_LIMIT). After any failure, of this or of the reader, call st_model_list_drop. */
st_code st_model_list_end(st_model *m, uint32_t max_bad_permille, st_err *err);
/* Forgets everything that came since st_model_list_begin, failures included, and nothing else; the file of a joined list goes, the list stays. */
void st_model_list_drop(st_model *m);

/* ---- a party ------------------------------------------------------------------------------------------------------------------------- */
/* Opens the record with this key for staging, new or known. line: where it stands in the file, for messages. */
void st_model_party(st_model *m, st_str key, uint32_t line);
void st_model_kind(st_model *m, st_kind kind);     /* may be called at any time while the party is open; UNKNOWN changes nothing */
/* Marks the open party as a main record (not just an alias or address row for one). */
void st_model_main(st_model *m);
/* Stages a fact. Values are trimmed; an empty one, with the exception of ADDRESS and LINK heads that carry qualifiers, is ignored together
 * with its qualifiers. Invalid UTF-8 makes the record bad. ID values are checked (ident.h) and get the qualifier check=fails where one fails. */
void st_fact(st_model *m, st_prop head, st_str value);
void st_qual(st_model *m, st_prop qual, st_str value);
/* Convenience: country names become alpha-2 (raw text kept when not known); dates become EDTF (raw text kept when no date can be read, as a note). */
void st_fact_country(st_model *m, st_prop head, st_str text);
void st_qual_country(st_model *m, st_str text);
void st_fact_date(st_model *m, st_prop head, st_str text, int date_order);   /* st_date_order of text.h */
void st_qual_date(st_model *m, st_prop qual, st_str text, int date_order);
/* What has no place in the model: kept as a NOTE with field, and counted under "notes". */
void st_note(st_model *m, st_str field, st_str value);
/* A note with this field that some file of the list has committed to the open party; empty when there is none. For a text that one file begins
 * and another one ends. The slice lives as long as the model. Looks through the party's first ST_NOTED_COMMITS commits, so that a list with a
 * million rows for one key costs no more than its length. */
#define ST_NOTED_COMMITS 1024u
st_str st_model_noted(const st_model *m, st_str field);
/* Has the open party a main record from this file or an earlier one? */
bool st_model_has_main(const st_model *m);
/* The open record is a supplement (a link found when the list had been read), not a record of the file: it does not count as one. */
void st_model_supplement(st_model *m);
/* Keeps what was staged. */
st_code st_model_commit(st_model *m, st_err *err);
/* Drops what was staged and reports the record as damaged: line (0: the party's), reason. */
void st_model_bad(st_model *m, uint32_t line, const char *fmt, ...) ST_PRINTF(3, 4);
/* A warning that costs nothing: counted, first ones kept for the report. */
void st_model_warn(st_model *m, uint32_t line, const char *fmt, ...) ST_PRINTF(3, 4);
st_code st_model_ok(const st_model *m, st_err *err);
/* A reader had no memory for what it was about to stage: the list fails (ST_E_NOMEM, returned), as after any failure of the model itself. */
st_code st_model_nomem(st_model *m);

/* ---- reading it back (index/build, tests) ---------------------------------------------------------------------------------------------- *
 * Between lists, not while one is open. Lists are numbered by id, then date, then hash of the first file; parties by list, then in the order
 * in which they first appear: the numbers don't depend on the order in which files were read. */
typedef struct st_file_entry { st_str file, sha256, format; uint64_t bytes, records; uint32_t bad, main; } st_file_entry;
typedef struct st_list_view {
    st_str field[ST_LIST_FIELDS];
    uint32_t first_party, parties;      /* parties in order of first appearance, orphans among them */
    uint32_t orphans, bad, warnings;
    uint64_t records;                   /* records committed or bad: the denominator of the damage share */
    const struct st_measure { st_str name; uint64_t n; } *measure; size_t measures;   /* sorted by name */
    const struct st_message { uint32_t line; bool bad; st_str text; } *message; size_t messages;  /* the first 100 */
    const st_file_entry *file; size_t files;   /* one, or more of a joined list; field[ST_LIST_FILE] and others are those of the first */
} st_list_view;
size_t st_model_lists(const st_model *m);
void st_model_list(const st_model *m, size_t i, st_list_view *out);

typedef struct st_fact_view { st_prop prop; st_str value; uint32_t string; /* id in the model's string table */ } st_fact_view;
typedef struct st_party_view { st_str key; st_kind kind; bool orphan; uint32_t list, line, key_string; } st_party_view;
size_t st_model_parties(const st_model *m);
void st_model_party_view(const st_model *m, uint32_t party, st_party_view *out);
/* Strings are numbered from 0 (the empty one) in the order in which they were first seen; numbers that no fact uses may be among them. */
uint32_t st_model_strings(const st_model *m);
st_str st_model_string(const st_model *m, uint32_t string);
/* Tells that this party will be read soon, where the order of reading is not that of the numbers, and calls for its memory: in three steps, 0 to 2,
 * of which each needs what the one before called for. */
void st_model_expect(const st_model *m, uint32_t party, unsigned step);
/* Walks the facts of a party: heads, each followed by its qualifiers, duplicates removed. *state starts at 0. False at the end, and when memory
 * is out, which st_model_ok tells. Cheapest when one party is walked at a time. Not for several threads at once. */
bool st_model_fact(const st_model *m, uint32_t party, uint64_t *state, st_fact_view *out);
#endif
