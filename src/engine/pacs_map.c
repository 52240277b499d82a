/* From the elements of a payment to its facts (ISO 20022 message definitions pacs.008.001.08 and neighbours; CBPR+ usage; names as in the schemas). */
#include "engine/pacs_int.h"
#include "model/ident.h"
#include "text/text.h"

typedef struct mapper { const st_pacs_place *at; st_pay *pay; st_pacs_node *transaction; st_err *err; } mapper;

/* The elements that are parties. once: also in the transaction's own place it need not say anything, since another element of it does. */
static const struct role { const char *element, *role[2]; } roles[] = {
    { "Dbtr", { "debtor", "payer" } }, { "Cdtr", { "creditor", "payee" } }, { "UltmtDbtr", { "debtor", NULL } }, { "UltmtCdtr", { "creditor", NULL } },
    { "InitgPty", { "agent", NULL } }, { "DbtrAgt", { "bank", NULL } }, { "CdtrAgt", { "bank", NULL } },
    { "IntrmyAgt1", { "correspondent_bank", "intermediary" } }, { "IntrmyAgt2", { "correspondent_bank", "intermediary" } },
    { "IntrmyAgt3", { "correspondent_bank", "intermediary" } }, { "PrvsInstgAgt", { "correspondent_bank", NULL } }, { "PrvsInstgAgt1", { "correspondent_bank", NULL } },
    { "PrvsInstgAgt2", { "correspondent_bank", NULL } }, { "PrvsInstgAgt3", { "correspondent_bank", NULL } }, { "InstgAgt", { "correspondent_bank", NULL } },
    { "InstdAgt", { "correspondent_bank", NULL } }, { "InstgRmbrsmntAgt", { "correspondent_bank", NULL } }, { "InstdRmbrsmntAgt", { "correspondent_bank", NULL } },
    { "ThrdRmbrsmntAgt", { "correspondent_bank", NULL } }, { "Agt", { "bank", NULL } }, { "Fr", { "correspondent_bank", NULL } }, { "To", { "correspondent_bank", NULL } },
    { "Assgnr", { "correspondent_bank", NULL } }, { "Assgne", { "correspondent_bank", NULL } }, { "Invcr", { "creditor", NULL } }, { "Invcee", { "debtor", NULL } },
    { "Grnshee", { "debtor", NULL } }, { "GrnshmtAdmstr", { "creditor", NULL } }, { "Orgtr", { "agent", NULL } },
};

/* Elements whose text is free text of the message. */
static const char *const free_text[] = { "Ustrd", "AddtlRmtInf", "InstrInf", "Inf", "AddtlInf", "RefNb", "Ref", "Nb", "CtrctRef" };

static st_code no_memory(st_err *err) { return st_fail(err, ST_E_NOMEM, "out of memory"); }

/* ---- where an element stands ------------------------------------------------------------------------------------------------------------------ */

static void add_path(const mapper *m, const st_pacs_node *n, st_buf *b) {
    if (n->parent && n->parent != m->at->header) add_path(m, n->parent, b);
    if (n->parent == m->at->header && st_str_is(n->name, "AppHdr")) { st_buf_z(b, "/AppHdr"); return; }
    if (!n->parent || n->parent == m->at->header) st_buf_printf(b, "%s/%s", m->at->document ? "/Document" : "", m->at->root);
    if (n == m->transaction && m->at->underlying) st_buf_z(b, "/Undrlyg");
    st_buf_printf(b, "/%.*s", ST_FMT(n->name));
    if (n == m->transaction) { st_buf_printf(b, "[%llu]", (unsigned long long)m->at->index); return; }
    unsigned same = 0, ordinal = 0;
    for (const st_pacs_node *c = n->parent->child; c; c = c->next) {
        same += st_str_eq(c->name, n->name);
        if (c == n) ordinal = same;
    }
    if (same > 1) st_buf_printf(b, "[%u]", ordinal);
}

