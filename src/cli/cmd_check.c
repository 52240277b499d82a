/* strait check: may this pass? */
#include <time.h>
#include <unistd.h>
#include "base/file.h"
#include "cli/case_args.h"
#include "cli/check_text.h"
#include "cli/journal_args.h"
#include "cli/rules_args.h"
#include "engine/message.h"

typedef struct check_args { const char *index, *rules, *known, *as_of, *in, *pacs, *mt, *out; bool closed, partial, approved, facts, proofs, json, text; st_case_args c; st_journal_args journal; } check_args;
typedef struct job { const check_args *a; st_rules_taken rules; st_engine *e; st_checker *k; st_check_options o; st_out *out; st_buf line; st_journal *journal; st_recorder *recorder; uint64_t cases, not_allowed, bad; st_err *err; } job;

/* The file that holds many cases, or NULL. */
static const char *many(const check_args *a) { return a->in ? a->in : a->pacs ? a->pacs : a->mt; }
static bool as_json(const check_args *a) { return a->json || a->in || (many(a) && a->out) || (!a->text && !isatty(STDOUT_FILENO)); }

static st_code release(void *user, st_str lines, st_err *err) {
    job *j = user;
    if (j->out) return st_out_write(j->out, lines.p, lines.n, err);
    return fwrite(lines.p, 1, lines.n, stdout) == lines.n ? ST_OK : st_fail(err, ST_E_SYSTEM, "cannot write the output");
}

static st_code answer(job *j, const st_json *tree) {
    st_checked a;
    ST_TRY(st_checker_run(j->k, tree, &j->o, &a, j->err));
    j->cases++;
    j->not_allowed += a.j.overall >= ST_LICENCE_REQUIRED;
    const bool json = as_json(j->a), proofs = j->a->proofs || !many(j->a);
    if (json || j->recorder) {
        st_jw w = { &j->line, false };
        st_buf_clear(&j->line);
        st_checked_json(&w, j->k, &a, proofs);
        st_buf_char(&j->line, '\n');
        if (j->line.failed) return st_fail(j->err, j->line.failed, "the answer does not fit into memory");
    }
    const st_str line = st_buf_view(&j->line);
    if (j->recorder) {
        ST_TRY(st_record_check(j->recorder, j->k, tree, &j->o, proofs, &a, st_str_sub(line, 0, line.n - 1), json ? line : ST_STR_NONE, j->err));
        if (!many(j->a)) ST_TRY(st_recorder_flush(j->recorder, j->err));
    } else if (json) return release(j, line, j->err);
    if (json) return ST_OK;
    if (j->cases > 1) putchar('\n');
    st_checked_print(j->k, &a, j->a->proofs, stdout);
    return ST_OK;
}

/* ---- cases -------------------------------------------------------------------------------------------------------------------------------------------- */

enum { CASE_MOST = 16 << 20 };

static st_code read_stdin(st_arena *a, st_str *out, st_err *err) {
    st_buf b = ST_BUF_INIT(CASE_MOST);
    char block[1 << 14];
    for (size_t n; (n = fread(block, 1, sizeof block, stdin)) > 0;) st_buf_add(&b, block, n);
    if (!b.failed) *out = st_str_copy(a, st_buf_view(&b));
    const st_code code = ferror(stdin) ? st_fail(err, ST_E_SYSTEM, "cannot read the standard input") : b.failed == ST_E_LIMIT ? st_fail(err, ST_E_LIMIT, "a case of more than %d MiB", CASE_MOST >> 20)
                       : b.failed || !out->p ? st_fail(err, ST_E_NOMEM, "out of memory for the case") : ST_OK;
    st_buf_free(&b);
    return code;
}

static st_code read_case(const char *path, st_arena *a, st_str *out, st_err *err) {
    if (!strcmp(path, "-")) return read_stdin(a, out, err);
    st_input *in = st_input_open(path, NULL, err);
    if (!in) return err->code;
    const st_code code = st_input_all(in, CASE_MOST, a, out, err);
    st_input_close(in);
    return code;
}

