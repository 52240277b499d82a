/* OFAC's flat files: a main file (sdn, cons_prim), and beside it aliases (alt), addresses (add) and the overflow of long remarks (comments),
 * each in four dialects: ',' '|' '@' and fixed width. The number of columns and what stands in them tell which file it is; which of the two
 * lists a companion file goes with is told by its name alone, for its rows look the same in both.
 *
 * Layout: cons_dat_spec.txt of the publisher. Null is "-0-"; the last byte may be 0x1A. Some copies in the wild have a header row, or several. */
#include "base/csv.h"
#include "sources/ofac.h"
#include "sources/ofac_remarks.h"

enum { MAX_COLS = 12, MAX_TAGS = 512 };   /* tags beyond are kept with the records, but no longer counted */
enum { NUM, NAME, TYPE, PROGRAM, TITLE, CALL_SIGN, VESSEL_TYPE, TONNAGE, GRT, FLAG, OWNER, REMARKS };   /* main */
enum { ALT_NUM = 1, ALT_TYPE, ALT_NAME, ALT_REMARKS };
enum { ADD_NUM = 1, ADD_STREET, ADD_CITY, ADD_COUNTRY, ADD_REMARKS };

typedef enum part { NO_PART, MAIN, ALT, ADD, COMMENTS, PARTS } part;

/* Columns of each file, and their last bytes in fixed width; what goes before the names of its measures once it has joined a main file. */
static const struct layout { const char *prefix; size_t cols; uint16_t end[MAX_COLS]; } layouts[PARTS] = {
    [MAIN]     = { "", 12, { 10, 360, 372, 422, 622, 630, 655, 669, 677, 717, 867, 1867 } },
    [ALT]      = { "alt ", 5, { 10, 20, 28, 378, 578 } },
    [ADD]      = { "add ", 6, { 10, 20, 770, 886, 1136, 1336 } },
    [COMMENTS] = { "comments ", 2, { 10, UINT16_MAX } },
};
static const char NO_SEPARATOR = '\x1f';   /* fixed width: a line is one field */

typedef struct reader {
    st_model *m;
    part part;
    bool joined;
    char sep;
    uint32_t line;
    st_str col[MAX_COLS], remarks;   /* trimmed, nulls empty; remarks as printed, because a cut one goes on elsewhere */
    uint64_t *num; size_t nums, nums_cap;
    st_arena arena;
    st_str *tag; size_t tags, tags_cap;
} reader;

/* Counts under the measure's own name, or with the part's before it among the measures of a list that the file has joined. */
static void tell2(reader *r, const char *measure, st_str of, uint64_t n) {
    char name[96];
    const char *prefix = r->joined ? layouts[r->part].prefix : "";   /* put together by hand: this is asked for each row */
    const size_t n_prefix = strlen(prefix), n_measure = strlen(measure);
    if (n_prefix + n_measure >= sizeof name) return;
    memcpy(name, prefix, n_prefix);
    memcpy(name + n_prefix, measure, n_measure + 1);
    if (of.n) st_model_count2(r->m, name, of, n);
    else st_model_count(r->m, name, n);
}
static void tell(reader *r, const char *measure, uint64_t n) { tell2(r, measure, ST_STR_NONE, n); }

/* ---- telling the files apart --------------------------------------------------------------------------------------------------------- */
static bool is_number(st_str s) {
    uint64_t n;
    return st_parse_u64(st_str_trim(s), &n);
}

static bool is_null(st_str s) { return s.n == 0 || st_str_is(s, "-0-") || st_str_is(s, "-0"); }

static bool one_of(st_str s, const char *const *words, size_t n) {
    s = st_str_trim(s);
    for (size_t i = 0; i < n; i++)
        if (st_str_iis(s, words[i])) return true;
    return false;
}

static bool is_type(st_str s) {
    static const char *const words[] = { "-0-", "individual", "entity", "vessel", "aircraft" };
    return one_of(s, words, ST_LEN(words));
}

static bool is_alt_type(st_str s) {
    static const char *const words[] = { "aka", "fka", "nka" };
    return one_of(s, words, ST_LEN(words));
}

static size_t fixed(st_str line, part p, st_str *col) {
    const struct layout *l = &layouts[p];
    size_t from = 0;
    for (size_t i = 0; i < l->cols; i++) {
        size_t to = l->end[i] < line.n && l->end[i] != UINT16_MAX ? l->end[i] : line.n;
        col[i] = st_str_sub(line, from < to ? from : to, to);
        from = to;
    }
    return l->cols;
}

