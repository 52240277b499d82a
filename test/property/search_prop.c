/* The search gives what scoring every name gives: the same parties, evidence, names, order and reasons, byte for byte. Over the small fixture and over
 * an index of generated names in many scripts; the queries are listed names that were altered, and noise. Seeds are fixed; STRAIT_ROUNDS sets how
 * many queries of each kind there are, STRAIT_SEED another beginning. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "screen_fixture.h"

#ifdef ST_SANITIZED
enum { PARTIES = 300, QUERIES = 140, INDEXES = 3 };
#else
enum { PARTIES = 1000, QUERIES = 150, INDEXES = 5 };
#endif

static uint64_t state;
static uint32_t below(uint32_t n) {   /* xorshift64*, Vigna 2016 */
    state ^= state >> 12;
    state ^= state << 25;
    state ^= state >> 27;
    return (uint32_t)((state * UINT64_C(2685821657736338717)) >> 33) % n;
}

static uint64_t number_of(const char *variable, uint64_t otherwise) {
    const char *z = getenv(variable);
    uint64_t n;
    return z && st_parse_u64(st_str_of(z), &n) && n > 0 ? n : otherwise;
}

/* ---- names ------------------------------------------------------------------------------------------------------------------------------------- */

typedef struct text { char p[4096]; size_t n; } text;
static void put(text *t, const char *s) {
    size_t n = strlen(s);
    if (t->n + n >= sizeof t->p) return;
    memcpy(t->p + t->n, s, n);
    t->n += n;
}
#define ONE_OF(list) ((list)[below((uint32_t)ST_LEN(list))])

/* Syllables of a script; a made-up word has one to four. */
static const char *const latin[] = { "ba", "kel", "mo", "ri", "tan", "sha", "vi", "dor", "eh", "lu", "gan", "zi", "po", "ster", "mi", "na" };
static const char *const cyrillic[] = { "ва", "си", "лий", "ко", "ров", "ми", "хай", "ле", "нин", "жу", "га", "щен", "ко", "юр", "ий", "цы" };
static const char *const arabic[] = { "مح", "مد", "عب", "ال", "حس", "ين", "رح", "من", "نا", "صر", "خا", "لد", "طا", "هر", "قا", "سم" };
static const char *const hebrew[] = { "אב", "רה", "מי", "כא", "ל", "שמ", "עו", "ן", "דו", "יד" };
static const char *const greek[] = { "Πα", "πα", "δο", "που", "λος", "νι", "κό", "λα", "ος", "χρή" };
static const char *const han[] = { "王", "李", "张", "伟", "小", "明", "中", "国", "银", "行", "贸", "易", "公", "司", "平", "华" };
static const char *const kana[] = { "タ", "ナ", "カ", "ヤ", "マ", "ダ", "スズ", "キ", "モト", "ー" };
static const char *const hangul[] = { "김", "이", "박", "정", "은", "철", "수", "영", "희", "조" };
static const char *const thai[] = { "สม", "ชาย", "วงศ์", "ศรี", "ทอง", "พร" };
static const char *const georgian[] = { "გი", "ორ", "გი", "შვი", "ლი", "ბე", "რი", "ძე" };
static const char *const indian[] = { "रा", "म", "कु", "मार", "सिं", "ह", "शर्", "मा" };
static const struct { const char *const *syllable; uint32_t n; bool spaced; } script[] = {
    { latin, ST_LEN(latin), true }, { cyrillic, ST_LEN(cyrillic), true }, { arabic, ST_LEN(arabic), true }, { hebrew, ST_LEN(hebrew), true }, { greek, ST_LEN(greek), true },
    { han, ST_LEN(han), false }, { kana, ST_LEN(kana), false }, { hangul, ST_LEN(hangul), false }, { thai, ST_LEN(thai), true }, { georgian, ST_LEN(georgian), true }, { indian, ST_LEN(indian), true },
};

/* Words that the tables of the text side know, in one way or another. */
static const char *const given[] = { "Mohammed", "Muhammad", "Mehmet", "Ivan", "John", "Juan", "Robert", "Bob", "Alexander", "Sasha", "Ali", "Al", "Abu", "Abd", "bin", "van", "de", "Li", "Kim",
                                     "Lee", "Hassan", "Yusuf", "Joseph", "O", "D'Arcy", "Maria", "Sergei", "Sergey", "Sheikh", "Dr.", "King", "Prince", "III", "ul-Haq", "Rahman" };
