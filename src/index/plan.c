/* What the writer must know before it writes: the order of the parties, and which texts are shared by many facts.
 *
 * Everything is decided by lists, keys and texts, in the order in which the model's lasting numbering gives them, never by string numbers or hash
 * seeds: so the order in which files were read leaves no trace. */
#include "index/write.h"

typedef struct counts {
    st_plan *p;
    uint32_t *twice; size_t n_twice, twice_cap;   /* strings in the order of their second use */
    struct link { uint32_t list, string; uint8_t prop; } *link; size_t links, link_cap;
} counts;
enum { KEY_ONLY = 255 };                       /* in p->prop: seen as a key, by no fact yet */
enum { POPULAR = 64, PART_MIN = 3 };           /* uses from which a string is shared even where it could be a part; least bytes of a part */

size_t st_part_of(st_str whole, st_str part, size_t from) {
    if (part.n < PART_MIN || part.n > whole.n) return SIZE_MAX;
    if (from > whole.n) from = whole.n;
    const size_t at = st_str_find_part(st_str_sub(whole, from, whole.n), part);
    return at != SIZE_MAX ? from + at : from ? st_str_find_part(whole, part) : SIZE_MAX;
}

static st_code nomem(st_err *err) { return st_fail(err, ST_E_NOMEM, "out of memory"); }

/* ---- the order of the parties ------------------------------------------------------------------------------------------------------------ */

static uint64_t prefix_of(st_str key, size_t common) {
    uint64_t x = 0;
    for (size_t i = common; i < common + 8; i++) x = x << 8 | (i < key.n ? (uint8_t)key.p[i] : 0);
    return x;
}

static int by_key(const void *a, const void *b, void *model) {
    const st_keyed *x = a, *y = b;
    if (x->prefix != y->prefix) return x->prefix < y->prefix ? -1 : 1;
    return st_str_cmp(st_model_string(model, x->key), st_model_string(model, y->key));
}

static void sort_list(st_plan *p, st_key_list *l) {
    st_keyed *v = p->order + l->first;
    st_str first = l->n ? st_model_string(p->m, v[0].key) : ST_STR_NONE;
    l->common = first.n;
    for (uint32_t i = 1; i < l->n; i++) {
        st_str s = st_model_string(p->m, v[i].key);
        size_t n = 0, max = s.n < l->common ? s.n : l->common;
        while (n < max && s.p[n] == first.p[n]) n++;
        l->common = n;
    }
    for (uint32_t i = 0; i < l->n; i++) v[i].prefix = prefix_of(st_model_string(p->m, v[i].key), l->common);
    qsort_r(v, l->n, sizeof *v, by_key, (void *)(uintptr_t)p->m);
}

uint32_t st_plan_find(const st_plan *p, size_t list, st_str key) {
    const st_key_list *l = &p->list[list];
    const st_keyed *v = p->order + l->first;
    if (l->n == 0 || key.n < l->common || memcmp(key.p, st_model_string(p->m, v[0].key).p, l->common) != 0) return UINT32_MAX;
    uint64_t prefix = prefix_of(key, l->common);
    uint32_t lo = 0, hi = l->n;
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        int c = v[mid].prefix != prefix ? (v[mid].prefix < prefix ? -1 : 1) : st_str_cmp(st_model_string(p->m, v[mid].key), key);
        if (c == 0) return mid;
        if (c < 0) lo = mid + 1;
        else hi = mid;
    }
    return UINT32_MAX;
}

/* ---- the shared strings ------------------------------------------------------------------------------------------------------------------ */

/* Counts one use. The property is a majority vote (Boyer and Moore 1981, with a ceiling): it need not be exact, only cheap and repeatable. */
static bool count_use(counts *c, uint32_t string, size_t bytes, uint8_t prop) {
    st_use *u = &c->p->use[string];
    if (u->prop == 0) c->p->text_bytes += bytes;
    if (u->votes == 0) { u->prop = prop; u->votes = 1; }
    else if (u->prop != prop) u->votes--;
    else if (u->votes < UINT8_MAX) u->votes++;
    if (++u->rank == 2) {
        if (st_grow(c->twice, c->twice_cap, c->n_twice + 1)) return false;
        c->twice[c->n_twice++] = string;
    }
    return true;
}

