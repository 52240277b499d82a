/* Parts of a name and what kind of word they are. */
#include "text/text.h"
#include "text/text_blob.h"

size_t st_tokens(st_str folded, st_str *out, size_t max) {
    size_t n = 0;
    for (size_t i = 0; i < folded.n;) {
        const char *from = folded.p + i, *blank = memchr(from, ' ', folded.n - i);
        const size_t len = blank ? (size_t)(blank - from) : folded.n - i;
        if (len) {
            if (n < max) out[n] = (st_str){ from, len };
            n++;
        }
        i += len + 1;
    }
    return n;
}

static st_word_class answer(const st_dict_entry *e, st_str *canon) {
    if (canon) *canon = e ? st_blob_text(st_blob(), e->value, e->value_n) : ST_STR_NONE;
    return e ? (st_word_class)e->kind : ST_WORD_NONE;
}

st_word_class st_word(st_str token, st_str *canon) { return answer(st_dict_find(&st_blob()->word, token), canon); }

/* 44, 044, 44th: the digits without leading zeros, or nothing. */
static st_str digits_of(st_str token) {
    size_t n = 0, zeros = 0;
    while (n < token.n && token.p[n] >= '0' && token.p[n] <= '9') n++;
    const st_str tail = st_str_sub(token, n, token.n);
    if (n == 0 || (tail.n && !st_str_is(tail, "st") && !st_str_is(tail, "nd") && !st_str_is(tail, "rd") && !st_str_is(tail, "th"))) return ST_STR_NONE;
    while (zeros + 1 < n && token.p[zeros] == '0') zeros++;
    return st_str_sub(token, zeros, n);
}

/* King and Bay are titles that are common names as well; John Smith III is the third. */
static bool counts_for_person(const st_dict_entry *e, st_str token) {
    if (e->kind == ST_WORD_NUMBER) return st_str_is(token, "ii") || st_str_is(token, "iii") || st_str_is(token, "iv");
    return e->kind == ST_WORD_PARTICLE || (e->kind == ST_WORD_TITLE && !(e->parts & ST_WORD_ALSO_NAME));
}

st_word_class st_word_as(st_str token, bool organisation, st_str *canon) {
    const st_blob_head *h = st_blob();
    const st_str digits = digits_of(token);
    if (digits.n) {
        if (canon) *canon = digits;
        return ST_WORD_NUMBER;
    }
    if (!organisation && (st_str_is(token, "as") || st_str_is(token, "ad") || st_str_is(token, "at"))) token = ST_STR("al");   /* legal forms otherwise */
    const st_dict_entry *term = st_dict_find(&h->term, token), *word = st_dict_find(&h->word, token);
    if (!organisation) {
        if (word && !counts_for_person(word, token)) word = NULL;
        if (term && !counts_for_person(term, token)) term = NULL;
        return answer(word ? word : term, canon);
    }
    if (word && word->kind == ST_WORD_TITLE) word = NULL;
    return answer(term ? term : word, canon);
}

size_t st_phrase(const st_str *part, size_t n, st_word_class *cls, st_str *canon) {
    const st_dict *d = &st_blob()->phrase;
    char text[ST_PHRASE_BYTES];
    size_t end[ST_PHRASE_PARTS], k = 0, used = 0;
    const st_dict_entry *first = n ? st_dict_find(d, part[0]) : NULL;
    if (cls) *cls = ST_WORD_NONE;
    if (canon) *canon = ST_STR_NONE;
    if (!first) return 0;
    for (; k < n && k < first->parts && used + part[k].n + 1 <= sizeof text; k++) {
        if (k) text[used++] = ' ';
        memcpy(text + used, part[k].p, part[k].n);
        end[k] = used += part[k].n;
    }
    for (; k > 1; k--) {
        const st_dict_entry *e = st_dict_find(d, (st_str){ text, end[k - 1] });
        if (!e) continue;
        const st_word_class c = answer(e, canon);
        if (cls) *cls = c;
        return k;
    }
    return 0;
}

bool st_is_patronymic(st_str part) {
    static const struct { uint8_t n; char text[7]; } end[] = { { 5, "ovich" }, { 5, "evich" }, { 5, "avich" }, { 5, "ovych" }, { 5, "evych" }, { 6, "ovitch" }, { 6, "evitch" },
        { 5, "lyich" }, { 6, "uzmich" }, { 5, "omich" }, { 5, "ukich" }, { 5, "itich" }, { 4, "ovna" }, { 4, "evna" }, { 4, "avna" }, { 4, "auna" }, { 4, "ivna" }, { 5, "ichna" },
        { 4, "oglu" }, { 4, "ogly" }, { 5, "oghlu" }, { 5, "oglou" }, { 4, "uulu" }, { 4, "qizi" }, { 4, "kizi" }, { 4, "gizi" }, { 4, "kyzy" }, { 4, "gyzy" }, { 4, "qyzy" } };
    for (size_t i = 0; i < ST_LEN(end); i++)
        if (part.n > end[i].n && memcmp(part.p + part.n - end[i].n, end[i].text, end[i].n) == 0) return true;
    return false;
}
