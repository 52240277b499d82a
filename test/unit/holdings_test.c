/* The ownership graph: the worked cases of the 50 percent rules once as a case's own claims, and once through each reader that carries shares (strait's
 * CSV, BODS 0.4 and 0.2, FollowTheMoney; the bands of the UK's register and GLEIF's parents after them), where who is listed stands on another list and is found by its number; then what sources agree and disagree
 * on, dates, ships, offices, names without parties, limits, and every allocation failing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <unistd.h>
#include "rules/holdings.h"
#include "owner_rules_fixture.h"
#include "rules/share.h"
#include "source_read.h"

enum { NOW = 20000, BEFORE = 19000 };

/* "X A 50" a share, "X A votes 60", "X A officer"; "?" is nobody known. */
static const struct worked { const char *stakes, *ofac, *eu, *before, *uk; } cases[] = {
    { "X A 50;A B 50", "yy", "yy", "nn", "nn" },
    { "X A 50;X B 50;A C 25;B C 25", "yyy", "yyy", "nnn", "nnn" },
    { "X A 50;X B 10;A B 40", "yy", "yy", "nn", "nn" },
    { "X A 50;X B 25;A C 25;B C 25", "ynn", "ynn", "nnn", "nnn" },
    { "X A 25;X B 25;A C 50;B C 50", "nnn", "nnn", "nnn", "nnn" },
    { "X A 50;A B 50;A C 50;B D 25;C D 25", "yyyy", "yyyy", "nnnn", "nnnn" },
    { "X A 25;Y A 25", "y", "y", "n", "n" },
    { "X A 49.99", "n", "n", "n", "n" },
    { "X A 49;Y A 1", "y", "y", "n", "n" },
    { "X A 50.01", "y", "y", "y", "y" },
    { "X A 60;A B 60;B C 60", "yyy", "yyy", "yyy", "yyy" },
    { "X A 51;A B 49", "yn", "yn", "yn", "yn" },
    { "X A 100;A B 30;Y B 20", "yy", "yy", "yn", "yn" },
    { "X A 10;X B 10;A B 40;B A 40", "nn", "nn", "nn", "nn" },
    { "X B 50;X A 10;B A 40;A B 40", "yy", "yy", "nn", "nn" },
    { "X A 33.33;Y A 16.67", "y", "y", "n", "n" },
    { "X A 45;? A 10", "?", "?", "?", "?" },
    { "X A officer", "n", "?", "?", "?" },
    { "X A 30;X A votes 60", "?", "?", "?", "y" },
    { "X A 45;? A 4", "n", "n", "n", "n" },
    { "X A votes 50", "?", "?", "n", "n" },
};

typedef struct one { st_str owner, owned, share; bool votes, officer; } one;
static size_t split_case(const char *text, one out[8]) {
    st_str rest = st_str_of(text), part;
    size_t n = 0;
    while (st_split(&rest, ";", &part)) {
        st_str word;
        one *o = &out[n++];
        *o = (one){ .share = ST_STR_NONE };
        for (unsigned i = 0; st_split(&part, " ", &word); i++) {
            if (i == 0) o->owner = word;
            else if (i == 1) o->owned = word;
            else if (st_str_is(word, "votes")) o->votes = true;
            else if (st_str_is(word, "officer")) o->officer = true;
            else o->share = word;
        }
    }
    return n;
}

/* ---- as files ------------------------------------------------------------------------------------------------------------------------------------- */

static const char watch_list[] = "# list: watch\nid,type,name,lei,listing\nW-1,organisation,Ex Works,529900T8BM49AURSDO55,Order 1\n"
                                 "W-2,organisation,Why Works,5493001KJTIIGC8Y1R12,Order 2\n";
static const char *lei_of(char c) { return c == 'X' ? "529900T8BM49AURSDO55" : c == 'Y' ? "5493001KJTIIGC8Y1R12" : ""; }

typedef void (*writer)(st_buf *b, const one *o, size_t n);

