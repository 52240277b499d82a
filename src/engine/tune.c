/* Measuring thresholds. */
#include "base/pool.h"
#include "engine/batch.h"
#include "engine/tune.h"

enum { PER_THREAD = 8 };

/* A listed name, altered, and the score that its party has under it. */
typedef struct probe { uint32_t party; st_alteration way; st_buf name; uint32_t score; } probe;

typedef struct tuner {
    const st_engine *e;
    const st_tune_options *o;
    st_tuning *out;
    st_pool *pool;
    probe *item; size_t items;
    st_screener **worker; size_t workers;
    st_alerts *alerts;           /* those that are being counted */
    bool slices;
    uint64_t done;
} tuner;

static const st_search_options low = { .threshold = ST_TUNE_FROM };

static void found(st_recall *r, uint32_t score) {
    r->asked++;
    for (size_t i = 0; i < ST_TUNE_POINTS; i++) r->found[i] += score >= st_tune_threshold(i);
}

static void alert(st_alerts *a, uint32_t best) {
    for (size_t i = 0; i < ST_TUNE_POINTS; i++) a->customers[i] += best >= st_tune_threshold(i);
}

/* ---- listed names ------------------------------------------------------------------------------------------------------------------------------------ */

static st_code ask(void *user, void *worker, void *item, st_err *err) {
    (void)user;
    probe *p = item;
    st_hits hits;
    st_query q = { .name = st_buf_view(&p->name) };
    p->score = 0;
    ST_TRY(st_screener_run(worker, &q, &low, &hits, err));
    for (size_t i = 0; i < hits.n; i++)
        if (hits.item[i].party == p->party) p->score = hits.item[i].score;
    return ST_OK;
}

static st_code count(void *user, void *item, st_err *err) {
    (void)err;
    tuner *t = user;
    const probe *p = item;
    st_party_view v;
    st_index_party(t->e->ix, p->party, &v);
    found(&t->out->by_way[p->way], p->score);
    if (p->way != ST_ALTER_NONE) {
        found(&t->out->altered, p->score);
        found(&t->out->by_list[v.list].recall, p->score);
        found(&t->out->by_type[v.kind].recall, p->score);
    }
    if (t->o->progress) t->o->progress(t->o->user, "listed names", ++t->done);
    return ST_OK;
}

static st_code no_memory(st_err *err) { return st_fail(err, ST_E_NOMEM, "out of memory while measuring thresholds"); }

static st_code prepare(tuner *t, st_err *err) {
    t->items = (size_t)t->o->threads * PER_THREAD;
    t->item = st_calloc(t->items, sizeof *t->item);
    t->worker = st_calloc(t->o->threads, sizeof(st_screener *));
    if (!t->item || !t->worker) return no_memory(err);
    for (size_t i = 0; i < t->items; i++) t->item[i].name = (st_buf)ST_BUF_INIT(1 << 20);
    for (; t->workers < t->o->threads; t->workers++)
        if (!(t->worker[t->workers] = st_screener_new(t->e, err))) return err ? err->code : ST_E_NOMEM;
    static const st_pool_ops ops = { ask, count };
    void **item = st_calloc(t->items, sizeof *item), **worker = st_calloc(t->workers, sizeof *worker);
    for (size_t i = 0; item && i < t->items; i++) item[i] = &t->item[i];
    for (size_t i = 0; worker && i < t->workers; i++) worker[i] = t->worker[i];
    if (item && worker) t->pool = st_pool_new(&ops, t, worker, t->workers, item, t->items, err);
    else no_memory(err);
    st_free(item);
    st_free(worker);
    return t->pool ? ST_OK : err ? err->code : ST_E_NOMEM;
}

static void release(tuner *t) {
    for (size_t i = 0; t->item && i < t->items; i++) st_buf_free(&t->item[i].name);
    for (size_t i = 0; i < t->workers; i++) st_screener_free(t->worker[i]);
    st_free(t->item);
    st_free(t->worker);
}

/* All alterations of one party's own name. */
static st_code put_names(tuner *t, uint32_t party, st_buf *folded, st_buf *altered) {
    st_party_view v;
    st_index_party(t->e->ix, party, &v);
    st_buf_clear(folded);
    st_fold(st_party_name(t->e->ix, party), folded);
    for (unsigned k = 0; k < ST_ALTERATIONS && folded->n; k++) {
        if (!st_alter((st_alteration)k, st_buf_view(folded), v.kind == ST_KIND_PERSON, st_matcher_rarity(t->e->m), altered)) continue;
        probe *p = st_pool_take(t->pool);
        if (!p) return ST_E_STOPPED;
        p->party = party;
        p->way = (st_alteration)k;
        st_buf_clear(&p->name);
        st_buf_str(&p->name, st_buf_view(altered));
        if (p->name.failed) return p->name.failed;
        st_pool_put(t->pool);
    }
    return folded->failed ? folded->failed : altered->failed;
}

