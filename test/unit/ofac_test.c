/* Jaro-Winkler, Soundex and edit distance by their textbook values; the emulation of OFAC's Sanctions List Search by what OFAC has published and by what must hold. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "match/ofac_score.h"

typedef struct letters { uint32_t c[ST_CLASSIC_MAX]; size_t n; } letters;

static letters of(const char *z) {
    letters l = { .n = strlen(z) };
    for (size_t i = 0; i < l.n; i++) l.c[i] = (unsigned char)z[i];
    return l;
}

/* In thousandths, rounded, as the tables print it. */
static unsigned winkler(const char *a, const char *b, unsigned prefix) {
    const letters x = of(a), y = of(b);
    return (st_jaro_winkler(x.c, x.n, y.c, y.n, prefix) + ST_CLASSIC_ONE / 2000) / (ST_CLASSIC_ONE / 1000);
}

static void jaro_winkler(void **state) {
    (void)state;
    /* examples of Winkler's papers: Jaro, then with up to four letters of prefix */
    static const struct { const char *a, *b; unsigned jaro, winkler; } table[] = {
        { "MARTHA", "MARHTA", 944, 961 }, { "DWAYNE", "DUANE", 822, 840 }, { "DIXON", "DICKSONX", 767, 813 }, { "SHACKLEFORD", "SHACKELFORD", 970, 982 },
        { "DUNNINGHAM", "CUNNIGHAM", 896, 896 }, { "NICHLESON", "NICHULSON", 926, 956 }, { "JONES", "JOHNSON", 790, 832 }, { "MASSEY", "MASSIE", 889, 933 },
        { "ABROMS", "ABRAMS", 889, 922 }, { "JERALDINE", "GERALDINE", 926, 926 }, { "MICHELLE", "MICHAEL", 869, 921 }, { "JULIES", "JULIUS", 889, 933 },
    };
    for (size_t i = 0; i < ST_LEN(table); i++) {
        assert_int_equal(winkler(table[i].a, table[i].b, 0), table[i].jaro);
        assert_int_equal(winkler(table[i].a, table[i].b, 4), table[i].winkler);
        assert_int_equal(winkler(table[i].b, table[i].a, 4), table[i].winkler);
    }
    assert_int_equal(winkler("", "", 4), 0);
    assert_int_equal(winkler("A", "", 4), 0);
    assert_int_equal(winkler("A", "A", 4), 1000);
    assert_int_equal(winkler("AB", "BA", 4), 0);       /* two letters reach no further than their own place */
    assert_int_equal(winkler("ABC", "XYZ", 4), 0);
    const letters a = of("ABCDEFGH"), b = of("ABCDEFXY");   /* a gap of a sixth, of which each letter of the prefix closes a tenth */
    for (unsigned prefix = 0; prefix <= 10; prefix++) assert_int_equal(st_jaro_winkler(a.c, a.n, b.c, b.n, prefix), (50000000 + (prefix < 6 ? prefix : 6) * 1000000 + 3) / 6);
}

static void soundex(void **state) {
    (void)state;
    static const struct { const char *name, *code; } table[] = {
        { "ROBERT", "R163" }, { "RUPERT", "R163" }, { "RUBIN", "R150" }, { "ASHCRAFT", "A261" }, { "ASHCROFT", "A261" }, { "TYMCZAK", "T522" }, { "PFISTER", "P236" },
        { "HONEYMAN", "H555" }, { "WASHINGTON", "W252" }, { "LEE", "L000" }, { "GUTIERREZ", "G362" }, { "JACKSON", "J250" }, { "VANDEUSEN", "V532" }, { "O'HARA", "O600" }, { "7 UP", "U100" },
    };
    char code[ST_SOUNDEX_LEN];
    for (size_t i = 0; i < ST_LEN(table); i++) {
        const letters l = of(table[i].name);
        assert_true(st_soundex(l.c, l.n, code));
        assert_memory_equal(code, table[i].code, ST_SOUNDEX_LEN);
    }
    const letters none = of("1984"), empty = of("");
    assert_false(st_soundex(none.c, none.n, code) || st_soundex(empty.c, empty.n, code));
    assert_memory_equal(code, "0000", ST_SOUNDEX_LEN);
}

