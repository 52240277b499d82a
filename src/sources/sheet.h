/* Lists that are tables: one row per record, a header that names the columns. Most publishers have one, and they differ in names and order alone,
 * so a reader is a layout: the columns that tell it, and one rule per column that says what its cells are. Rows come from CSV, from the sheets of
 * a workbook, or from JSON objects, whose members are columns too ("sanction.committees").
 *
 * Cells of columns without a rule become notes. Rules are worked off in the order of the layout, not of the columns. */
#ifndef ST_SHEET_H
#define ST_SHEET_H
#include "base/csv.h"
#include "base/json.h"
#include "sources/columns.h"
#include "sources/facts.h"
#include "sources/source.h"

typedef struct st_sheet st_sheet;

/* What the cells of a column are. `prop` and `type` of the rule mean what is said here; `sep` cuts a cell into several values. */
typedef enum st_how {
    ST_H_SKIP,      /* nothing: what only repeats another column */
    ST_H_NAME,      /* a name, as prop */
    ST_H_NAMES,     /* names, as prop, divided by commas or semicolons (facts.h) */
    ST_H_AKA,       /* a name, as prop, that holds others: "A (a.k.a. B; f.k.a. C)" */
    ST_H_PART,      /* a part of the primary name, as qualifier prop; parts are joined in the order of the rules */
    ST_H_TEXT,      /* a text, as prop; type becomes its qualifier */
    ST_H_COUNT,     /* texts that the cell counts: "(1) A (2) B" */
    ST_H_COUNTRY,   /* a country, as prop */
    ST_H_DATE,      /* dates as people write them, as prop */
    ST_H_NUMBER,    /* an identifier, as prop; type becomes its qualifier */
    ST_H_PLACE,     /* a part of the one address of the row, as qualifier prop */
    ST_H_ADDRESS,   /* a whole address, as prop; its last part is a country where it is known as one */
    ST_H_GENDER,
    ST_H_KIND,      /* the kind of the party */
    ST_H_PROGRAMME, /* the value of the listing */
    ST_H_LISTED,    /* a text that qualifies every listing of the row, as prop */
    ST_H_LISTED_ON, /* a date that does */
    ST_H_MEASURE,   /* "yes" or "true": the measure named by type */
    ST_H_LINK,      /* the name of another party, as prop */
    ST_H_LINK_KEY,  /* the key of another record, as prop */
    ST_H_PROSE,     /* a text, as prop, with labelled numbers in it (IMO, INN, ...) */
    ST_H_AS_OF,     /* the day of the list: the greatest counts */
    ST_H_TALLY,     /* what repeats over the whole list (a link to its page, a constant): counted by value, no fact of the record */
    ST_H_COUNTED,   /* noted, and counted as a measure of its own: one per row with this value */
    ST_H_CALL       /* the rule's function */
} st_how;

typedef struct st_rule {
    const char *column;   /* "Name|NAME": either; case and white space within do not matter; "~part" is a header that contains the part */
    st_how how;
    st_prop prop;
    const char *sep;      /* NULL: the cell is one value */
    const char *type;
    bool key;             /* the cell is (a part of) the key of the record as well */
    void (*call)(st_sheet *s, st_str cell);          /* ST_H_CALL, for text */
    void (*tree)(st_sheet *s, const st_json *v);     /* ST_H_CALL, for a member that is no text */
} st_rule;

typedef struct st_layout {
    const char *list;             /* the list's id */
    const char *const *signature; /* columns (members) that tell the layout, NULL-ended */
    const char *mark;             /* NULL, or a text that must stand in the first bytes too, where lists share their columns */
    bool exact;                   /* the header is the signature and nothing else, in its order and case: for names that any file may have */
    const st_rule *rule;
    size_t rules;
    const char *programme;        /* value of the listing where no column gives one */
    const char *programme_from;   /* NULL, or the column that stands in where a row has no programme */
    const char *authority;        /* NULL or its authority */
    const char *measure;          /* the name under which rows are counted */
    const char *count_by;         /* NULL, or the column whose values are counted one by one under their own names */
    st_kind kind;                 /* of rows without a column for it */
    st_date_order order;          /* of days in figures */
    char sep;                     /* of columns, 0: comma */
    bool merge;                   /* rows with the same key are one party; else a second one gets "#2" */
    const char *key_prefix;       /* NULL, or what stands in front of the key */
    bool key_letters;             /* small letters behind the digits of a key count the names of one record: "123a" is "123" */
    bool key_first;               /* of several cells of the key the first that is filled is the key, instead of all of them joined */
    char key_tail;                /* 0, or: the key is what stands in its cell behind the last of these ("https://.../entity/1021570") */
    bool adds;                    /* rows tell more of records that other rows make: they are no records of their own, and need no name */
    bool nameless;                /* a row without a name is a record all the same: wallets */
    void (*finish)(st_sheet *s);  /* NULL, or called before each commit */
    bool (*section)(st_sheet *s, const st_csv_row *row);   /* NULL, or: is this row no record but a heading for those below? */
} st_layout;

