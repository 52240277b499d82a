/* Alerts and decisions on the command line. */
#include <time.h>
#include "cli/journal_verbs.h"
#include "cli/party.h"
#include "journal/decide.h"

static st_code one_record(const char **args, size_t n, uint64_t *seq, st_err *err) {
    if (n == 1 && st_parse_u64(st_str_of(args[0]), seq) && *seq) return ST_OK;
    st_fail(err, ST_E_USAGE, n ? "one record, by its number" : "which record?");
    st_err_hint(err, "strait journal alerts shows what waits");
    return ST_E_USAGE;
}

static void alert_members(st_jw *w, const st_alert *x) {
    st_jw_key(w, "state");
    st_jw_z(w, st_alert_state_name(x->state));
    if (!x->state) return;
    st_jw_key(w, "as");
    st_jw_z(w, st_decided_name(x->as));
    st_jw_key(w, "by");
    st_jw_str(w, x->by);
    if (x->confirmed.n) {
        st_jw_key(w, "confirmed_by");
        st_jw_str(w, x->confirmed);
    }
    st_jw_key(w, "decision");
    st_jw_u64(w, x->of);
}

st_code st_journal_verb_decide(st_journal_verb *a, const char **args, size_t n, int *status, st_err *err) {
    st_decision d = { .hit = a->hit ? a->hit : "", .reason = a->reason, .actor = a->actor, .as = st_decided_of(st_str_of(a->as)), .four_eyes = a->four_eyes };
    st_alert x;
    st_arena arena = ST_ARENA_INIT;
    (void)status;
    ST_TRY(one_record(args, n, &d.seq, err));
    if (d.as == ST_AS_COUNT) {
        st_fail(err, ST_E_USAGE, a->as ? "\"%.40s\" is no decision" : "decided how?%.0s", a->as ? a->as : "");
        st_err_hint(err, "--as true_match, false_positive or escalate");
        return ST_E_USAGE;
    }
    st_code code = st_journal_decide(a->j, &d, &arena, &x, err);
    if (code == ST_OK && st_journal_piped(a)) {
        st_buf b = ST_BUF_INIT(1 << 16);
        st_jw w = { &b, false };
        st_jw_open(&w, '{');
        st_jw_key(&w, "record");
        st_jw_u64(&w, d.seq);
        st_jw_key(&w, "hit");
        st_jw_z(&w, d.hit);
        alert_members(&w, &x);
        st_jw_close(&w, '}');
        code = st_print_line(&b, err);
    } else if (code == ST_OK)
        printf("%s as %s, in record %llu%s\n", st_alert_state_name(x.state), st_decided_name(x.as), (unsigned long long)x.of, x.state == ST_ALERT_PROPOSED ? "; somebody else must decide the same" : "");
    st_arena_free(&arena);
    return code;
}

st_code st_journal_verb_allow(st_journal_verb *a, const char **args, size_t n, int *status, st_err *err) {
    st_allowing w = { .hit = a->hit ? a->hit : "", .reason = a->reason, .actor = a->actor };
    uint64_t of;
    (void)status;
    ST_TRY(one_record(args, n, &w.seq, err));
    if (!a->until) {
        st_fail(err, ST_E_USAGE, "until when?");
        st_err_hint(err, "--until DATE: an allowance without an end is looked at by nobody");
        return ST_E_USAGE;
    }
    ST_TRY(st_journal_time("until", a->until, true, &w.until, err));
    ST_TRY(st_journal_allow(a->j, &w, &of, err));
    printf("allowed in record %llu, until %s or until the customer or the entry changes\n", (unsigned long long)of, a->until);
    return ST_OK;
}

st_code st_journal_verb_policy(st_journal_verb *a, const char **args, size_t n, int *status, st_err *err) {
    unsigned mask = 0;
    (void)status;
    for (size_t i = 0; i < n; i++) {
        const st_decided_as as = st_decided_of(st_str_of(args[i]));
        if (as == ST_AS_COUNT && !(n == 1 && !strcmp(args[i], "none"))) return st_fail(err, ST_E_USAGE, "\"%.40s\" is no decision", args[i]);
        if (as != ST_AS_COUNT) mask |= 1u << as;
    }
    if (n) ST_TRY(st_journal_policy(a->j, mask, a->actor, a->reason, err));
    ST_TRY(st_policy_of(a->j, &mask, err));
    printf("four eyes:");
    for (unsigned k = 0; k < ST_AS_COUNT; k++)
        if (mask >> k & 1) printf(" %s", st_decided_name((st_decided_as)k));
    printf("%s\n", mask ? "" : " none");
    return ST_OK;
}

/* ---- alerts -------------------------------------------------------------------------------------------------------------------------------------------------- */

typedef struct alerting { st_journal_verb *a; st_str state; st_table *t; uint64_t n, now; bool stopped; } alerting;

