/* From the fields of a SWIFT payment to its facts (Standards MT: MT103, MT202, MT202 COV, MT205, MT205 COV; options A B C D F K of party fields). */
#include "engine/mt_int.h"
#include "text/text.h"

enum { WIDTH = 35, LINES = 64 };   /* characters of a full line; lines of one field that are read */

typedef struct mapper { st_pay_stream *s; st_pay *pay; const st_mt *m; st_err *err; bool cover, underlying; } mapper;

/* The fields of parties. In a transfer between banks 52 and 58 are the two ends; in the cover's second sequence 50 and 59 are, and 52 and 57 their banks. */
static const struct role { const char *field, *customer[2], *banks[3]; } roles[] = {
    { "50", { "debtor", "payer" }, { "debtor", "payer", NULL } },
    { "51", { "correspondent_bank", NULL }, { "correspondent_bank", NULL, NULL } },
    { "52", { "bank", NULL }, { "bank", "debtor", "payer" } },
    { "53", { "correspondent_bank", NULL }, { "correspondent_bank", NULL, NULL } },
    { "54", { "correspondent_bank", NULL }, { "correspondent_bank", NULL, NULL } },
    { "55", { "correspondent_bank", NULL }, { "correspondent_bank", NULL, NULL } },
    { "56", { "correspondent_bank", "intermediary" }, { "correspondent_bank", "intermediary", NULL } },
    { "57", { "bank", NULL }, { "bank", NULL, NULL } },
    { "58", { "bank", "creditor" }, { "bank", "creditor", "payee" } },
    { "59", { "creditor", "payee" }, { "creditor", "payee", NULL } },
};

static st_code no_memory(st_err *err) { return st_fail(err, ST_E_NOMEM, "out of memory"); }

static st_code wrong(const mapper *m, const st_mt_field *f, const char *what, st_str value) {
    if (value.n) st_fail(m->err, ST_E_DATA, ":%.*s: %s: '%.*s'", ST_FMT(f->tag), what, (int)(value.n < 80 ? value.n : 80), value.p);
    else st_fail(m->err, ST_E_DATA, ":%.*s: %s", ST_FMT(f->tag), what);
    st_err_where(m->err, "%s:%u", st_input_path(m->s->in), f->line);
    return ST_E_DATA;
}

static st_code doubt(const mapper *m, const st_mt_field *f, const char *what, st_str value) {
    return st_pay_warn(m->pay, m->err, ":%.*s: %s: %.*s", ST_FMT(f->tag), what, ST_FMT(value));
}

static bool all_of(st_str s, char lo, char hi) {
    for (size_t i = 0; i < s.n; i++) if (s.p[i] < lo || s.p[i] > hi) return false;
    return s.n > 0;
}

/* ---- lines ------------------------------------------------------------------------------------------------------------------------------------------ */

/* The lines of a field, without blanks at their ends; those behind the last that holds anything are left out. */
static size_t lines_of(st_str value, st_str *out) {
    size_t n = 0, used = 0;
    for (size_t i = 0, end; n < LINES && i <= value.n; i = end + 1) {
        const size_t lf = i < value.n ? st_str_chr(st_str_sub(value, i, value.n), '\n') : SIZE_MAX;
        end = lf == SIZE_MAX ? value.n : i + lf;
        out[n] = i < end ? st_str_trim(st_str_sub(value, i, end)) : ST_STR_NONE;
        if (out[n++].n) used = n;
    }
    return used;
}

/* "+" at the end of a line says that more was cut off or follows; "+" and "//" at its beginning that it goes on. */
static st_str without_signs(st_str s) {
    if (st_str_starts(s, "//")) s = st_str_sub(s, 2, s.n);
    while (s.n && s.p[0] == '+') s = st_str_sub(s, 1, s.n);
    while (s.n && s.p[s.n - 1] == '+') s.n--;
    return st_str_trim(s);
}

static size_t width(st_str s) {
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++) n += ((unsigned char)s.p[i] & 0xc0) != 0x80;
    return n;
}

