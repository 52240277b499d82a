/* XML by libxml2's SAX2 parser, which only this file knows. The rules become a trie of element names; every open element stands on a node of it, or on
 * none. libxml2 interns names, so a step down the trie is one comparison of pointers once a name was seen there. */
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/xmlerror.h>
#include "base/xml.h"

enum { MAX_DEPTH = 100, MAX_ATTRIBUTES = 256, CACHE = 8, NO_NODE = 0xffff, ROOT = 0 };
#define MAX_TEXT (16u << 20)

typedef struct node {
    st_str name;                         /* "*" matches any */
    uint16_t child, next;                /* 0: none, since the root is nobody's child */
    uint16_t tag, flags;
    struct { const xmlChar *name; uint16_t node; } seen[CACHE];
} node;

typedef struct level { uint16_t node; bool silent, below; uint32_t line; size_t text; const xmlChar *name; } level;   /* text: where its own begins */

struct st_xml {
    st_input *in;
    const st_xml_handler *h;
    void *user;
    node *trie;
    size_t n, cap;
    level open[MAX_DEPTH];
    size_t depth;
    st_buf text, path, values;           /* values: of attributes with an ampersand */
    xmlParserCtxtPtr ctx;
    st_str block;                        /* what the input gave and the parser has not taken yet */
    st_err *err;
    st_code code;                        /* the first failure; libxml2 is then stopped */
};

uint32_t st_xml_line(const st_xml *x) { return x->depth ? x->open[x->depth - 1].line : 0; }

st_str st_xml_name(const st_xml *x) { return x->depth ? st_str_of((const char *)x->open[x->depth - 1].name) : ST_STR_NONE; }

st_str st_xml_get(const st_xml_attr *attr, size_t n, const char *name) {
    for (size_t i = 0; i < n; i++)
        if (st_str_is(attr[i].name, name)) return st_str_trim(attr[i].value);
    return (st_str){ "", 0 };
}

/* ---- rules into a trie ------------------------------------------------------------------------------------------------------------------ */

static uint16_t child_named(const st_xml *x, uint16_t at, st_str name) {
    for (uint16_t k = x->trie[at].child; k; k = x->trie[k].next)
        if (st_str_eq(x->trie[k].name, name)) return k;
    return 0;
}

static bool add_rule(st_xml *x, const st_xml_rule *rule) {
    uint16_t at = ROOT;
    st_str rest = st_str_of(rule->path), part;
    while (st_split(&rest, "/", &part)) {
        uint16_t k = child_named(x, at, part);
        if (!k) {
            if (x->n >= NO_NODE || st_grow(x->trie, x->cap, x->n + 1)) return false;
            k = (uint16_t)x->n++;
            x->trie[k] = (node){ .name = part, .next = x->trie[at].child };
            x->trie[at].child = k;
        }
        at = k;
    }
    x->trie[at].tag = rule->tag;
    x->trie[at].flags = rule->flags;
    return true;
}

static uint16_t step(st_xml *x, uint16_t at, const xmlChar *name) {
    if (at == NO_NODE) return NO_NODE;
    node *n = &x->trie[at];
    size_t slot = ((uintptr_t)name >> 3 ^ (uintptr_t)name >> 7) % CACHE;
    if (n->seen[slot].name == name) return n->seen[slot].node;
    uint16_t k = child_named(x, at, st_str_of((const char *)name));
    if (!k) k = child_named(x, at, ST_STR("*"));
    n->seen[slot].name = name;
    n->seen[slot].node = k ? k : NO_NODE;
    return n->seen[slot].node;
}

/* ---- the parser's calls ------------------------------------------------------------------------------------------------------------------ */

static void stop(st_xml *x, st_code code) {
    if (!x->code) x->code = code;
    xmlStopParser(x->ctx);
}

static void stop_at(st_xml *x, st_code code, const char *what, int line) {
    if (x->code) return;
    st_fail(x->err, code, "%s", what);
    st_err_where(x->err, "%s:%d", st_input_path(x->in), line);
    stop(x, code);
}

static int line_now(const st_xml *x) { return x->ctx->input ? x->ctx->input->line : 0; }

/* Hands text of the innermost element, or of its attribute of this name, to `other`. The path is put together here, since few elements need theirs. */
static void other(st_xml *x, st_str attribute, st_str text) {
    if (x->code || !x->h->other) return;
    st_buf_clear(&x->path);
    for (size_t i = 0; i < x->depth; i++) {
        if (i) st_buf_char(&x->path, '/');
        st_buf_z(&x->path, (const char *)x->open[i].name);
    }
    if (attribute.n) st_buf_char(&x->path, '@');
    st_buf_str(&x->path, attribute);
    st_code code = x->path.failed ? st_fail(x->err, x->path.failed, "%s", x->path.failed == ST_E_NOMEM ? "out of memory" : "element names are too long")
                                  : x->h->other(x->user, x, st_buf_view(&x->path), text, x->err);
    if (code) stop(x, code);
}

