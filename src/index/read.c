/* Reading the index: nothing here checks what verify.c has proved. */
#include "index/layout.h"
#include "model/ident.h"

const char *st_index_hash(const st_index *ix) { return ix->hash; }
uint64_t st_index_size(const st_index *ix) { return ix->size; }
size_t st_index_lists(const st_index *ix) { return ix->lists; }
void st_index_list(const st_index *ix, uint32_t i, st_list_view *out) { *out = ix->list[i]; }
uint32_t st_index_parties(const st_index *ix) { return ix->parties; }

st_str st_index_list_measure(const st_index *ix, uint32_t list, size_t k, uint64_t *n) {
    const st_list_view *v = &ix->list[list];
    if (k >= v->measures) return ST_STR_NONE;
    if (n) *n = v->measure[k].n;
    return v->measure[k].name;
}

uint32_t st_index_list_of(const st_index *ix, uint32_t party) {
    uint32_t lo = 0, hi = ix->lists;   /* the last list that begins at or before the party: an empty one ends where it begins */
    while (hi - lo > 1) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (ix->list[mid].first_party <= party) lo = mid;
        else hi = mid;
    }
    return lo;
}

/* ---- parties ------------------------------------------------------------------------------------------------------------------------------ */

typedef struct place { const uint8_t *facts, *end; uint64_t text, text_bytes, key; uint32_t line; uint8_t kind; bool orphan; } place;

/* Goes to the party from the beginning of its block: at most fifteen steps of four numbers each. */
static place locate(const st_index *ix, uint32_t party) {
    const st_block *b = &ix->block[party / ST_BLOCK];
    place at = { .end = ix->facts + b->facts, .text = b->text };
    int64_t line = 0;
    for (unsigned i = party % ST_BLOCK;; i--) {
        uint64_t bytes, about;
        const uint8_t *p = st_number(st_number(at.end, &bytes), &at.text_bytes);
        at.facts = st_number(st_number(p, &about), &at.key);
        at.end = at.facts + bytes;
        line += st_unzigzag(about >> 4);
        at.kind = about & 7;
        at.orphan = about >> 3 & 1;
        if (i == 0) break;
        at.text += at.text_bytes;
    }
    at.line = (uint32_t)line;
    return at;
}

void st_index_party(const st_index *ix, uint32_t party, st_party_view *out) {
    place at = locate(ix, party);
    *out = (st_party_view){ .key = { ix->text + at.text, (size_t)at.key }, .kind = (st_kind)at.kind, .orphan = at.orphan,
                            .list = st_index_list_of(ix, party), .line = at.line, .key_string = UINT32_MAX };
}

static st_str key_of(const st_index *ix, uint32_t party) {
    place at = locate(ix, party);
    return (st_str){ ix->text + at.text, (size_t)at.key };
}

static uint32_t find_in(const st_index *ix, uint32_t list, st_str key) {
    uint32_t lo = ix->list[list].first_party, hi = lo + ix->list[list].parties;
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        int c = st_str_cmp(key_of(ix, mid), key);
        if (c == 0) return mid;
        if (c < 0) lo = mid + 1;
        else hi = mid;
    }
    return UINT32_MAX;
}

uint32_t st_index_find(const st_index *ix, uint32_t list, st_str key) {
    uint32_t found = UINT32_MAX;
    if (list != UINT32_MAX) return list < ix->lists ? find_in(ix, list, key) : UINT32_MAX;
    for (uint32_t i = 0; i < ix->lists && found == UINT32_MAX; i++) found = find_in(ix, i, key);
    return found;
}

st_cursor st_index_facts(const st_index *ix, uint32_t party) {
    place at = locate(ix, party);
    return (st_cursor){ .ix = ix, .p = at.facts, .end = at.end, .text = at.text + at.key, .key = { ix->text + at.text, (size_t)at.key },
                        .first = ix->list[st_index_list_of(ix, party)].first_party };
}

/* The value of a fact that is not a pair. */
static st_str value_of(st_cursor *c, uint64_t v, uint64_t part) {
    const st_index *ix = c->ix;
    if ((v & 3) == ST_F_OWN) {
        st_str s = { ix->text + c->text, (size_t)(v >> 2) };
        c->text += s.n;
        return s;
    }
    if ((v & 7) == ST_F_SHARED) return st_shared_string(ix, v >> 3);
    if ((v & 15) == ST_F_KEY) return v >> 4 ? key_of(ix, c->first + (uint32_t)(v >> 4) - 1) : c->key;
    int64_t from = c->part + st_unzigzag(v >> 4);
    c->part = from + (int64_t)part + 1;
    return (st_str){ c->head.p + from, (size_t)part };
}

bool st_cursor_next(st_cursor *c, st_fact_view *out) {
    if (c->p == c->end) return false;
    uint64_t v, part = 0;
    c->p = st_number(c->p, &v);
    if (v & 1) *out = (st_fact_view){ (st_prop)c->ix->shared_prop[v >> 1], st_shared_string(c->ix, v >> 1), (uint32_t)(v >> 1) };
    else {
        if ((v & 15) == ST_F_PART) c->p = st_number(c->p, &part);
        st_prop prop = (st_prop)*c->p++;
        *out = (st_fact_view){ prop, value_of(c, v, part), (v & 7) == ST_F_SHARED ? (uint32_t)(v >> 3) : UINT32_MAX };
    }
    if (st_prop_is_head(out->prop)) { c->head = out->value; c->part = 0; }
    return true;
}

/* ---- relations ---------------------------------------------------------------------------------------------------------------------------- */

uint32_t st_index_edges(const st_index *ix) { return ix->edges; }
const st_edge *st_index_edge(const st_index *ix, uint32_t id) { return &ix->edge[id]; }

