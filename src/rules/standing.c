/* Membership in list objects. */
#include "model/ident.h"
#include "rules/owned.h"
#include "text/text.h"

enum { SKIPPED = 2 };
const char st_note_not_held[] = "the index holds no list for this: build one that does (strait rules show says from what), or say in the case whether it is listed";

typedef struct answer { bool given; st_tri value; st_str note; } answer;
/* What is known of an item: the parties that it may be, and where it stands on each list object; asked once, since many measures ask for the same list. */
typedef struct seen { bool asked; const st_found *found; size_t n; answer *on; } seen;

struct st_standing_of_case {
    const st_rules *r; const st_case *c; const st_index *ix; st_search *search; st_arena *a;
    bool closed, partial;
    seen *seen[ST_SCOPES];
    int8_t *loaded;                      /* of each list object: -1 not asked, 0, 1, or SKIPPED */
    st_comparer *comparer;
    st_instant at;                       /* of the answers that are kept */
    st_owned_of_case *owned;
    st_err err;
};

st_standing_of_case *st_standing_begin(const st_rules *r, const st_case *c, const st_index *ix, st_search *search, st_comparer *comparer, bool closed, st_arena *a) {
    st_standing_of_case *s = st_arena_calloc(a, sizeof *s);
    if (!s) return NULL;
    *s = (st_standing_of_case){ .r = r, .c = c, .ix = ix, .search = search, .comparer = comparer, .closed = closed, .a = a };
    for (size_t i = 0; i < ST_SCOPES; i++)
        if (!(s->seen[i] = st_arena_calloc(a, (c->items[i] ? c->items[i] : 1) * sizeof **s->seen))) return NULL;
    if (!(s->loaded = st_arena_alloc(a, r->lists + 1))) return NULL;
    memset(s->loaded, -1, r->lists + 1);
    return s;
}

st_code st_standing_failed(const st_standing_of_case *s, st_err *err) {
    if (s->err.code) *err = s->err;
    return s->err.code;
}

/* ---- list objects over the index ------------------------------------------------------------------------------------------------------------------------ */

/* A text, or with a * at its end whatever begins so. */
static bool fits(st_str text, st_str pattern) {
    if (!pattern.n) return true;
    if (pattern.p[pattern.n - 1] == '*') return text.n >= pattern.n - 1 && st_str_ieq(st_str_sub(text, 0, pattern.n - 1), st_str_sub(pattern, 0, pattern.n - 1));
    return st_str_ieq(text, pattern);
}

/* Keys of annex lists: "XLII:12:vessel", with the amended act in front in a file of an amending act (sources/eu_oj_csv.c). */
static bool annex_fits(const st_select *s, st_str list, st_str key) {
    const size_t colon = st_str_chr(key, ':');
    const st_str first = colon == SIZE_MAX ? key : st_str_sub(key, 0, colon);
    bool act = !s->act.n;
    if (s->act.n && st_str_eq(first, s->act)) {
        act = true;
        key = st_str_sub(key, colon == SIZE_MAX ? key.n : colon + 1, key.n);
    } else if (s->act.n) act = list.n > s->act.n && st_str_eq(st_str_sub(list, list.n - s->act.n, list.n), s->act);
    if (!act) return false;
    if (!s->annex.n) return true;
    const size_t end = st_str_chr(key, ':');
    const st_str annex = end == SIZE_MAX ? key : st_str_sub(key, 0, end);
    for (size_t i = 0; i < s->annex.n; i++) {
        const st_str want = s->annex.item[i];
        if (annex.n >= want.n && st_str_eq(st_str_sub(annex, 0, want.n), want) && (annex.n == want.n || annex.p[want.n] == '.')) return true;
    }
    return false;
}

/* Is there a list in the index that the object selects from, whole or (part) some of its parties? */
static bool in_index(const st_index *ix, const st_list_object *l, bool part) {
    for (size_t k = 0; k < st_index_lists(ix); k++) {
        st_list_view v;
        st_index_list(ix, (uint32_t)k, &v);
        for (size_t i = 0; i < l->n; i++)
            if (l->select[i].part == part && fits(v.field[ST_LIST_ID], l->select[i].list)) return true;
    }
    return false;
}

