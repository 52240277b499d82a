/* Screening over a small index: kinds of likeness, attributes as evidence, numbers, ties, limits, reasons that add up, wrong queries, and every
 * allocation failing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "screen_fixture.h"

#define S(lit) ST_STR(lit)
static st_engine *engine;
static st_screener *screener;
static st_hits hits;

static int set_up(void **state) {
    (void)state;
    st_err err = { 0 };
    engine = fx_engine(&err);
    if (!engine) print_error("%s\n", err.what);
    screener = engine ? st_screener_new(engine, &err) : NULL;
    return screener ? 0 : -1;
}

static int tear_down(void **state) {
    (void)state;
    st_screener_free(screener);
    st_engine_free(engine);
    return 0;
}

static void ask(const st_query *q, uint32_t threshold) {
    st_err err = { 0 };
    st_search_options o = { .threshold = threshold };
    if (st_screener_run(screener, q, &o, &hits, &err) != ST_OK) fail_msg("%s", err.what);
    for (size_t i = 0; i < hits.n; i++) {
        assert_int_equal(st_reason_sum(&hits.item[i].why), hits.item[i].bits);
        assert_int_equal(st_score_of_bits(hits.item[i].bits), hits.item[i].score);
    }
}

/* The hit of this record, NULL when it is none. list: 0 or 1. */
static const st_hit *hit_of(uint32_t list, const char *key) {
    uint32_t party = st_index_find(engine->ix, list, st_str_of(key));
    for (size_t i = 0; i < hits.n; i++)
        if (hits.item[i].party == party) return &hits.item[i];
    return NULL;
}

enum { NONE = INT32_MIN };   /* no hit, whatever the threshold */
static int32_t bits_of(const st_query *q, const char *key) {
    ask(q, 0);
    const st_hit *h = hit_of(0, key);
    return h ? h->bits : NONE;
}

static int32_t name_bits(const char *name, const char *key) { return bits_of(&(st_query){ .name = st_str_of(name) }, key); }
static bool reaches(int32_t bits) { return bits != NONE && st_score_of_bits(bits) >= ST_THRESHOLD; }

static const st_reason none = { ST_WHY_COUNT, 0, { "", 0 }, { "", 0 }, { "", 0 } };

/* The reason of this kind, or `none`. */
static const st_reason *reason(const st_hit *h, st_why why) {
    for (size_t i = 0; h && i < h->why.n; i++)
        if (h->why.item[i].why == why) return &h->why.item[i];
    return &none;
}

static bool has(const st_hit *h, st_why why) { return reason(h, why) != &none; }

static void names(void **state) {
    (void)state;
    const st_weights *w = &st_weights_of[ST_VIEW_PERSON];
    int32_t whole = name_bits("Vasily Quartz Examplov", "P-1");
    assert_true(reaches(whole));
    assert_int_equal(name_bits("VASILY  QUARTZ-EXAMPLOV", "P-1"), whole);
    assert_true(reaches(name_bits("\xD0\x92\xD0\xB0\xD1\x81\xD0\xB8\xD0\xBB\xD0\xB8\xD0\xB9 \xD0\xAD\xD0\xBA\xD0\xB7\xD0\xB0\xD0\xBC\xD0\xBF\xD0\xBB\xD0\xBE\xD0\xB2", "P-1")));
    assert_int_equal(name_bits("Examplov, Vasily Quartz", "P-1"), whole - w->order);
    assert_int_equal(reason(hit_of(0, "P-1"), ST_WHY_ORDER)->points, -w->order);
    int32_t no_middle = name_bits("Vasily Examplov", "P-1"), misspelt = name_bits("Vasily Quartz Exampolv", "P-1"), initial = name_bits("V. Quartz Examplov", "P-1");
    assert_true(has(hit_of(0, "P-1"), ST_WHY_INITIAL));
    assert_true(no_middle < whole && misspelt < whole && initial < whole);
    assert_true(reaches(no_middle) && reaches(misspelt) && reaches(initial));
    assert_true(name_bits("X. Quartz Examplov", "P-1") < initial);
    assert_false(reaches(name_bits("Vasily Quartz Differentson", "P-1")));
    const st_reason *r = reason(hit_of(0, "P-1"), ST_WHY_AGAINST);
    if (hit_of(0, "P-1")) assert_true(st_str_is(r->query, "differentson") && st_str_is(r->list, "examplov") && r->points < 0);
    assert_int_equal(name_bits("Wholly Unlike Zzyzx", "P-1"), NONE);
    assert_int_equal(hits.n, 0);
}

