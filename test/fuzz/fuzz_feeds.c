/* The table of sources, as a user may give one. */
#include "sources/feeds.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    st_arena a = ST_ARENA_INIT;
    st_feeds f;
    st_err err = { 0 };
    const st_code code = st_feeds_parse((st_str){ (const char *)data, size }, "fuzz.tsv", &a, &f, &err);
    if (code && (err.code != code || err.what[0] == 0 || f.n)) abort();
    for (size_t i = 0; i < f.n; i++) if (st_feeds_find(&f, f.feed[i].list) != &f.feed[i]) abort();   /* each id is there once */
    st_arena_free(&a);
    return 0;
}
