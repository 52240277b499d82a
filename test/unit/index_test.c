/* The index: what a model holds is read back from the file; the file does not depend on the order of reading; what is damaged is refused with a
 * reason; what cannot be written or allocated leaves the old file; differences are told. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <unistd.h>
#include "base/file.h"
#include "index/layout.h"
#include "model/ident.h"
#include "text/variants.h"

#define S(lit) ST_STR(lit)
static char path[64], path2[64];

static st_model *fresh(void) {
    st_err err = { 0 };
    st_model *m = st_model_new(&err);
    assert_non_null(m);
    return m;
}

static void end(st_model *m) {
    st_err err = { 0 };
    if (st_model_list_end(m, 1000, &err)) fail_msg("%s", err.what);
}

static void commit(st_model *m) { assert_int_equal(st_model_commit(m, NULL), ST_OK); }

static void name(st_model *m, const char *key, uint32_t line, st_kind kind, const char *text) {
    st_model_party(m, st_str_of(key), line);
    st_model_main(m);
    st_model_kind(m, kind);
    st_fact(m, ST_P_NAME, st_str_of(text));
}

static void list_ships(st_model *m, const char *date) {
    assert_int_equal(st_model_list_begin(m, S("xx-ships"), NULL), ST_OK);
    st_model_list_set(m, ST_LIST_TITLE, S("Ships of a made-up list"));
    st_model_list_set(m, ST_LIST_DATE, st_str_of(date));
    st_model_file(m, S("ships.csv"), S("aa11"), 1234, S("strait-csv"));
    name(m, "S-2", 3, ST_KIND_VESSEL, "Blue Heron");
    st_fact(m, ST_P_IMO, S("9074729"));
    st_fact(m, ST_P_FLAG, S("PA"));
    st_qual(m, ST_Q_STATUS, S("former"));
    st_fact(m, ST_P_SHIP_OWNER, S("O-1"));
    st_fact(m, ST_P_SHIP_OWNER, S("O-9"));   /* no such record */
    commit(m);
    name(m, "O-1", 9, ST_KIND_ORGANISATION, "Heron Shipping Ltd");
    st_fact(m, ST_P_ALIAS, S("Blue Heron"));
    st_fact(m, ST_P_ORIGINAL_NAME, S("\xD0\xA6\xD0\xB0\xD0\xBF\xD0\xBB\xD1\x8F"));
    st_fact(m, ST_P_REGISTRATION, S("HRB 12-34"));
    st_fact(m, ST_P_OWNS, S("S-2"));
    st_fact(m, ST_P_OWNS, S("S-2"));
    st_qual(m, ST_Q_SHARE, S("50 %"));
    st_fact(m, ST_P_COUNTRY, S("PA"));
    commit(m);
    st_model_party(m, S("A-5"), 12);
    st_fact(m, ST_P_ALIAS, S("a row without its record"));
    commit(m);
    st_model_party(m, S("B-1"), 13);
    st_model_bad(m, 0, "the %s is missing", "name");
    st_model_count(m, "rows", 4);
    st_model_count2(m, "type", S("vessel"), 1);
    end(m);
}

static void list_people(st_model *m) {
    assert_int_equal(st_model_list_begin(m, S("xx-people"), NULL), ST_OK);
    st_model_list_set(m, ST_LIST_DATE, S("2026-01-02"));
    st_model_file(m, S("people.xml"), S("bb22"), 99, S("strait-xml"));
    for (unsigned i = 0; i < 40; i++) {
        char key[16], text[64], number[32];
        snprintf(key, sizeof key, "P-%u", i);
        snprintf(text, sizeof text, "Number %u Examplesson", i);
        snprintf(number, sizeof number, "AB 00-%u", i % 10);
        name(m, key, 100 + i, ST_KIND_PERSON, text);
        st_qual(m, ST_Q_FAMILY, S("Examplesson"));
        st_fact(m, ST_P_NATIONALITY, S("RU"));
        st_fact(m, ST_P_BIRTH_DATE, S("1961-03-12"));
        st_fact(m, ST_P_LISTING, S("a programme with a long name"));
        st_qual(m, ST_Q_LISTED_ON, S("2022-02-25"));
        st_qual(m, ST_Q_STATUS, S("a programme with a long name"));
        st_fact(m, ST_P_PASSPORT, st_str_of(number));
        st_fact(m, ST_P_ADDRESS, S(""));
        st_qual(m, ST_Q_CITY, S("Exampleville"));
        if (i % 4 == 1) st_fact(m, ST_P_FAMILY, S("P-0"));
        commit(m);
    }
    end(m);
}

