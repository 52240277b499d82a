/* From files to an index: find them, look at them, read them, refuse what contradicts, write. */
#include "engine/build.h"
#include <dirent.h>
#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MAX_FOLDERS_DEEP = 24, MAX_INPUT_FILES = 20000 };

typedef struct input_file { const char *path, *format; uint64_t bytes; bool named, companion; } input_file;   /* named: by the user, not found in a folder */
typedef struct job {
    const st_build_options *o;
    st_build_report *report;
    st_arena arena;
    input_file *file; size_t n, cap;
    uint64_t total;
} job;

static const char *join_path(st_arena *a, const char *folder, const char *name) {
    size_t n = strlen(folder), k = strlen(name);
    while (n > 1 && folder[n - 1] == '/') n--;
    char *p = st_arena_alloc(a, n + k + 2);
    if (!p) return NULL;
    memcpy(p, folder, n);
    p[n] = '/';
    memcpy(p + n + 1, name, k + 1);
    return p;
}

static st_code no_memory(st_err *err) { return st_fail(err, ST_E_NOMEM, "out of memory"); }

static st_code at_path(const char *path, st_code code, st_err *err) {
    st_err_where(err, "%s", path);
    return code;
}

/* ---- finding files ------------------------------------------------------------------------------------------------------------------------ */

static int by_text(const void *a, const void *b) { return strcmp(*(const char *const *)a, *(const char *const *)b); }

static st_code walk(job *j, const char *path, const char *format, unsigned depth, st_err *err);

/* strait fetch keeps the versions of a list side by side, with a link `current` to the one that holds. Gives that version's path, whose name tells
 * its date; NULL when `link` is no such link. */
static st_code kept_version(job *j, const char *link, const char **version, st_err *err) {
    char name[256];
    const char *slash = strrchr(link, '/');
    const ssize_t n = strcmp(slash ? slash + 1 : link, "current") == 0 ? readlink(link, name, sizeof name) : -1;
    *version = NULL;
    if (n <= 0 || (size_t)n >= sizeof name || name[0] == '.' || memchr(name, '/', (size_t)n)) return ST_OK;
    name[n] = 0;
    st_str folder = st_str_copy(&j->arena, slash ? (st_str){ link, (size_t)(slash - link) + 1 } : ST_STR("."));
    *version = folder.p ? join_path(&j->arena, folder.p, name) : NULL;
    return *version ? ST_OK : no_memory(err);
}

/* Of a folder that strait fetch keeps only the current version is read; with history all are, but that one not twice. */
static st_code leave_current(job *j, const char **name, size_t *n, st_err *err) {
    for (size_t i = 0; i < *n; i++) {
        const char *version;
        ST_TRY(kept_version(j, name[i], &version, err));
        if (!version) continue;
        if (j->o->history) name[i] = name[--*n];
        else { name[0] = version; *n = 1; }
        break;
    }
    return ST_OK;
}

/* Names of a folder's entries in bytewise order, so that a build does not depend on the file system. */
static st_code folder(job *j, const char *path, const char *format, unsigned depth, st_err *err) {
    DIR *d = opendir(path);
    if (!d) return at_path(path, st_fail(err, ST_E_SYSTEM, "cannot open the folder: %s", strerror(errno)), err);
    const char **name = NULL;
    size_t n = 0, cap = 0;
    st_code code = ST_OK;
    for (struct dirent *e; !code && (e = readdir(d));) {
        if (e->d_name[0] == '.') continue;
        const char *p = join_path(&j->arena, path, e->d_name);
        if (!p || st_grow(name, cap, n + 1)) code = no_memory(err);
        else name[n++] = p;
    }
    closedir(d);
    if (!code) code = leave_current(j, name, &n, err);
    if (!code && n) qsort(name, n, sizeof *name, by_text);
    for (size_t i = 0; !code && i < n; i++) code = walk(j, name[i], format, depth + 1, err);
    st_free(name);
    return code;
}

