/* FollowTheMoney: facts of the fixture in test/data whatever the order of its lines, the forms that files come in, damage, and every allocation failing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "source_read.h"

#define S(lit) ST_STR(lit)
#define LISTING(p) "  listing: Order " p " (detail programId: XX-7) (authority Example Council) (since 2022-03-01) (reference 77) (measure Asset freeze)" \
                   " (source https://example.org/7) (detail programUrl: https://example.org/p) (in_country EU) (listed_on 2022-03-01)\n"

static void fixture(void **state) {
    (void)state;
    reads_file("test/data/entities.ftm.json",
        "ftm_entities|2024-05-06| parties 9 orphans 0 bad 0 warnings 0\n"
        "  entities 14\n"
        "  links 8\n"
        "  notes 19\n"
        "  schema Address 2\n"
        "  schema Company 2\n"
        "  schema CryptoWallet 1\n"
        "  schema Directorship 1\n"
        "  schema Family 1\n"
        "  schema Ownership 3\n"
        "  schema Passport 1\n"
        "  schema Person 2\n"
        "  schema Sanction 1\n"
        "  schema Spaceship 1\n"
        "  schema Vessel 1\n",
        "p-1 person\n"
        LISTING("7")
        LISTING("8")
        "  reason: A reason\n"
        "  name: Example Person (given Example) (family_name Person)\n"
        "  name: PERSON, Example (given Example) (family_name Person)\n"
        "  name: Персон Экзампл\n"
        "  alias: E. Person\n"
        "  weak_alias: EP\n"
        "  former_name: Example Former\n"
        "  birth_date: 1961-03\n"
        "  birth_date: 1961-03-12\n"
        "  birth_place: Limassol\n"
        "  birth_place: SU (in_country SU)\n"
        "  nationality: RU\n"
        "  nationality: UA (raw ua-cri)\n"
        "  gender: male\n"
        "  note: other (field gender)\n"
        "  national_id: N 1\n"
        "  note: sanction (field topics)\n"
        "  address: Nested Street 1 (detail remarks: rear)\n"
        "  description: 180 (type height)\n"
        "  note: kept (field unheardOf)\n"
        "  note: Other (field lastName)\n"
        "  note: old-1 (field referents)\n"
        "  note: xx_example (field datasets)\n"
        "  note: 2023-01-01T00:00:00 (field first_seen)\n"
        "  passport: AB123 (in_country RU) (expires 2030-01-31) (type service)\n"
        "  wallet: 0x742d35Cc6634C0532925a3b844Bc454e4438f44e (currency ETH)\n"
        "  family: p-2 (type sister)\n"
        "  officer_of: o-1 (type director) (until 2020)\n"
        "  address: Main Street 1, Limassol (city Limassol) (postcode 3030) (in_country CY) (detail city: Lemesos)\n"
        "  note: a-9 (field addressEntity)\n"
        "o-1 organisation\n"
        LISTING("7")
        LISTING("8")
        "  reason: A reason\n"
        "  name: Example Works\n"
        "  registration: R-1\n"
        "  imo_company: IMO6495856\n"
        "  country: CY (type jurisdiction)\n"
        "  controlled_by: o-2 (type parent)\n"
        "  note: xx_example (field datasets)\n"
        "  note: yy_other (field datasets)\n"
        "  note: false (field target)\n"
        "  owned_by: p-1 (share 51) (since 2019) (detail sharesCount: 510)\n"
        "  address: Main Street 1, Limassol (city Limassol) (postcode 3030) (in_country CY) (detail city: Lemesos)\n"
        "v-1 vessel\n"
        "  name: EXAMPLE STAR\n"
        "  imo: IMO9074729\n"
        "  flag: PA\n"
        "  flag: LR (status former)\n"
        "  vessel_type: Tanker\n"
        "  ship_owner: o-1\n"
        "  note: xx_example (field datasets)\n"
        "w-1 wallet\n"
        "  note: wallet (field caption)\n"
        "  wallet: 0x742d35Cc6634C0532925a3b844Bc454e4438f44e (currency ETH)\n"
        "  owned_by: p-1 (type holder)\n"
        "  note: xx_example (field datasets)\n"
        "r-4 unknown\n"
        "  note: Ownership (field schema)\n"
        "  owned_by: p-1\n"
        "  note: xx_example (field datasets)\n"
        "x-1 other\n"
        "  note: Spaceship (field schema)\n"
        "  name: Thing\n"
        "  note: xx_example (field datasets)\n"
        "n-1 person\n"
        "  name: Second Example (given Second) (family_name Example)\n"
        "  note: xx_example (field datasets)\n"
        "o-3 organisation\n"
        "  owned_by: n-1 (share 5)\n"
        "  name: Third Works\n"
        "a-2 other\n"
        "  address: Nowhere 2\n");
}

static int by_text(const void *a, const void *b) { return strcmp(*(char *const *)a, *(char *const *)b); }

/* The lines of a dump, sorted within each party and the parties among each other. */
static char *sorted(char *dump) {
    char *line[512];
    size_t n = 0;
    st_buf b = ST_BUF_INIT(1 << 20);
    const char *party = "";
    char *save[512];
    for (char *at = dump, *end; n < 512 && *at && (end = strchr(at, '\n')); at = end + 1) {
        *end = 0;
        if (*at != ' ') party = at;
        st_buf_clear(&b);
        st_buf_printf(&b, "%.*s|%s", (int)strcspn(party, " "), party, at);
        save[n] = st_calloc(b.n + 1, 1);
        memcpy(save[n], b.p, b.n);
        line[n] = save[n];
        n++;
    }
    qsort(line, n, sizeof *line, by_text);
    st_buf_clear(&b);
    for (size_t i = 0; i < n; i++) { st_buf_z(&b, line[i]); st_buf_char(&b, '\n'); }
    for (size_t i = 0; i < n; i++) st_free(save[i]);
    return b.p;
}

