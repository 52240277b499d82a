/* The driver: which format is this file, read it as one transaction, and say clearly what it is when it is no list. */
#include "sources/source.h"
#include "sources/catalog.h"
#include "text/text.h"

const st_source *const st_sources[] = {
#define SOURCE(name) &st_source_##name,
#include "sources/sources.def"
#undef SOURCE
    NULL,
};

enum { HEAD_BYTES = 64 << 10, BAD_PERMILLE = 10, BY_CONTENT = 2 };   /* 2: no probe gives more */

const st_source *st_source_by_name(st_str format) {
    for (size_t i = 0; st_sources[i]; i++)
        if (st_str_is(format, st_sources[i]->format)) return st_sources[i];
    return NULL;
}

/* ---- what a file looks like that no format knows ------------------------------------------------------------------------------------------ */

static bool mostly_nul(st_str s) {
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++) n += s.p[i] == 0;
    return n * 8 > s.n;
}

/* The name of the root element of what looks like XML. */
static st_str root_element(st_str s) {
    for (size_t i = 0; i + 1 < s.n; i++) {
        if (s.p[i] != '<' || s.p[i + 1] == '?' || s.p[i + 1] == '!') continue;
        size_t k = i + 1;
        while (k < s.n && k - i < 80 && (unsigned char)s.p[k] > ' ' && s.p[k] != '>' && s.p[k] != '/') k++;
        return st_str_sub(s, i + 1, k);
    }
    return ST_STR("none");
}

/* Has the first line a column of this name, in any case? */
static bool has_column(st_str line, const char *name) {
    const size_t n = strlen(name);
    for (size_t from = 0, at; (at = st_str_ifind(st_str_sub(line, from, line.n), name)) != SIZE_MAX; from += at + n) {
        const size_t i = from + at, end = i + n;
        const bool opens = i == 0 || strchr(",;\t\"", line.p[i - 1]), closes = end == line.n || strchr(",;\t\"\r", line.p[end]);
        if (opens && closes) return true;
    }
    return false;
}

/* Positions and sightings of ships by their radio (AIS): who was where, and no list of parties. */
static bool is_sightings(st_str s) {
    static const char *const seen[] = { "first_seen", "last_seen", "pings", "basedatetime", "lat", "latitude", "sog" };
    const size_t end = st_str_chr(s, '\n');
    const st_str line = st_str_sub(s, 0, end == SIZE_MAX ? s.n : end);
    if (line.n > 4096 || !has_column(line, "mmsi")) return false;
    for (size_t i = 0; i < ST_LEN(seen); i++) if (has_column(line, seen[i])) return true;
    return false;
}

typedef struct look { const char *what, *hint; } look;

/* What the first bytes say of a file that is no list; .what NULL when they say nothing. */
static look looks_like(st_str s) {
    if (s.n == 0) return (look){ "the file holds nothing but blanks", "download it again" };
    if (st_str_starts(s, "\xff\xfe") || st_str_starts(s, "\xfe\xff")) return (look){ "the text is UTF-16", "convert it: iconv -f UTF-16 -t UTF-8" };
    if (mostly_nul(s)) return (look){ "the file is full of NUL bytes", "the download or the disk failed: fetch it again" };
    if (st_str_istarts(s, "<!doctype html") || st_str_ifind(s, "<html") < 2048)
        return (look){ "this is an HTML page, not a list", "the site gave a page instead of the file: download the data file itself" };
    if (st_str_starts(s, "%PDF")) return (look){ "this is a PDF", "use the publisher's XML, CSV or XLSX" };
    if (is_sightings(s))
        return (look){ "these are sightings of ships (AIS), not a list of parties", "a list names ships with their IMO numbers; put what was seen of a ship into a case (strait check)" };
    if (st_str_starts(s, "PK\x03\x04")) return (look){ "a zip archive inside a compressed file", "unpack the outer file first" };
    return (look){ NULL, "give the format by name as format:path if you know it; strait build --help lists the formats" };
}

static st_code unknown(const st_input *in, const st_probe *p, st_err *err) {
    st_str s = st_str_trim(p->head);
    size_t end = st_str_chr(s, '\n');
    st_str line = st_str_sub(s, 0, end == SIZE_MAX ? s.n : end);
    if (line.n > 100) line.n = 100;
    size_t bad = st_utf8_bad(line);
    if (bad != SIZE_MAX) line.n = bad;
    look l = looks_like(s);
    if (l.what) st_fail(err, ST_E_DATA, "%s", l.what);
    else if (s.p[0] == '<') st_fail(err, ST_E_DATA, "XML of no known format: its root element is %.*s", ST_FMT(root_element(s)));
    else if (s.p[0] == '{' || s.p[0] == '[') st_fail(err, ST_E_DATA, "JSON of no known format");
    else st_fail(err, ST_E_DATA, "no known format; the file begins with: %.*s", ST_FMT(line));
    if (st_input_is_archive(in)) st_err_where(err, "%s(%.*s)", st_input_path(in), ST_FMT(p->member));
    else st_err_where(err, "%s", st_input_path(in));
    st_err_hint(err, "%s", l.hint);
    return ST_E_DATA;
}

