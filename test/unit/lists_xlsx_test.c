/* Workbooks: the lists of Japan and Australia, and what a workbook can be made of: dates of both systems, sparse and inline cells, members in any order,
 * damage. Workbooks are written as text (zip_pack.h). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "source_read.h"
#include "sources/xlsx.h"
#include "zip_pack.h"

static void reads_packed(const char *path, const char *lists, const char *parties) {
    st_err err = { 0 };
    st_arena a = ST_ARENA_INIT;
    st_buf zip = ST_BUF_INIT(1 << 20);
    st_str text = ST_STR_NONE;
    st_input *in = st_input_open(path, NULL, &err);
    if (!in || st_input_all(in, 1 << 20, &a, &text, &err)) fail_msg("%s: %s", path, err.what);
    st_input_close(in);
    zip_pack(text, &zip);
    reads(NULL, st_buf_view(&zip), path, lists, parties);
    st_buf_free(&zip);
    st_arena_free(&a);
}

static void australia(void **state) {
    (void)state;
    reads_packed("test/corpus/xlsx/au.txt",
        "au_dfat|| parties 2 orphans 0 bad 0 warnings 0\n"
        "  Alias Strength Weak 1\n"
        "  Name Type Alias 1\n"
        "  Name Type Original Script 1\n"
        "  Name Type Primary Name 2\n"
        "  records 4\n"
        "  sheets 1\n",
        "100 person\n"
        "  name: Nazir Mohammad Abdul Basir\n"
        "  birth_date: 1954\n"
        "  birth_place: Malaghi Village, Afghanistan (in_country AF)\n"
        "  citizenship: AF\n"
        "  citizenship: PK\n"
        "  address: Kabul, Afghanistan (in_country AF)\n"
        "  address: Kunduz, Afghanistan (in_country AF)\n"
        "  remark: TAi.100 Title: Maulavi.\n"
        "  id_number: TAi.100 (type UN reference)\n"
        "  listing: 1988 (Taliban) (authority DFAT) (instrument Regulation 2013) (detail Listed on 23 February 2001 (amended on 21 Sep 2007)) (listed_on 2001-02-23) (amended_on 2023-01-01) (measure targeted financial sanction) (measure arms embargo)\n"
        "  weak_alias: Nazar Mohammad\n"
        "  original_name: نظر محمد\n"
        "200 vessel\n"
        "  name: LOTUS\n"
        "  imo: 9392822\n"
        "  listing: Autonomous sanctions (authority DFAT)\n");
}

static void japan_end_users(void **state) {
    (void)state;
    reads_packed("test/corpus/xlsx/jp_meti.txt",
        "jp_meti_eul|| parties 2 orphans 0 bad 0 warnings 0\n"
        "  records 2\n"
        "  sheets 1\n",
        "1 organisation\n"
        "  country: AF\n"
        "  name: Al Qa'ida/Islamic Army\n"
        "  alias: Al Qaeda\n"
        "  alias: The Base of it\n"
        "  listing: Foreign End User List (authority Japan METI) (reference 1) (detail 核 N)\n"
        "2 organisation\n"
        "  country: CN\n"
        "  original_name: 淄博申博机电有限公司\n"
        "  name: Zibo Shenbo Co Ltd\n"
        "  listing: Foreign End User List (authority Japan METI) (reference 2) (detail CW)\n");
}

static void japan_freezes(void **state) {
    (void)state;
    reads_packed("test/corpus/xlsx/jp_mof.txt",
        "jp_mof|| parties 2 orphans 0 bad 0 warnings 0\n"
        "  records 2\n"
        "  rows without a name 1\n"
        "  sheets 1\n"
        "  struck off 1\n",
        "2:147 person\n"
        "  original_name: アブドゥル・マナン (language ja)\n"
        "  name: ABDUL MANAN\n"
        "  original_name: アブド\n"
        "  alias: Abd\n"
        "  original_name: マナン\n"
        "  alias: Abdul M.\n"
        "  alias: Manan\n"
        "  birth_date: 1973~\n"
        "  birth_place: Kandahar, Afghanistan (in_country AF)\n"
        "  nationality: ID\n"
        "  passport: SE 000000 (detail アフガニスタン旅券 SE 000000(2005年3月5日発行))\n"
        "  address: カブール\n"
        "  address: Kabul, Afghanistan (in_country AF)\n"
        "  remark: 性別:男性\n"
        "  listing: タリバーン関係者等 (authority Japan Ministry of Finance) (reference 2:147) (listed_on 2001-09-22) (amended_on 2012-12-19) (detail 2001年1月25日)\n"
        "2:2 person\n"
        "  original_name: グループ (language ja)\n"
        "  name: SAMPLE GROUP\n"
        "  birth_date: 1986-08-05\n"
        "  listing: タリバーン関係者等 (authority Japan Ministry of Finance) (reference 2:2) (listed_on 2024-01-29)\n");
}

/* ---- the reader of workbooks itself ------------------------------------------------------------------------------------------------------ */
static st_code add_row(void *user, const st_xlsx_sheet *sheet, const st_csv_row *row, st_err *err) {
    st_buf *b = user;
    (void)err;
    st_buf_printf(b, "%.*s:%u", ST_FMT(sheet->name), row->line);
    for (size_t i = 0; i < row->n; i++) st_buf_printf(b, "|%.*s", ST_FMT(row->field[i]));
    st_buf_char(b, '\n');
    return ST_OK;
}

