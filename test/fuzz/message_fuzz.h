/* What the fuzz targets of payment messages share. */
#ifndef ST_TEST_MESSAGE_FUZZ_H
#define ST_TEST_MESSAGE_FUZZ_H
#include "base/hash.h"
#include "base/json.h"
#include "engine/message.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define FUZZ_MUST(x) do { if (!(x)) { fprintf(stderr, "a message breaks: %s (line %d)\n", #x, __LINE__); abort(); } } while (0)

typedef struct fuzz_taken { uint64_t hash; st_arena arena; size_t n; } fuzz_taken;

static st_code fuzz_take(void *user, st_str json, st_str id, uint32_t line, st_err *err) {
    fuzz_taken *t = user;
    FUZZ_MUST(line > 0 && st_utf8_valid(id.p, id.n));
    t->n++;
    if (!json.p) {
        FUZZ_MUST(err->code < 0 && err->what[0] && err->where[0]);
        t->hash = st_hash64(err->what, strlen(err->what), t->hash);
        return ST_OK;
    }
    st_err e = { 0 };
    const st_json *v = st_json_parse(&t->arena, json, 1, &e);
    FUZZ_MUST(v && v->type == ST_JSON_OBJECT && st_utf8_valid(json.p, json.n) && st_str_chr(json, '\n') == SIZE_MAX);
    FUZZ_MUST(st_json_get(v, "parties") && st_json_get(v, "payments") && st_json_get(v, "message"));
    for (const st_json *p = st_json_get(v, "parties")->child; p; p = p->next) {
        FUZZ_MUST(st_json_get_text(p, "id").n && st_json_get(p, "role")->child);
        for (const st_json *q = p->next; q; q = q->next) FUZZ_MUST(!st_str_eq(st_json_get_text(p, "id"), st_json_get_text(q, "id")));
    }
    st_arena_reset(&t->arena);
    t->hash = st_hash64(json.p, json.n, t->hash);
    return ST_OK;
}

static inline int message_fuzz(const uint8_t *data, size_t size, st_message_kind kind) {
    fuzz_taken t[2] = { { .n = 0 } };
    if (size > 1 << 17) return 0;
    for (int i = 0; i < 2; i++) {
        st_err err = { 0 };
        const st_input_limits limits = { .max_bytes = 1 << 20 };
        st_input *in = st_input_open_memory(data, size, "fuzz", &limits, &err);
        if (!in) return 0;
        const st_code code = st_message_stream(in, kind, fuzz_take, &t[i], &err);
        FUZZ_MUST(code == ST_OK || (err.code == code && err.what[0]));
        FUZZ_MUST(code != ST_OK || t[i].n > 0);
        st_input_close(in);
        st_arena_free(&t[i].arena);
    }
    FUZZ_MUST(t[0].n == t[1].n && t[0].hash == t[1].hash);
    return 0;
}
#endif
