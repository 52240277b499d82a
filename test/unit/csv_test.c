/* Delimited text: quotes, line numbers, damage that costs one line, encodings, limits; the same rows whatever the block size; every allocation failing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "base/csv.h"

static const st_csv_dialect plain = { .sep = ',', .quote = '"' };

/* All rows as text: "line: a|b|c" or "line! reason". */
static char *rows_n(const char *text, size_t n, const st_csv_dialect *d, st_code *code) {
    st_err err = { 0 };
    st_buf b = ST_BUF_INIT(64u << 20);
    st_input *in = st_input_open_memory(text, n, "mem.csv", NULL, &err);
    st_csv *csv = in ? st_csv_open(in, d, &err) : NULL;
    st_csv_row row;
    int more = csv ? 0 : (int)err.code;
    while (csv && (more = st_csv_next(csv, &row, &err)) > 0) {
        st_buf_printf(&b, "%u%s ", row.line, row.bad ? "!" : ":");
        if (row.bad) st_buf_printf(&b, "%s ", row.bad);
        for (size_t i = 0; i < row.n; i++) {
            if (i) st_buf_char(&b, '|');
            st_buf_str(&b, row.field[i]);
        }
        st_buf_char(&b, '\n');
    }
    st_csv_close(csv);
    st_input_close(in);
    *code = more < 0 ? err.code : b.failed;
    if (!b.p) st_buf_z(&b, "");
    return b.p;
}

static void is(const char *text, const char *want) {
    st_code code;
    char *got = rows_n(text, strlen(text), &plain, &code);
    assert_int_equal(code, ST_OK);
    assert_string_equal(got, want);
    st_free(got);
}

static void fields_and_quotes(void **state) {
    (void)state;
    is("a,b,c\n", "1: a|b|c\n");
    is("a,b,c", "1: a|b|c\n");
    is("a,,c\r\n,\r\n", "1: a||c\n2: |\n");
    is("\"a,b\",\"say \"\"yes\"\"\",\"\"\n", "1: a,b|say \"yes\"|\n");
    is("a \"quoted\" word,b\n", "1: a \"quoted\" word|b\n");
    is("\"bare \" inside\",b\n", "1: bare \" inside|b\n");
    is("\"a\" ,b\n", "1: a|b\n");
    is("a, \"b,c\"\n", "1: a|b,c\n");
    is("one\rtwo\rthree", "1: one\n2: two\n3: three\n");
    is("\xef\xbb\xbf" "a,b\n", "1: a|b\n");
    is("a\n\n   \nb\n\x1a", "1: a\n4: b\n");
}

static void lines_match_an_editor(void **state) {
    (void)state;
    is("\"two\nlines\",x\ny\n", "1: two\nlines|x\n3: y\n");
    is("\"two\r\nlines\",x\r\ny\r\n", "1: two\r\nlines|x\n3: y\n");
    is("\"a\n\n\nb\"\n\nc\n", "1: a\n\n\nb\n6: c\n");
}

static void lost_quote_costs_one_line(void **state) {
    (void)state;
    is("a,b\n\"lost,c\nd,e\nf,g\n", "1: a|b\n2! a quote opens on this line and never closes \"lost|c\n3: d|e\n4: f|g\n");
    is("\"x\ny\n", "1! a quote opens on this line and never closes \"x\n2: y\n");
    is("\"", "1! a quote opens on this line and never closes \"\n");
    is("\"a\n\"\",\"b\"\n", "1! a quote opens on this line and never closes \"a\n2: |b\n");
}

/* The record would close on the next line, where another field begins: two records must not become one. */
static void lost_quote_does_not_take_the_next_line(void **state) {
    (void)state;
    is("1,\"a\n2,\"b\",c\n3,\"d\",e\n", "1! a quote opens on this line and never closes 1|\"a\n2: 2|b|c\n3: 3|d|e\n");
    is("\"a,1\n\"b\",2\n", "1! a quote opens on this line and never closes \"a|1\n2: b|2\n");
    is("1,\"a\r\n2, \"b\",c\r\n", "1! a quote opens on this line and never closes 1|\"a\n2: 2|b|c\n");
    is("1,\"a\n2,b,c\n3,\"d\",e\n", "1! a quote opens on this line and never closes 1|\"a\n2: 2|b|c\n3: 3|d|e\n");
    is("1,\"a, \"b, c\",d\n", "1: 1|a, \"b, c|d\n");                     /* within one line a bare quote is a character */
    is("1,\"a\nsays \"b\" and\",d\n", "1: 1|a\nsays \"b\" and|d\n");      /* so it is where no field begins */
    is("1,\"a\n,\"\"b\"\",c\",d\n", "1: 1|a\n,\"b\",c|d\n");            /* and doubled it always is */
}

