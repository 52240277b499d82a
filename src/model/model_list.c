/* Lists: begin, join, end, undo, and the order in which they are read back.
 *
 * A file is a transaction. Its measures and messages are in m->open, its parties and facts behind the marks set at begin; of an older party that
 * it adds to, a copy is in the journal. So a drop is to cut back to the marks and put the copies back, which needs no memory and cannot fail. */
#include "model/model_int.h"

void st_file_free(st_file *f) {
    st_free(f->measure);
    st_free(f->message);
    *f = (st_file){ 0 };
}

void st_list_view_free(st_list *l) {
    st_free((void *)(uintptr_t)l->view.measure);
    st_free((void *)(uintptr_t)l->view.message);
    st_free((void *)(uintptr_t)l->view.file);
    l->view = (st_list_view){ 0 };
}

st_code st_model_list_begin(st_model *m, st_str id, st_err *err) {
    ST_TRY(st_model_ok(m, err));
    if (m->list_open) return st_fail(err, ST_E_USAGE, "a list is open already");
    if (m->lists >= ST_MAX_LISTS || m->files >= ST_MAX_FILES) return st_fail(err, ST_E_LIMIT, "more than %d lists or files in one index", ST_MAX_LISTS);
    if (st_grow(m->list, m->list_cap, m->lists + 1) || st_grow(m->file, m->file_cap, m->files + 1)) return st_fail(err, ST_E_NOMEM, "out of memory");
    m->cur = (uint32_t)m->lists++;
    m->list[m->cur] = (st_list){ 0 };
    m->mark.parties = m->parties;
    m->mark.strings = m->strings.n;
    m->mark.text = m->strings.text.used;
    m->mark.facts = m->facts.used;
    m->mark.list_parties = 0;
    m->open = (st_file){ 0 };
    m->undos = 0;
    m->list_open = true;
    m->joined = m->party_open = false;
    memset(m->warned, 0, sizeof m->warned);
    st_model_list_set(m, ST_LIST_ID, id);
    if (m->err.code) { st_model_list_drop(m); return st_fail(err, ST_E_NOMEM, "out of memory"); }
    return ST_OK;
}

void st_model_list_set(st_model *m, st_list_field f, st_str value) {
    if (m->err.code || !m->list_open || (unsigned)f >= ST_LIST_FIELDS) return;
    value = st_str_trim(value);
    if (!st_utf8_valid(value.p, value.n)) { st_model_warn(m, 0, "a description of the list is not valid UTF-8 and was left out"); return; }
    m->open.field[f] = st_model_keep(m, value);
}

st_str st_model_list_get(const st_model *m, st_list_field f) {
    return m->list_open && (unsigned)f < ST_LIST_FIELDS ? m->open.field[f] : ST_STR_NONE;
}

void st_model_list_hint_date(st_model *m, st_str date) {
    if (m->list_open && !m->err.code) m->open.hint_date = st_model_keep(m, date);
}

uint64_t st_model_records(const st_model *m) { return m->list_open ? m->open.records : 0; }

void st_model_file(st_model *m, st_str file, st_str sha256, uint64_t bytes, st_str format) {
    st_model_list_set(m, ST_LIST_FILE, file);
    st_model_list_set(m, ST_LIST_SHA256, sha256);
    st_model_list_set(m, ST_LIST_FORMAT, format);
    m->open.bytes = bytes;
}

st_code st_model_list_join(st_model *m, st_str id, bool *joined, st_err *err) {
    if (joined) *joined = false;
    ST_TRY(st_model_ok(m, err));
    if (!m->list_open) return st_fail(err, ST_E_USAGE, "no list is open");
    if (m->joined || m->parties != m->mark.parties) return st_fail(err, ST_E_USAGE, "a file joins a list before its first record, and once");
    st_model_list_set(m, ST_LIST_ID, id);
    ST_TRY(st_model_ok(m, err));
    size_t best = SIZE_MAX;
    st_str date = m->open.field[ST_LIST_DATE].n ? m->open.field[ST_LIST_DATE] : m->open.hint_date;
    for (size_t i = 0; i + 1 < m->lists; i++) {   /* lists of one id stand in the order of their dates */
        const st_str *field = m->list[m->sorted[i]].view.field;
        if (!st_str_eq(field[ST_LIST_ID], m->open.field[ST_LIST_ID])) continue;
        if (best == SIZE_MAX || date.n == 0 || st_str_cmp(m->list[m->sorted[best]].view.field[ST_LIST_DATE], date) > 0 ||
            st_str_cmp(field[ST_LIST_DATE], date) <= 0)
            best = i;
    }
    if (best == SIZE_MAX) return ST_OK;
    st_free(m->list[--m->lists].party);
    m->cur = m->sorted[best];
    m->mark.list_parties = m->list[m->cur].parties;
    m->joined = true;
    if (joined) *joined = true;
    return ST_OK;
}