/* Hands the attributes of an element without a rule to `other`. */
static void other_attributes(st_xml *x, const st_xml_attr *attr, size_t n) {
    for (size_t i = 0; i < n; i++) {
        st_str value = st_str_trim(attr[i].value);
        if (value.n) other(x, attr[i].name, value);
    }
}

/* Entities stay unreplaced, and so libxml2 hands an ampersand in an attribute over as "&#38;", whether it was written &amp; or &#38;. False when
 * memory or room is out. */
static bool ampersands(st_xml *x, st_xml_attr *attr, size_t n) {
    static const char sign[] = "&#38;";
    const size_t len = sizeof sign - 1;
    st_buf_clear(&x->values);
    bool any = false;
    for (size_t i = 0; i < n; i++) {
        if (st_str_chr(attr[i].value, '&') == SIZE_MAX) continue;
        const char *p = attr[i].value.p, *end = p + attr[i].value.n, *at = memmem(p, (size_t)(end - p), sign, len);
        if (!at) continue;
        const size_t from = x->values.n;
        for (; at; p = at + len, at = memmem(p, (size_t)(end - p), sign, len)) {
            st_buf_add(&x->values, p, (size_t)(at - p));
            st_buf_char(&x->values, '&');
        }
        st_buf_add(&x->values, p, (size_t)(end - p));
        attr[i].value = (st_str){ NULL, x->values.n - from };   /* the place follows when the buffer moves no more */
        any = true;
    }
    if (x->values.failed) return false;
    for (size_t i = 0, from = 0; any && i < n; i++)
        if (!attr[i].value.p) { attr[i].value.p = x->values.p + from; from += attr[i].value.n; }
    return true;
}

static void on_start(void *user, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri, int n_ns, const xmlChar **ns, int n_attr,
                     int n_defaulted, const xmlChar **raw) {
    (void)prefix; (void)uri; (void)n_ns; (void)ns; (void)n_defaulted;
    st_xml *x = user;
    if (x->code) return;
    if (x->depth == MAX_DEPTH) { stop_at(x, ST_E_LIMIT, "elements are nested more than 100 deep", line_now(x)); return; }
    if (n_attr > MAX_ATTRIBUTES) { stop_at(x, ST_E_LIMIT, "an element has more than 256 attributes", line_now(x)); return; }
    const level *up = x->depth ? &x->open[x->depth - 1] : NULL;
    uint16_t at = step(x, up ? up->node : ROOT, name);
    bool ruled = at != NO_NODE && x->trie[at].tag;
    level *l = &x->open[x->depth++];
    *l = (level){ at, (up && up->silent) || (ruled && x->trie[at].flags & ST_XML_SILENT), (up && up->below) || (ruled && x->trie[at].flags & ST_XML_BELOW),
                  (uint32_t)line_now(x), x->text.n, name };
    const bool handed = ruled || (l->below && !l->silent);
    if (!handed && (n_attr == 0 || l->silent)) return;
    st_xml_attr attr[MAX_ATTRIBUTES];
    for (int i = 0; i < n_attr; i++)
        attr[i] = (st_xml_attr){ st_str_of((const char *)raw[5 * i]), { (const char *)raw[5 * i + 3], (size_t)(raw[5 * i + 4] - raw[5 * i + 3]) } };
    if (!ampersands(x, attr, (size_t)n_attr)) { stop_at(x, x->values.failed, "no room for the attributes of an element", line_now(x)); return; }
    if (!handed) { other_attributes(x, attr, (size_t)n_attr); return; }
    if (!x->h->begin) return;
    st_code code = x->h->begin(x->user, x, ruled ? x->trie[at].tag : 0, attr, (size_t)n_attr, x->err);
    if (code) stop(x, code);
}

static void on_end(void *user, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri) {
    (void)name; (void)prefix; (void)uri;
    st_xml *x = user;
    if (x->code || x->depth == 0) return;
    level *l = &x->open[x->depth - 1];
    st_str text = x->text.n > l->text ? (st_str){ x->text.p + l->text, x->text.n - l->text } : (st_str){ "", 0 };
    if (l->node == NO_NODE || !(x->trie[l->node].flags & ST_XML_KEEP)) text = st_str_trim(text);
    const uint16_t tag = l->node != NO_NODE ? x->trie[l->node].tag : 0;
    if (tag || (l->below && !l->silent)) {
        st_code code = x->h->end(x->user, x, tag, text, x->err);
        if (code) { stop(x, code); return; }
    } else if (text.n && !l->silent) other(x, ST_STR_NONE, text);
    x->text.n = l->text;
    x->depth--;
}

static void on_text(void *user, const xmlChar *p, int n) {
    st_xml *x = user;
    if (x->code) return;
    if (x->text.n - (x->depth ? x->open[x->depth - 1].text : 0) + (size_t)n > MAX_TEXT) {
        stop_at(x, ST_E_LIMIT, "the text of an element is longer than 16 MiB", line_now(x));
        return;
    }
    st_buf_add(&x->text, p, (size_t)n);
    if (x->text.failed) stop_at(x, x->text.failed, x->text.failed == ST_E_NOMEM ? "out of memory" : "too much text in open elements", line_now(x));
}