/* The rows of a workbook as text; the error when it has none. */
static st_code rows_of(const char *text, st_buf *out, st_err *err) {
    st_buf zip = ST_BUF_INIT(1 << 20);
    zip_pack(st_str_of(text), &zip);
    if (zip.failed) { st_buf_free(&zip); return ST_E_NOMEM; }
    st_input *in = st_input_open_memory(zip.p, zip.n, "x.xlsx", NULL, err);
    const st_code c = in ? st_xlsx_read(in, add_row, out, err) : err->code;
    st_input_close(in);
    st_buf_free(&zip);
    return c;
}

#define WORKBOOK(more) "== xl/workbook.xml\n<workbook xmlns:r=\"r\">" more "<sheets><sheet name=\"S\" r:id=\"rId1\"/></sheets></workbook>\n"
#define RELATION "== xl/_rels/workbook.xml.rels\n<Relationships><Relationship Id=\"rId1\" Target=\"/xl/worksheets/s.xml\"/></Relationships>\n"
#define STYLES "== xl/styles.xml\n<styleSheet><numFmts><numFmt numFmtId=\"200\" formatCode=\"[$-411]ggge&quot;y&quot;m&quot;m&quot;;@\"/><numFmt numFmtId=\"201\"" \
    " formatCode=\"0.0&quot;day&quot;\"/></numFmts><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"200\"/><xf numFmtId=\"201\"/></cellXfs></styleSheet>\n"
#define STRINGS "== xl/sharedStrings.xml\n<sst><si><t xml:space=\"preserve\"> a </t></si><si><r><t>b </t></r><r><t>c</t></r><rPh><t>no</t></rPh></si></sst>\n"
#define SHEET(rows) "== xl/worksheets/s.xml\n<worksheet><sheetData>" rows "</sheetData></worksheet>\n"

static void gives(const char *text, const char *rows) {
    st_buf b = ST_BUF_INIT(1 << 20);
    st_err err = { 0 };
    if (rows_of(text, &b, &err)) fail_msg("%s", err.what);
    assert_string_equal(b.p ? b.p : "", rows);
    st_buf_free(&b);
}

static void fails(const char *text, st_code code, const char *why) {
    st_buf b = ST_BUF_INIT(1 << 20);
    st_err err = { 0 };
    assert_int_equal(rows_of(text, &b, &err), code);
    if (!strstr(err.what, why)) fail_msg("%s", err.what);
    st_buf_free(&b);
}

static void cells(void **state) {
    (void)state;
    gives(WORKBOOK("") RELATION STYLES STRINGS SHEET("<row r=\"2\"><c r=\"A2\" t=\"s\"><v>0</v></c><c r=\"C2\" t=\"s\"><v>1</v></c><c t=\"inlineStr\"><is><t>in</t></is></c>"
          "<c t=\"b\"><v>1</v></c><c t=\"e\"><v>#N/A</v></c><c t=\"str\"><f>A1</f><v>sum</v></c><c r=\"AA2\"><v>1.5</v></c></row><row/><row><c><v>7</v></c></row>"),
          "S:2| a ||b c|in|true||sum||||||||||||||||||||1.5\nS:4|7\n");
    /* numbers become days by their style: built in, an era of Japan, but not one with the word "day" in quotes */
    gives(WORKBOOK("") RELATION STYLES STRINGS SHEET("<row><c s=\"1\"><v>45000</v></c><c s=\"2\"><v>45000.75</v></c><c s=\"3\"><v>45000</v></c><c s=\"9\"><v>45000</v></c></row>"),
          "S:1|2023-03-15|2023-03-15|45000|45000\n");
    gives(WORKBOOK("<workbookPr date1904=\"1\"/>") RELATION STYLES STRINGS SHEET("<row><c s=\"1\"><v>43538</v></c></row>"), "S:1|2023-03-15\n");
    /* any order of members, and a sheet that the workbook does not list */
    gives(SHEET("<row><c t=\"s\"><v>1</v></c></row>") STRINGS "== xl/worksheets/other.xml\n<worksheet/>\n" RELATION STYLES WORKBOOK(""), "S:1|b c\n");
}

