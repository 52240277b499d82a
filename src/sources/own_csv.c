/* strait's own CSV, for in-house lists (doc/LISTS.md), and OpenSanctions' targets.simple.csv, which names its columns nearly alike.
 *
 * Cells of our own: values divided by ";", each with qualifiers in braces, "Director{since=2014|until=2019}"; a backslash before ; { } | or \ takes its
 * meaning away. Cells of targets.simple.csv: values divided by ";", in quotes where they hold one. */
#include "base/csv.h"
#include "model/ident.h"
#include "sources/own.h"

enum { MAX_COLUMNS = 256 };
#define NO_COLUMN SIZE_MAX

typedef struct reader {
    st_own own;
    st_arena arena;
    st_str name[MAX_COLUMNS];
    st_own_field field[MAX_COLUMNS];
    size_t columns, key, kind;
    bool simple, header, programmes, listed;
    st_str datasets;
    st_buf buf;
    char seen[32];        /* the last day in last_seen */
    const st_csv_row *row;
} reader;

/* ---- telling it apart ------------------------------------------------------------------------------------------------------------------ */
static bool next_line(st_str *rest, st_str *line) {
    if (!rest->n) return false;
    const size_t end = st_str_chr(*rest, '\n'), to = end == SIZE_MAX ? rest->n : end;
    *line = st_str_trim(st_str_sub(*rest, 0, to));
    *rest = st_str_sub(*rest, end == SIZE_MAX ? to : end + 1, rest->n);
    return true;
}

/* The first line that is neither blank nor a remark. With m, remarks of the form "# key: value" set the list's fields. *banner: one names the list. */
static st_str header_line(st_str head, st_model *m, bool *banner) {
    st_str line;
    while (next_line(&head, &line)) {
        if (!line.n) continue;
        if (line.p[0] != '#') return line;
        const size_t colon = st_str_chr(line, ':');
        if (colon == SIZE_MAX) continue;
        const st_str key = st_str_trim(st_str_sub(line, 1, colon)), value = st_str_trim(st_str_sub(line, colon + 1, line.n));
        if (st_str_iis(key, "list")) *banner = true;
        if (m) st_own_banner(m, key, value);
    }
    return ST_STR_NONE;
}

/* Names in a header row, without their quotes. */
static size_t split_header(st_str line, char sep, st_str *out) {
    size_t n = 0, from = 0;
    bool quoted = false;
    for (size_t i = 0; line.n && i <= line.n && n < MAX_COLUMNS; i++) {
        if (i < line.n && line.p[i] == '"') quoted = !quoted;
        if (i < line.n && (quoted || line.p[i] != sep)) continue;
        st_str s = st_str_trim(st_str_sub(line, from, i));
        if (s.n > 1 && s.p[0] == '"' && s.p[s.n - 1] == '"') s = st_str_trim(st_str_sub(s, 1, s.n - 1));
        out[n++] = s;
        from = i + 1;
    }
    return n;
}

static char separator(st_str line) {
    static const char seps[] = { ',', ';', '\t', '|' };
    st_str names[MAX_COLUMNS];
    size_t most = 0;
    char best = ',';
    for (size_t i = 0; i < sizeof seps; i++) {
        const size_t n = split_header(line, seps[i], names);
        if (n > most) { most = n; best = seps[i]; }
    }
    return best;
}

/* A table with ids and names is anybody's, a file of customers for one. A list is one that says so in its first lines, or that has a column which
 * only lists have. */
static int probe(const st_probe *p) {
    bool banner = false, key = false, name = false, list = false;
    const st_str line = header_line(p->head, NULL, &banner);
    if (!line.n || line.p[0] == '<' || line.p[0] == '{' || line.p[0] == '[') return 0;
    st_str names[MAX_COLUMNS];
    const size_t n = split_header(line, separator(line), names);
    for (size_t i = 0; i < n; i++) {
        const st_own_field f = st_own_field_of(names[i]);
        key |= f.role == ST_OWN_KEY;
        name |= f.role == ST_OWN_NAME_PART || (f.role == ST_OWN_PROP && f.prop == ST_P_NAME);
        list |= f.role == ST_OWN_SANCTIONS || (f.role == ST_OWN_PROP && f.prop == ST_P_LISTING && st_str_iis(names[i], "listing"));
    }
    return key && name && (banner || list) ? 2 : 0;
}

