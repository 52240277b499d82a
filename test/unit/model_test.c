/* The model: staging, commits in any order, duplicates, orphans, joined files in any order, undo, limits, and every allocation failing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "model/model.h"
#include "text/text.h"

#define S(lit) ST_STR(lit)

static st_model *fresh(void) {
    st_err err = { 0 };
    st_model *m = st_model_new(&err);
    assert_non_null(m);
    return m;
}

/* All of a model as text: what two models must share to be the same. */
static char *dump(const st_model *m) {
    st_buf b = ST_BUF_INIT(1 << 20);
    for (size_t i = 0; i < st_model_lists(m); i++) {
        st_list_view v;
        st_model_list(m, i, &v);
        st_buf_printf(&b, "list %.*s %.*s parties %u+%u orphans %u bad %u warnings %u records %llu\n", ST_FMT(v.field[ST_LIST_ID]),
                      ST_FMT(v.field[ST_LIST_DATE]), v.first_party, v.parties, v.orphans, v.bad, v.warnings, (unsigned long long)v.records);
        for (size_t k = 0; k < v.files; k++)
            st_buf_printf(&b, " file %.*s %.*s %llu main %u\n", ST_FMT(v.file[k].file), ST_FMT(v.file[k].sha256), (unsigned long long)v.file[k].bytes, v.file[k].main);
        for (size_t k = 0; k < v.measures; k++) st_buf_printf(&b, " measure %.*s %llu\n", ST_FMT(v.measure[k].name), (unsigned long long)v.measure[k].n);
        for (size_t k = 0; k < v.messages; k++)
            st_buf_printf(&b, " message %u %d %.*s\n", v.message[k].line, v.message[k].bad, ST_FMT(v.message[k].text));
    }
    for (uint32_t p = 0; p < st_model_parties(m); p++) {
        st_party_view v;
        st_model_party_view(m, p, &v);
        st_buf_printf(&b, "%.*s list %u line %u %s%s:", ST_FMT(v.key), v.list, v.line, st_kind_name(v.kind), v.orphan ? " orphan" : "");
        st_fact_view f;
        for (uint64_t state = 0; st_model_fact(m, p, &state, &f);)
            st_buf_printf(&b, "%s%s=%.*s", st_prop_is_head(f.prop) ? " | " : " ", st_prop_name(f.prop), ST_FMT(f.value));
        st_buf_char(&b, '\n');
    }
    assert_int_equal(b.failed, ST_OK);
    return b.p;
}

static void is(const st_model *m, const char *want) {
    char *got = dump(m);
    assert_string_equal(got ? got : "", want);
    st_free(got);
}

static void end(st_model *m) {
    st_err err = { 0 };
    if (st_model_list_end(m, 1000, &err)) fail_msg("%s", err.what);
}

static void staging_and_facts(void **state) {
    (void)state;
    st_model *m = fresh();
    assert_int_equal(st_model_list_begin(m, S("xx-sample"), NULL), ST_OK);
    st_model_list_set(m, ST_LIST_DATE, S(" 2026-01-02 "));
    st_model_party(m, S("1"), 7);
    st_model_kind(m, ST_KIND_PERSON);
    st_model_main(m);
    st_fact(m, ST_P_NAME, S("  Sample One\xc2\xa0"));
    st_qual(m, ST_Q_GIVEN, S("Sample"));
    st_qual(m, ST_Q_FAMILY, S("  "));                 /* empty: left out */
    st_fact(m, ST_P_ALIAS, S(""));                    /* empty: left out with what follows */
    st_qual(m, ST_Q_SCRIPT, S("Latn"));
    st_fact(m, ST_P_ADDRESS, S(""));                  /* an address of parts stays */
    st_qual(m, ST_Q_CITY, S("Town"));
    st_fact(m, ST_P_ADDRESS, S(""));                  /* one without parts goes */
    st_fact(m, ST_P_OWNED_BY, S(""));
    st_qual(m, ST_Q_TARGET_NAME, S("Somebody"));
    st_qual(m, ST_P_NAME, S("no qualifier"));         /* the wrong class is ignored */
    st_fact(m, ST_Q_CITY, S("no head"));
    st_qual(m, ST_Q_REGION, S("after an ignored head"));
    st_fact(m, ST_P_IMO, S("9074728"));
    st_fact(m, ST_P_IMO, S("9074729"));
    st_note(m, S("Column"), S("text"));
    assert_int_equal(st_model_commit(m, NULL), ST_OK);
    end(m);
    is(m, "list xx-sample 2026-01-02 parties 0+1 orphans 0 bad 0 warnings 1 records 1\n file   0 main 1\n measure notes 1\n"
          " message 7 0 the check of this imo fails: 9074728\n"
          "1 list 0 line 7 person: | name=Sample One given=Sample | address= city=Town | owned_by= target_name=Somebody"
          " | imo=9074728 check=fails | imo=9074729 | note=text field=Column\n");
    st_model_free(m);
}

