/* The service on a socket. libmicrohttpd reads and writes HTTP; what a request means is routes.c's.
 *
 * A body is collected (or, of a batch, spooled) while it comes in, then answered in the same thread. A batch is answered by a thread of its own, which hands over
 * lines through a small buffer; while that is empty the connection is suspended, so nobody waits for it. */
#include <arpa/inet.h>
#include <errno.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <pthread.h>
#include <sys/random.h>
#include <time.h>
#include <unistd.h>
#include "base/hash.h"
#include "http/keys.h"
#include "http/routes.h"
#include "http/server.h"
#include "http/spool.h"

enum { HEAD_MOST = 32 << 10, DISCARD_MOST = 64 << 20, ID_MOST = 64, BATCH_BUFFER = 256 << 10 };

struct st_server {
    struct MHD_Daemon *daemon;
    st_service *service;
    st_server_options o;
    bool loopback;
    uint64_t seed;
    atomic_uint_fast64_t number;
    atomic_uint running, batches, suspended;
    atomic_bool stopping;
    uint16_t port;
};

/* A batch that is being answered: its thread fills, the connection empties. */
typedef struct batch {
    st_server *v;
    struct MHD_Connection *c;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t room;
    st_buf ready;                 /* lines that wait to be sent */
    size_t sent;                  /* of them */
    uint64_t out;                 /* bytes in all */
    bool suspended, ended, gone, begun;   /* gone: the client is; begun: a line was handed over */
    st_code code;
    st_err err;
    st_edition *edition;
    st_input *in;
    const struct exchange *x;
} batch;

/* A request from its first byte to the last of its answer. */
typedef struct exchange {
    st_server *v;
    char *target;
    bool begun, answered, too_long;
    uint64_t began, most, got;
    st_call call;
    st_request q;
    char id[ID_MOST + 1];
    st_buf body;
    st_spool *spool;
    batch *batch;
    unsigned status;
    uint64_t bytes;
} exchange;

static uint64_t now_us(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000 + (uint64_t)t.tv_nsec / 1000;
}

/* ---- the log: no names, no parameters, no keys -------------------------------------------------------------------------------------------------------------- */

static void log_line(const exchange *x, uint64_t us, bool whole) {
    if (!x->v->o.log) return;
    char line[512], day[32];
    struct timespec t;
    struct tm tm;
    clock_gettime(CLOCK_REALTIME, &t);
    gmtime_r(&t.tv_sec, &tm);
    strftime(day, sizeof day, "%Y-%m-%dT%H:%M:%S", &tm);
    static const char *const methods[] = { [ST_GET] = "GET", [ST_POST] = "POST", [ST_HEAD] = "HEAD", [ST_OPTIONS] = "OPTIONS", [ST_OTHER] = "other" };
    const int n = snprintf(line, sizeof line, "{\"time\":\"%s.%03ldZ\",\"method\":\"%s\",\"route\":\"%s\",\"status\":%u,\"us\":%llu,\"in\":%llu,\"out\":%llu,\"request_id\":\"%s\"%s%.*s%s%s}\n", day, t.tv_nsec / 1000000,
                           methods[x->q.method], x->call.route ? x->call.route->name : "none", x->status, (unsigned long long)us, (unsigned long long)x->got, (unsigned long long)x->bytes,
                           x->q.id.n ? x->q.id.p : "", x->q.actor.n ? ",\"key\":\"" : "", ST_FMT(x->q.actor), x->q.actor.n ? "\"" : "", whole ? "" : ",\"cut_off\":true");
    if (n > 0 && (size_t)n < sizeof line) fwrite(line, 1, (size_t)n, x->v->o.log);
}

/* ---- answers --------------------------------------------------------------------------------------------------------------------------------------------- */