static st_index *write_open(const st_model *m, const char *to, st_build_stats *stats) {
    st_err err = { 0 };
    if (st_index_write(m, to, stats, &err)) fail_msg("%s", err.what);
    st_index *ix = st_index_open(to, &err);
    if (!ix) fail_msg("%s: %s", err.what, err.where);
    return ix;
}

/* Every party of the model, found by its key, has the model's facts in the model's order. */
static void same_parties(const st_model *m, const st_index *ix) {
    assert_int_equal(st_index_parties(ix), st_model_parties(m));
    for (uint32_t p = 0; p < st_model_parties(m); p++) {
        st_party_view want, got;
        st_model_party_view(m, p, &want);
        uint32_t at = st_index_find(ix, want.list, want.key);
        assert_int_not_equal(at, UINT32_MAX);
        st_index_party(ix, at, &got);
        assert_true(st_str_eq(want.key, got.key));
        assert_int_equal(want.kind, got.kind);
        assert_int_equal(want.line, got.line);
        assert_int_equal(want.list, got.list);
        assert_int_equal(want.orphan, got.orphan);
        st_cursor c = st_index_facts(ix, at);
        st_fact_view a, b;
        for (uint64_t state = 0; st_model_fact(m, p, &state, &a);) {
            assert_true(st_cursor_next(&c, &b));
            assert_int_equal(a.prop, b.prop);
            assert_true(st_str_eq(a.value, b.value));
        }
        assert_false(st_cursor_next(&c, &b));
    }
}

static void facts_come_back(void **state) {
    (void)state;
    st_model *m = fresh();
    list_ships(m, "2026-01-01");
    list_people(m);
    st_build_stats stats;
    st_index *ix = write_open(m, path, &stats);
    same_parties(m, ix);
    assert_int_equal(stats.parties, 43);
    assert_int_equal(stats.bytes, st_index_size(ix));
    assert_int_equal(stats.names, st_index_printed_names(ix));
    uint32_t names = 0;
    for (uint32_t i = 0; i < st_index_parties(ix); i++) {
        st_cursor c = st_index_facts(ix, i);
        for (st_fact_view f; st_cursor_next(&c, &f);) names += st_prop_is_head(f.prop) && st_prop_class(f.prop) == ST_CLASS_NAME;
    }
    assert_int_equal(stats.names, names);
    assert_int_equal(stats.tokens, st_index_tokens(ix));
    assert_int_equal(stats.identifiers, st_index_idents(ix));
    assert_int_equal(strlen(st_index_hash(ix)), 32);
    assert_int_equal(st_index_find(ix, 0, S("P-99")), UINT32_MAX);
    assert_int_equal(st_index_find(ix, 1, S("P-1")), UINT32_MAX);
    assert_int_equal(st_index_find(ix, 7, S("P-1")), UINT32_MAX);
    uint32_t p = st_index_find(ix, UINT32_MAX, S("S-2"));
    assert_int_equal(p, st_index_find(ix, 1, S("S-2")));
    st_index_close(ix);
    st_model_free(m);
}

