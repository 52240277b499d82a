/* strait journal: what was answered and decided, and whether it still stands as it was written. */
#include <unistd.h>
#include "base/file.h"
#include "cli/journal_verbs.h"
#include "cli/party.h"

/* ---- verify ---------------------------------------------------------------------------------------------------------------------------------------------- */

typedef struct marks { st_mark *v; size_t n, cap; } marks;

static st_code take_mark(void *user, const st_json *v, uint32_t line, st_err *err) {
    marks *m = user;
    st_mark mark;
    (void)line;
    if (!v) return err->code;
    ST_TRY(st_mark_of_json(v, &mark, err));
    if (st_grow(m->v, m->cap, m->n + 1)) return st_fail(err, ST_E_NOMEM, "out of memory for checkpoints");
    m->v[m->n++] = mark;
    return ST_OK;
}

static st_code read_marks(const char *path, marks *m, st_err *err) {
    st_input *in = st_input_open(path, NULL, err);
    if (!in) return err->code;
    const st_code code = st_json_stream(in, "", take_mark, m, err);
    st_input_close(in);
    if (code < 0) st_err_where(err, "%s", path);
    if (code == ST_OK && !m->n) return st_fail(err, ST_E_DATA, "%s holds no checkpoint", path);
    return code;
}

static void report_json(st_jw *w, const st_audit_report *r) {
    char hex[2 * ST_HASH + 1];
    st_jw_open(w, '{');
    st_jw_key(w, "whole");
    st_jw_bool(w, r->damage == ST_CHAIN_WHOLE);
    st_jw_key(w, "damage");
    if (r->damage) st_jw_z(w, st_damage_name(r->damage));
    else st_jw_null(w);
    if (r->damage) {
        st_jw_key(w, "record");
        st_jw_u64(w, r->seq);
        st_jw_key(w, "text");
        st_jw_z(w, r->text);
    }
    const struct { const char *key; uint64_t v; } number[] = { { "records", r->records }, { "erased", r->erased }, { "entries", r->entries }, { "checkpoints", r->marks } };
    for (size_t i = 0; i < ST_LEN(number); i++) {
        st_jw_key(w, number[i].key);
        st_jw_u64(w, number[i].v);
    }
    st_jw_key(w, "hash");
    st_hex(r->head.hash, ST_HASH, hex);
    st_jw_z(w, hex);
    st_jw_close(w, '}');
}

st_code st_journal_verb_verify(st_journal_verb *a, const char **args, size_t n, int *status, st_err *err) {
    marks m = { 0 };
    st_audit_report r;
    (void)args;
    if (n) return st_fail(err, ST_E_USAGE, "verify looks at the whole journal and takes no record");
    st_code code = a->checkpoint ? read_marks(a->checkpoint, &m, err) : ST_OK;
    if (code == ST_OK) code = st_audit(a->j, m.v, m.n, &r, err);
    if (code == ST_OK) *status = r.damage ? 1 : 0;
    if (code == ST_OK && st_journal_piped(a)) {
        st_buf b = ST_BUF_INIT(1 << 16);
        st_jw w = { &b, false };
        report_json(&w, &r);
        code = st_print_line(&b, err);
    } else if (code == ST_OK && r.damage) printf("BROKEN, %s: %s\n%llu records before it are whole.\n", st_damage_name(r.damage), r.text, (unsigned long long)r.records);
    else if (code == ST_OK) {
        printf("whole: %llu records", (unsigned long long)r.records);
        if (r.erased) printf(", of which %llu erased by order", (unsigned long long)r.erased);
        printf(", %llu list entries", (unsigned long long)r.entries);
        if (m.n) printf("; %llu of %zu checkpoints met", (unsigned long long)r.marks, m.n);
        printf("\n");
        if (!m.n) printf("Whether the tail was cut, or all written anew, a checkpoint that is kept elsewhere tells: strait journal checkpoint, then verify --checkpoint FILE.\n");
    }
    st_free(m.v);
    return code;
}

/* ---- checkpoint, erase ----------------------------------------------------------------------------------------------------------------------------------- */

