/* HTTP by libcurl. Redirects are followed here and not by the library, so that each step can be refused with its reason. */
#include "sources/fetch_http.h"
#include <curl/curl.h>

enum { CONNECT_S = 20, SLOW_BYTES = 1000, SLOW_S = 30, MAX_DISCARD = 1 << 20, MAX_HEADERS = 1 << 17 };

struct st_http { CURL *curl; char why[CURL_ERROR_SIZE]; };

/* One request under way, as the call-backs see it. */
typedef struct flight {
    const st_http_request *r;
    st_http_answer *a;
    CURL *curl;
    st_err *err;
    st_code code;       /* why a call-back stopped the transfer */
    uint64_t discarded, headers;
} flight;

/* ---- libcurl's memory ------------------------------------------------------------------------------------------------------------------- */

static void *mem_calloc(size_t n, size_t size) { return st_calloc(n, size); }
static char *mem_strdup(const char *z) {
    const size_t n = strlen(z) + 1;
    char *p = st_alloc(n);
    if (p) memcpy(p, z, n);
    return p;
}

st_http *st_http_open(st_err *err) {
    if (curl_global_init_mem(CURL_GLOBAL_DEFAULT, st_alloc, st_free, st_realloc, mem_strdup, mem_calloc)) {
        st_fail(err, ST_E_SYSTEM, "the network library does not start");
        return NULL;
    }
    st_http *h = st_calloc(1, sizeof *h);
    if (h) h->curl = curl_easy_init();
    if (h && h->curl) return h;
    st_free(h);
    curl_global_cleanup();
    st_fail(err, ST_E_NOMEM, "out of memory");
    return NULL;
}

void st_http_close(st_http *h) {
    if (!h) return;
    curl_easy_cleanup(h->curl);
    st_free(h);
    curl_global_cleanup();
}

/* ---- call-backs --------------------------------------------------------------------------------------------------------------------------- */

static bool header_is(st_str line, const char *name, st_str *value) {
    if (!st_str_istarts(line, name)) return false;
    *value = st_str_trim(st_str_sub(line, strlen(name), line.n));
    return true;
}

/* Keeps a value that can be sent back as it is. */
static void keep(st_str value, char *to, size_t size) {
    to[0] = 0;
    if (value.n >= size) return;
    for (size_t i = 0; i < value.n; i++) if ((unsigned char)value.p[i] < ' ' || (unsigned char)value.p[i] > '~') return;
    memcpy(to, value.p, value.n);
    to[value.n] = 0;
}

static size_t on_header(char *p, size_t size, size_t n, void *user) {
    flight *f = user;
    const st_str line = { p, size * n };
    st_str value;
    f->headers += line.n;
    if (f->headers > MAX_HEADERS) {
        f->code = st_fail(f->err, ST_E_SYSTEM, "the answer's header has no end");
        return 0;
    }
    if (st_str_istarts(line, "http/")) f->a->etag[0] = f->a->last_modified[0] = 0;   /* the header of a new answer begins */
    else if (header_is(line, "etag:", &value)) keep(value, f->a->etag, sizeof f->a->etag);
    else if (header_is(line, "last-modified:", &value)) keep(value, f->a->last_modified, sizeof f->a->last_modified);
    return line.n;
}

static size_t on_body(char *p, size_t size, size_t n, void *user) {
    flight *f = user;
    const size_t bytes = size * n;
    long status = 0;
    curl_easy_getinfo(f->curl, CURLINFO_RESPONSE_CODE, &status);
    if (status != 200) {   /* the page that comes with an error or a redirect */
        f->discarded += bytes;
        return f->discarded > MAX_DISCARD ? 0 : bytes;
    }
    f->a->bytes += bytes;
    if (f->a->bytes > f->r->max_bytes) {
        f->code = st_fail(f->err, ST_E_LIMIT, "the download is larger than %llu bytes", (unsigned long long)f->r->max_bytes);
        return 0;
    }
    f->code = f->r->body(f->r->user, p, bytes, f->err);
    return f->code ? 0 : bytes;
}

static int on_progress(void *user, curl_off_t total, curl_off_t done, curl_off_t up_total, curl_off_t up_done) {
    flight *f = user;
    (void)up_total;
    (void)up_done;
    if (!f->r->progress || f->r->progress(f->r->user, done > 0 ? (uint64_t)done : 0, total > 0 ? (uint64_t)total : 0)) return 0;
    f->code = st_fail(f->err, ST_E_STOPPED, "stopped");
    return 1;
}