/* The place within a file stands behind the file. */
static void say_where(st_err *err, const char *path) {
    st_err at = { 0 };
    const bool said = st_str_starts(st_str_of(err->where), path);
    if (!said) st_err_where(&at, "%s%s%.200s", path, err->where[0] ? ": " : "", err->where);
    if (!said) memcpy(err->where, at.where, sizeof at.where);
}

static st_code one_file(job *j, const char *path) {
    st_arena a = ST_ARENA_INIT;
    st_str text = ST_STR_NONE;
    const char *name = strcmp(path, "-") ? path : "standard input";
    st_code code = read_case(path, &a, &text, j->err);
    st_json *tree = code == ST_OK ? st_case_parse(&a, text, name, j->err) : NULL;
    if (tree && st_case_args_given(&j->a->c)) tree = st_case_args_tree(&j->a->c, tree, &a, j->err);
    code = tree ? answer(j, tree) : j->err->code;
    if (code < 0) say_where(j->err, name);
    st_arena_free(&a);
    return code;
}

static st_code from_options(job *j) {
    st_arena a = ST_ARENA_INIT;
    const st_json *tree = st_case_args_tree(&j->a->c, NULL, &a, j->err);
    const st_code code = tree ? answer(j, tree) : j->err->code;
    st_arena_free(&a);
    return code;
}

/* A case of a file that cannot be answered: said, counted, and the next one is taken. */
static st_code not_answered(job *j, st_code code, const char *place, st_err *err) {
    if (code >= 0) return ST_OK;
    if (code == ST_E_NOMEM || code == ST_E_SYSTEM) return code;
    fprintf(stderr, "strait: %s%s%s: %s%s%s\n", place, err->where[0] ? ": " : "", err->where, err->what, err->hint[0] ? "; " : "", err->hint);
    j->bad++;
    *err = (st_err){ 0 };
    return ST_OK;
}

static st_code batch_line(void *user, const st_json *v, uint32_t line, st_err *err) {
    job *j = user;
    char place[4200];
    snprintf(place, sizeof place, "%s:%u", j->a->in, line);
    return not_answered(j, v ? answer(j, v) : err->code, place, err);
}

static st_code payment(void *user, st_str json, st_str id, uint32_t line, st_err *err) {
    (void)line;
    job *j = user;
    st_code code = err->code;
    if (json.p) {
        st_arena a = ST_ARENA_INIT;
        st_json *tree = st_json_parse(&a, json, 1, err);
        if (tree && st_case_args_given(&j->a->c)) tree = st_case_args_tree(&j->a->c, tree, &a, err);
        code = tree ? answer(j, tree) : err->code;
        st_arena_free(&a);
    }
    char place[160];
    snprintf(place, sizeof place, "payment %.*s", (int)(id.n < 100 ? id.n : 100), id.n ? id.p : "");
    return not_answered(j, code, place, err);
}

static st_code batch(job *j) {
    const check_args *a = j->a;
    st_input *in = st_input_open(many(a), NULL, j->err);
    if (!in) return j->err->code;
    if (a->out && !(j->out = st_out_begin(a->out, 0600, j->err))) {
        st_input_close(in);
        return j->err->code;
    }
    st_code code = a->in ? st_json_stream(in, "", batch_line, j, j->err)
                         : st_message_stream(in, a->pacs ? ST_MESSAGE_ISO20022 : ST_MESSAGE_FIN, payment, j, j->err);
    if (j->recorder && code == ST_OK) code = st_recorder_flush(j->recorder, j->err);
    if (j->out && code < 0) st_out_abort(j->out);
    else if (j->out) code = st_out_commit(j->out, j->err);
    st_input_close(in);
    if (code == ST_OK) fprintf(stderr, "%llu cases: %llu not allowed as they are, %llu not answered\n", (unsigned long long)j->cases, (unsigned long long)j->not_allowed, (unsigned long long)j->bad);
    return code;
}

