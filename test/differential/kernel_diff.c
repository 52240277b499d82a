/* The kernel of matching against a plain one: the same relations of parts by full tables, and the best choice of pairs by trying all of them. It shares
 * with the first one only the weights, the text tables (words, sounds, equivalents, rarity) and the cost of an edit. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "match/name.h"
#include "textbook.h"

#ifdef ST_SANITIZED
enum { ROUNDS = 12000 };
#else
enum { ROUNDS = 100000 };
#endif

static uint64_t seed = 20261125;
static uint32_t below(uint32_t n) {   /* xorshift64*, Vigna 2016 */
    seed ^= seed >> 12;
    seed ^= seed << 25;
    seed ^= seed >> 27;
    return (uint32_t)((seed * UINT64_C(2685821657736338717)) >> 33) % n;
}
#define ONE_OF(list) ((list)[below((uint32_t)ST_LEN(list))])

/* ---- the plain kernel: parts ------------------------------------------------------------------------------------------------------------------- */

typedef struct plain_part { st_str text, canon; int32_t worth; unsigned cls; bool run, loose, digit; } plain_part;
enum { MOST = 8, JOINED = 600 };
typedef struct plain_name { plain_part part[MOST]; size_t n; } plain_name;

static bool digit_in(st_str s) {
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] >= '0' && s.p[i] <= '9') return true;
    return false;
}

static bool vowel(char c) { return strchr("aeiouy", c) != NULL; }

static plain_part part_of(st_str text, st_view view) {
    const st_weights *w = &st_weights_of[view];
    plain_part p = { .text = text, .digit = digit_in(text) };
    p.cls = st_word_as(text, view == ST_VIEW_OTHER, &p.canon);
    p.worth = (int32_t)st_rarity(text, view == ST_VIEW_OTHER);
    if (p.worth < w->rare_least) p.worth = w->rare_least;
    if (p.worth > w->rare_most) p.worth = w->rare_most;
    const int32_t most_of_length[6] = { INT32_MAX, w->letter, w->short_most[0], w->short_most[1], w->short_most[2], w->short_most[3] };
    if (text.n < 6 && p.worth > most_of_length[text.n]) p.worth = most_of_length[text.n];
    if (p.cls != ST_WORD_NONE && p.worth > w->class_most[p.cls]) p.worth = w->class_most[p.cls];
    return p;
}

static plain_name name_of(const char *folded, st_view view) {
    st_str part[MOST];
    plain_name n = { .n = st_name_parts(st_str_of(folded), view, part, MOST) };
    assert_true(n.n <= MOST);
    for (size_t i = 0; i < n.n; i++) n.part[i] = part_of(part[i], view);
    return n;
}

/* Less than half of as many vowels as other letters. */
static bool bare(st_str s) {
    size_t vowels = 0;
    for (size_t i = 0; i < s.n; i++) vowels += vowel(s.p[i]);
    return 2 * vowels < s.n - vowels;
}

enum { NOT_ALIKE = INT32_MIN, VOWEL_COST = 8 };

/* What an edit costs besides its share, by the shorter of two parts: 2 and 3 letters, 4, 5, 6 and more. */
static int32_t fixed_of(const st_weights *w, size_t shorter) {
    switch (shorter) {
    case 2: case 3: return w->edit_fixed[0];
    case 4: return w->edit_fixed[1];
    case 5: return w->edit_fixed[2];
    default: return w->edit_fixed[3];
    }
}

