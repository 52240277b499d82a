/* ISO 20022 payments. A file is read as a stream: group header and application header become small trees that stay, each transaction a tree that is mapped and forgotten.
 * The mapping takes what has a fact; every leaf that it did not take goes to the case's message under its name. */
#include "engine/pacs_int.h"
#include "text/text.h"

enum { T_ROOT = 1 };
static const st_xml_rule rules[] = { { "*", T_ROOT, ST_XML_BELOW } };

static const struct kind { const char *root, *name, *transaction; bool parties; } kinds[] = {   /* parties: debtor and creditor must be there */
    { "FIToFICstmrCdtTrf", "pacs.008", "CdtTrfTxInf", true }, { "FICdtTrf", "pacs.009", "CdtTrfTxInf", true }, { "FinInstnCdtTrf", "pacs.009", "CdtTrfTxInf", true },
    { "PmtRtr", "pacs.004", "TxInf", false }, { "FIToFIPmtCxlReq", "camt.056", "TxInf", false },
};

typedef struct reader {
    st_pay_stream *s;
    st_arena header_arena;
    st_pacs_node header;             /* AppHdr, GrpHdr and what else stands beside the transactions, as its children */
    st_pacs_node *open;              /* the element that is being read into a tree */
    st_pacs_node *transaction;
    const struct kind *kind;
    unsigned depth, document, root;  /* of the current element, of Document, of the message in it; 0: not in one */
    bool underlying;                 /* the message has its transactions in Undrlyg */
    bool skip;                       /* the message in the Document is none that we read */
    uint64_t index;                  /* transactions of this message so far */
    uint32_t nodes, header_nodes;
    size_t bytes, header_bytes;
    st_code bad;                     /* the transaction is past a limit: its rest is passed over */
    st_err why;
} reader;

static st_code no_memory(st_err *err) { return st_fail(err, ST_E_NOMEM, "out of memory"); }

static st_pacs_node *add_child(st_arena *a, st_pacs_node *parent, st_str name, uint32_t line) {
    st_pacs_node *n = st_arena_calloc(a, sizeof *n);
    if (!n || !(n->name = st_str_copy(a, name)).p) return NULL;
    n->line = line;
    n->parent = parent;
    if (!parent) return n;
    if (parent->last) parent->last->next = n; else parent->child = n;
    return parent->last = n;
}

static void message_begin(reader *r, const struct kind *k) {
    r->kind = k;
    r->root = r->depth;
    r->index = 0;
    r->underlying = false;
}

/* AppHdr comes before its Document, within the same envelope: a Document forgets the headers of the one before it, an AppHdr all. */
static void forget_headers(reader *r) {
    st_arena_reset(&r->header_arena);
    r->header = (st_pacs_node){ .line = 0 };
    r->header_nodes = 0;
    r->header_bytes = 0;
}

static st_code refuse_message(reader *r, st_xml *x, st_err *err) {
    st_pay_begin(&r->s->pay, "", st_xml_line(x));
    r->skip = true;
    r->root = r->depth;
    st_fail(err, ST_E_DATA, "/Document/%.*s: not a payment that strait reads", ST_FMT(st_xml_name(x)));
    st_err_hint(err, "pacs.008, pacs.009, pacs.004 and camt.056 are");
    return st_pay_deliver(r->s, ST_E_DATA, err);
}

static st_code start_tree(reader *r, st_xml *x, bool transaction, st_err *err) {
    const st_str name = st_xml_name(x);
    if (!transaction) {
        r->open = add_child(&r->header_arena, &r->header, name, st_xml_line(x));
        return r->open ? ST_OK : no_memory(err);
    }
    st_pay_begin(&r->s->pay, r->kind->name, st_xml_line(x));
    r->nodes = 0;
    r->bytes = 0;
    r->bad = ST_OK;
    r->index++;
    r->open = r->transaction = add_child(r->s->pay.arena, NULL, name, st_xml_line(x));
    return r->open ? ST_OK : no_memory(err);
}

static st_code grow_tree(reader *r, st_xml *x, const st_xml_attr *attr, size_t n_attr, st_err *err) {
    uint32_t *nodes = r->transaction ? &r->nodes : &r->header_nodes;
    if (++*nodes > ST_MESSAGE_MAX_ELEMENTS) {
        if (!r->transaction) return st_fail(err, ST_E_LIMIT, "headers of more than %u elements", ST_MESSAGE_MAX_ELEMENTS);
        if (!r->bad) r->bad = st_fail(&r->why, ST_E_LIMIT, "a transaction of more than %u elements", ST_MESSAGE_MAX_ELEMENTS);
    }
    st_arena *a = r->transaction ? r->s->pay.arena : &r->header_arena;
    if (r->bad) { r->open->skipped++; return ST_OK; }
    r->open = add_child(a, r->open, st_xml_name(x), st_xml_line(x));
    if (!r->open) return no_memory(err);
    r->open->ccy = st_str_copy(a, st_xml_get(attr, n_attr, "Ccy"));
    return ST_OK;
}