/* ---- values of a cell -------------------------------------------------------------------------------------------------------------------- */
static bool is_escape(st_str s, size_t i) { return s.p[i] == '\\' && i + 1 < s.n && memchr(";{}|\\", s.p[i + 1], 5) != NULL; }

/* Where c first stands without a backslash. */
static size_t find_plain(st_str s, size_t from, char c) {
    for (size_t i = from; i < s.n; i++) {
        if (is_escape(s, i)) { i++; continue; }
        if (s.p[i] == c) return i;
    }
    return SIZE_MAX;
}

static st_str unescaped(reader *r, st_str s) {
    if (!s.n || !memchr(s.p, '\\', s.n)) return s;
    st_buf_clear(&r->buf);
    for (size_t i = 0; i < s.n; i++) {
        if (is_escape(s, i)) i++;
        st_buf_char(&r->buf, s.p[i]);
    }
    if (r->buf.failed) { r->own.f.failed = r->buf.failed; return ST_STR_NONE; }
    return st_buf_view(&r->buf);
}

/* Cuts the braces off a value: true when they hold qualifiers. Braces of any other kind are part of the text. */
static bool cut_quals(st_str *value, st_str *quals) {
    const size_t open = find_plain(*value, 0, '{');
    size_t close = open;   /* the last one: braces within a qualifier are its own */
    for (size_t at = open; at != SIZE_MAX; at = find_plain(*value, at + 1, '}')) close = at;
    if (open == SIZE_MAX || close == open || close != value->n - 1) return false;
    const st_str inner = st_str_sub(*value, open + 1, value->n - 1);
    const size_t equals = st_str_chr(inner, '=');
    if (equals == SIZE_MAX) return false;
    const st_prop p = st_prop_of(st_str_trim(st_str_sub(inner, 0, equals)));
    if (p == ST_PROP_NONE || st_prop_is_head(p)) return false;
    *quals = inner;
    *value = st_str_trim(st_str_sub(*value, 0, open));
    return true;
}

static void qualify(reader *r, st_str quals) {
    while (quals.n) {
        const size_t bar = find_plain(quals, 0, '|');
        const st_str one = st_str_sub(quals, 0, bar == SIZE_MAX ? quals.n : bar);
        quals = bar == SIZE_MAX ? ST_STR_NONE : st_str_sub(quals, bar + 1, quals.n);
        const size_t equals = st_str_chr(one, '=');
        const st_prop p = equals == SIZE_MAX ? ST_PROP_NONE : st_prop_of(st_str_trim(st_str_sub(one, 0, equals)));
        if (p != ST_PROP_NONE && !st_prop_is_head(p)) st_own_qual(&r->own, p, unescaped(r, st_str_trim(st_str_sub(one, equals + 1, one.n))));
        else st_own_qual(&r->own, ST_Q_NOTE, unescaped(r, st_str_trim(one)));
    }
}

static void authorities(reader *r) {
    st_str rest = r->datasets, one;
    while (st_split(&rest, ";", &one)) st_own_qual(&r->own, ST_Q_AUTHORITY, one);
}

static void stage(reader *r, st_own_field field, st_str value) {
    st_str quals = ST_STR_NONE;
    const bool has = !r->simple && cut_quals(&value, &quals);
    if (!r->simple) value = unescaped(r, value);
    if (field.prop == ST_P_NAME && r->own.parts) st_own_name(&r->own, value);
    else st_own_fact(&r->own, field, value);
    if (has) qualify(r, quals);
    if (field.prop != ST_P_LISTING) return;
    r->listed = true;
    authorities(r);
    st_own_cite(&r->own);
}