/* Fields of one line, quotes taken off, for a look at the beginning of a file only; of more than max, max + 1. */
static size_t split_line(st_str line, char sep, st_str *col, size_t max) {
    size_t n = 0, from = 0;
    bool quoted = false;
    for (size_t i = 0; i <= line.n; i++) {
        if (i < line.n && line.p[i] == '"') quoted = !quoted;
        if (i < line.n && (quoted || line.p[i] != sep)) continue;
        st_str f = st_str_trim(st_str_sub(line, from, i));
        if (f.n > 1 && f.p[0] == '"' && f.p[f.n - 1] == '"') f = st_str_sub(f, 1, f.n - 1);
        if (n == max) return max + 1;
        col[n++] = f;
        from = i + 1;
    }
    return n;
}

static part part_of(const st_str *col, size_t n) {
    if (n == layouts[MAIN].cols && is_number(col[NUM]) && is_type(col[TYPE])) return MAIN;
    if (n == layouts[ALT].cols && is_number(col[NUM]) && is_number(col[ALT_NUM]) && is_alt_type(col[ALT_TYPE])) return ALT;
    if (n == layouts[ADD].cols && is_number(col[NUM]) && is_number(col[ADD_NUM])) return ADD;
    if (n == layouts[COMMENTS].cols && is_number(col[NUM]) && col[1].n) return COMMENTS;
    return NO_PART;
}

static part fixed_part(st_str line) {
    static const part order[] = { ALT, MAIN, ADD };
    st_str col[MAX_COLS];
    if (line.n < layouts[ALT].end[0] || !is_number(st_str_sub(line, 0, layouts[ALT].end[0]))) return NO_PART;
    for (size_t i = 0; i < ST_LEN(order); i++) {
        const struct layout *l = &layouts[order[i]];
        if (line.n > l->end[l->cols - 2] && part_of(col, fixed(line, order[i], col)) == order[i]) return order[i];
    }
    return NO_PART;
}

static bool is_header(st_str first) { return st_str_iis(st_str_trim(first), "ent_num"); }

static part look(st_str head, char *sep) {
    static const char seps[] = { ',', '|', '@' };
    st_str rest = head, line, col[MAX_COLS];
    for (int tries = 0; tries < 8 && rest.n; tries++) {
        size_t end = st_str_chr(rest, '\n');
        line = st_str_sub(rest, 0, end == SIZE_MAX ? rest.n : end);
        rest = st_str_sub(rest, end == SIZE_MAX ? rest.n : end + 1, rest.n);
        if (st_str_ends(line, "\r")) line.n--;
        for (size_t i = 0; i < ST_LEN(seps); i++) {
            *sep = seps[i];
            if (st_str_chr(line, seps[i]) == SIZE_MAX) continue;
            part p = part_of(col, split_line(line, seps[i], col, MAX_COLS));
            if (p != NO_PART) return p;
        }
        *sep = NO_SEPARATOR;
        part p = fixed_part(line);
        if (p != NO_PART) return p;
    }
    return NO_PART;
}

/* Two columns, a number and a text, are no proof: the words of the remarks are. */
static int comments_score(const st_probe *p) {
    static const char *const words[] = { "Linked To:", "a.k.a. '", "Digital Currency Address", "anctions risk:", "Registration Number", "Passport " };
    for (size_t i = 0; i < ST_LEN(words); i++)
        if (st_str_find(p->head, words[i]) != SIZE_MAX) return 2;
    return st_str_ifind(p->member, "comments") != SIZE_MAX ? 1 : 0;
}

static int probe(const st_probe *p) {
    char sep;
    if (p->zip && !p->member.n) return 0;
    part q = look(p->head, &sep);
    return q == NO_PART ? 0 : q == COMMENTS ? comments_score(p) : 2;
}

/* ---- rows ---------------------------------------------------------------------------------------------------------------------------- */
static void texts(reader *r, st_prop head, st_str value, const char *type) {
    if (!value.n) return;
    st_fact(r->m, head, value);
    if (type) st_qual(r->m, ST_Q_TYPE, st_str_of(type));
}