static void lists_come_back(void **state) {
    (void)state;
    st_model *m = fresh();
    list_ships(m, "2026-01-01");
    list_people(m);
    st_index *ix = write_open(m, path, NULL);
    assert_int_equal(st_index_lists(ix), 2);
    for (uint32_t i = 0; i < 2; i++) {
        st_list_view a, b;
        st_model_list(m, i, &a);
        st_index_list(ix, i, &b);
        for (size_t f = 0; f < ST_LIST_FIELDS; f++) assert_true(st_str_eq(a.field[f], b.field[f]));
        assert_int_equal(a.first_party, b.first_party);
        assert_int_equal(a.parties, b.parties);
        assert_int_equal(a.orphans, b.orphans);
        assert_int_equal(a.bad, b.bad);
        assert_int_equal(a.records, b.records);
        assert_int_equal(a.measures, b.measures);
        for (size_t k = 0; k < a.measures; k++) {
            uint64_t n = 0;
            assert_true(st_str_eq(a.measure[k].name, st_index_list_measure(ix, i, k, &n)));
            assert_int_equal(a.measure[k].n, n);
        }
        assert_int_equal(st_index_list_measure(ix, i, a.measures, NULL).n, 0);
        assert_int_equal(a.messages, b.messages);
        for (size_t k = 0; k < a.messages; k++) {
            assert_int_equal(a.message[k].line, b.message[k].line);
            assert_int_equal(a.message[k].bad, b.message[k].bad);
            assert_true(st_str_eq(a.message[k].text, b.message[k].text));
        }
        assert_int_equal(a.files, b.files);
        for (size_t k = 0; k < a.files; k++) {
            assert_true(st_str_eq(a.file[k].file, b.file[k].file));
            assert_true(st_str_eq(a.file[k].sha256, b.file[k].sha256));
            assert_int_equal(a.file[k].bytes, b.file[k].bytes);
            assert_int_equal(a.file[k].main, b.file[k].main);
        }
    }
    st_list_view ships;
    st_index_list(ix, 1, &ships);
    assert_int_equal(ships.orphans, 1);
    assert_int_equal(ships.bad, 1);
    st_index_close(ix);
    st_model_free(m);
}

static void relations(void **state) {
    (void)state;
    st_model *m = fresh();
    list_ships(m, "2026-01-01");
    list_people(m);
    st_index *ix = write_open(m, path, NULL);
    uint32_t ship = st_index_find(ix, 1, S("S-2")), owner = st_index_find(ix, 1, S("O-1")), first = st_index_find(ix, 0, S("P-0"));
    const st_edge *e;
    const uint32_t *ids;
    assert_int_equal(st_index_edges(ix), 13);
    assert_int_equal(st_index_edges_from(ix, ship, &e), 1);
    assert_int_equal(e[0].to, owner);
    assert_int_equal(e[0].prop, ST_P_SHIP_OWNER);
    assert_int_equal(st_index_edges_from(ix, owner, &e), 2);
    assert_int_equal(e[1].prop, ST_P_OWNS);
    assert_int_equal(st_index_edges_to(ix, ship, &ids), 2);
    assert_int_equal(st_index_edge(ix, ids[1])->from, owner);
    assert_int_equal(st_index_edges_to(ix, first, &ids), 10);
    for (size_t i = 0; i < 10; i++) assert_int_equal(st_index_edge(ix, ids[i])->to, first);
    assert_int_equal(st_index_edges_from(ix, first, &e), 0);
    st_index_close(ix);
    st_model_free(m);
}

static void names_and_tokens(void **state) {
    (void)state;
    st_model *m = fresh();
    list_ships(m, "2026-01-01");
    list_people(m);
    st_index *ix = write_open(m, path, NULL);
    st_buf b = ST_BUF_INIT(0), scratch = ST_BUF_INIT(0);
    uint32_t last = 0, facts = 0, of_party = 0;
    for (uint32_t i = 0; i < st_index_names(ix); facts++) {   /* each name once for each of its forms, the plain one first */
        st_str text = st_index_name_text(ix, i), reading;
        st_name_view first;
        st_index_name(ix, i, &first);
        st_buf_clear(&b);
        st_listed_forms(text, first.view == ST_VIEW_OTHER, &scratch, &b);
        st_str rest = st_buf_view(&b);
        while (st_split(&rest, "\n", &reading)) {
            st_name_view v;
            st_str part[ST_PARTS];
            assert_true(i < st_index_names(ix));
            assert_true(st_str_eq(st_index_name_text(ix, i), text));
            st_index_name(ix, i++, &v);
            of_party = v.party == last ? of_party : 0;
            assert_true(v.party >= last);
            assert_int_equal(v.ordinal, of_party);
            assert_int_equal(st_prop_class((st_prop)v.prop), ST_CLASS_NAME);
            assert_int_equal(v.n_tokens, st_name_parts(reading, v.view, part, ST_PARTS));
            assert_false(v.more);
            for (size_t k = 0; k < v.n_tokens; k++) assert_true(st_str_eq(part[k], st_index_token(ix, v.token[k])));
            last = v.party;
        }
        of_party++;
    }
    assert_int_equal(facts, 45);
    assert_true(st_index_names(ix) > 45);                     /* one of them is not in Latin letters */
    uint32_t found = 0;
    for (uint32_t t = 0; t < st_index_tokens(ix); t++) {
        st_str s = st_index_token(ix, t);
        if (t) assert_true(st_str_cmp(st_index_token(ix, t - 1), s) < 0);
        if (st_str_is(s, "examplesson")) { found++; assert_int_equal(st_index_token_df(ix, t), 40); }
        if (st_str_is(s, "heron")) { found++; assert_int_equal(st_index_token_df(ix, t), 3); }
    }
    assert_int_equal(found, 2);
    st_buf_free(&b);
    st_buf_free(&scratch);
    st_index_close(ix);
    st_model_free(m);
}

