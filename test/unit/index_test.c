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
#include "text/text.h"

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
    assert_int_equal(stats.names, st_index_names(ix));
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
    assert_int_equal(st_index_names(ix), 45);
    st_buf b = ST_BUF_INIT(0);
    uint32_t last = 0;
    for (uint32_t i = 0; i < st_index_names(ix); i++) {
        st_name_view v;
        st_str part[ST_MAX_TOKENS], text = st_index_name_text(ix, i);
        st_index_name(ix, i, &v);
        assert_true(v.party >= last);
        assert_int_equal(st_prop_class((st_prop)v.prop), ST_CLASS_NAME);
        last = v.party;
        st_buf_clear(&b);
        st_fold(text, &b);
        assert_int_equal(v.n_tokens, st_tokens(st_buf_view(&b), part, ST_MAX_TOKENS));
        for (size_t k = 0; k < v.n_tokens; k++) assert_true(st_str_eq(part[k], st_index_token(ix, v.token[k])));
    }
    uint32_t found = 0;
    for (uint32_t t = 0; t < st_index_tokens(ix); t++) {
        st_str s = st_index_token(ix, t);
        if (t) assert_true(st_str_cmp(st_index_token(ix, t - 1), s) < 0);
        if (st_str_is(s, "examplesson")) { found++; assert_int_equal(st_index_token_df(ix, t), 40); }
        if (st_str_is(s, "heron")) { found++; assert_int_equal(st_index_token_df(ix, t), 3); }
    }
    assert_int_equal(found, 2);
    st_buf_free(&b);
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
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    unlink(path);
    unlink(path2);
    return failed;
}