/* The new tags of one row join the set of the file. */
static st_code note_tags(reader *r, st_err *err) {
    st_str rest = r->col[PROGRAM], tag;
    while (st_split(&rest, "] [", &tag)) {
        size_t i = 0;
        while (i < r->tags && !st_str_eq(r->tag[i], tag)) i++;
        if (i < r->tags || r->tags == MAX_TAGS) continue;
        if (st_grow(r->tag, r->tags_cap, r->tags + 1)) return st_fail(err, ST_E_NOMEM, "out of memory");
        st_str copy = st_str_copy(&r->arena, tag);
        if (!copy.p) return st_fail(err, ST_E_NOMEM, "out of memory");
        r->tag[r->tags++] = copy;
        st_model_count(r->m, "distinct programme tags", 1);
    }
    return ST_OK;
}

/* ---- remarks that go on in the comments file, in whichever order the two are read --------------------------------------------------------
 * A remark of full width is parsed as far as its items are whole, a comment from its first whole item on. What lies between, the end of the one
 * and the beginning of the other, is one item: each file leaves its half as a note, in quotes so that its outer blanks stay, and whoever comes
 * second parses the two as one. It does so where the facts then stand in the same order: after the main file's, before the comment's. */
static const char CUT_END[] = "remarks, cut off", CUT_START[] = "comments, beginning";

static void note_half(reader *r, const char *field, st_str half) {
    st_buf b = ST_BUF_INIT(1 << 21);
    st_buf_char(&b, '"');
    st_buf_str(&b, half);
    st_buf_char(&b, '"');
    st_note(r->m, st_str_of(field), ofac_text(r->m, &b));
    st_buf_free(&b);
}

static st_str noted_half(reader *r, const char *field) {
    st_str s = st_model_noted(r->m, st_str_of(field));
    return s.n > 2 ? st_str_sub(s, 1, s.n - 1) : ST_STR_NONE;
}

static void join_halves(reader *r, st_str end, st_str start) {
    st_buf b = ST_BUF_INIT(1 << 22);
    st_buf_str(&b, end);
    st_buf_str(&b, start);
    ofac_remarks_add(r->m, ST_KIND_UNKNOWN, ST_STR_NONE, ofac_text(r->m, &b), NULL);
    st_buf_free(&b);
}

static void main_remarks(reader *r, st_kind kind, ofac_remarks *seen) {
    st_str text = r->remarks;
    if (text.n < OFAC_REMARKS_MAX) {
        ofac_remarks_add(r->m, kind, r->col[TITLE], text, seen);
        return;
    }
    size_t whole = ofac_remarks_whole(text);
    st_str end = st_str_sub(text, whole, text.n), start = noted_half(r, CUT_START);
    ofac_remarks_add(r->m, kind, r->col[TITLE], st_str_sub(text, 0, whole), seen);
    st_model_count(r->m, "remarks cut off", 1);
    note_half(r, CUT_END, end);
    seen->wallets += st_str_find(end, "Digital Currency Address - ") != SIZE_MAX;   /* it began here */
    if (start.n) join_halves(r, end, start);
}

static void comments_row(reader *r) {
    st_str text = r->remarks, end = noted_half(r, CUT_END);
    size_t cut = st_str_find(text, "; ");
    st_str start = st_str_sub(text, 0, cut == SIZE_MAX ? text.n : cut + 2);
    ofac_remarks seen = { 0, 0, 0 };
    if (end.n) join_halves(r, end, start);
    ofac_remarks_add(r->m, ST_KIND_UNKNOWN, ST_STR_NONE, st_str_sub(text, start.n, text.n), &seen);
    tell(r, "digital currency addresses", seen.wallets);
    note_half(r, CUT_START, start);
}

/* ---- the rows of the three other kinds ------------------------------------------------------------------------------------------------- */
static st_code main_row(reader *r, st_err *err) {
    const st_str *c = r->col;
    st_kind kind = ofac_kind(c[TYPE]);
    ofac_remarks seen = { 0, 0, 0 };
    st_model_main(r->m);
    st_model_kind(r->m, kind);
    ofac_name(r->m, ST_P_NAME, c[NAME], kind, ST_STR_NONE);
    ofac_programmes(r->m, c[PROGRAM]);
    ofac_title(r->m, c[TITLE]);
    st_fact(r->m, ST_P_CALL_SIGN, c[CALL_SIGN]);
    st_fact(r->m, ST_P_VESSEL_TYPE, c[VESSEL_TYPE]);
    texts(r, ST_P_TONNAGE, c[TONNAGE], "tonnage");
    texts(r, ST_P_TONNAGE, c[GRT], "gross registered tonnage");
    st_fact_country(r->m, ST_P_FLAG, c[FLAG]);
    ofac_link_name(r->m, ST_P_SHIP_OWNER, c[OWNER], ST_STR_NONE);
    main_remarks(r, kind, &seen);
    st_model_count2(r->m, "type", c[TYPE].n ? c[TYPE] : ST_STR("entity"), 1);
    st_model_count(r->m, "entries with DOB in remarks", seen.births > 0);
    st_model_count(r->m, "vessels with an IMO in remarks", kind == ST_KIND_VESSEL && seen.imos > 0);
    st_model_count(r->m, "digital currency addresses in remarks", seen.wallets);
    return note_tags(r, err);
}

