/* Delimited text. Own code where a library would be the rule: what matters here is that line numbers match an editor's, that one lost quote costs one
 * line, and that fields are slices of one buffer; the CSV libraries at hand give none of the three (doc/DECISIONS.md).
 *
 * A record is found first (where does it end?) and cut into fields afterwards, so that a record whose end is never found can be taken back. */
#include "base/csv.h"
#if defined(__SSE2__)
#include <emmintrin.h>
#endif

enum { MAX_RECORD = 1 << 20, MAX_FIELDS = 1024, BUFFER = 512 << 10, AGAIN_MIN = 64 << 20 };

struct st_csv {
    st_input *in;
    st_csv_dialect d;
    char *buf;                  /* [pos, end) is not yet consumed */
    size_t cap, pos, end;
    bool eof;
    uint32_t line;
    uint64_t shut;              /* no quote closes before this offset of the file: what a lost quote has taught */
    uint64_t base;              /* offset in the file of buf[0] */
    uint64_t again;             /* bytes that were searched in vain for the end of a record */
    st_str *field;
    size_t n, field_cap;
    size_t before;              /* fields of the record before */
    st_buf text;                /* a record converted to UTF-8 */
};

st_csv *st_csv_open(st_input *in, const st_csv_dialect *d, st_err *err) {
    st_csv *c = st_calloc(1, sizeof *c);
    if (c) {
        c->in = in;
        c->d = *d;
        if (!c->d.max_record) c->d.max_record = MAX_RECORD;
        if (!c->d.max_fields) c->d.max_fields = MAX_FIELDS;
        c->line = 1;
        c->text = (st_buf)ST_BUF_INIT((size_t)c->d.max_record * 4);
        c->cap = BUFFER;
        c->buf = st_alloc(c->cap);
    }
    if (!c || !c->buf) {
        st_csv_close(c);
        st_fail(err, ST_E_NOMEM, "out of memory");
        return NULL;
    }
    return c;
}

void st_csv_close(st_csv *c) {
    if (!c) return;
    st_buf_free(&c->text);
    st_free(c->field);
    st_free(c->buf);
    st_free(c);
}

/* Reads one more block behind the buffer, moving what is left to its front first. */
static st_code more(st_csv *c, st_err *err) {
    st_str b;
    ST_TRY(st_input_block(c->in, &b, err));
    if (b.n == 0) { c->eof = true; return ST_OK; }
    if (c->pos) {
        memmove(c->buf, c->buf + c->pos, c->end - c->pos);
        c->base += c->pos;
        c->end -= c->pos;
        c->pos = 0;
    }
    if (st_grow(c->buf, c->cap, c->end + b.n)) return st_fail(err, ST_E_NOMEM, "out of memory");
    memcpy(c->buf + c->end, b.p, b.n);
    bool first = c->base == 0 && c->end == 0;
    c->end += b.n;
    if (first && c->end >= 3 && memcmp(c->buf, "\xef\xbb\xbf", 3) == 0) c->pos = 3;
    return ST_OK;
}

/* What ends at i? A line end has 1 or 2 bytes; 0: none here; -1: the next byte must be known first. */
static int line_end(const st_csv *c, size_t i) {
    char b = c->buf[i];
    if (b == '\n') return 1;
    if (b != '\r') return 0;
    if (i + 1 < c->end) return c->buf[i + 1] == '\n' ? 2 : 1;
    return c->eof ? 1 : -1;
}

/* Does the quote at i close its field? It does when only blanks stand between it and a separator or line end. -1: more bytes are needed. */
static int closes(const st_csv *c, size_t i) {
    size_t k = i + 1;
    while (k < c->end && c->buf[k] == ' ' && c->d.sep != ' ') k++;
    if (k == c->end) return c->eof ? 1 : -1;
    return c->buf[k] == c->d.sep || c->buf[k] == '\n' || c->buf[k] == '\r';
}

/* i: bytes behind pos; start: at the start of a field; opened: right behind an opening quote; lost: the quote that is open was to close before;
 * lines: a line end lies between the open quote and `seen` */
typedef struct scan { size_t i, seen; bool start, quoted, opened, found, lost, lines; } scan;

/* Behind an opening quote that stands where no quote is known to close: the run of quotes right there is new, since the opening one was part of it
 * before; behind it nothing closes up to `shut`. 1 closed, 0 not, -1 more bytes are needed. */
