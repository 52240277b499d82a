/* The table of official sources: tab-separated lines under a header. */
#include "sources/feeds.h"

extern const char st_feeds_text[];
extern const uint64_t st_feeds_text_size;

enum { C_LIST, C_PUBLISHER, C_TITLE, C_PAGE, C_URL, C_FILE, C_FORMAT, C_LICENCE, C_MIN_BYTES, C_MIN_PARTIES, COLUMNS };
static const char *const column_name[COLUMNS] = { "list", "publisher", "title", "page", "url", "file", "format", "licence", "min_bytes", "min_parties" };
enum { MAX_FIELDS = 64 };

typedef struct table { const char *name; uint32_t line; size_t at[COLUMNS]; size_t cap; st_feed *feed; size_t n; } table;

static st_code wrong(const table *t, st_err *err) {
    st_err_where(err, "%s:%u", t->name, t->line);
    st_err_hint(err, "the columns are those of data/sources.tsv, separated by tabs; strait fetch --list shows the table that is built in");
    return ST_E_DATA;
}

/* The fields of a line; an empty field counts, so st_split, which stops at the end of what is left, is not used. */
static size_t fields_of(st_str line, st_str field[MAX_FIELDS]) {
    size_t n = 0;
    for (;;) {
        const size_t tab = st_str_chr(line, '\t');
        if (n < MAX_FIELDS) field[n++] = st_str_trim(tab == SIZE_MAX ? line : st_str_sub(line, 0, tab));
        if (tab == SIZE_MAX) return n;
        line = st_str_sub(line, tab + 1, line.n);
    }
}

static st_code read_header(table *t, st_str line, st_err *err) {
    st_str field[MAX_FIELDS];
    const size_t n = fields_of(line, field);
    for (size_t c = 0; c < COLUMNS; c++) {
        t->at[c] = SIZE_MAX;
        for (size_t i = 0; i < n; i++) if (st_str_is(field[i], column_name[c])) t->at[c] = i;
        if (t->at[c] == SIZE_MAX && (c == C_LIST || c == C_URL || c == C_FILE || c == C_FORMAT)) {
            st_fail(err, ST_E_DATA, "the header has no column %s", column_name[c]);
            return wrong(t, err);
        }
    }
    return ST_OK;
}

static bool is_id(st_str s) {
    if (s.n == 0 || s.n > 64) return false;
    for (size_t i = 0; i < s.n; i++)
        if (!((s.p[i] >= 'a' && s.p[i] <= 'z') || (s.p[i] >= '0' && s.p[i] <= '9') || s.p[i] == '_')) return false;
    return true;
}

/* A name that cannot lead out of a folder, hide itself, or be taken for an option. */
static bool is_file_name(st_str s) {
    if (s.n == 0 || s.n > 128 || s.p[0] == '.' || s.p[0] == '-') return false;
    for (size_t i = 0; i < s.n; i++) {
        const char c = s.p[i];
        if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-')) return false;
    }
    return true;
}

static bool is_url(st_str s) {
    if (s.n > 2000 || !(st_str_istarts(s, "https://") || st_str_istarts(s, "http://"))) return false;
    for (size_t i = 0; i < s.n; i++) if ((unsigned char)s.p[i] <= ' ' || (unsigned char)s.p[i] >= 0x7f) return false;
    return true;
}

static st_code read_row(table *t, st_str line, st_err *err) {
    st_str field[MAX_FIELDS], cell[COLUMNS];
    const size_t n = fields_of(line, field);
    for (size_t c = 0; c < COLUMNS; c++) cell[c] = t->at[c] < n ? field[t->at[c]] : ST_STR_NONE;
    st_feed f = { cell[C_LIST], cell[C_PUBLISHER], cell[C_TITLE], cell[C_PAGE], cell[C_URL], cell[C_FILE], cell[C_FORMAT], cell[C_LICENCE], 0, 0 };
    if (!is_id(f.list)) st_fail(err, ST_E_DATA, "\"%.*s\" is no id of a list: a-z, 0-9 and _ only", ST_FMT(f.list));
    else if (!is_url(f.url)) st_fail(err, ST_E_DATA, "the address of %.*s is neither http nor https: %.*s", ST_FMT(f.list), ST_FMT(f.url));
    else if (!is_file_name(f.file)) st_fail(err, ST_E_DATA, "the file name of %.*s is none: %.*s", ST_FMT(f.list), ST_FMT(f.file));
    else if (f.format.n == 0) st_fail(err, ST_E_DATA, "%.*s has no format", ST_FMT(f.list));
    else if (cell[C_MIN_BYTES].n && !st_parse_u64(cell[C_MIN_BYTES], &f.min_bytes)) st_fail(err, ST_E_DATA, "min_bytes of %.*s is no number", ST_FMT(f.list));
    else if (cell[C_MIN_PARTIES].n && !st_parse_u64(cell[C_MIN_PARTIES], &f.min_parties)) st_fail(err, ST_E_DATA, "min_parties of %.*s is no number", ST_FMT(f.list));
    else if (st_feeds_find(&(st_feeds){ t->feed, t->n }, f.list)) st_fail(err, ST_E_DATA, "%.*s is there twice", ST_FMT(f.list));
    else if (t->n == t->cap) st_fail(err, ST_E_DATA, "more than %u rows", ST_FEEDS_MAX);
    else {
        t->feed[t->n++] = f;
        return ST_OK;
    }
    return wrong(t, err);
}

st_code st_feeds_parse(st_str text, const char *name, st_arena *a, st_feeds *out, st_err *err) {
    table t = { .name = name, .cap = ST_FEEDS_MAX };
    bool header = false;
    *out = (st_feeds){ NULL, 0 };
    if (st_utf8_bad(text) != SIZE_MAX) {
        st_fail(err, ST_E_DATA, "the table of sources is not UTF-8");
        return wrong(&t, err);
    }
    t.feed = st_arena_calloc(a, ST_FEEDS_MAX * sizeof *t.feed);
    if (!t.feed) return st_fail(err, ST_E_NOMEM, "out of memory");
    if (st_str_starts(text, "\xef\xbb\xbf")) text = st_str_sub(text, 3, text.n);
    while (text.n) {
        const size_t end = st_str_chr(text, '\n');
        const st_str line = end == SIZE_MAX ? text : st_str_sub(text, 0, end);
        text = end == SIZE_MAX ? ST_STR_NONE : st_str_sub(text, end + 1, text.n);
        t.line++;
        if (st_str_trim(line).n == 0 || line.p[0] == '#') continue;
        ST_TRY(header ? read_row(&t, line, err) : read_header(&t, line, err));
        header = true;
    }
    if (t.n == 0) {
        st_fail(err, ST_E_DATA, "the table of sources has no row");
        return wrong(&t, err);
    }
    *out = (st_feeds){ t.feed, t.n };
    return ST_OK;
}

st_code st_feeds_builtin(st_arena *a, st_feeds *out, st_err *err) {
    return st_feeds_parse((st_str){ st_feeds_text, (size_t)st_feeds_text_size }, "data/sources.tsv", a, out, err);
}

const st_feed *st_feeds_find(const st_feeds *f, st_str list) {
    for (size_t i = 0; i < f->n; i++) if (st_str_eq(f->feed[i].list, list)) return &f->feed[i];
    return NULL;
}
