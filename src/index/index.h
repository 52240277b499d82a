/* The index: one immutable memory-mapped file (doc/FORMAT.md). Verified whole at open, then read without checks.
 *
 * Everything returned points into the map and lives as long as the handle. A handle may be used by any number of threads. */
#ifndef ST_INDEX_H
#define ST_INDEX_H
#include "model/model.h"
#include "text/key.h"

typedef struct st_index st_index;
st_index *st_index_open(const char *path, st_err *err);
/* Over memory that stays the caller's: touches no disk, for fuzzing and embedding. The memory must be 64-byte aligned. */
st_index *st_index_parse(const void *map, size_t n, st_err *err);
void st_index_close(st_index *ix);

const char *st_index_hash(const st_index *ix);      /* 32 hex digits: XXH3-128 over header, section table and so all content; names this index in every answer */
uint64_t st_index_size(const st_index *ix);         /* bytes of the file */

/* Lists, sorted by id then date. Measures and messages are there as the build saw them. */
size_t st_index_lists(const st_index *ix);
void st_index_list(const st_index *ix, uint32_t i, st_list_view *out);
st_str st_index_list_measure(const st_index *ix, uint32_t list, size_t k, uint64_t *n);   /* k-th measure's name and count; empty past the end */

/* Parties, numbered 0..n-1 in the order of lists, then bytewise by key. key_string of the view is UINT32_MAX: the file has no string table. */
uint32_t st_index_parties(const st_index *ix);
void st_index_party(const st_index *ix, uint32_t party, st_party_view *out);
/* Party of this list with this key; UINT32_MAX when there is none. list UINT32_MAX: the first list that has one. O(log n). */
uint32_t st_index_find(const st_index *ix, uint32_t list, st_str key);
/* Facts of a party, heads each followed by its qualifiers. `string` of a fact: the rank of a text that many facts share, or UINT32_MAX. */
typedef struct st_cursor { const st_index *ix; const uint8_t *p, *end; uint64_t text; st_str key, head; uint32_t first; int64_t part; } st_cursor;
st_cursor st_index_facts(const st_index *ix, uint32_t party);
bool st_cursor_next(st_cursor *c, st_fact_view *out);

/* Relations as a graph: each LINK fact whose value is the key of a party of the same list. Edges of a party in the order of its facts; the edges
 * that lead to it by number, in rising order. O(log n). */
typedef struct st_edge { uint32_t from, to; st_prop prop; } st_edge;
uint32_t st_index_edges(const st_index *ix);
size_t st_index_edges_from(const st_index *ix, uint32_t party, const st_edge **out);
size_t st_index_edges_to(const st_index *ix, uint32_t party, const uint32_t **edge_ids);
const st_edge *st_index_edge(const st_index *ix, uint32_t id);

/* ---- the matching part ---------------------------------------------------------------------------------------------------------------- */
/* Distinct folded parts of all names, sorted bytewise. df: number of names that hold it; O(df). */
uint32_t st_index_tokens(const st_index *ix);
st_str st_index_token(const st_index *ix, uint32_t token);
uint32_t st_index_token_df(const st_index *ix, uint32_t token);
/* Whatever else a token says. rarity: 1/16 bits, of the background population, or of this index where it is common here; by view. cls: the
 * st_word_class in the person's view, and times 16 in the other one. length: letters, up to 255. */
typedef struct st_token_info { uint32_t letters, sound; uint8_t rarity[ST_VIEWS], cls, length; } st_token_info;
static inline unsigned st_token_class(const st_token_info *t, st_view view) { return view == ST_VIEW_OTHER ? t->cls >> 4 : t->cls & 15u; }
const st_token_info *st_index_token_info(const st_index *ix, uint32_t token);

/* Forms: what names are to the search, a view and tokens. Names that are alike in both share one: those of a party on several lists, of brothers
 * of one name, in capitals or not. more: the name has more parts than the ST_PARTS that take part. */
typedef struct st_form_view { const uint32_t *token; uint8_t n_tokens; bool more; st_view view; } st_form_view;
uint32_t st_index_forms(const st_index *ix);
void st_index_form(const st_index *ix, uint32_t form, st_form_view *out);
/* Forms of a view with at least so many tokens, from *from on: up to `max` of them, and *from behind them. 0: there are no more. */
size_t st_index_forms_of(const st_index *ix, st_view view, size_t tokens, uint32_t *from, uint32_t *out, size_t max);
size_t st_index_form_names(const st_index *ix, uint32_t form, const uint32_t **names);   /* at least one, in rising order */

/* Names: each fact of class NAME, once for each of the texts that it is found by (st_listed_forms), numbered by party. ordinal: which NAME fact of its party. The rest is
 * its form's. */
typedef struct st_name_view { uint32_t party, form; uint16_t ordinal; uint8_t prop, n_tokens; st_view view; bool more; const uint32_t *token; } st_name_view;
uint32_t st_index_names(const st_index *ix);
/* The names that the lists print: each stands in the index once for each of its readings. O(st_index_names). */
uint32_t st_index_printed_names(const st_index *ix);
void st_index_name(const st_index *ix, uint32_t name, st_name_view *out);
/* The name as printed, with its type. */
st_str st_index_name_text(const st_index *ix, uint32_t name);

