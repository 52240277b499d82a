/* Scores of pairs of names by the OFAC emulation: reads "query TAB listed" lines, writes "score TAB whole TAB composite" for each.
 *   make build/release/bench/ofac_pairs && printf 'JOHN DOE\tDOE, John\n' | build/release/bench/ofac_pairs */
#include "match/ofac_score.h"

int main(void) {
    static st_ofac_name query, listed;
    st_ofac_why why;
    char *line = NULL;
    size_t room = 0;
    for (ssize_t n; (n = getline(&line, &room, stdin)) >= 0;) {
        st_str rest = { line, (size_t)n };
        if (rest.n && rest.p[rest.n - 1] == '\n') rest.n--;
        const size_t tab = st_str_chr(rest, '\t');
        if (tab == SIZE_MAX) {
            fprintf(stderr, "ofac_pairs: a line without a tab\n");
            free(line);
            return 2;
        }
        st_ofac_prepare(st_str_sub(rest, 0, tab), &query);
        st_ofac_prepare(st_str_sub(rest, tab + 1, rest.n), &listed);
        const uint32_t score = st_ofac_compare(&query, &listed, &why);
        printf("%u\t%u\t%u\n", score, why.whole, why.composite);
    }
    free(line);
    return 0;
}
