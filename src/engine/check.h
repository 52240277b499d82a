/* Checking: a case, the rules and an index into verdicts. What the command line, the library and later surfaces call. */
#ifndef ST_CHECK_H
#define ST_CHECK_H
#include "engine/screen.h"
#include "rules/judge.h"
#include "rules/owned.h"

typedef struct st_check_options {
    bool has_at; st_instant at;           /* legal time; else the case's date, else now */
    st_instant now;                       /* what "now" is */
    bool partial;                         /* lists that the index does not hold are taken for empty; the answer names them */
    bool closed;                          /* nobody is on a list unless the case says so */
    st_judge_options judge;
} st_check_options;

/* One thread's means to check. */
typedef struct st_checker { const st_rules *rules; const st_engine *e; st_search *search; st_comparer *comparer; st_owned_of_case *owned; st_arena arena; } st_checker;
/* e NULL: without an index. */
st_checker *st_checker_new(const st_rules *r, const st_engine *e, st_err *err);
void st_checker_free(st_checker *k);

/* An answer; it lives until the checker's next call, and the tree that it was asked with must too. */
typedef struct st_checked { st_case c; st_ask ask; st_judgement j; st_registry registry; st_standing_of_case *standing; bool closed, partial, now_assumed; } st_checked;
st_code st_checker_run(st_checker *k, const st_json *tree, const st_check_options *o, st_checked *out, st_err *err);

/* The answer as JSON, the same on every surface (doc/CASES.md). proofs: with the whole trees. */
void st_checked_json(st_jw *w, const st_checker *k, const st_checked *a, bool proofs);
/* "not legal advice; rules as of 2026-11-26; 212 of 212 unreviewed". */
void st_rules_notice(const st_rules *r, st_buf *out);
/* The day as of which the rules speak: the time of knowledge, or the last day on which one was recorded if that is earlier. */
void st_rules_day(const st_rules *r, char out[32]);
/* Which items a finding is about, as "goods 8542.31, party Example": empty when it is about the case as a whole. */
void st_items_text(const st_checked *a, const int32_t item[ST_SCOPES], st_buf *out);
/* The rule that a finding rests on. */
st_str st_finding_id(const st_finding *f);
st_texts st_finding_obligations(const st_finding *f);

/* Why a finding holds: the facts that decided; what is missing for it, and what would change it; a line each. */
typedef void (*st_line_fn)(void *user, st_str line);
void st_finding_because(const st_checked *a, const st_proof *p, st_line_fn fn, void *user);
void st_finding_missing(const st_checked *a, const st_finding *f, st_line_fn fn, void *user);
void st_finding_changes(const st_checked *a, const st_finding *f, st_line_fn fn, void *user);
/* Does nothing but lists that the index does not hold keep the finding open? */
bool st_finding_waits(const st_finding *f);
/* The list objects that were taken for empty (st_check_options.partial). */
void st_checked_skipped(const st_checked *a, st_line_fn fn, void *user);
/* The facts that were taken from others because the case does not state them. */
void st_assumed(const st_checker *k, const st_checked *a, st_line_fn fn, void *user);
#endif
