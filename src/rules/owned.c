/* A case under the ownership rules. See owned.h.
 *
 * Who an item is, standing.h has found: the one record of a list that is it becomes one node with it; those that may be it stand beside it, and what they are
 * it may be. */
#include "rules/owned.h"

enum { RECORDS = 16, SECONDS = 86400 };   /* records beside an item */

/* node, beside: by item, parties then ships; RECORDS each. hits: by node, what the index knows by the name of one that is no item; NULL: not asked yet. */
typedef struct graph { int32_t day; st_holdings *h; uint32_t *node, *beside; st_hits **hits; } graph;
typedef struct closed { st_closure c; st_tri *listed; st_owners *o; graph *g; } closed;

struct st_owned_of_case {
    const st_rules *r; const st_case *c; const st_index *ix; st_search *search; st_standing_of_case *standing; const st_registry *registry;
    size_t items;
    graph **graph; size_t graphs, cap_graph;
    closed **done; size_t n_done, cap_done;
    st_arena arena;
    st_err err;
};

st_owner_rule st_owner_rule_of(const st_owner_terms *t) {
    const st_use control = t->control ? ST_USE_GROUND : t->presumption ? ST_USE_DOUBT : ST_USE_NO;
    return (st_owner_rule){ .threshold_bp = (uint32_t)t->threshold_bp, .at_least = t->at_least, .aggregate = t->aggregate, .control = control,
                            .votes = t->votes ? ST_USE_GROUND : ST_USE_DOUBT, .board = t->board ? ST_USE_GROUND : control == ST_USE_NO ? ST_USE_NO : ST_USE_DOUBT };
}

/* ---- beginning and end ---------------------------------------------------------------------------------------------------------------------------- */

st_owned_of_case *st_owned_begin(const st_rules *r, const st_case *c, const st_index *ix, st_search *search, st_standing_of_case *standing, const st_registry *registry) {
    st_owned_of_case *o = st_calloc(1, sizeof *o);
    if (!o) return NULL;
    o->r = r;
    o->c = c;
    o->ix = ix;
    o->search = search;
    o->standing = standing;
    o->registry = registry;
    o->items = c->items[ST_IN_PARTY] + c->items[ST_IN_VESSEL];
    return o;
}

static void free_graph(graph *g) {
    if (!g) return;
    st_holdings_free(g->h);
    st_free(g->node);
    st_free(g->beside);
    st_free(g->hits);
    st_free(g);
}

void st_owned_end(st_owned_of_case *o) {
    if (!o) return;
    for (size_t i = 0; i < o->n_done; i++) {
        st_owners_free(o->done[i]->o);
        st_free(o->done[i]->listed);
        st_free(o->done[i]);
    }
    for (size_t i = 0; i < o->graphs; i++) free_graph(o->graph[i]);
    st_free(o->done);
    st_free(o->graph);
    st_arena_free(&o->arena);
    st_free(o);
}

st_code st_owned_failed(const st_owned_of_case *o, st_err *err) {
    if (o->err.code) *err = o->err;
    return o->err.code;
}

static st_code no_memory(st_owned_of_case *o) { return st_fail(&o->err, ST_E_NOMEM, "out of memory for the ownership graph"); }

/* ---- the graph ------------------------------------------------------------------------------------------------------------------------------------- */

static size_t place(const st_owned_of_case *o, st_scope scope, size_t item) { return scope == ST_IN_VESSEL ? o->c->items[ST_IN_PARTY] + item : item; }

static st_str fact(const st_owned_of_case *o, st_scope scope, const char *name, size_t item) {
    char id[64];
    snprintf(id, sizeof id, "%s.%s", st_scope_name(scope), name);
    return st_case_text(o->r, o->c, id, item);
}

static st_hits nobody;   /* never written */

