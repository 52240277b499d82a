/* Cells that hold several names. */
#include "sources/facts.h"

/* Is a piece nothing but legal forms ("Ltd.", "Inc")? Then the comma before it belongs to the name: "Foo Co., Ltd., Bar Inc". */
static bool is_legal_form(st_facts *f, st_str piece) {
    st_str token[4], canon;
    if (piece.n > 24) return false;
    st_buf_clear(&f->buf);
    st_fold(piece, &f->buf);
    if (f->buf.failed < 0) { f->failed = f->buf.failed; return false; }
    const size_t n = st_tokens(st_buf_view(&f->buf), token, ST_LEN(token));
    for (size_t i = 0; i < n && i < ST_LEN(token); i++) if (st_word(token[i], &canon) != ST_WORD_LEGAL_FORM) return false;
    return n > 0 && n <= ST_LEN(token);
}

/* Where the name at the front of the text ends, or its length. Brackets hold together. */
static size_t name_end(st_facts *f, st_str s) {
    int depth = 0;
    for (size_t i = 0; i < s.n; i++) {
        const char c = s.p[i];
        depth += c == '(' ? 1 : c == ')' && depth ? -1 : 0;
        if (depth) continue;
        if (c == ';' || c == '\n') return i;
        if (c == '/' && i && i + 1 < s.n && s.p[i - 1] == ' ' && s.p[i + 1] == ' ') return i;
        if (c != ',') continue;
        size_t next = i + 1;
        while (next < s.n && next - i < 32 && s.p[next] != ',' && s.p[next] != ';') next++;
        if (!is_legal_form(f, st_str_trim(st_str_sub(s, i + 1, next)))) return i;
    }
    return s.n;
}

bool st_names_next(st_facts *f, st_str *rest, st_str *name) {
    do {
        if (rest->n == 0) return false;
        const size_t end = name_end(f, *rest);
        *name = st_str_trim(st_str_sub(*rest, 0, end));
        *rest = end < rest->n ? st_str_sub(*rest, end + 1, rest->n) : ST_STR_NONE;
    } while (name->n == 0);
    return true;
}
