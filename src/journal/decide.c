/* Decisions. */
#include "base/file.h"
#include "journal/decide.h"

static const char *const names[] = {
#define DECISION(sym, name, text) name,
#include "journal/decisions.def"
#undef DECISION
};
const char *st_decided_name(st_decided_as as) { return names[as]; }

st_decided_as st_decided_of(st_str name) {
    for (unsigned k = 0; k < ST_AS_COUNT; k++)
        if (st_str_is(name, names[k])) return (st_decided_as)k;
    return ST_AS_COUNT;
}

static const char *const states[] = { "open", "proposed", "decided" };
const char *st_alert_state_name(st_alert_state s) { return states[s]; }

void st_customer_version(st_str input, uint8_t out[ST_HASH]) { st_sha256_of(input.p, input.n, out); }

/* ---- what a record shows ----------------------------------------------------------------------------------------------------------------------------------- */

bool st_record_shows(const st_record *r, st_str hit, char version[2 * ST_HASH + 1]) {
    st_arena a = ST_ARENA_INIT;
    const st_json *list = r->erased ? NULL : st_json_parse(&a, r->entries, 1, NULL);
    bool found = false;
    for (const st_json *e = list ? list->child : NULL; e && !found; e = e->next) {
        const st_str l = st_json_get_text(e, "list"), id = st_json_get_text(e, "id"), v = st_json_get_text(e, "version");
        found = hit.n == l.n + 1 + id.n && v.n == 2 * ST_HASH && hit.p[l.n] == ':' && st_str_eq(st_str_sub(hit, 0, l.n), l) && st_str_eq(st_str_sub(hit, l.n + 1, hit.n), id);
        if (found) snprintf(version, 2 * ST_HASH + 1, "%.*s", ST_FMT(v));
    }
    st_arena_free(&a);
    return found;
}

/* The answer that is decided about. */
static st_code answer_of(st_journal *j, uint64_t seq, st_str hit, st_arena *a, st_record *r, char version[2 * ST_HASH + 1], st_err *err) {
    version[0] = 0;
    ST_TRY(st_journal_get(j, seq, a, r, err));
    const st_record_kind kind = st_record_kind_of(r->kind);
    if (kind != ST_REC_SCREEN && kind != ST_REC_CHECK) return st_fail(err, ST_E_USAGE, "record %llu is a %.*s; decisions are about answers", (unsigned long long)seq, ST_FMT(r->kind));
    if (r->erased) return st_fail(err, ST_E_USAGE, "record %llu is erased", (unsigned long long)seq);
    if (!hit.n && kind == ST_REC_CHECK) return ST_OK;
    if (hit.n && st_record_shows(r, hit, version)) return ST_OK;
    st_fail(err, ST_E_USAGE, hit.n ? "record %llu shows no %.*s" : "which hit of record %llu?%.*s", (unsigned long long)seq, ST_FMT(hit));
    st_err_hint(err, "--hit LIST:ID, as strait journal show %llu has them among its entries", (unsigned long long)seq);
    return ST_E_USAGE;
}

/* ---- how an alert stands ------------------------------------------------------------------------------------------------------------------------------------ */

typedef struct folding { st_str hit; st_arena *a; st_alert *out; } folding;

static st_code fold(void *user, const st_record *r, st_err *err) {
    folding *f = user;
    st_arena tmp = ST_ARENA_INIT;
    const st_json *input = r->erased ? NULL : st_json_parse(&tmp, r->input, 1, NULL), *params = st_json_parse(&tmp, r->params, 1, NULL);
    const st_decided_as as = st_decided_of(st_json_get_text(params, "as"));
    const st_json *eyes = st_json_get(params, "four_eyes");
    st_alert *o = f->out;
    st_code code = ST_OK;
    if (as != ST_AS_COUNT && input && st_str_eq(st_json_get_text(input, "hit"), f->hit)) {
        const bool two = eyes && eyes->type == ST_JSON_TRUE;
        const bool second = o->state == ST_ALERT_PROPOSED && o->as == as && !st_str_eq(o->by, r->actor);
        const st_str actor = st_str_copy(f->a, r->actor);
        if (!actor.p) code = st_fail(err, ST_E_NOMEM, "out of memory for an alert");
        else if (second) *o = (st_alert){ ST_ALERT_DECIDED, as, o->by, actor, r->seq, true };
        else *o = (st_alert){ two ? ST_ALERT_PROPOSED : ST_ALERT_DECIDED, as, actor, ST_STR_NONE, r->seq, two };
    }
    st_arena_free(&tmp);
    return code;
}

