/* Which tokens of the index are like the parts of the query: by comparing with all of them, or by look-ups of which each is complete for one relation of
 * the pair kernel (part.h). */
#include "match/scan_int.h"

enum { EQUIVALENTS = 512 };

static st_code push(st_scan *s, size_t segment, const st_near *near) {
    if (st_grow(s->near, s->cap_near, s->n_near + 1) < 0) return ST_E_NOMEM;
    st_near *n = &s->near[s->n_near];
    *n = *near;
    n->segment = (uint8_t)segment;
    n->next = s->slot[n->token];
    n->most = n->next ? s->near[n->next - 1].most : 0;
    if (n->kind != NEAR_BEGINS && st_one_at_least(n->net) > n->most) n->most = (int16_t)st_one_at_least(n->net);
    s->slot[n->token] = (uint32_t)++s->n_near;
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
    return push(s, k, &(st_near){ .token = token, .gain = p.gain, .cost = p.cost, .kind = p.kind });
}

static st_code begins(st_scan *s, size_t k, uint32_t token) { return push(s, k, &(st_near){ .token = token, .kind = NEAR_BEGINS }); }

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
    if (s->n_looked_up < ST_KEEP_TEXTS / 2 && s->n_like < ST_KEEP_FOUND && s->n_kept < ST_KEEP_FOUND) return;
    st_arena_reset(&s->texts);
    s->n_looked_up = s->n_like = s->n_kept = 0;
    memset(s->looked_up_at, 0, 2 * ST_KEEP_TEXTS * sizeof *s->looked_up_at);
}

static st_code found(st_scan *s, const st_found *f) {
    if (st_grow(s->like, s->cap_like, s->n_like + 1) < 0) return ST_E_NOMEM;
    s->like[s->n_like++] = *f;
    return ST_OK;
}

/* A token that may be like the segment, once; it is compared later, by weigh(). always: whether the texts have anything in common or not, since the words may. */
static st_code consider(st_scan *s, uint32_t token, unsigned strength, bool always) {
    uint64_t bit = UINT64_C(1) << (token & 63);
    if (s->token_seen[token >> 6] & bit) return ST_OK;
    if (st_grow(s->maybe, s->cap_maybe, s->n_maybe + 1) < 0) return ST_E_NOMEM;
    s->token_seen[token >> 6] |= bit;
    s->maybe[s->n_maybe++] = (st_maybe){ token, (uint8_t)strength, always };
    return ST_OK;
}

/* May they be alike, by their letters? st_affinity_of would say no otherwise, more slowly. */
static bool near_enough(const st_part *p, const st_token_info *t, unsigned budget) {
    size_t more = t->length > p->text.n ? t->length - p->text.n : p->text.n - t->length;
    if ((more <= budget || t->length == UINT8_MAX) && st_letters_near(p->letters, t->letters, budget)) return true;
    return p->sound && p->sound == t->sound && st_letters_near(p->letters & ~1u, t->letters & ~1u, st_sound_most(p->sound, true));
}

/* Compares the tokens that are considered. Each lies elsewhere in memory, so those that come next are called for. */
static st_code weigh(st_scan *s, const st_segment *g) {
    enum { FAR = 16, NEARER = 8 };
    const unsigned budget = st_edit_budget(g->part.text.n);
    for (size_t i = 0; i < s->n_maybe; i++) {
        if (i + FAR < s->n_maybe) st_index_token_soon(s->m->ix, s->maybe[i + FAR].token, false);
        if (i + NEARER < s->n_maybe) st_index_token_soon(s->m->ix, s->maybe[i + NEARER].token, true);
        const st_maybe *c = &s->maybe[i];
        if (!c->always && !c->strength && !near_enough(&g->part, st_index_token_info(s->m->ix, c->token), budget)) continue;
        st_part part;
        st_found f = { .token = c->token };
        st_matcher_part(s->m, c->token, s->asked->view, &part);
        st_affinity_of(&g->part, &part, &g->pattern, &f.affinity);
        f.affinity.strength = c->strength;
        if (!c->always && !f.affinity.same && !f.affinity.spelt && !f.affinity.sounds && !c->strength) continue;
        f.print = st_fingerprint(part.text);
        ST_TRY(found(s, &f));
    }
    return ST_OK;
}

