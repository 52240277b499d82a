/* Annexes of EU acts as "documented CSV" (doc/LISTS.md): parties that a regulation names in an annex and that the financial sanctions
 * list does not carry, such as the ships of Regulation 833/2014. One file is one list, eu_oj_<CELEX>.
 *
 * Key: annex, printed number and class of party ("XLII:12:vessel"); where the annex prints no number, annex and name. A file of an amending act
 * puts the amended act in front. Rows with one key are one party under several programmes or measures; a second row with the same key, programme
 * and measure is another party of the same name and gets "#2". */
#include "sources/columns.h"
#include "sources/facts.h"
#include "sources/source.h"

enum { C_CELEX, C_AMENDED, C_AMENDING, C_RECORD, C_PROGRAMME, C_ANNEX, C_MEASURE, C_START, C_REASON, C_SCHEMA, C_NAME, C_FACTS };

/* How a value of a column becomes a fact. */
typedef enum how { H_NAME, H_TEXT, H_COUNTRY, H_DATE, H_NUMBER, H_GENDER, H_RELATIVE } how;
static const struct fact { const char *column; st_prop head; how how; const char *type; } facts[] = {
    { "alias", ST_P_ALIAS, H_NAME, NULL }, { "weakAlias", ST_P_WEAK_ALIAS, H_NAME, NULL }, { "previousName", ST_P_FORMER_NAME, H_NAME, NULL },
    { "country", ST_P_COUNTRY, H_COUNTRY, NULL }, { "nationality", ST_P_NATIONALITY, H_COUNTRY, NULL }, { "jurisdiction", ST_P_COUNTRY, H_COUNTRY, "jurisdiction" },
    { "birthDate", ST_P_BIRTH_DATE, H_DATE, NULL }, { "birthPlace", ST_P_BIRTH_PLACE, H_TEXT, NULL }, { "position", ST_P_POSITION, H_TEXT, NULL },
    { "passportNumber", ST_P_PASSPORT, H_NUMBER, NULL }, { "gender", ST_P_GENDER, H_GENDER, NULL }, { "appearance", ST_P_DESCRIPTION, H_TEXT, NULL },
    { "ethnicity", ST_P_DESCRIPTION, H_TEXT, "ethnicity" }, { "fatherName", ST_P_FAMILY, H_RELATIVE, "father" }, { "motherName", ST_P_FAMILY, H_RELATIVE, "mother" },
    { "incorporationDate", ST_P_FOUNDED, H_DATE, NULL }, { "legalForm", ST_P_LEGAL_FORM, H_TEXT, NULL }, { "sector", ST_P_SECTOR, H_TEXT, NULL },
    { "registrationNumber", ST_P_REGISTRATION, H_NUMBER, NULL }, { "taxNumber", ST_P_TAX_ID, H_NUMBER, NULL }, { "idNumber", ST_P_ID_NUMBER, H_NUMBER, NULL },
    { "innCode", ST_P_INN, H_NUMBER, NULL }, { "ogrnCode", ST_P_OGRN, H_NUMBER, NULL }, { "kppCode", ST_P_REGISTRATION, H_NUMBER, "KPP" },
    { "okpoCode", ST_P_REGISTRATION, H_NUMBER, "OKPO" }, { "leiCode", ST_P_LEI, H_NUMBER, NULL }, { "swiftBic", ST_P_BIC, H_NUMBER, NULL },
    { "ticker", ST_P_TICKER, H_NUMBER, NULL }, { "imoNumber", ST_P_IMO, H_NUMBER, NULL }, { "mmsi", ST_P_MMSI, H_NUMBER, NULL },
    { "flag", ST_P_FLAG, H_COUNTRY, NULL }, { "address", ST_P_ADDRESS, H_TEXT, NULL }, { "phone", ST_P_PHONE, H_TEXT, NULL }, { "email", ST_P_EMAIL, H_TEXT, NULL },
    { "website", ST_P_WEBSITE, H_TEXT, NULL }, { "notes", ST_P_REMARK, H_TEXT, NULL },
};
enum { C_END = C_FACTS + ST_LEN(facts) };
static const char *const metadata[C_FACTS] = { "celex", "amendedCelex", "amendmentCelex", "recordId", "programKey", "annex", "measure", "startDate", "reason", "schema", "name" };

