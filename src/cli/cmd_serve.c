/* strait serve: the answers over HTTP, and the page. */
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#include "cli/cli.h"
#include "cli/rules_args.h"
#include "http/keys.h"
#include "http/server.h"
#include "strait.h"

typedef struct serve_args { const char *index, *listen, *rules, *known, *host, *keys, *new_key; uint64_t port, threads, connections, idle, batch_most, drain; bool watch, partial, open, quiet; } serve_args;

/* How a file stands: another one in its place, or another content, differs. */
typedef struct mark { ino_t inode; off_t size; struct timespec changed; } mark;

static bool look(const char *path, mark *m) {
    struct stat st;
    if (stat(path, &st) != 0) return false;
    *m = (mark){ st.st_ino, st.st_size, st.st_mtim };
    return true;
}

static bool same(const mark *a, const mark *b) {
    return a->inode == b->inode && a->size == b->size && a->changed.tv_sec == b->changed.tv_sec && a->changed.tv_nsec == b->changed.tv_nsec;
}

/* The engine's own events, as lines among those of the requests. */
static void event(const char *what, const char *text) {
    st_buf b = ST_BUF_INIT(1 << 16);
    st_jw w = { &b, false };
    st_jw_open(&w, '{');
    st_jw_key(&w, "event");
    st_jw_z(&w, what);
    if (text) {
        st_jw_key(&w, "text");
        st_jw_z(&w, text);
    }
    st_jw_close(&w, '}');
    st_buf_char(&b, '\n');
    if (!b.failed) fwrite(b.p, 1, b.n, stderr);
    st_buf_free(&b);
}

static void reload(st_service *s) {
    st_err err = { 0 };
    const st_code code = st_service_reload(s, &err);
    event(code == ST_OK ? "index_swapped" : "index_kept", code == ST_OK ? NULL : err.what);
}

/* Waits for signals, and with --watch for another file, until one says to end. */
static void stay(const serve_args *a, st_service *s, const sigset_t *signals) {
    mark known = { 0 }, seen = { 0 }, now;
    bool is_known = look(a->index, &known);
    seen = known;
    for (;;) {
        const struct timespec second = { .tv_sec = 1 };
        const int number = a->watch ? sigtimedwait(signals, NULL, &second) : sigwaitinfo(signals, NULL);
        if (number == SIGTERM || number == SIGINT) return;
        if (number == SIGHUP) {
            reload(s);
            is_known = look(a->index, &known);
        } else if (number < 0 && a->watch && look(a->index, &now)) {
            /* a file that was put in place of the old one is whole; one that is being written is waited for */
            const bool settled = same(&now, &seen);
            seen = now;
            if (!settled || (is_known && same(&now, &known))) continue;
            known = now;
            is_known = true;
            reload(s);
        }
    }
}

static st_code make_key(const char *text, st_err *err) {
    const char *colon = strchr(text, ':');
    char name[64] = "";
    const st_role role = st_role_named(st_str_of(colon ? colon + 1 : "screener"));
    const size_t n = colon ? (size_t)(colon - text) : strlen(text);
    if (role == ST_ROLES || n >= sizeof name) {
        st_fail(err, ST_E_USAGE, "--new-key NAME:ROLE is meant");
        st_err_hint(err, "the roles: reader, screener, decider, approver, admin; each may do what those before it may");
        return ST_E_USAGE;
    }
    memcpy(name, text, n);
    st_buf key = ST_BUF_INIT(4096), line = ST_BUF_INIT(4096);
    st_code code = st_keys_make(name, role, &key, &line, err);
    if (code == ST_OK) {
        printf("%.*s\n", ST_FMT(st_buf_view(&line)));
        fprintf(stderr, "the key, which is shown this once and stands in no file:\n%.*s\nthe line above goes into the file of --keys\n", ST_FMT(st_buf_view(&key)));
    }
    st_buf_free(&key);
    st_buf_free(&line);
    return code;
}

static unsigned count(uint64_t given, unsigned otherwise, unsigned most) { return given == 0 ? otherwise : given > most ? most : (unsigned)given; }

static st_code serve(const serve_args *a, const st_rules *rules, const st_keys *keys, const sigset_t *signals, st_err *err) {
    const long cores = sysconf(_SC_NPROCESSORS_ONLN);
    const unsigned threads = count(a->threads, cores > 0 ? (unsigned)cores : 1, 64);
    const st_service_options so = { .index = a->index, .rules = rules, .threads = threads, .partial = a->partial, .version = st_version() };
    st_service *s = st_service_new(&so, err);
    if (!s) return err->code;
    const st_server_options o = { .address = a->listen, .port = (uint16_t)a->port, .threads = threads, .connections = count(a->connections, 1024, 1 << 20), .idle_seconds = count(a->idle, 30, 86400),
                                  .batch_most = a->batch_most << 20, .host = a->host, .keys = keys, .open = a->open, .log = a->quiet ? NULL : stderr };
    st_server *v = st_server_start(s, &o, err);
    if (!v) {
        st_service_free(s);
        return err->code;
    }
    const char *at = a->listen ? a->listen : "127.0.0.1";
    printf(strchr(at, ':') ? "http://[%s]:%u/\n" : "http://%s:%u/\n", at, st_server_port(v));
    fflush(stdout);
    stay(a, s, signals);
    event("draining", NULL);
    st_service_drain(s);
    const bool whole = st_server_stop(v, count(a->drain, 10, 3600));
    event("stopped", whole ? NULL : "some requests were cut off");
    st_service_free(s);
    return ST_OK;
}