bool st_list_is_loaded(const st_index *ix, const st_list_object *l) { return in_index(ix, l, false); }

typedef struct listing { bool has_from, has_to, programme, measure, authority; st_instant from, to; } listing;   /* the last three: it fits what the selector asks */

static bool day_of(st_str edtf, bool end, st_instant *out) {
    int32_t first, last;
    if (!st_date_range(edtf, &first, &last)) return false;
    *out = (int64_t)(end ? last : first) * 86400;
    return true;
}

/* Does this designation count at that time? One without a day of its own counts from the object's day, else from the list's. */
static st_tri in_force(const listing *l, const st_list_object *o, st_str list_date, st_instant at) {
    st_instant day;
    if (l->has_to && at >= l->to) return ST_NO;
    if (l->has_from) return st_tri_of(l->from <= at);
    if (o->has_since) return st_tri_of(o->since <= at);
    return !day_of(list_date, true, &day) || day <= at ? ST_YES : ST_MAYBE;
}

static bool one_fits(st_texts patterns, st_str text) {
    for (size_t i = 0; i < patterns.n; i++)
        if (fits(text, patterns.item[i])) return true;
    return patterns.n == 0;
}

/* The best that the party's designations say for one selector. */
static st_tri designated(const st_index *ix, const st_select *s, const st_list_object *o, uint32_t party, st_str list_date, st_instant at) {
    st_tri best = ST_NO;
    bool open = false, any = false;
    listing l = { 0 };
    st_cursor c = st_index_facts(ix, party);
    for (st_fact_view f;;) {
        const bool more = st_cursor_next(&c, &f);
        if (open && (!more || st_prop_is_head(f.prop))) {
            if (l.programme && l.measure && l.authority) best = st_tri_or(best, in_force(&l, o, list_date, at));
            open = false;
        }
        if (!more) break;
        if (f.prop == ST_P_LISTING) {
            l = (listing){ .programme = one_fits(s->programme, f.value), .measure = !s->measure.n, .authority = !s->authority.n };
            open = any = true;
        } else if (open && f.prop == ST_Q_LISTED_ON) l.has_from = day_of(f.value, false, &l.from);
        else if (open && f.prop == ST_Q_ENDS_ON) l.has_to = day_of(f.value, false, &l.to);
        else if (open && f.prop == ST_Q_MEASURE) l.measure |= one_fits(s->measure, f.value);
        else if (open && f.prop == ST_Q_AUTHORITY) l.authority |= one_fits(s->authority, f.value);
    }
    /* A list of designations whose rows carry no designation of their own: being there is it. */
    return any || s->programme.n || s->measure.n || s->authority.n ? best : in_force(&(listing){ 0 }, o, list_date, at);
}

st_tri st_list_holds(const st_index *ix, const st_list_object *l, uint32_t party, st_instant at) {
    st_party_view p;
    st_list_view v;
    st_index_party(ix, party, &p);
    st_index_list(ix, p.list, &v);
    st_tri best = ST_NO;
    for (size_t i = 0; i < l->n && best != ST_YES; i++) {
        const st_select *s = &l->select[i];
        if (fits(v.field[ST_LIST_ID], s->list) && annex_fits(s, v.field[ST_LIST_ID], p.key)) best = st_tri_or(best, designated(ix, s, l, party, v.field[ST_LIST_DATE], at));
    }
    return best;
}

/* ---- items ------------------------------------------------------------------------------------------------------------------------------------------------- */

static st_str text(const st_standing_of_case *s, st_scope scope, const char *name, size_t item) {
    char fact[64];
    snprintf(fact, sizeof fact, "%s.%s", st_scope_name(scope), name);
    return st_case_text(s->r, s->c, fact, item);
}

