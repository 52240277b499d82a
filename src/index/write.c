/* Writing the index: one pass plans (plan.c), one pass over the parties in their order writes their text and gathers the rest, which follows. */
#include "index/write.h"

typedef struct writer {
    st_plan plan;
    st_match_part match;
    st_sink *sink;
    st_err *err;
    st_pile facts, blocks;
    uint64_t text;                    /* bytes of TEXT so far */
    st_edge *edge; size_t edges, edge_cap;
    st_buf own, coded;                /* of the party at hand: its text, its facts */
    st_str head; size_t part;         /* of the fact's head: its text, and where the next part is expected in it */
} writer;

static st_code nomem(const writer *w) { return st_fail(w->err, ST_E_NOMEM, "out of memory"); }

/* A part of the head's text, if it is one: as its code at c. The end of the code, or NULL. */
static uint8_t *put_part(writer *w, uint8_t *c, st_str value) {
    size_t from = st_part_of(w->head, value, w->part);
    if (from == SIZE_MAX) return NULL;
    c = st_varint_put(c, st_zigzag((int64_t)from - (int64_t)w->part) << 4 | ST_F_PART);
    w->part = from + value.n + 1;
    return st_varint_put(c, value.n);
}

static st_code put_edge(writer *w, uint32_t from, uint32_t to, st_prop prop) {
    if (st_grow(w->edge, w->edge_cap, w->edges + 1)) return nomem(w);
    w->edge[w->edges++] = (st_edge){ from, to, prop };
    return ST_OK;
}

/* In the shortest of the five ways: plan.c has counted on the same order. */
static st_code put_fact(writer *w, const st_party_view *party, uint32_t number, const st_fact_view *f) {
    const st_plan *p = &w->plan;
    uint8_t code[32], *end;
    uint32_t to = UINT32_MAX, rank = p->use[f->string].rank;
    bool head = st_prop_is_head(f->prop);
    if (st_prop_class(f->prop) == ST_CLASS_LINK && f->value.n) to = st_plan_find(p, party->list, f->value);
    if (to != UINT32_MAX) {
        end = st_varint_put(code, ((uint64_t)to + 1) << 4 | ST_F_KEY);
        ST_TRY(put_edge(w, number, p->list[party->list].first + to, f->prop));
    } else if (f->string == party->key_string && f->value.n) {
        end = st_varint_put(code, ST_F_KEY);
    } else if (rank && p->use[f->string].prop == f->prop && (head || rank <= ST_OFTEN || st_part_of(w->head, f->value, 0) == SIZE_MAX)) {
        end = st_varint_put(code, (uint64_t)(rank - 1) << 1 | 1);
    } else if (head || !(end = put_part(w, code, f->value))) {
        end = st_varint_put(code, rank ? (uint64_t)(rank - 1) << 3 | ST_F_SHARED : (uint64_t)f->value.n << 2 | ST_F_OWN);
        if (!rank) st_buf_str(&w->own, f->value);
    }
    if (!(code[0] & 1)) *end++ = (uint8_t)f->prop;
    st_buf_add(&w->coded, code, (size_t)(end - code));
    if (head) { w->head = to == UINT32_MAX ? f->value : ST_STR_NONE; w->part = 0; }   /* a part of another party's key would cost a reader too much */
    return ST_OK;
}

static st_code put_name(writer *w, const st_party_view *party, uint32_t number, uint32_t ordinal, const st_fact_view *f) {
    const st_name name = { .party = number, .ordinal = (uint16_t)ordinal, .prop = (uint8_t)f->prop };
    const st_view view = party->kind == ST_KIND_PERSON ? ST_VIEW_PERSON : ST_VIEW_OTHER;
    st_code code = ordinal > UINT16_MAX ? st_fail(w->err, ST_E_LIMIT, "one party has more than %u names", UINT16_MAX + 1u)
                                        : st_match_name(&w->match, &name, view, w->plan.use[f->string].rank ? f->string : ST_ONCE, f->value, w->err);
    if (code) st_err_where(w->err, "record %.*s", ST_FMT(party->key));
    return code;
}