static int first_run(const st_csv *c, scan *s) {
    size_t at = c->pos + s->i, k = 0;
    while (at + k < c->end && c->buf[at + k] == c->d.quote) k++;
    if (at + k == c->end && !c->eof) return -1;
    int r = k % 2 ? closes(c, at + k - 1) : 0;
    if (r < 0) return -1;
    s->opened = false;
    s->i += k;
    return r;
}

/* A bare quote at i, within quoted text, that stands where a field begins on a later line: the open quote has lost its partner, and what looks like
 * its partner further on is that of this one. Whoever writes quotes into a quoted field doubles them. */
static bool opens_another(const st_csv *c, scan *s) {
    size_t at = c->pos + s->i, k = at;
    while (k > c->pos && at - k < 8 && c->buf[k - 1] == ' ') k--;
    if (k == c->pos || (c->buf[k - 1] != c->d.sep && c->buf[k - 1] != '\n' && c->buf[k - 1] != '\r')) return false;
    for (size_t i = c->pos + s->seen; i < at && !s->lines; i++) s->lines = c->buf[i] == '\n' || c->buf[i] == '\r';
    s->seen = s->i;
    return s->lines;
}

/* Goes over quoted text from i: on return i is behind the closing quote, or at the end of what is buffered (false) or of what makes sense (lost). */
static bool over_quoted(st_csv *c, scan *s) {
    if (s->opened) { s->seen = s->i; s->lines = false; }
    if (s->opened && c->base + c->pos + s->i < c->shut) {
        int r = first_run(c, s);
        if (r) return r > 0;
    }
    s->opened = false;
    for (;;) {
        size_t at = c->pos + s->i;
        if (c->base + at < c->shut) {
            size_t skip = (size_t)(c->shut - c->base);
            at = skip < c->end ? skip : c->end;
            s->i = at - c->pos;
        }
        const char *q = at < c->end ? memchr(c->buf + at, c->d.quote, c->end - at) : NULL;
        if (!q) { s->i = c->end - c->pos; return false; }
        at = (size_t)(q - c->buf);
        s->i = at - c->pos;
        if (at + 1 < c->end && c->buf[at + 1] == c->d.quote) { s->i += 2; continue; }
        if (at + 1 == c->end && !c->eof) return false;
        int k = closes(c, at);
        if (k < 0) return false;
        if (!k && opens_another(c, s)) { s->lost = true; return false; }
        s->i++;
        if (k) return true;
    }
}

/* The next byte from i on that may end a field or a line, or the end of what is buffered. */
static size_t plain_end(const st_csv *c, size_t i) {
#if defined(__SSE2__)
    const __m128i sep = _mm_set1_epi8(c->d.sep), lf = _mm_set1_epi8('\n'), cr = _mm_set1_epi8('\r');
    for (; c->end - i >= 16; i += 16) {
        const __m128i x = _mm_loadu_si128((const void *)(c->buf + i));
        const int found = _mm_movemask_epi8(_mm_or_si128(_mm_or_si128(_mm_cmpeq_epi8(x, sep), _mm_cmpeq_epi8(x, lf)), _mm_cmpeq_epi8(x, cr)));
        if (found) return i + (size_t)__builtin_ctz((unsigned)found);
    }
#endif
    while (i < c->end && c->buf[i] != c->d.sep && c->buf[i] != '\n' && c->buf[i] != '\r') i++;
    return i;
}

/* Goes on with the search for the record's end as far as the buffer holds. */
static void find_end(st_csv *c, scan *s) {
    while (c->pos + s->i < c->end) {
        if (s->quoted) {
            if (!over_quoted(c, s)) return;
            s->quoted = false;
        }
        size_t at = c->pos + s->i;
        if (at >= c->end) return;
        char b = c->buf[at];
        if (s->start && b == c->d.quote && c->d.quote) {
            s->i++;
            s->quoted = s->opened = true;
            s->start = false;
            continue;
        }
        if (b == '\n' || b == '\r') {
            s->found = line_end(c, at) > 0;
            return;
        }
        s->start = b == c->d.sep || (s->start && b == ' ' && c->d.quote);
        while (++at < c->end && b == c->d.sep && c->buf[at] == b) {}   /* empty fields come in rows */
        s->i = (s->start ? at : plain_end(c, at)) - c->pos;
    }
}

static bool add_field(st_csv *c, st_str s) {
    if (st_grow(c->field, c->field_cap, c->n + 1)) return false;
    c->field[c->n++] = s;
    return true;
}

