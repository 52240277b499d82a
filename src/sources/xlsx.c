/* Workbooks: members held, strings and styles read, then the sheets in order. */
#include "sources/xlsx.h"
#include "text/text.h"

enum { T_WORKBOOK = 1, T_SHEET, T_RELATION, T_STRING, T_TEXT, T_FORMAT, T_STYLE, T_ROW, T_CELL, T_VALUE, T_INLINE };
enum { DAYS_1904 = 1462, MAX_ROW = 1 << 20 };

typedef struct held { st_str member, bytes; } held;              /* a sheet's XML */
typedef struct listed { st_str name, rid, target; } listed;      /* a sheet of the workbook */
typedef struct format { uint64_t id; bool date; } format;

typedef struct book {
    st_xlsx_fn fn;
    void *user;
    st_arena arena, row;         /* of the book; of the row at hand */
    held *sheet;
    size_t n_sheet, cap_sheet, bytes;
    listed *list;
    size_t n_list, cap_list;
    st_str *string;
    size_t n_string, cap_string;
    format *format;
    size_t n_format, cap_format;
    bool *style;                 /* per style: is it a date? */
    size_t n_style, cap_style;
    bool epoch_1904, in_xfs;
    st_buf text;                 /* of the string or cell at hand */
    /* the row at hand */
    st_str *cell;
    size_t n_cell, cap_cell, column;
    uint32_t line;
    uint64_t cell_style;
    char type;                   /* 's' shared, 't' text, 'b' boolean, 'e' error, 'n' number */
    st_xlsx_sheet at;
} book;

static st_code full(st_err *err) { return st_fail(err, ST_E_NOMEM, "out of memory for the workbook"); }

static st_code keep(st_arena *a, st_str s, st_str *out, st_err *err) {
    *out = (st_str){ "", 0 };
    if (s.n == 0) return ST_OK;
    *out = st_str_copy(a, s);
    if (out->p) return ST_OK;
    return a->limit && a->used + s.n + 4096 >= a->limit ? st_fail(err, ST_E_LIMIT, "the workbook holds more than %u MiB of text", ST_XLSX_MAX_BYTES >> 20) : full(err);
}

/* ---- the workbook's own parts --------------------------------------------------------------------------------------------------------------- */
static st_code on_part(void *user, st_xml *x, uint16_t tag, const st_xml_attr *attr, size_t n, st_err *err) {
    book *b = user;
    (void)x;
    if (tag == T_WORKBOOK) b->epoch_1904 = st_str_is(st_xml_get(attr, n, "date1904"), "1") || st_str_is(st_xml_get(attr, n, "date1904"), "true");
    if (tag == T_SHEET) {
        if (b->n_list >= ST_XLSX_MAX_SHEETS) return st_fail(err, ST_E_LIMIT, "the workbook has more than %u sheets", ST_XLSX_MAX_SHEETS);
        if (st_grow(b->list, b->cap_list, b->n_list + 1) != 0) return full(err);
        listed *l = &b->list[b->n_list++];
        *l = (listed){ .target = ST_STR_NONE };
        ST_TRY(keep(&b->arena, st_xml_get(attr, n, "name"), &l->name, err));
        return keep(&b->arena, st_xml_get(attr, n, "id"), &l->rid, err);
    }
    return ST_OK;
}

/* "worksheets/sheet1.xml", or absolute "/xl/worksheets/sheet1.xml". */
static st_code on_relation(void *user, st_xml *x, uint16_t tag, const st_xml_attr *attr, size_t n, st_err *err) {
    book *b = user;
    (void)x;
    const st_str id = st_xml_get(attr, n, "Id"), target = st_xml_get(attr, n, "Target");
    if (tag != T_RELATION || id.n == 0) return ST_OK;
    for (size_t i = 0; i < b->n_list; i++)
        if (st_str_eq(b->list[i].rid, id) && b->list[i].target.n == 0) return keep(&b->arena, target, &b->list[i].target, err);
    return ST_OK;
}

/* Does a number format show a date? Its letters outside quotes, brackets and escapes are those of years and days, or of Japanese eras. */
static bool is_date_format(st_str code) {
    bool year = false, day = false, era = false;
    if (st_str_iis(code, "General")) return false;
    for (size_t i = 0; i < code.n; i++) {
        const char c = code.p[i];
        if (c == '"') { while (++i < code.n && code.p[i] != '"') { } continue; }
        if (c == '[') { while (++i < code.n && code.p[i] != ']') { } continue; }
        if (c == '\\' || c == '_' || c == '*') { i++; continue; }
        year = year || c == 'y' || c == 'Y';
        day = day || c == 'd' || c == 'D';
        era = era || c == 'g' || c == 'e';
    }
    return year || day || era;
}

