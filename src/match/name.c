/* Names into parts, runs and pairs. */
#include "match/name.h"

st_asked *st_asked_new(void) {
    st_asked *a = st_calloc(1, sizeof *a);
    if (!a) return NULL;
    a->text = (st_buf)ST_BUF_INIT(ST_NAME_BYTES);
    a->joined = (st_buf)ST_BUF_INIT(2 * ST_RUN_MAX * ST_NAME_BYTES);   /* as make_runs asks for */
    a->segment = st_calloc(ST_SEGMENTS, sizeof *a->segment);
    if (a->segment) return a;
    st_free(a);
    return NULL;
}

void st_asked_free(st_asked *a) {
    if (!a) return;
    st_buf_free(&a->text);
    st_buf_free(&a->joined);
    st_free(a->segment);
    st_free(a);
}

static unsigned rarity_of(st_rarity_of r, st_str part, st_view view) {
    return r.get ? r.get(r.user, part, view) : st_rarity(part, view == ST_VIEW_OTHER);
}

static void add_segment(st_asked *a, size_t q, size_t qn, st_str text) {
    st_segment *g = &a->segment[a->n_segment++];
    g->q = (uint8_t)q;
    g->qn = (uint8_t)qn;
    g->part = (st_part){ .text = text, .letters = st_letters(text), .run = true };
    for (size_t i = q; i < q + qn; i++) {
        g->part.weight = (uint16_t)(g->part.weight + a->side.weight[i]);
        g->part.loose |= a->part[i].n <= ST_SHORT_PART && qn <= ST_RUN_MAX;
    }
    if (g->part.letters & ST_LETTERS_DIGIT) g->part.loose = false;
    st_pattern_set(&g->pattern, text);
}

/* Runs are spelt one after the other into `joined`, whose size is made sure of beforehand: slices into it stay good. */
static st_code make_runs(st_asked *a) {
    size_t most = a->n > ST_RUN_MAX ? ST_RUN_MAX : a->n;
    st_buf_clear(&a->joined);
    for (size_t k = 0; k < 2 * most; k++) st_buf_str(&a->joined, st_buf_view(&a->text));   /* room for all of them */
    if (a->joined.failed) return a->joined.failed;
    st_buf_clear(&a->joined);
    for (size_t qn = 2; qn <= a->n; qn = qn < ST_RUN_MAX ? qn + 1 : qn < a->n ? a->n : a->n + 1) {
        for (size_t q = 0; q + qn <= a->n; q++) {
            size_t from = a->joined.n;
            for (size_t i = q; i < q + qn; i++) st_buf_str(&a->joined, a->part[i]);
            add_segment(a, q, qn, (st_str){ a->joined.p + from, a->joined.n - from });
        }
    }
    return a->joined.failed;
}

st_code st_asked_set(st_asked *a, st_str folded, st_view view, st_rarity_of rarity) {
    a->view = view;
    a->side.n = a->n_segment = a->letters = 0;
    st_buf_clear(&a->text);
    if (folded.n > ST_NAME_BYTES) return ST_E_LIMIT;
    st_buf_str(&a->text, folded);
    if (a->text.failed) return a->text.failed;
    a->parts = st_name_parts(st_buf_view(&a->text), view, a->part, ST_PARTS);
    a->n = a->parts < ST_PARTS ? a->parts : ST_PARTS;
    for (size_t i = 0; i < a->n; i++) {
        st_segment *g = &a->segment[a->n_segment++];
        a->letters += a->part[i].n == 1;
        g->q = (uint8_t)i;
        g->qn = 1;
        st_part_make(&g->part, a->part[i], view, rarity_of(rarity, a->part[i], view));
        st_pattern_set(&g->pattern, a->part[i]);
        st_side_part(&a->side, view, g->part.weight, g->part.cls, a->part[i].n);
    }
    a->need = st_need(view, &a->side);
    return make_runs(a);
}

void st_listed_set(st_listed *l, st_str folded, st_view view, st_rarity_of rarity) {
    st_str part[ST_PARTS];
    l->side.n = 0;
    l->parts = st_name_parts(folded, view, part, ST_PARTS);
    l->n = l->parts < ST_PARTS ? l->parts : ST_PARTS;
    for (size_t i = 0; i < l->n; i++) {
        st_part_make(&l->part[i], part[i], view, rarity_of(rarity, part[i], view));
        st_side_part(&l->side, view, l->part[i].weight, l->part[i].cls, part[i].n);
    }
}

/* ---- pairs ------------------------------------------------------------------------------------------------------------------------------------ */

st_pair st_pair_of(const st_segment *g, size_t c, const st_likeness *like) {
    static const uint8_t kind[] = { [ST_REL_SAME] = ST_PAIR_SAME, [ST_REL_FORM] = ST_PAIR_FORM, [ST_REL_SPELLING] = ST_PAIR_EDIT, [ST_REL_SOUND] = ST_PAIR_SOUND,
                                    [ST_REL_EQUIVALENT] = ST_PAIR_EQUIVALENT, [ST_REL_INITIAL] = ST_PAIR_INITIAL };
    uint8_t k = g->qn > 1 ? ST_PAIR_JOINED : kind[like->relation];
    return (st_pair){ g->q, g->qn, (uint8_t)c, 1, k, like->cost, like->gain, 0 };
}

st_pair st_pair_run(const st_asked *a, size_t q, const st_side *c, size_t from, size_t cn) {
    unsigned worth = 0, asked = a->side.weight[q];
    for (size_t j = from; j < from + cn; j++) worth += c->weight[j];
    int gain = (int)(worth < asked ? worth : asked) - st_weights_of[a->view].joined;
    return (st_pair){ (uint8_t)q, 1, (uint8_t)from, (uint8_t)cn, ST_PAIR_JOINED, 0, (int16_t)gain, 0 };
}

/* Is part q of the query what parts c.. of the name spell together? How many of them do, 0 for none. */
static size_t spelt_together(st_str q, const st_listed *l, size_t from) {
    uint8_t length[ST_PARTS];
    size_t at = 0;
    if (q.n > ST_EDIT_MAX) return 0;
    for (size_t j = 0; j < l->n; j++) length[j] = (uint8_t)(l->part[j].text.n < 2 ? 1 : 2);
    for (size_t j = from; j < l->n; j++) {
        st_str t = l->part[j].text;
        if (t.n > q.n - at || memcmp(q.p + at, t.p, t.n) != 0) return 0;
        at += t.n;
        size_t cn = j - from + 1;
        if (at == q.n) return st_run_joins(length, l->n, from, cn) ? cn : 0;
    }
    return 0;
}

size_t st_pairs_of(const st_asked *a, const st_listed *l, st_pair *pair, size_t max) {
    size_t n = 0;
    st_likeness like;
    for (size_t j = 0; j < l->n; j++) {
        for (size_t k = 0; k < a->n_segment && n < max; k++)
            if (st_like(&a->segment[k].part, &l->part[j], &a->segment[k].pattern, a->view, &like)) pair[n++] = st_pair_of(&a->segment[k], j, &like);
        for (size_t q = 0; q < a->n && n < max; q++) {
            size_t cn = spelt_together(a->part[q], l, j);
            if (cn) pair[n++] = st_pair_run(a, q, &l->side, j, cn);
        }
    }
    return n;
}
