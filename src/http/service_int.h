/* The inside of a service, for service.c and metrics.c. */
#ifndef ST_SERVICE_INT_H
#define ST_SERVICE_INT_H
#include <pthread.h>
#include "http/routes.h"

/* users: desks that are taken, and holders. Guarded by the service's lock. */
struct st_edition { st_service *service; st_engine *e; st_buf manifest; st_desk *idle; unsigned users; bool retired; };

struct st_service {
    st_service_options o;
    pthread_mutex_t lock;
    pthread_cond_t idle;
    st_edition *current;
    atomic_bool draining;
    atomic_uint_fast64_t reloads;
    atomic_uint_fast64_t answered[ST_ROUTES + 1][6];    /* by route and the hundreds of the status */
    atomic_uint_fast64_t within[ST_ROUTES + 1][ST_TIMES + 1], spent[ST_ROUTES + 1];
};
#endif
