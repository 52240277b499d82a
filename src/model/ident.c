/* Identifiers: check digits and normal forms. One small function per scheme, one table from property to scheme. */
#include "model/ident.h"
#include "model/wallet.h"

enum { LONGEST = 128 };

static bool is_digit(char c) { return c >= '0' && c <= '9'; }
static bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
static char upper(char c) { return c >= 'a' && c <= 'z' ? (char)(c - 32) : c; }

static size_t count_digits(st_str s) {
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++) n += is_digit(s.p[i]);
    return n;
}
static bool all_digits(st_str s) { return s.n && count_digits(s) == s.n; }
static bool all_alnum(st_str s) {
    for (size_t i = 0; i < s.n; i++)
        if (!is_digit(s.p[i]) && !is_upper(s.p[i])) return false;
    return s.n > 0;
}

static st_ident_result verdict(bool holds) { return holds ? ST_IDENT_HOLDS : ST_IDENT_FAILS; }

/* IMO ship and company numbers: seven digits. Ship: the last is that of the sum of the others times 7 to 2 (IMO Resolution A.1117(30), annex).
 * Company: weights 8 6 4 2 9 7, check (11 - sum mod 11) mod 10 (IHS Maritime, for MSC.160(78)). */
static st_ident_result check_imo(st_str s) {
    if (s.n != 7 || !all_digits(s)) return ST_IDENT_FAILS;
    int sum = 0;
    for (int i = 0; i < 6; i++) sum += (s.p[i] - '0') * (7 - i);
    return verdict(sum % 10 == s.p[6] - '0');
}
static st_ident_result check_imo_company(st_str s) {
    static const int w[6] = { 8, 6, 4, 2, 9, 7 };
    if (s.n != 7 || !all_digits(s)) return ST_IDENT_FAILS;
    int sum = 0;
    for (int i = 0; i < 6; i++) sum += (s.p[i] - '0') * w[i];
    return verdict((11 - sum % 11) % 10 == s.p[6] - '0');
}

/* MMSI: nine digits; a ship's begins with its maritime identification digits, 201 to 775; other stations have 0, 1, 8 or 9 before them
 * (ITU-R M.585). */
static st_ident_result check_mmsi(st_str s) {
    if (s.n != 9 || !all_digits(s)) return ST_IDENT_FAILS;
    int mid = (s.p[0] - '0') * 100 + (s.p[1] - '0') * 10 + (s.p[2] - '0');
    return verdict(mid < 200 || mid >= 800 || (mid > 200 && mid <= 775));
}

/* Letters count as 10 to 35, the number so written is 1 modulo 97 (ISO 7064 MOD 97-10). */
static unsigned mod97(st_str s, unsigned r) {
    for (size_t i = 0; i < s.n; i++) {
        if (is_digit(s.p[i])) r = (r * 10 + (unsigned)(s.p[i] - '0')) % 97;
        else r = (r * 100 + (unsigned)(s.p[i] - 'A') + 10) % 97;
    }
    return r;
}
static st_ident_result check_lei(st_str s) { return verdict(s.n == 20 && all_alnum(s) && mod97(s, 0) == 1); }

/* An account number is checked only when it has the form of an IBAN: two letters, two digits, 15 to 34 in all (ISO 13616). */
static st_ident_result check_iban(st_str s) {
    if (s.n < 15 || s.n > 34 || !all_alnum(s) || !is_upper(s.p[0]) || !is_upper(s.p[1]) || !is_digit(s.p[2]) || !is_digit(s.p[3])) return ST_IDENT_NO_CHECK;
    return verdict(mod97(st_str_sub(s, 0, 4), mod97(st_str_sub(s, 4, s.n), 0)) == 1);
}

/* BIC: four letters or digits of the party, two of the country, two of the place, optionally three of the branch (ISO 9362:2022). */
static st_ident_result check_bic(st_str s) {
    return verdict((s.n == 8 || s.n == 11) && all_alnum(s) && is_upper(s.p[4]) && is_upper(s.p[5]));
}

/* ISIN: two letters, nine letters or digits, a digit; letters count as 10 to 35, then Luhn (ISO 6166, annex). */
static st_ident_result check_isin(st_str s) {
    if (s.n != 12 || !all_alnum(s) || !is_upper(s.p[0]) || !is_upper(s.p[1]) || !is_digit(s.p[11])) return ST_IDENT_FAILS;
    int sum = 0, k = 0;
    for (size_t i = s.n; i-- > 0;) {
        int v = is_digit(s.p[i]) ? s.p[i] - '0' : s.p[i] - 'A' + 10;
        for (; ; v /= 10) {
            int d = v % 10 * (k++ % 2 ? 2 : 1);
            sum += d / 10 + d % 10;
            if (v < 10) break;
        }
    }
    return verdict(sum % 10 == 0);
}