static st_code look_up_text(st_scan *s, st_str text, unsigned strength, bool always) {
    uint32_t token = st_matcher_token(s->m, text);
    return token == UINT32_MAX ? ST_OK : consider(s, token, strength, always);
}

static st_code look_up_key(st_scan *s, uint64_t hash, bool always) {
    st_numbers keys = st_index_keys(s->m->ix, hash);
    for (uint32_t token; st_numbers_next(&keys, &token);) ST_TRY(consider(s, token, 0, always));
    return ST_OK;
}

static st_code look_up_sound(st_scan *s, const st_segment *g) {
    st_numbers keys = st_index_keys(s->m->ix, st_key_of_sound(g->part.sound));
    for (uint32_t token; st_numbers_next(&keys, &token);) ST_TRY(consider(s, token, 0, false));
    return ST_OK;
}

static st_code look_up_spelling(st_scan *s, const st_segment *g) {
    const st_part *p = &g->part;
    uint64_t hash[ST_DELETIONS_MOST];
    unsigned budget = st_edit_budget(p->text.n);
    if (budget == 0 || (p->letters & ST_LETTERS_DIGIT) || p->text.n > ST_EDIT_MAX) return ST_OK;
    size_t n = st_deletions(p->text, budget, hash);
    for (size_t i = 0; i < n; i++) st_index_spells_soon(s->m->ix, hash[i], false);
    for (size_t i = 0; i < n; i++) st_index_spells_soon(s->m->ix, hash[i], true);
    for (size_t i = 0; i < n; i++) {
        st_numbers hits = st_index_spells(s->m->ix, hash[i]);
        for (uint32_t token; st_numbers_next(&hits, &token);) ST_TRY(consider(s, token, 0, false));
    }
    return ST_OK;
}

static st_code look_up_equivalents(st_scan *s, const st_segment *g) {
    st_str text[EQUIVALENTS];
    size_t n = st_equivalents(g->part.text, text, EQUIVALENTS);
    for (size_t i = 0; i < n && i < EQUIVALENTS; i++) ST_TRY(look_up_text(s, text[i], st_equivalent(g->part.text, text[i]), false));
    return ST_OK;
}

/* Forms of the same word, in either view. */
static st_code look_up_forms(st_scan *s, const st_segment *g) {
    for (unsigned v = 0; v < ST_VIEWS; v++) {
        st_str canon;
        st_word_class cls = st_word_as(g->part.text, v == ST_VIEW_OTHER, &canon);
        if (cls != ST_WORD_NONE) ST_TRY(look_up_key(s, st_key_of_word((st_view)v, cls, canon), true));
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
        if (g->part.text.n > 1) ST_TRY(look_up_text(s, st_str_sub(g->part.text, 0, 1), 0, true));
    }
    ST_TRY(look_up_text(s, g->part.text, 0, true));
    if (!g->part.run || g->part.loose) ST_TRY(look_up_spelling(s, g));
    if (!g->part.run && g->part.sound) ST_TRY(look_up_sound(s, g));
    ST_TRY(weigh(s, g));
    return g->part.run ? ST_OK : look_up_beginnings(s, g);
}

/* All tokens that may be like the segment, from memory or looked up. NULL when memory is out. */
static st_looked_up *look_up(st_scan *s, const st_segment *g) {
    uint64_t hash = st_key_of_text(g->part.text);
    uint32_t at = (uint32_t)hash & (2 * ST_KEEP_TEXTS - 1);
    for (; s->looked_up_at[at]; at = (at + 1) & (2 * ST_KEEP_TEXTS - 1)) {
        st_looked_up *l = &s->looked_up[s->looked_up_at[at] - 1];
        if (l->hash == hash && l->part == !g->part.run && l->loose == g->part.loose && st_str_eq(l->text, g->part.text)) return l;
    }
    if (s->n_looked_up == ST_KEEP_TEXTS) return NULL;   /* no name has so many parts: st_near_trim makes room for the next */
    st_looked_up l = { hash, st_str_copy(&s->texts, g->part.text), !g->part.run, g->part.loose, .first = s->n_like };
    st_code code = l.text.p && st_grow(s->looked_up, s->cap_looked_up, s->n_looked_up + 1) == 0 ? look_up_all(s, g) : ST_E_NOMEM;
    while (s->n_maybe) s->token_seen[s->maybe[--s->n_maybe].token >> 6] = 0;
    if (code) {
        s->n_like = l.first;
        return NULL;
    }
    l.n = s->n_like - l.first;
    s->looked_up[s->n_looked_up++] = l;
    s->looked_up_at[at] = (uint32_t)s->n_looked_up;
    return &s->looked_up[s->n_looked_up - 1];
}

