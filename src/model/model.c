/* The model's building side: records are staged, then committed to a party of the open list. Reading back is in model_read.c, lists are in
 * model_list.c. */
#include "model/model_int.h"
#include "model/ident.h"
#include "text/text.h"

st_model *st_model_new(st_err *err) {
    st_model *m = st_calloc(1, sizeof *m);
    if (!m) { st_fail(err, ST_E_NOMEM, "out of memory"); return NULL; }
    m->slots = 1024;
    m->slot = st_calloc(m->slots, sizeof *m->slot);
    m->scratch = st_calloc(1, sizeof *m->scratch);
    if (!m->slot || !m->scratch || st_strings_init(&m->strings)) {
        st_model_free(m);
        st_fail(err, ST_E_NOMEM, "out of memory");
        return NULL;
    }
    m->scratch->number = ST_NONE;
    return m;
}

void st_model_free(st_model *m) {
    if (!m) return;
    for (size_t i = 0; i < m->lists; i++) { st_free(m->list[i].party); st_list_view_free(&m->list[i]); }
    for (size_t i = 0; i < m->files; i++) st_file_free(&m->file[i]);
    st_file_free(&m->open);
    if (m->scratch) { st_free(m->scratch->seg); st_free(m->scratch->group); st_free(m->scratch->slot); }
    st_free(m->scratch); st_free(m->party); st_free(m->slot); st_free(m->list); st_free(m->sorted); st_free(m->base);
    st_free(m->file); st_free(m->undo); st_free(m->stage); st_free(m->text);
    st_strings_free(&m->strings);
    st_space_free(&m->facts);
    st_free(m);
}

st_code st_model_fail(st_model *m, st_code code, const char *fmt, ...) {
    if (m->err.code) return m->err.code;
    char text[256];
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    return st_fail(&m->err, code, "%s", text);
}

st_code st_model_nomem(st_model *m) { return st_model_fail(m, ST_E_NOMEM, "out of memory"); }

st_code st_model_ok(const st_model *m, st_err *err) {
    if (m->err.code && err) *err = m->err;
    if (m->err.code) return m->err.code;
    if (m->scratch->failed) return st_fail(err, m->scratch->failed, "out of memory");
    return ST_OK;
}

st_str st_model_keep(st_model *m, st_str s) {
    uint32_t id = st_strings_add(&m->strings, s);
    if (id == ST_NONE) { st_model_nomem(m); return (st_str){ "", 0 }; }
    return st_strings_get(&m->strings, id);
}

/* ---- staging ---------------------------------------------------------------------------------------------------------------------------- */

static bool staging(const st_model *m) { return m->party_open && !m->err.code; }

/* Trims, and finds what makes a record bad. */
static bool clean(st_model *m, st_str *s) {
    *s = st_str_trim(*s);
    if (s->n == 0) return true;
    if (s->n > ST_MAX_VALUE) { m->stage_bad = ST_STR("a value is longer than 16 MiB"); return false; }
    if (!st_utf8_valid(s->p, s->n)) { m->stage_bad = ST_STR("the text is not valid UTF-8"); return false; }
    return true;
}

/* Copies a clean text behind what is staged and calls for the memory that its look-up will need. */
static bool stage_text(st_model *m, st_prop prop, st_str s, st_staged *out) {
    if (st_grow(m->text, m->text_cap, m->text_n + s.n)) { st_model_nomem(m); return false; }
    if (s.n) memcpy(m->text + m->text_n, s.p, s.n);
    *out = (st_staged){ m->text_n, (uint32_t)s.n, st_strings_tag(&m->strings, s), ST_NONE, (uint8_t)prop };
    m->text_n += s.n;
    return true;
}

void st_model_party(st_model *m, st_str key, uint32_t line) {
    if (m->err.code || !m->list_open) return;
    m->party_open = true;
    m->stage_main = m->supplement = m->skip = false;
    m->stage_kind = ST_KIND_UNKNOWN;
    m->stage_bad = ST_STR_NONE;
    m->staged = m->head = m->text_n = 0;
    m->stage_notes = 0;
    m->line = line;
    m->key = (st_staged){ 0 };
    if (!clean(m, &key)) return;
    if (key.n == 0) m->stage_bad = ST_STR("the record has no key");
    else stage_text(m, ST_PROP_NONE, key, &m->key);
}