static void identifiers(void **state) {
    (void)state;
    st_model *m = fresh();
    list_ships(m, "2026-01-01");
    list_people(m);
    st_index *ix = write_open(m, path, NULL);
    st_ident_hit hit[8];
    assert_int_equal(st_index_ident(ix, S("9074729"), hit, 8), 1);
    assert_int_equal(hit[0].party, st_index_find(ix, 1, S("S-2")));
    assert_int_equal(hit[0].prop, ST_P_IMO);
    assert_int_equal(st_index_ident(ix, S("HRB1234"), hit, 8), 1);
    assert_int_equal(st_index_ident(ix, S("AB003"), hit, 2), 4);   /* more than there is room for */
    assert_true(hit[0].party < hit[1].party);
    assert_int_equal(st_index_ident(ix, S("AB0"), hit, 8), 0);
    assert_int_equal(st_index_ident(ix, S(""), hit, 8), 0);
    st_index_close(ix);
    st_model_free(m);
}

static void empty_model(void **state) {
    (void)state;
    st_model *m = fresh();
    st_index *ix = write_open(m, path, NULL);
    assert_int_equal(st_index_parties(ix), 0);
    assert_int_equal(st_index_lists(ix), 0);
    assert_int_equal(st_index_find(ix, UINT32_MAX, S("x")), UINT32_MAX);
    st_index_close(ix);
    st_model_free(m);
}

static st_map read_file(const char *from) {
    st_map map;
    st_err err = { 0 };
    if (st_map_open(from, &map, &err)) fail_msg("%s", err.what);
    return map;
}

static void order_of_reading(void **state) {
    (void)state;
    st_model *m = fresh(), *n = fresh();
    list_ships(m, "2026-01-01");
    list_people(m);
    list_people(n);
    list_ships(n, "2026-01-01");
    assert_int_equal(st_index_write(m, path, NULL, NULL), ST_OK);
    assert_int_equal(st_index_write(n, path2, NULL, NULL), ST_OK);
    st_map a = read_file(path), b = read_file(path2);
    assert_int_equal(a.n, b.n);
    assert_memory_equal(a.p, b.p, a.n);
    st_map_close(&a);
    st_map_close(&b);
    st_model_free(m);
    st_model_free(n);
}

/* ---- differences -------------------------------------------------------------------------------------------------------------------------- */

