/* The numbered things of SDN_ADVANCED.XML: appended while they are read, sorted once at the first look-up, found by binary search. */
#include "sources/ofac_advanced.h"

static int cmp_u64(uint64_t a, uint64_t b) { return a < b ? -1 : a > b; }

static int cmp_ref(const void *a, const void *b) {
    const adv_ref *x = a, *y = b;
    return x->set != y->set ? (x->set < y->set ? -1 : 1) : cmp_u64(x->id, y->id);
}

static int cmp_loc(const void *a, const void *b) { return cmp_u64(((const adv_location *)a)->id, ((const adv_location *)b)->id); }

static int cmp_doc(const void *a, const void *b) {
    const adv_document *x = a, *y = b;
    int c = cmp_u64(x->identity, y->identity);
    return c ? c : cmp_u64(x->order, y->order);
}

static void sort(adv_store *s) {
    if (s->sorted) return;
    if (s->refs) qsort(s->ref, s->refs, sizeof *s->ref, cmp_ref);
    if (s->locs) qsort(s->loc, s->locs, sizeof *s->loc, cmp_loc);
    if (s->docs) qsort(s->doc, s->docs, sizeof *s->doc, cmp_doc);
    s->sorted = true;
}

/* Copies in place; false when memory is out. */
static bool own(adv_store *s, st_str *text) {
    if (!text->n) { *text = ST_STR_NONE; return true; }
    *text = st_str_copy(&s->arena, *text);
    return text->p != NULL;
}

static st_code no_memory(st_err *err) { return st_fail(err, ST_E_NOMEM, "out of memory"); }

st_code adv_add_ref(adv_store *s, adv_set set, st_str id, st_str text, st_str extra, st_err *err) {
    adv_ref r = { set, 0, text, extra };
    if (!st_parse_u64(id, &r.id)) return ST_OK;   /* a value without a number cannot be referred to */
    if (!own(s, &r.text) || !own(s, &r.extra) || st_grow(s->ref, s->refs_cap, s->refs + 1)) return no_memory(err);
    s->ref[s->refs++] = r;
    s->sorted = false;
    return ST_OK;
}

st_code adv_add_location(adv_store *s, const adv_location *loc, st_err *err) {
    adv_location l = *loc;
    if (!own(s, &l.country) || !own(s, &l.street) || !own(s, &l.city) || !own(s, &l.region) || !own(s, &l.postcode) || !own(s, &l.other) ||
        st_grow(s->loc, s->locs_cap, s->locs + 1)) return no_memory(err);
    s->loc[s->locs++] = l;
    s->sorted = false;
    return ST_OK;
}

st_code adv_add_document(adv_store *s, uint64_t identity, const ofac_item *item, st_err *err) {
    adv_document d = { identity, s->docs, *item };
    if (!own(s, &d.item.type) || !own(s, &d.item.value) || !own(s, &d.item.country) || !own(s, &d.item.issued) || !own(s, &d.item.expires) ||
        !own(s, &d.item.issuer) || !own(s, &d.item.detail) || st_grow(s->doc, s->docs_cap, s->docs + 1)) return no_memory(err);
    s->doc[s->docs++] = d;
    s->sorted = false;
    return ST_OK;
}

const adv_ref *adv_find(adv_store *s, adv_set set, st_str id) {
    adv_ref key = { .set = set };
    if (!s->refs || !st_parse_u64(id, &key.id)) return NULL;
    sort(s);
    return bsearch(&key, s->ref, s->refs, sizeof *s->ref, cmp_ref);
}

st_str adv_text(adv_store *s, adv_set set, st_str id) {
    const adv_ref *r = adv_find(s, set, id);
    return r ? r->text : ST_STR_NONE;
}

const adv_location *adv_location_of(adv_store *s, st_str id) {
    adv_location key = { .id = 0 };
    if (!s->locs || !st_parse_u64(id, &key.id)) return NULL;
    sort(s);
    return bsearch(&key, s->loc, s->locs, sizeof *s->loc, cmp_loc);
}

size_t adv_documents_of(adv_store *s, st_str identity, const adv_document **first) {
    uint64_t id;
    size_t lo = 0, hi = s->docs, n = 0;
    if (!st_parse_u64(identity, &id)) return 0;
    sort(s);
    while (lo < hi) {
        size_t mid = (lo + hi) / 2;
        if (s->doc[mid].identity < id) lo = mid + 1; else hi = mid;
    }
    while (lo + n < s->docs && s->doc[lo + n].identity == id) n++;
    if (n) *first = &s->doc[lo];
    return n;
}

void adv_print(const adv_location *loc, st_buf *out) {
    const st_str parts[] = { loc->street, loc->other, loc->city, loc->region, loc->postcode, loc->country };
    for (size_t i = 0; i < ST_LEN(parts); i++) {
        if (!parts[i].n) continue;
        if (out->n) st_buf_z(out, ", ");
        st_buf_str(out, parts[i]);
    }
}

void adv_free(adv_store *s) {
    st_arena_free(&s->arena);
    st_free(s->ref);
    st_free(s->loc);
    st_free(s->doc);
    *s = (adv_store){ .arena = ST_ARENA_INIT };
}
