/* Ownership arithmetic: the worked cases of the rules' own guidance and those around them, under OFAC's rule, the EU's before and since July 2024, and
 * the UK's; dates, joint arrangements, upper bounds, and chains. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "owner_rules_fixture.h"
#include "source_read.h"

enum { A, B, C, D, X, Y, Z, NODES };
enum { NOW = 20000, BEFORE = 19000 };   /* 2024-10-04, 2022-01-08 */

static const st_tri xy[NODES] = { [X] = ST_YES, [Y] = ST_YES };

static st_stake shares(uint32_t owner, uint32_t owned, uint32_t least, uint32_t most) {
    return (st_stake){ owner, owned, least, most, ST_HOLD_SHARES, 0, ST_SINCE_EVER, ST_UNTIL_EVER, 0 };
}
#define S(owner, owned, bp) shares(owner, owned, bp, bp)
static st_stake held(uint32_t owner, uint32_t owned, uint32_t least, uint32_t most, st_hold kind) {
    st_stake s = shares(owner, owned, least, most);
    s.kind = kind;
    return s;
}

static st_owners *close_on(const char *rule, int32_t day, const st_tri *listed, const st_stake *s, uint32_t n) {
    st_err err = { 0 };
    const st_owner_rule r = st_owner_rule_of(fx_terms(rule, day));
    st_owners *o = st_owners_close(NODES, s, n, listed, &r, day, &err);
    if (!o) fail_msg("%s", err.what);
    return o;
}

/* want: a letter for A, B, C, D: y, n, ?; blank for any. */
static void expect_listed(const char *rule, int32_t day, const st_tri *listed, const st_stake *s, uint32_t n, const char *want) {
    st_owners *o = close_on(rule, day, listed, s, n);
    for (uint32_t i = 0; want[i]; i++) {
        const st_tri t = st_owners_of(o, i)->blocked;
        const char got = t == ST_YES ? 'y' : t == ST_NO ? 'n' : '?';
        if (want[i] != ' ' && got != want[i]) fail_msg("%s, day %d, party %c: %c instead of %c", rule, (int)day, 'A' + (int)i, got, want[i]);
    }
    st_owners_free(o);
}

typedef struct verdicts { const char *ofac, *eu, *eu_before, *uk; } verdicts;
static void expect(const st_stake *s, uint32_t n, verdicts v) {
    expect_listed("ofac50", NOW, xy, s, n, v.ofac);
    expect_listed("eu50", NOW, xy, s, n, v.eu);
    expect_listed("eu50", BEFORE, xy, s, n, v.eu_before);
    expect_listed("uk_gt50", NOW, xy, s, n, v.uk);
}
#define CASE(ofac, eu, before, uk, ...) do { const st_stake s_[] = { __VA_ARGS__ }; expect(s_, ST_LEN(s_), (verdicts){ ofac, eu, before, uk }); } while (0)

/* X and Y are listed. The first six are OFAC's FAQ 401, the seventh its FAQ 399. */
static void worked_cases(void **state) {
    (void)state;
    CASE("yy", "yy", "nn", "nn", S(X, A, 5000), S(A, B, 5000));
    CASE("yyy", "yyy", "nnn", "nnn", S(X, A, 5000), S(X, B, 5000), S(A, C, 2500), S(B, C, 2500));
    CASE("yy", "yy", "nn", "nn", S(X, A, 5000), S(X, B, 1000), S(A, B, 4000));
    CASE("ynn", "ynn", "nnn", "nnn", S(X, A, 5000), S(X, B, 2500), S(A, C, 2500), S(B, C, 2500));
    CASE("nnn", "nnn", "nnn", "nnn", S(X, A, 2500), S(X, B, 2500), S(A, C, 5000), S(B, C, 5000));
    CASE("yyyy", "yyyy", "nnnn", "nnnn", S(X, A, 5000), S(A, B, 5000), S(A, C, 5000), S(B, D, 2500), S(C, D, 2500));
    CASE("y", "y", "n", "n", S(X, A, 2500), S(Y, A, 2500));
    CASE("n", "n", "n", "n", S(X, A, 4999));
    CASE("y", "y", "n", "n", S(X, A, 4900), S(Y, A, 100));
    CASE("y", "y", "y", "y", S(X, A, 5001));
    CASE("yyy", "yyy", "yyy", "yyy", S(X, A, 6000), S(A, B, 6000), S(B, C, 6000));   /* the product, 21.6 %, means nothing */
    CASE("yn", "yn", "yn", "yn", S(X, A, 5100), S(A, B, 4900));
    CASE("yy", "yy", "yn", "yn", S(X, A, 10000), S(A, B, 3000), S(Y, B, 2000));
    CASE("nn", "nn", "nn", "nn", S(X, A, 1000), S(X, B, 1000), S(A, B, 4000), S(B, A, 4000));   /* a cycle holds nobody up */
    CASE("yy", "yy", "nn", "nn", S(X, B, 5000), S(X, A, 1000), S(B, A, 4000), S(A, B, 4000));
    CASE("y", "y", "n", "n", S(X, A, 3333), S(Y, A, 1667));                                          /* reported: 50.00 to the point */
    CASE("?", "?", "?", "n", shares(X, A, 3332, 3334), shares(Y, A, 1666, 1668));                    /* rounded: within a hundredth */
    CASE("n", "?", "?", "?", held(X, A, 0, 10000, ST_HOLD_CONTROL));                                 /* X is its chief executive, no more */
    CASE("?", "?", "?", "y", S(X, A, 3000), held(X, A, 6000, 6000, ST_HOLD_VOTES));
}