static void record(st_model *m, const char *key, uint32_t line, bool main, const char *name) {
    st_model_party(m, st_str_of(key), line);
    if (main) { st_model_main(m); st_model_kind(m, ST_KIND_VESSEL); }
    st_fact(m, main ? ST_P_NAME : ST_P_ALIAS, st_str_of(name));
    assert_int_equal(st_model_commit(m, NULL), ST_OK);
}

static void commits_in_any_order(void **state) {
    (void)state;
    st_model *m = fresh();
    st_model_list_begin(m, S("a"), NULL);
    record(m, "1", 1, false, "X");
    record(m, "2", 2, true, "Two");
    record(m, "1", 3, false, "Y");
    record(m, "1", 4, false, "X");    /* once */
    record(m, "1", 5, true, "One");
    record(m, "3", 6, false, "Z");
    end(m);
    is(m, "list a  parties 0+3 orphans 1 bad 0 warnings 0 records 6\n file   0 main 2\n"
          "1 list 0 line 5 vessel: | alias=X | alias=Y | name=One\n2 list 0 line 2 vessel: | name=Two\n3 list 0 line 6 unknown orphan: | alias=Z\n");
    st_model_free(m);
}

static void many_duplicates(void **state) {
    (void)state;
    st_model *m = fresh();
    st_model_list_begin(m, S("a"), NULL);
    for (unsigned round = 0; round < 3; round++)
        for (unsigned i = 0; i < 500; i++) {
            char name[16];
            snprintf(name, sizeof name, "N%u", i);
            record(m, "1", i, false, name);
        }
    end(m);
    st_fact_view f;
    unsigned n = 0;
    for (uint64_t at = 0; st_model_fact(m, 0, &at, &f); n++) {
        char name[16];
        snprintf(name, sizeof name, "N%u", n);
        assert_true(st_str_is(f.value, name));
    }
    assert_int_equal(n, 500);
    st_model_free(m);
}

static void bad_records(void **state) {
    (void)state;
    st_model *m = fresh();
    st_err err = { 0 };
    st_model_list_begin(m, S("a"), NULL);
    record(m, "1", 1, true, "One");
    st_model_party(m, S("2"), 2);
    st_fact(m, ST_P_NAME, S("gone"));
    st_model_bad(m, 0, "column %d is missing", 4);
    assert_int_equal(st_model_commit(m, NULL), ST_OK);     /* nothing open: no record */
    st_model_party(m, S("1"), 3);
    st_fact(m, ST_P_ALIAS, S("broken \xff text"));
    st_fact(m, ST_P_ALIAS, S("fine"));
    assert_int_equal(st_model_commit(m, NULL), ST_OK);     /* counted as bad, nothing kept */
    st_model_party(m, S(" "), 4);
    assert_int_equal(st_model_commit(m, NULL), ST_OK);
    assert_int_equal(st_model_list_end(m, 749, &err), ST_E_DATA);
    assert_non_null(strstr(err.what, "3 of 4"));
    assert_non_null(strstr(err.hint, "line 2: column 4 is missing"));
    assert_int_equal(st_model_list_end(m, 750, &err), ST_OK);
    is(m, "list a  parties 0+1 orphans 0 bad 3 warnings 0 records 4\n file   0 main 1\n message 2 1 column 4 is missing\n"
          " message 3 1 the text is not valid UTF-8\n message 4 1 the record has no key\n1 list 0 line 1 vessel: | name=One\n");
    st_model_free(m);
}