static const char *const business[] = { "Ltd", "Limited", "LLC", "L.L.C.", "GmbH", "Company", "Co.", "Trading", "Bank", "Banque", "Group", "International", "General", "Shipping", "Iran", "Iranian",
                                        "Moscow", "of", "the", "and", "&", "No. 7", "7", "Seven", "44th", "Brigade", "Ministry", "Saudi Arabia", "Joint Stock Company", "M/V", "A", "B", "C", "2", "61398" };

static void word(text *t, size_t s) {
    for (uint32_t k = 1 + below(4); k > 0; k--) put(t, script[s].syllable[below(script[s].n)]);
}

static void made_name(text *t, bool person) {
    size_t s = below(3) ? 0 : below((uint32_t)ST_LEN(script));
    uint32_t words = below(40) == 0 ? 20 + below(30) : 1 + below(5);
    t->n = 0;
    for (uint32_t i = 0; i < words; i++) {
        if (i && (script[s].spaced || below(3) == 0)) put(t, below(20) ? " " : below(2) ? "-" : ", ");
        if (s == 0 && below(3) == 0) put(t, person ? ONE_OF(given) : ONE_OF(business));
        else if (s == 0 && below(25) == 0) put(t, ((const char[2]){ (char)('A' + (int)below(26)), 0 }));
        else word(t, s);
    }
    if (below(200) == 0) for (unsigned i = 0; i < 12; i++) put(t, "overlong");   /* a part longer than any that edits are counted in */
}

static st_str view(const text *t) { return (st_str){ t->p, t->n }; }

static void parties(st_model *m, uint32_t n) {
    static const char *const birth[] = { "1961-03-12", "1970", "1955-05", "1982-12-03" }, *const country[] = { "RU", "IR", "PA", "SU" };
    for (uint32_t i = 0; i < n; i++) {
        char key[16];
        text t = { .n = 0 };
        bool person = below(5) < 3;
        snprintf(key, sizeof key, "K%05u", i);
        made_name(&t, person);
        if (t.n == 0) put(&t, "Nameless");
        st_model_party(m, st_str_of(key), i);
        st_model_main(m);
        st_model_kind(m, person ? ST_KIND_PERSON : below(2) ? ST_KIND_ORGANISATION : ST_KIND_VESSEL);
        st_fact(m, ST_P_NAME, view(&t));
        for (uint32_t k = below(3); k > 0; k--) {
            made_name(&t, person);
            st_fact(m, below(4) ? ST_P_ALIAS : ST_P_WEAK_ALIAS, view(&t));
        }
        if (below(2)) st_fact(m, ST_P_BIRTH_DATE, st_str_of(ONE_OF(birth)));
        if (below(2)) st_fact(m, ST_P_NATIONALITY, st_str_of(ONE_OF(country)));
        if (below(2)) st_fact(m, ST_P_GENDER, below(2) ? ST_STR("male") : ST_STR("female"));
        if (below(9) == 0) st_fact(m, ST_P_PASSPORT, st_str_of(key));
        assert_int_equal(st_model_commit(m, NULL), ST_OK);
    }
}

static st_engine *generated(uint32_t n) {
    char path[] = "/tmp/strait-search-XXXXXX";
    st_err err = { 0 };
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    close(fd);
    st_model *m = st_model_new(&err);
    assert_non_null(m);
    assert_int_equal(st_model_list_begin(m, ST_STR("xx-made"), &err), ST_OK);
    parties(m, n);
    assert_int_equal(st_model_list_end(m, 1000, &err), ST_OK);
    if (st_index_write(m, path, NULL, &err)) fail_msg("%s", err.what);
    st_model_free(m);
    st_engine *e = st_engine_load(path, &err);
    if (!e) fail_msg("%s", err.what);
    unlink(path);
    return e;
}

/* ---- queries ------------------------------------------------------------------------------------------------------------------------------------ */

