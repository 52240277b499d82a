/* What strait journal can do, one function each; they share options and an open journal. */
#ifndef ST_JOURNAL_VERBS_H
#define ST_JOURNAL_VERBS_H
#include "cli/journal_args.h"
#include "journal/audit.h"

typedef struct st_journal_verb {
    st_journal_args args;
    const char *checkpoint, *kind, *by, *customer, *since, *until, *reason, *index, *rules, *hit, *as, *state, *package, *out;
    uint64_t limit;
    bool json, csv, html, four_eyes;
    st_journal *j; const char *actor;    /* set before the verb runs */
} st_journal_verb;
typedef st_code (*st_journal_verb_fn)(st_journal_verb *a, const char **args, size_t n, int *status, st_err *err);
#define VERB(name, text) st_code st_journal_verb_##name(st_journal_verb *a, const char **args, size_t n, int *status, st_err *err);
#include "cli/journal_verbs.def"
#undef VERB

typedef struct st_sequences { uint64_t *v; size_t n, cap; } st_sequences;
st_code st_sequences_of(const char **args, size_t n, st_sequences *s, st_err *err);
/* DATE or instant in milliseconds, 0 for NULL; a day is its beginning, or its end. */
st_code st_journal_time(const char *name, const char *text, bool end, uint64_t *out, st_err *err);
/* Calls fn for the records that are named, else for those that the options name, in rising order. */
st_code st_journal_each(st_journal_verb *a, const char **args, size_t n, st_record_fn fn, void *user, st_err *err);
/* The records that the options name. */
st_code st_journal_filter(const st_journal_verb *a, st_record_filter *f, st_err *err);
/* "2 hits: 0.9312 Jane Example (un_sc:X.1)", "PROHIBITED", "false_positive un_sc:X.1: another birth date". */
void st_record_summary(const st_record *r, st_buf *out);
/* JSON rather than words? */
bool st_journal_piped(const st_journal_verb *a);
#endif
