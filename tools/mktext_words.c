/* What mktext knows of the parts of a name: typed words and phrases, rarity, equivalents. Files: data/names. */
#include <ctype.h>
#include "mktext.h"

/* ---- lines ---------------------------------------------------------------------------------------------------------------------------- */
typedef struct lines { const char *name; char *file; st_str rest; } lines;

static lines open_lines(const char *dir, const char *name) {
    size_t n;
    lines l = { name, mk_read_file(dir, name, &n), ST_STR_NONE };
    l.rest = (st_str){ l.file, n };
    return l;
}

/* The next line that is neither empty nor a comment. */
static bool next_line(lines *l, st_str *line) {
    while (st_split(&l->rest, "\n", line) || l->rest.n) if (line->n && line->p[0] != '#') return true;
    free(l->file);
    return false;
}

/* "head: form, form". */
static bool next_group(lines *l, st_str *head, st_str *forms) {
    st_str line;
    if (!next_line(l, &line)) return false;
    const size_t colon = st_str_chr(line, ':');
    if (colon == SIZE_MAX) mk_die(l->name, line.p);
    *head = st_str_trim(st_str_sub(line, 0, colon));
    *forms = st_str_sub(line, colon + 1, line.n);
    return true;
}

static bool next_form(st_str *forms, st_str *form) {
    while (st_split(forms, ",", form) || forms->n) {
        *form = st_str_trim(*form);
        if (form->n) return true;
    }
    return false;
}

/* ---- words and phrases ---------------------------------------------------------------------------------------------------------------- */
static mk_dict word, term, phrase;

static void check_canon(const char *name, st_str canon) {
    for (size_t i = 0; i < canon.n; i++) if (!islower((unsigned char)canon.p[i]) && !isdigit((unsigned char)canon.p[i])) mk_die(name, canon.p);
    if (!canon.n) mk_die(name, "no canonical form");
}

/* One part goes to d; several to the phrases. The canonical form is a form too; ~ before it marks titles that are common names as well. */
static void words(mk_dict *d, const char *dir, const char *name, uint16_t kind) {
    st_str canon, forms, form;
    for (lines l = open_lines(dir, name); next_group(&l, &canon, &forms);) {
        const uint16_t also = st_str_starts(canon, "~") ? ST_WORD_ALSO_NAME : 0;
        if (also) canon = st_str_sub(canon, 1, canon.n);
        check_canon(name, canon);
        const size_t from = d->n;
        mk_put(d, canon, canon, kind, true);
        while (next_form(&forms, &form)) {
            st_buf b = ST_BUF_INIT(4096);
            st_fold(form, &b);
            if (b.failed) mk_die("folding failed", form.p);
            mk_put(memchr(b.p ? b.p : "", ' ', b.n) ? &phrase : d, st_buf_view(&b), canon, kind, true);
            st_buf_free(&b);
        }
        for (size_t i = from; i < d->n; i++) d->e[i].parts = also;
    }
}

/* Slavic adjectives in every gender, case and romanisation, where the files have one of them: stroitelny, stroitelnyy, stroitelnaya ... What is another word
 * already stays it. */
static void adjectives(mk_dict *d) {
    static const char *const given[] = { "nyy", "ny", "naya", "noe", "noye", "skiy", "sky", "skaya", "skoe", "skoye" };
    static const char *const hard[] = { "y", "yy", "yi", "yj", "aya", "aia", "oe", "oye", "oie", "ogo", "oy", "oi", "oj", "ye", "yie", "ykh", "ym", "ymi" };
    static const char *const soft[] = { "iy", "y", "ii", "ij", "i", "aya", "aia", "aja", "oe", "oye", "oie", "ogo", "oy", "oi", "oj", "ie", "iye", "ikh", "im", "imi" };
    for (size_t i = 0, n = d->n; i < n; i++) {
        const mk_entry e = d->e[i];
        const st_str key = { e.key, e.key_n };
        size_t k = 0;
        while (k < ST_LEN(given) && !st_str_ends(key, given[k])) k++;
        if (k == ST_LEN(given) || key.n < 7 || key.n > 40) continue;
        const bool sk = given[k][0] == 's';
        const size_t stem = key.n - strlen(given[k]) + (sk ? 2 : 1);
        for (size_t w = 0; w < (sk ? ST_LEN(soft) : ST_LEN(hard)); w++) {
            char text[64];
            snprintf(text, sizeof text, "%.*s%s", (int)stem, e.key, sk ? soft[w] : hard[w]);
            if (!mk_find(&term, st_str_of(text)) && !mk_find(&word, st_str_of(text))) mk_put(d, st_str_of(text), (st_str){ e.value, e.value_n }, e.kind, true);
        }
    }
}

