/* Identifier checks against published examples, and that one changed digit is noticed. Sources of the vectors: ISO 17442 and GLEIF's own LEI, ISO
 * 6166 examples, ISO 13616 registry examples, BIP-173 and BIP-350, the genesis coinbase address, IMO numbers as printed in IMO's circulars. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "model/ident.h"

typedef struct vector { st_prop prop; const char *value, *currency; st_ident_result want; } vector;

#define OK ST_IDENT_HOLDS
#define BAD ST_IDENT_FAILS
#define NO ST_IDENT_NO_CHECK
static const vector vectors[] = {
    { ST_P_IMO, "9074729", "", OK }, { ST_P_IMO, "IMO 9074729", "", OK }, { ST_P_IMO, "IMO9074729", "", OK }, { ST_P_IMO, "9074728", "", BAD },
    { ST_P_IMO, "8814275", "", OK }, { ST_P_IMO, "123", "", BAD }, { ST_P_IMO, "90747290", "", BAD }, { ST_P_IMO, "", "", BAD },
    { ST_P_MMSI, "366999712", "", OK }, { ST_P_MMSI, "36699971", "", BAD }, { ST_P_MMSI, "799000000", "", BAD }, { ST_P_MMSI, "970012345", "", OK },
    { ST_P_LEI, "506700GE1G29325QX363", "", OK }, { ST_P_LEI, "5493000IBP32UQZ0KL24", "", OK }, { ST_P_LEI, "5493000IBP32UQZ0KL25", "", BAD },
    { ST_P_LEI, "529900T8BM49AURSDO55", "", OK }, { ST_P_LEI, "529900T8BM49AURSDO5", "", BAD },
    { ST_P_BIC, "DEUTDEFF", "", OK }, { ST_P_BIC, "DEUTDEFF500", "", OK }, { ST_P_BIC, "DEUTDEF", "", BAD }, { ST_P_BIC, "DEUT12FF", "", BAD },
    { ST_P_ISIN, "US0378331005", "", OK }, { ST_P_ISIN, "AU0000XVGZA3", "", OK }, { ST_P_ISIN, "GB0002634946", "", OK },
    { ST_P_ISIN, "US0373831005", "", BAD }, { ST_P_ISIN, "US037833100", "", BAD },
    { ST_P_INN, "7707083893", "", OK }, { ST_P_INN, "7830002293", "", OK }, { ST_P_INN, "7707083894", "", BAD }, { ST_P_INN, "500100732259", "", OK },
    { ST_P_INN, "500100732258", "", BAD }, { ST_P_INN, "123", "", NO },
    { ST_P_OGRN, "1027700132195", "", OK }, { ST_P_OGRN, "1027700132194", "", BAD }, { ST_P_OGRN, "304500116000157", "", OK },
    { ST_P_OGRN, "304500116000158", "", BAD },
    { ST_P_ACCOUNT, "GB82 WEST 1234 5698 7654 32", "", OK }, { ST_P_ACCOUNT, "DE89 3704 0044 0532 0130 00", "", OK },
    { ST_P_ACCOUNT, "GB82 WEST 1234 5698 7654 33", "", BAD }, { ST_P_ACCOUNT, "4070281000000", "", NO },
    { ST_P_WALLET, "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", "XBT", OK }, { ST_P_WALLET, "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb", "XBT", BAD },
    { ST_P_WALLET, "3P14159f73E4gFr7JterCCQh9QjiTjiZrG", "XBT", OK }, { ST_P_WALLET, "3P14159f73E4gFr7JterCCQh9QjiTjiZrH", "", BAD },
    { ST_P_WALLET, "BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4", "XBT", OK }, { ST_P_WALLET, "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t5", "XBT", BAD },
    { ST_P_WALLET, "bc1qrp33g0q5c5txsp9arysrx4k6zdkfs4nce4xj0gdcccefvpysxf3qccfmv3", "XBT", OK },
    { ST_P_WALLET, "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0", "XBT", OK },
    { ST_P_WALLET, "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqh2y7hd", "XBT", BAD },   /* Bech32 where Bech32m is due */
    { ST_P_WALLET, "tb1qw508d6qejxtdg4y5r3zarvary0c5xw7kxpjzsx", "XBT", OK },
    { ST_P_WALLET, "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7Kv8f3t4", "XBT", BAD },                        /* mixed case */
    { ST_P_WALLET, "0x52908400098527886E0F7030069857D2E4169EE7", "ETH", OK }, { ST_P_WALLET, "0xde709f2102306220921060314715629080e2fb77", "ETH", OK },
    { ST_P_WALLET, "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", "ETH", NO }, { ST_P_WALLET, "0xde709f2102306220921060314715629080e2fb7g", "ETH", BAD },
    { ST_P_WALLET, "de709f2102306220921060314715629080e2fb77", "ETH", BAD },
    { ST_P_WALLET, "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t", "TRX", OK }, { ST_P_WALLET, "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6u", "TRX", BAD },
    { ST_P_WALLET, "rHb9CJAWyB4rj91VRWn96DkukG4bwdtyTh", "XRP", NO },
    { ST_P_PASSPORT, "X1234567", "", NO },
};

