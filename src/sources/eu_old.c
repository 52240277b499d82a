/* The EU's consolidated list in the two shapes it had before 2019: the global XML (WHOLE/ENTITY) and the semicolon CSV with Naal_, Addr_, Birt_,
 * Iden_ and Citi_ columns. Some copies of the CSV carry each line as one quoted field padded with tabs: those are split once more. */
#include "sources/columns.h"
#include "sources/eu.h"
#include "sources/source.h"
#include "sources/tree.h"

typedef struct reader { st_model *m; st_facts f; st_columns c; st_keyset keys; bool root, dated; } reader;

/* "AD000000 (passport-National passport) ((remark))": number, type code and text, remark. */
static void document(reader *r, st_str text, st_str country) {
    st_eu_id d = { .iso2 = country };
    size_t open = st_str_find(text, " (");
    if (open == SIZE_MAX) open = text.n;
    d.number = st_str_trim(st_str_sub(text, 0, open));
    st_str rest = st_str_trim(st_str_sub(text, open, text.n));
    const size_t close = st_str_chr(rest, ')');
    if (rest.n && rest.p[0] == '(' && close != SIZE_MAX) {
        const st_str type = st_str_sub(rest, 1, close);
        const size_t dash = st_str_chr(type, '-');
        d.type = dash == SIZE_MAX ? type : st_str_sub(type, 0, dash);
        d.type_text = dash == SIZE_MAX ? ST_STR_NONE : st_str_sub(type, dash + 1, type.n);
        rest = st_str_trim(st_str_sub(rest, close + 1, rest.n));
    }
    d.remark = rest;
    st_eu_id_fact(&r->f, &d);
}

static void birth(reader *r, st_str date, st_str place, st_str country) {
    st_facts_dates(&r->f, ST_P_BIRTH_DATE, date);
    const st_place p = { .city = place, .country = country };
    st_facts_place(&r->f, ST_P_BIRTH_PLACE, &p);
}

static void address(reader *r, st_str number, st_str street, st_str zip, st_str city, st_str country, st_str other) {
    const bool box = st_str_istarts(zip, "po box") || st_str_istarts(zip, "p.o. box");
    const st_eu_address a = { .street = street, .place = number, .po_box = box ? zip : ST_STR_NONE, .postcode = box ? ST_STR_NONE : zip, .city = city, .iso2 = country };
    st_eu_address_fact(&r->f, &a);
    st_eu_contacts(&r->f, other);
}

/* ---- XML ------------------------------------------------------------------------------------------------------------------------------- */
enum { T_ROOT = 1, T_ENTITY, T_NAME, T_ADDRESS, T_BIRTH, T_PASSPORT, T_CITIZEN, T_LAST, T_FIRST, T_MIDDLE, T_WHOLE, T_GENDER, T_TITLE, T_FUNCTION,
       T_LANGUAGE, T_NUMBER, T_STREET, T_ZIP, T_CITY, T_COUNTRY, T_OTHER, T_DATE, T_PLACE };
#define R "WHOLE/ENTITY/"
static const st_xml_rule rules[] = {
    { "WHOLE", T_ROOT, 0 }, { "WHOLE/ENTITY", T_ENTITY, 0 },
    { R "NAME", T_NAME, 0 }, { R "NAME/LASTNAME", T_LAST, 0 }, { R "NAME/FIRSTNAME", T_FIRST, 0 }, { R "NAME/MIDDLENAME", T_MIDDLE, 0 },
    { R "NAME/WHOLENAME", T_WHOLE, 0 }, { R "NAME/GENDER", T_GENDER, 0 }, { R "NAME/TITLE", T_TITLE, 0 }, { R "NAME/FUNCTION", T_FUNCTION, 0 },
    { R "NAME/LANGUAGE", T_LANGUAGE, 0 },
    { R "ADDRESS", T_ADDRESS, 0 }, { R "ADDRESS/NUMBER", T_NUMBER, 0 }, { R "ADDRESS/STREET", T_STREET, 0 }, { R "ADDRESS/ZIPCODE", T_ZIP, 0 },
    { R "ADDRESS/CITY", T_CITY, 0 }, { R "ADDRESS/COUNTRY", T_COUNTRY, 0 }, { R "ADDRESS/OTHER", T_OTHER, 0 },
    { R "BIRTH", T_BIRTH, 0 }, { R "BIRTH/DATE", T_DATE, 0 }, { R "BIRTH/PLACE", T_PLACE, 0 }, { R "BIRTH/COUNTRY", T_COUNTRY, 0 },
    { R "PASSPORT", T_PASSPORT, 0 }, { R "PASSPORT/NUMBER", T_NUMBER, 0 }, { R "PASSPORT/COUNTRY", T_COUNTRY, 0 },
    { R "CITIZEN", T_CITIZEN, 0 }, { R "CITIZEN/COUNTRY", T_COUNTRY, 0 },
};
#undef R

