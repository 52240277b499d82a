/* A native name word by word: the meaning of what the table knows, the sound of the rest. */
#include "text/meaning.h"
#include "text/reading.h"

enum { KEY_ROOM = 512, LONGEST = 10, STEM = 3, ENDING = 5, PIECES = 128, PHRASE = 5 };   /* letters of a word in an unspaced text; least of a stem, most of its ending */

/* In an exact word, or in the stem of one. */
enum { WORD = ' ', BEGINS = '-' };

static st_str known(const char *script, char how, st_str key) {
    char space[KEY_ROOM + 8];
    if (key.n == 0 || key.n > KEY_ROOM) return ST_STR_NONE;
    memcpy(space, script, 4);
    space[4] = how;
    memcpy(space + 5, key.p, key.n);
    const st_blob_head *h = st_blob();
    const st_dict_entry *e = st_dict_find(&h->meaning, (st_str){ space, key.n + 5 });
    return e ? st_blob_text(h, e->value, e->value_n) : ST_STR_NONE;
}

static void add(st_buf *out, size_t from, st_str text) {
    if (text.n && out->n > from) st_buf_char(out, ' ');
    st_buf_str(out, text);
}

/* ---- words with blanks between them ------------------------------------------------------------------------------------------------------- */

static st_str known_word(const char *script, st_str native) {
    char key[KEY_ROOM];
    size_t n = strcmp(script, "Arab") == 0 ? st_arabic_key(native, key, sizeof key) : st_fold_short(native, key, sizeof key);
    return n == SIZE_MAX ? ST_STR_NONE : known(script, WORD, (st_str){ key, n });
}

/* What is written together with an Arabic or Hebrew word: "and", "for", the article. Longer ones first. */
static const char *const arabic_before[] = { "وال", "بال", "فال", "كال", "لل", "ال", "و", "ل", "ب" };
static const char *const hebrew_before[] = { "וה", "ה", "ו", "ל", "ב" };

static st_str known_behind(const char *script, st_str native) {
    const bool arabic = strcmp(script, "Arab") == 0;
    st_str meaning = known_word(script, native);
    for (size_t i = 0; meaning.n == 0 && i < (arabic ? ST_LEN(arabic_before) : ST_LEN(hebrew_before)); i++) {
        const st_str before = st_str_of(arabic ? arabic_before[i] : hebrew_before[i]);
        if (native.n >= before.n + 6 && memcmp(native.p, before.p, before.n) == 0) meaning = known_word(script, st_str_sub(native, before.n, native.n));
    }
    return meaning;
}

static bool persian(st_str native) {
    static const char *const letters[] = { "پ", "چ", "ژ", "گ", "ی", "ک" };
    for (size_t i = 0; i < ST_LEN(letters); i++)
        if (memmem(native.p, native.n, letters[i], 2)) return true;
    return false;
}

/* Ends of Slavic adjectives from names of places, behind the letters that stay: of Saratovskiy and Saratovskaya, Saratov. */
static st_str without_ending(st_str folded) {
    static const char *const end[] = { "skogo", "skomu", "skiy", "skii", "skij", "skyi", "skyy", "skaya", "skaia", "skoye", "skoe", "skoi", "skoy", "skie", "skiye", "skikh", "sky", "ska", "ske", "ski" };
    for (size_t i = 0; i < ST_LEN(end); i++)
        if (folded.n >= strlen(end[i]) + 4 && st_str_ends(folded, end[i])) return st_str_sub(folded, 0, folded.n - strlen(end[i]));
    return folded;
}

/* Cyrillic words change their ends, so the table has their beginnings too: what may stand behind them, in Russian, Ukrainian and Belarusian. */
static bool is_ending(st_str s) {
    static const char *const end[] = { "", "a", "ya", "o", "e", "ye", "y", "i", "u", "yu", "oy", "ey", "oi", "om", "em", "am", "yam", "ami", "yami", "akh", "yakh", "ov", "ev", "iv", "ykh", "ikh",
                                       "ym", "im", "ymi", "imi", "yi", "yy", "iy", "aya", "yaya", "oe", "oye", "ee", "ogo", "ego", "aga", "omu", "emu", "uyu", "yuyu", "ie", "iye", "iya", "ii",
                                       "iyu", "iey", "stvo", "stva", "stvom", "ka", "ki", "ku", "ok" };
    for (size_t i = 0; i < ST_LEN(end); i++)
        if (st_str_is(s, end[i])) return true;
    return false;
}

