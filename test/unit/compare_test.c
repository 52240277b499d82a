/* Two names without an index: sums that add up, forms and views, what is refused, every allocation failing; and files of pairs. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <unistd.h>
#include "engine/pairs.h"
#include "match/compare.h"
#include "text/variants.h"

#define S(lit) ST_STR(lit)
static st_comparer *comparer;

static int set_up(void **state) {
    (void)state;
    st_err err = { 0 };
    comparer = st_comparer_new(&err);
    return comparer ? 0 : -1;
}

static int tear_down(void **state) {
    (void)state;
    st_comparer_free(comparer);
    st_comparer_free(NULL);
    return 0;
}

/* The evidence, with its reasons when they are wanted; they must add up. */
static int32_t evidence(st_kind kind, const char *a, const char *b) {
    st_arena arena = ST_ARENA_INIT;
    st_reasons why = { .arena = &arena };
    st_err err = { 0 };
    int32_t with = 0, without = 0;
    if (st_compare(comparer, kind, st_str_of(a), st_str_of(b), &why, &with, &err)) fail_msg("%s", err.what);
    assert_int_equal(st_compare(comparer, kind, st_str_of(a), st_str_of(b), NULL, &without, &err), ST_OK);
    assert_int_equal(with, without);
    if (with != INT32_MIN) assert_int_equal(st_reason_sum(&why), with);
    else assert_int_equal(why.n, 0);
    st_arena_free(&arena);
    return with;
}

static int32_t person(const char *a, const char *b) { return evidence(ST_KIND_PERSON, a, b); }
static int32_t company(const char *a, const char *b) { return evidence(ST_KIND_ORGANISATION, a, b); }
static bool match(int32_t bits) { return bits != INT32_MIN && st_score_of_bits(bits) >= 7000; }

static void better_than(void **state) {
    (void)state;
    int32_t same = person("Vasily Quartz Examplov", "Vasily Quartz Examplov");
    assert_true(match(same));
    assert_true(same > person("Examplov Vasily Quartz", "Vasily Quartz Examplov"));
    assert_true(same > person("Vasily Examplov", "Vasily Quartz Examplov"));
    assert_true(same > person("Vasily Quartz Exampolv", "Vasily Quartz Examplov"));
    assert_true(match(person("Vasily Quartz Exampolv", "Vasily Quartz Examplov")));
    assert_true(match(person("Vasily Examplov", "\xD0\x92\xD0\xB0\xD1\x81\xD0\xB8\xD0\xBB\xD0\xB8\xD0\xB9 \xD0\xAD\xD0\xBA\xD0\xB7\xD0\xB0\xD0\xBC\xD0\xBF\xD0\xBB\xD0\xBE\xD0\xB2")));
    assert_true(match(person("SergeiExamplov", "Sergei Examplov")));
    assert_true(person("Vasily Quartz Examplov", "Vasily Granite Sampleh") < person("Vasily Quartz Examplov", "Vasily Quartz Sampleh"));
    assert_false(match(person("Vasily Examplov", "Omar Sampleh")));
    assert_true(match(company("Heron Shipping Ltd", "Heron Shipping Limited")));
    assert_true(company("Heron Shipping Ltd", "Heron Shipping Limited") > company("Heron Shipping Ltd", "Heron Shipping LLC"));
    assert_false(match(company("Depot 61398", "Depot 61399")));
}

/* An unknown kind: the better of both views. */
static void kinds(void **state) {
    (void)state;
    static const char *const name[] = { "General Robert Prince", "Bob Prince", "Heron General Trading Ltd", "Heron Trading", "Examplov" };
    for (size_t i = 0; i < ST_LEN(name); i++) {
        for (size_t j = 0; j < ST_LEN(name); j++) {
            int32_t p = person(name[i], name[j]), o = company(name[i], name[j]);
            assert_int_equal(evidence(ST_KIND_UNKNOWN, name[i], name[j]), p > o ? p : o);
            assert_int_equal(evidence(ST_KIND_VESSEL, name[i], name[j]), o);
        }
    }
}

