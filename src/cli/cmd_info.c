/* strait info: what an index holds. */
#include <unistd.h>
#include "cli/cli.h"
#include "cli/party.h"
#include "engine/manifest.h"

static void print_readings(void) {
    static const char *const head[] = { "script", "reading", "covers" };
    st_str script, system, covers;
    st_table *t = st_table_new(ST_LEN(head));
    for (size_t i = 0; i < ST_LEN(head); i++) st_table_cell(t, st_str_of(head[i]));
    for (size_t i = 0; st_reading_system(i, &script, &system, &covers); i++) {
        st_table_cell(t, script);
        st_table_cell(t, system);
        st_table_cell(t, covers);
    }
    st_table_print(t, stdout);
}

static st_code print_json(const st_index *ix, bool messages, st_err *err) {
    st_buf b = ST_BUF_INIT(ST_LINE_MOST);
    st_jw w = { &b, false };
    st_manifest_json(&w, ix, messages);
    return st_print_line(&b, err);
}

static void print_table(const st_index *ix) {
    static const char *const head[] = { "list", "date", "parties", "names", "identifiers", "orphans", "bad", "warnings", "format", "sha256" };
    st_table *t = st_table_new(ST_LEN(head));
    for (size_t i = 0; i < ST_LEN(head); i++) st_table_cell(t, st_str_of(head[i]));
    for (size_t i = 2; i < 8; i++) st_table_right(t, i);
    st_counts sum = { 0 };
    for (uint32_t i = 0; i < st_index_lists(ix); i++) {
        st_list_view l;
        st_index_list(ix, i, &l);
        st_counts n = st_counts_of_list(ix, &l);
        st_counts_add(&sum, &n);
        st_table_cell(t, l.field[ST_LIST_ID]);
        st_table_cell(t, l.field[ST_LIST_DATE]);
        const uint64_t number[] = { n.parties, n.names, n.identifiers, l.orphans, l.bad, l.warnings };
        for (size_t k = 0; k < ST_LEN(number); k++) st_table_cellf(t, "%llu", (unsigned long long)number[k]);
        st_table_cell(t, l.field[ST_LIST_FORMAT]);
        st_table_cellf(t, "%.12s", l.field[ST_LIST_SHA256].n >= 12 ? l.field[ST_LIST_SHA256].p : "");
    }
    st_table_print(t, stdout);
    printf("\nindex %s, %.1f MB: %llu parties (", st_index_hash(ix), (double)st_index_size(ix) / 1e6, (unsigned long long)sum.parties);
    const char *sep = "";
    for (unsigned k = 0; k < ST_KIND_COUNT; k++) {
        if (!sum.kind[k]) continue;
        printf("%s%llu %s", sep, (unsigned long long)sum.kind[k], st_kind_name((st_kind)k));
        sep = ", ";
    }
    printf("), %llu names, %llu identifiers\n", (unsigned long long)sum.names, (unsigned long long)sum.identifiers);
}

static void print_messages(const st_index *ix) {
    for (uint32_t i = 0; i < st_index_lists(ix); i++) {
        st_list_view l;
        st_index_list(ix, i, &l);
        if (l.messages) {
            printf("\n");
            st_print_clean(l.field[ST_LIST_FILE], stdout);
            printf(": %u damaged records, %u warnings\n", l.bad, l.warnings);
        }
        for (size_t k = 0; k < l.messages; k++) {
            printf("  line %u: %s", l.message[k].line, l.message[k].bad ? "left out: " : "");
            st_print_clean(l.message[k].text, stdout);
            printf("\n");
        }
    }
}

/* One JSON line a party: what strait-json reads (doc/LISTS.md). */
static st_code line_json(const st_index *ix, uint32_t party, st_err *err) {
    st_buf b = ST_BUF_INIT(ST_LINE_MOST);
    st_jw w = { &b, false };
    st_party_json(&w, ix, party);
    return st_print_line(&b, err);
}

static st_code no_list(const char *list, st_err *err) {
    st_fail(err, ST_E_USAGE, "this index has no list %.200s", list);
    st_err_hint(err, "strait info INDEX shows its lists by their ids");
    return ST_E_USAGE;
}