static void headers(struct MHD_Response *r, const exchange *x, const st_response *out) {
    static const struct { const char *name, *value; } always[] = {
        { "X-Content-Type-Options", "nosniff" }, { "Referrer-Policy", "no-referrer" }, { "X-Frame-Options", "DENY" },
        { "Cross-Origin-Resource-Policy", "same-origin" }, { "Cross-Origin-Opener-Policy", "same-origin" },
        { "Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=()" },
        { "Content-Security-Policy", "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'" },
    };
    for (size_t i = 0; i < ST_LEN(always); i++) MHD_add_response_header(r, always[i].name, always[i].value);
    if (out->type && out->status != 204 && out->status != 304) MHD_add_response_header(r, "Content-Type", out->type);
    MHD_add_response_header(r, "Cache-Control", out->keeps ? "no-cache" : "no-store");
    if (out->etag[0]) MHD_add_response_header(r, "ETag", out->etag);
    if (out->allow) MHD_add_response_header(r, "Allow", out->allow);
    if (out->status == 401) MHD_add_response_header(r, "WWW-Authenticate", "Bearer");
    if (x->q.id.n) MHD_add_response_header(r, "X-Request-Id", x->q.id.p);
    if (out->status == 503) MHD_add_response_header(r, "Retry-After", "1");
    if (st_service_draining(x->v->service)) MHD_add_response_header(r, "Connection", "close");
}

static enum MHD_Result queue(struct MHD_Connection *c, exchange *x, st_response *out) {
    const bool still = out->still.n > 0;
    const st_str body = still ? out->still : st_buf_view(&out->body);
    struct MHD_Response *r = still ? MHD_create_response_from_buffer_with_free_callback_cls(body.n, (void *)(uintptr_t)body.p, NULL, NULL) : NULL;
    if (still && !r) return MHD_NO;
    if (!still) {
        r = MHD_create_response_from_buffer(body.n, out->body.p ? out->body.p : (void *)(uintptr_t)"", MHD_RESPMEM_MUST_COPY);
        if (!r) return MHD_NO;
    }
    headers(r, x, out);
    x->answered = true;
    x->status = out->status;
    x->bytes = x->q.method == ST_HEAD ? 0 : body.n;
    const enum MHD_Result done = MHD_queue_response(c, out->status, r);
    MHD_destroy_response(r);
    st_response_free(out);
    return done;
}

static enum MHD_Result refuse(struct MHD_Connection *c, exchange *x, unsigned status, const char *what, const char *hint) {
    st_response out = ST_RESPONSE_INIT;
    st_err err = { 0 };
    st_fail(&err, ST_E_USAGE, "%s", what);
    if (hint) st_err_hint(&err, "%s", hint);
    st_problem_answer(&out, status, &err, x->q.id);
    return queue(c, x, &out);
}

/* ---- batches ----------------------------------------------------------------------------------------------------------------------------------------------- */

static void resume(batch *b) {
    MHD_resume_connection(b->c);
    atomic_fetch_sub(&b->v->suspended, 1);
}

static st_code hand_over(void *user, st_str lines, st_err *err) {
    batch *b = user;
    pthread_mutex_lock(&b->lock);
    while (!b->gone && !atomic_load(&b->v->stopping) && b->ready.n - b->sent > BATCH_BUFFER) pthread_cond_wait(&b->room, &b->lock);
    if (b->sent) {
        memmove(b->ready.p, b->ready.p + b->sent, b->ready.n - b->sent);
        b->ready.n -= b->sent;
        b->sent = 0;
    }
    st_buf_str(&b->ready, lines);
    b->begun = true;
    const bool gone = b->gone || atomic_load(&b->v->stopping), failed = b->ready.failed != ST_OK, wake = b->suspended;
    b->suspended = false;
    pthread_mutex_unlock(&b->lock);
    if (wake) resume(b);
    if (gone) return st_fail(err, ST_E_STOPPED, "nobody waits for the rest");
    return failed ? st_fail(err, ST_E_NOMEM, "out of memory for the answers") : ST_OK;
}