/* "/INS/", "/ORDERRES/": a code word between slashes begins a new piece. */
static size_t code_word(st_str s) {
    if (s.n < 4 || s.p[0] != '/') return 0;
    for (size_t i = 1; i < s.n && i <= 9; i++) {
        if (s.p[i] == '/') return i > 2 ? i + 1 : 0;
        if (!((s.p[i] >= 'A' && s.p[i] <= 'Z') || (s.p[i] >= '0' && s.p[i] <= '9'))) return 0;
    }
    return 0;
}

/* Lines into one text. A line that is full was cut where it ends, maybe within a word: then `cut` decides whether a blank goes in. */
static void join(const st_str *line, size_t n, bool cut, st_buf *out, bool *full) {
    for (size_t i = 0; i < n; i++) {
        const st_str s = without_signs(line[i]);
        if (out->n) {
            const bool was_full = i > 0 && width(line[i - 1]) >= WIDTH;
            *full |= was_full;
            if (code_word(line[i])) st_buf_char(out, '\n');
            else if (!(was_full && cut)) st_buf_char(out, ' ');
        }
        st_buf_str(out, s);
    }
}

static st_code free_text(const mapper *m, const st_mt_field *f) {
    st_str line[LINES];
    const size_t n = lines_of(f->value, line);
    bool full = false, again = false;
    st_buf b = ST_BUF_INIT(ST_MESSAGE_MAX_TEXT), other = ST_BUF_INIT(ST_MESSAGE_MAX_TEXT);
    join(line, n, true, &b, &full);
    join(line, n, false, &other, &again);
    st_code code = b.failed ? b.failed : other.failed;
    if (code) st_fail(m->err, code, "no room for the text");
    else code = st_pay_text(m->pay, st_buf_view(&b), m->err);
    if (!code && full) {
        if (m->pay->other_text.n) st_buf_char(&m->pay->other_text, '\n');
        st_buf_str(&m->pay->other_text, st_buf_view(&other));
    }
    st_buf_free(&b);
    st_buf_free(&other);
    return code;
}

static st_str join_lines(const mapper *m, const st_str *line, size_t n, const char *between) {
    st_buf b = ST_BUF_INIT(ST_MESSAGE_MAX_TEXT);
    for (size_t i = 0; i < n; i++) {
        const st_str s = without_signs(line[i]);
        if (!s.n) continue;
        if (b.n) st_buf_z(&b, between);
        st_buf_str(&b, s);
    }
    const st_str copy = b.n ? st_str_copy(m->pay->arena, st_buf_view(&b)) : ST_STR("");
    st_buf_free(&b);
    return copy;
}

/* ---- parties ------------------------------------------------------------------------------------------------------------------------------------------- */

static st_code take_bic(const mapper *m, const st_mt_field *f, st_str text, st_pay_party *p) {
    if (!st_is_bic(text)) return wrong(m, f, "not a BIC", text);
    p->bic = text;
    p->type = ST_STR("organisation");
    p->country = st_bic_country(text);
    return p->country.n ? st_pay_place(m->pay, p->country, m->err) : doubt(m, f, "a BIC of no country", text);
}

