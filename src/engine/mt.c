/* SWIFT FIN messages out of a file: blocks 1 to 5 in braces, with whatever the transport put around them (acknowledgements, RJE's $, STX and ETX, blanks) passed over
 * (SWIFT User Handbook, FIN System Messages; Standards MT General Information). */
#include "engine/mt_int.h"

enum { FIELDS = ST_MESSAGE_MAX_ELEMENTS };

typedef struct file { st_str text; size_t at; uint32_t line; size_t counted; } file;   /* line: of the byte `counted` */

static uint32_t line_of(file *f, size_t at) {
    for (; f->counted < at; f->counted++) f->line += f->text.p[f->counted] == '\n';
    return f->line;
}

static size_t find_from(st_str s, size_t from, const char *what) {
    const size_t at = from < s.n ? st_str_find(st_str_sub(s, from, s.n), what) : SIZE_MAX;
    return at == SIZE_MAX ? SIZE_MAX : from + at;
}

/* Behind the brace that closes the one at `from`, or SIZE_MAX. */
static size_t closing(st_str s, size_t from, size_t limit) {
    size_t open = 0;
    for (size_t i = from; i < limit; i++) {
        if (s.p[i] == '{') open++;
        else if (s.p[i] == '}' && --open == 0) return i + 1;
    }
    return SIZE_MAX;
}

/* Block 4 ends with "-}" at the beginning of a line, or, when some writer forgot the line's end, anywhere; braces in its text mean nothing. */
static size_t text_end(st_str s, size_t from, size_t limit, size_t *body) {
    const st_str part = st_str_sub(s, 0, limit);
    size_t at = find_from(part, from, "\n-}");
    if (at != SIZE_MAX) at++;
    else if (from + 2 <= limit && memcmp(s.p + from, "-}", 2) == 0) at = from;
    else at = find_from(part, from, "-}");
    if (at == SIZE_MAX) return SIZE_MAX;
    *body = at;
    return at + 2;
}

/* One message's blocks. f->at moves behind it, on failure to the next one. */
static st_code read_blocks(file *f, st_mt *m, st_err *err) {
    const st_str s = f->text;
    size_t limit = find_from(s, f->at + 3, "{1:");
    if (limit == SIZE_MAX) limit = s.n;
    size_t i = f->at;
    f->at = limit;
    while (i < limit) {
        if (s.p[i] != '{' || i + 3 > limit || s.p[i + 2] != ':') {
            if (s.p[i] != ' ' && s.p[i] != '\r' && s.p[i] != '\n') break;
            i++;
            continue;
        }
        const char id = s.p[i + 1];
        const bool text = id == '4' && !(i + 3 < limit && s.p[i + 3] == '{');
        size_t body = 0;
        const size_t end = text ? text_end(s, i + 3, limit, &body) : closing(s, i, limit);
        if (end == SIZE_MAX) return st_fail(err, ST_E_DATA, "{%c: the block is not closed", id >= ' ' && id < 0x7f ? id : '?');
        if (id >= '1' && id <= '5') {
            st_str *block = &m->block[id - '0'];
            if (block->p) return st_fail(err, ST_E_DATA, "{%c: the block stands twice in one message", id);
            *block = st_str_sub(s, i + 3, text ? body : end - 1);
            if (text) m->text_line = line_of(f, i + 3);
        }
        i = end;
    }
    return ST_OK;
}

/* ":50K:" at the beginning of a line: two digits, a letter or none. Bytes of the tag with its colons, 0 for another line. */
static size_t tag_of(st_str line) {
    if (line.n < 4 || line.p[0] != ':' || line.p[1] < '0' || line.p[1] > '9' || line.p[2] < '0' || line.p[2] > '9') return 0;
    if (line.p[3] == ':') return 4;
    return line.n >= 5 && line.p[3] >= 'A' && line.p[3] <= 'Z' && line.p[4] == ':' ? 5 : 0;
}