static void nothing_to_compare(void **state) {
    (void)state;
    assert_int_equal(person("", "Examplov"), INT32_MIN);
    assert_int_equal(person("Examplov", ""), INT32_MIN);
    assert_int_equal(person("...", "Examplov"), INT32_MIN);
    assert_int_equal(evidence(ST_KIND_UNKNOWN, "", ""), INT32_MIN);
}

static void too_long(void **state) {
    (void)state;
    static char huge[ST_NAME_BYTES + 1];
    memset(huge, 'a', sizeof huge);
    st_err err = { 0 };
    int32_t bits;
    assert_int_equal(st_compare(comparer, ST_KIND_PERSON, (st_str){ huge, sizeof huge }, S("a"), NULL, &bits, &err), ST_E_LIMIT);
    assert_int_equal(bits, INT32_MIN);
    assert_int_equal(st_compare(comparer, ST_KIND_PERSON, S("a"), (st_str){ huge, sizeof huge }, NULL, &bits, &err), ST_E_LIMIT);
    assert_non_null(strstr(err.what, "65537 bytes"));
    assert_int_equal(st_compare(comparer, ST_KIND_PERSON, (st_str){ huge, ST_NAME_BYTES }, (st_str){ huge, ST_NAME_BYTES }, NULL, &bits, &err), ST_OK);
    for (size_t i = 1; i < sizeof huge; i += 2) huge[i] = ' ';   /* very many parts: the first take part */
    assert_int_equal(st_compare(comparer, ST_KIND_PERSON, (st_str){ huge, ST_NAME_BYTES }, (st_str){ huge, 90 }, NULL, &bits, &err), ST_OK);
}

static uint32_t seed = 5;
static uint32_t below(uint32_t n) {
    seed = seed * 1664525u + 1013904223u;
    return (seed >> 8) % n;
}

static void random_name(char *p, size_t cap) {
    static const char *const word[] = { "Mohammed", "mhmd", "Ivan", "John", "Bob", "Robert", "Al", "bin", "Examplov", "Exampolv", "Heron", "Trading", "Ltd", "Limited", "Dr.", "A", "B", "C",
                                        "ABC", "7", "Seven", "\xD0\x98\xD0\xB2\xD0\xB0\xD0\xBD", "\xD9\x85\xD8\xAD\xD9\x85\xD8\xAF", "\xE6\x9D\x8E\xE5\xB0\x8F\xE9\xBE\x99", "AlHassan", "McDonald", "-", "..." };
    size_t n = 0;
    p[0] = 0;
    for (uint32_t k = below(7); k > 0; k--) n += (size_t)snprintf(p + n, cap - n, "%s%s", n && below(9) ? " " : "", word[below((uint32_t)ST_LEN(word))]);
}

/* For any two names the reasons add up, and a name says no less of itself than of another one of the same parts' worth. */
static void any_two(void **state) {
    (void)state;
    unsigned positive = 0;
    for (int round = 0; round < 6000; round++) {
        char a[300], b[300];
        random_name(a, sizeof a);
        random_name(b, sizeof b);
        st_kind kind = (st_kind)below(ST_KIND_COUNT);
        int32_t bits = evidence(kind, a, b), own = evidence(kind, a, a);
        positive += bits > 0;
        if (kind == ST_KIND_UNKNOWN) continue;
        /* With one form each, no name says more than the name itself. */
        st_buf x = ST_BUF_INIT(1 << 16);
        size_t forms = st_variants(st_str_of(a), &x);
        st_buf_free(&x);
        if (forms == 1 && bits > own) fail_msg("%s: %s says more than itself", a, b);
    }
    assert_true(positive > 40);
}