/* "/DE89370400440532013000", "/D/12345", "//FW021000021": an account, whose country is a place of the business, or a bank's number in a clearing system. */
static st_code account(const mapper *m, const st_mt_field *f, st_str line, st_pay_party *p) {
    static const struct { char code[3], country[3]; } systems[] = {   /* Standards MT, codes of national clearing systems */
        { "AT", "AT" }, { "AU", "AU" }, { "BL", "DE" }, { "CC", "CA" }, { "CH", "US" }, { "CN", "CN" }, { "CP", "US" }, { "ES", "ES" }, { "FW", "US" }, { "GR", "GR" },
        { "HK", "HK" }, { "IE", "IE" }, { "IL", "IL" }, { "IN", "IN" }, { "IT", "IT" }, { "NZ", "NZ" }, { "PL", "PL" }, { "PT", "PT" }, { "RU", "RU" }, { "SC", "GB" },
        { "SW", "CH" }, { "ZA", "ZA" } };
    st_str s = st_str_sub(line, 1, line.n);
    if (st_str_starts(s, "/")) {
        s = st_str_sub(s, 1, s.n);
        for (size_t i = 0; i < ST_LEN(systems); i++)
            if (st_str_starts(s, systems[i].code) && (s.n == 2 || all_of(st_str_sub(s, 2, s.n), '0', '9'))) {
                p->clears = st_country_code((st_str){ systems[i].country, 2 });
                p->id_number = s;
            }
    } else if (s.n > 2 && s.p[1] == '/' && (s.p[0] == 'C' || s.p[0] == 'D')) s = st_str_sub(s, 2, s.n);
    if (!s.n || st_str_is(s, "-")) return ST_OK;
    ST_TRY(st_pay_place(m->pay, p->clears.n ? p->clears : st_iban_country(s), m->err));
    const st_str key = st_pay_copy(m->pay, "%.*s/account", ST_FMT(f->tag));
    return key.p ? st_pay_note(m->pay, key, s, m->err) : no_memory(m->err);
}

/* Name and address in lines that say no more than that: the first is the name. When it is full the name may go on in the second, with or without a blank. */
static st_code name_and_address(const mapper *m, const st_str *line, size_t n, st_pay_party *p) {
    if (n == 0) return ST_OK;
    p->name = without_signs(line[0]);
    if (n > 1 && width(line[0]) >= WIDTH) {
        const st_str more = without_signs(line[1]);
        p->alias[0] = st_pay_copy(m->pay, "%.*s%.*s", ST_FMT(p->name), ST_FMT(more));
        p->alias[1] = st_pay_copy(m->pay, "%.*s %.*s", ST_FMT(p->name), ST_FMT(more));
        if (!p->alias[0].p || !p->alias[1].p) return no_memory(m->err);
    }
    if (n > 1) {
        p->address = join_lines(m, line + 1, n - 1, ", ");
        if (!p->address.p) return no_memory(m->err);
        if (!p->country.n) p->country = st_address_country(without_signs(line[n - 1]));
    }
    if (st_is_placeholder(p->name)) p->name = ST_STR_NONE;
    return ST_OK;
}

/* 3/RU/SOCHI: country, then the town unless it stands for none. */
static st_code country_and_town(const mapper *m, const st_mt_field *f, st_str text, st_pay_party *p, st_str *town) {
    const st_str code = st_str_sub(text, 0, text.n < 2 ? text.n : 2);
    if (code.n < 2 || (text.n > 2 && text.p[2] != '/') || !all_of(code, 'A', 'Z')) return wrong(m, f, "3/ is not followed by a country code", text);
    const st_str known = st_country_code(code);
    if (known.n) p->country = known;
    else ST_TRY(doubt(m, f, "a code of no country", code));
    *town = text.n > 3 ? st_str_trim(st_str_sub(text, 3, text.n)) : ST_STR_NONE;
    if (!st_is_placeholder(*town)) return ST_OK;
    ST_TRY(doubt(m, f, "a placeholder stands for the town", *town));
    *town = ST_STR_NONE;
    return ST_OK;
}

/* CCPT/RU/03 01 767874: a code, the country that issued it, the number. */
static st_code identifier(const mapper *m, const st_mt_field *f, st_str line, st_pay_party *p) {
    static const char *const persons[] = { "ARNU", "CCPT", "DRLC", "NIDN", "SOSE" };
    if (line.n < 9 || line.p[4] != '/' || line.p[7] != '/' || !all_of(st_str_sub(line, 0, 4), 'A', 'Z')) return wrong(m, f, "neither an account nor an identifier", line);
    p->id_number = st_str_trim(st_str_sub(line, 8, line.n));
    for (size_t i = 0; i < ST_LEN(persons); i++) if (st_str_starts(line, persons[i])) p->type = ST_STR("person");
    if (st_str_starts(line, "CCPT")) p->nationality = st_country_code(st_str_sub(line, 5, 7));
    const st_str key = st_pay_copy(m->pay, "%.*s/identifier", ST_FMT(f->tag));
    return key.p ? st_pay_note(m->pay, key, line, m->err) : no_memory(m->err);
}

