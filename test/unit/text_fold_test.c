/* Folding, scripts, words: one example for each script and each rule that the tables alone do not show. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "base/file.h"
#include "text/text.h"
#include "text/text_blob.h"

typedef struct example { const char *in, *want; } example;

static void folds(const example *e, size_t n) {
    int bad = 0;
    for (size_t i = 0; i < n; i++) {
        st_buf b = ST_BUF_INIT(4096);
        st_fold(st_str_of(e[i].in), &b);
        if (!st_str_is(st_buf_view(&b), e[i].want)) { bad++; printf("# %s folds to [%.*s], not [%s]\n", e[i].in, ST_FMT(st_buf_view(&b)), e[i].want); }
        st_buf_free(&b);
    }
    assert_int_equal(bad, 0);
}

static void latin(void **state) {
    static const example e[] = {
        { "", "" }, { "   ", "" }, { "-", "" }, { "PUTIN", "putin" }, { " Vladimir  PUTIN ", "vladimir putin" }, { "A.B.C. & Co. (Ltd)", "a b c co ltd" }, { "O'Brien", "obrien" },
        { "O\xe2\x80\x99" "Brien O\xca\xbc" "Brien O\xe2\x80\x98" "Brien O`Brien O\xc2\xb4" "Brien", "obrien obrien obrien obrien obrien" },
        { "Smith-Jones/Black_White", "smith jones black white" }, { "caf\xc3\xa9", "cafe" }, { "cafe\xcc\x81", "cafe" }, { "Straße STRASSE", "strasse strasse" },
        { "Ærø Øre Đoković Łódź þór ðar Œuvre", "aero ore dokovic lodz thor dar oeuvre" }, { "İSTANBUL ığdır Işık", "istanbul igdir isik" }, { "Əliyev", "eliyev" },
        { "Nguyễn Văn Thiệu", "nguyen van thieu" }, { "co\xc2\xadop zero\xe2\x80\x8bwidth \xe2\x80\x8fmark\xe2\x80\x8e", "coop zerowidth mark" }, { "a\xc2\xa0" "b\xe3\x80\x80" "c", "a b c" },
        { "Ａｂｃ１２３ ﬁn ½ № Ⅳ ²", "abc123 fin 1 2 no iv 2" }, { "Foo™ Bar®", "foo bar" }, { "a\xff" "b\xc3", "a b" }, { "a\xed\xa0\x80" "b\xc0\x80" "c\xf4\x90\x80\x80" "d", "a b c d" },
        { "\"Quoted\" «Name» “x”", "quoted name x" } };
    folds(e, ST_LEN(e));
}

static void cyrillic_and_greek(void **state) {
    static const example e[] = {
        { "Владимир ПУТИН", "vladimir putin" }, { "Щербаков Ёлкин Юрий Цой", "shcherbakov elkin yury tsoy" }, { "Российский Дмитрий И\xcc\x86 Чёрный-Белый ий", "rossiysky dmitry y cherny bely y" },
        { "Васильевич Прокофьева Соловьёв Соловье\xcc\x88в", "vasilievich prokofieva soloviev soloviev" }, { "Хрущёв Жуков Чехов Объект", "khrushchev zhukov chekhov obekt" },
        { "Київ Їжак Єва Ґалаґан Олексій", "kiiv izhak eva galagan oleksiy" }, { "и\xcc\x86 И\xcc\x86 й Й", "y y y y" }, { "и\xcc\xa3\xcc\x86", "y" }, { "и\xcc\x80\xcc\x86", "i" },
        { "Ђоковић Његош Љубиша Џон", "djokovic njegosh ljubisha dzon" }, { "Қазақстан", "qazaqstan" },
        { "Ελευθέριος Παπαδόπουλος", "eleftherios papadopoulos" }, { "Ευαγγελία Αυγούστα", "evangelia avgousta" }, { "Λευκός αυτός Ναύαρχος", "lefkos aftos navarchos" },
        { "Ουρανός Οὐρανός ΟΥΡΑΝΟΣ", "ouranos ouranos ouranos" }, { "προϋπόθεση πρου\xcc\x88ποθεση", "proypothesi proypothesi" }, { "ταυ", "taf" }, { "ᾳ ἃ", "a a" } };
    folds(e, ST_LEN(e));
}

static void abjads(void **state) {
    static const example e[] = {
        { "علي خامنئي", "ali khamnyi" }, { "يوسف وليد", "yusf wlid" }, { "حياة", "hyaa" }, { "أحمد إبراهيم آدم", "ahmd ibrahim adm" }, { "ا\xd9\x94حمد", "ahmd" }, { "مُحَمَّد محمد محـــمد", "mhmd mhmd mhmd" },
        { "احمدی‌نژاد", "ahmdinzhad" }, { "عادل شريعة", "adl shria" }, { "ﻣﺤﻤﺪ", "mhmd" }, { "١٢٣ ۱۲۳", "123 123" }, { "דוד שלום יוסף", "dod shlom yosf" }, { "צה״ל", "tshl" }, { "ܝܘܣܦ", "yusp" } };
    folds(e, ST_LEN(e));
}

static void indic(void **state) {
    static const example e[] = { { "नरेन्द्र मोदी", "narendra modi" }, { "क़ क\xe0\xa4\xbc", "qa qa" }, { "রহমান", "rahaman" }, { "राम मोहन इन्द्र शिव कृष्ण न", "ram mohan indra shiv krishna na" }, { "ਸਿੰਘ", "singh" }, { "தமிழ்", "tamizh" }, { "ഡോക്ടർ", "doktar" },
                                 { "ශ්‍රී ලංකා", "shri lanka" }, { "ভো ভে\xe0\xa6\xbe", "bho bho" }, { "ภาษา", "phasa" }, { "เชียงใหม่ โซ แอโร ไทยแลนด์ เอกอา", "cheiynghaim so aero thaiylaen eka" }, { "ໂລ ເວ", "lo we" }, { "አበበ ደስታ", "abebe desta" } };
    folds(e, ST_LEN(e));
}

static void east_asia(void **state) {
    static const example e[] = {
        { "习近平", "xi jin ping" }, { "中国A公司b", "zhong guo a gong si b" }, { "김정은", "gim jeong eun" }, { "\xe1\x84\x80\xe1\x85\xb5\xe1\x86\xb7가a", "gim ga a" },
        { "トヨタ ホッカイドウ マッチャ ラーメン", "toyota hokkaidou matcha ramen" }, { "きょうと しんじゅく ぎょうざ", "kyouto shinjuku gyouza" }, { "き\xe3\x82\x99ょうざ", "gyouza" }, { "ｶﾞﾝﾀﾞﾑ", "gandamu" },
        { "㈱日立", "zhu ri li" }, { "ティファ ヴァン", "tifa van" }, { "𓀀𓀁", "u13000 u13001" } };
    folds(e, ST_LEN(e));
}

static void others(void **state) {
    static const example e[] = { { "შევარდნაძე", "shevardnadze" }, { "Նիկոլ Փաշինյան Ուլիխանյան", "nikol pashinyan ulikhanyan" }, { "ދިވެހި", "divehi" }, { "ᠮᠣᠩᠭᠣᠯ", "monggol" }, { "ភ្នំ", "phnm" } };
    folds(e, ST_LEN(e));
}

static void scripts(void **state) {
    static const example e[] = { { "", "Zyyy" }, { "123 -", "Zyyy" }, { "Putin", "Latn" }, { "Путин", "Cyrl" }, { "محمد", "Arab" }, { "习近平", "Hani" }, { "김정은", "Hang" }, { "トヨタ", "Kana" },
                                 { "Путин P", "Cyrl" }, { "ab вг", "Latn" }, { "שלום", "Hebr" }, { "Ελλάς", "Grek" }, { "\xff\xfe", "Zyyy" }, { "é", "Latn" }, { "e\xcc\x81", "Latn" }, { "नरेन्द्र", "Deva" } };
    for (size_t i = 0; i < ST_LEN(e); i++) assert_string_equal(st_script(st_str_of(e[i].in)), e[i].want);
}

static void words(void **state) {
    st_str canon;
    assert_int_equal(st_word(ST_STR("ooo"), &canon), ST_WORD_LEGAL_FORM);
    assert_true(st_str_is(canon, "llc"));
    assert_int_equal(st_word(ST_STR("llc"), NULL), ST_WORD_LEGAL_FORM);
    assert_int_equal(st_word(ST_STR("shaykh"), &canon), ST_WORD_TITLE);
    assert_true(st_str_is(canon, "sheikh"));
    assert_int_equal(st_word(ST_STR("bin"), &canon), ST_WORD_PARTICLE);
    assert_true(st_str_is(canon, "ibn"));
    assert_int_equal(st_word(ST_STR("tanker"), NULL), ST_WORD_VESSEL_PREFIX);
    assert_int_equal(st_word(ST_STR("putin"), &canon), ST_WORD_NONE);
    assert_int_equal(canon.n, 0);
    assert_int_equal(st_word(ST_STR(""), NULL), ST_WORD_NONE);
    assert_int_equal(st_word(ST_STR("LLC"), NULL), ST_WORD_NONE);   /* folded forms only */
}

