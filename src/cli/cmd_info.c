/* strait info: what an index holds. */
#include <unistd.h>
#include "cli/cli.h"
#include "cli/party.h"

typedef struct counts { uint64_t names, identifiers, parties, kind[ST_KIND_COUNT]; } counts;

/* Counts the facts of one list's parties: names and identifiers as listed. */
static counts count_list(const st_index *ix, const st_list_view *l) {
    counts n = { 0 };
    for (uint32_t i = l->first_party; i < l->first_party + l->parties; i++) {
        st_party_view p;
        st_index_party(ix, i, &p);
        if (!p.orphan) { n.parties++; n.kind[p.kind]++; }
        st_cursor c = st_index_facts(ix, i);
        for (st_fact_view f; st_cursor_next(&c, &f);) {
            st_class cls = st_prop_class(f.prop);
            n.names += cls == ST_CLASS_NAME;
            n.identifiers += cls == ST_CLASS_ID;
        }
    }
    return n;
}

static void kinds_json(st_jw *w, const counts *n) {
    st_jw_key(w, "types");
    st_jw_open(w, '{');
    for (unsigned k = 0; k < ST_KIND_COUNT; k++) {
        if (!n->kind[k]) continue;
        st_jw_key(w, st_kind_name((st_kind)k));
        st_jw_u64(w, n->kind[k]);
    }
    st_jw_close(w, '}');
}

static void field_json(st_jw *w, const char *key, st_str value) {
    st_jw_key(w, key);
    st_jw_str(w, value);
}

static void number_json(st_jw *w, const char *key, uint64_t n) {
    st_jw_key(w, key);
    st_jw_u64(w, n);
}

static void files_json(st_jw *w, const st_list_view *l) {
    st_jw_key(w, "files");
    st_jw_open(w, '[');
    for (size_t i = 0; i < l->files; i++) {
        const st_file_entry *f = &l->file[i];
        st_jw_open(w, '{');
        field_json(w, "file", f->file);
        field_json(w, "sha256", f->sha256);
        field_json(w, "format", f->format);
        number_json(w, "bytes", f->bytes);
        number_json(w, "records", f->records);
        number_json(w, "bad", f->bad);
        st_jw_close(w, '}');
    }
    st_jw_close(w, ']');
}

static void messages_json(st_jw *w, const st_list_view *l) {
    st_jw_key(w, "messages");
    st_jw_open(w, '[');
    for (size_t i = 0; i < l->messages; i++) {
        st_jw_open(w, '{');
        number_json(w, "line", l->message[i].line);
        st_jw_key(w, "bad"); st_jw_bool(w, l->message[i].bad);
        field_json(w, "text", l->message[i].text);
        st_jw_close(w, '}');
    }
    st_jw_close(w, ']');
}

static void list_json(st_jw *w, const st_list_view *l, const counts *n, bool messages) {
    static const struct { const char *key; st_list_field field; } fields[] = {
        { "list", ST_LIST_ID }, { "title", ST_LIST_TITLE }, { "publisher", ST_LIST_PUBLISHER }, { "date", ST_LIST_DATE }, { "file", ST_LIST_FILE },
        { "sha256", ST_LIST_SHA256 }, { "format", ST_LIST_FORMAT }, { "url", ST_LIST_URL }, { "licence", ST_LIST_LICENCE }, { "notice", ST_LIST_NOTICE },
    };
    st_jw_open(w, '{');
    for (size_t i = 0; i < ST_LEN(fields); i++)
        if (l->field[fields[i].field].n || i == 0 || i == 3) field_json(w, fields[i].key, l->field[fields[i].field]);
    number_json(w, "parties", n->parties);
    number_json(w, "orphans", l->orphans);
    number_json(w, "names", n->names);
    number_json(w, "identifiers", n->identifiers);
    kinds_json(w, n);
    st_jw_key(w, "records");
    st_jw_open(w, '{');
    for (size_t i = 0; i < l->measures; i++) {
        st_jw_keys(w, l->measure[i].name);
        st_jw_u64(w, l->measure[i].n);
    }
    st_jw_close(w, '}');
    number_json(w, "bad", l->bad);
    number_json(w, "warnings", l->warnings);
    files_json(w, l);
    if (messages) messages_json(w, l);
    st_jw_close(w, '}');
}

static void add(counts *sum, const counts *n) {
    sum->names += n->names;
    sum->identifiers += n->identifiers;
    sum->parties += n->parties;
    for (size_t k = 0; k < ST_KIND_COUNT; k++) sum->kind[k] += n->kind[k];
}

/* Which romanisations names are asked and indexed in. */
static void readings_json(st_jw *w) {
    st_str script, system, covers;
    st_jw_key(w, "readings");
    st_jw_open(w, '[');
    for (size_t i = 0; st_reading_system(i, &script, &system, &covers); i++) {
        st_jw_open(w, '{');
        field_json(w, "script", script);
        field_json(w, "system", system);
        field_json(w, "covers", covers);
        st_jw_close(w, '}');
    }
    st_jw_close(w, ']');
}

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
    counts sum = { 0 };
    st_jw_open(&w, '{');
    field_json(&w, "index", st_str_of(st_index_hash(ix)));
    number_json(&w, "bytes", st_index_size(ix));
    st_jw_key(&w, "lists");
    st_jw_open(&w, '[');
    for (uint32_t i = 0; i < st_index_lists(ix); i++) {
        st_list_view l;
        st_index_list(ix, i, &l);
        counts n = count_list(ix, &l);
        add(&sum, &n);
        list_json(&w, &l, &n, messages);
    }
    st_jw_close(&w, ']');
    number_json(&w, "parties", sum.parties);
    number_json(&w, "names", sum.names);
    number_json(&w, "identifiers", sum.identifiers);
    kinds_json(&w, &sum);
    number_json(&w, "name_forms", st_index_names(ix));
    readings_json(&w);
    st_jw_close(&w, '}');
    return st_print_line(&b, err);
}

static void print_table(const st_index *ix) {
    static const char *const head[] = { "list", "date", "parties", "names", "identifiers", "orphans", "bad", "warnings", "format", "sha256" };
    st_table *t = st_table_new(ST_LEN(head));
    for (size_t i = 0; i < ST_LEN(head); i++) st_table_cell(t, st_str_of(head[i]));
    for (size_t i = 2; i < 8; i++) st_table_right(t, i);
    counts sum = { 0 };
    for (uint32_t i = 0; i < st_index_lists(ix); i++) {
        st_list_view l;
        st_index_list(ix, i, &l);
        counts n = count_list(ix, &l);
        add(&sum, &n);
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