static void list_small(st_model *m, const char *date, bool later) {
    assert_int_equal(st_model_list_begin(m, S("xx-small"), NULL), ST_OK);
    st_model_list_set(m, ST_LIST_DATE, st_str_of(date));
    st_model_file(m, S("small.csv"), st_str_of(date), 5, S("strait-csv"));
    name(m, later ? "new" : "gone", 1, ST_KIND_PERSON, "Some Body");
    commit(m);
    name(m, "same", later ? 9 : 2, ST_KIND_PERSON, "Same Body");   /* other line, facts and qualifiers in another order: no change */
    if (later) st_fact(m, ST_P_TITLE, S("Dr"));
    st_fact(m, ST_P_PASSPORT, S("X1"));
    st_qual(m, later ? ST_Q_TYPE : ST_Q_COUNTRY, later ? S("diplomatic") : S("RU"));
    st_qual(m, later ? ST_Q_COUNTRY : ST_Q_TYPE, later ? S("RU") : S("diplomatic"));
    if (!later) st_fact(m, ST_P_TITLE, S("Dr"));
    commit(m);
    name(m, "kind", 3, later ? ST_KIND_VESSEL : ST_KIND_OTHER, "Any Thing");
    commit(m);
    name(m, "qualifier", 4, ST_KIND_PERSON, "Same Body");
    st_fact(m, ST_P_FLAG, S("PA"));
    if (later) st_qual(m, ST_Q_STATUS, S("former"));
    commit(m);
    name(m, "fact", 5, ST_KIND_PERSON, later ? "Other Body" : "Same Body");
    commit(m);
    end(m);
}

static st_code note_change(void *user, const st_index *old, const st_index *now, const st_diff_entry *e, st_err *err) {
    (void)err;
    st_party_view v;
    if (e->change == ST_ADDED) { assert_int_equal(e->old_party, UINT32_MAX); st_index_party(now, e->new_party, &v); }
    else st_index_party(old, e->old_party, &v);
    if (e->change == ST_REMOVED) assert_int_equal(e->new_party, UINT32_MAX);
    st_buf_printf(user, "%c%.*s ", "+-*"[e->change], ST_FMT(v.key));
    return ST_OK;
}

static st_code stop_at_once(void *user, const st_index *old, const st_index *now, const st_diff_entry *e, st_err *err) {
    (void)old; (void)now; (void)e; (void)err;
    ++*(int *)user;
    return ST_E_STOPPED;
}

static void differences(void **state) {
    (void)state;
    st_model *m = fresh(), *n = fresh();
    list_small(m, "2025-01-01", true);    /* an older date that says what the new one says: not compared, as a newer one follows */
    list_small(m, "2026-01-01", false);
    list_people(m);
    list_small(n, "2026-02-01", true);
    list_ships(n, "2026-01-01");
    st_index *old = write_open(m, path, NULL), *now = write_open(n, path2, NULL);
    st_buf b = ST_BUF_INIT(0);
    assert_int_equal(st_index_diff(old, now, note_change, &b, NULL), ST_OK);
    assert_true(st_str_starts(st_buf_view(&b), "-P-0 -P-1 -P-10 "));
    assert_true(st_str_ends(st_buf_view(&b), " -P-9 +A-5 +O-1 +S-2 *fact -gone *kind +new *qualifier "));
    st_buf_clear(&b);
    assert_int_equal(st_index_diff(now, now, note_change, &b, NULL), ST_OK);
    assert_int_equal(b.n, 0);
    int calls = 0;
    assert_int_equal(st_index_diff(old, now, stop_at_once, &calls, NULL), ST_E_STOPPED);
    assert_int_equal(calls, 1);
    st_buf_free(&b);
    st_index_close(old);
    st_index_close(now);
    st_model_free(m);
    st_model_free(n);
}

/* ---- damage ------------------------------------------------------------------------------------------------------------------------------- */

typedef struct copy { uint8_t *p; size_t n; } copy;   /* aligned, writable */

static copy copy_file(const char *from) {
    st_map map = read_file(from);
    copy c = { aligned_alloc(64, (map.n + 63) / 64 * 64), map.n };
    assert_non_null(c.p);
    memcpy(c.p, map.p, map.n);
    st_map_close(&map);
    return c;
}

static void refused(const copy *c, const char *why) {
    st_err err = { 0 };
    st_index *ix = st_index_parse(c->p, c->n, &err);
    if (ix) fail_msg("was accepted; expected: %s", why);
    if (!strstr(err.what, why)) fail_msg("said: %s; expected: %s", err.what, why);
    assert_true(err.code == ST_E_DATA);
    assert_true(err.hint[0] != 0);
}

static st_section *section(const copy *c, st_section_id id) { return (st_section *)(void *)(c->p + sizeof(st_header)) + id; }
static uint8_t *content(const copy *c, st_section_id id) { return c->p + section(c, id)->offset; }