static void joined_and_split(void **state) {
    (void)state;
    int32_t whole = name_bits("Ali Al Examplah", "P-2");
    assert_true(reaches(whole));
    int32_t joined = name_bits("Vasilyquartz Examplov", "P-1"), apart = name_bits("Vasily Quartz Examplov", "P-1");
    assert_true(reaches(joined) && joined < apart);
    const st_reason *r = reason(hit_of(0, "P-1"), ST_WHY_SAME);
    assert_ptr_not_equal(r, &none);
    name_bits("Vasilyquartz Examplov", "P-1");
    r = reason(hit_of(0, "P-1"), ST_WHY_JOINED);
    assert_ptr_not_equal(r, &none);
    assert_true(st_str_is(r->query, "vasilyquartz") && st_str_is(r->list, "vasily quartz"));
    joined = name_bits("Vasily Quartz Exam Plov", "P-1");
    assert_true(reaches(joined) && joined < apart);
    r = reason(hit_of(0, "P-1"), ST_WHY_JOINED);
    assert_ptr_not_equal(r, &none);
    assert_true(st_str_is(r->query, "exam plov") && st_str_is(r->list, "examplov"));
    assert_true(reaches(name_bits("Ali Alexamplah", "P-2")));
    assert_true(reaches(name_bits("Ali Alexampleh", "P-2")));               /* joined, and a letter off */
}

static void typed_words(void **state) {
    (void)state;
    int32_t same = name_bits("Heron Shipping Limited", "O-1"), form = name_bits("Heron Shipping Ltd", "O-1");
    assert_true(has(hit_of(0, "O-1"), ST_WHY_FORM));
    int32_t without = name_bits("Heron Shipping", "O-1"), other = name_bits("Heron Shipping LLC", "O-1"), strange = name_bits("Heron Shipping Zzyzx", "O-1");
    assert_true(reaches(same) && same >= form && form > without && without > other && other > strange);
    assert_true(reaches(form) && reaches(without));
    int32_t number = name_bits("Depot 61398", "O-3"), another = name_bits("Depot 61399", "O-3");
    assert_true(reaches(number) && number > another);                       /* another number is another unit, not a misspelt one */
    assert_false(reaches(another));
    int32_t weak = name_bits("Sandstone", "P-2");
    assert_true(weak != NONE);
    assert_int_equal(reason(hit_of(0, "P-2"), ST_WHY_WEAK)->points, -st_weights_of[ST_VIEW_PERSON].weak);
}

static void birth_dates(void **state) {
    (void)state;
    const st_claim_weights *w = &st_claim_weights_of;
    const struct { const char *birth; int16_t bits; } date[] = {
        { "1961-03-12", w->birth_day }, { "12.03.1961", w->birth_day }, { "1961-12-03", w->birth_flipped }, { "1961-03", w->birth_month },
        { "1961", w->birth_year }, { "1959/1962", w->birth_year }, { "1962~", w->birth_year },
        { "1961-12-30", w->birth_near }, { "1960", w->birth_near }, { "1963", w->birth_years }, { "1966-01-01", w->birth_years }, { "1999-01-01", w->birth_far },
    };
    int32_t bare = name_bits("Vasily Quartz Examplov", "P-1");
    for (size_t i = 0; i < ST_LEN(date); i++) {
        st_query q = { .name = S("Vasily Quartz Examplov"), .birth_date = st_str_of(date[i].birth) };
        int32_t bits = bits_of(&q, "P-1");
        const st_reason *r = reason(hit_of(0, "P-1"), ST_WHY_BIRTH);
        if (r == &none || r->points != date[i].bits) fail_msg("%s: %d sixteenths of a bit, not %d", date[i].birth, r->points, date[i].bits);
        assert_int_equal(bits, bare + date[i].bits);
        assert_true(st_str_is(r->list, "1961-03-12"));
    }
    assert_true(w->birth_day > w->birth_flipped && w->birth_day > w->birth_month && w->birth_month > w->birth_year && w->birth_year > w->birth_near);
    assert_true(w->birth_near > w->birth_years && w->birth_years > w->birth_far && w->birth_year > 0 && w->birth_years < 0);
    st_query other = { .name = S("Vasily Quartz Examplov"), .birth_date = S("1961") };
    ask(&other, 0);
    assert_false(has(hit_of(1, "P-1"), ST_WHY_BIRTH));   /* the other list gives no date: no evidence either way */
}