void st_model_kind(st_model *m, st_kind kind) {
    if (staging(m) && kind != ST_KIND_UNKNOWN && (unsigned)kind < ST_KIND_COUNT) m->stage_kind = kind;
}

void st_model_main(st_model *m) { m->stage_main = true; }
void st_model_supplement(st_model *m) { m->supplement = true; }

static void guess(st_model *m, st_staged *s) {
    if (s->string == ST_NONE) s->string = s->n ? st_strings_guess(&m->strings, s->tag) : 0;
}

static void stage(st_model *m, st_prop prop, st_str value) {
    if (st_grow(m->stage, m->stage_cap, m->staged + 1)) { st_model_nomem(m); return; }
    if (!stage_text(m, prop, value, &m->stage[m->staged])) return;
    m->staged++;
    if (m->staged > 2) guess(m, &m->stage[m->staged - 3]);   /* what was called for two values ago should be there */
    if (m->staged > 4) st_strings_touch_text(&m->strings, m->stage[m->staged - 5].string);
}

/* The open group is complete: an identifier is checked now, since a wallet's currency comes as a qualifier; a head without a value that got no
 * qualifier goes. */
static void close_group(st_model *m) {
    if (m->head == m->staged) return;
    const st_staged *g = &m->stage[m->head];
    st_prop prop = (st_prop)g->prop;
    if (g->n == 0 && m->staged == m->head + 1) { m->staged = m->head; return; }
    if (prop == ST_P_NOTE) m->stage_notes++;
    if (st_prop_class(prop) == ST_CLASS_ID) {
        st_str value = st_staged_text(m, g), currency = ST_STR_NONE;
        bool told = false;
        for (size_t i = m->head + 1; i < m->staged; i++) {
            if (m->stage[i].prop == ST_Q_CURRENCY) currency = st_staged_text(m, &m->stage[i]);
            if (m->stage[i].prop == ST_Q_CHECK) told = true;
        }
        if (!told && st_ident_check(prop, value, currency) == ST_IDENT_FAILS) {
            unsigned bit = (unsigned)prop;
            if (m->warned[bit / 64] >> bit % 64 & 1) m->open.warnings++;
            else st_model_warn(m, m->line, "the check of this %s fails: %.*s", st_prop_name(prop), (int)(value.n < 60 ? value.n : 60), value.p);
            stage(m, ST_Q_CHECK, ST_STR("fails"));   /* may move the text that value is in */
            m->warned[bit / 64] |= UINT64_C(1) << bit % 64;
        }
    }
    m->head = m->staged;
}

void st_fact(st_model *m, st_prop head, st_str value) {
    if (!staging(m) || m->stage_bad.n) return;
    close_group(m);
    m->skip = true;
    if (!st_prop_is_head(head) || !clean(m, &value)) return;
    if (value.n == 0 && head != ST_P_ADDRESS && st_prop_class(head) != ST_CLASS_LINK) return;
    m->skip = false;
    stage(m, head, value);
}

void st_qual(st_model *m, st_prop qual, st_str value) {
    if (!staging(m) || m->stage_bad.n || m->skip || m->head == m->staged) return;
    if (st_prop_class(qual) != ST_CLASS_QUAL || !clean(m, &value) || value.n == 0) return;
    stage(m, qual, value);
}

void st_fact_country(st_model *m, st_prop head, st_str text) {
    st_str code = st_country(st_str_trim(text));
    st_fact(m, head, code.n ? code : text);
}

void st_qual_country(st_model *m, st_str text) {
    st_str code = st_country(st_str_trim(text));
    st_qual(m, ST_Q_COUNTRY, code.n ? code : text);
}

void st_fact_date(st_model *m, st_prop head, st_str text, int date_order) {
    char edtf[32];
    text = st_str_trim(text);
    if (st_date(text, date_order == ST_DATE_MDY ? ST_DATE_MDY : ST_DATE_DMY, edtf)) st_fact(m, head, st_str_of(edtf));
    else st_note(m, st_str_of(st_prop_name(head)), text);
}

void st_qual_date(st_model *m, st_prop qual, st_str text, int date_order) {
    char edtf[32];
    text = st_str_trim(text);
    if (text.n == 0) return;
    if (st_date(text, date_order == ST_DATE_MDY ? ST_DATE_MDY : ST_DATE_DMY, edtf)) { st_qual(m, qual, st_str_of(edtf)); return; }
    st_buf b = ST_BUF_INIT(ST_MAX_VALUE);
    st_buf_printf(&b, "%s: ", st_prop_name(qual));
    st_buf_str(&b, text);
    if (b.failed == ST_E_NOMEM) st_model_nomem(m);
    else st_qual(m, ST_Q_NOTE, st_buf_view(&b));
    st_buf_free(&b);
}

