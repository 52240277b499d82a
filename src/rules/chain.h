/* How a party came to be blocked, in words. */
#ifndef ST_CHAIN_H
#define ST_CHAIN_H
#include "rules/holdings.h"

/* "50 % = 40 % by Alpha (50 % by Xenia, who is listed) + 10 % by Xenia, who is listed": what carried the node, down to the listed. Empty for one that is not
 * blocked. Long chains and many stakes are cut short with "...". */
void st_chain_text(const st_holdings *h, const st_owners *o, const st_tri *listed, uint32_t node, st_buf *out);
/* "50 %", "45-55 % of the votes", "the board", "perhaps control": one stake. */
void st_stake_text(const st_stake *s, st_buf *out);
#endif