static bool count_party(counts *c, uint32_t party) {
    st_plan *p = c->p;
    st_party_view v;
    st_model_party_view(p->m, party, &v);
    p->order[party] = (st_keyed){ 0, party, v.key_string };
    if (p->use[v.key_string].prop == 0) {
        p->use[v.key_string].prop = KEY_ONLY;
        p->text_bytes += v.key.n;
    }
    st_fact_view f;
    st_str head = ST_STR_NONE;
    for (uint64_t state = 0; st_model_fact(p->m, party, &state, &f);) {
        bool is_head = st_prop_is_head(f.prop);
        uint8_t *parts = &p->use[f.string].parts;
        if (!is_head && *parts < UINT8_MAX && st_part_of(head, f.value, 0) != SIZE_MAX) ++*parts;
        if (is_head) head = f.value;
        if (f.string == v.key_string) continue;   /* told by reference to the key, as is a relation that leads to a party */
        if (st_prop_class(f.prop) == ST_CLASS_LINK && f.value.n) {   /* may be a key: told when the keys are sorted */
            if (st_grow(c->link, c->link_cap, c->links + 1)) return false;
            c->link[c->links++] = (struct link){ v.list, f.string, (uint8_t)f.prop };
        } else if (!count_use(c, f.string, f.value.n, (uint8_t)f.prop)) return false;
    }
    return true;
}

static int by_number(const void *a, const void *b) {
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

/* Is a string of so many bytes and uses shorter when it is stored once? Once: itself, three bytes of tables, some three a use. Else a use costs
 * itself and two bytes. */
static bool worth_sharing(size_t bytes, uint32_t uses) {
    return bytes > 1 && uses > 1 && (uint64_t)uses * (bytes + 2) > bytes + 3 + (uint64_t)uses * 3;
}

/* Uses that need the string as such. */
static uint32_t needed(const counts *c, uint32_t string) {
    const st_use *u = &c->p->use[string];
    return u->rank >= POPULAR ? u->rank : u->rank > u->parts ? u->rank - u->parts : 0;
}

/* The short ones first, since their lengths fit a byte; of each the most used first, so that their numbers are short; equals in the order of their
 * second use. */
static bool rank_shared(counts *c) {
    st_plan *p = c->p;
    uint64_t *v = st_alloc(c->n_twice * sizeof *v);
    if (!v) return false;
    size_t n = 0;
    for (uint32_t i = 0; i < c->n_twice; i++) {
        uint32_t s = c->twice[i], uses = needed(c, s);
        size_t bytes = st_model_string(p->m, s).n;
        if (!worth_sharing(bytes, uses)) continue;
        p->n_short += bytes <= ST_SHORT;
        v[n++] = (uint64_t)(bytes > ST_SHORT) << 63 | (uint64_t)((UINT32_MAX - uses) >> 1) << 32 | i;
    }
    qsort(v, n, sizeof *v, by_number);
    for (size_t i = 0; i < st_model_strings(p->m); i++) p->use[i].rank = 0;
    p->shared = st_alloc(n * sizeof *p->shared);
    if (p->shared) {
        for (uint32_t i = 0; i < n; i++) {
            p->shared[i] = c->twice[(uint32_t)v[i]];
            p->use[p->shared[i]].rank = i + 1;
        }
        p->n_shared = n;
    }
    st_free(v);
    return p->shared != NULL;
}

static st_code plan(counts *c, st_err *err) {
    st_plan *p = c->p;
    size_t strings = st_model_strings(p->m);
    p->order = st_alloc(p->parties * sizeof *p->order);
    p->list = st_calloc(p->lists, sizeof *p->list);
    p->use = st_calloc(strings, sizeof *p->use);
    if (!p->order || !p->list || !p->use) return nomem(err);
    for (uint32_t i = 0; i < p->parties; i++) {
        for (unsigned step = 0; step < 3; step++)
            if (p->parties - i > ST_AHEAD(step)) st_model_expect(p->m, i + ST_AHEAD(step), step);
        if (!count_party(c, i)) return nomem(err);
    }
    ST_TRY(st_model_ok(p->m, err));
    for (size_t i = 0; i < p->lists; i++) {
        st_list_view v;
        st_model_list(p->m, i, &v);
        p->list[i] = (st_key_list){ v.first_party, v.parties, 0 };
        sort_list(p, &p->list[i]);
    }
    for (size_t i = 0; i < c->links; i++) {
        st_str s = st_model_string(p->m, c->link[i].string);
        if (st_plan_find(p, c->link[i].list, s) == UINT32_MAX && !count_use(c, c->link[i].string, s.n, c->link[i].prop)) return nomem(err);
    }
    return rank_shared(c) ? ST_OK : nomem(err);
}

st_code st_plan_make(st_plan *p, const st_model *m, st_err *err) {
    *p = (st_plan){ .m = m, .parties = (uint32_t)st_model_parties(m), .lists = st_model_lists(m) };
    counts c = { .p = p };
    st_code code = plan(&c, err);
    st_free(c.twice);
    st_free(c.link);
    return code;
}

void st_plan_free(st_plan *p) {
    st_free(p->order);
    st_free(p->list);
    st_free(p->use);
    st_free(p->shared);
    *p = (st_plan){ 0 };
}
