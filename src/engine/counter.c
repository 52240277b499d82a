/* Counterfactuals: the query with one thing changed, asked again of the same party. Nothing is estimated; each is a search of its own. */
#include <stddef.h>
#include "engine/account.h"
#include "text/variants.h"

enum { MOST = 96, WORDS = 32, VALUES = 4 };   /* counterfactuals; words of a name that is changed word by word; listed values of a kind that are tried */

const char *st_change_kind_name(st_change_kind k) {
    static const char *const name[] = { "without", "with", "instead" };
    return name[k];
}

typedef struct maker {
    st_screener *s;
    const st_query *q;
    const st_search_options *o;
    st_arena *a, scratch;        /* a: what stays */
    st_account *out;
    st_err *err;
} maker;

static st_code no_memory(maker *m) { return st_fail(m->err, ST_E_NOMEM, "out of memory for an explanation"); }

/* Asks the changed query. A query that can no longer be asked (nothing is left of it) has no answer and is passed over: *out keeps field NULL. */
static st_code ask(maker *m, const st_query *q, st_counter *out) {
    st_standing s;
    st_err own = { 0 };
    st_code code = st_search_party(m->s->search, q, m->o, m->out->party, &m->scratch, &s, &own);
    if (code == ST_E_USAGE || code == ST_E_LIMIT) out->field = NULL;
    else if (code < 0) *m->err = own;
    else *out = (st_counter){ out->change, out->field, out->from, out->to, s.hit.score, s.hit.bits, s.reaches };
    st_arena_reset(&m->scratch);
    return code == ST_E_NOMEM || code == ST_E_SYSTEM ? code : ST_OK;
}

static void keep(maker *m, const st_counter *c) {
    if (c->field && m->out->n_counter < MOST) m->out->counter[m->out->n_counter++] = *c;
}

static st_code change(maker *m, st_change_kind kind, const char *field, st_str from, st_str to, const st_query *q) {
    st_counter c = { .change = kind, .field = field, .from = from, .to = to };
    ST_TRY(ask(m, q, &c));
    keep(m, &c);
    return ST_OK;
}

/* ---- the name --------------------------------------------------------------------------------------------------------------------------------------- */

/* The query with another text in place of the name that scored. alias: room for its aliases. */
static st_query renamed(const maker *m, st_str name, st_str *alias) {
    st_query q = *m->q;
    uint16_t variant = m->out->standing.hit.variant;
    if (variant == 0) {
        q.name = name;
        q.first = q.middle = q.last = ST_STR_NONE;
        return q;
    }
    for (size_t i = 0; i < q.aliases; i++) alias[i] = i + 1 == variant ? name : m->q->alias[i];
    q.alias = alias;
    return q;
}

static st_code change_name(maker *m, st_change_kind kind, st_str from, st_str to, const st_buf *name) {
    if (name->failed) return no_memory(m);
    st_str alias[ST_ALIASES_MOST];
    st_query q = renamed(m, st_buf_view(name), alias);
    return change(m, kind, "name", from, to, &q);
}

static size_t words_of(st_str name, st_str *word, size_t max) {
    size_t n = 0;
    st_str w;
    while (n < max && st_split(&name, " ", &w))
        if (w.n) word[n++] = w;
    return n;
}

static void add_word(st_buf *b, st_str w) {
    if (w.n == 0) return;
    if (b->n) st_buf_char(b, ' ');
    st_buf_str(b, w);
}

static st_code without_words(maker *m, const st_str *word, size_t n) {
    st_buf name = ST_BUF_INIT(1 << 20);
    st_code code = ST_OK;
    for (size_t i = 0; n > 1 && i < n && code == ST_OK; i++) {
        st_buf_clear(&name);
        for (size_t k = 0; k < n; k++)
            if (k != i) add_word(&name, word[k]);
        code = change_name(m, ST_WITHOUT, word[i], ST_STR_NONE, &name);
    }
    st_buf_free(&name);
    return code;
}

/* Is the folded word one of these, or a run of them? */
static bool among(st_str folded, st_str words) {
    for (size_t at = 0; folded.n && at + folded.n <= words.n; at++) {
        bool begins = at == 0 || words.p[at - 1] == ' ', ends = at + folded.n == words.n || words.p[at + folded.n] == ' ';
        if (begins && ends && memcmp(words.p + at, folded.p, folded.n) == 0) return true;
    }
    return false;
}

/* The name with the parts `from` (folded) taken out and `to` at the place of the first of them, into `name`. False when the words of the name are not
 * those parts: they were romanised in another way. */
