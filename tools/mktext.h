/* Shared by the files of mktext. */
#ifndef ST_MKTEXT_H
#define ST_MKTEXT_H
#include "text/text.h"
#include "text/text_blob.h"

enum { CPS = ST_CP_PAGES << 7, TEXT_MAX = 63 };

/* What a code point, or a sequence of two (from ST_CP_OWN on), folds to. fixed: in romanisation.txt. pairs: may begin a sequence. */
typedef struct cell { char text[TEXT_MAX + 1]; uint8_t n, class; bool done, fixed, pairs; } cell;
extern cell *mk_cells;   /* CPS of them */

extern st_blob_head mk_head;

_Noreturn void mk_die(const char *what, const char *detail);
/* The whole file dir/name, valid UTF-8; the caller frees. */
char *mk_read_file(const char *dir, const char *name, size_t *n);
/* Begins the blob with room for its head, appends a section at a multiple of 64, writes it all with head and version hash. */
void mk_begin(void);
st_span mk_section(const void *p, size_t n, size_t size);
void mk_write(const char *path);
/* Where a text is in the pool, added when it is new. */
uint32_t mk_intern(st_buf *pool, const char *p, size_t n);
void mk_set(cell *c, const char *text, size_t n, st_fold_class class);
/* One level of canonical decomposition: how many code points, 0 for none. */
int mk_raw_decomposition(int32_t cp, int32_t out[2]);
/* What "x", "x/y", "x!" behind the = of an entry means for this letter; the text goes to out. */
st_fold_class mk_class_of_entry(int32_t cp, st_str value, char out[64], size_t *n);
/* The number of a sequence; the one behind it is that of its accented forms. */
uint32_t mk_find_pair(uint32_t a, uint32_t b);
/* Makes the table of a slot from the cells as they are. */
void mk_fold_table(unsigned slot);
/* The tables of all slots behind the first, and the systems; their texts wait for mk_spoken. */
void mk_readings(const char *dir, const char *unihan);
unsigned mk_slot(const char *script, st_str name);
unsigned mk_key_slot(const char *script);   /* which makes the keys of spoken.txt */
/* An offset in the text section. */
uint32_t mk_text(const char *p, size_t n);
st_str mk_text_at(uint32_t at, uint32_t n);

/* Dictionaries. firm: two meanings of one key are an error. Otherwise a firm meaning stays, and of two others none does (kind UINT16_MAX). */
typedef struct mk_entry { char *key, *value; size_t key_n, value_n; uint16_t kind, parts; bool firm; } mk_entry;
typedef struct mk_dict { mk_entry *e; size_t n, cap; } mk_dict;
mk_entry *mk_find(const mk_dict *d, st_str key);
void mk_put(mk_dict *d, st_str key, st_str value, uint16_t kind, bool firm);
void mk_put_folded(mk_dict *d, st_str form, st_str value, uint16_t kind, bool firm);
/* Sorts and writes a dictionary; the second writes entries that are ready, in this order. */
st_dict mk_finish(mk_dict *d);
st_dict mk_lay(const st_dict_entry *e, size_t n);
/* The pool of texts that dictionaries point into; written last. */
st_buf *mk_texts(void);

/* Words, months, places: after the folding tables, which they use. */
void mk_names(const char *dir);
/* Of these: words of native names in English. */
st_dict mk_meanings(const char *dir);
/* Of these: what a part of a name is, how rare it is, what stands for it. */
void mk_words(const char *dir);
#endif
