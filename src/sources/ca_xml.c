/* Canada's consolidated autonomous sanctions list (SEMA and JVCFOA), XML: data-set/record, flat. The layouts of 2020 (Entity, DateOfBirth, Title)
 * and of 2025 (EntityOrShip, DateOfBirthOrShipBuildDate, TitleOrShip, ShipIMONumber, DateOfListing) differ only in names.
 *
 * The list has no ids. Key: country, schedule and item as printed; Canada re-numbers items, so a key holds within one date of the list. A second
 * record with the same key gets "#2". */
#include "sources/columns.h"
#include "sources/facts.h"
#include "sources/source.h"
#include "sources/tree.h"

enum { T_ROOT = 1, T_RECORD, T_COUNTRY, T_LAST, T_GIVEN, T_ENTITY, T_TITLE, T_BORN, T_ALIASES, T_IMO, T_SCHEDULE, T_ITEM, T_LISTED, T_END };
#define R "data-set/record"
static const st_xml_rule rules[] = {
    { "data-set", T_ROOT, 0 }, { R, T_RECORD, 0 }, { R "/Country", T_COUNTRY, 0 }, { R "/LastName", T_LAST, 0 }, { R "/GivenName", T_GIVEN, 0 },
    { R "/Entity", T_ENTITY, 0 }, { R "/EntityOrShip", T_ENTITY, 0 }, { R "/Title", T_TITLE, 0 }, { R "/TitleOrShip", T_TITLE, 0 },
    { R "/DateOfBirth", T_BORN, 0 }, { R "/DateOfBirthOrShipBuildDate", T_BORN, 0 }, { R "/Aliases", T_ALIASES, 0 }, { R "/ShipIMONumber", T_IMO, 0 },
    { R "/Schedule", T_SCHEDULE, 0 }, { R "/Item", T_ITEM, 0 }, { R "/DateOfListing", T_LISTED, 0 },
};
#undef R
/* Names for the counts, of the new layout and of the old one; which of the two a file has is known by its elements. */
static const char *const element_new[T_END] = { [T_COUNTRY] = "Country", [T_LAST] = "LastName", [T_GIVEN] = "GivenName", [T_ENTITY] = "EntityOrShip",
    [T_TITLE] = "TitleOrShip", [T_BORN] = "DateOfBirthOrShipBuildDate", [T_ALIASES] = "Aliases", [T_IMO] = "ShipIMONumber", [T_SCHEDULE] = "Schedule",
    [T_ITEM] = "Item", [T_LISTED] = "DateOfListing" };
static const char *const element_old[T_END] = { [T_ENTITY] = "Entity", [T_TITLE] = "Title", [T_BORN] = "DateOfBirth" };

typedef struct reader { st_model *m; st_facts f; st_keyset keys; st_buf key; bool root; uint64_t count[T_END], records, listed; } reader;

static int probe(const st_probe *p) {
    return st_str_find(p->head, "<data-set") != SIZE_MAX && st_str_find(p->head, "<Country>") != SIZE_MAX && st_str_find(p->head, "<Item>") != SIZE_MAX ? 2 : 0;
}

/* ---- names ---------------------------------------------------------------------------------------------------------------------------- */
/* "Russian: ..." says the language of the name behind it. */
static st_str language_of(st_str *name) {
    const size_t colon = st_str_chr(*name, ':');
    if (colon == SIZE_MAX || colon > 16) return ST_STR_NONE;
    for (size_t i = 0; i < colon; i++) if (!((name->p[i] | 32) >= 'a' && (name->p[i] | 32) <= 'z')) return ST_STR_NONE;
    const st_str label = st_str_sub(*name, 0, colon);
    *name = st_str_trim(st_str_sub(*name, colon + 1, name->n));
    return label;
}

static void alias(reader *r, st_str name, bool person) {
    const st_str language = language_of(&name);
    while (name.n > 1 && name.p[0] == '(' && st_str_chr(name, ')') == name.n - 1) name = st_str_trim(st_str_sub(name, 1, name.n - 1));
    if (st_is_none(name)) return;
    const char *script = st_script(name);
    if (strcmp(script, "Latn") != 0 && strcmp(script, "Zyyy") != 0) {
        st_facts_original(&r->f, name, ST_STR_NONE, language);
        return;
    }
    /* One word of a person's name ("Arina", "VYSOTSKIY") stands for a given or a family name spelt otherwise; alone it names nobody. */
    const bool word = person && st_str_chr(name, ' ') == SIZE_MAX;
    if (st_facts_name(&r->f, word ? ST_P_WEAK_ALIAS : ST_P_ALIAS, name, NULL, 0) && language.n) st_qual(r->m, ST_Q_NOTE, language);
}

