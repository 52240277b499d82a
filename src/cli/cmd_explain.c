/* strait explain: one listed party under a query, hit or not. */
#include <unistd.h>
#include "cli/cli.h"
#include "cli/party.h"
#include "cli/query_args.h"
#include "cli/sift_args.h"
#include "engine/account.h"

enum { VALUES_SHOWN = 6, NAMES_SHOWN = 4 };

typedef struct explain_args { st_query_args query; st_sift sift; const char *index, *entity, *list, *threshold; bool json, text; } explain_args;

/* ---- words ------------------------------------------------------------------------------------------------------------------------------------- */

static void print_quoted(st_str s) {
    printf("\"");
    st_print_clean(s, stdout);
    printf("\"");
}

static void print_head(const st_index *ix, const st_account *a) {
    const st_hit *h = &a->standing.hit;
    st_party_view p;
    st_list_view list;
    st_index_party(ix, a->party, &p);
    st_index_list(ix, p.list, &list);
    printf("%u.%04u  %5.1f bits  ", h->score / 10000, h->score % 10000, (double)h->bits / ST_BIT);
    st_print_clean(st_party_name(ix, a->party), stdout);
    printf("  (%s)  ", st_kind_name(p.kind));
    st_print_clean(list.field[ST_LIST_ID], stdout);
    printf(" ");
    st_print_clean(p.key, stdout);
    printf("\n    the record: ");
    st_print_clean(list.field[ST_LIST_FILE], stdout);
    if (p.line) printf(":%u", p.line);
    printf("\n");
    if (h->name != ST_NO_NAME) {
        printf("    by its %s ", a->fact && h->why.n ? st_prop_name(a->fact[0].prop != ST_PROP_NONE ? a->fact[0].prop : ST_P_NAME) : "name");
        print_quoted(st_index_name_text(ix, h->name));
        printf("\n");
    }
}

static void print_distance(const st_account *a) {
    const st_hit *h = &a->standing.hit;
    const uint32_t threshold = a->standing.threshold;
    double bits = (double)h->bits / ST_BIT;
    printf("  = %+8.4f bits, the score %u.%04u: %s", bits, h->score / 10000, h->score % 10000, a->standing.reaches ? "a hit" : "no hit");
    if (threshold == 0) printf("\n");
    else {
        double most = (double)st_bits_of_score(threshold) / ST_BIT;
        printf("; the threshold %u.%04u asks for %.4f bits, %.4f %s\n", threshold / 10000, threshold % 10000, most, bits < most ? most - bits : bits - most,
               bits < most ? "more" : "less");
        if (bits >= most && !a->standing.reaches) printf("    but its name says too little to count, whatever else agrees\n");
    }
}

static void print_knowns(const char *title, const st_known *k, size_t n, const char *note) {
    if (n == 0) return;
    printf("  %s\n", title);
    for (size_t i = 0; i < n; i++) {
        size_t before = 0, all = 0;
        for (size_t j = 0; j < n; j++) {
            all += k[j].prop == k[i].prop;
            before += j < i && k[j].prop == k[i].prop;
        }
        if (before > VALUES_SHOWN) continue;
        printf("    %-14s ", st_prop_name(k[i].prop));
        if (before == VALUES_SHOWN) printf("and %zu more\n", all - before);
        else {
            st_print_clean(k[i].value, stdout);
            printf("%s\n", note);
        }
    }
}

static void print_names(const st_index *ix, const st_account *a) {
    if (a->n_other == 0) return;
    printf("  other names of the party, each by itself\n");
    for (size_t i = 0; i < a->n_other && i < NAMES_SHOWN; i++) {
        st_name_view v;
        st_index_name(ix, a->other[i].name, &v);
        printf("    %+8.4f  ", (double)a->other[i].bits / ST_BIT);
        st_print_clean(st_index_name_text(ix, a->other[i].name), stdout);
        printf("  (%s)\n", st_prop_name((st_prop)v.prop));
    }
    if (a->n_other > NAMES_SHOWN) printf("    and %zu more\n", a->n_other - NAMES_SHOWN);
}