/* Prose holds semicolons of its own. */
static bool is_prose(st_prop p) { return p == ST_P_REASON || p == ST_P_REMARK || p == ST_P_NOTE || p == ST_P_DESCRIPTION; }

static void cell(reader *r, st_own_field field, st_str s) {
    if (is_prose(field.prop)) { stage(r, field, s); return; }
    while (s.n) {
        const size_t end = find_plain(s, 0, ';');
        const st_str one = st_str_trim(st_str_sub(s, 0, end == SIZE_MAX ? s.n : end));
        s = end == SIZE_MAX ? ST_STR_NONE : st_str_sub(s, end + 1, s.n);
        if (one.n) stage(r, field, one);
    }
}

/* ---- targets.simple.csv ------------------------------------------------------------------------------------------------------------------ */
/* The next value of a cell whose values stand in quotes where they hold ";" or a quote. */
static bool next_quoted(reader *r, st_str *rest, st_str *out) {
    if (!rest->n) return false;
    if (rest->p[0] != '"') return st_split(rest, ";", out) || rest->n;
    st_buf_clear(&r->buf);
    size_t i = 1;
    for (; i < rest->n; i++) {
        if (rest->p[i] == '"' && (i + 1 == rest->n || rest->p[i + 1] != '"')) break;
        if (rest->p[i] == '"') i++;
        st_buf_char(&r->buf, rest->p[i]);
    }
    const size_t end = i < rest->n ? find_plain(*rest, i, ';') : SIZE_MAX;
    *rest = end == SIZE_MAX ? ST_STR_NONE : st_str_sub(*rest, end + 1, rest->n);
    if (r->buf.failed) r->own.f.failed = r->buf.failed;
    *out = r->buf.n && !r->buf.failed ? st_buf_view(&r->buf) : ST_STR_NONE;
    return true;
}

/* The column "identifiers" does not say what its numbers are: their checks do, for those that have a strong one. */
static void identifier(reader *r, st_str v) {
    const bool vessel = r->own.kind == ST_KIND_VESSEL;
    const st_own_field id = { ST_OWN_PROP, ST_P_ID_NUMBER, "identifier" };
    st_prop p = ST_PROP_NONE;
    if (st_str_istarts(v, "IMO") && st_ident_check(ST_P_IMO, v, ST_STR_NONE) == ST_IDENT_HOLDS && vessel) p = ST_P_IMO;
    else if (st_str_istarts(v, "IMO") && !vessel && st_ident_check(ST_P_IMO_COMPANY, v, ST_STR_NONE) == ST_IDENT_HOLDS) p = ST_P_IMO_COMPANY;
    else if (v.n == 20 && st_ident_check(ST_P_LEI, v, ST_STR_NONE) == ST_IDENT_HOLDS) p = ST_P_LEI;
    else if (v.n == 9 && vessel && st_ident_check(ST_P_MMSI, v, ST_STR_NONE) == ST_IDENT_HOLDS) p = ST_P_MMSI;
    else if ((v.n == 10 || v.n == 12) && !vessel && st_ident_check(ST_P_INN, v, ST_STR_NONE) == ST_IDENT_HOLDS) p = ST_P_INN;
    else if ((v.n == 13 || v.n == 15) && !vessel && st_ident_check(ST_P_OGRN, v, ST_STR_NONE) == ST_IDENT_HOLDS) p = ST_P_OGRN;
    st_own_fact(&r->own, p ? (st_own_field){ ST_OWN_PROP, p, NULL } : id, v);
}