/* The three files of one list, read in the order given by a permutation. */
static void read_file(st_model *m, int which) {
    static const char *const file[] = { "main.csv", "alt.csv", "add.csv" };
    bool joined = true;
    assert_int_equal(st_model_list_begin(m, S("provisional"), NULL), ST_OK);
    st_model_file(m, st_str_of(file[which]), S("00"), (uint64_t)(100 + which), S("sample-csv"));
    assert_int_equal(st_model_list_join(m, S("joined"), &joined, NULL), ST_OK);
    st_model_count(m, "rows", 1);
    st_model_count(m, file[which], 1);
    if (which == 0) {
        record(m, "1", 1, true, "One");
        record(m, "2", 2, true, "Two");
        st_model_list_set(m, ST_LIST_DATE, S("2026-05-01"));
    } else if (which == 1) {
        record(m, "2", 1, false, "Deux");
        record(m, "9", 2, false, "Orphan");
        record(m, "1", 3, false, "Same");
    } else {
        record(m, "8", 1, false, "Another");
        record(m, "1", 2, false, "Same");
        st_model_warn(m, 3, "careful");
    }
    end(m);
}

static void joined_files(void **state) {
    (void)state;
    static const int order[6][3] = { { 0, 1, 2 }, { 0, 2, 1 }, { 1, 0, 2 }, { 1, 2, 0 }, { 2, 0, 1 }, { 2, 1, 0 } };
    for (size_t i = 0; i < 6; i++) {
        st_model *m = fresh();
        st_model_list_begin(m, S("other"), NULL);
        record(m, "1", 1, true, "Else");
        end(m);
        for (size_t k = 0; k < 3; k++) read_file(m, order[i][k]);
        is(m, "list joined 2026-05-01 parties 0+4 orphans 2 bad 0 warnings 1 records 7\n file main.csv 00 100 main 2\n file add.csv 00 102 main 0\n"
              " file alt.csv 00 101 main 0\n measure add.csv 1\n measure alt.csv 1\n measure main.csv 1\n measure rows 3\n message 3 0 careful\n"
              "list other  parties 4+1 orphans 0 bad 0 warnings 0 records 1\n file   0 main 1\n"
              "1 list 0 line 1 vessel: | name=One | alias=Same\n2 list 0 line 2 vessel: | name=Two | alias=Deux\n"
              "8 list 0 line 1 unknown orphan: | alias=Another\n9 list 0 line 2 unknown orphan: | alias=Orphan\n"
              "1 list 1 line 1 vessel: | name=Else\n");
        st_model_free(m);
    }
}

static void drop_leaves_the_rest(void **state) {
    (void)state;
    st_model *m = fresh();
    read_file(m, 0);
    read_file(m, 1);
    char *before = dump(m);
    for (int joins = 0; joins < 2; joins++) {
        st_model_list_begin(m, S("new"), NULL);
        if (joins) assert_int_equal(st_model_list_join(m, S("joined"), NULL, NULL), ST_OK);
        for (unsigned i = 0; i < 3000; i++) {
            char key[16];
            snprintf(key, sizeof key, "%u", i);
            record(m, key, i, true, i % 2 ? "Deux" : key);
        }
        st_model_list_set(m, ST_LIST_TITLE, S("never seen"));
        st_model_list_drop(m);
        is(m, before);
    }
    read_file(m, 2);                  /* and the model still works */
    st_model *all = fresh();
    for (int i = 0; i < 3; i++) read_file(all, i);
    char *want = dump(all);
    is(m, want);
    st_free(want);
    st_free(before);
    st_model_free(all);
    st_model_free(m);
}