static void *run_batch(void *user) {
    batch *b = user;
    const st_service_options *o = st_service_with(b->v->service);
    const st_code code = st_http_batch(b->v->service, b->edition, &b->x->call, &b->x->q, b->in, o->threads, hand_over, b, &b->err);
    pthread_mutex_lock(&b->lock);
    b->code = code;
    if (code < 0 && code != ST_E_STOPPED) {   /* said in a line of its own: the status has been sent */
        st_jw w = { &b->ready, false };
        st_jw_open(&w, '{');
        st_jw_key(&w, "error");
        st_jw_z(&w, b->err.what);
        st_jw_close(&w, '}');
        st_buf_char(&b->ready, '\n');
    }
    b->ended = true;
    const bool wake = b->suspended;
    b->suspended = false;
    pthread_mutex_unlock(&b->lock);
    if (wake) resume(b);
    return NULL;
}

static ssize_t send_batch(void *user, uint64_t at, char *to, size_t most) {
    batch *b = user;
    (void)at;
    pthread_mutex_lock(&b->lock);
    size_t n = b->ready.n - b->sent;
    if (n > most) n = most;
    if (n) memcpy(to, b->ready.p + b->sent, n);
    b->sent += n;
    b->out += n;
    const bool end = !n && b->ended, cut = end && b->code < 0;
    if (!n && !end) {
        atomic_fetch_add(&b->v->suspended, 1);
        MHD_suspend_connection(b->c);
        b->suspended = true;
    }
    pthread_cond_signal(&b->room);
    pthread_mutex_unlock(&b->lock);
    return n ? (ssize_t)n : cut ? MHD_CONTENT_READER_END_WITH_ERROR : end ? MHD_CONTENT_READER_END_OF_STREAM : 0;
}

static void end_batch(batch *b) {
    pthread_mutex_lock(&b->lock);
    b->gone = true;
    pthread_cond_signal(&b->room);
    pthread_mutex_unlock(&b->lock);
    pthread_join(b->thread, NULL);
    st_edition_drop(b->edition);
    st_input_close(b->in);
    st_buf_free(&b->ready);
    pthread_mutex_destroy(&b->lock);
    pthread_cond_destroy(&b->room);
    atomic_fetch_sub(&b->v->batches, 1);
    st_free(b);
}

static enum MHD_Result start_batch(struct MHD_Connection *c, exchange *x) {
    st_err err = { 0 };
    st_server *v = x->v;
    if (atomic_fetch_add(&v->batches, 1) >= v->o.batches) {
        atomic_fetch_sub(&v->batches, 1);
        return refuse(c, x, 503, "as many batches as may run at once are running", "come again later");
    }
    batch *b = st_calloc(1, sizeof *b);
    st_input *in = b ? st_spool_input(x->spool, &err) : NULL;
    if (!in) {
        atomic_fetch_sub(&v->batches, 1);
        st_free(b);
        return refuse(c, x, err.code ? st_status_of(err.code) : 503, err.what[0] ? err.what : "out of memory for a batch", NULL);
    }
    *b = (batch){ .v = v, .c = c, .in = in, .x = x, .ready = ST_BUF_INIT((size_t)1 << 30) };
    b->edition = st_edition_hold(v->service);
    pthread_mutex_init(&b->lock, NULL);
    pthread_cond_init(&b->room, NULL);
    const bool started = pthread_create(&b->thread, NULL, run_batch, b) == 0;
    struct MHD_Response *r = started ? MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, 64 << 10, send_batch, b, NULL) : NULL;
    if (!started) {
        st_edition_drop(b->edition);
        st_input_close(in);
        atomic_fetch_sub(&v->batches, 1);
        st_free(b);
        return refuse(c, x, 503, "no thread for a batch", NULL);
    }
    x->batch = b;
    if (!r) return MHD_NO;
    const st_response out = { .status = 200, .type = ST_LINES_TYPE };
    headers(r, x, &out);
    x->answered = true;
    x->status = 200;
    const enum MHD_Result done = MHD_queue_response(c, 200, r);
    MHD_destroy_response(r);
    return done;
}

/* ---- requests ---------------------------------------------------------------------------------------------------------------------------------------------- */

