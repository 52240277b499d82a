/* The dictionaries of mktext: how they are laid out, months, places; and the file itself. Words are in mktext_words.c. */
#include <unicode/uloc.h>
#include <unicode/ustring.h>
#include <openssl/sha.h>
#include "mktext.h"

st_blob_head mk_head;
static st_buf blob = ST_BUF_INIT(64 << 20), texts = ST_BUF_INIT(1 << 24);

_Noreturn void mk_die(const char *what, const char *detail) {
    fprintf(stderr, "mktext: %s: %s\n", what, detail);
    exit(1);
}

/* Folding, linked in from src/text, reads the blob as far as it is made. */
const st_blob_head *st_blob(void) {
    memcpy(blob.p, &mk_head, sizeof mk_head);
    return (const st_blob_head *)(const void *)blob.p;
}

char *mk_read_file(const char *dir, const char *name, size_t *n) {
    char path[1024];
    snprintf(path, sizeof path, "%s/%s", dir, name);
    FILE *f = fopen(path, "rb");
    if (!f) mk_die("cannot open", path);
    char *p = malloc(1 << 20);
    if (!p) mk_die("out of memory", path);
    *n = fread(p, 1, (1 << 20) - 1, f);
    p[*n] = 0;
    fclose(f);
    if (!st_utf8_valid(p, *n)) mk_die("not UTF-8", path);
    return p;
}

uint32_t mk_text(const char *p, size_t n) { return mk_intern(&texts, p, n); }
st_str mk_text_at(uint32_t at, uint32_t n) { return (st_str){ texts.p + at, n }; }

void mk_begin(void) { st_buf_add(&blob, &mk_head, sizeof mk_head); }

st_span mk_section(const void *p, size_t n, size_t size) {
    while (blob.n % 64) st_buf_char(&blob, 0);
    const st_span s = { (uint32_t)blob.n, (uint32_t)n };
    st_buf_add(&blob, p, n * size);
    if (blob.failed) mk_die("the tables", "out of memory");
    return s;
}

uint32_t mk_intern(st_buf *pool, const char *p, size_t n) {
    const char *hit = n && pool->n ? memmem(pool->p, pool->n, p, n) : NULL;
    if (hit) return (uint32_t)(hit - pool->p);
    const size_t at = pool->n;
    st_buf_add(pool, p, n);
    if (pool->failed) mk_die("a pool", "out of memory");
    return (uint32_t)at;
}

/* ---- dictionaries --------------------------------------------------------------------------------------------------------------------- */
st_buf *mk_texts(void) { return &texts; }

static char *keep(const char *p, size_t n) {
    char *q = malloc(n + 1);
    if (!q) mk_die("a dictionary", "out of memory");
    memcpy(q, p, n);
    q[n] = 0;
    return q;
}

mk_entry *mk_find(const mk_dict *d, st_str key) {
    for (size_t i = 0; i < d->n; i++)
        if (d->e[i].key_n == key.n && memcmp(d->e[i].key, key.p, key.n) == 0) return &d->e[i];
    return NULL;
}

void mk_put(mk_dict *d, st_str key, st_str value, uint16_t kind, bool firm) {
    mk_entry *e = mk_find(d, key);
    if (key.n == 0) mk_die("an empty form of", value.p);
    if (e) {
        const bool same = e->value_n == value.n && memcmp(e->value, value.p, value.n) == 0 && e->kind == kind;
        if (firm && !same) { fprintf(stderr, "mktext: %s means %s (%u) and %.*s (%u)\n", e->key, e->value, e->kind, ST_FMT(value), kind); exit(1); }
        if (!firm && !e->firm && !same) e->kind = UINT16_MAX;
        return;
    }
    if (st_grow(d->e, d->cap, d->n + 1) != 0) mk_die("a dictionary", "out of memory");
    d->e[d->n++] = (mk_entry){ keep(key.p, key.n), keep(value.p, value.n), key.n, value.n, kind, 0, firm };
}

void mk_put_folded(mk_dict *d, st_str form, st_str value, uint16_t kind, bool firm) {
    st_buf b = ST_BUF_INIT(4096);
    st_fold(form, &b);
    if (b.failed) mk_die("folding failed", form.p);
    if (b.n || firm) mk_put(d, st_buf_view(&b), value, kind, firm);
    st_buf_free(&b);
}

static int by_key(const void *x, const void *y) {
    const mk_entry *a = x, *b = y;
    return st_str_cmp((st_str){ a->key, a->key_n }, (st_str){ b->key, b->key_n });
}