static bool replaced(const st_str *word, size_t n, st_str from, st_str to, st_buf *name) {
    st_buf folded = ST_BUF_INIT(1 << 20), gone = ST_BUF_INIT(1 << 20);
    st_buf_clear(name);
    for (size_t i = 0; i < n; i++) {
        st_buf_clear(&folded);
        st_fold(word[i], &folded);
        if (among(st_buf_view(&folded), from)) {
            if (gone.n == 0) add_word(name, to);
            add_word(&gone, st_buf_view(&folded));
        } else add_word(name, word[i]);
    }
    bool all = !gone.failed && !folded.failed && st_str_eq(st_buf_view(&gone), from);
    st_buf_free(&folded);
    st_buf_free(&gone);
    return all;
}

/* The form of the asked name that scored, folded. */
static void form_of(const maker *m, st_buf *out) {
    st_buf all = ST_BUF_INIT(ST_VARIANTS_MOST * 16 * (64 << 10));
    st_variants(m->out->standing.hit.asked, &all);
    st_str rest = st_buf_view(&all), form = ST_STR_NONE;
    for (unsigned i = 0; i <= m->out->standing.form && st_split(&rest, "\n", &form); i++) {}
    st_buf_str(out, form);
    if (all.failed) out->failed = all.failed;
    st_buf_free(&all);
}

/* Parts that differ, as the list spells them. */
static st_code as_listed(maker *m, const st_str *word, size_t n, const st_reason *r) {
    st_buf name = ST_BUF_INIT(1 << 20), form = ST_BUF_INIT(1 << 20);
    st_str folded[WORDS + 1];
    bool good = replaced(word, n, r->query, r->list, &name);
    if (!good) {
        form_of(m, &form);
        size_t k = words_of(st_buf_view(&form), folded, WORDS + 1);
        good = k <= WORDS && replaced(folded, k, r->query, r->list, &name);
    }
    st_code code = form.failed ? no_memory(m) : good ? change_name(m, ST_INSTEAD, r->query, r->list, &name) : ST_OK;
    st_buf_free(&name);
    st_buf_free(&form);
    return code;
}

static st_code with_word(maker *m, const st_reason *r) {
    st_buf name = ST_BUF_INIT(1 << 20);
    st_buf_str(&name, m->out->standing.hit.asked);
    add_word(&name, r->list);
    st_code code = change_name(m, ST_WITH, ST_STR_NONE, r->list, &name);
    st_buf_free(&name);
    return code;
}

static bool differs(st_why why) {
    return why == ST_WHY_SPELLING || why == ST_WHY_SOUND || why == ST_WHY_EQUIVALENT || why == ST_WHY_JOINED || why == ST_WHY_INITIAL || why == ST_WHY_AGAINST;
}

static st_code names(maker *m) {
    const st_hit *h = &m->out->standing.hit;
    if (h->asked.n == 0 || h->name == ST_NO_NAME) return ST_OK;
    st_str word[WORDS + 1], listed = st_index_name_text(m->s->e->ix, h->name);
    size_t n = words_of(h->asked, word, WORDS + 1);
    if (n > WORDS) n = 0;   /* too long to be changed word by word: a name that lost its end would be another question */
    bool against = false;
    ST_TRY(without_words(m, word, n));
    for (size_t i = 0; i < h->why.n; i++) against |= h->why.item[i].why == ST_WHY_AGAINST;
    for (size_t i = 0; i < h->why.n; i++) {
        const st_reason *r = &h->why.item[i];
        if (differs(r->why) && r->query.n && r->list.n) ST_TRY(as_listed(m, word, n, r));
        if (r->why == ST_WHY_ONLY_LIST && !against) ST_TRY(with_word(m, r));
    }
    if (st_str_eq(h->asked, listed)) return ST_OK;
    st_buf name = ST_BUF_INIT(1 << 20);
    st_buf_str(&name, listed);
    st_code code = change_name(m, ST_INSTEAD, h->asked, listed, &name);
    st_buf_free(&name);
    return code;
}

/* ---- the other claims --------------------------------------------------------------------------------------------------------------------------------- */

