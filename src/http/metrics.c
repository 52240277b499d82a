/* Counters, as Prometheus reads them. */
#include "http/service_int.h"

static const struct { uint64_t us; const char *seconds; } edges[ST_TIMES] = { { 500, "0.0005" }, { 1000, "0.001" }, { 2500, "0.0025" }, { 5000, "0.005" }, { 10000, "0.01" },
    { 50000, "0.05" }, { 100000, "0.1" }, { 500000, "0.5" }, { 1000000, "1" }, { 10000000, "10" } };

void st_service_count(st_service *s, size_t route, unsigned status, uint64_t us) {
    size_t k = 0;
    while (k < ST_TIMES && us > edges[k].us) k++;
    atomic_fetch_add_explicit(&s->answered[route][status / 100 < 6 ? status / 100 : 5], 1, memory_order_relaxed);
    atomic_fetch_add_explicit(&s->within[route][k], 1, memory_order_relaxed);
    atomic_fetch_add_explicit(&s->spent[route], us, memory_order_relaxed);
}

static const char *route_name(size_t i) { return i < ST_ROUTES ? st_route_table[i].name : "none"; }
static unsigned long long read_of(const atomic_uint_fast64_t *n) { return (unsigned long long)atomic_load_explicit(n, memory_order_relaxed); }

static void durations(st_service *s, size_t i, st_buf *out) {
    unsigned long long sum = 0;
    for (size_t k = 0; k <= ST_TIMES; k++) {
        sum += read_of(&s->within[i][k]);
        st_buf_printf(out, "strait_request_seconds_bucket{route=\"%s\",le=\"%s\"} %llu\n", route_name(i), k < ST_TIMES ? edges[k].seconds : "+Inf", sum);
    }
    const unsigned long long us = read_of(&s->spent[i]);
    st_buf_printf(out, "strait_request_seconds_sum{route=\"%s\"} %llu.%06llu\nstrait_request_seconds_count{route=\"%s\"} %llu\n", route_name(i), us / 1000000, us % 1000000, route_name(i), sum);
}

void st_metrics_write(st_service *s, st_buf *out) {
    st_edition *d = st_edition_hold(s);
    st_buf_printf(out, "# HELP strait_index_info The index that answers.\n# TYPE strait_index_info gauge\nstrait_index_info{hash=\"%s\",version=\"%s\"} 1\n", st_index_hash(d->e->ix), s->o.version);
    st_buf_printf(out, "# HELP strait_index_parties Parties of the index.\n# TYPE strait_index_parties gauge\nstrait_index_parties %u\n", st_index_parties(d->e->ix));
    st_edition_drop(d);
    st_buf_printf(out, "# HELP strait_index_swaps_total Times that the index was opened anew.\n# TYPE strait_index_swaps_total counter\nstrait_index_swaps_total %llu\n", read_of(&s->reloads));
    st_buf_z(out, "# HELP strait_requests_total Requests answered, by route and class of status.\n# TYPE strait_requests_total counter\n");
    for (size_t i = 0; i <= ST_ROUTES; i++)
        for (size_t k = 1; k < 6; k++)
            if (read_of(&s->answered[i][k])) st_buf_printf(out, "strait_requests_total{route=\"%s\",status=\"%zuxx\"} %llu\n", route_name(i), k, read_of(&s->answered[i][k]));
    st_buf_z(out, "# HELP strait_request_seconds Seconds from the head of a request to the end of its answer.\n# TYPE strait_request_seconds histogram\n");
    for (size_t i = 0; i <= ST_ROUTES; i++) durations(s, i, out);
}