static const st_cell *cell(const st_standing_of_case *s, st_scope scope, const char *name, size_t item) {
    char fact[64];
    static const st_cell nothing = { 0 };
    snprintf(fact, sizeof fact, "%s.%s", st_scope_name(scope), name);
    const st_fact_def *f = st_rules_fact(s->r, st_str_of(fact));
    return f ? st_case_cell(s->r, s->c, f, item) : &nothing;
}

/* Text of a date without its hour: as the matcher reads it. */
static st_query query_of(st_standing_of_case *s, st_scope scope, size_t item) {
    st_query q = { .name = text(s, scope, "name", item) };
    if (scope == ST_IN_VESSEL) {
        q.type = ST_STR("vessel");
        q.imo = text(s, scope, "imo", item);
        return q;
    }
    if (scope == ST_IN_FACILITY) return q;
    q.type = text(s, scope, "type", item);
    if (st_kind_of(q.type) == ST_KIND_UNKNOWN) q.type = ST_STR_NONE;
    q.country = text(s, scope, "country", item);
    q.nationality = text(s, scope, "nationality", item);
    q.birth_date = text(s, scope, "birth_date", item);
    q.address = text(s, scope, "address", item);
    q.id_number = text(s, scope, "id_number", item);
    q.imo = text(s, scope, "imo", item);
    const st_cell *aliases = cell(s, scope, "aliases", item);
    st_str *alias = st_arena_alloc(s->a, (aliases->n + 1u) * sizeof *alias);
    if (!alias) {
        st_fail(&s->err, ST_E_NOMEM, "out of memory while checking");
        return q;
    }
    for (size_t i = 0; i < aliases->n && i < ST_ALIASES_MOST; i++) alias[q.aliases++] = aliases->value[i].text;
    q.alias = alias;
    return q;
}

static bool named(st_str s) {
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] > ' ') return true;
    return false;
}

/* Parties that carry the number. */
static size_t by_number(st_standing_of_case *s, st_prop prop, st_str number, st_found *out, size_t max) {
    if (!number.n) return 0;
    st_buf normal = ST_BUF_INIT(256);
    st_ident_hit hit[64];
    st_ident_normal(prop, number, &normal);
    size_t n = normal.failed || !normal.n ? 0 : st_index_ident(s->ix, st_buf_view(&normal), hit, ST_LEN(hit));
    st_buf_free(&normal);
    if (n > ST_LEN(hit)) n = ST_LEN(hit);
    for (size_t i = 0; i < n && i < max; i++) out[i] = (st_found){ hit[i].party, 10000 };
    return n < max ? n : max;
}

static void ask(st_standing_of_case *s, st_scope scope, size_t item, seen *e) {
    enum { NUMBERS = 128 };
    st_hits hits = { 0 };
    e->asked = true;
    const st_query q = query_of(s, scope, item);
    const st_search_options o = { .threshold = s->r->possible };
    if (!s->err.code && (named(q.name) || named(q.id_number) || named(q.imo) || q.aliases)) {
        const st_code code = st_search_run(s->search, &q, &o, s->a, &hits, &s->err);
        if (code == ST_E_USAGE) s->err = (st_err){ 0 };   /* a name without a letter: nobody is meant */
        else if (code < 0) return;
    }
    st_found *found = st_arena_alloc(s->a, (hits.n + 2 * NUMBERS) * sizeof *found);
    if (!found) {
        st_fail(&s->err, ST_E_NOMEM, "out of memory while checking");
        return;
    }
    size_t n = 0;
    if (scope == ST_IN_PARTY) {
        n += by_number(s, ST_P_BIC, text(s, scope, "bic", item), found, NUMBERS);
        n += by_number(s, ST_P_LEI, text(s, scope, "lei", item), found + n, NUMBERS);
    }
    for (size_t i = 0; i < hits.n; i++) found[n++] = (st_found){ hits.item[i].party, hits.item[i].score };
    e->found = found;
    e->n = n;
}

