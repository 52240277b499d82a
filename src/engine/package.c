/* Evidence packages. */
#include <errno.h>
#include <sys/stat.h>
#include "base/file.h"
#include "engine/package.h"

extern const char st_package_check[];
extern const uint64_t st_package_check_size;

enum { LINE_MOST = 1 << 30 };
typedef struct wanted { uint64_t *v; size_t n, cap; } wanted;
typedef struct versions { uint8_t (*v)[ST_HASH]; size_t n, cap; } versions;

typedef struct package {
    st_journal *j; st_store *store;
    const st_package_options *o;
    const char *dir;
    st_out *out; st_sha256 *hash; char name[512];      /* the file that is open */
    st_buf manifest, line, html, cited;
    wanted seq; uint64_t first;
    versions shown;
    st_head head, walk;
    st_str rules;                /* the hash that is to be put in, or empty */
    st_arena arena;
    bool comma;
} package;

/* ---- files ----------------------------------------------------------------------------------------------------------------------------------------------- */

static st_code make_folder(const char *path, st_err *err) {
    if (mkdir(path, 0700) == 0) return ST_OK;
    const int e = errno;
    st_fail(err, e == EEXIST ? ST_E_USAGE : ST_E_SYSTEM, "cannot make the folder: %s", strerror(e));
    st_err_where(err, "%s", path);
    if (e == EEXIST) st_err_hint(err, "a package goes into a folder of its own");
    return err ? err->code : ST_E_SYSTEM;
}

static st_code begin_file(package *p, const char *name, st_err *err) {
    char path[1024];
    const int n = snprintf(path, sizeof path, "%s/%s", p->dir, name);
    if (n < 0 || (size_t)n >= sizeof path || strlen(name) >= sizeof p->name) return st_fail(err, ST_E_LIMIT, "the folder's path is too long");
    snprintf(p->name, sizeof p->name, "%s", name);
    if (!(p->hash = st_sha256_new())) return st_fail(err, ST_E_NOMEM, "out of memory for a hash");
    return (p->out = st_out_begin(path, 0600, err)) ? ST_OK : err->code;
}

static st_code put(package *p, st_str s, st_err *err) {
    st_sha256_add(p->hash, s.p, s.n);
    return st_out_write(p->out, s.p, s.n, err);
}

static void abandon(package *p) {
    char hex[65];
    if (p->hash) st_sha256_end(p->hash, hex);
    st_out_abort(p->out);
    p->hash = NULL;
    p->out = NULL;
}

static st_code end_file(package *p, st_err *err) {
    char hex[65];
    st_out *out = p->out;
    st_sha256_end(p->hash, hex);
    p->hash = NULL;
    p->out = NULL;
    st_buf_printf(&p->manifest, "%s  %s\n", hex, p->name);
    return st_out_commit(out, err);
}

static st_code whole_file(package *p, const char *name, st_str text, st_err *err) {
    ST_TRY(begin_file(p, name, err));
    ST_TRY(put(p, text, err));
    return end_file(p, err);
}

/* ---- which records ----------------------------------------------------------------------------------------------------------------------------------------- */

static st_code want(package *p, uint64_t seq, st_err *err) {
    if (st_grow(p->seq.v, p->seq.cap, p->seq.n + 1)) return st_fail(err, ST_E_NOMEM, "out of memory for the list of records");
    p->seq.v[p->seq.n++] = seq;
    return ST_OK;
}

static st_code want_record(void *user, const st_record *r, st_err *err) { return want(user, r->seq, err); }

