/* Readings and skeletons: for each script and system names that everybody knows, cities and heads of state, in the spelling of that system. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "text/text.h"

typedef struct example { const char *native, *want; } example;   /* want: readings with | between, each of which must be there */

static bool among(st_str readings, st_str want) {
    for (st_str line; st_split(&readings, "\n", &line) || readings.n;) if (st_str_eq(line, want)) return true;
    return false;
}

static void reads(const example *e, size_t n) {
    int bad = 0;
    for (size_t i = 0; i < n; i++) {
        st_buf b = ST_BUF_INIT(1 << 16);
        st_readings(st_str_of(e[i].native), &b);
        for (st_str rest = st_str_of(e[i].want), want; st_split(&rest, "|", &want) || rest.n;) {
            if (among(st_buf_view(&b), want)) continue;
            bad++;
            printf("# %s is not read [%.*s] but\n%.*s\n", e[i].native, ST_FMT(want), ST_FMT(st_buf_view(&b)));
        }
        st_buf_free(&b);
    }
    assert_int_equal(bad, 0);
}

static void latin(void **state) {
    static const char *const one[] = { "", "Paris", "München", "İstanbul ığdır", "Łódź", "O'Brien", "Nguyễn Văn Thiệu", "x - y", "12/3" };
    for (size_t i = 0; i < ST_LEN(one); i++) {
        st_buf b = ST_BUF_INIT(4096), f = ST_BUF_INIT(4096);
        assert_int_equal(st_readings(st_str_of(one[i]), &b), 1);
        st_fold(st_str_of(one[i]), &f);
        assert_true(st_str_eq(st_buf_view(&b), st_buf_view(&f)));
        st_buf_free(&b);
        st_buf_free(&f);
    }
}

static void cyrillic(void **state) {
    static const example e[] = {
        { "Борис Ельцин", "boris eltsin|boris yeltsin|boris elcin|boris jelzin|boris ieltsine" }, { "Никита Хрущёв", "nikita khrushchev|nikita khrushchyov|nikita hruscev|nikita chruschtschjow|nikita khrouchtchiov" },
        { "Георгий Жуков", "georgy zhukov|georgiy zhukov|georgij zukov|georgi schukow|gueorgui joukov|georgii zhukov" }, { "Александр Пушкин", "aleksandr puskin|aleksandr pouchkine|alexander pushkin" },
        { "Юлия Юрьевна", "iuliia iurevna|yuliya yuryevna|julija jurjevna" }, { "Володимир Зеленський", "volodymyr zelenskyi" }, { "Київ Харків Луганськ Григорій", "kyiv kharkiv luhansk hryhorii" },
        { "Аляксандр Лукашэнка Гродна", "aliaksandr lukashenka hrodna" }, { "Пловдив Търново", "plovdiv tarnovo" }, { "Христо Щърбанов", "hristo shtarbanov" }, { "Новак Ђоковић", "novak dokovic" },
        { "Београд Чачак", "beograd cacak" }, { "Ќосе Ѓорѓи", "kjose gjorgji" } };
    reads(e, ST_LEN(e));
}

static void greek(void **state) {
    static const example e[] = { { "Κυριάκος Μητσοτάκης", "kyriakos mitsotakis|kiriakos mitsotakis" }, { "Γιώργος Παπανδρέου", "giorgos papandreou|yorgos papandreou|giorgos papandreu" },
                                 { "Μπακογιάννη Χατζής", "bakoyanni hatzis" }, { "Ευριπίδης", "evripidis|euripides" }, { "Ντίνος Αντώνης", "dinos andonis" } };
    reads(e, ST_LEN(e));
}