static bool add_cyrillic(st_str native, st_buf *out, size_t from) {
    char text[KEY_ROOM];
    size_t n = st_fold_short(native, text, sizeof text);
    if (n == SIZE_MAX || memchr(text, ' ', n)) {
        add(out, from, ST_STR_NONE);
        if (out->n > from) st_buf_char(out, ' ');
        st_fold(native, out);
        return false;
    }
    const st_str folded = { text, n };
    st_str meaning = known("Cyrl", WORD, folded);
    for (size_t cut = n; !meaning.n && cut >= STEM && cut + ENDING >= n; cut--)
        if (is_ending(st_str_sub(folded, cut, n))) meaning = known("Cyrl", BEGINS, st_str_sub(folded, 0, cut));
    st_str canon;
    const st_word_class cls = st_word_as(folded, true, &canon);
    add(out, from, meaning.n ? meaning : cls == ST_WORD_PLACE ? canon : cls != ST_WORD_NONE ? folded : without_ending(folded));
    return meaning.n > 0;
}

/* ---- words without blanks ------------------------------------------------------------------------------------------------------------------- */

static size_t next_letter(st_str s, size_t i) {
    for (i++; i < s.n && ((unsigned char)s.p[i] & 0xC0) == 0x80; i++) {}
    return i;
}

/* The longest word of the table that begins at i, of at least so many letters: where it ends, or i. */
static size_t longest_at(const char *script, st_str native, size_t i, int least, st_str *meaning) {
    size_t best = i, end = i;
    for (int k = 1; k <= LONGEST && end < native.n; k++) {
        end = next_letter(native, end);
        const st_str m = k < least ? ST_STR_NONE : known(script, WORD, st_str_sub(native, i, end));
        if (!m.n) continue;
        best = end;
        *meaning = m;
    }
    return best;
}

/* The same; but one letter is a word only before another word or at the end, else it is one of a name: 云 in 白云山. */
static size_t word_at(const char *script, st_str native, size_t i, st_str *meaning) {
    st_str next;
    const size_t end = longest_at(script, native, i, 1, meaning);
    if (end == i || end > next_letter(native, i) || end == native.n) return end;
    return longest_at(script, native, end, 2, &next) > end ? end : i;
}

/* A Chinese number at i, as in the 11th institute: where it ends, or i. */
static size_t number_at(st_str native, size_t i, unsigned *value) {
    static const char digit[] = "一二三四五六七八九十", ordinal[] = "第";
    unsigned sum = 0, last = 0;
    size_t at = i, digits = 0;
    if (i + 3 > native.n || memcmp(native.p + i, ordinal, 3) != 0) return i;
    for (at += 3; at + 3 <= native.n && digits < 3; at += 3, digits++) {
        unsigned d = 0;
        while (d < 10 && memcmp(native.p + at, digit + (size_t)3 * d, 3) != 0) d++;
        if (d == 10) break;
        if (d == 9) {
            sum += 10 * (last ? last : 1);
            last = 0;
        } else last = last * 10 + d + 1;
    }
    *value = sum + last;
    return digits ? at : i;
}

/* Appends what stands between two known words. */
static void add_rest(const char *script, st_str native, bool joined, st_buf *out, size_t from) {
    if (native.n == 0) return;
    if (out->n > from) st_buf_char(out, ' ');
    const size_t at = out->n;
    if (strcmp(script, "Hani") == 0) st_fold(native, out);
    else st_read_as(native, 1, out);
    if (!joined || out->failed) return;
    size_t n = at;
    for (size_t i = at; i < out->n; i++)
        if (out->p[i] != ' ') out->p[n++] = out->p[i];
    out->n = n;
    out->p[n] = 0;
}

static bool add_unspaced(const char *script, st_str native, bool joined, st_buf *out, size_t from) {
    size_t rest = 0;
    bool any = false;
    for (size_t i = 0; i < native.n;) {
        st_str meaning = ST_STR_NONE;
        unsigned number = 0;
        const size_t end = word_at(script, native, i, &meaning), counted = number_at(native, i, &number);
        if (end == i && counted == i) {
            i = next_letter(native, i);
            continue;
        }
        add_rest(script, st_str_sub(native, rest, i), joined, out, from);
        if (end > i) add(out, from, meaning);
        else {
            if (out->n > from) st_buf_char(out, ' ');
            st_buf_printf(out, "%u", number);
        }
        any |= end > i;
        rest = i = end > i ? end : counted;
    }
    add_rest(script, st_str_sub(native, rest, native.n), joined, out, from);
    return any;
}