/* The first edge from this party or a later one; the first place in EDGES_TO of one that leads to it or a later one. */
static uint32_t edge_from(const st_index *ix, uint32_t party) {
    uint32_t lo = 0, hi = ix->edges;
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (ix->edge[mid].from < party) lo = mid + 1;
        else hi = mid;
    }
    return lo;
}

static uint32_t edge_to(const st_index *ix, uint32_t party) {
    uint32_t lo = 0, hi = ix->edges;
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (ix->edge[ix->edges_to[mid]].to < party) lo = mid + 1;
        else hi = mid;
    }
    return lo;
}

size_t st_index_edges_from(const st_index *ix, uint32_t party, const st_edge **out) {
    uint32_t from = edge_from(ix, party);
    *out = ix->edge + from;
    return edge_from(ix, party + 1) - from;
}

size_t st_index_edges_to(const st_index *ix, uint32_t party, const uint32_t **edge_ids) {
    uint32_t from = edge_to(ix, party);
    *edge_ids = ix->edges_to + from;
    return edge_to(ix, party + 1) - from;
}

/* ---- the matching part -------------------------------------------------------------------------------------------------------------------- */

uint32_t st_index_tokens(const st_index *ix) { return ix->tokens; }
uint32_t st_index_names(const st_index *ix) { return ix->names; }

uint32_t st_index_printed_names(const st_index *ix) {
    uint32_t n = 0;
    for (uint32_t i = 0; i < ix->names; i++) n += i == 0 || ix->name[i].party != ix->name[i - 1].party || ix->name[i].ordinal != ix->name[i - 1].ordinal;
    return n;
}

uint32_t st_index_idents(const st_index *ix) { return ix->idents; }
uint32_t st_index_forms(const st_index *ix) { return ix->forms; }

uint32_t st_index_token_df(const st_index *ix, uint32_t token) {
    uint32_t n = 0;
    for (uint32_t i = ix->post_at[(size_t)token * ST_VIEWS]; i < ix->post_at[((size_t)token + 1) * ST_VIEWS]; i++) n += ix->form[ix->post[i] + 1].name - ix->form[ix->post[i]].name;
    return n;
}

st_str st_index_token(const st_index *ix, uint32_t token) {
    uint32_t from = token ? ix->token_end[token - 1] : 0;
    return (st_str){ ix->token_text + from, ix->token_end[token] - from };
}

void st_index_form(const st_index *ix, uint32_t form, st_form_view *out) {
    const st_form *f = &ix->form[form];
    const uint32_t at = f[0].token & ST_FORM_AT;
    *out = (st_form_view){ ix->form_token + at, (uint8_t)((f[1].token & ST_FORM_AT) - at), (f->token & ST_FORM_MORE) != 0,
                           f->token & ST_FORM_OTHER ? ST_VIEW_OTHER : ST_VIEW_PERSON };
}

size_t st_index_forms_of(const st_index *ix, st_view view, size_t tokens, uint32_t *from, uint32_t *out, size_t max) {
    const uint32_t other = view == ST_VIEW_OTHER ? ST_FORM_OTHER : 0u;
    size_t n = 0;
    for (; *from < ix->forms && n < max; ++*from) {
        const st_form *f = &ix->form[*from];
        out[n] = *from;
        n += (f[0].token & ST_FORM_OTHER) == other && (f[1].token & ST_FORM_AT) - (f[0].token & ST_FORM_AT) >= tokens;
    }
    return n;
}

size_t st_index_form_names(const st_index *ix, uint32_t form, const uint32_t **names) {
    const st_form *f = &ix->form[form];
    *names = ix->form_name + f[0].name;
    return f[1].name - f[0].name;
}

void st_index_name(const st_index *ix, uint32_t name, st_name_view *out) {
    const st_name *n = &ix->name[name];
    st_form_view f;
    st_index_form(ix, n->form, &f);
    *out = (st_name_view){ n->party, n->form, n->ordinal, n->prop, f.n_tokens, f.view, f.more, f.token };
}

st_str st_index_name_text(const st_index *ix, uint32_t name) {
    const st_name *n = &ix->name[name];
    st_cursor c = st_index_facts(ix, n->party);
    st_fact_view f = { ST_PROP_NONE, ST_STR_NONE, 0 };
    for (unsigned left = n->ordinal + 1u; left && st_cursor_next(&c, &f);) left -= st_prop_class(f.prop) == ST_CLASS_NAME;
    return f.value;
}

/* Does the party carry this number? The hash is not secret, so numbers can be made that share one. Without memory the hash is believed. */
static bool carries(const st_index *ix, const st_ident *id, st_str normal, st_buf *b) {
    st_cursor c = st_index_facts(ix, id->party);
    for (st_fact_view f; st_cursor_next(&c, &f);) {
        if ((uint32_t)f.prop != id->prop) continue;
        st_buf_clear(b);
        st_ident_normal(f.prop, f.value, b);
        if (b->failed || st_str_eq(st_buf_view(b), normal)) return true;
    }
    return false;
}

size_t st_index_ident(const st_index *ix, st_str normal, st_ident_hit *out, size_t max) {
    uint64_t hash = st_hash64(normal.p, normal.n, 0);
    uint32_t lo = 0, hi = ix->idents;
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (ix->ident[mid].hash < hash) lo = mid + 1;
        else hi = mid;
    }
    st_buf b = ST_BUF_INIT(0);
    size_t n = 0;
    for (; lo < ix->idents && ix->ident[lo].hash == hash; lo++) {
        const st_ident *id = &ix->ident[lo];
        if (!carries(ix, id, normal, &b)) continue;
        if (n < max) out[n] = (st_ident_hit){ id->party, (st_prop)id->prop };
        n++;
    }
    st_buf_free(&b);
    return n;
}
