/* XML by rules: tags, attributes, text, what no rule knows, silence; and everything that must be refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "base/xml.h"

enum { ENTRY = 1, NAME, DATE, ANY, ALL };
static const st_xml_rule rules[] = {
    { "list/entry", ENTRY, 0 }, { "list/entry/name", NAME, 0 }, { "list/entry/*/date", DATE, 0 }, { "list/quiet", ANY, ST_XML_SILENT },
    { "list/all", ALL, ST_XML_BELOW },
};

static st_code begin(void *user, st_xml *x, uint16_t tag, const st_xml_attr *attr, size_t n, st_err *err) {
    (void)err;
    st_buf *b = user;
    if (tag == 0) st_buf_printf(b, "<%.*s", ST_FMT(st_xml_name(x)));
    else st_buf_printf(b, "<%u@%u", tag, st_xml_line(x));
    for (size_t i = 0; i < n; i++) st_buf_printf(b, " %.*s=%.*s", ST_FMT(attr[i].name), ST_FMT(attr[i].value));
    st_buf_char(b, '>');
    return ST_OK;
}

static st_code end(void *user, st_xml *x, uint16_t tag, st_str text, st_err *err) {
    (void)x; (void)err;
    st_buf_printf(user, "%.*s</%u>", ST_FMT(text), tag);
    return ST_OK;
}

static st_code other(void *user, st_xml *x, st_str path, st_str text, st_err *err) {
    (void)x; (void)err;
    st_buf_printf(user, "[%.*s: %.*s]", ST_FMT(path), ST_FMT(text));
    return ST_OK;
}

static const st_xml_handler handler = { begin, end, other };

static st_code parse(const char *text, size_t n, st_buf *out, st_err *err) {
    *err = (st_err){ 0 };
    st_input *in = st_input_open_memory(text, n, "mem.xml", NULL, err);
    if (!in) return err->code;
    st_code code = st_xml_parse(in, rules, ST_LEN(rules), &handler, out, err);
    st_input_close(in);
    return code;
}

static void is(const char *text, const char *want) {
    st_buf b = ST_BUF_INIT(1 << 20);
    st_err err;
    if (parse(text, strlen(text), &b, &err)) fail_msg("%s at %s", err.what, err.where);
    assert_string_equal(b.p ? b.p : "", want);
    st_buf_free(&b);
}

static void refused(const char *text, st_code want, const char *what) {
    st_buf b = ST_BUF_INIT(1 << 26);
    st_err err;
    assert_int_equal(parse(text, strlen(text), &b, &err), want);
    if (!strstr(err.what, what)) fail_msg("\"%s\" does not say \"%s\"", err.what, what);
    assert_non_null(strstr(err.where, "mem.xml:"));
    st_buf_free(&b);
}

static void rules_and_text(void **state) {
    (void)state;
    is("<list><entry id='7'>\n<name> A &amp; B &#x41;</name></entry></list>", "<1@1 id=7><2@2>A & B A</2></1>");
    is("<?xml version='1.0'?>\n<n:list xmlns:n='urn:x'><n:entry><n:name><![CDATA[<x>]]></n:name></n:entry></n:list>", "<1@2><2@2><x></2></1>");
    is("<list><entry>own <name>n</name> text</entry></list>", "<1@1><2@1>n</2>own  text</1>");
    is("<list><entry><birth><date>1961</date></birth></entry></list>", "<1@1><3@1>1961</3></1>");
    is("<list><entry a='x' b='Oil &amp; Gas &#38; Co &amp;#38; &lt;' c='&amp;'/></list>", "<1@1 a=x b=Oil & Gas & Co &#38; < c=&></1>");
    is("<list><odd b='Oil &amp; Gas'/></list>", "[list/odd@b: Oil & Gas]");
}

static void nothing_in_silence(void **state) {
    (void)state;
    is("<list><entry><odd a='1' b=' '>text</odd></entry></list>", "<1@1>[list/entry/odd@a: 1][list/entry/odd: text]</1>");
    is("<list v='2'><x><y>deep</y></x></list>", "[list@v: 2][list/x/y: deep]");
    is("<list><quiet><a b='c'>d</a></quiet></list>", "<4@1></4>");
}