/* What a query says besides the name of P-1, what it adds, and the kind of its reason. */
static void says(st_query q, const char *key, int32_t bare, int32_t more, st_why why) {
    int32_t bits = bits_of(&q, key);
    if (bits != bare + more) fail_msg("%s: %d, not %d + %d", st_why_name(why), bits, bare, more);
    const st_reason *r = reason(hit_of(0, key), why);
    if (more) assert_int_equal(r->points, more);
    else assert_ptr_equal(r, &none);
}

static void other_evidence(void **state) {
    (void)state;
    const st_claim_weights *w = &st_claim_weights_of;
    const st_query q = { .name = S("Vasily Quartz Examplov") };
    int32_t bare = bits_of(&q, "P-1");
#define SAYS(more, why, ...) says((st_query){ .name = q.name, __VA_ARGS__ }, "P-1", bare, (more), ST_WHY_##why)
    SAYS(w->country_same, COUNTRY, .nationality = S("Russia"));
    SAYS(w->country_same, COUNTRY, .country = S("Brazil"), .nationality = S("RU"));
    SAYS(w->country_other, COUNTRY, .country = S("BR"));
    SAYS(0, COUNTRY, .country = S("BR"), .nationality = S("Ruritania"));   /* which nobody knows: no other country is another one */
    SAYS(w->gender_other, GENDER, .gender = S("F"));
    SAYS(w->gender_same, GENDER, .gender = S("male"));
    SAYS(0, GENDER, .gender = S("Mrs"));                                   /* which begins like male: words that are not known say nothing */
    SAYS(w->place_same, PLACE, .birth_place = S("Exampleville"));
    SAYS(0, PLACE, .birth_place = S("Elsewhere"));
    SAYS(w->kind_other, TYPE, .type = S("vessel"));
    SAYS(0, TYPE, .type = S("individual"));
    SAYS(0, TYPE, .type = S("other"));
    st_query both = { .name = S("Ali Al Examplah"), .address = S("Gravel Road 12, Pebbleton"), .country = S("AE") };
    bare = name_bits("Ali Al Examplah", "P-2");
    assert_int_equal(bits_of(&both, "P-2"), bare + w->address_same + w->country_same);
    assert_true(has(hit_of(0, "P-2"), ST_WHY_ADDRESS) && has(hit_of(0, "P-2"), ST_WHY_COUNTRY));
    bare = name_bits("Omar Hassan Sampleh", "P-4");                        /* a citizen of the Soviet Union may be of any of its successors */
    says((st_query){ .name = S("Omar Hassan Sampleh"), .nationality = S("RU") }, "P-4", bare, 0, ST_WHY_COUNTRY);
    bare = name_bits("Ali Hassan Sampleh", "P-3");                         /* nor is it known what a text that is no country leaves out */
    says((st_query){ .name = S("Ali Hassan Sampleh"), .nationality = S("RU") }, "P-3", bare, 0, ST_WHY_COUNTRY);
    assert_true(w->country_same > 0 && w->country_other < 0 && w->gender_same > 0 && w->gender_other < 0 && w->kind_other < 0 && w->place_same > 0 && w->address_same > 0);
}

