/* Properties of the index over random models: it reads back as the model; its look-ups give all that they must; the order in which files were read
 * leaves no trace in its bytes; its differences are those that a comparison by brute force finds; and no mutation of a file, with all its checksums
 * forged, makes an accessor read where it must not. Seeds are fixed, so a failure repeats; STRAIT_ROUNDS sets how many rounds. STRAIT_SEEDS=folder
 * writes the corpus of fuzz_index there, which a new format makes necessary. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <unistd.h>
#include "base/file.h"
#include "index/layout.h"
#include "index_walk.h"
#include "match/edit.h"
#include "text/variants.h"

static char path[64], path2[64];
static uint64_t state;

static uint32_t rnd(uint32_t below) {   /* xorshift64*, Vigna 2016 */
    state ^= state >> 12;
    state ^= state << 25;
    state ^= state >> 27;
    return (uint32_t)((state * UINT64_C(2685821657736338717)) >> 33) % below;
}

static unsigned rounds(unsigned otherwise) {
    const char *z = getenv("STRAIT_ROUNDS");
    uint64_t n;
    return z && st_parse_u64(st_str_of(z), &n) && n > 0 && n < 1000000 ? (unsigned)n : otherwise;
}

/* A text of few kinds, so that texts repeat; now and then long, empty or not Latin. */
static st_str random_text(char *b, size_t cap) {
    static const char *const word[] = { "alpha", "b", "Gamma-Delta", "\xC3\xA9t\xC3\xA9", "\xD0\xBC\xD0\xB8\xD1\x80", "\xE6\x97\xA5\xE6\x9C\xAC", "\xF0\x9F\x9A\xA2", "12",
                                        "a rather long text that is worth sharing", "'", "x y z", "OOO" };
    size_t n = 0;
    uint32_t words = rnd(12) == 0 ? rnd(90) : rnd(4);
    for (uint32_t i = 0; i < words; i++) {
        const char *w = word[rnd((uint32_t)ST_LEN(word))];
        size_t k = strlen(w);
        if (n + k + 1 > cap) break;
        memcpy(b + n, w, k);
        n += k;
        b[n++] = ' ';
    }
    return (st_str){ b, n };
}

static st_prop random_prop(bool head) {
    st_prop p;
    do p = (st_prop)(1 + rnd(ST_PROP_COUNT - 1)); while (st_prop_is_head(p) != head);
    return p;
}

/* One file of a list, from its own seed: so that the same file can be read at any place among the others. */
static void random_file(st_model *m, uint64_t seed, unsigned number) {
    char b[4096], key[32], id[32];
    state = seed;
    snprintf(id, sizeof id, "xx-%u", number % 4);
    snprintf(b, sizeof b, "file-%u", number);
    assert_int_equal(st_model_list_begin(m, st_str_of(id), NULL), ST_OK);
    st_model_file(m, st_str_of(b), st_str_of(b), number, ST_STR("strait-csv"));
    if (number % 4 == 3) {   /* two files of this number make one list */
        bool joined;
        assert_int_equal(st_model_list_join(m, st_str_of(id), &joined, NULL), ST_OK);
    } else {
        snprintf(b, sizeof b, "2026-01-%02u", 1 + number);
        st_model_list_set(m, ST_LIST_DATE, st_str_of(b));
    }
    for (uint32_t n = rnd(40); n > 0; n--) {
        snprintf(key, sizeof key, "%s%u", rnd(3) ? "K-" : "", rnd(60));
        st_model_party(m, st_str_of(key), rnd(100000));
        if (rnd(5)) st_model_main(m);
        st_model_kind(m, (st_kind)rnd(ST_KIND_COUNT));
        for (uint32_t k = rnd(9); k > 0; k--) {
            st_prop p = rnd(4) ? random_prop(true) : rnd(2) ? ST_P_NAME : ST_P_OWNS;
            snprintf(key, sizeof key, "%s%u", rnd(3) ? "K-" : "", rnd(60));
            st_fact(m, p, st_prop_class(p) == ST_CLASS_LINK && rnd(4) ? st_str_of(key) : random_text(b, sizeof b));
            for (uint32_t q = rnd(3); q > 0; q--) st_qual(m, random_prop(false), random_text(b, sizeof b));
        }
        st_model_count(m, "rows", 1);
        assert_int_equal(st_model_commit(m, NULL), ST_OK);
    }
    st_err err = { 0 };
    if (st_model_list_end(m, 1000, &err)) fail_msg("%s", err.what);
}

