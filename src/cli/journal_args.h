/* The options with which a command keeps its answers. */
#ifndef ST_JOURNAL_ARGS_H
#define ST_JOURNAL_ARGS_H
#include "cli/cli.h"
#include "engine/recorder.h"

typedef struct st_journal_args { const char *url, *actor; char name[256]; } st_journal_args;
#define ST_JOURNAL_OPTIONS(a) \
    { 0, "journal", ST_OPT_TEXT, &(a).url, "URL", "keep every answer there before it is given: sqlite:strait.db, or postgres://user@host/database" }, \
    { 0, "actor", ST_OPT_TEXT, &(a).actor, "NAME", "who asks, for the journal (the login name)" }

/* The actor: as given, else the login name, which is put into a->name. ST_E_USAGE for one that is empty, not UTF-8 or has control characters. */
st_code st_journal_actor(st_journal_args *a, const char **actor, st_err *err);
/* The journal of the options; ST_E_USAGE when there is none and `needed`. *j is NULL when there is none. */
st_code st_journal_of_args(st_journal_args *a, bool needed, bool create, st_journal **j, st_err *err);
#endif
