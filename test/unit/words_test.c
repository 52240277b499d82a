/* Words of names: classes by kind of party, phrases, rarity, equivalents, letters put for each other. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "text/text.h"
#include "text/text_blob.h"

static void word_is(const char *token, bool organisation, st_word_class cls, const char *canon) {
    st_str c;
    const st_word_class got = st_word_as(st_str_of(token), organisation, &c);
    if (got != cls || !st_str_is(c, canon)) fail_msg("%s: class %d \"%.*s\", not %d \"%s\"", token, (int)got, ST_FMT(c), (int)cls, canon);
}

static void organisations(void **state) {
    word_is("limited", true, ST_WORD_LEGAL_FORM, "ltd");
    word_is("ooo", true, ST_WORD_LEGAL_FORM, "llc");
    word_is("banque", true, ST_WORD_DOMAIN, "bank");
    word_is("banco", true, ST_WORD_DOMAIN, "bank");
    word_is("universitet", true, ST_WORD_DOMAIN, "university");
    word_is("zavod", true, ST_WORD_DOMAIN, "factory");
    word_is("plant", true, ST_WORD_DOMAIN, "factory");
    word_is("ministerstvo", true, ST_WORD_DOMAIN, "ministry");
    word_is("srvcs", true, ST_WORD_DOMAIN, "services");
    word_is("liwa", true, ST_WORD_DOMAIN, "brigade");
    word_is("jaysh", true, ST_WORD_DOMAIN, "army");
    word_is("jabhat", true, ST_WORD_DOMAIN, "front");
    word_is("munazzama", true, ST_WORD_DOMAIN, "organisation");
    word_is("sanaye", true, ST_WORD_DOMAIN, "industry");
    word_is("islamiya", true, ST_WORD_DOMAIN, "islamic");
    word_is("iranian", true, ST_WORD_PLACE, "iran");
    word_is("severnaya", true, ST_WORD_PLACE, "north");
    word_is("kholding", true, ST_WORD_GENERIC, "holding");
    word_is("general", true, ST_WORD_GENERIC, "general");
    word_is("intl", true, ST_WORD_GENERIC, "international");
    word_is("al", true, ST_WORD_PARTICLE, "al");
    word_is("prince", true, ST_WORD_NONE, "");
    word_is("king", true, ST_WORD_NONE, "");
    word_is("victory", true, ST_WORD_NONE, "");
    word_is("gazprom", true, ST_WORD_NONE, "");
    word_is("", true, ST_WORD_NONE, "");
}

static void persons(void **state) {
    word_is("general", false, ST_WORD_TITLE, "general");
    word_is("shaykh", false, ST_WORD_TITLE, "sheikh");
    word_is("bin", false, ST_WORD_PARTICLE, "ibn");
    word_is("ad", false, ST_WORD_PARTICLE, "al");
    word_is("ad", true, ST_WORD_LEGAL_FORM, "jsc");
    static const char *const names[] = { "bank", "group", "bay", "king", "prince", "major", "marshal", "bishop", "limited", "one", "six", "vi", "xi", "iran", "china", "georgia", "sofia" };
    for (size_t i = 0; i < ST_LEN(names); i++) word_is(names[i], false, ST_WORD_NONE, "");
    word_is("iii", false, ST_WORD_NUMBER, "3");
}

static void numbers(void **state) {
    word_is("44", true, ST_WORD_NUMBER, "44");
    word_is("44th", true, ST_WORD_NUMBER, "44");
    word_is("1st", true, ST_WORD_NUMBER, "1");
    word_is("007", true, ST_WORD_NUMBER, "7");
    word_is("aktiengeselschaft", true, ST_WORD_LEGAL_FORM, "jsc");   /* long legal forms as they are mistyped */
    word_is("compnay", true, ST_WORD_LEGAL_FORM, "co");
    word_is("limitted", true, ST_WORD_LEGAL_FORM, "ltd");
    word_is("0", true, ST_WORD_NUMBER, "0");
    word_is("000", true, ST_WORD_NUMBER, "0");
    word_is("3d", true, ST_WORD_NONE, "");
    word_is("th", true, ST_WORD_NONE, "");
    word_is("iii", true, ST_WORD_NUMBER, "3");
    word_is("vii", true, ST_WORD_NUMBER, "7");
    word_is("viii", true, ST_WORD_NUMBER, "8");
    word_is("xx", true, ST_WORD_NUMBER, "20");
    word_is("third", true, ST_WORD_NUMBER, "3");
    word_is("fortyfour", true, ST_WORD_NUMBER, "44");
    word_is("hundredth", true, ST_WORD_NUMBER, "100");
}

static void phrase_is(const char *text, size_t parts, st_word_class cls, const char *canon) {
    st_str part[ST_MAX_TOKENS], c;
    st_word_class got;
    const size_t n = st_phrase(part, st_tokens(st_str_of(text), part, ST_MAX_TOKENS), &got, &c);
    if (n != parts || got != cls || !st_str_is(c, canon)) fail_msg("%s: %zu parts, class %d \"%.*s\"", text, n, (int)got, ST_FMT(c));
}

