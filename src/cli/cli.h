/* The command line: one table of commands (cli.def), one table of options per command, from which parsing, --help and completion come. */
#ifndef ST_CLI_H
#define ST_CLI_H
#include "engine/sift.h"

typedef enum st_opt_type { ST_OPT_FLAG, ST_OPT_TEXT, ST_OPT_COUNT, ST_OPT_LIST } st_opt_type;

/* An option. `into` points to: bool for FLAG, const char * for TEXT, uint64_t for COUNT (decimal digits), st_opt_list for LIST (may be repeated). */
typedef struct st_opt {
    char letter;            /* 0: none */
    const char *name;       /* without the dashes */
    st_opt_type type;
    void *into;
    const char *arg;        /* name of the argument for --help; NULL for flags */
    const char *text;       /* one line of help */
} st_opt;
typedef st_texts64 st_opt_list;

typedef struct st_usage {
    const char *synopsis;   /* "build -o INDEX SOURCE..." */
    const char *about;      /* a paragraph or two: what it is for, what comes out */
    const char *examples;   /* lines "  strait ..." */
    const st_opt *opt; size_t n_opt;
} st_usage;

/* Parses argv[1..]: options anywhere, "--" ends them, "-" is an argument. The rest goes to args, of which the first `max` are
 * written; *n_args is how many there are. Handles --help
 * itself: prints it and returns 1. 0 on success, ST_E_USAGE with the nearest option's name as a hint. */
int st_opt_parse(const st_usage *u, int argc, char **argv, const char **args, size_t max, size_t *n_args, st_err *err);

/* A command: prints results to stdout, complaints through err. Returns an exit status: 0 nothing found, 1 found, 2 usage, 3 data, 4 system;
 * with a negative st_code in err the status comes from there (see st_cli_fail). */
typedef int (*st_command)(int argc, char **argv);
/* Prints "strait: what (where)" and the hint to stderr and gives the exit status. */
int st_cli_fail(const st_err *err);
/* A command that is one piece of work: parses the call, has it done with what is no option, complains when that fails, and gives the exit status, which
 * is what the work left in *status (0 before) when it succeeded. help: prints what --help says besides, or NULL. */
typedef st_code (*st_work)(void *options, const char **args, size_t n_args, int *status, st_err *err);
int st_cli_run(const st_usage *u, int argc, char **argv, st_work work, void *options, void (*help)(void));

/* Progress on a terminal: one line on stderr, at most ten times a second; nothing when stderr is no terminal. total 0: unknown. */
typedef struct st_progress { const char *label; uint64_t total; double started, shown; bool on; } st_progress;
void st_progress_start(st_progress *p, const char *label, uint64_t total);
void st_progress_show(st_progress *p, uint64_t done);
void st_progress_end(st_progress *p);

/* A text table for people: columns padded by display width (wide and combining characters counted), cut to the terminal where wanted. */
typedef struct st_table st_table;
st_table *st_table_new(size_t columns);
void st_table_cell(st_table *t, st_str s);              /* fills cells row by row */
void st_table_cellf(st_table *t, const char *fmt, ...) ST_PRINTF(2, 3);
void st_table_right(st_table *t, size_t column);        /* numbers stand right */
void st_table_print(st_table *t, FILE *out);            /* prints and frees */

#define CMD(name, group, text) int st_cmd_##name(int argc, char **argv);
#include "cli/cli.def"
#undef CMD
#endif