static void as_csv(st_buf *b, const one *o, size_t n) {
    st_buf_z(b, "# list: house\nid,type,name,lei,owned_by,controlled_by,officer_of\n");
    for (const char *p = "XYABCD"; *p; p++) st_buf_printf(b, "%c,organisation,Firm %c,%s,,,\n", *p, *p, lei_of(*p));
    for (size_t i = 0; i < n; i++) {
        const one *x = &o[i];
        const bool nobody = st_str_is(x->owner, "?");
        if (nobody) st_buf_printf(b, "N,,,,,,\n");
        if (x->officer) st_buf_printf(b, "%.*s,,,,,,%.*s{type=chief executive}\n", ST_FMT(x->owner), ST_FMT(x->owned));
        else if (x->votes) st_buf_printf(b, "%.*s,,,,,%.*s{type=voting rights|share=%.*s},\n", ST_FMT(x->owned), ST_FMT(x->owner), ST_FMT(x->share));
        else st_buf_printf(b, "%.*s,,,,%.*s{share=%.*s %%},,\n", ST_FMT(x->owned), nobody ? 1 : (int)x->owner.n, nobody ? "N" : x->owner.p, ST_FMT(x->share));
    }
}

static void as_bods(st_buf *b, const one *o, size_t n) {
    st_buf_char(b, '[');
    for (const char *p = "XYABCD"; *p; p++) {
        st_buf_printf(b, "{\"statementId\":\"s%c\",\"recordId\":\"%c\",\"recordType\":\"entity\",\"recordDetails\":{\"name\":\"Firm %c\"", *p, *p, *p);
        if (*lei_of(*p)) st_buf_printf(b, ",\"identifiers\":[{\"scheme\":\"XI-LEI\",\"id\":\"%s\"}]", lei_of(*p));
        st_buf_z(b, "}},\n");
    }
    for (size_t i = 0; i < n; i++) {
        const one *x = &o[i];
        st_buf_printf(b, "{\"statementId\":\"t%zu\",\"recordId\":\"r%zu\",\"recordType\":\"relationship\",\"recordDetails\":{\"subject\":\"%.*s\",\"interestedParty\":", i, i, ST_FMT(x->owned));
        if (st_str_is(x->owner, "?")) st_buf_z(b, "{\"reason\":\"informationUnknownToPublisher\"}");
        else st_buf_printf(b, "\"%.*s\"", ST_FMT(x->owner));
        st_buf_printf(b, ",\"interests\":[{\"type\":\"%s\"", x->officer ? "seniorManagingOfficial" : x->votes ? "votingRights" : "shareholding");
        if (x->share.n) st_buf_printf(b, ",\"share\":{\"exact\":%.*s}", ST_FMT(x->share));
        st_buf_printf(b, "}]}}%s\n", i + 1 < n ? "," : "]");
    }
}

static void as_old_bods(st_buf *b, const one *o, size_t n) {
    for (size_t i = 0; i < n; i++) {
        const one *x = &o[i];
        st_buf_printf(b, "{\"statementID\":\"t%zu\",\"statementType\":\"ownershipOrControlStatement\",\"subject\":{\"describedByEntityStatement\":\"%.*s\"},\"interestedParty\":", i, ST_FMT(x->owned));
        if (st_str_is(x->owner, "?")) st_buf_z(b, "{\"unspecified\":{\"reason\":\"unknown\"}}");
        else st_buf_printf(b, "{\"describedByEntityStatement\":\"%.*s\"}", ST_FMT(x->owner));
        st_buf_printf(b, ",\"interests\":[{\"type\":\"%s\"", x->officer ? "senior-managing-official" : x->votes ? "voting-rights" : "shareholding");
        if (x->share.n) st_buf_printf(b, ",\"share\":{\"minimum\":%.*s,\"maximum\":%.*s}", ST_FMT(x->share), ST_FMT(x->share));
        st_buf_z(b, "}]}\n");
    }
    for (const char *p = "XYABCD"; *p; p++) {
        st_buf_printf(b, "{\"statementID\":\"%c\",\"statementType\":\"entityStatement\",\"name\":\"Firm %c\"", *p, *p);
        if (*lei_of(*p)) st_buf_printf(b, ",\"identifiers\":[{\"schemeName\":\"Global Legal Entity Identifier Index\",\"id\":\"%s\"}]", lei_of(*p));
        st_buf_z(b, "}\n");
    }
}

