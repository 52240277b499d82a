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

st_word_class st_word(st_str token, st_str *canon) {
    const st_blob_head *h = st_blob();
    const st_dict_entry *e = st_dict_find(&h->word, token);
    if (canon) *canon = e ? st_blob_text(h, e->value, e->value_n) : ST_STR_NONE;
    return e ? (st_word_class)e->kind : ST_WORD_NONE;
}
