/* FollowTheMoney: addresses are entities that parties point to. The two come in any order, so addresses and open references are remembered until the
 * end of the file; an address that nobody points to stays a record of its own. */
#include "sources/ftm.h"

static bool keep(ftm *r, st_str s, st_str *out) {
    *out = ST_STR_NONE;
    if (!s.n) return true;
    *out = st_str_copy(&r->arena, s);
    return out->p != NULL;
}

static st_str *slot_of(ftm_address *a, st_str name) {
    if (st_str_is(name, "street")) return &a->place.street;
    if (st_str_is(name, "postOfficeBox")) return &a->place.po_box;
    if (st_str_is(name, "city")) return &a->place.city;
    if (st_str_is(name, "region") || st_str_is(name, "state")) return &a->place.region;
    if (st_str_is(name, "postalCode")) return &a->place.postcode;
    if (st_str_is(name, "country")) return &a->place.country;
    if (st_str_is(name, "full")) return &a->full;
    return NULL;
}

/* The first value of each known part, the rest as details. Slices of the entity and of r->text. */
static void take(ftm *r, const st_json *entity, ftm_address *a) {
    const st_json *all = st_json_get(entity, "properties");
    *a = (ftm_address){ .line = r->line };
    st_buf_clear(&r->text);
    for (const st_json *p = all ? all->child : NULL; p; p = p->next)
        for (const st_json *v = st_ftm_first(p); v; v = st_ftm_next(p, v)) {
            const st_str text = st_ftm_value(v);
            st_str *at = slot_of(a, p->key);
            if (!text.n) continue;
            if (at && !at->n) { *at = text; continue; }
            if (r->text.n) st_buf_z(&r->text, "; ");
            st_buf_str(&r->text, p->key);
            st_buf_z(&r->text, ": ");
            st_buf_str(&r->text, text);
        }
    if (r->text.failed) r->f.failed = r->text.failed;
    else a->detail = st_buf_view(&r->text);
}

static void stage(ftm *r, const ftm_address *a) {
    const st_place *p = &a->place;
    st_fact(r->m, ST_P_ADDRESS, a->full);
    st_qual(r->m, ST_Q_STREET, p->street);
    st_qual(r->m, ST_Q_PO_BOX, p->po_box);
    st_qual(r->m, ST_Q_CITY, p->city);
    st_qual(r->m, ST_Q_REGION, p->region);
    st_qual(r->m, ST_Q_POSTCODE, p->postcode);
    if (p->country.n) st_ftm_country(r, ST_Q_COUNTRY, p->country);
    st_qual(r->m, ST_Q_NOTE, a->detail);
}

st_code st_ftm_address(ftm *r, st_str id, const st_json *entity, st_err *err) {
    ftm_address a, kept;
    bool fresh;
    take(r, entity, &a);
    kept = a;
    bool ok = keep(r, a.full, &kept.full) && keep(r, a.detail, &kept.detail) && keep(r, a.place.street, &kept.place.street) &&
              keep(r, a.place.po_box, &kept.place.po_box) && keep(r, a.place.city, &kept.place.city) && keep(r, a.place.region, &kept.place.region) &&
              keep(r, a.place.postcode, &kept.place.postcode) && keep(r, a.place.country, &kept.place.country);
    struct st_key *k = ok ? st_keyset_of(&r->address_of, id, &fresh) : NULL;
    if (!k || st_grow(r->address, r->addresses_cap, r->addresses + 1)) return st_fail(err, ST_E_NOMEM, "out of memory for the addresses");
    if (k->mark) return ST_OK;   /* a second one with this id: what the first says stays */
    kept.id = k->key;
    r->address[r->addresses++] = kept;
    k->mark = (uint32_t)r->addresses;
    return ST_OK;
}

st_code st_ftm_has_address(ftm *r, st_str party, const st_json *value, st_err *err) {
    if (value->type == ST_JSON_OBJECT) {   /* nested: its parts are here */
        ftm_address a;
        take(r, value, &a);
        stage(r, &a);
        return ST_OK;
    }
    const st_str id = st_ftm_value(value);
    if (!id.n) return ST_OK;
    bool fresh;
    struct st_key *k = st_keyset_of(&r->address_of, id, &fresh);
    if (k && k->mark) {
        r->address[k->mark - 1].used = true;
        stage(r, &r->address[k->mark - 1]);
        return ST_OK;
    }
    ftm_use use = { k ? k->key : ST_STR_NONE, ST_STR_NONE };
    if (!k || !keep(r, party, &use.party) || st_grow(r->use, r->uses_cap, r->uses + 1)) return st_fail(err, ST_E_NOMEM, "out of memory for the addresses");
    r->use[r->uses++] = use;
    return ST_OK;
}

static st_code unused(ftm *r, st_err *err) {
    for (size_t i = 0; i < r->addresses; i++) {
        const ftm_address *a = &r->address[i];
        if (a->used) continue;
        st_model_party(r->m, a->id, a->line);
        st_model_main(r->m);
        st_model_kind(r->m, ST_KIND_OTHER);
        stage(r, a);
        ST_TRY(st_model_commit(r->m, err));
    }
    return ST_OK;
}

st_code st_ftm_addresses_end(ftm *r, st_err *err) {
    for (size_t i = 0; i < r->uses; i++) {
        bool fresh;
        const struct st_key *k = st_keyset_of(&r->address_of, r->use[i].address, &fresh);
        if (!k) return st_fail(err, ST_E_NOMEM, "out of memory for the addresses");
        ftm_address *a = k->mark ? &r->address[k->mark - 1] : NULL;
        st_model_party(r->m, r->use[i].party, a ? a->line : 0);
        if (a) { a->used = true; stage(r, a); }
        else st_note(r->m, ST_STR("addressEntity"), r->use[i].address);
        ST_TRY(st_model_commit(r->m, err));
    }
    return unused(r, err);
}