static void as_ftm(st_buf *b, const one *o, size_t n) {
    for (const char *p = "XYABCD"; *p; p++) {
        st_buf_printf(b, "{\"id\":\"%c\",\"schema\":\"Company\",\"properties\":{\"name\":[\"Firm %c\"]", *p, *p);
        if (*lei_of(*p)) st_buf_printf(b, ",\"leiCode\":[\"%s\"]", lei_of(*p));
        st_buf_z(b, "}}\n");
    }
    for (size_t i = 0; i < n; i++) {
        const one *x = &o[i];
        const bool nobody = st_str_is(x->owner, "?");
        if (nobody) st_buf_z(b, "{\"id\":\"N\",\"schema\":\"LegalEntity\",\"properties\":{}}\n");
        if (x->officer) {
            st_buf_printf(b, "{\"id\":\"o%zu\",\"schema\":\"Directorship\",\"properties\":{\"director\":[\"%.*s\"],\"organization\":[\"%.*s\"],\"role\":[\"CEO\"]}}\n", i, ST_FMT(x->owner), ST_FMT(x->owned));
            continue;
        }
        st_buf_printf(b, "{\"id\":\"o%zu\",\"schema\":\"Ownership\",\"properties\":{\"owner\":[\"%.*s\"],\"asset\":[\"%.*s\"],\"percentage\":[\"%.*s\"]%s}}\n", i,
                      nobody ? 1 : (int)x->owner.n, nobody ? "N" : x->owner.p, ST_FMT(x->owned), ST_FMT(x->share), x->votes ? ",\"ownershipType\":[\"votes\"]" : "");
    }
}

/* ---- an index of texts ---------------------------------------------------------------------------------------------------------------------------- */

static char path[64];
static st_index *index_of(const char *const *text, size_t n) {
    st_err err = { 0 };
    st_model *m = st_model_new(&err);
    for (size_t i = 0; i < n; i++)
        if (read_text(m, NULL, st_str_of(text[i]), i ? "b.csv" : "a.csv", &err)) fail_msg("text %zu: %s", i, err.what);
    if (st_index_write(m, path, NULL, &err)) fail_msg("%s", err.what);
    st_model_free(m);
    st_index *ix = st_index_open(path, &err);
    if (!ix) fail_msg("%s", err.what);
    unlink(path);
    return ix;
}

typedef struct graph { st_holdings *h; st_tri *listed; st_owners *o; const st_stake *stake; } graph;
typedef struct by_lists { const st_index *ix; int32_t day; } by_lists;
static st_tri is_listed(void *user, uint32_t party) {
    const by_lists *b = user;
    return st_party_listed(b->ix, party, NULL, 0, b->day);
}

static graph close_graph(st_holdings *h, const st_index *ix, const char *rule, int32_t day, const char *listed_labels) {
    st_err err = { 0 };
    by_lists lists = { ix, day };
    graph g = { .h = h };
    if (st_holdings_follow(h, &err)) fail_msg("%s", err.what);
    g.listed = st_calloc(st_holdings_nodes(h) + 1, sizeof *g.listed);
    st_holdings_listed(h, ix ? is_listed : NULL, &lists, g.listed);
    for (uint32_t n = 0; n < st_holdings_nodes(h); n++)
        for (const char *p = listed_labels; *p; p++)
            if (st_str_eq(st_holdings_node(h, n)->name, (st_str){ p, 1 })) g.listed[n] = ST_YES;
    const uint32_t stakes = st_holdings_stakes(h, &g.stake);
    const st_owner_rule terms = st_owner_rule_of(fx_terms(rule, day));
    g.o = st_owners_close(st_holdings_nodes(h), g.stake, stakes, g.listed, &terms, day, &err);
    if (!g.o) fail_msg("%s", err.what);
    return g;
}

static void free_graph(graph *g) {
    st_owners_free(g->o);
    st_free(g->listed);
    st_holdings_free(g->h);
}

static char letter(const graph *g, uint32_t node) {
    const st_tri t = st_owners_of(g->o, node)->blocked;
    return t == ST_YES ? 'y' : t == ST_NO ? 'n' : '?';
}