static void write_sample(void) {
    st_model *m = fresh();
    list_ships(m, "2026-01-01");
    list_people(m);
    assert_int_equal(st_index_write(m, path, NULL, NULL), ST_OK);
    st_model_free(m);
}

static void foreign_and_cut(void **state) {
    (void)state;
    st_err err = { 0 };
    write_sample();
    copy c = copy_file(path);
    c.n -= 1;
    refused(&c, "cut short");
    c.n = 63;
    refused(&c, "cut short or was changed");
    c.n = 3;
    refused(&c, "not a strait index");
    memset(c.p, '<', 8);
    c.n = 64;
    refused(&c, "not a strait index");
    assert_null(st_index_parse(c.p + 1, 64, &err));
    assert_int_equal(err.code, ST_E_USAGE);
    free(c.p);
    c = copy_file(path);
    ((st_header *)(void *)c.p)->format = 77;
    ((st_header *)(void *)c.p)->check = st_hash64(c.p, ST_HEADER_CHECK_SPAN, 0);
    refused(&c, "has format 77");
    ((st_header *)(void *)c.p)->format = ST_INDEX_FORMAT;
    ((st_header *)(void *)c.p)->text_version[3] ^= 1;
    ((st_header *)(void *)c.p)->check = st_hash64(c.p, ST_HEADER_CHECK_SPAN, 0);
    refused(&c, "other text tables");
    free(c.p);
    assert_null(st_index_open("build/there-is-no-such.stx", &err));
}

/* Not one bit may flip unnoticed, wherever it is: header, table, padding, content. */
static void every_byte_counts(void **state) {
    (void)state;
    write_sample();
    copy c = copy_file(path);
    for (size_t i = 0; i < c.n; i++) {
        c.p[i] ^= (uint8_t)(1u << i % 8);
        if (st_index_parse(c.p, c.n, NULL)) fail_msg("byte %zu", i);
        c.p[i] ^= (uint8_t)(1u << i % 8);
    }
    st_index *ix = st_index_parse(c.p, c.n, NULL);
    assert_non_null(ix);
    st_index_close(ix);
    free(c.p);
}

/* Changes one place, forges every checksum, and wants the structural checks to say what is wrong. */
static void forged(const copy *c, st_section_id id, size_t at, const void *bytes, size_t n, const char *why) {
    uint8_t was[16];
    uint8_t *p = content(c, id) + at;
    assert_true(at + n <= section(c, id)->size && n <= sizeof was);
    memcpy(was, p, n);
    memcpy(p, bytes, n);
    st_index_reseal(c->p, c->n);
    refused(c, why);
    memcpy(p, was, n);
}
#define FORGED(c, id, at, type, value, why) forged(&(c), ST_S_##id, (at), &(type){ value }, sizeof(type), why)

