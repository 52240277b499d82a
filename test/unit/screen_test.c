/* Screening over a small index: kinds of likeness, attributes as evidence, numbers, ties, limits, reasons that add up, wrong queries, and every
 * allocation failing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "screen_fixture.h"

#define S(lit) ST_STR(lit)
static st_engine *engine;
static st_screener *screener;
static st_hits hits;

static int set_up(void **state) {
    (void)state;
    st_err err = { 0 };
    engine = fx_engine(&err);
    if (!engine) print_error("%s\n", err.what);
    screener = engine ? st_screener_new(engine, &err) : NULL;
    return screener ? 0 : -1;
}

static int tear_down(void **state) {
    (void)state;
    st_screener_free(screener);
    st_engine_free(engine);
    return 0;
}

static void ask(const st_query *q, uint32_t threshold) {
    st_err err = { 0 };
    st_search_options o = { threshold, 0 };
    if (st_screener_run(screener, q, &o, &hits, &err) != ST_OK) fail_msg("%s", err.what);
    for (size_t i = 0; i < hits.n; i++) assert_int_equal(st_reason_sum(&hits.item[i].why), hits.item[i].score);
}

/* The hit of this record, NULL when it is none. list: 0 or 1. */
static const st_hit *hit_of(uint32_t list, const char *key) {
    uint32_t party = st_index_find(engine->ix, list, st_str_of(key));
    for (size_t i = 0; i < hits.n; i++)
        if (hits.item[i].party == party) return &hits.item[i];
    return NULL;
}

static uint32_t score_of(const st_query *q, const char *key) {
    ask(q, 0);
    const st_hit *h = hit_of(0, key);
    return h ? h->score : 0;
}

static uint32_t name_score(const char *name, const char *key) { return score_of(&(st_query){ .name = st_str_of(name) }, key); }

static const st_reason none = { ST_WHY_COUNT, 0, { "", 0 }, { "", 0 }, { "", 0 } };

/* The reason of this kind, or `none`. */
static const st_reason *reason(const st_hit *h, st_why why) {
    for (size_t i = 0; h && i < h->why.n; i++)
        if (h->why.item[i].why == why) return &h->why.item[i];
    return &none;
}

static bool has(const st_hit *h, st_why why) { return reason(h, why) != &none; }

static void names(void **state) {
    (void)state;
    assert_int_equal(name_score("Vasily Quartz Examplov", "P-1"), 10000);
    assert_int_equal(name_score("VASILY  QUARTZ-EXAMPLOV", "P-1"), 10000);
    assert_int_equal(name_score("\xD0\x92\xD0\xB0\xD1\x81\xD0\xB8\xD0\xBB\xD0\xB8\xD0\xB9 \xD0\xAD\xD0\xBA\xD0\xB7\xD0\xB0\xD0\xBC\xD0\xBF\xD0\xBB\xD0\xBE\xD0\xB2", "P-1"), 10000);
    assert_int_equal(name_score("Examplov, Vasily Quartz", "P-1"), 9900);
    assert_true(has(hit_of(0, "P-1"), ST_WHY_ORDER));
    uint32_t no_middle = name_score("Vasily Examplov", "P-1"), misspelt = name_score("Vasily Quartz Exampolv", "P-1");
    assert_in_range(no_middle, 7500, 9900);
    assert_in_range(misspelt, 8000, 9990);
    assert_in_range(name_score("V. Quartz Examplov", "P-1"), 7000, 9500);
    assert_true(has(hit_of(0, "P-1"), ST_WHY_INITIAL));
    assert_true(name_score("X. Quartz Examplov", "P-1") < name_score("V. Quartz Examplov", "P-1"));
    uint32_t against = name_score("Vasily Quartz Differentson", "P-1");
    assert_in_range(against, 1, 6500);
    const st_reason *r = reason(hit_of(0, "P-1"), ST_WHY_AGAINST);
    assert_ptr_not_equal(r, &none);
    assert_true(st_str_is(r->query, "differentson") && st_str_is(r->list, "examplov") && r->points < 0);
    assert_int_equal(name_score("Wholly Unlike Zzyzx", "P-1"), 0);
    assert_int_equal(hits.n, 0);
}