/* The answers for A, B, C, D as letters. */
static void ask_claims(const struct worked *w, const char *rule, int32_t day, char out[5]) {
    st_err err = { 0 };
    one o[8];
    uint32_t node[4];
    const size_t n = split_case(w->stakes, o);
    st_holdings *h = st_holdings_new(NULL, day, NULL, &err);
    for (unsigned i = 0; i < 4; i++) node[i] = st_holdings_label(h, (st_str){ &"ABCD"[i], 1 }, &err);
    for (size_t i = 0; i < n; i++) {
        st_claim c = { .owner = o[i].owner, .owned = o[i].owned, .kind = o[i].officer ? ST_HOLD_CONTROL : o[i].votes ? ST_HOLD_VOTES : ST_HOLD_SHARES, .max_bp = ST_WHOLE_BP };
        if (o[i].share.n) assert_true(st_share_parse(o[i].share, &c.min_bp, &c.max_bp));
        assert_int_equal(st_holdings_claim(h, &c, &err), ST_OK);
    }
    graph g = close_graph(h, NULL, rule, day, "XY");
    for (unsigned i = 0; i < 4; i++) out[i] = letter(&g, st_holdings_now(h, node[i]));
    out[4] = 0;
    free_graph(&g);
}

static void ask_file(const struct worked *w, writer as, const char *rule, int32_t day, char out[5]) {
    st_err err = { 0 };
    one o[8];
    st_buf b = ST_BUF_INIT(1 << 20);
    as(&b, o, split_case(w->stakes, o));
    const char *const text[] = { watch_list, b.p };
    st_index *ix = index_of(text, 2);
    st_buf_free(&b);
    st_holdings *h = st_holdings_new(ix, day, NULL, &err);
    uint32_t node[4];
    for (unsigned i = 0; i < 4; i++) node[i] = st_holdings_party(h, st_index_find(ix, UINT32_MAX, (st_str){ &"ABCD"[i], 1 }), &err);
    graph g = close_graph(h, ix, rule, day, "");
    for (unsigned i = 0; i < 4; i++) out[i] = letter(&g, st_holdings_now(h, node[i]));
    out[4] = 0;
    free_graph(&g);
    st_index_close(ix);
}

static void worked_everywhere(void **state) {
    (void)state;
    static const struct { const char *name; writer as; } forms[] = { { "claims", NULL }, { "csv", as_csv }, { "bods 0.4", as_bods }, { "bods 0.2", as_old_bods }, { "ftm", as_ftm } };
    for (size_t f = 0; f < ST_LEN(forms); f++)
        for (size_t i = 0; i < ST_LEN(cases); i++) {
            const struct { const char *rule; int32_t day; const char *want; } asks[] = { { "ofac50", NOW, cases[i].ofac }, { "eu50", NOW, cases[i].eu },
                { "eu50", BEFORE, cases[i].before }, { "uk_gt50", NOW, cases[i].uk } };
            for (size_t k = 0; k < ST_LEN(asks); k++) {
                char got[5];
                if (forms[f].as) ask_file(&cases[i], forms[f].as, asks[k].rule, asks[k].day, got);
                else ask_claims(&cases[i], asks[k].rule, asks[k].day, got);
                if (strncmp(got, asks[k].want, strlen(asks[k].want)) != 0)
                    fail_msg("%s, \"%s\" under %s on day %d: %s instead of %s", forms[f].name, cases[i].stakes, asks[k].rule, (int)asks[k].day, got, asks[k].want);
            }
        }
}

/* ---- sources, dates, ends ------------------------------------------------------------------------------------------------------------------------------ */

#define DAY(y) ((y - 1970) * 365 + (y - 1969) / 4)   /* the first of January */

/* The one stake of this kind in a party asked about, or none. */
static bool stake_in(const st_index *ix, const char *key, int32_t day, st_hold kind, uint32_t *lo, uint32_t *hi) {
    st_err err = { 0 };
    st_holdings *h = st_holdings_new(ix, day, NULL, &err);
    const uint32_t node = st_holdings_party(h, st_index_find(ix, UINT32_MAX, st_str_of(key)), &err);
    const st_stake *s;
    assert_int_equal(st_holdings_follow(h, &err), ST_OK);
    const uint32_t n = st_holdings_stakes(h, &s);
    unsigned found = 0;
    for (uint32_t i = 0; i < n; i++) {
        if (s[i].owned != st_holdings_now(h, node) || s[i].kind != kind) continue;
        *lo = s[i].min_bp;
        *hi = s[i].max_bp;
        found++;
    }
    assert_true(found < 2);
    st_holdings_free(h);
    return found == 1;
}