/* A file without its last line end may be whole; one that also lacks fields, or ends inside quotes, is not. */
static void cut_off(void **state) {
    (void)state;
    static const char *const cut[] = { "a,b,c\n1,2,3\n4,5", "a,b\n1,2\n3,\"4", "a,b\n1,2\n3,\"x\ny" }, *const whole[] = { "a,b\n1,2", "a,b\n1,2,3", "1", "a\n1\x1a", "a,b\n1\x1a" };
    for (size_t i = 0; i < ST_LEN(cut); i++) {
        st_code code;
        st_free(rows_n(cut[i], strlen(cut[i]), &plain, &code));
        assert_int_equal(code, ST_E_DATA);
    }
    for (size_t i = 0; i < ST_LEN(whole); i++) {
        st_code code;
        st_free(rows_n(whole[i], strlen(whole[i]), &plain, &code));
        assert_int_equal(code, ST_OK);
    }
}

static void damage(void **state) {
    (void)state;
    st_code code;
    char *got = rows_n("a\0b,c\nd\n", 8, &plain, &code);
    assert_string_equal(got, "1! a NUL byte a");   /* the text ends at the NUL for a C string */
    st_free(got);
    got = rows_n("caf\xe9,1\nx\n", 9, &plain, &code);
    assert_string_equal(got, "1! the text is not valid UTF-8 \n2: x\n");
    st_free(got);
    st_csv_dialect old = plain;
    old.cp1252 = true;
    got = rows_n("caf\xe9,\x80\nx\n", 9, &old, &code);
    assert_string_equal(got, "1: caf\xc3\xa9|\xe2\x82\xac\n2: x\n");
    st_free(got);
    st_csv_dialect few = plain;
    few.max_fields = 2;
    got = rows_n("a,b,c\nd,e\n", 10, &few, &code);
    assert_string_equal(got, "1! more fields than the limit a|b\n2: d|e\n");
    st_free(got);
}

static void long_lines(void **state) {
    (void)state;
    size_t n = 3u << 20;
    char *text = malloc(n + 8);
    assert_non_null(text);
    memset(text, 'x', n);
    memcpy(text + n, "\nok,1\n", 7);
    st_code code;
    char *got = rows_n(text, n + 6, &plain, &code);
    assert_string_equal(got, "1! the line is longer than the limit \n2: ok|1\n");
    st_free(got);
    text[0] = '"';   /* a quote that opens on an enormous line */
    got = rows_n(text, n + 6, &plain, &code);
    assert_non_null(strstr(got, "2: ok|1\n"));
    st_free(got);
    free(text);
}

/* Every line opens a quote that never closes: must take time in proportion to the file, or end with an error, never hang. */
static void quotes_in_disorder(void **state) {
    (void)state;
    size_t lines = 400000;
    char *text = malloc(lines * 3 + 1);
    assert_non_null(text);
    for (size_t i = 0; i < lines; i++) memcpy(text + 3 * i, "\"a\n", 3);
    st_code code;
    char *got = rows_n(text, lines * 3, &plain, &code);
    assert_true(code == ST_OK || code == ST_E_DATA);
    st_free(got);
    for (size_t i = 0; i < lines; i++) memcpy(text + 3 * i, "\",\"", 3);
    got = rows_n(text, lines * 3, &plain, &code);
    assert_true(code == ST_OK || code == ST_E_DATA);
    st_free(got);
    free(text);
}

/* Rows that straddle the 256 KiB blocks of the input: a file of many, with quotes, doubled quotes and CRLF, read back exactly. */
static void over_blocks(void **state) {
    (void)state;
    st_buf b = ST_BUF_INIT(64u << 20), want = ST_BUF_INIT(64u << 20);
    uint32_t line = 1;
    for (unsigned i = 0; i < 60000; i++) {
        st_buf_printf(&b, "%u,\"q\"\"%u\r\nnext\",%.*s\r\n", i, i, (int)(i % 37), "abcdefghijklmnopqrstuvwxyzabcdefghijklmnop");
        st_buf_printf(&want, "%u: %u|q\"%u\r\nnext|%.*s\n", line, i, i, (int)(i % 37), "abcdefghijklmnopqrstuvwxyzabcdefghijklmnop");
        line += 2;
    }
    st_code code;
    char *got = rows_n(b.p, b.n, &plain, &code);
    assert_int_equal(code, ST_OK);
    assert_true(strlen(got) == want.n && memcmp(got, want.p, want.n) == 0);
    st_free(got);
    st_buf_free(&b);
    st_buf_free(&want);
}

static void every_allocation_fails(void **state) {
    (void)state;
    const char *text = "a,\"b\nc\",d\nx,y\n";
    st_fault_alloc(0, 0);
    st_code code;
    st_free(rows_n(text, strlen(text), &plain, &code));
    uint64_t n = st_fault_alloc(0, 0);
    if (n == 0) skip();   /* a build without fault injection */
    for (uint64_t i = 1; i <= n; i++) {
        st_fault_alloc(i, 0);
        char *got = rows_n(text, strlen(text), &plain, &code);
        st_fault_alloc(0, 0);
        assert_int_equal(code, ST_E_NOMEM);
        st_free(got);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fields_and_quotes), cmocka_unit_test(lines_match_an_editor), cmocka_unit_test(lost_quote_costs_one_line),
        cmocka_unit_test(lost_quote_does_not_take_the_next_line), cmocka_unit_test(cut_off),
        cmocka_unit_test(damage), cmocka_unit_test(long_lines), cmocka_unit_test(quotes_in_disorder), cmocka_unit_test(over_blocks),
        cmocka_unit_test(every_allocation_fails),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
