/* Rules, understood: what a bundle says at one time of knowledge, with every reference resolved. Immutable; for any number of threads.
 *
 * The format is doc/RULES.md. Code knows facts, logic, lists, ownership, time and composition; every country, article, code, percentage and date is data. */
#ifndef ST_RULES_H
#define ST_RULES_H
#include "rules/bundle.h"

/* ---- facts -------------------------------------------------------------------------------------------------------------------------------- */
typedef enum st_scope { ST_IN_CASE, ST_IN_PARTY, ST_IN_GOODS_ITEM, ST_IN_VESSEL, ST_IN_FACILITY, ST_IN_PAYMENT, ST_IN_PASSAGE, ST_SCOPES } st_scope;
const char *st_scope_name(st_scope s);    /* "case", "party", "goods", "vessel", ... ; static */
typedef enum st_fact_type { ST_FACT_TEXT, ST_FACT_COUNTRY, ST_FACT_DATE, ST_FACT_NUMBER, ST_FACT_YES_NO, ST_FACT_CODE, ST_FACT_HS, ST_FACT_TYPES } st_fact_type;

/* Where a fact is taken from when the case does not state it: another fact of the same item, or of the parties with a role. */
typedef struct st_fallback { const struct st_fact_def *fact; st_str role; } st_fallback;
typedef struct st_texts { const st_str *item; size_t n; } st_texts;
typedef struct st_synonym { st_str word, means; } st_synonym;
typedef struct st_fact_def {
    st_str id, name, text;                /* "party.country", "country" */
    st_scope scope; st_fact_type type;
    bool many, absent_none;               /* absent_none: what is not stated is not so; else it is unknown */
    uint16_t slot;                        /* its place within its scope */
    const st_fallback *fallback; size_t fallbacks;
    st_texts value; bool open;            /* the words that it takes, none: any; open: others too, save those that look like one of them misspelt */
    const st_synonym *synonym; size_t synonyms;
    const st_object *object;
} st_fact_def;

/* ---- sets --------------------------------------------------------------------------------------------------------------------------------- */
typedef struct st_place { st_str code; st_span valid; } st_place;
typedef struct st_places { st_str id, title; const st_place *item; size_t n; const st_object *object; } st_places;
/* A prefix, digits only for HS. A candidate: goods under this HS code may be meant, and a control code settles it. */
typedef enum st_code_kind { ST_HS_CODE, ST_CONTROL_CODE, ST_HS_CANDIDATE, ST_CODE_KINDS } st_code_kind;
typedef struct st_goods_code { st_str code, tier; st_code_kind kind; } st_goods_code;
typedef struct st_goods { st_str id, title; st_span valid; const st_goods_code *code; size_t n; const st_str *word; size_t words;
                          const struct st_goods **include; size_t includes; const st_object *object; } st_goods;
typedef struct st_select { st_str list, act; st_texts programme, measure, authority, annex; bool part; } st_select;   /* part: the list has some of the object's parties, not all */
typedef struct st_list_object { st_str id, title; const st_select *select; size_t n; st_texts names; bool has_since; st_instant since; uint32_t number; const st_object *object; } st_list_object;
typedef struct st_world_value { st_str value; st_span valid; } st_world_value;
typedef struct st_world { st_str id; const st_world_value *item; size_t n; const st_object *object; } st_world;
typedef struct st_owner_terms { st_str id, title; int32_t threshold_bp; bool at_least, aggregate, control, presumption, votes, board; st_span valid; const st_object *object; } st_owner_terms;

/* ---- conditions --------------------------------------------------------------------------------------------------------------------------- */
typedef enum st_op { ST_ALL, ST_ANY, ST_NOT, ST_SOME, ST_EVERY, ST_IS, ST_IN_PLACES, ST_IN_GOODS, ST_GT, ST_GE, ST_LT, ST_LE, ST_BEFORE, ST_FROM, ST_WITHIN, ST_KNOWN,
                     ST_PREFIX, ST_LISTED, ST_OWNED, ST_CONTROLLED, ST_SUM, ST_RATIO, ST_WORLD, ST_OPS } st_op;

typedef struct st_param_value { st_span valid; int64_t number; } st_param_value;   /* a decimal or an instant */
typedef struct st_param { st_str name; const st_param_value *item; size_t n; bool is_date; } st_param;

typedef struct st_cond {
    st_op op; uint32_t line;
    st_scope scope;                       /* of SOME and EVERY; of the subject of LISTED, OWNED, CONTROLLED, IN_GOODS */
    bool wanted;                          /* KNOWN: yes or no */
    bool dear;                            /* it asks about lists or owners, which takes a search: asked after what is cheap */
    const st_fact_def *fact, *other;          /* what is tested; what it is compared with (BEFORE, FROM, WITHIN) */
    const st_str *value; size_t values;   /* IS, PREFIX, WORLD: normal forms */
    int64_t number;                       /* GT .. LE, BEFORE, FROM: the bound; WITHIN: seconds */
    const st_param *param;                /* instead of number */
    const st_places *places; const st_goods *goods; const st_list_object *list; const st_owner_terms *terms; const st_world *world;
    const st_fact_def *const *of; size_t n_of;/* SUM: what is added; RATIO: two */
    struct st_cond *child, *next;         /* ALL, ANY, NOT, SOME, EVERY; SUM and RATIO: the tests of the number */
} st_cond;