/* Formats of ECMA-376 18.8.30 that are not written out: dates, and the dates of East Asian locales. */
static bool is_date_id(uint64_t id) { return (id >= 14 && id <= 17) || id == 22 || (id >= 27 && id <= 36) || (id >= 50 && id <= 58); }

static st_code on_style(void *user, st_xml *x, uint16_t tag, const st_xml_attr *attr, size_t n, st_err *err) {
    book *b = user;
    (void)x;
    uint64_t id = 0;
    if (!st_parse_u64(st_xml_get(attr, n, "numFmtId"), &id)) id = 0;
    if (tag == T_FORMAT) {
        if (st_grow(b->format, b->cap_format, b->n_format + 1) != 0) return full(err);
        b->format[b->n_format++] = (format){ id, is_date_format(st_xml_get(attr, n, "formatCode")) };
    }
    if (tag == T_STYLE) {
        if (b->n_style >= 65536) return st_fail(err, ST_E_LIMIT, "the workbook has more than 65536 styles");
        if (st_grow(b->style, b->cap_style, b->n_style + 1) != 0) return full(err);
        bool date = is_date_id(id);
        for (size_t i = 0; i < b->n_format && i < 4096; i++) if (b->format[i].id == id) date = b->format[i].date;
        b->style[b->n_style++] = date;
    }
    return ST_OK;
}

static st_code on_string(void *user, st_xml *x, uint16_t tag, st_str text, st_err *err) {
    book *b = user;
    (void)x;
    if (tag == T_TEXT) st_buf_str(&b->text, text);
    if (tag != T_STRING) return ST_OK;
    if (b->text.failed < 0) return st_fail(err, b->text.failed, "a cell of the workbook is too long");
    if (st_grow(b->string, b->cap_string, b->n_string + 1) != 0) return full(err);
    ST_TRY(keep(&b->arena, st_buf_view(&b->text), &b->string[b->n_string], err));
    b->n_string++;
    st_buf_clear(&b->text);
    return ST_OK;
}

static st_code on_nothing(void *user, st_xml *x, uint16_t tag, st_str text, st_err *err) {
    (void)user; (void)x; (void)tag; (void)text; (void)err;
    return ST_OK;
}

/* ---- a sheet ---------------------------------------------------------------------------------------------------------------------------------- */
/* "BC12" is column 54 (from 0); SIZE_MAX when it is no reference. */
static size_t column_of(st_str ref) {
    size_t column = 0, i = 0;
    for (; i < ref.n && ref.p[i] >= 'A' && ref.p[i] <= 'Z' && i < 4; i++) column = column * 26 + (size_t)(ref.p[i] - 'A') + 1;
    return i && column ? column - 1 : SIZE_MAX;
}

static st_code on_cell_begin(void *user, st_xml *x, uint16_t tag, const st_xml_attr *attr, size_t n, st_err *err) {
    book *b = user;
    if (tag == T_ROW) {
        uint64_t line = 0;
        st_arena_reset(&b->row);
        b->n_cell = 0;
        b->column = SIZE_MAX;
        b->line = st_parse_u64(st_xml_get(attr, n, "r"), &line) && line && line <= MAX_ROW ? (uint32_t)line : b->line + 1;
    }
    if (tag != T_CELL) return ST_OK;
    const st_str type = st_xml_get(attr, n, "t"), ref = st_xml_get(attr, n, "r");
    const size_t column = ref.n ? column_of(ref) : b->column + 1;   /* SIZE_MAX + 1 is 0: the first cell */
    if (column >= ST_XLSX_MAX_COLUMNS) {
        st_fail(err, ST_E_LIMIT, "a sheet has more than %u columns", ST_XLSX_MAX_COLUMNS);
        st_err_where(err, "sheet %zu, line %u", b->at.number, st_xml_line(x));
        return ST_E_LIMIT;
    }
    b->column = column;
    b->type = st_str_is(type, "s") ? 's' : st_str_is(type, "b") ? 'b' : st_str_is(type, "e") ? 'e' : type.n == 0 || st_str_is(type, "n") ? 'n' : 't';
    if (!st_parse_u64(st_xml_get(attr, n, "s"), &b->cell_style)) b->cell_style = SIZE_MAX;
    st_buf_clear(&b->text);
    return ST_OK;
}

