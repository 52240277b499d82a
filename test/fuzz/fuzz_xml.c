/* XML by rules: whatever comes, begin and end are paired and text is valid. */
#include "base/xml.h"

typedef struct depth { int open; } depth;

static st_code begin(void *user, st_xml *x, uint16_t tag, const st_xml_attr *attr, size_t n, st_err *err) {
    (void)x; (void)tag; (void)err;
    ((depth *)user)->open++;
    for (size_t i = 0; i < n; i++)
        if (!st_utf8_valid(attr[i].value.p, attr[i].value.n)) abort();
    return ST_OK;
}
static st_code end(void *user, st_xml *x, uint16_t tag, st_str text, st_err *err) {
    (void)x; (void)tag; (void)err;
    if (--((depth *)user)->open < 0 || !st_utf8_valid(text.p, text.n)) abort();
    return ST_OK;
}
static st_code other(void *user, st_xml *x, st_str path, st_str text, st_err *err) {
    (void)user; (void)x; (void)err;
    if (path.n == 0 || text.n == 0) abort();
    return ST_OK;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const st_xml_rule rules[] = { { "a", 1, 0 }, { "a/b", 2, 0 }, { "a/*/c", 3, 0 }, { "a/d", 4, ST_XML_SILENT } };
    static const st_xml_handler h = { begin, end, other };
    st_err err = { 0 };
    depth d = { 0 };
    st_input *in = st_input_open_memory(data, size, "fuzz", NULL, &err);
    if (!in) return 0;
    st_code code = st_xml_parse(in, rules, ST_LEN(rules), &h, &d, &err);
    if (code == ST_OK && d.open != 0) abort();
    if (code != ST_OK && !err.what[0]) abort();
    st_input_close(in);
    return 0;
}