static void damage(void **state) {
    (void)state;
    fails(WORKBOOK("") RELATION STRINGS SHEET("<row><c t=\"s\"><v>2</v></c></row>"), ST_E_DATA, "a string that the workbook does not have");
    fails(WORKBOOK("") RELATION STRINGS SHEET("<row><c t=\"s\"><v>-1</v></c></row>"), ST_E_DATA, "a string that the workbook does not have");
    fails(WORKBOOK("") RELATION SHEET("<row><c r=\"XFE1\"><v>2</v></c></row>"), ST_E_LIMIT, "more than 1024 columns");
    fails(WORKBOOK("") RELATION "== xl/worksheets/s.xml\n<worksheet><sheetData><row>\n", ST_E_DATA, "not well-formed");
    fails(WORKBOOK("") RELATION, ST_E_DATA, "it has no sheets");
    fails("== word/document.xml\n<document/>\n", ST_E_DATA, "it has no sheets");
    fails(WORKBOOK("") RELATION "== xl/sharedStrings.xml\n<!DOCTYPE sst><sst/>\n" SHEET(""), ST_E_DATA, "DOCTYPE");
    st_err err = { 0 };
    st_buf zip = ST_BUF_INIT(1 << 20);
    st_model *m = st_model_new(&err);
    zip_pack(ST_STR("== [Content_Types].xml\n<Types/>\n" WORKBOOK("") RELATION SHEET("<row><c><v>1</v></c></row>")), &zip);
    assert_true(read_text(m, NULL, st_buf_view(&zip), "x.xlsx", &err) < 0);
    assert_non_null(strstr(err.what, "no sheet of the workbook has the header"));
    assert_int_equal(st_model_lists(m), 0);
    st_model_free(m);
    st_buf_free(&zip);
}

/* Dates, names and documents as the Ministry of Finance writes them. */
static void japanese_cells(void **state) {
    (void)state;
#define HEAD "<row><c t=\"str\"><v>\xE5\x91\x8A\xE7\xA4\xBA\xE7\x95\xAA\xE5\x8F\xB7</v></c><c t=\"str\"><v>\xE6\x97\xA5\xE6\x9C\xAC\xE8\xAA\x9E\xE8\xA1\xA8\xE8\xA8\x98</v></c>" \
    "<c t=\"str\"><v>\xE7\x94\x9F\xE5\xB9\xB4\xE6\x9C\x88\xE6\x97\xA5</v></c><c t=\"str\"><v>\xE5\x88\xA5\xE5\x90\x8D</v></c></row>"
    static const struct { const char *born, *alias, *facts; } t[] = {
        { "1976年8月25日又は1976年10月18日", "（別称、Aã»B）\n(a.k.a Bee Ltd.; f.k.a. See, LTD)", "  alias: Aã»B\n  alias: Bee Ltd.\n  former_name: See, LTD\n" },
        { "(a)1985年頃（b）1984年から1986年までの間", "不明", "" },
    };
    for (size_t i = 0; i < ST_LEN(t); i++) {
        st_buf text = ST_BUF_INIT(1 << 16), zip = ST_BUF_INIT(1 << 16), want = ST_BUF_INIT(1 << 16);
        st_buf_printf(&text, "== [Content_Types].xml\n<Types/>\n" WORKBOOK("") RELATION "== xl/worksheets/s.xml\n<worksheet><sheetData>" HEAD
                      "<row><c><v>1</v></c><c t=\"str\"><v>サンプル</v></c><c t=\"str\"><v>%s</v></c><c t=\"str\"><v>%s</v></c></row></sheetData></worksheet>\n", t[i].born, t[i].alias);
        st_buf_printf(&want, "1 person\n  original_name: サンプル (language ja)\n%s%s  name: サンプル\n  listing: S (authority Japan Ministry of Finance) (reference 1)\n",
                      t[i].facts, i ? "  birth_date: 1985~\n  birth_date: 1984/1986\n" : "  birth_date: 1976-08-25\n  birth_date: 1976-10-18\n");
        zip_pack(st_buf_view(&text), &zip);
        reads(NULL, st_buf_view(&zip), "x.xlsx", NULL, want.p);
        st_buf_free(&text);
        st_buf_free(&zip);
        st_buf_free(&want);
    }
}

static st_code small(void) {
    st_buf out = ST_BUF_INIT(1 << 16);
    st_err err = { 0 };
    const st_code c = rows_of(WORKBOOK("") RELATION STYLES STRINGS SHEET("<row><c s=\"1\"><v>45000</v></c><c t=\"s\"><v>1</v></c></row>"), &out, &err);
    const st_code failed = out.failed;
    if (!c && !failed) assert_string_equal(out.p, "S:1|2023-03-15|b c\n");
    st_buf_free(&out);
    return c ? c : failed;
}

static void every_allocation_fails(void **state) {
    (void)state;
    fails_each_allocation(small);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(australia), cmocka_unit_test(japan_end_users), cmocka_unit_test(japan_freezes), cmocka_unit_test(cells), cmocka_unit_test(damage),
        cmocka_unit_test(japanese_cells), cmocka_unit_test(every_allocation_fails),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