static int probe_xml(const st_probe *p) { return st_str_find(p->head, "<WHOLE") != SIZE_MAX ? 2 : 0; }

static st_eu_regulation act(const st_item *it) {
    return (st_eu_regulation){ .published = st_item_get(it, "reg_date"), .title = st_item_get(it, "legal_basis"), .programme = st_item_get(it, "programme"),
                               .url = st_item_get(it, "pdf_link") };
}

static void fact(reader *r, const st_tree *t, size_t i, const st_eu_entity *e, size_t *names) {
    static const char *const measure[] = { [T_NAME] = "NAME", [T_ADDRESS] = "ADDRESS", [T_BIRTH] = "BIRTH", [T_PASSPORT] = "PASSPORT", [T_CITIZEN] = "CITIZEN" };
    const st_item *it = &t->item[i];
    if (it->tag < ST_LEN(measure) && measure[it->tag]) st_model_count(r->m, measure[it->tag], 1);
#define TEXT(tag) st_tree_text(t, i, tag)
    switch (it->tag) {
    case T_NAME: {
        const st_eu_name n = { .whole = TEXT(T_WHOLE), .first = TEXT(T_FIRST), .middle = TEXT(T_MIDDLE), .last = TEXT(T_LAST), .function = TEXT(T_FUNCTION),
                               .gender = TEXT(T_GENDER), .title = TEXT(T_TITLE), .language = TEXT(T_LANGUAGE), .main = *names == 0 };
        *names += st_eu_name_fact(&r->f, &n);
        const st_eu_regulation g = act(it);   /* one person under two programmes: only the names tell */
        if (!st_str_eq(g.programme, st_item_get(&t->item[0], "programme"))) st_eu_listing(&r->f, e, &g);
        break;
    }
    case T_ADDRESS: address(r, TEXT(T_NUMBER), TEXT(T_STREET), TEXT(T_ZIP), TEXT(T_CITY), TEXT(T_COUNTRY), TEXT(T_OTHER)); break;
    case T_BIRTH: birth(r, TEXT(T_DATE), TEXT(T_PLACE), TEXT(T_COUNTRY)); break;
    case T_PASSPORT: document(r, TEXT(T_NUMBER), TEXT(T_COUNTRY)); break;
    case T_CITIZEN: st_eu_citizenship(&r->f, TEXT(T_COUNTRY), ST_STR_NONE, ST_STR_NONE, ST_STR_NONE); break;
    default: return;
    }
    const st_eu_regulation g = act(it);
    const bool same_day = st_str_eq(g.published, st_item_get(&t->item[0], "reg_date"));
    st_eu_act(&r->f, same_day ? st_item_get(&t->item[0], "legal_basis") : ST_STR_NONE, g.title, g.published, g.url);
#undef TEXT
}

static st_code on_record(void *user, const st_tree *t, st_err *err) {
    reader *r = user;
    const st_item *it = &t->item[0];
    const st_eu_entity e = { .logical_id = st_item_get(it, "Id"), .kind = st_item_get(it, "Type"), .remark = st_item_get(it, "remark") };
    st_model_count(r->m, "ENTITY", 1);
    st_eu_open(&r->f, &e, it->line);
    const st_eu_regulation g = act(it);
    st_eu_listing(&r->f, &e, &g);
    size_t names = 0;
    for (size_t i = 1; i < t->n; i = t->item[i].end) fact(r, t, i, &e, &names);
    st_tree_note_unknown(t, r->m);
    if (e.logical_id.n == 0) { st_model_bad(r->m, it->line, "the entity has no Id"); return st_model_ok(r->m, err); }
    if (names == 0) { st_model_bad(r->m, it->line, "entity %.*s has no name", ST_FMT(e.logical_id)); return st_model_ok(r->m, err); }
    ST_TRY(st_facts_ok(&r->f, err));
    return st_model_commit(r->m, err);
}

static st_code on_outside(void *user, const st_item *it, st_err *err) {
    reader *r = user;
    (void)err;
    if (it->tag != T_ROOT || it->text.n) return ST_OK;
    r->root = true;
    st_list_date(r->m, st_item_get(it, "Date"));
    return ST_OK;
}

static st_code read_xml(st_input *in, const st_probe *p, st_model *m, st_err *err) {
    (void)p;
    static const st_tree_handler h = { T_ENTITY, 0, on_record, on_outside };
    reader r = { .m = m, .f = st_facts_new(m) };
    st_model_list_set(m, ST_LIST_ID, ST_STR("eu_fsf"));
    st_code code = st_tree_parse(in, rules, ST_LEN(rules), &h, &r, err);
    if (code >= 0 && !r.root) code = st_fail(err, ST_E_DATA, "the root element is not WHOLE");
    st_facts_free(&r.f);
    return code < 0 ? code : st_model_ok(m, err);
}

