/* An evidence package: a folder with which somebody else can verify, without strait, what was answered and decided about a customer or case. */
#ifndef ST_PACKAGE_H
#define ST_PACKAGE_H
#include "engine/recorder.h"
#include "journal/export.h"

typedef struct st_package_options {
    st_str subject;                  /* all records of this customer or case, or empty */
    const uint64_t *seq; size_t n;   /* and these */
    const char *rules;               /* the folder of the rules that were applied; NULL: those inside the program, when they are the ones */
} st_package_options;

/* Writes records.jsonl, chain.txt, checkpoint.json, entries.jsonl, rules_cited.json, rules/, report.html, verify.py, README.txt and MANIFEST into dir, which is made
 * and must not exist. Decisions, allow-list entries and orders about the records come along. ST_E_USAGE when no record is named. *records: how many. */
st_code st_package_write(st_journal *j, const st_package_options *o, const char *dir, uint64_t *records, st_err *err);
#endif