/* "/Document/FIToFICstmrCdtTrf/CdtTrfTxInf[2]/CdtrAgt/FinInstnId/BICFI: not a BIC: 'DEUT'" */
static st_code wrong(const mapper *m, const st_pacs_node *n, const char *child, const char *what) {
    st_buf b = ST_BUF_INIT(4096);
    add_path(m, n, &b);
    if (child) st_buf_printf(&b, "/%s", child);
    if (b.failed) {
        st_buf_free(&b);
        return no_memory(m->err);
    }
    if (child || !n->text.n) st_fail(m->err, ST_E_DATA, "%.*s: %s", ST_FMT(st_buf_view(&b)), what);
    else st_fail(m->err, ST_E_DATA, "%.*s: %s: '%.*s'", ST_FMT(st_buf_view(&b)), what, (int)(n->text.n < 80 ? n->text.n : 80), n->text.p);
    st_err_where(m->err, "%s:%u", st_input_path(m->at->stream->in), n->line);
    st_buf_free(&b);
    return ST_E_DATA;
}

static st_code doubt(const mapper *m, const st_pacs_node *n, const char *what) {
    st_buf b = ST_BUF_INIT(4096);
    add_path(m, n, &b);
    const st_code code = b.failed ? no_memory(m->err) : st_pay_warn(m->pay, m->err, "%.*s: %s: %.*s", ST_FMT(st_buf_view(&b)), what, ST_FMT(n->text));
    st_buf_free(&b);
    return code;
}

/* ---- values ---------------------------------------------------------------------------------------------------------------------------------------- */

static st_str take(st_pacs_node *n) {
    if (!n) return ST_STR_NONE;
    n->used = true;
    return n->text;
}

static bool all_of(st_str s, size_t from, size_t to, char lo, char hi) {
    for (size_t i = from; i < to; i++) if (s.p[i] < lo || s.p[i] > hi) return false;
    return true;
}

static bool is_date(st_str s) {   /* an ISO date, with or without a time or zone behind it */
    if (s.n < 10 || (s.n > 10 && s.p[10] != 'T' && s.p[10] != 'Z' && s.p[10] != '+' && s.p[10] != '-')) return false;
    return st_date_valid(st_str_sub(s, 0, 10));
}

static st_code take_bic(const mapper *m, st_pacs_node *n, st_str *bic) {
    if (!n) return ST_OK;
    *bic = take(n);
    if (!st_is_bic(*bic)) return wrong(m, n, NULL, "not a BIC");
    const st_str country = st_bic_country(*bic);
    return country.n ? st_pay_place(m->pay, country, m->err) : doubt(m, n, "a BIC of no country");
}

static st_code take_country(const mapper *m, st_pacs_node *n, st_str *country) {
    if (!n) return ST_OK;
    const st_str code = take(n);
    if (code.n != 2 || !all_of(code, 0, 2, 'A', 'Z')) return wrong(m, n, NULL, "not a country code");
    const st_str known = st_country(code);
    if (!known.n || !st_country_name(known).n) {
        n->used = false;
        return doubt(m, n, "a code of no country");
    }
    if (!country->n) *country = known;
    return ST_OK;
}

static st_code take_lei(const mapper *m, st_pacs_node *n, st_str *lei) {
    if (!n || !n->text.n) return ST_OK;
    *lei = take(n);
    return st_ident_check(ST_P_LEI, *lei, ST_STR_NONE) == ST_IDENT_HOLDS ? ST_OK : doubt(m, n, "not a LEI");
}

/* ---- addresses ---------------------------------------------------------------------------------------------------------------------------------- */