/* A rule that asks for all below it gets names and attributes of elements that have none of their own. */
static void all_below(void **state) {
    (void)state;
    is("<list><all><n:a xmlns:n='urn:x' c='d'>x<b/></n:a></all><b>y</b></list>", "<5@1><a c=d><b></0>x</0></5>[list/b: y]");
    is("<list><all/></list>", "<5@1></5>");
}

static void refusals(void **state) {
    (void)state;
    refused("<list><entry>", ST_E_DATA, "well-formed");
    refused("<list><entry></list>", ST_E_DATA, "well-formed");
    refused("no xml at all", ST_E_DATA, "well-formed");
    refused("<!DOCTYPE list SYSTEM 'http://127.0.0.1/x.dtd'><list/>", ST_E_DATA, "DOCTYPE");
    refused("<!DOCTYPE l [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;'>]><list>&b;</list>", ST_E_DATA, "DOCTYPE");
    refused("<list>&nbsp;</list>", ST_E_DATA, "well-formed");
    refused("<list>\xff\xff</list>", ST_E_DATA, "");
    refused("<list>\x01</list>", ST_E_DATA, "well-formed");
    refused("<?xml version='1.0' encoding='no-such-code'?><list/>", ST_E_DATA, "");
}

static void deep_and_long(void **state) {
    (void)state;
    st_buf b = ST_BUF_INIT(64u << 20), out = ST_BUF_INIT(1 << 26);
    st_err err;
    for (int i = 0; i < 5000; i++) st_buf_z(&b, "<a>");
    assert_int_equal(parse(b.p, b.n, &out, &err), ST_E_LIMIT);
    st_buf_clear(&b);
    st_buf_z(&b, "<list><entry><name>");
    for (int i = 0; i < (17 << 10); i++) st_buf_printf(&b, "%1024d", i);
    st_buf_z(&b, "</name></entry></list>");
    assert_true(parse(b.p, b.n, &out, &err) < 0);
    st_buf_clear(&b);
    st_buf_z(&b, "<list ");
    for (int i = 0; i < 300; i++) st_buf_printf(&b, "a%d='1' ", i);
    st_buf_z(&b, "/>");
    assert_int_equal(parse(b.p, b.n, &out, &err), ST_E_LIMIT);
    st_buf_free(&b);
    st_buf_free(&out);
}

/* Cut at every length: refused each time, and never more than the whole. */
static void every_truncation(void **state) {
    (void)state;
    const char text[] = "<?xml version='1.0'?><list><entry id='1'><name>A\xc3\xa9</name></entry></list>";
    for (size_t n = 0; n < sizeof text - 1; n++) {
        st_buf b = ST_BUF_INIT(1 << 20);
        st_err err;
        assert_true(parse(text, n, &b, &err) < 0);
        assert_true(err.what[0] != 0);
        st_buf_free(&b);
    }
}

static void every_allocation_fails(void **state) {
    (void)state;
    const char *text = "<list><entry id='1'><name>x</name><odd>y</odd></entry></list>";
    st_fault_alloc(0, 0);
    is(text, "<1@1 id=1><2@1>x</2>[list/entry/odd: y]</1>");
    uint64_t n = st_fault_alloc(0, 0);
    if (n == 0) skip();
    for (uint64_t i = 1; i <= n; i++) {
        st_buf b = ST_BUF_INIT(1 << 20);
        st_err err;
        st_fault_alloc(i, 0);
        st_code code = parse(text, strlen(text), &b, &err);
        st_fault_alloc(0, 0);
        assert_true(code == ST_E_NOMEM || b.failed == ST_E_NOMEM);
        st_buf_free(&b);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rules_and_text), cmocka_unit_test(nothing_in_silence), cmocka_unit_test(all_below), cmocka_unit_test(refusals), cmocka_unit_test(deep_and_long),
        cmocka_unit_test(every_truncation), cmocka_unit_test(every_allocation_fails),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