static int weighted(st_str s, const int *w, size_t n) {
    int sum = 0;
    for (size_t i = 0; i < n; i++) sum += (s.p[i] - '0') * w[i];
    return sum % 11 % 10;
}

/* INN: ten digits for organisations, twelve for persons, with one and two control digits modulo 11 (Federal Tax Service order MM-7-6/435). Foreign
 * numbers of other lengths stand in the same columns of the lists, so a wrong length is no failed check. */
static st_ident_result check_inn(st_str s) {
    static const int w10[] = { 2, 4, 10, 3, 5, 9, 4, 6, 8 }, w11[] = { 7, 2, 4, 10, 3, 5, 9, 4, 6, 8 }, w12[] = { 3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8 };
    if (!all_digits(s)) return ST_IDENT_NO_CHECK;
    if (s.n == 10) return verdict(weighted(s, w10, 9) == s.p[9] - '0');
    if (s.n == 12) return verdict(weighted(s, w11, 10) == s.p[10] - '0' && weighted(s, w12, 11) == s.p[11] - '0');
    return ST_IDENT_NO_CHECK;
}

/* OGRN: 13 digits, the last is the number before it modulo 11, modulo 10; OGRNIP: 15 digits, modulo 13 (Ministry of Finance order 165n of 2017). */
static st_ident_result check_ogrn(st_str s) {
    uint64_t v = 0;
    if (!all_digits(s) || (s.n != 13 && s.n != 15)) return ST_IDENT_NO_CHECK;
    for (size_t i = 0; i + 1 < s.n; i++) v = v * 10 + (uint64_t)(s.p[i] - '0');
    return verdict((int)(v % (s.n == 13 ? 11 : 13) % 10) == s.p[s.n - 1] - '0');
}

static const struct scheme { uint8_t prop; st_ident_result (*check)(st_str); } schemes[] = {
    { ST_P_IMO, check_imo },   { ST_P_IMO_COMPANY, check_imo_company }, { ST_P_MMSI, check_mmsi }, { ST_P_LEI, check_lei },  { ST_P_BIC, check_bic },
    { ST_P_ISIN, check_isin }, { ST_P_INN, check_inn },                 { ST_P_OGRN, check_ogrn }, { ST_P_ACCOUNT, check_iban },
};

/* What a written number may hold without being another number. */
static size_t separator(st_str s, size_t i) {
    static const char *const wide[] = { "\xc2\xa0", "\xc2\xad", "\xe2\x80\x90", "\xe2\x80\x91", "\xe2\x80\x93", "\xe2\x80\x94", "\xe2\x84\x96", "\xe2\x80\x8b",
                                        "\xe2\x80\x8e", "\xe3\x80\x80" };
    unsigned char c = (unsigned char)s.p[i];
    if (c <= ' ' || c == '.' || c == '/' || c == '-' || c == '\\' || c == '_' || c == ':' || c == ',' || c == '\'' || c == '#') return 1;
    for (size_t k = 0; c >= 0x80 && k < ST_LEN(wide); k++)
        if (st_str_starts(st_str_sub(s, i, s.n), wide[k])) return strlen(wide[k]);
    return 0;
}

/* The normal form, byte by byte. */
typedef struct normal { st_str s; size_t i; bool wallet, fold; } normal;

static normal normal_begin(st_prop prop, st_str value) {
    normal f = { .s = st_str_trim(value), .wallet = prop == ST_P_WALLET };
    if (f.wallet) f.fold = st_wallet_caseless(f.s);
    else if ((prop == ST_P_IMO || prop == ST_P_IMO_COMPANY) && st_str_istarts(f.s, "imo")) f.s = st_str_trim(st_str_sub(f.s, 3, f.s.n));
    return f;
}

static bool normal_next(normal *f, char *c) {
    while (f->i < f->s.n) {
        size_t k = f->wallet ? (unsigned char)f->s.p[f->i] <= ' ' : separator(f->s, f->i);
        f->i += k;
        if (k) continue;
        *c = f->s.p[f->i++];
        if (!f->wallet) *c = upper(*c);
        else if (f->fold && is_upper(*c)) *c = (char)(*c + 32);
        return true;
    }
    return false;
}

void st_ident_normal(st_prop prop, st_str value, st_buf *out) {
    normal f = normal_begin(prop, value);
    for (char c; normal_next(&f, &c);) st_buf_char(out, c);
}

st_ident_result st_ident_check(st_prop prop, st_str value, st_str currency) {
    if (prop == ST_P_WALLET) return st_wallet_check(st_str_trim(value), currency);
    for (size_t i = 0; i < ST_LEN(schemes); i++) {
        if (schemes[i].prop != prop) continue;
        char text[LONGEST];
        size_t n = 0;
        normal f = normal_begin(prop, value);
        for (char c; n < LONGEST && normal_next(&f, &c);) text[n++] = c;
        return n < LONGEST ? schemes[i].check((st_str){ text, n }) : ST_IDENT_FAILS;
    }
    return ST_IDENT_NO_CHECK;
}
