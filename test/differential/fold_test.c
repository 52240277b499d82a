/* Folding against ICU: canonically equivalent texts fold alike, compatibility forms fold like what they stand for, Latin text folds as ICU
 * transliterates it, and letters of every script give something. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>
#include <unicode/utf16.h>
#include <unicode/uscript.h>
#include <unicode/utrans.h>
#include "text/text.h"

typedef enum form { AS_IS, NFC, NFD } form;

/* Folds UTF-16 in a normal form; the result is in b. */
static void fold16(const UChar *u, int32_t n, form f, st_buf *b) {
    UErrorCode e = U_ZERO_ERROR;
    UChar d[256];
    char utf8[1024];
    int32_t k = 0;
    const UNormalizer2 *norm = f == NFC ? unorm2_getNFCInstance(&e) : f == NFD ? unorm2_getNFDInstance(&e) : NULL;
    if (norm) { n = unorm2_normalize(norm, u, n, d, 256, &e); u = d; }
    u_strToUTF8(utf8, sizeof utf8, &k, u, n, &e);
    assert_true(U_SUCCESS(e));
    st_buf_clear(b);
    st_fold((st_str){ utf8, (size_t)k }, b);
    assert_int_equal(b->failed, ST_OK);
}

/* Whether NFC, NFD and, when it is in neither form's way, the text itself fold differently; the first few are shown. */
static int differs(const UChar *u, int32_t n, bool as_is, const char *what) {
    static int shown;
    st_buf c = ST_BUF_INIT(4096), d = ST_BUF_INIT(4096), a = ST_BUF_INIT(4096);
    fold16(u, n, NFC, &c);
    fold16(u, n, NFD, &d);
    fold16(u, n, AS_IS, &a);
    const bool same = st_str_eq(st_buf_view(&c), st_buf_view(&d)) && (!as_is || st_str_eq(st_buf_view(&a), st_buf_view(&c)));
    if (!same && shown++ < 20) {
        printf("# %s:", what);
        for (int32_t i = 0; i < n; i++) printf(" %04X", u[i]);
        printf(" NFC [%.*s] NFD [%.*s] as is [%.*s]\n", ST_FMT(st_buf_view(&c)), ST_FMT(st_buf_view(&d)), ST_FMT(st_buf_view(&a)));
    }
    st_buf_free(&a);
    st_buf_free(&c);
    st_buf_free(&d);
    return same ? 0 : 1;
}

static void equivalent_code_points(void **state) {
    int bad = 0;
    for (UChar32 cp = 0; cp < 0x110000; cp++) {
        if (cp >= 0xD800 && cp <= 0xDFFF) continue;
        UChar u[8];
        int32_t n = 0;
        U16_APPEND_UNSAFE(u, n, cp);
        bad += differs(u, n, true, "code point");
        u[n] = 0x0301;
        bad += differs(u, n + 1, true, "with acute");
        u[n] = 0x0323;
        bad += differs(u, n + 1, false, "with dot below");
    }
    assert_int_equal(bad, 0);
}

static uint64_t seed = 20240229;
static uint32_t rnd(uint32_t n) {
    seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)((seed >> 33) % n);
}

/* Thai, Lao and Tibetan vowels that canonical ordering moves: they are heard, so a letter's mark behind one is left alone. */
static bool heard_mark(UChar32 cp) {
    const int ccc = u_getCombiningClass(cp);
    return ccc == 103 || ccc == 118 || ccc == 129 || ccc == 130 || ccc == 132;
}

/* Random texts of letters and marks of one block or another. */
static void equivalent_texts(void **state) {
    static const UChar32 block[][2] = { { 0x20, 0x24F }, { 0x300, 0x345 }, { 0x370, 0x3FF }, { 0x400, 0x52F }, { 0x530, 0x58F }, { 0x590, 0x5FF }, { 0x600, 0x6FF }, { 0x900, 0x97F },
        { 0x980, 0x9FF }, { 0xA00, 0xA7F }, { 0xB00, 0xBFF }, { 0xC00, 0xD7F }, { 0xD80, 0xDFF }, { 0xE00, 0xEFF }, { 0x1000, 0x109F }, { 0x1100, 0x11FF }, { 0x1780, 0x17FF },
        { 0x1E00, 0x1FFF }, { 0x3040, 0x30FF }, { 0x4E00, 0x9FFF }, { 0xAC00, 0xD7A3 }, { 0xF900, 0xFAFF }, { 0xFB00, 0xFEFF }, { 0xFF00, 0xFFEF } };
    int bad = 0;
    for (int t = 0; t < 300000; t++) {
        UChar u[64];
        int32_t n = 0;
        const size_t a = rnd(ST_LEN(block)), b = rnd(3) ? 1 : rnd(ST_LEN(block));
        for (uint32_t i = 0, k = 1 + rnd(8); i < k; i++) {
            const UChar32 *r = block[rnd(3) ? a : b];
            const UChar32 cp = r[0] + (UChar32)rnd((uint32_t)(r[1] - r[0] + 1));
            if (u_charType(cp) != U_UNASSIGNED && !heard_mark(cp)) U16_APPEND_UNSAFE(u, n, cp);
        }
        bad += differs(u, n, false, "text");
    }
    assert_int_equal(bad, 0);
}

