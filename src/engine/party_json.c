/* A party of an index as JSON. */
#include "engine/party_json.h"

/* The qualifiers of one fact. A qualifier that stands more than once is an array at its first place. */
enum { MAX_QUALS = 256 };
typedef struct quals { st_fact_view v[MAX_QUALS]; size_t n; } quals;

static void qual_json(st_jw *w, const quals *q, size_t i) {
    for (size_t k = 0; k < i; k++)
        if (q->v[k].prop == q->v[i].prop) return;
    bool many = false;
    for (size_t k = i + 1; k < q->n; k++) many |= q->v[k].prop == q->v[i].prop;
    st_jw_key(w, st_prop_name(q->v[i].prop));
    if (many) st_jw_open(w, '[');
    for (size_t k = i; k < q->n; k++)
        if (q->v[k].prop == q->v[i].prop) st_jw_str(w, q->v[k].value);
    if (many) st_jw_close(w, ']');
}

static void fact_json(st_jw *w, st_str value, const quals *q) {
    if (q->n == 0) { st_jw_str(w, value); return; }
    st_jw_open(w, '{');
    st_jw_key(w, "value");
    st_jw_str(w, value);
    for (size_t i = 0; i < q->n; i++) qual_json(w, q, i);
    st_jw_close(w, '}');
}

/* The facts of one property. */
static void prop_json(st_jw *w, const st_index *ix, uint32_t party, st_prop prop) {
    st_cursor c = st_index_facts(ix, party);
    st_fact_view f;
    quals q = { .n = 0 };
    st_str value = ST_STR_NONE;
    bool open = false;
    while (st_cursor_next(&c, &f)) {
        if (st_prop_is_head(f.prop)) {
            if (open) fact_json(w, value, &q);
            open = f.prop == prop;
            value = f.value;
            q.n = 0;
        } else if (open && q.n < MAX_QUALS) q.v[q.n++] = f;
    }
    if (open) fact_json(w, value, &q);
}

void st_party_members(st_jw *w, const st_index *ix, uint32_t party) {
    st_party_view p;
    st_list_view l;
    st_index_party(ix, party, &p);
    st_index_list(ix, p.list, &l);
    bool has[ST_PROP_COUNT] = { false };
    st_cursor c = st_index_facts(ix, party);
    for (st_fact_view f; st_cursor_next(&c, &f);) has[f.prop] = true;
    st_jw_key(w, "id"); st_jw_str(w, p.key);
    st_jw_key(w, "list"); st_jw_str(w, l.field[ST_LIST_ID]);
    st_jw_key(w, "type"); st_jw_z(w, st_kind_name(p.kind));
    if (p.orphan) { st_jw_key(w, "orphan"); st_jw_bool(w, true); }
    for (unsigned i = 1; i < ST_PROP_COUNT; i++) {
        if (!has[i] || !st_prop_is_head((st_prop)i)) continue;
        st_jw_key(w, st_prop_name((st_prop)i));
        st_jw_open(w, '[');
        prop_json(w, ix, party, (st_prop)i);
        st_jw_close(w, ']');
    }
}

void st_party_json(st_jw *w, const st_index *ix, uint32_t party) {
    st_jw_open(w, '{');
    st_party_members(w, ix, party);
    st_jw_close(w, '}');
}
