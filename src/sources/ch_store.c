/* Programmes, places and waiting addresses of the Swiss list. */
#include "sources/ch.h"

static st_code full(st_err *err) { return st_fail(err, ST_E_NOMEM, "out of memory for the programmes and places of the list"); }

static st_code keep(st_ch_store *s, st_str text, st_str *out, st_err *err) {
    *out = ST_STR_NONE;
    if (text.n == 0) return ST_OK;
    s->arena.limit = ST_CH_MAX_BYTES;
    *out = st_str_copy(&s->arena, text);
    return out->p ? ST_OK : full(err);
}

static const struct st_key *known(const st_keyset *set, st_str key) { return key.n ? st_keyset_get(set, key) : NULL; }

st_code st_ch_program_add(st_ch_store *s, st_str ssid, const st_ch_program *p, st_err *err) {
    bool fresh;
    if (ssid.n == 0) return ST_OK;
    struct st_key *k = st_keyset_of(&s->sets, ssid, &fresh);
    if (!k) return full(err);
    if (!fresh && !p->english) return ST_OK;
    if (fresh) {
        if (st_grow(s->program, s->cap_program, s->n_program + 1) != 0) return full(err);
        k->mark = (uint32_t)++s->n_program;
    }
    st_ch_program *to = &s->program[k->mark - 1];
    *to = (st_ch_program){ .english = p->english };
    ST_TRY(keep(s, p->key, &to->key, err));
    ST_TRY(keep(s, p->name, &to->name, err));
    ST_TRY(keep(s, p->set, &to->set, err));
    return keep(s, p->origin, &to->origin, err);
}

st_code st_ch_place_begin(st_ch_store *s, st_str ssid, st_err *err) {
    bool fresh;
    struct st_key *k = st_keyset_of(&s->places, ssid, &fresh);
    if (!k || st_grow(s->place, s->cap_place, s->n_place + 1) != 0) return full(err);
    s->place[s->n_place++] = (struct st_ch_place){ .part = { { NULL, 0 } } };
    k->mark = (uint32_t)s->n_place;
    return ST_OK;
}

st_code st_ch_place_part(st_ch_store *s, st_ch_part which, st_str text, st_err *err) {
    if (s->n_place == 0 || text.n == 0) return ST_OK;
    st_str *part = &s->place[s->n_place - 1].part[which];
    /* A country comes twice, by its code when it begins and by its name when it ends: the name counts. Of variants the first is kept. */
    return part->n == 0 || which == ST_CH_COUNTRY ? keep(s, text, part, err) : ST_OK;
}

void st_ch_listing_fact(const st_ch_store *s, st_model *m, st_str set) {
    const struct st_key *k = known(&s->sets, set);
    if (!k) {   /* a feed without its programmes */
        st_fact(m, ST_P_LISTING, ST_STR("Swiss sanctions"));
        st_qual(m, ST_Q_NOTE, set);
        return;
    }
    const st_ch_program *p = &s->program[k->mark - 1];
    st_fact(m, ST_P_LISTING, p->key.n ? p->key : ST_STR("Swiss sanctions"));
    st_qual(m, ST_Q_INSTRUMENT, p->name);
    st_qual(m, ST_Q_MEASURE, p->set);
    st_qual(m, ST_Q_AUTHORITY, p->origin);
}

static void stage(const st_ch_store *s, st_facts *f, const st_ch_address *a) {
    static const struct st_ch_place nowhere = { .part = { { NULL, 0 } } };
    const struct st_key *k = known(&s->places, a->place);
    const struct st_ch_place *where = k ? &s->place[k->mark - 1] : &nowhere;
    const st_place p = { .street = a->details, .po_box = a->box, .city = where->part[ST_CH_LOCATION], .region = where->part[ST_CH_AREA], .postcode = a->zip,
                         .country = where->part[ST_CH_COUNTRY] };
    if (!st_facts_place(f, a->birth ? ST_P_BIRTH_PLACE : ST_P_ADDRESS, &p) && a->co.n) st_fact(f->m, ST_P_ADDRESS, ST_STR_NONE);
    if (a->co.n) st_qual(f->m, ST_Q_NOTE, a->co);
    if (where->part[ST_CH_VARIANT].n) st_qual(f->m, ST_Q_RAW, where->part[ST_CH_VARIANT]);
    if (a->remark.n) st_qual(f->m, ST_Q_NOTE, a->remark);
    if (!k && a->place.n) st_note(f->m, ST_STR("place-id"), a->place);
}

st_code st_ch_address_fact(st_ch_store *s, st_facts *f, const st_ch_address *a, st_err *err) {
    if (a->place.n == 0 || known(&s->places, a->place)) { stage(s, f, a); return ST_OK; }
    if (st_grow(s->waiting, s->cap_waiting, s->n_waiting + 1) != 0) return full(err);
    st_ch_address *w = &s->waiting[s->n_waiting];
    *w = *a;
    const struct { const st_str from; st_str *to; } text[] = { { a->key, &w->key }, { a->place, &w->place }, { a->co, &w->co }, { a->details, &w->details },
        { a->box, &w->box }, { a->zip, &w->zip }, { a->remark, &w->remark } };
    const bool same = s->n_waiting && st_str_eq(s->waiting[s->n_waiting - 1].key, a->key);   /* one copy of the key per target */
    for (size_t i = same ? 1 : 0; i < ST_LEN(text); i++) ST_TRY(keep(s, text[i].from, text[i].to, err));
    if (same) w->key = s->waiting[s->n_waiting - 1].key;
    s->n_waiting++;
    return ST_OK;
}

void st_ch_forget(st_ch_store *s, st_str key) {
    while (s->n_waiting && st_str_eq(s->waiting[s->n_waiting - 1].key, key)) s->n_waiting--;
}

st_code st_ch_commit(st_ch_store *s, st_facts *f, st_err *err) {
    for (size_t i = 0; i < s->n_waiting;) {
        const st_str key = s->waiting[i].key;
        st_model_party(f->m, key, s->waiting[i].line);
        st_model_supplement(f->m);
        for (; i < s->n_waiting && st_str_eq(s->waiting[i].key, key); i++) stage(s, f, &s->waiting[i]);
        ST_TRY(st_facts_ok(f, err));
        ST_TRY(st_model_commit(f->m, err));
    }
    return ST_OK;
}

void st_ch_free(st_ch_store *s) {
    st_keyset_free(&s->sets);
    st_keyset_free(&s->places);
    st_free(s->program);
    st_free(s->place);
    st_free(s->waiting);
    st_arena_free(&s->arena);
}