/* A short legal form is also written letter by letter: "l l c", "g m b h". "c o" is care of. */
static void letter_by_letter(void) {
    for (size_t i = 0; i < word.n; i++) {
        const mk_entry *e = &word.e[i];
        char text[16];
        size_t n = 0;
        if (e->kind != ST_WORD_LEGAL_FORM || e->key_n < 2 || e->key_n > 5 || strcmp(e->key, "co") == 0) continue;
        for (size_t k = 0; k < e->key_n; k++) { text[n++] = e->key[k]; text[n++] = ' '; }
        if (!mk_find(&phrase, (st_str){ text, n - 1 })) mk_put(&phrase, (st_str){ text, n - 1 }, st_str_of(e->value), e->kind, true);
    }
}

/* "forty four", "forty fourth", "fortyfour", "forty 4". */
static void numbers(void) {
    static const char *const tens[] = { "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety",
                                     "twenty", "thirty", "fourty", "fifty", "sixty", "seventy", "eighty", "ninty" };   /* as they are misspelt */
    static const char *const ones[] = { "one", "two", "three", "four", "five", "six", "seven", "eight", "nine" };
    static const char *const firsts[] = { "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth" };
    for (size_t i = 0; i < ST_LEN(tens); i++)
        for (size_t k = 0; k < ST_LEN(ones); k++) {
            const char value[3] = { (char)('2' + i % 8), (char)('1' + k), 0 }, digit[2] = { (char)('1' + k), 0 };
            const char *const second[] = { ones[k], firsts[k], digit };
            for (size_t w = 0; w < ST_LEN(second); w++) {
                char key[64];
                snprintf(key, sizeof key, "%s %s", tens[i], second[w]);
                mk_put(&phrase, st_str_of(key), st_str_of(value), ST_WORD_NUMBER, true);
                snprintf(key, sizeof key, "%s%s", tens[i], second[w]);
                if (second[w] != digit) mk_put(&term, st_str_of(key), st_str_of(value), ST_WORD_NUMBER, true);
            }
        }
}

/* A long legal form as it is often mistyped: a letter left out, one twice, two neighbours in each other's place. What is another word already stays it. */
static void misspelt(void) {
    enum { LEAST = 7, MOST = 40 };
    for (size_t i = 0, n = word.n; i < n; i++) {
        const mk_entry e = word.e[i];
        if (e.kind != ST_WORD_LEGAL_FORM || e.key_n < LEAST || e.key_n > MOST || mk_find(&term, (st_str){ e.key, e.key_n })) continue;
        for (size_t k = 1; k < e.key_n; k++) {
            char text[3][MOST + 2];
            snprintf(text[0], sizeof text[0], "%.*s%s", (int)k, e.key, e.key + k + 1);
            snprintf(text[1], sizeof text[1], "%.*s%c%s", (int)k, e.key, e.key[k], e.key + k);
            snprintf(text[2], sizeof text[2], "%.*s%c%c%s", (int)k, e.key, e.key[k + 1], e.key[k], k + 1 < e.key_n ? e.key + k + 2 : "");
            for (size_t w = 0; w < (k + 1 < e.key_n ? 3 : 2); w++) {
                const st_str t = st_str_of(text[w]);
                if (!mk_find(&word, t) && !mk_find(&term, t)) mk_put(&word, t, (st_str){ e.value, e.value_n }, ST_WORD_LEGAL_FORM, true);
            }
        }
    }
}