static void joined_and_split(void **state) {
    (void)state;
    assert_int_equal(name_score("Ali Al Examplah", "P-2"), 10000);
    assert_in_range(name_score("Ali Alexamplah", "P-2"), 9000, 9999);
    const st_reason *r = reason(hit_of(0, "P-2"), ST_WHY_JOINED);
    assert_ptr_not_equal(r, &none);
    assert_true(st_str_is(r->query, "alexamplah") && st_str_is(r->list, "al examplah"));
    assert_in_range(name_score("Vasily Quartz Exam Plov", "P-1"), 9000, 9999);
    r = reason(hit_of(0, "P-1"), ST_WHY_JOINED);
    assert_ptr_not_equal(r, &none);
    assert_true(st_str_is(r->query, "exam plov") && st_str_is(r->list, "examplov"));
    assert_in_range(name_score("Ali Alexampleh", "P-2"), 7500, 9500);   /* joined, and a letter off */
}

static void typed_words(void **state) {
    (void)state;
    assert_in_range(name_score("Heron Shipping Ltd", "O-1"), 9900, 9999);
    assert_true(has(hit_of(0, "O-1"), ST_WHY_FORM));
    assert_in_range(name_score("Heron Shipping", "O-1"), 9500, 9999);
    assert_in_range(name_score("Heron Shipping LLC", "O-1"), 8500, 9899);
    assert_int_equal(name_score("Depot 61398", "O-3"), 10000);
    assert_true(name_score("Depot 61399", "O-3") < 7000);               /* another number is another unit, not a misspelt one */
    assert_true(has(hit_of(0, "O-3"), ST_WHY_AGAINST));
    uint32_t weak = name_score("Sandstone", "P-2");
    assert_int_equal(weak, 9700);
    assert_true(has(hit_of(0, "P-2"), ST_WHY_WEAK));
}

static void birth_dates(void **state) {
    (void)state;
    static const struct { const char *birth; int direction; } date[] = {
        { "1961-03-12", 3 }, { "12.03.1961", 3 }, { "1961-03", 2 }, { "1961", 2 }, { "1959/1962", 2 }, { "1962~", 2 }, { "1961-12-30", -1 }, { "1963", -2 }, { "1999-01-01", -3 },
    };
    uint32_t bare = name_score("Vasily Examplov", "P-1");
    uint32_t by[7] = { 0 };
    for (size_t i = 0; i < ST_LEN(date); i++) {
        st_query q = { .name = S("Vasily Examplov"), .birth_date = st_str_of(date[i].birth) };
        uint32_t s = score_of(&q, "P-1");
        const st_reason *r = reason(hit_of(0, "P-1"), ST_WHY_BIRTH);
        assert_ptr_not_equal(r, &none);
        assert_int_equal(r->points, (int32_t)s - (int32_t)bare);
        assert_true(st_str_is(r->list, "1961-03-12"));
        uint32_t *group = &by[date[i].direction + 3];
        assert_true(*group == 0 || *group == s);
        *group = s;
    }
    assert_true(by[6] > by[5] && by[5] > bare && bare > by[2] && by[2] > by[1] && by[1] > by[0]);
    st_query other = { .name = S("Vasily Examplov"), .birth_date = S("1961") };
    ask(&other, 0);
    assert_false(has(hit_of(1, "P-1"), ST_WHY_BIRTH));   /* the other list gives no date: no evidence either way */
}

