/* The names of one party against those of another one: the kernel of the search, from both sides. */
#include "match/group_int.h"

enum { SHORT_WORD = 5, WHOLE_EDIT = 16 };   /* letters; the cost of one edit (st_edit_cost) */

/* Two names of the index and how promising they are: what they share letter by letter, less what they do not, in 1/16 bits. */
typedef struct couple { uint32_t a, b; int32_t promise; } couple;

/* The names of a party, from..from+n-1. */
static size_t names_of(const st_matcher *m, uint32_t party, uint32_t *from) {
    *from = st_matcher_name(m, party, 0);
    uint32_t n = st_matcher_name(m, party + 1, 0) - *from;
    return n < ST_GROUP_NAMES ? n : ST_GROUP_NAMES;
}

/* A list that does not say what a party is has its names as those of anything; beside a person's they are read as a person's. */
static st_view view_of(const st_name_view *a, const st_name_view *b) {
    return a->view == ST_VIEW_PERSON || b->view == ST_VIEW_PERSON ? ST_VIEW_PERSON : ST_VIEW_OTHER;
}

/* May a word of this class be left over, so that two names still agree wholly? */
static bool no_matter(unsigned cls) {
    return cls == ST_WORD_LEGAL_FORM || cls == ST_WORD_TITLE || cls == ST_WORD_PARTICLE || cls == ST_WORD_VESSEL_PREFIX || cls == ST_WORD_GENERIC;
}

/* The worth of the words of a that b holds; *rest gets that of the others. */
static int32_t shared(const st_matcher *m, const st_name_view *a, const st_name_view *b, int32_t *rest) {
    int32_t sum = 0;
    const st_view view = view_of(a, b);
    for (size_t i = 0; i < a->n_tokens; i++) {
        const st_token_info *t = st_index_token_info(m->ix, a->token[i]);
        if (t->length < 2 || no_matter(st_token_class(t, view))) continue;
        int32_t worth = (int32_t)st_matcher_worth(m, a->token[i], view);
        bool here = false;
        for (size_t k = 0; k < b->n_tokens && !here; k++) here = a->token[i] == b->token[k];
        if (here) sum += worth;
        else *rest += worth;
    }
    return sum;
}

/* Puts a couple among the best so far, by promise, then by place. */
static size_t put(couple *best, size_t n, couple c) {
    size_t at = n;
    while (at > 0 && best[at - 1].promise < c.promise) at--;
    if (at == ST_GROUP_PAIRS) return n;
    if (n < ST_GROUP_PAIRS) n++;
    for (size_t i = n - 1; i > at; i--) best[i] = best[i - 1];
    best[at] = c;
    return n;
}

static size_t couples(const st_matcher *m, uint32_t one, uint32_t other, couple *best) {
    uint32_t from, to;
    size_t a = names_of(m, one, &from), b = names_of(m, other, &to), n = 0;
    for (uint32_t i = 0; i < a; i++) {
        st_name_view v, w;
        st_index_name(m->ix, from + i, &v);
        for (uint32_t k = 0; k < b; k++) {
            st_index_name(m->ix, to + k, &w);
            int32_t rest = 0, both = shared(m, &v, &w, &rest);
            if (both) both += shared(m, &w, &v, &rest);
            if (both) n = put(best, n, (couple){ from + i, to + k, both - rest });
        }
    }
    return n;
}

static void list_side(const st_matcher *m, const st_name_view *v, st_view view, st_listed *l) {
    l->parts = l->n = v->n_tokens;
    l->side.n = 0;
    for (size_t i = 0; i < v->n_tokens; i++) {
        st_matcher_part(m, v->token[i], view, &l->part[i]);
        st_side_part(&l->side, view, l->part[i].weight, l->part[i].cls, l->part[i].text.n);
    }
}

static bool all_used(const st_grouper *g, const st_sums *u) {
    for (size_t i = 0; i < g->asked->n; i++)
        if (!(u->used_query >> i & 1) && !no_matter(g->asked->segment[i].part.cls)) return false;
    for (size_t i = 0; i < g->listed.n; i++)
        if (!(u->used_list >> i & 1) && !no_matter(g->listed.part[i].cls)) return false;
    return true;
}

/* Two short words, an edit apart: Kim Song Chol and Kim Tong Chol are two people. */
static bool short_words(const st_grouper *g, const st_pair *p) {
    return p->kind == ST_PAIR_EDIT && p->cost >= WHOLE_EDIT && (g->asked->part[p->q].n < SHORT_WORD || g->listed.part[p->c].text.n < SHORT_WORD);
}