void st_note(st_model *m, st_str field, st_str value) {
    st_fact(m, ST_P_NOTE, value);
    st_qual(m, ST_Q_FIELD, field);
}

/* ---- commit ----------------------------------------------------------------------------------------------------------------------------- */

static bool key_grow(st_model *m) {
    size_t slots = m->slots * 2, was = m->slots;
    uint32_t *fresh = st_calloc(slots, sizeof *fresh), *old = m->slot;
    if (!fresh) return false;
    m->slot = fresh;
    m->slots = slots;
    for (size_t i = 0; i < was; i++) {
        if (!old[i]) continue;
        const st_party *p = &m->party[old[i] - 1];
        size_t at = st_key_slot(m, p->list, p->key);
        while (fresh[at]) at = (at + 1) & (slots - 1);
        fresh[at] = old[i];
    }
    st_free(old);
    return true;
}

/* The party of the open list with the staged key, new or known; ST_NONE when memory is out. */
static uint32_t party_of_key(st_model *m) {
    uint32_t key = m->key.string;
    if (m->parties >= m->slots - m->slots / 4 && !key_grow(m)) return ST_NONE;
    size_t at = st_key_slot(m, m->cur, key);
    for (; m->slot[at]; at = (at + 1) & (m->slots - 1)) {
        const st_party *p = &m->party[m->slot[at] - 1];
        if (p->key == key && p->list == m->cur) return m->slot[at] - 1;
    }
    st_list *l = &m->list[m->cur];
    if (m->parties >= ST_NONE - 1 || st_grow(m->party, m->party_cap, m->parties + 1) || st_grow(l->party, l->party_cap, l->parties + 1)) return ST_NONE;
    uint32_t id = (uint32_t)m->parties++;
    m->party[id] = (st_party){ .key = key, .list = (uint16_t)m->cur, .first = ST_NONE, .last = ST_NONE };
    m->slot[at] = id + 1;
    l->party[l->parties++] = id;
    return id;
}

/* Finds or makes the strings of what is staged, key first: in rounds, so that what each waits for comes for all at once. */
static bool resolve(st_model *m) {
    st_strings *t = &m->strings;
    st_staged *v = m->stage;
    guess(m, &m->key);
    for (size_t i = m->staged > 2 ? m->staged - 2 : 0; i < m->staged; i++) guess(m, &v[i]);
    st_strings_touch_text(t, m->key.string);
    for (size_t i = m->staged > 4 ? m->staged - 4 : 0; i < m->staged; i++) st_strings_touch_text(t, v[i].string);
    m->key.string = st_strings_add_guessed(t, st_staged_text(m, &m->key), m->key.tag, m->key.string);
    if (m->key.string == ST_NONE) return false;
    __builtin_prefetch(&m->slot[st_key_slot(m, m->cur, m->key.string)]);
    for (size_t i = 0; i < m->staged; i++) {
        guess(m, &v[i]);   /* all are guessed, unless a group went that was staged in vain */
        v[i].string = st_strings_add_guessed(t, st_staged_text(m, &v[i]), v[i].tag, v[i].string);
        if (v[i].string == ST_NONE) return false;
    }
    return true;
}

/* Remembers how a party of an earlier file was, the first time this file touches it. */
static bool journal(st_model *m, uint32_t id) {
    st_party *p = &m->party[id];
    if (id >= m->mark.parties || p->touched) return true;
    if (st_grow(m->undo, m->undo_cap, m->undos + 1)) return false;
    m->undo[m->undos++] = (st_undo){ id, *p };
    p->touched = true;
    return true;
}

static bool write_segment(st_model *m, uint32_t *handle) {
    uint8_t *p = st_space_add(&m->facts, sizeof(st_segment) + m->staged * ST_FACT, handle);
    if (!p || m->staged > UINT32_MAX) return false;
    st_segment s = { ST_NONE, m->line, (uint32_t)m->staged, (uint16_t)m->files, (uint8_t)m->stage_kind, m->stage_main };
    memcpy(p, &s, sizeof s);
    p += sizeof s;
    for (size_t i = 0; i < m->staged; i++) p = st_fact_put(p, m->stage[i].prop, m->stage[i].string);
    return true;
}

