/* The 50 percent rules as parameters. Days are counted from 1970-01-01. */
#include "rules/owner_rules.h"

enum { EU_AGGREGATES = 19907 /* 2024-07-03 */, BIS_FROM = 20360 /* 2025-09-29 */, BIS_STAYED = 20402 /* 2025-11-10 */, BIS_AGAIN = 20767 /* 2026-11-10 */ };
#define EVER ST_SINCE_EVER, ST_UNTIL_EVER

const st_owner_row st_owner_rules[] = {
    { { "ofac50", 5000, true, true, ST_USE_NO, ST_USE_DOUBT, ST_USE_NO }, EVER, false,
      "OFAC: 50 percent or more, in the aggregate, through blocked persons", "OFAC revised guidance of 13 August 2014; FAQ 398-402" },
    { { "ofac50_same_directive", 5000, true, true, ST_USE_NO, ST_USE_DOUBT, ST_USE_NO }, EVER, false,
      "OFAC: the same among persons under one sectoral directive (give that list alone)", "OFAC FAQ 373" },
    { { "bis50", 5000, true, true, ST_USE_NO, ST_USE_DOUBT, ST_USE_NO }, BIS_FROM, BIS_STAYED - 1, false,
      "BIS: 50 percent or more by listed entities", "15 CFR 744.11, Affiliates Rule of 29 September 2025" },
    { { "bis50", 5000, true, true, ST_USE_NO, ST_USE_DOUBT, ST_USE_NO }, BIS_AGAIN, ST_UNTIL_EVER, true,
      "BIS: 50 percent or more by listed entities; stayed to 9 November 2026, and what holds since is not settled here",
      "15 CFR 744.11, stay of 10 November 2025" },
    { { "eu50", 5000, false, true, ST_USE_DOUBT, ST_USE_DOUBT, ST_USE_DOUBT }, ST_SINCE_EVER, EU_AGGREGATES - 1, false,
      "EU freezes before July 2024: more than 50 percent, or control", "EU Best Practices of 4 May 2018, 62-68" },
    { { "eu50", 5000, true, true, ST_USE_DOUBT, ST_USE_DOUBT, ST_USE_DOUBT }, EU_AGGREGATES, ST_UNTIL_EVER, false,
      "EU freezes: 50 percent or more, in the aggregate, or control", "EU Best Practices of 3 July 2024, 62-68" },
    { { "eu_gt50", 5000, false, true, ST_USE_NO, ST_USE_NO, ST_USE_NO }, EVER, false,
      "EU sectoral measures: more than 50 percent of the shares", "Regulation (EU) 833/2014, art. 5, 5aa, 5k" },
    { { "uk_gt50", 5000, false, false, ST_USE_GROUND, ST_USE_GROUND, ST_USE_GROUND }, EVER, false,
      "UK: more than 50 percent of one person, of shares or votes, or the board, or control", "SI 2019/855, reg. 7 and sch. 1" },
    { { "ca50", 5000, true, false, ST_USE_GROUND, ST_USE_GROUND, ST_USE_GROUND }, EVER, false,
      "Canada: 50 percent or more of one person, of shares or votes, or the board, or direction in fact", "Special Economic Measures Act, s. 2.1" },
};
const size_t st_owner_rules_n = ST_LEN(st_owner_rules);

const st_owner_row *st_owner_rule_of(st_str id, int32_t day, bool *known) {
    *known = false;
    for (size_t i = 0; i < st_owner_rules_n; i++) {
        const st_owner_row *r = &st_owner_rules[i];
        if (!st_str_is(id, r->rule.id)) continue;
        *known = true;
        if (r->from <= day && day <= r->until) return r;
    }
    return NULL;
}
