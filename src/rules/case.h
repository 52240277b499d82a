/* A case: what is to be checked, as facts. doc/CASES.md is the format, data/regimes/facts.yaml the schema. */
#ifndef ST_CASE_H
#define ST_CASE_H
#include "rules/rules.h"

/* One value. Countries are alpha-2, codes in capitals without blanks, HS codes digits, yes_no "yes" or "no". lo and hi: a number (both), or the first and the last instant that a date may mean. */
typedef struct st_value { st_str text; int64_t lo, hi; } st_value;
/* What the case says of one fact of one item. known: the values are all there are, none among them; else nobody knows. from: the fact it was taken from when the case does not state it. */
typedef struct st_cell { const st_value *value; uint16_t n; bool known, stated, doubted; const st_fact_def *from; } st_cell;   /* doubted: the case says that it, or what it would be taken from, is not known */

typedef enum st_stake_kind { ST_STAKE_SHARES, ST_STAKE_VOTES, ST_STAKE_BOARD, ST_STAKE_CONTROL } st_stake_kind;
/* Percent in basis points, 0 to 10000; min < max when only bounds are known. */
typedef struct st_case_stake { st_str owner, owned, joint, text; st_stake_kind kind; int32_t min_bp, max_bp; bool has_since, has_until; st_instant since, until; } st_case_stake;

typedef struct st_case {
    st_str id;
    size_t items[ST_SCOPES];              /* how many; 1 of ST_IN_CASE */
    st_cell *cell[ST_SCOPES];             /* item * facts_of[scope] + slot */
    st_case_stake *stake; size_t stakes;
    const st_json *message;               /* audit fields of a payment message: carried, never asked */
    const st_json *source;
    size_t assumed;                       /* cells that were taken from others */
} st_case;

enum { ST_ITEMS_MOST = 1000, ST_VALUES_MOST = 256 };

/* Reads a case out of a tree, which must outlive it; memory from the arena. ST_E_DATA names the member and, for a fact that is not in the schema, the nearest. */
st_code st_case_read(const st_rules *r, const st_json *tree, st_arena *a, st_case *out, st_err *err);
/* JSON when it begins with {, else YAML. */
st_json *st_case_parse(st_arena *a, st_str text, const char *name, st_err *err);

const st_cell *st_case_cell(const st_rules *r, const st_case *c, const st_fact_def *f, size_t item);
/* The only or first text of a fact of an item, empty when there is none. */
st_str st_case_text(const st_rules *r, const st_case *c, const char *fact, size_t item);
/* What an item is called in explanations: its id, else name, IMO number or HS code, else "goods 2". */
void st_case_label(const st_rules *r, const st_case *c, st_scope s, size_t item, st_buf *out);
/* The legal time of the case: its date. False when it has none. */
bool st_case_date(const st_rules *r, const st_case *c, st_instant *out);
#endif