st_code st_model_commit(st_model *m, st_err *err) {
    if (m->err.code) return st_model_ok(m, err);
    if (!m->party_open) return ST_OK;
    close_group(m);
    if (m->stage_bad.n) { st_model_bad(m, 0, "%.*s", ST_FMT(m->stage_bad)); return st_model_ok(m, err); }
    m->party_open = false;
    if (m->err.code) return st_model_ok(m, err);
    uint32_t id = resolve(m) ? party_of_key(m) : ST_NONE, handle;
    if (id == ST_NONE || !journal(m, id) || !write_segment(m, &handle)) { st_model_nomem(m); return st_model_ok(m, err); }
    st_party *p = &m->party[id];
    if (p->last == ST_NONE) p->first = handle;
    else ((st_segment *)(void *)st_space_at(&m->facts, p->last))->next = handle;
    p->last = handle;
    if (m->stage_main) { p->main = true; m->open.main++; }
    m->open.records += !m->supplement;
    if (m->stage_notes) st_model_count(m, "notes", m->stage_notes);
    m->staged = m->head = 0;
    return st_model_ok(m, err);
}

/* ---- messages and counts ---------------------------------------------------------------------------------------------------------------- */

void st_model_message(st_model *m, uint32_t line, bool bad, const char *fmt, va_list ap) {
    st_file *f = &m->open;
    if (m->err.code || !m->list_open || f->messages >= ST_MAX_MESSAGES) return;
    char text[512];
    int n = vsnprintf(text, sizeof text, fmt, ap);
    st_str s = { text, n < 0 ? 0 : (size_t)n < sizeof text ? (size_t)n : sizeof text - 1 };
    size_t broken = st_utf8_bad(s);   /* messages quote foreign bytes, and may be cut inside a character */
    for (; broken != SIZE_MAX; broken = st_utf8_bad(s)) text[broken] = '?';
    if (st_grow(f->message, f->message_cap, f->messages + 1)) { st_model_nomem(m); return; }
    f->message[f->messages++] = (struct st_message){ line, bad, st_model_keep(m, s) };
}

void st_model_bad(st_model *m, uint32_t line, const char *fmt, ...) {
    if (m->err.code || !m->list_open) return;
    if (line == 0 && m->party_open) line = m->line;
    va_list ap;
    va_start(ap, fmt);
    st_model_message(m, line, true, fmt, ap);
    va_end(ap);
    m->party_open = false;
    m->staged = m->head = 0;
    m->open.records++;
    m->open.bad++;
}

void st_model_warn(st_model *m, uint32_t line, const char *fmt, ...) {
    if (m->err.code || !m->list_open) return;
    if (line == 0 && m->party_open) line = m->line;
    va_list ap;
    va_start(ap, fmt);
    st_model_message(m, line, false, fmt, ap);
    va_end(ap);
    m->open.warnings++;
}

/* Measures are few (a dozen names): a linear search with the length first beats hashing. Past a limit they fold into "other measures". */
static void count(st_model *m, st_str name, uint64_t n) {
    if (m->err.code || !m->list_open) return;
    st_file *f = &m->open;
    for (size_t i = 0; i < f->measures; i++)
        if (st_str_eq(f->measure[i].name, name)) { f->measure[i].n += n; return; }
    if (f->measures >= ST_MAX_MEASURES && !st_str_is(name, "other measures")) { count(m, ST_STR("other measures"), n); return; }
    if (st_grow(f->measure, f->measure_cap, f->measures + 1)) { st_model_nomem(m); return; }
    f->measure[f->measures++] = (struct st_measure){ st_model_keep(m, name), n };
}

void st_model_count(st_model *m, const char *measure, uint64_t n) { count(m, st_str_of(measure), n); }

void st_model_count2(st_model *m, const char *measure, st_str value, uint64_t n) {
    char text[256];
    value = st_str_trim(value);
    if (value.n > 200 || !st_utf8_valid(value.p, value.n)) value = ST_STR("other");
    const size_t k = strlen(measure);
    if (k + 1 + value.n >= sizeof text) return;
    memcpy(text, measure, k);
    text[k] = ' ';
    if (value.n) memcpy(text + k + 1, value.p, value.n);
    count(m, (st_str){ text, k + 1 + value.n }, n);
}