size_t st_standing_found(st_standing_of_case *s, st_scope scope, size_t item, const st_found **out) {
    seen *e = &s->seen[scope][item];
    if (!e->asked && s->search) ask(s, scope, item, e);
    *out = e->found;
    return e->n;
}

/* ---- what the case says itself -------------------------------------------------------------------------------------------------------------------------- */

static bool says(const st_cell *c, const char *mark, st_str id) {
    const size_t n = strlen(mark);
    for (size_t i = 0; i < c->n; i++) {
        const st_str v = c->value[i].text;
        if (v.n == id.n + n && st_str_starts(v, mark) && st_str_eq(st_str_sub(v, n, v.n), id)) return true;
    }
    return false;
}

/* "us_ofac_sdn:12345", of the party of the index. */
static bool is_record(const st_cell *c, const st_index *ix, uint32_t party) {
    if (!c->n) return false;
    st_party_view p;
    st_list_view v;
    st_index_party(ix, party, &p);
    st_index_list(ix, p.list, &v);
    for (size_t i = 0; i < c->n; i++) {
        const st_str t = c->value[i].text, list = v.field[ST_LIST_ID];
        if (t.n == list.n + 1 + p.key.n && st_str_eq(st_str_sub(t, 0, list.n), list) && t.p[list.n] == ':' && st_str_eq(st_str_sub(t, list.n + 1, t.n), p.key)) return true;
    }
    return false;
}

static st_str told(st_standing_of_case *s, const char *how, uint32_t party, uint32_t score) {
    st_party_view p;
    st_list_view v;
    st_buf b = ST_BUF_INIT(2048);
    st_index_party(s->ix, party, &p);
    st_index_list(s->ix, p.list, &v);
    st_str name = ST_STR_NONE;
    st_cursor c = st_index_facts(s->ix, party);
    for (st_fact_view f; !name.n && st_cursor_next(&c, &f);)
        if (f.prop == ST_P_NAME) name = f.value;
    st_buf_printf(&b, "%s %.*s (%.*s %.*s, %.*s), score %u.%04u", how, ST_FMT(name), ST_FMT(v.field[ST_LIST_ID]), ST_FMT(p.key), ST_FMT(v.field[ST_LIST_DATE].n ? v.field[ST_LIST_DATE] : ST_STR("no date")),
                  score / 10000, score % 10000);
    const st_str out = st_str_copy(s->a, st_buf_view(&b));
    if (b.failed || !out.p) st_fail(&s->err, ST_E_NOMEM, "out of memory while checking");
    st_buf_free(&b);
    return out;
}

/* A few bodies are meant by name, whatever list carries them: the central bank, a refinery. The kernel of the search compares. */
static st_tri by_name(st_standing_of_case *s, st_scope scope, size_t item, const st_list_object *l, st_str *note) {
    const st_str name = text(s, scope, "name", item);
    if (!l->names.n || !named(name) || st_kind_of(text(s, scope, "type", item)) == ST_KIND_PERSON) return ST_NO;   /* bodies, never persons */
    uint32_t best = 0;
    for (size_t i = 0; i < l->names.n; i++) {
        int32_t bits;
        st_err bad;
        if (st_compare(s->comparer, ST_KIND_ORGANISATION, name, l->names.item[i], NULL, &bits, &bad) != ST_OK || bits == INT32_MIN) continue;
        const uint32_t score = st_score_of_bits(bits);
        if (score > best) {
            best = score;
            *note = l->names.item[i];
        }
    }
    return best >= s->r->same ? ST_YES : best >= s->r->possible ? ST_MAYBE : ST_NO;
}

