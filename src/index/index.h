/* The index: one immutable memory-mapped file (doc/FORMAT.md). Verified whole at open, then read without checks.
 *
 * Everything returned points into the map and lives as long as the handle. A handle may be used by any number of threads. */
#ifndef ST_INDEX_H
#define ST_INDEX_H
#include "model/model.h"

typedef struct st_index st_index;
st_index *st_index_open(const char *path, st_err *err);
/* Over memory that stays the caller's: touches no disk, for fuzzing and embedding. The memory must be 64-byte aligned. */
st_index *st_index_parse(const void *map, size_t n, st_err *err);
void st_index_close(st_index *ix);

const char *st_index_hash(const st_index *ix);      /* 32 hex digits: XXH3-128 over the sections; names this index in every answer */
uint64_t st_index_size(const st_index *ix);         /* bytes of the file */

/* Lists, sorted by id then date. Measures and messages are there as the build saw them. */
size_t st_index_lists(const st_index *ix);
void st_index_list(const st_index *ix, uint32_t i, st_list_view *out);
st_str st_index_list_measure(const st_index *ix, uint32_t list, size_t k, uint64_t *n);   /* k-th measure's name and count; empty past the end */

/* Parties, numbered 0..n-1 in the order of lists. */
uint32_t st_index_parties(const st_index *ix);
void st_index_party(const st_index *ix, uint32_t party, st_party_view *out);
/* First party of this list with this key; UINT32_MAX when there is none. list UINT32_MAX: any list. */
uint32_t st_index_find(const st_index *ix, uint32_t list, st_str key);
/* Facts of a party, heads each followed by its qualifiers. */
typedef struct st_cursor { const st_index *ix; const uint8_t *p, *end; uint64_t text; } st_cursor;
st_cursor st_index_facts(const st_index *ix, uint32_t party);
bool st_cursor_next(st_cursor *c, st_fact_view *out);

/* Relations as a graph: edges of a party, by number, both directions. */
typedef struct st_edge { uint32_t from, to; st_prop prop; } st_edge;
size_t st_index_edges_from(const st_index *ix, uint32_t party, const st_edge **out);
size_t st_index_edges_to(const st_index *ix, uint32_t party, const uint32_t **edge_ids);
const st_edge *st_index_edge(const st_index *ix, uint32_t id);

/* ---- the matching part ---------------------------------------------------------------------------------------------------------------- */
/* Distinct folded parts of all names, sorted bytewise. df: number of names that hold it. */
uint32_t st_index_tokens(const st_index *ix);
st_str st_index_token(const st_index *ix, uint32_t token);
uint32_t st_index_token_df(const st_index *ix, uint32_t token);
/* Names: each fact of class NAME, numbered by party. ordinal: which NAME fact of its party. */
typedef struct st_name_view { uint32_t party; uint16_t ordinal; uint8_t prop; uint8_t n_tokens; const uint32_t *token; } st_name_view;
uint32_t st_index_names(const st_index *ix);
void st_index_name(const st_index *ix, uint32_t name, st_name_view *out);
/* The name as printed, with its type. */
st_str st_index_name_text(const st_index *ix, uint32_t name);
/* Parties that carry an identifier, by normal form (ident.h) whatever its property: sorted by (hash, party). */
typedef struct st_ident_hit { uint32_t party; st_prop prop; } st_ident_hit;
size_t st_index_ident(const st_index *ix, st_str normal, st_ident_hit *out, size_t max);

/* ---- building -------------------------------------------------------------------------------------------------------------------------- */
typedef struct st_build_stats { uint64_t bytes, parties, names, tokens, identifiers, facts_bytes, text_bytes, match_bytes; } st_build_stats;
/* Writes the model as an index file, replacing path atomically. The same model gives the same bytes. */
st_code st_index_write(const st_model *m, const char *path, st_build_stats *stats, st_err *err);

/* What changed between two indexes: one call of fn per party added, removed or changed, in order of list and key. Facts are compared as sets. */
typedef enum st_change { ST_ADDED, ST_REMOVED, ST_CHANGED } st_change;
typedef struct st_diff_entry { st_change change; uint32_t old_party, new_party; } st_diff_entry;
typedef st_code (*st_diff_fn)(void *user, const st_index *old, const st_index *now, const st_diff_entry *e, st_err *err);
st_code st_index_diff(const st_index *old, const st_index *now, st_diff_fn fn, void *user, st_err *err);
#endif
