/* How pieces of names were read: lists repeat their words, and a piece in another script costs some thousand instructions a system. Each piece has one
 * place, from which the last other piece is forgotten, so that nothing grows and what is read never hangs on what was read before. */
#include "text/reading.h"
#include "base/hash.h"

enum { PLACES = 1 << 14 };

struct st_memo { st_memo_piece place[PLACES]; };

st_memo *st_memo_new(void) { return st_calloc(1, sizeof(st_memo)); }
void st_memo_free(st_memo *m) { st_free(m); }

st_memo_piece *st_memo_at(st_memo *m, st_str text) {
    return m && text.n && text.n <= ST_MEMO_KEY ? &m->place[st_hash64(text.p, text.n, 0) & (PLACES - 1)] : NULL;
}

bool st_memo_is(const st_memo_piece *p, st_str text) { return p && p->n == text.n && memcmp(p->key, text.p, text.n) == 0; }

void st_memo_begin(st_memo_piece *p, st_str text, const st_system *first, size_t systems) {
    if (!p) return;
    *p = (st_memo_piece){ .first = first, .systems = (uint8_t)systems, .n = (uint8_t)text.n };
    memcpy(p->key, text.p, text.n);
}

bool st_memo_say(const st_memo_piece *p, st_str text, size_t k, st_buf *out) {
    if (!st_memo_is(p, text) || !p->known[k]) return false;
    st_buf_add(out, p->text + p->at[k], p->known[k] - 1u);
    return true;
}

void st_memo_keep(st_memo_piece *p, st_str text, size_t k, st_str form) {
    if (!st_memo_is(p, text) || form.n > sizeof p->text - p->used) return;
    if (form.n) memcpy(p->text + p->used, form.p, form.n);
    p->at[k] = p->used;
    p->known[k] = (uint8_t)(form.n + 1);
    p->used = (uint8_t)(p->used + form.n);
}
