/* Inside text/: what the files of the readings ask each other. */
#ifndef ST_READING_H
#define ST_READING_H
#include "text/text_blob.h"

/* The system's form of a name, or of a part of one, in data/names/spoken.txt; empty when it is not there. */
st_str st_said(const st_system *s, st_str piece);
/* A piece by the system's letters and rules, without the table: the length, or SIZE_MAX when it may not fit (cap at least 128). */
size_t st_read_letters(const st_system *s, st_str piece, char *out, size_t cap);

/* Arabic script: appends a piece with its article, vowels and compounds. A piece may be two words that st_arabic_joins put together. */
void st_read_arabic(const st_system *s, st_str piece, st_buf *out);
bool st_arabic_joins(st_str piece, st_str next);
/* Appends a folded text with the vowels that such a script leaves out; participle: the vowel of CaC?C. */
void st_vocalise(st_str folded, char participle, st_buf *out);
#endif
