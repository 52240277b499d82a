/* Edit distance of parts: bit-parallel. */
#include "match/edit.h"

void st_pattern_set(st_pattern *p, st_str text) {
    for (size_t i = 0; i < p->n; i++) p->mask[(unsigned char)p->text[i]] = 0;
    p->n = text.n < ST_EDIT_MAX ? text.n : ST_EDIT_MAX;
    for (size_t i = 0; i < p->n; i++) {
        p->text[i] = text.p[i];
        p->mask[(unsigned char)text.p[i]] |= UINT64_C(1) << i;
    }
}

unsigned st_edit(const st_pattern *p, st_str t) {
    if (p->n == 0) return (unsigned)t.n;
    uint64_t vp = ~UINT64_C(0), vn = 0, d0 = 0, before = 0;
    const uint64_t top = UINT64_C(1) << (p->n - 1);
    unsigned dist = (unsigned)p->n;
    for (size_t j = 0; j < t.n; j++) {
        uint64_t pm = p->mask[(unsigned char)t.p[j]];
        uint64_t swap = ((~d0 & pm) << 1) & before;
        d0 = (((pm & vp) + vp) ^ vp) | pm | vn | swap;
        uint64_t hp = vn | ~(d0 | vp), hn = d0 & vp;
        if (hp & top) dist++;
        else if (hn & top) dist--;
        hp = (hp << 1) | 1;
        hn <<= 1;
        vp = hn | ~(d0 | hp);
        vn = hp & d0;
        before = pm;
    }
    return dist;
}