/* Every allocation of comparing fails in turn. */
static void out_of_memory(void **state) {
    (void)state;
#ifdef ST_FAULT
    int32_t want = INT32_MIN;
    uint64_t all = 1, refused = 0;
    for (uint64_t n = 0; n <= all; n++) {
        st_err err = { 0 };
        st_arena arena = ST_ARENA_INIT;
        st_reasons why = { .arena = &arena };
        int32_t bits = 0;
        (void)st_fault_alloc(n, 0);
        st_comparer *c = st_comparer_new(&err);
        st_code code = c ? st_compare(c, ST_KIND_UNKNOWN, S("SergeiAlExamplov Quartz"), S("\xD0\xA1\xD0\xB5\xD1\x80\xD0\xB3\xD0\xB5\xD0\xB9 Al Exampolv Granite"), &why, &bits, &err) : err.code;
        uint64_t made = st_fault_alloc(0, 0);
        if (n == 0) {
            assert_int_equal(code, ST_OK);
            all = made;
            want = bits;
        } else if (code == ST_OK) {
            assert_int_equal(bits, want);
            assert_int_equal(st_reason_sum(&why), bits);
        } else {
            assert_int_equal(code, ST_E_NOMEM);
            assert_true(err.what[0] != 0);
            refused++;
        }
        st_comparer_free(c);
        st_arena_free(&arena);
    }
    assert_true(refused > 10);
#endif
}

/* ---- files of pairs ------------------------------------------------------------------------------------------------------------------------------ */

typedef struct sink { st_buf out, bad; } sink;

static st_code take(void *user, st_str text, st_err *err) {
    sink *s = user;
    st_buf_str(&s->out, text);
    return s->out.failed ? st_fail(err, s->out.failed, "out of memory in the test") : ST_OK;
}

static void take_bad(void *user, uint32_t line, st_str why) { st_buf_printf(&((sink *)user)->bad, "%u: %.*s\n", line, ST_FMT(why)); }

static st_code score(void *scorer, st_kind kind, st_str a, st_str b, uint32_t *out, st_err *err) {
    int32_t bits;
    st_code code = st_compare(scorer, kind, a, b, NULL, &bits, err);
    *out = bits == INT32_MIN ? 0 : st_score_of_bits(bits);
    return code;
}

static st_code run(const char *text, size_t n, sink *s, st_pairs_stats *stats, st_err *err) {
    static const st_pairs_sink sinks = { take, take_bad };
    char path[] = "/tmp/strait-pairs-XXXXXX";
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, text, n), (ssize_t)n);
    close(fd);
    s->out = s->bad = (st_buf)ST_BUF_INIT(1 << 24);
    st_code code = st_pairs_run(path, score, comparer, 7000, &sinks, s, stats, err);
    unlink(path);
    return code;
}

static void drop(sink *s) {
    st_buf_free(&s->out);
    st_buf_free(&s->bad);
}

static void csv_pairs(void **state) {
    (void)state;
    static const char text[] = "\xEF\xBB\xBFno;Name1;score;NAME2;type\r\n1;Vasily Examplov;old;\"Examplov; Vasily\";person\r\n2;Zzyzx;;\"Heron \"\"X\"\"\";company\r\n3;too;few\r\n4;;x;Examplov;\r\n";
    sink s = { 0 };
    st_pairs_stats stats;
    st_err err = { 0 };
    if (run(text, sizeof text - 1, &s, &stats, &err)) fail_msg("%s", err.what);
    assert_int_equal(stats.rows, 4);
    assert_int_equal(stats.bad, 1);
    assert_int_equal(stats.matches, 1);
    assert_true(st_str_starts(st_buf_view(&s.out), "no;Name1;NAME2;type;score;match\n1;Vasily Examplov;\"Examplov; Vasily\";person;0."));
    assert_non_null(strstr(s.out.p, ";true\n2;Zzyzx;\"Heron \"\"X\"\"\";company;0."));
    assert_non_null(strstr(s.out.p, ";false\n3;too;few;;\n"));
    assert_non_null(strstr(s.out.p, "4;;Examplov;;0.0000;false\n"));   /* nothing to compare: no evidence at all */
    assert_true(st_str_starts(st_buf_view(&s.bad), "4: "));
    drop(&s);
}

