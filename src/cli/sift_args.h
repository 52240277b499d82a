/* The options that filter an answer and set thresholds of single lists and types. */
#ifndef ST_SIFT_ARGS_H
#define ST_SIFT_ARGS_H
#include "cli/cli.h"
#include "engine/sift.h"

#define ST_FILTER_OPTIONS(a) \
    { 'l', "list", ST_OPT_LIST, &(a).list, "LIST", "only parties of this list; may be repeated, as the four below" }, \
    { 0, "programme", ST_OPT_LIST, &(a).programme, "P", "only parties listed under the programme P, as the list writes it: RUSSIA-EO14024" }, \
    { 0, "regime", ST_OPT_LIST, &(a).regime, "TEXT", "only parties with TEXT in the programme, instrument or authority of a listing" }, \
    { 0, "list-country", ST_OPT_LIST, &(a).country, "COUNTRY", "only parties that their list ties to this country" }, \
    { 0, "list-type", ST_OPT_LIST, &(a).type, "TYPE", "only parties that their list has as persons, vessels..." }, \
    { 0, "listed-since", ST_OPT_TEXT, &(a).since, "DATE", "only parties listed on DATE or later, or with no date of listing" }
#define ST_PROFILE_OPTIONS(a) \
    { 0, "threshold-for", ST_OPT_LIST, &(a).threshold_for, "WHAT=X", "the threshold of one list or type: person=0.80; the higher where both have one" }
#endif
