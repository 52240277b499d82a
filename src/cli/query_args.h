/* The options that make up a query, shared by the commands that ask one. */
#ifndef ST_QUERY_ARGS_H
#define ST_QUERY_ARGS_H
#include "cli/cli.h"
#include "match/query.h"

typedef struct st_query_args {
    const char *type, *birth, *birth_place, *country, *nationality, *gender, *address, *id, *imo, *wallet;
    st_opt_list aliases;
    st_str alias[64];   /* of the query */
    st_buf name;        /* of the query */
} st_query_args;

/* Their rows of an option table; a: the st_query_args they fill. */
#define ST_QUERY_OPTIONS(a) \
    { 't', "type", ST_OPT_TEXT, &(a).type, "TYPE", "person, organisation, vessel, aircraft, wallet, security, other" }, \
    { 'b', "birth", ST_OPT_TEXT, &(a).birth, "DATE", "date of birth: 1961-03-12, 1961-03, 1961, 1961~ (about), 1960/1962" }, \
    { 0, "birth-place", ST_OPT_TEXT, &(a).birth_place, "PLACE", "place of birth" }, \
    { 'c', "country", ST_OPT_TEXT, &(a).country, "COUNTRY", "a country the party is tied to, by name or code" }, \
    { 0, "nationality", ST_OPT_TEXT, &(a).nationality, "COUNTRY", "nationality" }, \
    { 0, "gender", ST_OPT_TEXT, &(a).gender, "GENDER", "male or female" }, \
    { 0, "address", ST_OPT_TEXT, &(a).address, "TEXT", "address" }, \
    { 0, "alias", ST_OPT_LIST, &(a).aliases, "NAME", "another name of the party; may be repeated" }, \
    { 0, "id", ST_OPT_TEXT, &(a).id, "NUMBER", "a number of any kind: passport, tax, registration, wallet, IMO" }, \
    { 0, "imo", ST_OPT_TEXT, &(a).imo, "NUMBER", "an IMO number of a ship or its owner" }, \
    { 0, "wallet", ST_OPT_TEXT, &(a).wallet, "ADDRESS", "a digital currency address" }

/* The query that they say; its name is the n words with blanks between. Slices point into *a. */
static inline st_code st_query_of_args(st_query_args *a, const char **word, size_t n, st_query *q, st_err *err) {
    a->name = (st_buf)ST_BUF_INIT(1 << 20);
    for (size_t i = 0; i < n; i++) {
        if (i) st_buf_char(&a->name, ' ');
        st_buf_z(&a->name, word[i]);
    }
    for (size_t i = 0; i < a->aliases.n; i++) a->alias[i] = st_str_of(a->aliases.item[i]);
    *q = (st_query){ .type = st_str_of(a->type), .name = st_str_trim(st_buf_view(&a->name)), .alias = a->alias, .aliases = a->aliases.n,
                     .birth_date = st_str_of(a->birth), .birth_place = st_str_of(a->birth_place), .gender = st_str_of(a->gender),
                     .nationality = st_str_of(a->nationality), .country = st_str_of(a->country), .address = st_str_of(a->address),
                     .id_number = st_str_of(a->id), .imo = st_str_of(a->imo), .wallet = st_str_of(a->wallet) };
    return a->name.failed ? st_fail(err, a->name.failed, "a name that is too long, or no memory for it") : ST_OK;
}
static inline void st_query_args_free(st_query_args *a) { st_buf_free(&a->name); }
#endif