/* One of a few ways to damage a part. */
static void damage(text *part) {
    static const char vowel[] = "aeiouy";
    size_t n = part->n, at = n ? below((uint32_t)n) : 0;
    if (n == 0 || n + 2 > sizeof part->p) return;
    switch (below(8)) {
    case 0: part->p[at] = (char)('a' + (int)below(26)); break;
    case 1: memmove(part->p + at, part->p + at + 1, n - at - 1); part->n--; break;
    case 2: memmove(part->p + at + 1, part->p + at, n - at); part->p[at] = (char)('a' + (int)below(26)); part->n++; break;
    case 3: if (at + 1 < n) { char c = part->p[at]; part->p[at] = part->p[at + 1]; part->p[at + 1] = c; } break;
    case 4: memmove(part->p + at + 1, part->p + at, n - at); part->n++; break;                    /* a letter twice */
    case 5: for (size_t i = 0; i < n; i++) if (strchr(vowel, part->p[i])) part->p[i] = vowel[below(6)]; break;
    case 6: if (n > 3) { memmove(part->p + at + 1, part->p + at, n - at); part->p[at] = ' '; part->n++; } break;   /* written apart */
    default: part->n = 1; break;                                                                  /* its initial */
    }
}

/* The parts of a name of the index, altered and put together again. */
static void altered(const st_index *ix, uint32_t name, text *out) {
    st_name_view v;
    uint32_t token[ST_PARTS];
    st_index_name(ix, name, &v);
    size_t n = v.n_tokens;
    if (n) memcpy(token, v.token, n * sizeof *token);
    if (n > 1 && below(3) == 0) {   /* another order */
        size_t a = below((uint32_t)n), b = below((uint32_t)n);
        uint32_t x = token[a];
        token[a] = token[b];
        token[b] = x;
    }
    out->n = 0;
    for (size_t k = 0; k < n; k++) {
        if (n > 1 && below(9) == 0) continue;                              /* dropped */
        st_str s = st_index_token(ix, token[k]);
        text part = { .n = s.n < 200 ? s.n : 200 };
        memcpy(part.p, s.p, part.n);
        for (uint32_t i = below(3) ? 0 : 1 + below(2); i > 0; i--) damage(&part);
        if (out->n && below(8)) put(out, " ");                             /* or joined */
        part.p[part.n] = 0;
        put(out, part.p);
        if (below(12) == 0) { put(out, " "); put(out, ONE_OF(given)); }    /* one more */
    }
}

/* A name as printed, whole words of it dropped or swapped. */
static void printed(const st_index *ix, uint32_t name, text *out) {
    st_str rest = st_index_name_text(ix, name), part;
    text held = { .n = 0 };
    out->n = 0;
    while (st_split(&rest, " ", &part)) {
        text t = { .n = part.n < 300 ? part.n : 0 };
        memcpy(t.p, part.p, t.n);
        t.p[t.n] = 0;
        if (below(8) == 0) continue;
        if (below(6) == 0 && held.n == 0) { held = t; continue; }
        if (out->n) put(out, " ");
        put(out, t.p);
    }
    if (held.n) { put(out, " "); put(out, held.p); }
}

static void made_query(const st_index *ix, text *t) {
    uint32_t name = below(st_index_names(ix));
    switch (below(8)) {
    case 0: made_name(t, below(2)); break;
    case 1: case 2: printed(ix, name, t); break;
    default: altered(ix, name, t); break;
    }
    if (t->n == 0) put(t, "x");
}

/* ---- search against exhaustive ------------------------------------------------------------------------------------------------------------------ */

typedef struct answer { st_buf json; size_t n; uint32_t party[4000], name[4000]; uint16_t variant[4000]; } answer;

static void ask(st_screener *s, const st_query *q, uint32_t threshold, bool exhaustive, answer *out) {
    st_search_options o = { .threshold = threshold, .exhaustive = exhaustive };
    st_hits hits;
    st_err err = { 0 };
    if (st_screener_run(s, q, &o, &hits, &err) != ST_OK) fail_msg("%.*s: %s", ST_FMT(q->name), err.what);
    st_buf_clear(&out->json);
    st_jw w = { &out->json, false };
    st_jw_open(&w, '{');
    st_answer_json(&w, s->e, &hits);
    st_jw_close(&w, '}');
    assert_int_equal(out->json.failed, 0);
    out->n = hits.n;
    for (size_t i = 0; i < hits.n && i < ST_LEN(out->party); i++) {
        out->party[i] = hits.item[i].party;
        out->name[i] = hits.item[i].name;
        out->variant[i] = hits.item[i].variant;
    }
}

