/* One HTTP download at a time, with nothing left to chance: http and https only, no step from https down to http, few redirects, verified
 * certificates, time and size limits. libcurl is known to fetch_http.c alone. */
#ifndef ST_FETCH_HTTP_H
#define ST_FETCH_HTTP_H
#include "base/base.h"

typedef struct st_http st_http;

enum { ST_HTTP_MAX_REDIRECTS = 5, ST_HTTP_ETAG = 256, ST_HTTP_DATE = 64 };

typedef struct st_http_request {
    const char *url;
    const char *etag, *last_modified;   /* of the version that is already there: If-None-Match, If-Modified-Since; NULL or empty for none */
    uint32_t timeout_s;                 /* for the whole download; below 1,000 bytes a second for 30 s (or timeout_s if less) ends it sooner */
    uint64_t max_bytes;                 /* of the body, content encoding undone */
    st_code (*body)(void *user, const void *p, size_t n, st_err *err);   /* called for the body of a 200 only; negative stops */
    bool (*progress)(void *user, uint64_t done, uint64_t total);         /* total 0: unknown; false stops; may be NULL */
    void *user;
} st_http_request;

typedef struct st_http_answer {
    long status;                        /* of the last answer; 0: there was none */
    char etag[ST_HTTP_ETAG], last_modified[ST_HTTP_DATE];   /* empty when absent, too long, or not printable ASCII */
    uint64_t bytes;                     /* of the body */
} st_http_answer;

/* NULL and ST_E_SYSTEM or ST_E_NOMEM in err on failure. The proxy settings of the environment (https_proxy, no_proxy) are obeyed. Not for
 * several threads at once. */
st_http *st_http_open(st_err *err);
void st_http_close(st_http *h);

/* 0 with status 200 and the body delivered whole, or with status 304. ST_E_SYSTEM for everything that the network or the server did wrong,
 * any other status among them (answer->status tells), a body shorter than announced included; ST_E_LIMIT for a body past max_bytes;
 * ST_E_STOPPED by progress; what body returned. err says which and, for redirects, where they led. */
st_code st_http_get(st_http *h, const st_http_request *r, st_http_answer *a, st_err *err);
/* May a redirect from one address to the other be followed? NULL, or why not; static text. The rule alone, for tests. */
const char *st_http_refuses(const char *from, const char *to);
#endif