/* The row does not say whether the party is a person, and another order of files must not give other facts: so the name stays whole. */
static void alt_row(reader *r) {
    const st_str *c = r->col;
    st_str keep;
    st_prop head = ofac_alias_head(c[ALT_TYPE], false, &keep);
    ofac_name(r->m, head, c[ALT_NAME], ST_KIND_UNKNOWN, keep);
    if (c[ALT_REMARKS].n && c[ALT_NAME].n) st_qual(r->m, ST_Q_NOTE, c[ALT_REMARKS]);
    tell2(r, "types", c[ALT_TYPE], 1);
}

/* "city, state/province, postal code" in one field: the part before the first comma, the rest, and a last word with digits. */
static void city_line(reader *r, st_str line) {
    size_t blank = line.n;
    while (blank > 0 && line.p[blank - 1] != ' ') blank--;
    st_str last = st_str_sub(line, blank, line.n);
    bool digit = false;
    for (size_t i = 0; i < last.n; i++) digit |= last.p[i] >= '0' && last.p[i] <= '9';
    if (digit && last.n >= 4) {
        st_qual(r->m, ST_Q_POSTCODE, last);
        line = st_str_trim(st_str_sub(line, 0, blank));
        if (st_str_ends(line, ",")) line.n--;
    }
    size_t comma = st_str_chr(line, ',');
    st_qual(r->m, ST_Q_CITY, st_str_trim(st_str_sub(line, 0, comma == SIZE_MAX ? line.n : comma)));
    if (comma != SIZE_MAX) st_qual(r->m, ST_Q_REGION, st_str_trim(st_str_sub(line, comma + 1, line.n)));
}

static void add_row(reader *r) {
    const st_str *c = r->col;
    if (!c[ADD_STREET].n && !c[ADD_CITY].n && !c[ADD_COUNTRY].n) {
        if (c[ADD_REMARKS].n) st_note(r->m, ST_STR("add_remarks"), c[ADD_REMARKS]);
        return;
    }
    tell(r, "records with any address field", 1);
    st_fact(r->m, ST_P_ADDRESS, ST_STR_NONE);
    if (c[ADD_STREET].n) st_qual(r->m, ST_Q_STREET, c[ADD_STREET]);
    if (c[ADD_CITY].n) city_line(r, c[ADD_CITY]);
    if (c[ADD_COUNTRY].n) st_qual_country(r->m, c[ADD_COUNTRY]);
    if (c[ADD_REMARKS].n) st_qual(r->m, ST_Q_NOTE, c[ADD_REMARKS]);
}

static st_code note_num(reader *r, st_err *err) {
    uint64_t n = 0;
    (void)st_parse_u64(r->col[NUM], &n);
    if (r->nums && r->num[r->nums - 1] == n) return ST_OK;
    if (st_grow(r->num, r->nums_cap, r->nums + 1)) return st_fail(err, ST_E_NOMEM, "out of memory");
    r->num[r->nums++] = n;
    return ST_OK;
}

static st_code row(reader *r, st_err *err) {
    static const char *const name_of[] = { [MAIN] = "name", [ALT] = "alias", [ADD] = "", [COMMENTS] = "text" };
    size_t name_at = r->part == ALT ? ALT_NAME : 1;
    st_code code = ST_OK;
    st_model_party(r->m, r->col[NUM], r->line);
    if (!is_number(r->col[NUM])) {
        st_model_bad(r->m, r->line, "ent_num \"%.*s\" is not a number", ST_FMT(ofac_clip(r->col[NUM])));
        return ST_OK;
    }
    if (r->part != ADD && !r->col[name_at].n) {
        st_model_bad(r->m, r->line, "the %s is empty", name_of[r->part]);
        return ST_OK;
    }
    ST_TRY(note_num(r, err));
    if (r->joined) tell(r, r->part == ALT ? "orphans (ent_num not in sdn.csv)" : "orphans", !st_model_has_main(r->m));
    tell(r, "records", 1);
    switch (r->part) {
    case MAIN: code = main_row(r, err); break;
    case ALT: alt_row(r); break;
    case ADD: add_row(r); break;
    case COMMENTS: comments_row(r); break;
    case NO_PART: case PARTS: break;
    }
    return code ? code : st_model_commit(r->m, err);
}