/* What two parts are worth to each other; NOT_ALIKE when they are not. */
static int32_t alike(const plain_part *a, const plain_part *b, st_view view) {
    const st_weights *w = &st_weights_of[view];
    int32_t worth = a->worth < b->worth ? a->worth : b->worth, best = NOT_ALIKE, gain;
    int32_t joined = a->run || b->run ? w->joined : 0;
    size_t longer = a->text.n > b->text.n ? a->text.n : b->text.n, shorter = a->text.n + b->text.n - longer;
    if (st_str_eq(a->text, b->text)) return worth - joined;
    if ((a->run && !a->loose) || (b->run && !b->loose)) return NOT_ALIKE;
    if (a->cls != ST_WORD_NONE && b->cls != ST_WORD_NONE) return a->cls == b->cls && st_str_eq(a->canon, b->canon) ? worth - w->form : NOT_ALIKE;
    if (shorter == 1) {
        const plain_part *one = a->text.n == 1 ? a : b, *word = a->text.n == 1 ? b : a;
        if (longer == 1 || word->run || word->cls != ST_WORD_NONE || one->digit || word->digit || one->text.p[0] != word->text.p[0]) return NOT_ALIKE;
        return (one->worth < w->letter ? one->worth : w->letter) / 2;
    }
    int32_t least = worth * w->least_share / 1000, cost = (int32_t)st_edit_cost(a->text, b->text);
    if (!a->digit && !b->digit && longer <= ST_EDIT_MAX && textbook_osa(a->text, b->text) <= st_edit_budget(shorter)) {
        gain = worth - worth * (w->edit_share * cost / (16 * (int32_t)longer)) / 1000 - fixed_of(w, shorter) * cost / 16 - joined;
        if (gain >= least && gain > best) best = gain;
    }
    if (a->run || b->run) return best;
    uint32_t sound = st_sound(a->text);
    if (sound && sound == st_sound(b->text)) {
        int32_t most = VOWEL_COST * ((int32_t)st_sound_length(sound) + 2) + (bare(a->text) || bare(b->text) ? 2 * VOWEL_COST : 0);
        gain = worth - worth * (w->sound_share * cost / (16 * (int32_t)longer)) / 1000 - w->sound[st_sound_length(sound)];
        if (cost <= most && gain >= least && gain > best) best = gain;
    }
    unsigned strength = a->digit || b->digit ? 0 : st_equivalent(a->text, b->text);
    if (strength && view == ST_VIEW_PERSON && a->cls == ST_WORD_NONE && b->cls == ST_WORD_NONE) {
        gain = worth - w->equivalent[strength];
        if (gain >= least && gain > best) best = gain;
    }
    return best;
}

/* Parts from..from+n-1 of a query name, written together. */
static plain_part run_of(const plain_name *name, size_t from, size_t n, char text[JOINED]) {
    plain_part p = { .text = { text, 0 }, .cls = ST_WORD_NONE, .run = true };
    for (size_t i = from; i < from + n; i++) {
        memcpy(text + p.text.n, name->part[i].text.p, name->part[i].text.n);
        p.text.n += name->part[i].text.n;
        p.worth += name->part[i].worth;
        p.loose |= n <= ST_RUN_MAX && name->part[i].text.n <= ST_SHORT_PART;
    }
    p.digit = digit_in(p.text);
    p.loose &= !p.digit;
    return p;
}

/* Two neighbours, the whole name, or all of the letters that stand among words. */
static bool may_join(const plain_name *l, size_t from, size_t n) {
    if (n == 2 || n == l->n) return true;
    for (size_t i = from; i < from + n; i++)
        if (l->part[i].text.n != 1) return false;
    return (from == 0 || l->part[from - 1].text.n > 1) && (from + n == l->n || l->part[from + n].text.n > 1);
}

/* ---- the plain kernel: all choices ------------------------------------------------------------------------------------------------------------- */

typedef struct choice { const plain_name *q, *c; st_view view; int32_t gain[MOST][MOST + 1][MOST][MOST + 1]; int32_t best; } choice;   /* [q][qn][c][cn] */

static int32_t against_of(const plain_part *p, const st_weights *w) { return p->text.n == 1 && p->cls == ST_WORD_NONE ? w->against_letter : w->against[p->cls]; }

static void all_pairs(choice *k) {
    char text[JOINED];
    for (size_t i = 0; i < MOST; i++)
        for (size_t n = 0; n <= MOST; n++)
            for (size_t j = 0; j < MOST; j++)
                for (size_t m = 0; m <= MOST; m++) k->gain[i][n][j][m] = NOT_ALIKE;
    for (size_t j = 0; j < k->c->n; j++) {
        for (size_t i = 0; i < k->q->n; i++) k->gain[i][1][j][1] = alike(&k->q->part[i], &k->c->part[j], k->view);
        for (size_t n = 2; n <= k->q->n; n++) {
            if (n > ST_RUN_MAX && n < k->q->n) continue;
            for (size_t i = 0; i + n <= k->q->n; i++) {
                plain_part p = run_of(k->q, i, n, text);
                k->gain[i][n][j][1] = alike(&p, &k->c->part[j], k->view);
            }
        }
        for (size_t m = 2; j + m <= k->c->n; m++) {
            if (!may_join(k->c, j, m)) continue;
            plain_part p = run_of(k->c, j, m, text);
            for (size_t i = 0; i < k->q->n; i++) {
                const plain_part *q = &k->q->part[i];
                if (q->text.n <= ST_EDIT_MAX && st_str_eq(q->text, p.text)) k->gain[i][1][j][m] = (q->worth < p.worth ? q->worth : p.worth) - st_weights_of[k->view].joined;
            }
        }
    }
}

