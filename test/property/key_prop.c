/* Laws of the keys of parts (text/key.h): whatever is within its edits of a part shares a deletion with it; sketches and sets of letters rule out only
 * what may be ruled out; equal sounds come from equal skeletons; runs that may be joined. Against the edit distance of the textbook. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "match/edit.h"
#include "textbook.h"

static uint64_t seed = 20261125;
static uint32_t below(uint32_t n) {   /* xorshift64*, Vigna 2016 */
    seed ^= seed >> 12;
    seed ^= seed << 25;
    seed ^= seed >> 27;
    return (uint32_t)((seed * UINT64_C(2685821657736338717)) >> 33) % n;
}

static char letter(uint32_t alphabet) { return (char)('a' + (int)below(alphabet)); }

static size_t random_part(char *p, size_t most, uint32_t alphabet) {
    size_t n = 1 + below((uint32_t)most);
    for (size_t i = 0; i < n; i++) p[i] = letter(alphabet);
    return n;
}

/* Exactly k edits, none of them undone on purpose. */
static size_t edited(const char *a, size_t n, char *out, unsigned k, uint32_t alphabet) {
    memcpy(out, a, n);
    for (; k > 0; k--) {
        size_t at = n ? below((uint32_t)n) : 0;
        switch (below(4)) {
        case 0: memmove(out + at + 1, out + at, n - at); out[at] = letter(alphabet); n++; break;
        case 1: if (n > 1) { memmove(out + at, out + at + 1, n - at - 1); n--; } break;
        case 2: if (n) out[at] = letter(alphabet); break;
        default: if (at + 1 < n) { char c = out[at]; out[at] = out[at + 1]; out[at + 1] = c; } break;
        }
    }
    return n;
}

static bool share(const uint64_t *a, size_t n, const uint64_t *b, size_t m) {
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < m; j++)
            if (a[i] == b[j]) return true;
    return false;
}

/* The lemma that the look-up of misspelt parts rests on: each side is keyed by the budget of its own length, and parts that the kernel compares (within
 * the budget of the shorter one) have a hash in common. */
static void deletions_are_complete(void **state) {
    (void)state;
    unsigned near = 0, shared_though_far = 0, far = 0;
    for (int round = 0; round < 200000; round++) {
        char a[64], b[80];
        uint32_t alphabet = round % 3 == 0 ? 2 : round % 3 == 1 ? 4 : 26;
        st_str x = { a, random_part(a, round % 4 ? 12 : 40, alphabet) }, y = { b, 0 };
        y.n = round % 5 ? edited(a, x.n, b, 1 + below(2), alphabet) : random_part(b, 12, alphabet);
        unsigned budget = st_edit_budget(x.n < y.n ? x.n : y.n), distance = textbook_osa(x, y);
        uint64_t p[ST_DELETIONS_MOST], q[ST_DELETIONS_MOST];
        size_t n = st_deletions(x, st_edit_budget(x.n), p), m = st_deletions(y, st_edit_budget(y.n), q);
        assert_true(n >= 1 && n <= ST_DELETIONS_MOST && m >= 1 && m <= ST_DELETIONS_MOST);
        for (size_t i = 1; i < n; i++)
            for (size_t k = 0; k < i; k++) assert_true(p[i] != p[k]);
        if (distance > budget) {
            far++;
            shared_though_far += share(p, n, q, m);
            continue;
        }
        near += distance > 0;
        if (!share(p, n, q, m)) fail_msg("%.*s and %.*s are %u edits apart and share no deletion", ST_FMT(x), ST_FMT(y), distance);
    }
    assert_true(near > 60000);
    assert_true(far > 10000 && shared_though_far < far);   /* they tell some apart, too */
}

static void fewer_edits_fewer_deletions(void **state) {
    (void)state;
    for (int round = 0; round < 3000; round++) {
        char a[32];
        uint64_t hash[3][ST_DELETIONS_MOST];
        size_t n[3];
        st_str x = { a, random_part(a, 20, 26) };
        for (unsigned k = 0; k < 3; k++) n[k] = st_deletions(x, k, hash[k]);
        assert_int_equal(n[0], 1);
        for (unsigned k = 1; k < 3; k++)
            for (size_t i = 0; i < n[k - 1]; i++) assert_true(share(&hash[k - 1][i], 1, hash[k], n[k]));
    }
}

static void letters(void **state) {
    (void)state;
    assert_int_equal(st_letters(ST_STR("")), 0);
    assert_int_equal(st_letters(ST_STR("abz")), 1u << 1 | 1u << 2 | 1u << 26);
    assert_true((st_letters(ST_STR("a7")) & ST_LETTERS_DIGIT) != 0);
    assert_true((st_letters(ST_STR("az")) & ST_LETTERS_DIGIT) == 0);
    for (int round = 0; round < 100000; round++) {
        char a[64], b[80];
        st_str x = { a, random_part(a, 14, 26) }, y = { b, 0 };
        y.n = edited(a, x.n, b, below(4), 26);
        unsigned distance = textbook_osa(x, y);
        for (unsigned k = distance; k < 4; k++) assert_true(st_letters_near(st_letters(x), st_letters(y), k));
    }
    assert_false(st_letters_near(st_letters(ST_STR("abc")), st_letters(ST_STR("xyz")), 2));
}

