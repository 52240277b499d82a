/* The whole library in one page: screen a name against an index and say why.
 *
 *   cc example.c -lstrait && ./a.out today.stx "Jane Example" [birth date]
 *
 * Exit status: 0 no hit, 1 hits, 2 a wrong call, 3 an error. */
#include <stdio.h>
#include "strait.h"

static int failed(const st_error *error) {
    fprintf(stderr, "%s%s%s\n", error->where, error->where[0] ? ": " : "", error->what);
    if (error->hint[0]) fprintf(stderr, "  %s\n", error->hint);
    return 3;
}

int main(int argc, char **argv) {
    if (argc < 3) {
        fprintf(stderr, "usage: %s INDEX NAME [BIRTH-DATE]\n", argv[0]);
        return 2;
    }
    st_error error;
    st_engine *engine = st_engine_open(argv[1], &error);
    if (!engine) return failed(&error);
    st_session *session = st_session_new(engine, &error);
    st_subject subject = ST_SUBJECT_INIT;
    subject.name = argv[2];
    subject.birth_date = argc > 3 ? argv[3] : NULL;
    const st_result *result = session ? st_session_screen(session, &subject, NULL, &error) : NULL;
    int status = result ? st_result_count(result) > 0 : failed(&error);
    for (size_t i = 0; result && i < st_result_count(result); i++) {
        const st_match *m = st_result_match(result, i);
        printf("%u.%04u  %+.1f bits  %s  %s:%s", m->score / 10000, m->score % 10000, m->bits / 16.0, m->name, m->list, m->id);
        printf("  matched %s\n", m->matched[0] ? m->matched : "by number");
        for (size_t k = 0; k < m->reasons; k++) {
            const st_point *p = st_result_reason(result, i, k);
            printf("        %+9.4f  %s: %s | %s: %s\n", p->points / 16.0, p->kind, p->query, p->list, p->text);
        }
    }
    if (result) printf("%zu of %u parties, index %s\n", st_result_above(result), st_engine_parties(engine), st_engine_hash(engine));
    if (result && !st_result_complete(result)) printf("the name is so long that not all of it was compared\n");
    st_session_end(session);
    st_engine_close(engine);
    return status;
}
