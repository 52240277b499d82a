/* Records as tables, JSON and words. */
#include "cli/journal_verbs.h"
#include "cli/party.h"

st_code st_journal_time(const char *name, const char *text, bool end, uint64_t *out, st_err *err) {
    st_instant t;
    *out = 0;
    if (!text) return ST_OK;
    if (!st_instant_of(st_str_of(text), &t) || t < 0) {
        st_fail(err, ST_E_USAGE, "--%s %.60s is no day", name, text);
        st_err_hint(err, "as 2026-11-26, or 2026-11-26T08:00+01:00");
        return ST_E_USAGE;
    }
    *out = (uint64_t)t * 1000 + (!end ? 0 : strchr(text, 'T') ? 999 : 86399999);
    return ST_OK;
}

st_code st_journal_filter(const st_journal_verb *a, st_record_filter *f, st_err *err) {
    *f = (st_record_filter){ .kind = st_str_of(a->kind), .actor = st_str_of(a->by), .subject = st_str_of(a->customer) };
    if (a->kind && st_record_kind_of(f->kind) == ST_REC_KINDS) {
        st_fail(err, ST_E_USAGE, "there are no records of kind %.40s", a->kind);
        st_err_hint(err, "screen, check, decision, allow, policy, erase or checkpoint");
        return ST_E_USAGE;
    }
    ST_TRY(st_journal_time("since", a->since, false, &f->since, err));
    return st_journal_time("until", a->until, true, &f->until, err);
}

st_code st_journal_each(st_journal_verb *a, const char **args, size_t n, st_record_fn fn, void *user, st_err *err) {
    st_record_filter f;
    st_sequences s = { 0 };
    st_store *store = st_journal_store(a->j);
    ST_TRY(st_journal_filter(a, &f, err));
    if (!n) return store->ops->read(store, &f, fn, user, err);
    st_code code = st_sequences_of(args, n, &s, err);
    for (size_t i = 0; code == ST_OK && i < s.n; i++) {
        st_arena arena = ST_ARENA_INIT;
        st_record r;
        code = st_journal_get(a->j, s.v[i], &arena, &r, err);
        if (code == ST_OK) code = fn(user, &r, err);
        st_arena_free(&arena);
    }
    st_free(s.v);
    return code;
}

/* ---- what a record says, in a few words ------------------------------------------------------------------------------------------------------------------- */

static void screen_text(const st_json *v, st_buf *out) {
    const st_json *hits = st_json_get(v, "hits"), *best = hits ? hits->child : NULL;
    size_t n = 0;
    for (const st_json *h = best; h; h = h->next) n++;
    const st_str error = st_json_get_text(v, "error");
    if (error.n) st_buf_printf(out, "not answered: %.*s", ST_FMT(error));
    else if (!n) st_buf_z(out, "no hit");
    else {
        const st_str score = st_json_get_text(best, "score"), name = st_json_get_text(best, "name"), list = st_json_get_text(best, "list"), id = st_json_get_text(best, "id");
        st_buf_printf(out, "%zu %s: %.*s %.*s (%.*s:%.*s)", n, n == 1 ? "hit" : "hits", ST_FMT(score), ST_FMT(name), ST_FMT(list), ST_FMT(id));
    }
}

void st_record_summary(const st_record *r, st_buf *out) {
    st_arena a = ST_ARENA_INIT;
    const st_record_kind k = st_record_kind_of(r->kind);
    const bool answer = k == ST_REC_SCREEN || k == ST_REC_CHECK;
    const st_json *v = r->erased ? NULL : st_json_parse(&a, answer ? r->result : r->input, 1, NULL), *params = st_json_parse(&a, r->params, 1, NULL);
    const st_str as = st_json_get_text(params, "as"), reason = st_json_get_text(v, "reason"), hit = st_json_get_text(v, "hit"), verdict = st_json_get_text(v, "verdict");
    if (as.n) st_buf_printf(out, "%.*s ", ST_FMT(as));
    if (r->erased) st_buf_z(out, "erased");
    else if (k == ST_REC_SCREEN) screen_text(v, out);
    else if (k == ST_REC_CHECK) st_buf_str(out, verdict);
    else if (k != ST_REC_CHECKPOINT) st_buf_printf(out, "%.*s%s%.*s", ST_FMT(hit), hit.n && reason.n ? ": " : "", ST_FMT(reason));
    st_arena_free(&a);
}

/* ---- list ------------------------------------------------------------------------------------------------------------------------------------------------ */

typedef struct listing { st_table *t; st_buf line; uint64_t n; } listing;

static st_code list_row(void *user, const st_record *r, st_err *err) {
    listing *l = user;
    char when[32];
    (void)err;
    st_time_text(r->time, when);
    st_buf_clear(&l->line);
    st_record_summary(r, &l->line);
    st_table_cellf(l->t, "%llu", (unsigned long long)r->seq);
    st_table_cell(l->t, st_str_of(when));
    st_table_cell(l->t, r->kind);
    st_table_cell(l->t, r->actor);
    if (r->ref) st_table_cellf(l->t, "%llu", (unsigned long long)r->ref);
    else st_table_cell(l->t, ST_STR_NONE);
    st_table_cell(l->t, r->subject);
    st_table_cell(l->t, st_buf_view(&l->line));
    l->n++;
    return ST_OK;
}