static int by_number(const void *a, const void *b) {
    const uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return x < y ? -1 : x > y;
}

static void count_distinct(reader *r) {
    uint64_t n = 0;
    if (r->nums) qsort(r->num, r->nums, sizeof *r->num, by_number);
    for (size_t i = 0; i < r->nums; i++) n += i == 0 || r->num[i] != r->num[i - 1];
    tell(r, "distinct ent_num", n);
}

/* ---- the file -------------------------------------------------------------------------------------------------------------------------- */
/* Takes the columns of a row: false when it isn't one, which then has been reported (or is a header). */
static bool take(reader *r, const st_csv_row *row) {
    st_str col[MAX_COLS] = { ST_STR_NONE };
    size_t want = layouts[r->part].cols, n = row->n;
    r->line = row->line;
    if (n && is_header(row->field[0])) return false;
    if (row->bad) {
        st_model_party(r->m, ST_STR("?"), row->line);
        st_model_bad(r->m, row->line, "%s", row->bad);
        return false;
    }
    if (r->sep == NO_SEPARATOR) n = n == 1 ? fixed(row->field[0], r->part, col) : 0;
    else for (size_t i = 0; i < n && i < want; i++) col[i] = row->field[i];
    if (n != want || (r->sep == NO_SEPARATOR && row->field[0].n <= layouts[r->part].end[want - 2])) {
        st_model_party(r->m, ST_STR("?"), row->line);
        st_model_bad(r->m, row->line, "%zu columns expected, %zu found", want, row->n);
        return false;
    }
    if (row->open) st_model_warn(r->m, row->line, "the last line has no line end: the file may have been cut off there");
    for (size_t i = 0; i < want; i++) {
        r->col[i] = st_str_trim(col[i]);
        if (is_null(r->col[i])) r->col[i] = ST_STR_NONE;
    }
    st_str last = col[want - 1];
    r->remarks = r->col[want - 1].n ? (last.n >= OFAC_REMARKS_MAX || r->part == COMMENTS ? last : r->col[want - 1]) : ST_STR_NONE;
    return true;
}

static st_code rows(reader *r, st_input *in, st_err *err) {
    st_csv_dialect d = { .sep = r->sep, .quote = r->sep == NO_SEPARATOR ? 0 : '"', .cp1252 = true, .max_record = 1 << 20, .max_fields = 64 };
    st_csv *csv = st_csv_open(in, &d, err);
    if (!csv) return err->code;
    st_csv_row line;
    st_code code = ST_OK;
    int more = 0;
    while (!code && (more = st_csv_next(csv, &line, err)) > 0)
        if (take(r, &line)) code = row(r, err);
    if (!code && more < 0) code = err->code;
    st_csv_close(csv);
    return code;
}

static st_code read(st_input *in, const st_probe *p, st_model *m, st_err *err) {
    reader r = { .m = m, .arena = ST_ARENA_INIT };
    r.part = look(p->head, &r.sep);
    if (r.part == NO_PART) {
        st_fail(err, ST_E_DATA, "no row at the beginning of the file looks like one of an OFAC flat file");
        st_err_hint(err, "the files are sdn, alt, add and sdn_comments, or cons_prim, cons_alt, cons_add and cons_comments, as .csv, .pip, .del or .ff");
        return ST_E_DATA;
    }
    const char *id = r.part == MAIN ? ofac_list_id(p) : ofac_named_cons(p) ? OFAC_CONS : OFAC_SDN;
    if (r.part == MAIN) st_model_list_set(m, ST_LIST_ID, st_str_of(id));
    else ST_TRY(st_model_list_join(m, st_str_of(id), &r.joined, err));
    st_code code = rows(&r, in, err);
    if (!code) count_distinct(&r);
    st_arena_free(&r.arena);
    st_free(r.num);
    st_free(r.tag);
    return code ? code : st_model_ok(m, err);
}

static bool companion(const st_probe *p) {
    char sep;
    return look(p->head, &sep) != MAIN;
}

const st_source st_source_ofac_csv = {
    "ofac-csv", "OFAC flat files: sdn, alt, add, sdn_comments and cons_*, as .csv .pip .del .ff", probe, read, false, companion,
};
