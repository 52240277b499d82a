/* Laws of the words of names. Over every entry of the tables: a canonical form is its own canonical form, phrases are found whole and longest first.
 * Over random sequences of known and unknown parts: a class goes with a canonical form, st_phrase says what a search through all phrases says,
 * equivalence is symmetric and what enumeration lists, and nothing depends on what stands behind a slice. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "text/text.h"
#include "text/text_blob.h"

static uint64_t seed = 7;
static uint32_t rnd(uint32_t n) {
    seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)((seed >> 33) % n);
}

static st_str key_of(const st_dict *d, size_t i) {
    const st_dict_entry *e = (const st_dict_entry *)st_blob_at(st_blob(), d->entry) + i;
    return st_blob_text(st_blob(), e->key, e->key_n);
}

static void canonical(void **state) {
    const st_blob_head *h = st_blob();
    const st_dict *const dicts[] = { &h->word, &h->term };
    for (size_t k = 0; k < ST_LEN(dicts); k++)
        for (size_t i = 0; i < dicts[k]->entry.n; i++) {
            const st_str key = key_of(dicts[k], i);
            st_str canon, again;
            for (int organisation = 0; organisation < 2; organisation++) {
                const st_word_class cls = st_word_as(key, organisation, &canon);
                assert_true((cls == ST_WORD_NONE) == (canon.n == 0));
                if (cls == ST_WORD_NONE) continue;
                if (!organisation) assert_true(cls == ST_WORD_TITLE || cls == ST_WORD_PARTICLE || cls == ST_WORD_NUMBER);
                else assert_int_not_equal(cls, ST_WORD_TITLE);
                if (st_word_as(canon, organisation, &again) != cls || !st_str_eq(canon, again)) fail_msg("%.*s: %.*s", ST_FMT(key), ST_FMT(canon));
            }
        }
}

/* What st_phrase has to say, by comparing with every phrase. */
static size_t longest(const st_str *part, size_t n) {
    const st_dict *d = &st_blob()->phrase;
    size_t best = 0;
    for (size_t i = 0; i < d->entry.n; i++) {
        st_str p[ST_PHRASE_PARTS];
        const size_t k = st_tokens(key_of(d, i), p, ST_LEN(p));
        if (k < 2 || k > n || k <= best) continue;
        size_t same = 0;
        while (same < k && st_str_eq(p[same], part[same])) same++;
        if (same == k) best = k;
    }
    return best;
}

static void whole_phrases(void **state) {
    const st_dict *d = &st_blob()->phrase;
    for (size_t i = 0; i < d->entry.n; i++) {
        st_str part[ST_PHRASE_PARTS], canon;
        st_word_class cls;
        const size_t n = st_tokens(key_of(d, i), part, ST_LEN(part));
        if (n < 2) continue;
        assert_int_equal(st_phrase(part, n, &cls, &canon), n);
        assert_true(cls != ST_WORD_NONE && canon.n > 0);
        assert_int_equal(st_phrase(part, n, NULL, NULL), n);
    }
}

static void random_phrases(void **state) {
    const st_blob_head *h = st_blob();
    for (int t = 0; t < 1000; t++) {
        st_str part[16], canon;
        size_t n = 0;
        while (n < 10 && rnd(6)) {
            if (rnd(3) == 0) part[n++] = key_of(&h->term, rnd(h->term.entry.n));
            else if (rnd(6) == 0) part[n++] = ST_STR("zzyx");
            else {   /* a phrase or its beginning */
                const size_t k = st_tokens(key_of(&h->phrase, rnd(h->phrase.entry.n)), part + n, 4);
                n += k < 4 ? k : 4;
            }
        }
        for (size_t from = 0; from < n; from++) {
            st_word_class cls;
            const size_t k = st_phrase(part + from, n - from, &cls, &canon);
            assert_int_equal(k, longest(part + from, n - from));
            assert_true((k == 0) == (cls == ST_WORD_NONE) && (k == 0) == (canon.n == 0));
        }
    }
}

/* Any slice gets an answer, and only the slice counts. */
static void random_slices(void **state) {
    char text[400];
    for (int t = 0; t < 100000; t++) {
        const size_t n = rnd(rnd(50) ? 12 : sizeof text - 1);
        for (size_t i = 0; i < n; i++) text[i] = rnd(8) ? (char)('a' + rnd(26)) : "0123456789 \0\xFF"[rnd(13)];
        text[n] = (char)rnd(256);
        const st_str s = { text, n };
        st_str canon;
        const st_word_class cls = st_word_as(s, rnd(2), &canon);
        assert_true((cls == ST_WORD_NONE) == (canon.n == 0));
        assert_true(st_rarity(s, rnd(2)) <= 255);
        assert_int_equal(st_equivalent(s, s), 0);
        st_str two[2] = { s, s };
        assert_true(st_phrase(two, 2, NULL, NULL) == (t < 500 ? longest(two, 2) : st_phrase(two, 2, NULL, NULL)));
        (void)st_is_patronymic(s);
        if (n > 1) assert_int_equal(st_confusable(text[0], text[1]), st_confusable(text[1], text[0]));
    }
}

static void random_equivalents(void **state) {
    const st_dict *d = &st_blob()->alike;
    st_str near[512];
    for (int t = 0; t < 50000; t++) {
        const st_str a = key_of(d, rnd(d->entry.n)), b = key_of(d, rnd(d->entry.n));
        const unsigned strength = st_equivalent(a, b);
        assert_int_equal(st_equivalent(b, a), strength);
        size_t found = 0;
        const size_t n = st_equivalents(a, near, ST_LEN(near));
        assert_true(n <= ST_LEN(near));
        for (size_t i = 0; i < n; i++) found += st_str_eq(near[i], b);
        assert_int_equal(found, strength != 0);
    }
}

int main(void) {
    const struct CMUnitTest t[] = { cmocka_unit_test(canonical), cmocka_unit_test(whole_phrases), cmocka_unit_test(random_phrases), cmocka_unit_test(random_slices), cmocka_unit_test(random_equivalents) };
    return cmocka_run_group_tests(t, NULL, NULL);
}