static st_code walk(job *j, const char *path, const char *format, unsigned depth, st_err *err) {
    struct stat st;
    const char *version;
    ST_TRY(kept_version(j, path, &version, err));
    if (version) path = version;
    if (stat(path, &st) != 0) {
        st_code code = st_fail(err, ST_E_SYSTEM, "cannot open: %s", strerror(errno));
        st_err_hint(err, "give files or folders of lists, or format:path");
        return at_path(path, code, err);
    }
    if (S_ISDIR(st.st_mode)) {
        if (depth > MAX_FOLDERS_DEEP) return at_path(path, st_fail(err, ST_E_LIMIT, "folders are nested more than %d deep", MAX_FOLDERS_DEEP), err);
        return folder(j, path, format, depth, err);
    }
    if (!S_ISREG(st.st_mode) && depth) return ST_OK;
    if (!S_ISREG(st.st_mode)) {
        st_fail(err, ST_E_USAGE, "this is not a regular file");
        st_err_hint(err, "what comes from a pipe must be saved first: it is hashed and looked at before it is read");
        return at_path(path, ST_E_USAGE, err);
    }
    if (j->n == MAX_INPUT_FILES) return at_path(path, st_fail(err, ST_E_LIMIT, "more than %d files", MAX_INPUT_FILES), err);
    if (st_grow(j->file, j->cap, j->n + 1)) return no_memory(err);
    j->file[j->n++] = (input_file){ path, format, (uint64_t)st.st_size, depth == 0, false };
    j->total += (uint64_t)st.st_size;
    return ST_OK;
}

/* "un-xml:lists/a.xml" forces a format; a path that exists as it stands is taken as a path. */
static st_code add_source(job *j, const char *source, st_err *err) {
    struct stat st;
    const char *colon = strchr(source, ':');
    if (!colon || stat(source, &st) == 0 || !st_source_by_name((st_str){ source, (size_t)(colon - source) })) return walk(j, source, NULL, 0, err);
    st_str format = st_str_copy(&j->arena, (st_str){ source, (size_t)(colon - source) });
    return format.p ? walk(j, colon + 1, format.p, 0, err) : no_memory(err);
}

/* ---- looking at them ---------------------------------------------------------------------------------------------------------------------- */

static bool named_like_a_list(const char *path) {
    static const char *const ends[] = { ".xml", ".csv", ".tsv", ".json", ".jsonl", ".ndjson", ".ijson", ".xlsx", ".zip", ".gz", ".zst", ".pip", ".del", ".ff" };
    size_t n = strlen(path);
    for (size_t i = 0; i < ST_LEN(ends); i++) {
        size_t k = strlen(ends[i]);
        if (n > k && st_str_ieq((st_str){ path + n - k, k }, st_str_of(ends[i]))) return true;
    }
    return false;
}

static char *keep_text(const char *s) {
    size_t n = strlen(s) + 1;
    char *p = st_alloc(n);
    if (p) memcpy(p, s, n);
    return p;
}

static st_code skip(job *j, const input_file *f, const st_err *why, st_err *err) {
    st_build_report *r = j->report;
    if (st_grow(r->skipped, r->cap_skipped, r->n_skipped + 1)) return no_memory(err);
    struct st_skipped s = { keep_text(f->path), keep_text(why->what) };
    r->skipped[r->n_skipped++] = s;
    return s.path && s.why ? ST_OK : no_memory(err);
}

/* Tells which files are lists and which of them join others; files that are none are taken out. */
static st_code look(job *j, const st_read_options *read, st_err *err) {
    size_t kept = 0;
    for (size_t i = 0; i < j->n; i++) {
        input_file *f = &j->file[i];
        st_read_options o = *read;
        o.format = f->format;
        const st_source *s;
        st_err why = { 0 };
        st_code code = st_source_look(f->path, &o, &s, &f->companion, &why);
        bool fatal = code < 0 || f->named || (named_like_a_list(f->path) && !j->o->skip_unknown);
        if (code == ST_E_DATA && !f->named && j->o->skip_unknown) fatal = false;
        if ((code < 0 || !s) && fatal) {
            *err = why;
            if (!f->named && why.code == ST_E_DATA && !why.hint[0]) st_err_hint(err, "take the file out of the folder, or pass over such files with --skip-unknown");
            return why.code;
        }
        if (!s) {
            ST_TRY(skip(j, f, &why, err));
            j->total -= f->bytes;
        } else j->file[kept++] = *f;
    }
    j->n = kept;
    if (kept) return ST_OK;
    st_fail(err, ST_E_DATA, "no list was found");
    st_err_hint(err, "give list files as downloaded from their publishers; strait build --help lists the formats");
    return ST_E_DATA;
}