/* X holds 45 and nobody knows who holds 10 more. */
static void unknown_holder(void **state) {
    (void)state;
    st_tri listed[NODES] = { [X] = ST_YES, [Z] = ST_MAYBE };
    const st_stake s[] = { S(X, A, 4500), S(Z, A, 1000) };
    const char *const rules[] = { "ofac50", "eu50", "uk_gt50" };
    for (size_t i = 0; i < ST_LEN(rules); i++) {
        expect_listed(rules[i], NOW, listed, s, 2, "?");
        st_owners *o = close_on(rules[i], NOW, listed, s, 2);
        assert_int_equal(st_owners_of(o, A)->lo_bp, 4500);
        assert_int_equal(st_owners_of(o, A)->hi_bp, 5500);
        assert_int_equal(st_owners_of(o, Z)->blocked, ST_MAYBE);
        st_owners_free(o);
    }
    const st_stake small[] = { S(X, A, 4500), S(Z, A, 400) };
    for (size_t i = 0; i < ST_LEN(rules); i++) expect_listed(rules[i], NOW, listed, small, 2, "n");
    listed[X] = ST_NO;   /* only those who may be listed */
    const st_stake alone[] = { S(Z, A, 6000), S(A, B, 6000) };
    for (size_t i = 0; i < ST_LEN(rules); i++) expect_listed(rules[i], NOW, listed, alone, 2, "??");
}

/* What the others hold for certain is a bound on the listed one's interval, unless the sources give out more than the whole. */
static void others_bound(void **state) {
    (void)state;
    const st_stake band[] = { shares(X, A, 2501, 5000), shares(Z, A, 5001, 7499) };
    expect_listed("ofac50", NOW, xy, band, 2, "n");
    st_owners *o = close_on("ofac50", NOW, xy, band, 2);
    assert_int_equal(st_owners_of(o, A)->lo_bp, 2501);
    assert_int_equal(st_owners_of(o, A)->hi_bp, 4999);
    st_owners_free(o);
    const st_stake open[] = { shares(X, A, 2501, 5000) }, too_much[] = { shares(X, A, 2501, 5000), S(Z, A, 8000) };
    expect_listed("ofac50", NOW, xy, open, 1, "?");
    expect_listed("ofac50", NOW, xy, too_much, 2, "?");
    const st_stake wrong[] = { S(X, A, 9000), S(Y, A, 9000) };   /* sums stop at the whole */
    o = close_on("ofac50", NOW, xy, wrong, 2);
    assert_int_equal(st_owners_of(o, A)->lo_bp, ST_WHOLE_BP);
    st_owners_free(o);
}

static void dates_count(void **state) {
    (void)state;
    st_stake s[] = { S(X, A, 6000), S(X, B, 6000) };
    s[0].until = NOW;
    s[1].since = NOW + 1;
    expect_listed("ofac50", NOW, xy, s, 2, "yn");
    expect_listed("ofac50", NOW + 1, xy, s, 2, "ny");
}

static void one_person(void **state) {
    (void)state;
    const st_stake two_ways[] = { S(X, A, 10000), S(A, B, 3000), S(X, B, 3000) };   /* X's own and through A: one person's 60 % */
    expect_listed("uk_gt50", NOW, xy, two_ways, 3, "yy");
    const st_stake two_persons[] = { S(X, A, 10000), S(A, B, 3000), S(Y, B, 3000) };
    expect_listed("uk_gt50", NOW, xy, two_persons, 3, "yn");
    st_stake joint[] = { S(X, A, 3000), S(Z, A, 3000), S(X, B, 3000), S(Z, B, 3000), S(C, B, 4000) };
    expect_listed("uk_gt50", NOW, xy, joint, 5, "nn");
    joint[0].joint = joint[1].joint = 7;
    joint[2].joint = 8;
    expect_listed("uk_gt50", NOW, xy, joint, 5, "yn");
    st_owners *o = close_on("uk_gt50", NOW, xy, joint, 5);
    const uint32_t *carried;
    assert_int_equal(st_owners_carried(o, A, &carried), 2);
    assert_int_equal(st_owners_of(o, A)->root, X);
    st_owners_free(o);
    expect_listed("ofac50", NOW, xy, joint, 5, "nn");
    const st_stake ways[] = { held(X, A, 5001, 5001, ST_HOLD_VOTES), held(X, B, 10000, 10000, ST_HOLD_BOARD), held(B, C, 10000, 10000, ST_HOLD_CONTROL),
                              held(X, D, 5000, 5000, ST_HOLD_VOTES) };
    expect_listed("uk_gt50", NOW, xy, ways, 4, "yyyn");
    expect_listed("ca50", NOW, xy, ways, 4, "yyyy");
    expect_listed("eu50", NOW, xy, ways, 4, "????");
    expect_listed("eu_art5", NOW, xy, ways, 4, "?nnn");   /* whether votes are shares is for a person to say */
}