static void aliases(reader *r, st_str text, bool person) {
    static const char *const labels[] = { " Arabic:", " Russian:", " Ukrainian:", " Belarusian:", " Persian:", " and " };
    for (st_str name; st_names_next(&r->f, &text, &name);) {
        for (size_t i = 0; i < ST_LEN(labels) && person; i++) {   /* "A B and C D Arabic: ..." are three */
            const size_t at = st_str_find(name, labels[i]);
            if (at == SIZE_MAX || at == 0) continue;
            alias(r, st_str_trim(st_str_sub(name, 0, at)), person);
            name = st_str_trim(st_str_sub(name, at + (i + 1 == ST_LEN(labels) ? 5 : 1), name.n));
        }
        alias(r, name, person);
    }
}

/* "Security Forces/Forces de sécurité": English, a slash, French, each of two words or more. */
static void entity_name(reader *r, st_str text) {
    const size_t slash = st_str_chr(text, '/');
    const st_str en = slash == SIZE_MAX ? text : st_str_trim(st_str_sub(text, 0, slash)),
                 fr = slash == SIZE_MAX ? ST_STR_NONE : st_str_trim(st_str_sub(text, slash + 1, text.n));
    if (st_str_chr(en, ' ') == SIZE_MAX || st_str_chr(fr, ' ') == SIZE_MAX || st_str_chr(fr, '/') != SIZE_MAX) {
        st_facts_name(&r->f, ST_P_NAME, text, NULL, 0);
        return;
    }
    st_facts_name(&r->f, ST_P_NAME, en, NULL, 0);
    st_qual(r->m, ST_Q_RAW, text);
    st_facts_name(&r->f, ST_P_ALIAS, fr, NULL, 0);
    st_qual(r->m, ST_Q_LANGUAGE, ST_STR("fr"));
}

/* ---- records ---------------------------------------------------------------------------------------------------------------------------- */
static st_code key_of(reader *r, st_str country, st_str schedule, st_str item, st_err *err) {
    for (unsigned n = 1;; n++) {
        bool fresh;
        st_buf_clear(&r->key);
        st_buf_printf(&r->key, "%.*s:%.*s:%.*s", ST_FMT(country), ST_FMT(schedule), ST_FMT(item));
        if (n > 1) st_buf_printf(&r->key, "#%u", n);
        struct st_key *k = r->key.failed < 0 ? NULL : st_keyset_of(&r->keys, st_buf_view(&r->key), &fresh);
        if (!k) return st_fail(err, ST_E_NOMEM, "out of memory for the keys of the list");
        if (fresh) return ST_OK;
        if (k->mark > n) n = k->mark;   /* the next free number, so that equal keys cost no search */
        k->mark = n + 1;
    }
}

/* The English half of "Belarus / Bélarus". */
static st_str english(st_str text) {
    const size_t cut = st_str_find(text, " / ");
    return cut == SIZE_MAX ? text : st_str_trim(st_str_sub(text, 0, cut));
}

static void count(reader *r, const st_tree *t) {
    r->records++;
    for (size_t i = 1; i < t->n; i++) if (t->item[i].tag && t->item[i].tag < T_END) r->count[t->item[i].tag]++;
}