static void close_list(st_model *m) {
    for (size_t i = 0; i < m->undos; i++) m->party[m->undo[i].party].touched = false;
    m->undos = 0;
    m->list_open = m->party_open = m->joined = false;
    m->staged = m->head = 0;
    m->scratch->number = ST_NONE;
}

st_code st_model_list_end(st_model *m, uint32_t max_bad_permille, st_err *err) {
    ST_TRY(st_model_ok(m, err));
    if (!m->list_open) return st_fail(err, ST_E_USAGE, "no list is open");
    st_file *f = &m->open;
    if ((uint64_t)f->bad * 1000 > (uint64_t)max_bad_permille * f->records) {
        st_fail(err, ST_E_DATA, "%u of %llu records are damaged, which is more than %u in a thousand", f->bad, (unsigned long long)f->records, max_bad_permille);
        for (size_t i = 0; i < f->messages; i++) {
            if (!f->message[i].bad) continue;
            st_err_hint(err, "the first of them, line %u: %.*s", f->message[i].line, (int)(f->message[i].text.n < 300 ? f->message[i].text.n : 300), f->message[i].text.p);
            break;
        }
        return ST_E_DATA;
    }
    if (f->field[ST_LIST_DATE].n == 0 && f->hint_date.n) {
        f->field[ST_LIST_DATE] = f->hint_date;
        st_model_warn(m, 0, "the file states no date; %.*s is from its path", ST_FMT(f->hint_date));
    }
    f->list = m->cur;
    m->file[m->files++] = *f;   /* room was made at begin */
    m->list[m->cur].files++;
    st_code code = st_model_arrange(m, err);
    if (code < 0) {
        m->list[m->cur].files--;
        m->files--;
        return code;
    }
    m->open = (st_file){ 0 };
    close_list(m);
    return ST_OK;
}

void st_model_list_drop(st_model *m) {
    if (!m->list_open) return;
    for (size_t i = m->undos; i-- > 0;) {
        st_party *p = &m->party[m->undo[i].party];
        *p = m->undo[i].was;
        ((st_segment *)(void *)st_space_at(&m->facts, p->last))->next = ST_NONE;
    }
    m->list[m->cur].parties = m->mark.list_parties;
    if (!m->joined) st_free(m->list[--m->lists].party);
    if (m->parties != m->mark.parties) {
        m->parties = m->mark.parties;
        memset(m->slot, 0, m->slots * sizeof *m->slot);
        for (uint32_t i = 0; i < m->parties; i++) {
            size_t at = st_key_slot(m, m->party[i].list, m->party[i].key);
            while (m->slot[at]) at = (at + 1) & (m->slots - 1);
            m->slot[at] = i + 1;
        }
    }
    st_space_cut(&m->facts, m->mark.facts);
    st_strings_cut(&m->strings, m->mark.strings, m->mark.text);
    st_file_free(&m->open);
    close_list(m);
    m->err = (st_err){ 0 };
    m->scratch->failed = ST_OK;
}

/* ---- order ------------------------------------------------------------------------------------------------------------------------------ */

static int by_rank(const void *a, const void *b, void *model) {
    const st_model *m = model;
    uint32_t i = *(const uint32_t *)a, k = *(const uint32_t *)b;
    const st_file *x = &m->file[i], *y = &m->file[k];
    if (x->main != y->main) return x->main > y->main ? -1 : 1;
    int c = st_str_cmp(x->field[ST_LIST_FILE], y->field[ST_LIST_FILE]);
    if (!c) c = st_str_cmp(x->field[ST_LIST_SHA256], y->field[ST_LIST_SHA256]);
    return c ? c : (i > k) - (i < k);
}

static int by_name(const void *a, const void *b) {
    return st_str_cmp(((const struct st_measure *)a)->name, ((const struct st_measure *)b)->name);
}