static st_str header(struct MHD_Connection *c, const char *name) { return st_str_of(MHD_lookup_connection_value(c, MHD_HEADER_KIND, name)); }

/* The client's id for the request when it is plain, else one of ours. */
static void name_request(struct MHD_Connection *c, exchange *x) {
    const st_str given = header(c, "X-Request-Id");
    bool plain = given.n > 0 && given.n <= ID_MOST;
    for (size_t i = 0; plain && i < given.n; i++) plain = (given.p[i] | 32) >= 'a' ? (given.p[i] | 32) <= 'z' : (given.p[i] >= '0' && given.p[i] <= '9') || given.p[i] == '-' || given.p[i] == '.';
    if (plain) snprintf(x->id, sizeof x->id, "%.*s", ST_FMT(given));
    else {
        const uint64_t n = atomic_fetch_add(&x->v->number, 1);
        snprintf(x->id, sizeof x->id, "%016llx", (unsigned long long)st_hash64(&n, sizeof n, x->v->seed));
    }
    x->q.id = st_str_of(x->id);
}

/* A page elsewhere can have a name of its own resolve to 127.0.0.1; the Host that its requests then carry gives it away. */
static bool host_fits(const st_server *v, st_str host) {
    if (v->o.host ? !strcmp(v->o.host, "*") : !v->loopback) return true;
    size_t end = host.n;
    if (host.n && host.p[0] == '[') end = st_str_chr(host, ']') == SIZE_MAX ? 0 : st_str_chr(host, ']') + 1;
    else if (st_str_chr(host, ':') != SIZE_MAX) end = st_str_chr(host, ':');
    host.n = end;
    return st_str_iis(host, "localhost") || st_str_is(host, "127.0.0.1") || st_str_is(host, "[::1]") || (v->o.host && st_str_iis(host, v->o.host));
}

/* The head of a request is there: may it go on? */
static enum MHD_Result begin(struct MHD_Connection *c, exchange *x, const char *method) {
    st_response out = ST_RESPONSE_INIT;
    st_server *v = x->v;
    x->begun = true;
    name_request(c, x);
    x->q.target = st_str_of(x->target);
    x->q.method = st_method_named(method);
    x->q.type = header(c, MHD_HTTP_HEADER_CONTENT_TYPE);
    x->q.none_match = header(c, MHD_HTTP_HEADER_IF_NONE_MATCH);
    if (!host_fits(v, header(c, MHD_HTTP_HEADER_HOST))) return refuse(c, x, 421, "this server is not known by that name", "strait serve --host NAME");
    x->q.role = ST_ROLE_ADMIN;
    if (v->o.keys) x->q.role = st_keys_role(v->o.keys, header(c, MHD_HTTP_HEADER_AUTHORIZATION), &x->q.actor);
    if (!st_route_admit(&x->q, &x->call, &out)) return queue(c, x, &out);
    st_response_free(&out);
    x->most = st_route_body_most(x->call.route);
    if (!x->most) x->most = v->o.batch_most;
    uint64_t length = 0;
    const st_str given = header(c, MHD_HTTP_HEADER_CONTENT_LENGTH);   /* what is a little too long is let come, so that the client reads why */
    if (given.n && st_parse_u64(given, &length) && length > x->most + DISCARD_MOST) return refuse(c, x, 413, "the body is longer than this path takes", NULL);
    x->body = (st_buf)ST_BUF_INIT(x->most);
    st_err err = { 0 };
    if (x->call.route->body == ST_BODY_ROWS && !(x->spool = st_spool_new(&err))) return refuse(c, x, 503, err.what, NULL);
    return MHD_YES;
}

static void more(exchange *x, const char *p, size_t n) {
    st_err err = { 0 };
    x->got += n;
    if (x->got > x->most) x->too_long = true;
    else if (x->spool) x->too_long = st_spool_add(x->spool, p, n, &err) < 0;
    else st_buf_add(&x->body, p, n);
}