typedef struct reader { st_model *m; st_facts f; st_columns c; st_keyset keys; st_buf cell, key, id; char celex[40], newest[32]; bool russian; } reader;
#define CELL(x) st_cell(&r->c, row, x)

static int probe(const st_probe *p) {
    return st_str_starts(p->head, "celex,recordId,programKey,") || st_str_starts(p->head, "amendedCelex,amendmentCelex,recordId,programKey,") ? 2 : 0;
}

/* A CELEX number of a legal act: sector, year, letters, number. It names the list, so nothing else may get in. */
static bool is_celex(st_str s) {
    if (s.n < 8 || s.n > 20) return false;
    for (size_t i = 0; i < s.n; i++) if (!((s.p[i] >= '0' && s.p[i] <= '9') || (s.p[i] >= 'A' && s.p[i] <= 'Z'))) return false;
    return s.p[0] >= '0' && s.p[0] <= '9';
}

/* ---- values -------------------------------------------------------------------------------------------------------------------------- */
/* The next value of a cell with several: separated by semicolons; a value with a semicolon or quote of its own is quoted as in CSV. */
static bool value_next(reader *r, st_str *rest, st_str *out) {
    st_buf *buf = &r->cell;
    *rest = st_str_trim(*rest);
    while (rest->n && rest->p[0] == ';') *rest = st_str_trim(st_str_sub(*rest, 1, rest->n));
    if (rest->n == 0) return false;
    st_buf_clear(buf);
    size_t i = 0;
    if (rest->p[0] == '"') {
        for (i = 1; i < rest->n; i++) {
            if (rest->p[i] == '"') {
                if (i + 1 < rest->n && rest->p[i + 1] == '"') i++;
                else { i++; break; }
            }
            st_buf_char(buf, rest->p[i]);
        }
    }
    size_t end = i;
    while (end < rest->n && rest->p[end] != ';') end++;
    st_buf_add(buf, rest->p + i, end - i);
    if (buf->failed < 0) r->f.failed = buf->failed;
    *rest = st_str_sub(*rest, end, rest->n);
    *out = st_str_trim(st_buf_view(buf));
    return true;
}

/* A number with or without prose: "753000000 (Russian)", "70 1234 5678, expires 22.9.2020", "Iraqi passport No. 2860000S (expires ...)". */
static void number(reader *r, const struct fact *d, st_str text) {
    const size_t and = st_str_find(text, " and ");
    if (and != SIZE_MAX && and < 30 && text.n < 60) {   /* "KHJBSDKH and 5040942458" */
        number(r, d, st_str_trim(st_str_sub(text, 0, and)));
        text = st_str_trim(st_str_sub(text, and + 5, text.n));
    }
    size_t end = 0, letters = 0;
    bool prose = false;
    while (end < text.n && text.p[end] != '(' && !(text.p[end] == ',' && end + 1 < text.n && text.p[end + 1] == ' ')) {
        letters = (text.p[end] | 32) >= 'a' && (text.p[end] | 32) <= 'z' ? letters + 1 : 0;
        const bool upper = text.p[end] >= 'A' && text.p[end] <= 'Z';
        prose = prose || (letters >= 4 && !upper);
        end++;
    }
    st_prop head = end < text.n ? st_document_prop(st_str_sub(text, end, text.n), d->head) : d->head;
    if (r->russian || st_str_find(text, "INN") != SIZE_MAX || st_str_find(text, "OGRN") != SIZE_MAX)
        head = st_russian_prop(head, st_str_trim(st_str_sub(text, 0, end)));
    if (end == 0) { st_facts_numbers(&r->f, text, d->head); return; }   /* "(TIN) 97...": the label comes first */
    if (prose) { st_facts_document(&r->f, st_document_prop(text, d->head), text); return; }
    st_fact(r->m, head, st_str_sub(text, 0, end));
    if (d->type) st_qual(r->m, ST_Q_TYPE, st_str_of(d->type));
    if (end == text.n) return;
    st_qual(r->m, ST_Q_NOTE, text);
    st_prose_validity(r->m, text);
    const size_t close = st_str_chr(text, ')');
    if (text.p[end] == '(' && close != SIZE_MAX && close > end) {
        const st_str said = st_str_trim(st_str_sub(text, end + 1, close)), country = st_country(said);
        if (country.n && said.n > 2) st_qual(r->m, ST_Q_COUNTRY, country);
    }
}

