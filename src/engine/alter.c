/* Altered names. */
#include "engine/alter.h"
#include "text/text.h"

enum { WORDS = 32, EDIT_LEAST = 4 };

static const struct { const char *name, *text; } kinds[] = {
#define ALTERATION(sym, name_, text_) { name_, text_ },
#include "engine/alterations.def"
#undef ALTERATION
};

const char *st_alteration_name(st_alteration k) { return kinds[k].name; }
const char *st_alteration_text(st_alteration k) { return kinds[k].text; }

/* A number that a word decides: FNV-1a (G. Fowler, L. C. Noll, K.-P. Vo, public domain). */
static uint32_t lot(st_str w) {
    uint32_t h = UINT32_C(2166136261);
    for (size_t i = 0; i < w.n; i++) h = (h ^ (unsigned char)w.p[i]) * UINT32_C(16777619);
    return h ^ h >> 15;
}

static bool editable(st_str w) {
    for (size_t i = 0; i < w.n; i++)
        if (w.p[i] < 'a' || w.p[i] > 'z') return false;
    return w.n >= EDIT_LEAST;
}

/* A letter put in place of another, left out, put in, or changing places with its neighbour. */
static void edit(st_str w, st_buf *out) {
    uint32_t h = lot(w);
    size_t at = 1 + h % (w.n - 2);
    char other = (char)('a' + (w.p[at] - 'a' + 1 + (char)(h / 64 % 25)) % 26);
    unsigned way = h / 16 % 4;
    if (way == 3 && w.p[at] == w.p[at + 1]) way = 1;
    st_buf_str(out, st_str_sub(w, 0, at));
    if (way == 0 || way == 2) st_buf_char(out, other);
    if (way == 3) st_buf_add(out, (const char[]){ w.p[at + 1], w.p[at] }, 2);
    st_buf_str(out, st_str_sub(w, way == 3 ? at + 2 : way == 2 ? at : at + 1, w.n));
}

/* Spellings that stand for one sound, each for the other. */
static bool respell(st_str w, st_buf *out) {
    static const char *const pair[][2] = {
        { "kh", "h" }, { "sh", "ch" }, { "ou", "u" }, { "oo", "u" }, { "ee", "i" }, { "ph", "f" }, { "ck", "k" }, { "zh", "j" },
        { "dh", "d" }, { "gh", "g" }, { "ts", "z" }, { "tch", "ch" }, { "iy", "y" }, { "aw", "au" }, { "q", "k" }, { "w", "v" },
        { "x", "ks" }, { "c", "k" }, { "j", "y" }, { "y", "i" }, { "u", "ou" }, { "i", "y" },
    };
    for (size_t i = 0; i < ST_LEN(pair); i++) {
        size_t at = w.n > 1 ? st_str_find(st_str_sub(w, 1, w.n), pair[i][0]) : SIZE_MAX;
        if (at == SIZE_MAX) continue;
        st_buf_str(out, st_str_sub(w, 0, at + 1));
        st_buf_z(out, pair[i][1]);
        st_buf_str(out, st_str_sub(w, at + 1 + strlen(pair[i][0]), w.n));
        return true;
    }
    return false;
}

/* Words of a name, of a person or not, and how rare they are. */
typedef struct name { st_str w[WORDS]; size_t n; bool person; st_rarity_of rarity; } name;

static unsigned rarity_of(const name *x, size_t i) {
    st_view view = x->person ? ST_VIEW_PERSON : ST_VIEW_OTHER;
    return x->rarity.get ? x->rarity.get(x->rarity.user, x->w[i], view) : st_rarity(x->w[i], !x->person);
}

/* The word that is rarest or commonest among those that an edit may touch (all of them, for the commonest); n when there is none. */
static size_t by_rarity(const name *x, bool rarest) {
    size_t best = x->n;
    unsigned value = 0;
    for (size_t i = 0; i < x->n; i++) {
        unsigned r = rarity_of(x, i);
        if (rarest && !editable(x->w[i])) continue;
        if (best < x->n && (rarest ? r <= value : r >= value)) continue;
        best = i;
        value = r;
    }
    return best;
}

static void add(st_buf *out, st_str w) {
    if (out->n) st_buf_char(out, ' ');
    st_buf_str(out, w);
}

/* A word of the name in another spelling: a form of the same given name, else letters of the same sound in the rarest word. */
static bool spelling(const name *x, st_buf *out) {
    const st_str *w = x->w;
    size_t n = x->n, which = n;
    st_str other = ST_STR_NONE;
    for (size_t i = 0; x->person && i < n && which == n; i++)
        if (st_equivalents(w[i], &other, 1) && st_equivalent(w[i], other) == 3) which = i;
    st_buf changed = ST_BUF_INIT(1 << 16);
    if (which == n) {
        which = by_rarity(x, true);
        if (which < n && respell(w[which], &changed)) other = st_buf_view(&changed);
        else which = n;
    }
    for (size_t i = 0; which < n && i < n; i++) add(out, i == which ? other : w[i]);
    if (changed.failed) out->failed = changed.failed;
    st_buf_free(&changed);
    return which < n;
}

static bool edits(const name *x, bool each, st_buf *out) {
    const st_str *w = x->w;
    size_t n = x->n, rarest = by_rarity(x, true), touched = 0;
    for (size_t i = 0; i < n; i++) touched += editable(w[i]);
    if (rarest == n || (each && touched < 2)) return false;   /* of one word they are the same */
    for (size_t i = 0; i < n; i++) {
        if (i) st_buf_char(out, ' ');
        if (each ? editable(w[i]) : i == rarest) edit(w[i], out);
        else st_buf_str(out, w[i]);
    }
    return true;
}

bool st_alter(st_alteration k, st_str folded, bool person, st_rarity_of rarity, st_buf *out) {
    name x = { .person = person, .rarity = rarity };
    const st_str *w = x.w;
    size_t n = x.n = st_tokens(folded, x.w, WORDS), dropped;
    if (n == 0 || n > WORDS) return false;
    st_buf_clear(out);
    switch (k) {
    case ST_ALTER_NONE: st_buf_str(out, folded); return true;
    case ST_ALTER_EDIT: return edits(&x, false, out);
    case ST_ALTER_EDITS: return edits(&x, true, out);
    case ST_ALTER_ORDER:
        if (n < 2) return false;
        add(out, w[n - 1]);
        for (size_t i = 0; i + 1 < n; i++) add(out, w[i]);
        return true;
    case ST_ALTER_DROP:
        if (n < 3) return false;
        dropped = by_rarity(&x, false);
        for (size_t i = 0; i < n; i++)
            if (i != dropped) add(out, w[i]);
        return true;
    case ST_ALTER_INITIAL:
        if (!person || n < 2 || w[0].n < 2) return false;
        add(out, st_str_sub(w[0], 0, 1));
        for (size_t i = 1; i < n; i++) add(out, w[i]);
        return true;
    case ST_ALTER_SPELLING: return spelling(&x, out);
    case ST_ALTERATIONS: break;
    }
    return false;
}