static enum MHD_Result finish(struct MHD_Connection *c, exchange *x) {
    if (x->too_long) return refuse(c, x, x->got > x->most ? 413 : 503, x->got > x->most ? "the body is longer than this path takes" : "no room for the body", NULL);
    if (x->body.failed) return refuse(c, x, 503, "out of memory for the body", NULL);
    if (x->spool) return start_batch(c, x);
    x->q.body = st_buf_view(&x->body);
    st_response out = ST_RESPONSE_INIT;
    st_route_answer(x->v->service, &x->call, &x->q, &out);
    return queue(c, x, &out);
}

static enum MHD_Result handle(void *cls, struct MHD_Connection *c, const char *url, const char *method, const char *version, const char *data, size_t *n, void **own) {
    exchange *x = *own;
    (void)cls;
    (void)url;
    (void)version;
    if (!x || x->answered) return x ? MHD_YES : MHD_NO;
    if (!x->begun) return begin(c, x, method);
    if (*n) {
        more(x, data, *n);
        *n = 0;
        const bool slow = now_us() - x->began > (uint64_t)x->v->o.request_seconds * 1000000;
        return slow || (x->too_long && x->got > x->most + DISCARD_MOST) ? MHD_NO : MHD_YES;
    }
    return finish(c, x);
}

static void *first(void *cls, const char *target, struct MHD_Connection *c) {
    (void)c;
    st_server *v = cls;
    exchange *x = st_calloc(1, sizeof *x);
    if (x) x->target = strdup(target);
    if (!x || !x->target) {
        st_free(x);
        return NULL;
    }
    x->v = v;
    x->q.method = ST_OTHER;
    x->began = now_us();
    atomic_fetch_add(&v->running, 1);
    return x;
}

static void last(void *cls, struct MHD_Connection *c, void **own, enum MHD_RequestTerminationCode how) {
    (void)cls;
    (void)c;
    exchange *x = *own;
    if (!x) return;
    *own = NULL;
    if (x->batch) {
        x->bytes = x->batch->out;
        end_batch(x->batch);
    }
    const uint64_t us = now_us() - x->began;
    st_service_count(x->v->service, x->call.route ? (size_t)x->call.route->id : ST_ROUTES, x->status ? x->status : 499, us);
    log_line(x, us, how == MHD_REQUEST_TERMINATED_COMPLETED_OK);
    atomic_fetch_sub(&x->v->running, 1);
    st_spool_free(x->spool);
    st_buf_free(&x->body);
    free(x->target);
    st_free(x);
}

/* Targets are decoded by routes.c, which knows where a parameter ends. */
static size_t as_it_is(void *cls, struct MHD_Connection *c, char *s) {
    (void)cls;
    (void)c;
    return strlen(s);
}

static void quiet(void *cls, const char *fmt, va_list ap) {
    (void)cls;
    (void)fmt;
    (void)ap;
}

/* ---- start and stop ------------------------------------------------------------------------------------------------------------------------------------------ */

typedef union address { struct sockaddr any; struct sockaddr_in v4; struct sockaddr_in6 v6; } address;

static bool address_of(const char *text, uint16_t port, address *out, bool *loopback) {
    *out = (address){ 0 };
    if (inet_pton(AF_INET, text, &out->v4.sin_addr) == 1) {
        out->v4.sin_family = AF_INET;
        out->v4.sin_port = htons(port);
        *loopback = ntohl(out->v4.sin_addr.s_addr) >> 24 == 127;
        return true;
    }
    if (inet_pton(AF_INET6, text, &out->v6.sin6_addr) != 1) return false;
    out->v6.sin6_family = AF_INET6;
    out->v6.sin6_port = htons(port);
    *loopback = IN6_IS_ADDR_LOOPBACK(&out->v6.sin6_addr);
    return true;
}

