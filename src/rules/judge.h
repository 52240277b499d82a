/* Composition: what the rules say of a case, per regime (doc/RULES.md, "A measure"). Only law prohibits; what is unknown escalates; an exposure or a red flag never clears and never prohibits. */
#ifndef ST_JUDGE_H
#define ST_JUDGE_H
#include "rules/ask.h"

typedef struct st_judge_options { bool require_approved; } st_judge_options;

typedef struct st_tried { const st_exception *exception; st_tri value; st_proof *proof; bool unsure; } st_tried;

/* A measure (or a row of a table) that holds or may hold for some items of the case. */
typedef struct st_finding {
    const st_law *measure;            /* or */
    const st_law_table *table; const st_law_row *row;   /* row NULL: none fits, or several */
    const st_regime *regime;
    int32_t item[ST_SCOPES];
    st_tri value, nexus, fulfilled;       /* fulfilled: of what is required */
    st_verdict verdict;
    bool curable, clash, unsure, unapproved;   /* clash: two exceptions, or two rows, where one was meant */
    const st_exception *exception;        /* the one that decided */
    st_tried *tried; size_t n_tried;      /* those that hold or may */
    st_proof *proof, *nexus_proof, *requires_proof;
    st_str why;                           /* in words, where the verdict needs it; or empty */
} st_finding;

typedef struct st_flag_raised { const st_flag *flag; int32_t item[ST_SCOPES]; st_proof *proof; } st_flag_raised;
typedef struct st_regime_answer { const st_regime *regime; st_tri nexus; st_verdict verdict; bool raised; const st_stance *stance; } st_regime_answer;   /* raised: by red flags */

typedef struct st_judgement {
    st_verdict overall;                   /* the worst over regimes that bind; NOT_BOUND when none does */
    st_regime_answer *regime; size_t regimes;
    st_finding *finding; size_t findings; /* in the order of measures, then items; then tables */
    st_finding *exposure; size_t exposures;
    st_flag_raised *flag; size_t flags;
    st_instant at;
} st_judgement;

enum { ST_FINDINGS_MOST = 5000, ST_PAIRS_OF_ITEMS_MOST = 200000 };   /* pairs: parties times goods, where a measure asks about both */

/* Everything in q's arena. Deterministic; O(measures x items of the case). ST_E_NOMEM; ST_E_LIMIT past ST_FINDINGS_MOST or ST_PAIRS_OF_ITEMS_MOST. */
st_code st_judge(st_ask *q, const st_judge_options *o, st_judgement *out, st_err *err);
#endif
