/* Columns by name, and the set of keys that row-wise lists need. */
#include "sources/columns.h"

static bool is_name(st_str header, const char *names) {
    st_str rest = st_str_of(names), one;
    while (st_split(&rest, "|", &one)) if (st_str_ieq(header, one)) return true;
    return false;
}

st_code st_columns_map(st_columns *c, const st_csv_row *header, const char *const *names, size_t n, size_t *found, st_err *err) {
    *found = 0;
    for (size_t i = 0; i < ST_COLUMNS_MAX; i++) c->at[i] = ST_COLUMN_NONE;
    c->unknown = st_arena_alloc(&c->arena, (header->n + 1) * sizeof *c->unknown);
    c->n_unknown = 0;
    c->width = header->n;
    while (c->width && st_str_trim(header->field[c->width - 1]).n == 0) c->width--;
    if (!c->unknown) return st_fail(err, ST_E_NOMEM, "out of memory for the columns");
    for (size_t k = 0; k < header->n && k < ST_COLUMN_NONE; k++) {
        const st_str name = st_str_trim(header->field[k]);
        size_t i = 0;
        while (i < n && i < ST_COLUMNS_MAX && (!names[i] || !is_name(name, names[i]))) i++;
        if (i < n && i < ST_COLUMNS_MAX) {
            if (c->at[i] == ST_COLUMN_NONE) { c->at[i] = (uint16_t)k; ++*found; }
            continue;
        }
        if (name.n == 0) continue;
        struct st_unknown *u = &c->unknown[c->n_unknown++];
        *u = (struct st_unknown){ (uint16_t)k, st_str_copy(&c->arena, name) };
        if (!u->name.p) return st_fail(err, ST_E_NOMEM, "out of memory for the columns");
    }
    return ST_OK;
}

void st_columns_free(st_columns *c) { st_arena_free(&c->arena); }

st_str st_cell(const st_columns *c, const st_csv_row *row, size_t column) {
    return c->at[column] < row->n ? st_str_trim(row->field[c->at[column]]) : ST_STR_NONE;
}

void st_columns_note_unknown(const st_columns *c, const st_csv_row *row, st_model *m) {
    for (size_t i = 0; i < c->n_unknown; i++) {
        if (c->unknown[i].at >= row->n) continue;
        const st_str cell = st_str_trim(row->field[c->unknown[i].at]);
        if (cell.n) st_note(m, c->unknown[i].name, cell);
    }
    if (row->open) st_model_warn(m, row->line, "the last line has no line end: the file may have been cut off there");
    bool told = false;
    for (size_t i = c->width; i < row->n; i++) {
        const st_str cell = st_str_trim(row->field[i]);
        if (cell.n == 0) continue;
        if (!told) st_model_warn(m, row->line, "the row has %zu cells under %zu columns", row->n, c->width);
        told = true;
        st_note(m, ST_STR("behind the last column"), cell);
    }
}

static uint64_t hash_of(st_str s) {
    uint64_t h = UINT64_C(0x9E3779B97F4A7C15) ^ s.n;
    for (size_t i = 0; i < s.n; i++) {
        h = (h ^ (unsigned char)s.p[i]) * UINT64_C(0xD6E8FEB86659FD93);
        h ^= h >> 32;
    }
    return h;
}

static struct st_key *find(struct st_key *slot, size_t cap, st_str key, uint64_t h) {
    size_t i = (size_t)h & (cap - 1);
    while (slot[i].key.p && (slot[i].hash != h || !st_str_eq(slot[i].key, key))) i = (i + 1) & (cap - 1);
    return &slot[i];
}

struct st_key *st_keyset_of(st_keyset *s, st_str key, bool *fresh) {
    const uint64_t h = hash_of(key);
    *fresh = false;
    if (s->cap) {
        struct st_key *e = find(s->slot, s->cap, key, h);
        if (e->key.p) return e;
    }
    if ((s->n + 1) * 4 > s->cap * 3) {
        const size_t cap = s->cap ? s->cap * 2 : 1024;
        struct st_key *slot = st_calloc(cap, sizeof *slot);
        if (!slot) return NULL;
        for (size_t i = 0; i < s->cap; i++) if (s->slot[i].key.p) *find(slot, cap, s->slot[i].key, s->slot[i].hash) = s->slot[i];
        st_free(s->slot);
        s->slot = slot;
        s->cap = cap;
    }
    struct st_key *e = find(s->slot, s->cap, key, h);
    *e = (struct st_key){ st_str_copy(&s->arena, key), h, 0, 0 };
    if (!e->key.p) return NULL;
    s->n++;
    *fresh = true;
    return e;
}

const struct st_key *st_keyset_get(const st_keyset *s, st_str key) {
    if (s->cap == 0) return NULL;
    const struct st_key *e = find(s->slot, s->cap, key, hash_of(key));
    return e->key.p ? e : NULL;
}

void st_keyset_free(st_keyset *s) {
    st_free(s->slot);
    st_arena_free(&s->arena);
}