static st_code listed_names(tuner *t, st_err *err) {
    uint32_t parties = st_index_parties(t->e->ix), sample = t->o->sample < parties ? t->o->sample : parties;
    st_buf folded = ST_BUF_INIT(1 << 20), altered = ST_BUF_INIT(1 << 20);
    st_code code = prepare(t, err);
    bool ready = code == ST_OK;
    for (uint32_t i = 0; i < sample && code == ST_OK; i++) {
        code = put_names(t, (uint32_t)((uint64_t)i * parties / sample), &folded, &altered);
        t->out->parties++;
    }
    st_err own = { 0 };
    st_code later = st_pool_close(t->pool, false, &own);
    if (later < 0 && err) *err = own;
    else if (ready && code < 0) no_memory(err);
    st_buf_free(&folded);
    st_buf_free(&altered);
    release(t);
    if (later < 0) return later;
    if (code < 0 || t->out->by_way[ST_ALTER_NONE].asked) return code;
    return st_fail(err, ST_E_DATA, "the index has no name to be measured by");
}

/* ---- customers ----------------------------------------------------------------------------------------------------------------------------------------- */

static st_code no_lines(void *user, st_str lines, st_err *err) { (void)user; (void)lines; (void)err; return ST_OK; }

/* A date that cannot be read stays, so that both passes answer the same rows. */
static void without_date(void *user, st_query *q) {
    (void)user;
    char edtf[32];
    if (st_date_valid(q->birth_date) || st_date(q->birth_date, ST_DATE_DMY, edtf)) q->birth_date = ST_STR_NONE;
}

static void scored(void *user, const st_row *r) {
    tuner *t = user;
    uint32_t best = 0, kind[ST_KIND_COUNT] = { 0 };
    for (size_t i = 0; i < r->hits; i++) {
        const st_row_hit *h = &r->hit[i];
        if (h->score > best) best = h->score;
        if (h->score > kind[h->kind]) kind[h->kind] = h->score;
        bool first = true;   /* hits come best first: of each list the first one counts */
        for (size_t k = 0; k < i && first; k++) first = r->hit[k].list != h->list;
        if (first && t->slices) alert(&t->out->by_list[h->list].alerts, h->score);
    }
    alert(t->alerts, best);
    t->out->dated += t->slices && r->q.birth_date.n > 0;
    for (size_t k = 0; k < ST_KIND_COUNT && t->slices; k++)
        if (kind[k]) alert(&t->out->by_type[k].alerts, kind[k]);
}

static void bad_row(void *user, uint32_t line, st_str why) {
    tuner *t = user;
    if (t->slices && t->o->bad) t->o->bad(t->o->user, line, why);   /* in the first pass, not again in the second */
}

static bool progress(void *user, const st_batch_stats *s) {
    tuner *t = user;
    if (t->o->progress) t->o->progress(t->o->user, t->slices ? "customers" : "customers without dates", s->rows);
    return true;
}

static st_code customers(tuner *t, st_alerts *alerts, bool dates, st_err *err) {
    const st_batch_sink sink = { no_lines, bad_row, progress, dates ? NULL : without_date, scored };
    st_batch_stats stats;
    t->alerts = alerts;
    t->slices = dates;
    ST_TRY(st_batch_run(t->e, t->o->customers, &low, t->o->threads, &sink, t, &stats, err));
    t->out->customers = stats.rows - stats.bad;
    if (dates) t->out->bad = stats.bad;
    return t->out->customers ? ST_OK : st_fail(err, ST_E_DATA, "no row of the file can be asked");
}

st_code st_tune(const st_engine *e, const st_tune_options *o, st_tuning *out, st_err *err) {
    st_err own = { 0 };
    if (!err) err = &own;
    *out = (st_tuning){ .lists = st_index_lists(e->ix) };
    out->by_list = st_calloc(out->lists, sizeof *out->by_list);
    if (!out->by_list) return no_memory(err);
    if (o->threads < 1 || o->threads > 256) return st_fail(err, ST_E_USAGE, "%u threads; 1 to 256 are possible", o->threads);
    tuner t = { .e = e, .o = o, .out = out };
    ST_TRY(listed_names(&t, err));
    ST_TRY(customers(&t, &out->with_dates, true, err));
    return customers(&t, &out->without_dates, false, err);
}

void st_tuning_free(st_tuning *t) { st_free(t->by_list); }
