/* Vectors asked and compared. */
#include "base/file.h"
#include "base/yaml.h"
#include "engine/vectors.h"

typedef struct work { st_rules_at_fn rules_at; const st_engine *e; st_vector_fn fn; void *user; st_vectors_stats *stats; st_buf diff; const char *path; } work;

static void differ(work *w, const char *fmt, ...) ST_PRINTF(2, 3);
static void differ(work *w, const char *fmt, ...) {
    char text[1200];
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    if (w->diff.n) st_buf_char(&w->diff, '\n');
    st_buf_z(&w->diff, text);
}

/* Calls fn for a value, or each value of a list. */
typedef void (*one_fn)(work *w, const st_checked *a, const st_json *v);
static void each(work *w, const st_checked *a, const st_json *expect, const char *key, one_fn fn) {
    const st_json *v = st_json_get(expect, key);
    if (!v) return;
    if (v->type == ST_JSON_STRING) fn(w, a, v);
    else
        for (const st_json *i = v->child; i; i = i->next) fn(w, a, i);
}

static bool fired(const st_checked *a, st_str id) {
    for (size_t i = 0; i < a->j.findings; i++) {
        const st_finding *f = &a->j.finding[i];
        if (st_str_eq(st_finding_id(f), id) || (f->exception && st_str_eq(f->exception->id, id)) || (f->table && st_str_eq(f->table->id, id))) return true;
    }
    return false;
}

static void check_fired(work *w, const st_checked *a, const st_json *v) {
    if (!fired(a, v->text)) differ(w, "%.*s did not fire", ST_FMT(v->text));
}

static void check_not_fired(work *w, const st_checked *a, const st_json *v) {
    if (fired(a, v->text)) differ(w, "%.*s fired", ST_FMT(v->text));
}

static void check_exposure(work *w, const st_checked *a, const st_json *v) {
    for (size_t i = 0; i < a->j.exposures; i++)
        if (st_str_eq(st_finding_id(&a->j.exposure[i]), v->text)) return;
    differ(w, "no exposure %.*s", ST_FMT(v->text));
}

static void check_no_exposure(work *w, const st_checked *a, const st_json *v) {
    for (size_t i = 0; i < a->j.exposures; i++)
        if (st_str_eq(st_finding_id(&a->j.exposure[i]), v->text)) differ(w, "exposure %.*s", ST_FMT(v->text));
}

static bool raised(const st_checked *a, st_str id) {
    for (size_t i = 0; i < a->j.flags; i++)
        if (st_str_eq(a->j.flag[i].flag->id, id)) return true;
    return false;
}

static void check_flag(work *w, const st_checked *a, const st_json *v) {
    if (!raised(a, v->text)) differ(w, "no flag %.*s", ST_FMT(v->text));
}

static void check_no_flag(work *w, const st_checked *a, const st_json *v) {
    if (raised(a, v->text)) differ(w, "flag %.*s", ST_FMT(v->text));
}

/* ---- texts that some line contains ------------------------------------------------------------------------------------------------------------------ */

typedef struct looking { st_str text; bool found; } looking;
static void look(void *user, st_str line) {
    looking *l = user;
    l->found |= st_str_find_part(line, l->text) != SIZE_MAX;
}

static void check_missing(work *w, const st_checked *a, const st_json *v) {
    looking l = { v->text, false };
    for (size_t i = 0; i < a->j.findings; i++) st_finding_missing(a, &a->j.finding[i], look, &l);
    if (!l.found) differ(w, "%.*s is not said to be missing", ST_FMT(v->text));
}

static void check_change(work *w, const st_checked *a, const st_json *v) {
    looking l = { v->text, false };
    for (size_t i = 0; i < a->j.findings; i++) st_finding_changes(a, &a->j.finding[i], look, &l);
    if (!l.found) differ(w, "it is not said that this would change it: %.*s", ST_FMT(v->text));
}

static void check_obligation(work *w, const st_checked *a, const st_json *v) {
    for (size_t i = 0; i < a->j.findings; i++) {
        const st_texts t = st_finding_obligations(&a->j.finding[i]);
        for (size_t k = 0; k < t.n; k++)
            if (st_str_find_part(t.item[k], v->text) != SIZE_MAX) return;
    }
    differ(w, "no obligation says: %.*s", ST_FMT(v->text));
}

/* ---- verdicts -------------------------------------------------------------------------------------------------------------------------------------------- */