/* 6/GB/Bank/12345 and 7/GB/12345: the last part is the number. */
static void number_of(char kind, st_str s, st_pay_party *p) {
    st_str number = s, part;
    for (st_str rest = s; st_split(&rest, "/", &part);) if (part.n) number = part;
    if (!p->id_number.n) p->id_number = number;
    if (kind == '7') p->type = ST_STR("person");
}

static st_code born(const mapper *m, const st_mt_field *f, st_str s, st_pay_party *p) {
    if (s.n != 8 || !all_of(s, '0', '9')) return wrong(m, f, "4/ is not a date", s);
    p->birth_date = st_pay_copy(m->pay, "%.4s-%.2s-%.2s", s.p, s.p + 4, s.p + 6);
    if (!p->birth_date.p) return no_memory(m->err);
    p->type = ST_STR("person");
    return st_date_valid(p->birth_date) ? ST_OK : wrong(m, f, "4/ is not a date", s);
}

/* Lines with numbers: 1 name, 2 address, 3 country and town, 4 date of birth, 5 place of birth, 6 customer number, 7 national identity number, 8 more. */
static st_code numbered(const mapper *m, const st_mt_field *f, const st_str *line, size_t n, st_pay_party *p) {
    st_str name[LINES] = { { "", 0 } }, address[LINES] = { { "", 0 } }, town = ST_STR_NONE;
    size_t names = 0, addresses = 0;
    bool full = false;
    char kind = 0;
    for (size_t i = 0; i < n; i++) {
        st_str s = line[i];
        const bool begins = s.n >= 2 && s.p[0] >= '1' && s.p[0] <= '8' && s.p[1] == '/', goes_on = !begins || s.p[0] == kind;
        if (begins) { kind = s.p[0]; s = st_str_sub(s, 2, s.n); }
        if (!kind) return wrong(m, f, "a line without its number", s);
        s = without_signs(s);
        if (kind == '1') { full |= names > 0 && width(line[i - 1]) >= WIDTH; name[names++] = s; }
        else if (kind == '2') address[addresses++] = s;
        else if (kind == '3' && !goes_on) ST_TRY(country_and_town(m, f, s, p, &town));
        else if (kind == '3') { address[addresses++] = town; town = s; }
        else if (kind == '4') ST_TRY(born(m, f, s, p));
        else {
            if (kind == '6' || kind == '7') number_of(kind, s, p);
            const st_str key = st_pay_copy(m->pay, "%.*s/%c", ST_FMT(f->tag), kind);
            if (!key.p) return no_memory(m->err);
            ST_TRY(st_pay_note(m->pay, key, s, m->err));
        }
    }
    p->name = join_lines(m, name, names, " ");
    if (full) p->alias[0] = join_lines(m, name, names, "");   /* cut within a word */
    if (town.n) address[addresses++] = town;
    p->address = join_lines(m, address, addresses, ", ");
    return p->name.p && p->address.p && (!full || p->alias[0].p) ? ST_OK : no_memory(m->err);
}

static void set_roles(const mapper *m, const struct role *r, bool between_banks, st_pay_party *p) {
    const char *const *list = between_banks ? r->banks : r->customer;
    const size_t n = between_banks ? ST_LEN(r->banks) : ST_LEN(r->customer);
    size_t k = 0;
    for (size_t i = 0; i < n && list[i]; i++)   /* under a cover whoever pays and is paid stands in its second sequence */
        if (!(between_banks && m->cover && (strcmp(list[i], "payer") == 0 || strcmp(list[i], "payee") == 0))) p->role[k++] = list[i];
}

