/* strait owners: who owns whom, and whom a 50 percent rule reaches. */
#include <time.h>
#include <unistd.h>
#include "base/file.h"
#include "cli/cli.h"
#include "cli/party.h"
#include "cli/rules_args.h"
#include "engine/owner_answer.h"

enum { CASE_MOST = 16 << 20, DEEP = 24 };

typedef struct owners_args { const char *index, *rule, *at, *svg, *rules; st_opt_list lists; uint64_t limit; bool json, text; } owners_args;
typedef struct job {
    const owners_args *a; st_rules_taken rules; st_engine *e; st_search *search; st_comparer *comparer;
    st_owner_query q; st_str list[64]; unsigned answers; bool reached, pictured;
} job;

/* ---- in words ------------------------------------------------------------------------------------------------------------------------------------------- */

static const char *word(st_tri t) { return t == ST_YES ? "blocked" : t == ST_MAYBE ? "perhaps blocked" : "not blocked"; }

static void print_name(const st_owner_answer *a, uint32_t n) {
    const st_holder *p = st_holdings_node(a->h, n);
    if (p->unnamed && !p->parties) printf("(nobody knows who)");
    else st_print_clean(p->name, stdout);
    if (p->kind != ST_KIND_UNKNOWN) printf("  (%s)", st_kind_name(p->kind));
    if (p->named_only) printf("  (by name only)");
}

static void print_buf(st_buf *b) {
    st_print_clean(st_buf_view(b), stdout);
    st_buf_free(b);
}

/* "blocked, 60 %", "listed", "45-55 %" */
static void print_state(const st_owner_answer *a, uint32_t n) {
    const st_owned *w = st_owners_of(a->o, n);
    st_buf b = ST_BUF_INIT(256);
    if (w->ground == ST_GROUND_LISTED) printf("  %s", a->listed[n] == ST_YES ? "LISTED" : "perhaps listed");
    else if (w->blocked != ST_NO) printf("  %s", word(w->blocked));
    if (w->ground != ST_GROUND_LISTED && w->hi_bp) {
        st_stake_text(&(st_stake){ .min_bp = w->lo_bp, .max_bp = w->hi_bp }, &b);
        printf("%s", w->blocked == ST_NO ? "  listed ones hold " : ", ");
    }
    print_buf(&b);
}

static void print_stake(const st_stake *s) {
    st_buf b = ST_BUF_INIT(256);
    st_stake_text(s, &b);
    st_buf_z(&b, "  ");
    print_buf(&b);
}

typedef struct branch { const st_owner_answer *a; bool up; uint8_t *seen; char indent[4 * DEEP + 8]; } branch;

/* Owners of a node, or what it owns, with theirs below; one that stands above already is named and not followed again. */
static void print_branch(branch *t, uint32_t node, unsigned depth) {
    const st_owner_answer *a = t->a;
    uint32_t left = 0;
    t->seen[node] = 1;
    for (uint32_t i = 0; i < a->stakes; i++) left += (t->up ? a->stake[i].owned : a->stake[i].owner) == node;
    for (uint32_t i = 0; i < a->stakes; i++) {
        const st_stake *s = &a->stake[i];
        if ((t->up ? s->owned : s->owner) != node) continue;
        const uint32_t other = t->up ? s->owner : s->owned;
        left--;
        printf("  %s%s ", t->indent, left ? "\xE2\x94\x9C\xE2\x94\x80" : "\xE2\x94\x94\xE2\x94\x80");
        print_stake(s);
        print_name(a, other);
        print_state(a, other);
        const bool again = t->seen[other], deep = depth + 1 >= DEEP;
        printf("%s\n", again ? "  (see above)" : deep ? "  ..." : "");
        if (again || deep) continue;
        const size_t at = strlen(t->indent);
        snprintf(t->indent + at, sizeof t->indent - at, "%s", left ? "\xE2\x94\x82  " : "   ");
        print_branch(t, other, depth + 1);
        t->indent[at] = 0;
    }
}

static bool has_any(const st_owner_answer *a, uint32_t node, bool up) {
    for (uint32_t i = 0; i < a->stakes; i++) if ((up ? a->stake[i].owned : a->stake[i].owner) == node) return true;
    return false;
}

static void print_records(const st_owner_answer *a, uint32_t node) {
    const st_holder *p = st_holdings_node(a->h, node);
    for (size_t i = 0; i < p->parties; i++) {
        st_party_view v;
        st_list_view l;
        st_index_party(a->e->ix, p->party[i], &v);
        st_index_list(a->e->ix, v.list, &l);
        printf("%s", i ? ", " : "  ");
        st_print_clean(l.field[ST_LIST_ID], stdout);
        printf(":");
        st_print_clean(v.key, stdout);
    }
}

