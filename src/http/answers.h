/* What each route does, for routes.c. */
#ifndef ST_ANSWERS_H
#define ST_ANSWERS_H
#include "http/params.h"
#include "http/routes.h"

/* One request in work. status: of the problem, when the code of the error does not say it. */
typedef struct st_job { st_service *service; st_desk *t; const st_call *call; const st_request *q; st_response *out; unsigned status; st_err *err; } st_job;
typedef st_code (*st_answer_fn)(st_job *j);
/* For `return`: the code, with this status for its problem. */
static inline st_code st_with(st_job *j, unsigned status, st_code code) {
    j->status = status;
    return code;
}

#define ROUTE(id, path, methods, role, body, text) st_code st_answer_##id(st_job *j);
#include "http/routes.def"
#undef ROUTE

/* The parameters of a route beside the fields of a query. */
typedef struct st_param_def { st_route_id route; const char *name, *type; bool many; const char *text; } st_param_def;
extern const st_param_def st_param_table[];
extern const size_t st_param_count_all;
/* Every member is a parameter of the route, or (fields) a field of a query; else ST_E_USAGE with the nearest. */
st_code st_params_known(const st_json *p, st_route_id route, bool fields, st_err *err);
#endif