/* Several pieces that the table has as one: how many, at most PHRASE, or 0. */
static size_t phrase_at(st_str name, const st_str *piece, size_t n, st_str *meaning) {
    const char *script = st_script(piece[0]);
    const bool cyrillic = strcmp(script, "Cyrl") == 0;
    if (!cyrillic && strcmp(script, "Arab") != 0 && strcmp(script, "Hebr") != 0) return 0;
    for (size_t k = n < PHRASE ? n : PHRASE; k > 1; k--) {
        const size_t from = (size_t)(piece[0].p - name.p), to = (size_t)(piece[k - 1].p - name.p) + piece[k - 1].n;
        const st_str native = st_str_sub(name, from, to);
        *meaning = cyrillic ? known_word(script, native) : known_behind(script, native);
        if (meaning->n) return k;
    }
    return 0;
}

/* ---- the name --------------------------------------------------------------------------------------------------------------------------------- */

static bool is_one_of(const char *script, const char *const *of, size_t n) {
    for (size_t i = 0; i < n; i++)
        if (strcmp(script, of[i]) == 0) return true;
    return false;
}

/* Appends what a piece means, or how it is read; whether any of it is in the table. */
static bool add_piece(st_str piece, bool joined, st_buf *out, size_t from) {
    static const char *const unspaced[] = { "Hani", "Hira", "Kana", "Thai", "Khmr", "Hang" }, *const spaced[] = { "Arab", "Hebr", "Grek", "Geor" };
    const char *script = st_script(piece);
    if (strcmp(script, "Cyrl") == 0) return add_cyrillic(piece, out, from);
    if (is_one_of(script, unspaced, 3)) return add_unspaced("Hani", piece, joined, out, from);
    if (is_one_of(script, unspaced, ST_LEN(unspaced))) return add_unspaced(script, piece, true, out, from);
    const st_str meaning = is_one_of(script, spaced, ST_LEN(spaced)) ? known_behind(script, piece) : ST_STR_NONE;
    if (meaning.n) add(out, from, meaning);
    else {
        if (out->n > from) st_buf_char(out, ' ');
        st_read_as(piece, strcmp(script, "Arab") == 0 && persian(piece) ? 2 : 1, out);
    }
    return meaning.n > 0;
}

static bool all_ascii(st_str s) {
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] >= 0x80) return false;
    return true;
}

/* One blank between parts, from `at` on. */
static void tidy(st_buf *out, size_t at) {
    size_t n = at;
    for (size_t i = at; i < out->n; i++)
        if (out->p[i] != ' ' || (n > at && out->p[n - 1] != ' ')) out->p[n++] = out->p[i];
    if (n > at && out->p[n - 1] == ' ') n--;
    out->n = n;
    out->p[n] = 0;
}

size_t st_meanings(st_str name, st_buf *out) {
    st_str piece[PIECES];
    if (name.n > ST_READINGS_BYTES || all_ascii(name) || st_utf8_bad(name) != SIZE_MAX) return 0;
    const size_t n = st_pieces(name, piece, PIECES), start = out->n;
    size_t forms = 0;
    if (n > PIECES) return 0;
    for (unsigned way = 0; way < ST_MEANINGS_MOST; way++) {
        bool any = false;
        const size_t at = out->n;
        st_buf_char(out, '\n');
        const size_t from = out->n;
        for (size_t i = 0; i < n;) {
            st_str meaning;
            const size_t took = phrase_at(name, piece + i, n - i, &meaning);
            if (took) add(out, from, meaning);
            any |= took || add_piece(piece[i], way == 0, out, from);
            i += took ? took : 1;
        }
        if (out->failed) return forms;
        tidy(out, from);
        const st_str mine = st_str_sub(st_buf_view(out), from, out->n);
        const bool again = way == 1 && st_str_eq(mine, st_str_sub(st_buf_view(out), start + 1, at));
        if (!any || again || mine.n == 0) {
            out->n = at;
            out->p[at] = 0;
            break;
        }
        forms++;
    }
    return forms;
}