static void simple_cell(reader *r, st_own_field field, st_str s) {
    static const st_own_field reason = { ST_OWN_PROP, ST_P_REASON, NULL };
    st_str one;
    if (field.prop == ST_P_NAME) { stage(r, field, s); return; }   /* the caption: one name, never quoted */
    while (next_quoted(r, &s, &one)) {
        one = st_str_trim(one);
        if (!one.n) continue;
        if (field.role == ST_OWN_IDENTIFIERS) identifier(r, one);
        else if (field.role == ST_OWN_SANCTIONS && (r->programmes || one.n > 120)) stage(r, reason, one);
        else stage(r, field, one);
    }
}

static void last_seen(reader *r, st_str v) {
    const st_str day = st_day_of(v);
    if (day.n < sizeof r->seen && st_date_valid(day) && st_str_cmp(day, st_str_of(r->seen)) > 0) snprintf(r->seen, sizeof r->seen, "%.*s", ST_FMT(day));
}

/* ---- rows -------------------------------------------------------------------------------------------------------------------------------- */
static st_str at(const reader *r, size_t i) { return i < r->row->n ? st_str_trim(r->row->field[i]) : ST_STR_NONE; }

/* What must be known before the first fact: sources, parts of the name and of the address, whether a programme is named. */
static void gather(reader *r) {
    r->programmes = r->listed = false;
    r->datasets = ST_STR_NONE;
    for (size_t i = 0; i < r->columns; i++) {
        const st_own_field f = r->field[i];
        st_str v = at(r, i), one;
        if (!v.n) continue;
        if (f.role == ST_OWN_SOURCE) while (st_split(&v, ";", &one)) st_own_source(&r->own, one);
        if (f.role == ST_OWN_NAME_PART || f.role == ST_OWN_PLACE_PART) st_own_part(&r->own, f, v);
        if (f.role == ST_OWN_DATASET) r->datasets = v;
        if (f.role == ST_OWN_PROP && f.prop == ST_P_LISTING) r->programmes = true;
    }
}

static void column(reader *r, size_t i) {
    const st_own_field f = r->field[i];
    const st_str v = at(r, i);
    if (!v.n) return;
    switch (f.role) {
    case ST_OWN_PROP: if (r->simple) simple_cell(r, f, v); else cell(r, f, v); break;
    case ST_OWN_IDENTIFIERS: case ST_OWN_SANCTIONS: simple_cell(r, f, v); break;
    case ST_OWN_KEY: if (i != r->key) st_own_note(&r->own, r->name[i], v); break;
    case ST_OWN_KIND: if (i != r->kind) st_own_note(&r->own, r->name[i], v); break;
    case ST_OWN_LIST: case ST_OWN_UNKNOWN:
        if (r->simple && st_str_is(r->name[i], "last_seen")) last_seen(r, v);
        st_own_note(&r->own, r->name[i], v);
        break;
    case ST_OWN_SOURCE: case ST_OWN_NAME_PART: case ST_OWN_PLACE_PART: case ST_OWN_DATASET: break;
    }
}

static st_code record(reader *r, st_err *err) {
    st_own *o = &r->own;
    const st_csv_row *row = r->row;
    if (row->bad) {
        st_model_party(o->m, ST_STR("?"), row->line);
        st_model_bad(o->m, row->line, "%s", row->bad);
        return ST_OK;
    }
    bool empty = true, over = false;
    for (size_t i = 0; i < row->n; i++) {
        empty &= !st_str_trim(row->field[i]).n;
        over |= i >= r->columns && st_str_trim(row->field[i]).n;
    }
    if (empty) return ST_OK;
    if (over) {
        st_model_party(o->m, ST_STR("?"), row->line);
        st_model_bad(o->m, row->line, "%zu columns expected, %zu found", r->columns, row->n);
        return ST_OK;
    }
    if (!st_own_begin(o, at(r, r->key), r->kind == NO_COLUMN ? ST_STR_NONE : at(r, r->kind), row->line)) return ST_OK;
    st_model_count(o->m, "records", 1);
    gather(r);
    bool named = false;
    for (size_t i = 0; i < r->columns; i++) named |= r->field[i].role == ST_OWN_PROP && r->field[i].prop == ST_P_NAME && at(r, i).n;
    if (!named) st_own_name(o, ST_STR_NONE);
    for (size_t i = 0; i < r->columns; i++) column(r, i);
    if (r->datasets.n && !r->listed) {
        st_str rest = r->datasets, one;
        while (st_split(&rest, ";", &one)) st_own_fact(o, (st_own_field){ ST_OWN_PROP, ST_P_LISTING, NULL }, one);
    }
    return st_own_end(o, err);
}