static void sources_meet(void **state) {
    (void)state;
    static const char *const text[] = {
        "# list: one\nid,type,name,lei,inn,registration,country,owned_by\n"
        "A,organisation,A,529900T8BM49AURSDO55,,,,X{share=60}\nX,organisation,X,,7707083893,,,\nB,organisation,B,,,12345678{in_country=GB},,X{share=>50 <75%};X{share=10}\n"
        "D,organisation,D,,,,,X{share=20};X{share=25}\nE,organisation,E,,,00000001,DE,X{share=20}\n",
        "# list: two\nid,type,name,lei,inn,registration,country,owned_by\n"
        "a2,organisation,A two,529900T8BM49AURSDO55,,,,x2\nx2,organisation,X two,,7707083893,,,\nb2,organisation,B two,,,1234 5678,GB,x2{share=40}\n"
        "e2,organisation,E two,,,00000001,FR,x2{share=90}\n" };
    st_index *ix = index_of(text, 2);
    uint32_t lo, hi;
    assert_true(stake_in(ix, "A", NOW, ST_HOLD_SHARES, &lo, &hi));    /* the second list knows no number */
    assert_true(lo == 6000 && hi == 6000);
    assert_true(stake_in(ix, "b2", NOW, ST_HOLD_SHARES, &lo, &hi));   /* they contradict each other */
    assert_true(lo == 4000 && hi == 8499);
    assert_true(stake_in(ix, "D", NOW, ST_HOLD_SHARES, &lo, &hi));    /* two blocks, or one told twice */
    assert_true(lo == 2500 && hi == 4500);
    assert_true(stake_in(ix, "E", NOW, ST_HOLD_SHARES, &lo, &hi));    /* one number, two countries: two parties */
    assert_true(lo == 2000 && hi == 2000);
    st_index_close(ix);
}

static void dates_and_words(void **state) {
    (void)state;
    static const char *const text[] = {
        "# list: one\nid,type,name,owned_by,controlled_by,ship_owner,ship_manager,officer_of,owns\nX,organisation,X,,,,,\"B{type=deputy director};C{type=director}\",F{share=70}\n"
        "A,organisation,A,X{share=60|since=2020|until=2022-06-30},,,,,\nB,organisation,B,X{share=60|status=former},,,,,\nC,organisation,C,,,,,,\n"
        "D,organisation,D,,X{type=Owned or Controlled By},,,,\nE,organisation,E,X{type=appointment of board},X{type=right-to-appoint-and-remove-directors},,,,\n"
        "F,organisation,F,,,,,,\nV,vessel,V,,,X,X{type=operator},,\nW,vessel,W,,,X;A,,,\nG,organisation,G,{target_name=Somebody Else},,,,,\nH,organisation,H,X{share=30|status=indirect};A{share=40},,,,,\n"
        "I,organisation,I,X{share=30|status=indirect},,,,,\nJ,organisation,J,\"X{share=30|status=indirect, parts stated}\",,,,,\nK,organisation,K,,X{type=significant-influence-or-control},,,,\n" };
    st_index *ix = index_of(text, 1);
    uint32_t lo, hi;
    assert_false(stake_in(ix, "A", DAY(2019), ST_HOLD_SHARES, &lo, &hi));
    assert_true(stake_in(ix, "A", DAY(2020) + 100, ST_HOLD_SHARES, &lo, &hi) && lo == 0 && hi == 6000);   /* some time in 2020 */
    assert_true(stake_in(ix, "A", DAY(2022), ST_HOLD_SHARES, &lo, &hi) && lo == 6000 && hi == 6000);
    assert_false(stake_in(ix, "A", DAY(2023), ST_HOLD_SHARES, &lo, &hi));
    assert_false(stake_in(ix, "B", NOW, ST_HOLD_SHARES, &lo, &hi));
    assert_false(stake_in(ix, "B", NOW, ST_HOLD_CONTROL, &lo, &hi));
    assert_true(stake_in(ix, "C", NOW, ST_HOLD_CONTROL, &lo, &hi) && lo == 0 && hi == 10000);
    assert_true(stake_in(ix, "D", NOW, ST_HOLD_CONTROL, &lo, &hi) && lo == 10000);
    assert_true(stake_in(ix, "D", NOW, ST_HOLD_SHARES, &lo, &hi) && lo == 0 && hi == 10000);
    assert_true(stake_in(ix, "E", NOW, ST_HOLD_BOARD, &lo, &hi) && lo == 10000);
    assert_true(stake_in(ix, "F", NOW, ST_HOLD_SHARES, &lo, &hi) && lo == 7000 && hi == 7000);
    assert_true(stake_in(ix, "V", NOW, ST_HOLD_SHARES, &lo, &hi) && lo == 10000);
    assert_true(stake_in(ix, "V", NOW, ST_HOLD_CONTROL, &lo, &hi) && lo == 0);
    assert_true(stake_in(ix, "G", NOW, ST_HOLD_SHARES, &lo, &hi) && lo == 1 && hi == 10000);
    assert_true(stake_in(ix, "I", NOW, ST_HOLD_SHARES, &lo, &hi) && lo == 3000);
    assert_false(stake_in(ix, "J", NOW, ST_HOLD_SHARES, &lo, &hi));
    assert_true(stake_in(ix, "K", NOW, ST_HOLD_CONTROL, &lo, &hi) && lo == 10000);
    assert_false(stake_in(ix, "K", NOW, ST_HOLD_SHARES, &lo, &hi));

    st_err err = { 0 };
    st_holdings *h = st_holdings_new(ix, NOW, NULL, &err);
    const uint32_t g = st_holdings_party(h, st_index_find(ix, UINT32_MAX, ST_STR("G")), &err), w = st_holdings_party(h, st_index_find(ix, UINT32_MAX, ST_STR("W")), &err),
                   hh = st_holdings_party(h, st_index_find(ix, UINT32_MAX, ST_STR("H")), &err);
    assert_int_equal(st_holdings_follow(h, &err), ST_OK);
    const st_stake *s;
    const uint32_t n = st_holdings_stakes(h, &s);
    unsigned ship = 0, soft = 0, named = 0;
    for (uint32_t i = 0; i < n; i++) {
        if (s[i].owned == st_holdings_now(h, w)) ship += s[i].min_bp == 1 && s[i].max_bp == 10000;
        if (s[i].owned == st_holdings_now(h, hh)) soft += s[i].min_bp == 0 && s[i].max_bp == 3000;
        if (s[i].owned == st_holdings_now(h, g)) named += st_holdings_node(h, s[i].owner)->named_only && st_str_is(st_holdings_node(h, s[i].owner)->name, "Somebody Else");
    }
    assert_true(ship == 2 && soft == 1 && named == 1);
    st_holdings_free(h);
    st_index_close(ix);
}

