/* Options: getopt_long under a table that also makes the help. */
#include <getopt.h>
#include "cli/cli.h"

enum { MAX_OPTIONS = 48, HELP_LETTER = 'h', FIRST_LONG = 256 };

static void print_help(const st_usage *u) {
    printf("usage: strait %s\n\n%s\n", u->synopsis, u->about);
    printf("\noptions:\n");
    int width = 6;
    for (size_t i = 0; i < u->n_opt; i++) {
        int n = (int)strlen(u->opt[i].name) + (u->opt[i].arg ? (int)strlen(u->opt[i].arg) + 1 : 0);
        if (n > width) width = n;
    }
    for (size_t i = 0; i < u->n_opt; i++) {
        const st_opt *o = &u->opt[i];
        char name[64];
        snprintf(name, sizeof name, "%s%s%s", o->name, o->arg ? " " : "", o->arg ? o->arg : "");
        if (o->letter) printf("  -%c, --%-*s  %s\n", o->letter, width, name, o->text);
        else printf("      --%-*s  %s\n", width, name, o->text);
    }
    printf("  -h, --%-*s  %s\n", width, "help", "this text");
    if (u->examples) printf("\nexamples:\n%s\n", u->examples);
}

/* Edit distance between short words, for "did you mean". */
static size_t distance(const char *a, const char *b) {
    enum { LONGEST = 40 };
    size_t n = strlen(a), m = strlen(b), row[LONGEST + 1];
    if (n > LONGEST || m > LONGEST) return SIZE_MAX;
    for (size_t k = 0; k <= m; k++) row[k] = k;
    for (size_t i = 1; i <= n; i++) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t k = 1; k <= m; k++) {
            size_t best = diagonal + (a[i - 1] != b[k - 1]);
            diagonal = row[k];
            if (row[k] + 1 < best) best = row[k] + 1;
            if (row[k - 1] + 1 < best) best = row[k - 1] + 1;
            row[k] = best;
        }
    }
    return row[m];
}

static st_code unknown_option(const st_usage *u, const char *given, st_err *err) {
    char name[80];
    snprintf(name, sizeof name, "%s", given);
    st_fail(err, ST_E_USAGE, "there is no option %s", name);
    char *word = name + strspn(name, "-");
    word[strcspn(word, "=")] = 0;
    const char *nearest = NULL;
    size_t best = 3;
    for (size_t i = 0; i < u->n_opt; i++) {
        size_t d = distance(word, u->opt[i].name);
        if (d < best) { best = d; nearest = u->opt[i].name; }
    }
    int command = (int)strcspn(u->synopsis, " ");
    if (nearest) st_err_hint(err, "did you mean --%s? strait %.*s --help lists them", nearest, command, u->synopsis);
    else st_err_hint(err, "strait %.*s --help lists them", command, u->synopsis);
    return ST_E_USAGE;
}

static st_code take(const st_opt *o, const char *value, st_err *err) {
    switch (o->type) {
    case ST_OPT_FLAG: *(bool *)o->into = true; return ST_OK;
    case ST_OPT_TEXT: *(const char **)o->into = value; return ST_OK;
    case ST_OPT_COUNT:
        if (st_parse_u64(st_str_of(value), (uint64_t *)o->into)) return ST_OK;
        return st_fail(err, ST_E_USAGE, "--%s wants a whole number, not \"%.100s\"", o->name, value);
    case ST_OPT_LIST: {
        st_opt_list *l = o->into;
        if (l->n == ST_LEN(l->item)) return st_fail(err, ST_E_USAGE, "--%s is given more than %zu times", o->name, ST_LEN(l->item));
        l->item[l->n++] = value;
        return ST_OK;
    }
    }
    return ST_OK;
}

static const st_opt *by_code(const st_usage *u, int code) {
    if (code >= FIRST_LONG) return &u->opt[code - FIRST_LONG];
    for (size_t i = 0; i < u->n_opt; i++)
        if (u->opt[i].letter == code) return &u->opt[i];
    return NULL;
}

int st_opt_parse(const st_usage *u, int argc, char **argv, const char **args, size_t max, size_t *n_args, st_err *err) {
    struct option longs[MAX_OPTIONS + 2] = { 0 };
    char shorts[2 * MAX_OPTIONS + 4] = ":h";
    size_t s = 2;
    for (size_t i = 0; i < u->n_opt && i < MAX_OPTIONS; i++) {
        const st_opt *o = &u->opt[i];
        longs[i] = (struct option){ o->name, o->type == ST_OPT_FLAG ? no_argument : required_argument, NULL, FIRST_LONG + (int)i };
        if (!o->letter) continue;
        shorts[s++] = o->letter;
        if (o->type != ST_OPT_FLAG) shorts[s++] = ':';
    }
    longs[u->n_opt] = (struct option){ "help", no_argument, NULL, HELP_LETTER };
    optind = 0;
    opterr = 0;
    for (int code; (code = getopt_long(argc, argv, shorts, longs, NULL)) != -1;) {
        if (code == HELP_LETTER) { print_help(u); return 1; }
        if (code == ':') {
            st_fail(err, ST_E_USAGE, "%.80s wants a value", argv[optind - 1]);
            st_err_hint(err, "strait %.*s --help tells which", (int)strcspn(u->synopsis, " "), u->synopsis);
            return ST_E_USAGE;
        }
        if (code == '?') return unknown_option(u, argv[optind - 1], err);
        const st_opt *o = by_code(u, code);
        if (o) ST_TRY(take(o, optarg, err));
    }
    *n_args = 0;
    for (int i = optind; i < argc; i++, ++*n_args)
        if (*n_args < max) args[*n_args] = argv[i];
    return ST_OK;
}
