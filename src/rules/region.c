/* Places under an embargo of their own. The table's names become a sorted array of folded phrases; a text is folded segment by segment, and the longest phrase that begins
 * at each word is looked up. */
#include <stdatomic.h>
#include "rules/region.h"
#include "text/text.h"

extern const char st_regions_text[];
extern const uint64_t st_regions_text_size;

enum { LONGEST = 4, UNLESS = 8 };   /* words in a name; words that exclude it */
typedef enum weight { SURE, CONTEXT, PART, BEFORE, AFTER } weight;

typedef struct name { st_str text, region; const st_str *unless; uint8_t n_unless, weight; } name;

typedef struct regions { st_arena arena; name *name; size_t n, cap; } regions;

/* ---- the table ---------------------------------------------------------------------------------------------------------------------------- */

static st_str folded_copy(regions *r, st_str s) {
    st_buf b = ST_BUF_INIT(4096);
    st_fold(s, &b);
    const st_str copy = b.failed ? ST_STR_NONE : st_str_copy(&r->arena, st_buf_view(&b));
    st_buf_free(&b);
    return copy;
}

/* What binds here and what makes something else of a name are apart: a name may be in both (hotel). */
static int kind_of(const name *a) { return a->weight == BEFORE ? 1 : a->weight == AFTER ? 2 : 0; }
static int by_text(const void *x, const void *y) {
    const name *a = x, *b = y;
    return kind_of(a) != kind_of(b) ? kind_of(a) - kind_of(b) : st_str_cmp(a->text, b->text);
}
/* Of two rows with one name, Krim and Крим, the surer one counts. */
static int by_text_and_weight(const void *x, const void *y) {
    const name *a = x, *b = y;
    const int c = by_text(a, b);
    return c ? c : a->weight != b->weight ? (int)a->weight - (int)b->weight : st_str_cmp(a->region, b->region);
}
static void sort_names(regions *r) {
    qsort(r->name, r->n, sizeof *r->name, by_text_and_weight);
    size_t n = 0;
    for (size_t i = 0; i < r->n; i++)
        if (n == 0 || by_text(&r->name[n - 1], &r->name[i]) != 0) r->name[n++] = r->name[i];
    r->n = n;
}

static bool add_row(regions *r, st_str line) {
    static const struct { const char *word; weight w; } weights[] = { { "sure", SURE }, { "context", CONTEXT }, { "part", PART } };
    st_str region = ST_STR_NONE, word = ST_STR_NONE, names = ST_STR_NONE, unless = ST_STR_NONE, part;
    st_split(&line, "\t", &region);
    st_split(&line, "\t", &word);
    st_split(&line, "\t", &names);
    st_split(&line, "\t", &unless);
    name row = { .region = region, .weight = st_str_is(region, "before") ? BEFORE : st_str_is(region, "after") ? AFTER : SURE };
    for (size_t i = 0; i < ST_LEN(weights); i++) if (st_str_is(word, weights[i].word)) row.weight = (uint8_t)weights[i].w;
    st_str *words = st_arena_alloc(&r->arena, UNLESS * sizeof *words);
    if (!words) return false;
    while (row.n_unless < UNLESS && st_split(&unless, ";", &part)) words[row.n_unless++] = folded_copy(r, part);
    row.unless = words;
    while (st_split(&names, ";", &part)) {
        if (st_grow(r->name, r->cap, r->n + 1)) return false;
        row.text = folded_copy(r, part);
        if (!row.text.p) return false;
        if (row.text.n) r->name[r->n++] = row;
    }
    return true;
}

static void free_regions(regions *r) {
    if (!r) return;
    st_arena_free(&r->arena);
    st_free(r->name);
    st_free(r);
}

static regions *read_table(void) {
    regions *r = st_calloc(1, sizeof *r);
    bool good = r != NULL;
    st_str rest = { st_regions_text, (size_t)st_regions_text_size }, line;
    while (good && st_split(&rest, "\n", &line))
        if (line.n && line.p[0] != '#') good = add_row(r, line);
    if (good && r->n) sort_names(r);
    if (good) return r;
    free_regions(r);
    return NULL;
}

/* The table of the process. Two threads may make it at once; one of the two is kept. */
static const regions *table(void) {
    static _Atomic(regions *) kept;
    regions *r = atomic_load(&kept), *other = NULL;
    if (r || !(r = read_table())) return r;
    if (atomic_compare_exchange_strong(&kept, &other, r)) return r;
    free_regions(r);
    return other;
}

static const name *look_up(const regions *r, st_str text, weight kind) {
    const name key = { .text = text, .weight = (uint8_t)kind };
    return r->n ? bsearch(&key, r->name, r->n, sizeof *r->name, by_text) : NULL;
}

/* ---- a text ------------------------------------------------------------------------------------------------------------------------------- */

