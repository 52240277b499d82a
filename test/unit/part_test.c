/* Parts against parts: each relation, what it is worth against the others, what is never alike, and that the sides may change places. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "match/part.h"
#include "textbook.h"

enum { RARE = 255, UNLIKE = -1 };

static st_part part(const char *text, st_view view) {
    st_part p;
    st_part_make(&p, st_str_of(text), view, RARE);
    return p;
}

static st_part run_of(const char *text, bool loose) {
    st_str s = st_str_of(text);
    return (st_part){ .text = s, .letters = st_letters(s), .weight = 150, .run = true, .loose = loose };
}

/* The relation of two parts, UNLIKE for none; checks that it is that of the parts in the other order, with and without a pattern. */
static int relation(const st_part *a, const st_part *b, st_view view, st_likeness *out) {
    st_likeness x = { 0, 0, 0 }, y = { 0, 0, 0 }, z = { 0, 0, 0 };
    st_pattern p = { .n = 0 };
    if (a->text.n <= ST_EDIT_MAX) st_pattern_set(&p, a->text);
    bool any = st_like(a, b, NULL, view, &x), back = st_like(b, a, NULL, view, &y), with = st_like(a, b, a->text.n <= ST_EDIT_MAX ? &p : NULL, view, &z);
    if (any != back || any != with || (any && (x.relation != y.relation || x.gain != y.gain || x.cost != y.cost || x.gain != z.gain || x.relation != z.relation)))
        fail_msg("%.*s and %.*s are not alike the other way round", ST_FMT(a->text), ST_FMT(b->text));
    if (out) *out = x;
    return any ? x.relation : UNLIKE;
}

static int words(const char *a, const char *b, st_view view, st_likeness *out) {
    st_part x = part(a, view), y = part(b, view);
    return relation(&x, &y, view, out);
}

static void relations(void **state) {
    (void)state;
    static const struct { const char *a, *b; st_view view; int relation; } pair[] = {
        { "examplov", "examplov", ST_VIEW_PERSON, ST_REL_SAME },     { "examplov", "examklov", ST_VIEW_PERSON, ST_REL_SPELLING },
        { "limited", "ltd", ST_VIEW_OTHER, ST_REL_FORM },            { "ltd", "llc", ST_VIEW_OTHER, UNLIKE },
        { "william", "bill", ST_VIEW_PERSON, ST_REL_EQUIVALENT },    { "william", "bill", ST_VIEW_OTHER, UNLIKE },
        { "v", "vasily", ST_VIEW_PERSON, ST_REL_INITIAL },           { "x", "vasily", ST_VIEW_PERSON, UNLIKE },
        { "v", "v", ST_VIEW_PERSON, ST_REL_SAME },                   { "v", "w", ST_VIEW_PERSON, UNLIKE },
        { "61398", "61399", ST_VIEW_OTHER, UNLIKE },                 { "61398", "61398", ST_VIEW_OTHER, ST_REL_SAME },
        { "7", "7th", ST_VIEW_OTHER, ST_REL_FORM },                  { "mq9", "mq8", ST_VIEW_OTHER, UNLIKE },
        { "examplov", "sampleh", ST_VIEW_PERSON, UNLIKE },           { "l", "ltd", ST_VIEW_OTHER, UNLIKE },
    };
    for (size_t i = 0; i < ST_LEN(pair); i++) {
        int got = words(pair[i].a, pair[i].b, pair[i].view, NULL);
        if (got != pair[i].relation) fail_msg("%s and %s: %d, not %d", pair[i].a, pair[i].b, got, pair[i].relation);
    }
    st_likeness like;
    assert_int_equal(words("mohammed", "mhmd", ST_VIEW_PERSON, &like) == UNLIKE, false);   /* vowels that were not written */
    assert_int_equal(words("qzrtvmd", "qazrtavmd", ST_VIEW_PERSON, &like) == UNLIKE, false);
}

static void worth_of_relations(void **state) {
    (void)state;
    st_likeness same, near, far, initial, form;
    words("examplovich", "examplovich", ST_VIEW_PERSON, &same);
    words("examplovich", "exampluvich", ST_VIEW_PERSON, &near);   /* a vowel for a vowel */
    words("examplovich", "examptovich", ST_VIEW_PERSON, &far);    /* any letter */
    words("e", "examplovich", ST_VIEW_PERSON, &initial);
    words("limited", "ltd", ST_VIEW_OTHER, &form);
    st_part p = part("examplovich", ST_VIEW_PERSON), l = part("ltd", ST_VIEW_OTHER);
    assert_int_equal(same.gain, p.weight);
    assert_true(same.gain > near.gain && near.gain > far.gain && far.gain > initial.gain && initial.gain > 0);
    assert_true(near.cost < far.cost && same.cost == 0);
    assert_int_equal(form.gain, l.weight - st_weights_of[ST_VIEW_OTHER].form);
    st_part rare = part("examplovich", ST_VIEW_PERSON), common = part("exampluvich", ST_VIEW_PERSON);
    common.weight = 48;
    relation(&rare, &common, ST_VIEW_PERSON, &far);
    assert_true(far.gain < 48);                                   /* what looks rare for being misspelt is worth no more than what it stands for */
}

