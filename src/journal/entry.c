/* List entries as they were. */
#include "base/file.h"
#include "journal/entry.h"

typedef struct texts { st_arena arena; st_str *v; size_t n, cap; bool failed; } texts;

static void add(texts *t, st_str s) {
    const st_str copy = st_str_copy(&t->arena, s);
    t->failed = t->failed || !copy.p || st_grow(t->v, t->cap, t->n + 1) != 0;
    if (!t->failed) t->v[t->n++] = copy;
}

static int by_text(const void *a, const void *b) { return st_str_cmp(*(const st_str *)a, *(const st_str *)b); }

/* Sorts, and drops what stands twice. */
static void sort_set(texts *t) {
    if (t->n) qsort(t->v, t->n, sizeof *t->v, by_text);
    size_t n = 0;
    for (size_t i = 0; i < t->n; i++)
        if (n == 0 || !st_str_eq(t->v[n - 1], t->v[i])) t->v[n++] = t->v[i];
    t->n = n;
}

static void pair(st_buf *b, const st_fact_view *f) {
    st_jw w = { b, false };
    st_jw_z(&w, st_prop_name(f->prop));
    st_jw_str(&w, f->value);
}

/* A head and its qualifiers as one text; all of a head are in quals. */
static void close_fact(texts *facts, st_buf *head, texts *quals) {
    sort_set(quals);
    st_jw w = { head, true };
    for (size_t i = 0; i < quals->n; i++) st_jw_raw(&w, quals->v[i]);
    st_buf_char(head, ']');
    facts->failed = facts->failed || head->failed || quals->failed;
    add(facts, st_buf_view(head));
    st_buf_clear(head);
    quals->n = 0;
    st_arena_reset(&quals->arena);
}

static void gather(const st_index *ix, uint32_t party, texts *facts) {
    texts quals = { .arena = ST_ARENA_INIT };
    st_buf head = ST_BUF_INIT(64u << 20), qual = ST_BUF_INIT(64u << 20);
    st_cursor c = st_index_facts(ix, party);
    bool open = false;
    for (st_fact_view f; st_cursor_next(&c, &f);) {
        if (!st_prop_is_head(f.prop)) {
            st_buf_clear(&qual);
            st_buf_char(&qual, '[');
            pair(&qual, &f);
            st_buf_char(&qual, ']');
            quals.failed = quals.failed || qual.failed;
            add(&quals, st_buf_view(&qual));
            continue;
        }
        if (open) close_fact(facts, &head, &quals);
        open = true;
        st_buf_char(&head, '[');
        pair(&head, &f);
    }
    if (open) close_fact(facts, &head, &quals);
    sort_set(facts);
    st_buf_free(&head);
    st_buf_free(&qual);
    st_arena_free(&quals.arena);
    st_free(quals.v);
}

void st_entry_body(const st_index *ix, uint32_t party, st_buf *out) {
    st_party_view p;
    st_list_view list;
    texts facts = { .arena = ST_ARENA_INIT };
    st_index_party(ix, party, &p);
    st_index_list(ix, p.list, &list);
    gather(ix, party, &facts);
    st_jw w = { out, false };
    st_jw_open(&w, '{');
    st_jw_key(&w, "list");
    st_jw_str(&w, list.field[ST_LIST_ID]);
    st_jw_key(&w, "id");
    st_jw_str(&w, p.key);
    st_jw_key(&w, "type");
    st_jw_z(&w, st_kind_name(p.kind));
    st_jw_key(&w, "facts");
    st_jw_open(&w, '[');
    for (size_t i = 0; i < facts.n; i++) st_jw_raw(&w, facts.v[i]);
    st_jw_close(&w, ']');
    st_jw_close(&w, '}');
    if (facts.failed && !out->failed) out->failed = ST_E_NOMEM;
    st_arena_free(&facts.arena);
    st_free(facts.v);
}

st_code st_entry_of(const st_index *ix, uint32_t party, st_buf *out, st_entry *e, st_err *err) {
    st_party_view p;
    st_list_view list;
    st_index_party(ix, party, &p);
    st_index_list(ix, p.list, &list);
    st_buf_clear(out);
    st_entry_body(ix, party, out);
    if (out->failed) return st_fail(err, out->failed, "out of memory for a list entry");
    *e = (st_entry){ .list = list.field[ST_LIST_ID], .key = p.key, .body = st_buf_view(out) };
    st_sha256_of(out->p, out->n, e->version);
    return ST_OK;
}