/* phrases.txt: "class canonical: form, form". */
static void phrases(const char *dir) {
    static const char *const classes[] = { [ST_WORD_LEGAL_FORM] = "legal_form", [ST_WORD_TITLE] = "title", [ST_WORD_PARTICLE] = "particle",
        [ST_WORD_VESSEL_PREFIX] = "vessel_prefix", [ST_WORD_DOMAIN] = "domain", [ST_WORD_PLACE] = "place", [ST_WORD_NUMBER] = "number", [ST_WORD_GENERIC] = "generic" };
    st_str head, forms, form;
    for (lines l = open_lines(dir, "names/phrases.txt"); next_group(&l, &head, &forms);) {
        const size_t blank = st_str_chr(head, ' ');
        uint16_t kind = 0;
        for (size_t i = 1; i < ST_LEN(classes); i++) if (blank != SIZE_MAX && st_str_is(st_str_sub(head, 0, blank), classes[i])) kind = (uint16_t)i;
        if (!kind) mk_die("phrases.txt: no such class", head.p);
        const st_str canon = st_str_sub(head, blank + 1, head.n);
        check_canon("phrases.txt", canon);
        while (next_form(&forms, &form)) mk_put_folded(&phrase, form, canon, kind, true);
    }
}

/* Of each first part the length of its longest phrase, as an entry of its own. */
static void first_parts(void) {
    for (size_t i = 0, n = phrase.n; i < n; i++) {
        const st_str key = { phrase.e[i].key, phrase.e[i].key_n };
        uint16_t parts = 1;
        for (size_t k = 0; k < key.n; k++) parts = (uint16_t)(parts + (key.p[k] == ' '));
        if (parts < 2) mk_die("a phrase of one part", key.p);
        if (parts > ST_PHRASE_PARTS || key.n >= ST_PHRASE_BYTES) mk_die("a phrase that is too long", key.p);
        const st_str first = st_str_sub(key, 0, st_str_chr(key, ' '));
        mk_put(&phrase, first, ST_STR(""), ST_WORD_NONE, true);
        mk_entry *e = mk_find(&phrase, first);
        if (e->parts < parts) e->parts = parts;
    }
}

/* ---- rarity --------------------------------------------------------------------------------------------------------------------------- */
static int by_entry_key(const void *x, const void *y) {
    const st_dict_entry *a = x, *b = y;
    const char *text = mk_texts()->p;
    return st_str_cmp((st_str){ text + a->key, a->key_n }, (st_str){ text + b->key, b->key_n });
}

/* part, persons, organisations; sorted and without repetition, so that its texts need no look-up of their own. */
static void rarity(const char *dir) {
    st_str line, part, person, organisation, before = ST_STR_NONE;
    st_dict_entry *e = NULL;
    size_t n = 0, cap = 0;
    st_buf *texts = mk_texts();
    for (lines l = open_lines(dir, "names/rarity.tsv"); next_line(&l, &line);) {
        uint64_t p, o;
        if (!st_split(&line, "\t", &part) || !st_split(&line, "\t", &person) || !st_split(&line, "\t", &organisation) || !st_parse_u64(person, &p) ||
            !st_parse_u64(organisation, &o) || p > 255 || o > 255 || st_str_cmp(before, part) >= 0) mk_die("rarity.tsv", part.p);
        if (st_grow(e, cap, n + 1) != 0) mk_die("rarity", "out of memory");
        e[n++] = (st_dict_entry){ .key = (uint32_t)texts->n, .key_n = (uint16_t)part.n, .kind = (uint16_t)(p | o << 8) };
        st_buf_add(texts, part.p, part.n);
        before = part;
    }
    mk_head.rarity = mk_lay(e, n);
    free(e);
}

/* ---- equivalents ---------------------------------------------------------------------------------------------------------------------- */
enum { SPELLING = 3, COGNATE = 2, SHORT_FORM = 1, GROUP_MAX = 256 };
typedef struct link { uint32_t from, to; uint8_t strength; } link;
typedef struct group { uint32_t n, part[GROUP_MAX]; } group;
static mk_dict parts;                 /* in the order of their appearance; links point into it */
static link *links; static size_t n_links, cap_links;
static group *spelling; static size_t n_spelling, cap_spelling;