/* ---- laws --------------------------------------------------------------------------------------------------------------------------------- */
typedef struct st_nexus { st_str id, title; const st_cond *when; const st_object *object; } st_nexus;
/* autonomous no: the state imposes nothing of its own: NOT_BOUND, unless a rule of it holds after all. */
typedef struct st_regime { st_str id, title, imposer, authority; const st_nexus *nexus; uint32_t number; bool autonomous; const st_object *object; } st_regime;

typedef enum st_confidence { ST_SURE_OFFICIAL, ST_SURE_SECONDARY, ST_SURE_MEMORY, ST_UNSURE } st_confidence;       /* V S M U */
typedef enum st_review { ST_UNREVIEWED, ST_DRAFT, ST_APPROVED, ST_WITHDRAWN } st_review;
typedef enum st_effect { ST_PROHIBIT, ST_LICENCE_NEEDED, ST_OBLIGE, ST_ESCALATES, ST_EXPOSE } st_effect;
typedef enum st_exception_kind { ST_BY_SCOPE, ST_BY_DEROGATION, ST_BY_GENERAL_LICENCE, ST_BY_GRANDFATHER } st_exception_kind;
typedef struct st_exception {
    st_str id, text; st_exception_kind kind; uint32_t level; const st_cond *when; st_texts needs; st_span valid;
    st_confidence confidence; st_review review;
    const st_object *object;              /* the measure's, or the licence's own */
    struct st_exception *next;
} st_exception;

typedef struct st_law {
    st_str id, title, note, cure, act, article, klass;
    const st_regime *regime; const st_nexus *nexus;
    st_effect effect;
    st_scope each[2]; size_t n_each;
    const st_cond *when, *requires;
    const st_param *param; size_t params; const st_fact_def *params_at;
    st_exception *exception;              /* its own, then the licences that lift it */
    st_texts obligations, target;
    st_span valid; bool lapse_pending;
    st_confidence confidence; st_review review;
    const st_object *object;
} st_law;

typedef struct st_flag { st_str id, title, threshold, source; st_scope each[2]; size_t n_each; const st_cond *when; bool raises; const st_fact_def *const *input; size_t inputs;
                         st_span valid; const st_param *param; size_t params; const st_object *object; } st_flag;

typedef enum st_verdict { ST_NOT_BOUND, ST_ALLOWED, ST_UNDER_EXCEPTION, ST_WITH_OBLIGATIONS, ST_LICENCE_REQUIRED, ST_ESCALATE, ST_PROHIBITED } st_verdict;   /* worse is greater */
const char *st_verdict_name(st_verdict v);   /* "PROHIBITED"; static */
bool st_verdict_of(st_str name, st_verdict *out);

typedef struct st_law_row { st_str id, article, result, text; const st_cond *when; st_verdict verdict; st_texts obligations; st_span valid; st_confidence confidence; uint32_t line; } st_law_row;
typedef struct st_law_table { st_str id, title, act; const st_regime *regime; const st_nexus *nexus; st_scope each; const st_law_row *row; size_t n; st_span valid;
                          const st_param *param; size_t params; const st_object *object; } st_law_table;
typedef struct st_stance { st_str id, imposer, target, text, source; st_instant from; const st_object *object; } st_stance;

typedef struct st_rules {
    const st_bundle *bundle; st_instant known; bool now;   /* now: `known` is the time of asking, and no part of an answer */
    st_arena arena;
    st_fact_def *fact; size_t facts; size_t facts_of[ST_SCOPES];   /* sorted by id; how many each scope has */
    st_places *places; size_t n_places;
    st_goods *goods; size_t n_goods;
    st_list_object *list; size_t lists;
    st_world *world; size_t worlds;
    st_owner_terms *terms; size_t n_terms;
    st_nexus *nexus; size_t n_nexus;
    st_regime *regime; size_t regimes;
    st_law *measure; size_t measures;
    st_flag *flag; size_t flags;
    st_law_table *table; size_t tables;
    st_stance *stance; size_t stances;
    st_texts aside;                       /* policy: roles of parties that are no side of the deal, as owner: named for their holdings alone */
    uint32_t same, possible;              /* policy: scores from which a hit is the party, or may be it; 0 to 10000 */
    size_t unreviewed;                    /* measures, licences and tables whose review is not "approved" */
} st_rules;

/* Understands the objects of a bundle (borrowed, must outlive the rules) that were recorded at `known`. What is wrong goes to p, all of it; NULL when something is,
 * with the first error in err. Free with st_rules_free. */
st_rules *st_rules_of(const st_bundle *b, st_instant known, st_problems *p, st_err *err);
void st_rules_free(st_rules *r);

/* The day on which a measure begins ("from") or ends ("to"), in its own zone, as its file writes it; empty when it does not say. */
st_str st_law_day(const st_law *m, const char *end);
/* By id; NULL when there is none. */
const st_fact_def *st_rules_fact(const st_rules *r, st_str id);
const st_list_object *st_rules_list(const st_rules *r, st_str id);
const st_regime *st_rules_regime(const st_rules *r, st_str id);
/* The id that is spelt most like this one, among those of a kind; empty when none is near. */
st_str st_rules_nearest(const st_rules *r, st_kind_of_rule kind, st_str id);
/* Is a word one that the fact takes? Its spelling of the schema in *out, synonyms resolved. Otherwise no, with the nearest word, if one is near, in *out. */
bool st_fact_takes(const st_fact_def *f, st_str word, st_str *out);
#endif