/* Words whose place says nothing, so they are no part of the order. */
static bool stands_anywhere(unsigned cls) { return cls == ST_WORD_LEGAL_FORM || cls == ST_WORD_TITLE || cls == ST_WORD_PARTICLE || cls == ST_WORD_VESSEL_PREFIX; }

static int32_t need_of(const plain_name *q, st_view view) {
    int32_t worth = 0;
    for (size_t i = 0; i < q->n; i++) worth += q->part[i].worth;
    worth = worth * st_weights_of[view].need_share / 1000;
    return worth < st_weights_of[view].need_most ? worth : st_weights_of[view].need_most;
}

/* The sums of a whole choice: used says which parts are, at[i] where the pair that begins at query part i begins on the list, -1 for none. */
static int32_t total_of(const choice *k, uint32_t used_q, uint32_t used_c, const int at[MOST], int32_t gain) {
    const st_weights *w = &st_weights_of[k->view];
    int32_t miss_q = 0, miss_c = 0, against_q = 0, against_c = 0;
    for (size_t i = 0; i < k->q->n; i++)
        if (!(used_q >> i & 1)) { miss_q += k->q->part[i].worth; against_q += against_of(&k->q->part[i], w); }
    for (size_t j = 0; j < k->c->n; j++)
        if (!(used_c >> j & 1)) { miss_c += k->c->part[j].worth; against_c += against_of(&k->c->part[j], w); }
    int last = -1;
    bool crossed = false;
    for (size_t i = 0; i < k->q->n; i++) {
        if (at[i] < 0 || stands_anywhere(k->q->part[i].cls)) continue;
        crossed |= at[i] < last;
        last = at[i];
    }
    return gain - miss_q * w->miss_query / 1000 - miss_c * w->miss_list / 1000 - (against_q < against_c ? against_q : against_c) - (crossed ? w->order : 0) -
           need_of(k->q, k->view);
}

static void try_all(choice *k, size_t i, uint32_t used_q, uint32_t used_c, int at[MOST], int32_t gain) {
    if (i >= k->q->n) {
        int32_t total = total_of(k, used_q, used_c, at, gain);
        if (total > k->best) k->best = total;
        return;
    }
    at[i] = -1;
    try_all(k, i + 1, used_q, used_c, at, gain);
    for (size_t n = 1; i + n <= k->q->n; n++) {
        for (size_t j = 0; j < k->c->n; j++) {
            for (size_t m = 1; j + m <= k->c->n; m++) {
                uint32_t list = ((UINT32_C(1) << m) - 1) << j;
                if (k->gain[i][n][j][m] == NOT_ALIKE || (used_c & list)) continue;
                at[i] = (int)j;
                for (size_t x = i + 1; x < i + n; x++) at[x] = -1;
                try_all(k, i + n, used_q | ((UINT32_C(1) << n) - 1) << i, used_c | list, at, gain + k->gain[i][n][j][m]);
            }
        }
    }
}

static int32_t plain_evidence(const char *asked, const char *listed, st_view view) {
    static choice k;
    int at[MOST];
    plain_name q = name_of(asked, view), c = name_of(listed, view);
    k.q = &q;
    k.c = &c;
    k.view = view;
    k.best = INT32_MIN;
    all_pairs(&k);
    try_all(&k, 0, 0, 0, at, 0);
    return k.best;
}

/* ---- names ------------------------------------------------------------------------------------------------------------------------------------- */

static const char *const known[] = { "mohammed", "muhammad", "mhmd", "mehmet", "ivan", "john", "juan", "robert", "bob", "william", "bill", "alex", "alexander", "sasha", "aleksandr", "ali", "al", "abu", "abd", "bin",
                                     "van", "li", "lee", "kim", "hassan", "hasan", "yusuf", "joseph", "sergei", "sergey", "sheikh", "dr", "king", "iii", "3", "ltd", "limited", "llc", "gmbh",
                                     "company", "co", "trading", "trade", "bank", "banque", "group", "international", "iran", "iranian", "moscow", "of", "the", "and", "no", "7", "seven", "44th",
                                     "brigade", "ministry", "a", "b", "c", "o", "61398", "61399", "abc", "saudi", "arabia", "joint", "stock" };

static size_t put_word(char *p) {
    static const char *const syllable[] = { "ba", "kel", "mo", "ri", "tan", "sha", "vi", "dor", "eh", "lu" };
    size_t n = 0;
    const char *s = ONE_OF(known);
    if (below(2)) { memcpy(p, s, strlen(s)); return strlen(s); }
    for (uint32_t k = 1 + below(3); k > 0; k--) {
        s = ONE_OF(syllable);
        memcpy(p + n, s, strlen(s));
        n += strlen(s);
    }
    return n;
}