static void print_counters(const st_account *a) {
    if (a->n_counter) printf("  asked again, with one thing changed\n");
    for (size_t i = 0; i < a->n_counter; i++) {
        const st_counter *c = &a->counter[i];
        printf("    %u.%04u  %5.1f bits  ", c->score / 10000, c->score % 10000, (double)c->bits / ST_BIT);
        printf("%s %s ", c->change == ST_WITHOUT ? "without" : "with", c->field);
        print_quoted(c->change == ST_WITHOUT ? c->from : c->to);
        if (c->change == ST_WITH) printf(strcmp(c->field, "name") ? ", as the list has it" : " added, as the list has it");
        if (c->change == ST_INSTEAD) {
            printf(" instead of ");
            print_quoted(c->from);
        }
        if (c->reaches != a->standing.reaches) printf(c->reaches ? "  -> a hit" : "  -> no hit");
        printf("\n");
    }
}

static void print_account(const st_index *ix, const st_account *a) {
    print_head(ix, a);
    st_print_reasons(&a->standing.hit.why);
    print_distance(a);
    print_knowns("the list knows, the query does not say: not compared", a->silent, a->n_silent, "");
    print_knowns("the query says, the list does not know, or nothing came of it: no evidence", a->unheard, a->n_unheard, "");
    print_names(ix, a);
    print_counters(a);
    if (a->standing.partial) printf("  a name has more parts than take part in matching, or more ways to pair them than were tried\n");
}

/* ---- the command ---------------------------------------------------------------------------------------------------------------------------------- */

typedef struct job {
    const explain_args *a;
    const st_engine *e;
    st_screener *s;
    const st_query *q;
    st_search_options o;
    st_arena arena;         /* of one account */
    st_jw w;
    bool json, hit;         /* hit: one of the parties is one */
    unsigned shown;
} job;

static st_code one_party(job *j, uint32_t party, st_err *err) {
    st_account account;
    st_arena_reset(&j->arena);
    ST_TRY(st_account_make(j->s, j->q, &j->o, party, &j->arena, &account, err));
    j->hit |= account.standing.reaches;
    if (j->json) st_account_json(&j->w, j->e, &account);
    else {
        if (j->shown) printf("\n");
        print_account(j->e->ix, &account);
    }
    j->shown++;
    return ST_OK;
}

static st_code parties(job *j, st_err *err) {
    const st_index *ix = j->e->ix;
    unsigned lists = 0;
    for (uint32_t i = 0; i < st_index_lists(ix); i++) {
        st_list_view l;
        st_index_list(ix, i, &l);
        if (j->a->list && !st_str_is(l.field[ST_LIST_ID], j->a->list)) continue;
        lists++;
        uint32_t party = st_index_find(ix, i, st_str_of(j->a->entity));
        if (party != UINT32_MAX) ST_TRY(one_party(j, party, err));
    }
    if (j->shown) return ST_OK;
    if (lists == 0) st_fail(err, ST_E_USAGE, "this index has no list %.200s", j->a->list);
    else st_fail(err, ST_E_USAGE, "no list of this index has a record %.200s", j->a->entity);
    st_err_hint(err, lists ? "records go by their list's own keys, as strait screen prints them" : "strait info INDEX shows its lists by their ids");
    return ST_E_USAGE;
}

static st_code answer(job *j, st_err *err) {
    st_buf b = ST_BUF_INIT(ST_LINE_MOST);
    j->w = (st_jw){ &b, false };
    if (j->json) {
        st_jw_open(&j->w, '{');
        st_jw_key(&j->w, "query");
        st_query_json(&j->w, j->q);
        st_jw_key(&j->w, "index");
        st_jw_z(&j->w, st_index_hash(j->e->ix));
        st_jw_key(&j->w, "entity");
        st_jw_z(&j->w, j->a->entity);
        st_jw_key(&j->w, "parties");
        st_jw_open(&j->w, '[');
    }
    st_code code = parties(j, err);
    if (code == ST_OK && j->json) {
        st_jw_close(&j->w, ']');
        st_jw_close(&j->w, '}');
        return st_print_line(&b, err);
    }
    st_buf_free(&b);
    return code;
}

