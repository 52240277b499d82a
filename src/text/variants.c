/* Forms of a name beyond its romanisations. */
#include "text/variants.h"

enum { LEAST_WORD = 4,   /* letters of what is left of a word whose article is taken off */
       ONCE_WORDS = 4, ACRONYM_LEAST = 4, ACRONYM_MOST = 8 };

/* Is s, from `at` on, already a line of what is in out from `from` on? */
static bool known(const st_buf *out, size_t from, st_str s) {
    st_str rest = st_str_sub(st_buf_view(out), from, out->n), line;
    bool found = false;
    while (!found && st_split(&rest, "\n", &line)) found = st_str_eq(line, s);
    return found;
}

static size_t add(st_buf *out, size_t from, const st_buf *variant) {
    if (variant->failed) {
        out->failed = variant->failed;
        return 0;
    }
    if (variant->n == 0 || known(out, from, st_buf_view(variant))) return 0;
    st_buf_char(out, '\n');
    st_buf_str(out, st_buf_view(variant));
    return 1;
}

static bool letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

/* Does a dot or slash between two single letters stand at i? */
static bool joins(st_str name, size_t i) {
    if (name.p[i] != '.' && name.p[i] != '/') return false;
    return i > 0 && letter(name.p[i - 1]) && (i < 2 || !letter(name.p[i - 2])) && i + 1 < name.n && letter(name.p[i + 1]) && (i + 2 == name.n || !letter(name.p[i + 2]));
}

bool st_join_dotted(st_str name, st_buf *out) {
    size_t from = 0, i = 0;
    while (i < name.n && !joins(name, i)) i++;
    if (i == name.n) return false;
    for (; i < name.n; i++) {
        if (!joins(name, i)) continue;
        st_buf_str(out, st_str_sub(name, from, i));
        from = i + 1;
    }
    st_buf_str(out, st_str_sub(name, from, name.n));
    return true;
}

static bool small(char c) { return c >= 'a' && c <= 'z'; }
static bool capital(char c) { return c >= 'A' && c <= 'Z'; }

/* Blanks where a capital between small letters follows two of them: not in McDonald, nor in MacDonald. False when there is no such place. */
static bool camel(st_str name, st_buf *out) {
    bool any = false;
    for (size_t i = 0; i < name.n; i++) {
        const char *c = name.p + i;
        bool place = i >= 3 && i + 1 < name.n && capital(c[0]) && small(c[1]) && small(c[-1]) && small(c[-2]) && letter(c[-3]) && memcmp(c - 3, "Mac", 3) != 0;
        if (place) st_buf_char(out, ' ');
        any |= place;
        st_buf_char(out, name.p[i]);
    }
    return any;
}

static bool consonant(char c) { return capital(c) && !st_is_vowel((char)(c + 32)); }

/* Two capitals without a vowel, in a name that has small letters elsewhere, are two initials: JC Juncker, but not AL, LI, ED. */
static bool initials(st_str name, st_buf *out) {
    st_str word;
    bool any = false, mixed = false;
    while (st_split(&name, " ", &word)) {
        const bool two = word.n == 2 && consonant(word.p[0]) && consonant(word.p[1]);
        if (out->n) st_buf_char(out, ' ');
        st_buf_str(out, two ? st_str_sub(word, 0, 1) : word);
        if (two) {
            st_buf_char(out, ' ');
            st_buf_char(out, word.p[1]);
        }
        any |= two;
        mixed |= word.n > 2 && capital(word.p[0]) && small(word.p[1]);
    }
    return any && mixed;
}

/* Digits that stand for the letters they look like, in words that have letters too (Ig0r Sech1n). False when there are none. */
static bool letters_for_digits(st_str folded, st_buf *out) {
    static const char letter[] = "oizeasgtbg";
    bool any = false;
    st_str word;
    while (st_split(&folded, " ", &word)) {
        size_t digits = 0;
        for (size_t i = 0; i < word.n; i++) digits += word.p[i] >= '0' && word.p[i] <= '9';
        bool mixed = digits > 0 && 2 * digits <= word.n && word.n > 2;
        any |= mixed;
        if (out->n) st_buf_char(out, ' ');
        for (size_t i = 0; i < word.n; i++) {
            bool digit = word.p[i] >= '0' && word.p[i] <= '9';
            st_buf_char(out, mixed && digit ? (word.p[i] == '1' && i + 1 == word.n ? 'l' : letter[word.p[i] - '0']) : word.p[i]);
        }
    }
    return any;
}

