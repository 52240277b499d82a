/* Identifiers: normal form and check, per property of class ID. Sources of the checks are with each function in ident.c. */
#ifndef ST_IDENT_H
#define ST_IDENT_H
#include "model/model.h"

typedef enum st_ident_result { ST_IDENT_NO_CHECK, ST_IDENT_HOLDS, ST_IDENT_FAILS } st_ident_result;
/* Does the number's own check hold? IMO ship and company (7 digits, weights 7..2), MMSI (9 digits, MID), LEI (ISO 7064 97-10), BIC (form), INN,
 * OGRN (control digits), ISIN (Luhn), wallets by chain (Base58Check, Bech32, EIP-55, TRON), IBAN for ACCOUNT (97-10). `currency` only for wallets. */
st_ident_result st_ident_check(st_prop prop, st_str value, st_str currency);
/* The form under which a number is looked up: capitals, no blanks, dots, slashes or hyphens, no "IMO" prefix; wallets keep their case
 * except where the chain has none. Appends to out. */
void st_ident_normal(st_prop prop, st_str value, st_buf *out);
#endif