/* "Tartus, Syria": the last part of a place is the country where it is one. */
static void last_part(reader *r, st_str text) {
    size_t comma = text.n;
    while (comma && text.p[comma - 1] != ',') comma--;
    st_str last = st_str_trim(st_str_sub(text, comma, text.n));
    while (last.n && last.p[last.n - 1] == '.') last.n--;
    const st_str country = st_country(last);
    if (country.n) st_qual(r->m, ST_Q_COUNTRY, country);
}

static void value(reader *r, const struct fact *d, st_str text) {
    if (st_is_none(text)) return;
    switch (d->how) {
    case H_NAME: st_facts_name(&r->f, d->head, text, NULL, 0); break;
    case H_TEXT:
        if (d->head == ST_P_REMARK || d->head == ST_P_DESCRIPTION) st_facts_text(&r->f, d->head, text);
        else st_facts_texts(&r->f, d->head, text);
        if (d->head == ST_P_BIRTH_PLACE || d->head == ST_P_ADDRESS) last_part(r, text);
        break;
    case H_COUNTRY: st_facts_country(&r->f, d->head, text); break;
    case H_GENDER: st_facts_gender(&r->f, text); break;
    case H_NUMBER: {
        st_counted c = { .rest = text };
        for (st_str one; st_counted_next(&c, &one);) number(r, d, one);
        return;
    }
    case H_RELATIVE:
        st_fact(r->m, d->head, ST_STR_NONE);
        st_qual(r->m, ST_Q_TARGET_NAME, text);
        break;
    case H_DATE: st_facts_dates(&r->f, d->head, text); break;
    default: break;
    }
    if (d->type) st_qual(r->m, ST_Q_TYPE, st_str_of(d->type));
}

/* ---- rows ---------------------------------------------------------------------------------------------------------------------------- */
static st_kind kind_of(st_str schema) {
    static const struct { const char *word; st_kind kind; } kinds[] = { { "Person", ST_KIND_PERSON }, { "LegalEntity", ST_KIND_ORGANISATION },
        { "Organization", ST_KIND_ORGANISATION }, { "Company", ST_KIND_ORGANISATION }, { "Vessel", ST_KIND_VESSEL }, { "Asset", ST_KIND_OTHER } };
    for (size_t i = 0; i < ST_LEN(kinds); i++) if (st_str_iis(schema, kinds[i].word)) return kinds[i].kind;
    return ST_KIND_UNKNOWN;
}

/* Composes the row's key and makes it differ from that of another party of the same name. */
static st_code key_of(reader *r, const st_csv_row *row, st_err *err) {
    const st_str record = CELL(C_RECORD);
    st_buf_clear(&r->key);
    if (CELL(C_AMENDED).n) { st_buf_str(&r->key, CELL(C_AMENDED)); st_buf_char(&r->key, ':'); }
    st_buf_str(&r->key, CELL(C_ANNEX));
    st_buf_char(&r->key, ':');
    if (record.n) {
        st_buf_str(&r->key, record);
        st_buf_char(&r->key, ':');
        st_buf_z(&r->key, st_kind_name(kind_of(CELL(C_SCHEMA))));
    } else st_buf_str(&r->key, CELL(C_NAME));
    const size_t base = r->key.n;
    for (unsigned n = 2;; n++) {
        st_buf_clear(&r->id);
        const st_str parts[] = { st_buf_view(&r->key), CELL(C_PROGRAMME), CELL(C_MEASURE) };
        for (size_t i = 0; i < ST_LEN(parts); i++) {
            if (i) st_buf_char(&r->id, '\n');
            st_buf_str(&r->id, parts[i]);
        }
        if (r->key.failed < 0 || r->id.failed < 0) return st_fail(err, ST_E_NOMEM, "out of memory for the keys of the list");
        bool fresh;
        struct st_key *k = st_keyset_of(&r->keys, st_buf_view(&r->id), &fresh);
        if (!k) return st_fail(err, ST_E_NOMEM, "out of memory for the keys of the list");
        if (fresh) return ST_OK;
        if (k->mark > n) n = k->mark;   /* the next free number, so that a thousand equal rows are not a million look-ups */
        k->mark = n + 1;
        r->key.n = base;
        st_buf_printf(&r->key, "#%u", n);
    }
}