static char *facts_of(st_str text) {
    st_err err = { 0 };
    st_model *m = st_model_new(&err);
    if (read_text(m, NULL, text, "entities.ftm.json", &err)) fail_msg("%s", err.what);
    char *dump = dump_parties(m), *out = sorted(dump);
    st_free(dump);
    st_model_free(m);
    return out;
}

/* Addresses, sanctions and relations stand before or behind what they are about: the facts are the same. */
static void any_order(void **state) {
    (void)state;
    st_err err = { 0 };
    st_arena a = ST_ARENA_INIT;
    st_input *in = st_input_open("test/data/entities.ftm.json", NULL, &err);
    st_str text = ST_STR_NONE, line[32], rest;
    if (!in || st_input_all(in, 1 << 20, &a, &text, &err)) fail_msg("%s", err.what);
    st_input_close(in);
    size_t n = 0;
    for (rest = text; n < 32 && rest.n; n++) {
        const size_t end = st_str_chr(rest, '\n');
        line[n] = st_str_sub(rest, 0, end + 1);
        rest = st_str_sub(rest, end + 1, rest.n);
    }
    char *want = facts_of(text);
    for (size_t turn = 0; turn < 2 * n; turn++) {   /* rotated, then rotated and reversed */
        st_buf b = ST_BUF_INIT(1 << 20);
        for (size_t i = 0; i < n; i++) st_buf_str(&b, line[(turn < n ? i + turn : turn - i) % n]);
        char *got = facts_of(st_buf_view(&b));
        assert_string_equal(got, want);
        st_free(got);
        st_buf_free(&b);
    }
    st_free(want);
    st_arena_free(&a);
}

static void forms(void **state) {
    (void)state;
    static const char want[] = "1 person\n  name: A\n  note: x (field topics)\n2 organisation\n  name: B\n";
    reads(NULL, S("{\"id\":\"1\",\"schema\":\"Person\",\"properties\":{\"name\":[\"A\"],\"topics\":[\"x\"]},\"datasets\":[\"d_one\"]}\n"
                  "{\"id\":\"2\",\"schema\":\"Company\",\"caption\":\"B\",\"properties\":{},\"datasets\":[\"d_one\"]}\n"), "f.json",
          "ftm_d_one|| parties 2 orphans 0 bad 0 warnings 0\n  entities 2\n  notes 1\n  schema Company 1\n  schema Person 1\n", want);
    reads(NULL, S("[{\"id\":\"1\",\"schema\":\"Person\",\"properties\":{\"name\":\"A\",\"topics\":\"x\"},\"last_change\":\"2024-01-02T00:00:00\"},\n"
                  "{\"id\":\"2\",\"schema\":\"Company\",\"caption\":\"B\",\"properties\":{}}]"), "f-2024.json",
          "ftm_f|2024-01-02| parties 2 orphans 0 bad 0 warnings 0\n  entities 2\n  notes 2\n  schema Company 1\n  schema Person 1\n", NULL);
    reads(NULL, S("{\"op\":\"ADD\",\"entity\":{\"id\":\"1\",\"schema\":\"Person\",\"properties\":{\"name\":[\"A\"],\"topics\":[\"x\"]}}}\n"
                  "{\"op\":\"MOD\",\"entity\":{\"id\":\"2\",\"schema\":\"Company\",\"properties\":{\"name\":[\"B\"]}}}\n"
                  "{\"op\":\"DEL\",\"entity\":{\"id\":\"3\"}}\n{\"op\":\"DEL\",\"entity\":{\"id\":\"4\"}}\n"), "f.delta.json",
          "ftm_f|| parties 2 orphans 0 bad 0 warnings 1\n  entities 4\n  notes 1\n  op ADD 1\n  op DEL 2\n  op MOD 1\n  schema Company 1\n  schema Person 1\n"
          "  line 3: deletions in a delta are counted, not applied: build from the whole file to drop parties\n", want);
    /* targets.nested.json: what points back is left out, or is an id */
    reads(NULL, S("{\"id\":\"1\",\"schema\":\"Person\",\"properties\":{\"name\":[\"A\"],\"topics\":[\"x\"],\"sanctions\":[{\"id\":\"s\",\"schema\":\"Sanction\","
                  "\"properties\":{\"program\":[\"P\"]}}],\"familyPerson\":[{\"id\":\"f\",\"schema\":\"Family\",\"properties\":{\"person\":[\"1\"],"
                  "\"relative\":[{\"id\":\"2\",\"schema\":\"Person\",\"properties\":{\"name\":[\"B\"]}}]}}]}}\n"), "n.json", NULL,
          "1 person\n  name: A\n  note: x (field topics)\n  listing: P\n  family: 2\n2 person\n  name: B\n");
}

