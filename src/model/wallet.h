/* Inside model/: the checks that addresses of digital currencies carry. */
#ifndef ST_WALLET_H
#define ST_WALLET_H
#include "model/ident.h"

/* Base58Check (Bitcoin and kin, TRON), Bech32 and Bech32m (BIP-173, BIP-350), form of Ethereum addresses. The form of the address decides, the
 * currency only where it rules a form out. An Ethereum address in mixed case carries a check by Keccak-256 (EIP-55), which is not computed:
 * ST_IDENT_NO_CHECK. So for chains of other kinds (Monero, XRP, cash addresses). */
st_ident_result st_wallet_check(st_str address, st_str currency);
/* Does the chain of this address not tell capitals from small letters: Ethereum's 0x form, Bech32? */
bool st_wallet_caseless(st_str address);
#endif