static st_tri ask_list(st_standing_of_case *s, st_scope scope, size_t item, const st_list_object *l, st_instant at, st_str *note) {
    const st_cell *stated = cell(s, scope, "listed", item);
    if (says(stated, "", l->id)) return (void)(*note = ST_STR("the case says so")), ST_YES;
    if (says(stated, "!", l->id)) return (void)(*note = ST_STR("the case says that it is not")), ST_NO;
    if (s->closed) return ST_NO;
    const st_tri meant = by_name(s, scope, item, l, note);
    if (meant == ST_YES || l->n == 0) return meant;
    if (!s->search) return (void)(*note = ST_STR("no index was asked: give one with -i, or say in the case whether it is listed")), ST_MAYBE;
    if (s->loaded[l->number] < 0) s->loaded[l->number] = st_list_is_loaded(s->ix, l);
    if (!s->loaded[l->number] && s->partial) s->loaded[l->number] = SKIPPED;
    st_tri best = meant;
    if (!s->loaded[l->number]) {   /* until a list that holds a part of it has the party */
        *note = st_str_of(st_note_not_held);
        best = ST_MAYBE;
    }
    if (s->loaded[l->number] != 1 && !in_index(s->ix, l, true)) return best;
    const st_cell *is = cell(s, scope, "is", item), *is_not = cell(s, scope, "is_not", item);
    const st_found *found;
    const size_t n = st_standing_found(s, scope, item, &found);
    for (size_t i = 0; i < n && best != ST_YES; i++) {
        if (is_record(is_not, s->ix, found[i].party)) continue;
        const st_tri holds = st_list_holds(s->ix, l, found[i].party, at);
        if (holds == ST_NO) continue;
        const bool same = found[i].score >= s->r->same || is_record(is, s->ix, found[i].party);
        const st_tri one = same ? holds : ST_MAYBE;
        if (best == ST_NO || one == ST_YES)
            *note = told(s, one == ST_YES ? "it is" : !same ? "it may be" : "it is, but the list does not say since when,", found[i].party, found[i].score);
        best = one;
    }
    return best;
}

static st_tri listed(void *self, st_scope scope, size_t item, const st_list_object *l, st_instant at, st_str *note) {
    st_standing_of_case *s = self;
    seen *e = &s->seen[scope][item];
    if (at != s->at) {   /* answers are of one time */
        for (size_t k = 0; k < ST_SCOPES; k++)
            for (size_t i = 0; i < s->c->items[k]; i++)
                if (s->seen[k][i].on) memset(s->seen[k][i].on, 0, (s->r->lists + 1) * sizeof *e->on);
        s->at = at;
    }
    if (!e->on && !(e->on = st_arena_calloc(s->a, (s->r->lists + 1) * sizeof *e->on))) {   /* one more: a list object that the rules do not have, number r->lists */
        st_fail(&s->err, ST_E_NOMEM, "out of memory while checking");
        return ST_MAYBE;
    }
    answer *a = &e->on[l->number];
    if (!a->given) {
        a->value = ask_list(s, scope, item, l, at, &a->note);
        a->given = true;
    }
    if (a->note.n) *note = a->note;
    return a->value;
}

void st_standing_partial(st_standing_of_case *s) { s->partial = true; }

bool st_standing_skipped(const st_standing_of_case *s, const st_list_object *l) { return s->loaded[l->number] == SKIPPED; }

void st_standing_owned(st_standing_of_case *s, st_owned_of_case *o) { s->owned = o; }

static st_tri owned(void *self, st_scope scope, size_t item, const st_list_object *l, const st_owner_terms *terms, st_instant at, st_str *note) {
    st_standing_of_case *s = self;
    if (l && !st_span_has(terms->valid, at)) return listed(self, scope, item, l, at, note);   /* the rule is not in force: only being listed counts */
    if (s->owned) return st_owned_ask(s->owned, scope, item, l, terms, at, note);
    return l ? listed(self, scope, item, l, at, note) : ST_MAYBE;
}

static st_tri controlled(void *self, st_scope scope, size_t item, const st_list_object *l, st_instant at, st_str *note) {
    st_standing_of_case *s = self;
    if (s->owned) return st_controlled_ask(s->owned, scope, item, l, at, note);
    return listed(self, scope, item, l, at, note);
}

st_registry st_standing_registry(st_standing_of_case *s) { return (st_registry){ s, listed, owned, controlled }; }