static void forged_checksums(void **state) {
    (void)state;
    write_sample();
    copy c = copy_file(path);
    FORGED(c, TEXT, 5, uint8_t, 0xFF, "not UTF-8");
    FORGED(c, SHARED, 0, uint8_t, 0, "not where it must be");
    FORGED(c, SHARED, 0, uint8_t, 255, "contradicts itself");
    FORGED(c, SHARED_AT, 0, uint32_t, 1, "not where it must be");
    FORGED(c, SHARED_LONG, 0, uint32_t, 1u << 30, "not where it must be");
    FORGED(c, SHARED_PROP, 0, uint8_t, 0, "no such property");
    FORGED(c, SHARED_PROP, 0, uint8_t, ST_PROP_COUNT, "no such property");
    FORGED(c, BLOCKS, 8, uint32_t, 1, "block of parties");
    FORGED(c, BLOCKS, 12, uint32_t, 1, "block of parties");
    FORGED(c, FACTS, 0, uint8_t, 0, "contradicts itself");
    FORGED(c, FACTS, 1, uint8_t, 0x7f, "contradicts itself");
    FORGED(c, EDGES, 0, uint32_t, 0, "relation and its edge");
    FORGED(c, EDGES, 4, uint32_t, 40, "relation and its edge");
    FORGED(c, EDGES, 8, uint32_t, ST_P_OWNS, "relation and its edge");
    FORGED(c, EDGES_TO, 0, uint32_t, 99, "no such edge");
    FORGED(c, EDGES_TO, 0, uint32_t, 1, "edges are not in order");
    FORGED(c, TOKENS, 0, uint32_t, 0, "token is not where");
    FORGED(c, TOKEN_TEXT, 0, uint8_t, 'z', "tokens are not in order");
    FORGED(c, NAMES, 0, uint32_t, 1, "name differs from its fact");
    FORGED(c, NAMES, 4, uint32_t, 1, "it has names of others");
    FORGED(c, NAMES, 8, uint16_t, 1, "name differs from its fact");
    FORGED(c, NAMES, 10, uint8_t, ST_P_ALIAS, "name differs from its fact");
    FORGED(c, FORMS, 0, uint32_t, 1, "its tokens are not where");
    FORGED(c, FORMS, 4, uint32_t, 1, "its names are not where");
    FORGED(c, FORMS, 8, uint32_t, ST_PARTS + 1, "its tokens are not where");
    FORGED(c, FORMS, 12, uint32_t, 0, "its names are not where");
    FORGED(c, FORM_TOKENS, 0, uint32_t, 1u << 20, "no such token");
    FORGED(c, FORM_NAMES, 0, uint32_t, 1, "it has names of others");
    FORGED(c, FORM_NAMES, 0, uint32_t, 1u << 20, "it has names of others");
    FORGED(c, IDENTS, 8, uint32_t, 43, "no such identifier");
    FORGED(c, IDENTS, 12, uint32_t, ST_P_NAME, "no such identifier");
    FORGED(c, IDENTS, 7, uint8_t, 0xFF, "identifiers are not in order");
    FORGED(c, LISTS, 0, uint8_t, 3, "manifest");
    FORGED(c, TOKEN_INFO, offsetof(st_token_info, cls), uint8_t, ST_WORD_CLASSES, "no such class of words");
    FORGED(c, TOKEN_INFO, offsetof(st_token_info, cls), uint8_t, ST_WORD_CLASSES << 4, "no such class of words");
    FORGED(c, SPELLS_AT, 0, uint32_t, 1, "buckets are not where");
    FORGED(c, SPELLS_AT, 4, uint32_t, UINT32_MAX, "buckets are not where");
    FORGED(c, SPELLS, 0, uint32_t, UINT32_MAX, "no such token");
    FORGED(c, KEYS_AT, 0, uint32_t, 1, "buckets are not where");
    FORGED(c, KEYS_AT, 4, uint32_t, UINT32_MAX, "buckets are not where");
    FORGED(c, KEYS, 0, uint32_t, UINT32_MAX, "no such token");
    FORGED(c, JOINS_AT, 0, uint32_t, 1, "buckets are not where");
    FORGED(c, JOINS_AT, 4, uint32_t, UINT32_MAX, "buckets are not where");
    FORGED(c, JOINS, 0, uint32_t, UINT32_MAX, "no such form");
    FORGED(c, POSTS_AT, 0, uint32_t, 1, "forms of tokens are not where");
    FORGED(c, POSTS_AT, 4, uint32_t, UINT32_MAX, "forms of tokens are not where");
    const uint32_t *post_at = (const uint32_t *)(const void *)content(&c, ST_S_POSTS_AT);
    size_t token = 1;   /* one that gives the token before it a form of its own */
    while (post_at[token * ST_VIEWS] == post_at[token * ST_VIEWS + 1]) token++;
    FORGED(c, POSTS_AT, token * ST_VIEWS * sizeof(uint32_t), uint32_t, post_at[token * ST_VIEWS] + 1, "count of its forms");
    FORGED(c, POSTS, 0, uint32_t, 1u << 20, "no such form");
    for (size_t i = 0; i < ST_S_COUNT; i++) {   /* a section that claims to be shorter, or to lie elsewhere */
        section(&c, (st_section_id)i)->size -= 16;
        st_index_reseal(c.p, c.n);
        refused(&c, "section");
        section(&c, (st_section_id)i)->size += 16;
        section(&c, (st_section_id)i)->offset += 64;
        st_index_reseal(c.p, c.n);
        refused(&c, "section");
        section(&c, (st_section_id)i)->offset -= 64;
    }
    st_index_reseal(c.p, c.n);
    st_index *ix = st_index_parse(c.p, c.n, NULL);
    assert_non_null(ix);
    st_index_close(ix);
    free(c.p);
}