static size_t edits(const char *a, const char *b) {
    const letters x = of(a), y = of(b);
    return st_levenshtein(x.c, x.n, y.c, y.n);
}

static void levenshtein(void **state) {
    (void)state;
    assert_int_equal(edits("KITTEN", "SITTING"), 3);
    assert_int_equal(edits("SATURDAY", "SUNDAY"), 3);
    assert_int_equal(edits("AB", "BA"), 2);
    assert_int_equal(edits("", "ABC"), 3);
    assert_int_equal(edits("ABC", ""), 3);
    assert_int_equal(edits("", ""), 0);
}

static uint32_t score(const char *query, const char *listed) { return st_ofac_score(st_str_of(query), st_str_of(listed)); }

/* Names of public lists and plain arithmetic; none of these pairs is a score that the tool has given. */
static void published_rules(void **state) {
    (void)state;
    assert_int_equal(score("Sergey Lavrov", "LAVROV, Sergey Viktorovich"), 100);   /* each part of the query is there: 100 is an exact match */
    assert_int_equal(score("LAVROV", "LAVROV, Sergey Viktorovich"), 100);
    assert_int_equal(score("lavrov sergey", "LAVROV, Sergey"), 100);
    assert_int_equal(score("MARTHA", "MARHTA"), 96);                 /* 0.961 squared, and one Soundex code */
    assert_int_equal(score("Bashar Meyer", "AL-ASSAD, Bashar"), 50);               /* the mean of 1 and 0, and two strings that begin unlike */
    assert_int_equal(score("BELNEFTEKHIM", "PROMEXPORT"), 0);                      /* no first letter in common */
    assert_int_equal(score("LAVROV", "LI"), 0);                                    /* more than half of the letters apart */
    assert_true(score("SHOYGU", "SHOIGU, Sergei") >= 90);
    assert_true(score("BELTRANSGAZ", "BELTRANSGAS OAO") > score("BELTRANSGAZ", "BELTECHEXPORT"));
}

static void preparation(void **state) {
    (void)state;
    assert_int_equal(score("o'neill", "ONEILL"), 100);
    assert_int_equal(score("A.B.C. Trading", "ABC TRADING"), 100);
    assert_int_equal(score("Al-Zawahiri", "AL ZAWAHIRI, Ayman"), 100);             /* hyphens part, and a part of two letters does not count */
    assert_int_equal(score("Wu Zhou", "ZHOU, Li"), 100);
    assert_true(score("Wu Li", "ZHOU, Li") < 100);                                  /* unless there are no others */
    assert_int_equal(score("Müller", "MÜLLER, Jan"), 100);
    assert_int_equal(score("ŁUKASZ", "łukasz"), 100);
    assert_int_equal(score("Лавров", "ЛАВРОВ, Сергей"), 100);
    assert_int_equal(score("Лавров", "LAVROV, Sergey"), 0);                         /* nothing is transliterated */
    assert_int_equal(score("", ""), 0);
    assert_int_equal(score("?!", "?!"), 0);
    assert_int_equal(score("---", "---"), 0);
    assert_int_equal(score("LAVROV", ""), 0);
    assert_int_equal(score("7", "7"), 100);
}

