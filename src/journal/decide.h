/* Alerts and what was decided on them; customers who are known not to be a listed party. All of it is records of the journal, folded anew when asked.
 *
 * An alert is a hit of a screen (or a check as a whole). A decision on it takes one person, or two different ones where the policy or the decision itself asks for
 * four eyes: the first proposes, the second confirms by deciding the same. A decision that differs from what was proposed is a new proposal. */
#ifndef ST_DECIDE_H
#define ST_DECIDE_H
#include "journal/journal.h"

typedef enum st_decided_as {
#define DECISION(sym, name, text) ST_AS_##sym,
#include "journal/decisions.def"
#undef DECISION
    ST_AS_COUNT
} st_decided_as;
const char *st_decided_name(st_decided_as as);
st_decided_as st_decided_of(st_str name);    /* ST_AS_COUNT when it is none */

typedef enum st_alert_state { ST_ALERT_OPEN, ST_ALERT_PROPOSED, ST_ALERT_DECIDED } st_alert_state;
const char *st_alert_state_name(st_alert_state s);

/* How an alert stands. by, of: who decided last, and the record; confirmed: the second person, or empty. Slices live in the arena. */
typedef struct st_alert { st_alert_state state; st_decided_as as; st_str by, confirmed; uint64_t of; bool four_eyes; } st_alert;

/* hit: "list:id", or empty for a check as a whole. The record must have it: ST_E_USAGE otherwise. */
typedef struct st_decision { uint64_t seq; const char *hit, *reason, *actor; st_decided_as as; bool four_eyes; } st_decision;
/* ST_E_USAGE: no such record, kind or hit; the same person twice where two are needed; no reason. out: how the alert stands then. */
st_code st_journal_decide(st_journal *j, const st_decision *d, st_arena *a, st_alert *out, st_err *err);
/* From the records up to now. */
st_code st_alert_of(st_journal *j, uint64_t seq, st_str hit, st_arena *a, st_alert *out, st_err *err);

/* Which decisions take two people from now on: bit k for st_decided_as k. */
st_code st_journal_policy(st_journal *j, unsigned four_eyes, const char *actor, const char *reason, st_err *err);
st_code st_policy_of(st_journal *j, unsigned *four_eyes, st_err *err);

/* An entry of the allow-list: the alert's customer, as he was then, and the list entry, as it was then, are not one. It holds until either changes, or the day comes.
 * The alert must have been decided as a false positive. until: milliseconds. */
typedef struct st_allowing { uint64_t seq; const char *hit, *reason, *actor; uint64_t until; } st_allowing;
st_code st_journal_allow(st_journal *j, const st_allowing *w, uint64_t *of, st_err *err);
/* Is there one that holds at `now`, for this customer, whose input has this hash (st_customer_version), and this version of the entry? *of: its record, or 0. */
st_code st_journal_allowed(st_journal *j, st_str customer, const uint8_t input[ST_HASH], st_str hit, const uint8_t version[ST_HASH], uint64_t now, uint64_t *of, st_err *err);
/* SHA-256 of the input as it is recorded. */
void st_customer_version(st_str input, uint8_t out[ST_HASH]);
/* The version of an entry that a record shows; false when it shows none of that name. */
bool st_record_shows(const st_record *r, st_str hit, char version[2 * ST_HASH + 1]);
#endif
