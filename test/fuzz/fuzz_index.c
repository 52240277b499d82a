/* Fuzz target: bytes as an index file, as they are and with all checksums forged. What is accepted must bear every accessor. */
#include "index/layout.h"
#include "index_walk.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    void *p = NULL;
    if (posix_memalign(&p, 64, size ? size : 1)) return 0;   /* exactly as long as the input */
    for (int forge = 0; forge < 2; forge++) {
        if (size) memcpy(p, data, size);
        if (forge) st_index_reseal(p, size);
        st_index *ix = st_index_parse(p, size, NULL);
        if (ix) {
            uint64_t changed = 0;
            walk_index(ix);
            WALK_MUST(st_index_diff(ix, ix, walk_change, &changed, NULL) == ST_OK && changed == 0);
        }
        st_index_close(ix);
    }
    free(p);
    return 0;
}