static int by_number(const void *a, const void *b) {
    const uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

static void sort_numbers(wanted *w) {
    size_t n = 0;
    if (w->n) qsort(w->v, w->n, sizeof *w->v, by_number);
    for (size_t i = 0; i < w->n; i++)
        if (n == 0 || w->v[n - 1] != w->v[i]) w->v[n++] = w->v[i];
    w->n = n;
}

static st_code choose(package *p, st_err *err) {
    const st_package_options *o = p->o;
    if (o->subject.n) ST_TRY(p->store->ops->read(p->store, &(st_record_filter){ .subject = o->subject, .to = p->head.seq }, want_record, p, err));
    for (size_t i = 0; i < o->n; i++) ST_TRY(want(p, o->seq[i], err));
    sort_numbers(&p->seq);
    const size_t answers = p->seq.n;
    for (size_t i = 0; i < answers; i++) ST_TRY(p->store->ops->read(p->store, &(st_record_filter){ .ref = p->seq.v[i], .to = p->head.seq }, want_record, p, err));
    if (!answers) return st_fail(err, ST_E_USAGE, "no record is about %.*s", ST_FMT(o->subject));
    ST_TRY(p->store->ops->read(p->store, &(st_record_filter){ .kind = st_str_of(st_record_kind_name(ST_REC_POLICY)), .to = p->head.seq }, want_record, p, err));
    sort_numbers(&p->seq);
    p->first = p->seq.v[0];
    return ST_OK;
}

/* ---- records ------------------------------------------------------------------------------------------------------------------------------------------------ */

static st_code note_versions(package *p, const st_record *r, st_err *err) {
    st_arena a = ST_ARENA_INIT;
    const st_json *list = r->erased || !r->entries.n ? NULL : st_json_parse(&a, r->entries, 1, NULL);
    st_code code = ST_OK;
    for (const st_json *e = list ? list->child : NULL; e && code == ST_OK; e = e->next) {
        if (st_grow(p->shown.v, p->shown.cap, p->shown.n + 1)) code = st_fail(err, ST_E_NOMEM, "out of memory for entries");
        else p->shown.n += st_unhex(st_json_get_text(e, "version"), p->shown.v[p->shown.n], ST_HASH);
    }
    st_arena_free(&a);
    return code;
}

/* The rules that a check's answer rests on: once each. */
static void cite(package *p, const st_json *list) {
    static const char *const keys[] = { "rule", "regime", "title", "act", "article", "valid", "confidence", "review", "cite" };
    for (const st_json *f = list ? list->child : NULL; f; f = f->next) {
        const st_str rule = st_json_get_text(f, "rule");
        st_buf probe = ST_BUF_INIT(1 << 16);
        st_jw q = { &probe, false };
        st_buf_char(&probe, '{');
        st_jw_key(&q, "rule");
        st_jw_str(&q, rule);
        const bool seen = st_str_find_part(st_buf_view(&p->cited), st_buf_view(&probe)) != SIZE_MAX;
        st_buf_free(&probe);
        if (seen || !rule.n) continue;
        if (p->comma) st_buf_z(&p->cited, ",\n");
        p->comma = true;
        st_jw w = { &p->cited, false };
        st_jw_open(&w, '{');
        for (size_t i = 0; i < ST_LEN(keys); i++) {
            const st_json *v = st_json_get(f, keys[i]);
            if (!v) continue;
            st_jw_key(&w, keys[i]);
            st_jw_tree(&w, v);
        }
        st_jw_close(&w, '}');
    }
}

static st_code cite_record(package *p, const st_record *r, st_err *err) {
    if (st_record_kind_of(r->kind) != ST_REC_CHECK) return ST_OK;
    if (!p->rules.n && !(p->rules = st_str_copy(&p->arena, r->rules)).p) return st_fail(err, ST_E_NOMEM, "out of memory for a hash");
    if (r->erased) return ST_OK;
    st_arena a = ST_ARENA_INIT;
    const st_json *v = st_json_parse(&a, r->result, 1, NULL);
    cite(p, st_json_get(v, "findings"));
    cite(p, st_json_get(v, "exposure"));
    st_arena_free(&a);
    return ST_OK;
}

static st_code record_line(void *user, const st_record *r, st_err *err) {
    package *p = user;
    st_jw w = { &p->line, false };
    st_buf_clear(&p->line);
    st_record_json_line(&w, r);
    st_buf_char(&p->line, '\n');
    if (p->line.failed) return st_fail(err, p->line.failed, "out of memory for a record");
    ST_TRY(put(p, st_buf_view(&p->line), err));
    ST_TRY(note_versions(p, r, err));
    ST_TRY(cite_record(p, r, err));
    const st_record_kind kind = st_record_kind_of(r->kind);
    return kind == ST_REC_SCREEN || kind == ST_REC_CHECK ? st_html_record(p->j, r, &p->html, err) : ST_OK;
}

static st_code records(package *p, st_err *err) {
    ST_TRY(begin_file(p, "records.jsonl", err));
    for (size_t i = 0; i < p->seq.n; i++) {
        st_arena a = ST_ARENA_INIT;
        st_record r;
        st_code code = st_journal_get(p->j, p->seq.v[i], &a, &r, err);
        if (code == ST_OK) code = record_line(p, &r, err);
        st_arena_free(&a);
        ST_TRY(code);
    }
    return end_file(p, err);
}

static st_code chain_line(void *user, const st_record *r, st_err *err) {
    package *p = user;
    uint8_t body[ST_HASH];
    char hex[2 * ST_HASH + 1];
    if (!st_record_body(r, r->seq, body)) return st_fail(err, ST_E_NOMEM, "out of memory for a hash");
    st_hex(body, ST_HASH, hex);
    st_buf_clear(&p->line);
    st_buf_printf(&p->line, "%llu %s\n", (unsigned long long)r->seq, hex);
    p->walk.seq = r->seq;
    memcpy(p->walk.hash, r->hash, ST_HASH);
    return put(p, st_buf_view(&p->line), err);
}

static st_code chain(package *p, st_err *err) {
    st_mark m = { .seq = p->head.seq };
    ST_TRY(begin_file(p, "chain.txt", err));
    ST_TRY(p->store->ops->read(p->store, &(st_record_filter){ .from = p->first, .to = p->head.seq }, chain_line, p, err));
    ST_TRY(end_file(p, err));
    memcpy(m.id, p->store->id, sizeof m.id);
    memcpy(m.hash, p->head.hash, ST_HASH);
    st_buf_clear(&p->line);
    st_jw w = { &p->line, false };
    st_mark_json(&w, &m);
    st_buf_char(&p->line, '\n');
    return whole_file(p, "checkpoint.json", st_buf_view(&p->line), err);
}

/* ---- entries and rules -------------------------------------------------------------------------------------------------------------------------------------- */

static int by_version(const void *a, const void *b) { return memcmp(a, b, ST_HASH); }

static st_code entry_line(void *user, const st_entry *e, st_err *err) {
    package *p = user;
    char hex[2 * ST_HASH + 1];
    st_jw w = { &p->line, false };
    st_buf_clear(&p->line);
    st_hex(e->version, ST_HASH, hex);
    st_jw_open(&w, '{');
    st_jw_key(&w, "version");
    st_jw_z(&w, hex);
    st_jw_key(&w, "list");
    st_jw_str(&w, e->list);
    st_jw_key(&w, "id");
    st_jw_str(&w, e->key);
    st_jw_key(&w, "body");
    st_jw_str(&w, e->body);
    st_jw_close(&w, '}');
    st_buf_char(&p->line, '\n');
    return put(p, st_buf_view(&p->line), err);
}

static st_code entries(package *p, st_err *err) {
    if (p->shown.n) qsort(p->shown.v, p->shown.n, sizeof *p->shown.v, by_version);
    ST_TRY(begin_file(p, "entries.jsonl", err));
    for (size_t i = 0; i < p->shown.n; i++)
        if (i == 0 || memcmp(p->shown.v[i - 1], p->shown.v[i], ST_HASH) != 0) ST_TRY(p->store->ops->entry(p->store, p->shown.v[i], entry_line, p, err));
    return end_file(p, err);
}

/* Folders on the way, then the file. Names come from the rules' own folder. */
static st_code rule_file(void *user, const char *path, const char *name, st_str text, st_err *err) {
    package *p = user;
    char file[512], folder[1024];
    (void)path;
    const int n = snprintf(file, sizeof file, "rules/%s", name);
    if (n < 0 || (size_t)n >= sizeof file) return st_fail(err, ST_E_LIMIT, "the path of a rule file is too long");
    for (char *slash = strchr(file, '/'); slash; slash = strchr(slash + 1, '/')) {
        *slash = 0;
        snprintf(folder, sizeof folder, "%s/%s", p->dir, file);
        if (mkdir(folder, 0700) != 0 && errno != EEXIST) return st_fail(err, ST_E_SYSTEM, "cannot make the folder %s: %s", folder, strerror(errno));
        *slash = '/';
    }
    return whole_file(p, file, text, err);
}

/* The rules that were applied, if we have them: the package is whole without them, and says which are missing. */
static st_code rules(package *p, st_err *err) {
    ST_TRY(begin_file(p, "rules_cited.json", err));
    ST_TRY(put(p, ST_STR("[\n"), err));
    ST_TRY(put(p, st_buf_view(&p->cited), err));
    ST_TRY(put(p, ST_STR("\n]\n"), err));
    ST_TRY(end_file(p, err));
    if (!p->rules.n) return ST_OK;
    st_problems problems = { 0 };
    st_bundle *b = p->o->rules ? st_bundle_open(p->o->rules, &problems, err) : st_bundle_built_in(&problems, err);
    if (!b) return err->code;
    const bool same = st_str_is(p->rules, b->hash);
    st_bundle_free(b);
    if (same) return st_rules_files(p->o->rules, rule_file, p, err);
    if (!p->o->rules) return ST_OK;
    st_fail(err, ST_E_USAGE, "the rules of %s are not those that were applied", p->o->rules);
    st_err_hint(err, "rules with the hash %.*s are needed", ST_FMT(p->rules));
    return ST_E_USAGE;
}

/* ---- the whole ------------------------------------------------------------------------------------------------------------------------------------------------ */

static const char read_me[] =
    "Evidence package of strait\n\n"
    "What was asked, what was answered, with which lists and rules, and what people decided. It can be verified without strait and without a network:\n\n"
    "    python3 verify.py\n    python3 verify.py --checkpoint FILE     also against a checkpoint that was given out earlier\n\n"
    "records.jsonl      the records in full; \"result\" is the bytes that were answered\n"
    "chain.txt          the hash of each record's public part, from the first of this package to checkpoint.json: nothing was put in, taken out or moved\n"
    "checkpoint.json    the last record of the journal when this was made\n"
    "entries.jsonl      the list entries that the records show, in the version of that day; the version is the SHA-256 of \"body\"\n"
    "rules_cited.json   the rules that the verdicts rest on, with article and citation\n"
    "rules/             all rules that were applied, when they were at hand\n"
    "report.html        the same for reading and printing\n"
    "MANIFEST           SHA-256 of every file: sha256sum -c MANIFEST\n";

static st_code write_all(package *p, st_err *err) {
    ST_TRY(p->store->ops->head(p->store, &p->head, err));
    ST_TRY(choose(p, err));
    ST_TRY(make_folder(p->dir, err));
    st_html_head(&p->html, p->o->subject.n ? p->o->subject : ST_STR("Records"));
    ST_TRY(records(p, err));
    ST_TRY(chain(p, err));
    ST_TRY(entries(p, err));
    ST_TRY(rules(p, err));
    st_html_end(&p->html);
    if (p->html.failed || p->cited.failed || p->manifest.failed) return st_fail(err, ST_E_NOMEM, "out of memory for the package");
    ST_TRY(whole_file(p, "report.html", st_buf_view(&p->html), err));
    ST_TRY(whole_file(p, "verify.py", (st_str){ st_package_check, st_package_check_size }, err));
    ST_TRY(whole_file(p, "README.txt", (st_str){ read_me, sizeof read_me - 1 }, err));
    const st_buf manifest = p->manifest;   /* it does not name itself */
    ST_TRY(begin_file(p, "MANIFEST", err));
    ST_TRY(put(p, st_buf_view(&manifest), err));
    return end_file(p, err);
}

st_code st_package_write(st_journal *j, const st_package_options *o, const char *dir, uint64_t *count, st_err *err) {
    package p = { .j = j, .store = st_journal_store(j), .o = o, .dir = dir, .arena = ST_ARENA_INIT };
    p.manifest = p.line = p.html = p.cited = (st_buf)ST_BUF_INIT(LINE_MOST);
    const st_code code = write_all(&p, err);
    if (p.out || p.hash) abandon(&p);
    *count = p.seq.n;
    st_free(p.seq.v);
    st_free(p.shown.v);
    st_arena_free(&p.arena);
    st_buf_free(&p.manifest);
    st_buf_free(&p.line);
    st_buf_free(&p.html);
    st_buf_free(&p.cited);
    return code;
}
