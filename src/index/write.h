/* Inside index/: the parts of the writer.
 *
 * Memory: per string of the model eight bytes, per party 16, and what is written after the text (facts, names, tokens, identifiers), which is a
 * third of the file or less. The text itself, the largest part, goes straight from the model to the file. */
#ifndef ST_WRITE_H
#define ST_WRITE_H
#include "base/file.h"
#include "index/layout.h"
#include "model/space.h"

/* A number of variable length, seven bits a byte. */
static inline void st_put_number(st_buf *b, uint64_t v) {
    uint8_t t[10];
    st_buf_add(b, t, (size_t)(st_varint_put(t, v) - t));
}

/* ---- sink.c: one section after the other into the file, hashed on the way ------------------------------------------------------------------ */
enum { ST_SINK_BUFFER = 1 << 16 };
typedef struct st_sink {
    st_out *out;
    st_err *err;
    st_section table[ST_S_COUNT];
    size_t next;                      /* the section that comes next, or is open */
    uint64_t begin, in_section;       /* where the open section begins; its bytes so far */
    st_hash128 *hash;
    size_t n;
    uint8_t buf[ST_SINK_BUFFER];
} st_sink;
st_code st_sink_begin(st_sink *s);                              /* the next section, in file order */
st_code st_sink_put(st_sink *s, const void *p, size_t n);
st_code st_sink_end(st_sink *s);
st_code st_sink_section(st_sink *s, const void *p, size_t n);   /* a whole section */
st_code st_sink_header(st_sink *s);                             /* last: header and table */

/* Bytes that only grow, in blocks that never move; read back by block. */
typedef struct st_pile_block { struct st_pile_block *next; size_t n; uint8_t p[]; } st_pile_block;
typedef struct st_pile { st_pile_block *first, *last; uint64_t n; } st_pile;
bool st_pile_add(st_pile *p, const void *bytes, size_t n);      /* false when memory is out. n at most 64 KiB, or a block of its own */
st_code st_sink_pile(st_sink *s, const st_pile *p);             /* as a whole section */
void st_pile_free(st_pile *p);

/* ---- plan.c: the order of the parties, the shared strings ----------------------------------------------------------------------------------- */
typedef struct st_keyed { uint64_t prefix; uint32_t party, key; } st_keyed;   /* prefix: 8 bytes of the key behind what all keys of the list begin with */
typedef struct st_key_list { uint32_t first, n; size_t common; } st_key_list;
/* A string: while counting its uses, afterwards its rank + 1 if it is shared, else 0; the property it has most often; how sure that is; of its
 * uses, how many could be parts of their heads, up to 255. Together, since each is a cache miss for every fact. */
typedef struct st_use { uint32_t rank; uint8_t prop, votes, parts; } st_use;
typedef struct st_plan {
    const st_model *m;
    st_keyed *order;                  /* parties by list and key: the index's numbering */
    uint32_t parties;
    st_key_list *list; size_t lists;
    st_use *use;                      /* by string */
    uint32_t *shared; size_t n_shared, n_short;   /* strings by rank: n_short of up to ST_SHORT bytes, then the longer ones */
    uint64_t text_bytes;
} st_plan;
st_code st_plan_make(st_plan *p, const st_model *m, st_err *err);
void st_plan_free(st_plan *p);
/* Where `part` stands in `whole`, first looked for from `from` on; SIZE_MAX when it does not, or is too short to be worth it. */
size_t st_part_of(st_str whole, st_str part, size_t from);
enum { ST_OFTEN = 8192 };             /* shared strings of a rank below have numbers of two bytes: shorter than a part */
/* Number, within its list, of the party with this key; UINT32_MAX when there is none. */
uint32_t st_plan_find(const st_plan *p, size_t list, st_str key);

/* How many parties ahead of its turn a party is called for (st_model_expect), by step. */
#define ST_AHEAD(step) (6 - 2 * (uint32_t)(step))

/* ---- lookup_write.c: the sections from TOKEN_INFO on ------------------------------------------------------------------------------------------ */
enum { ST_JOIN_MOST = 64 };           /* bytes of parts written together that are looked for */
typedef struct st_lookup_input {
    const char *text;                 /* TOKEN_TEXT */
    const uint32_t *end;              /* TOKENS */
    const uint32_t *df;               /* by token: names that hold it */
    uint32_t tokens, names, forms;
    const st_form *form;
    const uint32_t *token;            /* FORM_TOKENS */
    st_token_info *info;              /* by token: filled before the rest, which reads it */
} st_lookup_input;
st_code st_lookup_write(st_lookup_input *in, st_sink *s, st_err *err);

/* ---- match_part.c: names, tokens, identifiers ----------------------------------------------------------------------------------------------- */
/* Lists repeat one another's names, so a text that many have is read once: its forms lie in `form`, behind its string, and how many they are
 * times 2 plus the view. Forms are strings of numbers: the bits above ST_FORM_AT, then the tokens as in `tokens`. */
typedef struct st_match_part {
    st_strings tokens, forms;         /* number 0 is the empty one, which is no token and no form */
    uint32_t *form; size_t n_form, form_cap;
    uint32_t *seen; size_t n_seen, seen_slots;             /* by string and view, open addressing: 1 + its place in `form`, or 0 */
    st_pile names;
    uint32_t n_names, n_printed; uint64_t n_tokens;        /* n_names: readings; n_tokens: of all forms */
    st_ident *ident; size_t idents, ident_cap;
    st_buf folded, dotted;
    st_memo *memo;
} st_match_part;
st_code st_match_init(st_match_part *mp, st_err *err);
/* string: the number of the name's text in the model, or ST_ONCE when no other name is known to have it. */
#define ST_ONCE UINT32_MAX
st_code st_match_name(st_match_part *mp, const st_name *name, st_view view, uint32_t string, st_str text, st_err *err);
st_code st_match_ident(st_match_part *mp, uint32_t party, st_prop prop, st_str value, st_err *err);
st_code st_match_write(st_match_part *mp, st_sink *s, st_err *err);   /* the sections from TOKENS on */
void st_match_free(st_match_part *mp);
#endif