/* A pair is worth half of a square and half of the Soundex digits that agree. The other part is equal and stands elsewhere, so that the whole strings are unlike. */
static void pairs(void **state) {
    (void)state;
    static const struct { const char *query, *listed; unsigned sound, score; } table[] = {
        { "SMITH IVAN", "IVAN SMYTH", 3, 95 },       /* S530 S530, 0.893 */
        { "PETROV IVAN", "IVAN PETRON", 2, 89 },     /* P361 P365, 0.944: 36 stands in both */
        { "BARDON IVAN", "IVAN BANDOR", 3, 92 },     /* B635 B536, 0.822: each digit, none beside its neighbour */
        { "KARTA IVAN", "IVAN KATRA", 3, 97 },       /* K630 K360, 0.947 */
        { "KARLA IVAN", "IVAN KASSA", 1, 74 },       /* K640 K200, 0.787: the 0 alone */
        { "7012 IVAN", "IVAN 7021", 3, 97 },         /* no letters, no sounds to differ; 0.933 */
        { "MARTO IVAN", "IVAN MAKS", 0, 50 },        /* more than half apart: no pair, the mean of 0 and 1 */
    };
    st_ofac_name q, l;
    st_ofac_why why;
    for (size_t i = 0; i < ST_LEN(table); i++) {
        st_ofac_prepare(st_str_of(table[i].query), &q);
        st_ofac_prepare(st_str_of(table[i].listed), &l);
        const uint32_t s = st_ofac_compare(&q, &l, &why);
        assert_int_equal(why.pair[0].sound, table[i].sound);
        assert_int_equal(s, table[i].score);
        assert_int_equal(why.rule, ST_OFAC_COMPOSITE);
    }
}

/* Parts of the query decide, not those of the listed name. */
static void not_symmetric(void **state) {
    (void)state;
    assert_int_equal(score("LAVROV", "LAVROV, Sergey"), 100);
    assert_true(score("LAVROV SERGEY", "LAVROV") < 100);
    assert_int_equal(score("SERGEY VIKTOROV", "VIKTOROVA, Sergey"), score("VIKTOROV SERGEY", "SERGEY VIKTOROVA"));
}

static void reasons(void **state) {
    (void)state;
    st_ofac_name q, l;
    st_ofac_why why;
    st_ofac_prepare(ST_STR("Mr O'Neill-Smith, Jonh"), &q);
    st_ofac_prepare(ST_STR("SMYTH, Mary ONEILL"), &l);
    assert_int_equal(q.parts, 4);
    assert_false(q.cut);
    assert_true(st_str_is(st_ofac_part_text(&q, 1), "O'Neill") && st_str_is(st_ofac_part_text(&q, 2), "Smith") && st_str_is(st_ofac_part_text(&l, 0), "SMYTH"));
    uint32_t s = st_ofac_compare(&q, &l, &why);
    assert_int_equal(why.rule, ST_OFAC_COMPOSITE);
    assert_int_equal(why.pairs, 3);                        /* Mr is too short to count */
    assert_true(why.pair[0].query == 1 && why.pair[0].listed == 2 && why.pair[0].like == 10000 && why.pair[0].sound == 3);
    assert_true(why.pair[1].query == 2 && why.pair[1].listed == 0 && why.pair[1].like < 10000 && why.pair[1].sound == 3);
    assert_true(why.pair[2].query == 3 && why.pair[2].listed == ST_OFAC_NONE && why.pair[2].like == 0);
    assert_true(s == why.composite && s >= why.whole);
    st_ofac_prepare(ST_STR("VIKTOR PASHIN"), &q);
    st_ofac_prepare(ST_STR("VIKTORENKO ASHOT"), &l);
    s = st_ofac_compare(&q, &l, &why);
    assert_true(why.rule == ST_OFAC_WHOLE && s == why.whole && why.whole > why.composite);
    st_ofac_prepare(ST_STR("Meyer"), &l);
    assert_int_equal(st_ofac_compare(&q, &l, &why), 0);
    assert_true(why.rule == ST_OFAC_NOT_RETURNED && why.whole == 0 && why.composite == 0 && why.pairs == 2 && why.pair[0].listed == ST_OFAC_NONE);
}