static void case_meets_index(void **state) {
    (void)state;
    static const char *const text[] = { "# list: one\nid,type,name,listing,owned_by\nX,organisation,X,Order{listed_on=2020-05-05},\nO,organisation,O,Order{ends_on=2021-01-01},\n"
                                        "A,organisation,A,,X{share=30}\n" };
    st_index *ix = index_of(text, 1);
    st_err err = { 0 };
    const uint32_t x = st_index_find(ix, 0, ST_STR("X")), a = st_index_find(ix, 0, ST_STR("A")), o = st_index_find(ix, 0, ST_STR("O"));
    assert_int_equal(st_party_listed(ix, x, NULL, 0, DAY(2020)), ST_NO);
    assert_int_equal(st_party_listed(ix, x, NULL, 0, DAY(2021)), ST_YES);
    assert_int_equal(st_party_listed(ix, o, NULL, 0, DAY(2021) - 1), ST_YES);
    assert_int_equal(st_party_listed(ix, o, NULL, 0, DAY(2021)), ST_NO);
    assert_int_equal(st_party_listed(ix, a, NULL, 0, NOW), ST_NO);
    const st_str on[] = { ST_STR("on*") }, other[] = { ST_STR("two") };
    assert_int_equal(st_party_listed(ix, a, on, 1, NOW), ST_YES);
    assert_int_equal(st_party_listed(ix, x, other, 1, NOW), ST_NO);
    st_holdings *h = st_holdings_new(ix, NOW, NULL, &err);
    const uint32_t buyer = st_holdings_label(h, ST_STR("buyer"), &err), top = st_holdings_label(h, ST_STR("top"), &err);
    assert_int_equal(st_holdings_same(h, buyer, a, &err), ST_OK);
    assert_int_equal(st_holdings_claim(h, &(st_claim){ .owner = ST_STR(" TOP "), .owned = ST_STR("Buyer"), .min_bp = 2000, .max_bp = 2000 }, &err), ST_OK);
    assert_int_equal(st_holdings_claim(h, &(st_claim){ .owner = ST_STR("gone"), .owned = ST_STR("buyer"), .min_bp = 2000, .max_bp = 2000, .until = ST_STR("2001") }, &err), ST_OK);
    assert_int_equal(st_holdings_claim(h, &(st_claim){ .owner = ST_STR(""), .owned = ST_STR("buyer"), .min_bp = 100, .max_bp = 100 }, &err), ST_OK);
    graph g = close_graph(h, ix, "ofac50", NOW, "");
    const st_owned *w = st_owners_of(g.o, st_holdings_now(h, buyer));
    assert_true(w->lo_bp == 3000 && w->hi_bp == 3100 && w->blocked == ST_NO);
    assert_string_equal(st_holdings_node(h, st_holdings_now(h, top))->name.p, "top");
    assert_int_equal(st_holdings_nodes(h), 4);
    free_graph(&g);
    st_index_close(ix);
}