/* Takes the quotes off a field that began with one; doubled quotes become one, in place. */
static st_str unquote(char *p, size_t n, char quote) {
    const char *first = n ? memchr(p, quote, n) : NULL;
    size_t w = first ? (size_t)(first - p) : n;
    for (size_t i = w; i < n; i++) {
        if (p[i] == quote && i + 1 < n && p[i + 1] == quote) i++;
        p[w++] = p[i];
    }
    return (st_str){ p, w };
}

/* Where the quoted field that opens before `i` ends: the closing quote, or n. */
static size_t close_at(const char *p, size_t n, size_t i, char quote, char sep) {
    for (const char *q; i < n && (q = memchr(p + i, quote, n - i)); i++) {
        i = (size_t)(q - p);
        if (i + 1 < n && p[i + 1] == quote) { i++; continue; }
        size_t k = i + 1;
        while (k < n && p[k] == ' ' && sep != ' ') k++;
        if (k == n || p[k] == sep) return i;
    }
    return n;
}

/* Cuts a record into fields. With `plain` quotes have no meaning: for the line on which a quote was lost. */
static st_code cut(st_csv *c, char *p, size_t n, bool plain, const char **bad, st_err *err) {
    c->n = 0;
    char quote = plain ? 0 : c->d.quote;
    for (size_t i = 0;; i++) {
        size_t from = i, q = i;
        while (quote && q < n && p[q] == ' ') q++;
        st_str f;
        if (i < n && p[i] == c->d.sep) f = (st_str){ p + i, 0 };   /* half of all fields */
        else if (quote && q < n && p[q] == quote) {
            size_t close = close_at(p, n, q + 1, quote, c->d.sep);
            f = unquote(p + q + 1, close - q - 1, quote);
            i = close < n ? close + 1 : n;
            while (i < n && p[i] != c->d.sep) i++;
        } else {
            const char *s = i < n ? memchr(p + i, c->d.sep, n - i) : NULL;
            i = s ? (size_t)(s - p) : n;
            f = (st_str){ p + from, i - from };
        }
        if (c->n == c->d.max_fields) { *bad = "more fields than the limit"; return ST_OK; }
        if (!add_field(c, f)) return st_fail(err, ST_E_NOMEM, "out of memory");
        if (i >= n) return ST_OK;
    }
}

/* Windows-1252 to Unicode for 0x80 to 0x9F; the rest is Latin-1. The five bytes it leaves open stay control characters. */
static uint32_t cp1252(unsigned char b) {
    static const uint16_t high[32] = {
        0x20ac, 0x81, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8d, 0x017d, 0x8f,
        0x90, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0x9d, 0x017e, 0x0178,
    };
    return b >= 0x80 && b < 0xa0 ? high[b - 0x80] : b;
}

static st_code to_utf8(st_csv *c, char **p, size_t *n, st_err *err) {
    st_buf_clear(&c->text);
    for (size_t i = 0; i < *n; i++) st_buf_utf8(&c->text, cp1252((unsigned char)(*p)[i]));
    if (c->text.failed) return st_fail(err, c->text.failed, "%s", c->text.failed == ST_E_NOMEM ? "out of memory" : "a record is too long");
    *p = c->text.p;
    *n = c->text.n;
    return ST_OK;
}

static uint32_t count_lines(const char *p, size_t n) {
    uint32_t k = 0;
    if (!memchr(p, '\r', n)) {
        for (const char *q = p, *end = p + n; q < end && (q = memchr(q, '\n', (size_t)(end - q))); q++) k++;
        return k;
    }
    for (size_t i = 0; i < n; i++) k += p[i] == '\n' || (p[i] == '\r' && (i + 1 == n || p[i + 1] != '\n'));
    return k;
}

/* Gives out the n bytes at pos as a row and consumes them with the line end behind them. */
static st_code deliver(st_csv *c, size_t n, bool plain, const char *bad, st_csv_row *row, st_err *err) {
    char *p = c->buf + c->pos;
    size_t whole = n;
    int e = c->pos + n < c->end ? line_end(c, c->pos + n) : 0;
    *row = (st_csv_row){ .line = c->line, .bad = bad };
    c->line += (n ? count_lines(p, n) : 0) + (e > 0);
    row->open = c->eof && e == 0 && c->pos + n == c->end;
    if (row->open && n && p[n - 1] == 0x1a) { n--; row->open = false; }
    if (n && memchr(p, 0, n)) row->bad = "a NUL byte";
    if (!st_utf8_valid(p, n)) {
        row->converted = c->d.cp1252;
        if (c->d.cp1252) ST_TRY(to_utf8(c, &p, &n, err));
        else { row->bad = "the text is not valid UTF-8"; n = 0; }
    }
    c->pos += whole + (size_t)(e > 0 ? e : 0);
    ST_TRY(cut(c, p, n, plain, &row->bad, err));
    row->field = c->field;
    row->n = c->n;
    return ST_OK;
}