static st_code header(reader *r, st_err *err) {
    bool aliases = false, schema = false, dataset = false;
    r->key = r->kind = NO_COLUMN;
    for (size_t i = 0; i < r->row->n && i < MAX_COLUMNS; i++) {
        const st_str name = st_str_copy(&r->arena, at(r, i));
        if (!name.p) return st_fail(err, ST_E_NOMEM, "out of memory");
        r->name[i] = name;
        r->field[i] = st_own_field_of(name);
        r->columns = i + 1;
        if (r->field[i].role == ST_OWN_KEY && r->key == NO_COLUMN) r->key = i;
        if (r->field[i].role == ST_OWN_KIND && r->kind == NO_COLUMN) r->kind = i;
        aliases |= st_str_is(name, "aliases");
        schema |= st_str_is(name, "schema");
        dataset |= st_str_is(name, "dataset");
        if (!name.n) continue;
        if (r->field[i].role == ST_OWN_UNKNOWN) st_model_count(r->own.m, "columns without a property", 1);
    }
    r->simple = aliases && schema && dataset;
    if (r->key != NO_COLUMN) return ST_OK;
    st_fail(err, ST_E_DATA, "the header has no column id");
    st_err_hint(err, "each record needs an id of its own that stays the same in later editions; doc/LISTS.md describes the format");
    return ST_E_DATA;
}

static st_code rows(reader *r, st_csv *csv, st_err *err) {
    st_csv_row row;
    int more = 0;
    while ((more = st_csv_next(csv, &row, err)) > 0) {
        r->row = &row;
        if (!r->header && row.n && st_str_starts(st_str_trim(row.field[0]), "#")) continue;
        if (!r->header) {
            if (row.bad) return st_fail(err, ST_E_DATA, "the header row is damaged: %s", row.bad);
            ST_TRY(header(r, err));
            r->header = true;
        } else ST_TRY(record(r, err));
    }
    if (more < 0) return err->code;
    return r->header ? ST_OK : st_fail(err, ST_E_DATA, "the file has no header row");
}

static st_code read(st_input *in, const st_probe *p, st_model *m, st_err *err) {
    bool banner = false;
    char stem[64];
    st_model_list_set(m, ST_LIST_ID, st_own_stem(p->member.n ? p->member : st_str_of(p->path), stem));
    const st_str line = header_line(p->head, m, &banner);
    const st_csv_dialect d = { .sep = separator(line), .quote = '"', .cp1252 = false, .max_record = 8u << 20, .max_fields = MAX_COLUMNS };
    st_csv *csv = st_csv_open(in, &d, err);
    if (!csv) return err->code;
    reader *r = st_calloc(1, sizeof *r);
    if (!r) { st_csv_close(csv); return st_fail(err, ST_E_NOMEM, "out of memory"); }
    r->own = st_own_new(m);
    r->buf = (st_buf)ST_BUF_INIT(16u << 20);
    st_code c = rows(r, csv, err);
    if (!c && r->seen[0] && !st_model_list_get(m, ST_LIST_DATE).n) st_model_list_set(m, ST_LIST_DATE, st_str_of(r->seen));
    st_csv_close(csv);
    st_own_free(&r->own);
    st_arena_free(&r->arena);
    st_buf_free(&r->buf);
    st_free(r);
    return c ? c : st_model_ok(m, err);
}

const st_source st_source_own_csv = { "strait-csv", "strait's own CSV for in-house lists, and OpenSanctions targets.simple.csv", probe, read, false, NULL };