static void arabic(void **state) {
    static const example e[] = {
        { "محمد أنور السادات", "mhmd anur alsadat|muhammad anwar al sadat|mohamed anouar el sadat" }, { "جمال عبد الناصر", "jamal abd al nasir|djamel abdennasser|cemal abdunnasir|gamal abdel nasser" },
        { "حسن روحاني", "hassan rouhani|hasan ruhani" }, { "محمود احمدی‌نژاد", "mahmoud ahmadinejad" }, { "احمدی‌مقدم", "ahmadi moqaddam|ahmadi moghaddam" }, { "آخوند زاده", "akhundzadeh|akhund zada" },
        { "المتخصص", "al mutakhassis" }, { "سويلم", "suwaylim" }, { "الإمام", "al imam" }, { "محمدرضا", "mohammadreza" },
        { "بشار الأسد", "bashar al asad|bachar el assad" }, { "حافظ", "hafiz|hafez" }, { "عبدالله", "abdullah|abdallah|abdollah" }, { "عبد الله", "abdullah|abdallah|abdollah" },
        { "صلاح الدين", "salah al din|salahuddin|salaheddine|selahettin" }, { "نصر الله", "nasrallah|nasrollah|nasrullah" }, { "عبدالرحمن", "abd al rahman|abdolrahman|abderrahmane|abdurrahman|abdel rahman" },
        { "الحسن", "al hasan|el hassan" }, { "ابو بكر", "abu bakr|abou bekr|ebu bekir" }, { "أبو الحسن", "abu al hasan" }, { "فاطمة", "fatima|fatemeh|fatma" }, { "بغداد", "baghdad|bagdat" }, { "تهران", "tehran" },
        { "خالد بن سلطان", "khalid bin sultan|khaled ben soltane|halit bin sultan" }, { "عثمان", "uthman|osman|othmane" }, { "ﻣﺤﻤﺪ", "muhammad" }, { "مُحَمَّد", "muhammad|mehmet" }, { "منتصر", "muntasar" }, { "الصحراوي", "al sahrawi|el sahraoui" }, { "شهد", "shahad" },
        { "عمر عامر", "umar amir|omar amer" }, { "الله", "allah" } };
    reads(e, ST_LEN(e));
}

static void hebrew(void **state) {
    static const example e[] = { { "בנימין נתניהו", "binyamin netanyahu|benjamin netanyahu" }, { "יצחק רבין", "yitzhak ravin|isaac rabin" }, { "ג'ורג'", "jorj" }, { "ז'בוטינסקי", "zhbotinski" },
                                 { "דוד", "david" }, { "תל אביב", "tal aviv" }, { "פרידמן", "fridman" } };
    reads(e, ST_LEN(e));
}

static void han(void **state) {
    static const example e[] = {
        { "习近平", "xi jin ping|xi jinping|hsi chin ping" }, { "毛泽东", "mao zedong|mao tse tung" }, { "蔣介石", "jiang jieshi|chiang chieh shih|cheung kai shek" }, { "曾庆红", "zeng qinghong|tseng ching hung|tsang hing hung" },
        { "李嘉誠", "lee ka shing|li jiacheng" }, { "李嘉诚", "lee ka shing" }, { "欧阳修", "ouyang xiu" }, { "單", "shan" }, { "单雄信", "shan xiongxin" }, { "解放", "xie fang" }, { "查良鏞", "zha liangyong" }, { "司徒華", "szeto wah|situ hua" },
        { "陳方安生", "chan fong on sang" }, { "梁振英", "leung chan ying" }, { "安倍晋三", "abe shinzo" }, { "田中角栄", "tanaka tsunosakae" }, { "山本五十六", "yamamoto gotomutsu" }, { "鈴木", "suzuki" },
        { "三菱重工業株式会社", "mitsubishi jukogyo kabushikikaisha" }, { "金日成", "kim il song" }, { "朴正熙", "pak jong hui" }, { "中国石油", "chung kuo shih yu" }, { "奥列格·伊戈尔耶维奇", "oleg yigeryeveichi" } };
    reads(e, ST_LEN(e));
}

static void kana_and_hangul(void **state) {
    static const example e[] = { { "さとう しんぞう", "satou shinzou|sato shinzo|sato sinzo|satoh shinzoh" }, { "とうきょう", "toukyou|tokyo" }, { "ホッカイドウ", "hokkaido" }, { "フジ", "fuji|huzi" }, { "ロバート", "robato|robart|lobat" }, { "ダグラス", "daglas" },
                                 { "김정은", "gim jeong eun|kim jung eun|kim chong un|kim jong un" }, { "이승만", "i seung man|lee seung man|yi sung man|ri sung man" }, { "박정희", "bak jeong hui|park jung hee|pak chong hui|pak jong hui" },
                                 { "최", "choe|choi" }, { "조선", "cho sun|jo son" }, { "더글러스", "deglles" } };
    reads(e, ST_LEN(e));
}

static void others(void **state) {
    static const example e[] = { { "Երևան", "erevan|yerevan" }, { "Հակոբ Պողոս", "hakob poghos|hagop boghos" }, { "მიხეილ სააკაშვილი", "mikheil saakashvili|miheil saakasvili" }, { "मनमोहन सिंह", "manamohan sinh|manmohan sinh" },
                                 { "ਮਨਮੋਹਨ", "manmohan" }, { "পশ্চিম", "pashchim" }, { "மு. கருணாநிதி", "mu karunanidi" }, { "ทักษิณ ชินวัตร", "thaksin chinwat|thaksin shinwatra" }, { "ហ៊ុន សែន", "hun saen" }, { "አበበ ቢቂላ", "abebe bikila" } };
    reads(e, ST_LEN(e));
}