/* ---- CSV ------------------------------------------------------------------------------------------------------------------------------- */
enum { C_DATE, C_ID, C_KIND, C_TITLE, C_PUBLISHED, C_URL, C_PROGRAMME, C_REMARK, N_LAST, N_FIRST, N_MIDDLE, N_WHOLE, N_GENDER, N_TITLE, N_FUNCTION,
       N_LANGUAGE, A_NUMBER, A_STREET, A_ZIP, A_CITY, A_COUNTRY, A_OTHER, B_DATE, B_PLACE, B_COUNTRY, I_NUMBER, I_COUNTRY, Z_COUNTRY, C_REFERENCE,
       N_ACT, A_ACT = N_ACT + 3, B_ACT = A_ACT + 3, I_ACT = B_ACT + 3, Z_ACT = I_ACT + 3, C_SILENT = Z_ACT + 3, C_END };
static const char *const columns[C_END] = {
    [C_DATE] = "Date_filexxxx|Date_file", [C_ID] = "Entity_logical_id", [C_KIND] = "Subject_type", [C_TITLE] = "Leba_numtitle",
    [C_PUBLISHED] = "Leba_publication_date", [C_URL] = "Leba_url", [C_PROGRAMME] = "Programme", [C_REMARK] = "Entity_remark",
    [N_LAST] = "Naal_lastname", [N_FIRST] = "Naal_firstname", [N_MIDDLE] = "Naal_middlename", [N_WHOLE] = "Naal_wholename", [N_GENDER] = "Naal_gender",
    [N_TITLE] = "Naal_title", [N_FUNCTION] = "Naal_function", [N_LANGUAGE] = "Naal_language", [A_NUMBER] = "Addr_number", [A_STREET] = "Addr_street",
    [A_ZIP] = "Addr_zipcode", [A_CITY] = "Addr_city", [A_COUNTRY] = "Addr_country", [A_OTHER] = "Addr_other", [B_DATE] = "Birt_date",
    [B_PLACE] = "Birt_place|Birt_plcae", [B_COUNTRY] = "Birt_country", [I_NUMBER] = "Iden_number", [I_COUNTRY] = "Iden_country",
    [Z_COUNTRY] = "Citi_country", [C_REFERENCE] = "EU_ref_num",
    /* the acts that added the single facts: title, day, address for each block */
    [N_ACT] = "Naal_leba_numtitle", [N_ACT + 1] = "Naal_leba_publication_date", [N_ACT + 2] = "Naal_leba_url",
    [A_ACT] = "Addr_leba_numtitle", [A_ACT + 1] = "Addr_leba_publication_date", [A_ACT + 2] = "Addr_leba_url",
    [B_ACT] = "Birt_leba_numtitle", [B_ACT + 1] = "Birt_leba_publication_date", [B_ACT + 2] = "Birt_leba_url",
    [I_ACT] = "Iden_leba_numtitle", [I_ACT + 1] = "Iden_leba_publication_date", [I_ACT + 2] = "Iden_leba_url",
    [Z_ACT] = "Citi_leba_numtitle", [Z_ACT + 1] = "Citi_leba_publication_date", [Z_ACT + 2] = "Citi_leba_url",
    [C_SILENT] = "Naal_logical_id|Naal_programme|Addr_logical_id|Addr_programme|Birt_logical_id|Birt_programme|Iden_logical_id|Iden_programme|Citi_logical_id|Citi_programme",
};

static int probe_csv(const st_probe *p) {
    return st_str_find(p->head, "Naal_wholename") != SIZE_MAX && st_str_find(p->head, "Entity_logical_id") != SIZE_MAX ? 2 : 0;
}