static void runs(void **state) {
    (void)state;
    st_likeness like;
    st_part whole = part("alexamplah", ST_VIEW_PERSON), strict = run_of("alexamplah", false), loose = run_of("alexampleh", true), off = run_of("alexampleh", false);
    assert_int_equal(relation(&strict, &whole, ST_VIEW_PERSON, &like), ST_REL_SAME);
    int less = strict.weight < whole.weight ? strict.weight : whole.weight;
    assert_int_equal(like.gain, less - st_weights_of[ST_VIEW_PERSON].joined);
    int exact = like.gain;
    assert_int_equal(relation(&loose, &whole, ST_VIEW_PERSON, &like), ST_REL_SPELLING);
    assert_true(like.gain < exact);
    assert_int_equal(relation(&off, &whole, ST_VIEW_PERSON, &like), UNLIKE);
    st_part first = part("a", ST_VIEW_PERSON);
    assert_int_equal(relation(&loose, &first, ST_VIEW_PERSON, &like), UNLIKE);   /* no initial stands for a run */
}

static uint32_t seed = 11;
static uint32_t below(uint32_t n) {
    seed = seed * 1664525u + 1013904223u;
    return (seed >> 8) % n;
}

static size_t random_part(char *p, size_t most) {
    static const char some[] = "aeiouyhmndrstkl7";
    size_t n = 1 + below((uint32_t)most);
    for (size_t i = 0; i < n; i++) p[i] = below(20) ? some[below(15)] : some[15];
    return n;
}

/* Of any two parts: the gain is within what they are worth, spelling needs few edits, digits are never misspelt, and the sides may change places. */
static void any_two(void **state) {
    (void)state;
    unsigned alike = 0;
    for (int round = 0; round < 60000; round++) {
        char a[70], b[70];
        st_str x = { a, random_part(a, round % 40 ? 9 : 68) }, y = { b, x.n };
        memcpy(b, a, x.n);
        for (uint32_t k = below(4); k > 0 && y.n; k--) b[below((uint32_t)y.n)] = "aeiouhmnt7"[below(10)];
        if (below(3) == 0 && y.n > 1) y.n--;
        st_view view = (st_view)below(2);
        st_part p, q;
        st_part_make(&p, x, view, below(256));
        st_part_make(&q, y, view, below(256));
        assert_int_equal(st_edit_cost(x, y), st_edit_cost(y, x));
        st_likeness like;
        int r = relation(&p, &q, view, &like), worth = p.weight < q.weight ? p.weight : q.weight;
        assert_int_equal(st_str_eq(x, y), r == ST_REL_SAME);
        if (r == UNLIKE) continue;
        alike++;
        assert_true(like.gain <= worth && like.gain >= 0);
        if (r == ST_REL_SPELLING) assert_true(textbook_osa(x, y) <= st_edit_budget(x.n < y.n ? x.n : y.n));
        if (r == ST_REL_SOUND) {
            assert_true(st_sound(x) == st_sound(y) && st_sound(x) != 0);
            assert_true(st_letters_near(st_letters(x) & ~1u, st_letters(y) & ~1u, st_sound_most(st_sound(x), st_bare(x) || st_bare(y))));   /* or the look-up would lack it */
        }
        if (r == ST_REL_SPELLING || r == ST_REL_SOUND || r == ST_REL_INITIAL) assert_true(!((p.letters | q.letters) & ST_LETTERS_DIGIT));
        if (r == ST_REL_SPELLING || r == ST_REL_SOUND || r == ST_REL_EQUIVALENT) assert_true(like.gain >= worth * st_weights_of[view].least_share / 1000);
    }
    assert_true(alike > 5000);
}

static void edit_costs(void **state) {
    (void)state;
    for (int round = 0; round < 30000; round++) {
        char a[24], b[24];
        st_str x = { a, random_part(a, 20) }, y = { b, random_part(b, 20) };
        if (below(2)) { memcpy(b, a, x.n); y.n = x.n; b[below((uint32_t)y.n)] = 'k'; }
        unsigned cost = st_edit_cost(x, y);
        assert_int_equal(cost == 0, st_str_eq(x, y));
        assert_true(cost <= 22 * textbook_osa(x, y));   /* an edit is 16, of the first letter 6 more */
        assert_int_equal(cost, st_edit_cost(y, x));
    }
    assert_true(st_edit_cost(ST_STR("petrov"), ST_STR("petrow")) <= st_edit_cost(ST_STR("petrov"), ST_STR("petrom")));   /* letters that sound alike */
    assert_true(st_edit_cost(ST_STR("hasan"), ST_STR("hassan")) < st_edit_cost(ST_STR("hasan"), ST_STR("hasman")));       /* a letter twice */
    assert_true(st_edit_cost(ST_STR("petrov"), ST_STR("betrov")) > st_edit_cost(ST_STR("opetrov"), ST_STR("obetrov")));   /* the first letter */
}

int main(void) {
    const struct CMUnitTest tests[] = { cmocka_unit_test(relations), cmocka_unit_test(worth_of_relations), cmocka_unit_test(runs), cmocka_unit_test(any_two), cmocka_unit_test(edit_costs) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