static st_code without_claims(maker *m) {
#define FIELD(member, key, other) { key, offsetof(st_query, member) },
    static const struct { const char *key; size_t at; } field[] = {
#include "engine/query_fields.def"
    };
#undef FIELD
    static const char *const apart[] = { "id", "name", "first_name", "middle_name", "last_name" };
    for (size_t i = 0; i < ST_LEN(field); i++) {
        bool name = false;
        for (size_t k = 0; k < ST_LEN(apart); k++) name |= strcmp(apart[k], field[i].key) == 0;
        st_query q = *m->q;
        st_str *value = (st_str *)(void *)((char *)&q + field[i].at), was = *value;
        if (name || was.n == 0) continue;
        *value = ST_STR_NONE;
        ST_TRY(change(m, ST_WITHOUT, field[i].key, was, ST_STR_NONE, &q));
    }
    for (size_t i = 0; i < m->q->aliases; i++) {
        st_str alias[ST_ALIASES_MOST];
        st_query q = *m->q;
        for (size_t k = 0, n = 0; k < q.aliases; k++)
            if (k != i) alias[n++] = m->q->alias[k];
        q.alias = alias;
        q.aliases--;
        ST_TRY(change(m, ST_WITHOUT, "aliases", m->q->alias[i], ST_STR_NONE, &q));
    }
    return ST_OK;
}

/* How many bits the query has by this kind of reason; *any: whether it has one. */
static int32_t by_reason(const maker *m, st_why why, bool *any) {
    const st_reasons *r = &m->out->standing.hit.why;
    int32_t sum = 0;
    for (size_t i = 0; i < r->n; i++) {
        if (r->item[i].why != why) continue;
        *any = true;
        sum += r->item[i].points;
    }
    return sum;
}

/* What the list knows, said in the query: of several values the one that says most. */
typedef struct listed { const char *field; size_t at; st_why why; st_prop prop[4]; } listed;

static st_code with_listed(maker *m, const listed *l) {
    st_counter best = { .field = NULL };
    unsigned tried = 0;
    st_query q = *m->q;
    st_str *value = (st_str *)(void *)((char *)&q + l->at), was = *value;
    bool any = false;
    int32_t have = by_reason(m, l->why, &any);
    if (was.n && any && have > 0 && l->why != ST_WHY_BIRTH) return ST_OK;   /* they agree already; of dates one may say more */
    if (l->why == ST_WHY_COUNTRY && !was.n && (q.country.n || q.nationality.n)) return ST_OK;
    st_cursor c = st_index_facts(m->s->e->ix, m->out->party);
    for (st_fact_view f; st_cursor_next(&c, &f) && tried < VALUES;) {
        bool mine = false;
        for (size_t i = 0; i < ST_LEN(l->prop); i++) mine |= l->prop[i] != ST_PROP_NONE && l->prop[i] == f.prop;
        if (!mine || f.value.n == 0 || st_str_eq(f.value, was)) continue;
        *value = f.value;
        tried++;
        st_counter now = { .change = was.n ? ST_INSTEAD : ST_WITH, .field = l->field, .from = was, .to = f.value };
        ST_TRY(ask(m, &q, &now));
        if (now.field && (!best.field || now.bits > best.bits)) best = now;
    }
    if (best.field && best.bits != m->out->standing.hit.bits) keep(m, &best);
    return ST_OK;
}

static st_code with_kind(maker *m) {
    bool any = false;
    by_reason(m, ST_WHY_TYPE, &any);
    if (!any) return ST_OK;
    st_party_view p;
    st_index_party(m->s->e->ix, m->out->party, &p);
    st_query q = *m->q;
    q.type = st_str_of(st_kind_name(p.kind));
    return change(m, ST_INSTEAD, "type", m->q->type, q.type, &q);
}

st_code st_counters(st_screener *s, const st_query *q, const st_search_options *o, st_arena *a, st_account *out, st_err *err) {
    static const listed what[] = {
        { "birth_date", offsetof(st_query, birth_date), ST_WHY_BIRTH, { ST_P_BIRTH_DATE } },
        { "birth_place", offsetof(st_query, birth_place), ST_WHY_PLACE, { ST_P_BIRTH_PLACE } },
        { "gender", offsetof(st_query, gender), ST_WHY_GENDER, { ST_P_GENDER } },
        { "nationality", offsetof(st_query, nationality), ST_WHY_COUNTRY, { ST_P_NATIONALITY, ST_P_CITIZENSHIP } },
        { "country", offsetof(st_query, country), ST_WHY_COUNTRY, { ST_P_COUNTRY, ST_P_FLAG, ST_P_NATIONALITY, ST_P_CITIZENSHIP } },
    };
    maker m = { .s = s, .q = q, .o = o, .a = a, .out = out, .err = err };
    out->counter = st_arena_calloc(a, MOST * sizeof *out->counter);
    if (!out->counter) return no_memory(&m);
    st_code code = names(&m);
    if (code == ST_OK) code = without_claims(&m);
    for (size_t i = 0; i < ST_LEN(what) && code == ST_OK; i++) code = with_listed(&m, &what[i]);
    if (code == ST_OK) code = with_kind(&m);
    st_arena_free(&m.scratch);
    return code;
}
