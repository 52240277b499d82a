/* Requests in, answers out, no sockets: the table of routes and what each does. */
#ifndef ST_ROUTES_H
#define ST_ROUTES_H
#include "http/service.h"

typedef enum st_route_id {
#define ROUTE(id, path, methods, role, body, text) ST_ROUTE_##id,
#include "http/routes.def"
#undef ROUTE
    ST_ROUTES
} st_route_id;

typedef enum st_body { ST_BODY_NONE, ST_BODY_JSON, ST_BODY_ROWS } st_body;
typedef struct st_route { st_route_id id; const char *name, *path, *text; unsigned methods; st_role role; st_body body; } st_route;
extern const st_route st_route_table[ST_ROUTES];

/* A request that found its route. The slices point into the target. */
typedef struct st_call { const st_route *route; st_str query, arg[2]; } st_call;

/* Finds the route and says whether the request may have it, before its body is there: 404, 405 with Allow, 401, 403, 415. True: answer it. False: the answer is in
 * *out (OPTIONS is answered so too). */
bool st_route_admit(const st_request *q, st_call *call, st_response *out);
/* Answers an admitted request with its whole body. out: ST_RESPONSE_INIT, here and above. */
void st_route_answer(st_service *s, const st_call *call, const st_request *q, st_response *out);
/* Both. */
void st_http_answer(st_service *s, const st_request *q, st_response *out);

/* Rows in, lines out, by any number of threads; write gets whole lines. The errors of options come before the first line. */
typedef st_code (*st_lines_fn)(void *user, st_str lines, st_err *err);
st_code st_http_batch(st_service *s, const st_edition *d, const st_call *call, const st_request *q, st_input *rows, unsigned threads, st_lines_fn write, void *user, st_err *err);

/* How long a body of this route may be, in bytes; 0: as long as the server takes spools. */
size_t st_route_body_most(const st_route *r);

/* The description of the routes, OpenAPI 3.1. */
void st_openapi_write(const char *version, st_buf *out);
/* A file of the page by name, with its type and etag; false when there is none. */
bool st_page_file(st_str name, st_str *bytes, const char **type, char etag[20]);
#endif
