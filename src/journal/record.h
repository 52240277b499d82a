/* A record of the journal, and how it is hashed (doc/JOURNAL.md, "The chain").
 *
 * A record has a public part (when, who, which engine, index and rules, with which parameters) and a personal one (subject, input, result, list entries). The chain
 * hashes the public part and a salted commitment to the personal one, so that the latter can be erased and every hash still holds. */
#ifndef ST_RECORD_H
#define ST_RECORD_H
#include "base/json.h"

typedef enum st_record_kind {
#define KIND(sym, name, text) ST_REC_##sym,
#include "journal/record_kinds.def"
#undef KIND
    ST_REC_KINDS
} st_record_kind;
const char *st_record_kind_name(st_record_kind k);
/* ST_REC_KINDS when the name is none. */
st_record_kind st_record_kind_of(st_str name);

enum { ST_HASH = 32, ST_SALT = 32 };

/* A party of a list as it was (entry.h): version is the SHA-256 of body. */
typedef struct st_entry { uint8_t version[ST_HASH]; st_str list, key, body; } st_entry;

/* Slices are borrowed. Of a record to be written, what the journal fills is marked *. */
typedef struct st_record {
    uint64_t seq;                    /* * from 1, without gaps */
    uint64_t time;                   /* * milliseconds since 1970, UTC */
    uint64_t ref;                    /* the record that this one is about, or 0 */
    st_str kind, actor;
    st_str engine;                   /* * the version of strait */
    st_str index, rules;             /* hashes in hex, or empty */
    st_str params;                   /* a JSON object; holds nothing personal */
    bool erased;                     /* the five below are gone */
    st_str salt;                     /* * */
    st_str subject;                  /* the caller's id of a customer or case, or empty */
    st_str input, result;            /* JSON; result is the bytes that were answered, without the line end */
    st_str entries;                  /* JSON: [{"list","id","version"}] of the entries that the result shows */
    uint8_t commitment[ST_HASH];     /* * to salt, subject, input, result, entries */
    uint8_t prev[ST_HASH], hash[ST_HASH];   /* * */
    uint8_t own_salt[ST_SALT];       /* where salt points in a record that is being written */
    const st_entry *entry; size_t n_entries;   /* to be stored along with it; not part of it */
} st_record;

/* The last record, or {0, genesis} of an empty journal. */
typedef struct st_head { uint64_t seq; uint8_t hash[ST_HASH]; } st_head;

/* false when memory is out. */
bool st_record_commit_to(const st_record *r, uint8_t out[ST_HASH]);
/* The hash of the public part, under `seq`; the commitment is taken as it stands. */
bool st_record_body(const st_record *r, uint64_t seq, uint8_t out[ST_HASH]);
bool st_record_link(const uint8_t prev[ST_HASH], const uint8_t body[ST_HASH], uint8_t out[ST_HASH]);
/* What the first record's prev is, in the journal with this id. */
bool st_record_genesis(st_str id, uint8_t out[ST_HASH]);

void st_hex(const uint8_t *p, size_t n, char *out);                  /* 2n lower-case digits and NUL */
bool st_unhex(st_str hex, uint8_t *out, size_t n);                   /* exactly 2n digits */
/* Milliseconds since 1970 as 2026-11-26T03:10:00.123Z. */
void st_time_text(uint64_t ms, char out[32]);

/* The whole record as a JSON object, hashes in hex; input, result, entries and params are strings, so that their bytes stay what they were. */
void st_record_json_line(st_jw *w, const st_record *r);
/* Back from it; slices point into the tree. ST_E_DATA with the member that is missing or wrong. Hashes are read, not compared. */
st_code st_record_of_json(const st_json *v, st_record *out, st_err *err);
#endif
