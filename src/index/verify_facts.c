/* Verification of the facts: beside them text, names and edges advance in step, since each must be exactly what the facts say. Spans of parties are
 * checked side by side: a span trusts nothing of its neighbours, and where one ends the next must begin. */
#include "index/verify.h"
#include "text/text.h"

st_code st_verify_bad(st_err *err, const char *what, const char *of, uint64_t number) {
    st_fail(err, ST_E_DATA, "the index contradicts itself: %s", what);
    st_err_where(err, "%s %llu", of, (unsigned long long)number);
    st_err_hint(err, "build it again: its checksums hold, so it was not damaged by chance");
    return ST_E_DATA;
}

typedef struct walk {
    const st_index *ix;
    const uint8_t *bits;
    uint32_t *shared_at;              /* where each shared string begins, and the last one ends */
    const uint8_t *p, *end;           /* in FACTS */
    uint64_t text, text_size;
    uint32_t party, first, parties;   /* the list's first party and their number */
    uint32_t name, edge;              /* the next of each */
    int64_t line;
    st_str key;                       /* of the party before in this list; .p NULL for none */
} walk;

static inline bool inside(const walk *w, uint64_t at) { return at < w->text_size && (w->ix->text[at] & 0xC0) == 0x80; }

static st_code check_shared_one(walk *w, uint32_t i, uint64_t end, st_err *err) {
    if (end <= w->text || end > w->text_size) return st_verify_bad(err, "a text is not where it must be", "shared string", i);
    if (inside(w, end)) return st_verify_bad(err, "a text ends within a character", "shared string", i);
    if (!(w->bits[w->ix->shared_prop[i]] & ST_K_VALID)) return st_verify_bad(err, "there is no such property", "shared string", i);
    w->text = end;
    w->shared_at[i + 1] = (uint32_t)end;
    return ST_OK;
}

static st_code check_shared(walk *w, st_err *err) {
    const st_index *ix = w->ix;
    uint64_t blocks = ((uint64_t)ix->shared_short + ST_BLOCK - 1) / ST_BLOCK;
    if (ix->section[ST_S_SHARED_LONG].n == 0 || ix->section[ST_S_SHARED_AT].n / sizeof(uint32_t) != blocks ||
        ix->section[ST_S_SHARED_PROP].n != (uint64_t)ix->shared_short + ix->section[ST_S_SHARED_LONG].n / sizeof(uint32_t) - 1)
        return st_verify_bad(err, "the tables of shared strings differ in length", "shared string", ix->shared);
    for (uint32_t i = 0; i < ix->shared_short; i++) {
        if (i % ST_BLOCK == 0 && ix->shared_at[i / ST_BLOCK] != w->text) return st_verify_bad(err, "a text is not where it must be", "shared string", i);
        ST_TRY(check_shared_one(w, i, w->text + ix->shared_len[i], err));
    }
    if (ix->shared_long[0] != w->text) return st_verify_bad(err, "a text is not where it must be", "shared string", ix->shared_short);
    for (uint32_t i = ix->shared_short; i < ix->shared; i++) ST_TRY(check_shared_one(w, i, ix->shared_long[i - ix->shared_short + 1], err));
    return ST_OK;
}

/* st_number_checked, with the short numbers in line: nearly all are. */
static inline const uint8_t *number(const uint8_t *p, const uint8_t *end, uint64_t *v) {
    if (p < end && p[0] < 0x80) { *v = p[0]; return p + 1; }
    if (end - p >= 2 && p[1] < 0x80) { *v = (p[0] & 0x7fu) | (uint64_t)p[1] << 7; return p + 2; }
    if (end - p >= 3 && p[2] < 0x80) { *v = (p[0] & 0x7fu) | (p[1] & 0x7fu) << 7 | (uint64_t)p[2] << 14; return p + 3; }
    return st_number_checked(p, end, v);
}

static const char *check_name(walk *w, uint32_t ordinal, uint8_t prop) {
    if (w->name == w->ix->names) return "a name is not among the names";
    const st_name *n = &w->ix->name[w->name++], *end = w->ix->name + w->ix->names;
    if (n->party != w->party || n->ordinal != ordinal || n->prop != prop) return "a name differs from its fact";
    while (n + 1 < end && n[1].party == n->party && n[1].ordinal == n->ordinal && n[1].prop == n->prop) n++;   /* its other readings */
    w->name = (uint32_t)(n + 1 - w->ix->name);
    return NULL;
}

static const char *check_edge(walk *w, uint64_t to, uint8_t prop) {
    if (to >= w->parties || !(w->bits[prop] & ST_K_LINK)) return "a relation leads nowhere";
    if (w->edge == w->ix->edges) return "a relation is not among the edges";
    const st_edge *e = &w->ix->edge[w->edge++];
    return e->from != w->party || e->to != w->first + (uint32_t)to || (unsigned)e->prop != prop ? "a relation and its edge differ" : NULL;
}

/* As st_shared_string, without its sum. */
static inline st_str shared_string(const walk *w, uint64_t rank) {
    return (st_str){ w->ix->text + w->shared_at[rank], w->shared_at[rank + 1] - w->shared_at[rank] };
}

