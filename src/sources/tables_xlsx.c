/* Lists that are workbooks: Japan's asset freeze list and Foreign End User List, Australia's Consolidated List. Which one it is, the header of a sheet
 * tells; sheets without it (a cover, lifted regimes) are counted. */
#include "sources/jp.h"

/* ---- Foreign End User List (METI) ---------------------------------------------------------------------------------------------------------------- */
/* "name in Japanese\nIslamic Republic of Afghanistan": the last line that is a country. */
static void country(st_sheet *s, st_str cell) {
    static const st_rule as_country = { .how = ST_H_COUNTRY, .prop = ST_P_COUNTRY };
    st_str rest = cell, line, found = ST_STR_NONE;
    while (st_split(&rest, "\n", &line)) if (st_country(line).n) found = line;
    st_sheet_put(s, &as_country, found.n ? found : cell);
}

/* "・A\n・B", some lines going on in the next one without a dot. */
static void bullets(st_sheet *s, st_str cell) {
    static const char dot[] = "\xE3\x83\xBB";
    static const st_rule alias = { .how = ST_H_NAME, .prop = ST_P_ALIAS };
    if (!st_str_starts(cell, dot)) {
        for (st_str line; st_split(&cell, "\n", &line);) st_sheet_put(s, &alias, line);
        return;
    }
    while (cell.n) {
        cell = st_str_sub(cell, strlen(dot), cell.n);
        size_t end = 0;
        while (end < cell.n && !(cell.p[end] == '\n' && st_str_starts(st_str_sub(cell, end + 1, cell.n), dot))) end++;
        st_sheet_put(s, &alias, st_str_trim(st_str_sub(cell, 0, end)));
        cell = end < cell.n ? st_str_sub(cell, end + 1, cell.n) : ST_STR_NONE;
    }
}

static const st_rule meti_rules[] = {
    { .column = "No.", .how = ST_H_LISTED, .prop = ST_Q_REFERENCE, .key = true },
    { .column = "~Country or Region", .how = ST_H_CALL, .call = country },
    { .column = "~Company or Organization", .how = ST_H_NAME, .prop = ST_P_NAME },
    { .column = "~Also Known As", .how = ST_H_CALL, .call = bullets },
    { .column = "~Type of WMD", .how = ST_H_LISTED, .prop = ST_Q_NOTE },
    { .column = "~Conventional Weapons", .how = ST_H_LISTED, .prop = ST_Q_NOTE },
};
static const char *const meti_signature[] = { "No.", "~Company or Organization", "~Also Known As", NULL };
const st_layout st_jp_meti_layout = { .list = "jp_meti_eul", .signature = meti_signature, .rule = meti_rules, .rules = ST_LEN(meti_rules),
    .programme = "Foreign End User List", .authority = "Japan METI", .kind = ST_KIND_ORGANISATION };

/* ---- Consolidated List (DFAT) ------------------------------------------------------------------------------------------------------------------------ */
/* One row per name: "123" the primary one, "123a", "123b" its others. */
static void name(st_sheet *s, st_str cell) {
    const st_str type = st_sheet_cell(s, "Name Type"), strength = st_sheet_cell(s, "Alias Strength");
    const st_prop head = st_str_istarts(type, "primary") || type.n == 0 ? ST_P_NAME : st_str_ifind(type, "former") != SIZE_MAX ? ST_P_FORMER_NAME
                         : st_str_iis(strength, "weak") ? ST_P_WEAK_ALIAS : ST_P_ALIAS;
    const st_rule as = { .how = ST_H_NAME, .prop = head };
    if (st_str_istarts(type, "original")) st_facts_original(&s->f, cell, ST_STR_NONE, ST_STR_NONE); else st_sheet_put(s, &as, cell);
    s->named = true;
}

