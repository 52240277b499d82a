/* Rules as files: what data/regimes holds, read into objects that have an id, a file and a line, and not yet understood.
 *
 * A bundle is the files of a folder in the order of their paths, or those inside the program. Its hash names the rules in every verdict. */
#ifndef ST_BUNDLE_H
#define ST_BUNDLE_H
#include "base/json.h"
#include "rules/value.h"

typedef enum st_kind_of_rule {
#define KIND(sym, key) ST_RULE_##sym,
#include "rules/kinds.def"
#undef KIND
    ST_RULE_KINDS
} st_kind_of_rule;
const char *st_rule_kind_name(st_kind_of_rule k);    /* "measures"; static */

/* One object. recorded: when this reading was in the set; [BEGINNING, FOREVER) when it does not say. */
typedef struct st_object { st_kind_of_rule kind; st_str id; const char *file; uint32_t line; const st_json *node; st_span recorded; } st_object;

typedef struct st_bundle {
    st_arena arena;
    st_object *object; size_t n, alloc;   /* by id, then kind, then the start of recorded */
    size_t files;
    char hash[65];                        /* SHA-256 of paths, sizes and bytes, in hex */
    char *origin;                         /* the folder, or "built in" */
} st_bundle;

/* What is wrong with a rule, and where. error false: worth a look, not wrong. */
typedef void (*st_problem_fn)(void *user, bool error, const char *file, uint32_t line, const char *text);
typedef struct st_problems { st_problem_fn fn; void *user; size_t errors, warnings; } st_problems;
void st_problem(st_problems *p, bool error, const char *file, uint32_t line, const char *fmt, ...) ST_PRINTF(5, 6);

/* The rules inside the program, or all *.yaml under a folder (or one file). Problems of single files and objects go to p; NULL when nothing can be read at all, or memory is out. */
st_bundle *st_bundle_built_in(st_problems *p, st_err *err);
st_bundle *st_bundle_open(const char *path, st_problems *p, st_err *err);
/* Each file, in the order that counts for the hash: path as it is opened, name within the folder. path NULL: those inside the program. */
typedef st_code (*st_rule_file_fn)(void *user, const char *path, const char *name, st_str text, st_err *err);
st_code st_rules_files(const char *path, st_rule_file_fn fn, void *user, st_err *err);
/* One file's text, for tests: name is what messages say. */
st_bundle *st_bundle_of_text(st_str text, const char *name, st_problems *p, st_err *err);
void st_bundle_free(st_bundle *b);
/* The first object of this id, behind `after` where that is not NULL, that was recorded at `known`; objects of several kinds may share an id. NULL when there is none. O(log n). */
const st_object *st_bundle_find(const st_bundle *b, st_str id, st_instant known, const st_object *after);
/* {"kind","file","line","object"}, as `strait rules show` prints it. */
void st_object_json(st_jw *w, const st_object *o);
/* The first day on which any object with a time of record was recorded; BEGINNING when none has. */
st_instant st_bundle_first_day(const st_bundle *b);
#endif
