/* Opening: the header, the section table, the checksums; then the manifest, then verify.c. Only st_index_open touches the disk. */
#include "base/file.h"
#include "index/layout.h"
#include "text/text.h"

static const struct { char letters[5]; uint32_t size; } section_kind[ST_S_COUNT] = {
#define X(sym, letters, size, text) { letters, size },
    ST_SECTIONS(X)
#undef X
};

st_code st_index_damaged(st_err *err, const char *what, const char *section) {
    st_fail(err, ST_E_DATA, "%s", what);
    if (section) st_err_where(err, "section %s", section);
    st_err_hint(err, "the file is damaged or was cut short: build it again, or copy it again from where it is whole");
    return ST_E_DATA;
}

/* The eight bytes and the versions: what tells a foreign file, or one of another time, from a damaged one. */
static st_code check_header(const st_header *h, size_t n, st_err *err) {
    if (n < sizeof *h || memcmp(h->magic, ST_INDEX_MAGIC, 8) != 0) {
        st_fail(err, ST_E_DATA, n >= 4 && memcmp(h->magic, ST_INDEX_MAGIC, 4) == 0 ? "this strait index is cut short or was changed in transfer"
                                                                                   : "this is not a strait index");
        st_err_hint(err, "give a file that strait build has written");
        return ST_E_DATA;
    }
    if (h->check != st_hash64(h, ST_HEADER_CHECK_SPAN, 0)) return st_index_damaged(err, "the header of the index is damaged", NULL);
    if (h->format != ST_INDEX_FORMAT) {
        st_fail(err, ST_E_DATA, "the index has format %u, this program reads format %d", h->format, ST_INDEX_FORMAT);
        st_err_hint(err, "build the index again with this program");
        return ST_E_DATA;
    }
    st_str ours = st_text_version();
    if (ours.n != sizeof h->text_version || memcmp(ours.p, h->text_version, ours.n) != 0) {
        st_fail(err, ST_E_DATA, "the names in this index were folded by other text tables than this program's");
        st_err_hint(err, "build the index again with this program");
        return ST_E_DATA;
    }
    if (h->size != n) return st_index_damaged(err, h->size > n ? "the index is cut short" : "the index is longer than its header says", NULL);
    if (h->sections != ST_S_COUNT) return st_index_damaged(err, "the index has another number of sections than its format", NULL);
    return ST_OK;
}

static void make_id(const st_header *h, const st_section *table, uint8_t out[16]) {
    struct { uint8_t head[ST_HEADER_ID_SPAN]; st_section table[ST_S_COUNT]; } all;
    memcpy(all.head, h, sizeof all.head);
    memcpy(all.table, table, sizeof all.table);
    st_hash128_of(&all, sizeof all, out);
}

/* Sections follow one another, each at the next multiple of 64, zeros between: there is exactly one place for each, so none can overlap. */
static st_code check_sections(st_index *ix, const st_header *h, st_err *err) {
    uint64_t at = sizeof *h + ST_S_COUNT * sizeof(st_section);
    if (ix->size < at) return st_index_damaged(err, "the index ends within its section table", NULL);
    const st_section *table = (const st_section *)(const void *)(ix->map + sizeof *h);
    uint8_t hash[16];
    make_id(h, table, hash);
    if (memcmp(hash, h->id, sizeof hash) != 0) return st_index_damaged(err, "the section table of the index is damaged", NULL);
    for (size_t i = 0; i < ST_S_COUNT; i++) {
        const st_section *s = &table[i];
        uint64_t begin = (at + ST_INDEX_ALIGN - 1) & ~(uint64_t)(ST_INDEX_ALIGN - 1);
        bool fits = memcmp(s->letters, section_kind[i].letters, 4) == 0 && s->zero == 0 && s->offset == begin && begin <= ix->size &&
                    s->size <= ix->size - begin && s->size % section_kind[i].size == 0 && s->size / section_kind[i].size < UINT32_MAX;
        for (; fits && at < begin; at++) fits = ix->map[at] == 0;
        if (!fits) return st_index_damaged(err, "a section of the index is not where it must be", section_kind[i].letters);
        if (i != ST_S_TEXT) st_hash128_of(ix->map + begin, (size_t)s->size, hash);   /* TEXT: in verify.c */
        if (i != ST_S_TEXT && memcmp(hash, s->hash, sizeof hash) != 0)
            return st_index_damaged(err, "a section of the index does not match its checksum", section_kind[i].letters);
        ix->section[i].p = ix->map + begin;
        ix->section[i].n = s->size;
        at = begin + s->size;
    }
    return at == ix->size ? ST_OK : st_index_damaged(err, "the index goes on after its last section", NULL);
}