static st_code on_begin(void *user, st_xml *x, uint16_t tag, const st_xml_attr *attr, size_t n_attr, st_err *err) {
    (void)tag;
    reader *r = user;
    const st_str name = st_xml_name(x);
    r->depth++;
    if (r->open) return grow_tree(r, x, attr, n_attr, err);
    if (r->root) {
        if (r->skip) return ST_OK;
        if (st_str_is(name, r->kind->transaction)) return start_tree(r, x, true, err);
        if (!st_str_is(name, "Undrlyg")) return start_tree(r, x, false, err);
        r->underlying = true;
        return ST_OK;
    }
    for (size_t i = 0; i < ST_LEN(kinds); i++)
        if (st_str_is(name, kinds[i].root)) { message_begin(r, &kinds[i]); return ST_OK; }
    if (r->document) return refuse_message(r, x, err);
    if (st_str_is(name, "Document")) r->document = r->depth;
    else if (st_str_is(name, "AppHdr")) { forget_headers(r); return start_tree(r, x, false, err); }
    return ST_OK;
}

/* The header may announce another number of payments than there are: the file was cut short, or changed. */
static st_code message_end(reader *r, st_err *err) {
    const st_pacs_node *group = st_pacs_child(&r->header, "GrpHdr"), *n = st_pacs_child(group ? group : st_pacs_child(&r->header, "CtrlData"), "NbOfTxs");
    const uint64_t index = r->index;
    uint64_t announced = 0;
    const bool agrees = !n || (st_parse_u64(n->text, &announced) && announced == index);
    st_code code = ST_OK;
    if (!agrees) {
        st_pay_begin(&r->s->pay, "", n->line);
        st_fail(err, ST_E_DATA, "%s/%s/%.*s/NbOfTxs: says '%.*s', the message has %llu", r->document ? "/Document" : "", r->kind->root, ST_FMT(n->parent->name), ST_FMT(n->text),
                (unsigned long long)index);
        code = st_pay_deliver(r->s, ST_E_DATA, err);
    }
    r->root = 0;
    forget_headers(r);
    return code;
}

static st_code transaction_end(reader *r, st_err *err) {
    st_pacs_node *t = r->transaction;
    r->transaction = NULL;
    const st_pacs_place at = { .stream = r->s, .document = r->document != 0, .underlying = r->underlying,
                                .root = r->kind->root, .index = r->index, .header = &r->header, .needs_parties = r->kind->parties };
    st_code code = r->bad;
    if (code) *err = r->why;
    else code = st_pacs_map(&at, t, err);
    if (code) st_err_where(err, "%s:%u", st_input_path(r->s->in), t->line);
    return st_pay_deliver(r->s, code, err);
}

static st_code on_end(void *user, st_xml *x, uint16_t tag, st_str text, st_err *err) {
    (void)x; (void)tag;
    reader *r = user;
    const unsigned depth = r->depth--;
    if (r->open) {
        st_pacs_node *n = r->open;
        if (n->skipped) { n->skipped--; return ST_OK; }
        size_t *bytes = r->transaction ? &r->bytes : &r->header_bytes;
        *bytes += text.n;
        if (*bytes > ST_MESSAGE_MAX_TEXT) {
            if (!r->transaction) return st_fail(err, ST_E_LIMIT, "headers with more than %u bytes of text", ST_MESSAGE_MAX_TEXT);
            if (!r->bad) r->bad = st_fail(&r->why, ST_E_LIMIT, "a transaction with more than %u bytes of text", ST_MESSAGE_MAX_TEXT);
        }
        if (!r->bad && !(n->text = st_str_copy(r->transaction ? r->s->pay.arena : &r->header_arena, text)).p) return no_memory(err);
        r->open = n->parent == &r->header ? NULL : n->parent;
        return n == r->transaction ? transaction_end(r, err) : ST_OK;
    }
    if (r->root == depth) {
        const bool skipped = r->skip;
        r->skip = false;
        if (skipped) { r->root = 0; return ST_OK; }
        return message_end(r, err);
    }
    if (r->document == depth) r->document = 0;
    return ST_OK;
}

st_code st_pacs_stream(st_pay_stream *s, st_err *err) {
    static const st_xml_handler handler = { on_begin, on_end, NULL };
    reader r = { .s = s };
    const st_code code = st_xml_parse(s->in, rules, ST_LEN(rules), &handler, &r, err);
    st_arena_free(&r.header_arena);
    return code;
}
