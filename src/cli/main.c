/* strait: one binary, one table of commands. */
#include <signal.h>
#include "cli/cli.h"
#include "strait.h"

static const struct { const char *name, *group, *text; st_command run; } commands[] = {
#define CMD(name, group, text) { #name, group, text, st_cmd_##name },
#include "cli/cli.def"
#undef CMD
};

static void print_usage(FILE *out) {
    fprintf(out, "strait %s: who is this, and who says so? Sanctions lists in one verified index, screened with reasons.\n\n", st_version());
    fprintf(out, "usage: strait COMMAND [OPTION...] [ARGUMENT...]\n");
    const char *group = "";
    for (size_t i = 0; i < ST_LEN(commands); i++) {
        if (strcmp(group, commands[i].group) != 0) fprintf(out, "\n%s:\n", group = commands[i].group);
        fprintf(out, "  %-8s  %s\n", commands[i].name, commands[i].text);
    }
    fprintf(out, "\nstrait COMMAND --help explains one. Exit status: 0 nothing found, 1 found, 2 wrong call, 3 bad data, 4 system.\n");
    fprintf(out, "First steps:  strait build -o today.stx LISTS/ && strait info today.stx && strait screen -i today.stx \"a name\"\n");
}

int st_cli_fail(const st_err *err) {
    fflush(stdout);
    fprintf(stderr, "strait: ");
    if (err->where[0]) fprintf(stderr, "%s: ", err->where);
    fprintf(stderr, "%s\n", err->what[0] ? err->what : st_code_name(err->code));
    if (err->hint[0]) fprintf(stderr, "  %s\n", err->hint);
    return st_code_exit(err->code);
}

int st_cli_run(const st_usage *u, int argc, char **argv, st_work work, void *options, void (*help)(void)) {
    st_err err = { 0 };
    size_t n = 0;
    int status = 0;
    const char **args = st_calloc((size_t)argc + 1, sizeof *args);
    int parsed = args ? st_opt_parse(u, argc, argv, args, (size_t)argc, &n, &err) : (int)st_fail(&err, ST_E_NOMEM, "out of memory for the arguments");
    if (parsed > 0 && help) help();
    st_code code = parsed < 0 ? (st_code)parsed : parsed > 0 ? ST_OK : work(options, args, n, &status, &err);
    st_free(args);
    return code < 0 ? st_cli_fail(&err) : status;
}

static int run(int argc, char **argv) {
    const char *name = argc > 1 ? argv[1] : "";
    if (!*name) { print_usage(stderr); return 2; }
    if (!strcmp(name, "--help") || !strcmp(name, "-h") || !strcmp(name, "help")) {
        if (argc > 2) {
            for (size_t i = 0; i < ST_LEN(commands); i++) {
                char help[] = "--help", *args[] = { argv[2], help, NULL };
                if (!strcmp(argv[2], commands[i].name)) return commands[i].run(2, args);
            }
        }
        print_usage(stdout);
        return 0;
    }
    if (!strcmp(name, "--version") || !strcmp(name, "-V") || !strcmp(name, "version")) {
        printf("strait %s\n", st_version());
        return 0;
    }
    for (size_t i = 0; i < ST_LEN(commands); i++) {
        if (strcmp(name, commands[i].name) != 0) continue;
        return commands[i].run(argc - 1, argv + 1);
    }
    st_err err = { 0 };
    st_fail(&err, ST_E_USAGE, "there is no command %.80s", name);
    st_err_hint(&err, "strait --help lists them");
    return st_cli_fail(&err);
}

int main(int argc, char **argv) {
    signal(SIGPIPE, SIG_DFL);
    int status = run(argc, argv);
    bool failed = ferror(stdout) != 0;
    if (fflush(stdout) == 0 && !failed) return status;
    if (status < 2) fprintf(stderr, "strait: cannot write the output\n");   /* else the command has said what it could not do */
    return 4;
}