static st_code put_facts(writer *w, const st_party_view *party, uint32_t number, uint32_t from) {
    st_fact_view f;
    uint32_t names = 0;
    for (uint64_t state = 0; st_model_fact(w->plan.m, from, &state, &f);) {
        ST_TRY(put_fact(w, party, number, &f));
        st_class class = st_prop_class(f.prop);
        if (class == ST_CLASS_NAME) ST_TRY(put_name(w, party, number, names++, &f));
        if (class == ST_CLASS_ID) ST_TRY(st_match_ident(&w->match, number, f.prop, f.value, w->err));
    }
    return ST_OK;
}

static st_code put_party(writer *w, uint32_t number, int64_t *line) {
    uint32_t from = w->plan.order[number].party;
    st_party_view v;
    st_model_party_view(w->plan.m, from, &v);
    if (number % ST_BLOCK == 0) {
        if (w->text > UINT32_MAX || w->facts.n > UINT32_MAX) return st_fail(w->err, ST_E_LIMIT, "the index would have more than 4 GiB of text");
        st_block b = { (uint32_t)w->facts.n, (uint32_t)w->text };
        *line = 0;
        if (!st_pile_add(&w->blocks, &b, sizeof b)) return nomem(w);
    }
    st_buf_clear(&w->own);
    st_buf_clear(&w->coded);
    st_buf_str(&w->own, v.key);
    w->head = ST_STR_NONE;
    ST_TRY(put_facts(w, &v, number, from));
    uint8_t head[40], *h = head;
    h = st_varint_put(h, w->coded.n);
    h = st_varint_put(h, w->own.n);
    h = st_varint_put(h, st_zigzag((int64_t)v.line - *line) << 4 | (v.orphan ? 8u : 0u) | (uint64_t)v.kind);
    h = st_varint_put(h, v.key.n);
    *line = v.line;
    w->text += w->own.n;
    if (w->own.failed || w->coded.failed || !st_pile_add(&w->facts, head, (size_t)(h - head)) || !st_pile_add(&w->facts, w->coded.p, w->coded.n))
        return nomem(w);
    return st_sink_put(w->sink, w->own.p, w->own.n);
}

static st_code put_shared(writer *w) {
    for (size_t i = 0; i < w->plan.n_shared; i++) {
        st_str s = st_model_string(w->plan.m, w->plan.shared[i]);
        w->text += s.n;
        ST_TRY(st_sink_put(w->sink, s.p, s.n));
    }
    return ST_OK;
}

static st_code put_shared_tables(writer *w) {
    const st_plan *p = &w->plan;
    size_t i;
    ST_TRY(st_sink_begin(w->sink));
    for (i = 0; i < p->n_short; i++) {
        uint8_t n = (uint8_t)st_model_string(p->m, p->shared[i]).n;
        ST_TRY(st_sink_put(w->sink, &n, 1));
    }
    ST_TRY(st_sink_end(w->sink));
    uint32_t at = 0;
    ST_TRY(st_sink_begin(w->sink));
    for (i = 0; i < p->n_short; i++) {
        if (i % ST_BLOCK == 0) ST_TRY(st_sink_put(w->sink, &at, sizeof at));
        at += (uint32_t)st_model_string(p->m, p->shared[i]).n;
    }
    ST_TRY(st_sink_end(w->sink));
    ST_TRY(st_sink_begin(w->sink));
    ST_TRY(st_sink_put(w->sink, &at, sizeof at));
    for (; i < p->n_shared; i++) {
        at += (uint32_t)st_model_string(p->m, p->shared[i]).n;
        ST_TRY(st_sink_put(w->sink, &at, sizeof at));
    }
    ST_TRY(st_sink_end(w->sink));
    ST_TRY(st_sink_begin(w->sink));
    for (i = 0; i < p->n_shared; i++) ST_TRY(st_sink_put(w->sink, &p->use[p->shared[i]].prop, 1));
    return st_sink_end(w->sink);
}