static uint32_t part_of(st_str form, const char *name) {
    st_buf b = ST_BUF_INIT(4096);
    st_fold(form, &b);
    if (b.failed || !b.n || memchr(b.p, ' ', b.n)) mk_die(name, form.p);
    mk_put(&parts, st_buf_view(&b), ST_STR(""), 0, true);
    const uint32_t at = (uint32_t)(mk_find(&parts, st_buf_view(&b)) - parts.e);
    st_buf_free(&b);
    return at;
}

static void add_to(group *g, uint32_t part) {
    for (uint32_t i = 0; i < g->n; i++) if (g->part[i] == part) return;
    if (g->n == GROUP_MAX) mk_die("a group that is too large", parts.e[part].key);
    g->part[g->n++] = part;
}

/* The part and all spellings of it. */
static void add_spellings(group *g, uint32_t part) {
    add_to(g, part);
    for (size_t i = 0; i < n_spelling; i++)
        for (uint32_t k = 0; k < spelling[i].n; k++)
            if (spelling[i].part[k] == part) for (uint32_t m = 0; m < spelling[i].n; m++) add_to(g, spelling[i].part[m]);
}

static void link_both(uint32_t a, uint32_t b, uint8_t strength) {
    if (a == b) return;
    if (st_grow(links, cap_links, n_links + 2) != 0) mk_die("equivalents", "out of memory");
    links[n_links++] = (link){ a, b, strength };
    links[n_links++] = (link){ b, a, strength };
}

/* Lines of spellings and cognates: every pair of the line. Those of cognates mean every spelling of their members, and those of short forms every spelling
 * of the name and of the short form; two short forms of one name are not linked. `spread`: these spellings are the ones that others mean. */
static void groups(const char *dir, const char *name, uint8_t strength, bool spread) {
    st_str head, forms, form;
    for (lines l = open_lines(dir, name); next_group(&l, &head, &forms);) {
        group g = { 0 };
        if (strength == SPELLING) add_to(&g, part_of(head, name)); else add_spellings(&g, part_of(head, name));
        const uint32_t heads = g.n;
        while (next_form(&forms, &form)) if (strength == SPELLING) add_to(&g, part_of(form, name)); else add_spellings(&g, part_of(form, name));
        if (g.n < 2) mk_die(name, head.p);
        for (uint32_t i = 0; i < (strength == SHORT_FORM ? heads : g.n); i++)
            for (uint32_t k = strength == SHORT_FORM ? heads : i + 1; k < g.n; k++) link_both(g.part[i], g.part[k], strength);
        if (!spread) continue;
        if (st_grow(spelling, cap_spelling, n_spelling + 1) != 0) mk_die(name, "out of memory");
        spelling[n_spelling++] = g;
    }
}

/* A stem with each ending, into its group: Vladimirovich, -itch, -ych, -ovna; of the Belarusian and Ukrainian feminine v becomes u, and the vowel before it i. */
static void with_endings(group *men, group *women, st_str stem) {
    static const char *const ending[] = { "ich", "itch", "ych", "ic" };
    char text[64];
    if (stem.n < 4 || stem.n > 40 || (stem.p[stem.n - 1] != 'v' && stem.p[stem.n - 1] != 'w')) mk_die("patronymics.txt: no stem", stem.p);
    const int body = (int)stem.n - 1;
    for (size_t i = 0; i < ST_LEN(ending); i++) {
        snprintf(text, sizeof text, "%.*s%s", ST_FMT(stem), ending[i]);
        add_to(men, part_of(st_str_of(text), "patronymics.txt"));
    }
    snprintf(text, sizeof text, "%.*sna", ST_FMT(stem));
    add_to(women, part_of(st_str_of(text), "patronymics.txt"));
    snprintf(text, sizeof text, "%.*suna", body, stem.p);
    if (stem.p[body - 1] != 'o') add_to(women, part_of(st_str_of(text), "patronymics.txt"));
    snprintf(text, sizeof text, "%.*sivna", body - 1, stem.p);
    if (stem.p[body - 1] == 'o') add_to(women, part_of(st_str_of(text), "patronymics.txt"));
}

