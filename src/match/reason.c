/* Reasons: a growing list in an arena. */
#include "match/reason.h"

static const struct { const char *name, *text; } why[] = {
#define REASON(sym, name_, text_) { name_, text_ },
#include "match/reasons.def"
#undef REASON
};

const char *st_why_name(st_why w) { return w < ST_WHY_COUNT ? why[w].name : ""; }
const char *st_why_text(st_why w) { return w < ST_WHY_COUNT ? why[w].text : ""; }

static bool room(st_reasons *r) {
    if (r->n < r->cap) return true;
    size_t cap = r->cap ? r->cap * 2 : 16;
    st_reason *item = st_arena_alloc(r->arena, cap * sizeof *item);   /* the old ones stay behind in the arena: a few hundred bytes */
    if (!item) {
        r->failed = true;
        return false;
    }
    if (r->n) memcpy(item, r->item, r->n * sizeof *item);
    r->item = item;
    r->cap = cap;
    return true;
}

st_str st_reason_copy(st_reasons *r, st_str s) {
    if (s.n == 0) return ST_STR_NONE;
    st_str copy = st_str_copy(r->arena, s);
    if (copy.p) return copy;
    r->failed = true;
    return ST_STR_NONE;
}

void st_reason_add(st_reasons *r, st_why kind, int32_t points, st_str query, st_str list, const char *fmt, ...) {
    char text[512];
    va_list ap;
    va_start(ap, fmt);
    int n = vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    size_t length = n < 0 ? 0 : (size_t)n < sizeof text ? (size_t)n : sizeof text - 1;
    if (r->failed || !room(r)) return;
    st_str copy = st_reason_copy(r, (st_str){ text, length });
    if (!r->failed) r->item[r->n++] = (st_reason){ kind, points, query, list, copy };
}

int32_t st_reason_sum(const st_reasons *r) {
    int32_t sum = 0;
    for (size_t i = 0; i < r->n; i++) sum += r->item[i].points;
    return sum;
}
