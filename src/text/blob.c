/* The embedded tables: where they are, and looking things up in them. */
#include "text/text.h"
#include "text/text_blob.h"

extern const char st_text_data[] __attribute__((visibility("hidden"), aligned(64)));

const st_blob_head *st_blob(void) { return (const st_blob_head *)(const void *)st_text_data; }

st_str st_text_version(void) { return (st_str){ st_blob()->version, sizeof st_blob()->version }; }

const st_dict_entry *st_dict_find(const st_dict *d, st_str key) {
    const st_blob_head *h = st_blob();
    const uint32_t *slot = st_blob_at(h, d->slot), mask = d->slot.n - 1;
    const st_dict_entry *entry = st_blob_at(h, d->entry);
    for (uint32_t i = st_dict_hash(key) & mask; slot[i]; i = (i + 1) & mask) {
        const st_dict_entry *e = entry + slot[i] - 1;
        if (st_str_eq(st_blob_text(h, e->key, e->key_n), key)) return e;
    }
    return NULL;
}
