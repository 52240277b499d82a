/* The service on a socket: libmicrohttpd, which only server.c knows. */
#ifndef ST_SERVER_H
#define ST_SERVER_H
#include "http/service.h"

typedef struct st_keys st_keys;

/* Everything has its default where it is 0. */
typedef struct st_server_options {
    const char *address;          /* numeric IPv4 or IPv6; 127.0.0.1 */
    uint16_t port;                /* 0: any free one */
    unsigned threads;             /* that answer: 2 */
    unsigned connections;         /* at once, of all clients: 1024 */
    unsigned idle_seconds;        /* without a byte, after which a connection is closed: 30 */
    unsigned request_seconds;     /* from the first byte of a body to its last: 300 */
    uint64_t batch_most;          /* bytes of the body of a batch: 1 GiB */
    unsigned batches;             /* that run at once; more are told to come again: 2 */
    const char *host;             /* a name that Host may have beside localhost and numbers; "*": any. On addresses other than loopback any is taken without it */
    const st_keys *keys;          /* NULL: nobody is asked for a key */
    bool open;                    /* that other machines can ask without one is meant: else it is a wrong call */
    FILE *log;                    /* a JSON line for each request; NULL: none */
} st_server_options;

typedef struct st_server st_server;
/* Listens and answers in threads of its own until st_server_stop. */
st_server *st_server_start(st_service *s, const st_server_options *o, st_err *err);
uint16_t st_server_port(const st_server *v);
/* Takes no new connection, waits up to `seconds` for requests in work, closes the rest, frees. False when some had to be cut off. */
bool st_server_stop(st_server *v, unsigned seconds);
#endif
