/* Record trees over the XML reader: elements of the record at hand are copied into an arena and delivered when the record ends. */
#include "sources/tree.h"

typedef struct builder {
    const st_tree_handler *h;
    void *user;
    st_arena arena;
    st_item *item;
    size_t n, cap;
    uint32_t *open;          /* indexes of the open items of the record, innermost last */
    size_t n_open, cap_open;
    size_t skip;             /* depth inside a passed-over element */
    st_item outside;         /* attributes of an outside element live only until begin returns: copied here */
    bool in_record;
} builder;

static st_code full(builder *b, st_xml *x, st_err *err) {
    if (b->arena.limit && b->arena.used + 4096 >= b->arena.limit) {
        st_fail(err, ST_E_LIMIT, "one record holds more than %u bytes of text", ST_TREE_MAX_BYTES);
        st_err_where(err, "line %u", st_xml_line(x));
        return ST_E_LIMIT;
    }
    return st_fail(err, ST_E_NOMEM, "out of memory in a record");
}

static st_code keep(builder *b, st_xml *x, st_str s, st_str *out, st_err *err) {
    *out = ST_STR_NONE;
    if (s.n == 0) return ST_OK;
    *out = st_str_copy(&b->arena, s);
    return out->p ? ST_OK : full(b, x, err);
}

/* In one piece: the attributes, then their values. */
static st_code keep_attributes(builder *b, st_xml *x, const st_xml_attr *attr, size_t n, st_item *it, st_err *err) {
    if (n == 0) return ST_OK;
    size_t bytes = n * sizeof *attr;
    for (size_t i = 0; i < n; i++) bytes += attr[i].value.n;
    st_xml_attr *copy = st_arena_alloc(&b->arena, bytes);
    if (!copy) return full(b, x, err);
    it->attr = copy;
    it->n_attr = n;
    char *text = (char *)(copy + n);
    for (size_t i = 0; i < n; i++) {
        copy[i] = (st_xml_attr){ attr[i].name, { text, attr[i].value.n } };
        if (attr[i].value.n) memcpy(text, attr[i].value.p, attr[i].value.n);
        text += attr[i].value.n;
    }
    return ST_OK;
}

static st_code add_item(builder *b, st_xml *x, uint16_t tag, st_item **out, st_err *err) {
    if (b->n >= ST_TREE_MAX_ITEMS) {
        st_fail(err, ST_E_LIMIT, "one record holds more than %u elements", ST_TREE_MAX_ITEMS);
        st_err_where(err, "line %u", st_xml_line(x));
        return ST_E_LIMIT;
    }
    if (st_grow(b->item, b->cap, b->n + 1) != 0) return st_fail(err, ST_E_NOMEM, "out of memory in a record");
    st_item *it = &b->item[b->n++];
    *it = (st_item){ .tag = tag, .line = st_xml_line(x), .end = (uint32_t)b->n };
    *out = it;
    return ST_OK;
}

static st_code on_begin(void *user, st_xml *x, uint16_t tag, const st_xml_attr *attr, size_t n_attr, st_err *err) {
    builder *b = user;
    if (b->skip || tag == ST_TREE_SKIP) { b->skip++; return ST_OK; }
    if (!b->in_record && (tag == b->h->record || (b->h->record2 && tag == b->h->record2))) {
        st_arena_reset(&b->arena);
        b->n = b->n_open = 0;
        b->in_record = true;
    }
    if (!b->in_record) {
        st_arena_reset(&b->arena);
        b->outside = (st_item){ .tag = tag, .line = st_xml_line(x) };
        ST_TRY(keep_attributes(b, x, attr, n_attr, &b->outside, err));
        /* A root's attributes (the date of the feed) are wanted before its records, and its end comes too late. */
        return b->h->on_outside ? b->h->on_outside(b->user, &b->outside, err) : ST_OK;
    }
    st_item *it;
    ST_TRY(add_item(b, x, tag, &it, err));
    if (st_grow(b->open, b->cap_open, b->n_open + 1) != 0) return st_fail(err, ST_E_NOMEM, "out of memory in a record");
    b->open[b->n_open++] = (uint32_t)(b->n - 1);
    return keep_attributes(b, x, attr, n_attr, it, err);
}

static st_code on_end(void *user, st_xml *x, uint16_t tag, st_str text, st_err *err) {
    builder *b = user;
    if (b->skip) { b->skip--; return ST_OK; }
    if (!b->in_record) {
        st_item it = { .tag = tag, .line = st_xml_line(x), .text = text };
        return b->h->on_outside && text.n ? b->h->on_outside(b->user, &it, err) : ST_OK;
    }
    if (b->n_open == 0) return ST_OK;
    st_item *it = &b->item[b->open[--b->n_open]];
    it->end = (uint32_t)b->n;
    ST_TRY(keep(b, x, text, &it->text, err));
    if (b->n_open) return ST_OK;
    b->in_record = false;
    st_tree t = { b->item, b->n };
    return b->h->on_record(b->user, &t, err);
}

static st_code on_other(void *user, st_xml *x, st_str path, st_str text, st_err *err) {
    builder *b = user;
    if (!b->in_record || b->skip) return ST_OK;
    st_item *it;
    ST_TRY(add_item(b, x, 0, &it, err));
    ST_TRY(keep(b, x, path, &it->path, err));
    return keep(b, x, text, &it->text, err);
}

st_code st_tree_parse(st_input *in, const st_xml_rule *rules, size_t n_rules, const st_tree_handler *h, void *user, st_err *err) {
    builder b = { .h = h, .user = user, .arena = { NULL, 0, ST_TREE_MAX_BYTES } };
    const st_xml_handler xh = { on_begin, on_end, on_other };
    st_code code = st_xml_parse(in, rules, n_rules, &xh, &b, err);
    st_arena_free(&b.arena);
    st_free(b.item);
    st_free(b.open);
    return code;
}

st_str st_tree_text(const st_tree *t, size_t of, uint16_t tag) {
    for (size_t i = of + 1; i < t->item[of].end; i++)
        if (t->item[i].tag == tag) return t->item[i].text;
    return ST_STR_NONE;
}

void st_tree_note_unknown(const st_tree *t, st_model *m) {
    for (size_t i = 0; i < t->n; i++)
        if (t->item[i].tag == 0) st_note(m, t->item[i].path, t->item[i].text);
}

void st_item_note_attributes(const st_item *it, const char *element, const char *const *known, st_model *m) {
    for (size_t i = 0; i < it->n_attr; i++) {
        if (it->attr[i].value.n == 0) continue;
        const char *const *k = known;
        while (*k && !st_str_is(it->attr[i].name, *k)) k++;
        if (*k) continue;
        char field[160];
        snprintf(field, sizeof field, "%s@%.*s", element, (int)(it->attr[i].name.n > 100 ? 100 : it->attr[i].name.n), it->attr[i].name.p);
        st_note(m, st_str_of(field), it->attr[i].value);
    }
}