static int by_value(const void *a, const void *b) {
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

static st_code put_edges(writer *w) {
    ST_TRY(st_sink_section(w->sink, w->edge, w->edges * sizeof *w->edge));
    uint64_t *v = st_alloc(w->edges * sizeof *v);
    if (!v) return nomem(w);
    for (size_t i = 0; i < w->edges; i++) v[i] = (uint64_t)w->edge[i].to << 32 | i;
    qsort(v, w->edges, sizeof *v, by_value);
    st_code code = st_sink_begin(w->sink);
    for (size_t i = 0; i < w->edges && !code; i++) {
        uint32_t id = (uint32_t)v[i];
        code = st_sink_put(w->sink, &id, sizeof id);
    }
    st_free(v);
    return code ? code : st_sink_end(w->sink);
}

static st_code put_lists(writer *w) {
    st_buf b = ST_BUF_INIT(UINT32_MAX);
    st_code code = st_lists_encode(w->plan.m, &b, w->err);
    if (!code) code = st_sink_section(w->sink, b.p, b.n);
    st_buf_free(&b);
    return code;
}

static st_code put_all(writer *w, const st_model *m) {
    if (st_model_parties(m) >= UINT32_MAX) return st_fail(w->err, ST_E_LIMIT, "there are too many parties");
    ST_TRY(st_plan_make(&w->plan, m, w->err));
    ST_TRY(st_match_init(&w->match, w->err));
    ST_TRY(put_lists(w));
    ST_TRY(st_sink_begin(w->sink));
    ST_TRY(put_shared(w));
    int64_t line = 0;
    for (uint32_t i = 0; i < w->plan.parties; i++) {
        for (unsigned step = 0; step < 3; step++)
            if (w->plan.parties - i > ST_AHEAD(step)) st_model_expect(m, w->plan.order[i + ST_AHEAD(step)].party, step);
        ST_TRY(put_party(w, i, &line));
    }
    ST_TRY(st_model_ok(m, w->err));
    ST_TRY(st_sink_end(w->sink));
    if (w->edges >= UINT32_MAX) return st_fail(w->err, ST_E_LIMIT, "there are too many relations");
    ST_TRY(put_shared_tables(w));
    ST_TRY(st_sink_pile(w->sink, &w->blocks));
    ST_TRY(st_sink_pile(w->sink, &w->facts));
    st_pile_free(&w->facts);
    ST_TRY(put_edges(w));
    ST_TRY(st_match_write(&w->match, w->sink, w->err));
    return st_sink_header(w->sink);
}

static void tell(const writer *w, st_build_stats *stats) {
    uint64_t part[2] = { 0, 0 };
    for (size_t i = ST_S_TEXT; i < ST_S_COUNT; i++) part[i >= ST_S_TOKENS] += w->sink->table[i].size;
    *stats = (st_build_stats){ .bytes = st_out_tell(w->sink->out), .parties = w->plan.parties, .names = w->match.n_printed,
                               .tokens = w->match.tokens.n - 1, .identifiers = w->match.idents, .facts_bytes = part[0],
                               .text_bytes = w->plan.text_bytes, .match_bytes = part[1] };
}

st_code st_index_write(const st_model *m, const char *path, st_build_stats *stats, st_err *err) {
    st_err own = { 0 };
    if (!err) err = &own;   /* st_sink and put_facts read the code back */
    writer w = { .err = err, .sink = st_calloc(1, sizeof *w.sink) };
    st_code code = w.sink ? ST_OK : nomem(&w);
    if (!code) {
        w.sink->err = err;
        w.sink->out = st_out_begin(path, 0644, err);
        code = w.sink->out ? put_all(&w, m) : err->code;
    }
    if (!code && stats) tell(&w, stats);
    if (w.sink && w.sink->out) {
        if (code) st_out_abort(w.sink->out);
        else code = st_out_commit(w.sink->out, err);
    }
    if (w.sink) st_hash128_end(w.sink->hash, NULL);
    st_free(w.sink);
    st_plan_free(&w.plan);
    st_match_free(&w.match);
    st_pile_free(&w.facts);
    st_pile_free(&w.blocks);
    st_free(w.edge);
    st_buf_free(&w.own);
    st_buf_free(&w.coded);
    return code;
}