static bool article(st_str word) {
    return word.n >= 2 + LEAST_WORD && word.p[1] == 'l' && (word.p[0] == 'a' || word.p[0] == 'e');
}

static bool articles(st_str folded, st_buf *out) {
    bool any = false;
    st_str word;
    while (st_split(&folded, " ", &word)) {
        if (out->n) st_buf_char(out, ' ');
        bool apart = article(word);
        any |= apart;
        if (apart) {
            st_buf_str(out, st_str_sub(word, 0, 2));
            st_buf_char(out, ' ');
        }
        st_buf_str(out, apart ? st_str_sub(word, 2, word.n) : word);
    }
    return any;
}

/* Each word of a short name once: Shoigu Shoigu Sergey. False when none stands twice; words of a class do, as of institutes and of sons of sons. */
static bool once(st_str folded, st_buf *out) {
    st_str word[ST_MAX_TOKENS];
    size_t n = st_tokens(folded, word, ST_MAX_TOKENS), kept = 0;
    if (n > ONCE_WORDS) return false;
    for (size_t i = 0; i < n; i++) {
        if (st_word_as(word[i], false, NULL) != ST_WORD_NONE || st_word_as(word[i], true, NULL) != ST_WORD_NONE) return false;
        bool again = false;
        for (size_t k = 0; k < i && !again; k++) again = word[i].n > 2 && st_str_eq(word[i], word[k]);
        if (again) continue;
        if (kept++) st_buf_char(out, ' ');
        st_buf_str(out, word[i]);
    }
    return kept < n;
}

/* Latvian and Lithuanian put an end to every name of a man: Vladimirs Putins, Vladimiras Putinas, Andrejus. False unless all parts have one. */
static bool baltic(st_str folded, st_buf *out) {
    st_str word;
    size_t parts = 0;
    while (st_split(&folded, " ", &word)) {
        const bool jus = st_str_ends(word, "jus"), two = st_str_ends(word, "as") || st_str_ends(word, "is") || st_str_ends(word, "us");
        const size_t end = jus || two ? 2 : 1;
        if (word.n < LEAST_WORD + end - 1 || word.p[word.n - 1] != 's' || (end == 1 && st_is_vowel(word.p[word.n - 2])) || word.p[word.n - 2] == 's') return false;
        if (out->n) st_buf_char(out, ' ');
        st_buf_str(out, st_str_sub(word, 0, word.n - end));
        parts++;
    }
    return parts > 1;
}

/* The plain form: the first line from `from` on. */
static st_str plain(const st_buf *out, size_t from) {
    st_str all = st_str_sub(st_buf_view(out), from, out->n);
    size_t end = st_str_chr(all, '\n');
    return end == SIZE_MAX ? all : st_str_sub(all, 0, end);
}

/* The words of an organisation's name that stand in its initials: no legal forms, no small words. How many; body: is one of them a word of organisations? */
static size_t telling(st_str folded, st_str out[ST_MAX_TOKENS], bool *body) {
    st_str word[ST_MAX_TOKENS];
    size_t n = st_tokens(folded, word, ST_MAX_TOKENS), kept = 0;
    *body = false;
    for (size_t i = 0; i < n && n <= ST_MAX_TOKENS;) {
        st_word_class cls;
        const size_t took = st_phrase(word + i, n - i, &cls, NULL);
        const bool form = took && cls == ST_WORD_LEGAL_FORM;
        if (!form) cls = st_word_as(word[i], true, NULL);
        const bool company = !form && (st_str_is(word[i], "company") || st_str_is(word[i], "corporation"));
        if (company || (cls != ST_WORD_LEGAL_FORM && cls != ST_WORD_PARTICLE)) out[kept++] = word[i];
        *body |= company || cls == ST_WORD_DOMAIN || cls == ST_WORD_GENERIC;
        i += form ? took : 1;
    }
    return kept;
}

