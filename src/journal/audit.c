/* The chain, walked. */
#include "base/file.h"
#include "journal/audit.h"

static const char *const names[] = { "whole", "edited", "removed", "inserted", "reordered", "cut", "unreadable", "rewritten" };
const char *st_damage_name(st_damage d) { return names[d]; }

/* An erased record, and whether the order for it was met. */
typedef struct erasure { uint64_t seq; bool ordered; } erasure;
typedef struct walk {
    st_journal *j; st_store *store;
    const st_mark *mark; size_t marks;
    st_audit_report *out;
    st_head last, head;
    erasure *erased; size_t n_erased, cap_erased;
    bool nomem;
} walk;

typedef unsigned long long ull;

static st_code bad(walk *w, st_damage d, uint64_t seq, const char *fmt, ...) ST_PRINTF(4, 5);
static st_code bad(walk *w, st_damage d, uint64_t seq, const char *fmt, ...) {
    if (w->out->damage) return ST_E_STOPPED;
    w->out->damage = d;
    w->out->seq = seq;
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(w->out->text, sizeof w->out->text, fmt, ap);
    va_end(ap);
    return ST_E_STOPPED;
}

/* ---- what happened to a record that does not fit ---------------------------------------------------------------------------------------------------------- */

/* Was this record written as number seq? */
static bool genuine(const st_record *r, uint64_t seq) {
    uint8_t body[ST_HASH], hash[ST_HASH];
    return st_record_body(r, seq, body) && st_record_link(r->prev, body, hash) && memcmp(hash, r->hash, ST_HASH) == 0;
}

/* The number that a record was written under, if it is one near its place; else 0. */
static uint64_t written_as(const st_record *r) {
    enum { NEAR = 2000 };
    for (uint64_t d = 1; d <= NEAR; d++) {
        if (genuine(r, r->seq + d)) return r->seq + d;
        if (r->seq > d && genuine(r, r->seq - d)) return r->seq - d;
    }
    return 0;
}

typedef struct seeking { const walk *w; uint64_t found; } seeking;

static st_code is_it(void *user, const st_record *r, st_err *err) {
    seeking *s = user;
    (void)err;
    if (memcmp(r->prev, s->w->last.hash, ST_HASH) != 0 || !genuine(r, s->w->last.seq + 1)) return ST_OK;
    s->found = r->seq;
    return ST_E_STOPPED;
}

/* Where the record that should come next stands now; 0 when it is gone. */
static uint64_t where_is_next(walk *w, uint64_t from) {
    seeking s = { w, 0 };
    (void)w->store->ops->read(w->store, &(st_record_filter){ .from = from, .limit = 2000 }, is_it, &s, NULL);
    return s.found;
}

static st_code explain(walk *w, const st_record *r, bool own_hash_fits) {
    const uint64_t seq = r->seq, now_at = where_is_next(w, seq + 1), was = own_hash_fits ? seq : written_as(r);
    if (now_at && was && was != seq) return bad(w, ST_CHAIN_REORDERED, seq, "record %llu stands where record %llu stood, which is now at %llu", (ull)was, (ull)seq, (ull)now_at);
    if (now_at) return bad(w, ST_CHAIN_INSERTED, seq, "record %llu was put in: the one that belongs here is now at %llu", (ull)seq, (ull)now_at);
    if (was > seq) return bad(w, ST_CHAIN_REMOVED, seq, "record %llu was taken out, and those behind it were renumbered: the one in its place was %llu", (ull)seq, (ull)was);
    if (was && was < seq) return bad(w, ST_CHAIN_INSERTED, was, "record %llu was put in: the one that belongs there is now at %llu", (ull)was, (ull)seq);
    if (own_hash_fits) return bad(w, ST_CHAIN_EDITED, seq, "record %llu does not link to the one before it: this one or that was written anew", (ull)seq);
    return bad(w, ST_CHAIN_EDITED, seq, "record %llu is not what was hashed when it was written", (ull)seq);
}

/* ---- the walk ---------------------------------------------------------------------------------------------------------------------------------------------- */

static st_code note_erasure(walk *w, const st_record *r) {
    if (r->erased) {
        if (st_grow(w->erased, w->cap_erased, w->n_erased + 1)) {
            w->nomem = true;
            return ST_E_NOMEM;
        }
        w->erased[w->n_erased++] = (erasure){ r->seq, false };
    }
    if (!st_str_is(r->kind, st_record_kind_name(ST_REC_ERASE))) return ST_OK;
    size_t lo = 0, hi = w->n_erased;   /* rising */
    while (lo < hi) {
        const size_t mid = lo + (hi - lo) / 2;
        if (w->erased[mid].seq < r->ref) lo = mid + 1;
        else hi = mid;
    }
    if (lo == w->n_erased || w->erased[lo].seq != r->ref)
        return bad(w, ST_CHAIN_EDITED, r->ref, "record %llu was erased by record %llu and has a personal part again", (ull)r->ref, (ull)r->seq);
    w->erased[lo].ordered = true;
    return ST_OK;
}

static st_code compare_marks(walk *w, const st_record *r) {
    for (size_t i = 0; i < w->marks; i++) {
        if (w->mark[i].seq != r->seq) continue;
        if (memcmp(w->mark[i].hash, r->hash, ST_HASH) != 0)
            return bad(w, ST_CHAIN_REWRITTEN, r->seq, "record %llu has another hash than the checkpoint: it, or one before it, was replaced and all behind it hashed anew", (ull)r->seq);
        w->out->marks++;
    }
    return ST_OK;
}

