/* The recorder. */
#include <time.h>
#include "engine/recorder.h"
#include "journal/entry.h"

enum { GROUP = 512, GROUP_BYTES = 4 << 20, GROUP_MS = 100, BODY_MOST = 64 << 20, LINES_MOST = 1 << 30, SUBJECT_MOST = 256 };

/* Versions of the parties of the index, once each. stored: its body is in the journal. */
typedef struct versions { uint8_t (*hash)[ST_HASH]; uint8_t *state; } versions;
enum { UNKNOWN, HASHED, STORED };

struct st_recorder {
    st_journal *j;
    const st_engine *e;
    const char *actor;
    st_release_fn release; void *user;
    st_arena arena;                       /* of what waits */
    st_record *waiting; size_t n, cap;
    uint32_t *fresh; size_t n_fresh, cap_fresh;   /* parties whose entries wait along with it */
    size_t bytes;
    st_buf lines, scratch, entries;
    uint64_t since, last;
    versions v;
};

st_recorder *st_recorder_new(st_journal *j, const st_engine *e, const char *actor, st_release_fn release, void *user, st_err *err) {
    st_recorder *r = st_calloc(1, sizeof *r);
    const size_t parties = e ? st_index_parties(e->ix) + 1 : 1;
    if (r) {
        *r = (st_recorder){ .j = j, .e = e, .actor = actor, .release = release, .user = user, .arena = ST_ARENA_INIT, .lines = ST_BUF_INIT(LINES_MOST), .scratch = ST_BUF_INIT(BODY_MOST), .entries = ST_BUF_INIT(BODY_MOST) };
        r->v.hash = st_alloc(parties * sizeof *r->v.hash);
        r->v.state = st_calloc(parties, 1);
        if (r->v.hash && r->v.state) return r;
    }
    st_recorder_free(r);
    st_fail(err, ST_E_NOMEM, "out of memory for recording answers");
    return NULL;
}

void st_recorder_free(st_recorder *r) {
    if (!r) return;
    st_arena_free(&r->arena);
    st_buf_free(&r->lines);
    st_buf_free(&r->scratch);
    st_buf_free(&r->entries);
    st_free(r->waiting);
    st_free(r->fresh);
    st_free(r->v.hash);
    st_free(r->v.state);
    st_free(r);
}

uint64_t st_recorder_last(const st_recorder *r) { return r->last; }

/* ---- waiting and committing ------------------------------------------------------------------------------------------------------------------------------ */

static uint64_t clock_ms(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000 + (uint64_t)t.tv_nsec / 1000000;
}

st_code st_recorder_flush(st_recorder *r, st_err *err) {
    if (!r->n) return ST_OK;
    ST_TRY(st_journal_append(r->j, r->waiting, r->n, err));
    r->last = r->waiting[r->n - 1].seq;
    for (size_t i = 0; i < r->n_fresh; i++) r->v.state[r->fresh[i]] = STORED;
    r->n = r->n_fresh = r->bytes = 0;
    const st_code code = r->release && r->lines.n ? r->release(r->user, st_buf_view(&r->lines), err) : ST_OK;
    st_buf_clear(&r->lines);
    st_arena_reset(&r->arena);
    return code;
}

static st_code no_memory(st_err *err) { return st_fail(err, ST_E_NOMEM, "out of memory for recording answers"); }

/* The entries member for some parties; their bodies come along where the journal has not seen them through us. */
static st_code entries_of(st_recorder *r, const uint32_t *party, size_t n, st_record *rec, st_err *err) {
    st_entry *fresh = st_arena_alloc(&r->arena, (n ? n : 1) * sizeof *fresh);
    st_jw w = { &r->entries, false };
    if (!fresh) return no_memory(err);
    st_buf_clear(&r->entries);
    st_jw_open(&w, '[');
    for (size_t i = 0; i < n; i++) {
        st_party_view p;
        st_list_view list;
        char hex[2 * ST_HASH + 1];
        st_index_party(r->e->ix, party[i], &p);
        st_index_list(r->e->ix, p.list, &list);
        if (r->v.state[party[i]] == UNKNOWN) {
            st_entry *e = &fresh[rec->n_entries];
            ST_TRY(st_entry_of(r->e->ix, party[i], &r->scratch, e, err));
            e->body = st_str_copy(&r->arena, e->body);
            if (!e->body.p || st_grow(r->fresh, r->cap_fresh, r->n_fresh + 1)) return no_memory(err);
            memcpy(r->v.hash[party[i]], e->version, ST_HASH);
            r->v.state[party[i]] = HASHED;
            r->fresh[r->n_fresh++] = party[i];
            rec->n_entries++;
            r->bytes += e->body.n;
        }
        st_hex(r->v.hash[party[i]], ST_HASH, hex);
        st_jw_open(&w, '{');
        st_jw_key(&w, "list");
        st_jw_str(&w, list.field[ST_LIST_ID]);
        st_jw_key(&w, "id");
        st_jw_str(&w, p.key);
        st_jw_key(&w, "version");
        st_jw_z(&w, hex);
        st_jw_close(&w, '}');
    }
    st_jw_close(&w, ']');
    rec->entry = fresh;
    rec->entries = st_str_copy(&r->arena, st_buf_view(&r->entries));
    return rec->entries.p && !r->entries.failed ? ST_OK : no_memory(err);
}