static void other_evidence(void **state) {
    (void)state;
    uint32_t bare = name_score("Vasily Examplov", "P-1");
    st_query q = { .name = S("Vasily Examplov"), .nationality = S("Russia") };
    assert_true(score_of(&q, "P-1") > bare);
    q = (st_query){ .name = S("Vasily Examplov"), .country = S("Brazil"), .nationality = S("RU") };
    assert_true(score_of(&q, "P-1") > bare);
    q = (st_query){ .name = S("Vasily Examplov"), .country = S("BR") };
    assert_true(score_of(&q, "P-1") < bare);
    q.nationality = S("Ruritania");                                        /* which nobody knows: no other country is another one */
    assert_int_equal(score_of(&q, "P-1"), bare);
    q = (st_query){ .name = S("Vasily Examplov"), .gender = S("F") };
    assert_true(score_of(&q, "P-1") < bare);
    q.gender = S("male");
    assert_true(score_of(&q, "P-1") > bare);
    q.gender = S("Mrs");                                                   /* which begins like male: words that are not known say nothing */
    assert_int_equal(score_of(&q, "P-1"), bare);
    q = (st_query){ .name = S("Vasily Examplov"), .birth_place = S("Exampleville") };
    assert_true(score_of(&q, "P-1") > bare);
    q.birth_place = S("Elsewhere");
    assert_int_equal(score_of(&q, "P-1"), bare);
    q = (st_query){ .name = S("Vasily Examplov"), .type = S("vessel") };
    assert_true(score_of(&q, "P-1") < bare);
    q.type = S("individual");
    assert_int_equal(score_of(&q, "P-1"), bare);
    q = (st_query){ .name = S("Ali Examplah"), .address = S("Gravel Road 12, Pebbleton"), .country = S("AE") };
    bare = name_score("Ali Examplah", "P-2");
    uint32_t with = score_of(&q, "P-2");
    assert_true(with > bare);
    assert_true(has(hit_of(0, "P-2"), ST_WHY_ADDRESS));
    assert_true(has(hit_of(0, "P-2"), ST_WHY_COUNTRY));
    bare = name_score("Omar Hassan Sampleh", "P-4");                       /* a citizen of the Soviet Union may be of any of its successors */
    q = (st_query){ .name = S("Omar Hassan Sampleh"), .nationality = S("RU") };
    assert_int_equal(score_of(&q, "P-4"), bare);
    bare = name_score("Ali Hassan Sampleh", "P-3");                        /* nor is it known what a text that is no country leaves out */
    q.name = S("Ali Hassan Sampleh");
    assert_int_equal(score_of(&q, "P-3"), bare);
}

static void numbers(void **state) {
    (void)state;
    ask(&(st_query){ .imo = S("IMO 9074729") }, 7000);
    assert_int_equal(hits.n, 1);                                            /* and not the passport with the same digits */
    assert_ptr_equal(hit_of(0, "V-1"), &hits.item[0]);
    assert_int_equal(hits.item[0].score, 10000);
    assert_int_equal(hits.item[0].name, ST_NO_NAME);
    ask(&(st_query){ .id_number = S("9074729") }, 7000);
    assert_int_equal(hits.n, 2);
    ask(&(st_query){ .id_number = S("ab-123 4567") }, 7000);
    assert_ptr_equal(hit_of(0, "P-1"), &hits.item[0]);
    ask(&(st_query){ .wallet = S("1ExampLeExampLeExampLeExampLe1111") }, 7000);
    assert_ptr_equal(hit_of(0, "W-1"), &hits.item[0]);
    ask(&(st_query){ .id_number = S("1ExampLeExampLeExampLeExampLe1111") }, 7000);
    assert_ptr_equal(hit_of(0, "W-1"), &hits.item[0]);
    ask(&(st_query){ .wallet = S("1exampleExampLeExampLeExampLe1111") }, 7000);
    assert_int_equal(hits.n, 0);                                            /* the case of such an address is part of it */
    ask(&(st_query){ .id_number = S("12-3") }, 0);
    assert_int_equal(hits.n, 0);
    ask(&(st_query){ .id_number = S("955") }, 7000);                        /* a short number is a question when it stands alone */
    assert_ptr_equal(hit_of(0, "X-1"), &hits.item[0]);
    ask(&(st_query){ .name = S("Wholly Unlike Zzyzx"), .id_number = S("955") }, 7000);
    assert_int_equal(hits.n, 0);                                            /* and beside a name it decides nothing */
    st_query both = { .name = S("Wholly Unlike Zzyzx"), .id_number = S("AB1234567"), .birth_date = S("1999-01-01") };
    assert_int_equal(score_of(&both, "P-1"), 10000);                        /* a number decides, and the reasons still say what speaks against it */
    assert_true(has(hit_of(0, "P-1"), ST_WHY_IDENTIFIER));
    assert_true(has(hit_of(0, "P-1"), ST_WHY_BIRTH));
}