/* Has the case cleared the record: is_not LIST:KEY? */
static bool is_cleared(const st_owned_of_case *o, st_scope scope, size_t item, uint32_t party) {
    const st_fact_def *f = st_rules_fact(o->r, scope == ST_IN_PARTY ? ST_STR("party.is_not") : ST_STR("vessel.is_not"));
    const st_cell *c = f ? st_case_cell(o->r, o->c, f, item) : NULL;
    st_party_view p;
    st_list_view v;
    st_index_party(o->ix, party, &p);
    st_index_list(o->ix, p.list, &v);
    for (size_t i = 0; c && i < c->n; i++) {
        const st_str t = c->value[i].text, list = v.field[ST_LIST_ID];
        if (t.n == list.n + 1 + p.key.n && st_str_eq(st_str_sub(t, 0, list.n), list) && st_str_eq(st_str_sub(t, list.n + 1, t.n), p.key)) return true;
    }
    return false;
}

static uint32_t list_of(const st_index *ix, uint32_t party) {
    st_party_view p;
    st_index_party(ix, party, &p);
    return p.list;
}

/* Is it the only record of its list that is the item? */
static bool is_the_one(const st_owned_of_case *o, const st_found *found, size_t n, size_t at) {
    if (found[at].score < o->r->same) return false;
    for (size_t i = 0; i < n; i++)
        if (i != at && found[i].party != found[at].party && found[i].score >= o->r->same && list_of(o->ix, found[i].party) == list_of(o->ix, found[at].party)) return false;
    return true;
}

/* The records that an item was found to be become one with it; those that it may be stand beside it. */
static st_code bind(st_owned_of_case *o, graph *g, st_scope scope, size_t item) {
    const size_t at = place(o, scope, item);
    const st_found *found = NULL;
    const size_t n = o->ix ? st_standing_found(o->standing, scope, item, &found) : 0;
    size_t beside = 0;
    for (size_t i = 0; i < n; i++) {
        if (is_cleared(o, scope, item, found[i].party)) continue;
        if (is_the_one(o, found, n, i)) ST_TRY(st_holdings_same(g->h, g->node[at], found[i].party, &o->err));
        else if (beside < RECORDS && (g->beside[at * RECORDS + beside++] = st_holdings_party(g->h, found[i].party, &o->err)) == UINT32_MAX) return o->err.code;
    }
    return ST_OK;
}

/* Labels: name and id of a party, name and number of a ship. */
static st_code add_item(st_owned_of_case *o, graph *g, st_scope scope, size_t item) {
    const size_t at = place(o, scope, item);
    const st_str name = fact(o, scope, "name", item), id = fact(o, scope, "id", item), imo = fact(o, scope, "imo", item);
    st_str label = name.n ? name : id.n ? id : imo;
    char *unnamed = st_arena_alloc(&o->arena, 64);
    if (!unnamed) return no_memory(o);
    if (!label.n) label = (st_str){ unnamed, (size_t)snprintf(unnamed, 64, "%s %zu", st_scope_name(scope), item + 1) };
    g->node[at] = st_holdings_label(g->h, label, &o->err);
    if (g->node[at] == UINT32_MAX) return o->err.code;
    if (id.n && !st_str_eq(id, label)) ST_TRY(st_holdings_alias(g->h, g->node[at], id, &o->err));
    if (imo.n && scope == ST_IN_VESSEL && !st_str_eq(imo, label)) ST_TRY(st_holdings_alias(g->h, g->node[at], imo, &o->err));
    return bind(o, g, scope, item);
}

static st_code ship(st_owned_of_case *o, graph *g, size_t item) {
    const st_str owner = fact(o, ST_IN_VESSEL, "owner", item), manager = fact(o, ST_IN_VESSEL, "manager", item);
    const st_str name = fact(o, ST_IN_VESSEL, "name", item), id = fact(o, ST_IN_VESSEL, "id", item), label = name.n ? name : id.n ? id : fact(o, ST_IN_VESSEL, "imo", item);
    if (!label.n) return ST_OK;
    if (owner.n) ST_TRY(st_holdings_claim(g->h, &(st_claim){ .owner = owner, .owned = label, .min_bp = ST_WHOLE_BP, .max_bp = ST_WHOLE_BP }, &o->err));
    if (manager.n) ST_TRY(st_holdings_claim(g->h, &(st_claim){ .owner = manager, .owned = label, .kind = ST_HOLD_CONTROL, .max_bp = ST_WHOLE_BP }, &o->err));
    return ST_OK;
}

