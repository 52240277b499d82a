/* Accounts and tuning over the small index of the screening tests: the same score as a search, facts, silence on either side, counterfactuals, and every allocation
 * failing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "engine/account.h"
#include "engine/tune.h"
#include "screen_fixture.h"

static st_engine *engine;
static st_screener *screener;
static st_arena arena;
static st_account account;

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
    st_arena_free(&arena);
    st_screener_free(screener);
    st_engine_free(engine);
    return 0;
}

static void explain(const st_query *q, const char *key, uint32_t threshold) {
    st_err err = { 0 };
    st_search_options o = { .threshold = threshold };
    uint32_t party = st_index_find(engine->ix, 0, st_str_of(key));
    if (st_account_make(screener, q, &o, party, &arena, &account, &err) != ST_OK) fail_msg("%s", err.what);
    assert_int_equal(st_reason_sum(&account.standing.hit.why), account.standing.hit.bits);
    assert_int_equal(st_score_of_bits(account.standing.hit.bits), account.standing.hit.score);
}

/* What a search says of each party that it finds is what its account says; of the others the account says that they are not found. */
static void as_in_a_search(void **state) {
    (void)state;
    const st_query q[] = {
        { .name = ST_STR("Vasily Examplov"), .birth_date = ST_STR("1961") }, { .name = ST_STR("Ali"), .gender = ST_STR("male") },
        { .name = ST_STR("Heron"), .imo = ST_STR("9074729") }, { .id_number = ST_STR("AB1234567") }, { .first = ST_STR("Hassan"), .last = ST_STR("Sampleh"), .country = ST_STR("RU") },
    };
    for (size_t k = 0; k < ST_LEN(q); k++) {
        for (uint32_t threshold = 0; threshold <= 9000; threshold += 3000) {
            size_t reached = 0;
            for (uint32_t party = 0; party < st_index_parties(engine->ix); party++) {
                st_err err = { 0 };
                st_search_options o = { .threshold = threshold };
                st_standing s;
                st_hits h;
                assert_int_equal(st_screener_run(screener, &q[k], &o, &h, &err), ST_OK);
                const st_hit *hit = NULL;
                for (size_t i = 0; i < h.n; i++)
                    if (h.item[i].party == party) hit = &h.item[i];
                assert_int_equal(st_search_party(screener->search, &q[k], &o, party, &arena, &s, &err), ST_OK);
                assert_int_equal(s.reaches, hit != NULL);
                reached += s.reaches;
                if (!hit) continue;
                assert_int_equal(s.hit.bits, hit->bits);
                assert_int_equal(s.hit.name, hit->name);
                assert_int_equal(s.hit.variant, hit->variant);
                assert_int_equal(s.hit.why.n, hit->why.n);
            }
            assert_true(threshold > 0 || reached > 0);
        }
        st_arena_reset(&arena);
    }
}

static const st_counter *counter(st_change_kind change, const char *field) {
    for (size_t i = 0; i < account.n_counter; i++)
        if (account.counter[i].change == change && strcmp(account.counter[i].field, field) == 0) return &account.counter[i];
    fail_msg("no counterfactual %s %s", st_change_kind_name(change), field);
    return NULL;
}

static void facts_and_silence(void **state) {
    (void)state;
    explain(&(st_query){ .name = ST_STR("Vasily Quartz Examplov"), .birth_date = ST_STR("1961-03-12"), .address = ST_STR("Elsewhere") }, "P-1", 7000);
    assert_true(account.standing.reaches);
    bool birth = false, gender = false;
    for (size_t i = 0; i < account.standing.hit.why.n; i++) {
        const st_reason *r = &account.standing.hit.why.item[i];
        if (r->why == ST_WHY_SAME) assert_int_equal(account.fact[i].prop, ST_P_NAME);
        if (r->why != ST_WHY_BIRTH) continue;
        birth = true;
        assert_int_equal(account.fact[i].prop, ST_P_BIRTH_DATE);
        assert_true(st_str_is(account.fact[i].value, "1961-03-12"));
        assert_int_equal(st_stance_of(r), ST_STANCE_FOR);
    }
    assert_true(birth);
    for (size_t i = 0; i < account.n_silent; i++) gender |= account.silent[i].prop == ST_P_GENDER;
    assert_true(gender);
    assert_int_equal(account.n_unheard, 1);
    assert_int_equal(account.unheard[0].prop, ST_P_ADDRESS);
    assert_int_equal(account.n_other, 2);
    assert_true(account.other[0].bits >= account.other[1].bits);
}