/* A serial day, with or without a time behind the point, as ISO. */
static st_str date_text(book *b, st_str number, char out[32]) {
    const size_t point = st_str_chr(number, '.');
    uint64_t day = 0;
    char serial[24];
    if (!st_parse_u64(point == SIZE_MAX ? number : st_str_sub(number, 0, point), &day) || day > 3000000) return number;
    snprintf(serial, sizeof serial, "%llu", (unsigned long long)(day + (b->epoch_1904 ? DAYS_1904 : 0)));
    return st_date_excel(st_str_of(serial), out) ? st_str_of(out) : number;
}

static st_code cell_text(book *b, st_str raw, st_str *out, st_err *err) {
    uint64_t index;
    char date[32];
    switch (b->type) {
    case 's':
        if (!st_parse_u64(raw, &index) || index >= b->n_string) return st_fail(err, ST_E_DATA, "a cell refers to a string that the workbook does not have");
        *out = b->string[index];
        return ST_OK;
    case 'b': *out = st_str_is(raw, "1") ? ST_STR("true") : ST_STR("false"); return ST_OK;
    case 'e': *out = ST_STR(""); return ST_OK;
    case 'n':
        if (b->cell_style < b->n_style && b->style[b->cell_style]) raw = date_text(b, raw, date);
        break;
    default: break;
    }
    return keep(&b->row, raw, out, err);
}

static st_code on_cell_end(void *user, st_xml *x, uint16_t tag, st_str text, st_err *err) {
    book *b = user;
    if (tag == T_VALUE || tag == T_INLINE) st_buf_str(&b->text, text);
    if (b->text.failed < 0) return st_fail(err, b->text.failed, "a cell of the workbook is too long");
    if (tag == T_CELL && b->text.n && b->column < ST_XLSX_MAX_COLUMNS) {
        st_str value;
        if (st_grow(b->cell, b->cap_cell, b->column + 1) != 0) return full(err);
        st_code code = cell_text(b, st_buf_view(&b->text), &value, err);
        if (code < 0) { st_err_where(err, "sheet %zu, line %u", b->at.number, st_xml_line(x)); return code; }
        while (b->n_cell <= b->column) b->cell[b->n_cell++] = (st_str){ "", 0 };
        b->cell[b->column] = value;
    }
    if (tag != T_ROW) return ST_OK;
    const st_csv_row row = { .field = b->cell, .n = b->n_cell, .line = b->line };
    return b->n_cell ? b->fn(b->user, &b->at, &row, err) : ST_OK;
}

/* ---- members ------------------------------------------------------------------------------------------------------------------------------------ */
static const st_xml_rule workbook_rules[] = { { "workbook/workbookPr", T_WORKBOOK, 0 }, { "workbook/sheets/sheet", T_SHEET, 0 } };
static const st_xml_rule relation_rules[] = { { "Relationships/Relationship", T_RELATION, 0 } };
static const st_xml_rule style_rules[] = { { "styleSheet/numFmts/numFmt", T_FORMAT, 0 }, { "styleSheet/cellXfs/xf", T_STYLE, 0 } };
static const st_xml_rule string_rules[] = { { "sst/si", T_STRING, 0 }, { "sst/si/t", T_TEXT, ST_XML_KEEP }, { "sst/si/r/t", T_TEXT, ST_XML_KEEP } };
#define ROW "worksheet/sheetData/row"
static const st_xml_rule sheet_rules[] = { { ROW, T_ROW, 0 }, { ROW "/c", T_CELL, 0 }, { ROW "/c/v", T_VALUE, ST_XML_KEEP },
    { ROW "/c/is/t", T_INLINE, ST_XML_KEEP }, { ROW "/c/is/r/t", T_INLINE, ST_XML_KEEP } };
#undef ROW
static const st_xml_handler on_workbook = { on_part, on_nothing, NULL }, on_relations = { on_relation, on_nothing, NULL },
                            on_styles = { on_style, on_nothing, NULL }, on_strings = { NULL, on_string, NULL },
                            on_sheet = { on_cell_begin, on_cell_end, NULL };

static st_code hold(book *b, st_input *in, st_str member, held *to, st_err *err) {
    ST_TRY(keep(&b->arena, member, &to->member, err));
    ST_TRY(st_input_all(in, ST_XLSX_MAX_SHEET, &b->arena, &to->bytes, err));
    b->bytes += to->bytes.n;
    return b->bytes > ST_XLSX_MAX_BYTES ? st_fail(err, ST_E_LIMIT, "the sheets hold more than %u MiB", ST_XLSX_MAX_BYTES >> 20) : ST_OK;
}

