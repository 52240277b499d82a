/* Computed facts. */
#include "rules/derive.h"
#include "rules/hs.h"
#include "rules/vessel.h"

typedef struct work { const st_rules *r; st_case *c; st_arena *a; st_err *err; st_code failed; } work;

/* The cell of a fact that is free to be computed: in the schema, and not stated. */
static st_cell *free_cell(work *w, const char *fact, size_t item) {
    const st_fact_def *f = st_rules_fact(w->r, st_str_of(fact));
    if (!f) return NULL;
    st_cell *cell = &w->c->cell[f->scope][item * w->r->facts_of[f->scope] + f->slot];
    return cell->stated ? NULL : cell;
}

static void put(work *w, st_cell *cell, st_str text, int64_t number) {
    st_value *v = st_arena_calloc(w->a, sizeof *v);
    if (!v) {
        w->failed = st_fail(w->err, ST_E_NOMEM, "out of memory for the case");
        return;
    }
    *v = (st_value){ text, number, number };
    cell->value = v;
    cell->n = 1;
    cell->known = true;
}

/* The fact itself, when the case states it of the item. */
static const st_fact_def *stated(work *w, const char *fact, size_t item) {
    const st_fact_def *f = st_rules_fact(w->r, st_str_of(fact));
    return f && st_case_cell(w->r, w->c, f, item)->n ? f : NULL;
}

static void passage(work *w, size_t i) {
    const st_fact_def *figure = stated(w, "passage.black_sea_tons", i);
    if (!figure) figure = stated(w, "passage.black_sea_cap", i);
    if (!figure) figure = stated(w, "passage.state_tons", i);
    st_cell *matter = free_cell(w, "passage.matter", i), *way = free_cell(w, "passage.direction", i), *home = free_cell(w, "passage.returning_to_base", i);
    if (way && figure) {   /* what is already in the Black Sea counts for a ship that enters it, and for no other */
        put(w, way, ST_STR("northbound"), 0);
        way->from = figure;
        w->c->assumed++;
    }
    const st_str base = st_case_text(w->r, w->c, "passage.home_base", i), direction = st_case_text(w->r, w->c, "passage.direction", i);
    if (matter) put(w, matter, ST_STR("transit"), 0);
    if (!home || !base.n || !direction.n) return;
    const bool black_sea = st_str_iis(base, "black_sea"), north = st_str_iis(direction, "northbound");
    if (north || st_str_iis(direction, "southbound")) put(w, home, black_sea == north ? ST_STR("yes") : ST_STR("no"), 0);
}

static void ship_age(work *w, size_t i) {
    st_cell *age = free_cell(w, "vessel.age", i);
    const st_fact_def *built = st_rules_fact(w->r, ST_STR("vessel.built"));
    const st_cell *year = built ? st_case_cell(w->r, w->c, built, i) : NULL;
    st_instant now;
    char day[32];
    int64_t this_year;
    if (!age || !year || !year->n || !st_case_date(w->r, w->c, &now)) return;
    st_instant_print(now, day);
    day[4] = 0;
    if (st_decimal_of(st_str_of(day), &this_year) && this_year >= year->value[0].lo) put(w, age, ST_STR_NONE, this_year - year->value[0].lo);
}

static void vessel(work *w, size_t i) {
    const st_str imo = st_case_text(w->r, w->c, "vessel.imo", i), mmsi = st_case_text(w->r, w->c, "vessel.mmsi", i);
    st_cell *imo_status = free_cell(w, "vessel.imo_status", i), *mmsi_status = free_cell(w, "vessel.mmsi_status", i), *country = free_cell(w, "vessel.mmsi_country", i);
    st_str alpha2 = ST_STR_NONE;
    if (imo_status && imo.n) put(w, imo_status, st_imo_status(imo, NULL), 0);
    if (mmsi.n) {
        const st_str status = st_mmsi_status(mmsi, &alpha2);
        if (mmsi_status) put(w, mmsi_status, status, 0);
        if (country && alpha2.n) put(w, country, alpha2, 0);
    }
    ship_age(w, i);
}

/* A code of an older edition becomes all that it was split into; a set holds the goods for sure only when it holds each of these. */
static void goods(work *w, size_t i) {
    const st_fact_def *f = st_rules_fact(w->r, ST_STR("goods.hs")), *edition = st_rules_fact(w->r, ST_STR("goods.hs_edition"));
    st_cell *status = free_cell(w, "goods.hs_status", i);
    if (!f || !st_case_cell(w->r, w->c, f, i)->n) return;
    st_cell *cell = &w->c->cell[f->scope][i * w->r->facts_of[f->scope] + f->slot];
    st_hs became[ST_HS_TARGETS];
    size_t n = 0;
    const st_str how = st_hs_2022(cell->value[0].text, st_case_text(w->r, w->c, "goods.hs_edition", i), became, &n);
    if (status) put(w, status, how, 0);
    if (!st_str_is(how, "mapped") || n == 0) return;
    st_value *v = st_arena_calloc(w->a, n * sizeof *v);
    if (!v) {
        w->failed = st_fail(w->err, ST_E_NOMEM, "out of memory for the case");
        return;
    }
    for (size_t k = 0; k < n; k++) v[k].text = st_str_copy(w->a, (st_str){ became[k].digit, became[k].n });
    cell->value = v;
    cell->n = (uint16_t)n;
    cell->from = edition;
    w->c->assumed++;
}

st_code st_case_derive(const st_rules *r, st_case *c, st_arena *a, st_err *err) {
    work w = { .r = r, .c = c, .a = a, .err = err };
    for (size_t i = 0; i < c->items[ST_IN_PASSAGE]; i++) passage(&w, i);
    for (size_t i = 0; i < c->items[ST_IN_VESSEL]; i++) vessel(&w, i);
    for (size_t i = 0; i < c->items[ST_IN_GOODS_ITEM]; i++) goods(&w, i);
    return w.failed;
}