/* Street and number, town and postcode, in the order in which they are written on an envelope; then lines, then the country's code. */
static st_code address(const mapper *m, st_pacs_node *n, st_str *text, st_str *country) {
    static const char *const parts[] = { "Dept", "SubDept", "BldgNm", "StrtNm", "BldgNb", "Flr", "PstBx", "Room", "AdrLine", "TwnLctnNm", "DstrctNm", "PstCd", "TwnNm", "CtrySubDvsn" };
    st_buf b = ST_BUF_INIT(ST_MESSAGE_MAX_TEXT);
    st_str last_line = ST_STR_NONE;
    const char *before = "";
    st_code failed = ST_OK;
    st_pacs_node *town = NULL, *ctry = st_pacs_child(n, "Ctry");
    size_t lines = 0;
    for (size_t i = 0; i < ST_LEN(parts); i++)
        for (st_pacs_node *c = n->child; c; c = c->next) {
            if (!st_str_is(c->name, parts[i]) || !c->text.n) continue;
            if (st_is_placeholder(c->text)) {   /* stays a note */
                if (st_str_is(c->name, "TwnNm")) failed = doubt(m, c, "a placeholder stands for the town");
                continue;
            }
            const bool blank = (strcmp(parts[i], "BldgNb") == 0 && strcmp(before, "StrtNm") == 0) || (strcmp(parts[i], "TwnNm") == 0 && strcmp(before, "PstCd") == 0);
            if (b.n) st_buf_z(&b, blank ? " " : ", ");
            before = parts[i];
            st_buf_str(&b, take(c));
            if (strcmp(parts[i], "TwnNm") == 0) town = c;
            if (strcmp(parts[i], "AdrLine") == 0) { last_line = c->text; lines++; }
        }
    *text = b.n ? st_str_copy(m->pay->arena, st_buf_view(&b)) : ST_STR_NONE;
    if (b.failed || (b.n && !text->p)) failed = ST_E_NOMEM;
    st_buf_free(&b);
    if (failed) return no_memory(m->err);
    ST_TRY(take_country(m, ctry, country));
    if (!country->n && last_line.n) *country = st_address_country(last_line);
    if (lines && !(town && ctry) && st_str_cmp(m->pay->date, ST_STR("2026-11-14")) >= 0)
        return st_pay_warn(m->pay, m->err, "the address of %.*s has lines and no town and country of its own: networks refuse these since 14 November 2026", ST_FMT(n->parent->name));
    return ST_OK;
}

/* ---- parties ------------------------------------------------------------------------------------------------------------------------------------------- */

static st_code numbers(const mapper *m, st_pacs_node *id, st_pay_party *p) {
    st_pacs_node *organisation = st_pacs_child(id, "OrgId"), *person = st_pacs_child(id, "PrvtId"), *birth = st_pacs_child(person, "DtAndPlcOfBirth"),
                 *date = st_pacs_child(birth, "BirthDt"), *bic = st_pacs_child(organisation, "AnyBIC");
    if (organisation || person) p->type = person ? ST_STR("person") : ST_STR("organisation");
    ST_TRY(take_bic(m, bic ? bic : st_pacs_child(organisation, "BICOrBEI"), &p->bic));
    ST_TRY(take_lei(m, st_pacs_child(organisation, "LEI"), &p->lei));
    if (date) {
        if (!is_date(date->text)) return wrong(m, date, NULL, "not a date");
        p->birth_date = st_str_sub(take(date), 0, 10);
    }
    st_pacs_node *number = st_pacs_child(st_pacs_child(person ? person : organisation, "Othr"), "Id");
    if (number && number->text.n) p->id_number = take(number);
    return ST_OK;
}

/* A bank's own: the BIC, a name, a clearing member's number where it has neither. */
static st_code bank(const mapper *m, st_pacs_node *fi, st_pacs_node *branch, st_pay_party *p) {
    p->type = ST_STR("organisation");
    st_pacs_node *bic = st_pacs_child(fi, "BICFI"), *member = st_pacs_child(fi, "ClrSysMmbId"), *number = st_pacs_child(st_pacs_child(fi, "Othr"), "Id");
    ST_TRY(take_bic(m, bic ? bic : st_pacs_child(fi, "BIC"), &p->bic));
    ST_TRY(take_lei(m, st_pacs_child(fi, "LEI"), &p->lei));
    if (!p->lei.n) ST_TRY(take_lei(m, st_pacs_child(branch, "LEI"), &p->lei));
    if (number && number->text.n) p->id_number = take(number);
    else if (!p->bic.n && st_pacs_child(member, "MmbId")) p->id_number = take(st_pacs_child(member, "MmbId"));
    const st_pacs_node *system = st_pacs_child(st_pacs_child(member, "ClrSysId"), "Cd");   /* USABA, GBDSC: the codes begin with the country */
    if (!p->bic.n && system && system->text.n == 5) p->clears = st_country_code(st_str_sub(system->text, 0, 2));
    return st_pay_place(m->pay, p->clears, m->err);
}