/* A companion goes with the list of its date, else with the newest that is not younger, else with the newest; a list of another id is none. */
static void join_rules(void **state) {
    (void)state;
    static const struct { const char *date, *joins; } rows[] = {
        { "2023-03-01", "2023-03-01" }, { "2021-06", "2020-01-01" }, { "2024", "2023-03-01" }, { "2019-12-31", "2026-05-01" }, { "", "2026-05-01" },
    };
    for (size_t i = 0; i < ST_LEN(rows); i++) {
        st_model *m = fresh();
        static const char *const dates[] = { "2023-03-01", "2026-05-01", "2020-01-01" };
        for (size_t k = 0; k < ST_LEN(dates); k++) {
            st_model_list_begin(m, S("joined"), NULL);
            st_model_list_set(m, ST_LIST_DATE, st_str_of(dates[k]));
            record(m, "1", 1, true, "Main");
            assert_true(st_model_has_main(m) == false);   /* no record is open */
            end(m);
        }
        bool joined;
        st_model_list_begin(m, S("x"), NULL);
        st_model_list_hint_date(m, st_str_of(rows[i].date));
        assert_int_equal(st_model_list_join(m, S("joined"), &joined, NULL), ST_OK);
        assert_true(joined);
        st_model_party(m, S("1"), 1);
        assert_true(st_model_has_main(m));
        st_model_party(m, S("9"), 2);
        assert_false(st_model_has_main(m));
        record(m, "9", 1, false, "Companion");
        assert_int_equal(st_model_list_join(m, S("joined"), &joined, NULL), ST_E_USAGE);   /* too late */
        end(m);
        assert_int_equal(st_model_lists(m), 3);
        for (size_t k = 0; k < 3; k++) {
            st_list_view v;
            st_model_list(m, k, &v);
            assert_int_equal(v.orphans, st_str_is(v.field[ST_LIST_DATE], rows[i].joins));
        }
        st_model_free(m);
    }
    st_model *m = fresh();
    bool joined = true;
    st_model_list_begin(m, S("x"), NULL);
    assert_int_equal(st_model_list_join(m, S("alone"), &joined, NULL), ST_OK);
    assert_false(joined);
    record(m, "1", 1, false, "Companion");
    end(m);
    assert_int_equal(st_model_list_join(m, S("alone"), &joined, NULL), ST_E_USAGE);   /* no list is open */
    st_model_free(m);
}

static void counts_have_a_limit(void **state) {
    (void)state;
    st_model *m = fresh();
    st_model_list_begin(m, S("a"), NULL);
    for (unsigned i = 0; i < 5000; i++) {
        char v[16];
        snprintf(v, sizeof v, "%u", i);
        st_model_count2(m, "type", st_str_of(v), 1);
        st_model_warn(m, i, "warning %u", i);
    }
    st_model_count2(m, "type", S("bad \xff"), 2);
    end(m);
    st_list_view v;
    st_model_list(m, 0, &v);
    assert_in_range(v.measures, 100, 1000);
    uint64_t sum = 0;
    for (size_t i = 0; i < v.measures; i++) sum += v.measure[i].n;
    assert_int_equal(sum, 5002);
    assert_int_equal(v.warnings, 5000);
    assert_int_equal(v.messages, 100);
    st_model_free(m);
}

static void long_values(void **state) {
    (void)state;
    st_model *m = fresh();
    st_model_list_begin(m, S("a"), NULL);
    size_t n = (size_t)17 << 20;
    char *text = malloc(n);
    memset(text, 'x', n);
    for (size_t len = 1; len <= n; len = len * 7 + 3) {   /* over many chunks, and the last one too long */
        st_model_party(m, S("k"), 1);
        st_fact(m, ST_P_REMARK, (st_str){ text, len < n ? len : n });
        assert_int_equal(st_model_commit(m, NULL), ST_OK);
    }
    st_model_party(m, S("k"), 1);
    st_fact(m, ST_P_REMARK, (st_str){ text, n });
    assert_int_equal(st_model_commit(m, NULL), ST_OK);
    end(m);
    st_list_view v;
    st_model_list(m, 0, &v);
    assert_int_equal(v.bad, 1);
    st_fact_view f;
    size_t len = 1;
    for (uint64_t at = 0; st_model_fact(m, 0, &at, &f); len = len * 7 + 3) {
        assert_int_equal(f.value.n, len);
        assert_memory_equal(f.value.p, text, len);
    }
    assert_true(len > 1000000);
    free(text);
    st_model_free(m);
}