/* The arrays of the view, from the files in rank order. Allocates; the caller frees the arrays of a half-made view. */
static bool make_view(const st_model *m, const uint32_t *rank, size_t files, st_list_view *v) {
    size_t measures = 0, messages = 0;
    for (size_t i = 0; i < files; i++) { measures += m->file[rank[i]].measures; messages += m->file[rank[i]].messages; }
    if (messages > ST_MAX_MESSAGES) messages = ST_MAX_MESSAGES;
    struct st_measure *me = st_alloc(measures * sizeof *me);
    struct st_message *ms = st_alloc(messages * sizeof *ms);
    st_file_entry *fe = st_alloc(files * sizeof *fe);
    v->measure = me; v->message = ms; v->file = fe;
    if (!me || !ms || !fe) return false;
    size_t k = 0, n = 0;
    for (size_t i = 0; i < files; i++) {
        const st_file *f = &m->file[rank[i]];
        for (size_t j = 0; j < ST_LIST_FIELDS; j++)
            if (v->field[j].n == 0) v->field[j] = f->field[j];
        fe[i] = (st_file_entry){ f->field[ST_LIST_FILE], f->field[ST_LIST_SHA256], f->field[ST_LIST_FORMAT], f->bytes, f->records, f->bad, f->main };
        if (f->measures) memcpy(me + k, f->measure, f->measures * sizeof *me);
        k += f->measures;
        for (size_t j = 0; j < f->messages && n < messages; j++) ms[n++] = f->message[j];
        v->records += f->records;
        v->bad += f->bad;
        v->warnings += f->warnings;
    }
    if (k) qsort(me, k, sizeof *me, by_name);
    size_t kept = 0;
    for (size_t i = 0; i < k; i++) {
        if (kept && st_str_eq(me[kept - 1].name, me[i].name)) me[kept - 1].n += me[i].n;
        else me[kept++] = me[i];
    }
    v->measures = kept;
    v->messages = n;
    v->files = files;
    return true;
}

/* Parties of a joined list in the order of (rank of the file where they first stand, place in it). */
typedef struct placed { uint32_t rank, segment, party; } placed;

static int by_place(const void *a, const void *b) {
    const placed *x = a, *y = b;
    if (x->rank != y->rank) return x->rank < y->rank ? -1 : 1;
    return (x->segment > y->segment) - (x->segment < y->segment);
}

static bool place_parties(st_model *m, const st_list *l, placed **out) {
    placed *v = st_alloc(l->parties * sizeof *v);
    if (!v) return false;
    for (size_t i = 0; i < l->parties; i++) {
        v[i] = (placed){ ST_NONE, ST_NONE, l->party[i] };
        for (uint32_t at = m->party[l->party[i]].first; at != ST_NONE;) {
            const st_segment *s = (const st_segment *)(void *)st_space_at(&m->facts, at);
            uint32_t rank = m->file[s->file].rank;
            if (rank < v[i].rank) { v[i].rank = rank; v[i].segment = at; }
            at = s->next;
        }
    }
    if (l->parties) qsort(v, l->parties, sizeof *v, by_place);
    *out = v;
    return true;
}

static int by_list(const void *a, const void *b, void *model) {
    const st_model *m = model;
    uint32_t i = *(const uint32_t *)a, k = *(const uint32_t *)b;
    const st_list_view *x = &m->list[i].view, *y = &m->list[k].view;
    int c = st_str_cmp(x->field[ST_LIST_ID], y->field[ST_LIST_ID]);
    if (!c) c = st_str_cmp(x->field[ST_LIST_DATE], y->field[ST_LIST_DATE]);
    if (!c) c = st_str_cmp(x->file[0].sha256, y->file[0].sha256);
    return c ? c : (i > k) - (i < k);
}

st_code st_model_arrange(st_model *m, st_err *err) {
    st_list *l = &m->list[m->cur];
    st_list fresh = { .files = l->files };   /* so that st_list_view_free serves the half-made view */
    placed *order = NULL;
    uint32_t *rank = st_alloc(l->files * sizeof *rank);
    size_t files = 0;
    bool ok = rank && !st_grow(m->sorted, m->sorted_cap, m->lists + 1) && !st_grow(m->base, m->base_cap, m->lists + 1);
    for (size_t i = 0; ok && i < m->files; i++)
        if (m->file[i].list == m->cur) rank[files++] = (uint32_t)i;
    if (ok) {
        qsort_r(rank, files, sizeof *rank, by_rank, m);
        for (uint32_t i = 0; i < files; i++) m->file[rank[i]].rank = i;
        ok = make_view(m, rank, files, &fresh.view) && (files == 1 || place_parties(m, l, &order));
    }
    st_free(rank);
    if (!ok) {
        st_list_view_free(&fresh);
        return st_fail(err, ST_E_NOMEM, "out of memory");
    }
    /* From here on nothing can fail. */
    for (size_t i = 0; order && i < l->parties; i++) l->party[i] = order[i].party;
    st_free(order);
    st_list_view_free(l);
    l->view = fresh.view;
    for (size_t i = 0; i < l->parties; i++) l->view.orphans += !m->party[l->party[i]].main;
    for (uint32_t i = 0; i < m->lists; i++) m->sorted[i] = i;
    qsort_r(m->sorted, m->lists, sizeof *m->sorted, by_list, m);
    uint32_t base = 0;
    for (size_t i = 0; i < m->lists; i++) {
        st_list *at = &m->list[m->sorted[i]];
        m->base[i] = base;
        at->view.first_party = base;
        at->view.parties = (uint32_t)at->parties;
        base += (uint32_t)at->parties;
    }
    return ST_OK;
}
