/* The script of a text, by its letters. */
#include "text/text.h"
#include "text/text_blob.h"

enum { SCRIPTS_MAX = 256 };

static uint32_t script_of(const st_script_range *range, size_t n, uint32_t cp) {
    size_t lo = 0, hi = n;   /* the last range that begins at or before cp; the first one begins at 0 */
    while (hi - lo > 1) {
        const size_t mid = (lo + hi) / 2;
        if (range[mid].first <= cp) lo = mid; else hi = mid;
    }
    return range[lo].script;
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
    const uint32_t latin = script_of(range, h->range.n, 'a');
    for (size_t i = 0; i < s.n;) {
        uint32_t id;
        if ((unsigned char)s.p[i] < 0x80) {
            const unsigned char c = (unsigned char)s.p[i++] | 0x20u;
            if (c < 'a' || c > 'z') continue;
            id = latin;
        } else {
            const st_str rest = st_str_sub(s, i, s.n - i < 4 ? s.n : i + 4);
            const size_t bad = st_utf8_bad(rest);
            size_t k = 0;
            if (bad == 0) { i++; continue; }
            const uint32_t cp = st_utf8_next(rest, &k);
            i += k;
            id = script_of(range, h->range.n, cp);
            if (id >= SCRIPTS_MAX) continue;
        }
        count[id]++;
        if (best == UINT32_MAX || count[id] > count[best]) best = id;   /* of two that draw, the one that came to that number first */
    }
    return best == UINT32_MAX ? "Zyyy" : code + 8 * (size_t)best;
}