static st_code show_alert(alerting *x, const st_record *r, const st_json *h, st_str hit, const st_alert *s, uint64_t allowed, st_err *err) {
    const st_str name = st_json_get_text(h, "name"), score = st_json_get_text(h, "score");
    x->n++;
    if (x->t) {
        st_table_cellf(x->t, "%llu", (unsigned long long)r->seq);
        st_table_cell(x->t, r->subject);
        st_table_cell(x->t, score);
        st_table_cell(x->t, name);
        st_table_cell(x->t, hit);
        st_table_cellf(x->t, "%s%s%s", allowed ? "allowed" : st_alert_state_name(s->state), s->state ? " " : "", s->state ? st_decided_name(s->as) : "");
        return ST_OK;
    }
    st_buf b = ST_BUF_INIT(ST_LINE_MOST);
    st_jw w = { &b, false };
    st_jw_open(&w, '{');
    st_jw_key(&w, "record"); st_jw_u64(&w, r->seq);
    st_jw_key(&w, "subject"); st_jw_str(&w, r->subject);
    st_jw_key(&w, "hit"); st_jw_str(&w, hit);
    st_jw_key(&w, "name"); st_jw_str(&w, name);
    st_jw_key(&w, "score"); st_jw_raw(&w, score.n ? score : ST_STR("null"));
    if (allowed) { st_jw_key(&w, "allowed"); st_jw_u64(&w, allowed); }
    alert_members(&w, s);
    st_jw_close(&w, '}');
    return st_print_line(&b, err);
}

static bool wanted(st_str state, const st_alert *s, bool allowed) {
    if (st_str_is(state, "all")) return true;
    if (st_str_is(state, "allowed")) return allowed;
    if (st_str_is(state, "open")) return !allowed && s->state != ST_ALERT_DECIDED;
    return st_str_is(state, st_alert_state_name(s->state));
}

static st_code one_alert(alerting *x, const st_record *r, const st_json *h, st_arena *arena, st_err *err) {
    st_buf hit = ST_BUF_INIT(1 << 20);
    st_alert s;
    uint8_t customer[ST_HASH], version[ST_HASH];
    char hex[2 * ST_HASH + 1];
    uint64_t allowed = 0;
    st_buf_printf(&hit, "%.*s:%.*s", ST_FMT(st_json_get_text(h, "list")), ST_FMT(st_json_get_text(h, "id")));
    st_code code = st_alert_of(x->a->j, r->seq, st_buf_view(&hit), arena, &s, err);
    st_customer_version(r->input, customer);
    if (code == ST_OK && st_record_shows(r, st_buf_view(&hit), hex) && st_unhex(st_str_of(hex), version, ST_HASH))
        code = st_journal_allowed(x->a->j, r->subject, customer, st_buf_view(&hit), version, x->now, &allowed, err);
    if (code == ST_OK && wanted(x->state, &s, allowed)) code = show_alert(x, r, h, st_buf_view(&hit), &s, allowed, err);
    st_buf_free(&hit);
    return code;
}

static st_code alerts_of(void *user, const st_record *r, st_err *err) {
    alerting *x = user;
    st_arena arena = ST_ARENA_INIT;
    const st_json *v = r->erased ? NULL : st_json_parse(&arena, r->result, 1, NULL), *hits = st_json_get(v, "hits");
    st_code code = ST_OK;
    for (const st_json *h = hits ? hits->child : NULL; h && code == ST_OK; h = h->next) code = one_alert(x, r, h, &arena, err);
    st_arena_free(&arena);
    return code == ST_OK && x->a->limit && x->n >= x->a->limit ? ST_E_STOPPED : code;
}

st_code st_journal_verb_alerts(st_journal_verb *a, const char **args, size_t n, int *status, st_err *err) {
    static const char *const states[] = { "open", "proposed", "decided", "allowed", "all" };
    st_record_filter f;
    st_store *s = st_journal_store(a->j);
    alerting x = { .a = a, .state = a->state ? st_str_of(a->state) : ST_STR("open"), .now = (uint64_t)time(NULL) * 1000 };
    bool known = false;
    (void)args;
    for (size_t i = 0; i < ST_LEN(states); i++) known = known || st_str_is(x.state, states[i]);
    if (n || !known) return st_fail(err, ST_E_USAGE, n ? "alerts takes filters, and no record" : "--state open, proposed, decided, allowed or all");
    ST_TRY(st_journal_filter(a, &f, err));
    f.kind = st_str_of(st_record_kind_name(ST_REC_SCREEN));
    f.backwards = true;
    if (!st_journal_piped(a)) {
        static const char *const head[] = { "record", "customer", "score", "name", "hit", "state" };
        x.t = st_table_new(ST_LEN(head));
        for (size_t i = 0; i < ST_LEN(head); i++) st_table_cell(x.t, st_str_of(head[i]));
        st_table_right(x.t, 0);
    }
    const st_code code = s->ops->read(s, &f, alerts_of, &x, err);
    if (x.t) st_table_print(x.t, stdout);
    *status = code == ST_OK && x.n ? 1 : 0;
    return code;
}
