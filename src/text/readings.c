/* Readings of a name: st_fold's, and one for each system of its scripts. A name is cut at ASCII blanks and punctuation, which separate parts in
 * every script; each piece is read by the next system of its own script, so a name of several scripts has as many readings as the script with
 * the most. A piece whose script has no further system keeps st_fold's form. */
#include "text/text.h"
#include "text/text_blob.h"
#include "text/reading.h"

enum { PIECES = 128, PIECE_ROOM = 768, KEY_MAX = 96, KEY_ROOM = 512 };

typedef struct piece { st_str text; const st_system *first; size_t systems; } piece;   /* first: the systems of its script */

static bool inside(unsigned char c) { return c >= 0x80 || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '\'' || c == '`'; }

static void find_systems(piece *p) {
    const st_blob_head *h = st_blob();
    const st_system *s = st_blob_at(h, h->system);
    const char *script = st_script(p->text);
    if (strcmp(script, "Hira") == 0) script = "Kana";
    p->first = NULL;
    p->systems = 0;
    for (size_t i = 0; i < h->system.n; i++) {
        if (memcmp(s[i].script, script, 4) != 0 || s[i].flags & ST_READS_KEY) continue;
        if (!p->systems) p->first = s + i;
        p->systems++;
    }
}

/* Has the name one of these letters? */
static bool has_letter(st_str name, st_str letters) {
    for (size_t i = 0; i < letters.n;) {
        const size_t from = i;
        st_utf8_next(letters, &i);
        if (memmem(name.p, name.n, letters.p + from, i - from)) return true;
    }
    return false;
}

static bool applies(const st_system *s, st_str name) {
    const st_blob_head *h = st_blob();
    if (s->when.n && !has_letter(name, st_blob_text(h, s->when.at, s->when.n))) return false;
    return !s->unless.n || !has_letter(name, st_blob_text(h, s->unless.at, s->unless.n));
}

/* ---- rules ---------------------------------------------------------------------------------------------------------------------------- */
/* How many bytes of s the pattern takes at i, SIZE_MAX when it does not stand there. */
static size_t stands(st_str s, size_t i, st_str pattern) {
    size_t k = 0, n = 0;
    if (k < pattern.n && pattern.p[k] == '^') {
        if (i > 0 && s.p[i - 1] != ' ') return SIZE_MAX;
        k++;
    }
    for (; k < pattern.n; k++) {
        const bool end = i + n == s.n || s.p[i + n] == ' ';
        if (pattern.p[k] == '$') { if (!end) return SIZE_MAX; }
        else if (i + n == s.n || s.p[i + n] != pattern.p[k]) return SIZE_MAX;
        else n++;
    }
    return n;
}

/* One pass from left to right; at each place the first rule that fits. */
static size_t rewrite(const st_system *system, st_str s, char *out, size_t cap) {
    const st_blob_head *h = st_blob();
    const st_rule *rule = (const st_rule *)st_blob_at(h, h->rule) + system->rule;
    size_t n = 0;
    for (size_t i = 0; i < s.n;) {
        size_t took = SIZE_MAX;
        for (size_t k = 0; k < system->rules && took == SIZE_MAX; k++) {
            took = stands(s, i, st_blob_text(h, rule[k].from, rule[k].from_n));
            if (took == SIZE_MAX || took == 0) { took = SIZE_MAX; continue; }
            if (n + rule[k].to_n > cap) return SIZE_MAX;
            memcpy(out + n, st_blob_text(h, rule[k].to, rule[k].to_n).p, rule[k].to_n);
            n += rule[k].to_n;
        }
        if (took == SIZE_MAX) {
            if (n == cap) return SIZE_MAX;
            out[n++] = s.p[i];
            took = 1;
        }
        i += took;
    }
    return n;
}

/* ---- one piece ------------------------------------------------------------------------------------------------------------------------ */
st_str st_said(const st_system *s, st_str native) {
    char space[KEY_ROOM];
    memcpy(space, s->script, 4);
    space[4] = ' ';
    const size_t n = native.n && native.n <= KEY_MAX ? st_fold_as_short(native, s->key, space + 5, sizeof space - 5) : 0;
    if (n == 0 || n == SIZE_MAX) return ST_STR_NONE;
    const st_blob_head *h = st_blob();
    const st_dict_entry *e = st_dict_find(&h->spoken, (st_str){ space, n + 5 });
    if (!e) return ST_STR_NONE;
    st_str rest = st_blob_text(h, e->value, e->value_n), form = ST_STR_NONE, next;   /* the slot's own, else the last there is */
    for (unsigned i = 0; i < s->slot && st_split(&rest, ",", &next); i++) form = next;
    return form;
}