st_code st_journal_verb_checkpoint(st_journal_verb *a, const char **args, size_t n, int *status, st_err *err) {
    st_mark m;
    (void)args;
    (void)status;
    if (n) return st_fail(err, ST_E_USAGE, "a checkpoint is of the whole journal and takes no record");
    ST_TRY(st_journal_mark(a->j, a->actor, &m, err));
    st_buf b = ST_BUF_INIT(4096);
    st_jw w = { &b, false };
    st_mark_json(&w, &m);
    return st_print_line(&b, err);
}

static st_code note_seq(void *user, const st_record *r, st_err *err) {
    st_sequences *s = user;
    const st_record_kind k = st_record_kind_of(r->kind);
    if (r->erased || k == ST_REC_ERASE || k == ST_REC_POLICY || k == ST_REC_CHECKPOINT) return ST_OK;
    if (st_grow(s->v, s->cap, s->n + 1)) return st_fail(err, ST_E_NOMEM, "out of memory for sequence numbers");
    s->v[s->n++] = r->seq;
    return ST_OK;
}

st_code st_journal_verb_erase(st_journal_verb *a, const char **args, size_t n, int *status, st_err *err) {
    st_sequences s = { 0 };
    st_store *store = st_journal_store(a->j);
    (void)status;
    if (!n == !a->customer || !a->reason || !a->reason[0]) {
        st_fail(err, ST_E_USAGE, !n == !a->customer ? "what is to be erased: records, or all of one --customer?" : "by what order? --reason says it");
        st_err_hint(err, "strait journal erase 17 18 --reason \"erasure request of 2026-11-20\" --journal sqlite:strait.db");
        return ST_E_USAGE;
    }
    st_code code = n ? st_sequences_of(args, n, &s, err) : store->ops->read(store, &(st_record_filter){ .subject = st_str_of(a->customer) }, note_seq, &s, err);
    if (code == ST_OK && !s.n) code = st_fail(err, ST_E_USAGE, "no record is about %.100s", a->customer);
    if (code == ST_OK) code = st_journal_erase(a->j, s.v, s.n, a->actor, a->reason, err);
    if (code == ST_OK) printf("%zu %s erased; the chain holds\n", s.n, s.n == 1 ? "record" : "records");
    st_free(s.v);
    return code;
}

/* ---- the command ----------------------------------------------------------------------------------------------------------------------------------------- */

bool st_journal_piped(const st_journal_verb *a) { return a->json || !isatty(STDOUT_FILENO); }

st_code st_sequences_of(const char **args, size_t n, st_sequences *s, st_err *err) {
    for (size_t i = 0; i < n; i++) {
        uint64_t seq;
        if (!st_parse_u64(st_str_of(args[i]), &seq) || !seq) return st_fail(err, ST_E_USAGE, "\"%.40s\" is no number of a record", args[i]);
        if (st_grow(s->v, s->cap, s->n + 1)) return st_fail(err, ST_E_NOMEM, "out of memory for sequence numbers");
        s->v[s->n++] = seq;
    }
    return ST_OK;
}

static const struct { const char *name; st_journal_verb_fn run; } verbs[] = {
#define VERB(name, text) { #name, st_journal_verb_##name },
#include "cli/journal_verbs.def"
#undef VERB
};

static st_code run(void *options, const char **args, size_t n, int *status, st_err *err) {
    st_journal_verb *a = options;
    for (size_t i = 0; n && i < ST_LEN(verbs); i++) {
        if (strcmp(args[0], verbs[i].name) != 0) continue;
        ST_TRY(st_journal_actor(&a->args, &a->actor, err));
        ST_TRY(st_journal_of_args(&a->args, true, false, &a->j, err));
        const st_code code = verbs[i].run(a, args + 1, n - 1, status, err);
        st_journal_close(a->j);
        return code;
    }
    st_fail(err, ST_E_USAGE, n ? "strait journal has no %.40s" : "what about the journal?%.0s", n ? args[0] : "");
    st_err_hint(err, "strait journal --help lists what it can do");
    return ST_E_USAGE;
}

static void print_verbs(void) {
    static const char *const text[] = {
#define VERB(name, text) text,
#include "cli/journal_verbs.def"
#undef VERB
    };
    printf("\nwhat it does:\n");
    for (size_t i = 0; i < ST_LEN(verbs); i++) printf("  %-10s  %s\n", verbs[i].name, text[i]);
}

