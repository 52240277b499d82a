/* Rules: any text is refused with a place and a reason, or understood; and what is understood answers a case. */
#include <assert.h>
#include "base/yaml.h"
#include "rules/judge.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static st_tri perhaps(void *self, st_scope s, size_t i, const st_list_object *l, st_instant at, st_str *note) {
    (void)self; (void)s; (void)i; (void)l; (void)at; (void)note;
    return ST_MAYBE;
}
static st_tri perhaps_owned(void *self, st_scope s, size_t i, const st_list_object *l, const st_owner_terms *t, st_instant at, st_str *note) {
    (void)t;
    return perhaps(self, s, i, l, at, note);
}

static void told(void *user, bool error, const char *file, uint32_t line, const char *text) {
    (void)user; (void)error; (void)line;
    assert(file && text[0]);
}

static void ask(const st_rules *r) {
    static const char text[] = "{\"destination\":\"RU\",\"parties\":[{\"country\":\"DE\",\"role\":\"seller\"},{\"country\":\"KG\"}],\"goods\":[{\"hs\":\"8542.31\"},{}]}";
    st_arena a = ST_ARENA_INIT;
    st_err err = { 0 };
    st_case c;
    const st_json *tree = st_json_parse(&a, st_str_of(text), 1, &err);
    if (tree && st_case_read(r, tree, &a, &c, &err) == ST_OK) {
        const st_registry g = { NULL, perhaps, perhaps_owned, perhaps };
        const st_judge_options o = { 0 };
        st_ask q;
        st_judgement j;
        st_ask_begin(&q, r, &c, &g, 1700000000, &a);
        const st_code code = st_judge(&q, &o, &j, &err);
        assert(code == ST_OK || err.what[0]);
    }
    st_arena_free(&a);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    st_problems p = { .fn = told };
    st_err err = { 0 };
    if (size > 1 << 16) return 0;
    st_bundle *b = st_bundle_of_text((st_str){ (const char *)data, size }, "fuzz.yaml", &p, &err);
    if (!b) return (void)assert(err.code < 0 && err.what[0]), 0;
    st_rules *r = p.errors ? NULL : st_rules_of(b, 1700000000, &p, &err);
    if (r) ask(r);
    else assert(p.errors && (err.what[0] || p.errors));
    st_rules_free(r);
    st_bundle_free(b);
    return 0;
}