/* ---- one step ------------------------------------------------------------------------------------------------------------------------------ */

static bool add_header(struct curl_slist **list, const char *name, const char *value) {
    if (!value || !value[0]) return true;
    char line[ST_HTTP_ETAG + 64];
    snprintf(line, sizeof line, "%s: %s", name, value);
    struct curl_slist *longer = curl_slist_append(*list, line);
    if (longer) *list = longer;
    return longer != NULL;
}

static bool set_all(st_http *h, flight *f, const char *url, struct curl_slist *headers) {
    const st_http_request *r = f->r;
    const long whole = r->timeout_s ? (long)r->timeout_s : 600;
    CURL *c = h->curl;
    curl_easy_reset(c);
    h->why[0] = 0;
    return curl_easy_setopt(c, CURLOPT_URL, url) == CURLE_OK && curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, "http,https") == CURLE_OK &&
           curl_easy_setopt(c, CURLOPT_HTTPHEADER, headers) == CURLE_OK && curl_easy_setopt(c, CURLOPT_USERAGENT, "strait") == CURLE_OK &&
           curl_easy_setopt(c, CURLOPT_FOLLOWLOCATION, 0L) == CURLE_OK && curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L) == CURLE_OK &&
           curl_easy_setopt(c, CURLOPT_ACCEPT_ENCODING, "gzip, deflate") == CURLE_OK && curl_easy_setopt(c, CURLOPT_ERRORBUFFER, h->why) == CURLE_OK &&
           curl_easy_setopt(c, CURLOPT_CONNECTTIMEOUT, whole < CONNECT_S ? whole : (long)CONNECT_S) == CURLE_OK &&
           curl_easy_setopt(c, CURLOPT_TIMEOUT, whole) == CURLE_OK && curl_easy_setopt(c, CURLOPT_LOW_SPEED_LIMIT, (long)SLOW_BYTES) == CURLE_OK &&
           curl_easy_setopt(c, CURLOPT_LOW_SPEED_TIME, whole < SLOW_S ? whole : (long)SLOW_S) == CURLE_OK &&
           curl_easy_setopt(c, CURLOPT_WRITEFUNCTION, on_body) == CURLE_OK && curl_easy_setopt(c, CURLOPT_WRITEDATA, f) == CURLE_OK &&
           curl_easy_setopt(c, CURLOPT_HEADERFUNCTION, on_header) == CURLE_OK && curl_easy_setopt(c, CURLOPT_HEADERDATA, f) == CURLE_OK &&
           curl_easy_setopt(c, CURLOPT_XFERINFOFUNCTION, on_progress) == CURLE_OK && curl_easy_setopt(c, CURLOPT_XFERINFODATA, f) == CURLE_OK &&
           curl_easy_setopt(c, CURLOPT_NOPROGRESS, 0L) == CURLE_OK;
}

static st_code explain(const st_http *h, const flight *f, CURLcode result, st_err *err) {
    if (f->code) return f->code;
    if (result == CURLE_OUT_OF_MEMORY) return st_fail(err, ST_E_NOMEM, "out of memory");
    if (result == CURLE_OPERATION_TIMEDOUT) {
        st_fail(err, ST_E_SYSTEM, "too slow: %s", h->why[0] ? h->why : curl_easy_strerror(result));
        st_err_hint(err, "try again, or give more time with --timeout");
    } else if (result == CURLE_PARTIAL_FILE || result == CURLE_GOT_NOTHING || result == CURLE_RECV_ERROR || result == CURLE_HTTP2_STREAM) {
        st_fail(err, ST_E_SYSTEM, "the connection ended before the download was whole: %s", h->why[0] ? h->why : curl_easy_strerror(result));
        st_err_hint(err, "try again");
    } else if (result == CURLE_PEER_FAILED_VERIFICATION || result == CURLE_SSL_CONNECT_ERROR || result == CURLE_SSL_CACERT_BADFILE) {
        st_fail(err, ST_E_SYSTEM, "no trusted connection: %s", h->why[0] ? h->why : curl_easy_strerror(result));
        st_err_hint(err, "check the clock and the package ca-certificates; a proxy that opens TLS needs its own certificate installed");
    } else {
        st_fail(err, ST_E_SYSTEM, "the download failed: %s", h->why[0] ? h->why : curl_easy_strerror(result));
        st_err_hint(err, "check the network; behind a proxy set https_proxy");
    }
    return ST_E_SYSTEM;
}

