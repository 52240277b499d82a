/* Inside rules/: the graph while it grows (holdings.c), and what becomes of it (stakes.c). */
#ifndef ST_HOLDINGS_INT_H
#define ST_HOLDINGS_INT_H
#include "rules/holdings.h"
#include "rules/link.h"

typedef struct st_map_slot { uint64_t key; uint32_t value; bool used; } st_map_slot;
typedef struct st_map { st_map_slot *slot; size_t n, cap; } st_map;
/* The value of a key, 0 when it is new; NULL when memory is out. Valid until the next call. */
uint32_t *st_map_at(st_map *m, uint64_t key, bool *fresh);

/* A node that may turn out to be another one: then `parent` is not itself. first: of its members. */
typedef struct st_proto { uint32_t parent, first, list; st_str label, own_label; uint8_t want; bool asked, named_only, nobody, cut, queued, grown; } st_proto;
typedef struct st_member { uint32_t party, next; uint8_t done; } st_member;
/* What a source says of a stake. */
typedef struct st_said { uint32_t owner, owned; st_hold kind; uint32_t joint, source, min_bp, max_bp; bool soft; } st_said;

struct st_holdings {
    const st_index *ix;
    int32_t day;
    st_holdings_limits limits;
    st_proto *node; size_t nodes, cap_node;
    st_member *member; size_t members, cap_member;
    uint32_t *queue; size_t queued, cap_queue;
    st_said *said; size_t n_said, cap_said;
    st_map node_of, label_of, text_of, fact, joint_of;   /* by party; by label of the case; by name on a list; facts that were taken */
    uint32_t opened, shown;
    bool cut;
    st_arena arena;
    st_buf text;
    /* settled */
    uint32_t *now;                                        /* by node while it grew */
    st_holder *holder; uint32_t n_holder;
    uint32_t *party;
    st_stake *stake; size_t n_stake;
};

uint32_t st_root(const st_holdings *h, uint32_t node);
st_code st_holdings_settle(st_holdings *h, st_err *err);
#endif
