/* Bytes of a JSON text, checked piece by piece. See json_check.h. */
#include "base/json_check.h"

static const char not_utf8[] = "the text is not valid UTF-8", half[] = "an escape gives half a surrogate pair";

/* Bytes that the sequence beginning with c needs, 1 for anything else. */
static unsigned wanted(unsigned char c) { return c >= 0xF0 ? 4 : c >= 0xE0 ? 3 : c >= 0xC2 ? 2 : 1; }

/* Bytes at the end of the piece that begin a sequence without ending it. */
static unsigned cut_off(st_str s) {
    for (unsigned back = 1; back <= 3 && back <= s.n; back++) {
        unsigned char c = (unsigned char)s.p[s.n - back];
        if ((c & 0xC0) == 0x80) continue;
        return wanted(c) > back ? back : 0;
    }
    return 0;
}

static size_t check_utf8(st_json_check *c, st_str s) {
    size_t from = 0;
    while (c->n_held && from < s.n) {
        c->held[c->n_held++] = (unsigned char)s.p[from++];
        if (c->n_held < c->n_want) continue;
        if (!st_utf8_valid((const char *)c->held, c->n_held)) return from - 1;
        c->n_held = 0;
    }
    st_str rest = st_str_sub(s, from, s.n);
    unsigned cut = cut_off(rest);
    rest.n -= cut;
    size_t bad = st_utf8_bad(rest);
    if (bad != SIZE_MAX) return from + bad;
    if (cut) {
        memcpy(c->held, rest.p + rest.n, cut);
        c->n_held = cut;
        c->n_want = wanted(c->held[0]);
    }
    return SIZE_MAX;
}

static int hex(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    c = (char)(c | 0x20);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* One byte inside an escape, or right behind a high surrogate. False when a surrogate stays alone. */
static bool escape_step(st_json_check *c, char b) {
    if (c->escape == 0) {   /* behind a high surrogate */
        if (b != '\\') return false;
        c->escape = 1;
        return true;
    }
    if (c->escape == 1) {
        if (c->high && b != 'u') return false;
        c->escape = b == 'u' ? 2 : 0;
        c->code = 0;
        return true;
    }
    int d = hex(b);
    if (d < 0) { c->escape = 0; c->high = false; return true; }   /* the parser says what is wrong */
    c->code = c->code << 4 | (unsigned)d;
    if (++c->escape < 6) return true;
    c->escape = 0;
    bool low = c->code >= 0xDC00 && c->code <= 0xDFFF;
    if (low != c->high) return false;
    c->high = c->code >= 0xD800 && c->code <= 0xDBFF;
    return true;
}

static size_t check_escapes(st_json_check *c, st_str s) {
    for (size_t i = 0; i < s.n; i++) {
        if (!c->escape && !c->high) {
            const char *e = memchr(s.p + i, '\\', s.n - i);
            if (!e) break;
            i = (size_t)(e - s.p);
            c->escape = 1;
            continue;
        }
        if (!escape_step(c, s.p[i])) return i;
    }
    return SIZE_MAX;
}

size_t st_json_check_add(st_json_check *c, st_str s) {
    if (!s.n) return SIZE_MAX;
    size_t bad = check_utf8(c, s), e = check_escapes(c, s);
    if (bad != SIZE_MAX) c->why = not_utf8;
    if (e < bad) { bad = e; c->why = half; }
    static const char blanks[] = { '\v', '\f' };   /* libyajl passes over them */
    for (size_t k = 0; k < sizeof blanks; k++) {
        const char *at = memchr(s.p, blanks[k], s.n);
        if (at && (size_t)(at - s.p) < bad) { bad = (size_t)(at - s.p); c->why = "a control character stands in the text"; }
    }
    return bad;
}

bool st_json_check_end(st_json_check *c) {
    if (c->n_held) c->why = not_utf8;
    else if (c->high) c->why = half;
    return !c->n_held && !c->high;
}