const st_source *st_source_detect(st_input *in, st_probe *probe, st_err *err) {
    st_str head;
    if (st_input_peek(in, HEAD_BYTES, &head, err)) return NULL;
    if (st_str_starts(head, "\xef\xbb\xbf")) head = st_str_sub(head, 3, head.n);
    *probe = (st_probe){ head, st_input_member(in), st_input_path(in), st_input_is_archive(in) };
    const st_source *best = NULL;
    int most = 0;
    if (!st_str_starts(head, "\xff\xfe") && !st_str_starts(head, "\xfe\xff")) {
        for (size_t i = 0; st_sources[i] && most < BY_CONTENT; i++) {
            int k = st_sources[i]->probe(probe);
            if (k > most) { most = k; best = st_sources[i]; }
        }
    }
    if (!best) unknown(in, probe, err);
    return best;
}

/* ---- a date in the path ------------------------------------------------------------------------------------------------------------------- */

static bool digits(st_str s, size_t at, size_t n) {
    if (at + n > s.n) return false;
    for (size_t i = 0; i < n; i++)
        if (s.p[at + i] < '0' || s.p[at + i] > '9') return false;
    return true;
}

/* The last date in a name: 2025-04-17, 2025-04, 20250417. Nothing else than a date may touch it: digits before or behind make it a number. */
static bool name_date(st_str s, char out[32]) {
    bool found = false;
    for (size_t i = 0; i + 7 <= s.n; i++) {
        if (i && digits(s, i - 1, 1)) continue;
        if (!digits(s, i, 4) || (s.p[i] != '1' && s.p[i] != '2')) continue;
        char text[16];
        if (digits(s, i, 8) && !digits(s, i + 8, 1)) snprintf(text, sizeof text, "%.4s-%.2s-%.2s", s.p + i, s.p + i + 4, s.p + i + 6);
        else if ((s.p[i + 4] == '-' || s.p[i + 4] == '_') && digits(s, i + 5, 2) && !digits(s, i + 7, 1)) {
            if (i + 10 <= s.n && s.p[i + 7] == s.p[i + 4] && digits(s, i + 8, 2) && !digits(s, i + 10, 1))
                snprintf(text, sizeof text, "%.4s-%.2s-%.2s", s.p + i, s.p + i + 5, s.p + i + 8);
            else snprintf(text, sizeof text, "%.4s-%.2s", s.p + i, s.p + i + 5);
        } else continue;
        if (!st_date_valid(st_str_of(text))) continue;
        snprintf(out, 32, "%s", text);
        found = true;
    }
    return found;
}

/* The date in the name of the file, else of its folder. */
static bool path_date(const char *path, char out[32]) {
    st_str s = st_str_of(path);
    size_t end = s.n;
    for (int i = 0; i < 2; i++) {
        size_t from = end;
        while (from && s.p[from - 1] != '/') from--;
        if (name_date(st_str_sub(s, from, end), out)) return true;
        if (from == 0) return false;
        end = from - 1;
    }
    return false;
}

/* ---- reading -------------------------------------------------------------------------------------------------------------------------------- */

/* Names the file in the model: an archive's only list goes by the archive's name. */
static st_code name_file(st_input *in, const st_source *s, st_model *m, st_err *err) {
    char sha[65];
    ST_TRY(st_input_sha256(in, sha, err));
    st_str path = st_str_of(st_input_path(in));
    char clean[1024];
    if (!st_utf8_valid(path.p, path.n)) {   /* a file name is bytes; what is no text is shown as question marks */
        size_t n = path.n < sizeof clean ? path.n : sizeof clean;
        memcpy(clean, path.p, n);
        path = (st_str){ clean, n };
        for (size_t bad; (bad = st_utf8_bad(path)) != SIZE_MAX;) clean[bad] = '?';
    }
    st_model_file(m, path, st_str_of(sha), st_input_size(in), st_str_of(s->format));
    return ST_OK;
}