/* The initials of a name of several words: National Iranian Drilling Company is nidc, on a list 0nidc, so that the initials of two long names never meet. */
static bool initials_of(st_str folded, bool listed, st_buf *out) {
    st_str word[ST_MAX_TOKENS];
    bool body;
    const size_t n = telling(folded, word, &body);
    if (!body || n < ACRONYM_LEAST || n > ACRONYM_MOST) return false;
    if (listed) st_buf_char(out, '0');
    for (size_t i = 0; i < n; i++) st_buf_char(out, word[i].p[0]);
    return true;
}

static size_t add_initials(st_str name, size_t from, bool listed, st_buf *out) {
    static const char *const syllables[] = { "Hani", "Kana", "Hira", "Hang" };   /* whose parts are no words */
    st_str word[ST_MAX_TOKENS];
    bool body;
    for (size_t i = 0; i < ST_LEN(syllables); i++)
        if (strcmp(st_script(name), syllables[i]) == 0) return 0;
    st_buf one = ST_BUF_INIT(out->cap);
    size_t n = initials_of(plain(out, from), listed, &one) ? add(out, from, &one) : 0;
    if (!listed && telling(plain(out, from), word, &body) == 1 && word[0].n >= ACRONYM_LEAST && word[0].n <= ACRONYM_MOST) {   /* asked by its initials */
        st_buf_clear(&one);
        st_buf_char(&one, '0');
        st_buf_str(&one, word[0]);
        n += add(out, from, &one);
    }
    st_buf_free(&one);
    return n;
}

/* What the words mean, if no form before it says the same. */
static size_t meanings(st_str name, size_t from, st_buf *out) {
    st_buf all = ST_BUF_INIT(out->cap);
    size_t n = 0;
    st_meanings(name, &all);
    if (all.failed) out->failed = all.failed;
    st_str rest = st_buf_view(&all), line;
    while (!all.failed && st_split(&rest, "\n", &line)) {
        if (line.n == 0 || known(out, from, line)) continue;
        st_buf_char(out, '\n');
        st_buf_str(out, line);
        n++;
    }
    st_buf_free(&all);
    return n;
}

size_t st_listed_forms(st_str name, bool organisation, st_buf *scratch, st_buf *out) { return st_listed_forms_by(NULL, name, organisation, scratch, out); }

size_t st_listed_forms_by(st_memo *m, st_str name, bool organisation, st_buf *scratch, st_buf *out) {
    size_t from = out->n;
    st_buf_clear(scratch);
    if (organisation && st_join_dotted(name, scratch)) name = st_buf_view(scratch);
    size_t n = st_readings_by(m, name, out);
    if (organisation) n += meanings(name, from, out);
    if (organisation) n += add_initials(name, from, true, out);
    if (scratch->failed) out->failed = scratch->failed;
    return n;
}

typedef bool (*change)(st_str text, st_buf *out);

size_t st_variants(st_str name, st_buf *out) {
    static const struct { change change; bool folded; } way[] = { { camel, false }, { st_join_dotted, false }, { articles, true }, { letters_for_digits, true }, { baltic, true }, { once, true }, { initials, false } };
    size_t from = out->n, n = st_readings(name, out);
    st_buf text = ST_BUF_INIT(out->cap), folded = ST_BUF_INIT(out->cap);
    for (size_t i = 0; i < ST_LEN(way); i++) {
        st_buf *changed = way[i].folded ? &folded : &text;
        st_buf_clear(&text);
        st_buf_clear(&folded);
        if (!way[i].change(way[i].folded ? plain(out, from) : name, changed)) continue;
        if (changed->failed) out->failed = changed->failed;
        if (!way[i].folded) st_fold(st_buf_view(&text), &folded);
        n += add(out, from, &folded);
    }
    st_buf_free(&text);
    st_buf_free(&folded);
    n += meanings(name, from, out);
    return n + add_initials(name, from, false, out);
}