static void changes(void **state) {
    (void)state;
    explain(&(st_query){ .name = ST_STR("Vasily Examplov"), .birth_date = ST_STR("1999"), .type = ST_STR("vessel") }, "P-1", 7000);
    int32_t bits = account.standing.hit.bits;
    assert_int_equal(counter(ST_WITHOUT, "birth_date")->bits, bits - st_claim_weights_of.birth_far);
    assert_int_equal(counter(ST_INSTEAD, "birth_date")->bits, bits - st_claim_weights_of.birth_far + st_claim_weights_of.birth_day);
    assert_int_equal(counter(ST_WITHOUT, "type")->bits, bits - st_claim_weights_of.kind_other);
    assert_int_equal(counter(ST_WITH, "nationality")->bits, bits + st_claim_weights_of.country_same);
    assert_int_equal(counter(ST_WITH, "gender")->bits, bits + st_claim_weights_of.gender_same);
    assert_true(counter(ST_WITHOUT, "name")->bits < bits);
}

/* A name of more words than are changed one by one is not asked again without its end: what would be said of it is not what was asked. */
static void changes_of_a_long_name(void **state) {
    (void)state;
    st_buf name = ST_BUF_INIT(4096);
    st_buf_z(&name, "Vasily Examplow");
    for (int i = 0; i < 40; i++) st_buf_printf(&name, " Filler%c", 'a' + i % 26);
    explain(&(st_query){ .name = st_buf_view(&name), .gender = ST_STR("male") }, "P-1", 7000);
    assert_true(account.n_counter > 0);
    for (size_t i = 0; i < account.n_counter; i++) {
        const st_counter *c = &account.counter[i];
        bool a_word = strcmp(c->field, "name") == 0 && c->from.n < name.n;
        assert_false(a_word && c->change != ST_WITH);
    }
    st_buf_free(&name);
}

/* Runs fn with one allocation after the other failing for good, until it has enough. */
static void with_failing(st_code (*fn)(st_err *err)) {
#ifndef ST_FAULT
    (void)fn;
    skip();
#else
    for (uint64_t nth = 1; nth < 20000; nth += nth < 400 ? 1 : 97) {
        st_err err = { 0 };
        st_fault_alloc(nth, 1);
        st_code code = fn(&err);
        st_fault_alloc(0, 0);
        if (code == ST_OK) return;
        assert_int_equal(code, ST_E_NOMEM);
        assert_true(err.what[0] != 0);
    }
    fail_msg("it never had enough");
#endif
}

static st_code account_once(st_err *err) {
    const st_query q = { .name = ST_STR("Vasily Exampolv Wassili"), .alias = &ST_STR("Quartz"), .aliases = 1, .birth_date = ST_STR("1970"), .birth_place = ST_STR("Exampleville"),
                         .id_number = ST_STR("AB1234567") };
    const st_search_options o = { .threshold = 7000 };
    st_arena own = ST_ARENA_INIT;
    st_account a;
    st_screener *s = st_screener_new(engine, err);
    st_code code = s ? st_account_make(s, &q, &o, st_index_find(engine->ix, 0, ST_STR("P-1")), &own, &a, err) : ST_E_NOMEM;
    st_screener_free(s);
    st_arena_free(&own);
    return code;
}

static char customers[] = "/tmp/strait-customers-XXXXXX";
static st_code tune_once(st_err *err) {
    const st_tune_options o = { .customers = customers, .sample = 5, .threads = 1 };
    st_tuning t;
    st_code code = st_tune(engine, &o, &t, err);
    if (code == ST_OK) assert_int_equal(t.customers, 2);
    st_tuning_free(&t);
    return code;
}

static void every_allocation_of_an_account(void **state) {
    (void)state;
    with_failing(account_once);
}

static void every_allocation_of_tuning(void **state) {
    (void)state;
    static const char text[] = "name,birth_date\nVasily Examplov,1961\nNobody At All,\n";
    int fd = mkstemp(customers);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, text, sizeof text - 1), (int)sizeof text - 1);
    close(fd);
    st_err err = { 0 };
    assert_int_equal(tune_once(&err), ST_OK);
    with_failing(tune_once);
    unlink(customers);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(as_in_a_search), cmocka_unit_test(facts_and_silence), cmocka_unit_test(changes), cmocka_unit_test(changes_of_a_long_name), cmocka_unit_test(every_allocation_of_an_account),
        cmocka_unit_test(every_allocation_of_tuning),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