static st_code keep(st_recorder *r, st_record *rec, st_str line, st_err *err) {
    if (rec->subject.n > SUBJECT_MOST || (rec->subject.n && memchr(rec->subject.p, 0, rec->subject.n))) rec->subject = ST_STR_NONE;   /* no id to look up by; it stands in the input all the same */
    const st_str *const from[] = { &rec->params, &rec->subject, &rec->input, &rec->result, &rec->index, &rec->rules };
    st_str *const to[] = { &rec->params, &rec->subject, &rec->input, &rec->result, &rec->index, &rec->rules };
    for (size_t i = 0; i < ST_LEN(to); i++) {
        r->bytes += from[i]->n;
        *to[i] = st_str_copy(&r->arena, *from[i]);
        if (!to[i]->p) return no_memory(err);
    }
    if (st_grow(r->waiting, r->cap, r->n + 1)) return no_memory(err);
    st_buf_str(&r->lines, line);
    if (r->lines.failed) return st_fail(err, r->lines.failed, "an answer that is too long, or no memory for it");
    if (!r->n) r->since = clock_ms();
    rec->actor = st_str_of(r->actor);
    r->waiting[r->n++] = *rec;
    return r->n >= GROUP || r->bytes >= GROUP_BYTES || clock_ms() - r->since >= GROUP_MS ? st_recorder_flush(r, err) : ST_OK;
}

/* ---- screen ---------------------------------------------------------------------------------------------------------------------------------------------- */

static void words(st_jw *w, const char *key, const st_words *words) {
    if (!words->n) return;
    st_jw_key(w, key);
    st_jw_open(w, '[');
    for (size_t i = 0; i < words->n; i++) st_jw_z(w, words->item[i]);
    st_jw_close(w, ']');
}

static void filter(st_jw *w, const st_filter *f) {
    st_jw_key(w, "filter");
    st_jw_open(w, '{');
    words(w, "list", &f->list);
    words(w, "programme", &f->programme);
    words(w, "regime", &f->regime);
    words(w, "list_country", &f->country);
    if (f->kinds) {
        st_jw_key(w, "list_type");
        st_jw_u64(w, f->kinds);
    }
    if (f->since) {
        st_jw_key(w, "listed_since");
        st_jw_z(w, f->since);
    }
    st_jw_close(w, '}');
}

void st_options_json(st_jw *w, const st_search_options *o) {
    st_jw_key(w, "threshold");
    st_jw_u64(w, o->threshold);
    st_jw_key(w, "limit");
    st_jw_u64(w, o->limit);
    st_jw_key(w, "group");
    st_jw_bool(w, o->group);
    st_jw_key(w, "ofac");
    st_jw_bool(w, o->ofac);
    st_jw_key(w, "exhaustive");
    st_jw_bool(w, o->exhaustive);
    if (o->filter) filter(w, o->filter);
    if (!o->profile) return;
    st_jw_key(w, "thresholds");
    st_jw_open(w, '{');
    for (unsigned k = 0; k < ST_KIND_COUNT; k++) {
        if (o->profile->kind[k] == ST_NO_THRESHOLD) continue;
        st_jw_key(w, st_kind_name((st_kind)k));
        st_jw_u64(w, o->profile->kind[k]);
    }
    for (size_t i = 0; i < o->profile->lists; i++) {
        st_jw_keys(w, o->profile->list[i]);
        st_jw_u64(w, o->profile->of_list[i]);
    }
    st_jw_close(w, '}');
}

/* form "query": the input is what st_query_json writes; "row": the row as it came. line: of a row that was not answered. */
static void screen_params(st_buf *b, const char *form, const st_search_options *o, uint32_t line) {
    st_jw w = { b, false };
    st_buf_clear(b);
    st_jw_open(&w, '{');
    st_jw_key(&w, "form");
    st_jw_z(&w, form);
    if (line) {
        st_jw_key(&w, "line");
        st_jw_u64(&w, line);
    }
    st_options_json(&w, o);
    st_jw_close(&w, '}');
}

static st_record screen_record(const st_recorder *r) {
    return (st_record){ .kind = st_str_of(st_record_kind_name(ST_REC_SCREEN)), .index = st_str_of(st_index_hash(r->e->ix)), .entries = ST_STR("[]") };
}

