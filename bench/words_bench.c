/* How long the look-ups of src/text/word.c and rarity.c take, in nanoseconds a call, over parts that the tables have and parts that they lack.
 *   make build/release/bench/words_bench && build/release/bench/words_bench */
#include <time.h>
#include "text/text.h"
#include "text/text_blob.h"

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

enum { PARTS = 8192 };
static st_str known[PARTS], lacking[PARTS];
static char letters[PARTS][8];
static size_t sum;

static void word_as(st_str s) { sum += st_word_as(s, true, NULL); }
static void rarity(st_str s) { sum += st_rarity(s, false); }
static void equivalents(st_str s) { st_str out[256]; sum += st_equivalents(s, out, ST_LEN(out)); }
static void equivalent(st_str s) { sum += st_equivalent(s, ST_STR("ivan")); }
static void phrase(st_str s) { const st_str p[4] = { s, ST_STR("liability"), ST_STR("company"), s }; sum += st_phrase(p, ST_LEN(p), NULL, NULL); }
static void patronymic(st_str s) { sum += st_is_patronymic(s); }

static double best_of(void (*call)(st_str), const st_str *part) {
    double best = 1e9;
    for (int round = 0; round < 50; round++) {
        const double from = now();
        for (size_t i = 0; i < PARTS; i++) call(part[i]);
        const double took = now() - from;
        if (took < best) best = took;
    }
    return best / PARTS * 1e9;
}

int main(void) {
    const st_blob_head *h = st_blob();
    const struct { const char *name; void (*call)(st_str); const st_dict *d; } all[] = { { "st_word_as", word_as, &h->term }, { "st_rarity", rarity, &h->rarity },
        { "st_equivalents", equivalents, &h->alike }, { "st_equivalent", equivalent, &h->alike }, { "st_phrase", phrase, &h->phrase }, { "st_is_patronymic", patronymic, &h->rarity } };
    for (size_t k = 0; k < ST_LEN(all); k++) {
        const st_dict_entry *e = st_blob_at(h, all[k].d->entry);
        for (size_t i = 0; i < PARTS; i++) {
            const st_dict_entry *x = &e[i * 2654435761u % all[k].d->entry.n];
            known[i] = st_blob_text(h, x->key, x->key_n);
            snprintf(letters[i], sizeof letters[i], "q%06x", (unsigned)(i * 2654435761u) & 0xFFFFFFu);
            lacking[i] = (st_str){ letters[i], 7 };
        }
        printf("%-18s %6.1f ns known %6.1f ns lacking\n", all[k].name, best_of(all[k].call, known), best_of(all[k].call, lacking));
    }
    return sum == 0;
}