static void phrases(void **state) {
    phrase_is("limited liability company", 3, ST_WORD_LEGAL_FORM, "llc");
    phrase_is("limited liability company alfa", 3, ST_WORD_LEGAL_FORM, "llc");
    phrase_is("limited liability", 2, ST_WORD_LEGAL_FORM, "llc");
    phrase_is("public joint stock company sberbank", 4, ST_WORD_LEGAL_FORM, "jsc");
    phrase_is("obshchestvo s ogranichennoy otvetstvennostyu", 4, ST_WORD_LEGAL_FORM, "llc");
    phrase_is("s a", 2, ST_WORD_LEGAL_FORM, "jsc");
    phrase_is("s a de c v", 5, ST_WORD_LEGAL_FORM, "jsc");
    phrase_is("g m b h", 4, ST_WORD_LEGAL_FORM, "llc");
    phrase_is("co ltd", 2, ST_WORD_LEGAL_FORM, "ltd");
    phrase_is("sp z o o", 4, ST_WORD_LEGAL_FORM, "llc");
    phrase_is("l l c", 3, ST_WORD_LEGAL_FORM, "llc");
    phrase_is("c o", 0, ST_WORD_NONE, "");
    phrase_is("forty four", 2, ST_WORD_NUMBER, "44");
    phrase_is("fourty 4", 2, ST_WORD_NUMBER, "44");
    phrase_is("obscestvo s ogranicennoj otvetstvennostju", 4, ST_WORD_LEGAL_FORM, "llc");   /* in every romanisation */
    phrase_is("forty fourth brigade", 2, ST_WORD_NUMBER, "44");
    phrase_is("saudi arabia", 2, ST_WORD_PLACE, "saudi");
    phrase_is("islamic republic of iran shipping lines", 4, ST_WORD_PLACE, "iran");
    phrase_is("real estate", 2, ST_WORD_DOMAIN, "estate");
    phrase_is("m v", 2, ST_WORD_VESSEL_PREFIX, "mv");
    phrase_is("lieutenant general", 2, ST_WORD_TITLE, "general");
    phrase_is("limited", 0, ST_WORD_NONE, "");
    phrase_is("limited edition", 0, ST_WORD_NONE, "");
    phrase_is("vladimir putin", 0, ST_WORD_NONE, "");
    phrase_is("", 0, ST_WORD_NONE, "");
    assert_int_equal(st_phrase(NULL, 0, NULL, NULL), 0);
}

static void patronymics(void **state) {
    static const char *const yes[] = { "vladimirovich", "sergeevich", "ilyich", "kuzmich", "nikitich", "ivanovna", "sergeyevna", "nikitichna", "ilinichna", "mammadoglu", "aliqizi", "petrovych", "hryhorivna" };
    static const char *const no[] = { "", "ovich", "petrovic", "ivanov", "oglu", "smith", "ulrich", "heinrich", "anna", "ivanova" };
    for (size_t i = 0; i < ST_LEN(yes); i++) if (!st_is_patronymic(st_str_of(yes[i]))) fail_msg("%s", yes[i]);
    for (size_t i = 0; i < ST_LEN(no); i++) if (st_is_patronymic(st_str_of(no[i]))) fail_msg("%s", no[i]);
}

static unsigned alike(const char *a, const char *b) { return st_equivalent(st_str_of(a), st_str_of(b)); }

static void equivalents(void **state) {
    assert_int_equal(alike("mohammed", "muhammad"), 3);
    assert_int_equal(alike("mohamed", "mehmet"), 3);
    assert_int_equal(alike("vladimirovich", "uladzimiravich"), 3);   /* fathers' names in three languages, men's and women's apart */
    assert_int_equal(alike("nikolaevna", "mikalaeuna"), 3);
    assert_int_equal(alike("volodymyrivna", "uladzimirauna"), 3);
    assert_int_equal(alike("vladimirovich", "vladimirovna"), 0);
    assert_int_equal(alike("ivanovich", "petrovich"), 0);
    assert_int_equal(alike("aleksandr", "oleksandr"), 3);
    assert_int_equal(alike("lee", "yi"), 3);
    assert_int_equal(alike("john", "ivan"), 2);
    assert_int_equal(alike("oleksandr", "iskander"), 2);   /* a cognate is one of all spellings */
    assert_int_equal(alike("bill", "william"), 1);
    assert_int_equal(alike("sasha", "aleksandr"), 1);
    assert_int_equal(alike("bill", "john"), 0);
    assert_int_equal(alike("bill", "bill"), 0);
    assert_int_equal(alike("", ""), 0);
    assert_int_equal(alike("john", "nobody"), 0);
}

