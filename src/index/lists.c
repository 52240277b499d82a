/* The manifest: what the build saw of every list and file, as a run of numbers and texts. Small, so it is checked text by text. */
#include "index/layout.h"
#include "index/write.h"

static void put_text(st_buf *b, st_str s) {
    st_put_number(b, s.n);
    st_buf_str(b, s);
}

static void put_list(st_buf *b, const st_list_view *v) {
    for (size_t f = 0; f < ST_LIST_FIELDS; f++) put_text(b, v->field[f]);
    st_put_number(b, v->parties);
    st_put_number(b, v->orphans);
    st_put_number(b, v->bad);
    st_put_number(b, v->warnings);
    st_put_number(b, v->records);
    st_put_number(b, v->measures);
    for (size_t i = 0; i < v->measures; i++) {
        put_text(b, v->measure[i].name);
        st_put_number(b, v->measure[i].n);
    }
    st_put_number(b, v->messages);
    for (size_t i = 0; i < v->messages; i++) {
        st_put_number(b, (uint64_t)v->message[i].line << 1 | v->message[i].bad);
        put_text(b, v->message[i].text);
    }
    st_put_number(b, v->files);
    for (size_t i = 0; i < v->files; i++) {
        const st_file_entry *f = &v->file[i];
        put_text(b, f->file);
        put_text(b, f->sha256);
        put_text(b, f->format);
        st_put_number(b, f->bytes);
        st_put_number(b, f->records);
        st_put_number(b, f->bad);
        st_put_number(b, f->main);
    }
}

st_code st_lists_encode(const st_model *m, st_buf *out, st_err *err) {
    size_t n = st_model_lists(m);
    st_put_number(out, n);
    for (size_t i = 0; i < n; i++) {
        st_list_view v;
        st_model_list(m, i, &v);
        put_list(out, &v);
    }
    if (out->failed) return st_fail(err, out->failed, out->failed == ST_E_NOMEM ? "out of memory" : "the manifest of the lists is too large");
    return ST_OK;
}

/* ---- and back ---------------------------------------------------------------------------------------------------------------------------- */

typedef struct reader { const uint8_t *p, *end; st_arena *arena; bool bad, nomem; } reader;

static uint64_t get_number(reader *r, uint64_t max) {
    uint64_t x = 0;
    for (unsigned shift = 0; shift < 64 && r->p < r->end; shift += 7) {
        uint8_t c = *r->p++;
        x |= (uint64_t)(c & 0x7f) << shift;
        if (c & 0x80) continue;
        if (x > max || (shift == 63 && c > 1)) break;
        return x;
    }
    r->bad = true;
    r->p = r->end;
    return 0;
}

static uint32_t get_u32(reader *r) { return (uint32_t)get_number(r, UINT32_MAX); }

static st_str get_text(reader *r) {
    size_t n = (size_t)get_number(r, UINT64_MAX);
    if (n > (size_t)(r->end - r->p)) { r->bad = true; n = 0; r->p = r->end; }
    st_str s = { (const char *)r->p, n };
    r->p += n;
    if (!st_utf8_valid(s.p, s.n)) r->bad = true;
    return s;
}

/* Room for a count of things that take at least `least` bytes each in the file: a forged count costs no more memory than the file is long. */
static void *get_array(reader *r, size_t least, size_t size, size_t *n) {
    *n = (size_t)get_number(r, UINT64_MAX);
    if (*n > (size_t)(r->end - r->p) / least) { r->bad = true; *n = 0; }
    if (*n == 0) return NULL;
    void *p = st_arena_calloc(r->arena, *n * size);
    if (!p) { r->nomem = true; *n = 0; }
    return p;
}

static void get_list(reader *r, st_list_view *v) {
    for (size_t f = 0; f < ST_LIST_FIELDS; f++) v->field[f] = get_text(r);
    v->parties = get_u32(r);
    v->orphans = get_u32(r);
    v->bad = get_u32(r);
    v->warnings = get_u32(r);
    v->records = get_number(r, UINT64_MAX);
    struct st_measure *measure = get_array(r, 2, sizeof *measure, &v->measures);
    for (size_t i = 0; i < v->measures; i++) {
        measure[i].name = get_text(r);
        measure[i].n = get_number(r, UINT64_MAX);
        if (i && st_str_cmp(measure[i - 1].name, measure[i].name) >= 0) r->bad = true;
    }
    v->measure = measure;
    struct st_message *message = get_array(r, 2, sizeof *message, &v->messages);
    for (size_t i = 0; i < v->messages; i++) {
        uint64_t line = get_number(r, UINT64_C(0x1FFFFFFFF));
        message[i].line = (uint32_t)(line >> 1);
        message[i].bad = line & 1;
        message[i].text = get_text(r);
    }
    v->message = message;
    st_file_entry *file = get_array(r, 7, sizeof *file, &v->files);
    for (size_t i = 0; i < v->files; i++) {
        file[i].file = get_text(r);
        file[i].sha256 = get_text(r);
        file[i].format = get_text(r);
        file[i].bytes = get_number(r, UINT64_MAX);
        file[i].records = get_number(r, UINT64_MAX);
        file[i].bad = get_u32(r);
        file[i].main = get_u32(r);
    }
    v->file = file;
    if (v->orphans > v->parties) r->bad = true;
}

static bool lists_in_order(const st_list_view *a, const st_list_view *b) {
    int c = st_str_cmp(a->field[ST_LIST_ID], b->field[ST_LIST_ID]);
    return c < 0 || (c == 0 && st_str_cmp(a->field[ST_LIST_DATE], b->field[ST_LIST_DATE]) <= 0);
}

st_code st_lists_decode(st_index *ix, st_err *err) {
    reader r = { ix->section[ST_S_LISTS].p, ix->section[ST_S_LISTS].p + ix->section[ST_S_LISTS].n, &ix->arena, false, false };
    size_t n;
    ix->list = get_array(&r, ST_LIST_FIELDS + 8, sizeof *ix->list, &n);
    if (n > UINT16_MAX) r.bad = true;
    uint64_t parties = 0;
    for (size_t i = 0; i < n && !r.bad && !r.nomem; i++) {
        get_list(&r, &ix->list[i]);
        ix->list[i].first_party = (uint32_t)parties;
        parties += ix->list[i].parties;
        if (parties >= UINT32_MAX || (i && !lists_in_order(&ix->list[i - 1], &ix->list[i]))) r.bad = true;
    }
    if (r.nomem) return st_fail(err, ST_E_NOMEM, "out of memory");
    if (r.bad || r.p != r.end) {
        st_fail(err, ST_E_DATA, "the manifest of the index is damaged");
        st_err_hint(err, "build the index again");
        return ST_E_DATA;
    }
    ix->lists = (uint32_t)n;
    ix->parties = (uint32_t)parties;
    return ST_OK;
}