static st_model *random_model(uint64_t seed, unsigned files, bool reversed) {
    st_model *m = st_model_new(NULL);
    assert_non_null(m);
    for (unsigned i = 0; i < files; i++) {
        unsigned k = reversed ? files - 1 - i : i;
        random_file(m, seed * 1000 + k + 1, k);
    }
    return m;
}

static st_index *write_open(const st_model *m, const char *to) {
    st_err err = { 0 };
    if (st_index_write(m, to, NULL, &err)) fail_msg("%s", err.what);
    st_index *ix = st_index_open(to, &err);
    if (!ix) fail_msg("%s: %s", err.what, err.where);
    return ix;
}

/* Counts of names by token, the slow way. */
static void counts_hold(const st_index *ix) {
    for (uint32_t t = 0; t < st_index_tokens(ix); t++) {
        uint32_t names = 0;
        for (uint32_t i = 0; i < st_index_names(ix); i++) {
            st_name_view v;
            bool has = false;
            st_index_name(ix, i, &v);
            for (size_t k = 0; k < v.n_tokens && !has; k++) has = v.token[k] == t;
            names += has;
        }
        assert_int_equal(st_index_token_df(ix, t), names);
    }
}

/* ---- look-ups ------------------------------------------------------------------------------------------------------------------------------ */

static bool among(st_numbers all, uint32_t number) {
    for (uint32_t n; st_numbers_next(&all, &n);)
        if (n == number) return true;
    return false;
}

/* A token is found by its text, its sound, the word that it is a form of, and whatever is left of it without some letters. */
static void token_is_found(const st_index *ix, uint32_t t) {
    st_str text = st_index_token(ix, t), canon;
    const st_token_info *info = st_index_token_info(ix, t);
    uint64_t hash[ST_DELETIONS_MOST];
    assert_int_equal(info->letters, st_letters(text));
    assert_int_equal(info->sound, st_sound(text));
    assert_int_equal(info->length, text.n < 255 ? text.n : 255);
    assert_true(among(st_index_keys(ix, st_key_of_text(text)), t));
    if (info->sound) assert_true(among(st_index_keys(ix, st_key_of_sound(info->sound)), t));
    unsigned budget = st_edit_budget(text.n);
    size_t n = budget && !(info->letters & ST_LETTERS_DIGIT) ? st_deletions(text, budget, hash) : 0;
    for (size_t i = 0; i < n; i++) assert_true(among(st_index_spells(ix, hash[i]), t));
    for (unsigned v = 0; v < ST_VIEWS; v++) {
        st_word_class cls = st_word_as(text, v == ST_VIEW_OTHER, &canon);
        assert_int_equal(st_token_class(info, (st_view)v), cls);
        if (cls != ST_WORD_NONE) assert_true(among(st_index_keys(ix, st_key_of_word((st_view)v, cls, canon)), t));
    }
}

/* The sketch of a form's tokens but one. */
static uint64_t sketch_without(const st_index *ix, const st_form_view *v, size_t but) {
    uint64_t others = 0, plain = 0, all = 0, wide = v->n_tokens <= ST_POST_WIDE + 1 ? ST_FINGERPRINT_BITS : ST_FINGERPRINT_SHORT;
    for (size_t k = 0; k < v->n_tokens; k++) {
        st_str text = st_index_token(ix, v->token[k]);
        if (k == but) continue;
        if (all < ST_POST_MOST) others |= (st_fingerprint(text) & ((UINT64_C(1) << wide) - 1)) << wide * all;
        all++;
        plain += text.n > 1 && st_word_as(text, v->view == ST_VIEW_OTHER, NULL) == ST_WORD_NONE;
    }
    return others | (uint64_t)(all > ST_POST_MOST) << ST_POST_MORE_AT | (plain < ST_POST_MOST ? plain : ST_POST_MOST) << ST_POST_PLAIN_AT |
           (all < ST_POST_MOST ? all : ST_POST_MOST) << ST_POST_ALL_AT;
}

