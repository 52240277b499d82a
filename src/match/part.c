/* Parts, and the pair kernel. */
#include <pthread.h>
#include "match/part.h"

uint16_t st_part_worth(st_view view, unsigned rarity, unsigned cls, size_t letters) {
    const st_weights *w = &st_weights_of[view];
    int worth = (int)rarity;
    if (worth < w->rare_least) worth = w->rare_least;
    if (worth > w->rare_most) worth = w->rare_most;
    if (letters == 1 && worth > w->letter) worth = w->letter;
    if (letters >= 2 && letters <= 5 && worth > w->short_most[letters - 2]) worth = w->short_most[letters - 2];
    if (cls != ST_WORD_NONE && worth > w->class_most[cls]) worth = w->class_most[cls];
    return (uint16_t)worth;
}

void st_part_make(st_part *p, st_str text, st_view view, unsigned rarity) {
    st_str canon;
    *p = (st_part){ .text = text, .letters = st_letters(text), .sound = st_sound(text) };
    p->cls = (uint8_t)st_word_as(text, view == ST_VIEW_OTHER, &canon);
    p->weight = st_part_worth(view, rarity, p->cls, text.n);
}

/* ---- how far two spellings are apart -------------------------------------------------------------------------------------------------------- */

enum { EDIT = 16, VOWEL = 8, DOUBLE = 6, SILENT = 8, ALIKE = 10, KEYBOARD = 13, SWAP = 12, FIRST = 6, LONGEST = 24, LEAST_CHANGE = 8 };

/* What one letter in place of another costs, by letters a-z, 0-9, and anything else. */
enum { LETTERS = 37 };
static uint8_t instead[LETTERS][LETTERS];
static pthread_once_t instead_made = PTHREAD_ONCE_INIT;

static unsigned letter_of(char c) { return c >= 'a' && c <= 'z' ? (unsigned)(c - 'a') : c >= '0' && c <= '9' ? (unsigned)(c - '0' + 26) : LETTERS - 1; }

static void make_instead(void) {
    static const char all[] = "abcdefghijklmnopqrstuvwxyz0123456789";
    for (unsigned i = 0; i < LETTERS; i++) {
        for (unsigned j = 0; j < LETTERS; j++) {
            unsigned near = i < LETTERS - 1 && j < LETTERS - 1 ? st_confusable(all[i], all[j]) : 0;
            bool vowels = i < LETTERS - 1 && j < LETTERS - 1 && st_is_vowel(all[i]) && st_is_vowel(all[j]);
            instead[i][j] = (uint8_t)(i == j ? 0 : vowels ? VOWEL : near == 1 ? ALIKE : near == 2 ? KEYBOARD : EDIT);
        }
    }
}

/* What each letter of s from `from` to before `to` costs when it is one too many. */
static void surplus(st_str s, size_t from, size_t to, uint16_t cost[LONGEST]) {
    for (size_t i = from; i < to; i++) {
        char c = s.p[i];
        bool twice = (i > 0 && s.p[i - 1] == c) || (i + 1 < s.n && s.p[i + 1] == c);
        cost[i - from] = (uint16_t)((twice ? DOUBLE : st_is_vowel(c) || c == 'h' ? SILENT : EDIT) + (i == 0 && !twice ? FIRST : 0));
    }
}

/* How many letters two texts have in common at their beginning, and behind it at their end. */
static void common(st_str a, st_str b, size_t *head, size_t *tail) {
    size_t n = a.n < b.n ? a.n : b.n, h = 0, t = 0;
    while (h < n && a.p[h] == b.p[h]) h++;
    while (t < n - h && a.p[a.n - 1 - t] == b.p[b.n - 1 - t]) t++;
    *head = h;
    *tail = t;
}

static unsigned least(unsigned a, unsigned b) { return a < b ? a : b; }

