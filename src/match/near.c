/* Which tokens of the index are like the parts of the query: by comparing with all of them, or by look-ups of which each is complete for one relation of
 * the pair kernel (part.h). */
#include "match/scan_int.h"

enum { EQUIVALENTS = 512 };

static st_code add(st_scan *s, uint32_t token, size_t segment, unsigned kind, unsigned cost, int gain) {
    if (st_grow(s->near, s->cap_near, s->n_near + 1) < 0) return ST_E_NOMEM;
    s->near[s->n_near] = (st_near){ token, s->slot[token], (int16_t)gain, 0, (uint16_t)cost, (uint8_t)segment, (uint8_t)kind };
    s->slot[token] = (uint32_t)++s->n_near;
    return ST_OK;
}

void st_near_clear(st_scan *s) {
    for (size_t i = 0; i < s->n_near; i++) s->slot[s->near[i].token] = 0;
    s->n_near = 0;
}

/* A letter is like every word that it begins: those are told when names are scored, not listed. */
static bool told_later(const st_part *query, const st_part *token) { return query->text.n == 1 && token->text.n > 1; }

static st_code compare(st_scan *s, size_t k, uint32_t token, const st_part *part) {
    const st_segment *g = &s->asked->segment[k];
    st_likeness like;
    if (told_later(&g->part, part) || !st_like(&g->part, part, &g->pattern, s->asked->view, &like)) return ST_OK;
    st_pair p = st_pair_of(g, 0, &like);
    return add(s, token, k, p.kind, p.cost, p.gain);
}

static st_code begins(st_scan *s, size_t k, uint32_t token) { return add(s, token, k, NEAR_BEGINS, 0, 0); }

st_code st_near_token(st_scan *s, uint32_t token) {
    const st_asked *a = s->asked;
    st_part part;
    st_matcher_part(s->m, token, a->view, &part);
    for (size_t k = 0; k < a->n_segment; k++) {
        ST_TRY(compare(s, k, token, &part));
        st_str q = a->segment[k].part.text;
        if (k < a->n && part.text.n < q.n && memcmp(q.p, part.text.p, part.text.n) == 0) ST_TRY(begins(s, k, token));
    }
    return ST_OK;
}

st_code st_near_all(st_scan *s) {
    for (uint32_t t = 0; t < s->m->tokens; t++) ST_TRY(st_near_token(s, t));
    return ST_OK;
}

/* ---- look-ups --------------------------------------------------------------------------------------------------------------------------------- */

void st_near_trim(st_scan *s) {
    if (s->n_looked_up < ST_KEEP_TEXTS / 2 && s->n_like < ST_KEEP_FOUND) return;
    st_arena_reset(&s->texts);
    s->n_looked_up = s->n_like = 0;
    memset(s->looked_up_at, 0, 2 * ST_KEEP_TEXTS * sizeof *s->looked_up_at);
}

static st_code found(st_scan *s, const st_found *f) {
    if (st_grow(s->like, s->cap_like, s->n_like + 1) < 0) return ST_E_NOMEM;
    s->like[s->n_like++] = *f;
    return ST_OK;
}

/* A token that may be like the segment, once. always: whether the texts have anything in common or not, since the words may. */
static st_code consider(st_scan *s, const st_segment *g, uint32_t token, unsigned strength, bool always) {
    uint64_t bit = UINT64_C(1) << (token & 63);
    if (s->token_seen[token >> 6] & bit) return ST_OK;
    if (st_grow(s->seen_word, s->cap_seen_word, s->n_seen_word + 1) < 0) return ST_E_NOMEM;
    s->token_seen[token >> 6] |= bit;
    s->seen_word[s->n_seen_word++] = token >> 6;
    st_part part;
    st_found f = { .token = token };
    st_matcher_part(s->m, token, s->asked->view, &part);
    st_affinity_of(&g->part, &part, &g->pattern, &f.affinity);
    f.affinity.strength = (uint8_t)strength;
    return always || f.affinity.same || f.affinity.spelt || f.affinity.sounds || strength ? found(s, &f) : ST_OK;
}

static st_code look_up_text(st_scan *s, const st_segment *g, st_str text, unsigned strength, bool always) {
    uint32_t token = st_matcher_token(s->m, text);
    return token == UINT32_MAX ? ST_OK : consider(s, g, token, strength, always);
}

static st_code look_up_key(st_scan *s, const st_segment *g, uint64_t hash, bool always) {
    st_numbers keys = st_index_keys(s->m->ix, hash);
    for (uint32_t token; st_numbers_next(&keys, &token);) ST_TRY(consider(s, g, token, 0, always));
    return ST_OK;
}

/* What sounds alike, and has not so many other letters that it is too far away all the same: st_affinity_of has the same bound. */
static st_code look_up_sound(st_scan *s, const st_segment *g) {
    const uint32_t letters = g->part.letters & ~1u;
    const bool bare = st_bare(g->part.text);
    st_numbers keys = st_index_keys(s->m->ix, st_key_of_sound(g->part.sound));
    for (uint32_t token; st_numbers_next(&keys, &token);) {
        const st_token_info *t = st_index_token_info(s->m->ix, token);
        if (t->sound != g->part.sound || !st_letters_near(letters, t->letters & ~1u, st_sound_most(g->part.sound, true))) continue;
        if (bare || st_bare(st_index_token(s->m->ix, token)) || st_letters_near(letters, t->letters & ~1u, st_sound_most(g->part.sound, false)))
            ST_TRY(consider(s, g, token, 0, false));
    }
    return ST_OK;
}