/* A line that is too long is passed over up to its end. */
static st_code too_long(st_csv *c, st_csv_row *row, st_err *err) {
    uint32_t line = c->line;
    for (;;) {
        size_t i = c->pos;
        int e = 0;
        while (i < c->end && (e = line_end(c, i)) == 0) i++;
        if (e > 0) {
            c->line++;
            c->pos = i + (size_t)e;
            break;
        }
        c->pos = i;   /* at the end, or on a CR whose successor is unknown */
        if (c->eof) break;
        ST_TRY(more(c, err));
    }
    c->n = 0;
    *row = (st_csv_row){ .line = line, .bad = "the line is longer than the limit", .field = c->field };
    return ST_OK;
}

/* The quote that opened on this line never closes: give out the line alone, without regard to quotes. */
static st_code lost_quote(st_csv *c, const scan *s, st_csv_row *row, st_err *err) {
    if (!s->lost) c->shut = c->base + c->pos + s->i;
    size_t i = 0;
    while (c->pos + i < c->end && line_end(c, c->pos + i) == 0) i++;
    return deliver(c, i, true, "a quote opens on this line and never closes", row, err);
}

static bool blank(const char *p, size_t n) {
    for (size_t i = 0; i < n; i++)
        if (p[i] != ' ' && p[i] != 0x1a) return false;
    return true;
}

/* Each record whose end was not found is searched again from its second line: a file made to do so on every line would never end. */
static st_code count_again(st_csv *c, size_t n, st_err *err) {
    c->again += n;
    if (c->again <= AGAIN_MIN + 8 * (c->base + c->pos)) return ST_OK;
    st_fail(err, ST_E_DATA, "too many quotes open and never close");
    st_err_where(err, "%s:%u", st_input_path(c->in), c->line);
    st_err_hint(err, "is this the right kind of file, and is it whole?");
    return ST_E_DATA;
}

static int next(st_csv *c, st_csv_row *row, st_err *err) {
    scan s = { .start = true };
    for (;;) {
        find_end(c, &s);
        if (!s.found && !s.lost && !c->eof && s.i <= c->d.max_record) {
            st_code code = more(c, err);
            if (code) return code;
            continue;
        }
        if (c->eof && c->pos == c->end) return 0;
        st_code code;
        if (s.found && s.i <= c->d.max_record) {
            if (blank(c->buf + c->pos, s.i)) {
                int e = line_end(c, c->pos + s.i);
                c->pos += s.i + (size_t)e;
                c->line++;
                s = (scan){ .start = true };
                continue;
            }
            code = deliver(c, s.i, false, NULL, row, err);
        } else if (s.quoted || s.i > c->d.max_record) {
            code = count_again(c, s.i, err);
            if (!code) code = s.quoted ? lost_quote(c, &s, row, err) : too_long(c, row, err);
        }
        else if (blank(c->buf + c->pos, s.i)) return 0;
        else code = deliver(c, s.i, false, NULL, row, err);
        return code ? code : 1;
    }
}

int st_csv_next(st_csv *c, st_csv_row *row, st_err *err) {
    const int got = next(c, row, err);
    if (got <= 0) return got;
    if (row->open && c->before && (row->bad || row->n < c->before)) {
        st_fail(err, ST_E_DATA, "the file ends inside a record");
        st_err_where(err, "%s:%u", st_input_path(c->in), row->line);
        st_err_hint(err, "it was cut off: download it again; if it is whole, end its last line as the others end");
        return ST_E_DATA;
    }
    if (!row->bad) c->before = row->n;
    return 1;
}

char st_csv_separator(st_str head) {
    static const char sep[] = { ',', ';', '\t', '|' };
    size_t count[sizeof sep] = { 0 }, best = 0;
    bool quoted = false;
    for (size_t i = 0; i < head.n && (quoted || (head.p[i] != '\n' && head.p[i] != '\r')); i++) {
        if (head.p[i] == '"') quoted = !quoted;
        for (size_t k = 0; k < sizeof sep && !quoted; k++) count[k] += head.p[i] == sep[k];
    }
    for (size_t k = 1; k < sizeof sep; k++)
        if (count[k] > count[best]) best = k;
    return sep[best];
}
