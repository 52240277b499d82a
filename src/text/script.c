/* The script of a text, by its letters. */
#include "text/text.h"
#include "text/text_blob.h"

enum { SCRIPTS_MAX = 256 };

/* The number of the last range that begins at or before cp; the first one begins at 0. near: that of another letter, mostly the same. */
static size_t range_of(const st_script_range *range, size_t n, uint32_t cp, size_t near) {
    if (range[near].first <= cp && (near + 1 == n || cp < range[near + 1].first)) return near;
    size_t lo = 0, hi = n;
    while (hi - lo > 1) {
        const size_t mid = (lo + hi) / 2;
        if (range[mid].first <= cp) lo = mid; else hi = mid;
    }
    return lo;
}

/* Of ASCII alone: most texts. */
static const char *ascii_script(st_str s) {
    for (size_t i = 0; i < s.n; i++) {
        const unsigned char c = (unsigned char)s.p[i] | 0x20u;
        if (c >= 'a' && c <= 'z') return "Latn";
    }
    return "Zyyy";
}

const char *st_script(st_str s) {
    if (st_str_is_ascii(s)) return ascii_script(s);
    const st_blob_head *h = st_blob();
    const st_script_range *range = st_blob_at(h, h->range);
    const char *code = st_blob_at(h, h->script);   /* 8 bytes each, NUL-terminated */
    uint32_t count[SCRIPTS_MAX] = { 0 }, best = UINT32_MAX;
    const size_t ascii = range_of(range, h->range.n, 'a', 0);
    const uint32_t latin = range[ascii].script;
    const bool valid = st_utf8_bad(s) == SIZE_MAX;
    size_t near = ascii;
    for (size_t i = 0; i < s.n;) {
        uint32_t id;
        if ((unsigned char)s.p[i] < 0x80) {
            const unsigned char c = (unsigned char)s.p[i++] | 0x20u;
            if (c < 'a' || c > 'z') continue;
            id = latin;
        } else {
            if (!valid && st_utf8_bad(st_str_sub(s, i, s.n - i < 4 ? s.n : i + 4)) == 0) { i++; continue; }
            near = range_of(range, h->range.n, st_utf8_next(s, &i), near);
            id = range[near].script;
            if (id >= SCRIPTS_MAX) continue;
        }
        count[id]++;
        if (best == UINT32_MAX || count[id] > count[best]) best = id;   /* of two that draw, the one that came to that number first */
    }
    return best == UINT32_MAX ? "Zyyy" : code + 8 * (size_t)best;
}