static void damage(void **state) {
    (void)state;
    reads(NULL, S("{\"id\":\"1\",\"schema\":\"Person\",\"properties\":{\"name\":[\"A\"]}}\n{\"id\":\"2\",\"schema\":\"Person\",\n{\"schema\":\"Person\"}\n{\"id\":\"3\"}\n7\n"
                  "{\"id\":\"4\",\"schema\":\"Person\",\"properties\":{\"name\":[\"A\\u0000\"]}}\n"
                  "{\"id\":\"5\",\"schema\":\"Person\",\"properties\":{\"name\":[null,7,true,[\"x\"],{}],\"gender\":[]}}\n{\"id\":\"6\",\"schema\":\"Person\",\"properties\":5}\n"), "d.json",
          "ftm_d|| parties 3 orphans 0 bad 5 warnings 0\n  entities 6\n  schema Person 3\n  line 2: the line ends inside a JSON value\n"
          "  line 3: the entity has no id\n  line 4: the entity has no schema\n  line 5: the line is no JSON object\n  line 6: a text holds the character U+0000\n",
          "1 person\n  name: A\n5 person\n  name: 7\n  name: true\n6 person\n");
    /* entities within entities, without end */
    st_buf b = ST_BUF_INIT(1 << 20);
    for (int i = 0; i < 12; i++) st_buf_printf(&b, "{\"id\":\"%d\",\"schema\":\"Person\",\"properties\":{\"x\":", i);
    st_buf_z(&b, "[]");
    for (int i = 0; i < 12; i++) st_buf_z(&b, "}}");
    reads("ftm", st_buf_view(&b), "d.json", "ftm_d|| parties 9 orphans 0 bad 1 warnings 0\n  entities 1\n  schema Person 9\n"
                                           "  line 1: entities are nested deeper than 8\n", NULL);
    st_buf_free(&b);
    /* a relation between very many parties is one record, not a million facts */
    st_buf_z(&b, "{\"id\":\"r\",\"schema\":\"Ownership\",\"properties\":{\"owner\":[");
    for (int i = 0; i < 90; i++) st_buf_printf(&b, "%s\"a%d\"", i ? "," : "", i);
    st_buf_z(&b, "],\"asset\":[");
    for (int i = 0; i < 90; i++) st_buf_printf(&b, "%s\"b%d\"", i ? "," : "", i);
    st_buf_z(&b, "]}}\n");
    st_err err = { 0 };
    st_model *m = st_model_new(&err);
    assert_int_equal(read_text(m, NULL, st_buf_view(&b), "x", &err), ST_OK);
    assert_int_equal(st_model_parties(m), 1);
    st_model_free(m);
    st_buf_free(&b);
}

static st_code whole(void) {
    static const char text[] =
        "{\"id\":\"1\",\"schema\":\"Person\",\"properties\":{\"name\":[\"A B\"],\"lastName\":[\"B\",\"C\"],\"addressEntity\":[\"x\",\"y\"]},\"datasets\":[\"d\"]}\n"
        "{\"id\":\"x\",\"schema\":\"Address\",\"properties\":{\"full\":[\"F\"],\"city\":[\"G\",\"H\"]},\"datasets\":[\"d\"]}\n"
        "{\"id\":\"s\",\"schema\":\"Sanction\",\"properties\":{\"entity\":[\"1\"],\"program\":[\"P\"],\"unknown\":[\"u\"]},\"datasets\":[\"d\"]}\n"
        "{\"id\":\"w\",\"schema\":\"CryptoWallet\",\"properties\":{\"holder\":[\"1\"],\"publicKey\":[\"k\"]},\"datasets\":[\"d\"]}\n{\"id\n";
    st_err err = { 0 };
    st_model *m = st_model_new(&err);
    if (!m) return ST_E_NOMEM;
    st_code c = read_text(m, "ftm", st_str_of(text), "x", &err);
    if (!c) {
        st_list_view v;
        st_model_list(m, 0, &v);
        assert_int_equal(st_model_parties(m), 2);
        assert_true(st_str_is(v.field[ST_LIST_ID], "ftm_d"));
    }
    st_model_free(m);
    return c;
}

static void every_allocation_fails(void **state) {
    (void)state;
    fails_each_allocation(whole);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fixture), cmocka_unit_test(any_order), cmocka_unit_test(forms), cmocka_unit_test(damage), cmocka_unit_test(every_allocation_fails),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
