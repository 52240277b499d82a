/* The parameters of the model: the scale of the score, and what any choice of weights must keep. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "match/part.h"
#include "match/score.h"

enum { FAR = 4000 };   /* evidence that no two names reach */

static void score_rises(void **state) {
    (void)state;
    assert_int_equal(st_bits_of_score(7000), 20);   /* the default threshold asks for 1.25 bits, whatever the curve */
    for (int32_t x = -FAR; x < FAR; x++) {
        assert_true(st_score_of_bits(x) <= st_score_of_bits(x + 1));
        assert_in_range(st_score_of_bits(x), 1, 9999);
    }
    for (int32_t x = -96; x < 96; x++) assert_true(st_score_of_bits(x) < st_score_of_bits(x + 1));   /* no steps where decisions are made */
    for (int32_t x = 96; x < 318; x++) assert_true(st_score_of_bits(x) < st_score_of_bits(x + 1));   /* nor among hits */
    assert_true(st_score_of_bits(INT32_MAX) >= st_score_of_bits(FAR) && st_score_of_bits(-INT32_MAX) <= st_score_of_bits(-FAR));
}

/* The least evidence for a score is that, and not a sixteenth more. */
static void bits_are_the_inverse(void **state) {
    (void)state;
    assert_int_equal(st_score_of_bits(st_bits_of_score(7000)), 7000);
    assert_true(st_bits_of_score(0) < -FAR);
    const uint32_t most = st_score_of_bits(FAR);
    for (uint32_t score = 1; score <= most; score++) {
        int32_t x = st_bits_of_score(score);
        assert_true(st_score_of_bits(x) >= score);
        if (score > st_score_of_bits(-FAR)) assert_true(st_score_of_bits(x - 1) < score);
        assert_true(x >= st_bits_of_score(score - 1));
    }
    assert_true(st_score_of_bits(st_bits_of_score(10000)) == most);   /* out of reach of the table: only what is off its end */
}

static void worths(void **state) {
    (void)state;
    for (unsigned v = 0; v < ST_VIEWS; v++) {
        const st_weights *w = &st_weights_of[v];
        uint16_t last = 0;
        for (unsigned rarity = 0; rarity <= 255; rarity++) {
            uint16_t worth = st_part_worth((st_view)v, rarity, ST_WORD_NONE, 6);
            assert_in_range(worth, w->rare_least, w->rare_most);
            assert_true(worth >= last);
            last = worth;
            assert_true(st_part_worth((st_view)v, rarity, ST_WORD_NONE, 1) <= w->letter);
            for (unsigned letters = 2; letters <= 5; letters++) assert_true(st_part_worth((st_view)v, rarity, ST_WORD_NONE, letters) <= w->short_most[letters - 2]);
            for (unsigned letters = 2; letters <= 6; letters++)
                assert_true(st_part_worth((st_view)v, rarity, ST_WORD_NONE, letters) >= st_part_worth((st_view)v, rarity, ST_WORD_NONE, letters - 1));
            for (unsigned cls = 1; cls < ST_WORD_CLASSES; cls++) {
                assert_true(st_part_worth((st_view)v, rarity, cls, 6) <= w->class_most[cls]);
                assert_true(st_part_worth((st_view)v, rarity, cls, 6) <= worth || w->class_most[cls] >= worth);
            }
        }
        assert_int_equal(last, w->rare_most);
    }
}

/* What the proofs of doc/MATCHING.md take for granted. */
static void signs_and_bounds(void **state) {
    (void)state;
    for (unsigned v = 0; v < ST_VIEWS; v++) {
        const st_weights *w = &st_weights_of[v];
        assert_true(w->rare_least > 0 && w->rare_least <= w->rare_most && w->letter > 0);
        assert_true(w->rare_most * (int)ST_PARTS <= INT16_MAX);                          /* the sum of a run fits */
        assert_true(w->edit_share >= 0 && w->sound_share >= 0 && w->joined >= 0 && w->form >= 0 && w->order >= 0 && w->weak >= 0);
        assert_in_range(w->least_share, 1, 1000);
        assert_in_range(w->need_share, 1, 1000);
        assert_in_range(w->miss_query, 0, 1000);
        assert_in_range(w->miss_list, 0, 1000);
        assert_true(w->need_most > 0 && w->against_letter >= 0);
        for (unsigned i = 0; i < ST_LEN(w->edit_fixed); i++) assert_true(w->edit_fixed[i] >= 0);
        for (unsigned i = 0; i < ST_LEN(w->sound); i++) assert_true(w->sound[i] >= 0);
        assert_true(w->sound[ST_LEN(w->sound) - 1] <= w->sound[0]);                      /* the more consonants, the surer */
        for (unsigned i = 0; i < ST_LEN(w->short_most); i++)
            assert_true(w->short_most[i] >= (i ? w->short_most[i - 1] : w->letter) && w->short_most[i] <= w->rare_most);   /* the more letters, the surer */
        for (unsigned cls = 0; cls < ST_WORD_CLASSES; cls++) assert_true(w->against[cls] >= 0 && w->class_most[cls] > 0);
        for (unsigned k = 1; k < ST_LEN(w->equivalent); k++) assert_true(w->equivalent[k] >= 0);
    }
    const st_claim_weights *c = &st_claim_weights_of;
    assert_true(c->floor < 0 && c->identifier + 2 * c->floor >= st_bits_of_score(9000));   /* a number decides by itself */
}

int main(void) {
    const struct CMUnitTest tests[] = { cmocka_unit_test(score_rises), cmocka_unit_test(bits_are_the_inverse), cmocka_unit_test(worths), cmocka_unit_test(signs_and_bounds) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
