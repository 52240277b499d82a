/* Calls every accessor of an index on everything that it holds and reads every byte that they hand out, so that AddressSanitizer sees each one.
 * Also checks what an index that was accepted must keep, whoever made it: slices are UTF-8, orders hold, edges and their reverse agree. */
#ifndef ST_TEST_INDEX_WALK_H
#define ST_TEST_INDEX_WALK_H
#include "index/index.h"

#define WALK_MUST(x) do { if (!(x)) { fprintf(stderr, "an accepted index breaks: %s (line %d)\n", #x, __LINE__); abort(); } } while (0)

static uint64_t walk_sum;
static void walk_text(st_str s) {
    WALK_MUST(st_utf8_valid(s.p, s.n));
    for (size_t i = 0; i < s.n; i++) walk_sum += (uint8_t)s.p[i];
}

static void walk_lists(const st_index *ix) {
    for (uint32_t i = 0; i < st_index_lists(ix); i++) {
        st_list_view v;
        uint64_t n;
        st_index_list(ix, i, &v);
        for (size_t f = 0; f < ST_LIST_FIELDS; f++) walk_text(v.field[f]);
        for (size_t k = 0; k <= v.measures; k++) walk_text(st_index_list_measure(ix, i, k, &n));
        for (size_t k = 0; k < v.messages; k++) walk_text(v.message[k].text);
        for (size_t k = 0; k < v.files; k++) { walk_text(v.file[k].file); walk_text(v.file[k].sha256); walk_text(v.file[k].format); }
        walk_text(v.field[ST_LIST_ID]);
    }
}

static void walk_party(const st_index *ix, uint32_t p) {
    st_party_view v;
    st_fact_view f = { ST_PROP_NONE, ST_STR_NONE, 0 };
    const st_edge *edge;
    const uint32_t *ids;
    size_t facts = 0;
    st_index_party(ix, p, &v);
    walk_text(v.key);
    WALK_MUST(v.kind < ST_KIND_COUNT && v.list < st_index_lists(ix));
    WALK_MUST(st_index_find(ix, v.list, v.key) == p);
    st_cursor c = st_index_facts(ix, p);
    for (; st_cursor_next(&c, &f); facts++) {
        WALK_MUST(f.prop > ST_PROP_NONE && f.prop < ST_PROP_COUNT && (facts || st_prop_is_head(f.prop)));
        walk_text(f.value);
    }
    size_t n = st_index_edges_from(ix, p, &edge);
    for (size_t i = 0; i < n; i++) {
        bool back = false;
        size_t k = st_index_edges_to(ix, edge[i].to, &ids);
        WALK_MUST(edge[i].from == p && edge[i].to < st_index_parties(ix));
        for (size_t j = 0; j < k && !back; j++) back = st_index_edge(ix, ids[j]) == &edge[i];
        WALK_MUST(back);
    }
}

/* Look-ups by these hashes and texts: whatever they give exists. */
static void walk_hash(const st_index *ix, uint64_t hash) {
    st_numbers spells = st_index_spells(ix, hash), keys = st_index_keys(ix, hash);
    for (uint32_t token; st_numbers_next(&spells, &token);) WALK_MUST(token < st_index_tokens(ix));
    for (uint32_t token; st_numbers_next(&keys, &token);) WALK_MUST(token < st_index_tokens(ix));
}

static void walk_joins(const st_index *ix, st_str text) {
    st_numbers joins = st_index_joins(ix, text);
    for (uint32_t form; st_numbers_next(&joins, &form);) WALK_MUST(form < st_index_forms(ix));
}

static void walk_token(const st_index *ix, uint32_t t) {
    st_str text = st_index_token(ix, t);
    const st_token_info *info = st_index_token_info(ix, t);
    uint64_t hash[ST_DELETIONS_MOST];
    const uint32_t *form;
    const uint64_t *sketch;
    walk_text(text);
    WALK_MUST(st_index_token_df(ix, t) > 0 && (t == 0 || st_str_cmp(st_index_token(ix, t - 1), text) < 0));
    for (size_t n = st_deletions(text, 2, hash), i = 0; i < n; i++) walk_hash(ix, hash[i]);
    walk_hash(ix, st_key_of_text(text));
    walk_hash(ix, st_key_of_sound(info->sound));
    walk_joins(ix, text);
    for (unsigned v = 0; v < ST_VIEWS; v++) {
        WALK_MUST(st_token_class(info, (st_view)v) < ST_WORD_CLASSES);
        for (size_t n = st_index_posts(ix, t, (st_view)v, &form, &sketch), i = 0; i < n; i++) {
            WALK_MUST(form[i] < st_index_forms(ix));
            walk_sum += sketch[i];
        }
    }
}

static void walk_form(const st_index *ix, uint32_t form) {
    st_form_view v;
    const uint32_t *name;
    size_t n = st_index_form_names(ix, form, &name);
    st_index_form(ix, form, &v);
    WALK_MUST(v.n_tokens <= ST_PARTS && v.view < ST_VIEWS && n > 0);
    for (size_t k = 0; k < v.n_tokens; k++) walk_text(st_index_token(ix, v.token[k]));
    for (size_t i = 0; i < n; i++) {
        st_name_view of;
        WALK_MUST(name[i] < st_index_names(ix) && (i == 0 || name[i - 1] < name[i]));
        st_index_name(ix, name[i], &of);
        WALK_MUST(of.form == form);
    }
}

static void walk_index(const st_index *ix) {
    st_ident_hit hit[4];
    walk_lists(ix);
    WALK_MUST(strlen(st_index_hash(ix)) == 32 && st_index_size(ix) > 0);
    for (uint32_t p = 0; p < st_index_parties(ix); p++) walk_party(ix, p);
    for (uint32_t t = 0; t < st_index_tokens(ix); t++) walk_token(ix, t);
    for (uint64_t i = 0; i < 64; i++) walk_hash(ix, i == 63 ? UINT64_MAX : i << 58);
    walk_joins(ix, ST_STR_NONE);
    for (uint32_t i = 0; i < st_index_names(ix); i++) {
        st_name_view v;
        st_index_name(ix, i, &v);
        walk_text(st_index_name_text(ix, i));
        WALK_MUST(v.party < st_index_parties(ix) && st_prop_class((st_prop)v.prop) == ST_CLASS_NAME && v.form < st_index_forms(ix));
    }
    for (uint32_t i = 0; i < st_index_forms(ix); i++) walk_form(ix, i);
    for (uint32_t i = 0; i < st_index_edges(ix); i++) walk_sum += st_index_edge(ix, i)->to;
    walk_sum += st_index_ident(ix, ST_STR("9074729"), hit, 4) + st_index_ident(ix, ST_STR("AB001"), hit, 4) + st_index_idents(ix);
    walk_sum += st_index_find(ix, UINT32_MAX, ST_STR("S-2"));
}

static inline st_code walk_change(void *user, const st_index *old, const st_index *now, const st_diff_entry *e, st_err *err) {
    (void)old; (void)now; (void)err;
    *(uint64_t *)user += e->change == ST_CHANGED;
    return ST_OK;
}
#endif