static void json_pairs(void **state) {
    (void)state;
    static const char text[] = "{\"a\":[1,2.50],\"name1\":\"Vasily Examplov\",\"score\":1,\"name2\":\"Vasily Examplov\"}\n[1]\n{\"name1\":\"x\"\n{\"name1\":\"Examplov\",\"name2\":\"Zzyzx\",\"type\":\"person\"}\n";
    sink s = { 0 };
    st_pairs_stats stats;
    st_err err = { 0 };
    if (run(text, sizeof text - 1, &s, &stats, &err)) fail_msg("%s", err.what);
    assert_int_equal(stats.rows, 4);
    assert_int_equal(stats.bad, 2);
    assert_int_equal(stats.matches, 1);
    assert_true(st_str_starts(st_buf_view(&s.out), "{\"a\":[1,2.50],\"name1\":\"Vasily Examplov\",\"name2\":\"Vasily Examplov\",\"score\":0."));
    assert_non_null(strstr(s.out.p, "\"match\":true}\n{\"score\":null,\"match\":null}\n{\"score\":null,\"match\":null}\n{\"name1\":\"Examplov\",\"name2\":\"Zzyzx\",\"type\":\"person\",\"score\":0."));
    drop(&s);
}

static void wrong_files(void **state) {
    (void)state;
    static const char *const wrong[] = { "", "a,b\n1,2\n", "name1\nx\n" };
    for (size_t i = 0; i < ST_LEN(wrong); i++) {
        sink s = { 0 };
        st_pairs_stats stats;
        st_err err = { 0 };
        assert_int_equal(run(wrong[i], strlen(wrong[i]), &s, &stats, &err), ST_E_DATA);
        assert_true(err.what[0] != 0 && err.where[0] != 0);
        assert_int_equal(s.out.n, 0);
        drop(&s);
    }
}

static void pairs_out_of_memory(void **state) {
    (void)state;
#ifdef ST_FAULT
    static const char *const file[] = { "name1,name2\nVasily Examplov,Examplov\n\"a \"\"b\"\"\",c\n", "{\"name1\":\"Vasily Examplov\",\"name2\":\"Examplov\",\"x\":[{}]}\n" };
    for (size_t f = 0; f < ST_LEN(file); f++) {
        sink want = { 0 };
        uint64_t all = 1, refused = 0;
        for (uint64_t n = 0; n <= all; n++) {
            sink s = { 0 };
            st_pairs_stats stats;
            st_err err = { 0 };
            (void)st_fault_alloc(n, 0);
            st_code code = run(file[f], strlen(file[f]), &s, &stats, &err);
            uint64_t made = st_fault_alloc(0, 0);
            if (n == 0) {
                assert_int_equal(code, ST_OK);
                all = made;
                want = s;
                continue;
            }
            if (code == ST_OK && stats.bad == 0) assert_string_equal(s.out.p, want.out.p);
            else if (code == ST_OK) refused++;   /* a line that could not be read for want of memory is told */
            else assert_true(code == ST_E_NOMEM && err.what[0]);
            refused += code != ST_OK;
            drop(&s);
        }
        assert_true(refused > 5);
        drop(&want);
    }
#endif
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(better_than), cmocka_unit_test(kinds),      cmocka_unit_test(nothing_to_compare), cmocka_unit_test(too_long),           cmocka_unit_test(any_two),
        cmocka_unit_test(out_of_memory), cmocka_unit_test(csv_pairs), cmocka_unit_test(json_pairs),         cmocka_unit_test(wrong_files),        cmocka_unit_test(pairs_out_of_memory),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