st_code st_record_screen(st_recorder *r, const st_query *q, const st_search_options *o, const st_hits *h, st_str answer, st_str line, st_err *err) {
    st_record rec = screen_record(r);
    uint32_t *party = st_arena_alloc(&r->arena, (h->n ? h->n : 1) * sizeof *party);
    if (!party) return no_memory(err);
    for (size_t i = 0; i < h->n; i++) party[i] = h->item[i].party;
    ST_TRY(entries_of(r, party, h->n, &rec, err));
    st_buf_clear(&r->scratch);
    st_jw w = { &r->scratch, false };
    st_query_json(&w, q);
    rec.input = st_str_copy(&r->arena, st_buf_view(&r->scratch));
    screen_params(&r->scratch, "query", o, 0);
    rec.params = st_buf_view(&r->scratch);
    rec.subject = q->id;
    rec.result = answer;
    return r->scratch.failed || !rec.input.p ? no_memory(err) : keep(r, &rec, line, err);
}

st_code st_record_row(st_recorder *r, const st_row *row, const st_search_options *o, st_err *err) {
    st_record rec = screen_record(r);
    if (!row->bad.n) ST_TRY(entries_of(r, row->party, row->hits, &rec, err));
    screen_params(&r->scratch, "row", o, row->bad.n ? row->line : 0);
    const st_str line = st_buf_view(&row->out);
    rec.params = st_buf_view(&r->scratch);
    rec.subject = row->q.id;
    rec.input = row->echo.n ? st_buf_view(&row->echo) : ST_STR("null");
    rec.result = st_str_sub(line, 0, line.n - 1);
    return r->scratch.failed ? no_memory(err) : keep(r, &rec, line, err);
}

/* ---- check ----------------------------------------------------------------------------------------------------------------------------------------------- */

static void number_key(st_jw *w, const char *key, st_instant t) {
    st_jw_key(w, key);
    char text[24];
    snprintf(text, sizeof text, "%lld", (long long)t);
    st_jw_raw(w, st_str_of(text));
}

static void check_params(st_buf *b, const st_rules *rules, const st_check_options *o, bool proofs) {
    st_jw w = { b, false };
    st_buf_clear(b);
    st_jw_open(&w, '{');
    number_key(&w, "now", o->now);
    if (o->has_at) number_key(&w, "at", o->at);
    number_key(&w, "known", rules->known);
    st_jw_key(&w, "known_asked");   /* else it is the time of asking, which is no part of the answer */
    st_jw_bool(&w, !rules->now);
    st_jw_key(&w, "partial");
    st_jw_bool(&w, o->partial);
    st_jw_key(&w, "closed");
    st_jw_bool(&w, o->closed);
    st_jw_key(&w, "require_approved");
    st_jw_bool(&w, o->judge.require_approved);
    st_jw_key(&w, "proofs");
    st_jw_bool(&w, proofs);
    st_jw_close(&w, '}');
}

/* The parties of the index that the case's parties, ships and places were found to be. */
static st_code found_parties(st_checked *a, uint32_t **party, size_t *n, st_err *err) {
    static const st_scope scope[] = { ST_IN_PARTY, ST_IN_VESSEL, ST_IN_FACILITY };
    size_t cap = 0;
    *party = NULL;
    *n = 0;
    for (size_t s = 0; s < ST_LEN(scope); s++)
        for (size_t i = 0; i < a->c.items[scope[s]]; i++) {
            const st_found *found;
            const size_t k = st_standing_found(a->standing, scope[s], i, &found);
            if (st_grow(*party, cap, *n + k)) return no_memory(err);
            for (size_t x = 0; x < k; x++) {
                bool seen = false;
                for (size_t y = 0; !seen && y < *n; y++) seen = (*party)[y] == found[x].party;
                if (!seen) (*party)[(*n)++] = found[x].party;
            }
        }
    return st_standing_failed(a->standing, err);
}

st_code st_record_check(st_recorder *r, st_checker *k, const st_json *tree, const st_check_options *o, bool proofs, st_checked *a, st_str answer, st_str line, st_err *err) {
    st_record rec = { .kind = st_str_of(st_record_kind_name(ST_REC_CHECK)), .index = k->e ? st_str_of(st_index_hash(k->e->ix)) : ST_STR_NONE,
                      .rules = st_str_of(k->rules->bundle->hash), .entries = ST_STR("[]") };
    if (k->e && !o->closed) {
        uint32_t *party;
        size_t n;
        st_code code = found_parties(a, &party, &n, err);
        if (code == ST_OK) code = entries_of(r, party, n, &rec, err);
        st_free(party);
        ST_TRY(code);
    }
    st_jw w = { &r->scratch, false };
    st_buf_clear(&r->scratch);
    st_jw_tree(&w, tree);
    rec.input = st_str_copy(&r->arena, st_buf_view(&r->scratch));
    check_params(&r->scratch, k->rules, o, proofs);
    rec.params = st_buf_view(&r->scratch);
    rec.subject = a->c.id;
    rec.result = answer;
    return r->scratch.failed || !rec.input.p ? no_memory(err) : keep(r, &rec, line, err);
}