static void numbers(void **state) {
    (void)state;
    ask(&(st_query){ .imo = S("IMO 9074729") }, ST_THRESHOLD);
    assert_int_equal(hits.n, 1);                                            /* and not the passport with the same digits */
    assert_ptr_equal(hit_of(0, "V-1"), &hits.item[0]);
    assert_int_equal(hits.item[0].bits, st_claim_weights_of.identifier);
    assert_int_equal(hits.item[0].name, ST_NO_NAME);
    ask(&(st_query){ .id_number = S("9074729") }, ST_THRESHOLD);
    assert_int_equal(hits.n, 2);
    ask(&(st_query){ .id_number = S("ab-123 4567") }, ST_THRESHOLD);
    assert_ptr_equal(hit_of(0, "P-1"), &hits.item[0]);
    ask(&(st_query){ .wallet = S("1ExampLeExampLeExampLeExampLe1111") }, ST_THRESHOLD);
    assert_ptr_equal(hit_of(0, "W-1"), &hits.item[0]);
    ask(&(st_query){ .id_number = S("1ExampLeExampLeExampLeExampLe1111") }, ST_THRESHOLD);
    assert_ptr_equal(hit_of(0, "W-1"), &hits.item[0]);
    ask(&(st_query){ .wallet = S("1exampleExampLeExampLeExampLe1111") }, ST_THRESHOLD);
    assert_int_equal(hits.n, 0);                                            /* the case of such an address is part of it */
    ask(&(st_query){ .id_number = S("12-3") }, 0);
    assert_int_equal(hits.n, 0);
    ask(&(st_query){ .id_number = S("955") }, ST_THRESHOLD);                /* a short number is a question when it stands alone */
    assert_ptr_equal(hit_of(0, "X-1"), &hits.item[0]);
    ask(&(st_query){ .name = S("Wholly Unlike Zzyzx"), .id_number = S("955") }, ST_THRESHOLD);
    assert_int_equal(hits.n, 0);                                            /* and beside a name it decides nothing */
}

/* An equal number lifts a party above the threshold, whatever names and dates say; the reasons still tell what speaks against it. */
static void numbers_decide(void **state) {
    (void)state;
    static const char *const name[] = { "", "Wholly Unlike Zzyzx", "Vasily Quartz Examplov", "Ali Al Examplah", "Quartz", "Examplov Vasily Hassan Ali Omar Quartz Heron" };
    static const char *const birth[] = { "", "1961-03-12", "1999-01-01" }, *const type[] = { "", "person", "vessel" }, *const country[] = { "", "RU", "BR" };
    const st_claim_weights *w = &st_claim_weights_of;
    for (unsigned i = 0; i < ST_LEN(name) * 27; i++) {
        st_query q = { .name = st_str_of(name[i / 27]), .id_number = S("AB1234567"), .birth_date = st_str_of(birth[i % 3]), .type = st_str_of(type[i / 3 % 3]), .country = st_str_of(country[i / 9 % 3]) };
        ask(&q, ST_THRESHOLD);
        const st_hit *h = hit_of(0, "P-1");
        assert_non_null(h);
        assert_true(h->bits >= w->identifier + 2 * w->floor);
        assert_int_equal(has(h, ST_WHY_BIRTH), q.birth_date.n > 0);
        assert_true(reason(h, ST_WHY_IDENTIFIER)->points >= w->identifier);
        q.id_number = ST_STR_NONE;
        if (q.name.n && bits_of(&q, "P-1") != NONE) {
            int32_t without = hit_of(0, "P-1")->bits;
            q.id_number = S("AB1234567");
            assert_true(bits_of(&q, "P-1") >= without + w->identifier);
        }
    }
}

static void several_names(void **state) {
    (void)state;
    int32_t whole = name_bits("Vasily Quartz Examplov", "P-1"), last = name_bits("Examplov", "P-1");
    const st_str alias[] = { S("Nobody Atall"), S("Vasily Quartz Examplov") };
    st_query q = { .name = S("Zzyzx Qwerty"), .alias = alias, .aliases = 2 };
    assert_int_equal(bits_of(&q, "P-1"), whole);
    assert_int_equal(hit_of(0, "P-1")->variant, 2);
    assert_true(st_str_is(hit_of(0, "P-1")->asked, "Vasily Quartz Examplov"));
    q = (st_query){ .first = S("Vasily"), .middle = S("Quartz"), .last = S("Examplov") };
    assert_int_equal(bits_of(&q, "P-1"), whole);
    q = (st_query){ .last = S("Examplov") };
    assert_int_equal(bits_of(&q, "P-1"), last);
    assert_true(last < whole && last != NONE);
    assert_true(st_str_is(hit_of(0, "P-1")->asked, "Examplov"));
    q = (st_query){ .name = S("Heron Shipping Limited"), .first = S("Vasily"), .last = S("Examplov") };   /* a whole name wins over parts */
    assert_true(reaches(bits_of(&q, "O-1")));
    assert_null(hit_of(0, "P-1"));
}

