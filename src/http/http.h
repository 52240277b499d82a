/* A request and its answer, without sockets: what routes.h takes and gives. */
#ifndef ST_HTTP_H
#define ST_HTTP_H
#include "base/json.h"

typedef enum st_method { ST_GET = 1, ST_POST = 2, ST_HEAD = 4, ST_OPTIONS = 8, ST_OTHER = 16 } st_method;
st_method st_method_named(const char *name);

/* From less to more; each may do what those before it may. PUBLIC needs no key. */
typedef enum st_role { ST_ROLE_PUBLIC, ST_ROLE_READER, ST_ROLE_SCREENER, ST_ROLE_DECIDER, ST_ROLE_APPROVER, ST_ROLE_ADMIN, ST_ROLES } st_role;
const char *st_role_name(st_role r);
/* ST_ROLES when it is none. PUBLIC is no role that a key can have. */
st_role st_role_named(st_str name);

/* Slices are borrowed. */
typedef struct st_request {
    st_method method;
    st_str target;             /* as it came: path, and query behind a ? */
    st_str type, none_match;   /* headers Content-Type, If-None-Match; may be empty */
    st_str body;
    st_str id;                 /* names the request in log, answer and journal */
    st_str actor; st_role role;   /* who asks, as keys.h found; ADMIN where no keys are asked for */
} st_request;

typedef struct st_response {
    unsigned status;
    const char *type;          /* Content-Type; static */
    st_buf body;
    st_str still;              /* instead of body: bytes of the program */
    const char *allow;         /* Allow, or NULL; static */
    char etag[20];             /* or empty */
    bool keeps;                /* may be kept by the client when the etag is the same; else no-store */
} st_response;

enum { ST_ANSWER_MOST = 256 << 20 };
#define ST_JSON_TYPE "application/json"
#define ST_LINES_TYPE "application/x-ndjson"
#define ST_PROBLEM_TYPE "application/problem+json"

#define ST_RESPONSE_INIT { .status = 200, .type = ST_JSON_TYPE, .body = ST_BUF_INIT(ST_ANSWER_MOST) }
void st_response_free(st_response *r);
/* The reason phrase of a status; static. */
const char *st_status_text(unsigned status);
/* The status for an error of the engine: a wrong call is the client's, what it cannot process is 422, the rest is ours. */
unsigned st_status_of(st_code code);
/* Makes the response a problem (RFC 9457), with place and hint of err, whatever stood in it. */
void st_problem_answer(st_response *r, unsigned status, const st_err *err, st_str request_id);
#endif