static void tokens(void **state) {
    st_str t[3];
    assert_int_equal(st_tokens(ST_STR(""), t, 3), 0);
    assert_int_equal(st_tokens(ST_STR("a bc def gh"), t, 3), 4);
    assert_true(st_str_is(t[0], "a") && st_str_is(t[1], "bc") && st_str_is(t[2], "def"));
    assert_int_equal(st_tokens(ST_STR("one"), t, 0), 1);
}

/* The version is the hash of what stands behind the header, so tables cannot change under an old one. */
static void version(void **state) {
    const st_blob_head *h = st_blob();
    char hex[65];
    st_sha256 *s = st_sha256_new();
    assert_non_null(s);
    st_sha256_add(s, (const char *)h + sizeof *h, h->size - sizeof *h);
    st_sha256_end(s, hex);
    assert_memory_equal(h->magic, ST_BLOB_MAGIC, 8);
    assert_int_equal(st_text_version().n, 16);
    assert_memory_equal(st_text_version().p, hex, 16);
    assert_true(h->size < 3450000);
}

/* A buffer that may not grow says so. */
static void no_room(void **state) {
    st_buf b = ST_BUF_INIT(10);
    st_fold(ST_STR("Vladimir Vladimirovich"), &b);
    assert_int_equal(b.failed, ST_E_LIMIT);
    st_buf_free(&b);
    char space[200];
    assert_int_equal(st_fold_short(ST_STR("Владимир"), space, sizeof space), 8);
    st_buf in = ST_BUF_INIT(4096);
    for (int i = 0; i < 300; i++) st_buf_z(&in, "ж");
    assert_int_equal(st_fold_short(st_buf_view(&in), space, sizeof space), SIZE_MAX);
    st_buf_free(&in);
}

int main(void) {
    const struct CMUnitTest tests[] = { cmocka_unit_test(latin), cmocka_unit_test(cyrillic_and_greek), cmocka_unit_test(abjads), cmocka_unit_test(indic), cmocka_unit_test(east_asia),
                                        cmocka_unit_test(others), cmocka_unit_test(scripts), cmocka_unit_test(words), cmocka_unit_test(tokens), cmocka_unit_test(version), cmocka_unit_test(no_room) };
    return cmocka_run_group_tests_name("folding", tests, NULL, NULL);
}