static void defaults(st_server_options *o) {
    if (!o->address) o->address = "127.0.0.1";
    if (!o->threads) o->threads = 2;
    if (!o->connections) o->connections = 1024;
    if (!o->idle_seconds) o->idle_seconds = 30;
    if (!o->request_seconds) o->request_seconds = 300;
    if (!o->batch_most) o->batch_most = UINT64_C(1) << 30;
    if (!o->batches) o->batches = 2;
}

st_server *st_server_start(st_service *s, const st_server_options *o, st_err *err) {
    st_server *v = st_calloc(1, sizeof *v);
    address at;
    if (!v) {
        st_fail(err, ST_E_NOMEM, "out of memory for the server");
        return NULL;
    }
    v->service = s;
    v->o = *o;
    defaults(&v->o);
    if (getrandom(&v->seed, sizeof v->seed, 0) != sizeof v->seed) v->seed = now_us();
    if (!address_of(v->o.address, v->o.port, &at, &v->loopback)) {
        st_fail(err, ST_E_USAGE, "%.60s is no numeric address", v->o.address);
        st_free(v);
        return NULL;
    }
    if (!v->loopback && !v->o.keys && !v->o.open) {
        st_fail(err, ST_E_USAGE, "other machines could ask on %.60s, and nobody is asked for a key", v->o.address);
        st_err_hint(err, "--keys FILE; or --open where something before it checks who asks");
        st_free(v);
        return NULL;
    }
    const unsigned flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ITC | MHD_USE_ERROR_LOG | (at.any.sa_family == AF_INET6 ? MHD_USE_IPv6 : 0u);
    struct MHD_OptionItem pool[] = { { MHD_OPTION_THREAD_POOL_SIZE, (intptr_t)v->o.threads, NULL }, { MHD_OPTION_END, 0, NULL } };
    if (v->o.threads < 2) pool[0].option = MHD_OPTION_END;
    errno = 0;
    v->daemon = MHD_start_daemon(flags, v->o.port, NULL, NULL, handle, v,
                                 MHD_OPTION_EXTERNAL_LOGGER, quiet, NULL,
                                 MHD_OPTION_SOCK_ADDR, &at.any,
                                 MHD_OPTION_CONNECTION_LIMIT, v->o.connections,
                                 MHD_OPTION_CONNECTION_TIMEOUT, v->o.idle_seconds,
                                 MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)HEAD_MOST,
                                 MHD_OPTION_STRICT_FOR_CLIENT, 1,
                                 MHD_OPTION_URI_LOG_CALLBACK, first, v,
                                 MHD_OPTION_UNESCAPE_CALLBACK, as_it_is, NULL,
                                 MHD_OPTION_NOTIFY_COMPLETED, last, v,
                                 MHD_OPTION_ARRAY, pool, MHD_OPTION_END);
    if (!v->daemon) {
        st_fail(err, ST_E_SYSTEM, "cannot listen on %s port %u%s%s", v->o.address, v->o.port, errno ? ": " : "", errno ? strerror(errno) : "");
        st_free(v);
        return NULL;
    }
    const union MHD_DaemonInfo *info = MHD_get_daemon_info(v->daemon, MHD_DAEMON_INFO_BIND_PORT);
    v->port = info ? info->port : v->o.port;
    return v;
}

uint16_t st_server_port(const st_server *v) { return v->port; }

static void pause_shortly(void) {
    const struct timespec nap = { .tv_nsec = 5 * 1000 * 1000 };
    nanosleep(&nap, NULL);
}

bool st_server_stop(st_server *v, unsigned seconds) {
    const MHD_socket listener = MHD_quiesce_daemon(v->daemon);
    const uint64_t until = now_us() + (uint64_t)seconds * 1000000;
    while (atomic_load(&v->running) && now_us() < until) pause_shortly();
    const bool whole = atomic_load(&v->running) == 0;
    atomic_store(&v->stopping, true);   /* batches end at their next row; a suspended connection must not be closed */
    while (atomic_load(&v->suspended)) pause_shortly();
    MHD_stop_daemon(v->daemon);
    if (listener != MHD_INVALID_SOCKET) close(listener);
    st_free(v);
    return whole;
}
