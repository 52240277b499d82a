/* The element tree of an ISO 20022 message (pacs.c), and what becomes of it (pacs_map.c). */
#ifndef ST_PACS_INT_H
#define ST_PACS_INT_H
#include "base/xml.h"
#include "engine/message_int.h"

typedef struct st_pacs_node {
    st_str name, text, ccy;                       /* ccy: the attribute of an amount */
    struct st_pacs_node *child, *last, *next, *parent;
    uint32_t line, skipped;                       /* skipped: open elements below that are not kept */
    bool used;                                    /* its text has become a fact */
} st_pacs_node;

/* Where a transaction stands. */
typedef struct st_pacs_place {
    st_pay_stream *stream;
    st_pacs_node *header;                         /* AppHdr, GrpHdr ... are its children */
    const char *root;                             /* FIToFICstmrCdtTrf */
    bool document, underlying, needs_parties;     /* below Document; in an Undrlyg */
    uint64_t index;                               /* from 1 */
} st_pacs_place;

/* The first child of this name, or NULL; accepts NULL. */
static inline st_pacs_node *st_pacs_child(const st_pacs_node *n, const char *name) {
    for (st_pacs_node *c = n ? n->child : NULL; c; c = c->next)
        if (st_str_is(c->name, name)) return c;
    return NULL;
}

/* Fills the stream's payment from a transaction. ST_E_DATA names the element that is wrong, and its line. */
st_code st_pacs_map(const st_pacs_place *at, st_pacs_node *transaction, st_err *err);
#endif