static st_code run(void *options, const char **args, size_t n, int *status, st_err *err) {
    const serve_args *a = options;
    (void)args;
    (void)status;
    if (a->new_key) return make_key(a->new_key, err);
    if (n || !a->index) {
        st_fail(err, ST_E_USAGE, n ? "serve takes options alone" : "which index?");
        st_err_hint(err, "strait serve -i INDEX; strait build makes one from lists");
        return ST_E_USAGE;
    }
    if (a->port > UINT16_MAX) return st_fail(err, ST_E_USAGE, "--port is at most %d", UINT16_MAX);
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGHUP);
    pthread_sigmask(SIG_BLOCK, &signals, NULL);   /* before there are threads, which inherit it */
    signal(SIGPIPE, SIG_IGN);
    st_rules_taken rules = { 0 };
    st_keys *keys = NULL;
    st_code code = st_rules_take(a->rules, a->known, &rules, err);
    if (code == ST_OK && a->keys && !(keys = st_keys_open(a->keys, err))) code = err->code;
    if (code == ST_OK) code = serve(a, rules.rules, keys, &signals, err);
    st_keys_free(keys);
    st_rules_give_back(&rules);
    return code;
}

int st_cmd_serve(int argc, char **argv) {
    serve_args a = { .port = 8080 };
    const st_opt opt[] = {
        { 'i', "index", ST_OPT_TEXT, &a.index, "FILE", "the index that strait build made" },
        { 'p', "port", ST_OPT_COUNT, &a.port, "N", "the port (8080); 0 for any free one, which is printed" },
        { 0, "listen", ST_OPT_TEXT, &a.listen, "ADDRESS", "listen there (127.0.0.1: this machine alone); 0.0.0.0 or :: for all, which wants --keys and a proxy with TLS before it" },
        { 0, "host", ST_OPT_TEXT, &a.host, "NAME", "the name in Host that is taken beside localhost; * for any" },
        { 0, "keys", ST_OPT_TEXT, &a.keys, "FILE", "ask for a key: a file with a line a key, which --new-key makes" },
        { 0, "open", ST_OPT_FLAG, &a.open, NULL, "with --listen and without --keys: whoever reaches the address may ask" },
        { 0, "new-key", ST_OPT_TEXT, &a.new_key, "NAME:ROLE", "make a key, print its line and end; roles: reader, screener, decider, approver, admin" },
        { 0, "watch", ST_OPT_FLAG, &a.watch, NULL, "open the index anew when its file changes, as SIGHUP does" },
        { 0, "partial", ST_OPT_FLAG, &a.partial, NULL, "check: lists that the index does not hold are taken for empty, unless a request says partial=false" },
        { 0, "known-at", ST_OPT_TEXT, &a.known, "DATE", "check: the rules as they were known then; without it when the server started" },
        { 0, "rules", ST_OPT_TEXT, &a.rules, "DIR", "check: these rules instead of those inside the program" },
        { 'j', "threads", ST_OPT_COUNT, &a.threads, "N", "threads that answer (as many as there are cores)" },
        { 0, "connections", ST_OPT_COUNT, &a.connections, "N", "at most N connections at once (1024)" },
        { 0, "idle", ST_OPT_COUNT, &a.idle, "SECONDS", "close a connection that is silent for so long (30)" },
        { 0, "batch-most", ST_OPT_COUNT, &a.batch_most, "MB", "how long the body of a batch may be (1024)" },
        { 0, "drain", ST_OPT_COUNT, &a.drain, "SECONDS", "how long requests in work may take when the server ends (10)" },
        { 'q', "quiet", ST_OPT_FLAG, &a.quiet, NULL, "no line a request on the standard error" },
    };
    const st_usage u = {
        "serve -i INDEX [OPTION...]",
        "Answers over HTTP what screen, check, info and rules answer on the command line, byte for byte, and serves a page to search, check and look at who sanctions whom.\n"
        "The address is printed when it listens. /openapi.json describes every path; doc/API.md shows them. Only this machine can ask unless --listen says otherwise.\n"
        "SIGHUP opens the index anew (no request is dropped; a bad file changes nothing), SIGTERM lets requests in work end, then ends.\n"
        "One JSON line a request goes to the standard error: method, route, status, microseconds, id of the request; no names, no parameters, no keys.\n"
        "Exit status: 0 ended as told, 2 a wrong call, 3 bad data, 4 system.",
        "  strait serve -i today.stx\n"
        "  strait serve -i today.stx --port 9000 --watch\n"
        "  curl 'http://127.0.0.1:8080/v1/screen?name=Jane+Example&birth_date=1961-03-12'\n"
        "  curl -H 'Content-Type: application/json' --data-binary @case.json 'http://127.0.0.1:8080/v1/check?partial=true'\n"
        "  curl -H 'Content-Type: text/csv' --data-binary @customers.csv http://127.0.0.1:8080/v1/screen/batch\n"
        "  strait serve --new-key ann:screener >>keys && chmod 600 keys && strait serve -i today.stx --keys keys",
        opt, ST_LEN(opt),
    };
    return st_cli_run(&u, argc, argv, run, &a, NULL);
}