/* The forms of a token are those that hold it, those of most parts first, then in rising order, each with a sketch of its other tokens. */
static void posts_are_right(const st_index *ix, uint32_t t, st_view view) {
    const uint32_t *forms;
    const uint64_t *sketches;
    size_t n = st_index_posts(ix, t, view, &forms, &sketches), at = 0;
    for (size_t parts = ST_PARTS; parts > 0; parts = parts > ST_POST_MOST + 1 ? ST_POST_MOST : parts - 1) {
        for (uint32_t i = 0; i < st_index_forms(ix); i++) {
            st_form_view v;
            size_t first = 0;
            st_index_form(ix, i, &v);
            if (v.view != view || (parts > ST_POST_MOST ? v.n_tokens <= ST_POST_MOST : v.n_tokens != parts)) continue;
            while (first < v.n_tokens && v.token[first] != t) first++;
            if (first == v.n_tokens) continue;
            assert_true(at < n);
            assert_int_equal(forms[at], i);
            assert_int_equal(sketches[at], sketch_without(ix, &v, first));
            at++;
        }
    }
    assert_int_equal(at, n);
}

/* A form is found by any of its runs that may be written together. */
static void joins_are_found(const st_index *ix, uint32_t form) {
    st_form_view v;
    uint8_t length[ST_PARTS];
    st_index_form(ix, form, &v);
    for (size_t j = 0; j < v.n_tokens; j++) length[j] = st_index_token_info(ix, v.token[j])->length;
    for (size_t j = 0; j < v.n_tokens; j++) {
        char text[ST_EDIT_MAX];
        size_t at = 0;
        for (size_t k = j; k < v.n_tokens; k++) {
            st_str s = st_index_token(ix, v.token[k]);
            if (s.n > sizeof text - at) break;   /* no query part is so long that is looked up */
            memcpy(text + at, s.p, s.n);
            at += s.n;
            if (!st_run_joins(length, v.n_tokens, j, k - j + 1)) continue;
            if (!among(st_index_joins(ix, (st_str){ text, at }), form)) fail_msg("form %u is not found by %.*s", form, (int)at, text);
        }
    }
}

/* No two forms are alike, and each name is among those of its form. */
static void forms_are_distinct(const st_index *ix) {
    size_t names = 0;
    for (uint32_t i = 0; i < st_index_forms(ix); i++) {
        const uint32_t *name;
        st_form_view v, w;
        st_index_form(ix, i, &v);
        names += st_index_form_names(ix, i, &name);
        for (uint32_t k = 0; k < i; k++) {
            st_index_form(ix, k, &w);
            assert_false(v.view == w.view && v.more == w.more && v.n_tokens == w.n_tokens && memcmp(v.token, w.token, v.n_tokens * sizeof *v.token) == 0);
        }
    }
    assert_int_equal(names, st_index_names(ix));
}

static void look_ups_are_complete(const st_index *ix) {
    for (uint32_t t = 0; t < st_index_tokens(ix); t++) {
        token_is_found(ix, t);
        for (unsigned v = 0; v < ST_VIEWS; v++) posts_are_right(ix, t, (st_view)v);
    }
    for (uint32_t i = 0; i < st_index_forms(ix); i++) joins_are_found(ix, i);
    forms_are_distinct(ix);
}

/* How many forms a name has; one that folds to nothing has that one. */
static size_t forms(st_str name, bool organisation) {
    st_buf b = ST_BUF_INIT(0), scratch = ST_BUF_INIT(0);
    size_t n = st_listed_forms(name, organisation, &scratch, &b);
    st_buf_free(&scratch);
    assert_int_equal(b.failed, 0);
    st_buf_free(&b);
    return n ? n : 1;
}

