/* The edit distance as the textbook has it, for tests: optimal string alignment by full table. */
#ifndef ST_TEXTBOOK_H
#define ST_TEXTBOOK_H
#include "base/base.h"

enum { TEXTBOOK_MOST = 129 };   /* bytes of a text */

static inline unsigned textbook_least(unsigned a, unsigned b) { return a < b ? a : b; }

static inline unsigned textbook_osa(st_str a, st_str b) {
    static _Thread_local unsigned d[TEXTBOOK_MOST + 1][TEXTBOOK_MOST + 1];
    for (size_t i = 0; i <= a.n; i++) d[i][0] = (unsigned)i;
    for (size_t j = 0; j <= b.n; j++) d[0][j] = (unsigned)j;
    for (size_t i = 1; i <= a.n; i++) {
        for (size_t j = 1; j <= b.n; j++) {
            unsigned same = a.p[i - 1] == b.p[j - 1] ? 0 : 1;
            d[i][j] = textbook_least(textbook_least(d[i - 1][j] + 1, d[i][j - 1] + 1), d[i - 1][j - 1] + same);
            if (i > 1 && j > 1 && a.p[i - 1] == b.p[j - 2] && a.p[i - 2] == b.p[j - 1]) d[i][j] = textbook_least(d[i][j], d[i - 2][j - 2] + 1);
        }
    }
    return d[a.n][b.n];
}
#endif