static void chain_is_told(void **state) {
    (void)state;
    const st_stake s[] = { S(A, B, 4000), S(X, B, 1000), S(X, A, 5000), S(B, A, 5000), S(Z, B, 4000) };
    st_owners *o = close_on("ofac50", NOW, xy, s, ST_LEN(s));
    const uint32_t *carried;
    assert_int_equal(st_owners_of(o, X)->step, 0);
    assert_int_equal(st_owners_of(o, X)->ground, ST_GROUND_LISTED);
    assert_int_equal(st_owners_carried(o, X, &carried), 0);
    assert_int_equal(st_owners_of(o, A)->step, 1);
    assert_int_equal(st_owners_carried(o, A, &carried), 1);   /* B's half came later and carried nothing */
    assert_int_equal(carried[0], 2);
    assert_int_equal(st_owners_of(o, A)->lo_bp, 10000);
    assert_int_equal(st_owners_of(o, B)->step, 2);
    assert_int_equal(st_owners_of(o, B)->ground, ST_GROUND_SHARES);
    assert_int_equal(st_owners_carried(o, B, &carried), 2);
    assert_int_equal(carried[0], 0);
    assert_int_equal(carried[1], 1);
    assert_int_equal(st_owners_of(o, B)->lo_bp, 5000);
    assert_int_equal(st_owners_of(o, Z)->blocked, ST_NO);
    st_owners_free(o);
}

static void rules_as_data(void **state) {
    (void)state;
    const st_owner_rule ofac = st_owner_rule_of(fx_terms("ofac50", NOW)), eu = st_owner_rule_of(fx_terms("eu50", NOW)), before = st_owner_rule_of(fx_terms("eu50", BEFORE)),
                        uk = st_owner_rule_of(fx_terms("uk_gt50", NOW));
    assert_true(ofac.threshold_bp == 5000 && ofac.at_least && ofac.aggregate && ofac.control == ST_USE_NO && ofac.board == ST_USE_NO && ofac.votes == ST_USE_DOUBT);
    assert_true(eu.at_least && eu.aggregate && eu.control == ST_USE_DOUBT && eu.board == ST_USE_DOUBT && !before.at_least);
    assert_true(!uk.at_least && !uk.aggregate && uk.control == ST_USE_GROUND && uk.votes == ST_USE_GROUND && uk.board == ST_USE_GROUND);
}

static const st_owner_rule plain = { .threshold_bp = 5000, .at_least = true, .aggregate = true };

static void refuses_nonsense(void **state) {
    (void)state;
    st_err err;
    const st_stake far = S(X, NODES, 1), upside = shares(X, A, 2, 1), more = S(X, A, 10001), odd = held(X, A, 0, 0, ST_HOLDS);
    const st_stake *const all[] = { &far, &upside, &more, &odd };
    for (size_t i = 0; i < ST_LEN(all); i++) {
        assert_null(st_owners_close(NODES, all[i], 1, xy, &plain, NOW, &err));
        assert_int_equal(err.code, ST_E_DATA);
    }
    st_owners *o = st_owners_close(0, NULL, 0, NULL, &plain, NOW, &err);
    assert_non_null(o);
    st_owners_free(o);
    st_owners_free(NULL);
    const st_stake self[] = { S(A, A, 10000), S(X, A, 100) };
    expect_listed("ofac50", NOW, xy, self, 2, "n");
}

static st_code under_faults(void) {
    st_err err = { 0 };
    const st_stake s[] = { S(X, A, 5000), S(A, B, 5000) };
    st_owners *o = st_owners_close(NODES, s, 2, xy, &plain, NOW, &err);
    const st_code c = o ? ST_OK : err.code;
    st_owners_free(o);
    return c;
}
static void no_memory(void **state) {
    (void)state;
    fails_each_allocation(under_faults);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(worked_cases), cmocka_unit_test(unknown_holder), cmocka_unit_test(others_bound), cmocka_unit_test(dates_count),
        cmocka_unit_test(one_person), cmocka_unit_test(chain_is_told), cmocka_unit_test(rules_as_data), cmocka_unit_test(refuses_nonsense),
        cmocka_unit_test(no_memory),
    };
    return cmocka_run_group_tests_name("owners", tests, NULL, NULL);
}
