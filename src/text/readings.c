/* Readings of a name: st_fold's, and one for each system of its scripts. A name is cut at blanks and punctuation, which separate parts in
 * every script; each piece is read by the next system of its own script, so a name of several scripts has as many readings as the script with
 * the most. A piece whose script has no further system keeps st_fold's form. */
#include "text/text.h"
#include "text/text_blob.h"
#include "text/reading.h"

enum { NON_JOINER = 0x200C, PIECES = 128, PIECE_ROOM = 768, KEY_MAX = 96, KEY_ROOM = 512 };

/* first: the systems of its script; said: what the table says of it, when it was asked; memo: its place there, or NULL. */
typedef struct piece { st_str text; const st_system *first; size_t systems; bool asked; const st_dict_entry *said; st_memo_piece *memo; } piece;

/* Does a letter end before s.p[i]? It moves on behind what stands there. */
static bool separates(st_str s, size_t *i) {
    const st_blob_head *h = st_blob();
    const uint32_t cp = st_utf8_next(s, i);
    if (cp == NON_JOINER) return true;   /* between the words of a Persian compound */
    const uint16_t *page = st_blob_at(h, h->page);
    const uint32_t *cell = st_blob_at(h, h->cell);
    return ST_CELL_CLASS(cell[(size_t)page[cp >> 7] << 7 | (cp & 127)]) == ST_FOLD_GAP;
}