static st_code look_up_spelling(st_scan *s, const st_segment *g) {
    const st_part *p = &g->part;
    uint64_t hash[ST_DELETIONS_MOST];
    unsigned budget = st_edit_budget(p->text.n);
    if (budget == 0 || (p->letters & ST_LETTERS_DIGIT) || p->text.n > ST_EDIT_MAX) return ST_OK;
    size_t n = st_deletions(p->text, budget, hash);
    for (size_t i = 0; i < n; i++) {
        st_numbers hits = st_index_spells(s->m->ix, hash[i]);
        for (uint32_t token; st_numbers_next(&hits, &token);)
            if (st_letters_near(p->letters, st_index_token_info(s->m->ix, token)->letters, budget)) ST_TRY(consider(s, g, token, 0, false));
    }
    return ST_OK;
}

static st_code look_up_equivalents(st_scan *s, const st_segment *g) {
    st_str text[EQUIVALENTS];
    size_t n = st_equivalents(g->part.text, text, EQUIVALENTS);
    for (size_t i = 0; i < n && i < EQUIVALENTS; i++) ST_TRY(look_up_text(s, g, text[i], st_equivalent(g->part.text, text[i]), false));
    return ST_OK;
}

/* Forms of the same word, in either view. */
static st_code look_up_forms(st_scan *s, const st_segment *g) {
    for (unsigned v = 0; v < ST_VIEWS; v++) {
        st_str canon;
        st_word_class cls = st_word_as(g->part.text, v == ST_VIEW_OTHER, &canon);
        if (cls != ST_WORD_NONE) ST_TRY(look_up_key(s, g, st_key_of_word((st_view)v, cls, canon), true));
    }
    return ST_OK;
}

static st_code look_up_beginnings(st_scan *s, const st_segment *g) {
    for (size_t cut = 1; cut < g->part.text.n && cut <= ST_EDIT_MAX; cut++) {
        uint32_t token = st_matcher_token(s->m, st_str_sub(g->part.text, 0, cut));
        if (token != UINT32_MAX) ST_TRY(found(s, &(st_found){ .token = token, .begins = true }));
    }
    return ST_OK;
}

/* The equivalents first: who has a strength is told by their list, which is complete. Then forms and initials, which need have no letters in common. */
static st_code look_up_all(st_scan *s, const st_segment *g) {
    if (!g->part.run) {
        ST_TRY(look_up_equivalents(s, g));
        ST_TRY(look_up_forms(s, g));
        if (g->part.text.n > 1) ST_TRY(look_up_text(s, g, st_str_sub(g->part.text, 0, 1), 0, true));
    }
    ST_TRY(look_up_text(s, g, g->part.text, 0, true));
    if (!g->part.run || g->part.loose) ST_TRY(look_up_spelling(s, g));
    if (g->part.run) return ST_OK;
    if (g->part.sound) ST_TRY(look_up_sound(s, g));
    return look_up_beginnings(s, g);
}

/* All tokens that may be like the segment, from memory or looked up. NULL when memory is out. */
static const st_looked_up *look_up(st_scan *s, const st_segment *g) {
    uint64_t hash = st_key_of_text(g->part.text);
    uint32_t at = (uint32_t)hash & (2 * ST_KEEP_TEXTS - 1);
    for (; s->looked_up_at[at]; at = (at + 1) & (2 * ST_KEEP_TEXTS - 1)) {
        const st_looked_up *l = &s->looked_up[s->looked_up_at[at] - 1];
        if (l->hash == hash && l->part == !g->part.run && l->loose == g->part.loose && st_str_eq(l->text, g->part.text)) return l;
    }
    if (s->n_looked_up == ST_KEEP_TEXTS) return NULL;   /* no name has so many parts: st_near_trim makes room for the next */
    st_looked_up l = { hash, st_str_copy(&s->texts, g->part.text), !g->part.run, g->part.loose, s->n_like, 0 };
    st_code code = l.text.p && st_grow(s->looked_up, s->cap_looked_up, s->n_looked_up + 1) == 0 ? look_up_all(s, g) : ST_E_NOMEM;
    while (s->n_seen_word) s->token_seen[s->seen_word[--s->n_seen_word]] = 0;
    if (code) {
        s->n_like = l.first;
        return NULL;
    }
    l.n = s->n_like - l.first;
    s->looked_up[s->n_looked_up++] = l;
    s->looked_up_at[at] = (uint32_t)s->n_looked_up;
    return &s->looked_up[s->n_looked_up - 1];
}

st_code st_near_look_up(st_scan *s) {
    const st_asked *a = s->asked;
    for (size_t k = 0; k < a->n_segment; k++) {
        const st_segment *g = &a->segment[k];
        const st_looked_up *l = look_up(s, g);
        if (!l) return ST_E_NOMEM;
        for (size_t i = l->first; i < l->first + l->n; i++) {
            const st_found *f = &s->like[i];
            if (f->begins) {
                ST_TRY(begins(s, k, f->token));
                continue;
            }
            st_part part;
            st_likeness like;
            st_matcher_part(s->m, f->token, a->view, &part);
            if (told_later(&g->part, &part) || !st_like_by(&f->affinity, &g->part, &part, a->view, &like)) continue;
            st_pair p = st_pair_of(g, 0, &like);
            ST_TRY(add(s, f->token, k, p.kind, p.cost, p.gain));
        }
    }
    return ST_OK;
}