static void listing(reader *r, const st_csv_row *row) {
    const st_str start = CELL(C_START), annex = CELL(C_ANNEX);
    const st_str acts[] = { CELL(C_CELEX), CELL(C_AMENDED), CELL(C_AMENDING) };
    st_fact(r->m, ST_P_LISTING, CELL(C_PROGRAMME));
    for (size_t i = 0; i < ST_LEN(acts); i++) if (acts[i].n) st_qual(r->m, ST_Q_INSTRUMENT, acts[i]);
    if (annex.n) {
        st_buf_clear(&r->id);
        st_buf_z(&r->id, "annex ");
        st_buf_str(&r->id, annex);
        if (r->id.failed < 0) r->f.failed = r->id.failed;
        else st_qual(r->m, ST_Q_REFERENCE, st_buf_view(&r->id));
    }
    if (CELL(C_RECORD).n) st_qual(r->m, ST_Q_REFERENCE, CELL(C_RECORD));
    if (CELL(C_MEASURE).n) st_qual(r->m, ST_Q_MEASURE, CELL(C_MEASURE));
    if (start.n == 0) return;
    st_qual_date(r->m, ST_Q_LISTED_ON, start, ST_DATE_DMY);
    char d[32];
    if (st_date(start, ST_DATE_DMY, d) && strcmp(d, r->newest) > 0) memcpy(r->newest, d, sizeof d);
}

static st_code bad(reader *r, const st_csv_row *row, const char *why, st_err *err) {
    st_model_party(r->m, ST_STR("?"), row->line);
    st_model_bad(r->m, row->line, "%s", why);
    return st_model_ok(r->m, err);
}

static st_code row_facts(reader *r, const st_csv_row *row, st_err *err) {
    const st_str celex = CELL(r->c.at[C_CELEX] != ST_COLUMN_NONE ? C_CELEX : C_AMENDING), programme = CELL(C_PROGRAMME), schema = CELL(C_SCHEMA);
    st_model_count(r->m, "rows", 1);
    if (row->bad) return bad(r, row, row->bad, err);
    if (!is_celex(celex)) return bad(r, row, "the row has no CELEX number of its act", err);
    if (r->celex[0] == 0) snprintf(r->celex, sizeof r->celex, "%.*s", ST_FMT(celex));
    if (!st_str_is(celex, r->celex)) return bad(r, row, "the row is of another act than the rows before: one file is one act", err);
    if (CELL(C_NAME).n == 0) return bad(r, row, "the row has no name", err);
    if (programme.n == 0) return bad(r, row, "the row has no programKey", err);
    if (kind_of(schema) == ST_KIND_UNKNOWN) return bad(r, row, "schema is none of Person, LegalEntity, Organization, Company, Vessel, Asset", err);
    ST_TRY(key_of(r, row, err));
    st_model_party(r->m, st_buf_view(&r->key), row->line);
    st_model_kind(r->m, kind_of(schema));
    st_model_main(r->m);
    st_model_count2(r->m, "schema", schema, 1);
    st_prop head = ST_P_NAME;
    st_str rest = CELL(C_NAME), part;   /* an annex may print spellings one behind the other; the first is the name */
    while (st_split(&rest, ";", &part)) if (st_facts_name(&r->f, head, part, NULL, 0)) head = ST_P_ALIAS;
    r->russian = false;   /* some cell says so: numbers come without a country of their own */
    for (size_t i = 0; i < ST_LEN(facts); i++)
        r->russian = r->russian || ((facts[i].how == H_COUNTRY || facts[i].head == ST_P_ADDRESS) && st_str_ifind(CELL(C_FACTS + i), "russia") != SIZE_MAX);
    for (size_t i = 0; i < ST_LEN(facts); i++) {
        rest = CELL(C_FACTS + i);
        while (value_next(r, &rest, &part)) value(r, &facts[i], part);
    }
    st_facts_text(&r->f, ST_P_REASON, CELL(C_REASON));
    listing(r, row);
    st_columns_note_unknown(&r->c, row, r->m);
    ST_TRY(st_facts_ok(&r->f, err));
    return st_model_commit(r->m, err);
}

