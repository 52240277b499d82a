/* The way to the file: sections are buffered, hashed once and written; padding and section table are kept here and nowhere else. */
#include "index/write.h"
#include "text/text.h"

static st_code nomem(st_err *err) { return st_fail(err, ST_E_NOMEM, "out of memory"); }

st_code st_sink_begin(st_sink *s) {
    static const uint8_t zeros[ST_INDEX_ALIGN];
    if (s->next == 0) {   /* the header is known last */
        size_t room = sizeof(st_header) + sizeof s->table;
        memset(s->buf, 0, room);
        ST_TRY(st_out_write(s->out, s->buf, room, s->err));
    }
    uint64_t at = st_out_tell(s->out);
    ST_TRY(st_out_write(s->out, zeros, (size_t)(-at % ST_INDEX_ALIGN), s->err));
    s->begin = st_out_tell(s->out);
    s->in_section = 0;
    s->n = 0;
    s->hash = st_hash128_new();
    return s->hash ? ST_OK : nomem(s->err);
}

static st_code flush(st_sink *s, const void *p, size_t n) {
    st_hash128_add(s->hash, p, n);
    s->in_section += n;
    return st_out_write(s->out, p, n, s->err);
}

st_code st_sink_put(st_sink *s, const void *p, size_t n) {
    if (n > sizeof s->buf - s->n) {
        ST_TRY(flush(s, s->buf, s->n));
        s->n = 0;
    }
    if (n > sizeof s->buf) return flush(s, p, n);
    if (n) memcpy(s->buf + s->n, p, n);
    s->n += n;
    return ST_OK;
}

st_code st_sink_end(st_sink *s) {
    static const struct { char letters[5]; uint32_t size; } kind[ST_S_COUNT] = {
#define X(sym, letters, size, text) { letters, size },
        ST_SECTIONS(X)
#undef X
    };
    ST_TRY(flush(s, s->buf, s->n));
    s->n = 0;
    st_section *t = &s->table[s->next];
    *t = (st_section){ .offset = s->begin, .size = s->in_section };
    memcpy(t->letters, kind[s->next].letters, sizeof t->letters);
    st_hash128_end_bytes(s->hash, t->hash);
    s->hash = NULL;
    if (t->size / kind[s->next].size >= UINT32_MAX)
        return st_fail(s->err, ST_E_LIMIT, "the index would be too large: section %s has %llu entries", kind[s->next].letters,
                       (unsigned long long)(t->size / kind[s->next].size));
    s->next++;
    return ST_OK;
}

st_code st_sink_section(st_sink *s, const void *p, size_t n) {
    ST_TRY(st_sink_begin(s));
    ST_TRY(st_sink_put(s, p, n));
    return st_sink_end(s);
}

st_code st_sink_header(st_sink *s) {
    struct { st_header h; st_section table[ST_S_COUNT]; } all = { .h = { .format = ST_INDEX_FORMAT, .sections = ST_S_COUNT } };
    memcpy(all.h.magic, ST_INDEX_MAGIC, sizeof all.h.magic);
    all.h.size = st_out_tell(s->out);
    memcpy(all.table, s->table, sizeof all.table);
    st_index_seal(&all.h, all.table);
    return st_out_patch(s->out, 0, &all, sizeof all, s->err);
}

enum { PILE_BLOCK = (1 << 18) - 64 };

bool st_pile_add(st_pile *p, const void *bytes, size_t n) {
    st_pile_block *b = p->last;
    if (!b || n > PILE_BLOCK - b->n || b->n > PILE_BLOCK) {
        b = st_alloc(sizeof *b + (n > PILE_BLOCK ? n : PILE_BLOCK));
        if (!b) return false;
        b->next = NULL;
        b->n = 0;
        if (p->last) p->last->next = b;
        else p->first = b;
        p->last = b;
    }
    if (n) memcpy(b->p + b->n, bytes, n);
    b->n += n;
    p->n += n;
    return true;
}

st_code st_sink_pile(st_sink *s, const st_pile *p) {
    ST_TRY(st_sink_begin(s));
    for (const st_pile_block *b = p->first; b; b = b->next) ST_TRY(st_sink_put(s, b->p, b->n));
    return st_sink_end(s);
}

void st_pile_free(st_pile *p) {
    for (st_pile_block *b = p->first, *next; b; b = next) { next = b->next; st_free(b); }
    *p = (st_pile){ NULL, NULL, 0 };
}