/* Words of letters that look alike are read as what they look like. */
static void mixed(void **state) {
    static const example e[] = { { "МЕЛЬНIК", "melnik" }, { "\xd0\xa0utin", "putin" }, { "Cep\xd0\xb3\xd0\xb5\xd0\xb9\xd0\xb5\xd0\xb2", "sergeyev" }, { "Miĸалай", "miqalay" }, { "\xce\x9f" "bama", "obama" }, { "НАТAША", "natasha" } };
    reads(e, ST_LEN(e));
    /* two whole words of two scripts are left alone */
    st_buf b = ST_BUF_INIT(4096);
    assert_int_equal(st_readings(ST_STR("Moscow Экран"), &b), 4);
    assert_true(st_str_starts(st_buf_view(&b), "moscow ekran\nmoscow yekran\n"));
    st_buf_free(&b);
}

static void gates(void **state) {
    st_buf b = ST_BUF_INIT(4096);
    st_readings(ST_STR("Горан Ђурић"), &b);   /* ђ: not Ukrainian, so г is not h */
    assert_false(among(st_buf_view(&b), ST_STR("horan djuryc")) || among(st_buf_view(&b), ST_STR("horan duryc")));
    st_buf_clear(&b);
    st_readings(ST_STR("Горбачук Игор"), &b);
    assert_true(among(st_buf_view(&b), ST_STR("horbachuk yhor")));
    st_buf_free(&b);
}

static void limits(void **state) {
    st_buf in = ST_BUF_INIT(1 << 20), out = ST_BUF_INIT(1 << 20);
    for (int i = 0; i < ST_READINGS_BYTES / 2; i++) st_buf_z(&in, "ж");
    assert_true(st_readings(st_buf_view(&in), &out) > 1);   /* exactly as long as it may be */
    st_buf_z(&in, "ж");
    st_buf_clear(&out);
    assert_int_equal(st_readings(st_buf_view(&in), &out), 1);
    st_buf_clear(&in);
    for (int i = 0; i < 200; i++) st_buf_z(&in, "ж ");
    st_buf_clear(&out);
    assert_int_equal(st_readings(st_buf_view(&in), &out), 1);   /* too many pieces */
    st_buf_clear(&out);
    st_buf_z(&out, "before");
    assert_int_equal(st_readings(ST_STR("Жук"), &out), 4);
    assert_true(st_str_starts(st_buf_view(&out), "beforezhuk\n"));
    st_buf small = ST_BUF_INIT(8);
    st_readings(ST_STR("Хрущёв"), &small);
    assert_int_equal(small.failed, ST_E_LIMIT);
    st_buf_clear(&out);
    assert_int_equal(st_readings(ST_STR("\xd0\x96\xff"), &out), 1);   /* no UTF-8: folded, and that is all */
    st_buf_free(&in);
    st_buf_free(&out);
    st_buf_free(&small);
}

/* ---- skeletons ------------------------------------------------------------------------------------------------------------------------ */
static void skeleton_is(const char *part, const char *want) {
    char s[64];
    const size_t n = st_skeleton(st_str_of(part), s, sizeof s);
    if (!st_str_eq((st_str){ s, n }, st_str_of(want))) fail_msg("%s has the skeleton [%.*s], not [%s]", part, (int)n, s, want);
}

static void alike(void **state) {
    static const char *const same[][6] = {
        { "mhmd", "muhammad", "mohammed", "mohamed", "mehmet", "mohamad" }, { "hsn", "hasan", "hassan", "hussein", "huseyin", "hossein" }, { "qdhafi", "qadhafi", "gaddafi", "kaddafi", "gadafi", "qaddafi" },
        { "shrif", "sharif", "cherif", "serif", "sherif", "charif" }, { "khald", "khalid", "khaled", "halit", "khalit", "xalid" }, { "jmal", "jamal", "djamel", "dzhamal", "jemal", "djamal" },
        { "fatma", "fatima", "fatimah", "fatema", "fatmah", "fatmeh" }, { "mikhail", "mihail", "mikhayil", "mikhaeel", "mykhailo", "mihael" }, { "sergei", "sergey", "sergej", "sergii", "serguei", "sergeyi" },
        { "ivanov", "iwanow", "ivanoff", "ivanof", "ivanow", "yvanov" }, { "charnyshou", "charnyshov", "chernyshev", "chernyshov", "tschernyschow", "tchernychov" }, { "bykau", "bykov", "bykof", "bikov", "bykov", "bykoff" }, { "pushkin", "puskin", "puschkin", "pouchkin", "pushkyn", "puchkin" }, { "zhang", "zhang", "zang", "zheng", "zhong", "zong" },
        { "mstfa", "mustafa", "mostafa", "mustapha", "moustafa", "moustapha" }, { "rjb", "rajab", "recep", "redjeb", "rajap", "radjab" }, { "yaqub", "yakup", "yacoub", "yaghoub", "yaaqub", "yakub" } };
    int bad = 0;
    for (size_t i = 0; i < ST_LEN(same); i++)
        for (size_t k = 1; k < 6; k++) {
            char a[64], b[64];
            const size_t n = st_skeleton(st_str_of(same[i][0]), a, sizeof a), m = st_skeleton(st_str_of(same[i][k]), b, sizeof b);
            if (st_str_eq((st_str){ a, n }, (st_str){ b, m })) continue;
            printf("# %s [%.*s] and %s [%.*s]\n", same[i][0], (int)n, a, same[i][k], (int)m, b);
            bad++;
        }
    assert_int_equal(bad, 0);
}