st_code st_alert_of(st_journal *j, uint64_t seq, st_str hit, st_arena *a, st_alert *out, st_err *err) {
    folding f = { hit, a, out };
    st_store *s = st_journal_store(j);
    *out = (st_alert){ .state = ST_ALERT_OPEN, .as = ST_AS_COUNT };
    return s->ops->read(s, &(st_record_filter){ .ref = seq, .kind = st_str_of(st_record_kind_name(ST_REC_DECISION)) }, fold, &f, err);
}

static st_code last_policy(void *user, const st_record *r, st_err *err) {
    st_arena a = ST_ARENA_INIT;
    const st_json *list = st_json_get(st_json_parse(&a, r->params, 1, NULL), "four_eyes");
    unsigned *mask = user;
    (void)err;
    for (const st_json *c = list ? list->child : NULL; c; c = c->next) {
        const st_decided_as as = st_decided_of(st_json_text(c));
        if (as != ST_AS_COUNT) *mask |= 1u << as;
    }
    st_arena_free(&a);
    return ST_E_STOPPED;
}

st_code st_policy_of(st_journal *j, unsigned *four_eyes, st_err *err) {
    st_store *s = st_journal_store(j);
    *four_eyes = 0;
    return s->ops->read(s, &(st_record_filter){ .kind = st_str_of(st_record_kind_name(ST_REC_POLICY)), .backwards = true, .limit = 1 }, last_policy, four_eyes, err);
}

/* ---- deciding ------------------------------------------------------------------------------------------------------------------------------------------------ */

static void text(st_jw *w, const char *key, st_str s) {
    st_jw_key(w, key);
    st_jw_str(w, s);
}

static st_code reason_given(const char *reason, st_err *err) {
    const st_str s = st_str_trim(st_str_of(reason));
    if (s.n && st_utf8_bad(s) == SIZE_MAX) return ST_OK;
    return st_fail(err, ST_E_USAGE, s.n ? "the reason is not UTF-8" : "no reason is given: --reason says why");
}

typedef struct deciding { const st_decision *d; st_arena *a; st_alert *out; } deciding;

static st_code decide(void *user, st_writing *w, st_err *err) {
    const deciding *x = user;
    const st_decision *d = x->d;
    const st_str hit = st_str_of(d->hit);
    st_record about;
    st_alert before;
    unsigned policy;
    char version[2 * ST_HASH + 1];
    ST_TRY(answer_of(w->j, d->seq, hit, x->a, &about, version, err));
    ST_TRY(st_policy_of(w->j, &policy, err));
    ST_TRY(st_alert_of(w->j, d->seq, hit, x->a, &before, err));
    const bool waits = before.state == ST_ALERT_PROPOSED && before.as == d->as, two = d->four_eyes || (policy >> d->as & 1) || waits;
    if (waits && st_str_is(before.by, d->actor)) {
        st_fail(err, ST_E_USAGE, "%s has proposed this already; four eyes means that somebody else confirms it", d->actor);
        return ST_E_USAGE;
    }
    st_buf params = ST_BUF_INIT(4096), input = ST_BUF_INIT(1 << 20);
    st_jw p = { &params, false }, i = { &input, false };
    st_jw_open(&p, '{');
    text(&p, "as", st_str_of(st_decided_name(d->as)));
    st_jw_key(&p, "four_eyes");
    st_jw_bool(&p, two);
    st_jw_close(&p, '}');
    st_jw_open(&i, '{');
    text(&i, "hit", hit);
    text(&i, "version", st_str_of(version));
    text(&i, "reason", st_str_of(d->reason));
    st_jw_close(&i, '}');
    st_record r = { .kind = st_str_of(st_record_kind_name(ST_REC_DECISION)), .actor = st_str_of(d->actor), .ref = d->seq, .subject = about.subject,
                    .index = about.index, .rules = about.rules, .params = st_buf_view(&params), .input = st_buf_view(&input) };
    st_code code = params.failed || input.failed ? st_fail(err, ST_E_LIMIT, "the reason is too long") : st_writing_add(w, &r, err);
    st_buf_free(&params);
    st_buf_free(&input);
    return code == ST_OK ? st_alert_of(w->j, d->seq, hit, x->a, x->out, err) : code;
}