static st_code read_member(st_input *in, const st_source *s, const st_probe *p, const st_read_options *o, st_model *m, st_err *err) {
    char date[32];
    ST_TRY(st_model_list_begin(m, ST_STR("unnamed"), err));
    st_code code = name_file(in, s, m, err);
    bool dated = path_date(p->path, date);
    if (dated) st_model_list_hint_date(m, st_str_of(date));
    if (!code) code = s->read(in, p, m, err);
    if (!code && st_model_records(m) == 0 && !s->may_be_empty) {
        code = st_fail(err, ST_E_DATA, "the file holds no record");
        st_err_hint(err, "it may be cut off, or be only a part of the publisher's file: download it again");
    }
    if (!code) st_catalog_fill(m);
    if (!code) code = st_model_list_end(m, o->max_bad_permille ? o->max_bad_permille : BAD_PERMILLE, err);
    if (code) {
        st_model_list_drop(m);
        st_err_where(err, "%s", p->path);
        if (code == ST_E_DATA || code == ST_E_LIMIT) st_err_hint(err, "the file may be cut off or damaged: download it again");
    }
    return code;
}

/* Goes to the member that some format knows. An archive with two such members is refused: which of them is the list? */
static const st_source *find_member(st_input *in, st_probe *p, st_err *err) {
    for (;;) {
        const st_source *s = st_source_detect(in, p, err);
        if (s || !st_input_is_archive(in) || (err->code != ST_E_DATA)) return s;
        st_err first = *err;
        int more = st_input_next(in, err);
        if (more <= 0) {
            if (more == 0) *err = first;
            return NULL;
        }
    }
}

/* Takes a second look at an archive, with its own handle, before anything is read. */
static st_code one_list(const char *path, const st_read_options *o, st_err *err) {
    st_err ignored;
    st_probe p;
    unsigned lists = 0;
    st_input *in = st_input_open(path, &o->limits, err);
    if (!in) return err->code;
    int more = 1;
    for (; more > 0 && lists < 2; more = lists < 2 ? st_input_next(in, err) : 0) lists += st_source_detect(in, &p, &ignored) != NULL;
    st_code code = more < 0 ? (st_code)more : ST_OK;
    if (lists > 1) {
        code = st_fail(err, ST_E_DATA, "the archive holds more than one list; the second is %.*s", ST_FMT(p.member));
        st_err_where(err, "%s", path);
        st_err_hint(err, "unpack it into a folder and give the folder");
    }
    st_input_close(in);
    return code;
}

/* The format of the open file, forced or found; NULL and err when there is none. */
static const st_source *choose(st_input *in, const st_read_options *o, st_probe *p, st_err *err) {
    if (!o->format) return find_member(in, p, err);
    const st_source *s = st_source_by_name(st_str_of(o->format));
    if (!s) {
        st_fail(err, ST_E_USAGE, "no format is called %s", o->format);
        st_err_hint(err, "strait build --help lists the formats");
        return NULL;
    }
    st_err local = { 0 };
    if (!st_source_detect(in, p, &local) && local.code != ST_E_DATA) {
        *err = local;
        return NULL;
    }
    if (s->archive && !p->zip) {
        st_fail(err, ST_E_DATA, "this is no %s file", s->format);
        st_err_where(err, "%s", p->path);
        return NULL;
    }
    return s;
}

static st_code read_open(st_input *in, const st_read_options *o, st_model *m, bool *known, st_err *err) {
    st_probe p = { .path = st_input_path(in) };
    const st_source *s = choose(in, o, &p, err);
    if (!s) {
        if (!known || err->code != ST_E_DATA || o->format) return err->code;
        *known = false;
        return ST_OK;
    }
    if (p.zip && !s->archive) ST_TRY(one_list(p.path, o, err));
    return read_member(in, s, &p, o, m, err);
}

st_code st_source_look(const char *path, const st_read_options *o, const st_source **s, bool *companion, st_err *err) {
    st_err local;
    if (!err) err = &local;
    *err = (st_err){ 0 };
    *s = NULL;
    *companion = false;
    st_input *in = st_input_open(path, &o->limits, err);
    if (!in) return err->code;
    st_probe p = { .path = st_input_path(in) };
    *s = choose(in, o, &p, err);
    *companion = *s && (*s)->companion && (*s)->companion(&p);
    st_input_close(in);
    return *s || err->code == ST_E_DATA ? ST_OK : err->code;
}

st_code st_source_read(const char *path, const st_read_options *o, st_model *m, bool *known, st_err *err) {
    st_err local;
    if (!err) err = &local;
    *err = (st_err){ 0 };
    if (known) *known = true;
    st_input *in = st_input_open(path, &o->limits, err);
    if (!in) return err->code;
    st_code code = read_open(in, o, m, known, err);
    if (o->expanded) *o->expanded += st_input_expanded(in);
    st_input_close(in);
    return code;
}