static void reads_back(void **unused) {
    (void)unused;
    for (unsigned r = 1; r <= rounds(60); r++) {
        st_model *m = random_model(r, 1 + r % 8, false);
        st_index *ix = write_open(m, path);
        size_t names = 0, links = 0;
        assert_int_equal(st_index_parties(ix), st_model_parties(m));
        for (uint32_t p = 0; p < st_model_parties(m); p++) {
            st_party_view want, got;
            st_fact_view a, b;
            st_model_party_view(m, p, &want);
            uint32_t at = st_index_find(ix, want.list, want.key);
            assert_true(at < st_index_parties(ix));
            st_index_party(ix, at, &got);
            assert_true(st_str_eq(want.key, got.key) && want.kind == got.kind && want.line == got.line && want.orphan == got.orphan && want.list == got.list);
            st_cursor c = st_index_facts(ix, at);
            for (uint64_t s = 0; st_model_fact(m, p, &s, &a);) {
                assert_true(st_cursor_next(&c, &b));
                assert_int_equal(a.prop, b.prop);
                assert_true(st_str_eq(a.value, b.value));
                if (st_prop_class(a.prop) == ST_CLASS_NAME) names += forms(a.value, want.kind != ST_KIND_PERSON);
                links += st_prop_class(a.prop) == ST_CLASS_LINK && a.value.n && st_index_find(ix, want.list, a.value) != UINT32_MAX;
            }
            assert_false(st_cursor_next(&c, &b));
        }
        assert_int_equal(st_index_names(ix), names);
        assert_int_equal(st_index_edges(ix), links);
        counts_hold(ix);
        look_ups_are_complete(ix);
        walk_index(ix);
        st_index_close(ix);
        st_model_free(m);
    }
}

static void order_leaves_no_trace(void **unused) {
    (void)unused;
    for (unsigned r = 1; r <= rounds(40); r++) {
        st_model *m = random_model(r, 2 + r % 7, false), *n = random_model(r, 2 + r % 7, true);
        st_map a, b;
        assert_int_equal(st_index_write(m, path, NULL, NULL), ST_OK);
        assert_int_equal(st_index_write(n, path2, NULL, NULL), ST_OK);
        assert_int_equal(st_map_open(path, &a, NULL), ST_OK);
        assert_int_equal(st_map_open(path2, &b, NULL), ST_OK);
        assert_int_equal(a.n, b.n);
        assert_memory_equal(a.p, b.p, a.n);
        st_map_close(&a);
        st_map_close(&b);
        st_model_free(m);
        st_model_free(n);
    }
}

/* ---- differences, by brute force ----------------------------------------------------------------------------------------------------------- */

/* The facts from *c on as text, qualifiers sorted by repeated minimum; one line each; the lines likewise. */
static void one_group(st_cursor *c, st_fact_view *f, bool *more, st_buf *out) {
    st_fact_view q[64];
    size_t n = 0;
    st_buf_printf(out, "%d=%.*s", (int)f->prop, ST_FMT(f->value));
    while ((*more = st_cursor_next(c, f)) && !st_prop_is_head(f->prop)) { assert_true(n < 64); q[n++] = *f; }
    for (; n > 0; n--) {
        size_t least = 0;
        for (size_t i = 1; i < n; i++)
            if (q[i].prop < q[least].prop || (q[i].prop == q[least].prop && st_str_cmp(q[i].value, q[least].value) < 0)) least = i;
        st_buf_printf(out, "|%d=%.*s", (int)q[least].prop, ST_FMT(q[least].value));
        q[least] = q[n - 1];
    }
    st_buf_char(out, '\n');
}

static void groups_of(const st_index *ix, uint32_t party, st_buf *out) {
    st_cursor c = st_index_facts(ix, party);
    st_fact_view f;
    st_buf_clear(out);
    for (bool more = st_cursor_next(&c, &f); more;) one_group(&c, &f, &more, out);
}

static bool has_line(const st_buf *in, const char *line, size_t n) {
    for (const char *p = in->p, *next; p && *p; p = next) {
        next = strchr(p, '\n') + 1;
        if ((size_t)(next - p) == n && memcmp(p, line, n) == 0) return true;
    }
    return false;
}

static bool all_lines_in(const st_buf *a, const st_buf *b) {
    for (const char *p = a->p, *next; p && *p; p = next) {
        next = strchr(p, '\n') + 1;
        if (!has_line(b, p, (size_t)(next - p))) return false;
    }
    return true;
}

