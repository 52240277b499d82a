/* Inside text/: what the files of the readings ask each other. */
#ifndef ST_READING_H
#define ST_READING_H
#include "text/text.h"
#include "text/text_blob.h"

/* The system's form of a name, or of a part of one, in data/names/spoken.txt; empty when it is not there. In two steps for the systems of one script,
 * which share their entries (but for Han): the entry, or NULL, and what the system says. */
st_str st_said(const st_system *s, st_str piece);
const st_dict_entry *st_said_entry(const st_system *s, st_str piece);
st_str st_said_by(const st_system *s, const st_dict_entry *entry);
/* A piece by the system's letters and rules, without the table: the length, or SIZE_MAX when it may not fit (cap at least 128). */
size_t st_read_letters(const st_system *s, st_str piece, char *out, size_t cap);

/* memo.c: the place of a piece, NULL when it has none; is it there; puts it there in place of another; what a system (0: st_fold) made of it, appended when
 * that is known; keeps what a system made of it, if there is room. known: bytes and one, 0 for none. */
enum { ST_MEMO_KEY = 48, ST_MEMO_TEXT = 168 };
typedef struct st_memo_piece {
    const st_system *first;
    uint8_t systems, n, used, at[ST_READINGS_MOST], known[ST_READINGS_MOST];
    char key[ST_MEMO_KEY], text[ST_MEMO_TEXT];
} st_memo_piece;
st_memo_piece *st_memo_at(st_memo *m, st_str text);
bool st_memo_is(const st_memo_piece *p, st_str text);
void st_memo_begin(st_memo_piece *p, st_str text, const st_system *first, size_t systems);
bool st_memo_say(const st_memo_piece *p, st_str text, size_t k, st_buf *out);
void st_memo_keep(st_memo_piece *p, st_str text, size_t k, st_str form);
/* Appends a piece as the k-th system of its script reads it, from 1 on; as st_fold does when there is none. */
void st_read_as(st_str piece, size_t k, st_buf *out);
/* The pieces of a name, cut at what separates parts in any script, with what belongs together in Arabic names; how many, also when more than max. */
size_t st_pieces(st_str name, st_str *out, size_t max);
/* The key of an Arabic word in the tables: the length, or SIZE_MAX when it may not fit. */
size_t st_arabic_key(st_str word, char *out, size_t cap);

/* A word of letters of several scripts that look alike, in the letters of the script that most of them belong to. False when there is nothing to
 * mend, or no room for it. A letter gets at most one byte longer, so a cap of twice the length is enough. */
bool st_unmix(st_str word, char *out, size_t cap, size_t *n);

/* Arabic script: appends a piece with its article, vowels and compounds. A piece may be two words that st_arabic_joins put together. */
void st_read_arabic(const st_system *s, st_str piece, st_buf *out);
bool st_arabic_joins(st_str piece, st_str next);
/* Appends a folded text with the vowels that such a script leaves out: `vowel` between consonants, `participle` in CaC?C. clusters: none before r
 * and l at the beginning. */
void st_vocalise(st_str folded, char vowel, char participle, bool clusters, st_buf *out);
/* Appends a folded text in which the inherent a that stands between single consonants is left out; "aa" becomes a. */
void st_unschwa(st_str folded, st_buf *out);
#endif
