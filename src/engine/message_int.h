/* What the readers of payment messages (pacs.c, mt.c) share: a payment as it grows, and the case that it becomes (message.c). */
#ifndef ST_MESSAGE_INT_H
#define ST_MESSAGE_INT_H
#include "engine/message.h"

#define ST_PAY_ROLES 7   /* as many as a bank can have */
#define ST_PAY_ALIASES 2
#define ST_PAY_CASE_MAX (16u << 20)   /* bytes of one case */

/* Texts belong to the payment's arena or outlive it. */
typedef struct st_pay_party {
    st_str id;                              /* of the case: Dbtr, CdtrAgt, 50, 57; a second one becomes Dbtr.2 */
    const char *role[ST_PAY_ROLES];         /* NULL behind the last */
    st_str name, alias[ST_PAY_ALIASES], type, country, address, bic, lei, id_number, birth_date, nationality;
    st_str clears;                          /* country of a bank that is known by its number in a clearing system, not by a BIC */
} st_pay_party;

typedef struct st_pay {
    st_arena *arena;
    const char *kind;                       /* pacs.008, MT103 ... */
    st_str id, amount, currency, date;
    st_buf text;                            /* free text, a line a piece */
    st_buf other_text;                      /* the same with lines joined the other way, when there are two; looked through, not shown */
    st_pay_party *party;
    size_t n, cap;
    struct st_pay_note { st_str key, value; } *note;   /* for `message` */
    size_t notes, note_cap;
    st_str *warning;
    size_t warnings, warning_cap;
    char (*place)[2];                       /* countries in which something of it is done */
    size_t places, place_cap;
    uint32_t line;
} st_pay;

/* Everything is put back and the arena is reset. */
void st_pay_begin(st_pay *p, const char *kind, uint32_t line);
void st_pay_free(st_pay *p);

st_str st_pay_copy(st_pay *p, const char *fmt, ...) ST_PRINTF(2, 3);   /* into the arena; p NULL when memory is out */
/* A party; its id is made unique, and a bank that is there already under its BIC or number gets the roles of the second instead. The party is valid until the next call.
 * ST_E_LIMIT past ST_MESSAGE_MAX_PARTIES. */
st_code st_pay_add(st_pay *p, const st_pay_party *party, st_err *err);
st_code st_pay_note(st_pay *p, st_str key, st_str value, st_err *err);   /* a second value of a key gets key[2] */
st_code st_pay_warn(st_pay *p, st_err *err, const char *fmt, ...) ST_PRINTF(3, 4);
st_code st_pay_text(st_pay *p, st_str text, st_err *err);
st_code st_pay_place(st_pay *p, st_str alpha2, st_err *err);

/* Eight or eleven capitals and digits, two letters at the country's place, and nothing else: a message writes a BIC without blanks. */
bool st_is_bic(st_str text);
/* A country's alpha-2 in capitals, when there is such a country; else empty. */
st_str st_country_code(st_str two);
/* The country of a BIC (characters 5 and 6) or an IBAN (the first two), alpha-2; empty when there is no such country. */
st_str st_bic_country(st_str bic);
st_str st_iban_country(st_str account);
/* The country that the last line of an address names in words ("MADRID SPAIN 28010", "GR-57008 DIAVATA, GREECE"), or empty. Codes do not count: CA is Canada and California. */
st_str st_address_country(st_str last_line);
/* A word that stands for a value that is not there: CUTOVER2026, NOTPROVIDED, UNKNOWN, N/A, XXX. */
bool st_is_placeholder(st_str text);
/* A number with at most 18 digits before and 4 behind the separator, zeros apart (. or ,), as the case wants it: "100000," is 100000. False when it is none. */
bool st_pay_amount(st_str text, char separator, char out[32]);

/* The case as JSON. */
st_code st_pay_write(const st_pay *p, st_buf *out, st_err *err);

/* One stream of transactions. */
typedef struct st_pay_stream {
    st_input *in;
    st_message_fn fn;
    void *user;
    st_pay pay;
    st_buf json;
    uint64_t count;                         /* transactions so far, damaged ones too */
} st_pay_stream;
/* Hands the payment over as a case, or, when `code` is negative, as damaged with err; gives what the caller's function gave. Memory that is out, and limits of
 * the file, are no matter of one transaction: these are returned. */
st_code st_pay_deliver(st_pay_stream *s, st_code code, st_err *err);
st_code st_pacs_stream(st_pay_stream *s, st_err *err);
st_code st_mt_stream(st_pay_stream *s, st_err *err);
#endif