/* Folds what stands between commas, brackets and line ends, one segment a line. */
static void fold_segments(st_str text, st_buf *out) {
    size_t from = 0;
    for (size_t i = 0; i <= text.n; i++) {
        if (i < text.n && (!text.p[i] || !strchr("\n\r,;()[]/|", text.p[i]))) continue;
        const size_t was = out->n;
        st_fold(st_str_sub(text, from, i), out);
        if (out->n > was) st_buf_char(out, '\n');
        from = i + 1;
    }
}

/* Where the word that begins at i ends. */
static size_t word_end(st_str s, size_t i) {
    while (i < s.n && s.p[i] != ' ' && s.p[i] != '\n') i++;
    return i;
}

static bool has_word(st_str text, st_str words) {
    for (size_t i = 0; words.n && i + words.n <= text.n; i = word_end(text, i) + 1)
        if (memcmp(text.p + i, words.p, words.n) == 0 && word_end(text, i + words.n) == i + words.n) return true;
    return false;
}

/* "rue de Crimee", "ul Sevastopol"; "Sevastopol Street 12", "Yalta Hotel", but not "Sevastopol st Lenina 5", where the street is another. */
static bool is_street(const regions *r, st_str s, size_t from, size_t to) {
    static const char *const article[] = { "de", "du", "la", "of", "the", "di", "da" };
    size_t at = from;
    for (int back = 0; back < 2 && at > 0 && s.p[at - 1] == ' '; back++) {
        size_t start = at - 1;
        while (start > 0 && s.p[start - 1] != ' ' && s.p[start - 1] != '\n') start--;
        const st_str word = st_str_sub(s, start, at - 1);
        if (look_up(r, word, BEFORE)) return true;
        bool passed = false;
        for (size_t i = 0; i < ST_LEN(article); i++) passed |= st_str_is(word, article[i]);
        if (!passed) break;
        at = start;
    }
    if (to >= s.n || s.p[to] != ' ') return false;
    const size_t end = word_end(s, to + 1);
    if (!look_up(r, st_str_sub(s, to + 1, end), AFTER)) return false;
    return end >= s.n || s.p[end] == '\n' || (s.p[end + 1] >= '0' && s.p[end + 1] <= '9');
}

static bool excluded(const name *n, st_str s) {
    for (size_t i = 0; i < n->n_unless; i++) if (has_word(s, n->unless[i])) return true;
    return false;
}

/* The longest name that begins at the word at `from`; *to gets its end. */
static const name *name_at(const regions *r, st_str s, size_t from, size_t *to) {
    const name *best = NULL;
    size_t end = from;
    for (int words = 0; words < LONGEST; words++) {
        end = word_end(s, words ? end + 1 : from);
        const name *n = look_up(r, st_str_sub(s, from, end), SURE);
        if (n) { best = n; *to = end; }
        if (end >= s.n || s.p[end] == '\n') break;
    }
    return best;
}

static bool says_where(st_str s, st_str country) {
    if (st_str_is(country, "UA") || st_str_is(country, "RU")) return true;
    for (size_t i = 0, end; i < s.n; i = end + 1) {
        end = word_end(s, i);
        const st_str code = end - i > 3 ? st_country(st_str_sub(s, i, end)) : ST_STR_NONE;
        if (st_str_is(code, "UA") || st_str_is(code, "RU")) return true;
    }
    return false;
}

static void find(const regions *r, st_str s, st_str country, st_region_hit *hit) {
    const name *first_context = NULL;
    for (size_t i = 0, to; i < s.n; i = to + 1) {
        const name *n = name_at(r, s, i, &to);
        if (!n) { to = word_end(s, i); continue; }
        if (is_street(r, s, i, to) || excluded(n, s)) continue;
        if (n->weight == CONTEXT) { if (!first_context) first_context = n; continue; }
        if (hit->region.n && !(hit->part && n->weight == SURE)) continue;
        *hit = (st_region_hit){ n->region, n->text, n->weight == PART };
    }
    if (first_context && (!hit->region.n || hit->part) && (hit->region.n || says_where(s, country)))
        *hit = (st_region_hit){ first_context->region, first_context->text, false };
}

st_code st_regions_find(st_str text, st_str country, st_region_hit *hit, st_err *err) {
    *hit = (st_region_hit){ .part = false };
    if (text.n > ST_REGION_TEXT) return st_fail(err, ST_E_LIMIT, "a text of more than %u bytes", ST_REGION_TEXT);
    const regions *r = table();
    if (!r) return st_fail(err, ST_E_NOMEM, "out of memory");
    st_buf b = ST_BUF_INIT(64u << 20);
    fold_segments(text, &b);
    const st_code code = b.failed;
    if (!code && b.n) find(r, st_buf_view(&b), country, hit);
    st_buf_free(&b);
    return code ? st_fail(err, code, code == ST_E_NOMEM ? "out of memory" : "a text that is too long when folded") : ST_OK;
}