static void counted(st_sheet *s, st_prop prop, st_str cell) {
    const st_rule address = { .how = ST_H_ADDRESS, .prop = prop };
    st_counted c = { .rest = cell };
    for (st_str part; st_counted_next(&c, &part);) st_sheet_put(s, &address, part);
}
static void address(st_sheet *s, st_str cell) { counted(s, ST_P_ADDRESS, cell); }
static void birth_place(st_sheet *s, st_str cell) { counted(s, ST_P_BIRTH_PLACE, cell); }

/* "TAi.100 Title: Maulavi. ...": the number of the United Nations in front, prose behind. */
static void additional(st_sheet *s, st_str cell) {
    st_facts_text(&s->f, ST_P_REMARK, cell);
    s->f.kind = s->kind;
    st_facts_numbers(&s->f, cell, ST_PROP_NONE);
    const size_t end = st_str_chr(cell, ' '), dot = st_str_chr(cell, '.');
    const st_str word = st_str_sub(cell, 0, end == SIZE_MAX ? cell.n : end);
    if (word.n < 5 || word.n > 9 || dot >= word.n || dot < 3 || word.p[dot - 1] < 'a') return;
    st_fact(s->m, ST_P_ID_NUMBER, word);
    st_qual(s->m, ST_Q_TYPE, ST_STR("UN reference"));
}

/* "Listed on 23 February 2001 (amended on ...)". */
static void finish(st_sheet *s) {
    const st_str info = st_sheet_cell(s, "Listing Information"), control = st_sheet_cell(s, "Control Date");
    const size_t at = st_str_ifind(info, "listed on ");
    char day[32];
    /* the rows of other names repeat the columns of the primary one, or leave them empty */
    if (info.n == 0 && st_sheet_cell(s, "Committees").n == 0 && !st_str_istarts(st_sheet_cell(s, "Name Type"), "primary")) return;
    st_fact(s->m, ST_P_LISTING, st_sheet_cell(s, "Committees").n ? st_sheet_cell(s, "Committees") : ST_STR("Autonomous sanctions"));
    st_qual(s->m, ST_Q_AUTHORITY, ST_STR("DFAT"));
    st_qual(s->m, ST_Q_INSTRUMENT, st_sheet_cell(s, "Instrument of Designation"));
    st_qual(s->m, ST_Q_NOTE, info);
    if (at != SIZE_MAX && st_prose_date(st_str_sub(info, at + 10, info.n), day)) st_qual(s->m, ST_Q_LISTED_ON, st_str_of(day));
    if (control.n && (st_date_excel(control, day) || st_date(st_day_of(control), ST_DATE_DMY, day))) st_qual(s->m, ST_Q_AMENDED_ON, st_str_of(day));
    else if (control.n) st_qual(s->m, ST_Q_NOTE, control);
    static const struct { const char *column, *measure; } measures[] = { { "Targeted Financial Sanction", "targeted financial sanction" },
        { "Travel Ban", "travel ban" }, { "Arms Embargo", "arms embargo" }, { "Maritime Restriction", "maritime restriction" } };
    for (size_t i = 0; i < ST_LEN(measures); i++) {
        const st_str yes = st_sheet_cell(s, measures[i].column);
        if (st_str_iis(yes, "yes") || st_str_iis(yes, "true") || st_str_iis(yes, "y")) st_qual(s->m, ST_Q_MEASURE, st_str_of(measures[i].measure));
    }
}