/* ---- likenesses ---------------------------------------------------------------------------------------------------------------------------------- */

/* What was found as a likeness to the segment in the view of the asked name. False when it is none. */
static bool liken(const st_scan *s, const st_segment *g, const st_found *f, st_near *out) {
    st_part part;
    st_likeness like;
    st_matcher_part(s->m, f->token, s->asked->view, &part);
    if (told_later(&g->part, &part) || !st_like_by(&f->affinity, &g->part, &part, s->asked->view, &like)) return false;
    st_pair p = st_pair_of(g, 0, &like);
    int32_t net = p.gain;
    for (size_t q = g->q; q < (size_t)g->q + g->qn; q++) net += st_missing(s->asked, q);
    *out = (st_near){ .token = f->token, .gain = p.gain, .net = (int16_t)net, .cost = p.cost, .print = f->print, .kind = p.kind };
    return true;
}

static size_t names_of(const st_scan *s, uint32_t token) {
    const uint32_t *forms;
    const uint64_t *sketches;
    return st_index_posts(s->m->ix, token, s->asked->view, &forms, &sketches);
}

static int by_net(const void *x, const void *y) {
    const st_near *a = x, *b = y;
    if (a->kind == NEAR_BEGINS || b->kind == NEAR_BEGINS) return (a->kind == NEAR_BEGINS) - (b->kind == NEAR_BEGINS);
    if (a->net != b->net) return a->net > b->net ? -1 : 1;
    return (a->token > b->token) - (a->token < b->token);
}

/* The likenesses of a part, from memory or made. */
static st_code keep(st_scan *s, const st_segment *g, st_looked_up *l, st_kept *k) {
    *k = (st_kept){ .made = true, .first = s->n_kept };
    for (size_t i = l->first; i < l->first + l->n; i++) {
        const st_found *f = &s->like[i];
        st_near near = { .token = f->token, .kind = NEAR_BEGINS };
        size_t names = names_of(s, f->token);
        if (names == 0 || (!f->begins && !liken(s, g, f, &near))) continue;
        if (st_grow(s->kept, s->cap_kept, s->n_kept + 1) < 0) return ST_E_NOMEM;
        near.to_read = (uint32_t)(names < UINT32_MAX / 2 ? names : UINT32_MAX / 2) + ST_LIST_COST;
        s->kept[s->n_kept++] = near;
        k->partners += near.kind != NEAR_BEGINS;
    }
    k->n = s->n_kept - k->first;
    if (k->n) qsort(s->kept + k->first, k->n, sizeof *s->kept, by_net);
    for (size_t i = k->first + 1; i < k->first + k->partners; i++) {
        uint32_t before = s->kept[i - 1].to_read;
        s->kept[i].to_read = before > UINT32_MAX - s->kept[i].to_read ? UINT32_MAX : before + s->kept[i].to_read;
    }
    return ST_OK;
}

static st_code partners(st_scan *s, size_t q, st_looked_up *l) {
    st_kept *k = &l->view[s->asked->view];
    if (!k->made && keep(s, &s->asked->segment[q], l, k) != ST_OK) {
        k->made = false;
        return ST_E_NOMEM;
    }
    s->partners[q].first = s->n_near;
    s->partners[q].n = k->partners;
    for (size_t i = k->first; i < k->first + k->n; i++) ST_TRY(push(s, q, &s->kept[i]));
    return ST_OK;
}

st_code st_near_look_up(st_scan *s) {
    const st_asked *a = s->asked;
    for (size_t k = 0; k < a->n_segment; k++) {
        const st_segment *g = &a->segment[k];
        st_looked_up *l = look_up(s, g);
        if (!l) return ST_E_NOMEM;
        if (k == a->n) s->n_parts_near = s->n_near;
        if (k < a->n) {
            ST_TRY(partners(s, k, l));
            continue;
        }
        st_near near;
        for (size_t i = l->first; i < l->first + l->n; i++)
            if (names_of(s, s->like[i].token) && liken(s, g, &s->like[i], &near)) ST_TRY(push(s, k, &near));
    }
    if (a->n_segment == a->n) s->n_parts_near = s->n_near;
    return ST_OK;
}