struct st_sheet {
    st_model *m;
    st_facts f;
    const st_layout *l;
    uint32_t line;
    st_kind kind;                 /* of the row at hand, as far as it is known */
    st_kind preset;               /* with which rows begin where the layout has none */
    bool named;                   /* the row has given a name */
    /* values of the row at hand, per rule */
    struct st_value { st_str text, column; const st_json *tree; uint32_t next; } *value;
    size_t n_value, cap_value;
    uint32_t *first, *last;       /* per rule, index + 1; [0] what has no rule */
    /* columns of the file */
    uint16_t *rule_of;            /* per column, index + 1; 0 for unknown */
    st_str *name_of;
    size_t n_column;
    st_arena arena;
    st_keyset keys;
    st_buf key, scratch;
    char as_of[32];
    char heading[256];            /* for `section` */
    void *user;                   /* of the reader */
};

/* Zeroed, then: 0, or ST_E_NOMEM. Free in any case. */
st_code st_sheet_open(st_sheet *s, st_model *m, const st_layout *l, st_err *err);
void st_sheet_free(st_sheet *s);
/* Is this row the header of the layout? Every column of the signature is there. */
bool st_sheet_is_header(const st_layout *l, const st_csv_row *row);
/* Takes a row as the header. A later one replaces it. */
st_code st_sheet_header(st_sheet *s, const st_csv_row *row, st_err *err);
/* Stages and commits a row. Rows without any text, and repetitions of the header, are passed over. */
st_code st_sheet_row(st_sheet *s, const st_csv_row *row, st_err *err);
/* A row by its values: clear, add each with its rule (st_sheet_rule; 0 for none), commit. Texts must live until then. bad: NULL, or why the row
 * is damaged. */
void st_sheet_clear(st_sheet *s, uint32_t line);
st_code st_sheet_add(st_sheet *s, uint16_t rule, st_str column, st_str text, const st_json *tree, st_err *err);
st_code st_sheet_commit(st_sheet *s, const char *bad, st_err *err);
/* The rule for a column of this name, index + 1, or 0. */
uint16_t st_sheet_rule(const st_layout *l, st_str column);
/* A row out of a JSON object: members of objects within are named "outer.inner", each element of an array is a value of its own. */
st_code st_sheet_object(st_sheet *s, const st_json *v, uint32_t line, st_err *err);
/* Sets the date of the list, when the rows gave one. */
void st_sheet_date(st_sheet *s);

/* The text of a rule's column in the row at hand, for the functions of rules. */
st_str st_sheet_cell(const st_sheet *s, const char *column);
/* Stages one value as if a column of this kind held it. */
void st_sheet_put(st_sheet *s, const st_rule *r, st_str text);

/* Stages what "(a.k.a. B; C; f.k.a. D)" holds between its brackets. */
void st_sheet_others(st_sheet *s, st_str in);

/* Does the head of the file hold the header of one of these layouts within its first lines? NULL when not. */
const st_layout *st_sheet_find(st_str head, const st_layout *const *layouts, size_t n);
/* Does the head hold JSON objects with all members of the signature? */
const st_layout *st_sheet_find_json(st_str head, const st_layout *const *layouts, size_t n);
/* Reads a delimited file whole. */
st_code st_sheet_read_csv(st_input *in, const st_layout *l, st_model *m, st_err *err);
/* Reads the objects at a path of a JSON file (base/json.h). A damaged line costs that line. */
st_code st_sheet_read_json(st_input *in, const char *path, const st_layout *l, st_model *m, st_err *err);
#endif