static void random_name(char *p) {
    size_t n = 0;
    for (uint32_t k = 1 + below(5); k > 0; k--) {
        if (n) p[n++] = ' ';
        n += put_word(p + n);
    }
    p[n] = 0;
}

/* A name as another one would write it: edits, blanks that come and go, parts in another order, dropped, cut to the initial, or put in. */
static void altered(const char *a, char *out) {
    const char *word[MOST];
    size_t length[MOST], n = 0, at = 0;
    for (const char *p = a; *p && n < 6; n++) {
        word[n] = p;
        length[n] = strcspn(p, " ");
        p += length[n] + (p[length[n]] == ' ');
    }
    if (n > 1 && below(3) == 0) {
        size_t i = below((uint32_t)n), j = below((uint32_t)n), l = length[i];
        const char *w = word[i];
        word[i] = word[j];
        length[i] = length[j];
        word[j] = w;
        length[j] = l;
    }
    for (size_t i = 0; i < n; i++) {
        if (n > 1 && below(7) == 0) continue;
        if (at && below(6)) out[at++] = ' ';
        size_t from = at, l = below(9) ? length[i] : 1;
        for (size_t k = 0; k < l; k++) {
            uint32_t what = below(30);
            if (what == 0) continue;
            if (what == 1 && k && k + 1 < l) out[at++] = ' ';
            out[at++] = what == 2 ? (char)('a' + (int)below(26)) : word[i][k];
            if (what == 3) out[at++] = word[i][k];
            if (what == 4 && at > from + 1 && out[at - 2] != ' ') { char c = out[at - 1]; out[at - 1] = out[at - 2]; out[at - 2] = c; }
        }
    }
    if (at == 0) out[at++] = 'x';
    out[at] = 0;
}

/* Blanks where folding leaves them, and few enough parts for all choices to be tried. */
static bool tidy(char *p) {
    size_t n = 0, parts = 0;
    for (size_t i = 0; p[i]; i++)
        if (p[i] != ' ' || (n && p[n - 1] != ' ')) p[n++] = p[i];
    while (n && p[n - 1] == ' ') n--;
    p[n] = 0;
    for (size_t i = 0; i < n; i++) parts += p[i] == ' ';
    return n > 0 && parts < 7;
}

static void both_agree(void **state) {
    (void)state;
    static const st_rarity_of background = { NULL, NULL };
    static st_pair pair[ST_PAIRS];
    st_asked *asked = st_asked_new();
    assert_non_null(asked);
    unsigned cut = 0, positive = 0, joined = 0, kinds[ST_PAIR_JOINED + 1] = { 0 };
    for (int round = 0; round < ROUNDS; round++) {
        char a[400], b[800];
        st_view view = (st_view)(round % 2);
        random_name(a);
        if (round % 4) altered(a, b);
        else random_name(b);
        if (!tidy(a) || !tidy(b)) continue;
        if (below(2)) { char c[800]; memcpy(c, a, 400); memcpy(a, b, 400); memcpy(b, c, 400); a[399] = b[399] = 0; }
        st_listed listed;
        st_sums u;
        assert_int_equal(st_asked_set(asked, st_str_of(a), view, background), ST_OK);
        st_listed_set(&listed, st_str_of(b), view, background);
        size_t n = st_pairs_of(asked, &listed, pair, ST_PAIRS), chosen = st_score(view, &asked->side, &listed.side, pair, n, &u);
        if (u.cut) { cut++; continue; }
        int32_t want = plain_evidence(a, b, view);
        if (u.total != want) fail_msg("%s | %s, view %u: %d, not %d", a, b, (unsigned)view, u.total, want);
        positive += u.total > 0;
        for (size_t k = 0; k < chosen; k++) { kinds[pair[k].kind]++; joined += pair[k].cn > 1; }
    }
    st_asked_free(asked);
    print_message("# %u pairs positive, %u cut; %u same, %u form, %u edit, %u sound, %u equivalent, %u initial, %u joined, %u of them on the list\n", positive, cut, kinds[0], kinds[1],
                  kinds[2], kinds[3], kinds[4], kinds[5], kinds[6], joined);
    assert_true(cut * 100 < ROUNDS);
    assert_true(positive > ROUNDS / 20);
    for (size_t k = 0; k <= ST_PAIR_JOINED; k++) assert_true(kinds[k] > ROUNDS / 2000);   /* nothing went untested */
    assert_true(joined > ROUNDS / 100);
}

int main(void) {
    const struct CMUnitTest tests[] = { cmocka_unit_test(both_agree) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
