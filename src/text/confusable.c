/* Letters that are put for each other: heard, seen, or struck beside. */
#include "text/text.h"

/* Behind each letter all that sound or look like it in one of the scripts and hands that names pass through. Each pair stands on both sides. */
static const char *const alike[36] = {
    ['a' - 'a'] = "eou4", ['b' - 'a'] = "pv8dh6", ['c' - 'a'] = "ksgeo", ['d' - 'a'] = "tbo", ['e' - 'a'] = "aic3", ['f' - 'a'] = "pvt", ['g' - 'a'] = "jkqch69",
    ['h' - 'a'] = "nkbg", ['i' - 'a'] = "eyjl1", ['j' - 'a'] = "giyz", ['k' - 'a'] = "cqgxh", ['l' - 'a'] = "i1rt", ['m' - 'a'] = "n", ['n' - 'a'] = "mhru",
    ['o' - 'a'] = "auc0qd", ['p' - 'a'] = "bf", ['q' - 'a'] = "kgo9", ['r' - 'a'] = "ln", ['s' - 'a'] = "czx5", ['t' - 'a'] = "dfl7", ['u' - 'a'] = "aovwyn",
    ['v' - 'a'] = "bfwuy", ['w' - 'a'] = "vu", ['x' - 'a'] = "ksz", ['y' - 'a'] = "ijuv", ['z' - 'a'] = "sjx2",
    [26] = "o8", [27] = "il7", [28] = "z", [29] = "e8", [30] = "a9", [31] = "s6", [32] = "bg58", [33] = "t1", [34] = "b036", [35] = "gq4" };
static const char *const row[] = { "1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm" };

static int number_of(char c) { return c >= 'a' && c <= 'z' ? c - 'a' : c >= '0' && c <= '9' ? c - '0' + 26 : -1; }

/* Row and column of a key; each row begins half a key to the right of the one above it. */
static bool key_of(char c, int *y, int *x) {
    for (size_t i = 0; i < ST_LEN(row); i++) {
        const char *at = strchr(row[i], c);
        if (!at) continue;
        *y = (int)i;
        *x = 2 * (int)(at - row[i]) + (int)i;
        return true;
    }
    return false;
}

unsigned st_confusable(char a, char b) {
    const int i = number_of(a), j = number_of(b);
    int ya, xa, yb, xb;
    if (i < 0 || j < 0 || i == j) return 0;
    if (strchr(alike[i], b)) return 1;
    if (!key_of(a, &ya, &xa) || !key_of(b, &yb, &xb)) return 0;
    const int dx = abs(xa - xb), dy = abs(ya - yb);
    return (dy == 0 && dx == 2) || (dy == 1 && dx == 1) ? 2 : 0;
}