/* ---- faults ------------------------------------------------------------------------------------------------------------------------------- */

static void old_file_is_whole(const copy *was) {
    st_map now = read_file(path);
    assert_int_equal(now.n, was->n);
    assert_memory_equal(now.p, was->p, now.n);
    st_map_close(&now);
}

static void allocations_fail(void **state) {
    (void)state;
#ifndef ST_FAULT
    skip();
#endif
    write_sample();
    copy was = copy_file(path);
    unsigned failures = 0;
    st_code code = ST_E_NOMEM;
    for (uint64_t nth = 1; code; nth++) {
        st_model *m = fresh();
        list_people(m);
        st_err err = { 0 };
        st_fault_alloc(nth, nth % 2 != 0);
        code = st_index_write(m, path, NULL, &err);
        st_fault_alloc(0, 0);
        st_model_free(m);
        if (!code) break;
        assert_int_equal(code, ST_E_NOMEM);
        assert_int_equal(err.code, ST_E_NOMEM);
        old_file_is_whole(&was);
        failures++;
    }
    assert_true(failures > 20);
    st_index *ix = NULL;
    for (uint64_t nth = 1; !ix; nth++) {
        st_err err = { 0 };
        st_fault_alloc(nth, 0);
        ix = st_index_open(path, &err);
        st_fault_alloc(0, 0);
        if (!ix) assert_int_equal(err.code, ST_E_NOMEM);
        assert_true(nth < 100);
    }
    st_ident_hit hit;
    st_fault_alloc(1, 1);
    size_t n = st_index_ident(ix, S("AB003"), &hit, 1);   /* cannot compare, so it believes the hash: no hit is lost */
    st_fault_alloc(0, 0);
    assert_int_equal(n, 4);
    st_index_close(ix);
    free(was.p);
}

static void writes_fail(void **state) {
    (void)state;
#ifndef ST_FAULT
    skip();
#endif
    write_sample();
    copy was = copy_file(path);
    st_model *m = fresh();
    list_people(m);
    st_code code = ST_E_SYSTEM;
    unsigned failures = 0;
    for (uint64_t nth = 1; code; nth++) {
        st_err err = { 0 };
        st_fault_write(nth);
        code = st_index_write(m, path, NULL, &err);
        uint64_t made = st_fault_write(0);
        if (!code) break;
        assert_int_equal(code, ST_E_SYSTEM);
        assert_true(err.hint[0] != 0);
        if (nth < made) fail_msg("went on after a failure");
        st_index *ix = st_index_open(path, &err);   /* the old one, or, when only the last sync of the folder failed, the new one */
        assert_non_null(ix);
        if (st_index_parties(ix) == 43) old_file_is_whole(&was);
        else assert_int_equal(st_index_parties(ix), 40);
        st_index_close(ix);
        failures++;
    }
    assert_true(failures >= 4);
    st_model_free(m);
    free(was.p);
}

int main(void) {
    snprintf(path, sizeof path, "build/index_test.%d.stx", (int)getpid());
    snprintf(path2, sizeof path2, "build/index_test2.%d.stx", (int)getpid());
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(facts_come_back),
        cmocka_unit_test(lists_come_back),
        cmocka_unit_test(relations),
        cmocka_unit_test(names_and_tokens),
        cmocka_unit_test(identifiers),
        cmocka_unit_test(empty_model),
        cmocka_unit_test(order_of_reading),
        cmocka_unit_test(differences),
        cmocka_unit_test(foreign_and_cut),
        cmocka_unit_test(every_byte_counts),
        cmocka_unit_test(forged_checksums),
        cmocka_unit_test(allocations_fail),
        cmocka_unit_test(writes_fail),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    unlink(path);
    unlink(path2);
    return failed;
}
