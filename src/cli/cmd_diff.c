/* strait diff: what changed between two indexes, party by party and fact by fact. */
#include <unistd.h>
#include "cli/cli.h"
#include "cli/party.h"
#include "engine/screen.h"

/* The facts of a party, each with its qualifiers as one line of text, sorted: two sets that can be walked side by side. */
typedef struct lines { st_arena arena; st_str *v; size_t n, cap; bool failed; } lines;

static void add_line(lines *l, const st_buf *b) {
    st_str s = st_str_copy(&l->arena, st_buf_view(b));
    l->failed = l->failed || b->failed || !s.p || st_grow(l->v, l->cap, l->n + 1) != 0;
    if (!l->failed) l->v[l->n++] = s;
}

static int by_text(const void *a, const void *b) { return st_str_cmp(*(const st_str *)a, *(const st_str *)b); }

static void collect(lines *l, const st_index *ix, uint32_t party) {
    *l = (lines){ .arena = ST_ARENA_INIT };
    st_buf b = ST_BUF_INIT(64u << 20);
    bool open = false, quals = false;
    st_cursor c = st_index_facts(ix, party);
    for (st_fact_view f; st_cursor_next(&c, &f);) {
        bool head = st_prop_is_head(f.prop);
        if (head && open) {
            if (quals) st_buf_char(&b, '}');
            add_line(l, &b);
        }
        if (head) { st_buf_clear(&b); quals = false; open = true; }
        else { st_buf_char(&b, quals ? '|' : '{'); quals = true; }
        st_buf_z(&b, st_prop_name(f.prop));
        st_buf_z(&b, head ? ": " : "=");
        st_buf_str(&b, f.value);
    }
    if (open) {
        if (quals) st_buf_char(&b, '}');
        add_line(l, &b);
    }
    st_buf_free(&b);
    if (l->n) qsort(l->v, l->n, sizeof *l->v, by_text);
}

static void free_lines(lines *l) {
    st_arena_free(&l->arena);
    st_free(l->v);
}

typedef struct printer { bool json, text, summary; uint64_t added, removed, changed; } printer;

/* Walks two sorted sets; calls with '-' for what only the old has and '+' for what only the new has. */
static void walk(const lines *a, const lines *b, void (*fn)(void *, char, st_str), void *user) {
    size_t i = 0, k = 0;
    while (i < a->n || k < b->n) {
        int c = i == a->n ? 1 : k == b->n ? -1 : st_str_cmp(a->v[i], b->v[k]);
        if (c == 0) { i++; k++; }
        else if (c < 0) fn(user, '-', a->v[i++]);
        else fn(user, '+', b->v[k++]);
    }
}

static void text_line(void *user, char sign, st_str s) {
    (void)user;
    printf("    %c ", sign);
    st_print_clean(s, stdout);
    printf("\n");
}

typedef struct json_side { st_jw *w; char sign; } json_side;
static void json_line(void *user, char sign, st_str s) {
    json_side *j = user;
    if (j->sign == sign) st_jw_str(j->w, s);
}

/* One change, ready to be shown. before: the kind that the party had; of one that came or went, its own. */
typedef struct shown { const char *change; st_list_view list; st_party_view party; st_kind before; st_str name; lines old, now; } shown;

static st_code print_json(const shown *s, st_err *err) {
    st_buf out = ST_BUF_INIT(ST_LINE_MOST);
    st_jw w = { &out, false };
    st_jw_open(&w, '{');
    st_jw_key(&w, "change"); st_jw_z(&w, s->change);
    st_jw_key(&w, "list"); st_jw_str(&w, s->list.field[ST_LIST_ID]);
    st_jw_key(&w, "id"); st_jw_str(&w, s->party.key);
    st_jw_key(&w, "type"); st_jw_z(&w, st_kind_name(s->party.kind));
    if (s->before != s->party.kind) { st_jw_key(&w, "type_before"); st_jw_z(&w, st_kind_name(s->before)); }
    st_jw_key(&w, "name"); st_jw_str(&w, s->name);
    json_side gone = { &w, '-' }, come = { &w, '+' };
    st_jw_key(&w, "removed"); st_jw_open(&w, '['); walk(&s->old, &s->now, json_line, &gone); st_jw_close(&w, ']');
    st_jw_key(&w, "added"); st_jw_open(&w, '['); walk(&s->old, &s->now, json_line, &come); st_jw_close(&w, ']');
    st_jw_close(&w, '}');
    return st_print_line(&out, err);
}

