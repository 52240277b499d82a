/* Editions and desks. */
#include <pthread.h>
#include "engine/manifest.h"
#include "http/service.h"
#include "http/service_int.h"

const st_service_options *st_service_with(const st_service *s) { return &s->o; }
const st_engine *st_edition_engine(const st_edition *d) { return d->e; }
st_str st_edition_manifest(const st_edition *d) { return st_buf_view(&d->manifest); }
void st_service_drain(st_service *s) { atomic_store(&s->draining, true); }
bool st_service_draining(const st_service *s) { return atomic_load(&s->draining); }

static void desk_free(st_desk *t) {
    if (!t) return;
    st_screener_free(t->screener);
    st_checker_free(t->checker);
    st_row_free(&t->row);
    st_arena_free(&t->arena);
    st_free(t);
}

static void edition_free(st_edition *d) {
    if (!d) return;
    for (st_desk *t = d->idle, *next; t; t = next) {
        next = t->next;
        desk_free(t);
    }
    st_buf_free(&d->manifest);
    st_engine_free(d->e);
    st_free(d);
}

static st_desk *desk_new(st_edition *d, const st_rules *rules, st_err *err) {
    st_desk *t = st_calloc(1, sizeof *t);
    if (!t) {
        st_fail(err, ST_E_NOMEM, "out of memory for a desk");
        return NULL;
    }
    st_row_init(&t->row);
    t->edition = d;
    t->screener = st_screener_new(d->e, err);
    t->checker = t->screener && rules ? st_checker_new(rules, d->e, err) : NULL;
    if (t->screener && (t->checker || !rules)) return t;
    desk_free(t);
    return NULL;
}

/* All desks are made before the first request asks for one: a swap costs no request its time. */
static st_edition *edition_new(st_service *s, st_engine *e, st_err *err) {
    if (!e) return NULL;
    st_edition *d = st_calloc(1, sizeof *d);
    if (!d) {
        st_fail(err, ST_E_NOMEM, "out of memory for an index");
        st_engine_free(e);
        return NULL;
    }
    d->service = s;
    d->e = e;
    d->manifest = (st_buf)ST_BUF_INIT(64 << 20);
    st_jw w = { &d->manifest, false };
    st_manifest_json(&w, e->ix, false);
    st_buf_char(&d->manifest, '\n');
    if (d->manifest.failed) {
        st_fail(err, d->manifest.failed, "out of memory for the manifest of an index");
        edition_free(d);
        return NULL;
    }
    for (unsigned i = 0; i < s->o.threads; i++) {
        st_desk *t = desk_new(d, s->o.rules, err);
        if (!t) {
            edition_free(d);
            return NULL;
        }
        t->next = d->idle;
        d->idle = t;
    }
    return d;
}

static st_service *service_of(st_engine *e, const st_service_options *o, st_err *err) {
    st_service *s = e ? st_calloc(1, sizeof *s) : NULL;
    if (!s) {
        if (e) st_fail(err, ST_E_NOMEM, "out of memory for the service");
        st_engine_free(e);
        return NULL;
    }
    s->o = *o;
    if (!s->o.threads) s->o.threads = 1;
    pthread_mutex_init(&s->lock, NULL);
    pthread_cond_init(&s->idle, NULL);
    s->current = edition_new(s, e, err);
    if (s->current) return s;
    st_service_free(s);
    return NULL;
}

st_service *st_service_new(const st_service_options *o, st_err *err) { return service_of(st_engine_load(o->index, err), o, err); }
st_service *st_service_over(st_engine *e, const st_service_options *o, st_err *err) { return service_of(e, o, err); }

void st_service_free(st_service *s) {
    if (!s) return;
    edition_free(s->current);
    pthread_mutex_destroy(&s->lock);
    pthread_cond_destroy(&s->idle);
    st_free(s);
}

st_code st_service_reload(st_service *s, st_err *err) {
    if (!s->o.index) return st_fail(err, ST_E_USAGE, "this service has no file to open anew");
    st_edition *next = edition_new(s, st_engine_load(s->o.index, err), err);
    if (!next) return err->code;
    pthread_mutex_lock(&s->lock);
    st_edition *old = s->current;
    s->current = next;
    old->retired = true;
    const bool unused = old->users == 0;
    pthread_cond_broadcast(&s->idle);   /* who waits for a desk of the old one takes one of the new */
    pthread_mutex_unlock(&s->lock);
    if (unused) edition_free(old);
    atomic_fetch_add(&s->reloads, 1);
    return ST_OK;
}

st_desk *st_desk_take(st_service *s) {
    pthread_mutex_lock(&s->lock);
    while (!s->current->idle) pthread_cond_wait(&s->idle, &s->lock);
    st_edition *d = s->current;
    st_desk *t = d->idle;
    d->idle = t->next;
    d->users++;
    pthread_mutex_unlock(&s->lock);
    st_arena_reset(&t->arena);
    t->sift = (st_sift){ 0 };
    return t;
}

static void leave(st_edition *d, st_desk *t) {
    st_service *s = d->service;
    pthread_mutex_lock(&s->lock);
    if (t) {
        t->next = d->idle;
        d->idle = t;
    }
    const bool last = --d->users == 0 && d->retired;
    pthread_cond_signal(&s->idle);
    pthread_mutex_unlock(&s->lock);
    if (last) edition_free(d);
}

void st_desk_give(st_desk *t) { leave(t->edition, t); }

st_edition *st_edition_hold(st_service *s) {
    pthread_mutex_lock(&s->lock);
    st_edition *d = s->current;
    d->users++;
    pthread_mutex_unlock(&s->lock);
    return d;
}

void st_edition_drop(st_edition *d) { leave(d, NULL); }
