/* References between records, resolved once a list has been read: sorted arrays, so that a feed of any size costs n log n. */
#include "sources/refs.h"

static bool up(char c) { return c >= 'A' && c <= 'Z'; }
static bool digit(char c) { return c >= '0' && c <= '9'; }
static bool word(char c) { return up(c) || digit(c) || (c >= 'a' && c <= 'z'); }

static void add(st_refs *r, struct st_ref **v, size_t *n, size_t *cap, st_str number, st_str key, uint32_t line) {
    if (r->failed < 0) return;
    if (st_grow_((void **)v, cap, *n + 1, sizeof **v) != 0) { r->failed = ST_E_NOMEM; return; }
    struct st_ref *e = &(*v)[*n];
    *e = (struct st_ref){ st_str_copy(&r->arena, number), st_str_copy(&r->arena, key), line };
    if (!e->number.p || !e->key.p) r->failed = ST_E_NOMEM; else ++*n;
}

void st_refs_define(st_refs *r, st_str number, st_str key) {
    if (number.n && key.n) add(r, &r->known, &r->n_known, &r->cap_known, number, key, 0);
}

/* Length of a reference number at i, or 0. UN: two or three capitals, i or e, a dot, three digits. UK: three capitals or more, four digits. */
static size_t number_at(st_str s, size_t i) {
    size_t j = i;
    while (j < s.n && up(s.p[j])) j++;
    const size_t letters = j - i;
    if (letters < 2 || letters > 5) return 0;
    if (letters <= 3 && j + 5 <= s.n && (s.p[j] == 'i' || s.p[j] == 'e') && s.p[j + 1] == '.' && digit(s.p[j + 2]) && digit(s.p[j + 3]) && digit(s.p[j + 4])
        && (j + 5 == s.n || !word(s.p[j + 5]))) return j + 5 - i;
    if (letters >= 3 && j + 4 <= s.n && digit(s.p[j]) && digit(s.p[j + 1]) && digit(s.p[j + 2]) && digit(s.p[j + 3]) && (j + 4 == s.n || !word(s.p[j + 4])))
        return j + 4 - i;
    return 0;
}

void st_refs_scan(st_refs *r, st_str text, st_str key, uint32_t line) {
    for (size_t i = 0; i < text.n; i++) {
        if (!up(text.p[i]) || (i && word(text.p[i - 1]))) continue;
        const size_t n = number_at(text, i);
        if (!n) continue;
        add(r, &r->used, &r->n_used, &r->cap_used, st_str_sub(text, i, i + n), key, line);
        i += n - 1;
    }
}

static int by_number(const void *a, const void *b) {
    const struct st_ref *x = a, *y = b;
    const int c = st_str_cmp(x->number, y->number);
    return c ? c : st_str_cmp(x->key, y->key);
}
static int by_key(const void *a, const void *b) {
    const struct st_ref *x = a, *y = b;
    const int c = st_str_cmp(x->key, y->key);
    return c ? c : st_str_cmp(x->number, y->number);
}
static int number_only(const void *a, const void *b) {
    return st_str_cmp(((const struct st_ref *)a)->number, ((const struct st_ref *)b)->number);
}

st_code st_refs_commit(st_refs *r, st_model *m, st_err *err) {
    if (r->failed < 0) return st_fail(err, r->failed, "out of memory for references between records");
    if (r->n_used == 0) return ST_OK;
    if (r->n_known) qsort(r->known, r->n_known, sizeof *r->known, by_number);
    qsort(r->used, r->n_used, sizeof *r->used, by_key);
    for (size_t i = 0; i < r->n_used;) {
        const st_str key = r->used[i].key;
        bool open = false;
        for (; i < r->n_used && st_str_eq(r->used[i].key, key); i++) {
            const struct st_ref *u = &r->used[i];
            if (i && by_key(&r->used[i - 1], u) == 0) continue;
            const struct st_ref *to = r->n_known ? bsearch(u, r->known, r->n_known, sizeof *r->known, number_only) : NULL;
            if (to ? st_str_eq(to->key, key) : st_str_chr(u->number, '.') == SIZE_MAX) continue;   /* itself; or no id of this list after all */
            if (!open) { st_model_party(m, key, u->line); st_model_supplement(m); }
            open = true;
            st_fact(m, ST_P_LINKED_TO, to ? to->key : ST_STR_NONE);
            st_qual(m, ST_Q_TARGET_NAME, u->number);
        }
        if (open) ST_TRY(st_model_commit(m, err));
    }
    return ST_OK;
}

void st_refs_free(st_refs *r) {
    st_arena_free(&r->arena);
    st_free(r->known);
    st_free(r->used);
}