#define ELEMENTS(ix, sym, type) ((uint32_t)((ix)->section[ST_S_##sym].n / sizeof(type)))
#define ARRAY(ix, sym, type) ((const type *)(const void *)(ix)->section[ST_S_##sym].p)
static void type_sections(st_index *ix) {
    ix->text = ARRAY(ix, TEXT, char);
    uint32_t bounds = ELEMENTS(ix, SHARED_LONG, uint32_t);
    ix->shared_short = ELEMENTS(ix, SHARED, uint8_t);
    ix->shared = ix->shared_short + (bounds ? bounds - 1 : 0);
    ix->shared_len = ARRAY(ix, SHARED, uint8_t);
    ix->shared_at = ARRAY(ix, SHARED_AT, uint32_t);
    ix->shared_long = ARRAY(ix, SHARED_LONG, uint32_t);
    ix->shared_prop = ARRAY(ix, SHARED_PROP, uint8_t);
    ix->block = ARRAY(ix, BLOCKS, st_block);
    ix->facts = ARRAY(ix, FACTS, uint8_t);
    ix->edges = ELEMENTS(ix, EDGES, st_edge);
    ix->edge = ARRAY(ix, EDGES, st_edge);
    ix->edges_to = ARRAY(ix, EDGES_TO, uint32_t);
    ix->tokens = ELEMENTS(ix, TOKENS, uint32_t);
    ix->token_end = ARRAY(ix, TOKENS, uint32_t);
    ix->token_text = ARRAY(ix, TOKEN_TEXT, char);
    ix->names = ELEMENTS(ix, NAMES, st_name);
    ix->name = ARRAY(ix, NAMES, st_name);
    bounds = ELEMENTS(ix, FORMS, st_form);
    ix->forms = bounds ? bounds - 1 : 0;
    ix->form = ARRAY(ix, FORMS, st_form);
    ix->form_token = ARRAY(ix, FORM_TOKENS, uint32_t);
    ix->form_name = ARRAY(ix, FORM_NAMES, uint32_t);
    ix->idents = ELEMENTS(ix, IDENTS, st_ident);
    ix->ident = ARRAY(ix, IDENTS, st_ident);
    ix->token_info = ARRAY(ix, TOKEN_INFO, st_token_info);
    ix->spell_at = ARRAY(ix, SPELLS_AT, uint32_t);
    ix->spell = ARRAY(ix, SPELLS, uint8_t);
    ix->key_at = ARRAY(ix, KEYS_AT, uint32_t);
    ix->key = ARRAY(ix, KEYS, uint8_t);
    ix->join_at = ARRAY(ix, JOINS_AT, uint32_t);
    ix->join = ARRAY(ix, JOINS, uint8_t);
    ix->post_at = ARRAY(ix, POSTS_AT, uint32_t);
    ix->post = ARRAY(ix, POSTS, uint32_t);
    ix->sketch = ARRAY(ix, SKETCHES, uint64_t);
    ix->spell_bits = st_bucket_bits(ix->section[ST_S_SPELLS].n / st_number_bytes(ix->tokens), ST_PER_SPELL);
    ix->key_bits = st_bucket_bits(ix->section[ST_S_KEYS].n / st_number_bytes(ix->tokens), ST_PER_KEY);
    ix->join_bits = st_bucket_bits(ix->section[ST_S_JOINS].n / st_number_bytes(ix->forms), ST_PER_JOIN);
}

static st_code parse(st_index *ix, st_err *err) {
    if ((uintptr_t)ix->map % ST_INDEX_ALIGN) return st_fail(err, ST_E_USAGE, "an index in memory must be aligned to %d bytes", ST_INDEX_ALIGN);
    const st_header *h = (const st_header *)(const void *)ix->map;
    ST_TRY(check_header(h, (size_t)ix->size, err));
    ST_TRY(check_sections(ix, h, err));
    for (size_t i = 0; i < 16; i++) snprintf(ix->hash + 2 * i, 3, "%02x", h->id[i]);
    type_sections(ix);
    ST_TRY(st_lists_decode(ix, err));
    return st_index_verify(ix, ((const st_section *)(const void *)(ix->map + sizeof *h))[ST_S_TEXT].hash, err);
}

st_index *st_index_parse(const void *map, size_t n, st_err *err) {
    st_index *ix = st_calloc(1, sizeof *ix);
    if (!ix) { st_fail(err, ST_E_NOMEM, "out of memory"); return NULL; }
    ix->map = map;
    ix->size = n;
    if (parse(ix, err) == ST_OK) return ix;
    st_index_close(ix);
    return NULL;
}

st_index *st_index_open(const char *path, st_err *err) {
    st_map *map = st_alloc(sizeof *map);
    if (!map) { st_fail(err, ST_E_NOMEM, "out of memory"); return NULL; }
    if (st_map_open(path, map, err)) { st_free(map); return NULL; }
    st_index *ix = st_index_parse(map->p, map->n, err);
    if (ix) { ix->mapped = map; return ix; }
    st_err_where(err, "%s", path);
    st_map_close(map);
    st_free(map);
    return NULL;
}

void st_index_close(st_index *ix) {
    if (!ix) return;
    st_arena_free(&ix->arena);
    if (ix->mapped) {
        st_map_close(ix->mapped);
        st_free(ix->mapped);
    }
    st_free(ix);
}

void st_index_seal(st_header *h, const st_section *table) {
    st_str version = st_text_version();
    memcpy(h->text_version, version.p, version.n < sizeof h->text_version ? version.n : sizeof h->text_version);
    make_id(h, table, h->id);
    h->check = st_hash64(h, ST_HEADER_CHECK_SPAN, 0);
}

void st_index_reseal(void *map, size_t n) {
    st_header *h = map;
    st_section *table = (st_section *)(void *)((uint8_t *)map + sizeof *h);
    if (n < sizeof *h + ST_S_COUNT * sizeof *table) return;
    for (size_t i = 0; i < ST_S_COUNT; i++)
        if (table[i].offset <= n && table[i].size <= n - table[i].offset) st_hash128_of((uint8_t *)map + table[i].offset, (size_t)table[i].size, table[i].hash);
    st_index_seal(h, table);
}