st_code st_journal_decide(st_journal *j, const st_decision *d, st_arena *a, st_alert *out, st_err *err) {
    deciding x = { d, a, out };
    ST_TRY(reason_given(d->reason, err));
    return st_journal_write(j, decide, &x, err);
}

st_code st_journal_policy(st_journal *j, unsigned four_eyes, const char *actor, const char *reason, st_err *err) {
    st_buf params = ST_BUF_INIT(4096), input = ST_BUF_INIT(1 << 20);
    st_jw p = { &params, false }, i = { &input, false };
    ST_TRY(reason_given(reason, err));
    st_jw_open(&p, '{');
    st_jw_key(&p, "four_eyes");
    st_jw_open(&p, '[');
    for (unsigned k = 0; k < ST_AS_COUNT; k++)
        if (four_eyes >> k & 1) st_jw_z(&p, st_decided_name((st_decided_as)k));
    st_jw_close(&p, ']');
    st_jw_close(&p, '}');
    st_jw_open(&i, '{');
    text(&i, "reason", st_str_of(reason));
    st_jw_close(&i, '}');
    st_record r = { .kind = st_str_of(st_record_kind_name(ST_REC_POLICY)), .actor = st_str_of(actor), .params = st_buf_view(&params), .input = st_buf_view(&input) };
    const st_code code = params.failed || input.failed ? st_fail(err, ST_E_LIMIT, "the reason is too long") : st_journal_append(j, &r, 1, err);
    st_buf_free(&params);
    st_buf_free(&input);
    return code;
}

/* ---- the allow-list ------------------------------------------------------------------------------------------------------------------------------------------ */

typedef struct allowing { const st_allowing *w; st_arena *a; uint64_t of; } allowing;

static st_code allow(void *user, st_writing *w, st_err *err) {
    allowing *x = user;
    const st_str hit = st_str_of(x->w->hit);
    st_record about;
    st_alert alert;
    uint8_t hash[ST_HASH];
    char version[2 * ST_HASH + 1], customer[2 * ST_HASH + 1], until[32];
    ST_TRY(answer_of(w->j, x->w->seq, hit, x->a, &about, version, err));
    ST_TRY(st_alert_of(w->j, x->w->seq, hit, x->a, &alert, err));
    if (!version[0]) return st_fail(err, ST_E_USAGE, "a list entry is allowed for a customer: --hit LIST:ID");
    if (!about.subject.n) return st_fail(err, ST_E_USAGE, "record %llu has no customer id to bind to", (unsigned long long)x->w->seq);
    if (alert.state != ST_ALERT_DECIDED || alert.as != ST_AS_FALSE_POSITIVE) {
        st_fail(err, ST_E_USAGE, "the alert is %s%s%s, not decided as a false positive", st_alert_state_name(alert.state), alert.state ? ": " : "", alert.state ? st_decided_name(alert.as) : "");
        st_err_hint(err, "strait journal decide %llu --hit %s --as false_positive --reason ...", (unsigned long long)x->w->seq, x->w->hit);
        return ST_E_USAGE;
    }
    if (x->w->until <= w->now) return st_fail(err, ST_E_USAGE, "--until lies in the past");
    st_customer_version(about.input, hash);
    st_hex(hash, ST_HASH, customer);
    st_time_text(x->w->until, until);
    st_buf params = ST_BUF_INIT(4096), input = ST_BUF_INIT(1 << 20);
    st_jw p = { &params, false }, i = { &input, false };
    st_jw_open(&p, '{');
    st_jw_key(&p, "until");
    st_jw_u64(&p, x->w->until);
    text(&p, "until_at", st_str_of(until));
    st_jw_close(&p, '}');
    st_jw_open(&i, '{');
    text(&i, "customer", about.subject);
    text(&i, "customer_version", st_str_of(customer));
    text(&i, "hit", hit);
    text(&i, "version", st_str_of(version));
    text(&i, "reason", st_str_of(x->w->reason));
    st_jw_close(&i, '}');
    st_record r = { .kind = st_str_of(st_record_kind_name(ST_REC_ALLOW)), .actor = st_str_of(x->w->actor), .ref = x->w->seq, .subject = about.subject, .index = about.index,
                    .params = st_buf_view(&params), .input = st_buf_view(&input) };
    const st_code code = params.failed || input.failed ? st_fail(err, ST_E_LIMIT, "the reason is too long") : st_writing_add(w, &r, err);
    x->of = r.seq;
    st_buf_free(&params);
    st_buf_free(&input);
    return code;
}