static void letters_of(const st_index *ix, const char *key, char out[4]) {
    static const char *const rules[] = { "ofac50", "eu50", "uk_gt50" };
    for (size_t i = 0; i < ST_LEN(rules); i++) {
        st_err err = { 0 };
        st_holdings *h = st_holdings_new(ix, NOW, NULL, &err);
        const uint32_t node = st_holdings_party(h, st_index_find(ix, UINT32_MAX, st_str_of(key)), &err);
        graph g = close_graph(h, ix, rules[i], NOW, "");
        out[i] = letter(&g, st_holdings_now(h, node));
        free_graph(&g);
    }
    out[3] = 0;
}

#define PSC(company, kind, natures, more) "{\"company_number\":\"" company "\",\"data\":{\"kind\":\"" kind "-person-with-significant-control\",\"natures_of_control\":[" natures "]" more "}}\n"
#define UK_FIRM(number) ",\"name\":\"F\",\"identification\":{\"country_registered\":\"England\",\"registration_number\":\"" number "\"}"
#define RR(start, end, type) start ",LEI," end ",LEI," type ",ACTIVE\n"

/* Bands of the UK's register: the listed firm is found by its number. A parent that consolidates may own and may control. */
static void registers(void **state) {
    (void)state;
    static const char *const text[] = {
        "# list: watch\nid,type,name,registration,lei,listing\nW-1,organisation,Ex Works,07444723{in_country=GB},529900T8BM49AURSDO55,Order\n",
        PSC("11111111", "corporate-entity", "\"ownership-of-shares-50-to-75-percent\"", UK_FIRM("7444723")) PSC("22222222", "corporate-entity", "\"ownership-of-shares-75-to-100-percent\"", UK_FIRM("11111111"))
        PSC("33333333", "corporate-entity", "\"ownership-of-shares-25-to-50-percent\"", UK_FIRM("07444723"))
        PSC("44444444", "corporate-entity", "\"right-to-appoint-and-remove-directors\",\"ownership-of-shares-25-to-50-percent\"", UK_FIRM("07444723"))
        PSC("44444444", "individual", "\"ownership-of-shares-50-to-75-percent\"", ",\"name\":\"Z\",\"links\":{\"self\":\"/z\"}")
        PSC("55555555", "corporate-entity", "\"voting-rights-50-to-75-percent\"", UK_FIRM("07444723")),
        "Relationship.StartNode.NodeID,Relationship.StartNode.NodeIDType,Relationship.EndNode.NodeID,Relationship.EndNode.NodeIDType,Relationship.RelationshipType,Relationship.RelationshipStatus\n"
        RR("5493001KJTIIGC8Y1R12", "529900T8BM49AURSDO55", "IS_DIRECTLY_CONSOLIDATED_BY") RR("213800WSGIIZCXF1P572", "529900T8BM49AURSDO55", "IS_INTERNATIONAL_BRANCH_OF")
        RR("W22LROWP2IHZNBB6K528", "529900T8BM49AURSDO55", "IS_FUND-MANAGED_BY") };
    static const struct { const char *key, *want; } rows[] = { { "GB-COH-11111111", "yyy" }, { "GB-COH-22222222", "yyy" }, { "GB-COH-33333333", "??n" }, { "GB-COH-44444444", "n?y" },
        { "GB-COH-55555555", "??y" }, { "5493001KJTIIGC8Y1R12", "???" }, { "213800WSGIIZCXF1P572", "yyy" }, { "W22LROWP2IHZNBB6K528", "nnn" } };
    st_index *ix = index_of(text, 3);
    for (size_t i = 0; i < ST_LEN(rows); i++) {
        char got[4];
        letters_of(ix, rows[i].key, got);
        if (strcmp(got, rows[i].want) != 0) fail_msg("%s: %s instead of %s", rows[i].key, got, rows[i].want);
    }
    st_index_close(ix);
}

