/* Is the journal as it was written? Every record is hashed again, and the first that does not fit is named. */
#ifndef ST_AUDIT_H
#define ST_AUDIT_H
#include "journal/journal.h"

typedef enum st_damage { ST_CHAIN_WHOLE, ST_CHAIN_EDITED, ST_CHAIN_REMOVED, ST_CHAIN_INSERTED, ST_CHAIN_REORDERED, ST_CHAIN_CUT, ST_CHAIN_UNREADABLE, ST_CHAIN_REWRITTEN } st_damage;
const char *st_damage_name(st_damage d);    /* "edited"; static */

typedef struct st_audit_report {
    st_damage damage;
    uint64_t seq;                    /* the first bad record; 0: of no single one */
    char text[1024];                 /* what does not fit, in words */
    uint64_t records, erased, entries, marks;   /* what was found good */
    st_head head;
} st_audit_report;

/* marks: given out earlier and kept elsewhere; what was done behind the newest of them by somebody who can write to the database and knows the format cannot be told
 * from the chain alone. Damage is no error: ST_OK, and out says it. O(records). */
st_code st_audit(st_journal *j, const st_mark *mark, size_t marks, st_audit_report *out, st_err *err);
#endif