static void list_facts(const st_rules *r) {
    static const char *const types[] = { "text", "country", "date", "number", "yes or no", "code", "HS code" };
    st_table *t = st_table_new(3);
    for (size_t s = 0; s < ST_SCOPES; s++)
        for (size_t i = 0; i < r->facts; i++) {
            const st_fact_def *f = &r->fact[i];
            if (f->scope != (st_scope)s) continue;
            st_table_cell(t, f->id);
            st_table_cellf(t, "%s%s", types[f->type], f->many ? ", several" : "");
            st_buf text = ST_BUF_INIT(1 << 16);
            st_buf_printf(&text, "%.*s%s", ST_FMT(f->text), f->absent_none ? " (not so unless stated)" : "");
            for (size_t v = 0; v < f->value.n; v++) st_buf_printf(&text, "%s%.*s", v ? " " : ": ", ST_FMT(f->value.item[v]));
            if (f->open) st_buf_z(&text, ", or another word");
            st_table_cell(t, st_buf_view(&text));
            st_buf_free(&text);
        }
    st_table_print(t, stdout);
}

static st_code prepare(job *j, const check_args *a, st_journal_args *journal) {
    bool has_at;
    ST_TRY(st_opt_time("as-of", a->as_of, &has_at, &j->o.at, j->err));
    j->o.has_at = has_at;
    j->o.now = (st_instant)time(NULL);
    j->o.closed = a->closed;
    j->o.partial = a->partial;
    j->o.judge.require_approved = a->approved;
    ST_TRY(st_rules_take(a->rules, a->known, &j->rules, j->err));
    if (a->facts) return ST_OK;
    if (!a->index && !a->closed) {
        st_fail(j->err, ST_E_USAGE, "no index: who is listed?");
        st_err_hint(j->err, "-i INDEX, made by strait build; or --no-lists to take nobody for listed but those of whom the case says so");
        return ST_E_USAGE;
    }
    if (a->index && !(j->e = st_engine_load(a->index, j->err))) return j->err->code;
    if (!(j->k = st_checker_new(j->rules.rules, j->e, j->err))) return j->err->code;
    ST_TRY(st_journal_of_args(journal, false, true, &j->journal, j->err));
    if (!j->journal) return ST_OK;
    const char *actor;
    ST_TRY(st_journal_actor(journal, &actor, j->err));
    return (j->recorder = st_recorder_new(j->journal, j->e, actor, release, j, j->err)) ? ST_OK : j->err->code;
}

static st_code run(void *options, const char **args, size_t n, int *status, st_err *err) {
    check_args *a = options;
    job j = { .a = a, .line = ST_BUF_INIT((size_t)1 << 30), .err = err };
    const int files = !!a->in + !!a->pacs + !!a->mt;
    if (files ? files > 1 || n || (a->in && st_case_args_given(&a->c)) : !n && !st_case_args_given(&a->c) && !a->facts) {
        st_fail(err, ST_E_USAGE, files > 1 ? "--in, --pacs008 and --mt103: one of them" : files ? "a file of cases and cases at once: one or the other" : "no case");
        st_err_hint(err, "strait check -i INDEX CASE.json, or --set, --party, --goods ...; strait check --help shows one");
        return ST_E_USAGE;
    }
    st_code code = prepare(&j, a, &a->journal);
    if (code == ST_OK && a->facts) list_facts(j.rules.rules);
    else if (code == ST_OK && files) code = batch(&j);
    else if (code == ST_OK && !n) code = from_options(&j);
    else
        for (size_t i = 0; code == ST_OK && i < n; i++) code = one_file(&j, args[i]);
    *status = j.bad ? st_code_exit(ST_E_DATA) : a->in ? 0 : j.not_allowed ? 1 : 0;
    st_recorder_free(j.recorder);
    st_journal_close(j.journal);
    st_checker_free(j.k);
    st_engine_free(j.e);
    st_rules_give_back(&j.rules);
    st_buf_free(&j.line);
    return code;
}