static st_code step(void *user, const st_record *r, st_err *err) {
    walk *w = user;
    uint8_t commitment[ST_HASH];
    (void)err;
    const uint64_t next = w->last.seq + 1;
    if (r->seq != next)
        return bad(w, ST_CHAIN_REMOVED, next, r->seq == next + 1 ? "record %llu is missing" : "records %llu to %llu are missing", (ull)next, (ull)(r->seq - 1));
    const bool own = genuine(r, r->seq);
    if (!own || memcmp(r->prev, w->last.hash, ST_HASH) != 0) return explain(w, r, own);
    if (!r->erased && (!st_record_commit_to(r, commitment) || memcmp(commitment, r->commitment, ST_HASH) != 0))
        return bad(w, ST_CHAIN_EDITED, r->seq, "the personal part of record %llu (subject, input, result or entries) is not what was hashed when it was written", (ull)r->seq);
    ST_TRY(note_erasure(w, r));
    ST_TRY(compare_marks(w, r));
    w->last.seq = r->seq;
    memcpy(w->last.hash, r->hash, ST_HASH);
    w->out->records++;
    w->out->erased += r->erased;
    return ST_OK;
}

static st_code check_entry(void *user, const st_entry *e, st_err *err) {
    walk *w = user;
    uint8_t version[ST_HASH];
    (void)err;
    st_sha256_of(e->body.p, e->body.n, version);
    if (memcmp(version, e->version, ST_HASH) != 0)
        return bad(w, ST_CHAIN_EDITED, 0, "the list entry %.100s of %.100s is not what its version says", e->key.n ? e->key.p : "", e->list.n ? e->list.p : "");
    w->out->entries++;
    return ST_OK;
}

static st_code first_of(void *user, const st_record *r, st_err *err) {
    (void)err;
    *(uint64_t *)user = r->seq;
    return ST_E_STOPPED;
}

static st_code compare_head(walk *w, st_err *err) {
    uint64_t beyond = 0;
    if (w->last.seq < w->head.seq)
        return bad(w, ST_CHAIN_CUT, w->last.seq + 1, "the journal ends at record %llu, and its head says %llu: the tail was cut", (ull)w->last.seq, (ull)w->head.seq);
    if (memcmp(w->last.hash, w->head.hash, ST_HASH) != 0) return bad(w, ST_CHAIN_EDITED, w->last.seq, "the head has another hash than the last record, %llu", (ull)w->last.seq);
    ST_TRY(w->store->ops->read(w->store, &(st_record_filter){ .from = w->head.seq + 1, .limit = 1 }, first_of, &beyond, err));
    if (!beyond) return ST_OK;
    st_head again;   /* somebody may have written meanwhile */
    ST_TRY(w->store->ops->head(w->store, &again, err));
    return beyond <= again.seq ? ST_OK : bad(w, ST_CHAIN_INSERTED, beyond, "record %llu stands behind the head: it was put in", (ull)beyond);
}

static st_code compare_rest(walk *w) {
    for (size_t i = 0; i < w->n_erased; i++)
        if (!w->erased[i].ordered) return bad(w, ST_CHAIN_EDITED, w->erased[i].seq, "the personal part of record %llu is gone, and no record orders that", (ull)w->erased[i].seq);
    for (size_t i = 0; i < w->marks; i++) {
        if (w->mark[i].seq <= w->last.seq) continue;
        return bad(w, ST_CHAIN_CUT, w->last.seq + 1, "the journal ends at record %llu, and the checkpoint shows record %llu: the tail was cut", (ull)w->last.seq, (ull)w->mark[i].seq);
    }
    return ST_OK;
}

static st_code walk_all(walk *w, st_err *err) {
    if (!st_record_genesis(st_str_of(w->store->id), w->last.hash)) return st_fail(err, ST_E_NOMEM, "out of memory");
    for (size_t i = 0; i < w->marks; i++)
        if (strcmp(w->mark[i].id, w->store->id) != 0)
            return bad(w, ST_CHAIN_REWRITTEN, 0, "the checkpoint is of the journal %.32s, and this is %.32s: another one stands in its place", w->mark[i].id, w->store->id);
    ST_TRY(w->store->ops->head(w->store, &w->head, err));
    if (w->head.seq) ST_TRY(w->store->ops->read(w->store, &(st_record_filter){ .to = w->head.seq }, step, w, err));
    if (w->nomem) return st_fail(err, ST_E_NOMEM, "out of memory while verifying");
    if (!w->out->damage) ST_TRY(compare_head(w, err));
    if (!w->out->damage) ST_TRY(compare_rest(w));
    if (!w->out->damage) ST_TRY(w->store->ops->entry(w->store, NULL, check_entry, w, err));
    return w->out->damage ? ST_OK : w->store->ops->check(w->store, err);
}

st_code st_audit(st_journal *j, const st_mark *mark, size_t marks, st_audit_report *out, st_err *err) {
    st_err own = { 0 };
    walk w = { .j = j, .store = st_journal_store(j), .mark = mark, .marks = marks, .out = out };
    *out = (st_audit_report){ 0 };
    st_code code = walk_all(&w, &own);
    if (code == ST_E_STOPPED) code = ST_OK;
    else if (code == ST_E_DATA) {   /* the store cannot read on: that is what verifying is for */
        bad(&w, ST_CHAIN_UNREADABLE, w.last.seq < w.head.seq ? w.last.seq + 1 : 0, "%s", own.what);
        code = ST_OK;
    }
    out->head = w.last;
    if (code < 0 && err) *err = own;
    st_free(w.erased);
    return code;
}