/* What must hold for any pair of names of a small alphabet. */
static void properties(void **state) {
    (void)state;
    uint32_t seed = 7;
    st_ofac_name q, l;
    st_ofac_why why;
    for (int round = 0; round < 20000; round++) {
        char text[2][24];
        for (int k = 0; k < 2; k++) {
            const size_t n = (seed = seed * 1103515245u + 12345u) >> 16 & 15;
            for (size_t i = 0; i < n; i++) text[k][i] = "ABCDES- '"[((seed = seed * 1103515245u + 12345u) >> 16) % 9];
            text[k][n] = 0;
        }
        const letters a = of(text[0]), b = of(text[1]);
        const uint32_t ab = st_jaro_winkler(a.c, a.n, b.c, b.n, 5);
        assert_true(ab <= ST_CLASSIC_ONE && st_jaro_winkler(a.c, a.n, b.c, b.n, 0) <= ab);
        assert_true((ab == 0) == (st_jaro_winkler(b.c, b.n, a.c, a.n, 5) == 0));
        assert_true(a.n == 0 || st_jaro_winkler(a.c, a.n, a.c, a.n, 5) == ST_CLASSIC_ONE);
        assert_int_equal(edits(text[0], text[1]), edits(text[1], text[0]));
        st_ofac_prepare(st_str_of(text[0]), &q);
        st_ofac_prepare(st_str_of(text[1]), &l);
        const uint32_t s = st_ofac_compare(&q, &l, &why);
        assert_true(s <= 100 && s == st_ofac_score(q.raw, l.raw) && (s == 0) == (why.rule == ST_OFAC_NOT_RETURNED));
        assert_int_equal(st_ofac_compare(&q, &q, NULL), q.parts ? 100 : 0);
    }
}

static void hostile(void **state) {
    (void)state;
    static char long_name[5000], words[5000];
    memset(long_name, 'a', sizeof long_name);
    for (size_t i = 0; i < sizeof words; i++) words[i] = i % 4 == 3 ? ' ' : (char)('a' + i / 4 % 26);
    st_ofac_name q;
    st_ofac_prepare((st_str){ long_name, sizeof long_name }, &q);
    assert_true(q.cut && q.parts == 1 && q.n == ST_OFAC_BYTES);
    assert_int_equal(st_ofac_score(q.raw, q.raw), 100);
    assert_int_equal(st_ofac_score(q.raw, ST_STR("aaa")), 0);
    st_ofac_prepare((st_str){ words, sizeof words }, &q);
    assert_true(q.cut && q.parts == ST_OFAC_PARTS && q.n == ST_OFAC_BYTES * 3 / 4);
    assert_int_equal(st_ofac_score(q.raw, q.raw), 100);
    st_ofac_prepare((st_str){ words, 4 * ST_OFAC_PARTS }, &q);
    assert_true(!q.cut && q.parts == ST_OFAC_PARTS);
    st_ofac_prepare(ST_STR("ABC \xff DEF"), &q);                    /* what lies behind a byte that is no UTF-8 */
    assert_true(q.cut && q.parts == 1 && q.n == 3);
    st_ofac_prepare((st_str){ "Ж", 1 }, &q);
    assert_true(q.cut && q.parts == 0);
    st_ofac_prepare(ST_STR_NONE, &q);
    assert_true(!q.cut && q.parts == 0 && q.n == 0);
    long_name[ST_OFAC_BYTES - 1] = '\xd0';                          /* the limit falls inside of a letter */
    long_name[ST_OFAC_BYTES] = '\x96';
    st_ofac_prepare((st_str){ long_name, sizeof long_name }, &q);
    assert_true(q.cut && q.n == ST_OFAC_BYTES - 1);
}

int main(void) {
    const struct CMUnitTest tests[] = { cmocka_unit_test(jaro_winkler), cmocka_unit_test(soundex), cmocka_unit_test(levenshtein), cmocka_unit_test(published_rules), cmocka_unit_test(preparation),
                                        cmocka_unit_test(pairs), cmocka_unit_test(not_symmetric), cmocka_unit_test(reasons), cmocka_unit_test(properties), cmocka_unit_test(hostile) };
    return cmocka_run_group_tests_name("OFAC mode", tests, NULL, NULL);
}