/* Look-ups. Each gives every token (or form) that it must, and may give others besides: the caller compares. Arrays lie in the file. */
/* Numbers under a hash, in rising order; bits: those of an entry, of three bytes or four; mask: those of the number. The bits above it are of the
 * entry's own hash, and most entries that came here by chance are passed over by them. */
typedef struct st_numbers { const uint8_t *p, *end; uint32_t check, mask, bits; } st_numbers;
static inline bool st_numbers_next(st_numbers *h, uint32_t *number) {
    while (h->p < h->end) {
        uint32_t e;
        memcpy(&e, h->p, sizeof e);   /* a section is not the last: there is a byte behind the last three */
        e &= h->bits;
        h->p += h->bits == UINT32_MAX ? 4 : 3;
        if ((e & ~h->mask) != h->check) continue;
        *number = e & h->mask;
        return true;
    }
    return false;
}
/* Tokens that share a string with a part when letters are dropped, by one hash of st_deletions. */
st_numbers st_index_spells(const st_index *ix, uint64_t deletion);
/* Tokens by key: their text, their sound, the word that they are a form of. The hashes: */
st_numbers st_index_keys(const st_index *ix, uint64_t hash);
uint64_t st_key_of_text(st_str part);
uint64_t st_key_of_sound(uint32_t sound);
uint64_t st_key_of_word(st_view view, st_word_class cls, st_str canon);
/* Forms of which two neighbours, or all parts, written together are this text. */
st_numbers st_index_joins(const st_index *ix, st_str text);
/* Forms of a view that hold a token, those of most parts first (eight and more are one), then in rising order; and for each a sketch of its other tokens. From its top bits down: how many they are (three bits),
 * how many of them are plain words, of no class in this view and of more than one letter (three bits), each up to ST_POST_MOST; whether they are more than
 * that. From bit 0 up: their fingerprints in the order of the form, of ST_FINGERPRINT_BITS when they are up to ST_POST_WIDE, else the first ST_POST_MOST of
 * ST_FINGERPRINT_SHORT. */
enum { ST_POST_MOST = 7, ST_POST_WIDE = 4, ST_POST_ALL_AT = 61, ST_POST_PLAIN_AT = 58, ST_POST_MORE_AT = 57 };
size_t st_index_posts(const st_index *ix, uint32_t token, st_view view, const uint32_t **forms, const uint64_t **sketches);
/* Calls for what will be read soon, while something else is done: where a list begins, or its beginning; a form, or its tokens when it has come;
 * a token, or its text; where a bucket begins, or its entries. Changes nothing. */
void st_index_posts_soon(const st_index *ix, uint32_t token, st_view view, bool forms);
void st_index_form_soon(const st_index *ix, uint32_t form, bool tokens);
void st_index_token_soon(const st_index *ix, uint32_t token, bool text);
void st_index_spells_soon(const st_index *ix, uint64_t deletion, bool entries);
/* Parties that carry an identifier, by normal form (ident.h) whatever its property, in rising order of party; compared in full, not by hash alone.
 * Returns how many there are and writes the first `max`. */
typedef struct st_ident_hit { uint32_t party; st_prop prop; } st_ident_hit;
uint32_t st_index_idents(const st_index *ix);        /* how many identifiers there are, one for each party and property */
size_t st_index_ident(const st_index *ix, st_str normal, st_ident_hit *out, size_t max);

/* ---- building -------------------------------------------------------------------------------------------------------------------------- */
typedef struct st_build_stats {
    uint64_t bytes, parties, names, tokens, identifiers;   /* names: as printed */
    uint64_t facts_bytes;   /* of the file: text, shared strings, facts, blocks of parties, edges */
    uint64_t text_bytes;    /* the distinct texts of all keys and facts, each once */
    uint64_t match_bytes;   /* of the file: tokens, names, identifiers */
} st_build_stats;
/* Writes the model as an index file, replacing path atomically: on failure the old file is whole. The same model gives the same bytes, in whatever
 * order its files were read. ST_E_LIMIT past 4 GiB of text or of facts, 2^32 names, or 65,535 names of one party. stats may be NULL. */
st_code st_index_write(const st_model *m, const char *path, st_build_stats *stats, st_err *err);

/* What changed between two indexes: one call of fn per party added, removed or changed, in order of list id and key. Lists are paired by id; where
 * an index has several dates of a list, its newest. Kinds are compared, and facts as sets (a head and the set of its qualifiers); lines and the
 * order of facts are not. old_party or new_party is UINT32_MAX where there is none. Stops at the first failure of fn and returns it. */
typedef enum st_change { ST_ADDED, ST_REMOVED, ST_CHANGED } st_change;
typedef struct st_diff_entry { st_change change; uint32_t old_party, new_party; } st_diff_entry;
typedef st_code (*st_diff_fn)(void *user, const st_index *old, const st_index *now, const st_diff_entry *e, st_err *err);
st_code st_index_diff(const st_index *old, const st_index *now, st_diff_fn fn, void *user, st_err *err);
#endif
