/* Payments in: messages of ISO 20022 (pacs.008, pacs.009 with its cover form, pacs.004, camt.056; also several in one file) and SWIFT FIN (MT103, MT202, MT202 COV, MT205, also
 * in RJE files and with acknowledgements around them) become cases as doc/CASES.md describes them, one a transaction.
 *
 * What has a fact becomes that fact: parties with role, name, type, country, address, BIC, LEI, number, date of birth; the payment's amount, currency, date, free text, the
 * payer's country and the countries of the banks that clear it; ships that the text names with their IMO numbers; the region when an address or the text names a
 * place in one. Everything else that the message says stands in the case's `message`, an object of texts for the record, which is not matched: references, charges, what
 * the settlement is, accounts, places of birth, and `warnings` in words. Nothing is dropped. */
#ifndef ST_MESSAGE_H
#define ST_MESSAGE_H
#include "base/input.h"

typedef enum st_message_kind { ST_MESSAGE_AUTO, ST_MESSAGE_ISO20022, ST_MESSAGE_FIN } st_message_kind;   /* AUTO: by content */

#define ST_MESSAGE_MAX_BYTES    (256u << 20)   /* of a FIN file; ISO 20022 is read in constant memory */
#define ST_MESSAGE_MAX_COUNT    5000000u       /* transactions in a file */
#define ST_MESSAGE_MAX_ELEMENTS 5000u          /* elements, or fields, of one transaction */
#define ST_MESSAGE_MAX_TEXT     (1u << 20)     /* bytes of text in one transaction */
#define ST_MESSAGE_MAX_PARTIES  100u           /* parties of one transaction */

/* One transaction. case_json: the case, one line without its end, valid during the call; its p is NULL for a transaction that is damaged, and err says what is wrong, with
 * the element ("/Document/FIToFICstmrCdtTrf/CdtTrfTxInf[2]/CdtrAgt/FinInstnId/BICFI: not a BIC: 'DEUT'"; ":32A: ...") and file:line. id: the case's id, as far as it is
 * known. line: where the transaction begins. 0 goes on to the next one; a negative code (with err filled) stops. */
typedef st_code (*st_message_fn)(void *user, st_str case_json, st_str id, uint32_t line, st_err *err);

/* Reads all members of the input. ST_OK when the file was read to its end, also when transactions in it were damaged: the caller counts these. ST_E_DATA when the file is
 * not well-formed, cut off, of another kind, or without a payment; ST_E_LIMIT when a limit was passed; what came before has been delivered. A group
 * header that announces another number of transactions than there are is delivered as a damaged transaction. */
st_code st_message_stream(st_input *in, st_message_kind kind, st_message_fn fn, void *user, st_err *err);
#endif
