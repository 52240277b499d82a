/* Forms of a name beyond its romanisations. */
#include "text/variants.h"

enum { LEAST_WORD = 4 };   /* letters of what is left of a word whose article is taken off */

/* Is s, from `at` on, already a line of what is in out from `from` on? */
static bool known(const st_buf *out, size_t from, st_str s) {
    st_str rest = st_str_sub(st_buf_view(out), from, out->n);
    while (rest.n) {
        size_t end = st_str_chr(rest, '\n');
        st_str line = end == SIZE_MAX ? rest : st_str_sub(rest, 0, end);
        if (st_str_eq(line, s)) return true;
        if (end == SIZE_MAX) break;
        rest = st_str_sub(rest, end + 1, rest.n);
    }
    return false;
}

static size_t add(st_buf *out, size_t from, const st_buf *variant) {
    if (variant->failed) {
        out->failed = variant->failed;
        return 0;
    }
    if (variant->n == 0 || known(out, from, st_buf_view(variant))) return 0;
    st_buf_char(out, '\n');
    st_buf_str(out, st_buf_view(variant));
    return 1;
}

static bool letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

bool st_join_dotted(st_str name, st_buf *out) {
    bool any = false;
    for (size_t i = 0; i < name.n; i++) {
        char c = name.p[i];
        bool dot = (c == '.' || c == '/') && i > 0 && letter(name.p[i - 1]) && (i < 2 || !letter(name.p[i - 2]));
        bool more = dot && i + 1 < name.n && letter(name.p[i + 1]) && (i + 2 == name.n || !letter(name.p[i + 2]));
        any |= more;
        if (!more) st_buf_char(out, c);
    }
    return any;
}

static bool small(char c) { return c >= 'a' && c <= 'z'; }
static bool capital(char c) { return c >= 'A' && c <= 'Z'; }

/* Blanks where a capital follows two small letters: not in McDonald. False when there is no such place. */
static bool camel(st_str name, st_buf *out) {
    bool any = false;
    for (size_t i = 0; i < name.n; i++) {
        if (i >= 3 && capital(name.p[i]) && small(name.p[i - 1]) && small(name.p[i - 2]) && (small(name.p[i - 3]) || capital(name.p[i - 3]))
            && i + 1 < name.n && small(name.p[i + 1])) {
            any |= i < 3 || memcmp(name.p + i - 3, "Mac", 3) != 0;
            st_buf_char(out, ' ');
        }
        st_buf_char(out, name.p[i]);
    }
    return any;
}

/* Digits that stand for the letters they look like, in words that have letters too (Ig0r Sech1n). False when there are none. */
static bool letters_for_digits(st_str folded, st_buf *out) {
    static const char letter[] = "oizeasgtbg";
    bool any = false;
    st_str word;
    while (st_split(&folded, " ", &word)) {
        size_t digits = 0;
        for (size_t i = 0; i < word.n; i++) digits += word.p[i] >= '0' && word.p[i] <= '9';
        bool mixed = digits > 0 && 2 * digits <= word.n && word.n > 2;
        any |= mixed;
        if (out->n) st_buf_char(out, ' ');
        for (size_t i = 0; i < word.n; i++) {
            bool digit = word.p[i] >= '0' && word.p[i] <= '9';
            st_buf_char(out, mixed && digit ? (word.p[i] == '1' && i + 1 == word.n ? 'l' : letter[word.p[i] - '0']) : word.p[i]);
        }
    }
    return any;
}

static bool article(st_str word) {
    return word.n >= 2 + LEAST_WORD && word.p[1] == 'l' && (word.p[0] == 'a' || word.p[0] == 'e');
}

static bool articles(st_str folded, st_buf *out) {
    bool any = false;
    st_str word;
    while (st_split(&folded, " ", &word)) {
        if (out->n) st_buf_char(out, ' ');
        bool apart = article(word);
        any |= apart;
        if (apart) {
            st_buf_str(out, st_str_sub(word, 0, 2));
            st_buf_char(out, ' ');
        }
        st_buf_str(out, apart ? st_str_sub(word, 2, word.n) : word);
    }
    return any;
}

size_t st_variants(st_str name, st_buf *out) {
    size_t from = out->n, n = st_readings(name, out);
    st_str first = st_str_sub(st_buf_view(out), from, out->n);
    size_t end = st_str_chr(first, '\n');
    if (end != SIZE_MAX) first = st_str_sub(first, 0, end);
    st_buf text = ST_BUF_INIT(out->cap), folded = ST_BUF_INIT(out->cap);
    if (camel(name, &text)) {
        if (text.failed) out->failed = text.failed;
        st_fold(st_buf_view(&text), &folded);
        n += add(out, from, &folded);
        first = st_str_sub(st_buf_view(out), from, end == SIZE_MAX ? from + first.n : from + end);
    }
    st_buf_clear(&text);
    st_buf_clear(&folded);
    if (st_join_dotted(name, &text)) {
        if (text.failed) out->failed = text.failed;
        st_fold(st_buf_view(&text), &folded);
        n += add(out, from, &folded);
        first = st_str_sub(st_buf_view(out), from, end == SIZE_MAX ? from + first.n : from + end);
    }
    st_buf_clear(&folded);
    if (articles(first, &folded)) n += add(out, from, &folded);
    st_buf_clear(&folded);
    first = st_str_sub(st_buf_view(out), from, end == SIZE_MAX ? from + first.n : from + end);
    if (letters_for_digits(first, &folded)) n += add(out, from, &folded);
    st_buf_free(&text);
    st_buf_free(&folded);
    return n;
}