st_dict mk_lay(const st_dict_entry *e, size_t n) {
    size_t slots = 64;
    while (3 * slots < 4 * n) slots *= 2;
    uint32_t *slot = calloc(slots, sizeof *slot);
    if (!slot) mk_die("a dictionary", "out of memory");
    for (size_t i = 0; i < n; i++) {
        size_t s = st_dict_hash((st_str){ texts.p + e[i].key, e[i].key_n }) & (slots - 1);
        while (slot[s]) s = (s + 1) & (slots - 1);
        slot[s] = (uint32_t)i + 1;
    }
    const st_dict r = { mk_section(slot, slots, sizeof *slot), mk_section(e, n, sizeof *e) };
    free(slot);
    return r;
}

st_dict mk_finish(mk_dict *d) {
    size_t n = 0;
    st_dict_entry *out = calloc(d->n + 1, sizeof *out);
    if (!out) mk_die("a dictionary", "out of memory");
    qsort(d->e, d->n, sizeof *d->e, by_key);
    for (size_t i = 0; i < d->n; i++) {
        const mk_entry *e = &d->e[i];
        if (e->kind == UINT16_MAX) continue;
        out[n++] = (st_dict_entry){ .key = mk_intern(&texts, e->key, e->key_n), .value = mk_intern(&texts, e->value, e->value_n),
                                    .key_n = (uint16_t)e->key_n, .value_n = (uint16_t)e->value_n, .kind = e->kind, .parts = e->parts };
    }
    const st_dict r = mk_lay(out, n);
    free(out);
    return r;
}

/* "3: march, mar": the number is the kind. Forms may have any number of parts. */
static void months(mk_dict *d, const char *dir) {
    size_t n;
    char *file = mk_read_file(dir, "names/month.txt", &n);
    st_str rest = { file, n }, line, form;
    while (st_split(&rest, "\n", &line) || rest.n) {
        uint64_t month;
        if (!line.n || line.p[0] == '#') continue;
        const size_t colon = st_str_chr(line, ':');
        if (colon == SIZE_MAX || !st_parse_u64(st_str_sub(line, 0, colon), &month) || month < 1 || month > 12) mk_die("month.txt", line.p);
        for (st_str r = st_str_sub(line, colon + 1, line.n); st_split(&r, ",", &form) || r.n;)
            if (form.n) mk_put_folded(d, form, ST_STR(""), (uint16_t)month, true);
    }
    free(file);
}

/* ---- places --------------------------------------------------------------------------------------------------------------------------- */
/* The languages in which lists print countries. ICU has their names for countries; where two of them disagree, neither counts. */
static const char *const languages[] = { "en", "fr", "de", "es", "it", "pt", "nl", "pl", "ru", "uk", "be", "tr", "el", "ar", "fa", "ur", "he", "zh", "zh_Hant",
    "ja", "ko", "bg", "cs", "da", "et", "fi", "hr", "hu", "lt", "lv", "ro", "sk", "sl", "sv", "mt", "no", "sr", "mk", "sq", "ka", "hy", "az", "kk", "uz", "id", "ms", "hi", "vi" };

static void names_of_icu(mk_dict *d, const char *alpha2) {
    static const char former[] = "AN CS DD SU TP XC YU";   /* ICU takes these for what came after them */
    char id[8];
    if (strstr(former, alpha2)) return;
    snprintf(id, sizeof id, "_%s", alpha2);
    for (size_t i = 0; i < ST_LEN(languages); i++) {
        UChar u[128];
        char utf8[512];
        int32_t n;
        UErrorCode e = U_ZERO_ERROR;
        const int32_t k = uloc_getDisplayCountry(id, languages[i], u, 128, &e);
        if (U_FAILURE(e) || e == U_USING_DEFAULT_WARNING || (k <= 2 && u[0] < 0x80)) continue;   /* no name: the code itself */
        u_strToUTF8(utf8, sizeof utf8, &n, u, k, &e);
        if (U_SUCCESS(e)) mk_put_folded(d, (st_str){ utf8, (size_t)n }, st_str_of(alpha2), 0, false);
    }
}

static int by_alpha2(const void *x, const void *y) { return memcmp(x, y, 4); }

/* countries.tsv: alpha-2, alpha-3 (or -), English short name, other names with ; between. Codes are keys in capitals, names are folded. */
static void places(mk_dict *d, const char *dir) {
    static st_country_row row[400];
    size_t n, rows = 0;
    char *file = mk_read_file(dir, "places/countries.tsv", &n);
    st_str rest = { file, n }, line, part, alpha2, alpha3, name;
    while (st_split(&rest, "\n", &line) || rest.n) {
        if (!line.n || line.p[0] == '#') continue;
        st_str r = line;
        if (!st_split(&r, "\t", &alpha2) || !st_split(&r, "\t", &alpha3) || !st_split(&r, "\t", &name) || alpha2.n != 2) mk_die("countries.tsv", line.p);
        if (rows == ST_LEN(row)) mk_die("countries.tsv", "too many rows");
        row[rows] = (st_country_row){ .name = mk_intern(&texts, name.p, name.n), .name_n = (uint32_t)name.n };
        memcpy(row[rows++].alpha2, alpha2.p, 2);
        mk_put(d, alpha2, alpha2, 0, true);
        if (alpha3.n == 3) mk_put(d, alpha3, alpha2, 0, true);
        mk_put_folded(d, name, alpha2, 0, true);
        while (st_split(&r, ";", &part) || r.n) if (part.n) mk_put_folded(d, part, alpha2, 0, true);
    }
    free(file);
    qsort(row, rows, sizeof *row, by_alpha2);
    for (size_t i = 0; i < rows; i++) names_of_icu(d, row[i].alpha2);
    mk_head.country = mk_section(row, rows, sizeof *row);
}