static void apart(void **state) {
    static const char *const other[][2] = { { "muhammad", "mahdi" }, { "hasan", "salman" }, { "ali", "omar" }, { "ivan", "igor" }, { "sergei", "dmitri" }, { "petrov", "pavlov" }, { "kim", "park" }, { "wang", "zhang" },
                                            { "karim", "rahim" }, { "nasir", "basir" }, { "khalid", "walid" }, { "smith", "jones" }, { "said", "saif" }, { "tariq", "faruq" }, { "hamid", "hamza" }, { "zaid", "said" } };
    for (size_t i = 0; i < ST_LEN(other); i++) {
        char a[64], b[64];
        const size_t n = st_skeleton(st_str_of(other[i][0]), a, sizeof a), m = st_skeleton(st_str_of(other[i][1]), b, sizeof b);
        assert_true(n > 0 && m > 0);
        assert_false(st_str_eq((st_str){ a, n }, (st_str){ b, m }));
    }
}

static void edges(void **state) {
    skeleton_is("", "");
    skeleton_is("aeiouwy", "");
    skeleton_is("h", "");
    skeleton_is("b", "p");
    skeleton_is("11", "11");
    skeleton_is("a2b2", "2b2");
    skeleton_is("baba", "b");
    skeleton_is("xi", "s");
    skeleton_is("alexander", "lksndr");
    skeleton_is("shchshch", "s");
    skeleton_is("tsch", "s");
    skeleton_is("dz", "z");
    char s[4] = "???";
    assert_int_equal(st_skeleton(ST_STR("alexander"), s, 2), 2);
    assert_memory_equal(s, "lk?", 3);
    assert_int_equal(st_skeleton(ST_STR("alexander"), s, 0), 0);
}

static void coverage(void **state) {
    st_str script, system, covers;
    size_t n = 0, arabic_systems = 0;
    for (; st_reading_system(n, &script, &system, &covers); n++) {
        assert_int_equal(script.n, 4);
        assert_true(system.n > 0 && covers.n > 0);
        assert_false(st_str_is(system, "key"));
        arabic_systems += st_str_is(script, "Arab");
    }
    assert_true(n > 40);
    assert_int_equal(arabic_systems, 5);
    assert_false(st_reading_system(SIZE_MAX, &script, &system, &covers));
}

/* The first failure of memory is in out->failed, and nothing is lost. */
static void no_memory(void **state) {
    (void)st_fault_alloc(0, 0);
    for (uint64_t k = 1; k < 12; k++) {
        st_buf out = ST_BUF_INIT(1 << 16);
        (void)st_fault_alloc(k, 1);
        const size_t n = st_readings(ST_STR("Александр Сергеевич Пушкин عبد الله 習近平"), &out);
        (void)st_fault_alloc(0, 0);
        assert_true(n >= 1 && n <= ST_READINGS_MOST);
        st_buf_free(&out);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(latin), cmocka_unit_test(cyrillic), cmocka_unit_test(greek), cmocka_unit_test(arabic), cmocka_unit_test(hebrew), cmocka_unit_test(han), cmocka_unit_test(kana_and_hangul), cmocka_unit_test(others),
        cmocka_unit_test(mixed), cmocka_unit_test(gates), cmocka_unit_test(limits), cmocka_unit_test(alike), cmocka_unit_test(apart), cmocka_unit_test(edges), cmocka_unit_test(coverage), cmocka_unit_test(no_memory) };
    return cmocka_run_group_tests_name("readings", tests, NULL, NULL);
}
