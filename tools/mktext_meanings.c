/* data/names/meanings.txt: what words of native names mean. "[Hani]" begins a script, then "english words: native, native"; in Cyrillic "native-" is the
 * beginning of words. Chinese words are kept in simplified and traditional characters, whichever of them the file has (ICU). */
#include <unicode/utrans.h>
#include <unicode/ustring.h>
#include "mktext.h"

/* The text in the other characters, into out; its length. */
static size_t converted(UTransliterator *t, st_str s, char out[256]) {
    UChar text[256];
    UErrorCode e = U_ZERO_ERROR;
    int32_t n = 0, limit, utf8 = 0;
    u_strFromUTF8(text, 256, &n, s.p, (int32_t)s.n, &e);
    limit = n;
    utrans_transUChars(t, text, &n, 256, 0, &limit, &e);
    u_strToUTF8(out, 256, &utf8, text, n, &e);
    if (U_FAILURE(e)) mk_die("meanings.txt", u_errorName(e));
    return (size_t)utf8;
}

static UTransliterator *transliterator(const char *id) {
    UChar wide[64];
    UErrorCode e = U_ZERO_ERROR;
    u_charsToUChars(id, wide, (int32_t)strlen(id) + 1);
    UTransliterator *t = utrans_openU(wide, -1, UTRANS_FORWARD, NULL, 0, NULL, &e);
    if (U_FAILURE(e)) mk_die("ICU has no", id);
    return t;
}

static size_t contradictions;   /* all are told before the build fails */

static void put(mk_dict *d, const char *script, char how, st_str native, st_str english, bool firm) {
    st_buf key = ST_BUF_INIT(4096), value = ST_BUF_INIT(4096);
    st_buf_printf(&key, "%s%c", script, how);
    if (strcmp(script, "Arab") == 0) st_fold_as(native, mk_key_slot(script), &key);
    else if (strcmp(script, "Cyrl") == 0 || strcmp(script, "Hebr") == 0 || strcmp(script, "Grek") == 0 || strcmp(script, "Geor") == 0) st_fold(native, &key);
    else st_buf_str(&key, native);
    st_fold(english, &value);
    if (key.failed || value.failed || key.n < 6 || key.n > 120 || value.n == 0 || value.n > 200) mk_die("meanings.txt: too long, or nothing", native.p);
    const mk_entry *e = mk_find(d, st_buf_view(&key));
    if (!e) mk_put(d, st_buf_view(&key), st_buf_view(&value), 0, true);
    else if (firm && !st_str_eq(st_str_of(e->value), st_buf_view(&value))) {
        fprintf(stderr, "mktext: meanings.txt: %.*s is %s and %.*s\n", ST_FMT(native), e->value, ST_FMT(english));
        contradictions++;
    }
    st_buf_free(&key);
    st_buf_free(&value);
}

static mk_dict meaning;
static UTransliterator *traditional, *simplified;

/* A word of the file; or, when all of these are there, the same in the other characters, unless the file says what they mean. */
static void add(const char *script, st_str native, st_str english, bool others) {
    char text[256];
    const bool begins = st_str_ends(native, "-");
    if (!others) put(&meaning, script, begins ? '-' : ' ', begins ? st_str_sub(native, 0, native.n - 1) : native, english, true);
    if (!others || strcmp(script, "Hani") != 0) return;
    put(&meaning, script, ' ', (st_str){ text, converted(traditional, native, text) }, english, false);
    put(&meaning, script, ' ', (st_str){ text, converted(simplified, native, text) }, english, false);
}

static void read_all(st_str rest, bool others) {
    char script[8] = "";
    for (st_str line, native; st_split(&rest, "\n", &line) || rest.n;) {
        if (!line.n || line.p[0] == '#') continue;
        if (line.p[0] == '[') {
            snprintf(script, sizeof script, "%.4s", line.p + 1);
            continue;
        }
        const size_t colon = st_str_chr(line, ':');
        if (colon == SIZE_MAX || !script[0]) mk_die("meanings.txt: no : in", line.p);
        for (st_str r = st_str_sub(line, colon + 1, line.n); st_split(&r, ",", &native) || r.n;)
            if (st_str_trim(native).n) add(script, st_str_trim(native), st_str_sub(line, 0, colon), others);
    }
}

st_dict mk_meanings(const char *dir) {
    size_t n;
    char *file = mk_read_file(dir, "names/meanings.txt", &n);
    traditional = transliterator("Simplified-Traditional");
    simplified = transliterator("Traditional-Simplified");
    read_all((st_str){ file, n }, false);
    read_all((st_str){ file, n }, true);
    if (contradictions) mk_die("meanings.txt", "words with two meanings");
    utrans_close(traditional);
    utrans_close(simplified);
    free(file);
    return mk_finish(&meaning);
}