static void print_text(const shown *s, bool facts) {
    printf("%s ", s->change);
    st_print_clean(s->list.field[ST_LIST_ID], stdout);
    printf(" ");
    st_print_clean(s->party.key, stdout);
    printf(" %s  ", st_kind_name(s->party.kind));
    st_print_clean(s->name, stdout);
    printf("\n");
    if (s->before != s->party.kind) printf("    type: %s, before %s\n", st_kind_name(s->party.kind), st_kind_name(s->before));
    if (facts) walk(&s->old, &s->now, text_line, NULL);
}

static st_code on_change(void *user, const st_index *old, const st_index *now, const st_diff_entry *e, st_err *err) {
    printer *p = user;
    const st_index *ix = e->change == ST_REMOVED ? old : now;
    uint32_t party = e->change == ST_REMOVED ? e->old_party : e->new_party;
    const char *change = e->change == ST_ADDED ? "added" : e->change == ST_REMOVED ? "removed" : "changed";
    *(e->change == ST_ADDED ? &p->added : e->change == ST_REMOVED ? &p->removed : &p->changed) += 1;
    if (p->summary) return ST_OK;
    shown s = { .change = change, .name = st_party_name(ix, party), .old = { .arena = ST_ARENA_INIT }, .now = { .arena = ST_ARENA_INIT } };
    st_party_view before;
    st_index_party(ix, party, &s.party);
    st_index_party(e->change == ST_CHANGED ? old : ix, e->change == ST_CHANGED ? e->old_party : party, &before);
    st_index_list(ix, s.party.list, &s.list);
    s.before = before.kind;
    if (e->change != ST_ADDED) collect(&s.old, old, e->old_party);
    if (e->change != ST_REMOVED) collect(&s.now, now, e->new_party);
    st_code code = s.old.failed || s.now.failed ? st_fail(err, ST_E_NOMEM, "out of memory") : ST_OK;
    if (code == ST_OK && p->json) code = print_json(&s, err);
    else if (code == ST_OK) print_text(&s, e->change == ST_CHANGED);
    free_lines(&s.old);
    free_lines(&s.now);
    return code;
}

int st_cmd_diff(int argc, char **argv) {
    st_err err = { 0 };
    printer p = { 0 };
    const char *args[2];
    const st_opt opt[] = {
        { 0, "json", ST_OPT_FLAG, &p.json, NULL, "one JSON object a party, as when the output is no terminal" },
        { 0, "text", ST_OPT_FLAG, &p.text, NULL, "words also in a pipe" },
        { 's', "summary", ST_OPT_FLAG, &p.summary, NULL, "only the numbers" },
    };
    const st_usage usage = { "diff OLD NEW [--json] [--summary]",
        "Compares two indexes: parties added, removed and changed, each changed fact with its qualifiers. Lists are paired by\n"
        "their id, parties by their list's record key. Exit status 1 when anything changed.",
        "  strait diff monday.stx tuesday.stx\n"
        "  strait diff monday.stx tuesday.stx --json | jq -r 'select(.change==\"added\").name'", opt, ST_LEN(opt) };
    size_t n = 0;
    int parsed = st_opt_parse(&usage, argc, argv, args, ST_LEN(args), &n, &err);
    if (parsed == 1) return 0;
    if (parsed == 0 && n != 2) {
        st_fail(&err, ST_E_USAGE, "two indexes are compared, %zu given", n);
        st_err_hint(&err, "strait diff OLD NEW");
        parsed = ST_E_USAGE;
    }
    if (parsed < 0) return st_cli_fail(&err);
    st_index *old = st_index_open(args[0], &err), *now = old ? st_index_open(args[1], &err) : NULL;
    st_code code = now ? ST_OK : err.code;
    if (!p.json && !p.text && !p.summary && !isatty(STDOUT_FILENO)) p.json = true;
    if (now) code = st_index_diff(old, now, on_change, &p, &err);
    st_index_close(now);
    st_index_close(old);
    if (code) return st_cli_fail(&err);
    unsigned long long added = p.added, removed = p.removed, changed = p.changed;
    if (!p.json) printf("%llu added, %llu removed, %llu changed\n", added, removed, changed);
    else if (p.summary) printf("{\"added\":%llu,\"removed\":%llu,\"changed\":%llu}\n", added, removed, changed);
    return p.added + p.removed + p.changed ? 1 : 0;
}
