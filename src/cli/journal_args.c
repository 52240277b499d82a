/* Journals by option. */
#include <pwd.h>
#include <unistd.h>
#include "cli/journal_args.h"
#include "strait.h"

st_code st_journal_actor(st_journal_args *a, const char **actor, st_err *err) {
    if (!a->actor) {
        const struct passwd *p = getpwuid(geteuid());
        if (p) snprintf(a->name, sizeof a->name, "%s", p->pw_name);
        else snprintf(a->name, sizeof a->name, "uid %u", (unsigned)geteuid());
    }
    *actor = a->actor ? a->actor : a->name;
    const st_str s = st_str_of(*actor);
    bool good = st_str_trim(s).n && s.n < sizeof a->name && st_utf8_bad(s) == SIZE_MAX;
    for (size_t i = 0; good && i < s.n; i++) good = (unsigned char)s.p[i] >= 0x20 && s.p[i] != 0x7f;
    if (good) return ST_OK;
    st_fail(err, ST_E_USAGE, "the actor \"%.100s\" is no name", *actor);
    st_err_hint(err, "--actor NAME, of at most %zu bytes", sizeof a->name - 1);
    return ST_E_USAGE;
}

st_code st_journal_of_args(st_journal_args *a, bool needed, bool create, st_journal **j, st_err *err) {
    *j = NULL;
    if (!a->url && needed) {
        st_fail(err, ST_E_USAGE, "which journal?");
        st_err_hint(err, "--journal sqlite:strait.db, or postgres://user@host/database");
        return ST_E_USAGE;
    }
    if (!a->url) return a->actor ? st_fail(err, ST_E_USAGE, "--actor is for the journal, and no --journal is given") : ST_OK;
    *j = st_journal_open(a->url, STRAIT_VERSION, create, err);
    return *j ? ST_OK : err->code;
}