static st_code print_party(const st_owner_answer *a, uint32_t node, st_err *err) {
    const st_owned *w = st_owners_of(a->o, node);
    st_buf chain = ST_BUF_INIT(1u << 16);
    branch t = { .a = a, .seen = st_calloc((size_t)st_holdings_nodes(a->h) + 1, 1) };
    if (!t.seen) return st_fail(err, ST_E_NOMEM, "out of memory");
    print_name(a, node);
    print_records(a, node);
    printf("\n  %s under %.*s", w->ground == ST_GROUND_LISTED && a->listed[node] == ST_YES ? "listed, so blocked" : word(w->blocked), ST_FMT(a->terms->id));
    st_chain_text(a->h, a->o, a->listed, node, &chain);
    if (w->blocked != ST_NO && w->ground != ST_GROUND_LISTED) printf(": ");
    if (w->blocked == ST_MAYBE && w->ground == ST_GROUND_LISTED) printf(", ");
    if (w->ground == ST_GROUND_LISTED && a->listed[node] == ST_YES) st_buf_clear(&chain);
    print_buf(&chain);
    if (w->blocked == ST_NO && w->hi_bp) print_state(a, node);
    printf("\n");
    for (int up = 1; up >= 0; up--) {
        if (!has_any(a, node, up)) continue;
        printf("  %s\n", up ? "held by" : "holds");
        memset(t.seen, 0, st_holdings_nodes(a->h));
        t.up = up;
        t.indent[0] = 0;
        print_branch(&t, node, 0);
    }
    if (!has_any(a, node, true) && !has_any(a, node, false)) printf("  no holding is known\n");
    st_free(t.seen);
    return ST_OK;
}

/* ---- the command ------------------------------------------------------------------------------------------------------------------------------------------ */

static st_code picture(job *j, const st_owner_answer *a, st_err *err) {
    st_buf b = ST_BUF_INIT(64u << 20);
    st_out *out = NULL;
    st_code code = j->pictured ? st_fail(err, ST_E_USAGE, "--svg draws one answer: give one name or case") : st_owner_answer_svg(a, &b, err);
    if (code == ST_OK && !(out = st_out_begin(j->a->svg, 0644, err))) code = err->code;
    if (out && (code = st_out_write(out, b.p, b.n, err)) < 0) st_out_abort(out);
    else if (out) code = st_out_commit(out, err);
    st_buf_free(&b);
    j->pictured = true;
    return code;
}

static st_code show(job *j, const st_owner_answer *a, st_err *err) {
    for (size_t i = 0; i < a->n_asked; i++) j->reached |= st_owners_of(a->o, a->asked[i])->blocked != ST_NO;
    if (j->a->svg) ST_TRY(picture(j, a, err));
    if (j->a->json || (!j->a->text && !isatty(STDOUT_FILENO))) {
        st_buf b = ST_BUF_INIT(ST_LINE_MOST);
        st_jw w = { &b, false };
        st_owner_answer_json(&w, a);
        return st_print_line(&b, err);
    }
    if (j->answers++) printf("\n");
    for (size_t i = 0; i < a->n_asked; i++) {
        if (i) printf("\n");
        ST_TRY(print_party(a, a->asked[i], err));
    }
    if (st_holdings_cut(a->h)) printf("  the graph goes on: what lies beyond was not looked at, and counts as unknown where it could own\n");
    return ST_OK;
}

static bool is_case(const char *arg) { const st_str s = st_str_of(arg); return st_str_ends(s, ".json") || st_str_ends(s, ".yaml") || st_str_ends(s, ".yml") || st_str_is(s, "-"); }

static st_code one_case(job *j, const char *path, st_err *err) {
    st_arena arena = ST_ARENA_INIT;
    st_owner_answer a = { 0 };
    st_str text;
    st_input *in = st_input_open(strcmp(path, "-") ? path : "/dev/stdin", NULL, err);
    if (!in) return err->code;
    st_code code = st_input_all(in, CASE_MOST, &arena, &text, err);
    const st_json *tree = code == ST_OK ? st_case_parse(&arena, text, path, err) : NULL;
    code = tree ? st_owner_answer_case(j->e, j->search, j->comparer, &j->q, tree, &a, err) : err->code;
    if (code == ST_OK) code = show(j, &a, err);
    if (code < 0) st_err_where(err, "%s", path);
    st_owner_answer_free(&a);
    st_arena_free(&arena);
    st_input_close(in);
    return code;
}

static st_code one_name(job *j, const char *name, st_err *err) {
    st_owner_answer a = { 0 };
    if (!j->e) {
        st_fail(err, ST_E_USAGE, "no index: whose shares?");
        st_err_hint(err, "-i INDEX, made by strait build; a case in a file ending in .json or .yaml needs none");
        return ST_E_USAGE;
    }
    if (st_utf8_bad(st_str_of(name)) != SIZE_MAX) return st_fail(err, ST_E_USAGE, "the name is not UTF-8");
    st_code code = st_owner_answer_name(j->e, &j->q, st_str_of(name), &a, err);
    if (code == ST_OK) code = show(j, &a, err);
    st_owner_answer_free(&a);
    return code;
}

