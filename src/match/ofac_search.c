/* All listed names against a query, by OFAC's rules. */
#include "match/ofac_search.h"

typedef struct found { uint32_t party, score, list; uint32_t ordinal; uint16_t variant; st_str key; } found;

typedef struct job {
    const st_matcher *m;
    const st_search_options *o;
    st_arena *a;
    st_err *err;
    st_str name[ST_QUERY_NAMES]; size_t names;
    st_ofac_name *query, *listed;      /* query: one for each name */
    found *item; size_t n, cap;
} job;

static st_code no_memory(st_err *err) { return st_fail(err, ST_E_NOMEM, "out of memory while searching"); }

static st_code keep(job *j, const found *f) {
    if (j->n == j->cap) {
        size_t cap = j->cap ? 2 * j->cap : 64;
        found *more = st_arena_alloc(j->a, cap * sizeof *more);
        if (!more) return no_memory(j->err);
        if (j->n) memcpy(more, j->item, j->n * sizeof *more);
        j->item = more;
        j->cap = cap;
    }
    j->item[j->n++] = *f;
    return ST_OK;
}

/* The best name of a party; the first of equals. */
static found best_of(job *j, uint32_t party) {
    found best = { .party = party };
    st_cursor c = st_index_facts(j->m->ix, party);
    uint32_t ordinal = 0;
    for (st_fact_view f; st_cursor_next(&c, &f);) {
        if (!st_prop_is_head(f.prop) || st_prop_class(f.prop) != ST_CLASS_NAME) continue;
        st_ofac_prepare(f.value, j->listed);
        for (size_t i = 0; i < j->names; i++) {
            uint32_t score = j->name[i].n ? 100 * st_ofac_compare(&j->query[i], j->listed, NULL) : 0;
            if (score > best.score) {
                best.score = score;
                best.ordinal = ordinal;
                best.variant = (uint16_t)i;
            }
        }
        ordinal++;
    }
    return best;
}

static int by_rank(const void *a, const void *b) {
    const found *x = a, *y = b;
    if (x->score != y->score) return x->score > y->score ? -1 : 1;
    if (x->list != y->list) return x->list < y->list ? -1 : 1;
    int c = st_str_cmp(x->key, y->key);
    return c ? c : (x->party > y->party) - (x->party < y->party);
}

static st_code all_parties(job *j, size_t *kept_back) {
    for (uint32_t party = 0; party < j->m->parties; party++) {
        found f = best_of(j, party);
        if (f.score == 0 || f.score < st_profile_threshold(j->o->profile, j->o->threshold, j->m->ix, party)) continue;
        if (j->o->filter && !st_filter_passes(j->o->filter, j->m->ix, party)) {
            ++*kept_back;
            continue;
        }
        st_party_view p;
        st_index_party(j->m->ix, party, &p);
        f.list = p.list;
        f.key = p.key;
        ST_TRY(keep(j, &f));
    }
    qsort(j->item, j->n, j->n ? sizeof *j->item : 1, by_rank);
    return ST_OK;
}

void st_ofac_explain(const st_ofac_name *query, const st_ofac_name *listed, const st_ofac_why *why, st_reasons *r) {
    if (why->rule == ST_OFAC_NOT_RETURNED) {
        st_reason_add(r, ST_WHY_OFAC, 0, ST_STR_NONE, ST_STR_NONE, "no part begins with the letter of one of the query and is half like it");
        return;
    }
    st_reason_add(r, ST_WHY_OFAC, 0, ST_STR_NONE, ST_STR_NONE, "%s; the whole strings give %u, the parts %u",
                  why->rule == ST_OFAC_WHOLE ? "Jaro-Winkler over the whole strings" : "the mean of the best partner of each part", why->whole, why->composite);
    for (size_t i = 0; i < why->pairs; i++) {
        const st_ofac_pair *p = &why->pair[i];
        st_str x = st_reason_copy(r, st_ofac_part_text(query, p->query)), y = ST_STR_NONE;
        if (p->listed != ST_OFAC_NONE) y = st_reason_copy(r, st_ofac_part_text(listed, p->listed));
        if (y.n) st_reason_add(r, ST_WHY_OFAC_PART, 0, x, y, "Jaro-Winkler %u.%02u, %u of 3 Soundex digits", p->like / 10000u, p->like % 10000u / 100u, p->sound);
        else st_reason_add(r, ST_WHY_OFAC_PART, 0, x, y, "no listed part is like it");
    }
}

/* The fact of class NAME with this number. */
static st_str name_text(const st_index *ix, uint32_t party, uint32_t ordinal) {
    st_cursor c = st_index_facts(ix, party);
    st_fact_view f = { ST_PROP_NONE, ST_STR_NONE, 0 };
    for (uint32_t left = ordinal + 1; left && st_cursor_next(&c, &f);) left -= st_prop_is_head(f.prop) && st_prop_class(f.prop) == ST_CLASS_NAME;
    return f.value;
}

static st_code fill(job *j, const found *f, st_hit *h) {
    st_ofac_why why;
    *h = (st_hit){ .party = f->party, .score = f->score, .name = st_matcher_name(j->m, f->party, f->ordinal), .variant = f->variant, .asked = j->name[f->variant],
                   .why = { .arena = j->a } };
    st_ofac_prepare(name_text(j->m->ix, f->party, f->ordinal), j->listed);
    st_ofac_compare(&j->query[f->variant], j->listed, &why);
    st_ofac_explain(&j->query[f->variant], j->listed, &why, &h->why);
    return h->why.failed ? no_memory(j->err) : ST_OK;
}

st_code st_ofac_search(const st_matcher *m, const st_query *q, const st_search_options *o, st_arena *a, st_hits *out, st_err *err) {
    job j = { .m = m, .o = o, .a = a, .err = err };
    *out = (st_hits){ .options = o };
    ST_TRY(st_query_names(q, a, j.name, &j.names, err));
    size_t asked = 0;
    for (size_t i = 0; i < j.names; i++) asked += j.name[i].n;
    if (asked == 0) {
        st_fail(err, ST_E_USAGE, "the query has no name, and OFAC's method compares nothing else");
        st_err_hint(err, "leave --method out to ask for a number");
        return ST_E_USAGE;
    }
    j.query = st_arena_alloc(a, j.names * sizeof *j.query);
    j.listed = st_arena_alloc(a, sizeof *j.listed);
    if (!j.query || !j.listed) return no_memory(err);
    for (size_t i = 0; i < j.names; i++) {
        st_ofac_prepare(j.name[i], &j.query[i]);
        if (j.query[i].cut) out->partial = "a name is longer than OFAC's method takes here";
    }
    ST_TRY(all_parties(&j, &out->kept_back));
    out->above = j.n;
    out->n = o->limit && j.n > o->limit ? o->limit : j.n;
    out->item = st_arena_calloc(a, out->n * sizeof *out->item);
    if (!out->item) return no_memory(err);
    for (size_t i = 0; i < out->n; i++) ST_TRY(fill(&j, &j.item[i], &out->item[i]));
    return ST_OK;
}