/* The text that the parts of the facts at hand are taken from: told by its code, looked up only when a part asks. */
typedef struct head { uint64_t code, own; st_str text; int64_t part; bool known; } head;

static const char *check_part(const walk *w, head *h, uint64_t v, uint64_t n) {
    if (!h->known) {
        h->known = true;
        h->part = 0;
        if (h->code & 1) h->text = shared_string(w, h->code >> 1);
        else if ((h->code & 3) == ST_F_OWN) h->text = (st_str){ w->ix->text + h->own, (size_t)(h->code >> 2) };
        else if ((h->code & 7) == ST_F_SHARED) h->text = shared_string(w, h->code >> 3);
        else h->text = h->code >> 4 ? ST_STR_NONE : w->key;
    }
    int64_t from = h->part + st_unzigzag(v >> 4);
    if (from < 0 || (uint64_t)from > h->text.n || n > h->text.n - (uint64_t)from) return "a part goes past its text";
    const char *p = h->text.p + from;
    size_t left = h->text.n - (size_t)from;
    if ((left && (p[0] & 0xC0) == 0x80) || (n < left && (p[n] & 0xC0) == 0x80)) return "a part begins or ends within a character";
    h->part = from + (int64_t)n + 1;
    return NULL;
}

/* The facts of a party, up to `end`; NULL, or what is wrong. This is where opening spends its time. (Told apart without branches, since the kinds of
 * facts follow one another without order, it was a quarter slower: where the next fact begins is then known late, not guessed early.) */
static const char *check_facts(walk *w, const uint8_t *end, uint64_t text_end) {
    const st_index *ix = w->ix;
    const uint8_t *p = w->p, *shared_prop = ix->shared_prop;
    const uint32_t shared = ix->shared;
    uint64_t text = w->text, v = 0, n = 0;
    uint8_t need = ST_K_HEAD;
    uint32_t ordinal = 0;
    head h = { .known = true };
    while (p < end) {
        uint8_t prop;
        uint64_t own = text;
        const char *wrong = NULL;
        p = number(p, end, &v);
        if (!p) return "a number has no end";
        if (v & 1) {
            if (v >> 1 >= shared) return "there is no such shared string";
            prop = shared_prop[v >> 1];
        } else {
            if ((v & 15) == ST_F_PART && !(p = number(p, end, &n))) return "a number has no end";
            if (p == end) return "a fact has no end";
            prop = *p++;
            if ((v & 3) == ST_F_OWN) {
                text += v >> 2;
                if (text > text_end) return "a text goes past its party's";
                if (inside(w, text)) return "a text ends within a character";
            } else if ((v & 7) == ST_F_SHARED) {
                if (v >> 3 >= shared) return "there is no such shared string";
            } else if ((v & 15) == ST_F_PART) wrong = w->bits[prop] & ST_K_HEAD ? "a fact is a part of another" : check_part(w, &h, v, n);
            else if (v >> 4 || (w->bits[prop] & ST_K_LINK)) wrong = check_edge(w, (v >> 4) - 1, prop);
        }
        uint8_t bits = w->bits[prop];
        if (!(bits & need)) return bits ? "a qualifier comes before any fact" : "there is no such property";
        need = ST_K_VALID;
        if (bits & ST_K_HEAD) { h.code = v; h.own = own; h.known = false; }
        if (!wrong && (bits & ST_K_NAME)) wrong = check_name(w, ordinal++, prop);
        if (wrong) return wrong;
    }
    w->p = p;
    w->text = text;
    return text != text_end ? "its facts have less text than it says" : NULL;
}

static bool at_block(const walk *w, uint32_t block) {
    const st_block *b = &w->ix->block[block];
    return b->facts == w->p - w->ix->facts && b->text == w->text;
}

/* A party touches its text at the ends of slices only, too seldom for the processor to see the stream; so it is asked for, this many bytes early. */
enum { AHEAD = 4096 };

static const char *check_party(walk *w) {
    const st_index *ix = w->ix;
    uint64_t facts, text, about, key;
    if (w->party % ST_BLOCK == 0) {
        if (!at_block(w, w->party / ST_BLOCK)) return "a block of parties is not where it must be";
        w->line = 0;
    }
    if (!(w->p = number(w->p, w->end, &facts)) || !(w->p = number(w->p, w->end, &text)) || !(w->p = number(w->p, w->end, &about)) ||
        !(w->p = number(w->p, w->end, &key)))
        return "a number has no end";
    if (facts > (uint64_t)(w->end - w->p) || text > w->text_size - w->text || key > text) return "it goes past the end";
    w->line += st_unzigzag(about >> 4);
    if (w->line < 0 || w->line > UINT32_MAX) return "it has no line";
    if ((about & 7) >= ST_KIND_COUNT) return "it has no kind";
    uint64_t text_end = w->text + text;
    for (uint64_t at = w->text + AHEAD; at < text_end + AHEAD && at < w->text_size; at += 64) __builtin_prefetch(ix->text + at);
    st_str k = { ix->text + w->text, (size_t)key };
    if (w->key.p && !st_in_order(ix->text, w->text_size, w->key, k)) return "keys are not in order";
    w->key = k;
    w->text += key;
    if (inside(w, w->text)) return "a key ends within a character";
    const uint8_t *end = w->p + facts;
    return check_facts(w, end, text_end);
}

