/* How much two names say by agreeing on a part, and which parts stand for each other. */
#include "text/text.h"
#include "text/text_blob.h"

/* What the table lacks: rarer than all that it has, but a short one may well be there by chance, and initials and small numbers are. */
static unsigned unknown(st_str part) {
    static const uint8_t letters[] = { 0, 72, 136, 184, 224, 255 }, digits[] = { 0, 64, 104, 152, 200, 248, 255 };
    size_t n = 0;
    while (n < part.n && part.p[n] >= '0' && part.p[n] <= '9') n++;
    if (n && n == part.n) return digits[n < ST_LEN(digits) ? n : ST_LEN(digits) - 1];
    return letters[part.n < ST_LEN(letters) ? part.n : ST_LEN(letters) - 1];
}

/* A patronymic is as common as the given name in it: one of a name that has equivalents (patronymics.txt) is no rarity, however seldom it was counted. */
enum { PATRONYMIC = 104 };

unsigned st_rarity(st_str part, bool organisation) {
    const st_dict_entry *e = st_dict_find(&st_blob()->rarity, part);
    unsigned r = !e ? unknown(part) : organisation ? e->kind >> 8 : e->kind & 255;
    return !organisation && r > PATRONYMIC && st_is_patronymic(part) && st_dict_find(&st_blob()->alike, part) ? PATRONYMIC : r;
}

static const uint16_t *neighbours(const st_dict_entry *e) { return (const uint16_t *)st_blob_at(st_blob(), st_blob()->neighbour) + e->value; }

unsigned st_equivalent(st_str a, st_str b) {
    const st_blob_head *h = st_blob();
    const st_dict_entry *x = st_dict_find(&h->alike, a), *y = x ? st_dict_find(&h->alike, b) : NULL;
    if (!y) return 0;
    if (x->value_n > y->value_n) { const st_dict_entry *t = x; x = y; y = t; }
    const uint16_t *near = neighbours(x);
    const uint32_t want = (uint32_t)(y - (const st_dict_entry *)st_blob_at(h, h->alike.entry));
    for (size_t i = 0; i < x->value_n; i++)
        if (ST_ALIKE_ENTRY(near[i]) == want) return ST_ALIKE_STRENGTH(near[i]);
    return 0;
}

size_t st_equivalents(st_str part, st_str *out, size_t max) {
    const st_blob_head *h = st_blob();
    const st_dict_entry *e = st_dict_find(&h->alike, part), *all = st_blob_at(h, h->alike.entry);
    if (!e) return 0;
    const uint16_t *near = neighbours(e);
    for (size_t i = 0; i < e->value_n && i < max; i++) {
        const st_dict_entry *other = all + ST_ALIKE_ENTRY(near[i]);
        out[i] = st_blob_text(h, other->key, other->key_n);
    }
    return e->value_n;
}
