/* A case filled on the command line. */
#ifndef ST_CASE_ARGS_H
#define ST_CASE_ARGS_H
#include "base/json.h"
#include "cli/cli.h"

typedef struct st_case_args { st_opt_list set, party, goods, vessel, facility, payment, passage, stake; } st_case_args;
#define ST_CASE_OPTIONS(a) \
    { 0, "set", ST_OPT_LIST, &(a)->set, "FACT=VALUE", "a fact of the case, as destination=KG or activity=sell+export" }, \
    { 0, "party", ST_OPT_LIST, &(a)->party, "F=V,...", "a party, as \"role=buyer,name=Example LLC,country=KG\"" }, \
    { 0, "goods", ST_OPT_LIST, &(a)->goods, "F=V,...", "goods, as \"hs=8542.31,origin=DE\"" }, \
    { 0, "vessel", ST_OPT_LIST, &(a)->vessel, "F=V,...", "a ship, as \"imo=9074729,flag=PA\"" }, \
    { 0, "facility", ST_OPT_LIST, &(a)->facility, "F=V,...", "a port, airport or refinery" }, \
    { 0, "payment", ST_OPT_LIST, &(a)->payment, "F=V,...", "a payment" }, \
    { 0, "passage", ST_OPT_LIST, &(a)->passage, "F=V,...", "a passage of the Straits" }, \
    { 0, "stake", ST_OPT_LIST, &(a)->stake, "F=V,...", "a holding, as \"owner=X,owned=Y,share=50\"" }

/* Is anything given? */
bool st_case_args_given(const st_case_args *a);
/* Adds what is given to the case `tree` (an object), or makes one (tree NULL). A comma in a value is written \,. NULL and err on failure. */
st_json *st_case_args_tree(const st_case_args *a, st_json *tree, st_arena *arena, st_err *err);
#endif