/* Over what lies between the common beginning and the common end, and only at places near the diagonal: nearer than the lengths differ, and two more. */
static unsigned cost_between(st_str a, st_str b, size_t head, size_t tail) {
    enum { FAR = 30000 };
    uint16_t row[3][LONGEST + 2], *before = row[0], *last = row[1], *now = row[2], too_many_a[LONGEST], too_many_b[LONGEST];
    uint8_t x[LONGEST], y[LONGEST];
    size_t m = a.n - head - tail, n = b.n - head - tail, band = (m > n ? m - n : n - m) + 2;
    surplus(a, head, head + m, too_many_a);
    surplus(b, head, head + n, too_many_b);
    for (size_t i = 0; i < m; i++) x[i] = (uint8_t)letter_of(a.p[head + i]);
    for (size_t j = 0; j < n; j++) y[j] = (uint8_t)letter_of(b.p[head + j]);
    last[0] = 0;
    for (size_t j = 1; j <= n; j++) last[j] = (uint16_t)(last[j - 1] + too_many_b[j - 1]);
    for (size_t i = 1; i <= m; i++) {
        size_t from = i > band ? i - band : 1, to = i + band < n ? i + band : n;
        now[from - 1] = (uint16_t)(from == 1 ? last[0] + too_many_a[i - 1] : FAR);
        for (size_t j = from; j <= to; j++) {
            unsigned first = head == 0 && i == 1 && j == 1 && x[0] != y[0] ? (unsigned)FIRST : 0u;
            unsigned best = last[j - 1] + (unsigned)instead[x[i - 1]][y[j - 1]] + first;
            best = least(best, least(last[j] + (unsigned)too_many_a[i - 1], now[j - 1] + (unsigned)too_many_b[j - 1]));
            if (i > 1 && j > 1 && x[i - 1] == y[j - 2] && x[i - 2] == y[j - 1] && x[i - 1] != x[i - 2]) best = least(best, before[j - 2] + (unsigned)SWAP);
            now[j] = (uint16_t)best;
        }
        if (to < n) now[to + 1] = FAR;
        uint16_t *spare = before;
        before = last;
        last = now;
        now = spare;
    }
    return last[n];
}

unsigned st_edit_cost(st_str a, st_str b) {
    if (a.n > LONGEST || b.n > LONGEST) {
        st_pattern p = { .n = 0 };
        if (a.n > ST_EDIT_MAX || b.n > ST_EDIT_MAX) return 16 * ST_EDIT_MAX;
        st_pattern_set(&p, a);
        return EDIT * st_edit(&p, b);
    }
    size_t head, tail;
    pthread_once(&instead_made, make_instead);
    common(a, b, &head, &tail);
    return cost_between(a, b, head, tail);
}

/* ---- how two parts are alike ---------------------------------------------------------------------------------------------------------------- */

static bool digits(const st_part *p) { return (p->letters & ST_LETTERS_DIGIT) != 0; }

static int spelling_gain(const st_weights *w, unsigned worth, unsigned cost, size_t longest, size_t shortest) {
    int share = (int)((unsigned)w->edit_share * cost / (16u * (unsigned)longest));
    return (int)worth - (int)worth * share / 1000 - w->edit_fixed[shortest < 4 ? 0 : shortest < 6 ? shortest - 3 : 3] * (int)cost / 16;
}

/* The fewer consonants agree, the less that says. */
static int sound_gain(const st_weights *w, unsigned worth, unsigned cost, size_t longest, uint32_t sound) {
    int share = (int)((unsigned)w->sound_share * cost / (16u * (unsigned)longest));
    return (int)worth - (int)worth * share / 1000 - w->sound[st_sound_length(sound)];
}

/* May two parts that sound alike be so far apart? */
static bool sound_near(const st_part *a, const st_part *b, unsigned cost) {
    return cost <= VOWEL * st_sound_most(a->sound, false) || (cost <= VOWEL * st_sound_most(a->sound, true) && (st_bare(a->text) || st_bare(b->text)));
}

static void better(st_likeness *out, bool *any, st_relation relation, unsigned cost, int gain, int least) {
    if (gain < least || (*any && gain <= out->gain)) return;
    *any = true;
    *out = (st_likeness){ (uint8_t)relation, (uint16_t)cost, (int16_t)gain };
}

static bool like_letter(const st_part *letter, const st_part *word, const st_weights *w, st_likeness *out) {
    if (letter->run || word->run || word->text.n < 2 || digits(word) || digits(letter) || word->text.p[0] != letter->text.p[0]) return false;
    if (word->cls != ST_WORD_NONE) return false;
    int gain = letter->weight < w->letter ? letter->weight : w->letter;
    *out = (st_likeness){ ST_REL_INITIAL, 0, (int16_t)(gain / 2) };
    return true;
}

static bool spelt_alike(const st_part *a, const st_part *b, const st_pattern *pattern) {
    size_t m = a->text.n, n = b->text.n, less = m < n ? m : n, more = m < n ? n : m;
    unsigned budget = st_edit_budget(less);
    if (budget == 0 || more - less > budget || !st_letters_near(a->letters, b->letters, budget)) return false;
    if (m > ST_EDIT_MAX || n > ST_EDIT_MAX) return false;
    size_t head, tail;
    common(a->text, b->text, &head, &tail);
    if (more - head - tail <= budget) return true;   /* what lies between is no longer than the edits that it may take */
    if (pattern) return st_edit(pattern, b->text) <= budget;
    st_pattern p = { .n = 0 };
    st_pattern_set(&p, a->text);
    return st_edit(&p, b->text) <= budget;
}