static bool same_by_force(const st_index *a, uint32_t p, const st_index *b, uint32_t q) {
    st_buf x = ST_BUF_INIT(0), y = ST_BUF_INIT(0);
    st_party_view v, w;
    st_index_party(a, p, &v);
    st_index_party(b, q, &w);
    groups_of(a, p, &x);
    groups_of(b, q, &y);
    bool same = v.kind == w.kind && all_lines_in(&x, &y) && all_lines_in(&y, &x);
    st_buf_free(&x);
    st_buf_free(&y);
    return same;
}

typedef struct seen { unsigned added, removed, changed; } seen;
static st_code check_change(void *user, const st_index *old, const st_index *now, const st_diff_entry *e, st_err *err) {
    (void)err;
    seen *s = user;
    if (e->change == ST_ADDED) s->added++;
    else if (e->change == ST_REMOVED) s->removed++;
    else { s->changed++; assert_false(same_by_force(old, e->old_party, now, e->new_party)); }
    return ST_OK;
}

static void differences(void **unused) {
    (void)unused;
    for (unsigned r = 1; r <= rounds(40); r++) {
        st_model *m = random_model(r, 3, false), *n = random_model(r + r % 2 * 1000, 3, false);   /* the same, or another */
        random_file(m, r, 3);
        random_file(n, r, 3);
        st_index *old = write_open(m, path), *now = write_open(n, path2);
        seen got = { 0, 0, 0 }, want = { 0, 0, 0 };
        assert_int_equal(st_index_diff(old, now, check_change, &got, NULL), ST_OK);
        for (uint32_t p = 0; p < st_index_parties(old); p++) {
            st_party_view v;
            st_index_party(old, p, &v);
            uint32_t q = st_index_find(now, v.list, v.key);
            if (q == UINT32_MAX) want.removed++;
            else if (!same_by_force(old, p, now, q)) want.changed++;
        }
        for (uint32_t q = 0; q < st_index_parties(now); q++) {
            st_party_view v;
            st_index_party(now, q, &v);
            want.added += st_index_find(old, v.list, v.key) == UINT32_MAX;
        }
        assert_int_equal(got.added, want.added);
        assert_int_equal(got.removed, want.removed);
        assert_int_equal(got.changed, want.changed);
        if (r % 2 == 0) assert_int_equal(got.added + got.removed + got.changed, 0);
        st_index_close(old);
        st_index_close(now);
        st_model_free(m);
        st_model_free(n);
    }
}

/* ---- mutations ----------------------------------------------------------------------------------------------------------------------------- */

enum { FRAME = sizeof(st_header) + ST_S_COUNT * sizeof(st_section) };

static void mutate(uint8_t *p, size_t n) {
    for (uint32_t k = 1 + rnd(3); k > 0; k--) {
        size_t at = rnd(8) ? FRAME + rnd((uint32_t)n - FRAME) : rnd((uint32_t)n);
        uint32_t v = rnd(3) ? rnd(256) : rnd(2) ? UINT32_MAX : rnd(UINT32_MAX);
        size_t bytes = rnd(3) ? 1 : 4;
        if (rnd(3) == 0) p[at] ^= (uint8_t)(1u << rnd(8));
        else if (rnd(2)) memcpy(p + at, &v, bytes < n - at ? bytes : n - at);
        else memcpy(p + at, p + rnd((uint32_t)n), 1);
    }
}

static void mutations(void **unused) {
    (void)unused;
    unsigned accepted = 0, refused = 0;
    for (unsigned r = 1; r <= rounds(12); r++) {
        st_model *m = random_model(r, 4, false);
        st_map map;
        assert_int_equal(st_index_write(m, path, NULL, NULL), ST_OK);
        assert_int_equal(st_map_open(path, &map, NULL), ST_OK);
        void *p = NULL;
        assert_int_equal(posix_memalign(&p, 64, map.n), 0);
        for (unsigned k = 0; k < 400; k++) {
            memcpy(p, map.p, map.n);
            mutate(p, map.n);
            st_index_reseal(p, map.n);
            st_index *ix = st_index_parse(p, map.n, NULL);
            if (ix) { walk_index(ix); accepted++; }
            else refused++;
            st_index_close(ix);
        }
        free(p);
        st_map_close(&map);
        st_model_free(m);
    }
    assert_true(accepted > 0 && refused > 0);   /* changed letters are accepted, changed structure is not */
}