static st_agreement agreement(const st_grouper *g, size_t pairs, const st_sums *u) {
    if (pairs == 0) return ST_AGREE_NONE;
    bool equal = true, single = g->asked->view == ST_VIEW_PERSON && pairs == 1;   /* one given name is nobody's whole name */
    if (single || !all_used(g, u)) return ST_AGREE_PARTLY;
    for (size_t i = 0; i < pairs; i++) {
        if (short_words(g, &g->pair[i])) return ST_AGREE_PARTLY;
        equal = equal && (g->pair[i].kind == ST_PAIR_SAME || g->pair[i].kind == ST_PAIR_FORM);
    }
    return equal ? ST_AGREE_EQUALLY : ST_AGREE_WHOLLY;
}

/* Name a asked, name b listed. */
static st_code score(st_grouper *g, uint32_t a, uint32_t b, int32_t *bits, st_agreement *how, st_reasons *why) {
    st_name_view v, w;
    st_sums u;
    st_index_name(g->m->ix, a, &v);
    st_index_name(g->m->ix, b, &w);
    const st_view view = view_of(&v, &w);
    st_buf_clear(&g->text);
    for (size_t i = 0; i < v.n_tokens; i++) {
        if (i) st_buf_char(&g->text, ' ');
        st_buf_str(&g->text, st_index_token(g->m->ix, v.token[i]));
    }
    if (g->text.failed == ST_E_NOMEM) return ST_E_NOMEM;
    ST_TRY(st_asked_set(g->asked, st_buf_view(&g->text), view, st_matcher_rarity(g->m)));
    list_side(g->m, &w, view, &g->listed);
    size_t n = st_pairs_of(g->asked, &g->listed, g->pair, ST_PAIRS);
    n = st_score(view, &g->asked->side, &g->listed.side, g->pair, n, &u);
    *bits = u.total;
    *how = agreement(g, n, &u);
    if (!why) return ST_OK;
    st_str part[ST_PARTS];
    for (size_t i = 0; i < g->listed.n; i++) part[i] = g->listed.part[i].text;
    st_explain(g->asked, part, g->listed.n, g->pair, n, &u, why);
    return why->failed ? ST_E_NOMEM : ST_OK;
}

/* A name that agrees wholly and says enough goes before any that agrees partly; then the one that has most to spare. */
static bool better(st_view view, st_agreement how, int32_t bits, st_agreement than, int32_t best) {
    bool whole = how >= ST_AGREE_WHOLLY && bits >= ST_GROUP_NAME, best_whole = than >= ST_AGREE_WHOLLY && best >= ST_GROUP_NAME;
    if (than == ST_AGREE_NONE || whole != best_whole) return than == ST_AGREE_NONE || whole;
    return bits - st_group_bar(how, view) > best - st_group_bar(than, view);
}

st_code st_group_names(st_grouper *g, uint32_t one, uint32_t other, st_member *out, int32_t *bits, st_agreement *how, st_err *err) {
    couple best[ST_GROUP_PAIRS];
    size_t n = couples(g->m, one, other, best);
    bool turned = false;
    st_code code = ST_OK;
    *bits = 0;
    *how = ST_AGREE_NONE;
    for (size_t i = 0; i < n && code == ST_OK; i++) {
        int32_t there = 0, back = 0;
        st_agreement a = ST_AGREE_NONE, b = ST_AGREE_NONE;
        code = score(g, best[i].a, best[i].b, &there, &a, NULL);
        if (code == ST_OK && there <= st_claim_weights_of.floor) continue;   /* says nothing, whatever the other side says */
        if (code == ST_OK) code = score(g, best[i].b, best[i].a, &back, &b, NULL);
        int32_t less = there < back ? there : back;
        st_agreement lesser = a < b ? a : b;
        if (code || lesser == ST_AGREE_NONE || !better(g->asked->view, lesser, less, *how, *bits)) continue;
        *bits = less;
        *how = lesser;
        turned = back < there;
        out->with = best[i].a;
        out->name = best[i].b;
        if (lesser == ST_AGREE_EQUALLY && less >= st_group_bar(lesser, g->asked->view)) break;   /* the others promise less */
    }
    st_agreement again;
    if (code == ST_OK && *how != ST_AGREE_NONE)
        code = turned ? score(g, out->name, out->with, bits, &again, &out->why) : score(g, out->with, out->name, bits, &again, &out->why);
    return code == ST_OK ? ST_OK : st_fail(err, ST_E_NOMEM, "out of memory while grouping");
}