static st_code one_step(st_http *h, flight *f, const char *url, st_err *err) {
    struct curl_slist *headers = NULL;
    const bool ready = add_header(&headers, "If-None-Match", f->r->etag) && add_header(&headers, "If-Modified-Since", f->r->last_modified) &&
                       set_all(h, f, url, headers);
    CURLcode result = ready ? curl_easy_perform(h->curl) : CURLE_OUT_OF_MEMORY;
    curl_slist_free_all(headers);
    if (curl_easy_getinfo(h->curl, CURLINFO_RESPONSE_CODE, &f->a->status) != CURLE_OK) f->a->status = 0;
    if (f->discarded > MAX_DISCARD && !f->code) result = CURLE_OK;   /* an endless error page: the status tells enough */
    return result == CURLE_OK ? ST_OK : explain(h, f, result, err);
}

/* ---- redirects --------------------------------------------------------------------------------------------------------------------------------- */

/* An address as it is shown: without its query, which may carry a signature that is nobody's business. */
#define SHOWN(url) (int)strcspn(url, "?#"), (url)

const char *st_http_refuses(const char *from, const char *to) {
    const bool https = st_str_istarts(st_str_of(to), "https://");
    if (!https && !st_str_istarts(st_str_of(to), "http://")) return "a redirect to what is neither http nor https was refused";
    if (!https && st_str_istarts(st_str_of(from), "https://")) return "a redirect from https down to http was refused";
    return NULL;
}

/* Where a 3xx leads, as a copy that the caller frees; NULL with err filled when it must not be followed. */
static char *next_url(st_http *h, const char *from, unsigned step, st_err *err) {
    char *to = NULL;
    if (curl_easy_getinfo(h->curl, CURLINFO_REDIRECT_URL, &to) != CURLE_OK || !to) {
        st_fail(err, ST_E_SYSTEM, "the server redirects without saying where");
        return NULL;
    }
    const char *refused = st_http_refuses(from, to);
    if (refused) st_fail(err, ST_E_SYSTEM, "%s: %.*s", refused, SHOWN(to));
    else if (step >= ST_HTTP_MAX_REDIRECTS) st_fail(err, ST_E_SYSTEM, "more than %d redirects, the last one to %.*s", ST_HTTP_MAX_REDIRECTS, SHOWN(to));
    else {
        char *copy = mem_strdup(to);
        if (!copy) st_fail(err, ST_E_NOMEM, "out of memory");
        return copy;
    }
    st_err_hint(err, "the publisher may have moved the file: look at the list's page, and give the new address in a table with --sources");
    return NULL;
}

static st_code bad_status(const st_http_answer *a, st_err *err) {
    st_fail(err, ST_E_SYSTEM, "the server answered with status %ld", a->status);
    if (a->status == 404 || a->status == 410) st_err_hint(err, "the file is gone: look at the list's page, and give the new address in a table with --sources");
    else if (a->status == 401 || a->status == 403 || a->status == 407) st_err_hint(err, "the server or a proxy does not let this machine in");
    else st_err_hint(err, "try again later");
    return ST_E_SYSTEM;
}

st_code st_http_get(st_http *h, const st_http_request *r, st_http_answer *a, st_err *err) {
    st_err local;
    if (!err) err = &local;
    char *moved = NULL;
    st_code code = ST_OK;
    *err = (st_err){ 0 };
    for (unsigned step = 0;; step++) {
        const char *url = moved ? moved : r->url;
        *a = (st_http_answer){ 0 };
        flight f = { .r = r, .a = a, .curl = h->curl, .err = err };
        code = one_step(h, &f, url, err);
        if (code || a->status < 300 || a->status > 399 || a->status == 304) break;
        char *next = next_url(h, url, step, err);
        st_free(moved);
        moved = next;
        if (!next) { code = err->code; break; }
    }
    if (!code && a->status == 304 && !(r->etag && r->etag[0]) && !(r->last_modified && r->last_modified[0]))
        code = st_fail(err, ST_E_SYSTEM, "the server says \"not modified\" though nothing was asked for that could be unmodified");
    else if (!code && a->status != 200 && a->status != 304) code = bad_status(a, err);
    if (code && moved) st_err_where(err, "%.*s", SHOWN(moved));
    else if (code) st_err_where(err, "%.*s", SHOWN(r->url));
    st_free(moved);
    return code;
}