static void on_doctype(void *user, const xmlChar *name, const xmlChar *id, const xmlChar *uri) {
    (void)name; (void)id; (void)uri;
    st_xml *x = user;
    if (x->code) return;
    stop_at(x, ST_E_DATA, "the file has a DOCTYPE, which no list needs and strait does not accept", line_now(x));
    st_err_hint(x->err, "entities could load other files or grow without bound; is this an official list?");
}

static xmlEntityPtr on_entity(void *user, const xmlChar *name) {
    (void)user;
    return xmlGetPredefinedEntity(name);
}

/* libxml2's warnings and recoverable complaints (about namespaces, say) pass; the first fatal one is the reason. */
static void on_error(void *user, xmlErrorPtr e) {
    st_xml *x = user;
    if (x->code || e->level < XML_ERR_FATAL) return;
    if (e->code == XML_ERR_NO_MEMORY) { stop_at(x, ST_E_NOMEM, "out of memory", e->line); return; }
    char what[500];
    snprintf(what, sizeof what, "the XML is not well-formed: %s", e->message ? e->message : "no reason given");
    for (char *c = what; *c; c++)
        if ((unsigned char)*c < ' ') *c = ' ';
    stop_at(x, ST_E_DATA, what, e->line);
    if (x->err && x->code == ST_E_DATA) {
        size_t n = strlen(x->err->what);
        while (n && x->err->what[n - 1] == ' ') x->err->what[--n] = 0;
        if (e->code == XML_ERR_TAG_NOT_FINISHED || e->code == XML_ERR_DOCUMENT_END || e->code == XML_ERR_DOCUMENT_EMPTY)
            st_err_hint(x->err, "the file may be cut off: download it again");
    }
}

/* The parser asks for bytes. 0 ends; -1 after a failure, which is kept. */
static int on_read(void *user, char *to, int n) {
    st_xml *x = user;
    if (x->code) return -1;
    if (x->block.n == 0) {
        st_code code = st_input_block(x->in, &x->block, x->err);
        if (code) { x->code = code; return -1; }
    }
    size_t k = x->block.n < (size_t)n ? x->block.n : (size_t)n;
    if (k) memcpy(to, x->block.p, k);
    x->block.p += k;
    x->block.n -= k;
    return (int)k;
}

static int on_close(void *user) { (void)user; return 0; }

static st_code parse(st_xml *x) {
    xmlSAXHandler sax;
    memset(&sax, 0, sizeof sax);
    sax.initialized = XML_SAX2_MAGIC;
    sax.startElementNs = on_start;
    sax.endElementNs = on_end;
    sax.characters = sax.ignorableWhitespace = sax.cdataBlock = on_text;
    sax.internalSubset = on_doctype;
    sax.getEntity = on_entity;
    sax.serror = on_error;
    xmlInitParser();
    x->ctx = xmlCreateIOParserCtxt(&sax, x, on_read, on_close, x, XML_CHAR_ENCODING_NONE);
    if (!x->ctx) return x->code ? x->code : st_fail(x->err, ST_E_NOMEM, "out of memory");
    xmlCtxtUseOptions(x->ctx, XML_PARSE_NONET | XML_PARSE_NOCDATA);
    int bad = xmlParseDocument(x->ctx);
    if (!x->code && (bad || !x->ctx->wellFormed)) stop_at(x, ST_E_DATA, "the XML is not well-formed", line_now(x));
    if (!x->code && x->depth) stop_at(x, ST_E_DATA, "the file ends inside an element", line_now(x));
    xmlFreeParserCtxt(x->ctx);
    return x->code;
}

st_code st_xml_parse(st_input *in, const st_xml_rule *rules, size_t n_rules, const st_xml_handler *h, void *user, st_err *err) {
    st_err local = { 0 };
    st_xml *x = st_calloc(1, sizeof *x);
    if (!x) return st_fail(err, ST_E_NOMEM, "out of memory");
    x->in = in;
    x->h = h;
    x->user = user;
    x->err = err ? err : &local;
    x->text = (st_buf)ST_BUF_INIT(64u << 20);
    x->path = (st_buf)ST_BUF_INIT(1u << 20);
    x->values = (st_buf)ST_BUF_INIT(64u << 20);
    bool ok = !st_grow(x->trie, x->cap, 1);
    if (ok) x->trie[x->n++] = (node){ .tag = 0 };
    for (size_t i = 0; ok && i < n_rules; i++) ok = add_rule(x, &rules[i]);
    st_code code = ok ? parse(x) : st_fail(x->err, ST_E_NOMEM, "out of memory");
    st_buf_free(&x->text);
    st_buf_free(&x->path);
    st_buf_free(&x->values);
    st_free(x->trie);
    st_free(x);
    return code;
}
