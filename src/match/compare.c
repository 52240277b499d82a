/* Comparing without an index. */
#include "match/compare.h"
#include "text/variants.h"

static const st_rarity_of background = { NULL, NULL };   /* no index knows better */

struct st_comparer {
    st_asked *asked;
    st_listed listed;
    st_pair pair[ST_PAIRS];
    st_buf x, y, z;         /* forms of the query; of the listed name as a person's, and as another's */
};

st_comparer *st_comparer_new(st_err *err) {
    st_comparer *c = st_calloc(1, sizeof *c);
    if (c) {
        c->x = c->y = c->z = (st_buf)ST_BUF_INIT(ST_VARIANTS_MOST * 16 * ST_NAME_BYTES);
        c->asked = st_asked_new();
    }
    if (c && c->asked) return c;
    st_free(c);
    st_fail(err, ST_E_NOMEM, "out of memory for comparing");
    return NULL;
}

void st_comparer_free(st_comparer *c) {
    if (!c) return;
    st_asked_free(c->asked);
    st_buf_free(&c->x);
    st_buf_free(&c->y);
    st_buf_free(&c->z);
    st_free(c);
}

/* listed: as an index has it in this view. */
static st_code forms(st_str name, bool listed, st_view view, st_buf *out, st_err *err) {
    if (name.n > ST_NAME_BYTES) return st_fail(err, ST_E_LIMIT, "a name of %zu bytes; at most %d are taken", name.n, ST_NAME_BYTES);
    st_buf dotted = ST_BUF_INIT(ST_NAME_BYTES + 1);
    st_buf_clear(out);
    if (listed) st_listed_forms(name, view == ST_VIEW_OTHER, &dotted, out);
    else st_variants(name, out);
    st_buf_free(&dotted);
    return out->failed ? st_fail(err, out->failed, "a name that is too long when romanised, or no memory for it") : ST_OK;
}

/* One form against one form; the sums of its best choice of pairs. SIZE_MAX when nothing can be compared. */
static size_t one(st_comparer *c, st_str listed, st_sums *u) {
    st_listed_set(&c->listed, listed, c->asked->view, background);
    if (c->asked->n == 0 || c->listed.n == 0) return SIZE_MAX;
    size_t n = st_pairs_of(c->asked, &c->listed, c->pair, ST_PAIRS);
    return st_score(c->asked->view, &c->asked->side, &c->listed.side, c->pair, n, u);
}

typedef struct best { st_view view; st_str asked, listed; int32_t total; } best;

static st_code in_view(st_comparer *c, st_view view, best *b, st_err *err) {
    st_str rest = st_buf_view(&c->x), asked, listed;
    while (st_split(&rest, "\n", &asked)) {
        st_code code = st_asked_set(c->asked, asked, view, background);
        if (code) return st_fail(err, code, "a name that is too long, or no memory for it");
        st_str others = st_buf_view(view == ST_VIEW_PERSON ? &c->y : &c->z);
        while (st_split(&others, "\n", &listed)) {
            st_sums u;
            if (one(c, listed, &u) != SIZE_MAX && u.total > b->total) *b = (best){ view, asked, listed, u.total };
        }
    }
    return ST_OK;
}

st_code st_compare(st_comparer *c, st_kind kind, st_str asked, st_str listed, st_reasons *why, int32_t *evidence, st_err *err) {
    best b = { .total = INT32_MIN };
    *evidence = INT32_MIN;
    ST_TRY(forms(asked, false, ST_VIEW_OTHER, &c->x, err));
    for (unsigned view = 0; view < ST_VIEWS; view++) {
        if (kind != ST_KIND_UNKNOWN && (kind == ST_KIND_PERSON) != (view == ST_VIEW_PERSON)) continue;
        ST_TRY(forms(listed, true, (st_view)view, view == ST_VIEW_PERSON ? &c->y : &c->z, err));
        ST_TRY(in_view(c, (st_view)view, &b, err));
    }
    *evidence = b.total;
    if (!why || b.total == INT32_MIN) return ST_OK;
    st_code code = st_asked_set(c->asked, b.asked, b.view, background);
    if (code) return st_fail(err, code, "out of memory while comparing");
    st_sums u;
    size_t n = one(c, b.listed, &u);
    st_str part[ST_PARTS];
    for (size_t j = 0; j < c->listed.n; j++) part[j] = c->listed.part[j].text;
    st_explain(c->asked, part, c->listed.n, c->pair, n, &u, why);
    return why->failed ? st_fail(err, ST_E_NOMEM, "out of memory while explaining") : ST_OK;
}