int st_cmd_journal(int argc, char **argv) {
    st_journal_verb a = { .limit = 50 };
    const st_opt opt[] = {
        ST_JOURNAL_OPTIONS(a.args),
        { 0, "checkpoint", ST_OPT_TEXT, &a.checkpoint, "FILE", "verify: checkpoints that were kept elsewhere, one a line" },
        { 'i', "index", ST_OPT_TEXT, &a.index, "INDEX", "replay: the lists that were asked" },
        { 0, "rules", ST_OPT_TEXT, &a.rules, "DIR", "replay, export: the rules that were applied, instead of those inside the program" },
        { 0, "hit", ST_OPT_TEXT, &a.hit, "LIST:ID", "decide, allow: which hit of the record" },
        { 0, "as", ST_OPT_TEXT, &a.as, "DECISION", "decide: true_match, false_positive or escalate" },
        { 0, "four-eyes", ST_OPT_FLAG, &a.four_eyes, NULL, "decide: this one takes a second person, whatever the policy says" },
        { 0, "state", ST_OPT_TEXT, &a.state, "STATE", "alerts: open (with proposed, the default), proposed, decided, allowed or all" },
        { 0, "kind", ST_OPT_TEXT, &a.kind, "KIND", "list: screen, check, decision, allow, policy, erase or checkpoint" },
        { 0, "by", ST_OPT_TEXT, &a.by, "ACTOR", "list: of this actor" },
        { 0, "customer", ST_OPT_TEXT, &a.customer, "ID", "list, alerts, export, erase: about this customer or case" },
        { 0, "case", ST_OPT_TEXT, &a.customer, "ID", "the same" },
        { 0, "since", ST_OPT_TEXT, &a.since, "DATE", "list, export, replay: from this day or instant on" },
        { 0, "until", ST_OPT_TEXT, &a.until, "DATE", "list, export, replay: up to this day or instant; allow: the day on which it ends" },
        { 'n', "limit", ST_OPT_COUNT, &a.limit, "N", "list: the newest N; 0 for all (50)" },
        { 0, "reason", ST_OPT_TEXT, &a.reason, "TEXT", "decide, allow, policy: why; erase: the order" },
        { 0, "csv", ST_OPT_FLAG, &a.csv, NULL, "export: a row for each hit" },
        { 0, "html", ST_OPT_FLAG, &a.html, NULL, "export: a page to read and print" },
        { 0, "package", ST_OPT_TEXT, &a.package, "DIR", "export: a folder with everything that proves it, and a program that verifies it" },
        { 'o', "out", ST_OPT_TEXT, &a.out, "FILE", "export: write there instead of to the standard output" },
        { 0, "json", ST_OPT_FLAG, &a.json, NULL, "JSON also on a terminal" },
    };
    const st_usage u = {
        "journal VERB --journal URL [OPTION...] [RECORD...]",
        "Every answer of strait screen and strait check with --journal is a record: full input, parameters, hashes of index and rules, version, actor, time, and the bytes that\n"
        "were answered. Records are chained by SHA-256 (doc/JOURNAL.md), so that one that was changed, taken out, put in or moved is found and named; a checkpoint that is kept\n"
        "elsewhere shows a tail that was cut, or a chain that was written anew. The personal part of a record can be erased on a lawful order, and the chain still holds.\n"
        "Exit status: 0 whole, equal or done; 1 broken or differing; 2 a wrong call; 3 bad data; 4 system.",
        "  strait screen -i today.stx --in customers.csv --journal sqlite:strait.db\n"
        "  strait journal verify --journal sqlite:strait.db\n"
        "  strait journal checkpoint --journal sqlite:strait.db >>/elsewhere/marks.jsonl\n"
        "  strait journal decide 17 --hit un_sc:QDi.001 --as false_positive --reason \"born 1990\" --journal sqlite:strait.db\n"
        "  strait journal replay -i today.stx --journal sqlite:strait.db\n"
        "  strait journal export --case C-1042 --package evidence --journal sqlite:strait.db && python3 evidence/verify.py",
        opt, ST_LEN(opt),
    };
    return st_cli_run(&u, argc, argv, run, &a, print_verbs);
}