/* An office is no control yet: "chief executive". */
static bool is_office(st_str text) {
    static const char *const words[] = { "chief", "ceo", "director", "president", "chair", "officer", "manag", "head" };
    for (size_t i = 0; i < ST_LEN(words); i++)
        if (st_str_ifind(text, words[i]) != SIZE_MAX) return st_str_ifind(text, "appoint") == SIZE_MAX && st_str_ifind(text, "control") == SIZE_MAX;
    return false;
}

static st_str day_text(st_owned_of_case *o, bool has, st_instant t) {
    char *text = has ? st_arena_alloc(&o->arena, 32) : NULL;
    if (!text) return ST_STR_NONE;
    st_instant_print(t, text);
    return st_str_of(text).n > 10 ? (st_str){ text, 10 } : st_str_of(text);
}

static st_code claims(st_owned_of_case *o, graph *g) {
    static const st_hold kinds[] = { [ST_STAKE_SHARES] = ST_HOLD_SHARES, [ST_STAKE_VOTES] = ST_HOLD_VOTES, [ST_STAKE_BOARD] = ST_HOLD_BOARD, [ST_STAKE_CONTROL] = ST_HOLD_CONTROL };
    for (size_t i = 0; i < o->c->stakes; i++) {
        const st_case_stake *s = &o->c->stake[i];
        st_claim c = { .owner = s->owner, .owned = s->owned, .kind = kinds[s->kind], .min_bp = (uint32_t)s->min_bp, .max_bp = (uint32_t)s->max_bp, .joint = s->joint,
                       .since = day_text(o, s->has_since, s->since), .until = day_text(o, s->has_until, s->until) };
        if (c.kind == ST_HOLD_BOARD || c.kind == ST_HOLD_CONTROL) {
            c.min_bp = is_office(s->text) ? 0 : ST_WHOLE_BP;
            c.max_bp = ST_WHOLE_BP;
        }
        ST_TRY(st_holdings_claim(g->h, &c, &o->err));
    }
    return ST_OK;
}

static st_code fill_graph(st_owned_of_case *o, graph *g) {
    g->h = st_holdings_new(o->ix, g->day, NULL, &o->err);
    g->node = st_calloc(o->items + 1, sizeof *g->node);
    g->beside = st_alloc((o->items + 1) * RECORDS * sizeof *g->beside);
    if (!g->h || !g->node || !g->beside) return no_memory(o);
    memset(g->beside, 0xff, (o->items + 1) * RECORDS * sizeof *g->beside);
    for (size_t i = 0; i < o->c->items[ST_IN_PARTY]; i++) ST_TRY(add_item(o, g, ST_IN_PARTY, i));
    for (size_t i = 0; i < o->c->items[ST_IN_VESSEL]; i++) ST_TRY(add_item(o, g, ST_IN_VESSEL, i));
    for (size_t i = 0; i < o->c->items[ST_IN_VESSEL]; i++) ST_TRY(ship(o, g, i));
    ST_TRY(claims(o, g));
    ST_TRY(st_holdings_follow(g->h, &o->err));
    g->hits = st_calloc((size_t)st_holdings_nodes(g->h) + 1, sizeof *g->hits);
    if (!g->hits) return no_memory(o);
    for (size_t i = 0; i < o->items; i++) g->hits[st_holdings_now(g->h, g->node[i])] = &nobody;   /* who items are, standing.h has found */
    return ST_OK;
}

static int32_t day_of(st_instant t) { return (int32_t)((t >= 0 ? t : t - (SECONDS - 1)) / SECONDS); }

static graph *graph_on(st_owned_of_case *o, int32_t day) {
    for (size_t i = 0; i < o->graphs; i++) if (o->graph[i]->day == day) return o->graph[i];
    graph *g = st_calloc(1, sizeof *g);
    if (!g || st_grow(o->graph, o->cap_graph, o->graphs + 1)) {
        no_memory(o);
        st_free(g);
        return NULL;
    }
    g->day = day;
    if (fill_graph(o, g) == ST_OK) return o->graph[o->graphs++] = g;
    free_graph(g);
    return NULL;
}

/* ---- who is listed ---------------------------------------------------------------------------------------------------------------------------------- */