/* One name of spoken.txt. The key: the script, a blank or the digit of the one slot that it is for, what the name folds to (Han: itself). */
static void add_spoken(mk_dict *d, const char *script, char slot, st_str native, st_str forms) {
    st_buf key = ST_BUF_INIT(4096), value = ST_BUF_INIT(4096);
    st_buf_printf(&key, "%s%c", script, slot);
    if (strcmp(script, "Hani") == 0) st_buf_str(&key, native);
    else st_fold_as(native, mk_key_slot(script), &key);
    for (st_str form; st_split(&forms, ",", &form) || forms.n;) {
        if (value.n) st_buf_char(&value, ',');
        st_fold(form, &value);
    }
    if (key.failed || value.failed || key.n > 60 || value.n > 200) mk_die("spoken.txt: too long", native.p);
    mk_put(d, st_buf_view(&key), st_buf_view(&value), 0, true);
    st_buf_free(&key);
    st_buf_free(&value);
}

/* spoken.txt: "[Arab]", then "native, native: form, form"; "[Hani cantonese]", then "native=form native=form". */
static void spoken(mk_dict *d, const char *dir, const char *name) {
    size_t n;
    char script[8] = "", slot = ' ', *file = mk_read_file(dir, name, &n);
    st_str rest = { file, n }, line, native;
    while (st_split(&rest, "\n", &line) || rest.n) {
        if (!line.n || line.p[0] == '#') continue;
        if (line.p[0] == '[') {
            const size_t end = st_str_chr(line, ']');
            snprintf(script, sizeof script, "%.4s", line.p + 1);
            slot = end != SIZE_MAX && end > 6 ? (char)('0' + mk_slot(script, st_str_sub(line, 6, end))) : ' ';
            continue;
        }
        if (slot != ' ') {
            for (st_str r = line; st_split(&r, " ", &native) || r.n;) {
                const size_t eq = st_str_chr(native, '=');
                if (eq == SIZE_MAX) mk_die("spoken.txt: no = in", native.p);
                add_spoken(d, script, slot, st_str_sub(native, 0, eq), st_str_sub(native, eq + 1, native.n));
            }
            continue;
        }
        const size_t colon = st_str_chr(line, ':');
        if (colon == SIZE_MAX) mk_die("spoken.txt: no : in", line.p);
        for (st_str r = st_str_sub(line, 0, colon); st_split(&r, ",", &native) || r.n;) add_spoken(d, script, ' ', native, st_str_sub(line, colon + 1, line.n));
    }
    free(file);
}

void mk_names(const char *dir) {
    static mk_dict month, place, said;
    months(&month, dir);
    places(&place, dir);
    spoken(&said, dir, "names/spoken.txt");
    spoken(&said, dir, "names/spoken_east.txt");
    mk_words(dir);
    mk_head.meaning = mk_meanings(dir);
    mk_head.spoken = mk_finish(&said);
    mk_head.month = mk_finish(&month);
    mk_head.place = mk_finish(&place);
    mk_head.text = mk_section(texts.p, texts.n, 1);
}

void mk_write(const char *path) {
    static const char hex[] = "0123456789abcdef";
    unsigned char digest[SHA256_DIGEST_LENGTH];
    while (blob.n % 64) st_buf_char(&blob, 0);
    SHA256((const unsigned char *)blob.p + sizeof mk_head, blob.n - sizeof mk_head, digest);
    memcpy(mk_head.magic, ST_BLOB_MAGIC, sizeof mk_head.magic);
    for (size_t i = 0; i < sizeof mk_head.version; i++) mk_head.version[i] = hex[i % 2 ? digest[i / 2] & 15 : digest[i / 2] >> 4];
    mk_head.size = (uint32_t)blob.n;
    memcpy(blob.p, &mk_head, sizeof mk_head);
    FILE *f = fopen(path, "wb");
    if (!f || fwrite(blob.p, 1, blob.n, f) != blob.n || fclose(f) != 0) mk_die("cannot write", path);
}
