/* Native names word by word: the meaning of known words, the sound of the others; names that everybody knows. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "text/variants.h"

static st_buf of(const char *native) {
    st_buf b = ST_BUF_INIT(1 << 16);
    st_meanings(st_str_of(native), &b);
    assert_int_equal(b.failed, 0);
    return b;
}

/* want: the forms, each behind its line end. */
static void means(const char *native, const char *want) {
    st_buf b = of(native);
    if (!st_str_eq(st_buf_view(&b), st_str_of(want))) printf("# %s means [%.*s], not [%s]\n", native, ST_FMT(st_buf_view(&b)), want);
    assert_true(st_str_eq(st_buf_view(&b), st_str_of(want)));
    st_buf_free(&b);
}

static void chinese(void **state) {
    (void)state;
    means("中国银行", "\nchina bank");
    means("中國銀行", "\nchina bank");   /* the same in traditional characters */
    means("清华大学", "\nqinghua university\nqing hua university");
    means("上海汽车集团股份有限公司", "\nshanghai automobile group ltd");
    means("第十一研究院", "\n11 institute");
    means("第二十三研究所", "\n23 institute");
    means("广州市白云山", "\nguangzhou baiyunshan\nguangzhou bai yun shan");
    means("三菱重工業株式会社", "\nsanling heavy industry corporation\nsan ling heavy industry corporation");
}

static void arabic(void **state) {
    (void)state;
    means("بنك القاهرة", "\nbank cairo");
    means("جامعة الأزهر", "\nuniversity al azhar");
    means("وزارة الدفاع والإنتاج", "\nministry defence production");   /* without the article, and without "and" before it */
    means("دانشگاه تهران", "\nuniversity tehran");
    means("شرکت ملی نفت ایران", "\ncompany national petroleum iran");
    means("سپاه پاسداران انقلاب اسلامی", "\nislamic revolutionary guard corps");   /* several words that mean one thing */
}

static void cyrillic(void **state) {
    (void)state;
    means("Красный Октябрь", "\nred october");
    means("Саратовский авиационный завод", "\nsaratov aviation plant");   /* an adjective from a place gives the place */
    means("Публичное акционерное общество Сбербанк", "\npublic joint stock company savings bank");
    means("Красников", "");   /* a beginning counts only where an ending of words stands behind it */
}

static void others(void **state) {
    (void)state;
    means("ธนาคารกรุงเทพ", "\nbank bangkok");
    means("김일성종합대학", "\nkim il sung university");
    means("בנק ישראל", "\nbank israel");
}

static void nothing(void **state) {
    (void)state;
    static const char *const none[] = { "", "Bank of China", "Владимир Путин", "محمد علي", "习近平", "Zürich", "中\xff国银行" };
    for (size_t i = 0; i < ST_LEN(none); i++) means(none[i], "");
    st_buf in = ST_BUF_INIT(4096);
    while (in.n <= ST_READINGS_BYTES) st_buf_z(&in, "银行");
    st_buf out = of(in.p);
    assert_int_equal(out.n, 0);   /* longer than a name that is read */
    st_buf_free(&out);
    st_buf_free(&in);
}

/* What a name has twice is there once, and persons are not translated. */
static void listed(void **state) {
    (void)state;
    st_buf out = ST_BUF_INIT(4096), scratch = ST_BUF_INIT(4096);
    assert_int_equal(st_listed_forms(ST_STR("A.B.C. Company"), true, &scratch, &out), 1);
    assert_true(st_str_eq(st_buf_view(&out), ST_STR("abc company")));
    st_buf_clear(&out);
    const size_t person = st_listed_forms(ST_STR("银行"), false, &scratch, &out);
    st_buf_clear(&out);
    assert_int_equal(st_listed_forms(ST_STR("银行"), true, &scratch, &out), person + 1);
    st_buf_free(&out);
    st_buf_free(&scratch);
}

static void form_is(const char *name, const char *want, bool there) {
    st_buf all = ST_BUF_INIT(1 << 16);
    st_variants(st_str_of(name), &all);
    bool found = false;
    for (st_str rest = st_buf_view(&all), form; st_split(&rest, "\n", &form);) found |= st_str_is(form, want);
    if (found != there) printf("# %s: %s\n%.*s\n", name, want, ST_FMT(st_buf_view(&all)));
    assert_true(found == there);
    st_buf_free(&all);
}

/* Every part of a man's name has an end in Latvian and Lithuanian; one such part says nothing. */
static void baltic(void **state) {
    (void)state;
    form_is("Vladimirs Putins", "vladimir putin", true);
    form_is("Vladimiras Putinas", "vladimir putin", true);
    form_is("Sergejus Lavrovas", "sergej lavrov", true);
    form_is("Dennis Ross", "denn ros", false);
    form_is("Thomas Mann", "thom man", false);
    form_is("Nicolas", "nicol", false);
}

/* Other habits of those who type names. */
static void habits(void **state) {
    (void)state;
    form_is("JC Juncker", "j c juncker", true);
    form_is("AL Hassan", "a l hassan", false);
    form_is("JC JUNCKER", "j c juncker", false);
    form_is("Shoigu Shoigu Sergey", "shoigu sergey", true);
    form_is("Ibn Ali Ibn Hasan", "ibn ali hasan", false);
    form_is("National Iranian Drilling Company", "nidc", true);
    form_is("OOO National Drilling Company of Iran", "ndci", true);   /* neither legal forms nor small words have a letter */
    form_is("Igor Ivanovich Sechin Junior", "iisj", false);             /* no organisation */
    form_is("NIDC", "0nidc", true);
    form_is("NIDC Ltd", "0nidc", true);
    form_is("NID", "0nid", false);                                      /* three letters are those of many */
    st_buf out = ST_BUF_INIT(4096), scratch = ST_BUF_INIT(4096);
    assert_int_equal(st_listed_forms(ST_STR("National Iranian Drilling Company"), true, &scratch, &out), 2);
    assert_true(st_str_eq(st_buf_view(&out), ST_STR("national iranian drilling company\n0nidc")));   /* which no long name asks for */
    st_buf_free(&out);
    st_buf_free(&scratch);
}

static void no_memory(void **state) {
    (void)state;
    for (uint64_t k = 1; k < 12; k++) {
        st_buf out = ST_BUF_INIT(1 << 16), scratch = ST_BUF_INIT(1 << 16);
        (void)st_fault_alloc(k, 1);
        const size_t n = st_listed_forms(ST_STR("上海汽车 集团 A.B.C."), true, &scratch, &out);
        (void)st_fault_alloc(0, 0);
        assert_true(n >= 1 && n <= ST_LISTED_MOST);
        st_buf_free(&out);
        st_buf_free(&scratch);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = { cmocka_unit_test(chinese), cmocka_unit_test(arabic), cmocka_unit_test(cyrillic), cmocka_unit_test(others), cmocka_unit_test(nothing), cmocka_unit_test(listed), cmocka_unit_test(baltic), cmocka_unit_test(habits),
                                        cmocka_unit_test(no_memory) };
    return cmocka_run_group_tests_name("meaning", tests, NULL, NULL);
}