typedef struct on_list { const st_index *ix; const st_list_object *list; st_instant at; } on_list;
static st_tri is_on(void *user, uint32_t party) {
    const on_list *l = user;
    return l->list ? st_list_holds(l->ix, l->list, party, l->at) : st_party_listed(l->ix, party, NULL, 0, day_of(l->at));
}

/* Does the case itself call the item listed, on whatever list? */
static st_tri is_called_listed(const st_owned_of_case *o, st_scope scope, size_t item) {
    const st_fact_def *f = st_rules_fact(o->r, scope == ST_IN_PARTY ? ST_STR("party.listed") : ST_STR("vessel.listed"));
    const st_cell *c = f ? st_case_cell(o->r, o->c, f, item) : NULL;
    for (size_t i = 0; c && i < c->n; i++) if (c->value[i].text.n && c->value[i].text.p[0] != '!') return ST_YES;
    return ST_NO;
}

/* An owner that is no party of the case is a name: whom does the index know by it? Asked once. */
static const st_hits *hits_of(st_owned_of_case *o, graph *g, uint32_t node) {
    const st_query q = { .name = st_holdings_node(g->h, node)->name };
    const st_search_options options = { .threshold = o->r->possible };
    if (g->hits[node] || !o->search || !q.name.n) return g->hits[node] ? g->hits[node] : &nobody;
    st_hits *hits = st_arena_calloc(&o->arena, sizeof *hits);
    if (!hits) {
        no_memory(o);
        return &nobody;
    }
    g->hits[node] = hits;
    const st_code code = st_search_run(o->search, &q, &options, &o->arena, hits, &o->err);
    if (code) *hits = nobody;
    if (code == ST_E_USAGE) o->err = (st_err){ 0 };   /* a name without a letter: nobody is meant */
    return hits;
}

static st_tri by_name(st_owned_of_case *o, graph *g, uint32_t node, on_list *l) {
    const st_hits *hits = hits_of(o, g, node);
    st_tri best = ST_NO;
    for (size_t i = 0; i < hits->n && best != ST_YES; i++) {
        const st_tri t = is_on(l, hits->item[i].party);
        if (t != ST_NO) best = hits->item[i].score >= o->r->same ? t : ST_MAYBE;
    }
    return best;
}

static void list_nodes(st_owned_of_case *o, const closed *d) {
    on_list l = { o->ix, d->c.list, d->c.at };
    st_str note;
    st_holdings_listed(d->g->h, o->ix ? is_on : NULL, &l, d->listed);
    for (uint32_t n = 0; n < st_holdings_nodes(d->g->h); n++) {
        const st_holder *p = st_holdings_node(d->g->h, n);
        if (p->parties == 0 && !p->unnamed && (p->asked || p->named_only)) d->listed[n] = st_tri_or(d->listed[n], by_name(o, d->g, n, &l));
    }
    for (size_t i = 0; i < o->items; i++) {   /* of the case's own items it has the last word */
        const st_scope scope = i < o->c->items[ST_IN_PARTY] ? ST_IN_PARTY : ST_IN_VESSEL;
        const size_t item = scope == ST_IN_PARTY ? i : i - o->c->items[ST_IN_PARTY];
        const uint32_t n = st_holdings_now(d->g->h, d->g->node[i]);
        d->listed[n] = d->c.list ? o->registry->listed(o->registry->self, scope, item, d->c.list, d->c.at, &note)
                                 : st_tri_or(d->listed[n], is_called_listed(o, scope, item));
    }
}

/* What a record beside an item is, the item may be. Does that change anything? */
static bool list_beside(st_owned_of_case *o, const closed *d) {
    bool changed = false;
    for (size_t i = 0; i < o->items * RECORDS; i++) {
        if (d->g->beside[i] == UINT32_MAX) continue;
        const uint32_t n = st_holdings_now(d->g->h, d->g->node[i / RECORDS]);
        if (st_owners_of(d->o, st_holdings_now(d->g->h, d->g->beside[i]))->blocked == ST_NO || st_owners_of(d->o, n)->blocked != ST_NO) continue;
        d->listed[n] = ST_MAYBE;
        changed = true;
    }
    return changed;
}