static st_code list_fields(reader *r, const st_probe *p, st_err *err) {
    if (r->celex[0] == 0) {   /* an act without entries: the file's name is all there is */
        st_str stem = p->member;
        const size_t dot = st_str_chr(stem, '.');
        if (dot != SIZE_MAX) stem = st_str_sub(stem, 0, dot);
        if (!is_celex(stem)) {
            st_fail(err, ST_E_DATA, "the file has no rows, and its name is not the CELEX number of an act");
            st_err_hint(err, "name it after the act, for example 32014R0833.csv");
            return ST_E_DATA;
        }
        snprintf(r->celex, sizeof r->celex, "%.*s", ST_FMT(stem));
    }
    char text[96];
    snprintf(text, sizeof text, "eu_oj_%s", r->celex);
    st_model_list_set(r->m, ST_LIST_ID, st_str_of(text));
    snprintf(text, sizeof text, "Parties named in annexes of EU act %s", r->celex);
    st_model_list_set(r->m, ST_LIST_TITLE, st_str_of(text));
    st_model_list_set(r->m, ST_LIST_PUBLISHER, ST_STR("European Union, Official Journal"));
    if (r->newest[0]) st_model_list_set(r->m, ST_LIST_DATE, st_str_of(r->newest));
    return ST_OK;
}

static st_code rows(reader *r, const st_probe *p, st_csv *csv, st_err *err) {
    const char *names[C_END];
    for (size_t i = 0; i < C_END; i++) names[i] = i < C_FACTS ? metadata[i] : facts[i - C_FACTS].column;
    st_csv_row row;
    size_t found = 0;
    int got = st_csv_next(csv, &row, err);
    if (got < 0) return err->code;
    if (got) ST_TRY(st_columns_map(&r->c, &row, names, C_END, &found, err));
    if (!got || r->c.at[C_NAME] == ST_COLUMN_NONE || r->c.at[C_SCHEMA] == ST_COLUMN_NONE || r->c.at[C_PROGRAMME] == ST_COLUMN_NONE
        || (r->c.at[C_CELEX] == ST_COLUMN_NONE && r->c.at[C_AMENDING] == ST_COLUMN_NONE)) {
        st_fail(err, ST_E_DATA, "the header lacks one of celex (or amendmentCelex), programKey, schema, name");
        st_err_hint(err, "doc/LISTS.md describes the columns");
        return ST_E_DATA;
    }
    while ((got = st_csv_next(csv, &row, err)) > 0) ST_TRY(row_facts(r, &row, err));
    return got < 0 ? err->code : list_fields(r, p, err);
}

static st_code read_oj(st_input *in, const st_probe *p, st_model *m, st_err *err) {
    static const st_csv_dialect dialect = { .sep = ',', .quote = '"' };
    reader r = { .m = m, .f = st_facts_new(m), .cell = ST_BUF_INIT(1u << 20), .key = ST_BUF_INIT(1u << 20), .id = ST_BUF_INIT(1u << 21) };
    st_err own = { .code = ST_OK };
    if (!err) err = &own;
    st_csv *csv = st_csv_open(in, &dialect, err);
    const st_code code = csv ? rows(&r, p, csv, err) : err->code;
    if (csv) st_csv_close(csv);
    st_columns_free(&r.c);
    st_keyset_free(&r.keys);
    st_buf_free(&r.cell);
    st_buf_free(&r.key);
    st_buf_free(&r.id);
    st_facts_free(&r.f);
    return code < 0 ? code : st_model_ok(m, err);
}

const st_source st_source_eu_oj_csv = {
    "eu-oj-csv", "annexes of an EU act, documented CSV (doc/LISTS.md)", probe, read_oj, .may_be_empty = true,
};