static st_code prepare(job *j, const owners_args *a, st_err *err) {
    ST_TRY(st_opt_time("as-of", a->at, &j->q.dated, &j->q.at, err));
    if (!j->q.dated) j->q.at = (st_instant)time(NULL);
    ST_TRY(st_rules_take(a->rules, NULL, &j->rules, err));
    for (size_t i = 0; i < a->lists.n; i++) j->list[i] = st_str_of(a->lists.item[i]);
    j->q.rules = j->rules.rules;
    j->q.list = j->list;
    j->q.lists = a->lists.n;
    j->q.limit = (size_t)(a->limit < 1000 ? a->limit : 1000);
    j->q.rule = st_str_of(a->rule);
    if (a->index && !(j->e = st_engine_load(a->index, err))) return err->code;
    if (j->e && !(j->search = st_search_new(j->e->m, err))) return err->code;
    j->comparer = st_comparer_new(err);
    return j->comparer ? ST_OK : err->code;
}

static st_code run(void *options, const char **args, size_t n, int *status, st_err *err) {
    const owners_args *a = options;
    job j = { .a = a };
    if (n == 0) {
        st_fail(err, ST_E_USAGE, "whose owners?");
        st_err_hint(err, "a name, a record as LIST:KEY, or a case in a file; strait owners --help shows each");
        return ST_E_USAGE;
    }
    st_code code = prepare(&j, a, err);
    for (size_t i = 0; code == ST_OK && i < n; i++) code = is_case(args[i]) ? one_case(&j, args[i], err) : one_name(&j, args[i], err);
    *status = j.reached ? 1 : 0;
    st_search_free(j.search);
    st_comparer_free(j.comparer);
    st_engine_free(j.e);
    st_rules_give_back(&j.rules);
    return code;
}

int st_cmd_owners(int argc, char **argv) {
    owners_args a = { .rule = "ofac50" };
    const st_opt opt[] = {
        { 'i', "index", ST_OPT_TEXT, &a.index, "INDEX", "lists and ownership data, as strait build made them" },
        { 'l', "list", ST_OPT_LIST, &a.lists, "LIST", "who counts as listed: a list of the index or of the rules; may be repeated (a case's own word counts for the first); without it any listing counts" },
        { 'r', "rule", ST_OPT_TEXT, &a.rule, "RULE", "ofac50 (default), eu50, eu50_before_2024, uk_gt50, ca50, ...; strait rules show RULE" },
        { 0, "as-of", ST_OPT_TEXT, &a.at, "DATE", "the holdings, listings and rule of that day; without it a case's date, or today" },
        { 0, "svg", ST_OPT_TEXT, &a.svg, "FILE", "draw the graph there" },
        { 0, "limit", ST_OPT_COUNT, &a.limit, "N", "at most so many parties of one name (10)" },
        { 0, "rules", ST_OPT_TEXT, &a.rules, "DIR", "these rules instead of those inside the program" },
        { 0, "json", ST_OPT_FLAG, &a.json, NULL, "JSON also on a terminal" },
        { 0, "text", ST_OPT_FLAG, &a.text, NULL, "words also in a pipe" },
    };
    const st_usage u = {
        "owners -i INDEX [--rule RULE] [--list LIST...] [--as-of DATE] [--svg FILE] NAME|LIST:KEY|CASE...",
        "Whom does a 50 percent rule reach? Follows who owns, controls, runs or manages whom through the index (its lists, and files of ownership\n"
        "data: BODS, GLEIF, the UK's register of people with significant control, FollowTheMoney, strait's own CSV), and through the shareholdings\n"
        "that a case states, and adds up what listed parties hold. Stakes are added, never multiplied down a chain; a firm that is blocked counts in\n"
        "full for what it holds; parties that hold one another hold nobody up. A share that is known only within bounds, an owner whom nobody\n"
        "names, sources that contradict each other, a doubtful control: where they decide the answer is \"perhaps\", and the chain says why.\n"
        "To be in a file of ownership data is not to be listed. Parties of several lists are one when they share an LEI, INN, OGRN or IMO number, or\n"
        "a registration number and its country.\n"
        "Exit status: 0 nobody asked about is blocked, 1 somebody is or may be, 2 a wrong call, 3 bad data, 4 the system failed.",
        "  strait build -o today.stx lists/ persons-with-significant-control.txt.gz relationships.xml.zip\n"
        "  strait owners -i today.stx \"Example Holding Ltd\"\n"
        "  strait owners -i today.stx --rule uk_gt50 --list gb_uksl --as-of 2024-05-01 --svg graph.svg own_psc:GB-COH-01234567\n"
        "  strait owners deal.json --rule eu50          a case needs no index: {\"parties\":[{\"id\":\"x\",\"listed\":[\"EU.269\"]},{\"id\":\"b\"}],\n"
        "                                               \"ownership\":[{\"owner\":\"x\",\"owned\":\"b\",\"share\":\"49.99\"}]}",
        opt, ST_LEN(opt),
    };
    return st_cli_run(&u, argc, argv, run, &a, NULL);
}