st_code st_journal_allow(st_journal *j, const st_allowing *w, uint64_t *of, st_err *err) {
    st_arena a = ST_ARENA_INIT;
    allowing x = { w, &a, 0 };
    st_code code = reason_given(w->reason, err);
    if (code == ST_OK) code = st_journal_write(j, allow, &x, err);
    *of = x.of;
    st_arena_free(&a);
    return code;
}

typedef struct asking { const char *customer, *version; st_str hit; uint64_t now, of, ref; } asking;

static st_code holds(void *user, const st_record *r, st_err *err) {
    asking *x = user;
    st_arena a = ST_ARENA_INIT;
    (void)err;
    const st_json *input = r->erased ? NULL : st_json_parse(&a, r->input, 1, NULL), *params = st_json_parse(&a, r->params, 1, NULL);
    uint64_t until;
    const bool yes = input && st_str_is(st_json_get_text(input, "customer_version"), x->customer) && st_str_eq(st_json_get_text(input, "hit"), x->hit) &&
                     st_str_is(st_json_get_text(input, "version"), x->version) && st_parse_u64(st_json_get_text(params, "until"), &until) && x->now < until;
    if (yes) {
        x->of = r->seq;
        x->ref = r->ref;
    }
    st_arena_free(&a);
    return yes ? ST_E_STOPPED : ST_OK;
}

/* The newest that holds; and only as long as the alert that it rests on is still a false positive. */
st_code st_journal_allowed(st_journal *j, st_str customer, const uint8_t input[ST_HASH], st_str hit, const uint8_t version[ST_HASH], uint64_t now, uint64_t *of, st_err *err) {
    char c[2 * ST_HASH + 1], v[2 * ST_HASH + 1];
    st_store *s = st_journal_store(j);
    asking x = { c, v, hit, now, 0, 0 };
    *of = 0;
    if (!customer.n) return ST_OK;
    st_hex(input, ST_HASH, c);
    st_hex(version, ST_HASH, v);
    ST_TRY(s->ops->read(s, &(st_record_filter){ .subject = customer, .kind = st_str_of(st_record_kind_name(ST_REC_ALLOW)), .backwards = true }, holds, &x, err));
    if (!x.of) return ST_OK;
    st_arena a = ST_ARENA_INIT;
    st_alert alert;
    const st_code code = st_alert_of(j, x.ref, hit, &a, &alert, err);
    if (code == ST_OK && alert.state == ST_ALERT_DECIDED && alert.as == ST_AS_FALSE_POSITIVE) *of = x.of;
    st_arena_free(&a);
    return code;
}