static walk walk_new(const st_index *ix, const uint8_t bits[256], uint32_t *shared_at) {
    return (walk){ .ix = ix, .bits = bits, .shared_at = shared_at, .p = ix->facts, .end = ix->facts + ix->section[ST_S_FACTS].n, .text_size = ix->section[ST_S_TEXT].n };
}

st_code st_verify_shared(const st_index *ix, const uint8_t bits[256], uint32_t *shared_at, uint64_t *text, st_err *err) {
    walk w = walk_new(ix, bits, shared_at);
    shared_at[0] = 0;
    ST_TRY(check_shared(&w, err));
    *text = w.text;
    if (ix->section[ST_S_BLOCKS].n / sizeof(st_block) != ((uint64_t)ix->parties + ST_BLOCK - 1) / ST_BLOCK)
        return st_verify_bad(err, "the parties of the lists and the blocks differ in number", "party", ix->parties);
    return ST_OK;
}

/* The first of the names, or edges, whose party is not below this one, if they are in order; whether they are is what the walk finds. */
static uint32_t first_name(const st_index *ix, uint32_t party) {
    uint32_t lo = 0, hi = ix->names;
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (ix->name[mid].party < party) lo = mid + 1;
        else hi = mid;
    }
    return lo;
}
static uint32_t first_edge(const st_index *ix, uint32_t party) {
    uint32_t lo = 0, hi = ix->edges;
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (ix->edge[mid].from < party) lo = mid + 1;
        else hi = mid;
    }
    return lo;
}

/* Puts the walk at the beginning of the span. False when its block leads out of the sections. */
static bool walk_to(walk *w, st_span *s) {
    const st_index *ix = w->ix;
    if (s->from == 0) w->text = s->text_from;
    else {
        const st_block *b = &ix->block[s->from / ST_BLOCK];
        if (b->facts > ix->section[ST_S_FACTS].n || b->text > w->text_size) return false;
        w->p = ix->facts + b->facts;
        w->text = b->text;
        w->name = first_name(ix, s->from);
        w->edge = first_edge(ix, s->from);
    }
    s->name_from = w->name;
    s->edge_from = w->edge;
    return true;
}

void st_verify_span(const st_index *ix, const uint8_t bits[256], uint32_t *shared_at, st_span *s) {
    walk w = walk_new(ix, bits, shared_at);
    const char *wrong = walk_to(&w, s) ? NULL : "a block of parties is not where it must be";
    w.party = s->from;
    for (uint32_t l = 0; l < ix->lists && !wrong; l++) {
        w.first = ix->list[l].first_party;
        w.parties = ix->list[l].parties;
        w.key = ST_STR_NONE;
        for (w.party = w.first > s->from ? w.first : s->from; !wrong && w.party < s->to && w.party - w.first < w.parties; w.party++) {
            wrong = check_party(&w);
            if (w.party == s->from) s->first_key = w.key;
            s->last_key = w.key;
            if (wrong) break;
        }
    }
    bool last = s->to == ix->parties;
    if (!wrong && last && w.p != w.end) wrong = "facts belong to no party";
    if (!wrong && last && w.text != w.text_size) wrong = "text belongs to no party";
    if (!wrong && !last && !at_block(&w, s->to / ST_BLOCK)) wrong = "a block of parties is not where it must be";
    s->name_to = w.name;
    s->edge_to = w.edge;
    s->code = wrong ? st_verify_bad(&s->err, wrong, "party", w.party) : ST_OK;
}

/* Does the list of the party before go on with this party? */
static bool same_list(const st_index *ix, uint32_t party) {
    for (uint32_t l = 0; l < ix->lists; l++)
        if (ix->list[l].first_party == party && ix->list[l].parties) return false;
    return true;
}

st_code st_verify_joints(const st_index *ix, const st_span *span, size_t n, st_err *err) {
    for (size_t i = 0; i < n; i++) {
        const st_span *s = &span[i];
        if (s->code) {
            if (err) *err = s->err;
            return s->code;
        }
        uint32_t name = i + 1 < n ? span[i + 1].name_from : ix->names, edge = i + 1 < n ? span[i + 1].edge_from : ix->edges;
        if (s->name_to != name) return st_verify_bad(err, "a name belongs to no party", "name", s->name_to);
        if (s->edge_to != edge) return st_verify_bad(err, "an edge belongs to no party", "edge", s->edge_to);
        if (i && same_list(ix, s->from) && !st_in_order(ix->text, ix->section[ST_S_TEXT].n, span[i - 1].last_key, s->first_key))
            return st_verify_bad(err, "keys are not in order", "party", s->from);
    }
    return ST_OK;
}