static st_code run(void *options, const char **args, size_t n_args, int *status, st_err *err) {
    explain_args *a = options;
    job j = { .a = a, .json = a->json || (!a->text && !isatty(STDOUT_FILENO)) };
    ST_TRY(st_threshold_of(a->threshold, &j.o.threshold, err));
    if (!a->index || !a->entity) {
        st_fail(err, ST_E_USAGE, a->index ? "which listed party?" : "which index?");
        st_err_hint(err, a->index ? "give --entity ID, the record key as strait screen prints it" : "give -i INDEX; strait build makes one from lists");
        return ST_E_USAGE;
    }
    if (st_utf8_bad(st_str_of(a->entity)) != SIZE_MAX) return st_fail(err, ST_E_USAGE, "the record key is not UTF-8");
    st_engine *e = st_engine_load(a->index, err);
    if (!e) return err->code;
    st_query q;
    st_code code = st_query_of_args(&a->query, args, n_args, &q, err);
    if (code == ST_OK) code = st_sift_make(&a->sift, e->ix, &j.o, err);
    if (code == ST_OK && !(j.s = st_screener_new(e, err))) code = err->code;
    j.e = e;
    j.q = &q;
    if (code == ST_OK) code = answer(&j, err);
    *status = j.hit ? 1 : 0;
    st_arena_free(&j.arena);
    st_screener_free(j.s);
    st_query_args_free(&a->query);
    st_engine_free(e);
    return code;
}

int st_cmd_explain(int argc, char **argv) {
    explain_args a = { .threshold = "0.70" };
    const st_opt opt[] = {
        { 'i', "index", ST_OPT_TEXT, &a.index, "FILE", "the index that strait build made" },
        { 'e', "entity", ST_OPT_TEXT, &a.entity, "ID", "the listed party, by its record key; on every list that has the key" },
        { 'l', "list", ST_OPT_TEXT, &a.list, "LIST", "of this list only" },
        { 0, "threshold", ST_OPT_TEXT, &a.threshold, "X", "what a hit must score, from 0 to 1 (0.70)" },
        ST_PROFILE_OPTIONS(a.sift),
        ST_QUERY_OPTIONS(a.query),
        { 0, "json", ST_OPT_FLAG, &a.json, NULL, "JSON also on a terminal" },
        { 0, "text", ST_OPT_FLAG, &a.text, NULL, "words also in a pipe" },
    };
    const st_usage u = {
        "explain -i INDEX --entity ID [--list LIST] [OPTION...] NAME",
        "Says why a listed party is a hit for a name, or why it is not. Every reason is there with the bits of evidence that it adds or takes\n"
        "and the fact of the list that it rests on; the bits add up to the evidence, and the evidence is the score (doc/MATCHING.md). Then: how\n"
        "far that is from the threshold, what the list knows and the query does not say, the other names of the party, and what the score would\n"
        "be if one thing were different: a part of the name left out or spelt as the list has it, a claim left out, a listed date given. Each of\n"
        "these is asked again, not estimated.\n"
        "Exit status: 0 the party is below the threshold, 1 it is a hit, 2 a wrong call, 3 bad data, 4 the system failed.",
        "  strait explain -i today.stx --entity 17016 \"Jane Example\" --birth 1961-03-12\n"
        "  strait explain -i today.stx --entity QDi.001 --list un_sc --json \"Some Other Name\" | jq '.parties[0].counterfactuals'",
        opt, ST_LEN(opt),
    };
    return st_cli_run(&u, argc, argv, run, &a, NULL);
}