static st_code party(const mapper *m, const st_mt_field *f, const struct role *r, bool between_banks) {
    const char option = f->tag.n == 3 ? f->tag.p[2] : 0;
    st_str line[LINES];
    size_t n = lines_of(f->value, line), i = 0;
    st_pay_party p = { .id = m->underlying ? st_pay_copy(m->pay, "B.%s", r->field) : st_str_of(r->field) };
    if (!p.id.p) return no_memory(m->err);
    const bool bank = r->field[1] != '0' && r->field[1] != '9';
    if (bank) p.type = ST_STR("organisation");
    if (n && st_str_starts(line[0], "/")) ST_TRY(account(m, f, line[i++], &p));
    else if (option == 'F' && r->field[1] == '0' && n && !(line[0].n > 1 && line[0].p[1] == '/')) ST_TRY(identifier(m, f, line[i++], &p));
    if (option == 'A') {
        if (i == n) return wrong(m, f, "the BIC is missing", ST_STR_NONE);
        ST_TRY(take_bic(m, f, line[i++], &p));
        for (; i < n; i++) ST_TRY(doubt(m, f, "a line behind the BIC", line[i]));
    } else if (option == 'F' && !bank) ST_TRY(numbered(m, f, line + i, n - i, &p));
    else ST_TRY(name_and_address(m, line + i, n - i, &p));
    if (!p.country.n && bank) p.country = p.clears;
    if (!p.name.n && !p.bic.n && !p.id_number.n) return bank ? ST_OK : wrong(m, f, "there is no name", ST_STR_NONE);
    set_roles(m, r, between_banks, &p);
    return st_pay_add(m->pay, &p, m->err);
}

/* ---- the payment itself ---------------------------------------------------------------------------------------------------------------------------------- */

/* :32A:260203EUR12591,01 */
static st_code value(const mapper *m, const st_mt_field *f) {
    const st_str s = st_str_trim(f->value);
    char number[32];
    if (s.n < 10 || !all_of(st_str_sub(s, 0, 6), '0', '9') || !all_of(st_str_sub(s, 6, 9), 'A', 'Z') || !st_pay_amount(st_str_sub(s, 9, s.n), ',', number))
        return wrong(m, f, "not a date, a currency and an amount", s);
    m->pay->date = st_pay_copy(m->pay, "%s%.2s-%.2s-%.2s", s.p[0] >= '8' ? "19" : "20", s.p, s.p + 2, s.p + 4);
    m->pay->currency = st_str_sub(s, 6, 9);
    m->pay->amount = st_pay_copy(m->pay, "%s", number);
    if (!m->pay->date.p || !m->pay->amount.p) return no_memory(m->err);
    return st_date_valid(m->pay->date) ? ST_OK : wrong(m, f, "not a date", st_str_sub(s, 0, 6));
}

/* /ORDERRES/BE//, /BENEFRES/RU//: where the ordering customer and the beneficiary reside. Fills a country that is not known yet. */
static st_code residence(const mapper *m, const st_mt_field *f) {
    static const struct { const char *code, *role; } which[] = { { "/ORDERRES/", "debtor" }, { "/BENEFRES/", "creditor" } };
    for (size_t i = 0; i < ST_LEN(which); i++) {
        const size_t at = st_str_find(f->value, which[i].code);
        if (at == SIZE_MAX || at + 12 > f->value.n) continue;
        const st_str code = st_country_code(st_str_sub(f->value, at + 10, at + 12));
        ST_TRY(st_pay_place(m->pay, code, m->err));
        for (size_t k = 0; k < m->pay->n; k++)
            for (size_t j = 0; j < ST_PAY_ROLES && m->pay->party[k].role[j]; j++)
                if (strcmp(m->pay->party[k].role[j], which[i].role) == 0 && !m->pay->party[k].country.n) m->pay->party[k].country = code;
    }
    return ST_OK;
}

