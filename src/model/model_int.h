/* Inside model/: the structures behind model.h.
 *
 * Facts live in segments, one for each commit: a header and the facts in a row, five bytes each. The segments of a party are a linked list, so that
 * a party may be committed to at any time and the undo of a file is to cut the lists where they were. Each text is stored once. */
#ifndef ST_MODEL_INT_H
#define ST_MODEL_INT_H
#include "model/model.h"
#include "model/space.h"

#define ST_NONE UINT32_MAX
enum { ST_MAX_MESSAGES = 100, ST_MAX_MEASURES = 512, ST_MAX_FILES = 65535, ST_MAX_LISTS = 65535, ST_MAX_VALUE = 16 << 20 };

typedef struct st_segment { uint32_t next, line, facts; uint16_t file; uint8_t kind, main; } st_segment;   /* the facts follow */

/* A fact as stored: its property and the number of its string. */
enum { ST_FACT = 5 };
static inline uint8_t *st_fact_put(uint8_t *p, uint8_t prop, uint32_t string) {
    *p = prop;
    memcpy(p + 1, &string, sizeof string);
    return p + ST_FACT;
}
static inline uint32_t st_fact_string(const uint8_t *p) {
    uint32_t string;
    memcpy(&string, p + 1, sizeof string);
    return string;
}
static inline const uint8_t *st_segment_facts(const st_segment *s) { return (const uint8_t *)(s + 1); }
static inline const uint8_t *st_segment_end(const st_segment *s) { return st_segment_facts(s) + (size_t)s->facts * ST_FACT; }

typedef struct st_party { uint32_t key, first, last; uint16_t list; bool main, touched; } st_party;   /* key: string; first, last: segments */
typedef struct st_undo { uint32_t party; st_party was; } st_undo;

/* What one file brought. While a list is open m->open is its file; at the end it moves to m->file. */
typedef struct st_file {
    st_str field[ST_LIST_FIELDS];
    st_str hint_date;
    uint64_t bytes, records;
    uint32_t bad, warnings, main;
    uint32_t list, rank;                               /* rank among the files of its list */
    struct st_measure *measure; size_t measures, measure_cap;
    struct st_message *message; size_t messages, message_cap;
} st_file;

typedef struct st_list {
    uint32_t *party; size_t parties, party_cap;        /* numbers into m->party, in order of appearance */
    st_list_view view;                                 /* as of the last end; its arrays belong to the list */
    uint32_t files;
} st_list;

typedef struct st_segment_ref { const st_segment *s; uint32_t rank, order; } st_segment_ref;
typedef struct st_group { const uint8_t *p; uint32_t n, head; } st_group;   /* one head with its qualifiers, as stored; head tells most groups apart */

/* The party that was read back last: its segments in order, its distinct groups. */
typedef struct st_scratch {
    uint32_t number, party;                            /* number among all parties, ST_NONE: none; number in m->party */
    uint32_t list;                                     /* rank of its list */
    st_code failed;
    st_segment_ref *seg; size_t segs, seg_cap;
    st_group *group; size_t groups, group_cap;
    uint32_t *slot; size_t slots;
} st_scratch;

/* What is staged lies in m->text; the ids of its strings are found at the commit, for the whole record at once. */
typedef struct st_staged { size_t at; uint32_t n, tag, string; uint8_t prop; } st_staged;

struct st_model {
    st_strings strings;
    st_space facts;
    st_party *party; size_t parties, party_cap;
    uint32_t *slot; size_t slots;                      /* (list, key) -> party + 1 */
    st_list *list; size_t lists, list_cap;             /* in order of creation */
    uint32_t *sorted, *base; size_t sorted_cap, base_cap;   /* list by rank; number of the first party of each rank */
    st_file *file; size_t files, file_cap;

    bool list_open, joined;
    uint32_t cur;                                      /* the list that is open */
    st_file open;
    uint64_t warned[(ST_PROP_COUNT + 63) / 64];        /* identifiers whose failing check was reported in this file */
    struct { size_t parties, strings, list_parties; uint64_t text, facts; } mark;
    st_undo *undo; size_t undos, undo_cap;

    bool party_open, stage_main, supplement, skip;                 /* skip: qualifiers of an ignored head */
    st_kind stage_kind;
    st_str stage_bad;                                  /* why the open record cannot be kept; static text */
    uint32_t line;
    st_staged key;                                     /* of the open record */
    st_staged *stage; size_t staged, stage_cap, head;  /* head: where the open group begins */
    char *text; size_t text_n, text_cap;
    uint64_t stage_notes;

    st_err err;                                        /* the first failure; err.code ST_OK when none */
    st_scratch *scratch;                               /* apart, since reading back takes a const model */
};

/* Records the first failure. */
st_code st_model_fail(st_model *m, st_code code, const char *fmt, ...) ST_PRINTF(3, 4);
static inline st_str st_staged_text(const st_model *m, const st_staged *s) { return (st_str){ m->text + s->at, s->n }; }
/* A text that lives as long as the model, or an empty one after a failure. */
st_str st_model_keep(st_model *m, st_str s);
void st_model_message(st_model *m, uint32_t line, bool bad, const char *fmt, va_list ap) ST_PRINTF(4, 0);
void st_file_free(st_file *f);

/* model_list.c: the view of list `cur` with the open file as its last, then the order of all lists. Changes nothing when it fails. */
st_code st_model_arrange(st_model *m, st_err *err);
void st_list_view_free(st_list *l);
static inline size_t st_key_slot(const st_model *m, uint32_t list, uint32_t key) {
    uint64_t h = ((uint64_t)key << 16 ^ list) * UINT64_C(0x9E3779B97F4A7C15);
    return (size_t)(h >> 32) & (m->slots - 1);
}
#endif
