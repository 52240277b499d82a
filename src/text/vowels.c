/* Arabic names said aloud. Their script shows consonants and long vowels; what is between them is known from a table (data/names/spoken.txt) for
 * the common names and what they are made of, and guessed by the commonest patterns for the others: CaCaC, CaCiC, muCaCCaC. */
#include "text/text.h"
#include "text/text_blob.h"
#include "text/reading.h"

enum { UNITS = 96 };
/* A consonant with its letters, or a vowel. */
typedef struct unit { st_str text; bool vowel; } unit;

static bool is_vowel(char c) { return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u'; }

/* h after k s t d g z makes one sound with it; a h of its own is written twice in the letters of these systems (readings.txt): sh is shin, shh is
 * sad and ha. */
static size_t units(st_str s, unit *u) {
    size_t n = 0;
    for (size_t i = 0; i < s.n && n < UNITS;) {
        size_t h = 0;
        while (i + 1 + h < s.n && s.p[i + 1 + h] == 'h') h++;
        size_t letters = 1, took = 1;
        if (h % 2 && memchr("kstdgzcp", s.p[i], 8)) letters = took = 2;
        else if (s.p[i] == 'h' && h) took = 2;
        else if (i + 1 < s.n && s.p[i] == 'd' && s.p[i + 1] == 'j') letters = took = 2;
        u[n++] = (unit){ st_str_sub(s, i, i + letters), is_vowel(s.p[i]) };
        i += took;
    }
    return n;
}

/* The shapes of Arabic words that show in their first consonants: Mutasaddiq, Mutawakkil; Huwaysh, Suwaydan. How many units it wrote, 0 for neither. */
static size_t shape(const unit *u, size_t n, size_t run, char vowel, char participle, st_buf *out) {
    if (run == 5 && n == 5 && st_str_is(u[0].text, "m") && st_str_is(u[1].text, "t")) {
        st_buf_z(out, "muta");
        st_buf_str(out, u[2].text);
        st_buf_char(out, vowel);
        st_buf_str(out, u[3].text);
        st_buf_str(out, u[3].text);
        st_buf_char(out, participle);
        st_buf_str(out, u[4].text);
        return 5;
    }
    if (run != 2 || n <= 3 || !st_str_is(u[1].text, "w") || !st_str_is(u[2].text, "i")) return 0;
    st_buf_str(out, u[0].text);
    st_buf_z(out, "uway");
    return 3;
}

void st_vocalise(st_str s, char vowel, char participle, bool clusters, st_buf *out) {
    unit u[UNITS];
    const size_t n = units(s, u);
    if (n == UNITS) { st_buf_str(out, s); return; }
    bool open = false;   /* a vowel stands before */
    for (size_t i = 0; i < n;) {
        if (u[i].vowel || u[i].text.p[0] == ' ' || (u[i].text.p[0] >= '0' && u[i].text.p[0] <= '9')) {
            open = u[i].vowel;
            st_buf_str(out, u[i++].text);
            continue;
        }
        size_t run = 1;
        while (i + run < n && !u[i + run].vowel && u[i + run].text.p[0] != ' ') run++;
        const bool final = i + run == n;
        const size_t shaped = participle != vowel && i == 0 ? shape(u, n, run, vowel, participle, out) : 0;   /* of Arabic words */
        if (shaped) {
            open = run == 2;
            i += shaped;
            continue;
        }
        /* One consonant at a time; after which of them does a vowel follow? */
        if (!open && run == 2 && !final && clusters && memchr("rl", u[i + 1].text.p[0], 2)) {
            st_buf_str(out, u[i++].text);
            st_buf_str(out, u[i++].text);
            continue;
        }
        if (!open && run >= 2) {
            const bool mu = run >= 3 && i == 0 && st_str_is(u[i].text, "m") && (run >= 4 || !final);
            st_buf_str(out, u[i++].text);
            st_buf_char(out, mu && run >= 4 ? 'u' : vowel);
        } else if (open && final && run == 2) {
            const bool active = st_str_is(u[i - 1].text, "a") && i <= 2;   /* Khalid, Adil */
            const bool he = st_str_is(u[i + 1].text, "h");
            st_buf_str(out, u[i++].text);
            st_buf_char(out, active && !he ? participle : vowel);
        } else if (open && run >= 3) {
            st_buf_str(out, u[i].text);
            st_buf_str(out, u[i + 1].text);
            st_buf_char(out, vowel);
            i += 2;
        } else {
            for (; run; run--) st_buf_str(out, u[i++].text);
            open = false;
            continue;
        }
        open = true;
    }
}

/* Is the last thing written since `start` one consonant with a vowel before it? */
static bool after_vowel(const st_buf *out, size_t start) {
    size_t at = out->n;
    if (at <= start || is_vowel(out->p[--at]) || out->p[at] == ' ') return false;
    if (out->p[at] == 'h' && at > start && !is_vowel(out->p[at - 1]) && out->p[at - 1] != ' ') at--;
    return at > start && is_vowel(out->p[at - 1]);
}

/* Does one consonant with a vowel behind it stand at i? */
static bool before_vowel(st_str s, size_t i) {
    if (i >= s.n || is_vowel(s.p[i]) || s.p[i] == ' ') return false;
    i++;
    if (i < s.n && s.p[i] == 'h') i++;
    return i < s.n && is_vowel(s.p[i]);
}

void st_unschwa(st_str s, st_buf *out) {
    const size_t start = out->n;
    for (size_t i = 0; i < s.n && out->failed == ST_OK; i++) {
        const bool a = s.p[i] == 'a', twice = a && i + 1 < s.n && s.p[i + 1] == 'a';
        if (a && !twice && before_vowel(s, i + 1) && after_vowel(out, start)) continue;
        st_buf_char(out, s.p[i]);
        i += twice;
    }
}

static const char article[] = "ال", servant[] = "عبد", god[] = "الله", god_urdu[] = "اللہ", faith[] = "الدين", faith_persian[] = "الدین";

static bool begins(st_str s, const char *z, st_str *rest) {
    const size_t n = strlen(z);
    if (s.n < n || memcmp(s.p, z, n) != 0) return false;
    *rest = st_str_sub(s, n, s.n);
    return true;
}

static bool ends(st_str s, const char *z, st_str *stem) {
    const size_t n = strlen(z);
    if (s.n <= n || memcmp(s.p + s.n - n, z, n) != 0) return false;
    *stem = st_str_sub(s, 0, s.n - n);
    while (stem->n && stem->p[stem->n - 1] == ' ') stem->n--;
    return stem->n > 0;
}

/* Does the next piece belong to this one: servant of ..., ... of God, ... of the faith? */
bool st_arabic_joins(st_str piece, st_str next) {
    st_str rest;
    if (st_str_is(next, "زاده") || st_str_is(next, "نژاد")) return true;   /* son of, of the family of: one name with what is before it */
    if (st_str_is(next, god) || st_str_is(next, god_urdu) || st_str_is(next, faith) || st_str_is(next, faith_persian)) return true;
    return st_str_is(piece, servant) && begins(next, article, &rest);
}

/* From the table: a name, or a name and -i. Appends nothing when it is not there. */
static bool known_name(const st_system *s, st_str piece, st_buf *out) {
    st_str form = st_said(s, piece), stem;
    if (form.n) { st_buf_str(out, form); return true; }
    if (ends(piece, "ي", &stem) || ends(piece, "ی", &stem)) form = st_said(s, stem);
    if (!form.n) return false;
    st_buf_str(out, form);
    if (form.p[form.n - 1] != 'i') st_buf_char(out, 'i');
    return true;
}

/* The same, or two of them written together: Mohammadreza, Ahmadinejad. */
static bool known(const st_system *s, st_str piece, st_buf *out) {
    if (known_name(s, piece, out)) return true;
    const size_t start = out->n;
    for (size_t i = 4; i + 4 <= piece.n && piece.n > 8 && piece.n <= 40 && out->failed == ST_OK; i++) {
        if (((unsigned char)piece.p[i] & 0xC0) == 0x80 || !known_name(s, st_str_sub(piece, 0, i), out)) continue;
        if (known_name(s, st_str_sub(piece, i, piece.n), out)) return true;
        out->n = start;
    }
    return false;
}

static void word(const st_system *s, st_str piece, st_buf *out) {
    char text[256];
    if (known(s, piece, out)) return;
    const size_t n = st_read_letters(s, piece, text, sizeof text);
    if (n == SIZE_MAX) st_fold_as(piece, s->slot, out);
    else st_vocalise((st_str){ text, n }, 'a', s->flags & ST_READS_E ? 'e' : 'i', false, out);
}

/* al, or what becomes of its l before r, n, d, s, z, t where the system writes both together. */
static void with_article(const st_system *s, const char *before, st_str rest, st_buf *out) {
    st_buf_z(out, before);
    const bool joined = s->flags & ST_READS_JOINED;
    if (!joined) st_buf_char(out, ' ');
    const size_t at = out->n;
    word(s, rest, out);
    if (joined && s->flags & ST_READS_SUN && out->failed == ST_OK && out->n > at && memchr("rndszt", out->p[at], 6)) out->p[at - 1] = out->p[at];
}

/* What stands behind a blank or a non-joiner as a part of a family name: of the family of, son of. */
static bool son_of(st_str piece, st_str *stem, st_str *behind) {
    static const char *const suffix[] = { "زاده", "نژاد" };
    for (size_t i = 0; i < ST_LEN(suffix); i++) {
        *behind = st_str_of(suffix[i]);
        if (ends(piece, suffix[i], stem) && (stem->n + behind->n < piece.n || ends(*stem, "\u200C", stem))) return true;
    }
    return false;
}

void st_read_arabic(const st_system *s, st_str piece, st_buf *out) {
    st_str rest, stem;
    const st_str whole = st_said(s, piece);
    if (whole.n) { st_buf_str(out, whole); return; }
    if (son_of(piece, &stem, &rest)) {   /* one part where the system writes names together */
        word(s, stem, out);
        if (!(s->flags & ST_READS_JOINED)) st_buf_char(out, ' ');
        word(s, rest, out);
        return;
    }
    if (begins(piece, servant, &rest)) {
        while (rest.n && rest.p[0] == ' ') rest = st_str_sub(rest, 1, rest.n);
        if (begins(rest, article, &stem) && stem.n >= 4) {
            char before[32];
            const st_str form = st_said(s, ST_STR("عبدال"));
            snprintf(before, sizeof before, "%.*s", ST_FMT(form));
            with_article(s, before, stem, out);
            return;
        }
    }
    if ((ends(piece, god, &stem) || ends(piece, god_urdu, &stem)) && stem.n >= 4) {
        word(s, stem, out);
        st_buf_str(out, st_said(s, ST_STR("الله")));
        return;
    }
    if ((ends(piece, faith, &stem) || ends(piece, faith_persian, &stem)) && stem.n >= 4) {
        word(s, stem, out);
        if (!(s->flags & ST_READS_JOINED)) st_buf_char(out, ' ');
        st_buf_str(out, st_said(s, ST_STR("الدين")));
        return;
    }
    if ((begins(piece, "أبو", &rest) || begins(piece, "ابو", &rest)) && rest.n >= 4) {
        st_buf_str(out, st_said(s, ST_STR("ابو")));
        st_buf_char(out, ' ');
        if (begins(rest, article, &stem) && stem.n >= 4) with_article(s, "al", stem, out);
        else word(s, rest, out);
        return;
    }
    if (begins(piece, article, &rest) && rest.n >= 4 && !begins(rest, "له", &stem)) {
        st_buf_str(out, st_said(s, ST_STR("ال")));
        st_buf_char(out, ' ');
        word(s, rest, out);
        return;
    }
    word(s, piece, out);
}
