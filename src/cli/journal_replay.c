/* Replay and export on the command line. */
#include "base/file.h"
#include "cli/journal_verbs.h"
#include "cli/party.h"
#include "cli/rules_args.h"
#include "engine/package.h"
#include "engine/replayer.h"
#include "strait.h"

/* ---- replay -------------------------------------------------------------------------------------------------------------------------------------------------- */

typedef struct replaying { st_replayer *p; bool json, named; uint64_t count[ST_REPLAY_OUTCOMES]; st_buf detail; } replaying;

static st_code print_outcome(replaying *x, const st_record *r, st_replayed was, st_err *err) {
    if (x->json) {
        st_buf b = ST_BUF_INIT(1 << 20);
        st_jw w = { &b, false };
        st_jw_open(&w, '{');
        st_jw_key(&w, "record");
        st_jw_u64(&w, r->seq);
        st_jw_key(&w, "replay");
        st_jw_z(&w, st_replayed_name(was));
        if (x->detail.n) {
            st_jw_key(&w, "detail");
            st_jw_str(&w, st_buf_view(&x->detail));
        }
        st_jw_close(&w, '}');
        return st_print_line(&b, err);
    }
    if (was == ST_REPLAY_SAME && !x->named) return ST_OK;
    printf("record %llu: %s%s", (unsigned long long)r->seq, st_replayed_name(was), x->detail.n ? ": " : "");
    st_print_clean(st_buf_view(&x->detail), stdout);
    printf("\n");
    return ST_OK;
}

static st_code replay_one(void *user, const st_record *r, st_err *err) {
    replaying *x = user;
    st_replayed was;
    ST_TRY(st_replay(x->p, r, &was, &x->detail, err));
    x->count[was]++;
    return was == ST_REPLAY_NO_ANSWER && !x->named ? ST_OK : print_outcome(x, r, was, err);
}

st_code st_journal_verb_replay(st_journal_verb *a, const char **args, size_t n, int *status, st_err *err) {
    replaying x = { .json = st_journal_piped(a), .named = n > 0, .detail = ST_BUF_INIT(1 << 16) };
    st_problems problems = { 0 };
    st_engine *e = NULL;
    st_bundle *b = st_rules_bundle(a->rules, &problems, err);
    st_code code = b ? ST_OK : err->code;
    if (code == ST_OK && a->index && !(e = st_engine_load(a->index, err))) code = err->code;
    if (code == ST_OK && !(x.p = st_replayer_new(e, b, STRAIT_VERSION, err))) code = err->code;
    if (code == ST_OK) code = st_journal_each(a, args, n, replay_one, &x, err);
    const uint64_t lacking = x.count[ST_REPLAY_OTHER_INDEX] + x.count[ST_REPLAY_OTHER_RULES];
    if (code == ST_OK) fprintf(stderr, "%llu the same, %llu differing, %llu erased, %llu need another index or other rules\n", (unsigned long long)x.count[ST_REPLAY_SAME],
                               (unsigned long long)x.count[ST_REPLAY_DIFFERS], (unsigned long long)x.count[ST_REPLAY_ERASED], (unsigned long long)lacking);
    /* Nothing was shown to be equal: that is no success. */
    *status = x.count[ST_REPLAY_DIFFERS] ? 1 : (n && lacking) || (lacking && !x.count[ST_REPLAY_SAME]) ? st_code_exit(ST_E_DATA) : 0;
    st_replayer_free(x.p);
    st_engine_free(e);
    st_bundle_free(b);
    st_buf_free(&x.detail);
    return code;
}

/* ---- export -------------------------------------------------------------------------------------------------------------------------------------------------- */

typedef struct exporting { const st_journal_verb *a; st_out *out; st_buf text; uint64_t n; } exporting;

static st_code give(exporting *x, st_err *err) {
    const st_str s = st_buf_view(&x->text);
    if (x->text.failed) return st_fail(err, x->text.failed, "out of memory for the export");
    st_code code = ST_OK;
    if (x->out) code = st_out_write(x->out, s.p, s.n, err);
    else if (s.n && fwrite(s.p, 1, s.n, stdout) != s.n) code = st_fail(err, ST_E_SYSTEM, "cannot write the output");
    st_buf_clear(&x->text);
    return code;
}

static st_code export_one(void *user, const st_record *r, st_err *err) {
    exporting *x = user;
    st_jw w = { &x->text, false };
    x->n++;
    if (x->a->csv) ST_TRY(st_csv_record(x->a->j, r, &x->text, err));
    else if (x->a->html) ST_TRY(st_html_record(x->a->j, r, &x->text, err));
    else {
        st_record_json_line(&w, r);
        st_buf_char(&x->text, '\n');
    }
    return give(x, err);
}

static st_code export_stream(st_journal_verb *a, const char **args, size_t n, st_err *err) {
    exporting x = { .a = a, .text = ST_BUF_INIT(ST_LINE_MOST) };
    if (a->out && !(x.out = st_out_begin(a->out, 0600, err))) return err->code;
    if (a->csv) st_csv_head(&x.text);
    if (a->html) st_html_head(&x.text, a->customer ? st_str_of(a->customer) : ST_STR("Journal"));
    st_code code = give(&x, err);
    if (code == ST_OK) code = st_journal_each(a, args, n, export_one, &x, err);
    if (code == ST_OK && a->html) {
        st_html_end(&x.text);
        code = give(&x, err);
    }
    if (x.out && code < 0) st_out_abort(x.out);
    else if (x.out) code = st_out_commit(x.out, err);
    st_buf_free(&x.text);
    return code;
}

static st_code export_package(st_journal_verb *a, const char **args, size_t n, st_err *err) {
    st_sequences s = { 0 };
    uint64_t records;
    if (!n && !a->customer) {
        st_fail(err, ST_E_USAGE, "a package of what?");
        st_err_hint(err, "--case ID, or the numbers of records");
        return ST_E_USAGE;
    }
    st_code code = st_sequences_of(args, n, &s, err);
    const st_package_options o = { st_str_of(a->customer), s.v, s.n, a->rules };
    if (code == ST_OK) code = st_package_write(a->j, &o, a->package, &records, err);
    if (code == ST_OK) printf("%llu records in %s; python3 %s/verify.py verifies them\n", (unsigned long long)records, a->package, a->package);
    st_free(s.v);
    return code;
}

st_code st_journal_verb_export(st_journal_verb *a, const char **args, size_t n, int *status, st_err *err) {
    (void)status;
    if (a->csv + a->html + a->json + !!a->package > 1) return st_fail(err, ST_E_USAGE, "--csv, --html, --json and --package: one of them");
    return a->package ? export_package(a, args, n, err) : export_stream(a, args, n, err);
}
