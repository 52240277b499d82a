/* How fast names fold, in bytes of input a second. Ten thousand names a round, the best of many rounds, one thread, warm.
 *   make build/release/bench/fold_bench && build/release/bench/fold_bench */
#include <time.h>
#include "text/text.h"

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static const char *const latin[] = { "VLADIMIR VLADIMIROVICH PUTIN", "Limited Liability Company \"Rusgazdobycha\"", "Al-Zawahiri, Ayman Muhammad Rabi", "ISLAMIC REPUBLIC OF IRAN SHIPPING LINES (IRISL)",
    "O'Neill-Smith, John Q.", "Bank Melli Iran", "JSC Research and Production Corporation Uralvagonzavod", "KOREA MINING DEVELOPMENT TRADING CORPORATION" };
static const char *const accents[] = { "Société Générale de Côte d'Ivoire", "Müller & Söhne GmbH", "Łukasz Żółtowski", "Türkiye Halk Bankası A.Ş.", "José María Núñez", "Øystein Ærø" };
static const char *const cyrillic[] = { "Владимир Владимирович ПУТИН", "Общество с ограниченной ответственностью «Русгаздобыча»", "Дмитрий Анатольевич Медведев", "Йошкар-Ола" };
static const char *const arabic[] = { "محمود أحمدی‌نژاد", "عبد الله يوسف", "أيمن محمد ربيع الظواهري" };
static const char *const han[] = { "习近平", "中国石油天然气集团公司", "中華人民共和国" };
static const char *const hangul[] = { "김정은", "조선광업개발무역회사" };

static void run(const char *label, const char *const *names, size_t n) {
    st_buf text = ST_BUF_INIT(4 << 20), out = ST_BUF_INIT(4 << 20);
    static st_str part[10000];
    for (size_t i = 0; i < ST_LEN(part); i++) st_buf_z(&text, names[i % n]);
    for (size_t i = 0, at = 0; i < ST_LEN(part); i++) { part[i] = (st_str){ text.p + at, strlen(names[i % n]) }; at += part[i].n; }
    double best = 1e9;
    for (int round = 0; round < 60; round++) {
        const double from = now();
        st_buf_clear(&out);
        for (size_t i = 0; i < ST_LEN(part); i++) st_fold(part[i], &out);
        const double took = now() - from;
        if (took < best) best = took;
    }
    double whole = 1e9;
    for (int round = 0; round < 20; round++) {
        const double from = now();
        st_buf_clear(&out);
        st_fold(st_buf_view(&text), &out);
        const double took = now() - from;
        if (took < whole) whole = took;
    }
    printf("%-10s %7.0f MB/s name by name (%.0f ns a name of %.0f bytes) %7.0f MB/s in one piece\n", label, (double)text.n / best / 1e6, best / ST_LEN(part) * 1e9,
           (double)text.n / ST_LEN(part), (double)text.n / whole / 1e6);
    st_buf_free(&text);
    st_buf_free(&out);
}

int main(void) {
    run("ascii", latin, ST_LEN(latin));
    run("accents", accents, ST_LEN(accents));
    run("cyrillic", cyrillic, ST_LEN(cyrillic));
    run("arabic", arabic, ST_LEN(arabic));
    run("han", han, ST_LEN(han));
    run("hangul", hangul, ST_LEN(hangul));
    return 0;
}