int st_cmd_check(int argc, char **argv) {
    check_args a = { 0 };
    const st_opt opt[] = {
        { 'i', "index", ST_OPT_TEXT, &a.index, "INDEX", "the lists, as strait build made them" },
        { 0, "no-lists", ST_OPT_FLAG, &a.closed, NULL, "nobody is listed but those of whom the case says so: for drafts; the answer says it" },
        { 0, "partial", ST_OPT_FLAG, &a.partial, NULL, "lists that the index does not hold are taken for empty; the answer names them" },
        { 0, "as-of", ST_OPT_TEXT, &a.as_of, "DATE", "the law of that day or instant; without it the case's date" },
        { 0, "known-at", ST_OPT_TEXT, &a.known, "DATE", "the rules as they were known then; without it now" },
        { 0, "rules", ST_OPT_TEXT, &a.rules, "DIR", "these rules instead of those inside the program" },
        { 0, "require-approved", ST_OPT_FLAG, &a.approved, NULL, "measures that nobody approved escalate, exceptions that nobody approved soften nothing" },
        { 0, "in", ST_OPT_TEXT, &a.in, "FILE", "many cases: JSON lines in, JSON lines out" },
        { 0, "pacs008", ST_OPT_TEXT, &a.pacs, "FILE", "payments as ISO 20022 has them (pacs.008, pacs.009, pacs.004, camt.056), each a case" },
        { 0, "mt103", ST_OPT_TEXT, &a.mt, "FILE", "payments as SWIFT messages (MT103, MT202, MT202 COV, MT205), each a case" },
        { 'o', "out", ST_OPT_TEXT, &a.out, "FILE", "write there instead of to the standard output" },
        ST_CASE_OPTIONS(&a.c),
        ST_JOURNAL_OPTIONS(a.journal),
        { 0, "facts", ST_OPT_FLAG, &a.facts, NULL, "list the facts that a case can state" },
        { 0, "proof", ST_OPT_FLAG, &a.proofs, NULL, "the whole proof of each finding" },
        { 0, "json", ST_OPT_FLAG, &a.json, NULL, "JSON also on a terminal" },
        { 0, "text", ST_OPT_FLAG, &a.text, NULL, "words also in a pipe" },
    };
    const st_usage u = {
        "check -i INDEX CASE...|--in FILE|--pacs008 FILE|--mt103 FILE|--set FACT=VALUE...",
        "May this pass? A case (parties, goods, route, ship, payment, dates; doc/CASES.md) against the law of each state: PROHIBITED, ESCALATE, LICENCE_REQUIRED,\n"
        "ALLOWED_WITH_OBLIGATIONS, ALLOWED_UNDER_EXCEPTION, ALLOWED or NOT_BOUND, with the article, the facts that decided, those that are missing, and what would change it.\n"
        "Beside the verdicts stand exposures (secondary sanctions) and red flags, which raise to ESCALATE and never prohibit. What is not known is never taken for allowed.\n"
        "A case is a file (JSON or YAML), a payment message, or is filled with options; these add to a file. The law is data (strait rules). It is not legal advice.\n"
        "Exit status: 0 allowed or not bound (or, with --in, every case was answered), 1 prohibited, to be escalated or subject to licence, 2 a wrong call, 3 a bad case or rules, 4 system.",
        "  strait check -i today.stx case.json\n"
        "  strait check -i today.stx --set date=2024-04-02 --set activity=sell+export --set destination=KG \\\n"
        "      --party \"role=seller,name=Beispiel GmbH,country=DE\" --party \"role=buyer+end_user,name=Example LLC,country=KG,incorporated=2022-05-11\" \\\n"
        "      --goods \"hs=8542.31,description=microcontrollers\" --set documents=\n"
        "  strait check -i today.stx --in cases.jsonl --out verdicts.jsonl\n"
        "  strait check -i today.stx --pacs008 payments.xml",
        opt, ST_LEN(opt),
    };
    return st_cli_run(&u, argc, argv, run, &a, NULL);
}
