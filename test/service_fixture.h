/* A service over the small index of screen_fixture.h and the rules inside the program. */
#ifndef ST_SERVICE_FIXTURE_H
#define ST_SERVICE_FIXTURE_H
#include "screen_fixture.h"
#include "http/routes.h"

#define FX_KNOWN INT64_C(1798675200)

typedef struct fx_service { st_bundle *bundle; st_rules *rules; st_service *service; } fx_service;

static inline bool fx_service_open(fx_service *f, st_given_fn given, void *user) {
    st_problems p = { 0 };
    *f = (fx_service){ .bundle = st_bundle_built_in(&p, NULL) };
    f->rules = f->bundle ? st_rules_of(f->bundle, FX_KNOWN, &p, NULL) : NULL;
    const st_service_options o = { .rules = f->rules, .threads = 2, .version = "0", .given = given, .user = user };
    st_err err = { 0 };
    f->service = f->rules ? st_service_over(fx_engine(&err), &o, &err) : NULL;
    return f->service;
}

static inline void fx_service_close(fx_service *f) {
    st_service_free(f->service);
    st_rules_free(f->rules);
    st_bundle_free(f->bundle);
}
#endif