static void facts(reader *r, const st_tree *t) {
    const st_str last = st_tree_text(t, 0, T_LAST), given = st_tree_text(t, 0, T_GIVEN), entity = st_tree_text(t, 0, T_ENTITY),
                 title = st_tree_text(t, 0, T_TITLE), born = st_tree_text(t, 0, T_BORN), imo = st_tree_text(t, 0, T_IMO), country = st_tree_text(t, 0, T_COUNTRY),
                 schedule = st_tree_text(t, 0, T_SCHEDULE), item = st_tree_text(t, 0, T_ITEM), listed = st_tree_text(t, 0, T_LISTED);
    const bool person = last.n || given.n, ship = !person && (imo.n || title.n);
    st_model_kind(r->m, person ? ST_KIND_PERSON : ship ? ST_KIND_VESSEL : ST_KIND_ORGANISATION);
    if (person) {
        const st_name_part part[] = { { ST_Q_GIVEN, given }, { ST_Q_FAMILY, last } };
        st_facts_name(&r->f, ST_P_NAME, ST_STR_NONE, part, ST_LEN(part));
    }
    if (entity.n) entity_name(r, entity);
    aliases(r, st_tree_text(t, 0, T_ALIASES), person);
    if (title.n) st_facts_text(&r->f, ship ? ST_P_VESSEL_TYPE : ST_P_TITLE, title);
    if (born.n) st_facts_dates(&r->f, person ? ST_P_BIRTH_DATE : ship ? ST_P_BUILT : ST_P_FOUNDED, born);
    if (imo.n) st_fact(r->m, ST_P_IMO, imo);
    st_fact(r->m, ST_P_LISTING, english(country));
    if (schedule.n && !st_is_none(schedule)) {   /* "1, Part 1", "Part 2" */
        st_buf_clear(&r->key);
        st_buf_printf(&r->key, "%s%.*s", schedule.p[0] >= '0' && schedule.p[0] <= '9' ? "Schedule " : "", ST_FMT(schedule));
        st_qual(r->m, ST_Q_INSTRUMENT, st_buf_view(&r->key));
    }
    st_qual(r->m, ST_Q_REFERENCE, item);
    if (listed.n) st_qual_date(r->m, ST_Q_LISTED_ON, listed, ST_DATE_DMY);
}

static st_code on_record(void *user, const st_tree *t, st_err *err) {
    reader *r = user;
    const uint32_t line = t->item[0].line;
    const st_str country = st_tree_text(t, 0, T_COUNTRY), item = st_tree_text(t, 0, T_ITEM);
    count(r, t);
    ST_TRY(key_of(r, country, st_tree_text(t, 0, T_SCHEDULE), item, err));
    st_model_party(r->m, st_buf_view(&r->key), line);
    st_model_main(r->m);
    if (country.n == 0 || item.n == 0) { st_model_bad(r->m, line, "the record has no %s", country.n ? "Item" : "Country"); return st_model_ok(r->m, err); }
    if (st_tree_text(t, 0, T_LAST).n == 0 && st_tree_text(t, 0, T_GIVEN).n == 0 && st_tree_text(t, 0, T_ENTITY).n == 0) {
        st_model_bad(r->m, line, "the record has no name");
        return st_model_ok(r->m, err);
    }
    facts(r, t);
    st_tree_note_unknown(t, r->m);
    ST_TRY(st_facts_ok(&r->f, err));
    return st_model_commit(r->m, err);
}

static st_code on_outside(void *user, const st_item *it, st_err *err) {
    reader *r = user;
    (void)err;
    if (it->tag == T_ROOT) r->root = true;
    return ST_OK;
}

static st_code read_ca(st_input *in, const st_probe *p, st_model *m, st_err *err) {
    static const st_tree_handler h = { T_RECORD, 0, on_record, on_outside };
    reader r = { .m = m, .f = st_facts_new(m), .key = ST_BUF_INIT(1u << 20) };
    const bool old = st_str_find(p->head, "<EntityOrShip>") == SIZE_MAX && st_str_find(p->head, "<DateOfListing>") == SIZE_MAX;
    st_model_list_set(m, ST_LIST_ID, ST_STR("ca_sema"));
    st_code code = st_tree_parse(in, rules, ST_LEN(rules), &h, &r, err);
    if (code >= 0 && !r.root) code = st_fail(err, ST_E_DATA, "the root element is not data-set");
    st_model_count(m, "record", r.records);
    for (unsigned i = T_COUNTRY; i < T_END; i++) {
        const char *name = old && element_old[i] ? element_old[i] : element_new[i];
        if (r.count[i]) st_model_count2(m, "elements", st_str_of(name), r.count[i]);
    }
    st_keyset_free(&r.keys);
    st_buf_free(&r.key);
    st_facts_free(&r.f);
    return code < 0 ? code : st_model_ok(m, err);
}

const st_source st_source_ca_xml = { "ca-sema", "Canada's consolidated autonomous sanctions list, XML", probe, read_ca, false };