static void order_and_limits(void **state) {
    (void)state;
    st_err err = { 0 };
    st_query q = { .name = S("Vasily Quartz Examplov") };
    ask(&q, ST_THRESHOLD);
    assert_int_equal(hits.n, 2);
    assert_ptr_equal(hit_of(0, "P-1"), &hits.item[0]);
    assert_ptr_equal(hit_of(1, "P-1"), &hits.item[1]);
    assert_null(hits.partial);
    st_search_options one = { .threshold = ST_THRESHOLD, .limit = 1 };
    assert_int_equal(st_screener_run(screener, &q, &one, &hits, &err), ST_OK);
    assert_int_equal(hits.n, 1);
    assert_int_equal(hits.above, 2);
    q.name = S("Hassan");
    size_t last = SIZE_MAX;
    for (uint32_t threshold = 0; threshold <= 10000; threshold += 250) {
        ask(&q, threshold);
        assert_true(hits.n <= last);
        last = hits.n;
        for (size_t i = 0; i < hits.n; i++) assert_true(hits.item[i].score >= threshold && (i == 0 || hits.item[i].bits <= hits.item[i - 1].bits));
    }
}

/* A name of more parts than take part is answered as far as they go, and the answer says so. */
static void very_long_names(void **state) {
    (void)state;
    char long_name[1000] = "Vasily Quartz Examplov";
    for (unsigned i = 0; i < 70; i++) snprintf(long_name + strlen(long_name), 8, " zq%u", i);
    st_query q = { .name = st_str_of(long_name), .id_number = S("AB1234567") };
    ask(&q, ST_THRESHOLD);
    assert_true(has(hit_of(0, "P-1"), ST_WHY_LEFT_OUT));
    assert_non_null(hits.partial);
}

static void wrong_queries(void **state) {
    (void)state;
    static char huge[70000];
    memset(huge, 'a', sizeof huge);
    const struct { st_query q; st_code code; const char *what; } wrong[] = {
        { { .birth_date = S("1961") }, ST_E_USAGE, "neither a name nor a number" },
        { { .name = S("A"), .birth_date = S("yesterday") }, ST_E_USAGE, "birth date" },
        { { .name = S("A"), .birth_date = S("1961-02-30") }, ST_E_USAGE, "birth date" },
        { { .name = S("A"), .type = S("banana") }, ST_E_USAGE, "type" },
        { { .name = S("...") }, ST_E_USAGE, "nothing in the query can be compared" },   /* "nobody" would be a clean answer to a question that was lost */
        { { .name = S("???"), .birth_date = S("1961-03-12"), .id_number = S("-/-") }, ST_E_USAGE, "nothing in the query can be compared" },
        { { .id_number = S(" - ") }, ST_E_USAGE, "nothing in the query can be compared" },
        { { .name = S("A\xff" "B") }, ST_E_USAGE, "not UTF-8, at byte 2" },
        { { .name = S("A"), .address = S("\xc3") }, ST_E_USAGE, "address" },
        { { .name = { huge, sizeof huge } }, ST_E_LIMIT, "70000 bytes" },
        { { .name = S("A"), .id_number = { huge, sizeof huge } }, ST_E_LIMIT, "number of 70000 bytes" },
    };
    for (size_t i = 0; i < ST_LEN(wrong); i++) {
        st_err err = { 0 };
        st_search_options o = { .threshold = 7000, .limit = 20 };
        assert_int_equal(st_screener_run(screener, &wrong[i].q, &o, &hits, &err), wrong[i].code);
        if (!strstr(err.what, wrong[i].what)) fail_msg("%zu: %s", i, err.what);
        assert_int_equal(hits.n, 0);
    }
    st_query q = { .name = S("???"), .imo = S("9074729") };   /* the number can be asked */
    ask(&q, 7000);
    assert_non_null(hit_of(0, "V-1"));
}