/* ---- the corpus of fuzz_index --------------------------------------------------------------------------------------------------------------- */

static st_model *seed_model(unsigned parties) {
    st_model *m = st_model_new(NULL);
    assert_non_null(m);
    if (parties == 0) return m;
    assert_int_equal(st_model_list_begin(m, ST_STR("xx-seed"), NULL), ST_OK);
    st_model_list_set(m, ST_LIST_DATE, ST_STR("2026-01-01"));
    st_model_file(m, ST_STR("seed.csv"), ST_STR("aa"), 9, ST_STR("strait-csv"));
    for (unsigned i = 0; i < parties; i++) {
        char key[16];
        snprintf(key, sizeof key, "K%u", i);
        st_model_party(m, st_str_of(key), i + 1);
        st_model_main(m);
        st_model_kind(m, i % 2 ? ST_KIND_VESSEL : ST_KIND_ORGANISATION);
        st_fact(m, ST_P_NAME, i % 2 ? ST_STR("Blue Heron") : ST_STR("Grey Heron Shipping"));
        if (i < 2) st_fact(m, ST_P_ALIAS, ST_STR("A B C"));
        if (i == 0) st_fact(m, ST_P_ORIGINAL_NAME, ST_STR("\xD0\xA6\xD0\xB0\xD0\xBF\xD0\xBB\xD1\x8F"));
        if (i % 2) st_fact(m, ST_P_IMO, ST_STR("9074729"));
        if (i % 2) st_fact(m, ST_P_SHIP_OWNER, ST_STR("K0"));
        st_fact(m, ST_P_NOTE, ST_STR("a text worth sharing"));
        st_qual(m, ST_Q_STATUS, ST_STR("worth"));
        assert_int_equal(st_model_commit(m, NULL), ST_OK);
    }
    st_model_party(m, ST_STR("K-bad"), 99);
    st_model_bad(m, 0, "bad record");
    assert_int_equal(st_model_list_end(m, 1000, NULL), ST_OK);
    return m;
}

/* A seed of an older format would be refused at once and test nothing. */
static void seeds_are_of_this_format(void **unused) {
    (void)unused;
    static const struct { const char *name; unsigned parties; } seed[] = { { "empty", 0 }, { "two-parties", 2 }, { "two-blocks", 20 } };
    for (size_t i = 0; i < ST_LEN(seed); i++) {
        char file[256];
        const char *to = getenv("STRAIT_SEEDS");
        if (to) {
            st_model *m = seed_model(seed[i].parties);
            snprintf(file, sizeof file, "%s/%s.stx", to, seed[i].name);
            assert_int_equal(st_index_write(m, file, NULL, NULL), ST_OK);
            st_model_free(m);
        }
        snprintf(file, sizeof file, "test/corpus/index/%s.stx", seed[i].name);
        st_map map;
        void *p = NULL;
        st_err err = { 0 };
        assert_int_equal(st_map_open(file, &map, &err), ST_OK);
        assert_int_equal(posix_memalign(&p, 64, map.n), 0);
        memcpy(p, map.p, map.n);
        st_index_reseal(p, map.n);   /* text tables grow: only their version changes what is read */
        st_index *ix = st_index_parse(p, map.n, &err);
        if (!ix) fail_msg("%s: %s", file, err.what);
        assert_int_equal(st_index_parties(ix), seed[i].parties);
        walk_index(ix);
        st_index_close(ix);
        free(p);
        st_map_close(&map);
    }
}

int main(void) {
    snprintf(path, sizeof path, "build/index_prop.%d.stx", (int)getpid());
    snprintf(path2, sizeof path2, "build/index_prop2.%d.stx", (int)getpid());
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_back), cmocka_unit_test(order_leaves_no_trace), cmocka_unit_test(differences), cmocka_unit_test(mutations),
        cmocka_unit_test(seeds_are_of_this_format),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    unlink(path);
    unlink(path2);
    return failed;
}
