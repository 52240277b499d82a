/* Countries by their names and codes. */
#include "text/text.h"
#include "text/text_blob.h"

enum { NAME_MAX_BYTES = 160 };   /* no country's name is longer; folded it is shorter */

static bool in_range(st_str s, char from, char to) {
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] < from || s.p[i] > to) return false;
    return true;
}

static st_str code_of(const st_dict_entry *e) { return e ? st_blob_text(st_blob(), e->value, e->value_n) : ST_STR_NONE; }

static st_str by_name(st_str text) {
    char space[512];
    if (text.n > NAME_MAX_BYTES) return ST_STR_NONE;
    const size_t n = st_fold_short(text, space, sizeof space);
    if (n == 0 || n == SIZE_MAX) return ST_STR_NONE;
    const st_str folded = { space, n };
    const st_dict *d = &st_blob()->place;
    const st_str code = code_of(st_dict_find(d, folded));
    if (code.n) return code;
    static const char *const tails[] = { " citizenship", " citizen", " nationality", " national", " passport" };
    for (size_t i = 0; i < ST_LEN(tails); i++)
        if (st_str_ends(folded, tails[i])) return code_of(st_dict_find(d, st_str_sub(folded, 0, n - strlen(tails[i]))));
    return st_str_starts(folded, "the ") ? code_of(st_dict_find(d, st_str_sub(folded, 4, n))) : ST_STR_NONE;
}

static st_str look_up(st_str s) {
    const st_dict *d = &st_blob()->place;
    if ((s.n == 2 || s.n == 3) && in_range(s, 'A', 'Z')) {
        const st_str code = code_of(st_dict_find(d, s));
        if (code.n) return code;
    } else if (s.n == 2 && in_range(s, 'a', 'z')) {
        const char capitals[2] = { (char)(s.p[0] - 32), (char)(s.p[1] - 32) };
        const st_str code = code_of(st_dict_find(d, (st_str){ capitals, 2 }));
        if (code.n) return code;
    }
    const st_str code = by_name(s);
    if (code.n) return code;
    /* "Russia / Russie": one country in two languages. */
    const size_t slash = st_str_chr(s, '/');
    if (slash == SIZE_MAX || s.n > NAME_MAX_BYTES) return ST_STR_NONE;
    const st_str first = by_name(st_str_sub(s, 0, slash)), second = by_name(st_str_sub(s, slash + 1, s.n));
    return first.n && st_str_eq(first, second) ? first : ST_STR_NONE;
}

/* A list names a few dozen countries, each a thousand times: what was asked last is remembered, in each thread for itself. */
st_str st_country(st_str text) {
    enum { ANSWERS = 64, LONGEST = 30 };
    static _Thread_local struct answer { char text[LONGEST]; uint8_t n; st_str code; } answers[ANSWERS];
    const st_str s = st_str_trim(text);
    if (s.n == 0 || s.n > LONGEST) return look_up(s);
    const unsigned first = (unsigned char)s.p[0], middle = (unsigned char)s.p[s.n / 2], last = (unsigned char)s.p[s.n - 1];
    struct answer *a = &answers[(first + 3 * middle + 5 * last + 7 * (unsigned)s.n) % ANSWERS];
    if (a->n != s.n || memcmp(a->text, s.p, s.n) != 0) {
        a->code = look_up(s);
        a->n = (uint8_t)s.n;
        memcpy(a->text, s.p, s.n);
    }
    return a->code;
}

st_str st_country_name(st_str alpha2) {
    const st_blob_head *h = st_blob();
    const st_country_row *row = st_blob_at(h, h->country);
    if (alpha2.n != 2) return ST_STR_NONE;
    size_t lo = 0, hi = h->country.n;
    while (lo < hi) {
        const size_t mid = (lo + hi) / 2;
        const int c = memcmp(row[mid].alpha2, alpha2.p, 2);
        if (c == 0) return st_blob_text(h, row[mid].name, row[mid].name_n);
        if (c < 0) lo = mid + 1; else hi = mid;
    }
    return ST_STR_NONE;
}