static void as_json(void **state) {
    (void)state;
    st_query q = { .id = S("c-1"), .name = S("Sandstone \"x\"") };
    ask(&q, 0);
    st_buf b = ST_BUF_INIT(1 << 20);
    st_jw w = { &b, false };
    st_jw_open(&w, '{');
    st_jw_key(&w, "query");
    st_query_json(&w, &q);
    hits.above += 3;
    st_answer_json(&w, engine, &hits);
    st_jw_close(&w, '}');
    char want[2048];
    const st_hit *h = hit_of(0, "P-2");
    assert_ptr_equal(h, &hits.item[0]);
    int32_t same = reason(h, ST_WHY_SAME)->points;
    snprintf(want, sizeof want, "{\"query\":{\"id\":\"c-1\",\"name\":\"Sandstone \\\"x\\\"\"},\"index\":\"%s\",\"hits\":[{\"id\":\"P-2\",\"list\":\"xx-a\",\"name\":"
             "\"Ali Al Examplah\",\"matched\":\"Sandstone\",\"score\":0.%04u,\"bits\":%s%d.%04d,\"explain\":[{\"why\":\"same\",\"query\":\"sandstone\",\"list\":\"sandstone\",\"bits\":%d.%04d,"
             "\"text\":\"the same part\"}", st_index_hash(engine->ix), h->score, h->bits < 0 ? "-" : "", abs(h->bits) / 16, abs(h->bits) % 16 * 625, same / 16, same % 16 * 625);
    assert_non_null(b.p);
    if (strncmp(b.p, want, strlen(want)) != 0) fail_msg("%s\nnot\n%s", b.p, want);
    assert_non_null(strstr(b.p, "{\"why\":\"weak_alias\",\"bits\":-"));
    assert_non_null(strstr(b.p, "],\"type\":\"person\",\"list_date\":\"2026-01-02\""));
    assert_true(st_str_ends(st_buf_view(&b), "}],\"more\":3}"));
    st_buf_free(&b);
}

#ifdef ST_FAULT
/* The hits as text, so that two answers can be compared. */
static char *hits_text(const st_index *ix) {
    char *text = NULL;
    size_t n;
    FILE *f = open_memstream(&text, &n);
    assert_non_null(f);
    for (size_t i = 0; i < hits.n; i++) {
        const st_hit *h = &hits.item[i];
        st_party_view p;
        st_index_party(ix, h->party, &p);
        fprintf(f, "%.*s %d %u\n", ST_FMT(p.key), h->bits, h->name);
        for (size_t k = 0; k < h->why.n; k++) fprintf(f, "  %d %d %.*s\n", (int)h->why.item[k].why, h->why.item[k].points, ST_FMT(h->why.item[k].text));
    }
    fclose(f);
    return text;
}
#endif

/* Every allocation fails in turn: the answer is a failure that says so, or, where it could be done without, the same. */
static void out_of_memory(void **state) {
    (void)state;
#ifdef ST_FAULT
    char path[] = "/tmp/strait-fault-XXXXXX", *want = NULL;
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    close(fd);
    st_err err = { 0 };
    assert_int_equal(fx_write(path, &err), ST_OK);
    const st_str alias[] = { S("Ali Al Examplah"), S("\xD0\xA5\xD0\xB0\xD1\x81\xD1\x81\xD0\xB0\xD0\xBD AlExamplah") };
    st_query q = { .first = S("Vasily"), .last = S("Exampolv"), .alias = alias, .aliases = 2, .birth_place = S("Exampleville"), .address = S("x y"), .id_number = S("AB1234567") };
    uint64_t all = 1, refused = 0;
    for (uint64_t n = 0; n <= all; n++) {
        err = (st_err){ 0 };
        st_search_options o = { .threshold = 3000, .limit = 20, .exhaustive = n % 3 == 1 };
        (void)st_fault_alloc(n, 0);
        st_engine *e = st_engine_load(path, &err);
        st_screener *s = e ? st_screener_new(e, &err) : NULL;
        st_code code = s ? st_screener_run(s, &q, &o, &hits, &err) : err.code;
        uint64_t made = st_fault_alloc(0, 0);
        char *got = code == ST_OK ? hits_text(e->ix) : NULL;
        if (n == 0) {
            all = made;
            want = got;
            assert_true(hits.n >= 2);
        } else if (got) {
            assert_string_equal(got, want);
            free(got);
        } else {
            assert_int_equal(code, ST_E_NOMEM);
            assert_true(err.what[0] != 0);
            refused++;
        }
        st_screener_free(s);
        st_engine_free(e);
    }
    assert_true(refused > 30);
    free(want);
    unlink(path);
#endif
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names),        cmocka_unit_test(joined_and_split), cmocka_unit_test(typed_words),      cmocka_unit_test(birth_dates),
        cmocka_unit_test(other_evidence), cmocka_unit_test(numbers),        cmocka_unit_test(numbers_decide),   cmocka_unit_test(several_names),    cmocka_unit_test(order_and_limits),
        cmocka_unit_test(very_long_names), cmocka_unit_test(wrong_queries), cmocka_unit_test(as_json),         cmocka_unit_test(out_of_memory),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