static void several_names(void **state) {
    (void)state;
    const st_str alias[] = { S("Nobody Atall"), S("Vasily Quartz Examplov") };
    st_query q = { .name = S("Zzyzx Qwerty"), .alias = alias, .aliases = 2 };
    assert_int_equal(score_of(&q, "P-1"), 10000);
    assert_int_equal(hit_of(0, "P-1")->variant, 2);
    assert_true(st_str_is(hit_of(0, "P-1")->asked, "Vasily Quartz Examplov"));
    q = (st_query){ .first = S("Vasily"), .middle = S("Quartz"), .last = S("Examplov") };
    assert_int_equal(score_of(&q, "P-1"), 10000);
    q = (st_query){ .last = S("Examplov") };
    assert_in_range(score_of(&q, "P-1"), 5000, 9999);
    assert_true(st_str_is(hit_of(0, "P-1")->asked, "Examplov"));
    q = (st_query){ .name = S("Heron Shipping Limited"), .first = S("Vasily"), .last = S("Examplov") };   /* a whole name wins over parts */
    assert_int_equal(score_of(&q, "O-1"), 10000);
    assert_null(hit_of(0, "P-1"));
}

static void order_and_limits(void **state) {
    (void)state;
    st_err err = { 0 };
    st_query q = { .name = S("Vasily Quartz Examplov") };
    ask(&q, 7000);
    assert_int_equal(hits.n, 2);
    assert_ptr_equal(hit_of(0, "P-1"), &hits.item[0]);
    assert_ptr_equal(hit_of(1, "P-1"), &hits.item[1]);
    st_search_options one = { 7000, 1 };
    assert_int_equal(st_screener_run(screener, &q, &one, &hits, &err), ST_OK);
    assert_int_equal(hits.n, 1);
    assert_int_equal(hits.above, 2);
    q.name = S("Hassan");
    size_t last = SIZE_MAX;
    for (uint32_t threshold = 0; threshold <= 10000; threshold += 250) {
        ask(&q, threshold);
        assert_true(hits.n <= last);
        last = hits.n;
        for (size_t i = 0; i < hits.n; i++) assert_true(hits.item[i].score >= threshold && (i == 0 || hits.item[i].score <= hits.item[i - 1].score));
    }
    char long_name[1000] = "Vasily Quartz Examplov";
    for (unsigned i = 0; i < 70; i++) snprintf(long_name + strlen(long_name), 8, " zq%u", i);
    assert_in_range(name_score(long_name, "P-1"), 1, 9999);
    assert_true(has(hit_of(0, "P-1"), ST_WHY_LEFT_OUT));
}

static void wrong_queries(void **state) {
    (void)state;
    static char huge[70000];
    memset(huge, 'a', sizeof huge);
    const struct { st_query q; st_code code; const char *what; } wrong[] = {
        { { .birth_date = S("1961") }, ST_E_USAGE, "neither a name nor a number" },
        { { .name = S("A"), .birth_date = S("yesterday") }, ST_E_USAGE, "birth date" },
        { { .name = S("A"), .birth_date = S("1961-02-30") }, ST_E_USAGE, "birth date" },
        { { .name = S("A"), .type = S("banana") }, ST_E_USAGE, "type" },
        { { .name = S("...") }, ST_E_USAGE, "nothing in the query can be compared" },   /* "nobody" would be a clean answer to a question that was lost */
        { { .name = S("???"), .birth_date = S("1961-03-12"), .id_number = S("-/-") }, ST_E_USAGE, "nothing in the query can be compared" },
        { { .id_number = S(" - ") }, ST_E_USAGE, "nothing in the query can be compared" },
        { { .name = S("A\xff" "B") }, ST_E_USAGE, "not UTF-8, at byte 2" },
        { { .name = S("A"), .address = S("\xc3") }, ST_E_USAGE, "address" },
        { { .name = { huge, sizeof huge } }, ST_E_LIMIT, "70000 bytes" },
        { { .name = S("A"), .id_number = { huge, sizeof huge } }, ST_E_LIMIT, "number of 70000 bytes" },
    };
    for (size_t i = 0; i < ST_LEN(wrong); i++) {
        st_err err = { 0 };
        st_search_options o = { 7000, 20 };
        assert_int_equal(st_screener_run(screener, &wrong[i].q, &o, &hits, &err), wrong[i].code);
        if (!strstr(err.what, wrong[i].what)) fail_msg("%zu: %s", i, err.what);
        assert_int_equal(hits.n, 0);
    }
    st_query q = { .name = S("???"), .imo = S("9074729") };   /* the number can be asked */
    ask(&q, 7000);
    assert_non_null(hit_of(0, "V-1"));
}