static bool is_underlying(const mapper *m, const st_pacs_node *n) {
    for (; n && n != m->transaction; n = n->parent) if (st_str_is(n->name, "UndrlygCstmrCdtTrf")) return true;
    return false;
}

static void set_roles(const mapper *m, const st_pacs_node *n, const struct role *r, bool fi, st_pay_party *p) {
    size_t k = 0;
    const bool cover = fi && st_pacs_child(m->transaction, "UndrlygCstmrCdtTrf");   /* whoever pays stands in the underlying transfer */
    for (size_t i = 0; i < ST_LEN(r->role) && r->role[i]; i++)
        if (!(cover && (strcmp(r->role[i], "payer") == 0 || strcmp(r->role[i], "payee") == 0))) p->role[k++] = r->role[i];
    if (fi && strcmp(p->role[0], "bank") != 0 && strcmp(p->role[0], "correspondent_bank") != 0) p->role[k] = "bank";
    p->id = is_underlying(m, n) ? st_pay_copy(m->pay, "Undrlyg.%.*s", ST_FMT(n->name)) : n->name;
}

static st_code party(const mapper *m, st_pacs_node *n, const struct role *r) {
    st_pacs_node *in = st_pacs_child(n, "Pty") ? st_pacs_child(n, "Pty") : st_pacs_child(n, "Agt") ? st_pacs_child(n, "Agt") : st_pacs_child(n, "FIId") ? st_pacs_child(n, "FIId")
                       : st_pacs_child(n, "OrgId") ? st_pacs_child(n, "OrgId") : n;   /* OrgId: of Fr and To in an application header */
    st_pacs_node *fi = st_pacs_child(in, "FinInstnId"), *base = fi ? fi : in, *branch = st_pacs_child(in, "BrnchId"), *name = st_pacs_child(base, "Nm"),
                 *where = st_pacs_child(base, "PstlAdr"), *home = st_pacs_child(in, "CtryOfRes");
    st_pay_party p = { .id = n->name };
    const bool own = n->parent == m->transaction && (st_str_is(n->name, "Dbtr") || st_str_is(n->name, "Cdtr"));
    if (fi) ST_TRY(bank(m, fi, branch, &p));
    else ST_TRY(numbers(m, st_pacs_child(in, "Id"), &p));
    if (!fi && !p.lei.n) ST_TRY(take_lei(m, st_pacs_child(in, "LEI"), &p.lei));
    if (p.lei.n && !p.type.n) p.type = ST_STR("organisation");
    if (!name && !p.bic.n && branch) name = st_pacs_child(branch, "Nm");
    if (own && name && !name->text.n) return wrong(m, name, NULL, "is empty");
    if (name && !st_is_placeholder(name->text)) p.name = take(name);
    if (!where) where = st_pacs_child(branch, "PstlAdr");
    if (where) ST_TRY(address(m, where, &p.address, &p.country));
    if (!fi && home) {
        st_str residence = ST_STR_NONE;
        ST_TRY(take_country(m, home, &residence));
        if (!p.country.n) p.country = residence;
        home->used &= st_str_eq(p.country, residence);   /* the address is elsewhere: residence stays a note, and is a place of the business */
        ST_TRY(st_pay_place(m->pay, residence, m->err));
    }
    if (!p.country.n && (fi || p.bic.n)) p.country = p.bic.n ? st_bic_country(p.bic) : p.clears;
    if (!p.name.n && !p.bic.n && !p.lei.n && !p.id_number.n) return own && m->at->needs_parties ? wrong(m, n, NULL, "has neither name, BIC, LEI nor number") : ST_OK;
    set_roles(m, n, r, fi != NULL, &p);
    return p.id.p ? st_pay_add(m->pay, &p, m->err) : no_memory(m->err);
}