static st_code member(book *b, st_input *in, held *relations, st_err *err) {
    const st_str name = st_input_member(in);
    if (st_str_is(name, "xl/workbook.xml")) return st_xml_parse(in, workbook_rules, ST_LEN(workbook_rules), &on_workbook, b, err);
    if (st_str_is(name, "xl/sharedStrings.xml")) return st_xml_parse(in, string_rules, ST_LEN(string_rules), &on_strings, b, err);
    if (st_str_is(name, "xl/styles.xml")) return st_xml_parse(in, style_rules, ST_LEN(style_rules), &on_styles, b, err);
    if (st_str_is(name, "xl/_rels/workbook.xml.rels")) return hold(b, in, name, relations, err);
    if (!st_str_starts(name, "xl/worksheets/") || !st_str_ends(name, ".xml") || st_str_find(name, "_rels/") != SIZE_MAX) return ST_OK;
    if (b->n_sheet >= ST_XLSX_MAX_SHEETS) return st_fail(err, ST_E_LIMIT, "the workbook has more than %u sheets", ST_XLSX_MAX_SHEETS);
    if (st_grow(b->sheet, b->cap_sheet, b->n_sheet + 1) != 0) return full(err);
    b->sheet[b->n_sheet] = (held){ .bytes = ST_STR_NONE };
    ST_TRY(hold(b, in, name, &b->sheet[b->n_sheet], err));
    b->n_sheet++;
    return ST_OK;
}

/* A parse of held bytes. */
static st_code parse_held(book *b, const held *h, const char *path, const st_xml_rule *rules, size_t n, const st_xml_handler *on, st_err *err) {
    const st_input_limits limits = { .max_bytes = ST_XLSX_MAX_SHEET + 1 };
    if (h->bytes.n == 0) return ST_OK;
    st_input *in = st_input_open_memory(h->bytes.p, h->bytes.n, path, &limits, err);
    if (!in) return err->code;
    const st_code code = st_xml_parse(in, rules, n, on, b, err);
    st_input_close(in);
    return code;
}

static const held *sheet_of(const book *b, st_str target) {
    if (st_str_starts(target, "/xl/")) target = st_str_sub(target, 4, target.n);
    for (size_t i = 0; i < b->n_sheet; i++) if (target.n && st_str_eq(st_str_sub(b->sheet[i].member, 3, b->sheet[i].member.n), target)) return &b->sheet[i];
    return NULL;
}

static st_code sheets(book *b, const char *path, st_err *err) {
    for (size_t i = 0; i < b->n_list; i++) {
        const held *h = sheet_of(b, b->list[i].target);
        if (!h) continue;   /* a chart or dialogue sheet */
        b->at = (st_xlsx_sheet){ b->list[i].name, i + 1 };
        b->line = 0;
        ST_TRY(parse_held(b, h, path, sheet_rules, ST_LEN(sheet_rules), &on_sheet, err));
    }
    return ST_OK;
}

st_code st_xlsx_read(st_input *in, st_xlsx_fn fn, void *user, st_err *err) {
    book b = { .fn = fn, .user = user, .arena = { NULL, 0, 2u * ST_XLSX_MAX_BYTES }, .text = ST_BUF_INIT(1u << 20) };
    held relations = { .bytes = ST_STR_NONE };
    st_err own = { .code = ST_OK };
    if (!err) err = &own;
    const char *path = st_input_path(in);
    int more = 1;
    st_code code = ST_OK;
    while (code >= 0 && more > 0) {
        code = member(&b, in, &relations, err);
        if (code >= 0 && (more = st_input_next(in, err)) < 0) code = err->code;
    }
    if (code >= 0 && (b.n_list == 0 || b.n_sheet == 0)) {
        code = st_fail(err, ST_E_DATA, "the archive is no workbook: it has no sheets");
        st_err_hint(err, "strait reads .xlsx; save an older .xls or .ods anew as .xlsx or .csv");
    }
    if (code >= 0) code = parse_held(&b, &relations, path, relation_rules, ST_LEN(relation_rules), &on_relations, err);
    if (code >= 0) code = sheets(&b, path, err);
    if (code < 0) st_err_where(err, "%s", path);
    st_arena_free(&b.arena);
    st_arena_free(&b.row);
    st_buf_free(&b.text);
    st_free(b.sheet);
    st_free(b.list);
    st_free(b.string);
    st_free(b.format);
    st_free(b.style);
    st_free(b.cell);
    return code;
}