/* /INS/DEUTDEFF in 72: the bank that gave the instruction; /ULTD/ and /ULTB/ in 70: for whom, and to whom in the end. By BIC or by name. */
static st_code named_in_text(const mapper *m, const st_mt_field *f) {
    static const struct { const char *code, *id, *role; bool bank; } which[] = {
        { "/INS/", "INS", "correspondent_bank", true }, { "/ULTD/", "ULTD", "debtor", false }, { "/ULTB/", "ULTB", "creditor", false } };
    st_str line[LINES];
    const size_t n = lines_of(f->value, line);
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < ST_LEN(which); k++) {
            const size_t at = st_str_find(line[i], which[k].code);
            if (at == SIZE_MAX) continue;
            size_t end = i + 1;
            while (end < n && st_str_starts(line[end], "//") && which[k].bank) end++;
            st_str text = st_str_trim(st_str_sub(line[i], at + strlen(which[k].code), line[i].n));
            const size_t slash = text.n ? st_str_chr(text, '/') : SIZE_MAX;
            if (slash != SIZE_MAX) text = st_str_trim(st_str_sub(text, 0, slash));
            if (!text.n) continue;
            st_pay_party p = { .id = st_str_of(which[k].id), .role = { which[k].role } };
            if (st_is_bic(text) && st_bic_country(text).n) ST_TRY(take_bic(m, f, text, &p));
            else {
                p.name = text;
                if (which[k].bank) p.type = ST_STR("organisation");
                if (end > i + 1) p.address = join_lines(m, line + i + 1, end - i - 1, ", ");
            }
            ST_TRY(st_pay_add(m->pay, &p, m->err));
        }
    return ST_OK;
}

static const struct role *role_of(st_str tag) {
    for (size_t i = 0; i < ST_LEN(roles); i++) if (st_str_starts(tag, roles[i].field)) return &roles[i];
    return NULL;
}

static st_code field(mapper *m, const st_mt_field *f, bool customer) {
    static const char *const texts[] = { "70", "72", "77B", "77T", "79" };
    const struct role *r = role_of(f->tag);
    if (m->cover && st_str_starts(f->tag, "50")) m->underlying = true;
    if (r) return party(m, f, r, !customer && !m->underlying);
    if (st_str_is(f->tag, "32A") && !m->pay->amount.p) return value(m, f);
    for (size_t i = 0; i < ST_LEN(texts); i++)
        if (st_str_is(f->tag, texts[i])) {
            ST_TRY(free_text(m, f));
            return named_in_text(m, f);
        }
    return st_pay_note(m->pay, f->tag, st_str_trim(f->value), m->err);
}

/* ---- headers ------------------------------------------------------------------------------------------------------------------------------------------- */

/* A logical terminal's twelve characters: the BIC's first eight, a letter of the terminal, the branch. */
static st_code terminal(const mapper *m, const char *id, st_str block, size_t from, bool ends, const char *role) {
    if (!block.n) return ST_OK;
    char name[11];
    if (block.n >= from + 12) {
        memcpy(name, block.p + from, 8);
        memcpy(name + 8, block.p + from + 9, 3);
    }
    if (block.n < from + 12 || !st_is_bic((st_str){ name, sizeof name })) return st_pay_warn(m->pay, m->err, "the header does not say the %s's BIC: %.*s", id, ST_FMT(block));
    const st_str bic = st_str_copy(m->pay->arena, (st_str){ name, sizeof name });
    if (!bic.p) return no_memory(m->err);
    st_pay_party p = { .id = st_str_of(id), .type = ST_STR("organisation"), .bic = bic, .country = st_bic_country(bic), .role = { "correspondent_bank" } };
    if (ends) { p.role[0] = "bank"; p.role[1] = role; if (!m->cover) p.role[2] = "payer"; }
    ST_TRY(st_pay_place(m->pay, p.country, m->err));
    return st_pay_add(m->pay, &p, m->err);
}

