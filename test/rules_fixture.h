/* A small set of rules and a stand-in for the lists, for tests of the rules. */
#ifndef RULES_FIXTURE_H
#define RULES_FIXTURE_H
#include "base/yaml.h"
#include "rules/judge.h"

#define RULES_FACTS \
    "facts:\n" \
    "- {id: activity, type: text, many: yes, text: a}\n- {id: date, type: date, text: a}\n- {id: destination, type: country, text: a}\n- {id: use_in, type: country, many: yes, text: a}\n" \
    "- {id: contract_date, type: date, text: a}\n- {id: documents, type: text, many: yes, text: a}\n- {id: purpose, type: text, many: yes, open: yes, text: a, values: [medical, humanitarian]}\n- {id: region, type: text, absent: none, text: a, values: [crimea, donetsk], synonyms: {krym: crimea}}\n" \
    "- {id: from, type: country, from: [\"party.country role=seller\"], text: a}\n" \
    "- {id: party.id, type: text, text: a}\n- {id: party.name, type: text, text: a}\n- {id: party.role, type: text, many: yes, text: a}\n- {id: party.country, type: country, text: a}\n" \
    "- {id: party.listed, type: text, many: yes, absent: none, text: a}\n- {id: party.incorporated, type: date, text: a}\n" \
    "- {id: goods.hs, type: hs, text: a}\n- {id: goods.control, type: code, many: yes, text: a}\n- {id: goods.description, type: text, text: a}\n- {id: goods.price, type: number, text: a}\n- {id: goods.freight, type: number, text: a}\n" \
    "- {id: payment.currency, type: code, text: a}\n- {id: payment.amount, type: number, text: a}\n- {id: vessel.imo, type: code, text: a}\n- {id: vessel.built, type: number, text: a}\n- {id: vessel.age, type: number, text: a}\n"
#define RULES_SETS \
    "places:\n- {id: PARTNERS, title: t, members: [CH, {code: GB, from: 2020-02-01T00:00Z}]}\n" \
    "goods:\n- {id: CHIPS, title: t, hs: [\"8542.31\", \"8541\"], words: [integrated circuit]}\n- {id: DUAL, title: t, candidates: [\"85\"], control: [3A001]}\n- {id: BOTH, title: t, include: [CHIPS, DUAL]}\n" \
    "lists:\n- {id: L, title: t}\n- {id: M, title: t}\n" \
    "ownership:\n- {id: half, threshold: 50, at_least: yes, aggregate: yes, control: no}\n" \
    "world:\n- {id: war, values: [{value: peace, to: 2022-02-24T00:00Z}, {value: war, from: 2022-02-24T00:00Z}]}\n" \
    "nexus:\n- {id: eu, title: t, when: {some party: {party.country: DE}}}\n- {id: us, title: t, when: {some payment: {payment.currency: USD}}}\n" \
    "regimes:\n- {id: EU, title: t, imposer: EU, nexus: eu}\n- {id: US, title: t, imposer: US, nexus: us}\n"
/* The head of a measure up to what it says. */
#define RULES_MEASURE(id) "- id: " id "\n  title: t\n  regime: EU\n  instrument: {act: a, article: \"1\"}\n  class: export\n  confidence: M\n  valid: {from: 2022-01-01T00:00Z}\n"

typedef struct rules_fixture { st_bundle *b; st_rules *r; st_arena a; st_problems p; st_err err; char said[4096]; } rules_fixture;

static inline void fixture_says(void *user, bool error, const char *file, uint32_t line, const char *text) {
    rules_fixture *f = user;
    const size_t n = strlen(f->said);
    snprintf(f->said + n, sizeof f->said - n, "%s%s:%u: %s\n", error ? "" : "look: ", file, line, text);
}

/* The rules of a text; f->r NULL, and f->said why, when they are not sound. */
static inline void fixture_load(rules_fixture *f, const char *text) {
    *f = (rules_fixture){ 0 };
    f->p = (st_problems){ .fn = fixture_says, .user = f };
    f->b = st_bundle_of_text(st_str_of(text), "t.yaml", &f->p, &f->err);
    if (f->b && !f->p.errors) f->r = st_rules_of(f->b, 0, &f->p, &f->err);
}

static inline void fixture_free(rules_fixture *f) {
    st_rules_free(f->r);
    st_bundle_free(f->b);
    st_arena_free(&f->a);
}

/* Membership by what the case says: "L" on it, "?L" perhaps. */
typedef struct stated { const st_rules *r; const st_case *c; } stated;
static inline st_tri fixture_listed(void *self, st_scope scope, size_t item, const st_list_object *list, st_instant at, st_str *note) {
    const stated *s = self;
    (void)at; (void)note;
    const st_fact_def *f = scope == ST_IN_PARTY ? st_rules_fact(s->r, ST_STR("party.listed")) : NULL;
    const st_cell *c = f ? st_case_cell(s->r, s->c, f, item) : NULL;
    for (size_t i = 0; c && i < c->n; i++) {
        const st_str v = c->value[i].text;
        if (st_str_eq(v, list->id)) return ST_YES;
        if (v.n == list->id.n + 1 && v.p[0] == '?' && st_str_eq(st_str_sub(v, 1, v.n), list->id)) return ST_MAYBE;
    }
    return ST_NO;
}
static inline st_tri fixture_owned(void *self, st_scope scope, size_t item, const st_list_object *list, const st_owner_terms *terms, st_instant at, st_str *note) {
    (void)terms;
    return fixture_listed(self, scope, item, list, at, note);
}

/* Judges a case written as YAML; everything lives in f's arena until the next call. */
typedef struct judged { st_case c; st_ask q; st_judgement j; stated s; st_registry g; } judged;
static inline st_code fixture_judge(rules_fixture *f, const char *yaml, const char *at, judged *out) {
    st_instant t, last;
    st_arena_reset(&f->a);
    const st_json *tree = st_yaml_parse(&f->a, st_str_of(yaml), "case", &f->err);
    if (!tree) return f->err.code;
    ST_TRY(st_case_read(f->r, tree, &f->a, &out->c, &f->err));
    out->s = (stated){ f->r, &out->c };
    out->g = (st_registry){ &out->s, fixture_listed, fixture_owned, fixture_listed };
    if (!st_instants_of(st_str_of(at), &t, &last)) return st_fail(&f->err, ST_E_USAGE, "no date");
    st_ask_begin(&out->q, f->r, &out->c, &out->g, t, &f->a);
    const st_judge_options o = { 0 };
    return st_judge(&out->q, &o, &out->j, &f->err);
}

static inline st_verdict fixture_verdict(const judged *j, const char *regime) {
    for (size_t i = 0; i < j->j.regimes; i++)
        if (st_str_is(j->j.regime[i].regime->id, regime)) return j->j.regime[i].verdict;
    return ST_NOT_BOUND;
}
#endif