static void same_answer(st_screener *s, const st_query *q, uint32_t threshold, uint64_t *found) {
    static answer a = { .json = ST_BUF_INIT(1 << 28) }, b = { .json = ST_BUF_INIT(1 << 28) };
    ask(s, q, threshold, false, &a);
    ask(s, q, threshold, true, &b);
    if (!st_str_eq(st_buf_view(&a.json), st_buf_view(&b.json)))
        fail_msg("%.*s at %u: %zu by search, %zu of all\n%.3000s\n%.3000s", ST_FMT(q->name), threshold, a.n, b.n, a.json.p, b.json.p);
    size_t n = a.n < ST_LEN(a.party) ? a.n : ST_LEN(a.party);
    assert_memory_equal(a.party, b.party, n * sizeof *a.party);
    assert_memory_equal(a.name, b.name, n * sizeof *a.name);
    assert_memory_equal(a.variant, b.variant, n * sizeof *a.variant);
    *found += a.n;
}

static void compare(st_engine *e, unsigned queries, bool claims) {
    static const char *const birth[] = { "", "1961-03-12", "1970", "1955-05-04", "1900" }, *const country[] = { "", "RU", "IR", "BR" }, *const type[] = { "", "person", "company", "vessel" };
    static const uint32_t threshold[] = { 5000, 6000, 7000, 7000, 8000, 9000, 9500, 9900 };
    st_err err = { 0 };
    st_screener *s = st_screener_new(e, &err);
    assert_non_null(s);
    uint64_t found = 0;
    for (unsigned round = 0; round < queries; round++) {
        static text t, more;
        made_query(e->ix, &t);
        st_query q = { .name = view(&t) };
        st_str alias = ST_STR_NONE;
        char key[16];
        if (claims) {
            q.birth_date = st_str_of(ONE_OF(birth));
            q.country = st_str_of(ONE_OF(country));
            q.type = st_str_of(ONE_OF(type));
            q.gender = below(3) ? ST_STR_NONE : ST_STR("male");
            if (below(4) == 0) {
                made_query(e->ix, &more);
                alias = view(&more);
                q.alias = &alias;
                q.aliases = 1;
            }
            snprintf(key, sizeof key, "K%05u", below(PARTIES));
            if (below(5) == 0) q.id_number = st_str_of(key);
        }
        /* A name that folds to nothing is refused, not searched. */
        st_buf b = ST_BUF_INIT(1 << 20);
        st_fold(q.name, &b);
        size_t letters = b.n;
        st_buf_free(&b);
        if (letters) same_answer(s, &q, ONE_OF(threshold), &found);
    }
    print_message("# %llu hits of %u queries\n", (unsigned long long)found, queries);
    assert_true(found > queries / 4);
    st_screener_free(s);
}

static void small_index(void **unused) {
    (void)unused;
    st_err err = { 0 };
    state = number_of("STRAIT_SEED", 1);
    st_engine *e = fx_engine(&err);
    assert_non_null(e);
    compare(e, (unsigned)number_of("STRAIT_ROUNDS", QUERIES * 4), false);
    compare(e, (unsigned)number_of("STRAIT_ROUNDS", QUERIES * 4), true);
    st_engine_free(e);
}

static void all_scripts(void **unused) {
    (void)unused;
    uint64_t first = number_of("STRAIT_SEED", 20261125);
    for (unsigned k = 0; k < INDEXES; k++) {   /* a large one, and small ones, which differ more */
        state = first + k;
        st_engine *e = generated(k ? PARTIES / 6 : PARTIES);
        print_message("# %u names, %u tokens\n", st_index_names(e->ix), st_index_tokens(e->ix));
        compare(e, (unsigned)number_of("STRAIT_ROUNDS", QUERIES), false);
        compare(e, (unsigned)number_of("STRAIT_ROUNDS", QUERIES), true);
        st_engine_free(e);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = { cmocka_unit_test(small_index), cmocka_unit_test(all_scripts) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
