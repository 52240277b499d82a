/* Arabic names said aloud. Their script shows consonants and long vowels; what is between them is known from a table (data/names/spoken.txt) for
 * the common names and what they are made of, and guessed by the commonest patterns for the others: CaCaC, CaCiC, muCaCCaC. */
#include "text/text.h"
#include "text/text_blob.h"
#include "text/reading.h"

enum { UNITS = 96 };
/* A consonant with its letters, or a vowel. */
typedef struct unit { st_str text; bool vowel; } unit;

static bool is_vowel(char c) { return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u'; }

static size_t units(st_str s, unit *u) {
    size_t n = 0;
    for (size_t i = 0; i < s.n && n < UNITS;) {
        const bool two = i + 1 < s.n && s.p[i + 1] == 'h' && memchr("kstdgzc", s.p[i], 7);
        const bool dj = i + 1 < s.n && s.p[i] == 'd' && s.p[i + 1] == 'j';
        const size_t took = two || dj ? 2 : 1;
        u[n++] = (unit){ st_str_sub(s, i, i + took), is_vowel(s.p[i]) };
        i += took;
    }
    return n;
}

void st_vocalise(st_str s, char participle, st_buf *out) {
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
        /* One consonant at a time; after which of them does a vowel follow? */
        if (!open && run >= 2) {
            const bool mu = run >= 3 && i == 0 && st_str_is(u[i].text, "m") && (run >= 4 || !final);
            st_buf_str(out, u[i++].text);
            st_buf_char(out, mu && run >= 4 ? 'u' : 'a');
        } else if (open && final && run == 2) {
            const bool active = st_str_is(u[i - 1].text, "a") && i <= 2;   /* Khalid, Adil */
            const bool he = st_str_is(u[i + 1].text, "h");
            st_buf_str(out, u[i++].text);
            st_buf_char(out, active && !he ? participle : 'a');
        } else if (open && run >= 3) {
            st_buf_str(out, u[i].text);
            st_buf_str(out, u[i + 1].text);
            st_buf_char(out, 'a');
            i += 2;
        } else {
            for (; run; run--) st_buf_str(out, u[i++].text);
            open = false;
            continue;
        }
        open = true;
    }
}

static const char article[] = "ال", servant[] = "عبد", god[] = "الله", faith[] = "الدين", faith_persian[] = "الدین";

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
    if (st_str_is(next, god) || st_str_is(next, faith) || st_str_is(next, faith_persian)) return true;
    return st_str_is(piece, servant) && begins(next, article, &rest);
}

/* From the table: the piece itself, a name and -i, or two names written together. */
static bool known(const st_system *s, st_str piece, st_buf *out) {
    const st_str whole = st_said(s, piece);
    st_str stem;
    if (whole.n) { st_buf_str(out, whole); return true; }
    if (ends(piece, "ي", &stem) || ends(piece, "ی", &stem)) {
        const st_str form = st_said(s, stem);
        if (form.n) {
            st_buf_str(out, form);
            if (form.p[form.n - 1] != 'i') st_buf_char(out, 'i');
            return true;
        }
    }
    if (piece.n > 40) return false;
    for (size_t i = 4; i + 4 <= piece.n; i++) {
        if (((unsigned char)piece.p[i] & 0xC0) == 0x80) continue;
        const st_str a = st_said(s, st_str_sub(piece, 0, i)), b = a.n ? st_said(s, st_str_sub(piece, i, piece.n)) : ST_STR_NONE;
        if (!b.n) continue;
        st_buf_str(out, a);
        st_buf_str(out, b);
        return true;
    }
    return false;
}

static void word(const st_system *s, st_str piece, st_buf *out) {
    char text[256];
    if (known(s, piece, out)) return;
    const size_t n = st_read_letters(s, piece, text, sizeof text);
    if (n == SIZE_MAX) st_fold_as(piece, s->slot, out);
    else st_vocalise((st_str){ text, n }, s->flags & ST_READS_E ? 'e' : 'i', out);
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

void st_read_arabic(const st_system *s, st_str piece, st_buf *out) {
    st_str rest, stem;
    const st_str whole = st_said(s, piece);
    if (whole.n) { st_buf_str(out, whole); return; }
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
    if (ends(piece, god, &stem) && stem.n >= 4) {
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