/* What st_equivalents lists is what st_equivalent says, for all parts that the tables have, both ways and without repetition. */
static void enumeration(void **state) {
    const st_blob_head *h = st_blob();
    const st_dict_entry *e = st_blob_at(h, h->alike.entry);
    static st_str near[1024];
    size_t links = 0;
    for (size_t i = 0; i < h->alike.entry.n; i++) {
        const st_str part = st_blob_text(h, e[i].key, e[i].key_n);
        const size_t n = st_equivalents(part, near, ST_LEN(near));
        assert_in_range(n, 1, ST_LEN(near));
        st_str two[2] = { ST_STR_NONE, ST_STR_NONE };
        assert_int_equal(st_equivalents(part, two, 1), n);
        assert_true(st_str_eq(two[0], near[0]) && two[1].n == 0);
        unsigned before = 3;
        for (size_t k = 0; k < n; k++) {
            const unsigned strength = st_equivalent(part, near[k]);
            assert_in_range(strength, 1, before);
            assert_int_equal(st_equivalent(near[k], part), strength);
            assert_false(st_str_eq(part, near[k]));
            if (k && strength == before) assert_true(st_str_cmp(near[k - 1], near[k]) < 0);
            before = strength;
        }
        links += n;
    }
    assert_int_equal(links, h->neighbour.n);
    assert_int_equal(st_equivalents(ST_STR("nobody"), near, 4), 0);
}

static void rarity(void **state) {
    const st_blob_head *h = st_blob();
    assert_in_range(st_rarity(ST_STR("ali"), false), 4 * 16, 7 * 16);
    assert_in_range(st_rarity(ST_STR("company"), true), 1, 4 * 16);
    assert_true(st_rarity(ST_STR("company"), false) > 10 * 16);
    assert_int_equal(st_rarity(ST_STR("qwertzuiopx"), false), 255);
    assert_int_equal(st_rarity(ST_STR("qwertzuiopx"), true), 255);
    assert_int_equal(st_rarity(ST_STR(""), false), 0);
    assert_true(st_rarity(ST_STR("uladzimiravich"), false) <= 104 && st_rarity(ST_STR("pashkevich"), false) > 104);   /* the second is a family name */
    assert_true(st_rarity(ST_STR("q"), false) < st_rarity(ST_STR("qz"), false) && st_rarity(ST_STR("qz"), false) < st_rarity(ST_STR("qzj"), false));
    assert_true(st_rarity(ST_STR("7"), true) < st_rarity(ST_STR("61398"), true));
    const st_dict_entry *e = st_blob_at(h, h->rarity.entry);
    for (size_t i = 0; i < h->rarity.entry.n; i++) {
        const st_str part = st_blob_text(h, e[i].key, e[i].key_n);
        const unsigned person = e[i].kind & 255, most = st_is_patronymic(part) && st_equivalents(part, NULL, 0) ? 104 : 255;   /* a father's name is no rarity */
        assert_int_equal(st_rarity(part, false), person < most ? person : most);
        assert_int_equal(st_rarity(part, true), e[i].kind >> 8);
    }
}

static void confusable(void **state) {
    static const char all[] = "abcdefghijklmnopqrstuvwxyz0123456789";
    for (size_t i = 0; i < 36; i++)
        for (size_t k = 0; k < 36; k++)
            if (st_confusable(all[i], all[k]) != st_confusable(all[k], all[i])) fail_msg("%c %c", all[i], all[k]);
    for (size_t i = 0; i < 36; i++) assert_int_equal(st_confusable(all[i], all[i]), 0);
    static const char *const sound[] = { "ck", "sz", "vw", "yi", "ea", "ou", "o0", "l1", "i1", "gj", "bp", "dt", "kq", "mn" };
    for (size_t i = 0; i < ST_LEN(sound); i++) assert_int_equal(st_confusable(sound[i][0], sound[i][1]), 1);
    static const char *const keys[] = { "as", "qw", "ws", "we", "hj", "op", "12", "q1", "xc" };
    for (size_t i = 0; i < ST_LEN(keys); i++) if (st_confusable(keys[i][0], keys[i][1]) != 2) fail_msg("%s", keys[i]);
    static const char *const none[] = { "ap", "bt", "q9x", "lz", " a", "-k", "Ak" };
    for (size_t i = 0; i < ST_LEN(none); i++) if (i != 2 && st_confusable(none[i][0], none[i][1]) != 0) fail_msg("%s", none[i]);
    assert_int_equal(st_confusable('\0', 'a'), 0);
    assert_int_equal(st_confusable('a', '\0'), 0);
}

int main(void) {
    const struct CMUnitTest t[] = {
        cmocka_unit_test(organisations), cmocka_unit_test(persons), cmocka_unit_test(numbers), cmocka_unit_test(phrases), cmocka_unit_test(patronymics),
        cmocka_unit_test(equivalents), cmocka_unit_test(enumeration), cmocka_unit_test(rarity), cmocka_unit_test(confusable),
    };
    return cmocka_run_group_tests(t, NULL, NULL);
}
