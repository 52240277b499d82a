/* Record trees: an XML feed handed over record by record.
 *
 * Feeds promise an order of elements and do not keep it (a UN record may have its key behind its names), so a reader wants the whole record
 * before it decides. A record element and all ruled elements below it become a flat array in document order; its memory is reused for the
 * next record. */
#ifndef ST_TREE_H
#define ST_TREE_H
#include "base/xml.h"
#include "model/model.h"

#define ST_TREE_SKIP UINT16_MAX        /* tag for rules whose elements are passed over with all below them */
#define ST_TREE_MAX_ITEMS 200000u      /* elements in one record; more is damage */
#define ST_TREE_MAX_BYTES (64u << 20)  /* text in one record */

typedef struct st_item {
    uint16_t tag;             /* the rule's tag; 0 for what no rule knows: `path` says where it stood */
    uint32_t line;
    uint32_t end;             /* index behind the last item below this one */
    st_str text, path;
    const st_xml_attr *attr;
    size_t n_attr;
} st_item;

typedef struct st_tree { st_item *item; size_t n; } st_tree;   /* item[0] is the record */

typedef struct st_tree_handler {
    uint16_t record;          /* tag of a record element */
    uint16_t record2;         /* tag of a second kind of record, 0 when there is none */
    st_code (*on_record)(void *user, const st_tree *t, st_err *err);
    /* Elements with a rule outside records: at the begin (with attributes, text empty), and at the end when it has text. May be NULL. */
    st_code (*on_outside)(void *user, const st_item *it, st_err *err);
} st_tree_handler;

st_code st_tree_parse(st_input *in, const st_xml_rule *rules, size_t n_rules, const st_tree_handler *h, void *user, st_err *err);

/* Text of the first item with this tag below `of` (an index), or empty. */
st_str st_tree_text(const st_tree *t, size_t of, uint16_t tag);
/* Attribute of an item, trimmed; empty when absent. */
static inline st_str st_item_get(const st_item *it, const char *name) { return st_xml_get(it->attr, it->n_attr, name); }
/* Notes every item that no rule knew, and every attribute of item i that is not in the NULL-ended list and is not empty. */
void st_tree_note_unknown(const st_tree *t, st_model *m);
void st_item_note_attributes(const st_item *it, const char *element, const char *const *known, st_model *m);
#endif