static st_code row_facts(reader *r, const st_csv_row *row, st_err *err) {
#define CELL(x) st_cell(&r->c, row, x)
    const st_eu_entity e = { .logical_id = CELL(C_ID), .reference = CELL(C_REFERENCE), .remark = CELL(C_REMARK), .kind = CELL(C_KIND) };
    const st_str key = st_eu_key(&e);
    st_model_count(r->m, "rows", 1);
    st_eu_open(&r->f, &e, row->line);
    if (row->bad) { st_model_bad(r->m, row->line, "%s", row->bad); return st_model_ok(r->m, err); }
    if (key.n == 0) { st_model_bad(r->m, row->line, "the row has neither EU_ref_num nor Entity_logical_id"); return st_model_ok(r->m, err); }
    bool fresh;
    struct st_key *k = st_keyset_of(&r->keys, key, &fresh);
    if (!k) return st_fail(err, ST_E_NOMEM, "out of memory for the keys of the list");
    const st_eu_regulation g = { .published = CELL(C_PUBLISHED), .title = CELL(C_TITLE), .programme = CELL(C_PROGRAMME), .url = CELL(C_URL) };
    st_eu_listing(&r->f, &e, &g);
    const st_eu_name n = { .whole = CELL(N_WHOLE), .first = CELL(N_FIRST), .middle = CELL(N_MIDDLE), .last = CELL(N_LAST), .function = CELL(N_FUNCTION),
                           .gender = CELL(N_GENDER), .title = CELL(N_TITLE), .language = CELL(N_LANGUAGE), .main = k->mark == 0 };
    if (st_eu_name_fact(&r->f, &n)) k->mark = 1;
    address(r, CELL(A_NUMBER), CELL(A_STREET), CELL(A_ZIP), CELL(A_CITY), CELL(A_COUNTRY), CELL(A_OTHER));
    birth(r, CELL(B_DATE), CELL(B_PLACE), CELL(B_COUNTRY));
    if (CELL(I_NUMBER).n) document(r, CELL(I_NUMBER), CELL(I_COUNTRY));
    if (CELL(Z_COUNTRY).n) st_eu_citizenship(&r->f, CELL(Z_COUNTRY), ST_STR_NONE, ST_STR_NONE, ST_STR_NONE);
    for (unsigned i = N_ACT; i < C_SILENT; i += 3) st_eu_act(&r->f, g.title, CELL(i), CELL(i + 1), CELL(i + 2));
    st_columns_note_unknown(&r->c, row, r->m);
    ST_TRY(st_facts_ok(&r->f, err));
    return st_model_commit(r->m, err);
#undef CELL
}

/* A line that came as one quoted field: fields by semicolon, those that hold one in quotes. */
enum { WRAPPED_MAX = 256 };
static void unwrap(st_csv_row *row, st_str field[WRAPPED_MAX]) {
    if (row->n != 1 || st_str_chr(row->field[0], ';') == SIZE_MAX) return;
    const st_str s = row->field[0];
    size_t n = 0, from = 0;
    bool quoted = false;
    for (size_t i = 0; i <= s.n; i++) {
        if (i < s.n && s.p[i] == '"') quoted = !quoted;
        if (i < s.n && (s.p[i] != ';' || quoted)) continue;
        if (n == WRAPPED_MAX) { row->bad = "more than 256 fields in one line"; break; }
        st_str f = st_str_trim(st_str_sub(s, from, i));
        if (f.n >= 2 && f.p[0] == '"' && f.p[f.n - 1] == '"') f = st_str_sub(f, 1, f.n - 1);
        field[n++] = f;
        from = i + 1;
    }
    row->field = field;
    row->n = n;
}

static st_code rows(reader *r, st_csv *csv, st_err *err) {
    st_str field[WRAPPED_MAX];
    st_csv_row row;
    int got = st_csv_next(csv, &row, err);
    if (got < 0) return err->code;
    size_t found = 0;
    if (got) {
        unwrap(&row, field);
        ST_TRY(st_columns_map(&r->c, &row, columns, ST_LEN(columns), &found, err));
    }
    if (!got || r->c.at[C_ID] == ST_COLUMN_NONE || r->c.at[N_WHOLE] == ST_COLUMN_NONE)
        return st_fail(err, ST_E_DATA, "no header with the columns Entity_logical_id and Naal_wholename");
    while ((got = st_csv_next(csv, &row, err)) > 0) {
        unwrap(&row, field);
        if (!r->dated) { st_list_date(r->m, st_cell(&r->c, &row, C_DATE)); r->dated = true; }
        ST_TRY(row_facts(r, &row, err));
    }
    return got < 0 ? err->code : ST_OK;
}

static st_code read_csv(st_input *in, const st_probe *p, st_model *m, st_err *err) {
    (void)p;
    static const st_csv_dialect dialect = { .sep = ';', .quote = '"', .cp1252 = true };
    reader r = { .m = m, .f = st_facts_new(m) };
    st_err own = { .code = ST_OK };
    if (!err) err = &own;
    st_model_list_set(m, ST_LIST_ID, ST_STR("eu_fsf"));
    st_csv *csv = st_csv_open(in, &dialect, err);
    const st_code code = csv ? rows(&r, csv, err) : err->code;
    if (csv) st_csv_close(csv);
    st_columns_free(&r.c);
    st_keyset_free(&r.keys);
    st_facts_free(&r.f);
    return code < 0 ? code : st_model_ok(m, err);
}

const st_source st_source_eu_old_xml = { "eu-old-xml", "EU consolidated list, global XML of 2016 and before", probe_xml, read_xml };
const st_source st_source_eu_old_csv = { "eu-old-csv", "EU consolidated list, CSV of 2018 and before (Naal_ columns)", probe_csv, read_csv };