static const st_rule au_rules[] = {
    { .column = "Reference", .how = ST_H_SKIP, .key = true },
    { .column = "Type", .how = ST_H_KIND },
    { .column = "Name of Individual or Entity", .how = ST_H_CALL, .call = name },
    { .column = "Name Type", .how = ST_H_TALLY }, { .column = "Alias Strength", .how = ST_H_TALLY },
    { .column = "Date of Birth", .how = ST_H_DATE, .prop = ST_P_BIRTH_DATE },
    { .column = "Place of Birth", .how = ST_H_CALL, .call = birth_place },
    { .column = "Citizenship", .how = ST_H_COUNTRY, .prop = ST_P_CITIZENSHIP, .sep = ";" },
    { .column = "Address", .how = ST_H_CALL, .call = address },
    { .column = "Additional Information", .how = ST_H_CALL, .call = additional },
    { .column = "IMO Number|IMO", .how = ST_H_NUMBER, .prop = ST_P_IMO },
    /* the rest is worked off in finish */
    { .column = "Listing Information", .how = ST_H_SKIP }, { .column = "Committees", .how = ST_H_SKIP }, { .column = "Control Date", .how = ST_H_SKIP },
    { .column = "Instrument of Designation", .how = ST_H_SKIP }, { .column = "Targeted Financial Sanction", .how = ST_H_SKIP },
    { .column = "Travel Ban", .how = ST_H_SKIP }, { .column = "Arms Embargo", .how = ST_H_SKIP }, { .column = "Maritime Restriction", .how = ST_H_SKIP },
};
static const char *const au_signature[] = { "Reference", "Name of Individual or Entity", "Name Type", NULL };
const st_layout st_au_layout = { .list = "au_dfat", .signature = au_signature, .rule = au_rules, .rules = ST_LEN(au_rules), .order = ST_DATE_DMY, .merge = true,
    .key_letters = true, .finish = finish };

/* ---- the workbook --------------------------------------------------------------------------------------------------------------------------------------- */
static const st_layout *const layouts[] = { &st_jp_mof_layout, &st_jp_meti_layout, &st_au_layout };

typedef struct reader { st_model *m; st_sheet s; const st_layout *l; st_jp_mof mof; size_t sheet; bool header; } reader;

static st_code header(reader *r, const st_xlsx_sheet *at, const st_csv_row *row, st_err *err) {
    for (size_t i = 0; i < ST_LEN(layouts) && !r->header; i++) {
        if ((r->l && r->l != layouts[i]) || !st_sheet_is_header(layouts[i], row)) continue;
        if (!r->l) {
            r->l = layouts[i];
            ST_TRY(st_sheet_open(&r->s, r->m, r->l, err));
        }
        r->header = true;
        st_model_count(r->m, "sheets", 1);
        st_jp_mof_sheet(&r->mof, at->name);
        return st_sheet_header(&r->s, row, err);
    }
    return ST_OK;
}

static st_code on_row(void *user, const st_xlsx_sheet *at, const st_csv_row *row, st_err *err) {
    reader *r = user;
    if (at->number != r->sheet) {
        r->sheet = at->number;
        r->header = false;
    }
    if (!r->header) return header(r, at, row, err);
    return r->l == &st_jp_mof_layout ? st_jp_mof_row(&r->mof, &r->s, row, err) : st_sheet_row(&r->s, row, err);
}

static int probe(const st_probe *p) {
    return p->zip && (st_str_is(p->member, "[Content_Types].xml") || st_str_starts(p->member, "xl/") || st_str_is(p->member, "_rels/.rels")) ? 2 : 0;
}

static st_code read_workbook(st_input *in, const st_probe *p, st_model *m, st_err *err) {
    (void)p;
    reader r = { .m = m };
    st_code code = st_xlsx_read(in, on_row, &r, err);
    if (code >= 0 && !r.l) {
        code = st_fail(err, ST_E_DATA, "no sheet of the workbook has the header of a list that strait knows");
        st_err_hint(err, "strait reads the workbooks of Japan (MOF, METI) and Australia (DFAT); save others as CSV");
    }
    if (r.l) st_sheet_free(&r.s);
    st_jp_mof_free(&r.mof);
    return code < 0 ? code : st_model_ok(m, err);
}

const st_source st_source_tables_xlsx = { .format = "list-xlsx", .text = "workbooks of Japan (MOF, METI) and Australia (DFAT), XLSX", .probe = probe,
                                          .read = read_workbook, .archive = true };