static st_code list_json(void *user, const st_record *r, st_err *err) {
    listing *l = user;
    st_buf summary = ST_BUF_INIT(1 << 20), line = ST_BUF_INIT(ST_LINE_MOST);
    char when[32], hash[2 * ST_HASH + 1];
    st_jw w = { &line, false };
    st_time_text(r->time, when);
    st_hex(r->hash, ST_HASH, hash);
    st_record_summary(r, &summary);
    st_jw_open(&w, '{');
    st_jw_key(&w, "sequence"); st_jw_u64(&w, r->seq);
    st_jw_key(&w, "at"); st_jw_z(&w, when);
    st_jw_key(&w, "kind"); st_jw_str(&w, r->kind);
    st_jw_key(&w, "actor"); st_jw_str(&w, r->actor);
    st_jw_key(&w, "about"); st_jw_u64(&w, r->ref);
    st_jw_key(&w, "subject"); st_jw_str(&w, r->subject);
    st_jw_key(&w, "summary"); st_jw_str(&w, st_buf_view(&summary));
    st_jw_key(&w, "index"); st_jw_str(&w, r->index);
    st_jw_key(&w, "rules"); st_jw_str(&w, r->rules);
    st_jw_key(&w, "hash"); st_jw_z(&w, hash);
    st_jw_close(&w, '}');
    st_buf_free(&summary);
    l->n++;
    return st_print_line(&line, err);
}

st_code st_journal_verb_list(st_journal_verb *a, const char **args, size_t n, int *status, st_err *err) {
    st_record_filter f;
    st_store *s = st_journal_store(a->j);
    (void)args;
    (void)status;
    if (n) return st_fail(err, ST_E_USAGE, "list takes filters, and no record; show RECORD shows one");
    ST_TRY(st_journal_filter(a, &f, err));
    f.limit = a->limit;
    f.backwards = true;
    listing l = { .line = ST_BUF_INIT(1 << 20) };
    if (st_journal_piped(a)) return s->ops->read(s, &f, list_json, &l, err);
    l.t = st_table_new(7);
    static const char *const head[] = { "record", "time", "kind", "actor", "about", "subject", "" };
    for (size_t i = 0; i < ST_LEN(head); i++) st_table_cell(l.t, st_str_of(head[i]));
    const st_code code = s->ops->read(s, &f, list_row, &l, err);
    st_table_right(l.t, 0);
    st_table_print(l.t, stdout);
    st_buf_free(&l.line);
    if (f.limit && l.n == f.limit) printf("the newest %llu; --limit 0 shows all\n", (unsigned long long)l.n);
    return code;
}

/* ---- show ------------------------------------------------------------------------------------------------------------------------------------------------ */

static void member(const char *name, st_str s) {
    if (!s.n) return;
    printf("%-11s ", name);
    st_print_clean(s, stdout);
    printf("\n");
}

static void print_record(const st_record *r) {
    char when[32], hex[2 * ST_HASH + 1];
    st_time_text(r->time, when);
    printf("record      %llu, %s\n", (unsigned long long)r->seq, when);
    member("kind", r->kind);
    member("actor", r->actor);
    if (r->ref) printf("about       record %llu\n", (unsigned long long)r->ref);
    member("engine", r->engine);
    member("index", r->index);
    member("rules", r->rules);
    member("parameters", r->params);
    if (r->erased) printf("erased      the personal part is gone, by order\n");
    member("subject", r->subject);
    member("input", r->input);
    member("result", r->result);
    member("entries", r->entries);
    st_hex(r->commitment, ST_HASH, hex);
    member("commitment", st_str_of(hex));
    st_hex(r->prev, ST_HASH, hex);
    member("previous", st_str_of(hex));
    st_hex(r->hash, ST_HASH, hex);
    member("hash", st_str_of(hex));
}

static st_code show_one(st_journal_verb *a, uint64_t seq, bool first, st_err *err) {
    st_arena arena = ST_ARENA_INIT;
    st_record r;
    st_code code = st_journal_get(a->j, seq, &arena, &r, err);
    if (code == ST_OK && st_journal_piped(a)) {
        st_buf b = ST_BUF_INIT(ST_LINE_MOST);
        st_jw w = { &b, false };
        st_record_json_line(&w, &r);
        code = st_print_line(&b, err);
    } else if (code == ST_OK) {
        if (!first) printf("\n");
        print_record(&r);
    }
    st_arena_free(&arena);
    return code;
}

st_code st_journal_verb_show(st_journal_verb *a, const char **args, size_t n, int *status, st_err *err) {
    st_sequences s = { 0 };
    (void)status;
    st_code code = n ? st_sequences_of(args, n, &s, err) : st_fail(err, ST_E_USAGE, "which record? strait journal list shows their numbers");
    for (size_t i = 0; code == ST_OK && i < s.n; i++) code = show_one(a, s.v[i], i == 0, err);
    st_free(s.v);
    return code;
}