static void patronymics(const char *dir) {
    st_str head, stems, stem;
    for (lines l = open_lines(dir, "names/patronymics.txt"); next_group(&l, &head, &stems);) {
        group of[2] = { 0 };
        while (next_form(&stems, &stem)) with_endings(&of[0], &of[1], stem);
        for (size_t g = 0; g < ST_LEN(of); g++)
            for (uint32_t i = 0; i < of[g].n; i++)
                for (uint32_t k = i + 1; k < of[g].n; k++) link_both(of[g].part[i], of[g].part[k], SPELLING);
    }
}

static uint32_t *rank;   /* by number in parts: number in the alphabet */

static int by_link(const void *x, const void *y) {
    const link *a = x, *b = y;
    if (a->from != b->from) return rank[a->from] < rank[b->from] ? -1 : 1;
    if (a->to != b->to && a->strength == b->strength) return rank[a->to] < rank[b->to] ? -1 : 1;
    return b->strength - a->strength;
}

static void equivalents(const char *dir) {
    groups(dir, "names/syllables.txt", SPELLING, false);
    groups(dir, "names/variants.txt", SPELLING, true);
    groups(dir, "names/cognates.txt", COGNATE, false);
    groups(dir, "names/nicknames.txt", SHORT_FORM, false);
    patronymics(dir);
    st_dict_entry *e = calloc(parts.n + 1, sizeof *e);
    uint16_t *near = calloc(n_links + 1, sizeof *near);
    bool *seen = calloc(parts.n + 1, sizeof *seen);
    rank = calloc(parts.n + 1, sizeof *rank);
    if (!e || !near || !seen || !rank) mk_die("equivalents", "out of memory");
    if (parts.n > ST_ALIKE_ENTRIES) mk_die("equivalents", "too many parts");
    for (size_t i = 0; i < parts.n; i++)
        e[i] = (st_dict_entry){ .key = mk_intern(mk_texts(), parts.e[i].key, parts.e[i].key_n), .key_n = (uint16_t)parts.e[i].key_n, .value = (uint32_t)i };
    qsort(e, parts.n, sizeof *e, by_entry_key);
    for (size_t i = 0; i < parts.n; i++) rank[e[i].value] = (uint32_t)i;
    qsort(links, n_links, sizeof *links, by_link);
    size_t n = 0;
    for (size_t i = 0; i < n_links;) {   /* the strongest link of each pair comes first */
        const uint32_t from = links[i].from;
        const size_t start = n;
        for (; i < n_links && links[i].from == from; i++) {
            if (seen[links[i].to]) continue;
            seen[links[i].to] = true;
            near[n++] = ST_ALIKE(rank[links[i].to], links[i].strength);
        }
        memset(seen, 0, parts.n * sizeof *seen);
        e[rank[from]].value = (uint32_t)start;
        e[rank[from]].value_n = (uint16_t)(n - start);
    }
    mk_head.alike = mk_lay(e, parts.n);
    mk_head.neighbour = mk_section(near, n, sizeof *near);
    free(e); free(near); free(seen); free(rank);
}

void mk_words(const char *dir) {
    words(&word, dir, "names/legal_form.txt", ST_WORD_LEGAL_FORM);
    words(&word, dir, "names/title.txt", ST_WORD_TITLE);
    words(&word, dir, "names/particle.txt", ST_WORD_PARTICLE);
    words(&word, dir, "names/vessel_prefix.txt", ST_WORD_VESSEL_PREFIX);
    words(&term, dir, "names/domain.txt", ST_WORD_DOMAIN);
    words(&term, dir, "names/place.txt", ST_WORD_PLACE);
    words(&term, dir, "names/number.txt", ST_WORD_NUMBER);
    words(&term, dir, "names/generic.txt", ST_WORD_GENERIC);
    adjectives(&term);
    phrases(dir);
    letter_by_letter();
    numbers();
    misspelt();
    first_parts();
    mk_head.word = mk_finish(&word);
    mk_head.term = mk_finish(&term);
    mk_head.phrase = mk_finish(&phrase);
    rarity(dir);
    equivalents(dir);
}