/* A trust without a name is not anybody when it is known who stands behind it. */
static void who_stands_behind(void **state) {
    (void)state;
    static const char *const text[] = { "# list: one\nid,type,name,owned_by\nA,organisation,A,T{share=100}\nT,organisation,,P{share=100}\nP,person,P,\nB,organisation,B,U{share=100}\nU,organisation,,\n" };
    st_index *ix = index_of(text, 1);
    st_err err = { 0 };
    st_holdings *h = st_holdings_new(ix, NOW, NULL, &err);
    const uint32_t a = st_holdings_party(h, st_index_find(ix, 0, ST_STR("A")), &err), b = st_holdings_party(h, st_index_find(ix, 0, ST_STR("B")), &err);
    graph g = close_graph(h, ix, "ofac50", NOW, "");
    assert_int_equal(letter(&g, st_holdings_now(h, a)), 'n');
    assert_int_equal(letter(&g, st_holdings_now(h, b)), '?');
    free_graph(&g);
    st_index_close(ix);
}

static void limits_make_unknown(void **state) {
    (void)state;
    st_buf b = ST_BUF_INIT(1 << 20);
    st_err err = { 0 };
    st_buf_z(&b, "# list: one\nid,type,name,listing,owned_by\n");
    for (unsigned i = 0; i < 20; i++) st_buf_printf(&b, "C%u,organisation,C%u,%s,C%u{share=60}\n", i, i, i == 19 ? "Order" : "", i + 1);
    const char *const text[] = { b.p };
    st_index *ix = index_of(text, 1);
    for (uint32_t most = 1; most < 25; most += 6) {
        st_holdings *h = st_holdings_new(ix, NOW, &(st_holdings_limits){ most, 500 }, &err);
        const uint32_t node = st_holdings_party(h, st_index_find(ix, 0, ST_STR("C0")), &err);
        graph g = close_graph(h, ix, "ofac50", NOW, "");
        assert_int_equal(letter(&g, st_holdings_now(h, node)), most < 19 ? '?' : 'y');   /* the last one's own owners don't matter: it is listed */
        assert_int_equal(st_holdings_cut(h), most < 20);
        free_graph(&g);
    }
    st_index_close(ix);
    st_buf_free(&b);
}

static st_index *faulty;
static st_code under_faults(void) {
    st_err err = { 0 };
    st_holdings *h = st_holdings_new(faulty, NOW, NULL, &err);
    if (!h) return err.code;
    st_code c = st_holdings_party(h, 0, &err) == UINT32_MAX ? err.code : ST_OK;
    if (!c) c = st_holdings_claim(h, &(st_claim){ .owner = ST_STR("x"), .owned = ST_STR("y"), .joint = ST_STR("j"), .max_bp = 10 }, &err);
    if (!c) c = st_holdings_follow(h, &err);
    st_holdings_free(h);
    return c;
}
static void no_memory(void **state) {
    (void)state;
    static const char *const text[] = { "# list: one\nid,type,name,lei,owned_by\nA,organisation,A,529900T8BM49AURSDO55,B{share=60};{target_name=C}\nB,organisation,B,,C\n" };
    faulty = index_of(text, 1);
    fails_each_allocation(under_faults);
    st_index_close(faulty);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(worked_everywhere), cmocka_unit_test(sources_meet), cmocka_unit_test(dates_and_words), cmocka_unit_test(case_meets_index),
        cmocka_unit_test(registers), cmocka_unit_test(who_stands_behind), cmocka_unit_test(limits_make_unknown), cmocka_unit_test(no_memory),
    };
    snprintf(path, sizeof path, "/tmp/strait-holdings-%ld.stx", (long)getpid());
    return cmocka_run_group_tests_name("holdings", tests, NULL, NULL);
}