static void find_systems(piece *p, st_memo *m) {
    p->asked = false;
    p->memo = st_memo_at(m, p->text);
    if (st_memo_is(p->memo, p->text)) {
        p->first = p->memo->first;
        p->systems = p->memo->systems;
        return;
    }
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
    st_memo_begin(p->memo, p->text, p->first, p->systems);
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

/* The bytes that a rule of the system may begin with, as bits of their low six; all when one may begin with any. */
static uint64_t beginnings(const st_rule *rule, size_t n) {
    const st_blob_head *h = st_blob();
    uint64_t bits = 0;
    for (size_t k = 0; k < n; k++) {
        const st_str from = st_blob_text(h, rule[k].from, rule[k].from_n);
        const size_t i = from.n && from.p[0] == '^';
        if (i == from.n || from.p[i] == '$') return UINT64_MAX;
        bits |= UINT64_C(1) << (from.p[i] & 63);
    }
    return bits;
}

/* One pass from left to right; at each place the first rule that fits. */
static size_t rewrite(const st_system *system, st_str s, char *out, size_t cap) {
    const st_blob_head *h = st_blob();
    const st_rule *rule = (const st_rule *)st_blob_at(h, h->rule) + system->rule;
    const uint64_t may = beginnings(rule, system->rules);
    size_t n = 0;
    for (size_t i = 0; i < s.n;) {
        size_t took = SIZE_MAX;
        for (size_t k = 0; may >> (s.p[i] & 63) & 1 && k < system->rules && took == SIZE_MAX; k++) {
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
static bool is_han(const st_system *s) { return memcmp(s->script, "Hani", 4) == 0; }

const st_dict_entry *st_said_entry(const st_system *s, st_str native) {
    char space[KEY_ROOM];
    const bool han = is_han(s);
    if (native.n == 0 || native.n > KEY_MAX) return NULL;
    memcpy(space, s->script, 4);
    space[4] = (char)(han ? '0' + s->slot : ' ');
    if (han) memcpy(space + 5, native.p, native.n);
    const size_t n = han ? native.n : st_fold_as_short(native, s->key, space + 5, sizeof space - 5);
    return n == 0 || n == SIZE_MAX ? NULL : st_dict_find(&st_blob()->spoken, (st_str){ space, n + 5 });
}

st_str st_said_by(const st_system *s, const st_dict_entry *e) {
    if (!e) return ST_STR_NONE;
    const st_blob_head *h = st_blob();
    st_str rest = st_blob_text(h, e->value, e->value_n), form = ST_STR_NONE, next;   /* the slot's own, else the last there is */
    for (unsigned i = 0; i < (is_han(s) ? 1 : s->slot) && st_split(&rest, ",", &next); i++) form = next;
    return form;
}

st_str st_said(const st_system *s, st_str native) { return st_said_by(s, st_said_entry(s, native)); }

size_t st_read_letters(const st_system *s, st_str native, char *out, size_t cap) {
    char folded[PIECE_ROOM];
    const size_t n = st_fold_as_short(native, s->slot, folded, sizeof folded);
    if (n == SIZE_MAX || (!s->rules && n > cap)) return SIZE_MAX;
    if (s->rules) return rewrite(s, (st_str){ folded, n }, out, cap);
    memcpy(out, folded, n);
    return n;
}

/* Appends a piece by the system's letters; joined: without the blanks between them. */
static void add_letters(const st_system *s, st_str native, bool joined, st_buf *out) {
    char text[PIECE_ROOM];
    const size_t n = st_read_letters(s, native, text, sizeof text);
    if (n == SIZE_MAX) { st_fold_as(native, s->slot, out); return; }
    if (s->flags & ST_READS_VOWELS) { st_vocalise((st_str){ text, n }, 'a', 'a', s->flags & ST_READS_CLUSTERS, out); return; }
    if (s->flags & ST_READS_SCHWA) { st_unschwa((st_str){ text, n }, out); return; }
    for (size_t i = 0; i < n; i++) if (!joined || text[i] != ' ') st_buf_char(out, text[i]);
}

static size_t letters_in(st_str s) {
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++) n += ((unsigned char)s.p[i] & 0xC0) != 0x80;
    return n;
}

/* The longest name of `spoken` that begins at i, of at most five letters: where it ends, or i. */
static size_t name_at(const st_system *s, st_str native, size_t i, st_str *form) {
    size_t best = i, end = i;
    for (int k = 0; k < 5 && end < native.n; k++) {
        for (end++; end < native.n && ((unsigned char)native.p[end] & 0xC0) == 0x80; end++) {}
        const st_str f = st_said(s, st_str_sub(native, i, end));
        if (f.n) { best = end; *form = f; }
    }
    return best;
}

/* Names in characters or syllables: the surname from the table, what follows by the letters. */
static void read_name(const st_system *s, st_str native, st_buf *out) {
    st_str form = ST_STR_NONE;
    const bool joined = s->flags & ST_READS_JOINED;
    size_t end = name_at(s, native, 0, &form);
    if (end) st_buf_str(out, form);
    else if (joined && native.n > 3) add_letters(s, st_str_sub(native, 0, end = 3), true, out);   /* a surname of one character */
    if (end && end < native.n) st_buf_char(out, ' ');
    if (end < native.n) add_letters(s, st_str_sub(native, end, native.n), joined, out);
}

/* Japanese: all words that the table knows, what is between them by the letters. */
static void read_words(const st_system *s, st_str native, st_buf *out) {
    st_str form = ST_STR_NONE;
    size_t from = 0;   /* what is not written yet */
    for (size_t i = 0; i < native.n;) {
        const size_t end = name_at(s, native, i, &form);
        if (end == i) {
            for (i++; i < native.n && ((unsigned char)native.p[i] & 0xC0) == 0x80; i++) {}
            continue;
        }
        if (i > from) { add_letters(s, st_str_sub(native, from, i), true, out); st_buf_char(out, ' '); }
        st_buf_str(out, form);
        if (end < native.n) st_buf_char(out, ' ');
        from = i = end;
    }
    if (from < native.n) add_letters(s, st_str_sub(native, from, native.n), true, out);
}

/* The same of a whole piece, for which the table is asked once for all systems of its script. */
static st_str said_of(piece *p, const st_system *s) {
    if (!p->asked) p->said = st_said_entry(s, p->text);
    p->asked = true;
    return st_said_by(s, p->said);
}

/* Appends what the system makes of a piece. */
static void read_piece(piece *p, const st_system *s, st_buf *out) {
    if (memcmp(s->script, "Arab", 4) == 0) { st_read_arabic(s, p->text, out); return; }
    const size_t letters = s->flags & (ST_READS_NAME | ST_READS_WORDS) ? letters_in(p->text) : 0;
    const bool words = s->flags & ST_READS_WORDS, name = s->flags & ST_READS_NAME;
    if (name && words && letters > 8) { st_fold_as(p->text, 0, out); return; }   /* no name of a person */
    if (words) { read_words(s, p->text, out); return; }
    if (name && letters && 3 * letters == p->text.n && letters <= 4) { read_name(s, p->text, out); return; }
    const st_str form = s->flags & ST_READS_NAME ? ST_STR_NONE : said_of(p, s);
    if (form.n) st_buf_str(out, form);
    else add_letters(s, p->text, s->flags & ST_READS_WHOLE, out);
}

/* ---- the name ------------------------------------------------------------------------------------------------------------------------- */
size_t st_pieces(st_str name, st_str *out, size_t max) {
    size_t n = 0;
    for (size_t i = 0, next = 0, from; i < name.n; i = next) {
        if (separates(name, &next)) continue;
        for (from = i, i = next; i < name.n && !separates(name, &next); i = next) {}
        const st_str text = st_str_sub(name, from, i);
        const size_t between = n && n <= max ? (size_t)(name.p + from - out[n - 1].p) - out[n - 1].n : 0;
        if (between && st_arabic_joins(out[n - 1], text) && (between == 1 || (between == 3 && memcmp(text.p - 3, "\u200C", 3) == 0))) {
            out[n - 1].n += text.n + between;
            continue;
        }
        if (n < max) out[n] = text;
        n++;
    }
    return n;
}

static size_t cut(st_str name, st_memo *m, piece *out) {
    st_str text[PIECES];
    const size_t n = st_pieces(name, text, PIECES);
    if (n > PIECES) return SIZE_MAX;
    for (size_t i = 0; i < n; i++) {
        out[i].text = text[i];
        find_systems(&out[i], m);
    }
    return n;
}

void st_read_as(st_str text, size_t k, st_buf *out) {
    piece p = { .text = text };
    find_systems(&p, NULL);
    if (k && k <= p.systems) read_piece(&p, p.first + k - 1, out);
    else st_fold(text, out);
}

size_t st_arabic_key(st_str word, char *out, size_t cap) {
    const st_blob_head *h = st_blob();
    const st_system *s = st_blob_at(h, h->system);
    for (size_t i = 0; i < h->system.n; i++)
        if (memcmp(s[i].script, "Arab", 4) == 0) return st_fold_as_short(word, s[i].key, out, cap);
    return SIZE_MAX;
}

/* Mends words of mixed letters; their texts go to `space`. */
static bool unmix(piece *p, size_t n, st_memo *m, char *space, size_t cap) {
    bool any = false;
    for (size_t i = 0; i < n; i++) {
        size_t k;
        if (!st_unmix(p[i].text, space, cap, &k)) continue;
        p[i].text = (st_str){ space, k };
        find_systems(&p[i], m);
        space += k;
        cap -= k;
        any = true;
    }
    return any;
}

static bool ascii_only(st_str s) {
    for (size_t i = 0; i < s.n; i++) if ((unsigned char)s.p[i] >= 0x80) return false;
    return true;
}

/* Drops what was appended from `at` on when it is empty or one of the readings before it, which begin at `start`. */
static bool is_new(st_buf *out, size_t start, size_t at) {
    st_str rest = { out->p + start, at - 1 - start }, line;
    const st_str fresh = { out->p + at, out->n - at };
    bool again = fresh.n == 0;
    while (!again && st_split(&rest, "\n", &line)) again = st_str_eq(line, fresh);
    if (again) { out->n = at - 1; out->p[out->n] = 0; }
    return !again;
}

/* One blank between parts, none outside, from `at` on: a piece of marks alone leaves nothing between two. */
static void tidy(st_buf *out, size_t at) {
    size_t n = at;
    for (size_t i = at; i < out->n; i++)
        if (out->p[i] != ' ' || (n > at && out->p[n - 1] != ' ')) out->p[n++] = out->p[i];
    if (n > at && out->p[n - 1] == ' ') n--;
    out->n = n;
    out->p[n] = 0;
}

/* Appends the k-th reading behind the first one; k is 0 for st_fold of what was mended. */
static void read_as(piece *pieces, size_t n, st_str name, size_t k, st_buf *out) {
    const st_system *asked = NULL;   /* whether a system applies hangs on the whole name: pieces of one script need not ask again */
    bool fits = false;
    for (size_t i = 0; i < n; i++) {
        piece *p = &pieces[i];
        const st_system *s = k && k <= p->systems ? p->first + k - 1 : NULL;
        if (s && s != asked) { asked = s; fits = applies(s, name); }
        const size_t system = s && fits ? k : 0, at = out->n;
        if (!st_memo_say(p->memo, p->text, system, out)) {
            if (system) read_piece(p, s, out);
            else st_fold(p->text, out);
            if (out->failed == ST_OK) st_memo_keep(p->memo, p->text, system, (st_str){ out->p + at, out->n - at });
        }
        st_buf_char(out, ' ');
    }
}

size_t st_readings(st_str name, st_buf *out) { return st_readings_by(NULL, name, out); }

size_t st_readings_by(st_memo *m, st_str name, st_buf *out) {
    const size_t start = out->n;
    piece pieces[PIECES];
    char mended[2 * ST_READINGS_BYTES];
    st_fold(name, out);
    if (name.n > ST_READINGS_BYTES || out->failed != ST_OK || ascii_only(name) || st_utf8_bad(name) != SIZE_MAX) return 1;
    const size_t n = cut(name, m, pieces);
    if (n == SIZE_MAX) return 1;
    size_t most = 0, readings = 1;
    const bool mixed = unmix(pieces, n, m, mended, sizeof mended);
    for (size_t i = 0; i < n; i++) if (pieces[i].systems > most) most = pieces[i].systems;
    for (size_t k = mixed ? 0 : 1; k <= most && readings < ST_READINGS_MOST; k++) {
        st_buf_char(out, '\n');
        const size_t at = out->n;
        read_as(pieces, n, name, k, out);
        if (out->failed != ST_OK) return readings;
        tidy(out, at);
        if (is_new(out, start, at)) readings++;
    }
    return readings;
}

bool st_reading_system(size_t i, st_str *script, st_str *system, st_str *covers) {
    const st_blob_head *h = st_blob();
    const st_system *s = st_blob_at(h, h->system);
    if (i >= h->system.n) return false;
    for (size_t k = 0; k <= i && k < h->system.n; k++) i += (s[k].flags & ST_READS_KEY) != 0;
    if (i >= h->system.n) return false;
    *script = (st_str){ s[i].script, 4 };
    *system = st_blob_text(h, s[i].name.at, s[i].name.n);
    *covers = st_blob_text(h, s[i].covers.at, s[i].covers.n);
    return true;
}
