/* Digital currency addresses, one a line: the extract of OFAC's list that circulates as sanctioned_addresses_XBT.txt, one file per currency. All
 * such files together are one list; the currency is in the name of the file, else in the form of the address.
 *
 * Key: the address. A wallet has no name. */
#include "base/csv.h"
#include "model/ident.h"
#include "sources/source.h"

static bool is_address(st_str s) {
    if (s.n < 25 || s.n > 120) return false;
    size_t digits = 0;
    for (size_t i = 0; i < s.n; i++) {
        const char c = s.p[i];
        const bool digit = c >= '0' && c <= '9', letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (!digit && !letter && c != ':') return false;   /* bitcoincash:q... */
        digits += digit;
    }
    return digits > 0;
}

/* What stands between the last "_" and the end ".txt" of the name: "XBT". */
static st_str currency_of(st_str member) {
    if (!st_str_ends(member, ".txt")) return ST_STR_NONE;
    size_t from = member.n;
    while (from && member.p[from - 1] != '_') from--;
    const st_str code = from ? st_str_sub(member, from, member.n - 4) : ST_STR_NONE;
    for (size_t i = 0; i < code.n; i++) if (!(code.p[i] >= 'A' && code.p[i] <= 'Z') && !(code.p[i] >= '0' && code.p[i] <= '9')) return ST_STR_NONE;
    return code.n >= 2 && code.n <= 8 ? code : ST_STR_NONE;
}

static st_str currency_by_form(st_str a) {
    static const struct { const char *code; size_t n; const char *prefix; } forms[] = { { "ETH", 42, "0x" }, { "TRX", 34, "T" }, { "XMR", 95, "4" }, { "XMR", 95, "8" },
        { "XBT", 0, "bc1" }, { "XRP", 0, "r" }, { "LTC", 0, "ltc1" }, { "XBT", 0, "1" }, { "XBT", 0, "3" } };
    for (size_t i = 0; i < ST_LEN(forms); i++)
        if (st_str_starts(a, forms[i].prefix) && (forms[i].n == 0 || forms[i].n == a.n)) return st_str_of(forms[i].code);
    return ST_STR_NONE;
}

/* Every whole line of the head is an address. */
static int probe(const st_probe *p) {
    st_str rest = p->head, line;
    size_t n = 0;
    while (st_split(&rest, "\n", &line)) {
        if (line.n == 0) continue;
        if (!is_address(line)) return rest.n == 0 && n > 1 && p->head.n >= 60000 ? 2 : 0;   /* the head may end within a line */
        n++;
    }
    return n == 0 ? 0 : currency_of(p->member).n ? 2 : 1;
}

static st_code read_wallets(st_input *in, const st_probe *p, st_model *m, st_err *err) {
    static const st_csv_dialect dialect = { .sep = '\t', .quote = 0 };
    const st_str named = currency_of(p->member);
    char currency[16];
    snprintf(currency, sizeof currency, "%.*s", ST_FMT(named));   /* the name of the member may go when the member is read */
    st_err own = { .code = ST_OK };
    if (!err) err = &own;
    ST_TRY(st_model_list_join(m, ST_STR("us_ofac_wallets"), NULL, err));
    st_csv *csv = st_csv_open(in, &dialect, err);
    if (!csv) return err->code;
    st_csv_row row;
    int got;
    st_code code = ST_OK;
    while (code >= 0 && (got = st_csv_next(csv, &row, err)) != 0) {
        if (got < 0) { code = err->code; break; }
        const st_str address = row.n ? st_str_trim(row.field[0]) : ST_STR_NONE, what = currency[0] ? st_str_of(currency) : currency_by_form(address);
        if (address.n == 0) continue;
        st_model_party(m, is_address(address) ? address : ST_STR("?"), row.line);
        st_model_main(m);
        if (row.bad || !is_address(address)) { st_model_bad(m, row.line, "%s", row.bad ? row.bad : "the line is no digital currency address"); continue; }
        st_model_count(m, "addresses", 1);
        if (what.n) st_model_count2(m, "currency", what, 1);
        st_model_kind(m, ST_KIND_WALLET);
        st_fact(m, ST_P_WALLET, address);
        if (what.n) st_qual(m, ST_Q_CURRENCY, what);
        st_fact(m, ST_P_LISTING, ST_STR("OFAC SDN"));
        st_qual(m, ST_Q_AUTHORITY, ST_STR("OFAC"));
        code = st_model_commit(m, err);
    }
    st_csv_close(csv);
    return code < 0 ? code : st_model_ok(m, err);
}

const st_source st_source_wallets_txt = { .format = "wallets", .text = "digital currency addresses, one a line", .probe = probe, .read = read_wallets };