/* ---- reading ------------------------------------------------------------------------------------------------------------------------------- */

static st_code read_all(job *j, const st_read_options *read, st_model *m, st_err *err) {
    uint64_t done = 0;
    for (int companions = 0; companions < 2; companions++) {
        for (size_t i = 0; i < j->n; i++) {
            const input_file *f = &j->file[i];
            if (f->companion != (companions == 1)) continue;
            if (j->o->progress) j->o->progress(j->o->user, f->path, done, j->total);
            st_read_options o = *read;
            o.format = f->format;
            o.expanded = &j->report->read;
            ST_TRY(st_source_read(f->path, &o, m, NULL, err));
            done += f->bytes;
        }
    }
    if (j->o->progress) j->o->progress(j->o->user, "", done, j->total);
    return ST_OK;
}

/* One list may be there once; with history once for each date. */
static st_code refuse_twice(const st_model *m, bool history, st_err *err) {
    st_list_view a, b;
    for (size_t i = 1; i < st_model_lists(m); i++) {
        st_model_list(m, i - 1, &a);
        st_model_list(m, i, &b);
        if (!st_str_eq(a.field[ST_LIST_ID], b.field[ST_LIST_ID])) continue;
        bool same = st_str_eq(a.field[ST_LIST_DATE], b.field[ST_LIST_DATE]);
        if (history && !same) continue;
        st_str x = a.field[ST_LIST_DATE].n ? a.field[ST_LIST_DATE] : ST_STR("of unknown date"), y = b.field[ST_LIST_DATE].n ? b.field[ST_LIST_DATE] : ST_STR("of unknown date");
        st_fail(err, ST_E_DATA, "the list %.*s is there twice: %.*s (%.*s) and %.*s (%.*s)", ST_FMT(a.field[ST_LIST_ID]),
                (int)(a.field[ST_LIST_FILE].n < 200 ? a.field[ST_LIST_FILE].n : 200), a.field[ST_LIST_FILE].p, ST_FMT(x),
                (int)(b.field[ST_LIST_FILE].n < 200 ? b.field[ST_LIST_FILE].n : 200), b.field[ST_LIST_FILE].p, ST_FMT(y));
        st_err_hint(err, same ? "give each list once" : "give one date of each list, or keep both with --history");
        return ST_E_DATA;
    }
    return ST_OK;
}

static st_code run(job *j, st_model *m, st_err *err) {
    st_read_options read = { .max_bad_permille = j->o->max_bad_permille, .limits = j->o->limits };
    for (size_t i = 0; i < j->o->n_sources; i++) ST_TRY(add_source(j, j->o->source[i], err));
    ST_TRY(look(j, &read, err));
    ST_TRY(read_all(j, &read, m, err));
    ST_TRY(refuse_twice(m, j->o->history, err));
    return st_index_write(m, j->o->out, &j->report->stats, err);
}

st_code st_build(const st_build_options *o, st_build_report *report, st_err *err) {
    st_err local;
    if (!err) err = &local;
    *err = (st_err){ 0 };
    *report = (st_build_report){ 0 };
    job j = { .o = o, .report = report, .arena = ST_ARENA_INIT };
    st_model *m = st_model_new(err);
    st_code code = m ? run(&j, m, err) : err->code;
    st_model_free(m);
    st_free(j.file);
    st_arena_free(&j.arena);
    st_mem_trim();   /* what follows is the index, opened to be verified */
    return code;
}

void st_build_report_free(st_build_report *r) {
    for (size_t i = 0; i < r->n_skipped; i++) { st_free(r->skipped[i].path); st_free(r->skipped[i].why); }
    st_free(r->skipped);
    *r = (st_build_report){ 0 };
}