/* Equal parts have equal fingerprints; the first letter is told by five bits of them; different parts seldom agree. */
static void fingerprints(void **state) {
    (void)state;
    unsigned same = 0;
    for (int round = 0; round < 20000; round++) {
        char a[64], b[64];
        st_str x = { a, random_part(a, 12, 26) }, y = { b, random_part(b, 12, 26) };
        memcpy(b, a, 1);
        unsigned f = st_fingerprint(x), letter = f & ((1u << ST_FINGERPRINT_LETTER) - 1);
        assert_true(f < 1u << ST_FINGERPRINT_BITS);
        if (x.n) assert_int_equal(letter, st_fingerprint((st_str){ a, 1 }) & ((1u << ST_FINGERPRINT_LETTER) - 1));
        same += !st_str_eq(x, y) && f == st_fingerprint(y);
        memcpy(b, a, x.n);
        assert_int_equal(f, st_fingerprint((st_str){ b, x.n }));
    }
    assert_true(same < 400);
    assert_true((st_fingerprint(ST_STR("7")) & 31u) == (st_fingerprint(ST_STR("61398")) & 31u) && (st_fingerprint(ST_STR("7")) & 31u) > 25);
}

static void sounds(void **state) {
    (void)state;
    assert_int_equal(st_sound(ST_STR("")), 0);
    assert_int_equal(st_sound(ST_STR("aeiou")), 0);
    assert_int_equal(st_sound(ST_STR("bob1")), 0);
    assert_true(st_sound(ST_STR("mohammed")) != 0 && st_sound(ST_STR("mohammed")) == st_sound(ST_STR("muhamad")));
    unsigned same = 0;
    for (int round = 0; round < 60000; round++) {
        char a[32], b[48], p[64], q[64];
        st_str x = { a, random_part(a, 10, 26) }, y = { b, 0 };
        y.n = edited(a, x.n, b, below(3), 26);
        size_t n = st_skeleton(x, p, sizeof p), m = st_skeleton(y, q, sizeof q);
        uint32_t s = st_sound(x), t = st_sound(y);
        assert_int_equal(s == 0, n < 2);
        if (s) assert_int_equal(st_sound_length(s), n < 5 ? n - 2 : 3);
        if (n == m && n >= 2 && memcmp(p, q, n) == 0) {
            assert_int_equal(s, t);
            same++;
        }
    }
    assert_true(same > 5000);
}

/* Two neighbours, all parts, or all of the letters that stand among words. */
static void runs(void **state) {
    (void)state;
    for (int round = 0; round < 20000; round++) {
        uint8_t length[8];
        size_t n = 1 + below(8);
        for (size_t i = 0; i < n; i++) length[i] = below(2) ? 1 : (uint8_t)(2 + below(9));
        for (size_t from = 0; from < n; from++) {
            for (size_t count = 0; from + count <= n + 1; count++) {
                bool one_block = true;   /* a whole block of letters: neither fewer nor more */
                for (size_t i = 0; i < n; i++) one_block &= i < from || i >= from + count || length[i] == 1;
                if (from > 0 && length[from - 1] == 1) one_block = false;
                if (from + count < n && length[from + count] == 1) one_block = false;
                bool want = count >= 2 && from + count <= n && (count == 2 || count == n || one_block);
                assert_int_equal(st_run_joins(length, n, from, count), want);
            }
        }
    }
}

/* The parts of a name: those of the folded text in a person's view; phrases as one word in the other one, and never more parts than words. */
static void parts(void **state) {
    (void)state;
    st_str part[ST_PARTS], word[ST_PARTS];
    size_t n = st_name_parts(ST_STR("heron limited liability company"), ST_VIEW_OTHER, part, ST_PARTS);
    assert_int_equal(n, 2);
    assert_true(st_str_is(part[0], "heron"));
    assert_int_equal(st_name_parts(ST_STR("heron limited liability company"), ST_VIEW_PERSON, part, ST_PARTS), 4);
    assert_int_equal(st_name_parts(ST_STR_NONE, ST_VIEW_OTHER, part, ST_PARTS), 0);
    for (int round = 0; round < 5000; round++) {
        char a[600];
        size_t at = 0, words = below(60);
        for (size_t i = 0; i < words; i++) {
            if (at) a[at++] = ' ';
            at += random_part(a + at, 6, 26);
        }
        st_str x = { a, at };
        assert_int_equal(st_name_parts(x, ST_VIEW_PERSON, part, ST_PARTS), words);
        size_t seen = st_tokens(x, word, ST_PARTS);
        for (size_t i = 0; i < seen && i < ST_PARTS; i++) assert_true(st_str_eq(part[i], word[i]));
        assert_true(st_name_parts(x, ST_VIEW_OTHER, part, ST_PARTS) <= words);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(deletions_are_complete), cmocka_unit_test(fewer_edits_fewer_deletions), cmocka_unit_test(letters), cmocka_unit_test(fingerprints),
        cmocka_unit_test(sounds),                 cmocka_unit_test(runs),                        cmocka_unit_test(parts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