static st_code read_fields(st_mt *m, st_err *err) {
    const st_str s = m->block[4];
    uint32_t line = m->text_line;
    for (size_t i = 0, end; i < s.n; i = end + 1, line++) {
        const size_t lf = st_str_chr(st_str_sub(s, i, s.n), '\n');
        end = lf == SIZE_MAX ? s.n : i + lf;
        const size_t tag = tag_of(st_str_sub(s, i, end));
        if (!tag) {
            if (m->n) m->field[m->n - 1].value.n = (size_t)(s.p + end - m->field[m->n - 1].value.p);
            else if (st_str_trim(st_str_sub(s, i, end)).n) return st_fail(err, ST_E_DATA, "{4: text before the first field");
            continue;
        }
        if (m->n == FIELDS) return st_fail(err, ST_E_LIMIT, "a message of more than %d fields", FIELDS);
        if (st_grow(m->field, m->cap, m->n + 1)) return st_fail(err, ST_E_NOMEM, "out of memory");
        m->field[m->n++] = (st_mt_field){ st_str_sub(s, i + 1, i + tag - 1), st_str_sub(s, i + tag, end), line };
    }
    return m->n ? ST_OK : st_fail(err, ST_E_DATA, "{4: there is no field in it");
}

st_str st_mt_tag(st_str block, const char *tag) {
    for (size_t i = 0; i + 2 < block.n; i++) {
        if (block.p[i] != '{' || !st_str_starts(st_str_sub(block, i + 1, block.n), tag)) continue;
        const size_t from = i + 1 + strlen(tag);
        if (from >= block.n || block.p[from] != ':') continue;
        const size_t n = st_str_chr(st_str_sub(block, from + 1, block.n), '}');
        return n == SIZE_MAX ? ST_STR_NONE : st_str_sub(block, from + 1, from + 1 + n);
    }
    return ST_STR_NONE;
}

static st_code one_message(st_pay_stream *s, file *f, st_mt *m, st_err *err) {
    m->n = 0;
    for (size_t i = 0; i < ST_LEN(m->block); i++) m->block[i] = ST_STR_NONE;
    const size_t from = f->at;
    m->line = line_of(f, from);
    st_pay_begin(&s->pay, "", m->line);
    st_code code = read_blocks(f, m, err);
    if (!code && st_str_starts(m->block[1], "F21")) return ST_OK;   /* an acknowledgement, of which the message itself may follow */
    const st_str all = st_str_sub(f->text, from, f->at);
    const size_t bad = st_utf8_bad(all);
    if (!code && all.n > ST_MESSAGE_MAX_TEXT) code = st_fail(err, ST_E_LIMIT, "a message of more than %u bytes", ST_MESSAGE_MAX_TEXT);
    if (!code && bad != SIZE_MAX) code = st_fail(err, ST_E_DATA, "byte %zu of the message is not UTF-8", bad + 1);
    if (!code && !m->block[4].p) code = st_fail(err, ST_E_DATA, "{4: is missing");
    if (!code) code = read_fields(m, err);
    if (!code) code = st_mt_map(s, m, err);
    return st_pay_deliver(s, code, err);
}

st_code st_mt_stream(st_pay_stream *s, st_err *err) {
    st_arena arena = ST_ARENA_INIT;
    file f = { .line = 1 };
    st_mt m = { .n = 0 };
    const uint64_t before = s->count;
    st_code code = st_input_all(s->in, ST_MESSAGE_MAX_BYTES, &arena, &f.text, err);
    while (!code) {
        f.at = find_from(f.text, f.at, "{1:");
        if (f.at == SIZE_MAX) break;
        code = one_message(s, &f, &m, err);
    }
    if (!code && s->count == before) {
        code = st_fail(err, ST_E_DATA, "there is no SWIFT message in the file");
        st_err_where(err, "%s", st_input_path(s->in));
        st_err_hint(err, "a message begins with {1:");
    }
    st_free(m.field);
    st_arena_free(&arena);
    return code;
}