static st_code headers(const mapper *m, bool sender_pays) {
    static const char *const keys[] = { "1", "2", "3", "5" };
    const st_str one = m->m->block[1], two = m->m->block[2];
    const bool received = st_str_starts(two, "O");   /* then the sender stands in block 2, behind time and date */
    ST_TRY(terminal(m, "sender", received ? two : one, received ? 14 : 3, sender_pays, "debtor"));
    ST_TRY(terminal(m, "receiver", received ? one : two, received ? 3 : 4, false, NULL));
    for (size_t i = 0; i < ST_LEN(keys); i++) {
        const st_str block = m->m->block[keys[i][0] - '0'];
        if (!block.n) continue;
        const st_str key = st_pay_copy(m->pay, "block %s", keys[i]);
        if (!key.p) return no_memory(m->err);
        ST_TRY(st_pay_note(m->pay, key, block, m->err));
    }
    const st_str uetr = st_mt_tag(m->m->block[3], "121");
    return uetr.n ? st_pay_note(m->pay, ST_STR("UETR"), uetr, m->err) : ST_OK;
}

static bool has_field(const st_mt *m, const char *prefix) {
    for (size_t i = 0; i < m->n; i++) if (st_str_starts(m->field[i].tag, prefix)) return true;
    return false;
}

static st_code missing(const mapper *m, const char *tag) {
    st_fail(m->err, ST_E_DATA, ":%s: is missing", tag);
    st_err_where(m->err, "%s:%u", st_input_path(m->s->in), m->m->text_line);
    return ST_E_DATA;
}

/* What kind of message it is: block 2 says it; without one the fields do. */
static st_code kind_of(mapper *m, bool *customer) {
    const st_str two = m->m->block[2], type = two.n >= 4 ? st_str_sub(two, 1, 4) : ST_STR_NONE;
    *customer = type.n ? st_str_is(type, "103") : has_field(m->m, "59");
    if (type.n && !*customer && !st_str_is(type, "202") && !st_str_is(type, "205")) {
        st_fail(m->err, ST_E_DATA, "{2: an MT%.*s is not a payment that strait reads", ST_FMT(type));
        st_err_hint(m->err, "MT103, MT202, MT202 COV, MT205 and MT205 COV are");
        return ST_E_DATA;
    }
    m->cover = !*customer && (st_str_is(st_mt_tag(m->m->block[3], "119"), "COV") || has_field(m->m, "50"));
    m->pay->kind = *customer ? "MT103" : st_str_is(type, "205") ? (m->cover ? "MT205 COV" : "MT205") : m->cover ? "MT202 COV" : "MT202";
    return ST_OK;
}

st_code st_mt_map(st_pay_stream *s, const st_mt *message, st_err *err) {
    mapper m = { .s = s, .pay = &s->pay, .m = message, .err = err };
    bool customer = false;
    for (size_t i = 0; i < message->n && !m.pay->id.n; i++)
        if (st_str_is(message->field[i].tag, "20")) m.pay->id = st_str_trim(message->field[i].value);
    if (st_mt_tag(message->block[3], "121").n) m.pay->id = st_mt_tag(message->block[3], "121");
    ST_TRY(kind_of(&m, &customer));
    static const char *const of_customers[] = { "20", "32A", "50", "59" }, *const of_banks[] = { "20", "32A", "58" };
    for (size_t i = 0; i < (customer ? ST_LEN(of_customers) : ST_LEN(of_banks)); i++) {
        const char *tag = customer ? of_customers[i] : of_banks[i];
        if (!has_field(message, tag)) return missing(&m, tag);
    }
    if (m.cover && !has_field(message, "59")) return missing(&m, "59");
    if (m.cover && !has_field(message, "50")) return missing(&m, "50");
    for (size_t i = 0; i < message->n; i++) ST_TRY(field(&m, &message->field[i], customer));
    for (size_t i = 0; i < message->n; i++) if (st_str_is(message->field[i].tag, "77B")) ST_TRY(residence(&m, &message->field[i]));
    return headers(&m, !customer && !has_field(message, "52"));
}