/* ---- the rest of the tree ---------------------------------------------------------------------------------------------------------------------------- */

/* An account's country is a place of the business; the number stays a note. */
static st_code account(const mapper *m, const st_pacs_node *n) {
    st_pacs_node *iban = st_pacs_child(st_pacs_child(n, "Id"), "IBAN");
    if (!iban) return ST_OK;
    const st_str s = iban->text;
    if (s.n < 5 || s.n > 34 || !all_of(s, 0, 2, 'A', 'Z') || !all_of(s, 2, 4, '0', '9')) return wrong(m, iban, NULL, "not an IBAN");
    if (st_ident_check(ST_P_ACCOUNT, s, ST_STR_NONE) != ST_IDENT_HOLDS) ST_TRY(doubt(m, iban, "an IBAN whose check digits fail"));
    return st_pay_place(m->pay, st_iban_country(s), m->err);
}

static bool is_free_text(const st_pacs_node *n) {
    for (size_t i = 0; i < ST_LEN(free_text); i++) if (st_str_is(n->name, free_text[i])) return true;
    return st_str_is(n->name, "Prtry") && n->parent && st_str_is(n->parent->name, "Purp");
}

static st_code walk(const mapper *m, st_pacs_node *n) {
    if (st_str_is(n->name, "Tax") || st_str_is(n->name, "TaxRmt")) return ST_OK;   /* its Dbtr and Cdtr are numbers of taxpayers: notes */
    for (size_t i = 0; n != m->transaction && i < ST_LEN(roles); i++)
        if (st_str_is(n->name, roles[i].element)) return n->child ? party(m, n, &roles[i]) : ST_OK;
    if (st_str_ends(n->name, "Acct")) return account(m, n);
    if (!n->child && n->text.n && is_free_text(n)) return st_pay_text(m->pay, take(n), m->err);
    for (st_pacs_node *c = n->child; c; c = c->next) ST_TRY(walk(m, c));
    return ST_OK;
}

/* What has become no fact, under its name: by itself where it stands in a group that says nothing more, else with the path from the transaction. */
static st_code leaves(const mapper *m, const st_pacs_node *n, st_str path) {
    static const char *const plain[] = { "GrpHdr", "PmtId", "SttlmInf", "AppHdr" };
    for (const st_pacs_node *c = n->child; c; c = c->next) {
        bool short_name = n == m->transaction || !n->parent;
        for (size_t i = 0; i < ST_LEN(plain); i++) short_name |= st_str_is(n->name, plain[i]);
        const st_str key = short_name ? c->name : st_pay_copy(m->pay, "%.*s/%.*s", ST_FMT(path), ST_FMT(c->name));
        if (!key.p) return no_memory(m->err);
        if (c->child) ST_TRY(leaves(m, c, key));
        if (c->used || !c->text.n) continue;
        const st_str value = c->ccy.n ? st_pay_copy(m->pay, "%.*s %.*s", ST_FMT(c->ccy), ST_FMT(c->text)) : c->text;
        if (!value.p) return no_memory(m->err);
        ST_TRY(st_pay_note(m->pay, key, value, m->err));
    }
    return ST_OK;
}

static void unused(st_pacs_node *n) {
    n->used = false;
    for (st_pacs_node *c = n->child; c; c = c->next) unused(c);
}

/* ---- the payment itself -------------------------------------------------------------------------------------------------------------------------------- */

static st_pacs_node *first_of(const st_pacs_node *n, const char *const *names, size_t count) {
    for (size_t i = 0; i < count; i++) {
        st_pacs_node *c = st_pacs_child(n, names[i]);
        if (c && c->text.n) return c;
    }
    return NULL;
}