static void as_json(void **state) {
    (void)state;
    st_query q = { .id = S("c-1"), .name = S("Sandstone \"x\"") };
    ask(&q, 3000);
    st_buf b = ST_BUF_INIT(1 << 20);
    st_jw w = { &b, false };
    st_jw_open(&w, '{');
    st_jw_key(&w, "query");
    st_query_json(&w, &q);
    hits.above += 3;
    st_answer_json(&w, engine, &hits);
    st_jw_close(&w, '}');
    char want[2048];
    snprintf(want, sizeof want, "{\"query\":{\"id\":\"c-1\",\"name\":\"Sandstone \\\"x\\\"\"},\"index\":\"%s\",\"hits\":[{\"id\":\"P-2\",\"list\":\"xx-a\",\"name\":"
             "\"Ali Al Examplah\",\"matched\":\"Sandstone\",\"score\":0.%04u,\"explain\":[{\"why\":\"same\",\"query\":\"sandstone\",\"list\":\"sandstone\",\"points\":1.0000,"
             "\"text\":\"the same part, in 1 of %u listed names\"}", st_index_hash(engine->ix), hits.item[0].score, st_index_names(engine->ix));
    assert_non_null(b.p);
    if (strncmp(b.p, want, strlen(want)) != 0) fail_msg("%s\nnot\n%s", b.p, want);
    assert_non_null(strstr(b.p, "{\"why\":\"weak_alias\",\"points\":-0.0"));
    assert_non_null(strstr(b.p, "],\"type\":\"person\",\"list_date\":\"2026-01-02\"}],\"more\":3}"));
    st_buf_free(&b);
}

static void out_of_memory(void **state) {
    (void)state;
#ifdef ST_FAULT
    char path[] = "/tmp/strait-fault-XXXXXX";
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    close(fd);
    st_err err = { 0 };
    assert_int_equal(fx_write(path, &err), ST_OK);
    const st_str alias[] = { S("Ali Al Examplah") };
    st_query q = { .first = S("Vasily"), .last = S("Exampolv"), .alias = alias, .aliases = 1, .birth_place = S("Exampleville"), .address = S("x y"), .id_number = S("AB1234567") };
    uint64_t n = 1;
    for (;; n++) {
        err = (st_err){ 0 };
        st_search_options o = { 3000, 20 };
        st_fault_alloc(n, 0);
        st_engine *e = st_engine_load(path, &err);
        st_screener *s = e ? st_screener_new(e, &err) : NULL;
        st_code code = s ? st_screener_run(s, &q, &o, &hits, &err) : err.code;
        st_fault_alloc(0, 0);
        size_t got = hits.n;
        st_screener_free(s);
        st_engine_free(e);
        if (code == ST_OK) {
            assert_true(got >= 3);
            break;
        }
        assert_int_equal(code, ST_E_NOMEM);
        assert_true(err.what[0] != 0);
    }
    assert_true(n > 30);
    unlink(path);
#endif
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names),        cmocka_unit_test(joined_and_split), cmocka_unit_test(typed_words),      cmocka_unit_test(birth_dates),
        cmocka_unit_test(other_evidence), cmocka_unit_test(numbers),        cmocka_unit_test(several_names),    cmocka_unit_test(order_and_limits),
        cmocka_unit_test(wrong_queries), cmocka_unit_test(as_json),         cmocka_unit_test(out_of_memory),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