static st_code print_all(const st_index *ix, const char *list, st_err *err) {
    bool found = !list;
    for (uint32_t i = 0; i < st_index_lists(ix); i++) {
        st_list_view l;
        st_index_list(ix, i, &l);
        if (list && !st_str_is(l.field[ST_LIST_ID], list)) continue;
        found = true;
        for (uint32_t k = 0; k < l.parties; k++) ST_TRY(line_json(ix, l.first_party + k, err));
    }
    return found ? ST_OK : no_list(list, err);
}

/* The party with this key on every list that has one, or on the list that is named. */
static st_code print_party(const st_index *ix, const char *key, const char *list, bool json, st_err *err) {
    unsigned found = 0, lists = 0;
    for (uint32_t i = 0; i < st_index_lists(ix); i++) {
        st_list_view l;
        st_index_list(ix, i, &l);
        if (list && !st_str_is(l.field[ST_LIST_ID], list)) continue;
        uint32_t party = st_index_find(ix, i, st_str_of(key));
        lists++;
        if (party == UINT32_MAX) continue;
        found++;
        if (json) ST_TRY(line_json(ix, party, err));
        else st_party_text(ix, party, stdout);
    }
    if (found) return ST_OK;
    if (list && lists == 0) return no_list(list, err);
    st_fail(err, ST_E_USAGE, "no list of this index has a record %.200s", key);
    st_err_hint(err, "records go by their list's own keys, as strait screen prints them");
    return ST_E_USAGE;
}

int st_cmd_info(int argc, char **argv) {
    st_err err = { 0 };
    bool json = false, text = false, messages = false, all = false, scripts = false;
    const char *party = NULL, *list = NULL, *args[1];
    const st_opt opt[] = {
        { 0, "json", ST_OPT_FLAG, &json, NULL, "JSON, as when the output is no terminal" },
        { 0, "text", ST_OPT_FLAG, &text, NULL, "a table also in a pipe" },
        { 'm', "messages", ST_OPT_FLAG, &messages, NULL, "what the readers had to say: damaged records, failed checks (the first 100 a list)" },
        { 'p', "party", ST_OPT_TEXT, &party, "ID", "show one record in full" },
        { 'a', "all", ST_OPT_FLAG, &all, NULL, "every record in full, one JSON object a line" },
        { 's', "scripts", ST_OPT_FLAG, &scripts, NULL, "the scripts and the romanisations in which names are compared" },
        { 'l', "list", ST_OPT_TEXT, &list, "LIST", "with --party or --all: of this list only" },
    };
    const st_usage usage = { "info INDEX [--json] [--messages] [--party ID | --all] [--list LIST]",
        "Shows the manifest of an index: its lists with dates, hashes, counts by type, what each reader counted in the\n"
        "publisher's own terms, and what was damaged. Opening verifies the whole file.",
        "  strait info today.stx\n"
        "  strait info today.stx --json | jq '.lists[].records'\n"
        "  strait info today.stx --party 17016\n"
        "  strait info today.stx --all --list un_sc | jq -r '.name[0]'", opt, ST_LEN(opt) };
    size_t n = 0;
    int parsed = st_opt_parse(&usage, argc, argv, args, ST_LEN(args), &n, &err);
    if (parsed == 1) return 0;
    if (parsed == 0 && n != 1) {
        st_fail(&err, ST_E_USAGE, n ? "one index at a time" : "no index is named");
        st_err_hint(&err, "strait info INDEX");
        parsed = ST_E_USAGE;
    }
    if (parsed < 0) return st_cli_fail(&err);
    st_index *ix = st_index_open(args[0], &err);
    if (!ix) return st_cli_fail(&err);
    st_code code = ST_OK;
    bool pipe = !text && !isatty(STDOUT_FILENO);
    if (pipe && !messages && !party && !scripts) json = true;
    if (all) code = print_all(ix, list, &err);
    else if (party) code = print_party(ix, party, list, json || pipe, &err);
    else if (json) code = print_json(ix, messages, &err);
    else if (scripts) print_readings();
    else {
        print_table(ix);
        if (messages) print_messages(ix);
    }
    st_index_close(ix);
    return code ? st_cli_fail(&err) : 0;
}