static st_code whole_build(st_model **out) {
    *out = st_model_new(NULL);
    if (!*out) return ST_E_NOMEM;
    st_code code = ST_OK;
    for (int file = 0; file < 2 && code == ST_OK; file++) {
        code = st_model_list_begin(*out, S("a"), NULL);
        if (code) break;
        if (file) code = st_model_list_join(*out, S("a"), NULL, NULL);
        for (unsigned i = 0; i < 40; i++) {
            char key[64];
            snprintf(key, sizeof key, "key %u", i % 30);
            st_model_party(*out, st_str_of(key), i);
            st_fact(*out, ST_P_IMO, st_str_of(key));
            st_qual_date(*out, ST_Q_ISSUED, S("never"), ST_DATE_DMY);
            for (unsigned k = 0; k < 20; k++) { snprintf(key, sizeof key, "name %u of %u, %d", k, i, file); st_fact(*out, ST_P_NAME, st_str_of(key)); }
            st_model_commit(*out, NULL);
        }
        if (code == ST_OK) code = st_model_list_end(*out, 0, NULL);
        if (code) st_model_list_drop(*out);
    }
    if (code == ST_OK) {
        st_fact_view f;
        st_party_view v;
        for (uint32_t p = 0; p < st_model_parties(*out); p++) {
            st_model_party_view(*out, p, &v);
            for (uint64_t at = 0; st_model_fact(*out, p, &at, &f);) {}
        }
        code = st_model_ok(*out, NULL);
    }
    return code;
}

static void every_allocation_fails(void **state) {
    (void)state;
    st_model *m;
    st_fault_alloc(0, 0);
    assert_int_equal(whole_build(&m), ST_OK);
    st_model_free(m);
    uint64_t n = st_fault_alloc(0, 0);
    if (n == 0) skip();   /* this build cannot inject faults */
    for (uint64_t i = 1; i <= n; i++)
        for (int all = 0; all < 2; all++) {
            st_fault_alloc(i, all);
            st_code code = whole_build(&m);
            st_fault_alloc(0, 0);
            st_model_free(m);
            assert_int_equal(code, ST_E_NOMEM);
        }
}

static void tables(void **state) {
    (void)state;
    assert_int_equal(st_prop_of(S("birth_date")), ST_P_BIRTH_DATE);
    assert_int_equal(st_prop_of(S("nothing")), ST_PROP_NONE);
    assert_int_equal(st_prop_of(S("")), ST_PROP_NONE);
    for (unsigned p = 1; p < ST_PROP_COUNT; p++) {
        assert_int_equal(st_prop_of(st_str_of(st_prop_name((st_prop)p))), p);
        assert_int_equal(st_prop_is_head((st_prop)p), st_prop_class((st_prop)p) != ST_CLASS_QUAL);
        assert_true(st_prop_text((st_prop)p)[0] != 0);
    }
    for (unsigned k = 0; k < ST_KIND_COUNT; k++) assert_int_equal(st_kind_of(st_str_of(st_kind_name((st_kind)k))), k);
    assert_int_equal(st_kind_of(S(" Individual ")), ST_KIND_PERSON);
    assert_int_equal(st_kind_of(S("SHIP")), ST_KIND_VESSEL);
    assert_int_equal(st_kind_of(S("tree")), ST_KIND_UNKNOWN);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tables), cmocka_unit_test(staging_and_facts), cmocka_unit_test(commits_in_any_order), cmocka_unit_test(many_duplicates),
        cmocka_unit_test(bad_records), cmocka_unit_test(joined_files), cmocka_unit_test(drop_leaves_the_rest), cmocka_unit_test(join_rules),
        cmocka_unit_test(counts_have_a_limit), cmocka_unit_test(long_values), cmocka_unit_test(every_allocation_fails),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