static st_code amount(const mapper *m) {
    static const char *const names[] = { "IntrBkSttlmAmt", "RtrdIntrBkSttlmAmt", "InstdAmt", "OrgnlIntrBkSttlmAmt" };
    st_pacs_node *n = first_of(m->transaction, names, ST_LEN(names));
    if (!n) n = first_of(st_pacs_child(m->transaction, "OrgnlTxRef"), names, ST_LEN(names));
    if (!n) return m->at->needs_parties ? wrong(m, m->transaction, "IntrBkSttlmAmt", "is missing") : ST_OK;
    char number[32];
    if (!st_pay_amount(n->text, '.', number)) return wrong(m, n, NULL, "not an amount");
    if (n->ccy.n != 3 || !all_of(n->ccy, 0, 3, 'A', 'Z')) return wrong(m, n, "@Ccy", "not a currency");
    n->used = true;
    m->pay->currency = n->ccy;
    m->pay->amount = st_pay_copy(m->pay, "%s", number);
    return m->pay->amount.p ? ST_OK : no_memory(m->err);
}

static st_code date(const mapper *m) {
    static const char *const names[] = { "IntrBkSttlmDt", "OrgnlIntrBkSttlmDt" };
    st_pacs_node *group = st_pacs_child(m->at->header, "GrpHdr"), *n = first_of(m->transaction, names, ST_LEN(names));
    if (!n) n = first_of(group, names, ST_LEN(names));
    if (!n) n = first_of(st_pacs_child(m->transaction, "OrgnlTxRef"), names, ST_LEN(names));
    st_pacs_node *made = st_pacs_child(group ? group : st_pacs_child(m->at->header, "Assgnmt"), "CreDtTm");
    if (!n && made && made->text.n) {
        if (!is_date(made->text)) return wrong(m, made, NULL, "not a date and time");
        m->pay->date = st_str_sub(made->text, 0, 10);   /* stays a note with its time */
        return ST_OK;
    }
    if (!n) return ST_OK;
    if (!is_date(n->text)) return wrong(m, n, NULL, "not a date");
    m->pay->date = st_str_sub(take(n), 0, 10);
    return ST_OK;
}

/* The most telling reference there is; they all stay notes. */
static st_code identity(const mapper *m) {
    static const char *const names[] = { "UETR", "TxId", "InstrId", "EndToEndId", "OrgnlUETR", "OrgnlTxId", "OrgnlInstrId", "OrgnlEndToEndId", "RtrId", "CxlId" };
    const st_pacs_node *id = NULL, *group = st_pacs_child(m->at->header, "GrpHdr");
    for (size_t i = 0; i < ST_LEN(names) && !id; i++) {
        id = st_pacs_child(st_pacs_child(m->transaction, "PmtId"), names[i]);
        if (!id) id = st_pacs_child(m->transaction, names[i]);
        if (id && (!id->text.n || st_is_placeholder(id->text))) id = NULL;
    }
    if (id) { m->pay->id = id->text; return ST_OK; }
    const st_pacs_node *message = st_pacs_child(group, "MsgId");
    m->pay->id = st_pay_copy(m->pay, "%.*s#%llu", ST_FMT(message ? message->text : ST_STR_NONE), (unsigned long long)m->at->index);
    return m->pay->id.p ? ST_OK : no_memory(m->err);
}

st_code st_pacs_map(const st_pacs_place *at, st_pacs_node *transaction, st_err *err) {
    const mapper m = { at, &at->stream->pay, transaction, err };
    unused(at->header);
    ST_TRY(identity(&m));
    ST_TRY(date(&m));
    ST_TRY(amount(&m));
    static const char *const sides[] = { "Dbtr", "Cdtr" };
    for (size_t i = 0; at->needs_parties && i < ST_LEN(sides); i++)
        if (!st_pacs_child(transaction, sides[i])) return wrong(&m, transaction, sides[i], "is missing");
    ST_TRY(walk(&m, transaction));
    for (st_pacs_node *c = at->header->child; c; c = c->next) ST_TRY(walk(&m, c));
    for (st_pacs_node *c = at->header->child; c; c = c->next) ST_TRY(leaves(&m, c, c->name));
    return leaves(&m, transaction, ST_STR_NONE);
}