static void known_vectors(void **state) {
    (void)state;
    for (size_t i = 0; i < ST_LEN(vectors); i++) {
        const vector *v = &vectors[i];
        st_ident_result got = st_ident_check(v->prop, st_str_of(v->value), st_str_of(v->currency));
        if (got != v->want) fail_msg("%s %s: got %d, want %d", st_prop_name(v->prop), v->value, (int)got, (int)v->want);
    }
}

/* Every scheme here finds every single wrong digit: that is what they were made for. IMO's and the INN's are weaker and left out. */
static void one_wrong_digit(void **state) {
    (void)state;
    static const vector base[] = { { ST_P_LEI, "506700GE1G29325QX363", "", OK }, { ST_P_ISIN, "US0378331005", "", OK }, { ST_P_ACCOUNT, "GB82WEST12345698765432", "", OK },
                                   { ST_P_WALLET, "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", "XBT", OK } };
    for (size_t i = 0; i < ST_LEN(base); i++) {
        st_str s = st_str_of(base[i].value);
        for (size_t k = 2; k < s.n; k++) {
            char text[64];
            memcpy(text, s.p, s.n);
            if (text[k] < '1' || text[k] > '9') continue;
            text[k] = text[k] == '9' ? '1' : (char)(text[k] + 1);
            assert_int_equal(st_ident_check(base[i].prop, (st_str){ text, s.n }, st_str_of(base[i].currency)), ST_IDENT_FAILS);
        }
    }
}

static void normal_is(st_prop prop, const char *value, const char *want) {
    st_buf b = ST_BUF_INIT(1000);
    st_ident_normal(prop, st_str_of(value), &b);
    assert_int_equal(b.n, strlen(want));
    if (b.n) assert_memory_equal(b.p, want, b.n);
    st_buf_free(&b);
}

static void normal_forms(void **state) {
    (void)state;
    normal_is(ST_P_IMO, " IMO 9074729 ", "9074729");
    normal_is(ST_P_IMO, "imo9074729", "9074729");
    normal_is(ST_P_PASSPORT, "ab-12.34/5 6", "AB123456");
    normal_is(ST_P_PASSPORT, "\xe2\x84\x96 12\xc2\xa0" "34\xe2\x80\x93" "5", "12345");
    normal_is(ST_P_PASSPORT, "", "");
    normal_is(ST_P_PASSPORT, "\xd0\x90" "1", "\xd0\x90" "1");
    normal_is(ST_P_WALLET, "1A1z P1eP", "1A1zP1eP");
    normal_is(ST_P_WALLET, "BC1QW508D6", "bc1qw508d6");
    normal_is(ST_P_WALLET, "0xDE709f2102306220921060314715629080e2fb77", "0xde709f2102306220921060314715629080e2fb77");
}

static void hostile(void **state) {
    (void)state;
    char text[5000];
    for (int c = 0; c < 256; c++) {
        memset(text, c, sizeof text);
        for (unsigned p = 0; p < ST_PROP_COUNT; p++)
            for (size_t n = 0; n < sizeof text; n = n * 3 + 1) st_ident_check((st_prop)p, (st_str){ text, n }, ST_STR("XBT"));
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(known_vectors), cmocka_unit_test(one_wrong_digit), cmocka_unit_test(normal_forms), cmocka_unit_test(hostile),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