static st_code close_once(st_owned_of_case *o, closed *d) {
    const st_stake *stake;
    const uint32_t n = st_holdings_stakes(d->g->h, &stake);
    st_owners_free(d->o);
    d->o = st_owners_close(st_holdings_nodes(d->g->h), stake, n, d->listed, &d->c.rule, d->g->day, &o->err);
    return d->o ? ST_OK : o->err.code;
}

static bool same_rule(const st_owner_rule *a, const st_owner_rule *b) {
    return a->threshold_bp == b->threshold_bp && a->at_least == b->at_least && a->aggregate == b->aggregate && a->control == b->control && a->votes == b->votes && a->board == b->board;
}

const st_closure *st_owned_close(st_owned_of_case *o, const st_list_object *list, const st_owner_rule *rule, st_instant at) {
    for (size_t i = 0; i < o->n_done && !o->err.code; i++) {
        const st_closure *c = &o->done[i]->c;
        if (c->list == list && c->at == at && same_rule(&c->rule, rule)) return c;
    }
    if (o->err.code) return NULL;
    graph *g = graph_on(o, day_of(at));
    if (!g) return NULL;
    closed *d = st_calloc(1, sizeof *d);
    if (!d || st_grow(o->done, o->cap_done, o->n_done + 1) || !(d->listed = st_calloc(st_holdings_nodes(g->h) + 1, sizeof *d->listed))) {
        no_memory(o);
        st_free(d);
        return NULL;
    }
    d->g = g;
    d->c = (st_closure){ .list = list, .rule = *rule, .at = at };
    list_nodes(o, d);
    if (close_once(o, d) == ST_OK && list_beside(o, d)) close_once(o, d);
    o->done[o->n_done++] = d;
    if (o->err.code) return NULL;
    d->c.h = g->h;
    d->c.listed = d->listed;
    d->c.o = d->o;
    return &d->c;
}

/* ---- answers ------------------------------------------------------------------------------------------------------------------------------------------ */

uint32_t st_owned_node(st_owned_of_case *o, const st_closure *c, st_scope scope, size_t item) {
    if (scope != ST_IN_PARTY && scope != ST_IN_VESSEL) return UINT32_MAX;
    const graph *g = graph_on(o, day_of(c->at));
    return g ? st_holdings_now(g->h, g->node[place(o, scope, item)]) : UINT32_MAX;
}

static st_tri answer(st_owned_of_case *o, st_scope scope, size_t item, const st_list_object *list, const st_owner_rule *rule, st_instant at, st_str *note) {
    const st_closure *c = st_owned_close(o, list, rule, at);
    const uint32_t node = c ? st_owned_node(o, c, scope, item) : UINT32_MAX;
    if (node == UINT32_MAX) return c && list ? o->registry->listed(o->registry->self, scope, item, list, at, note) : ST_MAYBE;
    const st_owned *w = st_owners_of(c->o, node);
    if (w->ground == ST_GROUND_LISTED && list) return (void)o->registry->listed(o->registry->self, scope, item, list, at, note), w->blocked;
    st_buf b = ST_BUF_INIT(1u << 16);
    st_chain_text(c->h, c->o, c->listed, node, &b);
    if (w->blocked == ST_NO && w->lo_bp) {
        st_buf_z(&b, "listed parties hold ");
        st_stake_text(&(st_stake){ .min_bp = w->lo_bp, .max_bp = w->hi_bp }, &b);
    }
    if (b.n) *note = st_str_copy(&o->arena, st_buf_view(&b));
    if (b.failed || (b.n && !note->p)) no_memory(o);
    st_buf_free(&b);
    return w->blocked;
}

st_tri st_owned_ask(st_owned_of_case *o, st_scope scope, size_t item, const st_list_object *list, const st_owner_terms *terms, st_instant at, st_str *note) {
    const st_owner_rule rule = st_owner_rule_of(terms);
    return answer(o, scope, item, list, &rule, at, note);
}

st_tri st_controlled_ask(st_owned_of_case *o, st_scope scope, size_t item, const st_list_object *list, st_instant at, st_str *note) {
    static const st_owner_rule rule = { .threshold_bp = ST_WHOLE_BP, .aggregate = true, .control = ST_USE_GROUND, .board = ST_USE_GROUND };   /* no share is more than the whole */
    return answer(o, scope, item, list, &rule, at, note);
}