static void what_fired(const st_checked *a, const st_regime *regime, st_buf *out) {
    for (size_t i = 0; i < a->j.findings; i++)
        if (a->j.finding[i].regime == regime) st_buf_printf(out, " %.*s=%s", ST_FMT(st_finding_id(&a->j.finding[i])), st_verdict_name(a->j.finding[i].verdict));
    for (size_t i = 0; i < a->j.flags; i++)
        if (a->j.flag[i].flag->raises) st_buf_printf(out, " %.*s", ST_FMT(a->j.flag[i].flag->id));
}

static void check_verdict(work *w, const st_checked *a, const st_json *v) {
    st_buf why = ST_BUF_INIT(900);
    for (size_t i = 0; i < a->j.regimes; i++) {
        const st_regime_answer *r = &a->j.regime[i];
        if (!st_str_eq(r->regime->id, v->key)) continue;
        what_fired(a, r->regime, &why);
        if (!st_str_is(v->text, st_verdict_name(r->verdict)))
            differ(w, "%.*s is %s, not %.*s (nexus %s;%.*s)", ST_FMT(v->key), st_verdict_name(r->verdict), ST_FMT(v->text), st_tri_name(r->nexus), ST_FMT(st_buf_view(&why)));
        st_buf_free(&why);
        return;
    }
    differ(w, "there is no regime %.*s", ST_FMT(v->key));
}

static void check_result(work *w, const st_checked *a, const st_json *v) {
    for (size_t i = 0; i < a->j.findings; i++) {
        const st_finding *f = &a->j.finding[i];
        if (!f->table || !st_str_eq(f->table->id, v->key)) continue;
        const st_str result = f->value == ST_YES && f->row && f->verdict == f->row->verdict ? f->row->result : ST_STR("ESCALATE");
        if (!st_str_eq(result, v->text)) differ(w, "%.*s gives %.*s (row %.*s), not %.*s", ST_FMT(v->key), ST_FMT(result), ST_FMT(st_finding_id(f)), ST_FMT(v->text));
        return;
    }
    differ(w, "%.*s gives nothing", ST_FMT(v->key));
}

/* owned: {B: {ofac50: yes}} : party B under a rule, those that the case calls listed as the listed. */
static void check_owned(work *w, const st_checked *a, const st_json *party) {
    const st_rules *r = a->ask.rules;
    for (const st_json *v = party->child; v; v = v->next) {
        st_str note = ST_STR_NONE;
        const st_owner_terms *terms = NULL;
        size_t item = SIZE_MAX;
        for (size_t i = 0; i < r->n_terms; i++)
            if (st_str_eq(r->terms[i].id, v->key)) terms = &r->terms[i];
        for (size_t i = 0; i < a->c.items[ST_IN_PARTY]; i++)
            if (st_str_eq(st_case_text(r, &a->c, "party.id", i), party->key) || st_str_eq(st_case_text(r, &a->c, "party.name", i), party->key)) item = i;
        if (!terms || item == SIZE_MAX) {
            differ(w, "there is no %s %.*s", terms ? "party" : "ownership rule", ST_FMT(terms ? party->key : v->key));
            continue;
        }
        const st_tri t = a->registry.owned(a->registry.self, ST_IN_PARTY, item, NULL, terms, a->j.at, &note);
        if (!st_str_is(v->text, st_tri_name(t))) differ(w, "%.*s under %.*s is %s, not %.*s (%.*s)", ST_FMT(party->key), ST_FMT(v->key), st_tri_name(t), ST_FMT(v->text), ST_FMT(note));
    }
}

static void check_curable(work *w, const st_checked *a, const st_json *v) {
    bool curable = false;
    for (size_t i = 0; i < a->j.findings; i++) curable |= a->j.finding[i].curable;
    if (curable != st_str_is(v->text, "yes")) differ(w, "curable is %s", curable ? "yes" : "no");
}

static void check_overall(work *w, const st_checked *a, const st_json *v) {
    if (!st_str_is(v->text, st_verdict_name(a->j.overall))) differ(w, "overall is %s, not %.*s", st_verdict_name(a->j.overall), ST_FMT(v->text));
}

static const struct { const char *key; one_fn fn; } expected[] = {
    { "verdicts", check_verdict }, { "overall", check_overall }, { "fired", check_fired }, { "not_fired", check_not_fired }, { "missing", check_missing }, { "exposure", check_exposure },
    { "no_exposure", check_no_exposure }, { "flags", check_flag }, { "no_flags", check_no_flag }, { "obligations", check_obligation }, { "curable", check_curable }, { "results", check_result },
    { "owned", check_owned }, { "would_change", check_change } };