size_t st_read_letters(const st_system *s, st_str native, char *out, size_t cap) {
    char folded[PIECE_ROOM];
    const size_t n = st_fold_as_short(native, s->slot, folded, sizeof folded);
    if (n == SIZE_MAX || (!s->rules && n > cap)) return SIZE_MAX;
    if (s->rules) return rewrite(s, (st_str){ folded, n }, out, cap);
    memcpy(out, folded, n);
    return n;
}

/* Appends what the system makes of a piece. */
static void read_piece(const piece *p, const st_system *s, st_buf *out) {
    char text[PIECE_ROOM];
    if (memcmp(s->script, "Arab", 4) == 0) { st_read_arabic(s, p->text, out); return; }
    const st_str form = st_said(s, p->text);
    if (form.n) { st_buf_str(out, form); return; }
    const size_t n = st_read_letters(s, p->text, text, sizeof text);
    if (n == SIZE_MAX) st_fold_as(p->text, s->slot, out);
    else if (s->flags & ST_READS_VOWELS) st_vocalise((st_str){ text, n }, 'a', out);
    else st_buf_add(out, text, n);
}

/* ---- the name ------------------------------------------------------------------------------------------------------------------------- */
static size_t cut(st_str name, piece *out) {
    size_t n = 0;
    for (size_t i = 0; i < name.n;) {
        if (!inside((unsigned char)name.p[i])) { i++; continue; }
        const size_t from = i;
        while (i < name.n && inside((unsigned char)name.p[i])) i++;
        if (n == PIECES) return SIZE_MAX;
        const st_str text = st_str_sub(name, from, i);
        if (n && st_arabic_joins(out[n - 1].text, text) && name.p + from == out[n - 1].text.p + out[n - 1].text.n + 1) {
            out[n - 1].text.n += text.n + 1;
            continue;
        }
        out[n].text = text;
        find_systems(&out[n++]);
    }
    return n;
}

static bool ascii_only(st_str s) {
    for (size_t i = 0; i < s.n; i++) if ((unsigned char)s.p[i] >= 0x80) return false;
    return true;
}

/* Drops what was appended from `at` on when it is empty or one of the readings before it, which begin at `start`. */
static bool is_new(st_buf *out, size_t start, size_t at) {
    st_str rest = { out->p + start, at - 1 - start }, line;
    const st_str fresh = { out->p + at, out->n - at };
    bool again = fresh.n == 0 || fresh.p[fresh.n - 1] == ' ';
    while (!again && st_split(&rest, "\n", &line)) again = st_str_eq(line, fresh);
    if (again) { out->n = at - 1; out->p[out->n] = 0; }
    return !again;
}

size_t st_readings(st_str name, st_buf *out) {
    const size_t start = out->n;
    piece pieces[PIECES];
    st_fold(name, out);
    if (name.n > ST_READINGS_BYTES || out->failed != ST_OK || ascii_only(name) || st_utf8_bad(name) != SIZE_MAX) return 1;
    const size_t n = cut(name, pieces);
    size_t most = 0, readings = 1;
    for (size_t i = 0; n != SIZE_MAX && i < n; i++) if (pieces[i].systems > most) most = pieces[i].systems;
    for (size_t k = 0; k < most; k++) {
        st_buf_char(out, '\n');
        const size_t at = out->n;
        for (size_t i = 0; i < n; i++) {
            const size_t from = out->n;
            if (k < pieces[i].systems && applies(pieces[i].first + k, name)) read_piece(&pieces[i], pieces[i].first + k, out);
            else st_fold(pieces[i].text, out);
            if (out->n > from && i + 1 < n) st_buf_char(out, ' ');
        }
        if (out->failed == ST_OK && out->n > at && out->p[out->n - 1] == ' ') out->p[--out->n] = 0;
        if (out->failed != ST_OK) return readings;
        if (is_new(out, start, at)) readings++;
    }
    return readings;
}

bool st_reading_system(size_t i, st_str *script, st_str *system, st_str *covers) {
    const st_blob_head *h = st_blob();
    const st_system *s = st_blob_at(h, h->system);
    for (size_t k = 0; k <= i && k < h->system.n; k++) i += (s[k].flags & ST_READS_KEY) != 0;
    if (i >= h->system.n) return false;
    *script = (st_str){ s[i].script, 4 };
    *system = st_blob_text(h, s[i].name.at, s[i].name.n);
    *covers = st_blob_text(h, s[i].covers.at, s[i].covers.n);
    return true;
}
