/* The manifest of an index as JSON. */
#include "engine/manifest.h"

/* Counts the facts of one list's parties: names and identifiers as listed. */
st_counts st_counts_of_list(const st_index *ix, const st_list_view *l) {
    st_counts n = { 0 };
    for (uint32_t i = l->first_party; i < l->first_party + l->parties; i++) {
        st_party_view p;
        st_index_party(ix, i, &p);
        if (!p.orphan) { n.parties++; n.kind[p.kind]++; }
        st_cursor c = st_index_facts(ix, i);
        for (st_fact_view f; st_cursor_next(&c, &f);) {
            st_class cls = st_prop_class(f.prop);
            n.names += cls == ST_CLASS_NAME;
            n.identifiers += cls == ST_CLASS_ID;
        }
    }
    return n;
}

void st_counts_add(st_counts *sum, const st_counts *n) {
    sum->names += n->names;
    sum->identifiers += n->identifiers;
    sum->parties += n->parties;
    for (size_t k = 0; k < ST_KIND_COUNT; k++) sum->kind[k] += n->kind[k];
}

static void kinds_json(st_jw *w, const st_counts *n) {
    st_jw_key(w, "types");
    st_jw_open(w, '{');
    for (unsigned k = 0; k < ST_KIND_COUNT; k++) {
        if (!n->kind[k]) continue;
        st_jw_key(w, st_kind_name((st_kind)k));
        st_jw_u64(w, n->kind[k]);
    }
    st_jw_close(w, '}');
}

static void field_json(st_jw *w, const char *key, st_str value) {
    st_jw_key(w, key);
    st_jw_str(w, value);
}

static void number_json(st_jw *w, const char *key, uint64_t n) {
    st_jw_key(w, key);
    st_jw_u64(w, n);
}

static void files_json(st_jw *w, const st_list_view *l) {
    st_jw_key(w, "files");
    st_jw_open(w, '[');
    for (size_t i = 0; i < l->files; i++) {
        const st_file_entry *f = &l->file[i];
        st_jw_open(w, '{');
        field_json(w, "file", f->file);
        field_json(w, "sha256", f->sha256);
        field_json(w, "format", f->format);
        number_json(w, "bytes", f->bytes);
        number_json(w, "records", f->records);
        number_json(w, "bad", f->bad);
        st_jw_close(w, '}');
    }
    st_jw_close(w, ']');
}

static void messages_json(st_jw *w, const st_list_view *l) {
    st_jw_key(w, "messages");
    st_jw_open(w, '[');
    for (size_t i = 0; i < l->messages; i++) {
        st_jw_open(w, '{');
        number_json(w, "line", l->message[i].line);
        st_jw_key(w, "bad"); st_jw_bool(w, l->message[i].bad);
        field_json(w, "text", l->message[i].text);
        st_jw_close(w, '}');
    }
    st_jw_close(w, ']');
}

static void list_json(st_jw *w, const st_list_view *l, const st_counts *n, bool messages) {
    static const struct { const char *key; st_list_field field; } fields[] = {
        { "list", ST_LIST_ID }, { "title", ST_LIST_TITLE }, { "publisher", ST_LIST_PUBLISHER }, { "date", ST_LIST_DATE }, { "file", ST_LIST_FILE },
        { "sha256", ST_LIST_SHA256 }, { "format", ST_LIST_FORMAT }, { "url", ST_LIST_URL }, { "licence", ST_LIST_LICENCE }, { "notice", ST_LIST_NOTICE },
    };
    st_jw_open(w, '{');
    for (size_t i = 0; i < ST_LEN(fields); i++)
        if (l->field[fields[i].field].n || i == 0 || i == 3) field_json(w, fields[i].key, l->field[fields[i].field]);
    number_json(w, "parties", n->parties);
    number_json(w, "orphans", l->orphans);
    number_json(w, "names", n->names);
    number_json(w, "identifiers", n->identifiers);
    kinds_json(w, n);
    st_jw_key(w, "records");
    st_jw_open(w, '{');
    for (size_t i = 0; i < l->measures; i++) {
        st_jw_keys(w, l->measure[i].name);
        st_jw_u64(w, l->measure[i].n);
    }
    st_jw_close(w, '}');
    number_json(w, "bad", l->bad);
    number_json(w, "warnings", l->warnings);
    files_json(w, l);
    if (messages) messages_json(w, l);
    st_jw_close(w, '}');
}

/* Which romanisations names are asked and indexed in. */
static void readings_json(st_jw *w) {
    st_str script, system, covers;
    st_jw_key(w, "readings");
    st_jw_open(w, '[');
    for (size_t i = 0; st_reading_system(i, &script, &system, &covers); i++) {
        st_jw_open(w, '{');
        field_json(w, "script", script);
        field_json(w, "system", system);
        field_json(w, "covers", covers);
        st_jw_close(w, '}');
    }
    st_jw_close(w, ']');
}

void st_manifest_json(st_jw *w, const st_index *ix, bool messages) {
    st_counts sum = { 0 };
    st_jw_open(w, '{');
    field_json(w, "index", st_str_of(st_index_hash(ix)));
    number_json(w, "bytes", st_index_size(ix));
    st_jw_key(w, "lists");
    st_jw_open(w, '[');
    for (uint32_t i = 0; i < st_index_lists(ix); i++) {
        st_list_view l;
        st_index_list(ix, i, &l);
        st_counts n = st_counts_of_list(ix, &l);
        st_counts_add(&sum, &n);
        list_json(w, &l, &n, messages);
    }
    st_jw_close(w, ']');
    number_json(w, "parties", sum.parties);
    number_json(w, "names", sum.names);
    number_json(w, "identifiers", sum.identifiers);
    kinds_json(w, &sum);
    number_json(w, "name_forms", st_index_names(ix));
    readings_json(w);
    st_jw_close(w, '}');
}