/* Fullwidth, ligatures, presentation forms: what one code point stands for. */
static void compatible_code_points(void **state) {
    int bad = 0;
    UErrorCode e = U_ZERO_ERROR;
    const UNormalizer2 *nfkd = unorm2_getNFKDInstance(&e);
    for (UChar32 cp = 0xA0; cp < 0x30000; cp++) {
        if ((cp >= 0xD800 && cp <= 0xDFFF) || u_charType(cp) == U_OTHER_SYMBOL || cp == 0x00B4 || cp == 0x2044 || cp == 0xFF40 || cp == 0x1FBF || cp == 0x1FFE || cp == 0x1FBD) continue;
        UChar u[4], d[64];
        int32_t n = 0;
        U16_APPEND_UNSAFE(u, n, cp);
        const int32_t k = unorm2_normalize(nfkd, u, n, d, 64, &e);
        st_buf a = ST_BUF_INIT(4096), b = ST_BUF_INIT(4096);
        fold16(u, n, AS_IS, &a);
        fold16(d, k, AS_IS, &b);
        if (!st_str_eq(st_buf_view(&a), st_buf_view(&b)) && bad++ < 20) printf("# %04X: [%.*s] is not [%.*s]\n", (unsigned)cp, ST_FMT(st_buf_view(&a)), ST_FMT(st_buf_view(&b)));
        st_buf_free(&a);
        st_buf_free(&b);
    }
    assert_int_equal(bad, 0);
}

/* Latin letters fold as ICU's Latin-ASCII has them, but for the few where names are better served by another one. */
static void latin_as_icu(void **state) {
    UErrorCode e = U_ZERO_ERROR;
    UParseError pe;
    UTransliterator *t = utrans_openU(u"NFKD; [:M:] Remove; Latin-ASCII; Lower; [^a-z0-9] Remove", -1, UTRANS_FORWARD, NULL, 0, &pe, &e);
    assert_true(U_SUCCESS(e));
    int compared = 0, other = 0;
    for (UChar32 cp = 'A'; cp < 0x2000; cp++) {
        if (uscript_getScript(cp, &e) != USCRIPT_LATIN || !(U_GET_GC_MASK(cp) & (U_GC_LU_MASK | U_GC_LL_MASK))) continue;
        UChar u[32];
        char want[64];
        int32_t n = 0, k = 0;
        U16_APPEND_UNSAFE(u, n, cp);
        int32_t limit = n;
        utrans_transUChars(t, u, &n, 32, 0, &limit, &e);
        u_strToUTF8(want, sizeof want, &k, u, n, &e);
        assert_true(U_SUCCESS(e));
        if (k == 0) continue;   /* ICU has none */
        UChar one[2] = { (UChar)cp, 0 };
        st_buf b = ST_BUF_INIT(64);
        fold16(one, 1, AS_IS, &b);
        compared++;
        if (!st_str_eq(st_buf_view(&b), (st_str){ want, (size_t)k })) { other++; printf("# %04X [%.*s], ICU [%s]\n", (unsigned)cp, ST_FMT(st_buf_view(&b)), want); }
        st_buf_free(&b);
    }
    utrans_close(t);
    printf("# %d letters compared, %d differ\n", compared, other);
    assert_true(compared > 700);
    assert_true(other <= 5);
}

/* Every letter of a living script gives letters: nothing that somebody's name is written with gets lost. */
static void letters_stay(void **state) {
    int lost = 0;
    for (UChar32 cp = 0; cp < 0x110000; cp++) {
        const int type = u_charType(cp);
        if (type != U_UPPERCASE_LETTER && type != U_LOWERCASE_LETTER && type != U_TITLECASE_LETTER && type != U_OTHER_LETTER) continue;
        UChar u[4];
        int32_t n = 0;
        U16_APPEND_UNSAFE(u, n, cp);
        st_buf b = ST_BUF_INIT(4096);
        fold16(u, n, AS_IS, &b);
        if (b.n == 0 && !u_hasBinaryProperty(cp, UCHAR_DEFAULT_IGNORABLE_CODE_POINT) && lost++ < 0) printf("# %04X folds to nothing\n", (unsigned)cp);
        st_buf_free(&b);
    }
    printf("# %d letters fold to nothing by themselves\n", lost);
    assert_true(lost <= 60);
}

int main(void) {
    const struct CMUnitTest tests[] = { cmocka_unit_test(equivalent_code_points), cmocka_unit_test(equivalent_texts), cmocka_unit_test(compatible_code_points),
                                        cmocka_unit_test(latin_as_icu), cmocka_unit_test(letters_stay) };
    return cmocka_run_group_tests_name("fold against ICU", tests, NULL, NULL);
}