static bool same_word(const st_part *a, const st_part *b, st_view view) {
    st_str x, y;
    st_word_as(a->text, view == ST_VIEW_OTHER, &x);
    st_word_as(b->text, view == ST_VIEW_OTHER, &y);
    return st_str_eq(x, y);
}

/* Is there a view in which parts may be alike though this share of the worth, per mille, is lost? */
static bool bearable(unsigned cost, size_t longest, bool sound) {
    for (unsigned v = 0; v < ST_VIEWS; v++) {
        const st_weights *w = &st_weights_of[v];
        if ((unsigned)(sound ? w->sound_share : w->edit_share) * cost / (16u * (unsigned)longest) + (unsigned)w->least_share <= 1000u) return true;
    }
    return false;
}

void st_affinity_of(const st_part *a, const st_part *b, const st_pattern *pattern, st_affinity *out) {
    *out = (st_affinity){ .same = st_str_eq(a->text, b->text) };
    if (out->same || (a->run && !a->loose) || (b->run && !b->loose) || a->text.n == 1 || b->text.n == 1 || digits(a) || digits(b)) return;
    /* No edit changes more than one letter of either side, and those that change the set of letters cost at least this: most parts are told apart here. */
    unsigned more = st_bits(a->letters & ~b->letters), other = st_bits(b->letters & ~a->letters), at_least = LEAST_CHANGE * (more > other ? more : other);
    size_t longest = a->text.n > b->text.n ? a->text.n : b->text.n, shortest = a->text.n + b->text.n - longest;
    if (DOUBLE * (longest - shortest) > at_least) at_least = (unsigned)(DOUBLE * (longest - shortest));
    bool spelt = bearable(at_least, longest, false) && spelt_alike(a, b, pattern);
    bool sounds = !a->run && !b->run && a->sound && a->sound == b->sound && bearable(at_least, longest, true) && sound_near(a, b, at_least);
    if (spelt || sounds) {
        unsigned cost = st_edit_cost(a->text, b->text);
        out->cost = (uint16_t)cost;
        out->spelt = spelt && bearable(cost, longest, false);
        out->sounds = sounds && sound_near(a, b, cost) && bearable(cost, longest, true);
    }
}

bool st_like_by(const st_affinity *f, const st_part *a, const st_part *b, st_view view, st_likeness *out) {
    const st_weights *w = &st_weights_of[view];
    unsigned worth = a->weight < b->weight ? a->weight : b->weight;
    if (f->same) {
        *out = (st_likeness){ ST_REL_SAME, 0, (int16_t)((int)worth - (a->run || b->run ? w->joined : 0)) };
        return true;
    }
    if ((a->run && !a->loose) || (b->run && !b->loose)) return false;
    bool typed = a->cls != ST_WORD_NONE && b->cls != ST_WORD_NONE, any = false;
    if (typed) {
        if (a->cls != b->cls || !same_word(a, b, view)) return false;
        *out = (st_likeness){ ST_REL_FORM, 0, (int16_t)((int)worth - w->form) };
        return true;
    }
    if (a->text.n == 1) return like_letter(a, b, w, out);
    if (b->text.n == 1) return like_letter(b, a, w, out);
    int least = (int)worth * w->least_share / 1000;
    size_t longest = a->text.n > b->text.n ? a->text.n : b->text.n;
    if (f->spelt) better(out, &any, ST_REL_SPELLING, f->cost, spelling_gain(w, worth, f->cost, longest, a->text.n + b->text.n - longest) - (a->run || b->run ? w->joined : 0), least);
    if (f->sounds) better(out, &any, ST_REL_SOUND, f->cost, sound_gain(w, worth, f->cost, longest, a->sound), least);
    if (f->strength && view == ST_VIEW_PERSON && a->cls == ST_WORD_NONE && b->cls == ST_WORD_NONE)
        better(out, &any, ST_REL_EQUIVALENT, f->strength, (int)worth - w->equivalent[f->strength], least);
    return any;
}

bool st_like(const st_part *a, const st_part *b, const st_pattern *pattern, st_view view, st_likeness *out) {
    st_affinity f;
    st_affinity_of(a, b, pattern, &f);
    if (!a->run && !b->run) f.strength = (uint8_t)st_equivalent(a->text, b->text);
    return st_like_by(&f, a, b, view, out);
}