static void compare(work *w, const st_checked *a, const st_json *expect) {
    for (const st_json *v = expect->child; v; v = v->next) {
        size_t i = 0;
        while (i < ST_LEN(expected) && !st_str_is(v->key, expected[i].key)) i++;
        if (i == ST_LEN(expected)) differ(w, "nothing is expected under \"%.*s\"", ST_FMT(v->key));
        else each(w, a, expect, expected[i].key, expected[i].fn);
    }
}

/* ---- files --------------------------------------------------------------------------------------------------------------------------------------------------- */

static bool time_member(work *w, const st_json *v, const char *key, bool *has, st_instant *out) {
    const st_str text = st_json_get_text(v, key);
    st_instant last;
    *has = text.n;
    if (!text.n || st_instants_of(text, out, &last)) return true;
    differ(w, "%s is no date: %.*s", key, ST_FMT(text));
    return false;
}

static st_code ask(work *w, const st_json *v, st_err *err) {
    static const char *const members[] = { "id", "title", "lists", "as_of", "known_at", "case", "expect", "note" };
    const st_json *tree = st_json_get(v, "case"), *expect = st_json_get(v, "expect");
    st_check_options o = { .closed = st_str_is(st_json_get_text(v, "lists"), "closed") };
    bool has_known;
    st_instant known = 0;
    for (const st_json *m = v->child; m; m = m->next) {
        size_t i = 0;
        while (i < ST_LEN(members) && !st_str_is(m->key, members[i])) i++;
        if (i == ST_LEN(members)) differ(w, "there is no member \"%.*s\" of a vector", ST_FMT(m->key));
    }
    if (!tree || !expect || !expect->child) return (void)differ(w, "case or expect is missing, or nothing is expected"), ST_OK;
    if (!time_member(w, v, "as_of", &o.has_at, &o.at) || !time_member(w, v, "known_at", &has_known, &known)) return ST_OK;
    const st_rules *r = w->rules_at(w->user, has_known, known, err);
    if (!r) return err->code;
    st_checker *k = st_checker_new(r, w->e, err);
    st_checked a;
    if (!k) return err->code;
    st_err bad = { 0 };
    const st_code code = st_checker_run(k, tree, &o, &a, &bad);
    if (code == ST_OK) compare(w, &a, expect);
    else if (code == ST_E_NOMEM) *err = bad;
    else if (st_json_get(expect, "error")) {
        if (st_str_find_part(st_str_of(bad.what), st_json_get_text(expect, "error")) == SIZE_MAX) differ(w, "another error: %s", bad.what);
    } else differ(w, "%s: %s (%s)", bad.where, bad.what, bad.hint);
    st_checker_free(k);
    return code == ST_E_NOMEM ? code : ST_OK;
}

static st_code run(work *w, const st_json *root, st_err *err) {
    const st_json *list = st_json_get(root, "vectors");
    if (!list || list->type != ST_JSON_ARRAY) {
        st_fail(err, ST_E_DATA, "a file of vectors has a list under vectors");
        st_err_where(err, "%s", w->path);
        return ST_E_DATA;
    }
    for (const st_json *v = list->child; v; v = v->next) {
        st_buf_clear(&w->diff);
        ST_TRY(ask(w, v, err));
        w->stats->vectors++;
        if (w->diff.n) w->stats->failed++;
        else w->stats->passed++;
        w->fn(w->user, st_json_get_text(v, "id"), v->line, st_buf_view(&w->diff));
    }
    return ST_OK;
}

st_code st_vectors_run(const char *path, st_rules_at_fn rules_at, const st_engine *e, st_vector_fn fn, void *user, st_vectors_stats *stats, st_err *err) {
    st_map m;
    st_arena a = ST_ARENA_INIT;
    ST_TRY(st_map_open(path, &m, err));
    work w = { rules_at, e, fn, user, stats, ST_BUF_INIT(1 << 20), path };
    const st_json *root = st_yaml_parse(&a, (st_str){ m.p, m.n }, path, err);
    const st_code code = root ? run(&w, root, err) : err->code;
    st_buf_free(&w.diff);
    st_arena_free(&a);
    st_map_close(&m);
    return code;
}
